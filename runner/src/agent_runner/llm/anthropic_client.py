"""Anthropic's Messages."""

import json
from typing import Any

import anthropic
from anthropic.types import Message

from agent_runner.config import Settings
from agent_runner.llm import errors
from agent_runner.llm.client import CONNECT_SECONDS, SILENCE_SECONDS, sendable
from agent_runner.messages import ASSISTANT, TOOL, Call, Entry, LlmAnswer, LlmRequest, Usage
from agent_runner.tools.registry import tools


class AnthropicClient:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client = anthropic.AsyncAnthropic(
            api_key=settings.key.get_secret_value() if settings.key else None,
            base_url=settings.base_url,
            timeout=anthropic.Timeout(SILENCE_SECONDS, connect=CONNECT_SECONDS),
            max_retries=0,  # Temporal's are seen, and outlive the worker
        )

    async def answer(self, request: LlmRequest, model: str) -> LlmAnswer:
        # from None: a cause, too, goes into Temporal's history, and may repeat the key.
        try:
            async with self._client.messages.stream(
                model=model,
                max_tokens=self._settings.llm_max_tokens,
                system=sendable(request.instructions) or anthropic.omit,
                messages=sendable(messages(request.transcript)),
                tools=definitions(),
                extra_body=self._extra(),
            ) as stream:
                message = await stream.get_final_message()
        except anthropic.APIStatusError as error:
            refusal = errors.Refusal(error.status_code, None, error.message, error.response.headers)
            raise errors.refused(self._settings, model, refusal) from None
        except anthropic.APIConnectionError as error:
            raise errors.unreachable(self._settings, error) from None
        except anthropic.APIError as error:  # told within the stream
            raise errors.broken_answer(self._settings, error.message) from None
        if message.stop_reason is None:
            raise errors.broken_answer(self._settings, errors.CUT)
        return _answer(message)

    def _extra(self) -> dict[str, float] | None:
        """The SDK has no parameter for it any more; the API takes it for the models that have one."""
        temperature = self._settings.llm_temperature
        return None if temperature is None else {"temperature": temperature}

    async def close(self) -> None:
        await self._client.close()


def messages(transcript: list[Entry]) -> list[Any]:
    """The answers to all calls of a turn go into one message of the user."""
    result: list[dict[str, Any]] = []
    for entry in transcript:
        if entry.role == TOOL:
            if result[-1]["role"] != "user":
                result.append({"role": "user", "content": []})
            result[-1]["content"].append(_tool_result(entry))
        else:
            result.append({"role": entry.role, "content": _blocks(entry)})
    return result


def _tool_result(entry: Entry) -> dict[str, Any]:
    return {
        "type": "tool_result",
        "tool_use_id": entry.call_id,
        "content": entry.text,
        "is_error": entry.failed,
    }


def _blocks(entry: Entry) -> list[dict[str, Any]]:
    """Empty text is refused; an answer of nothing at all is a space short of it."""
    blocks: list[dict[str, Any]] = [{"type": "text", "text": entry.text}] if entry.text.strip() else []
    if entry.role == ASSISTANT:
        blocks += [
            {"type": "tool_use", "id": call.id, "name": call.name, "input": call.arguments} for call in entry.calls
        ]
    return blocks or [{"type": "text", "text": "(nothing)"}]


def definitions() -> list[Any]:
    return [{"name": tool.name, "description": tool.description, "input_schema": tool.parameters} for tool in tools()]


def _answer(message: Message) -> LlmAnswer:
    text = "".join(block.text for block in message.content if block.type == "text")
    calls = [_call(block.id, block.name, block.input) for block in message.content if block.type == "tool_use"]
    usage = Usage(message.usage.input_tokens, message.usage.output_tokens)
    return LlmAnswer(text, calls, usage, truncated=message.stop_reason == "max_tokens")


def _call(number: str, name: str, given: object) -> Call:
    if isinstance(given, dict):
        return Call(number, name, given)
    return Call(number, name, {}, malformed=json.dumps(given))
