"""What the deadline workbook's rows say: the county's columns, and what holds each task up.

The cells are those of `deadline_table`, with a few beside them that only paper needs. This module must never know a
workbook's cells, widths or colours, and computes no date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from schedule.analysis.dates.alerts import Light
from schedule.analysis.dates.comparison import shown_shift
from schedule.analysis.meeting import Meeting
from schedule.analysis.reports.ceilings import Ceiling
from schedule.engine.schedule import Stage, TaskDates
from schedule.output.answers.limits import begun, limit_values
from schedule.output.tables.contents import DEADLINES, owed_rows, stage
from schedule.output.words.disputed import to_settle
from schedule.output.words.phrases import Cell, Voice, acting_name, authority_of, person_of
from schedule.output.words.put_right import corrections_of
from schedule.output.words.saying import Days, joined, say, task_name


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet: its key, the label of its heading, the band above it, how wide it may be in characters."""

    key: str
    label: str
    band: str
    widest: float = 12


SHEET_COLUMNS = tuple(
    SheetColumn(column.key, column.sheet.label or f"column.{column.key}", column.sheet.band, column.sheet.widest)
    for column in sorted(DEADLINES, key=lambda column: 0 if column.sheet is None else column.sheet.place)
    if column.sheet is not None
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
    values: Mapping[str, Cell]
    authority: str | None = None

    def numbered(self, number: int) -> Entry:
        """The same row at another place of its sheet."""
        return replace(self, values={**self.values, "number": number})

    def told(self, voice: Voice) -> Entry:
        """The same row with what is said in it in a reader's words: its sheet measures them, and so may another's."""
        return replace(self, values={key: voice.value(cell) for key, cell in self.values.items()})


def columns_of(meeting: Meeting) -> tuple[SheetColumn, ...]:
    """The columns of a meeting's sheets; which deadline decides is said only where there are several."""
    several = len({row.deadline for row in meeting.deadlines}) > 1
    return tuple(column for column in SHEET_COLUMNS if several or column.key != "deadline_task")


def entries(meeting: Meeting, records: Iterable[Mapping[str, Cell]]) -> tuple[Entry, ...]:
    """The rows of `deadline_table`, in its order and with its values (`records`), and what only the workbook has."""
    own = [column for column in DEADLINES if not column.listed]
    return tuple(
        Entry(
            owed.task.id,
            meeting.answers_for(owed.task.id),
            meeting.lights[owed.task.id],
            {**record, **{column.key: column.value(owed) for column in own}},
            authority_of(owed.task, meeting.duties),
        )
        for owed, record in zip(owed_rows(meeting), records, strict=True)
    )


def of_body(rows: Sequence[Entry], body: str | None) -> tuple[Entry, ...]:
    """One body's rows and those that it has to decide, counted from 1; None are those of nobody."""
    own = (row for row in rows if row.body == body or (body is not None and row.authority == body))
    return tuple(row.numbered(number) for number, row in enumerate(own, 1))


def finished(meeting: Meeting) -> tuple[Entry, ...]:
    """What is finished, in the order of its finish: when, how late, and by which paper."""
    done = [dates for dates in meeting.schedule.tasks.values() if dates.stage is Stage.FINISHED]
    done.sort(key=lambda dates: (dates.finish, dates.start))
    return tuple(_finished(dates, meeting).numbered(number) for number, dates in enumerate(done, 1))


def limited(meeting: Meeting) -> tuple[Entry, ...]:
    """The limits on authorities, by body, those of open files first."""
    rows = begun(meeting.ceilings, meeting.schedule.state.plan)
    entries = (Entry(one.task, one.body, meeting.lights[one.task], _limited(one, meeting)) for one in rows)
    return tuple(row.numbered(number) for number, row in enumerate(entries, 1))


def _limited(one: Ceiling, meeting: Meeting) -> dict[str, Cell]:
    return {"light": say(f"light.{meeting.lights[one.task]}"), **limit_values(one, meeting.schedule.state.plan)}


def _finished(dates: TaskDates, meeting: Meeting) -> Entry:
    task, light = dates.task, meeting.lights[dates.task.id]
    moved = meeting.since_baseline.movements.get(task.id) if meeting.since_baseline else None
    corrected, differ = meeting.corrected.get(task.id, ()), to_settle(None, meeting.disputes.get(task.id))
    also = *([] if differ is None else [differ]), *corrections_of(corrected)
    so_far = stage(dates, meeting.duties.get(task.id), meeting.schedule.state.data_date)
    values: dict[str, Cell] = {
        "light": say(f"light.{light}"),
        "task": task_name(task.id),
        "state": joined((so_far, *also), "paper.semicolon"),
        "body": acting_name(task, meeting.duties),
        "owner": person_of(meeting.schedule.state.plan, task, meeting.duties),
        "start": dates.first_day,
        "finish": dates.last_day,
        "behind_days": None if moved is None else Days(Fraction(max(0, shown_shift(moved, task)))),
        "evidence": task.evidence,
        "document": dates.status.document,
    }
    return Entry(task.id, task.body, light, values)
