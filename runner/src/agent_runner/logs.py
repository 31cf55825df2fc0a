"""Logs: one line an event, JSON or text, without keys."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import ClassVar

from agent_runner.config import Settings

HIDDEN = "***"


def set_up(settings: Settings) -> None:
    """All loggers write to standard error, at the level that is set."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Formatter(as_json=settings.log_format == "json", secrets=settings.secrets))
    logging.basicConfig(handlers=[handler], level=settings.level, force=True)
    # They tell each request at INFO.
    for name in ("httpx", "httpx2", "httpcore", "httpcore2", "openai", "anthropic"):
        logging.getLogger(name).setLevel(max(settings.level, logging.WARNING))


def hide(text: str, secrets: list[str]) -> str:
    """The text without the secrets."""
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    return text


class Formatter(logging.Formatter):
    """Hides secrets in the whole line, wherever they come from: a message, an exception, a library."""

    LEVELS: ClassVar[dict[str, str]] = {"WARNING": "warn"}

    def __init__(self, *, as_json: bool, secrets: list[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._as_json = as_json
        self._secrets = [*secrets, *(json.dumps(secret)[1:-1] for secret in secrets)]  # as JSON writes them, too

    def format(self, record: logging.LogRecord) -> str:
        return hide(self._json(record) if self._as_json else super().format(record), self._secrets)

    def _json(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": self.LEVELS.get(record.levelname, record.levelname.lower()),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
