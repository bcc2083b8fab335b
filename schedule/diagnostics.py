"""Faults that know their place: what was found, where, and what was expected.

A reader collects `Diagnostic` values and raises them together as one `PlanError`, so that an author sees every
fault of a file at once. A diagnostic carries a code and facts, never a sentence: the words for each code, in Chinese
and English, stand in `schedule.output.words.faults`. This module must never know what a plan is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from difflib import get_close_matches
from enum import StrEnum
from typing import NamedTuple
from unicodedata import normalize

from schedule.frozen import dataclass


class Severity(StrEnum):
    """How much a diagnostic weighs: an error stops the command, a warning is shown and the work goes on."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Source:
    """One text that was read: its path as the user wrote it, and its lines without line ends."""

    path: str
    lines: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """The path alone: every value of a plan knows its source, and none shall print the whole file."""
        return f"Source({self.path!r})"


class Location(NamedTuple):
    """A place in a source.

    `line` and `column` count from 1, in characters; `width` is the length of what stands there. A large plan has some
    for each of its lines: a named tuple is made in half the time.
    """

    source: Source
    line: int
    column: int = 1
    width: int = 1

    @property
    def path(self) -> str:
        """The path of the source, as the user wrote it."""
        return self.source.path

    @property
    def text(self) -> str:
        """The whole line, or the empty string where the source has no such line."""
        lines = self.source.lines
        return lines[self.line - 1] if 0 < self.line <= len(lines) else ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"

    def __repr__(self) -> str:
        return f"Location({str(self)!r})"


MORE = "more-faults"
"""The code of what stands for all further faults of a file that has very many; the fact `found` says how many."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault: its code (kebab case, the same as its example file's name), its place, and the facts about it.

    Facts are strings under fixed names: `found`, `expected`, `nearest` (the name that was probably meant) and, for some
    codes, names of their own. `related` are further places that belong to the fault: the other members of a cycle,
    the first of two equal keys.
    """

    code: str
    location: Location | None
    facts: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = Severity.ERROR
    related: tuple[Location, ...] = ()

    def __str__(self) -> str:
        place = f"{self.location}: " if self.location else ""
        facts = ", ".join(f"{name}: {value}" for name, value in self.facts.items())
        return f"{place}{self.severity}: {self.code}" + (f" ({facts})" if facts else "")


class PlanError(Exception):
    """All the faults of a plan, an update or a baseline, raised together.

    `diagnostics` stand in the order of path, line and column. A fault without a place comes first.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(diagnostics, key=_place))
        super().__init__("\n".join(str(diagnostic) for diagnostic in self.diagnostics))


def _place(diagnostic: Diagnostic) -> tuple[str, int, int]:
    location = diagnostic.location
    return (location.path, location.line, location.column) if location else ("", 0, 0)


def excerpt(location: Location) -> tuple[str, str]:
    """The line at a location and a line of carets under what stands there, for printing one above the other.

    Characters that fill two columns of a terminal (Chinese, full-width punctuation) get two columns of padding, so
    that the caret stands under the right character.

    >>> excerpt(Location(Source("plan.yaml", ("名称: 7wd",)), 1, 5, 3))
    ('名称: 7wd', '      ^^^')
    """
    text = location.text.replace("\t", " ")
    before, marked = text[: location.column - 1], text[location.column - 1 :][: max(location.width, 1)]
    return text, " " * _columns(before) + "^" * max(_columns(marked), 1)


def _columns(text: str) -> int:
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


NAMED = 20
"""How many members of a circle are named; of more, the number stands behind them."""


def ring_text(members: Sequence[str]) -> str:
    """A circle, from a member back to it; of a large one its first `NAMED` members and how many it has.

    >>> ring_text(["a", "b"])
    'a → b → a'
    """
    more = ["…", f"({len(members)})"] if len(members) > NAMED else []
    return " → ".join([*members[:NAMED], *more[:1], members[0]]) + "".join(f" {said}" for said in more[1:])


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like `name`, or None where nothing is near enough to be worth saying.

    Brackets and quotation marks around it, full-width letters and capitals make no other name, nor does what a known
    name adds in brackets; a piece of two Chinese characters or four letters stands for the shortest name that holds it.

    >>> nearest("drawing-reveiw", ["drawing-review", "fiscal-review"])
    'drawing-review'
    >>> nearest("【ｗｏｒｋｓ－ｄｏｎｅ】", ["works-done"]), nearest("环评", ["环评编制（报告表）", "可研批复"])
    ('works-done', '环评编制（报告表）')
    """
    candidates = list(known)
    asked = bare(name)
    if not asked:
        return None
    folded = {bare(_ADDED.sub("", candidate)): candidate for candidate in reversed(candidates)}
    folded |= {bare(candidate): candidate for candidate in reversed(candidates)}
    if asked in folded:
        return folded[asked]
    if found := get_close_matches(asked, folded, n=1, cutoff=0.6):
        return folded[found[0]]
    if len(asked) < (4 if asked.isascii() else 2):
        return None
    return min((candidate for text, candidate in folded.items() if asked in text), key=len, default=None)


def bare(text: str) -> str:
    """A name without the marks around it and the ways of writing it: half-width, in small letters."""
    plain = text if text.isascii() else normalize("NFKC", text).translate(_DASHES)
    return _MARKS.sub("", plain).casefold().strip()


_MARKS = re.compile(r"""[][(){}<>"'`“”‘’„«»‹›「」『』《》〈〉【】〔〕〖〗]""")
_ADDED = re.compile(r"[(（\[【〔].*?[)）\]】〕]")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−﹣－", "-"))
