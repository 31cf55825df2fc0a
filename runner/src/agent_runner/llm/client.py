"""What every provider's client does."""

import json
from typing import Protocol

from agent_runner.messages import Call, LlmAnswer, LlmRequest

CONNECT_SECONDS = 10.0
SILENCE_SECONDS = 300.0  # within a stream: a local model may take minutes to load and to begin


class LlmClient(Protocol):
    async def answer(self, request: LlmRequest, model: str) -> LlmAnswer:
        """Asks once, and reads the whole stream.

        :raises temporalio.exceptions.ApplicationError: of a class of agent_runner.llm.errors.
        """

    async def close(self) -> None: ...


def call_of(number: str, name: str, arguments: str) -> Call:
    """A call whose arguments came as JSON text; a model writes anything."""
    try:
        given = json.loads(arguments or "{}")
    except ValueError:
        given = None
    if isinstance(given, dict):
        return Call(number, name, given)
    return Call(number, name, {}, malformed=arguments)
