"""Our own engine as a contender: the columnar door, compiled and interpreted, from the same lists as the others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache, partial
from typing import Any

import numpy as np
from limit import FIELDS, Dates
from networks import START, TYPES, Network, WorkingTime, minutes
from peers import Contender

from schedule.calendars.compile import compile_calendar
from schedule.engine import columns
from schedule.model import CalendarSpec, DayException


def specification(one: WorkingTime) -> CalendarSpec:
    """A calendar of the benchmark as our plans describe theirs."""
    off = tuple(DayException(first, last, working=False) for first, last in one.off)
    return CalendarSpec(one.name, week=one.weekdays, hours=one.hours, exceptions=off)


def arguments(network: Network) -> Callable[[], tuple[Any, ...]]:
    """What makes the arguments of the columnar door out of lists; compiling the calendars is inside the clock."""
    ids, durations, calendar_of = network.ids, network.durations.tolist(), network.calendar_of.tolist()
    pred = [ids[k] for k in network.pred.tolist()]
    succ = [ids[k] for k in network.succ.tolist()]
    types, lags = [TYPES[k] for k in network.types.tolist()], network.lags.tolist()
    given = network.calendars
    first, last = date(START.year, 1, 1), date(START.year + network.years - 1, 12, 31)

    def made() -> tuple[Any, ...]:
        calendars = [compile_calendar(specification(one), {}, first, last) for one in given]
        return ids, durations, calendar_of, calendars, (pred, succ, types, lags), minutes(START)

    return made


def dates(result: Any) -> Dates:
    """The answer's columns, which are in the order of the ids already."""
    return {name: np.asarray(getattr(result, name)) for name in FIELDS}


def daopai(network: Network, *, compiled: bool) -> Contender:
    """Calendars are compiled and ids turned into numbers inside the clock, as for everybody else."""
    return Contender(arguments(network), lambda given: columns.schedule_columns(*given, compiled=compiled), dates)


def passes(network: Network) -> Contender:
    """The compiled passes and floats alone over arrays made before, to be held against the C loop.

    Like the C loop's, the arrays are made once: new memory, page by page, would cost half as much again.
    """
    made = arguments(network)
    arrays = cache(lambda: columns.compile_columns(*made()))
    return Contender(arrays, lambda ready: columns.run_passes(ready, compiled=True), dates)


OURS: dict[str, Callable[[Network], Contender]] = {
    "daopai": partial(daopai, compiled=True),
    "daopai, interpreted": partial(daopai, compiled=False),
    "daopai, passes": passes,
}
