"""How wide and how high a workbook's cells are, so that nothing is cut and a short table fills one sheet of A3.

A page is printed one page wide, so that narrower columns print larger: the narrowest with which all rows stay on one
page are taken. Widths are in a sheet's columns (a character of its plain typeface), heights in points.
This module must never know a workbook's formats or what a text is about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from schedule.output.words.phrases import Cell, Voice
from schedule.output.words.saying import Days, Phrase
from schedule.output.workbooks import style
from schedule.output.workbooks.bars import Bar, TimeAxis
from schedule.output.workbooks.entries import Entry, SheetColumn
from schedule.output.workbooks.style import days_text, lines_in, shown, widest_word, width_of, words_of

MARGINS = {"left": 0.4, "right": 0.4, "top": 0.45, "bottom": 0.6}
"""Inches."""
_PAPER = (420.0 / 25.4, 297.0 / 25.4)
_ROOM = tuple(
    (side - MARGINS[one] - MARGINS[other]) * 72
    for side, one, other in zip(_PAPER, ("left", "top"), ("right", "bottom"), strict=True)
)
"""What is printed on of a sheet of A3 across, in points."""
BAR = 2.6
"""How wide a column of time is."""
BANDS = 18.0
"""How high each of the two rows above the headings is."""
PASSING = "days_left"
"""The column whose days pass: less than none are so many days ago."""
HIGHEST = 409.0
"""What Excel lets a row have."""
_TIGHTER = (0.7, 0.8, 0.9, 1.0)
_SHRINK = 1.3
"""How much more than a page is still printed on one rather than on two."""
_FULL_WIDTH, _LATIN = 1.5, 1.28
"""A line's height as a multiple of its size: Chinese typefaces are higher."""
_PADDING, _ROW, _HEAD = 6.0, 27.0, 44.0
_LOOKED_AT = 1_000
"""How much of a text is looked through for a long word, which is not to be broken."""
_BUTTON = 10.0
"""A heading is broken into lines no wider than this, where its column's values do not ask for more."""


class Line(Enum):
    """What a line above a table is, and so how it looks; a headline of a red meeting is `LATE`."""

    NOTE = "note"
    HEADLINE = "headline"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Page:
    """What a sheet shows. `lines` stand above the table, then the `marks`, what every paper says of itself.

    `answer` stands instead of rows where there are none. The rows are told already. `greys_by_money`: some are grey for
    want of money that has no date.
    """

    name: str
    title: Phrase
    lines: tuple[tuple[Phrase, Line], ...]
    columns: tuple[SheetColumn, ...]
    rows: tuple[Entry, ...]
    marks: tuple[Phrase, ...]
    bars: tuple[tuple[Bar, ...], ...] = ()
    axis: TimeAxis | None = None
    answer: Phrase | None = None
    greys_by_money: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The widths of all columns, those of time last; the heights of the two rows of bands, the headings, the rows.

    `single`: the whole is printed on one page, a little smaller if need be.
    """

    widths: tuple[float, ...]
    band: float
    head: float
    rows: tuple[float, ...]
    single: bool = False

    @property
    def width(self) -> float:
        """How wide the table is, with the five pixels that a column has beyond its characters."""
        return sum(width + 5 / 7 for width in self.widths)

    def line(self, text: str, size: float) -> float:
        """How high a row is that is one text over the whole width."""
        return min(_height(text, self.width, size) + _PADDING, HIGHEST)


def lay_out(page: Page, voice: Voice, above: tuple[tuple[str, float], ...]) -> Layout:
    """The layout of a page with these texts, of these sizes, above its table."""
    asked = [_asked(page, column, voice) for column in page.columns]
    said = [[_said(row.values.get(column.key), voice) for column in page.columns] for row in page.rows]
    for factor in _TIGHTER:
        widths = [column.width(factor) for column in asked]
        # Rows of the least height on too many pages already: no need to measure what is written in each of them.
        if _pages(_lay_out(page, voice, widths, (_ROW,) * len(said)), above) > 1:
            continue
        layout = _lay_out(page, voice, widths, _rows(said, widths))
        if _pages(layout, above) <= 1:
            return replace(layout, single=True)
    widths = [column.width(1.0) for column in asked]
    layout = _lay_out(page, voice, widths, _rows(said, widths))
    return replace(layout, single=_pages(layout, above) <= _SHRINK)


def heading(column: SheetColumn, voice: Voice) -> str:
    """A column's heading, with what it says in brackets on a line of its own."""
    return voice.say(column.label).replace(" (", "(").replace("(", "\n(")


