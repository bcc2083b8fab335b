"""Custody by hand arithmetic on China's working days, its laws on random files, its keys, and what people see of it.

The working days of China around the turn of 2016: 28, 29, 30, 31 December (Monday to Thursday), 4-8, 11-15, 18-22 and
25-29 January; the 1st is a holiday without a make-up day. The Spring Festival closes 7 to 13 February; Saturday 6 and
Sunday 14 February are worked.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given
from hypothesis import strategies as st
from networks import at, plan, span, task

import schedule
from schedule.analysis.reports.causes import Cause, cause_of
from schedule.analysis.reports.custody import (
    NO_FILINGS,
    UNFILED,
    Custody,
    Holding,
    Role,
    Stage,
    clipped,
    custodies,
    held,
    split,
    totals,
)
from schedule.calendars.worktime import DAY, Calendar, make_table
from schedule.commands import main
from schedule.diagnostics import Severity
from schedule.engine.compute import compute
from schedule.engine.state import as_of
from schedule.files.plans.as_text import plan_text
from schedule.files.plans.plan import read_plan
from schedule.files.sealed.updates import first_standing, read_update, update_text
from schedule.model import Basis, Filing, FilingKind, Instant, Plan, Progress, Project, Task, Update
from schedule.output.words.faults import render

KASHGAR = Path(__file__).parent.parent / "plans" / "kashgar"
SUBMITTED, RETURNED, ACCEPTED, DECIDED = FilingKind
EVENTS = {"submitted": SUBMITTED, "returned": RETURNED, "accepted": ACCEPTED, "decided": DECIDED}


def end(day: str) -> Instant:
    """A day's end, as a return, a decision or a finish alone means it."""
    return at(day) + DAY


def told(**days: str) -> tuple[Filing, ...]:
    """`submitted="2016-01-04", returned="2016-01-06"`: events at the edge of the day that each means."""
    found = []
    for key, day in days.items():
        kind = EVENTS[key.rstrip("_")]
        found.append(Filing(kind, end(day) if kind in (RETURNED, DECIDED) else at(day)))
    return tuple(found)


REVIEW = replace(task("review", "15wd", "design", body="housing", applicant="agent"), basis=Basis(ceiling=span("15wd")))


def project(review: Task, *weeks: tuple[str, dict[str, object]], designed: str = "2015-12-25") -> Project:
    """A design finished on a Friday, and a review of which each week says something."""
    base = plan(task("design", "5wd"), review, start="2015-12-01", calendar="china")
    design = Progress("design", started=at("2015-12-21"), finished=end(designed))
    updates = [Update(at("2015-12-28"), (design,))]
    updates += [Update(at(day), (Progress("review", **said),) if said else ()) for day, said in weeks]
    return Project(base, tuple(updates))


def one(project: Project, day: str) -> Custody:
    (found,) = custodies(project, compute(as_of(project, at(day))))
    return found


def days(minutes: int) -> Fraction:
    return Fraction(minutes, DAY)


FILED = told(submitted="2015-12-30", returned="2016-01-06", submitted_="2016-01-15", accepted="2016-01-18")


# ── whose desk ──────────


def test_a_file_lies_with_one_body_at_every_instant_and_returns_to_the_applicant() -> None:
    """Ready on Monday 28 December after Friday's design; submitted on the 30th; back from 7 to 14 January."""
    said = {"started": at("2015-12-30"), "remaining": span("6wd"), "filings": FILED, "cause": "报件补正"}
    custody = one(project(REVIEW, ("2016-01-19", said)), "2016-01-19")
    assert custody.holdings == (
        Holding("agent", at("2015-12-28"), at("2015-12-30"), Role.APPLICANT),
        Holding("housing", at("2015-12-30"), at("2016-01-07"), Role.AUTHORITY),
        Holding("agent", at("2016-01-07"), at("2016-01-15"), Role.APPLICANT, Cause.CORRECTION),
        Holding("housing", at("2016-01-15"), at("2016-01-19"), Role.AUTHORITY),
    )
    assert (custody.stage, custody.held_since, custody.code) == (Stage.OPEN, at("2016-01-15"), None)
    # The applicant: 28, 29 December; 7, 8, 11, 12, 13, 14 January. The authority: 30, 31, 4, 5, 6; 15, 18.
    assert (days(custody.applicant), days(custody.authority)) == (8, 7)
    assert (custody.superior, custody.money) == (0, 0)


def test_the_legal_clock_counts_from_the_day_after_acceptance_and_not_during_a_correction() -> None:
    """Returned on 6 January, within five working days of the receipt: not accepted yet. From the 18th: 19 to 22."""
    said = {"started": at("2015-12-30"), "remaining": span("2wd"), "filings": FILED}
    custody = one(project(REVIEW, ("2016-01-23", said)), "2016-01-23")
    allowance = custody.allowance
    assert (allowance.legal, allowance.working) == (True, True)
    assert (days(allowance.allowed), days(allowance.used), allowance.over) == (15, 4, 0)


