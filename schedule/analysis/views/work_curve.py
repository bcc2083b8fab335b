"""How much of the plan's work is done by when: the S-curve, between the curves of the early and of the late dates.

Work is counted by duration: a task weighs the days it was planned to last, on its own calendar, whatever it costs. The
curves of the early and the late dates (the banana) are the baseline's, or where nothing was approved those of the plan
before any report. This module must never know money, a chart or a language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

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

    def curve(share: Callable[[str, Instant], float], begin: Instant, end: Instant) -> Points:
        return tuple((t, sum(days[name] * share(name, t) for name in days) / total) for t in _grid(begin, end))

    def early_share(name: str, t: Instant) -> float:
        return _between(working[name].calendar, planned[name].start, planned[name].finish, t)

    def late_share(name: str, t: Instant) -> float:
        return _between(working[name].calendar, *late[name], t)

    return WorkCurve(
        early=curve(early_share, first, last),
        late=curve(late_share, first, last),
        actual=curve(lambda name, t: _done(working[name], now, t), min(first, now), now),
        forecast=curve(lambda name, t: _expected(working[name], now, t), now, max(last, now)),
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
    begin = min(meeting.project.plan.start, meeting.data_date)
    return baseline_dates(meeting.history.schedule(begin) if meeting.project.updates else schedule)


def _late(planned: BaselineDates, calendar: Calendar) -> tuple[Instant, Instant]:
    """The latest dates: the planned ones moved by the total float."""
    room = planned.total_float or 0
    return calendar.add(planned.start, room), calendar.add(planned.finish, room)


def _grid(begin: Instant, end: Instant) -> tuple[Instant, ...]:
    """Both ends and midnights between them, so many days apart that there are not too many."""
    step = DAY * (1 + (end - begin) // (_MOST * DAY))
    return tuple(dict.fromkeys([begin, *range((begin // DAY + 1) * DAY, end, step), end]))


def _between(calendar: Calendar, begin: Instant, end: Instant, t: Instant) -> float:
    """The share of the working time between two instants that lies before a third; all of none once it is over."""
    if t >= end:
        return 1.0
    if t <= begin:
        return 0.0
    whole = calendar.work(begin, end)
    return calendar.work(begin, t) / whole if whole > 0 else 0.0


def _done(dates: TaskDates, now: Instant, t: Instant) -> float:
    """The share of a task that was done before `t`, an instant not after the data date; evenly from its start on."""
    if dates.stage is Stage.NOT_STARTED:
        return 0.0
    if dates.stage is Stage.FINISHED:
        return _between(dates.calendar, dates.start, dates.finish, t)
    return _reached(dates) * _between(dates.calendar, dates.start, now, t)


def _expected(dates: TaskDates, now: Instant, t: Instant) -> float:
    """The share of a task that is forecast to be done before `t`, an instant not before the data date."""
    if dates.stage is Stage.FINISHED:
        return _between(dates.calendar, dates.start, dates.finish, t)
    if dates.stage is Stage.NOT_STARTED:
        return _between(dates.calendar, dates.start, dates.finish, t)
    reached = _reached(dates)
    resumed = max(dates.early_start or now, now)
    return reached + (1 - reached) * _between(dates.calendar, resumed, dates.finish, t)


def _reached(dates: TaskDates) -> float:
    """The share of a task under way that is done at the data date."""
    return min(max((dates.duration - dates.remaining) / dates.duration, 0.0), 1.0) if dates.duration else 0.0
