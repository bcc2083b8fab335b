"""Whether money paid in another order than the rule's would reach the goal earlier: a proposal for those who decide.

The earliest instant that the money allows is found by halves: an instant can be kept where the money suffices with
every task as late as that instant, and the dates of the others, let it stand. How many tasks use money does not matter.
Where money is due otherwise than at a start that instant is a bound, and with few tasks every order is tried besides.
This module must never change a schedule, nor know a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, permutations

from schedule.engine import cpm
from schedule.engine.funding import Refunding
from schedule.engine.schedule import Schedule, shown_days
from schedule.model import Funds, Instant

MOST_TASKS = 6
"""So many tasks that use money are put into every order, 720 schedules, where no order that is found is proved best."""
_TARGETS = 24
"""So many later instants are looked for at most where the first order found falls short of the bound."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Tasks that are paid in another place than by the rule: right `before` a task, last where that is None."""

    tasks: tuple[str, ...]
    before: str | None


@dataclass(frozen=True, slots=True)
class Order:
    """Tasks in the order in which they would take the money, the day on which the goal is reached, the days it wins.

    `turns` are what differs from the rule's order. `bound` is a day before which no order reaches the goal without
    costing somebody a date; None where nobody can tell.
    """

    tasks: tuple[str, ...]
    turns: tuple[Turn, ...]
    finish: date
    days: int
    bound: date | None

    @property
    def is_best(self) -> bool:
        """Whether it is proved that no order is earlier."""
        return self.bound == self.finish


def best_order(schedule: Schedule, goal: str) -> Order | None:
    """The order of paying that reaches the goal earliest, where it wins a day at least and costs nobody a date.

    No other deadline is missed by it, or by more than by the rule, nothing ends later than all ended by the rule, and
    what the rule pays is paid. Only what has to change its place for that changes it.
    """
    funds, dates = schedule.state.plan.funds, schedule.tasks[goal]
    if funds is None or dates.task.spans or dates.status.finished is not None:
        return None
    placed = Refunding(schedule)
    rule = placed.spenders(funds)
    names = [name for name, one in schedule.tasks.items() if not one.task.spans and one.status.finished is None]
    ends = placed.finishes(funds, rule, names)
    known = {name: end for name, end in zip(names, ends, strict=True) if end is not None}
    # Where nobody can tell when the goal is reached, only what is paid by the rule could give way: that costs a date.
    if goal not in known or len(rule) < 2:
        return None
    return _Search(schedule, funds, placed, goal, rule, known).best()


class _Search:
    """What is looked for: the goal earlier than by the rule, within the `limits` of everything that has a date."""

    def __init__(
        self,
        schedule: Schedule,
        funds: Funds,
        placed: Refunding,
        goal: str,
        rule: Sequence[str],
        known: Mapping[str, Instant],
    ) -> None:
        self.schedule, self.funds, self.placed, self.goal, self.rule = schedule, funds, placed, goal, rule
        self.was, last = known[goal], max(known.values())
        dues = {name: schedule.tasks[name].task.deadline for name in known}
        self.limits = {
            name: last if (due := dues[name]) is None else min(last, max(due, end)) for name, end in known.items()
        }

    def best(self) -> Order | None:
        """The best order, where it wins a day."""
        least = self._least()
        if self._won(least) < 1:
            return None
        end, order = min(self._found(least), key=lambda one: one[0], default=(self.was, self.rule))
        if end > least and len(self.rule) <= MOST_TASKS:
            tried = ((self._end_of(one), one) for one in permutations(self.rule))
            every = ((reached, one) for reached, one in tried if reached is not None and reached < end)
            end, order = min(every, key=lambda one: one[0], default=(end, order))
        if self._won(end) < 1:
            return None
        tasks = self._shortest(order, end)
        bound = self._shown(least) if self._is_bounded() else None
        return Order(tasks, _turns(self.rule, tasks), self._shown(end), self._won(end), bound)

    def _shown(self, end: Instant) -> date:
        return shown_days(self.schedule.tasks[self.goal].task, end, end)[1]

    def _won(self, end: Instant) -> int:
        return (self._shown(self.was) - self._shown(end)).days

    def _end_of(self, order: Sequence[str]) -> Instant | None:
        """When an order reaches the goal; None where that costs somebody a date."""
        ends = dict(zip(self.limits, self.placed.finishes(self.funds, order, [*self.limits]), strict=True))
        costs = any(end is None or end > self.limits[name] for name, end in ends.items())
        return None if costs else ends[self.goal]

    def _least(self) -> Instant:
        """The first instant by which the goal could be reached."""
        low, high = self.schedule.state.data_date, self.was
        while low < high:
            middle = (low + high) // 2
            if self.placed.keeps(self.funds, {**self.limits, self.goal: middle}):
                high = middle
            else:
                low = middle + 1
        return high

    def _found(self, least: Instant) -> list[tuple[Instant, Sequence[str]]]:
        """Orders that keep the limits: the one that reaches the goal first of all, or some that come near it."""
        found = list[tuple[Instant, Sequence[str]]]()
        for target in range(least, self.was, max(1, (self.was - least) // _TARGETS)):
            order = self.placed.order_keeping(self.funds, {**self.limits, self.goal: target})
            end = None if order is None else self._end_of(order)
            if order is not None and end is not None:
                found.append((end, order))
                if end <= target:  # what is looked for later is no earlier
                    break
        return found

    def _shortest(self, order: Sequence[str], end: Instant) -> tuple[str, ...]:
        """The rule's order with only the turns without which the goal is reached later, or somebody loses a date."""
        kept = [Turn((name,), turn.before) for turn in _turns(self.rule, order) for name in turn.tasks]
        for one in list(kept):
            fewer = [other for other in kept if other is not one]
            reached = self._end_of(_made(self.rule, fewer))
            if reached is not None and reached <= end:
                kept = fewer
        return _made(self.rule, kept)

    def _is_bounded(self) -> bool:
        """Whether every task takes as long wherever it stands: else its late dates say nothing of another order."""
        net = self.schedule.network.arrays
        return not net.leg_calendar and all(expected == -cpm.NEVER for expected in net.expected)


def _turns(rule: Sequence[str], order: Sequence[str]) -> tuple[Turn, ...]:
    """What has to be moved to make one order of another: as few tasks as can be."""
    place = {name: k for k, name in enumerate(rule)}
    kept = _rising([place[name] for name in order])
    found, at = list[Turn](), 0
    for stays, some in groupby(order, key=lambda name: place[name] in kept):
        names = tuple(some)
        at += len(names)
        if not stays:
            found.append(Turn(names, order[at] if at < len(order) else None))
    return tuple(found)


def _made(rule: Sequence[str], turns: Sequence[Turn]) -> tuple[str, ...]:
    """The order that these make of the rule's."""
    moved = {name for turn in turns for name in turn.tasks}
    found = [name for name in rule if name not in moved]
    for turn in turns:
        at = len(found) if turn.before is None else found.index(turn.before)
        found[at:at] = turn.tasks
    return tuple(found)


def _rising(values: Sequence[int]) -> frozenset[int]:
    """The longest rising selection of different numbers: of several the one that ends with the least."""
    longest = list[list[int]]()
    for value in values:
        length = sum(1 for one in longest if one[-1] < value)
        longest[length : length + 1] = [[*(longest[length - 1] if length else ()), value]]
    return frozenset(longest[-1] if longest else ())
