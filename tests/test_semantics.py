"""The rules of Primavera P6 and Microsoft Project, one by one, with worked numbers: what needs no progress.

Each test names the rule. Dates are of April 2014; the office works Monday to Friday, 08:00-12:00 and 13:00-17:00,
"seven" the same hours every day. The usual chain is A, 5 days (7-11), B, 5 days (14-18), C, 1 day (21).
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from networks import CALENDARS, at, plan, span, state, task

from schedule.calendars.worktime import moment
from schedule.engine.compute import compute
from schedule.engine.schedule import Schedule
from schedule.model import Assignment, CalendarSpec, Constraint, ConstraintKind, Plan, Status, TaskKind
from schedule.rules import CriticalBy, LagCalendar, LateConstraints, Profile, Settings, TotalFloat

P6, MSP = Settings(profile=Profile.P6, allow_mandatory=True), Settings(profile=Profile.MSP, allow_mandatory=True)


def shown(instant: int) -> str:
    return f"{moment(instant):%d %H:%M}"


def early(schedule: Schedule, name: str) -> tuple[str, str]:
    dates = schedule.tasks[name]
    return shown(dates.early_start), shown(dates.early_finish)


def late(schedule: Schedule, name: str) -> tuple[str, str]:
    dates = schedule.tasks[name]
    return shown(dates.late_start), shown(dates.late_finish)


def floats(schedule: Schedule, names: str) -> list[float]:
    """Total floats in hours."""
    return [schedule.tasks[name].total_float / 60 for name in names]


def free(schedule: Schedule, name: str) -> float:
    return schedule.tasks[name].free_float / 60


def set_on(kind: str, day: str) -> Constraint:
    """A constraint on a day of April 2014: `16 08:00`."""
    return Constraint(ConstraintKind(kind), at(f"2014-04-{day}"))


def chain(settings: Settings, *on_b: Constraint, **of_plan: object) -> Schedule:
    b = task("b", "5wd", "a", constraints=on_b)
    return compute(state(plan(task("a", "5wd"), b, task("c", "1wd", "b"), settings=settings, **of_plan)))


# --- constraints, early and late side

STAYS = (("14 08:00", "18 17:00"), "21 08:00", [0, 0, 0])
"""B's early dates, C's early start, the total floats of A, B and C: here those of the chain without a constraint."""
PUSHED = (("16 08:00", "22 17:00"), "23 08:00", [16, 0, 0])
"""B from Wednesday the 16th on: 16, 17, 18, 21, 22. A may end on the 15th, two days after the 11th."""
LATE = (("14 08:00", "18 17:00"), "21 08:00", [-16, -16, 0])
"""The dates stay; B should end on the 16th, two days before the 18th, so begin on the 10th, so A end on the 9th."""
PULLED = (("10 08:00", "16 17:00"), "17 08:00", [-16, 0, 0])
"""B against the logic: 10, 11, 14, 15, 16, overlapping A, which should have ended on the 9th; C moves to the 17th."""

EARLIER, LATER = {"start": "10 08:00", "finish": "16 17:00"}, {"start": "16 08:00", "finish": "22 17:00"}
"""Dates for B two days before its own, and two days after."""
TABLE = [  # P6 earlier, P6 later, Microsoft Project earlier, later
    ("start_no_earlier_than", STAYS, PUSHED, STAYS, PUSHED),
    ("finish_no_earlier_than", STAYS, PUSHED, STAYS, PUSHED),
    ("start_no_later_than", LATE, STAYS, PULLED, STAYS),
    ("finish_no_later_than", LATE, STAYS, PULLED, STAYS),
    ("start_on", LATE, PUSHED, PULLED, PUSHED),
    ("finish_on", LATE, PUSHED, PULLED, PUSHED),
    ("mandatory_start", PULLED, PUSHED, PULLED, PUSHED),
    ("mandatory_finish", PULLED, PUSHED, PULLED, PUSHED),
    ("manual_start", PULLED, PUSHED, PULLED, PUSHED),
    ("external_early_start", STAYS, PUSHED, STAYS, PUSHED),
    ("external_late_finish", LATE, STAYS, LATE, STAYS),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
@pytest.mark.parametrize("case", range(4), ids=["p6-earlier", "p6-later", "msp-earlier", "msp-later"])
def test_every_constraint_two_days_earlier_and_two_days_later(row: tuple[object, ...], case: int) -> None:
    """Semantics 5: late kinds leave early dates alone in P6 and break the logic in Microsoft Project."""
    kind, day = row[0], (EARLIER, LATER)[case % 2]
    schedule = chain((P6, MSP)[case // 2], set_on(kind, day["start" if "start" in kind else "finish"]))
    assert (early(schedule, "b"), early(schedule, "c")[0], floats(schedule, "abc")) == row[1 + case]


@pytest.mark.parametrize("settings", [P6, MSP])
def test_a_manual_start_keeps_its_float_where_a_mandatory_one_has_none(settings: Settings) -> None:
    """B, one day, is put on Wednesday the 9th; D runs from the 7th to the 11th: B may end two days after the 9th."""
    for kind, hours in (("manual_start", 16), ("mandatory_start", 0)):
        b = task("b", "1wd", constraints=(set_on(kind, "09 08:00"),))
        schedule = compute(state(plan(b, task("d", "5wd"), settings=replace(settings, allow_mandatory=True))))
        assert early(schedule, "b") == ("09 08:00", "09 17:00")
        assert floats(schedule, "b") == [hours]


@pytest.mark.parametrize(
    ("kind", "day"),
    [("start_no_earlier_than", "02 08:00"), ("finish_no_earlier_than", "03 17:00"), ("manual_start", "02 08:00")],
)
@pytest.mark.parametrize(("settings", "dates"), [(P6, ("07 08:00", "08 17:00")), (MSP, ("02 08:00", "03 17:00"))])
def test_a_date_before_the_project_is_kept_in_microsoft_project(
    kind: str, day: str, settings: Settings, dates: tuple[str, str]
) -> None:
    """The project starts on Monday the 7th; Wednesday the 2nd and the 3rd lie before it, in Project alone."""
    one = plan(task("a", "2wd", constraints=(set_on(kind, day),)), start="2014-04-07 08:00", settings=settings)
    assert early(compute(state(one)), "a") == dates


def test_constraint_dates_not_honoured_hold_late_dates_only() -> None:
    """Semantics 5: Microsoft Project with "honor constraint dates" off takes them as P6 does."""
    soft = replace(MSP, late_constraints=LateConstraints.LATE_DATES)
    schedule = chain(soft, set_on("finish_no_later_than", "16 17:00"))
    assert (early(schedule, "b"), early(schedule, "c")[0], floats(schedule, "abc")) == LATE


@pytest.mark.parametrize("settings", [P6, MSP])
def test_a_deadline_moves_nothing_and_takes_float(settings: Settings) -> None:
    """Semantics 5: B's deadline is Wednesday the 16th: A and B lack 16 hours in both."""
    b = task("b", "5wd", "a", deadline=at("2014-04-16 17:00"))
    schedule = compute(state(plan(task("a", "5wd"), b, task("c", "1wd", "b"), settings=settings)))
    assert (early(schedule, "b"), early(schedule, "c")[0], floats(schedule, "abc")) == LATE


