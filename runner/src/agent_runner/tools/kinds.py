"""Which tools only look. Without imports, for the workflow decides by it."""

READING = frozenset({"list_files", "read_file", "search"})
CHANGING = frozenset({"write_file", "edit_file", "run_command"})


def changes(name: str) -> bool:
    """True for a tool that must not run twice, or without a person's approval where that is asked for."""
    return name not in READING
