"""The schedule's quality: what a planner would send back before trusting its dates.

The checks are those of DCMA's fourteen points and GAO-16-89G that a weekly meeting needs, and one that they lack: a
task tied to the others by its start alone hides its own slippage. Findings are codes and facts; none of them is a
fault. This module must never know a reader.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from schedule.analysis.dates.alerts import Fact
from schedule.analysis.reports.permits import Breach, cured
from schedule.analysis.reports.sequence import ahead_of, asked_start, finished_ahead_of
from schedule.calendars.worktime import DAY, start_day
from schedule.engine.bounds import AGAINST_RELATIONS
from schedule.engine.schedule import Figures, Overdraft, Schedule, Stage, TaskDates
from schedule.model import Relation, TaskKind

LONG_DAYS = 44
"""DCMA point 8: a task of more than 44 working days cannot be followed by its dates."""

LATE_DAYS, EARLY_DAYS = 300, 730
"""A deadline so many days before its forecast, or after it, has as a rule been typed in the wrong year."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark about one task.

    Codes: `no-predecessor`, `no-successor`, `dangling-start` (nothing holds its start), `dangling-finish` (its finish
    holds nothing), `lead` (a negative lag), `long-task`, `no-body`, `out-of-sequence` (started before what it waits
    for has happened), `finished-ahead` (finished before what it waits for), `mandatory-ahead` (forced to start before
    it may), `issued-late` (a legal precondition, issued by now, that work on it did not wait for: `begun` is the first,
    on `day`), `deadline-far` (from the forecast), `overcommitted` (what has begun by the day `paid` used `amount` more
    money than was in place, in the unit of the plan's funds).
    """

    code: str
    task: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


def findings(schedule: Schedule) -> tuple[Finding, ...]:
    """What is weak in the plan's unfinished part, and what was finished out of sequence, task by task in plan order.

    The first task of a plan needs no predecessor and the last no successor, so one of each is not worth a word; nor
    is the successor of a task with a deadline. A plan that names no body at all does without them.
    """
    leaving: defaultdict[str, list[Relation]] = defaultdict(list)
    tasks = [dates.task for dates in schedule.figures_of(schedule.tasks)]
    for task in tasks:
        for relation in task.relations:
            leaving[relation.predecessor].append(relation)
    has_bodies = any(task.body is not None for task in tasks)
    found = tuple(
        finding
        for dates in schedule.figures()
        for finding in (
            _finished(schedule, dates)
            if dates.stage is Stage.FINISHED
            else _of_task(schedule, dates, leaving.get(dates.task.id, ()), has_bodies)
        )
    )
    found += tuple(_issued_late(one) for one in cured(schedule))
    found += tuple(_overcommitted(one) for one in schedule.funding.overdrafts)
    lonely = {code: [one for one in found if one.code == code] for code in ("no-predecessor", "no-successor")}
    allowed = [ones[0] for ones in lonely.values() if len(ones) == 1]
    return tuple(finding for finding in found if not any(finding is one for one in allowed))


def _forced_ahead(schedule: Schedule, dates: Figures | TaskDates) -> tuple[Relation, ...]:
    """The relations that a mandatory date or a manual start makes a task break: they ask for a later start."""
    if dates.stage is not Stage.NOT_STARTED or not any(one.kind in AGAINST_RELATIONS for one in dates.task.constraints):
        return ()
    entering = (relation for relation in dates.task.relations if not relation.type.enters_finish)
    return tuple(
        relation
        for relation in entering
        if dates.calendar.next_start(max(dates.start, asked_start(schedule, relation))) > dates.start
    )


def _overcommitted(one: Overdraft) -> Finding:
    return Finding(
        "overcommitted", one.tasks[0], {"paid": start_day(one.instant).isoformat(), "amount": f"{one.amount}"}
    )


def _issued_late(late: Breach) -> Finding:
    first = min(late.begun, key=lambda one: one.day)
    return Finding("issued-late", late.task, {"begun": first.task, "day": first.day.isoformat()})


def _finished(schedule: Schedule, dates: Figures | TaskDates) -> Iterator[Finding]:
    for relation in finished_ahead_of(schedule, dates):
        end = "finish" if relation.type.leaves_finish else "start"
        yield Finding("finished-ahead", dates.task.id, {"awaited": relation.predecessor, "end": end})


def _of_task(
    schedule: Schedule, dates: Figures | TaskDates, leaving: Sequence[Relation], has_bodies: bool
) -> Iterator[Finding]:
    task = dates.task
    entering = task.relations
    # What only spans others may hang on one of them alone, at either end.
    if not entering and not task.spans and not task.constraints and dates.stage is Stage.NOT_STARTED:
        yield Finding("no-predecessor", task.id)
    if not leaving and not task.spans and task.deadline is None:
        yield Finding("no-successor", task.id)
    if task.kind is TaskKind.TASK:
        if entering and all(relation.type.enters_finish for relation in entering):
            yield Finding("dangling-start", task.id)
        if leaving and not any(relation.type.leaves_finish for relation in leaving):
            yield Finding("dangling-finish", task.id)
        if dates.duration > LONG_DAYS * dates.calendar.day_minutes:
            yield Finding("long-task", task.id, {"days": dates.duration // dates.calendar.day_minutes})
    for relation in ahead_of(schedule, dates):
        end = "finish" if relation.type.leaves_finish else "start"
        yield Finding("out-of-sequence", task.id, {"awaited": relation.predecessor, "end": end})
    for relation in _forced_ahead(schedule, dates):
        end = "finish" if relation.type.leaves_finish else "start"
        yield Finding("mandatory-ahead", task.id, {"awaited": relation.predecessor, "end": end})
    if task.deadline is not None and not -LATE_DAYS * DAY < task.deadline - dates.finish < EARLY_DAYS * DAY:
        yield Finding("deadline-far", task.id)
    for relation in entering:
        if relation.lag is not None and relation.lag.amount < 0:
            yield Finding("lead", task.id, {"relation": str(relation)})
    if has_bodies and task.body is None:
        yield Finding("no-body", task.id)
