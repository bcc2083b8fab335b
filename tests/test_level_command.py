"""What a county office reads of its crews: each deadline by the plan and levelled, who waits, what is proved."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from telling import in_words

import schedule
from schedule.analysis.history import History
from schedule.analysis.levelling.levelled import levelled
from schedule.analysis.meeting import take
from schedule.commands import main
from schedule.commands.conduct.exits import Exit
from schedule.engine.compute import compute
from schedule.engine.state import as_of
from schedule.model import Project
from schedule.output.figures import crew_load
from schedule.output.figures.ground import ink
from schedule.output.letters.secretary import secretary_markdown
from schedule.output.minutes.bulletin import bulletin
from schedule.output.words.crews import lost_text, proof_texts
from schedule.output.words.phrases import voice_of

PLAN = """daopai: 1
project: {name: 示例园区, name_en: Sample park, start: 2016-06-01, calendar: calendar-days, target: done}
bodies: {agent: {name: 代建中心, name_en: agent}}
crews: {gang: {capacity: 1, name: 钢结构班组, name_en: the steel gang}}
tasks:
  A: {name: 一号钢结构, name_en: Steel 1, duration: 3cd, body: agent, crew: {gang: 1}}
  B: {name: 二号钢结构, name_en: Steel 2, duration: 4cd, body: agent, crew: {gang: 1}}
  C: {name: 屋面, name_en: Roof, duration: 5cd, body: agent, after: [A]}
  done: {name: 完工, name_en: Works done, milestone: finish, after: [B, C], deadline: 2016-06-08}
