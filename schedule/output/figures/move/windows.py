"""The ledger over many weeks: above the forecast at each meeting, below the days that it moved since the one before.

Days stack by whose they are, late upwards and gained downwards, so that a column reaches as far as its week moved the
finish, and the totals beside it sum to the whole move. What several did at once stands side by side, not stacked: its
days are there once. This module must never compute a date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from matplotlib.axes import Axes

from schedule.analysis.meeting import Meeting
from schedule.analysis.move.windows import Windows
from schedule.analysis.views.trend import movements
from schedule.calendars.worktime import start_day
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.chart import Chart
from schedule.output.figures.ground.paper import (
    HEIGHT,
    Page,
    block,
    head,
    in_points,
    line,
    new_page,
    own_settings,
    write,
    write_page,
)
from schedule.output.figures.ground.poster import shrunk
from schedule.output.figures.ground.typeface import clean, fit, width
from schedule.output.figures.ground.verdict import warning
from schedule.output.figures.ground.words import word
from schedule.output.figures.move.accounts import dark, style_of
from schedule.output.figures.move.windows_layout import (
    CHIP,
    EDGE,
    GAP,
    NOTE,
    ROW,
    SMALL,
    STRIPES,
    TEXT,
    Layout,
    lay_out,
    mark_lines,
    row_name,
    title,
)
from schedule.output.why.tables import signed
from schedule.output.words.accounts import account_heading
from schedule.output.words.languages import DEFAULT
from schedule.output.words.phrases import Voice, voice_of

_LATE_ZONE = "#FBEFEA"


def draw(windows: Windows, voice: Voice, ax: Axes | None = None, *, warned: str = "") -> Axes:
    """The chart of all windows, on a page of its own of 1920 x 1080 px, or on the whole of `ax`.

    `warned` is what stands first under its title (`paper.head`).

    Raises:
        MissingFontError: see `schedule.output.figures.ground.typeface`.

    Example:
        >>> draw(found, voice_of(found.ledgers[-1].after, "en")).figure.savefig("weeks.png")  # doctest: +SKIP
    """
    with own_settings():
        if ax is None:
            ax = new_page(HEIGHT)
        page = lay_out(windows, voice, *in_points(ax))
        first, last = windows.ledgers[0].since, windows.ledgers[-1].until
        since, until = (voice.day(start_day(one)) for one in (first, last))
        under = word("windows.between", voice, since=since, until=until, count=len(windows.ledgers))
        moved = windows.moved
        color = ink.INK if not moved else ink.LATE if moved > 0 else ink.EARLY
        view = [word("windows.as-known", voice)] if windows.as_known else []
        texts = title(windows, voice), " · ".join((voice.project(), under, *view))
        head(ax, voice, texts, windows.ledgers[-1].after.state, page.width, edge=EDGE, color=color, warned=warned)
        _dates(ax, page)
        _forecast(ax, page)
        _moves(ax, page)
        _totals(ax, page)
        for number, text in enumerate(page.notes):
            y = page.height - 12 - 16 * (len(page.notes) - number - 0.5)
            write(ax, EDGE, y, text, NOTE, kind="note", color=ink.FAINT)
    return ax


def save(windows: Windows, path: Path, *, lang: str = DEFAULT, warned: str = "") -> Path:
    """Write the chart of all windows as PNG, SVG or PDF by the suffix of `path`, and return `path`.

    Raises:
        ValueError: the suffix is none of the three.
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    return write_page(path, partial(draw, windows, voice_of(windows.ledgers[-1].after, lang), warned=warned))


def _pages(meeting: Meeting, voice: Voice, _: bool) -> Sequence[Page]:
    """All windows that end at or before a meeting; the first meetings have none."""
    found = movements(meeting)
    return () if found is None else [partial(draw, found, voice, warned=warning(meeting, voice.lang))]


CHART = Chart("windows", _pages)


def _dates(ax: Axes, page: Layout) -> None:
    """The data dates below the columns, as many of them as there is room for, the last always."""
    days = [start_day(one) for one in page.dates]
    texts = [page.voice.day(day) for day in days]
    # The first may be of another year; its own is left out where there is no room for it.
    if width(texts[0], SMALL) + GAP > page.slot:
        texts[0] = replace(page.voice, year=days[0].year).day(days[0])
    step = 1 + int((max(width(text, SMALL) for text in texts) + GAP) / page.slot)
    for k, text in enumerate(texts):
        x, named = page.x(k), (len(texts) - 1 - k) % step == 0
        if named or page.slot >= 2 * GAP:
            line(ax, (x, page.upper[0]), (x, page.lower[1]), color=ink.HAIR, wide=0.8, zorder=1)
        if named:
            write(ax, x, page.lower[1] + 13, text, SMALL, kind="date", align="center")


