"""The answer: every task's dates, floats and reasons, computed from a state.

`compute` compiles the network, runs the passes and dresses the integers in the plan's names. This module must never
know a file, a baseline or last week: one state in, one schedule out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from schedule.calendars.compile import compile_calendar
from schedule.calendars.worktime import Calendar, Provisional, finish_day, start_day
from schedule.diagnostics import Diagnostic, PlanError
from schedule.engine import cpm, paths
from schedule.engine.network import Network, calendar_id, compile_network, lag_calendar_id
from schedule.model import (
    BUILT_IN_CALENDARS,
    ConstraintKind,
    Instant,
    Minutes,
    Plan,
    Relation,
    State,
    Status,
    Task,
    TaskKind,
    TotalFloat,
    Unit,
)


class Stage(StrEnum):
    """How far a task has come at the data date."""

    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    FINISHED = "finished"


class Reason(StrEnum):
    """What can set a date."""

    RELATION = "relation"
    PROJECT_START = "project-start"
    DATA_DATE = "data-date"
    START_NO_EARLIER_THAN = "start_no_earlier_than"
    ACTUAL = "actual"
    DEADLINE = "deadline"
    PROJECT_FINISH = "project-finish"


@dataclass(frozen=True, slots=True)
class Bound:
    """What set a date: a relation, a constraint, the data date, an actual, a deadline or the project's own ends."""

    reason: Reason
    instant: Instant
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class TaskDates:
    """One task of a schedule. Instants in minutes; durations and floats in working minutes of `calendar`.

    `start` and `finish` are what a reader is shown: actual where there is one, else early. For a task in progress the
    early and late starts are those of the remaining work. A finished task has actual dates only: its early and late
    dates and floats are None. `early_bound` and `late_bound` say what set the early start (or the early finish, for
    FF and SF) and the late finish.
    """

    task: Task
    status: Status
    stage: Stage
    calendar: Calendar
    duration: Minutes
    remaining: Minutes
    start: Instant
    finish: Instant
    early_start: Instant | None
    early_finish: Instant | None
    late_start: Instant | None
    late_finish: Instant | None
    total_float: Minutes | None
    free_float: Minutes | None
    critical: bool
    longest_path: bool
    early_bound: Bound
    late_bound: Bound
    driving: tuple[Relation, ...] = ()

    @property
    def first_day(self) -> date:
        """The day that the start is shown on; a finish milestone starts on the day that it is reached."""
        return shown_days(self.task.kind, self.start, self.finish)[0]

    @property
    def last_day(self) -> date:
        """The day that the finish is shown on; a start milestone finishes on the day that it is reached."""
        return shown_days(self.task.kind, self.start, self.finish)[1]


@dataclass(frozen=True, slots=True)
class Schedule:
    """All tasks in plan order, the project's start and early finish, and what the calendars had to assume."""

    state: State
    tasks: Mapping[str, TaskDates]
    start: Instant
    finish: Instant
    calendars: Mapping[str, Calendar]
    provisional: tuple[Provisional, ...] = ()


def shown_days(kind: TaskKind, start: Instant, finish: Instant) -> tuple[date, date]:
    """The days on which a start and a finish are shown: midnight begins a start's day and ends a finish's.

    A milestone is one instant and one day: a start milestone's morning, a finish milestone's evening.
    """
    first = finish_day(start) if kind is TaskKind.FINISH_MILESTONE else start_day(start)
    last = start_day(finish) if kind is TaskKind.START_MILESTONE else finish_day(finish)
    return first, last


def compute(state: State) -> Schedule:
    """The schedule of a state: forward pass, backward pass, floats, longest path, and what set each date.

    Calendars are compiled for a horizon that is widened until every date lies inside it. Raises PlanError (`horizon`)
    where dates would leave the years 1 to 9999. The rules are P6's, with retained logic.
    """
    first, last = _first_horizon(state)
    while True:
        calendars = _compiled(state.plan, first, last)
        network = compile_network(state, calendars)
        passes = _passes(network)
        early, late = passes.extent()
        too_early = early < max(calendar.first for calendar in calendars.values())
        too_late = late > min(calendar.last for calendar in calendars.values())
        if not (too_early or too_late):
            return _dressed(state, calendars, network, passes)
        first, last = _widened(first, last, too_early=too_early, too_late=too_late)


def target_of(plan: Plan) -> str | None:
    """The task that the headline is about: the one the plan names, else the one with the earliest deadline."""
    if plan.target is not None:
        return plan.target
    dated = [(task.deadline, k, task.id) for k, task in enumerate(plan.tasks.values()) if task.deadline is not None]
    return min(dated)[2] if dated else None


