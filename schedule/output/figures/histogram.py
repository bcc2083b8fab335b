"""Room to lose: every unfinished task as a block, in the column of the days that it can still lose.

The further left, the tighter. A block has its task's name, its days and its light with the light's letter; of many
tasks only the blocks are left. This module must never compute a float or judge a light.
"""

from __future__ import annotations

from functools import partial

from matplotlib.axes import Axes

from schedule.analysis.dates.alerts import Light
from schedule.analysis.meeting import Meeting
from schedule.analysis.views.float_bins import Bin, bins
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.chart import Chart
from schedule.output.figures.ground.layout import GAP, SMALL
from schedule.output.figures.ground.paper import line, own_settings
from schedule.output.figures.ground.poster import TEXT, Key, Poster, height_for, in_two, opened, shrunk
from schedule.output.figures.ground.typeface import clean, fit, width
from schedule.output.figures.ground.words import word
from schedule.output.words.phrases import Voice, decimal
from schedule.output.words.saying import Phrase, say

_HEADS, _COUNT = 44.0, 30.0
_TALLEST, _LOWEST = 42.0, 14.0
"""The height of a block with a name, at most and at least."""
_MOST = 33
"""Tasks of one column that may have names: with more the names could not be read."""
_EMPTY, _WIDEST = 112.0, 400.0
"""The width of a column without tasks, and that of one with tasks at most."""
_LEAST = 300.0
"""The height of the columns at least: a low one beside high ones is what the chart shows."""
_TWO = 34.0
"""The height from which on a block has room for two lines."""


