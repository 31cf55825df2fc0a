"""make histories writes tests/histories anew: what Temporal keeps of some executions, for the replay test.

An old history must replay with the workflow of today, or executions that run during an upgrade break. So a history is
added when the workflow can do something new; one that is there is written anew only where its feature is gone.
"""

import asyncio
import json
import socket
import sys
import tempfile
from pathlib import Path

from temporalio.client import Client

from agent_runner.messages import AgentExecutionInput, Decision
from agent_runner.workflow import AgentExecution
from llm_server import LlmServer
from temporal_server import TemporalServer, WorkerProcess, environment_of

FOLDER = Path(__file__).parent / "histories"
QUEUE = "recording"


async def record(client: Client, name: str, story: str, *, approved: bool | None = None, stop: bool = False) -> None:
    given = AgentExecutionInput("You work on files.", "Do it.", model=story, approval=approved is not None)
    handle = await client.start_workflow(AgentExecution.run, given, id=name, task_queue=QUEUE)
    if approved is not None:
        while (await handle.query(AgentExecution.progress)).phase != "waiting for approval":
            await asyncio.sleep(0.2)
        await handle.signal(AgentExecution.approve, Decision(1, approved))
    if stop:
        while (await handle.query(AgentExecution.progress)).phase != "using run_command":
            await asyncio.sleep(0.2)
        await handle.signal(AgentExecution.stop)
    await handle.result()
    await write(client, name)


async def write(client: Client, name: str) -> None:
    """One file a run; machines' names stay out of it."""
    number = 0
    async for execution in client.list_workflows(f"WorkflowId = '{name}'"):
        number += 1
        history = await client.get_workflow_handle(name, run_id=execution.run_id).fetch_history()
        text = json.dumps(history.to_json_dict(), indent=1).replace(socket.gethostname(), "worker")
        (FOLDER / f"{name}-{number}.json").write_text(f"{text}\n", encoding="utf-8")


async def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, LlmServer() as llm:
        workspace = Path(folder, "workspace")
        workspace.mkdir()
        server = TemporalServer(Path(folder))
        server.start()
        environment = environment_of(server, QUEUE, workspace, llm.url)
        try:
            client = await server.client()
            with WorkerProcess(Path(folder), "worker", environment) as worker:
                worker.await_health("ok")
                await record(client, "tools", "write-a-file")
                await record(client, "approved", "write-a-file", approved=True)
                await record(client, "refused", "write-a-file", approved=False)
                await record(client, "continued", "list-on-and-on")
                await record(client, "stopped", "endless-command", stop=True)
                await record(client, "cut-off", "cut-off")
                handle = await client.start_workflow(
                    AgentExecution.run,
                    AgentExecutionInput("", "Do it.", model="endless-command"),
                    id="worker-lost",
                    task_queue=QUEUE,
                )
                while (workspace / "begun.txt").read_text().count("begun") != 2:
                    await asyncio.sleep(0.2)
                worker.kill()
            with WorkerProcess(Path(folder), "worker", environment):
                await handle.result()
                await write(client, handle.id)
        finally:
            server.stop()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
