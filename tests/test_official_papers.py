"""The official papers: notice, supervision notices, the secretary's page, as a reader of the files finds them."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from office import converted

import schedule
from schedule.analysis.dates.alerts import Light
from schedule.analysis.history import History
from schedule.analysis.meeting import Meeting, take
from schedule.analysis.views.escalation import Level, Streak, level, streaks
from schedule.analysis.views.standing import closed, holders, ordinal, overtaken, trend, undocumented
from schedule.calendars.worktime import finish_day, minutes, start_day
from schedule.model import Instant, Progress, Project
from schedule.output.letters import draft, official
from schedule.output.letters import notice as notices
from schedule.output.letters.docx import docx_bytes
from schedule.output.letters.notice import notice, notice_markdown, write_notice
from schedule.output.letters.official import TEXT_HEIGHT, Face, Paper, Style, blanks, tight
from schedule.output.letters.secretary import secretary, secretary_markdown
from schedule.output.letters.supervision import has_supervision, supervision, supervision_markdown
from schedule.output.letters.wording import listed_name
from schedule.output.tables.contents import deadline_table
from schedule.output.words.phrases import Voice, voice_of
from schedule.output.words.sentences import headline

ROOT = Path(schedule.__file__).parent.parent
SAMPLE = ROOT / "plans" / "kashgar"
BAD_WEEK = "2016-02-29"
PAPERS: dict[str, Callable[[Meeting, Voice], Paper]] = {
    "notice": notice,
    "supervision": supervision,
    "secretary": secretary,
}

# 1 to 10 March to survey, 11 to 20 March to build, due on the 20th. At each meeting the survey has more to do than was
# said before, counted from the data date on:
#   7 March, 5 days left: finished on the 11th, built on the 21st, 1 day late
#  14 March, 2 days left: the 15th, the 25th, 5 days late, 4 more than a week before
#  21 March, 1 day left:  the 21st, the 31st, 11 days late, 6 more
#  28 March: surveyed on the 21st, building since the 22nd with 4 days left: the 31st; due on 30 April by decision
#  25 April: 9 days left: 3 May, 3 days late again
PLAN = """\
daopai: 1
project: {name: 示例工程, name_en: Example works, start: 2016-03-01, calendar: calendar-days, target: done}
bodies:
  land: {name: 国土局, name_en: Land Bureau, lead: 国土局局长}
  agent: {name: 代建中心, name_en: Construction Agency}
  bank: {name: 银行, name_en: Bank, outside: true}
tasks:
  survey:
    name: 勘察
    name_en: Survey
    body: land
    duration: 10cd
    evidence: 勘察报告
    basis: {article: 示例条例第1条, ceiling: 20wd}
  build: {name: 施工, name_en: Building, body: agent, duration: 10cd, after: [survey]}
  done: {name: 完工, name_en: Completion, milestone: finish, after: [build], deadline: 2016-03-20, leader: 组长}
