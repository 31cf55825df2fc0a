"""What every provider's client does."""

import json
from typing import Any, Protocol

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


def sendable(value: Any) -> Any:
    """JSON's values with question marks for halves of pairs of UTF-16: the name of a file may hold some, a model may
    write some, and no HTTP request can."""
    match value:
        case str():
            return value.encode(errors="replace").decode()
        case list():
            return [sendable(each) for each in value]
        case dict():
            return {name: sendable(each) for name, each in value.items()}
        case _:
            return value
