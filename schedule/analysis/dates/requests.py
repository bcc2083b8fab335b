"""What each body is asked to do by when: the approved date while it can stand, else the forecast, beside the red line.

Who is told the latest date that the deadline allows is told to use up the float of all who come after. So a body is
asked for the baseline's date, and the latest date is only the line that must not be crossed. This module must never
know a paper, a light or why a date stands where it stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from schedule.analysis.dates.deadlines import DeadlineRow
from schedule.analysis.dates.within import Within
from schedule.analysis.reports.custody import Duty, owed_by_applicant
from schedule.calendars.worktime import DAY, minutes, start_day
from schedule.engine.schedule import Schedule, Stage, TaskDates, shown_days
from schedule.law.statutes import Kind
from schedule.model import BaselineDates, Instant, Relation


@dataclass(frozen=True, slots=True)
class Request:
    """The days by which one unfinished task is asked to start and to finish, and its red lines, as papers show days.

    `start` and `latest_start` are None where no start can be asked for: once the task has started, for a milestone and
    for what only spans others. A file that was returned for correction begins anew: they are then the days by which it
    is asked back, so that the authority's work can go on. `start` is also None where the finish that is asked for lies
    before any start that is left, or on its day, and the work takes longer. `latest_start` and `latest_finish` are
    those of the deadline table, None where no deadline waits for the task. `start` is None, too, of what waits for
    money of which nobody can tell when it comes: `start_funded` is by when its start is asked for once that is there.
    """

    start: date | None
    finish: date
    latest_start: date | None = None
    latest_finish: date | None = None
    start_funded: date | None = None

    def when_funded(self) -> Request:
        """What is asked for once the money that it waits for is there."""
        return self if self.start_funded is None else replace(self, start=self.start_funded, start_funded=None)


def requested(
    dates: TaskDates,
    approved: BaselineDates | None,
    row: DeadlineRow | None,
    data_date: Instant,
    lawful: date | None = None,
    soonest: date | None = None,
    until: Within | None = None,
    decided_by: date | None = None,
    *,
    unfunded: bool = False,
) -> Request:
    """What the body of an unfinished task is asked for.

    Each date is the baseline's while that has not passed and is not after the latest date, else the forecast. On its
    own day the baseline's date is asked for only if the work that is left ends on it: what cannot be met any more is no
    request. (One that lies ahead stands, for it is what was approved; papers tell the later forecast beside it.) A
    forecast after the latest date is no request as long as that line can still be held: then the line itself is asked
    for; once it has passed, the forecast is all that is left. Start and finish that come to contradict each other, one
    of the baseline and one of the forecast, are both the forecast's: nobody is asked to begin and to end on one day
    what takes longer, and nobody whom others keep from beginning to do in ten days what takes sixteen. (Who could begin
    today and has not is still asked for the approved finish: it is his to catch up.)

    What waits for money can be held to nothing before that is there: it is asked for no earlier start than the
    forecast's, and where its work does not fit between that and what it is asked for otherwise, both dates are the
    forecast's, also after a red line that lies ahead, for whoever waits cannot hold it.

    What the law does not let anybody shorten is never asked for in less: a finish before `lawful` is no request, a red
    line neither. Then the forecast is asked for, of its start too, and that no earlier than the law lets it. What the
    law wants done by a day that is still ahead is never asked for later: nobody is asked to begin on a paper that will
    have lapsed, and no authority to decide after the last day of its limit.

    Args:
        dates: the task's dates at the data date.
        approved: its baseline dates, None where there is no baseline or the task is not in it.
        row: what it owes to the deadlines after it, None where it serves none.
        data_date: the day from which on something can be asked for; that day itself has not passed.
        lawful: the day before which no floor lets the task end (`lawful.earliest_end`), None where it has none.
        soonest: of a task whose own deadline the plan could not keep on its first day, the earliest day that it could
            (`feasible.Unmeetable.kept`): that is asked for in the deadline's place. None of all others.
        until: the period of the law within which it has to be begun or done, None where none runs.
        decided_by: the last day that the authority has for the file on its desk, None where none runs.
        unfunded: whether it waits for money, with a date or without.
    """
    today = start_day(data_date)
    forecast = dates.first_day, dates.last_day
    planned = shown_days(dates.task, approved.start, approved.finish) if approved is not None else (None, None)
    latest = shown_days(dates.task, row.latest_start, row.latest_finish) if row is not None else (None, None)
    by_forecast = [_held(day, line, today) for day, line in zip(forecast, latest, strict=True)]
    start, finish = (
        day if day is not None and (today < day or today == day >= due) and (line is None or day <= line) else other
        for day, line, due, other in zip(planned, latest, forecast, by_forecast, strict=True)
    )
    gave_way = _begins(dates) and start == dates.first_day != planned[0]
    kept_waiting = gave_way and dates.start > dates.calendar.next_start(data_date)
    if not _fits(dates, start, finish) or (kept_waiting and not _holds(dates, start, finish)):
        start, finish = by_forecast
    underway = dates.stage is Stage.IN_PROGRESS
    returned = underway and owed_by_applicant(dates.task, dates.status, data_date) is Duty.CORRECT
    if returned and dates.early_start is not None:
        start = _held(start_day(dates.early_start), latest[0], today)
    if soonest is not None:
        start, finish = dates.first_day, _held(dates.last_day, soonest, today)
    if unfunded:
        start = max(start, dates.first_day)
        start, finish = (start, finish) if _holds(dates, start, finish) else forecast
    if lawful is not None and finish < lawful:
        finish = max(dates.last_day, lawful)
        start = max(start, by_forecast[0])
    if until is not None and until.began is None and today <= until.due:
        if until.kind is Kind.REPORT_WITHIN or dates.task.is_milestone:
            finish = min(finish, until.due)
        else:
            start = min(start, until.due)
    if decided_by is not None and today <= decided_by:
        finish = min(finish, decided_by)
    starts = returned or _begins(dates)
    return Request(
        start=start if starts and _fits(dates, start, finish) else None,
        finish=finish,
        latest_start=latest[0] if starts else None,
        latest_finish=latest[1],
    )


def after_what_is_fixed(
    schedule: Schedule, asked: Mapping[str, Request], fixed: Collection[str], limited: Collection[str]
) -> dict[str, Request]:
    """What is asked for, and of nobody before what the law wants before it, nor before the money that work waits for.

    A contract is not signed while the bids are open, and nothing is built without its permit, whatever was approved:
    who is asked to begin before what the law fixes, or what it wants before his work, is asked to begin as forecast. So
    is who comes behind one that is asked for the forecast there, also through milestones. Who waits for money cannot
    hasten it any more than the law's period, and who comes behind cannot either. An approved finish after that
    stands, like all other approved dates (`requested`).

    Args:
        schedule: the dates at the data date.
        asked: what each unfinished task is asked for by itself.
        fixed: the tasks whose period the law fixes, those whose document it wants first, and those that wait for money.
        limited: the tasks that the law itself wants by a day; they are asked for that.
    """
    found, held = dict(asked), set(fixed)
    for task in schedule.network.tasks:  # what comes before others comes first
        hard = [one for one in task.relations if one.predecessor in held and one.predecessor in found and not one.soft]
        if task.id in limited or task.id not in found or not hard:
            continue
        mine, dates = found[task.id], schedule.tasks[task.id]
        data_date = schedule.state.home(task.id).data_date
        begins = _goes_on(dates, data_date)
        if _is_early(mine, hard, found):
            mine = replace(mine, start=dates.first_day if _begins(dates) else mine.start)
            fits = mine.start is not None and _fits(dates, mine.start, mine.finish)
            if not fits or _is_early(mine, hard, found):
                mine = replace(mine, finish=max(mine.finish, dates.last_day))
            begins = mine.start
        if begins is not None and not _holds(dates, begins, mine.finish):
            line = None if mine.finish < begins else mine.latest_finish  # nobody holds it before he may go on
            mine = replace(mine, finish=max(mine.finish, _held(dates.last_day, line, start_day(data_date))))
        found[task.id] = mine
        is_forecast = mine.finish >= dates.last_day if mine.start is None else mine.start >= dates.first_day
        if is_forecast:
            held.add(task.id)
    return found


def without_money(asked: Mapping[str, Request], tasks: Collection[str]) -> dict[str, Request]:
    """What is asked for, and of these tasks, which wait for money that has no date, no start by any day."""
    found = dict(asked)
    for name in tasks:
        found[name] = replace(found[name], start=None, start_funded=found[name].start)
    return found


def _is_early(mine: Request, relations: Iterable[Relation], asked: Mapping[str, Request]) -> bool:
    """Whether a task is asked for a day before one of its relations lets it be, by what its predecessors are asked."""
    return any(_is_before(mine, asked[one.predecessor], one) for one in relations)


def _is_before(mine: Request, other: Request, relation: Relation) -> bool:
    """Whether a task is asked for a day before the one from which a relation to it, its lag aside, would let it be."""
    leaves = other.finish if relation.type.leaves_finish else other.start
    enters = mine.finish if relation.type.enters_finish or mine.start is None else mine.start
    return leaves is not None and enters < leaves


def _fits(dates: TaskDates, start: date, finish: date) -> bool:
    """Whether a task can be asked to begin on one day and to end on another: on the same only what takes no longer."""
    is_longer = dates.first_day < dates.last_day and dates.stage is Stage.NOT_STARTED
    return start < finish or (start == finish and not is_longer)


def _holds(dates: TaskDates, start: date, finish: date) -> bool:
    """Whether what is forecast to be left of a task fits between the morning of one day and the evening of another."""
    begins = dates.start if dates.early_start is None else dates.early_start
    room = dates.calendar.work(minutes(start), minutes(finish) + DAY)
    return start <= finish and room >= dates.calendar.work(begins, dates.finish)


def _goes_on(dates: TaskDates, data_date: Instant) -> date | None:
    """The day on which work under way goes on that has to rest until then; None of any other."""
    if dates.stage is not Stage.IN_PROGRESS or dates.early_start is None:
        return None
    rests = dates.early_start > dates.calendar.next_start(data_date)
    return start_day(dates.early_start) if rests else None


def _begins(dates: TaskDates) -> bool:
    """Whether a task is work that has not begun, so that its start can be asked for."""
    return dates.stage is Stage.NOT_STARTED and not dates.task.is_milestone and not dates.task.spans


def _held(forecast: date, latest: date | None, today: date) -> date:
    """A forecast, or the red line before it as long as that has not passed."""
    return latest if latest is not None and today <= latest < forecast else forecast