"""
UPDATES = {
    "2016-03-07": "progress: {survey: {started: 2016-03-01, remaining: 5cd}}",
    "2016-03-14": "progress: {survey: {remaining: 2cd, cause: 补正, note: 缺图纸}}",
    "2016-03-21": "progress: {survey: {remaining: 1cd, cause: 补正, request: 市局加派人手}}",
    "2016-03-28": "progress:\n  survey: {finished: 2016-03-21}\n  build: {started: 2016-03-22, remaining: 4cd}\n"
    "revisions:\n  - {task: done, set: {deadline: 2016-04-30}, reason: 延期, approved_by: 领导小组}",
    "2016-04-25": "progress: {build: {remaining: 9cd}}",
}


def at(text: str) -> Instant:
    return minutes(date.fromisoformat(text))


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("works")
    (folder / "updates").mkdir()
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    for day, text in UPDATES.items():
        (folder / "updates" / f"{day}.yaml").write_text(f"data_date: {day}\n{text}\n", encoding="utf-8")
    return schedule.load(folder)


@pytest.fixture(scope="module")
def sample() -> Project:
    return schedule.load(SAMPLE)


@pytest.fixture(scope="module")
def bad_week(sample: Project) -> Meeting:
    return take(sample, at(BAD_WEEK))


def opened(paper: Paper) -> Document:
    return docx.Document(io.BytesIO(docx_bytes(paper)))


def read(paper: Paper) -> str:
    """All that stands in the file, paragraphs and cells in order."""
    found = []
    for block in opened(paper).iter_inner_content():
        cells = [[block]] if not hasattr(block, "rows") else [row.cells for row in block.rows]
        found += [one.text for row in cells for one in row]
    return "\n".join(found)


def voices(snapshot: Meeting) -> tuple[Voice, Voice]:
    return voice_of(snapshot.schedule, "zh"), voice_of(snapshot.schedule, "en")


# ── how often red ──


def test_each_red_meeting_in_a_row_sharpens_the_notice(works: Project) -> None:
    found = {day: streaks(History(works), at(day)) for day in UPDATES}
    weeks = {day: {name: one.meetings for name, one in of.items()} for day, of in found.items()}
    assert weeks["2016-03-07"] == {"survey": 1, "build": 1, "done": 1}
    assert weeks["2016-03-14"] == {"survey": 2, "build": 2, "done": 2}
    assert weeks["2016-03-21"] == {"survey": 3, "build": 3, "done": 3}
    assert weeks["2016-03-28"] == {}
    assert weeks["2016-04-25"] == {"build": 1, "done": 1}  # the count begins anew


def test_a_meeting_on_a_day_without_an_update_counts_too(works: Project) -> None:
    assert streaks(History(works), at("2016-03-16"))["survey"] == Streak(3, 3)


def test_the_levels_are_those_of_huating() -> None:
    assert [level(weeks) for weeks in (1, 2, 3, 9)] == [Level.BLUE, Level.YELLOW, Level.RED, Level.RED]
    with pytest.raises(ValueError, match="no level"):
        level(0)


@pytest.mark.slow
def test_what_counts_as_red_is_what_the_meeting_is_told(sample: Project, works: Project) -> None:
    for project in (sample, works):
        for update in project.updates:
            told = {alert.task for alert in take(project, update.data_date).alerts if alert.light is Light.RED}
            assert set(streaks(History(project), update.data_date)) == told


# ── how it stands ──


def test_the_trend_is_what_each_meeting_forecast(works: Project) -> None:
    snapshot = take(works, at("2016-03-21"))
    points = [(start_day(one.data_date).isoformat(), finish_day(one.forecast).isoformat()) for one in trend(snapshot)]
    assert points == [("2016-03-07", "2016-03-21"), ("2016-03-14", "2016-03-25"), ("2016-03-21", "2016-03-31")]


def test_the_trend_ends_as_the_headline_says_and_goes_back_four_weeks(sample: Project) -> None:
    for update in sample.updates:
        snapshot = take(sample, update.data_date)
        points = trend(snapshot)
        assert points[-1].forecast == snapshot.headline.forecast
        assert all(snapshot.data_date - one.data_date <= 28 * 1440 for one in points)
        assert all(before.data_date < after.data_date for before, after in pairwise(points))
        if snapshot.headline.moved is not None:
            assert points[-1].forecast - points[-2].forecast == snapshot.headline.moved


def test_meetings_of_one_week_are_one_point_and_a_long_pause_leaves_the_last(works: Project) -> None:
    daily = replace(works, updates=tuple(replace(works.updates[0], data_date=at(f"2016-03-{k:02}")) for k in (7, 8, 9)))
    assert [one.data_date for one in trend(take(daily, at("2016-03-10")))] == [at("2016-03-09"), at("2016-03-10")]
    assert [one.data_date for one in trend(take(daily, at("2016-06-01")))] == [at("2016-03-09"), at("2016-06-01")]


def test_what_holds_the_date_is_what_can_be_worked_on(works: Project, bad_week: Meeting) -> None:
    assert holders(take(works, at("2016-03-21"))) == ("survey",)
    assert holders(take(works, at("2016-04-25"))) == ("build",)
    assert holders(bad_week) == ("fire-design-approval", "contract")


def test_what_was_closed_is_what_was_open_at_the_meeting_before(works: Project) -> None:
    assert closed(take(works, at("2016-03-28"))) == ("survey",)
    assert closed(take(works, at("2016-04-25"))) == ()
    assert closed(take(works, at("2016-03-07"))) == ()


def test_a_notice_has_the_number_of_its_meeting(works: Project) -> None:
    assert ordinal(take(works, at("2016-03-21"))) == 3
    snapshot = take(works, at("2016-03-22"))
    assert ordinal(snapshot) is None
    assert "（第〔待填：期号〕期）" in read(notice(snapshot, voices(snapshot)[0]))


# ── the layout of GB/T 9704-2012 ──


def fonts(style: object) -> tuple[str, str]:
    found = style.element.rPr.find(qn("w:rFonts"))  # type: ignore[attr-defined]
    return found.get(qn("w:eastAsia")), found.get(qn("w:ascii"))


def test_the_page_and_its_type_are_those_of_the_standard(bad_week: Meeting) -> None:
    file = opened(notice(bad_week, voices(bad_week)[0]))
    section = file.sections[0]
    # docx keeps lengths in twentieths of a point: 0.02 mm
    assert abs(section.page_width - Mm(210)) < Mm(0.05)
    assert abs(section.page_height - Mm(297)) < Mm(0.05)
    for edge, wide in (("top", 37), ("bottom", 35), ("left", 28), ("right", 26)):
        assert abs(getattr(section, f"{edge}_margin") - Mm(wide)) < Mm(0.05)
    expected = {
        "公文标题": ("方正小标宋简体", 22),
        "公文正文": ("仿宋_GB2312", 16),
        "公文主送": ("仿宋_GB2312", 16),
        "公文一级标题": ("黑体", 16),
    }
    used = {paragraph.style.name for paragraph in file.paragraphs}
    assert expected.keys() <= used
    for name, (font, size) in expected.items():
        style = file.styles[name]
        assert fonts(style) == (font, font)
        assert style.font.size == Pt(size)
    body = file.styles["公文正文"]
    assert body.paragraph_format.line_spacing == Pt(28.95)
    assert body.element.pPr.find(qn("w:spacing")).get(qn("w:lineRule")) == "exact"
    assert body.element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"
    assert int(225 / 25.4 * 72 / 28.95) == 22
    assert 28 * (16 - 0.25) <= 156 / 25.4 * 72 < 29 * (16 - 0.25)
    assert file.styles["公文标题"].paragraph_format.alignment is WD_ALIGN_PARAGRAPH.CENTER
    assert file.styles["公文一级标题"].paragraph_format.keep_with_next
    leads = {fonts_of_run(run) for paragraph in file.paragraphs for run in paragraph.runs if run.bold}
    assert leads == {"楷体_GB2312"}


def fonts_of_run(run: object) -> str:
    return run._r.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))  # type: ignore[attr-defined]


def test_page_numbers_stand_outside_between_dashes(bad_week: Meeting) -> None:
    file = opened(notice(bad_week, voices(bad_week)[0]))
    assert file.settings.odd_and_even_pages_header_footer
    sides = (
        (file.sections[0].footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (file.sections[0].even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    )
    for foot, side in sides:
        line = foot.paragraphs[0]
        assert line.alignment is side
        assert line.text == "— 1 —"
        assert "PAGE" in line._p.xml
        assert {run.font.size for run in line.runs} == {Pt(14)}
        assert {fonts_of_run(run) for run in line.runs} == {"宋体"}


def test_every_font_names_what_stands_in_for_it(bad_week: Meeting) -> None:
    with zipfile.ZipFile(io.BytesIO(docx_bytes(notice(bad_week, voices(bad_week)[0])))) as file:
        table = file.read("word/fontTable.xml").decode()
    for face in Face:
        assert f'<w:font w:name="{face.font}"><w:altName w:val="{",".join(face.fallbacks)}"/>' in table
    assert 'w:name="方正小标宋简体"><w:altName w:val="华文中宋,宋体"/>' in table
    assert 'w:name="仿宋_GB2312"><w:altName w:val="仿宋,' in table


def test_an_english_paper_is_set_in_a_latin_font(bad_week: Meeting) -> None:
    file = opened(notice(bad_week, voices(bad_week)[1]))
    assert {fonts(file.styles[name])[1] for name in ("Paper title", "Paper body")} == {"Times New Roman"}


# ── what they say ──


def test_the_notice_has_its_parts_in_order(bad_week: Meeting) -> None:
    file = opened(notice(bad_week, voices(bad_week)[0]))
    lines = [paragraph.text for paragraph in file.paragraphs]
    assert "".join(lines[:1]) == "关于进出口贸易加工区（含保税区）起步区\n进展情况的通报"
    assert lines[1] == "（第8期）"
    assert lines[2].startswith("演示数据")
    # The fire service is outside the task force and is told that it is late: to the others outside go copies.
    assert lines[3] == "县商贸园区管委会、发改委、住建局、国土局、环保局、代建中心、城投公司、公安消防："
    headings = [p.text for p in file.paragraphs if p.style.name == "公文一级标题"]
    assert headings == ["一、总体情况", "二、进展较好", "三、进展滞后", "四、存在问题", "五、下一步要求"]
    assert lines[-2] == "抄送：领导小组组长、领导小组副组长；财政局、广州市国土资源规划委。"
    assert lines[-1] == "〔待填：印发单位〕\t2016年2月29日印发"


def test_what_the_plan_does_not_know_is_marked_and_not_made_up(bad_week: Meeting) -> None:
    for voice in voices(bad_week):
        file = opened(notice(bad_week, voice))
        marked = [run.text for p in file.paragraphs for run in p.runs if run.font.highlight_color]
        assert marked == [blank[0] for p in file.paragraphs for blank in blanks(p.text, voice.lang)]
        assert len(marked) == 2
        assert {run.font.highlight_color for p in file.paragraphs for run in p.runs} == {None, WD_COLOR_INDEX.YELLOW}


def test_the_papers_say_the_numbers_of_the_snapshot(bad_week: Meeting) -> None:
    zh = voices(bad_week)[0]
    told = read(notice(bad_week, zh))
    assert tight(zh.tell(headline(bad_week.headline, zh.plan))) in told
    lights = [*bad_week.lights.values()]
    acting = sum(alert.light is Light.RED for alert in bad_week.alerts)
    assert f"红灯{lights.count(Light.RED)}项（现在要抓{acting}项）" in told
    # The fire service is over its limit of 20 working days since 5 February: red at three meetings.
    assert f"另发督办单{acting}份（蓝色提醒{acting - 1}份、红色督办1份）" in told
    # Approved for 24 February, forecast for 2 March: 5 days of February's 29 and 2 of March.
    assert "中标通知、签订合同，比原计划晚7天，应于3月1日、预计3月2日完成。原因：责任单位自身。" in told
    for row in deadline_table(bad_week).records(zh):
        for found in re.findall(re.escape(str(row["task"])) + r"(?:（[^（）]+）|，比原计划)晚(\d+)天", told):
            assert zh.show(row["behind_days"]) == f"{found} 天"
    page = read(secretary(bad_week, zh))
    assert "预计7月2日完成，比期限6月30日晚2天" in page
    assert "2月29日\n7月2日\n晚2天\n▼ 推迟5天" in page
    assert "推迟 5 天" in zh.tell(headline(bad_week.headline, zh.plan))


def test_who_waits_for_others_is_not_told_to_be_late_itself(bad_week: Meeting) -> None:
    late = [b for b in notice(bad_week, voices(bad_week)[0]).blocks if getattr(b, "lead", "")]
    own = [b.lead + b.text for b in late if "应于" in b.text]  # type: ignore[union-attr]
    assert [text.split("，")[0] for text in own] == [
        "（一）城投公司。中标通知、签订合同",
        "（二）公安消防。消防设计审核（厂房）",
    ]
    (waits,) = [b.text for b in late if "受前置工作影响" in b.lead]  # type: ignore[union-attr]
    assert "质监安监手续（代建中心）" in waits  # nobody has filed it yet; the others where two pages have room for them


DUE = r"预计 \S+ 完成"


@pytest.mark.slow
def test_items_told_and_left_out_are_all_items(sample: Project, works: Project) -> None:
    for project in (sample, works):
        for update in project.updates:
            snapshot = take(project, update.data_date)
            late = [alert for alert in notices._late_of(snapshot) if alert.breach is None]
            for limits in notices._LIMITS:
                told = draft.told(notices._late(snapshot, limits), voices(snapshot)[0])
                left = [int(n) for block in told for n in re.findall(r"其余 (\d+) 项", block.text)]
                shown = sum(
                    len(re.findall("；", block.text)) + 1
                    if "受前置" in block.lead
                    else len(re.findall(DUE, block.text))
                    for block in told
                )
                assert shown + sum(left) == len(late)


def test_the_secretarys_page_in_plain_words(works: Project) -> None:
    snapshot = take(works, at("2016-03-21"))
    zh, en = voices(snapshot)
    told = read(secretary(snapshot, zh))
    assert "比期限3月20日晚11天" in told
    assert "3月14日\n3月25日\n晚5天\n▼ 推迟4天" in told
    assert "3月21日\n3月31日\n晚11天\n▼ 推迟6天" in told
    assert (
        "现在卡在一件事上：\n勘察，国土局（国土局局长）负责，进行中，还需1天，预计3月21日完成。红线3月10日已过。原因：补正。"
        in told
    )
    assert "已连续3次例会亮红灯" in told
    assert "国土局（勘察）提出：市局加派人手。" in told
    assert "▼ 6 days later" in read(secretary(snapshot, en))
    later = take(works, at("2016-03-28"))
    assert "勘察（国土局），报称3月21日完成，没有批文" in read(secretary(later, voices(later)[0]))


@pytest.mark.slow
def test_where_the_date_holds_nothing_is_stuck(sample: Project, bad_week: Meeting) -> None:
    snapshot = take(sample, at("2016-03-28"))
    zh, en = (read(secretary(snapshot, voice)) for voice in voices(snapshot))
    assert "二、什么决定工期，谁负责\n决定工期的是：\n厂房主体钢结构，" in zh
    assert "预计5月24日完成。请4月7日启动、5月21日完成（红线5月26日）。" in zh
    assert "卡" not in zh
    assert "2. What decides the finish, and who\nWhat decides the finish:\nWorkshop steel frame" in en
    assert "Please start by 7 Apr, finish by 21 May (red line 26 May)." in en
    late = read(secretary(bad_week, voices(bad_week)[0]))
    assert "二、卡在哪里，谁负责\n现在卡在2件事上" in late
    assert "中标通知、签订合同，城投公司" in late  # no line about documents crowds out what holds the date
    assert "最迟" not in late


@pytest.mark.slow
def test_what_has_no_document_is_told_by_gravity_and_to_every_body(sample: Project, bad_week: Meeting) -> None:
    snapshot = take(sample, at("2016-03-28"))
    names = undocumented(snapshot)
    assert len(names) == 7
    told_grey = {alert.task for alert in snapshot.alerts if alert.code == "no-evidence"}
    assert set(names) == told_grey | {"construction-permit"}  # of which the first red line is
    # The site was begun on 17 March without the permit; the permit, when the fire service had not yet answered.
    assert names[:2] == ("construction-permit", "fire-design-approval")
    assert overtaken(snapshot) == names
    zh, en = voices(snapshot)
    told = read(secretary(snapshot, zh))
    assert "7项报称办完但没有批文，包括施工许可证" in told
    assert "有未批先建的风险" not in told  # of approvals that no law against building first is about
    assert "7 tasks, among them Construction permit" in read(secretary(snapshot, en))
    assert "4项报称办完但没有批文，包括" in read(secretary(bad_week, voices(bad_week)[0]))
    for meeting in (snapshot, bad_week):
        bare = undocumented(meeting)
        for limits in notices._LIMITS:
            voice = voices(meeting)[0]
            problems = draft.told(notices._problems(meeting, limits), voice)
            (line,) = (block.text for block in problems if "销号" in block.text)
            counts = {body: int(number) for body, number in re.findall(r"([^；。]+?) (\d+) 项：", line)}
            bodies = [meeting.schedule.tasks[name].task.body for name in bare]
            all_of = {voice.body(body): bodies.count(body) for body in bodies if body}
            told = all_of if limits.owing is None else dict([*all_of.items()][: limits.owing])
            assert len(counts) == len(told) and counts.items() <= all_of.items()
            assert (f"等 {len(all_of)} 个单位" in line) is (len(told) < len(all_of))
    assert "住建局4项：施工许可证" in read(notice(snapshot, zh))
    assert "Housing and Construction Bureau, 4 tasks: Construction permit" in read(notice(snapshot, en))


def test_a_document_that_nothing_waited_for_is_no_risk(works: Project) -> None:
    snapshot = take(works, at("2016-03-28"))
    assert undocumented(snapshot) == overtaken(snapshot) == ("survey",)
    tasks = {name: replace(task, relations=()) for name, task in works.plan.tasks.items()}
    alone = take(replace(works, plan=replace(works.plan, tasks=tasks)), at("2016-03-28"))
    assert (undocumented(alone), overtaken(alone)) == (("survey",), ())
    assert "1项报称办完但没有批文：勘察。" in read(secretary(alone, voices(alone)[0]))
    assert "未批先建" not in read(secretary(alone, voices(alone)[0]))


def test_a_name_with_a_comma_is_marked_among_others(sample: Project, bad_week: Meeting) -> None:
    zh, en = voices(bad_week)
    told = read(notice(bad_week, zh))
    # Tasks stand in the order of whose they are: the contract is the company's, the design waits for the fire service.
    assert "“中标通知、签订合同”、消防设计审核（厂房）并行延误5天，城投公司、公安消防单独哪一家" in told.replace(
        " ", ""
    )
    assert zh.tell(listed_name("construction-permit")) == "施工许可证"
    assert zh.tell(listed_name("workshop-finishes")) == "“地坪、装饰、室内水电”"
    assert en.tell(listed_name("workshop-finishes")) == "“Floor, finishes, building services”"


def test_nothing_to_act_on_is_not_counted(sample: Project) -> None:
    permitted = Progress("construction-permit", document="示例文号 施〔2016〕1号")
    updates = [replace(one, progress=(*one.progress, permitted)) for one in sample.updates[-2:-1]]
    snapshot = take(replace(sample, updates=(*sample.updates[:-2], *updates)), at("2016-03-28"))
    zh, en = (read(notice(snapshot, voice)) for voice in voices(snapshot))
    assert "红灯0项、黄灯" in zh
    assert "现在要抓" not in zh
    assert "Red: 0 tasks, yellow" in en


def test_an_office_is_not_told_that_nothing_is_new_where_the_minutes_ask(tmp_path: Path) -> None:
    """On the 7th five days were left, on the 9th six: yellow, to be asked about, and late for nothing until 30 June."""
    (tmp_path / "updates").mkdir()
    (tmp_path / "plan.yaml").write_text(PLAN.replace("2016-03-20", "2016-06-30"), encoding="utf-8")
    for day, said in {"2016-03-07": "started: 2016-03-01, remaining: 5cd", "2016-03-09": "remaining: 6cd"}.items():
        text = f"data_date: {day}\nprogress: {{survey: {{{said}}}}}\n"
        (tmp_path / "updates" / f"{day}.yaml").write_text(text, encoding="utf-8")
    project = schedule.load(tmp_path)
    calm, asked = (take(project, at(day)) for day in ("2016-03-07", "2016-03-09"))
    assert "没有发现新的问题" in notice_markdown(calm, voice_of(calm.schedule, "zh"))
    assert "survey" in asked.asked
    told = notice_markdown(asked, voice_of(asked.schedule, "zh"))
    assert "报的情况还要核实 1 项，见会议材料。" in told
    assert "没有发现" not in told


def test_what_is_done_and_not_reported_is_no_forecast_of_the_past(tmp_path: Path) -> None:
    """Surveyed on the 10th, building until the 19th by the meeting of the 14th; built on the 17th, two days earlier."""
    (tmp_path / "updates").mkdir()
    (tmp_path / "plan.yaml").write_text(PLAN.replace("2016-03-20", "2016-06-30"), encoding="utf-8")
    first = "survey: {started: 2016-03-01, finished: 2016-03-10}\n  build: {started: 2016-03-11, remaining: 6cd}"
    for day, said in {"2016-03-14": first, "2016-03-21": "build: {finished: 2016-03-17}"}.items():
        text = f"data_date: {day}\nprogress:\n  {said}\n"
        (tmp_path / "updates" / f"{day}.yaml").write_text(text, encoding="utf-8")
    meeting = take(schedule.load(tmp_path), at("2016-03-21"))
    well = notice_markdown(meeting, voice_of(meeting.schedule, "zh")).split("## 二")[1].split("## 三")[0]
    assert "施工已于 3月17日 完成" in well
    assert "完工预计" not in well


def _well(folder: Path, plan: str, weeks: dict[str, str], lang: str = "zh") -> str:
    """What the notice of the last of `weeks` tells to go well, heading and all."""
    (folder / "updates").mkdir()
    (folder / "plan.yaml").write_text(plan.replace("2016-03-20", "2016-06-30"), encoding="utf-8")
    for day, said in weeks.items():
        text = f"data_date: {day}\nprogress:\n  {said}\n"
        (folder / "updates" / f"{day}.yaml").write_text(text, encoding="utf-8")
    meeting = take(schedule.load(folder), at(max(weeks)))
    told = notice_markdown(meeting, voice_of(meeting.schedule, lang))
    return told.split({"zh": "## 二", "en": "## 2"}[lang])[1].split({"zh": "## 三", "en": "## 3"}[lang])[0]


@pytest.mark.parametrize(
    ("legal", "weeks"),
    [
        # Built from the 12th to the 17th, while the survey that the law has before it went on.
        (
            True,
            {
                "2016-03-14": "survey: {started: 2016-03-01, remaining: 5cd}\n"
                "  build: {started: 2016-03-12, remaining: 5cd}",
                "2016-03-21": "build: {finished: 2016-03-17}",
            },
        ),
        # No law is broken; that the building ended before what it follows has to be found out.
        (
            False,
            {
                "2016-03-14": "survey: {started: 2016-03-01, remaining: 5cd}",
                "2016-03-21": "build: {started: 2016-03-12, finished: 2016-03-17}",
            },
        ),
    ],
)
def test_nobody_is_praised_for_what_the_same_notice_holds_against_them(
    legal: bool, weeks: dict[str, str], tmp_path: Path
) -> None:
    plan = PLAN.replace("    evidence: 勘察报告", "    legal: true\n    evidence: 勘察报告") if legal else PLAN
    well = _well(tmp_path, plan, weeks)
    assert "施工" not in well
    assert "本期没有新办结" not in well, "something was finished"
    assert "本期没有可列入的事项。" in well


def test_what_waited_for_its_permit_is_praised(tmp_path: Path) -> None:
    """The same plan and the same law, kept: the survey's report is there before anything is built."""
    weeks = {
        "2016-03-14": "survey: {started: 2016-03-01, finished: 2016-03-10, document: 勘〔2016〕1号}",
        "2016-03-21": "build: {started: 2016-03-11, finished: 2016-03-17}",
    }
    plan = PLAN.replace("    evidence: 勘察报告", "    legal: true\n    evidence: 勘察报告")
    assert "施工已于 3月17日 完成" in _well(tmp_path, plan, weeks)


