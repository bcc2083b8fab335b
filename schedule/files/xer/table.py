"""The bytes of an `.xer` → its tables, each cell with its line and column.

An `.xer` is what Primavera P6 exports: tab-separated lines of text. The first line begins with ERMHDR; `%T` opens a
table, `%F` names its fields, each `%R` is a record, `%E` ends the file. P6 writes the Windows code page of the machine
that exports. Values are read by columns, each different text once: 100,000 tasks have few different dates and
durations. So a table is kept by columns from the start. This module must never know what a table means.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import partial
from itertools import repeat
from typing import Any, TypeVar

from schedule.diagnostics import Location, Source, nearest
from schedule.files.yaml.source import Faults
from schedule.frozen import dataclass

MAX_BYTES = 512 * 1024 * 1024
"""The largest file that is read: a schedule of 100,000 tasks with 300,000 relations has some 120 MB."""
MAX_LINE = 1 << 24
"""The longest line: P6's own are some hundred bytes, those of a calendar some ten thousand, of a note with pictures
some million."""
RELATED = 4
"""How many further places of the same fault in a column are told."""

RECORD = "%R"
"""What a record's line begins with."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One table: its fields by position from 1, its cells by column, the line of each record.

    `rows` are the records of `cells` that are the table's, in order; None for all of them.
    """

    name: str
    source: Source
    line: int
    fields: Mapping[str, int]
    cells: Sequence[Sequence[str]]
    lines: Sequence[int]
    rows: Sequence[int] | None = None
    columns: dict[str, list[str]] = field(default_factory=dict)
    """The columns that were asked for so far, which `texts` keeps."""

    def texts(self, name: str) -> list[str]:
        """The cells of one field, one a record; empty texts where the table has no such field."""
        texts = self.columns.get(name)
        if texts is None:
            position = self.fields.get(name)
            if position is None:
                texts = [""] * len(self.lines)
            else:
                column = self.cells[position - 1]
                texts = list(column) if self.rows is None else [column[row] for row in self.rows]
            self.columns[name] = texts
        return texts

    def at(self, row: int, name: str) -> Location:
        """The place of a cell, its row counted from 0."""
        position, record = self.fields.get(name, 0), row if self.rows is None else self.rows[row]
        if not position:
            return Location(self.source, self.lines[row], 1, len(RECORD))
        column = len(RECORD) + sum(len(cells[record]) for cells in self.cells[: position - 1]) + position + 1
        return Location(self.source, self.lines[row], column, max(len(self.cells[position - 1][record]), 1))

    def places(self, name: str) -> list[Location]:
        """The place of one field's cell in every record, as `at`; the field must be there."""
        begin, cells = len(RECORD) + self.fields[name] + 1, self.cells[: self.fields[name]]
        if self.rows is not None:
            cells = [[column[row] for row in self.rows] for column in cells]
        ends = [list(map(len, column)) for column in cells]
        before = map(sum, zip(*ends[:-1], strict=True)) if ends[:-1] else [0] * len(self.lines)
        columns = zip(self.lines, before, ends[-1], strict=True)
        rows = [(self.source, line, begin + length, width or 1) for line, length, width in columns]
        return list(_located(rows))

    def records(self) -> list[Location]:
        """The place of every record."""
        return list(_located(zip(repeat(self.source), self.lines, repeat(1), repeat(len(RECORD)))))

    def where(self, name: str, values: Collection[str]) -> Table:
        """The table with only the records whose field has one of these values."""
        return self.select([row for row, text in enumerate(self.texts(name)) if text in values])

    def select(self, rows: Sequence[int]) -> Table:
        """The table with only these records."""
        if len(rows) == len(self.lines):
            return self
        lines, own = [self.lines[row] for row in rows], self.rows
        kept = rows if own is None else [own[row] for row in rows]
        return Table(self.name, self.source, self.line, self.fields, self.cells, lines, kept)


