"""Why a task stands where it stands: what holds it from the front, back to a fact, and from behind, on to a deadline.

Also what set each of its four dates, what it started ahead of, and what it would gain if a driver took a day less.
Chains of facts, no sentences. This module must never know a language.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from schedule.analysis.deadlines import DeadlineRow, chain_to_deadline, deadline_rows
from schedule.analysis.quality import ahead_of
from schedule.calendars.worktime import DAY, Calendar
from schedule.engine.bounds import EARLY_FINISHES, LATE_STARTS, bounds_of, lag_calendar_id, work_minutes
from schedule.engine.compute import compute
from schedule.engine.paths import driving_chain
from schedule.engine.schedule import Bound, Reason, Schedule, Stage, TaskDates
from schedule.model import Duration, Instant, Relation, State, Unit
from schedule.rules import in_force


@dataclass(frozen=True, slots=True)
class DateReason:
    """One of a task's four dates and what set it.

    None where it is the task's other date, the work between them counted on or back.
    """

    instant: Instant
    bound: Bound | None


@dataclass(frozen=True, slots=True)
class FourDates:
    """What set the early start, early finish, late start and late finish of a task that has not finished."""

    early_start: DateReason
    early_finish: DateReason
    late_start: DateReason
    late_finish: DateReason


@dataclass(frozen=True, slots=True)
class LateStep:
    """One task of the chain towards a deadline, with the latest dates that keep it."""

    task: str
    latest_start: Instant
    latest_finish: Instant


@dataclass(frozen=True, slots=True)
class Reasons:
    """Both sides of a task's dates.

    `early` is one chain of drivers from a fact to the task, the task last. `also` are further tasks that hold it
    just as much. `late` leads from the task to what decides its latest finish: the deadline of `row`, or `end` where
    `row` is None. A finished task has no late side and no four dates. `ahead_of` are relations out of sequence: the
    task has started and what they wait for has not happened.
    """

    early: tuple[TaskDates, ...]
    also: tuple[str, ...]
    late: tuple[LateStep, ...]
    row: DeadlineRow | None
    end: tuple[str, Bound] | None = None
    dates: FourDates | None = None
    ahead_of: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class Gain:
    """What a task's dates would be if one driver took a day less.

    `driver` is the task whose work is a day shorter; or, with `lag`, the successor of that relation, whose lag is. The
    day is one of its own calendar. `dates` are the dates that the asked task would have; None where the driver cannot
    be shorter: its duration is the least that its basis allows.
    """

    driver: str
    lag: Relation | None
    dates: TaskDates | None


def reasons(schedule: Schedule, task: str) -> Reasons:
    """Why a task is not earlier and may not be later. Raises KeyError for an unknown task."""
    dates = schedule.tasks[task]
    row = next((row for row in deadline_rows(schedule) if row.task == task), None)
    early = _from_a_fact(driving_chain(schedule, task))
    bound = early[-1].early_bound.relation
    late = _to_deadline(schedule, task) if row is not None else _to_finish(schedule, task)
    return Reasons(
        early=early,
        also=tuple(dict.fromkeys(one.predecessor for one in dates.driving if bound is None or one != bound)),
        late=late,
        row=row,
        end=(late[-1].task, schedule.tasks[late[-1].task].late_bound) if late and row is None else None,
        dates=_four_dates(schedule, early[-1]),
        ahead_of=ahead_of(schedule, dates),
    )


def _from_a_fact(chain: Sequence[TaskDates]) -> tuple[TaskDates, ...]:
    """A chain of drivers without what has finished and holds nothing any more, from the first task that still does.

    A finished task stays before a lag that still runs. The task after one that is left out stands at the data date.
    """
    first = next((k for k, dates in enumerate(chain) if dates.stage is not Stage.FINISHED), len(chain) - 1)
    relation = chain[first].early_bound.relation
    if first == 0 or relation is None:
        return tuple(chain)
    if relation.lag is not None and relation.lag.amount > 0:
        return tuple(chain[first - 1 :])
    stands = Bound(Reason.DATA_DATE, chain[first].early_bound.instant)
    return (replace(chain[first], early_bound=stands), *chain[first + 1 :])


def _to_deadline(schedule: Schedule, task: str) -> tuple[LateStep, ...]:
    return tuple(
        LateStep(dates.task.id, latest.start, latest.finish) for dates, latest in chain_to_deadline(schedule, task)
    )


def _to_finish(schedule: Schedule, task: str) -> tuple[LateStep, ...]:
    chain: list[LateStep] = []
    dates = schedule.tasks[task]
    while dates.late_start is not None and dates.late_finish is not None:
        chain.append(LateStep(dates.task.id, dates.late_start, dates.late_finish))
        if dates.late_bound.reason is not Reason.RELATION or dates.late_bound.relation is None:
            break
        dates = schedule.tasks[dates.late_bound.relation.successor]
    return tuple(chain)


_BY_FINISH = {Reason(kind.value) for kind in EARLY_FINISHES}
_BY_START = {Reason(kind.value) for kind in LATE_STARTS}


def _four_dates(schedule: Schedule, dates: TaskDates) -> FourDates | None:
    """Which end of the task each of its two bounds holds; the other end follows by the work between."""
    starts, finishes = (dates.early_start, dates.late_start), (dates.early_finish, dates.late_finish)
    early, late = dates.early_bound, dates.late_bound
    if starts[0] is None or starts[1] is None or finishes[0] is None or finishes[1] is None:
        return None
    whole = early.reason is Reason.SPAN
    by_finish = early.relation.type.enters_finish if early.relation is not None else early.reason in _BY_FINISH
    by_start = not late.relation.type.leaves_finish if late.relation is not None else late.reason in _BY_START
    return FourDates(
        early_start=DateReason(starts[0], None if by_finish else early),
        early_finish=DateReason(
            finishes[0], expected_finish(schedule, dates) or (early if by_finish or whole else None)
        ),
        late_start=DateReason(starts[1], late if by_start or whole else None),
        late_finish=DateReason(finishes[1], None if by_start else late),
    )


def expected_finish(schedule: Schedule, dates: TaskDates) -> Bound | None:
    """The expected finish that a task's remaining work is stretched, or pressed, to; None where it obeys none."""
    state = schedule.state
    rules = in_force(state.plan.settings)
    told = bounds_of(dates.task, state, rules, [(dates.calendar, dates.remaining)]).expected
    return Bound(Reason.EXPECTED_FINISH, told) if told == dates.early_finish else None


