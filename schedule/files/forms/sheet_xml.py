"""A workbook's own markup → what a reader of cells keeps silent about: errors, formulas, merged cells, what is shown.

`.xlsx` and `.xlsm` (ECMA-376 part 1, 18) and `.ods` (OpenDocument 1.3 part 3) are looked into; binary workbooks are
`schedule.files.forms.binary`. This module must never know a question, an answer or a fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import normpath
from typing import IO, Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from schedule.files.forms.shown import BUILT_IN, is_dated, is_general, plain_number, shown

Place = tuple[int, int]
"""A cell's row and column, from 0."""

_BOOK, _LINKS, _STYLES, _CONTENT = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "content.xml"
_SHEET = 1_048_576, 16_384
"""How many rows and columns any program's sheet has."""
_LONGEST = 255
"""How many characters a format has at most in Excel; what is longer is nobody's."""
MAX_SHEETS = 200
"""How many sheets a workbook may have that is read as a form; one of ours has three."""
_MAX_ELEMENTS, _MAX_SAID = 2_000_000, 100_000
"""How many elements a part may have, and how many cells of a sheet may be odd in one way; a form has some thousand."""
_NUMBERS = ("float", "percentage", "currency")


class TooLargeError(ValueError):
    """A sheet fills more rows or columns than it may; its message says how many."""


class TooManySheetsError(ValueError):
    """A workbook has more than `MAX_SHEETS`; its message says how many, as far as they were counted."""


@dataclass(frozen=True, slots=True)
class Markup:
    """What one sheet's markup says, by cell.

    `errors` are those that stand as values (`#N/A`); `formulas` the texts of those without a result; `shown` what a
    number looks like where that is not the number itself, None where it cannot be told; `merged` the first and the
    last cell of each range.
    """

    errors: dict[Place, str] = field(default_factory=dict)
    formulas: dict[Place, str] = field(default_factory=dict)
    shown: dict[Place, str | None] = field(default_factory=dict)
    merged: list[tuple[Place, Place]] = field(default_factory=list)