def test_where_nothing_was_finished_or_came_forward_it_is_said(tmp_path: Path) -> None:
    weeks = {
        "2016-03-07": "survey: {started: 2016-03-01, remaining: 4cd}",
        "2016-03-09": "survey: {remaining: 2cd}",
    }
    assert "Nothing new was finished or came forward." in _well(tmp_path, PLAN, weeks, "en")


FORBIDDEN = {
    "zh": "关键线路 关键路径 总时差 自由时差 时差 浮时 浮动 紧前 紧后 里程碑 网络图 数据日期 驱动",
    "en": "float critical driving driver predecessor successor slack milestone baseline network lag CPM longest",
}


@pytest.mark.slow
def test_the_secretarys_page_has_no_words_of_the_field(sample: Project, works: Project) -> None:
    for project in (sample, works):
        for update in project.updates:
            snapshot = take(project, update.data_date)
            for voice in voices(snapshot):
                told = secretary_markdown(snapshot, voice).lower()
                assert not [
                    word for word in FORBIDDEN[voice.lang].split() if re.search(rf"(?<![a-z]){word.lower()}", told)
                ]


@pytest.mark.parametrize("day", ["2016-02-15", "2016-02-22", "2016-02-29"])
def test_an_office_reads_the_basis_of_a_notice_to_its_end(day: str) -> None:
    """What is asked, and where to check the article, stand last: no page may cut them, nor a sentence in its middle."""
    snapshot = take(schedule.load(SAMPLE), at(day))
    for voice, asked, checked in zip(voices(snapshot), ("完成。", "4 Mar."), ("数据库。", "database."), strict=True):
        lines = supervision_markdown(snapshot, voice).splitlines()
        cells = [one.split("|")[2].strip() for one in lines if one.startswith(("| 办理依据 ", "| Basis "))]
        (cell,) = (one for one in cells if "公安部令第119号" in one)
        assert cell.endswith(asked if day == "2016-02-29" else checked), cell
        assert "…" not in cell


