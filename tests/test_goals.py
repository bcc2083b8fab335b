"""What the other tests leave of the goals in docs/semantics.md: laws on national calendars, cycles, long chains.

Dates are worked out by hand, from the notices of the State Council or by a slower way of counting, never by the engine.
Dates of April 2014 are those of the worked numbers: Monday 7 to Friday 11, Monday 14 to Friday 18, Monday 21.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

import networkx as nx
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from networks import at, plan, span, state, task
from oracle.networks_small import small_state
from test_calendars_china import NOTICES, days

from schedule.calendars.compile import compile_calendar
from schedule.calendars.worktime import DAY, Calendar, minutes, moment
from schedule.engine.columns import schedule_columns
from schedule.engine.compiled import WORTH_COMPILING
from schedule.engine.compute import compute
from schedule.engine.order import cycle_faults
from schedule.engine.schedule import Schedule, Stage
from schedule.model import (
    CALENDAR_DAYS,
    CalendarSpec,
    Constraint,
    ConstraintKind,
    DayException,
    Plan,
    Status,
    TaskKind,
)
from schedule.rules import CriticalBy, LagCalendar, LateConstraints, Profile, Settings

P6, MSP = Settings(), Settings(profile=Profile.MSP)
OFFICE_HOURS = ((480, 720), (780, 1020))


def shown(instant: int) -> str:
    return f"{moment(instant):%d %H:%M}"


def early(schedule: Schedule, name: str) -> tuple[str, str]:
    dates = schedule.tasks[name]
    return shown(dates.early_start), shown(dates.early_finish)


def floats(schedule: Schedule, names: str) -> list[float]:
    """Total floats in hours."""
    return [schedule.tasks[name].total_float / 60 for name in names]


# --- C1: adding and counting work


class Made(NamedTuple):
    """A calendar of the year 2016 and the working intervals that it should have, put together day by day."""

    calendar: Calendar
    intervals: list[tuple[int, int]]


YEAR = [date(2016, 1, 1) + timedelta(days=k) for k in range(366)]
OFF, WORKED = (days(text, 2016) for text in NOTICES[2016])


@st.composite
def calendars(draw: st.DrawFn) -> Made:
    """China's days, any week of four days and more, all hours or shifts, and days that are empty or worked anyway."""
    china = draw(st.booleans())
    week = draw(st.sets(st.integers(0, 6), min_size=4))
    hours = draw(st.sampled_from([(), OFFICE_HOURS, ((0, 240),), ((0, 360), (1320, 1440))]))
    exceptions = []
    for _ in range(draw(st.integers(0, 3))):
        first = draw(st.integers(60, 300))
        last = first + draw(st.integers(0, 6))
        exceptions.append(DayException(YEAR[first], YEAR[last], draw(st.booleans())))
    spec = CalendarSpec(
        "drawn",
        base="china" if china else None,
        week=None if china else tuple(sorted(week)),
        hours=hours,
        exceptions=tuple(exceptions),
    )
    intervals = []
    for day in YEAR:
        works = day in WORKED or (day.weekday() < 5 and day not in OFF) if china else day.weekday() in week
        for exception in exceptions:
            works = exception.working if exception.first <= day <= exception.last else works
        if works:
            intervals += [(minutes(day) + begin, minutes(day) + end) for begin, end in hours or ((0, DAY),)]
    return Made(compile_calendar(spec, {}, YEAR[0], YEAR[-1]), intervals)


def walked(intervals: list[tuple[int, int]], instant: int, work: int) -> int:
    """Where work that begins (or, if negative, ends) at an instant runs out, interval by interval."""
    if work < 0:
        return -walked([(-end, -begin) for begin, end in reversed(intervals)], -instant, -work)
    for begin, end in intervals if work else ():
        open_ = max(begin, instant)
        if end - open_ >= work:
            return open_ + work
        work -= max(0, end - open_)
    return instant


