"""Tables, CSV, JSON and text on a screen: the columns, the bytes, lines that stay aligned and inside their width."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

import schedule
from schedule.analysis.meeting import Snapshot
from schedule.calendars.worktime import minutes
from schedule.engine.schedule import Schedule
from schedule.model import Plan
from schedule.output.bulletin import bulletin
from schedule.output.markdown import markdown
from schedule.output.phrases import Days, Value, Voice, voice_of
from schedule.output.records import csv_text, json_text
from schedule.output.tables import (
    SCHEDULE_COLUMNS,
    Column,
    Table,
    alert_records,
    deadline_table,
    schedule_frame,
    schedule_rows,
    schedule_table,
)
from schedule.output.terminal import GAP, Screen, bulletin_text, table_text, wrapped

KASHGAR = Path(__file__).parent.parent / "plans" / "kashgar"
VOICE = Voice("zh", 2016, Plan("示例", 0, "china", {}))
COUNTY = (
    "序号,工作事项,前置条件,责任单位,责任人,配合单位,包联领导,开始时间,完成时限,最迟启动日,当前进展,是否滞后(天),"
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
def small(tmp_path: Path) -> Snapshot:
    (tmp_path / "plan.yaml").write_text(SMALL, encoding="utf-8")
    return schedule.meeting(schedule.load(tmp_path))


@pytest.fixture(scope="module")
def kashgar() -> Snapshot:
    return schedule.meeting(schedule.load(KASHGAR), minutes(date(2016, 2, 29)))


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_the_schedule_as_csv_to_the_byte(small: Snapshot) -> None:
    # 2016-03-01 is a Tuesday: four working days end on Friday at 24:00, which is Saturday T00:00. The curing runs on
    # all days and may not end before Monday 24:00, three days after Friday 24:00, so that it starts on Sunday.
    assert csv_text(SCHEDULE_COLUMNS, schedule_rows(small.schedule)) == (
        "id,name,body,phase,calendar,status,duration_h,remaining_h,start,finish,early_start,early_finish,late_start,"
        "late_finish,total_float_h,free_float_h,critical,longest_path\n"
        "base,基层,works,construction,china,not-started,96,96,2016-03-01T00:00,2016-03-05T00:00,2016-03-01T00:00,"
        "2016-03-05T00:00,2016-03-01T00:00,2016-03-05T00:00,0,0,true,true\n"
        "cure,养生,,,calendar-days,not-started,48,48,2016-03-06T00:00,2016-03-08T00:00,2016-03-06T00:00,"
        "2016-03-08T00:00,2016-03-06T00:00,2016-03-08T00:00,0,0,true,true\n"
        "done,完工,,,china,not-started,0,0,2016-03-08T00:00,2016-03-08T00:00,2016-03-08T00:00,2016-03-08T00:00,"
        "2016-03-08T00:00,2016-03-08T00:00,0,0,true,true\n"
        "later,'=SUM(A1),,,china,not-started,1.5,1.5,2016-03-07T00:00,2016-03-07T01:30,2016-03-07T00:00,"
        "2016-03-07T01:30,2016-03-07T22:30,2016-03-08T00:00,22.5,22.5,false,false\n"
    )


def test_the_schedule_as_json_has_the_same_fields_with_types(small: Snapshot) -> None:
    records = json.loads(
        json_text(dict(zip(SCHEDULE_COLUMNS, row, strict=True)) for row in schedule_rows(small.schedule))
    )
    assert [tuple(record) for record in records] == [SCHEDULE_COLUMNS] * 4
    assert records[3]["name"] == "=SUM(A1)"
    assert records[3]["duration_h"] == 1.5
    assert records[1]["body"] is None
    assert records[0]["critical"] is True


def test_a_finished_task_has_no_early_and_late_dates(kashgar: Snapshot) -> None:
    row = dict(zip(SCHEDULE_COLUMNS, next(iter(schedule_rows(kashgar.schedule))), strict=True))
    assert row["status"] == "finished"
    assert row["finish"] is not None
    assert [row[name] for name in SCHEDULE_COLUMNS[10:16]] == [None] * 6


def test_the_frame_has_instants_and_hours(small: Snapshot, kashgar: Snapshot) -> None:
    frame = schedule_frame(small.schedule)
    assert list(frame.columns) == list(SCHEDULE_COLUMNS[1:])
    assert frame.loc["base", "finish"] == pd.Timestamp(2016, 3, 5)
    assert frame.loc["later", "total_float_h"] == 22.5
    assert frame["critical"].sum() == 3
    finished = schedule_frame(kashgar.schedule)
    assert finished["early_start"].isna().sum() == (finished["status"] == "finished").sum()


def test_the_deadline_table_has_the_countys_columns_first(kashgar: Snapshot) -> None:
    voice = voice_of(kashgar.schedule, "zh")
    table = deadline_table(kashgar, voice)
    assert ",".join(table.titles(voice)).startswith(COUNTY)
    latest = [record["latest_finish"] for record in table.records()]
    assert latest == sorted(latest)
    assert [record["number"] for record in table.records()] == list(range(1, len(latest) + 1))


def test_the_deadline_table_in_days(small: Snapshot) -> None:
    # The milestone is due on Tuesday evening, a day after it is forecast. Backward from there the curing is Monday and
    # Tuesday; three days before its end, Saturday 24:00, the base must be done: Friday is the last working day before.
    (base, cure, done) = deadline_table(small, voice_of(small.schedule, "zh")).records()
    assert (base["task"], base["latest_start"], base["latest_finish"]) == ("基层", date(2016, 3, 1), date(2016, 3, 4))
    assert (cure["latest_start"], cure["latest_finish"]) == (date(2016, 3, 7), date(2016, 3, 8))
    assert cure["float_days"] == Days(Fraction(1), working=False, room=True)
    assert cure["after"] == ("基层开始后 1 个工作日", "完成不早于基层完成后 3 天")
    assert (done["deadline_task"], done["deadline"], done["id"]) == ("完工", date(2016, 3, 8), "done")
    assert (base["owner"], base["behind_days"], base["impossible_days"]) == ("总经理", None, None)


def test_one_bodys_deadlines(kashgar: Snapshot) -> None:
    voice = voice_of(kashgar.schedule, "en")
    bodies = {record["body"] for record in deadline_table(kashgar, voice, "housing").records()}
    assert bodies == {"Housing and Construction Bureau"}


def test_alerts_for_programs_speak_both_languages(kashgar: Snapshot) -> None:
    first = json.loads(json_text(alert_records(kashgar, "zh")))[0]
    assert list(first) == ["code", "light", "task", "name", "body", "cost_days", "facts", "sentence_zh", "sentence_en"]
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
def test_every_line_fits_the_terminal(kashgar: Snapshot, width: int, lang: str) -> None:
    voice = voice_of(kashgar.schedule, lang)
    screen = Screen(width)
    lines = bulletin_text(bulletin(kashgar, voice), voice, screen).splitlines()
    lines += table_text(deadline_table(kashgar, voice), voice, screen)
    lines += table_text(schedule_table(kashgar.schedule, voice), voice, screen)
    assert all(cell_len(line) <= width for line in lines)


def test_the_sample_meeting_reads_on_two_screens(kashgar: Snapshot) -> None:
    voice = voice_of(kashgar.schedule, "zh")
    assert len(bulletin_text(bulletin(kashgar, voice), voice, Screen(100)).splitlines()) <= 62


def test_columns_stay_aligned_under_chinese_text(kashgar: Snapshot) -> None:
    voice = voice_of(kashgar.schedule, "zh")
    table = deadline_table(kashgar, voice)
    lines = table_text(table, voice, Screen())
    begins = {
        cell_len(line[: line.index(found)])
        for line, row in zip(lines[1:], table.records(), strict=True)
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


def test_a_pipe_gets_everything_plain(kashgar: Snapshot) -> None:
    voice = voice_of(kashgar.schedule, "zh")
    text = bulletin_text(bulletin(kashgar, voice), voice, Screen())
    assert "\x1b" not in text
    assert "…" not in text


def test_colour_never_stands_without_its_word(kashgar: Snapshot) -> None:
    voice = voice_of(kashgar.schedule, "zh")
    table = deadline_table(kashgar, voice)
    plain, coloured = (table_text(table, voice, Screen(120, colour)) for colour in (False, True))
    assert any("\x1b" in line for line in coloured)
    assert [line[-1] for line in plain[1:]] == [
        {"red": "红", "yellow": "黄", "green": "绿", "grey": "灰"}[light] for light in table.lights
    ]


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


def test_markdown_says_what_the_screen_says(kashgar: Snapshot) -> None:
    voice = voice_of(kashgar.schedule, "zh")
    paper = bulletin(kashgar, voice)
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
    from schedule.output.bulletin import Bulletin, Section

    table = Table((Column("task"),), ((name,),))
    return markdown(Bulletin("t", "d", "h", None, (), (), (Section("s", table=table),)), VOICE, {})


def test_the_schedule_has_a_table_for_people(small: Snapshot) -> None:
    computed: Schedule = small.schedule
    lines = table_text(schedule_table(computed, voice_of(computed, "zh")), VOICE, Screen())
    assert ",".join(lines[0].split()) == (
        "工作事项,代号,责任单位,当前进展,开始时间,完成时间,最迟启动日,完成时限,总时差,关键"
    )
    assert ",".join(lines[1].split()) == "基层,base,城投公司,未开始,3月1日,3月4日,3月1日,3月4日,0,个工作日,是"


def test_decisions_are_told_with_their_approver_even_of_tasks_that_are_gone(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "updates").mkdir()
    (tmp_path / "updates" / "2016-03-02.yaml").write_text(
        "data_date: 2016-03-02\n"
        "revisions:\n"
        "  - {remove: later, reason: 不再需要, approved_by: 领导小组}\n"
        "  - {task: cure, set: {duration: 3cd}, reason: 降温, approved_by: 代建中心}\n",
        encoding="utf-8",
    )
    taken = schedule.meeting(schedule.load(tmp_path))
    lines = bulletin_text(bulletin(taken, voice_of(taken.schedule, "zh")), VOICE, Screen()).splitlines()
    assert "-  =SUM(A1)：不再需要（领导小组批准）" in lines
    assert "-  养生：降温（代建中心批准）" in lines
