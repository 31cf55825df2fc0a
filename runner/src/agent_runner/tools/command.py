"""Running a command in the workspace."""

import asyncio
import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from typing import IO, Any

from pydantic import BaseModel, Field

from agent_runner.landlock import Domains
from agent_runner.messages import ToolOutcome
from agent_runner.tools.paths import Workspace
from agent_runner.tools.process import FirstProcess, start
from agent_runner.tools.supervisor import END_SECONDS, RunningCommand, Supervisor

# By these prefixes the worker is told its addresses and keys. Anything else in its environment is the user's, for the
# commands to use.
OWN_PREFIXES = ("TEMPORAL_", "STIGMER_", "OPENAI_", "ANTHROPIC_", "OLLAMA_", "AGENT_RUNNER_")


class RunCommand(BaseModel):
    """Run a shell command in the workspace; output and exit code come back. No terminal, no input; no process stays."""

    command: str = Field(min_length=1)
    timeout_seconds: float | None = Field(default=None, gt=0, description="At most the worker's own limit.")


def environment(own: Mapping[str, str]) -> dict[str, str]:
    """The command's environment: the worker's, without what tells the worker its addresses and keys."""
    return {name: value for name, value in own.items() if not name.startswith(OWN_PREFIXES)}


async def run_command(
    workspace: Workspace, given: RunCommand, supervisor: Supervisor, *, longest_seconds: float, output_limit: int
) -> ToolOutcome:
    """Runs it; all of its processes, wherever they went, end with it, or when this is cancelled."""
    limit = min(given.timeout_seconds or longest_seconds, longest_seconds)
    output = _Output(output_limit)
    killed_before = supervisor.memory.killed()
    process, reading = _start(given.command, workspace, supervisor.domains, output)
    try:
        command = supervisor.begin(process)
        try:
            process.release()
            either: set[asyncio.Future[Any]] = {process.ended, command.exceeded}
            await asyncio.wait(either, timeout=limit, return_when=asyncio.FIRST_COMPLETED)
            code, ending = _ending(command, supervisor, limit, killed_before)
        finally:
            await supervisor.end(command)
    finally:
        process.close()
        # What could not be ended may hold the pipe for ever.
        with suppress(TimeoutError):
            await asyncio.wait_for(reading, END_SECONDS)
    return ToolOutcome(f"{output.text}\n[{ending}]".lstrip(), failed=code != 0)


def _start(
    command: str, workspace: Workspace, domains: Domains, output: "_Output"
) -> tuple[FirstProcess, "asyncio.Task[None]"]:
    """The pipe is the command's own, so that waiting for its end is not waiting for all who hold the pipe."""
    read_end, write_end = os.pipe()
    try:
        process = start(
            command, folder=workspace.root, environment=environment(os.environ), output=write_end, domains=domains
        )
    except BaseException:
        os.close(read_end)
        raise
    finally:
        os.close(write_end)
    return process, asyncio.create_task(output.read(os.fdopen(read_end, "rb")))


def _ending(command: RunningCommand, supervisor: Supervisor, limit: float, killed_before: int) -> tuple[int, str]:
    """The exit code, -1 where there is none, and how the command ended, in words."""
    if command.exceeded.done():
        return -1, f"ended: {command.exceeded.result()}"
    if not command.process.ended.done():
        return -1, f"ended after its limit of {limit:g} s"
    code = command.process.ended.result()
    ending = f"exit code {code}" if code >= 0 else f"ended by {signal.Signals(-code).name}"
    reason = supervisor.limits.reason(code)
    if reason is None and code != 0 and supervisor.memory.killed() > killed_before:
        reason = "the container's memory was full, and the kernel ended a process"
    return code, f"{ending}: {reason}" if reason else ending


class _Output:
    """The beginning and the end of what a command says; the middle of a long one is never held in memory."""

    def __init__(self, limit: int) -> None:
        self._half = max(limit // 2, 1)
        self._head = b""
        self._tail = b""
        self._left_out = 0

    async def read(self, pipe: IO[bytes]) -> None:
        stream = asyncio.StreamReader()
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(stream), pipe
        )
        try:
            while chunk := await stream.read(65536):
                self._take(chunk)
        finally:
            transport.close()

    def _take(self, chunk: bytes) -> None:
        room = self._half - len(self._head)
        self._head += chunk[:room]
        rest = self._tail + chunk[room:]
        self._left_out += max(len(rest) - self._half, 0)
        self._tail = rest[-self._half :]

    @property
    def text(self) -> str:
        gap = f"\n[… {self._left_out} bytes left out …]\n".encode() if self._left_out else b""
        return (self._head + gap + self._tail).decode(errors="replace").rstrip()