SUMMER = st.integers(minutes(date(2016, 5, 1)), minutes(date(2016, 9, 1)))
AMOUNT = st.integers(-9600, 9600)


@given(calendars(), SUMMER, AMOUNT)
def test_work_added_is_where_a_walk_over_the_days_runs_out(made: Made, instant: int, work: int) -> None:
    reached = made.calendar.add(instant, work)
    assert reached == walked(made.intervals, instant, work)
    assert made.calendar.work(instant, reached) == work


@given(calendars(), SUMMER, AMOUNT, AMOUNT)
def test_work_between_is_additive_and_snapping_does_none(made: Made, instant: int, one: int, two: int) -> None:
    calendar = made.calendar
    first, second = calendar.add(instant, one), calendar.add(instant, two)
    assert calendar.work(first, second) == two - one == -calendar.work(second, first)
    begin, end = calendar.next_start(instant), calendar.previous_finish(instant)
    assert end <= instant <= begin
    assert calendar.work(end, begin) == 0
    assert any(start <= begin < finish for start, finish in made.intervals)
    assert any(start < end <= finish for start, finish in made.intervals)


def test_make_up_days_of_the_spring_festival_of_2016() -> None:
    """7 to 13 February are off, Saturday the 6th and Sunday the 14th are worked (notice of the State Council).

    Four days of eight hours from Friday the 5th: 5, 6, 14, 15 February.
    """
    spec = CalendarSpec("office", base="china", hours=OFFICE_HOURS)
    office = compile_calendar(spec, {}, date(2016, 1, 1), date(2016, 12, 31))
    friday, monday = at("2016-02-05 08:00"), at("2016-02-15 17:00")
    assert (office.add(friday, 4 * 480), office.add(monday, -4 * 480)) == (monday, friday)
    assert office.next_start(at("2016-02-06 17:00")) == at("2016-02-14 08:00")
    assert office.previous_finish(at("2016-02-14 08:00")) == at("2016-02-06 17:00")
    assert office.work(at("2016-02-07"), at("2016-02-14")) == 0


# --- relations: one lag calendar for both passes; what Microsoft Project lets before its start


@pytest.mark.parametrize("rule", LagCalendar)
def test_a_chain_over_two_calendars_has_no_float_whichever_calendar_its_lag_counts_on(rule: LagCalendar) -> None:
    """Semantics 3: with one calendar forward and another backward A would have two days."""
    b = task("b", "1wd", "a FS+2wd", calendar="seven")
    schedule = compute(state(plan(task("a", "5wd"), b, settings=replace(P6, lag_calendar=rule))))
    assert floats(schedule, "ab") == [0, 0]
    assert all(dates.longest_path for dates in schedule.tasks.values())


def test_a_lead_before_a_start_passes_microsoft_projects_start() -> None:
    """Semantics 2: two working days before Monday the 7th, 08:00, is Thursday the 3rd, 08:00."""
    starts = []
    for settings in (P6, MSP):
        led = plan(task("a", "1wd"), task("b", "1wd", "a SS-2wd"), start="2014-04-07 08:00", settings=settings)
        starts.append(early(compute(state(led)), "b")[0])
    assert starts == ["07 08:00", "03 08:00"]


@pytest.mark.parametrize(
    ("kind", "day"),
    [("start_no_later_than", "10 08:00"), ("start_on", "10 08:00"), ("finish_on", "16 17:00")],
)
def test_microsoft_projects_other_dates_not_honoured_are_soft_too(kind: str, day: str) -> None:
    """Semantics 5: A 7-11, B 14-18, C 21; B two days earlier: dates stay, A and B lack 16 hours."""
    held = Constraint(ConstraintKind(kind), at(f"2014-04-{day}"))
    soft = replace(MSP, late_constraints=LateConstraints.LATE_DATES)
    b = task("b", "5wd", "a", constraints=(held,))
    schedule = compute(state(plan(task("a", "5wd"), b, task("c", "1wd", "b"), settings=soft)))
    assert early(schedule, "b") == ("14 08:00", "18 17:00")
    assert floats(schedule, "abc") == [-16, -16, 0]


