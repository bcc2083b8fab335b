"""Results as tables: the columns and the order that a reader gets, before anybody decides how they are printed.

A cell holds a value (a date, an amount of days, words), so that one table serves a terminal, a paper and a spreadsheet.
This module must never know a terminal's width or a file's format, and computes no date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from schedule.analysis.dates.alerts import Alert
from schedule.analysis.dates.comparison import shown_shift
from schedule.analysis.dates.deadlines import DeadlineRow, room_left
from schedule.analysis.meeting import Meeting
from schedule.analysis.reports.corrections import Corrected
from schedule.analysis.reports.evidence import lacks_document
from schedule.calendars.worktime import finish_day, start_day
from schedule.engine.schedule import Schedule, Stage, TaskDates, shown_days
from schedule.output.words.catalogue import word
from schedule.output.words.disputed import to_settle
from schedule.output.words.languages import languages
from schedule.output.words.phrases import Days, Value, Voice, days_text, elapsed, predecessors, voice_of, worked
from schedule.output.words.put_right import corrections_of
from schedule.output.words.sentences import sentence

if TYPE_CHECKING:
    pass


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its key (the heading is the label `column.KEY`), and how it behaves where room is short.

    The column with the highest `drop` leaves first, 0 never; a column that may `shrink` is cut with an ellipsis.
    """

    key: str
    drop: int = 0
    shrink: bool = False
    right: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, rows of values, and for each row the light that colours it ("" for none)."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    lights: tuple[str, ...] = ()

    def titles(self, voice: Voice) -> list[str]:
        """The headings in a reader's words."""
        return [voice.say(f"column.{column.key}") for column in self.columns]

    def records(self) -> tuple[dict[str, Value], ...]:
        """One mapping a row, from column key to value."""
        return tuple(dict(zip((column.key for column in self.columns), row, strict=True)) for row in self.rows)


def schedule_table(schedule: Schedule, voice: Voice) -> Table:
    """The computed dates for people: days, total float, and what is critical.

    The late dates are those that keep the project's finish too, as readers are told them (`TaskDates.late`); what the
    deadlines alone ask is in `deadline_table`.
    """
    columns = (
        Column("task", shrink=True),
        Column("id", drop=1),
        Column("body", drop=4, shrink=True),
        Column("progress", drop=6),
        Column("start"),
        Column("finish"),
        Column("late_start", drop=5),
        Column("late_finish", drop=3),
        Column("total_float", drop=2),
        Column("critical"),
    )
    return Table(columns, tuple(_schedule_row(dates, voice) for dates in schedule.in_plan_order()))


def schedule_heading(schedule: Schedule, voice: Voice) -> str:
    """What the table is of: the project, and the data date with its year."""
    date = voice.whole_day(start_day(schedule.state.data_date))
    return voice.say("clause").join([voice.project(), voice.say("schedule.data-date", day=date)])


def with_years(table: Table, voice: Voice) -> Voice:
    """The voice in which a table's dates cannot be mistaken: every date with its year, where not all are of one."""
    years = {value.year for row in table.rows for value in row if isinstance(value, date)}
    return replace(voice, year=0) if years - {voice.year} else voice


def _schedule_row(dates: TaskDates, voice: Voice) -> tuple[Value, ...]:
    late_start, late_finish = late_days(dates)
    room = dates.float_told
    return (
        voice.task_name(dates.task),
        dates.task.id,
        voice.acting_name(dates.task),
        progress_cell(dates, voice),
        dates.first_day,
        dates.last_day,
        late_start,
        late_finish,
        None if room is None else worked(room, dates),
        voice.say("yes") if dates.critical else None,
    )


def late_days(dates: TaskDates) -> tuple[date, date] | tuple[None, None]:
    """The days of the late start and the late finish; nothing for a finished task."""
    late = dates.late
    return (None, None) if late is None else shown_days(dates.task, late.start, late.finish)


