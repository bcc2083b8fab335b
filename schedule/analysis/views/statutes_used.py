"""Which rules of law a plan uses, in which version, and what its author has to confirm about them.

This module must never know a reader, nor what becomes of who is late.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from schedule.analysis.reports.ceilings import Ceiling
from schedule.calendars.worktime import start_day
from schedule.engine.schedule import Schedule, TaskDates
from schedule.law.statutes import Kind, Statute, known, on_day
from schedule.law.terms import WITHIN, chosen
from schedule.model import Task

COUNTED = (Kind.FLOOR, Kind.CEILING, Kind.NOTICE_BEFORE, *WITHIN)
"""The kinds whose periods are compared with a plan's dates."""


@dataclass(frozen=True, slots=True)
class Use:
    """One task that names a rule: the version that holds for it, None where none is in force on the event's day.

    `event` is that day: the task's own start, actual or forecast, the acceptance of its file where it has a limit, or
    the end of what its basis says the period is `after`. `fixed` says that the plan chose the version itself.
    """

    task: str
    rule: str
    statute: Statute | None
    event: date
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What an author has to confirm about a rule, by its code (`Statute.code`).

    Codes: `not-in-force` (a task names a rule that is not in force on its event's day), `day-means` (the text says 日
    and the plan does not say how it reads that), `lawyer` (the rule file itself asks), `amount` (a threshold without an
    amount), `unchecked` (nobody has held the rule against the official text), `own` (the plan says otherwise than the
    rule file, for its `reason`), `event`, `event-before` (a period after an event or before one, and the basis names
    none), `listed` (a rule of a kind that is told here and moves or judges no date), `amount-unit` (an amount that is
    no area); `above` and `below` answer a threshold, with the `amount`.
    """

    code: str
    rule: str
    statute: Statute | None = None
    tasks: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


def uses(schedule: Schedule, limits: Iterable[Ceiling]) -> tuple[Use, ...]:
    """The rules that tasks name, in the plan's order; `limits` are those on authorities, with their acceptances."""
    accepted = {one.task: one.clock.accepted for one in limits if one.clock.accepted is not None}
    named = (one.task.id for one in schedule.figures() if _rule(one.task) is not None)
    return tuple(_use(schedule.tasks[name], schedule, accepted.get(name)) for name in named)


def questions(schedule: Schedule, limits: Iterable[Ceiling]) -> tuple[Question, ...]:
    """What the author has to confirm about the rules that the plan uses or changes; arguments as of `uses`."""
    return tuple(_questions(schedule, limits))


def in_force(schedule: Schedule, day: date) -> tuple[Statute, ...]:
    """The rules of the plan that are in force on a day, those of another region left out."""
    law = schedule.state.plan.settings.law
    return tuple(one for one in on_day(known(law), day) if one.region in (None, law.region))


def _has_no_event(task: Task) -> bool:
    """Whether nothing says which event a period begins with, or which a notice comes before."""
    return task.basis is None or (task.basis.after is None and task.basis.before is None)


def _threshold(statute: Statute, task: Task) -> Question:
    """Whether a task's amount is above a rule's threshold; where that cannot be read from the plan, the question."""
    said = (task.basis.amount if task.basis is not None else None) or ""
    found = _AREA.fullmatch(said.strip())
    if found is None or statute.value is None or statute.unit != "ha":
        return Question("amount" if not said else "amount-unit", statute.code, statute, (task.id,), {"amount": said})
    hectares = Fraction(found[1]) / (MU_PER_HECTARE if found[2] in ("亩", "mu") else 1)
    code = "above" if hectares > statute.value else "below"
    return Question(code, statute.code, statute, (task.id,), {"amount": said.strip()})


MU_PER_HECTARE = 15
_AREA = re.compile(r"(\d{1,9}(?:\.\d{1,6})?) ?(ha|公顷|亩|mu)")


def _rule(task: Task) -> str | None:
    return None if task.basis is None else task.basis.rule


def _use(dates: TaskDates, schedule: Schedule, accepted: date | None) -> Use:
    basis, tasks = dates.task.basis, schedule.tasks
    assert basis is not None
    assert basis.rule is not None
    law = schedule.state.home(dates.task.id).rules.law
    event = start_day(dates.start) if basis.after not in tasks else tasks[basis.after or ""].last_day
    of = chosen(basis, law)
    if accepted is not None and any(one.kind is Kind.CEILING for one in of):
        event = accepted
    held = of if basis.version is not None else on_day(of, event)
    return Use(dates.task.id, basis.rule, next(iter(held), None), event, basis.version is not None)


def _questions(schedule: Schedule, limits: Iterable[Ceiling]) -> Iterator[Question]:
    law, tasks = schedule.state.plan.settings.law, schedule.tasks
    of: dict[str, list[Use]] = {}
    for use in uses(schedule, limits):
        if use.statute is None:
            yield Question("not-in-force", use.rule, tasks=(use.task,), facts={"day": use.event.isoformat()})
        else:
            of.setdefault(use.statute.line, []).append(use)
    for ones in of.values():
        statute, named = ones[0].statute, tuple(use.task for use in ones)
        assert statute is not None
        rule = statute.code
        if statute.open_unit and law.day_means is None:
            yield Question("day-means", rule, statute, named)
        if statute.kind not in (*COUNTED, Kind.THRESHOLD):
            yield Question("listed", rule, statute, named)
        of_event = statute.kind in (*WITHIN, Kind.NOTICE_BEFORE)
        lost = tuple(name for name in named if of_event and _has_no_event(tasks[name].task))
        if lost:
            yield Question("event-before" if statute.kind is Kind.NOTICE_BEFORE else "event", rule, statute, lost)
        if statute.ask_zh:
            yield Question("lawyer", rule, statute, named)
        if statute.kind is Kind.THRESHOLD:
            for name in named:
                yield _threshold(statute, tasks[name].task)
    held = (ones[0].statute for ones in of.values())
    unchecked = dict.fromkeys(one.code for one in held if one is not None and not one.checked_by)
    if unchecked:
        yield Question("unchecked", ", ".join(unchecked))
    for own in law.rules:
        facts = {"reason": own.reason, "approved_by": own.approved_by or ""}
        yield Question("own", own.rule, facts=facts)
