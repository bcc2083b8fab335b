"""What a chart of the finish-move ledger draws for each part: from where to where it moved the forecast, and with whom.

Where several tasks were late (or made up days) side by side, the order-based figure alone would name one culprit. Such
parts are bonded: each is drawn as far as it moves the finish in its most favoured order, and the days that they moved
it stand beside all of them together. This module must never know a language or a renderer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from schedule.analysis.move.ledger import Ledger, Part, PartKind
from schedule.analysis.move.totals import beside, fair_shares, joint_gain, playing
from schedule.calendars.worktime import DAY
from schedule.model import Instant, Minutes

Interval = tuple[Instant, Instant]


class Bond(StrEnum):
    """What parts did that only together, or only one of which, moved the finish.

    `concurrent`: late side by side, each enough alone. `later`: late one after another, none enough alone. `earlier`:
    days made up side by side or one after another.
    """

    CONCURRENT = "concurrent"
    LATER = "later"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class Bar:
    """One part between the forecast before it (`begin`) and after it (`end`), in the order of the ledger.

    A bonded part has the `reach` that it moves the forecast at most in any order, of which `certain` would vanish with
    it alone (None: none of it). `fair` is its Shapley value in days where its figure depends on the order.
    """

    part: Part
    begin: Instant
    end: Instant
    bond: Bond | None = None
    reach: Interval | None = None
    certain: Interval | None = None
    fair: Fraction | None = None

    @property
    def extent(self) -> Interval:
        """The earliest and the latest instant that is drawn of it."""
        ends = (self.begin, self.end, *(self.reach or ()))
        return min(ends), max(ends)


def bonds(ledger: Ledger) -> dict[Bond, tuple[Part, ...]]:
    """The parts that moved the finish together, by what they did; a part belongs to one bond at most."""
    late = beside(ledger)
    others = [part for part in playing(ledger) if part not in late]
    won = joint_gain(ledger)[1]
    found = {
        Bond.CONCURRENT: late,
        Bond.EARLIER: tuple(part for part in others if _depends(part, later=False) and (part in won or not won)),
        Bond.LATER: tuple(part for part in others if _depends(part, later=True)),
    }
    return {bond: parts for bond, parts in found.items() if len(parts) > 1 and bond_days(ledger, bond, parts)}


def _depends(part: Part, *, later: bool) -> bool:
    """Whether the figure of what was late, or was early, depends on the order."""
    share = part.share
    return share is not None and share.least < share.most and (share.least >= 0 if later else share.most <= 0)


def bond_days(ledger: Ledger, bond: Bond, parts: tuple[Part, ...]) -> Fraction:
    """The days of a bond: those that nobody made alone; where delays outweigh what was won, all that the parts won."""
    moved = sum((part.moved for part in parts), 0)
    minutes = {Bond.CONCURRENT: ledger.concurrent, Bond.LATER: moved, Bond.EARLIER: joint_gain(ledger)[0] or moved}
    return Fraction(minutes[bond], DAY)


def bars(ledger: Ledger) -> tuple[Bar, ...]:
    """The bars of all parts that moved the forecast or are bonded with such a one, in the ledger's order."""
    bonded = bonds(ledger)
    bond_of = {part.task: bond for bond, parts in bonded.items() for part in parts}
    fair = {share.part.task: share.shapley for share in fair_shares(ledger) if share.least != share.most}
    found, forecast = [], ledger.before.tasks[ledger.milestone].finish
    for part in ledger.parts:
        begin, forecast = forecast, forecast + part.moved
        mine = part.task if part.kind is PartKind.PROGRESS else None
        if part.moved or mine in fair:
            found.append(Bar(part, begin, forecast, bond_of.get(mine), fair=fair.get(mine)))
    return tuple(_reaching(bar, found) for bar in found)


def absorbed(ledger: Ledger) -> tuple[Part, ...]:
    """The progress that lost or gained days of its own without moving the forecast, most days first."""
    shown = {bar.part.task for bar in bars(ledger) if bar.part.kind is PartKind.PROGRESS}
    still = [part for part in ledger.progress if part.task not in shown and part.delay + part.longer]
    return tuple(sorted(still, key=lambda part: -abs(part.own)))


def _reaching(bar: Bar, found: list[Bar]) -> Bar:
    """A bonded bar with its reach, within what its bond moved; behind it or before it as its order has it."""
    share = bar.part.share
    if bar.bond is None or share is None:
        return bar
    mates = [mate for mate in found if mate.bond is bar.bond]
    ends = [end for mate in mates for end in (mate.begin, mate.end)]
    most: Minutes = share.least if bar.bond is Bond.EARLIER else share.most
    certain = min(share.but_for, 0) if bar.bond is Bond.EARLIER else max(share.but_for, 0)
    begin = bar.end - most
    if not min(ends) <= begin <= max(ends):
        begin = bar.begin
    # What it alone would undo is drawn solid for delays: at the end that no other part shares.
    first = begin if begin == bar.begin else begin + most - certain
    solid = (first, first + certain) if certain and bar.bond is Bond.CONCURRENT else None
    return replace(bar, reach=(begin, begin + most), certain=solid)


def limited(found: tuple[Bar, ...], most: int) -> tuple[tuple[Bar, ...], tuple[Bar, ...]]:
    """At most so many rows: those that moved the most, moved together, and the others, which share the last row."""
    if len(found) <= most:
        return found, ()
    order = sorted(found, key=lambda bar: (bar.bond is None, -abs(bar.part.moved)))
    chosen = {id(bar) for bar in order[: most - 1]}
    kept, forecast = [], found[0].begin
    for bar in found:
        if id(bar) in chosen:
            kept.append(_shifted(bar, forecast - bar.begin))
            forecast = kept[-1].end
    return tuple(kept), tuple(bar for bar in found if id(bar) not in chosen)


def _shifted(bar: Bar, by: Minutes) -> Bar:
    reach, certain = (None if one is None else (one[0] + by, one[1] + by) for one in (bar.reach, bar.certain))
    return replace(bar, begin=bar.begin + by, end=bar.end + by, reach=reach, certain=certain)
