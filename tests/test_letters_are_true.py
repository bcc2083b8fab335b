"""Notice, supervision notices and the secretary's page of one day say the same, and nothing that the day contradicts.

The plans are small enough to be counted on the fingers: government works Monday to Friday, and 6 April 2026 is a rest
day of 清明.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from telling import in_words, sections_in_words

import schedule
from schedule.analysis.dates.alerts import Light
from schedule.analysis.meeting import Meeting, take
from schedule.calendars.worktime import finish_day, minutes
from schedule.commands import main
from schedule.output.delivery.icalendar import calendars
from schedule.output.letters.notice import notice_markdown
from schedule.output.letters.secretary import secretary_markdown
from schedule.output.letters.supervision import supervision_markdown
from schedule.output.letters.wording import short
from schedule.output.minutes.bulletin import alert_sections, bulletin
from schedule.output.minutes.markdown import markdown
from schedule.output.page.html import page
from schedule.output.tables.contents import cost_days
from schedule.output.words.phrases import voice_of
from schedule.output.words.sentences import sentence, verdict_text

HEAD = """daopai: 1
project: {name: 双线, start: 2026-03-02, calendar: government}
calendars:
  government: {base: china, complete: [2027]}
  site: {week: mon-sun, closed: [11-15..03-10]}
bodies:
  a: {name: 甲局}
  b: {name: 乙局}
  c: {name: 丙局}
tasks:
"""


def met(folder: Path, tasks: str, day: str, **records: str) -> Meeting:
    """The meeting of `day`; each record is what an update says, named by its day."""
    (folder / "updates").mkdir(parents=True, exist_ok=True)
    (folder / "plan.yaml").write_text(HEAD + tasks, encoding="utf-8")
    for name, text in records.items():
        at = name.removeprefix("on").replace("_", "-")
        (folder / "updates" / f"{at}.yaml").write_text(f"data_date: {at[:10]}\n{text}", encoding="utf-8")
    return take(schedule.load(folder), minutes(date.fromisoformat(day)))


def approved(folder: Path, tasks: str) -> None:
    """Lays a plan down with its own forecast as its baseline."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.yaml").write_text(HEAD + tasks, encoding="utf-8")
    asked = ["baseline", str(folder), "B", "--approved-by", "县长", "--date", "2026-03-02"]
    assert CliRunner().invoke(main, asked, catch_exceptions=False).exit_code == 0


def part(paper: str, heading: str) -> str:
    """What stands under a heading that begins so."""
    return paper.split(f"## {heading}")[1].split("## ")[0]


def notice_of(meeting: Meeting, lang: str = "zh") -> str:
    return notice_markdown(meeting, voice_of(meeting.schedule, lang))


def secretary_of(meeting: Meeting, lang: str = "zh") -> str:
    return secretary_markdown(meeting, voice_of(meeting.schedule, lang))


def supervision_of(meeting: Meeting, lang: str = "zh") -> str:
    return supervision_markdown(meeting, voice_of(meeting.schedule, lang))


TWO_LINES = """
  x: {name: 拆迁, body: a, duration: 20wd}
  y: {name: 订货, body: b, duration: 20wd}
  m: {name: 净地, milestone: finish, body: a, after: [x], deadline: 2026-03-29}
  n: {name: 到货, milestone: finish, body: b, after: [y], deadline: 2026-03-29}
"""


def test_the_secretary_reads_what_holds_each_missed_deadline(tmp_path: Path) -> None:
    """From 23 March 10 working days end on 3 April and 9 on 2 April: both miss Sunday 29 March, each by itself."""
    week = "progress:\n  x: {started: 2026-03-02, remaining: 10wd}\n  y: {started: 2026-03-02, remaining: 9wd}\n"
    meeting = met(tmp_path, TWO_LINES, "2026-03-23", on2026_03_23=week)
    held = part(secretary_of(meeting), "二")
    assert "净地现在卡在一件事上：\n\n拆迁，甲局负责，" in held
    # Both are red: with the date that each is asked for, the Friday before the deadline's Sunday.
    assert held.count("请 3月27日 完成（即红线）。") == 2
    assert "到货现在卡在一件事上：订货，乙局负责，" in held
    assert "One thing holds 到货 now:" in secretary_of(meeting, "en")


def test_the_secretary_reads_once_what_holds_two_deadlines(tmp_path: Path) -> None:
    """The second deadline waits for the first's work and for nothing else: there is one thing to do."""
    plan = TWO_LINES.replace("after: [y]", "after: [x]")
    week = "progress:\n  x: {started: 2026-03-02, remaining: 10wd}\n  y: {started: 2026-03-02, finished: 2026-03-20}\n"
    held = part(secretary_of(met(tmp_path, plan, "2026-03-23", on2026_03_23=week)), "二")
    assert "现在卡在一件事上：" in held and held.count("现在卡在") == 1


