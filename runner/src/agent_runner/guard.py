"""What the worker asks of the kernel for itself, see prctl(2)."""

import ctypes
import os

PR_SET_DUMPABLE = 4
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38


def hide_process() -> None:
    """Commands run as the worker's user; without this any of them could read its keys in /proc/PID/environ.

    :raises OSError: where the kernel refuses.
    """
    _prctl(PR_SET_DUMPABLE, 0)


def adopt_orphans() -> None:
    """A process below this one whose parent ends becomes a child of this one, as in a container of process 1.

    :raises OSError: where the kernel refuses.
    """
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def forgo_privileges() -> None:
    """This thread, and what it starts, gains no rights by running a program (sudo and the like).

    :raises OSError: where the kernel refuses.
    """
    _prctl(PR_SET_NO_NEW_PRIVS, 1)


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), f"prctl: {os.strerror(ctypes.get_errno())}")
