"""Which extensions of a plan go beyond what the article of their period lets, and which make nothing longer.

What is given once more or for longer than the article lets does not count (`schedule.law.extensions`), so the dates on
every paper are those of the article; one until a day that comes before the period ends anyhow makes it no longer, and
has as a rule the wrong year. Here is what a planner is told of it. Whoever gave the extension may know a text that the
rule file does not: so it is told and never refused. This module must never know a reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from schedule.analysis.dates.event import event_of, office_calendar
from schedule.diagnostics import Diagnostic, Location, Severity
from schedule.engine.schedule import Schedule, Stage, TaskDates
from schedule.law.extensions import extendable, reach
from schedule.law.statutes import Extendable
from schedule.law.terms import Term, ceilings, within
from schedule.model import Extension


@dataclass(frozen=True, slots=True)
class Beyond:
    """An extension that goes beyond its article, or makes nothing longer (`is_idle`).

    `last` is the last day that counts, `rule` what the article lets, None where its text does not say.
    """

    task: str
    term: Term
    rule: Extendable | None
    event: date
    last: date
    extended: Extension
    is_idle: bool = False

    @property
    def is_too_often(self) -> bool:
        """Whether it comes after the last extension that the article knows."""
        return self.rule is not None and self.extended.times > self.rule.times


def beyond_articles(schedule: Schedule) -> tuple[Beyond, ...]:
    """The extensions of unfinished tasks that go beyond their articles or do nothing, in the schedule's order."""
    extended = schedule.where(lambda one: one.task.basis is not None and one.task.basis.extended is not None)
    return tuple(found for dates in extended for found in _of(dates, schedule))


def _of(dates: TaskDates, schedule: Schedule) -> Iterator[Beyond]:
    basis, event = dates.task.basis, event_of(dates, schedule)
    if basis is None or basis.extended is None or event is None or dates.stage is Stage.FINISHED:
        return
    law, office = schedule.state.home(dates.task.id).rules.law, office_calendar(dates, schedule)
    for term in within(basis, law) or ceilings(basis, law):
        rule = extendable(term)
        if not term.holds_on(event):
            continue
        try:
            found, without = (reach(event, term, office, one) for one in (basis.extended, basis.extended.earlier))
        except ValueError:
            continue  # beyond the days that the calendars cover nothing is known
        if rule is not None and found.beyond is not None:
            yield Beyond(dates.task.id, term, rule, event, found.last, found.beyond)
        elif basis.extended.until is not None and basis.extended.by is None and basis.extended.until <= without.last:
            yield Beyond(dates.task.id, term, rule, event, without.last, basis.extended, is_idle=True)


def told(one: Beyond, location: Location | None) -> Diagnostic:
    """What a planner is told of it: a warning, with what was given, what counts and what the article lets."""
    given = one.extended.until.isoformat() if one.extended.until is not None else str(one.extended.by)
    facts = {
        "task": one.task,
        "found": given,
        "start": one.event.isoformat(),
        "expected": one.last.isoformat(),
    }
    if one.term.article is not None:
        facts["article"] = one.term.article
    if one.rule is None or one.is_idle:
        return Diagnostic("extended-idle", location, facts, Severity.WARNING)
    facts |= {
        "times": str(one.extended.times),
        "most": str(one.rule.times),
        "each": f"{one.rule.number}{one.rule.unit}",
    }
    if one.extended.earlier is None:
        facts["unwritten"] = str(one.extended.times - 1)
    if one.extended.times < one.rule.times:  # a plan that has only the last of several extensions says which it is
        facts["next"] = str(one.extended.times + 1)
    return Diagnostic("extended-again" if one.is_too_often else "extended-beyond", location, facts, Severity.WARNING)
