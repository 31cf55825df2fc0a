"""Both clients against a real HTTP server."""

import json
from datetime import timedelta

import pytest
from temporalio.api.failure.v1 import Failure as Failed
from temporalio.converter import DataConverter
from temporalio.exceptions import ApplicationError

from agent_runner.config import Settings
from agent_runner.llm import client_of
from agent_runner.llm.anthropic_client import AnthropicClient, messages
from agent_runner.llm.client import call_of
from agent_runner.llm.openai_client import OpenAiClient
from agent_runner.messages import ASSISTANT, TOOL, USER, Call, Entry, LlmAnswer, LlmRequest, Usage
from conftest import MakeSettings
from llm_server import Failure, LlmServer

FIRST = LlmRequest("Be brief.", [Entry(USER, "Write a file.")])
CALLS = [Call("w", "write_file", {"path": "a"}), Call("l", "list_files", {})]
SECOND = LlmRequest(
    "",
    [
        Entry(USER, "Write a file."),
        Entry(ASSISTANT, "", CALLS),
        Entry(TOOL, "No.", call_id="w", failed=True),
        Entry(TOOL, "a 1", call_id="l"),
    ],
)


@pytest.fixture
def openai(settings: MakeSettings, llm_server: LlmServer) -> Settings:
    return settings(
        STIGMER_LLM_PROVIDER="openai", STIGMER_LLM_BASE_URL=f"{llm_server.url}/v1", STIGMER_LLM_API_KEY="sk-1"
    )


@pytest.fixture
def anthropic(settings: MakeSettings, llm_server: LlmServer) -> Settings:
    return settings(
        STIGMER_LLM_PROVIDER="anthropic",
        STIGMER_LLM_BASE_URL=llm_server.url,
        ANTHROPIC_API_KEY="sk-2",
        STIGMER_LLM_TEMPERATURE="0.5",
        STIGMER_LLM_MAX_TOKENS="99",
    )


async def ask(settings: Settings, request: LlmRequest, model: str) -> LlmAnswer:
    client = client_of(settings)
    try:
        return await client.answer(request, model)
    finally:
        await client.close()


async def failure(settings: Settings, model: str = "write-a-file") -> ApplicationError:
    with pytest.raises(ApplicationError) as failed:
        await ask(settings, FIRST, model)
    return failed.value


async def test_openai_streams_text_and_calls(openai: Settings, llm_server: LlmServer) -> None:
    assert await ask(openai, FIRST, "write-a-file") == LlmAnswer(
        "I'll write it.",
        [
            Call("call_w", "write_file", {"path": "notes/hello.txt", "content": "hello from the agent\n"}),
            Call("call_r", "run_command", {"command": "cat notes/hello.txt"}),
        ],
        Usage(100, 20),
    )
    [asked] = llm_server.asked
    assert asked["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Write a file."},
    ]
    assert (asked["max_tokens"], "temperature" in asked, llm_server.keys) == (8192, False, ["Bearer sk-1"])
    assert {tool["function"]["name"] for tool in asked["tools"]} >= {"write_file", "run_command"}


async def test_openai_is_told_what_the_tools_gave_back(openai: Settings, llm_server: LlmServer) -> None:
    assert (await ask(openai, SECOND, "write-a-file")).text == "The file is there."
    [_, assistant, refused, listed] = llm_server.asked[0]["messages"]
    assert [call["id"] for call in assistant["tool_calls"]] == ["w", "l"]
    assert refused == {"role": "tool", "tool_call_id": "w", "content": "No."}
    assert listed == {"role": "tool", "tool_call_id": "l", "content": "a 1"}


async def test_an_endpoint_that_gives_calls_no_ids_is_understood(openai: Settings) -> None:
    assert (await ask(openai, FIRST, "no-ids")).calls == [Call("call_0", "list_files", {})]


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
async def test_an_answer_at_the_limit_of_tokens_is_known(provider: str, request: pytest.FixtureRequest) -> None:
    answer = await ask(request.getfixturevalue(provider), FIRST, "cut-off")
    assert (answer.text, answer.truncated) == ("This is the begi", True)


