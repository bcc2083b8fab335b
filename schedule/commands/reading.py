"""What commands read: a project with its faults told, the data date, one meeting's snapshot.

This module must never print an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import click

import schedule
from schedule.analysis.meeting import Snapshot
from schedule.commands import options
from schedule.diagnostics import Diagnostic, PlanError, Severity, nearest
from schedule.files.folder import PLAN
from schedule.model import Body, Instant, Project, Task
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
        raise options.refused("PLAN", "usage.alone", plan=plan)
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
    return identified(name, dict.fromkeys(names, ()), hint)


def identified(found: str, names: Mapping[str, Iterable[str]], hint: str) -> str:
    """The id that was meant by an id or by a name that only one has; else a usage error with the nearest.

    `names` are the names of each id, the first of which is shown.
    """
    if found in names:
        return found
    meant = [id_ for id_, called in names.items() if found in called]
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise options.refused(hint, "usage.several", found=found, ids=options.said("comma").join(meant))
    of = {**{name: id_ for id_, called in names.items() for name in called}, **{id_: id_ for id_ in names}}
    near = nearest(found, of)
    told = options.said("usage.unknown", found=found)
    if near is None:
        raise options.refused(hint, "usage.known", said=told, ids=options.said("comma").join(names))
    id_ = of[near]
    shown = next(iter(names[id_]), None)
    key = "usage.nearest-id" if shown is None else "usage.nearest"
    raise options.refused(hint, key, said=told, id=id_, name=shown)


def names_of(named: Mapping[str, Task] | Mapping[str, Body], lang: str) -> dict[str, list[str]]:
    """The names of tasks or bodies by their ids, for `identified`; that of the reader's language first."""
    found = {id_: [name for name in (one.name, one.name_en) if name] for id_, one in named.items()}
    return {id_: names[::-1] if lang == "en" else names for id_, names in found.items()}
