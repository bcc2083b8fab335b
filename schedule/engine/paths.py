"""Which relations drive, which chain is longest, and what a task waits for, back to a fact.

A relation drives when it alone would put its successor where it stands: on the successor's calendar no work lies
between what the relation asks and where the successor is. Longest paths follow driving relations, so they are right
where total float is not: with several calendars float changes along one chain, and a chain with float can be the
longest. This module must never know a reader.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from schedule.engine.cpm import FINISHED, Arrays
from schedule.engine.network import Network, graph

if TYPE_CHECKING:
    from schedule.engine.schedule import Schedule, TaskDates


def driving_relations(net: Arrays, early_finish: list[int], relation_float: list[int]) -> list[bool]:
    """For each relation whether it drives; `relation_float` is in the successors' calendars (`cpm.relation_floats`).

    What has happened is a fact, not a driver: a finished predecessor that nothing pushes, the start of a started one.
    """
    drives = []
    for relation, slack in enumerate(relation_float):
        predecessor = net.pred[relation]
        settled = net.kind[predecessor] == FINISHED and early_finish[predecessor] == net.floor[predecessor]
        drives.append(slack == 0 and not settled and not net.begun[relation])
    return drives


def drivers_of(net: Arrays, ends: Iterable[int], drives: list[bool]) -> set[int]:
    """All tasks from which driving relations lead to one of `ends`, those included."""
    seen: set[int] = set(ends)
    stack = list(seen)
    while stack:
        task = stack.pop()
        for relation in range(net.incoming[task], net.incoming[task + 1]):
            predecessor = net.pred[relation]
            if drives[relation] and predecessor not in seen:
                seen.add(predecessor)
                stack.append(predecessor)
    return seen


def longest_path(net: Arrays, early_finish: list[int], drives: list[bool]) -> set[int]:
    """The tasks of the longest path: those that finish last, and whatever drives them. Finished tasks are not on it."""
    open_tasks = [task for task, kind in enumerate(net.kind) if kind != FINISHED]
    if not open_tasks:
        return set()
    last = max(early_finish[task] for task in open_tasks)
    found = drivers_of(net, (task for task in open_tasks if early_finish[task] == last), drives)
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
