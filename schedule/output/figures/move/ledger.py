"""One window of the finish-move ledger as a waterfall: from the last meeting's forecast to this one's, bar by bar.

Time runs from left to right; each row is a part that moved the forecast, and begins where the row before it ended. The
thick bar is its share of the move, the thin one below it the task's own working days. What of a share is not its
account's alone is striped, and those who were late, or early, at once are bracketed. What lost days without moving the
finish stands below. This module must never compute a date.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from functools import partial
from pathlib import Path

from matplotlib.axes import Axes

from schedule.analysis.meeting import Meeting
from schedule.analysis.move.ledger import Ledger, Part
from schedule.calendars.worktime import minutes, start_day
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.chart import Chart
from schedule.output.figures.ground.layout import GAP
from schedule.output.figures.ground.paper import (
    Page,
    block,
    head,
    in_points,
    line,
    new_page,
    own_settings,
    wrapped,
    write,
    write_page,
)
from schedule.output.figures.ground.typeface import clean, fit, width
from schedule.output.figures.ground.verdict import warning
from schedule.output.figures.ground.words import word
from schedule.output.figures.move import ledger_texts
from schedule.output.figures.move.accounts import shares_of, style_of
from schedule.output.figures.move.ledger_layout import (
    BRACKET,
    CHIP,
    EDGE,
    ENDS,
    LABEL,
    NOTE,
    STILL,
    STILL_HEAD,
    TEXT,
    TICK,
    Layout,
    has_thin,
    label_size,
    lay_out,
    name_size,
    own_end,
    page_height,
    text_lines,
)
from schedule.output.figures.move.waterfall import Bar, bonds
from schedule.output.why.steps import what
from schedule.output.words.languages import DEFAULT
from schedule.output.words.phrases import Voice, voice_of

_STRIPES = "///"
_LATER, _EARLIER = "#FBEFEA", "#E9F4F1"
_STEPS = (1, 2, 7, 14, 28, 56, 112, 364)
_BAR, _THIN = (0.18, 0.58), (0.66, 0.8)
"""Heights of the two bars within a row."""


def draw(ledger: Ledger, voice: Voice, ax: Axes | None = None, *, warned: str = "") -> Axes:
    """The chart of one window, on a page of its own 1920 px wide, or on the whole of `ax`.

    `warned` is what stands first under its title (`paper.head`).

    Raises:
        MissingFontError: see `schedule.output.figures.ground.typeface`.

    Example:
        >>> draw(found, voice_of(found.after, "en")).figure.savefig("why.png")  # doctest: +SKIP
    """
    with own_settings():
        if ax is None:
            ax = new_page(page_height(ledger, voice))
        page = lay_out(ledger, voice, *in_points(ax))
        _title(ax, page, warned)
        if page.drawn:
            _axis(ax, page)
            _ends(ax, page)
            for number, bar in enumerate(page.drawn):
                _row(ax, page, number, bar)
            _others(ax, page)
            _brackets(ax, page)
        else:
            sentence = word("calm.absorbed" if page.still else "calm", voice)
            ink.write(ax, ax.transData, EDGE, page.still_top - GAP, sentence, LABEL, kind="calm")
        _still(ax, page)
        _foot(ax, page)
    return ax


def save(ledger: Ledger, path: Path, *, lang: str = DEFAULT, warned: str = "") -> Path:
    """Write the chart of one window as PNG, SVG or PDF by the suffix of `path`, and return `path`.

    Raises:
        ValueError: the suffix is none of the three.
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    return write_page(path, partial(draw, ledger, voice_of(ledger.after, lang), warned=warned))


def _pages(meeting: Meeting, voice: Voice, _: bool) -> Sequence[Page]:
    """The window that ends at a meeting; the first meeting has none."""
    found = meeting.ledger
    return () if found is None else [partial(draw, found, voice, warned=warning(meeting, voice.lang))]


CHART = Chart("why", _pages)


def _title(ax: Axes, page: Layout, warned: str) -> None:
    """The move in a sentence, of which project and between which data dates."""
    voice, moved = page.voice, page.ledger.moved
    since, until = (voice.day(start_day(one)) for one in (page.ledger.since, page.ledger.until))
    under = " · ".join((voice.project(), word("moved.between", voice, since=since, until=until)))
    color = ink.INK if not moved else ink.LATE if moved > 0 else ink.EARLY
    texts = ledger_texts.title(page.ledger, voice), under
    head(ax, voice, texts, page.ledger.after.state, page.width, edge=EDGE, color=color, warned=warned)


