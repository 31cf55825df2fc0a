"""What the workflow has done outside of itself: questions to the model, and tools."""

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from temporalio import activity
from temporalio.exceptions import ApplicationError

from agent_runner.llm.client import LlmClient
from agent_runner.llm.errors import no_model
from agent_runner.messages import Call, LlmAnswer, LlmRequest, ToolOutcome
from agent_runner.tools.registry import Toolbox

BEAT_SECONDS = 5.0  # well within the workflow's heartbeat timeout
HANDED_BACK = "WorkerShutdown"

Result = TypeVar("Result")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Activities:
    """`model`: of requests that name none; None where there is no such default."""

    llm: LlmClient
    toolbox: Toolbox
    model: str | None

    @activity.defn
    async def ask_llm(self, request: LlmRequest) -> LlmAnswer:
        model = request.model or self.model
        if model is None:
            raise no_model()
        return await _beating(self.llm.answer(request, model))

    @activity.defn
    async def use_tool(self, call: Call) -> ToolOutcome:
        log.info("%s uses %s", activity.info().workflow_id, call.name)
        return await _beating(self.toolbox.use(call))


async def _beating(work: Coroutine[Any, Any, Result]) -> Result:
    """Heartbeats while the work goes on, for only so a lost worker is noticed, and a cancellation arrives.

    Where the worker shuts down before the work is done, it is handed back as a failure that Temporal may retry
    elsewhere; without this it would count as cancelled by somebody.
    """
    beats = asyncio.create_task(_beat())
    try:
        return await work
    except asyncio.CancelledError:
        details = activity.cancellation_details()
        if details and details.worker_shutdown:
            raise ApplicationError("the worker was shut down", type=HANDED_BACK) from None
        raise
    finally:
        beats.cancel()


async def _beat() -> None:
    while True:
        activity.heartbeat()
        await asyncio.sleep(BEAT_SECONDS)
