"""The ledger as tables: whose each part is, the same days in other orders, float by body, weeks by account.

One row for a part, with its figures as numbers for a sheet and signed for a reader. This module must never find a part
or a share, only tell them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from schedule.analysis.move.ledger import Ledger, Part, PartKind
from schedule.analysis.move.totals import (
    FloatAccount,
    TaskTotal,
    beside,
    fair_accounts,
    fair_shares,
    order_matters,
    playing,
    tenths,
)
from schedule.analysis.move.windows import Account, Windows, booked_to
from schedule.calendars.worktime import DAY, start_day
from schedule.output.tables.contents import Column, Table
from schedule.output.why.steps import account_name, account_word, cause, subject, what
from schedule.output.words.phrases import Days, Value, Voice, decimal, voice_of

_WHOSE = (Column("body", shrink=True), Column("task", shrink=True))
_MOVED = Column("moved_days", right=True)


@dataclass(frozen=True, slots=True)
class Titled(Table):
    """A table whose headings are names of the plan, not labels."""

    headings: tuple[str, ...] = ()

    def titles(self, voice: Voice) -> list[str]:  # noqa: ARG002 -- the table's form
        """The headings as they are."""
        return list(self.headings)


def signed(amount: Fraction | int) -> str:
    """A number with its sign and at most one decimal: "+2.5", "0", "-3"."""
    return f"{'+' if amount > 0 else ''}{decimal(Fraction(amount))}"


def counted(parts: Iterable[Part], found: Windows) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The parts of one window that moved the finish, or that do in some order; and those that moved nothing."""
    one = found.ledgers[0]
    at_play = {part.task for part in playing(one)} if order_matters(one) else set()
    moving: list[Part] = []
    still: list[Part] = []
    for part in parts:
        plays = part.kind is PartKind.PROGRESS and part.task in at_play
        (moving if part.moved or part.days or plays else still).append(part)
    return tuple(moving), tuple(still)


def parts_of(found: Windows) -> tuple[Part, ...]:
    """All parts of a single window, what was edited first."""
    return (*(() if found.edited is None else (found.edited,)), *found.ledgers[0].parts)


def in_hours(found: Windows) -> bool:
    """Whether days alone do not say it: a part moved the finish by hours that its whole days do not tell."""
    return any(part.moved != (part.days - part.unreached) * DAY for part in parts_of(found))


def ledger_table(found: Windows, voice: Voice, *, whole: bool) -> Table:
    """One window for a reader: what moved, what did not (all of it if `whole`), and the sum, which is the move."""
    one = found.ledgers[0]
    moving, still = counted(parts_of(found), found)
    together = {part.task for part in beside(one)}
    shares = {share.part.task: share.shapley for share in fair_shares(one)} if order_matters(one) else {}
    rows: list[tuple[Value, ...]] = []
    for part in (*moving, *(still if whole else ())):
        rows += [_row(part, one, together, shares, voice), *_held(part, voice)]
    fair = sum(shares.values(), Fraction(0))
    fair += sum(part.days for part in moving if part.kind is not PartKind.PROGRESS)
    sums = signed(found.days), signed(Fraction(found.moved, 60)), signed(fair) if shares else None
    rows.append((voice.say("why.total"), None, None, None, None, *sums))
    columns = (
        *_WHOSE,
        Column("what", shrink=True),
        Column("own_days", right=True),
        Column("effect_days", drop=1, right=True),
        _MOVED,
        Column("moved_hours", right=True),
        Column("shapley", right=True),
    )
    hours = in_hours(found)
    kept = [k for k, column in enumerate(columns) if hours or column.key != "moved_hours"]
    return Table(tuple(columns[k] for k in kept), tuple(tuple(row[k] for k in kept) for row in rows))


def _held(part: Part, voice: Voice) -> Iterable[tuple[Value, ...]]:
    """What of a part is whose, in brackets, where more than one held the file: the sum has it already."""
    if len(booked_to(part)) < 2:
        return
    for account, days in booked_to(part).items():
        # The same body twice, for its own days and for corrections, is one line.
        ones = [one for one in part.held if one.body == account.body and (one.body or one.cause == account.cause)]
        yield (
            None,
            None,
            voice.say("why.held", account=account_name(account, voice)),
            f"({signed(Fraction(sum(one.own for one in ones), part.day_minutes))})",
            None,
            f"({signed(days)})",
            f"({signed(Fraction(sum(one.moved for one in ones), 60))})",
            None,
        )


