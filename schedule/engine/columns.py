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
from schedule.engine.compiled import Speed, integers, speed_for
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
    leaves_finish, enters_finish = (ends[by_successor] for ends in _ends(kinds))
    lag = integers(lags)[by_successor]
    calendar = integers(calendar_of)[order]
    if count and not 0 <= calendar.min() <= calendar.max() < len(calendars):
        raise ValueError("a task's calendar is not among the calendars")
    never, none = np.full(count, NEVER, np.int64), np.zeros(max(count + 1, links), np.int64)  # no pass writes into them
    always, floor, nothing = -never, np.full(count, start, np.int64), none[:0]
    arrays = Arrays(
        calendar=calendar,
        kind=none[:count],
        duration=integers(durations)[order],
        floor=floor,
        cap=never,
        date_only=always,
        ceiling=never,
        base=always,
        expected=always,
        legs_first=none[: count + 1],
        leg_calendar=nothing,
        leg_duration=nothing,
        pred=pred,
        succ=succ,
        leaves_finish=leaves_finish,
        enters_finish=enters_finish,
        begun=none[:links],
        only_late=none[:links],
        direct=leaves_finish & (lag == 0),
        lag=lag,
        lag_calendar=calendar[pred],
        incoming=incoming,
        outgoing_first=outgoing_first,
        outgoing=outgoing,
        now=floor,
        snaps_late=none[:count],
        periods_first=none[: count + 1],
        **dict.fromkeys(("period_days", "period_how", "period_office", "period_since", "period_until"), nothing),
        period_from=always,
    )
    return Columns(arrays, join(one.table for one in calendars), order)


def _ends(kinds: Sequence[str]) -> tuple[Column, Column]:
    """Of each type of relation 1 where it leaves a finish, and 1 where it enters one: its two letters are S or F."""
    unknown = set(kinds).difference(RelationType)
    if unknown:
        raise KeyError(min(unknown))
    letters = np.frombuffer("".join(kinds).encode("ascii"), np.uint8).reshape(-1, 2) == ord("F")
    return letters[:, 0].astype(np.int64), letters[:, 1].astype(np.int64)


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
        if len(set(ids)) < len(ids):
            return None
        found = _found_themselves(speed, ids, columns)
        return found or _found(
            speed, *(np.fromiter(map(str.__hash__, names), np.int64, len(names)) for names in (ids, *columns))
        )
    except TypeError:  # not a string
        return None


def _found_themselves(speed: Speed, ids: Sequence[str], columns: Sequence[Sequence[str]]) -> list[Column] | None:
    """The places of names that are the very objects of the ids, as in tables that were made of them; None otherwise.

    Where an object lies is told sooner than what it says. Only a list holds its names where they are, so that what lies
    there is no other object.
    """
    if not isinstance(ids, list | tuple):
        return None
    held = [np.fromiter(names, object, len(names)) for names in (ids, *columns)]
    return _found(speed, *(np.frombuffer(one, np.int64) >> _ALIGNED for one in held))


_ALIGNED = 4
"""Objects begin at multiples of 16, and an array of objects is one of where they are."""


def _found(speed: Speed, keys: Column, *wanted: Column) -> list[Column] | None:
    """For each column of keys the place of every one among `keys`; None where one is not there, or two are equal."""
    slots = speed.filled(2 << len(keys).bit_length(), -1)
    if not speed.enter(keys, slots):
        return None
    found = [speed.filled(len(column), -1) for column in wanted]
    return found if all(map(partial(speed.find, keys, slots), wanted, found)) else None


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