def test_a_body_reads_one_date_for_one_task_in_the_notice_and_in_its_supervision_notice(tmp_path: Path) -> None:
    """Approved for 27 March; 15 working days from 23 March end on 13 April; Sunday 5 April asks for Friday the 3rd."""
    plan = TWO_LINES.replace("2026-03-29", "2026-04-05")
    approved(tmp_path, plan)
    week = "progress:\n  x: {started: 2026-03-02, remaining: 15wd}\n  y: {started: 2026-03-02, remaining: 5wd}\n"
    meeting = met(tmp_path, plan, "2026-03-23", on2026_03_23=week)
    assert "拆迁 3月27日 完成（红线 4月3日，预计 4月13日）" in part(notice_of(meeting), "五")
    first = supervision_of(meeting).split("# 督办单")[1]
    assert "| 督办事项 | 拆迁 |" in first
    assert "| 办理时限 | 2026年3月27日 前完成 |" in first
    assert "本事项最迟 4月3日 完成" in first


@pytest.mark.parametrize(
    ("left", "said"),
    [("25wd", "没有影响期限的滞后事项。"), ("5wd", "没有滞后的事项。")],
)
def test_what_is_behind_the_baseline_is_not_told_to_be_in_time(tmp_path: Path, left: str, said: str) -> None:
    """Approved for 27 March, which 5 working days from 23 March keep; 25 of them do not; the deadline is in June."""
    plan = TWO_LINES.replace("2026-03-29", "2026-06-30")
    approved(tmp_path, plan)
    week = f"progress:\n  x: {{started: 2026-03-02, remaining: {left}}}\n  y: {{started: 2026-03-02, remaining: 5wd}}\n"
    assert said in part(notice_of(met(tmp_path, plan, "2026-03-23", on2026_03_23=week)), "三")


def test_the_clerk_finds_a_returned_file_and_a_start_before_its_contract_among_the_problems(tmp_path: Path) -> None:
    plan = """
  v: {name: 立项, body: a, applicant: b, duration: 10wd}
  w: {name: 合同, body: b, duration: 10wd}
  x: {name: 施工, body: c, duration: 10wd, after: [w]}
"""
    week = """progress:
  v: {submitted: 2026-03-03, returned: 2026-03-10}
  w: {started: 2026-03-09, remaining: 5wd}
  x: {started: 2026-03-11, remaining: 9wd}
"""
    problems = part(notice_of(met(tmp_path, plan, "2026-03-16", on2026_03_16=week)), "四")
    assert "没有发现新的问题" not in problems
    assert "退回补正、还没有报回的 1 项。乙局 1 项：立项。" in problems
    assert "施工（丙局）：已开始，前面的还没有完成" in problems


def test_the_secretary_reads_which_red_matters_neither_have_a_deadline_nor_begin_soon(tmp_path: Path) -> None:
    """Eight working days from 23 March end on 1 April: the footing begins on the 2nd, the frame in May, too late.

    The frame alone neither has a deadline nor begins within two weeks: the four others are what is told.
    """
    plan = """
  x: {name: 拆迁, body: a, duration: 20wd}
  m: {name: 净地, milestone: finish, body: a, after: [x], deadline: 2026-03-29}
  v: {name: 基础, body: b, duration: 20wd, after: [m]}
  w: {name: 主体, body: b, duration: 20wd, after: [v]}
  n: {name: 封顶, milestone: finish, body: b, after: [w], deadline: 2026-05-24}
"""
    week = "progress:\n  x: {started: 2026-03-02, remaining: 8wd}\n"
    meeting = met(tmp_path, plan, "2026-03-23", on2026_03_23=week)
    line = sections_in_words(alert_sections(meeting), voice_of(meeting.schedule, "zh"))[0].heading
    assert "红灯 5 项，现在要抓 4 项：" in line
    assert line.endswith("（其余 1 项本身没有期限，14 天内还不开始）")


@pytest.mark.parametrize(
    ("day", "due", "said"),
    [
        ("2026-03-23", "2026-03-29", "督促赶工，保住期限。"),  # a week is left
        ("2026-03-30", "2026-03-29", "督促赶工，不要再往后拖。"),  # it ended on Sunday
        ("2026-03-23", "2026-03-25", "督促赶工，不要再往后拖。"),  # 20 working days from 2 March end on the 27th
    ],
)
def test_a_body_is_not_told_to_save_a_deadline_that_nobody_can_save(
    tmp_path: Path, day: str, due: str, said: str
) -> None:
    week = "progress:\n  x: {started: 2026-03-02, remaining: 10wd}\n  y: {started: 2026-03-02, remaining: 9wd}\n"
    plan = TWO_LINES.replace("2026-03-29", due)
    told = supervision_of(met(tmp_path, plan, day, **{f"on{day}": week}))
    (net,) = [page for page in told.split("# 督办单") if "| 督办事项 | 净地 |" in page.split("回执")[0]]
    assert said in net
    assert ("照计划从第一天起就赶不上" in net) is (due == "2026-03-25")


