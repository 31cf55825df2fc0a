"""The durable agent: asks the model, uses the tools it asks for, until it asks for none."""

import asyncio
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from agent_runner.conversation import (
        COMPLETED,
        MAX_TOKENS,
        MAX_TURNS,
        STOPPED,
        Conversation,
        mistake,
    )
    from agent_runner.messages import (
        AgentExecutionInput,
        AgentExecutionResult,
        Call,
        Decision,
        LlmAnswer,
        Progress,
        ToolOutcome,
    )
    from agent_runner.tools.kinds import changes

HEARTBEAT = timedelta(seconds=30)  # without one for so long, the worker is lost
LLM_LIMIT = timedelta(minutes=15)  # one answer
TOOL_LIMIT = timedelta(hours=1)  # above the longest time limit a command may have

# An outage of the provider of about 25 minutes is lived through.
LLM_RETRIES = RetryPolicy(
    initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1), maximum_attempts=30
)
# What changes something is never repeated by itself: the model is told that it was cut short, and looks.
LOOK_RETRIES = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_attempts=5)
ONCE = RetryPolicy(maximum_attempts=1)

CONTINUE = "continue"


@workflow.defn(name="AgentExecution")
class AgentExecution:
    @workflow.init
    def __init__(self, given: AgentExecutionInput) -> None:
        self._conversation = Conversation(given)
        self._phase = "starting"
        self._waiting_for: list[Call] = []
        self._decision: Decision | None = None
        self._stop = False

    @workflow.run
    async def run(self, given: AgentExecutionInput) -> AgentExecutionResult:
        if wrong := mistake(given):
            raise ApplicationError(wrong, type="BadInput", non_retryable=True)
        work = asyncio.create_task(self._converse())
        try:
            await workflow.wait_condition(lambda: work.done() or self._stop)
        except asyncio.CancelledError:
            await self._cancelled(work)
            raise
        status = STOPPED if self._stop and await self._cancelled(work) else work.result()
        if status == CONTINUE:
            workflow.continue_as_new(self._conversation.continued())
        self._phase = status
        return self._conversation.result(status)

    @workflow.signal
    def approve(self, decision: Decision) -> None:
        """A word on another turn than the one that waits is not for these calls."""
        if self._waiting_for and decision.turn == self._conversation.turn:
            self._decision = decision

    @workflow.signal
    def stop(self) -> None:
        self._stop = True

    @workflow.query
    def progress(self) -> Progress:
        talk = self._conversation
        return Progress(self._phase, talk.turn, talk.max_turns, talk.text, self._waiting_for, talk.files, talk.usage)

    async def _converse(self) -> str:
        talk = self._conversation
        while talk.turn < talk.max_turns:
            if workflow.info().is_continue_as_new_suggested():
                return CONTINUE
            answer = await self._ask()
            talk.answered(answer)
            if not answer.calls:
                return MAX_TOKENS if answer.truncated else COMPLETED
            decision = await self._decided(answer.calls)
            if decision.approved:
                await self._use(answer.calls)
            else:
                talk.refused(answer.calls, decision.reason)
        return MAX_TURNS

    async def _ask(self) -> LlmAnswer:
        self._phase = "thinking"
        answer: LlmAnswer = await workflow.execute_activity(
            "ask_llm",
            self._conversation.request,
            result_type=LlmAnswer,
            start_to_close_timeout=LLM_LIMIT,
            heartbeat_timeout=HEARTBEAT,
            retry_policy=LLM_RETRIES,
            cancellation_type=workflow.ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
            summary=f"turn {self._conversation.turn + 1}",
        )
        return answer

    async def _decided(self, calls: list[Call]) -> Decision:
        if not self._conversation.needs_approval(calls):
            return Decision(self._conversation.turn)
        self._phase = "waiting for approval"
        self._waiting_for, self._decision = calls, None
        await workflow.wait_condition(lambda: self._decision is not None)
        self._waiting_for = []
        assert self._decision is not None  # noqa: S101 - for the type checker; the line above waited for it
        return self._decision

    async def _use(self, calls: list[Call]) -> None:
        for call in calls:
            self._phase = f"using {call.name}"
            self._conversation.used(call, await self._outcome(call))

    async def _outcome(self, call: Call) -> ToolOutcome:
        try:
            outcome: ToolOutcome = await workflow.execute_activity(
                "use_tool",
                call,
                result_type=ToolOutcome,
                start_to_close_timeout=TOOL_LIMIT,
                heartbeat_timeout=HEARTBEAT,
                retry_policy=ONCE if changes(call.name) else LOOK_RETRIES,
                cancellation_type=workflow.ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
                summary=call.name,
            )
        except ActivityError as error:
            if is_cancelled_exception(error):
                raise
            return ToolOutcome(_lost(error), failed=True)
        return outcome

    @staticmethod
    async def _cancelled(work: "asyncio.Task[str]") -> bool:
        """Ends the work; false where it had come to its own end already."""
        if work.done():
            return False
        work.cancel()
        try:
            await work
        except BaseException as error:
            if not is_cancelled_exception(error):
                raise
        return True


def _lost(error: ActivityError) -> str:
    cause = error.cause
    why = cause.message if isinstance(cause, ApplicationError) else "the worker was lost"
    return f"This was cut short ({why}). It may have been done, or partly: look before you repeat it."
