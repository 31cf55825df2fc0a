"""Starting a command so that it does nothing before its limits are set."""

import asyncio
import os
import subprocess
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from agent_runner.landlock import Domains

# A shell that waits for a line of input, and then becomes the command's. Where the worker is gone, none comes.
GATE = ("/bin/sh", "-c", 'read -r go && exec /bin/sh -c "$0" </dev/null')


@dataclass(frozen=True)
class FirstProcess:
    """`ended`: its exit code, below 0 for a signal."""

    pid: int
    ended: "asyncio.Future[int]"
    _gate: int

    def release(self) -> None:
        """Lets the command begin."""
        os.write(self._gate, b"\n")

    def close(self) -> None:
        """To be called in any case; a command that was not let begin never will."""
        os.close(self._gate)


def start(command: str, *, folder: Path, environment: Mapping[str, str], output: int, domains: Domains) -> FirstProcess:
    """Starts the shell that waits, in a session of its own; `output` is a descriptor for what the command says.

    :raises OSError: where it can't be started.
    :raises ValueError: where the command holds a NUL.
    """
    gate, release = os.pipe()
    started: Future[int] = Future()
    ended: Future[int] = Future()

    def live() -> None:
        try:
            domains.enter()
            process = subprocess.Popen(  # noqa: S603 - to run what it is given is what it is for
                [*GATE, command],
                cwd=folder,
                env=dict(environment),
                stdin=gate,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except BaseException as error:
            started.set_exception(error)
        else:
            started.set_result(process.pid)
            ended.set_result(process.wait())

    try:
        # In a thread of its own: a domain is its thread's, and what that starts inherits it.
        threading.Thread(target=live, name="command", daemon=True).start()
        return FirstProcess(started.result(), asyncio.wrap_future(ended), release)
    except BaseException:
        os.close(release)
        raise
    finally:
        os.close(gate)
