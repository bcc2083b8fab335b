"""From a state to its schedule: calendars wide enough, the network, the passes, and their integers in the plan's names.

This module must never know a file, a baseline or last week: one state in, one schedule out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from schedule.calendars.compile import compile_calendar
from schedule.calendars.worktime import Calendar, Provisional, start_day
from schedule.diagnostics import Diagnostic, PlanError
from schedule.engine import cpm, paths
from schedule.engine.network import Network, calendar_id, compile_network, lag_calendar_id
from schedule.engine.schedule import Bound, Latest, Reason, Schedule, Stage, TaskDates
from schedule.model import (
    BUILT_IN_CALENDARS,
    ConstraintKind,
    Instant,
    Minutes,
    Plan,
    Relation,
    State,
    Task,
    TotalFloat,
    Unit,
)


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


def target_of(state: State) -> str | None:
    """The task that the headline is about: the one the plan names, else the one with the earliest unfinished deadline.

    When every deadline is behind, it is the last of them; None where the plan has none.
    """
    plan = state.plan
    if plan.target is not None:
        return plan.target
    dated = [(task.deadline, k, task.id) for k, task in enumerate(plan.tasks.values()) if task.deadline is not None]
    ahead = [one for one in dated if state.status(one[2]).finished is None]
    if ahead:
        return min(ahead)[2]
    return max(dated)[2] if dated else None


Pass = tuple[list[int], list[int], list[int]]
"""Starts, finishes and what set them, by task number."""


@dataclass(frozen=True, slots=True)
class _Passes:
    """The raw integers of one computation: early, late, and latest for the deadlines alone (None without any)."""

    early: Pass
    late: Pass
    latest: Pass | None
    project_finish: Instant

    def extent(self) -> tuple[int, int]:
        """The earliest and the latest instant that came out."""
        kept = [self.early, self.late, *([self.latest] if self.latest is not None else [])]
        limited = [[instant for dates in one[:2] for instant in dates if cpm.is_limited(instant)] for one in kept]
        return min(min(one) for one in limited if one), max(max(one) for one in limited if one)


def _passes(network: Network) -> _Passes:
    net, tables = network.arrays, [calendar.table for calendar in network.calendars]
    early = cpm.forward(net, tables)
    unfinished = [finish for finish, kind in zip(early[1], net.kind, strict=True) if kind != cpm.FINISHED]
    project_finish = max(unfinished or early[1])
    deadlines = [
        task.deadline if task.deadline is not None and kind != cpm.FINISHED else cpm.NEVER
        for task, kind in zip(network.tasks, net.kind, strict=True)
    ]
    late = cpm.backward(net, tables, [min(project_finish, deadline) for deadline in deadlines])
    has_deadline = any(deadline != cpm.NEVER for deadline in deadlines)
    latest = cpm.backward(net, tables, deadlines, safe=True) if has_deadline else None
    return _Passes(early, late, latest, project_finish)


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
    early_start, early_finish, _ = passes.early
    of_pred, of_succ = cpm.relation_floats(net, tables, early_start, early_finish)
    free = cpm.free_floats(net, tables, early_finish, of_pred, passes.project_finish)
    drives = paths.driving_relations(net, early_finish, of_succ)
    longest = paths.longest_path(net, early_finish, drives)
    target = target_of(state)
    ends = [] if target is None or state.status(target).finished is not None else [network.number[target]]
    held = paths.drivers_of(net, ends, drives)
    tasks = {}
    for name in state.plan.tasks:
        i = network.number[name]
        if net.kind[i] == cpm.FINISHED:
            tasks[name] = _finished(state, network, passes, i, drives)
        else:
            tasks[name] = _unfinished(state, network, passes, i, drives, free[i], longest=i in longest, held=i in held)
    begin = min(dates.start for dates in tasks.values())
    finish = max(dates.finish for dates in tasks.values())
    return Schedule(
        state=state,
        tasks=tasks,
        start=begin,
        finish=finish,
        calendars=calendars,
        provisional=_assumed(calendars, start_day(begin).year, start_day(_last_shown(tasks.values())).year),
    )


def _finished(state: State, network: Network, passes: _Passes, i: int, drives: list[bool]) -> TaskDates:
    """A finished task: its actual dates; what drives it only where unfinished predecessors push it on."""
    net, task = network.arrays, network.tasks[i]
    status = state.status(task.id)
    finished = status.finished if status.finished is not None else state.data_date
    pushed = passes.early[0][i] > net.floor[i]
    fact = Bound(Reason.ACTUAL, finished)
    return TaskDates(
        task=task,
        status=status,
        stage=Stage.FINISHED,
        calendar=network.calendars[net.calendar[i]],
        duration=network.full_duration[i],
        remaining=0,
        start=status.started if status.started is not None else finished,
        finish=finished,
        early_start=None,
        early_finish=None,
        late_start=None,
        late_finish=None,
        total_float=None,
        free_float=None,
        critical=False,
        longest_path=False,
        early_bound=_early_bound(state, network, passes, i) if pushed else fact,
        late_bound=fact,
        driving=_driving(network, i, drives) if pushed else (),
        latest=_latest(network, passes, i),
    )


def _unfinished(
    state: State,
    network: Network,
    passes: _Passes,
    i: int,
    drives: list[bool],
    free_float: Minutes,
    *,
    longest: bool,
    held: bool,
) -> TaskDates:
    net, task = network.arrays, network.tasks[i]
    status, calendar = state.status(task.id), network.calendars[net.calendar[i]]
    early_start, early_finish = passes.early[0][i], passes.early[1][i]
    late_start, late_finish = passes.late[0][i], passes.late[1][i]
    total_float = _total_float(
        state.plan.settings.total_float,
        calendar.work(early_start, late_start),
        calendar.work(early_finish, late_finish),
    )
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
        driving=_driving(network, i, drives),
        latest=_latest(network, passes, i),
    )


def _driving(network: Network, i: int, drives: list[bool]) -> tuple[Relation, ...]:
    incoming = range(network.arrays.incoming[i], network.arrays.incoming[i + 1])
    return tuple(network.relations[relation] for relation in incoming if drives[relation])


def _total_float(which: TotalFloat, start_float: Minutes, finish_float: Minutes) -> Minutes:
    if which is TotalFloat.START:
        return start_float
    if which is TotalFloat.FINISH:
        return finish_float
    return min(start_float, finish_float)


def _early_bound(state: State, network: Network, passes: _Passes, i: int) -> Bound:
    net = network.arrays
    early_start, early_finish, set_by = passes.early
    relation = set_by[i]
    if relation >= 0:
        tables = [calendar.table for calendar in network.calendars]
        asked = cpm.bound(net, tables, early_start, early_finish, relation)
        return Bound(Reason.RELATION, asked, network.relations[relation])
    instant = net.floor[i]
    if state.status(network.tasks[i].id).started is None:
        for constraint in network.tasks[i].constraints:
            if constraint.instant == instant and instant > max(state.plan.start, state.data_date):
                return Bound(_CONSTRAINT_REASON[constraint.kind], instant)
    return Bound(Reason.DATA_DATE if state.data_date > state.plan.start else Reason.PROJECT_START, instant)


def _late_bound(network: Network, passes: _Passes, i: int) -> Bound:
    _, late_finish, set_by = passes.late
    if set_by[i] >= 0:
        return Bound(Reason.RELATION, late_finish[i], network.relations[set_by[i]])
    deadline = network.tasks[i].deadline
    if deadline is not None and deadline <= passes.project_finish:
        return Bound(Reason.DEADLINE, deadline)
    return Bound(Reason.PROJECT_FINISH, passes.project_finish)


def _latest(network: Network, passes: _Passes, i: int) -> Latest | None:
    if passes.latest is None or not cpm.is_limited(passes.latest[1][i]):
        return None
    starts, finishes, set_by = passes.latest
    deadline = network.tasks[i].deadline
    if set_by[i] >= 0 or deadline is None:
        return Latest(starts[i], finishes[i], Bound(Reason.RELATION, finishes[i], network.relations[set_by[i]]))
    return Latest(starts[i], finishes[i], Bound(Reason.DEADLINE, deadline))


_CONSTRAINT_REASON = {ConstraintKind.START_NO_EARLIER_THAN: Reason.START_NO_EARLIER_THAN}


def _last_shown(tasks: Collection[TaskDates]) -> Instant:
    """The latest instant that any table shows."""
    last = max(max(dates.finish, dates.late_finish or 0, dates.task.deadline or 0) for dates in tasks)
    return max([last, *(dates.latest.finish for dates in tasks if dates.latest is not None)])


def _assumed(calendars: Mapping[str, Calendar], first_year: int, last_year: int) -> tuple[Provisional, ...]:
    """What the calendars assumed about the years that the schedule touches, each thing once."""
    found = {
        (notice.year, notice.code, notice.subject): notice
        for calendar in calendars.values()
        for notice in calendar.provisional
        if first_year <= notice.year <= last_year
    }
    return tuple(found[key] for key in sorted(found))
