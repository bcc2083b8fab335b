"""The zone's chart: each park's forecast against its deadline, and beside it how that forecast went from week to week.

One row a park, the latest first: the deadline as a line, the joint forecast as a diamond of the park's light, between
them the room or the delay; open, what its own papers say where others put it off. At the right the forecasts of its
last meetings. This module must never compute a date.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeAlias

from matplotlib.axes import Axes

from schedule.analysis.dates.alerts import Light
from schedule.analysis.portfolio.summary import Outlook
from schedule.analysis.portfolio.zone import Zone
from schedule.calendars.worktime import DAY, minutes
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.dates_axis import AXIS, FLAG, Scale, months_above, range_of
from schedule.output.figures.ground.layout import GAP, SMALL
from schedule.output.figures.ground.paper import (
    HEIGHT,
    WIDTH,
    in_points,
    line,
    new_page,
    own_settings,
    write_page,
)
from schedule.output.figures.ground.poster import EDGE, FOOT, KEY, NOTE, TEXT, Canvas
from schedule.output.figures.ground.shapes import diamond
from schedule.output.figures.ground.typeface import clean, fit, width
from schedule.output.figures.ground.words import short_day, word
from schedule.output.minutes.zone import name_of, park_of, room_of, urgent, zone_page, zone_voice
from schedule.output.words.languages import DEFAULT
from schedule.output.words.phrases import Voice

MOST = 40
"""So many parks stand on the chart, those that are latest; the others are counted."""
_TITLE, _HEADLINE, _SUBJECT, _NAME = 19.0, 14.0, 13.0, 13.0
_NAMES, _TREND = 0.20, 0.24
"""The shares of the page for the names and for the weeks."""
_LEAST, _TALLEST = 34.0, 72.0
_SHORTEST, _BEHIND = 28 * DAY, 9 * DAY
_HALF, _SWATCH = 6.5, 28.0

Mark: TypeAlias = Callable[[Canvas, float, float], None]
"""Draws a small example of a mark from x on, around the height y."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One row: whose date it is, what is owed, what is forecast; `alone` and `trend` by its own papers."""

    name: str
    target: str
    deadline: date | None
    forecast: date
    room: str
    light: Light | None
    alone: date | None = None
    trend: tuple[tuple[date, date], ...] = ()

    @property
    def late(self) -> bool:
        """Whether it comes after its deadline."""
        return self.deadline is not None and self.forecast > self.deadline


def draw(zone: Zone, voice: Voice, ax: Axes | None = None) -> Axes:
    """The chart of a zone's meeting, on a page 1920 px wide, or from the upper left corner of `ax`.

    Raises:
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    with own_settings():
        rows, paper = rungs(zone, voice), zone_page(zone)
        shown, more = rows[:MOST], len(rows) - MOST
        headline = _lines(voice.tell(paper.headline), _HEADLINE, WIDTH - 2 * EDGE)
        notes = [
            *voice.told(paper.notices),
            *([voice.say("chart.zone.more", count=voice.count(more, "park"))] if more > 0 else []),
        ]
        head, foot = 44.0 + 1.4 * _HEADLINE * len(headline), KEY + NOTE * len(notes) + FOOT + GAP
        each = min(max((HEIGHT - head - foot - AXIS) / max(len(shown), 1), _LEAST), _TALLEST)
        top = head + AXIS
        bottom = top + each * len(shown) + GAP
        if ax is None:
            ax = new_page(bottom + foot)
        in_points(ax)
        canvas = Canvas(ax, voice, WIDTH, top, bottom)
        _head(canvas, zone, headline, bool(paper.sample))
        if shown:
            _ladder(canvas, zone, shown, each)
            _weeks(canvas, shown, each)
        _legend(canvas, notes)
    return ax


def save(zone: Zone, path: Path, *, lang: str = DEFAULT) -> Path:
    """Write the chart as PNG, SVG or PDF by the suffix of `path`.

    Raises:
        ValueError: the suffix is none of the three.
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    return write_page(path, partial(draw, zone, zone_voice(zone, lang)))


def _room(one: Outlook, light: Light, voice: Voice) -> str:
    """How much room is left to a deadline of the zone, or by how much it is late; nothing without a deadline."""
    if one.deadline is None or one.margin is None:
        return ""
    if light is Light.GREY:
        return voice.say("chart.zone.unsure")
    if not one.margin:
        return voice.say("zone.room.none")
    key = "zone.room.late" if light is Light.RED else "zone.room.held"
    return voice.say(key, days=voice.apart((one.deadline - one.forecast).days, one.margin))


