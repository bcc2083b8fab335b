"""A filled workbook → its cells and the stamp on its hidden sheet, whichever office program saved it last.

The file is only read, with limits on what it may unfold to. This module must never know a question or an answer.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import zlib
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import pairwise
from typing import Any, TypeVar
from zipfile import BadZipFile, ZipFile

from schedule.diagnostics import Location, Source
from schedule.files.forms import sheets_bridge
from schedule.files.forms.binary import binary_markup
from schedule.files.forms.cells import Cell, CellError, cell_words
from schedule.files.forms.sheet_xml import MAX_SHEETS, Markup, Place, TooLargeError, TooManySheetsError, markup_of
from schedule.files.yaml.source import Faults
from schedule.questionnaire import STAMP, ZONE_STAMP, Author, Stamp, ZoneStamp, stamp_of, unmarked, zone_stamp_of

S = TypeVar("S")

MAX_BYTES = 16 * 1024 * 1024
"""The largest form that is read; one of ours has some 10 kB."""
MAX_UNFOLDED = 128 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS = 20_000, 300
"""What a sheet may fill; what lies beyond can be no row of a form."""
MEGABYTES, SECONDS = 1024, 30
"""What a binary workbook may take of the machine while its cells are read."""
_DAMAGED = (BadZipFile, zlib.error, NotImplementedError, OSError, RuntimeError, ValueError, EOFError)
"""What `zipfile` raises for a file that is not whole, or is encrypted."""
_STAMP_ROWS = 10
_ABOVE = 40
"""In how many of a sheet's first rows the name of who filled it in is looked for."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, and its cells from A1 on, rows of the same length.

    `shown` is what a number looks like where that is not the number itself (50% for 0.5), None where it cannot be told;
    `formats_read` whether that is known of the sheet at all; `merged` the first and the last cell of each range.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    shown: Mapping[Place, str | None] = field(default_factory=dict)
    merged: Sequence[tuple[Place, Place]] = ()
    formats_read: bool = True

    def cell_name(self, row: int, column: int) -> str:
        """A cell as its program calls it; row and column count from 0.

        >>> Sheet("进展", ()).cell_name(6, 7), Sheet("", ()).cell_name(0, 27)
        ('进展!H7', '!AB1')
        """
        letters, rest = "", column + 1
        while rest:
            rest, letter = divmod(rest - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{self.name}!{letters}{row + 1}"

    def filled_below(self, row: int, column: int) -> bool:
        """Whether a column holds anything below a row."""
        return any(column < len(cells) and cell_words(cells[column]) for cells in self.rows[row + 1 :])


@dataclass(frozen=True, slots=True)
class FormBook:
    """An opened form: what to call it, its stamp, its other sheets."""

    label: str
    stamp: Stamp
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class ZoneBook:
    """An opened form over several plans: what to call it, its stamp, its other sheets."""

    label: str
    stamp: ZoneStamp
    sheets: tuple[Sheet, ...]

    def part(self, number: int) -> FormBook:
        """A part of it as a form of its plan alone: every cell in its place, with the rows of other parts empty."""
        sheets = tuple(replace(sheet, rows=[_row_of(number, row) for row in sheet.rows]) for sheet in self.sheets)
        return FormBook(self.label, self.stamp.parts[number][1], sheets)


def _row_of(number: int, row: Sequence[Cell]) -> list[Cell]:
    """A row as a part has it. What names no part is every part's: heads, and rows whose id somebody took away."""
    named = {k: found for k, cell in enumerate(row) if (found := unmarked(cell_words(cell))) is not None}
    if any(part != number for part, _ in named.values()):
        return [""] * len(row)
    return [named[k][1] if k in named else cell for k, cell in enumerate(row)]


def open_form(data: bytes, label: str, faults: Faults) -> FormBook | None:
    """The cells of a form.

    Args:
        data: the file's bytes: .xlsx, or .xls, .xlsb or .ods that another program saved it as.
        label: what to call the file.
        faults: gets `too-large`, `form-sheets` (too many of them), `form-unreadable`, `form-locked` (a password),
            `form-foreign` (no stamp), `form-of-zone` (it is over several plans), `form-formula`.
    """
    opened = _opened(data, label, faults)
    if opened is None:
        return None
    found = _apart(*opened, lambda sheet: stamp_of(_stamped(sheet, _STAMP_ROWS)), label, faults)
    if found is not None:
        return FormBook(label, *found)
    of_zone = any(zone_stamp_of(_stamped(sheet, None)) for sheet in opened[0])
    faults.add("form-of-zone" if of_zone else "form-foreign", Location(Source(label), 1), expected=STAMP)
    return None


def open_zone_form(data: bytes, label: str, faults: Faults) -> ZoneBook | None:
    """The cells of a form over several plans; arguments and faults are those of `open_form`."""
    opened = _opened(data, label, faults)
    if opened is None:
        return None
    found = _apart(*opened, lambda sheet: zone_stamp_of(_stamped(sheet, None)), label, faults)
    if found is not None:
        return ZoneBook(label, *found)
    faults.add("form-foreign", Location(Source(label), 1), expected=ZONE_STAMP)
    return None


def _apart(
    sheets: Sequence[Sheet],
    markup: Mapping[str, Markup] | None,
    stamp_on: Callable[[Sheet], S | None],
    label: str,
    faults: Faults,
) -> tuple[S, tuple[Sheet, ...]] | None:
    """The stamp of a form and its other sheets; None where no sheet bears one."""
    for sheet in sheets:
        stamp = stamp_on(sheet)
        if stamp is not None:
            return stamp, _marked([one for one in sheets if one is not sheet], markup, label, faults)
    return None


def _stamped(sheet: Sheet, most: int | None) -> dict[str, str]:
    """The first two cells of a sheet's first rows."""
    return {cell_words(row[0]): cell_words(row[1]) for row in sheet.rows[:most] if len(row) > 1}


def _opened(data: bytes, label: str, faults: Faults) -> tuple[list[Sheet], Mapping[str, Markup] | None] | None:
    """The sheets of a workbook, and what only their markup says, where that can be read."""
    place = Location(Source(label), 1)
    try:
        size = max(len(data), _unfolded(data) * MAX_BYTES // MAX_UNFOLDED)
    except _DAMAGED as error:
        faults.add("form-unreadable", place, found=str(error) or type(error).__name__)
        return None
    if size > MAX_BYTES:
        facts = {"found": f"{size / 2**20:.1f} MB", "expected": f"{MAX_BYTES / 2**20:.0f} MB"}
        faults.add("too-large", place, **facts)
        return None
    # The markup goes first: it is read element by element, and stops where a sheet is larger than a form can be.
    try:
        limit = MAX_ROWS, MAX_COLUMNS
        markup = markup_of(data, limit) if data.startswith(b"PK") else binary_markup(data, limit)
    except TooLargeError as error:
        faults.add("too-large", place, found=str(error), expected=f"{MAX_ROWS} × {MAX_COLUMNS}")
        return None
    except TooManySheetsError as error:
        faults.add("form-sheets", place, found=str(error), expected=str(MAX_SHEETS))
        return None
    except (*_DAMAGED, KeyError) as error:
        faults.add("form-unreadable", place, found=str(error) or type(error).__name__)
        return None
    sheets = _sheets(data, place, faults)
    return None if sheets is None else (sheets, markup)


def author_of(book: FormBook, asked: Container[str]) -> Author:
    """Whose form it is: the file, and the name in the cell right of one of the words that ask for it."""
    for sheet in book.sheets:
        for row in sheet.rows[:_ABOVE]:
            for cell, beside in pairwise(row):
                if cell_words(cell).rstrip("：: ") in asked and cell_words(beside):
                    return Author(book.label, cell_words(beside))
    return Author(book.label)


def _marked(
    sheets: Sequence[Sheet], markup: Mapping[str, Markup] | None, label: str, faults: Faults
) -> tuple[Sheet, ...]:
    """The sheets with what only their markup says: errors in their cells, how numbers look, what is merged.

    Formulas without a result are told: their cells would read as empty.
    """
    if markup is None:
        return tuple(replace(sheet, formats_read=False) for sheet in sheets)
    found = []
    for sheet in sheets:
        said = markup.get(sheet.name, Markup())
        for (row, column), text in said.formulas.items():
            place = Location(Source(f"{label} {sheet.cell_name(row, column)}"), 1)
            faults.add("form-formula", place, found=text)
        rows = [list(row) for row in sheet.rows]
        for (row, column), text in said.errors.items():
            rows += [[] for _ in range(row + 1 - len(rows))]
            rows[row] += [""] * (column + 1 - len(rows[row]))
            rows[row][column] = CellError(text)
        found.append(replace(sheet, rows=rows, shown=said.shown, merged=said.merged))
    return tuple(found)


def _unfolded(data: bytes) -> int:
    """How many bytes a zip file unfolds to; 0 for what is none. Raises one of `_DAMAGED` for one that is not whole."""
    if not data.startswith(b"PK"):
        return 0
    with ZipFile(BytesIO(data)) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
        damaged = archive.testzip() if size <= MAX_UNFOLDED else None
    if damaged is not None:
        raise BadZipFile(damaged)
    return size


def _sheets(data: bytes, place: Location, faults: Faults) -> list[Sheet] | None:
    read = sheets_bridge.sheets_of(data, MAX_ROWS, MAX_COLUMNS, MAX_SHEETS) if _is_text(data) else _read_apart(data)
    what, found = read
    if what == sheets_bridge.SHEETS:
        return [Sheet(name, rows, merged=merged) for name, rows, merged in found]
    if what == sheets_bridge.LOCKED:
        faults.add("form-locked", place, found=place.path)
    elif what == sheets_bridge.TOO_MANY:
        faults.add("form-sheets", place, found=found, expected=str(MAX_SHEETS))
    elif what == sheets_bridge.TOO_LARGE:
        faults.add("too-large", place, found=found, expected=f"{MAX_ROWS} × {MAX_COLUMNS}")
    else:
        faults.add("form-unreadable", place, found=found)
    return None


def _is_text(data: bytes) -> bool:
    """Whether a workbook is made of XML, of which the markup was read before the cells."""
    if not data.startswith(b"PK"):
        return False
    with ZipFile(BytesIO(data)) as archive:
        names = {name.casefold() for name in archive.namelist()}
    return "xl/workbook.bin" not in names and not names.isdisjoint(("xl/workbook.xml", "content.xml"))


def _read_apart(data: bytes) -> tuple[str, Any]:
    """What `sheets_of` returns, from a program of its own that may take so much memory and time, and may break."""
    limits = map(str, (MAX_ROWS, MAX_COLUMNS, MAX_SHEETS, MEGABYTES))
    asked = [sys.executable, "-P", sheets_bridge.__file__, *limits]
    try:
        done = subprocess.run(asked, input=data, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return sheets_bridge.UNREADABLE, f"> {SECONDS} s"
    if done.returncode:
        return sheets_bridge.UNREADABLE, f"exit {done.returncode}"
    found: tuple[str, Any] = pickle.loads(done.stdout)
    return found
