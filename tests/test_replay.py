"""The report's own schedule replayed: design finished on 2015-12-31, site start in the middle of March 2016.

Every date here was worked out on the calendar that the State Council printed for 2016: off on 01-01..01-03,
02-07..02-13 and 04-02..04-04; at work on Saturday 02-06 and Sunday 02-14. The chain and its figures:

    review      15 wd  the ceiling of the review of working drawings (住建部令第13号, article 12)
    fiscal      12 wd  beside the review, or after it
    issue        1 wd  the tender documents go out on a day when the office is open
    bids        19 cd  article 24 of the Bidding Law: the day of issue does not count, bids are opened on the 20th
    evaluation   2 wd  the day of the opening and the one after it
    publicity    3 cd  article 54 of the regulation: no less than three days
    contract     3 wd
    permit      15 wd  the ceiling of the construction permit in 2016 (住建部令第18号), or 5 wd as a good office does it
"""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

import schedule
from schedule.analysis.dates.deadlines import deadline_rows
from schedule.calendars.worktime import DAY, finish_day, minutes, start_day
from schedule.engine.compute import compute
from schedule.engine.schedule import Schedule
from schedule.files.plans.plan import read_plan
from schedule.model import Constraint, ConstraintKind, State

CHINA, PLAIN = "china", "plain"
PARALLEL, SERIES = "[]", "[review]"

CHAIN = """
daopai: 1
project: {{name: replay, start: 2016-01-01, calendar: {calendar}}}
calendars:
  plain: {{week: mon-fri}}
tasks:
  review:     {{name: 施工图审查, duration: 15wd}}
  fiscal:     {{name: 财政评审, duration: 12wd, after: {fiscal_after}}}
  issue:      {{name: 发标, duration: 1wd, after: [review, fiscal]}}
  bids:       {{name: 投标期, duration: 19cd, after: [issue]}}
  evaluation: {{name: 开标评标, duration: 2wd, after: [bids]}}
  publicity:  {{name: 公示, duration: 3cd, after: [evaluation]}}
  contract:   {{name: 签订合同, duration: 3wd, after: [publicity]}}
  permit:     {{name: 施工许可证, duration: {permit}, after: [contract]}}
"""


def computed(text: str) -> Schedule:
    plan, faults = read_plan(text.encode(), "plan.yaml")
    assert plan is not None
    assert faults == ()
    return compute(State(plan, plan.start))


def replay(fiscal_after: str, calendar: str = CHINA) -> dict[str, str]:
    """The last day of each step, the first of the evaluation: it is the opening."""
    chain = computed(CHAIN.format(calendar=calendar, fiscal_after=fiscal_after, permit="15wd"))
    days = {name: dates.last_day.isoformat() for name, dates in chain.tasks.items()}
    return {**days, "opening": chain.tasks["evaluation"].first_day.isoformat()}


def latest_issue(permit: str, calendar: str = CHINA) -> str:
    """The last day for sending out the tender documents so that the permit is there by 2016-03-15."""
    text = CHAIN.format(calendar=calendar, fiscal_after=PARALLEL, permit=permit)
    chain = computed(text.replace("after: [contract]", "after: [contract], deadline: 2016-03-15"))
    return next(start_day(row.latest_start).isoformat() for row in deadline_rows(chain) if row.task == "issue")


def test_forward_with_the_fiscal_review_beside_the_drawing_review() -> None:
    # review 01-04..01-22: five days in each of three weeks; fiscal review 01-04..01-19.
    # issue Monday 01-25; 19 days 01-26..02-13; opening on the make-up Sunday 02-14, evaluation until 02-15.
    # publicity 02-16..02-18; contract Friday 02-19, 02-22, 02-23.
    # permit 02-24..02-26 (3), 02-29..03-04 (8), 03-07..03-11 (13), 03-14 and 03-15 (15).
    days = replay(PARALLEL)
    assert days["review"] == "2016-01-22"
    assert days["fiscal"] == "2016-01-19"
    assert days["issue"] == "2016-01-25"
    assert days["opening"] == "2016-02-14"
    assert days["contract"] == "2016-02-23"
    assert days["permit"] == "2016-03-15"


