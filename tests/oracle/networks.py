"""Random networks for a second opinion: states with everything that two engines can both be told, dials to leave out.

The same seed gives the same state. Instants are to the minute; every class of feature has a dial in `Dials`, so that a
difference can be hunted down by turning dials off. This module must never compute a date of a schedule.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from schedule.calendars.worktime import minutes
from schedule.model import (
    NOT_STARTED,
    CalendarSpec,
    Constraint,
    ConstraintKind,
    DayException,
    Duration,
    Instant,
    Minutes,
    Plan,
    Relation,
    RelationType,
    State,
    Status,
    Task,
    TaskKind,
    Unit,
)
from schedule.rules import LagCalendar, LateAsPossible, Profile, Settings, TotalFloat

_SHIFT = ((480, 720), (780, 1020))
_HOLIDAYS = (
    DayException(date(2014, 4, 18), date(2014, 4, 21), working=False, name="long weekend"),
    DayException(date(2014, 5, 1), date(2014, 5, 2), working=False, name="May"),
    DayException(date(2014, 4, 26), date(2014, 4, 26), working=True, name="make-up day"),
    DayException(date(2014, 5, 10), date(2014, 5, 10), working=True, name="half make-up day", hours=((480, 720),)),
)
OFFICE = CalendarSpec("office", week=(0, 1, 2, 3, 4), hours=_SHIFT, exceptions=_HOLIDAYS)
PLAIN = CalendarSpec("plain", week=(0, 1, 2, 3, 4), hours=_SHIFT)
SEVEN = CalendarSpec("seven", week=tuple(range(7)), hours=_SHIFT)
ALL_HOURS = CalendarSpec("all-hours", week=tuple(range(7)))
SITE = CalendarSpec(
    "site",
    week=(0, 1, 2, 3, 4, 5),
    hours=((420, 900),),
    hours_of_day={5: ((420, 720),)},
    exceptions=(DayException(date(2014, 4, 28), date(2014, 5, 3), working=False, name="closed"),),
)
NIGHT = CalendarSpec("night", week=(0, 1, 2, 3, 4), hours=((0, 240), (1200, 1440)), day_minutes=480)
CALENDARS = {spec.id: spec for spec in (OFFICE, PLAIN, SEVEN, ALL_HOURS, SITE, NIGHT)}

START = date(2014, 4, 7)
"""A Monday."""

_LATE = (ConstraintKind.START_NO_LATER_THAN, ConstraintKind.FINISH_NO_LATER_THAN)
_PRIMARY = (
    ConstraintKind.START_NO_EARLIER_THAN,
    ConstraintKind.FINISH_NO_EARLIER_THAN,
    *_LATE,
    ConstraintKind.START_ON,
    ConstraintKind.FINISH_ON,
    ConstraintKind.MANDATORY_START,
    ConstraintKind.MANDATORY_FINISH,
)


@dataclass(frozen=True, slots=True)
class Dials:
    """What a random network may hold. Shares are probabilities a task (or a plan, for what a plan has once).

    `calendars` is how many of `calendar_names` one plan uses at most; `constraints` are the kinds of primary
    constraints, of which `constrained` tasks get one and a `secondary` share of those a late one besides.
    `started` tasks have progress, `out_of_sequence` plans forget the order; `odd` is the share of amounts and instants
    that are no whole hours, `off_hours` of constraint dates that are no working time.
    """

    tasks: tuple[int, int] = (3, 12)
    types: tuple[RelationType, ...] = tuple(RelationType)
    lags: float = 0.4
    leads: float = 0.15
    odd: float = 0.3
    calendar_names: tuple[str, ...] = ("office", "plain", "seven", "all-hours", "site")
    calendars: int = 3
    lag_calendars: tuple[LagCalendar, ...] = tuple(LagCalendar)
    milestones: float = 0.15
    constraints: tuple[ConstraintKind, ...] = _PRIMARY
    constrained: float = 0.2
    secondary: float = 0.2
    off_hours: float = 0.1
    as_late_as_possible: float = 0.08
    progress: float = 0.5
    started: float = 0.5
    out_of_sequence: float = 0.3
    nothing_left: float = 0.05
    must_finish_by: float = 0.2
    deadlines: float = 0.0
    duplicates: float = 0.1
    total_floats: tuple[TotalFloat | None, ...] = (None,)
    profile: Profile = Profile.P6


PLAIN_P6 = Dials(constraints=(), constrained=0, as_late_as_possible=0, progress=0, must_finish_by=0)
"""Relations, lags, calendars and milestones alone."""
CONSTRAINED_P6 = replace(PLAIN_P6, constraints=_PRIMARY, constrained=0.3, must_finish_by=0.2)
PROGRESS_P6 = replace(PLAIN_P6, progress=1)
EVERYTHING_P6 = Dials()
PLAIN_MSP = replace(
    PLAIN_P6, profile=Profile.MSP, lag_calendars=(LagCalendar.SUCCESSOR,), total_floats=(TotalFloat.SMALLEST,)
)
CONSTRAINED_MSP = replace(PLAIN_MSP, constraints=_PRIMARY, constrained=0.3, secondary=0, deadlines=0.15)


def random_state(seed: int, dials: Dials = EVERYTHING_P6) -> State:
    """The network of a seed: task ids "t0", "t1", ... in an order in which relations go forward."""
    random = Random(seed)
    names = random.sample(dials.calendar_names, random.randint(1, min(dials.calendars, len(dials.calendar_names))))
    count = random.randint(*dials.tasks)
    tasks: dict[str, Task] = {}
    for k in range(count):
        task = _task(random, dials, k, names)
        tasks[task.id] = replace(task, relations=_relations(random, dials, k))
    start = minutes(START) + random.choice([0, 480])
    data_date, statuses = start, {}
    if random.random() < dials.progress:
        data_date = minutes(START + timedelta(days=random.randint(1, 20))) + random.choice([0, 480, 1020, 625])
        statuses = _statuses(random, dials, tasks, start, data_date)
    for name, task in tasks.items():
        task = _constrained(random, dials, task, tasks)
        if name in statuses and statuses[name].finished is not None:
            # MPXJ moves even these, and what they passed on before it did cannot be read.
            task = replace(task, as_late_as_possible=False)
        tasks[name] = task
    settings = Settings(
        profile=dials.profile,
        lag_calendar=random.choice(dials.lag_calendars),
        total_float=random.choice(dials.total_floats),
        allow_mandatory=True,
        dates_without_time=dials.profile is Profile.P6,
        finishes_kept=dials.profile is Profile.P6,
        as_late_as_possible=LateAsPossible.ALL_FREE_FLOAT if dials.profile is Profile.P6 else None,
    )
    must_finish_by = None
    if random.random() < dials.must_finish_by:
        must_finish_by = minutes(START + timedelta(days=random.randint(3, 60))) + random.choice([1020, 1020, 0, 1440])
    plan = Plan(
        f"network {seed}",
        start,
        names[0],
        tasks,
        calendars={name: CALENDARS[name] for name in names},
        settings=settings,
        must_finish_by=must_finish_by,
    )
    return State(plan, data_date, statuses)


def _task(random: Random, dials: Dials, number: int, names: list[str]) -> Task:
    name = f"t{number}"
    calendar = random.choice(names)
    if random.random() < dials.milestones:
        # Microsoft Project knows one kind, which stands where its driver puts it.
        kinds = [TaskKind.FINISH_MILESTONE] if dials.profile is Profile.MSP else [*_MILESTONES]
        return Task(name, name, kind=random.choice(kinds), calendar=calendar)
    return Task(name, name, duration=_amount(random, dials, random.randint(1, 60)), calendar=calendar)


_MILESTONES = (TaskKind.START_MILESTONE, TaskKind.FINISH_MILESTONE)


def _relations(random: Random, dials: Dials, number: int) -> tuple[Relation, ...]:
    """Up to three predecessors among the earlier tasks, the nearer ones likelier."""
    found = []
    near = list(range(max(0, number - 5), number))
    for before in random.sample(near, min(len(near), random.choice([0, 1, 1, 1, 2, 2, 3]))):
        for _ in range(2 if random.random() < dials.duplicates else 1):
            type_ = random.choice([RelationType.FS, *dials.types])
            found.append(Relation(f"t{before}", f"t{number}", type_, _lag(random, dials)))
    return tuple(found)


def _lag(random: Random, dials: Dials) -> Duration | None:
    draw = random.random()
    if draw < dials.leads:
        return _amount(random, dials, -random.randint(1, 24))
    if draw < dials.leads + dials.lags:
        return _amount(random, dials, random.randint(1, 40))
    return None


def _amount(random: Random, dials: Dials, hours: int) -> Duration:
    if random.random() < dials.odd:
        return Duration(Fraction(hours * 60 + random.randint(-59, 59) or 7), Unit.MINUTES)
    return Duration(Fraction(hours), Unit.HOURS)


def work_minutes(duration: Duration | None) -> Minutes:
    """A duration of these networks in minutes: they are all in hours or minutes."""
    if duration is None:
        return 0
    return round(duration.amount * (60 if duration.unit is Unit.HOURS else 1))


def _statuses(
    random: Random, dials: Dials, tasks: dict[str, Task], start: Instant, data_date: Instant
) -> dict[str, Status]:
    """Actual dates in working time of each task's calendar and not after the data date.

    In sequence, a task has begun only where its predecessors' reported events allow it.
    """
    forgetful = random.random() < dials.out_of_sequence
    statuses: dict[str, Status] = {}
    for task in tasks.values():
        if random.random() >= dials.started:
            continue
        earliest, latest_finish = start, start
        held = False
        for relation in task.relations:
            before = statuses.get(relation.predecessor, NOT_STARTED)
            event = before.finished if relation.type.leaves_finish else before.started
            held = held or event is None
            lag = max(0, work_minutes(relation.lag))
            if event is not None and relation.type.enters_finish:
                latest_finish = max(latest_finish, event + lag)
            elif event is not None:
                earliest = max(earliest, event + lag)
        if forgetful:
            earliest, latest_finish, held = start, start, False
        begins = _working(task.calendar, earliest, data_date, starts=True)
        if held or not begins:
            continue
        began = random.choice(begins)
        ends = _working(task.calendar, max(began + 1, latest_finish), data_date, starts=False)
        if task.is_milestone:
            statuses[task.id] = Status(started=began, finished=began, reported=data_date)
        elif random.random() < 0.5 and ends:
            statuses[task.id] = Status(started=began, finished=random.choice(ends), reported=data_date)
        else:
            left = 0 if random.random() < dials.nothing_left else random.randint(1, work_minutes(task.duration))
            left = left if random.random() < dials.odd else left // 60 * 60
            left = left or (0 if random.random() < dials.nothing_left else 60)
            statuses[task.id] = Status(
                started=began, remaining=Duration(Fraction(left), Unit.MINUTES), reported=data_date
            )
    return statuses


def _working(name: str | None, first: Instant, last: Instant, *, starts: bool) -> list[Instant]:
    """Instants between two, some of each working range of a calendar: its start (end), an hour, an odd minute."""
    spec = CALENDARS[name or ""]
    found = []
    for day in range(first // 1440, last // 1440 + 1):
        for begin, end in hours_of(spec, day):
            edge = begin if starts else end
            inside = (begin + 60, begin + 97, edge)
            found += [day * 1440 + minute for minute in inside if first <= day * 1440 + minute <= last]
    return found


def hours_of(spec: CalendarSpec, day: int) -> tuple[tuple[int, int], ...]:
    """The working ranges, in minutes of the day, of the day that is so many days after 1970-01-01."""
    when = date(1970, 1, 1) + timedelta(days=day)
    usual = spec.hours_of_day.get(when.weekday(), spec.hours or ((0, 1440),))
    ranges = usual if when.weekday() in (spec.week or ()) else ()
    for one in spec.exceptions:
        if one.first <= when <= one.last:
            ranges = () if not one.working else usual if one.hours is None else one.hours
    return ranges


def _constrained(random: Random, dials: Dials, task: Task, tasks: dict[str, Task]) -> Task:
    constraints = []
    as_late_as_possible = random.random() < dials.as_late_as_possible and not _leads_into_a_finish(task, tasks)
    if dials.constraints and not as_late_as_possible and random.random() < dials.constrained:
        kind = random.choice(dials.constraints)
        constraints.append(Constraint(kind, _constraint_date(random, dials, task, kind)))
        late = [one for one in _LATE if one is not kind]
        if kind not in _LATE and random.random() < dials.secondary:
            kind = random.choice(late)
            constraints.append(Constraint(kind, _constraint_date(random, dials, task, kind)))
    deadline = None
    if random.random() < dials.deadlines:
        deadline = _constraint_date(random, dials, task, ConstraintKind.FINISH_ON)
    return replace(task, constraints=tuple(constraints), as_late_as_possible=as_late_as_possible, deadline=deadline)


def _leads_into_a_finish(task: Task, tasks: dict[str, Task]) -> bool:
    """Whether a relation SF leaves the task: MPXJ has no rule for one that is as late as possible and never ends."""
    relations = [relation for other in tasks.values() for relation in other.relations]
    return any(one.predecessor == task.id and one.type is RelationType.SF for one in relations)


def _constraint_date(random: Random, dials: Dials, task: Task, kind: ConstraintKind) -> Instant:
    """A working start of the task's calendar for a start, a working finish for a finish; sometimes any hour."""
    first = minutes(START + timedelta(days=random.randint(-2, 35)))
    if random.random() < dials.off_hours:
        return first + random.choice([0, 300, 750, 1020, 1230])
    starts = "start" in kind.value
    return random.choice(_working(task.calendar, first, first + 12 * 1440, starts=starts))
