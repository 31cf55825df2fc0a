"""Commands end with all of their processes."""

import asyncio
import os
import signal
import subprocess
import sys

import pytest

from agent_runner.messages import ToolOutcome
from agent_runner.processes import all_processes
from agent_runner.tools.paths import Workspace
from agent_runner.tools.registry import Toolbox
from commands import ended, run, running, told
from temporal_server import bare_environment

# Each writes the pid of a process that would stay for ten minutes, and ends.
ESCAPES = {
    "a session of its own": "setsid sleep 600 & echo $! >pid",
    "a parent that ends": "(sleep 600 & echo $! >pid)",
    "both, twice": "(setsid sh -c 'sleep 600 & echo $! >pid' &)",
    "no environment": "env -i setsid sleep 600 & echo $! >pid",
    "signals that it ignores": "(trap '' TERM HUP INT; setsid sleep 600 & echo $! >pid)",
    "a subreaper": f"""{sys.executable} -c '
import ctypes, os
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
if os.fork() == 0:
    os.setsid()
    os.execvp("sh", ["sh", "-c", "sleep 600 & echo $! >pid; wait"])
'""",
    "a daemon": f"""{sys.executable} -c '
import os, time
for _ in range(2):
    if os.fork():
        os._exit(0)
    os.setsid()
os.closerange(0, 100)
with open("pid", "w") as file:
    print(os.getpid(), file=file)
time.sleep(600)
'""",
    "a mark that it lowered": f"""{sys.executable} -c '
import os, resource
resource.setrlimit(resource.RLIMIT_RSS, (10**9, 10**9))
if os.fork() == 0:
    os.setsid()
    os.execvp("sh", ["sh", "-c", "sleep 600 & echo $! >pid; wait"])
'""",
}


@pytest.mark.parametrize("escape", ESCAPES.values(), ids=ESCAPES.keys())
async def test_nothing_outlives_its_command(toolbox: Toolbox, workspace: Workspace, escape: str) -> None:
    outcome = await run(toolbox, f"{escape}; until [ -s pid ]; do sleep 0.01; done")
    assert outcome == ToolOutcome("[exit code 0]")
    await ended(int((workspace.root / "pid").read_text()))


async def test_what_runs_at_the_same_time_is_left_alone(toolbox: Toolbox, workspace: Workspace) -> None:
    file = workspace.root / "pid"
    other = asyncio.create_task(run(toolbox, "(setsid sleep 600 & echo $! >pid); until [ -e go ]; do sleep 0.05; done"))
    pid = int(await told(file))
    for escape in ("true", "(setsid sleep 600 &)", "sleep 600 & sleep 600 &"):
        await run(toolbox, escape)
    assert running(pid)
    assert not other.done()
    (workspace.root / "go").touch()
    assert (await other).text == "[exit code 0]"
    await ended(pid)


async def test_what_left_a_lowered_mark_counts_as_its_commands_while_that_runs(
    toolbox: Toolbox, workspace: Workspace
) -> None:
    other = asyncio.create_task(
        run(toolbox, "ulimit -m 1000000; sleep 600 & echo $! >pid; until [ -e go ]; do sleep 0.05; done")
    )
    pid = int(await told(workspace.root / "pid"))
    await run(toolbox, "true")
    toolbox.supervisor.sweep()
    assert running(pid)
    (workspace.root / "go").touch()
    assert (await other).text == "[exit code 0]"
    await ended(pid)


async def test_what_no_command_started_is_left_alone(toolbox: Toolbox) -> None:
    """As what kubectl exec leaves to process 1."""
    left = subprocess.run(
        ["/bin/sh", "-c", "setsid sleep 600 >/dev/null & echo $!"], stdout=subprocess.PIPE, text=True, check=True
    )
    pid = int(left.stdout)
    await run(toolbox, "(setsid sleep 600 &)")
    toolbox.supervisor.sweep()
    seen = running(pid)
    assert seen is not None
    assert seen.parent == os.getpid()
    os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("session", [True, False], ids=["in a session of its own", "in the worker's process group"])
def test_what_has_outlived_its_command_is_swept_away_and_not_the_worker(session: bool) -> None:
    program = f"""
import resource, subprocess
from agent_runner.tools.supervisor import Supervisor
supervisor = Supervisor()
left = subprocess.Popen(["sleep", "60"], start_new_session={session})
supervisor.sweep()
assert left.poll() is None
resource.prlimit(left.pid, resource.RLIMIT_RSS, (2**62, 2**62))
supervisor.sweep()
print(left.wait(10))
"""
    shown = subprocess.run(
        [sys.executable, "-c", program],
        env=bare_environment(),
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    assert (shown.stdout, shown.stderr) == (f"{-signal.SIGKILL}\n", "")


async def test_what_is_left_is_asked_politely_first(toolbox: Toolbox, workspace: Workspace) -> None:
    polite = "trap 'echo bye >word; exit' TERM; touch ready; while :; do sleep 0.05; done"
    await run(toolbox, f'setsid sh -c "{polite}" & until [ -e ready ]; do sleep 0.01; done')
    assert (workspace.root / "word").read_text() == "bye\n"


async def test_what_has_ended_is_reaped_while_its_command_runs(toolbox: Toolbox, workspace: Workspace) -> None:
    """Until then it takes one of the places for processes that a container may have."""
    running = asyncio.create_task(run(toolbox, "(setsid true &); touch begun; until [ -e go ]; do sleep 0.05; done"))
    async with asyncio.timeout(30):
        while not (workspace.root / "begun").exists() or any(
            process.ended and process.parent == os.getpid() for process in all_processes()
        ):
            await asyncio.sleep(0.05)
    assert not running.done()
    (workspace.root / "go").touch()
    assert (await running).text == "[exit code 0]"


async def test_a_command_that_is_cut_short_twice_is_swept_away(toolbox: Toolbox, workspace: Workspace) -> None:
    cut_short = asyncio.create_task(run(toolbox, "trap '' TERM; (trap '' TERM; setsid sleep 600 & echo $! >pid); wait"))
    pid = int(await told(workspace.root / "pid"))
    for _ in range(2):
        cut_short.cancel()
        await asyncio.sleep(0.1)
    with pytest.raises(asyncio.CancelledError):
        await cut_short
    toolbox.supervisor.sweep()
    await ended(pid)


async def test_a_process_that_hands_over_to_another_again_and_again_is_caught(
    toolbox: Toolbox, workspace: Workspace
) -> None:
    """Each has a session of its own, starts the next one, and ends."""
    outcome = await run(
        toolbox,
        f"""{sys.executable} -c '
import os, time
end = time.monotonic() + 20
while time.monotonic() < end:
    if os.fork():
        os._exit(0)
    os.setsid()
    with open("beat", "a") as file: file.write(".")
' & until [ -s beat ]; do sleep 0.01; done""",
    )
    assert outcome.text == "[exit code 0]"
    beats = (workspace.root / "beat").stat().st_size
    await asyncio.sleep(0.3)
    assert (workspace.root / "beat").stat().st_size == beats