def _row(
    part: Part, one: Ledger, together: set[str | None], shares: dict[str | None, Fraction], voice: Voice
) -> tuple[Value, ...]:
    mine = part.kind is PartKind.PROGRESS
    # Hours of work and hours of the clock do not compare as days.
    effect = signed(part.effect) if mine and part.moved == part.days * DAY else None
    share = shares.get(part.task) if mine else Fraction(part.days)
    happened = what(part, one, voice)
    return (
        account_word(part, voice),
        subject(part, one, voice),
        voice.say("why.side-by-side", what=happened) if mine and part.task in together else happened,
        signed(part.own) if mine else None,
        effect,
        signed(part.days),
        signed(Fraction(part.moved, 60)),
        signed(Fraction(part.days) if share is None else share) if shares else None,
    )


_SHARES = ("in_order", "alone", "but_for", "least", "most", "shapley", "owen")


def fair_table(one: Ledger, voice: Voice) -> Table:
    """The same days in other orders and by other rules: a row for each part that plays, and the sums."""
    shares = fair_shares(one)
    in_order = tenths([share.part.moved + share.part.unreached * DAY for share in shares])
    rows: list[tuple[Value, ...]] = [
        (
            account_word(share.part, voice),
            subject(share.part, one, voice),
            signed(days),
            signed(share.alone),
            signed(share.but_for),
            voice.say("why.range", least=signed(share.least), most=signed(share.most)),
            signed(share.shapley),
            signed(share.owen),
        )
        for share, days in zip(shares, in_order, strict=True)
    ]
    sums = [sum(column, Fraction(0)) for column in (in_order, [s.shapley for s in shares], [s.owen for s in shares])]
    rows.append((voice.say("why.total"), None, signed(sums[0]), None, None, None, signed(sums[1]), signed(sums[2])))
    keys = ("in_order", "alone", "but_for", "extremes", "shapley", "owen")
    return Table((*_WHOSE, *(Column(key, right=True) for key in keys)), tuple(rows))


def float_table(accounts: Sequence[FloatAccount], voice: Voice) -> Table:
    """What became of every body's room, and the least that is left to it."""
    rows = tuple(
        (
            account_name(Account(PartKind.PROGRESS, one.body, one.cause), voice),
            decimal(one.used),
            decimal(one.regained),
            None if one.since_baseline is None else signed(one.since_baseline),
            None
            if one.left is None or one.tightest is None
            else voice.say("why.left", days=voice.days(Days(one.left, of_float=True)), task=voice.task(one.tightest)),
        )
        for one in accounts
    )
    numbers = ("float_spent", "float_regained", "float_since")
    columns = (Column("body", shrink=True), *(Column(key, right=True) for key in numbers))
    return Table((*columns, Column("float_left", shrink=True)), rows)


def weeks_table(found: Windows, voice: Voice) -> Table:
    """Windows by accounts in days: a row for each window with the forecast at its end, then the sums.

    Where the order matters in some window, the fair shares of the bodies stand below the sums.
    """
    first, milestone, fair = found.ledgers[0], found.milestone, fair_accounts(found)
    shared = any(order_matters(one) for one in found.ledgers)
    accounts = _accounts(found, fair if shared else {})
    rows: list[tuple[Value, ...]] = []
    if found.edited is None:
        begin = voice.say("why.start", day=start_day(first.since).isoformat())
        rows.append((begin, first.before.tasks[milestone].last_day, *(None,) * (len(accounts) + 2)))
    for k, one in enumerate(found.ledgers):
        days = [row[k] for row in accounts.values()]
        cells = [signed(amount) if amount else None for amount in days]
        late = signed(tenths([one.concurrent])[0]) if one.concurrent else None
        at = start_day(one.until).isoformat(), one.after.tasks[milestone].last_day
        rows.append((*at, *cells, signed(sum(days)), late))
    sums = [signed(sum(row)) for row in accounts.values()]
    rows.append((voice.say("why.total"), None, *sums, signed(found.days), None))
    if shared:
        amounts = [
            fair.get(account, Fraction(0)) if account.kind is PartKind.PROGRESS else Fraction(sum(row))
            for account, row in accounts.items()
        ]
        rows.append((voice.say("why.fair-total"), None, *map(signed, amounts), signed(sum(amounts)), None))
    headings = [voice.say("column.until"), voice.say("column.forecast")]
    headings += [account_heading(account, voice) for account in accounts]
    headings += [voice.say("column.sum"), voice.say("column.concurrent_days")]
    columns = tuple(Column("week", right=k > 1) for k in range(len(headings)))
    return Titled(columns, tuple(rows), headings=tuple(headings))


