"""Why a task stands where it stands: what holds it from the front, back to a fact, and from behind, on to a deadline.

Chains of facts, no sentences. This module must never know a language.
"""

from __future__ import annotations

from dataclasses import dataclass

from schedule.analysis.deadlines import DeadlineRow, chain_to_deadline, deadline_rows
from schedule.engine.paths import driving_chain
from schedule.engine.schedule import Reason, Schedule, TaskDates
from schedule.model import Instant


@dataclass(frozen=True, slots=True)
class LateStep:
    """One task of the chain towards a deadline, with the latest dates that keep it."""

    task: str
    latest_start: Instant
    latest_finish: Instant


@dataclass(frozen=True, slots=True)
class Reasons:
    """Both sides of a task's dates.

    `early` is one chain of drivers from a fact to the task, the task last. `also` are further tasks that hold it
    just as much. `late` leads from the task to what decides its latest finish: the deadline of `row`, or the project's
    finish where `row` is None. A finished task has no late side.
    """

    early: tuple[TaskDates, ...]
    also: tuple[str, ...]
    late: tuple[LateStep, ...]
    row: DeadlineRow | None


def reasons(schedule: Schedule, task: str) -> Reasons:
    """Why a task is not earlier and may not be later. Raises KeyError for an unknown task."""
    dates = schedule.tasks[task]
    row = next((row for row in deadline_rows(schedule) if row.task == task), None)
    bound = dates.early_bound.relation
    return Reasons(
        early=driving_chain(schedule, task),
        also=tuple(relation.predecessor for relation in dates.driving if relation != bound),
        late=_to_deadline(schedule, task) if row is not None else _to_finish(schedule, task),
        row=row,
    )


def _to_deadline(schedule: Schedule, task: str) -> tuple[LateStep, ...]:
    return tuple(
        LateStep(dates.task.id, latest.start, latest.finish) for dates, latest in chain_to_deadline(schedule, task)
    )


def _to_finish(schedule: Schedule, task: str) -> tuple[LateStep, ...]:
    chain: list[LateStep] = []
    dates = schedule.tasks[task]
    while dates.late_start is not None and dates.late_finish is not None:
        chain.append(LateStep(dates.task.id, dates.late_start, dates.late_finish))
        if dates.late_bound.reason is not Reason.RELATION or dates.late_bound.relation is None:
            break
        dates = schedule.tasks[dates.late_bound.relation.successor]
    return tuple(chain)
