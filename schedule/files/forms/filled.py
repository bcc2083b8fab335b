"""A filled workbook → its cells and the stamp on its hidden sheet, whichever office program saved it last.

The file is only read, with limits on what it may unfold to. This module must never know a question or an answer.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from itertools import pairwise
from zipfile import BadZipFile, ZipFile

from schedule.diagnostics import Location, Source
from schedule.files.forms.cells import Cell, cell_words
from schedule.files.yaml.source import Faults
from schedule.questionnaire import STAMP, Author, Stamp, stamp_of

MAX_BYTES = 16 * 1024 * 1024
"""The largest form that is read; one of ours has some 10 kB."""
MAX_UNFOLDED = 128 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS = 20_000, 300
"""What a sheet may fill; what lies beyond can be no row of a form."""
_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_LINK, _SHEET = re.compile(rb"<Relationship\b[^>]*>"), re.compile(rb"<sheet\b[^>]*>")
_ATTRIBUTE = re.compile(rb'\b([\w:]+)="([^"]*)"')
_FORMULA = re.compile(rb'<c\b[^>]*\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*<f\b[^>]*>([^<]*)')
_DAMAGED = (BadZipFile, zlib.error, NotImplementedError, OSError, RuntimeError, ValueError, EOFError)
"""What `zipfile` raises for a file that is not whole, or is encrypted."""
_STAMP_ROWS = 10
_ABOVE = 40
"""In how many of a sheet's first rows the name of who filled it in is looked for."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, and its cells from A1 on, rows of the same length."""

    name: str
    rows: Sequence[Sequence[Cell]]

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


def open_form(data: bytes, label: str, faults: Faults) -> FormBook | None:
    """The cells of a form.

    Args:
        data: the file's bytes: .xlsx, or .xls, .xlsb or .ods that another program saved it as.
        label: what to call the file.
        faults: gets `too-large`, `form-unreadable`, `form-locked` (a password), `form-foreign` (no stamp),
            `form-formula`.
    """
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
    sheets = _sheets(data, place, faults)
    if sheets is None:
        return None
    for sheet in sheets:
        rows = {cell_words(row[0]): cell_words(row[1]) for row in sheet.rows[:_STAMP_ROWS] if len(row) > 1}
        stamp = stamp_of(rows)
        if stamp is not None:
            _check_formulas(data, sheets, label, faults)
            return FormBook(label, stamp, tuple(one for one in sheets if one is not sheet))
    faults.add("form-foreign", place, expected=STAMP)
    return None


def author_of(book: FormBook, asked: Container[str]) -> Author:
    """Whose form it is: the file, and the name in the cell right of one of the words that ask for it."""
    for sheet in book.sheets:
        for row in sheet.rows[:_ABOVE]:
            for cell, beside in pairwise(row):
                if cell_words(cell).rstrip("：: ") in asked and cell_words(beside):
                    return Author(book.label, cell_words(beside))
    return Author(book.label)


def _check_formulas(data: bytes, sheets: Iterable[Sheet], label: str, faults: Faults) -> None:
    """Tell of formulas without a value, not worked out yet or wrong: their cells would read as empty."""
    if not data.startswith(b"PK"):
        return
    with ZipFile(BytesIO(data)) as archive:
        names = set(archive.namelist())
        if not {_BOOK, _LINKS} <= names:
            return
        links = [dict(_ATTRIBUTE.findall(link)) for link in _LINK.findall(archive.read(_LINKS))]
        targets = {link.get(b"Id"): link.get(b"Target", b"").decode() for link in links}
        listed = [dict(_ATTRIBUTE.findall(one)) for one in _SHEET.findall(archive.read(_BOOK))]
        for sheet, one in zip(sheets, listed, strict=False):
            path = "xl/" + targets.get(one.get(b"r:id"), "").removeprefix("/xl/")
            for letters, number, text in _FORMULA.findall(archive.read(path)) if path in names else ():
                row, column = int(number) - 1, _column(letters.decode())
                cells = sheet.rows[row] if row < len(sheet.rows) else ()
                if column >= len(cells) or not cell_words(cells[column]):
                    found = unescape(text.decode(errors="replace"))
                    faults.add(
                        "form-formula", Location(Source(f"{label} {sheet.cell_name(row, column)}"), 1), found=found
                    )


def _column(letters: str) -> int:
    """A column's number from 0 by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


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
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
            sheets = []
            for name in workbook.sheet_names:
                sheet = workbook.get_sheet_by_name(name)
                if sheet.total_width > MAX_COLUMNS or sheet.total_height > MAX_ROWS:
                    facts = {"found": f"{sheet.total_height} × {sheet.total_width}"}
                    faults.add("too-large", place, **facts, expected=f"{MAX_ROWS} × {MAX_COLUMNS}")
                    return None
                sheets.append(Sheet(name, sheet.to_python(skip_empty_area=False)))
    except PasswordError:
        faults.add("form-locked", place, found=place.path)
        return None
    except (CalamineError, OSError, ValueError) as error:
        faults.add("form-unreadable", place, found=str(error) or type(error).__name__)
        return None
    return sheets
