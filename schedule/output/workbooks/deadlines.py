"""The deadline table (工期倒排表) as a workbook for the wall and the screen: all tasks, each body's own, what is done.

Every value is that of `deadline_table`; dates and amounts are numbers with a format, everything that a person wrote is
text and can never become a formula. The same meeting gives the same bytes: the file bears the data date, no clock's.
This module must never compute a date, nor know where its file goes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from schedule.output.tables.contents import deadlines_answer
from schedule.output.words.notices import notices
from schedule.output.words.phrases import Voice
from schedule.output.words.plain_text import line_text
from schedule.output.words.sentences import by_law, fingerprint_text, first_lines, outdated_notes, soonest_notes
from schedule.output.workbooks import style
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
from schedule.output.workbooks.measures import Page
from schedule.output.workbooks.sheet import Book
from schedule.output.workbooks.style import Style, sheet_name


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
    rows = entries(meeting, voice)
    if body is not None:
        own_rows = of_body(rows, body)
        return (_of_body(meeting, voice, _chart(meeting, own_rows), own_rows, body, set()),)
    chart = _chart(meeting, rows)
    done = finished(meeting, voice)
    taken: set[str] = set()
    name = _named(voice.say("workbook.all"), taken)
    named = any(row.body is not None for row in rows)
    own = [one for one in (*voice.plan.bodies, None) if named and of_body(rows, one)]
    sheets = [_of_body(meeting, voice, chart, of_body(rows, one), one, taken) for one in own]
    limits = limited(meeting, voice)
    last = [_finished(meeting, voice, done, taken)] if done else []
    sheets += [_limits(meeting, voice, limits, taken)] if limits else []
    lines = _lines(meeting, voice, rows, [*_unlisted(meeting, voice, rows), *_closed(last, voice)])
    title = voice.say("workbook.title", project=voice.project())
    return _page(meeting, chart, rows, name, title, lines, voice.tell(deadlines_answer(meeting))), *sheets, *last


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
    title: str,
    lines: tuple[tuple[str, Style], ...],
    answer: str | None,
) -> Page:
    if chart is None or not rows:
        return Page(name, title, lines, columns_of(meeting), rows, answer=answer)
    cells = tuple(chart.cells[row.task] for row in rows)
    return Page(name, title, lines, columns_of(meeting), rows, cells, chart.axis, answer)


def _of_body(
    meeting: Meeting, voice: Voice, chart: _Chart | None, rows: tuple[Entry, ...], body: str | None, taken: set[str]
) -> Page:
    name = voice.body(body)
    title = voice.say("workbook.title.body", project=voice.project(), body=name)
    answer = voice.tell(deadlines_answer(meeting, body))
    return _page(meeting, chart, rows, _named(name, taken), title, _lines(meeting, voice, rows), answer)


def _finished(meeting: Meeting, voice: Voice, rows: tuple[Entry, ...], taken: set[str]) -> Page:
    title = voice.say("workbook.title.finished", project=voice.project())
    lines = ((_about(meeting, voice, rows), _NOTE), *_noted(meeting, voice))
    return Page(_named(voice.say("workbook.finished"), taken), title, lines, FINISHED_COLUMNS, rows)


def _limits(meeting: Meeting, voice: Voice, rows: tuple[Entry, ...], taken: set[str]) -> Page:
    title, unfiled = voice.say("workbook.title.limits", project=voice.project()), unfiled_words(meeting.ceilings, voice)
    told = (text for text in (unfiled, *voice.told(by_law(meeting)), total_words(meeting, voice)) if text is not None)
    notes = [voice.say("limit.note"), *told]
    lines = ((_about(meeting, voice, rows), _NOTE), ("　".join(notes), _NOTE), *_noted(meeting, voice))
    return Page(_named(voice.say("workbook.limits"), taken), title, lines, LIMIT_COLUMNS, rows)


def _lines(
    meeting: Meeting, voice: Voice, rows: Sequence[Entry], also: Sequence[str] = ()
) -> tuple[tuple[str, Style], ...]:
    """What stands between a title and its table: the date and the lights, the headline, what else is to be known."""
    late: Style = {"font_color": style.LATE} if meeting.light is Light.RED else {}
    said: Style = {"font_name": voice.language.sheet_head_font, "font_size": style.HEADLINE, **late}
    return (
        (_about(meeting, voice, rows), _NOTE),
        *((text, said) for text in voice.told(first_lines(meeting))),
        *([("　".join(also), _NOTE)] if also else []),
        *_noted(meeting, voice),
    )


_NOTE: Style = {"font_size": style.NOTE}


def _about(meeting: Meeting, voice: Voice, rows: Sequence[Entry]) -> str:
    """The data date, how many rows there are, and how many of them under each light."""
    date = voice.say("schedule.data-date", day=voice.weekday(start_day(meeting.data_date)))
    numbers = {light: sum(row.light is light for row in rows) for light in Light}
    lights = [
        voice.say("workbook.lights", light=voice.say(f"light.{light}"), number=number)
        for light, number in numbers.items()
        if number
    ]
    counts = voice.say("clause").join([voice.count(len(rows), "task"), *lights])
    return voice.say("workbook.about", date=date, counts=counts)


def _unlisted(meeting: Meeting, voice: Voice, rows: Sequence[Entry]) -> list[str]:
    """Who has nothing left, and how many unfinished tasks no deadline waits for: the table must not seem to be all."""
    busy, listed = {body for row in rows for body in (row.body, row.authority)}, {row.task for row in rows}
    idle = [voice.body(body) for body in voice.plan.present if body not in busy]
    unlisted = sum(
        dates.stage is not Stage.FINISHED and not dates.task.spans and name not in listed
        for name, dates in meeting.schedule.tasks.items()
    )
    notes = [voice.say("workbook.idle", bodies=voice.say("comma").join(idle))] if idle and rows else []
    return notes + ([voice.say("workbook.unlisted", count=voice.count(unlisted, "task"))] if unlisted else [])


def _closed(last: Sequence[Page], voice: Voice) -> list[str]:
    """How many tasks are finished, and where they are listed."""
    return [voice.say("workbook.closed", count=voice.count(len(page.rows), "task"), sheet=page.name) for page in last]


def _noted(meeting: Meeting, voice: Voice) -> list[tuple[str, Style]]:
    """What everything that is printed says about itself."""
    said = [
        *voice.told(outdated_notes(meeting)),
        *voice.told(soonest_notes(meeting)),
        *voice.told(notices(meeting.schedule)),
    ]
    said.append(voice.tell(fingerprint_text(meeting)))
    marks = "　".join(f"※ {text}" for text in said)
    note: Style = {"font_name": voice.language.sheet_note_font, "font_size": style.TEXT, "font_color": style.FAINT}
    return [(marks, note)]
