"""The load of each crew, week by week: the most units at work at one time, by the plan and levelled, against capacity.

What the plan asks for beyond what there is stands red above the line. The headline is what crews do to the deadline and
not the meeting's verdict, which counts none. This module must never compute a date or a load.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from matplotlib.axes import Axes

from schedule.analysis.levelling.levelled import Levelled, Load
from schedule.analysis.meeting import Meeting
from schedule.calendars.worktime import DAY, minutes
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.dates_axis import AXIS, FLAG, Scale, landmarks, months_above, range_of
from schedule.output.figures.ground.heading import Headline
from schedule.output.figures.ground.layout import GAP, SMALL
from schedule.output.figures.ground.paper import line, own_settings, wrapped, write_page
from schedule.output.figures.ground.poster import TEXT, Key, Poster, opened
from schedule.output.figures.ground.verdict import warning
from schedule.output.words.crews import doubt_texts, goal_text, proof_texts
from schedule.output.words.languages import DEFAULT
from schedule.output.words.phrases import Voice, voice_of

LEVELLED, PLAIN, THERE = "#8FB8C9", "#0B3C5D", "#3B3B3B"
_SCALE, _SHORTEST, _STRIP, _LEAST = 150.0, 28 * DAY, 110.0, 300.0
_NAME_LINES, _NAME_LINE = 4, 15.0
"""So many lines of its strip has a crew's name, each so high."""


def draw(found: Levelled, meeting: Meeting, voice: Voice, ax: Axes | None = None) -> Axes:
    """A strip for each crew on a page of its own 1920 px wide, or on the whole of `ax`.

    Raises MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    loads = [load for load in found.loads if load.weeks]
    with own_settings():
        said = [*voice.told(proof_texts(found)), *voice.told(doubt_texts(found))]
        body = max(_LEAST, FLAG + AXIS + 14 + _STRIP * len(loads))
        poster = opened(
            meeting,
            voice,
            voice.say("chart.crews.title"),
            _keys(voice),
            ax,
            body=body,
            remarks=said,
            headline=_headline(found, meeting, voice),
        )
        instants = [minutes(week.monday) + edge for load in loads for week in load.weeks for edge in (0, 7 * DAY)]
        across = Scale(range_of([meeting.data_date, *instants], _SHORTEST), poster.left + _SCALE, poster.right)
        top, bottom = poster.top + FLAG, poster.bottom - 2 * GAP
        months_above(poster, across, top, bottom)
        first = top + AXIS + 14
        height = (bottom - first) / max(1, len(loads))
        for k, load in enumerate(loads):
            _strip(poster, across, load, first + k * height, first + (k + 1) * height)
        landmarks(poster, across, top, bottom)
    return poster.ax


def save(found: Levelled, meeting: Meeting, path: Path, *, lang: str = DEFAULT) -> Path:
    """Write the chart as PNG, SVG or PDF by the suffix of `path`.

    Raises:
        ValueError: the suffix is none of the three.
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    return write_page(path, partial(draw, found, meeting, voice_of(meeting.schedule, lang)))


def _headline(found: Levelled, meeting: Meeting, voice: Voice) -> Headline:
    """A deadline by the plan and levelled, one that is lost by that before all; before it what has begun unlawfully."""
    due = next((one for one in found.dues if one.is_lost), found.dues[0])
    begun = warning(meeting, voice.lang)
    is_late = due.is_lost or (due.levelled.misses_deadline and not due.undated)
    color = ink.LATE if begun or is_late else ink.INK
    return Headline(voice.say("sentence.gap").join(filter(None, (begun, voice.tell(goal_text(due))))), color)


def _strip(poster: Poster, across: Scale, load: Load, top: float, bottom: float) -> None:
    """One crew: its name, and a bar a week."""
    voice, base = poster.voice, bottom - 6
    most = max(load.crew.most, *(max(week.plain, week.levelled) for week in load.weeks))
    unit = (base - top - 22) / most

    def up(units: int) -> float:
        return base - units * unit

    lines = wrapped(voice.crew(load.crew.id), TEXT, _SCALE - 34)
    if len(lines) > _NAME_LINES:  # what is left ends in an ellipsis
        lines = (*lines[: _NAME_LINES - 1], "".join(lines[_NAME_LINES - 1 :]))
    first = (top + base) / 2 - (len(lines) - 1) * _NAME_LINE / 2
    for k, text in enumerate(lines):
        poster.write(poster.left, first + k * _NAME_LINE, text, TEXT, kind="crew", bold=True, room=_SCALE - 34)
    for units in sorted({0, load.crew.most}):
        poster.write(across.low - GAP, up(units), str(units), SMALL, kind="units", align="right", color=ink.FAINT)
    line(poster.ax, (across.low, base), (across.high, base), color=ink.RULE, wide=0.9, zorder=2)
    spans = [(across.within(minutes(one.monday)), across.within(minutes(one.monday) + 7 * DAY)) for one in load.weeks]
    weeks = list(zip(load.weeks, spans, strict=True))
    levelled = [(a + 1, up(week.levelled), b - 1, base) for week, (a, b) in weeks if week.levelled]
    over = [(a + 1, up(week.plain), b - 1, up(week.there)) for week, (a, b) in weeks if week.plain > week.there]
    if levelled:
        poster.boxes(levelled, LEVELLED, zorder=1.5)
    if over:
        poster.boxes(over, ink.LATE, zorder=2.5)
    _steps(poster, [(a, b, up(week.plain)) for week, (a, b) in weeks], PLAIN, 1.6)
    _steps(poster, [(a, b, up(week.there)) for week, (a, b) in weeks], THERE, 2.6)
    beyond = -1e9
    for week, (a, b) in weeks:
        if week.plain > week.there and (a + b) / 2 - beyond > 34:
            beyond = (a + b) / 2
            text = voice.say("chart.crews.over", units=week.plain, there=week.there)
            poster.write(
                beyond,
                up(week.plain) - 8,
                text,
                SMALL + 1,
                kind="over",
                align="center",
                color=ink.LATE,
                bold=True,
                halo=True,
            )


def _steps(poster: Poster, steps: Sequence[tuple[float, float, float]], color: str, wide: float) -> None:
    points = [point for a, b, y in steps for point in ((a, y), (b, y))]
    line(poster.ax, *points, color=color, wide=wide, dashes="solid" if wide > 2 else (0, (5.0, 2.0)), zorder=3)


def _keys(voice: Voice) -> list[Key]:
    """What the marks mean."""

    def box(key: str, color: str) -> Key:
        def swatch(poster: Poster, x: float, middle: float) -> None:
            poster.boxes([(x, middle - 5, x + 28, middle + 5)], color, zorder=6)

        return Key(voice.say(f"chart.crews.{key}"), swatch)

    def stroke(key: str, color: str, wide: float) -> Key:
        def swatch(poster: Poster, x: float, middle: float) -> None:
            _steps(poster, [(x, x + 28, middle)], color, wide)

        return Key(voice.say(f"chart.crews.{key}"), swatch)

    return [
        stroke("there", THERE, 2.6),
        stroke("plain", PLAIN, 1.6),
        box("levelled", LEVELLED),
        box("short", ink.LATE),
    ]
