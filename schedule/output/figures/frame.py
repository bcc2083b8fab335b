"""What stands around the rows of a chart: title and headline, the axis of months and weeks, columns, legend, notes.

This module must never compute a date or judge a light.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.transforms import Transform

from schedule.analysis.dates.alerts import Light
from schedule.calendars.worktime import finish_day, start_day
from schedule.engine.schedule import Stage
from schedule.output.figures.drawing import FLAG
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.heading import Head, Line
from schedule.output.figures.ground.layout import (
    CALENDAR,
    FLAGS,
    GAP,
    HEADLINE,
    LEGEND,
    MONTHS,
    NOTE,
    NUMBERS,
    SMALL,
    SWATCH,
    WEEKS,
    WORDS_ONLY,
    Column,
    Layout,
    body,
    done_count,
    indent,
    legend_width,
    name,
)
from schedule.output.figures.ground.marks import Mark, totals
from schedule.output.figures.ground.rows import Heading, More, Row
from schedule.output.figures.ground.timescale import mondays
from schedule.output.figures.ground.typeface import fit, width
from schedule.output.figures.ground.words import red_of, short_day, subject, word
from schedule.output.words.phrases import Voice

_PROJECT, _SUBJECT, _DATE, _HEADLINE, _FLAG = 17.0, 14.0, 12.5, 14.0, SMALL + 1
"""Sizes of type."""


def title(ax: Axes, layout: Layout, page: tuple[int, int]) -> None:
    """The project, what is shown of it, the data date, the mark of invented data, and the headline."""
    voice, meeting, base = layout.voice, layout.meeting, FLAGS + MONTHS + WEEKS + HEADLINE + 8
    begun = {one.task for one in meeting.breaches}
    floors = bool(meeting.shortfalls or meeting.lapsed)
    floors = floors or any(alert.code == "within-passed" for alert in meeting.alerts)
    passed = {alert.task for alert in meeting.alerts if alert.code == "ceiling-passed"}
    dates = any(light is Light.RED and name not in begun | passed for name, light in meeting.lights.items())
    why = red_of(permits=bool(begun), floors=floors, limits=bool(passed), dates=dates)
    about = voice.tell(subject(layout.only, voice.plan, summed=layout.totals, red=why))
    head = Head(
        layout.left,
        layout.width,
        project=Line(_PROJECT, base),
        subject=Line(_SUBJECT, base),
        date=Line(_DATE, base),
        headline=Line(_HEADLINE, base - HEADLINE),
        mark=(base - 5, base + 15),
    )
    head.draw(ax, ink.over(ax), meeting, voice, about, page)


def axis(ax: Axes, layout: Layout) -> None:
    """The calendar above the rows, ISO weeks below them, and the flags of the data date and the deadline."""
    over, under = ink.over(ax), ink.under(ax)
    found = layout.ticks
    ink.boxes(ax, over, [(0, WEEKS + MONTHS, layout.width, WEEKS)], ink.BAND, zorder=1, clip=False)
    for names, base, size in ((found.upper, WEEKS + 4.5, CALENDAR), (found.lower, 4.0, SMALL)):
        kind, color = ("month", ink.INK) if names is found.upper else ("monday", ink.FAINT)
        for one in names:
            x, align = one.place(size, 2.0)
            ink.write(ax, over, x, base, one.text, size, kind=kind, color=color, align=align)
    edges = [layout.at(begin) for begin in found.long if begin > layout.shown[0]]
    gaps = [(left, WEEKS, left + 0.6, WEEKS + MONTHS) for left in edges]
    ink.boxes(ax, over, gaps, ink.PAPER, zorder=1.1, clip=False)
    if found.weekly:
        _weeks(ax, layout)
    outline = [(0, 0, layout.width, 0.6), (0, WEEKS + MONTHS, layout.width, WEEKS + MONTHS + 0.6)]
    ink.boxes(ax, over, outline, ink.RULE, zorder=1.6, clip=False)
    ink.boxes(ax, under, [(layout.left - GAP / 2, 0, layout.width, 0.6)], ink.RULE, zorder=1.6, clip=False)
    _flags(ax, layout)


def columns(ax: Axes, layout: Layout, rows: Sequence[Row], drawn: Sequence[Mark]) -> None:
    """The texts before the bars: light, name, body, finish; phase and count of finished tasks for a heading."""
    voice, size = layout.voice, layout.size
    place = {column.key: column for column in layout.columns}
    light, task, finish = place["light"], place["task"], place["finish"]
    write = partial(ink.write, ax, ink.beside(ax))
    drop = 0.5 + ink.CAP * size / 2 / layout.row
    critical = {mark.row for mark in drawn if mark.critical}
    for i, row in enumerate(rows):
        heading = isinstance(row, Heading)
        summed = isinstance(row, Heading) and row.summed
        left = (light if heading and not summed else task).left + indent(row, size)
        room = (finish.right if isinstance(row, More) else task.right) - left
        text = fit(name(row, layout.meeting, voice), size, room)
        color = ink.FAINT if isinstance(row, More) else ink.INK
        write(left, i + drop, text, size, kind="name", color=color, bold=heading or i in critical)
        if isinstance(row, Heading) and "body" in place:
            count = voice.tell(done_count(row, layout.only, layout.meeting))
            write(place["body"].left, i + drop, count, size, kind="body", color=ink.FAINT)
    for mark in drawn:
        base, color = mark.row + drop, ink.FAINT if mark.dates.stage is Stage.FINISHED else ink.INK
        if text := body(mark, voice):
            text = fit(text, size, place["body"].width)
            write(place["body"].left, base, text, size, kind="body", color=color)
        text = short_day(mark.dates.last_day, voice)
        write(finish.right, base, text, size, kind="finish", color=color, align="right")
    sums = totals(layout.meeting, rows)
    for total in sums:
        text = short_day(total.last_day, voice)
        write(finish.right, total.row + drop, text, size, kind="finish", align="right", bold=True)
    _heads(ax, layout)
    shown = [(mark.row, _light(layout, mark)) for mark in drawn]
    _lights(ax, layout, light, [*shown, *((total.row, total.light) for total in sums)])


def _heads(ax: Axes, layout: Layout) -> None:
    """What each column is called."""
    for column in layout.columns:
        if column.key == "light":
            continue
        x, align = (column.right, "right") if column.key == "finish" else (column.left, "left")
        text = word(column.key, layout.voice)
        ink.write(ax, ink.over(ax), x, 4.5, text, SMALL, kind="head", color=ink.FAINT, align=align)


def legend(ax: Axes, layout: Layout) -> None:
    """What each mark means, in words."""
    frame = ink.under(ax)
    for i, line in enumerate(layout.legend):
        x, base = layout.left, -NUMBERS - LEGEND * (i + 1) + 4.5
        for key in line:
            start = x
            if key not in WORDS_ONLY:
                _swatch(ax, frame, key, x, base + ink.CAP * SMALL / 2)
                start += SWATCH + GAP / 2
            ink.write(ax, frame, start, base, word(f"legend.{key}", layout.voice), SMALL, kind="legend")
            x += legend_width(key, layout.voice)


def notes(ax: Axes, layout: Layout) -> None:
    """What the paper says about itself, below everything."""
    base = -NUMBERS - LEGEND * len(layout.legend) + 3
    for i, line in enumerate(layout.notes):
        text = fit(line, SMALL, layout.width - layout.left)
        ink.write(ax, ink.under(ax), layout.left, base - NOTE * (i + 1), text, SMALL, kind="note", color=ink.FAINT)


def _light(layout: Layout, mark: Mark) -> Light | None:
    """The light of a task; None for a finished one on which nothing is open."""
    light = layout.meeting.lights[mark.dates.task.id]
    return None if mark.dates.stage is Stage.FINISHED and light is Light.GREEN else light


def _lights(ax: Axes, layout: Layout, column: Column, shown: Sequence[tuple[int, Light | None]]) -> None:
    """One lettered square for each row that has a light; a finished one has a tick instead."""
    write = partial(ink.write, ax, ink.beside(ax), (column.left + column.right) / 2, kind="light", align="center")
    size, half = layout.size - 1, min(0.4, 0.62 * layout.size / layout.row)
    drop = 0.5 + ink.CAP * size / 2 / layout.row
    squares, faces = [], []
    for row, light in shown:
        if light is None:
            face, _ = ink.LIGHTS[Light.GREEN]
            write(y=row + drop, text=word("light.finished", layout.voice), size=size, color=face)
            continue
        face, letter = ink.LIGHTS[light]
        squares.append((column.left, row + 0.5 - half, column.right, row + 0.5 + half))
        faces.append(face)
        write(y=row + drop, text=word(f"light.{light}", layout.voice), size=size, color=letter)
    ink.boxes(ax, ink.beside(ax), squares, faces, zorder=8, clip=False)


def _weeks(ax: Axes, layout: Layout) -> None:
    """The day of each Monday above the rows and the number of its week below, as many of them as there is room for."""
    voice, begins = layout.voice, [begin for begin in mondays(layout.shown) if begin >= layout.shown[0]]
    for key, frame, base in (("monday", ink.over(ax), 4.0), ("week", ink.under(ax), 4.5 - NUMBERS)):
        forms = [[_week_text(key, start_day(begin), voice, long) for begin in begins] for long in (True, False)]
        widest = [max((width(text, SMALL) for text in texts), default=0.0) + GAP for texts in forms]
        texts, wide = (forms[0], widest[0]) if widest[0] <= layout.week else (forms[1], widest[1])
        step = 1 + int(wide / layout.week)
        for begin, text in list(zip(begins, texts, strict=True))[::step]:
            if layout.at(begin) + width(text, SMALL) + 2 <= layout.width:
                ink.write(ax, frame, layout.at(begin) + 2, base, text, SMALL, kind=key, color=ink.FAINT)
    base, text = 4.5 - NUMBERS, word("week", voice)
    ink.write(ax, ink.under(ax), -GAP, base, text, SMALL, kind="head", color=ink.FAINT, align="right")


def _week_text(key: str, monday: date, voice: Voice, long: bool) -> str:
    if key == "monday":
        return short_day(monday, voice) if long else str(monday.day)
    number = monday.isocalendar().week
    return word("week.number", voice, week=number) if long else str(number)


def _flags(ax: Axes, layout: Layout) -> None:
    """The names of the two lines above the axis; the earlier one's flies to the left, so that they never meet."""
    meeting, voice = layout.meeting, layout.voice
    flags = [
        (meeting.data_date, word("data-date", voice, day=short_day(start_day(meeting.data_date), voice)), ink.FLAG)
    ]
    due = meeting.headline.deadline
    if due is not None and layout.shown[0] <= due <= layout.shown[1]:
        flags.append((due, word("deadline", voice, day=short_day(finish_day(due), voice)), ink.INK))
    end = layout.width
    for i, (instant, text, color) in enumerate(sorted(flags, reverse=True)):
        x, wide, base = layout.at(instant), width(text, _FLAG) + 2 * GAP, WEEKS + MONTHS
        left = min(x if i == 0 else x - wide, end - wide)
        end = left
        found = [(left, base + 2, left + wide, base + FLAGS - 1), (x - 0.6, 0, x + 0.6, base + 2)]
        ink.boxes(ax, ink.over(ax), found, color, zorder=8, clip=False)
        ink.write(ax, ink.over(ax), left + GAP, base + 5, text, _FLAG, kind="flag", color=ink.PAPER)


