"""The container's memory, as the kernel tells of it in /sys/fs/cgroup."""

import os
from dataclasses import dataclass
from pathlib import Path

SHORT = 0.9  # of the limit


@dataclass(frozen=True)
class _Names:
    """What the files, and the lines in them, are called; `reclaimable`: what the kernel takes back when it must."""

    folder: str
    limit: str
    current: str
    events: str
    reclaimable: tuple[str, ...]


VERSIONS = (
    _Names("", "memory.max", "memory.current", "memory.events", ("active_file", "inactive_file", "slab_reclaimable")),
    _Names(
        "memory",
        "memory.limit_in_bytes",
        "memory.usage_in_bytes",
        "memory.oom_control",
        ("total_active_file", "total_inactive_file"),
    ),
)


class ContainerMemory:
    """Of cgroups version 2 or 1. `limit`: in bytes; None: there is no limit, or it can't be read."""

    def __init__(self, root: Path = Path("/sys/fs/cgroup")) -> None:
        self.limit: int | None = None
        for names in VERSIONS:
            limit = _number(root / names.folder / names.limit)
            # Without a limit, version 1 tells one that no machine has.
            if limit is not None and limit < machine():
                self.limit, self._folder, self._names = limit, root / names.folder, names

    def is_short(self) -> bool:
        """True where so much is in use that the kernel may soon end processes, or, in a pod, the whole container."""
        if self.limit is None:
            return False
        used = _number(self._folder / self._names.current) or 0
        if used < SHORT * self.limit:
            return False
        lines = _lines(self._folder / "memory.stat")
        return used - sum(lines.get(name, 0) for name in self._names.reclaimable) >= SHORT * self.limit

    def killed(self) -> int:
        """How many of its processes the kernel has ended for want of memory."""
        return 0 if self.limit is None else _lines(self._folder / self._names.events).get("oom_kill", 0)


def machine() -> int:
    """Bytes of memory that the machine has."""
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _number(file: Path) -> int | None:
    try:
        return int(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # ValueError: max
        return None


def _lines(file: Path) -> dict[str, int]:
    """The file's lines, each a name and a number."""
    try:
        lines = [line.split() for line in file.read_text(encoding="utf-8").splitlines()]
    except OSError:
        return {}
    return {line[0]: int(line[1]) for line in lines}
