"""daopai (倒排): project schedules from a text plan, critical path, backward-scheduled deadlines, slippage.

The front door for programs:

    project = schedule.load("plans/kashgar")
    snapshot = schedule.meeting(project)
    snapshot.headline.margin

Everything else is in the rooms named in the README; they import only from the rooms before them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schedule.analysis.meeting import Snapshot
    from schedule.diagnostics import Diagnostic
    from schedule.model import Instant, Project

__all__ = ["latest_data_date", "load", "meeting", "read"]


def read(path: str | Path) -> tuple[Project | None, tuple[Diagnostic, ...]]:
    """A project as far as it can be read from a folder or a plan file, and every fault and warning found on the way."""
    from schedule.engine.network import cycle_faults
    from schedule.engine.state import revised
    from schedule.files.folder import read_project

    project, diagnostics = read_project(Path(path))
    if project is not None:
        diagnostics += cycle_faults(project.plan)
        plan = project.plan
        for update in project.updates:
            if update.revisions:
                plan = revised(plan, update.revisions)
                diagnostics += tuple(fault for fault in cycle_faults(plan) if fault not in diagnostics)
    return project, diagnostics


def load(path: str | Path) -> Project:
    """A project from a plan's folder or file. Raises PlanError with all faults at once; warnings are passed over."""
    from schedule.diagnostics import PlanError, Severity

    project, diagnostics = read(path)
    faults = [diagnostic for diagnostic in diagnostics if diagnostic.severity is Severity.ERROR]
    if project is None or faults:
        raise PlanError(faults)
    return project


def latest_data_date(project: Project) -> Instant:
    """The data date of the last update, or the project's start where there is none."""
    return project.updates[-1].data_date if project.updates else project.plan.start


def meeting(project: Project, data_date: Instant | None = None, baseline: str | None = None) -> Snapshot:
    """The snapshot of one meeting, by default that of the last update. See `schedule.analysis.meeting.take`."""
    from schedule.analysis.meeting import take

    return take(project, latest_data_date(project) if data_date is None else data_date, baseline)
