"""What the chart of many windows stacks in each of its columns: the days of every account, late upwards, gained down.

What of an account's days is not its alone is told apart, so that it can be striped. This module must never know a
language, a colour or a point of the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from schedule.analysis.move.accounts import Account, Entry
from schedule.analysis.move.windows import Windows
from schedule.output.figures.move.waterfall import Bond, joints


@dataclass(frozen=True, slots=True)
class Piece:
    """A rectangle of one column: days `first` to `last` from zero (late is positive); `together`: not one's alone."""

    account: Account
    first: Fraction
    last: Fraction
    together: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """What one window moved: its pieces from `bottom` to `top` in days, and what several did in it at once."""

    window: int
    days: int
    pieces: tuple[Piece, ...]
    top: Fraction
    bottom: Fraction
    together: tuple[tuple[Bond, int, tuple[Account, ...]], ...]


def column_of(number: int, windows: Windows) -> Column | None:
    """The pieces of one window, the largest account first, of each what is its alone before what is not.

    Of what several did at once, the minutes.
    """
    ledger = windows.ledgers[number]
    edited = windows.edited if number == 0 else None
    entries = [one.entries[number] for one in windows.totals]
    pieces: list[Piece] = []
    up, down = Fraction(0), Fraction(0)
    for entry in (one for one in entries if one is not None):
        for days, shared in _split(entry):
            begin = up if days > 0 else down
            pieces.append(Piece(entry.account, begin, begin + days, shared))
            up, down = (begin + days, down) if days > 0 else (up, begin + days)
    together = tuple(
        (bond, joint.minutes, tuple(one.account for one in joint.entries)) for bond, joint in joints(ledger).items()
    )
    if not pieces and not together:
        return None
    moved = ledger.days + (int(edited.days) if edited is not None else 0)
    return Column(number, moved, tuple(pieces), up, down, together)


def _split(entry: Entry) -> list[tuple[Fraction, bool]]:
    """The days that are an account's alone, and those that are not, where they point the same way."""
    shared = Fraction(0)
    if entry.moved and (entry.concurrent > 0) is (entry.moved > 0):
        shared = entry.days * min(Fraction(entry.concurrent, entry.moved), Fraction(1))
    return [(days, together) for days, together in ((entry.days - shared, False), (shared, True)) if days]