def test_a_planned_duration_counts_the_first_day_as_every_duration_does() -> None:
    """30, 31, 4, 5, 6 January, then 18 to 22 from the acceptance on: ten days of five planned, five over."""
    said = {"started": at("2015-12-30"), "remaining": span("2wd"), "filings": FILED}
    planned = replace(REVIEW, basis=None, duration=span("5wd"))
    allowance = one(project(planned, ("2016-01-23", said)), "2016-01-23").allowance
    assert not allowance.legal
    assert (days(allowance.allowed), days(allowance.used), days(allowance.over)) == (5, 10, 5)


def test_a_legal_period_in_calendar_days_counts_the_festival() -> None:
    """Received on Monday 1 February: 2 to 15 February are fourteen days, though only seven of them are worked.

    Day 10 is the 11th, in the Spring Festival: put off to Sunday the 14th, which is worked. One day is over.
    """
    said = {"started": at("2016-02-01"), "remaining": span("2wd"), "filings": told(submitted="2016-02-01")}
    by_days = replace(REVIEW, basis=Basis(ceiling=span("10cd")))
    custody = one(project(by_days, ("2016-02-16", said)), "2016-02-16")
    assert not custody.allowance.working
    assert (days(custody.allowance.used), days(custody.allowance.over)) == (14, 1)
    # Work on 1 to 6, 14 and 15 February.
    assert days(custody.authority) == 8


def test_nobody_holds_what_was_decided_or_finished() -> None:
    started = {"started": at("2015-12-28"), "filings": told(submitted="2015-12-28")}
    decided = {"finished": end("2016-01-08"), "filings": told(decided="2016-01-06")}
    custody = one(
        project(REVIEW, ("2016-01-04", started | {"remaining": span("9wd")}), ("2016-01-11", decided)), "2016-01-18"
    )
    assert custody.stage is Stage.CLOSED
    assert (custody.holder, custody.held_since) == (None, None)
    assert custody.holdings[-1].until == end("2016-01-06")
    finished = {"finished": end("2016-01-08")}
    custody = one(project(REVIEW, ("2016-01-11", started | finished)), "2016-01-18")
    assert custody.holdings[-1].until == end("2016-01-08")


def test_without_filings_the_authority_holds_it_from_its_start() -> None:
    custody = one(
        project(REVIEW, ("2016-01-11", {"started": at("2016-01-04"), "remaining": span("10wd")})), "2016-01-11"
    )
    assert custody.code == NO_FILINGS
    assert custody.holdings == (
        Holding("agent", at("2015-12-28"), at("2016-01-04"), Role.APPLICANT),
        Holding("housing", at("2016-01-04"), at("2016-01-11"), Role.AUTHORITY),
    )


def test_a_file_that_could_be_submitted_and_was_not_lies_with_the_applicant() -> None:
    custody = one(project(REVIEW, ("2016-01-04", {})), "2016-01-04")
    assert custody.holdings == (Holding("agent", at("2015-12-28"), at("2016-01-04"), Role.APPLICANT),)
    assert custody.stage is Stage.OPEN


def test_a_file_whose_predecessors_are_not_done_lies_with_nobody() -> None:
    running = Update(at("2015-12-28"), (Progress("design", started=at("2015-12-21"), remaining=span("2wd")),))
    waiting = replace(project(REVIEW), updates=(running,))
    custody = one(waiting, "2016-01-04")
    assert (custody.stage, custody.holdings, custody.code) == (Stage.WAITING, (), None)


def test_a_lag_and_a_constraint_say_when_the_applicant_could_submit() -> None:
    """Three working days after Friday 25 December are 28, 29, 30: free on the 31st."""
    lagged = replace(REVIEW, relations=task("review", "15wd", "design FS+3wd").relations)
    assert one(project(lagged), "2016-01-04").holdings[0].since == at("2015-12-31")
    started = replace(REVIEW, relations=task("review", "15wd", "design SS+3wd").relations)
    # Three days after Monday 21 December: 21, 22, 23.
    assert one(project(started), "2016-01-04").holdings[0].since == at("2015-12-24")


def test_what_was_told_later_is_not_known_before() -> None:
    weeks = project(
        REVIEW,
        (
            "2016-01-04",
            {"started": at("2015-12-28"), "remaining": span("9wd"), "filings": told(submitted="2015-12-28")},
        ),
        ("2016-01-11", {"filings": told(returned="2015-12-30")}),
    )
    first, second = (compute(as_of(weeks, at(day))) for day in ("2016-01-04", "2016-01-11"))
    assert [one.role for one in held(weeks, first, "review", at("2015-12-28"))] == [Role.AUTHORITY]
    assert [one.role for one in held(weeks, second, "review", at("2015-12-28"))] == [
        Role.AUTHORITY,
        Role.APPLICANT,
    ]
    assert held(weeks, second, "design", at("2015-12-28")) == ()


