"""Tables, CSV, JSON and text on a screen: the columns, the bytes, lines that stay aligned and inside their width."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from networks import at, plan, span, state, states, task
from rich.cells import cell_len
from telling import in_words, sections_in_words

import schedule
from schedule.analysis.dates.alerts import counts_of
from schedule.analysis.dates.reasons import reasons
from schedule.analysis.meeting import Meeting
from schedule.calendars.worktime import minutes
from schedule.engine.compute import compute
from schedule.engine.schedule import Figures, Schedule, in_date_order
from schedule.model import Plan, State, Status, TaskKind
from schedule.output.minutes.bulletin import alert_sections, bulletin
from schedule.output.minutes.markdown import markdown
from schedule.output.minutes.screen import bulletin_text
from schedule.output.tables.contents import (
    Column,
    Table,
    alert_records,
    deadline_table,
    schedule_heading,
    schedule_table,
    with_years,
)
from schedule.output.tables.csv_json import csv_text, json_text
from schedule.output.tables.instants import SCHEDULE_COLUMNS, schedule_frame, schedule_rows
from schedule.output.tables.terminal import GAP, Screen, table_text, wrapped
from schedule.output.words.explanation import explanation
from schedule.output.words.phrases import Value, Voice, predecessors, voice_of
from schedule.output.words.saying import Days
from tests.snapshots import altered

KASHGAR = Path(__file__).parent.parent / "plans" / "kashgar"
VOICE = Voice("zh", 2016, Plan("示例", 0, "china", {}))
COUNTY = (
    "序号,工作事项,前置条件,责任单位,责任人,配合单位,包联领导,开始时间,完成时限,最迟启动日,当前进展,是否滞后(日历日),"
    "存在问题,需协调事项,备注(批文号),"
)

SMALL = """
daopai: 1
project: {name: 示例, start: 2016-03-01, calendar: china}
bodies: {works: {name: 城投公司, lead: 总经理}}
phases: [construction]
tasks:
  base: {name: 基层, body: works, phase: construction, duration: 4wd}
  cure: {name: 养生, duration: 2cd, after: [base SS+1wd, base FF+3cd]}
  done: {name: 完工, milestone: finish, after: [cure], deadline: 2016-03-08}
  later: {name: "=SUM(A1)", duration: 90min, after: [base]}
"""


@pytest.fixture
def small(tmp_path: Path) -> Meeting:
    (tmp_path / "plan.yaml").write_text(SMALL, encoding="utf-8")
    return schedule.meeting(schedule.load(tmp_path))


@pytest.fixture(scope="module")
def kashgar() -> Meeting:
    return schedule.meeting(schedule.load(KASHGAR), minutes(date(2016, 2, 29)))


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_the_schedule_as_csv_to_the_byte(small: Meeting) -> None:
    # 2016-03-01 is a Tuesday: four working days end on Friday at 24:00, which is Saturday T00:00. The curing runs on
    # all days and may not end before Monday 24:00, three days after Friday 24:00, so that it starts on Sunday.
    assert csv_text(SCHEDULE_COLUMNS, schedule_rows(small.schedule)) == (
        "id,name,body,phase,calendar,status,duration_h,remaining_h,start,finish,early_start,early_finish,late_start,"
        "late_finish,total_float_h,free_float_h,critical,longest_path\n"
        "base,基层,works,construction,china,not-started,96,96,2016-03-01T00:00,2016-03-05T00:00,2016-03-01T00:00,"
        "2016-03-05T00:00,2016-03-01T00:00,2016-03-05T00:00,0,0,true,true\n"
        "cure,养生,,,calendar-days,not-started,48,48,2016-03-06T00:00,2016-03-08T00:00,2016-03-06T00:00,"
        "2016-03-08T00:00,2016-03-06T00:00,2016-03-08T00:00,0,0,true,true\n"
        "done,完工,,,calendar-days,not-started,0,0,2016-03-08T00:00,2016-03-08T00:00,2016-03-08T00:00,2016-03-08T00:00,"
        "2016-03-08T00:00,2016-03-08T00:00,0,0,true,true\n"
        "later,'=SUM(A1),,,china,not-started,1.5,1.5,2016-03-07T00:00,2016-03-07T01:30,2016-03-07T00:00,"
        "2016-03-07T01:30,2016-03-07T22:30,2016-03-08T00:00,22.5,22.5,false,false\n"
    )


def test_the_schedule_as_json_has_the_same_fields_with_types(small: Meeting) -> None:
    records = json.loads(
        json_text(dict(zip(SCHEDULE_COLUMNS, row, strict=True)) for row in schedule_rows(small.schedule))
    )
    assert [tuple(record) for record in records] == [SCHEDULE_COLUMNS] * 4
    assert records[3]["name"] == "=SUM(A1)"
    assert records[3]["duration_h"] == 1.5
    assert records[1]["body"] is None
    assert records[0]["critical"] is True


def test_a_finished_task_has_no_early_and_late_dates(kashgar: Meeting) -> None:
    row = dict(zip(SCHEDULE_COLUMNS, next(iter(schedule_rows(kashgar.schedule))), strict=True))
    assert row["status"] == "finished"
    assert row["finish"] is not None
    assert [row[name] for name in SCHEDULE_COLUMNS[10:16]] == [None] * 6


def held_by_what_has_nothing_left() -> State:
    """B has nothing left and waits for A: of both a reader is told other late dates than P6's, of what is over none."""
    tasks = (
        task("over", None, kind=TaskKind.START_MILESTONE),
        task("a", None, kind=TaskKind.START_MILESTONE),
        task("b", "1wd", "over", "a", calendar="site"),
        task("m", None, "a", "b SS", kind=TaskKind.START_MILESTONE),
    )
    now = at("2014-10-06")
    over, begun = Status(started=now, finished=now), Status(started=now, remaining=span("0wd"))
    return state(plan(*tasks, start="2014-10-06"), "2014-10-07", over=over, b=begun)


