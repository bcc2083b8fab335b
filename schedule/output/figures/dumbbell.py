"""Proposals side by side as a chart: for each deadline a line a proposal, from the finish without it to that with it.

It shows what the table of `daopai preview` says, and the same day stands beside each end. The deadline is a dashed line
through its block. This module must never compute a date, nor know how a proposal was made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from matplotlib.axes import Axes

from schedule.analysis.meeting import Meeting
from schedule.analysis.views.proposals import Due, dues
from schedule.calendars.worktime import DAY, finish_day
from schedule.output.answers.side_by_side import Variant
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.dates_axis import DAYS, MONTH, Scale, months_above, range_of
from schedule.output.figures.ground.layout import GAP
from schedule.output.figures.ground.paper import line, own_settings, write_page
from schedule.output.figures.ground.poster import TEXT, Key, Poster, opened
from schedule.output.figures.ground.shapes import diamond
from schedule.output.figures.ground.typeface import clean, width
from schedule.output.figures.ground.words import short_day, slip
from schedule.output.words.languages import DEFAULT
from schedule.output.words.money import assumed_between
from schedule.output.words.phrases import Voice, voice_of
from schedule.output.words.saying import Phrase, say

MOST = 60
"""Lines on a chart at most; the table has them all."""
_NAMES, _LABEL = 0.36, 130.0
"""What the names take of the width, and what a label beside the last end takes, in points."""
_LINE, _BLOCK, _BETWEEN = 24.0, 28.0, 10.0
"""The heights of a proposal's line, of a deadline's own, and of the gap below a block."""
_NAME, _MARK = 13.0, 5.5
_SHORTEST = 28 * DAY


@dataclass(frozen=True, slots=True)
class Block:
    """One deadline: how it stands without any proposal and with each, by the proposals' names as they are shown."""

    task: str
    lines: tuple[tuple[str, Due], ...]


def blocks(before: Meeting, variants: Sequence[Variant], voice: Voice) -> list[Block]:
    """The deadlines in the order of the table, each with the proposals with which it is there."""
    of = [(voice.tell(_name(variant)), dues(before.schedule, variant.found.meeting.schedule)) for variant in variants]
    names = dict.fromkeys(due.task for _, found in of for due in found)
    told = (
        Block(name, tuple((said, due) for said, found in of for due in found if due.task == name and due.now))
        for name in names
    )
    return [block for block in told if block.lines]


def _name(variant: Variant) -> Phrase:
    """A proposal's name, with whether the law lets it be decided at all."""
    if not variant.found.is_unlawful:
        return variant.name
    return say("chart.preview.unlawful", proposal=variant.name)


def draw(before: Meeting, variants: Sequence[Variant], voice: Voice, ax: Axes | None = None) -> Axes:
    """The chart on a page of its own 1920 px wide, as high as it needs, or on the whole of `ax`.

    Raises:
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    with own_settings():
        found = blocks(before, variants, voice)
        shown = found[: max(1, MOST // max(1, len(variants)))]
        keys = [
            Key(voice.say("chart.preview.without"), _without),
            Key(voice.say("chart.preview.with"), _with),
            Key(voice.say("chart.preview.missed"), _missed),
            Key(voice.say("chart.preview.due"), _due),
        ]
        left = len(found) - len(shown)
        remarks = [voice.counted("chart.preview.left-out", left)] if left else []
        for variant in variants:
            told = list(
                voice.told(
                    assumed_between(before.schedule, variant.found.meeting.schedule, (one.task for one in shown))
                )
            )
            remarks += [text for text in told if text not in remarks]
        body = MONTH + DAYS + sum(_BLOCK + _LINE * len(one.lines) + _BETWEEN for one in shown) + GAP
        subject = voice.say("chart.preview.name")
        poster = opened(before, voice, subject, keys, ax, body=max(body, 120.0), remarks=remarks)
        if not shown:
            poster.write(poster.left, poster.top + 40, voice.say("preview.no-deadline"), 16.0, kind="nothing")
            return poster.ax
        names = _NAMES * (poster.right - poster.left)
        instants = [at for one in shown for _, due in one.lines for at in _instants(due)]
        scale = Scale(range_of(instants, _SHORTEST), poster.left + names, poster.right - _LABEL)
        top = months_above(poster, scale, poster.top, poster.bottom - GAP)
        for one in shown:
            top = _block(poster, one, scale, top, names)
    return poster.ax


def save(before: Meeting, variants: Sequence[Variant], path: Path, *, lang: str = DEFAULT) -> Path:
    """Write the chart as PNG, SVG or PDF by the suffix of `path`.

    Raises:
        ValueError: the suffix is none of the three.
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    return write_page(path, partial(draw, before, variants, voice_of(before.schedule, lang)))


