"""Forms for a week, one workbook for each body: what is known, what it has to answer, and cells that help it to.

Only answer cells can be typed into; dates and choices are checked as they are typed, without a macro. A hidden sheet
bears the stamp by which a form is known again, a hidden column the id of each row's task. Everything that is written is
text or a date, never a formula, and the same week gives the same bytes. This module must never know how an answer is
read back: `schedule.questionnaire` is all that both sides share.

A zone's form is the same for a body of several plans: its rows stand under the name of each plan, and their ids bear
the mark of their plan.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from rich.cells import cell_len
from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]

from schedule.analysis.reports.reporting import decided_on
from schedule.analysis.weekly.questions import Inquiry, Question
from schedule.calendars.worktime import finish_day, start_day
from schedule.files.records.writing import RESERVED
from schedule.files.yaml.scalars import start_text
from schedule.output.words.causes import offered
from schedule.output.words.form_wording import dates_text, filed_text, last_text, unit_text
from schedule.output.words.phrases import Voice
from schedule.output.words.plain_text import cell_text, file_stem, line_text
from schedule.output.words.saying import Phrase, body_name, say, task_name
from schedule.output.words.sentences import outdated_notes
from schedule.questionnaire import (
    APPROVAL_COLUMNS,
    DATES,
    FILINGS,
    HOLDER,
    KEY,
    PROGRESS_COLUMNS,
    STAMP_SHEET,
    Stamp,
    ZoneStamp,
    marked,
)
from schedule.version import THIS

_PROGRESS: Mapping[str, float] = {
    KEY: 12,
    "number": 4.5,
    "due": 5.5,
    "name": 20,
    "dates": 23,
    "last": 23,
    "started": 11,
    "finished": 11,
    "remaining": 9,
    "unit": 8.5,
    "document": 14,
    "cause": 14,
    "note": 19,
    "request": 17,
}
_APPROVALS: Mapping[str, float] = {
    KEY: 12,
    "number": 4.5,
    "name": 24,
    "applicant": 18,
    "desk": 22,
    "last": 30,
    HOLDER: 18,
    "submitted": 12.5,
    "accepted": 12.5,
    "returned": 13.5,
    "decided": 12.5,
}
"""The columns of both tables, in order, with their widths in characters."""

_LINE = 14.5
"""Points that a line of a cell takes."""
_ANSWER_FILL, _KNOWN_FILL, _CLOSED_FILL, _HEAD_FILL = "#FFF8CC", "#FFFFFF", "#E4E4E4", "#DCE6EF"
_PLAN_FILL = "#EEF3E6"
_A4 = 9
_PROMPT, _PROMPT_TITLE = 255, 32
"""How many characters Excel takes in the text beside a cell, and in its title."""
_UNSAFE_NAME = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u202a-\u202e\u2066-\u2069\ud800-\udfff]')


@dataclass(frozen=True, slots=True)
class FormFile:
    """One form: the file's name, whose it is, its bytes, how many rows it has and how many must be answered."""

    name: str
    body: str
    data: bytes
    rows: int
    must: int


@dataclass(frozen=True, slots=True)
class Part:
    """What a form asks of one plan: its week, its words, as which of its bodies.

    `name` is what the plan is called above its rows and `key` what the portfolio calls it: both empty in a form of one
    plan.
    """

    inquiry: Inquiry
    voice: Voice
    body: str
    name: str = ""
    key: str = ""

    @property
    def questions(self) -> tuple[Question, ...]:
        """What the body is asked."""
        return self.inquiry.questions[self.body]

    @property
    def outdated(self) -> tuple[Phrase, ...]:
        """That what it asks for by a day is asked by a baseline which decisions have moved since."""
        return outdated_notes(self.inquiry.meeting, {one.dates.task.id for one in self.questions})

    @property
    def stamp(self) -> Stamp:
        """What its rows are held against when they come back."""
        week = self.inquiry.week
        return Stamp(line_text(week.plan, longest=1000), week.digest, start_text(week.data_date), self.body)

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day that can be answered."""
        first, last = start_day(self.inquiry.week.start), finish_day(self.inquiry.week.data_date)
        return min(first, last), last


def forms(inquiry: Inquiry, voice: Voice) -> tuple[FormFile, ...]:
    """The forms of a week, in the order of the plan's bodies; none for a body without an open task."""
    names = _file_names({body: voice.body(body) for body in inquiry.questions})
    return tuple(
        _form(names[body], body, voice.body(body), (Part(inquiry, voice, body),), voice) for body in inquiry.questions
    )


