"""Which limits on authorities run, how near their last day is, and which have passed.

What is said of each is `schedule.law.clock`'s; here is only which tasks have one at a data date, and when that needs
eyes.
No date of a schedule depends on any of it. This module must never know a float, a deadline or a reader's words.
"""

from __future__ import annotations

from dataclasses import dataclass

from schedule.analysis.history import History
from schedule.analysis.reports.custody import legal_clock
from schedule.calendars.worktime import DAY, minutes
from schedule.engine.schedule import Schedule
from schedule.law.clock import Clock, Phase
from schedule.model import Instant, Project

NEARLY_USED, LAST_DAYS = (4, 5), 3
"""A limit is near when four fifths of its days are used, or no more than three are left."""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The limit of one task: `body` is the authority that decides it, `clock` how it stands."""

    task: str
    body: str
    clock: Clock


def ceilings(project: Project, schedule: Schedule) -> tuple[Ceiling, ...]:
    """The limits of all tasks that have one in force, in the schedule's order."""
    found = []
    for dates in schedule.where(lambda one: one.task.basis is not None):
        task = dates.task
        clock = None if task.body is None else legal_clock(project, schedule, task)
        if clock is not None and task.body is not None:
            found.append(Ceiling(task.id, task.body, clock))
    return tuple(found)


def ceilings_at(history: History, data_date: Instant) -> tuple[Ceiling, ...]:
    """The same at a data date of a project's history."""
    return ceilings(history.project, history.schedule(data_date))


def is_passed(clock: Clock) -> bool:
    """Whether the last day is over and nothing is decided: whatever stops afterwards, the authority is late."""
    return clock.is_open and clock.passed


def is_near(clock: Clock, data_date: Instant, days: int) -> bool:
    """Whether a running clock needs eyes: nearly used up, or its last day within so many calendar days from now."""
    if clock.phase is not Phase.RUNNING or clock.passed or clock.due is None:
        return False
    used, of = NEARLY_USED
    if clock.left is not None and (clock.left <= LAST_DAYS or clock.used * of >= clock.limit * used):
        return True
    return minutes(clock.due) < data_date + days * DAY
