"""What a week's form is made of, for whoever writes it and whoever reads it back: columns, stamp, answers, the week.

A form is a workbook for one body. Its hidden sheet bears a stamp: the plan as it stood, the data date, the body. Its
rows are found by the task's id in a hidden column and its columns by their heads, so that sorting rows, moving columns
and renaming sheets do no harm. This module must never know a cell's place or a workbook's format.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from schedule.model import FilingKind, Instant, Project, Status, Task, TaskKind, Unit

STAMP_SHEET = "_daopai"
STAMP = "daopai-form"
"""What stands in the first cell of the sheet that bears the stamp, whatever that sheet is called."""
FORMAT = "1"
_STAMPED = ("plan", "digest", "data_date", "body")

KEY = "task"

FILINGS = tuple(kind.value for kind in FilingKind)
FILED_AT_THE_END = (FilingKind.RETURNED.value, FilingKind.DECIDED.value)
"""Of these a day alone is its end, of the others its morning (`schedule.files.sealed.filings`)."""
DATES = ("started", "finished", *FILINGS)
TEXTS = ("document", "cause", "note", "request")
APPLICANT_TEXTS = ("cause", "note", "request")
"""What an applicant can say beside what happened to its file."""
SEPARATOR = "、"
"""What stands between several days in one cell."""
HOLDER = "holder"
"""Who holds the file: a question that the dates of the file answer, asked so that a missing date is noticed."""

PROGRESS_COLUMNS = ("started", "finished", "remaining", *TEXTS)
APPROVAL_COLUMNS = (HOLDER, *FILINGS)
"""The columns of answers of the two tables that a form can have. Every one of them must be there."""

COLUMNS = (
    KEY,
    "number",
    "name",
    "due",
    "dates",
    "last",
    "unit",
    "applicant",
    "desk",
    *PROGRESS_COLUMNS,
    *APPROVAL_COLUMNS,
)
"""Every column that a table can have."""


@dataclass(frozen=True, slots=True)
class Heads:
    """What forms call their columns, and the cell for the name of who filled one in: a form is read back by them.

    Each is said in every language, in the same order; `columns` by the column's key. A form may come back in any.
    """

    columns: Mapping[str, tuple[str, ...]]
    filled_in_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a form was made for. `digest` is that of the project as it was (`schedule.files.forms.digest`).

    `data_date` as `YYYY-MM-DD`.
    """

    plan: str
    digest: str
    data_date: str
    body: str

    def rows(self) -> tuple[tuple[str, str], ...]:
        """The stamp as rows of two cells; the inverse of `stamp_of`."""
        named = (("plan", self.plan), ("digest", self.digest), ("data_date", self.data_date), ("body", self.body))
        return ((STAMP, FORMAT), *named)


def stamp_of(rows: Mapping[str, str]) -> Stamp | None:
    """The stamp that rows give; None where they are not all there."""
    if rows.get(STAMP) != FORMAT or not rows.keys() >= set(_STAMPED):
        return None
    return Stamp(rows["plan"], rows["digest"], rows["data_date"], rows["body"])


ZONE_STAMP = "daopai-zone-form"
"""What stands in the first cell of that sheet in a form over several plans of a zone."""
_MARK = re.compile("@([0-9]{1,6}):(.*)", re.DOTALL)


def marked(task: str, part: int | None) -> str:
    """A task's id in a row of a form: behind the number of its part, where the form has several.

    >>> marked("dig", None), marked("dig", 3), unmarked("@3:dig"), unmarked("dig")
    ('dig', '@3:dig', (3, 'dig'), None)
    """
    return task if part is None else f"@{part}:{task}"


def unmarked(text: str) -> tuple[int, str] | None:
    """The part and the task that a row's id names; None for a text that names no part."""
    found = _MARK.fullmatch(text)
    return None if found is None else (int(found[1]), found[2])


