"""Who is asked what for a week: the open tasks of each body, with what is known of them and what they can answer.

The applicant of an approval is asked while the file waits for it. A finished task stays in the form while it lacks its
document, and at the meeting after it was reported, so that a date can be corrected.

Everything is as it stood before the data date, with the decisions of that day, so that the forms of a week stay the
same once the week is recorded.
This module must never know a workbook or a reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from schedule.analysis.dates.deadlines import DeadlineRow
from schedule.analysis.dates.requests import Request
from schedule.analysis.meeting import Meeting, take
from schedule.analysis.reports.corrections import Corrected, corrections
from schedule.analysis.reports.custody import Duty, custodies
from schedule.analysis.reports.evidence import lacks_document
from schedule.analysis.reports.reporting import Done
from schedule.calendars.worktime import start_day
from schedule.engine.schedule import Schedule, Stage, TaskDates
from schedule.model import Body, Dispute, Instant, Project, State, Task, TaskKind, Unit, Update
from schedule.questionnaire import HOLDER, Asked, Week, asked_fields, before, fields_for


@dataclass(frozen=True, slots=True)
class Question:
    """One task in a form: open, or finished and to be completed or corrected.

    `request` is by when the body is asked for it, None of what is finished, and of what is `done` but not reported so.
    `latest` is what it owes to a deadline, None where none waits for it. `required`: it is under way, or was due to
    begin and is free to, or lacks the document that closes it, so that silence would leave it grey. `duty` is what the
    applicant owes of an approval; its form asks for that, and the authority's need not answer meanwhile. `holder` is
    the body that has its file, `held_since` when it got it; None for what is no approval and where nobody has it yet.
    `corrected` is what was put right of its reports at the last meeting, `dispute` what forms said differently of it
    and no record has settled: both bodies have to answer.
    """

    asked: Asked
    dates: TaskDates
    request: Request | None
    latest: DeadlineRow | None
    required: bool
    holder: str | None = None
    held_since: Instant | None = None
    duty: Duty | None = None
    done: Done | None = None
    corrected: tuple[Corrected, ...] = ()
    dispute: Dispute | None = None


@dataclass(frozen=True, slots=True)
class Inquiry:
    """All the forms of a week: what they are held against, the meeting they show, the questions by body.

    Bodies without an open task are not in `questions`. `nobodys` are open tasks without a body, which no form asks for.
    """

    week: Week
    meeting: Meeting
    questions: Mapping[str, tuple[Question, ...]]
    nobodys: tuple[str, ...]


def inquire(project: Project, data_date: Instant, digest: str) -> Inquiry:
    """The forms of a data date: questions by body in the plan's order, each body's required ones first, then by start.

    `digest` is that of the project as it stood before the data date; the forms bear it.

    Raises:
        PlanError: the plan cannot be computed.
    """
    meeting = take(decided(project, data_date), data_date)
    schedule, must = meeting.schedule, required(meeting)
    week = week_of(project, data_date, digest, schedule)
    files = {one.task.id: one for one in custodies(meeting.project, schedule)}
    open_tasks = [
        dates
        for dates in schedule.tasks.values()
        if dates.task.kind is not TaskKind.SUMMARY and (dates.stage is not Stage.FINISHED or _is_asked(dates, meeting))
    ]
    put_right = {} if meeting.since is None else corrections(meeting.project, meeting.since)
    present = schedule.state.plan.bodies
    by_body: dict[str, list[Question]] = {body: [] for body in schedule.state.plan.bodies}
    for dates in open_tasks:
        name, file = dates.task.id, files.get(dates.task.id)
        if dates.task.body is None:
            continue
        holder = file.holder.body if file is not None and file.holder is not None else None
        since = file.held_since if file is not None else None
        duty, applicant = meeting.duties.get(name), dates.task.applicant
        filing = duty is not None and applicant is not None and applicant != dates.task.body
        request, row, dispute = meeting.requests.get(name), meeting.owed.get(name), meeting.disputes.get(name)
        differ = set[str]() if dispute is None else {_present(body, present) for body in dispute.bodies}
        must_answer, done = (name in must and not filing) or dates.task.body in differ, meeting.done.get(name)
        question = Question(
            week.tasks[name],
            dates,
            request,
            row,
            must_answer,
            holder,
            since,
            duty,
            done,
            put_right.get(name, ()),
            dispute,
        )
        by_body.setdefault(dates.task.body, []).append(question)
        if applicant is not None and applicant != dates.task.body and (filing or applicant in differ):
            asked = replace(question.asked, fields=fields_for(question.asked, applicant))
            owed = (filing and name in must) or applicant in differ
            by_body.setdefault(applicant, []).append(replace(question, asked=asked, required=owed))
    return Inquiry(
        week=week,
        meeting=meeting,
        questions={body: tuple(sorted(asked, key=_urgency)) for body, asked in by_body.items() if asked},
        nobodys=tuple(dates.task.id for dates in open_tasks if dates.task.body is None),
    )


def _present(body: str, bodies: Mapping[str, Body]) -> str:
    """The body that a body has been merged into, or itself."""
    while (one := bodies.get(body)) is not None and one.into is not None:
        body = one.into
    return body


def required(meeting: Meeting) -> tuple[str, ...]:
    """The tasks about which silence would leave a grey light, in the schedule's order.

    They are under way, or due and free to begin, or finished without the document that closes them.
    `meeting` is that of the project as it stood before the data date.
    """
    unreported = frozenset(meeting.unreported)
    return tuple(
        name
        for name, dates in meeting.schedule.tasks.items()
        if name in unreported or (dates.stage is Stage.IN_PROGRESS and not dates.task.spans) or lacks_document(dates)
    )


def _is_asked(dates: TaskDates, meeting: Meeting) -> bool:
    """Whether a finished task is still asked about: without its document, in dispute, or said of late."""
    said = dates.status.reported
    lately = said is not None and meeting.since is not None and said >= meeting.since
    return lately or lacks_document(dates) or dates.task.id in meeting.disputes


def week_of(project: Project, data_date: Instant, digest: str, schedule: Schedule) -> Week:
    """What the forms of a data date are held against; `schedule` is that of the project before the data date."""
    state = schedule.state
    tasks = {dates.task.id: _asked(dates, state) for dates in schedule.in_plan_order()}
    return Week(project.plan.name, digest, data_date, project.plan.start, tasks)


def decided(project: Project, data_date: Instant) -> Project:
    """The project before a data date with the decisions of that day: what reports of the day are held against."""
    of_day = [
        Update(one.data_date, revisions=one.revisions)
        for one in project.updates
        if start_day(one.data_date) == start_day(data_date) and one.data_date >= data_date and one.revisions
    ]
    known = before(project, data_date)
    return replace(known, updates=(*known.updates, *(replace(one, data_date=data_date) for one in of_day)))


def _urgency(question: Question) -> tuple[bool, Instant, Instant]:
    return not question.required, question.dates.start, question.dates.finish


def _asked(dates: TaskDates, state: State) -> Asked:
    # Working days of the task's own calendar are right for every calendar; the plan's author may have said otherwise.
    duration, unit = dates.task.duration, Unit.WORKING_DAYS
    if duration is not None and duration.unit is Unit.CALENDAR_DAYS:
        unit = Unit.CALENDAR_DAYS
    holders = _holders(dates.task, state)
    told_apart = len(set(holders.values())) == 2
    fields = tuple(key for key in asked_fields(dates.task) if key != HOLDER or told_apart)
    every_day = dates.calendar.counts_calendar_days
    return Asked(dates.task, fields, unit, every_day, dates.status, holders)


def _holders(task: Task, state: State) -> dict[str, bool]:
    """The names of both desks of an approval; a name that both bear tells neither."""
    desks = {body: authority for body, authority in ((task.applicant, False), (task.body, True)) if body is not None}
    if len(desks) < 2:
        return {}
    names: dict[str, set[bool]] = {}
    for id_, authority in desks.items():
        body = state.plan.bodies.get(id_)
        for name in [id_] if body is None else [body.name, body.name_en]:
            if name:
                names.setdefault(" ".join(name.split()), set()).add(authority)
    return {name: next(iter(meant)) for name, meant in names.items() if len(meant) == 1}