def zone_forms(asked: Mapping[str, tuple[str, Sequence[Part]]], voice: Voice) -> tuple[FormFile, ...]:
    """One form for each body of a zone, over all the plans that ask it something.

    Args:
        asked: by the zone's body, what it is called and what each plan asks it, in the zone's order of plans.
        voice: the zone's.
    """
    names = _file_names({body: name for body, (name, _) in asked.items()})
    return tuple(_form(names[body], body, name, tuple(parts), voice) for body, (name, parts) in asked.items())


def _form(file: str, body: str, name: str, parts: tuple[Part, ...], voice: Voice) -> FormFile:
    questions = [one for part in parts for one in part.questions]
    must = sum(one.required for one in questions)
    return FormFile(file, body, _Book(parts, voice, name).written(), len(questions), must)


def _file_names(bodies: Mapping[str, str]) -> dict[str, str]:
    """A file's name for each body by its own, that every system can hold and that no two bodies share."""
    names: dict[str, str] = {}
    for body, called in bodies.items():
        name = _UNSAFE_NAME.sub("_", line_text(called, longest=80)).strip(" .") or body
        name = f"{name}_" if RESERVED.fullmatch(name) else name
        names[body] = file_stem(name, body, names.values())
    return {body: f"{name}.xlsx" for body, name in names.items()}