"""
THIRD = PLAN.replace("after: [A]}", "after: [A], crew: {gang: 1}}")


def answered(tmp_path: Path, text: str, *more: str, command: str = "level") -> str:
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    found = CliRunner().invoke(main, [command, str(tmp_path), *more, "--date", "2016-06-01"])
    assert found.exit_code == 0, found.output
    return found.stdout


def record(tmp_path: Path, text: str) -> Mapping[str, Any]:
    (one,) = json.loads(answered(tmp_path, text, "--format", "json"))
    assert isinstance(one, dict)
    return one


def test_a_secretary_reads_which_deadline_the_crews_do_not_keep(tmp_path: Path) -> None:
    """3 + 4 + 5 days of one gang end on 12 June; the plan, which knows no gang, ends on the 8th."""
    zh = answered(tmp_path, THIRD, "--lang", "zh").splitlines()
    assert zh[0] == (
        "完工（期限 6月8日）：按计划 6月8日，班组错开后 6月12日，晚 4 天，按计划守得住这个期限，班组错开后守不住。"
    )
    assert zh[1] == "钢结构班组按计划不够：6月1日 要 2 个，有 1 个（一号钢结构、二号钢结构）。"
    assert zh[2] == "已证明最优：换任何先后，各期限合计误期的天数都不会更少。"
    en = answered(tmp_path, THIRD, "--lang", "en")
    assert "8 Jun by the plan, 12 Jun levelled, 4 days later" in en
    assert "Proved best" in en


def test_a_secretary_reads_how_far_an_order_may_be_from_the_best(tmp_path: Path) -> None:
    """Of three cranes each of four tasks takes two for 3 days: one after the other, 12 days; 24 crane days are 8."""
    text = PLAN[: PLAN.index("crews:")].replace(", target: done", "")
    text += "crews: {crane: {capacity: 3, name: 吊车}}\ntasks:\n"
    text += "".join(f"  T{k}: {{name: T{k}, duration: 3cd, crew: {{crane: 2}}}}\n" for k in range(4))
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    project, _ = schedule.read(tmp_path)
    assert isinstance(project, Project)
    plain = compute(as_of(project, project.plan.start))
    found = levelled(plain, tries=50)
    assert found is not None
    (first, *_) = voice_of(plain, "zh").told(proof_texts(found))
    assert found.dues[0].levelled.last_day.isoformat() == "2016-06-12", "two at once would take 4 of 3 units"
    assert found.gap == 4
    assert first == f"没有证明最优，离下界 4 天：试排了 {found.tried} 种先后；再换先后，全部工作最多早 4 天完成。"


def test_a_clerk_reads_who_waits_behind_whom_and_that_nothing_is_lost(tmp_path: Path) -> None:
    found = record(tmp_path, PLAN)
    assert found["waits"] == [
        {"task": "B", "crews": ["gang"], "behind": ["A"], "by_plan": "2016-06-01", "levelled": "2016-06-04"}
    ]
    (due,) = found["deadlines"]
    assert (due["by_plan"], due["levelled"], due["lost"]) == ("2016-06-08", "2016-06-08", False)
    assert "错开后各期限都守得住。" in answered(tmp_path, PLAN, "--lang", "zh")
    assert found["crews"][0]["weeks"] == [
        {"week": "2016-05-30", "there": 1, "by_plan": 2, "levelled": 1},
        {"week": "2016-06-06", "there": 1, "by_plan": 0, "levelled": 1},
    ]


def test_a_liaison_records_the_order_and_explain_says_which_crew_is_waited_for(tmp_path: Path) -> None:
    text = answered(tmp_path, PLAN, "--as-revision", "--lang", "zh")
    assert 'after: ["A @gang"]' in text
    assert "钢结构班组不够，排在一号钢结构后面" in text
    (tmp_path / "updates").mkdir()
    signed = text.replace("approved_by:", "approved_by: 领导小组")
    (tmp_path / "updates" / "2016-06-01.yaml").write_text(signed, encoding="utf-8")
    project, faults = schedule.read(tmp_path)
    assert isinstance(project, Project), faults
    decided = compute(as_of(project, schedule.latest_data_date(project)))
    assert decided.tasks["B"].first_day.isoformat() == "2016-06-04"
    assert levelled(decided) is not None
    found = CliRunner().invoke(main, ["explain", str(tmp_path), "B", "--lang", "zh"])
    assert "一号钢结构完成（等钢结构班组腾出来）" in found.stdout


@pytest.mark.parametrize(
    ("said", "code", "told"),
    [
        ("crew=gang", 0, "要用的班组 （无） → 钢结构班组 1 个"),
        ("crew=钢结构班组：1", 0, "要用的班组 （无） → 钢结构班组 1 个"),
        ("crew=gang:2", Exit.FAULTY, "“gang”最多有 1 个，这里要 2 个，永远不够"),
        ("crew=gagn:1", Exit.FAULTY, "计划里没有叫“gagn”的班组。是不是“gang”？"),
        ("crew=gang、gang:1", Exit.USAGE, "gang:1"),
    ],
)
def test_a_clerk_decides_on_a_crew_by_its_id_or_its_name(tmp_path: Path, said: str, code: int, told: str) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    words = ("--date", "2016-06-01", "--reason", "增人", "--approved-by", "专班", "--dry-run", "--lang", "zh")
    found = CliRunner().invoke(main, ["decide", str(tmp_path), f"C {said}", *words])
    assert found.exit_code == code
    assert told in found.output


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("capacity: 1,", "capacity: 2,", "按计划日期各班组都够，不用错开。"),
        ("crews: {gang", "crews: {other", None),
        ("capacity: 1,", "capacity: {2016-06-01..2016-06-05: 1},", "二号钢结构要的钢结构班组一直不够"),
        (
            "capacity: 1,",
            "capacity: {2016-06-01..2016-06-05: 1}, calendar: work,",
            "二号钢结构要的钢结构班组一直不够",
        ),
    ],
)
def test_what_needs_no_order_or_has_none_is_told(tmp_path: Path, was: str, now: str, told: str | None) -> None:
    text = PLAN.replace(was, now).replace("crews:", "calendars: {work: {week: mon-fri}}\ncrews:")
    if told is None:
        text = text.replace(", crew: {gang: 1}", "")
        told = "没有工作要用班组"
    assert told in answered(tmp_path, text, "--lang", "zh")


def test_an_engineer_is_named_the_crew_that_is_never_enough_and_not_the_other(tmp_path: Path) -> None:
    text = PLAN.replace("capacity: 1,", "capacity: {2016-06-01..2016-06-05: 1},").replace(
        "}}\ntasks:", "}, crane: {capacity: 2, name: 汽车吊}}\ntasks:"
    )
    told = answered(tmp_path, text.replace("{gang: 1}", "{gang: 1, crane: 1}"), "--lang", "zh")
    assert "二号钢结构要的钢结构班组一直不够" in told


NEVER = PLAN.replace("capacity: 1,", "capacity: {2016-06-01..2016-06-05: 1},")


def test_a_secretary_is_told_no_levelled_date_where_a_crew_is_never_enough(tmp_path: Path) -> None:
    """The gang leaves on 5 June, before steel 2 can have it: the plan's 8 June is no levelled date, on no paper."""
    zh = answered(tmp_path, NEVER, "--lang", "zh")
    assert zh.startswith("完工（期限 6月8日）：按计划 6月8日；要的班组一直不够，班组错开后不能预计。")
    assert "守得住" not in zh
    assert "已证明" not in zh
    (due,) = record(tmp_path, NEVER)["deadlines"]
    assert (due["by_plan"], due["levelled"], due["days"], due["not_before"], due["lost"]) == (
        *("2016-06-08", None, None, None),
        True,
    )
    assert "班组不够：完工按计划 6月8日，要的班组一直不够，不能预计（期限 6月8日）。" in minutes_of(tmp_path, NEVER)


