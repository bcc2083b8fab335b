"""The wall chart (作战图): months across, a band for each body, in it the body's tasks with their flags.

A red flag is stuck on what is done, a black one on what is overdue, as it is done with paper flags in a county's
meeting room; red is good here, so each flag has its word. Tasks of a body share a lane where they do not meet. Of a
crowded plan each body has a few lanes, for what is overdue, under way and next, and says how much is not drawn; where
all of it is asked for it takes several pages. This module must never compute a date or judge what is overdue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from matplotlib.axes import Axes

from schedule.analysis.meeting import Meeting
from schedule.analysis.views.flags import Standing, limit_day, limits, standings
from schedule.model import Instant, TaskKind
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.chart import Chart
from schedule.output.figures.ground.dates_axis import AXIS, FLAG, Scale, landmarks, months_above
from schedule.output.figures.ground.layout import GAP
from schedule.output.figures.ground.marks import Interval, Mark, marks
from schedule.output.figures.ground.paper import Page, line, own_settings
from schedule.output.figures.ground.poster import (
    EDGE,
    TEXT,
    Key,
    Poster,
    Swatch,
    height_for,
    opened,
    page_width,
    shrunk,
)
from schedule.output.figures.ground.rows import Line, is_crowded
from schedule.output.figures.ground.shapes import diamond, flag, flag_width
from schedule.output.figures.ground.timescale import beyond, time_range
from schedule.output.figures.ground.typeface import ELLIPSIS, clean, fit, width
from schedule.output.figures.ground.words import far, short_day
from schedule.output.words.phrases import Voice
from schedule.output.words.saying import Phrase, say

RED, BLACK = "#C4161C", "#111111"
_FLAGS = {
    Standing.DONE: (RED, ink.PAPER, RED),
    Standing.UNPROVEN: (ink.PAPER, RED, RED),
    Standing.OVERDUE: (BLACK, ink.PAPER, BLACK),
}
"""Face, letters and edge of each flag."""
_LANE, _WIDEST_LANE, _TALLEST = 21.0, 32.0, 1000.0
_BODY, _BODY_SHARE = 16.0, 0.17
_NAME, _NAME_SHARE = 12.0, 0.28
_SPARE = 1.03
"""How much wider a renderer that fits glyphs to its pixels may draw a line than the font says."""
_FEWEST, _ABREAST = 2, 4
"""Of a crowded plan: lanes of a body at least, and tasks that may stand in one of them."""
_BAR = 0.2
"""Half the height of a bar, of its lane's."""


@dataclass(frozen=True, slots=True)
class Item:
    """A task in its lane: its mark, how it stands, and its words, which begin at `text` points, right of it or left."""

    mark: Mark
    standing: Standing
    name: str
    caption: str
    begin: float
    end: float
    text: float
    right: bool


@dataclass(frozen=True, slots=True)
class Band:
    """The lanes of one body; `continued` where a page breaks within it."""

    body: str | None
    lanes: tuple[tuple[Item, ...], ...]
    counts: tuple[str, ...]
    continued: bool = False


def draw(meeting: Meeting, voice: Voice, ax: Axes | None = None, *, page: int = 1, whole: bool = False) -> Axes:
    """One page of the chart, 1920 px wide and as high as its lanes ask for, or on the whole of `ax`.

    Raises:
        IndexError: there is no such page.
        MissingFontError: see `schedule.output.figures.ground.typeface`.

    Example:
        >>> draw(meeting, voice_of(meeting.schedule, "zh")).figure.savefig("wall.png")  # doctest: +SKIP
    """
    with own_settings():
        wide = page_width(ax)
        found, shown, left = _bands(meeting, voice, wide, whole=whole)
        split = _pages(found)
        bands = split[page - 1]
        keys, remarks = _keys(meeting, voice), _remarks(found, shown, meeting, voice, whole=whole)
        lanes = max(sum(len(band.lanes) for band in bands), 1)
        lane = min(max((height_for(meeting, voice, keys, remarks) - AXIS - GAP) / lanes, _LANE), _WIDEST_LANE)
        body = AXIS + lanes * lane + GAP
        subject = voice.say("chart.name.wall")
        poster = opened(meeting, voice, subject, keys, ax, body=body, remarks=remarks, page=(page, len(split)))
        scale = Scale(shown, left, poster.right)
        bottom = poster.top + AXIS + lanes * lane
        if ax is not None:
            lane, bottom = (poster.bottom - poster.top - AXIS - GAP) / lanes, poster.bottom - GAP
        top = months_above(poster, scale, poster.top + FLAG, bottom)
        for number, band in enumerate(bands):
            below = top + lane * len(band.lanes)
            if number % 2 == 0:
                poster.boxes([(poster.left, top, poster.right, below)], "#F4F6F9", zorder=0.5)
            line(poster.ax, (poster.left, below), (poster.right, below), color=ink.RULE, wide=1.2, zorder=1.3)
            _heading(poster, band, top, below, left - GAP)
            for k, items in enumerate(band.lanes):
                for item in items:
                    _item(poster, item, scale, top + (k + 0.5) * lane, _BAR * lane)
            top = below
        landmarks(poster, scale, poster.top + FLAG, bottom)
    return poster.ax


