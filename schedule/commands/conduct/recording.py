"""How commands write records: computed with before they are sealed, for what is sealed stays as it is.

All commands that write a record do it here; the files' own room computes nothing. This module must never print.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

from schedule.calendars.worktime import DAY, minutes
from schedule.commands.conduct.reading import opened, sound
from schedule.diagnostics import Diagnostic, PlanError
from schedule.engine.horizon import Calendars
from schedule.engine.settled import plan_faults, settled
from schedule.files.records import plan_folder
from schedule.files.yaml.scalars import start_text
from schedule.model import Baseline, Project, Update, file_names

T = TypeVar("T")

MOST_BETWEEN, MOST_AHEAD = 366, 31
"""Days between two records, and from today to a data date, beyond which the year is doubtful."""


def on_the_latest(plan: Path, folder: Path, lang: str, write: Callable[[Project, Collection[str]], T]) -> T:
    """What a command does with a plan's project and the names of the records that this rests on.

    Whether a record says anything new, which number it bears and what is computed for it hang on the other records.
    Where another writer recorded something between the reading and the lock of the writing, all of it is done anew, so
    that two who write down one meeting at the same instant have one record. The project's warnings are told once.
    """
    known = plan_folder.record_names(folder)
    project = opened(plan, lang)
    while True:
        try:
            return write(project, known)
        except plan_folder.OvertakenError:
            known = plan_folder.record_names(folder)
            project, _ = sound(plan)


def record_update(folder: Path, update: Update, known: Collection[str] | None = None) -> Path:
    """Write an update (`write_update`), if the schedule can be computed with it. Raises PlanError also where not."""
    return plan_folder.write_update(folder, update, computable, known)


def record_baseline(folder: Path, baseline: Baseline, known: Collection[str] | None = None) -> Path:
    """Write a baseline (`write_baseline`), and with it what it seals. Raises PlanError as `record_update`."""
    return plan_folder.write_baseline(folder, baseline, computable, known)


def seal_records(folder: Path) -> tuple[Path, ...]:
    """Seal what a hand wrote (`seal_history`). Raises PlanError as `record_update`."""
    return plan_folder.seal_history(folder, computable)


def computable(project: Project, fresh: Collection[str]) -> None:
    """Raise PlanError where no schedule follows from one of the records with these names in the folder.

    Nor is a plan sealed that none follows from: as long as no record is sealed, `plan.yaml` itself can be put right.
    Where one is, a record that puts it right can be written, and no other. Nor is a record of a day that has not come,
    far from all others: no later week could be recorded after it (`data-date-ahead`).
    """
    far = [*_ahead(project, fresh)]
    if far:
        raise PlanError(far)
    calendars = Calendars()
    found = settled(project, calendars)
    faults = [fault for one in found.aside if not set(fresh).isdisjoint(one.names) for fault in one.faults]
    if fresh and not faults and (found is project or not any(seal.digest for seal in project.seals)):
        faults = [*plan_faults(project, calendars)]
    if faults:
        raise PlanError(faults)


def _ahead(project: Project, fresh: Collection[str]) -> Iterator[Diagnostic]:
    """The fresh records whose data date has as a rule been typed in the wrong year.

    A data date counts as such where it is more than a year after what was recorded before it, and more than a month
    after today. Both are asked, for a project may rest for years, and a machine's clock may be wrong: where what was
    recorded before lies that far ahead too, the clock says nothing.
    """
    today = minutes(date.today())
    latest = today + MOST_AHEAD * DAY
    updates = [part for update in project.updates for part in update.records or (update,)]
    records: list[Update | Baseline] = [*updates, *project.baselines.values()]
    for one in records:
        before = max((it.data_date for it in updates if it.data_date < one.data_date), default=project.plan.start)
        is_far = before <= latest < one.data_date and one.data_date > before + MOST_BETWEEN * DAY
        if is_far and not set(fresh).isdisjoint(file_names([one.location])):
            facts = {"found": start_text(one.data_date), "expected": start_text(before), "today": start_text(today)}
            yield Diagnostic("data-date-ahead", one.location, facts)
