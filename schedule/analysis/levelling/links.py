"""From dates to an order: who hands a crew's units on to whom, as relations between tasks.

Every unit that a task takes was there from the beginning or was let go by a task that had finished. With these
relations the ordinary passes keep the order, and the capacity, whatever moves (resource flow: Artigues, Michelon &
Reusser, EJOR 149, 2003). This module must never know what a date is worth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schedule.analysis.levelling.serial import Placed
from schedule.engine.network import Network
from schedule.model import Crew, Relation


def handed_on(
    network: Network,
    placed: Placed,
    crews: Mapping[str, Crew],
    uses: Mapping[int, Sequence[tuple[str, int]]],
    fixed: Sequence[bool],
) -> tuple[Relation, ...]:
    """The relations, finish to start, that keep the order in which tasks have their crews.

    Args:
        network: the network that was placed.
        placed: where each task stands.
        crews: the plan's crews.
        uses: how many units of which crews each task that has not finished takes, by number.
        fixed: the tasks that wait for no crew, whoever has it.

    Returns:
        One relation for each pair and crew, in the order of their successors' starts. What the plan's own relations
        make certain, no further relation says.
    """
    net = network.arrays
    order = sorted(range(len(network.tasks)), key=lambda i: (placed.start[i], i))
    certain = [0] * len(network.tasks)  # bit p: finished before this one starts, by relations alone
    pools = {name: [(crew.most, -1)] for name, crew in crews.items()}
    number = network.number
    # What follows what by all that the plan says, also what progress has settled.
    follows: dict[int, set[int]] = {i: set() for i in order}
    for task in network.tasks:
        for relation in task.relations:
            if relation.predecessor in number:
                follows[number[relation.predecessor]].add(number[task.id])
    turned = False  # whether anything was put before what stands before it in topological order
    found: list[Relation] = []
    for i in order:
        for r in range(net.incoming[i], net.incoming[i + 1]):
            p = net.pred[r]
            if net.leaves_finish[r] and not net.enters_finish[r] and net.lag[r] >= 0 and not net.only_late[r]:
                certain[i] |= certain[p] | 1 << p
        for name, units in uses.get(i, ()):
            pool = pools[name]
            free = [one for one in pool if one[1] < 0 or placed.finish[one[1]] <= placed.start[i]]
            sure = [one for one in free if one[1] < 0 or certain[i] >> one[1] & 1]
            others = sorted((one for one in free if one not in sure), key=lambda one: (placed.finish[one[1]], one[1]))
            wanted, untied = units, list[tuple[int, int]]()
            for one in [*sure, *others]:
                if not wanted:
                    break
                if one in others and not fixed[i]:
                    if (turned or one[1] > i) and _comes_before(follows, i, one[1]):
                        untied.append(one)  # a relation would close a circle
                        continue
                    turned = turned or one[1] > i
                    found.append(Relation(network.tasks[one[1]].id, network.tasks[i].id, crew=name))
                    follows[one[1]].add(i)
                    certain[i] |= certain[one[1]] | 1 << one[1]
                wanted -= _taken(pool, one, wanted)
            for one in untied:
                wanted -= _taken(pool, one, wanted)
            own = units - wanted + _kept_at_last(pool, placed, i, wanted)
            if own:
                pool.append((own, i))
    return tuple(found)


def _taken(pool: list[tuple[int, int]], one: tuple[int, int], wanted: int) -> int:
    """How many of the units that somebody let go are taken, so many at most; the others stay."""
    taken = min(wanted, one[0])
    if taken:
        pool.remove(one)
        if one[0] > taken:
            pool.append((one[0] - taken, one[1]))
    return taken


def _kept_at_last(pool: list[tuple[int, int]], placed: Placed, i: int, wanted: int) -> int:
    """How many of the units that others still have, and that a task takes besides, are its own when all are done.

    They are on two tasks at a time: in turns, where each rests while the other works, or because both have begun and
    wait for nobody. Who comes next has them from the one that finishes last.
    """
    kept = 0
    for one in sorted((one for one in pool if one[1] >= 0), key=lambda one: (placed.finish[one[1]], one[1])):
        if placed.finish[one[1]] > placed.finish[i]:
            break
        taken = _taken(pool, one, wanted - kept)
        kept += taken
    return kept


def _comes_before(follows: Mapping[int, set[int]], first: int, last: int) -> bool:
    """Whether a task comes before another by any relation, those for crews' sake included."""
    seen, ahead = {first}, [first]
    while ahead:
        i = ahead.pop()
        if i == last:
            return True
        more = follows[i] - seen
        ahead += more
        seen |= more
    return False
