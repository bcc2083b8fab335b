"""The deadline ladder: for each body what it must finish next, the nearest at the top, with the days that are left.

This module must never compute a latest date.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import ceil

from matplotlib.axes import Axes

from schedule.analysis.dates.deadlines import DeadlineRow
from schedule.analysis.meeting import Meeting
from schedule.analysis.views.flags import days_left
from schedule.engine.schedule import shown_days
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.chart import Chart
from schedule.output.figures.ground.layout import GAP
from schedule.output.figures.ground.paper import line, own_settings
from schedule.output.figures.ground.poster import EDGE, TEXT, Key, Poster, height_for, opened, page_width, shrunk
from schedule.output.figures.ground.rows import is_crowded
from schedule.output.figures.ground.typeface import clean, width
from schedule.output.figures.ground.words import short_day, word
from schedule.output.tables.contents import deadlines_answer
from schedule.output.words.phrases import Voice
from schedule.output.words.sentences import soonest_notes

_NARROWEST = 250.0
_RUNG, _TALLEST_RUNG, _HEAD, _MORE = 50.0, 78.0, 36.0, 20.0
_RUNGS = 6
"""Deadlines of one body at most: those after them are next month's business."""
_FEWEST, _SCREEN = 2, 1000.0
"""Rungs of a body at least, and points that all ladders of a crowded plan may be high."""
_NAME, _DAYS, _BODY = 14.0, 17.0, 18.0
_RAIL = 4.0


@dataclass(frozen=True, slots=True)
class Ladder:
    """One body's next deadlines, and how many come after them."""

    body: str | None
    rungs: tuple[DeadlineRow, ...]
    more: int
    continued: bool = False


def draw(meeting: Meeting, voice: Voice, ax: Axes | None = None) -> Axes:
    """The ladders of a meeting, on a page 1920 px wide, or on the whole of `ax`.

    Raises:
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    with own_settings():
        keys = [Key(voice.say("chart.ladder.read"))]
        others = (voice.say("chart.ladder.others"),) if voice.plan.bodies else ()
        remarks = (*voice.told(soonest_notes(meeting)), *others)
        wide = page_width(ax) - 2 * EDGE
        columns = ladders(meeting, wide)
        across = min(max(int(wide / _NARROWEST), 1), max(len(columns), 1))
        lines = [columns[k : k + across] for k in range(0, len(columns), across)]
        longest = [max(len(ladder.rungs) for ladder in line) for line in lines]
        fixed = len(lines) * (_HEAD + _MORE + 2 * GAP)
        rung = min(
            max((height_for(meeting, voice, keys, remarks) - fixed) / max(sum(longest), 1), _RUNG), _TALLEST_RUNG
        )
        body = fixed + rung * sum(longest)
        subject = voice.say("chart.name.ladder")
        if not columns:
            poster = opened(meeting, voice, subject, (), ax)
            sentence = voice.tell(deadlines_answer(meeting)) or ""
            poster.write(poster.left, poster.top + 40, sentence, 18.0, kind="nothing")
            return poster.ax
        poster = opened(meeting, voice, subject, keys, ax, body=body, remarks=remarks)
        if ax is not None:
            rung = (poster.bottom - poster.top - fixed) / max(sum(longest), 1)
        top = poster.top
        each = wide / across
        for row, high in zip(lines, longest, strict=True):
            for k, ladder in enumerate(row):
                _draw(poster, ladder, (EDGE + k * each + GAP, EDGE + (k + 1) * each - GAP), top, rung)
            top += _HEAD + _MORE + 2 * GAP + rung * high
    return poster.ax


CHART = Chart("ladder", lambda meeting, voice, _: [partial(draw, meeting, voice)])


def ladders(meeting: Meeting, wide: float) -> list[Ladder]:
    """A ladder for each body with a deadline to keep, the one with the nearest first; few bodies have more rungs.

    Of a crowded plan with many bodies each has fewer, so that the sheet fits a screen.
    """
    by_body: dict[str | None, list[DeadlineRow]] = {}
    for row in meeting.deadlines:
        by_body.setdefault(meeting.answers_for(row.task), []).append(row)
    if len(by_body) == 1:
        ((body, rows),) = by_body.items()
        parts = [rows[k : k + 2 * _RUNGS] for k in range(0, min(len(rows), 8 * _RUNGS), 2 * _RUNGS)]
        left = len(rows) - 8 * _RUNGS
        more = [0] * (len(parts) - 1) + [max(left, 0)]
        return [Ladder(body, tuple(part), more[k], continued=k > 0) for k, part in enumerate(parts)]
    rungs = _RUNGS
    if is_crowded(meeting):
        lines = ceil(len(by_body) / max(int(wide / _NARROWEST), 1))
        high = _SCREEN / max(lines, 1) - _HEAD - _MORE - 2 * GAP
        rungs = min(max(int(high / _RUNG), _FEWEST), _RUNGS)
    return [Ladder(body, tuple(rows[:rungs]), max(len(rows) - rungs, 0)) for body, rows in by_body.items()]


def _draw(poster: Poster, ladder: Ladder, place: tuple[float, float], top: float, rung: float) -> None:
    """The body's name, two rails, and a rung under each deadline."""
    voice, (left, right) = poster.voice, place
    name = clean(voice.body(ladder.body))
    if ladder.continued:
        name = word("continued", voice, heading=name)
    room = right - left - 2 * GAP
    size = shrunk(name, _BODY, room, TEXT)
    poster.boxes([(left, top + 4, right, top + _HEAD)], ink.BAND, zorder=2)
    poster.write(
        (left + right) / 2, top + 4 + (_HEAD - 4) / 2, name, size, kind="body", align="center", bold=True, room=room
    )
    begin = top + _HEAD
    end = begin + rung * len(ladder.rungs) + 6
    for x in (left + _RAIL / 2, right - _RAIL / 2):
        line(poster.ax, (x, top + 4), (x, end), color=ink.FAINT, wide=_RAIL, zorder=3)
    for k, row in enumerate(ladder.rungs):
        bottom = begin + (k + 1) * rung
        _rung(poster, row, (left + _RAIL, right - _RAIL), bottom - rung, bottom)
        line(poster.ax, (left, bottom), (right, bottom), color=ink.FAINT, wide=2.0, zorder=3)
    if ladder.more:
        text = voice.say("chart.ladder.more", count=ladder.more)
        poster.write((left + right) / 2, end + _MORE / 2, text, TEXT, kind="more", color=ink.FAINT, align="center")


