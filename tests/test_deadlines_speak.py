"""Every deadline speaks: what is missed is said first and by its own name, on every paper; all by hand arithmetic."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl  # type: ignore[import-untyped]
import pytest
import read_papers as read
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import schedule
from schedule.analysis.dates.alerts import Light
from schedule.analysis.meeting import Meeting
from schedule.analysis.views.issued import issued
from schedule.analysis.views.standing import trend
from schedule.calendars.worktime import DAY
from schedule.commands import main
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.verdict import color, verdict
from schedule.output.letters.supervision import supervision_markdown
from schedule.output.meeting_folder import PAPERS, write_papers
from schedule.output.words.phrases import voice_of
from schedule.output.words.sentences import sentence, verdict_text, verdicts

HEAD = "daopai: 1\nproject: {name: 示例, start: 2026-10-12, calendar: days%s}\ncalendars: {days: {week: mon-sun}}\n"
HEAD += "bodies: {b: {name: 甲局}, c: {name: 乙局}, d: {name: 丙局}}\ntasks:\n"


def met(path: Path, *tasks: str, target: str = "", updates: dict[str, str] | None = None) -> Meeting:
    """The last meeting of a plan in calendar days from Monday 12 October 2026 on."""
    head = HEAD % (f", target: {target}" if target else "")
    (path / "plan.yaml").write_text(head + "".join(f"  {task}\n" for task in tasks), encoding="utf-8")
    for day, progress in (updates or {}).items():
        (path / "updates").mkdir(exist_ok=True)
        text = f"data_date: {day}\nprogress:\n  {progress}\n"
        (path / "updates" / f"{day}.yaml").write_text(text, encoding="utf-8")
    project = schedule.load(path)
    return schedule.meeting(project, project.updates[-1].data_date if project.updates else project.plan.start)


FIRST = "first: {name: 第一项, body: b, duration: 10cd}"
ONE = "one: {name: 主体完工, body: b, milestone: finish, after: [first], deadline: 2026-11-30}"
SECOND = "second: {name: 第二项, body: b, duration: 40cd, after: [one]}"
TWO = "two: {name: 竣工备案, body: b, milestone: finish, after: [second], deadline: 2026-11-22}"
# Ten days end on 21 October, forty more on 30 November: the first deadline has 40 days left, the second is 8 days late.


@pytest.mark.parametrize("target", ["", "one", "two"])
def test_the_secretary_reads_of_the_missed_deadline_first_and_of_the_kept_one_too(tmp_path: Path, target: str) -> None:
    meeting = met(tmp_path, FIRST, ONE, SECOND, TWO, target=target)
    assert [(head.target, head.margin) for head in meeting.headlines] == [("two", -8 * DAY), ("one", 40 * DAY)]
    assert meeting.holds is False
    said = voice_of(meeting.schedule, "zh").tell(verdict_text(meeting))
    assert said.startswith("不能按期完成：竣工备案预计 11月30日 完成，比期限 11月22日 晚 8 天。")
    kept = "主体完工能按期：预计 10月21日 完成，期限 11月30日，还有 40 天余地。"
    assert kept in said  # the plan's target, or of those that hold the one with the least room


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_paper_is_green_over_a_missed_deadline(tmp_path: Path, lang: str) -> None:
    meeting = met(tmp_path, FIRST, ONE, SECOND, TWO, target="one")
    voice = voice_of(meeting.schedule, lang)
    late, kept = {"zh": ("不能按期", "主体完工能按期"), "en": ("Late", "主体完工 is on time")}[lang]
    out = tmp_path / "out"
    write_papers(meeting, out, voice, only=[name for name in PAPERS if name != "charts"])
    texts = {name: (out / name).read_text(encoding="utf-8") for name in ("meeting.md", "secretary.md", "notice.md")}
    whole = read.page(out / "meeting.html")
    assert "late" in whole.one("div", "verdict").classes
    texts["meeting.html"] = whole.one("p", "headline").text
    sheet = openpyxl.load_workbook(out / "deadlines.xlsx").worksheets[0]
    texts["deadlines.xlsx"] = "\n".join(str(cell.value) for row in sheet.iter_rows(max_row=6) for cell in row)
    for paper, text in texts.items():
        assert late in text, paper
        assert kept in text, paper
        assert text.index(late) < text.index(kept), paper
    for room in (10_000.0, 300.0):
        assert verdict(meeting, voice, room, 10.0).startswith(late)
    assert color(meeting) == ink.LATE
    screen = CliRunner().invoke(main, ["meeting", str(tmp_path), "--lang", lang, "--only", "minutes"]).stdout
    assert late in screen.splitlines()[2]
    assert CliRunner().invoke(main, ["alerts", str(tmp_path), "--fail-on", "red"]).exit_code == 3


def test_a_milestones_sentence_names_its_own_deadline(tmp_path: Path) -> None:
    # A week lost on the first of the works: the second deadline falls, the milestone between keeps its own.
    two = TWO.replace("2026-11-22", "2026-11-30")
    week = {"2026-10-19": "first: {started: 2026-10-18, remaining: 10cd}"}
    meeting = met(tmp_path, FIRST, ONE, SECOND, two, updates=week)
    voice = voice_of(meeting.schedule, "zh")
    said = {alert.task: voice.tell(sentence(alert, voice.plan)) for alert in meeting.alerts}
    assert said["two"] == "竣工备案（甲局）期限 11月30日，预计 12月7日 才能完成，晚 7 天。"
    assert said["one"] == (
        "主体完工（甲局）最迟 10月21日 必须完成，预计 10月28日 才能完成，11月30日的期限因此要晚 7 天，"
        "本项自己的期限 11月30日 能保住。"
    )


def test_a_milestone_that_misses_its_own_deadline_and_anothers_says_both(tmp_path: Path) -> None:
    one, two = ONE.replace("2026-11-30", "2026-10-23"), TWO.replace("2026-11-22", "2026-11-30")
    week = {"2026-10-19": "first: {started: 2026-10-18, remaining: 10cd}"}
    meeting = met(tmp_path, FIRST, one, SECOND, two, updates=week)
    voice = voice_of(meeting.schedule, "zh")
    (alert,) = (alert for alert in meeting.alerts if alert.task == "one")
    assert voice.tell(sentence(alert, voice.plan)) == (
        "主体完工（甲局）期限 10月23日，预计 10月28日 才能完成，晚 5 天，11月30日的期限因此要晚 7 天。"
    )
    assert alert.facts["own_late_days"] == 5
    said = voice.tell(verdict_text(meeting))
    assert said.startswith("不能按期完成：竣工备案")
    assert "主体完工也不能按期：预计 10月28日 完成，比期限 10月23日 晚 5 天。" in said


def test_of_twenty_deadlines_the_worst_three_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    # Each takes nine days, to 20 October. The first six are due 1 to 6 days before that, the other fourteen after it.
    due = [date(2026, 10, 20) + timedelta(days) for days in (-1, -2, -3, -4, -5, -6, *range(14))]
    tasks = [f"t{k}: {{name: 事项{k}, duration: 9cd, deadline: {day}}}" for k, day in enumerate(due)]
    meeting = met(tmp_path, *tasks)
    assert [head.target for head in meeting.headlines] == ["t5", "t4", "t3", "t2", "t1", "t0"] + [
        f"t{k}" for k in range(6, 20)
    ]
    said = "".join(voice_of(meeting.schedule, "zh").told(verdicts(meeting, whole=False)))
    assert [said.count(f"事项{k}") for k in (5, 4, 3)] == [1, 1, 1]
    assert sum(said.count(f"事项{k}预") + said.count(f"事项{k}也") for k in range(20)) == 3
    tightest = "事项6刚好能按期：预计 10月20日 完成，期限 10月20日，已经没有余地。"
    assert said.endswith(f"另有 3 项期限也不能按期。{tightest}其余 13 项期限能按期，余地都不比它少。")


def test_the_plans_target_is_named_though_others_are_later_still(tmp_path: Path) -> None:
    due = [date(2026, 10, 16) - timedelta(days) for days in (1, 2, 3, 4)]
    tasks = [f"t{k}: {{name: 事项{k}, duration: 5cd, deadline: {day}}}" for k, day in enumerate(due)]
    meeting = met(tmp_path, *tasks, target="t0")
    said = voice_of(meeting.schedule, "zh").tell(verdict_text(meeting))
    assert said.startswith("不能按期完成：事项3预计 10月16日 完成，比期限 10月12日 晚 4 天。")
    assert "事项0也不能按期：预计 10月16日 完成，比期限 10月15日 晚 1 天。另有 1 项期限也不能按期。" in said


def test_a_deadline_that_was_missed_when_it_was_reached_is_said_as_such(tmp_path: Path) -> None:
    one = ONE.replace("2026-11-30", "2026-10-18")
    two = TWO.replace("2026-11-22", "2026-12-31")
    week = "first: {started: 2026-10-12, finished: 2026-10-21}\n  one: {finished: 2026-10-21}"
    meeting = met(tmp_path, FIRST, one, SECOND, two, updates={"2026-10-26": week})
    # The second part begins on the day of the meeting: forty days from 26 October end on 4 December.
    assert meeting.holds is True
    said = voice_of(meeting.schedule, "zh").tell(verdict_text(meeting))
    assert said == (
        "能按期完成：竣工备案预计 12月4日 完成，期限 12月31日，还有 27 天余地。"
        "主体完工已于 10月21日 完成，比期限 10月18日 晚 3 天。"
    )


def test_what_moved_is_told_of_the_deadline_that_speaks(tmp_path: Path) -> None:
    # The plan's target holds; the other, missed by a week lost, is what the ledger is about, and it says so.
    two = TWO.replace("2026-11-22", "2026-11-30")
    reports = {
        "2026-10-13": "first: {started: 2026-10-12, remaining: 9cd}",
        "2026-10-20": "first: {started: 2026-10-12, remaining: 9cd}",
    }
    meeting = met(tmp_path, FIRST, ONE, SECOND, two, target="one", updates=reports)
    assert (meeting.headline.target, meeting.headline.moved) == ("two", 7 * DAY)
    assert meeting.ledger is not None
    assert (meeting.ledger.milestone, meeting.ledger.days) == ("two", 7)
    out = tmp_path / "out"
    write_papers(meeting, out, voice_of(meeting.schedule, "zh"), only=["minutes"])
    assert "为什么变动、算谁的（竣工备案：" in (out / "meeting.md").read_text(encoding="utf-8")


def test_the_clerk_finds_each_deadlines_figures_beside_the_papers(tmp_path: Path) -> None:
    meeting = met(tmp_path, FIRST, ONE, SECOND, TWO)
    found = issued(meeting)
    assert (found.headline["target"], found.headline["margin_min"]) == ("two", -8 * DAY)
    assert (found.tasks["one"]["deadline"], found.tasks["one"]["margin_min"]) == ("2026-12-01T00:00", 40 * DAY)
    assert found.tasks["two"]["margin_min"] == -8 * DAY
    assert "margin_min" not in found.tasks["first"]
    assert json.dumps(dict(found.tasks["one"]))


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(-6, 6)), min_size=1, max_size=5), st.integers(0, 5))
def test_a_deadline_is_missed_exactly_when_its_work_ends_after_it(links: list[tuple[int, int]], named: int) -> None:
    """A chain of works, each followed by a milestone that is due some days after, or before, the work ends."""
    tasks, day, due = [], date(2026, 10, 11), {}
    for k, (days, room) in enumerate(links):
        day += timedelta(days)
        due[f"m{k}"] = max(day + timedelta(room), date(2026, 10, 12)), day
        tasks.append(f"w{k}: {{name: 工作{k}, duration: {days}cd" + (f", after: [m{k - 1}]}}" if k else "}"))
        tasks.append(f"m{k}: {{name: 节点{k}, milestone: finish, after: [w{k}], deadline: {due[f'm{k}'][0]}}}")
    target = f"m{named}" if named < len(links) else ""
    with TemporaryDirectory() as path:
        meeting = met(Path(path), *tasks, target=target)
    margins = {name: (wanted - reached).days for name, (wanted, reached) in due.items()}
    assert {head.target: head.margin for head in meeting.headlines} == {
        name: days * DAY for name, days in margins.items()
    }
    missed = sorted(days for days in margins.values() if days < 0)
    assert [head.margin for head in meeting.headlines][: len(missed)] == [days * DAY for days in missed]
    assert meeting.holds is not bool(missed)
    if not missed and target:
        assert meeting.headline.target == target
    alerts = {alert.task for alert in meeting.alerts if alert.code == "deadline-missed"}
    assert alerts == {name for name, days in margins.items() if days < 0}
    assert all(meeting.lights[name] is Light.RED for name in alerts)


# ── a plan that cannot be met on its first day ──

LONG = [
    "survey: {name: 勘察, body: b, duration: 20cd}",
    "design: {name: 设计, body: c, duration: 30cd, after: [survey]}",
    "build: {name: 施工, body: d, duration: 60cd, after: [design]}",
    "paint: {name: 标线, body: d, duration: 5cd, after: [design]}",
    "open: {name: 通车, body: b, milestone: finish, after: [build, paint], deadline: 2027-01-09}",
]
# 110 days from 12 October 2026 end on 29 January 2027, twenty days after the deadline of 9 January. By the deadline the
# survey had to start on 22 September, twenty days before the plan begins.


def long(path: Path, **updates: str) -> Meeting:
    return met(path, *LONG, updates={day.replace("_", "-")[1:]: text for day, text in updates.items()})


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_clerk_reads_one_finding_of_a_plan_that_cannot_be_met(tmp_path: Path, lang: str) -> None:
    long(tmp_path)
    told = CliRunner().invoke(main, ["check", str(tmp_path), "--lang", lang]).stdout
    told = "".join(told.split()) if lang == "zh" else " ".join(told.split())
    assert {
        "zh": "照这个计划从第一天起就不可能按2027年1月9日完成通车：从2026年10月12日起最短需要110天，"
        "最早2027年1月29日完成，缺20天；卡在“勘察→设计→施工→通车”这条链上（4项）。",
        "en": "This plan cannot finish 通车 by 9 Jan 2027 even if nobody is late: from 12 Oct 2026 it needs 110 days "
        "at least, to 29 Jan 2027, 20 days too many; what takes so long is 勘察 → 设计 → 施工 → 通车, "
        "one after the other (4 tasks).",
    }[lang] in told


def test_nobody_is_a_culprit_of_a_plan_that_cannot_be_met(tmp_path: Path) -> None:
    meeting = long(tmp_path)
    assert [alert.task for alert in meeting.alerts if alert.light is Light.RED] == ["open"]
    assert [name for name, light in meeting.lights.items() if light is Light.RED] == ["open"]
    start = meeting.project.plan.start
    assert all(row.latest_start >= start for row in meeting.deadlines)
    rows = {row.task: row for row in meeting.deadlines}
    assert (rows["survey"].latest_start, rows["survey"].float, rows["survey"].deadline_at) == (
        start,
        0,
        rows["open"].deadline_at,
    )
    assert (rows["open"].float, rows["open"].impossible) == (-20 * DAY, True)
    said = voice_of(meeting.schedule, "zh").tell(verdict_text(meeting))
    assert said.startswith("不能按期完成：通车预计 2027年1月29日 完成，比期限 2027年1月9日 晚 20 天。照这个计划")


def test_the_secretary_hears_what_decides_and_not_who_is_stuck(tmp_path: Path) -> None:
    meeting = long(tmp_path)
    write_papers(meeting, tmp_path / "out", voice_of(meeting.schedule, "zh"), only=["secretary"])
    lines = read.lines_of(tmp_path / "out" / "secretary.docx")
    assert any(line.startswith("二、什么决定工期") for line in lines)
    assert not any("待填：原因" in line for line in lines)


def test_a_body_is_a_culprit_of_what_it_has_lost_since(tmp_path: Path) -> None:
    # At the end of the second week seventeen days are left, where six were: eleven days more are lost.
    meeting = long(tmp_path, _2026_10_26="survey: {started: 2026-10-12, remaining: 17cd}")
    red = {alert.task: alert for alert in meeting.alerts if alert.light is Light.RED}
    assert red.keys() == {"survey", "open"}
    voice = voice_of(meeting.schedule, "zh")
    assert voice.tell(sentence(red["survey"], voice.plan)) == (
        "勘察（甲局）最迟 2026年10月31日 必须完成，预计 2026年11月11日 才能完成，2027年1月9日的期限因此还要再晚 11 天。"
    )
    assert red["survey"].cost == 11 * DAY
    assert "从 10月12日 以来又晚了 11 天。" in voice.tell(verdict_text(meeting))
    assert meeting.lights["paint"] is not Light.RED  # it has 55 days of float towards the earliest finish


def test_what_was_won_back_is_said_and_reddens_nobody(tmp_path: Path) -> None:
    meeting = long(tmp_path, _2026_10_26="survey: {started: 2026-10-12, remaining: 1cd}")
    assert [alert.task for alert in meeting.alerts if alert.light is Light.RED] == ["open"]
    said = voice_of(meeting.schedule, "zh").tell(verdict_text(meeting))
    assert "比期限 2027年1月9日 晚 15 天" in said
    assert "从 10月12日 以来追回了 5 天。" in said


def test_the_engineer_is_told_what_latest_dates_count_back_from(tmp_path: Path) -> None:
    long(tmp_path)
    told = CliRunner().invoke(main, ["explain", str(tmp_path), "survey"]).stdout
    assert "最迟 10月12日 启动，最迟 10月31日 完成" in told
    assert "期限 2027年1月9日，照计划从第一天起就做不到，按最早能完成的 2027年1月29日 倒排" in "".join(
        told.split("\n   ")
    )


def test_a_plan_that_could_be_met_has_its_culprits(tmp_path: Path) -> None:
    tasks = [one.replace("2027-01-09", "2027-01-29") for one in LONG]
    meeting = met(tmp_path, *tasks, updates={"2026-10-26": "survey: {started: 2026-10-12, remaining: 17cd}"})
    assert not meeting.unmeetable
    assert {name for name, light in meeting.lights.items() if light is Light.RED} == {
        "survey",
        "design",
        "build",
        "open",
    }


def test_a_deadline_that_is_brought_forward_later_is_no_fault_of_the_plan(tmp_path: Path) -> None:
    tasks = [one.replace("2027-01-09", "2027-01-29") for one in LONG]
    week = "survey: {started: 2026-10-12, remaining: 6cd}\n"
    week += "revisions:\n  - {task: open, set: {deadline: 2027-01-09}, reason: 提前通车, approved_by: 县长}"
    meeting = met(tmp_path, *tasks, updates={"2026-10-26": week})
    assert not meeting.unmeetable
    assert meeting.lights["survey"] is Light.RED
    assert meeting.headline.margin == -20 * DAY


@pytest.mark.parametrize("turned", [False, True])
def test_the_secretary_reads_one_answer_where_two_tasks_end_the_plan_on_one_day(tmp_path: Path, turned: bool) -> None:
    # Both were to run ten days, to 21 October. The fast one keeps that day; the other had ended on 19 October, and now
    # ends on 21 October too: whichever of the two the papers speak of, headline, ledger and trend speak of one.
    fast, slow = "fast: {name: 甲项, duration: 10cd}", "slow: {name: 乙项, duration: 8cd}"
    end = "end: {name: 乙项交付, milestone: finish, after: [slow]}"
    week = "fast: {started: 2026-10-12, remaining: 3cd}\n  slow: {started: 2026-10-12, remaining: 3cd}"
    tasks = (slow, end, fast) if turned else (fast, slow, end)
    meeting = met(tmp_path, *tasks, updates={"2026-10-12": "{}", "2026-10-19": week})
    assert meeting.ledger is not None
    assert meeting.headline.target is None
    assert meeting.headline.moved == meeting.ledger.moved
    assert trend(meeting)[-1].forecast - trend(meeting)[-2].forecast == meeting.headline.moved


def test_the_liaison_is_not_asked_to_save_a_deadline_that_the_plan_could_not_keep(tmp_path: Path) -> None:
    """The plan reaches 29 January at the earliest: that is asked for, and nobody is warned while no day is lost."""
    weeks = {"_2026_10_19": "survey: {started: 2026-10-12, remaining: 13cd}"}
    weeks["_2026_10_26"] = "survey: {started: 2026-10-12, remaining: 6cd}"
    meeting = long(tmp_path, **weeks)
    (one,) = supervision_markdown(meeting, voice_of(meeting.schedule, "zh")).split("# 督办单")[1:]
    assert "| 办理时限 | 2027年1月29日 前完成（2027年1月9日 的期限照计划从第一天起就赶不上） |" in one
    assert "提请会议改计划或改期限" in one and "保住期限" not in one
    assert "已连续 2 次例会亮红灯。" in one and "蓝色（提醒）" in one
    assert meeting.requests["open"].finish == date(2027, 1, 29)
    weeks["_2026_10_26"] = "survey: {started: 2026-10-12, remaining: 17cd}"
    late = long(tmp_path, **weeks)
    paper = supervision_markdown(late, voice_of(late.schedule, "zh"))
    (one,) = (page for page in paper.split("# 督办单")[1:] if "| 督办事项 | 通车 |" in page)
    assert "| 办理时限 | 2027年1月29日 前完成" in one  # the forecast is 9 February, eleven days too late
    assert "督促赶工，不要再往后拖" in one and "黄色（警告）" in one


def test_the_secretary_reads_of_the_deadline_that_has_the_least_room(tmp_path: Path) -> None:
    """Ten days end on 21 October; the target has forty days, the other deadlines two, forty and sixty."""
    dues = {"k1": "2026-10-23", "k2": "2026-11-30", "k3": "2026-12-20"}
    others = [f"{k}: {{name: 节点{k}, milestone: finish, after: [first], deadline: {day}}}" for k, day in dues.items()]
    meeting = met(tmp_path, FIRST, ONE, *others, target="one")
    assert voice_of(meeting.schedule, "zh").tell(verdict_text(meeting)) == (
        "能按期完成：主体完工预计 10月21日 完成，期限 11月30日，还有 40 天余地。"
        "节点k1 能按期：预计 10月21日 完成，期限 10月23日，还有 2 天余地。其余 2 项期限能按期，余地都不比它少。"
    )
    wide = met(tmp_path, FIRST, ONE, *others[1:], target="one")
    assert voice_of(wide.schedule, "zh").tell(verdict_text(wide)).endswith("还有 40 天余地。其余 2 项期限能按期。")
    assert voice_of(meeting.schedule, "en").told(verdicts(meeting, named=1))[1:] == ("3 deadlines more will be kept.",)
