"""Random plans for the laws, and short ways to write small ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from itertools import product

from hypothesis import strategies as st

from schedule.calendars.worktime import minutes
from schedule.engine.schedule import Schedule
from schedule.model import (
    Assignment,
    CalendarSpec,
    Closure,
    Constraint,
    ConstraintKind,
    Duration,
    Instant,
    Plan,
    Relation,
    RelationType,
    State,
    Status,
    StoredDates,
    Task,
    TaskKind,
    Unit,
)
from schedule.rules import LagCalendar, LateAsPossible, Profile, ProgressRule, Settings

OFFICE = CalendarSpec(id="office", week=(0, 1, 2, 3, 4), hours=((480, 720), (780, 1020)))
"""Monday to Friday, 08:00-12:00 and 13:00-17:00: eight hours a day."""
SEVEN = CalendarSpec(id="seven", week=(0, 1, 2, 3, 4, 5, 6), hours=((480, 720), (780, 1020)))
"""The same hours on all seven days."""
SITE = CalendarSpec(id="site", week=(0, 1, 2, 3, 4, 5, 6), closures=(Closure((11, 15), (3, 10)),))
CALENDARS = {spec.id: spec for spec in (OFFICE, SEVEN, SITE)}


def at(text: str) -> Instant:
    """`2014-04-07` (its morning) or `2014-04-07 17:00` as an instant."""
    return minutes(datetime.fromisoformat(text)) if " " in text else minutes(date.fromisoformat(text))


def span(text: str | None) -> Duration | None:
    """`5wd`, `-2wd`, `20cd`, `3h` as a duration."""
    if text is None:
        return None
    unit = next(unit for unit in Unit if text.endswith(unit))
    return Duration(Fraction(text[: -len(unit)]), unit)


def link(text: str, successor: str) -> Relation:
    """`a`, `a SS`, `a FF+2wd` as a relation."""
    name, _, rest = text.partition(" ")
    return Relation(name, successor, RelationType(rest[:2] or "FS"), span(rest[2:] or None))


def task(name: str, duration: str | None, *after: str, **more: object) -> Task:
    """A task by its duration (None: a finish milestone) and relations."""
    kind = more.pop("kind", TaskKind.FINISH_MILESTONE if duration is None else TaskKind.TASK)
    relations = tuple(link(text, name) for text in after)
    return Task(name, name, kind=kind, duration=span(duration), relations=relations, **more)


def plan(*tasks: Task, start: str = "2014-04-07", calendar: str = "office", **more: object) -> Plan:
    """A plan of tasks, from Monday 7 April 2014 on (the Monday of the numbers in the rules).

    A milestone works on the plan's calendar unless it names one, as every activity of P6 has a calendar.
    """
    by_id = {
        one.id: replace(one, calendar=calendar) if one.is_milestone and one.calendar is None else one for one in tasks
    }
    return Plan("plan", at(start), calendar, by_id, calendars=CALENDARS, **more)


def state(of: Plan, data_date: str | None = None, **statuses: Status) -> State:
    """A state at a data date; by default the plan's start, nothing begun."""
    return State(of, of.start if data_date is None else at(data_date), statuses)


WORKS = tuple(Duration(Fraction(n), Unit.WORKING_DAYS) for n in range(1, 10))
LEFT = st.sampled_from([Duration(Fraction(n), Unit.WORKING_DAYS) for n in range(10)])
STAGES = st.sampled_from(["", "", "running", "finished"])
DEADLINES = st.sampled_from([*[None] * 4 * 90, *range(1, 91)])
"""A fifth of the tasks have one, so many days after the start."""
FLOORS = st.sampled_from([*[None] * 6 * 31, *range(31)])
"""A seventh of the tasks may not start before so many days."""
within = cache(lambda first, last: st.integers(first, last))
"""Whole numbers. To make a strategy takes longer than to draw from it: so with what is one of a tuple (`among`)."""
among = cache(st.sampled_from)


@st.composite
def states(draw: st.DrawFn, **more: object) -> State:
    """A random plan under way: finished and running tasks (out of sequence too), deadlines, constraints."""
    random = draw(plans(**more))
    past = draw(within(0, 40))
    data_date = random.start + past * 1440
    statuses = {}
    tasks = {}
    for name, one in random.tasks.items():
        stage = draw(STAGES) if past else ""
        days = draw(within(0, max(past - 1, 0)))
        began = random.start + days * 1440
        if stage == "finished" or (stage and one.is_milestone):
            ended = began if one.is_milestone else began + draw(within(1, past - days)) * 1440
            statuses[name] = Status(started=began, finished=ended, reported=ended)
        elif stage:
            statuses[name] = Status(started=began, remaining=draw(LEFT), reported=began)
        if (due := draw(DEADLINES)) is not None:
            one = replace(one, deadline=random.start + due * 1440)
        if (floor := draw(FLOORS)) is not None:
            held = Constraint(ConstraintKind.START_NO_EARLIER_THAN, random.start + floor * 1440)
            one = replace(one, constraints=(held,))
        tasks[name] = one
    return State(replace(random, tasks=tasks), data_date, statuses)