def _axis(ax: Axes, page: Layout) -> None:
    """The days above the rows, the deadline, and the way between the two forecasts as a band."""
    bottom, before = page.bottom + ENDS, page.ledger.before.tasks[page.ledger.milestone].last_day
    moved = page.after - page.before
    left, right = sorted((page.at(page.before), page.at(page.after)))
    face = _LATER if moved > 0 else _EARLIER
    ink.boxes(ax, ax.transData, [(left, page.axis, right, bottom)], face, zorder=0.5, clip=False)
    # A day's line is where its finish is shown, by the hour at which the earlier forecast finishes.
    hour = page.before - minutes(before)
    first, last = (start_day(end - hour) for end in page.shown)
    every = [before + timedelta(days=k) for k in range((first - before).days, (last - before).days + 1)]
    days = [day for day in every if page.shown[0] <= minutes(day) + hour <= page.shown[1]]
    widest = max((width(page.voice.day(day), TICK) for day in days), default=0.0) + 3 * GAP
    step = next((step for step in _STEPS if step * page.day >= widest), _STEPS[-1])
    for day in days:
        x, named = page.at(minutes(day) + hour), (day - before).days % step == 0
        if named or page.day >= 9:
            line(ax, (x, page.axis), (x, bottom), color=ink.RULE if named else ink.HAIR, wide=0.7, zorder=1)
        text = page.voice.day(day)
        if named and page.left + width(text, TICK) / 2 <= x <= page.right - width(text, TICK) / 2:
            ink.write(ax, ax.transData, x, page.axis - GAP, text, TICK, kind="day", color=ink.FAINT, align="center")
    if page.due is not None:
        x, text = page.at(page.due), word("deadline", page.voice, day=page.voice.finish(page.due))
        line(ax, (x, page.axis), (x, bottom + 4), color=ink.INK, wide=1.6, dashes=(0, (5, 3)), zorder=2)
        half = width(text, TEXT) / 2
        x = min(max(x, page.left + half), page.right - half)
        ink.write(ax, ax.transData, x, bottom + 18, text, TEXT, kind="due", align="center", bold=True)


def _ends(ax: Axes, page: Layout) -> None:
    """The rows of the two forecasts, each with a diamond and its date, and a line down from one to the other."""
    voice, size = page.voice, label_size(page.row)
    pairs = (
        (page.axis, page.ledger.before, page.before, page.ledger.since),
        (page.bottom, page.ledger.after, page.after, page.ledger.until),
    )
    for top, forecast, instant, data_date in pairs:
        middle, x = top + ENDS / 2, page.at(instant)
        text = word("forecast.at", voice, day=voice.day(start_day(data_date)))
        text = fit(text, name_size(page.row), page.left - EDGE - GAP)
        write(ax, EDGE, middle, text, name_size(page.row), kind="name", bold=True)
        line(ax, (x, page.axis), (x, page.bottom + ENDS), color=ink.FAINT, wide=0.9, zorder=2.2)
        half = 0.42 * size
        diamond = ((x, middle - half), (x + half, middle), (x, middle + half), (x - half, middle), (x, middle - half))
        ax.fill(*zip(*diamond, strict=True), facecolor=ink.INK, edgecolor=ink.PAPER, zorder=7, clip_on=False)
        text = voice.day(forecast.tasks[page.ledger.milestone].last_day)
        write(ax, x + half + GAP, middle, text, size, kind="forecast", bold=True, halo=True)
    for y in (page.axis, page.top, page.bottom, page.bottom + ENDS):
        line(ax, (EDGE, y), (page.width - EDGE, y), color=ink.RULE, wide=0.9, zorder=1.2)


def _row(ax: Axes, page: Layout, number: int, bar: Bar) -> None:
    """One part: what it is, whose, its bars, its days and what is told of it."""
    top, voice, part = page.top + number * page.row, page.voice, bar.part
    if number:
        line(ax, (EDGE, top), (page.width - EDGE, top), color=ink.HAIR, wide=0.8, zorder=1.2)
    room, size = page.left - EDGE - 2 * GAP, name_size(page.row)
    whose, beside = clean(voice.tell(ledger_texts.whose(part, page.ledger))), EDGE + CHIP + GAP
    upper, lower = top + 0.32 * page.row, top + 0.7 * page.row
    if page.tight:
        lower = top + page.row / 2
        text = fit(clean(voice.tell(ledger_texts.named(part, page.ledger))), TEXT, room - CHIP - GAP)
        write(ax, beside, lower, text, TEXT, kind="name")
    else:
        write(
            ax,
            EDGE,
            upper,
            fit(clean(voice.tell(ledger_texts.name(part, page.ledger))), size, room),
            size,
            kind="name",
            bold=True,
        )
        write(ax, beside, lower, fit(whose, TEXT, room - CHIP - GAP), TEXT, kind="whose", color=ink.FAINT)
    _chip(ax, page, part, lower)
    right = _bars(ax, page, top, bar)
    size, color = label_size(page.row), _amount_color(part)
    text, middle = voice.tell(ledger_texts.label(bar)), top + sum(_BAR) / 2 * page.row
    write(ax, right + GAP, middle, text, size, kind="moved", color=color, bold=True, halo=True)
    lines = _lines(page, [clean(text) for text in voice.told(ledger_texts.happened(bar, page.ledger))])
    for k, text in enumerate(lines):
        y = top + page.row / 2 + (k - (len(lines) - 1) / 2) * 1.45 * TEXT
        write(ax, page.happened, y, text, TEXT, kind="happened")