def rungs(zone: Zone, voice: Voice) -> list[Rung]:
    """The rows: the zone's own deadlines, then its parks, those that are late by most first."""
    found, stale = [], any(row.stale for row in zone.rows())
    for one in (each for tied in zone.tied for each in tied.zone):
        light = Light.RED if one.is_missed else Light.GREY if stale or one.undated else Light.GREEN
        room = _room(one, light, voice)
        found.append(Rung(voice.project(), voice.tell(name_of(one.task)), one.deadline, one.forecast, room, light))
    for row in urgent(zone.rows()):
        own = row.outlook.task.id == row.summary.outlooks[0].task.id
        found.append(
            Rung(
                voice.tell(park_of(zone, row.summary.key)),
                voice.tell(name_of(row.outlook.task)),
                row.outlook.deadline,
                row.outlook.forecast,
                voice.tell(room_of(row)) or "",
                row.light,
                row.alone,
                row.summary.trend if own else (),
            )
        )
    return found


def _head(canvas: Canvas, zone: Zone, headline: Sequence[str], invented: bool) -> None:
    """The zone, what the chart is, the day, the mark of invented data; below them the headline."""
    voice, middle, right = canvas.voice, 22.0, canvas.right
    if invented:
        text = word("sample", voice)
        left = right - width(text, _SUBJECT) - 2 * GAP
        canvas.boxes([(left, middle - 11, right, middle + 11)], ink.PAPER, zorder=8, edge=ink.SAMPLE, line=1.4)
        canvas.write(left + GAP, middle, text, _SUBJECT, kind="sample", color=ink.SAMPLE, bold=True)
        right = left - 2 * GAP
    day = voice.weekday(zone.day)
    canvas.write(right, middle, day, _SUBJECT, kind="data-date", align="right")
    room = right - width(day, _SUBJECT) - 4 * GAP - canvas.left
    name = fit(clean(voice.project()), _TITLE, 0.6 * room)
    canvas.write(canvas.left, middle, name, _TITLE, kind="project", bold=True)
    beside = canvas.left + width(name, _TITLE) + 2 * GAP
    canvas.write(beside, middle + 1.5, voice.say("chart.zone.title"), _SUBJECT, kind="subject", color=ink.FAINT)
    for k, text in enumerate(headline):
        y = 44.0 + (k + 0.5) * 1.4 * _HEADLINE
        canvas.write(canvas.left, y, text, _HEADLINE, kind="headline", bold=True)


def _lines(text: str, size: float, room: float) -> list[str]:
    """Sentences in lines that are no wider than the room, broken at a space or between Chinese characters."""
    found, left = [], clean(text)
    while left:
        end = len(left)
        while end > 1 and width(left[:end], size) > 0.97 * room:
            end -= 1
        if end < len(left) and left[end - 1].isascii() and " " in left[:end]:
            end = left.rindex(" ", 0, end) + 1
        while 1 < end < len(left) and left[end] in _NEVER_FIRST:
            end -= 1
        found.append(left[:end].strip())
        left = left[end:].lstrip()
    return found


_NEVER_FIRST = "，。、；：）”」)"


def _ladder(canvas: Canvas, zone: Zone, shown: Sequence[Rung], each: float) -> None:
    """Names at the left, and each row's forecast against its deadline on one axis."""
    names, trend = _NAMES * canvas.width, _TREND * canvas.width
    days = [day for one in shown for day in (one.deadline, one.forecast, one.alone) if day is not None]
    instants = [minutes(zone.day), *(minutes(day) + DAY for day in days), minutes(max(days)) + _BEHIND]
    words = max(width(one.room, TEXT) for one in shown)
    scale = Scale(range_of(instants, _SHORTEST), canvas.left + names, canvas.right - trend - words - 4 * GAP)
    above = canvas.top - AXIS + FLAG
    months_above(canvas, scale, above, canvas.bottom)
    now = scale.at(minutes(zone.day))
    line(canvas.ax, (now, above), (now, canvas.bottom), color=ink.FLAG, wide=2.0, zorder=5)
    today = word("data-date", canvas.voice, day=short_day(zone.day, canvas.voice))
    canvas.write(now, above - FLAG / 2, today, TEXT, kind="flag", color=ink.FLAG)
    for k, one in enumerate(shown):
        middle, left, room = canvas.top + (k + 0.5) * each, canvas.left + GAP, names - 2 * GAP
        if k % 2 == 0:
            band = (canvas.left, middle - each / 2, canvas.right, middle + each / 2)
            canvas.boxes([band], ink.SUBBAND, zorder=0.5)
        canvas.write(left, middle - 8, one.name, _NAME, kind="name", bold=True, room=room)
        canvas.write(left, middle + 8, one.target, SMALL + 1, kind="target", color=ink.FAINT, room=room)
        _rung(canvas, one, scale, middle)


