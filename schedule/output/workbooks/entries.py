"""What the deadline workbook's rows say: the county's columns, and what holds each task up.

The cells are those of `deadline_table`, with a few beside them that only paper needs. This module must never know a
workbook's cells, widths or colours, and computes no date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from schedule.analysis.dates.alerts import Light
from schedule.analysis.dates.comparison import shown_shift
from schedule.analysis.meeting import Meeting
from schedule.analysis.reports.ceilings import Ceiling, is_near, is_passed
from schedule.analysis.reports.custody import Custody, custodies
from schedule.analysis.reports.reporting import is_free
from schedule.analysis.views.flags import days_left
from schedule.calendars.worktime import start_day
from schedule.engine.schedule import Reason, Stage, TaskDates
from schedule.model import Relation
from schedule.output.answers.limits import begun, limit_values
from schedule.output.tables.contents import deadline_table, stage
from schedule.output.words.disputed import to_settle
from schedule.output.words.explanation import reason_words
from schedule.output.words.limits import standing_text
from schedule.output.words.phrases import Days, Value, Voice, lagged
from schedule.output.words.put_right import corrections_of

_OPEN_ENDS = (Reason.ACTUAL, Reason.RESUMED, Reason.DATA_DATE, Reason.PROJECT_START, Reason.RELATION)


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet: its key, the label of its heading, the band above it, how wide it may be in characters."""

    key: str
    label: str
    band: str
    widest: float = 12


SHEET_COLUMNS = (
    SheetColumn("number", "column.number", "what", 6),
    SheetColumn("light", "column.light", "what", 6),
    SheetColumn("critical", "column.critical", "what", 6),
    SheetColumn("task", "column.task", "what", 21),
    SheetColumn("after", "column.after", "what", 25),
    SheetColumn("body", "column.body", "who", 13),
    SheetColumn("owner", "column.owner", "who", 12),
    SheetColumn("support", "column.support", "who", 13),
    SheetColumn("leader", "column.leader", "who", 11),
    SheetColumn("start", "column.start", "when"),
    SheetColumn("requested_start", "column.requested_start", "when"),
    SheetColumn("requested_finish", "column.requested_finish", "when"),
    SheetColumn("latest_start", "column.latest_start", "when"),
    SheetColumn("latest_finish", "column.latest_finish", "when"),
    SheetColumn("days_left", "workbook.days-left", "when"),
    SheetColumn("forecast", "column.forecast", "when"),
    SheetColumn("float_days", "workbook.float", "when", 14),
    SheetColumn("deadline_task", "column.deadline_task", "when", 16),
    SheetColumn("progress", "column.progress", "progress", 13),
    SheetColumn("behind_days", "column.behind_days", "progress", 10),
    SheetColumn("blocked", "workbook.blocked", "trouble", 22),
    SheetColumn("problem", "column.problem", "trouble", 22),
    SheetColumn("request", "column.request", "trouble", 18),
    SheetColumn("document", "column.document", "note", 13),
)
"""The county's fifteen columns (工期倒排表) in their order, with what the computation adds where it is looked for."""

FINISHED_COLUMNS = (
    SheetColumn("number", "column.number", "what", 6),
    SheetColumn("light", "column.light", "what", 8),
    SheetColumn("task", "column.task", "what", 40),
    SheetColumn("state", "workbook.state", "what", 24),
    SheetColumn("body", "column.body", "who", 24),
    SheetColumn("owner", "column.owner", "who", 20),
    SheetColumn("start", "workbook.started", "when", 17),
    SheetColumn("finish", "workbook.reached", "when", 17),
    SheetColumn("behind_days", "column.behind_days", "when", 12),
    SheetColumn("evidence", "workbook.evidence", "note", 34),
    SheetColumn("document", "column.document", "note", 34),
)
"""What is finished, and by which paper (销号): only a document closes a task."""

LIMIT_COLUMNS = (
    SheetColumn("number", "column.number", "what", 6),
    SheetColumn("light", "column.light", "what", 8),
    SheetColumn("task", "column.task", "what", 32),
    SheetColumn("limit_state", "column.limit_state", "what", 14),
    SheetColumn("authority", "column.authority", "who", 20),
    SheetColumn("limit_accepted", "column.limit_accepted", "when", 17),
    SheetColumn("limit", "column.limit", "when", 34),
    SheetColumn("limit_used", "column.limit_used", "when", 12),
    SheetColumn("limit_stopped", "column.limit_stopped", "when", 34),
    SheetColumn("limit_due", "column.limit_due", "when", 17),
    SheetColumn("limit_over", "column.limit_over", "when", 12),
    SheetColumn("limit_confirm", "column.limit_confirm", "note", 34),
)
"""How the limits on authorities stand: since when each has a file, how long it may take, what is over."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: the task's id, the id of the body that has to act, its light, and a value for each column's key.

    `authority` is the id of the body that decides an approval which waits for its applicant; else None.
    """

    task: str
    body: str | None
    light: Light
    values: Mapping[str, Value]
    authority: str | None = None

    def numbered(self, number: int) -> Entry:
        """The same row at another place of its sheet."""
        return replace(self, values={**self.values, "number": number})


def columns_of(meeting: Meeting) -> tuple[SheetColumn, ...]:
    """The columns of a meeting's sheets; which deadline decides is said only where there are several."""
    several = len({row.deadline for row in meeting.deadlines}) > 1
    return tuple(column for column in SHEET_COLUMNS if several or column.key != "deadline_task")


