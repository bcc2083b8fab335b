"""A list that is cut says how many it leaves out and which paper has them, and begins with what is dearest."""

from __future__ import annotations

import re
from pathlib import Path

import schedule
from schedule.output.letters.notice import notice_markdown
from schedule.output.letters.secretary import secretary_markdown
from schedule.output.minutes.bulletin import bulletin
from schedule.output.minutes.markdown import markdown
from schedule.output.words.phrases import voice_of

HEAD = """daopai: 1
project: {name: 示例路, start: 2016-03-07, calendar: office, target: done}
calendars: {office: {week: mon-fri}}
bodies: {road: {name: 城投公司}, works: {name: 代建中心}, gov: {name: 住建局}}
phases: [permit, construction]
tasks:
"""


def papers(folder: Path, tasks: str, *weeks: str) -> tuple[str, str, str]:
    """The secretary's page, the notice and the minutes of the last week."""
    (folder / "updates").mkdir()
    (folder / "plan.yaml").write_text(HEAD + tasks, encoding="utf-8")
    for week in weeks:
        (folder / "updates" / f"{week[11:21]}.yaml").write_text(week, encoding="utf-8")
    meeting = schedule.meeting(schedule.load(folder))
    voice = voice_of(meeting.schedule, "zh")
    minutes = markdown(bulletin(meeting), voice, {})
    return tuple(
        text.replace("\\", "")
        for text in (secretary_markdown(meeting, voice), notice_markdown(meeting, voice), minutes)
    )


def test_a_secretary_finds_what_the_page_leaves_out_where_the_page_says(tmp_path: Path) -> None:
    """Nine bodies' questions: of those that are not on the page every one is in the minutes, which it names.

    Nine tasks were done: those told and "another so many" are nine, and no sentence ends in "no document and others".
    """
    tasks = "".join(f"  q{k}: {{name: 问{k}, body: works, duration: 30wd}}\n" for k in range(9))
    tasks += "".join(f"  f{k}: {{name: 毕{k}, body: road, duration: 2wd}}\n" for k in range(9))
    tasks += "  done: {name: 通车, milestone: finish, after: [q0], deadline: 2016-06-30}\n"
    asked = "".join(f"  q{k}: {{started: 2016-03-07, remaining: 25wd, request: 要办第{k}件}}\n" for k in range(9))
    closed = "".join(f"  f{k}: {{started: 2016-03-07, finished: 2016-03-08}}\n" for k in range(9))
    secretary, _, minutes = papers(
        tmp_path, tasks, "data_date: 2016-03-07\nnote: 开\n", f"data_date: 2016-03-14\nprogress:\n{asked}{closed}"
    )
    told = len(re.findall("要办第.件", secretary))
    assert told < 9
    assert f"其余 {9 - told} 项见会议材料。" in secretary
    assert len(set(re.findall("要办第.件", minutes))) == 9
    done = len(re.findall("毕.（城投公司），3月8日 完成", secretary))
    assert f"，3月8日 完成；另有 {9 - done} 项。" in secretary
    assert 0 < done < 9


def test_a_liaison_of_a_late_body_is_asked_before_one_that_only_builds_without_a_permit(tmp_path: Path) -> None:
    """The road goes on as planned, the hall cannot reach its date; both began before the permit was seen.

    By hand: forty working days from Monday 14 March on are eight weeks, to 6 May; the hall is due on 30 April.
    """
    tasks = (
        "  permit: {name: 施工许可证, body: gov, duration: 2wd, evidence: 施工许可证,"
        " basis: {article: 建筑法第8条, ceiling: 15wd}}\n"
        "  road: {name: 道路, phase: construction, body: road, duration: 10wd, after: [permit]}\n"
        "  hall: {name: 厂房, phase: construction, body: works, duration: 40wd, after: [permit]}\n"
        "  open: {name: 通车, milestone: finish, after: [road], deadline: 2016-06-30}\n"
        "  done: {name: 建成, milestone: finish, after: [hall], deadline: 2016-04-30}\n"
    )
    week = (
        "data_date: 2016-03-14\nprogress:\n"
        "  permit: {started: 2016-03-07, finished: 2016-03-08}\n"
        "  road: {started: 2016-03-09, remaining: 7wd}\n"
        "  hall: {started: 2016-03-09, remaining: 40wd}\n"
    )
    _, notice, _ = papers(tmp_path, tasks, week)
    assert "未批先建" in notice
    required = notice.split("五、下一步要求")[1]
    assert required.index("代建中心") < required.index("城投公司")
