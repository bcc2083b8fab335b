"""What one component of a zone may take: so much time for each of its plans, so much memory for who works it out.

A plan that takes more is told as that plan's fault, and the others go on. Where a system has no timers or limits (on
Windows), or in a thread, nothing is bounded.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from typing import NoReturn

import schedule
from schedule.analysis.portfolio.zone import Roll
from schedule.diagnostics import Diagnostic
from schedule.model import PLAN
from schedule.portfolio import Portfolio

SECONDS = 10.0
"""How long a plan may take, and once more for each megabyte of its file: what a plan of 40 tasks takes 50 times."""
GIGABYTES = 2
"""The memory of a process that works out components; what this process may take is nobody's to limit."""


class TooSlow(BaseException):
    """The time of a component is over."""


def bounded(portfolio: Portfolio, keys: Sequence[str], day: date | None = None) -> Roll:
    """What `schedule.roll_up` gives, or each plan's fault `worker-slow` where that takes too long."""
    seconds = sum(_seconds(portfolio, key) for key in keys)
    try:
        with _time_limit(seconds):
            return schedule.roll_up(portfolio, keys, day)
    except TooSlow:
        facts = {"seconds": f"{seconds:.0f}"}
        return Roll({}, {key: (Diagnostic("worker-slow", None, {"found": key, **facts}),) for key in keys})


def limit_memory() -> None:
    """Let this process have no more than its share; what asks for more raises MemoryError."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = GIGABYTES * 2**30
        resource.setrlimit(resource.RLIMIT_DATA, (wanted if most < 0 else min(wanted, most), most))


def _seconds(portfolio: Portfolio, key: str) -> float:
    path = portfolio.members[key].path
    file = path / PLAN if path.is_dir() else path
    size = 0
    with suppress(OSError):
        size = file.stat().st_size
    return SECONDS * (1 + size / 2**20)


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Raise TooSlow after so many seconds, where this process can be told."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: object) -> NoReturn:  # noqa: ARG001 -- the form of a signal's handler
        raise TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