def _accounts(found: Windows, fair: Mapping[Account, Fraction]) -> dict[Account, tuple[int, ...]]:
    """The accounts with days, and those with none in the order taken but a fair share; progress first."""
    accounts = found.accounts
    none = (0,) * len(found.ledgers)
    bodies = [*found.ledgers[-1].after.state.plan.bodies]
    known = {**accounts, **{account: none for account in fair if account not in accounts}}

    def place(account: Account) -> tuple[bool, int]:
        at = bodies.index(account.body) if account.body in bodies else len(bodies)
        return account.kind is not PartKind.PROGRESS, at

    return {account: known[account] for account in sorted(known, key=place)}


def account_heading(account: Account, voice: Voice) -> str:
    """The name of an account over many windows, in which a calendar may have been announced or only changed."""
    return voice.say("why.calendar") if account.kind is PartKind.CALENDAR else account_name(account, voice)


def totals_table(totals: Sequence[TaskTotal], found: Windows, voice: Voice) -> Table:
    """The tasks that moved it most, with the data dates at the end of the windows in which they did."""
    shared = any(order_matters(one) for one in found.ledgers)
    rows = tuple(
        (
            account_heading(one.account, voice),
            None if one.task is None else _named(one.task, found, voice),
            None if one.own is None else signed(one.own),
            None if one.own is None else signed(one.days - one.own),
            signed(one.days),
            signed(one.fair) if shared else None,
            tuple(start_day(found.ledgers[k].until).isoformat() for k in one.windows),
        )
        for one in totals
    )
    numbers = ("own_days", "effect_days", "moved_days", "shapley")
    return Table((*_WHOSE, *(Column(key, right=True) for key in numbers), Column("weeks", shrink=True)), rows)


def _named(task: str, found: Windows, voice: Voice) -> str:
    """A task's name; where a revision removed it, the one that it had."""
    for one in reversed(found.ledgers):
        for schedule in (one.after, one.before):
            if task in schedule.tasks:
                return voice_of(schedule, voice.lang).task(task)
    return voice.task(task)


def sheet(found: Windows, voice: Voice) -> Table:
    """One window for a spreadsheet: every part a row, its figures as numbers of days, the sum last."""
    one = found.ledgers[0]
    shares = {share.part.task: share for share in fair_shares(one)}
    rows: list[tuple[Value, ...]] = []
    for part in parts_of(found):
        mine = part.kind is PartKind.PROGRESS
        share = shares.get(part.task) if mine else None
        figures: tuple[Value, ...] = (None,) * 6
        if share is not None:
            fair = (share.alone, share.but_for, share.least, share.most, share.shapley, share.owen)
            figures = tuple(Days(amount) for amount in fair)
        rows.append(
            (
                account_word(part, voice),
                subject(part, one, voice),
                what(part, one, voice),
                cause(part, voice),
                Days(part.own) if mine else None,
                Days(part.effect) if mine else None,
                part.days,
                *figures,
            )
        )
    rows.append((voice.say("why.total"), *(None,) * 5, found.days, *(None,) * 6))
    keys = ("body", "task", "what", "cause", "own_days", "effect_days", "moved_days", *_SHARES[1:])
    return Table(tuple(Column(key) for key in keys), tuple(rows))
