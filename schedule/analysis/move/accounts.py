"""To whom the days of a move are booked, and what of them is an account's alone, concurrent, or made together.

The players between whom a move is shared are accounts: bodies, after who held a file; a higher authority, money, the
weather; announced calendars; decisions. What an account's many tasks did side by side is its own affair: concurrency is
between accounts. What is booked to one is its fair share, which no order decides; beside it stands its but-for. This
module must never know a plan, a schedule or a word that a reader sees.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from schedule.analysis.reports.causes import Cause
from schedule.analysis.rounding import largest_remainder
from schedule.calendars.worktime import DAY
from schedule.model import Minutes

T = TypeVar("T", bound=Hashable)


class PartKind(StrEnum):
    """Whose a part is: a task's progress, a decision, an announced calendar, another version of a law, or nobody's.

    `edited`: the plan no longer gives the forecast that was approved, and no revision says why. `self-test`: the
    data date alone moves the forecast.
    """

    EDITED = "edited"
    SELF_TEST = "self-test"
    PROGRESS = "progress"
    REVISION = "revision"
    CALENDAR = "calendar"
    LAW = "law"


@dataclass(frozen=True, slots=True)
class Account:
    """To whom parts are booked: a body for progress and for decisions that it asked for, nobody for all other kinds.

    Without a body, a decision is a change of the plan; progress is that of tasks which have none, or is booked to a
    `cause` of its own: a higher authority, money, the weather.
    """

    kind: PartKind
    body: str | None = None
    cause: Cause | None = None

    @property
    def name(self) -> tuple[int, int, str, str]:
        """By what equals are told apart: progress before decisions and the rest, bodies by id before what has none."""
        beside = self.kind is not PartKind.PROGRESS
        return beside, list(PartKind).index(self.kind), self.body or "~", self.cause or ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One account's part of one window, in elapsed minutes of the milestone; positive is later.

    `moved` is its fair share, what is booked: the shares of all accounts sum to the move. `alone` is what it would have
    moved if nobody else had done otherwise, `but_for` the move less the move without all of its changes. `days` are
    those of its share to a tenth, which sum to the window's; `unreached` of them have no minute (`ledger.Part`).
    `error` is the standard error of a share that was drawn, in minutes.
    """

    account: Account
    moved: Minutes
    alone: Minutes
    but_for: Minutes
    days: Fraction = Fraction(0)
    unreached: int = 0
    error: float = 0.0

    @property
    def plays(self) -> bool:
        """Whether it moves the milestone in some order."""
        return bool(self.moved or self.days or self.alone or self.but_for)

    @property
    def sole(self) -> Minutes:
        """What is this account's alone: the smaller of share and but-for, where both have one sign."""
        if self.moved > 0 and self.but_for > 0:
            return min(self.moved, self.but_for)
        if self.moved < 0 and self.but_for < 0:
            return max(self.moved, self.but_for)
        return 0

    @property
    def concurrent(self) -> Minutes:
        """What its share holds beyond its but-for (并行延误): no single account brings it back. Of gains, negative."""
        return self.moved - self.sole

    @property
    def together(self) -> Minutes:
        """What its but-for holds beyond its share (共同用尽余地): several used up room, or won days, only together."""
        return self.but_for - self.sole


@dataclass(frozen=True, slots=True)
class Joint:
    """Minutes that several accounts made at once, positive, and those accounts, the largest share first."""

    minutes: Minutes
    entries: tuple[Entry, ...]


_NONE = Joint(0, ())


def concurrent(entries: Iterable[Entry]) -> Joint:
    """Concurrent delay (并行延误): late minutes that no single account would bring back; of two accounts at least.

    Source: SCL Delay and Disruption Protocol, 2nd edition (2017), core principle 10: either of two delays, were it the
    only one, would have delayed completion.
    """
    return _joint([one for one in entries if one.concurrent > 0], lambda some: sum(one.concurrent for one in some))


def enough_alone(entries: Iterable[Entry]) -> Joint:
    """Minutes gained of which the gain of each account would have been enough (各自都够): none of them has it alone."""
    return _joint([one for one in entries if one.concurrent < 0], lambda some: -sum(one.concurrent for one in some))


def used_up_together(entries: Iterable[Entry]) -> Joint:
    """Late minutes that came because several accounts used up one room (共同用尽余地); none made them alone."""
    late = [one for one in entries if one.together > 0]
    return _joint(late, lambda some: sum(one.moved - max(0, one.alone) for one in some))


def won_together(entries: Iterable[Entry]) -> Joint:
    """Minutes gained only because several accounts were early together (缺一不可); alone none would have won them."""
    early = [one for one in entries if one.together < 0]
    return _joint(early, lambda some: -sum(one.moved - min(0, one.alone) for one in some))


def _joint(entries: Sequence[Entry], amount: Callable[[Sequence[Entry]], Minutes]) -> Joint:
    minutes = amount(entries) if len(entries) > 1 else 0
    return Joint(minutes, tuple(sorted(entries, key=by_size))) if minutes > 0 else _NONE


def by_size(entry: Entry) -> tuple[int, Fraction, tuple[int, int, str, str]]:
    """The order in which entries are told: the largest first, equals by name."""
    return -abs(entry.moved), -abs(entry.days), entry.account.name


TENTH = DAY // 10
"""Minutes of a tenth of a day: the unit in which shares are shown, so that 2.5 and 2.5 make 5."""


def apportioned(amounts: Sequence[tuple[T, Minutes | Fraction]], total: int, unit: int) -> dict[T, int]:
    """Amounts in whole units that sum to `total` units, by largest remainder; ties go by size, then by name.

    >>> apportioned([("b", 30), ("a", 30)], 1, 60)
    {'b': 0, 'a': 1}
    """
    order = sorted(range(len(amounts)), key=lambda k: (-abs(Fraction(amounts[k][1])), amounts[k][0]))
    units = largest_remainder([amounts[k][1] for k in order], total, unit) if amounts else ()
    found = dict(zip(order, units, strict=True))
    return {name: found[k] for k, (name, _) in enumerate(amounts)}
