"""What is done and nobody has reported: it stands where it was done, is asked about, and is late by no silence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
import read_papers as read
from click.testing import CliRunner

import schedule
from schedule.analysis.dates.alerts import Light
from schedule.analysis.meeting import Meeting
from schedule.calendars.worktime import DAY
from schedule.commands import main
from schedule.output.delivery.icalendar import calendars
from schedule.output.letters.supervision import supervision_markdown
from schedule.output.meeting_folder import write_papers
from schedule.output.words.phrases import voice_of
from schedule.output.words.sentences import first_lines, headline, sentence

HEAD = """daopai: 1
project: {name: 服务中心, start: 2026-03-02, calendar: days}
calendars: {days: {week: mon-sun}, office: {base: china}}
bodies: {b: {name: 建筑公司}, c: {name: 住建局}}
tasks:
"""
WORKS = "works: {name: 施工, body: b, duration: 20cd}"
DONE = "done: {name: 完工, body: b, milestone: finish, after: [works], deadline: 2026-04-26}"
LATER = "later: {name: 验收, body: c, duration: 90cd}"
OPEN = "open: {name: 启用, body: c, milestone: finish, after: [later], deadline: 2026-09-30}"
NOTE = "later: {note: 待报}"


def met(path: Path, *tasks: str, updates: Mapping[str, str]) -> Meeting:
    """The last meeting of a plan with these updates."""
    (path / "plan.yaml").write_text(HEAD + "".join(f"  {task}\n" for task in tasks), encoding="utf-8")
    (path / "updates").mkdir()
    for day, progress in updates.items():
        lines = "".join(f"  {line}\n" for line in progress.split("\n"))
        (path / "updates" / f"{day}.yaml").write_text(f"data_date: {day}\nprogress:\n{lines}", encoding="utf-8")
    project = schedule.load(path)
    return schedule.meeting(project, project.updates[-1].data_date)


def of(meeting: Meeting, name: str = "done") -> tuple[str, Light]:
    """What is said of one deadline, and its task's light."""
    voice = voice_of(meeting.schedule, "zh")
    (head,) = (head for head in meeting.headlines if head.target == name)
    return voice.tell(headline(head, voice.plan)), meeting.lights[name]


def finished(day: str) -> str:
    return f"works: {{started: 2026-03-30, finished: {day}}}"


WEEKS = [
    {"2026-04-28": finished("2026-04-25")},
    {"2026-04-28": finished("2026-04-25"), "2026-05-05": NOTE},
    {"2026-04-28": finished("2026-04-25"), "2026-05-05": NOTE, "2026-05-12": NOTE, "2026-06-02": NOTE},
]


@pytest.mark.parametrize("updates", WEEKS)
@pytest.mark.parametrize("kind", ["finish", "start", "finish, calendar: office"])
def test_the_secretary_is_not_told_that_work_done_in_time_is_late(
    tmp_path: Path, updates: dict[str, str], kind: str
) -> None:
    """The works ended on 25 April, a day before the deadline: the longer nobody says so, the same sentence."""
    meeting = met(tmp_path, WORKS, DONE.replace("finish", kind, 1), LATER, OPEN, updates=updates)
    over, to = ("要等的 4月25日 已办完", "开始") if kind == "start" else ("要做的 4月25日 已做完", "完成")
    said = f"是否按期还要核实：完工{over}，期限 4月26日 已过，还没有报{to}，请报哪天{to}。"
    assert of(meeting) == (said, Light.GREY)
    (head,) = (head for head in meeting.headlines if head.target == "done")
    assert (head.margin, head.missed, head.unsettled) == (DAY, False, True)
    assert head.moved in (None, 0) or len(updates) == 1
    assert not any(row.impossible for row in meeting.deadlines)
    out = tmp_path / "out"
    write_papers(meeting, out, voice_of(meeting.schedule, "zh"), only=["notice", "minutes", "secretary", "page"])
    texts = [(out / name).read_text(encoding="utf-8") for name in ("notice.md", "meeting.md", "secretary.md")]
    for text in (*texts, read.page(out / "meeting.html").one("main").text):
        assert "赶回来" not in text
        assert not re.search(r"完工[^。；]{0,40}(晚 \d+ 天|立即办结|保不住)", text)
    assert f"请报完工哪天{to}" in texts[0]


