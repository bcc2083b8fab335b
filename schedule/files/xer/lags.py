"""The lags of a plan → hours on the one calendar that all lags of a file count on.

Each of our lags says by its unit what it counts: `+5wd` working days, `+3cd` every day. P6 has one rule for a whole
project (SCHEDOPTIONS) and Microsoft Project another; a lag that counts otherwise is written as the working time that it
takes at the dates of this schedule, and told. This module must never know how a file is laid out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction

from schedule.calendars.durations import calendar_id_by_rule, lag_calendar, lag_calendar_id, lag_minutes, whole
from schedule.calendars.worktime import DAY, Calendar
from schedule.diagnostics import Diagnostic, Severity
from schedule.model import Instant, Minutes, Relation, State, StoredDates, Unit
from schedule.rules import LagCalendar, in_force

Calendars = Mapping[str, Calendar]


def lag_rule(state: State, calendars: Calendars) -> LagCalendar:
    """The rule to write into an `.xer`: the plan's own, or all hours where more of its lags count so (`+3cd`)."""
    lagged = [relation for relation in _relations(state) if relation.lag is not None and relation.lag.amount]
    rules = (in_force(state.plan.settings).lag_calendar or LagCalendar.PREDECESSOR, LagCalendar.ALL_HOURS)
    return min(rules, key=lambda rule: sum(not _counts(one, rule, state, calendars) for one in lagged))


def written_lag(
    relation: Relation,
    rule: LagCalendar,
    state: State,
    calendars: Calendars,
    dates: Mapping[str, StoredDates],
    pushed: Collection[str],
    warnings: list[Diagnostic],
) -> Minutes:
    """A relation's lag by the rule of the file, in minutes.

    Warning: `xer-lag-calendar`, where it counts on another calendar than the plan says and its amount is that of these
    dates; not of a relation between finished tasks that decides nothing any more: whose predecessor is not `pushed`
    (`pushed_on`) and whose lag has run. A relation from a start waits for its lag's calendar also where it has no lag:
    that is told, and written as a lag, where it makes a difference.
    """
    minutes = lag_minutes(relation, state, calendars)
    if _counts(relation, rule, state, calendars) or (not minutes and relation.type.leaves_finish):
        return minutes
    before, done = state.status(relation.predecessor), _is_between_finished(relation, state)
    over = done and relation.predecessor not in pushed and not _runs(relation, state, calendars)
    ours, theirs = lag_calendar(relation, state, calendars), calendars.get(calendar_id_by_rule(relation, state, rule))
    event = _event(relation, state, dates) if minutes else _from_start(relation, state, dates)
    if not minutes and (over or event is None or _next_start(theirs, event) == ours.next_start(event)):
        return 0
    if not over:
        facts = {"found": str(relation), "task": relation.successor}
        warnings.append(Diagnostic("xer-lag-calendar", relation.location, facts, Severity.WARNING))
    if event is None:
        return whole(Fraction(minutes * (theirs.day_minutes if theirs else DAY), ours.day_minutes))
    if not minutes and before.started is not None:
        return 0  # a lag after a start that has happened would be consumed
    reached = ours.add(event, minutes) if minutes else ours.next_start(event)
    return theirs.work(event, reached) if theirs else reached - event


def pushed_on(state: State, calendars: Calendars) -> set[str]:
    """The finished tasks that what has not finished, or a lag that still runs, holds beyond the data date.

    They were reported before what they should have waited for, and pass on what they wait for (`schedule.engine.cpm`).
    """
    following: dict[str, list[str]] = {}
    held = []
    for relation in _relations(state):
        if state.status(relation.successor).finished is None:
            continue
        if _is_between_finished(relation, state) and not _runs(relation, state, calendars):
            following.setdefault(relation.predecessor, []).append(relation.successor)
        else:
            held.append(relation.successor)
    found: set[str] = set()
    while held:
        if (name := held.pop()) not in found:
            found.add(name)
            held += following.get(name, ())
    return found


def elapsed_lags(state: State) -> tuple[tuple[str, str, str, Minutes], ...]:
    """The lags that count every hour: predecessor, successor, type and minutes."""
    found = []
    for relation in _relations(state):
        lag = relation.lag
        if lag is not None and lag.amount and lag.unit is Unit.CALENDAR_DAYS:
            minutes = whole(lag.amount * DAY)
            found.append((relation.predecessor, relation.successor, relation.type.value, minutes))
    return tuple(found)


def _relations(state: State) -> Iterator[Relation]:
    return (relation for task in state.plan.tasks.values() for relation in task.relations)


def _is_between_finished(relation: Relation, state: State) -> bool:
    ends = state.status(relation.predecessor), state.status(relation.successor)
    return all(one.finished is not None for one in ends)


def _runs(relation: Relation, state: State, calendars: Calendars) -> bool:
    """Whether the lag after what a finished predecessor did goes on beyond the data date."""
    minutes, before = lag_minutes(relation, state, calendars), state.status(relation.predecessor)
    event = before.finished if relation.type.leaves_finish or before.started is None else before.started
    if event is None or minutes <= 0:
        return False
    return lag_calendar(relation, state, calendars).add(event, minutes) > state.data_date


def _counts(relation: Relation, rule: LagCalendar, state: State, calendars: Calendars) -> bool:
    """Whether a lag means the same by the file's rule as in the plan."""
    ours, theirs = lag_calendar_id(relation, state), calendar_id_by_rule(relation, state, rule)
    return ours == theirs or (theirs in calendars and calendars[ours].table == calendars[theirs].table)


def _event(relation: Relation, state: State, dates: Mapping[str, StoredDates]) -> Instant | None:
    """When the predecessor's end that the lag counts from is, or is to be."""
    status, computed = state.status(relation.predecessor), dates.get(relation.predecessor, StoredDates())
    if relation.type.leaves_finish:
        return computed.early_finish if status.finished is None else status.finished
    return computed.early_start if status.started is None else status.started


def _from_start(relation: Relation, state: State, dates: Mapping[str, StoredDates]) -> Instant | None:
    """Where the predecessor's start stands in the passes: what remains of it, or the data date where nothing does."""
    if state.status(relation.predecessor).finished is not None:
        return state.data_date
    return dates.get(relation.predecessor, StoredDates()).early_start


def _next_start(calendar: Calendar | None, instant: Instant) -> Instant:
    """The first instant at or after this one in which work can be done; on all hours (None) it is this one."""
    return instant if calendar is None else calendar.next_start(instant)
