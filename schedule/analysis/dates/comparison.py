"""Slippage: what moved between two sets of dates, in working time and in calendar time.

Whether anything slipped is never a difference of displayed days: Friday evening and the Monday morning after it are the
same point of working time, and between them nothing slipped. How far it slipped is told to a reader in the days that he
can count, from the one shown to the other (`shown_shift`). This module must never know how the dates were computed or
who is to blame.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from schedule.calendars.worktime import Calendar
from schedule.engine.schedule import Schedule, TaskDates, shown_days
from schedule.model import Baseline, BaselineDates, Instant, Minutes, Task


@dataclass(frozen=True, slots=True)
class Movement:
    """How one task's shown dates moved from a reference to now. Positive is later.

    `start_slip` and `finish_slip` are working minutes on the task's calendar; `start_shift` and `finish_shift` are
    elapsed minutes, zero where no working time lies between. `float_consumed` is the reference's total float less
    the present one, None where either has none. `stood` says of the two finishes whether each stands at a beginning
    (`TaskDates.at_beginning`), which its day depends on.
    """

    task: str
    start_before: Instant
    finish_before: Instant
    start_after: Instant
    finish_after: Instant
    start_slip: Minutes
    finish_slip: Minutes
    start_shift: Minutes
    finish_shift: Minutes
    float_before: Minutes | None
    float_after: Minutes | None
    stood: tuple[bool, bool] = (False, False)

    @property
    def float_consumed(self) -> Minutes | None:
        """Total float used since the reference; negative where it was regained."""
        if self.float_before is None or self.float_after is None:
            return None
        return self.float_before - self.float_after


@dataclass(frozen=True, slots=True)
class Comparison:
    """All movements since a reference (a baseline's or an earlier meeting's data date), and tasks only one side has."""

    since: Instant
    movements: Mapping[str, Movement]
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def baseline_dates(schedule: Schedule) -> dict[str, BaselineDates]:
    """What a baseline keeps of a schedule: each task's shown dates and total float."""
    return {name: BaselineDates(dates.start, dates.finish, dates.total_float) for name, dates in schedule.tasks.items()}


def compare(reference: Baseline | Schedule, schedule: Schedule) -> Comparison:
    """How a schedule's dates moved since a baseline or an earlier schedule.

    Slips are measured on the present calendar of each task. Tasks that only one side knows are listed, not compared.
    """
    if isinstance(reference, Baseline):
        since, before = reference.data_date, reference.dates
    else:
        since, before = reference.state.data_date, baseline_dates(reference)
    after = baseline_dates(schedule)
    return Comparison(
        since=since,
        movements={
            name: _movement(
                name,
                before[name],
                after[name],
                schedule.tasks[name].calendar,
                _stood(reference, before[name], schedule.tasks[name]),
            )
            for name in after
            if name in before
        },
        added=tuple(name for name in after if name not in before),
        removed=tuple(name for name in before if name not in after),
    )


def shown_shift(movement: Movement, task: Task) -> int:
    """Calendar days between the two days that a task's finish is shown on, which is what a reader counts.

    0 where no working time lies between.
    """
    if not movement.finish_shift:
        return 0
    before, after = shown_finishes(movement, task)
    return (after - before).days


def shown_finishes(movement: Movement, task: Task) -> tuple[date, date]:
    """The two days that a task's finish is shown on: that of the reference, and that of now."""
    stood, stands = movement.stood
    before, after = movement.finish_before, movement.finish_after
    return shown_days(task, before, before, stood)[1], shown_days(task, after, after, stands)[1]


def _stood(reference: Baseline | Schedule, before: BaselineDates, dates: TaskDates) -> tuple[bool, bool]:
    """Whether the finish before and that of now stand at a beginning; of approved dates only the instant is known."""
    if isinstance(reference, Baseline):
        return dates.at_beginning and before.finish == dates.finish, dates.at_beginning
    return reference.tasks[dates.task.id].at_beginning, dates.at_beginning


def _movement(
    name: str, before: BaselineDates, after: BaselineDates, calendar: Calendar, stood: tuple[bool, bool]
) -> Movement:
    start_slip = calendar.work(before.start, after.start)
    finish_slip = calendar.work(before.finish, after.finish)
    return Movement(
        task=name,
        start_before=before.start,
        finish_before=before.finish,
        start_after=after.start,
        finish_after=after.finish,
        start_slip=start_slip,
        finish_slip=finish_slip,
        start_shift=after.start - before.start if start_slip else 0,
        finish_shift=after.finish - before.finish if finish_slip else 0,
        float_before=before.total_float,
        float_after=after.total_float,
        stood=stood,
    )