def _forecast(ax: Axes, page: Layout) -> None:
    """The forecast finish as a line from data date to data date, and the deadline as a dashed one."""
    voice, (top, bottom) = page.voice, page.upper
    write(ax, EDGE, top - 14, word("forecast", voice), TEXT, kind="head", bold=True)
    for y, text, due in page.days:
        line(ax, (page.left, y), (page.right, y), color=ink.RULE, wide=0.7, zorder=1)
        write(ax, page.left - GAP, y, text, SMALL, kind="due" if due else "day", align="right", bold=due)
    for k, due_at in enumerate(page.dues):
        if due_at is not None:
            y, left = page.y(due_at), page.left + k * page.slot
            ink.boxes(ax, ax.transData, [(left, top, left + page.slot, y)], _LATE_ZONE, zorder=0.5, clip=False)
            line(ax, (left, y), (left + page.slot, y), color=ink.INK, wide=1.8, dashes=(0, (6, 4)), zorder=3)
    points = [(page.x(k), page.y(one)) for k, one in enumerate(page.forecasts)]
    line(ax, *points, color=ink.DONE, wide=3.0, zorder=5)
    size = 8.0 if page.slot > 20 else 4.0
    xs, ys = zip(*points, strict=True)
    ax.plot(xs, ys, "o", color=ink.DONE, markersize=size, markeredgecolor=ink.PAPER, zorder=6, clip_on=False)
    for k, y, text in page.tags:
        write(ax, page.x(k), y, text, TEXT, kind="forecast", align="center", bold=True, halo=True, color=ink.DONE)
    line(ax, (page.left, bottom), (page.right, bottom), color=ink.RULE, wide=0.9, zorder=1.2)


def _moves(ax: Axes, page: Layout) -> None:
    """The days of each window by whose they are: upwards late, downwards gained."""
    voice, zero = page.voice, page.zero
    write(ax, EDGE, page.lower[0] - 14, word("each", voice), TEXT, kind="head", bold=True)
    for days in page.steps:
        y = zero - days * page.day
        line(ax, (page.left, y), (page.right, y), color=ink.RULE, wide=0.7, zorder=1)
        write(ax, page.left - GAP, y, signed(days), SMALL, kind="days", align="right", color=ink.FAINT)
    line(ax, (page.left, zero), (page.right, zero), color=ink.INK, wide=1.4, zorder=6)
    for column in page.columns:
        x = page.x(column.window + 1) - page.bar / 2
        for piece in column.pieces:
            style = style_of(piece.account, voice)
            left, right = x, x + page.bar
            ends = zero - piece.first * page.day, zero - piece.last * page.day
            box = (left, min(ends), right, max(ends))
            if piece.together:
                block(ax, box, style.face, hatch=STRIPES, edge=style.face)
            else:
                block(ax, box, style.face, hatch=style.hatch, edge=ink.PAPER)
                name, middle = voice.tell(account_heading(piece.account)), sum(ends) / 2
                fits = width(name, SMALL) <= page.bar - GAP and max(ends) - min(ends) >= 1.6 * SMALL
                if fits and not style.hatch and len(column.pieces) > 1:
                    color = ink.PAPER if dark(style.face) else ink.INK
                    write(ax, (left + right) / 2, middle, name, SMALL, kind="piece", color=color, align="center")
        for up in (True, False):
            edge = zero - (column.top if up else column.bottom) * page.day
            for k, (text, bold) in enumerate(mark_lines(column, voice, up=up)):
                y = edge + (-1 if up else 1) * (12 + 16 * k)
                size = TEXT if bold else SMALL
                text = fit(text, size, page.room(column, up=up))
                color = (ink.LATE if column.days > 0 else ink.EARLY) if bold else ink.INK
                write(
                    ax, page.x(column.window + 1), y, text, size, kind="moved", color=color, align="center", bold=bold
                )
    if not page.columns:
        x = (page.left + page.right) / 2
        write(ax, x, zero - 24, word("windows.still", voice), TEXT + 2, kind="calm", align="center")


def _totals(ax: Axes, page: Layout) -> None:
    """Every account with its days over all windows, which sum to the whole move; fair shares beside them."""
    voice, left, right = page.voice, page.table, page.width - EDGE
    columns = [(right - page.number * k, key) for k, key in enumerate(reversed(page.figures))]
    y = page.upper[0] - 14
    write(ax, left, y, word("account", voice), TEXT, kind="head", bold=True)
    for x, key in columns:
        write(ax, x, y, word(key, voice), TEXT, kind="head", align="right", bold=True)
    y += 0.7 * ROW
    line(ax, (left, y), (right, y), color=ink.RULE, wide=0.9, zorder=1.2)
    for total in page.totals:
        middle = y + ROW / 2
        if total.account is not None:
            style = style_of(total.account, voice)
            block(ax, (left, middle - CHIP / 2, left + CHIP, middle + CHIP / 2), style.face, hatch=style.hatch)
        name = voice.tell(row_name(total))
        indent = CHIP + GAP if total.account is not None else 0.0
        room = right - page.number * len(page.figures) - left - indent
        bold = total.account is None
        size = shrunk(clean(name), TEXT, room, SMALL)
        write(ax, left + indent, middle, fit(clean(name), size, room), size, kind="account", bold=bold)
        for (x, _), amount in zip(columns, reversed(total.amounts), strict=True):
            if amount is None:
                continue
            color = ink.INK if not amount else ink.LATE if amount > 0 else ink.EARLY
            write(ax, x, middle, signed(amount), TEXT + 1, kind="total", color=color, align="right", bold=True)
        y += ROW
        if total.above_line:
            line(ax, (left, y), (right, y), color=ink.INK, wide=1.2, zorder=1.2)
    for text in page.asides:
        y += 17
        write(ax, left, y + 8, text, SMALL, kind="aside", color=ink.FAINT)