@settings(max_examples=30)
@given(states())
@example(held_by_what_has_nothing_left())
def test_a_program_reads_the_same_figures_from_the_table_and_from_a_task(under_way: State) -> None:
    """The table's figures are told without a task's dates being made; they are those of the dates all the same.

    Only where a reader is told other late dates than the passes found, they are not told by figures.
    """
    computed = compute(under_way)
    told = {one.task.id: one for one in computed.figures()}
    assert all(isinstance(one, Figures) or one.told is not None for one in told.values())
    assert list(told) == list(under_way.plan.tasks)
    for name, one in told.items():
        dates = computed.tasks[name]
        known = isinstance(one, Figures)
        assert one == (Figures(*(getattr(dates, field) for field in Figures._fields)) if known else dates)
    by_date = in_date_order(computed.tasks.values(), computed.network.number)
    assert list(computed.tasks) == list(by_date)
    assert computed.tasks == by_date


def test_the_frame_has_instants_and_hours(small: Meeting, kashgar: Meeting) -> None:
    frame = schedule_frame(small.schedule)
    assert list(frame.columns) == list(SCHEDULE_COLUMNS[1:])
    assert frame.loc["base", "finish"] == pd.Timestamp(2016, 3, 5)
    assert frame.loc["later", "total_float_h"] == 22.5
    assert frame["critical"].sum() == 3
    finished = schedule_frame(kashgar.schedule)
    assert finished["early_start"].isna().sum() == (finished["status"] == "finished").sum()


def test_the_deadline_table_has_the_countys_columns_first(kashgar: Meeting) -> None:
    voice = voice_of(kashgar.schedule, "zh")
    table = deadline_table(kashgar)
    assert ",".join(table.titles(voice)).startswith(COUNTY)
    latest = [record["latest_finish"] for record in table.records(voice)]
    assert latest == sorted(latest)
    assert [record["number"] for record in table.records(voice)] == list(range(1, len(latest) + 1))