@pytest.mark.parametrize("later", [0, 1, 3])
def test_the_secretary_reads_of_work_done_too_late_by_how_much_it_was(tmp_path: Path, later: int) -> None:
    """The works ended on 30 April, four days after the deadline, and stay four days late."""
    weeks = {"2026-05-02": finished("2026-04-30")} | {f"2026-05-{9 + 7 * k:02}": NOTE for k in range(later)}
    meeting = met(tmp_path, WORKS, DONE, LATER, OPEN, updates=weeks)
    said = "不能按期完成：完工要做的 4月30日 才做完，比期限 4月26日 晚 4 天，还没有报完成，请报哪天完成。"
    assert of(meeting) == (said, Light.RED)
    (alert,) = (alert for alert in meeting.alerts if alert.task == "done")
    assert alert.cost == 4 * DAY
    assert meeting.ledger is None or not [part for part in meeting.ledger.parts if part.task == "done"]
    assert voice_of(meeting.schedule, "zh").tell(sentence(alert, voice_of(meeting.schedule, "zh").plan)) == (
        "完工（建筑公司）要做的 4月30日 才做完，比期限 4月26日 晚 4 天，还没有报完成：请报哪天完成。"
    )
    told = CliRunner().invoke(main, ["explain", str(tmp_path), "done"]).stdout.splitlines()[0]
    assert "缺 4 天" in told
    assert "要做的 4月30日 才做完" in told


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_liaison_is_asked_for_a_report_and_not_to_win_time_back(tmp_path: Path, lang: str) -> None:
    weeks = {"2026-05-02": finished("2026-04-30"), "2026-05-09": NOTE, "2026-05-16": NOTE}
    meeting = met(tmp_path, WORKS, DONE, LATER, OPEN, updates=weeks)
    voice = voice_of(meeting.schedule, lang)
    order = supervision_markdown(meeting, voice)
    asked, chased = {
        "zh": ("报出哪天完成", ("赶回来", "赶工", "前完成，已过")),
        "en": ("report the day of the finish", ("win back", "speeded up", "which has passed")),
    }[lang]
    assert asked in order
    assert not any(word in order for word in chased)
    events = calendars(meeting, voice)
    assert "b" not in events or "完工" not in events["b"]
    assert "done" not in meeting.requests


def test_a_lag_that_runs_on_after_the_last_work_is_waited_for(tmp_path: Path) -> None:
    """The works ended on 25 April; the milestone waits three days more, to the 28th, two after its deadline."""
    lagged = DONE.replace("[works]", "[works FS+3cd]")
    for k, day in enumerate(("2026-04-27", "2026-05-04", "2026-05-25")):
        path = tmp_path / str(k)
        path.mkdir()
        meeting = met(path, WORKS, lagged, LATER, OPEN, updates={day: finished("2026-04-25")})
        (head,) = (head for head in meeting.headlines if head.target == "done")
        assert (head.margin, str(meeting.schedule.tasks["done"].last_day)) == (-2 * DAY, "2026-04-28")
        assert head.unsettled is (k > 0)


def test_one_of_several_that_is_not_done_holds_it_still(tmp_path: Path) -> None:
    both = DONE.replace("[works]", "[works, other]")
    other = "other: {name: 附属, body: b, duration: 20cd}"
    week = finished("2026-04-25") + "\nother: {started: 2026-04-20, remaining: 3cd}"
    meeting = met(tmp_path, WORKS, other, both, LATER, OPEN, updates={"2026-04-28": week})
    assert of(meeting) == ("不能按期完成：完工预计 4月30日 完成，比期限 4月26日 晚 4 天。", Light.RED)


def test_work_with_a_deadline_ahead_is_on_time_and_its_report_missing(tmp_path: Path) -> None:
    ahead = DONE.replace("2026-04-26", "2026-05-31")
    meeting = met(tmp_path, WORKS, ahead, updates={"2026-04-28": finished("2026-04-25")})
    said, light = of(meeting)
    assert said == "能按期完成：完工要做的 4月25日 已做完，还没有报完成，期限 5月31日。"
    assert light is not Light.RED
    assert meeting.light is Light.GREEN


def test_a_plan_without_a_deadline_says_the_same(tmp_path: Path) -> None:
    head = HEAD.replace("calendar: days}", "calendar: days, target: done}", 1)
    (tmp_path / "plan.yaml").write_text(
        head + f"  {WORKS}\n  done: {{name: 完工, milestone: finish, after: [works]}}\n", encoding="utf-8"
    )
    (tmp_path / "updates").mkdir()
    week = f"data_date: 2026-05-05\nprogress:\n  {finished('2026-04-25')}\n"
    (tmp_path / "updates" / "2026-05-05.yaml").write_text(week, encoding="utf-8")
    project = schedule.load(tmp_path)
    meeting = schedule.meeting(project, project.updates[-1].data_date)
    said = voice_of(meeting.schedule, "zh").told(first_lines(meeting))
    assert said == ("完工要做的 4月25日 已做完，还没有报完成，请报哪天完成。",)


# Nothing left


@pytest.mark.parametrize("left", ["remaining: 0cd", "percent: 100"])
@pytest.mark.parametrize("day", ["2026-04-27", "2026-04-28", "2026-05-04"])
def test_the_secretary_is_asked_of_work_with_nothing_left_of_which_nobody_knows_the_day(
    tmp_path: Path, left: str, day: str
) -> None:
    """On 21 April days were left, then none: whether it ended by the 26th nobody has said, nor of what follows."""
    weeks = {
        "2026-04-21": "works: {started: 2026-04-01, remaining: 4cd}",
        day: f"works: {{started: 2026-04-01, {left}}}",
        "2026-05-11": f"works: {{started: 2026-04-01, {left}}}",
    }
    meeting = met(tmp_path, WORKS, DONE, LATER, OPEN, updates=weeks)
    said = "是否按期还要核实：完工要做的都已做完，期限 4月26日 已过，还没有报完成，请报哪天完成。"
    assert of(meeting) == (said, Light.GREY)
    assert meeting.lights["works"] is Light.YELLOW  # asked about
    assert "nothing-left" in meeting.asked["works"]
    assert not any(row.impossible for row in meeting.deadlines)


