import asyncio
from dataclasses import dataclass, field

import pytest
from temporalio.activity import ActivityCancellationDetails
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from agent_runner.activities import Activities
from agent_runner.messages import Call, LlmAnswer, LlmRequest, ToolOutcome, Usage
from agent_runner.tools.registry import Toolbox

REQUEST = LlmRequest("", [], None)
ENDLESS = Call("1", "run_command", {"command": "sleep 600"})


@dataclass
class Llm:
    """Answers with the name of the model that was asked for."""

    asked: list[str] = field(default_factory=list)

    async def answer(self, request: LlmRequest, model: str) -> LlmAnswer:
        self.asked.append(model)
        return LlmAnswer(model, [], Usage())

    async def close(self) -> None:
        raise AssertionError("the service closes it")


async def test_an_execution_may_name_its_model(toolbox: Toolbox) -> None:
    activities = Activities(Llm(), toolbox, "default-model")
    environment = ActivityEnvironment()
    assert (await environment.run(activities.ask_llm, REQUEST)).text == "default-model"
    assert (await environment.run(activities.ask_llm, LlmRequest("", [], "its-own"))).text == "its-own"


async def test_without_any_model_it_fails_for_good(toolbox: Toolbox) -> None:
    llm = Llm()
    with pytest.raises(ApplicationError, match="set STIGMER_LLM_MODEL") as failed:
        await ActivityEnvironment().run(Activities(llm, toolbox, None).ask_llm, REQUEST)
    assert failed.value.non_retryable
    assert llm.asked == []


async def test_a_tool_is_used_with_heartbeats(toolbox: Toolbox) -> None:
    environment = ActivityEnvironment()
    beats: list[object] = []
    environment.on_heartbeat = lambda *_: beats.append(1)
    call = Call("1", "run_command", {"command": "sleep 0.2; echo done"})
    outcome = await environment.run(Activities(Llm(), toolbox, None).use_tool, call)
    assert outcome == ToolOutcome("done\n[exit code 0]")
    assert beats


async def cancelled(toolbox: Toolbox, details: ActivityCancellationDetails) -> BaseException:
    environment = ActivityEnvironment()
    begun = asyncio.Event()
    environment.on_heartbeat = lambda *_: begun.set()
    running = asyncio.create_task(environment.run(Activities(Llm(), toolbox, None).use_tool, ENDLESS))
    await begun.wait()
    environment.cancel(cancellation_details=details)
    with pytest.raises((ApplicationError, asyncio.CancelledError)) as ended:
        await running
    return ended.value


async def test_what_a_user_cancels_is_cancelled(toolbox: Toolbox) -> None:
    error = await cancelled(toolbox, ActivityCancellationDetails(cancel_requested=True))
    assert isinstance(error, asyncio.CancelledError)


async def test_what_a_shutdown_cuts_short_is_handed_back(toolbox: Toolbox) -> None:
    error = await cancelled(toolbox, ActivityCancellationDetails(worker_shutdown=True))
    assert isinstance(error, ApplicationError)
    assert (error.type, error.non_retryable) == ("WorkerShutdown", False)
