"""What commands read: a project with its faults told, the data date, one meeting's snapshot.

This module must never print an answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

import schedule
from schedule.analysis.meeting import Snapshot
from schedule.diagnostics import Diagnostic, PlanError, Severity, nearest
from schedule.files.folder import PLAN
from schedule.model import Instant, Project
from schedule.output.labels import word


def sound(plan: Path) -> tuple[Project, tuple[Diagnostic, ...]]:
    """A plan's project and its warnings. Raises PlanError with every fault, warnings included."""
    project, diagnostics = schedule.read(plan)
    if project is None or any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics):
        raise PlanError(diagnostics)
    return project, diagnostics


def opened(plan: Path, lang: str) -> Project:
    """A plan's project. Raises PlanError with every fault; warnings are counted on stderr, `check` shows them."""
    project, warnings = sound(plan)
    if warnings:
        click.echo(word("warnings", lang, number=len(warnings), plan=plan), err=True)
    return project


def home_of(plan: Path) -> Path:
    """The folder of a plan's own things: a plan folder, or for a plan file that stands alone one beside it."""
    if plan.is_dir():
        return plan
    return plan.parent if plan.name == PLAN else plan.with_suffix("")


def folder_of(project: Project, plan: Path) -> Path:
    """The folder that keeps a project's updates and baselines; a plan file of another name than plan.yaml has none."""
    if not plan.is_dir() and plan.name != PLAN:
        raise click.BadParameter(
            f"{plan} stands alone; only a plan's folder keeps updates and baselines.", param_hint="PLAN"
        )
    return Path(project.folder)


def day_of(project: Project, data_date: Instant | None) -> Instant:
    """The data date asked for, else the latest update's, else the project's start."""
    return schedule.latest_data_date(project) if data_date is None else data_date


def met(project: Project, data_date: Instant | None, baseline: str | None) -> Snapshot:
    """The snapshot of a meeting; a baseline that is not there is a usage error."""
    if baseline is not None:
        known(baseline, project.baselines, "--baseline")
    return schedule.meeting(project, data_date, baseline)


def known(name: str, names: Iterable[str], hint: str) -> str:
    """The name, if it is one of the names; else a usage error with the nearest."""
    names = tuple(names)
    if name not in names:
        meant = nearest(name, names)
        raise click.BadParameter(
            f"{name!r} is not known." + (f" Did you mean {meant!r}?" if meant else ""), param_hint=hint
        )
    return name
