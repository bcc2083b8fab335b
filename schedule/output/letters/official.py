"""Official papers before they become a file: paragraphs in the styles of a 公文, tables, and how much room they take.

A paper is a value; `schedule.output.letters.docx` writes it for Word and WPS in the layout of GB/T 9704-2012, and
`markdown` as text, so the two cannot disagree. The room is an estimate by character widths, on the safe side: how many
items of a list are told depends on it, the rest is left to the table. This module must never know a schedule.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import lru_cache
from math import ceil
from typing import TypeAlias, TypeVar

from schedule.output.words.catalogue import words
from schedule.output.words.languages import Language, language_of
from schedule.output.words.plain_text import line_text

PAGE_WIDTH, PAGE_HEIGHT = 210, 297
"""A4, in millimetres, as the margins."""
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26
"""GB/T 9704-2012, 5.2.1: 天头 37 mm, 订口 28 mm, 版心 156 mm × 225 mm."""
_POINTS = 72 / 25.4
TEXT_WIDTH = (PAGE_WIDTH - LEFT - RIGHT) * _POINTS
TEXT_HEIGHT = (PAGE_HEIGHT - TOP - BOTTOM) * _POINTS


@dataclass(frozen=True, slots=True)
class Sheet:
    """The room of a letter's pages, in points: how wide and high a text is, and what is taken of the first page."""

    width: float = TEXT_WIDTH
    height: float = TEXT_HEIGHT
    taken: float = 0


STANDARD = Sheet()
"""A page of the standard; an office's own leaves other room (`letterhead`)."""


class Face(Enum):
    """The typefaces of a 公文 by the name that Word knows, and what stands in where a machine has it not.

    The standard's own come first; Windows brings 仿宋, 楷体 and 宋体, but neither 小标宋 nor the GB2312 ones.
    """

    TITLE = ("方正小标宋简体", ("华文中宋", "宋体"))
    BODY = ("仿宋_GB2312", ("仿宋", "华文仿宋"))
    HEADING = ("黑体", ("SimHei", "微软雅黑"))
    SUBHEADING = ("楷体_GB2312", ("楷体", "华文楷体"))
    NUMBER = ("宋体", ("SimSun", "新宋体"))

    @property
    def font(self) -> str:
        """The font's name."""
        return self.value[0]

    @property
    def fallbacks(self) -> tuple[str, ...]:
        """The fonts that take its place, in order."""
        return self.value[1]


LATIN = "Times New Roman"
"""The font of English papers."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a style is set: face, size and exact line pitch in points, indents in characters, alignment, spacing.

    `closer` is by how many points each character moves up to the one before it.
    """

    face: Face
    size: float
    pitch: float
    align: str = "both"
    first: int = 0
    right: int = 0
    before: float = 0
    after: float = 0
    with_next: bool = False
    bold: bool = False
    rules: tuple[str, ...] = ()
    closer: float = 0


class Style(Enum):
    """What a paragraph is."""

    TITLE = "title"
    NUMBER = "number"
    NOTE = "note"
    ADDRESSEE = "addressee"
    HEADING = "heading"
    BODY = "body"
    SIGNED = "signed"
    COPIES = "copies"
    PRINTED = "printed"
    CUT = "cut"
    CELL = "cell"
    LABEL = "label"


PITCH = 28.95
"""Twenty-two lines in 225 mm, in points; three 号 (16 pt) is the body's size. GB/T 9704-2012, 5.2.3."""

_CLOSER = 0.25
"""So that 28 characters of 16 points stand in a line of 156 mm."""

