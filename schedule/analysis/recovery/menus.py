"""The cheapest menus of measures that reach a date, one after the other, and the proof that nothing cheaper does.

Implicit hitting sets: a choice that fails is bought up as far as it still fails, and what is then left to buy is a cut,
of which every menu has to buy something. The cheapest choice that keeps all cuts so far is either a menu, or it fails
and gives the next cut. The choices are branched best first and each cut is used as soon as it is known, so that the
first that reaches the date is the cheapest, and the next ones follow; of equal cost the one with fewer measures, then
fewer bodies to ask, then in the order of the plan. Where that is too much to branch, an integer program takes the place
of the branching, with the same cuts and the same order (`programmed`). (Bailey and Stuckey 2005; Liffiton and others on
enumeration.)
This module must never know how a finish is computed, nor the time of day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from heapq import heappop, heappush
from itertools import count

from schedule.analysis.dates.lawful import below_floors
from schedule.analysis.recovery.program import is_installed
from schedule.analysis.recovery.programmed import Programmed
from schedule.analysis.recovery.reach import (
    Measure,
    Reach,
    Steps,
    Unusable,
    bringing,
    in_whole_units,
    measures_of,
    unusable,
)
from schedule.engine.schedule import Schedule
from schedule.engine.variation import Variation
from schedule.model import Instant

BRANCHED = 60_000
"""Through how many tasks a command runs by branching before it asks the integer program: under half a second."""


@dataclass(frozen=True, slots=True)
class Bought:
    """So many steps of a measure; `less` is the finish of the target with one step less and all else as bought."""

    measure: Measure
    steps: int
    less: Instant

    @property
    def cost(self) -> Fraction:
        """What these steps cost."""
        return self.measure.costs[self.steps]


@dataclass(frozen=True, slots=True)
class Menu:
    """Measures that together reach the date, each of which is needed; the schedule with them, and what is otherwise."""

    bought: tuple[Bought, ...]
    schedule: Schedule
    change: Variation

    @property
    def cost(self) -> Fraction:
        """What all of it costs."""
        return sum((one.cost for one in self.bought), Fraction(0))

    @property
    def is_assumed(self) -> bool:
        """Whether some of that cost is assumed."""
        return any(one.measure.lever.is_assumed for one in self.bought)


@dataclass(frozen=True, slots=True)
class Recovery:
    """What can be done so that a task finishes by a date.

    `earliest` is its finish with everything bought, and `soonest` the schedule then; `menus` are the cheapest, in
    order, none where that is later than asked, or where nothing is needed. `blocking` are tasks (each with its
    measures) of which one has to give: with none of theirs and all else bought, the finish is `blocked`. Of the menus
    that are there it is proved that nothing cheaper reaches the date, but for what `unproved` says: then time ran out,
    the cheapest costs no less than that, and `menus` has the cheapest that was found. `is_all`: there are no other
    menus than these. `wants_solver`: a solver that is not installed could have gone further. `asked` counts the
    re-runs. `unusable` are levers on the way to the task that take no part. `cuts` are choices that miss the date, each
    bought up as far as it does: the proof that nothing cheaper reaches it.

    All that is said of what is not reached is proved only where it `is_exact` (`Reach`). Elsewhere `menus` reach the
    date all the same, and neither that they are the cheapest, nor `earliest`, nor that none is possible is known.
    """

    target: str
    to: Instant
    forecast: Instant
    measures: tuple[Measure, ...]
    earliest: Instant
    soonest: Schedule
    menus: tuple[Menu, ...] = ()
    blocking: tuple[str, ...] = ()
    blocked: Instant | None = None
    unproved: Fraction | None = None
    wants_solver: bool = False
    is_all: bool = False
    asked: int = 0
    is_exact: bool = True
    unusable: tuple[Unusable, ...] = ()
    cuts: tuple[Steps, ...] = ()

    @property
    def is_needed(self) -> bool:
        """Whether the date is not reached without any measure."""
        return self.forecast > self.to

    @property
    def is_possible(self) -> bool:
        """Whether measures reach the date."""
        return self.earliest <= self.to

    @property
    def is_cheapest(self) -> bool:
        """Whether it is proved that nothing cheaper than the first menu reaches the date."""
        return self.is_exact and bool(self.menus) and (self.unproved is None or self.menus[0].cost <= self.unproved)


def recovery(
    schedule: Schedule,
    target: str,
    to: Instant,
    menus: int,
    expired: Callable[[], bool] = lambda: False,
    runs: int | None = None,
    branched: int | None = None,
) -> Recovery:
    """The cheapest measures by which an unfinished task finishes by an instant.

    Args:
        schedule: what is forecast.
        target: the task, which has not finished.
        to: the instant by which it is to finish.
        menus: how many menus are wanted at most.
        expired: whether the time for it is over; asked again and again.
        runs: after how many re-runs it is over, whatever the time, weighing choices counted with them (`_WEIGHED`);
            None: it is not for that.
        branched: through how many tasks, of all re-runs, branching goes before an integer program takes over, where a
            solver is installed (extra `recovery`); None: none does, so that nothing depends on what is installed.
    """
    on_way = bringing(schedule, target)
    reach = Reach(schedule, target, tuple(one for one in measures_of(schedule) if one.task in on_way))
    soonest, _ = next(iter(reach.schedules(reach.most)))
    forecast, earliest = schedule.tasks[target].finish, reach.finish(reach.most)
    found = Recovery(
        target,
        to,
        forecast,
        reach.measures,
        earliest,
        soonest,
        asked=reach.asked,
        is_exact=reach.is_exact,
        unusable=tuple(one for one in unusable(schedule) if one.task in on_way),
    )
    if not found.is_needed or not found.is_possible:
        return found
    blocking = _blocking(reach, to)
    search = _Search(reach, to, expired, runs, branched)
    listed = tuple(search.menus(menus))
    return replace(
        found,
        menus=listed or search.fallback(),
        blocking=blocking,
        blocked=reach.finish(_without(reach, blocking)),
        unproved=search.unproved,
        wants_solver=search.wants_solver and search.unproved is not None,
        is_all=search.is_done,
        asked=reach.asked,
        is_exact=reach.is_exact,
        cuts=search.missed,
    )


def _without(reach: Reach, tasks: Iterable[str]) -> Steps:
    """Everything bought but what is to be bought of some tasks."""
    kept = set(tasks)
    return tuple(0 if one.task in kept else one.most for one in reach.measures)


def _blocking(reach: Reach, to: Instant) -> tuple[str, ...]:
    """Tasks of which one has to give: with none of theirs bought, and all else, the date is missed; no fewer do.

    Half of all that have measures is let go of at once, and halves of halves, as long as the rest misses the date.
    """

    def missed(kept: Sequence[str]) -> bool:
        return reach.finish(_without(reach, kept)) > to

    def needed(kept: list[str], of: list[str]) -> list[str]:
        """Of some tasks those that are needed beside `kept`."""
        if missed(kept):
            return []
        if len(of) < 2:
            return of
        half = len(of) // 2
        first = needed([*kept, *of[half:]], of[:half])
        return [*first, *needed([*kept, *first], of[half:])]

    names = list(dict.fromkeys(one.task for one in reach.measures))
    found = set(needed([], names))
    return tuple(name for name in names if name in found)


@dataclass(frozen=True, slots=True, order=True)
class _Rank:
    """What the search goes by: a bound of the cost, then what breaks ties; all of it grows with what is bought."""

    bound: int
    measures: int
    bodies: int
    steps: int
    order: Steps
    number: int


_WEIGHED = 50
"""So many measures of cuts are looked at to bound a choice's cost in the time in which one task is run again."""


