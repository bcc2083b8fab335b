"""Serial schedule generation: tasks placed one by one, each at the first instant that its relations and crews allow.

The dates are those of the passes (`schedule.engine.cpm.forward`), to the minute, with a later start where a crew is
busy. What has begun comes first and never moves. Forward-backward improvement pushes everything against its end in
order of falling finishes and back in order of rising starts, which gives an order that is never known to be worse than
what is kept. Sampling draws the next task with a chance that grows with how little it can wait. Nothing here counts
time: how much is tried is a number of placed tasks, so that every machine finds the same.

Kolisch & Hartmann, Experimental investigation of heuristics for resource-constrained project scheduling, EJOR 174
(2006); Valls, Ballestín & Quintanilla, Justification and RCPSP, EJOR 165 (2005). This module must never know a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from schedule.analysis.levelling.room import Room, Use
from schedule.calendars.worktime import DAY, Clock, table_of
from schedule.engine import cpm
from schedule.engine.cpm import NEVER, Arrays, Dates
from schedule.model import Instant

_WORD = (1 << 64) - 1
_WORK = (cpm.TASK, cpm.FINISH_KEPT)


class Draw:
    """Whole numbers that look drawn and are the same everywhere, from a seed (SplitMix64: Steele, Lea & Flood 2014)."""

    def __init__(self, seed: int) -> None:
        self._state = seed

    def below(self, limit: int) -> int:
        """The next number, from 0 to less than the limit."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _WORD
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _WORD
        return ((mixed ^ (mixed >> 31)) * limit) >> 64


class Value(NamedTuple):
    """What an order is worth: minutes by which deadlines are missed, the last finish, all starts together."""

    late: int
    finish: Instant
    starts: int


class Placed(NamedTuple):
    """Where every task of the network stands, and what that is worth. For those of `never` there is never room."""

    start: Sequence[Instant]
    finish: Sequence[Instant]
    value: Value
    never: tuple[int, ...] = ()


class Standing(NamedTuple):
    """Every task as relations alone have it, each at once: whether it waits for no crew, and stands there in any order.

    `work` are the minutes that it takes there.
    """

    early: Dates
    work: Sequence[int]
    fixed: Sequence[bool]
    stays: Sequence[bool]


class Problem(NamedTuple):
    """A network with crews.

    uses: of each task which of the `rooms` it uses, how many units, and whether on its days off too.
    fixed: tasks that are never put off: what has begun, and what the plan nails to a date.
    due: the deadline of each task, NEVER where there is none.
    priority: what decides whose turn it is, the smallest first.
    latest: by when each can finish at the latest, for whoever draws.
    horizon: after that no place is looked for; a crew that is never there again would be waited for for ever.
    """

    net: Arrays
    clock: Clock
    rooms: Sequence[Room]
    uses: Sequence[Sequence[tuple[int, int, bool]]]
    fixed: Sequence[bool]
    due: Sequence[Instant]
    priority: Sequence[tuple[int, ...]]
    latest: Sequence[Instant]
    horizon: Instant


