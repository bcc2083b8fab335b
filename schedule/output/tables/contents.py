"""Results as tables: the columns and the order that a reader gets, before anybody decides how they are printed.

A cell holds a value (a date, an amount of days) or a phrase, so that one table serves a terminal, a paper and a
spreadsheet, in every language: who prints it has the voice.
This module must never know a terminal's width or a file's format, and computes no date.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from schedule.analysis.dates.alerts import Alert
from schedule.analysis.dates.comparison import shown_shift
from schedule.analysis.dates.deadlines import DeadlineRow, room_left
from schedule.analysis.dates.requests import Request
from schedule.analysis.meeting import Meeting
from schedule.analysis.reports.corrections import Corrected
from schedule.analysis.reports.custody import Custody, Duty, acting, custodies
from schedule.analysis.reports.evidence import lacks_document
from schedule.analysis.reports.reporting import rests_since
from schedule.analysis.views.flags import days_left
from schedule.calendars.worktime import finish_day, start_day
from schedule.engine.schedule import Schedule, Stage, TaskDates, shown_days
from schedule.model import Instant, Task
from schedule.output.tables.blocked import blocked_by
from schedule.output.words.causes import cause_text
from schedule.output.words.disputed import to_settle
from schedule.output.words.languages import languages
from schedule.output.words.money import wait_text
from schedule.output.words.phrases import (
    Cell,
    Value,
    Voice,
    acting_name,
    duties_of,
    elapsed,
    person_of,
    predecessors,
    supporting,
    voice_of,
    worked,
)
from schedule.output.words.put_right import corrections_of
from schedule.output.words.saying import Days, Name, Named, Phrase, WholeDay, body_name, joined, say, say_of, task_name
from schedule.output.words.sentences import sentence


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
    rows: tuple[tuple[Cell, ...], ...]
    lights: tuple[str, ...] = ()

    def titles(self, voice: Voice) -> list[str]:
        """The headings in a reader's words."""
        return [voice.say(f"column.{column.key}") for column in self.columns]

    def values(self, voice: Voice) -> tuple[tuple[Value, ...], ...]:
        """The rows as a program has them, what is said in them in a reader's words."""
        return tuple(tuple(map(voice.value, row)) for row in self.rows)

    def records(self, voice: Voice) -> tuple[dict[str, Value], ...]:
        """One mapping a row, from column key to value, as a program has it."""
        return tuple(dict(zip((column.key for column in self.columns), row, strict=True)) for row in self.values(voice))


def schedule_table(schedule: Schedule) -> Table:
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
    owed = duties_of(schedule)
    day = schedule.state.data_date
    return Table(columns, tuple(_schedule_row(dates, owed, day) for dates in schedule.in_plan_order()))


def schedule_heading(schedule: Schedule) -> Phrase:
    """What the table is of: the project, and the data date with its year."""
    day = WholeDay(start_day(schedule.state.data_date))
    return joined([Name(Named.PROJECT, None), say("schedule.data-date", day=day)], "clause")


def with_years(table: Table, voice: Voice) -> Voice:
    """The voice in which a table's dates cannot be mistaken: every date with its year, where not all are of one."""
    years = {value.year for row in table.rows for value in row if isinstance(value, date)}
    return replace(voice, year=0) if years - {voice.year} else voice