def test_a_supervision_notice_is_a_page_with_a_reply_slip(works: Project) -> None:
    snapshot = take(works, at("2016-03-21"))
    paper = supervision(snapshot, voices(snapshot)[0])
    file = opened(paper)
    titles = [p for p in file.paragraphs if p.text == "督办单"]
    assert [p.paragraph_format.page_break_before for p in titles] == [None, True, True]
    assert len(file.tables) == 6
    grid = {row.cells[0].text: row.cells[1].text for row in file.tables[0].rows}
    assert file.paragraphs[1].text == "编号：督办-2016-03-21-01　红色（约谈、限期整改）"
    assert grid["督办事项"] == "勘察"
    assert grid["责任单位"] == "国土局"
    assert file.tables[0].rows[2].cells[3].text == "国土局局长"
    # Latest finish: 20 March less the ten days of building. It has passed, and a new limit is not ours to set.
    assert grid["办理时限"] == "应于2016年3月10日前完成，已过；新的时限〔待填：由会议确定〕"
    assert grid["办理依据"].startswith("示例条例第1条（最长20个工作日）。工期倒排表：要保3月20日的期限（完工）")
    assert grid["滞后情况"].endswith("原因：补正。已连续3次例会亮红灯。")
    assert "约谈单位主要负责人" in grid["办理要求"]
    assert "勘察一完成立即启动" in file.tables[2].rows[6].cells[1].text
    assert file.tables[2].rows[2].cells[3].text == "〔待填：责任人〕"
    slip = [row.cells[0].text for row in file.tables[1].rows]
    assert slip == ["督办单编号", "督办事项", "办理情况", "预计完成日期", "签收人"]
    assert file.tables[1].rows[0].cells[1].text == "督办-2016-03-21-01"


