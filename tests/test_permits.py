"""Work that was begun before its permit, and what was finished before what it waits for."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import schedule
from schedule.analysis.dates.alerts import Light
from schedule.analysis.reports.permits import breaches
from schedule.analysis.reports.sequence import finished_ahead_of
from schedule.calendars.worktime import minutes
from schedule.commands import main
from schedule.engine.compute import compute
from schedule.engine.state import as_of
from schedule.model import Project
from schedule.output import meeting_folder
from schedule.output.letters.supervision import supervision_markdown
from schedule.output.words.phrases import voice_of
from schedule.output.words.sentences import sentence

PLAN = """daopai: 1
project: {name: 园区, start: 2026-03-02, calendar: china, target: done}
bodies:
  housing: {name: 住建局}
  owner: {name: 建设单位}
  works: {name: 施工单位}
tasks:
  permit: {name: PERMIT, body: housing, applicant: owner, duration: 15wd, evidence: 许可证LEGAL}
  opening: {name: 入场开工, body: works, milestone: finish, after: [permit]}
  grading: {name: 场平, body: works, duration: 10wd, after: [opening]}
  footing: {name: 基础, body: works, duration: 20wd, after: [grading]}
  done: {name: 完工, body: works, milestone: finish, after: [footing], deadline: 2026-06-30}
