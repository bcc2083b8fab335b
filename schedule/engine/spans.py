"""Tasks that only span what others do: levels of effort and summaries, computed after both passes.

A level of effort (site supervision) runs from the first thing that its relations tie to its start to the last that they
tie to its finish; a summary runs over all tasks of its group. Neither drives anything nor has free float; so the passes
know nothing of them. This module must never know the passes' arrays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from schedule.calendars.durations import calendar_id, lag_calendar, lag_minutes
from schedule.calendars.worktime import Calendar
from schedule.engine.schedule import Bound, Reason, Stage, TaskDates
from schedule.frozen import dataclass
from schedule.model import Instant, Minutes, Relation, State, Task, TaskKind


def spanning(
    state: State, calendars: Mapping[str, Calendar], dates: Mapping[str, TaskDates], limits: Mapping[str, Instant]
) -> dict[str, TaskDates]:
    """The levels of effort and summaries, which span tasks that the passes dated.

    `limits` are the instants that late dates count back from, by the keys of the state's homes. A span waits for the
    spans that it is tied to or holds; of those that wait for each other a summary goes first. A summary holds tasks of
    its own plan alone.
    """
    plan = state.plan
    waiting = sorted((task for task in plan.tasks.values() if task.spans), key=lambda task: task.id)
    if not waiting:
        return {}
    known, ids = dict(dates), [task.id for task in waiting]
    after: dict[str, list[Relation]] = {task.id: [] for task in waiting}
    for task in plan.tasks.values():
        for relation in task.relations:
            if relation.predecessor in after:
                after[relation.predecessor].append(relation)
    held = members(state)

    def needed(task: Task) -> list[str]:
        if task.kind is TaskKind.SUMMARY:
            return held[task.id]
        summaries = (one.successor for one in after[task.id] if plan.tasks[one.successor].kind is TaskKind.SUMMARY)
        return [*(relation.predecessor for relation in task.relations), *summaries]

    while waiting:
        knot = sorted(waiting, key=lambda task: task.kind is not TaskKind.SUMMARY)[:1]
        for task in [task for task in waiting if all(one in known for one in needed(task))] or knot:
            if task.kind is TaskKind.SUMMARY:
                inside = [known[one] for one in needed(task) if one in known]
                known[task.id] = _summary(task, state, calendars, inside)
            else:
                limit = limits[state.key(task.id)]
                known[task.id] = _level_of_effort(task, after[task.id], state, calendars, known, limit)
        waiting = [task for task in waiting if task.id not in known]
    return {name: known[name] for name in ids}


def members(state: State) -> dict[str, list[str]]:
    """The tasks that each summary holds: its group; without a group its phase, without either everything."""
    found: dict[tuple[str, tuple[str, ...] | str | None], list[str]] = defaultdict(list)
    tasks = state.plan.tasks.values()
    for task in tasks:
        if task.kind is not TaskKind.SUMMARY:
            for key in (task.phase, *(task.group[:depth] for depth in range(len(task.group) + 1))):
                found[state.key(task.id), key].append(task.id)
    summaries = [task for task in tasks if task.kind is TaskKind.SUMMARY]
    keys = {task.id: task.group if task.group or task.phase is None else task.phase for task in summaries}
    return {name: found[state.key(name), key] for name, key in keys.items()}


@dataclass(frozen=True, slots=True)
class _Tie:
    """What one relation asks of an end of a level of effort: on early and on late dates, and whether it has happened.

    `of_start` where it holds the start, else the finish.
    """

    of_start: bool
    early: Instant
    late: Instant
    actual: bool


def _tie(own: str, relation: Relation, state: State, calendars: Mapping[str, Calendar], other: TaskDates) -> _Tie:
    """The tie between task `own` and the other task of a relation, the lag added or taken away."""
    calendar = lag_calendar(relation, state, calendars)
    is_successor = relation.successor == own
    lag = lag_minutes(relation, state, calendars) * (1 if is_successor else -1)
    at_start = not (relation.type.leaves_finish if is_successor else relation.type.enters_finish)
    of_start = not (relation.type.enters_finish if is_successor else relation.type.leaves_finish)
    actual = other.status.started if at_start else other.status.finished
    early = other.start if at_start else other.finish
    if other.is_no_work:  # where P6 has it, as all that a level of effort goes with
        early = early if other.early_start is None else other.early_start
    late = other.late_start if at_start else other.late_finish
    return _Tie(
        of_start,
        calendar.add(early if actual is None else actual, lag),
        calendar.add(late if late is not None else early, lag),
        actual is not None,
    )


def _level_of_effort(
    task: Task,
    after: Iterable[Relation],
    state: State,
    calendars: Mapping[str, Calendar],
    known: Mapping[str, TaskDates],
    limit: Instant,
) -> TaskDates:
    """From the first tied start to the last tied finish; what has not happened does not lie before the data date."""
    calendar, status, now = calendars[calendar_id(task, state)], state.status(task.id), state.home(task.id).data_date
    ties = [
        _tie(task.id, one, state, calendars, known[one.predecessor])
        for one in task.relations
        if one.predecessor in known
    ]
    ties += [_tie(task.id, one, state, calendars, known[one.successor]) for one in after if one.successor in known]
    begins = [tie for tie in ties if tie.of_start]
    ends = [tie for tie in ties if not tie.of_start]
    first = min(begins, key=lambda tie: tie.early, default=None)
    last = max(ends, key=lambda tie: tie.early, default=None)
    begun = first is not None and first.actual and first.early <= now
    ended = last is not None and last.actual and last.early <= now
    early_start = calendar.next_start(max(now, first.early) if first is not None else now)
    late_finish = max((calendar.previous_finish(tie.late) for tie in ends), default=limit)
    late_start = min((tie.late for tie in begins), default=late_finish)
    if status.finished is not None or (ended and begun):
        finished = status.finished if status.finished is not None else (last.early if last is not None else now)
        begin = first.early if first is not None else finished
        started = status.started if status.started is not None else begin
        fact = Bound(Reason.ACTUAL, finished)
        return _dates(task, state, calendar, Stage.FINISHED, started, finished, fact)
    early_finish = max(early_start if last is None else calendar.previous_finish(last.early), early_start)
    begun_at = first.early if begun and first is not None else None
    actual_start = status.started if status.started is not None else begun_at
    late_start = min(calendar.next_start(late_start), late_finish)
    span = Bound(Reason.SPAN, early_start)
    dates = _dates(
        task,
        state,
        calendar,
        Stage.NOT_STARTED if actual_start is None else Stage.IN_PROGRESS,
        early_start if actual_start is None else actual_start,
        early_finish,
        span,
    )
    total_float = calendar.work(early_finish, late_finish)
    tied = [known[one.predecessor] for one in task.relations if one.predecessor in known]
    tied += [known[one.successor] for one in after if one.successor in known]
    return replace(
        dates,
        critical=any(other.critical for other in tied),
        longest_path=any(other.longest_path for other in tied),
        remaining=max(0, calendar.work(early_start, early_finish)),
        early_start=early_start,
        early_finish=early_finish,
        late_start=late_start,
        late_finish=late_finish,
        total_float=total_float,
        free_float=0,
        late_bound=Bound(Reason.SPAN, late_finish),
    )


def _summary(task: Task, state: State, calendars: Mapping[str, Calendar], inside: Collection[TaskDates]) -> TaskDates:
    """All tasks of the summary's group: from the first start to the last finish, finished when all of them are."""
    calendar, now = calendars[calendar_id(task, state)], state.home(task.id).data_date
    if not inside:
        nothing = _dates(task, state, calendar, Stage.NOT_STARTED, now, now, Bound(Reason.SPAN, now))
        return replace(nothing, early_start=now, early_finish=now, late_start=now, late_finish=now, total_float=0)
    start, finish = min(dates.start for dates in inside), max(dates.finish for dates in inside)
    span = Bound(Reason.SPAN, start)
    unfinished = [dates for dates in inside if dates.stage is not Stage.FINISHED]
    if not unfinished:
        return _dates(task, state, calendar, Stage.FINISHED, start, finish, span)
    early_start, early_finish = _outer(unfinished, lambda dates: (dates.early_start, dates.early_finish))
    late_start, late_finish = _outer(unfinished, lambda dates: (dates.late_start, dates.late_finish))
    begun = any(dates.stage is not Stage.NOT_STARTED for dates in inside)
    stage = Stage.IN_PROGRESS if begun else Stage.NOT_STARTED
    return replace(
        _dates(task, state, calendar, stage, start, finish, span),
        remaining=max(0, calendar.work(early_start, early_finish)),
        early_start=early_start,
        early_finish=early_finish,
        late_start=late_start,
        late_finish=late_finish,
        total_float=calendar.work(early_finish, late_finish),
        free_float=0,
        critical=any(dates.critical for dates in unfinished),
    )


def _outer(
    inside: Iterable[TaskDates], ends: Callable[[TaskDates], tuple[Instant | None, Instant | None]]
) -> tuple[Instant, Instant]:
    """The first start and the last finish of some tasks."""
    pairs = [(begin, end) for begin, end in map(ends, inside) if begin is not None and end is not None]
    return min(begin for begin, _ in pairs), max(end for _, end in pairs)


def _dates(
    task: Task, state: State, calendar: Calendar, stage: Stage, start: Instant, finish: Instant, bound: Bound
) -> TaskDates:
    span: Minutes = max(0, calendar.work(start, finish))
    return TaskDates(
        task=task,
        status=state.status(task.id),
        stage=stage,
        calendar=calendar,
        duration=span,
        remaining=0,
        start=start,
        finish=finish,
        early_bound=bound,
        late_bound=bound,
    )