def _located(rows: Iterable[tuple[Source, int, int, int]]) -> Iterator[Location]:
    """Places by what they consist of: as `Location(*row)`, in a third of the time."""
    return map(partial(tuple.__new__, Location), rows)


def _long_line(data: bytes) -> int | None:
    """The number of the first line that is too long to be one of P6's, before anything is made of it."""
    begin = 0
    while begin + MAX_LINE < len(data):
        end = data.rfind(b"\n", begin, begin + MAX_LINE)
        if end < 0:
            return data.count(b"\n", 0, begin) + 1
        begin = end + 1
    return None


def empty_table(name: str) -> Table:
    """A table without records, for one that a file may leave out."""
    return Table(name, Source(""), 1, {}, (), ())


def read_tables(data: bytes, path: str, names: Collection[str], faults: Faults) -> dict[str, Table]:
    """Read the tables of these names; the others are passed over.

    Args:
        data: the file's bytes, in UTF-8, GB18030 (the Chinese code page) or Windows-1252; see `decoded`.
        path: the path to show in faults.
        names: the tables that are wanted.
        faults: gets what is wrong: `too-large`, `line-too-long`, `empty-file`, `not-xer`, `truncated-xer` (no `%E` at
            the end), `bad-line` (a line of another kind, or a record without fields), `cell-count`, `duplicate-key` (a
            table or field comes twice); `cells-missing` (a warning): the empty cells at the end of a record, which some
            programs cut off.

    Returns:
        What could be read, by name.
    """
    if len(data) > MAX_BYTES:
        size = f"{MAX_BYTES // 1024 // 1024} MB"
        faults.add("too-large", Location(Source(path), 1), found=f"> {size}", expected=size)
        return {}
    if long := _long_line(data):
        faults.add("line-too-long", Location(Source(path), long), expected=f"{MAX_LINE // 1024 // 1024} MB")
        return {}
    text = decoded(data)
    if not text.strip():
        faults.add("empty-file", Location(Source(path), 1))
        return {}
    if "\r" in text:
        text = text.replace("\r\n", "\n").removesuffix("\r")
    lines = text.split("\n")
    source = Source(path, tuple(lines))
    if lines[0].split("\t", 1)[0] != "ERMHDR":
        faults.add("not-xer", Location(source, 1), found=lines[0][:20], expected="ERMHDR")
        return {}
    opened: dict[str, _Opened] = {}
    name, table = "", None
    last = 1
    # Nearly all lines are records: the few others are looked at, and what stands between two of them is taken at once.
    others = [at for at, line in enumerate(lines) if line[:3] != "%R\t"]
    for at, following in zip(others, [*others[1:], len(lines)], strict=True):
        number, line, mark = at + 1, lines[at], lines[at][:3]
        if not at:
            pass
        elif mark == "%F\t":
            if name in names and table is None and name not in opened:
                table = opened[name] = _opened(name, source, number, faults)
            elif not name or table is not None:
                faults.add("bad-line", Location(source, number, 1, 2), found="%F", expected="%T" if not name else "%R")
        elif mark == "%T\t":
            name, table = line[3:].strip(), None
            if name in opened:
                there = Location(source, opened[name].line - 1, 4, len(name))
                faults.add("duplicate-key", Location(source, number, 4, len(name)), there, found=name)
        elif line.rstrip() == "%E":
            last = 0
            break
        elif line.strip() and (table is not None or not name):
            # A table that nobody reads may hold notes with lines of their own.
            faults.add("bad-line", Location(source, number, 1, max(len(mark), 1)), found=line[:20], expected="%R")
        last = number if line.strip() else last
        records = range(number, following)
        if not records:
            continue
        last = following
        if table is not None:
            table.records.append(records)
        elif name in names:
            for record in records:
                faults.add("bad-line", Location(source, record + 1, 1, 2), found="%R", expected="%F")
    tables = {name: _table(table, source, faults) for name, table in opened.items()}
    if last:
        faults.add("truncated-xer", Location(source, last), expected="%E")
    return tables


