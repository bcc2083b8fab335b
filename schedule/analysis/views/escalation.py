"""For how many meetings in a row an item has been red, and how sharp the reminder is that follows: 蓝, 黄, 红.

An item counts as red at a meeting when that meeting had a red alert about it, that is when its body was told; a task
that is red only because of others, long before it can begin, is not held against it. This module must never know a
channel, a paper or a language.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from schedule.analysis.dates.alerts import Evidence, red_tasks
from schedule.analysis.dates.deadlines import by_task, rows_at
from schedule.analysis.dates.lawful import broken_at
from schedule.analysis.dates.within import within_at
from schedule.analysis.history import History
from schedule.analysis.reports.ceilings import ceilings_at
from schedule.analysis.reports.permits import breaches_at
from schedule.model import Instant


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


def level(weeks: int) -> Level:
    """The level of a notice about an item that has been red at `weeks` meetings in a row, this one among them.

    Raises ValueError for less than one. `level(1)` is `Level.BLUE`.
    """
    if weeks < 1:
        raise ValueError(f"an item without a red meeting has no level: {weeks}")
    return Level.RED if weeks >= SUMMONED_AT else Level.YELLOW if weeks >= WARNED_AT else Level.BLUE


def weeks_red(history: History, data_date: Instant) -> Mapping[str, int]:
    """For every task with a red alert at a data date: at how many meetings in a row, that one included, it had one.

    Meetings are the data dates of the updates, and `data_date` itself. A meeting without a red alert about the task
    begins the count anew. Tasks are in the schedule's order. Raises PlanError where a meeting's schedule cannot be
    computed.
    """
    current = history.once(red, data_date)
    weeks = dict.fromkeys(current, 1)
    still = set(current)
    for update in reversed([update for update in history.project.updates if update.data_date < data_date]):
        if not still:
            break
        still &= set(history.once(red, update.data_date))
        for name in still:
            weeks[name] += 1
    return weeks


def red(history: History, data_date: Instant) -> tuple[str, ...]:
    """The tasks that had a red alert at a data date, in the schedule's order.

    Red is decided by the schedule alone; what was expected, reported or approved only makes other lights.
    """
    schedule = history.schedule(data_date)
    return red_tasks(
        Evidence(
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
        )
    )
