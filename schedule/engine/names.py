"""Matching 64-bit hashes of names in one flat table with open addressing, for networks given as columns.

A million names looked up in a dictionary take longer than scheduling them: every look-up waits for memory several
times, here once. Passes like those of `schedule.engine.cpm`: they fill the integers that they are given, and only
compiled are they faster than the dictionary. This module must never know a name or a date.
"""

from __future__ import annotations

from schedule.engine.cpm import Ints


def enter(hashes: Ints, slots: Ints) -> bool:
    """Give each hash a slot, which holds its place; False where two are equal.

    `slots` comes filled with -1; its length is a power of two above that of `hashes`.
    """
    mask = len(slots) - 1
    for place in range(len(hashes)):
        slot = hashes[place] & mask
        while slots[slot] >= 0:
            if hashes[slots[slot]] == hashes[place]:
                return False
            slot = (slot + 1) & mask
        slots[slot] = place
    return True


def find(hashes: Ints, slots: Ints, wanted: Ints, places: Ints) -> bool:
    """Fill in the place of each wanted hash among those entered; False where one is not there."""
    mask = len(slots) - 1
    for k in range(len(wanted)):
        slot = wanted[k] & mask
        while slots[slot] >= 0 and hashes[slots[slot]] != wanted[k]:
            slot = (slot + 1) & mask
        if slots[slot] < 0:
            return False
        places[k] = slots[slot]
    return True
