"""What ends before the law lets it: refused in a plan and a decision, a fact in a report, first on every paper."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import schedule
from schedule.analysis.dates.alerts import Light
from schedule.analysis.dates.lawful import above_ceilings, below_floors
from schedule.commands import main
from schedule.diagnostics import Severity
from schedule.engine.compute import compute
from schedule.engine.state import as_of
from schedule.output.words.phrases import voice_of
from schedule.output.words.sentences import first_lines

CORPUS = Path(__file__).parent / "corpus" / "0.1.0"
PLAN = """daopai: 1
project: {name: 道路工程, start: 2016-01-20, calendar: china}
bodies: {agent: {name: 代建中心, lead: 王主任}, owner: {name: 管委会}}
tasks:
  docs: {name: 招标文件, duration: 5wd, body: agent}
  bid: {name: 投标期, duration: 21cd, body: agent, after: [docs], basis: BASIS, evidence: 开标记录}
  award: {name: 定标, duration: 3wd, body: agent, after: [bid]}
  build: {name: 施工, duration: 60cd, body: owner, after: [award]}
  done: {name: 完工, milestone: finish, body: owner, after: [build], deadline: 2016-08-30}
"""
REPORT = """data_date: DATA_DATE
progress:
  docs: {started: 2016-01-20, finished: 2016-01-29}
  bid: {started: 2016-02-01, finished: FINISHED, document: 开字1号}
"""
RULE = "{rule: BID_PERIOD}"
SAID = (
    "含违反法定期限的事项：投标期（代建中心） 2月1日 开始、报称 2月5日 完成，依法最早 2月22日 届满，差 17 天"
    "（法定最短20个日历日，招标投标法第24条）；重新办理或者补正以前，后面的日期依据存疑。"
)


def made(folder: Path, basis: str = RULE, finished: str = "2016-02-05", day: str = "2016-02-15") -> Path:
    (folder / "updates").mkdir(parents=True)
    (folder / "plan.yaml").write_text(PLAN.replace("BASIS", basis), encoding="utf-8")
    report = REPORT.replace("FINISHED", finished).replace("DATA_DATE", day)
    (folder / "updates" / f"{day}.yaml").write_text(report, encoding="utf-8")
    return folder


def ran(*args: object) -> str:
    done = CliRunner().invoke(main, [str(one) for one in args], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def test_a_secretary_reads_of_a_bid_period_of_five_days_before_everything_else(tmp_path: Path) -> None:
    """Issued on 1 February, closed on the 5th: day 20 is Sunday the 21st, so the earliest is Monday the 22nd."""
    meeting = schedule.meeting(schedule.load(made(tmp_path)))
    assert meeting.light is Light.RED
    assert voice_of(meeting.schedule, "zh").told(first_lines(meeting))[0] == SAID
    (alert,) = [one for one in meeting.alerts if one.code == "floor-broken"]
    assert (alert.light, alert.body, alert.facts["lacking_days"]) == (Light.RED, "agent", 17)
    assert meeting.schedule.tasks["award"].first_day.isoformat() == "2016-02-15"  # dates follow the report


@pytest.mark.slow
def test_every_paper_says_so_in_its_first_lines(tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran("meeting", made(tmp_path / "all"), "-o", out)
    for name in ("meeting.md", "secretary.md", "notice.md", "supervision.md", "meeting.html"):
        assert "含违反法定期限的事项" in (out / name).read_text(encoding="utf-8"), name
    found = json.loads((out / "alerts.json").read_text(encoding="utf-8"))
    assert [one["code"] for one in found if one["light"] == "red"] == ["floor-broken"]
    assert "依法重新办理，或者报出补正文件的文号" in (out / "supervision.md").read_text(encoding="utf-8")
    assert "投标期：没有满法定期限" in (out / "secretary.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("basis", "finished", "short"),
    [
        ("{rule: BID_PERIOD}", "2016-02-21", 1),  # Sunday, day 20: the last day is put off
        ("{rule: BID_PERIOD}", "2016-02-22", None),
        ("{rule: BID_PERIOD, roll: false}", "2016-02-21", None),
        ("{article: 招标投标法第24条, floor: 20cd}", "2016-02-05", 17),
        ("{article: 招标投标法第24条, floor: 20cd}", "2016-02-21", None),  # rolling alone is a lawyer's to settle
        ("{article: 县规, floor: 11wd}", "2016-02-18", 1),  # 2 to 6, 14 to 19 February: Friday the 19th
        ("{rule: BID_PERIOD, waived: {by: 领导小组, document: 县招〔2016〕7号}}", "2016-02-05", None),
    ],
)
def test_a_clerk_finds_a_report_short_by_the_days_on_the_calendar(
    tmp_path: Path, basis: str, finished: str, short: int | None
) -> None:
    project = schedule.load(made(tmp_path, basis, finished, "2016-02-29"))
    found = schedule.meeting(project).shortfalls
    assert [one.days for one in found] == ([] if short is None else [short])


def test_a_report_that_takes_the_finish_back_cures_it(tmp_path: Path) -> None:
    folder = made(tmp_path)
    (folder / "updates" / "2016-02-22.yaml").write_text(
        "data_date: 2016-02-22\nprogress:\n  bid: {remaining: 1cd, note: 重新招标}\n", encoding="utf-8"
    )
    meeting = schedule.meeting(schedule.load(folder))
    assert meeting.shortfalls == ()
    assert meeting.light is Light.GREEN
    assert meeting.schedule.tasks["bid"].last_day.isoformat() == "2016-02-22"


def test_a_decision_with_its_document_cures_it(tmp_path: Path) -> None:
    folder = made(tmp_path)
    args = ["decide", str(folder), "bid waived=省招〔2016〕1号", "--date", "2016-02-22", "--reason", "依法确认"]
    told = ran(*args, "--approved-by", "省招标办")
    assert "经省招标办同意不足法定期限，文号省招〔2016〕1号" in told
    project = schedule.load(folder)
    assert schedule.meeting(project).shortfalls == ()
    (earlier,) = schedule.meeting(project, project.updates[0].data_date).shortfalls  # last week's paper stays red
    assert earlier.days == 17


LIMITS = """daopai: 1
project: {{name: x, start: 2016-01-28, calendar: china}}
tasks:
  a: {{name: 甲, duration: {duration}, basis: {{article: 县规, {limit}}}}}
