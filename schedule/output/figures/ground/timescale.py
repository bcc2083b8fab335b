"""The time axis of a chart: which range it shows, its months and Mondays, and the time in which nobody works.

All instants are minutes; a range is half-open. This module must never know a language or a colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from schedule.analysis.meeting import Meeting
from schedule.calendars.worktime import DAY, Calendar, minutes, start_day
from schedule.engine.schedule import Stage, TaskDates
from schedule.model import BUILT_IN_CALENDARS, CalendarSpec, Closure, Instant, Plan
from schedule.output.figures.ground.marks import Interval, Mark
from schedule.output.figures.ground.rows import WEEK

_LONG = 550 * DAY
_LOOK_BACK = 60 * DAY
_SHORTEST = 21 * DAY
SOON = 26 * WEEK
"""So far ahead a list of what is late is drawn, where that shows most of it: its bars are about what is done now."""
_FEWEST = 4
"""Tasks of a chart of which one may be left out."""
_WORKWEEK = (0, 1, 2, 3, 4)


class Rest(StrEnum):
    """Why a calendar does not work: a closed season, a holiday on a day worked in other weeks, or the week's rest."""

    CLOSURE = "closure"
    HOLIDAY = "holiday"
    WEEKLY = "rest"


@dataclass(frozen=True, slots=True)
class Shade:
    """A stretch of time without work in the rows from `top` to before `bottom`."""

    rest: Rest
    begin: Instant
    end: Instant
    top: int
    bottom: int


