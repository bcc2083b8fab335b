"""Why a task stands where it stands: what holds it from the front, back to a fact, and from behind, on to a deadline.

Also what set each of its four dates, what it started ahead of, and what it would gain if a driver took a day less.
Chains of facts, no sentences. This module must never know a language.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache

from schedule.analysis.dates.deadlines import (
    DeadlineRow,
    by_task,
    chain_to_deadline,
    deadline_rows,
    eased_to,
    soonest_of,
)
from schedule.analysis.dates.lawful import earliest_end
from schedule.analysis.dates.pauses import Pause, pauses_inside, pauses_on_the_way
from schedule.analysis.reports.sequence import ahead_of
from schedule.calendars.durations import assignment_calendar_id, day_less, lag_calendar, lag_minutes, work_minutes
from schedule.calendars.worktime import finish_day
from schedule.engine.bounds import EARLY_FINISHES, LATE_STARTS, bounds_of, lag_left
from schedule.engine.compute import dates_of
from schedule.engine.cpm import is_limited
from schedule.engine.paths import driving_chain, held_by_relation
from schedule.engine.schedule import Bound, Late, Reason, Schedule, Stage, TaskDates
from schedule.engine.variation import Variation, varied
from schedule.model import ConstraintKind, Instant, Minutes, Relation, TaskKind


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
    """One task of the chain towards a deadline, with the latest dates that keep it.

    `latest_finish` is None where nothing limits it: of a running task whose start alone others wait for, only when the
    rest of it starts.
    """

    task: str
    latest_start: Instant
    latest_finish: Instant | None


@dataclass(frozen=True, slots=True)
class SpanEnd:
    """The start or the finish of a task, that a level of effort or a summary begins or ends with."""

    task: str
    at_start: bool
    instant: Instant


@dataclass(frozen=True, slots=True)
class Reasons:
    """Both sides of a task's dates.

    `early` is one chain of drivers from a fact to the task, the task last. `also` are further tasks that hold it
    just as much. `late` leads from the task to what decides its latest finish: the deadline of `row`, or `end` where
    `row` is None. `end` is what its late dates and its total float count back from, and whose it is. A finished task
    has no late side and no four dates. `ahead_of` are relations out of sequence: the task has started and what they
    wait for has not happened. `idle` are constraints of the task that set none of its dates. `span` are the ends of
    what a level of effort or a summary goes with, first and last. `pauses` are the seasons and holidays that lie in the
    early chain and swallow what comes before them, by the task that each puts off; `inside` those that interrupt a task
    of it, by that task.

    Where the plan could not keep the deadline on its first day, `eased` is the schedule with the earliest days that it
    could reach in the place of such deadlines: the late dates of `dates` and `end` are of that, so that nobody was due
    before the plan began. None elsewhere, and for the deadline's own task, which keeps what was asked.
    """

    early: Sequence[TaskDates]
    also: tuple[str, ...]
    late: tuple[LateStep, ...]
    row: DeadlineRow | None
    end: tuple[str, Bound] | None = None
    dates: FourDates | None = None
    ahead_of: tuple[Relation, ...] = ()
    idle: tuple[Bound, ...] = ()
    span: tuple[SpanEnd | None, SpanEnd | None] | None = None
    pauses: Mapping[str, Pause] = field(default_factory=dict)
    inside: Mapping[str, tuple[Pause, ...]] = field(default_factory=dict)
    eased: Schedule | None = None


@dataclass(frozen=True, slots=True)
class Gain:
    """What a task's dates would be if one driver took a day less.

    `driver` is the task whose work is a day shorter; or, with `lag`, the successor of that relation, whose lag is. The
    day is one of its own calendar. `dates` are the dates that the asked task would have; None where the driver cannot
    be shorter: it ends on the day on which the law, or its own floor, lets it.
    """

    driver: str
    lag: Relation | None
    dates: TaskDates | None


def reasons(
    schedule: Schedule, task: str, rows: Mapping[str, DeadlineRow] | None = None, eased: Schedule | None = None
) -> Reasons:
    """Why a task is not earlier and may not be later. Raises KeyError for an unknown task.

    `rows` are the schedule's `deadline_rows` by task, and `eased` what they count back in (`eased_to`), where they are
    there already.
    """
    dates = schedule.tasks[task]
    owed = by_task(deadline_rows(schedule)) if rows is None else rows
    row = owed.get(task)
    chain = driving_chain(schedule, task)
    early = _from_a_fact(chain)
    bound = early[-1].early_bound.relation
    asked = schedule
    if row is None or row.soonest is not None:
        asked = eased_to(schedule, soonest_of(owed.values())) if eased is None else eased
    late = _to_deadline(schedule, row, owed, asked) if row is not None else _to_finish(schedule, task)
    return Reasons(
        early=early,
        also=tuple(dict.fromkeys(one.predecessor for one in dates.driving if bound is None or one != bound)),
        late=late,
        row=row,
        end=counted_from(asked, task),
        dates=_four_dates(asked, _measured(early[-1], asked)),
        ahead_of=ahead_of(schedule, dates),
        idle=_idle(schedule, dates),
        span=span_ends(schedule, task) if dates.task.spans else None,
        pauses=pauses_on_the_way(schedule, chain.names),
        inside={one.task.id: pauses_inside(schedule, one) for one in schedule.figures_of(chain.names[-len(early) :])},
        eased=None if asked is schedule else asked,
    )


def _measured(dates: TaskDates, asked: Schedule) -> TaskDates:
    """A task with the late dates of another schedule, and its own early ones."""
    then = asked.tasks[dates.task.id]
    late = then.late_start, then.late_finish, then.late_bound
    return replace(dates, late_start=late[0], late_finish=late[1], late_bound=late[2], told=then.told)


def counted_from(schedule: Schedule, task: str) -> tuple[str, Bound] | None:
    """What a task's late dates and total float count back from, and of which task; None of a finished task."""
    chain = _to_finish(schedule, task)
    dates = schedule.tasks[chain[-1].task if chain else task]
    return None if dates.late is None else (dates.task.id, _late_bound(schedule, dates, dates.late))


