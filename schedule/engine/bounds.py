"""Progress, constraints and options compiled into bounds, each with its reason.

What the passes need of a task apart from its relations is six instants (`Bounds`) and its remaining work; what they
need of a relation is what is left of its lag, or that it no longer holds. Every rule of P6 or Microsoft Project that is
not the passes' own stands here, once:

- Work that is not done lies after the data date. A started task's remaining work waits for its unfinished predecessors
  (retained logic), for nothing (override), or stays where it is (Microsoft Project).
- A finished task stands at the data date and passes on what still pushes it, lags and leads into it counted.
- A lag runs from the actual event and the part before the data date is consumed; a lead from it has no effect.
- An early kind of constraint is a floor, a late kind a ceiling; an on-date is both. A mandatory date also caps the
  start and lifts the late finish, against the relations; not to before the data date. A manual start only caps it.

This module must never know a network's shape or a sentence.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeAlias

from schedule.calendars.durations import calendar_id, lag_calendar
from schedule.calendars.worktime import DAY, Calendar
from schedule.engine.cpm import NEVER
from schedule.engine.schedule import Cause, Reason
from schedule.model import (
    CONSTRAINTS,
    NOT_STARTED,
    Against,
    Constraint,
    ConstraintKind,
    Instant,
    Minutes,
    Relation,
    RelationType,
    State,
    Status,
    Task,
    TaskKind,
)
from schedule.rules import LateConstraints, ProgressRule, Settings

EARLY_STARTS = {kind for kind, does in CONSTRAINTS.items() if does.early and does.of_start}
EARLY_FINISHES = {kind for kind, does in CONSTRAINTS.items() if does.early and not does.of_start}
LATE_STARTS = {kind for kind, does in CONSTRAINTS.items() if does.late and does.of_start}
LATE_FINISHES = {kind for kind, does in CONSTRAINTS.items() if does.late and not does.of_start}
MANDATORY = {kind for kind, does in CONSTRAINTS.items() if does.against is Against.ALL}
AGAINST_RELATIONS = {kind for kind, does in CONSTRAINTS.items() if does.against is not Against.NONE}
"""The kinds that put a task where its predecessors may not want it."""
MANUAL = AGAINST_RELATIONS - MANDATORY
"""Those of them that leave the late dates free."""
STANDS_BEFORE = {kind for kind, does in CONSTRAINTS.items() if does.is_early_limit}
"""The kinds by which Microsoft Project lets a task that nothing precedes start before the project."""
ON_DATES = {kind for kind, does in CONSTRAINTS.items() if does.on_date}
"""The kinds that bound both passes and keep the relations."""
_CAPPED = LATE_STARTS | {kind for kind in LATE_FINISHES if kind.effect.is_late_limit}
"""The kinds that hold early dates too where late constraints break the logic; a fixed finish does so by itself."""


@dataclass(slots=True)
class Bounds:
    """What holds one task apart from its relations; the arrays of `cpm.Arrays`, with the reasons of some."""

    floor: Instant
    floor_reason: Cause
    cap: Instant = NEVER
    cap_reason: Cause = Reason.ACTUAL
    date_only: Instant = -NEVER
    ceiling: Instant = NEVER
    ceiling_reason: Cause = Reason.PROJECT_FINISH
    base: Instant = -NEVER
    expected: Instant = -NEVER

    def raise_floor(self, instant: Instant, reason: Cause) -> None:
        """No start before this instant either."""
        if instant > self.floor:
            self.floor, self.floor_reason = instant, reason

    def lower_cap(self, instant: Instant, reason: Cause) -> None:
        """No start after this instant either."""
        if instant < self.cap:
            self.cap, self.cap_reason = instant, reason

    def lower_ceiling(self, instant: Instant, reason: Cause) -> None:
        """No finish after this instant either."""
        if instant < self.ceiling:
            self.ceiling, self.ceiling_reason = instant, reason


def is_started(status: Status) -> bool:
    """Whether work on a task has begun; a finished task has."""
    return status.started is not None or status.finished is not None


def is_suspended(status: Status, data_date: Instant) -> bool:
    """Whether work under way is suspended and does not go on by the data date, or nobody knows when."""
    return status.suspended is not None and (status.resumed is None or status.resumed > data_date)


def work_done(status: Status, calendar: Calendar, data_date: Instant) -> Minutes:
    """P6's actual duration of a started task: working time from its start to the data date, suspension left out."""
    if status.started is None:
        return 0
    end = min(status.suspended or data_date, data_date)
    if status.resumed is not None and status.resumed < data_date:
        end, pause = data_date, calendar.work(status.suspended or status.resumed, status.resumed)
        return max(0, calendar.work(status.started, end) - pause)
    return max(0, calendar.work(status.started, end))


def lag_end(
    relation: Relation, event: Instant, lag: Minutes, state: State, calendars: Mapping[str, Calendar]
) -> Instant:
    """Where a relation's lag ends that runs from an actual event: after so much of its calendar, a pause left out."""
    counted = lag_calendar(relation, state, calendars)
    end, pause = counted.add(event, lag), _pause(relation, state)
    if lag > 0 and pause is not None and event <= pause[0] < end:
        return counted.add(event, lag + counted.work(*pause))
    return end


