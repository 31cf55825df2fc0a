"""The workspace's border."""

import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from agent_runner.tools.outcome import ToolError

LONGEST_WALK = 30.0  # seconds; the thread that walks holds the worker's end
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
# A pipe without a writer must not hold the worker.
TO_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK


class Found(NamedTuple):
    """A regular file. `folder` is a descriptor of its folder, open until the next one is asked for; `size` in bytes."""

    path: Path
    folder: int
    size: int


class Workspace:
    """A folder that the file tools can't leave, by symlinks neither, nor by one that is put in the way meanwhile.

    A command runs with the worker's own rights and is confined by the container, not by this. But the worker itself may
    read what no command can: its keys, in /proc. So a path is looked at once, and what was found is then opened step by
    step from the root without following any symlink.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def path(self, given: str) -> Path:
        """The real path of what the model calls `given`, symlinks followed.

        :raises ToolError: where that is outside of the workspace, or no path at all.
        """
        try:
            path = (self.root / given.removeprefix("/workspace/")).resolve()
        except (OSError, RuntimeError, ValueError) as error:
            raise ToolError(f"{given!r} is no path that can be followed ({error}).") from error
        if not path.is_relative_to(self.root):
            raise ToolError(f"{given!r} leads out of the workspace: use a path below it, such as src/main.py.")
        return path

    def existing(self, given: str) -> Path:
        path = self.path(given)
        if not path.exists():
            raise ToolError(f"There is no {given!r}: list_files shows what there is.")
        return path

    def file(self, given: str) -> Path:
        path = self.existing(given)
        if not path.is_file():
            raise ToolError(f"{given!r} is not a regular file.")
        return path

    def name(self, path: Path) -> str:
        """How the model and the result call a path: relative to the workspace."""
        return path.relative_to(self.root).as_posix()

    @contextmanager
    def folder(self, path: Path, *, make: bool = False) -> Iterator[int]:
        """A descriptor of the folder at a real path; `make`: it is made where there is none.

        :raises OSError: also where a part of the path has become a symlink.
        """
        handle = os.open(self.root, FOLDER)
        try:
            for name in path.relative_to(self.root).parts:
                if make:
                    with suppress(FileExistsError):
                        os.mkdir(name, dir_fd=handle)
                below = os.open(name, FOLDER, dir_fd=handle)
                os.close(handle)
                handle = below
            yield handle
        finally:
            os.close(handle)

    def read(self, path: Path, most: int) -> bytes:
        """At most so many bytes of the regular file at a real path. :raises OSError: as `folder` does."""
        with self.folder(path.parent) as folder:
            return read(path.name, folder, most)

    def walk(self, start: Path) -> Iterator[Found]:
        """Regular files below `start`, in order, or `start` itself; symlinks and .git are not followed.

        :raises ToolError: where it takes too long.
        """
        if not start.is_dir():
            with self.folder(start.parent) as folder:
                yield Found(start, folder, start.lstat().st_size)
            return
        end = time.monotonic() + LONGEST_WALK
        waiting = [start]
        while waiting:
            place = waiting.pop()
            with suppress(OSError), self.folder(place) as folder:
                folders = []
                for name in sorted(os.listdir(folder)):
                    if time.monotonic() > end:
                        raise ToolError(f"There is too much to look at within {LONGEST_WALK:g} s: name a folder.")
                    seen = look(name, folder)
                    if seen and stat.S_ISREG(seen.st_mode):
                        yield Found(place / name, folder, seen.st_size)
                    elif seen and stat.S_ISDIR(seen.st_mode) and name != ".git":
                        folders.append(place / name)
                waiting.extend(reversed(folders))


def read(name: str, folder: int, most: int) -> bytes:
    """At most so many bytes of a regular file in an open folder.

    :raises OSError: where it can't be opened, or is a symlink.
    :raises ToolError: where it is no regular file.
    """
    with os.fdopen(os.open(name, TO_READ, dir_fd=folder), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise ToolError(f"{name!r} is not a regular file.")
        return file.read(most)


def look(name: str, folder: int) -> os.stat_result | None:
    """What lies in an open folder under a name, symlinks not followed; None: nothing."""
    try:
        return os.stat(name, dir_fd=folder, follow_symlinks=False)
    except OSError:
        return None
