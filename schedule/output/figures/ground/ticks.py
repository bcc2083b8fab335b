"""The units of the calendar along an axis, and the names of as many as there is room for.

Months over Mondays while every second Monday has room for its day; a longer axis has years over months, quarters or
half-years, and the longest years alone. A name never stands over another unit of its kind: a sliver of a year at the
edge of the axis has none. This module must never know a page or a colour.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from schedule.calendars.worktime import minutes, start_day
from schedule.model import Instant
from schedule.output.figures.ground.marks import Interval
from schedule.output.figures.ground.rows import WEEK
from schedule.output.figures.ground.timescale import months
from schedule.output.figures.ground.typeface import width
from schedule.output.figures.ground.words import month, part_of_year
from schedule.output.words.phrases import Voice

_GAP = 4.0
_WEEKS = 2
"""A Monday in so many is named at least, or the axis has no weeks."""
_MONTH_STEPS, _YEAR_STEPS = (1, 2, 3, 6, 12), (1, 2, 5, 10, 20, 50)
_PARTS = (1, 3, 6)
"""Months of a part of the year."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name and where it stands: in the middle of `left` to `right` in points, or from `left` on where it is wider."""

    left: float
    right: float
    text: str

    def place(self, size: float, inset: float) -> tuple[float, str]:
        """The coordinate of the text and whether that is its centre or its left, `inset` points from the edge."""
        if width(self.text, size) <= self.right - self.left:
            return (self.left + self.right) / 2, "center"
        return self.left + inset, "left"


@dataclass(frozen=True, slots=True)
class Ticks:
    """What stands along an axis: the names of the long units and where they begin, and the same of the short ones.

    Where `weekly`, the short units are weeks, which whoever draws the axis names himself; else `lower` names them.
    """

    weekly: bool
    upper: tuple[Name, ...]
    long: tuple[Instant, ...]
    lower: tuple[Name, ...] = ()
    short: tuple[Instant, ...] = ()


def monday_step(week: float, size: float) -> int:
    """Every which Monday can be named by its day where a week is so wide, in points."""
    return 1 + int((width("30", size) + 1.5 * _GAP) / week)


def ticks(shown: Interval, wide: float, voice: Voice, sizes: tuple[float, float]) -> Ticks:
    """The units of an axis that shows a range on so many points, named in type of the sizes above and below."""
    upper, lower = sizes
    axis = _Axis(shown, wide, voice)
    if monday_step(axis.points * WEEK, lower) <= _WEEKS:
        begins = tuple(begin for begin, _ in months(shown))
        return Ticks(True, tuple(_months(axis, upper)), begins)
    step = _year_step(axis, upper)
    years = tuple(year for year in _years(shown) if start_day(year).year % step == 0)
    part = next((part for part in _PARTS if _has_room(axis, part, lower)), None)
    parts = () if part is None else tuple(span for span in months(shown) if (start_day(span[0]).month - 1) % part == 0)
    named = tuple(_parts(axis, part, lower)) if part is not None else ()
    return Ticks(False, tuple(_named_years(axis, years, step, upper)), years, named, tuple(begin for begin, _ in parts))


@dataclass(frozen=True, slots=True)
class _Axis:
    """A range on so many points."""

    shown: Interval
    wide: float
    voice: Voice

    @property
    def points(self) -> float:
        """Points of a minute."""
        return self.wide / (self.shown[1] - self.shown[0])

    def at(self, instant: Instant) -> float:
        """Where an instant lies, kept between the ends."""
        return (min(max(instant, self.shown[0]), self.shown[1]) - self.shown[0]) * self.points


def _years(shown: Interval) -> tuple[Instant, ...]:
    """The beginnings of the years of a range; the first may lie before it."""
    first, last = start_day(shown[0]).year, start_day(shown[1] - 1).year
    return tuple(minutes(date(year, 1, 1)) for year in range(first, last + 1))


def _months(axis: _Axis, size: float) -> Iterator[Name]:
    """The names of months, the year with the first of each year, or in its place where there is no room for both."""
    found = months(axis.shown)
    each = axis.wide / len(found)
    widest = max(width(month(start_day(begin), axis.voice)[2], size) for begin, _ in found) + _GAP
    step = next((step for step in _MONTH_STEPS if step * each >= widest), _MONTH_STEPS[-1])
    taken, said = 0.0, 0
    for begin, end in found:
        day = start_day(begin)
        left, right = axis.at(begin), axis.at(end)
        with_year, year, plain = month(day, axis.voice)
        of_year = axis.at(minutes(date(day.year + 1, 1, 1))) - left
        wanted = [(with_year, right - left), (year, of_year)] if day.year != said else [(plain, step * each)]
        if day.year != said and begin < axis.shown[0] and end < axis.shown[1] and day.month < 12:
            del wanted[1]  # the next month, which is whole, says the year
        if day.year == said and (day.month - 1) % step:
            continue
        for text, room in wanted:
            wide = width(text, size) + _GAP
            if left >= taken and wide <= min(room, axis.wide - left):
                yield Name(left, right, text)
                taken, said = left + (wide if wide > right - left else 0.0), day.year
                break


def _year_step(axis: _Axis, size: float) -> int:
    """Every which year can be named."""
    each = 365 * 1440 * axis.points
    texts = (month(start_day(begin), axis.voice)[1] for begin in _years(axis.shown))
    widest = max(width(text, size) for text in texts) + _GAP
    return next((step for step in _YEAR_STEPS if step * each >= widest), _YEAR_STEPS[-1])


def _named_years(axis: _Axis, years: tuple[Instant, ...], step: int, size: float) -> Iterator[Name]:
    """The names of these years, of which each is so many before the next, over their own months as far as they go."""
    for begin in years:
        day = start_day(begin)
        left, right = axis.at(begin), axis.at(minutes(date(day.year + 1, 1, 1)))
        until = axis.at(minutes(date(day.year + step, 1, 1)))
        text = month(day, axis.voice)[1]
        if width(text, size) <= until - left and (step == 1 or begin >= axis.shown[0]):
            yield Name(left, right, text)


def _has_room(axis: _Axis, part: int, size: float) -> bool:
    """Whether each part of a year of so many months can be named."""
    texts = (_part_name(axis.voice, part, number) for number in range(12 // part))
    return max(width(text, size) for text in texts) + 0.75 * _GAP <= 28 * part * 1440 * axis.points


def _parts(axis: _Axis, part: int, size: float) -> Iterator[Name]:
    """The names of the parts of years of so many months, where what is shown of them has room."""
    for year in _years(axis.shown):
        day = start_day(year)
        for number in range(12 // part):
            first, after = number * part, (number + 1) * part
            begin = minutes(date(day.year, first + 1, 1))
            end = minutes(date(day.year + after // 12, after % 12 + 1, 1))
            left, right = axis.at(begin), axis.at(end)
            text = _part_name(axis.voice, part, number)
            if width(text, size) <= right - left:
                yield Name(left, right, text)


def _part_name(voice: Voice, part: int, number: int) -> str:
    """The name of a month, a quarter or a half-year by its number in the year, from 0."""
    return month(date(2000, number + 1, 1), voice)[2] if part == 1 else part_of_year(part, number + 1, voice)
