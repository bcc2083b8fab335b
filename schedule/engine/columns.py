"""The columnar door: ids, durations and relations as columns in, dates and floats as arrays out.

For networks too large to be written as plans, and for whoever keeps schedules in tables: no task becomes an object of
its own. The rules are P6's for work that has not started. This module must never know a plan, a file or a reason.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from schedule.calendars.worktime import Calendar, Clock, join
from schedule.engine.compiled import Speed, speed_for
from schedule.engine.cpm import NEVER, Arrays
from schedule.model import RelationType

Column = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Columns:
    """A network in arrays, with the place of every task in the columns it came from: `order[i]` is that of task i."""

    arrays: Arrays
    clock: Clock
    order: Column


@dataclass(frozen=True, slots=True)
class ScheduleColumns:
    """Dates and floats in the order of the given ids; instants `.astype("datetime64[m]")` are dates."""

    early_start: Column
    early_finish: Column
    late_start: Column
    late_finish: Column
    total_float: Column
    free_float: Column


def schedule_columns(
    ids: Sequence[str],
    durations: ArrayLike,
    calendar_of: ArrayLike,
    calendars: Sequence[Calendar],
    relations: tuple[Sequence[str], Sequence[str], Sequence[str], ArrayLike],
    start: int,
    *,
    compiled: bool | None = None,
) -> ScheduleColumns:
    """Schedule n tasks and m relations given as columns.

    Args:
        ids: n different names.
        durations: n working times in minutes; 0 for a milestone.
        calendar_of: n numbers of `calendars`.
        calendars: compiled calendars that cover every date (`schedule.calendars.compile`).
        relations: m predecessors, m successors, m types (FS, SS, FF, SF), m lags in working minutes on the
            predecessor's calendar.
        start: the instant before which nothing starts.
        compiled: True or False to choose; by default the size decides (`compiled.WORTH_COMPILING`).

    Raises:
        KeyError: a relation names an unknown id.
        ValueError: ids repeat, tasks wait for each other, or a calendar's number is not among the calendars.

    Example:
        >>> from datetime import date
        >>> from schedule.calendars.compile import compile_calendar
        >>> from schedule.model import CALENDAR_DAYS
        >>> days = compile_calendar(CALENDAR_DAYS, {}, date(1970, 1, 1), date(1970, 12, 31))
        >>> found = schedule_columns(["a", "b"], [2880, 1440], [0, 0], [days], (["a"], ["b"], ["FS"], [0]), 0)
        >>> found.early_finish.tolist(), found.total_float.tolist()
        ([2880, 4320], [0, 0])
    """
    with _uncollected():
        columns = compile_columns(ids, durations, calendar_of, calendars, relations, start, compiled=compiled)
        return run_passes(columns, compiled=compiled)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Holds the garbage collector back: loading the compiler wakes it, and it would walk every name of the caller."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def compile_columns(
    ids: Sequence[str],
    durations: ArrayLike,
    calendar_of: ArrayLike,
    calendars: Sequence[Calendar],
    relations: tuple[Sequence[str], Sequence[str], Sequence[str], ArrayLike],
    start: int,
    *,
    compiled: bool | None = None,
) -> Columns:
    """The arrays of a network given as columns (see `schedule_columns`)."""
    count = len(ids)
    before, after, kinds, lags = relations
    links = len(before)
    speed = speed_for(count, compiled)
    pred, succ = (speed.compiled and _matched(speed, ids, before, after)) or _looked_up(ids, before, after)
    order = _order(speed, pred, succ, count)
    rank = np.empty(count, np.int64)
    rank[order] = np.arange(count)
    pred, succ = rank[pred], rank[succ]
    incoming, by_successor = _grouped(speed, succ, count)
    pred, succ = pred[by_successor], succ[by_successor]
    outgoing_first, outgoing = _grouped(speed, pred, count)
    codes = {kind.value: 2 * kind.leaves_finish + kind.enters_finish for kind in RelationType}
    ends = np.fromiter(map(codes.__getitem__, kinds), np.int64, links)[by_successor]
    lag = np.asarray(lags, np.int64)[by_successor]
    calendar = np.asarray(calendar_of, np.int64)[order]
    if count and not 0 <= calendar.min() <= calendar.max() < len(calendars):
        raise ValueError("a task's calendar is not among the calendars")
    never = np.full(count, NEVER, np.int64)
    nothing = np.zeros(0, np.int64)
    arrays = Arrays(
        calendar=calendar,
        kind=np.zeros(count, np.int64),
        duration=np.asarray(durations, np.int64)[order],
        floor=np.full(count, start, np.int64),
        cap=never,
        date_only=-never,
        ceiling=never,
        base=-never,
        expected=-never,
        legs_first=np.zeros(count + 1, np.int64),
        leg_calendar=nothing,
        leg_duration=nothing,
        pred=pred,
        succ=succ,
        leaves_finish=ends >> 1,
        enters_finish=ends & 1,
        begun=np.zeros(links, np.int64),
        only_late=np.zeros(links, np.int64),
        direct=(ends >> 1) & (lag == 0),
        lag=lag,
        lag_calendar=calendar[pred],
        incoming=incoming,
        outgoing_first=outgoing_first,
        outgoing=outgoing,
        now=np.full(count, start, np.int64),
        snaps_late=np.zeros(count, np.int64),
        periods_first=np.zeros(count + 1, np.int64),
        **dict.fromkeys(("period_days", "period_how", "period_office", "period_since", "period_until"), nothing),
        period_from=-never,
    )
    return Columns(arrays, join(one.table for one in calendars), order)


def _looked_up(ids: Sequence[str], *columns: Sequence[str]) -> list[Column]:
    """For each column of names, the place of every name among the ids."""
    number = dict(zip(ids, range(len(ids)), strict=True))
    if len(number) != len(ids):
        raise ValueError("ids repeat")
    return [np.fromiter(map(number.__getitem__, column), np.int64, len(column)) for column in columns]


def _matched(speed: Speed, ids: Sequence[str], *columns: Sequence[str]) -> list[Column] | None:
    """The same by hash; None where hashes do not tell: the dictionary then finds out, and says what is wrong.

    Only for plain strings, whose hashes are keyed and 64 bits wide: an unknown name among a million has one of theirs
    by chance less than once in ten million such faults. Other values' hashes coincide by rule (-1 and -2).
    """
    try:
        hashes, *wanted = (np.fromiter(map(str.__hash__, names), np.int64, len(names)) for names in (ids, *columns))
    except TypeError:  # not a string
        return None
    slots = speed.filled(2 << len(ids).bit_length(), -1)
    found = [speed.filled(len(column), -1) for column in columns]
    matched = speed.enter(hashes, slots) and all(map(partial(speed.find, hashes, slots), wanted, found))
    return found if matched else None


def _grouped(speed: Speed, keys: Column, count: int) -> tuple[Any, Any]:
    """Places of the keys in `count` groups, and where each group begins, with the end appended."""
    first, members = speed.filled(count + 1, 0), speed.filled(len(keys), 0)
    speed.group(speed.column(keys), first, members)
    return first, members


def _order(speed: Speed, pred: Column, succ: Column, count: int) -> Column:
    """Places of the tasks in topological order."""
    first, outgoing = _grouped(speed, pred, count)
    waiting, order = speed.filled(count, 0), speed.filled(count, 0)
    if speed.topological(speed.column(succ), first, outgoing, waiting, order) < count:
        raise ValueError("tasks wait for each other")
    return np.asarray(order, np.int64)


def run_passes(columns: Columns, *, compiled: bool | None = None) -> ScheduleColumns:
    """Both passes and the floats over arrays that are ready."""
    count, links = len(columns.order), len(columns.arrays.pred)
    speed = speed_for(count, compiled)
    net, clock = speed.given(columns.arrays), speed.given(columns.clock)
    early, late = speed.empty_dates(count), speed.empty_dates(count)
    work, free, total = (speed.filled(count, 0) for _ in range(3))
    asked = speed.filled(links, 0)
    speed.forward(net, clock, early, work, asked)
    ends = speed.filled(count, int(np.max(early.finish, initial=-NEVER)))
    speed.backward(net, clock, work, ends, False, late)
    speed.total_floats(net, clock, early.finish, late.finish, total)
    speed.free_floats(net, clock, early, asked, ends, free)
    kept = (early.start, early.finish, late.start, late.finish, total, free)
    return ScheduleColumns(*(_placed(column, columns.order) for column in kept))


def _placed(column: Any, order: Column) -> Column:
    """A column of topological order back in the order of the ids."""
    placed = np.empty(len(order), np.int64)
    placed[order] = column
    return placed
