from pathlib import Path

from agent_runner.config import Settings
from agent_runner.reference import table, with_table

REFERENCE = Path(__file__).parents[2] / "docs" / "reference.md"
PAGE = Path(__file__).parents[1] / "docs" / "docker.md"


def test_the_page_lists_the_environment_as_it_is() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_table(page), "make generate writes it anew"


def test_a_required_variable_an_optional_one_and_a_default() -> None:
    lines = table().splitlines()
    assert "| `TEMPORAL_SERVICE_ADDRESS` | must be set | Temporal's `host:port`. |" in lines
    assert "| `TEMPORAL_NAMESPACE` | `default` | The namespace. |" in lines
    assert any(line.startswith("| `AGENT_RUNNER_COMMAND_LANDLOCK` | `true` | ") for line in lines)
    assert any(line.startswith("| `OPENAI_API_KEY` |  | ") for line in lines)


def test_the_variables_that_the_operator_sets_for_this_worker_are_read() -> None:
    rows = [line.strip("| ").split(" | ") for line in REFERENCE.read_text(encoding="utf-8").splitlines()]
    ours = {row[0].strip("`") for row in rows if len(row) == 4 and row[3].startswith("agent-runner")}
    assert len(ours) >= 30
    assert ours <= {field.validation_alias for field in Settings.model_fields.values()}
