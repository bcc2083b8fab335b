"""Corners of the rule set that a careful reviewer tried: resources, spans, options and calendars that seldom meet.

Dates are of April 2014, whose 7th is a Monday; the office works Monday to Friday, 08:00-12:00 and 13:00-17:00. A data
date is the beginning of its day. Each expected date is worked out in the test's own words.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from networks import at, plan, span, state, task

from schedule.calendars.compile import compile_calendar
from schedule.calendars.durations import whole
from schedule.calendars.worktime import minutes, moment
from schedule.diagnostics import PlanError
from schedule.engine.compute import compute
from schedule.engine.schedule import Reason, Schedule, Stage
from schedule.engine.state import as_of, with_deadlines
from schedule.model import (
    Assignment,
    CalendarSpec,
    Constraint,
    ConstraintKind,
    DayException,
    Progress,
    Project,
    State,
    Status,
    Task,
    TaskKind,
    Update,
)
from schedule.rules import LateConstraints, Profile, ProgressRule, Settings

K = ConstraintKind


def shown(schedule: Schedule, name: str) -> str:
    dates = schedule.tasks[name]
    return f"{moment(dates.start):%d %H:%M} - {moment(dates.finish):%d %H:%M}"


def with_outage(*tasks: Task) -> State:
    made = plan(*tasks)
    return state(replace(made, calendars={**made.calendars, "outage": OUTAGE}))


def crane(*days: str) -> tuple[Assignment, ...]:
    return tuple(Assignment(span(length)) for length in days)


@pytest.mark.parametrize(
    ("kind", "day", "early", "total_float"),
    [
        (K.FINISH_NO_EARLIER_THAN, "2014-04-18 17:00", "14 08:00 - 18 17:00", 0),
        (K.MANDATORY_FINISH, "2014-04-18 17:00", "14 08:00 - 18 17:00", 0),
        (K.MANDATORY_START, "2014-04-10 08:00", "10 08:00 - 16 17:00", 0),
        (K.START_ON, "2014-04-14 08:00", "14 08:00 - 18 17:00", 0),
        (K.START_NO_LATER_THAN, "2014-04-10 08:00", "07 08:00 - 11 17:00", 0),
    ],
)
def test_a_constraint_counts_what_the_resources_take(kind: K, day: str, early: str, total_float: int) -> None:
    """The task says two days, its resource takes five: Monday the 14th to Friday the 18th for a finish on the 18th."""
    held = plan(
        task("a", "2wd", constraints=(Constraint(kind, at(day)),), assignments=crane("5wd")),
        settings=Settings(allow_mandatory=True),
    )
    schedule = compute(state(held))
    assert shown(schedule, "a") == early
    assert schedule.tasks["a"].total_float == total_float


def test_an_expected_finish_stretches_past_the_resources_both_ways() -> None:
    """Monday the 7th to Friday the 18th are ten days; followed by nothing, late dates are the early ones."""
    expected = (Constraint(K.EXPECTED_FINISH, at("2014-04-18 17:00")),)
    dates = compute(state(plan(task("a", "2wd", constraints=expected, assignments=crane("5wd"))))).tasks["a"]
    assert (dates.early_start, dates.early_finish) == (dates.late_start, dates.late_finish)
    assert dates.remaining == 10 * 480


def test_a_resource_with_nothing_left_decides_nothing() -> None:
    """The data date is Saturday the 12th: only the crane that works all week could begin then, and it has nothing."""
    idle = (Assignment(span("8h"), "calendar-days"), Assignment(span("2wd")))
    running = Status(started=at("2014-04-07 08:00"), remaining=span("2wd"), assignments=(span("0h"), span("2wd")))
    dates = compute(state(plan(task("a", "2wd", assignments=idle)), "2014-04-12", a=running)).tasks["a"]
    assert moment(dates.early_start or 0).day == 14


def test_a_relation_into_resources_drives() -> None:
    """B's crane works on office hours: the gap from Monday 17:00 to Tuesday 08:00 holds no work of the crane."""
    tasks = (
        task("a", "1wd"),
        task("b", "20h", "a", calendar="calendar-days", assignments=(Assignment(span("2wd"), "office"),)),
    )
    schedule = compute(state(plan(*tasks)))
    assert schedule.tasks["b"].driving and schedule.tasks["a"].longest_path


