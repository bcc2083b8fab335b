"""Levels of effort and summaries: every field of what only spans others.

Dates are of April 2014; the office works Monday to Friday, 08:00-12:00 and 13:00-17:00. A data date is the beginning of
its day. The usual tasks: A, 5 days, 7-11 April; M after it, 14-18; Z, 15 days beside them, 7-25.
"""

from __future__ import annotations

import pytest
from networks import at, plan, span, state, task

from schedule.calendars.worktime import moment
from schedule.engine.compute import compute
from schedule.engine.schedule import Reason, Stage, TaskDates
from schedule.model import Status, TaskKind

A, M, Z = task("a", "5wd"), task("m", "5wd", "a"), task("z", "15wd")
LOE = {"kind": TaskKind.LEVEL_OF_EFFORT}


def shown(instant: int | None) -> str | None:
    return None if instant is None else f"{moment(instant):%d %H:%M}"


def april(day: str) -> int:
    return at(f"2014-04-{day}")


def finished(first: str, last: str) -> Status:
    return Status(started=april(first), finished=april(last))


def begun(day: str, remaining: str) -> Status:
    return Status(started=april(day), remaining=span(remaining))


def shows(dates: TaskDates) -> tuple[str | None, str | None]:
    return shown(dates.start), shown(dates.finish)


def early(dates: TaskDates) -> tuple[str | None, str | None]:
    return shown(dates.early_start), shown(dates.early_finish)


def late(dates: TaskDates) -> tuple[str | None, str | None]:
    return shown(dates.late_start), shown(dates.late_finish)


def loe(*after: str, tied: tuple[str, ...] = (), now: str | None = None, **statuses: Status) -> TaskDates:
    """The level of effort L beside A, M and Z; `tied` are relations from L to M."""
    m = task("m", "5wd", "a", *tied)
    data_date = None if now is None else f"2014-04-{now}"
    return compute(state(plan(A, m, Z, task("l", "1wd", *after, **LOE)), data_date, **statuses)).tasks["l"]


# --- levels of effort


@pytest.mark.parametrize(
    ("after", "tied", "dates", "late_dates", "hours"),
    [
        # A and M may each be a week later: A 14-18, M 21-25.
        (("a SS", "m FF"), (), ("07 08:00", "18 17:00"), ("14 08:00", "25 17:00"), 40),
        (("a SS",), ("l FF",), ("07 08:00", "18 17:00"), ("14 08:00", "25 17:00"), 40),
        (("a FS", "m FF"), (), ("14 08:00", "18 17:00"), ("21 08:00", "25 17:00"), 40),
        # A day after M's finish, the 18th and the 25th: Monday the 21st and the 28th.
        (("a SS", "m FF+1wd"), (), ("07 08:00", "21 17:00"), ("14 08:00", "28 17:00"), 40),
        # A day before M's start: early the 14th, late the 21st.
        (("a SS",), ("l FS+1wd",), ("07 08:00", "10 17:00"), ("14 08:00", "17 17:00"), 40),
        # Z cannot move; of two ties the later finish counts, and the earlier start.
        (("m SS", "z FF", "m FF"), (), ("14 08:00", "25 17:00"), ("21 08:00", "25 17:00"), 0),
        (("m SS", "a SS", "a FF", "m FF"), (), ("07 08:00", "18 17:00"), ("14 08:00", "25 17:00"), 40),
    ],
)
def test_late_dates_of_a_level_of_effort(
    after: tuple[str, ...], tied: tuple[str, ...], dates: tuple[str, str], late_dates: tuple[str, str], hours: int
) -> None:
    """Its late dates follow from the late dates of what it is tied to, as its early ones from the early dates."""
    spans = loe(*after, tied=tied)
    assert (early(spans), late(spans)) == (dates, late_dates)
    assert spans.total_float == hours * 60
    assert spans.free_float == 0
    assert (spans.critical, spans.longest_path) == (hours == 0, hours == 0)
    assert (spans.stage, spans.calendar.name) == (Stage.NOT_STARTED, "office")
    for bound, instant in ((spans.early_bound, spans.early_start), (spans.late_bound, spans.late_finish)):
        assert (bound.reason, bound.instant, bound.relation) == (Reason.SPAN, instant, None)


