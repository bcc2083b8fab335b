"""What is left of one crew while tasks are placed: where the next one would ask for more than there is.

A crew is on a task from its start to its finish, in the task's working time; where the task holds it, on days off too.
On days on which the crew itself rests nothing is asked of it. Instants are minutes. This module must never know a name,
a date or an order.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from schedule.calendars.worktime import Table, next_start
from schedule.engine.cpm import NEVER


class Piece(NamedTuple):
    """A time within which more is asked for than there is."""

    begin: int
    end: int


class Use(NamedTuple):
    """So many units, from a start to a finish, in the working time of a table; all of the time where that is None."""

    start: int
    finish: int
    units: int
    table: Table | None


class Room:
    """What is left of a crew of `most` units, of which `absent` ones are not there: pairs of a time and how many.

    `alike` says that all that will be asked for counts on one calendar, so that two uses that overlap in it do so in
    working time; `own` is the crew's own calendar where it has another.
    """

    def __init__(
        self, most: int, absent: Sequence[tuple[Piece, int]], *, alike: bool, own: Table | None = None
    ) -> None:
        self._most, self._alike, self._own = most, alike, own
        self._times, self._used = [-NEVER], [0]
        self._taken: list[Use] = []
        for piece, units in absent:
            self._add(piece.begin, piece.end, units)
        self._absent = list(self._times), list(self._used)

    def clear(self, kept: Iterable[Use] = ()) -> None:
        """Give everything back but these."""
        self._times, self._used = list(self._absent[0]), list(self._absent[1])
        self._taken.clear()
        for use in kept:
            self.take(use)

    def take(self, use: Use) -> None:
        """Use some of it, whether there is enough or not."""
        if use.start < use.finish:
            self._add(use.start, use.finish, use.units)
            if not self._alike:
                self._taken.append(use)

    def short(self, use: Use, *, last: bool = False) -> Piece | None:
        """The first time, or the `last`, in which a use would ask for more than is left; None where it fits."""
        times, used, most = self._times, self._used, self._most - use.units
        low, high = bisect_right(times, use.start) - 1, bisect_left(times, use.finish)
        for k in range(high - 1, low - 1, -1) if last else range(low, high):
            if used[k] > most:
                begin = max(times[k], use.start)
                end = min(times[k + 1] if k + 1 < len(times) else NEVER, use.finish)
                if self._alike:
                    if use.table is None or next_start(use.table, begin) < end:
                        return Piece(times[k], times[k + 1] if k + 1 < len(times) else NEVER)
                elif found := self._within(use, begin, end, used[k], last=last):
                    here = sum(one.units for one in self._taken if one.start <= begin and end <= one.finish)
                    if used[k] - here <= most:
                        return found
                    # Those who are absent are too many, whoever works: it is not tried again on each of these days,
                    # which without `usual` are all to the end of time.
                    return Piece(times[k], times[k + 1] if k + 1 < len(times) else NEVER)
        return None

    def _within(self, use: Use, begin: int, end: int, used: int, *, last: bool) -> Piece | None:
        """The same between two instants between which nothing begins or ends: which of them work at one time."""
        here = [one for one in self._taken if one.start <= begin and end <= one.finish]
        absent, found = used - sum(one.units for one in here), None
        at = begin
        while at < end:
            works = at
            for table in (use.table, self._own):
                if table is not None:
                    works = max(works, next_start(table, works))
            if works > at:  # the other of the two may rest then
                at = works
                continue
            until, asked = end, absent
            for table in (use.table, self._own):
                until = min(until, _until(table, at)[0])
            for one in here:
                change, is_working = _until(one.table, at)
                until, asked = min(until, change), asked + (one.units if is_working else 0)
            if asked + use.units > self._most:
                found = Piece(at, until)
                if not last:
                    return found
            at = until
        return found

    def _add(self, start: int, finish: int, units: int) -> None:
        times, used = self._times, self._used
        for instant in (start, finish):
            k = bisect_left(times, instant)
            if k == len(times) or times[k] != instant:
                times.insert(k, instant)
                used.insert(k, used[k - 1])
        for k in range(bisect_left(times, start), bisect_left(times, finish)):
            used[k] += units


def _until(table: Table | None, instant: int) -> tuple[int, bool]:
    """How long it stays as it is at an instant on a calendar, and whether work is done then."""
    if table is None:
        return NEVER, True
    starts, ends, _, low, high = table
    begin = next_start(table, instant)
    if begin > instant:
        return begin, False
    k = bisect_right(starts, instant, low, high) - 1
    return (ends[k] if low <= k and k + 1 < high else NEVER), True