@pytest.mark.parametrize("kind", [TaskKind.LEVEL_OF_EFFORT, TaskKind.SUMMARY])
def test_what_follows_only_a_span_starts_at_the_projects_start(kind: TaskKind) -> None:
    spanning = (
        task("l", None, "a SS", "a FF", kind=kind) if kind is TaskKind.LEVEL_OF_EFFORT else task("l", None, kind=kind)
    )
    asked = plan(task("a", "5wd"), spanning, task("b", "2wd", "l"), settings=Settings(profile=Profile.MSP))
    assert shown(compute(state(asked)), "b") == "07 08:00 - 08 17:00"


def test_a_plan_without_tasks_has_a_schedule() -> None:
    assert not compute(state(plan())).tasks


def test_a_level_of_effort_that_was_closed_is_closed() -> None:
    """Its own actual finish is a fact, whatever it was tied to."""
    tasks = task("a", "5wd"), task("l", None, "a SS", "a FF", kind=TaskKind.LEVEL_OF_EFFORT)
    closed = Status(started=at("2014-04-07 08:00"), finished=at("2014-04-09 17:00"))
    schedule = compute(state(plan(*tasks), "2014-04-14", l=closed))
    assert schedule.tasks["l"].stage is Stage.FINISHED
    assert shown(schedule, "l") == "07 08:00 - 09 17:00"


def test_a_level_of_effort_can_span_a_summary() -> None:
    """The summary of group g runs from the 7th to the 11th, and what is tied to it as well, late dates in order."""
    tasks = (
        task("l", None, "s SS", "s FF", kind=TaskKind.LEVEL_OF_EFFORT),
        task("a", "5wd", group=("g",)),
        task("s", None, kind=TaskKind.SUMMARY, group=("g",)),
    )
    schedule = compute(state(plan(*tasks)))
    assert shown(schedule, "l") == "07 08:00 - 11 17:00"
    assert (schedule.tasks["l"].late_start or 0) <= (schedule.tasks["l"].late_finish or 0)


def test_a_summary_without_a_group_spans_its_phase() -> None:
    tasks = (
        task("s", None, kind=TaskKind.SUMMARY, phase="p"),
        task("e", None, kind=TaskKind.SUMMARY, group=("empty",)),
        task("a", "5wd", phase="p"),
        task("c", "5wd", "a", phase="q"),
    )
    schedule = compute(state(plan(*tasks)))
    assert shown(schedule, "s") == "07 08:00 - 11 17:00"
    assert schedule.tasks["e"].early_start == schedule.state.data_date


def test_actual_dates_after_the_data_date_hold_what_follows_a_finished_task_too() -> None:
    """A is reported finished on Wednesday the 16th, the data date is the 10th: B begins on the 17th."""
    asked = plan(task("a", "3wd"), task("b", "1wd", "a"), settings=Settings(progress=ProgressRule.ACTUAL_DATES))
    done = Status(started=at("2014-04-14 08:00"), finished=at("2014-04-16 17:00"))
    assert shown(compute(state(asked, "2014-04-10", a=done)), "b") == "17 08:00 - 17 17:00"


def test_a_cap_is_named_as_what_set_the_start() -> None:
    """Microsoft Project: no later than the 10th pulls B out of its relation; a mandatory start beats a later floor."""
    late = (Constraint(K.START_NO_LATER_THAN, at("2014-04-10 08:00")),)
    msp = compute(
        state(plan(task("a", "5wd"), task("b", "5wd", "a", constraints=late), settings=Settings(profile=Profile.MSP)))
    )
    assert msp.tasks["b"].early_bound.reason is ConstraintKind.START_NO_LATER_THAN
    assert msp.tasks["b"].early_bound.instant == at("2014-04-10 08:00")
    both = (
        Constraint(K.MANDATORY_START, at("2014-04-08 08:00")),
        Constraint(K.START_NO_EARLIER_THAN, at("2014-04-15 08:00")),
    )
    for constraints in (both, both[::-1]):
        p6 = compute(state(plan(task("a", "1wd", constraints=constraints), settings=Settings(allow_mandatory=True))))
        assert p6.tasks["a"].early_bound.reason is ConstraintKind.MANDATORY_START


def test_a_late_task_that_has_no_room_is_not_said_to_be_put_off() -> None:
    schedule = compute(state(plan(task("a", "5wd", as_late_as_possible=True), task("b", "1wd", "a"))))
    assert schedule.tasks["a"].early_bound.reason is Reason.PROJECT_START
    put_off = compute(state(plan(task("a", "5wd", as_late_as_possible=True), task("b", "9wd"))))
    assert put_off.tasks["a"].early_bound.reason is Reason.AS_LATE_AS_POSSIBLE