class _Search:
    """Choices, best first; `unproved` is the least that a menu can cost which was not found for want of time.

    Costs are weighed in whole units (`in_whole_units`).
    """

    def __init__(
        self, reach: Reach, to: Instant, over: Callable[[], bool], runs: int | None, branched: int | None
    ) -> None:
        self._reach, self._to, self._over, self._runs, self._branched = reach, to, over, runs, branched
        self._unit, self._costs = in_whole_units(reach.measures)
        self._weighed = 0
        self._cuts: list[dict[int, int]] = []
        self._found: list[Steps] = []
        self._heap: list[tuple[_Rank, Steps, Steps]] = []
        self._number = count()
        self._last: Steps = reach.none
        self.unproved: Fraction | None = None
        self.wants_solver = self.is_done = False

    def menus(self, wanted: int) -> Iterable[Menu]:
        """The cheapest menus, in order, until as many are found, there are no more, or time is over."""
        self._push(self._reach.none, self._reach.most)
        while self._heap and len(self._found) < wanted:
            if self._branched is not None and self._reach.tasks_run > self._branched:
                self.wants_solver = not is_installed()
                programmed = Programmed(self._reach, self._to, self._menu, self._cut)
                if not self.wants_solver and programmed.is_precise:
                    yield from self._by_program(programmed, wanted)
                    return
            if self._expired():
                self.unproved = self._heap[0][0].bound * self._unit
                return
            rank, steps, caps = heappop(self._heap)
            if any(_is_more(steps, menu) for menu in self._found):
                continue
            bound = self._bound(steps, caps)
            if bound != rank.bound:  # cuts have come since
                if bound is not None:
                    self._push(steps, caps)
                continue
            cut = next((cut for cut in self._cuts if not _keeps(steps, cut)), None)
            if cut is None and self._reach.finish(steps) > self._to:
                cut = self._cut(steps)
                self._cuts.append(cut)
            if cut is not None:
                self._branch(steps, caps, cut)
                continue
            menu = self._menu(steps)
            if menu is not None:
                self._found.append(steps)
                yield menu
            else:  # only what is bought within it reaches the date, and the engine not: this very choice is none
                self._branch(steps, caps, {k: n + 1 for k, n in enumerate(steps) if n < self._reach.most[k]})

        self.is_done = not self._heap

    def _expired(self) -> bool:
        """Whether time is over, or as many re-runs were asked for, and choices weighed, as there may be."""
        run = len(self._reach.schedule.network.tasks) * _WEIGHED
        return self._over() or (self._runs is not None and self._reach.asked + self._weighed // run >= self._runs)

    @property
    def missed(self) -> tuple[Steps, ...]:
        """The choices behind the cuts: all bought but what a cut asks for one more step of."""
        most = self._reach.most
        return tuple(tuple(cut.get(k, n + 1) - 1 for k, n in enumerate(most)) for cut in self._cuts)

    def _by_program(self, programmed: Programmed[Menu], wanted: int) -> Iterable[Menu]:
        """The menus that are still wanted, by an integer program."""
        for steps, menu in programmed.menus(tuple(self._found), self._cuts, self._expired):
            self._found.append(steps)
            yield menu
            if len(self._found) == wanted:
                return
        self.is_done, self._last = programmed.is_done, programmed.last
        if programmed.is_over:
            self.unproved = programmed.bound

    def fallback(self) -> tuple[Menu, ...]:
        """A menu that was not proved to be the cheapest: all bought, then let go of step by step, the dearest first.

        Twice, the second time what the program had not bought last goes first; the cheaper one is taken.
        """
        if self.unproved is None and self._reach.is_exact:
            return ()
        costs = [measure.costs for measure in self._reach.measures]
        dearest = sorted(range(len(costs)), key=lambda k: -costs[k][-1])
        found = [self._let_go(dearest)]
        if any(self._last):
            found.append(
                self._let_go([*(k for k in dearest if not self._last[k]), *(k for k in dearest if self._last[k])])
            )
        menus = [menu for steps in found if (menu := self._menu(steps)) is not None]
        return tuple(sorted(menus, key=lambda menu: menu.cost)[:1])

    def _let_go(self, order: Sequence[int]) -> Steps:
        """All bought, then let go of as far as the date is still reached, one measure after the other."""
        reach, steps = self._reach, list(self._reach.most)
        for k in order:
            low, high = 0, steps[k]
            while low < high:
                middle = (low + high) // 2
                steps[k] = middle
                low, high = (low, middle) if reach.finish(tuple(steps)) <= self._to else (middle + 1, high)
            steps[k] = high
        return tuple(steps)

    def _menu(self, steps: Steps) -> Menu | None:
        """The menu of steps that reach the date, as the engine that makes forecasts has it; None where it does not."""
        reach = self._reach
        before = {one.task for one in below_floors(reach.schedule)}
        for schedule, change in self._schedules(steps):
            broken = {one.task for one in below_floors(schedule)} - before
            if schedule.tasks[reach.target].finish <= self._to and not broken:
                bought = tuple(
                    Bought(measure, n, reach.finish(tuple(m - (i == k) for i, m in enumerate(steps))))
                    for k, (measure, n) in enumerate(zip(reach.measures, steps, strict=True))
                    if n
                )
                return Menu(bought, schedule, change)
        return None

    def _schedules(self, steps: Steps) -> Iterator[tuple[Schedule, Variation]]:
        """The schedules that steps may be meant for, the best first."""
        yield from self._reach.schedules(steps)
        if self._reach.taken(steps) <= self._to:
            yield self._reach.whole(steps)

    def _cut(self, steps: Steps) -> dict[int, int]:
        """Of which measures one has to be bought up to which step: a failing choice, bought up as far as it fails."""
        most, grown = self._reach.most, list(steps)
        by_cost = sorted(range(len(grown)), key=lambda k: self._reach.measures[k].costs[-1])
        holding = self._reach.holding(steps)
        by_cost = [k for k in by_cost if grown[k] < most[k]]
        apart = [k for k in by_cost if self._reach.measures[k].task not in holding]
        self._grow(grown, apart)
        self._grow(grown, [k for k in by_cost if k not in set(apart)])
        return {k: n + 1 for k, n in enumerate(grown) if n < most[k]}

    def _grow(self, grown: list[int], measures: Sequence[int]) -> None:
        """Buy as much of these measures as still fails: all at once, else the first half of them, then the second."""
        if not measures:
            return
        reach, before = self._reach, [grown[k] for k in measures]
        for k in measures:
            grown[k] = reach.most[k]
        if reach.finish(tuple(grown)) > self._to:
            return
        for k, n in zip(measures, before, strict=True):
            grown[k] = n
        if len(measures) > 1:
            half = len(measures) // 2
            self._grow(grown, measures[:half])
            self._grow(grown, measures[half:])
            return
        (k,) = measures
        low, high = grown[k], reach.most[k] - 1
        while low < high:
            grown[k] = middle = (low + high + 1) // 2
            low, high = (middle, high) if reach.finish(tuple(grown)) > self._to else (low, middle - 1)
        grown[k] = low

    def _branch(self, steps: Steps, caps: Steps, cut: Mapping[int, int]) -> None:
        """Every way to keep a cut, each once: by one measure, without those that were tried before it."""
        costs, most = self._costs, list(caps)
        for k in sorted(cut, key=lambda k: (costs[k][cut[k]] - costs[k][steps[k]], k)):
            if cut[k] <= most[k]:
                self._push(tuple(cut[k] if i == k else n for i, n in enumerate(steps)), tuple(most))
            most[k] = min(most[k], cut[k] - 1)

    def _push(self, steps: Steps, caps: Steps) -> None:
        bound = self._bound(steps, caps)
        if bound is None:
            return
        bought = [measure for measure, n in zip(self._reach.measures, steps, strict=True) if n]
        bodies = len({one.lever.ask for one in bought if one.lever.ask is not None})
        order = tuple(-n for n in steps)
        rank = _Rank(bound, len(bought), bodies, sum(steps), order, next(self._number))
        heappush(self._heap, (rank, steps, caps))

    def _bound(self, steps: Steps, caps: Steps) -> int | None:
        """What a choice costs at least once it keeps all cuts; None where its caps do not let it.

        Each cut that is not kept is given as much as the measures that could keep it still have to give, and what it is
        given they have not any more for the next one (the dual of the covering program, raised cut by cut).
        """
        costs = self._costs
        total = sum(costs[k][n] for k, n in enumerate(steps))
        left: dict[int, list[int]] = {}
        for cut in self._cuts:
            self._weighed += len(cut)
            if _keeps(steps, cut):
                continue
            open_to = {k: n for k, n in cut.items() if n <= caps[k]}
            if not open_to:
                return None
            for k in open_to:
                if k not in left:
                    left[k] = [cost - costs[k][steps[k]] for cost in costs[k]]
            given = min(min(left[k][n : caps[k] + 1]) for k, n in open_to.items())
            if given:
                total += given
                for k, n in open_to.items():
                    left[k][n:] = [one - given for one in left[k][n:]]
        return total


def _keeps(steps: Steps, cut: Mapping[int, int]) -> bool:
    return any(steps[k] >= n for k, n in cut.items())


def _is_more(steps: Steps, menu: Steps) -> bool:
    """Whether a choice buys all of a menu, and perhaps more."""
    return all(n >= m for n, m in zip(steps, menu, strict=True))