def markup_of(data: bytes, limit: Place) -> dict[str, Markup] | None:
    """The markup of each sheet by its name; None where a workbook is of a kind whose markup is not read.

    Args:
        data: the file's bytes, of a zip file that is known to be whole and to unfold within its limits.
        limit: how many rows and columns a sheet may fill.

    Raises:
        TooLargeError: a cell beyond them holds something.
        TooManySheetsError: a workbook of more sheets; none of an `.xlsx` has been looked into.
        ValueError: the markup is damaged, declares entities, goes on without end, or is that of two sheets at once.
    """
    with ZipFile(BytesIO(data)) as archive:
        names = set(archive.namelist())
        try:
            if {_BOOK, _LINKS} <= names:
                return dict(_sheets(archive, names, limit))
            if _CONTENT in names:
                return dict(_tables(archive, limit))
        except (ET.ParseError, LookupError, OverflowError) as error:
            # What is not the markup of a workbook, or of another kind of it than it says.
            raise ValueError(str(error)) from error
    return None


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _attribute(element: ET.Element, name: str) -> str:
    """An attribute, whatever its namespace; the empty text where there is none."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def _elements(archive: ZipFile, path: str) -> Iterator[tuple[str, ET.Element]]:
    """The begin and the end of every element. Whoever reads on clears what it has done with."""
    # A form declares no entities, and what they unfold to has no limit of ours.
    with archive.open(path) as stream:
        _refuse_entities(stream)
    with archive.open(path) as stream:
        for number, (what, element) in enumerate(ET.iterparse(stream, ("start", "end"))):
            if number > 2 * _MAX_ELEMENTS:
                raise ValueError("elements")
            yield what, element


def _refuse_entities(stream: IO[bytes]) -> None:
    before = b""
    while block := stream.read(1 << 20):
        if b"<!DOCTYPE" in before + block:
            raise ValueError("DOCTYPE")
        before = block[-16:]


# ── .xlsx ──────────


def _sheets(archive: ZipFile, names: set[str], limit: Place) -> Iterator[tuple[str, Markup]]:
    targets = {
        _attribute(link, "Id"): normpath("/" + _under_xl(_attribute(link, "Target"))).lstrip("/")
        for what, link in _elements(archive, _LINKS)
        if what == "end" and _local(link) == "Relationship"
    }
    paths = [
        (sheet.get("name", ""), targets.get(sheet.get(_RELATION, "") or _attribute(sheet, "id"), ""))
        for what, sheet in _elements(archive, _BOOK)
        if what == "end" and _local(sheet) == "sheet"
    ]
    check_number(len(paths))
    there = [(name, path) for name, path in paths if path in names]
    if len({path for _, path in there}) < len(there):
        raise ValueError("sheets")  # one part as many sheets would be read as often
    formats = _formats(archive) if _STYLES in names else []
    for name, path in there:
        yield name, _sheet(archive, path, formats, limit)


def check_number(sheets: int) -> None:
    """Raise TooManySheetsError where a workbook has more sheets than a form can have."""
    if sheets > MAX_SHEETS:
        raise TooManySheetsError(str(sheets))


_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def _under_xl(target: str) -> str:
    return target if target.startswith("/") else f"xl/{target}"


def _formats(archive: ZipFile) -> list[str]:
    """The format of each style of a cell, in their order."""
    own: dict[str, str] = {}
    styles: list[str] = []
    inside = False
    for what, element in _elements(archive, _STYLES):
        name = _local(element)
        if name == "cellXfs":
            inside = what == "start"
        elif what == "end" and name == "numFmt":
            own.setdefault(element.get("numFmtId", ""), element.get("formatCode", ""))
        elif what == "end" and name == "xf" and inside:
            styles.append(element.get("numFmtId", "0"))
    return [own.get(one, BUILT_IN.get(int(one), "") if one.isdecimal() else "") for one in styles]


def _sheet(archive: ZipFile, path: str, formats: list[str], limit: Place) -> Markup:
    found, row, column = Markup(), -1, -1
    for what, element in _elements(archive, path):
        name = _local(element)
        if what == "start" and name == "row":
            said = element.get("r", "")
            row, column = (int(said) - 1 if said.isdecimal() else row + 1), -1
        elif what == "start" and name == "c":
            stated = element.get("r")
            place = (row, column + 1) if stated is None else _place(stated)
            if place is None:  # other readers take the longest letters for a column, and build all before it
                raise ValueError("cell")
            row, column = place
        elif what == "end" and name == "c":
            if (row >= limit[0] or column >= limit[1]) and len(element):
                raise TooLargeError(f"{row + 1} × {column + 1}")
            if column >= _SHEET[1]:
                raise ValueError("columns")
            _cell(element, (row, column), formats, found)
            element.clear()
        elif what == "end" and name == "row":
            if row >= _SHEET[0]:
                raise ValueError("rows")
            element.clear()
        elif what == "end" and name == "mergeCell":
            first, _, last = element.get("ref", "").partition(":")
            ends = _place(first), _place(last or first)
            if ends[0] is not None and ends[1] is not None:
                found.merged.append((ends[0], ends[1]))
            element.clear()
    return found


def _cell(cell: ET.Element, place: Place, formats: list[str], found: Markup) -> None:
    parts = {_local(part): part.text or "" for part in cell}
    kind, value = cell.get("t", "n"), parts.get("v", "")
    if "f" in parts and (not value or kind == "e"):
        found.formulas[place] = parts["f"]
    elif kind == "e":
        found.errors[place] = value
    elif kind == "n" and value:
        style = cell.get("s", "0")
        code = formats[int(style)] if style.isdecimal() and int(style) < len(formats) else ""
        note_look(float(value), code, place, found)


def note_look(number: float, code: str, place: Place, found: Markup) -> None:
    """Note of a number in a cell of a format what it looks like, where that is not the number itself."""
    if is_general(code):
        return
    text = shown(number, code) if len(code) <= _LONGEST else None
    # A date is read as one; only one without its day says less than the number does.
    if text != plain_number(number) and not (text is None and len(code) <= _LONGEST and is_dated(code)):
        found.shown[place] = text


def _place(name: str) -> Place | None:
    """A cell's place by its name; None for what is no name.

    >>> _place("H7"), _place("AB1"), _place("7")
    ((6, 7), (0, 27), None)
    """
    letters = name.rstrip("0123456789")
    number = name[len(letters) :]
    if not number or not letters.isascii() or not letters.isalpha() or len(letters) > 3 or len(number) > 7:
        return None
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(number) - 1, column - 1


# ── .ods ──────────


def _tables(archive: ZipFile, limit: Place) -> Iterator[tuple[str, Markup]]:
    """A repeated row or cell says the same in each place, up to the limit."""
    sheet, name, depth = Markup(), "", 0
    row = column = rows = tables = 0
    for what, element in _elements(archive, _CONTENT):
        kind = _local(element)
        if kind == "table":
            # A table within a cell is a drawing's, and no sheet.
            depth += 1 if what == "start" else -1
            if what == "start" and depth == 1:
                tables += 1
                check_number(tables)
                sheet, name, row, rows = Markup(), _attribute(element, "name"), 0, 0
            elif what == "end" and depth == 0:
                yield name, sheet
                element.clear()
        elif depth != 1:
            continue
        elif kind == "table-row" and what == "start":
            row, rows, column = row + rows, _times(element, "number-rows-repeated"), 0
        elif kind == "table-row":
            element.clear()
        elif kind in ("table-cell", "covered-table-cell") and what == "end":
            columns = _times(element, "number-columns-repeated")
            beyond = row + rows > limit[0] or column + columns > limit[1]
            if beyond and (len(element) or _attribute(element, "value-type")):
                raise TooLargeError(f"{row + rows} × {column + columns}")
            if not beyond:
                _ods_cell(element, sheet, (row, column), (rows, columns))
            down, across = _times(element, "number-rows-spanned"), _times(element, "number-columns-spanned")
            if down > 1 or across > 1:
                sheet.merged.append(((row, column), (row + down - 1, column + across - 1)))
            column += columns
            element.clear()


def _times(element: ET.Element, name: str) -> int:
    said = _attribute(element, name)
    return max(int(said), 1) if said.isdecimal() else 1


def _ods_cell(cell: ET.Element, sheet: Markup, place: Place, times: Place) -> None:
    kinds = {value for key, value in cell.items() if key.rpartition("}")[2] == "value-type"}
    text = "\n".join("".join(part.itertext()) for part in cell if _local(part) == "p")
    formula = _attribute(cell, "formula")
    said: dict[Place, Any]
    if "error" in kinds or (formula and not kinds):
        said, value = (sheet.formulas, formula.partition("=")[2]) if formula else (sheet.errors, text)
    elif kinds & set(_NUMBERS) and (raw := _attribute(cell, "value")) and text.strip():
        if " ".join(text.split()) == plain_number(float(raw)):
            return
        said, value = sheet.shown, " ".join(text.split())
    else:
        return
    row, column = place
    if len(said) + times[0] * times[1] > _MAX_SAID:
        raise ValueError("cells")
    said.update({(row + down, column + across): value for down in range(times[0]) for across in range(times[1])})
