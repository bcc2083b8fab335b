"""Random states small enough for an engine that counts hours on its fingers.

Every instant, duration and lag is a whole number of hours, so a calendar is a list of its working hours. The same seed
gives the same state.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random

from schedule.calendars.worktime import minutes
from schedule.model import (
    CalendarSpec,
    Constraint,
    ConstraintKind,
    DayException,
    Duration,
    Plan,
    Relation,
    RelationType,
    State,
    Status,
    Task,
    TaskKind,
    Unit,
)
from schedule.rules import LagCalendar, LateAsPossible, ProgressRule, Settings, TotalFloat

HOUR = 60
START = minutes(date(2014, 4, 7)) + 8 * HOUR
"""Monday 7 April 2014, 08:00."""

SHIFT = ((480, 720), (780, 1020))
OFFICE = CalendarSpec(
    "office",
    week=(0, 1, 2, 3, 4),
    hours=SHIFT,
    exceptions=(
        DayException(date(2014, 4, 18), date(2014, 4, 21), False),
        DayException(date(2014, 4, 26), date(2014, 4, 26), True),
    ),
)
"""Monday to Friday, 08:00-12:00 and 13:00-17:00, closed over Easter, one Saturday worked."""
SEVEN = CalendarSpec("seven", week=tuple(range(7)), hours=((540, 1080),), day_minutes=480)
"""All seven days, 09:00-18:00: no edge but midnight in common with the office."""
NIGHT = CalendarSpec("night", week=(0, 2, 3, 5), hours=((0, 240), (1200, 1440)), day_minutes=480)
"""Two half nights, which touch at midnight where the days do: a shift's end is not the end of its day."""
ROUND = CalendarSpec("round", week=tuple(range(7)), day_minutes=480)
"""Every hour of every day."""
CALENDARS = {spec.id: spec for spec in (OFFICE, SEVEN, NIGHT, ROUND)}

EARLY_AND_LATE = {
    "early": (
        ConstraintKind.START_NO_EARLIER_THAN,
        ConstraintKind.FINISH_NO_EARLIER_THAN,
        ConstraintKind.EXTERNAL_EARLY_START,
        ConstraintKind.START_ON,
        ConstraintKind.FINISH_ON,
    ),
    "late": (
        ConstraintKind.START_NO_LATER_THAN,
        ConstraintKind.FINISH_NO_LATER_THAN,
        ConstraintKind.EXTERNAL_LATE_FINISH,
    ),
    "mandatory": (ConstraintKind.MANDATORY_START, ConstraintKind.MANDATORY_FINISH),
    "expected": (ConstraintKind.EXPECTED_FINISH,),
}
EVERYTHING = frozenset({"milestones", "progress", "suspended", "alap", "must-finish", "settings", *EARLY_AND_LATE})


def hours(amount: int) -> Duration:
    """A duration of whole hours."""
    return Duration(Fraction(amount), Unit.HOURS)