def _lines(page: Layout, texts: list[str]) -> list[str]:
    """What is told of a part in as many lines as its row has room for."""
    room, most = page.bracket - page.happened - GAP, text_lines(page.row)
    if most < 2:
        return [fit(" · ".join(texts), TEXT, room)]
    lines = [wrapped(text, TEXT, room) for text in texts]
    if sum(map(len, lines)) > most:
        # The first, what happened, has what the others leave; each of these is cut to one line.
        others = [(fit(text, TEXT, room),) for text in texts[1:]]
        kept = lines[0][: max(most - len(others), 1) - 1]
        rest = texts[0]
        for text in kept:
            rest = rest[len(text) :].lstrip()
        first = (*kept, fit(rest, TEXT, room))
        lines = [first, *others]
    return [line for text in lines for line in text]


def _bars(ax: Axes, page: Layout, top: float, bar: Bar) -> float:
    """The bars of one row and the line on to the next; the x where they end."""
    high, low = (top + share * page.row for share in _BAR)
    right = page.at(bar.extent[1])
    for ends, whole in (((bar.begin, bar.end - bar.shared), True), ((bar.end - bar.shared, bar.end), False)):
        first, last = sorted(map(page.at, ends))
        if first < last:
            _colored(ax, page, bar, (first, high, last, low), whole=whole)
    # Days of its own that reach beyond the page leave room for the figure behind them.
    room = width(page.voice.tell(ledger_texts.label(bar)), label_size(page.row)) + 3 * GAP
    end = min(max(page.at(own_end(bar)), page.left), max(right, page.right - room))
    origin = page.at(bar.begin)
    if has_thin(bar):
        first, last = sorted((origin, end))
        upper, lower = (top + share * page.row for share in _THIN)
        block(ax, (first, upper, last, lower), _own_face(bar.part), edge=ink.INK, zorder=4.3)
        right = max(right, last)
    x = page.at(bar.end)
    line(ax, (x, low), (x, top + (1 + _BAR[0]) * page.row), color=ink.FAINT, wide=1.0, dashes=(0, (2, 2)), zorder=2.4)
    return right


def _colored(ax: Axes, page: Layout, bar: Bar, box: ink.Box, *, whole: bool) -> None:
    """A thick bar in the colours of those to whom it is booked; striped where it is not theirs alone."""
    left, high, right, low = box
    for account, share in shares_of(bar.part):
        style, end = style_of(account, page.voice), left + share * (right - left)
        if whole:
            block(ax, (left, high, end, low), style.face, hatch=style.hatch, zorder=4.2)
        else:
            block(ax, (left, high, end, low), style.face, hatch=_STRIPES, edge=style.face)
        left = end


def _chip(ax: Axes, page: Layout, part: Part, middle: float) -> None:
    """The colours of those to whom a part is booked, before its name."""
    left = EDGE
    for account, share in shares_of(part):
        style = style_of(account, page.voice)
        block(ax, (left, middle - CHIP / 2, left + share * CHIP, middle + CHIP / 2), style.face, hatch=style.hatch)
        left += share * CHIP


def _own_face(part: Part) -> str:
    """The thin bar of days lost is solid, that of days gained hollow."""
    return ink.INK if part.own > 0 else ink.PAPER


def _amount_color(part: Part) -> str:
    return ink.LATE if (part.moved or part.own) > 0 else ink.EARLY