def test_the_secretary_is_not_answered_with_a_date_where_the_plan_has_no_deadline(tmp_path: Path) -> None:
    plan = TWO_LINES.replace(", deadline: 2026-03-29", "")
    meeting = met(tmp_path, plan, "2026-03-02", on2026_03_02="note: 首次\n")
    assert part(secretary_of(meeting), "一").startswith("、期限保得住吗\n\n**计划没有写期限，谈不上保得住保不住。**")
    dated = met(tmp_path / "dated", TWO_LINES, "2026-03-02", on2026_03_02="note: 首次\n")
    assert "计划没有写期限" not in secretary_of(dated)


def test_a_body_has_one_number_under_a_heading_of_the_notice(tmp_path: Path) -> None:
    """Both works of the first body are late by themselves, and so is one of the second, between them in cost."""
    plan = """
  x: {name: 拆迁, body: a, duration: 20wd}
  y: {name: 订货, body: b, duration: 20wd}
  z: {name: 勘察, body: a, duration: 20wd}
  m: {name: 净地, milestone: finish, after: [x, y, z], deadline: 2026-03-29}
"""
    left = {"x": 12, "y": 11, "z": 10}
    week = "progress:\n" + "".join(f"  {name}: {{started: 2026-03-02, remaining: {n}wd}}\n" for name, n in left.items())
    late = part(notice_of(met(tmp_path, plan, "2026-03-23", on2026_03_23=week)), "三")
    assert late.count("甲局。**") == late.count("乙局。**") == 1
    first, second, third = (late.index(mark) for mark in ("**（一）甲局。**拆迁", "勘察，", "**（二）乙局。**订货"))
    assert first < second < third
    assert "**（三）受前置工作影响的。**" in late


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [
        ("win back the time lost", 6, "win back…"),  # ten columns hold no whole "the"
        ("win back the time lost", 7, "win back the…"),
        ("win back the time lost", 10, "win back the time…"),
        ("把滞后的时间赶回来", 5, "把滞后的…"),
        ("Donaudampfschifffahrtsgesellschaftskapitän", 10, "Donaudampfschifffa…"),
    ],
)
def test_the_engineer_reads_whole_words_where_a_letter_is_cut(text: str, width: int, cut: str) -> None:
    assert short(text, width) == cut


FILED = """
  v: {name: 立项批复, body: b, applicant: a, duration: 10wd}
  w: {name: 施工, body: c, duration: 20wd, after: [v]}
  m: {name: 建成, milestone: finish, body: c, after: [w], deadline: 2026-04-13}
"""
SENT_BACK = "progress:\n  v: {submitted: 2026-03-05, returned: 2026-03-12}\n"
# Ten working days from 2 March and twenty more end on 13 April; from 16 March ten end on the 27th and twenty after
# them on 27 April: red from the first meeting on.


@pytest.mark.parametrize(
    ("weeks", "level", "said"),
    [
        # Sent back on the 12th and handed in again on the 19th: the bureau has had it for this one meeting.
        (
            {"2026_03_23": "progress:\n  v: {submitted: [2026-03-05, 2026-03-19]}\n"},
            "蓝色（提醒）",
            "其中 1 次在乙局手里",
        ),
        ({"2026_03_23": "progress:\n  v: {remaining: 10wd}\n"}, "黄色（警告）", "已连续 2 次例会亮红灯。"),
        # Handed in and sent back again: the applicant had it at the first and has it at the third.
        (
            {
                "2026_03_23": "progress:\n  v: {submitted: [2026-03-05, 2026-03-19]}\n",
                "2026_03_30": "progress:\n  v: {returned: [2026-03-12, 2026-03-27]}\n",
            },
            "黄色（警告）",
            "已连续 3 次例会亮红灯，其中 2 次在甲局手里。",
        ),
        # The milestone waits in the same hands all the time; so does a file of a bureau that was merged into another.
        (
            {
                "2026_03_23": "progress:\n  v: {remaining: 10wd}\n"
                "revisions:\n  - {body: a, into: c, reason: 机构改革, approved_by: 编办}\n"
            },
            "黄色（警告）",
            "已连续 2 次例会亮红灯。",
        ),
    ],
)
def test_a_bureau_that_got_the_file_this_week_is_not_warned_for_the_weeks_before(
    tmp_path: Path, weeks: dict[str, str], level: str, said: str
) -> None:
    records = {"on2026_03_16": SENT_BACK, **{f"on{day}": text for day, text in weeks.items()}}
    meeting = met(tmp_path, FILED, max(weeks).replace("_", "-"), **records)
    paper = supervision_of(meeting)
    first, second = paper.split("# 督办单")[1:3]
    assert "立项批复" in first and level in first and said in first
    assert "建成" in second and f"已连续 {len(records)} 次例会亮红灯。" in second
    assert said in secretary_of(meeting)
    if "其中 1 次" in said:
        assert "蓝色提醒 1 份、黄色警告 1 份" in notice_of(meeting)
        assert "at 1 of them in the hands of 乙局" in supervision_of(meeting, "en")


