"""A year whose holidays are all stated is no assumption any more, and the papers stop saying that it is one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import schedule
from schedule.calendars.compile import compile_calendar
from schedule.commands import main
from schedule.files.plans.as_text import plan_text
from schedule.files.plans.plan import read_plan
from schedule.model import CHINA, CalendarSpec

PLAN = """daopai: 1
project: {name: 示例, start: 2027-03-01, calendar: office}
calendars:
  office: {base: china, region: xinjiang%s}
tasks:
  works: {name: 施工, duration: 60wd}
  done: {name: 完工, milestone: finish, after: [works], deadline: 2027-06-30}
"""
SAID = "2027年的全国放假安排还没有公布"
ANY = "放假"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def folder(path: Path, stated: str = "") -> Path:
    (path / "updates").mkdir(parents=True)
    (path / "plan.yaml").write_text(PLAN % stated, encoding="utf-8")
    return path


def test_the_papers_say_provisional_until_the_year_is_said_to_be_complete(tmp_path: Path) -> None:
    assert SAID in run("schedule", folder(tmp_path / "a")).stdout
    stated = ", off: [2027-04-03..2027-04-05, 2027-05-01..2027-05-05], on: [2027-05-08], complete: [2027]"
    done = run("schedule", folder(tmp_path / "b", stated))
    assert done.exit_code == 0, done.stderr
    assert ANY not in done.stdout, "neither the nation's nor the region's"


def test_the_notice_of_november_comes_into_a_sealed_plan_as_a_decision(tmp_path: Path) -> None:
    plan = folder(tmp_path / "plan")
    assert run("update", plan, "--date", "2027-03-01", "--note", "开工").exit_code == 0
    done = run(
        *("decide", plan, "calendar office off=2027-05-03..2027-05-05 on=2027-05-08 complete=2027", "--announced"),
        *("--date", "2027-03-08", "--reason", "国务院办公厅通知", "--approved-by", "国务院办公厅"),
    )
    assert done.exit_code == 0, done.stderr
    assert "2027年放假安排已全部写明" in done.stdout
    assert SAID in run("schedule", plan, "--date", "2027-03-01").stdout, "the past keeps what it knew"
    assert ANY not in run("schedule", plan).stdout
    assert schedule.load(plan).updates[-1].revisions[0].complete == (2027,)
    only = run(
        "decide",
        plan,
        "calendar office complete=2028",
        *("--date", "2027-03-08"),
        "--reason",
        "x",
        "--approved-by",
        "y",
    )
    assert only.exit_code == 0, only.stderr


def test_other_years_stay_provisional() -> None:
    spec = CalendarSpec("office", base="china", complete=(2027,))
    calendar = compile_calendar(spec, {}, date(2026, 1, 1), date(2029, 12, 31))
    assert [one.year for one in calendar.provisional] == [2028, 2029]
    upper = CalendarSpec("site", base="office")
    above = compile_calendar(upper, {"office": spec}, date(2026, 1, 1), date(2029, 12, 31))
    assert [one.year for one in above.provisional] == [2028, 2029], "a calendar that stands on it knows as much"
    plain = compile_calendar(CHINA, {}, date(2026, 1, 1), date(2029, 12, 31))
    assert (plain.table, [one.year for one in plain.provisional]) == (calendar.table, [2027, 2028, 2029])


@pytest.mark.parametrize(
    ("text", "years"), [("2027", (2027,)), ("[2027, 2028]", (2027, 2028)), ("[2027, 2027]", (2027,))]
)
def test_years_are_read_as_they_are_written(text: str, years: tuple[int, ...]) -> None:
    plan, faults = read_plan((PLAN % f", complete: {text}").encode(), "plan.yaml")
    assert not faults
    assert plan is not None
    assert plan.calendars["office"].complete == years
    again, told = read_plan(plan_text(plan).encode(), "plan.yaml")
    assert not told
    assert again is not None
    assert again.calendars["office"].complete == years


@pytest.mark.parametrize("text", ["27", "[2027-01-01]", "2300", "x"])
def test_what_is_no_year_is_told(text: str) -> None:
    _, faults = read_plan((PLAN % f", complete: {text}").encode(), "plan.yaml")
    assert [fault.code for fault in faults] == ["bad-number"]
