"""What the law wants one after another: which of its links a plan does not draw.

A link of the rule file holds between tasks that say which steps they are (`Task.kind_of`), while it is in force on the
day on which the later one begins. The plan draws it: a date that moves on must hold what waits for it, so that whoever
drops the relation is told, whatever the dates are now. What has begun is a report and no plan:
`schedule.analysis.reports.permits` speaks of it.

This module must never know a float, a deadline or a reader's words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from schedule.analysis.reports.permits import held_until, leaving_relations
from schedule.engine.schedule import Schedule, Stage, TaskDates
from schedule.law.statutes import Kind, Statute, known
from schedule.rules import Law


@dataclass(frozen=True, slots=True)
class MissingLink:
    """Two tasks of which the law wants `before` finished when `after` begins, on `day`, and no relation holds it so."""

    before: str
    after: str
    day: date
    statute: Statute


def missing_links(schedule: Schedule) -> tuple[MissingLink, ...]:
    """The links in force that the plan does not draw, of tasks still ahead; nothing that a document lets be."""
    return tuple(_missing(schedule))


def has_links(schedule: Schedule) -> bool:
    """Whether any task says which step it is."""
    return any(dates.task.kind_of for dates in schedule.figures_of(schedule.tasks))


def _missing(schedule: Schedule) -> Iterator[MissingLink]:
    if not has_links(schedule):
        return
    leaving = leaving_relations(schedule)
    steps: dict[str, list[TaskDates]] = {}
    for dates in schedule.tasks.values():
        steps.setdefault(dates.task.kind_of or "", []).append(dates)
    for dates in schedule.tasks.values():
        if dates.task.kind_of is None or dates.stage is Stage.FINISHED:
            continue
        held = None
        for statute in _links(dates.task.kind_of, schedule.state.home(dates.task.id).rules.law):
            held = held_until(dates.task.id, leaving, schedule) if held is None else held
            for after in steps.get(statute.steps[1], ()):
                basis = after.task.basis
                waived = basis is not None and basis.waived is not None
                ahead = after.stage is Stage.NOT_STARTED and statute.holds_on(after.first_day)
                drawn = after.task.id in held and after.start >= dates.finish
                if ahead and not waived and not drawn:
                    yield MissingLink(dates.task.id, after.task.id, after.first_day, statute)


def _links(step: str, law: Law) -> tuple[Statute, ...]:
    return tuple(one for one in known(law) if one.kind is Kind.HARD_LINK and one.steps[0] == step)
