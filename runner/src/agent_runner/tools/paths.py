"""The workspace's border."""

import os
from pathlib import Path

from agent_runner.tools.outcome import ToolError


class Workspace:
    """A folder that the file tools can't leave.

    It guards against mistakes of the model. A command runs with the worker's own rights and is confined by the
    container, not by this.
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

    def walk(self, start: Path) -> "list[Path]":
        """Regular files below `start`, in order; symlinks and .git are not followed."""
        found: list[Path] = []
        for folder, folders, files in os.walk(start):
            folders[:] = sorted(name for name in folders if name != ".git")
            found.extend(
                path for name in sorted(files) if (path := Path(folder, name)).is_file() and not path.is_symlink()
            )
        return found
