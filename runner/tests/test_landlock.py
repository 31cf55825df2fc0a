"""What commands may do to processes that are none of theirs."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from agent_runner import landlock
from agent_runner.landlock import Domains
from agent_runner.messages import ToolOutcome
from agent_runner.tools.paths import Workspace
from agent_runner.tools.process import start
from agent_runner.tools.registry import Toolbox
from agent_runner.tools.supervisor import Supervisor
from commands import run

NOT_SCOPED = 99


# Root may read what it likes; here it becomes another user.
IS_ROOT = os.getuid() == 0
AS_USER = "setpriv --reuid 65534 --regid 65534 --clear-groups " if IS_ROOT else ""


@pytest.fixture
def probe() -> Iterator[int]:
    """A process such as an exec probe, with a key in its environment."""
    user = 65534 if IS_ROOT else None
    with subprocess.Popen(["/bin/sleep", "600"], env={"OPENAI_API_KEY": "sk-1"}, user=user, group=user) as process:
        yield process.pid
        process.kill()


@pytest.fixture(params=["this kernel's", "of Linux 5.19"])
def confined(request: pytest.FixtureRequest, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Toolbox:
    if request.param == "of Linux 5.19":
        monkeypatch.setattr(landlock, "SCOPES_SINCE", NOT_SCOPED)
    domains = Domains()
    if not domains.version:
        pytest.skip("this kernel has no Landlock")
    return Toolbox(workspace, 20, 2000, Supervisor(domains=domains))


async def test_it_cannot_read_the_environment_of_another_process(confined: Toolbox, probe: int) -> None:
    outcome = await run(confined, f"{AS_USER}cat /proc/{probe}/environ /proc/{probe}/maps")
    assert outcome.failed
    assert outcome.text.count("Permission denied") == 2
    assert "sk-1" not in outcome.text


async def test_it_could_without_landlock(workspace: Workspace, probe: int) -> None:
    toolbox = Toolbox(workspace, 20, 2000, Supervisor(domains=Domains(wanted=False)))
    assert "sk-1" in (await run(toolbox, f"{AS_USER}cat /proc/{probe}/environ")).text


async def test_it_can_read_its_own(confined: Toolbox) -> None:
    text = (await run(confined, "env -i A=1 sh -c 'sleep 5 & cat /proc/$!/environ /proc/$$/environ; kill $!'")).text
    assert text.count("A=1") == 2


async def test_it_cannot_end_another_process(workspace: Workspace, probe: int) -> None:
    domains = Domains()
    if not domains.scoped:
        pytest.skip("this kernel's Landlock keeps no signals (Linux 6.12)")
    toolbox = Toolbox(workspace, 20, 2000, Supervisor(domains=domains))
    for pid in (probe, os.getpid()):
        assert "not permitted" in (await run(toolbox, f"kill -0 {pid}")).text
    assert (await run(toolbox, "sleep 600 & kill $!; wait")).text == "[exit code 0]"


async def test_its_files_are_its_to_move_and_link(confined: Toolbox) -> None:
    python = "import os; os.rename('a/x', 'b/x'); os.link('b/x', 'a/y'); print(os.listdir('a'), os.listdir('b'))"
    command = f'mkdir a b && touch a/x && {sys.executable} -c "{python}"'
    assert (await run(confined, command)).text == "['y'] ['x']\n[exit code 0]"


async def test_it_gains_no_rights_by_running_a_program(confined: Toolbox) -> None:
    assert "NoNewPrivs:\t1" in (await run(confined, "cat /proc/self/status")).text


def without_landlock(monkeypatch: pytest.MonkeyPatch) -> None:
    class Libc:
        def syscall(self, *_: object) -> int:
            ctypes.set_errno(38)
            return -1

    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Libc())


def test_a_kernel_without_it_confines_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        without_landlock(patched)
        domains = Domains()
        domains.enter()
    assert (domains.version, domains.scoped) == (0, False)


def test_the_first_version_of_it_would_keep_files_from_being_moved_and_is_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(landlock, "REFER_SINCE", NOT_SCOPED)
    assert Domains().version == 0


async def test_a_domain_that_cannot_be_entered_is_told_and_nothing_runs(workspace: Workspace) -> None:
    domains = Domains()
    if not domains.version:
        pytest.skip("this kernel has no Landlock")
    domains._ruleset = -1
    outcome = await run(Toolbox(workspace, 20, 2000, Supervisor(domains=domains)), "touch file")
    assert outcome == ToolOutcome("run_command failed: landlock: Bad file descriptor.", failed=True)
    assert not (workspace.root / "file").exists()


async def test_a_command_that_was_not_let_begin_never_does(workspace: Workspace) -> None:
    process = start("touch file", folder=workspace.root, environment={}, output=2, domains=Domains())
    process.close()
    assert await process.ended == 1
    assert not (workspace.root / "file").exists()
