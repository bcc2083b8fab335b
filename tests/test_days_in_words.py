"""Days are said in one unit on every paper: what a calendar of all seven days calls its working days are days.

By hand: a site that works all week needs twelve days for the paving from Monday 4 April 2016 on, to Friday the 15th.
Whoever reads "12 working days" beside "12 days left" adds two weekends.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from schedule.commands import main

PLAN = """daopai: 1
project: {name: 示例路, start: 2016-04-04, calendar: office, target: done}
calendars:
  office: {week: mon-fri}
  site: {week: mon-sun, closed: [11-15..03-10]}
bodies: {works: {name: 城投公司}, land: {name: 国土局}}
tasks:
  permit: {name: 用地批复, body: land, duration: 3wd}
  base: {name: 基层, body: works, duration: 10wd, calendar: site, levers: [{compress: 2wd, cost: 1}]}
  paving: {name: 面层, body: works, duration: 12wd, calendar: site, after: [base SS+4wd]}
  done: {name: 通车, milestone: finish, after: [paving, permit], deadline: 2016-04-16}
"""
WEEK = """data_date: 2016-04-04
revisions:
  - {task: paving, set: {duration: 14wd}, reason: 加宽, approved_by: 专班}
  - {task: permit, set: {duration: 5wd}, reason: 加宽, approved_by: 专班}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "updates").mkdir()
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "updates" / "2016-04-04.yaml").write_text(WEEK, encoding="utf-8")
    return tmp_path


def said(*arguments: object) -> str:
    done = CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)
    assert done.exit_code in (0, 3), done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_secretary_reads_a_decision_in_the_days_of_the_site(plan: Path) -> None:
    """The paving is asked for in days, so its decision is told in days; an office's stay working days."""
    for told in (said("meeting", plan, "-o", plan / "papers"), said("why", plan, "--decisions")):
        assert "工期 12 天 → 14 天" in told
        assert "工期 12 个工作日" not in told
    assert "工期 3 个工作日 → 5 个工作日" in (plan / "papers" / "meeting.md").read_text(encoding="utf-8")


def test_the_engineer_reads_lag_and_measure_as_explain_says_them(plan: Path) -> None:
    """Four days after the base begins, on the 8th; in a proposal, a decision and a measure as in what explains it."""
    assert "基层开始后 4 天" in said("explain", plan, "paving")
    moved = said("preview", plan, "--set", "paving after='base SS+6wd'")
    assert "基层开始后 4 天" in moved
    assert "基层开始后 6 天" in moved
    assert "2 天" in said("recover", plan, "--to", "2016-04-19")
    assert "工作日" not in said("recover", plan, "--to", "2016-04-19")


@pytest.mark.slow
def test_the_liaison_reads_a_correction_in_the_unit_of_the_form(plan: Path) -> None:
    """What was reported wrongly of the site is put right in days; of the office in working days."""
    days = ("--date", "2016-04-11")
    said("update", plan, "base started=2016-04-04 remaining=9wd", "permit started=2016-04-04 remaining=4wd", *days)
    wrong = ("--corrects", "手误")
    said("update", plan, "base remaining=3wd", "permit remaining=2wd", *days, *wrong)
    told = said("meeting", plan, "-o", plan / "papers")
    assert "9 个工作日" not in told
    assert "9 天" in told
    assert "4 个工作日" in told