def test_the_deadline_table_in_days(small: Meeting) -> None:
    # The milestone is due on Tuesday evening, a day after it is forecast. Backward from there the curing is Monday and
    # Tuesday; three days before its end, Saturday 24:00, the base must be done: Friday is the last working day before.
    (base, cure, done) = deadline_table(small).records(voice_of(small.schedule, "zh"))
    assert (base["task"], base["latest_start"], base["latest_finish"]) == ("基层", date(2016, 3, 1), date(2016, 3, 4))
    assert (cure["latest_start"], cure["latest_finish"]) == (date(2016, 3, 7), date(2016, 3, 8))
    assert cure["float_days"] == Days(Fraction(1), working=False, of_float=True)
    assert cure["after"] == ("基层开始后 1 个工作日", "完成不早于基层完成后 3 天")
    assert (done["deadline_task"], done["deadline"], done["id"]) == ("完工", date(2016, 3, 8), "done")
    assert (done["start"], done["latest_start"], done["forecast"]) == (None, None, date(2016, 3, 7))  # only reached
    assert (base["start"], base["owner"], base["behind_days"], base["impossible_days"]) == (
        date(2016, 3, 1),
        "总经理",
        None,
        None,
    )


def test_one_bodys_deadlines(kashgar: Meeting) -> None:
    voice = voice_of(kashgar.schedule, "en")
    rows = deadline_table(kashgar, "housing").records(voice)
    assert {row["id"] for row in rows} == {row.task for row in kashgar.deadlines if row.body == "housing"}
    # What nobody has filed yet stands under the applicant, with who decides it.
    files = {row["body"] for row in rows if "for Housing and Construction Bureau to decide" in str(row["progress"])}
    assert files == {"Construction Agency"}


def test_alerts_for_programs_speak_both_languages(kashgar: Meeting) -> None:
    first = json.loads(json_text(alert_records(kashgar, "zh")))[0]
    assert list(first) == [
        "code",
        "also",
        "light",
        "task",
        "name",
        "body",
        "cost_days",
        "facts",
        "sentence_zh",
        "sentence_en",
    ]
    assert first["light"] == "red"
    assert first["sentence_zh"].endswith("。")
    assert first["sentence_en"].endswith(".")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_formula_is_made_harmless(text: str) -> None:
    ((_, cell),) = rows_of(csv_text(["a", "b"], [(1, text)]))[1:]
    assert cell == "'" + text


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (-2, "-2"),
        (Days(Fraction(-5, 2)), "-2.5"),
        (Days(Fraction(1, 3)), "0.3333"),
        (Days(Fraction(4)), "4"),
        (date(2016, 3, 7), "2016-03-07"),
        (True, "true"),
        (None, ""),
        (("=甲", "乙"), "'=甲, 乙"),
        ('a,b\n"c"', 'a,b\n"c"'),
    ],
)
def test_cells(value: Value, cell: str) -> None:
    assert rows_of(csv_text(["a", "b"], [(0, value)]))[1] == ["0", cell]


def test_no_rows_are_an_empty_list() -> None:
    assert json.loads(json_text([])) == []


WIDTHS = [80, 100, 120, 160, 200]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_line_fits_the_terminal(kashgar: Meeting, width: int, lang: str) -> None:
    voice = voice_of(kashgar.schedule, lang)
    screen = Screen(width)
    lines = bulletin_text(bulletin(kashgar), voice, screen).splitlines()
    lines += table_text(deadline_table(kashgar), voice, screen)
    lines += table_text(schedule_table(kashgar.schedule), voice, screen)
    assert all(cell_len(line) <= width for line in lines)


def test_the_sample_meeting_reads_on_two_screens(kashgar: Meeting) -> None:
    voice = voice_of(kashgar.schedule, "zh")
    assert len(bulletin_text(bulletin(kashgar), voice, Screen(100)).splitlines()) <= 74


def test_columns_stay_aligned_under_chinese_text(kashgar: Meeting) -> None:
    voice = voice_of(kashgar.schedule, "zh")
    table = deadline_table(kashgar)
    lines = table_text(table, voice, Screen())
    begins = {
        cell_len(line[: line.index(found)])
        for line, row in zip(lines[1:], table.records(voice), strict=True)
        for found in [str(row["id"])]
    }
    assert len(begins) == 1


def test_narrow_terminals_lose_columns_before_names() -> None:
    columns = (Column("task", shrink=True), Column("body", drop=1), Column("progress", drop=2))
    table = Table(columns, (("一二三四五六七八", "住建局", "进行中，还需三天"),))
    assert (
        table_text(table, VOICE, Screen(44))[1]
        == GAP.join(["一二三四五六七八", "住建局  ", "进行中，还需三天"]).rstrip()
    )
    assert table_text(table, VOICE, Screen(43))[1] == GAP.join(["一二三四五六七八", "住建局"])
    assert table_text(table, VOICE, Screen(16))[1] == "一二三四五六七八"
    assert table_text(table, VOICE, Screen(11))[1] == "一二三四五…"