async def test_openais_own_address_gets_the_parameter_that_its_models_want(settings: MakeSettings) -> None:
    client = OpenAiClient(settings(STIGMER_LLM_PROVIDER="openai", OPENAI_API_KEY="k", STIGMER_LLM_TEMPERATURE="0"))
    assert client._limits() == {"max_completion_tokens": 8192, "temperature": 0}
    await client.close()


async def test_ollama_is_asked_without_a_key(settings: MakeSettings, llm_server: LlmServer) -> None:
    assert (await ask(settings(OLLAMA_BASE_URL=llm_server.url), FIRST, "write-a-file")).calls
    assert llm_server.keys == ["Bearer none"]


async def test_anthropic_streams_text_and_calls(anthropic: Settings, llm_server: LlmServer) -> None:
    assert await ask(anthropic, FIRST, "write-a-file") == LlmAnswer(
        "I'll write it.",
        [Call("toolu_w", "write_file", {"path": "hello.txt", "content": "hello\n"}), Call("toolu_l", "list_files", {})],
        Usage(120, 30),
    )
    [asked] = llm_server.asked
    assert (asked["system"], asked["max_tokens"], asked["temperature"]) == ("Be brief.", 99, 0.5)
    assert llm_server.keys == ["Bearer sk-2"]


async def test_anthropic_gets_the_answers_to_all_calls_in_one_message(
    settings: MakeSettings, llm_server: LlmServer
) -> None:
    plain = settings(STIGMER_LLM_PROVIDER="anthropic", STIGMER_LLM_BASE_URL=llm_server.url, ANTHROPIC_API_KEY="sk-2")
    assert (await ask(plain, SECOND, "write-a-file")).text == "The file is there."
    [asked] = llm_server.asked
    assert "system" not in asked
    assert "temperature" not in asked
    assert [message["role"] for message in asked["messages"]] == ["user", "assistant", "user"]
    assert [(block["tool_use_id"], block["is_error"]) for block in asked["messages"][2]["content"]] == [
        ("w", True),
        ("l", False),
    ]


def test_anthropic_gets_no_empty_text() -> None:
    assert messages([Entry(ASSISTANT, " ")])[0]["content"] == [{"type": "text", "text": "(nothing)"}]


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
@pytest.mark.parametrize(
    ("status", "kind", "final"),
    [
        (400, "LlmRefused", True),
        (401, "LlmBadKey", True),
        (402, "LlmNoCredit", True),
        (403, "LlmBadKey", True),
        (408, "LlmUnavailable", False),
        (409, "LlmUnavailable", False),
        (422, "LlmRefused", True),
        (429, "LlmUnavailable", False),
        (500, "LlmUnavailable", False),
        (529, "LlmUnavailable", False),
    ],
)
async def test_only_what_may_pass_is_tried_again(
    provider: str, status: int, kind: str, final: bool, request: pytest.FixtureRequest, llm_server: LlmServer
) -> None:
    llm_server.failures.append(Failure(status, {"error": {"type": "x", "message": "because"}}))
    error = await failure(request.getfixturevalue(provider))
    assert (error.type, error.non_retryable) == (kind, final)
    assert f"{provider} answered {status}: " in error.message
    assert len(llm_server.asked) == 1  # the SDK itself tries once


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
async def test_an_unknown_model_is_told_with_the_fix(provider: str, request: pytest.FixtureRequest) -> None:
    error = await failure(request.getfixturevalue(provider), model="gpt-none")
    assert (error.type, error.non_retryable) == ("LlmUnknownModel", True)
    assert "Is 'gpt-none' a model that is there? Set STIGMER_LLM_MODEL" in error.message


async def test_a_used_up_quota_is_not_tried_again(openai: Settings, llm_server: LlmServer) -> None:
    llm_server.failures.append(Failure(429, {"error": {"code": "insufficient_quota", "message": "no more"}}))
    error = await failure(openai)
    assert (error.type, error.non_retryable) == ("LlmNoCredit", True)