def test_a_level_of_effort_with_one_tie_or_none() -> None:
    """Without a tied start it starts at the data date, without a tied finish it has no length.

    Its late finish is then the project's, the 25th; its late start, without a tied one, is its late finish.
    """
    assert early(loe("m FF")) == ("07 08:00", "18 17:00")
    assert shown(loe("m FF").late_finish) == "25 17:00"
    assert loe("m FF").calendar.work(loe("m FF").late_start, loe("m FF").late_finish) == 0
    assert early(loe("m SS")) == ("14 08:00", "14 08:00")
    assert late(loe("m SS")) == ("21 08:00", "25 17:00")
    assert early(loe()) == ("07 08:00", "07 08:00")
    assert shown(loe().late_finish) == "25 17:00"
    assert loe("m SS").remaining == loe().remaining == 0


def test_a_level_of_effort_whose_finish_is_tied_before_its_start_has_no_length() -> None:
    """It starts with M, on the 14th, and its finish is tied to A's, the 11th."""
    backward = loe("m SS", "a FF")
    assert (early(backward), backward.remaining, backward.duration) == (("14 08:00", "14 08:00"), 0, 0)


DONE = {"a": finished("07 08:00", "10 17:00")}


def test_a_level_of_effort_is_finished_when_both_its_ends_have_happened() -> None:
    """Tied to both ends of A, which ran from the 7th to the 10th: so did it, 4 days."""
    spans = loe("a SS", "a FF", now="14", **DONE)
    assert (spans.stage, shows(spans)) == (Stage.FINISHED, ("07 08:00", "10 17:00"))
    assert (spans.duration, spans.remaining) == (4 * 480, 0)
    assert (early(spans), late(spans), spans.total_float) == ((None, None), (None, None), None)
    assert not spans.critical
    assert (spans.early_bound.reason, shown(spans.early_bound.instant)) == (Reason.ACTUAL, "10 17:00")
    assert spans.late_bound == spans.early_bound
    assert (spans.calendar.name, spans.status, spans.task.id) == ("office", Status(), "l")


def test_what_is_reported_of_a_level_of_effort_itself_comes_before_its_ties() -> None:
    """Reported from the 8th to the 9th, or as begun on the 8th, while A ran from the 7th to the 10th."""
    own = loe("a SS", "a FF", now="14", l=finished("08 08:00", "09 17:00"), **DONE)
    assert (own.stage, shows(own), own.duration) == (Stage.FINISHED, ("08 08:00", "09 17:00"), 2 * 480)
    assert own.status == finished("08 08:00", "09 17:00")
    assert shown(own.early_bound.instant) == "09 17:00"
    begun_later = loe("a SS", "a FF", now="14", l=begun("08 08:00", "1wd"), **DONE)
    assert shows(begun_later) == ("08 08:00", "10 17:00")
    running = loe("a SS", "m FF", now="14", l=begun("08 08:00", "1wd"), **DONE)
    assert (running.stage, shows(running)) == (Stage.IN_PROGRESS, ("08 08:00", "18 17:00"))


def test_a_level_of_effort_without_a_begun_start_is_finished_only_when_it_says_so() -> None:
    """Only its finish is tied, to A's on the 10th. Until its own finish is reported it waits at the data date."""
    assert loe("a FF", now="14", **DONE).stage is Stage.NOT_STARTED
    assert early(loe("a FF", now="14", **DONE)) == ("14 08:00", "14 08:00")
    own = loe("a FF", now="14", l=Status(finished=april("09 17:00")), **DONE)
    assert (own.stage, shows(own)) == (Stage.FINISHED, ("09 17:00", "09 17:00"))


