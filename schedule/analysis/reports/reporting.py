"""Who reported and who did not.

A task that should have moved and about which nothing came is not assumed to be on time.

This module must never know a light or a language.
"""

from __future__ import annotations

from schedule.engine.schedule import Reason, Schedule, Stage, TaskDates
from schedule.model import FilingKind, Instant, Status, TaskKind


def is_free(dates: TaskDates, schedule: Schedule) -> bool:
    """Whether a task that has not started could: nothing but the data date holds it, and what it follows has happened.

    A start follows the finish (FS) or the start (SS) of its predecessors; a milestone is reached when all that it
    follows has happened.
    """
    if dates.early_bound.reason not in (Reason.DATA_DATE, Reason.PROJECT_START):
        return False
    for relation in dates.task.relations:
        if dates.task.is_milestone or not relation.type.enters_finish:
            before = schedule.tasks[relation.predecessor].status
            if (before.finished if relation.type.leaves_finish else before.started) is None:
                return False
    return True


def could_have_moved(dates: TaskDates, schedule: Schedule, expected: TaskDates | None) -> bool:
    """Whether a task was under way, or free to begin and expected to before the data date.

    A task that waits for others owes no report, nor does one that only spans others. `expected` are its dates in the
    forecast of the meeting before.
    """
    if dates.stage is Stage.FINISHED or expected is None or dates.task.spans:
        return False
    if dates.stage is Stage.IN_PROGRESS or is_finish_due(dates, schedule):
        return True
    data_date = schedule.state.data_date
    is_due = (
        expected.finish <= data_date if dates.task.kind is TaskKind.FINISH_MILESTONE else expected.start < data_date
    )
    return is_due and is_free(dates, schedule)


def has_nothing_left(dates: TaskDates) -> bool:
    """Whether a task is under way with nothing left to do: it may be done, and nobody has said so, nor on which day."""
    return dates.stage is Stage.IN_PROGRESS and not dates.task.spans and dates.remaining == 0


def awaits_report(dates: TaskDates, schedule: Schedule) -> bool:
    """Whether nothing is left to do for a task and all that it waits for has happened: only its report is missing."""
    if not dates.is_no_work or dates.task.spans or dates.finish > schedule.state.data_date:
        return False
    return has_nothing_left(dates) or is_free(dates, schedule)


def is_finish_due(dates: TaskDates, schedule: Schedule) -> bool:
    """Whether of a task whose own deadline is not ahead any more only the report is missing that it is finished.

    Whether that deadline was kept nobody knows before somebody says on which day.
    """
    deadline = dates.task.deadline
    return deadline is not None and deadline <= schedule.state.data_date and awaits_report(dates, schedule)


def decided_on(status: Status) -> Instant | None:
    """When the file of an approval was decided on, as far as is reported."""
    return next((filing.instant for filing in reversed(status.filings) if filing.kind is FilingKind.DECIDED), None)


def is_reported(dates: TaskDates, since: Instant | None) -> bool:
    """Whether an update after `since` (the meeting before; None: ever) says anything of the task."""
    reported = dates.status.reported
    return reported is not None and (since is None or reported > since)


def unreported(schedule: Schedule, expected: Schedule, since: Instant | None) -> tuple[str, ...]:
    """What should have moved since the meeting before and nobody reported, in the schedule's order.

    `expected` is the forecast of that meeting, or the plan's own where there was none.
    """
    return tuple(
        name
        for name, dates in schedule.tasks.items()
        if could_have_moved(dates, schedule, expected.tasks.get(name)) and not is_reported(dates, since)
    )
