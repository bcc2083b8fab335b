"""The lags of a plan → hours on the one calendar that all lags of a file count on.

Each of our lags says by its unit what it counts: `+5wd` working days, `+3cd` every day. P6 has one rule for a whole
project (SCHEDOPTIONS) and Microsoft Project another; a lag that counts otherwise is written as the working time that it
takes at the dates of this schedule, and told. This module must never know how a file is laid out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from schedule.calendars.worktime import DAY, Calendar
from schedule.diagnostics import Diagnostic, Severity
from schedule.model import CALENDAR_DAYS, Duration, Instant, Minutes, Relation, State, StoredDates, Task, Unit
from schedule.rules import LagCalendar, in_force

Calendars = Mapping[str, Calendar]


def calendar_id(task: Task, state: State) -> str:
    """As the engine takes it: a duration in calendar days without a named calendar counts every day."""
    if task.calendar is None and task.duration is not None and task.duration.unit is Unit.CALENDAR_DAYS:
        return CALENDAR_DAYS.id
    return task.calendar or state.plan.calendar


def work_minutes(duration: Duration | None, calendar: Calendar) -> Minutes:
    """A duration or lag in working minutes of a calendar, rounded to the minute; None is nothing."""
    if duration is None:
        return 0
    worth = {Unit.WORKING_DAYS: calendar.day_minutes, Unit.CALENDAR_DAYS: DAY, Unit.HOURS: 60, Unit.MINUTES: 1}
    return round(duration.amount * worth[duration.unit])


def lag_rule(state: State, calendars: Calendars) -> LagCalendar:
    """The rule to write into an `.xer`: the plan's own, or all hours where more of its lags count so (`+3cd`)."""
    lagged = [relation for relation in _relations(state) if relation.lag is not None and relation.lag.amount]
    rules = (_own_rule(state), LagCalendar.ALL_HOURS)
    return min(rules, key=lambda rule: sum(not _counts(one, rule, state, calendars) for one in lagged))


def lag_minutes(
    relation: Relation,
    rule: LagCalendar,
    state: State,
    calendars: Calendars,
    dates: Mapping[str, StoredDates],
    warnings: list[Diagnostic],
) -> Minutes:
    """A relation's lag by the rule of the file, in minutes.

    Warning: `xer-lag-calendar`, where it counts on another calendar than the plan says and its amount is that of these
    dates; not of a relation between finished tasks, which decides nothing any more.
    """
    own = _own_rule(state)
    ours = calendars[_lag_calendar(relation, own, state)]
    predecessor = state.plan.tasks[relation.predecessor]
    # All hours have no working days of their own: a lag in days means the predecessor's days.
    days_of = calendars[calendar_id(predecessor, state)] if own is LagCalendar.ALL_HOURS else ours
    minutes = work_minutes(relation.lag, days_of)
    if not minutes or _counts(relation, rule, state, calendars):
        return minutes
    if any(state.status(name).finished is None for name in (relation.predecessor, relation.successor)):
        facts = {"found": str(relation), "task": relation.successor}
        warnings.append(Diagnostic("xer-lag-calendar", relation.location, facts, Severity.WARNING))
    theirs = calendars.get(_by_rule(relation, rule, state))
    event = _event(relation, state, dates)
    if event is None:
        return round(minutes * (theirs.day_minutes if theirs else DAY) / ours.day_minutes)
    reached = ours.add(event, minutes)
    return theirs.work(event, reached) if theirs else reached - event


def elapsed_lags(state: State) -> tuple[tuple[str, str, str, Minutes], ...]:
    """The lags that count every hour: predecessor, successor, type and minutes."""
    found = []
    for relation in _relations(state):
        lag = relation.lag
        if lag is not None and lag.amount and lag.unit is Unit.CALENDAR_DAYS:
            found.append((relation.predecessor, relation.successor, relation.type.value, round(lag.amount * DAY)))
    return tuple(found)


def _relations(state: State) -> Iterator[Relation]:
    return (relation for task in state.plan.tasks.values() for relation in task.relations)


def _own_rule(state: State) -> LagCalendar:
    return in_force(state.plan.settings).lag_calendar or LagCalendar.PREDECESSOR


def _counts(relation: Relation, rule: LagCalendar, state: State, calendars: Calendars) -> bool:
    """Whether a lag means the same by the file's rule as in the plan."""
    ours, theirs = _lag_calendar(relation, _own_rule(state), state), _by_rule(relation, rule, state)
    return ours == theirs or (theirs in calendars and calendars[ours].table == calendars[theirs].table)


def _lag_calendar(relation: Relation, rule: LagCalendar, state: State) -> str:
    """As the engine takes it: the rule, but calendar days count every day and working days never do by default."""
    lag = relation.lag
    if lag is not None and lag.unit is Unit.CALENDAR_DAYS:
        return CALENDAR_DAYS.id
    task = state.plan.tasks[relation.successor if rule is LagCalendar.SUCCESSOR else relation.predecessor]
    working = lag is not None and lag.unit is Unit.WORKING_DAYS and task.calendar is None
    return state.plan.calendar if working and rule is not LagCalendar.ALL_HOURS else _by_rule(relation, rule, state)


def _by_rule(relation: Relation, rule: LagCalendar, state: State) -> str:
    """The calendar of every lag by a rule, whatever its unit."""
    if rule is LagCalendar.ALL_HOURS:
        return CALENDAR_DAYS.id
    if rule is LagCalendar.PROJECT:
        return state.plan.calendar
    name = relation.successor if rule is LagCalendar.SUCCESSOR else relation.predecessor
    return calendar_id(state.plan.tasks[name], state)


def _event(relation: Relation, state: State, dates: Mapping[str, StoredDates]) -> Instant | None:
    """When the predecessor's end that the lag counts from is, or is to be."""
    status, computed = state.status(relation.predecessor), dates.get(relation.predecessor, StoredDates())
    if relation.type.leaves_finish:
        return computed.early_finish if status.finished is None else status.finished
    return computed.early_start if status.started is None else status.started
