"""The C loop that every compiled pass is measured against: compiled here, called over flat arrays.

`arrays` is everything before the clock starts (topological order, relations sorted by successor, calendars as sorted
intervals); `Loop` is the compiled function. It is also the benchmark's own reference: an answer in another program, by
the same published rules. This module must never know a contender.
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from networks import CLOCK, DAY, START, Ints, Network, WorkingTime, in_days, minutes

Dates = dict[str, Ints]
FIELDS = ("early_start", "early_finish", "late_start", "late_finish", "total_float", "free_float")


def intervals(calendar: WorkingTime, years: int) -> tuple[Ints, Ints, Ints]:
    """A calendar's working intervals as starts, ends and the work before each; intervals that touch become one."""
    days = np.arange(minutes(date(START.year, 1, 1)) // DAY, minutes(date(START.year + years, 1, 1)) // DAY)
    worked = np.isin((days + 3) % 7, calendar.weekdays)  # 1970-01-01 was a Thursday
    for begin, end in calendar.off:
        worked[max(minutes(begin) // DAY - days[0], 0) : max(minutes(end) // DAY - days[0] + 1, 0)] = False
    base = days[worked] * DAY
    starts = np.sort(np.concatenate([base + begin for begin, _ in calendar.hours]))
    ends = np.sort(np.concatenate([base + end for _, end in calendar.hours]))
    apart = starts[1:] != ends[:-1]
    starts, ends = starts[np.r_[True, apart]], ends[np.r_[apart, True]]
    before = np.r_[0, np.cumsum(ends - starts)[:-1]]
    return starts, ends, before


def _offsets(keys: Ints, n: int) -> Ints:
    offsets: Ints = np.r_[0, np.cumsum(np.bincount(keys, minlength=n))]
    return offsets


class Loop:
    """The compiled loop over one network, ready to run again and again over the same arrays."""

    def __init__(
        self,
        library: Path,
        network: Network,
        calendars: Sequence[WorkingTime],
        *,
        lag_calendar: int | None = None,
    ) -> None:
        """Lays out the arrays; lags count on the predecessor's calendar, or all on the calendar of that index."""
        n = len(network.ids)
        order = np.argsort(network.rank)
        pred, succ = network.rank[network.pred], network.rank[network.succ]
        by_successor = np.lexsort((pred, succ))
        pred, succ = pred[by_successor], succ[by_successor]
        calendar = network.calendar_of[order]
        lag_of = calendar[pred] if lag_calendar is None else np.full(pred.size, lag_calendar)
        tables = [intervals(one, network.years) for one in calendars]
        first = np.r_[0, np.cumsum([table[0].size for table in tables])]
        starts, ends, before = (np.concatenate([table[k] for table in tables]) for k in range(3))
        inputs = (
            *(first, starts, ends, before),
            *(calendar, network.durations[order], _offsets(succ, n), pred, succ),
            *(network.types[by_successor], network.lags[by_successor], lag_of),
            *(_offsets(pred, n), np.argsort(pred, kind="stable")),
        )
        self._order = order
        self._inputs = [np.ascontiguousarray(array, dtype=np.int64) for array in inputs]
        self._results = [np.empty(n, dtype=np.int64) for _ in FIELDS]
        function = ctypes.CDLL(str(library)).schedule
        function.restype = ctypes.c_int64
        pointers = [array.ctypes.data_as(ctypes.c_void_p) for array in (*self._inputs, *self._results)]
        whole = ctypes.c_int64
        self._arguments = (whole(n), whole(len(tables)), *pointers[:4], whole(minutes(START)), *pointers[4:])
        self._function = function

    def __call__(self) -> int:
        """Forward pass, backward pass and floats; the project's finish."""
        return int(self._function(*self._arguments))

    def dates(self) -> Dates:
        """What the last call computed, in the order of the network's ids."""
        placed = {}
        for name, result in zip(FIELDS, self._results, strict=True):
            placed[name] = np.empty_like(result)
            placed[name][self._order] = result
        return placed


def reference(library: Path, network: Network, contender: str) -> Dates:
    """What the loop answers on the network as a contender sees it: in whole days, without calendars, or as it is."""
    calendars = network.calendars
    if contender == "trueppm-scheduler":
        whole = [WorkingTime(one.name, one.weekdays, ((0, DAY),), one.off) for one in calendars]
        loop = Loop(library, in_days(network), whole, lag_calendar=CLOCK)
    elif contender in ("pmcontrols", "networkx"):
        always = replace(network, calendar_of=np.full_like(network.calendar_of, CLOCK))
        loop = Loop(library, always, calendars)
    else:
        loop = Loop(library, network, calendars)
    loop()
    return loop.dates()


def compiled(folder: Path) -> Path | None:
    """The loop compiled into a folder by the machine's C compiler with -O2, or None where there is none."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        return None
    library = folder / "limit.so"
    source = Path(__file__).with_name("limit.c")
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", str(library), str(source)], check=True)
    return library
