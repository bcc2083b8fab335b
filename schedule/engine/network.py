"""A state compiled into the passes' arrays, and the same dependencies as a networkx graph for questions about paths.

Everything that bounds a task apart from its relations becomes one floor (the data date, the project's start, a
constraint) or one ceiling (a deadline), each with its reason; progress becomes remaining durations and what is left
of lags. So the passes stay short. This module must never know a baseline, last week or a sentence.

Rules of progress (P6, retained logic): work that is not done lies after the data date; a started task's remaining work
waits for its unfinished predecessors; a finished task passes on what pushes it; a finished predecessor does not
hold a task that has started. A lag runs from the actual event: the part before the data date is consumed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from schedule.calendars.worktime import DAY, Calendar
from schedule.diagnostics import Diagnostic
from schedule.engine.cpm import FINISH_MILESTONE, FINISHED, START_MILESTONE, TASK, Arrays
from schedule.model import (
    CALENDAR_DAYS,
    Duration,
    Instant,
    Minutes,
    Plan,
    Relation,
    State,
    Status,
    Task,
    TaskKind,
    Unit,
)

if TYPE_CHECKING:
    import networkx as nx

_KINDS = {
    TaskKind.TASK: TASK,
    TaskKind.START_MILESTONE: START_MILESTONE,
    TaskKind.FINISH_MILESTONE: FINISH_MILESTONE,
}


@dataclass(frozen=True, slots=True)
class Network:
    """Arrays with the names of what is in them.

    `tasks[i]` is the task of number i; `number` is its inverse. `relations[r]` is the relation of number r.
    `calendars` are the calendars of `arrays.calendar`, in the same order; `full_duration` are durations without
    progress.
    """

    tasks: tuple[Task, ...]
    number: Mapping[str, int]
    relations: tuple[Relation, ...]
    calendars: tuple[Calendar, ...]
    arrays: Arrays
    full_duration: tuple[Minutes, ...]


def calendar_id(task: Task, plan: Plan) -> str:
    """The id of the calendar that a task's work counts on.

    That is its own, else the project's; a duration in calendar days without a named calendar counts every day.
    """
    if task.calendar is not None:
        return task.calendar
    if task.duration is not None and task.duration.unit is Unit.CALENDAR_DAYS:
        return CALENDAR_DAYS.id
    return plan.calendar


def lag_calendar_id(relation: Relation, predecessor: Task, plan: Plan) -> str:
    """The id of the calendar that a relation's lag counts on: the predecessor's, which is P6's default.

    A lag in calendar days counts every day. A lag in working days after a task that itself counts calendar days, on no
    calendar of its own, counts on the project's: `+5wd` means working days.
    """
    lag = relation.lag
    if lag is not None and lag.unit is Unit.CALENDAR_DAYS:
        return CALENDAR_DAYS.id
    if lag is not None and lag.unit is Unit.WORKING_DAYS and predecessor.calendar is None:
        return plan.calendar
    return calendar_id(predecessor, plan)


def work_minutes(duration: Duration | None, calendar: Calendar) -> Minutes:
    """A duration or lag in working minutes of a calendar, rounded to the minute; None is nothing.

    >>> from fractions import Fraction
    >>> office = Calendar("office", ([0], [480], [0]), 0, 480, day_minutes=480)
    >>> work_minutes(Duration(Fraction(2), Unit.WORKING_DAYS), office)
    960
    """
    if duration is None:
        return 0
    minutes = {
        Unit.WORKING_DAYS: calendar.day_minutes,
        Unit.CALENDAR_DAYS: DAY,
        Unit.HOURS: 60,
        Unit.MINUTES: 1,
    }[duration.unit]
    return round(duration.amount * minutes)


def topological_order(count: int, edges: Sequence[tuple[int, int]]) -> list[int]:
    """Numbers 0..count-1 so that every edge goes forward, as near to the given order as a queue allows.

    Numbers that lie on a cycle, or after one, are missing from the result.
    """
    waiting = [0] * count
    after: list[list[int]] = [[] for _ in range(count)]
    for begin, end in edges:
        waiting[end] += 1
        after[begin].append(end)
    ready = deque(number for number in range(count) if not waiting[number])
    order = []
    while ready:
        number = ready.popleft()
        order.append(number)
        for end in after[number]:
            waiting[end] -= 1
            if not waiting[end]:
                ready.append(end)
    return order


def compile_network(state: State, calendars: Mapping[str, Calendar]) -> Network:
    """The arrays of a state, on calendars that cover it. The state's relations must be acyclic (see `cycle_faults`)."""
    plan = state.plan
    listed = list(plan.tasks.values())
    position = {task.id: k for k, task in enumerate(listed)}
    edges = [(position[relation.predecessor], k) for k, task in enumerate(listed) for relation in task.relations]
    tasks = tuple(listed[k] for k in topological_order(len(listed), edges))
    number = {task.id: i for i, task in enumerate(tasks)}

    names = sorted(calendars)
    index = {name: k for k, name in enumerate(names)}
    own = [calendar_id(task, plan) for task in tasks]
    full = tuple(work_minutes(task.duration, calendars[own[i]]) for i, task in enumerate(tasks))

    relations: list[Relation] = []
    incoming, pred, lag, lag_calendar, begun = [0], [], [], [], []
    for task in tasks:
        started = _is_started(state.status(task.id))
        for relation in task.relations:
            before = plan.tasks[relation.predecessor]
            status = state.status(before.id)
            if started and status.finished is not None and state.status(task.id).finished is None:
                continue
            name = lag_calendar_id(relation, before, plan)
            minutes = work_minutes(relation.lag, calendars[name])
            event = status.finished if relation.type.leaves_finish else status.started
            if minutes and event is not None:
                minutes = max(0, minutes - calendars[name].work(event, state.data_date))
            relations.append(relation)
            begun.append(event is not None and status.finished is None)
            pred.append(number[before.id])
            lag.append(minutes)
            lag_calendar.append(index[name])
        incoming.append(len(relations))

    succ = [number[relation.successor] for relation in relations]
    outgoing = sorted(range(len(relations)), key=pred.__getitem__)
    outgoing_first = _offsets(pred, len(tasks))
    arrays = Arrays(
        calendar=[index[name] for name in own],
        kind=[FINISHED if state.status(task.id).finished is not None else _KINDS[task.kind] for task in tasks],
        duration=[_remaining(full[i], state.status(task.id), calendars[own[i]]) for i, task in enumerate(tasks)],
        floor=[floor(task, state) for task in tasks],
        pred=pred,
        succ=succ,
        leaves_finish=[relation.type.leaves_finish for relation in relations],
        enters_finish=[relation.type.enters_finish for relation in relations],
        begun=begun,
        lag=lag,
        lag_calendar=lag_calendar,
        incoming=incoming,
        outgoing_first=outgoing_first,
        outgoing=outgoing,
    )
    return Network(tasks, number, tuple(relations), tuple(calendars[name] for name in names), arrays, full)


