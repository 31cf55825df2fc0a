"""Keeps commands from other processes of their user, by Landlock, see landlock(7).

A process in a Landlock domain can't look into the memory, environment or open files of one outside of it, nor, since
Linux 6.12, send it a signal. So an agent's command reads no key in the environment of an exec probe or of what a person
runs by kubectl exec, and ends no worker. Files stay as they are: the domain takes no right to them away.
"""

import ctypes
import os

from agent_runner.guard import forgo_privileges

# The same numbers on all architectures.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
CREATE_RULESET_VERSION = 1
RULE_PATH_BENEATH = 1
# A ruleset must name a right to files. Moving a file to another folder is the only one that each domain takes away
# unless a rule grants it, so that is named and granted; the first version (before Linux 5.19) can't grant it, and is of
# no use here.
ACCESS_FS_REFER = 1 << 13
REFER_SINCE = 2
SCOPE_SIGNAL = 1 << 1
SCOPES_SINCE = 6


class _RulesetAttr(ctypes.Structure):
    _fields_ = (("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneathAttr(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("access", ctypes.c_uint64), ("folder", ctypes.c_int32))


class Domains:
    """Makes Landlock domains. `version`: the kernel's of Landlock; 0 where it has none that is of use here, or none is
    wanted. `scoped`: whether no signal leaves a domain.
    """

    def __init__(self, *, wanted: bool = True) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        # Below 0 where the kernel is too old, Landlock is turned off, or seccomp forbids it.
        version = self._libc.syscall(CREATE_RULESET, None, 0, CREATE_RULESET_VERSION) if wanted else 0
        self.version = version if version >= REFER_SINCE else 0
        self.scoped = self.version >= SCOPES_SINCE
        self._ruleset = self._made() if self.version else -1

    def enter(self) -> None:
        """Puts this thread, and what it starts, into a new domain; does nothing where there are none.

        :raises OSError: where the kernel refuses.
        """
        if self.version:
            forgo_privileges()
            self._call(RESTRICT_SELF, self._ruleset, 0)

    def _made(self) -> int:
        given = _RulesetAttr(ACCESS_FS_REFER, 0, SCOPE_SIGNAL if self.scoped else 0)
        size = ctypes.sizeof(given) if self.scoped else _RulesetAttr.net.offset
        ruleset = self._call(CREATE_RULESET, ctypes.byref(given), size, 0)
        root = os.open("/", os.O_PATH | os.O_CLOEXEC)
        try:
            rule = _PathBeneathAttr(ACCESS_FS_REFER, root)
            self._call(ADD_RULE, ruleset, RULE_PATH_BENEATH, ctypes.byref(rule), 0)
        finally:
            os.close(root)
        return ruleset

    def _call(self, number: int, *arguments: object) -> int:
        result: int = self._libc.syscall(number, *arguments)
        if result < 0:
            raise OSError(ctypes.get_errno(), f"landlock: {os.strerror(ctypes.get_errno())}")
        return result
