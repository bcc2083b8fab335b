"""The S-curve: how much of the work is done by when, between the curve of the early and that of the late dates.

The band between both is the plan's freedom (香蕉图); the line of what was really done should lie in it. Work is counted
by duration, and the chart says so. This module must never compute a share or a date.
"""

from __future__ import annotations

from functools import partial

from matplotlib.axes import Axes

from schedule.analysis.meeting import Meeting
from schedule.analysis.views.work_curve import Points, WorkCurve, work_curve
from schedule.calendars.worktime import DAY, start_day
from schedule.model import Instant
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.chart import Chart
from schedule.output.figures.ground.dates_axis import AXIS, FLAG, Scale, landmarks, months_above, range_of
from schedule.output.figures.ground.layout import GAP
from schedule.output.figures.ground.paper import Dashes, line, own_settings
from schedule.output.figures.ground.poster import TEXT, Key, Poster, opened
from schedule.output.figures.ground.shapes import polygon
from schedule.output.figures.ground.typeface import clean, width
from schedule.output.words.phrases import Voice
from schedule.output.words.saying import Phrase, say

EARLY, LATE, BAND = "#0B6E8A", "#B35900", "#E4EFF2"
_SCALE, _VERDICT, _NAME = 52.0, 17.0, 13.0
_STEPS = (0, 20, 40, 60, 80, 100)
_SHORTEST = 28 * DAY
_LABEL, _NEAR = 21.0, 150.0
_DASHES = {EARLY: (0, (7.0, 2.0)), LATE: (0, (2.0, 1.5))}


