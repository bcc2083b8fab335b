"""What commands read: a project with its faults told, the data date, one meeting.

This module must never print an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

import schedule
from schedule.calendars.worktime import start_day
from schedule.commands.conduct import options
from schedule.commands.conduct.exits import kept
from schedule.diagnostics import Diagnostic, PlanError, Severity
from schedule.engine.schedule import Schedule
from schedule.files.exchange.formats import IMPORTED, XER
from schedule.files.records.reading import UNREAD
from schedule.model import PLAN, Body, Instant, Project, Task
from schedule.output.words.catalogue import word
from schedule.output.words.faults import render_all
from schedule.output.words.languages import language_of
from schedule.rules import LateAsPossible, Profile

if TYPE_CHECKING:
    from schedule.analysis.meeting import Meeting
    from schedule.engine.schedule import Schedule

LEFT_OUT = "set-aside"
"""The code of the warning that a record cannot be computed (`schedule.read`)."""


def sound(plan: Path, project_name: str | None = None) -> tuple[Project, tuple[Diagnostic, ...]]:
    """A plan's project and its warnings. Raises PlanError with every fault, warnings included."""
    if project_name is not None and plan.suffix.lower() not in IMPORTED:
        raise options.refused("--project", "usage.one-project", plan=plan)
    project, diagnostics = schedule.read(plan, project_name)
    if project is None or any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics):
        raise PlanError(diagnostics)
    return project, diagnostics


def opened(plan: Path, lang: str, project_name: str | None = None, profile: str | None = None) -> Project:
    """A plan's project. Raises PlanError with every fault; warnings are counted on stderr, `check` shows them.

    What was not read at all, or is left out, is told in full: papers of an older week look like those of this one. With
    a profile, the plan is computed by that one's rules.
    """
    project, warnings = sound(plan, project_name)
    unread = [warning for warning in warnings if warning.code in (*UNREAD, LEFT_OUT)]
    if unread:
        click.echo(render_all(unread, lang), err=True)
    if len(warnings) > len(unread):
        click.echo(word("warnings", lang, number=len(warnings) - len(unread), plan=plan), err=True)
    return kept(by_rules_of(profile, project))


def with_parties(projects: Sequence[Project], files: Sequence[Path], rule: str | None) -> Sequence[Project]:
    """The projects with bodies by what the files of P6 have that names them; None leaves them as they are."""
    if rule is None:
        return projects
    if any(file.suffix.lower() != XER for file in files):
        raise options.refused("--body-from", "usage.xer-only")
    from schedule.files.xer.parties import NobodyThereError, with_bodies

    try:
        return with_bodies(projects, files, rule)
    except ValueError:
        raise options.refused("--body-from", "usage.body-from", found=rule) from None
    except NobodyThereError as fault:
        if fault.known:
            raise options.unknown("--body-from", fault.found, dict.fromkeys(fault.known, ())) from None
        raise options.refused("--body-from", "usage.no-bodies", found=rule) from None


def by_rules_of(profile: str | None, project: Project) -> Project:
    """The project under another profile; what its plan sets by itself stays. None leaves it as it is.

    How P6 fills its columns is P6's own: it does not stay under another's rules.
    """
    if profile is None:
        return project
    settings = replace(project.plan.settings, profile=Profile(profile))
    if settings.profile is not Profile.P6 and settings.as_late_as_possible is LateAsPossible.ALL_FREE_FLOAT:
        settings = replace(settings, as_late_as_possible=None)
    return replace(project, plan=replace(project.plan, settings=settings))


def home_of(plan: Path) -> Path:
    """The folder of a plan's own things: a plan folder, or for a plan file that stands alone one beside it.

    For another tool's file it lies in the current folder: nothing is written where that tool keeps its own.
    """
    if plan.is_dir():
        return plan
    if plan.suffix.casefold() in IMPORTED:
        return Path(plan.stem)
    return plan.parent if plan.name == PLAN else plan.with_suffix("")


def folder_of(plan: Path) -> Path:
    """The folder that keeps a project's updates and baselines; a plan file of another name than plan.yaml has none."""
    refuse_imported(plan)
    if not plan.is_dir() and plan.name != PLAN:
        raise options.refused("PLAN", "usage.alone", plan=plan)
    return plan if plan.is_dir() else plan.parent


def refuse_imported(plan: Path, hint: str = "PLAN") -> None:
    """Nothing is written into the file of another tool: that is a usage error, which says what to do instead."""
    if plan.suffix.lower() in IMPORTED and not plan.is_dir():
        raise options.refused(hint, "usage.import-first", plan=plan, folder=plan.with_suffix("").name)


def day_of(project: Project, data_date: Instant | None) -> Instant:
    """The data date asked for, else the latest update's, else the project's start.

    A day on which there is an update stands for that update, at whatever hour its data date is.
    """
    if data_date is None:
        return schedule.latest_data_date(project)
    of_day = (one.data_date for one in project.updates if start_day(one.data_date) == start_day(data_date))
    return next(of_day, data_date)


def met(project: Project, data_date: Instant | None, baseline: str | None, *, stored: bool = False) -> Meeting:
    """A meeting; a baseline that is not there is a usage error.

    With `stored` the dates are those that the file brings.
    """
    from schedule.analysis.history import History

    if baseline is not None:
        known(baseline, project.baselines, "--baseline")
    history, day = kept(History(project)), day_of(project, data_date)
    if stored:
        brought(project, data_date, history.schedule(day))
    return schedule.meeting(history, day, baseline, stored=stored)


def brought(project: Project, data_date: Instant | None, computed: Schedule) -> Schedule:
    """The schedule with the file's own dates, which it must have for every task and for this data date.

    Else a usage error.
    """
    from schedule.analysis.dates.stored import undated, with_stored

    names = undated(computed, project)
    if not any(name not in names for name in project.stored):
        raise options.refused("--stored", "usage.no-stored")
    if names:
        raise options.refused("--stored", "usage.undated", task=names[0], number=len(names))
    own = schedule.latest_data_date(project)
    if data_date is not None and start_day(data_date) != start_day(own):
        raise options.refused("--stored", "usage.stored-date", date=start_day(own))
    return with_stored(computed, project)


def known(name: str, names: Iterable[str], hint: str) -> str:
    """The name, if it is one of the names; else a usage error with the nearest."""
    return identified(name, dict.fromkeys(names, ()), hint)


def task_meant(found: str, schedule: Schedule, lang: str, hint: str = "TASK") -> str:
    """The id of the task of a schedule that was meant, as of `identified`; names are asked for where it is no id."""
    if found in schedule.tasks:
        return found
    tasks = schedule.state.plan.tasks
    return identified(found, names_of({name: tasks[name] for name in schedule.tasks}, lang), hint)


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
    raise options.unknown(hint, found, names)


def names_of(named: Mapping[str, Task] | Mapping[str, Body], lang: str) -> dict[str, list[str]]:
    """The names of tasks or bodies by their ids, for `identified`; that of the reader's language first."""
    found = {id_: [name for name in (one.name, one.name_en) if name] for id_, one in named.items()}
    return {id_: names[::-1] if language_of(lang).english_names else names for id_, names in found.items()}