def _swatch(ax: Axes, frame: Transform, key: str, x: float, y: float) -> None:
    """A small example of a mark, SWATCH wide around the height y."""
    right = x + SWATCH
    faces = {
        "baseline": (ink.BASELINE, "none", 1.5),
        "done": (ink.DONE, ink.DONE, 3.6),
        "forecast": (ink.FORECAST, ink.DONE, 3.6),
        "critical-done": (ink.CRITICAL_DONE, ink.CRITICAL_EDGE, 3.6),
        "critical": (ink.CRITICAL, ink.CRITICAL_EDGE, 3.6),
        **{rest.value: (face, "none", 5.0) for rest, face in ink.SHADES.items()},
    }
    if key in faces:
        face, edge, half = faces[key]
        line = 1.2 if edge == ink.CRITICAL_EDGE else 0.5
        ink.boxes(ax, frame, [(x, y + half, right, y - half)], face, zorder=8, edge=edge, line=line, clip=False)
        return
    if key == "total":
        for face, edge, top, bottom in (
            (ink.FORECAST, ink.DONE, 5.0, 0.0),
            (ink.CRITICAL, ink.CRITICAL_EDGE, -1.5, -4.5),
        ):
            ink.boxes(ax, frame, [(x, y + top, right, y + bottom)], face, zorder=8, edge=edge, line=0.5, clip=False)
        return
    styles: dict[str, dict[str, Any]] = {
        "link": {"color": ink.CRITICAL_EDGE, "linewidth": 0.8, "marker": ">", "markersize": 4, "markevery": [2]},
        "milestone": {"color": ink.FORECAST, "marker": "D", "markersize": 6, "markeredgecolor": ink.DONE},
        "deadline": {"color": ink.INK, "marker": FLAG, "markersize": 20},
        "data-date": {"color": ink.DATE, "linewidth": 3.0},
        "front": {"color": ink.FRONT, "linewidth": 1.8, "dashes": ink.FRONT_DASHES[1]},
    }
    style = styles[key]
    if key in ("milestone", "deadline"):
        style |= {"linestyle": "none", "markevery": [1]}
    low = y - 5 if key == "deadline" else y  # a flag stands on its point
    drawn = Line2D([x, (x + right) / 2, right - 2], [low, low, low], transform=frame, clip_on=False, **style)
    ax.add_line(drawn)