# ── causes ──────────


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("责任单位自身", Cause.OWN),
        ("报件补正", Cause.CORRECTION),
        ("补正 二次", Cause.CORRECTION),
        ("等待上级审批", Cause.SUPERIOR),
        ("资金未到位", Cause.MONEY),
        ("等待上级拨款", Cause.MONEY),
        ("等待专家评审", Cause.REVIEW),
        ("天气", Cause.WEATHER),
        ("政策/不可抗力/天气", Cause.WEATHER),
        ("节假日", Cause.HOLIDAY),
        ("计划调整", Cause.REVISION),
        ("未报", Cause.NOT_REPORTED),
        ("雨水管网图纸", Cause.OTHER),
        ("设备故障", Cause.OTHER),
        ("Waiting for a higher authority", Cause.SUPERIOR),
        ("returned for correction", Cause.CORRECTION),
        ("funds not in place", Cause.MONEY),
        ("sandstorm", Cause.WEATHER),
        ("their own staff", Cause.OWN),
        ("shutdown of the plant", Cause.OTHER),
        ("Not reported", Cause.NOT_REPORTED),
    ],
)
def test_a_cause_is_recognised_in_words(text: str, cause: Cause) -> None:
    assert cause_of(text) is cause


def test_waiting_for_a_higher_authority_is_charged_to_nobody_at_the_table() -> None:
    """Reported on 11 January for the week before, still so on the 18th, when nothing was reported; on the 25th not."""
    begun = {"started": at("2015-12-28"), "remaining": span("9wd"), "filings": told(submitted="2015-12-28")}
    left = {"remaining": span("5wd")}
    weeks = project(
        REVIEW,
        ("2016-01-04", begun),
        ("2016-01-11", {**left, "cause": "等待上级审批"}),
        ("2016-01-18", {}),
        ("2016-01-25", left),
    )
    custody = one(weeks, "2016-01-25")
    assert [(one.since, one.until, one.cause) for one in custody.holdings] == [
        (at("2015-12-28"), at("2016-01-04"), None),
        (at("2016-01-04"), at("2016-01-18"), Cause.SUPERIOR),
        (at("2016-01-18"), at("2016-01-25"), None),
    ]
    assert {one.body for one in custody.holdings} == {"housing"}  # whose desk it is stays known
    # 28-31 December and 18-22 January; 4-15 January.
    assert (days(custody.authority), days(custody.superior)) == (9, 10)
    # The legal clock: 29, 30, 31 and the last five.
    assert days(custody.allowance.used) == 8
    assert custody.held_since == at("2015-12-28")


def test_an_authoritys_wait_does_not_excuse_the_applicants_corrections() -> None:
    """Back from 7 to 14 January; of the week to the 18th the authority says that it waits for a higher authority.

    It has had the file again since Friday the 15th: that one working day waits, the applicant's 11 to 14 do not.
    """
    first = {"started": at("2015-12-30"), "remaining": span("6wd"), "filings": FILED[:2]}
    then = {"remaining": span("6wd"), "filings": FILED[2:3], "cause": "等待自治区批复"}
    custody = one(project(REVIEW, ("2016-01-11", first), ("2016-01-18", then)), "2016-01-18")
    assert custody.holdings[2:] == (
        Holding("agent", at("2016-01-07"), at("2016-01-15"), Role.APPLICANT, Cause.CORRECTION),
        Holding("housing", at("2016-01-15"), at("2016-01-18"), Role.AUTHORITY, Cause.SUPERIOR),
    )
    assert (days(custody.applicant), days(custody.superior)) == (8, 1)


def test_a_finish_without_a_cause_ends_what_was_told_last() -> None:
    begun = {"started": at("2015-12-28"), "remaining": span("9wd"), "filings": told(submitted="2015-12-28")}
    weeks = project(
        REVIEW,
        ("2016-01-04", {**begun, "cause": "资金未到位"}),
        ("2016-01-11", {"finished": end("2016-01-06"), "filings": told(decided="2016-01-06")}),
    )
    custody = one(weeks, "2016-01-11")
    assert [(one.until, one.cause, one.charged) for one in custody.holdings] == [(end("2016-01-06"), Cause.MONEY, None)]
    assert days(custody.money) == 7


def test_an_expert_review_is_the_authoritys_time_and_not_on_the_legal_clock() -> None:
    begun = {"started": at("2015-12-28"), "remaining": span("9wd"), "filings": told(submitted="2015-12-28")}
    weeks = project(REVIEW, ("2016-01-04", begun), ("2016-01-11", {"remaining": span("9wd"), "cause": "等待专家评审"}))
    custody = one(weeks, "2016-01-11")
    assert (days(custody.authority), days(custody.allowance.used)) == (9, 3)
    assert custody.holdings[-1].charged == "housing"


# ── the slip's parts ──────────

WEEK = (
    Holding("agent", at("2016-01-07"), at("2016-01-15"), Role.APPLICANT, Cause.CORRECTION),
    Holding("housing", at("2016-01-15"), at("2016-01-18"), Role.AUTHORITY),
)
"""The applicant has six working days of it: 7, 8, 11, 12, 13, 14 January; the authority the 15th."""


@cache
def office() -> Calendar:
    return compute(as_of(project(REVIEW), at("2016-01-04"))).calendars["china"]


def test_a_slip_goes_to_who_held_the_file_as_long_as_he_held_it() -> None:
    assert split(8 * DAY, WEEK, office(), "housing", "agent") == (
        ("agent", Cause.CORRECTION, 6 * DAY),
        ("housing", None, 2 * DAY),
    )
    assert split(5 * DAY, WEEK, office(), "housing", "agent") == (("agent", Cause.CORRECTION, 5 * DAY),)
    assert split(-2 * DAY, WEEK, office(), "housing", "agent") == (("housing", None, -2 * DAY),)
    assert split(0, WEEK, office(), "housing", "agent") == ()
    assert split(3 * DAY, (), office(), "housing", "agent") == (("housing", None, 3 * DAY),)