@pytest.mark.parametrize(
    ("left", "of_clearing", "of_order", "days"),
    [
        ("5wd", "3月29日的期限因此要晚 5 天。", None, (5, None)),
        (
            "8wd",
            "3月29日的期限要晚 5 天，其中 2 天只因为这一项。",
            "3月29日的期限要晚 5 天，光办完这一项提前不了。",
            (2, 0),
        ),
        (
            "10wd",
            "3月29日的期限要晚 5 天，光办完这一项提前不了。",
            "3月29日的期限要晚 5 天，光办完这一项提前不了。",
            (0, 0),
        ),
    ],
)
def test_the_engineer_reads_what_would_be_won_by_each_task_that_holds_a_deadline_up(
    tmp_path: Path, left: str, of_clearing: str, of_order: str | None, days: tuple[int, int | None]
) -> None:
    """Ten working days from 23 March end on 3 April, five days after Sunday 29 March; eight on 1 April."""
    plan = TWO_LINES.replace("after: [x]", "after: [x, y]")
    week = (
        f"progress:\n  x: {{started: 2026-03-02, remaining: 10wd}}\n  y: {{started: 2026-03-02, remaining: {left}}}\n"
    )
    meeting = met(tmp_path, plan, "2026-03-23", on2026_03_23=week)
    alerts = {alert.task: alert for alert in meeting.alerts if alert.light is Light.RED}
    said = {
        name: voice_of(meeting.schedule, "zh").tell(sentence(alert, voice_of(meeting.schedule, "zh").plan))
        for name, alert in alerts.items()
    }
    assert said["x"].endswith(of_clearing)
    assert said.get("y") is None if of_order is None else said["y"].endswith(of_order)
    cost = {name: cost_days(alert).amount for name, alert in alerts.items()}
    assert (cost["x"], cost.get("y")) == days
    assert cost["m"] == 5  # a deadline's own line says how late it is
    assert of_clearing in supervision_of(meeting)


def test_the_engineer_reads_that_a_permit_alone_holds_up_what_two_works_wait_for(tmp_path: Path) -> None:
    """Both works wait for the permit: without its ten days both begin on 23 March and end on Friday the 27th."""
    plan = """
  p: {name: 选址意见, body: a, duration: 10wd}
  x: {name: 拆迁, body: a, duration: 5wd, after: [p]}
  y: {name: 订货, body: b, duration: 5wd, after: [p]}
  m: {name: 净地, milestone: finish, body: a, after: [x, y], deadline: 2026-03-29}
"""
    week = "progress:\n  p: {started: 2026-03-09, remaining: 10wd}\n"
    meeting = met(tmp_path, plan, "2026-03-23", on2026_03_23=week)
    (alert,) = (alert for alert in meeting.alerts if alert.task == "p")
    # Ten working days end on 3 April, five more, without the 6th, on the 13th.
    assert (
        voice_of(meeting.schedule, "zh")
        .tell(sentence(alert, voice_of(meeting.schedule, "zh").plan))
        .endswith("3月29日的期限因此要晚 15 天。")
    )


def test_the_clerk_reads_the_whole_chain_that_a_plan_cannot_shorten_also_across_a_week_s_end(tmp_path: Path) -> None:
    """A notice of 26 days ends on Friday 27 March: a Saturday more moves nothing, and yet it is what takes the time."""
    plan = """
  n: {name: 公示, body: a, duration: 26cd}
  k: {name: 合同, body: a, duration: 5wd, after: [n]}
  m: {name: 签约, milestone: finish, body: c, after: [k], deadline: 2026-03-29}
"""
    meeting = met(tmp_path, plan, "2026-03-02")
    said = voice_of(meeting.schedule, "zh").tell(verdict_text(meeting))
    # Five working days from Monday the 30th end on 3 April: 33 days from 2 March, five after Sunday the 29th.
    assert "从 3月2日 起最短需要 33 天，最早 4月3日 完成，缺 5 天；卡在“公示→合同→签约”这条链上（3 项）。" in said
    assert meeting.critical_path == ("n", "k", "m")  # also in the weekly chain


