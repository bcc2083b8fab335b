"""Reports to look at on site: each rule's reason, its threshold, and how rarely it asks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from filled_forms import Filled, sent
from telling import in_words

import schedule
from schedule.analysis.dates.alerts import Light
from schedule.analysis.history import History
from schedule.analysis.meeting import Meeting
from schedule.calendars.worktime import minutes, start_day
from schedule.commands import main
from schedule.model import Project
from schedule.output import meeting_folder
from schedule.output.letters.notice import notice_markdown
from schedule.output.letters.secretary import secretary_markdown
from schedule.output.minutes.bulletin import bulletin
from schedule.output.words.phrases import voice_of
from schedule.output.words.sentences import doubt_sentence

KASHGAR = Path(__file__).parent.parent / "plans" / "kashgar"
PLAN = """daopai: 1
project: {name: 核实, start: 2026-03-02, calendar: office, target: done}
calendars: {office: {week: mon-fri}}
bodies: {works: {name: 施工单位}, design: {name: 设计院}}
tasks:
  drawings: {name: 图纸, body: design, duration: 20wd}
  walls: {name: 墙体, body: works, duration: 40wd}
  roof: {name: 屋面, body: works, duration: 20wd, after: [walls]}
  done: {name: 完工, body: works, milestone: finish, after: [roof, drawings], deadline: 2026-12-31}
