"""What P6 does, shown by the dates that it stored: a test for each rule, with dates worked out by hand.

All begin on Monday 7 April 2014; the office works Monday to Friday, `seven` the same eight hours on all seven days.
What P6 writes into a file (rules of the reader) is in `test_files_xer`.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from networks import at, plan, state, task

from schedule.analysis.dates.deadlines import deadline_rows
from schedule.calendars.worktime import moment
from schedule.engine.compute import compute
from schedule.engine.paths import float_paths
from schedule.engine.schedule import Schedule
from schedule.model import Constraint, ConstraintKind, Duration, State, Status, TaskKind, Unit
from schedule.rules import LagCalendar, LateAsPossible, Profile, ProgressRule, Settings

P6_FILE = Settings(as_late_as_possible=LateAsPossible.ALL_FREE_FLOAT, finishes_kept=True)
"""How P6 fills its columns, which its files carry; a plan typed by hand does not."""
TYPED = Settings()


def shown(schedule: Schedule, name: str, *fields: str) -> list[str | float | None]:
    """Dates of a task as day and time of April, floats in hours."""
    found: list[str | float | None] = []
    for field in fields:
        value = getattr(schedule.tasks[name], field)
        found.append(value / 60 if "float" in field else f"{moment(value):%d %H:%M}")
    return found


EARLY, LATE, FLOATS = ("early_start", "early_finish"), ("late_start", "late_finish"), ("total_float", "free_float")


def left(days: int, started: str = "2014-04-07 08:00") -> Status:
    return Status(started=at(started), remaining=Duration(Fraction(days), Unit.WORKING_DAYS))


def done(finished: str = "2014-04-08 17:00") -> Status:
    return Status(started=at("2014-04-07 08:00"), finished=at(finished))


def on(kind: ConstraintKind, text: str) -> tuple[Constraint, ...]:
    return (Constraint(kind, at(text)),)


K = ConstraintKind


# as late as possible


def late_beside_a_driver(settings: Settings) -> Schedule:
    """DRIVER, 5 days, and LATE, 2 days and as late as possible, before NEXT, 1 day, due on Thursday the 10th."""
    due = on(K.FINISH_NO_LATER_THAN, "2014-04-10 17:00")
    late = task("late", "2wd", as_late_as_possible=True)
    tasks = task("driver", "5wd"), late, task("next", "1wd", "driver", "late", constraints=due)
    return compute(state(plan(*tasks, settings=settings)))


def test_in_p6_what_is_as_late_as_possible_takes_all_its_free_float() -> None:
    """NEXT starts on Monday the 14th, so LATE ends on Friday the 11th; its late finish is the 9th: two days, -16 h."""
    found = late_beside_a_driver(P6_FILE)
    assert shown(found, "late", *EARLY) == ["10 08:00", "11 17:00"]
    assert shown(found, "late", *LATE) == ["08 08:00", "09 17:00"]
    assert shown(found, "late", *FLOATS) == [-16, 0]


def test_what_a_clerk_types_as_late_as_possible_never_passes_its_own_late_dates() -> None:
    """It stops at the 9th, and two days are left until NEXT."""
    found = late_beside_a_driver(TYPED)
    assert shown(found, "late", *EARLY, *FLOATS) == ["08 08:00", "09 17:00", 0, 16]


@pytest.mark.parametrize("settings", [P6_FILE, TYPED])
def test_what_nothing_follows_stops_at_the_projects_finish(settings: Settings) -> None:
    tasks = task("long", "5wd"), task("late", "1wd", as_late_as_possible=True)
    found = compute(state(plan(*tasks, settings=settings)))
    assert shown(found, "late", *EARLY) == ["11 08:00", "11 17:00"]


# what has finished


@pytest.mark.parametrize(
    ("relation", "start"),
    [
        ("runs FS+2wd", "15 08:00"),  # RUNS ends on Thursday the 10th: Friday and Monday
        ("runs FS-1wd", "10 08:00"),  # a day before the 10th's end is its beginning
        ("runs FS-5wd", "09 08:00"),  # not before the data date
        ("runs SS+1wd", "09 08:00"),  # of the lag from an actual start two days are consumed
        ("runs SS+3wd", "10 08:00"),  # and one is left, from the 9th on
    ],
)
def test_a_lag_or_a_lead_into_a_finished_task_counts(relation: str, start: str) -> None:
    """RUNS has 2 days left on Wednesday the 9th; DONE stands where it is pushed, and NEXT after it."""
    tasks = task("runs", "4wd"), task("done", "1wd", relation), task("next", "1wd", "done")
    found = compute(state(plan(*tasks), "2014-04-09", runs=left(2), done=done()))
    assert shown(found, "next", "early_start") == [start]


@pytest.mark.parametrize("lag", ["", "+2wd"])
def test_what_has_finished_is_late_for_nothing(lag: str) -> None:
    """DONE is pushed past the project's finish, and takes no float from RUNS, which itself ends last."""
    tasks = task("runs", "4wd"), task("done", "1wd", f"runs FS{lag}")
    found = compute(state(plan(*tasks), "2014-04-09", runs=left(2), done=done()))
    assert shown(found, "runs", "early_finish", "total_float") == ["10 17:00", 0]