"""


@pytest.mark.parametrize(
    ("duration", "limit", "code"),
    [
        ("20cd", "floor: 20cd", "below-floor"),  # a day short, though the amounts are equal
        ("21cd", "floor: 20cd", None),
        ("15wd", "floor: 20cd", None),  # ends on 24 February, and day 20 is the 17th
        ("10wd", "floor: 20cd", "below-floor"),  # 28, 29 January, 1 to 6, 14 and 15 February: ends on the 15th
        ("20cd", "floor: 15wd", "below-floor"),  # 16 February against the 23rd
        ("36h", "floor: 48h", "below-floor"),
        ("48h", "floor: 48h", None),
        ("15wd", "ceiling: 15wd", None),
        ("16wd", "ceiling: 15wd", None),  # the day of acceptance does not count
        ("17wd", "ceiling: 15wd", "above-ceiling"),
        ("15wd", "ceiling: 20cd", "above-ceiling"),
        ("21cd", "ceiling: 20cd", None),
        ("22cd", "ceiling: 20cd", "above-ceiling"),
    ],
)
def test_an_author_is_told_by_dates_whatever_the_units(
    tmp_path: Path, duration: str, limit: str, code: str | None
) -> None:
    (tmp_path / "plan.yaml").write_text(LIMITS.format(duration=duration, limit=limit), encoding="utf-8")
    _, faults = schedule.read(tmp_path)
    assert [fault.code for fault in faults] == ([] if code is None else [code])
    severity = Severity.ERROR if code == "below-floor" else Severity.WARNING
    assert all(fault.severity is severity for fault in faults)


def test_a_ceiling_never_changes_a_date(tmp_path: Path) -> None:
    def dates(limit: str) -> list[object]:
        (tmp_path / "plan.yaml").write_text(LIMITS.format(duration="17wd", limit=limit), encoding="utf-8")
        project, _ = schedule.read(tmp_path)
        assert project is not None
        found = compute(as_of(project, project.plan.start))
        return [(one.start, one.finish, one.late_start, one.late_finish) for one in found.tasks.values()]

    assert dates("ceiling: 15wd") == dates("note: 无") == dates("rule: LICENCE_DEFAULT") == dates("rule: PERMIT")


def test_a_head_extends_a_ceiling_by_ten_working_days(tmp_path: Path) -> None:
    said = "ceiling: 20wd, extended: {by: 10wd, approved_by: 局长}"
    (tmp_path / "plan.yaml").write_text(LIMITS.format(duration="31wd", limit=said), encoding="utf-8")
    project = schedule.load(tmp_path)
    found = compute(as_of(project, project.plan.start))
    assert (above_ceilings(found), below_floors(found)) == ((), ())


def test_a_decision_below_a_floor_is_refused_and_with_a_document_it_is_not(tmp_path: Path) -> None:
    basis = "{article: 招标投标法第24条, floor: 20cd}"
    (tmp_path / "plan.yaml").write_text(PLAN.replace("BASIS", basis), encoding="utf-8")
    args = ["decide", str(tmp_path), "bid duration=10cd", "--date", "2016-01-25", "--reason", "抢工期"]
    done = CliRunner().invoke(main, [*args, "--approved-by", "领导小组"], catch_exceptions=False)
    assert done.exit_code == 1
    assert "早于法定最早完成日" in done.stderr
    assert not list(tmp_path.glob("updates/*"))
    waived = basis.replace("20cd}", "20cd, waived: {by: 省招标办, document: 省招〔2016〕1号}}")
    (tmp_path / "plan.yaml").write_text(PLAN.replace("BASIS", waived), encoding="utf-8")
    done = CliRunner().invoke(main, [*args, "--approved-by", "领导小组"], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr


def test_an_older_plan_is_told_the_right_date_and_stays_readable() -> None:
    """The template of 2016 as 0.1.0 wrote it: day 20 after 7 February is Saturday the 27th."""
    told = ran("check", CORPUS / "government-2016", "--lang", "en")
    assert "“bid-period” starts on 2016-02-07 and ends on 2016-02-26, 3 d before the law" in told
    assert "lets it end on 2016-02-29: at least 20 calendar days (招标投标法第24条)" in told
    assert "“candidate-publicity” starts on 2016-03-01 and ends on 2016-03-03, 1 d before" in told
    assert "3 warnings" in told
    ran("deadlines", CORPUS / "government-2016")


def test_the_sample_is_lawful() -> None:
    assert schedule.read("plans/kashgar")[1] == ()
    project = schedule.load("plans/kashgar")
    for update in project.updates:
        assert schedule.meeting(project, update.data_date).shortfalls == ()


def test_why_a_date_stands_is_told_with_the_article_and_a_day_less_is_not_offered(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN.replace("BASIS", "{rule: BID_PERIOD}"), encoding="utf-8")
    told = ran("explain", tmp_path, "award")
    assert "法定期限 2月16日 届满（招标投标法第24条），不得压缩" in told
    assert "规定的时限，不能再少：投标期" in told
    assert "未开始〔法〕" in ran("deadlines", tmp_path)


@pytest.mark.parametrize(
    ("floor", "must"), [("400cd", "2017-03-02"), ("730cd", "2018-01-26"), ("3650cd", "2026-01-26")]
)
def test_a_clerk_is_told_of_a_floor_far_longer_than_the_plan(tmp_path: Path, floor: str, must: str) -> None:
    """From Wednesday 27 January 2016 so many days on, where the calendars of a plan of months hardly reach.

    366 days on it is 27 January 2017, 34 more 2 March; 730 days on Friday 26 January 2018; ten years less three leap
    days on Saturday 24 January 2026, put off to Monday.
    """
    (tmp_path / "plan.yaml").write_text(PLAN.replace("BASIS", f"{{floor: {floor}}}"), encoding="utf-8")
    _, faults = schedule.read(tmp_path)
    (fault,) = [one for one in faults if one.code == "below-floor"]
    assert (fault.severity, fault.facts["expected"]) == (Severity.ERROR, must)
