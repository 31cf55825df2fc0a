import json
import logging

import pytest

from agent_runner import logs
from agent_runner.logs import Formatter
from conftest import MakeSettings


def record(
    message: str, *arguments: object, level: int = logging.INFO, error: BaseException | None = None
) -> logging.LogRecord:
    information = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("agent_runner", level, "file.py", 1, message, arguments, information)


def test_a_json_line_has_time_level_logger_and_message() -> None:
    line = json.loads(Formatter(as_json=True, secrets=[]).format(record("%s is there", "it", level=logging.WARNING)))
    assert (line["level"], line["logger"], line["message"]) == ("warn", "agent_runner", "it is there")
    assert line["time"].endswith("+00:00")


def test_a_key_is_hidden_wherever_it_comes_from() -> None:
    formatter = Formatter(as_json=True, secrets=["sk-1"])
    line = formatter.format(record("asked with %s", "sk-1", error=ValueError("bad key sk-1")))
    assert "sk-1" not in line
    assert json.loads(line)["exception"] == "ValueError: bad key ***"


def test_a_key_that_json_writes_otherwise_is_hidden_too() -> None:
    line = Formatter(as_json=True, secrets=['sk"1']).format(record('asked with sk"1'))
    assert json.loads(line)["message"] == "asked with ***"


def test_text_lines_hide_keys_too() -> None:
    line = Formatter(as_json=False, secrets=["sk-1"]).format(record("asked with sk-1"))
    assert line.endswith("INFO agent_runner: asked with ***")


def test_libraries_that_tell_every_request_are_quiet_unless_asked(
    settings: MakeSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.set_up(settings(LOG_LEVEL="INFO"))
    logging.getLogger("openai").info("a request")
    logging.getLogger("agent_runner").info("an event")
    logging.getLogger().handlers.clear()  # which write into this test's own standard error
    assert [json.loads(line)["message"] for line in capsys.readouterr().err.splitlines()] == ["an event"]