_GONGWEN = {
    Style.TITLE: Setting(Face.TITLE, 22, 34, "center", with_next=True),
    Style.NUMBER: Setting(Face.BODY, 16, PITCH, "center", with_next=True),
    Style.NOTE: Setting(Face.SUBHEADING, 12, 18, "center", after=4),
    Style.ADDRESSEE: Setting(Face.BODY, 16, PITCH, before=8, closer=_CLOSER),
    Style.HEADING: Setting(Face.HEADING, 16, PITCH, first=2, with_next=True, closer=_CLOSER),
    Style.BODY: Setting(Face.BODY, 16, PITCH, first=2, closer=_CLOSER),
    Style.SIGNED: Setting(Face.BODY, 16, PITCH, "right", right=4),
    Style.COPIES: Setting(Face.BODY, 14, 22, before=8, with_next=True, rules=("top", "bottom")),
    Style.PRINTED: Setting(Face.BODY, 14, 22, "left", first=1, rules=("bottom",)),
    Style.CUT: Setting(Face.BODY, 12, 18, "center", before=10, after=8, with_next=True, rules=("cut",)),
    Style.CELL: Setting(Face.BODY, 12, 18, "left"),
    Style.LABEL: Setting(Face.HEADING, 12, 18, "center"),
}
_DENSE = _GONGWEN | {
    Style.NUMBER: Setting(Face.BODY, 14, 23, "center", with_next=True),
    Style.HEADING: Setting(Face.HEADING, 14, 23, first=2, before=4, with_next=True),
    Style.BODY: Setting(Face.BODY, 14, 23, first=2),
}
"""Four 号 (14 pt), for what has to stand on one page (5.2.2: 特定情况可以作适当调整)."""
_PLAIN_SETTINGS = {
    Style.TITLE: Setting(Face.TITLE, 16, 22, "center", with_next=True, bold=True),
    Style.NUMBER: Setting(Face.BODY, 12, 18, "center", with_next=True),
    Style.NOTE: Setting(Face.BODY, 10, 14, "center", after=4),
    Style.ADDRESSEE: Setting(Face.BODY, 12, 18, "left", before=8),
    Style.HEADING: Setting(Face.HEADING, 12, 18, "left", before=6, with_next=True, bold=True),
    Style.BODY: Setting(Face.BODY, 12, 18, "left"),
    Style.SIGNED: Setting(Face.BODY, 12, 18, "right"),
    Style.COPIES: Setting(Face.BODY, 11, 16, "left", before=8, with_next=True, rules=("top", "bottom")),
    Style.PRINTED: Setting(Face.BODY, 11, 16, "left", rules=("bottom",)),
    Style.CUT: Setting(Face.BODY, 10, 14, "center", before=10, after=8, with_next=True, rules=("cut",)),
    Style.CELL: Setting(Face.BODY, 10, 14, "left"),
    Style.LABEL: Setting(Face.HEADING, 11, 16, "center", bold=True),
}
PAGE_NUMBER_SIZE = 14
"""四号; between two dashes, outside at the foot (7.5)."""
FOOT_SIZE, FOOT_HEIGHT = 8, 4
"""Points of what stands below the page's number, and the millimetres that a line of it takes."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. `lead` are its first words, set apart from the rest; a line feed in a title begins a new line.

    Of `Style.PRINTED` the lead stands on the left, the rest on the right of the line.
    """

    text: str
    style: Style = Style.BODY
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table; the last cell of a shorter row reaches to the end.

    `widths` are the columns' in millimetres; `heads` says whether the first row holds labels, else the first column
    and every second from there. `tall` is the height in lines that each row has at least.
    """

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    heads: bool = False
    tall: tuple[int, ...] = ()

    def wide(self, row: int, column: int) -> int:
        """How wide a cell is, in millimetres."""
        last = column == len(self.rows[row]) - 1
        return sum(self.widths[column:]) if last else self.widths[column]

    def is_label(self, row: int, column: int) -> bool:
        """Whether a cell names what stands beside or below it."""
        return row == 0 if self.heads else column % 2 == 0


ROW_SPACE = 5
"""Points of air in a row of a table, beside its lines."""
_PADDING = 12


@dataclass(frozen=True, slots=True)
class NewPage:
    """The next block begins a page."""


Block: TypeAlias = Paragraph | Grid | NewPage


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper in a language: its title and day are the file's properties too, so that a run's bytes do not vary.

    `dense` sets a Chinese one smaller than the standard does. `foot` stands small below the number of every page, out
    of the text's room. `sheet` is the page that it is put on.
    """

    title: str
    day: date
    lang: str
    blocks: tuple[Block, ...]
    dense: bool = False
    foot: str = ""
    sheet: Sheet = STANDARD

    @property
    def settings(self) -> Mapping[Style, Setting]:
        """How each of its styles is set."""
        if self.language.letters == "plain":
            return _PLAIN_SETTINGS
        return _DENSE if self.dense else _GONGWEN

    @property
    def language(self) -> Language:
        """What its language has beside its words."""
        return language_of(self.lang)


def untitled(paper: Paper) -> Paper:
    """A paper without its title, for a page that has it elsewhere; one of several letters keeps the title of each."""
    titles = [block for block in paper.blocks if isinstance(block, Paragraph) and block.style is Style.TITLE]
    if len(titles) != 1:
        return paper
    return replace(paper, blocks=tuple(block for block in paper.blocks if block is not titles[0]))


def blanks(text: str, lang: str) -> Iterator[re.Match[str]]:
    """Where a text has what the plan does not say and a person has to write; it is marked in every paper."""
    before, _, after = words(lang)["paper.blank"].partition("{what}")
    opening, closing = re.escape(before.rstrip("：: ")), re.escape(after)
    return re.finditer(f"{opening}[^{re.escape(before[0])}{closing}]*{closing}", text)


_SPACED = re.compile("(?<=[0-9日]) (?=[〇-〕一-鿿（])|(?<=[〇-〕一-鿿）]) (?=[+-]?[0-9])")


def tight(text: str) -> str:
    """A Chinese text without the spaces beside its numbers, which a 公文 does not have.

    `tight("预计 7月2日 完成，晚 2 天")` is `"预计7月2日完成，晚2天"`.
    """
    return _SPACED.sub("", text)


Limits = TypeVar("Limits")