def test_an_early_and_a_late_constraint_on_one_task() -> None:
    """Semantics 5: B runs from the 16th to the 22nd and should end on the 18th: 2 days late; A just meets the 14th."""
    both = set_on("start_no_earlier_than", "16 08:00"), set_on("finish_no_later_than", "18 17:00")
    schedule = chain(P6, *both)
    assert early(schedule, "b") == ("16 08:00", "22 17:00")
    assert floats(schedule, "abc") == [0, -16, 0]


def test_a_mandatory_date_hides_negative_float_from_what_is_before_it() -> None:
    """Semantics 5: C, on the 23rd, should end on the 21st; B stands on its date with float 0, A has its two days."""
    b = task("b", "5wd", "a", constraints=(set_on("mandatory_start", "16 08:00"),))
    c = task("c", "1wd", "b", constraints=(set_on("finish_no_later_than", "21 17:00"),))
    schedule = compute(state(plan(task("a", "5wd"), b, c, settings=P6)))
    assert floats(schedule, "abc") == [16, 0, -16]
    assert late(schedule, "b") == early(schedule, "b") == ("16 08:00", "22 17:00")


@pytest.mark.parametrize(("without_time", "start"), [(False, "16 00:00"), (True, "16 17:00")])
def test_a_date_without_a_time_takes_the_time_of_the_start_that_it_replaces(without_time: bool, start: str) -> None:
    """Semantics 5: B works all hours and could follow A on Friday at 17:00; it may not start before the 16th."""
    b = task("b", "1cd", "a", calendar="site", constraints=(set_on("start_no_earlier_than", "16 00:00"),))
    settings = replace(P6, dates_without_time=without_time)
    assert early(compute(state(plan(task("a", "5wd"), b, settings=settings))), "b")[0] == start