def lag_run(
    relation: Relation, event: Instant, end: Instant, state: State, calendars: Mapping[str, Calendar]
) -> Minutes:
    """What has run of a relation's lag from an actual event to another instant, on its calendar, a pause left out."""
    counted, pause = lag_calendar(relation, state, calendars), _pause(relation, state)
    run = counted.work(event, end)
    if pause is not None:
        since, until = max(event, pause[0]), min(end, pause[1])
        run -= counted.work(since, max(since, until))
    return run


def _pause(relation: Relation, state: State) -> tuple[Instant, Instant] | None:
    """From when to when the lag of a relation does not run: it leaves a start, and what started was suspended.

    With P6's option "compute start-to-start lag from actual start" it runs on.
    """
    before = state.status(relation.predecessor)
    if relation.type.leaves_finish or before.suspended is None or before.resumed is None:
        return None
    if relation.type is RelationType.SS and state.home(relation.successor).rules.ss_lag_from_actual:
        return None
    return before.suspended, before.resumed


def runs_from_actual_start(relation: Relation, state: State) -> bool:
    """Whether a start-to-start lag counts from its running predecessor's actual start, wherever what remains stands.

    P6's option "compute start-to-start lag from actual start"; the relation then is a floor of its successor.
    """
    rules = state.home(relation.successor).rules
    before = state.status(relation.predecessor)
    running = before.started is not None and before.finished is None
    ended = rules.progress is ProgressRule.OVERRIDE and is_started(state.status(relation.successor))
    return rules.ss_lag_from_actual and relation.type is RelationType.SS and running and not ended


def leaves_past_start(relation: Relation, left: Minutes, state: State) -> bool:
    """Whether a relation leaves from a start that has happened, so that nothing of its predecessor drives it any more.

    How long the work goes on holds nobody who waits for its start. While it is suspended, what is `left` of a lag rests
    with it: then who waits for that waits for the work. P6's files are told by P6's columns.
    """
    before, home = state.status(relation.predecessor), state.home(relation.predecessor)
    if before.started is None or before.finished is not None or relation.type.leaves_finish:
        return False
    rests = home.rules.progress is not ProgressRule.AS_PLANNED and not home.rules.finishes_kept
    return not (rests and left > 0 and is_suspended(before, home.data_date))


def holds_only_late(relation: Relation, state: State, implied: Container[str] = ()) -> bool:
    """Whether a relation that moves its successor no more still limits late dates and free float of its predecessor.

    So does one that counts from an actual start, with progress override one into the finish of a running task, and one
    from the start of a running task into what has been reached (`schedule.engine.implied`).
    """
    before, after = state.status(relation.predecessor), state.status(relation.successor)
    if not (is_started(before) or is_started(after)):
        return False
    overridden = state.home(relation.successor).rules.progress is ProgressRule.OVERRIDE and before.finished is None
    running = before.started is not None and before.finished is None and not relation.type.leaves_finish
    reached = running and relation.successor in implied
    return reached or (overridden and is_started(after)) or runs_from_actual_start(relation, state)


def lag_left(
    relation: Relation,
    lag: Minutes,
    state: State,
    calendars: Mapping[str, Calendar],
    implied: Mapping[str, Instant] = MappingProxyType({}),
) -> Minutes | None:
    """What is left of a relation's lag in minutes, or None where progress has ended the relation itself.

    From a finished predecessor the lag runs from its actual date, from what nobody reported and is reached all the same
    from then (`schedule.engine.implied`); from one in progress, a start-to-start lag is consumed by its actual
    duration. What it was suspended for is no part of either. A lag into a finished task counts as ever.
    """
    before, after = state.status(relation.predecessor), state.status(relation.successor)
    reached = implied.get(relation.predecessor)
    if before is NOT_STARTED and after is NOT_STARTED and reached is None:
        return lag
    rules = state.home(relation.successor).rules
    if rules.progress is ProgressRule.AS_PLANNED:
        return None if after.finished is not None else lag
    overridden = rules.progress is ProgressRule.OVERRIDE and is_started(after) and before.finished is None
    if overridden and (after.finished is not None or not relation.type.enters_finish):
        return None
    event = before.finished if relation.type.leaves_finish or before.started is None else before.started
    event = event if reached is None else reached
    if event is None or not lag:
        return lag
    if before.finished is None and reached is None:
        own = calendars[calendar_id(state.plan.tasks[relation.predecessor], state)]
        return max(0, lag - work_done(before, own, state.home(relation.predecessor).data_date))
    return max(0, lag - max(0, lag_run(relation, event, state.home(relation.predecessor).data_date, state, calendars)))


Legs: TypeAlias = Sequence[tuple[Calendar, Minutes]]
"""What a task still has to do, on which calendar: its own work, or what each of its resources does."""


