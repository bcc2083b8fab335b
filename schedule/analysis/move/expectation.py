"""What a forecast expected to be so at a later data date, if everything goes as it says.

The ledger's self-test: computed at the later data date, the expected state must give the earlier forecast again. This
module must never know what was reported.
"""

from __future__ import annotations

from dataclasses import replace

from schedule.calendars.durations import assigned_work, assignment_calendar_id, in_minutes
from schedule.calendars.worktime import Calendar
from schedule.engine.reached import stays
from schedule.engine.schedule import Figures, Schedule, Stage, TaskDates
from schedule.engine.state import brought_to
from schedule.model import Instant, Minutes, State, Status


def expected_state(schedule: Schedule, data_date: Instant) -> State:
    """The state at a later data date at which every task has gone as the schedule forecast (`expected_at`)."""
    homes = {key: replace(home, data_date=data_date) for key, home in schedule.state.homes.items()}
    return expected_at(schedule, replace(schedule.state, data_date=data_date, homes=homes))


def expected_at(schedule: Schedule, later: State, milestone: str | None = None) -> State:
    """The schedule's state at the data date of `later`, with every task as the schedule forecast it.

    Of several plans each is at its own date there (`State.homes`).

    What was to finish by then has finished on its forecast dates; what was to start has started and has left what
    remains of its forecast; what was suspended, or is to be, has rested until the forecast has it go on; everything
    else is as it was. What is no work and waits for others has finished when P6's dates are past as well: one that
    stands in the evening holds those that follow until the next morning. What waits for nothing stands at every data
    date: for a `milestone` that stands there with it, it has been reached, and holds all others as long as P6 has it.
    """
    statuses = dict(schedule.state.statuses)
    for dates in schedule.figures_of(schedule.tasks):
        name = dates.task.id
        data_date = later.home(name).data_date
        if dates.stage is Stage.FINISHED or dates.task.spans:
            continue
        if dates.finish <= data_date and not _holds_others(schedule, dates, data_date, milestone):
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


def _holds_others(schedule: Schedule, dates: Figures | TaskDates, data_date: Instant, milestone: str | None) -> bool:
    """Whether what is no work has come on the clock, in P6's dates lies after the data date, and holds who follows.

    It does where others let it stand, done or not, so that it is where it was at any data date; else it holds whatever
    does not stand on the clock with it.
    """
    if dates.early_finish is None or dates.early_finish <= data_date:
        return False
    name, passes = dates.task.id, schedule.passes
    number = schedule.network.number[name]
    if passes.stood.set_by[number] >= 0 or stays(schedule.state, schedule.calendars, schedule.network, passes, number):
        return True
    return milestone is not None and name not in _standing_with(schedule, milestone)


def _standing_with(schedule: Schedule, milestone: str) -> set[str]:
    """What a milestone may stand on the clock with: itself, and what it waits for, as far as that is no work."""
    found, waiting = set[str](), [milestone]
    while waiting:
        name = waiting.pop()
        (dates,) = schedule.figures_of((name,))
        if dates.is_no_work and name not in found:
            found.add(name)
            waiting += [relation.predecessor for relation in dates.task.relations]
    return found


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
