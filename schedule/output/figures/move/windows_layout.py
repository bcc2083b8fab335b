"""Where everything of the chart of many windows goes, before there is a renderer: columns, scales, totals.

All lengths are points from the upper left corner of the page. This module must never know a colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from schedule.analysis.move.accounts import Account
from schedule.analysis.move.totals import in_tenths
from schedule.analysis.move.windows import Windows
from schedule.calendars.worktime import DAY, minutes
from schedule.engine.schedule import Stage
from schedule.model import Instant
from schedule.output.figures.ground.paper import notes_of, wrapped
from schedule.output.figures.ground.typeface import clean, width
from schedule.output.figures.ground.words import word
from schedule.output.figures.move.ledger_texts import milestone_name
from schedule.output.figures.move.stacks import Column, column_of
from schedule.output.figures.move.waterfall import Bond
from schedule.output.why.tables import signed
from schedule.output.words.accounts import account_heading
from schedule.output.words.notices import notices
from schedule.output.words.phrases import Voice
from schedule.output.words.saying import Days, Phrase

EDGE, GAP, CHIP, ROW = 28.0, 6.0, 14.0, 31.0
TEXT, SMALL, NOTE = 15.0, 12.5, 10.5
"""Sizes of type; the smallest is 14 px on a screen 1920 px wide."""
STRIPES = "///"
_TOP, _BETWEEN, _DATES = 128.0, 46.0, 26.0
_UPPER = 0.42
_NOTE_LINE, _BOTTOM = 16.0, 12.0
_WIDEST = 92.0
_TALLEST = 44.0
_TABLE_SHARE = 0.3
_STEPS = (1, 2, 7, 14, 28, 56, 112, 182, 364)
_UNITS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_FEWEST = 6
_LINE = 16.0
_GAINS = (Bond.EARLIER, Bond.ENOUGH)
_NAMED = 4
"""So many are named of those who did something at once."""


@dataclass(frozen=True, slots=True)
class Total:
    """A row of the totals; the last is that of all accounts, which has none."""

    account: Account | None
    amounts: tuple[Fraction | None, ...]
    name: str = ""
    above_line: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The measures of one chart. `upper` and `lower` are the tops and bottoms of its two fields, `dates` data dates.

    `forecasts` and `dues` are the milestone's forecast and deadline at each data date; `days` the heights, names and
    kinds of the lines of the upper field (True: a deadline); `tags` the points that bear their date. `day` is how high
    a day is in the lower field, `steps` its lines. `figures` are the keys of the columns of `totals`, each `number`
    wide.
    """

    voice: Voice
    width: float
    height: float
    left: float
    right: float
    table: float
    number: float
    upper: tuple[float, float]
    lower: tuple[float, float]
    dates: tuple[Instant, ...]
    forecasts: tuple[Instant, ...]
    dues: tuple[Instant | None, ...]
    range: tuple[Instant, Instant]
    days: tuple[tuple[float, str, bool], ...]
    tags: tuple[tuple[int, float, str], ...]
    columns: tuple[Column, ...]
    day: float
    zero: float
    steps: tuple[int, ...]
    figures: tuple[str, ...]
    totals: tuple[Total, ...]
    asides: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def slot(self) -> float:
        """The room of one data date."""
        return (self.right - self.left) / len(self.dates)

    @property
    def bar(self) -> float:
        """The width of a column."""
        return min(0.72 * self.slot, _WIDEST)

    def x(self, number: int) -> float:
        """The middle of the room of a data date."""
        return self.left + (number + 0.5) * self.slot

    def room(self, column: Column, *, up: bool) -> float:
        """How wide the lines beyond an end of a column can be: to the next column on that side of zero, both ways."""
        taken = [one.window for one in self.columns if one.window != column.window and _reaches(one, up=up)]
        near = min((abs(one - column.window) for one in taken), default=len(self.dates))
        x = self.x(column.window + 1)
        return min(near * self.slot - GAP, 2 * (x - self.left), 2 * (self.right + 3 * GAP - x))

    def y(self, instant: Instant) -> float:
        """The height of a forecast in the upper field; later is higher."""
        first, last = self.range
        return self.upper[1] - (instant - first) / (last - first) * (self.upper[1] - self.upper[0])


def title(windows: Windows, voice: Voice) -> str:
    """The whole move in a sentence."""
    last = windows.ledgers[-1].after.tasks[windows.milestone]
    facts = {"task": milestone_name(windows.milestone, voice), "after": voice.day(last.last_day)}
    reached = ".reached" if last.stage is Stage.FINISHED else ""
    if not windows.moved:
        return voice.of(windows.milestone, f"chart.moved.not{reached}", **facts)
    key = "moved.later" if windows.moved > 0 else "moved.earlier"
    amount = word(key, voice, amount=voice.apart(windows.days, windows.moved))
    before = voice.day(last.last_day - timedelta(windows.days))
    return voice.of(windows.milestone, f"chart.moved{reached}", **facts, before=before, amount=amount)


