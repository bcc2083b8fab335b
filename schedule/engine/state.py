"""History folded: a project's plan, revisions and progress up to a data date become one state.

Later updates are as if they had not been written, so last month's meeting can be run again. This module must never know
a network or a date's arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from schedule.model import (
    NOT_STARTED,
    Instant,
    Plan,
    Progress,
    Project,
    Revision,
    RevisionKind,
    State,
    Status,
    Task,
    Update,
)


def as_of(project: Project, data_date: Instant) -> State:
    """The state at a data date: every update dated at or before it is applied, in order of data date.

    A task keeps its document; cause, note and request are those of its last report.
    """
    plan = project.plan
    statuses: dict[str, Status] = {}
    applied = [update for update in project.updates if update.data_date <= data_date]
    for update in applied:
        plan = revised(plan, update.revisions)
        for revision in update.revisions:
            if revision.kind is RevisionKind.REMOVE:
                statuses.pop(revision.task, None)
        for progress in update.progress:
            if progress.task in plan.tasks:
                before = statuses.get(progress.task, NOT_STARTED)
                statuses[progress.task] = _reported(before, progress, plan.tasks[progress.task], update)
    marks = [mark for mark in (plan.sample, *(update.sample for update in applied)) if mark]
    return State(
        plan=plan,
        data_date=data_date,
        statuses={name: status for name, status in statuses.items() if name in plan.tasks},
        revisions=tuple(revision for update in applied for revision in update.revisions),
        sample=marks[0] if marks else None,
    )


def revised(plan: Plan, revisions: Iterable[Revision]) -> Plan:
    """A plan after revisions, in order; added tasks stand at its end."""
    tasks = dict(plan.tasks)
    for revision in revisions:
        match revision.kind:
            case RevisionKind.SET:
                tasks[revision.task] = replace(tasks[revision.task], **revision.changes)
            case RevisionKind.ADD if revision.added is not None:
                tasks[revision.task] = revision.added
            case RevisionKind.REMOVE:
                tasks.pop(revision.task, None)
    return replace(plan, tasks=tasks)


def _reported(before: Status, progress: Progress, task: Task, update: Update) -> Status:
    started = progress.started if progress.started is not None else before.started
    finished = progress.finished if progress.finished is not None else before.finished
    remaining, percent = before.remaining, before.percent
    if progress.remaining is not None or progress.percent is not None:
        remaining, percent = progress.remaining, progress.percent
    if task.is_milestone:
        # A milestone is reached or not: whichever date is reported is the date that it was reached.
        started = finished = finished if finished is not None else started
    suspended = before.suspended if progress.suspended is None else progress.suspended
    resumed = before.resumed if progress.resumed is None and progress.suspended is None else progress.resumed
    assignments = progress.assignments or before.assignments
    if finished is not None:
        remaining = percent = None
        assignments = ()
    return Status(
        started=started,
        finished=finished,
        remaining=remaining,
        percent=percent,
        suspended=suspended,
        resumed=resumed,
        assignments=assignments,
        document=progress.document or before.document,
        cause=progress.cause,
        note=progress.note,
        request=progress.request,
        reported=update.data_date,
        location=progress.location,
    )