LAGS = {
    "none": (None,),
    "forward": (*[None] * 5, *(Duration(Fraction(n), Unit.WORKING_DAYS) for n in range(1, 6))),
    "any": (*[None] * 9, *(Duration(Fraction(n), Unit.WORKING_DAYS) for n in (0, 1, -1, 2, -2, 3, -3, 4, 5))),
}
"""Half of the relations have none."""


@cache
def shapes(
    calendars: tuple[str, ...], milestones: tuple[TaskKind, ...]
) -> st.SearchStrategy[tuple[TaskKind, Duration | None, str]]:
    """A kind, its duration and a calendar, as one choice: a choice costs as much as all that is asked of a small plan.

    A sixth are milestones, if any are wanted; all durations are as likely.
    """
    works = [(TaskKind.TASK, length) for length in WORKS]
    ends = [(kind, None) for kind in milestones]
    mixed = [*works * (5 * len(milestones) or 1), *ends * len(works)]
    return st.sampled_from([(kind, length, calendar) for (kind, length), calendar in product(mixed, calendars)])


@cache
def links(types: str, lags: str) -> st.SearchStrategy[tuple[RelationType, Duration | None]]:
    """A relation's type and its lag, as one choice."""
    return st.sampled_from(list(product(map(RelationType, types.split()), LAGS[lags])))


@cache
def predecessors(count: int) -> st.SearchStrategy[tuple[int, ...]]:
    """None to three of so many tasks that come before, as one choice; no number of them is rarer than another."""
    groups = [list(product(range(count), repeat=size)) for size in range(4)]
    return st.sampled_from([one for group in groups for one in group * (count**3 // len(group))])


@st.composite
def plans(
    draw: st.DrawFn,
    *,
    types: str = "FS SS FF SF",
    lags: str = "any",
    calendars: tuple[str, ...] = ("office", "site", "calendar-days"),
    milestones: tuple[TaskKind, ...] = (TaskKind.START_MILESTONE, TaskKind.FINISH_MILESTONE),
    leave_milestones_by: str | None = None,
    largest: int = 12,
) -> Plan:
    """A plan of up to `largest` tasks, relations of the given types from earlier to later tasks."""
    tasks: list[Task] = []
    for k in range(draw(within(1, largest))):
        name = f"t{k}"
        kind, duration, calendar = draw(shapes(calendars, milestones))
        relations = []
        for p in draw(predecessors(k)) if k else ():
            leaves = (leave_milestones_by or types) if tasks[p].is_milestone else types
            relations.append(Relation(f"t{p}", name, *draw(links(leaves, lags))))
        tasks.append(Task(name, name, kind=kind, duration=duration, calendar=calendar, relations=tuple(relations)))
    return plan(*tasks, start="2014-10-06", calendar=calendars[0])


def stored(result: Schedule) -> dict[str, StoredDates]:
    """The dates that an export writes beside the plan."""
    return {
        name: StoredDates(
            dates.early_start,
            dates.early_finish,
            dates.late_start,
            dates.late_finish,
            dates.total_float,
            dates.free_float,
            dates.longest_path,
        )
        for name, dates in result.tasks.items()
    }


RULES = st.builds(
    Settings,
    profile=st.sampled_from(Profile),
    lag_calendar=st.sampled_from([None, *LagCalendar]),
    progress=st.sampled_from([None, *ProgressRule]),
    as_late_as_possible=st.sampled_from([None, *LateAsPossible]),
    ss_lag_from_actual=st.booleans(),
    open_ends_critical=st.booleans(),
    finishes_kept=st.booleans(),
)
LEGS = st.tuples(st.integers(1, 9), st.sampled_from([None, "office", "seven", "site"]))


@st.composite
def states_of_every_kind(draw: st.DrawFn) -> State:
    """A random plan under way, with other settings, resources, spans, and tasks on no calendar of their own."""
    before = draw(states())
    tasks = dict(before.plan.tasks)
    statuses = dict(before.statuses)
    for name, one in before.plan.tasks.items():
        if one.is_milestone:
            continue
        match draw(st.integers(0, 9)):
            case 0:
                legs = tuple(Assignment(span(f"{n}wd"), c) for n, c in draw(st.lists(LEGS, min_size=1, max_size=2)))
                one = replace(one, assignments=legs)
            case 1:
                one = replace(one, calendar=None, duration=replace(one.duration, unit=Unit.CALENDAR_DAYS))
            case 2:
                one = replace(one, as_late_as_possible=True)
            case 3:
                one = replace(one, kind=draw(st.sampled_from([TaskKind.LEVEL_OF_EFFORT, TaskKind.SUMMARY])))
            case 4 if (said := statuses.get(name)) is not None and said.remaining is not None:
                statuses[name] = replace(said, remaining=None, percent=Fraction(draw(st.integers(0, 99))))
        tasks[name] = one
    kinds = {name: one.kind for name, one in tasks.items()}
    for name, one in tasks.items():  # nothing is tied to a summary but a level of effort
        if kinds[name] is TaskKind.SUMMARY:
            tasks[name] = replace(one, relations=())
        else:
            kept = (relation for relation in one.relations if kinds[relation.predecessor] is not TaskKind.SUMMARY)
            tasks[name] = replace(one, relations=tuple(kept))
    return replace(before, plan=replace(before.plan, tasks=tasks, settings=draw(RULES)), statuses=statuses)
