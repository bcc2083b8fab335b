"""P6's rules with worked numbers, each test named for its rule.

Dates are of April 2014; the office works Monday to Friday, 08:00-17:00 less an hour at noon, "seven" every day.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from networks import at, link, plan, span, state, task

from schedule.calendars.worktime import moment
from schedule.engine.compute import compute
from schedule.engine.schedule import Reason, Schedule, Stage
from schedule.model import Constraint, ConstraintKind, Status, TaskKind
from schedule.rules import LagCalendar, Settings


def shown(instant: int) -> str:
    return f"{moment(instant):%m-%d %H:%M}"


def early(schedule: Schedule, name: str) -> tuple[str, str]:
    dates = schedule.tasks[name]
    return shown(dates.early_start), shown(dates.early_finish)


def hours(schedule: Schedule, name: str) -> float:
    return schedule.tasks[name].total_float / 60


def not_before(day: str) -> tuple[Constraint, ...]:
    return (Constraint(ConstraintKind.START_NO_EARLIER_THAN, at(day)),)


def test_a_lag_counts_on_the_predecessors_calendar() -> None:
    """A ends on Friday at 17:00; two days later, on A's calendar, is Tuesday evening: B starts on Wednesday 16th."""
    schedule = compute(state(plan(task("a", "5wd"), task("b", "1wd", "a FS+2wd", calendar="seven"))))
    assert early(schedule, "a")[1] == "04-11 17:00"
    assert early(schedule, "b")[0] == "04-16 08:00"


def test_on_all_hours_a_level_of_effort_too_waits_the_hours_of_the_predecessors_day() -> None:
    """A ends on Monday at 17:00; a day of A's, eight hours, is over on Tuesday at 01:00: the effort begins at 08:00."""
    effort = task("e", "1wd", "a FS+1wd", "b FF", kind=TaskKind.LEVEL_OF_EFFORT)
    settings = Settings(lag_calendar=LagCalendar.ALL_HOURS)
    schedule = compute(state(plan(task("a", "1wd"), task("b", "5wd"), effort, settings=settings)))
    assert early(schedule, "e") == ("04-08 08:00", "04-11 17:00")


def test_a_lag_in_calendar_days_counts_every_hour() -> None:
    """Two calendar days after Friday 17:00 is Sunday 17:00: on the office's calendar B starts on Monday."""
    schedule = compute(state(plan(task("a", "5wd"), task("b", "1wd", "a FS+2cd"))))
    assert early(schedule, "b")[0] == "04-14 08:00"


@pytest.mark.parametrize("after", ["a FS-2wd", "a SS-2wd", "a FF-9wd", "a SF-9wd"])
def test_no_lead_pulls_a_task_before_the_project_start(after: str) -> None:
    schedule = compute(state(plan(task("a", "1wd"), task("b", "2wd", after))))
    assert early(schedule, "b")[0] == "04-07 08:00"


def test_a_task_is_contiguous_when_its_finish_is_held() -> None:
    """FF holds B's finish to Friday evening: its two days are Thursday and Friday; it does not stretch from Monday."""
    schedule = compute(state(plan(task("a", "5wd"), task("b", "2wd", "a FF"))))
    assert early(schedule, "b") == ("04-10 08:00", "04-11 17:00")


def test_finish_milestone_stays_on_friday_evening_and_start_milestone_goes_to_monday() -> None:
    schedule = compute(
        state(
            plan(
                task("a", "5wd"),
                task("finish", None, "a"),
                task("start", None, "a", kind=TaskKind.START_MILESTONE),
                task("b", "1wd", "finish"),
                task("c", "1wd", "start"),
            )
        )
    )
    assert early(schedule, "finish") == ("04-11 17:00", "04-11 17:00")
    assert early(schedule, "start") == ("04-14 08:00", "04-14 08:00")
    assert early(schedule, "b")[0] == early(schedule, "c")[0] == "04-14 08:00"
    assert hours(schedule, "finish") == hours(schedule, "start") == 0


