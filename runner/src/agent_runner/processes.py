"""Processes as the kernel tells of them, see proc(5). Standard library only, for the health command loads it."""

import os
from collections import defaultdict
from typing import NamedTuple

PAGE = os.sysconf("SC_PAGE_SIZE")
MOST_BYTES = 1024  # of a file; what is used of it stands in the first half of that


class Process(NamedTuple):
    """`started`: in ticks since boot, for a pid is used again. `ended`: its parent has not taken note of that yet.

    `threads`: at least 1. `resident`: bytes in memory, those that it shares with others counted, too.
    """

    pid: int
    parent: int
    group: int
    started: int
    ended: bool
    threads: int
    resident: int


def look_at(pid: int) -> Process | None:
    """None where there is no such process."""
    try:
        fields = _read(f"/proc/{pid}/stat").rpartition(b")")[2].split()
    except OSError:
        return None
    return Process(
        pid,
        parent=int(fields[1]),
        group=int(fields[2]),
        started=int(fields[19]),
        ended=fields[0] in b"ZX",
        threads=max(int(fields[17]), 1),
        resident=int(fields[21]) * PAGE,
    )


def own_memory(pid: int) -> int:
    """Bytes in memory that a process has for itself, without files and what is shared; 0 where it is no more."""
    try:
        _, resident, shared, *_ = _read(f"/proc/{pid}/statm").split()
    except OSError:
        return 0
    return (int(resident) - int(shared)) * PAGE


def _read(path: str) -> bytes:
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(file, MOST_BYTES)
    finally:
        os.close(file)


def all_processes() -> list[Process]:
    pids = (int(name) for name in os.listdir("/proc") if name.isdigit())
    return [process for pid in pids if (process := look_at(pid))]


def descendants(ancestor: int) -> list[Process]:
    """Children, their children, and so on; without the ancestor."""
    children = defaultdict(list)
    for process in all_processes():
        if process.pid != ancestor:
            children[process.parent].append(process)
    found = children[ancestor]
    for process in found:  # which grows meanwhile
        found.extend(children[process.pid])
    return found
