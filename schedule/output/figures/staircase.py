"""The staircase: money in place by when, against what is used by when, as things stand by logic and as late as can be.

Where the curve of the latest dates rises above the stairs, the deadline is lost; where that of the plain dates does,
something waits. What is expected is drawn open, what came filled. This module must never compute an amount or a date.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from matplotlib.axes import Axes

from schedule.analysis.funds.gaps import latest_span, need_of, plain_span
from schedule.analysis.meeting import Meeting
from schedule.calendars.worktime import DAY, start_day
from schedule.engine.schedule import Schedule
from schedule.model import ANY_PURPOSE, Funds, Instant
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.chart import Chart
from schedule.output.figures.ground.dates_axis import AXIS, FLAG, Scale, landmarks, months_above, range_of
from schedule.output.figures.ground.layout import GAP
from schedule.output.figures.ground.paper import Dashes, Page, line, own_settings, write_page
from schedule.output.figures.ground.poster import TEXT, Key, Poster, opened
from schedule.output.figures.ground.shapes import polygon
from schedule.output.figures.ground.typeface import width
from schedule.output.words.languages import DEFAULT
from schedule.output.words.money import position_text
from schedule.output.words.phrases import Voice, voice_of

Step = tuple[Instant, Fraction]

PLAIN, LATEST, STAIRS, GROUND = "#0B6E8A", "#B35900", "#3B3B3B", "#EAF1E4"
_SCALE, _SHORTEST, _NAME, _BODY, _LINE = 96.0, 28 * DAY, 12.0, 430.0, 16.0
_HALF = 8.0
"""Half the height of a line of text."""
_MOST_NAMED = 6
"""Of more arrivals only numbers stand at the steps, and what they are below the chart."""
_AWAY, _STAIR, _CURVE, _BAR, _TEXT = 2.0, 1.0, 3.0, 20.0, 100.0
"""How bad it is that a text stands a line further away, and that it is written over each of these."""
_DASHES: dict[str, Dashes] = {PLAIN: (0, (7.0, 2.0)), LATEST: (0, (2.0, 1.5))}


def draw(meeting: Meeting, logic: Schedule, voice: Voice, ax: Axes | None = None) -> Axes:
    """The staircase of a meeting whose plan has funds, on a page of its own 1920 px wide, or on the whole of `ax`.

    Args:
        meeting: whose money it is.
        logic: its schedule in which money holds nothing.
        voice: who speaks.
        ax: where it is drawn instead.

    Raises:
        ValueError: the plan says nothing of money.
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    found = meeting.funds
    if found is None:
        raise ValueError("the plan has no funds")
    state = meeting.schedule.state
    with own_settings():
        apart = any(one.serves != (ANY_PURPOSE,) for one in found.funds.tranches.values())
        remarks = [voice.tell(position_text(found)), *([voice.say("chart.staircase.apart")] if apart else [])]
        remarks += [] if found.asked else [voice.say("money.unasked")]
        steps, names = _named_steps(found.funds, voice), list[str]()
        if len(steps) > _MOST_NAMED:
            names = [voice.say("chart.staircase.numbered", number=k + 1, step=one.text) for k, one in enumerate(steps)]
            steps = [one._replace(text=str(k + 1)) for k, one in enumerate(steps)]
        needs = [need_of(state, logic, span) for span in (plain_span, latest_span)]
        curves = [() if need is None else _summed(need.curve()) for need in needs]
        subject, keys = voice.say("chart.staircase.title"), _keys(voice, used=any(curves))
        poster = opened(meeting, voice, subject, keys, ax, body=_BODY, remarks=[*remarks, *names])
        stairs = _stairs(found.funds)
        across, up = _scales(poster, stairs, curves)
        _grid(poster, across, up)
        _fill(poster, across, up, stairs)
        for points, color in zip(curves, (PLAIN, LATEST), strict=True):
            if points:
                line(poster.ax, *_path(points, across, up), color=color, wide=2.6, dashes=_DASHES[color], zorder=4)
        shorts = _shorts(stairs, curves)
        taken = [
            *_lines(stairs, across, up, _STAIR),
            *(one for points in curves for one in _lines(points, across, up, _CURVE)),
        ]
        taken += [Taken(x - 2, 0.0, x + 2, up.low, _CURVE) for x in map(across.within, _landmarks(meeting))]
        for short in shorts:
            x = across.at(short.when)
            line(poster.ax, (x, up(short.there)), (x, up(short.used)), color=ink.LATE, wide=5.0, zorder=6)
            taken.append(Taken(x - 4, up(short.used), x + 4, up(short.there), _BAR))
        _arrivals(poster, steps, across, up, taken)
        for short in shorts:
            _say_short(poster, across, up, short, taken)
    return poster.ax