def _instants(due: Due) -> list[int]:
    stands = [one for one in (due.was, due.now) if one is not None]
    return [one.finish for one in stands] + [one.task.deadline for one in stands if one.task.deadline is not None]


def _block(poster: Poster, block: Block, scale: Scale, top: float, names: float) -> float:
    """One deadline and its proposals; the height below it."""
    voice, bottom = poster.voice, top + _BLOCK + _LINE * len(block.lines)
    poster.boxes([(poster.left, top + 4, poster.left + names - GAP, top + _BLOCK)], ink.BAND, zorder=2)
    name, middle = clean(voice.task(block.task)), top + (4 + _BLOCK) / 2
    poster.write(poster.left + GAP, middle, name, _NAME, kind="deadline", bold=True, room=names - 3 * GAP)
    due = next((one.task.deadline for _, due in block.lines for one in (due.now, due.was) if one is not None), None)
    if due is not None:
        x = scale.at(due)
        line(poster.ax, (x, top + _BLOCK - 2), (x, bottom), color=ink.INK, wide=1.4, dashes=(0, (5.0, 3.0)), zorder=3)
        text = voice.say("chart.deadline", day=short_day(finish_day(due), voice))
        align = "right" if x + width(text, TEXT) > scale.high + _LABEL else "left"
        poster.write(x, middle, text, TEXT, kind="due", align=align, halo=True)
    for k, (said, one) in enumerate(block.lines):
        _line(poster, said, one, scale, top + _BLOCK + (k + 0.5) * _LINE, names)
    return bottom + _BETWEEN


def _line(poster: Poster, said: str, due: Due, scale: Scale, middle: float, names: float) -> None:
    """One proposal: its name, both finishes, and the day of the one with it and how far that is from the other."""
    poster.write(poster.left + 2 * GAP, middle, said, TEXT + 1, kind="proposal", room=names - 4 * GAP)
    if due.now is None:
        return
    missed = due.now.misses_deadline
    color, x = ink.LATE if missed else ink.EARLY, scale.at(due.now.finish)
    if due.was is not None:
        begin = scale.at(due.was.finish)
        line(poster.ax, (begin, middle), (x, middle), color=color, wide=3.0, zorder=4)
        diamond(poster, begin, middle, _MARK, ink.PAPER, ink.INK, 6)
    _end(poster, x, middle, missed=missed)
    text = " ".join(filter(None, (short_day(due.now.last_day, poster.voice), slip(due.days * DAY, poster.voice))))
    away = _MARK + GAP
    before = due.days < 0 and x - away - width(text, TEXT + 1) > scale.low
    at, align = (x - away, "right") if before else (x + away, "left")
    poster.write(at, middle, text, TEXT + 1, kind="finish", color=color, align=align, bold=True, halo=True)


def _end(poster: Poster, x: float, middle: float, *, missed: bool) -> None:
    """Where a finish with a proposal stands: a square where it misses its deadline, else a diamond."""
    if missed:
        box = (x - _MARK + 1, middle - _MARK + 1, x + _MARK - 1, middle + _MARK - 1)
        poster.boxes([box], ink.LATE, zorder=7, edge=ink.LATE, line=1.2)
    else:
        diamond(poster, x, middle, _MARK, ink.EARLY, ink.EARLY, 7)


def _without(poster: Poster, x: float, middle: float) -> None:
    diamond(poster, x + 14, middle, _MARK, ink.PAPER, ink.INK)


def _with(poster: Poster, x: float, middle: float) -> None:
    _end(poster, x + 14, middle, missed=False)


def _missed(poster: Poster, x: float, middle: float) -> None:
    _end(poster, x + 14, middle, missed=True)


def _due(poster: Poster, x: float, middle: float) -> None:
    line(poster.ax, (x + 14, middle - 8), (x + 14, middle + 8), color=ink.INK, wide=1.4, dashes=(0, (5.0, 3.0)))
