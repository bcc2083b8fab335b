"""How commands write records: computed with before they are sealed, for what is sealed stays as it is.

All commands that write a record do it here; the files' own room computes nothing. This module must never print.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TypeVar

from schedule.commands.conduct.reading import opened, sound
from schedule.diagnostics import PlanError
from schedule.engine.horizon import Calendars
from schedule.engine.settled import plan_faults, settled
from schedule.files.records import plan_folder
from schedule.model import Baseline, Project, Update

T = TypeVar("T")


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
    Where one is, a record that puts it right can be written, and no other.
    """
    calendars = Calendars()
    found = settled(project, calendars)
    faults = [fault for one in found.aside if not set(fresh).isdisjoint(one.names) for fault in one.faults]
    if fresh and not faults and (found is project or not any(seal.digest for seal in project.seals)):
        faults = [*plan_faults(project, calendars)]
    if faults:
        raise PlanError(faults)
