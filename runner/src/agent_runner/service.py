"""The worker's life: connect, work, drain."""

import asyncio
import importlib.metadata
import logging
import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from temporalio.client import Client
from temporalio.runtime import Runtime
from temporalio.service import RPCError
from temporalio.worker import Worker

from agent_runner import logs
from agent_runner.activities import Activities
from agent_runner.config import Settings
from agent_runner.connection import POLL_TOLD_BY, connect, last_poll, reason, runtime_of
from agent_runner.landlock import Domains
from agent_runner.llm import client_of
from agent_runner.memory import ContainerMemory, machine
from agent_runner.state import CONNECTING, DRAINING, POLLING, StateFile
from agent_runner.tools.limits import MIB, Limits
from agent_runner.tools.paths import Workspace
from agent_runner.tools.registry import Toolbox
from agent_runner.tools.supervisor import Supervisor
from agent_runner.workflow import AgentExecution

LOOK_SECONDS = 10.0  # between two questions whether Temporal has our polls
FIRST_LOOK_SECONDS = 1.0  # until it has
BEAT_SECONDS = 5.0
CONNECT_SECONDS = 10.0
FIRST_PAUSE = 0.5  # between two attempts to connect; it doubles
LONGEST_PAUSE = 30.0
MEMORY_PART = 0.75  # of the container's, that a process of a command may take where nobody says otherwise
MERCY_SECONDS = 5.0  # after the drain, to report what was cut short

log = logging.getLogger(__name__)


def serve(settings: Settings, state: StateFile) -> int:
    """Runs until SIGTERM or SIGINT. Returns the exit code: 0, or 1 where work could not be reported at the end."""
    logs.set_up(settings)
    activities = Activities(client_of(settings), _toolbox(settings), settings.model)
    state.write(phase=CONNECTING, address=settings.temporal_address, dependencies=_dependencies(settings))
    return asyncio.run(Service(settings, state, activities).run())


def _toolbox(settings: Settings) -> Toolbox:
    memory, domains = ContainerMemory(), Domains(wanted=settings.command_landlock)
    if settings.command_landlock and not domains.version:
        log.info("No Landlock here (Linux 5.19): commands can read the environment of exec probes and of kubectl exec")
    supervisor = Supervisor(limits_of(settings, memory), memory, domains)
    return Toolbox(Workspace(settings.workspace), settings.command_timeout_seconds, settings.output_limit, supervisor)


def limits_of(settings: Settings, memory: ContainerMemory) -> Limits:
    """What commands may use; 0 in a setting: no limit."""
    most = settings.command_memory
    if most is None:
        most = int((memory.limit or machine()) * MEMORY_PART) // MIB
    return Limits(
        processes=settings.command_processes or None,
        memory=most * MIB or None,
        file=settings.command_file * MIB or None,
        cpu_seconds=settings.command_cpu_seconds or None,
    )


def _dependencies(settings: Settings) -> dict[str, str]:
    sdk = "anthropic" if settings.llm_provider == "anthropic" else "openai"
    return {name: importlib.metadata.version(name) for name in ("temporalio", sdk, "pydantic")}


