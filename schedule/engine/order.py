"""The order of tasks and relations: groups, topological order, and the relations that leave no order or hold nothing.

`group` and `topological` are passes like those of `schedule.engine.cpm`: they fill the integers that they are given, at
either speed. This module must never know a date.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate, chain, repeat
from operator import attrgetter, eq, is_
from typing import TYPE_CHECKING, NamedTuple

from schedule.diagnostics import NAMED, Diagnostic, ring_text
from schedule.engine.cpm import Ints
from schedule.model import Plan, Relation, Task, TaskKind

if TYPE_CHECKING:
    import networkx as nx


def group(keys: Ints, first: Ints, members: Ints) -> None:
    """Put 0..len(keys)-1 in groups by key, in order: group g becomes `members[first[g]:first[g + 1]]`.

    `first` comes as zeros and has room for one more than there are groups.
    """
    for key in keys:
        first[key + 1] += 1
    for g in range(len(first) - 1):
        first[g + 1] += first[g]
    for k in range(len(keys) - 1, -1, -1):
        key = keys[k] + 1
        first[key] -= 1
        members[first[key]] = k
    # Each offset now stands one group early: where group g - 1 begins.
    for g in range(len(first) - 1):
        first[g] = first[g + 1]
    first[len(first) - 1] = len(keys)


def topological(succ: Ints, first: Ints, outgoing: Ints, waiting: Ints, order: Ints) -> int:
    """Number tasks so that every relation goes forward, as near to the given order as a queue allows.

    `outgoing[first[t]:first[t + 1]]` are the relations that leave task t, `succ` where they go; `waiting` comes as
    zeros. Returns how many tasks are in `order`: those on a cycle, or after one, are missing.
    """
    for successor in succ:
        waiting[successor] += 1
    ready = 0
    for task in range(len(waiting)):
        if not waiting[task]:
            order[ready] = task
            ready += 1
    done = 0
    while done < ready:
        task = order[done]
        done += 1
        for k in range(first[task], first[task + 1]):
            successor = succ[outgoing[k]]
            waiting[successor] -= 1
            if not waiting[successor]:
                order[ready] = successor
                ready += 1
    return done


def ends_of_relations(tasks: Collection[Task]) -> tuple[list[int], list[int]]:
    """The relations among tasks as numbers of these tasks: where each begins, where each ends, by the task it enters.

    A relation to a task that is not among them is left out.
    """
    number = {task.id: k for k, task in enumerate(tasks)}
    begins: list[int] = []
    ends: list[int] = []
    for k, task in enumerate(tasks):
        for relation in task.relations:
            before = number.get(relation.predecessor)
            if before is not None:
                begins.append(before)
                ends.append(k)
    return begins, ends


class Ordered(NamedTuple):
    """Tasks of a plan by their ids, and the relations among them by the task that each enters.

    `relations[first[k]:first[k + 1]]` enter task k, from the tasks of the same places of `begins`. `order` are the
    numbers of the tasks so that every relation goes forward; those on a cycle, or after one, are missing.
    """

    tasks: Sequence[Task]
    first: Sequence[int]
    relations: Sequence[Relation]
    begins: Sequence[int]
    order: Sequence[int]


def ordered(tasks: Mapping[str, Task], *, spanning: bool = False) -> Ordered:
    """The tasks of a plan in order, those that only span others among them where that is asked.

    The order in which a file lists its tasks is none of the engine's: it could only decide between equals. The last
    answer is kept: who reads a plan, looks how far its work reaches and computes it asks three times.
    """
    every = [*tasks.values()]
    spans = [task.spans for task in every]
    spanning = spanning and any(spans)
    for known, spans_too, found in _ORDERED:
        if spans_too is spanning and len(known) == len(every) and all(map(is_, known, every)):
            return found
    if not spanning and any(spans):
        listed = [task for task, spans_others in zip(every, spans, strict=True) if not spans_others]
    else:
        listed = list(every)
    listed.sort(key=attrgetter("id"))
    number = {task.id: k for k, task in enumerate(listed)}
    entering = [task.relations for task in listed]
    relations = list(chain.from_iterable(entering))
    begins = [number.get(relation.predecessor, -1) for relation in relations]
    if -1 in begins:
        entering = [tuple([one for one in held if one.predecessor in number]) for held in entering]
        relations = list(chain.from_iterable(entering))
        begins = [number[relation.predecessor] for relation in relations]
    counts = list(map(len, entering))
    ends = list(chain.from_iterable(map(repeat, range(len(listed)), counts)))
    first = list(accumulate(counts, initial=0))
    found = Ordered(listed, first, relations, begins, topological_order(len(listed), begins, ends))
    _ORDERED[:] = [(every, spanning, found)]
    return found


_ORDERED: list[tuple[list[Task], bool, Ordered]] = []
"""The tasks that were ordered last. They are looked through: a mapping of tasks may be changed behind our back. Only
the very same ones are the same, for equal ones may stand in another file, at another line.
"""


def topological_order(count: int, begins: Sequence[int], ends: Sequence[int]) -> list[int]:
    """Numbers 0..count-1 so that every edge, from `begins` to `ends`, goes forward, as near to order as a queue allows.

    Numbers that lie on a cycle, or after one, are missing from the result.
    """
    first, outgoing = grouped(begins, count)
    order = [0] * count
    return order[: topological(ends, first, outgoing, [0] * count, order)]


def grouped(keys: Sequence[int], count: int) -> tuple[list[int], list[int]]:
    """The positions of keys 0..count-1 in groups: where each group begins, with the end appended, and the positions."""
    first, members = [0] * (count + 1), [0] * len(keys)
    group(keys, first, members)
    return first, members


def summary_faults(plan: Plan) -> tuple[Diagnostic, ...]:
    """One fault (code `summary-relation`) for each relation between a summary and a task, which would hold nothing.

    Only a level of effort may be tied to a summary: it spans it.
    """
    faults: list[Diagnostic] = []
    if not any(task.kind is TaskKind.SUMMARY for task in plan.tasks.values()):
        return ()
    for task in plan.tasks.values():
        for relation in task.relations:
            before = plan.tasks.get(relation.predecessor, task)
            summaries = [one for one in (before, task) if one.kind is TaskKind.SUMMARY]
            if summaries and TaskKind.LEVEL_OF_EFFORT not in (before.kind, task.kind):
                faults.append(Diagnostic("summary-relation", relation.location, {"found": summaries[0].id}))
    return tuple(faults)


_SEARCHED, _LOOKED_AT = 500, 1_000_000
"""How many members of a tangle are tried for the shortest cycle, and relations looked at, about half a second of them.