# --- relations: whose calendar a lag counts on, what the project's start holds


@pytest.mark.parametrize(
    ("settings", "start"),
    [
        (replace(P6, lag_calendar=LagCalendar.PREDECESSOR), "16 08:00"),
        (replace(P6, lag_calendar=LagCalendar.SUCCESSOR), "14 08:00"),
        (replace(P6, lag_calendar=LagCalendar.ALL_HOURS), "12 09:00"),
        (replace(P6, lag_calendar=LagCalendar.PROJECT), "16 08:00"),
        (P6, "16 08:00"),
        (MSP, "14 08:00"),
    ],
)
def test_two_days_of_lag_on_four_calendars(settings: Settings, start: str) -> None:
    """Semantics 4: A ends Friday 11, 17:00. 16 hours later is Tuesday, Sunday evening, or Saturday 09:00."""
    b = task("b", "1wd", "a FS+2wd", calendar="seven")
    assert early(compute(state(plan(task("a", "5wd"), b, settings=settings))), "b")[0] == start


@pytest.mark.parametrize(
    ("after", "microsoft"),
    [
        ("a FS-2wd", ("04 08:00", "08 17:00")),  # Monday 17:00 less two days: Friday 4 April
        ("a SF", ("02 08:00", "04 17:00")),  # to end when A starts: 2, 3, 4 April
        ("a FF", ("07 08:00", "09 17:00")),  # held by the project's start, as in P6
    ],
)
def test_what_pulls_a_task_before_the_project_start(after: str, microsoft: tuple[str, str]) -> None:
    """Semantics 2: P6 holds all of them at the start; Microsoft Project lets leads and start-to-finish pass."""
    for settings, dates in ((P6, ("07 08:00", "09 17:00")), (MSP, microsoft)):
        pulled = plan(task("a", "1wd"), task("b", "3wd", after), start="2014-04-07 08:00", settings=settings)
        assert early(compute(state(pulled)), "b") == dates


# --- milestones


@pytest.mark.parametrize(
    ("after", "held", "finish", "start", "microsoft"),
    [
        ((), None, "07 08:00", "07 08:00", "07 08:00"),  # at the project's start
        (("friday",), None, "11 17:00", "14 08:00", "11 17:00"),
        (("two-hours",), None, "07 10:00", "07 10:00", "07 10:00"),
        (("morning",), None, "07 12:00", "07 13:00", "07 12:00"),
        (("friday SS+5wd",), None, "11 17:00", "14 08:00", "11 17:00"),
        (("morning",), "12 10:00", "14 08:00", "14 08:00", "14 08:00"),  # not before Saturday 10:00
    ],
)
def test_where_a_milestone_stands(
    after: tuple[str, ...], held: str | None, finish: str, start: str, microsoft: str
) -> None:
    """Semantics 6: a finish milestone at a shift's end stays; P6's others go to working time; MSP's stand anywhere."""
    work = task("friday", "5wd"), task("two-hours", "2h"), task("morning", "4h")
    constraints = () if held is None else (set_on("start_no_earlier_than", held),)
    kinds = (P6, TaskKind.FINISH_MILESTONE, finish), (P6, TaskKind.START_MILESTONE, start)
    for settings, kind, where in (*kinds, (MSP, TaskKind.FINISH_MILESTONE, microsoft)):
        stone = task("m", None, *after, kind=kind, constraints=constraints)
        whole = plan(*work, stone, task("next", "1wd", "m"), start="2014-04-07 08:00", settings=settings)
        schedule = compute(state(whole))
        assert early(schedule, "m") == (where, where)
        if where == "11 17:00":
            assert early(schedule, "next")[0] == "14 08:00"


