"""What stands on the time axis of a chart: rest, bars, relations, milestones, deadlines, the data date and the front.

This module must never compute a date.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.markers import CARETDOWN, CARETLEFT, CARETRIGHT, CARETUP
from matplotlib.path import Path

from schedule.analysis.dates.alerts import Light
from schedule.engine.schedule import Stage
from schedule.model import Instant
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.ink import Box
from schedule.output.figures.ground.layout import GAP, Layout, before, clearance, light_counts, tags, tags_width
from schedule.output.figures.ground.marks import (
    BAR_BOTTOM,
    BAR_TOP,
    BASELINE_BOTTOM,
    BASELINE_TOP,
    CENTRE,
    Interval,
    Mark,
    Point,
    front,
    links,
    totals,
)
from schedule.output.figures.ground.rows import Heading, Row
from schedule.output.figures.ground.timescale import mondays
from schedule.output.figures.ground.typeface import width
from schedule.output.figures.ground.words import word

FLAG = Path(
    [(0, 0), (0, 2), (1.3, 1.5), (0, 1), (0, 0)], [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.LINETO]
)
"""A pole with a pennant that stands on its point."""

TOTAL, HOLDS = (0.2, 0.66), (0.7, 0.86)
"""Heights within a row that sums its tasks up: from the first to the last of them, and below where it is critical."""
_WEEK_WITH_LINE = 9.0
_STUB = 4.0
_DOT = 9.0


def ground(ax: Axes, layout: Layout, rows: Sequence[Row], drawn: Sequence[Mark]) -> None:
    """Heading bands, time without work, the lines of months and weeks, a rule under each row."""
    bottom = len(rows)
    found = layout.shades(drawn)
    colors = [ink.SHADES[shade.rest] for shade in found]
    ink.boxes(ax, ax.transData, ((s.begin, s.top, s.end, s.bottom) for s in found), colors, zorder=1)
    headings = {i: row for i, row in enumerate(rows) if isinstance(row, Heading)}
    bands = [(layout.left - GAP / 2, i, layout.width, i + 1) for i in headings]
    colors = [ink.SUBBAND if row.group else ink.BAND for row in headings.values()]
    ink.boxes(ax, ink.beside(ax), bands, colors, zorder=1.4, clip=False)
    found_ticks = layout.ticks
    short = mondays(layout.shown) if layout.week >= _WEEK_WITH_LINE else found_ticks.short
    _verticals(ax, short, bottom, ink.HAIR, 0.5, 1.2)
    _verticals(ax, found_ticks.long, bottom, ink.RULE, 0.6, 1.5)
    rules = [((layout.left - GAP / 2, i), (layout.width, i)) for i in range(bottom + 1)]
    lines = LineCollection(rules, colors=ink.HAIR, linewidths=0.5, zorder=1.3, transform=ink.beside(ax), clip_on=False)
    ax.add_collection(lines, autolim=False)


def bars(ax: Axes, layout: Layout, rows: Sequence[Row], drawn: Sequence[Mark]) -> None:
    """Baseline bars above, done and forecast bars below, and the span of each heading's tasks."""
    tasks = [mark for mark in drawn if not mark.dates.task.is_milestone]
    _strip(ax, ((mark.row, mark.baseline) for mark in tasks), (BASELINE_TOP, BASELINE_BOTTOM), ink.BASELINE)
    plain = [mark for mark in tasks if not mark.critical]
    critical = [mark for mark in tasks if mark.critical]
    height = (BAR_TOP, BAR_BOTTOM)
    thin = (CENTRE - 0.06, CENTRE + 0.06)
    _strip(ax, ((mark.row, mark.pause) for mark in plain), thin, ink.DONE)
    _strip(ax, ((mark.row, mark.pause) for mark in critical), thin, ink.CRITICAL_DONE)
    _strip(ax, ((mark.row, mark.forecast) for mark in plain), height, ink.FORECAST, ink.DONE, 0.5)
    _strip(ax, ((mark.row, mark.forecast) for mark in critical), height, ink.CRITICAL, ink.CRITICAL_EDGE, 1.4)
    _strip(ax, ((mark.row, mark.done) for mark in plain), height, ink.DONE, ink.DONE, 0.5)
    _strip(ax, ((mark.row, mark.done) for mark in critical), height, ink.CRITICAL_DONE, ink.CRITICAL_EDGE, 1.4)
    spans = []
    for i, row in enumerate(rows):
        if isinstance(row, Heading) and not row.summed:
            below = [layout.meeting.schedule.tasks[task] for task in row.tasks]
            spans.append((i, (min(dates.start for dates in below), max(dates.finish for dates in below))))
    _strip(ax, spans, (0.4, 0.62), ink.FAINT)
    summed = totals(layout.meeting, rows)
    _strip(ax, ((total.row, total.forecast) for total in summed), TOTAL, ink.FORECAST, ink.DONE, 0.5)
    _strip(ax, ((total.row, total.done) for total in summed), TOTAL, ink.DONE, ink.DONE, 0.5)
    _strip(ax, ((total.row, total.critical) for total in summed), HOLDS, ink.CRITICAL, ink.CRITICAL_EDGE, 0.8)