def decoded(data: bytes) -> str:
    """The text of a file whose encoding is not said.

    UTF-16 where it begins with that one's mark, as editors save "Unicode"; UTF-8 if it is valid; else GB18030 if it
    is valid and most of what is not ASCII are codes of everyday Chinese (GB 2312's, not all of them rare), which
    Western text hardly ever makes; else Windows-1252, which reads anything.

    >>> decoded("主体·水电".encode("gb18030")), decoded("Größe".encode("cp1252"))
    ('主体·水电', 'Größe')
    """
    if data.isascii():
        return data.decode("ascii")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("gb18030", errors=_EURO)
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
    foreign = [character.encode("gb18030") for character in text if character > "\x7f" and character != "€"]
    everyday = [code for code in foreign if len(code) == 2 and code[0] <= 0xF7 and code[1] >= 0xA1]
    common = any(code[0] < _RARE for code in everyday)
    is_chinese = common and len(everyday) >= 0.8 * len(foreign)
    return text if is_chinese else data.decode("cp1252", errors="replace")


_RARE = 0xD8
"""The first lead byte of GB 2312's second level: rare characters, of which a single Western word can be made."""


def _euro(error: UnicodeError) -> tuple[str, int]:
    """The Chinese Windows code page has the euro sign, which stands in P6's table of currencies, as a byte 80."""
    if isinstance(error, UnicodeDecodeError) and error.object[error.start] == 0x80:
        return "€", error.start + 1
    raise error


_EURO = "daopai-euro"
codecs.register_error(_EURO, _euro)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A table whose records are yet to be taken apart: they stand in these lines, counted from 0."""

    name: str
    line: int
    fields: Mapping[str, int]
    records: list[range] = field(default_factory=list)


def _opened(name: str, source: Source, number: int, faults: Faults) -> _Opened:
    cells = source.lines[number - 1].split("\t")[1:]
    while cells and not cells[-1]:  # a trailing tab names no field
        cells.pop()
    fields: dict[str, int] = {}
    for position, cell in enumerate(cells, start=1):
        if cell in fields:
            column = sum(map(len, cells[: position - 1])) + position + 3
            faults.add("duplicate-key", Location(source, number, column, max(len(cell), 1)), found=cell)
        # A field that comes twice keeps the count of cells.
        fields[f"{cell} {position}" if cell in fields else cell] = position
    return _Opened(name, number, fields)


def _table(table: _Opened, source: Source, faults: Faults) -> Table:
    """A table's records in columns; one that has another number of cells than there are fields is mended, or told."""
    columns: list[Any]
    width, numbers = len(table.fields) + 1, [at + 1 for records in table.records for at in records]
    lines = [line for records in table.records for line in source.lines[records.start : records.stop]]
    if set(map(str.count, lines, repeat("\t"))) == {width - 1}:  # as P6 writes them: cut all at once
        cut = "\t".join(lines).split("\t")
        columns = [cut[column::width] for column in range(1, width)]
    else:
        rows = [line.split("\t") for line in lines]
        kept = [
            _completed(cells, width, table.name, source, number, faults)
            for cells, number in zip(rows, numbers, strict=True)
        ]
        trimmed = [number for cells, number in zip(rows, numbers, strict=True) if len(cells) < width]
        if trimmed:
            first, *further = (Location(source, number, 1, 2) for number in trimmed[: RELATED + 1])
            faults.warn("cells-missing", first, *further, found=str(len(trimmed)), table=table.name)
        numbers = [number for cells, number in zip(kept, numbers, strict=True) if cells is not None]
        rows = [cells for cells in kept if cells is not None]
        columns = list(zip(*rows, strict=True))[1:] if rows else [()] * len(table.fields)
    return Table(table.name, source, table.line, table.fields, columns, numbers)


