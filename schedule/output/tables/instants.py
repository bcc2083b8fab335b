"""The computed dates for machines: instants and hours, nothing rounded to days.

This module must never know a reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

from schedule.calendars.worktime import moment
from schedule.engine.schedule import Schedule
from schedule.model import Instant, Minutes

if TYPE_CHECKING:
    import pandas as pd

Cell: TypeAlias = str | int | float | bool | None

SCHEDULE_COLUMNS = (
    "id",
    "name",
    "body",
    "phase",
    "calendar",
    "status",
    "duration_h",
    "remaining_h",
    "start",
    "finish",
    "early_start",
    "early_finish",
    "late_start",
    "late_finish",
    "total_float_h",
    "free_float_h",
    "critical",
    "longest_path",
)
"""The columns of `daopai schedule --format csv|json`, which other programs read: only ever add at the end."""


def schedule_rows(schedule: Schedule) -> Iterable[tuple[Cell, ...]]:
    """The computed dates, one row a task in plan order, with the columns of `SCHEDULE_COLUMNS`.

    Instants are `YYYY-MM-DDTHH:MM` and exact: work that ends on Friday at 24:00 finishes on Saturday at T00:00.
    Durations and floats are hours of work on the task's own calendar. A finished task has no early or late dates. What
    is no work starts and finishes at its early dates, which are P6's instants, and not where the papers show it.
    """
    written: dict[Instant, str] = {}

    def text(instant: Instant | None) -> str | None:
        if instant is None:
            return None
        if instant not in written:
            written[instant] = moment(instant).isoformat(timespec="minutes")
        return written[instant]

    for dates in schedule.figures():
        yield (
            dates.task.id,
            dates.task.name,
            dates.task.body,
            dates.task.phase,
            dates.calendar.name,
            dates.stage.value,
            hours(dates.duration),
            hours(dates.remaining),
            text(dates.early_start if dates.is_no_work and dates.status.started is None else dates.start),
            text(dates.early_finish if dates.is_no_work else dates.finish),
            text(dates.early_start),
            text(dates.early_finish),
            text(dates.late_start),
            text(dates.late_finish),
            hours(dates.total_float),
            hours(dates.free_float),
            dates.critical,
            dates.longest_path,
        )


def hours(work: Minutes | None) -> int | float | None:
    """Minutes as hours: an int where they are whole, else to four decimals, from which the minute can be had back.

    >>> hours(480), hours(50), hours(None)
    (8, 0.8333, None)
    """
    if work is None:
        return None
    return work // 60 if work % 60 == 0 else round(work / 60, 4)


def schedule_frame(schedule: Schedule) -> pd.DataFrame:
    """The computed dates as a pandas DataFrame indexed by task id; instants are `datetime64`, NaT where there is none.

    Units as in `schedule_rows`: hours of work on the task's own calendar.
    """
    import pandas as pd

    frame = pd.DataFrame.from_records(list(schedule_rows(schedule)), columns=list(SCHEDULE_COLUMNS)).set_index("id")
    for column in SCHEDULE_COLUMNS[8:14]:
        frame[column] = pd.to_datetime(frame[column], format="%Y-%m-%dT%H:%M")
    for column in ("duration_h", "remaining_h", "total_float_h", "free_float_h"):
        frame[column] = pd.to_numeric(frame[column])
    return frame