def test_forward_with_the_fiscal_review_after_the_drawing_review() -> None:
    # fiscal review 01-25..01-29 (5), 02-01..02-05 (10), Saturday 02-06 (11), Sunday 02-14 (12).
    # issue 02-15; 19 days 02-16..03-05; 03-06 is a Sunday, opening on Monday 03-07, evaluation until 03-08.
    # publicity 03-09..03-11; contract 03-14..03-16.
    # permit 03-17 and 03-18 (2), 03-21..03-25 (7), 03-28..04-01 (12), after Qingming 04-05, 04-06, 04-07 (15).
    days = replay(SERIES)
    assert days["fiscal"] == "2016-02-14"
    assert days["issue"] == "2016-02-15"
    assert days["opening"] == "2016-03-07"
    assert days["contract"] == "2016-03-16"
    assert days["permit"] == "2016-04-07"


def test_parallel_work_is_worth_23_days() -> None:
    parallel, series = (date.fromisoformat(replay(after)["permit"]) for after in (PARALLEL, SERIES))
    assert (series - parallel).days == 23


def test_backward_from_15_march_with_the_full_permit_period() -> None:
    # permit 02-24..03-15; contract 02-19..02-23; publicity 02-16..02-18; evaluation 02-14, 02-15; bids 01-26..02-13;
    # issue on Monday 01-25.
    assert latest_issue("15wd") == "2016-01-25"


def test_backward_from_15_march_with_a_permit_in_five_days() -> None:
    # permit 03-09..03-15; contract 03-04, 03-07, 03-08; publicity 03-01..03-03; evaluation Friday 02-26, 02-29;
    # bids 02-07..02-25, through the whole Spring Festival; issue on Saturday 02-06, at work in exchange for it.
    assert latest_issue("5wd") == "2016-02-06"


def test_backward_from_15_march_without_time_for_the_permit() -> None:
    # The site starts on 03-15, so the contract is signed by 03-14: contract 03-10, 03-11, 03-14; publicity
    # 03-07..03-09; evaluation Thursday 03-03, Friday 03-04; bids 02-13..03-02; by arithmetic the documents go out on
    # 02-12, in the Spring Festival: on 02-06, then, as if the permit took its five days.
    text = CHAIN.format(calendar=CHINA, fiscal_after=PARALLEL, permit="1wd")
    chain = computed(text.replace("after: [publicity]", "after: [publicity], deadline: 2016-03-14"))
    rows = {row.task: row for row in deadline_rows(chain)}
    assert start_day(rows["bids"].latest_start) - timedelta(1) == date(2016, 2, 12)
    assert finish_day(rows["issue"].latest_finish) == date(2016, 2, 6)


def test_a_plain_monday_to_friday_calendar_gets_them_wrong() -> None:
    # forward: review 01-01..01-21, issue 01-22, opening 02-11 in the Spring Festival, contract 02-18, permit 03-10;
    # in series: fiscal review until 02-08, opening 02-29, contract 03-09, permit 03-30.
    # backward: the documents go out on a Friday, 01-22 for 01-25 and 02-05 for 02-06.
    assert replay(PARALLEL, PLAIN)["opening"] == "2016-02-11"
    assert replay(PARALLEL, PLAIN)["permit"] == "2016-03-10"
    assert replay(SERIES, PLAIN)["permit"] == "2016-03-30"
    assert latest_issue("15wd", PLAIN) == "2016-01-22"
    assert latest_issue("5wd", PLAIN) == "2016-02-05"


@pytest.mark.parametrize(
    ("slip", "asphalt", "remaining_roads"),
    [
        (0, "2016-06-01", "2016-08-15"),
        # 90 days: asphalt until 08-30, 75 days from 08-31 end on 11-13, two days before the site closes.
        (90, "2016-08-30", "2016-11-13"),
        # 110 days: asphalt until 09-19; 56 days from 09-20 to 11-14; the other 19 from 2017-03-11 to 03-29.
        (110, "2016-09-19", "2017-03-29"),
    ],
)
def test_twenty_more_days_of_delay_cost_the_roads_a_winter(slip: int, asphalt: str, remaining_roads: str) -> None:
    """The sample plan with its site start held back: the site rests from 11-15 to 03-10."""
    plan = schedule.load(Path(__file__).parent.parent / "plans" / "kashgar").plan
    # Work on site begins the morning after the start, which the baseline sees on 03-14.
    held = Constraint(ConstraintKind.START_NO_EARLIER_THAN, minutes(date(2016, 3, 15)) + slip * DAY)
    preparation = replace(plan.tasks["site-preparation"], constraints=(held,))
    late = replace(plan, tasks={**plan.tasks, "site-preparation": preparation})
    dates = compute(State(late, late.start)).tasks
    assert dates["asphalt"].last_day.isoformat() == asphalt
    assert dates["remaining-roads"].last_day.isoformat() == remaining_roads
