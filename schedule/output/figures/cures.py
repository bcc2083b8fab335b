"""The menus of `recover` as a chart: from the forecast without measures to where each menu brings the date.

A row for each: left what is bought, for what and with whose consent, right the finish that the re-run schedule has.
Below a menu's finish stands, for each of its measures, the finish with one step of it less: it lies beyond the date,
which is the proof that nothing of the menu can be spared. This module must never look for a menu.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from matplotlib.axes import Axes

from schedule.analysis.meeting import Meeting
from schedule.analysis.recovery.menus import Bought, Menu, Recovery
from schedule.calendars.worktime import DAY
from schedule.model import Instant
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.dates_axis import DAYS, FLAG, MONTH, Scale, months_above, range_of
from schedule.output.figures.ground.layout import GAP
from schedule.output.figures.ground.paper import line, own_settings, wrapped, write_page
from schedule.output.figures.ground.poster import EDGE, TEXT, Key, Poster, Swatch, opened, page_width
from schedule.output.figures.ground.shapes import diamond
from schedule.output.figures.ground.typeface import clean, width
from schedule.output.figures.ground.words import word
from schedule.output.words.languages import DEFAULT
from schedule.output.words.phrases import Voice, voice_of
from schedule.output.words.recovery import (
    cost_words,
    law_lines,
    measure_words,
    proof_lines,
    recovery_lines,
    review_lines,
    terms_words,
    unusable_lines,
)

_LEFT = 0.46
"""How much of the page's width the words take."""
_ASKED, _NAME, _LINE, _PAD = 16.0, 15.0, 19.0, 9.0
_MARK, _SMALL_MARK = 8.0, 6.0
_WIDEST = 0.2
"""How much of the page the words right of the last mark take at most."""
_SHORTEST = 14 * DAY


@dataclass(frozen=True, slots=True)
class Mark:
    """A finish on the chart: its day, what is said beside it, and whether it is a menu's or only compares."""

    at: Instant
    text: str
    holds: bool
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words, how it is written, and the finish beside it."""

    text: str
    size: float = TEXT + 1
    bold: bool = False
    faint: bool = False
    mark: Mark | None = None


def draw(found: Recovery, meeting: Meeting, voice: Voice, ax: Axes | None = None) -> Axes:
    """The chart of what was found at a meeting, on a page of its own 1920 px wide, or on the whole of `ax`.

    Raises:
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    with own_settings():
        room = _LEFT * page_width(ax) - EDGE - GAP
        rows = [_row(one, room) for one in _rows(found, meeting, voice)]
        # The headline above the chart may ask the same already.
        is_headline = (meeting.headline.target, meeting.headline.deadline) == (found.target, found.to)
        lead = 0.0 if is_headline else 2 * _ASKED
        above = lead + FLAG + MONTH + DAYS + GAP
        body = above + sum(len(row) * _LINE + 2 * _PAD for row in rows)
        asked, *answer = voice.told(recovery_lines(found, meeting.schedule))
        remarks = [text.removeprefix("- ") for text in answer]
        if found.is_possible and found.is_needed:  # what stands in the rows is not said again
            proof = list(voice.told(proof_lines(found, meeting.schedule)))
            remarks = [
                *proof,
                *voice.told(law_lines(found.menus, meeting.schedule)),
                *voice.told(unusable_lines(found, voice.plan)),
            ]
        poster = opened(
            meeting, voice, voice.say("chart.menus.title"), _keys(found, voice), ax, body=body, remarks=remarks
        )
        if not is_headline:
            poster.write(
                EDGE, poster.top + _ASKED, clean(asked), _ASKED, kind="asked", bold=True, room=poster.right - EDGE
            )
        scale = _scale(poster, found, [one.mark for row in rows for one in row if one.mark is not None])
        top = poster.top + lead + FLAG
        height = months_above(poster, scale, top, poster.bottom) + GAP
        _due(poster, found, scale, top)
        for number, row in enumerate(rows):
            high = len(row) * _LINE + 2 * _PAD
            if number % 2 == 0:
                poster.boxes([(EDGE, height, poster.right, height + high)], ink.SUBBAND, zorder=0.5)
            _draw(poster, row, found, scale, height + _PAD)
            height += high
    return poster.ax