def test_two_that_held_it_longer_than_was_lost_share_in_proportion() -> None:
    """Six days of the applicant and three of a higher authority, four lost: 4 × 6/9 and 4 × 3/9 days, 3840 and 1920."""
    superior = Holding("housing", at("2016-01-15"), at("2016-01-20"), Role.AUTHORITY, Cause.SUPERIOR)  # 15, 18, 19
    assert split(4 * DAY, (WEEK[0], superior), office(), "housing", "agent") == (
        ("agent", Cause.CORRECTION, 3840),
        (None, Cause.SUPERIOR, 1920),
    )


@st.composite
def files(draw: st.DrawFn) -> tuple[Filing, ...]:
    """A history that can be true: submitted, perhaps accepted, returned and submitted again, perhaps decided."""
    instant, found = at("2015-12-20") + draw(st.integers(0, 20)) * 720, []
    for _ in range(draw(st.integers(0, 4))):
        for kind in (SUBMITTED, *draw(st.sampled_from([(), (ACCEPTED,)])), RETURNED):
            found.append(Filing(kind, instant))
            instant += draw(st.integers(1, 12)) * 720
    if found and draw(st.booleans()):
        found[-1] = Filing(DECIDED, found[-1].instant)
    return tuple(found[: draw(st.integers(0, len(found)))] if draw(st.booleans()) else found)


CAUSES = st.sampled_from([None, "等待上级审批", "资金未到位", "报件补正", "等待专家评审"])


@st.composite
def histories(draw: st.DrawFn) -> Project:
    """A file told over several weeks, with or without a start, a finish and causes."""
    filings, weeks = draw(files()), []
    started = draw(st.none() | st.integers(0, 20).map(lambda k: at("2015-12-20") + k * DAY))
    for k in range(1, draw(st.integers(1, 6))):
        now = at("2015-12-28") + k * 7 * DAY
        news = tuple(filing for filing in filings if now - 7 * DAY <= filing.instant < now)
        said: dict[str, object] = {"filings": news, "cause": draw(CAUSES)}
        if started is not None and started < now:
            said |= {"started": started}
        if draw(st.booleans()):
            weeks.append((now, said))
    history = project(REVIEW, designed=draw(st.sampled_from(["2015-12-25", "2016-01-20"])))
    later = tuple(Update(now, (Progress("review", **said),)) for now, said in weeks)
    return replace(history, updates=(*history.updates, *later))


WINDOWS = st.tuples(st.integers(-20, 80), st.integers(0, 60)).map(lambda w: (at("2015-12-28") + w[0] * 720, w[1] * 720))


@pytest.mark.slow
@given(histories(), WINDOWS)
@example(project(REVIEW, ("2016-01-04", {"filings": (Filing(DECIDED, at("2015-12-28")),)})), (at("2016-01-25"), 0))
def test_holdings_partition_the_window_without_a_gap(history: Project, window: tuple[Instant, int]) -> None:
    now = history.updates[-1].data_date
    whole = held(history, compute(as_of(history, now)), "review", 0)
    state = as_of(history, now)
    decided = [filing.instant for filing in state.status("review").filings if filing.kind is DECIDED]
    for before, after in pairwise(whole):
        assert before.until == after.since
        assert (before.role, before.cause) != (after.role, after.cause)
    assert all(one.since < one.until for one in whole)
    if whole:
        assert whole[-1].until == min([now, *decided])
    filings = state.status("review").filings
    if filings and filings[0].kind is not DECIDED:  # of a file of which only the decision is known, nobody is
        assert whole
        assert whole[0].since <= filings[0].instant
    since, length = window
    inside = clipped(whole, since, since + length)
    assert sum(one.until - one.since for one in inside) == sum(
        max(0, min(one.until, since + length) - max(one.since, since)) for one in whole
    )
    if whole and whole[0].since <= since and since + length <= whole[-1].until and length:
        assert (inside[0].since, inside[-1].until) == (since, since + length)


@pytest.mark.slow
@given(histories())
def test_the_sums_of_an_approval_are_all_its_holdings(history: Project) -> None:
    computed = compute(as_of(history, history.updates[-1].data_date))
    (custody,) = custodies(history, computed)
    worked = [custody.calendar.work(one.since, one.until) for one in custody.holdings]
    assert custody.applicant + custody.authority + custody.superior + custody.money == sum(worked)
    # A day on which the file is sent back or decided at some hour is the law's whole day.
    events = len(custody.holdings) + 1
    assert 0 <= custody.allowance.used <= custody.authority + events * DAY
    assert sum(total.minutes for total in totals([custody], ("agent", "housing"), office())) == sum(worked)


@st.composite
def desks(draw: st.DrawFn) -> tuple[Holding, ...]:
    instant, found = draw(st.integers(0, 5000)), []
    for _ in range(draw(st.integers(0, 6))):
        role = draw(st.sampled_from(Role))
        cause = draw(st.sampled_from([None, Cause.SUPERIOR, Cause.MONEY, Cause.CORRECTION]))
        until = instant + draw(st.integers(1, 3000))
        found.append(Holding("agent" if role is Role.APPLICANT else "housing", instant, until, role, cause))
        instant = until
    return tuple(found)