def test_work_that_had_something_left_after_the_deadline_is_late_at_the_latest_by_its_report(tmp_path: Path) -> None:
    """On 28 April a day was left; that none is was told on 5 May: late, and the same in the weeks after."""
    weeks = {
        "2026-04-28": "works: {started: 2026-04-01, remaining: 1cd}",
        "2026-05-05": "works: {started: 2026-04-01, remaining: 0cd}",
    }
    for k, more in enumerate(({}, {"2026-05-12": NOTE, "2026-05-19": "works: {remaining: 0cd}"})):
        path = tmp_path / str(k)
        path.mkdir()
        meeting = met(path, WORKS, DONE, LATER, OPEN, updates=weeks | more)
        assert of(meeting) == (
            "不能按期完成：完工到 5月5日 才报要做的都已做完，比期限 4月26日 晚 9 天，还没有报完成，请报哪天完成。",
            Light.RED,
        )


# A start that is told by its day


@pytest.mark.parametrize("reported", ["started: 2026-03-17", "started: 2026-03-17T08:00"])
@pytest.mark.parametrize("after", [", after: [p]", ""])
def test_the_clerk_who_reports_a_start_reads_the_day_that_was_typed(tmp_path: Path, reported: str, after: str) -> None:
    """The 17th is a day after the deadline of the 16th, with the hour or without, at every later meeting."""
    k = f"k: {{name: 开工, body: b, milestone: start{after}, deadline: 2026-03-16}}"
    week = f"p: {{started: 2026-03-02, finished: 2026-03-13}}\nk: {{{reported}}}"
    for day, name in (("2026-03-18", "a"), ("2026-03-25", "b")):
        path = tmp_path / name
        path.mkdir()
        meeting = met(path, "p: {name: 许可, body: c, duration: 10cd}", k, LATER, updates={day: week})
        dates, (head,) = meeting.schedule.tasks["k"], meeting.headlines
        assert str(dates.last_day) == str(dates.first_day) == "2026-03-17"
        assert (head.missed, head.reached) == (True, True)
        said = voice_of(meeting.schedule, "zh").told(first_lines(meeting))[0]
        assert said.startswith("开工已于 3月17日 实现，比期限 3月16日 晚 1 天")


def test_a_start_on_the_day_of_its_deadline_is_kept(tmp_path: Path) -> None:
    k = "k: {name: 开工, body: b, milestone: start, after: [p], deadline: 2026-03-17}"
    week = "p: {started: 2026-03-02, finished: 2026-03-13}\nk: {started: 2026-03-17}"
    meeting = met(tmp_path, "p: {name: 许可, body: c, duration: 10cd}", k, LATER, updates={"2026-03-18": week})
    assert not meeting.headline.missed
    assert "开工已于 3月17日 实现，正好在期限当天" in voice_of(meeting.schedule, "zh").told(first_lines(meeting))[0]


# What was won back


def test_the_applicant_is_not_given_the_days_that_were_won_back_as_room(tmp_path: Path) -> None:
    """Thirty days to 31 March never met 21 March. Six were won back: 25 March is asked for, not 31 March."""
    tasks = (
        "design: {name: 设计, body: b, duration: 20cd}",
        "permit: {name: 许可, body: c, duration: 10cd, after: [design]}",
        "k: {name: 开工, body: b, milestone: start, after: [permit], deadline: 2026-03-21}",
    )
    week = "design: {started: 2026-03-02, finished: 2026-03-15}"
    meeting = met(tmp_path, *tasks, updates={"2026-03-16": week})
    row, request = meeting.owed["permit"], meeting.requests["permit"]
    assert (str(request.finish), str(request.latest_finish), row.float) == ("2026-03-25", "2026-03-25", 0)
    assert (row.impossible, meeting.headline.margin) == (False, -4 * DAY)
    # A day lost of those six is nobody's lateness yet: the plan could never reach more.
    assert meeting.lights["permit"] is not Light.RED


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_secretary_reads_the_years_of_a_closure_inside_a_task(tmp_path: Path, lang: str) -> None:
    site = HEAD.replace("office: {base: china}", "site: {week: mon-sun, closed: [11-15..03-10]}")
    plan = site.replace("start: 2026-03-02", "start: 2026-11-01")
    plan += "  works: {name: 土建, body: b, duration: 30wd, calendar: site}\n"
    plan += "  done: {name: 完工, body: b, milestone: finish, after: [works], deadline: 2027-05-01}\n"
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    told = " ".join(CliRunner().invoke(main, ["explain", str(tmp_path), "done", "--lang", lang]).stdout.split())
    said = {"zh": "中间从2026年11月15日起停工到2027年3月10日", "en": "from 15 Nov 2026: closed until 10 Mar 2027"}[lang]
    assert said in (told.replace(" ", "") if lang == "zh" else told)