def small_state(
    seed: int,
    features: frozenset[str] = EVERYTHING,
    *,
    types: str = "FS SS FF SF",
    calendars: tuple[str, ...] = tuple(CALENDARS),
    lags: tuple[int, int] = (-12, 20),
    largest: int = 8,
) -> State:
    """The state of a seed: up to `largest` tasks under way, with whichever features are asked for."""
    random = Random(seed)
    names = [f"t{k}" for k in range(random.randint(2, largest))]
    tasks = {}
    for k, name in enumerate(names):
        milestone = "milestones" in features and random.random() < 0.2
        kind = random.choice([TaskKind.START_MILESTONE, TaskKind.FINISH_MILESTONE]) if milestone else TaskKind.TASK
        relations = tuple(
            Relation(random.choice(names[:k]), name, RelationType(random.choice(types.split())), _lag(random, lags))
            for _ in range(random.choice([0, 1, 1, 2, 2, 3]) if k else 0)
        )
        length = None if milestone else hours(random.choice([1, 3, 4, 8, 8, 16, 21, 40]))
        tasks[name] = Task(
            name, name, kind=kind, duration=length, calendar=random.choice(calendars), relations=relations
        )
    data_date = START + HOUR * (random.choice([0, 9, 24 * random.randint(1, 8), random.randint(1, 200)]))
    data_date = data_date if "progress" in features else START
    statuses = {}
    for name, task in tasks.items():
        status = _status(random, task, data_date, "suspended" in features) if "progress" in features else None
        if status is not None:
            statuses[name] = status
        if random.random() < 0.3:
            tasks[name] = _constrained(random, task, features, started=status is not None)
        elif "alap" in features and random.random() < 0.15:
            tasks[name] = replace(task, as_late_as_possible=True)
    if "suspended" in features:
        statuses = {name: _once_suspended(Random(f"{seed} {name}"), status) for name, status in statuses.items()}
    must_finish = _instant(random) if "must-finish" in features and random.random() < 0.3 else None
    settings = Settings(allow_mandatory="mandatory" in features)
    if "settings" in features:
        settings = replace(
            settings,
            total_float=random.choice(list(TotalFloat)),
            lag_calendar=random.choice(list(LagCalendar)),
            progress=random.choice([ProgressRule.RETAINED, ProgressRule.OVERRIDE]),
            open_ends_critical=random.random() < 0.2,
            dates_without_time=random.random() < 0.5,
            ss_lag_from_actual=random.random() < 0.3,
            finishes_kept=random.random() < 0.5,
            as_late_as_possible=random.choice([LateAsPossible.FREE_FLOAT, LateAsPossible.ALL_FREE_FLOAT]),
        )
    if statuses and any(task.is_milestone and name not in statuses for name, task in tasks.items()):
        settings = replace(settings, dates_without_time=True)  # P6's, of a file: in a typed plan nothing waits for them
    plan = Plan(
        f"seed {seed}", START, "office", tasks, calendars=CALENDARS, settings=settings, must_finish_by=must_finish
    )
    return State(plan, data_date, statuses)


def _instant(random: Random) -> int:
    """A day's 00:00, 08:00 or 17:00, or any hour, within four weeks."""
    day = START - 8 * HOUR + 24 * HOUR * random.randint(0, 27)
    return day + HOUR * random.choice([0, 8, 17, random.randint(0, 23)])


def _lag(random: Random, lags: tuple[int, int]) -> Duration | None:
    return None if random.random() < 0.4 else hours(random.randint(*lags))


def _status(random: Random, task: Task, data_date: int, suspended: bool) -> Status | None:
    past = (data_date - START) // HOUR
    if past < 2 or random.random() < 0.5:
        return None
    began = START + HOUR * random.randint(0, past - 1)
    if task.is_milestone:
        return Status(started=began, finished=began)
    if random.random() < 0.5:
        return Status(started=began, finished=began + HOUR * random.randint(1, (data_date - began) // HOUR))
    status = Status(started=began, remaining=hours(random.choice([0, 1, 5, 8, 24])))
    if suspended and random.random() < 0.3:
        stopped = began + HOUR * random.randint(0, (data_date - began) // HOUR)
        status = replace(status, suspended=stopped, resumed=stopped + HOUR * random.randint(1, 120))
    return status


def _once_suspended(random: Random, status: Status) -> Status:
    """What is reported finished may have been suspended for a while before."""
    began, ended = status.started, status.finished
    if began is None or ended is None or began == ended or random.random() < 0.6:
        return status
    stopped, resumed = sorted(began + HOUR * random.randint(0, (ended - began) // HOUR) for _ in range(2))
    return replace(status, suspended=stopped, resumed=resumed)


def _constrained(random: Random, task: Task, features: frozenset[str], *, started: bool) -> Task:
    """A task with one constraint, or one of the early side or a mandatory one and one of the late side."""
    sorts = [sort for sort in EARLY_AND_LATE if sort in features]
    if not sorts:
        return task
    sort = random.choice(sorts)
    chosen = [random.choice(EARLY_AND_LATE[sort])]
    if sort in ("early", "mandatory") and "late" in features and random.random() < 0.4:
        chosen.append(random.choice(EARLY_AND_LATE["late"]))
    if sort == "expected" and task.is_milestone:
        return task
    return replace(task, constraints=tuple(Constraint(kind, _instant(random)) for kind in chosen))
