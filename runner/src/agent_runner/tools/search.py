"""Searching files."""

import re
from pathlib import Path

from pydantic import BaseModel, Field

from agent_runner.messages import ToolOutcome
from agent_runner.tools.files import MOST_BYTES
from agent_runner.tools.outcome import ToolError
from agent_runner.tools.paths import Found, Workspace, read

MOST_MATCHES = 200
LONGEST_LINE = 300  # characters that are shown


class Search(BaseModel):
    """Find lines in the workspace's text files that contain a text."""

    text: str = Field(min_length=1, description="What to look for, taken literally.")
    path: str = Field(default=".", description="A folder or file to look in, relative to the workspace.")
    name: str = Field(default="*", description="Only files of such a name, e.g. *.py.")
    ignore_case: bool = False


def search(workspace: Workspace, given: Search) -> ToolOutcome:
    """The text is no regular expression: one that backtracks for ever would hold the worker."""
    pattern = re.compile(re.escape(given.text), re.IGNORECASE if given.ignore_case else 0)
    lines: list[str] = []
    for found in workspace.walk(workspace.existing(given.path)):
        if _named(found.path, given.name):
            lines.extend(_matches(pattern, found, workspace.name(found.path)))
        if len(lines) > MOST_MATCHES:
            lines[MOST_MATCHES:] = ["[more: narrow the search]"]
            break
    return ToolOutcome("\n".join(lines) or "Nothing found.")


def _named(path: Path, name: str) -> bool:
    try:
        return path.match(name)
    except ValueError as error:
        raise ToolError(f"{name!r} is no pattern for file names: {error}.") from error


def _matches(pattern: re.Pattern[str], found: Found, name: str) -> list[str]:
    """Lines as `name:number: line`; none of what is no text, too large, or not to be read."""
    if found.size > MOST_BYTES:
        return []
    try:
        lines = read(found.path.name, found.folder, MOST_BYTES).decode().splitlines()
    except (UnicodeDecodeError, OSError):
        return []
    return [f"{name}:{number}: {line[:LONGEST_LINE]}" for number, line in enumerate(lines, 1) if pattern.search(line)]
