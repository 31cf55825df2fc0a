import asyncio
import ctypes
import logging
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import trustme
from temporalio.service import RPCError, RPCStatusCode, TLSConfig

from agent_runner import guard, service
from agent_runner.activities import Activities
from agent_runner.connection import reason, tls_of
from agent_runner.llm import client_of
from agent_runner.memory import ContainerMemory
from agent_runner.service import FIRST_PAUSE, LONGEST_PAUSE, Retry, Service, limits_of
from agent_runner.state import StateFile
from agent_runner.tools.limits import MIB, Limits
from agent_runner.tools.registry import Toolbox
from conftest import MakeSettings
from temporal_server import bare_environment


def test_without_tls_the_connection_is_plain(settings: MakeSettings) -> None:
    assert tls_of(settings()) is False


def test_tls_takes_what_files_there_are(settings: MakeSettings, tmp_path: Path) -> None:
    authority = trustme.CA().cert_pem
    authority.write_to_path(tmp_path / "ca.crt")
    found = settings(
        TEMPORAL_TLS="true",
        TEMPORAL_TLS_SERVER_NAME="temporal.example.com",
        TEMPORAL_TLS_SERVER_CA_CERT_PATH=str(tmp_path / "ca.crt"),
        TEMPORAL_TLS_CLIENT_CERT_PATH=str(tmp_path / "tls.crt"),
    )
    assert tls_of(found) == TLSConfig(server_root_ca_cert=authority.bytes(), domain="temporal.example.com")


def test_tls_alone_trusts_the_systems_authorities(settings: MakeSettings) -> None:
    assert tls_of(settings(TEMPORAL_TLS="true")) == TLSConfig()


@pytest.mark.parametrize(
    ("given", "limits"),
    [
        ({}, Limits(processes=1000, memory=96 * MIB, file=1024 * MIB, cpu_seconds=1800)),
        (
            {
                "AGENT_RUNNER_COMMAND_PROCESSES": "10",
                "AGENT_RUNNER_COMMAND_MEMORY_MIB": "20",
                "AGENT_RUNNER_COMMAND_FILE_MIB": "30",
                "AGENT_RUNNER_COMMAND_CPU_SECONDS": "40",
            },
            Limits(processes=10, memory=20 * MIB, file=30 * MIB, cpu_seconds=40),
        ),
        (
            {
                "AGENT_RUNNER_COMMAND_PROCESSES": "0",
                "AGENT_RUNNER_COMMAND_MEMORY_MIB": "0",
                "AGENT_RUNNER_COMMAND_FILE_MIB": "0",
                "AGENT_RUNNER_COMMAND_CPU_SECONDS": "0",
            },
            Limits(),
        ),
    ],
)
def test_the_limits_of_commands_are_the_environments(
    settings: MakeSettings, tmp_path: Path, given: dict[str, str], limits: Limits
) -> None:
    (tmp_path / "memory.max").write_text(str(128 * MIB))
    assert limits_of(settings(**given), ContainerMemory(tmp_path)) == limits


def test_without_a_limit_of_the_container_it_is_the_machines_memory_that_counts(
    settings: MakeSettings, tmp_path: Path
) -> None:
    memory = limits_of(settings(), ContainerMemory(tmp_path)).memory
    assert memory is not None
    assert memory // MIB == os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") * 3 // 4 // MIB


@pytest.mark.parametrize(
    ("version", "wanted", "messages"),
    [
        (
            0,
            "true",
            ["No Landlock here (Linux 5.19): commands can read the environment of exec probes and of kubectl exec"],
        ),
        (0, "false", []),
        (6, "true", []),
    ],
)
def test_a_kernel_without_landlock_is_told(
    settings: MakeSettings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    version: int,
    wanted: str,
    messages: list[str],
) -> None:
    asked: list[bool] = []

    class Kernel:
        def __init__(self, *, wanted: bool) -> None:
            asked.append(wanted)
            self.version = version

    monkeypatch.setattr(service, "Domains", Kernel)
    caplog.set_level(logging.INFO)
    toolbox = service._toolbox(settings(AGENT_RUNNER_COMMAND_LANDLOCK=wanted))
    assert (asked, caplog.messages) == ([wanted == "true"], messages)
    assert toolbox.supervisor.limits.processes == 1000


