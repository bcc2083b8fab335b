"""How the deadline workbook looks: typefaces, colours, formats of numbers, and how much room a text takes.

A workbook is laid out by whoever opens it, so that row heights are reckoned here with the widths that Chinese typefaces
have by design: a full-width character two columns, a Latin one a column. This module must never know a task.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

from schedule.analysis.dates.alerts import Light
from schedule.output.words.phrases import Voice, decimal
from schedule.output.words.plain_text import LONGEST_CELL, cell_text, line_text
from schedule.output.words.saying import Days, Phrase, joined, say

Style = dict[str, Any]
"""Properties of a cell, in XlsxWriter's names."""

TITLE, HEADLINE, NOTE, TEXT, SMALL = 26, 18, 12, 12, 9
"""Sizes in points: 一号, 小二, 小四 and 小五."""
SQUARE = 10.5
"""The size at which a full-width character takes two columns of a sheet: 14 pixels, five points and a half a column."""

INK, FAINT, PAPER = "#1A1D21", "#5C6570", "#FFFFFF"
BAND, HEAD, RULE, HAIR = "#C9D6E4", "#E4EBF3", "#8D98A5", "#D5DBE2"
LATE = "#B71C1C"
DATE_LINE = "#0B57D0"
LIGHTS: Mapping[Light, tuple[str, str]] = {
    Light.RED: ("#B71C1C", PAPER),
    Light.YELLOW: ("#F4C430", INK),
    Light.GREY: ("#7A828B", PAPER),
    Light.GREEN: ("#2E7D4F", PAPER),
}
"""Face and letters; a light's word stands in its cell."""
DONE, FORECAST, CRITICAL_DONE, CRITICAL, EDGE = "#24527A", "#9CC3E4", "#8E1B16", "#F2A59C", "#B3140E"
BASELINE, LIMIT = "#333B45", "#0B3D91"

THIN, MEDIUM, HAIRLINE = 1, 2, 7
"""XlsxWriter's numbers of borders."""

_FORMULA = ("=", "+", "-", "@")
_SHEET = re.compile(r"[\[\]:*?/\\]")
LONGEST_SHEET = 31
_CLOSING = frozenset("，。；：、！？）》】”’…%,.;:!?)")
_OPENING = frozenset("（《【“‘(")
_LATIN = 1.1
"""A Latin letter's width in columns: some typefaces that stand in for others are broader than half a square."""
_LONG = 4_000
_KEPT = 1 << 17
"""So many texts are measured once: each stands in the sheet of all, and then in its body's."""
_MARGIN = 1.0
"""What stays empty at both sides of a cell."""


def text_style(text: str) -> Style:
    """What a text needs so that it stays a text even when somebody edits its cell."""
    return {"quote_prefix": True} if text.startswith(_FORMULA) else {}


def shown(text: str, voice: Voice) -> str:
    """A text as a cell can hold it; one that is too long ends in words that say so."""
    safe = cell_text(text, longest=2 * len(text) * 8 + LONGEST_CELL)
    if len(safe) <= LONGEST_CELL // 2 or len(safe.encode("utf-16-le")) // 2 <= LONGEST_CELL:
        return safe
    note = voice.say("workbook.cut")
    return cell_text(text, longest=LONGEST_CELL - len(note) + 1).removesuffix("…") + note


def sheet_name(text: str, taken: Container[str]) -> str:
    """A name that Excel takes for a sheet and no other sheet has (`taken` are casefolded): at most 31 UTF-16 units.

    >>> sheet_name("规划局/设计院", set()), sheet_name("All", {"all"})
    ('规划局_设计院', 'All (2)')
    """
    plain = _SHEET.sub("_", line_text(text)).strip(" '") or "_"
    plain = f"{plain}_" if plain.casefold() == "history" else plain  # Excel keeps this name for itself
    number, ending = 1, ""
    while True:
        name = _cut(plain, LONGEST_SHEET - len(ending)).rstrip(" '") + ending
        if name.casefold() not in taken:
            return name
        number += 1
        ending = f" ({number})"


def _cut(text: str, units: int) -> str:
    """The text's beginning of so many UTF-16 units; no character is halved."""
    return text.encode("utf-16-le")[: units * 2].decode("utf-16-le", errors="ignore")


def footer(text: str, *, longest: int = 60) -> str:
    """A text as a page's footer holds it: on one line, its ampersands no codes."""
    return line_text(text, longest=longest).replace("&", "&&")


