"""Reaping what commands leave behind.

A process whose parent has ended falls to process 1, in a container the worker. When it ends, too, it stays in the table
of processes until process 1 takes note of that.
"""

import os
import time
from contextlib import suppress

from agent_runner.processes import Process, all_processes

LINGER_SECONDS = 2.0  # of the worker's own children asyncio takes note at once: what stays for so long is an orphan


class Orphans:
    def __init__(self) -> None:
        self._ended: dict[Process, float] = {}  # and when that was first seen

    def reap(self) -> None:
        """To be called every few seconds."""
        now = time.monotonic()
        self._ended = {process: self._ended.get(process, now) for process in _ended_children()}
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
