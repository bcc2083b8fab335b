"""A project whose every update can be computed: what cannot is set aside, and told, so that the rest can be shown.

A record is computed with before it is sealed, so that none is written that no schedule follows from. A history that an
earlier release sealed may hold one all the same: tasks that wait for each other, dates beyond the year 3000, a calendar
without work. Nobody may change it, and no paper may stop at it. So it is set aside: the meetings are those of the other
updates. Where a later one puts it right, what it said counts from that one on, together with it; where none does, it
counts for nothing. This module must never know a file or who decides what becomes of a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from hashlib import sha256

from schedule.diagnostics import Diagnostic, Location, PlanError
from schedule.engine.compute import computed
from schedule.engine.horizon import ROOM, Calendars, elapsed_days
from schedule.engine.order import cycle_faults, summary_faults
from schedule.engine.state import Folded, as_planned, with_deadlines
from schedule.model import Aside, Plan, Progress, Project, Revision, RevisionKind, State, Task, Update


def circles(plan: Plan, calendars: Calendars) -> tuple[Diagnostic, ...]:
    """The knots of tasks of a plan without errors that wait for each other (`cycle_faults`).

    They are only looked for where `calendars` cannot tell how far its work reaches, for which its tasks need an order.
    """
    return () if calendars.reach(State(plan, plan.start)) is not None else cycle_faults(plan)


def settled(project: Project, calendars: Calendars | None = None) -> Project:
    """The project without the updates that cannot be computed, which are its `aside`; the same where there are none.

    What is wrong with each is told where it is said, for who can still put it right. Where the plan itself cannot be
    computed and no update puts it right, nothing that they say is to blame, and it is as it was (`plan_faults`).
    """
    kept: list[Update] = []
    aside: list[Aside] = []
    held: list[Update] = []
    folded, calendars = as_planned(project.plan), calendars or Calendars()
    unplanned, near = _judged(folded, Update(project.plan.start), calendars, near=False)
    for update in project.updates:
        whole = _joined([*held, update])
        faults, then = _judged(folded, whole, calendars, near=near)
        if not faults:
            aside = [replace(one, counted=update.data_date) if one.counted is None else one for one in aside]
            held, update = [], whole
        else:
            alone = faults
            if held and _stands_alone(update, held):
                alone, then = _judged(folded, update, calendars, near=near)
            if alone:
                aside.append(Aside(update, _placed(faults, folded, whole, calendars)))
                held.append(update)
                continue
        folded, near = folded.after(update), then
        kept.append(update)
    if unplanned and not kept:
        return project
    last = kept[-1].data_date if kept else project.plan.start
    found = sorted((*project.aside, *aside), key=lambda one: one.update.data_date)
    return replace(
        project,
        updates=tuple(kept),
        recorded=project.updates if aside else (),
        aside=tuple(replace(one, told=min(one.update.data_date, last)) for one in found),
    )


def with_update(project: Project, update: Update) -> Project:
    """The project with one more record, as it will be read: beside those of its day, or among the others."""
    same = [one for one in project.updates if one.data_date == update.data_date]
    if not same:
        later = [one for one in project.updates if one.data_date > update.data_date]
        earlier = (one for one in project.updates if one.data_date < update.data_date)
        return replace(project, updates=(*earlier, update, *later))
    (day,) = same
    both = replace(day, revisions=(*day.revisions, *update.revisions))
    return replace(project, updates=tuple(both if one is day else one for one in project.updates))


def plan_faults(project: Project, calendars: Calendars) -> tuple[Diagnostic, ...]:
    """Why no schedule follows from a plan before anything is recorded; nothing where one does.

    What has no place is told at the task that reaches furthest by itself.
    """
    faults, _ = _judged(as_planned(project.plan), Update(project.plan.start), calendars, near=False)
    tasks = project.plan.tasks.values()
    at = max(tasks, key=lambda task: elapsed_days(task.duration) + _lags(task), default=None)
    return tuple(
        replace(fault, location=at.location) if fault.code == "horizon" and at is not None else fault
        for fault in faults
    )


def _lags(task: Task) -> float:
    return max((abs(elapsed_days(relation.lag)) for relation in task.relations), default=0.0)


def _placed(
    faults: Sequence[Diagnostic], folded: Folded, update: Update, calendars: Calendars
) -> tuple[Diagnostic, ...]:
    """The faults of an update at the statement that is to blame, unless they have their place in it already."""
    if all(fault.code not in _UNPLACED for fault in faults):
        return tuple(faults)
    at = _blamed(folded, update, calendars)
    placed = []
    for fault in faults:
        if fault.code in _UNPLACED:
            related = () if fault.location is None else (fault.location,)
            fault = replace(fault, location=at, related=(*related, *fault.related))
        placed.append(fault)
    return tuple(placed)


_UNPLACED = ("horizon", "calendar-without-work", "calendar-too-short")
"""The faults that have no place, or one in the plan, where the update is to blame."""


def _blamed(folded: Folded, update: Update, calendars: Calendars) -> Location | None:
    """Where the statement stands without which an update could be computed; else where the update does."""
    statements: list[Progress | Revision] = [*update.revisions, *update.progress]
    for statement in statements[:_TRIED]:
        less = _without(update, statement)
        if _stands_without(less, statement) and not _judged(folded, less, calendars, near=False)[0]:
            return statement.location or update.location
    return update.location


_TRIED = 50
"""How many statements are tried, each of which costs a schedule."""


def _without(update: Update, statement: Progress | Revision) -> Update:
    return replace(
        update,
        progress=tuple(one for one in update.progress if one is not statement),
        revisions=tuple(one for one in update.revisions if one is not statement),
    )


def _stands_without(less: Update, statement: Progress | Revision) -> bool:
    """Whether an update still makes sense without one of its statements."""
    return isinstance(statement, Progress) or not _adds([statement]) or not less.revisions


def _stands_alone(update: Update, held: Sequence[Update]) -> bool:
    """Whether an update can be read without those before it: what these added may be what it decides about.

    Progress of a task that there is not is passed over.
    """
    return not update.revisions or not any(_adds(one.revisions) for one in held)


def _adds(revisions: Iterable[Revision]) -> bool:
    return any(one.kind is RevisionKind.ADD or one.new for one in revisions)


def _joined(updates: Sequence[Update]) -> Update:
    """The last of several updates, with what those before it said."""
    *_, last = updates
    if len(updates) == 1:
        return last
    progress: dict[str, Progress] = {}
    for one in (progress for update in updates for progress in update.progress):
        progress[one.task] = _over(progress[one.task], one) if one.task in progress else one
    return replace(
        last,
        progress=tuple(progress.values()),
        revisions=tuple(revision for one in updates for revision in one.revisions),
        digest=sha256("".join(one.digest for one in updates).encode()).hexdigest(),
    )


def _over(earlier: Progress, later: Progress) -> Progress:
    """What two reports of a task say of it: what the later one says takes the place of what it puts right."""
    kept = earlier.without(later.withdrawn, later.filings)
    if later.finished is not None or later.has_work_left:
        kept = replace(kept, finished=None, remaining=None, percent=None, assignments=())
    said = {key: value for key in _KEYS if (value := getattr(later, key)) not in (None, ())}
    filings = tuple(sorted({*kept.filings, *later.filings}, key=lambda filing: filing.order))
    withdrawn = tuple(dict.fromkeys((*kept.withdrawn, *later.withdrawn)))
    return replace(kept, **said | {"filings": filings, "withdrawn": withdrawn})


_KEYS = tuple(field.name for field in fields(Progress))


def _judged(before: Folded, update: Update, calendars: Calendars, *, near: bool) -> tuple[tuple[Diagnostic, ...], bool]:
    """Why no schedule follows from what is known after an update, nothing where one does; and whether it is `near`.

    Near is what is known where its work cannot leave the years that are computed, whatever is done when; `near` says
    whether it was so before the update. So a history of years is not computed for a question about today.
    """
    folded = before.after(update)
    if near and not update.revisions and not any(_is_longer(one, folded.plan.tasks) for one in update.progress):
        return (), True
    ordered = near and not update.revisions
    reach = calendars.reach(folded.at(update.data_date, folded.plan))
    near = reach is not None and reach <= ROOM
    found = summary_faults(folded.plan)
    if reach is None and not ordered:  # which is so where tasks wait for each other
        found = (*cycle_faults(folded.plan), *found)
    if found and not ordered:
        return found, False
    if near and not any(one.kind is RevisionKind.CALENDAR for one in update.revisions):
        return (), True
    try:
        computed(folded.at(update.data_date, with_deadlines(folded.plan)), calendars)
    except PlanError as error:
        return tuple(error.diagnostics), False
    return (), near


def _is_longer(progress: Progress, tasks: Mapping[str, Task]) -> bool:
    """Whether more may be left of a task than was planned."""
    task = tasks.get(progress.task)
    if task is None or (progress.remaining is None and not progress.assignments):
        return False
    planned, left = task.duration, progress.remaining
    return (
        bool(progress.assignments)
        or planned is None
        or left is None
        or left.unit is not planned.unit
        or left.amount > planned.amount
    )
