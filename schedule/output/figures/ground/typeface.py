"""The typefaces of every figure, found in installed packages: a machine without Chinese fonts prints no box.

Noto Sans SC (SIL Open Font License) is carried by the package `zhplot`, of which nothing is imported. What it lacks is
drawn in DejaVu Sans, which matplotlib carries: Uyghur, Kazakh, Turkish and Slavic letters, ticks. Matplotlib shapes
them (HarfBuzz) and sets Arabic script from right to left. A character that neither has is drawn as `MISSING`, so that
one name never costs a chart. A text's width is known before there is a renderer, so that a figure can be laid out.
This module must never know what a figure shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from unicodedata import bidirectional, category, normalize

from matplotlib import get_data_path
from matplotlib.font_manager import FontEntry, FontProperties, fontManager, get_font
from matplotlib.ft2font import FT2Font, LoadFlags

from schedule.diagnostics import Diagnostic, PlanError
from schedule.output.words.plain_text import from_right, line_text

CARRIER = "zhplot"
FILE = "NotoSansSC-Regular.ttf"
SECOND = "DejaVuSans.ttf"
ELLIPSIS = "…"
MISSING = "□"
"""What stands for a character that no typeface has."""
_EM = 1000
_FAMILIES = ("daopai 1", "daopai 2")
"""What the typefaces are called within matplotlib: names that no font of the machine has."""
_LEFT_MARK, _RIGHT_MARK = "\u200e", "\u200f"


class MissingFontError(PlanError):
    """A font file is not where the package that carries it should have put it. Fault: `missing-font`."""

    def __init__(self, expected: str, package: str) -> None:
        super().__init__([Diagnostic("missing-font", None, {"found": expected, "package": package})])


@cache
def font_path() -> Path:
    """The path of the first typeface's file.

    Raises:
        MissingFontError: the carrying package is not installed, or has no such file.
    """
    spec = find_spec(CARRIER)
    if spec is None or not spec.submodule_search_locations:
        raise MissingFontError(f"package {CARRIER}", CARRIER)
    path = Path(spec.submodule_search_locations[0]) / "fonts" / FILE
    if not path.is_file():
        raise MissingFontError(str(path), CARRIER)
    return path


@cache
def second_path() -> Path:
    """The path of the second typeface's file. Raises MissingFontError where matplotlib came without it."""
    path = Path(get_data_path()) / "fonts" / "ttf" / SECOND
    if not path.is_file():
        raise MissingFontError(str(path), "matplotlib")
    return path


def font(size: float, text: str = "") -> FontProperties:
    """The typefaces at a size in points, as matplotlib wants them for a text. Not to be changed: they are shared."""
    return _properties(size, _is_composed(text))


@cache
def _properties(size: float, composed: bool) -> FontProperties:
    families = list(_families())
    return FontProperties(family=families[::-1] if composed else families, size=size)


@cache
def _families() -> tuple[str, ...]:
    """The names of the typefaces, made known to matplotlib: it looks for what the first lacks in the second."""
    for family, path in zip(_FAMILIES, (font_path(), second_path()), strict=True):
        fontManager.ttflist.append(FontEntry(fname=str(path), name=family, size="scalable"))
    return _FAMILIES


def _is_composed(text: str) -> bool:
    """Whether a text has a letter of which the first typeface has only the parts, which it cannot put together: š, Ż.

    Such a text is drawn in the second typeface first, or its accents would stand beside their letters.
    """
    return any(
        _advance(character) is None and (_is_accent(character) or _advance(normalize("NFD", character)[0]) is not None)
        for character in text
    )


def clean(text: str) -> str:
    """The text on one line as it is drawn: every run of white space one space, an invisible character as its number.

    A character that no typeface has becomes `MISSING`, and nothing where it would not be seen anyhow (a joiner, a
    selector of another form). A text of Arabic or Hebrew letters begins at its right, also where a name in other
    letters comes first; any other text begins at its left.

    >>> clean("验收 \U0001f6a7")
    '验收 □'
    """
    line = "".join(drawn for _, drawn in _as_drawn(text))
    return _from_its_side(line)


def lacking(text: str) -> str:
    """The characters of a text for which its chart shows `MISSING`, each once, in their order.

    >>> lacking("验收 \U0001f6a7\U0001f6a7")
    '\U0001f6a7'
    """
    return "".join(dict.fromkeys(found for found, drawn in _as_drawn(text) if drawn != found))


