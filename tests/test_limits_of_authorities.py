"""A permit over its legal limit: red for the authority on every paper, whatever float is left, and no date moves.

By hand, on the working days of 2016 (7 to 13 February off, 6 and 14 February worked): accepted on 29 January, sent back
on 3 February (1, 2, 3 are used), accepted again on 18 February; day 15 is Monday 7 March.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import at, plan, span, task

import schedule
from schedule.analysis.dates.alerts import Alert, Light, alerts, judged
from schedule.analysis.dates.within import Within
from schedule.analysis.meeting import Meeting
from schedule.analysis.reports.ceilings import ceilings, is_near
from schedule.calendars.periods import PeriodUnit
from schedule.calendars.worktime import DAY, minutes
from schedule.commands import main
from schedule.engine.compute import compute
from schedule.engine.state import as_of
from schedule.law.statutes import Kind
from schedule.law.terms import Term
from schedule.model import Basis, Filing, FilingKind, Progress, Project, Update
from schedule.output.answers.limits import limits_table
from schedule.output.letters.notice import notice_markdown
from schedule.output.letters.supervision import supervision_markdown
from schedule.output.words.limits import limit_text, to_confirm
from schedule.output.words.phrases import voice_of
from schedule.output.words.saying import Days
from schedule.output.words.sentences import sentence

PLAN = """daopai: 1
project: {name: 道路工程, name_en: Road works, start: 2016-01-04, calendar: china}
bodies: {agent: {name: 代建中心}, housing: {name: 住建局, name_en: Housing Bureau}, owner: {name: 管委会}}
tasks:
  docs: {name: 准备材料, duration: 15wd, body: agent}
  permit:
    {name: 施工许可证, name_en: Construction permit, duration: 10wd, body: housing, applicant: agent, after: [docs],
     basis: BASIS, evidence: 许可证}
  build: {name: 施工, duration: 60cd, body: owner, after: [permit]}
  done: {name: 完工, milestone: finish, body: owner, after: [build], deadline: DEADLINE}
