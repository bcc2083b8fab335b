"""The time-scaled network (双代号时标网络图): what is still to be done as arrows on the time axis.

A task is a solid arrow from its start to its finish with its name above and the days it takes below; behind it a wavy
line is its free float; thin dashed lines are relations. The critical path is a double line. This module must never
compute a date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from matplotlib.axes import Axes

from schedule.analysis.dates.pauses import Pause
from schedule.analysis.meeting import Meeting
from schedule.calendars.worktime import DAY
from schedule.engine.schedule import TaskDates
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.chart import Chart
from schedule.output.figures.ground.dates_axis import AXIS, FLAG, Scale, landmarks, months_above, range_of
from schedule.output.figures.ground.layout import GAP, SMALL
from schedule.output.figures.ground.marks import Interval
from schedule.output.figures.ground.paper import line, own_settings
from schedule.output.figures.ground.poster import EDGE, Key, Poster, height_for, opened, page_width
from schedule.output.figures.ground.shapes import arrow_head, diamond, wave
from schedule.output.figures.ground.timescale import without_the_far
from schedule.output.figures.ground.typeface import clean, width
from schedule.output.figures.ground.words import far
from schedule.output.figures.network_layout import NAME, NODE, Arrow, Tie, arrows, chosen, span, ties
from schedule.output.words.phrases import Voice, decimal, worked
from schedule.output.words.sentences import pause_room, pause_text

_LANE, _TALLEST_LANE = 52.0, 76.0
_ARROW = 0.68
"""Where in its lane an arrow lies, counted downwards."""
_LOOSE = "#AEB6BF"
_SHORTEST = 28 * DAY


def draw(meeting: Meeting, voice: Voice, ax: Axes | None = None) -> Axes:
    """The unfinished tasks of a meeting, on a page 1920 px wide and as high as its lanes, or on the whole of `ax`.

    Of more than 60 unfinished tasks those with the least room are drawn, and the critical ones.

    Raises:
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    with own_settings():
        names, left_out = chosen(meeting)
        remarks = [voice.say("chart.network.under")]
        if left_out:
            remarks.append(voice.say("chart.network.more", shown=len(names), count=left_out))
        wide = page_width(ax)
        found: dict[str, Arrow] = {}
        shown, names, distant = _range(meeting, names)
        remarks += far(distant, voice)
        scale = Scale(shown, EDGE, wide - EDGE)
        for arrow in arrows(meeting, names, scale, lambda name: clean(voice.task(name))):
            found[arrow.dates.task.id] = arrow
        tied = ties(found, scale)
        keys = _keys(found, tied, voice)
        lanes = max((arrow.lane + 1 for arrow in found.values()), default=1)
        lane = min(max((height_for(meeting, voice, keys, remarks) - AXIS - GAP) / lanes, _LANE), _TALLEST_LANE)
        body = AXIS + lanes * lane + GAP
        poster = opened(meeting, voice, voice.say("chart.name.network"), keys, ax, body=body, remarks=remarks)
        if ax is not None:
            lane = (poster.bottom - poster.top - AXIS - GAP) / lanes
        bottom = poster.bottom - GAP
        top = months_above(poster, scale, poster.top + FLAG, bottom)
        landmarks(poster, scale, poster.top + FLAG, bottom)
        if not found:
            poster.write(poster.left, top + 40, voice.say("chart.nothing-left"), 16.0, kind="nothing")
        for tie in tied:
            _tie(poster, tie, top, lane)
        for arrow in found.values():
            _arrow(poster, arrow, scale, top + (arrow.lane + _ARROW) * lane)
        for pause in meeting.pauses:
            if pause.inside and pause.task in found:
                _interruption(poster, pause, found[pause.task], scale, top + (found[pause.task].lane + _ARROW) * lane)
            elif pause.float is not None and pause.before[0] in found:
                asleep = found[pause.before[0]]
                _pause(poster, pause, asleep, scale, top + (asleep.lane + _ARROW) * lane)
    return poster.ax