def ran_out(schedule: Schedule, dates: TaskDates) -> Relation | None:
    """The relation whose lag ends at the very data date that a task stands at; None where there is none."""
    if dates.early_bound.reason is not Reason.DATA_DATE or dates.stage is not Stage.NOT_STARTED:
        return None
    for relation in dates.task.relations:
        lag = lag_minutes(relation, schedule.state, schedule.calendars)
        # The lag has nothing left, and a minute more of it would have a minute left.
        if lag > 0 and _left(schedule, relation, lag) == 0 and _left(schedule, relation, lag + 1) == 1:
            return relation
    return None


def lag_passed(schedule: Schedule, relation: Relation) -> Fraction:
    """How much of a relation's lag lies behind, as a part of it: 0 where its predecessor has not started."""
    lag = lag_minutes(relation, schedule.state, schedule.calendars)
    left = _left(schedule, relation, lag)
    return Fraction(0) if left is None or lag <= 0 else Fraction(lag - left, lag)


def _left(schedule: Schedule, relation: Relation, lag: Minutes) -> Minutes | None:
    return lag_left(relation, lag, schedule.state, schedule.calendars, schedule.network.implied)


def span_ends(schedule: Schedule, task: str) -> tuple[SpanEnd | None, SpanEnd | None]:
    """What a level of effort or a summary begins and ends with, as it comes out now; None where nothing is tied."""
    own, tasks = schedule.tasks[task].task, schedule.tasks
    if own.kind is TaskKind.SUMMARY:
        group, by_group = own.group, bool(own.group) or own.phase is None
        inside = [
            dates
            for dates in tasks.values()
            if dates.task.kind is not TaskKind.SUMMARY
            and (dates.task.group[: len(group)] == group if by_group else dates.task.phase == own.phase)
        ]
        begins = [SpanEnd(dates.task.id, True, dates.start) for dates in inside]
        ends = [SpanEnd(dates.task.id, False, dates.finish) for dates in inside]
    else:
        ties = [tie for dates in tasks.values() for one in dates.task.relations for tie in _tied(schedule, one, task)]
        begins = [end for of_start, end in ties if of_start]
        ends = [end for of_start, end in ties if not of_start]
    return (
        min(begins, key=lambda end: end.instant, default=None),
        max(ends, key=lambda end: end.instant, default=None),
    )