def save(found: Recovery, meeting: Meeting, path: Path, *, lang: str = DEFAULT) -> Path:
    """Write the chart as PNG, SVG or PDF by the suffix of `path`, and return `path`.

    Raises:
        ValueError: the suffix is none of the three.
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    return write_page(path, partial(draw, found, meeting, voice_of(meeting.schedule, lang)))


def _rows(found: Recovery, meeting: Meeting, voice: Voice) -> list[list[Line]]:
    """What is drawn, row by row: the forecast, the menus, and how early it can be with all measures."""
    rows = [[Line(voice.say("chart.menus.without"), _NAME, bold=True, mark=_mark(found, found.forecast, voice))]]
    if not found.is_needed or not found.measures:
        return rows
    rows += [_menu(found, menu, number, meeting, voice) for number, menu in enumerate(found.menus, start=1)]
    key = "chart.menus.all" if found.is_exact else "chart.menus.all.tried"
    rows.append([Line(voice.say(key), _NAME, bold=True, mark=_mark(found, found.earliest, voice))])
    return rows


def _menu(found: Recovery, menu: Menu, number: int, meeting: Meeting, voice: Voice) -> list[Line]:
    name = voice.say("chart.menus.menu", number=number, cost=cost_words(menu.cost, meeting.schedule))
    finish = menu.schedule.tasks[found.target].finish
    lines = [Line(name, _NAME, bold=True, mark=_mark(found, finish, voice))]
    for one in menu.bought:
        lines.append(
            Line(voice.tell(measure_words(one.measure, one.steps, meeting.schedule)), mark=_less(found, one, voice))
        )
        if terms := voice.tell(terms_words(one)):
            lines.append(Line(terms, TEXT, faint=True))
    lines += [Line(text, TEXT, bold=True) for text in voice.told(review_lines(menu, meeting.schedule))]
    if menu.is_assumed:
        lines.append(Line(voice.say("recover.assumed").strip(), TEXT, faint=True))
    return lines


def _mark(found: Recovery, at: Instant, voice: Voice) -> Mark:
    return Mark(at, clean(voice.reached(found.target, at)), at <= found.to)


def _less(found: Recovery, one: Bought, voice: Voice) -> Mark:
    """The finish with a step of a measure less; where that holds, some other work would break a period of the law."""
    day = voice.reached(found.target, one.less)
    if one.measure.unit is None:
        key = "chart.menus.none.law" if one.less <= found.to else "chart.menus.none"
    else:
        key = "chart.menus.less.law" if one.less <= found.to else "chart.menus.less"
    return Mark(one.less, clean(voice.say(key, day=day)), False, whole=False)


def _row(lines: Sequence[Line], room: float) -> list[Line]:
    """Lines broken where they are longer than `room`; the mark stands beside the first."""
    broken = []
    for one in lines:
        for k, text in enumerate(wrapped(clean(one.text), one.size, room)):
            broken.append(Line(text, one.size, one.bold, one.faint, one.mark if k == 0 else None))
    return broken


def _scale(poster: Poster, found: Recovery, marks: Sequence[Mark]) -> Scale:
    """The days of all marks and of the date, between the words and the edge, with room for what stands beside them."""
    beside = [(one, width(one.text, TEXT + 2 if one.whole else TEXT) + _MARK + 2 * GAP) for one in marks]
    left = max((wide for one, wide in beside if one.whole), default=0.0)
    right = min(max(wide for _, wide in beside), _WIDEST * poster.width)
    days = range_of([found.to, *(one.at for one in marks)], _SHORTEST)
    return Scale(days, poster.left + _LEFT * poster.width + left, poster.right - right)


def _draw(poster: Poster, row: Sequence[Line], found: Recovery, scale: Scale, top: float) -> None:
    """The words of a row, and its finishes, each with a line from the forecast to it."""
    for k, one in enumerate(row):
        middle = top + (k + 0.5) * _LINE
        color = ink.FAINT if one.faint else ink.INK
        poster.write(EDGE + GAP, middle, one.text, one.size, kind="words", color=color, bold=one.bold)
        if one.mark is None:
            continue
        x, color = scale.at(one.mark.at), ink.EARLY if one.mark.holds else ink.LATE
        if one.mark.whole:
            line(poster.ax, (scale.at(found.forecast), middle), (x, middle), color=color, wide=2.4, zorder=4)
        half, face = (_MARK, color) if one.mark.whole else (_SMALL_MARK, ink.PAPER)
        diamond(poster, x, middle, half, face, color)
        # Beside the mark, on the side of the line from the forecast there is no room.
        is_left = one.mark.at < found.forecast and one.mark.whole
        place, align = (x - half - GAP, "right") if is_left else (x + half + GAP, "left")
        size = TEXT + 2 if one.mark.whole else TEXT
        room = None if is_left else poster.right - place
        bold = one.mark.whole
        poster.write(
            place, middle, one.mark.text, size, kind="day", color=color, align=align, bold=bold, halo=True, room=room
        )


def _due(poster: Poster, found: Recovery, scale: Scale, top: float) -> None:
    """The date that is asked for, as a line down the page with a flag."""
    x = scale.at(found.to)
    day = poster.voice.finish(found.to)
    is_deadline = poster.meeting.schedule.tasks[found.target].task.deadline == found.to
    text = word("deadline", poster.voice, day=day) if is_deadline else poster.voice.say("chart.menus.to", day=day)
    text = clean(text)
    wide = width(text, TEXT) + 2 * GAP
    poster.boxes([(x, top - FLAG + 2, x + wide, top - 1)], ink.INK, zorder=8)
    poster.write(x + GAP, top - FLAG / 2 + 0.5, text, TEXT, kind="due", color=ink.PAPER)
    line(poster.ax, (x, top - 1), (x, poster.bottom), color=ink.INK, wide=1.4, dashes=(0, (5.0, 3.0)), zorder=3)


def _keys(found: Recovery, voice: Voice) -> list[Key]:
    """What the marks mean."""
    keys = [
        Key(voice.say("chart.menus.key.holds"), _swatch(_MARK - 2, ink.EARLY, ink.EARLY)),
        Key(voice.say("chart.menus.key.late"), _swatch(_MARK - 2, ink.LATE, ink.LATE)),
    ]
    if found.menus:
        keys.append(Key(voice.say("chart.menus.key.less"), _swatch(_SMALL_MARK, ink.PAPER, ink.LATE)))
    return keys


def _swatch(half: float, face: str, edge: str) -> Swatch:
    """The diamond of a legend's entry."""

    def drawn(poster: Poster, x: float, middle: float) -> None:
        diamond(poster, x + 14, middle, half, face, edge)

    return drawn
