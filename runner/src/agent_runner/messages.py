"""What travels between clients, the workflow and its activities. All of it is JSON in Temporal's history."""

from dataclasses import dataclass, field
from typing import Any

USER, ASSISTANT, TOOL = "user", "assistant", "tool"


@dataclass
class Call:
    """One use of a tool that the model asks for.

    `malformed` holds what the model wrote where its arguments were no JSON object; `arguments` is then empty.
    """

    id: str
    name: str
    arguments: dict[str, Any]
    malformed: str = ""


@dataclass
class Entry:
    """One line of the transcript. A tool's entry answers the call `call_id`; `failed` is true where it could not."""

    role: str
    text: str = ""
    calls: list[Call] = field(default_factory=list)
    call_id: str = ""
    failed: bool = False


@dataclass
class Usage:
    """Tokens, as the provider counts them."""

    input_tokens: int = 0
    output_tokens: int = 0


@dataclass
class Carried:
    """What one run of a workflow hands to the next when its history grows large."""

    transcript: list[Entry]
    turn: int
    files: list[str]
    usage: Usage


@dataclass
class AgentExecutionInput:
    """What to do. `approval`: a person approves each turn that changes something. `carried` is the workflow's own."""

    instructions: str
    message: str
    model: str | None = None
    max_turns: int | None = None
    approval: bool = False
    carried: Carried | None = None


@dataclass
class AgentExecutionResult:
    """How it ended. `status` is one of conversation.COMPLETED, STOPPED, MAX_TURNS, MAX_TOKENS."""

    status: str
    text: str
    turns: int
    transcript: list[Entry]
    files: list[str]
    usage: Usage


@dataclass
class Decision:
    """A person's word on the calls of one turn (the turn that the progress query names)."""

    turn: int
    approved: bool = True
    reason: str = ""


@dataclass
class Progress:
    """The answer of the progress query. `waiting_for`: the calls that need a Decision about `turn`."""

    phase: str
    turn: int
    max_turns: int
    text: str
    waiting_for: list[Call]
    files: list[str]
    usage: Usage


@dataclass
class LlmRequest:
    """One question to the model. `model` None: the worker's own (STIGMER_LLM_MODEL)."""

    instructions: str
    transcript: list[Entry]
    model: str | None = None


@dataclass
class LlmAnswer:
    """What the model said. `truncated`: it reached the limit of tokens."""

    text: str
    calls: list[Call]
    usage: Usage
    truncated: bool = False


@dataclass
class ToolOutcome:
    """What a tool gave back, and the files it wrote (relative to the workspace)."""

    text: str
    failed: bool = False
    files: list[str] = field(default_factory=list)
