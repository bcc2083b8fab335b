"""What the chart of many windows stacks in each of its columns: the days of every account, late upwards, gained down.

What several did at once stands side by side, so that its days count once. This module must never know a language, a
colour or a point of the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from schedule.analysis.move.ledger import Ledger, Part, PartKind
from schedule.analysis.move.windows import Account, Windows, booked_to
from schedule.calendars.worktime import DAY
from schedule.output.figures.waterfall import Bond, bond_days, bonds


@dataclass(frozen=True, slots=True)
class Piece:
    """A rectangle of one column: days `first` to `last` from zero (late is positive), shares `left` to `right` of it.

    `together` stands beside others that did the same days.
    """

    account: Account
    first: Fraction
    last: Fraction
    left: float = 0.0
    right: float = 1.0
    together: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """What one window moved: its pieces from `bottom` to `top` in days, and what several did in it at once."""

    window: int
    days: int
    pieces: tuple[Piece, ...]
    top: Fraction
    bottom: Fraction
    together: tuple[tuple[Bond, Fraction, tuple[Account, ...]], ...]


def column_of(number: int, ledger: Ledger, windows: Windows) -> Column | None:
    """The pieces of one window: first what several did at once, side by side, then everybody's own, stacked."""
    plan = windows.ledgers[-1].after.state.plan
    order = [*plan.bodies, None]
    rest: dict[Account, int] = {}
    pieces: list[Piece] = []
    together = []
    up, down = Fraction(0), Fraction(0)
    bonded = bonds(ledger)
    members = {part.task for parts in bonded.values() for part in parts}
    for bond, parts in bonded.items():
        days = Fraction(sum(part.days for part in parts))
        accounts = tuple(dict.fromkeys(account for part in parts for account in _accounts_of(part)))
        together.append((bond, bond_days(ledger, bond, parts), accounts))
        if not days:
            continue
        begin = up if days > 0 else down
        # As far as each reaches in its most favoured order; one of them, at least, made all of it.
        most = [sum((_most(part) for part in parts if one in _accounts_of(part)), Fraction(0)) for one in accounts]
        for k, account in enumerate(accounts):
            reach = abs(days) if most[k] == max(most) else min(most[k], abs(days))
            end = begin + (reach if days > 0 else -reach)
            pieces.append(Piece(account, begin, end, k / len(accounts), (k + 1) / len(accounts), together=True))
        up, down = (begin + days, down) if days > 0 else (up, begin + days)
    others = [part for part in ledger.parts if part.kind is not PartKind.PROGRESS or part.task not in members]
    if windows.edited is not None and number == 0:
        others.insert(0, windows.edited)
    for part in others:
        for account, days_of in booked_to(part).items():
            rest[account] = rest.get(account, 0) + days_of
    kinds = list(PartKind)
    for account in sorted(
        rest,
        key=lambda one: (
            one.kind is not PartKind.PROGRESS,
            kinds.index(one.kind),
            order.index(one.body) if one.body in order else len(order),
        ),
    ):
        days = Fraction(rest[account])
        if days > 0:
            pieces.append(Piece(account, up, up + days))
            up += days
        elif days < 0:
            pieces.append(Piece(account, down, down + days))
            down += days
    if not pieces and not together:
        return None
    moved = ledger.days + (windows.edited.days if windows.edited is not None and number == 0 else 0)
    return Column(number, moved, tuple(pieces), up, down, tuple(together))


def _accounts_of(part: Part) -> tuple[Account, ...]:
    """Those to whom a part is booked; where no day of it is, the one whose task it is."""
    return tuple(booked_to(part)) or (Account(part.kind, part.body),)


def _most(part: Part) -> Fraction:
    share = part.share
    return Fraction(0) if share is None else Fraction(max(abs(share.least), abs(share.most)), DAY)