def test_a_lag_from_the_actual_start_ends_with_its_relation() -> None:
    """Progress override frees B, which has begun, of A; its four days run from the data date, Wednesday the 9th."""
    settings = Settings(progress=ProgressRule.OVERRIDE, ss_lag_from_actual=True)
    asked = plan(task("a", "20wd"), task("b", "6wd", "a SS+10wd"), settings=settings)
    running = Status(started=at("2014-04-07 08:00"), remaining=span("18wd"))
    begun = Status(started=at("2014-04-07 08:00"), remaining=span("4wd"))
    assert compute(state(asked, "2014-04-09", a=running, b=begun)).tasks["b"].finish == at("2014-04-14 17:00")


def test_a_finish_without_a_start_consumes_a_start_to_start_lag() -> None:
    """From Tuesday the 8th at 17:00 five days end on the 15th at 17:00."""
    asked = plan(task("a", "2wd"), task("b", "1wd", "a SS+5wd"))
    done = Status(finished=at("2014-04-08 17:00"))
    assert shown(compute(state(asked, "2014-04-15", a=done)), "b") == "16 08:00 - 16 17:00"


def test_project_counts_back_what_remains_of_resources() -> None:
    """One day is left of A's five: with nothing after it its late start is the last day of the plan."""
    asked = plan(task("a", "5wd", assignments=crane("5wd")), task("c", "9wd"), settings=Settings(profile=Profile.MSP))
    running = Status(started=at("2014-04-07 08:00"), remaining=span("1wd"))
    dates = compute(state(asked, "2014-04-11", a=running)).tasks["a"]
    assert dates.late_start == at("2014-04-17 08:00")


def test_a_milestone_expects_nothing() -> None:
    expected = (Constraint(K.EXPECTED_FINISH, at("2014-04-18 17:00")),)
    asked = plan(task("m", None, kind=TaskKind.FINISH_MILESTONE, constraints=expected))
    dates = compute(state(asked)).tasks["m"]
    assert dates.early_start == dates.early_finish


OUTAGE = CalendarSpec(
    "outage",
    week=(),
    hours=((480, 1020),),
    exceptions=(DayException(date(2014, 6, 2), date(2014, 6, 6), working=True),),
)


def test_a_calendar_of_stated_days_holds_its_own_work_alone() -> None:
    """An outage in the first week of June: its task waits for it, ends in it at the latest, and nobody else is held."""
    tasks = task("a", "2wd"), task("b", "18h", "a", calendar="outage"), task("c", "80wd", "a")
    schedule = compute(with_outage(*tasks))
    assert schedule.tasks["b"].early_start == at("2014-06-02 08:00")
    assert schedule.tasks["b"].late_finish == at("2014-06-06 17:00")
    assert shown(schedule, "a") == "07 08:00 - 08 17:00"


def test_work_that_does_not_fit_into_the_stated_days_is_a_fault() -> None:
    with pytest.raises(PlanError) as caught:
        compute(with_outage(task("b", "80h", calendar="outage")))
    assert [fault.code for fault in caught.value.diagnostics] == ["calendar-too-short"]
    days = compile_calendar(OUTAGE, {}, date(2014, 1, 1), date(2014, 1, 31))
    assert days.work(minutes(date(2014, 1, 1)), minutes(date(2015, 1, 1))) == 5 * 540


def test_a_duration_of_a_million_years_is_a_fault() -> None:
    with pytest.raises(PlanError) as caught:
        compute(state(plan(task("a", "400000000cd"))))
    assert [fault.code for fault in caught.value.diagnostics] == ["horizon"]


def test_half_a_minute_is_rounded_up() -> None:
    assert [whole(Fraction(k, 2)) for k in (1, 3, 5)] == [1, 2, 3]


def test_honouring_constraint_dates_can_be_switched_off() -> None:
    """Microsoft Project without "honour constraint dates" treats them as P6 does: B follows A."""
    settings = Settings(profile=Profile.MSP, late_constraints=LateConstraints.LATE_DATES)
    late = (Constraint(K.START_NO_LATER_THAN, at("2014-04-10 08:00")),)
    schedule = compute(state(plan(task("a", "5wd"), task("b", "5wd", "a", constraints=late), settings=settings)))
    assert shown(schedule, "b") == "14 08:00 - 18 17:00"


def test_what_a_finish_must_keep_is_a_deadline_however_it_is_written() -> None:
    """A constrained finish and the must-finish-by are asked about like deadlines; a mandatory start holds by itself."""
    late = (Constraint(K.FINISH_NO_LATER_THAN, at("2014-04-09 17:00")),)
    fixed = (Constraint(K.MANDATORY_START, at("2014-04-14 08:00")),)
    tasks = task("a", "5wd", constraints=late), task("b", "9wd", "a"), task("c", "1wd", constraints=fixed)
    asked = plan(*tasks, must_finish_by=at("2014-04-18 17:00"), settings=Settings(allow_mandatory=True))
    due = {name: one.deadline for name, one in with_deadlines(asked).tasks.items()}
    assert due == {"a": at("2014-04-09 17:00"), "b": at("2014-04-18 17:00"), "c": None}
    before, after = compute(state(asked)), compute(state(with_deadlines(asked)))
    assert [one.late_finish for one in before.tasks.values()] == [one.late_finish for one in after.tasks.values()]


