"""The binary workbook (`.xls`, `.et`) → what a reader of cells keeps silent about, as `sheet_xml` says of the others.

BIFF8 as [MS-XLS] has it, in the compound file of [MS-CFB]. What is not of this form, is encrypted or damaged gives
nothing, never an error: the cells themselves are read elsewhere. This module must never know a question or an answer.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from itertools import islice

from schedule.files.forms.sheet_xml import Markup, Place, TooManySheetsError, check_number, note_look
from schedule.files.forms.shown import BUILT_IN

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _NAMES = 0xFFFFFFFA, ("Workbook", "WORKBOOK")
"""From here on a sector's number is a mark; how the stream with the workbook is called."""
_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _FORMAT, _XF = 0x0809, 0x000A, 0x002F, 0x0085, 0x041E, 0x00E0
_NUMBER, _RK, _MULRK, _BOOLERR, _FORMULA, _MERGED = 0x0203, 0x027E, 0x00BD, 0x0205, 0x0006, 0x00E5
_BIFF8, _ERROR_RESULT = 0x0600, 2
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def binary_markup(data: bytes, limit: Place) -> dict[str, Markup] | None:
    """The markup of each sheet by its name; None for what is no BIFF8 workbook that can be read.

    `limit` is how many rows and columns a sheet may have; cells beyond are not looked at. Raises TooManySheetsError
    before it looks into a sheet.
    """
    if not data.startswith(MAGIC):
        return None
    try:
        book = _stream(data)
        return None if book is None else _sheets(book, limit)
    except TooManySheetsError:
        raise
    except (struct.error, IndexError, ValueError, OverflowError, UnicodeDecodeError):
        return None


# ── the compound file ──────────


def _stream(data: bytes) -> bytes | None:
    """The workbook's stream in a compound file."""
    size, small = (1 << shift for shift in struct.unpack_from("<HH", data, 30))
    if size not in (512, 4096) or small != 64:
        return None
    directory, cutoff, first_small = (struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60))
    fat = _fat(data, size)
    entries = _chained(data, directory, fat, size)
    root: tuple[int, int] | None = None
    found: tuple[int, int] | None = None
    for at in range(0, len(entries) - 127, 128):
        name = entries[at : at + max(struct.unpack_from("<H", entries, at + 64)[0] - 2, 0)].decode("utf-16-le")
        start, length = struct.unpack_from("<II", entries, at + 116)
        if entries[at + 66] == 5:
            root = start, length
        elif name in _NAMES:
            found = start, length
    if found is None or root is None:
        return None
    if found[1] >= cutoff:
        return _chained(data, found[0], fat, size)[: found[1]]
    small_fat = _numbers(_chained(data, first_small, fat, size))
    # The small sectors lie in the root's own stream, the first of them at its beginning.
    return _chained(b"\0" * small + _chained(data, root[0], fat, size), found[0], small_fat, small)[: found[1]]


def _fat(data: bytes, size: int) -> Sequence[int]:
    """Which sector follows each sector."""
    sectors = list(struct.unpack_from("<109I", data, 76))
    following = struct.unpack_from("<I", data, 68)[0]
    for _ in range(len(data) // size):
        if following >= _END:
            break
        *more, following = _numbers(_sector(data, following, size))
        sectors += more
    return _numbers(b"".join(_sector(data, one, size) for one in sectors[: len(data) // size + 109] if one < _END))


def _chained(data: bytes, first: int, fat: Sequence[int], size: int) -> bytes:
    """The sectors that follow each other from a first one on; a chain that bites its own tail is damaged."""
    parts = []
    while first < _END:
        parts.append(_sector(data, first, size))
        if len(parts) * size > len(data) + size:
            raise ValueError("chain")
        first = fat[first]
    return b"".join(parts)


def _sector(data: bytes, number: int, size: int) -> bytes:
    begin = (number + 1) * size
    if begin >= len(data):
        raise ValueError("sector")
    return data[begin : begin + size]


def _numbers(data: bytes) -> Sequence[int]:
    return struct.unpack_from(f"<{len(data) // 4}I", data)


# ── the workbook ──────────


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part, to its end; charts within it are passed over."""
    depth = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 1:
            yield kind, book[at + 4 : at + 4 + length]
        elif depth == 0:
            return
        at += 4 + length


def _sheets(book: bytes, limit: Place) -> dict[str, Markup] | None:
    own: dict[int, str] = {}
    styles: list[int] = []
    places: dict[str, int] = {}
    number = 0
    for kind, body in _records(book, 0):
        if kind == _FILEPASS or (kind == _BOF and struct.unpack_from("<H", body)[0] != _BIFF8):
            return None
        if kind == _FORMAT:
            own[struct.unpack_from("<H", body)[0]] = _text(body, struct.unpack_from("<H", body, 2)[0], 4)
        elif kind == _XF:
            styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _BOUNDSHEET:
            places[_text(body, body[6], 7)] = struct.unpack_from("<I", body)[0]
            number += 1
    check_number(number)
    formats = [own.get(one, BUILT_IN.get(one, "")) for one in styles]
    return {name: _sheet(book, at, formats, limit) for name, at in places.items()}


def _text(body: bytes, length: int, flags: int) -> str:
    """A text of so many characters behind its flags: one byte for each, or two."""
    begin = flags + 1
    if body[flags] & 1:
        return body[begin : begin + 2 * length].decode("utf-16-le")
    return body[begin : begin + length].decode("latin-1")


def _sheet(book: bytes, at: int, formats: Sequence[str], limit: Place) -> Markup:
    found = Markup()
    for kind, body in _records(book, at):
        if kind == _MERGED:
            count = struct.unpack_from("<H", body)[0]
            for k in range(count):
                top, bottom, left, right = struct.unpack_from("<4H", body, 2 + 8 * k)
                found.merged.append(((top, left), (bottom, right)))
        elif kind in (_NUMBER, _RK, _MULRK, _BOOLERR, _FORMULA):
            row, column, style = struct.unpack_from("<3H", body)
            if row < limit[0] and column < limit[1]:
                _cell(kind, body, (row, column), style, formats, found)
    return found


def _cell(kind: int, body: bytes, place: Place, style: int, formats: Sequence[str], found: Markup) -> None:
    if kind == _BOOLERR:
        if body[7]:
            found.errors[place] = _ERRORS.get(body[6], "#N/A")
    elif kind == _FORMULA and body[12:14] == b"\xff\xff":
        if body[6] == _ERROR_RESULT:
            found.formulas[place] = _ERRORS.get(body[8], "#N/A")
    elif kind in (_NUMBER, _FORMULA):
        note_look(struct.unpack_from("<d", body, 6)[0], formats[style], place, found)
    elif kind == _RK:
        note_look(_rk(body[6:10]), formats[style], place, found)
    else:
        for k, (own, packed) in enumerate(islice(struct.iter_unpack("<H4s", body[4:-2]), 300)):
            note_look(_rk(packed), formats[own], (place[0], place[1] + k), found)


def _rk(packed: bytes) -> float:
    """A number in four bytes: the highest bits of a float or an integer, perhaps of its hundredfold."""
    (bits,) = struct.unpack("<i", packed)
    number = float(bits >> 2) if bits & 2 else struct.unpack("<d", b"\0\0\0\0" + struct.pack("<i", bits & ~3))[0]
    return number / 100 if bits & 1 else number
