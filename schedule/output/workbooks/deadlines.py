"""The deadline table (工期倒排表) as a workbook for the wall and the screen: all tasks, each body's own, what is done.

Every value is that of `deadline_table`; dates and amounts are numbers with a format, everything that a person wrote is
text and can never become a formula. The same meeting gives the same bytes: the file bears the data date, no clock's.
This module must never compute a date, nor know where its file goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from schedule.analysis.dates.alerts import Light
from schedule.analysis.meeting import Meeting
from schedule.calendars.worktime import start_day
from schedule.engine.schedule import Stage
from schedule.files.records.writing import write_atomically
from schedule.output.answers.limits import total_words, unfiled_words
from schedule.output.tables.contents import deadline_records, deadlines_answer
from schedule.output.words.notices import notices
from schedule.output.words.phrases import Voice
from schedule.output.words.plain_text import line_text
from schedule.output.words.saying import Name, Named, Phrase, WholeDay, body_name, joined, number_of, say
from schedule.output.words.sentences import by_law, fingerprint_text, first_lines, outdated_notes, soonest_notes
from schedule.output.workbooks.bars import Bar, TimeAxis, bars, time_axis
from schedule.output.workbooks.entries import (
    FINISHED_COLUMNS,
    LIMIT_COLUMNS,
    Entry,
    columns_of,
    entries,
    finished,
    limited,
    of_body,
)
from schedule.output.workbooks.measures import Line, Page
from schedule.output.workbooks.sheet import Book
from schedule.output.workbooks.style import sheet_name


def write_workbook(meeting: Meeting, target: Path | BinaryIO, voice: Voice, body: str | None = None) -> None:
    """Write the deadline workbook into a file, whole or not at all, or into a binary stream.

    The first sheet has every row of `deadline_table`, then each body with rows its own, then how the limits on
    authorities stand, last what is finished. With
    `body`, only that body's sheet.

    Raises:
        OSError: the file cannot be written.
    """
    data = workbook_bytes(meeting, voice, body)
    if isinstance(target, Path):
        write_atomically(target, data)
    else:
        target.write(data)


def workbook_bytes(meeting: Meeting, voice: Voice, body: str | None = None) -> bytes:
    """The workbook's bytes; see `write_workbook`."""
    import xlsxwriter  # type: ignore[import-untyped]

    stream, day = BytesIO(), start_day(meeting.data_date)
    # Nothing that a person wrote may become a formula, a number or a link.
    options = {f"strings_to_{what}": False for what in ("formulas", "numbers", "urls")}
    about = (voice.project(), voice.say("schedule.data-date", day=voice.whole_day(day)))
    with xlsxwriter.Workbook(stream, {"in_memory": True, **options}) as made:
        title = line_text(voice.say("workbook.title", project=voice.project()), longest=200)
        created = datetime(day.year, day.month, day.day)
        made.set_properties({"title": title, "created": created, "comments": str(meeting.made_by)})
        book = Book(made, voice, about)
        for page in pages(meeting, voice, body):
            book.add(page)
    return stream.getvalue()


def pages(meeting: Meeting, voice: Voice, body: str | None = None) -> tuple[Page, ...]:
    """The sheets, in order. A body without a row has none; one that is asked for has, and it says why it is empty."""
    rows = _told(entries(meeting, deadline_records(meeting, voice)), voice)
    if body is not None:
        own_rows = of_body(rows, body)
        name = _named(voice.body(body), set())
        return (_of_body(meeting, _chart(meeting, own_rows), own_rows, body, name),)
    chart = _chart(meeting, rows)
    done = _told(finished(meeting), voice)
    taken: set[str] = set()
    name = _named(voice.say("workbook.all"), taken)
    named = any(row.body is not None for row in rows)
    own = [one for one in (*voice.plan.bodies, None) if named and of_body(rows, one)]
    sheets = [_of_body(meeting, chart, of_body(rows, one), one, _named(voice.body(one), taken)) for one in own]
    limits = _told(limited(meeting), voice)
    last = [_finished(meeting, done, _named(voice.say("workbook.finished"), taken))] if done else []
    sheets += [_limits(meeting, limits, _named(voice.say("workbook.limits"), taken))] if limits else []
    lines = _lines(meeting, rows, [*_unlisted(meeting, rows), *_closed(last)])
    title = say("workbook.title", project=_PROJECT)
    return _page(meeting, chart, rows, name, title, lines, deadlines_answer(meeting)), *sheets, *last


def _told(rows: Sequence[Entry], voice: Voice) -> tuple[Entry, ...]:
    """Rows in a reader's words, once for all the sheets on which they stand."""
    return tuple(row.told(voice) for row in rows)


def _named(text: str, taken: set[str]) -> str:
    name = sheet_name(text, taken)
    taken.add(name.casefold())
    return name


