"""The ledger as tables: whose each part is, the same days in other orders, float by body, weeks by account.

One row for a part, with its figures as numbers for a sheet and signed for a reader. This module must never find a part
or a share, only tell them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from schedule.analysis.move.accounts import TENTH, PartKind, concurrent
from schedule.analysis.move.ledger import Ledger, Part
from schedule.analysis.move.totals import FloatAccount, TaskTotal, in_tenths, joint_parts
from schedule.analysis.move.windows import Windows, booked_to
from schedule.calendars.worktime import DAY, start_day
from schedule.model import Minutes
from schedule.output.tables.contents import Column, Table
from schedule.output.why.steps import account_word, cause, last_name, subject, what
from schedule.output.words.accounts import account_heading, account_name
from schedule.output.words.phrases import Cell, Voice, decimal
from schedule.output.words.saying import Days, Phrase, joined, say, task_name

_WHOSE = (Column("body", shrink=True), Column("task", shrink=True))
_MOVED = Column("moved_days", right=True)


@dataclass(frozen=True, slots=True)
class Titled(Table):
    """A table whose headings are names of the plan, not labels."""

    headings: tuple[Phrase, ...] = ()

    def titles(self, voice: Voice) -> list[str]:
        """The headings in a reader's words."""
        return list(voice.told(self.headings))


def signed(amount: Fraction | int) -> str:
    """A number with its sign and at most one decimal: "+2.5", "0", "-3"."""
    return f"{'+' if amount > 0 else ''}{decimal(Fraction(amount))}"


