"""The bar chart in a workbook's cells: its columns of time, and what each of them shows of a task.

A column is a week, half a month, a month or a quarter, by the length of the plan; a cell is filled where any of its
days is worked. Bars, milestones and baselines are those of the charts (`figures.ground.marks`). Instants are
minutes, intervals half-open. This module must never know a workbook's formats or a language.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from schedule.analysis.meeting import Meeting
from schedule.calendars.worktime import DAY, finish_day, minutes, start_day
from schedule.engine.schedule import shown_days
from schedule.model import Instant
from schedule.output.figures.ground.marks import Interval, Mark, marks
from schedule.output.figures.ground.rows import Line


class Span(StrEnum):
    """How long a column is."""

    WEEK = "week"
    HALF_MONTH = "half-month"
    MONTH = "month"
    QUARTER = "quarter"


MOST = {Span.WEEK: 30, Span.HALF_MONTH: 36, Span.MONTH: 48}
"""How many columns of a kind a sheet has room for; a longer plan gets the next coarser kind."""


class Fill(StrEnum):
    """What a cell's colour says of the work in its days."""

    DONE = "done"
    FORECAST = "forecast"


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """The columns, in order and without gaps; the data date's line stands before column `line`, or behind the last."""

    span: Span
    columns: tuple[Interval, ...]
    line: int

    def first_day(self, column: int) -> date:
        """The day on which a column begins."""
        return start_day(self.columns[column][0])

    def years(self) -> list[tuple[date, int]]:
        """The years of the columns, each as a day of it and how many columns begin in it."""
        return self._runs(lambda day: (day.year, 0))

    def months(self) -> list[tuple[date, int]]:
        """The months of the columns, in the same way."""
        return self._runs(lambda day: (day.year, day.month))

    def column_of(self, day: date) -> int | None:
        """The column that a day lies in."""
        instant = minutes(day)
        return next(iter(self.touched(instant, instant + 1)), None)

    def touched(self, begin: Instant, end: Instant) -> range:
        """The columns that an interval lies in; an empty one in none, unless it lies inside of a column."""
        first = bisect_right(self.columns, begin, key=itemgetter(1))
        return range(first, max(first, bisect_left(self.columns, end, key=itemgetter(0))))

    def _runs(self, key: Callable[[date], tuple[int, int]]) -> list[tuple[date, int]]:
        days = [self.first_day(column) for column in range(len(self.columns))]
        return [(run[0], len(run)) for run in (list(group) for _, group in groupby(days, key=key))]


class Bar(NamedTuple):
    """What one cell shows: the work in its days, whether that is critical and where its edge is, and the marks in it.

    A sheet looks up the looks of a million of them by their fields, so it is a tuple. `begins` and `ends` say whether
    the bar's first and last cell it is. `baseline` is a stretch of the approved plan, `approved` a milestone of it.
    """

    fill: Fill | None = None
    critical: bool = False
    begins: bool = False
    ends: bool = False
    milestone: bool = False
    limit: bool = False
    baseline: bool = False
    approved: bool = False


_EMPTY = (Bar(), Bar(critical=True))
"""The cells in which nothing of a task is shown: of one that is not critical, and of one that is."""


def time_axis(meeting: Meeting) -> TimeAxis | None:
    """The columns for everything that the rows of the deadline table show, and the data date; None without a row."""
    drawn = _drawn(meeting, [row.task for row in meeting.deadlines])
    if not drawn:
        return None
    begins = [meeting.data_date, *(mark.extent[0] for mark in drawn)]
    ends = [meeting.data_date, *(mark.extent[1] for mark in drawn), *(row.latest_finish for row in meeting.deadlines)]
    first, last = start_day(min(begins)), finish_day(max(*ends, min(begins) + 1))
    for span in Span:
        columns = _columns(span, first, last)
        if len(columns) <= MOST.get(span, len(columns)):
            break
    edges = [*(begin for begin, _ in columns), columns[-1][1]]
    line = min(range(len(edges)), key=lambda k: abs(edges[k] - meeting.data_date))
    return TimeAxis(span, columns, line)


def bars(meeting: Meeting, tasks: Sequence[str], axis: TimeAxis) -> tuple[tuple[Bar, ...], ...]:
    """The cells of each task's row."""
    limits = {
        row.task: shown_days(meeting.schedule.tasks[row.task].task, row.latest_start, row.latest_finish)[1]
        for row in meeting.deadlines
    }
    return tuple(_bars(mark, axis, limits[task]) for task, mark in zip(tasks, _drawn(meeting, tasks), strict=True))


def _drawn(meeting: Meeting, tasks: Iterable[str]) -> tuple[Mark, ...]:
    return marks(meeting, [Line(task) for task in tasks])


def _bars(mark: Mark, axis: TimeAxis, limit: date) -> tuple[Bar, ...]:
    dates = mark.dates
    milestone = axis.column_of(dates.last_day) if dates.task.is_milestone else None
    approved = None
    if mark.baseline is not None and mark.baseline[0] == mark.baseline[1]:
        approved = axis.column_of(shown_days(dates.task, *mark.baseline)[1])
    worked = [interval for interval in (mark.done, mark.forecast) if interval is not None]
    fills = {k: _fill(mark, axis.columns[k]) for interval in worked for k in axis.touched(*interval)}
    filled = [k for k, fill in fills.items() if fill is not None]
    planned = {} if mark.baseline is None else dict.fromkeys(axis.touched(*mark.baseline))
    last_day = axis.column_of(limit)
    shown = fills.keys() | planned.keys() | {k for k in (milestone, approved, last_day) if k is not None}
    cells = [_EMPTY[mark.critical]] * len(axis.columns)
    for k in shown:
        cells[k] = Bar(
            fill=fills.get(k),
            critical=mark.critical,
            begins=bool(filled) and k == min(filled),
            ends=bool(filled) and k == max(filled),
            milestone=k == milestone,
            limit=k == last_day,
            baseline=k in planned and _shared(mark.baseline, axis.columns[k]) > 0,
            approved=k == approved,
        )
    return tuple(cells)


def _fill(mark: Mark, column: Interval) -> Fill | None:
    """Done or forecast, whichever takes more of the column's time."""
    done, ahead = _shared(mark.done, column), _shared(mark.forecast, column)
    if not done and not ahead:
        return None
    return Fill.DONE if done >= ahead else Fill.FORECAST


def _shared(interval: Interval | None, column: Interval) -> int:
    """How many minutes of a column an interval takes."""
    return 0 if interval is None else max(0, min(interval[1], column[1]) - max(interval[0], column[0]))


def _columns(span: Span, first: date, last: date) -> tuple[Interval, ...]:
    """Whole columns from the one that holds the first day to the one that holds the last."""
    begin, until = _beginning(span, first), minutes(last) + DAY
    found: list[Interval] = []
    while not found or found[-1][1] < until:
        following = _following(span, begin)
        found.append((minutes(begin), minutes(following)))
        begin = following
    return tuple(found)


def _beginning(span: Span, day: date) -> date:
    match span:
        case Span.WEEK:
            return start_day(minutes(day) - day.weekday() * DAY)
        case Span.HALF_MONTH:
            return day.replace(day=1 if day.day < 16 else 16)
        case Span.MONTH:
            return day.replace(day=1)
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _following(span: Span, begin: date) -> date:
    if span is Span.WEEK:
        return start_day(minutes(begin) + 7 * DAY)
    if span is Span.HALF_MONTH and begin.day == 1:
        return begin.replace(day=16)
    months: Instant = begin.month + (3 if span is Span.QUARTER else 1) - 1
    return date(begin.year + months // 12, months % 12 + 1, 1)
