"""python -m agent_runner.reference FILE writes the table of the environment into a page, between its two marks."""

import sys
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from agent_runner.config import Settings

BEGIN, END = "<!-- environment: begin (make generate) -->", "<!-- environment: end -->"


def table() -> str:
    lines = ["| variable | default | what it is |", "|---|---|---|"]
    for field in Settings.model_fields.values():
        lines.append(f"| `{field.validation_alias}` | {_default(field)} | {field.description} |")
    return "\n".join(lines)


def _default(field: FieldInfo) -> str:
    default: Any = field.default
    if field.is_required():
        return "must be set"
    if isinstance(default, bool):
        default = str(default).lower()
    return "" if default is None else f"`{default}`"


def with_table(page: str) -> str:
    """The page with the table of today. :raises ValueError: where a mark is missing."""
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_text(with_table(file.read_text(encoding="utf-8")), encoding="utf-8")
