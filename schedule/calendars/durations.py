"""Durations as working minutes: what each is worth, on which calendar it counts, and what remains of it.

A duration carries its unit, and the unit says what it counts: `7wd` working days of the task's calendar, `20cd`
calendar days, `16h`, `45min`. Whoever computes, reads or writes a plan asks here, so that a plan and its own export
count alike.
This module must never know a date, a relation's end or what is computed from the minutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from math import floor

from schedule.calendars.worktime import DAY, Calendar
from schedule.model import CALENDAR_DAYS, Assignment, Duration, Home, Minutes, Relation, State, Status, Task, Unit
from schedule.rules import LagCalendar


def whole(amount: Fraction) -> Minutes:
    """The nearest whole minute, half a minute up (P6).

    >>> whole(Fraction(5, 2)), whole(Fraction(-5, 2))
    (3, -2)
    """
    return floor(amount + Fraction(1, 2))


def unit_minutes(unit: Unit, day_minutes: Minutes) -> Minutes:
    """What one of a unit is worth where a working day is worth `day_minutes`."""
    return day_minutes if unit is Unit.WORKING_DAYS else _UNIT_MINUTES[unit]


_UNIT_MINUTES = {Unit.CALENDAR_DAYS: DAY, Unit.HOURS: 60, Unit.MINUTES: 1}


def work_minutes(duration: Duration | None, calendar: Calendar) -> Minutes:
    """A duration or lag in working minutes of a calendar, rounded to the minute; None is nothing.

    >>> office = Calendar("office", ([0], [480], [0], 0, 1), 0, 480, day_minutes=480)
    >>> work_minutes(Duration(Fraction(2), Unit.WORKING_DAYS), office)
    960
    """
    return 0 if duration is None else _minutes(duration, calendar.day_minutes)


@lru_cache(maxsize=4096)
def _minutes(duration: Duration, day_minutes: Minutes) -> Minutes:
    """Plans repeat their durations by the thousand, and exact fractions are slow."""
    return whole(duration.amount * unit_minutes(duration.unit, day_minutes))


def in_minutes(amount: Minutes) -> Duration:
    """Working minutes as a duration that says no more than that.

    >>> str(in_minutes(90))
    '90min'
    """
    return Duration(Fraction(amount), Unit.MINUTES)


def day_less(duration: Duration, calendar: Calendar) -> Duration:
    """A duration less one working day of a calendar, in its own unit, and never less than nothing."""
    day = Fraction(calendar.day_minutes, unit_minutes(duration.unit, calendar.day_minutes))
    return Duration(max(Fraction(0), duration.amount - day), duration.unit)


def remaining_work(full: Minutes, status: Status, calendar: Calendar) -> Minutes:
    """Working minutes that are still to be done at the data date, of `full` as planned.

    >>> office = Calendar("office", ([0], [480], [0], 0, 1), 0, 480, day_minutes=480)
    >>> remaining_work(450, Status(started=0, percent=Fraction(35)), office)
    293
    """
    if status.finished is not None:
        return 0
    if status.remaining is not None:
        return work_minutes(status.remaining, calendar)
    if status.percent is not None:
        return whole(full * (100 - status.percent) / 100)
    return full


def assigned_work(task: Task, k: int, status: Status, calendar: Calendar, *, full: Minutes, left: Minutes) -> Minutes:
    """Working minutes that assignment `k` of a task still has to do, on its calendar.

    That is as reported, else in proportion to the task's own work: `full` as planned, `left` of it to do. Where nothing
    is left of that, nothing is left of the assignment, also where the task itself never had any work.
    """
    if k < len(status.assignments):
        return work_minutes(status.assignments[k], calendar)
    if not left:
        return 0
    planned = work_minutes(task.assignments[k].duration, calendar)
    return planned if left == full or not full else whole(Fraction(planned * left, full))


def calendar_id(task: Task, state: State) -> str:
    """The id of the calendar that a task's work counts on.

    That is its own, else the project's; a duration in calendar days without a named calendar counts every day. A
    milestone that names none has none: it is no work, and is reached on the clock when what it waits for is done.
    """
    if task.calendar is not None:
        return task.calendar
    duration = task.duration
    if (duration is not None and duration.unit is Unit.CALENDAR_DAYS) or task.is_milestone:
        return CALENDAR_DAYS.id
    return state.home(task.id).calendar


def assignment_calendar_id(assignment: Assignment, task: Task, state: State) -> str:
    """The id of the calendar that a resource works on: its own, else the task's."""
    return calendar_id(task, state) if assignment.calendar is None else assignment.calendar