"""
GRADING = "grading: {started: 2026-03-09, remaining: 6wd}"


def project(tmp_path: Path, *weeks: str, name: str = "施工许可证", legal: bool = False, plan: str = PLAN) -> Project:
    """A plan of a permit, a milestone and works after it; each week is the progress of a Monday from 16 March on."""
    folder = tmp_path / "plan"
    (folder / "updates").mkdir(parents=True)
    text = plan.replace("PERMIT", name).replace("LEGAL", ", legal: true" if legal else "")
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    for number, week in enumerate(weeks):
        day = f"2026-03-{16 + 7 * number}"
        lines = "".join(f"  {line}\n" for line in week.split("\n"))
        (folder / "updates" / f"{day}.yaml").write_text(f"data_date: {day}\nprogress:\n{lines}", encoding="utf-8")
    return schedule.load(folder)


def minutes_of(day: str) -> int:
    """The data date of a day."""
    return minutes(date.fromisoformat(day))


def papers(found: Project, lang: str = "zh") -> Mapping[str, str]:
    """What the command says, and what its papers say, by name."""
    folder = Path(found.folder)
    out = folder / "papers"
    without_charts = {name: write for name, write in meeting_folder.PAPERS.items() if name != "charts"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(meeting_folder, "PAPERS", without_charts)
        asked = ["meeting", str(folder), "-o", str(out), "--lang", lang]
        said = CliRunner().invoke(main, asked, catch_exceptions=False)
    assert said.exit_code == 0, said.output
    files = ("meeting.md", "secretary.md", "notice.md", "meeting.html", "alerts.csv")
    return {"screen": said.stdout, **{name: (out / name).read_text(encoding="utf-8-sig") for name in files}}


@pytest.mark.slow
def test_the_secretary_reads_that_the_works_were_begun_without_a_permit_before_anything_else(tmp_path: Path) -> None:
    """On 16 March the site has been levelled for a week; nobody has filed for the permit. The deadline is in June."""
    told = papers(project(tmp_path, GRADING))
    first = "未批先建：施工许可证（建设单位报送，住建局审批）还没有办下来，场平（施工单位，3月9日）已经动工"
    assert first in told["screen"].split("红灯")[1].split("\n")[1]
    assert first in told["secretary.md"].split("## 一")[0]
    overall = told["notice.md"].split("## 一")[1].split("## 二")[0]
    assert "**" + first in overall.split("能按期完成")[0]
    assert "施工单位立即停工，拿到证、报出文号再复工；建设单位立即报送，盯住审批，报出文号。" in overall
    assert first in told["meeting.md"].split("## 红灯")[1].split("\n- ")[1].replace("\\", "")
    assert first in told["meeting.html"]
    rows = [*csv.DictReader(told["alerts.csv"].splitlines())]
    assert (rows[0]["灯"], rows[0]["责任单位"]) == ("红", "施工单位")
    assert first in rows[0]["说明"]


def test_the_clerk_finds_both_bodies_on_the_supervision_notice(tmp_path: Path) -> None:
    meeting = schedule.meeting(project(tmp_path, GRADING))
    text = supervision_markdown(meeting, voice_of(meeting.schedule, "zh"))
    assert "| 责任单位 | 施工单位、建设单位 |" in text
    assert "施工单位立即停工，拿到证、报出文号再复工；建设单位立即报送，盯住审批，报出文号。" in text


def test_it_is_red_until_the_number_is_there_and_cured_from_then_on(tmp_path: Path) -> None:
    """Not finished; finished without its number; finished with it, though on a later day than the works began."""
    weeks = (GRADING, "permit: {started: 2026-03-10, finished: 2026-03-20}", "permit: {document: 建字1号}")
    found = project(tmp_path, *weeks)
    lights = []
    for day in ("2026-03-16", "2026-03-23", "2026-03-30"):
        meeting = schedule.meeting(found, minutes_of(day))
        lights.append(meeting.lights["permit"])
        assert [one.task for one in meeting.alerts if one.breach] == (["permit"] if lights[-1] is Light.RED else [])
    assert lights == [Light.RED, Light.RED, Light.GREEN]
    second = schedule.meeting(found, minutes_of("2026-03-23"))
    assert second.breaches[0].finished is not None
    checked = CliRunner().invoke(main, ["check", found.folder], catch_exceptions=False).stdout
    assert "施工许可证（住建局）：3月20日 才办好，场平（施工单位，3月9日）已先开始；已经补办，留作记录" in checked


@pytest.mark.parametrize(
    ("name", "legal", "begins"),
    [
        ("施工许可证", False, "未批先建："),
        ("Construction permit", False, "未批先建："),
        ("用地批复", True, "未取得用地批复"),
        ("夜间施工许可", False, "未取得夜间施工许可"),
        ("用地批复", False, ""),
    ],
)
def test_building_first_is_said_of_the_construction_permit_only(
    tmp_path: Path, name: str, legal: bool, begins: str
) -> None:
    meeting = schedule.meeting(project(tmp_path, GRADING, name=name, legal=legal))
    said = [
        voice_of(meeting.schedule, "zh").tell(sentence(one, voice_of(meeting.schedule, "zh").plan))
        for one in meeting.alerts
        if one.breach
    ]
    assert len(said) == bool(begins)
    assert all(text.startswith(begins) for text in said)
    assert all("未批先建" not in text for text in said) or begins == "未批先建："


@pytest.mark.parametrize(
    ("week", "begun"),
    [
        ("grading: {started: 2026-03-09, remaining: 6wd}", ("grading",)),
        ("opening: {finished: 2026-03-09}", ("opening",)),
        ("footing: {started: 2026-03-10, remaining: 9wd}", ("footing",)),
        (GRADING + "\nopening: {finished: 2026-03-06}", ("grading", "opening")),
        ("grading: {started: 2026-03-03, finished: 2026-03-13}\nfooting: {started: 2026-03-13, remaining: 9wd}",
         ("footing", "grading")),
        ("done: {finished: 2026-03-13}", ()),  # reached before anything it marks: a question, and no work
        ("permit: {started: 2026-03-09, remaining: 9wd}", ()),
    ],
)  # fmt: skip
def test_what_comes_after_the_permit_in_the_plan_must_not_begin_before_it(
    tmp_path: Path, week: str, begun: tuple[str, ...]
) -> None:
    found = compute(as_of(project(tmp_path, week), minutes_of("2026-03-16")))
    assert tuple(one.task for whole in breaches(found) for one in whole.begun) == begun


def test_what_runs_beside_the_application_may_begin_and_what_waits_for_its_end_may_not_end(tmp_path: Path) -> None:
    """A start-to-start relation holds nothing until the permit is there; a finish-to-finish one holds a finish."""
    plan = PLAN.replace("after: [opening]", "after: [permit SS+2wd]").replace("after: [grading]", "after: [permit FF]")
    found = project(tmp_path, GRADING + "\nfooting: {started: 2026-03-10, finished: 2026-03-13}", plan=plan)
    (one,) = breaches(compute(as_of(found, minutes_of("2026-03-16"))))
    assert [begun.task for begun in one.begun] == ["footing"]


def test_an_application_that_runs_ahead_is_no_building(tmp_path: Path) -> None:
    plan = PLAN.replace(
        "grading: {name: 场平, body: works", "grading: {name: 开工备案, body: housing, applicant: works"
    )
    (one,) = breaches(compute(as_of(project(tmp_path, GRADING, plan=plan), minutes_of("2026-03-16"))))
    assert not one.building


# ── out of sequence ──────────

TWO = """daopai: 1
project: {name: 报完成, start: 2026-03-02, calendar: china, target: c}
bodies: {x: {name: 甲单位}}
tasks:
  a: {name: 基础, body: x, duration: 10wd}
  b: {name: 主体, body: x, duration: 10wd, after: [RELATION]}
  c: {name: 竣工, body: x, milestone: finish, after: [b], deadline: 2026-04-10}