@dataclass(slots=True)
class _Book:
    """One workbook while it is written: its parts, the words at its head, and what its body is called."""

    parts: Sequence[Part]
    voice: Voice
    name: str
    book: Any = None
    formats: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)
    holders: list[tuple[str, ...]] = field(default_factory=list)

    def written(self) -> bytes:
        """The bytes of the whole form."""
        stream = BytesIO()
        # Nothing that a person wrote may become a formula, a number or a link.
        options = {f"strings_to_{what}": False for what in ("formulas", "numbers", "urls")}
        with xlsxwriter.Workbook(stream, {"in_memory": True, **options}) as self.book:
            day = self._data_date
            created = datetime(day.year, day.month, day.day)
            self.book.set_properties({"title": self._title(), "created": created, "comments": str(THIS)})
            asked = [(part, part.questions) for part in self.parts]
            _Table(self, "progress", _PROGRESS, PROGRESS_COLUMNS, asked).write()
            files = [(part, [one for one in of if FILINGS[0] in one.asked.fields]) for part, of in asked]
            approvals = [(part, of) for part, of in files if of]
            if approvals:
                _Table(self, "approvals", _APPROVALS, APPROVAL_COLUMNS, approvals).write()
            self._stamp()
        return stream.getvalue()

    @property
    def _data_date(self) -> date:
        return start_day(self.parts[0].inquiry.week.data_date)

    @property
    def causes(self) -> tuple[str, ...]:
        return self.voice.told(offered())

    def head(self, key: str) -> str:
        """The words at the head of a column."""
        return self.voice.say(f"form.field.{key}")

    def style(self, **how: Any) -> Any:
        """A format, made once."""
        font = self.voice.language.form_font
        said = {"font_name": font, "font_size": 10, "valign": "vcenter", "text_wrap": True, **how}
        key = tuple(sorted(said.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(said)
        return self.formats[key]

    def lines(self) -> tuple[str, ...]:
        """What stands above the table: how to fill it in, by when, and examples."""
        voice, (_, last), day = self.voice, self.parts[0].days, self._data_date
        example = day - timedelta(days=7)
        how = voice.say("form.how", last=voice.weekday(last), day=voice.weekday(day))
        examples = voice.say(
            "form.example",
            start=example.isoformat(),
            finish=(day - timedelta(days=4)).isoformat(),
            day=voice.day(day),
        )
        samples = dict.fromkeys(sample for part in self.parts if (sample := part.inquiry.meeting.sample))
        if any(FILINGS[0] in one.asked.fields for part in self.parts for one in part.questions):
            how += voice.say("form.more", sheet=voice.say("form.approvals"))
        told = dict.fromkeys(note for part in self.parts for note in part.voice.told(part.outdated))
        return (how, examples, *told, *(voice.say("form.sample", sample=sample) for sample in samples))

    def _title(self) -> str:
        return line_text(self.voice.say("form.title", body=self.name), longest=200)

    def titles(self) -> tuple[str, str]:
        """The two lines at the top: whose form, of which project and meeting."""
        day = self.voice.weekday(self._data_date)
        return self._title(), line_text(self.voice.say("form.project", project=self.voice.project(), day=day))

    def _stamp(self) -> None:
        """The hidden sheet: the stamp, and the lists that cells choose from."""
        sheet = self.book.add_worksheet(STAMP_SHEET)
        keyed = [(part.key, part.stamp) for part in self.parts]
        stamp = ZoneStamp(tuple(keyed)) if keyed[0][0] else keyed[0][1]
        for row, pair in enumerate(stamp.rows()):
            for column, text in enumerate(pair):
                sheet.write_string(row, column, cell_text(text))
        for row, cause in enumerate(self.causes):
            sheet.write_string(row, 3, cell_text(cause))
        for row, names in enumerate(self.holders):
            for column, name in enumerate(names):
                sheet.write_string(row, 4 + column, cell_text(name))
        sheet.hide()
        sheet.protect()


@dataclass(slots=True)
class _Table:
    """One sheet with its table."""

    book: _Book
    name: str
    widths: Mapping[str, float]
    answers: Sequence[str]
    asked: Sequence[tuple[Part, Sequence[Question]]]
    sheet: Any = field(init=False)
    columns: dict[str, int] = field(init=False)

    def write(self) -> None:
        """The sheet from its title to its print set-up."""
        voice = self.book.voice
        self.sheet = self.book.book.add_worksheet(voice.say(f"form.{self.name}"))
        if voice.language.direction == "rtl":
            self.sheet.right_to_left()
        self.columns = {key: k for k, key in enumerate(self.widths)}
        for key, width in self.widths.items():
            self.sheet.set_column(self.columns[key], self.columns[key], width, None, {"hidden": key == KEY})
        first = row = self._top()
        number = 0
        for part, questions in self.asked:
            if part.name:
                self._plan(row, part.name)
                row += 1
            for question in questions:
                number += 1
                self._row(row, number, question, part)
                row += 1
        self._set_up(first, row - 1)

    def _plan(self, row: int, name: str) -> None:
        """The line above the rows of one plan of several."""
        style = self.book.style(bold=True, border=1, bg_color=_PLAN_FILL)
        self.sheet.merge_range(row, 1, row, len(self.columns) - 1, line_text(name, longest=200), style)
        self.sheet.set_row(row, 20)

    def _top(self) -> int:
        """Titles, instructions and heads; gives the first row of the table's body."""
        book, voice, last = self.book, self.book.voice, len(self.columns) - 1
        title, project = book.titles()
        heading = voice.language.form_head_font
        self.sheet.merge_range(0, 1, 0, last, title, book.style(font_name=heading, font_size=16, align="center"))
        self.sheet.set_row(0, 26)
        right = last - 2 if self.name == "progress" else last
        self.sheet.merge_range(1, 1, 1, right, project, book.style(font_size=11, bold=True))
        if self.name == "progress":
            label = voice.say("form.filled-in-by")
            self.sheet.write_string(1, last - 1, label, book.style(align="right"))
            self.sheet.write_blank(1, last, None, book.style(locked=False, bg_color=_ANSWER_FILL, border=1))
        self.sheet.set_row(1, 22)
        lines = book.lines() if self.name == "progress" else (voice.say("form.files"),)
        width = sum(self.widths.values()) - self.widths[KEY]
        for row, line in enumerate(lines, 2):
            self.sheet.merge_range(row, 1, row, last, cell_text(line), book.style(font_size=10.5))
            self.sheet.set_row(row, _LINE * _lines_of(line, width * 0.92) + 3)
        row = 2 + len(lines)
        known = self.columns[self.answers[0]]
        band = {"bold": True, "align": "center", "border": 1, "font_name": heading}
        self.sheet.merge_range(row, 1, row, known - 1, voice.say("form.known"), book.style(**band, bg_color=_HEAD_FILL))
        self.sheet.merge_range(row, known, row, last, voice.say("form.asked"), book.style(**band, bg_color="#FFE999"))
        self.sheet.set_row(row, 18)
        for key, column in self.columns.items():
            fill = "#FFE999" if key in (*self.answers, "unit") else _HEAD_FILL
            self.sheet.write_string(row + 1, column, book.head(key), book.style(**band, bg_color=fill))
        heads = max(_lines_of(book.head(key), self.widths[key] * 0.9) for key in self.widths if key != KEY)
        self.sheet.set_row(row + 1, _LINE * max(heads, 1) + 6)
        return row + 2

    def _row(self, row: int, number: int, question: Question, part: Part) -> None:
        voice, fields = part.voice, question.asked.fields
        known = {key: voice.tell(said) for key, said in self._known(number, question, part).items()}
        for key, column in self.columns.items():
            if key in known:
                centred = "center" if key in ("number", "due", "unit") else "left"
                must = {"bold": True, "font_color": "#B00020"} if key == "due" and question.required else {}
                style = self.book.style(border=1, align=centred, bg_color=_KNOWN_FILL, **must)
                self.sheet.write_string(row, column, cell_text(known[key]), style)
            elif key in fields:
                self._answer(row, column, key, question, part)
            else:
                self.sheet.write_blank(row, column, None, self.book.style(border=1, bg_color=_CLOSED_FILL))
        lines = max(_lines_of(known[key], self.widths[key]) for key in known if key != KEY)
        self.sheet.set_row(row, _LINE * max(lines, 2) + 6)
        if HOLDER in self.columns and HOLDER in fields:
            shown = [voice.body(question.asked.task.applicant), voice.body(question.asked.task.body)]
            self.book.holders.append(tuple(line_text(name) for name in shown))
            place = len(self.book.holders)
            source = f"={STAMP_SHEET}!$E${place}:$F${place}"
            self._choice(row, self.columns[HOLDER], HOLDER, source, "stop")

    def _known(self, number: int, question: Question, part: Part) -> dict[str, Phrase]:
        """What stands in the cells that nobody fills in."""
        task = question.asked.task
        mark = self.book.parts.index(part) if part.key else None
        known: dict[str, Phrase] = {
            KEY: marked(task.id, mark),
            "number": str(number),
            "name": task_name(task.id),
        }
        if self.name == "progress":
            return known | {
                "due": say("form.must" if question.required else "form.may"),
                "dates": dates_text(question, part.body),
                "last": last_text(question),
                "unit": unit_text(question.asked) if "remaining" in question.asked.fields else "",
            }
        closed = decided_on(question.asked.status) is not None
        desk = say("custody.nobody.closed" if closed else "form.desk.nobody")
        if question.holder is not None and question.held_since is not None:
            desk = say("form.desk", body=body_name(question.holder), day=start_day(question.held_since))
        return known | {"applicant": body_name(task.applicant), "desk": desk, "last": filed_text(question)}

    def _answer(self, row: int, column: int, key: str, question: Question, part: Part) -> None:
        """A cell to fill in, with what is known already and what can be typed."""
        numbered = {"num_format": "yyyy-mm-dd"} if key in DATES else {} if key == "remaining" else {"num_format": "@"}
        centred = "center" if key in (*DATES, "remaining") else "left"
        style = self.book.style(border=1, bg_color=_ANSWER_FILL, locked=False, align=centred, **numbered)
        status = question.asked.status
        if key == "started" and status.started is not None:
            self.sheet.write_datetime(row, column, start_day(status.started), style)
        elif key == "finished" and status.finished is not None:
            self.sheet.write_datetime(row, column, finish_day(status.finished), style)
        else:
            self.sheet.write_blank(row, column, None, style)
        voice = part.voice
        if key in DATES:
            self._date(row, column, key, part.days)
        elif key == "remaining":
            unit = voice.tell(unit_text(question.asked))
            day = voice.day(start_day(part.inquiry.week.data_date))
            rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 9999}
            prompt = voice.say("form.prompt.days", day=day, unit=unit)
            self._check(row, column, key, {**rule, "error_message": voice.say("form.wrong.days")}, prompt)
        elif key == "cause":
            self._choice(row, column, key, f"={STAMP_SHEET}!$D$1:$D${len(self.book.causes)}", "warning")
        elif key == "document":
            rule = {"validate": "custom", "value": f"=ISTEXT({xl_rowcol_to_cell(row, column)})"}
            wrong = {"error_message": voice.say("form.wrong.document")}
            self._check(row, column, key, {**rule, **wrong}, voice.say("form.prompt.document"))

    def _date(self, row: int, column: int, key: str, days: tuple[date, date]) -> None:
        first, last = days
        said = {"first": first.isoformat(), "last": last.isoformat()}
        rule = {"validate": "date", "criteria": "between", "minimum": first, "maximum": last}
        # A file that went back and forth has two dates in its cell, which is text.
        rule |= {"error_type": "warning" if key in FILINGS else "stop"}
        voice = self.book.voice
        prompt = voice.say("form.prompt.date", example=last.isoformat(), **said)
        self._check(row, column, key, {**rule, "error_message": voice.say("form.wrong.date", **said)}, prompt)

    def _choice(self, row: int, column: int, key: str, source: str, kind: str) -> None:
        voice = self.book.voice
        rule = {"validate": "list", "source": source, "error_type": kind}
        rule |= {"error_message": voice.say(f"form.wrong.{key}")}
        self._check(row, column, key, rule, voice.say(f"form.prompt.{key}"))

    def _check(self, row: int, column: int, key: str, rule: Mapping[str, Any], prompt: str) -> None:
        titles = {"input_title": self.book.head(key)[:_PROMPT_TITLE], "input_message": prompt[:_PROMPT]}
        title = self.book.voice.say("form.wrong.title")[:_PROMPT_TITLE]
        self.sheet.data_validation(row, column, row, column, {**rule, **titles, "error_title": title})

    def _set_up(self, first: int, last_row: int) -> None:
        """Panes, protection and print: A4 across, one page wide, heads on every page."""
        last = len(self.columns) - 1
        sheet = self.sheet
        sheet.freeze_panes(first, self.columns["name"] + 1)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(first - 2, first - 1)
        sheet.print_area(0, 1, last_row, last)
        sheet.center_horizontally()
        body = line_text(self.book.name, longest=100).replace("&", "&&")
        sheet.set_footer(f"&L{body}&R{self.book.voice.say('form.footer')}")
        sheet.set_selection(first, self.columns[self.answers[0]], first, self.columns[self.answers[0]])
        sheet.protect("", {"format_columns": True, "format_rows": True, "format_cells": True})


def _lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a cell of some characters' width."""
    return sum(max(1, -int(-cell_len(line) // max(width - 1, 1))) for line in text.split("\n"))