@pytest.mark.parametrize("after", [("a", "b SS"), ("b SS", "a")])
@pytest.mark.parametrize("begun", [False, True])
def test_a_milestone_is_shown_on_the_day_that_begins_whatever_order_its_line_has(
    after: tuple[str, ...], begun: bool
) -> None:
    """It waits for a's end, the evening of the 13th, and for b's beginning, the 14th: one midnight.

    It cannot be reached on the evening before the day on which b begins.
    """
    whole = plan(task("a", "7cd"), task("b", "3cd", "a"), task("m", None, *after), start="2014-04-07 00:00")
    reported = {"a": Status(started=at("2014-04-07 00:00"), remaining=span("7cd"))} if begun else {}
    dates = compute(state(whole, **reported)).tasks["m"]
    assert (dates.at_beginning, f"{dates.last_day:%m-%d}") == (True, "04-14")


def test_late_dates_of_milestones() -> None:
    """Semantics 6: before a task on Monday the 14th a finish milestone is due on Friday, a start milestone on Monday.

    At the project's start a finish milestone is due at the end of the shift before it, Friday 4 April, with float 0.
    """
    stones = task("f", None, "a"), task("s", None, "a", kind=TaskKind.START_MILESTONE)
    whole = plan(task("first", None), task("a", "5wd", "first"), *stones, task("b", "1wd", "f", "s"))
    schedule = compute(state(whole))
    assert [late(schedule, name)[0] for name in ("f", "s", "first")] == ["11 17:00", "14 08:00", "04 17:00"]
    assert floats(schedule, ("f", "s", "first")) == [0, 0, 0]


# --- must-finish-by


@pytest.mark.parametrize(("day", "hours"), [("18", -8), ("30", 56)])
def test_late_dates_count_back_from_must_finish_by(day: str, hours: float) -> None:
    """Semantics 12: the chain ends Monday 21: a day after Friday 18; seven days (22-25, 28-30) before the 30th."""
    by_float = replace(P6, critical_by=CriticalBy.TOTAL_FLOAT)
    schedule = chain(by_float, must_finish_by=at(f"2014-04-{day} 17:00"))
    assert floats(schedule, "abc") == [hours] * 3
    assert {dates.critical for dates in schedule.tasks.values()} == {hours < 0}
    assert all(dates.longest_path for dates in schedule.tasks.values())


# --- as late as possible


def beside_ten_days(settings: Settings, *late_ones: str) -> Schedule:
    """A, 2 days, then B, 2 days, then D; beside them C, 10 days, 7-18 April."""
    tasks = task("a", "2wd"), task("b", "2wd", "a"), task("c", "10wd"), task("d", "1wd", "b", "c")
    return compute(
        state(plan(*(replace(one, as_late_as_possible=one.id in late_ones) for one in tasks), settings=settings))
    )


@pytest.mark.parametrize(
    ("settings", "late_ones", "starts"),
    [
        (P6, "a", ["07 08:00", "09 08:00"]),  # no free float to give up
        (P6, "b", ["07 08:00", "17 08:00"]),
        (P6, "ab", ["15 08:00", "17 08:00"]),  # B moves first
        (MSP, "a", ["15 08:00", "17 08:00"]),  # the whole chain's float
    ],
)
def test_as_late_as_possible(settings: Settings, late_ones: str, starts: list[str]) -> None:
    """Semantics 13: P6 leaves all successors where they are; Microsoft Project takes late dates and pushes them."""
    schedule = beside_ten_days(settings, *late_ones)
    assert [early(schedule, name)[0] for name in "ab"] == starts
    assert early(schedule, "d")[0] == "21 08:00"


