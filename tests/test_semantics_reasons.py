"""What set each date, tasks as late as possible, resources of several tasks, cycles, the target: single values.

Dates are of April 2014, the office and the usual tasks as in `test_semantics_more`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from networks import CALENDARS, at, plan, span, state, task
from test_semantics_more import A, M, Z, april, begun, early, finished, late, shown

from schedule.calendars.china import KNOWN_YEARS
from schedule.diagnostics import Location, PlanError, Source
from schedule.engine.compute import compute, target_of
from schedule.engine.horizon import FIRST, Calendars, widened
from schedule.engine.horizon import LAST as LAST_DAY
from schedule.engine.order import cycle_faults, summary_faults
from schedule.engine.schedule import TaskDates
from schedule.model import (
    Assignment,
    CalendarSpec,
    Constraint,
    ConstraintKind,
    DayException,
    Relation,
    Status,
    Task,
    TaskKind,
)
from schedule.rules import Profile, ProgressRule, Settings


def bounds(dates: TaskDates) -> tuple[tuple[str, str | None, str | None], tuple[str, str | None, str | None]]:
    """Reason, instant and the other task of the relation: of the early and of the late bound."""
    early, late = dates.early_bound, dates.late_bound
    return (
        (early.reason.value, shown(early.instant), early.relation and early.relation.predecessor),
        (late.reason.value, shown(late.instant), late.relation and late.relation.successor),
    )


AFTER_A = ("relation", "11 17:00", "a")
CONSTRAINTS = [kind for kind in ConstraintKind if kind is not ConstraintKind.EXPECTED_FINISH]
EARLY_ONLY = {"start_no_earlier_than", "finish_no_earlier_than", "external_early_start"}
LATE_ONLY = {"start_no_later_than", "finish_no_later_than", "external_late_finish"}


@pytest.mark.parametrize("kind", CONSTRAINTS, ids=lambda kind: kind.value)
def test_a_bound_names_the_constraint_that_set_it(kind: ConstraintKind) -> None:
    """B, 14-18 April after A and before C, two days earlier or later, where a constraint allows or orders it.

    The bound of a finish constraint is the start that it means, that of a start constraint the finish.
    """
    name = kind.value

    def b(start: str, finish: str) -> TaskDates:
        on = Constraint(kind, april(start if "start" in name else finish))
        one = task("b", "5wd", "a", constraints=(on,))
        chain = plan(A, one, task("c", "1wd", "b"), settings=Settings(allow_mandatory=True))
        return compute(state(chain)).tasks["b"]

    before, after = bounds(b("10 08:00", "16 17:00")), bounds(b("16 08:00", "22 17:00"))
    if name in EARLY_ONLY:
        assert before == (AFTER_A, ("relation", "18 17:00", "c"))
        assert after == ((name, "16 08:00", None), ("relation", "22 17:00", "c"))
    elif name == "manual_start":
        assert before == ((name, "10 08:00", None), ("relation", "16 17:00", "c"))
        assert after == ((name, "16 08:00", None), ("relation", "22 17:00", "c"))
    elif name in LATE_ONLY:
        assert before == (AFTER_A, (name, "16 17:00", None))
        assert after == (AFTER_A, ("relation", "18 17:00", "c"))
    else:
        held = (name, "10 08:00", None) if "mandatory" in name else AFTER_A
        assert before == (held, (name, "16 17:00", None))
        assert after == ((name, "16 08:00", None), (name, "22 17:00", None))


@pytest.mark.parametrize("kind", CONSTRAINTS, ids=lambda kind: kind.value)
def test_of_a_started_task_only_late_constraints_on_its_finish_hold(kind: ConstraintKind) -> None:
    """Begun on the 7th, three days left at the 9th: 9-11 April, whatever is due on the 16th; Z ends on the 25th."""
    on = Constraint(kind, april("16 08:00" if "start" in kind.value else "16 17:00"))
    begun_one = plan(task("t", "5wd", constraints=(on,)), Z, settings=Settings(allow_mandatory=True))
    dates = compute(state(begun_one, "2014-04-09", t=begun("07 08:00", "3wd"), z=begun("07 08:00", "13wd"))).tasks["t"]
    holds = kind.value in LATE_ONLY | {"finish_on", "mandatory_finish"} and "start" not in kind.value
    assert early(dates) == ("09 08:00", "11 17:00")
    assert late(dates) == (("14 08:00", "16 17:00") if holds else ("23 08:00", "25 17:00"))


@pytest.mark.parametrize(
    ("more", "reasons"),
    [
        ({}, (("project-start", "07 00:00", None), ("project-finish", "25 17:00", None))),
        (
            {"must_finish_by": april("30 17:00")},
            (("project-start", "07 00:00", None), ("must-finish-by", "30 17:00", None)),
        ),
        (
            {"settings": Settings(open_ends_critical=True)},
            (("project-start", "07 00:00", None), ("open-end", "11 17:00", None)),
        ),
    ],
    ids=["project", "must-finish-by", "open-end"],
)
def test_what_nothing_else_holds_is_held_by_the_project(more: dict[str, object], reasons: tuple[object, ...]) -> None:
    assert bounds(compute(state(plan(A, Z, **more))).tasks["a"]) == reasons


def test_a_deadline_on_the_project_finish_is_the_reason_and_a_later_one_is_not() -> None:
    for day, reason in (("25", "deadline"), ("28", "project-finish")):
        due = replace(A, deadline=april(f"{day} 17:00"))
        assert bounds(compute(state(plan(due, Z))).tasks["a"])[1] == (reason, "25 17:00", None)


def test_a_constraint_that_asks_for_no_more_than_the_start_of_the_project_is_no_reason() -> None:
    for day, reason in (("07", "project-start"), ("08", "start_no_earlier_than")):
        on = Constraint(ConstraintKind.START_NO_EARLIER_THAN, april(f"{day} 00:00"))
        one = compute(state(plan(replace(A, constraints=(on,))))).tasks["a"]
        assert bounds(one)[0] == (reason, f"{day} 00:00", None)


def test_the_data_date_and_a_resumption_are_reasons() -> None:
    paused = replace(begun("07 08:00", "3wd"), suspended=april("08 08:00"), resumed=april("16 08:00"))
    for status, reason in ((begun("07 08:00", "3wd"), ("data-date", "10 00:00")), (paused, ("resumed", "16 08:00"))):
        dates = compute(state(plan(A), "2014-04-10", a=status)).tasks["a"]
        assert bounds(dates)[0] == (*reason, None)


def test_a_date_without_a_time_is_the_reason_of_the_start_that_it_moves() -> None:
    on = Constraint(ConstraintKind.START_NO_EARLIER_THAN, april("16 00:00"))
    one = compute(state(plan(replace(A, constraints=(on,)), settings=Settings(dates_without_time=True)))).tasks["a"]
    assert bounds(one)[0] == ("start_no_earlier_than", "16 00:00", None)


def test_latest_dates_lead_through_a_finished_task() -> None:
    """M was finished before A. T, a day due on the 25th, begins then: through M it asks A to end on the 24th."""
    t = task("t", "1wd", "m", deadline=april("25 17:00"))
    done = {"a": begun("07 08:00", "3wd"), "m": finished("08 08:00", "08 17:00")}
    tasks = compute(state(plan(A, M, t), "2014-04-09", **done)).tasks
    latest = [(name, shown(tasks[name].latest.finish), tasks[name].latest.bound.reason.value) for name in "amt"]
    assert latest == [("a", "24 17:00", "relation"), ("m", "25 08:00", "relation"), ("t", "25 17:00", "deadline")]
    assert tasks["m"].latest.bound.relation == Relation("m", "t")


@pytest.mark.parametrize(("running", "waiting"), [("t", "u"), ("u", "t")])
@pytest.mark.parametrize("kind", [TaskKind.START_MILESTONE, TaskKind.FINISH_MILESTONE])
def test_a_milestone_that_one_follower_has_not_waited_for_still_lets_the_other_keep_its_deadline(
    running: str, waiting: str, kind: TaskKind
) -> None:
    """By progress override the one that runs waits no more; the other, a day due on the 18th, begins that morning."""
    m = task("m", None, kind=kind)
    due = task(waiting, "1wd", "m", deadline=april("18 17:00"))
    settings = Settings(progress=ProgressRule.OVERRIDE)
    network = plan(m, task(running, "5wd", "m"), due, settings=settings)
    latest = compute(state(network, "2014-04-14", **{running: begun("08 08:00", "3wd")})).tasks["m"].latest
    assert latest is not None
    assert (shown(latest.finish), latest.bound.relation) == ("18 08:00", Relation("m", waiting))


def test_a_finished_task_is_held_by_what_pushes_it_else_by_its_finish() -> None:
    """M was finished on the 8th, before A, which has three days left on the 9th, to the 11th, was."""
    done = {"m": finished("08 08:00", "08 17:00")}
    pushed = compute(state(plan(A, M), "2014-04-09", a=begun("07 08:00", "3wd"), **done)).tasks["m"]
    assert bounds(pushed) == (AFTER_A, ("actual", "08 17:00", None))
    assert pushed.driving == (Relation("a", "m"),)
    free = compute(state(plan(A, M), "2014-04-09", a=finished("07 08:00", "07 17:00"), **done)).tasks["m"]
    assert bounds(free) == (("actual", "08 17:00", None), ("actual", "08 17:00", None))
    assert (free.driving, free.remaining, free.duration) == ((), 0, 5 * 480)


@pytest.mark.parametrize("after", ["a SS", "a FS-9wd"])
def test_what_was_finished_before_its_turn_and_is_pushed_nowhere_drives_nothing(after: str) -> None:
    """M was finished before A, which begins at the data date, 08:00 on the 14th: M is not pushed past that.

    So T waits for nobody.
    With A's finish to wait for, M stands at the 18th, where A ends, and drives T.
    """
    done = {"m": finished("08 08:00", "08 17:00")}
    t = task("t", "1wd", "m")
    tasks = compute(state(plan(A, task("m", "5wd", after), t), "2014-04-14 08:00", **done)).tasks
    assert (tasks["m"].driving, tasks["t"].driving, shown(tasks["t"].early_start)) == ((), (), "14 08:00")
    pushed = compute(state(plan(A, M, t), "2014-04-14", **done)).tasks
    assert (pushed["m"].driving, pushed["t"].driving) == ((Relation("a", "m"),), (Relation("m", "t"),))
    assert shown(pushed["t"].early_start) == "21 08:00"


def test_neither_a_mandatory_date_nor_a_lead_that_the_data_date_stops_leaves_its_relation_driving() -> None:
    """Semantics 14.2: M would follow A on the 14th of itself, and is ordered there; a lead asks no less than today."""
    ordered = Constraint(ConstraintKind.MANDATORY_START, april("14 08:00"))
    settings = Settings(allow_mandatory=True)
    for m, drives in ((M, ("a",)), (replace(M, constraints=(ordered,)), ()), (task("m", "1wd", "a FS-9wd"), ())):
        dates = compute(state(plan(A, m, settings=settings))).tasks["m"]
        assert tuple(relation.predecessor for relation in dates.driving) == drives


# --- as late as possible


@pytest.mark.parametrize(
    ("after", "start"),
    [
        ("t", "17 08:00"),
        ("t FS+1wd", "16 08:00"),
        ("t SS+1wd", "18 08:00"),  # Friday; a day later, Monday, is D
        ("t SS+2wd", "17 08:00"),
        ("t FF", "18 08:00"),  # 18 and 21, with D
        ("t FF+1wd", "17 08:00"),
        ("t SF", "18 08:00"),  # no later than the project's finish lets it
        ("t SF+3wd", "17 08:00"),  # 17, 18, 21
    ],
)
def test_as_late_as_possible_before_each_type_of_relation(after: str, start: str) -> None:
    """T, 2 days, before D, which C, 7-18 April, holds on Monday the 21st: no free float is left to a finish."""
    t = task("t", "2wd", as_late_as_possible=True)
    tasks = compute(state(plan(t, task("c", "10wd"), task("d", "1wd", after, "c")))).tasks
    assert shown(tasks["t"].early_start) == start
    assert bounds(tasks["t"])[0] == ("as-late-as-possible", start, None)
    assert tasks["t"].free_float == (16 * 60 if after == "t SF" else 0)  # from the start, the 18th, to D's finish
    assert early(tasks["d"]) == ("21 08:00", "21 17:00")


def test_as_late_as_possible_with_resources_and_as_a_milestone() -> None:
    """Before D on Monday the 21st: 5 office days from the 14th; 6 of seven days from the 15th, to Saturday the 20th.

    The task starts with the earlier, on the 14th; from there six of seven days end on Saturday the 19th.
    """
    resources = Assignment(span("5wd"), "office"), Assignment(span("6wd"), "seven")
    t = task("t", "5wd", assignments=resources, as_late_as_possible=True)
    m = task("m", None, as_late_as_possible=True)
    tasks = compute(state(plan(t, m, task("c", "10wd"), task("d", "1wd", "t", "m", "c")))).tasks
    assert early(tasks["t"]) == ("14 08:00", "19 17:00")
    assert early(tasks["m"]) == ("18 17:00", "18 17:00")


def test_what_could_be_as_late_as_possible_and_is_not_moved_keeps_its_reason() -> None:
    """Semantics 13: Z's ten days of float are not A's, whose successor M leaves it none to give up."""
    tasks = compute(state(plan(replace(A, as_late_as_possible=True), M, Z))).tasks
    assert bounds(tasks["a"]) == (("project-start", "07 00:00", None), ("relation", "18 17:00", "m"))


def test_microsoft_projects_as_late_as_possible_is_a_reason_only_where_it_moves_a_task() -> None:
    """Semantics 13: B, due on the 16th, cannot begin before A ends on the 11th; T alone has nowhere to go."""
    late_one = task("b", "5wd", "a", as_late_as_possible=True, deadline=april("16 17:00"))
    held = compute(state(plan(A, late_one, settings=Settings(profile=Profile.MSP)))).tasks["b"]
    assert (early(held)[0], bounds(held)[0]) == ("14 08:00", AFTER_A)
    t = task("t", "5wd", as_late_as_possible=True)
    for beside, reason in (((), ("project-start", "07 08:00")), ((Z,), ("as-late-as-possible", "21 08:00"))):
        whole = plan(t, *beside, start="2014-04-07 08:00", settings=Settings(profile=Profile.MSP))
        assert bounds(compute(state(whole)).tasks["t"])[0] == (*reason, None)


# --- resources of several tasks


def test_each_task_has_its_own_resources() -> None:
    """First, nine days on all seven: 7-15 April. T, after A: two office days, Monday the 14th and Tuesday the 15th.

    Both may last until Z's end, Friday the 25th: First from Thursday the 17th on, T from Thursday the 24th.
    """
    first = task("first", "9wd", assignments=(Assignment(span("9wd"), "seven"),))
    t = task("t", "2wd", "a", assignments=(Assignment(span("2wd"), "office"),))
    tasks = compute(state(plan(first, A, t, Z))).tasks
    assert (early(tasks["first"]), late(tasks["first"])) == (("07 08:00", "15 17:00"), ("17 08:00", "25 17:00"))
    assert (early(tasks["t"]), late(tasks["t"])) == (("14 08:00", "15 17:00"), ("24 08:00", "25 17:00"))


# --- lags from the actual start


@pytest.mark.parametrize(
    ("rule", "of_b", "dates"),
    [
        (ProgressRule.RETAINED, None, ("21 08:00", "22 17:00")),
        (ProgressRule.RETAINED, "2wd", ("21 08:00", "22 17:00")),
        (ProgressRule.OVERRIDE, None, ("21 08:00", "22 17:00")),
        (ProgressRule.OVERRIDE, "2wd", ("09 08:00", "10 17:00")),
    ],
)
def test_a_lag_from_an_actual_start_holds_what_its_relation_holds(
    rule: ProgressRule, of_b: str | None, dates: tuple[str, str]
) -> None:
    """A began on the 7th; ten days after its start is the evening of Friday the 18th. Overridden it does not hold B."""
    asked = plan(A, task("b", "2wd", "a SS+10wd"), settings=Settings(progress=rule, ss_lag_from_actual=True))
    statuses = {"a": begun("07 08:00", "3wd"), **({} if of_b is None else {"b": begun("08 08:00", of_b)})}
    assert early(compute(state(asked, "2014-04-09", **statuses)).tasks["b"]) == dates


# --- cycles


def test_a_cycle_is_told_where_the_file_comes_to_it_first() -> None:
    """C waits for B in line 9, A for C in line 3, column 20, B for A in column 8; D, after them, is not in it."""
    source = Source("plan.yaml")
    places = {"c": (9, 8), "a": (3, 20), "b": (3, 8)}
    ring = [
        replace(task(name, "1wd"), relations=(Relation(before, name, location=Location(source, *places[name])),))
        for before, name in ("bc", "ca", "ab")
    ]
    (fault,) = cycle_faults(plan(*ring, task("d", "1wd", "c")))
    assert (fault.code, fault.facts) == ("cycle", {"found": "c → a → b → c"})
    assert [(place.line, place.column) for place in (fault.location, *fault.related)] == [(3, 8), (3, 20), (9, 8)]


def test_a_relation_between_a_summary_and_a_task_is_told_with_its_place() -> None:
    """Whichever end the summary is; a level of effort may be tied to it, and tasks to each other."""
    source = Source("plan.yaml")

    def tied(name: str, before: str, line: int, **more: object) -> Task:
        relation = Relation(before, name, location=Location(source, line))
        return replace(task(name, "1wd", **more), relations=(relation,))

    summary = task("s", None, "a", kind=TaskKind.SUMMARY, group=("works",))
    effort = tied("l", "s", 7, kind=TaskKind.LEVEL_OF_EFFORT)
    faults = summary_faults(plan(A, summary, tied("b", "s", 5), tied("c", "a", 6), effort, tied("d", "unknown", 8)))
    told = [(fault.code, fault.location and fault.location.line, dict(fault.facts)) for fault in faults]
    assert told == [("summary-relation", None, {"found": "s"}), ("summary-relation", 5, {"found": "s"})]


# --- the target


def test_the_target_is_named_or_the_first_open_deadline_or_the_last_of_all() -> None:
    due = [replace(one, deadline=april(f"{day} 17:00")) for one, day in ((A, "30"), (M, "21"), (Z, "28"))]
    assert target_of(state(plan(A, M, Z))) is None
    assert target_of(state(plan(*due))) == "m"
    assert target_of(state(plan(*due, target="z"))) == "z"
    assert target_of(state(plan(*due), m=finished("07 08:00", "08 17:00"))) == "z"
    done = dict.fromkeys("amz", finished("07 08:00", "08 17:00"))
    assert target_of(state(plan(*due), "2014-04-09", **done)) == "a"


def test_what_holds_the_target_is_critical_without_being_on_the_longest_path() -> None:
    """A and M end on the 18th, Z on the 25th; B holds neither."""
    named = compute(state(plan(A, M, Z, task("b", "1wd"), target="m"))).tasks
    assert {name: (dates.critical, dates.longest_path) for name, dates in named.items()} == {
        "a": (True, False),
        "m": (True, False),
        "z": (True, True),
        "b": (False, False),
    }
    reached = compute(state(plan(A, M, Z, target="a"), "2014-04-14", a=finished("07 08:00", "11 17:00"))).tasks
    assert not reached["m"].critical


def test_the_target_may_only_span_others() -> None:
    spans = task("l", "1wd", "a SS", "m FF", kind=TaskKind.LEVEL_OF_EFFORT)
    tasks = compute(state(plan(A, M, Z, spans, target="l"))).tasks
    assert [name for name, dates in tasks.items() if dates.critical] == ["z"]


# --- what calendars had to assume

LAST = KNOWN_YEARS[-1]


@pytest.mark.parametrize(
    ("length", "more", "due", "told"),
    [
        ("5wd", {}, None, False),
        ("60wd", {}, None, True),  # its finish
        ("60wd", {"must_finish_by": f"{LAST}-12-20"}, None, True),  # its finish, after its late finish
        ("5wd", {"must_finish_by": f"{LAST + 1}-01-20"}, None, True),  # its late finish
        ("5wd", {}, f"{LAST + 1}-01-20", True),  # its deadline
        ("5wd", {}, f"{LAST}-12-20", False),
    ],
)
def test_an_assumed_year_is_told_when_any_date_reaches_it(
    length: str, more: dict[str, str], due: str | None, told: bool
) -> None:
    """From 1 December of the last year with a notice on the national calendar: nothing is assumed of that year."""
    t = task("t", length, deadline=None if due is None else at(due))
    one = plan(t, start=f"{LAST}-12-01", calendar="china", **{name: at(day) for name, day in more.items()})
    schedule = compute(state(one))
    found = [(notice.year, notice.code) for notice in schedule.provisional]
    assert found == ([(LAST + 1, "national-provisional")] if told else [])


def test_an_assumed_year_is_told_from_its_first_day_to_its_last_and_no_other_year() -> None:
    """A plan that begins and ends in the same assumed year: of that year alone something is assumed."""
    for start, length in ((f"{LAST + 1}-01-05", "2wd"), (f"{LAST + 1}-12-20", "2wd")):
        schedule = compute(state(plan(task("t", length), start=start, calendar="china")))
        assert [notice.year for notice in schedule.provisional] == [LAST + 1]


def test_an_assumed_year_is_told_for_the_deadline_of_what_is_finished_too() -> None:
    """Finished in December of the last known year, due in the next: the deadline is shown all the same."""
    one = plan(task("t", "1wd", deadline=at(f"{LAST + 1}-01-20")), start=f"{LAST}-12-01", calendar="china")
    done = Status(started=at(f"{LAST}-12-01"), finished=at(f"{LAST}-12-02"))
    schedule = compute(state(one, f"{LAST}-12-03", t=done))
    assert [notice.year for notice in schedule.provisional] == [LAST + 1]


# --- calendars wide enough


def test_every_calendar_on_which_nothing_is_worked_is_told_with_its_place() -> None:
    """Both at once, as the file has them; over days on which they work they are calendars like others."""
    closed = (DayException(date(2014, 4, 1), date(2014, 4, 30), False),)
    shut = {
        name: CalendarSpec(name, week=(0,), exceptions=closed, location=Location(Source("plan.yaml"), line))
        for name, line in (("later", 4), ("earlier", 9))
    }
    tasks = (task(name, "1wd", calendar=name) for name in ("later", "office", "earlier"))
    made = state(replace(plan(*tasks), calendars={**CALENDARS, **shut}))
    calendars = Calendars()
    with pytest.raises(PlanError) as error:
        calendars.covering(made, date(2014, 4, 7), date(2014, 4, 20))
    told = [(fault.code, fault.facts, fault.location and fault.location.line) for fault in error.value.diagnostics]
    assert told == [
        ("calendar-without-work", {"found": name}, shut[name].location.line) for name in ("later", "earlier")
    ]
    found = calendars.covering(made, date(2014, 4, 7), date(2014, 5, 31))
    assert sorted(found) == ["earlier", "later", "office"]
    assert [found["later"].is_working(date(2014, 5, day)) for day in (5, 6, 11, 12)] == [True, False, False, True]
    assert list(calendars.covering(made, date(2014, 4, 7), date(2014, 5, 31), ["seven"])) == ["seven"]


@pytest.mark.parametrize(
    ("after", "more", "days"),
    [
        ((), {}, 3),  # side by side: the longer of two
        (("a",), {}, 5),
        (("a FS+4cd",), {}, 9),
        (("a SF-4cd",), {}, 9),  # whatever the type, and a lead as well as a lag
        (("a",), {"b": Status(started=april("07"), remaining=span("6cd"))}, 9),  # more left than was planned
        (("a",), {"b": Status(started=april("07"), remaining=span("1cd"))}, 5),
    ],
)
def test_how_far_work_reaches_at_the_most_where_every_day_is_worked(
    after: tuple[str, ...], more: dict[str, Status], days: int
) -> None:
    """A takes three days and B two; nobody waits for a calendar to open."""
    both = plan(task("a", "3cd"), task("b", "2cd", *after), calendar="calendar-days")
    assert Calendars().reach(state(both, **more)) == days


def test_a_horizon_grows_by_its_own_length_where_it_was_too_short_and_never_past_the_years_there_are() -> None:
    """Ten days become twenty on one side; at the first and last day that can be computed nothing grows any more."""
    begin, end, day = date(2014, 4, 7), date(2014, 4, 17), timedelta(days=1)
    assert widened(begin, end, too_early=True, too_late=False) == (date(2014, 3, 28), end)
    assert widened(begin, end, too_early=False, too_late=True) == (begin, date(2014, 4, 27))
    assert widened(FIRST + day, LAST_DAY - day, too_early=True, too_late=True) == (FIRST, LAST_DAY)
    assert widened(FIRST, end, too_early=False, too_late=True)[0] == FIRST
    assert widened(begin, LAST_DAY, too_early=True, too_late=False)[1] == LAST_DAY
    for first, last, before in ((FIRST, end, True), (begin, LAST_DAY, False)):
        with pytest.raises(PlanError) as error:
            widened(first, last, too_early=before, too_late=not before)
        (fault,) = error.value.diagnostics
        assert (fault.code, fault.facts) == ("horizon", {"found": f"{first}..{last}"})


def test_latest_dates_beyond_the_first_guess_are_counted_on_a_wider_calendar() -> None:
    """B, a day due on Friday 18 April 2014, may begin 400 working days, 80 weeks, before A ends.

    A's latest finish is the evening before Friday 30 October 2015. Long before the project: 400 working days due at its
    start begin 80 weeks earlier, on 24 September 2012.
    """
    lead = plan(task("a", "1wd"), task("b", "1wd", "a FS-400wd", deadline=april("18 17:00")))
    latest = compute(state(lead)).tasks["a"].latest
    assert latest is not None
    assert latest.finish == at("2015-10-29 17:00")
    late_start = compute(state(plan(task("t", "400wd", deadline=at("2014-04-07"))))).tasks["t"].late_start
    assert late_start == at("2012-09-24 08:00")


def test_a_plan_of_nothing_but_a_summary_stands_at_the_data_date() -> None:
    schedule = compute(state(plan(task("s", None, kind=TaskKind.SUMMARY, group=("works",))), "2014-04-09"))
    assert schedule.start == schedule.finish == april("09")
    assert schedule.tasks["s"].longest_path is False


def test_a_calendar_whose_stated_days_are_too_few_is_told_with_its_place() -> None:
    """Nine hours on 2 June 2014 and no more: ten do not fit."""
    day = date(2014, 6, 2)
    place = Location(Source("plan.yaml"), 4)
    spec = CalendarSpec(
        "outage", week=(), hours=((480, 1020),), exceptions=(DayException(day, day, working=True),), location=place
    )
    outage = replace(plan(task("t", "10h", calendar="outage")), calendars={**CALENDARS, "outage": spec})
    with pytest.raises(PlanError) as caught:
        compute(state(outage))
    assert [(fault.code, fault.location, dict(fault.facts)) for fault in caught.value.diagnostics] == [
        ("calendar-too-short", place, {"found": "outage"})
    ]