def _schedule_row(dates: TaskDates, duties: Mapping[str, Duty], data_date: Instant) -> tuple[Cell, ...]:
    late_start, late_finish = late_days(dates)
    room, duty = dates.float_told, duties.get(dates.task.id)
    return (
        task_name(dates.task.id),
        dates.task.id,
        acting_name(dates.task, duties),
        progress_cell(dates, duty, data_date),
        dates.first_day,
        dates.last_day,
        late_start,
        late_finish,
        None if room is None else worked(room, dates),
        say("yes") if dates.critical else None,
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


def stage(dates: TaskDates, duty: Duty | None, data_date: Instant) -> Phrase:
    """How far a task has come: "in progress, 3 working days left", "not submitted yet"; `duty`: its applicant's."""
    so_far = "rests" if rests_since(dates, data_date) is not None else dates.stage
    key = f"to-{duty}" if duty is not None else "unevidenced" if lacks_document(dates) else so_far
    return say_of(dates.task.id, f"stage.{key}", days=worked(dates.remaining, dates))


def progress_cell(dates: TaskDates, duty: Duty | None, data_date: Instant) -> Phrase:
    """The same for a cell beside the body that has to act: where that is an applicant, with who decides then.

    Where the law sets the day on which it ends, it says so: nobody can ask for an earlier one.
    """
    said, task = stage(dates, duty, data_date), dates.task
    if dates.is_set_by_law:
        said = say("stage.by-law", stage=said)
    if duty is None or acting(task, duty) == task.body:
        return said
    left = worked(dates.remaining, dates)
    return say(f"stage.for-{duty}", stage=said, authority=body_name(task.body), days=left)


def waits_for(name: str, schedule: Schedule) -> Phrase | None:
    """What a task waits for in money, or that nobody can tell its dates because of it; None where money holds nothing.

    What follows a task that waits has dates like any other, so that it says nothing of money.
    """
    wait = schedule.funding.waits.get(name)
    if wait is not None:
        return wait_text(wait)
    return say("money.behind") if name in schedule.funding.undated else None


def start_cell(dates: TaskDates, day: date | None) -> Cell:
    """A start that is asked for, or the latest; what has started has none any more and says so."""
    return say("started") if dates.stage is Stage.IN_PROGRESS else day


def begin_cell(dates: TaskDates, request: Request) -> Cell:
    """A start that is asked for; of what waits for money that has no date, that it begins once that is there."""
    return start_cell(dates, request.start) if request.start_funded is None else say("once-funded")


def problem(
    cause: str | None, note: str | None, corrected: Sequence[Corrected], money: Phrase | None = None
) -> Phrase | None:
    """What is in the way, what was noted beside it, what was put right; what is no problem is marked as what it is.

    `money` is what the task waits for in money (`waits_for`).
    """
    why = cause_text(cause) if cause else None
    said: Phrase | None = say("problem.noted", cause=why, note=note) if why and note else why
    said = say("remark.note", note=note) if note and not cause else said
    parts = [*([money] if money else []), *([said] if said else []), *corrections_of(corrected)]
    return joined(parts, "paper.semicolon") or None


@dataclass(frozen=True, slots=True)
class Owed:
    """A row of the deadline table with what its cells are told from: what a task owes to the deadlines after it."""

    meeting: Meeting
    row: DeadlineRow
    number: int

    @property
    def dates(self) -> TaskDates:
        """The task's dates."""
        return self.meeting.schedule.tasks[self.row.task]

    @property
    def task(self) -> Task:
        """The task itself."""
        return self.dates.task

    @property
    def left(self) -> Days | None:
        """The room that its finish has to the deadline."""
        return float_of(self.dates, self.row)

    @property
    def latest(self) -> tuple[date, date]:
        """The days of its red lines: the latest start and the latest finish."""
        return shown_days(self.task, self.row.latest_start, self.row.latest_finish)

    def opens(self) -> date | None:
        """The day on which it began or begins; None of a milestone, which is only reached."""
        return None if self.task.is_milestone else self.dates.first_day

    def opens_latest(self) -> Cell:
        """The red line of its start; None of a milestone."""
        return None if self.task.is_milestone else start_cell(self.dates, self.latest[0])

    def begins(self) -> Cell:
        """By when its body is asked to start; None where it is asked for nothing."""
        request = self.meeting.requests.get(self.row.task)
        return None if request is None else begin_cell(self.dates, request)

    def ends(self) -> date | None:
        """The day on which its body is asked to finish; None where it is asked for none."""
        request = self.meeting.requests.get(self.row.task)
        return None if request is None else request.finish

    def behind(self) -> Days | None:
        """How much later than the baseline the task now finishes; None without a baseline."""
        moved = self.meeting.since_baseline.movements.get(self.row.task) if self.meeting.since_baseline else None
        return None if moved is None else Days(Fraction(max(0, shown_shift(moved, self.task))))

    def impossible(self) -> Days | None:
        """How many days are already missing."""
        return Days(-self.left.amount) if self.left is not None and self.row.impossible else None

    def person(self) -> Phrase | None:
        """Who answers for it."""
        return person_of(self.meeting.schedule.state.plan, self.task, self.meeting.duties)

    def support(self) -> tuple[Phrase, ...]:
        """The bodies that help with it; who has to act on it itself is none of them."""
        return supporting(self.task, self.meeting.duties)

    def acting(self) -> Phrase | None:
        """The body that has to act on it."""
        return acting_name(self.task, self.meeting.duties)

    def progress(self) -> Phrase:
        """How far it has come."""
        duty = self.meeting.duties.get(self.row.task)
        return progress_cell(self.dates, duty, self.meeting.schedule.state.data_date)

    def trouble(self) -> Phrase | None:
        """What is in its way."""
        status, money = self.dates.status, waits_for(self.row.task, self.meeting.schedule)
        return problem(status.cause, status.note, self.meeting.corrected.get(self.row.task, ()), money)

    def wanted(self) -> Phrase | None:
        """What its body asks for, or has to settle."""
        return to_settle(self.dates.status.request, self.meeting.disputes.get(self.row.task))

    def critical(self) -> Phrase | None:
        """Whether it is on the critical path."""
        return say("yes") if self.row.task in self.meeting.once(_on_critical_path) else None

    def blocked(self) -> Phrase | None:
        """What holds it up."""
        return blocked_by(self.row.task, self.meeting, self.meeting.once(_files).get(self.row.task))


def _on_critical_path(meeting: Meeting) -> frozenset[str]:
    return frozenset(meeting.critical_path)


def _files(meeting: Meeting) -> Mapping[str, Custody]:
    return {one.task.id: one for one in custodies(meeting.project, meeting.schedule)}


@dataclass(frozen=True, slots=True)
class OnSheet:
    """A column of the workbook: its place, the band above it, how wide it may be in characters, and its heading's key.

    Without a key the heading is that of the table, `column.KEY`.
    """

    place: int
    band: str
    widest: float = 12
    label: str = ""


@dataclass(frozen=True, slots=True)
class DeadlineColumn:
    """A column of the deadline table, declared once: its value, and where each paper has it.

    `listed` says whether it is in the table (screen, CSV), in the order of the declarations, with `drop`, `shrink` and
    `right` as in `Column`; `sheet` is its place in the workbook, `page` its number on the page (0: not there).
    """

    key: str
    value: Callable[[Owed], Cell]
    drop: int = 0
    shrink: bool = False
    right: bool = False
    sheet: OnSheet | None = None
    page: int = 0
    listed: bool = True


DEADLINES = (
    DeadlineColumn("number", lambda owed: owed.number, 12, right=True, sheet=OnSheet(1, "what", 6), page=2),
    DeadlineColumn("task", lambda owed: task_name(owed.row.task), shrink=True, sheet=OnSheet(4, "what", 21), page=3),
    DeadlineColumn(
        "after",
        lambda owed: predecessors(owed.task, owed.meeting.schedule),
        14,
        shrink=True,
        sheet=OnSheet(5, "what", 25),
        page=8,
    ),
    DeadlineColumn(
        "body",
        Owed.acting,
        2,
        shrink=True,
        sheet=OnSheet(6, "who", 13),
        page=4,
    ),
    DeadlineColumn("owner", Owed.person, 10, sheet=OnSheet(7, "who", 12), page=5),
    DeadlineColumn("support", Owed.support, 13, shrink=True, sheet=OnSheet(8, "who", 13), page=6),
    DeadlineColumn("leader", lambda owed: owed.task.leader, 11, sheet=OnSheet(9, "who", 11), page=7),
    DeadlineColumn("start", Owed.opens, 7, sheet=OnSheet(10, "when"), page=9),
    DeadlineColumn("requested_finish", Owed.ends, sheet=OnSheet(12, "when"), page=11),
    DeadlineColumn(
        "latest_start",
        Owed.opens_latest,
        1,
        sheet=OnSheet(13, "when"),
        page=12,
    ),
    DeadlineColumn("progress", Owed.progress, 7, sheet=OnSheet(19, "progress", 13), page=17),
    DeadlineColumn("behind_days", Owed.behind, 5, right=True, sheet=OnSheet(20, "progress", 10), page=16),
    DeadlineColumn("problem", Owed.trouble, 8, shrink=True, sheet=OnSheet(22, "trouble", 22), page=18),
    DeadlineColumn("request", Owed.wanted, 9, shrink=True, sheet=OnSheet(23, "trouble", 18), page=19),
    DeadlineColumn(
        "document", lambda owed: owed.dates.status.document, 15, shrink=True, sheet=OnSheet(24, "note", 13), page=20
    ),
    DeadlineColumn(
        "requested_start",
        Owed.begins,
        4,
        sheet=OnSheet(11, "when"),
        page=10,
    ),
    DeadlineColumn("latest_finish", lambda owed: owed.latest[1], sheet=OnSheet(14, "when"), page=13),
    DeadlineColumn("forecast", lambda owed: owed.dates.last_day, 3, sheet=OnSheet(16, "when"), page=14),
    DeadlineColumn("float_days", lambda owed: owed.left, sheet=OnSheet(17, "when", 14, "workbook.float"), page=15),
    DeadlineColumn("impossible_days", Owed.impossible, 16, right=True),
    DeadlineColumn(
        "deadline_task",
        lambda owed: task_name(owed.row.deadline),
        6,
        shrink=True,
        sheet=OnSheet(18, "when", 16),
        page=21,
    ),
    DeadlineColumn("deadline", lambda owed: finish_day(owed.row.deadline_at), 4, page=22),
    DeadlineColumn("id", lambda owed: owed.row.task, 1),
    DeadlineColumn("serves", lambda owed: owed.row.serves, 19, shrink=True),
    DeadlineColumn(
        "light",
        lambda owed: say(f"light.{owed.meeting.lights[owed.row.task]}"),
        sheet=OnSheet(2, "what", 6),
        page=1,
    ),
    # Only where there is paper for it.
    DeadlineColumn("critical", Owed.critical, sheet=OnSheet(3, "what", 6), listed=False),
    DeadlineColumn(
        "days_left",  # calendar days from the data date to the latest finish, negative once it has passed
        lambda owed: Days(Fraction(days_left(owed.row, owed.dates, owed.meeting.data_date))),
        sheet=OnSheet(15, "when", 12, "workbook.days-left"),
        listed=False,
    ),
    DeadlineColumn("blocked", Owed.blocked, sheet=OnSheet(21, "trouble", 22, "workbook.blocked"), listed=False),
)
"""The county's table (工期倒排表), its fifteen columns first, then what the computation adds."""

_LISTED = tuple(column for column in DEADLINES if column.listed)
DEADLINE_COLUMNS = tuple(Column(one.key, one.drop, one.shrink, one.right) for one in _LISTED)
"""The columns of the table, as every table has them."""


def deadline_table(meeting: Meeting, body: str | None = None) -> Table:
    """What each unfinished task owes to the deadlines after it, by latest finish; for one body where one is named.

    Days are calendar days, the differences of the dates beside them. `requested_start` and `requested_finish` are
    what the body is asked for, `latest_start` and `latest_finish` its red lines. `body` and `owner` are who has to act
    now: of an approval that waits for its applicant, the applicant; `progress` then says who decides. `behind_days` is
    how much later than the baseline the task now finishes, None without a baseline; `impossible_days` how many days are
    already missing; `serves` are the ids of all tasks whose deadlines wait for the row's.
    """
    return meeting.once(_deadline_table, body)


def _deadline_table(meeting: Meeting, body: str | None) -> Table:
    rows = owed_rows(meeting, body)
    return Table(
        DEADLINE_COLUMNS,
        tuple(tuple(column.value(owed) for column in _LISTED) for owed in rows),
        tuple(meeting.lights[owed.row.task].value for owed in rows),
    )


def deadline_records(meeting: Meeting, voice: Voice) -> tuple[dict[str, Value], ...]:
    """The records of `deadline_table` in a reader's words, told once for its CSV, the workbook and the page."""
    return meeting.once(_deadline_records, voice)


def _deadline_records(meeting: Meeting, voice: Voice) -> tuple[dict[str, Value], ...]:
    return deadline_table(meeting).records(voice)


def owed_rows(meeting: Meeting, body: str | None = None) -> tuple[Owed, ...]:
    """The rows of `deadline_table` as what its cells are told from."""
    rows = meeting.deadlines if body is None else meeting.deadlines_of(body)
    return tuple(Owed(meeting, row, number) for number, row in enumerate(rows, start=1))


def deadlines_answer(meeting: Meeting, body: str | None = None) -> Phrase | None:
    """Why a deadline table has no row, as a sentence; None where it has one."""
    if meeting.deadlines if body is None else meeting.deadlines_of(body):
        return None
    if body is not None and meeting.deadlines:
        text = say("deadlines.body", body=body_name(body))
    elif any(task.deadline is not None for task in meeting.schedule.state.plan.tasks.values()):
        text = say("deadlines.reached")
    else:
        text = say("deadlines.none")
    return say("sentence.end", text=text)


ALERT_COLUMNS = ("light", "code", "id", "task", "body", "cost_days", "sentence", "facts")
"""The columns of the alerts as CSV. `facts` are `name=value` pairs."""


def alert_table(meeting: Meeting) -> Table:
    """The alerts with the columns of `ALERT_COLUMNS`, in the order of what they cost."""
    plan = meeting.schedule.state.plan
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            say(f"light.{alert.light}"),
            alert.code,
            alert.task,
            task_name(alert.task),
            None if alert.body is None else body_name(alert.body),
            cost_days(alert),
            sentence(alert, plan),
            tuple(f"{name}={fact}" for name, fact in alert.facts.items() if fact is not None),
        )
        for alert in meeting.alerts
    )
    return Table(tuple(map(Column, ALERT_COLUMNS)), rows)


def cost_days(alert: Alert) -> Days:
    """What an alert costs the deadline, in the days that its sentence says; a part of one where both are one day."""
    late = alert.facts.get("late_days")
    return Days(Fraction(late)) if isinstance(late, int) else elapsed(alert.cost)


def alert_records(meeting: Meeting, lang: str) -> tuple[dict[str, object], ...]:
    """The alerts for programs: codes and ids as they are, the facts as an object, the sentence in every language."""
    plan = meeting.schedule.state.plan
    voices = {one: voice_of(meeting.schedule, one) for one in dict.fromkeys((*languages(), lang))}
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
            **{f"sentence_{one}": voice.tell(said) for one, voice in voices.items()},
        }
        for alert, said in ((alert, sentence(alert, plan)) for alert in meeting.alerts)
    )
