"""Looking for a better order: drawn ones first, then orders made of two good ones, each improved forward and backward.

A child has the beginning of one parent's order, then what the other one would do next, then the rest as the first.
What is kept are the best that are different (Valls, Ballestin & Quintanilla, A hybrid genetic algorithm for the RCPSP,
EJOR 185, 2008; the crossover is the usual one of two points). This module must never know a name or a clock.
"""

from __future__ import annotations

from collections.abc import Callable

from schedule.analysis.levelling.serial import Draw, Placed, Serial

SEED = 17
"""Where the drawing of orders begins: the same for everybody."""
_KEPT = 30
"""How many orders are kept to make others of."""
_DRAWN = 3
"""One in so many of the orders is drawn, until enough are kept."""


def searched(serial: Serial, best: Placed, tries: int, placed: int, is_best: Callable[[Placed], bool]) -> Placed:
    """The best of so many orders, which place so many tasks in all, or the first of which nothing can be better."""
    draw, kept = Draw(SEED), [best]
    while serial.tried < tries and serial.placed < placed:
        drawn = serial.tried * _DRAWN < tries and serial.placed * _DRAWN < placed
        if len(kept) < _KEPT and drawn:
            found = serial.forward(draw=draw)
        else:
            found = serial.forward(_child(_chosen(kept, draw), _chosen(kept, draw), draw))
        found = serial.improved(found, tries)
        if all(found.value != one.value for one in kept):
            kept.append(found)
            kept.sort(key=lambda one: one.value)
            del kept[_KEPT:]
        if is_best(kept[0]):
            break
    return kept[0]


def _chosen(kept: list[Placed], draw: Draw) -> Placed:
    """The better of two that are drawn."""
    return kept[min(draw.below(len(kept)), draw.below(len(kept)))]


def _child(one: Placed, other: Placed, draw: Draw) -> list[tuple[int, ...]]:
    """The keys of an order made of two, a few of its tasks put elsewhere."""
    count = len(one.start)
    first, second = (sorted(range(count), key=lambda i: (found.start[i], i)) for found in (one, other))
    edges = sorted((draw.below(count + 1), draw.below(count + 1)))
    keys: list[tuple[int, ...]] = [(2, 0)] * count
    for place, i in enumerate(first):
        keys[i] = (0 if place < edges[0] else 2, place)
    left = edges[1] - edges[0]
    for place, i in enumerate(second):
        if not left:
            break
        if keys[i][0] == 2:
            keys[i] = (1, place)
            left -= 1
    for _ in range(1 + count // 40):
        i, place = draw.below(count), draw.below(count)
        keys[i] = keys[first[place]]
    return keys
