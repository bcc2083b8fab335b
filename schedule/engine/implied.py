"""What has been reached without anybody saying so: milestones whose last condition is reported, and lies behind.

The clerk of a plan typed by hand reports work, and leaves out the milestones: where the permit is issued, who would say
that the site may start? Such a milestone is no fact, and is asked about; but nothing waits for it any more. It lets
work begin, and the lag after it run, as if it had been reported on the day on which its own calendar reached it. P6 has
it wait at the data date, week after week, and on a calendar that is closed by then for the calendar to open again.
Where a milestone waits for nothing, what came after it says that it was there.
This module must never know a pass: it asks reports and calendars only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schedule.calendars.durations import calendar_id, lag_calendar, lag_minutes
from schedule.calendars.worktime import Calendar
from schedule.engine.bounds import AGAINST_RELATIONS, EARLY_FINISHES, EARLY_STARTS, lag_end, lag_left
from schedule.law.preconditions import is_precondition
from schedule.model import Instant, Relation, State, Task, TaskKind
from schedule.rules import ProgressRule


def implied(state: State, calendars: Mapping[str, Calendar], tasks: Sequence[Task]) -> dict[str, Instant]:
    """When each milestone was reached that nobody reported and that waits for nothing any more, by its id.

    What the law wants before other work may begin has come when somebody reports it, and by no silence: that its
    review has ended is no permit. `tasks` come in topological order. One that never waited for anything is among them
    where what follows has begun, at the latest instant that lets that be so; its own date alone tells nothing. One that
    is as late as its successors let it is among them where what follows has begun.
    """
    found: dict[str, Instant] = {}
    if not state.statuses:
        return found
    over: set[str] = set()
    begun = begun_after(state, calendars, tasks)
    for task in tasks:
        status = state.status(task.id)
        if status.finished is not None or status.emptied is not None:
            if all(_is_behind(one, state, calendars, found, over) for one in _holding(task, state)):
                over.add(task.id)
        elif task.is_milestone and status.started is None and _goes_by_its_logic(task, state):
            if task.as_late_as_possible and task.id not in begun:
                continue  # it may still be put off
            held = _holding(task, state)
            asked = [_told(one, state, calendars, found, over) for one in held] if held else [begun.get(task.id)]
            instant = _reached(task, state, calendars, asked, settles=bool(held))
            if instant is not None:
                found[task.id] = instant
    return found


def _holding(task: Task, state: State) -> list[Relation]:
    """The relations that can hold a task: what only spans others drives nothing."""
    return [one for one in task.relations if not state.plan.tasks[one.predecessor].spans]


def _goes_by_its_logic(task: Task, state: State) -> bool:
    """Whether a milestone is typed by hand, and put nowhere else than where what it waits for lets it."""
    rules = state.home(task.id).rules
    if rules.dates_without_time or rules.progress is ProgressRule.AS_PLANNED:
        return False
    put = any(one.kind in AGAINST_RELATIONS for one in task.constraints)
    return not (put or task.assignments or needs_a_report(task, state.plan.tasks))


def needs_a_report(task: Task, tasks: Mapping[str, Task]) -> bool:
    """Whether a milestone is a legal precondition, and not only the mark of others that come before it."""
    before = [tasks[relation.predecessor] for relation in task.relations]
    return is_precondition(task) and not (before and all(map(is_precondition, before)))


def _reached(
    task: Task, state: State, calendars: Mapping[str, Calendar], asked: Sequence[Instant | None], *, settles: bool
) -> Instant | None:
    """When a milestone was reached; None where what is asked of it is still to come, or nothing tells.

    `settles`: it was reached when its own dates and calendar let it, and not when what came after it says. A date of
    its own that lies ahead holds it either way: what stands there has not come.
    """
    told = [instant for instant in asked if instant is not None]
    if len(told) < len(asked):
        return None
    latest, home = max(told), state.home(task.id)
    own = [one.instant for one in task.constraints if one.kind in EARLY_STARTS or one.kind in EARLY_FINISHES]
    if max(own, default=home.data_date) > home.data_date:
        return None
    if settles:
        latest = max([latest, *own])
        calendar = calendars[calendar_id(task, state)]
        at_end = task.kind is TaskKind.FINISH_MILESTONE or not home.rules.milestones_snap
        if not (at_end and calendar.previous_finish(latest) == latest):
            latest = calendar.next_start(latest)
    return latest if latest <= home.data_date else None


def begun_after(state: State, calendars: Mapping[str, Calendar], tasks: Sequence[Task]) -> dict[str, Instant]:
    """The latest instant at which what has begun lets each of its predecessors, and theirs, have been reached.

    `tasks` come in topological order. Through what is no milestone nothing is told of what comes before it.
    """
    begun: dict[str, Instant] = {}
    for name, status in state.statuses.items():
        if name in state.plan.tasks:
            _tell(state.plan.tasks[name], status.started, status.finished, state, calendars, begun)
    for task in reversed(tasks):
        if task.is_milestone and task.id in begun and state.status(task.id).started is None:
            _tell(task, begun[task.id], begun[task.id], state, calendars, begun)
    return begun


def _tell(
    task: Task,
    started: Instant | None,
    finished: Instant | None,
    state: State,
    calendars: Mapping[str, Calendar],
    begun: dict[str, Instant],
) -> None:
    """Lower what a task that has started, or finished, lets its predecessors be."""
    for relation in task.relations:
        event = finished if relation.type.enters_finish else started
        if event is not None:
            lag = lag_minutes(relation, state, calendars)
            instant = lag_calendar(relation, state, calendars).add(event, -lag) if lag else event
            begun[relation.predecessor] = min(instant, begun.get(relation.predecessor, instant))


def _is_behind(
    relation: Relation, state: State, calendars: Mapping[str, Calendar], found: Mapping[str, Instant], over: set[str]
) -> bool:
    """Whether what a relation asks of a task that is done lies behind, and moves it no more."""
    instant = _told(relation, state, calendars, found, over)
    return instant is not None and instant <= state.home(relation.successor).data_date


def _told(
    relation: Relation, state: State, calendars: Mapping[str, Calendar], found: Mapping[str, Instant], over: set[str]
) -> Instant | None:
    """The instant that a relation asks for by what is reported, its lag counted; None where that is still to come."""
    status = state.status(relation.predecessor)
    event, lag = found.get(relation.predecessor), lag_minutes(relation, state, calendars)
    if event is None and not relation.type.leaves_finish and (status.finished is None or relation.predecessor in over):
        event = status.started
        runs = status.finished is None and lag > 0
        if runs and lag_left(relation, lag, state, calendars):
            return None  # the lag of a start is what its task has worked, and a pause is no work
    if event is None and relation.predecessor in over:  # what is not waits for something itself, and passes that on
        event = status.finished
        if event is None and relation.lag is None:  # since when a lag would run nobody has said
            event = status.emptied
    if event is None:
        return None
    return lag_end(relation, event, lag, state, calendars) if lag else event