def time_range(meeting: Meeting, drawn: Sequence[Mark], weeks: int | None) -> Interval:
    """The range that a chart of these tasks shows, before room for labels is added.

    With `weeks`: from a week before the data date to so many weeks after it. Else everything that is drawn and the data
    date; of a plan longer than a year and a half the long finished part is left out, and so are the few that come so
    long after all others that a third of the chart would be empty (`beyond` tells which).
    """
    date = meeting.data_date
    if weeks is not None:
        return date - WEEK, date + weeks * WEEK
    extents = [mark.extent for mark in drawn]
    first, last = min([date, *(begin for begin, _ in extents)]), max([date, *(end for _, end in extents)])
    last = without_the_far(extents, (first, last), date)
    if last - first > _LONG:
        unfinished = [mark.extent[0] for mark in drawn if mark.dates.stage is not Stage.FINISHED]
        first = max(first, min([date, *unfinished]) - _LOOK_BACK)
    pad = max((last - first) // 80, (_SHORTEST - (last - first)) // 2, DAY)
    return first - pad, last + pad


def soon(meeting: Meeting, drawn: Sequence[Mark]) -> Interval | None:
    """The next half-year and the month before, for a list of what is late; None where that shows all of it anyhow.

    None too where half of the tasks and more begin later: then their dates alone would be left.
    """
    first, last = time_range(meeting, drawn, None)
    cut = meeting.data_date + SOON
    within = sum(mark.extent[0] < cut for mark in drawn)
    if last <= cut or 2 * within <= len(drawn):
        return None
    return max(first, meeting.data_date - 4 * WEEK), cut


def beyond(drawn: Sequence[Mark], shown: Interval) -> tuple[TaskDates, ...]:
    """The tasks of which something lies behind a range."""
    return tuple(mark.dates for mark in drawn if mark.extent[1] > shown[1])


def without_the_far(extents: Sequence[Interval], shown: Interval, date: Instant) -> Instant:
    """The end of a range without the few that begin behind an empty third of it; its own where there are none such.

    One in ten at most is left out, and one of four to nineteen. No range ends before `date`.
    """
    first, last = shown
    if len(extents) < _FEWEST:
        return last
    ends = sorted(end for _, end in extents)
    for count in range(1, max(len(ends) // 10, 1) + 1):
        cut = max(ends[-count - 1], date)
        begins = [begin for begin, end in extents if end > cut]
        if begins and 3 * (min(begins) - cut) > last - first:
            return cut
    return last


def with_room(shown: Interval, width: float, labels: Iterable[tuple[Instant, float]]) -> Interval:
    """The range made longer at its end, so that each label, so wide and beginning at its instant, lies within `width`.

    A label that would need more than half of the width is left to be cut off.

    >>> with_room((0, 100), 50.0, [(90, 10.0)])
    (0, 112)
    """
    first, last = shown
    scale = width / (last - first)
    for instant, wide in labels:
        if instant > first and wide < width / 2:
            scale = min(scale, (width - wide) / (instant - first))
    return first, first + round(width / scale)


def months(shown: Interval) -> tuple[Interval, ...]:
    """The months of a range, whole: the first may begin before it and the last end after it."""
    day = start_day(shown[0]).replace(day=1)
    found = []
    while minutes(day) < shown[1]:
        following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        found.append((minutes(day), minutes(following)))
        day = following
    return tuple(found)


def mondays(shown: Interval) -> tuple[Instant, ...]:
    """The beginnings of the Mondays in a range, and that of the week in which it begins."""
    first = start_day(shown[0])
    return tuple(range(minutes(first) - first.weekday() * DAY, shown[1], WEEK))


def shades(plan: Plan, drawn: Sequence[Mark], shown: Interval, *, weekly: bool) -> tuple[Shade, ...]:
    """The time without work of each row's calendar; rows that follow one another share a shade. Hours are not shaded.

    `weekly` asks for the week's rest also where no holiday touches it.
    """
    calendars = {mark.dates.calendar.name: mark.dates.calendar for mark in drawn}
    rests = {name: tuple(_rests(calendar, plan, shown)) for name, calendar in calendars.items()}
    return tuple(
        Shade(rest, begin, end, top, bottom)
        for calendar, top, bottom in _runs(drawn)
        for rest, begin, end in rests[calendar]
        if weekly or rest is not Rest.WEEKLY
    )


def closures(calendar: str, plan: Plan) -> tuple[Closure, ...]:
    """The yearly closed seasons of a calendar and of those it stands on."""
    return tuple(closure for spec in _layers(calendar, plan) for closure in spec.closures)


def _layers(calendar: str, plan: Plan) -> Iterator[CalendarSpec]:
    spec = plan.calendars.get(calendar) or BUILT_IN_CALENDARS.get(calendar)
    seen = set()
    while spec is not None and spec.id not in seen:
        seen.add(spec.id)
        yield spec
        spec = plan.calendars.get(spec.base or "") or BUILT_IN_CALENDARS.get(spec.base or "")


def _runs(drawn: Sequence[Mark]) -> list[tuple[str, int, int]]:
    """Rows that follow one another with one calendar, as (its name, top, bottom)."""
    runs: list[tuple[str, int, int]] = []
    for mark in drawn:
        calendar = mark.dates.calendar.name
        if runs and runs[-1][2] == mark.row and runs[-1][0] == calendar:
            runs[-1] = (calendar, runs[-1][1], mark.row + 1)
        else:
            runs.append((calendar, mark.row, mark.row + 1))
    return runs


def _rests(calendar: Calendar, plan: Plan, shown: Interval) -> Iterator[tuple[Rest, Instant, Instant]]:
    closed, regular = closures(calendar.name, plan), _regular(calendar.name, plan)
    first, last = start_day(shown[0]).toordinal(), start_day(shown[1]).toordinal()
    days = [date.fromordinal(ordinal) for ordinal in range(first, last + 1)]

    def state(day: date) -> bool | None:
        """None for a worked day, else whether the season is closed."""
        return None if calendar.is_working(day) else any(_within(day, closure) for closure in closed)

    for closed_season, run in groupby(days, key=state):
        if closed_season is None:
            continue
        resting = list(run)
        holiday = any(day.weekday() in regular for day in resting)
        rest = Rest.CLOSURE if closed_season else Rest.HOLIDAY if holiday else Rest.WEEKLY
        yield rest, minutes(resting[0]), minutes(resting[-1]) + DAY


def _regular(calendar: str, plan: Plan) -> frozenset[int]:
    """The weekdays on which a calendar works in an ordinary week."""
    for spec in _layers(calendar, plan):
        if spec.week is not None:
            return frozenset(spec.week)
    return frozenset(_WORKWEEK)


def _within(day: date, closure: Closure) -> bool:
    place = (day.month, day.day)
    if closure.first <= closure.last:
        return closure.first <= place <= closure.last
    return place >= closure.first or place <= closure.last