@pytest.mark.parametrize("long", [0, 4, 12, 100])
def test_the_secretary_reads_to_its_end_what_a_plan_cannot_keep_however_long_its_names_are(
    tmp_path: Path, long: int
) -> None:
    """Eight tasks of 14 days: 112 days from 2 March end on 21 June, 84 after 29 March. Names give way, words do not."""
    tail = ("征地拆迁" * 25)[:long]
    steps = [
        f"  k{k}: {{name: 第{k}步{tail}, body: a, duration: 14cd, after: [{f'k{k - 1}' if k else ''}]}}\n"
        for k in range(8)
    ]
    done = "  m: {name: 交付, milestone: finish, body: a, after: [k7], deadline: 2026-03-29}\n"
    meeting = met(tmp_path, "".join(steps) + done, "2026-03-02")
    for paper in (secretary_markdown(meeting, voice_of(meeting.schedule, "zh")), notice_of(meeting)):
        (said,) = (line for line in paper.splitlines() if "起最短需要" in line)
        assert "从 3月2日 起最短需要 112 天，最早 6月21日 完成，缺 84 天；卡在" in said
        assert said.endswith("这条链上（9 项）。" if long < 100 else "卡在接连的 9 项上。")


def test_nobody_is_called_late_for_a_deadline_that_only_the_plan_misses(tmp_path: Path) -> None:
    """14 days from 2 March end on the 15th, whatever anybody does; a week lost of them is somebody's."""
    tasks = """
  p: {name: 手续, body: a, duration: 14cd}
  m: {name: 交付, milestone: finish, body: b, after: [p], deadline: 2026-03-08}
"""
    first = notice_of(met(tmp_path, tasks, "2026-03-02"))
    assert "交付" not in part(first, "三、进展滞后")
    assert "不能按期完成：交付预计 3月15日 完成" in first
    lost = met(tmp_path, tasks, "2026-03-09", on2026_03_09="progress:\n  p: {started: 2026-03-02, remaining: 14cd}\n")
    assert "交付" in part(notice_of(lost), "三、进展滞后")


def test_the_engineer_reads_what_the_red_lines_of_a_plan_that_cannot_keep_its_deadline_count_back_from(
    tmp_path: Path,
) -> None:
    """14 days from 2 March end on the 15th: that day is the red line of the work before the deadline of the 8th."""
    tasks = """
  p: {name: 手续, body: a, duration: 14cd}
  m: {name: 交付, milestone: finish, body: b, after: [p], deadline: 2026-03-08}
"""
    said = "交付的期限 3月8日 照计划从第一天起就赶不上：之前各项的最迟日（红线）和余地，按最早能到的 3月15日 倒排。"
    meeting = met(tmp_path, tasks, "2026-03-02")
    voice = voice_of(meeting.schedule, "zh")
    assert finish_day(meeting.owed["p"].latest_finish) == date(2026, 3, 15)
    assert said in in_words(bulletin(meeting), voice).notices
    assert said in page(meeting, voice)
    two = tasks + "  n: {name: 通车, milestone: finish, body: b, after: [p], deadline: 2026-03-10}\n"
    several = in_words(bulletin(met(tmp_path / "two", two, "2026-03-02")), voice).notices
    assert any(text.startswith("有 2 项期限照计划从第一天起就赶不上") for text in several)
    kept = met(tmp_path / "kept", tasks.replace("03-08", "03-15"), "2026-03-02")
    assert not any("倒排" in text for text in in_words(bulletin(kept), voice).notices)


@pytest.mark.parametrize(("remaining", "praised"), [(13, False), (15, True)])
def test_the_secretary_reads_no_praise_for_a_report_that_is_to_be_verified(
    tmp_path: Path, remaining: int, praised: bool
) -> None:
    """Of 21 working days left on the 9th, 16 are expected on the 16th: 15 is a day won, 13 is asked about."""
    tasks = """
  p: {name: 手续, body: a, duration: 20wd}
  m: {name: 交付, milestone: finish, body: b, after: [p], deadline: 2026-06-30}
"""
    weeks = {
        "on2026_03_09": "progress:\n  p: {started: 2026-03-02, remaining: 21wd}\n",
        "on2026_03_16": f"progress:\n  p: {{remaining: {remaining}wd}}\n",
    }
    meeting = met(tmp_path, tasks, "2026-03-16", **weeks)
    assert ("手续" in part(notice_of(meeting), "二、进展较好")) is praised


@pytest.mark.parametrize("others", [3, 8, 30])
def test_the_secretary_reads_of_the_permit_that_was_issued_however_much_else_was_finished(
    tmp_path: Path, others: int
) -> None:
    """The page tells six at the most; the permit came last of all."""
    plan = (
        "\n  p: {name: 施工许可证, body: a, duration: 10wd}\n  z: {name: 装修, body: b, duration: 90wd, after: [p]}\n"
    )
    plan += "".join(f"  x{k}: {{name: 清运{k}, body: c, duration: 5wd}}\n" for k in range(others))
    done = "".join(f"  x{k}: {{started: 2026-03-02, finished: 2026-03-{10 + k % 3}}}\n" for k in range(others))
    week = f"progress:\n  p: {{started: 2026-03-02, finished: 2026-03-13, document: 施1}}\n{done}"
    first = "progress:\n  p: {started: 2026-03-02, remaining: 5wd}\n"
    meeting = met(tmp_path, plan, "2026-03-16", on2026_03_09=first, on2026_03_16=week)
    assert part(secretary_of(meeting), "四").split("\n\n")[1].startswith("施工许可证（甲局），3月13日 完成")
    assert "施工许可证已于 3月13日 完成" in part(notice_of(meeting), "二")