def gains(schedule: Schedule, task: str, drivers: Iterable[TaskDates]) -> tuple[Gain, ...]:
    """What a task would gain if each of its drivers, or the lag that a driver waits, took a day less.

    Every driver is its own answer to "what if": the whole schedule is computed again for each. Drivers are those of
    `Reasons.early`, in their order. Passed over is one with no more than a day left to do, and one whose start alone
    is waited for: its own work has no say.
    """
    chain = driving_chain(schedule, task)
    by_start = {
        one.predecessor
        for one in (dates.early_bound.relation for dates in chain)
        if one is not None and not one.type.leaves_finish
    }
    return tuple(gain for driver in drivers for gain in _gains_by(schedule, task, driver, by_start))


def _gains_by(schedule: Schedule, task: str, driver: TaskDates, by_start: Container[str]) -> Iterator[Gain]:
    state, relation = schedule.state, driver.early_bound.relation
    if relation is not None and relation.lag is not None and relation.lag.amount > 0:
        yield Gain(driver.task.id, relation, compute(_with_less_lag(schedule, relation)).tasks[task])
    day = driver.calendar.day_minutes
    if driver.stage is Stage.FINISHED or driver.task.spans or driver.remaining <= day or driver.task.id in by_start:
        return
    floor = driver.task.basis.floor if driver.task.basis is not None else None
    if floor is not None and driver.duration - day < work_minutes(floor, driver.calendar):
        yield Gain(driver.task.id, None, None)
        return
    yield Gain(driver.task.id, None, compute(_with_less_work(state, driver)).tasks[task])


def _with_less_work(state: State, driver: TaskDates) -> State:
    """The state with a task's work a day shorter: its remaining duration if it has started, else its duration."""
    task, calendar, status = driver.task, driver.calendar, driver.status
    if driver.stage is Stage.NOT_STARTED and task.duration is not None:
        less = tuple(replace(one, duration=_day_less(one.duration, calendar)) for one in task.assignments)
        shorter = replace(task, duration=_day_less(task.duration, calendar), assignments=less)
        return replace(state, plan=replace(state.plan, tasks={**state.plan.tasks, task.id: shorter}))
    left = Duration(Fraction(max(0, driver.remaining - calendar.day_minutes)), Unit.MINUTES)
    reported = replace(
        status,
        remaining=left,
        percent=None,
        assignments=tuple(_day_less(one, calendar) for one in status.assignments),
    )
    return replace(state, statuses={**state.statuses, task.id: reported})


def _with_less_lag(schedule: Schedule, relation: Relation) -> State:
    """The state with a relation's lag a day shorter."""
    plan, state = schedule.state.plan, schedule.state
    calendar = schedule.calendars[lag_calendar_id(relation, plan, in_force(plan.settings).lag_calendar)]
    successor = plan.tasks[relation.successor]
    shorter = tuple(
        replace(one, lag=_day_less(one.lag, calendar)) if one == relation and one.lag is not None else one
        for one in successor.relations
    )
    return replace(state, plan=replace(plan, tasks={**plan.tasks, successor.id: replace(successor, relations=shorter)}))


def _day_less(duration: Duration, calendar: Calendar) -> Duration:
    """A duration less one day of a calendar, in its own unit, and never less than nothing."""
    minutes = {Unit.WORKING_DAYS: calendar.day_minutes, Unit.CALENDAR_DAYS: DAY, Unit.HOURS: 60, Unit.MINUTES: 1}
    return replace(
        duration, amount=max(Fraction(0), duration.amount - Fraction(calendar.day_minutes, minutes[duration.unit]))
    )