class Service:
    def __init__(self, settings: Settings, state: StateFile, activities: Activities) -> None:
        self._settings = settings
        self._state = state
        self._activities = activities
        self._stopping = asyncio.Event()
        self._runtime: Runtime | None = None
        self._unwritten: str | None = None

    async def run(self) -> int:
        for sign in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(sign, self._signalled, sign)
        beats = asyncio.create_task(self._beat())
        try:
            return await self._work()
        finally:
            beats.cancel()
            await self._activities.llm.close()

    def _signalled(self, sign: signal.Signals) -> None:
        if self._stopping.is_set():
            log.warning("A second signal: exiting now")
            os._exit(128 + sign)
        log.info("%s: no new tasks; what runs has %g s", sign.name, self._settings.drain_seconds)
        self._stopping.set()
        self._tell(phase=DRAINING)

    async def _beat(self) -> None:
        while True:
            self._tell()
            self._activities.toolbox.supervisor.sweep()
            await asyncio.sleep(BEAT_SECONDS)

    def _tell(self, **changes: Any) -> None:
        """Writes the state; where a command has filled the disk, work goes on, and the next beat tries again."""
        try:
            self._state.write(**changes)
        except OSError as error:
            if self._unwritten != str(error):
                log.warning("agent-runner health is not told of this worker: %s", error)
            self._unwritten = str(error)
        else:
            self._unwritten = None

    async def _work(self) -> int:
        """One worker after another: a fatal error (a namespace that is gone, a right that was withdrawn) ends one."""
        retry = Retry(self._settings.temporal_address, self._problem)
        while not self._stopping.is_set():
            try:
                return await self._one_worker(await self._connect(), retry)
            except (RuntimeError, RPCError, OSError) as error:
                if not self._stopping.is_set():
                    await retry.pause(reason(error), self._stopping)
        return 0

    def _problem(self, why: str) -> None:
        if not self._stopping.is_set():
            self._tell(phase=CONNECTING, problem=why, poll=None)

    async def _connect(self) -> Client:
        """:raises TimeoutError: where Temporal takes the connection and says nothing, or the worker is to end."""
        self._runtime = self._runtime or runtime_of(self._settings)
        connecting = asyncio.create_task(connect(self._settings, self._runtime))
        stopping = asyncio.create_task(self._stopping.wait())
        await asyncio.wait([connecting, stopping], timeout=CONNECT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if connecting.done():
            return connecting.result()
        connecting.cancel()
        raise TimeoutError(f"no answer within {CONNECT_SECONDS:g} s")

    async def _one_worker(self, client: Client, retry: "Retry") -> int:
        """Runs one worker to its end. :raises RuntimeError: where it failed."""
        worker = Worker(
            client,
            task_queue=self._settings.task_queue,
            workflows=[AgentExecution],
            activities=[self._activities.ask_llm, self._activities.use_tool],
            max_concurrent_activities=self._settings.max_concurrency,
            # A cancellation arrives with the answer to a heartbeat; the SDK's own choice is every 24 s.
            max_heartbeat_throttle_interval=timedelta(seconds=BEAT_SECONDS),
            graceful_shutdown_timeout=timedelta(seconds=self._settings.drain_seconds),
        )
        running = asyncio.create_task(worker.run())
        stopping = asyncio.create_task(self._stopping.wait())
        watching = asyncio.create_task(self._watch(client, retry))
        try:
            await asyncio.wait([running, stopping, watching], return_when=asyncio.FIRST_COMPLETED)
            if stopping.done():
                return await self._drain(worker, running)
            for ended in (running, watching):
                if ended.done():
                    ended.result()
            raise RuntimeError("the worker ended by itself")
        finally:
            stopping.cancel()
            watching.cancel()

    async def _watch(self, client: Client, retry: "Retry") -> None:
        """Asks Temporal again and again whether it has our polls, and writes down what it says."""
        seen = None
        while True:
            try:
                poll = await last_poll(client, self._settings.task_queue)
            except RPCError as error:
                self._tell(problem=reason(error))
                retry.told(reason(error))
            else:
                now = time.monotonic()
                self._tell(answer=now, problem=None)
                if poll is not None:
                    retry.succeeded()
                if poll is not None and poll != seen:
                    seen = poll
                    self._polled(now)
            await asyncio.sleep(FIRST_LOOK_SECONDS if seen is None else LOOK_SECONDS)

    def _polled(self, now: float) -> None:
        phase = DRAINING if self._stopping.is_set() else POLLING
        self._tell(phase=phase, poll=now, poll_told_by=POLL_TOLD_BY)

    async def _drain(self, worker: Worker, running: "asyncio.Task[None]") -> int:
        """What runs may end; then it is cancelled, and reported. While Temporal is away nothing can be reported."""
        await asyncio.wait(
            [asyncio.create_task(worker.shutdown()), running],
            timeout=self._settings.drain_seconds + MERCY_SECONDS,
        )
        if running.done():
            log.info("Everything was finished or handed back")
            return 0
        log.warning("Not everything could be reported to Temporal, which will notice by the missing heartbeats")
        logging.shutdown()
        os._exit(1)


class Retry:
    """Pauses that grow, and one line a problem, not one an attempt."""

    def __init__(self, address: str, note: Callable[[str], None]) -> None:
        self._address = address
        self._note = note
        self._pause = FIRST_PAUSE
        self._why: str | None = None
        self._used = False

    async def pause(self, why: str, until: asyncio.Event) -> None:
        """Waits for the next attempt, or until the event."""
        self.told(why)
        self._note(why)
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        try:
            await asyncio.wait_for(until.wait(), self._pause)
        except TimeoutError:
            return

    def told(self, why: str) -> None:
        if why != self._why:
            log.warning("Temporal at %s can't be used, trying again: %s", self._address, why)
        self._why = why

    def succeeded(self) -> None:
        if self._why is not None or not self._used:
            log.info("Temporal at %s has our polls", self._address)
        self._why, self._pause, self._used = None, FIRST_PAUSE, True
