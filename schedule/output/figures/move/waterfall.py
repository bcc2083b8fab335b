"""What a chart of the finish-move ledger draws for each part: from where to where it moved the forecast, and with whom.

Each part is drawn with its share, which no order decides. What of it is not its account's alone is striped, and stands
with the days and the accounts of all who were late, or early, with it. This module must never know a language or a
renderer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from schedule.analysis.move.accounts import (
    Account,
    Joint,
    concurrent,
    enough_alone,
    used_up_together,
    won_together,
)
from schedule.analysis.move.ledger import Ledger, Part
from schedule.analysis.move.totals import joint_parts
from schedule.analysis.move.windows import booked_to
from schedule.model import Instant, Minutes

Interval = tuple[Instant, Instant]


class Bond(StrEnum):
    """What several accounts did at once.

    `concurrent`: late side by side, each enough alone. `later`: they used up the same room, none enough alone.
    `enough`: early, each enough alone. `earlier`: early together, none enough alone.
    """

    CONCURRENT = "concurrent"
    LATER = "later"
    ENOUGH = "enough"
    EARLIER = "earlier"


_JOINTS = {
    Bond.CONCURRENT: concurrent,
    Bond.LATER: used_up_together,
    Bond.ENOUGH: enough_alone,
    Bond.EARLIER: won_together,
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One part between the forecast before it (`begin`) and after it (`end`), in the order of the ledger.

    `shared` is how much of it, from its end on backwards, is not its account's alone; `bond` with whom it is bracketed.
    """

    part: Part
    begin: Instant
    end: Instant
    bond: Bond | None = None
    shared: Minutes = 0

    @property
    def extent(self) -> Interval:
        """The earliest and the latest instant that is drawn of it."""
        return min(self.begin, self.end), max(self.begin, self.end)


def joints(ledger: Ledger) -> dict[Bond, Joint]:
    """What several accounts did at once, by what they did."""
    found = {bond: joint(ledger.entries) for bond, joint in _JOINTS.items()}
    return {bond: joint for bond, joint in found.items() if joint.minutes}


def bonds(ledger: Ledger) -> dict[Bond, tuple[Part, ...]]:
    """The parts with which they did it; a part belongs to one bond at most."""
    known: set[tuple[str, ...]] = set()
    found = {}
    for bond, joint in joints(ledger).items():
        parts = tuple(part for part in joint_parts(ledger, joint) if part.moved and part.name not in known)
        if len(parts) > 1:
            found[bond] = parts
            known |= {part.name for part in parts}
    return found


def shared_of(part: Part, ledger: Ledger) -> Minutes:
    """How much of what a part moved is not its accounts' alone: in proportion, what of their shares is concurrent."""
    entries = {one.account: one for one in ledger.entries}
    mine: dict[Account, Minutes] = {one.account: one.moved for one in part.held} or dict.fromkeys(
        booked_to(part), part.moved
    )
    amount = Fraction(0)
    for account, moved in mine.items():
        entry = entries[account]
        if entry.moved and (moved > 0) is (entry.moved > 0) and (entry.concurrent > 0) is (entry.moved > 0):
            amount += moved * min(Fraction(entry.concurrent, entry.moved), Fraction(1))
    return round(amount)


def bars(ledger: Ledger) -> tuple[Bar, ...]:
    """The bars of all parts that moved the forecast, in the ledger's order."""
    bond_of = {part.name: bond for bond, parts in bonds(ledger).items() for part in parts}
    found, forecast = [], ledger.before.tasks[ledger.milestone].finish
    for part in ledger.parts:
        begin, forecast = forecast, forecast + part.moved
        if part.moved:
            found.append(Bar(part, begin, forecast, bond_of.get(part.name), shared_of(part, ledger)))
    return tuple(found)


def absorbed(ledger: Ledger) -> tuple[Part, ...]:
    """The progress that lost or gained days of its own without moving the forecast, most days first."""
    still = [part for part in ledger.progress if not part.moved and part.delay + part.longer]
    return tuple(sorted(still, key=lambda part: (-abs(part.own), part.name)))


def limited(found: tuple[Bar, ...], most: int) -> tuple[tuple[Bar, ...], tuple[Bar, ...]]:
    """At most so many rows: those that moved the most, moved together, and the others, which share the last row."""
    if len(found) <= most:
        return found, ()
    order = sorted(found, key=lambda bar: (bar.bond is None, -abs(bar.part.moved), bar.part.name))
    chosen = {id(bar) for bar in order[: most - 1]}
    kept, forecast = [], found[0].begin
    for bar in found:
        if id(bar) in chosen:
            by = forecast - bar.begin
            kept.append(replace(bar, begin=bar.begin + by, end=bar.end + by))
            forecast = kept[-1].end
    return tuple(kept), tuple(bar for bar in found if id(bar) not in chosen)