def plain_format(words: str, number: str = "0") -> str:
    r"""A number's format from the words around it, `\0` standing for the number: `\0 天` becomes `0" 天"`."""
    before, _, after = words.partition("\0")
    return "".join(f'"{part}"' if part else "" for part in (before,)) + number + (f'"{after}"' if after else "")


def days_text(days: Days, *, passed: bool = False) -> Phrase:
    """An amount of days in a sheet's words, which are shorter than a sentence's.

    With `passed`, less than nothing has passed; of room, it is missing.
    """
    words = _days_words(days, decimal(abs(days.amount)))
    if days.amount < 0 and (passed or days.of_float):
        return say("workbook.passed" if passed else "workbook.short", days=words)
    if days.amount == 0:
        return say("workbook.last-day" if passed else "float.none" if days.of_float else "no")
    return words if days.amount > 0 else joined(("-", words))


def days_format(days: Days, voice: Voice, *, passed: bool = False) -> str:
    """The format in which a number of days reads as `days_text` says it, and so does another typed over it."""
    number = "0" if days.amount.denominator == 1 else "0.0"
    words = _days_words(days, "\0")
    more = plain_format(voice.tell(words), number)
    less = f"-{more}"
    if passed or days.of_float:
        less = plain_format(voice.say("workbook.passed" if passed else "workbook.short", days=words), number)
    return f'{more};{less};"{voice.tell(days_text(replace(days, amount=Fraction(0)), passed=passed))}"'


def _days_words(days: Days, number: str) -> Phrase:
    return say("workbook.workdays" if days.working else "workbook.days", number=number)


def number_of(amount: Fraction) -> int | float:
    """An amount as a cell holds it: whole where it is, else to four decimals, as in the CSV."""
    return amount.numerator if amount.denominator == 1 else round(float(amount), 4)


def date_format(year: int, voice: Voice) -> str:
    """A date's format: as `Voice.day` writes it, with its year where that is not the data date's."""
    language = voice.language
    return language.sheet_day if year == voice.year else language.sheet_day_year


@lru_cache(maxsize=4096)
def columns_wide(character: str) -> float:
    """How many columns a character takes."""
    if unicodedata.combining(character):
        return 0.0
    return 2.0 if unicodedata.east_asian_width(character) in "WFA" else _LATIN


def width_of(text: str, size: float = TEXT) -> float:
    """How wide a column must be for the longest line of a text."""
    longest = max(_columns_of(line) for line in text.split("\n"))
    return longest * size / SQUARE + _MARGIN


@lru_cache(maxsize=_KEPT)
def widest_word(text: str) -> float:
    """How wide a column must be for the widest word of a text, which is not to be broken; 0 for none."""
    return max((width_of(word.rstrip()) for word in words_of(text)), default=0.0)


@lru_cache(maxsize=_KEPT)
def _columns_of(line: str) -> float:
    return sum(map(columns_wide, line))


def lines_in(text: str, width: float, size: float = TEXT) -> int:
    """How many lines a text takes in a column of a width, broken as office programs break Chinese."""
    room = (width - _MARGIN) * SQUARE / size
    if len(text) > _LONG:
        return round(len(text) * 2 / room) + 1
    return sum(_wrapped(line, max(room, 2.0)) for line in text.split("\n"))


def _wrapped(line: str, room: float) -> int:
    lines, used = 1, 0.0
    for wide, space in _words_wide(line):
        if used and used + wide > room:
            lines, used = lines + 1, 0.0
        over = int((wide - 0.01) // room) if wide > room else 0
        lines, used = lines + over, used + wide - over * room + space
    return lines


@lru_cache(maxsize=_KEPT)
def _words_wide(line: str) -> tuple[tuple[float, float], ...]:
    """How wide each word of a line is, and the space behind it."""
    found = []
    for word in words_of(line):
        bare = word.rstrip()
        found.append((sum(map(columns_wide, bare)), sum(map(columns_wide, word[len(bare) :]))))
    return tuple(found)


def words_of(line: str) -> list[str]:
    """What stays on one line: a full-width character, a run of Latin ones with its space; punctuation at its word."""
    words: list[str] = []
    for character in line:
        before = words[-1][-1] if words else ""
        breaks = not words or before == " " or columns_wide(character) == 2.0 or columns_wide(before) == 2.0
        if character == " " or character in _CLOSING or before in _OPENING:
            breaks = not words
        if breaks:
            words.append(character)
        else:
            words[-1] += character
    return words