EVERY_OTHER_HOUR = Calendar("hours", make_table([(k * 120, k * 120 + 60) for k in range(400)]), 0, 48000)


@given(st.integers(-20000, 20000), desks())
def test_the_parts_of_a_slip_sum_exactly_and_none_is_longer_than_the_file_was_held(
    minutes: int, holdings: tuple[Holding, ...]
) -> None:
    parts = split(minutes, holdings, EVERY_OTHER_HOUR, "housing", "agent")
    assert sum(part for *_, part in parts) == minutes
    assert all(part for *_, part in parts)
    if minutes <= 0:
        assert {who for who, *_ in parts} <= {"housing"}
        return
    by = {(who, cause): part for who, cause, part in parts}
    assert len(by) == len(parts)
    assert all(part > 0 for part in by.values())
    for (who, cause), part in by.items():
        if (who, cause) != ("housing", None):
            own = [
                one
                for one in holdings
                if one.cause is cause and (one.charged is None if who is None else one.role is Role.APPLICANT)
            ]
            assert part <= sum(EVERY_OTHER_HOUR.work(one.since, one.until) for one in own)
    # The authority pays only when all who held the file have paid for all the time that they held it.
    claims = [one for one in holdings if one.role is Role.APPLICANT or one.charged is None]
    if ("housing", None) in by:
        claimed = sum(EVERY_OTHER_HOUR.work(one.since, one.until) for one in claims)
        assert by["housing", None] == minutes - claimed


# ── the keys ──────────

PLAN = """\
daopai: 1
project: {name: 示例, start: 2015-12-01, calendar: china}
bodies:
  agent: {name: 代建中心}
  housing: {name: 住建局}
tasks:
  design: {name: 设计, duration: 5wd, body: agent}
  review: {name: 审查, duration: 15wd, body: housing, applicant: agent, after: [design]}
"""


def read() -> Plan:
    found, faults = read_plan(PLAN.encode(), "plan.yaml")
    assert found is not None
    assert faults == ()
    return found


def test_an_applicant_is_read_and_written() -> None:
    assert read().tasks["review"].applicant == "agent"
    again, _ = read_plan(plan_text(read()).encode(), "plan.yaml")
    assert again is not None
    assert again.tasks == read().tasks


def week(text: str) -> tuple[Update, list[str]]:
    update, _, faults = read_update(text.encode(), "updates/2016-01-18.yaml", first_standing(read()))
    assert update is not None
    return update, [fault.code for fault in faults if fault.severity is Severity.ERROR]


FILED_WEEK = """\
data_date: 2016-01-18
progress:
  review:
    started: 2015-12-28
    remaining: 9wd
    decided: 2016-01-17T12:00
    submitted: [2016-01-07, 2015-12-28]
    returned: 2016-01-06
    accepted: 2016-01-08
"""


def test_events_are_sorted_and_written_as_they_were_read() -> None:
    """Returned on the 6th is its end, 24:00, the same minute as the morning of the 7th: out first, then in again."""
    update, faults = week(FILED_WEEK)
    assert faults == []
    (progress,) = update.progress
    assert progress.filings == (
        Filing(SUBMITTED, at("2015-12-28")),
        Filing(RETURNED, at("2016-01-07")),
        Filing(SUBMITTED, at("2016-01-07")),
        Filing(ACCEPTED, at("2016-01-08")),
        Filing(DECIDED, at("2016-01-17 12:00")),
    )
    again, _ = week(update_text(update))
    assert again.progress == update.progress


@given(files())
def test_read_after_write_is_the_same_history(filings: tuple[Filing, ...]) -> None:
    written = update_text(Update(at("2016-06-01"), (Progress("review", filings=filings),)))
    update, _, faults = read_update(written.encode(), "updates/2016-06-01.yaml", first_standing(read()))
    assert update is not None
    assert [fault.code for fault in faults if fault.severity is Severity.ERROR] == []
    assert update.progress[0].filings == filings


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("returned: 2016-01-06", "filing-order"),
        ("accepted: 2016-01-06", "filing-order"),
        ("decided: 2016-01-06", "filing-order"),
        ("submitted: [2016-01-04, 2016-01-08]", "filing-order"),
        ("submitted: 2016-01-04, returned: 2016-01-06, accepted: 2016-01-08", "filing-order"),
        ("submitted: 2016-01-04, accepted: [2016-01-05, 2016-01-08]", "filing-order"),
        ("submitted: 2016-01-04, decided: 2016-01-06, returned: 2016-01-08", "filing-after-decision"),
        ("submitted: 2016-01-18", "actual-after-data-date"),
        ("submitted: 2016-01-04, returned: 2016-01-18", "actual-after-data-date"),
        ("submitted: [2016-01-04, 2016-01-04]", "duplicate-item"),
        ("submitted: soon", "bad-date"),
    ],
)
def test_what_cannot_be_true_of_a_file_is_told(said: str, fault: str) -> None:
    _, faults = week(f"data_date: 2016-01-18\nprogress:\n  review: {{{said}}}\n")
    assert faults == [fault]


