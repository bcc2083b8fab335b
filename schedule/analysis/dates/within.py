"""What an actor has to do within a statutory period after an event: to report, to begin, to use a paper in time.

A contract is signed within thirty days of the award, an acceptance filed within fifteen, works begin within three
months of their permit, a project is approved while its site opinion is valid. The event is the finish of the task that
the basis names (`after`), as reported: before it nobody has a period to keep. What counts is the finish of a task that
reports, the start of one that begins or needs the paper: of a start that nobody reported, at the latest the day on
which the work after it began. No date of a schedule depends on it.

This module must never know a float, a deadline or a reader's words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from schedule.analysis.history import History
from schedule.analysis.reports.reporting import decided_on
from schedule.calendars.periods import count
from schedule.calendars.worktime import DAY, finish_day, minutes, start_day
from schedule.engine.implied import begun_after
from schedule.engine.schedule import Schedule, Stage, TaskDates
from schedule.law.statutes import Kind
from schedule.law.terms import Term, office_of, within
from schedule.model import Instant


@dataclass(frozen=True, slots=True)
class Within:
    """One such period: `event` is the day on which `after` ended, `due` the last day, `forecast` when it is done."""

    task: str
    after: str
    kind: Kind
    term: Term
    event: date
    due: date
    forecast: date


def periods_within(schedule: Schedule) -> tuple[Within, ...]:
    """The periods that run, in the schedule's order: the event has happened, and what it asks for has not."""
    found = [one for one in (_within(dates, schedule) for dates in schedule.tasks.values()) if one is not None]
    if any(schedule.tasks[one.task].task.is_milestone for one in found):
        begun = begun_after(schedule.state, schedule.calendars, schedule.network.tasks)
        found = [one for one in found if not _has_begun(one, schedule.tasks[one.task], begun)]
    return tuple(found)


def within_at(history: History, data_date: Instant) -> tuple[Within, ...]:
    """The same at a data date of a project's history."""
    return periods_within(history.schedule(data_date))


def is_passed(one: Within, data_date: Instant) -> bool:
    """Whether the last day is over."""
    return _over(one) <= data_date


def is_near(one: Within, data_date: Instant, days: int) -> bool:
    """Whether the last day comes within so many calendar days, or before what is asked for as things stand."""
    return not is_passed(one, data_date) and (minutes(one.due) < data_date + days * DAY or one.forecast > one.due)


def _has_begun(one: Within, dates: TaskDates, begun: Mapping[str, Instant]) -> bool:
    """Whether what came after a milestone says that it was reached in time, though nobody reported it."""
    told = begun.get(one.task)
    return one.kind is not Kind.REPORT_WITHIN and dates.task.is_milestone and told is not None and told < _over(one)


def _over(one: Within) -> Instant:
    """The instant at which the last day is over."""
    return minutes(one.due) + DAY


def _within(dates: TaskDates, schedule: Schedule) -> Within | None:
    task, state = dates.task, schedule.state
    if task.basis is None or task.basis.after is None or dates.stage is Stage.FINISHED or task.spans:
        return None
    home = state.home(task.id)
    before = schedule.tasks.get(task.basis.after)
    ended = None if before is None else decided_on(before.status) or before.status.finished
    if before is None or ended is None or ended > state.data_date:
        return None
    event = finish_day(ended)
    office = schedule.calendars.get(office_of(task.basis, state.plan, home), dates.calendar)
    for term in within(task.basis, home.rules.law):
        begins = term.statute is not None and term.statute.kind in (Kind.START_WITHIN, Kind.VALIDITY)
        kind = term.statute.kind if begins and term.statute is not None else Kind.REPORT_WITHIN
        if not term.holds_on(event) or (begins and dates.stage is not Stage.NOT_STARTED):
            continue
        try:
            due = count(event, term.number, term.unit, office, term.roll)
        except ValueError:
            return None  # beyond the days that the calendars cover nothing is known
        forecast = start_day(dates.start) if begins else dates.last_day
        return Within(task.id, before.task.id, kind, term, event, due, forecast)
    return None
