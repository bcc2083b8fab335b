"""Which relations drive, which chain is longest, and what a task waits for, back to a fact.

A relation drives when it alone would put its successor where it stands: on the successor's calendar no work lies
between what the relation asks and where the successor is. Longest paths follow driving relations, so they are right
where total float is not: with several calendars float changes along one chain, and a chain with float can be the
longest. Float paths are the chains that would drive a task next.

All of these are questions about a graph, and networkx answers them, from `Schedule.graph`; of a schedule of more than
`LARGEST_GRAPH` tasks the arrays of the passes do, with the same answers. This module must never know a reader.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from schedule.calendars.worktime import table_of, work_at
from schedule.engine import cpm
from schedule.engine.cpm import FINISHED, Arrays, Dates
from schedule.engine.graph import driving_marks
from schedule.engine.network import Network
from schedule.engine.schedule import Chain, DatedTasks, Schedule
from schedule.frozen import dataclass

if TYPE_CHECKING:
    import networkx as nx

    from schedule.model import Minutes, Relation

LARGEST_GRAPH = 2_000
"""The most tasks of a network of which networkx is asked; beyond, the arrays are.

Measured on construction networks (1.7 relations a task; two cores, Python 3.11, networkx 3.6), milliseconds of
processor time, by networkx and by the arrays. The longest path is asked once for each state, and what holds its target;
the graph is made once for each schedule that is asked more; importing networkx takes 90 once.

    tasks     compute   longest path    the graph   ten float paths   what holds a task
         60         2      0.06  0.01         0.2         0.5   0.3        0.05  0.02
      1,000        25       0.7  0.07         4             6     6         0.2   0.2
      2,000        50       1.4  0.15         9            12    13         0.4   0.6
     10,000       280        11   0.7        60            58    58           2     4
    100,000     8,300       150     8     1,000 (150 MiB)

So at 2,000 a state takes 3 to 6 % more and an answer some hundredths of a second, which nobody notices; a command on
10,000 tasks, which takes a second or two, would take a tenth more.
"""


def driving_relations(
    net: Arrays, early: Dates, asked: Sequence[int], slack: Sequence[int], reached: Collection[int] = ()
) -> list[bool]:
    """For each relation whether it drives; `slack` is its float in the successor's calendar (`cpm.driving_slacks`).

    What has happened is a fact, not a driver: a finished predecessor that nothing pushes, a milestone that has come
    though nobody said so (`reached`), the start of a started one. A lead that the data date has stopped (`asked`)
    leaves the data date to drive, and a fixed start is nobody's doing. Nothing drives a finished task that is not
    pushed.
    """
    moves = _movers(net, early, reached)
    drives = []
    for r, (before, after) in enumerate(zip(net.pred, net.succ, strict=True)):
        stopped = net.lag[r] < 0 and asked[r] == net.now[after]
        done = net.kind[after] == FINISHED and early.start[after] <= net.floor[after]
        held = net.begun[r] or stopped or done or net.floor[after] >= net.cap[after]
        drives.append((slack[r] == 0 or early.set_by[after] == r) and moves[before] and not held)
    return drives


def _movers(net: Arrays, early: Dates, reached: Collection[int]) -> list[bool]:
    """Which tasks can still move others: those that have not finished, and finished ones that such tasks push."""
    moves = [kind != FINISHED for kind in net.kind]
    for task in reached:
        moves[task] = False
    for before, after in zip(net.pred, net.succ, strict=True):  # sorted by successor, and tasks by their order
        moves[after] |= moves[before] and early.start[after] > net.floor[after]
    return moves


def drivers_of(net: Arrays, ends: Iterable[int], drives: Sequence[bool]) -> set[int]:
    """All tasks from which driving relations lead to one of `ends`, those included."""
    ends = set(ends)
    if not ends or len(net.kind) > LARGEST_GRAPH:
        return _walked(net, ends, drives)
    import networkx as nx

    finish = len(net.kind)  # all ends lead here, so that one question is enough
    driving: nx.DiGraph[int] = nx.DiGraph([(end, finish) for end in ends])
    driving.add_edges_from((net.pred[r], net.succ[r]) for r, drive in enumerate(drives) if drive)
    return nx.ancestors(driving, finish)


def _walked(net: Arrays, ends: Iterable[int], through: Sequence[bool]) -> set[int]:
    """All tasks from which relations lead to one of `ends`, those included, by the arrays; `through` says by which."""
    waiting = list(found := set(ends))
    while waiting:
        task = waiting.pop()
        for relation in range(net.incoming[task], net.incoming[task + 1]):
            before = net.pred[relation]
            if through[relation] and before not in found:
                found.add(before)
                waiting.append(before)
    return found


def longest_path(net: Arrays, home: Sequence[int], early: Dates, drives: Sequence[bool]) -> set[int]:
    """The tasks of the longest path: those that finish last, and whatever drives them. Finished tasks are not on it.

    Each plan has its own last tasks; `home` says of which plan a task is.
    """
    open_tasks = [task for task, kind in enumerate(net.kind) if kind != FINISHED]
    last: dict[int, int] = {}
    for task in open_tasks:
        last[home[task]] = max(early.finish[task], last.get(home[task], early.finish[task]))
    found = drivers_of(net, (task for task in open_tasks if early.finish[task] == last[home[task]]), drives)
    return {task for task in found if net.kind[task] != FINISHED}


def everything_before(schedule: Schedule, ends: Iterable[str]) -> dict[str, set[str]]:
    """For each of `ends` all tasks that still hold it, directly or through others."""
    network = schedule.network
    if _is_large(schedule):
        return {end: _names_before(network, end, [not late for late in network.arrays.only_late]) for end in ends}
    import networkx as nx

    return {end: nx.ancestors(schedule.graph, end) for end in ends}


def held_by_relation(schedule: Schedule, task: str) -> Relation | None:
    """The relation that a task's early bound names, for which no dates are made where the passes say it."""
    i = schedule.network.number.get(task)
    if i is None or not isinstance(schedule.tasks, DatedTasks) or schedule.network.arrays.kind[i] == FINISHED:
        return schedule.tasks[task].early_bound.relation
    by = schedule.passes.stood.set_by[i]
    return schedule.network.relations[by] if by >= 0 else None