def test_microsoft_projects_milestone_at_the_start_is_due_at_the_shift_before_it() -> None:
    """Semantics 6: it stands on Monday the 7th at 08:00, is due on Friday the 4th at 17:00, and has no float."""
    first = plan(task("m", None), task("a", "1wd", "m"), start="2014-04-07 08:00", settings=MSP)
    schedule = compute(state(first))
    dates = schedule.tasks["m"]
    assert (early(schedule, "m")[0], shown(dates.late_finish), dates.total_float) == ("07 08:00", "04 17:00", 0)


def test_no_late_finish_lies_after_the_project_finish() -> None:
    """Semantics 3: A, 7-11 April; B, on the 10th, may wait a day, so A's start might too, but not its finish."""
    schedule = compute(state(plan(task("a", "5wd"), task("b", "1wd", "a SS+3wd"))))
    assert floats(schedule, "ab") == [0, 8]
    assert shown(schedule.tasks["a"].late_finish) == "11 17:00"


# --- what mandatory dates leave


def mandatory_start(day: str) -> tuple[Constraint, ...]:
    return (Constraint(ConstraintKind.MANDATORY_START, at(f"2014-04-{day} 08:00")),)


def test_a_deadline_of_its_own_cuts_a_mandatory_date() -> None:
    """Semantics 5: B stands on 16-22 April and is due on Friday the 18th: two days late, and A just meets the 14th."""
    b = task("b", "5wd", "a", constraints=mandatory_start("16"), deadline=at("2014-04-18 17:00"))
    schedule = compute(state(plan(task("a", "5wd"), b)))
    assert early(schedule, "b") == ("16 08:00", "22 17:00")
    assert floats(schedule, "ab") == [0, -16]


@pytest.mark.parametrize(("after", "hours"), [((), 0), (("b",), 8)])
def test_a_mandatory_start_that_nothing_follows_has_no_free_float(after: tuple[str, ...], hours: float) -> None:
    """Semantics 8: B stands on 8 and 9 April, C on the 11th, the project's end: a day is free if C follows B."""
    held = Constraint(ConstraintKind.START_NO_EARLIER_THAN, at("2014-04-11 08:00"))
    c = task("c", "1wd", *after, constraints=(held,))
    schedule = compute(state(plan(task("b", "2wd", constraints=mandatory_start("08")), c)))
    assert early(schedule, "b") == ("08 08:00", "09 17:00")
    assert schedule.tasks["b"].free_float / 60 == hours


# --- C8: nothing unfinished before the data date, nor before work resumes


@pytest.mark.slow
def test_what_remains_comes_after_the_data_date_and_after_work_resumes() -> None:
    """Three hundred networks under way, four calendars, leads, suspended tasks, retained logic and override."""
    features = frozenset({"milestones", "progress", "suspended", "settings"})
    met = 0
    for seed in range(300):
        given = small_state(seed, features)
        for name, dates in compute(given).tasks.items():
            status = given.status(name)
            if dates.stage is Stage.IN_PROGRESS:
                assert dates.early_start >= max(given.data_date, status.resumed or given.data_date), (seed, name)
                met += status.resumed is not None and status.resumed > given.data_date
            elif dates.stage is Stage.NOT_STARTED:
                assert dates.early_start >= given.data_date, (seed, name)
    assert met > 10


# --- C9, C10: floats


