import pytest
from temporalio.converter import DataConverter

from agent_runner.conversation import COMPLETED, Conversation, fitted, mistake
from agent_runner.messages import (
    ASSISTANT,
    TOOL,
    USER,
    AgentExecutionInput,
    Call,
    Entry,
    LlmAnswer,
    ToolOutcome,
    Usage,
)

WRITE = Call("1", "write_file", {"path": "a.txt", "content": "x"})
READ = Call("2", "read_file", {"path": "a.txt"})


def conversation(**given: object) -> Conversation:
    return Conversation(AgentExecutionInput("be good", "write it", **given))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (AgentExecutionInput("", "do it"), None),
        (AgentExecutionInput("", "do it", max_turns=1), None),
        (AgentExecutionInput("x", "  "), "message is empty"),
        (AgentExecutionInput("x", "do it", max_turns=0), "max_turns is 0: give a number of at least 1"),
        (AgentExecutionInput("x" * 200_000, "д" * 40_000), "instructions and message take 440004 bytes"),
    ],
)
def test_a_bad_input_is_told(given: AgentExecutionInput, said: str | None) -> None:
    wrong = mistake(given)
    assert wrong is None if said is None else said in str(wrong)


def test_it_begins_with_the_users_message() -> None:
    request = conversation(model="m").request
    assert (request.instructions, request.model, request.transcript) == ("be good", "m", [Entry(USER, "write it")])


def test_every_answer_is_a_turn_and_its_tokens_are_counted() -> None:
    talk = conversation()
    talk.answered(LlmAnswer("one", [WRITE], Usage(10, 1)))
    talk.used(WRITE, ToolOutcome("Wrote.", files=["a.txt"]))
    talk.used(WRITE, ToolOutcome("Wrote.", files=["a.txt"]))
    talk.answered(LlmAnswer("", [], Usage(20, 2)))
    result = talk.result(COMPLETED)
    assert (result.turns, result.usage, result.files, result.text) == (2, Usage(30, 3), ["a.txt"], "one")


def test_before_its_first_answer_there_is_no_text() -> None:
    assert conversation().text == ""


@pytest.mark.parametrize(
    ("approval", "calls", "needed"),
    [(True, [READ, WRITE], True), (True, [READ], False), (True, [], False), (False, [WRITE], False)],
)
def test_only_what_changes_something_needs_approval(approval: bool, calls: list[Call], needed: bool) -> None:
    assert conversation(approval=approval).needs_approval(calls) is needed


@pytest.mark.parametrize(("reason", "text"), [("", "refused this."), ("not now", "refused this: not now")])
def test_a_refusal_answers_every_call_of_the_turn(reason: str, text: str) -> None:
    talk = conversation()
    talk.answered(LlmAnswer("", [READ, WRITE], Usage()))
    talk.refused([READ, WRITE], reason)
    assert [(entry.call_id, entry.failed, entry.text) for entry in talk.transcript[2:]] == [
        ("2", True, f"Not done. The user {text}"),
        ("1", True, f"Not done. The user {text}"),
    ]


def test_the_next_run_goes_on_where_this_one_ended() -> None:
    talk = conversation(max_turns=9)
    talk.answered(LlmAnswer("one", [WRITE], Usage(10, 1)))
    talk.used(WRITE, ToolOutcome("Wrote.", files=["a.txt"]))
    again = Conversation(talk.continued())
    assert again.result(COMPLETED) == talk.result(COMPLETED)
    assert (again.max_turns, again.request) == (9, talk.request)


def test_a_short_transcript_stays_as_it_is() -> None:
    transcript = [Entry(USER, "x"), Entry(ASSISTANT, "y", [WRITE]), Entry(TOOL, "z", call_id="1")]
    assert fitted(transcript) == transcript


def test_of_a_long_one_the_oldest_outputs_go_first_and_every_call_keeps_its_answer() -> None:
    transcript = [Entry(USER, "x")]
    for number in range(4):
        call = Call(str(number), "read_file", {"path": "a"})
        transcript += [Entry(ASSISTANT, "", [call]), Entry(TOOL, "z" * 1000, call_id=call.id)]
    kept = fitted(transcript, limit=3500)
    assert [entry.call_id for entry in kept] == [entry.call_id for entry in transcript]
    assert [len(entry.text) for entry in kept if entry.role == TOOL] == [58, 58, 1000, 1000]
    assert kept[2].text == "[1000 characters, left out since the conversation is long]"


def test_then_what_tools_were_given() -> None:
    call = Call("1", "write_file", {"path": "a.txt", "content": "x" * 5000})
    kept = fitted([Entry(USER, "x"), Entry(ASSISTANT, "", [call]), Entry(TOOL, "Wrote.", call_id="1")], limit=1000)
    assert kept[1].calls[0].arguments == {"path": "a.txt", "content": "[5000 characters, left out]"}
    assert kept[2].text == "Wrote."


def test_then_what_the_model_said() -> None:
    long = [Entry(USER, "x"), Entry(ASSISTANT, "y" * 5000), Entry(USER, "x"), Entry(ASSISTANT, "z" * 500)]
    assert [len(entry.text) for entry in fitted(long, limit=1500)] == [1, 58, 1, 500]


def test_what_a_model_wrote_instead_of_arguments_is_shortened_too() -> None:
    call = Call("1", "write_file", {}, malformed="{" * 5000)
    kept = fitted([Entry(USER, "x"), Entry(ASSISTANT, "", [call]), Entry(TOOL, "No.", call_id="1")], limit=1000)
    assert kept[1].calls[0].malformed == "{" * 200


@pytest.mark.parametrize("text", ["д" * 20_000, '\n\t"' * 7000, "\x00" * 20_000, "🙂" * 10_000])
def test_temporal_takes_whatever_a_request_a_result_or_the_next_run_holds(text: str) -> None:
    """It refuses a payload above 2 MiB, and writes a letter beyond ASCII as six bytes."""
    talk = Conversation(AgentExecutionInput("do" * 50_000, "ж" * 40_000))
    for number in range(200):
        call = Call(str(number), "read_file", {"path": "a"})
        talk.answered(LlmAnswer("", [call], Usage()))
        talk.used(call, ToolOutcome(text))
    for given in (talk.request, talk.result(COMPLETED), talk.continued()):
        [payload] = DataConverter.default.payload_converter.to_payloads([given])
        assert len(payload.data) < 2 * 1024 * 1024
