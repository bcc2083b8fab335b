"""The cheapest menus by an integer program, where more can be bought than branching gets through.

The program is asked for the cheapest choice that keeps all cuts so far. Where that misses the date, the chain of tasks
that does tells what every menu has to buy of it: so many steps, steps for so much money, and so many steps more than
the choice has. Cuts of shares of steps come first, since they cost next to nothing. Of equal cost it is asked for fewer
measures, then fewer bodies, fewer steps, and what stands first in the plan, so that the menus are those of branching.
This module must never know how a finish is computed, nor the time of day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Generic, TypeVar

from schedule.analysis.recovery.program import LARGEST, Cut, Program, Solution, Step
from schedule.analysis.recovery.reach import Chain, Reach, Steps, in_whole_units
from schedule.model import Instant

_Menu = TypeVar("_Menu")
_WEIGHED = 200
"""Up to which weight what a chain needs is looked for; costs are rounded down so that it is seldom more."""
_AT_ONCE = 6
"""How many chains of one choice give cuts before the program is asked again."""


class Programmed(Generic[_Menu]):
    """The menus of a program, cheapest first.

    `bound` is what the next menu costs at least; `is_over`: time was over before; `is_done`: there is none;
    `last` is the choice that the program had last.
    """

    def __init__(
        self,
        reach: Reach,
        to: Instant,
        menu: Callable[[Steps], _Menu | None],
        cut: Callable[[Steps], Mapping[int, int]],
    ) -> None:
        self._reach, self._to, self._menu, self._cut = reach, to, menu, cut
        self._unit, self._costs = in_whole_units(reach.measures)
        self._asked = [measure.lever.ask for measure in reach.measures]
        self._known: set[tuple[int, ...]] = set()
        self._bound = 0
        self.is_over = self.is_done = False
        self.last = reach.none

    @property
    def bound(self) -> Fraction:
        """What the next menu costs at least."""
        return self._bound * self._unit

    @property
    def is_precise(self) -> bool:
        """Whether a solver in floating point tells these costs apart."""
        return sum(of[-1] for of in self._costs) <= LARGEST

    def menus(
        self, found: Sequence[Steps], cuts: Iterable[Mapping[int, int]], expired: Callable[[], bool]
    ) -> Iterable[tuple[Steps, _Menu]]:
        """The menus after those that are found, given the cuts so far, until time is over or there are no more."""
        program = Program(self._costs, self._asked, expired)
        for cut in cuts:
            program.require(_any_of(cut))
        for steps in found:
            program.forbid_more(steps)
        self._relax(program, expired)
        while (menu := self._next(program, expired)) is not None:
            program.forbid_more(menu[0])
            yield menu

    def _relax(self, program: Program, expired: Callable[[], bool]) -> None:
        """Cuts of solutions in shares of steps, rounded either way, as long as they bring any."""
        lacking = True
        while lacking and not expired():
            solution = program.solve(program.costs, in_shares=True)
            if solution is None or solution.bought is None or solution.steps is None:
                return
            whole = [0] * len(self._reach.measures)
            for (k, _), share in solution.bought.items():
                whole[k] += share > 1 - 1e-6
            lacking = False
            for steps in dict.fromkeys((tuple(whole), solution.steps)):
                for cut in self._cuts(steps, is_last=False):
                    program.require(cut)
                    lacking = lacking or cut.lacks(solution.bought)

    def _next(self, program: Program, expired: Callable[[], bool]) -> tuple[Steps, _Menu] | None:
        """The next menu, None where time is over or there is none."""
        best: tuple[Steps, _Menu] | None = None
        held = list[int]()
        for objective in program.objectives():
            if best is not None and min(objective.values()) < 0 and not any(best[0][min(objective)[0] :]):
                break  # none of what is left is bought, and as many steps are
            found = self._least(program, objective, best, expired)
            if found is None:
                break
            best = found
            held.append(program.hold(objective, program.value(objective, best[0], self._asked)))
        program.let_go(held)
        return best

    def _least(
        self,
        program: Program,
        objective: Mapping[object, int],
        best: tuple[Steps, _Menu] | None,
        expired: Callable[[], bool],
    ) -> tuple[Steps, _Menu] | None:
        """The menu that is least by an objective, given one that is least by those before; None where none is known."""
        while True:
            solution = Solution(self._bound) if expired() else program.solve(objective)
            if solution is None:
                self.is_done = best is None
                return None
            if best is None:  # the first objective is the cost
                self._bound = max(self._bound, round(solution.bound))
            if solution.steps is None:
                self.is_over = self.is_over or best is None
                return None
            steps = self.last = solution.steps
            if best is not None and not self._is_less(program, objective, steps, best[0]):
                return best
            if self._reach.finish(steps) > self._to:
                for cut in self._cuts(steps, is_last=True):
                    program.require(cut)
            elif (menu := self._menu(steps)) is not None:
                return steps, menu
            else:
                program.forbid(steps)

    def _is_less(self, program: Program, objective: Mapping[object, int], steps: Steps, than: Steps) -> bool:
        return program.value(objective, steps, self._asked) < program.value(objective, than, self._asked)

    def _cuts(self, steps: Steps, is_last: bool) -> Iterable[Cut]:
        """What a choice that misses the date lacks, of its chain, and of the next chains once all of that is bought.

        `is_last`: the choice itself must not come again, and one cut at least is of that kind.
        """
        reach, choice, kept = self._reach, steps, not is_last
        for _ in range(_AT_ONCE):
            if reach.finish(choice) <= self._to:
                return
            chain = reach.chain(choice)
            if chain is None or not chain.measures:
                break
            for cut in self.of_chain(chain, choice, kept):
                kept = kept or cut.lacks({(k, n): float(choice[k] >= n) for k, n in cut.weights})
                yield cut
            choice = tuple(reach.most[k] if k in chain.measures else n for k, n in enumerate(choice))
        if not kept:
            yield _any_of(self._cut(steps))

    def of_chain(self, chain: Chain, choice: Steps, kept: bool) -> Iterable[Cut]:
        """What has to be bought of a chain: steps, and for how much, once for each; else more than the choice has."""
        if chain.measures not in self._known:
            self._known.add(chain.measures)
            steps = {k: range(self._reach.most[k] + 1) for k in chain.measures}
            yield from self._at_least(chain, steps, self._reach.none)
            total = sum(self._costs[k][-1] for k in chain.measures)
            costs = {k: [cost * 5 * _WEIGHED // max(total, 5 * _WEIGHED) for cost in self._costs[k]] for k in steps}
            yield from self._at_least(chain, costs, self._reach.none)
        elif not kept:
            steps = {k: range(self._reach.most[k] + 1) for k in chain.measures}
            yield from self._at_least(chain, steps, choice)

    def _at_least(self, chain: Chain, weights: Mapping[int, Sequence[int]], base: Steps) -> Iterable[Cut]:
        least = self._reach.least_weight(chain, weights, base, self._to, _WEIGHED)
        if least:
            terms: dict[Step, int] = {
                (k, n): of[n] - of[n - 1] for k, of in weights.items() for n in range(base[k] + 1, len(of))
            }
            # What is bought whole and is none of what is used makes another network, of which this says nothing.
            whole = {k: least for k, one in enumerate(self._reach.measures) if one.unit is None and k not in chain.used}
            yield Cut({**terms, **{(k, 1): weight for k, weight in whole.items()}}, least)


def _any_of(cut: Mapping[int, int]) -> Cut:
    """A cut of which one step is enough."""
    return Cut(dict.fromkeys(cut.items(), 1), 1)
