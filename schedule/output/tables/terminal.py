"""Text for a screen: tables aligned with Chinese characters, coloured by light, fitted to the terminal's width.

Everything here returns text. With `Screen(width=None, colour=False)` the text is for a pipe: no colour and nothing cut.
A table that is too wide first loses its least important columns, then its names are cut with an ellipsis. Whether there
is a terminal, how wide it is and whether colour is wanted `schedule.commands` finds out; this module must never ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.color import ColorSystem
from rich.style import Style

if TYPE_CHECKING:  # `daopai --help` breaks its lines here too, and reads no table for it
    from schedule.output.tables.contents import Column, Table
    from schedule.output.words.phrases import Value, Voice

GAP = "  "
_COMFORTABLE, _LEAST = 16, 8
"""Cells of width below which a name is not cut while a column can still be dropped; and at all."""

_STYLES: Mapping[str, Style] = {
    "red": Style(color="red", bold=True),
    "yellow": Style(color="yellow"),
    "grey": Style(dim=True),
    "green": Style(),
    "head": Style(dim=True),
    "title": Style(bold=True),
    "good": Style(color="green", bold=True),
    "bad": Style(color="red", bold=True),
}


@dataclass(frozen=True, slots=True)
class Screen:
    """Where text will be read: its width in cells (None: unlimited) and whether it shows colour."""

    width: int | None = None
    colour: bool = False

    def paint(self, text: str, style: str) -> str:
        """Text in a style ("" for none)."""
        if not self.colour or not style or not text:
            return text
        return _STYLES[style].render(text, color_system=ColorSystem.STANDARD)


def table_text(table: Table, voice: Voice, screen: Screen) -> list[str]:
    """A table as lines: a heading, then the rows. Columns without any value are left out."""

    @lru_cache(maxsize=4096, typed=True)
    def cell(value: Value) -> tuple[str, int]:
        text = " ".join(voice.show(value).split())
        return text, len(text) if text.isascii() and text.isprintable() else cell_len(text)

    titles = [(title, cell_len(title)) for title in table.titles(voice)]
    cells = [list(map(cell, row)) for row in table.rows]
    natural = [
        max(width, max(row[k][1] for row in cells)) if any(row[k][0] for row in cells) else 0
        for k, (_, width) in enumerate(titles)
    ]
    widths = _fit(table.columns, natural, screen.width)
    lines = [screen.paint(_line(titles, table.columns, widths), "head")]
    for row, light in zip(cells, table.lights or [""] * len(cells), strict=True):
        lines.append(screen.paint(_line(row, table.columns, widths), light))
    return lines


def _fit(columns: Sequence[Column], natural: Sequence[int], room: int | None) -> list[int]:
    """The width of each column, 0 for those that are left out."""
    if room is None:
        return list(natural)
    droppable = sorted((k for k, column in enumerate(columns) if column.drop), key=lambda k: -columns[k].drop)
    for dropped in range(len(droppable) + 1):
        left_out = set(droppable[:dropped])
        widths = _shrunk(columns, natural, left_out, room, _COMFORTABLE)
        if _total(widths) <= room:
            # What went before a wide column may still have room, now that the wide one is gone.
            for k in reversed(droppable[:dropped]):
                fuller = _shrunk(columns, natural, left_out - {k}, room, _COMFORTABLE)
                if _total(fuller) <= room:
                    left_out, widths = left_out - {k}, fuller
            return widths
    return _shrunk(columns, natural, set(droppable), room, _LEAST)


def _shrunk(columns: Sequence[Column], natural: Sequence[int], left_out: Set[int], room: int, least: int) -> list[int]:
    """Take what is too much, cell by cell, from the widest column that may be cut, down to `least` cells each."""
    widths = [0 if k in left_out else width for k, width in enumerate(natural)]
    while _total(widths) > room:
        wide = [k for k, column in enumerate(columns) if column.shrink and widths[k] > least]
        if not wide:
            break
        widths[max(wide, key=lambda k: widths[k])] -= 1
    return widths


def _total(widths: Sequence[int]) -> int:
    shown = [width for width in widths if width]
    return sum(shown) + len(GAP) * max(0, len(shown) - 1)


def _line(cells: Sequence[tuple[str, int]], columns: Sequence[Column], widths: Sequence[int]) -> str:
    """A row of texts, each with the width that it takes, in columns of the widths that they have."""
    shown = [
        _cut(text, width)
        if taken > width
        else text.rjust(len(text) + width - taken)
        if column.right
        else text.ljust(len(text) + width - taken)
        for (text, taken), column, width in zip(cells, columns, widths, strict=True)
        if width
    ]
    return GAP.join(shown).rstrip()


def _cut(text: str, width: int) -> str:
    """A text that is wider in exactly `width` cells, with an ellipsis where it is cut."""
    return set_cell_size(set_cell_size(text, width - 1).rstrip() + "…", width)


_PIECES = re.compile(r"(?:(?:\d+[年月日])+|\d+ 个?[天工]|[!-~–—’]+|.)[，。；：、）”！？.]*[ ]?")


def wrapped(text: str, screen: Screen, *, indent: str = "", first: str | None = None) -> list[str]:
    """A paragraph broken to the screen's width: Latin words stay whole, and no line begins with a Chinese comma.

    `indent` stands before every line, `first` before the first instead.
    """
    lead, text = indent if first is None else first, " ".join(text.split())
    if screen.width is None:
        return [lead + text]
    lines, line = [], ""
    for piece in _PIECES.findall(text):
        if line and cell_len(lead + line + piece.rstrip()) > screen.width:
            lines.append(lead + line.rstrip())
            lead, line = indent, ""
        line += piece
    return [*lines, lead + line.rstrip()]


def joined(lines: Iterable[str]) -> str:
    """Lines as one text, with a newline after each."""
    return "".join(line + "\n" for line in lines)


def noted(notices: Iterable[str], screen: Screen) -> list[str]:
    """What a paper says about itself, as quiet lines with a mark."""
    return [
        screen.paint(line, "grey") for notice in notices for line in wrapped(notice, screen, first="※ ", indent="  ")
    ]
