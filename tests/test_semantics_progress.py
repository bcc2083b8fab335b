"""The rules of Primavera P6 and Microsoft Project, one by one, with worked numbers: work under way, resources, spans.

Each test names the rule. Dates are of April 2014; the office works Monday to Friday, 08:00-12:00 and 13:00-17:00,
"seven" the same hours every day. A data date is the beginning of its day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from networks import at, plan, span, state, task

from schedule.calendars.worktime import moment
from schedule.engine.compute import compute
from schedule.engine.schedule import Schedule, Stage
from schedule.engine.state import as_of
from schedule.model import Assignment, Constraint, ConstraintKind, Progress, Project, Status, Task, TaskKind, Update
from schedule.rules import Profile, ProgressRule, Settings

P6, MSP = Settings(), Settings(profile=Profile.MSP)


def shown(instant: int) -> str:
    return f"{moment(instant):%d %H:%M}"


def early(schedule: Schedule, name: str) -> tuple[str, str]:
    dates = schedule.tasks[name]
    return shown(dates.early_start), shown(dates.early_finish)


def shows(schedule: Schedule, name: str) -> tuple[str, str]:
    """Start and finish as a reader is shown them, actual where there is one."""
    return shown(schedule.tasks[name].start), shown(schedule.tasks[name].finish)


def april(day: str) -> int:
    return at(f"2014-04-{day}")


def started(day: str, remaining: str, **more: object) -> Status:
    return Status(started=april(day), remaining=span(remaining), **more)


def finished(first: str, last: str) -> Status:
    return Status(started=april(first), finished=april(last))


# --- out of sequence


@pytest.mark.parametrize(
    ("rule", "b", "c", "finish"),
    [
        (ProgressRule.RETAINED, ("21 08:00", "23 17:00"), ("24 08:00", "25 17:00"), "25 17:00"),
        (ProgressRule.OVERRIDE, ("11 08:00", "15 17:00"), ("16 08:00", "17 17:00"), "18 17:00"),
        (ProgressRule.ACTUAL_DATES, ("21 08:00", "23 17:00"), ("24 08:00", "25 17:00"), "25 17:00"),
    ],
)
def test_what_remains_of_a_task_begun_before_its_predecessor_ended(
    rule: ProgressRule, b: tuple[str, str], c: tuple[str, str], finish: str
) -> None:
    """Semantics 7: A, 10 days, 4 done by Friday the 11th, runs to the 18th; B began on the 8th and has 3 days left."""
    out = plan(task("a", "10wd"), task("b", "5wd", "a"), task("c", "2wd", "b"), settings=Settings(progress=rule))
    schedule = compute(state(out, "2014-04-11", a=started("07 08:00", "6wd"), b=started("08 08:00", "3wd")))
    assert early(schedule, "a") == ("11 08:00", "18 17:00")
    assert (early(schedule, "b"), early(schedule, "c"), shown(schedule.finish)) == (b, c, finish)
    assert shows(schedule, "b") == ("08 08:00", b[1])


def test_microsoft_project_leaves_a_task_begun_before_its_predecessor_ended_where_it_is() -> None:
    """Semantics 7: B keeps 8-14 April, its five days. A, to the 18th, should have ended before B's last 3 days.

    C, 2 days, may end on the 18th with A: B by the 16th, its 3 days from the 14th on, A on the 11th, five days ago.
    """
    out = plan(task("a", "10wd"), task("b", "5wd", "a"), task("c", "2wd", "b"), settings=MSP)
    schedule = compute(state(out, "2014-04-11", a=started("07 08:00", "6wd"), b=started("08 08:00", "3wd")))
    assert shows(schedule, "b") == ("08 08:00", "14 17:00")
    assert shows(schedule, "a") == ("07 08:00", "18 17:00")
    assert schedule.tasks["a"].total_float / 60 == -40


def test_microsoft_project_leaves_work_before_the_status_date() -> None:
    """Semantics 7: at status date 16 April what should have begun on the 7th still does; P6 moves it to the 16th."""
    starts = [early(compute(state(plan(task("a", "5wd"), settings=one), "2014-04-16")), "a")[0] for one in (P6, MSP)]
    assert starts == ["16 08:00", "07 08:00"]


@pytest.mark.parametrize(("rule", "start"), [(ProgressRule.RETAINED, "09"), (ProgressRule.ACTUAL_DATES, "10")])
def test_an_actual_date_after_the_data_date_counts_only_by_actual_dates(rule: ProgressRule, start: str) -> None:
    """Semantics 7: reported as begun on Thursday the 10th at a data date of the 9th, two days left."""
    one = plan(task("a", "2wd"), settings=Settings(progress=rule))
    schedule = compute(state(one, "2014-04-09", a=started("10 08:00", "2wd")))
    assert early(schedule, "a")[0] == f"{start} 08:00"


def test_a_finished_task_passes_on_what_holds_it_to_one_that_has_started() -> None:
    """A has run since the 7th and ends on the 18th; X after it was finished early; B after X began on the 9th.

    What remains of B waits for A all the same, and for what is left of the lag: two of four days, to the 22nd.
    """
    out = plan(task("a", "10wd"), task("x", "1wd", "a"), task("b", "3wd", "x FS+4wd"))
    statuses = {"a": started("07 08:00", "6wd"), "x": finished("08 08:00", "08 17:00"), "b": started("09 08:00", "2wd")}
    assert early(compute(state(out, "2014-04-11", **statuses)), "b") == ("23 08:00", "24 17:00")


# --- lags after what has begun


def test_a_start_to_start_lag_is_consumed_by_the_predecessors_actual_duration() -> None:
    """Semantics 7: A begun on the 7th, 2 days done at the 9th, SS+3: a day of lag is left, B starts on the 10th."""
    one = plan(task("a", "5wd"), task("b", "1wd", "a SS+3wd"))
    assert early(compute(state(one, "2014-04-09", a=started("07 08:00", "3wd"))), "b")[0] == "10 08:00"


def test_suspended_days_consume_no_lag() -> None:
    """Suspended for the whole of the 8th, A has worked the 7th and the 9th at the 10th: B starts on the 11th."""
    one = plan(task("a", "5wd"), task("b", "1wd", "a SS+3wd"))
    paused = started("07 08:00", "3wd", suspended=april("08 08:00"), resumed=april("09 08:00"))
    assert early(compute(state(one, "2014-04-10", a=paused)), "b")[0] == "11 08:00"


@pytest.mark.parametrize(
    ("calendar", "from_actual", "day"),
    [
        # A has worked on the 7th and the 9th; with the 10th three of five days are over on Friday the 11th.
        ("office", False, "15 08:00"),
        # All seven days are worked: the 11th to 13th make five days and one is over, so it may begin at the data date.
        ("seven", False, "14 08:00"),
        # By that option the 8th counts as well: one day is left.
        ("office", True, "14 08:00"),
    ],
)
def test_days_of_suspension_stay_out_of_the_lag_when_what_was_suspended_has_finished(
    calendar: str, from_actual: bool, day: str
) -> None:
    now = "2014-04-11" if calendar == "office" else "2014-04-14"
    rules = Settings(ss_lag_from_actual=from_actual)
    one = plan(task("a", "2wd", calendar=calendar), task("b", "1wd", "a SS+5wd"), settings=rules)
    done = replace(finished("07 08:00", "09 17:00"), suspended=april("08 08:00"), resumed=april("09 08:00"))
    assert early(compute(state(one, now, a=done)), "b")[0] == day


@pytest.mark.parametrize(
    ("after", "stands"),
    [
        (("a SS+7h",), "07 16:00"),  # seven hours of the 7th: 08:00 to 12:00, 13:00 to 16:00
        (("a SS",), "07 08:00"),
        (("a SS+7h", "b"), "08 17:00"),  # B ended later than that
    ],
)
def test_a_milestone_that_waits_for_a_start_alone_stands_where_that_began_and_not_before_all_time(
    after: tuple[str, ...], stands: str
) -> None:
    """By P6's option a lag after a running start counts from its actual start. Nobody reported the milestone.

    So an `.xer` comes: dates without a time of their own, and milestones that nothing but a report has reached.
    """
    rules = Settings(ss_lag_from_actual=True, dates_without_time=True)
    one = plan(task("a", "5wd"), task("b", "2wd"), task("m", None, *after), settings=rules)
    now = state(one, "2014-04-10", a=started("07 08:00", "2wd"), b=finished("07 08:00", "08 17:00"))
    dates = compute(now).tasks["m"]
    assert (dates.start, dates.finish) == (april(stands), april(stands))
    assert dates.first_day == dates.last_day == date(2014, 4, int(stands[:2]))


def test_a_finish_to_start_lag_is_consumed_since_the_actual_finish() -> None:
    """Semantics 7: finished on the 8th, FS+5, data date the 10th: the 9th is gone, 10, 11, 14, 15 are left."""
    one = plan(task("a", "2wd"), task("b", "1wd", "a FS+5wd"))
    assert early(compute(state(one, "2014-04-10", a=finished("07 08:00", "08 17:00"))), "b")[0] == "16 08:00"


def test_the_free_float_of_a_running_task_counts_from_what_remains() -> None:
    """A's remaining start is the 8th; B may start with it and waits for C, to the 10th: two days are free."""
    one = plan(task("a", "5wd"), task("c", "2wd"), task("b", "1wd", "a SS", "c"), task("z", "9wd"))
    schedule = compute(state(one, "2014-04-08", a=started("07 08:00", "4wd")))
    assert early(schedule, "b")[0] == "10 08:00"
    assert schedule.tasks["a"].free_float == 2 * 480