def test_without_a_red_matter_there_is_nothing_to_issue(works: Project) -> None:
    snapshot = take(works, at("2016-03-28"))
    assert not has_supervision(snapshot)
    assert has_supervision(take(works, at("2016-03-21")))
    assert "没有要发督办单的事项" in read(supervision(snapshot, voices(snapshot)[0]))


@pytest.mark.parametrize("name", PAPERS)
def test_both_forms_of_a_paper_say_the_same(name: str, bad_week: Meeting) -> None:
    writers = {"notice": notice_markdown, "supervision": supervision_markdown, "secretary": secretary_markdown}
    for voice in voices(bad_week):
        text = re.sub(r"\\(.)", r"\1", writers[name](bad_week, voice)).replace("**", "")
        said = re.sub(r"\s", "", text)
        for line in read(PAPERS[name](bad_week, voice)).split("\n"):
            assert re.sub(r"\s", "", line) in said


@pytest.mark.slow
def test_an_english_paper_of_an_english_plan_has_no_chinese(works: Project) -> None:
    clean = {name: replace(task, basis=None, leader=None) for name, task in works.plan.tasks.items()}
    bodies = {name: replace(body, lead=None) for name, body in works.plan.bodies.items()}
    project = replace(works, plan=replace(works.plan, tasks=clean, bodies=bodies), updates=works.updates[:1])
    snapshot = take(project, at("2016-03-07"))
    for paper in PAPERS.values():
        assert not re.findall("[一-鿿]", read(paper(snapshot, voices(snapshot)[1])))