CHART = Chart("network", lambda meeting, voice, _: [partial(draw, meeting, voice)])


def _range(meeting: Meeting, names: Sequence[str]) -> tuple[Interval, list[str], list[TaskDates]]:
    """The range of the axis, the tasks that lie on it, and those that come too long after all others."""
    date, due = meeting.data_date, meeting.headline.deadline
    tasks = meeting.schedule.tasks
    spans = {name: span(tasks[name], date) for name in names}
    works = [(start, finish) for start, finish, _ in spans.values()]
    last = max([date, *(finish for _, finish in works)])
    cut = without_the_far(works, (date, last), date)
    kept = [name for name in names if spans[name][1] <= cut]
    ends = [end if len(kept) == len(names) else min(end, cut) for name in kept for end in spans[name]]
    if due is not None and due > date and (len(kept) == len(names) or 3 * (due - cut) <= due - date):
        ends.append(due)
    return range_of([date, *ends], _SHORTEST), kept, [tasks[name] for name in names if name not in kept]


def _arrow(poster: Poster, arrow: Arrow, scale: Scale, y: float) -> None:
    left, right, end = (scale.within(one) for one in (arrow.start, arrow.finish, arrow.free))
    color = ink.CRITICAL_EDGE if arrow.critical else ink.DONE
    milestone = arrow.dates.task.is_milestone
    wave(poster, right, end, y, color, 1.6, z=6)
    if not milestone:
        _shaft(poster, left, right, y, arrow.critical)
    for x in (left, end) if end - left > NODE else (left,):
        _node(poster, x, y, color, arrow.critical) if not milestone else None
    if milestone:
        diamond(poster, left, y, 7.5, ink.CRITICAL if arrow.critical else ink.FORECAST, color, z=8)
    size, step = NAME, NAME + 2.5
    x = left + (NODE if milestone else 3.0)
    words = max(width(text, size) for text in arrow.lines)
    x = min(x, scale.high - words)
    clear = 10.0 if not milestone else 14.0
    for k, text in enumerate(reversed(arrow.lines)):
        poster.write(x, y - clear - k * step, text, size, kind="name", bold=arrow.critical, halo=True)
    if not milestone:
        days = worked(arrow.dates.remaining, arrow.dates)
        poster.write(
            min(max((left + right) / 2, left + 6), scale.high - 8),
            y + 10.5,
            decimal(days.amount),
            SMALL + 1,
            kind="days",
            color=color,
            align="center",
            halo=True,
        )


def _pause(poster: Poster, pause: Pause, arrow: Arrow, scale: Scale, y: float) -> None:
    """Under what a season swallows, where there is room: until when it lasts and what can be lost before it."""
    schedule, voice = poster.meeting.schedule, poster.voice
    season = voice.tell(pause_text(replace(pause, before=(), float=None), schedule))
    text = clean(voice.say("chart.network.pause", season=season, days=pause_room(pause, schedule)))
    left, right, size = scale.within(arrow.finish) + NODE, scale.within(arrow.free) - NODE, SMALL + 1
    if width(text, size) <= right - left:  # a week's end has none
        x = (left + right - width(text, size)) / 2
        poster.write(x, y + 10.5, text, size, kind="pause", color=ink.CRITICAL_EDGE, halo=True)


def _interruption(poster: Poster, pause: Pause, arrow: Arrow, scale: Scale, y: float) -> None:
    """Under the arrow of what a season interrupts, beside its days, where there is room: until when it lasts."""
    text, size = clean(poster.voice.tell(pause_text(pause, poster.meeting.schedule))), SMALL + 1
    left, right = scale.within(arrow.start), scale.within(arrow.finish) - NODE
    x = (left + right) / 2 + 3 * size
    if x + width(text, size) > right:
        x = (left + right) / 2 - 3 * size - width(text, size)
    if x >= left + NODE:
        poster.write(x, y + 10.5, text, size, kind="pause", color=ink.CRITICAL_EDGE, halo=True)


