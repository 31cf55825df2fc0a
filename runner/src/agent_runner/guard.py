"""Keeps the worker's memory and environment from the commands that agents run."""

import ctypes
import os

PR_SET_DUMPABLE = 4  # prctl(2)


def hide_process() -> None:
    """Commands run as the worker's user; without this any of them could read its keys in /proc/PID/environ.

    :raises OSError: where the kernel refuses.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), f"prctl: {os.strerror(ctypes.get_errno())}")