def test_a_milestone_is_shown_on_one_day() -> None:
    """On whole days Friday's finish and Saturday's start are one midnight; what Friday's work reaches is Friday's.

    A start milestone that waits for nobody is the morning that something begins with.
    """
    days = "calendar-days"
    schedule = compute(
        state(
            plan(
                task("a", "5cd"),
                task("finish", None, "a", calendar=days),
                task("start", None, "a", kind=TaskKind.START_MILESTONE, calendar=days),
                task("first", None, kind=TaskKind.START_MILESTONE, calendar=days),
            )
        )
    )
    finish, start = schedule.tasks["finish"], schedule.tasks["start"]
    assert {finish.first_day.isoformat(), finish.last_day.isoformat()} == {"2014-04-11"}
    assert {start.first_day.isoformat(), start.last_day.isoformat()} == {"2014-04-11"}
    assert {schedule.tasks["first"].first_day.isoformat()} == {"2014-04-07"}


def test_a_milestone_at_the_project_start_shows_its_morning() -> None:
    schedule = compute(state(plan(task("m", None), task("a", "1wd", "m"))))
    assert early(schedule, "m")[0] == "04-07 08:00"
    assert hours(schedule, "m") == 0


def test_a_finish_later_than_the_deadline_is_negative_float_and_moves_nothing() -> None:
    """A 7-11, B 14-18, C 21 April; B may finish on the 16th at the latest: A and B lack 16 hours, the dates stay."""
    chain = plan(task("a", "5wd"), task("b", "5wd", "a", deadline=at("2014-04-17")), task("c", "1wd", "b"))
    schedule = compute(state(chain))
    assert early(schedule, "b") == ("04-14 08:00", "04-18 17:00")
    assert early(schedule, "c")[0] == "04-21 08:00"
    assert [hours(schedule, name) for name in "abc"] == [-16, -16, 0]
    assert all(schedule.tasks[name].critical for name in "abc")


def test_a_deadline_later_than_the_project_finish_adds_no_float() -> None:
    schedule = compute(state(plan(task("a", "5wd"), task("b", "5wd", "a", deadline=at("2014-06-01")))))
    assert [hours(schedule, name) for name in "ab"] == [0, 0]
    assert schedule.tasks["b"].late_bound.reason is Reason.PROJECT_FINISH


def test_start_no_earlier_than_is_a_floor() -> None:
    schedule = compute(state(plan(task("a", "1wd"), task("b", "1wd", "a", constraints=not_before("2014-04-12")))))
    assert early(schedule, "b")[0] == "04-14 08:00"
    assert schedule.tasks["b"].early_bound.reason is ConstraintKind.START_NO_EARLIER_THAN
    assert schedule.tasks["a"].total_float / 60 == 32


def test_total_float_is_in_the_tasks_own_calendar() -> None:
    """One chain, three figures: A 40 h in office time, B 56 h on seven days, C 40 h; the longest path is another."""
    long = task("long", "15wd")
    schedule = compute(
        state(plan(task("a", "5wd"), task("b", "4wd", "a", calendar="seven"), task("c", "1wd", "b"), long))
    )
    floats = [hours(schedule, name) for name in "abc"]
    # a: 7-11 April. b: Saturday 12 to Tuesday 15. c: Wednesday 16. The project ends on Friday 25, seven days on.
    assert early(schedule, "b") == ("04-12 08:00", "04-15 17:00")
    # Late: c Friday 25; b ends Thursday 24, nine seven-day days on; a ends Friday 18, five office days on.
    assert floats == [40, 72, 56]
    assert [name for name, dates in schedule.tasks.items() if dates.longest_path] == ["long"]


def test_critical_is_the_longest_path_where_float_is_not_zero() -> None:
    """B ends on Sunday; the last task starts Monday. B has a weekend of float and still sets the finish."""
    schedule = compute(state(plan(task("a", "5wd"), task("b", "1wd", "a", calendar="seven"), task("c", "1wd", "b"))))
    assert hours(schedule, "b") == 8
    assert [dates.longest_path for dates in schedule.tasks.values()] == [True, True, True]


@pytest.mark.parametrize(
    ("after", "free"),
    [("a FS", 24), ("a SS", 32), ("a FF", 32), ("a SF", 40), ("a FS+1wd", 16)],
)
def test_free_float_by_relation_type(after: str, free: float) -> None:
    """A is Monday; B stands on Friday 11 April because of C (Monday to Thursday)."""
    schedule = compute(state(plan(task("a", "1wd"), task("c", "4wd"), task("b", "1wd", after, "c"))))
    assert schedule.tasks["a"].free_float / 60 == free


