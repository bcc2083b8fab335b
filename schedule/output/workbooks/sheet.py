"""One sheet of the deadline workbook: title block, headings, rows with the bars beside them, and how it prints.

A3 across, one page wide, headings repeated, every row as high as its longest cell. This module must never choose which
rows a sheet has, nor what they say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from schedule.analysis.dates.alerts import Light
from schedule.output.words.phrases import Cell, Voice
from schedule.output.words.saying import Days
from schedule.output.workbooks import style
from schedule.output.workbooks.bars import Bar, Fill, Span, TimeAxis
from schedule.output.workbooks.entries import Entry, SheetColumn
from schedule.output.workbooks.measures import MARGINS, PASSING, Layout, Line, Page, heading, lay_out
from schedule.output.workbooks.style import Style, days_format, number_of, shown, width_of

_A3 = 8
_BANDS, _MONTHS, _HEADS = 0, 1, 2
_FILLS = {
    (Fill.DONE, False): style.DONE,
    (Fill.FORECAST, False): style.FORECAST,
    (Fill.DONE, True): style.CRITICAL_DONE,
    (Fill.FORECAST, True): style.CRITICAL,
}
_Looks = tuple[tuple[str, Any], ...]
Piece = tuple[str, str | None]
"""A part of a text, and its colour."""
_CENTRED = (
    *("number", "light", "critical", "start", "finish", "requested_start", "requested_finish"),
    *("latest_start", "latest_finish", "forecast"),
)
_PLAIN = ("Blank", "String", "Number", "Datetime")
"""The kinds of cells that are written in one piece."""
_LIMIT, _MILESTONE, _APPROVED, _BASELINE = "▲", "◆", "◇", "—"


@dataclass(slots=True)
class Book:
    """The workbook while it is written, and its formats, each made once."""

    book: Any
    voice: Voice
    about: tuple[str, str]
    """What stands at the left and the right of every page's foot."""
    formats: dict[_Looks, Any] = field(default_factory=dict)
    made: dict[tuple[_Looks, ...], Any] = field(default_factory=dict)
    """The same by the styles that were merged, as they were given."""
    amounts: dict[tuple[Days, bool], str] = field(default_factory=dict)
    """The formats of numbers of days (`days_format`)."""
    cells: dict[tuple[Bar, bool, bool], tuple[str, Any]] = field(default_factory=dict)
    """What a cell of the chart holds and its format, by its bar and the sides that the data date's line runs along."""
    blanks: dict[tuple[Bar, bool, bool], Any] = field(default_factory=dict)
    """The same cells where they hold nothing, as XlsxWriter keeps them until the sheet is written."""

    def format(self, *styles: Style) -> Any:
        """The format of a cell: later styles win."""
        made = tuple(tuple(one.items()) for one in styles)
        if made in self.made:
            return self.made[made]
        merged: Style = {"font_name": self.voice.language.sheet_font, "font_size": style.TEXT}
        merged |= {"font_color": style.INK, "valign": "vcenter"}
        for one in styles:
            merged |= one
        key = tuple(sorted(merged.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(merged)
        self.made[made] = self.formats[key]
        return self.formats[key]

    def days(self, days: Days, *, passed: bool) -> str:
        """The format of an amount of days."""
        if (days, passed) not in self.amounts:
            self.amounts[days, passed] = days_format(days, self.voice, passed=passed)
        return self.amounts[days, passed]

    @property
    def title(self) -> Style:
        """A title's looks."""
        font = self.voice.language.sheet_head_font
        return {"font_name": font, "font_size": style.TITLE, "bold": True, "align": "center"}

    def look(self, line: Line) -> Style:
        """How a line above a table looks."""
        if line is Line.NOTE:
            return {"font_size": style.NOTE}
        late: Style = {"font_color": style.LATE} if line is Line.LATE else {}
        return {"font_name": self.voice.language.sheet_head_font, "font_size": style.HEADLINE, **late}

    def marks(self, page: Page) -> tuple[str, Style]:
        """What a page says of itself as one line, and how it looks."""
        font = self.voice.language.sheet_note_font
        look: Style = {"font_name": font, "font_size": style.TEXT, "font_color": style.FAINT}
        return "　".join(f"※ {text}" for text in self.voice.told(page.marks)), look

    def add(self, page: Page) -> None:
        """Write a sheet."""
        key = legend(page.axis, self.voice, greys_by_money=page.greys_by_money) if page.axis is not None else ()
        told = ((self.voice.tell(text), self.look(line)) for text, line in page.lines)
        lines = ((self.voice.tell(page.title), self.title), *told, self.marks(page))
        above = [(text, look.get("font_size", style.TEXT)) for text, look in lines]
        above.append(("".join(text for text, _ in key), style.TEXT))
        layout = lay_out(page, self.voice, tuple(above))
        _Sheet(self, page, lines, self.book.add_worksheet(page.name), layout).write(key)


@dataclass(slots=True)
class _Sheet:
    """One sheet while it is written."""

    book: Book
    page: Page
    lines: Sequence[tuple[str, Style]]
    sheet: Any
    layout: Layout
    row: int = 0

    @property
    def voice(self) -> Voice:
        return self.book.voice

    @property
    def count(self) -> int:
        """How many columns the table itself has, before those of time."""
        return len(self.page.columns)

    @property
    def last(self) -> int:
        """The sheet's last column."""
        return len(self.layout.widths) - 1

    def write(self, key: Sequence[Piece]) -> None:
        if self.voice.language.direction == "rtl":
            self.sheet.right_to_left()
        for k, width in enumerate(self.layout.widths):
            self.sheet.set_column(k, k, width)
        for text, look in self.lines:
            self._line(text, look)
        if key:
            self._legend(key)
        head = self._head()
        self._rows()
        self._write_sooner()
        bottom = max(self.row - 1, head)
        if self.page.rows:
            self.sheet.autofilter(head, 0, bottom, self.last)
            self._without_buttons()
        pinned = [column.key for column in self.page.columns].index("task") + 1
        self.sheet.freeze_panes(head + 1, pinned)
        self.sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{bottom + 1}"})
        self._print(head, bottom)

    def _line(self, text: str, look: Style) -> None:
        """A text over the whole width of the table."""
        made = self._merged(text, look)
        self.sheet.write_string(self.row - 1, 0, shown(text, self.voice), made)

    def _legend(self, key: Sequence[Piece]) -> None:
        made = self._merged("".join(text for text, _ in key), {})
        pieces: list[Any] = []
        for text, colour in key:
            pieces += [self.book.format({"font_color": colour or style.INK}), text]
        self.sheet.write_rich_string(self.row - 1, 0, *pieces, made)

    def _merged(self, text: str, look: Style) -> Any:
        """A row of one cell, as high as its text needs; and its format."""
        made = self.book.format({"text_wrap": True}, look)
        self.sheet.merge_range(self.row, 0, self.row, self.last, "", made)
        self.sheet.set_row(self.row, self.layout.line(text, look.get("font_size", style.TEXT)))
        self.row += 1
        return made

    def _head(self) -> int:
        """The bands, the headings, and the years, months and days of the bars. The row of the headings."""
        name = self.voice.language.sheet_head_font
        font: Style = {"font_name": name, "border": style.THIN, "border_color": style.RULE}
        band = self.book.format(font, {"bg_color": style.BAND, "align": "center"})
        head = self.book.format(font, {"bg_color": style.HEAD, "align": "center", "text_wrap": True, "bold": True})
        first, k = self.row, 0
        while k < self.count:
            key, begin = self.page.columns[k].band, k
            while k < self.count and self.page.columns[k].band == key:
                k += 1
            self._over(first, begin, first + _MONTHS, k - 1, self.voice.say(f"band.{key}"), band)
        for k, column in enumerate(self.page.columns):
            self.sheet.write_string(first + _HEADS, k, heading(column, self.voice), head)
        self.sheet.set_row(first + _BANDS, self.layout.band)
        self.sheet.set_row(first + _MONTHS, self.layout.band)
        self.sheet.set_row(first + _HEADS, self.layout.head)
        if self.page.axis is not None:
            self._time(self.page.axis, first)
        self.row = first + _HEADS + 1
        return first + _HEADS

    def _over(self, top: int, left: int, bottom: int, right: int, text: str, made: Any) -> None:
        """A heading over several cells, or in one."""
        if (top, left) != (bottom, right):
            self.sheet.merge_range(top, left, bottom, right, "", made)
        self.sheet.write_string(top, left, text, made)

    def _time(self, axis: TimeAxis, first: int) -> None:
        font: Style = {"font_name": self.voice.language.sheet_head_font, "font_size": style.SMALL, "align": "center"}
        font |= {"border": style.THIN, "border_color": style.RULE, "bg_color": style.BAND}
        made, fine = self.book.format(font), axis.span in (Span.WEEK, Span.HALF_MONTH)
        left = self.count
        for day, wide in axis.years():
            text = str(day.year) if wide > 1 else ""
            self._over(first, left, first + (_BANDS if fine else _MONTHS), left + wide - 1, text, made)
            left += wide
        left = self.count
        for day, wide in axis.months() if fine else ():
            name = self.voice.say("months").split()[day.month - 1]
            text = name if wide > 1 or width_of(name, style.SMALL) < 4 else str(day.month)
            self._over(first + _MONTHS, left, first + _MONTHS, left + wide - 1, text, made)
            left += wide
        for k in range(len(axis.columns)):
            day, place = axis.first_day(k), (first + _HEADS, self.count + k)
            look = {**font, "bg_color": style.HEAD, **_line_of_date(axis, k)}
            if axis.span is Span.QUARTER:
                text = self.voice.say("workbook.quarter", number=(day.month + 2) // 3)
                self.sheet.write_string(*place, text, self.book.format(look))
            else:
                look["num_format"] = "m" if axis.span is Span.MONTH else "d"
                self.sheet.write_datetime(*place, day, self.book.format(look))

    def _rows(self) -> None:
        if not self.page.rows and self.page.answer:
            self._line(self.voice.tell(self.page.answer), {"font_size": style.HEADLINE, "align": "left"})
        for number, row in enumerate(self.page.rows):
            for k, column in enumerate(self.page.columns):
                self._cell(k, column, row.values.get(column.key), row)
            if self.page.axis is not None:
                for k, bar in enumerate(self.page.bars[number]):
                    self._bar(self.page.axis, k, bar)
            self.sheet.set_row(self.row, self.layout.rows[number])
            self.row += 1

    def _cell(self, k: int, column: SheetColumn, value: Cell, row: Entry) -> None:
        look: Style = {"border": style.THIN, "border_color": style.RULE, **self._look(column, value, row)}
        place = (self.row, k)
        match value:
            case None:
                self.sheet.write_blank(*place, None, self.book.format(look))
            case date():
                look |= {"num_format": style.date_format(value.year, self.voice), "align": "center"}
                self.sheet.write_datetime(*place, value, self.book.format(look))
            case Days():
                look |= {"num_format": self.book.days(value, passed=column.key == PASSING), "align": "center"}
                self.sheet.write_number(*place, number_of(value.amount), self.book.format(look))
            case int() | float() if not isinstance(value, bool):
                self.sheet.write_number(*place, value, self.book.format(look))
            case _:
                text = shown(self.voice.show(value), self.voice)
                look |= {"text_wrap": True, **style.text_style(text)}
                self.sheet.write_string(*place, text, self.book.format(look))

    def _look(self, column: SheetColumn, value: Cell, row: Entry) -> Style:
        """What a cell's meaning makes of its looks."""
        look: Style = {"align": "center"} if column.key in _CENTRED else {}
        if column.key == "light":
            face, letters = style.LIGHTS[row.light]
            return {**look, "bg_color": face, "font_color": letters, "bold": True}
        if column.key == "critical" and value is not None:
            return {**look, "font_color": style.EDGE, "bold": True}
        if column.key == "requested_finish" or (column.key == "task" and row.values.get("deadline_task") == value):
            look["bold"] = True
        if isinstance(value, Days) and column.key in ("days_left", "float_days", "behind_days"):
            late = value.amount > 0 if column.key == "behind_days" else value.amount < 0
            look |= {"font_color": style.LATE, "bold": True} if late else {}
        return look

    def _bar(self, axis: TimeAxis, k: int, bar: Bar) -> None:
        column, key = self.count + k, (bar, axis.line == k, axis.line == k + 1)
        if key in self.book.blanks:  # most of them: written again without being made and checked again
            self.sheet.table[self.row][column] = self.book.blanks[key]
            return
        if key not in self.book.cells:
            self.book.cells[key] = self._drawn(axis, k, bar)
        text, made = self.book.cells[key]
        if text:
            self.sheet.write_string(self.row, column, text, made)
        else:
            self.sheet.write_blank(self.row, column, None, made)
            self.book.blanks[key] = self.sheet.table[self.row][column]

    def _drawn(self, axis: TimeAxis, k: int, bar: Bar) -> tuple[str, Any]:
        """A cell of the chart: its colour, its edge where it is critical, the marks in it."""
        look: Style = {
            "border": style.HAIRLINE,
            "border_color": style.HAIR,
            "align": "center",
            "bottom_color": style.RULE,
            "font_name": self.voice.language.sheet_head_font,
        }
        if bar.fill is not None:
            look["bg_color"] = _FILLS[bar.fill, bar.critical]
            if bar.critical:
                sides = ["top", "bottom", *(["left"] if bar.begins else []), *(["right"] if bar.ends else [])]
                look |= dict.fromkeys(sides, style.MEDIUM) | {f"{side}_color": style.EDGE for side in sides}
        look |= _line_of_date(axis, k)
        text = (_MILESTONE if bar.milestone else "") + (_LIMIT if bar.limit else "")
        dark = bar.fill is Fill.DONE
        if text:
            look |= {"font_size": style.TEXT if len(text) == 1 else style.SMALL, "bold": True}
            look["font_color"] = style.PAPER if dark else style.LIMIT if bar.limit else style.INK
        elif bar.approved or bar.baseline:
            text = _APPROVED if bar.approved else _BASELINE * 2
            look |= {
                "font_size": style.TEXT if bar.approved else style.SMALL,
                "bold": True,
                "valign": "vcenter" if bar.approved else "top",
            }
            look["font_color"] = style.PAPER if dark else style.BASELINE
        return text, self.book.format(look)

    def _without_buttons(self) -> None:
        """The columns of time are sorted with their rows, so they belong to the filter; its buttons would hide them.

        XlsxWriter has no way to say so, and writes the filter by this method.
        """
        sheet, columns = self.sheet, range(self.count, self.last + 1)

        def written() -> None:
            sheet._xml_start_tag("autoFilter", [("ref", sheet.autofilter_ref)])
            for k in columns:
                sheet._xml_empty_tag("filterColumn", [("colId", k), ("hiddenButton", 1)])
            sheet._xml_end_tag("autoFilter")

        if columns:
            sheet._write_auto_filter = written

    def _write_sooner(self) -> None:
        """Have the cells that say nothing but a text's number, a number or their looks written in one piece.

        A sheet of 10,000 tasks has half a million of them, for each of which XlsxWriter makes and escapes a list of
        attributes; it knows no other way, and writes every cell by this method.
        """
        from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

        sheet, letters = self.sheet, [xl_col_to_name(k) for k in range(self.last + 1)]
        otherwise = sheet._write_cell

        def written(row: int, k: int, cell: Any) -> None:
            kind = type(cell).__name__
            if cell.format is None or kind not in _PLAIN:
                otherwise(row, k, cell)
                return
            head = f'<c r="{letters[k]}{row + 1}" s="{cell.format._get_xf_index()}"'
            if kind == "Blank":
                sheet.fh.write(f"{head}/>")
            elif kind == "String":
                sheet.fh.write(f'{head} t="s"><v>{cell.string}</v></c>')
            else:
                sheet.fh.write(f"{head}><v>{cell.number:.16G}</v></c>")

        sheet._write_cell = written

    def _print(self, head: int, bottom: int) -> None:
        sheet, font = self.sheet, self.voice.language.sheet_font
        left, right = (style.footer(text) for text in self.book.about)
        page = self.voice.say("workbook.page", page="&P", pages="&N")
        size = f'&"{font},Regular"&9 '
        sheet.set_landscape()
        sheet.set_paper(_A3)
        sheet.fit_to_pages(1, 1 if self.layout.single else 0)
        sheet.set_margins(**MARGINS)
        sheet.center_horizontally()
        sheet.repeat_rows(head - _HEADS, head)
        sheet.print_area(0, 0, bottom, self.last)
        sheet.set_footer(f"&L{size}{left}&C{size}{page}&R{size}{right}", {"margin": 0.3})
        sheet.hide_gridlines(2)
        sheet.set_zoom(80)


def _line_of_date(axis: TimeAxis, k: int) -> Style:
    """The sides of a column of time that the data date's line runs along."""
    look: Style = {}
    if axis.line == k:
        look |= {"left": style.MEDIUM, "left_color": style.DATE_LINE}
    if axis.line == k + 1:
        look |= {"right": style.MEDIUM, "right_color": style.DATE_LINE}
    return look


def legend(axis: TimeAxis, voice: Voice, *, greys_by_money: bool = False) -> tuple[Piece, ...]:
    """What the lights and the bars mean: each colour or mark, then its word."""
    pieces: list[Piece] = [(voice.say("workbook.legend.lights"), None)]
    for light, (face, _) in style.LIGHTS.items():
        meaning = f"meaning.{light}" + (".money" if greys_by_money and light is Light.GREY else "")
        pieces += [("■", face), (f"{voice.say(f'light.{light}')} {voice.say(meaning)}　", None)]
    pieces.append((voice.say("workbook.legend.bars", unit=voice.say(f"unit.{axis.span}")), None))
    for mark, colour, word in (
        ("■", style.DONE, "workbook.legend.done"),
        ("■", style.FORECAST, "workbook.legend.forecast"),
        ("■", style.CRITICAL, "workbook.legend.critical"),
        (_BASELINE + _APPROVED, style.BASELINE, "workbook.legend.baseline"),
        (_MILESTONE, style.INK, "workbook.legend.milestone"),
        (_LIMIT, style.LIMIT, "workbook.legend.limit"),
        ("┃", style.DATE_LINE, "workbook.legend.date"),
    ):
        pieces += [(mark, colour), (f"{voice.say(word)}　", None)]
    return tuple(pieces)
