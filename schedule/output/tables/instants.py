"""The computed dates for machines: instants and hours, nothing rounded to days.

This module must never know a reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from schedule.calendars.worktime import moment
from schedule.engine.schedule import Schedule, Stage
from schedule.model import Instant, Minutes

if TYPE_CHECKING:
    import pandas as pd

Cell: TypeAlias = str | int | float | bool | None
_T = TypeVar("_T")

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
    """The computed dates (`schedule_columns`) one row a task."""
    return zip(*schedule_columns(schedule), strict=True)


def schedule_columns(schedule: Schedule) -> list[list[Cell]]:
    """The computed dates column by column as `SCHEDULE_COLUMNS` has them, the tasks in plan order.

    Instants are `YYYY-MM-DDTHH:MM` and exact: work that ends on Friday at 24:00 finishes on Saturday at T00:00.
    Durations and floats are hours of work on the task's own calendar. A finished task has no early or late dates. What
    is no work starts and finishes at its early dates, which are P6's instants, and not where the papers show it.
    """
    shown = list(schedule.figures())
    # Each different instant and each different amount once: of 100,000 tasks there are few.
    text, amount = _Each(_text).__getitem__, _Each(hours).__getitem__
    tasks, stages = [one.task for one in shown], [one.stage for one in shown]
    early_starts, early_finishes = [one.early_start for one in shown], [one.early_finish for one in shown]
    starts, finishes = [one.start for one in shown], [one.finish for one in shown]
    for row, (begin, end) in enumerate(zip(early_starts, early_finishes, strict=True)):
        if begin is not None and begin == end:  # `Figures.is_no_work`
            finishes[row] = begin
            if shown[row].status.started is None:
                starts[row] = begin
    named = {stage: stage.value for stage in Stage}
    return [
        [task.id for task in tasks],
        [task.name for task in tasks],
        [task.body for task in tasks],
        [task.phase for task in tasks],
        [one.calendar.name for one in shown],
        [named[stage] for stage in stages],
        list(map(amount, [one.duration for one in shown])),
        list(map(amount, [one.remaining for one in shown])),
        list(map(text, starts)),
        list(map(text, finishes)),
        list(map(text, early_starts)),
        list(map(text, early_finishes)),
        list(map(text, [one.late_start for one in shown])),
        list(map(text, [one.late_finish for one in shown])),
        list(map(amount, [one.total_float for one in shown])),
        list(map(amount, [one.free_float for one in shown])),
        [one.critical for one in shown],
        [one.longest_path for one in shown],
    ]


class _Each(dict[int | None, _T]):
    """A function of integers, or of none, that works each out once."""

    def __init__(self, of: Callable[[int | None], _T]) -> None:
        super().__init__()
        self._of = of

    def __missing__(self, given: int | None) -> _T:
        """What nobody asked for before."""
        found = self[given] = self._of(given)
        return found


def _text(instant: Instant | None) -> str | None:
    return None if instant is None else moment(instant).isoformat(timespec="minutes")


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
