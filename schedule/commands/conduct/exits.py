"""How a command ends: every exit code once, with its one meaning, and which faults end it how.

No other module may call the interpreter's exit or click's. This module must never read a plan.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import NoReturn, TypeVar

import click

from schedule.diagnostics import Diagnostic, Severity

_T = TypeVar("_T")


class Exit(IntEnum):
    """An exit code. What it says is the word `exit.NAME` of every language, which the manual prints.

    Where several could be told, the first that stood in the way of the answer is: a faulty plan before everything else,
    a message that failed before the alerts that it was to tell.
    """

    FINE = 0
    FAULTY = 1
    USAGE = 2
    ALERTED = 3
    REFUSED = 4
    SERVER = 5
    TIMEOUT = 6
    UNREACHED = 7
    UNCLEAR = 8
    UNSETTLED = 9
    CONFLICTS = 10
    UNRECORDED = 11
    CHANGED = 12
    OCCUPIED = 13
    BUSY = 14
    UNDRAWN = 15
    UNINSTALLED = 16
    UNCONVERTED = 17
    SYSTEM = 18
    UNEXPECTED = 70
    INTERRUPTED = 130
    PIPE_CLOSED = 141

    @property
    def key(self) -> str:
        """The key of the word that says it."""
        return f"exit.{self.name.lower()}"


EXITS: Mapping[str, Exit] = {
    "unknown-project": Exit.USAGE,
    "several-projects": Exit.USAGE,
    "history-changed": Exit.CHANGED,
    "history-cut": Exit.CHANGED,
    "history-empty": Exit.CHANGED,
    "history-missing": Exit.CHANGED,
    "history-renamed": Exit.CHANGED,
    "history-inserted": Exit.CHANGED,
    "history-forked": Exit.CHANGED,
    "plan-edited-after-record": Exit.CHANGED,
    "file-exists": Exit.OCCUPIED,
    "form-exists": Exit.OCCUPIED,
    "update-exists": Exit.OCCUPIED,
    "baseline-exists": Exit.OCCUPIED,
    "folder-not-empty": Exit.OCCUPIED,
    "folder-locked": Exit.BUSY,
    "missing-font": Exit.UNDRAWN,
    "interop-missing": Exit.UNINSTALLED,
    "notify-missing": Exit.UNINSTALLED,
    "cluster-missing": Exit.UNINSTALLED,
    "interop-failed": Exit.UNCONVERTED,
    "interop-timeout": Exit.UNCONVERTED,
    "interop-password": Exit.UNCONVERTED,
    "interop-unit": Exit.UNCONVERTED,
    "interop-number": Exit.UNCONVERTED,
    "interop-encoding": Exit.UNCONVERTED,
    "interop-format": Exit.UNCONVERTED,
    "interop-broken-xml": Exit.UNCONVERTED,
    "interop-cut-off": Exit.UNCONVERTED,
    "interop-damaged": Exit.UNCONVERTED,
    "interop-memory": Exit.UNCONVERTED,
    "interop-old-pod": Exit.UNCONVERTED,
}
"""How the faults that are not about what a file says end a command; all others are `FAULTY`."""

_WORDS_OF_THE_COMMAND = {"bad-id", "reserved-name", "not-encodable"}
"""Faults that have no place in a file where it was an argument or an option that asked for what cannot be."""


def of_faults(diagnostics: Iterable[Diagnostic]) -> Exit:
    """How a command ends that these faults stopped: as they all ask, else `FAULTY`. Warnings ask nothing."""
    asked = {_of(one) for one in diagnostics if one.severity is Severity.ERROR}
    return asked.pop() if len(asked) == 1 else Exit.FAULTY


def _of(fault: Diagnostic) -> Exit:
    if fault.location is None and fault.code in _WORDS_OF_THE_COMMAND:
        return Exit.USAGE
    return EXITS.get(fault.code, Exit.FAULTY)


def leave(code: Exit) -> NoReturn:
    """End the command that runs."""
    click.get_current_context().exit(code)


def kept(value: _T) -> _T:
    """A value that is not taken apart before the command's process ends, which of 100,000 tasks takes long."""
    context = click.get_current_context(silent=True)
    if context is not None:
        context.meta.setdefault(_KEPT, []).append(value)
    return value


_KEPT = "daopai.kept"


def end_process(exit_: SystemExit) -> NoReturn:
    """End the process of a command as it asks, at once: what is in memory goes with it, and is not taken apart first.

    What others have asked to be done at the end is done. Where a thread still runs, or an answer finds no reader any
    more, Python ends the process.
    """
    code = 0 if exit_.code is None else exit_.code
    if not isinstance(code, int) or threading.active_count() > 1:
        raise exit_
    atexit._run_exitfuncs()
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        raise exit_ from None
    os._exit(code)
