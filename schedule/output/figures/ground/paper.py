"""The page of a chart that is laid out in points from its upper left corner, and how a page becomes a file.

The same values give the same bytes everywhere: the typeface comes with the program, no setting of the reader's
matplotlib counts, and no file says when it was written. This module must never know what a chart shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from matplotlib import rc_context, rcdefaults
from matplotlib.axes import Axes
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Transform

from schedule.files.records.writing import write_atomically
from schedule.model import State
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.ink import Box
from schedule.output.figures.ground.typeface import clean, fit, width
from schedule.output.figures.ground.words import word
from schedule.output.words.phrases import Voice
from schedule.version import THIS

WIDTH, HEIGHT, DPI = 1382.4, 777.6, 100
"""1920 x 1080 px for a projector, in points; a chart with little to show is less high."""
TITLE, UNDER = 28.0, 14.0
"""Sizes of type in the head of a page."""

_FORMATS: dict[str, dict[str, Any]] = {
    ".png": {"metadata": {"Software": str(THIS)}, "pil_kwargs": {"compress_level": 3}},
    ".svg": {"metadata": {"Date": None, "Creator": str(THIS)}},
    ".pdf": {"metadata": {"CreationDate": None, "Creator": str(THIS), "Producer": None}},
}
"""What each kind of file is written with: who made it, and nothing that changes from one day or machine to the next."""

_NEVER_FIRST = tuple("，。、；：）”」")
"""What no line begins with."""

Dashes = str | tuple[int, tuple[float, ...]]


Page = Callable[[], Axes]
"""Draws one page of a chart, when its turn comes: a chart of many pages never has them all in memory."""


def new_page(height: float) -> Axes:
    """The Axes of a new page WIDTH points wide and so high, which they fill."""
    return blank(WIDTH, height).add_axes((0, 0, 1, 1))


def blank(width: float, height: float, dpi: int = DPI) -> Figure:
    """An empty page, in points, that is printed with so many dots an inch."""
    figure = Figure(figsize=(width / 72, height / 72), dpi=dpi, facecolor=ink.PAPER)
    FigureCanvasAgg(figure)
    return figure


def in_points(ax: Axes) -> tuple[float, float]:
    """Make points from the upper left corner, y downwards, the coordinates of an Axes; its width and height in them."""
    box, point = ax.get_window_extent(), ax.figure.dpi / 72
    width, height = box.width / point, box.height / point
    ax.set(xlim=(0, width), ylim=(height, 0))
    ax.set_axis_off()
    return width, height


def write_pages(path: Path, pages: Sequence[Page]) -> tuple[Path, ...]:
    """Draw and write the pages of a chart as PNG, SVG or PDF by the suffix of `path`, and return what was written.

    One page has the name of `path`; several are numbered after it: wall-1.png, wall-2.png. A file appears whole or not
    at all.

    Raises:
        ValueError: the suffix is none of the three.
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    form = suffix(path)
    targets = [path if len(pages) == 1 else path.with_stem(f"{path.stem}-{k}") for k in range(1, len(pages) + 1)]
    with own_settings():
        for draw, target in zip(pages, targets, strict=True):
            figure = draw().get_figure(root=True)
            assert isinstance(figure, Figure)
            buffer = BytesIO()
            figure.savefig(buffer, format=form[1:], dpi=figure.dpi, **_FORMATS[form])
            discard(figure)
            write_atomically(target, buffer.getvalue())
    return tuple(targets)


def write_page(path: Path, page: Page) -> Path:
    """Write a chart of one page, as `write_pages` does, and return `path`."""
    (written,) = write_pages(path, [page])
    return written


def discard(figure: Figure) -> None:
    """Give back what a picture that was written holds: its marks, and a pixel for each dot of the page.

    A figure and its canvas know each other, so both would wait for the collector of cycles, all charts of an album at
    once.
    """
    figure.clear()
    FigureCanvasBase(figure)


def suffix(path: Path) -> str:
    """The suffix of a file that a chart can be written to, in small letters.

    Raises:
        ValueError: it is none of the three.
    """
    form = path.suffix.lower()
    if form not in _FORMATS:
        raise ValueError(f"{path.name}: a chart is written as {', '.join(sorted(_FORMATS))}")
    return form


@contextmanager
def own_settings() -> Iterator[None]:
    """Matplotlib's own defaults instead of the reader's, and ids in SVG that are the same each time."""
    with rc_context():
        rcdefaults()
        with rc_context(
            {"svg.hashsalt": "daopai", "svg.fonttype": "path", "text.hinting": "none", "hatch.linewidth": 1.6}
        ):
            yield