def _completed(
    cells: list[str], width: int, name: str, source: Source, number: int, faults: Faults
) -> list[str] | None:
    """A record with as many cells as its table has fields; None where it says more. Fault: `cell-count`."""
    if len(cells) <= width:
        return cells + [""] * (width - len(cells))
    if any(cells[width:]):
        facts = {"found": str(len(cells) - 1), "expected": str(width - 1), "table": name}
        faults.add("cell-count", Location(source, number, 1, 2), **facts)
        return None
    return cells[:width]


def check_fields(table: Table, required: Collection[str], faults: Faults) -> bool:
    """Whether a table has all the fields that are required. Fault: `missing-field`."""
    missing = [name for name in required if name not in table.fields]
    for name in missing:
        faults.add("missing-field", Location(table.source, table.line, 1, 2), expected=name, table=table.name)
    return not missing


def read_column(
    table: Table,
    field: str,
    parse: Callable[[str], T | None],
    faults: Faults,
    code: str,
    expected: str,
    facts_of: Callable[[str], dict[str, str]] | None = None,
) -> list[T | None]:
    """The values of one field, one a record; None where the cell is empty or cannot be read.

    Args:
        table: the table.
        field: the field; where the table does not have it, every value is None.
        parse: reads one text; None where it is of another form.
        faults: gets one fault for each different text that cannot be read, with the first few places.
        code: the fault's code.
        expected: what could stand there.
        facts_of: further facts about a text that cannot be read.
    """
    texts = table.texts(field)
    if not any(texts):
        return [None] * len(texts)
    values: dict[str, T | None] = {text: parse(text) if text else None for text in dict.fromkeys(texts)}
    for text, value in values.items():
        if value is None and text:
            first, *further = _places(table, field, texts, text)
            facts = facts_of(text) if facts_of else {}
            faults.add(code, first, *further, found=text, expected=expected, **facts)
    return [values[text] for text in texts]


def read_choices(table: Table, field: str, words: Mapping[str, T], faults: Faults) -> list[T | None]:
    """The values of a field that takes one word out of several, in whatever case. Fault: `bad-choice`."""
    folded = {word.casefold(): value for word, value in words.items()}

    def near(text: str) -> dict[str, str]:
        meant = nearest(text[:40], words)
        return {"nearest": meant} if meant else {}

    return read_column(
        table, field, lambda text: folded.get(text.casefold()), faults, "bad-choice", ", ".join(words), near
    )


def check_known(table: Table, field: str, known: Collection[str], of: str, faults: Faults) -> None:
    """Tell which texts of a field name no record of the table `of`. Fault: `unknown-record`; empty cells pass."""
    texts = table.texts(field)
    for text in dict.fromkeys(texts):
        if text and text not in known:
            first, *further = _places(table, field, texts, text)
            faults.add("unknown-record", first, *further, found=text, table=of)


def check_filled(table: Table, field: str, faults: Faults) -> None:
    """Tell which cells of a field are empty. Fault: `empty-cell`."""
    texts = table.texts(field)
    if "" in texts:
        first, *further = _places(table, field, texts, "")
        faults.add("empty-cell", first, *further, expected=field)


def check_unique(table: Table, field: str, code: str, faults: Faults) -> None:
    """Tell which texts of a field stand in more than one record. Fault: `code`."""
    texts = table.texts(field)
    if len(set(texts)) == len(texts):
        return
    first: dict[str, int] = {}
    for row, text in enumerate(texts):
        if text and text in first:
            faults.add(code, table.at(row, field), table.at(first[text], field), found=text, table=table.name)
        else:
            first[text] = row


def _places(table: Table, field: str, texts: list[str], text: str) -> list[Location]:
    """The first few places of a text in a field."""
    places: list[Location] = []
    row = -1
    while len(places) <= RELATED:
        try:
            row = texts.index(text, row + 1)
        except ValueError:
            break
        places.append(table.at(row, field))
    return places