def parted(parts: Iterable[Part]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The parts of one window that moved the finish, or that do in some order; and those that moved nothing."""
    moving: list[Part] = []
    still: list[Part] = []
    for part in parts:
        (moving if part.days or part.plays else still).append(part)
    return tuple(moving), tuple(still)


def parts_of(found: Windows) -> tuple[Part, ...]:
    """All parts of a single window, what was edited first."""
    return (*(() if found.edited is None else (found.edited,)), *found.ledgers[0].parts)


def in_hours(found: Windows) -> bool:
    """Whether days alone do not say it: the finish moved by hours that its days do not tell."""
    parts = parts_of(found)
    shared = any(entry.concurrent or entry.together for entry in found.ledgers[0].entries)
    return found.moved % DAY != 0 or (not shared and not all(map(in_whole_days, parts)))


def in_whole_days(part: Part) -> bool:
    """Whether a part's days say all that it moved, but for what a tenth of a day cannot say."""
    return abs(part.moved - (part.days - part.unreached) * DAY) < TENTH


def ledger_table(found: Windows, *, whole: bool) -> Table:
    """One window for a reader: what moved, what did not (all of it if `whole`), and the sum, which is the move.

    The figures in the one order of the walk are the last column, where they are others, and have no sum.
    """
    one = found.ledgers[0]
    moving, still = parted(parts_of(found))
    side_by_side = {part.name for part in joint_parts(one, concurrent(one.entries))}
    rows: list[tuple[Cell, ...]] = []
    for part in (*moving, *(still if whole else ())):
        rows += [_row(part, one, side_by_side), *_held(part)]
    rows.append((say("why.total"), None, None, None, None, signed(found.days), _hours(found.moved), None))
    columns = (
        *_WHOSE,
        Column("what", shrink=True),
        Column("own_days", right=True),
        Column("effect_days", drop=1, right=True),
        _MOVED,
        Column("moved_hours", right=True),
        Column("in_order", drop=2, right=True),
    )
    shown = {"moved_hours": in_hours(found), "in_order": one.by_order}
    kept = [k for k, column in enumerate(columns) if shown.get(column.key, True)]
    return Table(tuple(columns[k] for k in kept), tuple(tuple(row[k] for k in kept) for row in rows))


def _hours(minutes: Minutes) -> str:
    return signed(Fraction(minutes, 60))


def _held(part: Part) -> Iterable[tuple[Cell, ...]]:
    """What of a part is whose, in brackets, where more than one held the file: the sum has it already."""
    if len(booked_to(part)) < 2:
        return
    for account, days in booked_to(part).items():
        # The same body twice, for its own days and for corrections, is one line.
        ones = [one for one in part.held if one.account == account]
        yield (
            None,
            None,
            say("why.held", account=account_name(account)),
            f"({signed(Fraction(sum(one.own for one in ones), part.day_minutes))})",
            None,
            f"({signed(days)})",
            f"({_hours(sum(one.moved for one in ones))})",
            None,
        )


def _row(part: Part, one: Ledger, side_by_side: set[tuple[str, ...]]) -> tuple[Cell, ...]:
    mine = part.kind is PartKind.PROGRESS
    # Hours of work and hours of the clock do not compare as days.
    effect = signed(part.effect) if mine and in_whole_days(part) else None
    happened = what(part, one)
    return (
        account_word(part),
        subject(part, one),
        say("why.side-by-side", what=happened) if part.name in side_by_side else happened,
        signed(part.own) if mine else None,
        effect,
        signed(part.days),
        _hours(part.moved),
        signed(in_tenths(part.in_order) + part.unreached),
    )


def accounts_table(one: Ledger) -> Table:
    """Whose the days of one window are, account by account: its share, and what of it is its alone."""
    rows: list[tuple[Cell, ...]] = []
    for entry in one.entries:
        if entry.plays:
            figures = entry.but_for, entry.sole, entry.concurrent, entry.together
            late = (entry.unreached, entry.unreached, 0, 0)
            cells = [signed(in_tenths(figure) + more) for figure, more in zip(figures, late, strict=True)]
            error = f"±{decimal(in_tenths(round(2 * entry.error)))}" if entry.error else None
            rows.append((account_heading(entry.account), signed(entry.days), *cells, error))
    rows.append((say("why.total"), signed(one.days), None, None, None, None, None))
    keys = ("moved_days", "but_for", "sole", "concurrent_days", "together_days", "error")
    kept = len(keys) + 1 if any(entry.error for entry in one.entries) else len(keys)
    columns = (Column("account", shrink=True), *(Column(key, right=True) for key in keys))
    return Table(columns[:kept], tuple(row[:kept] for row in rows))


def told_by_account(one: Ledger) -> bool:
    """Whether the accounts' figures say more than the parts do: somebody's share is not what vanishes without him."""
    return any(entry.concurrent or entry.together or entry.error for entry in one.entries)


def float_table(accounts: Sequence[FloatAccount]) -> Table:
    """What became of every body's room, and the least that is left to it."""
    rows = tuple(
        (
            account_name(one.account),
            decimal(one.used),
            decimal(one.used_due),
            decimal(one.regained),
            None if one.since_baseline is None else signed(one.since_baseline),
            within_words(one),
            None
            if one.left is None or one.tightest is None
            else say("why.left", days=Days(one.left, of_float=True), task=task_name(one.tightest)),
        )
        for one in accounts
    )
    numbers = ("float_spent", "float_due", "float_regained", "float_since")
    columns = (Column("body", shrink=True), *(Column(key, right=True) for key in numbers))
    columns = (*columns, Column("float_within", shrink=True), Column("float_left", shrink=True))
    kept = [k for k, one in enumerate(columns) if one.key != "float_within" or any(row[k] for row in rows)]
    return Table(tuple(columns[k] for k in kept), tuple(tuple(row[k] for k in kept) for row in rows))


def within_words(account: FloatAccount) -> Phrase | None:
    """In whose delays it used float, and how much; None where all that it used was there without them."""
    said = (say("why.within", account=account_name(one.maker), days=Days(one.days)) for one in account.within)
    return joined(said, "paper.semicolon") or None


def weeks_table(found: Windows) -> Table:
    """Windows by accounts in days: a row for each window with the forecast at its end, then the sums."""
    first, milestone = found.ledgers[0], found.milestone
    accounts = found.accounts
    rows: list[tuple[Cell, ...]] = []
    if found.edited is None:
        begin = say("why.start", day=start_day(first.since).isoformat())
        rows.append((begin, first.before.tasks[milestone].last_day, *(None,) * (len(accounts) + 2)))
    for k, one in enumerate(found.ledgers):
        days = [row[k] for row in accounts.values()]
        cells = [signed(amount) if amount else None for amount in days]
        joint = concurrent(one.entries).minutes
        late = signed(in_tenths(joint)) if joint else None
        at = start_day(one.until).isoformat(), one.after.tasks[milestone].last_day
        rows.append((*at, *cells, signed(sum(days, Fraction(0))), late))
    sums = [signed(sum(row, Fraction(0))) for row in accounts.values()]
    rows.append((say("why.total"), None, *sums, signed(found.days), None))
    headings = [say("column.until"), say("column.forecast")]
    headings += [account_heading(account) for account in accounts]
    headings += [say("column.sum"), say("column.concurrent_days")]
    columns = tuple(Column("week", right=k > 1) for k in range(len(headings)))
    return Titled(columns, tuple(rows), headings=tuple(headings))


def all_accounts_table(found: Windows) -> Table:
    """Every account over all windows: its shares, and what of them is its alone."""
    rows: list[tuple[Cell, ...]] = []
    for one in found.totals:
        figures = (one.but_for, one.unreached), (one.sole, one.unreached), (one.concurrent, 0), (one.together, 0)
        cells = [signed(in_tenths(figure) + more) for figure, more in figures]
        rows.append((account_heading(one.account), signed(one.days), *cells))
    rows.append((say("why.total"), signed(found.days), None, None, None, None))
    keys = ("moved_days", "but_for", "sole", "concurrent_days", "together_days")
    return Table((Column("account", shrink=True), *(Column(key, right=True) for key in keys)), tuple(rows))


def totals_table(totals: Sequence[TaskTotal], found: Windows) -> Table:
    """The tasks that moved it most, with the data dates at the end of the windows in which they did."""
    rows = tuple(
        (
            account_heading(one.account),
            None if one.task is None else last_name(one.task, found),
            None if one.own is None else signed(one.own),
            None if one.own is None else signed(one.days - one.own),
            signed(one.days),
            tuple(start_day(found.ledgers[k].until).isoformat() for k in one.windows),
        )
        for one in totals
    )
    numbers = ("own_days", "effect_days", "moved_days")
    return Table((*_WHOSE, *(Column(key, right=True) for key in numbers), Column("weeks", shrink=True)), rows)


def sheet(found: Windows) -> Table:
    """One window for a spreadsheet: every part a row, its figures as numbers of days, the sum last."""
    one = found.ledgers[0]
    rows: list[tuple[Cell, ...]] = []
    for part in parts_of(found):
        mine = part.kind is PartKind.PROGRESS
        late = part.unreached
        rows.append(
            (
                account_word(part),
                subject(part, one),
                what(part, one),
                cause(part),
                Days(part.own) if mine else None,
                Days(part.effect) if mine else None,
                Days(part.days),
                *(Days(in_tenths(figure) + late) for figure in (part.but_for, part.alone, part.in_order)),
            )
        )
    rows.append((say("why.total"), *(None,) * 5, Days(Fraction(found.days)), None, None, None))
    keys = ("body", "task", "what", "cause", "own_days", "effect_days", "moved_days", "but_for", "alone", "in_order")
    return Table(tuple(Column(key) for key in keys), tuple(rows))
