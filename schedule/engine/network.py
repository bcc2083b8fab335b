"""A state compiled into the passes' arrays.

Tasks are put in topological order, relations in the order of their successors; what progress, constraints and options
mean is asked of `schedule.engine.bounds`. Levels of effort and summaries are not in the arrays: they drive nothing.
This module must never know a rule, a baseline, last week or a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from schedule.calendars.durations import (
    assigned_work,
    assignment_calendar_id,
    calendar_id,
    lag_calendar_id,
    lag_minutes,
    remaining_work,
    work_minutes,
)
from schedule.calendars.worktime import Calendar, Clock, join
from schedule.diagnostics import PlanError
from schedule.engine import cpm
from schedule.engine.bounds import (
    Bounds,
    bounds_of,
    is_started,
    lag_left,
    runs_from_actual_start,
)
from schedule.engine.cpm import Arrays
from schedule.engine.order import cycle_faults, grouped, topological_order
from schedule.engine.schedule import Reason
from schedule.model import Instant, Minutes, Relation, State, Task, TaskKind
from schedule.rules import ProgressRule, Settings

_KINDS = {
    TaskKind.TASK: cpm.TASK,
    TaskKind.START_MILESTONE: cpm.START_MILESTONE,
    TaskKind.FINISH_MILESTONE: cpm.FINISH_MILESTONE,
}


@dataclass(frozen=True, slots=True)
class Network:
    """Arrays with the names of what is in them.

    `tasks[i]` is the task of number i; `number` is its inverse. `relations[r]` is the relation of number r.
    `calendars` are the calendars of `arrays.calendar` and of `clock`, in the same order; `full_duration` are durations
    without progress, `remaining` what is left of them; `bounds` are those of each task, with their reasons; `place` is
    where each task stands in the plan's order.
    """

    tasks: tuple[Task, ...]
    number: Mapping[str, int]
    relations: tuple[Relation, ...]
    calendars: tuple[Calendar, ...]
    clock: Clock
    arrays: Arrays
    full_duration: tuple[Minutes, ...]
    remaining: tuple[Minutes, ...]
    bounds: tuple[Bounds, ...]
    place: tuple[int, ...]

    def leaving(self, task: str) -> Iterator[tuple[Relation, Minutes, Calendar]]:
        """The relations that leave a task: each with what is left of its lag, and the calendar that this counts on.

        They come in the plan's order of their successors; those that progress has settled are not among them.
        """
        net, i = self.arrays, self.number[task]
        places = net.outgoing[net.outgoing_first[i] : net.outgoing_first[i + 1]]
        for r in sorted(places, key=lambda r: self.place[net.succ[r]]):
            yield self.relations[r], net.lag[r], self.calendars[net.lag_calendar[r]]


def used_calendars(state: State) -> set[str]:
    """The ids of the calendars that a state computes with, the project's always among them."""
    used = {state.plan.calendar}
    for task in state.plan.tasks.values():
        used.add(calendar_id(task, state))
        used.update(one.calendar for one in task.assignments if one.calendar is not None)
        used.update(lag_calendar_id(relation, state) for relation in task.relations)
    return used