def _rung(canvas: Canvas, one: Rung, scale: Scale, middle: float) -> None:
    """One row's marks: the deadline, the forecast, between them the room or the delay, and what the park says alone."""
    voice, at = canvas.voice, scale.at(minutes(one.forecast) + DAY)
    face = ink.FAINT if one.light is None else ink.LIGHTS[one.light][0]
    if one.deadline is not None:
        due, color = scale.at(minutes(one.deadline) + DAY), ink.LATE if one.late else ink.EARLY
        line(canvas.ax, (min(at, due), middle), (max(at, due), middle), color=color, wide=5.0, zorder=3)
        line(canvas.ax, (due, middle - 13), (due, middle + 13), color=ink.INK, wide=2.4, zorder=6)
        side, align = (-GAP, "right") if one.late else (GAP, "left")
        text = short_day(one.deadline, voice)
        canvas.write(due + side, middle - 10, text, SMALL, kind="due", align=align, halo=True)
    if one.alone is not None:
        x = scale.at(minutes(one.alone) + DAY)
        line(canvas.ax, (x, middle), (at, middle), color=ink.FAINT, wide=1.2, dashes=(0, (3.0, 2.0)), zorder=2.5)
        diamond(canvas, x, middle, _HALF - 1, ink.PAPER, ink.FAINT, z=6.5)
    diamond(canvas, at, middle, _HALF, face, ink.PAPER)
    text = short_day(one.forecast, voice)
    canvas.write(at, middle + 14, text, SMALL, kind="forecast", align="center", halo=True)
    color = ink.LATE if one.late else ink.INK
    canvas.write(scale.high + GAP, middle, one.room, TEXT, kind="room", color=color, bold=one.late)


def _weeks(canvas: Canvas, shown: Sequence[Rung], each: float) -> None:
    """The forecasts of each park's last meetings: later is higher, its deadline a line across."""
    left, right, voice = canvas.right - _TREND * canvas.width + GAP, canvas.right - 8 * GAP, canvas.voice
    text = voice.say("chart.zone.weeks")
    canvas.write((left + right) / 2, canvas.top - 12, text, TEXT, kind="weeks", align="center")
    dates = [minutes(day) for one in shown for day, _ in one.trend]
    if not dates:
        return
    across = Scale(range_of(dates, 7 * DAY), left, right)
    for k, one in enumerate(shown):
        if not one.trend:
            continue
        middle = canvas.top + (k + 0.5) * each
        days = [*(day for _, day in one.trend), *([one.deadline] if one.deadline is not None else [])]
        up = Scale(range_of([minutes(day) for day in days], 14 * DAY), middle + 0.34 * each, middle - 0.34 * each)
        if one.deadline is not None:
            y = up.at(minutes(one.deadline))
            line(canvas.ax, (left, y), (right, y), color=ink.INK, wide=1.0, dashes=(0, (5.0, 3.0)), zorder=2)
        points = [(across.at(minutes(met)), up.at(minutes(day))) for met, day in one.trend]
        if len(points) > 1:
            line(canvas.ax, *points, color=ink.DONE, wide=1.8, zorder=3)
        canvas.boxes([(x - 2, y - 2, x + 2, y + 2) for x, y in points], ink.DONE, zorder=4)
        x, y = points[-1]
        last = short_day(one.trend[-1][1], voice)
        canvas.write(x + GAP, y, last, SMALL, kind="last", color=ink.DONE, halo=True)


def _legend(canvas: Canvas, notes: Sequence[str]) -> None:
    """What the marks mean, and what the page says about itself."""
    voice, x, middle = canvas.voice, EDGE, canvas.bottom + KEY / 2 + 4

    def due(page: Canvas, at: float, y: float) -> None:
        line(page.ax, (at + _SWATCH / 2, y - 8), (at + _SWATCH / 2, y + 8), color=ink.INK, wide=2.4, zorder=6)

    def forecast(page: Canvas, at: float, y: float) -> None:
        diamond(page, at + _SWATCH / 2, y, _HALF, ink.LIGHTS[Light.GREEN][0], ink.PAPER)

    def alone(page: Canvas, at: float, y: float) -> None:
        diamond(page, at + _SWATCH / 2, y, _HALF - 1, ink.PAPER, ink.FAINT)

    def stroke(color: str) -> Mark:
        return lambda page, at, y: line(page.ax, (at, y), (at + _SWATCH, y), color=color, wide=5.0, zorder=3)

    keys: tuple[tuple[str, Mark | None], ...] = (
        ("due", due),
        ("forecast", forecast),
        ("alone", alone),
        ("room", stroke(ink.EARLY)),
        ("late", stroke(ink.LATE)),
        ("trend", None),
    )
    for key, mark in keys:
        if mark is not None:
            mark(canvas, x, middle)
            x += _SWATCH + GAP
        text = voice.say(f"chart.zone.{key}")
        canvas.write(x, middle, text, SMALL + 1, kind="legend")
        x += width(text, SMALL + 1) + 3 * GAP
    for k, text in enumerate(notes):
        y = canvas.bottom + KEY + (k + 0.5) * NOTE + 4
        canvas.write(EDGE, y, text, SMALL, kind="note", color=ink.FAINT, room=canvas.width - 2 * EDGE)