def floor(task: Task, state: State) -> Instant:
    """The instant before which a task's remaining work cannot start, whatever its relations say."""
    earliest = max(state.plan.start, state.data_date)
    if _is_started(state.status(task.id)):
        return earliest
    return max([earliest, *(constraint.instant for constraint in task.constraints)])


def _is_started(status: Status) -> bool:
    return status.started is not None or status.finished is not None


def _remaining(full: Minutes, status: Status, calendar: Calendar) -> Minutes:
    if status.finished is not None:
        return 0
    if status.remaining is not None:
        return work_minutes(status.remaining, calendar)
    if status.percent is not None:
        return round(full * (100 - status.percent) / 100)
    return full


def _offsets(keys: Iterable[int], count: int) -> list[int]:
    """Where each of `count` groups begins when keys are sorted, with the end appended."""
    sizes = [0] * (count + 1)
    for key in keys:
        sizes[key + 1] += 1
    for k in range(count):
        sizes[k + 1] += sizes[k]
    return sizes


def graph(network: Network) -> nx.MultiDiGraph[str]:
    """The dependencies as a networkx multigraph: a node a task, an edge a relation (attribute `relation`).

    Several relations between the same two tasks are several edges. Relations that progress has settled are not there.
    """
    import networkx as nx

    dependencies: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    dependencies.add_nodes_from(task.id for task in network.tasks)
    dependencies.add_edges_from(
        (relation.predecessor, relation.successor, {"relation": relation}) for relation in network.relations
    )
    return dependencies


_SEARCHED = 500
"""How many members of a tangle are tried for the shortest cycle.

Beyond, a short one is good enough to mend the plan.
"""


def cycle_faults(plan: Plan) -> tuple[Diagnostic, ...]:
    """One fault (code `cycle`) for each knot of tasks that wait for each other, naming a shortest cycle through it.

    The location is the first relation of the cycle in the order of the file; `related` are the others, one a member.
    Relations to unknown tasks are passed over: they are faults of their own.
    """
    listed = list(plan.tasks)
    position = {name: k for k, name in enumerate(listed)}
    edges = [
        (position[relation.predecessor], position[task.id])
        for task in plan.tasks.values()
        for relation in task.relations
        if relation.predecessor in position and relation.predecessor != task.id
    ]
    done = set(topological_order(len(listed), edges))
    if len(done) == len(listed):
        return ()

    import networkx as nx

    knot: nx.DiGraph[int] = nx.DiGraph()
    knot.add_edges_from((begin, end) for begin, end in edges if begin not in done and end not in done)
    members = (sorted(part) for part in nx.strongly_connected_components(knot) if len(part) > 1)
    return tuple(
        _cycle_fault(plan, [listed[k] for k in _shortest_cycle(knot.subgraph(part), part)])
        for part in sorted(members, key=lambda part: part[0])
    )


def _shortest_cycle(knot: nx.DiGraph[int], members: Sequence[int]) -> list[int]:
    """A shortest cycle of a strongly connected graph, from its smallest member on; each follows the one before it."""
    import networkx as nx

    best: list[int] = []
    for begin in members[:_SEARCHED]:
        cutoff = len(best) - 2 if best else None
        back = nx.single_source_shortest_path(knot, begin, cutoff=cutoff)
        closing = [back[before] for before in knot.predecessors(begin) if before in back]
        best = min([best, *closing] if best else closing, key=len, default=best)
        if len(best) == 2 or len(best) == len(members):
            break
    turn = best.index(min(best))
    return best[turn:] + best[:turn]


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
        {"found": " → ".join([*members, members[0]])},
        related=tuple(places[1:]),
    )
