"""What the worker says of itself to `agent-runner health`: a small file. Standard library only.

Times are of the monotonic clock in seconds, which all processes of a machine share and which nobody sets.
"""

import json
import os
import time
from pathlib import Path
from typing import Any, TypedDict

from agent_runner.processes import look_at

DEFAULT_STATE_FILE = "/tmp/agent-runner.json"  # noqa: S108 - a pod's own /tmp

STARTING, CONNECTING, POLLING, DRAINING = "starting", "connecting", "polling", "draining"


class State(TypedDict, total=False):
    """The file's content. What is absent has not happened."""

    pid: int
    started: int  # when the process began, in the kernel's ticks since boot: a pid is used again
    phase: str
    beat: float  # when the event loop last ran
    address: str  # of Temporal
    problem: str  # why Temporal can't be used
    dependencies: dict[str, str]  # what was imported, with its version
    answer: float  # when Temporal last answered
    poll: float  # when it was last seen that Temporal has a new poll of this worker
    poll_told_by: str  # how that is known


def state_path() -> Path:
    return Path(os.environ.get("AGENT_RUNNER_STATE_FILE") or DEFAULT_STATE_FILE)


class StateFile:
    """Written by the worker alone, each time whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._state: State = {"pid": os.getpid(), "started": start_of(os.getpid()) or 0}

    def write(self, **changes: Any) -> None:
        """Changes what is given; None takes it away. :raises OSError: where the file can't be written."""
        changed: dict[str, Any] = {**self._state, **changes, "beat": time.monotonic()}
        self._state = {name: value for name, value in changed.items() if value is not None}  # type: ignore[assignment]
        new = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        new.write_text(json.dumps(self._state), encoding="utf-8")
        new.replace(self._path)


def read(path: Path) -> State | None:
    """The state, or None where there is none that can be read."""
    try:
        state: State = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    complete = isinstance(state, dict) and {"pid", "started", "phase", "beat"} <= state.keys()
    return state if complete else None


def start_of(pid: int) -> int | None:
    """When the process began, in ticks since boot; None where it is no more (a zombie is no more)."""
    seen = look_at(pid)
    return None if seen is None or seen.ended else seen.started