def _others(ax: Axes, page: Layout) -> None:
    """The row that the smallest parts share."""
    if not page.rest:
        return
    top, voice = page.top + len(page.drawn) * page.row, page.voice
    begin = page.drawn[-1].end
    left, right = sorted((page.at(begin), page.at(page.after)))
    high, low = (top + share * page.row for share in _BAR)
    block(ax, (left, high, right, low), ink.BASELINE)
    middle = top + page.row / 2
    text = fit(word("rest", voice, count=len(page.rest)), TEXT, page.left - EDGE - 2 * GAP)
    write(ax, EDGE, middle, text, TEXT, kind="name")
    days, moved = sum((bar.part.days for bar in page.rest), Fraction(0)), page.after - begin
    text, size = voice.tell(ledger_texts.signed(days, moved)), label_size(page.row)
    write(ax, right + GAP, (high + low) / 2, text, size, kind="moved", bold=True, halo=True)


def _brackets(ax: Axes, page: Layout) -> None:
    """What several parts did together, beside their rows."""
    x, lowest = page.bracket + GAP, 0.0
    for bond in bonds(page.ledger):
        rows = [k for k, bar in enumerate(page.drawn) if bar.bond is bond]
        middles = [page.top + (k + 0.5) * page.row for k in rows]
        for y in middles:
            line(ax, (x, y), (x + 2 * GAP, y), color=ink.INK, wide=2.0)
        line(ax, (x + 2 * GAP, middles[0] - 1), (x + 2 * GAP, middles[-1] + 1), color=ink.INK, wide=2.0)
        texts = page.voice.told(ledger_texts.bracket(bond, page.ledger))
        middle = max((middles[0] + middles[-1]) / 2, lowest + BRACKET)
        room = page.width - EDGE - x - 3 * GAP
        for k, text in enumerate(texts):
            size = BRACKET if k == 0 else TEXT
            y = middle + (k - (len(texts) - 1) / 2) * 1.6 * BRACKET
            write(ax, x + 3 * GAP, y, fit(clean(text), size, room), size, kind="bond", bold=k == 0)
        lowest, x = middle + 2 * BRACKET, x + 0.5 * GAP


def _still(ax: Axes, page: Layout) -> None:
    """What lost or gained days of its own without moving the forecast, with days of one length."""
    if not page.still:
        return
    voice, top, (row, size) = page.voice, page.still_top, page.still_size
    if page.drawn:
        top += STILL_HEAD
        write(ax, EDGE, top - STILL / 2, word("absorbed", voice), TEXT + 1, kind="head", bold=True)
    longest = float(max(abs(part.own) for part in page.still))
    day = min(page.day if page.drawn else page.width, 0.4 * (page.right - page.left) / longest)
    for number, part in enumerate(page.still):
        middle = top + (number + 0.5) * row
        _chip(ax, page, part, middle)
        text = fit(clean(voice.tell(ledger_texts.named(part, page.ledger))), size, page.left - EDGE - CHIP - 3 * GAP)
        write(ax, EDGE + CHIP + GAP, middle, text, size, kind="name")
        right = page.left + day * float(abs(part.own))
        block(ax, (page.left, middle - 0.27 * size, right, middle + 0.27 * size), _own_face(part), edge=ink.INK)
        text = fit(voice.tell(what(part, page.ledger)), size, page.width - EDGE - right - GAP)
        write(ax, right + GAP, middle, text, size, kind="happened", color=ink.FAINT)
    if page.more:
        middle = top + (len(page.still) + 0.5) * row
        write(ax, EDGE + CHIP + GAP, middle, word("absorbed.more", voice, count=page.more), size, kind="name")


def _foot(ax: Axes, page: Layout) -> None:
    """What the bars mean, as far as they are drawn, and what the paper says about itself."""
    x, middle = EDGE, page.foot - 12.0
    plain = [bar for bar in page.drawn if bar.shared != bar.part.moved]
    face = style_of(shares_of(plain[0].part)[0][0], page.voice).face if plain else ink.FAINT
    keys = {
        "bar": bool(plain),
        "bond": any(bar.shared for bar in page.drawn),
        "own": bool(page.still or any(map(has_thin, page.drawn))),
    }
    for key in (key for key, drawn in keys.items() if drawn):
        half = 3.0 if key == "own" else 6.5
        box = (x, middle - half, x + 2.5 * CHIP, middle + half)
        hatch, color = (_STRIPES, ink.FAINT) if key == "bond" else ("", ink.INK if key == "own" else face)
        block(ax, box, color, hatch=hatch, edge=color if hatch else "none")
        text = word(f"legend.{key}", page.voice)
        x += 2.5 * CHIP + GAP
        write(ax, x, middle, text, TICK, kind="legend")
        x += width(text, TICK) + 5 * GAP
    for number, text in enumerate(page.notes):
        y = page.foot + (number + 0.5) * 1.5 * NOTE
        write(ax, EDGE, y, fit(text, NOTE, page.width - 2 * EDGE), NOTE, kind="note", color=ink.FAINT)
