"""What a date would be without one body's delays, as a chart: across the meetings, upwards the forecast that each had.

Two lines from one point, the first data date: the forecast as it was, and as it would be if what the body answers for
had gone as expected. What lies between them is filled, and told at the last meeting. This module must never compute a
date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from matplotlib.axes import Axes

from schedule.analysis.meeting import Meeting
from schedule.analysis.move.but_for import ButFor
from schedule.calendars.worktime import DAY, minutes, start_day
from schedule.model import Instant
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.dates_axis import Scale, months_beside, range_of
from schedule.output.figures.ground.layout import GAP, SMALL
from schedule.output.figures.ground.paper import line, own_settings, wrapped, write_page
from schedule.output.figures.ground.poster import TEXT, Key, Poster, Swatch, opened, shrunk, spread
from schedule.output.figures.ground.shapes import Point, polygon
from schedule.output.figures.ground.typeface import clean, width
from schedule.output.figures.ground.words import short_day, word
from schedule.output.why.but_for import but_for_sentence, without_words
from schedule.output.words.languages import DEFAULT
from schedule.output.words.phrases import Voice, voice_of

_ASKED, _NAME = 17.0, 15.0
_MONTHS, _LABELS, _LOWER = 84.0, 0.26, 46.0
_LABEL = 44.0
_SHORTEST, _LOWEST = 28 * DAY, 14 * DAY
_WITHOUT = ink.EARLY
_BETWEEN = {True: "#FBE3DD", False: "#DCEFEA"}
"""What fills the days by which the forecast is later than without the body, and those by which it is earlier."""
_DASHES = (0, (6, 2))


@dataclass(frozen=True, slots=True)
class Track:
    """One of the two lines: its points, what is told at its end, and how it is drawn."""

    points: Sequence[tuple[Instant, Instant]]
    name: str
    day: str
    color: str
    mark: str
    dashed: bool


def draw(found: ButFor, meeting: Meeting, voice: Voice, ax: Axes | None = None) -> Axes:
    """The chart at the last of the meetings, on a page of its own 1920 px wide, or on the whole of `ax`.

    Raises:
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    with own_settings():
        subject = voice.say("chart.without.title", body=voice.body(found.body))
        poster = opened(meeting, voice, subject, _keys(found, voice), ax, remarks=voice.told(without_words(found)))
        asked = wrapped(clean(voice.tell(but_for_sentence(found))), _ASKED, poster.right - poster.left)
        for k, text in enumerate(asked):
            middle = poster.top + (k + 0.5) * 1.4 * _ASKED
            poster.write(poster.left, middle, text, _ASKED, kind="asked", bold=True)
        top = poster.top + len(asked) * 1.4 * _ASKED + GAP
        tracks = _tracks(found, voice)
        across, up = _scales(poster, found, tracks, top)
        _grid(poster, found, across, up)
        _between(poster, found, across, up)
        _due(poster, found, across, up)
        for track in tracks:
            _line(poster, track, across, up)
        _days(poster, tracks, across, up)
        _labels(poster, tracks, across, up)
    return poster.ax


