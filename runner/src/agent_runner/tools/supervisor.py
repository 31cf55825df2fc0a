"""The commands that run, with all of their processes.

A process may leave its command's session, process group and parent, and have an empty environment. What it can't leave
is its mark: a limit of resident memory (RLIMIT_RSS), which children inherit and Linux has not enforced since 2.4. A
process may lower it, and never raise it. Each command has a mark of its own, too high to mean anything to a program,
and higher than those before: by lowering it, a process can only join a command that began earlier, or none.

Whatever loses its parent becomes the worker's child, so all that has a mark is found below the worker. What is there
without one (kubectl exec left it) is none of the worker's business.
"""

import asyncio
import itertools
import os
import resource
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from agent_runner.guard import adopt_orphans
from agent_runner.landlock import Domains
from agent_runner.memory import ContainerMemory
from agent_runner.orphans import Orphans
from agent_runner.processes import Process, descendants, own_memory
from agent_runner.tools.limits import MIB, Limits
from agent_runner.tools.process import FirstProcess

FIRST_MARK = 2**62
CHECK_SECONDS = 0.05  # between two checks of the limits
CHECKS_PER_REAPING = 20
END_SECONDS = 2.0  # between the polite signal and the other one
MANY = 20  # processes: thousands that have ended and aren't reaped make a look too slow to catch what still runs
KILL_SECONDS = 10.0  # what is not gone by then sits in the kernel, and is seen to by sweep()
WORTH_ENDING = 0.1  # of the container's memory: whatever holds less is not why it is short

_numbers = itertools.count()


@dataclass(eq=False)
class RunningCommand:
    """`exceeded`: which limit, in words, as soon as one is."""

    process: FirstProcess
    mark: int
    exceeded: "asyncio.Future[str]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def exceeds(self, why: str) -> None:
        if not self.exceeded.done():
            self.exceeded.set_result(why)