def relations(ax: Axes, layout: Layout, drawn: Sequence[Mark]) -> None:
    """The driving relations between critical tasks, with an arrow at the end that is held."""
    routes = links(drawn, _STUB * layout.scale)
    ax.add_collection(
        LineCollection(routes, colors=ink.CRITICAL_EDGE, linewidths=0.8, zorder=4.5, capstyle="butt"), autolim=False
    )
    heads: dict[int, list[Point]] = {}
    for route in routes:
        (from_x, from_y), (x, y) = route[-2:]
        caret = (CARETRIGHT if x > from_x else CARETLEFT) if from_y == y else (CARETDOWN if y > from_y else CARETUP)
        heads.setdefault(caret, []).append((x, y))
    for caret, points in heads.items():
        _points(ax, points, caret, 0.3 * layout.row, ink.CRITICAL_EDGE, ink.CRITICAL_EDGE, zorder=4.6)


def points(ax: Axes, layout: Layout, drawn: Sequence[Mark]) -> None:
    """Milestones as diamonds, dark once they are reached, small and grey where the baseline was; deadline flags."""
    milestones = [mark for mark in drawn if mark.dates.task.is_milestone]
    before = [(mark.baseline[1], mark.row + 0.2) for mark in milestones if mark.baseline]
    _points(ax, before, "D", 0.22 * layout.row, ink.BASELINE, ink.BASELINE, zorder=3)
    for critical, reached in ((False, False), (False, True), (True, False), (True, True)):
        found = [
            (mark.finish, mark.row + CENTRE)
            for mark in milestones
            if mark.critical is critical and (mark.dates.stage is Stage.FINISHED) is reached
        ]
        edge = ink.CRITICAL_EDGE if critical else ink.DONE
        face = edge if reached else ink.CRITICAL if critical else ink.FORECAST
        _points(ax, found, "D", 0.42 * layout.row, face, edge, zorder=7, line=1.4 if critical else 0.8)
    due = [(mark.dates.task.deadline, mark.row + 0.95) for mark in drawn if mark.dates.task.deadline is not None]
    _points(ax, due, FLAG, 1.7 * layout.row, ink.INK, ink.INK, zorder=6.5)


def today(ax: Axes, layout: Layout, drawn: Sequence[Mark], bottom: int) -> None:
    """The data date, the deadline of the headline, and the progress front."""
    meeting = layout.meeting
    _verticals(ax, [meeting.data_date], bottom, ink.DATE, 3.0, 5)
    if meeting.headline.deadline is not None:
        _verticals(ax, [meeting.headline.deadline], bottom, ink.INK, 1.1, 5, dashes=(0, (5, 3)))
    corners = front(meeting, drawn, bottom)
    x, y = zip(*corners, strict=True)
    aside = [(a, b) for a, b in pairwise(corners) if a[0] != b[0]]
    halo = LineCollection(aside, colors=ink.PAPER, linewidths=3.0, alpha=0.8, zorder=5.9)
    ax.add_collection(halo, autolim=False)
    ax.plot(x, y, color=ink.FRONT, linewidth=1.8, linestyle=ink.FRONT_DASHES, zorder=6, scalex=False, scaley=False)
    turns = [(x, y) for x, y in corners if x != meeting.data_date]
    _points(ax, turns, "o", min(0.4 * layout.row, _DOT), ink.PAPER, ink.FRONT, zorder=6.1, line=1.6)


