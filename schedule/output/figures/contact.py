"""The contact sheet: every chart of a meeting in small, with its name, on one page.

This module must never know what a chart shows; it is given pictures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from schedule.analysis.meeting import Meeting
from schedule.files.records.writing import write_atomically
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.paper import DPI, own_settings
from schedule.output.figures.ground.poster import EDGE, HEAD, NOTE, Poster, opened
from schedule.output.words.languages import DEFAULT
from schedule.output.words.phrases import Voice, voice_of
from schedule.version import THIS

_COLUMNS, _GAP, _CAPTION = 2, 28, 36
"""Thumbnails across, pixels between them, pixels above each for its name."""
_COLORS, _CANDIDATES, _APART = 256, 4000, 14
"""Colours of the file, of how many of the most frequent they are chosen, how far they differ at least."""
_CAPTION_TEXT = 12.5
_TALLEST = 1.0
"""A thumbnail is at most so high as it is wide; of a higher picture the upper part is shown."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as it was written: its name in the reader's words, the PNG of its first page, how many pages it has."""

    name: str
    png: Path
    pages: int = 1


def draw(meeting: Meeting, voice: Voice, pictures: Sequence[Picture]) -> Axes:
    """The sheet, 1920 px wide and as high as the pictures ask for.

    Raises:
        MissingFontError: see `schedule.output.figures.ground.typeface`.
        OSError: a picture cannot be read.
    """
    with own_settings():
        edge = round(EDGE * DPI / 72)
        wide = (1920 - 2 * edge - (_COLUMNS - 1) * _GAP) // _COLUMNS
        small = [_thumbnail(picture.png, wide) for picture in pictures]
        rows = [small[k : k + _COLUMNS] for k in range(0, len(small), _COLUMNS)]
        heights = [max(image.shape[0] for image in row) + _CAPTION + _GAP for row in rows]
        poster = opened(meeting, voice, voice.say("chart.sheet"), (), None, body=sum(heights) * 72 / DPI)
        figure = poster.ax.get_figure(root=True)
        assert isinstance(figure, Figure)
        below = round(figure.bbox.height)
        top = round(HEAD * DPI / 72)
        for k, (row, height) in enumerate(zip(rows, heights, strict=True)):
            for column, image in enumerate(row):
                picture = pictures[k * _COLUMNS + column]
                left, upper = edge + column * (wide + _GAP), top + _CAPTION
                figure.figimage(image, left, below - upper - image.shape[0], zorder=3)
                _frame(poster, picture, (left, upper, left + wide, upper + image.shape[0]))
            top += height
    return poster.ax


def save(meeting: Meeting, pictures: Sequence[Picture], path: Path, *, lang: str = DEFAULT) -> Path:
    """Write the sheet as a PNG of few colours, so that it is small, and return `path`."""
    voice = voice_of(meeting.schedule, lang)
    with own_settings():
        figure = draw(meeting, voice, pictures).get_figure(root=True)
        assert isinstance(figure, Figure)
        whole = BytesIO()
        figure.savefig(whole, format="png", dpi=DPI)
    written = BytesIO()
    with Image.open(whole) as image:
        few = _in_few_colors(image.convert("RGB"))
        made_by = PngInfo()
        made_by.add_text("Software", str(THIS))
        few.save(written, format="png", optimize=True, pnginfo=made_by)
    write_atomically(path, written.getvalue())
    return path


def _in_few_colors(image: Image.Image) -> Image.Image:
    """The image in its most frequent colours that differ: thin coloured marks keep theirs beside large grey areas."""
    counted = image.getcolors(maxcolors=image.width * image.height) or []
    frequent = sorted(counted, key=lambda one: (-one[0], one[1]))[:_CANDIDATES]
    waiting = np.array([color for _, color in frequent], dtype=np.int16)
    chosen: list[int] = []
    for _ in range(_COLORS):
        if not len(waiting):
            break
        chosen += map(int, waiting[0])
        waiting = waiting[np.abs(waiting - waiting[0]).max(axis=1) >= _APART]
    palette = Image.new("P", (1, 1))
    palette.putpalette(chosen)
    return image.quantize(palette=palette, dither=Image.Dither.NONE)


def _thumbnail(png: Path, wide: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The picture so wide, as an array of pixels."""
    with Image.open(png) as image:
        whole = image.convert("RGB")
        high = round(whole.height * wide / whole.width)
        small = whole.resize((wide, high), Image.Resampling.LANCZOS)
    return np.asarray(small)[: round(_TALLEST * wide)]


def _frame(poster: Poster, picture: Picture, box: tuple[int, int, int, int]) -> None:
    """A line around a thumbnail, and its name above it."""
    left, top, right, bottom = (one * 72 / DPI for one in box)
    poster.boxes([(left, top, right, bottom)], "none", zorder=5, edge=ink.RULE, line=1.0)
    text = picture.name
    if picture.pages > 1:
        text = poster.voice.say("chart.pages", name=text, pages=picture.pages)
    poster.write(left, top - NOTE + 2, text, _CAPTION_TEXT, kind="caption", bold=True, room=right - left)
