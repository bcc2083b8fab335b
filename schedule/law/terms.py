"""What the basis of a task asks for: the statutory periods that bound it, each with the days on which it is in force.

A basis states a floor and a ceiling by itself, or names a rule of the rule file; of a rule's versions the one counts
that is in force on the day of the event, unless the basis fixes one. A period that was stated in hours is none: hours
are counted on the task's own calendar. This module must never know when anything happens.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from math import ceil

from schedule.calendars.compile import NATIONAL, layers_of
from schedule.calendars.periods import PeriodUnit
from schedule.frozen import dataclass
from schedule.law.statutes import Kind, Statute, unit_of, versions
from schedule.model import (
    BUILT_IN_CALENDARS,
    CHINA,
    Basis,
    Duration,
    Home,
    Plan,
    Project,
    RevisionKind,
    Task,
    Unit,
)
from schedule.rules import Enforce, Law


@dataclass(frozen=True, slots=True)
class Term:
    """One period: so many units, from the day after its event on, in force on these days (None: always).

    `statute` is the line of the rule file that it comes from, None where the basis states it; `article` what the basis
    or the rule names.
    """

    number: int
    unit: PeriodUnit
    roll: bool | None = None
    article: str | None = None
    statute: Statute | None = None
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on the day of its event."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def floors(basis: Basis | None, law: Law) -> tuple[Term, ...]:
    """The periods that a task must not end before, those of a rule first; none where the floor was waived."""
    if basis is None or basis.waived is not None:
        return ()
    return (*_of_rule(basis, law, Kind.FLOOR), *_stated(basis, basis.floor))


def ceilings(basis: Basis | None, law: Law) -> tuple[Term, ...]:
    """The periods within which the authority decides, without what its head added (`Basis.extended`)."""
    if basis is None:
        return ()
    return (*_of_rule(basis, law, Kind.CEILING), *_stated(basis, basis.ceiling))


def within(basis: Basis | None, law: Law) -> tuple[Term, ...]:
    """The periods within which an actor has to report, to begin or to use a paper after an event (`Basis.after`).

    A ceiling that counts from such an event is one of them: no file's acceptance begins it.
    """
    if basis is None or basis.after is None:
        return ()
    return (*(term for kind in WITHIN for term in _of_rule(basis, law, kind)), *ceilings(basis, law))


def notices(basis: Basis | None, law: Law) -> tuple[Term, ...]:
    """The periods that a notice has to come before an event (`Basis.before`); none where that was waived."""
    if basis is None or basis.before is None or basis.waived is not None:
        return ()
    return _of_rule(basis, law, Kind.NOTICE_BEFORE)


WITHIN = (Kind.REPORT_WITHIN, Kind.START_WITHIN, Kind.VALIDITY)
"""The kinds of rule that bind an actor from an event on."""


def kind_of(term: Term) -> Kind:
    """What a period after an event binds: a report, or a start that makes use of a paper; a plan's own, a report."""
    return term.statute.kind if term.statute is not None and term.statute.kind in WITHIN else Kind.REPORT_WITHIN


def holding(basis: Basis | None, law: Law) -> tuple[Term, ...]:
    """The floors that hold the dates of a schedule: those of rules, and where the plan says so all.

    A period that another task's finish begins (`after`) holds none: whether it is kept is asked of the dates.
    """
    if basis is None or basis.after is not None or law.enforce is Enforce.NONE:
        return ()
    found = floors(basis, law)
    return found if law.enforce is Enforce.DATES else tuple(term for term in found if term.statute is not None)


def is_counted(basis: Basis | None) -> bool:
    """Whether a basis asks for anything that counts days of an office."""
    return basis is not None and (basis.rule or basis.floor or basis.ceiling) is not None


def is_asked(project: Project) -> bool:
    """Whether the law has anything to say of a project's tasks: a period that counts, or the order of its steps."""
    return any(is_counted(task.basis) or task.kind_of for task in all_tasks(project))


def is_reasonable_stated(project: Project) -> bool:
    """Whether the plan or a decision says of any works what duration is reasonable (合理工期)."""
    changes = (one for update in project.updates for one in update.revisions)
    return any(task.reasonable is not None for task in project.plan.tasks.values()) or any(
        "reasonable" in one.changes or (one.added is not None and one.added.reasonable is not None) for one in changes
    )


def all_tasks(project: Project) -> Iterator[Task]:
    """The tasks as the plan has them, and as decisions add or change them."""
    yield from project.plan.tasks.values()
    for update in project.updates:
        for one in update.revisions:
            if one.added is not None:
                yield one.added
            elif one.kind is RevisionKind.SET and "basis" in one.changes:
                yield Task(one.task, one.task, basis=one.changes["basis"])


def chosen(basis: Basis, law: Law) -> tuple[Statute, ...]:
    """The versions of a basis's rule that can hold: the one that it fixes, else all."""
    if basis.rule is None:
        return ()
    found = versions(basis.rule, law, basis.size)
    if basis.version is None:
        return found
    return tuple(one for one in found if one.line == basis.version or str(one.since.year) == basis.version)


def version_on(basis: Basis | None, law: Law, day: date) -> str | None:
    """The line of the rule file that decides how long a task lasts at least if it begins on a day; None for none."""
    lines = (one.line for one in chosen(basis, law) if one.kind is Kind.FLOOR and one.holds_on(day)) if basis else ()
    return next(iter(lines), None)


def pinned(basis: Basis, line: str | None) -> Basis:
    """A basis that keeps to one line of the rule file whatever the day, or to none."""
    return replace(basis, rule=None, version=None) if line is None else replace(basis, version=line)


def article_on(basis: Basis | None, law: Law, day: date) -> str | None:
    """The article of a basis: its own words, else those of its rule's version that is in force on a day."""
    if basis is None or basis.article is not None:
        return None if basis is None else basis.article
    fixed = basis.version is not None
    return next((one.article for one in chosen(basis, law) if fixed or one.holds_on(day)), None)


def office_of(basis: Basis | None, plan: Plan, home: Home) -> str:
    """The calendar whose working days a task's periods count on.

    That is its own clock, else the plan's office, else the project's calendar if it keeps the working days of the State
    Council, else these.
    """
    if basis is not None and basis.clock is not None:
        return basis.clock
    if home.rules.law.office is not None:
        return home.rules.law.office
    specs = {**BUILT_IN_CALENDARS, **plan.calendars}
    ground = layers_of(specs[home.calendar], specs)[0]
    return home.calendar if ground.base == NATIONAL else CHINA.id


def _of_rule(basis: Basis, law: Law, kind: Kind) -> tuple[Term, ...]:
    found = []
    for one in chosen(basis, law):
        unit = unit_of(one, law)
        if one.kind is kind and one.value is not None and unit is not None:
            roll = one.roll if basis.roll is None else basis.roll
            dated = (None, None) if basis.version is not None else (one.since, one.until)
            found.append(Term(int(one.value), unit, roll, basis.article or one.article, one, *dated))
    return tuple(found)


def _stated(basis: Basis, period: Duration | None) -> tuple[Term, ...]:
    if period is None or period.unit not in _UNITS:
        return ()
    return (Term(ceil(period.amount), _UNITS[period.unit], basis.roll, basis.article),)


_UNITS = {Unit.CALENDAR_DAYS: PeriodUnit.CALENDAR_DAYS, Unit.WORKING_DAYS: PeriodUnit.WORKING_DAYS}