# --- suspension, expected finish


@pytest.mark.parametrize(("resumed", "dates"), [("16", ("16 08:00", "18 17:00")), ("09", ("10 08:00", "14 17:00"))])
def test_what_remains_goes_on_when_work_resumes_and_not_before_the_data_date(
    resumed: str, dates: tuple[str, str]
) -> None:
    """Semantics 7 and 14.1: begun on the 7th, suspended on the 8th, data date the 10th, three days left."""
    paused = started("07 08:00", "3wd", suspended=april("08 08:00"), resumed=april(f"{resumed} 08:00"))
    assert early(compute(state(plan(task("a", "5wd")), "2014-04-10", a=paused)), "a") == dates


def expecting(day: str, length: str = "5wd", *after: str, **more: object) -> Task:
    expected = Constraint(ConstraintKind.EXPECTED_FINISH, april(f"{day} 17:00"))
    return task("b", length, *after, constraints=(expected,), **more)


A = task("a", "5wd")
OFF = Settings(use_expected_finish=False)


@pytest.mark.parametrize(
    ("b", "settings", "dates", "remaining"),
    [
        (expecting("23"), P6, ("07 08:00", "23 17:00"), 13),  # stretched: 5 + 5 + 3 days
        (expecting("15", "5wd", "a"), P6, ("14 08:00", "15 17:00"), 2),  # shortened
        (expecting("11", "5wd", "a"), P6, ("14 08:00", "18 17:00"), 5),  # before its own start
        (expecting("23"), OFF, ("07 08:00", "11 17:00"), 5),
        (expecting("23", "5wd", "a FF"), P6, ("07 08:00", "11 17:00"), 5),
        (expecting("23", "5wd", "a SF"), P6, ("07 08:00", "11 17:00"), 5),
        (expecting("23", as_late_as_possible=True), P6, ("07 08:00", "11 17:00"), 5),
    ],
    ids=["stretched", "shortened", "before-start", "option-off", "after-ff", "after-sf", "as-late-as-possible"],
)
def test_expected_finish(b: Task, settings: Settings, dates: tuple[str, str], remaining: int) -> None:
    """Semantics 5: the work is stretched or cut to the date, but for the guards."""
    schedule = compute(state(plan(A, b, settings=settings)))
    assert early(schedule, "b") == dates
    assert schedule.tasks["b"].remaining == remaining * 480


