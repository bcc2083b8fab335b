"""What a chart draws for a task, in instants and rows: bars, progress front, relations.

Conventions of the Chinese bar chart: the baseline is a thin bar above, the work a thick bar below it, filled up to the
data date. The progress front (前锋线) joins the points that the work has reached: left of the data date is late.
This module must never know a language or a renderer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from schedule.analysis.dates.alerts import Light
from schedule.analysis.dates.comparison import shown_shift
from schedule.analysis.meeting import Meeting
from schedule.calendars.worktime import DAY
from schedule.engine.schedule import Stage, TaskDates
from schedule.model import Instant, Minutes, RelationType, TaskKind
from schedule.output.figures.ground.rows import Heading, Line, Row

Interval = tuple[Instant, Instant]
Point = tuple[float, float]

BASELINE_TOP, BASELINE_BOTTOM = 0.12, 0.27
BAR_TOP, BAR_BOTTOM = 0.34, 0.86
CENTRE = (BAR_TOP + BAR_BOTTOM) / 2
"""Heights within a row, which is 1 high and counted downwards."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in the row of one task. Intervals are instants; None is not drawn.

    `done` is what lies before the data date, `forecast` what lies after it, `pause` the waiting between both. `slip` is
    the minutes of the days by which the finish is shown later than the baseline's. `funds`: it waits for money, or
    nobody can tell its dates because of it.
    """

    row: int
    dates: TaskDates
    critical: bool
    baseline: Interval | None
    done: Interval | None
    pause: Interval | None
    forecast: Interval | None
    slip: Minutes
    funds: bool = False

    @property
    def start(self) -> Instant:
        """The left end of the bar, or the milestone."""
        return self.dates.start if self.dates.task.kind is not TaskKind.FINISH_MILESTONE else self.dates.finish

    @property
    def finish(self) -> Instant:
        """The right end of the bar, or the milestone."""
        return self.dates.finish if self.dates.task.kind is not TaskKind.START_MILESTONE else self.dates.start

    @property
    def ends(self) -> tuple[Instant, ...]:
        """The right ends of everything in the row: bar, baseline, deadline."""
        known = (self.finish, self.baseline and self.baseline[1], self.dates.task.deadline)
        return tuple(end for end in known if end is not None)

    @property
    def extent(self) -> Interval:
        """The first and the last instant of everything in the row."""
        begins = (self.start, *self.ends, *(self.baseline or ()))
        return min(begins), max(self.ends)


def marks(meeting: Meeting, rows: Sequence[Row]) -> tuple[Mark, ...]:
    """The marks of all task rows, in their order. A task is critical where it holds the target (`critical_path`)."""
    critical = frozenset(meeting.critical_path)
    return tuple(_mark(meeting, row.task, i, critical) for i, row in enumerate(rows) if isinstance(row, Line))


@dataclass(frozen=True, slots=True)
class Total:
    """What stands in the row of a heading that sums its tasks up.

    `done` is what lies before the data date, `forecast` what lies after it, `critical` where its critical tasks lie;
    `last_day` the day on which the last of the tasks is finished. `light` is the worst of them, None where all are
    finished and nothing is open; `lights` how many have each, in the order of `Light`.
    """

    row: int
    extent: Interval
    done: Interval | None
    forecast: Interval | None
    critical: Interval | None
    last_day: date
    light: Light | None
    lights: tuple[int, ...]


def totals(meeting: Meeting, rows: Sequence[Row]) -> tuple[Total, ...]:
    """The totals of all headings that are summed, in their order."""
    critical = frozenset(meeting.critical_path)
    return tuple(
        _total(meeting, row.tasks, i, critical) for i, row in enumerate(rows) if isinstance(row, Heading) and row.summed
    )


def _total(meeting: Meeting, tasks: Sequence[str], row: int, critical: frozenset[str]) -> Total:
    below, now = [meeting.schedule.tasks[task] for task in tasks], meeting.data_date
    start, finish = min(dates.start for dates in below), max(dates.finish for dates in below)
    holds = [dates for dates in below if dates.task.id in critical]
    lights = [meeting.lights[task] for task in tasks]
    counts = tuple(lights.count(light) for light in Light)
    worst = next(light for light, count in zip(Light, counts, strict=True) if count)
    closed = worst is Light.GREEN and all(dates.stage is Stage.FINISHED for dates in below)
    return Total(
        row=row,
        extent=(start, finish),
        done=(start, min(now, finish)) if start < now else None,
        forecast=(max(now, start), finish) if finish > now else None,
        critical=(min(one.start for one in holds), max(one.finish for one in holds)) if holds else None,
        last_day=max(dates.last_day for dates in below),
        light=None if closed else worst,
        lights=counts,
    )


def _mark(meeting: Meeting, task: str, row: int, critical: frozenset[str]) -> Mark:
    dates, data_date = meeting.schedule.tasks[task], meeting.data_date
    approved = meeting.baseline.dates.get(task) if meeting.baseline else None
    movement = meeting.since_baseline.movements.get(task) if meeting.since_baseline else None
    done = pause = forecast = None
    if dates.task.is_milestone:
        pass
    elif dates.stage is Stage.FINISHED:
        done = (dates.start, dates.finish)
    elif dates.stage is Stage.NOT_STARTED:
        forecast = (dates.start, dates.finish)
    else:
        resume = max(dates.early_start or data_date, data_date)
        done, forecast = (dates.start, data_date), (min(resume, dates.finish), dates.finish)
        pause = (data_date, resume) if resume > data_date else None
    return Mark(
        row=row,
        dates=dates,
        critical=task in critical,
        baseline=(approved.start, approved.finish) if approved else None,
        done=done,
        pause=pause,
        forecast=forecast,
        slip=shown_shift(movement, dates.task) * DAY if movement else 0,
        funds=task in meeting.schedule.funding.waits or task in meeting.schedule.funding.undated,
    )


def front(meeting: Meeting, drawn: Sequence[Mark], bottom: int) -> tuple[Point, ...]:
    """The progress front from the top of the chart (row 0) to `bottom`: corners as (instant, row).

    It runs down the data date and turns aside, in the middle of its row, for each task that is not where it should be.
    """
    date = meeting.data_date
    points: list[Point] = [(date, 0.0)]
    before = -1
    for mark in drawn:
        reached = achieved(mark, date, _reference(meeting, mark))
        if not mark.dates.calendar.work(reached, date):
            continue  # a Friday evening on the Monday after it is no delay
        if mark.row > before + 1:
            points += [(date, float(before + 1)), (date, float(mark.row))]
        points.append((reached, mark.row + CENTRE))
        before = mark.row
    points += [(date, float(before + 1)), (date, float(bottom))]
    return tuple(point for point, following in zip(points, [*points[1:], None], strict=True) if point != following)


def achieved(mark: Mark, data_date: Instant, reference: Interval) -> Instant:
    """Where on its reference bar a task has come to; the data date where it is where it should be.

    By remaining duration: five of ten days done of a task planned for the 1st to the 10th is the evening of the 5th. A
    task that has not started is at its planned start once that has passed; a finished one is at its planned finish
    until that has passed.
    """
    dates, (begin, end) = mark.dates, reference
    if dates.stage is Stage.FINISHED:
        return max(end, data_date)
    if dates.stage is Stage.NOT_STARTED or not dates.duration:
        return min(begin, data_date)
    done = max(Fraction(dates.duration - dates.remaining, dates.duration), Fraction(0))
    return dates.calendar.add(begin, round(done * dates.calendar.work(begin, end)))


def _reference(meeting: Meeting, mark: Mark) -> Interval:
    """The bar that progress is measured on: the baseline's, else the last meeting's, else the task's own plan."""
    if mark.baseline:
        return mark.baseline
    before = meeting.previous.tasks.get(mark.dates.task.id) if meeting.previous else None
    if before is not None:
        return before.start, before.finish
    return mark.dates.start, mark.dates.calendar.add(mark.dates.start, mark.dates.duration)