def test_a_pipe_gets_everything_plain(kashgar: Meeting) -> None:
    voice = voice_of(kashgar.schedule, "zh")
    text = bulletin_text(bulletin(kashgar), voice, Screen())
    assert "\x1b" not in text
    assert "…" not in text


def test_colour_never_stands_without_its_word(kashgar: Meeting) -> None:
    voice = voice_of(kashgar.schedule, "zh")
    table = deadline_table(kashgar)
    plain, coloured = (table_text(table, voice, Screen(120, colour)) for colour in (False, True))
    assert any("\x1b" in line for line in coloured)
    assert [line[-1] for line in plain[1:]] == [
        {"red": "红", "yellow": "黄", "green": "绿", "grey": "灰"}[light] for light in table.lights
    ]


def test_a_column_comes_back_where_a_wider_one_left() -> None:
    columns = (Column("task"), Column("body", drop=2), Column("id", drop=1))
    table = Table(columns, (("测绘", "住建局", "a-very-long-identifier"),))
    assert table_text(table, VOICE, Screen(20)) == ["工作事项  责任单位", "测绘      住建局"]


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "M", "Z")) | st.just(" "), max_size=200),
    st.integers(24, 60),
)
def test_a_paragraph_keeps_its_words_and_its_width(text: str, width: int) -> None:
    lines = wrapped(text, Screen(width))
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert cell_len(line) <= width or len(line.split()) == 1


def test_a_date_and_its_comma_stay_together() -> None:
    lines = wrapped("施工许可证只剩两天余地，最迟 3月18日，否则 6月30日的期限保不住。", Screen(30))
    assert lines == ["施工许可证只剩两天余地，最迟", "3月18日，否则 6月30日的期限保", "不住。"]


def test_a_table_without_a_value_has_no_column() -> None:
    table = Table((Column("task"), Column("leader")), (("测绘", None),))
    assert table_text(table, VOICE, Screen()) == ["工作事项", "测绘"]


def test_markdown_says_what_the_screen_says(kashgar: Meeting) -> None:
    voice = voice_of(kashgar.schedule, "zh")
    paper = in_words(bulletin(kashgar), voice)
    text = markdown(paper, voice, {"gantt": ["gantt.png"], "critical": ["critical-1.png", "critical-2.png"]})
    for section in paper.sections:
        assert section.heading in text
        for item in section.items:
            assert item.text.replace("#", "\\#") in text
    assert text.count("](gantt.png)") == 1
    assert text.index("](critical-1.png)") < text.index("](critical-2.png)")
    assert "演示数据" in text


def test_markdown_is_not_written_by_names() -> None:
    lines = markdown_of_name("*a* | [b](c) <d>\n# e")
    assert "\\*a\\* \\| \\[b\\](c) \\<d\\> \\# e" in lines


def markdown_of_name(name: str) -> str:
    from schedule.output.minutes.bulletin import Bulletin, Section

    table = Table((Column("task"),), ((name,),))
    return markdown(Bulletin("t", "d", "h", None, (), (), (Section("s", table=table),)), VOICE, {})


def test_markdown_has_no_column_without_a_value() -> None:
    from schedule.output.minutes.bulletin import Bulletin, Section

    table = Table((Column("task"), Column("leader"), Column("body")), (("测绘", None, "国土局"),))
    text = markdown(Bulletin("t", "d", "h", None, (), (), (Section("s", table=table),)), VOICE, {})
    assert text.endswith("| 工作事项 | 责任单位 |\n| --- | --- |\n| 测绘 | 国土局 |\n")


def test_the_schedule_has_a_table_for_people(small: Meeting) -> None:
    computed: Schedule = small.schedule
    lines = table_text(schedule_table(computed), voice_of(computed, "zh"), Screen())
    assert ",".join(lines[0].split()) == (
        "工作事项,代号,责任单位,当前进展,开始时间,完成时间,最晚开始,最晚完成,总时差,关键"
    )
    assert ",".join(lines[1].split()) == "基层,base,城投公司,未开始,3月1日,3月4日,3月1日,3月4日,0,个工作日,是"