def test_one_chain_has_as_many_floats_as_calendars() -> None:
    """Semantics 8: due on Monday the 21st, a week late for each: 40 hours, 56 on seven days a week, 40.

    A 7-11 April, may end on Friday 18; B Saturday 12 and Sunday 13, may end on Sunday 20; C Monday 14.
    """
    by_float = Settings(critical_by=CriticalBy.TOTAL_FLOAT, critical_float=40 * 60)
    b = task("b", "2wd", "a", calendar="seven")
    due = at("2014-04-21 17:00")
    schedule = compute(state(plan(task("a", "5wd"), b, task("c", "1wd", "b"), must_finish_by=due, settings=by_float)))
    assert floats(schedule, "abc") == [40, 56, 40]
    assert [dates.critical for dates in schedule.tasks.values()] == [True, False, True]
    assert all(dates.longest_path for dates in schedule.tasks.values())


def test_a_finished_successor_takes_no_free_float_in_microsoft_project() -> None:
    """Semantics 8: A, 7-11 April, is followed by B, finished before it; the project ends on Thursday the 17th."""
    done = Status(started=at("2014-04-08 08:00"), finished=at("2014-04-08 17:00"))
    out = plan(task("a", "5wd"), task("b", "1wd", "a"), task("c", "9wd"), settings=MSP)
    dates = compute(state(out, "2014-04-09", b=done)).tasks["a"]
    assert dates.free_float == dates.total_float == 4 * 480


@pytest.mark.parametrize("settings", [P6, MSP])
def test_free_float_is_never_negative(settings: Settings) -> None:
    """Semantics 8: B, 7-8 April, is due on the 7th; A, 7-11 April, must begin before it does."""
    due = at("2014-04-07 17:00")
    schedule = compute(state(plan(task("a", "5wd"), task("b", "2wd", deadline=due), settings=settings)))
    assert floats(schedule, "b") == [-8]
    assert schedule.tasks["b"].free_float == (3 * 480 if settings is P6 else 0)


# --- C14, C16: as late as possible under way; relations to a summary


@pytest.mark.parametrize(("due", "start"), [(None, "18"), ("14", "10"), ("09", "08")])
def test_what_remains_of_a_late_task_moves_and_never_past_its_late_dates(due: str | None, start: str) -> None:
    """Semantics 13: A has two days left on the 8th; C takes ten, to the 21st; D, on the 22nd, follows both.

    A's two days are 18 and 21 April. With D due on the 14th, A's are 10 and 11; due on the 9th, there is no room.
    """
    tasks = task("a", "3wd", as_late_as_possible=True), task("c", "10wd"), task("d", "1wd", "a", "c")
    limit = None if due is None else at(f"2014-04-{due} 17:00")
    begun = Status(started=at("2014-04-07 08:00"), remaining=span("2wd"))
    schedule = compute(state(plan(*tasks, must_finish_by=limit), "2014-04-08", a=begun))
    assert early(schedule, "a")[0] == f"{start} 08:00"
    assert early(schedule, "d")[0] == "22 08:00"


def test_a_relation_to_a_summary_holds_nothing() -> None:
    """Section 11: B names the summary of A, 7-11 April, as its predecessor; what only spans drives nothing."""
    works = task("s", None, kind=TaskKind.SUMMARY, group=("works",))
    schedule = compute(state(plan(works, task("a", "5wd", group=("works",)), task("b", "1wd", "s"))))
    assert early(schedule, "b")[0] == "07 08:00"


# --- C19: cycles


@st.composite
def tangles(draw: st.DrawFn) -> Plan:
    count = draw(st.integers(2, 7))
    pairs = [(a, b) for a in range(count) for b in range(count) if a != b]
    edges = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=14))
    return plan(*(task(f"t{k}", "1wd", *(f"t{a}" for a, b in edges if b == k)) for k in range(count)))


