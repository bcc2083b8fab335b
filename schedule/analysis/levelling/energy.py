"""What no order of a crew's work can beat: all of it before a goal, done by the whole crew without a break.

The energy bound: work times units, over the crew's capacity, from the first instant at which any of it can begin; then
what comes at least after the last of it. What has begun is no part of it and keeps its units until it finishes. A goal
is no earlier than without any crew either. This module must never know an order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from schedule.analysis.levelling.load import absent
from schedule.analysis.levelling.serial import Standing
from schedule.calendars.worktime import Table, add, table_of, work_at
from schedule.engine import cpm
from schedule.engine.cpm import NEVER
from schedule.engine.network import Network
from schedule.model import Crew, Instant, State

_TRIED = 3
"""Of so many sets of a crew's tasks, those that give the latest bound, it is asked what comes after them."""


def finish_bound(
    state: State, network: Network, crews: Mapping[str, Crew], goal: str | None, standing: Standing
) -> Instant:
    """An instant before which a task of the network cannot finish, whatever the order; or everything, where it is None.

    `crews` are those that are used. What the plan has as late as possible counts from where it could be at once.
    """
    early, work = standing.early, standing.work
    count = len(network.tasks)
    # What has finished ahead of what it waits for passes on when that ends, and ends no more itself.
    unfinished = [i for i in range(count) if network.arrays.kind[i] != cpm.FINISHED]
    ends = unfinished if goal is None else [network.number[goal]]
    before = range(count) if goal is None else _before(network, network.number[goal])
    plain: Instant = max(early.finish[i] for i in ends)
    found: list[tuple[Instant, Instant, dict[int, int]]] = []
    for name, crew in crews.items():
        units = {k: dict(task.crew).get(name, 0) for k, task in enumerate(network.tasks) if task.crew}
        units = {k: n for k, n in units.items() if n and state.status(network.tasks[k].id).finished is None}
        asking = _waiting(network, {k: units[k] for k in before if k in units}, standing)
        if not asking or not _is_counted(crew, network, asking):
            continue
        calendars = {network.arrays.calendar[k] for k in asking}
        table = table_of(network.clock, min(calendars)) if len(calendars) == 1 else None
        away = absent(crew)
        if table is not None:
            begun = (k for k in units if standing.stays[k] and network.arrays.calendar[k] in calendars)
            away += [(early.start[k], early.finish[k], units[k]) for k in begun]
        amounts: dict[Instant, int] = {}
        for k, wanted in asking.items():
            amounts[early.start[k]] = amounts.get(early.start[k], 0) + wanted * work[k]
        total = 0
        for begin in sorted(amounts, reverse=True):
            total += amounts[begin]
            found.append((_worked_by(crew.most, away, table, begin, total), begin, asking))
    found.sort(key=lambda one: one[:2], reverse=True)
    bounds = [
        _with_what_follows(network, standing, ends, by, [k for k in asking if early.start[k] >= begin])
        for by, begin, asking in found[:_TRIED]
    ]
    return max([plain, *bounds])


def _is_counted(crew: Crew, network: Network, asking: Mapping[int, int]) -> bool:
    """Whether all work of a crew is counted: it may rest while its tasks are at work."""
    names = {network.calendars[network.arrays.calendar[k]].name for k in asking}
    return crew.calendar is None or names == {crew.calendar}


def _waiting(network: Network, asking: Mapping[int, int], standing: Standing) -> dict[int, int]:
    """The tasks of a crew that wait for it, each of which takes as long wherever it begins.

    What has begun waits for nobody, also where facts ask for more than there is. What is expected on a day takes less
    time the later it begins, and what its resources take is not counted on its calendar.
    """
    net = network.arrays
    return {
        k: units
        for k, units in asking.items()
        if not standing.fixed[k] and net.expected[k] == -NEVER and net.legs_first[k] == net.legs_first[k + 1]
    }


def _before(network: Network, goal: int) -> list[int]:
    """The tasks that have to be finished before one is, and that task; what is nailed to a date waits for nobody."""
    net, found, ahead = network.arrays, {goal}, [goal]
    while ahead:
        k = ahead.pop()
        if net.cap[k] < NEVER:
            continue
        for r in range(net.incoming[k], net.incoming[k + 1]):
            p = net.pred[r]
            if net.leaves_finish[r] and net.lag[r] >= 0 and not net.only_late[r] and p not in found:
                found.add(p)
                ahead.append(p)
    return sorted(found)


def _worked_by(
    most: int, away: Sequence[tuple[Instant, Instant, int]], table: Table | None, begin: Instant, amount: int
) -> Instant:
    """When a whole crew has done so many unit-minutes from an instant on, on a calendar or day and night.

    `away` are the times when so many of its `most` units are not there, or on what has begun.
    """
    edges = sorted({begin, NEVER, *(edge for one in away for edge in one[:2] if edge > begin)})
    left = amount
    for first, last in pairwise(edges):
        there = most - sum(units for start, end, units in away if start <= first < end)
        if there <= 0:
            continue
        needed = -(-left // there)
        if table is None:
            if first + needed <= last:
                return first + needed
            left -= there * (last - first)
            continue
        done = add(table, first, needed)
        if done <= last:
            return done
        left -= there * (work_at(table, last) - work_at(table, first))
    return begin


def _with_what_follows(
    network: Network, standing: Standing, ends: Sequence[int], by: Instant, last: Sequence[int]
) -> Instant:
    """When these are all finished at the earliest where one of some tasks is not finished before an instant."""
    net, best = network.arrays, NEVER
    for k in _followed_by_none(network, last):
        floor, early = list(net.floor), cpm.empty_dates(len(net.floor))
        if standing.early.finish[k] < by:
            table = table_of(network.clock, net.calendar[k])
            floor[k] = max(floor[k], cpm.start_for(net, network.clock, k, table, by, standing.work[k]))
        cpm.forward(net._replace(floor=floor), network.clock, early, [0] * len(floor), [0] * len(network.relations))
        best = min(best, max(early.finish[i] for i in ends))
        if best <= by:  # nothing follows it
            break
    return best


def _followed_by_none(network: Network, tasks: Sequence[int]) -> list[int]:
    """Those of some tasks after which none of them comes: where another does, all ends later still."""
    net, among = network.arrays, set(tasks)
    leads = [False] * len(network.tasks)
    for r in sorted(range(len(net.pred)), key=lambda r: -net.succ[r]):
        after = net.succ[r]
        if (after in among or leads[after]) and net.leaves_finish[r] and net.lag[r] >= 0 and not net.only_late[r]:
            leads[net.pred[r]] = True
    return [k for k in tasks if not leads[k]]
