"""Random plans for the laws, and short ways to write small ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

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


@st.composite
def states(draw: st.DrawFn, **more: object) -> State:
    """A random plan under way: finished and running tasks (out of sequence too), deadlines, constraints."""
    random = draw(plans(**more))
    data_date = random.start + draw(st.integers(0, 40)) * 1440
    statuses = {}
    tasks = {}
    for name, one in random.tasks.items():
        past = (data_date - random.start) // 1440
        stage = draw(st.sampled_from(["", "", "running", "finished"])) if past else ""
        began = random.start + draw(st.integers(0, max(past - 1, 0))) * 1440
        if stage == "finished" or (stage and one.is_milestone):
            ended = began if one.is_milestone else began + draw(st.integers(1, (data_date - began) // 1440)) * 1440
            statuses[name] = Status(started=began, finished=ended, reported=ended)
        elif stage:
            left = Duration(Fraction(draw(st.integers(0, 9))), Unit.WORKING_DAYS)
            statuses[name] = Status(started=began, remaining=left, reported=began)
        if draw(st.integers(0, 4)) == 0:
            one = replace(one, deadline=random.start + draw(st.integers(1, 90)) * 1440)
        if draw(st.integers(0, 6)) == 0:
            floor = Constraint(ConstraintKind.START_NO_EARLIER_THAN, random.start + draw(st.integers(0, 30)) * 1440)
            one = replace(one, constraints=(floor,))
        tasks[name] = one
    return State(replace(random, tasks=tasks), data_date, statuses)


LAGS = {
    "none": st.just(None),
    "forward": st.one_of(st.none(), st.integers(1, 5).map(lambda n: Duration(Fraction(n), Unit.WORKING_DAYS))),
    "any": st.one_of(st.none(), st.integers(-3, 5).map(lambda n: Duration(Fraction(n), Unit.WORKING_DAYS))),
}


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
    count = draw(st.integers(1, largest))
    tasks = []
    for k in range(count):
        name = f"t{k}"
        milestone = bool(milestones) and draw(st.integers(0, 5)) == 0
        kind = draw(st.sampled_from(milestones)) if milestone else TaskKind.TASK
        duration = None if milestone else Duration(Fraction(draw(st.integers(1, 9))), Unit.WORKING_DAYS)
        relations = ()
        if k:
            chosen = draw(st.lists(st.integers(0, k - 1), max_size=3))
            kinds = {p: (leave_milestones_by or types) if tasks[p].is_milestone else types for p in chosen}
            relations = tuple(
                Relation(f"t{p}", name, RelationType(draw(st.sampled_from(kinds[p].split()))), draw(LAGS[lags]))
                for p in chosen
            )
        calendar = draw(st.sampled_from(calendars))
        tasks.append(Task(name, name, kind=kind, duration=duration, calendar=calendar, relations=relations))
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
