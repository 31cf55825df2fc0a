"""All tools, as the model is told of them, and how one is used."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pydantic import BaseModel, ValidationError

from agent_runner.messages import Call, ToolOutcome
from agent_runner.tools.command import RunCommand, run_command
from agent_runner.tools.files import (
    EditFile,
    ListFiles,
    ReadFile,
    WriteFile,
    edit_file,
    list_files,
    read_file,
    write_file,
)
from agent_runner.tools.outcome import ToolError, cut
from agent_runner.tools.paths import Workspace
from agent_runner.tools.search import Search, search
from agent_runner.tools.supervisor import Supervisor

# What each tool is given, and what it does; a command is apart, for it runs in the event loop.
_IN_A_THREAD: dict[str, tuple[type[BaseModel], Callable[[Workspace, Any], ToolOutcome]]] = {
    "list_files": (ListFiles, list_files),
    "read_file": (ReadFile, read_file),
    "write_file": (WriteFile, write_file),
    "edit_file": (EditFile, edit_file),
    "search": (Search, search),
}
_ARGUMENTS: dict[str, type[BaseModel]] = {
    **{name: given for name, (given, _) in _IN_A_THREAD.items()},
    "run_command": RunCommand,
}


@dataclass(frozen=True)
class Tool:
    """A tool as a model is told of it; `parameters` is a JSON schema."""

    name: str
    description: str
    parameters: dict[str, Any]


def tools() -> list[Tool]:
    return [Tool(name, (given.__doc__ or "").strip(), given.model_json_schema()) for name, given in _ARGUMENTS.items()]


@dataclass(frozen=True)
class Toolbox:
    """The tools on one workspace. `longest_seconds` limits a command, `output_limit` the characters of an answer."""

    workspace: Workspace
    longest_seconds: float
    output_limit: int
    supervisor: Supervisor = field(default_factory=Supervisor)

    async def use(self, call: Call) -> ToolOutcome:
        """Does it. Whatever the model can mend comes back as a failed outcome, never as an exception."""
        try:
            outcome = await self._use(call)
        except ToolError as error:
            return ToolOutcome(str(error), failed=True)
        except OSError as error:
            return ToolOutcome(f"{call.name} failed: {error.strerror or error}.", failed=True)
        except ValueError as error:  # a text that is none: a NUL in a command, half a pair of UTF-16 in a file
            return ToolOutcome(f"{call.name} failed: {error}.", failed=True)
        return ToolOutcome(cut(outcome.text, self.output_limit), outcome.failed, outcome.files)

    async def _use(self, call: Call) -> ToolOutcome:
        if call.malformed:
            raise ToolError(f"The arguments are no JSON object: {call.malformed[:200]}")
        if call.name not in _ARGUMENTS:
            raise ToolError(f"There is no tool {call.name!r}, only {', '.join(_ARGUMENTS)}.")
        given = _checked(_ARGUMENTS[call.name], call)
        if isinstance(given, RunCommand):
            return await run_command(
                self.workspace,
                given,
                self.supervisor,
                longest_seconds=self.longest_seconds,
                output_limit=self.output_limit,
            )
        return await asyncio.to_thread(partial(_IN_A_THREAD[call.name][1], self.workspace, given))


def _checked(kind: type[BaseModel], call: Call) -> BaseModel:
    try:
        return kind.model_validate(call.arguments)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise ToolError(f"The arguments of {call.name} are wrong: {wrong}.") from error
