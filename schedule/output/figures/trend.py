"""The milestone trend chart: across the dates of the meetings, upwards the finish that each of them forecast.

A level line is a forecast that holds, a rising one a forecast that is put off at every meeting, and where a line meets
the diagonal the milestone is reached. Each line has its own colour, dashes and mark, and its name at its end.
This module must never compute a date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from matplotlib.axes import Axes

from schedule.analysis.meeting import Meeting
from schedule.analysis.views.trend import Trend, forecasts, key_dates
from schedule.calendars.worktime import DAY, finish_day, start_day
from schedule.engine.schedule import Stage
from schedule.model import Instant
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.chart import Chart
from schedule.output.figures.ground.dates_axis import Scale, months_beside, range_of
from schedule.output.figures.ground.layout import GAP, SMALL
from schedule.output.figures.ground.paper import line, own_settings
from schedule.output.figures.ground.poster import TEXT, Key, Poster, opened, shrunk, spread
from schedule.output.figures.ground.shapes import polygon
from schedule.output.figures.ground.typeface import clean, width
from schedule.output.figures.ground.words import short_day, word
from schedule.output.words.phrases import Voice

MOST = 8
"""More lines cannot be followed from across a room."""
_COLORS = ("#A3140E", "#0B3D91", "#00695C", "#B35900", "#6A1B9A", "#1A1D21", "#7A5C00", "#4A6B8A")
_MARKS = ("o", "s", "^", "D", "v", "P", "X", "h")
_DASHES: tuple[str | tuple[int, tuple[float, ...]], ...] = ("solid", (0, (6, 2)), (0, (2, 1.5)), (0, (6, 2, 1.5, 2)))
_READING = ("level", "rising", "falling", "touching", "bracket")
_NAME = 14.0
_MONTHS, _LABELS, _LOWER = 84.0, 0.27, 46.0
_LABEL, _LINE = 38.0, 20.0
"""The heights that a label of two lines and one of one line take."""
_SHORTEST = 28 * DAY


@dataclass(frozen=True, slots=True)
class Track:
    """One milestone's line: its forecasts up to where it was reached, its name, and what is told of it."""

    task: str
    points: Trend
    reached: bool
    name: str
    caption: str


