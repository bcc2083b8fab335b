"""Where everything of a window's chart goes, before there is a renderer: rows, columns, the range of the time axis.

All lengths are points from the upper left corner of the page. This module must never know a colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from schedule.analysis.move.accounts import PartKind
from schedule.analysis.move.ledger import Ledger, Part
from schedule.calendars.worktime import DAY
from schedule.model import Instant
from schedule.output.figures.ground.layout import GAP
from schedule.output.figures.ground.paper import HEIGHT, WIDTH, notes_of
from schedule.output.figures.ground.timescale import with_room
from schedule.output.figures.ground.typeface import width
from schedule.output.figures.ground.words import word
from schedule.output.figures.move import ledger_texts
from schedule.output.figures.move.waterfall import Bar, absorbed, bars, bonds, limited
from schedule.output.words.notices import notices
from schedule.output.words.phrases import Voice

EDGE = 28.0
LABEL, BRACKET, TEXT, TICK, NOTE = 19.0, 16.0, 13.0, 12.0, 10.5
"""Sizes of type; the smallest is 14 px on a screen 1920 px wide."""
CHIP = 12.0
ENDS, STILL_HEAD, STILL = 44.0, 36.0, 27.0
_HEAD, _AXIS, _DUE, _CALM = 92.0, 24.0, 22.0, 56.0
_CALM_ROW, _CALM_TEXT = 40.0, 16.0
_LEGEND, _NOTE_LINE, _BOTTOM = 30.0, 16.0, 12.0
_LEAST, _MOST, _LOWEST = 30.0, 88.0, 260.0
_TWO_LINES = 50.0
_STILL_AT_LEAST = 3
_NAME_SHARE, _AXIS_SHARE, _BRACKET_SHARE = 0.28, 0.31, 0.17
_NARROWEST, _NOT_BROKEN = 130.0, 240.0
_SHORTEST = 9 * DAY


@dataclass(frozen=True, slots=True)
class Layout:
    """The measures of one chart. The bars' rows are `row` high; `rest` are bars that share the row after them.

    From left to right: names from EDGE on, the time axis from `left` to `right`, what is told of a part from `told` on,
    brackets from `bracket` on. `due` is the milestone's deadline where it lies in the range `shown`. `still` are the
    parts listed below, `more` so many others.
    """

    ledger: Ledger
    voice: Voice
    width: float
    height: float
    drawn: tuple[Bar, ...]
    rest: tuple[Bar, ...]
    still: tuple[Part, ...]
    more: int
    row: float
    left: float
    right: float
    happened: float
    bracket: float
    shown: tuple[Instant, Instant]
    due: Instant | None
    notes: tuple[str, ...]

    @property
    def before(self) -> Instant:
        """The earlier forecast."""
        return self.ledger.before.tasks[self.ledger.milestone].finish

    @property
    def after(self) -> Instant:
        """The later forecast."""
        return self.ledger.after.tasks[self.ledger.milestone].finish

    @property
    def axis(self) -> float:
        """Where the axis ends and the row of the earlier forecast begins."""
        return _HEAD + _AXIS

    @property
    def top(self) -> float:
        """Where the first bar's row begins."""
        return self.axis + ENDS

    @property
    def bottom(self) -> float:
        """Where the last bar's row ends and that of the later forecast begins."""
        return self.top + self.row * (len(self.drawn) + bool(self.rest))

    @property
    def still_top(self) -> float:
        """Where the list of what did not move it begins."""
        return self.bottom + ENDS + (_DUE if self.due is not None else 0) if self.drawn else _HEAD + _CALM

    @property
    def tight(self) -> bool:
        """Whether a row has room for one line of text only."""
        return self.row < _TWO_LINES

    @property
    def still_size(self) -> tuple[float, float]:
        """How high a row of the list is and the size of its type; larger where the list is all there is."""
        return (STILL, TEXT) if self.drawn else (_CALM_ROW, _CALM_TEXT)

    @property
    def foot(self) -> float:
        """Where legend and notes begin."""
        return self.height - _BOTTOM - _NOTE_LINE * len(self.notes)

    @property
    def day(self) -> float:
        """Points of a day."""
        return (self.right - self.left) * DAY / (self.shown[1] - self.shown[0])

    def at(self, instant: Instant) -> float:
        """The x of an instant."""
        return self.left + (instant - self.shown[0]) * self.day / DAY


