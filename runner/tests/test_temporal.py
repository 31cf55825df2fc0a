"""Whole executions: a real Temporal server, workers as processes, a real HTTP server in the model's place."""

import asyncio
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from temporalio.client import Client, WorkflowFailureError, WorkflowHandle
from temporalio.exceptions import ApplicationError, CancelledError

from agent_runner.messages import AgentExecutionInput, AgentExecutionResult, Decision, Progress
from agent_runner.workflow import AgentExecution
from llm_server import Failure, LlmServer
from secure_temporal import SERVER_NAME, SecureTemporal
from temporal_server import TemporalServer, WorkerProcess, environment_of, eventually, free_port

pytestmark = pytest.mark.temporal

Handle = WorkflowHandle[AgentExecution, AgentExecutionResult]
StartWorker = Callable[..., WorkerProcess]


@pytest.fixture(scope="module")
def temporal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TemporalServer]:
    server = TemporalServer(tmp_path_factory.mktemp("temporal"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def queue(request: pytest.FixtureRequest) -> str:
    return str(request.node.name)


@pytest.fixture
def workspace_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    folder.mkdir()
    return folder


@pytest.fixture
def worker(
    temporal: TemporalServer, llm_server: LlmServer, queue: str, tmp_path: Path, workspace_folder: Path
) -> Iterator[StartWorker]:
    """Starts workers that share one workspace, as pods share a claim."""
    started: list[WorkerProcess] = []

    def start(name: str = "one", **environment: str) -> WorkerProcess:
        process = WorkerProcess(
            tmp_path,
            name,
            {
                **environment_of(temporal, queue, workspace_folder, llm_server.url),
                "HOME": str(workspace_folder),
                "STIGMER_LLM_API_KEY": "sk-of-the-model",
                **environment,
            },
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.__exit__(None, None, None)


async def execute(client: Client, queue: str, story: str, **given: object) -> Handle:
    """Starts an execution of a story of tests/answers."""
    work = AgentExecutionInput("You work on files.", "Do it.", model=story, **given)  # type: ignore[arg-type]
    return await client.start_workflow(AgentExecution.run, work, id=f"{queue}-{story}", task_queue=queue)


async def result(handle: Handle, seconds: float = 120) -> AgentExecutionResult:
    async with asyncio.timeout(seconds):
        return await handle.result()


async def failed(handle: Handle) -> BaseException:
    with pytest.raises(WorkflowFailureError) as failure:
        await result(handle)
    cause: BaseException = failure.value.cause
    while not isinstance(cause, ApplicationError | CancelledError) and cause.__cause__ is not None:
        cause = cause.__cause__
    return cause


async def until(handle: Handle, true: Callable[[Progress], bool]) -> Progress:
    deadline = time.monotonic() + 60
    while True:
        progress = await handle.query(AgentExecution.progress)
        if true(progress):
            return progress
        assert time.monotonic() < deadline, progress
        await asyncio.sleep(0.1)


def await_command(process: WorkerProcess, workspace_folder: Path) -> None:
    """Every story's command writes this file first."""
    eventually("the command runs", (workspace_folder / "begun.txt").exists, state=process.logs)


async def test_an_execution_uses_tools_and_tells_what_it_did(
    temporal: TemporalServer, worker: StartWorker, queue: str, workspace_folder: Path, llm_server: LlmServer
) -> None:
    worker()
    ended = await result(await execute(await temporal.client(), queue, "write-a-file"))
    assert (ended.status, ended.text, ended.turns) == ("completed", "The file is there.", 2)
    assert ended.files == ["notes/hello.txt"]
    assert (ended.usage.input_tokens, ended.usage.output_tokens) == (250, 30)
    assert [entry.role for entry in ended.transcript] == ["user", "assistant", "tool", "tool", "assistant"]
    assert ended.transcript[3].text == "hello from the agent\n[exit code 0]"
    assert (workspace_folder / "notes/hello.txt").read_text() == "hello from the agent\n"
    assert set(llm_server.keys) == {"Bearer sk-of-the-model"}


async def test_a_worker_is_ready_with_temporal_and_drains_at_once_when_idle(worker: StartWorker) -> None:
    process = worker()
    process.await_health("ok")
    process.signal(signal.SIGTERM)
    assert process.exit_code(10) == 0
    assert "The worker is gone" in process.health()
    assert "Everything was finished or handed back" in process.messages()
    assert "sk-of" not in process.logs()


async def test_a_killed_workers_execution_is_finished_by_another(
    temporal: TemporalServer, worker: StartWorker, queue: str, workspace_folder: Path
) -> None:
    """One is killed while the model thinks, which is asked again; one during a command, which is not repeated."""
    first = worker("first")
    client = await temporal.client()
    thought, command = await execute(client, queue, "slow-thought"), await execute(client, queue, "endless-command")
    await_command(first, workspace_folder)
    await until(thought, lambda progress: progress.phase == "thinking")
    first.kill()
    assert "The worker is gone" in first.health("--liveness")
    second = worker("second")
    second.await_health("ok")

    assert (await result(thought)).text == "Thought long."
    ended = await result(command)
    assert (ended.status, ended.text) == ("completed", "I looked.")
    assert ended.transcript[2].failed
    assert "cut short (the worker was lost)" in ended.transcript[2].text
    assert (workspace_folder / "begun.txt").read_text() == "begun\n"  # once


async def test_sigterm_lets_what_runs_end(
    temporal: TemporalServer, worker: StartWorker, queue: str, workspace_folder: Path
) -> None:
    first = worker("first")
    handle = await execute(await temporal.client(), queue, "slow-command")
    await_command(first, workspace_folder)
    first.signal(signal.SIGTERM)
    first.await_health("shutting down", 5)
    assert first.alive
    assert first.exit_code(30) == 0
    assert (workspace_folder / "ended.txt").read_text() == "ended\n"
    worker("second")
    ended = await result(handle)
    assert (ended.transcript[2].failed, ended.text) == (False, "I looked.")


async def test_what_does_not_end_within_the_drain_is_handed_back(
    temporal: TemporalServer, worker: StartWorker, queue: str, workspace_folder: Path
) -> None:
    first = worker("first", AGENT_RUNNER_DRAIN_SECONDS="1")
    client = await temporal.client()
    thought, command = await execute(client, queue, "slow-thought"), await execute(client, queue, "endless-command")
    await_command(first, workspace_folder)
    first.signal(signal.SIGTERM)
    assert first.exit_code(15) == 0
    worker("second")
    assert (await result(thought)).text == "Thought long."
    assert "cut short (the worker was shut down)" in (await result(command)).transcript[2].text


async def test_a_second_signal_ends_it_now(
    temporal: TemporalServer, worker: StartWorker, queue: str, workspace_folder: Path
) -> None:
    process = worker()
    handle = await execute(await temporal.client(), queue, "endless-command")
    await_command(process, workspace_folder)
    process.signal(signal.SIGTERM)
    process.await_health("shutting down", 5)
    process.signal(signal.SIGTERM)
    assert process.exit_code(5) == 128 + signal.SIGTERM
    await handle.terminate()


async def test_a_stop_ends_the_command_and_keeps_what_was_said(
    temporal: TemporalServer, worker: StartWorker, queue: str, workspace_folder: Path
) -> None:
    process = worker()
    handle = await execute(await temporal.client(), queue, "endless-command")
    await_command(process, workspace_folder)
    assert (await handle.query(AgentExecution.progress)).phase == "using run_command"
    await handle.signal(AgentExecution.stop)
    ended = await result(handle)
    assert (ended.status, ended.turns, len(ended.transcript)) == ("stopped", 1, 2)


async def test_a_cancellation_ends_the_command_and_the_execution(
    temporal: TemporalServer, worker: StartWorker, queue: str, workspace_folder: Path
) -> None:
    process = worker()
    handle = await execute(await temporal.client(), queue, "endless-command")
    await_command(process, workspace_folder)
    await handle.cancel()
    assert isinstance(await failed(handle), CancelledError)


@pytest.mark.parametrize("approved", [True, False])
async def test_a_change_waits_for_approval(
    temporal: TemporalServer, worker: StartWorker, queue: str, workspace_folder: Path, approved: bool
) -> None:
    worker()
    handle = await execute(await temporal.client(), queue, "write-a-file", approval=True)
    waiting = await until(handle, lambda progress: progress.phase == "waiting for approval")
    assert [call.name for call in waiting.waiting_for] == ["write_file", "run_command"]
    await handle.signal(AgentExecution.approve, Decision(turn=7))  # of another turn: not for these
    assert (await handle.query(AgentExecution.progress)).phase == "waiting for approval"
    assert not (workspace_folder / "notes").exists()
    await handle.signal(AgentExecution.approve, Decision(turn=1, approved=approved, reason="not today"))
    ended = await result(handle)
    assert ended.status == "completed"
    assert (workspace_folder / "notes/hello.txt").exists() is approved
    refusal = "Not done. The user refused this: not today"
    assert [entry.text == refusal for entry in ended.transcript[2:4]] == [not approved] * 2


async def test_a_long_execution_continues_as_new_with_all_that_was_said(
    temporal: TemporalServer, worker: StartWorker, queue: str
) -> None:
    worker()
    client = await temporal.client()
    handle = await execute(client, queue, "list-on-and-on")
    ended = await result(handle)
    assert (ended.status, ended.turns, len(ended.transcript), ended.text) == ("completed", 13, 26, "Enough.")
    runs = [run async for run in client.list_workflows(f"WorkflowId = '{handle.id}'")]
    assert len(runs) >= 3


@pytest.mark.parametrize(("story", "status"), [("list-on-and-on", "max_turns"), ("cut-off", "max_tokens")])
async def test_limits_end_it_with_what_there_is(
    temporal: TemporalServer, worker: StartWorker, queue: str, story: str, status: str
) -> None:
    worker()
    ended = await result(await execute(await temporal.client(), queue, story, max_turns=2))
    assert ended.status == status


async def test_arguments_that_are_no_json_are_told_to_the_model(
    temporal: TemporalServer, worker: StartWorker, queue: str
) -> None:
    worker()
    ended = await result(await execute(await temporal.client(), queue, "bad-arguments"))
    assert ended.transcript[2].text.startswith("The arguments are no JSON object")


async def test_what_a_person_must_mend_fails_at_once(
    temporal: TemporalServer, worker: StartWorker, queue: str, llm_server: LlmServer
) -> None:
    worker()
    error = await failed(await execute(await temporal.client(), queue, "no-such-model"))
    assert isinstance(error, ApplicationError)
    assert (error.type, len(llm_server.asked)) == ("LlmUnknownModel", 1)
    assert "Set STIGMER_LLM_MODEL" in error.message


async def test_an_input_without_a_message_fails_at_once(
    temporal: TemporalServer, worker: StartWorker, queue: str
) -> None:
    worker()
    client = await temporal.client()
    handle = await client.start_workflow(AgentExecution.run, AgentExecutionInput("", ""), id=queue, task_queue=queue)
    error = await failed(handle)
    assert isinstance(error, ApplicationError)
    assert error.type == "BadInput"


async def test_what_may_pass_is_asked_again(
    temporal: TemporalServer, worker: StartWorker, queue: str, llm_server: LlmServer
) -> None:
    llm_server.failures.extend([Failure(429, {}, {"Retry-After": "1"}), Failure(503), Failure(0)])
    worker()
    ended = await result(await execute(await temporal.client(), queue, "cut-off"))
    assert (ended.status, len(llm_server.asked)) == ("max_tokens", 4)


async def test_metrics_are_there_where_asked_for_and_keys_are_not_in_them(
    temporal: TemporalServer, worker: StartWorker
) -> None:
    port = free_port()
    process = worker(AGENT_RUNNER_METRICS_PORT=str(port))
    process.await_health("ok")
    with urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        assert "temporal_num_pollers" in answer.read().decode()


@pytest.fixture
def secured(temporal: TemporalServer, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a worker of a Temporal that wants a certificate and a key."""
    with SecureTemporal(temporal.address, tmp_path, "key-of-temporal") as secure:
        yield {
            "TEMPORAL_SERVICE_ADDRESS": secure.address,
            "TEMPORAL_API_KEY": "key-of-temporal",
            "TEMPORAL_TLS_SERVER_NAME": SERVER_NAME,
            "TEMPORAL_TLS_SERVER_CA_CERT_PATH": str(tmp_path / "ca.crt"),
            "TEMPORAL_TLS_CLIENT_CERT_PATH": str(tmp_path / "tls.crt"),
            "TEMPORAL_TLS_CLIENT_KEY_PATH": str(tmp_path / "tls.key"),
        }


async def test_an_execution_over_mutual_tls_with_an_api_key(
    temporal: TemporalServer, worker: StartWorker, queue: str, secured: dict[str, str]
) -> None:
    process = worker(**secured)
    process.await_health("ok")
    assert (await result(await execute(await temporal.client(), queue, "write-a-file"))).status == "completed"
    assert "key-of-temporal" not in process.logs()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"TEMPORAL_API_KEY": "key-of-another"}, "Request unauthorized."),
        ({"TEMPORAL_TLS_SERVER_NAME": "another.example.com"}, "its certificate is for another name"),
        ({"TEMPORAL_TLS_SERVER_CA_CERT_PATH": ""}, "its certificate is of an unknown authority"),
        (
            {"TEMPORAL_TLS_CLIENT_CERT_PATH": "", "TEMPORAL_TLS_CLIENT_KEY_PATH": ""},
            "does it want TLS, or a certificate?",
        ),
        ({"TEMPORAL_TLS": "false"}, "does it want TLS, or a certificate?"),
    ],
    ids=["another key", "another name", "another authority", "no certificate", "no TLS"],
)
async def test_what_temporal_does_not_admit_is_not_ready_and_lives(
    worker: StartWorker, secured: dict[str, str], changed: dict[str, str], why: str
) -> None:
    process = worker(**{**secured, **changed})
    process.await_health("not connected to Temporal")
    eventually("it is told why", lambda: why in process.health() and bool(process.messages()), state=process.health)
    assert "can't be used, trying again" in process.messages()[0]
    assert process.alive


async def test_a_temporal_that_says_nothing_is_tried_again_and_left_at_once(worker: StartWorker) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        process = worker(TEMPORAL_SERVICE_ADDRESS=f"127.0.0.1:{silent.getsockname()[1]}")
        process.await_health("no answer within 10 s")
        assert process.alive
        process.signal(signal.SIGTERM)
        assert process.exit_code(5) == 0


async def test_temporal_away_at_the_start_and_later(
    tmp_path: Path, llm_server: LlmServer, workspace_folder: Path
) -> None:
    server = TemporalServer(tmp_path)
    environment = environment_of(server, "queue", workspace_folder, llm_server.url)
    with WorkerProcess(tmp_path, "worker", environment) as process:
        process.await_health("not connected to Temporal")
        assert process.alive
        server.start()
        try:
            process.await_health("ok")
            handle = await execute(await server.client(), "queue", "slow-command")
            await_command(process, workspace_folder)

            server.stop()
            process.await_health("has not answered", 50)
            assert process.alive
            server.start()
            process.await_health("ok")
            ended = await result(await resumed(server, handle))
            assert (ended.status, ended.text) == ("completed", "I looked.")
            eventually("the end of the outage is told", lambda: has_polls(process) == 2, state=process.logs)
        finally:
            server.stop()
        process.signal(signal.SIGTERM)
        assert process.exit_code(70) in (0, 1)
    told = [line for line in process.messages() if "can't be used, trying again" in line or "has our polls" in line]
    assert "can't be used, trying again" in told[0]


def has_polls(process: WorkerProcess) -> int:
    """How often it told that Temporal has its polls: at first, and after each outage."""
    return sum("has our polls" in line for line in process.messages())


async def resumed(server: TemporalServer, handle: Handle) -> Handle:
    client = await server.client()
    return client.get_workflow_handle_for(AgentExecution.run, handle.id)
