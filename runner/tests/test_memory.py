"""The container's memory, as cgroups tell of it, and what becomes of commands that use it up."""

import asyncio
import sys
from pathlib import Path

import pytest

from agent_runner.memory import ContainerMemory
from agent_runner.messages import ToolOutcome
from agent_runner.tools.limits import MIB, Limits
from agent_runner.tools.paths import Workspace
from agent_runner.tools.registry import Toolbox
from agent_runner.tools.supervisor import Supervisor
from commands import run, running, told

LIMIT = 200 * MIB
FULL = f"ended: nearly all of the container's {LIMIT // MIB} MiB of memory was in use, most by this command"


def cgroup(root: Path, version: int = 2, *, used: int, reclaimable: int = 0, limit: object = LIMIT) -> ContainerMemory:
    """What a container sees below /sys/fs/cgroup."""
    if version == 2:
        (root / "memory.max").write_text(f"{limit}\n")
        (root / "memory.current").write_text(f"{used}\n")
        (root / "memory.stat").write_text(f"anon 1\nactive_file {reclaimable}\ninactive_file 0\n")
        (root / "memory.events").write_text("oom 0\noom_kill 0\n")
    else:
        folder = root / "memory"
        folder.mkdir(exist_ok=True)
        (folder / "memory.limit_in_bytes").write_text(f"{limit}\n")
        (folder / "memory.usage_in_bytes").write_text(f"{used}\n")
        (folder / "memory.stat").write_text(f"active_file 0\ntotal_active_file 0\ntotal_inactive_file {reclaimable}\n")
        (folder / "memory.oom_control").write_text("under_oom 0\noom_kill 0\n")
    return ContainerMemory(root)


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize(
    ("used", "reclaimable", "short"),
    [(100 * MIB, 0, False), (190 * MIB, 0, True), (190 * MIB, 50 * MIB, False), (199 * MIB, 5 * MIB, True)],
)
def test_it_is_short_where_little_is_left_that_the_kernel_could_take_back(
    tmp_path: Path, version: int, used: int, reclaimable: int, short: bool
) -> None:
    memory = cgroup(tmp_path, version, used=used, reclaimable=reclaimable)
    assert (memory.limit, memory.is_short()) == (LIMIT, short)


@pytest.mark.parametrize(("version", "limit"), [(2, "max"), (1, 9223372036854771712)])
def test_without_a_limit_it_is_never_short(tmp_path: Path, version: int, limit: object) -> None:
    memory = cgroup(tmp_path, version, used=2**40, limit=limit)
    assert (memory.limit, memory.is_short(), memory.killed()) == (None, False, 0)


def test_where_there_are_no_cgroups_there_is_no_limit(tmp_path: Path) -> None:
    memory = ContainerMemory(tmp_path)
    assert (memory.limit, memory.is_short(), memory.killed()) == (None, False, 0)


def holding(mebibytes: int) -> str:
    """A command that takes so much, tells its pid, and stays."""
    program = f"import os, time; held = bytearray({mebibytes} * 2**20); print(os.getpid(), flush=True); time.sleep(600)"
    return f"exec {sys.executable} -c '{program}'"


class ShortWhile(ContainerMemory):
    """Short of memory while a process runs."""

    pid = 0

    def is_short(self) -> bool:
        return self.pid != 0 and running(self.pid) is not None


async def test_of_all_commands_the_one_that_holds_most_is_ended_before_the_kernel_ends_the_worker(
    workspace: Workspace, tmp_path: Path
) -> None:
    cgroup(tmp_path, used=0)
    memory = ShortWhile(tmp_path)
    toolbox = Toolbox(workspace, 60, 2000, Supervisor(Limits(memory=2 * LIMIT), memory))
    small, large = (
        asyncio.create_task(run(toolbox, f"{holding(mebibytes)} >{name}"))
        for name, mebibytes in (("small", 40), ("large", 90))
    )
    pid_of_small = int(await told(workspace.root / "small"))
    memory.pid = int(await told(workspace.root / "large"))
    for _ in range(2):  # while it is being ended, no other is
        toolbox.supervisor._check_limits()
    assert await large == ToolOutcome(f"[{FULL}]", failed=True)
    await asyncio.sleep(0.3)
    assert not small.done()
    memory.pid = pid_of_small
    assert await small == ToolOutcome(f"[{FULL}]", failed=True)


async def test_a_command_that_holds_little_is_not_ended_for_what_others_hold(
    workspace: Workspace, tmp_path: Path
) -> None:
    """Such as files in a /tmp that is kept in memory: a command must be able to delete them."""
    toolbox = Toolbox(workspace, 60, 2000, Supervisor(Limits(memory=LIMIT), cgroup(tmp_path, used=LIMIT)))
    assert await run(toolbox, "sleep 0.3; echo deleted") == ToolOutcome("deleted\n[exit code 0]")


async def test_without_a_limit_of_memory_no_command_is_ended_for_it(workspace: Workspace, tmp_path: Path) -> None:
    toolbox = Toolbox(workspace, 60, 2000, Supervisor(Limits(), cgroup(tmp_path, used=LIMIT)))
    assert "ended after its limit of 1 s" in (await run(toolbox, holding(90), timeout_seconds=1)).text


@pytest.mark.parametrize(("version", "events"), [(2, "memory.events"), (1, "memory/memory.oom_control")])
async def test_a_process_that_the_kernel_ended_for_want_of_memory_is_told(
    workspace: Workspace, tmp_path: Path, version: int, events: str
) -> None:
    toolbox = Toolbox(workspace, 60, 2000, Supervisor(Limits(), cgroup(tmp_path, version, used=0)))
    as_the_kernel = f"echo oom_kill 1 >{tmp_path / events}; kill -KILL $$"
    assert (await run(toolbox, as_the_kernel)).text == (
        "[ended by SIGKILL: the container's memory was full, and the kernel ended a process]"
    )
    assert (await run(toolbox, "kill -KILL $$")).text == "[ended by SIGKILL]"
