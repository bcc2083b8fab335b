"""What was begun or finished ahead of what it waits for: out of sequence, as P6 calls it, by the plan's own relations.

A report that contradicts the order of the plan is as a rule a slip: the wrong task was ticked off, or the one before it
was forgotten. Work that really ran ahead says that the relation is not what it was taken for. Both are questions to
the body. This module must never know a light, a date of the future or a reader's words.
"""

from __future__ import annotations

from schedule.calendars.durations import lag_calendar, lag_minutes
from schedule.calendars.worktime import finish_day, start_day
from schedule.engine.cpm import NEVER
from schedule.engine.schedule import Figures, Schedule, Stage, TaskDates
from schedule.model import Instant, Relation


def ahead_of(schedule: Schedule, dates: Figures | TaskDates) -> tuple[Relation, ...]:
    """The relations that a task in progress has run ahead of: out of sequence, as P6 calls it.

    Its predecessor has not finished (FS) or has not started (SS), and with its lag asks for a start after the actual
    one. What holds a finish can still be kept. With retained logic the rest of the task waits for them all the same.
    """
    if dates.stage is not Stage.IN_PROGRESS or dates.status.started is None or dates.task.spans:
        return ()
    return tuple(
        relation
        for relation in dates.task.relations
        if not relation.type.enters_finish and asked_start(schedule, relation) > dates.status.started
    )


def finished_ahead_of(schedule: Schedule, dates: Figures | TaskDates) -> tuple[Relation, ...]:
    """The relations that a finished task, or a milestone that was reached, has run ahead of.

    What it waits for has not happened (a finish for FS and FF, a start for SS and SF), or happened on a later day than
    the finish itself. A lag is not held against it: half a curing time is no contradiction. A lead (a negative lag)
    allows so much, also of what has not happened: then the forecast is asked.
    """
    if dates.stage is not Stage.FINISHED or dates.task.spans:
        return ()
    return tuple(relation for relation in dates.task.relations if _contradicts(schedule, relation, dates))


def _contradicts(schedule: Schedule, relation: Relation, dates: Figures | TaskDates) -> bool:
    before = schedule.tasks[relation.predecessor]
    if before.task.spans:
        return False
    leaves_finish = relation.type.leaves_finish
    leads = relation.lag is not None and relation.lag.amount < 0
    # A start milestone is reached in one instant: its start is its finish.
    happened = before.stage is Stage.FINISHED or (not leaves_finish and before.stage is Stage.IN_PROGRESS)
    # What has come without a report is asked for its report, and for nothing twice.
    happened = happened or relation.predecessor in schedule.network.implied
    if not happened and not leads:
        return True
    awaited = before.finish if leaves_finish else before.start
    if leads:
        lag = lag_minutes(relation, schedule.state, schedule.calendars)
        awaited = lag_calendar(relation, schedule.state, schedule.calendars).add(awaited, lag)
    day = finish_day(awaited) if leaves_finish else start_day(awaited)
    return day > dates.shown[1]


def asked_start(schedule: Schedule, relation: Relation) -> Instant:
    """The start that a relation from what has not happened asks for; the earliest instant of all from what has."""
    before = schedule.tasks[relation.predecessor]
    actual = before.status.finished if relation.type.leaves_finish else before.status.started
    if actual is not None or before.task.spans or before.stage is Stage.FINISHED:
        return -NEVER
    leaves = before.finish if relation.type.leaves_finish else before.start
    lag = lag_minutes(relation, schedule.state, schedule.calendars)
    return lag_calendar(relation, schedule.state, schedule.calendars).add(leaves, lag)
