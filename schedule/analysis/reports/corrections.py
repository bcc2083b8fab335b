"""What records put right of what was reported: taken back, or said anew, since the meeting before.

Whoever read last week's paper finds another fact in this one, and has to read beside it that the first was a mistake.
This module must never know a schedule, nor how a correction is worded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from typing import TypeAlias

from schedule.engine.state import as_planned
from schedule.frozen import dataclass
from schedule.model import (
    AMOUNTS,
    NOT_STARTED,
    WITHDRAWABLE,
    Duration,
    FilingKind,
    Instant,
    Progress,
    Project,
    Status,
    Task,
    TaskKind,
)

Said: TypeAlias = Instant | Duration | Fraction | str


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a record put right of what was reported of a task: under `key` it was `before`, and now it is `after`.

    Empty: nothing. A key has one value, that of a file's events all instants of their kind. `reason` is how the report
    went wrong.
    """

    task: str
    key: str
    before: tuple[Said, ...]
    after: tuple[Said, ...]
    reason: str


def corrections(project: Project, data_date: Instant) -> Mapping[str, tuple[Corrected, ...]]:
    """What was put right since the meeting before, by task, in the order of the records, keys as a report has them."""
    heard = [update for update in project.updates if update.data_date <= data_date]
    since = max((update.data_date for update in heard if update.data_date < data_date), default=None)
    if all(update.corrects is None or (since is not None and update.data_date <= since) for update in heard):
        return {}
    known, found = as_planned(project.plan), dict[str, tuple[Corrected, ...]]()
    for update in heard:
        told_left: set[str] = set()  # of which tasks an earlier record of the day says what is left
        for record in update.records or (update,):
            before, known = known, known.after(record)
            earlier, told_left = told_left, told_left | {one.task for one in record.progress if one.tells_left}
            if record.corrects is None or (since is not None and update.data_date <= since):
                continue
            for progress in record.progress:
                was, now = (one.statuses.get(progress.task, NOT_STARTED) for one in (before, known))
                for key in _touched(progress, known.plan.tasks.get(progress.task), earlier):
                    old, new = _said(was, key), _said(now, key)
                    if old and old != new:
                        one = Corrected(progress.task, key, old, new, record.corrects)
                        found[one.task] = (*found.get(one.task, ()), one)
    return {name: ones for name, ones in found.items() if name in known.plan.tasks}


def _touched(progress: Progress, task: Task | None, told_left: Collection[str]) -> Iterator[str]:
    """The keys that a report puts right: dates and documents that it says anew, and what it takes back.

    A milestone has one date, whichever key told it: that of a start is its start, all others are reached. What is left
    changes from week to week, and is put right only where an earlier record of the same day told it too.
    """
    whole, silent = "started" in progress.withdrawn, ""
    if whole and task is not None and task.is_milestone:
        silent = "finished" if task.kind is TaskKind.START_MILESTONE else "started"
    left_again = progress.task in told_left and (progress.tells_left or progress.finished is not None)
    for key in WITHDRAWABLE:
        again = left_again if key in AMOUNTS else getattr(progress, key, None) is not None
        if key != silent and (
            key in progress.withdrawn or again or (whole and key in ("finished", "remaining", "percent"))
        ):
            yield key


def _said(status: Status, key: str) -> tuple[Said, ...]:
    """What is known of a task under a key of a report."""
    if key == "remaining_of_resources":
        return status.assignments
    if key in {kind.value for kind in FilingKind}:
        return tuple(filing.instant for filing in status.filings if filing.kind.value == key)
    value = getattr(status, key)
    return () if value is None else (value,)
