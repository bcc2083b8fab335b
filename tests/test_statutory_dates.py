"""Statutory floors in the passes: what may end when, what follows, and how late it may begin."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lengths import share_of
from test_periods import simulated

from schedule.analysis.dates.lawful import below_floors, decided_unlawful, refused
from schedule.calendars.compile import compile_calendar
from schedule.calendars.periods import count
from schedule.calendars.worktime import DAY, Calendar, minutes
from schedule.diagnostics import Severity
from schedule.engine import compute as engine
from schedule.engine.horizon import Calendars
from schedule.engine.schedule import Schedule
from schedule.engine.state import as_of
from schedule.files.plans.plan import read_plan
from schedule.law.terms import floors
from schedule.model import (
    CHINA,
    Basis,
    Constraint,
    ConstraintKind,
    Duration,
    Plan,
    Project,
    Relation,
    RelationType,
    Revision,
    RevisionKind,
    State,
    Status,
    Task,
    Unit,
    Update,
)
from schedule.rules import NO_LAW, Enforce, Law, Settings

LATER = st.integers(0, 20)


@cache
def office() -> Calendar:
    return compile_calendar(CHINA, {}, date(2010, 1, 1), date(2030, 12, 31))


CALENDARS = Calendars()


def compute(state: State) -> Schedule:
    return engine.compute(state, CALENDARS)


def scheduled(text: str) -> Schedule:
    plan, faults = read_plan(text.encode(), "plan.yaml")
    assert plan is not None
    assert faults == ()
    return compute(as_of(Project(plan), plan.start))


def dated(schedule: Schedule, task: str) -> tuple[str, str]:
    dates = schedule.tasks[task]
    return dates.first_day.isoformat(), dates.last_day.isoformat()


TENDER = """daopai: 1
project: {{name: 招标, start: {start}, calendar: china}}
tasks:
  bid: {{name: 投标期, duration: {bid}, basis: {{rule: BID_PERIOD{more}}}}}
  award: {{name: 定标, duration: 1wd, after: [bid]}}