@dataclass(frozen=True, slots=True)
class _Chart:
    """The columns of time, and the cells of each task's row; a task stands in the sheet of all and in its body's."""

    axis: TimeAxis
    cells: Mapping[str, tuple[Bar, ...]]


def _chart(meeting: Meeting, rows: Sequence[Entry]) -> _Chart | None:
    axis, tasks = time_axis(meeting), [row.task for row in rows]
    return None if axis is None else _Chart(axis, dict(zip(tasks, bars(meeting, tasks, axis), strict=True)))


def _page(
    meeting: Meeting,
    chart: _Chart | None,
    rows: tuple[Entry, ...],
    name: str,
    title: Phrase,
    lines: tuple[tuple[Phrase, Line], ...],
    answer: Phrase | None,
) -> Page:
    if chart is None or not rows:
        return Page(name, title, lines, columns_of(meeting), rows, _marks(meeting), answer=answer)
    cells = tuple(chart.cells[row.task] for row in rows)
    return Page(
        name,
        title,
        lines,
        columns_of(meeting),
        rows,
        _marks(meeting),
        cells,
        chart.axis,
        answer,
        meeting.greys_by_money,
    )


def _of_body(meeting: Meeting, chart: _Chart | None, rows: tuple[Entry, ...], body: str | None, name: str) -> Page:
    title = say("workbook.title.body", project=_PROJECT, body=body_name(body))
    return _page(meeting, chart, rows, name, title, _lines(meeting, rows), deadlines_answer(meeting, body))


def _finished(meeting: Meeting, rows: tuple[Entry, ...], name: str) -> Page:
    title = say("workbook.title.finished", project=_PROJECT)
    return Page(name, title, ((_about(meeting, rows), Line.NOTE),), FINISHED_COLUMNS, rows, _marks(meeting))


def _limits(meeting: Meeting, rows: tuple[Entry, ...], name: str) -> Page:
    title = say("workbook.title.limits", project=_PROJECT)
    unfiled = unfiled_words(meeting.ceilings, meeting.schedule.state.plan)
    found = (text for text in (unfiled, *by_law(meeting), total_words(meeting)) if text is not None)
    notes = _in_a_row([say("limit.note"), *found])
    lines = ((_about(meeting, rows), Line.NOTE), (notes, Line.NOTE))
    return Page(name, title, lines, LIMIT_COLUMNS, rows, _marks(meeting))


def _lines(meeting: Meeting, rows: Sequence[Entry], also: Sequence[Phrase] = ()) -> tuple[tuple[Phrase, Line], ...]:
    """What stands between a title and its table: the date and the lights, the headline, what else is to be known."""
    said = Line.LATE if meeting.light is Light.RED else Line.HEADLINE
    return (
        (_about(meeting, rows), Line.NOTE),
        *((text, said) for text in first_lines(meeting)),
        *([(_in_a_row(also), Line.NOTE)] if also else []),
    )


_PROJECT = Name(Named.PROJECT, None)


def _in_a_row(texts: Iterable[Phrase]) -> Phrase:
    """Notes one behind the other, as wide apart as a Chinese character."""
    first, *others = texts
    return joined([first, *(part for text in others for part in ("　", text))])


def _about(meeting: Meeting, rows: Sequence[Entry]) -> Phrase:
    """The data date, how many rows there are, and how many of them under each light."""
    date = say("schedule.data-date", day=WholeDay(start_day(meeting.data_date), weekday=True))
    numbers = ((light, sum(row.light is light for row in rows)) for light in Light)
    lights = [say("workbook.lights", light=say(f"light.{light}"), number=number) for light, number in numbers if number]
    counts = joined([number_of(len(rows), "task"), *lights], "clause")
    return say("workbook.about", date=date, counts=counts)


def _unlisted(meeting: Meeting, rows: Sequence[Entry]) -> list[Phrase]:
    """Who has nothing left, and how many unfinished tasks no deadline waits for: the table must not seem to be all."""
    busy, listed = {body for row in rows for body in (row.body, row.authority)}, {row.task for row in rows}
    idle = [body_name(body) for body in meeting.schedule.state.plan.present if body not in busy]
    unlisted = sum(
        dates.stage is not Stage.FINISHED and not dates.task.spans and name not in listed
        for name, dates in meeting.schedule.tasks.items()
    )
    notes: list[Phrase] = [say("workbook.idle", bodies=joined(idle, "comma"))] if idle and rows else []
    return notes + ([say("workbook.unlisted", count=number_of(unlisted, "task"))] if unlisted else [])


def _closed(last: Sequence[Page]) -> list[Phrase]:
    """How many tasks are finished, and where they are listed."""
    return [say("workbook.closed", count=number_of(len(page.rows), "task"), sheet=page.name) for page in last]


def _marks(meeting: Meeting) -> tuple[Phrase, ...]:
    """What everything that is printed says about itself."""
    return (
        *outdated_notes(meeting),
        *soonest_notes(meeting),
        *notices(meeting.schedule),
        fingerprint_text(meeting),
    )
