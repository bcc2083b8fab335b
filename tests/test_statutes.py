"""The rule file: what it holds, which version is in force, what a plan may change, and what it is refused for."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from schedule.calendars.compile import compile_calendar
from schedule.calendars.periods import PeriodUnit, count, latest_event
from schedule.commands import main
from schedule.files.plans.as_text import plan_text
from schedule.files.plans.plan import read_plan
from schedule.law.statutes import (
    PERIODS,
    Kind,
    RuleFileError,
    checked,
    known,
    on_day,
    shipped,
    sizes,
    statute,
    unit_of,
    versions,
)
from schedule.model import CHINA
from schedule.rules import NO_LAW, Law, OwnRule

FACTS = Path(__file__).parent / "facts" / "legal_periods.csv"
KINDS = {
    "min": Kind.FLOOR,
    "max": Kind.CEILING,
    "min_before_deadline": Kind.NOTICE_BEFORE,
    "max_after_pred": Kind.REPORT_WITHIN,
    "report_within": Kind.REPORT_WITHIN,
    "hard_link": Kind.HARD_LINK,
    "min_funds_pct_of_contract": Kind.FUNDING,
    "start_within": Kind.START_WITHIN,
    "threshold_state_council": Kind.THRESHOLD,
    "validity": Kind.VALIDITY,
    "min_before": Kind.NOTICE_BEFORE,
    "max_total": Kind.TOTAL,
}
OTHERWISE = {"CONTRACT": Kind.REPORT_WITHIN, "ACCEPT_FILE": Kind.REPORT_WITHIN}
"""A maximum that the actor keeps, and not an authority, is a time to report within."""


def test_the_rule_file_says_what_the_table_of_periods_says() -> None:
    lines = {one.line: one for one in shipped()}
    rows = list(csv.DictReader(FACTS.read_text(encoding="utf-8").splitlines()))
    assert lines.keys() - {"LICENCE_DELIVER"} == {row["rule_id"] for row in rows}  # 行政许可法第44条, a rule of its own
    assert len(rows) == 37
    for row in rows:
        one = lines[row["rule_id"]]
        kind = OTHERWISE.get(one.line, KINDS.get(row["kind"]))
        assert kind in (one.kind, None), one.line
        assert str(one.value or "") == row["value"], one.line
        unit = (one.unit or "") + "?" * one.open_unit
        assert unit.upper().replace("HA", "ha") == row["unit"].upper().replace("HA", "ha"), one.line
        until = "" if one.until is None else one.until.isoformat()
        assert (one.since.isoformat(), until) == (row["effective_from"], row["effective_to"])


def test_every_rule_has_its_article_its_words_and_how_it_is_known() -> None:
    for one in shipped():
        assert one.article and one.text_zh and one.text_en, one.line
        assert one.confidence in {"found", "own-high", "own-medium"}, one.line
        assert one.checked_on is not None, one.line
        assert (one.ask_zh is None) == (one.ask_en is None), one.line
        if one.kind in PERIODS and one.unit in ("cd", "M", "Y"):
            assert one.roll is (one.kind is not Kind.NOTICE_BEFORE), one.line  # what counts back never rolls


DATED = [
    ("EIA_PUBLIC", None, "2018-12-31", "EIA_PUBLIC_OLD", "2019-01-01", "EIA_PUBLIC_NEW"),
    ("PERMIT", None, "2019-04-22", "PERMIT_OLD", "2019-04-23", "PERMIT_NEW"),
    ("FIRE", None, "2020-05-31", "FIRE_OLD", "2020-06-01", "FIRE_NEW"),
    ("SITE_VALID", None, "2016-11-29", "SITE_VALID", "2016-11-30", "SITE_VALID2"),
    ("EIA_PRECEDES_FEAS", None, "2016-08-31", "EIA_PRECEDES_FEAS", "2016-09-01", None),
    ("PERMIT_FUNDS", None, "2018-09-29", "PERMIT_FUNDS", "2018-09-30", None),
    ("LAND_PRE", None, "2021-08-31", None, "2021-09-01", "LAND_PRE"),
    ("LAND_PLAN", None, "2019-12-31", None, "2020-01-01", "LAND_PLAN"),
    ("REFORM_120", None, "2019-06-29", None, "2019-06-30", "REFORM_120"),
    ("DRAW", "big", "2013-07-31", None, "2013-08-01", "DRAW_BIG"),
    ("DRAW", "small", "2013-07-31", None, "2013-08-01", "DRAW_SMALL"),
]


@pytest.mark.parametrize(("rule", "size", "eve", "before", "day", "after"), DATED)
def test_a_rule_is_in_force_from_its_first_to_its_last_day(
    rule: str, size: str | None, eve: str, before: str | None, day: str, after: str | None
) -> None:
    for text, line in ((eve, before), (day, after)):
        held = on_day(versions(rule, NO_LAW, size), date.fromisoformat(text))
        assert [one.line for one in held] == ([] if line is None else [line])


ROW = {"rule": "A", "line": "A1", "kind": "floor", "value": "5", "unit": "cd", "from": "2016-01-01", "article": "县规"}


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([{**ROW, "kind": "flor"}], "kind"),
        ([{**ROW, "article": " "}], "article"),
        ([{**ROW, "from": ""}], "dates"),
        ([{**ROW, "from": "2016-02-30"}], "dates"),
        ([{**ROW, "to": "2015-12-31"}], "dates"),
        ([{**ROW, "unit": "d"}], "unit"),
        ([{**ROW, "value": ""}], "unit"),
        ([{**ROW, "unit": "M"}], "floor-unit"),
        ([{**ROW, "value": "4.5"}], "value"),
        ([{**ROW, "value": "-1"}], "value"),
        ([{**ROW, "roll": "maybe"}], "flag"),
        ([ROW, ROW], "twice"),
        ([{**ROW, "to": "2018-01-01"}, {**ROW, "line": "A2", "from": "2018-01-01"}], "overlap"),
        ([ROW, {**ROW, "line": "A2", "kind": "ceiling", "value": "4"}], "floor-above-ceiling"),
    ],
)
def test_a_rule_file_that_contradicts_itself_is_refused(rows: list[dict[str, str]], why: str) -> None:
    with pytest.raises(RuleFileError) as error:
        checked(statute(row) for row in rows)
    assert error.value.why == why


def test_versions_that_follow_each_other_and_sizes_do_not_overlap() -> None:
    later = {**ROW, "line": "A2", "from": "2018-01-02"}
    rows = [{**ROW, "to": "2018-01-01"}, later, {**ROW, "line": "A3", "size": "big"}]
    assert len(checked(statute(row) for row in rows)) == 3


def test_a_plan_may_say_otherwise_and_add_its_own() -> None:
    said = (("value", "5"),)
    own = OwnRule(
        "COUNTY",
        "县里定的",
        (("kind", "ceiling"), ("value", "8"), ("unit", "wd"), ("article", "县府办〔2016〕3号"), ("from", "2016-01-01")),
    )
    law = Law(rules=(OwnRule("WIN_PUB", "县里要求公示5日", said), own))
    (publicity,) = versions("WIN_PUB", law)
    assert (publicity.value, publicity.article) == (5, "招标投标法实施条例第54条")
    assert publicity.own is not None
    assert publicity.own.reason == "县里要求公示5日"
    (county,) = versions("COUNTY", law)
    assert (county.kind, county.value, county.unit) == (Kind.CEILING, 8, "wd")
    assert len(known(law)) == 39
    with pytest.raises(RuleFileError):
        known(Law(rules=(OwnRule("COUNTY", "没有条文", (("kind", "ceiling"),)),)))


def test_where_the_text_says_day_the_plan_decides() -> None:
    (permit,) = on_day(versions("PERMIT", NO_LAW), date(2016, 3, 1))
    assert unit_of(permit, NO_LAW) is PeriodUnit.WORKING_DAYS
    assert unit_of(permit, Law(day_means="cd")) is PeriodUnit.CALENDAR_DAYS
    (licence,) = versions("LICENCE_DEFAULT", NO_LAW)
    assert unit_of(licence, Law(day_means="cd")) is PeriodUnit.WORKING_DAYS  # art. 82 says so itself
    assert sizes("DRAW", NO_LAW) == ("big", "small")
    assert sizes("DRAW_BIG", NO_LAW) == ("big",)


PLAN = """daopai: 1
project: {name: 试, start: 2016-01-20, calendar: china}
settings:
  law:
    region: xinjiang
    office: china
    日: cd
    rules:
      WIN_PUB: {value: 5, reason: 县里要求公示5日, approved_by: 领导小组}