class Full(StateFile):
    """On a disk that a command has filled."""

    full = True

    def write(self, **changes: Any) -> None:
        if self.full:
            raise OSError(28, "No space left on device")
        super().write(**changes)


def test_a_disk_that_a_command_has_filled_is_told_once_and_ends_nothing(
    settings: MakeSettings, toolbox: Toolbox, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    state = Full(tmp_path / "state.json")
    service = Service(settings(), state, Activities(client_of(settings()), toolbox, None))
    caplog.set_level(logging.WARNING)
    for _ in range(3):
        service._tell(phase="polling")
    assert caplog.messages == ["agent-runner health is not told of this worker: [Errno 28] No space left on device"]
    state.full = False
    service._tell()
    state.full = True
    service._signalled(signal.SIGTERM)  # the drain begins all the same
    assert service._stopping.is_set()
    assert len(caplog.messages) == 2


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (RPCError("not\n  found", RPCStatusCode.NOT_FOUND, b""), "not found"),
        (RuntimeError("refused"), "refused"),
        (
            RuntimeError(r"Failed: tonic(ConnectError(\"tcp\", Os { code: 111, message: \"Connection refused\" }))"),
            "Connection refused",
        ),
        (TimeoutError(), "TimeoutError"),
        (
            RuntimeError("tonic::transport::Error(Transport, ConnectError(InvalidMessage(InvalidContentType)))"),
            "it answers without TLS: is TEMPORAL_TLS right?",
        ),
    ],
)
def test_an_error_is_told_in_one_line(error: BaseException, text: str) -> None:
    assert reason(error) == text


async def test_attempts_come_at_growing_pauses_and_end_with_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []

    async def at_once(waiting: "asyncio.Future[bool]", seconds: float) -> None:
        pauses.append(seconds)
        asyncio.ensure_future(waiting).cancel()
        raise TimeoutError

    retry = Retry("temporal:7233", lambda _: None)
    with monkeypatch.context() as patched:
        patched.setattr(asyncio, "wait_for", at_once)
        for _ in range(8):
            await retry.pause("refused", asyncio.Event())
        retry.succeeded()
        await retry.pause("refused", asyncio.Event())
    assert pauses == [1, 2, 4, 8, 16, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE, 2 * FIRST_PAUSE]
    stopping = asyncio.Event()
    stopping.set()
    async with asyncio.timeout(1):
        await retry.pause("refused", stopping)


async def test_a_problem_is_logged_once_and_its_end_too(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    noted: list[str] = []
    stopping = asyncio.Event()
    stopping.set()
    retry = Retry("temporal:7233", noted.append)
    for why in ("refused", "refused", "timeout"):
        await retry.pause(why, stopping)
    retry.succeeded()
    retry.succeeded()
    assert noted == ["refused", "refused", "timeout"]
    assert caplog.messages == [
        "Temporal at temporal:7233 can't be used, trying again: refused",
        "Temporal at temporal:7233 can't be used, trying again: timeout",
        "Temporal at temporal:7233 has our polls",
    ]


def test_a_command_that_runs_as_the_workers_user_cannot_read_its_environment() -> None:
    if os.getuid() != 0:
        pytest.skip("needs root, to become another user")
    program = (
        "import os, subprocess; from agent_runner.guard import hide_process; os.setgid(65534); os.setuid(65534);"
        "hide_process(); print(subprocess.run(['cat', f'/proc/{os.getpid()}/environ'], capture_output=True).returncode)"
    )
    environment = {"PYTHONPATH": os.pathsep.join(sys.path), "OPENAI_API_KEY": "sk-1", "PATH": os.environ["PATH"]}
    shown = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert shown.stdout == "1\n"


def test_the_kernel_is_asked_to_hide_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    program = (
        "from agent_runner.guard import hide_process; import ctypes; hide_process(); print(ctypes.CDLL(None).prctl(3))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program], env=bare_environment(), capture_output=True, text=True, check=True
    )
    assert shown.stdout == "0\n"  # PR_GET_DUMPABLE: not


def test_a_kernel_that_refuses_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Libc:
        def prctl(self, *_: int) -> int:
            ctypes.set_errno(22)
            return -1

    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Libc())
    with pytest.raises(OSError, match="prctl: Invalid argument"):
        guard.hide_process()
