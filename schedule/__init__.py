"""daopai (倒排): project schedules from a text plan, critical path, backward-scheduled deadlines, slippage.

The front door for programs:

    project = schedule.load("plans/kashgar")
    meeting = schedule.meeting(project)
    meeting.headline.margin

Everything else is in the rooms named in the README; they import only from the rooms before them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from schedule.analysis.history import History
    from schedule.analysis.meeting import Meeting
    from schedule.analysis.portfolio.zone import Roll
    from schedule.diagnostics import Diagnostic
    from schedule.model import Aside, Instant, Project
    from schedule.portfolio import Portfolio

__all__ = ["latest_data_date", "load", "meeting", "read", "roll_up"]


def read(path: str | Path, project: str | None = None) -> tuple[Project | None, tuple[Diagnostic, ...]]:
    """A project as far as it can be read, and every fault and warning found on the way.

    What no schedule follows from is a fault where it can still be mended; a sealed record of that kind is left out of
    the project's updates and is one of its `aside`. What ends before the law lets it is a fault while it is not sealed.

    Args:
        path: a plan's folder, a plan file, an `.xer`; with the extra `interop`, what MPXJ reads.
        project: which project of an `.xer`, by short name or id, where several have activities.
    """
    from schedule.diagnostics import Severity
    from schedule.engine.horizon import Calendars
    from schedule.engine.order import cycle_faults, summary_faults
    from schedule.engine.settled import circles, settled
    from schedule.engine.state import revised
    from schedule.files.records.reading import read_with
    from schedule.law.terms import is_asked, is_reasonable_stated

    found, diagnostics = read_with(Path(path), {}, project)
    if found is not None:
        calendars, is_whole = Calendars(), not any(fault.severity is Severity.ERROR for fault in diagnostics)
        diagnostics += circles(found.plan, calendars) if is_whole else cycle_faults(found.plan)
        diagnostics += summary_faults(found.plan)
        if not any(fault.severity is Severity.ERROR for fault in diagnostics):
            found = settled(found, calendars)
            told = [fault for one in found.aside for fault in _told(one)]
            if is_asked(found):
                from schedule.analysis.dates.lawful import unlawful

                told += unlawful(found, calendars)
            if is_reasonable_stated(found):
                from schedule.analysis.dates.compressed import still_unreviewed

                told += still_unreviewed(found, calendars)
            return found, (*diagnostics, *(fault for k, fault in enumerate(told) if fault not in told[:k]))
        plan = found.plan
        for update in found.updates:
            if update.revisions:
                plan = revised(plan, update.revisions)
                faults = cycle_faults(plan) + summary_faults(plan)
                diagnostics += tuple(fault for fault in faults if fault not in diagnostics)
    return found, diagnostics


def _told(one: Aside) -> tuple[Diagnostic, ...]:
    """What is said of an update that cannot be computed: a fault where it can still be mended, else a warning.

    What is sealed stays as it is: the warning `set-aside` says that it is left out, `counted-later` that a later record
    puts it right.
    """
    from schedule.calendars.worktime import start_day
    from schedule.diagnostics import Diagnostic, Severity

    if not one.is_sealed:
        return one.faults
    first = one.faults[0]
    facts = {"found": ", ".join(one.names), "code": first.code}
    facts |= {f"of.{name}": fact for name, fact in first.facts.items()}
    if one.counted is not None:
        facts["day"] = start_day(one.counted).isoformat()
    code = "set-aside" if one.counted is None else "counted-later"
    return (Diagnostic(code, first.location, facts, Severity.WARNING),)


def load(path: str | Path, project: str | None = None) -> Project:
    """A project, as `read` reads it. Raises PlanError with all faults at once; warnings are passed over."""
    from schedule.diagnostics import PlanError, Severity

    found, diagnostics = read(path, project)
    faults = [diagnostic for diagnostic in diagnostics if diagnostic.severity is Severity.ERROR]
    if found is None or faults:
        raise PlanError(faults)
    return found


def latest_data_date(project: Project) -> Instant:
    """The data date of the last update, or the project's start where there is none."""
    return project.updates[-1].data_date if project.updates else project.plan.start


def meeting(
    project: Project | History, data_date: Instant | None = None, baseline: str | None = None, *, stored: bool = False
) -> Meeting:
    """One meeting, by default that of the last update; see `schedule.analysis.meeting.Meeting`.

    Who asks for many meetings of one project gives its `schedule.analysis.history.History`: no state is computed twice.
    Raises PlanError where the schedule cannot be computed, KeyError for a baseline that the project has not.
    """
    from schedule.analysis.history import History
    from schedule.analysis.meeting import take

    history = project if isinstance(project, History) else History(project)
    data_date = latest_data_date(history.project) if data_date is None else data_date
    return take(history, data_date, baseline, stored=stored)


def roll_up(portfolio: Portfolio, keys: Sequence[str], day: date | None = None) -> Roll:
    """What some plans of a portfolio come to, read and computed together; the faults of any are values.

    A pure function of what lies in the plans' folders, small in what it takes and gives: made for any
    `concurrent.futures.Executor`.

    Args:
        portfolio: the zone.
        keys: the plans of one of its components.
        day: records of later days are left out; None takes each plan's last.
    """
    from schedule.analysis.history import History
    from schedule.analysis.portfolio.zone import rolled
    from schedule.diagnostics import Diagnostic, PlanError, Severity
    from schedule.files.records.reading import UNREAD

    histories: dict[str, History] = {}
    faults: dict[str, tuple[Diagnostic, ...]] = {}
    warnings: dict[str, tuple[Diagnostic, ...]] = {}
    for key in keys:
        path = portfolio.members[key].path
        if not path.exists():
            facts = {"found": str(path)}
            faults[key] = (Diagnostic("plan-missing", portfolio.members[key].location, facts),)
            continue
        try:
            project, diagnostics = read(path)
        except PlanError as error:  # a file of another tool that cannot be opened
            project, diagnostics = None, tuple(error.diagnostics)
        errors = tuple(one for one in diagnostics if one.severity is Severity.ERROR)
        if project is None or errors:
            faults[key] = errors
        else:
            histories[key] = History(project)
            if unread := tuple(one for one in diagnostics if one.code in UNREAD):
                warnings[key] = unread
    return rolled(portfolio, keys, histories, faults, warnings, day)