def float_of(dates: TaskDates, row: DeadlineRow | None = None) -> Days | None:
    """The calendar days that a finish can still move: to the latest of its deadline, else to its late finish.

    None for a finished task.
    """
    left = room_left(dates, row)
    return None if left is None else Days(left, of_float=True)


def stage(dates: TaskDates, voice: Voice) -> str:
    """How far a task has come, in words: "in progress, 3 working days left", "not submitted yet"."""
    duty = voice.duties.get(dates.task.id)
    key = f"to-{duty}" if duty is not None else "unevidenced" if lacks_document(dates) else dates.stage
    return _stage(voice.lang, voice.key_of(dates.task.id, f"stage.{key}"), worked(dates.remaining, dates))


@lru_cache(maxsize=4096)
def _stage(lang: str, key: str, left: Days) -> str:
    """A stage in words: what a table of thousands of rows says again and again."""
    return word(key, lang, days=days_text(lang, left))


def progress_cell(dates: TaskDates, voice: Voice) -> str:
    """The same for a cell beside the body that has to act: where that is an applicant, with who decides then.

    Where the law sets the day on which it ends, it says so: nobody can ask for an earlier one.
    """
    said, authority = stage(dates, voice), voice.authority(dates.task)
    if dates.is_set_by_law:
        said = voice.say("stage.by-law", stage=said)
    if authority is None:
        return said
    left = voice.days(worked(dates.remaining, dates))
    duty = voice.duties[dates.task.id]
    return voice.say(f"stage.for-{duty}", stage=said, authority=voice.body(authority), days=left)


def start_cell(dates: TaskDates, day: date | None, voice: Voice) -> Value:
    """A start that is asked for, or the latest; what has started has none any more and says so."""
    return voice.say("started") if dates.stage is Stage.IN_PROGRESS else day


def problem(cause: str | None, note: str | None, corrected: Sequence[Corrected], voice: Voice) -> str | None:
    """What is in the way, what was noted beside it, what was put right; what is no problem is marked as what it is."""
    said = voice.say("problem.noted", cause=cause, note=note) if cause and note else cause
    said = voice.say("remark.note", note=note) if note and not cause else said
    parts = [*([said] if said else []), *corrections_of(corrected, voice)]
    return voice.say("paper.semicolon").join(parts) or None


DEADLINE_COLUMNS = (
    Column("number", drop=12, right=True),
    Column("task", shrink=True),
    Column("after", drop=14, shrink=True),
    Column("body", drop=2, shrink=True),
    Column("owner", drop=10),
    Column("support", drop=13, shrink=True),
    Column("leader", drop=11),
    Column("start", drop=7),
    Column("requested_finish"),
    Column("latest_start", drop=1),
    Column("progress", drop=7),
    Column("behind_days", drop=5, right=True),
    Column("problem", drop=8, shrink=True),
    Column("request", drop=9, shrink=True),
    Column("document", drop=15, shrink=True),
    Column("requested_start", drop=4),
    Column("latest_finish"),
    Column("forecast", drop=3),
    Column("float_days"),
    Column("impossible_days", drop=16, right=True),
    Column("deadline_task", drop=6, shrink=True),
    Column("deadline", drop=4),
    Column("id", drop=1),
    Column("serves", drop=19, shrink=True),
    Column("light"),
)
"""The county's table (工期倒排表), its fifteen columns first, then what the computation adds."""


def deadline_table(meeting: Meeting, voice: Voice, body: str | None = None) -> Table:
    """What each unfinished task owes to the deadlines after it, by latest finish; for one body where one is named.

    Days are calendar days, the differences of the dates beside them. `requested_start` and `requested_finish` are
    what the body is asked for, `latest_start` and `latest_finish` its red lines. `body` and `owner` are who has to act
    now: of an approval that waits for its applicant, the applicant; `progress` then says who decides. `behind_days` is
    how much later than the baseline the task now finishes, None without a baseline; `impossible_days` how many days are
    already missing; `serves` are the ids of all tasks whose deadlines wait for the row's.
    """
    return meeting.once(_deadline_table, voice, body)


