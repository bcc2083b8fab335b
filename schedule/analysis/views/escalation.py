"""For how many meetings in a row an item has been red, in whose hands, and how sharp the reminder is: 蓝, 黄, 红.

An item counts as red at a meeting when that meeting had a red alert about it, that is when its body was told; a task
that is red only because of others, long before it can begin, is not held against it. Nor are a body the meetings at
which another had the file, nor those at which the task waited for money: these are held against who had to get that.
This module must never know a channel, a paper or a language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from schedule.analysis.dates.alerts import Evidence, red_tasks, told
from schedule.analysis.dates.deadlines import by_task, rows_at
from schedule.analysis.dates.feasible import unmeetable
from schedule.analysis.dates.lawful import broken_at
from schedule.analysis.dates.overdue import overdue, overdue_by_task
from schedule.analysis.dates.within import within_at
from schedule.analysis.history import History
from schedule.analysis.reports.ceilings import ceilings_at
from schedule.analysis.reports.permits import breaches_at
from schedule.model import Body, Instant


class Level(StrEnum):
    """蓝 (提醒), 黄 (警告), 红 (约谈、限期整改): the order in which a supervision office sharpens its notices.

    The levels are those of 华亭县 (2017, 督办单); that each further red meeting is one level more is our reading of it.
    """

    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"


WARNED_AT = 2
SUMMONED_AT = 3
"""At which red meeting in a row a reminder becomes a warning, and a warning a talk with the body's head."""


@dataclass(frozen=True, slots=True)
class Streak:
    """At how many meetings in a row an item was red, the present one among them; at how many of these who is told now.

    Of a file that went from one desk to another the first is the item's and the second the desk's: whoever got it this
    week has one meeting to answer for, and whoever gets it back has those before again. It is none where the item is
    in nobody's hands, for it waits for money that nobody owes. `planned`: it is the deadline
    of a plan that could not be kept on its first day, and no day was lost since: nobody is warned for either.
    """

    meetings: int
    held: int
    planned: bool = False

    @property
    def level(self) -> Level:
        """How sharp the notice to whoever is told now is."""
        return Level.BLUE if self.planned or not self.held else level(self.held)


ONCE = Streak(1, 1)
"""An item that is red for the first time."""


def level(weeks: int) -> Level:
    """The level of a notice to a body about an item that was red in its hands at `weeks` meetings, this one among them.

    Raises ValueError for less than one. `level(1)` is `Level.BLUE`.
    """
    if weeks < 1:
        raise ValueError(f"an item without a red meeting has no level: {weeks}")
    return Level.RED if weeks >= SUMMONED_AT else Level.YELLOW if weeks >= WARNED_AT else Level.BLUE


def streaks(history: History, data_date: Instant) -> Mapping[str, Streak]:
    """For every task with a red alert at a data date: at how many meetings in a row, that one included, it had one.

    Meetings are the data dates of the updates, and `data_date` itself. A meeting without a red alert about the task
    begins the count anew. A body that was merged into another is that other. Tasks are in the schedule's order. Raises
    PlanError where a meeting's schedule cannot be computed.
    """
    current = history.once(red, data_date)
    meetings, held = dict.fromkeys(current, 1), {name: int(bool(now)) for name, now in current.items()}
    bodies = history.schedule(data_date).state.plan.bodies
    still = dict(current)
    for update in reversed([update for update in history.project.updates if update.data_date < data_date]):
        if not still:
            break
        before = history.once(red, update.data_date)
        still = {name: told_now for name, told_now in still.items() if name in before}
        for name, told_now in still.items():
            meetings[name] += 1
            held[name] += any(_heir(body, bodies) in told_now for body in before[name])
    planned = {name for name, one in history.once(unmeetable, data_date).items() if one.lost <= 0}
    return {name: Streak(number, held[name], name in planned) for name, number in meetings.items()}


def _heir(body: str | None, bodies: Mapping[str, Body]) -> str | None:
    """Who a body is now: what it was merged into, and that again."""
    while body is not None and body in bodies and (into := bodies[body].into) is not None:
        body = into
    return body


def red(history: History, data_date: Instant) -> Mapping[str, tuple[str | None, ...]]:
    """The tasks that had a red alert at a data date, in the schedule's order, with the bodies that were told.

    Red is decided by the schedule alone; what was expected, reported or approved only makes other lights.
    """
    schedule = history.schedule(data_date)
    evidence = Evidence(
        schedule=schedule,
        expected=schedule,
        rows=by_task(history.once(rows_at, data_date)),
        unreported=frozenset(),
        since_baseline=None,
        since_previous=None,
        breaches={one.task: one for one in history.once(breaches_at, data_date)},
        shortfalls={one.task: one for one in history.once(broken_at, data_date)},
        ceilings={one.task: one for one in history.once(ceilings_at, data_date)},
        within={one.task: one for one in history.once(within_at, data_date)},
        overdue=overdue_by_task(overdue(schedule)),
    )
    return {name: told(schedule.tasks[name], evidence) for name in red_tasks(evidence)}