def test_expected_finish_of_started_and_finished_tasks() -> None:
    """Semantics 5: what remains of a started task runs from the data date to the date; a finished one is finished."""
    begun = compute(state(plan(expecting("18")), "2014-04-09", b=started("07 08:00", "1wd")))
    assert (early(begun, "b"), begun.tasks["b"].remaining) == (("09 08:00", "18 17:00"), 8 * 480)
    done = compute(state(plan(expecting("18")), "2014-04-09", b=finished("07 08:00", "08 17:00")))
    assert shows(done, "b") == ("07 08:00", "08 17:00")


@pytest.mark.parametrize(
    ("progress", "left_days", "latest"),
    [({}, 13, "09 08:00"), ({"b": started("07 08:00", "3wd")}, 11, "11 08:00")],
    ids=["not-begun", "begun"],
)
def test_in_microsoft_projects_profile_work_that_is_stretched_is_as_long_at_its_latest_dates(
    progress: dict[str, Status], left_days: int, latest: str
) -> None:
    """Five days from the 7th are thirteen where the 23rd is expected; two are done on the 9th, so eleven are left.

    To be done on Friday the 25th, thirteen begin by the 9th, and eleven go on by the 11th: a float of two days.
    """
    one = plan(expecting("23", deadline=april("25 17:00")), settings=MSP)
    dates = compute(state(one, "2014-04-09" if progress else "2014-04-07", **progress)).tasks["b"]
    assert (shown(dates.finish), dates.remaining) == ("23 17:00", left_days * 480)
    assert dates.latest is not None
    assert (shown(dates.latest.start), shown(dates.latest.finish)) == (latest, "25 17:00")