def is_whole(page: Page, column: SheetColumn) -> bool:
    """Whether a column's values are numbers or dates, which show as ### where they do not fit on their line."""
    return any(isinstance(row.values.get(column.key), date | Days | int) for row in page.rows)


def _pages(layout: Layout, above: tuple[tuple[str, float], ...]) -> float:
    """How much of a page the sheet takes, printed as wide as the page."""
    high = sum(layout.line(text, size) for text, size in above) + 2 * layout.band + layout.head + sum(layout.rows)
    wide = layout.width * 7 * 0.75  # a column is seven pixels of three quarters of a point
    return high * min(1.0, _ROOM[0] / wide) / _ROOM[1]


def _lay_out(page: Page, voice: Voice, widths: list[float], rows: tuple[float, ...]) -> Layout:
    head = max(_height(heading(column, voice), width) for column, width in zip(page.columns, widths, strict=True))
    times = [BAR] * (len(page.axis.columns) if page.axis else 0)
    band = BANDS if page.axis else BANDS / 2
    return Layout((*widths, *times), band, max(head + _PADDING, _HEAD), rows)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a column asks for: at least, by its heading; for its longest word, its longest text; `most` of it is given.

    What cannot be broken (`unbroken`) is given its longest text.
    """

    least: float
    word: float
    text: float
    most: float
    unbroken: bool

    def width(self, factor: float) -> float:
        """How wide the column is where a text is given so much of the most."""
        if self.unbroken:
            return max(self.least, self.text)
        return max(self.least, min(self.word, self.most), min(self.text, self.most * factor))


def _asked(page: Page, column: SheetColumn, voice: Voice) -> _Asked:
    values = dict.fromkeys(row.values.get(column.key) for row in page.rows)
    texts = {_printed(value, column, voice) for value in values}
    widest = max([width_of(text) for text in texts], default=0.0)
    head = heading(column, voice)
    least = max(width_of(word.rstrip()) for line in head.split("\n") for word in words_of(line))
    least = max(least, min(max(width_of(line) for line in head.split("\n")), _BUTTON))
    if is_whole(page, column):
        return _Asked(least, widest, widest, widest, unbroken=True)
    word = max((widest_word(text[:_LOOKED_AT]) for text in texts), default=0.0)
    return _Asked(least, word, widest, column.widest, unbroken=False)


def _rows(said: list[list[str]], widths: list[float]) -> tuple[float, ...]:
    """The height of each row by its texts."""
    known: dict[tuple[str, float], float] = {}

    def height(text: str, width: float) -> float:
        if (text, width) not in known:
            known[text, width] = _height(text, width)
        return known[text, width]

    highest = [max(map(height, texts, widths)) + _PADDING for texts in said]
    return tuple(min(high, HIGHEST) if high > _ROW else _ROW for high in highest)


def _printed(value: Cell, column: SheetColumn, voice: Voice) -> str:
    return voice.show(days_text(value, passed=column.key == PASSING) if isinstance(value, Days) else value)


def _said(value: Cell, voice: Voice) -> str:
    return shown(voice.show(value), voice) if isinstance(value, str | tuple) else ""


def _height(text: str, width: float, size: float = style.TEXT) -> float:
    return lines_in(text, width, size) * size * (_LATIN if text.isascii() else _FULL_WIDTH)