bodies: {agent: {name: 代建中心}, housing: {name: 住建局}}
tasks:
  bid: {name: 投标, duration: 30cd, basis: {rule: BID_PERIOD, roll: false, clock: china, note: 注}}
  pub: {name: 公示, duration: 3cd, after: [bid], basis: {rule: WIN_PUB, waived: {by: 组, document: 1号}}}
  permit:
    name: 施工许可
    duration: 7wd
    body: housing
    applicant: agent
    basis: {rule: PERMIT, version: 2014, reason: 过渡, extended: {by: 10wd, approved_by: 局长, on: 2016-03-01}}
  land: {name: 征地, duration: 10wd, basis: {rule: LAND_SC_OTHER, amount: 153.3ha}}
  draw: {name: 审图, duration: 10wd, basis: {rule: DRAW, size: small}}
  notice: {name: 通知, duration: 1wd, basis: {rule: ACCEPT_NOTICE, before: bid}}
"""


def test_a_plan_with_all_keys_of_the_law_is_read_and_written_back() -> None:
    plan, faults = read_plan(PLAN.encode(), "plan.yaml")
    assert (faults, plan is not None) == ((), True)
    assert plan is not None
    again, faults = read_plan(plan_text(plan).encode(), "plan.yaml")
    assert faults == ()
    assert again is not None
    assert again.settings == plan.settings
    assert {name: task.basis for name, task in again.tasks.items()} == {
        name: task.basis for name, task in plan.tasks.items()
    }


def answered(*args: str) -> str:
    done = CliRunner().invoke(main, ["law", *args], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def test_an_author_reads_what_the_plan_uses_and_what_is_to_be_confirmed(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    told = answered(str(tmp_path))
    assert "投标：BID_PERIOD，最短期限 20个日历日（招标投标法第24条），以2016年1月20日为准" in told
    assert "公示期的最后一天可不可以是放假日" in told
    assert "WIN_PUB 在本计划里另有规定，理由：县里要求公示5日" in told
    assert "写明 日: cd" not in told  # the plan says so
    assert (
        "征地：153.3ha，超过限额（LAND_SC_OTHER，土地管理法（2004）第45条、（2019）第46条）：征收其他土地超过70公顷的"
        in told
    )
    assert "由国务院批准" in told
    assert "还没有人对照官方文本：BID_PERIOD" in told
    silent = PLAN.replace("    日: cd\n", "").replace(", amount: 153.3ha", "")
    (tmp_path / "plan.yaml").write_text(silent, encoding="utf-8")
    told = answered(str(tmp_path))
    assert "在 settings 的 law 里写明 日: cd" in told
    assert "征地：LAND_SC_OTHER 要看数量，写上 amount" in told


def test_a_planner_reads_which_rules_are_in_force_on_a_day() -> None:
    told = answered("--date", "2016-08-31", "--lang", "en")
    assert "EIA_PRECEDES_FEAS" in told
    assert "EIA_PRECEDES_FEAS" not in answered("--date", "2016-09-01", "--lang", "en")
    assert "XJ_ACCEPT15" not in answered("--date", "2022-01-01")  # a region's rule is asked for by its plans
    assert answered("--date", "2016-08-31", "--format", "csv").count("\n") == 1 + 30


def test_the_rules_of_a_year_whose_holidays_nobody_has_announced_are_told_without_a_plan() -> None:
    """No task has a last day then; what the calendars assume is asked of the day's own year."""
    assert "In force on 7 Mar 2031: " in answered("--date", "2031-03-07", "--lang", "en")


