"""What if: a schedule with some things otherwise, from the network that is compiled already.

A variation names what is otherwise: how much is left to do, relations, the earliest start, calendars, the data date.
The door also takes a whole state, with a revision applied or a report taken back, and finds itself in which tasks it
differs. Only those are compiled anew; the passes then run over all, and what comes out is to the minute what `compute`
gives for the changed state. This module must never know why something is asked, nor what an answer is worth.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

from schedule.calendars.durations import calendar_id, in_minutes, unit_minutes
from schedule.calendars.worktime import Calendar, start_day
from schedule.engine.compute import Run, computed, dates_of, floats_told, schedule_of
from schedule.engine.cpm import NEVER
from schedule.engine.funding import counts_money, funded
from schedule.engine.horizon import Calendars, first_guess
from schedule.engine.network import Network, compile_network, recompiled, used_calendars
from schedule.engine.run import ahead, behind, run
from schedule.engine.schedule import Schedule
from schedule.model import (
    BUILT_IN_CALENDARS,
    NOT_STARTED,
    CalendarSpec,
    Constraint,
    ConstraintKind,
    Duration,
    Instant,
    Minutes,
    Relation,
    State,
    Status,
    Task,
    Unit,
)

_K = TypeVar("_K")
_V = TypeVar("_V")


def _nothing() -> Mapping[_K, _V]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Variation:
    """What is otherwise, by the names of the plan.

    work: working minutes that a task has still to do: its duration where it has not started, else what remains.
    assigned: the same for each of a task's assignments, in their order.
    relations: what takes a relation's place: another lag or type between the same two tasks, or None where it is
    dropped. Equal relations change together.
    added: relations that the plan has not.
    floors: an instant before which a task does no more work; one that has started resumes then, and one that has
    finished is not touched.
    calendars: the id of the calendar that a task works on.
    specs: calendars of the plan, or built-in ones, that are otherwise, by their own ids; or new ones.
    data_date: another data date, with the same reports; of several plans that of all.
    """

    work: Mapping[str, Minutes] = field(default_factory=_nothing)
    assigned: Mapping[str, tuple[Minutes, ...]] = field(default_factory=_nothing)
    relations: Mapping[Relation, Relation | None] = field(default_factory=_nothing)
    added: tuple[Relation, ...] = ()
    floors: Mapping[str, Instant] = field(default_factory=_nothing)
    calendars: Mapping[str, str] = field(default_factory=_nothing)
    specs: tuple[CalendarSpec, ...] = ()
    data_date: Instant | None = None


def varied(schedule: Schedule, change: Variation | State) -> Run:
    """The passes with something otherwise: the integers that `compute` gives for the changed state.

    Args:
        schedule: what was computed; its network is reused.
        change: what is otherwise, or a state of the same plan that is.

    Raises:
        KeyError: the variation names an unknown task or calendar, or a relation that its successor has not.
        PlanError: as `compute`.
    """
    state = change if isinstance(change, State) else _changed(schedule, change)
    network = network_of(schedule, state)
    calendars = {calendar.name: calendar for calendar in network.calendars}
    found = Run(state, calendars, *funded(state, network, run(network)))
    return computed(state) if any(found.outside()) else found.with_reached()


def finish_of(schedule: Schedule, change: Variation | State, task: str) -> Instant:
    """Where a task finishes with something otherwise, as `dates_of` tells of what is `varied`. Raises what that raises.

    Only the forward pass is run where nothing that is late can move what is early: no task is as late as possible, none
    waits for its report with nothing left, by the latest date that keeps its deadlines, and no task counts on
    money, which goes to the least float first.
    """
    state = change if isinstance(change, State) else _changed(schedule, change)
    network = network_of(schedule, state)
    calendars = {calendar.name: calendar for calendar in network.calendars}
    i = network.number.get(task)
    if i is None or _late_moves_early(state, network):
        return dates_of(varied(schedule, state), task).finish
    found = Run(state, calendars, network, ahead(network, schedule.passes))
    if state.status(task).finished is not None or not found.ahead_is_inside():
        return dates_of(varied(schedule, state), task).finish
    finish: Instant = found.with_reached().passes.stood.finish[i]
    return finish


def _late_moves_early(state: State, network: Network) -> bool:
    """Whether what is late may move what is early (`finish_of`)."""
    emptied = any(status.emptied is not None for status in state.statuses.values())
    return emptied or counts_money(state) or any(one.as_late_as_possible for one in network.tasks)


def floats_of(schedule: Schedule, change: Variation | State) -> dict[str, Minutes | None]:
    """Total float with something otherwise, of every task that does not only span others, as readers are told it.

    It is that of `recomputed`. Only what goes backward is run where nothing is otherwise but by when tasks have to
    finish, and nothing that is late can move what is early (`finish_of`). Raises what `varied` raises.
    """
    state = change if isinstance(change, State) else _changed(schedule, change)
    network, was = network_of(schedule, state), schedule.network
    ahead_alike = network.arrays._replace(ceiling=was.arrays.ceiling, base=was.arrays.base) == was.arrays
    if not ahead_alike or network.clock is not was.clock or _late_moves_early(state, network):
        return floats_told(varied(schedule, state))
    calendars = {calendar.name: calendar for calendar in network.calendars}
    found = Run(state, calendars, network, replace(behind(network, schedule.passes), latest=None))
    return floats_told(varied(schedule, state) if any(found.outside()) else found)


def network_of(schedule: Schedule, state: State) -> Network:
    """The network of a state of the same plan that is otherwise, before money holds any of it.

    The days of its calendars are those of the schedule. Raises PlanError (`cycle`, `calendar-without-work`).
    """
    names = _otherwise(schedule.state, state)
    calendars = _calendars(schedule, state, names)
    if names is None:
        return compile_network(state, calendars)
    moved = any(calendars[calendar.name] is not calendar for calendar in schedule.network.calendars)
    return recompiled(schedule.network.by_logic, state, calendars, state.plan.tasks if moved else names)


def recomputed(schedule: Schedule, change: Variation | State) -> Schedule:
    """The schedule with something otherwise: what `compute` gives for the changed state. Arguments as of `varied`."""
    found = varied(schedule, change)
    used = used_calendars(found.state)
    return schedule_of(found._replace(calendars={name: found.calendars[name] for name in sorted(used)}))


def _changed(schedule: Schedule, change: Variation) -> State:
    """The state in which everything is as a variation says."""
    state = schedule.state
    plan, statuses = state.plan, dict(state.statuses)
    tasks = dict(plan.tasks)
    specs = {**plan.calendars, **{spec.id: spec for spec in change.specs}} if change.specs else plan.calendars
    for name, calendar in change.calendars.items():
        if calendar not in specs and calendar not in BUILT_IN_CALENDARS:
            raise KeyError(calendar)
        tasks[name] = replace(tasks[name], calendar=calendar)
    for old, new in change.relations.items():
        after = tasks[old.successor]
        if old not in after.relations:
            raise KeyError(str(old))
        put = (new if one == old else one for one in after.relations)
        tasks[old.successor] = replace(after, relations=tuple(one for one in put if one is not None))
    for relation in change.added:
        if relation.predecessor not in tasks:
            raise KeyError(relation.predecessor)
        after = tasks[relation.successor]
        tasks[relation.successor] = replace(after, relations=(*after.relations, relation))
    for name, instant in change.floors.items():
        status = state.status(name)
        if status.started is None and status.finished is None:
            held = Constraint(ConstraintKind.EXTERNAL_EARLY_START, instant)
            tasks[name] = replace(tasks[name], constraints=(*tasks[name].constraints, held))
        elif status.finished is None and (status.resumed is None or status.resumed < instant):
            statuses[name] = replace(status, resumed=instant)
    plan = replace(plan, tasks=tasks, calendars=specs)
    state = replace(state, plan=plan, statuses=statuses)
    if change.data_date is not None:
        homes = {key: replace(home, data_date=change.data_date) for key, home in state.homes.items()}
        state = replace(state, data_date=change.data_date, homes=homes)
    if not (change.work or change.assigned):
        return state
    calendars = _calendars(schedule, state, [*change.work, *change.assigned])
    for name in {**change.work, **change.assigned}:
        tasks[name], status = _with_work(state, calendars, tasks[name], change)
        if status is not NOT_STARTED:
            statuses[name] = status
    return replace(state, plan=replace(plan, tasks=tasks), statuses=statuses)


def _with_work(state: State, calendars: Mapping[str, Calendar], task: Task, change: Variation) -> tuple[Task, Status]:
    """A task and its status with so much to do: by its duration, or by what remains where a report has said that."""
    work, legs, status = change.work.get(task.id), change.assigned.get(task.id, ()), state.status(task.id)
    if task.is_milestone or len(legs) not in (0, len(task.assignments)):
        raise ValueError(f"{task.id} has other work to do")
    if status.finished is not None:
        return task, status
    if status.started is not None or status.remaining is not None or status.percent is not None:
        if work is not None:
            status = replace(status, remaining=in_minutes(work), percent=None)
        return task, replace(status, assignments=tuple(map(in_minutes, legs))) if legs else status
    if work is not None and task.duration is not None:
        task = replace(task, duration=_amount(work, task.duration.unit, calendars[calendar_id(task, state)]))
    if legs:
        assigned = zip(task.assignments, legs, strict=True)
        task = replace(task, assignments=tuple(replace(one, duration=in_minutes(minutes)) for one, minutes in assigned))
    return task, status


def _amount(minutes: Minutes, unit: Unit, calendar: Calendar) -> Duration:
    """Working minutes of a calendar in a unit, exact: the unit decides on which calendar a duration counts."""
    return Duration(Fraction(minutes, unit_minutes(unit, calendar.day_minutes)), unit)


def _otherwise(before: State, after: State) -> Collection[str] | None:
    """The tasks that are to be compiled anew; None where there are others than before, or others that only span.

    With a task goes what follows it, where progress, or the calendar that its lags count on, is another.
    """
    old, new = before.plan.tasks, after.plan.tasks
    if list(old) != list(new):
        return None
    names = {name for name, task in new.items() if task is not old[name]}
    if any(new[name].spans != old[name].spans for name in names):
        return None
    if before.homes != after.homes:
        return new
    reported = {*before.statuses, *after.statuses} & new.keys()
    said = {name for name in reported if after.status(name) is not before.status(name)}
    followed = said | {
        name for name in names if new[name].kind is not old[name].kind or _counting(new[name]) != _counting(old[name])
    }
    names |= said
    if followed:
        names |= {
            name for name, task in new.items() if any(relation.predecessor in followed for relation in task.relations)
        }
    return names


def _counting(task: Task) -> tuple[str | None, Unit | None]:
    """What decides on which calendar a task counts."""
    return task.calendar, None if task.duration is None else task.duration.unit


def _calendars(schedule: Schedule, state: State, names: Iterable[str] | None) -> dict[str, Calendar]:
    """The network's calendars, those that are otherwise compiled anew, and what these tasks need besides."""
    kept = {calendar.name: calendar for calendar in schedule.network.calendars}
    old, new = schedule.state.plan.calendars, state.plan.calendars
    other = {name for name in {**old, **new} if old.get(name) != new.get(name)} if old is not new else set()
    tasks = state.plan.tasks
    wanted = used_calendars(state, None if names is None else (tasks[name] for name in names)) - kept.keys()
    wanted |= {name for name in kept if other & _bases(name, new) and (name in new or name in BUILT_IN_CALENDARS)}
    if not wanted:
        return kept
    bounded = [calendar for calendar in kept.values() if calendar.last < NEVER]
    if bounded:
        days = start_day(min(one.first for one in bounded)), start_day(max(one.last for one in bounded) - 1)
    else:
        days = first_guess(state)
    return kept | Calendars().covering(state, *days, wanted)


def _bases(name: str, specs: Mapping[str, CalendarSpec]) -> set[str]:
    """A calendar and those that it stands on."""
    found: set[str] = set()
    base: str | None = name
    while base is not None and base not in found:
        found.add(base)
        spec = specs.get(base) or BUILT_IN_CALENDARS.get(base)
        base = None if spec is None else spec.base
    return found