"""


def project(tmp_path: Path, *weeks: str, plan: str = PLAN) -> Project:
    """The plan with weeks reported on Mondays from 9 March 2026 on."""
    path = tmp_path / "plan"
    (path / "updates").mkdir(parents=True)
    (path / "plan.yaml").write_text(plan, encoding="utf-8")
    for number, week in enumerate(weeks):
        day = date.fromordinal(date(2026, 3, 9).toordinal() + 7 * number).isoformat()
        lines = "".join(f"  {line}\n" for line in week.split("\n"))
        (path / "updates" / f"{day}.yaml").write_text(f"data_date: {day}\nprogress:\n{lines}", encoding="utf-8")
    return schedule.load(path)


def told(meeting: Meeting, lang: str = "zh") -> list[str]:
    """The doubts in words."""
    voice = voice_of(meeting.schedule, lang)
    return [voice.tell(doubt_sentence(one, meeting.schedule)) for one in meeting.doubts]


def codes(*args: str, tmp_path: Path, plan: str = PLAN) -> list[str]:
    return [one.code for one in schedule.meeting(project(tmp_path, *args, plan=plan)).doubts]


WALLS = "walls: {started: 2026-03-02, remaining: LEFT}"


def weeks_of(*left: str) -> list[str]:
    """Weekly reports of the walls."""
    first, *rest = left
    return [WALLS.replace("LEFT", first), *(f"walls: {{remaining: {one}}}" for one in rest)]


# ── each with body, task and reason ──────────


def test_the_secretary_sees_what_has_not_moved_for_three_weeks(tmp_path: Path) -> None:
    """Thirty days left on 9, 16, 23 and 30 March: 21 days, of which fifteen were worked."""
    meeting = schedule.meeting(project(tmp_path, *weeks_of("30wd", "30wd", "30wd", "30wd")))
    assert told(meeting) == ["墙体（施工单位）连续 21 天都报还需 30 个工作日：现场进度怎样？"]
    assert "这几项请现场核实：墙体（施工单位）：三周没有变化。" in secretary_markdown(
        meeting, voice_of(meeting.schedule, "zh")
    )
    assert set(meeting.asked) == {"walls"}


def test_what_rests_or_is_not_reported_is_not_asked_about_twice(tmp_path: Path) -> None:
    rests = weeks_of("30wd", "30wd, suspended: 2026-03-10", "30wd", "30wd")
    assert codes(*rests, tmp_path=tmp_path / "rests") == ["resting"]
    silent = [WALLS.replace("LEFT", "30wd"), *("drawings: {note: 无}",) * 3]
    assert codes(*silent, tmp_path=tmp_path / "silent") == []  # grey already
    assert codes(*weeks_of("30wd", "30wd", "30wd"), tmp_path=tmp_path / "two") == []


def secretary_of(meeting: Meeting) -> str:
    return secretary_markdown(meeting, voice_of(meeting.schedule, "zh")).replace(" ", "")


def test_work_that_was_stopped_is_asked_when_it_goes_on(tmp_path: Path) -> None:
    """Stopped on 10 March with thirty days left, and nothing said since: on the 23rd the dates have it go on at once.

    From Monday the 23rd thirty working days end on Friday, 1 May, and twenty more of the roof on the 29th.
    """
    rests = project(tmp_path / "rests", *weeks_of("30wd", "30wd, suspended: 2026-03-10"), "drawings: {note: 无}")
    meeting = schedule.meeting(rests)
    assert meeting.schedule.tasks["done"].last_day == date(2026, 5, 29)
    assert told(meeting) == ["墙体（施工单位）3月10日 起停工，没有报哪天复工，这里按 3月23日 复工计算：哪天复工？"]
    assert told(meeting, "en") == [
        "墙体 (施工单位) has been suspended since 10 Mar and nobody has said when it goes on; "
        "the dates here have it go on on 23 Mar: when does it?"
    ]
    assert meeting.asked_of_headline == meeting.doubts  # the walls decide the date
    alert = next(one for one in meeting.alerts if one.task == "walls")
    assert (alert.code, alert.light) == ("asked", Light.YELLOW)
    assert len(bulletin(meeting).asked) == 1
    notice = notice_markdown(meeting, voice_of(meeting.schedule, "zh"))
    assert notice.replace(" ", "").count("这里按3月23日复工计算：哪天复工？") == 1
    assert "墙体，施工单位负责，停工中，还需30个工作日" in secretary_of(meeting)
    goes_on = project(tmp_path / "on", *weeks_of("30wd", "30wd, suspended: 2026-03-10", "30wd, resumed: 2026-03-17"))
    assert schedule.meeting(goes_on).doubts == ()
    assert "墙体，施工单位负责，进行中，还需30个工作日" in secretary_of(schedule.meeting(goes_on))


def test_work_that_goes_on_this_morning_owes_no_report_yet(tmp_path: Path) -> None:
    """Of the week up to Monday the 23rd nothing was worked; where it went on on the Friday before, a day was."""
    for name, goes_on, owes in (("monday", "2026-03-23", False), ("friday", "2026-03-20", True)):
        second = f"30wd, suspended: 2026-03-10, resumed: {goes_on}"
        meeting = schedule.meeting(project(tmp_path / name, *weeks_of("30wd", second), "drawings: {note: 无}"))
        assert ("walls" in meeting.unreported) is owes
        assert "墙体，施工单位负责，进行中，还需30个工作日" in secretary_of(meeting)


def test_work_that_goes_on_on_a_day_ahead_rests_until_then_and_owes_no_report(tmp_path: Path) -> None:
    """Stopped on 10 March until 13 April: on the 23rd nothing is asked, nothing is unreported, and it is suspended.

    From Monday, 13 April, thirty working days end on Friday, 22 May, and twenty more of the roof on 19 June.
    """
    until = project(
        tmp_path, *weeks_of("30wd", "30wd, suspended: 2026-03-10, resumed: 2026-04-13"), "drawings: {note: 无}"
    )
    meeting = schedule.meeting(until)
    assert meeting.schedule.tasks["done"].last_day == date(2026, 6, 19)
    assert meeting.doubts == ()
    assert "walls" not in meeting.unreported
    assert "墙体，施工单位负责，停工中，还需30个工作日" in secretary_of(meeting)
    shown = CliRunner().invoke(main, ["schedule", until.folder], catch_exceptions=False).stdout
    assert "停工中" in next(line for line in shown.splitlines() if "墙体" in line)


@pytest.mark.parametrize(
    ("left", "asked"),
    [("25wd", False), ("23wd", False), ("22wd", True), ("5wd", True)],  # five days passed; two more may be rounding
)
def test_the_engineer_is_asked_about_work_that_goes_faster_than_the_calendar(
    tmp_path: Path, left: str, asked: bool
) -> None:
    assert codes(*weeks_of("30wd", left), tmp_path=tmp_path) == (["too-fast"] if asked else [])


def test_a_week_that_went_too_fast_is_asked_about_at_its_meeting_only(tmp_path: Path) -> None:
    found = project(tmp_path, *weeks_of("30wd", "10wd", "5wd"))
    second = schedule.meeting(found, minutes(date(2026, 3, 16)))
    assert told(second) == [
        "墙体（施工单位）上次报还需 30 个工作日，这次报还需 10 个工作日，其间只有 5 个工作日可以做："
        "是加了人手，还是估得不准？"
    ]
    assert told(schedule.meeting(found)) == []
    checked = CliRunner().invoke(main, ["check", found.folder], catch_exceptions=False).stdout
    assert "3月9日 报还需 30 个工作日，3月16日 报还需 10 个工作日，其间只有 5 个工作日可以做" in checked


def test_a_finish_long_before_its_time_is_asked_about_but_for_its_document(tmp_path: Path) -> None:
    first = WALLS.replace("LEFT", "30wd")
    assert codes(first, "walls: {finished: 2026-03-13}", tmp_path=tmp_path / "a") == ["too-fast"]
    assert codes(first, "walls: {finished: 2026-03-13, document: 验1号}", tmp_path=tmp_path / "b") == []


def test_an_approval_that_is_decided_early_and_a_shorter_duration_are_no_doubt(tmp_path: Path) -> None:
    approval = PLAN.replace("name: 墙体, body: works", "name: 墙体, body: works, applicant: design")
    assert codes(*weeks_of("30wd", "5wd"), tmp_path=tmp_path / "a", plan=approval) == []
    path = project(tmp_path / "b", WALLS.replace("LEFT", "30wd"), "walls: {remaining: 5wd}").folder
    week = Path(path) / "updates" / "2026-03-16.yaml"
    decided = "revisions:\n  - {task: walls, set: {duration: 20wd}, reason: 减量, approved_by: 指挥部}\n"
    week.write_text(week.read_text(encoding="utf-8") + decided, encoding="utf-8")
    assert schedule.meeting(schedule.load(path)).doubts == ()


def test_work_in_progress_before_what_it_waits_for_is_asked_about(tmp_path: Path) -> None:
    meeting = schedule.meeting(
        project(tmp_path, WALLS.replace("LEFT", "30wd") + "\nroof: {started: 2026-03-05, remaining: 15wd}")
    )
    assert told(meeting) == ["屋面（施工单位）已经开始，排在前面的墙体（未完成）：是不是可以先做？"]


def test_everything_on_the_eve_is_asked_of_the_body(tmp_path: Path) -> None:
    """Three actual dates in a week, all on Friday 13 March, none of them where the forecast had it."""
    more = "".join(f"  t{k}: {{name: 工序{k}, body: works, duration: 20wd}}\n" for k in range(3))
    plan = PLAN.replace("  done:", f"{more}  done:")
    eve = "\n".join(f"t{k}: {{started: 2026-03-13, remaining: 19wd}}" for k in range(3))
    meeting = schedule.meeting(project(tmp_path, WALLS.replace("LEFT", "30wd"), eve, plan=plan))
    assert told(meeting) == [
        "施工单位这次报的 3 个实际日期都在会前最后一个工作日（3月13日）：工序0、工序1、工序2，各是哪天的事？"
    ]


# ── nothing left ──────────

WINTER = """daopai: 1
project: {name: 冬停, start: 2026-10-08, calendar: site, target: c}
calendars: {site: {week: mon-sun, closed: [11-15..03-10]}}
bodies: {x: {name: 甲单位}}
tasks:
  a: {name: 路基, body: x, duration: 30wd}
  d: {name: 结算, body: x, duration: 10wd, calendar: china, after: [a]}
  c: {name: 竣工, body: x, milestone: finish, after: [d], calendar: china, deadline: 2026-12-20}