"""
WEEKS = {
    "2016-02-01": "docs: {started: 2016-01-04, finished: 2016-01-28}\n"
    "  permit: {submitted: 2016-01-29, accepted: 2016-01-29, remaining: 9wd}",
    "2016-02-22": "permit: {returned: 2016-02-03, submitted: 2016-02-18, accepted: 2016-02-18, remaining: 9wd}",
}
LIMIT = "15个工作日（建筑法第8条；建筑工程施工许可管理办法（住建部令第18号）第5条）"

TEXTS = ("minutes", "page", "secretary", "notice", "supervision", "alerts")
"""The papers of a meeting that have sentences."""


def made(
    folder: Path, *weeks: str, basis: str = "{rule: PERMIT}", deadline: str = "2016-12-30", left: str = "5wd"
) -> Path:
    """A permit that is sent back once, and more weeks in which it is only told what is left."""
    (folder / "updates").mkdir(parents=True)
    text = PLAN.replace("BASIS", basis).replace("DEADLINE", deadline)
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    for day, said in {**WEEKS, **dict.fromkeys(weeks, f"permit: {{remaining: {left}}}")}.items():
        text = f"data_date: {day}\nprogress:\n  {said}\n"
        (folder / "updates" / f"{day}.yaml").write_text(text, encoding="utf-8")
    return folder


def met(folder: Path, day: str) -> Meeting:
    return schedule.meeting(schedule.load(folder), at(day))


def of_permit(meeting: Meeting) -> Alert | None:
    return next((alert for alert in meeting.alerts if alert.task == "permit"), None)


def ran(*args: object) -> str:
    done = CliRunner().invoke(main, [str(one) for one in args], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2016-02-29", None),  # 3 and 6 used (19, 22 to 26); the last day is seven days ahead
        ("2016-03-01", "ceiling-near"),  # within the plan's seven days
        ("2016-03-07", "ceiling-near"),  # the last day itself
        ("2016-03-08", "ceiling-passed"),
        ("2016-03-20", "ceiling-passed"),
    ],
)
def test_the_liaison_is_warned_before_the_last_day_and_red_from_the_day_after(
    tmp_path: Path, day: str, code: str | None
) -> None:
    meeting = met(made(tmp_path, day), day)
    found = of_permit(meeting)
    assert (found and found.code) == code
    if found is not None:
        assert found.light is (Light.RED if code == "ceiling-passed" else Light.YELLOW)
        assert found.body == "housing"
        assert found.cost == 0
        assert meeting.light is Light.GREEN  # the deadline has months of float, and holds


def test_the_secretary_reads_the_count(tmp_path: Path) -> None:
    """19, 22 to 26, 29 February to 4, 7 to 11, 14 to 18 March are 21, with three before: 24 of 15."""
    meeting = met(made(tmp_path, "2016-03-20"), "2016-03-20")
    found = of_permit(meeting)
    assert found is not None
    assert voice_of(meeting.schedule, "zh").tell(sentence(found, voice_of(meeting.schedule, "zh").plan)) == (
        "施工许可证（住建局）已超法定期限 9 个工作日，3月7日 到期，还没有报办结："
        f"1月29日 受理，法定期限 {LIMIT}，已用 24 个工作日，停表 8 个工作日。"
    )
    assert voice_of(meeting.schedule, "en").tell(sentence(found, voice_of(meeting.schedule, "en").plan)) == (
        "Construction permit (Housing Bureau) is 9 working days over the legal limit, which ended on 7 Mar, and no "
        "decision is reported: accepted on 29 Jan, the legal limit is 15 working days (建筑法第8条；"
        "建筑工程施工许可管理办法（住建部令第18号）第5条), 24 working days used, 8 working days stopped."
    )
    facts = {key: found.facts[key] for key in ("limit", "accepted", "used_days", "stopped_days", "due", "over_days")}
    assert facts == {
        "limit": "15wd",
        "accepted": "2016-01-29",
        "used_days": 24,
        "stopped_days": 8,
        "due": "2016-03-07",
        "over_days": 9,
    }


def test_on_the_day_after_the_last_nothing_is_over_and_the_limit_has_passed(tmp_path: Path) -> None:
    meeting = met(made(tmp_path, "2016-03-08"), "2016-03-08")
    found = of_permit(meeting)
    assert found is not None
    told = voice_of(meeting.schedule, "zh").tell(sentence(found, voice_of(meeting.schedule, "zh").plan))
    assert told.startswith("施工许可证（住建局）法定期限 3月7日 已到期，还没有报办结：1月29日 受理")


def test_every_paper_tells_it(tmp_path: Path) -> None:
    folder, out = made(tmp_path / "plan", "2016-03-20"), tmp_path / "out"
    only = [word for name in TEXTS for word in ("--only", name)]  # the charts have no room for sentences
    ran("meeting", folder, "-o", out, *only)
    for name in ("meeting.md", "meeting.html", "secretary.md", "notice.md", "supervision.md", "alerts.csv"):
        assert "已超法定期限 9 个工作日" in (out / name).read_text(encoding="utf-8"), name
    (alert,) = json.loads((out / "alerts.json").read_text(encoding="utf-8"))
    assert (alert["code"], alert["body"]) == ("ceiling-passed", "housing")
    notice = (out / "notice.md").read_text(encoding="utf-8")
    assert "3月7日 到期），预计 3月25日 完成" in notice  # five days from Monday the 21st
    assert "红灯 1 项（现在要抓 1 项）" in notice
    assert "审批超过期限没有办结，今天要定督办的办法" in (out / "meeting.md").read_text(encoding="utf-8")


def test_the_days_over_a_limit_that_fell_on_a_day_off_can_be_added_up(tmp_path: Path) -> None:
    """Thirty days from Friday 1 January 2016 end on Sunday the 31st, so on Monday 1 February.

    On the morning of the 8th, 37 days are used and 6 are over: 37 less 30 less the one that the day off put it off by.
    """
    (tmp_path / "updates").mkdir()
    text = (
        PLAN.replace("BASIS", "{ceiling: 30cd}").replace("DEADLINE", "2016-12-30").replace("2016-01-04", "2015-12-01")
    )
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    said = "docs: {started: 2015-12-01, finished: 2015-12-21}\n  permit: {submitted: 2016-01-01, remaining: 5wd, "
    said += "accepted: 2016-01-01}"
    (tmp_path / "updates" / "2016-02-08.yaml").write_text(f"data_date: 2016-02-08\nprogress:\n  {said}\n", "utf-8")
    meeting = met(tmp_path, "2016-02-08")
    for lang, words in (
        ("zh", "已用 37 天，2016年2月1日 到期（末日遇放假，顺延了 1 天），超期 6 天"),
        ("en", "1 Feb 2016 (the last day is put off by 1 day, being a day off), 6 days over"),
    ):
        assert words in supervision_markdown(meeting, voice_of(meeting.schedule, lang))


def test_the_supervision_letter_names_the_article_and_the_count(tmp_path: Path) -> None:
    folder, out = made(tmp_path / "plan", "2016-03-20"), tmp_path / "out"
    ran("meeting", folder, "-o", out, "--only", "supervision")
    letter = (out / "supervision.md").read_text(encoding="utf-8")
    assert "| 责任单位 | 住建局 |" in letter
    assert "应于 2016年3月7日 前办结，已过；新的时限" in letter
    assert (
        f"2016年1月29日 受理，法定期限 {LIMIT}，已用 24 个工作日，停表 8 个工作日，2016年3月7日 到期，超期 9 个工作日。"
        "停表：2016年2月3日 退回补正，2016年2月18日 再受理，8 个工作日。"
        "受理后退回补正，这里按接着算，要不要重新起算要核实；"
        "条文写“日”，按工作日算，要核实；条文请核对国家法律法规数据库。"
    ) in letter
    assert "立即依法作出决定" in letter


def test_a_file_that_is_sent_back_after_its_limit_stays_the_authoritys_red(tmp_path: Path) -> None:
    folder = made(tmp_path, "2016-03-10")
    said = "data_date: 2016-03-20\nprogress:\n  permit: {returned: 2016-03-15, remaining: 5wd}\n"
    (folder / "updates" / "2016-03-20.yaml").write_text(said, encoding="utf-8")
    meeting = met(folder, "2016-03-20")
    found = of_permit(meeting)
    assert found is not None
    # 8 to 11, 14 and 15 March are over; the agent has to correct it, and the limit is the bureau's.
    assert (found.code, found.body, found.desk, found.facts["over_days"]) == ("ceiling-passed", "housing", "agent", 6)
    assert "施工许可证（住建局）已超法定期限 6 个工作日" in voice_of(meeting.schedule, "zh").tell(
        sentence(found, voice_of(meeting.schedule, "zh").plan)
    )


def test_a_lost_deadline_comes_first_and_the_limit_is_told_with_it(tmp_path: Path) -> None:
    meeting = met(made(tmp_path, "2016-03-20", deadline="2016-04-01"), "2016-03-20")
    found = of_permit(meeting)
    assert found is not None
    assert found.code != "ceiling-passed"
    assert "ceiling-passed" in found.also
    told = voice_of(meeting.schedule, "zh").tell(sentence(found, voice_of(meeting.schedule, "zh").plan))
    assert told.endswith(
        "也已超法定期限 9 个工作日（" + LIMIT.replace("（", "，", 1).removesuffix("）") + "，3月7日 到期）。"
    )
    out = tmp_path / "out"
    ran("meeting", tmp_path, "-o", out, "--only", "supervision")
    assert "超期 9 个工作日" in (out / "supervision.md").read_text(encoding="utf-8")


def test_a_letter_grants_no_authority_more_time_than_its_article(tmp_path: Path) -> None:
    """Its last day was 7 March. 60 days of works before 11 May begin on 13 March, so the red line is Friday the 11th.

    Five working days are left on the 8th: the 14th, and the deadline is lost as well.
    """
    meeting = met(made(tmp_path, "2016-03-08", deadline="2016-05-11"), "2016-03-08")
    found = of_permit(meeting)
    assert found is not None
    assert (found.code, found.facts["latest_finish"]) == ("negative-float", "2016-03-11")
    letters = supervision_markdown(meeting, voice_of(meeting.schedule, "zh"))
    assert "应于 2016年3月7日 前办结，已过；新的时限〔待填：由会议确定〕" in letters
    assert "3月11日 前完成" not in letters


@pytest.mark.parametrize(("day", "asked"), [("2016-03-01", "03-07"), ("2016-03-07", "03-07"), ("2016-03-08", "03-18")])
def test_no_authority_is_asked_for_later_than_its_last_day(tmp_path: Path, day: str, asked: str) -> None:
    """Nine working days are left on 1 March, until the 11th, and its last day is the 7th: that is what is asked for.

    On the day itself too; from the 8th on, nine days more end on the 18th, and the limit stands in its own words.
    """
    meeting = met(made(tmp_path, day, left="9wd"), day)
    assert f"{meeting.requests['permit'].finish:%m-%d}" == asked
    alert = of_permit(meeting)
    assert alert is not None
    assert alert.facts["requested_finish"] == f"2016-{asked}"
    if day == "2016-03-01":
        voice = voice_of(meeting.schedule, "zh")
        assert "施工许可证 3月7日 完成" in notice_markdown(meeting, voice)


@pytest.mark.parametrize("applicant", ["", "applicant: agent, "])
def test_a_review_is_not_counted_whether_or_not_the_plan_names_who_applied(tmp_path: Path, applicant: str) -> None:
    # Begun on 25 January; experts review until the report of the morning of Monday 22 February. 22 to 26 and 29
    # February and 1 to 4 March are ten days, all that a small project's drawings have.
    (tmp_path / "updates").mkdir()
    basis = "basis: {rule: DRAW, size: small}"
    text = PLAN.replace("applicant: agent, ", applicant).replace("basis: BASIS", basis)
    (tmp_path / "plan.yaml").write_text(text.replace("DEADLINE", "2016-12-30"), encoding="utf-8")
    begun = "docs: {started: 2016-01-04, finished: 2016-01-22}\n  permit: {started: 2016-01-25, remaining: 9wd"
    weeks = {
        "2016-02-22": begun + ", cause: 专家评审, document: 告知1号}",
        "2016-03-07": "permit: {remaining: 5wd}",
    }
    for day, said in weeks.items():
        (tmp_path / "updates" / f"{day}.yaml").write_text(f"data_date: {day}\nprogress:\n  {said}\n", "utf-8")
    (found,) = met(tmp_path, "2016-03-07").ceilings
    assert (found.clock.used, found.clock.due, found.clock.passed) == (10, date(2016, 3, 4), True)


@pytest.mark.parametrize(
    ("picked", "told"),
    [
        ("waiting for money", {"zh": "资金未到位", "en": "waiting for money"}),
        ("资金未到位", {"zh": "资金未到位", "en": "waiting for money"}),
    ],
)
def test_why_a_limit_stopped_is_told_in_its_readers_words_where_it_was_picked_from_a_form(
    tmp_path: Path, picked: str, told: dict[str, str]
) -> None:
    folder = made(tmp_path, "2016-03-07")
    said = f"data_date: 2016-02-29\nprogress:\n  permit: {{remaining: 9wd, cause: {picked}}}\n"
    (folder / "updates" / "2016-02-29.yaml").write_text(said, encoding="utf-8")
    for lang, words in told.items():
        text = " ".join(ran("law", folder, "--lang", lang).split())
        assert words in text, text
        assert not any(other in text for other in told.values() if other != words), text


def test_an_applicant_is_not_told_that_it_is_over_the_authoritys_limit(tmp_path: Path) -> None:
    """The agent has the file again since 15 March, when the bureau was six days over, and a deadline is lost."""
    folder = made(tmp_path, "2016-03-10", deadline="2016-04-01")
    said = "data_date: 2016-03-20\nprogress:\n  permit: {returned: 2016-03-15, remaining: 5wd}\n"
    (folder / "updates" / "2016-03-20.yaml").write_text(said, encoding="utf-8")
    meeting = met(folder, "2016-03-20")
    found = of_permit(meeting)
    assert found is not None
    assert (found.body, found.bodies, found.authority) == ("agent", ("agent", "housing"), "housing")
    assert "住建局已超法定期限 6 个工作日" in voice_of(meeting.schedule, "zh").tell(
        sentence(found, voice_of(meeting.schedule, "zh").plan)
    )
    assert "Housing Bureau is 6 working days over" in voice_of(meeting.schedule, "en").tell(
        sentence(found, voice_of(meeting.schedule, "en").plan)
    )
    out = tmp_path / "out"
    ran("meeting", tmp_path, "-o", out, "--only", "supervision", "--only", "notice")
    letter = (out / "supervision.md").read_text(encoding="utf-8")
    assert "| 责任单位 | 代建中心、住建局 |" in letter
    assert "住建局：2016年1月29日 受理" in letter
    assert "住建局说明超过期限没有办结的原因，补正报回后当天接着办" in letter
    assert "已超法定期限 6 个工作日（建筑法第8条；" in letter
    assert "要不再多晚，本事项最迟 2月5日 完成。" in letter  # what is asked, after the count and whole
    for lang in ("zh", "en"):
        assert "…" not in supervision_markdown(meeting, voice_of(meeting.schedule, lang))
    assert "施工许可证，住建局已超法定期限 6 个工作日" in (out / "notice.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("basis", "kind", "over"),
    [
        ("{rule: PERMIT}", "法定期限", 9),
        ("{rule: LICENCE_DEFAULT}", "法定期限", 4),
        ("{article: 县政府承诺, ceiling: 10wd}", "规定期限", 14),
        ("{rule: LICENCE_DEFAULT, extended: {by: 10wd, approved_by: 局长, on: 2016-03-01}}", "", 0),
    ],
)
def test_what_is_promised_is_not_called_the_law(tmp_path: Path, basis: str, kind: str, over: int) -> None:
    meeting = met(made(tmp_path, "2016-03-20", basis=basis), "2016-03-20")
    found = of_permit(meeting)
    if not over:
        assert found is not None
        assert found.code == "ceiling-near"  # 24 of 30 used
        told = voice_of(meeting.schedule, "zh").tell(
            sentence(found, voice_of(meeting.schedule, "zh").plan)
        )  # of which the law's are 20
        assert "法定期限 20个工作日（行政许可法第42条、第82条），局长批准延长 10 个工作日，已用 24 个工作日" in told
        assert voice_of(meeting.schedule, "zh").tell(limit_text(meeting.ceilings[0].clock)) == (
            "20个工作日（行政许可法第42条、第82条）、批准延长 10 个工作日"
        )
    else:
        assert found is not None
        assert f"已超{kind} {over} 个工作日" in voice_of(meeting.schedule, "zh").tell(
            sentence(found, voice_of(meeting.schedule, "zh").plan)
        )


def test_the_rule_is_that_of_the_day_on_which_silence_accepted(tmp_path: Path) -> None:
    """Handed in on 12 April 2019 and told as accepted on the 23rd, when seven days are the law: too late by silence."""
    (tmp_path / "updates").mkdir()
    text = PLAN.replace("BASIS", "{rule: PERMIT}").replace("DEADLINE", "2019-12-30").replace("2016-01-04", "2019-03-04")
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    said = (
        "docs: {started: 2019-03-04, finished: 2019-03-22}\n"
        "  permit: {submitted: 2019-04-12, accepted: 2019-04-23, remaining: 5wd}"
    )
    update = f"data_date: 2019-04-29\nprogress:\n  {said}\n"
    (tmp_path / "updates" / "2019-04-29.yaml").write_text(update, encoding="utf-8")
    told = ran("law", tmp_path)
    assert f"PERMIT，办结时限 {LIMIT}，以2019年4月12日为准" in told
    assert "办结时限 7个工作日" not in told.split("本计划用到的")[1]


def test_a_person_is_told_of_an_extension_that_came_too_late(tmp_path: Path) -> None:
    # Day 20 is Monday 14 March: 3 used, and 17 working days from 19 February on.
    basis = "{rule: LICENCE_DEFAULT, extended: {by: 10wd, approved_by: 局长, on: 2016-03-15}}"
    meeting = met(made(tmp_path, "2016-03-20", basis=basis), "2016-03-20")
    (one,) = meeting.ceilings
    assert (one.clock.due, one.clock.over) == (date(2016, 3, 14), 4)
    assert "3月15日 批准延长时已经到期，没有算延长，要核实" in voice_of(meeting.schedule, "zh").told(
        to_confirm(one.clock, voice_of(meeting.schedule, "zh").plan)
    )
    # Where the minutes tell of the decision, the alert beside it says that it moved nothing; a letter says so once.
    alert = of_permit(meeting)
    assert alert is not None
    said = voice_of(meeting.schedule, "zh").tell(sentence(alert, voice_of(meeting.schedule, "zh").plan))
    assert said.count("3月15日 批准延长时已经到期，没有算延长") == 1
    assert supervision_markdown(meeting, voice_of(meeting.schedule, "zh")).count("没有算延长") == 1


def test_a_person_is_asked_about_what_no_record_shows(tmp_path: Path) -> None:
    folder = made(tmp_path, "2016-03-20")
    later = {
        "2016-02-22": "permit: {remaining: 9wd, cause: 等待公示结束}",
        "2016-03-20": "permit: {remaining: 5wd, cause: 专家评审}",
    }
    for day, said in later.items():
        text = f"data_date: {day}\nprogress:\n  {said}\n"
        (folder / "updates" / f"{day}.yaml").write_text(text, encoding="utf-8")
    first = "data_date: 2016-02-01\nprogress:\n  docs: {started: 2016-01-04, finished: 2016-01-28}\n"
    (folder / "updates" / "2016-02-01.yaml").write_text(
        first + "  permit: {submitted: 2016-01-22, remaining: 9wd}\n", encoding="utf-8"
    )
    meeting = met(folder, "2016-03-20")
    (one,) = meeting.ceilings
    assert voice_of(meeting.schedule, "zh").told(to_confirm(one.clock, voice_of(meeting.schedule, "zh").plan)) == (
        "没有告知能不能视为受理，部门法有没有另外规定，要核实",
        "条文写“日”，按工作日算，要核实",
        "等待公示结束不在行政许可法第45条所列之内，能不能扣除要核实",
        "停表没有见到书面告知（第45条）",
    )


def test_the_papers_of_a_decided_permit_are_silent(tmp_path: Path) -> None:
    folder = made(tmp_path, "2016-03-10")
    done = "{finished: 2016-03-18, decided: 2016-03-18, document: 建字1号}"
    said = f"data_date: 2016-03-20\nprogress:\n  permit: {done}\n"
    (folder / "updates" / "2016-03-20.yaml").write_text(said, encoding="utf-8")
    meeting = met(folder, "2016-03-20")
    assert of_permit(meeting) is None
    assert [(one.clock.over, one.clock.is_open) for one in meeting.ceilings] == [(9, False)]


# ── the table ──────────


def test_the_clerk_reads_the_count_of_each_authority_in_a_table(tmp_path: Path) -> None:
    folder = made(tmp_path, "2016-03-20")
    meeting = met(folder, "2016-03-20")
    voice = voice_of(meeting.schedule, "zh")
    (row,) = limits_table(meeting.ceilings, voice.plan).records(voice)
    assert row == {
        "authority": "住建局",
        "task": "施工许可证",
        "limit_state": "在办",
        "limit_accepted": date(2016, 1, 29),
        "limit": LIMIT,
        "limit_used": Days(Fraction(24), True),
        "limit_stopped": "2016年2月3日 退回补正，2016年2月18日 再受理，8 个工作日",
        "limit_due": date(2016, 3, 7),
        "limit_over": Days(Fraction(9), True),
        "limit_confirm": "受理后退回补正，这里按接着算，要不要重新起算要核实；条文写“日”，按工作日算，要核实",
        "id": "permit",
    }
    assert "审批时限：1 件，超期没有办结 1 件" in ran("law", folder, "--date", "2016-03-20")
    assert "Limits on authorities: 1 file, over their limit and not decided: 1 file" in ran(
        "law", folder, "--lang", "en"
    )


def test_the_table_tells_what_is_not_accepted_and_what_was_decided_in_time(tmp_path: Path) -> None:
    """Received on 29 January: until 5 February nobody knows. Decided on 24 February, day 15, it was in time."""
    folder = made(tmp_path)
    (folder / "updates" / "2016-02-22.yaml").unlink()
    first = "data_date: 2016-02-01\nprogress:\n  docs: {started: 2016-01-04, finished: 2016-01-28}\n"
    submitted = first + "  permit: {submitted: 2016-01-29, remaining: 9wd}\n"
    (folder / "updates" / "2016-02-01.yaml").write_text(submitted, encoding="utf-8")
    meeting = met(folder, "2016-02-01")
    voice = voice_of(meeting.schedule, "zh")
    (row,) = limits_table(meeting.ceilings, voice.plan).records(voice)
    assert (row["limit_state"], row["limit_accepted"], row["limit_due"]) == ("已收件，待受理", None, None)
    assert "2016年1月29日 收件，到 2016年2月5日 没有告知的，视为当日受理" in str(row["limit_confirm"])
    done = "{accepted: 2016-01-29, decided: 2016-02-24, finished: 2016-02-24, document: 建字1号}"
    text = f"data_date: 2016-02-29\nprogress:\n  permit: {done}\n"
    (folder / "updates" / "2016-02-29.yaml").write_text(text, encoding="utf-8")
    meeting = met(folder, "2016-02-29")
    voice = voice_of(meeting.schedule, "zh")
    (row,) = limits_table(meeting.ceilings, voice.plan).records(voice)
    assert (row["limit_state"], row["limit_due"], row["limit_over"]) == ("已办结", date(2016, 2, 24), "按期办结")


def test_the_clerk_reads_that_a_permit_was_in_time_which_was_decided_while_its_clock_stood_still(
    tmp_path: Path,
) -> None:
    """Accepted on Friday 29 January 2016: 1 to 6 and 14 to 19 February are 12 working days of 15 (a festival between).

    Experts had it from Monday 22 February on, and it was decided on the 26th: no last day ever came near.
    """
    folder = made(tmp_path)
    weeks = {
        "2016-02-22": "permit: {remaining: 8wd}",
        "2016-02-29": "permit: {decided: 2016-02-26, finished: 2016-02-26, document: 建字1号, cause: 专家评审}",
    }
    for day, said in weeks.items():
        text = f"data_date: {day}\nprogress:\n  {said}\n"
        (folder / "updates" / f"{day}.yaml").write_text(text, encoding="utf-8")
    meeting = met(folder, "2016-02-29")
    voice = voice_of(meeting.schedule, "zh")
    (row,) = limits_table(meeting.ceilings, voice.plan).records(voice)
    assert (row["limit_used"], row["limit_due"], row["limit_over"]) == (Days(Fraction(12), True), None, "按期办结")
    assert "按期办结" in ran("custody", folder, "--date", "2016-02-29")


@pytest.mark.slow
def test_the_workbook_has_a_sheet_of_limits_and_none_where_nothing_was_handed_in(tmp_path: Path) -> None:
    ran("deadlines", made(tmp_path / "a", "2016-03-20"), "-o", tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert "审批时限" in book.sheetnames
    cells = [str(cell) for row in book["审批时限"].iter_rows(values_only=True) for cell in row if cell is not None]
    assert "2016-03-07 00:00:00" in cells
    assert any("请核对国家法律法规数据库" in cell for cell in cells)
    bare = made(tmp_path / "b", basis="{note: 无}")
    ran("deadlines", bare, "-o", tmp_path / "b.xlsx")
    assert "审批时限" not in openpyxl.load_workbook(tmp_path / "b.xlsx").sheetnames


# ── what never happens ──────────


@st.composite
def histories(draw: st.DrawFn) -> Project:
    """A chain of approvals with any limits, told over some weeks."""
    basis = st.sampled_from(
        [
            None,
            Basis(rule="PERMIT"),
            Basis(rule="LICENCE_DEFAULT"),
            Basis(ceiling=span("5wd")),
            Basis(ceiling=span("9cd")),
        ]
    )
    tasks = [task("t0", "5wd")]
    for k in range(1, draw(st.integers(2, 4))):
        one = task(f"t{k}", f"{draw(st.integers(1, 12))}wd", f"t{k - 1}", body="housing", applicant="agent")
        tasks.append(replace(one, basis=draw(basis)))
    base = plan(*tasks, start="2016-01-04", calendar="china")
    begun = at("2016-01-11") + draw(st.integers(0, 5)) * DAY
    filings = (Filing(FilingKind.SUBMITTED, begun),)
    if draw(st.booleans()):
        filings += (Filing(FilingKind.RETURNED, begun + draw(st.integers(1, 9)) * DAY),)
    first = Progress("t0", started=at("2016-01-04"), finished=at("2016-01-09"))
    now = at("2016-01-11") + draw(st.integers(15, 40)) * DAY
    return Project(base, (Update(now, (first, Progress("t1", filings=filings, remaining=span("3wd")))),))


@settings(max_examples=60)
@given(histories())
def test_schedules_with_and_without_limits_are_equal(history: Project) -> None:
    now = history.updates[-1].data_date
    bare = {name: replace(one, basis=None) for name, one in history.plan.tasks.items()}
    without = replace(history, plan=replace(history.plan, tasks=bare))
    dates = [
        {
            name: (one.start, one.finish, one.late_start, one.late_finish, one.stage)
            for name, one in compute(as_of(one, now)).tasks.items()
        }
        for one in (history, without)
    ]
    assert dates[0] == dates[1]


@pytest.mark.slow
@settings(max_examples=60)
@given(histories())
def test_an_alert_stands_exactly_where_a_limit_has_passed_or_is_near(history: Project) -> None:
    now = history.updates[-1].data_date
    meeting = schedule.meeting(history)
    told = {alert.task: (alert.code, *alert.also) for alert in meeting.alerts}
    for one in ceilings(history, meeting.schedule):
        codes = told.get(one.task, ())
        assert ("ceiling-passed" in codes) is (one.clock.is_open and one.clock.passed)
        if "ceiling-near" in codes:
            assert is_near(one.clock, now, 7)
        if one.clock.due is not None and one.clock.is_open:
            assert one.clock.passed is (minutes(one.clock.due) + DAY <= now)


CLOCK = "{rule: PERMIT, correction: %s}"


@pytest.mark.parametrize(
    ("accepted", "basis", "due", "used"),
    [
        ("accepted: 2016-01-29, ", "{rule: PERMIT}", date(2016, 3, 7), 9),  # 3 days in January's file, 6 in February's
        ("accepted: 2016-01-29, ", CLOCK % "resume", date(2016, 3, 7), 9),
        ("accepted: 2016-01-29, ", CLOCK % "restart", date(2016, 3, 10), 6),
        ("", "{rule: PERMIT}", date(2016, 3, 10), 6),  # sent back before it was accepted
        ("", CLOCK % "restart", date(2016, 3, 10), 6),
        ("", CLOCK % "resume", date(2016, 3, 7), 9),
    ],
)
def test_a_clerk_counts_on_or_anew_after_a_return_as_the_plan_says(
    tmp_path: Path, accepted: str, basis: str, due: date, used: int
) -> None:
    """Handed in on 29 January, back on 3 February (1, 2, 3), in again on the 18th; 19 and 22 to 26 have gone since.

    Anew fifteen days from 18 February are 19, 22 to 26, 29 February to 4 March, 7 to 10 March.
    """
    weeks = {
        "2016-02-01": "docs: {started: 2016-01-04, finished: 2016-01-28}\n"
        f"  permit: {{submitted: 2016-01-29, {accepted}remaining: 9wd}}",
        "2016-02-27": "permit: {returned: 2016-02-03, submitted: 2016-02-18, accepted: 2016-02-18, remaining: 9wd}",
    }
    (tmp_path / "updates").mkdir()
    text = PLAN.replace("BASIS", basis).replace("DEADLINE", "2016-12-30")
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    for day, said in weeks.items():
        update = f"data_date: {day}\nprogress:\n  {said}\n"
        (tmp_path / "updates" / f"{day}.yaml").write_text(update, encoding="utf-8")
    meeting = schedule.meeting(schedule.load(tmp_path))
    (one,) = meeting.ceilings
    assert (one.clock.due, one.clock.used) == (due, used)
    asked = any(
        "重新起算" in item
        for item in voice_of(meeting.schedule, "zh").told(to_confirm(one.clock, voice_of(meeting.schedule, "zh").plan))
    )
    assert asked is (bool(accepted) and "correction" not in basis)


def test_the_head_of_an_authority_extends_its_period_by_a_decision(tmp_path: Path) -> None:
    """Day 15 is 7 March; ten working days more are 8 to 11, 14 to 18 and 21 March."""
    folder = made(tmp_path)
    args = ["decide", str(folder), "permit extended=10wd", "--date", "2016-03-01", "--reason", "材料复杂"]
    done = CliRunner().invoke(main, [*args, "--approved-by", "住建局局长"], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    assert "施工许可证：经住建局局长批准延长 10 个工作日。理由：" in done.stdout  # and not "PERMIT → PERMIT, …"
    project = schedule.load(folder)
    (one,) = schedule.meeting(project).ceilings
    assert one.clock.due == date(2016, 3, 21)
    (before,) = schedule.meeting(project, project.updates[1].data_date).ceilings
    assert before.clock.due == date(2016, 3, 7)  # last week's paper stays as it was
    again = CliRunner().invoke(main, [*args[:3], "--date", "2016-03-08", *args[5:], "--approved-by", "县长"])
    assert again.exit_code == 0, again.stderr
    (one,) = schedule.meeting(schedule.load(folder)).ceilings
    assert (one.clock.due, one.clock.too_late) == (date(2016, 3, 21), None)  # in all ten, given while they ran
    late = made(tmp_path / "late")
    done = CliRunner().invoke(main, ["decide", str(late), *args[2:3], "--date", "2016-03-08", *args[5:], *BY])
    assert done.exit_code == 0, done.stderr
    (one,) = schedule.meeting(schedule.load(late)).ceilings
    assert (one.clock.due, one.clock.too_late is not None) == (date(2016, 3, 7), True)  # its own last day was over


BY = ("--approved-by", "县长")


def test_a_permits_use_is_extended_until_a_day_by_a_decision(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(
        "daopai: 1\nproject: {name: x, start: 2016-01-04, calendar: china}\ntasks:\n"
        "  permit: {name: 施工许可证, duration: 5wd}\n"
        "  site: {name: 入场, duration: 5wd, after: [permit FS+120cd], basis: {rule: PERMIT_START, after: permit}}\n",
        encoding="utf-8",
    )
    args = ["decide", str(tmp_path), "site extended=2016-07-08", "--date", "2016-01-04", "--reason", "越冬"]
    done = CliRunner().invoke(main, [*args, "--approved-by", "住建局"], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    assert "经住建局批准延期到 7月8日" in done.stdout
    told = CliRunner().invoke(main, ["check", str(tmp_path)], catch_exceptions=False)
    assert "到时已失效" not in told.output


@pytest.mark.parametrize(
    ("said", "wrong"), [("by: 0wd", "“0wd”不是工期"), ("until: 2016-13-01", "“2016-13-01”不是日期")]
)
def test_an_extension_whose_days_cannot_be_read_is_not_called_missing(tmp_path: Path, said: str, wrong: str) -> None:
    basis = f"{{rule: LICENCE_DEFAULT, extended: {{{said}, approved_by: 局长, on: 2016-03-01}}}}"
    text = "daopai: 1\nproject: {name: 示例, start: 2016-03-01, calendar: china}\n"
    text += f"tasks:\n  permit: {{name: 审批, duration: 20wd, basis: {basis}}}\n"
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, ["check", str(tmp_path)])
    assert done.exit_code == 1
    assert wrong in done.stderr
    assert "少了" not in done.stderr


def test_a_secretary_is_told_that_there_is_no_period_to_extend(tmp_path: Path) -> None:
    """The decision was recorded, and changed nothing."""
    text = "daopai: 1\nproject: {name: 示例, start: 2016-03-01, calendar: china}\n"
    (tmp_path / "plan.yaml").write_text(f"{text}tasks:\n  permit: {{name: 审批, duration: 20wd}}\n", encoding="utf-8")
    for change in ("permit extended=10wd", "permit correction=restart"):
        words = [
            "decide",
            str(tmp_path),
            change,
            "--date",
            "2016-03-01",
            "--reason",
            "材料复杂",
            "--approved-by",
            "局长",
        ]
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 1
        assert "这一项没有期限" in done.stderr
        assert "CHANGE:1:8" in done.stderr


def test_the_clerk_reads_the_article_of_what_the_line_is_about(tmp_path: Path) -> None:
    """A limit has passed on 7 March, and so has a period of another article on the 1st: the line is the limit's."""
    meeting = met(made(tmp_path, "2016-03-08"), "2016-03-08")
    term = Term(5, PeriodUnit.WORKING_DAYS, article="县规第9条")
    day, due = date(2016, 2, 23), date(2016, 3, 1)
    also = {"permit": Within("permit", "docs", Kind.REPORT_WITHIN, term, day, due, date(2016, 3, 14))}
    evidence = replace(meeting.evidence, within=also)
    (found,) = [one for one in alerts(evidence, judged(evidence)) if one.task == "permit"]
    assert found.code == "ceiling-passed"
    assert "within-passed" in found.also
    assert (found.facts["due"], found.facts["limit"], found.facts["since"]) == ("2016-03-07", "15wd", "2016-02-23")
    assert str(found.facts["article"]).startswith("建筑法第8条")