"""


@pytest.mark.slow
def test_the_engineer_is_asked_about_a_milestone_that_was_reached_before_what_it_waits_for(tmp_path: Path) -> None:
    found = project(tmp_path, "c: {finished: 2026-03-13}", plan=TWO.replace("RELATION", "a"))
    told = papers(found)
    asked = "竣工（甲单位）报 3月13日 完成，排在前面的主体（未开始）、基础（未开始）：哪一项报得不对？"
    headline, beside = told["screen"].split("\n")[2:4]
    assert headline.startswith("竣工已于 3月13日 完成")
    assert beside == asked
    assert asked in told["secretary.md"].split("## 二")[0]
    assert asked in told["meeting.html"]
    checked = CliRunner().invoke(main, ["check", found.folder], catch_exceptions=False).stdout
    assert "竣工（甲单位）：没等主体完成就报完成，先后颠倒" in checked
    assert "竣工 (甲单位) is reported finished on 13 Mar, yet before it come" in papers(found, "en")["screen"]


@pytest.mark.parametrize(
    ("relation", "of_a", "asked"),
    [
        ("a", "", True),
        ("a", "a: {started: 2026-03-02, remaining: 2wd}", True),
        ("a", "a: {started: 2026-03-02, finished: 2026-03-13}", True),  # after the finish of b, on the 10th
        ("a", "a: {started: 2026-03-02, finished: 2026-03-10}", False),  # on its day
        ("a FF", "a: {started: 2026-03-02, remaining: 2wd}", True),
        ("a FF", "a: {started: 2026-03-02, finished: 2026-03-09}", False),
        ("a SS", "", True),
        ("a SS", "a: {started: 2026-03-02, remaining: 2wd}", False),
        ("a SS", "a: {started: 2026-03-11, remaining: 2wd}", True),
        ("a SF", "", True),
        ("a +10wd", "a: {started: 2026-03-02, finished: 2026-03-09}", False),  # half a lag is no contradiction
        ("a FS-5wd", "a: {started: 2026-03-02, finished: 2026-03-13}", False),  # a lead allows so much
        ("a FS-5wd", "a: {started: 2026-03-02, remaining: 20wd}", True),
    ],
)
def test_a_finish_is_asked_about_where_a_relation_contradicts_it(
    tmp_path: Path, relation: str, of_a: str, asked: bool
) -> None:
    week = "b: {started: 2026-03-03, finished: 2026-03-10}" + (f"\n{of_a}" if of_a else "")
    found = compute(as_of(project(tmp_path, week, plan=TWO.replace("RELATION", relation)), minutes_of("2026-03-16")))
    assert bool(finished_ahead_of(found, found.tasks["b"])) is asked


SAID = "permit: {started: 2026-03-02, finished: 2026-03-09, cause: 等待上级审批, note: 会上未见证号}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("permit", "heading"),
    [
        ("", "没有取得许可就先动了，今天要定停工、补证的办法"),
        (f"{SAID}\n", "没有见到许可的文号就先动了，今天要报出文号，报不出的定停工、补证的办法"),
    ],
)
def test_the_secretary_is_not_told_that_there_is_no_permit_where_only_its_number_is_missing(
    tmp_path: Path, permit: str, heading: str
) -> None:
    """One red line, whose heading says no more than is known: nobody has denied the permit that is reported."""
    told = papers(project(tmp_path, f"{permit}opening: {{finished: 2026-03-09}}\n{GRADING}"))
    for paper in ("screen", "meeting.md"):
        (line,) = [line for line in told[paper].splitlines() if "红灯 1 项" in line]
        assert heading in line


@pytest.mark.slow
def test_the_liaison_is_not_given_the_reason_of_a_delay_as_that_of_a_missing_number(tmp_path: Path) -> None:
    told = papers(project(tmp_path, f"{SAID}\nopening: {{finished: 2026-03-09}}\n{GRADING}"))
    (line,) = [line for line in told["meeting.md"].splitlines() if line.startswith("- **红**")]
    assert "原因" not in line
    assert line.endswith("说明：会上未见证号。")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("permit", "asked"),
    [("", "已经动工的停不停、什么时候拿到证"), (f"{SAID}\n", "哪天报出文号；报不出的停工补办")],
)
def test_the_secretary_finds_the_permit_among_what_needs_a_decision(tmp_path: Path, permit: str, asked: str) -> None:
    page = papers(project(tmp_path, f"{permit}opening: {{finished: 2026-03-09}}\n{GRADING}"))["secretary.md"]
    assert f"施工许可证：{asked}。" in page.split("## 三、需要决定的事")[1].split("## 四")[0]


def test_each_body_of_a_shared_notice_writes_its_own_name_on_its_slip(tmp_path: Path) -> None:
    found = project(tmp_path, GRADING)
    meeting = schedule.meeting(found)
    text = supervision_markdown(meeting, voice_of(meeting.schedule, "zh"))
    notice, slip = text.split("回执", 1)
    assert "施工单位、建设单位" in notice
    assert "施工单位" not in slip
    assert "| 责任单位 |  |" in slip


@pytest.mark.slow
def test_the_body_that_has_to_stop_is_asked_for_nothing_else_and_who_issues_does_not_stop(tmp_path: Path) -> None:
    """The permit is filed and not decided; the opening, which is due by 15 March, waits for it like what works."""
    plan = PLAN.replace("after: [permit]}", "after: [permit], deadline: 2026-03-15}")
    told = papers(project(tmp_path, f"permit: {{submitted: 2026-03-05}}\n{GRADING}", plan=plan))["notice.md"]
    required = told.split("## 五")[1]
    assert "**（一）施工单位。**入场开工等施工许可证办下来再办；场平立即停工，施工许可证办下来再复工。" in required
    assert "施工单位立即停工，拿到证、报出文号再复工；住建局抓紧办结，报出文号。" in told.split("## 二")[0]
    english = papers(project(tmp_path / "en", f"permit: {{submitted: 2026-03-05}}\n{GRADING}"), "en")["notice.md"]
    assert "施工单位: stop at once" in english and "住建局: finish it and report its number." in english


@pytest.mark.slow
@pytest.mark.parametrize(("permit", "demand"), [("", "建设单位立即报送"), (f"{SAID}\n", "马上报出文号")])
def test_nobody_is_told_to_stop_what_is_reported_finished(tmp_path: Path, permit: str, demand: str) -> None:
    told = papers(
        project(
            tmp_path,
            f"{permit}opening: {{finished: 2026-03-09}}\ngrading: {{started: 2026-03-02, finished: 2026-03-13}}",
        )
    )
    assert demand in told["notice.md"].split("## 二")[0]
    assert "停工" not in told["notice.md"] + told["secretary.md"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("grading", "said"),
    [
        # What goes on is named before what has ended: the earliest of the three is named by its day all the same.
        (
            "started: 2026-03-04, finished: 2026-03-06",
            "基础（施工单位，3月10日）等 2 项（最早的是场平，3月4日）已经动工",
        ),
        ("started: 2026-03-04, remaining: 6wd", "场平（施工单位，3月4日）等 2 项已经动工"),
    ],
)
def test_the_secretary_reads_which_work_was_the_first(tmp_path: Path, grading: str, said: str) -> None:
    week = f"grading: {{{grading}}}\nfooting: {{started: 2026-03-10, remaining: 15wd}}"
    assert said in papers(project(tmp_path, week))["secretary.md"]


@pytest.mark.slow
def test_nobody_is_told_to_submit_at_once_what_waits_for_others(tmp_path: Path) -> None:
    """The permit waits for the contract, and the site is being levelled before either."""
    plan = PLAN.replace("  permit:", "  contract: {name: 合同, body: owner, duration: 10wd}\n  permit:")
    plan = plan.replace("duration: 15wd, evidence", "duration: 15wd, after: [contract], evidence")
    found = project(tmp_path, GRADING, plan=plan)
    asked = "施工单位立即停工，拿到证、报出文号再复工；建设单位备齐材料，合同一完成立即报送，盯住审批，报出文号。"
    assert asked in papers(found)["notice.md"].split("## 二")[0]
    meeting = schedule.meeting(found)
    assert asked in supervision_markdown(meeting, voice_of(meeting.schedule, "zh"))
    # The permit of nobody's filing is not finished at once either.
    alone = project(tmp_path / "alone", GRADING, plan=plan.replace("applicant: owner, ", ""))
    assert "住建局备齐材料，合同一完成立即办，报出文号。" in papers(alone)["notice.md"].split("## 二")[0]


@pytest.mark.slow
def test_what_was_done_against_the_law_is_no_good_progress(tmp_path: Path) -> None:
    """The site was levelled from the 9th to the 20th without a permit: that stands first, and is praised nowhere."""
    told = papers(project(tmp_path, GRADING, "grading: {finished: 2026-03-20}"))["notice.md"]
    well = told.split("## 二")[1].split("## 三")[0]
    assert "场平" not in well
    assert "本期没有可列入的事项。" in well


@pytest.mark.slow
def test_nobody_is_told_to_stop_what_was_stopped_nor_to_report_on_it(tmp_path: Path) -> None:
    """Begun on the 9th, stopped by order on the 18th; on the 30th nobody reported on it again, for nothing can move."""
    stopped = f"{GRADING}\npermit: {{submitted: 2026-03-12, accepted: 2026-03-13, remaining: 12wd}}"
    weeks = (stopped, "grading: {suspended: 2026-03-18, remaining: 4wd}", "permit: {remaining: 3wd}")
    found = project(tmp_path, *weeks)
    told = papers(found)
    first = "施工许可证（住建局）还没有办下来，场平（施工单位，3月9日，3月18日 起停工）已经动工"
    for name, text in told.items():
        assert first in text.replace("\\", ""), name
        assert "立即停工" not in text, name
    assert "施工单位已经停工，拿到证、报出文号以前不得复工；住建局" in told["notice.md"]
    assert "场平等施工许可证办下来再办" in told["notice.md"]
    assert "什么时候拿到证；已经停工的，拿到证再复工。" in told["secretary.md"]
    meeting = schedule.meeting(found)
    assert meeting.unreported == ()
    assert "办下来以前不得复工" in supervision_markdown(meeting, voice_of(meeting.schedule, "zh"))


def test_days_of_a_suspension_are_not_called_unreported(tmp_path: Path) -> None:
    """Ten days of work from 9 March, four left when they are stopped on the 18th: five working days lost by the 30th.

    On the 23rd nobody knew for how long, so the forecast was the 26th; a week later it is 2 April.
    """
    head = PLAN.split("  permit:")[0]
    tasks = "  grading: {name: 场平, body: works, duration: 10wd}\n"
    tasks += "  done: {name: 完工, body: works, milestone: finish, after: [grading], deadline: 2026-06-30}\n"
    weeks = (GRADING, "grading: {suspended: 2026-03-18, remaining: 4wd}")
    found = project(tmp_path, *weeks, plan=head + tasks)
    (Path(found.folder) / "updates" / "2026-03-30.yaml").write_text(
        "data_date: 2026-03-30\nnote: 没有人报\n", encoding="utf-8"
    )
    said = CliRunner().invoke(main, ["why", found.folder, "--lang", "zh"], catch_exceptions=False).stdout
    assert "停工，没有进展：5 个工作日" in said
    assert "未报告" not in said