# ── how much room they take ──


def limit_of(name: str, snapshot: Meeting) -> int:
    red = sum(alert.light is Light.RED for alert in snapshot.alerts)
    return {"notice": 2, "secretary": 1, "supervision": max(1, red)}[name]


def hostile(sample: Project) -> Project:
    """The sample with names that are formulas, marks, endless, reversed, or none that XML can hold."""
    names = ["=1+1", "@SUM(A1)", "长" * 32_768, "a\x07b\x00c", "\u202egnahc", "<w:p/>&amp;", "# *b* | c\nd", "\ud800x"]
    tasks = {
        name: replace(task, name=names[k % len(names)] + str(k), name_en=names[(k + 1) % len(names)] + str(k))
        for k, (name, task) in enumerate(sample.plan.tasks.items())
    }
    bodies = {
        name: replace(body, name="很长的单位" * 40 + str(k))
        for k, (name, body) in enumerate(sample.plan.bodies.items())
    }
    updates = tuple(
        replace(
            one,
            progress=tuple(
                replace(p, cause="\u2066原因" * 400, note="x" * 9_000, request="请" * 9_000) for p in one.progress
            ),
        )
        for one in sample.updates
    )
    plan = replace(sample.plan, tasks=tasks, bodies=bodies, name="工程\u202e名" * 300, sample="演示" * 900)
    return replace(sample, plan=plan, updates=updates)