WORDS = {"submitted": "报送", "returned": "退回", "accepted": "受理", "decided": "办结"}


@pytest.mark.parametrize(
    ("said", "code", "told"),
    [
        (
            "accepted: 2016-01-13",
            "filing-recorded",
            "{accepted}2016-01-13 与已登记的{accepted}2016-01-12 对不上",
        ),
        (
            "accepted: 2016-01-11",
            "filing-recorded",
            "{accepted}2016-01-11 与已登记的{accepted}2016-01-12 对不上",
        ),
        (
            "submitted: 2016-01-12",
            "filing-recorded",
            "{submitted}2016-01-12 与已登记的{submitted}2016-01-11 对不上",
        ),
        (
            "returned: 2016-01-11",
            "filing-recorded",
            "{returned}2016-01-11 与已登记的{accepted}2016-01-12 对不上",
        ),
        (
            "accepted: 2016-01-08",
            "filing-recorded",
            "{accepted}2016-01-08 与已登记的{submitted}2016-01-11 对不上",
        ),
        (
            "decided: 2016-01-11",
            "filing-recorded",
            "{decided}2016-01-11 与已登记的{accepted}2016-01-12 对不上",
        ),
        (
            "returned: 2016-01-13, accepted: 2016-01-14",
            "filing-order",
            "{accepted}2016-01-14 之前还要有{submitted}",
        ),
        (
            "returned: 2016-01-13, submitted: [2016-01-14, 2016-01-15]",
            "filing-order",
            "2016-01-15 之前还要有{returned}",
        ),
        (
            "decided: [2016-01-13, 2016-01-14]",
            "filing-after-decision",
            "{decided}2016-01-14 不能再报：这件事已在 2016-01-13 办结。",
        ),
    ],
)
def test_whoever_contradicts_what_is_recorded_reads_what_and_that_it_can_be_corrected(
    tmp_path: Path, said: str, code: str, told: str
) -> None:
    """Recorded: submitted on the 4th, returned on the 6th, submitted on the 11th, accepted on the 12th."""
    (tmp_path / "updates").mkdir()
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    one = "data_date: {}\nprogress:\n  review: {{{}}}\n"
    known = "started: 2016-01-04, remaining: 9wd, submitted: [2016-01-04, 2016-01-11], returned: 2016-01-06"
    first = one.format("2016-01-13", known + ", accepted: 2016-01-12")
    (tmp_path / "updates" / "2016-01-13.yaml").write_text(first, encoding="utf-8")
    (tmp_path / "updates" / "2016-01-18.yaml").write_text(one.format("2016-01-18", said), encoding="utf-8")
    (fault,) = [one for one in schedule.read(tmp_path)[1] if one.severity is Severity.ERROR]
    assert fault.code == code
    text = render(fault, "zh")
    assert told.format_map({key: f"{word}（{key}）" for key, word in WORDS.items()}) in text
    assert ("--corrects" in text) == (code == "filing-recorded")