def test_a_start_to_start_relation_drives_over_a_gap_of_the_lags_calendar() -> None:
    """F stands on Monday 17:00, when the office rests and "late" works on: S, on "late", waits for the next morning."""
    late = CalendarSpec("late", week=(0, 1, 2, 3, 4), hours=((480, 1260),))
    made = plan(task("a", "1wd"), task("f", None, "a"), task("s", "1h", "f SS", calendar="late"))
    schedule = compute(state(replace(made, calendars={**made.calendars, "late": late})))
    assert schedule.tasks["s"].early_start == at("2014-04-08 08:00")
    assert schedule.tasks["s"].driving and schedule.tasks["a"].longest_path


def test_a_finish_milestone_is_due_at_the_near_end_of_a_gap() -> None:
    """B, of one day, is due on Tuesday evening: F before it is due on Monday evening, not on Tuesday morning."""
    tasks = task("f", None), task("b", "1wd", "f", deadline=at("2014-04-08 17:00"))
    latest = compute(state(plan(*tasks, start="2014-04-01"))).tasks["f"].latest
    assert latest is not None
    assert latest.finish == at("2014-04-07 17:00")
    late = (
        compute(state(plan(task("a", "9wd"), task("f", None, "a"), *tasks[1:], start="2014-04-01"))).tasks["f"].latest
    )
    assert late is not None
    assert late.finish == at("2014-04-07 17:00")


def test_a_deadline_before_an_outage_is_a_late_one_not_a_fault() -> None:
    """Due in May, worked on 2 June at the earliest: nine hours late, and A before it still has dates."""
    tasks = task("a", "2wd"), task("b", "9h", "a", calendar="outage", deadline=at("2014-05-02 17:00"))
    schedule = compute(with_outage(*tasks))
    assert schedule.tasks["b"].total_float == -540
    assert schedule.tasks["b"].late_start == at("2014-06-02 08:00")


def test_a_resource_on_an_outage_that_is_too_short_is_named() -> None:
    with pytest.raises(PlanError) as caught:
        compute(with_outage(task("b", "1wd", assignments=(Assignment(span("80h"), "outage"),))))
    assert [fault.facts["found"] for fault in caught.value.diagnostics] == ["outage"]


def test_a_level_of_effort_before_its_own_groups_summary_spans_it() -> None:
    """L is tied to the summary of the group that it lies in: the summary goes first, from the 7th to the 11th."""
    tasks = (
        task("l", None, kind=TaskKind.LEVEL_OF_EFFORT, group=("g",)),
        task("a", "5wd", group=("g",)),
        task("s", None, "l SS", "l FF", kind=TaskKind.SUMMARY, group=("g",)),
    )
    assert shown(compute(state(plan(*tasks))), "l") == "07 08:00 - 11 17:00"


def test_computing_tasks_that_wait_for_each_other_is_a_fault() -> None:
    with pytest.raises(PlanError) as caught:
        compute(state(plan(task("a", "1wd", "b"), task("b", "1wd", "a"))))
    assert [fault.code for fault in caught.value.diagnostics] == ["cycle"]


def test_a_finish_reported_by_mistake_is_taken_back_by_what_is_left() -> None:
    """A written update is never edited: the next one says that three days are left, and the work goes on from then."""
    of = plan(task("a", "8wd"), calendar="calendar-days")
    finished = Progress("a", started=at("2014-04-07"), finished=at("2014-04-10"), document="1")
    weeks = (
        Update(at("2014-04-14"), (finished,)),
        Update(at("2014-04-21"), (Progress("a", remaining=span("3wd")),)),
        Update(at("2014-04-28"), (Progress("a", finished=at("2014-04-24")),)),
    )
    project = Project(of, weeks)
    stages = [compute(as_of(project, week.data_date)).tasks["a"] for week in weeks]
    assert [dates.stage for dates in stages] == [Stage.FINISHED, Stage.IN_PROGRESS, Stage.FINISHED]
    assert [dates.finish for dates in stages] == [at("2014-04-10"), at("2014-04-24"), at("2014-04-24")]
    assert [dates.status.document for dates in stages] == ["1", None, None]
