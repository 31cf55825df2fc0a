"""The agent-runner command. Imports little: `health` runs every few seconds for the life of a pod."""

import os
import signal
import sys

from agent_runner import health
from agent_runner.state import STARTING, StateFile, state_path

USAGE = """\
agent-runner [run]               run the worker (docs/docker.md lists its environment)
agent-runner health              exit 0 when the worker is ready: it polls Temporal
agent-runner health --liveness   exit 0 when the process works, whatever Temporal does
"""
MISUSED = 2


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit code: 0 well, 1 failed or unhealthy, 2 wrong usage or wrong environment."""
    match sys.argv[1:] if arguments is None else arguments:
        case [] | ["run"]:
            return _run()
        case ["health"]:
            return _health(health.not_ready)
        case ["health", "--liveness"]:
            return _health(health.not_alive)
        case ["help" | "--help" | "-h"]:
            sys.stdout.write(USAGE)
            return 0
        case _:
            sys.stderr.write(USAGE)
            return MISUSED


def _health(question: health.Question) -> int:
    wrong = health.ask(question, state_path())
    sys.stdout.write(f"{wrong or 'ok'}\n")
    return 1 if wrong else 0


def _run() -> int:
    from agent_runner.guard import hide_process  # noqa: PLC0415 - see the module's docstring

    hide_process()
    # Until the service handles signals: as process 1 of a container the default is to ignore them.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    # A state file may have stayed from the container's former start.
    state = StateFile(state_path())
    try:
        state.write(phase=STARTING)
    except OSError as error:
        sys.stderr.write(f"{error}: give the worker a writable /tmp, or set AGENT_RUNNER_STATE_FILE.\n")
        return MISUSED
    from agent_runner.config import BadEnvironmentError, Settings  # noqa: PLC0415

    try:
        settings = Settings.load()
    except BadEnvironmentError as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED
    from agent_runner.service import serve  # noqa: PLC0415

    return serve(settings, state)