def test_the_start_of_a_finished_task_passes_on_its_instant_at_night_and_on_a_saturday() -> None:
    """The data date is Saturday the 12th, 00:00; NEXT works on Saturdays, whatever the two before it do."""
    tasks = task("a", "1wd"), task("b", "1wd", "a SS"), task("next", "1wd", "b", calendar="seven")
    found = compute(state(plan(*tasks), "2014-04-12", a=done(), b=done()))
    assert shown(found, "next", "early_start") == ["12 08:00"]


def test_the_start_of_an_unfinished_task_waits_for_its_lags_calendar() -> None:
    tasks = task("a", "1wd"), task("next", "1wd", "a SS", calendar="seven")
    found = compute(state(plan(*tasks), "2014-04-12"))
    assert shown(found, "next", "early_start") == ["14 08:00"]


# expected finishes


@pytest.mark.parametrize("expected", ["2014-04-04 17:00", "2014-04-10 17:00"])
def test_a_task_with_an_expected_finish_has_no_free_float_obeyed_or_not(expected: str) -> None:
    """RUNS has a day left on the 9th, LONG ends on the 15th: without the date, RUNS would be free for 4 days."""
    runs = task("runs", "3wd", constraints=on(K.EXPECTED_FINISH, expected))
    for one, hours in ((runs, 0), (task("runs", "3wd"), 32)):
        found = compute(state(plan(one, task("long", "5wd")), "2014-04-09", runs=left(1)))
        assert shown(found, "runs", "free_float") == [hours]


def test_an_expected_finish_that_p6_is_told_to_ignore_takes_no_free_float() -> None:
    runs = task("runs", "3wd", constraints=on(K.EXPECTED_FINISH, "2014-04-10 17:00"))
    settings = Settings(use_expected_finish=False)
    found = compute(state(plan(runs, task("long", "5wd"), settings=settings), "2014-04-09", runs=left(1)))
    assert shown(found, "runs", "free_float") == [32]


@pytest.mark.parametrize(
    ("expected", "finish"),
    [
        ("2014-04-10 12:30", "10 12:00"),
        ("2014-04-10 13:00", "10 12:00"),
        ("2014-04-13 12:00", "11 17:00"),
        ("2014-04-10 15:00", "10 15:00"),
        ("2014-04-09 08:00", "09 08:00"),
    ],
)
def test_an_expected_finish_in_a_gap_is_the_end_of_the_shift_before(expected: str, finish: str) -> None:
    runs = task("runs", "3wd", constraints=on(K.EXPECTED_FINISH, expected))
    found = compute(state(plan(runs), "2014-04-09", runs=left(1)))
    assert shown(found, "runs", "early_finish") == [finish]


# late dates