def entries(meeting: Meeting, voice: Voice) -> tuple[Entry, ...]:
    """The rows of `deadline_table`, in its order and with its values, and those that only the workbook has.

    `days_left` are calendar days from the data date to the latest finish, negative once it has passed.
    """
    critical, tasks = frozenset(meeting.critical_path), meeting.schedule.tasks
    files = {one.task.id: one for one in custodies(meeting.project, meeting.schedule)}
    return tuple(
        Entry(
            row.task,
            meeting.answers_for(row.task),
            meeting.lights[row.task],
            {
                **record,
                "critical": voice.say("yes") if row.task in critical else None,
                "days_left": Days(Fraction(days_left(row, tasks[row.task], meeting.data_date))),
                "blocked": blocked_by(row.task, meeting, files.get(row.task), voice),
            },
            voice.authority(tasks[row.task].task),
        )
        for row, record in zip(meeting.deadlines, deadline_table(meeting, voice).records(), strict=True)
    )


def of_body(rows: Sequence[Entry], body: str | None) -> tuple[Entry, ...]:
    """One body's rows and those that it has to decide, counted from 1; None are those of nobody."""
    own = (row for row in rows if row.body == body or (body is not None and row.authority == body))
    return tuple(row.numbered(number) for number, row in enumerate(own, 1))


def finished(meeting: Meeting, voice: Voice) -> tuple[Entry, ...]:
    """What is finished, in the order of its finish: when, how late, and by which paper."""
    done = [dates for dates in meeting.schedule.tasks.values() if dates.stage is Stage.FINISHED]
    done.sort(key=lambda dates: (dates.finish, dates.start))
    return tuple(_finished(dates, meeting, voice).numbered(number) for number, dates in enumerate(done, 1))


def limited(meeting: Meeting, voice: Voice) -> tuple[Entry, ...]:
    """The limits on authorities, by body, those of open files first."""
    rows = begun(meeting.ceilings, voice)
    entries = (Entry(one.task, one.body, meeting.lights[one.task], _limited(one, meeting, voice)) for one in rows)
    return tuple(row.numbered(number) for number, row in enumerate(entries, 1))


def _limited(one: Ceiling, meeting: Meeting, voice: Voice) -> dict[str, Value]:
    return {"light": voice.say(f"light.{meeting.lights[one.task]}"), **limit_values(one, voice)}


def _finished(dates: TaskDates, meeting: Meeting, voice: Voice) -> Entry:
    task, light = dates.task, meeting.lights[dates.task.id]
    moved = meeting.since_baseline.movements.get(task.id) if meeting.since_baseline else None
    corrected, differ = meeting.corrected.get(task.id, ()), to_settle(None, meeting.disputes.get(task.id), voice)
    told = *([] if differ is None else [differ]), *corrections_of(corrected, voice)
    values: dict[str, Value] = {
        "light": voice.say(f"light.{light}"),
        "task": voice.task_name(task),
        "state": voice.say("paper.semicolon").join((stage(dates, voice), *told)),
        "body": voice.acting_name(task),
        "owner": voice.person(task),
        "start": dates.first_day,
        "finish": dates.last_day,
        "behind_days": None if moved is None else Days(Fraction(max(0, shown_shift(moved, task)))),
        "evidence": task.evidence,
        "document": dates.status.document,
    }
    return Entry(task.id, task.body, light, values)


def blocked_by(name: str, meeting: Meeting, file: Custody | None, voice: Voice) -> str | None:
    """What an unfinished task waits for at the data date: its drivers and whose they are, a date, a desk, a report.

    None where nothing but its own work is between it and its finish.
    """
    dates, status = meeting.schedule.tasks[name], meeting.schedule.tasks[name].status
    said = [_waits(dates, meeting, voice)]
    if status.suspended is not None and status.resumed is None:
        said.append(voice.say("workbook.suspended", day=voice.day(start_day(status.suspended))))
    if file is not None and file.holder is not None:
        holder = voice.body(file.holder.body)
        if file.holder.cause is not None:
            holder = voice.say("custody.held", body=holder, cause=voice.say(f"cause.{file.holder.cause}"))
        said.append(voice.say("workbook.desk", holder=holder))
    limit = next((one.clock for one in meeting.ceilings if one.task == name), None)
    days = meeting.project.plan.settings.start_within
    if limit is not None and (is_passed(limit) or is_near(limit, meeting.data_date, days)):
        said.append(standing_text(limit, voice))
    if name in meeting.unreported:
        said.append(voice.say("workbook.silent"))
    return voice.say("workbook.and").join(text for text in said if text) or None


def _waits(dates: TaskDates, meeting: Meeting, voice: Voice) -> str | None:
    """What its early date waits for, as the task stands now."""
    waits = []
    for key, at_finish in (("workbook.waits", False), ("workbook.waits-finish", True)):
        held = [relation for relation in dates.driving if relation.type.enters_finish is at_finish]
        points = [_point(relation, dates, meeting, voice) for relation in held]
        if points:
            waits.append(voice.say(key, points=voice.listed(points)))
    if waits:
        return voice.say("workbook.and").join(waits)
    if dates.early_bound.reason not in _OPEN_ENDS:
        return reason_words(dates.early_bound, dates, voice)
    if dates.stage is Stage.NOT_STARTED and dates.start <= meeting.data_date and is_free(dates, meeting.schedule):
        return voice.say("workbook.due" if dates.task.is_milestone else "workbook.free")
    return None


def _point(relation: Relation, dates: TaskDates, meeting: Meeting, voice: Voice) -> str:
    """The point in time that a relation waits for, with whose it is where that is another body."""
    point = voice.of(relation.predecessor, f"after.{relation.type}", task=voice.task(relation.predecessor))
    point = lagged(point, relation, meeting.schedule, voice)
    before = voice.plan.tasks.get(relation.predecessor)
    desks = None if before is None or voice.acting(before) == voice.acting(dates.task) else voice.desks(before)
    return point if desks is None else voice.say("workbook.point", point=point, body=desks)
