"""Processes as the kernel tells of them, see proc(5). Standard library only, for the health command loads it."""

from pathlib import Path
from typing import NamedTuple

PROC = Path("/proc")


class Process(NamedTuple):
    """`started`: in ticks since boot, for a pid is used again. `ended`: its parent has not taken note of that yet."""

    pid: int
    parent: int
    started: int
    ended: bool


def look_at(pid: int) -> Process | None:
    """None where there is no such process."""
    try:
        after_name = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
    except OSError:
        return None
    fields = after_name.split()
    return Process(pid, parent=int(fields[1]), started=int(fields[19]), ended=fields[0] in "ZX")


def all_processes() -> list[Process]:
    pids = (int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit())
    return [process for pid in pids if (process := look_at(pid))]