@pytest.mark.parametrize(
    ("days", "late"),
    [
        ("2wd", "11 17:00"),  # the work may start on Saturday the 12th: the end of Friday's shift
        ("1wd", "11 17:00"),  # on Sunday: the same, though Monday is nearer
        ("4wd", "10 08:00"),  # on Thursday, at the beginning of a shift: it stays
    ],
)
def test_a_start_milestones_late_date_in_a_gap_is_the_end_of_the_shift_before(days: str, late: str) -> None:
    """LONG, on all seven days, ends on Sunday the 13th."""
    go = task("go", None, kind=TaskKind.START_MILESTONE)
    tasks = go, task("work", days, "go", calendar="seven"), task("long", "7wd", calendar="seven")
    found = compute(state(plan(*tasks)))
    assert shown(found, "go", *LATE) == [late, late]


def test_a_late_start_that_a_relation_asks_for_is_kept() -> None:
    """LONG ends on Tuesday the 15th, so WORK may start on Saturday the 12th, and FIRST with it: at Friday's end.

    Its day of work from there is Monday's. From Monday the 7th to Monday the 14th are 40 hours.
    """
    tasks = (
        task("first", "1wd"),
        task("work", "4wd", "first SS", calendar="seven"),
        task("long", "9wd", calendar="seven"),
    )
    found = compute(state(plan(*tasks)))
    assert shown(found, "first", *LATE, "total_float") == ["11 17:00", "14 17:00", 40]
    project = compute(state(plan(*tasks, settings=Settings(profile=Profile.MSP))))
    assert shown(project, "first", *LATE) == ["14 08:00", "14 17:00"]


# early finishes


def held_finish(settings: Settings, hours: str) -> Schedule:
    """SEVEN from Monday the 7th holds the finish of FIVE, a day in the office; NEXT, on all days, follows."""
    tasks = (
        task("seven", hours, calendar="seven"),
        task("five", "1wd", "seven FF"),
        task("next", "1wd", "five", calendar="seven"),
    )
    return compute(state(plan(*tasks, settings=settings)))


def test_a_finish_asked_for_on_a_saturday_is_the_next_start_in_p6() -> None:
    """44 hours end on Saturday the 12th at noon; from there to Monday 08:00 SEVEN has 4 + 8 hours of its own."""
    found = held_finish(P6_FILE, "44h")
    assert shown(found, "five", *EARLY, "free_float") == ["11 08:00", "14 08:00", 0]
    assert shown(found, "next", "early_start") == ["14 08:00"]
    assert shown(found, "seven", "free_float") == [12]


@pytest.mark.parametrize("settings", [TYPED, Settings(profile=Profile.MSP, finishes_kept=True)])
def test_a_clerks_task_is_shown_to_end_where_its_work_ends(settings: Settings) -> None:
    found = held_finish(settings, "44h")
    assert shown(found, "five", *EARLY) == ["11 08:00", "11 17:00"]
    assert shown(found, "next", "early_start") == ["12 08:00"]


@pytest.mark.parametrize(("hours", "finish"), [("36h", "11 12:00"), ("38h", "11 15:00"), ("40h", "11 17:00")])
def test_a_finish_asked_for_within_or_at_the_end_of_a_shift_stays(hours: str, finish: str) -> None:
    assert shown(held_finish(P6_FILE, hours), "five", "early_finish") == [finish]


def test_a_finish_asked_for_at_the_beginning_of_a_shift_is_kept_there() -> None:
    """WATCH starts on Monday the 14th, 08:00, and HELD finishes then: two days of work before."""
    tasks = task("before", "5wd"), task("watch", "5wd", "before"), task("held", "2wd", "watch SF")
    found = compute(state(plan(*tasks, settings=P6_FILE)))
    assert shown(found, "held", *EARLY) == ["10 08:00", "14 08:00"]


# mandatory dates


def test_a_mandatory_date_does_not_lie_before_the_data_date() -> None:
    """Data date Wednesday the 9th, 10:00: late by Tuesday's nothing and Wednesday's two hours."""
    gate = task("gate", None, constraints=on(K.MANDATORY_FINISH, "2014-04-08 17:00"))
    found = compute(state(plan(gate, settings=Settings(allow_mandatory=True)), "2014-04-09 10:00"))
    assert shown(found, "gate", *EARLY) == ["09 10:00", "09 10:00"]
    assert shown(found, "gate", "late_finish", "total_float") == ["08 17:00", -2]