def draw(meeting: Meeting, voice: Voice, ax: Axes | None = None) -> Axes:
    """The histogram of a meeting, on a page of its own 1920 px wide, or on the whole of `ax`.

    Raises:
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    with own_settings():
        found = bins(meeting)
        remarks = [voice.say("chart.float.to")] if any(one.tasks for one in found) else []
        most = max(len(one.tasks) for one in found)
        many = most > _MOST
        keys = [Key(voice.say("chart.float.read-many" if many else "chart.float.read")), *_keys(found, meeting, voice)]
        room = height_for(meeting, voice, keys, remarks) - _HEADS - _COUNT
        high = min(room / max(most, 1), _TALLEST)
        body = _HEADS + _COUNT + (room if many else max(high * most, _LEAST))
        poster = opened(meeting, voice, voice.say("chart.name.float"), keys, ax, body=body, remarks=remarks)
        if not most:
            poster.write(poster.left, poster.top + 40, voice.say("chart.nothing-left"), 16.0, kind="nothing")
            return poster.ax
        floor = poster.bottom - _HEADS
        room = floor - poster.top - _COUNT
        high = min(room / most, _TALLEST)
        left, filled = poster.left, sum(bool(one.tasks) for one in found)
        share = min((poster.right - poster.left - _EMPTY * (len(found) - filled)) / filled, _WIDEST)
        for one in found:
            wide = share if one.tasks else _EMPTY
            if not many and high >= _LOWEST:
                top = _named(poster, one, (left, wide), floor, high)
            else:
                top = _crowded(poster, found, one, (left, share), floor, room)
            _heads(poster, one, left, wide, floor, top)
            left += wide
        line(poster.ax, (poster.left, floor), (poster.right, floor), color=ink.INK, wide=1.6, zorder=5)
    return poster.ax


CHART = Chart("float", lambda meeting, voice, _: [partial(draw, meeting, voice)])


def _named(poster: Poster, found: Bin, place: tuple[float, float], floor: float, high: float) -> float:
    """The tasks of one column as blocks with names, the tightest at the bottom; the height of the top."""
    left, right = place[0] + GAP / 2, place[0] + place[1] - GAP / 2
    top = floor
    size = min(max(0.5 * high, 10.5), 14.0)
    for name, days in found.tasks:
        light = poster.meeting.lights[name]
        face, letter = ink.LIGHTS[light]
        box = (left, top - high + 1.5, right, top - 1.5)
        poster.boxes([box], "#F7F8FA", zorder=2, edge=face, line=1.3)
        chip = 1.45 * size
        poster.boxes([(left, box[1], left + chip, box[3])], face, zorder=3)
        middle = (box[1] + box[3]) / 2
        poster.write(
            left + chip / 2,
            middle,
            word(f"light.{light}", poster.voice),
            size,
            kind="light",
            color=letter,
            align="center",
        )
        text = decimal(days)
        poster.write(right - 4, middle, text, size, kind="days", align="right", bold=True)
        room = right - 4 - width(text, size) - 5 - (left + chip + 4)
        label = clean(poster.voice.task(name))
        fitting = shrunk(label, size, room, 12.0 if high >= _TWO else 10.0)
        lines: tuple[str, ...] = (fit(label, fitting, room),)
        if high >= _TWO and width(label, fitting) > room:
            fitting = 11.5
            lines = in_two(label, fitting, room, room)
        for k, text in enumerate(lines):
            at = middle + (k - (len(lines) - 1) / 2) * 1.25 * fitting
            poster.write(left + chip + 4, at, text, fitting, kind="name")
        top -= high
    return top


def _crowded(
    poster: Poster, bins: tuple[Bin, ...], found: Bin, place: tuple[float, float], floor: float, room: float
) -> float:
    """The tasks of one column as small blocks, red ones first; the height of the top."""
    most = max(len(one.tasks) for one in bins)
    side = place[1] - 2 * GAP
    across = next((n for n in range(4, 60) if -(-most // n) * side / n <= room), 60)
    left, wide = place[0] + GAP, side / across
    high = min(room / -(-most // across), wide)
    lights = sorted((poster.meeting.lights[name] for name, _ in found.tasks), key=list(Light).index)
    boxes, faces = [], []
    for k, light in enumerate(lights):
        row, column = divmod(k, across)
        x, y = left + column * wide, floor - row * high
        boxes.append((x, y - high + min(1.0, high / 6), x + wide - 1.0, y))
        faces.append(ink.LIGHTS[light][0])
    ink.boxes(poster.ax, poster.ax.transData, boxes, faces, zorder=3, clip=False)
    return floor - high * -(-len(lights) // across)


def _heads(poster: Poster, found: Bin, left: float, wide: float, floor: float, top: float) -> None:
    """Below a column what its tasks can lose; above it how many they are, by light."""
    voice, middle = poster.voice, left + wide / 2
    color = ink.LATE if found.upto is None and found.over is None else ink.INK
    poster.write(
        middle,
        floor + 16,
        voice.tell(_span(found)),
        14.0,
        kind="span",
        color=color,
        align="center",
        bold=True,
        room=wide,
    )
    count = voice.say("chart.float.count", count=len(found.tasks))
    poster.write(middle, floor + 34, count, TEXT + 1, kind="count", color=ink.FAINT, align="center")
    lights = [poster.meeting.lights[name] for name, _ in found.tasks]
    parts = [
        voice.say("chart.float.light", light=voice.say(f"light.{light}"), count=lights.count(light))
        for light in Light
        if light in lights
    ]
    if parts:
        text = fit(clean(voice.say("clause").join(parts)), TEXT, wide - 4)
        poster.write(middle, top - 12, text, TEXT, kind="lights", color=ink.FAINT, align="center")


def _span(found: Bin) -> Phrase:
    """The days of a column, in plain words."""
    if found.over is None:
        return say("chart.float.late" if found.upto is None else "chart.float.none")
    if found.upto is None:
        return say("chart.float.over", first=found.over)
    if found.over == 0:
        return say("chart.float.upto", last=found.upto)
    return say("chart.float.span", first=found.over + 1, last=found.upto)


def _keys(found: tuple[Bin, ...], meeting: Meeting, voice: Voice) -> list[Key]:
    """The lights that are there, with their letters and words."""
    there = {meeting.lights[name] for one in found for name, _ in one.tasks}

    def key(light: Light) -> Key:
        face, letter = ink.LIGHTS[light]

        def swatch(poster: Poster, x: float, middle: float) -> None:
            poster.boxes([(x + 8, middle - 7, x + 24, middle + 7)], face, zorder=6)
            text = word(f"light.{light}", voice)
            poster.write(x + 16, middle, text, SMALL, kind="light", color=letter, align="center")

        kind = ".money" if light is Light.GREY and meeting.greys_by_money else ""
        return Key(voice.say(f"chart.key.light.{light}{kind}"), swatch)

    return [key(light) for light in Light if light in there]