"""


@pytest.mark.parametrize(
    ("start", "bid", "more", "last", "award"),
    [
        ("2016-01-28", "21cd", "", "2016-02-17", "2016-02-18"),
        ("2016-01-28", "20cd", "", "2016-02-17", "2016-02-18"),  # a day short: the law holds it
        ("2016-01-28", "5cd", "", "2016-02-17", "2016-02-18"),
        ("2016-01-20", "21cd", "", "2016-02-14", "2016-02-15"),  # day 20 lies in the Spring Festival
        ("2016-01-20", "21cd", ", roll: false", "2016-02-09", "2016-02-14"),
        ("2016-01-28", "30cd", "", "2016-02-26", "2016-02-29"),  # longer than the law asks
    ],
)
def test_an_engineer_finds_the_bid_period_ending_where_the_law_lets_it(
    start: str, bid: str, more: str, last: str, award: str
) -> None:
    found = scheduled(TENDER.format(start=start, bid=bid, more=more))
    assert dated(found, "bid") == (start, last)
    assert found.tasks["award"].first_day.isoformat() == award
    assert below_floors(found) == ()


def test_candidates_published_before_the_spring_festival_are_under_contract_after_it() -> None:
    found = scheduled(
        "daopai: 1\nproject: {name: x, start: 2016-02-05, calendar: china}\ntasks:\n"
        "  pub: {name: 公示, duration: 3cd, basis: {rule: WIN_PUB}}\n"
        "  contract: {name: 合同, duration: 1wd, after: [pub]}\n"
    )
    assert dated(found, "pub") == ("2016-02-05", "2016-02-14")
    assert dated(found, "contract") == ("2016-02-15", "2016-02-15")
    assert found.tasks["pub"].is_set_by_law


def test_what_the_law_asks_follows_the_day_of_the_event() -> None:
    """EIA publicity: 10 calendar days in 2018, 10 working days from 2019 on; no land notice before September 2021."""
    text = (
        "daopai: 1\nproject: {{name: x, start: {}, calendar: china}}\ntasks:\n"
        "  a: {{name: 公示, duration: 1cd, basis: {{rule: {}}}}}\n"
    )
    assert dated(scheduled(text.format("2018-12-29", "EIA_PUBLIC")), "a")[1] == "2019-01-08"
    assert dated(scheduled(text.format("2019-01-02", "EIA_PUBLIC")), "a")[1] == "2019-01-16"
    assert dated(scheduled(text.format("2021-08-31", "LAND_PRE")), "a")[1] == "2021-08-31"
    assert dated(scheduled(text.format("2021-09-01", "LAND_PRE")), "a")[1] == "2021-09-15"


def test_own_floors_hold_dates_only_where_the_plan_says_so() -> None:
    basis = Basis(article="县规", floor=Duration(Fraction(20), Unit.CALENDAR_DAYS))
    task = Task("a", "a", duration=Duration(Fraction(5), Unit.CALENDAR_DAYS), basis=basis)
    plan = Plan("x", minutes(date(2016, 1, 28)), "china", {"a": task})
    free = compute(State(plan, plan.start))
    assert free.tasks["a"].last_day == date(2016, 2, 1)
    assert [(one.must, one.days) for one in below_floors(free)] == [(date(2016, 2, 17), 16)]
    held = replace(plan, settings=Settings(law=Law(enforce=Enforce.DATES)))
    assert compute(State(held, plan.start)).tasks["a"].last_day == date(2016, 2, 17)


def test_a_period_that_runs_counts_from_the_day_on_which_it_began() -> None:
    plan, _ = read_plan(TENDER.format(start="2016-01-25", bid="21cd", more="").encode(), "plan.yaml")
    assert plan is not None
    status = Status(started=minutes(date(2016, 1, 28)), remaining=Duration(Fraction(0), Unit.CALENDAR_DAYS))
    found = compute(State(plan, minutes(date(2016, 2, 1)), {"bid": status}))
    assert found.tasks["bid"].last_day == date(2016, 2, 17)  # nothing left to do, and yet not over
    assert found.tasks["award"].first_day == date(2016, 2, 18)


DAYS = st.dates(date(2012, 1, 5), date(2024, 6, 1))
RULES = st.sampled_from(["BID_PERIOD", "BID_SALE", "WIN_PUB", "EIA_PUBLIC", "LAND_PRE", "LAND_PLAN"])


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A chain with branches of tasks on both kinds of days, some with rules, and one deadline."""
    tasks: dict[str, Task] = {}
    for k in range(draw(st.integers(2, 6))):
        unit = draw(st.sampled_from([Unit.CALENDAR_DAYS, Unit.WORKING_DAYS]))
        ends = draw(st.lists(st.sampled_from(sorted(tasks)), max_size=2, unique=True)) if tasks else []
        kinds = st.sampled_from([RelationType.FS, RelationType.FS, RelationType.SS, RelationType.FF])
        relations = tuple(Relation(one, f"t{k}", draw(kinds)) for one in ends)
        basis = Basis(rule=draw(RULES), roll=draw(st.sampled_from([None, False]))) if draw(st.booleans()) else None
        duration = Duration(Fraction(draw(st.integers(1, 30))), unit)
        tasks[f"t{k}"] = Task(f"t{k}", f"t{k}", duration=duration, relations=relations, basis=basis)
    return Plan("x", minutes(draw(DAYS)), "china", tasks)


@pytest.mark.slow
@settings(max_examples=200)
@given(plans())
def test_no_forecast_ends_before_its_floor_nor_later_than_work_and_law_ask(plan: Plan) -> None:
    found = compute(State(plan, plan.start))
    assert below_floors(found) == ()
    loose = replace(plan, settings=Settings(law=Law(enforce=Enforce.NONE)))
    free = compute(State(loose, plan.start))
    for name, dates in found.tasks.items():
        assert dates.finish >= free.tasks[name].finish
        if dates.statutory is not None and dates.finish > dates.statutory:
            assert dates.calendar.work(dates.start, dates.finish) == dates.duration or dates.task.relations


@pytest.mark.slow
@settings(max_examples=200)
@given(plans(), st.integers(0, 40))
def test_latest_dates_keep_the_deadline_with_the_law_and_a_day_later_does_not(plan: Plan, more: int) -> None:
    """Each task begun at its latest start keeps the deadline; begun a working moment later, it does not."""
    last = list(plan.tasks)[-1]
    finish = compute(State(plan, plan.start)).tasks[last].finish
    task = replace(plan.tasks[last], deadline=finish + more * DAY)
    plan = replace(plan, tasks={**plan.tasks, last: task})
    found = compute(State(plan, plan.start))
    for name, dates in found.tasks.items():
        if dates.latest is None:
            continue
        for later in (0, 1):
            begin = dates.latest.start + later * DAY
            if later and any(one.type is not RelationType.FS for each in plan.tasks.values() for one in each.relations):
                continue
            held = Constraint(ConstraintKind.START_NO_EARLIER_THAN, dates.calendar.next_start(begin))
            tasks = {**plan.tasks, name: replace(plan.tasks[name], constraints=(held,))}
            moved = compute(State(replace(plan, tasks=tasks), plan.start)).tasks[last]
            assert moved.misses_deadline is bool(later), (name, later)


