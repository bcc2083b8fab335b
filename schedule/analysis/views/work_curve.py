"""How much of the plan's work is done by when: the S-curve, between the curves of the early and of the late dates.

Work is counted by duration: a task weighs the days it was planned to last, on its own calendar, whatever it costs. The
curves of the early and the late dates (the banana) are the baseline's, or where nothing was approved those of the plan
before any report. This module must never know money, a chart or a language.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from schedule.analysis.dates.comparison import baseline_dates
from schedule.analysis.meeting import Meeting
from schedule.calendars.worktime import DAY, Calendar
from schedule.engine.schedule import Schedule, Stage, TaskDates
from schedule.model import BaselineDates, Instant

Points = tuple[tuple[Instant, float], ...]
"""Instants with the share of the work that is done before them, 0 to 1."""

_MOST = 160
"""Points of a curve: more than a screen can show apart."""


@dataclass(frozen=True, slots=True)
class WorkCurve:
    """The curves of one plan; each is empty where there is no work to count.

    `early` and `late` are the plan's, `actual` ends at the data date, where `forecast` begins. `counted` tasks were
    counted; `left_out` have work but came to the plan after it was approved. `approved` is the baseline's name.
    """

    early: Points
    late: Points
    actual: Points
    forecast: Points
    counted: int
    left_out: int
    approved: str | None

    @property
    def now(self) -> tuple[float, float, float]:
        """The shares of the late, the actual and the early curve at the data date."""
        date = self.actual[-1][0]
        return share_at(self.late, date), self.actual[-1][1], share_at(self.early, date)


def work_curve(meeting: Meeting) -> WorkCurve:
    """The curves of a meeting's plan. Milestones, levels of effort and summaries are no work."""
    schedule = meeting.schedule
    planned = meeting.baseline.dates if meeting.baseline is not None else _unreported(schedule, meeting)
    working = {name: one for name, one in schedule.tasks.items() if not one.task.is_milestone and not one.task.spans}
    days = {
        name: dates.calendar.work(planned[name].start, planned[name].finish) / dates.calendar.day_minutes
        for name, dates in working.items()
        if name in planned
    }
    days = {name: amount for name, amount in days.items() if amount > 0}
    left_out, total = len(working) - len(days), sum(days.values())
    approved = meeting.baseline.name if meeting.baseline is not None else None
    if not days:
        return WorkCurve((), (), (), (), 0, left_out, approved)
    late = {name: _late(planned[name], working[name].calendar) for name in days}
    ends = [end for name in days for end in (planned[name].start, planned[name].finish, *late[name])]
    ends += [end for name in days for end in (working[name].start, working[name].finish)]
    first, last, now = min(ends), max(ends), meeting.data_date

    def curve(rise: Callable[[str], _Rise], begin: Instant, end: Instant) -> Points:
        grid = _grid(begin, end)
        done = _summed(((days[name], working[name].calendar, rise(name)) for name in days), grid)
        return tuple((t, share / total) for t, share in zip(grid, done, strict=True))

    return WorkCurve(
        early=curve(lambda name: _Rise(planned[name].start, planned[name].finish), first, last),
        late=curve(lambda name: _Rise(*late[name]), first, last),
        actual=curve(lambda name: _done(working[name], now), min(first, now), now),
        forecast=curve(lambda name: _expected(working[name], now), now, max(last, now)),
        counted=len(days),
        left_out=left_out,
        approved=approved,
    )


def share_at(points: Points, instant: Instant) -> float:
    """The share at an instant, straight between two points of a curve; its first or last beyond its ends."""
    before = points[0]
    for point in points:
        if point[0] >= instant:
            span = point[0] - before[0]
            return point[1] if not span else before[1] + (point[1] - before[1]) * (instant - before[0]) / span
        before = point
    return before[1]


def _unreported(schedule: Schedule, meeting: Meeting) -> Mapping[str, BaselineDates]:
    """The dates of the plan as it was before any report; of another tool's file those that it has now."""
    if meeting.project.stored:  # another tool's file knows no time before its own data date
        return baseline_dates(schedule)
    planned = meeting.history.planned(meeting.data_date) if meeting.project.updates else None
    return baseline_dates(planned or schedule)


def _late(planned: BaselineDates, calendar: Calendar) -> tuple[Instant, Instant]:
    """The latest dates: the planned ones moved by the total float."""
    room = planned.total_float or 0
    return calendar.add(planned.start, room), calendar.add(planned.finish, room)


def _grid(begin: Instant, end: Instant) -> tuple[Instant, ...]:
    """Both ends and midnights between them, so many days apart that there are not too many."""
    step = DAY * (1 + (end - begin) // (_MOST * DAY))
    return tuple(dict.fromkeys([begin, *range((begin // DAY + 1) * DAY, end, step), end]))


class _Rise(NamedTuple):
    """How a task's share grows: from `before` by `more`, evenly in the working time of an interval."""

    begin: Instant
    end: Instant
    before: float = 0.0
    more: float = 1.0


def _summed(rises: Iterable[tuple[float, Calendar, _Rise]], grid: Sequence[Instant]) -> list[float]:
    """The days that are done before each instant of a grid: the sum of each task's days times its share by then."""
    import numpy as np

    done = np.zeros(len(grid))
    for days, calendar, (begin, end, before, more) in rises:
        over = bisect_left(grid, end)
        first = min(bisect_right(grid, begin), over)
        whole = calendar.work(begin, end)
        if before:
            done[:first] += days * before
        for k in range(first, over):
            share = calendar.work(begin, grid[k]) / whole if whole > 0 else 0.0
            done[k] += days * (before + more * share)
        done[over:] += days * (before + more)
    found: list[float] = done.tolist()
    return found


def _done(dates: TaskDates, now: Instant) -> _Rise:
    """How a task's share grew up to the data date; evenly from its start on."""
    if dates.stage is Stage.NOT_STARTED:
        return _Rise(now, now, more=0.0)
    if dates.stage is Stage.FINISHED:
        return _Rise(dates.start, dates.finish)
    return _Rise(dates.start, now, more=_reached(dates))


def _expected(dates: TaskDates, now: Instant) -> _Rise:
    """How a task's share is forecast to grow from the data date on."""
    if dates.stage is not Stage.IN_PROGRESS:
        return _Rise(dates.start, dates.finish)
    reached = _reached(dates)
    return _Rise(max(dates.early_start or now, now), dates.finish, reached, 1 - reached)


def _reached(dates: TaskDates) -> float:
    """The share of a task under way that is done at the data date."""
    return min(max((dates.duration - dates.remaining) / dates.duration, 0.0), 1.0) if dates.duration else 0.0