@dataclass(frozen=True, slots=True)
class _Passes:
    """The raw integers of one computation, by task number."""

    early_start: list[int]
    early_finish: list[int]
    early_by: list[int]
    late_start: list[int]
    late_finish: list[int]
    late_by: list[int]
    project_finish: Instant

    def extent(self) -> tuple[int, int]:
        """The earliest and the latest instant that came out."""
        return min(*self.early_start, *self.late_start), max(*self.early_finish, *self.late_finish)


def _passes(network: Network) -> _Passes:
    net, tables = network.arrays, [calendar.table for calendar in network.calendars]
    early_start, early_finish, early_by = cpm.forward(net, tables)
    project_finish = max(early_finish)
    ceiling = [project_finish] * len(network.tasks)
    for i, task in enumerate(network.tasks):
        if task.deadline is not None and net.kind[i] != cpm.FINISHED:
            ceiling[i] = min(project_finish, task.deadline)
    late_start, late_finish, late_by = cpm.backward(net, tables, ceiling)
    return _Passes(early_start, early_finish, early_by, late_start, late_finish, late_by, project_finish)


def _compiled(plan: Plan, first: date, last: date) -> dict[str, Calendar]:
    """The calendars that the plan uses, the project's always among them, compiled from `first` to `last`."""
    used = {plan.calendar}
    for task in plan.tasks.values():
        used.add(calendar_id(task, plan))
        used.update(lag_calendar_id(relation, plan.tasks[relation.predecessor], plan) for relation in task.relations)
    specs = {**BUILT_IN_CALENDARS, **plan.calendars}
    compiled, faults = {}, []
    for name in sorted(used):
        try:
            compiled[name] = compile_calendar(specs[name], specs, first, last)
        except ValueError:
            faults.append(Diagnostic("calendar-without-work", specs[name].location, {"found": name}))
    if faults:
        raise PlanError(faults)
    return compiled


_MARGIN = timedelta(days=500)
"""Beyond the first guess on both sides: room for late dates before the start, and for a closed season at either end."""


def _first_horizon(state: State) -> tuple[date, date]:
    """Days that will probably hold every date.

    Those that are stated, and a guess at the longest path in elapsed days.
    """
    plan = state.plan
    known = [plan.start, state.data_date]
    for task in plan.tasks.values():
        known.extend(constraint.instant for constraint in task.constraints)
        if task.deadline is not None:
            known.append(task.deadline)
    for status in state.statuses.values():
        known.extend(instant for instant in (status.started, status.finished) if instant is not None)
    reach: dict[str, float] = {}
    for task in plan.tasks.values():
        begin = max((reach.get(relation.predecessor, 0.0) for relation in task.relations), default=0.0)
        reach[task.id] = begin + _elapsed_days(task)
    ahead = timedelta(days=min(int(max(reach.values())), 3_000_000))
    return _shifted(start_day(min(known)), -_MARGIN), _shifted(start_day(max(known)), ahead + _MARGIN)


def _elapsed_days(task: Task) -> float:
    """A generous guess at the days that a task takes: ten calendar days for six working days, eight hours a day."""
    if task.duration is None:
        return 0.0
    days = {Unit.WORKING_DAYS: 1.6, Unit.CALENDAR_DAYS: 1.0, Unit.HOURS: 0.2, Unit.MINUTES: 0.2 / 60}
    return float(task.duration.amount) * days[task.duration.unit]


def _shifted(day: date, by: timedelta) -> date:
    """A day moved, no further than the ends of the calendar of this world."""
    try:
        return day + by
    except OverflowError:
        return date.min if by < timedelta() else date.max


def _widened(first: date, last: date, *, too_early: bool, too_late: bool) -> tuple[date, date]:
    """A horizon twice as long on the sides that were too short. Raises PlanError where there is no wider one."""
    if (too_early and first == date.min) or (too_late and last == date.max):
        raise PlanError([Diagnostic("horizon", None, {"found": f"{first}..{last}"})])
    span = last - first
    return (_shifted(first, -span) if too_early else first), (_shifted(last, span) if too_late else last)


def _dressed(state: State, calendars: Mapping[str, Calendar], network: Network, passes: _Passes) -> Schedule:
    """The passes' integers in the plan's names, tasks in plan order."""
    net, tables = network.arrays, [calendar.table for calendar in network.calendars]
    of_pred, of_succ = cpm.relation_floats(net, tables, passes.early_start, passes.early_finish)
    free = cpm.free_floats(net, tables, passes.early_finish, of_pred)
    drives = paths.driving_relations(net, passes.early_finish, of_succ)
    longest = paths.longest_path(net, passes.early_finish, drives)
    target = target_of(state.plan)
    held = paths.drivers_of(net, [network.number[target]] if target is not None else [], drives)
    tasks = {}
    for name in state.plan.tasks:
        i = network.number[name]
        tasks[name] = _task_dates(state, network, passes, i, free[i], drives, longest=i in longest, held=i in held)
    begin = min(dates.start for dates in tasks.values())
    finish = max(dates.finish for dates in tasks.values())
    return Schedule(
        state=state,
        tasks=tasks,
        start=begin,
        finish=finish,
        calendars=calendars,
        provisional=_assumed(calendars, start_day(begin).year, start_day(finish).year),
    )