def lag_calendar_id(relation: Relation, state: State) -> str:
    """The id of the calendar that a relation's lag counts on: by the plan's rule, P6's default being the predecessor's.

    A lag in calendar days counts every day. A lag in working days after a task that itself counts calendar days, on no
    calendar of its own, counts on the project's: `+5wd` means working days. So does every lag after a milestone
    that names no calendar; without a lag nothing counts, and what follows its start waits for no working day of the
    project, no more than what follows its finish does. Between two plans working days are those of the predecessor's
    project.
    """
    home, lag = state.home(relation.predecessor), relation.lag
    rule = home.rules.lag_calendar
    if lag is None:
        if rule in (LagCalendar.ALL_HOURS, LagCalendar.PROJECT):
            return _calendar_id_by_rule(relation, state, rule, home)
        return calendar_id(_lagged_task(relation, state, rule), state)  # of a milestone that names none, every day
    if counts_every_day(lag):
        return CALENDAR_DAYS.id
    if lag.unit is Unit.WORKING_DAYS and rule is not LagCalendar.ALL_HOURS:
        if state.home(relation.successor) is not home:
            return home.calendar
        if _lagged_task(relation, state, rule).calendar is None:
            return home.calendar
    return _calendar_id_by_rule(relation, state, rule, home)


def counts_every_day(lag: Duration) -> bool:
    """Whether a lag counts every day, whatever the calendars of its tasks are."""
    return lag.unit is Unit.CALENDAR_DAYS


class LagCalendars:
    """`lag_calendar_id` and `lag_minutes` of the relations of a state, worked out once for all that are alike.

    Without a lag it is the calendar of the task that the rule names, unless the rule passes over tasks; with hours it
    is the same for all relations that leave a task, or by the rule enter it, and that task's where it names one. A lag
    is told apart as the object that it is, which a reader makes once for each text; so this is good for as long as the
    state is kept.
    """

    __slots__ = ("_all_hours", "_by_successor", "_by_task", "_known", "_minutes", "_state", "_tasks")

    def __init__(self, state: State) -> None:
        self._state, self._tasks, self._known = state, state.plan.tasks, dict[str, str]()
        rules = [home.rules.lag_calendar for home in state.homes.values()]
        self._by_successor = None if len(rules) > 1 else rules == [LagCalendar.SUCCESSOR]
        self._by_task = not {LagCalendar.ALL_HOURS, LagCalendar.PROJECT}.intersection(rules)
        self._all_hours = LagCalendar.ALL_HOURS in rules
        self._minutes = dict[tuple[int, str], Minutes]()

    def of(self, relation: Relation) -> str:
        """The id of the calendar that its lag counts on."""
        if self._by_successor is None or (relation.lag is not None and relation.lag.unit not in _PLAIN):
            return lag_calendar_id(relation, self._state)
        whose = relation.successor if self._by_successor else relation.predecessor
        if self._by_task:
            task = self._tasks[whose]
            if task.calendar is not None:
                return task.calendar
            if relation.lag is None:
                return calendar_id(task, self._state)
        elif relation.lag is None:
            return lag_calendar_id(relation, self._state)
        found = self._known.get(whose)
        if found is None:
            found = self._known[whose] = lag_calendar_id(relation, self._state)
        return found

    def minutes(self, relation: Relation, on: str, calendars: Mapping[str, Calendar]) -> Minutes:
        """The minutes of a relation's whole lag, which counts on the calendar of this id (`of`)."""
        lag = relation.lag
        if lag is None:
            return 0
        if self._all_hours:
            return lag_minutes(relation, self._state, calendars)
        alike = id(lag), on
        found = self._minutes.get(alike)
        if found is None:
            found = self._minutes[alike] = work_minutes(lag, calendars[on])
        return found


_PLAIN = (Unit.HOURS, Unit.MINUTES)
"""What is counted on the calendar that the plan's rule names, whatever its tasks count."""


def calendar_id_by_rule(relation: Relation, state: State, rule: LagCalendar | None) -> str:
    """The id of the calendar that every lag counts on by a rule, whatever its unit: as other tools count them all."""
    return _calendar_id_by_rule(relation, state, rule, state.home(relation.predecessor))


def _calendar_id_by_rule(relation: Relation, state: State, rule: LagCalendar | None, home: Home) -> str:
    """`calendar_id_by_rule`, where the predecessor's home is known already."""
    if rule is LagCalendar.ALL_HOURS:
        return CALENDAR_DAYS.id
    if rule is LagCalendar.PROJECT:
        return home.calendar
    task = _lagged_task(relation, state, rule)
    if task.calendar is not None:
        return task.calendar
    return home.calendar if task.is_milestone else calendar_id(task, state)


def _lagged_task(relation: Relation, state: State, rule: LagCalendar | None) -> Task:
    return state.plan.tasks[relation.successor if rule is LagCalendar.SUCCESSOR else relation.predecessor]


def lag_calendar(relation: Relation, state: State, calendars: Mapping[str, Calendar]) -> Calendar:
    """The calendar that a relation's lag counts on (`lag_calendar_id`)."""
    return calendars[lag_calendar_id(relation, state)]


def lag_minutes(relation: Relation, state: State, calendars: Mapping[str, Calendar]) -> Minutes:
    """A relation's whole lag in minutes of the calendar that it counts on.

    All hours have no working days of their own: where lags count on them, a lag in days means the predecessor's days.
    """
    if relation.lag is None:
        return 0
    if state.home(relation.predecessor).rules.lag_calendar is LagCalendar.ALL_HOURS:
        predecessor = state.plan.tasks[relation.predecessor]
        return work_minutes(relation.lag, calendars[calendar_id(predecessor, state)])
    return work_minutes(relation.lag, lag_calendar(relation, state, calendars))
