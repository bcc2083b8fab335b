"""Looking for a better order: drawn ones first, each pushed to the end and back, then orders made of two good ones.

A child is placed against the end and then from the beginning, so that it costs no more than improving does: what ends
within a span of one parent's plan goes in the other's order, what ends before and after it in its own. What is kept are
the best that are different. Where a child was nothing new, and where its parents are one, the next has a few of its
tasks elsewhere (Debels & Vanhoucke, A decomposition-based genetic algorithm for the RCPSP, Operations Research 55,
2007; Valls, Ballestín & Quintanilla, A hybrid genetic algorithm for the RCPSP, EJOR 185, 2008). This module must never
know a name or a clock.
"""

from __future__ import annotations

from collections.abc import Callable

from schedule.analysis.levelling.serial import Draw, Placed, Serial

SEED = 17
"""Where the drawing of orders begins: the same for everybody."""
_KEPT = 40
"""How many orders are kept to make others of."""
_DRAWN = 3
"""One in so many of the orders is drawn, until enough are kept."""
_ASKED = 3
"""The best of so many that are drawn becomes a parent."""


def searched(serial: Serial, best: Placed, tries: int, placed: int, is_best: Callable[[Placed], bool]) -> Placed:
    """The best of so many orders, which place so many tasks in all, or the first of which nothing can be better."""
    draw, kept, is_new = Draw(SEED), [best], True
    while serial.tried < tries and serial.placed < placed:
        can_push = serial.tried + 2 <= tries
        drawn = serial.tried * _DRAWN < tries and serial.placed * _DRAWN < placed
        if can_push and (len(kept) == _KEPT or not drawn):
            one, other = _chosen(kept, draw), _chosen(kept, draw)
            found = serial.pushed(one, _child(one, other, draw, is_moved=one is other or not is_new))
        else:
            found = serial.forward(draw=draw)
            found = serial.pushed(found) if serial.tried + 2 <= tries else found
        is_new = all(found.value != one.value for one in kept)
        if is_new:
            kept.append(found)
            kept.sort(key=lambda one: one.value)
            del kept[_KEPT:]
        if is_best(kept[0]):
            break
    return kept[0]


def _chosen(kept: list[Placed], draw: Draw) -> Placed:
    """The best of a few that are drawn."""
    return kept[min(draw.below(len(kept)) for _ in range(_ASKED))]


def _child(one: Placed, other: Placed, draw: Draw, is_moved: bool) -> list[tuple[int, ...]]:
    """The keys of an order made of two, from its end; a few of its tasks put elsewhere if `is_moved`."""
    count = len(one.start)
    begin, end = sorted(one.finish[draw.below(count)] for _ in range(2))
    keys: list[tuple[int, ...]] = []
    for i, finish in enumerate(one.finish):
        part = (finish >= begin) + (finish > end)
        by = other if part == 1 else one
        keys.append((-part, -by.finish[i], -by.start[i]))
    for _ in range(1 + count // 40 if is_moved else 0):
        keys[draw.below(count)] = keys[draw.below(count)]
    return keys