def bounds_of(task: Task, state: State, legs: Legs) -> Bounds:
    """The bounds of one task with what remains of it.

    Start constraints, and early kinds altogether, no longer hold a task that has started; nothing holds a finished one.
    """
    status, home = state.status(task.id), state.home(task.id)
    rules = home.rules
    if rules.progress is ProgressRule.AS_PLANNED:
        bounds = _as_planned(task, state)
    else:
        bounds = Bounds(home.start, Reason.PROJECT_START)
        if home.data_date > home.start or is_started(status):
            bounds.raise_floor(home.data_date, Reason.DATA_DATE)
    if rules.progress is ProgressRule.ACTUAL_DATES:
        bounds.raise_floor(max(status.started or -NEVER, status.finished or -NEVER), Reason.ACTUAL)
    if status.finished is not None:
        return bounds
    if status.started is not None and status.resumed is not None and rules.progress is not ProgressRule.AS_PLANNED:
        bounds.raise_floor(status.resumed, Reason.RESUMED)
    if task.deadline is not None:
        bounds.lower_ceiling(task.deadline, Reason.DEADLINE)
    for constraint in task.constraints:
        _constrain(bounds, _by_the_day(task, constraint), status, rules, legs, follows=bool(task.relations))
    if rules.progress is not ProgressRule.AS_PLANNED and bounds.cap < max(home.start, home.data_date):
        bounds.cap, bounds.cap_reason = max(home.start, home.data_date), Reason.DATA_DATE
    # A mandatory date overrides what successors ask for, not the task's own deadline or second constraint.
    bounds.base = min(bounds.base, bounds.ceiling)
    expected = next((c.instant for c in task.constraints if c.kind is ConstraintKind.EXPECTED_FINISH), None)
    if expected is not None and _expects(task, rules) and expected >= home.data_date:
        bounds.expected = expected
    return bounds


def _by_the_day(task: Task, constraint: Constraint) -> Constraint:
    """A constraint as it holds a task: a start milestone that has no working hours may start until its day is over.

    Where what it waits for is done in the evening it is reached on that day, as papers show it.
    """
    if constraint.kind is not ConstraintKind.START_NO_LATER_THAN or constraint.instant % DAY:
        return constraint
    if task.kind is not TaskKind.START_MILESTONE or task.calendar is not None:
        return constraint
    waits = any(relation.type.leaves_finish for relation in task.relations)
    return replace(constraint, instant=constraint.instant + DAY) if waits else constraint


def _constrain(
    bounds: Bounds, constraint: Constraint, status: Status, rules: Settings, legs: Legs, *, follows: bool
) -> None:
    """What one constraint adds to the bounds of a task that has not finished, and that `follows` others or not."""
    kind, instant = constraint.kind, constraint.instant
    breaks = rules.late_constraints is LateConstraints.BREAK_LOGIC
    forces = kind in MANDATORY or (breaks and kind in ON_DATES)
    starts = kind in EARLY_STARTS or kind in LATE_STARTS
    if starts and status.started is not None:
        return
    begin = instant if starts else min(calendar.add(instant, -work) for calendar, work in legs)
    end = max(calendar.add(instant, work) for calendar, work in legs) if starts else instant
    if status.started is None:
        if kind is ConstraintKind.START_NO_EARLIER_THAN and rules.dates_without_time and instant % DAY == 0 and follows:
            bounds.date_only = instant
        elif kind in EARLY_STARTS or kind in EARLY_FINISHES:
            bounds.raise_floor(begin, kind)
        if forces or kind in AGAINST_RELATIONS or (breaks and kind in _CAPPED):
            bounds.lower_cap(begin, kind)
    if kind in LATE_STARTS or kind in LATE_FINISHES:
        bounds.lower_ceiling(end, kind)
        if forces:
            bounds.base = end


def _expects(task: Task, rules: Settings) -> bool:
    """Whether P6 obeys an expected finish: not on a task as late as possible, nor where a relation holds its finish."""
    held = any(relation.type.enters_finish for relation in task.relations)
    return rules.use_expected_finish and not (task.is_milestone or task.as_late_as_possible or held)


def _as_planned(task: Task, state: State) -> Bounds:
    """Microsoft Project: the status date moves nothing; a started task stands at its actual start.

    Without `floor_at_start` the project's start holds only tasks without predecessors, and what finish-to-finish pulls;
    of those not one that has a no-earlier-than of its own: that date is kept, also before the project's start.
    """
    status, home = state.status(task.id), state.home(task.id)
    started = status.started if status.started is not None else status.finished
    if started is not None:
        return Bounds(started, Reason.ACTUAL, cap=started)
    held = [relation for relation in task.relations if not state.plan.tasks[relation.predecessor].spans]
    pulled = held and not any(relation.type is RelationType.FF for relation in held)
    kinds = {constraint.kind for constraint in task.constraints}
    dated = kinds & MANUAL or (not held and kinds & STANDS_BEFORE)
    if (pulled or dated) and not home.rules.floor_at_start:
        return Bounds(-NEVER, Reason.PROJECT_START)
    return Bounds(home.start, Reason.PROJECT_START)
