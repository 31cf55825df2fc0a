"""The worker of docs/workers.md as it stands there, with the environment of an AgentRunner, against a real Temporal."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from temporal_server import ROOT, TemporalServer, eventually

QUEUE = "notes"


def example(language: str) -> str:
    page = (ROOT / "docs" / "workers.md").read_text(encoding="utf-8")
    found = re.search(rf"^```{language}\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


def test_it_is_short_and_its_library_is_the_one_that_is_tested() -> None:
    assert len(example("python").splitlines()) <= 30
    lock = (ROOT / "runner" / "poetry.lock").read_text(encoding="utf-8")
    version = re.search(r'^name = "temporalio"\nversion = "(.*)"', lock, re.MULTILINE)
    assert version
    assert f"temporalio=={version[1]}" in example("dockerfile")


@workflow.defn
class TakeNote:
    @workflow.run
    async def run(self, text: str) -> None:
        await workflow.execute_activity("note", text, task_queue=QUEUE, start_to_close_timeout=timedelta(seconds=30))


@pytest.mark.temporal
async def test_it_works_on_tasks_and_ends_in_good_order(tmp_path: Path) -> None:
    temporal = TemporalServer(tmp_path)
    temporal.start()
    file = tmp_path / "worker.py"
    file.write_text(example("python"), encoding="utf-8")
    environment = {
        "PATH": os.environ["PATH"],
        "TEMPORAL_SERVICE_ADDRESS": temporal.address,
        "TEMPORAL_AGENT_EXECUTION_RUNNER_TASK_QUEUE": QUEUE,
        "WORKSPACE_ROOT_DIR": str(tmp_path),
        "AGENT_RUNNER_DRAIN_SECONDS": "50",
    }
    process = subprocess.Popen([sys.executable, file], env=environment)
    try:
        client = await temporal.client()
        async with Worker(
            client, task_queue="workflows", workflows=[TakeNote], workflow_runner=UnsandboxedWorkflowRunner()
        ):
            for text in ("one", "two"):
                await client.execute_workflow(TakeNote.run, text, id=text, task_queue="workflows")
        assert (tmp_path / "notes.txt").read_text() == "one\ntwo\n"
        process.send_signal(signal.SIGTERM)
        await asyncio.to_thread(eventually, "the worker ends", lambda: process.poll() is not None)
        assert process.returncode == 0
    finally:
        process.kill()
        temporal.stop()
