import subprocess
import sys

from temporal_server import bare_environment

# As process 1 of a container, to which all orphans fall; see prctl(2).
AS_PROCESS_1 = """
import asyncio, ctypes, os, time
from pathlib import Path
from agent_runner.messages import Call
from agent_runner.orphans import Orphans
from agent_runner.processes import all_processes
from agent_runner.tools.paths import Workspace
from agent_runner.tools.registry import Toolbox

PR_SET_CHILD_SUBREAPER = 36
assert ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
toolbox, orphans = Toolbox(Workspace(Path.cwd()), 20, 1000), Orphans()

def ended():
    return [process for process in all_processes() if process.ended and process.parent == os.getpid()]

async def run(command):
    return (await toolbox.use(Call("1", "run_command", {"command": command}))).text
"""


def as_process_1(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", AS_PROCESS_1 + program],
        env=bare_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_a_command_left_is_reaped_when_it_has_ended() -> None:
    told = as_process_1("""
asyncio.run(run("for number in 1 2 3; do (setsid true &); done"))
deadline = time.monotonic() + 20
while len(ended()) < 3 and time.monotonic() < deadline:
    time.sleep(0.01)
print(len(ended()))
while ended() and time.monotonic() < deadline:
    orphans.reap()
    time.sleep(0.1)
print(len(ended()))
""")
    assert told.split() == ["3", "0"]


def test_a_commands_own_end_is_not_taken_from_who_waits_for_it() -> None:
    told = as_process_1("""
async def reaping():
    while True:
        orphans.reap()
        await asyncio.sleep(0)

async def main():
    reaper = asyncio.create_task(reaping())
    print(await asyncio.gather(*(run(f"(true &); exit {code}") for code in range(20))))
    reaper.cancel()

asyncio.run(main())
""")
    assert told.strip() == str([f"[exit code {code}]" for code in range(20)])


def test_what_somebody_waits_for_is_left_to_them_however_long_that_takes() -> None:
    told = as_process_1("""
import agent_runner.orphans
agent_runner.orphans.LINGER_SECONDS = 0
awaited, orphan = (os.spawnlp(os.P_NOWAIT, "true", "true") for _ in range(2))
while len(ended()) < 2:
    time.sleep(0.01)
for _ in range(3):
    orphans.reap([awaited])
print([process.pid for process in ended()] == [awaited])
""")
    assert told == "True\n"


def test_without_children_there_is_nothing_to_do() -> None:
    assert as_process_1("orphans.reap(); print(ended())") == "[]\n"