STARTS = """
  p: {name: 施工图审查, body: a, duration: 10wd}
  k: {name: 开工, milestone: start, body: c, after: [p], deadline: 2026-03-16}
  w: {name: 基础施工, body: b, duration: 20wd, after: [k]}
  k2: {name: 主体开工, milestone: start, body: b, after: [w], deadline: 2026-04-20}
"""


def all_papers(meeting: Meeting, lang: str = "zh") -> dict[str, str]:
    voice = voice_of(meeting.schedule, lang)
    events = "".join(calendars(meeting, voice).values())
    return {
        "minutes": markdown(bulletin(meeting), voice, {}).replace("\\", ""),
        "notice": notice_of(meeting, lang),
        "secretary": secretary_of(meeting, lang),
        "supervision": supervision_of(meeting, lang),
        "page": re.sub("<[^>]*>", "\n", page(meeting, voice)),
        "calendars": events.replace("\r\n ", ""),
    }


@pytest.mark.parametrize(
    ("day", "week"),
    [
        # Eight working days from 9 March end on the 18th: the start of the works is two days late.
        ("2026-03-09", "progress:\n  p: {started: 2026-03-02, remaining: 8wd}\n"),
        # Its own review ended on 13 March, and nobody has said that the works began.
        ("2026-03-23", "progress:\n  p: {started: 2026-03-02, finished: 2026-03-13}\n"),
        ("2026-03-18", "progress:\n  p: {started: 2026-03-02, finished: 2026-03-13}\n  k: {started: 2026-03-16}\n"),
    ],
)
def test_the_liaison_reads_on_no_paper_that_a_start_is_to_be_finished(tmp_path: Path, day: str, week: str) -> None:
    first = {"on2026_03_05": "progress:\n  p: {started: 2026-03-02, remaining: 7wd}\n"}
    meeting = met(tmp_path, STARTS, day, **first, **{f"on{day.replace('-', '_')}": week})
    for name, text in all_papers(meeting).items():
        for line in text.splitlines():
            # From the start's own name up to the next mark: what is said of it.
            for said in re.findall("(?<!（)(?:主体)?开工(?:（[^）]*）)?[^，。；|]*(?:，[^，。；|]*)?", line):
                assert not re.search(r"月\d+日 (?:才能|必须|就该)?完成|报完成|哪天完成", said), (name, line)
    texts = all_papers(meeting)
    if day == "2026-03-09":
        assert "开工 3月16日 实现（即红线，预计 3月18日）" in texts["notice"]
        assert "| 办理时限 | 2026年3月16日 前实现 |" in texts["supervision"]
        assert "SUMMARY:实现：开工" in texts["calendars"]
    if day == "2026-03-23":
        assert "开工要等的 3月13日 已办完，期限 3月16日 已过，还没有报开始，请报哪天开始。" in texts["secretary"]
        assert "请报开工哪天开始。" in texts["notice"]
        assert "no start was reported; report the day" in all_papers(meeting, "en")["minutes"]
    if day == "2026-03-18":
        assert "开工（丙局），3月16日 实现" in texts["secretary"]


def test_the_liaison_is_asked_to_start_by_the_day_that_the_plan_fixes_for_a_start(tmp_path: Path) -> None:
    """Nine working days end on 12 March; the footing has to start on the 11th and can on the 13th."""
    plan = "\n  p: {name: 审查, body: a, duration: 9wd}\n"
    plan += "  w: {name: 基础施工, body: b, duration: 20wd, after: [p], start_no_later_than: 2026-03-11}\n"
    meeting = met(tmp_path, plan, "2026-03-02")
    paper = supervision_of(meeting)
    said = "基础施工（乙局）最迟 3月11日 必须启动，才赶得上计划规定的日期，预计 3月13日 才能启动，晚 2 天。"
    assert said in paper and said in all_papers(meeting)["minutes"]
    assert "本事项最迟 3月11日 启动。" in paper and "前启动 |" in paper


def test_a_body_that_is_asked_to_start_before_others_let_it_reads_for_whom_it_waits(tmp_path: Path) -> None:
    """Approved for 16 March to 13 April; from 9 March eight working days end on the 18th, and the order waits."""
    plan = """
  p: {name: 审查, body: a, duration: 10wd}
  y: {name: 订货, body: b, duration: 20wd, after: [p]}
  m: {name: 到货, milestone: finish, body: b, after: [y], deadline: 2026-06-30}
"""
    approved(tmp_path, plan)
    meeting = met(tmp_path, plan, "2026-03-09", on2026_03_09="progress:\n  p: {started: 2026-03-02, remaining: 8wd}\n")
    asked = part(notice_of(meeting), "五")
    assert "订货 3月16日 启动（预计 3月19日）、4月13日 完成（红线 6月30日，预计 4月16日），等待审查。" in asked
    free = met(
        tmp_path, plan, "2026-03-09", on2026_03_09="progress:\n  p: {started: 2026-03-02, finished: 2026-03-06}\n"
    )
    assert "等待" not in part(notice_of(free), "五")