Beyond, a short one is good enough to mend the plan.
"""


def cycle_faults(plan: Plan) -> tuple[Diagnostic, ...]:
    """One fault (code `cycle`) for each knot of tasks that wait for each other, naming a shortest cycle through it.

    The location is the first relation of the cycle in the order of the file; `related` are the others, one a member.
    Relations to unknown tasks and of a task to itself are passed over: they are faults of their own.
    """
    listed = list(plan.tasks)
    begins, ends = ends_of_relations(plan.tasks.values())
    if any(map(eq, begins, ends)):
        edges = [(begin, end) for begin, end in zip(begins, ends, strict=True) if begin != end]
        begins, ends = [begin for begin, _ in edges], [end for _, end in edges]
    order = topological_order(len(listed), begins, ends)
    if len(order) == len(listed):
        return ()

    import networkx as nx

    done = set(order)
    knot: nx.DiGraph[int] = nx.DiGraph()
    knot.add_edges_from(
        (begin, end) for begin, end in zip(begins, ends, strict=True) if begin not in done and end not in done
    )
    members = (sorted(part) for part in nx.strongly_connected_components(knot) if len(part) > 1)
    return tuple(
        _cycle_fault(plan, [listed[k] for k in _shortest_cycle(knot.subgraph(part), part)])
        for part in sorted(members, key=lambda part: part[0])
    )


def _shortest_cycle(knot: nx.DiGraph[int], members: Sequence[int]) -> list[int]:
    """A shortest cycle of a strongly connected graph, from its smallest member on; each follows the one before it."""
    follows = {task: sorted(knot.successors(task)) for task in members}
    ring = knot.number_of_edges() == len(members)
    best: list[int] = []
    looked = 0
    for begin in members[:_SEARCHED]:
        found, seen = _cycle_through(begin, follows, len(best) or len(members) + 1)
        looked += seen
        best = found or best
        if len(best) == 2 or ring or (best and looked > _LOOKED_AT):
            break
    turn = best.index(min(best))
    return best[turn:] + best[:turn]


def _cycle_through(begin: int, follows: Mapping[int, Sequence[int]], below: int) -> tuple[list[int], int]:
    """A shortest cycle through a task, where one has fewer than `below` members, and how many relations were seen."""
    before = {begin: begin}
    level, looked = [begin], 0
    for _ in range(1, below):
        following: list[int] = []
        for task in level:
            for after in follows[task]:
                looked += 1
                if after == begin:
                    back = [task]
                    while back[-1] != begin:
                        back.append(before[back[-1]])
                    return back[::-1], looked
                if after not in before:
                    before[after] = task
                    following.append(after)
        level = following
    return [], looked


def _cycle_fault(plan: Plan, members: list[str]) -> Diagnostic:
    ring = [
        next(relation for relation in plan.tasks[after].relations if relation.predecessor == before)
        for before, after in zip(members, members[1:] + members[:1], strict=True)
    ]
    places = sorted(
        (relation.location for relation in ring if relation.location is not None),
        key=lambda place: (place.line, place.column),
    )
    return Diagnostic(
        "cycle",
        places[0] if places else None,
        {"found": ring_text(members)},
        related=tuple(places[1:NAMED]),
    )