# Across the Spring Festival of 2016 (7 to 13 February off, the 6th and 14th worked), National Day of 2021 (1 to 7
# October off, 26 September and 9 October worked) or the Spring Festival of 2022 (31 January to 6 February off, the
# weekend before it worked).
EXAMPLES = [
    ("BID_SALE", "2016-02-05", "2016-02-14"),
    ("BID_PERIOD", "2016-02-05", "2016-02-25"),
    ("WIN_PUB_START", "2016-02-05", "2016-02-14"),
    ("WIN_PUB", "2016-02-05", "2016-02-14"),
    ("CONTRACT", "2016-02-05", "2016-03-07"),  # day 30 is a Sunday
    ("BID_REPORT", "2016-02-05", "2016-02-22"),  # day 15 is a Saturday
    ("EIA_BOOK", "2016-02-05", "2016-04-05"),  # the day after Qingming
    ("EIA_FORM", "2016-02-05", "2016-03-07"),
    ("EIA_PUBLIC_OLD", "2016-02-05", "2016-02-15"),
    ("EIA_PUBLIC_NEW", "2021-09-24", "2021-10-13"),
    ("DRAW_BIG", "2016-02-05", "2016-03-02"),
    ("DRAW_SMALL", "2016-02-05", "2016-02-24"),
    ("GEO_A", "2016-02-05", "2016-02-19"),
    ("GEO_B", "2016-02-05", "2016-02-17"),
    ("PERMIT_OLD", "2016-02-05", "2016-03-02"),
    ("PERMIT_NEW", "2021-09-24", "2021-10-09"),
    ("PERMIT_START", "2015-11-09", "2016-02-14"),
    ("FIRE_OLD", "2016-02-05", "2016-02-25"),
    ("FIRE_NEW", "2021-09-24", "2021-10-20"),
    ("LAND_PRE", "2021-09-24", "2021-10-13"),
    ("LAND_PLAN", "2021-09-03", "2021-10-08"),
    ("SITE_VALID", "2014-02-09", "2016-02-14"),
    ("SITE_VALID2", "2018-10-03", "2021-10-08"),
    ("ACCEPT_FILE", "2016-02-05", "2016-02-22"),
    ("LICENCE_DEFAULT", "2016-02-05", "2016-03-09"),
    ("LICENCE_DELIVER", "2016-02-05", "2016-02-24"),
    ("XJ_ACCEPT15", "2022-01-28", "2022-02-23"),
]
BACKWARD = [
    ("BID_CLARIFY", "2016-02-17", "2016-02-02"),
    ("BID_OBJECT_DOC", "2016-02-17", "2016-02-07"),
    ("ACCEPT_NOTICE", "2016-02-15", "2016-01-31"),  # 1 to 6 and 14 February lie between
]
OFFICE = compile_calendar(CHINA, {}, date(2010, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(("line", "event", "last"), EXAMPLES)
def test_every_rule_that_counts_a_period_ends_where_a_clerk_counts_it(line: str, event: str, last: str) -> None:
    (one,) = (one for one in shipped() if one.line == line)
    assert one.value is not None
    assert one.unit is not None
    day = date.fromisoformat(event)
    assert count(day, int(one.value), one.unit, OFFICE, one.roll).isoformat() == last


@pytest.mark.parametrize(("line", "event", "latest"), BACKWARD)
def test_every_rule_that_counts_back_does_so_from_its_event(line: str, event: str, latest: str) -> None:
    (one,) = (one for one in shipped() if one.line == line)
    assert one.value is not None
    assert one.unit is not None
    day = date.fromisoformat(event)
    assert latest_event(day, int(one.value), one.unit, OFFICE, clear=one.clear).isoformat() == latest


def test_no_rule_that_counts_a_period_is_without_its_example() -> None:
    shown = {line for line, *_ in (*EXAMPLES, *BACKWARD)}
    assert {one.line for one in shipped() if one.kind in PERIODS} - shown == {"REFORM_120"}  # a sum, begun by no event


@pytest.mark.parametrize(
    ("basis", "code", "event"),
    [("rule: EIA_PUBLIC", "EIA_PUBLIC", "2026-03-02"), ("rule: DRAW, size: small", "DRAW small", "2026-03-02")],
)
def test_the_clerk_reads_one_code_of_a_rule_in_table_use_and_question(
    tmp_path: Path, basis: str, code: str, event: str
) -> None:
    (tmp_path / "plan.yaml").write_text(
        f"daopai: 1\nproject: {{name: 示例, start: {event}, calendar: gov}}\ncalendars: {{gov: {{base: china}}}}\n"
        f"bodies: {{a: {{name: 审批局}}}}\ntasks:\n  t: {{name: 办理, body: a, duration: 14wd, basis: {{{basis}}}}}\n",
        encoding="utf-8",
    )
    said = CliRunner().invoke(main, ["law", str(tmp_path)], catch_exceptions=False).stdout
    assert "_NEW" not in said
    assert "_SMALL" not in said
    rows = [line for line in said.splitlines() if line.startswith(f"{code} ")]
    (use,) = (line for line in said.splitlines() if line.startswith("- 办理（审批局）"))
    (asked,) = (line for line in said.splitlines() if "对照官方文本" in line)
    assert len(rows) == 1
    assert f"：{code}，" in use
    assert code in asked


# Counted on the calendar on the wall. In 2019 1 to 4 May were off, 28 April and 5 May worked; in 2020 the holiday of
# the Spring Festival lasted until 2 February. What came before 2010 begins before the holidays that are known here.
EDGES = [
    ("BID_SALE", "2012-02-01", "2012-02-06"),
    ("WIN_PUB_START", "2012-02-01", "2012-02-06"),  # day 3 is a Saturday
    ("WIN_PUB", "2012-02-01", "2012-02-06"),
    ("EIA_PUBLIC_OLD", "2018-12-31", "2019-01-10"),
    ("EIA_PUBLIC_NEW", "2019-01-01", "2019-01-15"),
    ("DRAW_BIG", "2013-08-01", "2013-08-22"),
    ("DRAW_SMALL", "2013-08-01", "2013-08-15"),
    ("GEO_A", "2013-08-01", "2013-08-12"),
    ("GEO_B", "2013-08-01", "2013-08-08"),
    ("PERMIT_OLD", "2014-10-25", "2014-11-14"),
    ("PERMIT_OLD", "2019-04-22", "2019-05-14"),
    ("PERMIT_NEW", "2019-04-23", "2019-05-05"),
    ("PERMIT_START", "2014-10-25", "2015-01-26"),  # 25 January is a Sunday
    ("FIRE_OLD", "2012-11-01", "2012-11-21"),
    ("FIRE_OLD", "2020-05-31", "2020-06-22"),  # day 20 is a Saturday
    ("FIRE_NEW", "2020-06-01", "2020-06-22"),
    ("LAND_PRE", "2021-09-01", "2021-09-15"),
    ("LAND_PLAN", "2020-01-01", "2020-02-03"),
    ("SITE_VALID", "2009-01-01", "2011-01-04"),
    ("SITE_VALID", "2016-11-29", "2018-11-29"),
    ("SITE_VALID2", "2016-11-30", "2019-12-02"),
    ("XJ_ACCEPT15", "2021-12-01", "2021-12-22"),
]
KNOWN_FROM = date(2009, 1, 1)


@pytest.mark.parametrize(("line", "event", "last"), EDGES)
def test_the_first_and_the_last_day_in_force_count_by_their_own_text(line: str, event: str, last: str) -> None:
    day = date.fromisoformat(event)
    (rule,) = {one.rule for one in shipped() if one.line == line}
    one = next(one for one in on_day(versions(rule, NO_LAW), day) if one.line == line)
    assert day in (one.since, one.until)
    assert one.value is not None
    assert one.unit is not None
    assert count(day, int(one.value), one.unit, OFFICE, one.roll).isoformat() == last


def test_no_rule_that_came_or_went_in_the_known_years_is_without_its_edge() -> None:
    shown = {(line, event) for line, event, _ in EDGES}
    for one in shipped():
        if one.kind in PERIODS and one.kind is not Kind.NOTICE_BEFORE and one.line != "REFORM_120":
            edges = [day for day in (one.since, one.until) if day is not None and day >= KNOWN_FROM]
            assert {(one.line, day.isoformat()) for day in edges} <= shown, one.line


OTHERS = [
    ("EIA_PRECEDES_FEAS", "2016-08-31", "项目审批部门不得批准其建设"),
    ("EIA_PRECEDES_START", "2016-08-31", "建设单位不得开工建设"),
    ("PERMIT_FUNDS", "2018-09-29", "不少于合同价50%"),
    ("LAND_SC_FARM", "2016-08-31", "超过35公顷的，由国务院批准"),
    ("LAND_SC_OTHER", "2016-08-31", "超过70公顷的，由国务院批准"),
    ("CIVIL_ROLL", "2016-08-31", "最后一日是法定休假日的顺延"),
    ("REFORM_120", "2019-06-30", "不超过120个工作日"),
    ("NO_COMPRESS", "2016-08-31", "不得任意压缩合理工期"),
]


@pytest.mark.parametrize(("line", "day", "said"), OTHERS)
def test_what_counts_no_period_is_read_in_the_list_of_its_day(line: str, day: str, said: str) -> None:
    rows = csv.reader(answered("--date", day, "--format", "csv").splitlines())
    (row,) = (row for row in rows if row[0] == line)
    assert any(said in cell for cell in row)


def test_no_rule_is_without_an_example() -> None:
    shown = {line for line, *_ in (*EXAMPLES, *BACKWARD, *OTHERS)}
    assert {one.line for one in shipped()} == shown


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("70ha", "没有超过限额"),  # more than 70 are the State Council's, 70 are not
        ("70.01 公顷", "超过限额"),
        ("1050亩", "没有超过限额"),  # fifteen mu a hectare
        ("1051亩", "超过限额"),
        ("很多", "看不懂"),
    ],
)
def test_a_planner_reads_who_decides_on_an_amount_of_land(tmp_path: Path, amount: str, said: str) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN.replace("153.3ha", amount), encoding="utf-8")
    (line,) = (line for line in answered(str(tmp_path)).splitlines() if "征地：" in line and amount in line)
    assert said in line
    assert (said != "超过限额") or "没有" not in line
