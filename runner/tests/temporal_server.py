"""Temporal's dev server, and workers as processes."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from temporalio.client import Client
from temporalio.service import RPCError

ROOT = Path(__file__).parents[2]
SOURCE = Path(__file__).parents[1] / "src"


def eventually(what: str, true: Callable[[], bool], seconds: float = 60, *, state: Callable[[], object] = str) -> None:
    """Waits until it is true, and fails with the state where it never is."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}\n{state()}"
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


class TemporalServer:
    """Keeps its data in a file: it may be killed and started again. After 30 events it suggests to continue as new."""

    SETTINGS = ("limit.historyCount.suggestContinueAsNew=30",)

    def __init__(self, folder: Path, port: int | None = None, ip: str = "127.0.0.1") -> None:
        self._folder = folder
        self._ip = ip
        self._port = port or free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._port}"

    def start(self) -> None:
        program = subprocess.run(
            [ROOT / "tools" / "temporal-server"], check=True, stdout=subprocess.PIPE, text=True
        ).stdout.strip()
        settings = [argument for setting in self.SETTINGS for argument in ("--dynamic-config-value", setting)]
        with (self._folder / "temporal.log").open("ab") as log:
            self._process = subprocess.Popen(
                [program, "server", "start-dev", "--headless", "--ip", self._ip, "--port", str(self._port),
                 "--http-port", str(free_port()), "--metrics-port", str(free_port()),
                 "--db-filename", self._folder / "temporal.db", "--log-level", "error", *settings],
                stdout=log, stderr=log,
            )  # fmt: skip
        eventually("Temporal listens", self._listens, state=(self._folder / "temporal.log").read_text)

    def stop(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def _listens(self) -> bool:
        with socket.socket() as attempt:
            return attempt.connect_ex(("127.0.0.1", self._port)) == 0

    async def client(self) -> Client:
        """A client, as soon as the namespace is there."""
        deadline = time.monotonic() + 60
        while True:
            try:
                client = await Client.connect(self.address)
                await client.count_workflows()
            except (RuntimeError, RPCError):
                if time.monotonic() > deadline:
                    raise
                await asyncio.sleep(0.2)
            else:
                return client


def bare_environment(**more: str) -> dict[str, str]:
    """A process' that has the package, and little else; what coverage needs to count it, too."""
    counted = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE), **counted, **more}


def environment_of(temporal: TemporalServer, queue: str, workspace: Path, llm_url: str) -> dict[str, str]:
    """A worker's, that asks an endpoint of OpenAI's kind."""
    return {
        "SANDBOX_ROOT_DIR": str(workspace),
        "TEMPORAL_SERVICE_ADDRESS": temporal.address,
        "TEMPORAL_AGENT_EXECUTION_RUNNER_TASK_QUEUE": queue,
        "STIGMER_LLM_PROVIDER": "openai",
        "STIGMER_LLM_BASE_URL": f"{llm_url}/v1",
    }


class WorkerProcess:
    """`agent-runner` as a process of its own, with the environment that an AgentRunner would give it."""

    def __init__(self, folder: Path, name: str, environment: dict[str, str]) -> None:
        self._log = folder / f"{name}.log"
        self._environment = {
            **bare_environment(),
            "AGENT_RUNNER_STATE_FILE": str(folder / f"{name}.json"),
            "STIGMER_API_KEY": "sk-of-the-backend",
            **environment,
        }
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(self._command(), env=self._environment, stdout=log, stderr=log)

    def __enter__(self) -> "WorkerProcess":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self.kill()

    @staticmethod
    def _command(*arguments: str) -> list[str]:
        return [sys.executable, "-m", "agent_runner", *arguments]

    def health(self, *flags: str) -> str:
        """What `agent-runner health` says; "ok" where it exits with 0."""
        told = subprocess.run(
            self._command("health", *flags), env=self._environment, capture_output=True, text=True, check=False
        )
        said = told.stdout.strip()
        assert (told.returncode == 0) == (said == "ok"), told
        return said

    @property
    def alive(self) -> bool:
        return self.health("--liveness") == "ok"

    def await_health(self, said: str, seconds: float = 60) -> None:
        eventually(f"health says {said!r}", lambda: said in self.health(), seconds, state=self.logs)

    def logs(self) -> str:
        return self._log.read_text()

    def messages(self) -> list[str]:
        """What was logged; every line must be JSON."""
        return [json.loads(line)["message"] for line in self.logs().splitlines()]

    def signal(self, sign: signal.Signals) -> None:
        self._process.send_signal(sign)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def exit_code(self, seconds: float = 60) -> int:
        return self._process.wait(timeout=seconds)
