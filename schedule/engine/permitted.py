"""The earliest dates within permissions: each task may take any length from a least one up to its own.

A task is contiguous. One whose finish is held (FF, SF) starts later the less time it takes, and what waits for its
start comes later with it: given less time, a plan may end later. Given a permission it never does, for nobody has to
use it. So the start comes as early as the whole length lets it, and the finish as early as the least one does, unless
it is held; both at once are least, task by task in topological order, and the lengths that they leave are a plan of its
own whose schedule has these dates. This module must never know what a permission costs or who gives it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from schedule.calendars.worktime import add, previous_finish, table_of, work_at
from schedule.engine import cpm
from schedule.engine.network import Network
from schedule.engine.run import Passes
from schedule.model import CONSTRAINTS, Against, Instant, Minutes

Offers: TypeAlias = Sequence[tuple[int, Minutes]]
"""What one task may be permitted, by weight from 0: that weight, and the fewest working minutes that it then takes."""


class Permitted(NamedTuple):
    """Where each task stands at the earliest, and how many working minutes it takes, by the network's numbers.

    `early` has the relations that set each start; of what took less than its own length, that which held its finish.
    """

    early: cpm.Dates
    stood: cpm.Dates
    work: list[Minutes]

    def chain(self, network: Network, task: int) -> set[int]:
        """The tasks by which one comes no earlier: itself, what drives it, what drives that, and so on."""
        found = {task}
        while (relation := self.early.set_by[task]) >= 0:
            task = network.arrays.pred[relation]
            found.add(task)
        return found

    def shortening(self, network: Network, task: int) -> set[int]:
        """The tasks of that chain which it goes through from start to finish: others bring its end no earlier."""
        net, found, leaves = network.arrays, set[int](), True
        while True:
            relation = self.early.set_by[task]
            if leaves and (relation < 0 or not net.enters_finish[relation]):
                found.add(task)
            if relation < 0:
                return found
            leaves, task = bool(net.leaves_finish[relation]), net.pred[relation]


def earliest_within(network: Network, least: Mapping[int, Minutes], known: Passes | None = None) -> Permitted:
    """The earliest dates where some tasks may take less than their own length.

    Args:
        network: what is compiled; its durations are the most that tasks take.
        least: by number of task, the fewest working minutes of its calendar that it may take. Tasks with resources or
            an expected finish take no less than their own: they must not be among them.
        known: the passes over the network as it is, where they are there: what comes before the first of these tasks
            has the same dates.
    """
    net, clock, count = network.arrays, network.clock, len(network.tasks)
    early, stood = cpm.empty_dates(count), cpm.empty_dates(count)
    work, asked, begin = [0] * count, [0] * len(network.relations), 0
    if known is not None and least and not any(task.as_late_as_possible for task in network.tasks):
        early, work, asked = cpm.Dates(*map(list, known.early)), list(known.work), list(known.asked)
        begin = min(least)
    for task in sorted(least):
        cpm.forward_over(net, clock, early, work, asked, range(begin, task + 1))
        _shorten(network, task, least[task], early, work, asked)
        begin = task + 1
    cpm.forward_over(net, clock, early, work, asked, range(begin, count))
    cpm.stand(net, clock, early, work, stood)
    return Permitted(early, stood, work)


def least_weight(
    network: Network,
    best: Permitted,
    chain: Sequence[int],
    offers: Mapping[int, Offers],
    until: Instant,
    most: int,
) -> int:
    """The least total weight with which a chain lets its last task finish by an instant; `most` where less does not.

    A bound, since each task of the chain is given the weight that brings it forward most, and so is each of its ends.

    Args:
        network: what is compiled.
        best: the dates where everything is permitted, which the tasks outside of the chain keep.
        chain: the numbers of its tasks, in topological order.
        offers: by number of a task of the chain, what it may be permitted.
        until: the instant.
        most: where it stops.
    """
    net, clock = network.arrays, network.clock
    asked, work = [0] * len(network.relations), list(best.work)
    waits: list[dict[int, tuple[Instant, Instant, Instant]]] = []
    ends = [k + 1 for k, task in enumerate(chain) if task in offers and task != chain[-1]]
    stretches = [chain[begin:end] for begin, end in pairwise([0, *ends, len(chain)])]
    for weight in range(most):
        early, stood = (cpm.Dates(*map(list, dates)) for dates in (best.early, best.stood))
        waits.append({})
        for stretch in stretches:
            cpm.forward_over(net, clock, early, work, asked, stretch)
            task = stretch[-1]
            if task in offers:
                waits[weight][task] = early.start[task], early.finish[task], _finish_asked(network, task, asked)[0]
                early.finish[task] = min(
                    _shortened(network, task, waits[weight - taken][task], least)
                    for taken, least in offers[task]
                    if taken <= weight
                )
                table = table_of(clock, net.calendar[task])
                work[task] = work_at(table, early.finish[task]) - work_at(table, early.start[task])
        cpm.stand_over(net, clock, early, work, stood, chain)
        if stood.finish[chain[-1]] <= until:
            return weight
    return most


def _shortened(network: Network, task: int, wait: tuple[Instant, Instant, Instant], least: Minutes) -> Instant:
    """The earliest finish of a task, given its start, its finish at its own length, and what its finish waits for."""
    start, latest, held = wait
    net, clock = network.arrays, network.clock
    table = table_of(clock, net.calendar[task])
    finish = min(latest, max(add(table, start, least), previous_finish(table, held) if held > start else start))
    return max(finish, cpm.statutory_end(net, clock, task, start))


def _shorten(
    network: Network, task: int, least: Minutes, early: cpm.Dates, work: list[Minutes], asked: list[Instant]
) -> None:
    """Bring the finish of a task that stands where its own length puts it as early as the least one lets it come."""
    net, clock = network.arrays, network.clock
    table, start = table_of(clock, net.calendar[task]), early.start[task]
    held, by = _finish_asked(network, task, asked)
    finish = _shortened(network, task, (start, early.finish[task], held), least)
    if held > start and by >= 0 and finish > add(table, start, least):
        early.set_by[task] = by
    early.finish[task] = finish
    work[task] = work_at(table, finish) - work_at(table, start)


def _finish_asked(network: Network, task: int, asked: list[Instant]) -> tuple[Instant, int]:
    """The instant before which neither a relation nor a date of its own lets a task finish; -NEVER where none does.

    With it the relation that asks for it, -1 where none does.
    """
    net, held, by = network.arrays, -cpm.NEVER, -1
    for relation in range(net.incoming[task], net.incoming[task + 1]):
        if net.enters_finish[relation] and asked[relation] > held:
            held, by = asked[relation], relation
    for constraint in network.tasks[task].constraints:
        effect = CONSTRAINTS[constraint.kind]
        own = effect.early and not effect.of_start and effect.against is Against.NONE
        if own and constraint.instant > held:
            held, by = constraint.instant, -1
    return held, by
