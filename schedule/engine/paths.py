"""Which relations drive, which chain is longest, and what a task waits for, back to a fact.

A relation drives when it alone would put its successor where it stands: on the successor's calendar no work lies
between what the relation asks and where the successor is. Longest paths follow driving relations, so they are right
where total float is not: with several calendars float changes along one chain, and a chain with float can be the
longest. Float paths are the chains that would drive a task next. This module must never know a reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from schedule.calendars.worktime import table_of, work_at
from schedule.engine import cpm
from schedule.engine.cpm import FINISHED, Arrays, Dates
from schedule.engine.network import Network, graph

if TYPE_CHECKING:
    from schedule.engine.schedule import Schedule, TaskDates
    from schedule.model import Minutes


def driving_relations(net: Arrays, early: Dates, asked: Sequence[int], slack: Sequence[int]) -> list[bool]:
    """For each relation whether it drives; `slack` is its float in the successor's calendar (`cpm.relation_float`).

    What has happened is a fact, not a driver: a finished predecessor that nothing pushes, the start of a started one. A
    lead that the data date has stopped (`asked`) leaves the data date to drive, and a fixed start is nobody's doing.
    """
    moves = _movers(net, early)
    drives = []
    for r, (before, after) in enumerate(zip(net.pred, net.succ, strict=True)):
        stopped = net.lag[r] < 0 and asked[r] == net.now
        held = net.begun[r] or stopped or net.floor[after] >= net.cap[after]
        drives.append((slack[r] == 0 or early.set_by[after] == r) and moves[before] and not held)
    return drives


def _movers(net: Arrays, early: Dates) -> list[bool]:
    """Which tasks can still move others: those that have not finished, and finished ones that such tasks push."""
    moves = [kind != FINISHED for kind in net.kind]
    for before, after in zip(net.pred, net.succ, strict=True):  # sorted by successor, and tasks by their order
        moves[after] |= moves[before] and early.start[after] > net.floor[after]
    return moves


def drivers_of(net: Arrays, ends: Iterable[int], drives: list[bool]) -> set[int]:
    """All tasks from which driving relations lead to one of `ends`, those included."""
    stack = list(seen := set(ends))
    while stack:
        task = stack.pop()
        for relation in range(net.incoming[task], net.incoming[task + 1]):
            predecessor = net.pred[relation]
            if drives[relation] and predecessor not in seen:
                seen.add(predecessor)
                stack.append(predecessor)
    return seen


def longest_path(net: Arrays, early: Dates, drives: list[bool]) -> set[int]:
    """The tasks of the longest path: those that finish last, and whatever drives them. Finished tasks are not on it."""
    open_tasks = [task for task, kind in enumerate(net.kind) if kind != FINISHED]
    last = max((early.finish[task] for task in open_tasks), default=0)
    found = drivers_of(net, (task for task in open_tasks if early.finish[task] == last), drives)
    return {task for task in found if net.kind[task] != FINISHED}


def everything_before(network: Network, ends: Iterable[str]) -> dict[str, set[str]]:
    """For each of `ends` all tasks that still hold it, directly or through others."""
    import networkx as nx

    dependencies = graph(network)
    return {end: nx.ancestors(dependencies, end) for end in ends}


def holding(schedule: Schedule, task: str) -> tuple[TaskDates, ...]:
    """The unfinished tasks that hold a task where it stands, itself included, in the order of their starts.

    A task is held by the predecessors of its driving relations, and by what holds those; a finished task that its own
    unfinished predecessors push is passed through.
    """
    seen: dict[str, TaskDates] = {}
    stack = [task]
    while stack:
        dates = schedule.tasks[stack.pop()]
        if dates.task.id not in seen:
            seen[dates.task.id] = dates
            stack.extend(relation.predecessor for relation in dates.driving)
    place = {name: k for k, name in enumerate(schedule.tasks)}
    unfinished = (dates for dates in seen.values() if dates.early_start is not None)
    return tuple(sorted(unfinished, key=lambda dates: (dates.start, dates.finish, place[dates.task.id])))


def driving_chain(schedule: Schedule, task: str) -> tuple[TaskDates, ...]:
    """One chain of drivers, from a fact (the data date, a constraint, an actual) to the task, the task last.

    Where several relations drive a task, the chain follows the one that its early bound names.
    """
    chain = [schedule.tasks[task]]
    while (relation := chain[-1].early_bound.relation) is not None:
        chain.append(schedule.tasks[relation.predecessor])
    return tuple(reversed(chain))


@dataclass(frozen=True, slots=True)
class FloatPath:
    """A chain of tasks, in order, that all have the same slack (on the target's calendar) before they move a target.

    `joins` is the task of an earlier path that the last of them is tied to; None for path 1, which ends at the target.
    """

    slack: Minutes
    tasks: tuple[str, ...]
    joins: str | None = None


def float_paths(schedule: Schedule, target: str, limit: int | None = 10) -> tuple[FloatPath, ...]:
    """The paths towards a task, the one without slack first (P6's multiple float paths by free float).

    A path's slack is the sum of its relations', each from where the relation alone would put its successor to where
    that stands. Each next path is the unused branch that joins the earlier ones with the least, back as long as no
    slack is added; so a task's slack is the least over all chains to the target. Of equal ones a driving relation goes
    first, then the smaller id. What has happened is on no path; none leads to what has finished or only spans.
    """
    network = schedule.network
    end = network.number.get(target, -1)
    if end < 0 or network.arrays.kind[end] == FINISHED:
        return ()
    entering, names, number = _slacks(schedule, network, end), [task.id for task in network.tasks], network.number
    found: list[FloatPath] = []
    used: set[int] = set()
    waiting = [(0, False, target, "")]
    while waiting and (limit is None or len(found) < limit):
        slack, _, name, joins = heappop(waiting)
        if number[name] in used:
            continue
        chain = [number[name]]
        while chain[-1] not in used:
            used.add(chain[-1])
            free = [(gap, indirect, names[p]) for gap, indirect, p in entering[chain[-1]] if p not in used]
            for gap, indirect, before in free:
                heappush(waiting, (slack + gap, indirect, before, names[chain[-1]]))
            chain += [number[before] for gap, _, before in sorted(free)[:1] if gap == 0]
        found.append(FloatPath(slack, tuple(names[task] for task in reversed(chain)), joins or None))
    return tuple(found)


def _slacks(schedule: Schedule, network: Network, end: int) -> list[list[tuple[Minutes, bool, int]]]:
    """For each task its predecessors: a relation's slack on the calendar of task `end`, whether it drives not, which.

    Left out is what cannot move its successor: from what has happened, or against a mandatory date.
    """
    # A lead counts in full here, however far back: it is slack.
    net, clock, early = network.arrays._replace(now=-cpm.NEVER), network.clock, cpm.room(len(network.tasks))
    cpm.forward(net, clock, early, [0] * len(network.tasks), [0] * len(net.pred))
    for i, task in enumerate(network.tasks):
        dates = schedule.tasks[task.id]  # what is as late as possible is so after the forward pass
        if dates.early_start is not None and dates.early_finish is not None:
            early.start[i], early.finish[i] = dates.early_start, dates.early_finish
    table, moves = table_of(clock, net.calendar[end]), _movers(net, early)
    entering: list[list[tuple[Minutes, bool, int]]] = [[] for _ in network.tasks]
    for r, (before, after) in enumerate(zip(net.pred, net.succ, strict=True)):
        if not moves[before] or net.begun[r] or net.floor[after] >= net.cap[after]:
            continue
        own, alone = table_of(clock, net.calendar[after]), cpm.bound(net, clock, early, r)
        if net.enters_finish[r]:
            alone = cpm.start_for(net, clock, after, own, alone, net.duration[after])
        alone = cpm.settled(net, clock, after, own, alone)
        if alone <= early.start[after]:
            drives = network.relations[r] in schedule.tasks[network.tasks[after].id].driving
            gap = work_at(table, early.start[after]) - work_at(table, alone)
            entering[after].append((gap, not drives, before))
    return entering