def mark_lines(column: Column, voice: Voice, *, up: bool) -> list[tuple[str, bool]]:
    """The lines beyond an end of a column, from it outwards: its sum in bold where it ends, who did it at once."""
    lines: list[tuple[str, bool]] = []
    if (column.days > 0) is up and column.days:
        lines.append((signed(column.days), True))
    for bond, amount, accounts in column.together:
        if (bond not in _GAINS) is up:
            bond_lines = [word(f"windows.bond.{bond}", voice, amount=voice.days(Days(in_tenths(amount))))]
            if len(accounts) > 1:
                named = accounts if len(accounts) <= _NAMED else accounts[: _NAMED - 1]
                bond_lines += [voice.tell(account_heading(account)) for account in named]
            if len(accounts) > _NAMED:
                bond_lines.append(word("windows.more", voice, count=len(accounts) - len(named)))
            lines += [(text, False) for text in (reversed(bond_lines) if up else bond_lines)]
    alone = [piece for piece in column.pieces if not piece.together and (piece.last > piece.first) is up]
    if len(alone) == 1 and len(column.pieces) == 1:
        lines.append((voice.tell(account_heading(alone[0].account)), False))
    return lines


def lay_out(windows: Windows, voice: Voice, wide: float, height: float) -> Layout:
    """The layout of the chart on so large a page.

    Raises:
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    ledgers = windows.ledgers
    notes = notes_of(voice.told(notices(ledgers[-1].after)), NOTE, wide - 2 * EDGE)
    figures, totals = _totals(windows, voice)
    names = [width(clean(voice.tell(row_name(total))), TEXT) + CHIP + GAP for total in totals]
    names.append(width(word("account", voice), TEXT))
    number = max(width(word(key, voice), TEXT) for key in figures) + 3 * GAP
    amounts = [amount for one in totals for amount in one.amounts if amount is not None]
    number = max(number, *(width(signed(amount), TEXT + 1) + 3 * GAP for amount in amounts))
    table = wide - EDGE - number * len(figures) - min(max(names) + GAP, _TABLE_SHARE * wide - number * len(figures))
    columns = tuple(column for k in range(len(ledgers)) if (column := column_of(k, windows)) is not None)
    forecasts = _forecasts(windows)
    dues = _dues(windows, forecasts)
    free = height - _TOP - _BETWEEN - _DATES - _NOTE_LINE * len(notes) - _BOTTOM - GAP
    upper = (_TOP, _TOP + _UPPER * free)
    lower = (upper[1] + _BETWEEN, upper[1] + _BETWEEN + (1 - _UPPER) * free)
    shown = _range(forecasts, dues)
    days = _days(windows, forecasts, dues, shown, upper, voice)
    left = EDGE + max(width(text, SMALL) for _, text, _ in days) + 2 * GAP
    lines = {up: max((len(mark_lines(one, voice, up=up)) for one in columns), default=0) for up in (True, False)}
    top, bottom = (max([Fraction(0), *(sign * end for end in ends)]) for sign, ends in _ends(columns))
    room = lower[1] - lower[0] - _LINE * (lines[True] + lines[False]) - 2 * GAP
    day = min(room / max(float(top + bottom), 1.0), _TALLEST)
    spare = room - day * float(top + bottom)
    zero = lower[0] + GAP + _LINE * lines[True] + float(top) * day + spare * (0.5 if bottom else 1.0)
    together = any(piece.together for column in columns for piece in column.pieces)
    asides = wrapped(word("windows.side-by-side", voice), SMALL, wide - EDGE - table) if together else ()
    page = Layout(
        voice, wide, height, left, table - 4 * GAP, table, number, upper, lower,
        (ledgers[0].since, *(one.until for one in ledgers)), forecasts, dues, shown, days, (), columns, day, zero,
        _steps(top, bottom, day), figures, totals, asides, notes,
    )  # fmt: skip
    return replace(page, tags=_tags(page, windows))


def row_name(total: Total) -> Phrase:
    """What a row of the totals is called: its account, or by its own name."""
    return total.name if total.account is None else account_heading(total.account)


def _reaches(column: Column, *, up: bool) -> bool:
    """Whether a column, or the lines beyond it, stand above zero, or below."""
    if (column.top if up else column.bottom) or (column.days > 0) is up:
        return True
    return any((bond not in _GAINS) is up for bond, _, _ in column.together)


def _ends(columns: Sequence[Column]) -> tuple[tuple[int, list[Fraction]], tuple[int, list[Fraction]]]:
    return (1, [column.top for column in columns]), (-1, [column.bottom for column in columns])


def _forecasts(windows: Windows) -> tuple[Instant, ...]:
    """The forecast at each data date; the first is the one that was approved, where that is known."""
    milestone, edited = windows.milestone, windows.edited.moved if windows.edited else 0
    first = windows.ledgers[0].before.tasks[milestone].finish - edited
    return first, *(one.after.tasks[milestone].finish for one in windows.ledgers)


def _dues(windows: Windows, forecasts: Sequence[Instant]) -> tuple[Instant | None, ...]:
    """The deadline at each data date, where it is not so far from the forecasts that they would be one flat line."""
    schedules = [windows.ledgers[0].before, *(one.after for one in windows.ledgers)]
    spread = max(max(forecasts) - min(forecasts), 10 * DAY)
    dues = []
    for schedule in schedules:
        due = schedule.tasks[windows.milestone].task.deadline
        near = due is not None and min(forecasts) - 2 * spread <= due <= max(forecasts) + 2 * spread
        dues.append(due if near else None)
    return tuple(dues)


def _range(forecasts: Sequence[Instant], dues: Sequence[Instant | None]) -> tuple[Instant, Instant]:
    ends = [*forecasts, *(due for due in dues if due is not None)]
    first, last = min(ends), max(ends)
    pad = max((last - first) // 5, (_FEWEST * DAY - (last - first)) // 2, DAY)
    return first - pad, last + pad


def _days(
    windows: Windows,
    forecasts: Sequence[Instant],
    dues: Sequence[Instant | None],
    shown: tuple[Instant, Instant],
    field: tuple[float, float],
    voice: Voice,
) -> tuple[tuple[float, str, bool], ...]:
    """The lines of the upper field: deadlines by name, and days at equal distances that are not too near to them."""
    scale = (field[1] - field[0]) / (shown[1] - shown[0])
    last = windows.ledgers[-1].after.tasks[windows.milestone].last_day
    hour = forecasts[-1] - minutes(last)
    found: list[tuple[float, str, bool]] = []
    for due in sorted({due for due in dues if due is not None}, reverse=True):
        y = field[1] - (due - shown[0]) * scale
        if all(abs(y - other) > 1.5 * SMALL for other, _, _ in found):
            found.append((y, word("deadline", voice, day=voice.finish(due)), True))
    step = next((step for step in _STEPS if step * DAY * scale >= 2.2 * SMALL), _STEPS[-1])
    count = (shown[1] - shown[0]) // (step * DAY) + 1
    for k in range(-count, count + 1):
        day = last + timedelta(days=k * step)
        y = field[1] - (minutes(day) + hour - shown[0]) * scale
        if field[0] + SMALL < y < field[1] - SMALL / 2 and all(abs(y - other) > 1.5 * SMALL for other, _, _ in found):
            found.append((y, voice.day(day), False))
    return tuple(found)


def _tags(page: Layout, windows: Windows) -> tuple[tuple[int, float, str], ...]:
    """The points that bear their date: the last, the first, those where it changed; none upon another."""
    milestone = windows.milestone
    shown: list[date] = [one.after.tasks[milestone].last_day for one in windows.ledgers]
    shown.insert(0, shown[-1] - timedelta(windows.days))
    moves = [0, *(later - earlier for earlier, later in zip(page.forecasts, page.forecasts[1:], strict=False))]
    changed = sorted((k for k, moved in enumerate(moves) if moved), key=lambda k: -abs(moves[k]))
    taken: list[tuple[float, float, float]] = []
    found = []
    for k in dict.fromkeys((len(shown) - 1, 0, *changed)):
        text, y = page.voice.day(shown[k]), page.y(page.forecasts[k])
        half = width(text, TEXT) / 2 + GAP / 2
        # Where the line goes on upwards or came from above, the date stands below its point.
        came_down = moves[k] < 0
        goes_up = k + 1 < len(moves) and moves[k + 1] > 0
        y += 17.0 if came_down or (goes_up and not moves[k] > 0) else -17.0
        x = page.x(k)
        if x - half < page.left - GAP or x + half > page.right + 3 * GAP:
            continue
        if all(x + half <= left or x - half >= right or abs(y - other) > 20 for left, right, other in taken):
            taken.append((x - half, x + half, y))
            found.append((k, y, text))
    return tuple(found)


def _steps(top: Fraction, bottom: Fraction, day: float) -> tuple[int, ...]:
    """The lines of the lower field, in whole days, without zero."""
    unit = next((unit for unit in _UNITS if unit * day >= 2 * SMALL), _UNITS[-1])
    found = range(-int(bottom) // unit * unit, int(top) + 1, unit)
    return tuple(days for days in found if -bottom <= days <= top)


def _totals(windows: Windows, voice: Voice) -> tuple[tuple[str, ...], tuple[Total, ...]]:
    """The columns and the rows of the totals: the days of every account and, where they differ, those its alone."""
    rows = [one for one in windows.totals if one.days or one.but_for]
    shared = any(one.concurrent or one.together for one in rows)
    found = [
        Total(one.account, (one.days, in_tenths(one.sole) + one.unreached) if shared else (one.days,)) for one in rows
    ]
    if found:
        found[-1] = replace(found[-1], above_line=True)
    whole = Fraction(windows.days)
    found.append(Total(None, (whole, None) if shared else (whole,), word("total.all", voice)))
    return ("total", "sole") if shared else ("total",), tuple(found)