def test_a_level_of_effort_runs_on_while_its_finish_has_not_happened() -> None:
    """Begun with A on the 7th; a day after A's finish of the 10th lies ahead of a data date of the 11th, not the 14th.

    A lag runs from the actual date. At the 11th, 00:00, the rest is the day of the 11th.
    """
    ahead = loe("a SS", "a FF+1wd", now="11", **DONE)
    assert (ahead.stage, shows(ahead), ahead.remaining) == (Stage.IN_PROGRESS, ("07 08:00", "11 17:00"), 480)
    assert shown(ahead.early_start) == "11 08:00"
    assert loe("a SS", "a FF+1wd", now="14", **DONE).stage is Stage.FINISHED


def test_levels_of_effort_tied_in_a_row() -> None:
    """K spans M, 14-18 April; L, written before it, starts with K and ends with Z on the 25th."""
    row = plan(A, M, Z, task("l", "1wd", "k SS", "z FF", **LOE), task("k", "1wd", "m SS", "m FF", **LOE))
    tasks = compute(state(row)).tasks
    assert (early(tasks["k"]), early(tasks["l"])) == (("14 08:00", "18 17:00"), ("14 08:00", "25 17:00"))
    assert tasks.keys() == {"a", "m", "z", "l", "k"}


# --- summaries

WORKS = plan(
    task("s", None, kind=TaskKind.SUMMARY, group=("works",)),
    task("a", "5wd", group=("works",)),
    task("b", "2wd", group=("works", "inner")),
    task("c", "3wd", "a", group=("works",)),
    task("other", "9wd"),
    task("none", None, kind=TaskKind.SUMMARY, group=("nothing",)),
)


def test_late_dates_of_a_summary() -> None:
    """C may end a day later, on the 17th with the other: A 8-14 April at the latest, B 16-17, C 15-17."""
    spans = compute(state(WORKS)).tasks["s"]
    assert (early(spans), late(spans)) == (("07 08:00", "16 17:00"), ("08 08:00", "17 17:00"))
    assert (spans.total_float, spans.free_float, spans.remaining) == (480, 0, 8 * 480)
    assert (spans.early_bound.reason, shown(spans.early_bound.instant)) == (Reason.SPAN, "07 08:00")
    assert (spans.stage, spans.calendar.name, spans.task.id) == (Stage.NOT_STARTED, "office", "s")


def test_what_remains_of_a_summary_is_what_its_open_tasks_span() -> None:
    """A and B are done; at the 14th C is left, three days, the 14th to the 16th."""
    done = {"a": finished("07 08:00", "11 17:00"), "b": finished("08 08:00", "09 17:00")}
    spans = compute(state(WORKS, "2014-04-14", **done)).tasks["s"]
    assert (shows(spans), early(spans)) == (("07 08:00", "16 17:00"), ("14 08:00", "16 17:00"))
    assert (spans.remaining, spans.duration) == (3 * 480, 8 * 480)


def test_a_finished_summary_has_no_early_or_late_dates() -> None:
    done = {
        "a": finished("07 08:00", "11 17:00"),
        "b": finished("08 08:00", "09 17:00"),
        "c": finished("14 08:00", "16 17:00"),
    }
    spans = compute(state(WORKS, "2014-04-17", **done)).tasks["s"]
    assert (spans.stage, spans.duration, spans.remaining) == (Stage.FINISHED, 8 * 480, 0)
    assert (early(spans), late(spans), spans.total_float, spans.critical) == ((None, None), (None, None), None, False)


def test_a_summary_is_under_way_when_one_of_its_tasks_is() -> None:
    spans = compute(state(WORKS, "2014-04-08", a=begun("07 08:00", "4wd"))).tasks["s"]
    assert (spans.stage, shows(spans)) == (Stage.IN_PROGRESS, ("07 08:00", "16 17:00"))


def test_a_summary_of_nothing_stands_at_the_data_date() -> None:
    spans = compute(state(WORKS, "2014-04-08")).tasks["none"]
    assert (spans.stage, shows(spans)) == (Stage.NOT_STARTED, ("08 00:00", "08 00:00"))
    assert (spans.duration, spans.remaining, spans.critical) == (0, 0, False)
    assert (spans.early_bound.reason, shown(spans.early_bound.instant)) == (Reason.SPAN, "08 00:00")
    assert (spans.calendar.name, spans.task.id, spans.status) == ("office", "none", Status())
