import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from agent_runner import cli, health
from agent_runner.state import CONNECTING, DRAINING, POLLING, STARTING, State, StateFile, read, start_of
from temporal_server import bare_environment

NOW = 1000.0


def state(**given: object) -> State:
    good = {"phase": POLLING, "beat": NOW, "address": "temporal:7233", "answer": NOW, "poll": NOW}
    return {name: value for name, value in {**good, **given}.items() if value is not None}  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, None),
        ({"answer": NOW - 30, "poll": NOW - 140}, None),
        ({"phase": STARTING}, "The worker is loading."),
        ({"phase": DRAINING}, "The worker is shutting down."),
        ({"phase": CONNECTING}, "not connected to Temporal at temporal:7233: no answer yet"),
        ({"phase": CONNECTING, "problem": "refused"}, "not connected to Temporal at temporal:7233: refused"),
        ({"poll": None}, "Temporal has no poll of it yet"),
        ({"answer": NOW - 40}, "Temporal at temporal:7233 has not answered for 40 s."),
        ({"answer": NOW - 40, "problem": "timeout"}, "has not answered for 40 s. timeout"),
        ({"poll": NOW - 160}, "has had no new poll of it for 160 s"),
        ({"beat": NOW - 70}, "The worker hangs: it gave no sign for 70 s."),
    ],
)
def test_ready_only_with_a_recent_poll(given: dict[str, object], wrong: str | None) -> None:
    said = health.not_ready(state(**given), NOW)
    assert said is None if wrong is None else wrong in str(said)


@pytest.mark.parametrize(
    ("given", "alive"),
    [
        ({"answer": NOW - 9999, "poll": NOW - 9999}, True),
        ({"phase": CONNECTING, "problem": "refused"}, True),
        ({"phase": DRAINING}, True),
        ({"phase": STARTING, "beat": NOW - 100}, True),
        ({"phase": STARTING, "beat": NOW - 130}, False),
        ({"beat": NOW - 70}, False),
    ],
)
def test_liveness_asks_nothing_about_temporal(given: dict[str, object], alive: bool) -> None:
    assert (health.not_alive(state(**given), NOW) is None) is alive


def test_without_a_state_file_the_worker_has_not_started(tmp_path: Path) -> None:
    assert "has not started" in str(health.ask(health.not_alive, tmp_path / "none.json"))


@pytest.mark.parametrize("content", ["", "[]", '{"half', "{}", '{"pid": 1}'])
def test_a_file_that_is_no_state_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "state.json").write_text(content)
    assert read(tmp_path / "state.json") is None


def test_what_the_worker_writes_the_health_command_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "state.json"
    monkeypatch.setenv("AGENT_RUNNER_STATE_FILE", str(path))
    worker = StateFile(path)
    worker.write(phase=CONNECTING, address="temporal:7233", problem="refused")
    assert cli.main(["health", "--liveness"]) == 0
    assert cli.main(["health"]) == 1
    worker.write(phase=POLLING, problem=None, answer=time.monotonic(), poll=time.monotonic())
    assert cli.main(["health"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "ok"
    assert [file.name for file in tmp_path.iterdir()] == ["state.json"]


def test_the_state_of_a_process_that_is_gone_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    program = (
        "from pathlib import Path; from agent_runner.state import *;"
        f"StateFile(Path({str(path)!r})).write(phase=POLLING)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env=bare_environment())
    assert "The worker is gone" in str(health.ask(health.not_alive, path))


def test_a_pid_that_another_process_uses_again_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    StateFile(path).write(phase=POLLING, started=1)
    assert "The worker is gone" in str(health.ask(health.not_alive, path))


def test_a_zombie_is_gone() -> None:
    child = subprocess.Popen(["true"])
    deadline = time.monotonic() + 10
    while start_of(child.pid) is not None:
        assert time.monotonic() < deadline
        os.sched_yield()
    child.wait()


def test_health_loads_none_of_the_workers_libraries_and_takes_little_processor(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    StateFile(path).write(phase=POLLING, answer=time.monotonic(), poll=time.monotonic())
    program = (
        "import sys, time; from agent_runner.cli import main; code = main(['health']);"
        "loaded = sorted({'temporalio', 'openai', 'anthropic', 'pydantic', 'asyncio'} & set(sys.modules));"
        "print(code, loaded, time.process_time())"
    )
    environment = {"PYTHONPATH": "src", "AGENT_RUNNER_STATE_FILE": str(path)}  # nothing that counts coverage
    runs = [
        subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
        for _ in range(3)
    ]
    lines = [run.stdout.splitlines()[-1] for run in runs]
    assert all(line.startswith("0 [] ") for line in lines), lines
    assert min(float(line.split()[-1]) for line in lines) < 0.1, lines  # seconds; the least, for others use the machine