def draw(meeting: Meeting, voice: Voice, ax: Axes | None = None) -> Axes:
    """The chart of the key dates, on a page of its own 1920 px wide, or on the whole of `ax`.

    Earlier meetings are those of the project's history (`schedule.analysis.views.trend`).

    Raises:
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    with own_settings():
        tracks = _tracks(meeting, voice)
        once = len({at for track in tracks for at, _ in track.points}) < 2
        keys = [Key(voice.say(f"chart.trend.{key}")) for key in _READING]
        remarks = [voice.say("chart.trend.which"), *([voice.say("chart.trend.once")] if once else [])]
        poster = opened(meeting, voice, voice.say("chart.name.milestones"), keys, ax, remarks=remarks)
        if not tracks:
            poster.write(poster.left, poster.top + 40, voice.say("chart.nothing-left"), 16.0, kind="nothing")
            return poster.ax
        across, up = _scales(poster, tracks)
        _grid(poster, across, up)
        _deadlines(poster, tracks, across, up)
        for number, track in enumerate(tracks):
            _line(poster, track, number, across, up)
        _labels(poster, tracks, across, up)
    return poster.ax


CHART = Chart("milestones", lambda meeting, voice, _: [partial(draw, meeting, voice)])


def _tracks(meeting: Meeting, voice: Voice) -> list[Track]:
    dates = [update.data_date for update in meeting.project.updates if update.data_date <= meeting.data_date]
    since = min([meeting.data_date, *dates])
    names = key_dates(meeting.schedule, since, MOST)
    found = forecasts(meeting.history, meeting.data_date, names)
    tracks = []
    for name in names:
        points, task = found[name], meeting.schedule.tasks[name]
        # What is shown now is what the paper's other numbers are: dates that a file brings are not computed again.
        points = (*points[:-1], (meeting.data_date, task.finish))
        ended = next(
            (k for k, (at, finish) in enumerate(points) if finish <= at and task.stage is Stage.FINISHED), None
        )
        if ended is not None:
            # It ends on the diagonal, at the day on which it was reached, or where that was told too late, below it.
            before = points[ended - 1][0] if ended else task.finish
            points = (*points[:ended], (max(task.finish, before), task.finish))
        still = points[-1][1] == points[0][1]
        moved = 0 if still else (task.last_day - voice.day_reached(name, points[0][1])).days
        text = voice.say("chart.trend.moved", days=f"{moved:+d}") if moved else voice.say("chart.trend.same")
        key = (
            "chart.trend.done" if ended is not None else "chart.trend.label" if len(points) > 1 else "chart.trend.only"
        )
        caption = voice.say(key, day=short_day(task.last_day, voice), moved=text)
        tracks.append(Track(name, points, ended is not None, clean(voice.task(name)), caption))
    return tracks


def _scales(poster: Poster, tracks: Sequence[Track]) -> tuple[Scale, Scale]:
    """The meetings across and the forecasts up; both ranges hold every point, and the deadline of the headline."""
    meetings = [poster.meeting.data_date, *(at for track in tracks for at, _ in track.points)]
    finishes = [finish for track in tracks for _, finish in track.points]
    due = list(_due(poster.meeting, tracks).values())
    labels = [max(width(track.name, _NAME), width(track.caption, TEXT + 1.5)) for track in tracks]
    left = poster.left + _MONTHS
    right = poster.right - min(max(labels) + 4 * GAP, _LABELS * poster.width)
    first, last = range_of(meetings, _SHORTEST)
    across = Scale((first, last + (last - first) // 10), left, right)
    up = Scale(range_of([*finishes, *due], _SHORTEST), poster.bottom - _LOWER, poster.top + 12)
    return across, up


def _due(meeting: Meeting, tracks: Sequence[Track]) -> dict[str, Instant]:
    """The deadlines of the tasks shown."""
    found = {track.task: meeting.schedule.tasks[track.task].task.deadline for track in tracks}
    return {name: due for name, due in found.items() if due is not None}


def _grid(poster: Poster, across: Scale, up: Scale) -> None:
    """Months on both edges, a line for each meeting, and the diagonal with what lies behind it."""
    ax, voice = poster.ax, poster.voice
    months_beside(poster, up, across.low, across.high, _MONTHS - GAP)
    poster.boxes([(across.low, up.high, across.high, up.low)], "none", zorder=1.4, edge=ink.RULE, line=1.0)
    meetings = sorted({at for track in _all(poster) for at in track})
    shown = 0.0
    for at in meetings:
        x = across.at(at)
        text = short_day(start_day(at), voice)
        now = at == poster.meeting.data_date
        color, wide = (ink.FLAG, 2.0) if now else (ink.HAIR, 0.9)
        line(ax, (x, up.low), (x, up.high), color=color, wide=wide, zorder=1.3)
        half = width(text, SMALL + 1) / 2
        if x - half >= shown and not now and x + half + GAP < across.at(poster.meeting.data_date) - 24:
            poster.write(x, up.low + 11, text, SMALL + 1, kind="meeting", align="center", color=ink.FAINT)
            shown = x + half + GAP
        if now:
            poster.write(x, up.low + 11, text, TEXT + 1, kind="meeting", align="center", color=ink.FLAG, bold=True)
    middle = up.low + 30
    poster.write(across.low, middle, voice.say("chart.trend.across"), TEXT, kind="axis", color=ink.FAINT)
    _diagonal(poster, across, up)


def _all(poster: Poster) -> list[list[Instant]]:
    project, now = poster.meeting.project, poster.meeting.data_date
    return [[update.data_date for update in project.updates if update.data_date < now], [now]]


def _diagonal(poster: Poster, across: Scale, up: Scale) -> None:
    """Where the day of the meeting is the day of the forecast."""
    first = max(across.shown[0], up.shown[0])
    last = min(across.shown[1], up.shown[1])
    if last <= first:
        return
    begin, end = ((across.at(t), up.at(t)) for t in (first, last))
    corner = [begin, end, (across.high, end[1]), (across.high, up.low), (begin[0], up.low)]
    polygon(poster, corner, "#F1F3F6", z=1.2)
    line(poster.ax, begin, end, color=ink.FAINT, wide=2.2, zorder=2)


def _deadlines(poster: Poster, tracks: Sequence[Track], across: Scale, up: Scale) -> None:
    """Each deadline as a dashed line across, with its day."""
    dates_given: set[Instant] = set()
    for due in _due(poster.meeting, tracks).values():
        y = up.at(due)
        line(poster.ax, (across.low, y), (across.high, y), color=ink.INK, wide=1.6, dashes=(0, (5, 3)), zorder=2.5)
        if due not in dates_given:
            text = word("deadline", poster.voice, day=short_day(finish_day(due), poster.voice))
            wide = width(text, TEXT + 1) + 2 * GAP
            poster.boxes([(across.low, y - 19, across.low + wide, y - 1)], ink.INK, zorder=3)
            poster.write(across.low + GAP, y - 10, text, TEXT + 1, kind="due", color=ink.PAPER)
            dates_given.add(due)


def _line(poster: Poster, track: Track, number: int, across: Scale, up: Scale) -> None:
    points = [(across.at(at), up.at(finish)) for at, finish in track.points]
    color = _COLORS[number % len(_COLORS)]
    is_target = track.task == poster.meeting.headline.target
    wide, dashes = (4.0, "solid") if is_target else (2.2, _DASHES[number % len(_DASHES)])
    if len(points) > 1:
        line(poster.ax, *points, color=color, wide=wide, dashes=dashes, zorder=4)
    x, y = zip(*points, strict=True)
    poster.ax.plot(
        x,
        y,
        linestyle="none",
        marker=_MARKS[number % len(_MARKS)],
        markersize=9.0 if is_target else 7.0,
        markerfacecolor=color,
        markeredgecolor=ink.PAPER,
        markeredgewidth=0.9,
        zorder=5,
        scalex=False,
        scaley=False,
    )


def _labels(poster: Poster, tracks: Sequence[Track], across: Scale, up: Scale) -> None:
    """The name of each line: of open ones right of the chart, of reached ones behind the diagonal if they fit."""
    inside = [k for k, track in enumerate(tracks) if track.reached and _beside(track, across) <= across.high - GAP]
    outside = [k for k in range(len(tracks)) if k not in inside]
    x, room = across.high + 3 * GAP, poster.right - across.high - 3 * GAP
    wanted = [up.at(tracks[k].points[-1][1]) for k in outside]
    heights = spread(wanted, _LABEL, up.high + _LABEL / 2, up.low - _LABEL / 2)
    for k, y, height in zip(outside, wanted, heights, strict=True):
        track, color = tracks[k], _COLORS[k % len(_COLORS)]
        is_target = track.task == poster.meeting.headline.target
        corners = [(across.at(track.points[-1][0]), y), (across.high, y), (x - 3, height)]
        line(poster.ax, *corners, color=color, wide=0.9, dashes=(0, (1, 2)), zorder=3)
        size = shrunk(track.name, _NAME, room, TEXT)
        poster.write(x, height - 8.5, track.name, size, kind="name", color=color, bold=is_target, room=room)
        poster.write(x, height + 9, track.caption, TEXT + 1.5, kind="caption", color=color, bold=is_target, room=room)
    wanted = [up.at(tracks[k].points[-1][1]) + 3 for k in inside]
    for k, height in zip(inside, spread(wanted, _LINE, up.high + _LINE, up.low - _LINE / 2), strict=True):
        begin, color = across.at(tracks[k].points[-1][0]) + 2 * GAP, _COLORS[k % len(_COLORS)]
        poster.write(begin, height, _whole(tracks[k]), TEXT + 1, kind="name", color=color, halo=True)


def _whole(track: Track) -> str:
    return f"{track.name} {track.caption}"


def _beside(track: Track, across: Scale) -> float:
    """Where the label of a reached milestone ends if it stands behind its point."""
    return across.at(track.points[-1][0]) + 2 * GAP + width(_whole(track), TEXT + 1)
