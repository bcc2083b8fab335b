"""Which flag a task has on the wall: done, overdue, under way, still to come; and how many days are left to a limit.

Overdue (超期) is a fact about dates that have passed; what a forecast threatens is the lights' (`alerts`). This module
must never know a flag's colour.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from schedule.analysis.dates.deadlines import DeadlineRow
from schedule.analysis.meeting import Meeting
from schedule.analysis.reports.evidence import lacks_document
from schedule.calendars.worktime import start_day
from schedule.engine.schedule import Stage, TaskDates, shown_days
from schedule.model import Instant, TaskKind


class Standing(StrEnum):
    """What has become of a task. `UNPROVEN` is reported finished without the document that closes it."""

    DONE = "done"
    UNPROVEN = "unproven"
    OVERDUE = "overdue"
    UNDER_WAY = "under-way"
    TO_COME = "to-come"


def limits(meeting: Meeting) -> dict[str, Instant]:
    """By when each unfinished task was to be finished: the baseline's finish or the latest one, whichever is earlier.

    A task with neither has no limit.
    """
    approved = meeting.baseline.dates if meeting.baseline is not None else {}
    found: dict[str, Instant] = {}
    for name, dates in meeting.schedule.tasks.items():
        known = [meeting.owed[name].latest_finish] if name in meeting.owed else []
        known += [approved[name].finish] if name in approved else []
        if dates.stage is not Stage.FINISHED and known:
            found[name] = min(known)
    return found


def limit_day(dates: TaskDates, limit: Instant) -> date:
    """The day that a task's limit is shown on: a start milestone's own, also where that begins at midnight."""
    return shown_days(dates.task, limit, limit)[1]


def standings(meeting: Meeting) -> dict[str, Standing]:
    """How each task of the plan stands.

    A task that is not finished is overdue from the instant of its limit on, a start milestone after it: midnight ends
    the day of a finish and begins that of a start.
    """
    due = limits(meeting)

    def of(name: str, dates: TaskDates) -> Standing:
        if dates.stage is Stage.FINISHED:
            return Standing.UNPROVEN if lacks_document(dates) else Standing.DONE
        begins = dates.task.kind is TaskKind.START_MILESTONE
        if name in due and (due[name] < meeting.data_date if begins else due[name] <= meeting.data_date):
            return Standing.OVERDUE
        return Standing.UNDER_WAY if dates.stage is Stage.IN_PROGRESS else Standing.TO_COME

    return {name: of(name, dates) for name, dates in meeting.schedule.tasks.items()}


def days_left(row: DeadlineRow, dates: TaskDates, data_date: Instant) -> int:
    """Calendar days from the data date to the day on which the row's latest finish is shown; negative once passed.

    0 is the last day: what must be finished on the data date's own day has that day left and no other.
    """
    _, last = shown_days(dates.task, row.latest_start, row.latest_finish)
    return (last - start_day(data_date)).days