def fewest(make: Callable[[Limits], Paper], pages: int, limits: Sequence[Limits], sheet: Sheet = STANDARD) -> Paper:
    """The first paper that fits so many pages; `limits` say how long its lists may be, the longest first.

    Where not even the last fits, as on a page with hardly any room, it is the last, and runs on: no sentence is cut,
    for what is left of one may be untrue. Each page but the last may end a line early, before a heading.
    """
    paper = replace(make(limits[0]), sheet=sheet)
    for limit in limits[1:]:
        if height(paper) <= pages * sheet.height - sheet.taken - (pages - 1) * paper.settings[Style.BODY].pitch:
            break
        paper = replace(make(limit), sheet=sheet)
    return paper


def height(paper: Paper) -> float:
    """The estimated height of a paper's text in points, without page breaks: 637.8 to a page."""
    return sum(_height(block, paper.settings, paper.sheet) for block in paper.blocks)


def _height(block: Block, settings: Mapping[Style, Setting], sheet: Sheet) -> float:
    if isinstance(block, NewPage):
        return 0
    if isinstance(block, Paragraph):
        setting = settings[block.style]
        return _paragraph(block, setting, sheet) * setting.pitch + setting.before + setting.after
    setting = settings[Style.CELL]
    least = block.tall or (1,) * len(block.rows)
    needed = [
        max(_lines(cell, setting, block.wide(k, i) * scale(sheet) * _POINTS - _PADDING) for i, cell in enumerate(row))
        for k, row in enumerate(block.rows)
    ]
    return sum(max(pair) * setting.pitch + ROW_SPACE for pair in zip(needed, least, strict=True))


def scale(sheet: Sheet) -> float:
    """How wide a table is on a page, measured by the standard's: as much as its text is."""
    return sheet.width / TEXT_WIDTH


def _paragraph(block: Paragraph, setting: Setting, sheet: Sheet) -> int:
    """How many lines a paragraph takes."""
    width = sheet.width - setting.right * setting.size
    return sum(_lines(line, setting, width, setting.first) for line in (block.lead + block.text).split("\n"))


_PIECE = re.compile(r"[!-~\u00c0-\u024f]+|.", re.DOTALL)
_HANGING = "，。；、：）"
_SLACK = 4
_LETTER, _JOINT = 0.62, 0.2


@lru_cache(maxsize=1 << 12)  # most paragraphs stay as a letter is tried with ever shorter lists
def _lines(text: str, setting: Setting, width: float, first: int = 0) -> int:
    """How many lines a text fills: Chinese breaks anywhere, a Latin word nowhere; one full stop may hang over.

    Widths are in points. A Chinese character is as wide as it is high, a Latin letter about half of it. Some word
    processors put air between the two whether they are told to or not.
    """
    last: bool | None = None
    lines, at = 1, first * setting.size
    for piece in _PIECE.findall(tight(text)):
        wide = unicodedata.east_asian_width(piece[0]) in "WFA"
        length = len(piece) * ((setting.size if wide else setting.size * _LETTER) - setting.closer)
        length += _JOINT * setting.size if last is not None and last != wide and piece != " " else 0
        start, at, last = at, at + length, wide
        hangs = piece in _HANGING and start <= width  # of two marks in a row, only the first
        if at > width - _SLACK and not hangs and piece != " ":
            more = max(1, ceil(length / width))
            lines, at = lines + more, length - (more - 1) * width
    return lines


def markdown(paper: Paper) -> str:
    """A paper as Markdown, in which no name can become a mark; every text on one line."""
    blocks = ["\n".join(_block(block, paper.language)) for block in paper.blocks]
    return "\n\n".join(block for block in [*blocks, _plain(paper.foot)] if block) + "\n"


_SPECIAL = str.maketrans({mark: "\\" + mark for mark in "\\`*_<>[]#&~|"})


def _plain(text: str) -> str:
    return line_text(text).translate(_SPECIAL)


def _block(block: Block, language: Language) -> Iterable[str]:
    if isinstance(block, NewPage):
        return ["---"]
    if isinstance(block, Grid):
        return _table(block)
    text = _plain(block.text.replace("\n", language.gap))
    match block.style:
        case Style.TITLE:
            return [f"# {text}"]
        case Style.HEADING:
            return [f"## {text}"]
        case Style.NOTE:
            return [f"> {text}"]
        case Style.CUT:
            return ["---", "", text]
    if block.style is Style.PRINTED:
        return [f"{_plain(block.lead)} {text}"]
    if not block.lead:
        return [text]
    return [f"**{_plain(block.lead)}**{language.gap if text else ''}{text}"]


def _table(grid: Grid) -> list[str]:
    rows = [[_plain(cell) for cell in row] + [""] * (len(grid.widths) - len(row)) for row in grid.rows]
    if not grid.heads:
        rows = [[""] * len(grid.widths), *rows]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return [lines[0], "| " + " | ".join(["---"] * len(grid.widths)) + " |", *lines[1:]]