# --- resources on calendars of their own


def test_a_task_lasts_until_its_last_resource_is_done() -> None:
    """Semantics 11: five office days end on Friday the 11th, six days on all seven on Saturday the 12th."""
    resources = Assignment(span("5wd"), "office"), Assignment(span("6wd"), "seven")
    after = task("office", "1wd", "t"), task("seven", "1wd", "t", calendar="seven")
    schedule = compute(state(plan(task("t", "5wd", assignments=resources), *after)))
    assert early(schedule, "t") == ("07 08:00", "12 17:00")
    assert [early(schedule, name)[0] for name in ("office", "seven")] == ["14 08:00", "13 08:00"]


def test_a_task_starts_late_with_the_resource_that_needs_most_time() -> None:
    """Beside 8 office days, to Wednesday the 16th: 5 office days back is the 10th, 6 of seven days the 11th."""
    resources = Assignment(span("5wd"), "office"), Assignment(span("6wd"), "seven")
    schedule = compute(state(plan(task("t", "5wd", assignments=resources), task("c", "8wd"))))
    dates = schedule.tasks["t"]
    assert (shown(dates.late_start), shown(dates.late_finish)) == ("10 08:00", "16 17:00")


def test_what_is_left_of_each_resources_work_is_as_reported_or_in_proportion() -> None:
    """Data date Thursday the 10th. As reported: 1 office day (10), 4 of seven days (10-13).

    Otherwise 2 of 5 days are left: 2 office days (10, 11), two fifths of 5 of seven days: 2 (10, 11).
    """
    resources = Assignment(span("5wd"), "office"), Assignment(span("5wd"), "seven")
    one = plan(task("t", "5wd", assignments=resources))
    reported = started("07 08:00", "2wd", assignments=(span("1wd"), span("4wd")))
    assert early(compute(state(one, "2014-04-10", t=reported)), "t") == ("10 08:00", "13 17:00")
    assert early(compute(state(one, "2014-04-10", t=started("07 08:00", "2wd"))), "t") == ("10 08:00", "11 17:00")


def test_what_resources_had_left_last_week_is_no_answer_of_this_week() -> None:
    """Thursday the 10th: 4 of seven days left. Friday the 11th: "one day left of five", and nothing of resources.

    One office day (11), one fifth of 5 of seven days (11), and not the four days of last week, to the 14th.
    """
    resources = Assignment(span("5wd"), "office"), Assignment(span("5wd"), "seven")
    one = plan(task("t", "5wd", assignments=resources))
    thursday = Progress(
        "t", started=at("2014-04-07 08:00"), remaining=span("2wd"), assignments=(span("1wd"), span("4wd"))
    )
    friday = Progress("t", remaining=span("1wd"))
    project = Project(one, (Update(at("2014-04-10"), (thursday,)), Update(at("2014-04-11"), (friday,))))
    assert early(compute(as_of(project, at("2014-04-10"))), "t") == ("10 08:00", "13 17:00")
    assert early(compute(as_of(project, at("2014-04-11"))), "t") == ("11 08:00", "11 17:00")


# --- levels of effort and summaries

LOE = {"kind": TaskKind.LEVEL_OF_EFFORT}