def pages(meeting: Meeting, voice: Voice, *, whole: bool = False) -> Sequence[Page]:
    """The pages of the chart, one behind the other."""
    number = len(_pages(_bands(meeting, voice, page_width(None), whole=whole)[0]))
    return [partial(draw, meeting, voice, page=page, whole=whole) for page in range(1, number + 1)]


CHART = Chart("wall", lambda meeting, voice, whole: pages(meeting, voice, whole=whole))


def _bands(meeting: Meeting, voice: Voice, wide: float, *, whole: bool) -> tuple[tuple[Band, ...], Interval, float]:
    """The bands in the plan's order of bodies, the range of the axis, and where it begins."""
    names = [name for name, dates in meeting.schedule.tasks.items() if dates.task.kind is not TaskKind.SUMMARY]
    drawn = marks(meeting, [Line(name) for name in names])
    bodies: dict[str | None, list[Mark]] = {body: [] for body in (*voice.plan.bodies, None)}
    for mark in sorted(drawn, key=lambda mark: (mark.start, mark.finish, mark.row)):
        bodies[meeting.answers_for(mark.dates.task.id)].append(mark)
    standing, due = standings(meeting), limits(meeting)
    counts = {
        body: voice.told(_counts([standing[mark.dates.task.id] for mark in found]))
        for body, found in bodies.items()
        if found
    }
    titles = [width(clean(voice.body(body)), _BODY) for body in counts]
    titles += [width(voice.say("clause").join(texts), TEXT) for texts in counts.values()]
    left = EDGE + min(max([60.0, *titles]) + 2 * GAP, _BODY_SHARE * wide) + GAP
    room = max(int(_TALLEST / _LANE) // max(len(counts), 1), _FEWEST) if is_crowded(meeting) and not whole else None
    if room is not None:
        bodies = {body: _pressing(found, standing)[: room * _ABREAST] for body, found in bodies.items()}
    bands, shown = _filled(meeting, bodies, counts, room, (standing, due), voice, (left, wide - EDGE))
    if room is not None:
        # What found no lane asks for no time: the axis ends where the last task that is drawn does.
        placed = {item.mark.row for band in bands for lane in band.lanes for item in lane}
        bodies = {body: [mark for mark in found if mark.row in placed] for body, found in bodies.items()}
        bands, shown = _filled(meeting, bodies, counts, room, (standing, due), voice, (left, wide - EDGE))
    return bands, shown, left


def _filled(
    meeting: Meeting,
    bodies: Mapping[str | None, Sequence[Mark]],
    counts: Mapping[str | None, tuple[str, ...]],
    room: int | None,
    judged: tuple[Mapping[str, Standing], Mapping[str, Instant]],
    voice: Voice,
    axis: tuple[float, float],
) -> tuple[tuple[Band, ...], Interval]:
    """The lanes of each body on an axis as long as its tasks ask for; the last ones where `room` lanes are too few."""
    standing, due = judged
    shown = time_range(meeting, [mark for found in bodies.values() for mark in found], None)
    scale = Scale(shown, *axis)
    bands = []
    for body, texts in counts.items():
        items = [
            _placed(mark, standing[mark.dates.task.id], due.get(mark.dates.task.id), voice, scale)
            for mark in bodies[body]
            if mark.finish > shown[0]
        ]
        lanes = _lanes(items)
        while room is not None and len(lanes) > room:
            items.pop()
            lanes = _lanes(items)
        bands.append(Band(body, (*lanes, ()) if len(lanes) == 1 and (room or len(texts) > 1) else lanes, texts))
    return tuple(bands), shown


def _pressing(found: Sequence[Mark], standing: Mapping[str, Standing]) -> list[Mark]:
    """A body's tasks as a meeting asks for them: overdue, unproven, under way, next, and at last what is done."""
    order = [Standing.OVERDUE, Standing.UNPROVEN, Standing.UNDER_WAY, Standing.TO_COME, Standing.DONE]
    return sorted(found, key=lambda mark: order.index(standing[mark.dates.task.id]))


def _counts(found: Sequence[Standing]) -> tuple[Phrase, ...]:
    done = sum(one is Standing.DONE for one in found)
    texts = [say("chart.wall.count", done=done, total=len(found))]
    others = {key: sum(one is key for one in found) for key in (Standing.OVERDUE, Standing.UNPROVEN)}
    texts += [say(f"chart.wall.{key}", count=number) for key, number in others.items() if number]
    return tuple(texts)


def _placed(mark: Mark, standing: Standing, due: Instant | None, voice: Voice, scale: Scale) -> Item:
    """A task with its words behind its flag, or before its bar where there is no room behind."""
    finish = short_day(mark.dates.last_day, voice)
    caption = finish if mark.start <= scale.shown[1] else voice.say("chart.beyond", day=finish)
    if standing is Standing.OVERDUE and due is not None:
        # The notice says "due" of the latest finish: the approved date is called what it is.
        approved = mark.baseline is not None and due == mark.baseline[1]
        key = "chart.wall.approved" if approved else "chart.wall.due"
        caption = voice.say(key, due=short_day(limit_day(mark.dates, due), voice), finish=finish)
    name = fit(clean(voice.task(mark.dates.task.id)), _NAME, _NAME_SHARE * (scale.high - scale.low))
    words = _SPARE * width(name, _NAME) + GAP + _SPARE * width(caption, TEXT)
    begin, bar = scale.within(mark.start), scale.within(mark.finish)
    half = 6.0 if mark.dates.task.is_milestone and mark.start <= scale.shown[1] else 0.0
    flagged = bar + half + (flag_width(voice.say(f"chart.flag.{standing}")) + 2 if standing in _FLAGS else 0.0)
    text = flagged + GAP
    if text + words <= scale.high or begin - half - GAP - words < scale.low:
        text = min(text, scale.high - words)
        return Item(mark, standing, name, caption, begin - half, text + words, text, right=True)
    text = begin - half - GAP - words
    return Item(mark, standing, name, caption, text, flagged, text, right=False)


def _lanes(items: Sequence[Item]) -> tuple[tuple[Item, ...], ...]:
    """The items in as few lanes as the first that has room for each gives."""
    lanes: list[list[Item]] = []
    for item in sorted(items, key=lambda item: item.begin):
        free = next((lane for lane in lanes if lane[-1].end + 2 * GAP <= item.begin), None)
        if free is None:
            lanes.append(free := [])
        free.append(item)
    return tuple(tuple(lane) for lane in lanes) or ((),)


def _pages(bands: Sequence[Band]) -> list[list[Band]]:
    """The bands on pages of about the same height, none higher than a wall has room for."""
    most = int(_TALLEST / _LANE)
    total = sum(len(band.lanes) for band in bands)
    size = -(-total // max(-(-total // most), 1)) if total else 1
    split: list[list[Band]] = [[]]
    free = size
    for band in bands:
        rest = band
        while len(rest.lanes) > free:
            # A band is only torn where it would not fit on a page of its own, or leaves half a page empty.
            if free >= 3 and (len(rest.lanes) > size or free > size // 2):
                split[-1].append(replace(rest, lanes=rest.lanes[:free]))
                rest = replace(rest, lanes=rest.lanes[free:], continued=True)
            split.append([])
            free = size
        split[-1].append(rest)
        free -= len(rest.lanes)
    return split


def _heading(poster: Poster, band: Band, top: float, bottom: float, right: float) -> None:
    """The body's name and its counts, one below the other as far as there is room, else beside each other."""
    voice, room = poster.voice, right - poster.left - 2 * GAP
    name, high = clean(voice.body(band.body)), bottom - top
    if band.continued:
        name = voice.say("chart.continued", heading=name)
    size = shrunk(name, _BODY, room, TEXT)
    lines = ["", voice.say("clause").join(band.counts)]
    if width(lines[1], TEXT) > room:
        lines = ["", band.counts[0], voice.say("clause").join(band.counts[1:])]
    step = 17.0
    if high < step * len(lines) + 2:
        count = band.counts[0]
        beside = width(name, size) + 2 * GAP + width(count, TEXT) <= room
        if beside:
            poster.write(right - GAP, (top + bottom) / 2, count, TEXT, kind="count", color=ink.FAINT, align="right")
        if high < 2 * step or beside:
            poster.write(poster.left + GAP, (top + bottom) / 2, name, size, kind="body", bold=True, room=room)
            return
        lines = lines[:2]
    first = top + min(0.5 * (high - step * len(lines)) + step / 2, 18.0)
    poster.write(poster.left + GAP, first, name, size, kind="body", bold=True, room=room)
    for k, text in enumerate(lines[1:], 1):
        poster.write(poster.left + GAP, first + k * step, text, TEXT, kind="count", color=ink.FAINT, room=room)


def _item(poster: Poster, item: Item, scale: Scale, middle: float, half: float) -> None:
    mark, voice = item.mark, poster.voice
    right = scale.within(mark.finish)
    finished = item.standing in (Standing.DONE, Standing.UNPROVEN)
    if mark.start > scale.shown[1]:
        pass  # its words alone, at the edge
    elif mark.dates.task.is_milestone:
        diamond(poster, right, middle, 6.0, ink.DONE if finished else ink.FORECAST, ink.DONE, z=6)
        right += 6.0
    else:
        done = [mark.done] if mark.done else []
        left_to_do = [span for span in (mark.pause, mark.forecast) if span]
        for spans, face in ((left_to_do, ink.FORECAST), (done, ink.DONE)):
            found = [
                (scale.within(a), middle - half, max(scale.within(b), scale.within(a) + 1), middle + half)
                for a, b in spans
            ]
            poster.boxes(found, face, zorder=4, edge=ink.DONE, line=0.7)
    if item.standing in _FLAGS:
        face, letters, edge = _FLAGS[item.standing]
        flag(poster, right, middle, voice.say(f"chart.flag.{item.standing}"), face, letters, edge)
    overdue = item.standing is Standing.OVERDUE
    poster.write(item.text, middle, item.name, _NAME, kind="name", halo=True, bold=overdue)
    x = item.text + _SPARE * width(item.name, _NAME) + GAP
    color = ink.INK if overdue else ink.FAINT
    poster.write(x, middle, item.caption, TEXT, kind="date", color=color, halo=True, bold=overdue)


def _remarks(bands: Sequence[Band], shown: Interval, meeting: Meeting, voice: Voice, *, whole: bool) -> tuple[str, ...]:
    """How many tasks the chart leaves out, finished before it begins or without room, and which lie behind its end."""
    drawn = sum(len(lane) for band in bands for lane in band.lanes)
    count = sum(dates.task.kind is not TaskKind.SUMMARY for dates in meeting.schedule.tasks.values()) - drawn
    key = "chart.wall.earlier" if whole or not is_crowded(meeting) else "chart.wall.more"
    out = (voice.say(key, count=count),) if count else ()
    return (*out, *far(beyond([item.mark for band in bands for lane in band.lanes for item in lane], shown), voice))


def _keys(meeting: Meeting, voice: Voice) -> list[Key]:
    """The flags that are stuck on, and the bars."""
    found = set(standings(meeting).values())

    def flagged(standing: Standing) -> Key:
        face, letters, edge = _FLAGS[standing]

        def swatch(poster: Poster, x: float, middle: float) -> None:
            flag(poster, x + 4, middle, ELLIPSIS, face, letters, edge)

        return Key(voice.say(f"chart.key.{standing}"), swatch)

    def bar(face: str) -> Swatch:
        return lambda poster, x, middle: poster.boxes(
            [(x, middle - 4, x + 28, middle + 4)], face, zorder=8, edge=ink.DONE, line=0.7
        )

    keys = [flagged(standing) for standing in _FLAGS if standing in found]
    keys += [
        Key(voice.say("chart.key.work-done"), bar(ink.DONE)),
        Key(voice.say("chart.key.work-left"), bar(ink.FORECAST)),
    ]
    if any(dates.task.is_milestone for dates in meeting.schedule.tasks.values()):
        keys.append(
            Key(
                voice.say("chart.key.milestone"),
                lambda poster, x, middle: diamond(poster, x + 14, middle, 6.0, ink.FORECAST, ink.DONE),
            )
        )
    return keys
