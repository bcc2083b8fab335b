"""Time as a length: the months and weeks along an edge of a chart, and the lines of the data date and the deadline.

This module must never know what is drawn between its lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from schedule.calendars.worktime import finish_day, start_day
from schedule.model import Instant
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.layout import GAP, SMALL
from schedule.output.figures.ground.marks import Interval
from schedule.output.figures.ground.paper import Dashes, line
from schedule.output.figures.ground.poster import TEXT, Canvas, Poster
from schedule.output.figures.ground.rows import WEEK
from schedule.output.figures.ground.ticks import Name, monday_step, ticks
from schedule.output.figures.ground.timescale import mondays, months
from schedule.output.figures.ground.typeface import width
from schedule.output.figures.ground.words import month, short_day, word

MONTH, DAYS, FLAG = 21.0, 15.0, 20.0
AXIS = FLAG + MONTH + DAYS
"""The height of flags, months and Mondays above a chart, in points."""
_NAMES = TEXT + 1.5
_WEEK_WITH_LINE = 9.0


@dataclass(frozen=True, slots=True)
class Scale:
    """Where on a page an instant of the range `shown` stands: `low` at its first, `high` at its last."""

    shown: Interval
    low: float
    high: float

    @property
    def week(self) -> float:
        """Points of a week."""
        return abs(self.high - self.low) * WEEK / (self.shown[1] - self.shown[0])

    def at(self, instant: Instant) -> float:
        """The coordinate of an instant, in points; one beyond the range lies beyond the ends."""
        first, last = self.shown
        return self.low + (instant - first) / (last - first) * (self.high - self.low)

    def within(self, instant: Instant) -> float:
        """The same, kept between the ends."""
        return self.at(min(max(instant, self.shown[0]), self.shown[1]))


def months_above(poster: Canvas, scale: Scale, top: float, bottom: float) -> float:
    """The calendar across the page from the height `top`, its lines down to `bottom`; the height below its two rows."""
    below = top + MONTH + DAYS
    found = ticks(scale.shown, scale.high - scale.low, poster.voice, (_NAMES, SMALL))
    poster.boxes([(scale.low, top, scale.high, top + MONTH)], ink.BAND, zorder=1)
    _names(poster, found.upper, scale.low, top + MONTH / 2, _NAMES)
    for begin in found.long:
        if begin > scale.shown[0]:
            x = scale.at(begin)
            line(poster.ax, (x, top), (x, top + MONTH), color=ink.PAPER, wide=1.0, zorder=1.1)
            line(poster.ax, (x, top + MONTH), (x, bottom), color=ink.RULE, wide=0.9, zorder=1.1)
    if found.weekly:
        _mondays(poster, scale, top + MONTH, bottom)
    _names(poster, found.lower, scale.low, top + MONTH + DAYS / 2, SMALL)
    for begin in found.short:
        if begin >= scale.shown[0]:
            x = scale.at(begin)
            line(poster.ax, (x, top + MONTH), (x, bottom), color=ink.HAIR, wide=0.6, zorder=1)
    for y in (below, bottom):
        line(poster.ax, (scale.low, y), (scale.high, y), color=ink.RULE, wide=0.9, zorder=1.2)
    return below


def _names(poster: Canvas, found: Sequence[Name], low: float, middle: float, size: float) -> None:
    kind, color = ("month", ink.INK) if size == _NAMES else ("monday", ink.FAINT)
    for name in found:
        x, align = name.place(size, 3.0)
        poster.write(low + x, middle, name.text, size, kind=kind, color=color, align=align)


def _mondays(poster: Canvas, scale: Scale, top: float, bottom: float) -> None:
    """The day of each Monday, as many as there is room for, and a hair line down from each."""
    begins = [begin for begin in mondays(scale.shown) if begin >= scale.shown[0]]
    step = monday_step(scale.week, SMALL)
    for k, begin in enumerate(begins):
        x, text = scale.at(begin), str(start_day(begin).day)
        if scale.week >= _WEEK_WITH_LINE:
            line(poster.ax, (x, top), (x, bottom), color=ink.HAIR, wide=0.6, zorder=1)
        if k % step == 0 and x + width(text, SMALL) + 2 <= scale.high:
            poster.write(x + 2, top + DAYS / 2, text, SMALL, kind="monday", color=ink.FAINT)


def months_beside(poster: Poster, scale: Scale, left: float, right: float, room: float) -> None:
    """Months up a page, named in the `room` points before `left`; their lines reach from `left` to `right`.

    Where a month is no higher than a line of type, every third, every sixth or only the years are named.
    """
    each = 30 / 7 * scale.week
    step = next((step for step in (1, 3, 6) if step * each >= 1.2 * TEXT), 12)
    taken = None
    said_year = 0
    for begin, end in months(scale.shown):
        low, high = scale.within(begin), scale.within(end)
        middle, day = (low + high) / 2, start_day(begin)
        if step > 1:
            middle = low
        if (day.month - 1) % step or (step > 1 and begin < scale.shown[0]):
            continue
        if begin >= scale.shown[0]:
            line(poster.ax, (left, low), (right, low), color=ink.RULE, wide=0.8, zorder=1.1)
        if taken is not None and abs(middle - taken) < 1.2 * TEXT:
            continue
        if step == 1 and abs(high - low) < 0.8 * TEXT:
            continue
        with_year, year, plain = month(day, poster.voice)
        text = year if step == 12 else plain if day.year == said_year else with_year
        poster.write(left - GAP, middle, text, TEXT, kind="month", align="right", room=room)
        taken, said_year = middle, day.year


def landmarks(poster: Poster, scale: Scale, top: float, bottom: float) -> None:
    """The data date and the headline's deadline as lines down to `bottom`, each with a flag that stands above `top`."""
    meeting, voice = poster.meeting, poster.voice
    day = short_day(start_day(meeting.data_date), voice)
    flags = [(meeting.data_date, word("data-date", voice, day=day), ink.FLAG)]
    due = meeting.headline.deadline
    if due is not None and scale.shown[0] <= due <= scale.shown[1]:
        flags.append((due, word("deadline", voice, day=short_day(finish_day(due), voice)), ink.INK))
    found: list[tuple[float, float]] = []
    end = scale.high
    for i, (instant, text, _) in enumerate(sorted(flags, reverse=True)):
        x, wide = scale.at(instant), width(text, TEXT) + 2 * GAP
        left = min(x if i == 0 else x - wide, end - wide)
        if left < poster.left:
            left = max(x, poster.left)
        found.append((left, wide))
        end = left
    taken = poster.left
    for (instant, text, color), (left, wide) in zip(sorted(flags), reversed(found), strict=True):
        x, left = scale.at(instant), max(left, taken)
        poster.boxes([(left, top - FLAG + 2, left + wide, top - 1)], color, zorder=8)
        poster.write(left + GAP, top - FLAG / 2 + 0.5, text, TEXT, kind="flag", color=ink.PAPER)
        is_due = color == ink.INK
        dashes: Dashes = (0, (5.0, 3.0)) if is_due else "solid"
        line(poster.ax, (x, top - 1), (x, bottom), color=color, wide=1.4 if is_due else 2.0, dashes=dashes, zorder=5)
        taken = left + wide


def range_of(instants: Sequence[Instant], least: Instant) -> Interval:
    """The range from the first to the last of some instants, at least so long, with a little room at both ends."""
    first, last = min(instants), max(instants)
    pad = max((last - first) // 60, (least - (last - first)) // 2, 1)
    return first - pad, last + pad