def driving_chain(schedule: Schedule, task: str) -> Chain:
    """One chain of drivers, from a fact (the data date, a constraint, an actual) to the task, the task last.

    Where several relations drive a task, the chain follows the one that its early bound names.
    """
    tasks = schedule.tasks
    if _is_large(schedule):
        chain = [task]
        while (relation := held_by_relation(schedule, chain[-1])) is not None:
            chain.append(relation.predecessor)
    else:
        import networkx as nx

        relations = schedule.network.relations
        named = nx.subgraph_view(
            schedule.graph, filter_edge=lambda _, after, r: relations[r] == tasks[after].early_bound.relation
        )
        chain = list(nx.dfs_preorder_nodes(nx.reverse_view(named), task, depth_limit=len(tasks)))
    return Chain(tasks, tuple(reversed(chain)))


def driving_chains(schedule: Schedule, order: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Tasks in chains that drive one another, the first one first; each task is in one chain.

    A chain grows from the first task of `order` that no earlier one has: back and then on along driving relations,
    every time to the task of these that comes first in `order` and that no chain has yet.
    """
    import networkx as nx

    place = {name: k for k, name in enumerate(order)}
    driving: nx.DiGraph[str] = nx.DiGraph()
    driving.add_nodes_from(order)
    driving.add_edges_from(
        (relation.predecessor, name)
        for name in order
        for relation in schedule.tasks[name].driving
        if relation.predecessor in place
    )
    free, chains = set(order), []

    def onward(neighbours: Callable[[str], Iterable[str]], name: str) -> Iterator[str]:
        while name := min((one for one in neighbours(name) if one in free), key=place.__getitem__, default=""):
            free.remove(name)
            yield name

    for name in order:
        if name in free:
            free.remove(name)
            back = list(onward(driving.predecessors, name))
            chains.append((*reversed(back), name, *onward(driving.successors, name)))
    return tuple(chains)


def _is_large(schedule: Schedule) -> bool:
    return len(schedule.network.tasks) > LARGEST_GRAPH


def _names_before(network: Network, end: str, through: Sequence[bool]) -> set[str]:
    """The other tasks from which such relations lead to a task; none to one that only spans others."""
    if end not in network.number:
        return set()
    return {network.tasks[task].id for task in _walked(network.arrays, [network.number[end]], through)} - {end}


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
    slacks = _slacks(schedule, end)
    paths = _peeled(network, slacks, target) if _is_large(schedule) else _branches(schedule.graph, slacks, target)
    return tuple(islice(paths, limit))


class _Slack(NamedTuple):
    """A relation's slack on the calendar of a target, and whether it does not drive: the lesser goes first."""

    minutes: Minutes
    indirect: bool


def _branches(graph: nx.MultiDiGraph[str], slacks: Mapping[int, _Slack], target: str) -> Iterator[FloatPath]:
    """The paths by networkx: a task's slack is its shortest way to the target, relations being as long as their slack.

    So all branches are known beforehand, in the order in which they are taken where they are there to be taken.
    """
    import networkx as nx

    def length(_after: str, _before: str, relations: dict[Any, Any]) -> Minutes | None:
        return min((slacks[r].minutes for r in relations if r in slacks), default=None)

    towards = graph.reverse(copy=False)
    distances = nx.single_source_dijkstra_path_length(towards, target, weight=length)
    slack = {name: int(minutes) for name, minutes in distances.items()}
    entering = sorted(
        (slack[after] + slacks[r].minutes, slacks[r].indirect, before, after)
        for before, after, r in graph.in_edges(slack, keys=True)
        if r in slacks
    )
    branches, used = [(0, False, target, ""), *entering], {""}
    while branch := next((one for one in branches if one[3] in used and one[2] not in used), None):
        minutes, _, before, joins = branch
        chain: list[str] = []
        while before:
            used.add(before)
            chain.append(before)
            tight = (
                (slacks[r].indirect, free)
                for free, _, r in graph.in_edges(before, keys=True)
                if r in slacks and not slacks[r].minutes and free not in used
            )
            _, before = min(tight, default=(False, ""))
        yield FloatPath(minutes, tuple(reversed(chain)), joins or None)


def _peeled(network: Network, slacks: Mapping[int, _Slack], target: str) -> Iterator[FloatPath]:
    """The paths by the arrays, one after the other, from the branches that those before it have left."""
    net, names, number = network.arrays, [task.id for task in network.tasks], network.number
    used: set[int] = set()
    waiting = [(0, False, target, "")]
    while waiting:
        minutes, _, name, joins = heappop(waiting)
        if number[name] in used:
            continue
        chain = [number[name]]
        while chain[-1] not in used:
            used.add(chain[-1])
            entering = range(net.incoming[chain[-1]], net.incoming[chain[-1] + 1])
            free = [(*slacks[r], names[net.pred[r]]) for r in entering if r in slacks and net.pred[r] not in used]
            free.sort()
            onward = free[:1] if free and free[0][0] == 0 else []
            for gap, indirect, before in free[len(onward) :]:
                heappush(waiting, (minutes + gap, indirect, before, names[chain[-1]]))
            chain += [number[before] for _, _, before in onward]
        yield FloatPath(minutes, tuple(names[task] for task in reversed(chain)), joins or None)


def _slacks(schedule: Schedule, end: int) -> dict[int, _Slack]:
    """By its number each relation's slack on the calendar of task `end`.

    Left out is what cannot move its successor: from what has happened, or against a mandatory date.
    """
    network = schedule.network
    count = len(network.tasks)
    net, clock, early = network.arrays._replace(now=[-cpm.NEVER] * count), network.clock, cpm.empty_dates(count)
    if min(net.lag, default=0) < 0 or any(task.as_late_as_possible for task in network.tasks):
        # A lead counts in full here, however far back: it is slack.
        cpm.forward(net, clock, early, [0] * count, [0] * len(net.pred))
    else:
        early = Dates(*map(list, schedule.passes.early))
    shown = schedule.figures_of(network.number)  # what is as late as possible is so after the forward pass
    for i, dates in enumerate(shown):
        if dates.early_start is not None and dates.early_finish is not None:
            early.start[i], early.finish[i] = dates.early_start, dates.early_finish
    table, moves, drives = (
        table_of(clock, net.calendar[end]),
        _movers(net, early, network.reached()),
        driving_marks(schedule),
    )
    found = {}
    for r, (before, after) in enumerate(zip(net.pred, net.succ, strict=True)):
        if not moves[before] or net.begun[r] or net.only_late[r] or net.floor[after] >= net.cap[after]:
            continue
        own, alone = table_of(clock, net.calendar[after]), cpm.bound(net, clock, early, r)
        if net.enters_finish[r]:
            alone = cpm.start_for(net, clock, after, own, alone, net.duration[after])
        alone = cpm.settled(net, clock, after, own, alone)
        if alone <= early.start[after]:
            stands = early.start[after]
            gap = 0 if alone == stands else work_at(table, stands) - work_at(table, alone)
            found[r] = _Slack(gap, not drives[r])
    return found