def counts(ax: Axes, layout: Layout, rows: Sequence[Row]) -> None:
    """Behind the bar of a summed heading: how many of its tasks have which light."""
    drop = 0.5 + ink.CAP * layout.size / 2 / layout.row
    for total in totals(layout.meeting, rows):
        text = layout.voice.tell(light_counts(total))
        x = max(min(layout.at(total.extent[1]) + GAP, layout.width - width(text, layout.size)), GAP)
        color = ink.LATE if total.light is Light.RED else ink.INK
        ink.write(
            ax, ink.beside(ax), x, total.row + drop, text, layout.size, kind="counts", color=color, bold=True, halo=True
        )


def words(ax: Axes, layout: Layout, drawn: Sequence[Mark]) -> None:
    """The tags behind each bar, one after the other; at the chart's edge before it, or else on the bar."""
    frame = ink.beside(ax)
    drop = CENTRE + ink.CAP * layout.size / 2 / layout.row
    for mark in drawn:
        found = tags(mark, layout.voice, layout.shown)
        ends = [end for end in mark.ends if end <= layout.shown[1]]
        clear = clearance(mark, layout.row)
        leaves = mark.finish > layout.shown[1]
        wanted = (layout.width if leaves else layout.at(max(ends, default=layout.shown[1]))) + clear
        wide = tags_width(found, layout.size)
        fits = wanted + wide <= layout.width
        own = None if fits or leaves else before(layout, mark, wide)
        x = wanted if fits else max(layout.width - wide, GAP) if own is None else own
        if found and own is None and not fits:  # it stands on the bar, which would swallow it
            ground = (x - GAP / 2, mark.row + BAR_TOP, layout.width, mark.row + BAR_BOTTOM)
            ink.boxes(ax, frame, [ground], ink.PAPER, zorder=8)
        for tag in found:
            color = {"slip": ink.LATE if mark.slip > 0 else ink.EARLY, "funds": ink.LATE}.get(tag.kind, ink.INK)
            ink.write(ax, frame, x, mark.row + drop, tag.text, layout.size, kind=tag.kind, color=color, halo=True)
            x += width(tag.text, layout.size) + GAP


def watermark(ax: Axes, layout: Layout, count: int) -> None:
    """The words for invented data, large and faint across the rows."""
    text = word("sample", layout.voice)
    size = min(0.8 * layout.width / max(width(text, 1.0), 1.0), 0.4 * count * layout.row)
    drawn = ink.write(ax, ax.transAxes, 0.5, 0.5, text, size, kind="watermark", color=ink.SAMPLE, align="center")
    drawn.set(alpha=0.045, va="center", zorder=1.6)


def _strip(
    ax: Axes,
    found: Iterable[tuple[int, Interval | None]],
    height: tuple[float, float],
    face: str,
    edge: str = "none",
    line: float = 0.0,
) -> None:
    top, bottom = height
    spans: list[Box] = [(span[0], row + top, span[1], row + bottom) for row, span in found if span is not None]
    ink.boxes(ax, ax.transData, spans, face, zorder=4 if edge != "none" else 3, edge=edge, line=line)


def _verticals(
    ax: Axes,
    found: Iterable[Instant],
    bottom: int,
    color: str,
    line: float,
    zorder: float,
    dashes: str | tuple[int, tuple[int, int]] = "solid",
) -> None:
    segments = [((x, 0), (x, bottom)) for x in found]
    drawn = LineCollection(segments, colors=color, linewidths=line, linestyles=[dashes], zorder=zorder)
    ax.add_collection(drawn, autolim=False)


def _points(
    ax: Axes,
    found: Sequence[Point],
    marker: str | int | Path,
    size: float,
    face: str,
    edge: str,
    *,
    zorder: float,
    line: float = 0.6,
) -> None:
    if found:
        x, y = zip(*found, strict=True)
        ax.plot(
            x,
            y,
            linestyle="none",
            marker=marker,
            markersize=size,
            markerfacecolor=face,
            markeredgecolor=edge,
            markeredgewidth=line,
            zorder=zorder,
            scalex=False,
            scaley=False,
        )
