"""The languages of the papers: what one has beside its words, from its row in `languages.toml`.

A further language is one row and one file of words. Both may stand in a folder of their own, `languages.toml` and
`CODE.toml`, which `register` adds to those of the package. This module must never know a word.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from schedule.frozen import dataclass

ROWS = "languages.toml"
DEFAULT = "zh"
"""The language of whoever names none."""


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """A language of the papers; `languages.toml` says what each of its properties means. `words` is its file."""

    code: str
    words: Path
    tag: str
    document_tag: str
    post: str
    direction: str
    plurals: Mapping[str, str]
    spaced: bool
    full_stop: str
    english_names: bool
    letters: str
    letter_font: str
    sheet_font: str
    sheet_head_font: str
    sheet_note_font: str
    form_font: str
    form_head_font: str
    sheet_day: str
    sheet_day_year: str
    falls_back: str = ""
    reviewed: bool = True

    @property
    def gap(self) -> str:
        """What stands between two words or sentences: a space, or nothing."""
        return " " if self.spaced else ""

    @property
    def categories(self) -> tuple[str, ...]:
        """The plural categories of the language, `other` the last."""
        return (*self.plurals, "other")

    def category(self, number: object) -> str:
        """The plural category of a number as it is shown: 1, "1.5", "+3".

        >>> [languages()["en"].category(number) for number in (1, "1.0", "-1", 5)]
        ['one', 'other', 'one', 'other']
        """
        found = (name for name, rule in self.plurals.items() if _fits(rule, str(number)))
        return next(found, "other")

    def name(self, name: str | None, english: str | None) -> str | None:
        """Of a thing's own name and its English one, that which is shown."""
        return (english if self.english_names else None) or name


_FURTHER: list[Path] = []


def register(folder: Path) -> None:
    """Add the languages of a folder to those of the package; a language of the same code takes the other's place.

    Whoever does not know what is in the folder looks first (`schedule.output.words.further`).
    """
    _FURTHER.append(folder)
    offered.cache_clear()
    languages.cache_clear()


@cache
def languages() -> Mapping[str, Language]:
    """The languages that somebody has read by their codes, the default one first: what files say in every language."""
    return {code: one for code, one in offered().items() if one.reviewed}


def language_of(code: str) -> Language:
    """A language by its code, read or not. Raises KeyError for an unknown one."""
    return offered()[code]


@cache
def offered() -> Mapping[str, Language]:
    """All languages by their codes, the default one first, those that nobody has read among them.

    Raises:
        OSError: a folder that was registered has no `languages.toml`.
        TypeError: a row lacks a property or has one that is not known.
        ValueError: a file that is not TOML.
    """
    return {code: one for folder in (Path(__file__).parent, *_FURTHER) for code, one in languages_of(folder).items()}


def languages_of(folder: Path) -> Mapping[str, Language]:
    """The languages of a folder by their codes. Raises as `offered`."""
    rows = tomllib.loads(folder.joinpath(ROWS).read_text(encoding="utf-8"))
    return {code: Language(code, folder.joinpath(f"{code}.toml"), **row) for code, row in rows.items()}


def unstopped(text: str, also: str = "") -> str:
    """What somebody wrote without the full stop at its end, whichever language's it is, nor what else is named."""
    return text.rstrip("".join(language.full_stop for language in languages().values()) + also)


_SHOWN = re.compile(r"[+-]?(?P<i>[0-9]+)(?:\.(?P<f>[0-9]+))?")
_RELATION = re.compile(r"([nivwft])(?:\s*%\s*([0-9]+))?\s*(!?=)\s*([0-9., ]+)")


@cache
def _fits(rule: str, shown: str) -> bool:
    """Whether a number as it is shown fits a plural rule.

    The rules are CLDR's (Unicode TR 35, part 3, 5.1, without exponents): `n` is the number without its sign, `i` its
    whole part, `v` and `w` how many decimals are shown, with and without zeros at the end, `f` and `t` those decimals.

    >>> [_fits("v = 0 and i % 10 = 2..4 and i % 100 != 12..14", shown) for shown in ("2", "12", "22", "2.5")]
    [True, False, True, False]
    """
    match = _SHOWN.fullmatch(shown)
    if match is None:
        return False
    decimals = match["f"] or ""
    bare = decimals.rstrip("0")
    operands: dict[str, float] = {
        "n": float(shown.lstrip("+-")),
        "i": int(match["i"]),
        "v": len(decimals),
        "w": len(bare),
        "f": int(decimals or 0),
        "t": int(bare or 0),
    }
    return any(all(_holds(one, operands) for one in clause.split(" and ")) for clause in rule.split(" or "))


def _holds(relation: str, operands: Mapping[str, float]) -> bool:
    """One relation of a rule. Raises ValueError for what is none."""
    match = _RELATION.fullmatch(relation.strip())
    if match is None:
        raise ValueError(f"no relation of a plural rule: {relation!r}")
    name, modulus, equals, ranges = match.groups()
    value = operands[name] % int(modulus) if modulus else operands[name]
    spans = (part.strip().split("..") for part in ranges.split(","))
    within = value == int(value) and any(int(span[0]) <= value <= int(span[-1]) for span in spans)
    return within == (equals == "=")