def _deadline_table(meeting: Meeting, voice: Voice, body: str | None) -> Table:
    rows = meeting.deadlines if body is None else meeting.deadlines_of(body)
    return Table(
        DEADLINE_COLUMNS,
        tuple(_deadline_row(meeting, row, number, voice) for number, row in enumerate(rows, start=1)),
        tuple(meeting.lights[row.task].value for row in rows),
    )


def _deadline_row(meeting: Meeting, row: DeadlineRow, number: int, voice: Voice) -> tuple[Value, ...]:
    dates = meeting.schedule.tasks[row.task]
    task, status, request = dates.task, dates.status, meeting.requests.get(row.task)
    left = float_of(dates, row)
    latest_start, latest_finish = shown_days(task, row.latest_start, row.latest_finish)
    moved = meeting.since_baseline.movements.get(row.task) if meeting.since_baseline else None
    return (
        number,
        voice.task_name(task),
        predecessors(task, meeting.schedule, voice),
        voice.acting_name(task),
        voice.person(task),
        voice.support(task),
        task.leader,
        dates.first_day,
        None if request is None else request.finish,
        start_cell(dates, latest_start, voice),
        progress_cell(dates, voice),
        None if moved is None else Days(Fraction(max(0, shown_shift(moved, task)))),
        problem(status.cause, status.note, meeting.corrected.get(row.task, ()), voice),
        to_settle(status.request, meeting.disputes.get(row.task), voice),
        status.document,
        None if request is None else start_cell(dates, request.start, voice),
        latest_finish,
        dates.last_day,
        left,
        Days(-left.amount) if left is not None and row.impossible else None,
        voice.task(row.deadline),
        finish_day(row.deadline_at),
        row.task,
        row.serves,
        voice.say(f"light.{meeting.lights[row.task]}"),
    )


def deadlines_answer(meeting: Meeting, voice: Voice, body: str | None = None) -> str | None:
    """Why a deadline table has no row, as a sentence; None where it has one."""
    if meeting.deadlines if body is None else meeting.deadlines_of(body):
        return None
    if body is not None and meeting.deadlines:
        text = voice.say("deadlines.body", body=voice.body(body))
    elif any(task.deadline is not None for task in voice.plan.tasks.values()):
        text = voice.say("deadlines.reached")
    else:
        text = voice.say("deadlines.none")
    return voice.say("sentence.end", text=text)


ALERT_COLUMNS = ("light", "code", "id", "task", "body", "cost_days", "sentence", "facts")
"""The columns of the alerts as CSV. `facts` are `name=value` pairs."""


def alert_rows(meeting: Meeting, voice: Voice) -> tuple[tuple[Value, ...], ...]:
    """The alerts with the columns of `ALERT_COLUMNS`, in the order of what they cost."""
    return tuple(
        (
            voice.say(f"light.{alert.light}"),
            alert.code,
            alert.task,
            voice.task(alert.task),
            None if alert.body is None else voice.body(alert.body),
            cost_days(alert),
            sentence(alert, voice),
            tuple(f"{name}={fact}" for name, fact in alert.facts.items() if fact is not None),
        )
        for alert in meeting.alerts
    )


def cost_days(alert: Alert) -> Days:
    """What an alert costs the deadline, in the days that its sentence says; a part of one where both are one day."""
    late = alert.facts.get("late_days")
    return Days(Fraction(late)) if isinstance(late, int) else elapsed(alert.cost)


def alert_records(meeting: Meeting, lang: str) -> tuple[dict[str, object], ...]:
    """The alerts for programs: codes and ids as they are, the facts as an object, the sentence in every language."""
    voices = {one: voice_of(meeting.schedule, one) for one in languages()}
    return tuple(
        {
            "code": alert.code,
            "also": list(alert.also),
            "light": alert.light.value,
            "task": alert.task,
            "name": voices[lang].task(alert.task),
            "body": alert.body,
            "cost_days": cost_days(alert),
            "facts": dict(alert.facts),
            **{f"sentence_{one}": sentence(alert, voice) for one, voice in voices.items()},
        }
        for alert in meeting.alerts
    )
