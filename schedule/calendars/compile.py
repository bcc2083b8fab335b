"""From a calendar as its author describes it to the calendar that is computed with.

Every day of the horizon is one element of an array; each rule of the description marks days as worked or not, in the
order that `CalendarSpec` states, and the hours of each day turn worked days into intervals: those of the exception that
made it a working day, of its weekday, or of every day. A calendar that stands on another one repeats the other's rules
first; hours that it states itself replace those below it, those of single weekdays included. This module must never
know a task, a plan or a file.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import date

import numpy as np
from numpy.typing import NDArray

from schedule.calendars.china import national_year, provisional_national, provisional_regional, regional_holidays
from schedule.calendars.worktime import DAY, Calendar, Provisional, Table
from schedule.model import BUILT_IN_CALENDARS, CalendarSpec

Days = NDArray[np.int64]
Mask = NDArray[np.bool_]
Ranges = tuple[tuple[int, int], ...]

NATIONAL = "china"
"""The base that means the State Council's working days."""

_EPOCH = date(1970, 1, 1).toordinal()
_WHOLE_DAY = ((0, DAY),)

FAR = 1 << 42
"""An instant some eight million years away, where a calendar of stated days works on."""


def compile_calendar(spec: CalendarSpec, specs: Mapping[str, CalendarSpec], first: date, last: date) -> Calendar:
    """The calendar of a description over a horizon of days, both ends included.

    `specs` are the calendars that `base` may name, besides the built-in ones. The result's `first` and `last` are the
    start of its first working interval and the end of its last; its `provisional` covers every year of the horizon, so
    whoever reports it keeps the years that a schedule really touches. A calendar without a week works on its stated
    days alone (an outage): work that does not fit into them ends beyond `FAR`.

    Raises:
        ValueError: no working day lies in the horizon; a base is unknown or stands on itself; a calendar has both a
            week and a base, or neither; hours overlap or leave the day; a region has no table of holidays.

    Example:
        A shift of 8 hours on Saturday 2016-02-06, worked in exchange for the Spring Festival:

        >>> shift = CalendarSpec("shift", base="china", hours=((480, 720), (840, 1080)))
        >>> calendar = compile_calendar(shift, {}, date(2016, 2, 6), date(2016, 2, 12))
        >>> calendar.day_minutes, calendar.last - calendar.first
        (480, 600)
    """
    layers = layers_of(spec, specs)
    stated = [one for layer in layers for one in layer.exceptions if one.working]
    finite = layers[0].base is None and not layers[0].week
    if finite and stated:
        first, last = min(first, *(one.first for one in stated)), max(last, *(one.last for one in stated))
    days = np.arange(first.toordinal(), last.toordinal() + 1, dtype=np.int64)
    worked = _ground(layers[0], days, range(first.year, last.year + 1))
    shifts, which = _hours(layers, days)
    complete = frozenset(year for layer in layers for year in layer.complete)
    for layer in layers:
        _apply(layer, days, worked, complete)
    if not worked.any():
        raise ValueError(f"calendar {spec.id!r} has no working day from {first} to {last}")
    table = _table(days[worked], shifts, which[worked])
    return Calendar(
        name=spec.id,
        table=_closed(table) if finite else table,
        first=-FAR if finite else table[0][0],
        last=FAR if finite else table[1][-1],
        day_minutes=_day_minutes(layers),
        provisional=_provisional(layers, range(first.year, last.year + 1)),
    )


def layers_of(spec: CalendarSpec, specs: Mapping[str, CalendarSpec]) -> tuple[CalendarSpec, ...]:
    """The calendars that one stands on, from the ground up to itself: all that its working time follows from.

    Raises ValueError where a base is unknown or stands on itself, or a calendar has both a week and a base, or neither.
    """
    layers = [spec]
    # What stands on the national calendar stands on the days that a revision put into it, too.
    while (base := layers[-1].base) is not None and not base == layers[-1].id == NATIONAL:
        found = specs.get(base) or BUILT_IN_CALENDARS.get(base)
        if found is None:
            raise ValueError(f"calendar {layers[-1].id!r} stands on {base!r}, which does not exist")
        if any(found.id == layer.id for layer in layers):
            raise ValueError(f"calendar {found.id!r} stands on itself")
        layers.append(found)
    for layer in layers:
        if (layer.base is None) == (layer.week is None):
            raise ValueError(f"calendar {layer.id!r} needs either a base or a week")
    return tuple(reversed(layers))


def _ground(spec: CalendarSpec, days: Days, years: range) -> Mask:
    """The days worked by the week, or by the State Council's notices."""
    weekday = (days - 1) % 7  # ordinal 1, 0001-01-01, is a Monday
    if spec.base is None:
        return np.isin(weekday, spec.week or ())
    worked: Mask = weekday < 5
    for year in years:
        national = national_year(year)
        for ordinal in national.off:
            _mark(worked, days, ordinal, ordinal, False)
        for ordinal in national.worked:
            _mark(worked, days, ordinal, ordinal, True)
    return worked


def _apply(spec: CalendarSpec, days: Days, worked: Mask, complete: Set[int]) -> None:
    """Mark what one calendar adds to its ground: region, closures, exceptions, the last word counting.

    Of a year that is complete, nothing is guessed that the plan does not state.
    """
    if spec.region is not None:
        for holiday in regional_holidays(spec.region):
            if holiday.status != "announced" and holiday.year in complete:
                continue
            if holiday.first is not None and holiday.last is not None:
                _mark(worked, days, holiday.first.toordinal(), holiday.last.toordinal(), False)
            for day in holiday.make_up:
                _mark(worked, days, day.toordinal(), day.toordinal(), True)
    if spec.closures:
        season = _month_days(days)
        for closure in spec.closures:
            begin, end = (100 * month + day for month, day in (closure.first, closure.last))
            after, before = season >= begin, season <= end
            worked[after & before if begin <= end else after | before] = False  # or: it spans the new year
    for exception in spec.exceptions:
        _mark(worked, days, exception.first.toordinal(), exception.last.toordinal(), exception.working)


