"""What a command may use, see getrlimit(2)."""

import os
import resource
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MIB = 2**20
OOM_SCORE_ADJ = "1000"  # the most, see proc(5)
NICENESS = 19  # the most; with it, a process can't leave the policy SCHED_IDLE
GRACE_SECONDS = 5  # of CPU time, between SIGXCPU and SIGKILL
# What a shell makes of a signal that ended a command's last process.
BY_SIGNAL = 128


@dataclass(frozen=True)
class Limits:
    """None: no limit. `processes` is how many a command may have at once, threads counted; the others are for each of
    its processes: `memory` and `file` (a file's size) in bytes, `cpu_seconds` of CPU time.

    The kernel keeps the last two, and the supervisor the others: RLIMIT_NPROC counts all processes of a user on the
    node, and RLIMIT_DATA and RLIMIT_AS what is only reserved, with which sanitizers and race detectors can't start.
    """

    processes: int | None = None
    memory: int | None = None
    file: int | None = None
    cpu_seconds: int | None = None

    def impose(self, pid: int) -> None:
        """On a process, and all that it will start. No privilege is needed, for all of it only takes away.

        :raises OSError: where there is no such process.
        """
        _put_last(pid)
        # A limit's signal would otherwise leave a core file in the workspace.
        _lower(pid, resource.RLIMIT_CORE, 0, resource.RLIM_INFINITY)
        if self.file is not None:
            _lower(pid, resource.RLIMIT_FSIZE, self.file, self.file)
        if self.cpu_seconds is not None:
            _lower(pid, resource.RLIMIT_CPU, self.cpu_seconds, self.cpu_seconds + GRACE_SECONDS)

    def reason(self, code: int) -> str | None:
        """Which limit an exit code tells of (a negative one: a signal), if any."""
        sign = -code if code < 0 else code - BY_SIGNAL
        if self.file is not None and sign == signal.SIGXFSZ:
            return f"a file may have at most {self.file // MIB} MiB (AGENT_RUNNER_COMMAND_FILE_MIB)"
        if self.cpu_seconds is not None and sign == signal.SIGXCPU:
            return f"a process may use at most {self.cpu_seconds} s of CPU time (AGENT_RUNNER_COMMAND_CPU_SECONDS)"
        return None


def _put_last(pid: int) -> None:
    """Its processors are those that nothing else in the container wants, and for want of memory it is ended first.

    That takes nothing from the container, whose share of the node stays; but the worker gets to ending a command,
    however many processes that has. A kernel such as gVisor's may know none of this; commands run there as well.
    """
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, pid, NICENESS)
        os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0))
    with suppress(OSError):
        Path(f"/proc/{pid}/oom_score_adj").write_text(OOM_SCORE_ADJ)


def _lower(pid: int, limit: int, soft: int, hard: int) -> None:
    """Sets the limit; a lower one, with which the worker was started, stays."""
    former_soft, former_hard = resource.prlimit(pid, limit)
    resource.prlimit(pid, limit, (_least(soft, former_soft), _least(hard, former_hard)))


def _least(one: int, other: int) -> int:
    return other if one == resource.RLIM_INFINITY else one if other == resource.RLIM_INFINITY else min(one, other)
