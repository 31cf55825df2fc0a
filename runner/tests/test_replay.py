"""Executions that began with an older worker go on with this one: their histories still replay."""

from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from agent_runner.workflow import AgentExecution

HISTORIES = sorted((Path(__file__).parent / "histories").glob("*.json"))


def test_there_are_histories_of_every_way_an_execution_can_go() -> None:
    assert {file.stem.rpartition("-")[0] for file in HISTORIES} >= {
        "approved",
        "continued",
        "cut-off",
        "refused",
        "stopped",
        "tools",
        "worker-lost",
    }


@pytest.mark.parametrize("file", HISTORIES, ids=lambda file: str(file.stem))
async def test_an_old_history_replays(file: Path) -> None:
    history = WorkflowHistory.from_json(file.stem, file.read_text(encoding="utf-8"))
    await Replayer(workflows=[AgentExecution]).replay_workflow(history)


async def test_a_history_that_does_not_fit_is_noticed() -> None:
    [tools] = [file for file in HISTORIES if file.stem == "tools-1"]
    text = tools.read_text(encoding="utf-8").replace('"use_tool"', '"another"')
    with pytest.raises(Exception, match="another"):
        await Replayer(workflows=[AgentExecution]).replay_workflow(WorkflowHistory.from_json("tools", text))