def _mark(worked: Mask, days: Days, first: int, last: int, value: bool) -> None:
    if days.size:
        worked[max(first - int(days[0]), 0) : max(last - int(days[0]) + 1, 0)] = value


def _month_days(days: Days) -> Days:
    """Each day as 100 x month + day: an order of the year in which 02-29 needs no rule of its own."""
    stamps = (days - _EPOCH).astype("datetime64[D]")
    months = stamps.astype("datetime64[M]")
    month = months.astype(np.int64) % 12 + 1
    day: Days = (stamps - months.astype("datetime64[D]")).astype(np.int64) + 1
    return 100 * month + day


def _hours(layers: tuple[CalendarSpec, ...], days: Days) -> tuple[tuple[Ranges, ...], Days]:
    """The different hours of a worked day, and which of them each day has, whether or not it is worked.

    The hours of a day are those of the last exception that covers it, or, where that states none, those of its weekday,
    or the nearest stated ones for every day, or the whole day.
    """
    every, weekdays = _week_hours(layers)
    shifts = {every: 0}
    ordinary = np.zeros(days.size, dtype=np.int64)
    weekday = (days - 1) % 7
    for day, hours in weekdays.items():
        ordinary[weekday == day] = shifts.setdefault(_checked(hours, layers), len(shifts))
    which = ordinary.copy()
    for layer in layers:
        for exception in layer.exceptions:
            if not days.size:
                break
            begin = max(exception.first.toordinal() - int(days[0]), 0)
            end = max(exception.last.toordinal() - int(days[0]) + 1, 0)
            if exception.hours:
                which[begin:end] = shifts.setdefault(_checked(exception.hours, layers), len(shifts))
            else:
                which[begin:end] = ordinary[begin:end]
    return tuple(shifts), which


def _week_hours(layers: tuple[CalendarSpec, ...]) -> tuple[Ranges, dict[int, Ranges]]:
    """The hours of every day, and those of single weekdays, where a layer's own replace all of those below it."""
    every: Ranges = _WHOLE_DAY
    weekdays: dict[int, Ranges] = {}
    for layer in layers:
        if layer.hours:
            every, weekdays = layer.hours, {}
        weekdays |= layer.hours_of_day
    return _checked(every, layers), weekdays


def _checked(hours: Ranges, layers: tuple[CalendarSpec, ...]) -> Ranges:
    hours = tuple(sorted(hours))
    edges = [edge for interval in hours for edge in interval]
    sound = edges and edges[0] >= 0 and edges[-1] <= DAY and edges == sorted(edges)
    if not sound or any(begin == end for begin, end in hours):
        raise ValueError(f"calendar {layers[-1].id!r} has hours that overlap, are empty or leave the day")
    return hours


def _day_minutes(layers: tuple[CalendarSpec, ...]) -> int:
    """What one working day is worth: the nearest stated value, or the sum of the nearest stated hours."""
    for layer in reversed(layers):
        if layer.day_minutes is not None:
            return layer.day_minutes
        if layer.hours:
            return sum(end - begin for begin, end in layer.hours)
    return DAY


def _table(days: Days, shifts: tuple[Ranges, ...], which: Days) -> Table:
    """The working intervals of these days, touching ones merged; `worktime.make_table` for many thousands of days."""
    midnights = (days - _EPOCH) * DAY
    edges: list[list[Days]] = [[], []]
    for number, hours in enumerate(shifts):
        own = midnights if len(shifts) == 1 else midnights[which == number]
        for collected, minutes in zip(edges, zip(*hours, strict=True), strict=True):
            collected.append((own[:, None] + np.array(minutes)).ravel())
    # Intervals of different days do not overlap, so starts and ends keep their pairs when each is put in order.
    starts, ends = (np.sort(np.concatenate(collected)) for collected in edges)
    gap = starts[1:] != ends[:-1]
    starts = starts[np.concatenate(([True], gap))]
    ends = ends[np.concatenate((gap, [True]))]
    done = np.cumsum(ends - starts)
    return starts.tolist(), ends.tolist(), [0, *done[:-1].tolist()], 0, len(starts)


def _closed(table: Table) -> Table:
    """A table outside which nothing is worked for ages: that of a calendar that works on stated days alone."""
    starts, ends, before, _, high = table
    total = before[-1] + ends[-1] - starts[-1]
    return [-FAR, *starts, FAR], [-FAR, *ends, 2 * FAR], [0, *before, total], 0, high + 2


def _provisional(layers: tuple[CalendarSpec, ...], years: range) -> tuple[Provisional, ...]:
    stated = _stated_festivals(layers)
    found = () if layers[0].base is None else provisional_national(years)
    for region in dict.fromkeys(layer.region for layer in layers if layer.region):
        found += provisional_regional(region, years, stated)
    complete = {year for layer in layers for year in layer.complete}
    return tuple(sorted((one for one in found if one.year not in complete), key=lambda notice: notice.year))


def _stated_festivals(layers: tuple[CalendarSpec, ...]) -> dict[tuple[int, str], str]:
    """The status of each named day off that the plan states itself, by year and name."""
    return {
        (year, exception.name): exception.status
        for layer in layers
        for exception in layer.exceptions
        if exception.name is not None and not exception.working
        for year in (exception.first.year, exception.last.year)
    }