def test_decisions_are_told_with_their_approver_even_of_tasks_that_are_gone(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "updates").mkdir()
    (tmp_path / "updates" / "2016-03-02.yaml").write_text(
        "data_date: 2016-03-02\n"
        "revisions:\n"
        "  - {remove: later, reason: 不再需要, approved_by: 领导小组}\n"
        "  - {task: cure, set: {duration: 3cd, after: [base FF+2cd]}, reason: 降温。, approved_by: 代建中心}\n"
        "  - {task: cure, set: {duration: 4cd, start_no_earlier_than: 2016-03-07, body: works}, reason: 大风,"
        " approved_by: 代建中心}\n"
        "  - {task: done, set: {deadline: 2016-03-20, calendar: calendar-days}, reason: 改期, approved_by: 领导小组}\n"
        "  - {add: sign, task: {name: 标牌, duration: 1wd, after: [done]}, reason: 补漏, approved_by: 代建中心}\n",
        encoding="utf-8",
    )
    taken = schedule.meeting(schedule.load(tmp_path))
    lines = bulletin_text(bulletin(taken), VOICE, Screen()).splitlines()
    first = lines.index("- =SUM(A1)：取消。理由：不再需要（领导小组批准）")
    assert lines[first + 1 : first + 5] == [
        "- 养生：工期 2 天 → 3 天，前置条件 基层开始后 1 个工作日、完成不早于基层完成后 3 天"
        " → 完成不早于基层完成后 2 天。理由：降温（代建中心批准）",
        "- 养生：工期 3 天 → 4 天，开始不早于 （无） → 3月7日，责任单位 （无） → 城投公司。理由：大风（代建中心批准）",
        "- 完工：期限由 3月8日 改为 3月20日，日历 china → calendar-days。理由：改期（领导小组批准）",
        "- 标牌：新增：工期 1 个工作日，前置条件 完工。理由：补漏（代建中心批准）",
    ]


@pytest.mark.parametrize(
    ("relation", "zh", "en"),
    [
        ("base FF+12cd", "完成不早于基层完成后 12 天", "not finished before 12 days after the finish of 基层"),
        ("base FF", "完成不早于基层完成", "not finished before the finish of 基层"),
        ("base SF-1cd", "完成不早于基层开始前 1 天", "not finished before 1 day before the start of 基层"),
        ("base SS+1cd", "基层开始后 1 天", "1 day after start of 基层"),
        ("base +2cd", "基层后 2 天", "2 days after 基层"),
    ],
)
def test_what_a_task_waits_for(tmp_path: Path, relation: str, zh: str, en: str) -> None:
    text = SMALL.replace("[base SS+1wd, base FF+3cd]", f"[{relation}]")
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    computed = schedule.meeting(schedule.load(tmp_path)).schedule
    for lang, words in (("zh", zh), ("en", en)):
        assert voice_of(computed, lang).told(predecessors(computed.tasks["cure"].task, computed)) == (words,)


def week(folder: Path, *lines: str) -> Meeting:
    (folder / "plan.yaml").write_text(SMALL, encoding="utf-8")
    (folder / "updates").mkdir(exist_ok=True)
    text = "\n".join(["data_date: 2016-03-02", "progress:", *lines]) + "\n"
    (folder / "updates" / "2016-03-02.yaml").write_text(text, encoding="utf-8")
    return schedule.meeting(schedule.load(folder))


def test_what_has_started_has_no_latest_start(tmp_path: Path) -> None:
    taken = week(tmp_path, "  base: {started: 2016-03-01, remaining: 3wd, note: 一半}")
    for lang, started in (("zh", "已开始"), ("en", "started")):
        base, *_ = deadline_table(taken).records(voice_of(taken.schedule, lang))
        assert (base["task"], base["latest_start"]) == ("基层", started)
    assert base["problem"] == "Note: 一半"
    steps = list(voice_of(taken.schedule, "zh").told(explanation(reasons(taken.schedule, "base"), taken.schedule)))
    (latest,) = [number for number, line in enumerate(steps) if line.startswith("为什么不能更晚")]
    (step,) = [line for line in steps[latest:] if line.startswith("1. ")]
    assert "启动" not in step


