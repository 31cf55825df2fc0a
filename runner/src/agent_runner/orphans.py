"""Reaping what commands leave behind.

A process whose parent has ended falls to process 1, in a container the worker. When it ends, too, it stays in the table
of processes until process 1 takes note of that.
"""

import os
import time
from collections.abc import Collection
from contextlib import suppress

from agent_runner.processes import Process, all_processes

# Of a process that it has just started, the worker takes note at once; what stays for so long is an orphan.
LINGER_SECONDS = 2.0


class Orphans:
    def __init__(self) -> None:
        self._ended: dict[Process, float] = {}  # and when that was first seen

    def reap(self, awaited: Collection[int] = ()) -> None:
        """To be called every few seconds. `awaited`: the processes that somebody waits for, however long that takes."""
        now = time.monotonic()
        ended = (process for process in _ended_children() if process.pid not in awaited)
        self._ended = {process: self._ended.get(process, now) for process in ended}
        for process, seen in self._ended.items():
            if now - seen >= LINGER_SECONDS:
                with suppress(ChildProcessError):
                    os.waitpid(process.pid, os.WNOHANG)


def _ended_children() -> list[Process]:
    try:
        if os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            return []  # the usual case, for one system call
    except ChildProcessError:  # there are no children at all
        return []
    return [process for process in all_processes() if process.ended and process.parent == os.getpid()]