def test_free_float_of_two_relations_to_one_successor_is_the_smaller() -> None:
    schedule = compute(state(plan(task("a", "1wd"), task("c", "4wd"), task("b", "1wd", "a", "a FS+1wd", "c"))))
    assert schedule.tasks["a"].free_float / 60 == 16


def started(day: str, remaining: str) -> Status:
    return Status(started=at(day), remaining=span(remaining), reported=at(day))


def finished(first: str, last: str) -> Status:
    return Status(started=at(first), finished=at(last), reported=at(last))


def test_retained_logic_holds_the_remaining_work_behind_unfinished_predecessors() -> None:
    """A (10 days, 4 done) runs to the 18th; B began out of sequence: its 3 days wait; C ends on the 25th."""
    out = plan(task("a", "10wd"), task("b", "5wd", "a"), task("c", "2wd", "b"))
    schedule = compute(state(out, "2014-04-11", a=started("2014-04-07", "6wd"), b=started("2014-04-08", "3wd")))
    assert early(schedule, "a") == ("04-11 08:00", "04-18 17:00")
    assert early(schedule, "b") == ("04-21 08:00", "04-23 17:00")
    assert early(schedule, "c")[1] == "04-25 17:00"
    assert schedule.tasks["b"].start == at("2014-04-08")
    assert schedule.tasks["b"].stage is Stage.IN_PROGRESS


def test_the_lag_of_a_started_predecessor_is_consumed() -> None:
    """A began on the 7th, two days done at the 9th; of SS+3 one day is left: B starts on the 10th."""
    schedule = compute(
        state(plan(task("a", "5wd"), task("b", "1wd", "a SS+3wd")), "2014-04-09", a=started("2014-04-07", "3wd"))
    )
    assert early(schedule, "b")[0] == "04-10 08:00"


def test_the_lag_of_a_finished_predecessor_is_consumed() -> None:
    """A finished on the 8th at 17:00; FS+5 with the data date on the 10th: one day is gone, B starts on the 16th."""
    schedule = compute(
        state(
            plan(task("a", "2wd"), task("b", "1wd", "a FS+5wd")),
            "2014-04-10",
            a=finished("2014-04-07", "2014-04-08 17:00"),
        )
    )
    assert early(schedule, "b")[0] == "04-16 08:00"


def test_the_lead_of_a_finished_predecessor_has_no_effect() -> None:
    """A was finished, but X before it is not and pushes to the 14th: B follows from there, not a day earlier."""
    pushed = plan(task("x", "5wd"), task("a", "2wd", "x"), task("b", "1wd", "a FS-1wd"))
    running = started("2014-04-07", "3wd")
    done = finished("2014-04-07", "2014-04-08 17:00")
    schedule = compute(state(pushed, "2014-04-09", x=running, a=done))
    assert early(schedule, "x")[1] == "04-11 17:00"
    assert early(schedule, "b")[0] == "04-14 08:00"


def test_a_constraint_on_the_start_of_a_started_task_holds_nothing() -> None:
    """Start no earlier than the 21st, started on the 7th all the same: the rest goes on from the data date."""
    late = plan(task("a", "5wd", constraints=not_before("2014-04-21")))
    schedule = compute(state(late, "2014-04-09", a=started("2014-04-07", "3wd")))
    assert early(schedule, "a") == ("04-09 08:00", "04-11 17:00")


def test_a_lag_after_a_task_in_calendar_days_counts_working_days_of_the_project() -> None:
    """Seven calendar days end on Sunday 13 April; two working days later is Tuesday's end: B starts on Wednesday 16."""
    schedule = compute(state(plan(task("a", "7cd"), task("b", "1wd", "a FS+2wd"))))
    assert early(schedule, "b")[0] == "04-16 08:00"


def test_nothing_unfinished_lies_before_the_data_date() -> None:
    schedule = compute(state(plan(task("a", "2wd"), task("b", "1wd"), task("m", None)), "2014-04-15"))
    assert all(dates.early_start >= at("2014-04-15") for dates in schedule.tasks.values())
    assert {dates.early_bound.reason for dates in schedule.tasks.values()} == {Reason.DATA_DATE}