def test_a_problem_is_its_cause_with_the_note_beside_it(tmp_path: Path) -> None:
    taken = week(tmp_path, "  base: {started: 2016-03-01, remaining: 3wd, cause: 补正, note: 等材料}")
    base, *_ = deadline_table(taken).records(voice_of(taken.schedule, "zh"))
    assert base["problem"] == "补正（说明：等材料）"


def test_a_task_lists_every_deadline_that_waits_for_it(small: Meeting) -> None:
    table = deadline_table(small)
    assert [record["serves"] for record in table.records(voice_of(small.schedule, "zh"))] == [("done",)] * 3


def test_behind_is_told_in_days_of_the_year(kashgar: Meeting) -> None:
    assert kashgar.since_baseline is not None
    for record in deadline_table(kashgar).records(voice_of(kashgar.schedule, "zh")):
        shift = kashgar.since_baseline.movements[str(record["id"])].finish_shift
        assert record["behind_days"] == Days(Fraction(max(0, shift), 1440))


def test_ids_are_kept_at_a_hundred_columns(kashgar: Meeting) -> None:
    voice = voice_of(kashgar.schedule, "zh")
    for table in (deadline_table(kashgar), schedule_table(kashgar.schedule)):
        heading, *lines = table_text(table, voice, Screen(100))
        assert voice.say("column.id") in heading.split()
        assert all(str(row["id"]) in line.split() for line, row in zip(lines, table.records(voice), strict=True))


def test_an_alert_heading_counts_what_else_has_its_light(kashgar: Meeting) -> None:
    voice = voice_of(kashgar.schedule, "zh")
    reds = [name for name, light in kashgar.lights.items() if light == "red"]
    told = [alert.task for alert in kashgar.alerts if alert.light == "red"]
    (first, *_) = sections_in_words(alert_sections(kashgar), voice)
    assert first.heading == (
        f"红灯 {len(reds)} 项，现在要抓 {len(told)} 项：期限已经保不住，今天要定办法"
        f"（其余 {len(reds) - len(told)} 项本身没有期限，14 天内还不开始）"
    )
    calm = sections_in_words(alert_sections(altered(kashgar, alerts=(), counts=counts_of(kashgar.lights, ()))), voice)
    assert calm[0].heading == f"红灯 {len(reds)} 项，14 天内都还不开始，现在没有要办的"


def test_what_serves_no_deadline_has_no_latest_dates(small: Meeting) -> None:
    voice = voice_of(small.schedule, "zh")
    (section,) = [one for one in in_words(bulletin(small), voice).sections if "要办的事" in one.heading]
    assert section.table is not None
    (later,) = [row for row in section.table.records(voice) if row["task"] == "=SUM(A1)"]
    assert [later[key] for key in ("latest_finish", "float")] == [None] * 2


def test_what_moved_is_told_of_both_ends_and_of_the_float(kashgar: Meeting) -> None:
    voice = voice_of(kashgar.schedule, "zh")
    (section,) = [one for one in in_words(bulletin(kashgar), voice).sections if "变动的事项" in one.heading]
    assert section.table is not None
    assert kashgar.since_previous is not None
    for name, row in zip(kashgar.moved, section.table.records(voice), strict=True):
        movement = kashgar.since_previous.movements[name]
        assert (row["start_moved"] is None) == (movement.start_shift == 0)
        assert (row["float_used"] is None) == (movement.float_consumed is None)


def test_a_title_and_notices_are_wrapped(kashgar: Meeting) -> None:
    voice = voice_of(kashgar.schedule, "zh")
    paper = in_words(bulletin(kashgar), voice)
    lines = bulletin_text(replace(paper, sections=()), voice, Screen(30)).splitlines()
    assert all(cell_len(line) <= 30 for line in lines)


OFFICE = """
daopai: 1
project: {name: 示例, start: 2016-03-01, calendar: office}
calendars: {office: {name: 机关, week: mon-fri, hours: [08:00-12:00, 13:00-17:00], day: 8}}
tasks:
  base: {name: Roof deck, duration: 4wd}
  cure: {name: 养生, duration: 2wd, after: [base]}
"""


