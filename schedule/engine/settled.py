"""A project whose every update can be computed: what cannot is set aside, and told, so that the rest can be shown.

A record is computed with before it is sealed, so that none is written that no schedule follows from. A history that an
earlier release sealed may hold one all the same: tasks that wait for each other, dates beyond the year 9999, a calendar
without work. Nobody may change it, and no paper may stop at it. So it is set aside: the meetings are those of the other
updates. Where a later one puts it right, what it said counts from that one on, together with it; where none does, it
counts for nothing. This module must never know a file or who decides what becomes of a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import date
from hashlib import sha256

from schedule.calendars.worktime import start_day
from schedule.diagnostics import Diagnostic, Location, PlanError
from schedule.engine.compute import computed
from schedule.engine.horizon import Calendars, elapsed_days, first_guess
from schedule.engine.order import cycle_faults, summary_faults
from schedule.engine.state import Folded, as_planned, with_deadlines
from schedule.model import Aside, Progress, Project, Revision, RevisionKind, State, Update


def settled(project: Project) -> Project:
    """The project without the updates that cannot be computed, which are its `aside`; the same where there are none.

    What is wrong with each is told where it is said, for who can still put it right. Where the plan itself cannot be
    computed, nothing that its updates say is to blame, and it is as it was.
    """
    kept: list[Update] = []
    aside: list[Aside] = []
    held: list[Update] = []
    folded, calendars = as_planned(project.plan), Calendars()
    for update in project.updates:
        whole = _joined([*held, update])
        faults = _faults(folded, whole, calendars)
        if not faults:
            aside = [replace(one, counted=update.data_date) if one.counted is None else one for one in aside]
            held, update = [], whole
        elif not held or not _stands_alone(update, held) or _faults(folded, update, calendars):
            aside.append(Aside(update, _placed(faults, folded, whole, calendars)))
            held.append(update)
            continue
        folded = folded.after(update)
        kept.append(update)
    if aside and _faults(as_planned(project.plan), Update(project.plan.start), calendars):
        return project
    last = kept[-1].data_date if kept else project.plan.start
    found = sorted((*project.aside, *aside), key=lambda one: one.update.data_date)
    return replace(
        project,
        updates=tuple(kept),
        recorded=project.updates if aside else (),
        aside=tuple(replace(one, told=min(one.update.data_date, last)) for one in found),
    )


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
        if _stands_without(less, statement) and not _faults(folded, less, calendars):
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


def _faults(before: Folded, update: Update, calendars: Calendars) -> tuple[Diagnostic, ...]:
    """Why no schedule follows from what is known after an update; nothing where one does."""
    folded = before.after(update)
    if update.revisions and (found := (*cycle_faults(folded.plan), *summary_faults(folded.plan))):
        return found
    state = folded.at(update.data_date, folded.plan)
    if not _is_doubtful(state, update):
        return ()
    try:
        computed(folded.at(update.data_date, with_deadlines(folded.plan)), calendars)
    except PlanError as error:
        return tuple(error.diagnostics)
    return ()


def _is_doubtful(state: State, update: Update) -> bool:
    """Whether a schedule must be computed to know that there is one.

    It need not, where all calendars go on for ever as they did before, and all that is stated lies within some thousand
    years: so a history of years is not computed for a question about today.
    """
    if any(one.kind is RevisionKind.CALENDAR for one in update.revisions):
        return True
    if any(spec.week == () for spec in state.plan.calendars.values()):
        return True  # it works on stated days alone, which may be too few
    said = sum(elapsed_days(one.remaining) + sum(map(elapsed_days, one.assignments)) for one in update.progress)
    if not update.revisions and said < _DAYS / 10 and all(one.resumed is None for one in update.progress):
        return False  # a plan that could be computed last week can with that much more
    first, last = first_guess(state)
    stated = [one.resumed for one in state.statuses.values() if one.resumed is not None]
    if not (first >= _FIRST and last <= _LAST and all(start_day(one) <= _LAST for one in stated)):
        return True
    return _days(state) > _DAYS


_FIRST, _LAST = date(1000, 1, 1), date(4000, 1, 1)
_DAYS = 1_000_000
"""Within these, whatever calendars say, no date comes near the ends of the years 1 to 9999."""


def _days(state: State) -> float:
    """A generous guess at the days of all work, all lags and all that is left, one after the other."""
    total = 0.0
    for task in state.plan.tasks.values():
        total += elapsed_days(task.duration)
        total += sum(abs(elapsed_days(relation.lag)) for relation in task.relations)
        total += sum(elapsed_days(one.duration) for one in task.assignments)
    for status in state.statuses.values():
        total += elapsed_days(status.remaining) + sum(map(elapsed_days, status.assignments))
    return total
