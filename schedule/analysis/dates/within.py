"""What an actor has to do within a statutory period after an event: to report, to begin, to use a paper in time.

A contract is signed within thirty days of the award, an acceptance filed within fifteen, works begin within three
months of their permit, a project is approved while its site opinion is valid. The event is the finish of the task that
the basis names (`after`), as reported: before it nobody has a period to keep. What counts is the finish of a task that
reports, the start of one that begins or needs the paper: of a start that nobody reported, at the latest the day on
which the work after it began. What was begun after the last day was begun without the paper, until a document says
that it still held: an extension given before it ended (`Extension.until`), or a waiver. No date of a schedule depends
on any of it.

This module must never know a float, a deadline or a reader's words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from schedule.analysis.dates.lawful import done_day
from schedule.analysis.history import History
from schedule.analysis.reports.reporting import decided_on
from schedule.calendars.worktime import DAY, finish_day, minutes
from schedule.engine.implied import begun_after
from schedule.engine.schedule import Schedule, Stage, TaskDates
from schedule.law.extensions import reach
from schedule.law.statutes import Kind
from schedule.law.terms import Term, kind_of, office_of, within
from schedule.model import Extension, Instant


@dataclass(frozen=True, slots=True)
class Within:
    """One such period: `event` is the day on which `after` ended, `due` the last day, `forecast` when it is done.

    `due` has in it what counts of the extension, `beyond` is that where more was given than the article lets. `began`
    is the day on which it was begun after that, None of what has not been done.
    """

    task: str
    after: str
    kind: Kind
    term: Term
    event: date
    due: date
    forecast: date
    began: date | None = None
    beyond: Extension | None = None


def periods_within(schedule: Schedule) -> tuple[Within, ...]:
    """The periods that run, in the schedule's order: the event has happened, and what it asks for has not.

    With them those that were over before what they asked for was begun (`began`).
    """
    found = [
        one
        for one in (_within(dates, schedule) for dates in schedule.where(lambda one: one.task.basis))
        if one is not None
    ]
    if any(one.began is None and schedule.tasks[one.task].task.is_milestone for one in found):
        begun = begun_after(schedule.state, schedule.calendars, schedule.network.tasks)
        found = [one for one in found if not _has_begun(one, schedule.tasks[one.task], begun)]
    return tuple(found)


def within_at(history: History, data_date: Instant) -> tuple[Within, ...]:
    """The same at a data date of a project's history."""
    return periods_within(history.schedule(data_date))


def is_passed(one: Within, data_date: Instant) -> bool:
    """Whether the last day is over and what was asked for has not been done."""
    return one.began is None and _over(one) <= data_date


def is_lost(one: Within, data_date: Instant) -> bool:
    """Whether the last day is ahead and, as things stand, comes before what is asked for."""
    return one.began is None and not is_passed(one, data_date) and one.forecast > one.due


def is_near(one: Within, data_date: Instant, days: int) -> bool:
    """Whether the last day comes within so many calendar days and can be kept."""
    ahead = one.began is None and not is_passed(one, data_date) and one.forecast <= one.due
    return ahead and minutes(one.due) < data_date + days * DAY


def _has_begun(one: Within, dates: TaskDates, begun: Mapping[str, Instant]) -> bool:
    """Whether what came after a milestone says that it was reached in time, though nobody reported it."""
    told = begun.get(one.task)
    counts = one.began is None and one.kind is not Kind.REPORT_WITHIN and dates.task.is_milestone
    return counts and told is not None and told < _over(one)


def _over(one: Within) -> Instant:
    """The instant at which the last day is over."""
    return minutes(one.due) + DAY


def _within(dates: TaskDates, schedule: Schedule) -> Within | None:
    task, state = dates.task, schedule.state
    if task.basis is None or task.basis.after is None or task.spans:
        return None
    home = state.home(task.id)
    before = schedule.tasks.get(task.basis.after)
    ended = None if before is None else decided_on(before.status) or before.status.finished
    if before is None or ended is None or ended > state.data_date:
        return None
    event = finish_day(ended)
    office = schedule.calendars.get(office_of(task.basis, state.plan, home), dates.calendar)
    for term in within(task.basis, home.rules.law):
        if not term.holds_on(event):
            continue
        try:
            reached = reach(event, term, office, task.basis.extended)
        except ValueError:
            return None  # beyond the days that the calendars cover nothing is known
        kind, due = kind_of(term), reached.last
        one = Within(task.id, before.task.id, kind, term, event, due, done_day(dates, kind), beyond=reached.beyond)
        if kind is Kind.REPORT_WITHIN:
            return one if dates.stage is not Stage.FINISHED else None
        if task.basis.waived is not None:
            return None
        if dates.stage is Stage.NOT_STARTED:
            return one
        return replace(one, began=one.forecast) if one.forecast > due else None
    return None