def block(
    ax: Axes, box: Box, face: str, *, hatch: str = "", stripes: str = ink.PAPER, edge: str = "none", zorder: float = 4
) -> None:
    """A rectangle, with stripes where it has a hatch (matplotlib's letters); an edge goes around both."""
    left, top, right, bottom = box
    for fill, stroke, wide, above in ((face, stripes, 0.0, 0.0), ("none", edge, 1.4, 0.1)):
        if stroke != "none":
            drawn = Rectangle((left, top), right - left, bottom - top, facecolor=fill, edgecolor=stroke, linewidth=wide)
            drawn.set(transform=ax.transData, hatch=hatch if fill != "none" else "", zorder=zorder + above)
            drawn.set_clip_on(False)
            ax.add_patch(drawn)


def write(
    ax: Axes,
    x: float,
    middle: float,
    text: str,
    size: float,
    *,
    kind: str,
    color: str = ink.INK,
    align: str = "left",
    bold: bool = False,
    halo: bool = False,
) -> Text:
    """A line of text whose middle is at a height of the page, on which y goes downwards."""
    base = middle + ink.CAP * size / 2
    return ink.write(ax, ax.transData, x, base, text, size, kind=kind, color=color, align=align, bold=bold, halo=halo)


def wrapped(text: str, size: float, room: float) -> tuple[str, ...]:
    """The text in lines no longer than `room`, broken at a space where one is near, else between two characters.

    >>> wrapped("施工图审查", 10.0, 32.0)
    ('施工图', '审查')
    """
    lines = []
    while text and width(text, size) > room:
        kept = next(n for n in range(1, len(text) + 1) if n == len(text) or width(text[: n + 1], size) > room)
        space = text.rfind(" ", kept // 2, kept + 1)
        if space > 0:
            kept = space
        while kept > 1 and text[kept : kept + 1] in _NEVER_FIRST:
            kept -= 1
        lines.append(text[:kept].rstrip())
        text = text[kept:].lstrip()
    return (*lines, text) if text else tuple(lines)


def notes_of(sentences: Iterable[str], size: float, room: float) -> tuple[str, ...]:
    """What a chart and its paper say about themselves, in lines no longer than `room`, several sentences a line."""
    lines: list[str] = []
    for sentence in map(clean, sentences):
        joined = f"{lines[-1]} · {sentence}" if lines else sentence
        if lines and width(joined, size) <= room:
            lines[-1] = joined
        else:
            lines += wrapped(sentence, size, room)
    return tuple(lines)


def sample_mark(
    ax: Axes, frame: Transform, voice: Voice, size: float, right: float, base: float, edges: tuple[float, float]
) -> float:
    """Draw the mark of invented data, which ends at `right`; returns where what stands before it must end."""
    text = word("sample", voice)
    left = right - width(text, size) - 12
    box = (left, edges[0], right, edges[1])
    ink.boxes(ax, frame, [box], ink.PAPER, zorder=8, edge=ink.SAMPLE, line=1.4, clip=False)
    ink.write(ax, frame, left + 6, base, text, size, kind="sample", color=ink.SAMPLE, bold=True)
    return left - 12


def head(
    ax: Axes,
    voice: Voice,
    texts: tuple[str, str],
    state: State,
    wide: float,
    *,
    edge: float,
    color: str,
    warned: str = "",
) -> None:
    """A chart's title and the line under it, and the mark of invented data, on top of a page so wide.

    `warned` is what was begun before its permit: it begins the line under the title, and no title is then green.
    """
    right = wide - edge
    if state.sample is not None:
        right = sample_mark(ax, ax.transData, voice, UNDER, right, 37 + ink.CAP * UNDER / 2, (24.0, 50.0))
    title, under = map(clean, texts)
    size = max(min(TITLE, (right - edge) / width(title, 1.0)), 0.6 * TITLE)
    color = ink.INK if warned and color == ink.EARLY else color
    write(ax, edge, 37, fit(title, size, right - edge), size, kind="title", color=color, bold=True)
    left = edge
    if warned:
        text = fit(clean(warned), UNDER, wide - 2 * edge)
        write(ax, left, 69, text, UNDER, kind="warned", color=ink.LATE, bold=True)
        left += 1.05 * width(text, UNDER) + 12
    if wide - edge - left > 4 * UNDER:
        write(ax, left, 69, fit(under, UNDER, wide - edge - left), UNDER, kind="under", color=ink.FAINT)


def line(
    ax: Axes, *points: tuple[float, float], color: str, wide: float, dashes: Dashes = "solid", zorder: float = 3
) -> None:
    """A line through points."""
    styled = LineCollection(
        [points], colors=color, linewidths=wide, linestyles=[dashes], zorder=zorder, capstyle="butt", clip_on=False
    )
    ax.add_collection(styled, autolim=False)