def page_height(ledger: Ledger, voice: Voice) -> float:
    """How high a page has to be for the chart, within what a screen holds."""
    count, still = len(bars(ledger)), len(absorbed(ledger))
    moved = bool(count)
    needed = _around(ledger, voice, moved, WIDTH) + _still_height(still, moved) + count * _MOST
    return min(max(needed, _LOWEST), HEIGHT)


def lay_out(ledger: Ledger, voice: Voice, wide: float, height: float) -> Layout:
    """The layout of the chart of one window on so large a page.

    Raises:
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    found, still = bars(ledger), absorbed(ledger)
    moved = bool(found)
    free = height - _around(ledger, voice, moved, wide)
    kept = _still_height(min(len(still), _STILL_AT_LEAST), moved)
    drawn, rest = limited(found, max(int((free - kept) / _LEAST), 2))
    rows = len(drawn) + bool(rest)
    # The list gives way to rows of two lines, which give way to three lines of the list.
    room = max(free - rows * _TWO_LINES, min(free - rows * _LEAST, kept + STILL))
    listed = len(still)
    while listed and _still_height(listed, moved, listed < len(still)) > room:
        listed -= 1
    row = (free - _still_height(listed, moved, listed < len(still))) / max(rows, 1)
    row = min(max(row, _LEAST), _MOST)
    columns = _columns(ledger, drawn, still[:listed], voice, row, wide)
    left, right = EDGE + columns[0] + 2 * GAP, wide - EDGE - columns[1] - columns[2]
    due = ledger.after.tasks[ledger.milestone].task.deadline
    shown, due = _range(ledger, drawn, due, voice, right - left, row)
    return Layout(
        ledger, voice, wide, height, drawn, rest, still[:listed], len(still) - listed, row, left, right,
        right + GAP, wide - EDGE - columns[2], shown, due, _notes(ledger, voice, wide),
    )  # fmt: skip


def name_size(row: float) -> float:
    """The size of the names in rows so high."""
    return min(max(0.24 * row, TEXT), LABEL - 1)


def label_size(row: float) -> float:
    """The size of the days behind bars in rows so high."""
    return min(max(0.3 * row, TEXT + 1), LABEL + 3)


def _around(ledger: Ledger, voice: Voice, moved: bool, wide: float) -> float:
    """What stands above and below the rows and the list."""
    ends = _AXIS + 2 * ENDS + _DUE if moved else _CALM
    return _HEAD + ends + _LEGEND + _NOTE_LINE * len(_notes(ledger, voice, wide)) + _BOTTOM


def _still_height(count: int, moved: bool, more: bool = False) -> float:
    if not moved:
        return _CALM_ROW * (count + more)
    return STILL_HEAD + STILL * (count + more) if count or more else 0.0


def _notes(ledger: Ledger, voice: Voice, wide: float) -> tuple[str, ...]:
    """What the paper says about itself, and that shares are estimates where they are."""
    more = (word("legend.sampled", voice),) if ledger.sampled else ()
    return notes_of((*voice.told(notices(ledger.after)), *more), NOTE, wide - 2 * EDGE)


def _columns(
    ledger: Ledger, drawn: Sequence[Bar], still: Sequence[Part], voice: Voice, row: float, wide: float
) -> tuple[float, float, float]:
    """The widths of names, of what is told and of brackets, with the gap before them."""
    names = [width(voice.tell(ledger_texts.name(bar.part, ledger)), name_size(row)) for bar in drawn]
    names += [width(voice.tell(ledger_texts.whose(bar.part, ledger)), TEXT) + CHIP + GAP for bar in drawn]
    size, share = (TEXT, _NAME_SHARE) if drawn else (_CALM_TEXT, 1.5 * _NAME_SHARE)
    names += [width(voice.tell(ledger_texts.named(part, ledger)), size) + CHIP + 2 * GAP for part in still]
    days = [voice.day(one.tasks[ledger.milestone].last_day) for one in (ledger.before, ledger.after)]
    names += [width(word("forecast.at", voice, day=day), name_size(row)) for day in days]
    happened = [
        _text_width([width(text, TEXT) for text in voice.told(ledger_texts.happened(bar, ledger))], row)
        for bar in drawn
    ]
    brackets = [
        width(text, BRACKET if k == 0 else TEXT)
        for bond in bonds(ledger)
        for k, text in enumerate(voice.told(ledger_texts.bracket(bond, ledger)))
    ]
    first = min(max(_NARROWEST, *names), share * wide) + 1
    last = min(max(brackets), _BRACKET_SHARE * wide) + 5 * GAP if brackets else 0.0
    room = (1 - _AXIS_SHARE) * wide - 2 * EDGE - first - last
    return first, min(max(happened) + 3 * GAP, room) if happened else 0.0, last


def _text_width(widths: Sequence[float], row: float) -> float:
    """The room that lines want in a row so high, where the longest is broken if there is room for one more line."""
    if not widths:
        return 0.0
    lines, longest = text_lines(row), max(widths)
    if lines < 2:
        return min(sum(widths) + 3 * GAP, 2 * _NOT_BROKEN)
    others = sorted(widths)[:-1]
    return max(0.58 * longest, min(longest, _NOT_BROKEN), *others) if lines > len(widths) else longest


def text_lines(row: float) -> int:
    """How many lines can be told of a part in a row so high."""
    return int(row / (1.5 * TEXT))


def _range(
    ledger: Ledger, drawn: Sequence[Bar], due: Instant | None, voice: Voice, wide: float, row: float
) -> tuple[tuple[Instant, Instant], Instant | None]:
    """The range of the axis: all bars, own working days unless they would dwarf them, the deadline where it is near."""
    ends = [one.tasks[ledger.milestone].finish for one in (ledger.before, ledger.after)]
    ends += [end for bar in drawn for end in bar.extent]
    first, last = min(ends), max(ends)
    span = max(last - first, _SHORTEST)
    for bar in drawn:
        end = own_end(bar)
        if first - span // 2 <= end <= last + span // 2:
            ends.append(end)
    first, last = min(ends), max(ends)
    if due is not None and first - span <= due <= last + span:
        first, last = min(first, due), max(last, due)
    else:
        due = None
    pad = max((last - first) // 16, (_SHORTEST - (last - first)) // 2, DAY // 2)
    shown = first - pad, last + pad
    size = label_size(row)
    labels = [
        (max(*bar.extent, own_end(bar)), width(voice.tell(ledger_texts.label(bar)), size) + 3 * GAP) for bar in drawn
    ]
    dates = [voice.day(one.tasks[ledger.milestone].last_day) for one in (ledger.before, ledger.after)]
    finishes = [one.tasks[ledger.milestone].finish for one in (ledger.before, ledger.after)]
    labels += [(end, width(text, size) + 4 * GAP) for end, text in zip(finishes, dates, strict=True)]
    return with_room(shown, wide, [(min(end, shown[1]), space) for end, space in labels]), due


def own_end(bar: Bar) -> Instant:
    """Where the thin bar of a part's own working days ends; where it begins if it has none to show."""
    if bar.part.kind is not PartKind.PROGRESS:
        return bar.begin
    return bar.begin + ceil(bar.part.own * DAY)


def has_thin(bar: Bar) -> bool:
    """Whether a part's own working days are drawn: they are not what it moved, or not what it moved alone."""
    own = bar.part.own if bar.part.kind is PartKind.PROGRESS else 0
    return bool(own) and (own != bar.part.days or bar.bond is not None)