# progress


@pytest.mark.parametrize(("days", "early"), [(1, "09 17:00"), (5, "15 17:00")])
def test_under_override_a_relation_into_a_running_finish_still_limits_what_is_before_it(days: int, early: str) -> None:
    """B, 3 days left on the 9th, ends on the 11th whatever A does; it should by the 10th, and A with it."""
    due = on(K.FINISH_NO_LATER_THAN, "2014-04-10 17:00")
    tasks = task("a", "6wd"), task("b", "5wd", "a FF", constraints=due), task("long", "9wd")
    one = plan(*tasks, settings=Settings(progress=ProgressRule.OVERRIDE))
    found = compute(state(one, "2014-04-09", a=left(days), b=left(3)))
    assert shown(found, "b", "early_finish") == ["11 17:00"]
    assert shown(found, "a", "early_finish", "late_finish") == [early, "10 17:00"]
    # One day from the 9th to the 10th, two to the 11th; from the 15th back to the 10th three, and none free.
    assert shown(found, "a", *FLOATS) == ([8, 16] if days == 1 else [-24, 0])
    assert not found.tasks["b"].driving


def test_under_override_a_relation_into_a_finished_task_limits_nothing() -> None:
    """LONG ends on Tuesday the 15th, and A is free until then: 4 days."""
    tasks = task("a", "6wd"), task("b", "2wd", "a FF"), task("long", "5wd")
    one = plan(*tasks, settings=Settings(progress=ProgressRule.OVERRIDE))
    found = compute(state(one, "2014-04-09", a=left(1), b=done()))
    assert shown(found, "a", "late_finish", *FLOATS) == ["15 17:00", 32, 32]


def test_a_lag_from_the_actual_start_holds_backward_too() -> None:
    """RUNS began on the 7th and has 2 days left on the 9th: NEXT comes 5 days after the 7th, on Monday the 14th.

    LONG ends on the 16th, so NEXT may start then; 3 days of the lag are left, so what remains of RUNS on the 11th.
    """
    tasks = task("runs", "4wd"), task("next", "1wd", "runs SS+5wd"), task("long", "6wd")
    one: State = state(plan(*tasks, settings=Settings(ss_lag_from_actual=True)), "2014-04-09", runs=left(2))
    found = compute(one)
    assert shown(found, "next", "early_start", "late_start") == ["14 08:00", "16 08:00"]
    assert shown(found, "runs", *LATE, *FLOATS) == ["11 08:00", "14 17:00", 16, 0]


# free float


def test_free_float_takes_the_lag_off_the_successors_date() -> None:
    """END stands on Monday the 14th, 17:00; less two days of all seven it is Sunday, 08:00.

    From A's finish on Wednesday the 9th the office has Thursday and Friday until then. Two days added to A's finish
    would end on Friday, and leave Monday alone.
    """
    tasks = (
        task("a", "3wd"),
        task("long", "8wd", calendar="seven"),
        task("end", None, "a FF+2wd", "long", calendar="seven"),
    )
    found = compute(state(plan(*tasks, settings=Settings(lag_calendar=LagCalendar.SUCCESSOR))))
    assert shown(found, "a", "free_float") == [16]


def test_what_limits_late_dates_alone_is_on_no_path_and_serves_no_deadline() -> None:
    """Under override A does not move B, whatever P6's late dates say: no deadline is missed through A."""
    b = task("b", "5wd", "a FF", deadline=at("2014-04-10 17:00"))
    one = plan(task("a", "6wd"), b, settings=Settings(progress=ProgressRule.OVERRIDE))
    found = compute(state(one, "2014-04-09", a=left(1), b=left(3)))
    assert [path.tasks for path in float_paths(found, "b")] == [("b",)]
    assert [(row.task, row.serves) for row in deadline_rows(found)] == [("b", ("b",))]
    assert not found.graph.edges
