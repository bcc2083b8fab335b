"""Whose request is a baseline's date that a decision has moved since: what was approved is older than what was decided.

A body is asked for the baseline's dates until another one is stored, also where the task force has decided otherwise
meanwhile. Which tasks these are is told by the plan of the baseline, computed with what is reported today. This module
must never know a paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from schedule.analysis.dates.requests import Request
from schedule.analysis.history import History
from schedule.diagnostics import PlanError
from schedule.engine.schedule import Schedule, TaskDates, shown_days
from schedule.engine.state import as_planned, revised, with_deadlines
from schedule.model import Baseline, Instant, Plan, Project, Revision, RevisionKind, Update


@dataclass(frozen=True, slots=True)
class Outdated:
    """The tasks that are asked for dates of a baseline which decisions have moved since; in the schedule's order.

    `decisions` are those recorded after the baseline that move one of these, each with its data date; of very many,
    the newest that do.
    """

    baseline: str
    tasks: tuple[str, ...]
    decisions: tuple[tuple[Instant, Revision], ...]


def outdated(
    history: History, schedule: Schedule, baseline: Baseline, requests: Mapping[str, Request]
) -> Outdated | None:
    """What is asked for by a baseline that is older than the plan; None where nothing is."""
    state, later = schedule.state, list(_later(history.project, baseline, schedule.state.data_date))
    made = tuple(
        (update.data_date, one) for update in later for one in update.revisions if one.decides_dates and _moves(one)
    )
    if not made:
        return None
    plan = _plan_without(history.project, later, state.data_date)
    # What came of the money, or is expected otherwise, is a report and no decision: it is known with and without them.
    plan = replace(plan, funds=state.plan.funds)
    try:
        before = history.schedules.of(replace(state, plan=with_deadlines(plan)))
    except PlanError:  # what is reported since can be computed with the decisions alone
        return None
    tasks = []
    for name, request in requests.items():
        own, dates, was = baseline.dates.get(name), schedule.tasks[name], before.tasks.get(name)
        if own is None or was is None:
            continue
        planned = shown_days(dates.task, own.start, own.finish)
        edges = zip(
            planned,
            (request.start, request.finish),
            (dates.first_day, dates.last_day),
            (was.first_day, was.last_day),
            strict=True,
        )
        if any(day == asked and _is_beyond(now, before_it, asked) for day, asked, now, before_it in edges):
            tasks.append(name)
    if not tasks:
        return None
    after = [before, *(None for _ in made[1:]), schedule]  # by how many of them are taken; all are the meeting's own
    taken = list[Plan]()
    for update in later:
        for one in update.revisions:
            plan = revised(plan, [one])
            if (update.data_date, one) in made:
                taken.append(plan)

    def dates_after(count: int) -> list[tuple[date, date] | None]:
        found = after[count]
        if found is None:
            found = history.schedules.reached(replace(state, plan=with_deadlines(taken[count - 1])), before)
            after[count] = found
        return [_days(found.tasks.get(name)) for name in tasks]

    moving = sorted(_moving(dates_after, len(made), lambda: sum(one is not None for one in after) < _TRIED + 2))
    return Outdated(baseline.name, tuple(tasks), tuple(made[k] for k in moving) or made)


def _moving(
    dates_after: Callable[[int], list[tuple[date, date] | None]], count: int, has_room: Callable[[], bool]
) -> Iterator[int]:
    """Which of so many decisions, one after another, move a date; of very many the newest that do.

    Up to as many as may be tried are taken one by one. Of more, stretches over which no date moves are passed by at
    once: that one of them moved a date and another moved it back has changed nothing.
    """
    todo, each = [(0, count)], count <= _TRIED
    while todo:
        first, last = todo.pop()
        if not each and not has_room():
            return
        if last - first == 1 or not each:
            if dates_after(first) == dates_after(last):
                continue
            if last - first == 1:
                yield first
                continue
        middle = (first + last) // 2
        todo += [(first, middle), (middle, last)]  # the newer half is looked at first


def _is_beyond(now: date, before: date, approved: date) -> bool:
    """Whether decisions moved a date away from what was approved; what only wins back lost days moves towards it."""
    return now > max(before, approved) or now < min(before, approved)


_TRIED = 8
"""So many decisions are tried; each is a whole schedule."""


def _days(dates: TaskDates | None) -> tuple[date, date] | None:
    return None if dates is None else (dates.first_day, dates.last_day)


_WORDS = frozenset(
    ("name", "name_en", "phase", "group", "body", "applicant", "support", "owner", "leader", "evidence", "quantity")
)
"""The fields of a task that move no date."""


def _moves(revision: Revision) -> bool:
    unmoved = {*_WORDS, "deadline", "legal", "kind_of", "reasonable", "expert_review"}
    return revision.kind is not RevisionKind.SET or not revision.changes.keys() <= unmoved


def _later(project: Project, baseline: Baseline, data_date: Instant) -> Iterator[Update]:
    """The records up to a data date that a baseline does not hold: of later days, or of its own and written later."""
    place = {seal.name: number for number, seal in enumerate(project.seals)}
    stored = place.get(f"baselines/{baseline.name}.yaml")
    for update in project.updates:
        for record in update.records or (update,):
            if not baseline.data_date <= record.data_date <= data_date:
                continue
            own = None if record.location is None else PurePath(record.location.source.path).name
            after = place.get(f"updates/{own}")
            behind = stored is not None and after is not None and after > stored
            if record.data_date > baseline.data_date or behind:
                yield record


def _plan_without(project: Project, left_out: list[Update], data_date: Instant) -> Plan:
    """The plan at a data date without the decisions of some records."""
    folded = as_planned(project.plan)
    for update in project.updates:
        for record in update.records or (update,):
            if record.data_date <= data_date and record not in left_out:
                folded = folded.after(record)
    return folded.plan
