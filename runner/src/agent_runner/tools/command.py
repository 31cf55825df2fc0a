"""Running a command in the workspace."""

import asyncio
import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from typing import IO

from pydantic import BaseModel, Field

from agent_runner.messages import ToolOutcome
from agent_runner.tools.paths import Workspace

END_SECONDS = 2.0  # between the polite signal and the other one
# By these prefixes the worker is told its addresses and keys. Anything else in its environment is the user's, for the
# commands to use.
OWN_PREFIXES = ("TEMPORAL_", "STIGMER_", "OPENAI_", "ANTHROPIC_", "OLLAMA_", "AGENT_RUNNER_")


class RunCommand(BaseModel):
    """Run a shell command in the workspace; its output and exit code come back. It has no terminal and no input."""

    command: str = Field(min_length=1)
    timeout_seconds: float | None = Field(default=None, gt=0, description="At most the worker's own limit.")


def environment(own: Mapping[str, str]) -> dict[str, str]:
    """The command's environment: the worker's, without what tells the worker its addresses and keys."""
    return {name: value for name, value in own.items() if not name.startswith(OWN_PREFIXES)}


async def run_command(
    workspace: Workspace, given: RunCommand, *, longest_seconds: float, output_limit: int
) -> ToolOutcome:
    """Runs it in a process group of its own, which ends with it, or when this is cancelled."""
    limit = min(given.timeout_seconds or longest_seconds, longest_seconds)
    output = _Output(output_limit)
    process, reading = await _start(given.command, workspace, output)
    try:
        code = await asyncio.wait_for(process.wait(), limit)
        ending = f"exit code {code}" if code >= 0 else f"ended by {signal.Signals(-code).name}"
    except TimeoutError:
        code, ending = -1, f"ended after its limit of {limit:g} s"
    finally:
        await _end(process)
        # A daemon that the command left may hold the pipe for ever.
        with suppress(TimeoutError):
            await asyncio.wait_for(reading, END_SECONDS)
    return ToolOutcome(f"{output.text}\n[{ending}]".lstrip(), failed=code != 0)


async def _start(
    command: str, workspace: Workspace, output: "_Output"
) -> tuple[asyncio.subprocess.Process, "asyncio.Task[None]"]:
    """The pipe is our own: with asyncio's, waiting for the process would wait for all who hold the pipe."""
    read_end, write_end = os.pipe()
    try:
        process = await asyncio.create_subprocess_exec(
            "/bin/sh",
            "-c",
            command,
            cwd=workspace.root,
            env=environment(os.environ),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=write_end,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
    except BaseException:
        os.close(read_end)
        raise
    finally:
        os.close(write_end)
    return process, asyncio.create_task(output.read(os.fdopen(read_end, "rb")))


async def _end(process: asyncio.subprocess.Process) -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
        except ProcessLookupError:
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), END_SECONDS)


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