def office(folder: Path, cure: str) -> Meeting:
    """The roof deck takes Tuesday to Friday of the first week of March, the curing Monday the 7th and the 8th."""
    text = OFFICE.replace("after: [base]}", f"after: [base]{cure}}}")
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    return schedule.meeting(schedule.load(folder))


@pytest.mark.parametrize(
    ("cure", "zh", "en"),
    [
        ("deadline: 2016-03-04", "比期限 3月4日 晚 4 天", "4 days after the deadline of 4 Mar"),
        ("deadline: 2016-03-08T12:00", "比期限 3月8日 晚 5 小时", "5 hours after the deadline of 8 Mar"),
        ("deadline: 2016-03-08", "已经没有余地", "nothing left to lose"),
        ("deadline: 2016-03-10", "期限 3月10日，还有 2 天余地", "2 days before the deadline of 10 Mar"),
    ],
)
def test_days_late_are_those_between_the_two_days_that_are_shown(tmp_path: Path, cure: str, zh: str, en: str) -> None:
    """The curing ends on the 8th at 17:00, a deadline at the end of its day unless it says otherwise."""
    taken = office(tmp_path, f", {cure}")
    for lang, said in (("zh", zh), ("en", en)):
        paper = in_words(bulletin(taken), voice_of(taken.schedule, lang))
        assert said in paper.headline
        late = [item.text for section in paper.sections for item in section.items if item.light == "red"]
        assert all(
            amount in text for text in late for amount in ("4 天", "5 小时", "4 days", "5 hours") if amount in said
        )
        assert bool(late) is ("晚" in said or "after" in said)


def test_a_plan_without_a_deadline_has_its_forecast_in_every_list(tmp_path: Path) -> None:
    taken = office(tmp_path, "")
    voice = voice_of(taken.schedule, "en")
    critical, upcoming = (one for one in in_words(bulletin(taken), voice).sections if one.table)
    assert critical.heading == "Critical path: these tasks set the date of the whole plan"
    assert upcoming.table is not None
    rows = upcoming.table.records(voice_of(taken.schedule, "en"))
    assert [(row["requested_start"], row["requested_finish"]) for row in rows] == [
        (date(2016, 3, 1), date(2016, 3, 4)),
        (date(2016, 3, 7), date(2016, 3, 8)),
    ]


def test_levels_of_effort_set_no_date(tmp_path: Path) -> None:
    text = OFFICE + "  site: {name: 监理, kind: level-of-effort, after: [base SS, cure FF]}\n"
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    assert schedule.meeting(schedule.load(tmp_path)).critical_path == ("base", "cure")


def test_short_of_room_is_never_green(tmp_path: Path) -> None:
    """The curing must start on Friday the 4th and starts on Monday the 7th, though no deadline is set."""
    taken = office(tmp_path, ", start_no_later_than: 2016-03-04")
    assert set(taken.lights.values()) == {"red"}
    voice = voice_of(taken.schedule, "zh")
    assert (
        "最迟 3月4日 必须启动，才赶得上计划规定的日期，预计 3月7日 才能启动，晚 3 天"
        in sections_in_words(alert_sections(taken), voice)[0].items[-1].text
    )
    for section in in_words(bulletin(taken), voice).sections:
        for row in () if section.table is None else section.table.records(voice):
            room = row.get("float")
            assert not (isinstance(room, Days) and room.amount < 0 and row["light"] == "绿")


def test_a_latin_name_stands_apart_from_chinese_words(tmp_path: Path) -> None:
    taken = office(tmp_path, "")
    lines = list(voice_of(taken.schedule, "zh").told(explanation(reasons(taken.schedule, "cure"), taken.schedule)))
    assert any("要等 Roof deck 完成" in line for line in lines)


def test_the_schedule_says_what_it_is_of_and_no_year_is_left_open(tmp_path: Path) -> None:
    computed = office(tmp_path, "").schedule
    assert voice_of(computed, "zh").tell(schedule_heading(computed)) == "示例，数据日期 2016年3月1日"
    table, voice = schedule_table(computed), voice_of(computed, "zh")
    assert with_years(table, voice) == voice
    later = office(tmp_path, ", start_no_earlier_than: 2017-01-09").schedule
    table = schedule_table(later)
    assert "1 Mar 2016" in table_text(table, with_years(table, voice_of(later, "en")), Screen())[1]
