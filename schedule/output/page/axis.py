"""The time axis of the HTML page's chart: shares of its width, its near view, its head, what all rows share.

Everything stands in percent, so that one chart fits a phone, a screen and a sheet of A3. This module must never know a
task's bars, nor compute a date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from schedule.analysis.meeting import Meeting
from schedule.calendars.worktime import DAY, finish_day, minutes, start_day
from schedule.engine.schedule import Stage
from schedule.model import Instant
from schedule.output.figures.ground.marks import Mark
from schedule.output.figures.ground.rows import WEEK
from schedule.output.figures.ground.timescale import Rest, Shade, months, shades, time_range
from schedule.output.figures.ground.words import month, short_day, word
from schedule.output.page.markup import Shape, shape
from schedule.output.words.phrases import Voice

_LABELS = 0.085
"""The share of the axis that is kept free at its end for the labels of the last bars."""
_NEAR_BEFORE = 2 * WEEK
_NEAR_GAIN = 1.3
"""The near view begins so long before the data date, and is offered where it shows a day so many times wider."""
_NAMED, _SPARSE = 18, 7
"""So many months are named at most, and on a narrow screen."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The range of time that the chart shows, and the beginning of its near view (None: there is none)."""

    first: Instant
    last: Instant
    near: Instant | None

    def at(self, instant: Instant) -> str:
        """Where an instant lies, in percent of the axis."""
        return f"{100 * self.share(instant):.2f}%"

    def wide(self, begin: Instant, end: Instant) -> str:
        """How much of the axis lies between two instants, in percent."""
        return f"{100 * (self.share(end) - self.share(begin)):.2f}%"

    def shows(self, instant: Instant) -> bool:
        """Whether an instant lies on the axis."""
        return self.first <= instant <= self.last

    def share(self, instant: Instant) -> float:
        """Where an instant lies, from 0 to 1; what lies beside the axis lies at its end."""
        return (min(max(instant, self.first), self.last) - self.first) / (self.last - self.first)

    @property
    def style(self) -> str:
        """How the near view enlarges and shifts the axis, as CSS; "" where there is none."""
        if self.near is None:
            return ""
        gain = (self.last - self.first) / (self.last - self.near)
        return f"--gain:{gain:.4f};--begin:{self.share(self.near):.5f}"


def axis_of(meeting: Meeting, drawn: Sequence[Mark]) -> Axis:
    """The axis on which these marks are shown. The near view is for a plan of which a good part has passed."""
    first, last = time_range(meeting, drawn, None)
    last += round((last - first) * _LABELS)
    near = meeting.data_date - _NEAR_BEFORE
    open_ = any(mark.dates.stage is not Stage.FINISHED for mark in drawn)
    offered = open_ and near > first and (last - first) / (last - near) >= _NEAR_GAIN
    return Axis(first, last, near if offered else None)


def rests(meeting: Meeting, drawn: Sequence[Mark], axis: Axis) -> dict[str, tuple[Shade, ...]]:
    """The time without work of each calendar that a row uses, by the calendar's name."""
    first: dict[str, Mark] = {}
    for mark in drawn:
        first.setdefault(mark.dates.calendar.name, mark)
    plan, shown = meeting.schedule.state.plan, (axis.first, axis.last)
    return {name: shades(plan, [mark], shown, weekly=True) for name, mark in first.items()}


@dataclass(frozen=True, slots=True)
class Shared:
    """What many rows share: the lines as high as a row, and each calendar's rare and weekly time without work."""

    lines: tuple[Shape, ...]
    rests: tuple[tuple[tuple[Shape, ...], tuple[Shape, ...]], ...]


def shared(meeting: Meeting, axis: Axis, resting: Mapping[str, Sequence[Shade]]) -> Shared:
    """What many rows of a chart share."""
    both = []
    for found in resting.values():
        rare = tuple(_shade(shade, axis) for shade in found if shade.rest is not Rest.WEEKLY)
        both.append((rare, tuple(_shade(shade, axis) for shade in found if shade.rest is Rest.WEEKLY)))
    return Shared(tuple(_lines(meeting, axis)), tuple(both))