@given(DAYS, st.sampled_from([("BID_PERIOD", 20, "cd"), ("WIN_PUB", 3, "cd"), ("BID_SALE", 5, "cd")]))
def test_the_passes_and_count_agree(day: date, rule: tuple[str, int, str]) -> None:
    task = Task("a", "a", duration=Duration(Fraction(1), Unit.CALENDAR_DAYS), basis=Basis(rule=rule[0]))
    plan = Plan("x", minutes(day), "china", {"a": task})
    found = compute(State(plan, plan.start)).tasks["a"]
    event = day if day >= date(2012, 2, 1) or rule[0] == "BID_PERIOD" else None
    assert found.last_day == (day if event is None else count(event, rule[1], rule[2], office()))
    assert found.finish == minutes(found.last_day + timedelta(days=1))


@pytest.mark.long
@settings(max_examples=share_of(10_000), deadline=None)
@given(plans(), st.lists(st.tuples(st.integers(1, 20), st.sampled_from(["cd", "wd"])), min_size=6, max_size=6))
def test_no_accepted_plan_ends_before_its_floor(plan: Plan, own: list[tuple[int, str]]) -> None:
    """By a walk from day to day: rules where tasks name them, else a floor of the author's that rolling may pass."""
    tasks = {}
    for (name, task), (days, unit) in zip(plan.tasks.items(), own, strict=False):
        basis = task.basis or Basis(floor=Duration(Fraction(days), Unit(unit)))
        tasks[name] = replace(task, basis=basis)
    plan = replace(plan, tasks=tasks)
    found = compute(State(plan, plan.start))
    broken = {one.task for one in below_floors(found) if not one.is_rolling_only}
    assert bool(broken) is bool(refused(found))
    for name, dates in found.tasks.items():
        basis = dates.task.basis
        assert basis is not None
        for term in floors(basis, NO_LAW):
            if term.holds_on(dates.first_day):
                roll = term.statute is not None and term.roll is not False
                must = simulated(dates.first_day, term.number, term.unit, "china", roll)
                assert (dates.last_day >= must) or name in broken, (name, term)


@pytest.mark.long
@settings(max_examples=share_of(10_000), deadline=None)
@given(
    plans(), st.sampled_from(list(Enforce)), st.lists(st.integers(1, 30), min_size=6, max_size=6), st.integers(0, 20)
)
def test_no_accepted_decision_ends_before_its_floor(plan: Plan, law: Enforce, days: list[int], later: int) -> None:
    """Every task is given another length by one decision; what was not refused ends where a walk lets it, or later."""
    tasks = {
        name: replace(task, basis=task.basis or Basis(floor=Duration(Fraction(days[-1]), Unit.CALENDAR_DAYS)))
        for name, task in plan.tasks.items()
    }
    plan = replace(plan, tasks=tasks, settings=Settings(law=Law(enforce=law)))
    lengths = [Duration(Fraction(one), Unit.CALENDAR_DAYS) for one in days]
    decided = tuple(
        Revision(RevisionKind.SET, name, "会议决定", "县长", {"duration": length})
        for name, length in zip(tasks, lengths, strict=False)
    )
    update = Update(plan.start + later * DAY, revisions=decided)
    project = Project(plan, (update,))
    found = compute(as_of(project, update.data_date))
    told = decided_unlawful(project, update, lambda one: compute(as_of(one, update.data_date)))
    refused_of = {one.facts["task"] for one in told if one.code == "below-floor" and one.severity is Severity.ERROR}
    for name, dates in found.tasks.items():
        for term in floors(dates.task.basis, NO_LAW):
            if term.holds_on(dates.first_day):
                roll = term.statute is not None and term.roll is not False
                must = simulated(dates.first_day, term.number, term.unit, "china", roll)
                assert dates.last_day >= must or name in refused_of, (name, term)


def test_a_period_that_another_task_begins_is_compared_and_holds_nothing() -> None:
    """Candidates published a day after the award's day, their three days counted from the award: Friday the 4th."""
    text = (
        "daopai: 1\nproject: {{name: x, start: 2016-03-01, calendar: china}}\ntasks:\n"
        "  award: {{name: 定标, duration: 1wd}}\n"
        "  pub: {{name: 公示, duration: {}, after: [award], basis: {{rule: WIN_PUB, after: award}}}}\n"
    )
    assert dated(scheduled(text.format("3cd")), "pub") == ("2016-03-02", "2016-03-04")
    assert below_floors(scheduled(text.format("3cd"))) == ()
    (short,) = below_floors(scheduled(text.format("2cd")))
    assert (short.must.isoformat(), short.days) == ("2016-03-04", 1)