def test_a_finished_task_keeps_its_actual_dates_and_has_no_float() -> None:
    schedule = compute(
        state(plan(task("a", "2wd"), task("b", "1wd", "a")), "2014-04-10", a=finished("2014-04-07", "2014-04-09 17:00"))
    )
    dates = schedule.tasks["a"]
    assert (dates.start, dates.finish) == (at("2014-04-07"), at("2014-04-09 17:00"))
    assert (dates.total_float, dates.free_float, dates.early_start, dates.late_finish) == (None, None, None, None)
    assert not dates.critical


def test_an_unfinished_predecessor_pushes_through_a_finished_task() -> None:
    """B was finished before its predecessor A: what follows B still waits for A (retained logic)."""
    through = plan(task("a", "10wd"), task("b", "1wd", "a"), task("c", "1wd", "b"))
    schedule = compute(
        state(through, "2014-04-09", a=started("2014-04-07", "8wd"), b=finished("2014-04-07", "2014-04-07 17:00"))
    )
    assert early(schedule, "c")[0] == "04-21 08:00"


def test_what_is_left_of_a_lag_holds_a_started_task_too() -> None:
    """Nine days after Monday the 7th at 17:00 end on Friday the 18th; on the 9th one is consumed and eight are left."""
    held = plan(task("a", "1wd"), task("b", "3wd", "a FS+9wd"))
    schedule = compute(
        state(held, "2014-04-09", a=finished("2014-04-07", "2014-04-07 17:00"), b=started("2014-04-08", "2wd"))
    )
    assert early(schedule, "b") == ("04-21 08:00", "04-22 17:00")


def test_a_start_to_start_lag_can_run_from_the_actual_start() -> None:
    """A began on Monday the 7th before X let it; X holds its remaining work until the 23rd. B begins three days after.

    By default B waits for what remains of A: two days of the lag are consumed, one is left after the 23rd. From the
    actual start the three days end on Wednesday the 9th.
    """
    tasks = task("x", "10wd"), task("a", "6wd", "x"), task("b", "2wd", "a SS+3wd")
    running = Status(started=at("2014-04-07"), remaining=span("4wd"))
    for flag, begins in ((False, "04-24 08:00"), (True, "04-10 08:00")):
        asked = plan(*tasks, settings=Settings(ss_lag_from_actual=flag))
        schedule = compute(state(asked, "2014-04-09", a=running))
        assert early(schedule, "b")[0] == begins
        assert (schedule.tasks["b"].early_bound.reason is Reason.ACTUAL) is flag


def test_percent_reported_becomes_remaining_duration() -> None:
    half = Status(started=at("2014-04-07"), percent=50, reported=at("2014-04-09"))
    schedule = compute(state(plan(task("a", "4wd")), "2014-04-09", a=half))
    assert schedule.tasks["a"].remaining == 2 * 480


@pytest.mark.long
def test_a_chain_of_100_000_tasks_schedules() -> None:
    """No recursion anywhere, and a horizon of centuries: 100,000 days one after the other are 273 years."""
    tasks = [task("t0", "1cd"), *(task(f"t{k}", "1cd", f"t{k - 1}") for k in range(1, 100_000))]
    schedule = compute(state(plan(*tasks, calendar="calendar-days")))
    assert schedule.finish - schedule.start == 100_000 * 1440
    assert all(dates.longest_path for dates in schedule.tasks.values())


def test_several_relations_between_two_tasks_all_hold() -> None:
    both = plan(task("a", "5wd"), task("b", "2wd", "a SS+1wd", "a FF+3wd"))
    schedule = compute(state(both))
    assert early(schedule, "b") == ("04-15 08:00", "04-16 17:00")
    assert schedule.tasks["b"].early_bound.relation == link("a FF+3wd", "b")
    only_start = replace(both, tasks={**both.tasks, "b": replace(both.tasks["b"], relations=(link("a SS+1wd", "b"),))})
    assert early(compute(state(only_start)), "b")[0] == "04-08 08:00"