"""
ASKED = "路基（甲单位）报还需 0 天，没有报完成：是否已完成、哪天完成？"


@pytest.mark.parametrize("said", ["percent: 100", "remaining: 0wd", "remaining: 0cd"])
def test_everybody_is_asked_whether_what_has_nothing_left_is_done(tmp_path: Path, said: str) -> None:
    """The subgrade has nothing left on 16 November and no finish: in the closed season its finish is in March."""
    path = tmp_path / "plan"
    (path / "updates").mkdir(parents=True)
    (path / "plan.yaml").write_text(WINTER, encoding="utf-8")
    week = f"data_date: 2026-11-16\nprogress:\n  a: {{started: 2026-10-08, {said}}}\n"
    (path / "updates" / "2026-11-16.yaml").write_text(week, encoding="utf-8")
    found = schedule.load(path)
    meeting = schedule.meeting(found)
    voice = voice_of(meeting.schedule, "zh")
    assert in_words(bulletin(meeting), voice).asked == (ASKED,)
    assert ASKED in secretary_markdown(meeting, voice).split("## 二")[0]
    checked = CliRunner().invoke(main, ["check", str(path)], catch_exceptions=False).stdout
    assert "路基：11月16日 报还需 0 天，没有报完成，要问是否已完成、哪天完成" in checked.replace("\n  ", "")
    form = Filled(sent(found, week=minutes(date(2026, 11, 23)))["x"])
    assert "还需 0 天而没有报完成：是否已完成、哪天完成？" in str(form.cell("a", "dates").value)
    assert "nothing left to do and no finish reported" in told(meeting, "en")[0]


def test_what_is_finished_or_has_work_left_is_not_asked(tmp_path: Path) -> None:
    assert codes(*weeks_of("30wd", "25wd"), tmp_path=tmp_path / "a") == []
    assert codes(WALLS.replace("remaining: LEFT", "finished: 2026-03-06"), tmp_path=tmp_path / "b") == []


# ── how rarely it asks ──────────


def test_thirteen_weeks_of_the_sample_ask_about_documents_only() -> None:
    """False alarms cost trust: of 13 weeks none has another doubt than the documents that are missing."""
    history = History(schedule.load(KASHGAR))
    asked = {
        start_day(update.data_date): [one.code for one in Meeting(history, update.data_date).doubts]
        for update in history.project.updates
    }
    assert {code for found in asked.values() for code in found} == {"unevidenced"}
    assert all(len(found) == 1 for found in asked.values())


def test_one_line_a_doubt_on_screen_in_the_minutes_and_on_the_page(tmp_path: Path) -> None:
    found = project(tmp_path, *weeks_of("30wd", "10wd"))
    out = tmp_path / "papers"
    without_charts = {name: write for name, write in meeting_folder.PAPERS.items() if name != "charts"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(meeting_folder, "PAPERS", without_charts)
        screen = CliRunner().invoke(main, ["meeting", found.folder, "-o", str(out)], catch_exceptions=False).stdout
    heading = "这几项请现场核实（1 处，只为核实，不是定论）"
    page = (out / "meeting.html").read_text(encoding="utf-8")
    for text in (screen, (out / "meeting.md").read_text(encoding="utf-8"), page):
        assert heading in text
        assert "墙体（施工单位）上次报还需 30 个工作日" in text


@pytest.mark.parametrize(("kind", "asked"), [("milestone: start", 1), ("milestone: finish", 1), ("duration: 3wd", 2)])
@pytest.mark.parametrize("report", ["finished: 2026-03-05", "remaining: 1wd"])
def test_the_clerk_is_asked_once_about_a_root_that_nobody_reported(
    tmp_path: Path, kind: str, asked: int, report: str
) -> None:
    """The order to start has come where the survey behind it is done: its report is asked for, and no other question.

    Of work that nobody reported and that the survey waits for, it is asked which of the two is wrong.
    """
    (tmp_path / "updates").mkdir()
    (tmp_path / "plan.yaml").write_text(
        "daopai: 1\nproject: {name: 示例, start: 2026-03-02, calendar: gov, target: done}\n"
        "calendars: {gov: {week: mon-fri}}\nbodies: {a: {name: 审批局}, b: {name: 施工单位}}\ntasks:\n"
        f"  go: {{name: 开工令, body: a, {kind}}}\n"
        "  survey: {name: 测量, body: b, duration: 3wd, after: [go]}\n"
        "  done: {name: 建成, body: a, milestone: finish, after: [survey], deadline: 2026-08-31}\n",
        encoding="utf-8",
    )
    week = f"data_date: 2026-03-09\nprogress:\n  survey: {{started: 2026-03-03, {report}}}\n"
    (tmp_path / "updates" / "2026-03-09.yaml").write_text(week, encoding="utf-8")
    meeting = schedule.meeting(schedule.load(tmp_path), minutes(date(2026, 3, 9)))
    asks = [one.task for one in meeting.alerts if one.task == "go"] + list(meeting.doubts)
    assert len(asks) == asked
    assert meeting.lights["go"] is Light.GREY