def _tied(schedule: Schedule, relation: Relation, own: str) -> Iterator[tuple[bool, SpanEnd]]:
    """The end of the other task that a relation of a level of effort names, and whether it holds the own start."""
    if own not in (relation.predecessor, relation.successor):
        return
    follows = relation.successor == own
    leaves, enters = relation.type.leaves_finish, relation.type.enters_finish
    at_start, of_start = (not leaves, not enters) if follows else (not enters, not leaves)
    other = schedule.tasks[relation.predecessor if follows else relation.successor]
    state, calendars = schedule.state, schedule.calendars
    instant, lag = other.start if at_start else other.finish, lag_minutes(relation, state, calendars)
    moved = lag_calendar(relation, state, calendars).add(instant, lag if follows else -lag)
    yield of_start, SpanEnd(other.task.id, at_start, moved)


def _idle(schedule: Schedule, dates: TaskDates) -> tuple[Bound, ...]:
    """The constraints of an unfinished task that set none of its dates, as late as possible among them."""
    if dates.stage is Stage.FINISHED or dates.task.spans:
        return ()
    setting = {dates.early_bound.reason, (dates.late_bound if dates.late is None else dates.late.bound).reason}
    if expected_finish(schedule, dates) is not None:
        setting.add(ConstraintKind.EXPECTED_FINISH)
    told = [
        Bound(one.kind, one.instant)
        # A finish that is constrained is a deadline too: then the deadline tells of it.
        for one in dates.task.constraints
        if not (Reason.DEADLINE in setting and one.instant == dates.task.deadline)
    ]
    if dates.task.as_late_as_possible:
        told.append(Bound(Reason.AS_LATE_AS_POSSIBLE, dates.start))
    return tuple(bound for bound in told if bound.reason not in setting)


def _from_a_fact(chain: Sequence[TaskDates]) -> Sequence[TaskDates]:
    """A chain of drivers without what has finished and holds nothing any more, from the first task that still does.

    A finished task stays before a lag that still runs. The task after one that is left out stands at the data date.
    """
    first = next((k for k, dates in enumerate(chain) if dates.stage is not Stage.FINISHED), len(chain) - 1)
    relation = chain[first].early_bound.relation
    if first == 0 or relation is None:
        return chain
    if relation.lag is not None and relation.lag.amount > 0:
        return chain[first - 1 :]
    stands = Bound(Reason.DATA_DATE, chain[first].early_bound.instant)
    return (replace(chain[first], early_bound=stands), *chain[first + 1 :])


def _to_deadline(
    schedule: Schedule, asked: DeadlineRow, owed: Mapping[str, DeadlineRow], kept: Schedule
) -> tuple[LateStep, ...]:
    """The chain with the latest dates of the deadline table, which need not keep a deadline that nobody could keep.

    Those of a task without a row are `kept`'s, in which such deadlines are eased.
    """
    steps = []
    for dates, _ in chain_to_deadline(schedule, asked.task):
        row, latest = owed.get(dates.task.id), kept.tasks[dates.task.id].latest
        begin: Instant
        finish: Instant | None
        if row is not None:
            begin, finish = row.latest_start, row.latest_finish
        elif latest is not None:
            begin, finish = latest.start, latest.finish if is_limited(latest.finish) else None
        else:
            continue
        if dates.task.id == asked.deadline and asked.soonest is not None:
            begin = finish = asked.soonest
        steps.append(LateStep(dates.task.id, begin, finish))
    return tuple(steps)


def _to_finish(schedule: Schedule, task: str) -> tuple[LateStep, ...]:
    chain: list[LateStep] = []
    dates = schedule.tasks[task]
    while dates.late is not None:
        chain.append(LateStep(dates.task.id, dates.late.start, dates.late.finish))
        held = _late_bound(schedule, dates, dates.late)
        if held.reason is not Reason.RELATION or held.relation is None:
            break
        dates = schedule.tasks[held.relation.successor]
    return tuple(chain)


