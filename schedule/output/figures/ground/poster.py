"""The page around a chart that is laid out in points: title and headline above it, legend and notes below.

Every chart of a meeting is headed the same way, so that whoever sees one knows which meeting it belongs to and what it
says of the deadline. This module must never know what the chart inside shows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.text import Text

from schedule.analysis.meeting import Meeting
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.heading import Head, Headline, Line
from schedule.output.figures.ground.layout import GAP, SMALL
from schedule.output.figures.ground.paper import HEIGHT, WIDTH, in_points, new_page, notes_of, write
from schedule.output.figures.ground.typeface import clean, fit, width
from schedule.output.words.notices import notices
from schedule.output.words.phrases import Voice

EDGE = 18.0
"""The margin at the left and the right of a page, in points."""
HEAD = 74.0
"""What title and headline fill."""
KEY, NOTE, FOOT = 18.0, 14.0, 8.0
TEXT = 11.0
_PROJECT, _SUBJECT, _DATE, _HEADLINE = 19.0, 15.0, 13.0, 16.0
_SWATCH = 28.0

Swatch = Callable[["Poster", float, float], None]
"""Draws a small example of a mark from x on, at most 28 points wide, around the height y."""


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a legend: what a mark means, and the mark; an entry without one explains a text."""

    text: str
    swatch: Swatch | None = None

    @property
    def wide(self) -> float:
        """How wide the entry is, with the gap behind it."""
        return (_SWATCH + GAP if self.swatch else 0.0) + width(self.text, SMALL + 1) + 3 * GAP


@dataclass(frozen=True, slots=True)
class Canvas:
    """A page in points from its upper left corner, y downwards; the chart fills it from `top` to `bottom`."""

    ax: Axes
    voice: Voice
    width: float
    top: float
    bottom: float

    @property
    def left(self) -> float:
        """Where the chart may begin."""
        return EDGE

    @property
    def right(self) -> float:
        """Where the chart must end."""
        return self.width - EDGE

    def write(
        self,
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
        room: float | None = None,
    ) -> Text:
        """A line of text around the height `middle`; what does not fit into `room` ends in an ellipsis.

        Raises:
            MissingFontError: see `schedule.output.figures.ground.typeface`.
        """
        line = clean(text) if room is None else fit(clean(text), size, room)
        return write(self.ax, x, middle, line, size, kind=kind, color=color, align=align, bold=bold, halo=halo)

    def boxes(
        self, found: Sequence[ink.Box], face: str, *, zorder: float = 2, edge: str = "none", line: float = 0.0
    ) -> None:
        """Rectangles as one artist, in points."""
        ink.boxes(self.ax, self.ax.transData, found, face, zorder=zorder, edge=edge, line=line, clip=False)


@dataclass(frozen=True, slots=True)
class Poster(Canvas):
    """The page of a meeting's chart."""

    meeting: Meeting