def save(found: ButFor, meeting: Meeting, path: Path, *, lang: str = DEFAULT) -> Path:
    """Write the chart as PNG, SVG or PDF by the suffix of `path`, and return `path`.

    Raises:
        ValueError: the suffix is none of the three.
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    return write_page(path, partial(draw, found, meeting, voice_of(meeting.schedule, lang)))


def _at(day: date) -> Instant:
    """The evening of a day on which a finish is shown."""
    return minutes(day) + DAY


def _tracks(found: ButFor, voice: Voice) -> tuple[Track, Track]:
    """The forecast as it was, and as it would be; both begin with what was expected."""
    first = found.since, _at(found.expected)
    now = [first, *((one.data_date, _at(one.forecast)) for one in found.meetings)]
    then = [first, *((one.data_date, _at(one.without)) for one in found.meetings)]
    body, last = voice.body(found.body), found.last
    without = clean(voice.say("chart.without.without", body=body))
    as_it_was = clean(voice.say("chart.without.forecast"))
    return (
        Track(now, as_it_was, clean(voice.day(last.forecast)), ink.INK, "o", dashed=False),
        Track(then, without, clean(voice.day(last.without)), _WITHOUT, "s", dashed=True),
    )


def _scales(poster: Poster, found: ButFor, tracks: Sequence[Track], top: float) -> tuple[Scale, Scale]:
    """The meetings across and the forecasts up, with room right of them for what is told of the lines."""
    due = poster.meeting.schedule.tasks[found.milestone].task.deadline
    finishes = [finish for track in tracks for _, finish in track.points]
    labels = [max(width(track.name, _NAME), width(track.day, _NAME)) for track in tracks]
    left = poster.left + _MONTHS
    right = poster.right - min(max(labels) + 4 * GAP, _LABELS * poster.width)
    first, last = range_of([found.since, found.last.data_date], _SHORTEST)
    across = Scale((first, last), left, right)
    shown = range_of([*finishes, *([due] if due is not None else [])], _LOWEST)
    return across, Scale(shown, poster.bottom - _LOWER, top + 12)


def _grid(poster: Poster, found: ButFor, across: Scale, up: Scale) -> None:
    """Months at the left, and a line up from each meeting with its day."""
    voice = poster.voice
    months_beside(poster, up, across.low, across.high, _MONTHS - GAP)
    poster.boxes([(across.low, up.high, across.high, up.low)], "none", zorder=1.4, edge=ink.RULE, line=1.0)
    last, shown = found.last.data_date, across.low - 24
    for at in (found.since, *(one.data_date for one in found.meetings)):
        x, text, now = across.at(at), short_day(start_day(at), voice), at == last
        color, wide = (ink.FLAG, 2.0) if now else (ink.HAIR, 0.9)
        line(poster.ax, (x, up.low), (x, up.high), color=color, wide=wide, zorder=1.3)
        half = width(text, TEXT) / 2
        if now or (x - half >= shown and x + half + 3 * GAP < across.at(last) - half):
            size = TEXT + 1 if now else SMALL + 1
            color = ink.FLAG if now else ink.FAINT
            poster.write(x, up.low + 11, text, size, kind="meeting", align="center", color=color, bold=now)
            shown = x + half + GAP
    poster.write(across.low, up.low + 30, voice.say("chart.trend.across"), TEXT, kind="axis", color=ink.FAINT)


def _between(poster: Poster, found: ButFor, across: Scale, up: Scale) -> None:
    """What lies between the two lines, filled, with its days at the last meeting."""
    last: tuple[Instant, date, date] = found.since, found.expected, found.expected
    for one in found.meetings:
        points: list[Point] = [
            (across.at(last[0]), up.at(_at(last[1]))),
            (across.at(one.data_date), up.at(_at(one.forecast))),
            (across.at(one.data_date), up.at(_at(one.without))),
            (across.at(last[0]), up.at(_at(last[2]))),
        ]
        later = one.days + (last[1] - last[2]).days >= 0
        polygon(poster, points, _BETWEEN[later], z=1.2)
        last = one.data_date, one.forecast, one.without


def _due(poster: Poster, found: ButFor, across: Scale, up: Scale) -> None:
    """The deadline of the milestone as a dashed line across, with its day."""
    due = poster.meeting.schedule.tasks[found.milestone].task.deadline
    if due is None:
        return
    y = up.at(due)
    line(poster.ax, (across.low, y), (across.high, y), color=ink.INK, wide=1.6, dashes=(0, (5, 3)), zorder=2.5)
    text = word("deadline", poster.voice, day=short_day(start_day(due - 1), poster.voice))
    wide = width(text, TEXT + 1) + 2 * GAP
    poster.boxes([(across.low, y - 19, across.low + wide, y - 1)], ink.INK, zorder=3)
    poster.write(across.low + GAP, y - 10, text, TEXT + 1, kind="due", color=ink.PAPER)


def _line(poster: Poster, track: Track, across: Scale, up: Scale) -> None:
    points = [(across.at(at), up.at(finish)) for at, finish in track.points]
    dashes = _DASHES if track.dashed else "solid"
    line(poster.ax, *points, color=track.color, wide=2.8 if track.dashed else 3.6, dashes=dashes, zorder=4)
    x, y = zip(*points, strict=True)
    poster.ax.plot(
        x,
        y,
        linestyle="none",
        marker=track.mark,
        markersize=8.0,
        markerfacecolor=track.color,
        markeredgecolor=ink.PAPER,
        markeredgewidth=0.9,
        zorder=5,
        scalex=False,
        scaley=False,
    )


def _days(poster: Poster, tracks: Sequence[Track], across: Scale, up: Scale) -> None:
    """At each meeting that moved a line the day to which it moved: above the later line, below the earlier one."""
    taken: list[tuple[float, float, float]] = []
    now, then = ([*track.points] for track in tracks)
    for track, others in ((tracks[0], then), (tracks[1], now)):
        for k, (at, finish) in enumerate(track.points):
            moved = k == 0 or finish != track.points[k - 1][1]
            same = finish == others[k][1]
            if not moved or (same and track.dashed):
                continue
            above = finish > others[k][1] or (same and not track.dashed)
            x, y = across.at(at), up.at(finish) + (-13 if above else 14)
            text = short_day(start_day(finish - 1), poster.voice)
            half = width(text, TEXT) / 2
            # The line comes from the left, from above or from below: where it would cross the day, that stands right.
            came_from = track.points[max(k - 1, 0)][1]
            if came_from > finish if above else came_from < finish:
                x += half
            if any(abs(x - left) < half + its + 2 and abs(y - its_y) < 1.2 * TEXT for left, its_y, its in taken):
                continue
            poster.write(x, y, text, TEXT, kind="moved", align="center", color=track.color, halo=True)
            taken.append((x, y, half))


def _labels(poster: Poster, tracks: Sequence[Track], across: Scale, up: Scale) -> None:
    """Beside the end of each line what it is, and the day at which it ends."""
    x, room = across.high + 3 * GAP, poster.right - across.high - 3 * GAP
    wanted = [up.at(track.points[-1][1]) for track in tracks]
    heights = spread(wanted, _LABEL, up.high + _LABEL / 2, up.low - _LABEL / 2)
    for track, y, height in zip(tracks, wanted, heights, strict=True):
        corners = [(across.at(track.points[-1][0]), y), (across.high, y), (x - 3, height)]
        line(poster.ax, *corners, color=track.color, wide=0.9, dashes=(0, (1, 2)), zorder=3)
        size = shrunk(track.name, _NAME, room, TEXT)
        poster.write(x, height - 9.5, track.name, size, kind="name", color=track.color, bold=True, room=room)
        poster.write(x, height + 9.5, track.day, _NAME, kind="day", color=track.color, bold=True, room=room)


def _keys(found: ButFor, voice: Voice) -> list[Key]:
    """What the lines and the filled surfaces mean, those that there are."""
    keys = [
        Key(voice.say("chart.without.forecast"), _stroke(ink.INK, dashed=False)),
        Key(voice.say("chart.without.without", body=voice.body(found.body)), _stroke(_WITHOUT, dashed=True)),
    ]
    days = [one.days for one in found.meetings]
    if max(days) > 0:
        keys.append(Key(voice.say("chart.without.later", body=voice.body(found.body)), _filled(_BETWEEN[True])))
    if min(days) < 0:
        keys.append(Key(voice.say("chart.without.earlier", body=voice.body(found.body)), _filled(_BETWEEN[False])))
    return keys


def _stroke(color: str, *, dashed: bool) -> Swatch:
    def drawn(poster: Poster, x: float, middle: float) -> None:
        dashes = _DASHES if dashed else "solid"
        line(poster.ax, (x, middle), (x + 28, middle), color=color, wide=2.8, dashes=dashes, zorder=4)

    return drawn


def _filled(face: str) -> Swatch:
    def drawn(poster: Poster, x: float, middle: float) -> None:
        poster.boxes([(x, middle - 6, x + 28, middle + 6)], face, edge=ink.RULE, line=0.6)

    return drawn
