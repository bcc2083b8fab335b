"""On which day the event of a task's statutory periods falls, and whose working days they count.

This module must never know a rule, a reader or what becomes of who is late.
"""

from __future__ import annotations

from datetime import date

from schedule.calendars.worktime import Calendar, start_day
from schedule.engine.schedule import Schedule, TaskDates
from schedule.law.terms import office_of


def event_of(dates: TaskDates, schedule: Schedule) -> date | None:
    """The day of the event that begins a task's periods: its own start, or the end of what it names; None if gone."""
    after = dates.task.basis.after if dates.task.basis is not None else None
    if after is None:
        return start_day(dates.start if dates.status.started is None else dates.status.started)
    event = schedule.tasks.get(after)
    return None if event is None else event.last_day


def office_calendar(dates: TaskDates, schedule: Schedule) -> Calendar:
    """The calendar whose working days a task's periods count."""
    state = schedule.state
    name = office_of(dates.task.basis, state.plan, state.home(dates.task.id))
    return schedule.calendars.get(name, dates.calendar)
