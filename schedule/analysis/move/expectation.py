"""What a forecast expected to be so at a later data date, if everything goes as it says.

The ledger's self-test: computed at the later data date, the expected state must give the earlier forecast again. This
module must never know what was reported.
"""

from __future__ import annotations

from dataclasses import replace

from schedule.calendars.durations import assigned_work, assignment_calendar_id, in_minutes
from schedule.calendars.worktime import Calendar
from schedule.engine.schedule import Figures, Schedule, Stage, TaskDates
from schedule.engine.state import brought_to
from schedule.model import Instant, Minutes, State, Status


def expected_state(schedule: Schedule, data_date: Instant) -> State:
    """The state at a later data date at which every task has gone as the schedule forecast (`expected_at`)."""
    homes = {key: replace(home, data_date=data_date) for key, home in schedule.state.homes.items()}
    return expected_at(schedule, replace(schedule.state, data_date=data_date, homes=homes))


def expected_at(schedule: Schedule, later: State) -> State:
    """The schedule's state at the data date of `later`, with every task as the schedule forecast it.

    Of several plans each is at its own date there (`State.homes`).

    What was to finish by then has finished on its forecast dates; what was to start has started and has left what
    remains of its forecast; what was suspended, or is to be, has rested until the forecast has it go on; everything
    else is as it was. What is no work and waits for others has finished when P6's dates are past as well: one that
    stands in the evening holds those that follow until the next morning.
    """
    statuses = dict(schedule.state.statuses)
    for dates in schedule.figures_of(schedule.tasks):
        name = dates.task.id
        data_date = later.home(name).data_date
        if dates.stage is Stage.FINISHED or dates.task.spans:
            continue
        if dates.finish <= data_date and not _holds_others(schedule, dates, data_date):
            start = dates.finish if dates.task.is_milestone else dates.start
            statuses[name] = replace(
                _gone_on(schedule, dates),
                started=start,
                finished=dates.finish,
                remaining=None,
                percent=None,
                assignments=(),
            )
        elif dates.start < data_date and not dates.task.is_milestone:
            statuses[name] = _under_way(schedule, dates, data_date)
    return replace(brought_to(schedule.state, later), statuses=statuses)


def _holds_others(schedule: Schedule, dates: Figures | TaskDates, data_date: Instant) -> bool:
    """Whether what is no work stands where others let it, and in P6's dates lies after the data date."""
    later = dates.early_finish is not None and dates.early_finish > data_date
    return later and bool(schedule.passes.stood.set_by[schedule.network.number[dates.task.id]] >= 0)


def _under_way(schedule: Schedule, dates: Figures | TaskDates, data_date: Instant) -> Status:
    """A task that has left what its forecast leaves after the data date."""
    begin = dates.start if dates.early_start is None else dates.early_start
    left = max(0, dates.calendar.work(max(data_date, begin), dates.finish))
    legs = []
    for k, one in enumerate(dates.task.assignments):
        calendar = schedule.calendars[assignment_calendar_id(one, dates.task, schedule.state)]
        amount = assigned_work(dates.task, k, dates.status, calendar, full=dates.duration, left=dates.remaining)
        legs.append(in_minutes(_leg_left(calendar, begin, amount, data_date)))
    return replace(
        _gone_on(schedule, dates),
        started=dates.start,
        remaining=in_minutes(left),
        percent=None,
        assignments=tuple(legs),
    )


def _gone_on(schedule: Schedule, dates: Figures | TaskDates) -> Status:
    """A status as reported, of suspended work with the day on which it goes on: nobody told, the forecast does.

    Work whose suspension is still to come rests from the data date on: all that remains of it comes after.
    """
    status = dates.status
    if status.suspended is None:
        return status
    suspended = min(status.suspended, schedule.state.home(dates.task.id).data_date)
    resumed = dates.early_start if status.resumed is None else status.resumed
    return replace(status, suspended=suspended, resumed=resumed)


def _leg_left(calendar: Calendar, begin: Instant, amount: Minutes, data_date: Instant) -> Minutes:
    return amount - max(0, min(amount, calendar.work(begin, data_date)))
