import asyncio
import time

import pytest

from agent_runner.messages import ToolOutcome
from agent_runner.tools.command import environment
from agent_runner.tools.paths import Workspace
from agent_runner.tools.registry import Toolbox
from commands import ended, run


async def test_output_errors_and_exit_code_come_back(toolbox: Toolbox) -> None:
    outcome = await run(toolbox, "pwd; echo wrong >&2; exit 3")
    assert outcome == ToolOutcome(f"{toolbox.workspace.root}\nwrong\n[exit code 3]", failed=True)


async def test_a_command_without_output_tells_its_exit_code(toolbox: Toolbox) -> None:
    assert await run(toolbox, "true") == ToolOutcome("[exit code 0]")


async def test_the_workers_own_keys_and_addresses_are_not_in_its_environment(
    toolbox: Toolbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("STIGMER_LLM_API_KEY", "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "TEMPORAL_API_KEY", "STIGMER_API_KEY"):
        monkeypatch.setenv(name, "sk-secret")
    monkeypatch.setenv("GITHUB_TOKEN", "the-users-own")
    text = (await run(toolbox, "env")).text
    assert "sk-secret" not in text
    assert "GITHUB_TOKEN=the-users-own" in text


def test_what_an_operator_sets_besides_stays_in_its_environment() -> None:
    assert environment({"HOME": "/workspace", "OLLAMA_BASE_URL": "http://x", "MODE": "local"}) == {
        "HOME": "/workspace",
        "MODE": "local",
    }


async def test_it_has_no_input(toolbox: Toolbox) -> None:
    assert (await run(toolbox, "cat")).text == "[exit code 0]"


async def test_at_its_limit_it_ends_with_all_its_children(toolbox: Toolbox, workspace: Workspace) -> None:
    started = time.monotonic()
    outcome = await run(toolbox, "sleep 600 & echo $! >child; wait", timeout_seconds=0.5)
    assert outcome == ToolOutcome("[ended after its limit of 0.5 s]", failed=True)
    assert time.monotonic() - started < 10
    await ended(int((workspace.root / "child").read_text()))


async def test_a_limit_above_the_workers_counts_as_the_workers(workspace: Workspace) -> None:
    toolbox = Toolbox(workspace, longest_seconds=0.3, output_limit=1000)
    assert "ended after its limit of 0.3 s" in (await run(toolbox, "sleep 600", timeout_seconds=5000)).text


async def test_what_ignores_the_polite_signal_ends_by_the_other(toolbox: Toolbox) -> None:
    outcome = await run(toolbox, "trap '' TERM; sleep 600", timeout_seconds=0.3)
    assert "ended after its limit" in outcome.text


async def test_a_signal_is_told_by_its_name(toolbox: Toolbox) -> None:
    assert (await run(toolbox, "kill -KILL $$")).text == "[ended by SIGKILL]"


async def test_what_it_leaves_in_the_background_ends_with_it(toolbox: Toolbox, workspace: Workspace) -> None:
    outcome = await run(toolbox, "sleep 600 & echo $! >child")
    assert outcome.text == "[exit code 0]"
    await ended(int((workspace.root / "child").read_text()))


async def test_long_output_keeps_its_beginning_and_its_end(toolbox: Toolbox) -> None:
    text = (await run(toolbox, "echo first; yes middle | head -c 10000000; echo; echo last")).text
    assert text.startswith("first\n")
    assert text.endswith("last\n[exit code 0]")
    assert "left out" in text
    assert len(text) < 2200


async def test_a_cancelled_command_ends_with_its_children(toolbox: Toolbox, workspace: Workspace) -> None:
    running = asyncio.create_task(run(toolbox, "sleep 600 & echo $! >child; wait"))
    child = workspace.root / "child"
    for _ in range(200):
        if child.exists() and child.read_text():
            break
        await asyncio.sleep(0.05)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await ended(int(child.read_text()))


async def test_a_daemon_that_keeps_the_output_open_does_not_hold_the_worker_and_ends(
    toolbox: Toolbox, workspace: Workspace
) -> None:
    started = time.monotonic()
    outcome = await run(toolbox, "setsid sleep 30 & echo $! >daemon; echo started")
    assert outcome.text == "started\n[exit code 0]"
    assert time.monotonic() - started < 15
    await ended(int((workspace.root / "daemon").read_text()))