def _task_dates(
    state: State,
    network: Network,
    passes: _Passes,
    i: int,
    free_float: Minutes,
    drives: list[bool],
    *,
    longest: bool,
    held: bool,
) -> TaskDates:
    net, task = network.arrays, network.tasks[i]
    status, calendar = state.status(task.id), network.calendars[net.calendar[i]]
    if status.finished is not None:
        begun = status.started if status.started is not None else status.finished
        fact = Bound(Reason.ACTUAL, status.finished)
        return TaskDates(
            task=task,
            status=status,
            stage=Stage.FINISHED,
            calendar=calendar,
            duration=network.full_duration[i],
            remaining=0,
            start=begun,
            finish=status.finished,
            early_start=None,
            early_finish=None,
            late_start=None,
            late_finish=None,
            total_float=None,
            free_float=None,
            critical=False,
            longest_path=False,
            early_bound=fact,
            late_bound=fact,
        )
    early_start, early_finish = passes.early_start[i], passes.early_finish[i]
    late_start, late_finish = passes.late_start[i], passes.late_finish[i]
    total_float = _total_float(
        state.plan.settings.total_float,
        calendar.work(early_start, late_start),
        calendar.work(early_finish, late_finish),
    )
    incoming = range(net.incoming[i], net.incoming[i + 1])
    return TaskDates(
        task=task,
        status=status,
        stage=Stage.NOT_STARTED if status.started is None else Stage.IN_PROGRESS,
        calendar=calendar,
        duration=network.full_duration[i],
        remaining=net.duration[i],
        start=early_start if status.started is None else status.started,
        finish=early_finish,
        early_start=early_start,
        early_finish=early_finish,
        late_start=late_start,
        late_finish=late_finish,
        total_float=total_float,
        free_float=free_float,
        critical=longest or held or total_float < 0,
        longest_path=longest,
        early_bound=_early_bound(state, network, passes, i),
        late_bound=_late_bound(network, passes, i),
        driving=tuple(network.relations[relation] for relation in incoming if drives[relation]),
    )


def _total_float(which: TotalFloat, start_float: Minutes, finish_float: Minutes) -> Minutes:
    if which is TotalFloat.START:
        return start_float
    if which is TotalFloat.FINISH:
        return finish_float
    return min(start_float, finish_float)


def _early_bound(state: State, network: Network, passes: _Passes, i: int) -> Bound:
    net, relation = network.arrays, passes.early_by[i]
    if relation >= 0:
        tables = [calendar.table for calendar in network.calendars]
        asked = cpm.bound(net, tables, passes.early_start, passes.early_finish, relation)
        return Bound(Reason.RELATION, asked, network.relations[relation])
    instant = net.floor[i]
    if state.status(network.tasks[i].id).started is None:
        for constraint in network.tasks[i].constraints:
            if constraint.instant == instant and instant > max(state.plan.start, state.data_date):
                return Bound(_CONSTRAINT_REASON[constraint.kind], instant)
    return Bound(Reason.DATA_DATE if state.data_date > state.plan.start else Reason.PROJECT_START, instant)


def _late_bound(network: Network, passes: _Passes, i: int) -> Bound:
    relation = passes.late_by[i]
    if relation >= 0:
        return Bound(Reason.RELATION, passes.late_finish[i], network.relations[relation])
    deadline = network.tasks[i].deadline
    if deadline is not None and deadline <= passes.project_finish:
        return Bound(Reason.DEADLINE, deadline)
    return Bound(Reason.PROJECT_FINISH, passes.project_finish)


_CONSTRAINT_REASON = {ConstraintKind.START_NO_EARLIER_THAN: Reason.START_NO_EARLIER_THAN}


def _assumed(calendars: Mapping[str, Calendar], first_year: int, last_year: int) -> tuple[Provisional, ...]:
    """What the calendars assumed about the years that the schedule touches, each thing once."""
    found = {
        (notice.year, notice.code, notice.subject): notice
        for calendar in calendars.values()
        for notice in calendar.provisional
        if first_year <= notice.year <= last_year
    }
    return tuple(found[key] for key in sorted(found))