def test_the_liaison_reads_at_how_many_meetings_work_went_on_before_its_permit_whoever_joined_it(
    tmp_path: Path,
) -> None:
    """The bureau is told each time; another crew that begins in the second week makes it no new matter."""
    plan = """
  p: {name: 施工许可证, body: a, duration: 40wd}
  x: {name: 土方, body: c, duration: 30wd, after: [p]}
  y: {name: 围墙, body: b, duration: 30wd, after: [p]}
"""
    first = "progress:\n  p: {started: 2026-03-02, remaining: 35wd}\n  y: {started: 2026-03-05, remaining: 28wd}\n"
    week = (
        "progress:\n  p: {remaining: 30wd}\n  y: {finished: 2026-03-13}\n  x: {started: 2026-03-10, remaining: 25wd}\n"
    )
    meeting = met(tmp_path, plan, "2026-03-16", on2026_03_09=first, on2026_03_16=week)
    paper = supervision_of(meeting)
    assert "已连续 2 次例会亮红灯。" in paper and "黄色（警告）" in paper


@pytest.mark.parametrize(
    ("week", "asked"),
    [
        ("progress:\n  f: {started: 2026-03-02, finished: 2026-03-06}\n", True),  # without its number
        ("progress:\n  w: {started: 2026-03-02, remaining: 40wd}\n", True),  # begun, or not? it was to have moved
        ("progress:\n  f: {started: 2026-03-02, finished: 2026-03-06, document: 财函1号}\n", False),
    ],
)
def test_the_liaison_of_a_body_outside_reads_that_it_is_asked_for_its_document(
    tmp_path: Path, week: str, asked: bool
) -> None:
    tasks = (
        "  f: {name: 资金承诺, body: cz, duration: 5wd, evidence: 承诺函}\n"
        "  w: {name: 施工, body: a, duration: 40wd}\n"
        "  au: {name: 审计, body: sj, duration: 5wd, after: [w]}\n"
        "  done: {name: 建成, body: b, milestone: finish, after: [f, au], deadline: 2026-08-31}\n"
    )
    outside = "  cz: {name: 财政局, outside: true}\n  sj: {name: 审计局, outside: true}\ntasks:\n"
    (tmp_path / "updates").mkdir()
    (tmp_path / "plan.yaml").write_text(HEAD.replace("tasks:\n", outside) + tasks, encoding="utf-8")
    (tmp_path / "updates" / "2026-03-09.yaml").write_text(f"data_date: 2026-03-09\n{week}", encoding="utf-8")
    meeting = take(schedule.load(tmp_path), minutes(date(2026, 3, 9)))
    text = notice_markdown(meeting, voice_of(meeting.schedule, "zh"))
    (to,) = (line for line in text.splitlines() if line.startswith("甲局"))
    (copies,) = (line for line in text.splitlines() if line.startswith("抄送"))
    assert ("财政局" in to) is asked
    assert ("财政局" in copies) is not asked
    assert "审计局" in copies


CHAIN = """\
  fit: {name: 安装, body: a, duration: 10wd}
  look: {name: 验收, body: b, duration: 3wd, after: [fit]}
  open: {name: 启用, body: b, milestone: finish, after: [look], deadline: 2026-03-20}
"""


def test_after_the_deadline_nobody_is_told_to_do_at_once_what_another_task_holds(tmp_path: Path) -> None:
    """Forecast for 13 March, the fitting has two days left on 1 April: the 2nd. 3, 7 and 8 April are the inspection's.

    The deadline is 19 days late. Were the fitting done, the inspection would end on the 3rd, five days earlier. It
    cannot be done itself before the fitting: the eight days until the 31st are of both.
    """
    told = {
        "on2026_03_09": "progress: {fit: {started: 2026-03-02, remaining: 5wd}}",
        "on2026_04_01": "progress: {fit: {remaining: 2wd}}",
    }
    meeting = met(tmp_path, CHAIN, "2026-04-01", **told)
    voice = voice_of(meeting.schedule, "zh")
    said = {
        alert.task: voice.tell(sentence(alert, meeting.schedule.state.plan)).replace(" ", "")
        for alert in meeting.alerts
    }
    assert "3月20日的期限要晚19天，其中5天只因为这一项" in said["fit"]
    assert "3月20日的期限要晚19天，其中8天因为这一项和它等的工作" in said["look"]
    required = notice_markdown(meeting, voice).split("## 五")[1].replace(" ", "").replace("\\", "")
    assert "安装红线3月17日已过，立即办结" in required
    assert "验收红线3月20日已过，安装一完成立即办；启用红线3月20日已过，验收一完成立即办" in required
    english = notice_markdown(meeting, voice_of(meeting.schedule, "en"))
    assert "验收 has passed its red line of 20 Mar: do it as soon as this is done: 安装" in english


