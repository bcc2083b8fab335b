"""Who reported and who did not.

A task that should have moved and about which nothing came is not assumed to be on time.

This module must never know a light or a language.
"""

from __future__ import annotations

from schedule.engine.schedule import Reason, Schedule, Stage, TaskDates
from schedule.model import Instant, TaskKind


def could_have_moved(dates: TaskDates, expected: TaskDates | None, data_date: Instant) -> bool:
    """Whether a task was under way, or free to begin and expected to before the data date.

    Free means that nothing but the data date holds it now: a task that waits for others owes no report. `expected`
    are its dates in the forecast of the meeting before.
    """
    if dates.stage is Stage.FINISHED or expected is None:
        return False
    if dates.stage is Stage.IN_PROGRESS:
        return True
    if dates.early_bound.reason not in (Reason.DATA_DATE, Reason.PROJECT_START):
        return False
    if dates.task.kind is TaskKind.FINISH_MILESTONE:
        return expected.finish <= data_date
    return expected.start < data_date


def is_reported(dates: TaskDates, since: Instant | None) -> bool:
    """Whether an update after `since` (the meeting before; None: ever) says anything of the task."""
    reported = dates.status.reported
    return reported is not None and (since is None or reported > since)


def unreported(schedule: Schedule, expected: Schedule, since: Instant | None) -> tuple[str, ...]:
    """The tasks that should have moved since the meeting before and about which nothing was reported, in plan order.

    `expected` is the forecast of that meeting, or the plan's own where there was none.
    """
    data_date = schedule.state.data_date
    return tuple(
        name
        for name, dates in schedule.tasks.items()
        if could_have_moved(dates, expected.tasks.get(name), data_date) and not is_reported(dates, since)
    )