@pytest.mark.parametrize(
    ("before", "after", "start", "finish"),
    [
        # What ties its start to M (14-18 April); its finish is tied to Z's, the 25th.
        (("m SS", "z FF"), (), "14 08:00", "25 17:00"),
        (("m FS", "z FF"), (), "21 08:00", "25 17:00"),
        (("z FF",), ("l SS",), "14 08:00", "25 17:00"),
        (("z FF",), ("l SF",), "21 08:00", "25 17:00"),
        # What ties its finish to M; its start is tied to A's, the 7th.
        (("a SS", "m FF"), (), "07 08:00", "18 17:00"),
        (("a SS", "m SF"), (), "07 08:00", "11 17:00"),
        (("a SS",), ("l FS",), "07 08:00", "11 17:00"),
        (("a SS",), ("l FF",), "07 08:00", "18 17:00"),
        # Lags: added from a predecessor, taken away from a successor.
        (("m SS+1wd", "z FF-2wd"), (), "15 08:00", "23 17:00"),
        (("a SS",), ("l FS+1wd",), "07 08:00", "10 17:00"),
        # Of several ties the first start and the last finish.
        (("m SS", "a SS", "m FF", "a FF"), (), "07 08:00", "18 17:00"),
    ],
)
def test_a_level_of_effort_spans_what_it_is_tied_to(
    before: tuple[str, ...], after: tuple[str, ...], start: str, finish: str
) -> None:
    """Semantics 11: eight kinds of ties, four to predecessors and four to successors."""
    tied = task("l", "1wd", *before, **LOE)
    schedule = compute(state(plan(A, task("m", "5wd", "a", *after), task("z", "15wd"), tied)))
    assert shows(schedule, "l") == (start, finish)
    assert shows(schedule, "m") == ("14 08:00", "18 17:00")
    assert schedule.tasks["l"].free_float == 0
    # Z, 15 days, is the longest path: what is tied to it is as critical.
    assert schedule.tasks["l"].longest_path is ("z" in " ".join(before))


def test_a_level_of_effort_takes_no_free_float_and_holds_nothing() -> None:
    """Semantics 8 and 11: A, to the 11th, has nothing after it but a level of effort: free up to Z's 25th, 10 days."""
    tied = task("l", "1wd", "a FS", "z FF", **LOE)
    schedule = compute(state(plan(A, task("z", "15wd"), tied)))
    assert schedule.tasks["a"].free_float == schedule.tasks["a"].total_float == 10 * 480


def test_a_level_of_effort_under_way() -> None:
    """Semantics 11: tied to A, begun on the 7th, it has begun with it; what remains starts at the data date, the 10th.

    Before A has begun, it does not lie before the data date either.
    """
    one = plan(A, task("l", "1wd", "a SS", "a FF", **LOE))
    running = compute(state(one, "2014-04-10", a=started("07 08:00", "3wd"))).tasks["l"]
    assert (running.stage, shown(running.start), shown(running.early_start)) == (
        Stage.IN_PROGRESS,
        "07 08:00",
        "10 08:00",
    )
    assert (shown(running.finish), running.remaining) == ("14 17:00", 3 * 480)
    assert shows(compute(state(one, "2014-04-10")), "l") == ("10 08:00", "16 17:00")


SUMMARY = task("s", None, kind=TaskKind.SUMMARY, group=("works",))
GROUP = plan(
    SUMMARY,
    task("a", "5wd", group=("works",)),
    task("b", "2wd", group=("works", "inner")),
    task("other", "9wd", group=("papers",)),
    task("c", "3wd", "a", group=("works",)),
)


def test_a_summary_spans_its_group() -> None:
    """Semantics 11: A 7-11, B 7-8, C 14-16 April; the papers, to the 17th, are another group's. Float: a day."""
    schedule = compute(state(GROUP))
    dates = schedule.tasks["s"]
    assert shows(schedule, "s") == ("07 08:00", "16 17:00")
    assert (dates.stage, dates.duration, dates.total_float, dates.critical) == (Stage.NOT_STARTED, 8 * 480, 480, False)


def test_a_summary_is_critical_if_any_task_of_it_is() -> None:
    """Semantics 11: without the papers A and C are the longest path, and B, with 6 days of float, is not on it."""
    alone = replace(GROUP, tasks={name: one for name, one in GROUP.tasks.items() if name != "other"})
    schedule = compute(state(alone))
    assert {name: dates.critical for name, dates in schedule.tasks.items()} == {
        "s": True,
        "a": True,
        "b": False,
        "c": True,
    }


def test_a_summary_is_finished_when_all_its_tasks_are() -> None:
    """Semantics 11: with C open it is in progress since the 7th; with C finished on the 16th so is the summary."""
    done = {"a": finished("07 08:00", "11 17:00"), "b": finished("08 08:00", "09 17:00")}
    part = compute(state(GROUP, "2014-04-14", **done))
    assert (part.tasks["s"].stage, shows(part, "s")) == (Stage.IN_PROGRESS, ("07 08:00", "16 17:00"))
    whole = compute(state(GROUP, "2014-04-17", **done, c=finished("14 08:00", "16 17:00")))
    assert (whole.tasks["s"].stage, shows(whole, "s")) == (Stage.FINISHED, ("07 08:00", "16 17:00"))