def _rung(poster: Poster, row: DeadlineRow, place: tuple[float, float], top: float, bottom: float) -> None:
    """One deadline: its light, the task, the day by which it must be finished, and how many days are left."""
    voice, (left, right) = poster.voice, place
    dates = poster.meeting.schedule.tasks[row.task]
    light = poster.meeting.lights[row.task]
    face, letter = ink.LIGHTS[light]
    chip, upper, lower = 21.0, top + 0.3 * (bottom - top), top + 0.73 * (bottom - top)
    poster.boxes([(left + 4, upper - 9, left + 4 + chip, upper + 9)], face, zorder=4)
    poster.write(
        left + 4 + chip / 2, upper, word(f"light.{light}", voice), TEXT, kind="light", color=letter, align="center"
    )
    begin = left + chip + 4 + GAP
    room, name = right - begin - 4, clean(voice.for_whom(dates.task))
    size = shrunk(name, _NAME, room, 10.0)
    poster.write(begin, upper, name, size, kind="name", room=room)
    _, last = shown_days(dates.task, row.latest_start, row.latest_finish)
    days = days_left(row, dates, poster.meeting.data_date)
    late = abs(days)
    text = (
        voice.counted(f"chart.ladder.{'left' if days > 0 else 'passed'}", late, days=late)
        if days
        else voice.say("chart.ladder.today")
    )
    urgent = row.impossible or days <= 0
    color = ink.LATE if urgent else ink.INK
    poster.write(right - 4, lower, text, _DAYS, kind="left", color=color, align="right", bold=True)
    by_when = voice.say("chart.ladder.by", day=short_day(last, voice))
    free = right - left - 16 - width(text, _DAYS)
    if row.impossible:
        forecast = voice.say("chart.ladder.forecast", day=short_day(dates.last_day, voice))
        both = voice.say("clause").join([by_when, forecast])
        by_when = both if width(both, TEXT + 1) <= free else by_when
    poster.write(left + 4, lower, by_when, TEXT + 1, kind="due", room=free, color=ink.FAINT)