@pytest.mark.parametrize(("day", "code"), [("2016-03-29", "negative-float"), ("2016-03-30", "overdue")])
def test_a_red_line_has_passed_on_the_morning_after_it(tmp_path: Path, day: str, code: str) -> None:
    """Works may be done on 29 March at the latest, for the deadline of that day; a day and two days are left then.

    On the morning of the 30th every paper says that the line has passed, and so does the alert.
    """
    (tmp_path / "updates").mkdir()
    (tmp_path / "plan.yaml").write_text(
        "daopai: 1\nproject: {name: 示例, start: 2016-03-01, calendar: calendar-days, target: done}\n"
        "bodies: {agent: {name: 代建中心}}\ntasks:\n  works: {name: 施工, duration: 20cd, body: agent}\n"
        "  done: {name: 完工, milestone: finish, after: [works], deadline: 2016-03-29}\n",
        encoding="utf-8",
    )
    text = f"data_date: {day}\nprogress: {{works: {{started: 2016-03-10, remaining: 2cd}}}}\n"
    (tmp_path / "updates" / f"{day}.yaml").write_text(text, encoding="utf-8")
    meeting = met(tmp_path, day)
    (found,) = (alert for alert in meeting.alerts if alert.task == "works")
    assert (found.code, found.facts["latest_finish"]) == (code, "2016-03-29")
    told = voice_of(meeting.schedule, "zh").tell(sentence(found, meeting.schedule.state.plan))
    assert ("最迟 3月29日 就该完成" in told) is (code == "overdue")
