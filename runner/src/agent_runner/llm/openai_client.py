"""Chat Completions: OpenAI, Ollama, and every endpoint that is compatible with them."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import openai
from openai.types import CompletionUsage
from openai.types.chat import ChatCompletionChunk

from agent_runner.config import Settings
from agent_runner.llm import errors
from agent_runner.llm.client import CONNECT_SECONDS, SILENCE_SECONDS, call_of, sendable
from agent_runner.messages import ASSISTANT, TOOL, Call, Entry, LlmAnswer, LlmRequest, Usage
from agent_runner.tools.registry import tools


class OpenAiClient:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client = openai.AsyncOpenAI(
            # The SDK wants one, where an endpoint needs none.
            api_key=settings.key.get_secret_value() if settings.key else "none",
            base_url=settings.base_url,
            timeout=openai.Timeout(SILENCE_SECONDS, connect=CONNECT_SECONDS),
            max_retries=0,  # Temporal's are seen, and outlive the worker
        )

    async def answer(self, request: LlmRequest, model: str) -> LlmAnswer:
        # from None: a cause, too, goes into Temporal's history, and may repeat the key.
        try:
            stream = await self._client.chat.completions.create(
                model=model,
                messages=sendable(messages(request)),
                tools=functions(),
                stream=True,
                stream_options={"include_usage": True},
                **self._limits(),
            )
            async with stream:
                answer = await _read(stream)
        except openai.APIStatusError as error:
            refusal = errors.Refusal(error.status_code, error.code, error.message, error.response.headers)
            raise errors.refused(self._settings, model, refusal) from None
        except openai.APIConnectionError as error:
            raise errors.unreachable(self._settings, error) from None
        except openai.APIError as error:  # told within the stream
            raise errors.broken_answer(self._settings, error.message) from None
        if answer is None:
            raise errors.broken_answer(self._settings, errors.CUT)
        return answer

    def _limits(self) -> dict[str, Any]:
        """OpenAI's newer models refuse max_tokens; compatible endpoints may not know its successor."""
        own = self._settings.llm_provider == "openai" and self._settings.base_url is None
        limits: dict[str, Any] = {"max_completion_tokens" if own else "max_tokens": self._settings.llm_max_tokens}
        if self._settings.llm_temperature is not None:
            limits["temperature"] = self._settings.llm_temperature
        return limits

    async def close(self) -> None:
        await self._client.close()


def messages(request: LlmRequest) -> list[Any]:
    system = [{"role": "system", "content": request.instructions}] if request.instructions else []
    return [*system, *(_message(entry) for entry in request.transcript)]


def _message(entry: Entry) -> dict[str, Any]:
    if entry.role == TOOL:
        return {"role": "tool", "tool_call_id": entry.call_id, "content": entry.text}
    message: dict[str, Any] = {"role": entry.role, "content": entry.text}
    if entry.role == ASSISTANT and entry.calls:
        message["tool_calls"] = [_tool_call(call) for call in entry.calls]
    return message


def _tool_call(call: Call) -> dict[str, Any]:
    return {
        "id": call.id,
        "type": "function",
        "function": {"name": call.name, "arguments": json.dumps(sendable(call.arguments))},
    }


def functions() -> list[Any]:
    return [
        {
            "type": "function",
            "function": {"name": tool.name, "description": tool.description, "parameters": tool.parameters},
        }
        for tool in tools()
    ]


@dataclass
class _Part:
    """A call that arrives in pieces."""

    id: str = ""
    name: str = ""
    arguments: str = ""


async def _read(stream: AsyncIterator[ChatCompletionChunk]) -> LlmAnswer | None:
    """None where it ends before its end: the connection was closed."""
    text, finish, usage = "", None, Usage()
    parts: dict[int, _Part] = {}
    async for chunk in stream:
        if chunk.usage:
            usage = _usage(chunk.usage)
        for choice in chunk.choices:
            finish = choice.finish_reason or finish
            text += choice.delta.content or ""
            for piece in choice.delta.tool_calls or []:
                part = parts.setdefault(piece.index, _Part())
                part.id = part.id or piece.id or ""
                if piece.function:
                    part.name += piece.function.name or ""
                    part.arguments += piece.function.arguments or ""
    if finish is None:
        return None
    # An endpoint may leave the id out; the answers to the calls need one.
    calls = [call_of(part.id or f"call_{index}", part.name, part.arguments) for index, part in sorted(parts.items())]
    return LlmAnswer(text, calls, usage, truncated=finish == "length")


def _usage(usage: CompletionUsage) -> Usage:
    return Usage(usage.prompt_tokens, usage.completion_tokens)