@pytest.mark.parametrize(
    ("header", "wait"),
    [("7", 7), ("99999", 600), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("0", None)],
)
async def test_the_provider_says_when_to_come_again(
    openai: Settings, llm_server: LlmServer, header: str, wait: int | None
) -> None:
    llm_server.failures.append(Failure(429, {}, {"Retry-After": header}))
    error = await failure(openai)
    assert error.next_retry_delay == (timedelta(seconds=wait) if wait else None)


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
async def test_a_connection_that_breaks_is_tried_again(
    provider: str, request: pytest.FixtureRequest, llm_server: LlmServer
) -> None:
    llm_server.failures.append(Failure(0))
    error = await failure(request.getfixturevalue(provider))
    assert (error.type, error.non_retryable) == ("LlmUnavailable", False)
    assert f"{provider} at {llm_server.url}" in error.message


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
async def test_an_error_within_the_stream_is_tried_again(provider: str, request: pytest.FixtureRequest) -> None:
    error = await failure(request.getfixturevalue(provider), model="broken-stream")
    assert (error.type, error.non_retryable) == ("LlmUnavailable", False)


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
async def test_a_stream_that_is_closed_before_the_answer_ended_is_tried_again(
    provider: str, request: pytest.FixtureRequest
) -> None:
    error = await failure(request.getfixturevalue(provider), model="closed-early")
    assert (error.type, error.non_retryable) == ("LlmUnavailable", False)
    assert "its stream ended before the answer did" in error.message


def history(error: BaseException) -> str:
    """What Temporal keeps of an error."""
    failed = Failed()
    DataConverter.default.failure_converter.to_failure(error, DataConverter.default.payload_converter, failed)
    return str(failed)


@pytest.mark.parametrize(("provider", "key"), [("openai", "sk-1"), ("anthropic", "sk-2")])
async def test_a_key_that_the_provider_repeats_does_not_get_into_the_history(
    provider: str, key: str, request: pytest.FixtureRequest, llm_server: LlmServer
) -> None:
    llm_server.failures.append(Failure(401, {"error": {"message": f"Incorrect API key provided: {key}"}}))
    error = await failure(request.getfixturevalue(provider))
    assert "Incorrect API key provided: ***" in error.message
    assert key not in history(error)


async def test_a_password_in_an_address_does_not_get_into_the_history(settings: MakeSettings) -> None:
    url = "http://me:p%40ss@127.0.0.1:9"  # where nobody listens
    error = await failure(settings(STIGMER_LLM_PROVIDER="openai", STIGMER_LLM_BASE_URL=url))
    assert "openai at http://me:***@127.0.0.1:9 can't be reached" in error.message
    assert "p%40ss" not in history(error)


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
async def test_half_a_pair_of_utf_16_is_sent_as_a_question_mark(
    provider: str, request: pytest.FixtureRequest, llm_server: LlmServer
) -> None:
    """The name of a file that is no UTF-8, and what a model made of an emoji."""
    half = LlmRequest(
        "\ud83d",
        [
            Entry(USER, "\ud83d"),
            Entry(ASSISTANT, "\ud83d", [Call("1", "read_file", {"path": "\ud83d"})]),
            Entry(TOOL, "\udcff 12", call_id="1"),
        ],
    )
    await ask(request.getfixturevalue(provider), half, "write-a-file")
    [asked] = llm_server.asked
    assert "? 12" in json.dumps(asked)
    assert "\\ud" not in json.dumps(asked)


@pytest.mark.parametrize(
    ("arguments", "call"),
    [
        ("", Call("1", "f", {})),
        ('{"a": 1}', Call("1", "f", {"a": 1})),
        ('{"a": ', Call("1", "f", {}, malformed='{"a": ')),
        ("[1]", Call("1", "f", {}, malformed="[1]")),
    ],
)
def test_arguments_that_are_no_object_are_kept_as_written(arguments: str, call: Call) -> None:
    assert call_of("1", "f", arguments) == call


def test_each_provider_has_its_client(openai: Settings, anthropic: Settings) -> None:
    assert isinstance(client_of(openai), OpenAiClient)
    assert isinstance(client_of(anthropic), AnthropicClient)
