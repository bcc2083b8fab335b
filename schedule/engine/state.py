"""History folded: a project's plan, revisions and progress up to a data date become one state.

Later updates are as if they had not been written, so last month's meeting can be run again. This module must never know
a network or a date's arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from schedule.calendars.worktime import DAY, minutes
from schedule.frozen import dataclass
from schedule.model import (
    BUILT_IN_CALENDARS,
    CONSTRAINTS,
    NOT_STARTED,
    Against,
    Aside,
    Body,
    Dispute,
    External,
    Instant,
    Phase,
    Plan,
    Progress,
    Project,
    Revision,
    RevisionKind,
    State,
    Status,
    Task,
    Update,
    begun,
    open_disputes,
)


@dataclass(frozen=True, slots=True)
class Folded:
    """What a project's updates have said so far: the plan as revised, statuses, decisions, open disputes, first mark.

    The plan is as its author writes it, without the deadlines of `with_deadlines`; it is the same value as long as
    nothing is revised.
    """

    plan: Plan
    statuses: Mapping[str, Status]
    revisions: tuple[Revision, ...]
    sample: str | None
    aside: tuple[Aside, ...] = ()
    altered: tuple[str, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    external: tuple[External, ...] = ()

    def after(self, update: Update) -> Folded:
        """What is so after one more update."""
        plan, statuses = self.plan, dict(self.statuses)
        if update.funds and plan.funds is not None:
            plan = replace(plan, funds=plan.funds.after(update.funds))
        if update.revisions:
            plan = revised(plan, update.revisions)
            for revision in update.revisions:
                if revision.kind is RevisionKind.REMOVE:
                    statuses.pop(revision.task, None)
        for progress in update.progress:
            if progress.task in plan.tasks:
                before = statuses.get(progress.task, NOT_STARTED)
                statuses[progress.task] = _reported(before, progress, plan.tasks[progress.task], update)
        return replace(
            self,
            plan=plan,
            statuses=statuses,
            revisions=(*self.revisions, *update.revisions),
            sample=self.sample or update.sample or None,
            disputes=open_disputes(self.disputes, update),
        )

    def at(self, data_date: Instant, plan: Plan) -> State:
        """The state at a data date; `plan` is the folded one `with_deadlines`.

        Of its money nobody counts any more on what was expected before that day and has not come (`Funds.at`).
        """
        if plan.funds is not None and (funds := plan.funds.at(data_date)) is not plan.funds:
            plan = replace(plan, funds=funds)
        statuses = {name: status for name, status in self.statuses.items() if name in plan.tasks}
        aside = tuple(
            one if one.counted is None or one.counted <= data_date else replace(one, counted=None)
            for one in self.aside
            if (one.update.data_date if one.told is None else one.told) <= data_date
        )
        disputes = tuple(one for one in self.disputes if one.task in plan.tasks)
        told = tuple(one for one in self.external if minutes(one.day) <= data_date)
        return State(plan, data_date, statuses, self.revisions, self.sample, aside, self.altered, disputes, told)


def as_planned(
    plan: Plan,
    aside: tuple[Aside, ...] = (),
    altered: tuple[str, ...] = (),
    external: tuple[External, ...] = (),
) -> Folded:
    """A plan before its first update; `aside`, `altered` and `external` are those of its project."""
    return Folded(plan, {}, (), plan.sample or None, aside, altered, external=external)


def as_of(project: Project, data_date: Instant) -> State:
    """The state at a data date: every update dated at or before it is applied, in order of data date.

    A task keeps its document, but an open approval not that of what is in its way; cause, note and request are those of
    its last report. Constraints on a finish are deadlines (`with_deadlines`).
    """
    folded = as_planned(project.plan, project.aside, project.altered, project.external)
    for update in project.updates:
        if update.data_date <= data_date:
            folded = folded.after(update)
    return folded.at(data_date, with_deadlines(folded.plan))


def brought_to(state: State, later: State) -> State:
    """A state with nothing but the data date of a later one; of several plans each has that of its own plan."""
    homes = {key: replace(home, data_date=later.homes[key].data_date) for key, home in state.homes.items()}
    return replace(state, data_date=later.data_date, homes=homes)


def by_logic(state: State) -> State:
    """A state as if nobody had said anything of money: what is held by relations alone.

    Itself where nobody has, or no task needs or uses any.
    """
    unasked = not any(task.commits or task.needs_funds for task in state.plan.tasks.values())
    if unasked or all(home.funds is None for home in state.homes.values()):
        return state
    homes = {key: replace(home, funds=None) for key, home in state.homes.items()}
    return replace(state, plan=replace(state.plan, funds=None), homes=homes)


_MANDATORY = {kind for kind, does in CONSTRAINTS.items() if does.against is Against.ALL}


def with_deadlines(plan: Plan) -> Plan:
    """A plan in which every date that a finish must keep is a deadline, however it was written.

    Planners who come from P6 write a deadline as a constraint on the finish, or as the project's must-finish-by, which
    is asked of every task that nothing follows and no mandatory date holds. No late date moves by it: all count back
    from these dates already; but the deadline table, the lights and the headline ask about them.
    """
    due = plan.must_finish_by
    working = () if due is None else (task for task in plan.tasks.values() if not task.spans)
    followed = {relation.predecessor for task in working for relation in task.relations}
    moved: dict[str, Task] = {}
    for name, task in plan.tasks.items():
        if due is None and not task.constraints:
            continue
        kinds = {one.kind for one in task.constraints}
        dates = [one.instant for one in task.constraints if one.kind.effect.is_due]
        if due is not None and name not in followed and not kinds & _MANDATORY:
            dates.append(due)
        deadline = min([*dates, *([] if task.deadline is None else [task.deadline])], default=None)
        if deadline != task.deadline and not task.spans:
            moved[name] = replace(task, deadline=deadline)
    return replace(plan, tasks={**plan.tasks, **moved}) if moved else plan


def with_removed(plan: Plan, earlier: Plan, of: str | None) -> Plan:
    """A plan with the tasks of an earlier one that it has no more, for whoever tells what changed `of` a task.

    A decision may remove a task before it changes what still names it: what was is told by the names that all had.
    """
    gone = {name: task for name, task in earlier.tasks.items() if name not in plan.tasks and name != of}
    return replace(plan, tasks={**plan.tasks, **gone}) if gone else plan


def revised(plan: Plan, revisions: Iterable[Revision]) -> Plan:
    """A plan after revisions, in order; added tasks stand at its end, and so do days revised into a calendar.

    A built-in calendar becomes one of the plan's when it is revised. A body that is merged into another stays known by
    its name, with nothing to do.
    """
    tasks, calendars, bodies, phases = dict(plan.tasks), dict(plan.calendars), dict(plan.bodies), dict(plan.phases)
    for revision in revisions:
        match revision.kind:
            case RevisionKind.SET:
                tasks[revision.task] = _changed(tasks[revision.task], revision)
            case RevisionKind.ADD if revision.added is not None:
                tasks[revision.task] = revision.added
            case RevisionKind.REMOVE:
                tasks.pop(revision.task, None)
            case RevisionKind.CALENDAR if revision.calendar is not None:
                spec = calendars.get(revision.calendar) or BUILT_IN_CALENDARS[revision.calendar]
                complete = tuple(dict.fromkeys((*spec.complete, *revision.complete)))
                exceptions = (*spec.exceptions, *revision.exceptions)
                calendars[spec.id] = replace(spec, exceptions=exceptions, complete=complete)
            case RevisionKind.BODY if revision.into is not None:
                old, new = revision.named or "", revision.into
                bodies[old] = replace(bodies.get(old) or Body(old, old), into=new)
                tasks = {name: task.handed_over(old, new) for name, task in tasks.items()}
                if plan.funds is not None:
                    plan = replace(plan, funds=plan.funds.handed_over(old, new))
                if any(crew.body == old for crew in plan.crews.values()):
                    theirs = {id_: crew for id_, crew in plan.crews.items() if crew.body == old}
                    handed = {id_: replace(crew, body=new) for id_, crew in theirs.items()}
                    plan = replace(plan, crews={**plan.crews, **handed})
            case RevisionKind.BODY if revision.named is not None:
                body = bodies.get(revision.named) or Body(revision.named, revision.named)
                # Who answers now is not called as who did before.
                known = {"lead_en": None} if "lead" in revision.changes else {}
                bodies[body.id] = replace(body, **{**known, **revision.changes})
            case RevisionKind.PHASE if revision.named is not None:
                phase = phases.get(revision.named) or Phase(revision.named)
                phases[phase.id] = replace(phase, **revision.changes)
            case RevisionKind.PROJECT:
                plan = replace(plan, **revision.changes)
    return replace(plan, tasks=tasks, calendars=calendars, bodies=bodies, phases=phases)


def _changed(task: Task, revision: Revision) -> Task:
    """A task after a decision about it; what extends a period that was extended before is the next extension of it."""
    changed = replace(task, **revision.changes)
    before, basis = task.basis, changed.basis
    if before is None or before.extended is None or basis is None or basis.extended is None:
        return changed
    return replace(changed, basis=replace(basis, extended=basis.extended.after(before.extended)))


def _reported(told: Status, progress: Progress, task: Task, update: Update) -> Status:
    before = _corrected(told, progress, task) if progress.withdrawn else told
    # A table that says again what was said before says nothing new.
    filings = tuple(sorted({*before.filings, *progress.filings}, key=lambda filing: filing.order))
    started = begun(progress.started if progress.started is not None else before.started, filings)
    # A finish that was reported by mistake is taken back by what is left: a written update is never edited.
    reopened = before.finished is not None and progress.has_work_left and not task.is_milestone
    finished = progress.finished if progress.finished is not None or reopened else before.finished
    remaining, percent, assignments = before.remaining, before.percent, progress.assignments or before.assignments
    if progress.remaining is not None or progress.percent is not None:
        # What resources had left is of an earlier day: unless it is said anew, they follow what the task has left.
        remaining, percent, assignments = progress.remaining, progress.percent, progress.assignments
    emptied, worked = before.emptied, before.worked
    if progress.has_nothing_left:
        emptied = update.data_date if emptied is None else emptied
    elif progress.has_work_left or emptied is None:
        emptied, worked = None, update.data_date
    at_beginning = before.at_beginning
    if task.is_milestone:
        reached = progress.finished if progress.finished is not None else progress.started
        if reached is not None:
            at_beginning = progress.finished is None and reached % DAY == 0
        # A milestone is reached or not: whichever date is reported is the date that it was reached, the last of them.
        known = before.finished if before.finished is not None else before.started
        started = finished = reached if reached is not None else known
    # What is in the way of an open approval has papers of its own (how long a review takes): they prove no decision.
    about_cause = task.applicant is not None and finished is None and progress.cause is not None
    document = None if about_cause else progress.document
    suspended = before.suspended if progress.suspended is None else progress.suspended
    resumed = before.resumed if progress.resumed is None and progress.suspended is None else progress.resumed
    if finished is not None:
        remaining = percent = emptied = worked = None
        assignments = ()
    return Status(
        started=started,
        finished=finished,
        remaining=remaining,
        percent=percent,
        suspended=suspended,
        resumed=resumed,
        assignments=assignments,
        document=document or (None if reopened else before.document),
        cause=progress.cause,
        note=progress.note,
        request=progress.request,
        filings=filings,
        reported=update.data_date,
        emptied=emptied,
        worked=worked,
        at_beginning=at_beginning,
        location=progress.location,
        earlier=before if progress.tells_left else before.earlier,
    )


def _corrected(told: Status, progress: Progress, task: Task) -> Status:
    """What was known before a report, without what it takes back."""
    if task.is_milestone:  # which has one date, under either key
        unreached = replace(told, started=None, finished=None, at_beginning=False)
        return unreached if {"started", "finished"} & {*progress.withdrawn} else told
    return told.without(progress.withdrawn, progress.filings)
