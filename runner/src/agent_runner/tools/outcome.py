"""What every tool shares: how it fails, and how long its answer may be."""


class ToolError(Exception):
    """What the model is told when a tool can't do what it asks. Its text says what to do instead."""


def cut(text: str, limit: int) -> str:
    """At most about `limit` characters: the beginning and the end, for errors stand at either."""
    if len(text) <= limit:
        return text
    half = limit // 2
    return f"{text[:half]}\n[… {len(text) - 2 * half} characters left out …]\n{text[-half:]}"
