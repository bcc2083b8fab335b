"""What money of a plan is left at an instant, by what it may be spent on.

Labels are purposes, and money for any purpose serves them all. Whether what is used can be paid from what serves it is
asked of sets of labels (Hall's condition): of each set, what is used of its labels is no more than all that serves one
of them. Only closed sets are asked: those that hold every label which nothing else serves. This module must never know
a task's dates, nor who comes first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import lcm
from typing import NamedTuple

from schedule.calendars.worktime import DAY, Calendar
from schedule.model import Commitment, Due, Funds, Instant

Payments = Sequence[tuple[Instant, int]]
"""Amounts, each with the instant from which it is there, or is used; in parts of a purse's `scale`."""


@dataclass(frozen=True, slots=True)
class Pot:
    """Labels that are weighed together, and what serves any of them: which tranches, and their money in time."""

    labels: frozenset[str]
    tranches: frozenset[str]
    money: tuple[tuple[Instant, int], ...]


class Use(NamedTuple):
    """What is used of a label, and from when on."""

    instant: Instant
    amount: int
    label: str


class Purse:
    """The money of one plan with the labels that its tasks use; amounts are whole numbers of 1/`scale` of the unit."""

    __slots__ = ("funds", "pots", "scale")

    def __init__(self, funds: Funds, uses: Iterable[Commitment], amounts: Iterable[Fraction] = ()) -> None:
        listed = list(uses)
        tranches = funds.tranches.values()
        everything = [*(one.amount for one in listed), *amounts]
        everything += [amount for tranche in tranches for _, amount in tranche.coming]
        self.funds = funds
        self.scale = lcm(*(amount.denominator for amount in everything))
        labels = sorted({one.purpose for one in listed})
        serving = {label: frozenset(one.id for one in tranches if one.serves_purpose(label)) for label in labels}
        sets = set(serving.values())
        for own in list(serving.values()):
            sets |= {own | other for other in sets}
        self.pots = tuple(
            Pot(frozenset(label for label in labels if serving[label] <= ids), ids, self._money(ids))
            for ids in sorted(sets, key=sorted)
        )

    def scaled(self, amount: Fraction) -> int:
        """An amount in whole parts of the unit; rounded up where it has none."""
        return -(-(amount * self.scale).numerator // (amount * self.scale).denominator)

    def plain(self, amount: int) -> Fraction:
        """What so many parts of the unit are."""
        return Fraction(amount, self.scale)

    def usable(self, purposes: Sequence[str]) -> tuple[tuple[Instant, int], ...]:
        """What serves any of these purposes, of none what there is of all money, in order of time."""
        return self._money(self.serving(purposes))

    def serving(self, purposes: Sequence[str]) -> frozenset[str]:
        """The tranches that serve any of these purposes; of none all."""
        tranches = self.funds.tranches.values()
        return frozenset(
            one.id for one in tranches if not purposes or any(one.serves_purpose(label) for label in purposes)
        )

    def _money(self, ids: Iterable[str]) -> tuple[tuple[Instant, int], ...]:
        found = [payment for id_ in ids for payment in self.funds.tranches[id_].coming]
        return tuple(sorted((instant, self.scaled(amount)) for instant, amount in found))

    def of_label(self, label: str) -> tuple[Pot, ...]:
        """The pots that a label is weighed in."""
        return tuple(pot for pot in self.pots if label in pot.labels)

    def brought_by(self, tranches: Collection[str], since: Instant, until: Instant) -> tuple[str, ...]:
        """Those of some tranches, in the file's order, of which something comes last in a time."""
        found = {
            one.id: instant
            for one in self.funds.tranches.values()
            if one.id in tranches
            for instant, _ in one.coming
            if since < instant <= until
        }
        last = max(found.values(), default=None)
        return tuple(id_ for id_, instant in found.items() if instant == last)


def due_parts(one: Commitment, amount: int, start: Instant, finish: Instant, calendar: Calendar) -> list[Use]:
    """When how much of what a task uses has to be there, in whole parts.

    Used as work goes on, what a day's work takes has to be there when that day's work begins: nobody builds on the
    contractor's money (政府投资条例第22条).
    """
    whole = calendar.work(start, finish) if one.when is Due.LINEAR else 0
    if whole <= 0:
        return [Use(finish if one.when is Due.FINISH else start, amount, one.purpose)]
    days = range(start - start % DAY, finish, DAY)
    done = [calendar.work(start, min(day + DAY, finish)) for day in days]
    used = [-(-amount * work // whole) for work in done]
    parts = zip(days, used, [0, *used], strict=False)
    return [Use(max(start, day), now - before, one.purpose) for day, now, before in parts if now > before]


def at(payments: Payments, instant: Instant) -> int:
    """What has come, or was used, by an instant."""
    return sum(amount for when, amount in payments if when <= instant)


def first_reaching(payments: Payments, amount: int) -> Instant | None:
    """The first instant at which what has come reaches an amount; None where it never does."""
    sums = accumulate(come for _, come in payments)
    return next((when for (when, _), reached in zip(payments, sums, strict=True) if reached >= amount), None)


def left_from(pot: Pot, facts: Payments, planned: Payments, since: Instant) -> int:
    """The least that is left of a pot at any time from an instant on; negative says what is missing.

    What has happened comes first: where it used more than there is, nothing is left until more comes.
    """
    money, used, taken = at(pot.money, since), at(facts, since), at(planned, since)
    least = max(0, money - used) - taken
    later = [(when, amount, 0, 0) for when, amount in pot.money if when > since]
    later += [(when, 0, amount, 0) for when, amount in facts if when > since]
    later += [(when, 0, 0, amount) for when, amount in planned if when > since]
    later.sort()
    for k, (when, come, gone, more) in enumerate(later):
        money, used, taken = money + come, used + gone, taken + more
        if k + 1 == len(later) or later[k + 1][0] > when:
            least = min(least, max(0, money - used) - taken)
    return least


def overdrawn(pot: Pot, facts: Payments) -> tuple[tuple[Instant, int], ...]:
    """When what has happened used more of a pot than there was, and how much: each time that it became more."""
    found, most = list[tuple[Instant, int]](), 0
    for when in sorted({when for when, _ in facts}):
        missing = at(facts, when) - at(pot.money, when)
        if missing > most:
            found.append((when, missing))
        most = max(most, missing)
    return tuple(found)
