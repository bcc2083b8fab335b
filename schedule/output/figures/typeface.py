"""The one typeface of every figure, found in an installed package: a machine without Chinese fonts prints no box.

Noto Sans SC (SIL Open Font License) is carried by the package `zhplot`, of which nothing is imported. A text is checked
against the font before anything is drawn, and its width is known from the font's own advances, so that a figure can be
laid out before it has a renderer. This module must never know what a figure shows.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font, LoadFlags

from schedule.diagnostics import Diagnostic, PlanError
from schedule.output.words.plain_text import line_text

CARRIER = "zhplot"
FILE = "NotoSansSC-Regular.ttf"
ELLIPSIS = "…"
_EM = 1000


class MissingFontError(PlanError):
    """The font file is not where the package that carries it should have put it. Fault: `missing-font`."""

    def __init__(self, expected: str) -> None:
        super().__init__([Diagnostic("missing-font", None, {"found": expected, "package": CARRIER})])


class MissingGlyphError(PlanError):
    """A text has a character that the font cannot draw. `character` and `text` name both. Fault: `missing-glyph`."""

    def __init__(self, character: str, text: str) -> None:
        self.character = character
        self.text = text
        facts = {"found": character, "point": f"U+{ord(character):04X}", "text": text}
        super().__init__([Diagnostic("missing-glyph", None, facts)])


@cache
def font_path() -> Path:
    """The path of the font file.

    Raises:
        MissingFontError: the carrying package is not installed, or has no such file.
    """
    spec = find_spec(CARRIER)
    if spec is None or not spec.submodule_search_locations:
        raise MissingFontError(f"package {CARRIER}")
    path = Path(spec.submodule_search_locations[0]) / "fonts" / FILE
    if not path.is_file():
        raise MissingFontError(str(path))
    return path


@cache
def font(size: float) -> FontProperties:
    """The font at a size in points, as matplotlib wants it. Not to be changed: it is shared."""
    return FontProperties(fname=str(font_path()), size=size)


def clean(text: str) -> str:
    """The text on one line: every run of white space becomes one space; an invisible character shows as its number.

    Raises:
        MissingGlyphError: the font has no glyph for one of the characters.
    """
    line = line_text(text)
    for character in line:
        if _advance(character) is None:
            raise MissingGlyphError(character, line)
    return line


def width(text: str, size: float) -> float:
    """The width of a line of text, in the unit of `size`. A Chinese character is as wide as the size.

    >>> round(width("倒排", 10.0), 1)
    20.0
    """
    return sum(_advance(character) or _EM for character in text) * size / _EM


def fit(text: str, size: float, room: float) -> str:
    """The text itself where it fits into `room`, else as much of its beginning as fits with an ellipsis.

    >>> fit("施工图审查", 10.0, 32.0)
    '施工…'
    """
    if width(text, size) <= room:
        return text
    used = width(ELLIPSIS, size)
    kept = 0
    while kept < len(text) and (used := used + width(text[kept], size)) <= room:
        kept += 1
    return text[:kept].rstrip() + ELLIPSIS


@cache
def _face() -> FT2Font:
    face = FT2Font(str(font_path()))
    face.set_size(_EM, 72)
    return face


@cache
def _advance(character: str) -> float | None:
    """Advance in thousandths of the size; None where the font has no glyph."""
    face = _face()
    if not face.get_char_index(ord(character)):
        return None
    return face.load_char(ord(character), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536