@given(tangles())
@example(plan(task("t0", "1wd", "t2"), task("t1", "1wd", "t0", "t2"), task("t2", "1wd", "t1")))
def test_each_knot_of_tasks_is_told_by_one_of_its_shortest_cycles(tangle: Plan) -> None:
    graph = nx.DiGraph((one.predecessor, name) for name, of in tangle.tasks.items() for one in of.relations)
    knots = [part for part in nx.strongly_connected_components(graph) if len(part) > 1]
    faults = cycle_faults(tangle)
    assert len(faults) == len(knots)
    for fault in faults:
        ring = str(fault.facts["found"]).split(" → ")
        knot = next(part for part in knots if ring[0] in part)
        assert ring[0] == ring[-1]
        assert nx.is_path(graph, ring)
        assert len(set(ring)) == len(ring) - 1 == min(map(len, nx.simple_cycles(graph.subgraph(knot))))


def test_of_two_cycles_through_a_task_the_short_one_is_told() -> None:
    """A waits for D, D for C, C for B, B for A; and A for B too."""
    ring = plan(task("a", "1wd", "d", "b"), task("b", "1wd", "a"), task("c", "1wd", "b"), task("d", "1wd", "c"))
    assert [fault.facts["found"] for fault in cycle_faults(ring)] == ["a → b → a"]


def test_a_cycle_through_all_tasks_does_not_hide_a_shorter_one_in_it() -> None:
    """A → B → C → A, and C → B: from A, the first that is looked at, only the long one is seen."""
    ring = plan(task("a", "1wd", "c"), task("b", "1wd", "a", "c"), task("c", "1wd", "b"))
    assert [fault.facts["found"] for fault in cycle_faults(ring)] == ["b → c → b"]


# --- C20: long chains


@contextmanager
def almost_no_recursion() -> Iterator[None]:
    """Eighty calls on top of the caller's and no more."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + 80)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


@pytest.mark.slow
def test_columns_of_a_chain_of_100_000_tasks() -> None:
    """An hour each, one after the other: task k starts after k hours, and none has float."""
    count = 100_000
    ids = [f"t{k}" for k in range(count)]
    all_hours = compile_calendar(CALENDAR_DAYS, {}, date(1970, 1, 1), date(1990, 12, 31))
    relations = ids[:-1], ids[1:], ["FS"] * (count - 1), np.zeros(count - 1, np.int64)
    durations, calendar_of = np.full(count, 60), np.zeros(count, np.int64)
    with almost_no_recursion():
        found = schedule_columns(ids, durations, calendar_of, [all_hours], relations, 0, compiled=False)
    assert np.array_equal(found.early_start, np.arange(count) * 60)
    assert np.array_equal(found.late_start, found.early_start)
    assert not found.total_float.any()
    assert not found.free_float.any()


@pytest.mark.slow
def test_a_plan_with_a_long_chain_needs_no_recursion() -> None:
    """As many as are computed without a compiler; a day each. The whole chain is the longest path."""
    count = WORTH_COMPILING - 1
    tasks = [task("t0", "1cd"), *(task(f"t{k}", "1cd", f"t{k - 1}") for k in range(1, count))]
    chain = state(plan(*tasks, calendar="calendar-days"))
    compute(state(plan(tasks[0], calendar="calendar-days")))  # imports may go deep
    with almost_no_recursion():
        schedule = compute(chain)
    assert schedule.tasks[f"t{count - 1}"].early_finish == chain.plan.start + count * DAY
    assert all(dates.longest_path and dates.total_float == 0 for dates in schedule.tasks.values())


def test_levels_of_effort_in_a_row_need_no_recursion() -> None:
    """Four hundred, each tied to the one before it, all span the one task at the beginning: 7 and 8 April."""
    tied = [task(f"t{k}", "1cd", f"t{k - 1} SS", f"t{k - 1} FF", kind=TaskKind.LEVEL_OF_EFFORT) for k in range(1, 400)]
    with almost_no_recursion():
        schedule = compute(state(plan(task("t0", "2cd"), *tied, calendar="calendar-days")))
    assert {(dates.start, dates.finish) for dates in schedule.tasks.values()} == {(at("2014-04-07"), at("2014-04-09"))}