def test_a_decision_that_is_recorded_can_be_corrected_and_the_fault_says_so(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    words = "review started=2015-12-28 submitted=2015-12-28 decided=2016-01-12 finished=2016-01-12"
    assert run("update", tmp_path, "--date", "2016-01-18", words).exit_code == 0
    refused = run("update", tmp_path, "--date", "2016-01-25", "review decided=2016-01-13")
    assert (
        "办结（decided）2016-01-13 不能再报：这件事已在 2016-01-12 办结；办结登记错了的，写明 corrects"
        in refused.stderr
    )
    words = "review decided=2016-01-13 finished=2016-01-13"
    assert run("update", tmp_path, "--date", "2016-01-25", words, "--corrects", "日期抄错").exit_code == 0


def test_a_return_at_the_data_dates_midnight_is_before_it() -> None:
    _, faults = week("data_date: 2016-01-18\nprogress:\n  review: {submitted: 2016-01-04, returned: 2016-01-17}\n")
    assert faults == []


def test_the_order_is_that_of_the_whole_history_and_saying_it_again_is_no_news(tmp_path: Path) -> None:
    (tmp_path / "updates").mkdir()
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    first = "data_date: 2016-01-11\nprogress:\n  review: {started: 2015-12-28, remaining: 9wd, submitted: 2015-12-28}\n"
    second = "data_date: 2016-01-18\nprogress:\n  review: {submitted: 2015-12-28, returned: 2016-01-12}\n"
    (tmp_path / "updates" / "2016-01-11.yaml").write_text(first, encoding="utf-8")
    (tmp_path / "updates" / "2016-01-18.yaml").write_text(second, encoding="utf-8")
    found = schedule.load(tmp_path)
    filings = as_of(found, at("2016-01-18")).status("review").filings
    assert filings == (Filing(SUBMITTED, at("2015-12-28")), Filing(RETURNED, end("2016-01-12")))
    (tmp_path / "updates" / "2016-01-18.yaml").write_text(second.replace("returned", "decided") + "", encoding="utf-8")
    _, warnings = schedule.read(tmp_path)
    assert [one.code for one in warnings] == ["decided-unfinished"]


# ── what people see ──────────


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_events_come_from_a_spreadsheet_and_from_words(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    table = tmp_path / "week.csv"
    table.write_text(
        "任务,开始,剩余,报送,退回补正,受理\n审查,2015/12/28,9wd,2015/12/28、2016/1/15,2016/1/6,\n", encoding="gb18030"
    )
    done = run("update", tmp_path, "--date", "2016-01-18", "--csv", table)
    assert done.exit_code == 0, done.stderr
    words = "review remaining=3wd accepted=2016-01-18 decided=2016-01-22"
    done = run("update", tmp_path, "--date", "2016-01-25", words)
    assert done.exit_code == 0, done.stderr
    filings = as_of(schedule.load(tmp_path), at("2016-01-25")).status("review").filings
    days_told = told(
        submitted="2015-12-28",
        returned="2016-01-06",
        submitted_="2016-01-15",
        accepted="2016-01-18",
        decided="2016-01-22",
    )
    assert filings == days_told


def test_a_faulty_date_in_a_list_of_a_cell_has_its_place(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    done = run("update", tmp_path, "--date", "2016-01-18", "review submitted=2015-12-28,2016-13-01")
    assert done.exit_code == 1
    assert "REPORT:1:29" in done.stderr


def test_the_sample_tells_who_held_the_drawings() -> None:
    """28 December to 6 January: seven days of the bureau; to the 14th six of the agent; to the 27th nine more."""
    found = schedule.load(KASHGAR)
    february = compute(as_of(found, at("2016-02-01")))
    assert [(one.body, one.since, one.until) for one in held(found, february, "drawing-review", 0)] == [
        ("housing", at("2015-12-28"), end("2016-01-06")),
        ("agent", end("2016-01-06"), at("2016-01-15")),
        ("housing", at("2016-01-15"), end("2016-01-27")),
    ]
    computed = compute(as_of(found, at("2016-02-01")))
    review = next(one for one in custodies(found, computed) if one.task.id == "drawing-review")
    assert (days(review.applicant), days(review.authority)) == (6, 16)
    # The law: 29 December to 6 January are six days, 18 to 27 January eight; fifteen are allowed.
    assert (days(review.allowance.used), days(review.allowance.allowed)) == (14, 15)


def test_the_sample_has_an_applicant_for_every_approval_that_says_so() -> None:
    tasks = schedule.load(KASHGAR).plan.tasks
    assert {one.applicant for one in tasks.values()} == {None, "park", "agent"}
    assert all(one.body != one.applicant for one in tasks.values() if one.applicant)


@pytest.mark.parametrize(
    ("said", "code", "roles"),
    [
        ({}, UNFILED, [Role.APPLICANT]),
        ({"cause": "申报", "note": "等材料"}, UNFILED, [Role.APPLICANT]),
        ({"started": at("2015-12-29")}, NO_FILINGS, [Role.APPLICANT, Role.AUTHORITY]),
        ({"started": at("2015-12-28")}, NO_FILINGS, [Role.AUTHORITY]),
        ({"filings": told(submitted="2015-12-29")}, None, [Role.APPLICANT, Role.AUTHORITY]),
        ({"filings": told(submitted="2015-12-29", returned="2016-01-01")}, None, [*Role, Role.APPLICANT]),
    ],
)
def test_a_start_stands_for_a_submission_only_where_one_was_reported(
    said: dict[str, object], code: str | None, roles: list[Role]
) -> None:
    found = one(project(REVIEW, ("2016-01-04", said)), "2016-01-04")
    assert [each.role for each in found.holdings] == roles
    assert found.code == code


@pytest.mark.parametrize(
    ("lang", "heading", "remark", "wrong"),
    [
        ("zh", "在手 1 件，其中还没有报送 1 件，超期 0 件", "没有登记报送，算在申报单位手上", "按开始日期"),
        (
            "en",
            "On a desk: 1 file, of them not submitted yet: 1 file",
            "No filing is recorded: it counts as with",
            "start counts",
        ),
    ],
)
def test_the_head_of_the_task_force_reads_that_nobody_has_submitted_what_the_applicant_has(
    tmp_path: Path, lang: str, heading: str, remark: str, wrong: str
) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    assert (
        run("update", tmp_path, "--date", "2016-01-18", "design started=2015-12-01 finished=2015-12-25").exit_code == 0
    )
    for words in ((), ("review",)):
        text = run("custody", tmp_path, *words, "--lang", lang).stdout
        assert remark in text
        assert wrong not in text
    assert heading in run("custody", tmp_path, "--lang", lang).stdout


def test_custody_in_chinese_and_in_english() -> None:
    chinese = run("custody", KASHGAR, "--date", "2016-01-18")
    assert chinese.exit_code == 0
    assert "在手 5 件，超期 0 件" in chinese.stdout
    assert "国土局（等待上级审批）" in chinese.stdout
    assert "代建中心（报件补正）" in chinese.stdout
    assert "- 公安消防：累计 11 个工作日" in chinese.stdout
    assert "- 代建中心：累计 9 个工作日，现在手上 1 件：消防设计审核（厂房）" in chinese.stdout
    english = run("custody", KASHGAR, "--date", "2016-01-18", "--lang", "en")
    assert "Construction Agency (correction of the file)" in english.stdout
    assert "Housing and Construction Bureau: 52 working days in all; now holds 2 files" in english.stdout
    # Open ones first, the longest on a desk at the top, then the decided ones, then those not due.
    lines = english.stdout.splitlines()
    order = ["Land approval", "Works planning", "Fiscal review", "Fire-design", "Drawing review", "Project approval"]
    places = [next(k for k, line in enumerate(lines) if line.startswith(name)) for name in [*order, "Fire acceptance"]]
    assert places == sorted(places)


def test_one_approval_shows_every_desk_and_the_arithmetic() -> None:
    shown = run("custody", KASHGAR, "--date", "2016-02-01", "施工图审查").stdout
    assert "合计：申报单位 6 个工作日，审批单位 16 个工作日。" in shown
    assert "法定期限 15 个工作日，已用 14 个工作日，按期办结。" in shown
    shown = run("custody", KASHGAR, "drawing-review", "--lang", "en", "--format", "csv").stdout
    assert shown.splitlines() == [
        "Since,Until,Held by,As,Remark,Held",
        "2015-12-28,2016-01-06,Housing and Construction Bureau,authority,,7",
        "2016-01-07,2016-01-14,Construction Agency,applicant,correction of the file,6",
        "2016-01-15,2016-01-27,Housing and Construction Bureau,authority,,9",
    ]


def test_what_has_no_custody_says_why(tmp_path: Path) -> None:
    assert "没有写" in run("custody", KASHGAR, "red-line").stdout
    assert "on nobody's desk yet" in run("custody", KASHGAR, "fire-acceptance", "--lang", "en").stdout
    assert run("custody", KASHGAR, "drawing-reviw").exit_code == 2
    (tmp_path / "plan.yaml").write_text(PLAN.replace(", applicant: agent", ""), encoding="utf-8")
    assert "看不出材料在谁手上" in run("custody", tmp_path).stdout


def test_custody_moves_no_date() -> None:
    """Without applicants and events the sample has the same dates."""
    found = schedule.load(KASHGAR)
    stripped = replace(
        found,
        plan=replace(found.plan, tasks={name: replace(one, applicant=None) for name, one in found.plan.tasks.items()}),
        updates=tuple(
            replace(update, progress=tuple(replace(one, filings=()) for one in update.progress))
            for update in found.updates
        ),
    )
    now = schedule.latest_data_date(found)
    dates = [compute(as_of(one, now)).tasks for one in (found, stripped)]
    assert {name: (one.start, one.finish) for name, one in dates[0].items()} == {
        name: (one.start, one.finish) for name, one in dates[1].items()
    }


@pytest.mark.parametrize(
    ("basis", "allowed"),
    [
        ("{rule: PERMIT}", 15),  # the version of 2014, read as working days
        ("{rule: DRAW, size: small}", 10),
        ("{rule: LICENCE_DEFAULT, extended: {by: 10wd, approved_by: 局长}}", 30),
        ("{article: 行政许可法第42条, ceiling: 20wd, extended: {by: 10wd, approved_by: 局长}}", 30),
    ],
)
def test_the_secretary_reads_the_allowance_of_the_rule_that_the_plan_names(
    tmp_path: Path, basis: str, allowed: int
) -> None:
    (tmp_path / "updates").mkdir()
    (tmp_path / "plan.yaml").write_text(
        "daopai: 1\nproject: {name: x, start: 2016-01-04, calendar: china}\n"
        "bodies: {agent: {name: 代建中心}, housing: {name: 住建局}}\n"
        f"tasks:\n  a: {{name: 甲, duration: 8wd, body: housing, applicant: agent, basis: {basis}}}\n",
        encoding="utf-8",
    )
    (tmp_path / "updates" / "2016-03-21.yaml").write_text(
        "data_date: 2016-03-21\nprogress:\n"
        "  a:\n    submitted: [2016-01-28, 2016-02-18]\n    accepted: [2016-01-29, 2016-02-18]\n"
        "    returned: 2016-02-03\n    remaining: 2wd\n",
        encoding="utf-8",
    )
    project = schedule.load(tmp_path)
    (one,) = custodies(project, schedule.meeting(project).schedule)
    days = one.allowance.allowed // one.allowance.day_minutes, one.allowance.used // one.allowance.day_minutes
    assert days == (allowed, 3 + 21)  # 1 to 3 February; 19 February to 18 March, 21 working days
    assert one.allowance.legal


def test_a_notice_of_how_long_the_experts_take_is_no_permit() -> None:
    """The paper of a week in which the experts had the file does not close it."""
    base = plan(task("design", "5wd"), REVIEW, start="2015-12-01", calendar="china")
    filings = told(submitted="2016-01-04")
    said: dict[str, object] = {"filings": filings, "cause": "专家评审", "document": "评通〔2016〕3号"}
    history = Project(base, (Update(at("2016-01-18"), (Progress("review", **said),)),))
    assert as_of(history, at("2016-01-18")).status("review").document is None
    done = Progress("review", finished=end("2016-01-20"), filings=told(decided="2016-01-20"))
    later = replace(history, updates=(*history.updates, Update(at("2016-01-25"), (done,))))
    assert as_of(later, at("2016-01-25")).status("review").document is None