@pytest.mark.slow
def test_hostile_names_are_plain_text_and_make_no_paper_longer(sample: Project) -> None:
    snapshot = take(hostile(sample), at(BAD_WEEK))
    for name, make in PAPERS.items():
        for voice in voices(snapshot):
            paper = make(snapshot, voice)
            told = read(paper)
            assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", told)
            assert voice.lang == "en" or "[U+202E]" in told  # an English reader is given the English names
            assert official.height(paper) <= limit_of(name, snapshot) * TEXT_HEIGHT
            assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", official.markdown(paper))


def test_the_writer_itself_lets_no_unsafe_character_through() -> None:
    text = "a\x00b\u202ec"
    blocks = (official.Paragraph(text), official.Grid(((text, text),), (60, 60)))
    paper = Paper(text, date(2016, 2, 29), "zh", blocks)
    assert read(paper).split("\n") == ["a[U+0000]b[U+202E]c"] * 3
    assert official.markdown(paper).count("U+0000") == 3


@pytest.mark.slow
def test_no_paper_of_the_sample_is_longer_than_it_may_be(sample: Project) -> None:
    for update in sample.updates:
        snapshot = take(sample, update.data_date)
        for name, make in PAPERS.items():
            for voice in voices(snapshot):
                assert official.height(make(snapshot, voice)) <= limit_of(name, snapshot) * TEXT_HEIGHT


