"""What a stranger needs to check menus: the networks with measures used, steps and costs in whole numbers, and cuts.

Whoever has it runs each menu and each cut anew, and then knows: every choice buys a menu, or no more than a cut and so
misses the date, or costs `at_least` so much. What his few rules do not reach is not proved, and has no proof here. This
module must never know a file's format, nor how a menu was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import combinations
from math import lcm

from schedule.analysis.recovery.menus import Recovery
from schedule.analysis.recovery.reach import CHOICES, Reach, Steps, leading
from schedule.engine import cpm
from schedule.engine.bounds import EARLY_FINISHES
from schedule.engine.cpm import NEVER
from schedule.engine.funding import counts_money
from schedule.engine.schedule import Schedule
from schedule.model import Instant, Minutes

WEIGHED = 1_000_000
"""How often a choice may be held against a measure of a cut, to find what every other choice costs at least."""

STATED = 20_000
"""How many tasks the networks may have together in which measures are used: a paper waits a second for them."""


@dataclass(frozen=True, slots=True)
class Used:
    """A network in which measures that are bought whole are used; of each other the work of its task by steps."""

    measures: tuple[int, ...]
    work: tuple[tuple[Minutes, ...], ...]
    schedule: Schedule


@dataclass(frozen=True, slots=True)
class Proved:
    """A menu: how many steps of each measure, their cost, when the task then finishes, and the schedule of it."""

    steps: Steps
    cost: int
    finish: Instant
    schedule: Schedule


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that menus reach a date and nothing cheaper does.

    `of` are the tasks that measures give less time, None of one that is bought whole. Costs are whole numbers, so many
    of which are one (`per`). No choice but what buys a menu reaches the date for less than `at_least`; None: none does.
    """

    target: str
    to: Instant
    of: tuple[str | None, ...]
    per: int
    costs: tuple[tuple[int, ...], ...]
    networks: tuple[Used, ...]
    menus: tuple[Proved, ...]
    cuts: tuple[Steps, ...]
    at_least: int | None

    @property
    def is_cheapest(self) -> bool:
        """Whether nothing costs less than the first menu."""
        return not self.menus or self.at_least is None or self.at_least >= self.menus[0].cost


def proof(schedule: Schedule, found: Recovery) -> Proof | None:
    """The proof of what was found for a date that is missed; None where a checker's rules do not reach it.

    They do not reach work that waits for money, which each choice gives to others; nor a task on the way that P6 puts
    off or whose finish it keeps, one expected on a day, one with two measures that give it less time or with such a
    measure and a finish of its own; more than CHOICES measures that are bought whole, or networks with them of more
    than STATED tasks; and a menu that does not take all of its steps, or of which less keeps the date as well, with
    which a floor of the law is not kept.
    """
    whole = [k for k, one in enumerate(found.measures) if one.unit is None]
    pressed = [one.task for one in found.measures if one.unit is not None]
    if not found.measures or not found.is_needed:
        return None
    if counts_money(schedule.state) or not found.is_exact or len(whole) > CHOICES or len(set(pressed)) < len(pressed):
        return None
    if len(schedule.network.tasks) << len(whole) > STATED:
        return None
    if _has_other_rules(schedule, found, set(pressed)):
        return None
    reach = Reach(schedule, found.target, found.measures)
    per = lcm(*(cost.denominator for one in found.measures for cost in one.costs))
    costs = tuple(tuple(int(cost * per) for cost in one.costs) for one in found.measures)
    menus = tuple(_menus(found, reach, costs))
    if len(menus) < len(found.menus) or any(one.less <= found.to for menu in found.menus for one in menu.bought):
        return None
    cuts = found.cuts if found.is_possible else (reach.most,)
    return Proof(
        found.target,
        found.to,
        tuple(None if one.unit is None else one.task for one in found.measures),
        per,
        costs,
        tuple(_networks(reach, whole)),
        menus,
        cuts,
        _at_least(costs, cuts, [one.steps for one in menus]),
    )


def _has_other_rules(schedule: Schedule, found: Recovery, pressed: set[str]) -> bool:
    """Whether a date on the way to the task follows a rule that a run does not know."""
    network, passes = schedule.network, schedule.passes
    net = network.arrays
    for name in leading(schedule, found.target):
        i = network.number[name]
        put = passes.early.set_by[i] == cpm.MOVED or net.kind[i] == cpm.FINISH_KEPT
        if put or (net.expected[i] > -NEVER and net.kind[i] != cpm.FINISHED):
            return True
        if name in pressed and any(one.kind in EARLY_FINISHES for one in network.tasks[i].constraints):
            return True
    return False


def _networks(reach: Reach, whole: Sequence[int]) -> Iterator[Used]:
    for size in range(len(whole) + 1):
        for used in combinations(whole, size):
            schedule = reach.lawful(frozenset(used))
            yield Used(used, tuple(reach.works(k, schedule.network) for k in range(len(reach.most))), schedule)


def _menus(found: Recovery, reach: Reach, costs: Sequence[Sequence[int]]) -> Iterator[Proved]:
    """The menus that take all of their steps, and whose schedule the floors of the law leave as it is."""
    for menu in found.menus:
        bought = {id(one.measure): one.steps for one in menu.bought}
        steps = tuple(bought.get(id(one), 0) for one in reach.measures)
        finish = menu.schedule.tasks[found.target].finish
        if finish == reach.taken(steps):
            yield Proved(steps, sum(one[n] for one, n in zip(costs, steps, strict=True)), finish, menu.schedule)


def _at_least(costs: Sequence[Sequence[int]], cuts: Sequence[Steps], menus: Sequence[Steps]) -> int | None:
    """The least that a choice costs which buys no menu and more than every cut; None where there is none.

    Where that takes too long it is the price up to which all choices were tried.
    """
    most = [len(one) - 1 for one in costs]
    heap: list[tuple[int, Steps]] = [(0, (0,) * len(costs))]
    seen = {heap[0][1]}
    while heap:
        price, steps = heappop(heap)
        if any(_covers(steps, menu) for menu in menus):
            continue
        cut = next((cut for cut in cuts if _covers(cut, steps)), None)
        if cut is None or len(seen) * len(cuts) * len(costs) > WEIGHED:
            return price
        for k, n in enumerate(cut):
            more = (*steps[:k], n + 1, *steps[k + 1 :])
            if n < most[k] and more not in seen:
                seen.add(more)
                heappush(heap, (price + costs[k][n + 1] - costs[k][steps[k]], more))
    return None


def _covers(steps: Steps, other: Steps) -> bool:
    """Whether a choice buys no less of anything than another."""
    return all(n >= m for n, m in zip(steps, other, strict=True))