def save(meeting: Meeting, logic: Schedule, path: Path, *, lang: str = DEFAULT) -> Path:
    """Write the chart as PNG, SVG or PDF by the suffix of `path`.

    Raises:
        ValueError: the suffix is none of the three, or the plan says nothing of money.
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    return write_page(path, partial(draw, meeting, logic, voice_of(meeting.schedule, lang)))


def _pages(meeting: Meeting, voice: Voice, _: bool) -> Sequence[Page]:
    """The staircase, where tasks need or use any of the money."""
    if meeting.funds is None or not meeting.funds.asked:
        return ()
    return [partial(draw, meeting, meeting.history.by_logic(meeting.data_date), voice)]


CHART = Chart("money", _pages)


def _stairs(funds: Funds) -> tuple[Step, ...]:
    """What is there in all, from each day on which something comes."""
    return _summed(_running([payment for one in funds.tranches.values() for payment in one.coming]))


def _running(payments: Sequence[Step]) -> list[Step]:
    total, found = Fraction(0), []
    for instant, amount in sorted(payments):
        total += amount
        found.append((instant, total))
    return found


def _summed(points: Sequence[Step]) -> tuple[Step, ...]:
    """One step for each instant: the last of those that stand at it."""
    return tuple(dict(points).items())


def at(points: Sequence[Step], instant: Instant) -> Fraction:
    """How high steps stand at an instant."""
    return max((height for when, height in points if when <= instant), default=Fraction(0))


class Amounts:
    """Where on a page an amount stands: nothing at `low`, the `most` at `high`."""

    def __init__(self, low: float, high: float, most: Fraction) -> None:
        self.low, self.high, self.most = low, high, max(most, Fraction(1))

    def __call__(self, amount: Fraction) -> float:
        """The height of an amount, in points."""
        return self.low + float(amount / self.most) * (self.high - self.low)


def _scales(poster: Poster, stairs: Sequence[Step], curves: Sequence[Sequence[Step]]) -> tuple[Scale, Amounts]:
    meeting = poster.meeting
    instants = [when for points in (stairs, *curves) for when, _ in points]
    instants += _landmarks(meeting)
    most = max((height for points in (stairs, *curves) for _, height in points), default=Fraction(1))
    across = Scale(range_of(instants, _SHORTEST), poster.left + _SCALE, poster.right)
    return across, Amounts(poster.bottom - 2 * GAP, poster.top + FLAG + AXIS + 14, most)


def _grid(poster: Poster, across: Scale, up: Amounts) -> None:
    top = poster.top + FLAG
    months_above(poster, across, top, up.low)
    step = _round_step(up.most)
    for k in range(int(up.most / step) + 1):
        y = up(k * step)
        if k:
            line(poster.ax, (across.low, y), (across.high, y), color=ink.RULE, wide=0.8, zorder=1.2)
        poster.write(
            across.low - GAP, y, poster.voice.money(k * step), TEXT, kind="amount", align="right", color=ink.FAINT
        )
    landmarks(poster, across, top, up.low)


def _round_step(most: Fraction) -> Fraction:
    """A round amount, 1, 2 or 5 with zeros or as decimals, that goes at most eight times into the most.

    >>> _round_step(Fraction(38000)), _round_step(Fraction(7)), _round_step(Fraction(12000))
    (Fraction(5000, 1), Fraction(1, 1), Fraction(2000, 1))
    """
    power = Fraction(1, 100)
    while power * 40 < most:
        power *= 10
    return next(power * k for k in (1, 2, 5, 10) if most / (power * k) <= 8)


def _path(points: Sequence[Step], across: Scale, up: Amounts) -> list[tuple[float, float]]:
    """Steps as a line from the left end of the page to its right one."""
    corners, height = [(across.low, up(Fraction(0)))], up(Fraction(0))
    for when, amount in points:
        x = across.within(when)
        corners += [(x, height), (x, up(amount))]
        height = up(amount)
    return [*corners, (across.high, height)]


def _fill(poster: Poster, across: Scale, up: Amounts, stairs: Sequence[Step]) -> None:
    now = poster.meeting.data_date
    path = _path(stairs, across, up)
    polygon(poster, [*path, (across.high, up.low), (across.low, up.low)], GROUND, z=1.1)
    known = _path([step for step in stairs if step[0] <= now], across, up)
    x = across.at(now)
    line(poster.ax, *[(min(one, x), y) for one, y in known], color=STAIRS, wide=4.0, zorder=3.2)
    line(poster.ax, *path, color=STAIRS, wide=1.6, zorder=3)


class Taken(NamedTuple):
    """What stands on the page already, as a box, and how bad it is to write over it: a line is read through a text."""

    left: float
    top: float
    right: float
    bottom: float
    weight: float


class Short(NamedTuple):
    """Where a curve first rises above the stairs: which one, when, what is there, and what is used."""

    key: str
    when: Instant
    there: Fraction
    used: Fraction


def _landmarks(meeting: Meeting) -> list[Instant]:
    """The data date, and the deadline where there is one."""
    due = meeting.headline.deadline
    return [meeting.data_date, *([] if due is None else [due])]


def _lines(points: Sequence[Step], across: Scale, up: Amounts, weight: float) -> list[Taken]:
    """The pieces of a line of steps."""
    path = _path(points, across, up) if points else []
    return [
        Taken(min(a, c) - 1, min(b, d) - 1, max(a, c) + 1, max(b, d) + 1, weight) for (a, b), (c, d) in pairwise(path)
    ]


def _free(spots: Sequence[tuple[float, float]], wide: float, taken: list[Taken]) -> tuple[float, float]:
    """Of some places for a line of text, the first at the best, that where least is covered; it is taken then.

    A line of text further away is as bad as a thin line or two read through it.
    """
    first = spots[0][1]

    def covered(spot: tuple[float, float]) -> float:
        x, y = spot
        return _AWAY * abs(y - first) / _LINE + sum(
            one.weight
            for one in taken
            if x < one.right and x + wide > one.left and y - _HALF < one.bottom and y + _HALF > one.top
        )

    x, y = min(spots, key=covered)
    taken.append(Taken(x, y - _HALF, x + wide, y + _HALF, _TEXT))
    return x, y


class Arrival(NamedTuple):
    """Money that comes: when, what is there in all then, and what is written at the step."""

    when: Instant
    total: Fraction
    text: str


def _named_steps(funds: Funds, voice: Voice) -> list[Arrival]:
    """Each arrival of a tranche, in order of time, with its name, amount and day."""
    found, total = list[Arrival](), Fraction(0)
    for when, id_, amount in sorted(
        (when, id_, more) for id_, one in funds.tranches.items() for when, more in one.coming
    ):
        total += amount
        text = voice.say(
            "chart.staircase.step",
            tranche=voice.tranche(id_),
            amount=voice.money(amount),
            day=voice.day(start_day(when)),
        )
        found.append(Arrival(when, total, text))
    return found


def _arrivals(poster: Poster, steps: Sequence[Arrival], across: Scale, up: Amounts, taken: list[Taken]) -> None:
    """What is written of each arrival above the step that it makes, below it, or higher, where least is in its way."""
    for one in steps:
        wide, at_step, y = width(one.text, _NAME), across.within(one.when), up(one.total) - 9.0
        lefts = [min(max(across.low, at_step + GAP - wide * k / 4), across.high - wide) for k in range(5)]
        x, y = _free([(left, y - k * _LINE) for k in (0.0, -1.15, 1.0, 2.0, 3.0) for left in lefts], wide, taken)
        poster.write(x, y, one.text, _NAME, kind="tranche", color=STAIRS, halo=True)


def _shorts(stairs: Sequence[Step], curves: Sequence[Sequence[Step]]) -> list[Short]:
    """Where each curve first rises above the stairs."""
    found = []
    for points, key in zip(curves, ("plain", "latest"), strict=True):
        over = next(((when, used) for when, used in points if used > at(stairs, when)), None)
        if over is not None:
            found.append(Short(key, over[0], at(stairs, over[0]), over[1]))
    return found


def _say_short(poster: Poster, across: Scale, up: Amounts, short: Short, taken: list[Taken]) -> None:
    """By how much a curve rises above the stairs, and when: one above its bar, one beside it."""
    text = poster.voice.say(
        f"chart.staircase.short.{short.key}",
        day=poster.voice.day(start_day(short.when)),
        amount=poster.voice.money(short.used - short.there),
    )
    x, low, high = across.at(short.when), up(short.there), up(short.used)
    wide, first = width(text, _NAME + 1), high - 12 if short.key == "plain" else (low + high) / 2
    lefts = [left for left in (x + 10, x - 10 - wide) if across.low <= left <= across.high - wide] or [across.low]
    x, y = _free([(left, first - k * _LINE / 2) for k in range(10) for left in lefts], wide, taken)
    poster.write(x, y, text, _NAME + 1, kind="short", color=ink.LATE, bold=True, halo=True)


def _keys(voice: Voice, *, used: bool) -> list[Key]:
    """What the marks mean; those of the curves only where anything is `used`."""

    def stroke(key: str, color: str, wide: float, dashes: Dashes = "solid") -> Key:
        def swatch(poster: Poster, x: float, middle: float) -> None:
            line(poster.ax, (x, middle), (x + 28, middle), color=color, wide=wide, dashes=dashes, zorder=6)

        return Key(voice.say(f"chart.staircase.{key}"), swatch)

    stairs = [stroke("in-place", STAIRS, 4.0), stroke("expected", STAIRS, 1.6)]
    if not used:
        return stairs
    return [
        *stairs,
        stroke("plain", PLAIN, 2.6, _DASHES[PLAIN]),
        stroke("latest", LATEST, 2.6, _DASHES[LATEST]),
        stroke("short", ink.LATE, 5.0),
    ]
