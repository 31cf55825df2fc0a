"""The agent's loop without Temporal: what was said so far, and what follows from it."""

import json
from dataclasses import asdict, replace

from agent_runner.messages import (
    ASSISTANT,
    TOOL,
    USER,
    AgentExecutionInput,
    AgentExecutionResult,
    Call,
    Carried,
    Entry,
    LlmAnswer,
    LlmRequest,
    ToolOutcome,
    Usage,
)
from agent_runner.tools.kinds import changes

COMPLETED = "completed"
STOPPED = "stopped"
MAX_TURNS = "max_turns"
MAX_TOKENS = "max_tokens"

DEFAULT_MAX_TURNS = 50

# Bytes as the JSON that Temporal keeps, where a letter beyond ASCII takes 6. It refuses a payload of 2 MiB, and both of
# these go into one.
INPUT_LIMIT = 400_000
TRANSCRIPT_LIMIT = 1_400_000


def mistake(given: AgentExecutionInput) -> str | None:
    """What is wrong with an input, as a sentence; None where nothing is."""
    if not given.message.strip():
        return "message is empty: say what the agent is to do."
    if (size := _size(given.instructions) + _size(given.message)) > INPUT_LIMIT:
        return (
            f"instructions and message take {size} bytes, more than {INPUT_LIMIT}: put long texts into the workspace."
        )
    if given.max_turns is not None and given.max_turns < 1:
        return f"max_turns is {given.max_turns}: give a number of at least 1, or leave it out for {DEFAULT_MAX_TURNS}."
    return None


class Conversation:
    """The state of one execution. Deterministic: the workflow replays it."""

    def __init__(self, given: AgentExecutionInput) -> None:
        begun = given.carried or Carried([Entry(USER, given.message)], 0, [], Usage())
        self._given = given
        self.max_turns = given.max_turns or DEFAULT_MAX_TURNS
        self.transcript = list(begun.transcript)
        self.turn = begun.turn
        self.files = list(begun.files)
        self.usage = begun.usage

    @property
    def request(self) -> LlmRequest:
        return LlmRequest(self._given.instructions, fitted(self.transcript), self._given.model)

    @property
    def text(self) -> str:
        """The last thing that the model said; empty before its first answer."""
        said = [entry.text for entry in self.transcript if entry.role == ASSISTANT and entry.text]
        return said[-1] if said else ""

    def answered(self, answer: LlmAnswer) -> None:
        self.turn += 1
        self.transcript.append(Entry(ASSISTANT, answer.text, answer.calls))
        self.usage = Usage(
            self.usage.input_tokens + answer.usage.input_tokens,
            self.usage.output_tokens + answer.usage.output_tokens,
        )

    def needs_approval(self, calls: list[Call]) -> bool:
        return self._given.approval and any(changes(call.name) for call in calls)

    def used(self, call: Call, outcome: ToolOutcome) -> None:
        self.transcript.append(Entry(TOOL, outcome.text, call_id=call.id, failed=outcome.failed))
        self.files.extend(file for file in outcome.files if file not in self.files)

    def refused(self, calls: list[Call], reason: str) -> None:
        """A person said no: every call of the turn is answered, for providers refuse a transcript with open calls."""
        because = f": {reason}" if reason else "."
        for call in calls:
            self.used(call, ToolOutcome(f"Not done. The user refused this{because}", failed=True))

    def continued(self) -> AgentExecutionInput:
        """The input of the next run of this execution."""
        carried = Carried(fitted(self.transcript), self.turn, self.files, self.usage)
        return replace(self._given, carried=carried)

    def result(self, status: str) -> AgentExecutionResult:
        return AgentExecutionResult(status, self.text, self.turn, fitted(self.transcript), self.files, self.usage)


def fitted(transcript: list[Entry], limit: int = TRANSCRIPT_LIMIT) -> list[Entry]:
    """The transcript within `limit` bytes: the oldest outputs of tools are left out first, then the oldest of what
    tools were given (a file's content), then of what the model said. Entries stay: each call keeps its answer."""
    sizes = [_size(asdict(entry)) for entry in transcript]
    excess = sum(sizes) - limit
    result = list(transcript)
    for role, shorten in ((TOOL, _without_text), (ASSISTANT, _without_arguments), (ASSISTANT, _without_text)):
        for index, entry in enumerate(result):
            if excess <= 0:
                return result
            if entry.role == role:
                result[index] = shorten(entry)
                excess -= sizes[index]
                sizes[index] = _size(asdict(result[index]))
                excess += sizes[index]
    return result


def _size(value: object) -> int:
    return len(json.dumps(value))


def _without_text(entry: Entry) -> Entry:
    note = f"[{len(entry.text)} characters, left out since the conversation is long]"
    return replace(entry, text=min(entry.text, note, key=len))


def _without_arguments(entry: Entry) -> Entry:
    calls = [replace(call, arguments=_shortened(call), malformed=call.malformed[:200]) for call in entry.calls]
    return replace(entry, calls=calls)


def _shortened(call: Call) -> dict[str, object]:
    return {
        name: value if len(str(value)) < 200 else f"[{len(str(value))} characters, left out]"
        for name, value in call.arguments.items()
    }
