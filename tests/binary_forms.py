"""A form as a binary workbook: BIFF8 records in a compound file, as [MS-XLS] and [MS-CFB] write them."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from filled_forms import Filled

_SECTOR = 512
FORMATS = {164: "0%", 165: "0000", 166: "0.00"}


def record(kind: int, body: bytes) -> bytes:
    """One record."""
    return struct.pack("<HH", kind, len(body)) + body


def number(value: float, style: int) -> tuple[int, bytes]:
    """A NUMBER cell in a style: 0 is General, then those of `FORMATS`."""
    return 0x0203, struct.pack("<Hd", style, value)


def packed(value: int, style: int) -> tuple[int, bytes]:
    """An RK cell with an integer, or with a hundredth of it where it is negative."""
    bits = (abs(value) << 2) | 2 | (value < 0)
    return 0x027E, struct.pack("<HI", style, bits)


def error(code: int) -> tuple[int, bytes]:
    """A BOOLERR cell with an error."""
    return 0x0205, struct.pack("<HBB", 0, code, 1)


def failed(code: int) -> tuple[int, bytes]:
    """A FORMULA cell whose result is an error."""
    return 0x0006, struct.pack("<HBBBBBBHHIH", 0, 2, 0, code, 0, 0, 0, 0xFFFF, 0, 0, 0)


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def as_xls(filled: Filled, cells: Mapping[tuple[str, str], tuple[int, bytes]], merged: str | None = None) -> bytes:
    """The form with its texts as LABEL cells, some cells in records of their own; `merged` says `task field field`."""
    own = {}
    for (task, field), made in cells.items():
        cell = filled.cell(task, field)
        own[cell.parent.title, cell.row, cell.column] = made
    sheets = []
    for sheet in filled.book.worksheets:
        body = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
        body += record(0x0200, struct.pack("<IIHHH", 0, sheet.max_row, 0, sheet.max_column, 0))
        for row in sheet.iter_rows():
            for cell in row:
                at = struct.pack("<HH", cell.row - 1, cell.column - 1)
                if (sheet.title, cell.row, cell.column) in own:
                    kind, rest = own[sheet.title, cell.row, cell.column]
                    body += record(kind, at + rest)
                elif cell.value is not None:
                    text = str(cell.value)
                    body += record(0x0204, at + struct.pack("<HHB", 0, len(text), 1) + _wide(text))
        if merged is not None and sheet is filled.book.worksheets[0]:
            task, left, right = merged.split()
            first, last = filled.cell(task, left), filled.cell(task, right)
            places = first.row - 1, last.row - 1, first.column - 1, last.column - 1
            body += record(0x00E5, struct.pack("<H4H", 1, *places))
        sheets.append((sheet.title, body + record(0x000A, b"")))
    head = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    for code, text in FORMATS.items():
        head += record(0x041E, struct.pack("<HHB", code, len(text), 1) + _wide(text))
    for code in (0, *FORMATS):
        head += record(0x00E0, struct.pack("<HH", 0, code) + bytes(16))
    lengths = sum(12 + len(_wide(title)) for title, _ in sheets)
    at, listed = len(head) + lengths + 4, b""
    for title, body in sheets:
        listed += record(0x0085, struct.pack("<IBBBB", at, 0, 0, len(title), 1) + _wide(title))
        at += len(body)
    return _compound(head + listed + record(0x000A, b"") + b"".join(body for _, body in sheets))


def _compound(book: bytes) -> bytes:
    """A compound file with one stream, which is long enough to need no small sectors."""
    book = book.ljust(4096, b"\0")
    count = -(-len(book) // _SECTOR)
    fats = -(-(count + 2) // (_SECTOR // 4 - 1)) + 1
    # The sectors of the table, then the directory, then the stream.
    table = [0xFFFFFFFD] * fats + [0xFFFFFFFE] + [fats + 2 + k for k in range(count - 1)] + [0xFFFFFFFE]
    table += [0xFFFFFFFF] * (fats * _SECTOR // 4 - len(table))
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, fats, fats, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", *range(fats), *[0xFFFFFFFF] * (109 - fats))
    directory = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry("Workbook", 2, 0xFFFFFFFF, fats + 1, len(book))
    body = struct.pack(f"<{len(table)}I", *table) + directory.ljust(_SECTOR, b"\0")
    return header + body + book.ljust(count * _SECTOR, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = _wide(name + "\0")
    tree = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB", len(text), kind, 1)
        + tree
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