def _late_bound(schedule: Schedule, dates: TaskDates, late: Late) -> Bound:
    """What set a task's late finish: of a successor and the plan's finish that ask the same, the successor."""
    bound, finish = late.bound, late.finish
    if bound.reason is not Reason.PROJECT_FINISH:
        return bound
    for relation, left, on in schedule.network.leaving(dates.task.id):
        after = schedule.tasks[relation.successor].late
        if not relation.type.leaves_finish or after is None:
            continue
        asked = on.add(after.finish if relation.type.enters_finish else after.start, -left)
        if dates.calendar.work(min(asked, finish), max(asked, finish)) == 0:
            return Bound(Reason.RELATION, finish, relation)
    return bound


def _four_dates(schedule: Schedule, dates: TaskDates) -> FourDates | None:
    """Which end of the task each of its two bounds holds; the other end follows by the work between."""
    if dates.late is None or dates.early_start is None or dates.early_finish is None:
        return None
    starts, finishes = (dates.early_start, dates.late.start), (dates.early_finish, dates.late.finish)
    early, late = dates.early_bound, _late_bound(schedule, dates, dates.late)
    if dates.is_no_work:  # told as where it stands
        starts, finishes = (dates.finish, starts[1]), (dates.finish, finishes[1])
    whole = early.reason is Reason.SPAN
    by_finish = early.relation.type.enters_finish if early.relation is not None else early.reason in EARLY_FINISHES
    by_start = not late.relation.type.leaves_finish if late.relation is not None else late.reason in LATE_STARTS
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
    told = bounds_of(dates.task, schedule.state, [(dates.calendar, dates.remaining)]).expected
    return Bound(ConstraintKind.EXPECTED_FINISH, told) if told == dates.early_finish else None


def gains(schedule: Schedule, task: str, drivers: Iterable[TaskDates]) -> tuple[Gain, ...]:
    """What a task would gain if each of its drivers, or the lag that a driver waits, took a day less.

    Every driver is its own answer to "what if": the passes run again for each. Drivers are those of
    `Reasons.early`, in their order. Passed over is one with no more than a day left to do, and one whose start alone
    is waited for: its own work has no say, unless its finish is held, for then it starts later the shorter it is.
    """

    @cache  # the chain may be long, and mostly no driver asks
    def by_start() -> Collection[str]:
        chain = (held_by_relation(schedule, name) for name in driving_chain(schedule, task).names)
        return {one.predecessor for one in chain if one is not None and not one.type.leaves_finish}

    return tuple(gain for driver in drivers for gain in _gains_by(schedule, task, driver, by_start))


def _gains_by(
    schedule: Schedule, task: str, driver: TaskDates, by_start: Callable[[], Collection[str]]
) -> Iterator[Gain]:
    relation = driver.early_bound.relation
    if relation is not None and relation.lag is not None and relation.lag.amount > 0:
        on = lag_calendar(relation, schedule.state, schedule.calendars)
        shorter = replace(relation, lag=day_less(relation.lag, on))
        yield Gain(driver.task.id, relation, dates_of(varied(schedule, Variation(relations={relation: shorter})), task))
    day = driver.calendar.day_minutes
    is_held = relation is not None and relation.type.enters_finish
    if driver.stage is Stage.FINISHED or driver.task.spans or driver.remaining <= day:
        return
    if driver.task.id in by_start() and not is_held:
        return
    less = varied(schedule, _a_day_less(schedule, driver))
    must = earliest_end(driver, schedule)
    if must is not None and (driver.is_set_by_law or finish_day(dates_of(less, driver.task.id).finish) < must):
        yield Gain(driver.task.id, None, None)
        return
    yield Gain(driver.task.id, None, dates_of(less, task))


def _a_day_less(schedule: Schedule, driver: TaskDates) -> Variation:
    """A task's work a day shorter: what remains of it if it has started, else its duration, and its resources' too."""
    task, calendar = driver.task, driver.calendar
    started = driver.stage is not Stage.NOT_STARTED
    # What is left of a resource's work, where no report says it, follows from what is left of the task's.
    told = driver.status.assignments if started else tuple(one.duration for one in task.assignments)
    legs = tuple(
        work_minutes(
            day_less(duration, calendar), schedule.calendars[assignment_calendar_id(one, task, schedule.state)]
        )
        for one, duration in zip(task.assignments, told, strict=False)
    )
    left = schedule.network.remaining[schedule.network.number[task.id]]
    return Variation(
        work={task.id: max(0, left - calendar.day_minutes)},
        assigned={task.id: legs} if legs else {},
    )
