"""What the law wants one after another: links dated in force, and notices some days before, counted by hand on 2016.

Until 31 August 2016 no project is approved before its EIA (2002 text of article 25); from 1 September only works wait.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from schedule.analysis.dates.lawful import unlawful
from schedule.analysis.dates.ordered import missing_links
from schedule.commands import main
from schedule.diagnostics import Severity
from schedule.engine.compute import compute
from schedule.engine.state import as_of
from schedule.files.plans.as_text import plan_text
from schedule.files.plans.plan import read_plan
from schedule.model import Project

LINKED = """daopai: 1
project: {{name: 项目, start: {start}, calendar: china}}
bodies: {{epb: {{name: 环保局}}, drc: {{name: 发改委}}}}
tasks:
  eia: {{name: 环评批复, duration: 10wd, body: epb, kind_of: A07}}
  expert: {{name: 专家评审, duration: 2wd, body: drc, after: [{expert}]}}
  feasibility: {{name: 可研批复, duration: 5wd, body: drc, kind_of: A08, after: [{after}]{more}}}
  permit: {{name: 施工许可证, duration: 5wd, body: drc, kind_of: C02, after: [eia, feasibility]}}
"""


def plan_of(start: str = "2016-03-01", expert: str = "eia", after: str = "expert", more: str = "") -> str:
    return LINKED.format(start=start, expert=expert, after=after, more=more)


def project_of(text: str) -> Project:
    plan, faults = read_plan(text.encode(), "plan.yaml")
    assert plan is not None
    assert faults == ()
    return Project(plan)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (plan_of(), []),  # through the experts' review
        (plan_of(after="eia"), []),
        (plan_of(expert="eia SS"), [("eia", "feasibility")]),  # a review that begins with the EIA holds nothing
        (plan_of(after="eia FS-3wd"), [("eia", "feasibility")]),  # a lead begins before it is approved
        (plan_of(after="eia SS+20wd"), [("eia", "feasibility")]),  # later by its dates, and held by nothing
        (plan_of("2016-08-31", after="eia SS"), [("eia", "feasibility")]),  # the last day in force
        (plan_of("2016-09-01", after="eia SS"), []),  # the first day out of force
        (plan_of(after="eia SS", more=", basis: {waived: {by: 县长, document: 县府纪要〔2016〕3号}}"), []),
    ],
)
def test_an_engineer_finds_the_order_of_the_law_drawn_or_is_told(text: str, found: list[tuple[str, str]]) -> None:
    project = project_of(text)
    missing = missing_links(compute(as_of(project, project.plan.start)))
    assert [(one.before, one.after) for one in missing] == found
    told = [one for one in unlawful(project) if one.code == "missing-legal-link"]
    assert [(one.facts["found"], one.facts["task"], one.severity) for one in told] == [
        (*one, Severity.ERROR) for one in found
    ]
    assert all(one.location is not None and len(one.related) == 1 for one in told)


def test_works_wait_for_the_eia_on_every_day(tmp_path: Path) -> None:
    text = plan_of("2024-03-01").replace("after: [eia, feasibility]", "after: [feasibility]").replace("[eia]", "[]")
    (missing,) = missing_links(compute(as_of(project_of(text), project_of(text).plan.start)))
    assert (missing.before, missing.after, missing.statute.line) == ("eia", "permit", "EIA_PRECEDES_START")


def test_a_leader_who_drops_the_link_by_a_decision_is_told_the_article(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(plan_of(after="eia"), encoding="utf-8")
    args = ["decide", str(tmp_path), "--date", "2016-03-01", "--reason", "赶进度", "--approved-by", "县长"]
    done = CliRunner().invoke(main, [*args, "feasibility after="], catch_exceptions=False)
    assert done.exit_code != 0
    assert "依法要等“eia”办完（环境影响评价法（2002）第25条）" in done.output
    assert not (tmp_path / "updates").exists() or not list((tmp_path / "updates").iterdir())
    other = CliRunner().invoke(main, [*args, "permit duration=6wd"], catch_exceptions=False)
    assert other.exit_code == 0, other.output


NOTICE = """daopai: 1
project: {{name: 项目, start: 2016-07-18, calendar: china}}
tasks:
  notice: {{name: 通知质监机构, duration: 7wd, basis: {{rule: ACCEPT_NOTICE, before: acceptance}}}}
  acceptance: {{name: 竣工验收, duration: 1wd, after: [notice FS+{lag}]}}
"""


@pytest.mark.parametrize(("lag", "late"), [("7wd", False), ("6wd", True), ("7cd", True), ("9cd", False)])
def test_a_clerk_sends_the_notice_seven_clear_working_days_before_the_acceptance(lag: str, late: bool) -> None:
    """Seven working days from Monday 18 July end on the 26th; seven clear ones later it is Friday 5 August.

    Seven calendar days are over with 2 August, and the acceptance on the 3rd has five clear days before it; nine are
    over with the 4th.
    """
    told = [one for one in unlawful(project_of(NOTICE.format(lag=lag))) if one.code == "notice-late"]
    assert bool(told) is late


def test_a_clarification_is_counted_back_from_the_end_of_the_bid_period() -> None:
    """Issued on 28 January, bids in by 17 February: a clarification comes by 2 February (15 days before)."""
    text = """daopai: 1
project: {{name: 招标, start: 2016-01-28, calendar: china}}
tasks:
  bids: {{name: 投标期, duration: 21cd, basis: {{rule: BID_PERIOD}}}}
  clarify: {{name: 澄清, duration: {days}cd, basis: {{rule: BID_CLARIFY, before: bids}}}}
"""
    assert unlawful(project_of(text.format(days=6))) == ()
    (told,) = unlawful(project_of(text.format(days=7)))
    assert (told.code, told.facts["expected"], told.facts["found"]) == ("notice-late", "2016-02-02", "2016-02-03")


def test_the_steps_of_a_plan_are_written_back() -> None:
    project = project_of(plan_of())
    assert project_of(plan_text(project.plan)).plan.tasks == project.plan.tasks
