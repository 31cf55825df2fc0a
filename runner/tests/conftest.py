"""Fixtures that most tests share."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent_runner.config import Settings
from agent_runner.tools.paths import Workspace
from agent_runner.tools.registry import Toolbox
from llm_server import LlmServer

MakeSettings = Callable[..., Settings]


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the machine has set is not for the tests."""
    for name in os.environ:
        if name.startswith(("TEMPORAL_", "STIGMER_", "OPENAI_", "ANTHROPIC_", "OLLAMA_", "AGENT_RUNNER_", "LOG_")):
            monkeypatch.delenv(name)


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> MakeSettings:
    """Settings of the least environment and what is given; None takes a variable away."""

    def make(**given: str | None) -> Settings:
        least = {
            "SANDBOX_ROOT_DIR": str(tmp_path),
            "TEMPORAL_SERVICE_ADDRESS": "temporal:7233",
            "STIGMER_LLM_PROVIDER": "ollama",
        }
        for name, value in {**least, **given}.items():
            if value is None:
                monkeypatch.delenv(name, raising=False)
            else:
                monkeypatch.setenv(name, value)
        return Settings.load()

    return make


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder = tmp_path / "workspace"
    folder.mkdir()
    return Workspace(folder)


@pytest.fixture
def toolbox(workspace: Workspace) -> Toolbox:
    return Toolbox(workspace, longest_seconds=20, output_limit=2000)


@pytest.fixture
def llm_server() -> Iterator[LlmServer]:
    with LlmServer() as server:
        yield server