class Serial:
    """Places the tasks of a problem in one order after the other.

    `tried` counts the orders, `placed` how often a task was put anywhere: the work that it took.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem, net = problem, problem.net
        self._count = len(net.duration)
        holding = [r for r in range(len(net.pred)) if not net.only_late[r]]
        self._after: list[list[int]] = [[] for _ in range(self._count)]
        self._before: list[list[int]] = [[] for _ in range(self._count)]
        for r in holding:
            self._after[net.pred[r]].append(net.succ[r])
            self._before[net.succ[r]].append(net.pred[r])
        self._tables = [table_of(problem.clock, net.calendar[i]) for i in range(self._count)]
        self._dated = [i for i, due in enumerate(problem.due) if due < NEVER]
        self._open = [i for i in range(self._count) if net.kind[i] != cpm.FINISHED]
        self.tried = self.placed = 0
        self._known = self._known_uses()

    @property
    def standing(self) -> Standing:
        """Where tasks stand before any waits for a crew, and which of them no order moves."""
        return Standing(self._early, self._work, self.problem.fixed, self._stays)

    def _known_uses(self) -> list[list[Use]]:
        """What has begun uses, at its plain dates, of each crew: nothing else may count on that."""
        net, problem = self.problem.net, self.problem
        early, work = cpm.empty_dates(self._count), [0] * self._count
        cpm.forward(net, problem.clock, early, work, [0] * len(net.pred))
        self._early, self._work = early, work
        kept: list[list[Use]] = [[] for _ in problem.rooms]
        moved = [False] * self._count  # what waits for a task that may be put off
        for i in range(self._count):
            moved[i] = any(moved[p] or (problem.uses[p] and not problem.fixed[p]) for p in self._before[i])
            if problem.fixed[i] and not moved[i]:
                for room, use in self._used(i, early.start[i], early.finish[i]):
                    kept[room].append(use)
        self._stays = [fixed and not other for fixed, other in zip(problem.fixed, moved, strict=True)]
        return kept

    def _used(self, i: int, start: int, finish: int) -> list[tuple[int, Use]]:
        table = self._tables[i]
        uses = self.problem.uses[i]
        return [(room, Use(start, finish, units, None if holds else table)) for room, units, holds in uses]

    def forward(self, keys: Sequence[tuple[int, ...]] | None = None, draw: Draw | None = None) -> Placed:
        """Place all tasks, of those whose turn it can be the smallest key first, or one that is drawn."""
        problem, net, clock = self.problem, self.problem.net, self.problem.clock
        floor = list(net.floor)
        own = net._replace(floor=floor)
        early = cpm.empty_dates(self._count)
        work, asked = [0] * self._count, [0] * len(net.pred)
        waiting = [len(before) for before in self._before]
        for one, kept in zip(problem.rooms, self._known, strict=True):
            one.clear(kept)
        heap: list[tuple[tuple[int, ...], int]] = []
        pool: list[int] = []
        ready = [i for i in range(self._count) if not waiting[i]]
        never: list[int] = []
        keys = problem.priority if keys is None else keys
        self.tried += 1
        self.placed += self._count
        while True:
            while ready:
                i = ready.pop()
                if problem.uses[i] and not problem.fixed[i] and net.kind[i] in _WORK:
                    if draw is None:
                        heappush(heap, (keys[i], i))
                    else:
                        pool.append(i)
                    continue
                cpm.forward_over(own, clock, early, work, asked, (i,))
                if problem.uses[i] and not self._stays[i]:
                    self._take(i, early.start[i], early.finish[i])
                self._release(i, waiting, ready)
            if draw is None:
                if not heap:
                    break
                i = heappop(heap)[1]
            else:
                if not pool:
                    break
                i = self._drawn(pool, draw)
            cpm.forward_over(own, clock, early, work, asked, (i,))
            first = early.start[i]
            while (until := self._short(i, early.start[i], early.finish[i])) is not None:
                self.placed += 1
                floor[i], before = until, early.start[i]
                if until < problem.horizon:
                    cpm.forward_over(own, clock, early, work, asked, (i,))
                if until >= problem.horizon or early.start[i] <= before:
                    never.append(i)
                    floor[i] = first
                    cpm.forward_over(own, clock, early, work, asked, (i,))
                    break
            self._take(i, early.start[i], early.finish[i])
            self._release(i, waiting, ready)
        late = sum(max(0, early.finish[i] - problem.due[i]) for i in self._dated)
        finish = max((early.finish[i] for i in self._open), default=0)
        value = Value(late + NEVER * len(never), finish, sum(early.start))
        return Placed(early.start, early.finish, value, tuple(sorted(never)))

    def _take(self, i: int, start: int, finish: int) -> None:
        for room, use in self._used(i, start, finish):
            self.problem.rooms[room].take(use)

    def _release(self, i: int, waiting: list[int], ready: list[int]) -> None:
        for after in self._after[i]:
            waiting[after] -= 1
            if not waiting[after]:
                ready.append(after)

    def _short(self, i: int, start: int, finish: int) -> Instant | None:
        """Until when a crew is too small for a task at its place; None where all suffice."""
        until = None
        for room, use in self._used(i, start, finish):
            piece = self.problem.rooms[room].short(use)
            if piece is not None and (until is None or piece.end > until):
                until = piece.end
        return until

    def _drawn(self, pool: list[int], draw: Draw) -> int:
        """One of those whose turn it can be, by how much sooner than the last of them it has to finish."""
        latest = self.problem.latest
        worst = max(latest[i] for i in pool) + DAY
        chances = [worst - latest[i] for i in pool]
        point = draw.below(sum(chances))
        k = 0
        while k < len(pool) - 1 and point >= chances[k]:
            point -= chances[k]
            k += 1
        pool[k], pool[-1] = pool[-1], pool[k]
        return pool.pop()

    def backward(self, placed: Placed, keys: Sequence[tuple[int, ...]] | None = None) -> list[Instant]:
        """The late starts of all tasks pushed against their end, in order of falling finishes or of the smallest keys.

        None is pushed back before its place; with keys, before its plain early start, and else it has its place.
        """
        problem, net, clock = self.problem, self.problem.net, self.problem.clock
        end = placed.value.finish
        ceiling = [end if due >= NEVER else min(end, max(due, placed.finish[i])) for i, due in enumerate(problem.due)]
        late = cpm.empty_dates(self._count)
        waiting = [len(after) for after in self._after]
        for one, kept in zip(problem.rooms, self._known, strict=True):
            one.clear(kept)
        least = placed.start if keys is None else self._early.start
        if keys is None:
            keys = [(-finish, -start) for start, finish in zip(placed.start, placed.finish, strict=True)]
        heap: list[tuple[tuple[int, ...], int]] = []
        ready = [i for i in range(self._count) if not waiting[i]]
        self.tried += 1
        self.placed += self._count
        while ready or heap:
            while ready:
                i = ready.pop()
                heappush(heap, (keys[i], i))
            i = heappop(heap)[1]
            if problem.fixed[i] or net.kind[i] == cpm.FINISHED:
                late.start[i], late.finish[i] = placed.start[i], placed.finish[i]
            else:
                cpm.backward_over(net, clock, self._work, ceiling, False, late, (i,))
                while problem.uses[i]:
                    begin = least[i] if late.start[i] < least[i] else self._held(i, late.start[i], late.finish[i])
                    if begin is None:
                        break
                    if begin <= least[i]:
                        late.start[i], late.finish[i] = placed.start[i], placed.finish[i]
                        break
                    self.placed += 1
                    ceiling[i] = begin
                    cpm.backward_over(net, clock, self._work, ceiling, False, late, (i,))
            if problem.uses[i] and not self._stays[i]:
                self._take(i, late.start[i], late.finish[i])
            for before_it in self._before[i]:
                waiting[before_it] -= 1
                if not waiting[before_it]:
                    ready.append(before_it)
        return list(late.start)

    def _held(self, i: int, start: int, finish: int) -> Instant | None:
        """The instant by which a task would have to finish so that no crew is too small; None where all suffice."""
        by = None
        for room, use in self._used(i, start, finish):
            piece = self.problem.rooms[room].short(use, last=True)
            if piece is not None and (by is None or piece.begin < by):
                by = piece.begin
        return by

    def pushed(self, placed: Placed, keys: Sequence[tuple[int, ...]] | None = None) -> Placed:
        """Pushed to the end, as `backward` does, and back in order of rising starts: two orders."""
        return self.forward([(start, i) for i, start in enumerate(self.backward(placed, keys))])

    def improved(self, placed: Placed, tries: int | None = None) -> Placed:
        """Pushed to the end and back as long as that wins anything and no more orders than `tries` are tried in all."""
        while tries is None or self.tried + 2 <= tries:
            again = self.pushed(placed)
            if again.value >= placed.value:
                break
            placed = again
        return placed