def draw(meeting: Meeting, voice: Voice, ax: Axes | None = None) -> Axes:
    """The curve of a meeting's plan, on a page of its own 1920 px wide, or on the whole of `ax`.

    Raises:
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    with own_settings():
        found = work_curve(meeting)
        keys = _keys(voice) if found.counted else []
        poster = opened(meeting, voice, voice.say("chart.name.curve"), keys, ax, remarks=voice.told(_remarks(found)))
        if not found.counted:
            poster.write(poster.left, poster.top + 40, voice.say("chart.curve.nothing"), 16.0, kind="nothing")
            return poster.ax
        _verdict(poster, found)
        across, up = _scales(poster, found)
        _grid(poster, across, up)
        early, late = ([(across.at(t), up(share)) for t, share in points] for points in (found.early, found.late))
        polygon(poster, [*early, *reversed(late)], BAND, z=1.4)
        for points, color in ((early, EARLY), (late, LATE)):
            line(poster.ax, *points, color=color, wide=2.4, dashes=_DASHES[color], zorder=3)
        done, left = ([(across.at(t), up(share)) for t, share in points] for points in (found.actual, found.forecast))
        line(poster.ax, *left, color=ink.DONE, wide=3.0, dashes=(0, (1.0, 1.2)), zorder=4)
        line(poster.ax, *done, color=ink.INK, wide=5.0, zorder=5)
        _now(poster, found, across, up)
        _names(poster, found, across, up)
    return poster.ax


CHART = Chart("curve", lambda meeting, voice, _: [partial(draw, meeting, voice)])


def percent(share: float) -> int:
    """A share in whole per cent; what is not all is never shown as all, nor what is not nothing as nothing.

    >>> percent(0.996), percent(1.0), percent(0.002), percent(0.0)
    (99, 100, 1, 0)
    """
    rounded = round(share * 100)
    return min(max(rounded, 1), 99) if 0.0 < share < 1.0 else rounded


def verdict(found: WorkCurve) -> str:
    """Where the actual share lies at the data date: "within", "behind" or "ahead", by the shares as they are shown.

    Where the plan itself was too late, the late curve is above the early one; what lies below it is behind.
    """
    late, actual, early = map(percent, found.now)
    return "behind" if actual < late else "ahead" if actual > early else "within"


def _remarks(found: WorkCurve) -> list[Phrase]:
    remarks = []
    if found.counted:
        key = "chart.curve.baseline" if found.approved is not None else "chart.curve.plan"
        remarks.append(say(key, count=found.counted, name=found.approved))
    if found.left_out:
        remarks.append(say("chart.curve.left-out", count=found.left_out))
    return remarks


def _verdict(poster: Poster, found: WorkCurve) -> None:
    """In one sentence, how much is done and how much should be."""
    low, actual, high = map(percent, found.now)
    day, key = poster.voice.day(start_day(poster.meeting.data_date)), verdict(found)
    text = clean(poster.voice.say(f"chart.curve.{key}", day=day, actual=actual, low=low, high=high))
    room = poster.right - poster.left
    size = min(_VERDICT, 0.97 * room / width(text, 1.0))
    color = {"behind": ink.LATE, "ahead": ink.EARLY}.get(key, ink.INK)
    poster.write(poster.left, poster.top + 12, text, size, kind="verdict", color=color, bold=True, room=room)


def _scales(poster: Poster, found: WorkCurve) -> tuple[Scale, Percent]:
    ends = [t for points in (found.early, found.late, found.actual, found.forecast) for t, _ in points]
    due = poster.meeting.headline.deadline
    ends += [due] if due is not None else []
    left = poster.left + _SCALE
    across = Scale(range_of(ends, _SHORTEST), left, poster.right)
    return across, Percent(poster.bottom - 2 * GAP, poster.top + 30 + AXIS + 12)


class Percent:
    """Where on a page a share stands: nothing at `low`, all at `high`."""

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, high

    def __call__(self, share: float) -> float:
        """The height of a share, in points."""
        return self.low + share * (self.high - self.low)


def _grid(poster: Poster, across: Scale, up: Percent) -> None:
    top = poster.top + 30 + FLAG
    months_above(poster, across, top, up.low)
    for step in _STEPS:
        y = up(step / 100)
        if step > 0:
            line(poster.ax, (across.low, y), (across.high, y), color=ink.RULE, wide=0.8, zorder=1.2)
        text = poster.voice.say("chart.curve.share", percent=step)
        poster.write(across.low - GAP, y, text, TEXT + 1, kind="percent", align="right", color=ink.FAINT)
    landmarks(poster, across, top, up.low)


def _now(poster: Poster, found: WorkCurve, across: Scale, up: Percent) -> None:
    """The three shares at the data date, named beside their points."""
    voice, x = poster.voice, across.at(poster.meeting.data_date)
    late, actual, early = found.now
    rows = (("early", early, EARLY, 8.0), ("actual", actual, ink.INK, 12.0), ("late", late, LATE, 8.0))
    texts = [
        voice.say("chart.curve.at", name=voice.say(f"chart.curve.{key}"), percent=percent(share))
        for key, share, *_ in rows
    ]
    box = _box(poster, found, across, up)
    right = box[0] > x
    heights = [box[1] + (k + 0.5) * _LABEL + 3 for k in range(len(rows))]
    begin = box[0] + GAP if right else box[2] - GAP
    poster.boxes([box], ink.PAPER, zorder=6, edge=ink.RULE, line=0.8)
    for (_, share, color, size), text, height in zip(rows, texts, heights, strict=True):
        is_actual = color == ink.INK
        poster.ax.plot(
            [x],
            [up(share)],
            linestyle="none",
            marker="o",
            markersize=size,
            markerfacecolor=color,
            markeredgecolor=ink.PAPER,
            markeredgewidth=1.2,
            zorder=7,
            scalex=False,
            scaley=False,
        )
        edge = box[0] if right else box[2]
        if abs(up(share) - height) < _NEAR:
            line(poster.ax, (x, up(share)), (edge, height), color=color, wide=0.9, zorder=6.5)
        align = "left" if right else "right"
        poster.write(
            begin, height, text, _NAME + 2 if is_actual else _NAME, kind="now", color=color, align=align, bold=is_actual
        )


def _names(poster: Poster, found: WorkCurve, across: Scale, up: Percent) -> None:
    """The name of each curve on it, away from the data date and from the other names."""
    voice = poster.voice
    for points, color, key, side in ((found.early, EARLY, "early", -1), (found.late, LATE, "late", 1)):
        text = voice.say(f"chart.curve.{key}")
        for level in (0.3, 0.5, 0.7, 0.15):
            at = _reached(points, level)
            x = across.at(at) + side * 10
            wide = width(text, _NAME)
            left = x - wide if side < 0 else x
            box = _box(poster, found, across, up)
            y = up(level)
            clear = left + wide < box[0] - 8 or left > box[2] + 8 or y < box[1] - 12 or y > box[3] + 12
            if clear and left > across.low + GAP and left + wide < across.high - GAP:
                poster.write(left, y, text, _NAME, kind="curve", color=color, halo=True, bold=True)
                break


def _box(poster: Poster, found: WorkCurve, across: Scale, up: Percent) -> ink.Box:
    """Where the names at the data date stand: below and right of it, or else where curves that rise leave room."""
    x, shares = across.at(poster.meeting.data_date), found.now
    wide = max(
        width(poster.voice.say("chart.curve.at", name=poster.voice.say(f"chart.curve.{key}"), percent=100), _NAME + 2)
        for key in ("early", "actual", "late")
    )
    wide, high = wide + 2 * GAP, 3 * _LABEL + 6
    if x + 24 + wide <= across.high:
        left, below = x + 24, up(min(shares)) + 30
        top = below if below + high <= up.low - GAP else up.high + 2 * GAP
    else:
        left = x - 24 - wide
        top = up.low - high - 2 * GAP if min(shares) > 0.5 else up.high + 2 * GAP
    return left, top, left + wide, top + high


def _reached(points: Points, share: float) -> Instant:
    """The first instant at which a curve has reached a share."""
    return next((t for t, level in points if level >= share), points[-1][0])


def _keys(voice: Voice) -> list[Key]:
    def stroke(key: str, color: str, wide: float, dashes: Dashes = "solid") -> Key:
        def swatch(poster: Poster, x: float, middle: float) -> None:
            line(poster.ax, (x, middle), (x + 28, middle), color=color, wide=wide, dashes=dashes, zorder=6)

        return Key(voice.say(f"chart.curve.{key}"), swatch)

    return [
        stroke("early", EARLY, 2.4, _DASHES[EARLY]),
        stroke("late", LATE, 2.4, _DASHES[LATE]),
        stroke("actual", ink.INK, 5.0),
        stroke("forecast", ink.DONE, 3.0, (0, (1.0, 1.2))),
        Key(voice.say("chart.curve.whole")),
    ]