def _shaft(poster: Poster, left: float, right: float, y: float, critical: bool) -> None:
    """The solid part: a double line where it is critical; its head stands before the node."""
    color = ink.CRITICAL_EDGE if critical else ink.DONE
    wide = 5.4 if critical else 2.2
    line(poster.ax, (left, y), (right, y), color=color, wide=wide, zorder=6)
    if critical:
        line(poster.ax, (left, y), (right, y), color=ink.PAPER, wide=1.8, zorder=6.1)
    if right - left > 20:
        arrow_head(poster, (right - NODE, y), (left, y), 9.0 if critical else 7.0, color, z=6.5)


def _node(poster: Poster, x: float, y: float, color: str, critical: bool) -> None:
    poster.ax.plot(
        [x],
        [y],
        linestyle="none",
        marker="o",
        markersize=2 * NODE,
        markerfacecolor=ink.PAPER,
        markeredgecolor=color,
        markeredgewidth=1.8 if critical else 1.3,
        zorder=8,
        scalex=False,
        scaley=False,
    )


def _tie(poster: Poster, tie: Tie, top: float, lane: float) -> None:
    """A relation: red and thicker where it is critical, grey where it does not decide its successor's start."""
    points = [(x, top + (y + _ARROW) * lane) for x, y in tie.corners]
    if len(points) == 4:
        # The turn keeps clear of the names above and the days below the arrows.
        down = points[0][1] < points[3][1]
        turn = points[3][1] - (_ARROW * lane - 3) if down else points[3][1] + (1 - _ARROW) * lane + 3
        points[1], points[2] = (points[1][0], turn), (points[2][0], turn)
    color = ink.CRITICAL_EDGE if tie.critical else ink.FAINT if tie.driving else _LOOSE
    wide = 1.8 if tie.critical else 1.0 if tie.driving else 0.8
    dashes = (0, (4.0, 2.0)) if tie.driving else (0, (1.5, 2.0))
    line(poster.ax, *points, color=color, wide=wide, dashes=dashes, zorder=3 if tie.driving else 2.5)
    (x, y), before = points[-1], points[-2]
    away = NODE + 1
    tip = (x, y - away if y > before[1] else y + away) if x == before[0] else (x - away, y)
    arrow_head(poster, tip, before, 5.0, color, z=4)


def _keys(found: dict[str, Arrow], tied: tuple[Tie, ...], voice: Voice) -> list[Key]:
    """What is drawn, in words."""

    def shaft(critical: bool) -> Key:
        def swatch(poster: Poster, x: float, middle: float) -> None:
            _shaft(poster, x, x + 28, middle, critical)

        return Key(voice.say("chart.key.critical" if critical else "chart.key.task"), swatch)

    def tie(driving: bool) -> Key:
        def swatch(poster: Poster, x: float, middle: float) -> None:
            dashes = (0, (4.0, 2.0)) if driving else (0, (1.5, 2.0))
            color = ink.FAINT if driving else _LOOSE
            line(poster.ax, (x, middle), (x + 28, middle), color=color, wide=1.2, dashes=dashes, zorder=6)

        return Key(voice.say("chart.key.driving" if driving else "chart.key.loose"), swatch)

    kinds = {arrow.critical for arrow in found.values() if not arrow.dates.task.is_milestone}
    keys = [shaft(critical) for critical in (True, False) if critical in kinds]
    if any(arrow.free > arrow.finish for arrow in found.values()):
        keys.append(Key(voice.say("chart.key.wave"), lambda p, x, y: wave(p, x, x + 28, y, ink.DONE, 1.6)))
    keys += [tie(driving) for driving in (True, False) if any(one.driving is driving for one in tied)]
    if any(arrow.dates.task.is_milestone for arrow in found.values()):
        keys.append(
            Key(
                voice.say("chart.key.milestone"),
                lambda p, x, y: diamond(p, x + 14, y, 6.0, ink.FORECAST, ink.DONE),
            )
        )
    return keys