class Supervisor:
    """One for all commands of a worker. Its methods are for the event loop's thread."""

    def __init__(
        self, limits: Limits | None = None, memory: ContainerMemory | None = None, domains: Domains | None = None
    ) -> None:
        adopt_orphans()
        self.limits = limits or Limits()
        self.memory = memory or ContainerMemory()
        self.domains = domains or Domains()
        self._unmarked = resource.getrlimit(resource.RLIMIT_RSS)[1]
        self._first_mark = FIRST_MARK if self._unmarked == resource.RLIM_INFINITY else self._unmarked // 2
        self._orphans = Orphans()
        self._running: dict[int, RunningCommand] = {}
        self._watching: asyncio.Task[None] | None = None

    def begin(self, process: FirstProcess) -> RunningCommand:
        """Sets the limits, and watches over it from now on. :raises OSError: where the process is gone."""
        command = RunningCommand(process, self._first_mark + next(_numbers))
        resource.prlimit(process.pid, resource.RLIMIT_RSS, (command.mark, command.mark))
        self.limits.impose(process.pid)
        self._running[command.mark] = command
        if self._watching is None or self._watching.done():
            self._watching = asyncio.create_task(self._watch())
        return command

    async def end(self, command: RunningCommand) -> None:
        """Ends all of its processes: politely, unless it exceeded a limit, and then for good."""
        try:
            if not command.exceeded.done():
                await self._signal(command, signal.SIGTERM, END_SECONDS)
            await self._signal(command, signal.SIGKILL, KILL_SECONDS)
        finally:
            del self._running[command.mark]

    def sweep(self) -> None:
        """To be called every few seconds: ends what has outlived its command, and reaps what others left."""
        for process in self._left():
            _send(process, signal.SIGKILL)
        self._reap()

    async def _signal(self, command: RunningCommand, sign: signal.Signals, seconds: float) -> None:
        """SIGTERM once to each process group, SIGKILL again and again, until nothing runs or the time is over.

        One that hands over to another while it is looked for may be missed, and so may the other. But it leaves an
        ended one behind: nothing runs where the same have ended as at the last look.
        """
        told: set[int] = set()
        seen: set[int] = set()
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not (sign == signal.SIGTERM and command.exceeded.done()):
            left = list(self._left(command))
            for group, process in {process.group: process for process in left}.items():
                if sign == signal.SIGKILL or group not in told:
                    told.add(group)
                    _send(process, sign)
            before, seen = seen, {process.pid for process in left}
            if all(process.ended for process in left) and seen == before:
                return
            if len(left) > MANY:
                _reap_ended(process for process in left if process.pid != command.process.pid)
            await asyncio.sleep(0.01)

    def _left(self, command: RunningCommand | None = None) -> Iterator[Process]:
        """What there is of a command, and of those that are over; also what has ended and is not reaped."""
        for mark, process in self._marked():
            if mark not in self._running or (command and mark == command.mark):
                yield process

    def _marked(self) -> Iterator[tuple[int, Process]]:
        """All processes of commands, with their marks; one that lowered its own has its parent's while that has one."""
        if not _has_children():
            return
        marks = {command.process.pid: mark for mark, command in self._running.items()}
        for process in descendants(os.getpid()):  # parents before their children
            mark = self._mark(process.pid)
            if mark is not None:
                if mark not in self._running:
                    mark = marks.get(process.pid, marks.get(process.parent, mark))
                marks[process.pid] = mark
                yield mark, process

    def _mark(self, pid: int) -> int | None:
        try:
            mark = resource.prlimit(pid, resource.RLIMIT_RSS)[1]
        except OSError:  # it has ended, or has become another user's
            return None
        return mark if mark != self._unmarked else None

    async def _watch(self) -> None:
        """While anything runs."""
        for number in itertools.count(1):
            await asyncio.sleep(CHECK_SECONDS)
            if not self._running:
                return
            self._check_limits()
            if number % CHECKS_PER_REAPING == 0:
                self._reap()

    def _reap(self) -> None:
        self._orphans.reap([command.process.pid for command in self._running.values()])

    def _check_limits(self) -> None:
        watched = {mark: command for mark, command in self._running.items() if not command.exceeded.done()}
        if not watched:
            return
        marked: dict[int, list[Process]] = {mark: [] for mark in self._running}
        for mark, process in self._marked():
            marked.setdefault(mark, []).append(process)
        for mark, command in watched.items():
            if why := self._exceeded(marked[mark]):
                command.exceeds(why)
        ending = any(command.exceeded.done() for command in self._running.values())
        if self.limits.memory is not None and not ending and self.memory.is_short():
            self._relieve({command: sum(each.resident for each in marked[mark]) for mark, command in watched.items()})

    def _exceeded(self, processes: list[Process]) -> str | None:
        most, memory = self.limits.processes, self.limits.memory
        if most is not None and sum(process.threads for process in processes) > most:
            return f"more than {most} processes and threads at once (AGENT_RUNNER_COMMAND_PROCESSES)"
        # The first number is known, and never less than the other.
        if memory is not None and any(each.resident > memory and own_memory(each.pid) > memory for each in processes):
            return (
                f"one of its processes took more than {memory // MIB} MiB of memory (AGENT_RUNNER_COMMAND_MEMORY_MIB)"
            )
        return None

    def _relieve(self, held: dict[RunningCommand, int]) -> None:
        """Ends the command that holds the most, before the kernel ends the worker with it, as it does in a pod."""
        limit = self.memory.limit or 0
        command = max(held, key=lambda each: held[each])
        if held[command] >= WORTH_ENDING * limit:
            command.exceeds(
                f"nearly all of the container's {limit // MIB} MiB of memory was in use, most by this command"
            )


def _has_children() -> bool:
    """The usual answer after a command's end is no, for one system call."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def _reap_ended(processes: Iterable[Process]) -> None:
    """Those that have ended, and that nobody but the worker is to take note of."""
    for process in processes:
        if process.ended and process.parent == os.getpid():
            with suppress(ChildProcessError):
                os.waitpid(process.pid, os.WNOHANG)


def _send(process: Process, sign: signal.Signals) -> None:
    """To its whole process group at once, so that nothing is missed that another of the group starts meanwhile.

    A group lies within a session, and the first process of a command begins in one of its own.
    """
    with suppress(ProcessLookupError, PermissionError):
        if process.group in (0, 1, os.getpgrp()):  # which can't be, and would be others' end
            os.kill(process.pid, sign)
        else:
            os.killpg(process.group, sign)