@pytest.mark.long
def test_the_pages_as_a_word_processor_counts_them(sample: Project, works: Project, tmp_path: Path) -> None:
    allowed = {}
    cases = [(sample, day) for day in ("2016-01-25", BAD_WEEK, "2016-03-21")]
    for k, (project, day) in enumerate([*cases, (works, "2016-03-21"), (hostile(sample), BAD_WEEK)]):
        snapshot = take(project, at(day))
        for name, make in PAPERS.items():
            for voice in voices(snapshot):
                path = tmp_path / f"{k}-{name}-{voice.lang}.docx"
                path.write_bytes(docx_bytes(make(snapshot, voice)))
                allowed[path] = limit_of(name, snapshot)
    printed = converted(list(allowed), "pdf", tmp_path / "printed")
    for (path, pages), paper in zip(allowed.items(), printed, strict=True):
        found = len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes()))
        assert 1 <= found <= pages, path.name
        if "supervision" in path.name:
            assert found == pages, path.name


# ── the same bytes ──


@pytest.mark.long
def test_the_file_is_the_same_on_any_day_and_machine(bad_week: Meeting, tmp_path: Path) -> None:
    zh = voices(bad_week)[0]
    first = docx_bytes(notice(bad_week, zh))
    write_notice(bad_week, tmp_path / "notice.docx", zh)
    assert (tmp_path / "notice.docx").read_bytes() == first
    stream = io.BytesIO()
    write_notice(bad_week, stream, zh)
    assert stream.getvalue() == first
    code = (
        "import sys, hashlib, schedule\n"
        "from schedule.output.letters.notice import notice\n"
        "from schedule.output.letters.docx import docx_bytes\n"
        "from schedule.output.words.phrases import voice_of\n"
        "snapshot = schedule.meeting(schedule.load(sys.argv[1]), int(sys.argv[2]))\n"
        "paper = notice(snapshot, voice_of(snapshot.schedule, 'zh'))\n"
        "sys.stdout.buffer.write(docx_bytes(paper))\n"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/Lima", "LANG": "C"}
    command = [sys.executable, "-c", code, str(SAMPLE), str(at(BAD_WEEK))]
    assert subprocess.run(command, capture_output=True, check=True, env=environment, timeout=60).stdout == first


def test_the_file_says_nothing_of_the_machine_or_the_hour(bad_week: Meeting) -> None:
    data = docx_bytes(notice(bad_week, voices(bad_week)[0]))
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in file.namelist() if "thumbnail" in name]
    properties = docx.Document(io.BytesIO(data)).core_properties
    assert (properties.author, properties.last_modified_by) == ("", "")
    assert properties.created is not None
    assert properties.created.date() == date(2016, 2, 29)
    assert Style.TITLE in notice(bad_week, voices(bad_week)[0]).settings


def test_the_english_supervision_notices_of_the_sample_are_whole(sample: Project) -> None:
    """Latin takes more room than Chinese: no sentence of the sample's notices is cut off within a word."""
    for day in ("2016-02-29", "2016-04-05"):
        meeting = take(sample, at(day))
        assert "…" not in supervision_markdown(meeting, voice_of(meeting.schedule, "en"))


def test_a_notice_cut_to_one_task_of_a_body_keeps_the_one_with_the_least_room(sample: Project) -> None:
    """On 5 April the foundations have 18 days to lose and the steel frame has 2: the frame is not the one left out."""
    meeting = take(sample, at("2016-04-05"))
    (line,) = [
        line
        for line in notice_markdown(meeting, voice_of(meeting.schedule, "zh")).splitlines()
        if "等 2 项" in line and "代建中心" in line
    ]
    assert "厂房主体钢结构 4月7日 启动、5月21日 完成（红线 5月26日）" in line


def test_what_is_asked_about_a_permit_stands_in_the_notice_however_short_it_is(sample: Project) -> None:
    meeting = take(sample, at("2016-04-05"))
    assert "马上报出文号；报不出的，" in notice_markdown(meeting, voice_of(meeting.schedule, "zh"))


@pytest.mark.parametrize("text", ["马上报出文号。", "ab", "a", "", "施工许可证 2016-03-17 ABC", "……"])
def test_a_paper_that_no_limit_makes_short_enough_runs_on_with_its_sentences_whole(text: str) -> None:
    """Sixty paragraphs of three lines fill no page, however few are asked for: what is left of a sentence may lie."""
    block = official.Paragraph(text, lead="未见许可文号就动工：施工许可证（住建局）报称办好，但没有文号。" * 4)
    paper = official.fewest(lambda _: Paper("通报", date(2016, 4, 5), "zh", (block,) * 60), 1, (0,))
    assert official.height(paper) > official.TEXT_HEIGHT
    assert paper.blocks == (block,) * 60