def _shade(shade: Shade, axis: Axis) -> Shape:
    wide = axis.wide(shade.begin, shade.end)
    return shape("rect", kind=shade.rest.value, x=axis.at(shade.begin), width=wide, height="100%")


def _lines(meeting: Meeting, axis: Axis) -> Iterator[Shape]:
    """The beginnings of months, the data date and the headline's deadline, as high as a row."""
    for begin, _ in months((axis.first, axis.last)):
        if begin > axis.first:
            yield shape("line", kind="mo", x1=axis.at(begin), x2=axis.at(begin), y2="100%")
    for kind, instant, _ in _dates(meeting, axis):
        yield shape("line", kind=kind, x1=axis.at(instant), x2=axis.at(instant), y2="100%")


def _dates(meeting: Meeting, axis: Axis) -> Iterator[tuple[str, Instant, str]]:
    """The two dates that the chart is read by: the class of their line, when, and the key of their words."""
    yield "dd", meeting.data_date, "data-date"
    due = meeting.headline.deadline
    if due is not None and axis.shows(due):
        yield "du", due, "deadline"


_COLUMNS = (("na", "task"), ("bo", "body"), ("fi", "finish"))


@dataclass(frozen=True, slots=True)
class Head:
    """The head of the axis: the columns by class and title, the dates in groups by class, the names of the months."""

    columns: tuple[tuple[str, str], ...]
    dates: tuple[tuple[str, tuple[Shape, ...]], ...]
    months: tuple[Shape, ...]


def head(meeting: Meeting, axis: Axis, voice: Voice) -> Head:
    """What the columns are called, and the axis: data date, deadline, months."""
    dates = []
    for line, (kind, instant, key) in enumerate(_dates(meeting, axis)):
        day = start_day(instant) if kind == "dd" else finish_day(instant)
        # Each text stands on the side where there is room, in the whole view and in the near one.
        begin = axis.first if axis.near is None else axis.near
        sides = ["far"] if axis.share(instant) > 0.55 else []
        sides += ["near-far"] if instant - begin > 0.6 * (axis.last - begin) else []
        words = word(key, voice, day=short_day(day, voice))
        place = {"x": axis.at(instant), "y": str(13 + 15 * line)}
        after = shape("text", words, x=place["x"], dx="5", y=place["y"])
        before = shape("text", words, kind="before", x=place["x"], dx="-5", y=place["y"])
        dates.append((" ".join([kind, *sides]), (after, before)))
    columns = tuple((kind, word(key, voice)) for kind, key in _COLUMNS)
    return Head(columns, tuple(dates), tuple(_months(axis, voice)))


def _months(axis: Axis, voice: Voice) -> Iterator[Shape]:
    """The names of the months, the year in place of the first that is named of each year.

    Three choices of them, each as many as there is room for: on a wide screen, on a narrow one, there in the near view.
    """
    every = [(max(begin, axis.first), end) for begin, end in months((axis.first, axis.last))]
    later = sum(axis.near is not None and end > axis.near for _, end in every)
    steps = {"wide": _step(len(every), _NAMED), "slim": _step(len(every), _SPARSE), "near": _step(later, _SPARSE)}
    said = dict.fromkeys(steps, 0)
    for begin, end in every:
        day = start_day(begin)
        place = day.year * 12 + day.month - 1
        kinds = [kind for kind, step in steps.items() if place % step == 0 and _is_free(begin, place, step)]
        if min(end, axis.last) - begin < 20 * DAY:
            continue
        _, year, short = month(day, voice)
        for words, new in ((year, True), (short, False)):
            if saying := [kind for kind in kinds if (said[kind] != day.year) is new]:
                yield shape("text", words, kind=f"mt {' '.join(saying)}", x=axis.at(begin), dx="3", y="43")
        said.update(dict.fromkeys(kinds, day.year))


def _is_free(begin: Instant, place: int, step: int) -> bool:
    """Whether a month, or what the axis shows of it, is far enough from the next that is named."""
    following = place + step
    return minutes(date(following // 12, following % 12 + 1, 1)) - begin >= 24 * DAY * step


def _step(count: int, most: int) -> int:
    """Every which of so many months is named, that there are at most `most` names; January is always among them."""
    return next((step for step in (1, 2, 3, 6, 12, 24) if count <= step * most), 60)
