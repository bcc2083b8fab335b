"""From a calendar as its author describes it to the calendar that is computed with.

Every day of the horizon is one byte of an array; each rule of the description marks days as worked or not, in the order
that `CalendarSpec` states, and the hours of each day turn worked days into intervals: those of the exception that made
it a working day, of its weekday, or of every day. A calendar that stands on another one repeats the other's rules
first; hours that it states itself replace those below it, those of single weekdays included. Slices of bytes are as
quick here as numpy, whose import takes longer than all of it. This module must never know a task, a plan or a file.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence, Set
from datetime import date
from itertools import accumulate, compress, pairwise
from operator import ne, sub
from typing import TypeVar

from schedule.calendars.china import national_year, provisional_national, provisional_regional, regional_holidays
from schedule.calendars.worktime import DAY, Calendar, Provisional, Table
from schedule.model import BUILT_IN_CALENDARS, CalendarSpec

Days = range
"""The days of a horizon, as date ordinals."""
Mask = bytearray
"""One byte for each of them, 1 where it is worked."""
Ranges = tuple[tuple[int, int], ...]
_Week = TypeVar("_Week", bytes, list[int])

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
    days = range(first.toordinal(), last.toordinal() + 1)
    worked = _ground(layers[0], days, range(first.year, last.year + 1))
    shifts, which = _hours(layers, days)
    complete = frozenset(year for layer in layers for year in layer.complete)
    for layer in layers:
        _apply(layer, days, worked, complete)
    if not any(worked):
        raise ValueError(f"calendar {spec.id!r} has no working day from {first} to {last}")
    table = _table_of(*_runs(days, worked)) if shifts == (_WHOLE_DAY,) else _table(days, worked, shifts, which)
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
    week = range(5) if spec.base is not None else spec.week or ()
    worked = bytearray(_weekly(bytes(weekday in week for weekday in range(7)), days))
    if spec.base is None:
        return worked
    for year in years:
        national = national_year(year)
        for ordinal in national.off:
            _mark(worked, days, ordinal, ordinal, False)
        for ordinal in national.worked:
            _mark(worked, days, ordinal, ordinal, True)
    return worked


def _weekly(of_weekdays: _Week, days: Days) -> _Week:
    """What each day has by its weekday, 0 being Monday; ordinal 1, 0001-01-01, is one."""
    weekday = (days.start - 1) % 7
    week = of_weekdays[weekday:] + of_weekdays[:weekday]
    return (week * (len(days) // 7 + 1))[: len(days)]


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
    for closure in spec.closures:
        for year in range(date.fromordinal(days.start).year - 1, date.fromordinal(days.stop - 1).year + 1):
            ends = year if closure.first <= closure.last else year + 1  # or: it spans the new year
            begin, end = _day_of(year, closure.first), _day_of(ends, closure.last)
            _mark(worked, days, begin, end if _is_day(ends, closure.last) else end - 1, False)
    for exception in spec.exceptions:
        _mark(worked, days, exception.first.toordinal(), exception.last.toordinal(), exception.working)


def _mark(worked: Mask, days: Days, first: int, last: int, value: bool) -> None:
    begin, end = _within(days, first, last)
    worked[begin:end] = bytes([value]) * (end - begin)


def _within(days: Days, first: int, last: int) -> tuple[int, int]:
    """The places of the days from the first to the last among those of the horizon, the end excluded."""
    begin = min(max(first - days.start, 0), len(days))
    return begin, max(begin, min(last - days.start + 1, len(days)))


def _is_day(year: int, month_day: tuple[int, int]) -> bool:
    """Whether a year has a day, as month and day: not every one has a 29 February."""
    return month_day[1] <= monthrange(year, month_day[0])[1]


def _day_of(year: int, month_day: tuple[int, int]) -> int:
    """A day of a year, or the first after where it would be, as a date ordinal."""
    month, day = month_day
    if _is_day(year, month_day):
        return date(year, month, day).toordinal()
    return date(year, month, 1).toordinal() + monthrange(year, month)[1]


def _hours(layers: tuple[CalendarSpec, ...], days: Days) -> tuple[tuple[Ranges, ...], list[int]]:
    """The different hours of a worked day, and which of them each day has, whether or not it is worked; none if alike.

    The hours of a day are those of the last exception that covers it, or, where that states none, those of its weekday,
    or the nearest stated ones for every day, or the whole day.
    """
    every, weekdays = _week_hours(layers)
    shifts = {every: 0}
    of_weekdays = [0] * 7
    for day, hours in weekdays.items():
        of_weekdays[day] = shifts.setdefault(_checked(hours, layers), len(shifts))
    if len(shifts) == 1 and not any(exception.hours for layer in layers for exception in layer.exceptions):
        return tuple(shifts), []
    ordinary = _weekly(of_weekdays, days)
    which = ordinary.copy()
    for layer in layers:
        for exception in layer.exceptions:
            begin, end = _within(days, exception.first.toordinal(), exception.last.toordinal())
            if exception.hours:
                number = shifts.setdefault(_checked(exception.hours, layers), len(shifts))
                which[begin:end] = [number] * (end - begin)
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


def _table(days: Days, worked: Mask, shifts: tuple[Ranges, ...], which: Sequence[int]) -> Table:
    """The working intervals of the worked days, touching ones merged; `worktime.make_table` for many thousands of days.

    `which` of the shifts each day has; empty where there is but one.
    """
    midnights = list(compress(range((days.start - _EPOCH) * DAY, (days.stop - _EPOCH) * DAY, DAY), worked))
    if len(shifts) == 1:
        (hours,) = shifts
        starts, ends = (_instants(midnights, [interval[end] for interval in hours]) for end in (0, 1))
        if all(begin != end for (_, end), (begin, _) in pairwise((*hours, (hours[0][0] + DAY, DAY)))):
            return starts, ends, _worked_before(hours, len(midnights)), 0, len(starts)
    else:
        begins, finishes = ([tuple(interval[end] for interval in hours) for hours in shifts] for end in (0, 1))
        pairs = list(zip(midnights, compress(which, worked), strict=True))
        starts = [midnight + one for midnight, shift in pairs for one in begins[shift]]
        ends = [midnight + one for midnight, shift in pairs for one in finishes[shift]]
    gap = list(map(ne, starts[1:], ends))
    if not all(gap):
        starts, ends = list(compress(starts, [True, *gap])), list(compress(ends, [*gap, True]))
    return _table_of(starts, ends)


def _runs(days: Days, worked: Mask) -> tuple[list[int], list[int]]:
    """Where days that are worked around the clock begin and end: a mask's bytes are 0 or 1, and one number's digits."""
    mask = int.from_bytes(worked, "little")
    first, last = ((mask & ~beside).to_bytes(len(worked), "little") for beside in (mask << 8, mask >> 8))
    starts = [(day - _EPOCH) * DAY for day in compress(days, first)]
    return starts, [(day + 1 - _EPOCH) * DAY for day in compress(days, last)]


def _table_of(starts: list[int], ends: list[int]) -> Table:
    """A table of intervals that do not touch."""
    before = [0, *accumulate(map(sub, ends, starts))]
    return starts, ends, before[:-1], 0, len(starts)


def _instants(midnights: Sequence[int], minutes_of_day: Sequence[int]) -> list[int]:
    """The instants of the same minutes of each day, in order."""
    found = [0] * (len(midnights) * len(minutes_of_day))
    for k, minute in enumerate(minutes_of_day):
        found[k :: len(minutes_of_day)] = [midnight + minute for midnight in midnights]
    return found


def _worked_before(hours: Ranges, count: int) -> list[int]:
    """The work before each interval, where so many days have the same hours."""
    before = [0] * (len(hours) * count)
    *within, day = accumulate((end - begin for begin, end in hours), initial=0)
    for k, earlier in enumerate(within):
        before[k :: len(hours)] = range(earlier, earlier + day * count, day)
    return before


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
