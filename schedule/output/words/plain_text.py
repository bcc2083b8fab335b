"""Text of people, made safe for a cell of a workbook or a paragraph of a document: what is written is what is seen.

Characters that XML cannot hold, that ring, erase or turn the direction of the text around are written out as their
number, `[U+202E]`, so that nobody can hide anything with them and nothing breaks on them. Formulas are the writers'
matter: a text that begins with `=` is handed on unchanged and has to be written as a string. This module must never
know a plan, a language or a file's format.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable
from functools import lru_cache
from itertools import accumulate
from unicodedata import bidirectional, east_asian_width

LONGEST_CELL = 32_767
"""How many UTF-16 units Excel takes in one cell (Excel specifications and limits)."""

_ELLIPSIS = "…"
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f"  # controls except the line feed
    "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides and isolates: they reorder what follows
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff]"  # lone surrogates, non-characters, marks of order
)
"""What nobody sees but what changes what is seen, or what a file cannot hold; a tab too."""


def cell_text(text: str, *, longest: int = LONGEST_CELL) -> str:
    r"""The text as one cell or paragraph shows it: line feeds kept, a tab a space, anything unsafe as its number.

    A text longer than `longest` UTF-16 units is cut, never in the middle of a character, and ends in an ellipsis.
    `cell_text("a\x07b")` is `"a[U+0007]b"`; `cell_text("=1+1")` is `"=1+1"`.
    """
    safe = _known(text) if len(text) <= _SHORT else _safe(text)
    if len(safe) * 2 <= longest or _units(safe) <= longest:
        return safe
    cut = safe.encode("utf-16-le")[: (longest - len(_ELLIPSIS)) * 2].decode("utf-16-le", errors="ignore")
    return whole_words(safe, len(cut)) + _ELLIPSIS


@lru_cache(maxsize=1 << 10)  # the ways to say a thing come again with each length of a letter that is tried
def columns(text: str) -> int:
    """How wide a text is on a line, in Latin letters; a Chinese character is as wide as two."""
    return sum(2 if east_asian_width(mark) in "WFA" else 1 for mark in text)


def from_right(text: str) -> bool:
    """Whether a text is read from the right: most of its letters are Arabic or Hebrew, a Chinese one counting as two.

    By Unicode's rule alone (UAX #9, P2) the first letter decides, also where it is that of a foreign name.
    """
    if not _RIGHT_TO_LEFT.search(text):
        return False
    sides = [(bidirectional(mark), east_asian_width(mark)) for mark in text]
    right = sum(side in ("R", "AL") for side, _ in sides)
    return right > sum(1 + (wide == "W") for side, wide in sides if side == "L")


_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def whole_words(text: str, length: int) -> str:
    """At most so many characters of a text, and of a Latin word all or nothing, unless it is as long as a sentence.

    `whole_words("win back the time", 11)` is `"win back"`; Chinese may be cut anywhere.
    """
    cut = text[:length]
    if len(text) <= length or not cut or not (_in_word(cut[-1]) and _in_word(text[length])):
        return cut.rstrip()
    begin = max((k for k, mark in enumerate(cut) if not _in_word(mark)), default=-1) + 1
    return cut[:begin].rstrip() if begin > 0 and length - begin < _LONGEST_WORD else cut


@lru_cache(maxsize=1 << 10)  # a letter is tried with ever shorter lists, and tells the same names each time
def narrow(text: str, width: int) -> str:
    """The text on a line, cut with an ellipsis where it is wider than so many Chinese characters.

    A Latin letter is half as wide. No number is cut, and so no date.
    """
    line, room = line_text(text), 2 * width
    wide = list(accumulate(2 if east_asian_width(mark) in "WFA" else 1 for mark in line[: room + 1]))
    if not wide or wide[-1] <= room:
        return line
    return _whole_numbers(line, len(whole_words(line, bisect_right(wide, room - 2)))) + _ELLIPSIS


def whole_clauses(text: str, width: int) -> str:
    """The first clauses of a text that has no more room than so many Chinese characters; of a long one its words."""
    line = line_text(text)
    if columns(line) <= 2 * width:
        return line
    cut = narrow(line, width).removesuffix(_ELLIPSIS)
    ends = [found.start() for found in _CLAUSE_END.finditer(line[: len(cut) + 1]) if found.start() >= len(cut) // 3]
    return line[: ends[-1]] if ends else cut


_CLAUSE_END = re.compile("[，；。！？]|[,;.!?](?= )")
_NUMBER = re.compile("[0-9][0-9.,/:%年月日号 -]*")


def fitting(texts: Iterable[str], room: int | None) -> str:
    """The first of several ways to say it that is no wider than so many Chinese characters, else the last of them."""
    said = ""
    for said in texts:
        if room is None or (len(said) <= 2 * room and columns(said) <= 2 * room):
            break
    return said


def _whole_numbers(text: str, length: int) -> str:
    """At most so many characters, and of a number or a date all or nothing, unless the text begins with it."""
    for found in _NUMBER.finditer(text):
        if 0 < found.start() < length < found.end():
            return text[: found.start()].rstrip()
    return text[:length]


_LONGEST_WORD = 30


def _in_word(mark: str) -> bool:
    return mark.isalnum() and mark < _FIRST_WIDE


_FIRST_WIDE = "\u2e80"
"""From here on scripts are written without spaces between words."""
_SHORT = 100
"""Names, dates and lights are shorter, and come again by the thousand."""


def _safe(text: str) -> str:
    return UNSAFE.sub(_shown, _LINE_ENDS.sub("\n", text).replace("\t", " "))


_known = lru_cache(maxsize=1 << 14)(_safe)


def line_text(text: str, *, longest: int = LONGEST_CELL) -> str:
    """The same on one line, for headings, names of sheets and list entries: every run of white space is one space."""
    return cell_text(" ".join(_LINE_ENDS.sub("\n", text).split()), longest=longest)


def file_stem(text: str, other: str, taken: Collection[str]) -> str:
    """A file's name without its ending that every system can hold and that none of those `taken` has.

    Args:
        text: what it is to be called, without what no name may hold. It is cut at `STEM` bytes.
        other: what tells it from another one of that name, such as an id; where that is too long a number does.
        taken: the names that are there. A system may take capitals and small letters for the same.
    """
    known = {one.casefold() for one in taken}
    for behind in ("", f" {other}", *(f" {number}" for number in range(2, len(known) + 3))):
        room = STEM - len(behind.encode())
        if room >= STEM // 2:
            found = text.encode()[:room].decode(errors="ignore").rstrip(" .") + behind
            if found.casefold() not in known:
                return found
    raise AssertionError("more names than there are files")


STEM = 200
"""Bytes of a file's name without its ending; systems take 255."""


def _units(text: str) -> int:
    """How many UTF-16 units the text takes: characters beyond the basic plane count two."""
    return len(text.encode("utf-16-le")) // 2


def _shown(match: re.Match[str]) -> str:
    return f"[U+{ord(match[0]):04X}]"
