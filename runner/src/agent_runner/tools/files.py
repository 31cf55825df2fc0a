"""Listing, reading, writing and editing files."""

import os
import secrets
import stat
from pathlib import Path

from pydantic import BaseModel, Field

from agent_runner.messages import ToolOutcome
from agent_runner.tools.outcome import ToolError
from agent_runner.tools.paths import Workspace, look

MOST_FILES = 1000
MOST_BYTES = 10_000_000  # of a file that is read or edited: it is held in memory


class ListFiles(BaseModel):
    """List the files of the workspace, or of a folder in it, with their sizes in bytes."""

    path: str = Field(default=".", description="A folder, relative to the workspace.")


class ReadFile(BaseModel):
    """Read a text file, whole or some lines of it."""

    path: str = Field(description="A file, relative to the workspace.")
    first_line: int = Field(default=1, ge=1, description="Where to begin; the first line is 1.")
    lines: int = Field(default=2000, ge=1, description="How many lines at most.")


class WriteFile(BaseModel):
    """Write a text file whole; it and its folders are made where there are none."""

    path: str = Field(description="A file, relative to the workspace.")
    content: str


class EditFile(BaseModel):
    """Replace a text that occurs exactly once in a file."""

    path: str = Field(description="A file, relative to the workspace.")
    old: str = Field(min_length=1, description="The text to replace, with enough around it to be unique.")
    new: str = Field(description="What to put in its place.")


def list_files(workspace: Workspace, given: ListFiles) -> ToolOutcome:
    start = workspace.existing(given.path)
    if not start.is_dir():
        raise ToolError(f"{given.path!r} is not a folder: read_file reads a file.")
    lines: list[str] = []
    more = 0
    for found in workspace.walk(start):
        if len(lines) < MOST_FILES:
            lines.append(f"{workspace.name(found.path)} {found.size}")
        else:
            more += 1
    if more:
        lines.append(f"[{more} more: list a folder]")
    return ToolOutcome("\n".join(lines) or "There are no files.")


def read_file(workspace: Workspace, given: ReadFile) -> ToolOutcome:
    lines = _text(workspace, workspace.file(given.path), given.path).splitlines(keepends=True)
    if given.first_line > max(len(lines), 1):
        raise ToolError(f"{given.path!r} has only {len(lines)} lines.")
    start = given.first_line - 1
    text = "".join(lines[start : start + given.lines])
    rest = len(lines) - start - given.lines
    return ToolOutcome(f"{text}[{rest} more lines]" if rest > 0 else text or "The file is empty.")


def write_file(workspace: Workspace, given: WriteFile) -> ToolOutcome:
    path = workspace.path(given.path)
    if path.is_dir():
        raise ToolError(f"{given.path!r} is a folder: name a file.")
    _write(workspace, path, given.content)
    return ToolOutcome(f"Wrote {len(given.content)} characters.", files=[workspace.name(path)])


def edit_file(workspace: Workspace, given: EditFile) -> ToolOutcome:
    path = workspace.file(given.path)
    text = _text(workspace, path, given.path)
    if (count := text.count(given.old)) != 1:
        raise ToolError(
            f"The old text occurs {count} times in {given.path!r}, not once: read the file and give a text that does."
        )
    _write(workspace, path, text.replace(given.old, given.new))
    return ToolOutcome("Edited.", files=[workspace.name(path)])


def _text(workspace: Workspace, path: Path, given: str) -> str:
    """The line ends stay as the file has them, for an edit keeps them."""
    content = workspace.read(path, MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ToolError(f"{given!r} has more than {MOST_BYTES} bytes: look at parts of it by a command.")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise ToolError(f"{given!r} is not text in UTF-8: look at it by a command.") from error


def _write(workspace: Workspace, path: Path, content: str) -> None:
    """Whole or not at all: a worker killed meanwhile leaves the former file. Keeps the file's mode."""
    encoded = content.encode()
    with workspace.folder(path.parent, make=True) as folder:
        former = look(path.name, folder)
        new = f".agent-runner.{secrets.token_hex(8)}"
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666, dir_fd=folder)
        try:
            with open(handle, "wb") as file:
                file.write(encoded)
                if former and stat.S_ISREG(former.st_mode):
                    os.fchmod(handle, stat.S_IMODE(former.st_mode))
            os.replace(new, path.name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            os.unlink(new, dir_fd=folder)
            raise