def compile_network(state: State, calendars: Mapping[str, Calendar]) -> Network:
    """The arrays of a state, on calendars that cover it. Raises PlanError (`cycle`) where tasks wait for each other."""
    plan, rules = state.plan, state.rules
    listed = [task for task in plan.tasks.values() if not task.spans]
    position = {task.id: k for k, task in enumerate(listed)}
    edges = [
        (position[relation.predecessor], k)
        for k, task in enumerate(listed)
        for relation in task.relations
        if relation.predecessor in position
    ]
    order = topological_order(len(listed), edges)
    if len(order) < len(listed):
        raise PlanError(list(cycle_faults(plan)))
    tasks = tuple(listed[k] for k in order)
    number = {task.id: i for i, task in enumerate(tasks)}
    names = sorted(calendars)
    index = {name: k for k, name in enumerate(names)}

    relations: list[Relation] = []
    incoming, lag, lag_calendar = [0], [], []
    begun: list[int] = []
    from_actual: list[tuple[Relation, Instant]] = []
    for task in tasks:
        for relation in task.relations:
            if relation.predecessor not in number:
                continue
            on, minutes = lag_calendar_id(relation, state), lag_minutes(relation, state, calendars)
            left = lag_left(relation, minutes, state, rules, calendars)
            started = state.status(relation.predecessor).started
            if started is not None and runs_from_actual_start(relation, state, rules):
                from_actual.append((relation, calendars[on].add(started, minutes)))
            if left is not None:
                before = state.status(relation.predecessor)
                relations.append(relation)
                begun.append(before.started is not None and before.finished is None and not relation.type.leaves_finish)
                lag.append(left)
                lag_calendar.append(index[on])
        incoming.append(len(relations))

    own = [calendars[calendar_id(task, state)] for task in tasks]
    full = tuple(work_minutes(task.duration, calendar) for task, calendar in zip(tasks, own, strict=True))
    remaining = tuple(remaining_work(full[i], state.status(task.id), own[i]) for i, task in enumerate(tasks))
    work = [_work(task, full[i], remaining[i], state, rules, own[i]) for i, task in enumerate(tasks)]
    legs = [_legs(task, state, calendars, full[i], work[i]) for i, task in enumerate(tasks)]
    bounds = tuple(
        bounds_of(task, state, rules, [(calendars[name], minutes) for name, minutes in legs[i]] or [(own[i], work[i])])
        for i, task in enumerate(tasks)
    )
    for relation, reached in from_actual:
        bounds[number[relation.successor]].raise_floor(reached, Reason.ACTUAL)
    pred = [number[relation.predecessor] for relation in relations]
    outgoing_first, outgoing = grouped(pred, len(tasks))
    arrays = Arrays(
        calendar=[index[calendar.name] for calendar in own],
        kind=[_kind(task, state, rules) for task in tasks],
        duration=work,
        floor=[one.floor for one in bounds],
        cap=[one.cap for one in bounds],
        date_only=[one.date_only for one in bounds],
        ceiling=[one.ceiling for one in bounds],
        base=[one.base for one in bounds],
        expected=[one.expected for one in bounds],
        legs_first=grouped([i for i, some in enumerate(legs) for _ in some], len(tasks))[0],
        leg_calendar=[index[name] for some in legs for name, _ in some],
        leg_duration=[minutes for some in legs for _, minutes in some],
        pred=pred,
        succ=[number[relation.successor] for relation in relations],
        leaves_finish=[relation.type.leaves_finish for relation in relations],
        enters_finish=[relation.type.enters_finish for relation in relations],
        begun=begun,
        lag=lag,
        lag_calendar=lag_calendar,
        incoming=incoming,
        outgoing_first=outgoing_first,
        outgoing=outgoing,
        now=-cpm.NEVER if rules.progress is ProgressRule.AS_PLANNED else max(plan.start, state.data_date),
    )
    compiled = tuple(calendars[name] for name in names)
    clock = join(calendar.table for calendar in compiled)
    return Network(tasks, number, tuple(relations), compiled, clock, arrays, full, remaining, bounds, tuple(order))


def _kind(task: Task, state: State, rules: Settings) -> int:
    if state.status(task.id).finished is not None:
        return cpm.FINISHED
    # Microsoft Project has one kind of milestone: it stays where its driver puts it, at a shift's end or in it.
    return cpm.FINISH_MILESTONE if task.is_milestone and not rules.milestones_snap else _KINDS[task.kind]


def _work(task: Task, full: Minutes, remaining: Minutes, state: State, rules: Settings, calendar: Calendar) -> Minutes:
    """Working minutes that the forward pass moves: what remains, or (Microsoft Project) all from the actual start."""
    status = state.status(task.id)
    if rules.progress is not ProgressRule.AS_PLANNED or not is_started(status):
        return remaining
    if status.finished is not None:
        return calendar.work(status.started, status.finished) if status.started is not None else 0
    return full


def _legs(
    task: Task, state: State, calendars: Mapping[str, Calendar], full: Minutes, work: Minutes
) -> list[tuple[str, Minutes]]:
    """What each assignment still has to do, on its calendar; none where the task's own work says it all."""
    if not task.assignments:
        return []
    status = state.status(task.id)
    if not work or (is_started(status) and state.rules.progress is ProgressRule.AS_PLANNED):
        return []
    names = [assignment_calendar_id(one, task, state) for one in task.assignments]
    legs = [
        (name, assigned_work(task, k, status, calendars[name], full=full, left=work)) for k, name in enumerate(names)
    ]
    return [leg for leg in legs if leg[1]]