def links(drawn: Sequence[Mark], stub: float) -> tuple[tuple[Point, ...], ...]:
    """The driving relations between critical tasks, as orthogonal lines; the last corner is the arrow's tip.

    `stub` is the length, in minutes, by which a line stands off the end of a bar.
    """
    by_task: Mapping[str, Mark] = {mark.dates.task.id: mark for mark in drawn if mark.critical}
    return tuple(
        _route(relation.type, by_task[relation.predecessor], mark, stub)
        for mark in by_task.values()
        for relation in mark.dates.driving
        if relation.predecessor in by_task
    )


def _route(kind: RelationType, above: Mark, below: Mark, stub: float) -> tuple[Point, ...]:
    x, y = (above.finish if kind.leaves_finish else above.start), above.row + CENTRE
    to_x, to_y = (below.finish if kind.enters_finish else below.start), below.row + CENTRE
    down = below.row > above.row
    if kind is RelationType.FS and to_x >= x:
        inset = min(stub, (below.finish - below.start) / 2)
        return (x, y), (to_x + inset, y), (to_x + inset, below.row + (BAR_TOP if down else BAR_BOTTOM))
    out = stub if kind.leaves_finish else -stub
    away = stub if kind.enters_finish else -stub
    if kind.leaves_finish == kind.enters_finish:
        turn = max(x, to_x) + stub if kind.leaves_finish else min(x, to_x) - stub
        return (x, y), (turn, y), (turn, to_y), (to_x, to_y)
    between = float(below.row if down else below.row + 1)
    return (x, y), (x + out, y), (x + out, between), (to_x + away, between), (to_x + away, to_y), (to_x, to_y)