def width(text: str, size: float) -> float:
    """The width of a line of text, in the unit of `size`. A Chinese character is as wide as the size.

    >>> round(width("倒排", 10.0), 1)
    20.0
    """
    advances = [_advance(character) for character in text]
    known = [advance for advance in advances if advance is not None]
    return (sum(known) if len(known) == len(advances) else _shaped(text)) * size / _EM


def fit(text: str, size: float, room: float) -> str:
    """The text itself where it fits into `room`, else as much of its beginning as fits with an ellipsis.

    >>> fit("施工图审查", 10.0, 32.0)
    '施工…'
    """
    if width(text, size) <= room:
        return text
    kept = _fitting(text, size, room, ELLIPSIS)
    return text[:kept].rstrip() + ELLIPSIS


def _fitting(text: str, size: float, room: float, end: str = "") -> int:
    """How many characters of a text that is too long, with `end` behind them, fit into `room`."""
    if all(_advance(character) is not None for character in text):
        used, kept = width(end, size), 0
        while kept < len(text) and (used := used + width(text[kept], size)) <= room:
            kept += 1
        return kept
    low, high = 0, len(text)  # letters that join have no width of their own
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width(text[:middle] + end, size) <= room else (low, middle - 1)
    return low


def _as_drawn(text: str) -> Iterator[tuple[str, str]]:
    """Each character of a text on one line, and what is drawn for it: itself or `MISSING`.

    An accent is drawn by the typeface of its letter, and is missing where that has none.
    """
    line = line_text(text)
    if not all(map(_stands_alone, line)):
        line = line_text("".join(character for character in line if not _is_unseen(character)))
    bearing = (False, False)
    for character in line:
        if _stands_alone(character):
            bearing = (True, _in_second(character))
            yield character, character
            continue
        having = (_advance(character) is not None, _in_second(character))
        if _is_accent(character):
            having = (having[0] and bearing[0], having[1] and bearing[1])
        else:
            bearing = having if any(having) else (True, False)
        yield character, character if any(having) else MISSING


@cache
def _in_second(character: str) -> bool:
    return bool(_second().get_char_index(ord(character)))


@cache
def _is_unseen(character: str) -> bool:
    """Whether nothing is drawn: a selector of another form, a soft hyphen, a sign of format that no typeface has."""
    named = "\ufe00" <= character <= "\ufe0f" or character == "\xad"
    return named or (category(character) == "Cf" and _advance(character) is None and not _in_second(character))


def _is_accent(character: str) -> bool:
    """Whether a character stands on, below or around the one before it."""
    return category(character) in ("Mn", "Me")


@cache
def _stands_alone(character: str) -> bool:
    """Whether the first typeface draws a character whatever stands before it."""
    return _advance(character) is not None and not _is_accent(character) and character != "\xad"


def _from_its_side(line: str) -> str:
    """A line that begins at the side of most of its letters, a Chinese character counting as two; by a mark if need be.

    By Unicode's rule alone (UAX #9, P2) a Chinese sentence that begins with a Uyghur name would be set from the right.
    """
    starts_left = next((side for side in map(bidirectional, line) if side in ("L", "R", "AL")), "L") == "L"
    if starts_left != from_right(line):
        return line
    return (_RIGHT_MARK if starts_left else _LEFT_MARK) + line


@cache
def _face() -> FT2Font:
    face = FT2Font(str(font_path()))
    face.set_size(_EM, 72)
    return face


@cache
def _second() -> FT2Font:
    return FT2Font(str(second_path()))


@cache
def _advance(character: str) -> float | None:
    """Advance in thousandths of the size in the first typeface; None where it has no glyph."""
    face = _face()
    if not face.get_char_index(ord(character)):
        return None
    return face.load_char(ord(character), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536


@lru_cache(8192)
def _shaped(text: str) -> float:
    """The width in thousandths of the size of a text in both typefaces, its letters joined as they are drawn."""
    paths = [str(font_path()), str(second_path())]
    face = get_font(paths[::-1] if _is_composed(text) else paths)
    face.set_size(_EM, 72)
    face.set_text(clean(text), 0.0, flags=LoadFlags.NO_HINTING)
    return face.get_width_height()[0] / 64
