"""How commands write records: computed with before they are sealed, for what is sealed stays as it is.

All commands that write a record do it here; the files' own room computes nothing. This module must never print.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from schedule.diagnostics import PlanError
from schedule.engine.settled import plan_faults, settled
from schedule.files.records import plan_folder
from schedule.model import Baseline, Project, Update


def record_update(folder: Path, update: Update) -> Path:
    """Write an update (`write_update`), if the schedule can be computed with it. Raises PlanError also where not."""
    return plan_folder.write_update(folder, update, computable)


def record_baseline(folder: Path, baseline: Baseline) -> Path:
    """Write a baseline (`write_baseline`), and with it what it seals. Raises PlanError as `record_update`."""
    return plan_folder.write_baseline(folder, baseline, computable)


def seal_records(folder: Path) -> tuple[Path, ...]:
    """Seal what a hand wrote (`seal_history`). Raises PlanError as `record_update`."""
    return plan_folder.seal_history(folder, computable)


def computable(project: Project, fresh: Collection[str]) -> None:
    """Raise PlanError where no schedule follows from one of the records with these names in the folder.

    Nor is a plan sealed that none follows from: as long as no record is sealed, `plan.yaml` itself can be put right.
    Where one is, a record that puts it right can be written, and no other.
    """
    found = settled(project)
    faults = [fault for one in found.aside if not set(fresh).isdisjoint(one.names) for fault in one.faults]
    if fresh and not faults and (found is project or not any(seal.digest for seal in project.seals)):
        faults = [*plan_faults(project)]
    if faults:
        raise PlanError(faults)
