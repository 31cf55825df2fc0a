"""What is wrong with the worker, judged by its state file. Standard library only, for it runs all the time."""

import time
from collections.abc import Callable
from pathlib import Path

from agent_runner.state import CONNECTING, DRAINING, STARTING, State, read, start_of

# Seconds.
BEAT_LIMIT = 60.0  # the event loop beats every few seconds
START_LIMIT = 120.0  # loading takes some 2 seconds of processor, which a small CPU limit makes long
ANSWER_LIMIT = 35.0  # Temporal is asked every 10 s, for at most 5 s
POLL_LIMIT = 150.0  # a poll without a task lasts 60 s, and is made anew

Question = Callable[[State, float], str | None]


def ask(question: Question, path: Path) -> str | None:
    """What is wrong, as a sentence; None where nothing is."""
    state = read(path)
    if state is None:
        return f"The worker has not started: there is no {path}."
    if start_of(state["pid"]) != state["started"]:
        return f"The worker is gone: process {state['pid']}, which wrote {path}, runs no more."
    return question(state, time.monotonic())


def not_alive(state: State, now: float) -> str | None:
    """Asks nothing about Temporal: a new process would not bring it back."""
    limit = START_LIMIT if state["phase"] == STARTING else BEAT_LIMIT
    silent = now - state["beat"]
    return f"The worker hangs: it gave no sign for {silent:.0f} s." if silent > limit else None


def not_ready(state: State, now: float) -> str | None:
    if dead := not_alive(state, now):
        return dead
    match state["phase"]:
        case phase if phase == STARTING:
            return "The worker is loading."
        case phase if phase == DRAINING:
            return "The worker is shutting down."
        case phase if phase == CONNECTING:
            why = state.get("problem", "no answer yet")
            return f"The worker is not connected to Temporal at {state['address']}: {why}"
    if "poll" not in state:
        return "The worker is connected, and Temporal has no poll of it yet."
    if (silent := now - state["answer"]) > ANSWER_LIMIT:
        why = state.get("problem", "")
        return f"Temporal at {state['address']} has not answered for {silent:.0f} s. {why}".rstrip()
    if (silent := now - state["poll"]) > POLL_LIMIT:
        return f"The worker does not poll: Temporal has had no new poll of it for {silent:.0f} s."
    return None