def opened(
    meeting: Meeting,
    voice: Voice,
    subject: str,
    keys: Sequence[Key],
    ax: Axes | None,
    *,
    body: float | None = None,
    remarks: Sequence[str] = (),
    page: tuple[int, int] = (1, 1),
    headline: Headline | None = None,
) -> Poster:
    """A page with its title, legend and notes. `body` is the height of the chart, by default what fills the screen.

    `told` are notes of the chart's own, before those of every paper. With `ax` the page is that Axes, whatever its
    size. Raises MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    wide = page_width(ax)
    legend, notes = _lines(keys, wide - 2 * EDGE), _notes(meeting, voice, remarks, wide - 2 * EDGE)
    around = HEAD + KEY * len(legend) + NOTE * len(notes) + FOOT
    if ax is None:
        ax = new_page(HEIGHT if body is None else around + body)
    wide, height = map(float, in_points(ax))
    poster = Poster(ax, voice, wide, HEAD, height - around + HEAD, meeting)
    _head(wide).draw(ax, ax.transData, meeting, voice, subject, page, headline)
    for i, line in enumerate(legend):
        x, middle = EDGE, poster.bottom + (i + 0.5) * KEY + 2
        for key in line:
            start = x
            if key.swatch is not None:
                key.swatch(poster, x, middle)
                start += _SWATCH + GAP
            poster.write(start, middle, key.text, SMALL + 1, kind="legend")
            x += key.wide
    for i, text in enumerate(notes):
        middle = poster.bottom + KEY * len(legend) + (i + 0.5) * NOTE + 2
        poster.write(EDGE, middle, text, SMALL, kind="note", color=ink.FAINT, room=wide - 2 * EDGE)
    return poster


def _head(wide: float) -> Head:
    """Where the head of a page so wide stands."""
    return Head(
        EDGE,
        wide - EDGE,
        project=Line(_PROJECT, 22.0, middle=True),
        subject=Line(_SUBJECT, 23.5, middle=True),
        date=Line(_DATE, 22.0, middle=True),
        headline=Line(_HEADLINE, 52.0, middle=True),
        mark=(11.0, 33.0),
    )


def page_width(ax: Axes | None) -> float:
    """The width in points of a page that is that Axes, or of a new one."""
    return WIDTH if ax is None else float(ax.get_window_extent().width * 72 / ax.figure.dpi)


def height_for(meeting: Meeting, voice: Voice, keys: Sequence[Key], remarks: Sequence[str] = ()) -> float:
    """The height of a chart that fills the screen between its title and its legend and notes."""
    wide = WIDTH - 2 * EDGE
    legend, notes = _lines(keys, wide), _notes(meeting, voice, remarks, wide)
    return HEIGHT - HEAD - KEY * len(legend) - NOTE * len(notes) - FOOT


def _lines(keys: Sequence[Key], room: float) -> list[list[Key]]:
    """The legend in lines no longer than `room`."""
    lines: list[list[Key]] = []
    used = room
    for key in keys:
        if used + key.wide > room or not lines:
            lines.append([])
            used = 0.0
        lines[-1].append(key)
        used += key.wide
    return lines


def _notes(meeting: Meeting, voice: Voice, remarks: Sequence[str], room: float) -> tuple[str, ...]:
    """What the chart says about itself, and then what every paper does."""
    return notes_of((*remarks, *voice.told(notices(meeting.schedule))), SMALL, 0.97 * room)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Heights as near to those wanted as at least `gap` between neighbours allows, from `low` to `high`.

    The order stays. Where there is not room for all, they keep their gap and run over `high`.

    >>> spread([10.0, 11.0, 40.0], 6.0, 0.0, 50.0)
    [7.5, 13.5, 40.0]
    """
    order = sorted(range(len(wanted)), key=lambda k: (wanted[k], k))
    groups: list[tuple[float, list[int]]] = []
    for k in order:
        groups.append((min(max(wanted[k], low), high), [k]))
        while len(groups) > 1:
            (upper, above), (lower, below) = groups[-2:]
            if upper + gap * (len(above) + len(below)) / 2 <= lower + 1e-9:
                break
            both = [*above, *below]
            middle = (upper * len(above) + lower * len(below)) / len(both)
            half = gap * (len(both) - 1) / 2
            groups[-2:] = [(max(min(middle, high - half), low + half), both)]
    found = list(wanted)
    for middle, members in groups:
        for place, k in enumerate(members):
            found[k] = middle + gap * (place - (len(members) - 1) / 2)
    return found


def shrunk(text: str, size: float, room: float, least: float) -> float:
    """The size at which a line of text fits into `room`, from `least` to `size`; at `least` it may not fit."""
    return max(min(size, 0.99 * room / max(width(text, 1.0), 1e-9)), least)


def in_two(text: str, size: float, room: float, widest: float) -> tuple[str, ...]:
    """A text in one line, or in two of about the same length where it is wider than `room`; each at most `widest`.

    It is broken at a space where it has one, never within a Latin word.

    >>> in_two("施工图审查", 10.0, 40.0, 100.0)
    ('施工图', '审查')
    """
    breaks = [k for k, character in enumerate(text) if character == " " and 0 < k < len(text) - 1]
    inside = [k for k in range(2, len(text) - 1) if text[k - 1] >= "⺀" or text[k] >= "⺀"]
    breaks = breaks or [k for k in inside if text[k] not in _NEVER_FIRST and text[k - 1] not in _NEVER_LAST]
    if width(text, size) <= room or not breaks:
        return (fit(text, size, widest),)
    best = min(breaks, key=lambda k: (max(width(text[:k], size), width(text[k:].strip(), size)), -k))
    return tuple(fit(part.strip(), size, widest) for part in (text[:best], text[best:]))


_NEVER_FIRST, _NEVER_LAST = "，。、；：）”」)", "（“「("
