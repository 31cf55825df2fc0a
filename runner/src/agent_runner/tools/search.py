"""Searching files."""

import re
from pathlib import Path

from pydantic import BaseModel, Field

from agent_runner.messages import ToolOutcome
from agent_runner.tools.files import MOST_BYTES
from agent_runner.tools.outcome import ToolError
from agent_runner.tools.paths import Workspace

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
    start = workspace.existing(given.path)
    files = [start] if start.is_file() else workspace.walk(start)
    pattern = re.compile(re.escape(given.text), re.IGNORECASE if given.ignore_case else 0)
    found: list[str] = []
    try:
        for path in files:
            if path.match(given.name):
                found.extend(_matches(pattern, path, workspace.name(path)))
            if len(found) > MOST_MATCHES:
                found[MOST_MATCHES:] = ["[more: narrow the search]"]
                break
    except ValueError as error:
        raise ToolError(f"{given.name!r} is no pattern for file names: {error}.") from error
    return ToolOutcome("\n".join(found) or "Nothing found.")


def _matches(pattern: re.Pattern[str], path: Path, name: str) -> list[str]:
    """Lines as `name:number: line`; none of what is no text or too large."""
    if path.stat().st_size > MOST_BYTES:
        return []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (UnicodeDecodeError, PermissionError):
        return []
    return [f"{name}:{number}: {line[:LONGEST_LINE]}" for number, line in enumerate(lines, 1) if pattern.search(line)]