def test_an_engineer_is_proved_nothing_of_an_order_before_money_without_a_date(tmp_path: Path) -> None:
    money = "funds: {tranches: {rest: {amount: 5}}}\ncrews:"
    text = THIRD.replace("crews:", money).replace("after: [A], crew", "after: [A], commits: {amount: 5}, crew")
    zh = answered(tmp_path, text, "--lang", "zh")
    assert "前面的工作等资金，无到位日期，班组错开后也不能预计。" in zh
    assert "有期限在等资金，无到位日期：先后是不是最优，没有证明。" in zh
    assert "守得住" not in zh
    (due,) = record(tmp_path, text)["deadlines"]
    assert (due["by_plan"], due["levelled"], due["days"]) == (None, None, None)


def minutes_of(tmp_path: Path, text: str) -> str:
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    project, _ = schedule.read(tmp_path)
    assert isinstance(project, Project)
    meeting = take(History(project), project.plan.start)
    found = in_words(bulletin(meeting), voice_of(meeting.schedule, "zh"))
    items = [item.text for section in found.sections for item in section.items]
    return "\n".join([found.headline, *items])


def test_a_secretary_reads_in_the_minutes_what_the_verdict_does_not_count(tmp_path: Path) -> None:
    """12 June by one gang, 8 June by the plan: the verdict stays the plan's, and one line says so."""
    said = minutes_of(tmp_path, THIRD)
    assert said.startswith("刚好能按期完成")
    assert (
        "班组不够：完工按计划 6月8日，班组错开后 6月12日（期限 6月8日）。上面的结论是按计划日期说的，没有算班组。"
        in said
    )
    assert "班组不够" not in minutes_of(tmp_path, PLAN)


def test_a_secretary_reads_on_the_one_page_that_the_crews_do_not_keep_what_the_verdict_keeps(tmp_path: Path) -> None:
    """Of two deadlines that one gang loses, 8 and 9 June for 12 June, a short page names one and counts both."""
    text = THIRD + "  open: {name: 开园, milestone: finish, after: [done], deadline: 2016-06-09}\n"
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    project, _ = schedule.read(tmp_path)
    assert isinstance(project, Project)
    meeting = take(History(project), project.plan.start)
    page = secretary_markdown(meeting, voice_of(meeting.schedule, "zh"))
    assert "班组不够：完工按计划6月8日，班组错开后6月12日（期限6月8日），开园" in page.replace(" ", "")
    assert "上面的结论是按计划日期说的，没有算班组。" in page
    assert meeting.levelled is not None
    assert "（期限 6月8日）等 2 项。" in voice_of(meeting.schedule, "zh").tell(lost_text(meeting.levelled, 1))


def test_a_crews_long_name_is_read_whole_beside_its_strip(tmp_path: Path) -> None:
    long = "第一标段土建及安装综合施工班组（含机械操作手）"
    (tmp_path / "plan.yaml").write_text(THIRD.replace("钢结构班组", long), encoding="utf-8")
    project, _ = schedule.read(tmp_path)
    assert isinstance(project, Project)
    meeting = take(History(project), project.plan.start)
    found = levelled(meeting.schedule)
    assert found is not None
    ax = crew_load.draw(found, meeting, voice_of(meeting.schedule, "zh"))
    assert long in "".join(text.get_text() for text in ax.texts)


def test_a_week_in_which_too_much_is_asked_for_is_drawn_red(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(THIRD, encoding="utf-8")
    project, _ = schedule.read(tmp_path)
    assert isinstance(project, Project)
    history = History(project)
    meeting = take(history, project.plan.start)
    found = levelled(meeting.schedule)
    assert found is not None
    ax = crew_load.draw(found, meeting, voice_of(meeting.schedule, "zh"))
    shown = [text.get_text() for text in ax.texts]
    assert "要2有1" in "".join(shown).replace(" ", "")
    assert not any("能按期完成" in text for text in shown), "the verdict counts no crews, and this chart does"
    (headline,) = (text for text in ax.texts if text.get_text().startswith("完工（期限 6月8日）"))
    assert "班组错开后 6月12日" in headline.get_text()
    assert headline.get_color() == ink.LATE