def test_what_should_have_been_done_by_now_has_not_more_left_than_is_left(tmp_path: Path) -> None:
    """Until 13 March it was to last, until 2 April it does: 14 working days more, of which two are left."""
    told = {
        "on2026_03_09": "progress: {fit: {started: 2026-03-02, remaining: 5wd}}",
        "on2026_04_01": "progress: {fit: {remaining: 2wd}}",
    }
    meeting = met(tmp_path, CHAIN, "2026-04-01", **told)
    minutes_told = markdown(bulletin(meeting), voice_of(meeting.schedule, "zh"), {})
    assert "安装（甲局）：从开始到完成比预计多 14 个工作日" in minutes_told
    assert "剩余工期比预计多" not in minutes_told


def test_the_papers_of_a_plan_that_is_over_ask_for_nothing_and_call_no_late_finish_good(tmp_path: Path) -> None:
    """The inspection ends on 27 March, a week after the deadline; that it is open is reported on 7 April only.

    On the 1st all is done and nobody has said so, which is no lack of progress.
    """
    works = "fit: {started: 2026-03-02, finished: 2026-03-24}, look: {started: 2026-03-25, finished: 2026-03-27}"
    told = {
        "on2026_03_09": "progress: {fit: {started: 2026-03-02, remaining: 5wd}}",
        "on2026_04_01": f"progress: {{{works}}}\n"
        "revisions: [{task: fit, set: {duration: 9wd}, reason: 加班, approved_by: 专班, "
        "promises: {task: open, days: 1}}]",
    }
    first = met(tmp_path, CHAIN, "2026-04-01", **told)
    problems = notice_of(first).split("## 四")[1].split("## 五")[0].replace(" ", "")
    assert "要做的都已做完、没有报完成的1项。乙局1项：启用。" in problems
    assert "按没有进展计算" not in problems
    english = notice_of(first, "en")
    assert "启用: report the day on which it was finished" in english
    last = met(tmp_path, CHAIN, "2026-04-07", **told, on2026_04_07="progress: {open: {finished: 2026-03-27}}")
    said = notice_of(last).replace(" ", "")
    assert "启用已于3月27日完成。比期限3月20日晚7天。" in said
    assert "没有还在滞后的事项。" in said
    assert "各项都已完成，没有下一步要求。" in said
    minutes_told = markdown(bulletin(last), voice_of(last.schedule, "zh"), {})
    assert "启用已于 3月27日 完成，这是报的实际日期，去掉这个决定也不变" in minutes_told
    assert "也是预计" not in minutes_told


def test_who_has_not_begun_is_not_praised_for_what_another_won(tmp_path: Path) -> None:
    """Forecast for the 17th while nobody reported it, the fitting was done on the 6th: the inspection is a week early.

    Where eight days had been reported on the 4th, three days later it is to be found out first whether it is done.
    """
    told = {
        "on2026_03_04": "progress: {}",
        "on2026_03_09": "progress: {fit: {started: 2026-03-02, finished: 2026-03-06}}",
    }
    meeting = met(tmp_path, CHAIN, "2026-03-09", **told)
    assert meeting.since_previous is not None
    assert meeting.since_previous.movements["look"].finish_shift < 0
    well = part(notice_of(meeting), "二").replace(" ", "")
    assert "安装已于3月6日完成。" in well
    assert "验收" not in well
    told["on2026_03_04"] = "progress: {fit: {started: 2026-03-02, remaining: 8wd}}"
    told["on2026_03_09"] = "progress: {fit: {finished: 2026-03-06}}"
    well = part(notice_of(met(tmp_path, CHAIN, "2026-03-09", **told)), "二")
    assert "安装" not in well
    assert "本期没有可列入的事项。" in well


def test_without_a_baseline_nobody_is_told_that_nothing_is_late(tmp_path: Path) -> None:
    """The fitting was forecast for the 11th and is for the 13th now; the deadline holds and there is no plan."""
    told = {
        "on2026_03_04": "progress: {fit: {started: 2026-03-02, remaining: 6wd}}",
        "on2026_03_09": "progress: {fit: {remaining: 5wd}}",
    }
    meeting = met(tmp_path, CHAIN, "2026-03-09", **told)
    assert meeting.since_baseline is None
    late = part(notice_of(meeting), "三")
    assert "没有原计划可比，没有要列出的滞后事项。" in late
    assert "没有滞后的事项" not in late