@dataclass(frozen=True, slots=True)
class ZoneStamp:
    """What a form over several plans was made for: of each part its plan's key in the portfolio, and its stamp.

    A plan has several parts where several of its bodies are one body of the zone.
    """

    parts: tuple[tuple[str, Stamp], ...]

    def rows(self) -> tuple[tuple[str, str], ...]:
        """The stamps as rows of two cells; the inverse of `zone_stamp_of`."""
        found = [(ZONE_STAMP, FORMAT)]
        for k, (key, stamp) in enumerate(self.parts):
            found += [(f"{k}.{name}", text) for name, text in (("key", key), *stamp.rows()[1:])]
        return tuple(found)


def zone_stamp_of(rows: Mapping[str, str]) -> ZoneStamp | None:
    """The stamps that rows give; None where they are none of a zone's form, or one is not whole."""
    if rows.get(ZONE_STAMP) != FORMAT:
        return None
    found = []
    for k in itertools.takewhile(lambda k: f"{k}.key" in rows, itertools.count()):
        of = {name: rows[f"{k}.{name}"] for name in _STAMPED if f"{k}.{name}" in rows}
        stamp = stamp_of({STAMP: FORMAT, **of})
        if stamp is None:
            return None
        found.append((rows[f"{k}.key"], stamp))
    return ZoneStamp(tuple(found)) if found else None


@dataclass(frozen=True, slots=True, order=True)
class Author:
    """Whose answer it is: the file, as short as tells it from the others, and the name that stands in it, if any."""

    file: str
    person: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Answer:
    """One filled cell: what a form says of one field of one task.

    `value` is as an update would write it (`2016-03-14`, `3wd`), several dates with `、` between. `place` is the
    cell, `row` the cell of the task's name in its row: `住建局.xlsx 进展!H7`.
    """

    task: str
    field: str
    value: str
    author: Author
    place: str
    row: str


@dataclass(frozen=True, slots=True)
class Form:
    """What one form says. `spoiled` are the tasks of which a cell could not be read."""

    stamp: Stamp
    author: Author
    answers: tuple[Answer, ...]
    spoiled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form asks of one task, and what is known of it.

    `fields` are those that it can answer, `unit` what a bare number of days is written in; `every_day`: its calendar
    rests on no weekday, so that a reader is told calendar days. `holders` are the names, in any language, of the
    applicant (False) and of the authority (True) of an approval; empty for other tasks.
    """

    task: Task
    fields: tuple[str, ...]
    unit: Unit
    every_day: bool
    status: Status
    holders: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Week:
    """What forms are held against: one plan as it stood before one data date.

    `digest` is that of the forms that are written now; one that is filled in may bear one of `digests`, too. `sent` are
    the tasks as they were before the last decisions, when forms may have gone out.
    """

    plan: str
    digest: str
    data_date: Instant
    start: Instant
    tasks: Mapping[str, Asked]
    digests: tuple[str, ...] = ()
    sent: Mapping[str, Asked] = field(default_factory=dict)


def asked_fields(task: Task) -> tuple[str, ...]:
    """The fields that a body can answer of a task: a milestone has one day, what spans others has nothing left."""
    if task.kind is TaskKind.START_MILESTONE:
        return ("started", *TEXTS)
    if task.kind is TaskKind.FINISH_MILESTONE:
        return ("finished", *TEXTS)
    if task.spans:
        return ("started", "finished", *TEXTS)
    return (*PROGRESS_COLUMNS, *(APPROVAL_COLUMNS if task.applicant is not None and task.body is not None else ()))


def fields_for(asked: Asked, body: str) -> tuple[str, ...]:
    """The fields that one body can answer of a task.

    The applicant of an approval, where it is not the authority too, tells what happened to the file and what is in its
    way; when the approval begins and ends and by which document is the authority's to say.
    """
    if body != asked.task.applicant or body == asked.task.body:
        return asked.fields
    return tuple(key for key in asked.fields if key in (*APPLICANT_TEXTS, *APPROVAL_COLUMNS))


def before(project: Project, data_date: Instant) -> Project:
    """The project as it stood before a data date: a form asks for what is not recorded yet."""
    return replace(project, updates=tuple(one for one in project.updates if one.data_date < data_date))