# --- floats and critical tasks


@pytest.mark.parametrize(
    ("first", "other", "start", "finish"),
    [
        # 7-9 April; at the latest Saturday 19 to Monday 21: ten office days from the start, eight to the finish.
        ("07 08:00", "11wd", 80, 64),
        # Friday 11 to Sunday 13; at the latest Monday 14 to Wednesday 16: one from the start, three to the finish.
        ("11 08:00", "8wd", 8, 24),
    ],
)
def test_total_float_is_the_finishs_the_starts_or_the_smaller(
    first: str, other: str, start: float, finish: float
) -> None:
    """Semantics 8: start and finish float differ where a resource on seven days works 3 days of an office task."""
    legs = Assignment(span("1wd")), Assignment(span("3wd"), "seven")
    work = task("t", "3wd", constraints=(set_on("start_no_earlier_than", first),), assignments=legs)
    for which, hours in (("finish", finish), ("start", start), ("smallest", min(start, finish))):
        settings = replace(P6, total_float=TotalFloat(which))
        assert floats(compute(state(plan(work, task("c", other), settings=settings))), "t") == [hours], which


def test_of_several_relations_to_one_successor_the_smallest_slack_that_is_not_negative_is_free() -> None:
    """Semantics 8. A, all hours, 21 hours from Monday 08:00; B, 09:00-18:00 every day, 8 hours.

    B stands from 10:00 to 18:00. SF+18h: 18:00 less 18 hours of A's are 00:00, 8 hours before A starts. SF: from 08:00
    to 18:00, 10 hours. SS-12h: 10:00 and 12 hours are 22:00, 14 hours. The smallest that is not negative is 10.
    """
    day = CalendarSpec("day", week=tuple(range(7)), hours=((540, 1080),))
    b = task("b", "8h", "a SF+18h", "a SS-12h", "a SF", calendar="day")
    both = plan(task("a", "21h", calendar="site"), b, start="2014-04-07 08:00")
    schedule = compute(state(replace(both, calendars={**CALENDARS, "day": day})))
    assert early(schedule, "b") == ("07 10:00", "07 18:00")
    assert free(schedule, "a") == 10


def two_ends(settings: Settings, *on_b: Constraint) -> Plan:
    return plan(task("a", "5wd"), task("b", "2wd", constraints=on_b), settings=settings)


def test_an_open_end_is_free_up_to_the_project_finish_or_its_own_late_finish() -> None:
    """Semantics 8: B ends on the 8th and should by the 9th; the project ends on the 11th. MSP: free as total float."""
    by_the_9th = set_on("finish_no_later_than", "09 17:00")
    assert [free(compute(state(two_ends(settings, by_the_9th))), "b") for settings in (P6, MSP)] == [24, 8]


def test_no_free_float_before_mandatory_and_expected_finishes_of_the_task_itself() -> None:
    """Semantics 8: B would be free until Friday the 11th; P6 prints nothing where its own finish is fixed."""
    for kind in ("mandatory_finish", "expected_finish"):
        assert free(compute(state(two_ends(P6, set_on(kind, "09 17:00")))), "b") == 0


@pytest.mark.parametrize(("open_ends", "hours"), [(False, 24), (True, 0)])
def test_open_ends_critical(open_ends: bool, hours: float) -> None:
    """Semantics 9: B's two days have three to spare before Friday, or none beyond their own end."""
    by_float = replace(P6, open_ends_critical=open_ends, critical_by=CriticalBy.TOTAL_FLOAT)
    schedule = compute(state(two_ends(by_float)))
    assert floats(schedule, "b") == [hours]
    assert schedule.tasks["b"].critical is open_ends


@pytest.mark.parametrize(("limit", "critical"), [(23, False), (24, True)])
def test_critical_at_or_below_a_limit_of_total_float(limit: int, critical: bool) -> None:
    by_float = replace(P6, critical_by=CriticalBy.TOTAL_FLOAT, critical_float=limit * 60)
    assert compute(state(two_ends(by_float))).tasks["b"].critical is critical
