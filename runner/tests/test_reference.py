from pathlib import Path

from agent_runner.reference import table, with_table

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
