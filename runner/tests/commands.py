"""Running commands as an agent does, and looking at what becomes of their processes."""

import asyncio
from pathlib import Path

import pytest

from agent_runner.messages import Call, ToolOutcome
from agent_runner.processes import Process, look_at
from agent_runner.tools.registry import Toolbox


async def run(toolbox: Toolbox, command: str, **more: object) -> ToolOutcome:
    return await toolbox.use(Call("1", "run_command", {"command": command, **more}))


def running(pid: int) -> Process | None:
    """None where the process is no more, or only waits to be reaped."""
    seen = look_at(pid)
    return None if seen is None or seen.ended else seen


async def ended(pid: int) -> None:
    """Waits until the process is no more, or only waits to be reaped."""
    for _ in range(200):
        if running(pid) is None:
            return
        await asyncio.sleep(0.05)
    pytest.fail(f"process {pid} still runs")


async def told(file: Path) -> str:
    """Waits until something is in the file, and returns the first line."""
    for _ in range(600):
        if file.exists() and "\n" in (text := file.read_text()):
            return text.splitlines()[0]
        await asyncio.sleep(0.05)
    pytest.fail(f"nothing is in {file}")
