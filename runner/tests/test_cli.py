import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from agent_runner import cli
from temporal_server import WorkerProcess, bare_environment, eventually, free_port


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "agent_runner", *arguments],
        env=bare_environment(**environment),
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_names_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    assert "agent-runner health --liveness" in capsys.readouterr().out


def test_wrong_usage_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["health", "--all"]) == 2
    assert "agent-runner health" in capsys.readouterr().err


def test_a_wrong_environment_ends_with_2_and_one_message_before_anything_connects(tmp_path: Path) -> None:
    ended = run(AGENT_RUNNER_STATE_FILE=str(tmp_path / "state"), SANDBOX_ROOT_DIR=str(tmp_path))
    assert ended.returncode == 2
    assert ended.stderr.splitlines() == [
        "The environment is wrong:",
        "  TEMPORAL_SERVICE_ADDRESS: missing: set it. Temporal's `host:port`.",
        "  STIGMER_LLM_PROVIDER: missing: set it. `openai`, `anthropic` or `ollama`.",
    ]


def test_a_state_file_that_cannot_be_written_is_told_with_the_fix() -> None:
    ended = run("run", AGENT_RUNNER_STATE_FILE="/proc/none/state")
    assert ended.returncode == 2
    assert "give the worker a writable /tmp" in ended.stderr


def test_sigterm_while_loading_ends_it_at_once_as_process_1_of_a_container_would_not() -> None:
    program = (
        "import agent_runner.cli as cli, time;"
        "cli.StateFile = lambda _: (print('loading', flush=True), time.sleep(60)); cli.main([])"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], env=bare_environment(), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "loading\n"
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(timeout=10) == 0


def test_without_temporal_it_lives_is_not_ready_and_ends_at_sigterm(tmp_path: Path) -> None:
    environment = {
        "SANDBOX_ROOT_DIR": str(tmp_path),
        "TEMPORAL_SERVICE_ADDRESS": f"127.0.0.1:{free_port()}",
        "STIGMER_LLM_PROVIDER": "ollama",
        "LOG_FORMAT": "text",
    }
    with WorkerProcess(tmp_path, "worker", environment) as worker:
        worker.await_health("is not connected to Temporal at 127.0.0.1")
        eventually("it is told", lambda: "can't be used, trying again" in worker.logs(), state=worker.logs)
        assert worker.alive
        worker.signal(signal.SIGTERM)
        assert worker.exit_code(10) == 0
