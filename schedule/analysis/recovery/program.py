"""The menus as an integer program: which steps to buy so that all that is known to be needed is bought, for the least.

A column is a step of a measure, bought after the steps before it; a row is a cut, of which every menu buys enough.
HiGHS (extra `recovery`) solves it on one thread from one seed. This module must never know what a cut comes of, nor
which choices reach a date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from math import ceil, isfinite, prod
from typing import TYPE_CHECKING, Any, TypeAlias

from schedule.analysis.recovery.reach import Steps

if TYPE_CHECKING:
    import highspy

Step: TypeAlias = tuple[int, int]
"""A measure, by its place, and which of its steps: 1 is the first."""
LARGEST = 10**7
"""The largest sum of costs, as whole numbers, that a solver in floating point is trusted to tell apart by one."""
_TOGETHER = 5_000
"""So many choices of a few measures are put in order by one objective."""
_WHOLE = 1e-6
"""How far from a whole number a solver's figure may be."""


def is_installed() -> bool:
    """Whether there is a solver."""
    return find_spec("highspy") is not None


@dataclass(frozen=True, slots=True)
class Cut:
    """What every menu buys: of these steps, each with its weight, at least so much."""

    weights: Mapping[Step, int]
    least: int

    def lacks(self, bought: Mapping[Step, float]) -> bool:
        """Whether some steps, or shares of steps, are not enough."""
        return sum(weight * bought[step] for step, weight in self.weights.items()) < self.least - _WHOLE


@dataclass(frozen=True, slots=True)
class Solution:
    """What a program found: `bought` are shares of steps, and `bound` what the objective is at least.

    `steps` are those that are bought whole, None where time was over before it was solved.
    """

    bound: float
    steps: Steps | None = None
    bought: Mapping[Step, float] | None = None


class Program:
    """The program: steps with whole costs, which of the measures ask which body, and the cuts so far."""

    def __init__(
        self, costs: Sequence[Sequence[int]], asked: Sequence[str | None], expired: Callable[[], bool]
    ) -> None:
        self._solver = quiet()()
        for name, value in (("threads", 1), ("random_seed", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5)):
            self._solver.setOptionValue(name, value)
        self._solver.cbMipInterrupt += lambda event: event.interrupt() if expired() else None
        self._most = tuple(len(of) - 1 for of in costs)
        self.costs: dict[Step, int] = {
            (k, n): of[n] - of[n - 1] for k, of in enumerate(costs) for n in range(1, len(of))
        }
        self._column: dict[object, int] = {step: self._add_column() for step in self.costs}
        self.bodies = tuple(dict.fromkeys(body for body in asked if body is not None))
        self._column.update({body: self._add_column() for body in self.bodies})
        for k, n in self.costs:
            if n > 1:
                self._add_row({(k, n - 1): 1, (k, n): -1}, least=0)
            elif (body := asked[k]) is not None:
                self._add_row({body: 1, (k, 1): -1}, least=0)

    def _add_column(self) -> int:
        column: int = self._solver.getNumCol()
        self._solver.addCol(0.0, 0.0, 1.0, 0, [], [])
        return column

    def _add_row(self, weights: Mapping[Any, int], least: float | None = None, most: float | None = None) -> int:
        row, infinite = self._solver.getNumRow(), self._solver.getInfinity()
        columns = [self._column[one] for one in weights]
        low, high = -infinite if least is None else float(least), infinite if most is None else float(most)
        self._solver.addRow(low, high, len(columns), columns, [float(weight) for weight in weights.values()])
        return int(row)

    def require(self, cut: Cut) -> None:
        """Every solution keeps a cut from now on."""
        self._add_row(cut.weights, least=cut.least)

    def forbid_more(self, steps: Steps) -> None:
        """No solution buys all of these steps, and perhaps more."""
        last = {(k, n): 1 for k, n in enumerate(steps) if n}
        self._add_row(last, most=len(last) - 1)

    def forbid(self, steps: Steps) -> None:
        """No solution buys just these steps."""
        more = {(k, n + 1): 1 for k, n in enumerate(steps) if n < self._most[k]}
        less = {(k, n): -1 for k, n in enumerate(steps) if n}
        self._add_row({**more, **less}, least=1 - len(less))

    def hold(self, objective: Mapping[Any, int], most: int) -> int:
        """Every solution costs no more than this by an objective, until the row that is returned is let go."""
        return self._add_row(objective, most=most + 0.25)

    def let_go(self, rows: Sequence[int]) -> None:
        """Objectives hold no longer."""
        infinite = self._solver.getInfinity()
        for row in rows:
            self._solver.changeRowBounds(row, -infinite, infinite)

    def solve(self, objective: Mapping[Any, int], in_shares: bool = False) -> Solution | None:
        """What is least by an objective; None where nothing keeps all cuts. `in_shares`: steps are bought in part."""
        import highspy

        solver, count = self._solver, self._solver.getNumCol()
        kind = highspy.HighsVarType.kContinuous if in_shares else highspy.HighsVarType.kInteger
        for column in range(count):
            solver.changeColCost(column, 0.0)
            solver.changeColIntegrality(column, kind)
        for one, weight in objective.items():
            solver.changeColCost(self._column[one], float(weight))
        solver.run()
        status, info = solver.getModelStatus(), solver.getInfo()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            bound = info.mip_dual_bound
            return Solution(ceil(bound - 1e-3) if isfinite(bound) and abs(bound) < LARGEST else -LARGEST)
        values = solver.getSolution().col_value
        bought = {step: values[self._column[step]] for step in self.costs}
        steps = [0] * len(self._most)
        for (k, _), share in bought.items():
            steps[k] += share > 0.5
        return Solution(info.objective_function_value, tuple(steps), bought)

    def objectives(self) -> Iterator[dict[Any, int]]:
        """What is least, one after the other: the cost, how many measures, bodies to ask, steps; then the plan's order.

        In the order of the plan, more of what stands first is less: those objectives count below zero.
        """
        yield dict(self.costs)
        yield {step: 1 for step in self.costs if step[1] == 1}
        if self.bodies:
            yield dict.fromkeys(self.bodies, 1)
        yield dict.fromkeys(self.costs, 1)
        first = 0
        while first < len(self._most):
            last = first + 1
            while last < len(self._most) and prod(n + 1 for n in self._most[first : last + 1]) <= _TOGETHER:
                last += 1
            weights = {k: prod(n + 1 for n in self._most[k + 1 : last]) for k in range(first, last)}
            yield {(k, n): -weights[k] for k, n in self.costs if k in weights}
            first = last

    def value(self, objective: Mapping[Any, int], steps: Steps, asked: Sequence[str | None]) -> int:
        """What some steps are by an objective."""
        bodies = {body for body, n in zip(asked, steps, strict=True) if n}
        return sum(
            weight
            for one, weight in objective.items()
            if (one in bodies if not isinstance(one, tuple) else steps[one[0]] >= one[1])
        )


@cache
def quiet() -> type[highspy.Highs]:
    """The class of a solver, which else says its name on the standard output as soon as it is made."""
    import highspy

    class Quiet(highspy.Highs):  # type: ignore[misc,unused-ignore]
        def enableCallbacks(self) -> None:  # noqa: N802
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()  # type: ignore[no-untyped-call,unused-ignore]

    return Quiet
