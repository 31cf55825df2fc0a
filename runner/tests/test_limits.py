"""Commands keep within their limits."""

import resource
import sys

import pytest

from agent_runner.messages import ToolOutcome
from agent_runner.tools.limits import MIB, Limits
from agent_runner.tools.paths import Workspace
from agent_runner.tools.registry import Toolbox
from agent_runner.tools.supervisor import Supervisor
from commands import run


def limited(workspace: Workspace, limits: Limits) -> Toolbox:
    return Toolbox(workspace, 60, 2000, Supervisor(limits))


TOO_MANY = "ended: more than 20 processes and threads at once (AGENT_RUNNER_COMMAND_PROCESSES)"


@pytest.mark.parametrize(
    "command",
    [
        "for _ in $(seq 40); do sleep 600 & done; wait",
        "for _ in $(seq 40); do setsid -f sleep 600; done; sleep 600",
        f"""{sys.executable} -c '
import threading, time
for _ in range(40): threading.Thread(target=time.sleep, args=(600,)).start()'""",
    ],
    ids=["processes", "processes that left", "threads"],
)
async def test_too_many_processes_end_the_command(workspace: Workspace, command: str) -> None:
    toolbox = limited(workspace, Limits(processes=20))
    assert await run(toolbox, command) == ToolOutcome(f"[{TOO_MANY}]", failed=True)
    assert not marked(toolbox)


async def test_a_fork_bomb_ends(workspace: Workspace) -> None:
    """One whose processes all leave for sessions of their own; left alone, there would be 64."""
    toolbox = limited(workspace, Limits(processes=20))
    bomb = f"""exec {sys.executable} -c '
import os, time
for _ in range(6):
    if os.fork() == 0: os.setsid()
    time.sleep(0.05)
time.sleep(600)'"""
    assert await run(toolbox, bomb) == ToolOutcome(f"[{TOO_MANY}]", failed=True)
    assert not marked(toolbox)


async def test_as_many_processes_as_are_allowed_are_none_too_many(workspace: Workspace) -> None:
    toolbox = limited(workspace, Limits(processes=20))
    assert (await run(toolbox, "for _ in $(seq 18); do sleep 0.5 & done; wait")).text == "[exit code 0]"


def marked(toolbox: Toolbox) -> list[object]:
    """What runs of any command."""
    return [process for _, process in toolbox.supervisor._marked() if not process.ended]


async def test_a_process_that_takes_too_much_memory_ends_the_command(workspace: Workspace) -> None:
    hog = f"""{sys.executable} -c '
import time
held = bytearray(200 * 2**20)
time.sleep(600)'"""
    assert await run(limited(workspace, Limits(memory=100 * MIB)), hog) == ToolOutcome(
        "[ended: one of its processes took more than 100 MiB of memory (AGENT_RUNNER_COMMAND_MEMORY_MIB)]", failed=True
    )


async def test_memory_that_is_only_reserved_or_a_files_is_none_taken(workspace: Workspace) -> None:
    """As sanitizers and race detectors reserve it, and as databases map their files."""
    program = f"""{sys.executable} -c '
import mmap, time
private = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
reserved = mmap.mmap(-1, 2**34, flags=private | 0x4000)  # MAP_NORESERVE
with open("file", "wb+") as file:
    file.truncate(200 * 2**20)
    mapped = mmap.mmap(file.fileno(), 0)
sum(mapped[::4096])
time.sleep(0.5)'"""
    assert (await run(limited(workspace, Limits(memory=100 * MIB)), program)).text == "[exit code 0]"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("exec head -c 3M /dev/zero >file", "ended by SIGXFSZ"),
        ("head -c 3M /dev/zero >file; exit $?", "exit code 153"),
    ],
)
async def test_a_file_that_grows_too_large_is_cut_off_and_told(workspace: Workspace, command: str, said: str) -> None:
    outcome = await run(limited(workspace, Limits(file=2 * MIB)), command)
    assert outcome.text.endswith(f"[{said}: a file may have at most 2 MiB (AGENT_RUNNER_COMMAND_FILE_MIB)]")
    assert outcome.failed
    assert (workspace.root / "file").stat().st_size == 2 * MIB


async def test_no_core_file_is_left_in_the_workspace_unless_the_command_asks_for_it(toolbox: Toolbox) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    if hard == 0:
        pytest.skip("the tests themselves may write no core file")
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    try:
        text = (await run(toolbox, "ulimit -S -c; ulimit -H -c")).text
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, (soft, hard))
    assert text == f"0\n{in_blocks(hard)}\n[exit code 0]"


async def test_a_process_that_uses_too_much_cpu_time_is_ended_and_told(workspace: Workspace) -> None:
    outcome = await run(limited(workspace, Limits(cpu_seconds=1)), "while :; do :; done")
    assert outcome == ToolOutcome(
        "[ended by SIGXCPU: a process may use at most 1 s of CPU time (AGENT_RUNNER_COMMAND_CPU_SECONDS)]", failed=True
    )


async def test_the_limits_hold_for_all_that_a_command_starts_and_no_less_than_the_workers_own(
    workspace: Workspace,
) -> None:
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100 * MIB, former[1]))
    try:
        toolbox = limited(workspace, Limits(file=200 * MIB, cpu_seconds=60))
        text = (await run(toolbox, "setsid sh -c 'ulimit -S -f; ulimit -H -f; ulimit -S -t; ulimit -H -t'")).text
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)
    assert text.split()[:4] == [str(100 * 2048), str(200 * 2048), "60", "65"]


async def test_the_worker_comes_first_and_the_kernel_ends_a_command_before_it(toolbox: Toolbox) -> None:
    outcome = await run(toolbox, "nice; chrt -p $$ | head -n 1; cat /proc/self/oom_score_adj")
    assert outcome.text.splitlines()[::2] == ["19", "1000"]
    assert "SCHED_IDLE" in outcome.text


async def test_without_limits_there_are_none_but_the_workers_own(toolbox: Toolbox) -> None:
    file, cpu = (resource.getrlimit(limit)[1] for limit in (resource.RLIMIT_FSIZE, resource.RLIMIT_CPU))
    expected = f"{in_blocks(file)}\n{'unlimited' if cpu == resource.RLIM_INFINITY else cpu}\n[exit code 0]"
    assert (await run(toolbox, "ulimit -H -f; ulimit -H -t")).text == expected


def in_blocks(limit: int) -> str:
    """As ulimit tells it, by 512 bytes."""
    return "unlimited" if limit == resource.RLIM_INFINITY else str(limit // 512)
