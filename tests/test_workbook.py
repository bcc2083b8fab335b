"""The deadline workbook, read back with openpyxl and printed by LibreOffice: the table's values, nothing that runs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from office import converted

import schedule
from schedule.analysis.meeting import Meeting
from schedule.calendars.worktime import minutes
from schedule.commands import main
from schedule.model import Baseline, BaselineDates, Plan
from schedule.output.tables.contents import deadline_records, deadline_table
from schedule.output.words.phrases import Value, Voice, voice_of
from schedule.output.words.saying import Days
from schedule.output.workbooks import style
from schedule.output.workbooks.bars import Bar, Fill, Span, bars, time_axis
from schedule.output.workbooks.deadlines import write_workbook
from schedule.output.workbooks.entries import SHEET_COLUMNS, entries
from tests.snapshots import altered, invented

KASHGAR = Path(__file__).parent.parent / "plans" / "kashgar"
COUNTY = (
    *("序号", "工作事项", "前置条件", "责任单位", "责任人", "配合单位", "包联领导"),
    *("开始时间", "完成时限", "最迟启动日", "当前进展", "是否滞后(日历日)", "存在问题", "需协调事项", "备注(批文号)"),
)
HEADS = 3
"""Rows of headings: bands or years, months, and the columns' own."""

SMALL = """
daopai: 1
project: {name: 示例, start: 2016-03-01, calendar: calendar-days}
bodies: {works: {name: 城投公司}, agent: {name: 代建中心}}
tasks:
  base: {name: 基层, body: works, duration: 10cd}
  top: {name: 面层, body: agent, duration: 7cd, after: [base]}
  done: {name: 完工, milestone: finish, body: works, after: [top], deadline: 2016-03-20}
"""
WEEK = """
data_date: 2016-03-07
progress:
  base: {started: 2016-03-01, remaining: 4cd}
"""


def met(folder: Path, plan: str, update: str | None = None) -> Meeting:
    folder.mkdir(exist_ok=True)
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    if update is not None:
        (folder / "updates").mkdir()
        name = re.search(r"data_date: (\S+)", update)
        assert name
        (folder / "updates" / f"{name[1]}.yaml").write_text(update, encoding="utf-8")
    return schedule.meeting(schedule.load(folder))


@pytest.fixture
def small(tmp_path: Path) -> Meeting:
    return met(tmp_path / "small", SMALL, WEEK)


@pytest.fixture(scope="module")
def kashgar() -> Meeting:
    return schedule.meeting(schedule.load(KASHGAR), minutes(date(2016, 2, 29)))


def data_of(snapshot: Meeting, lang: str = "zh", body: str | None = None) -> bytes:
    stream = BytesIO()
    write_workbook(snapshot, stream, voice_of(snapshot.schedule, lang), body)
    return stream.getvalue()


def book_of(snapshot: Meeting, lang: str = "zh", body: str | None = None) -> Any:
    return openpyxl.load_workbook(BytesIO(data_of(snapshot, lang, body)))


def headings(sheet: Any) -> tuple[int, dict[str, int]]:
    """The row of the headings, and the column of each, without its line break."""
    row = int(re.search(r"\d+", sheet.auto_filter.ref)[0])
    found = {str(cell.value).replace("\n", ""): cell.column for cell in sheet[row] if isinstance(cell.value, str)}
    return row, found


def cells(book: Any) -> Iterator[Any]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from (cell for cell in row if cell.value is not None)


def as_cell(value: Value, voice: Voice) -> object:
    """What a value of a table is in a cell: a date and a number stay what they are."""
    match value:
        case None:
            return None
        case date():
            return datetime(value.year, value.month, value.day)
        case Days():
            return float(value.amount)
        case int() | float():
            return value
    return voice.show(value)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_first_sheet_has_the_values_of_the_deadline_table(kashgar: Meeting, lang: str) -> None:
    voice = voice_of(kashgar.schedule, lang)
    sheet = book_of(kashgar, lang).worksheets[0]
    top, found = headings(sheet)
    records = deadline_table(kashgar).records(voice)
    shared = [column for column in SHEET_COLUMNS if column.key in records[0]]
    assert len(shared) >= 18
    checked = 0
    for number, record in enumerate(records):
        for column in shared:
            title = voice.say(column.label).replace(" (", "(")
            if title in found:
                cell = sheet.cell(top + 1 + number, found[title])
                assert cell.value == as_cell(record[column.key], voice), (column.key, number)
                checked += 1
    assert checked >= 17 * len(records)
    assert sheet.cell(top + 1 + len(records), found[voice.say("column.task")]).value is None


@pytest.mark.slow
def test_the_countys_columns_stand_in_their_order(kashgar: Meeting) -> None:
    _, found = headings(book_of(kashgar).worksheets[0])
    assert [title for title in found if title in COUNTY] == list(COUNTY)
    assert {"距红线(日历日)", "卡在哪里", "灯", "关键", "预计完成", "余地(日历日)"} <= set(found)


@pytest.mark.slow
def test_a_sheet_for_each_body_with_its_own_tasks_in_its_own_numbers(kashgar: Meeting) -> None:
    voice, book = voice_of(kashgar.schedule, "zh"), book_of(kashgar)
    bodies = {row.body for row in kashgar.deadlines} | {kashgar.answers_for(row.task) for row in kashgar.deadlines}
    names = [voice.body(body) for body in voice.plan.bodies if body in bodies]
    assert book.sheetnames == ["总表", *names, "审批时限", "已完成"]
    for body in bodies:
        sheet = book[voice.body(body)]
        top, found = headings(sheet)
        own = deadline_table(kashgar, body).records(voice)
        rows = sheet.iter_rows(min_row=top + 1, values_only=True)
        told = [(row[found["序号"] - 1], row[found["工作事项"] - 1], row[found["责任单位"] - 1]) for row in rows]
        assert told == [(record["number"], record["task"], record["body"]) for record in own]
        assert {row.task for row in kashgar.deadlines if body in (row.body, kashgar.answers_for(row.task))} == {
            record["id"] for record in own
        }


@pytest.mark.slow
def test_what_is_finished_stands_with_its_paper_or_is_grey(kashgar: Meeting) -> None:
    sheet = book_of(kashgar)["已完成"]
    top, found = headings(sheet)
    rows = {row[found["工作事项"] - 1]: row for row in sheet.iter_rows(min_row=top + 1, values_only=True)}
    # plans/kashgar: the red line has its document's number; the feasibility approval is reported without one.
    assert rows["建设用地红线图"][found["状态"] - 1] == "已完成"
    assert rows["建设用地红线图"][found["备注(批文号)"] - 1] == "示例文号 国土〔2015〕3号"
    assert rows["可研批复"][found["状态"] - 1] == "已报未见依据"
    assert rows["可研批复"][found["灯"] - 1] == "灰"
    assert rows["可研批复"][found["备注(批文号)"] - 1] is None


def test_days_left_and_what_holds_a_task_up(small: Meeting) -> None:
    # Seen on 7 March. The top must be done on the 20th and takes 7 days, so that the base must be done on the 13th:
    # 6 and 13 days later. The base is under way and waits for nothing, the top for the base, the milestone for the top.
    voice = voice_of(small.schedule, "zh")
    by_task = {row.task: row.told(voice).values for row in entries(small, deadline_records(small, voice))}
    assert [by_task[name]["days_left"] for name in ("base", "top", "done")] == [
        Days(Fraction(6)),
        Days(Fraction(13)),
        Days(Fraction(13)),
    ]
    assert [by_task[name]["blocked"] for name in ("base", "top", "done")] == [
        None,
        "等基层（城投公司）",
        "等面层（代建中心）",
    ]


def test_a_task_that_could_start_and_one_that_nobody_reports(tmp_path: Path) -> None:
    # The top was added to start on 1 March too and has not; the base was under way and nothing was said of it.
    plan = SMALL.replace(", after: [base]", "").replace("after: [top]", "after: [base, top]")
    folder = tmp_path / "plan"
    met(folder, plan, WEEK)
    (folder / "updates" / "2016-03-14.yaml").write_text("data_date: 2016-03-14\nprogress: {}\n", encoding="utf-8")
    snapshot = schedule.meeting(schedule.load(folder))
    voice = voice_of(snapshot.schedule, "zh")
    records = deadline_records(snapshot, voice)
    by_task = {row.task: row.told(voice).values["blocked"] for row in entries(snapshot, records)}
    assert by_task["base"] == "没有报进展"
    assert by_task["top"] == "可以启动，还没有启动；没有报进展"


def test_the_bars_by_hand(small: Meeting) -> None:
    # Weeks from Monday 29 February, 7 and 14 March. The base was begun on Tuesday 1 March and has 4 days to go: done
    # in the first week, forecast for the second, to be finished by the 13th. The top runs from the 11th to the 17th, by
    # the 20th. Everything holds the milestone. The base was approved for the first week, the milestone for the 12th.
    saturday = minutes(date(2016, 3, 13))
    approved = {
        "base": BaselineDates(minutes(date(2016, 3, 1)), minutes(date(2016, 3, 6))),
        "done": BaselineDates(saturday, saturday),
    }
    snapshot = altered(small, baseline=Baseline("B0", 0, "", "组长", approved))
    axis = time_axis(snapshot)
    assert axis is not None
    assert (axis.span, axis.line) == (Span.WEEK, 1)
    assert [axis.first_day(k) for k in range(3)] == [date(2016, 2, 29), date(2016, 3, 7), date(2016, 3, 14)]
    assert [(day.month, wide) for day, wide in axis.months()] == [(2, 1), (3, 2)]
    assert bars(snapshot, ["base", "top", "done"], axis) == (
        (
            Bar(Fill.DONE, critical=True, begins=True, baseline=True),
            Bar(Fill.FORECAST, critical=True, ends=True, limit=True),
            Bar(critical=True),
        ),
        (
            Bar(critical=True),
            Bar(Fill.FORECAST, critical=True, begins=True),
            Bar(Fill.FORECAST, critical=True, ends=True, limit=True),
        ),
        (Bar(critical=True), Bar(critical=True, approved=True), Bar(critical=True, milestone=True, limit=True)),
    )
    sheet = book_of(snapshot).worksheets[0]
    top, found = headings(sheet)
    first = max(found.values()) + 1
    shown = [[sheet.cell(top + row, first + k) for k in range(3)] for row in (1, 2, 3)]
    assert [[cell.value for cell in row] for row in shown] == [["——", "▲", None], [None, None, "▲"], [None, "◇", "◆▲"]]
    fills = [[cell.fill.fgColor.rgb[2:] for cell in row if cell.fill.fill_type == "solid"] for row in shown]
    assert fills == [["8E1B16", "F2A59C"], ["F2A59C", "F2A59C"], []]
    assert (shown[0][0].border.top.style, shown[0][0].border.top.color.rgb) == ("medium", "FFB3140E")
    assert all(row[1].border.left.style == "medium" and row[1].border.left.color.rgb == "FF0B57D0" for row in shown)
    assert [cell.value.day for cell in sheet[top][first - 1 : first + 2]] == [29, 7, 14]


@pytest.mark.parametrize(
    ("weeks", "span"), [(30, Span.WEEK), (31, Span.HALF_MONTH), (90, Span.MONTH), (300, Span.QUARTER)]
)
def test_a_longer_plan_has_coarser_columns(tmp_path: Path, weeks: int, span: Span) -> None:
    # From Monday 4 January 2016: the last day is the Sunday of the last week. 90 weeks end in September 2017, 42 half
    # months later; 300 weeks in October 2021, after more than four years.
    plan = f"""
daopai: 1
project: {{name: 示例, start: 2016-01-04, calendar: calendar-days}}
tasks: {{all: {{name: 全部, duration: {weeks * 7}cd, deadline: 2016-06-30}}}}
"""
    axis = time_axis(met(tmp_path / "plan", plan))
    assert axis is not None
    assert axis.span is span
    assert axis.first_day(0) == (date(2016, 1, 4) if span is Span.WEEK else date(2016, 1, 1))
    assert all(before[1] == after[0] for before, after in zip(axis.columns, axis.columns[1:], strict=False))
    assert axis.columns[-1][0] < minutes(date(2016, 1, 4)) + weeks * 7 * 1440 <= axis.columns[-1][1]


HOSTILE = ("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "a\x07b\x1b[2J", "\u202ecod.exe", "_x0041_", " \tx")
SHOWN = {"a\x07b\x1b[2J": "a[U+0007]b[U+001B][2J", "\u202ecod.exe": "[U+202E]cod.exe", " \tx": "  x"}


def hostile(tmp_path: Path, names: tuple[str, ...] = HOSTILE) -> Meeting:
    """A plan whose every text is one of these: names of tasks, bodies, project; documents, problems, requests."""
    project = schedule.load(_folder(tmp_path, SMALL, WEEK))
    plan, update = project.plan, project.updates[0]
    tasks = {
        name: replace(task, name=names[k % len(names)], owner=names[(k + 1) % len(names)], leader=names[0])
        for k, (name, task) in enumerate(plan.tasks.items())
    }
    bodies = {name: replace(body, name=names[k % len(names)]) for k, (name, body) in enumerate(plan.bodies.items())}
    said = {key: names[k % len(names)] for k, key in enumerate(("cause", "note", "request", "document"))}
    progress = tuple(replace(one, **said) for one in update.progress)
    changed = replace(plan, name=names[0], tasks=tasks, bodies=bodies)
    return schedule.meeting(replace(project, plan=changed, updates=(replace(update, progress=progress),)))


def _folder(folder: Path, plan: str, update: str) -> Path:
    met(folder / "hostile", plan, update)
    return folder / "hostile"


@pytest.mark.parametrize("name", HOSTILE)
def test_text_stays_text(tmp_path: Path, name: str) -> None:
    data = data_of(hostile(tmp_path, (name,)))
    found = list(cells(openpyxl.load_workbook(BytesIO(data))))
    assert {cell.data_type for cell in found} <= {"s", "n", "d"}
    assert "f" not in {cell.data_type for cell in found}
    shown = {"a\x07b\x1b[2J": "a[U+0007]b[U+001B][2J", "\u202ecod.exe": "[U+202E]cod.exe", " \tx": "  x"}.get(
        name, name
    )
    same = [
        cell for cell in found if isinstance(cell.value, str) and cell.value in (shown, shown.replace("_x", "_x005F_x"))
    ]
    assert len(same) >= 8  # a task's name, owner, leader, body, request and document, on two sheets
    if name.startswith(("=", "+", "-", "@")):
        assert all(cell.quotePrefix for cell in same if cell.row > 4)
    with ZipFile(BytesIO(data)) as file:
        parts = {part: file.read(part).decode("utf-8") for part in file.namelist()}
    assert not any("<f>" in text or "<f " in text for text in parts.values())
    assert not any(re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e]", text) for text in parts.values())
    assert not any("hyperlink" in text or "externalLink" in text for text in parts.values())


@pytest.mark.slow
def test_a_text_longer_than_a_cell_ends_in_words_that_say_so(tmp_path: Path) -> None:
    book = book_of(hostile(tmp_path, ("长" * 32_768,)))
    ending = "…（超过 Excel 一格的上限，后面的字未列）"
    longest = {cell.value for cell in cells(book) if isinstance(cell.value, str) and len(cell.value) > 30_000}
    assert "长" * (32_767 - len(ending)) + ending in longest
    assert all(text.endswith(ending) for text in longest)
    assert max(len(str(cell.value)) for cell in cells(book)) == 32_767


def test_a_text_that_just_fits_is_whole() -> None:
    voice = Voice("en", 2016, Plan("x", 0, "china", {}))
    assert style.shown("x" * 32_767, voice) == "x" * 32_767
    assert style.shown("\U0001f3d7" * 16_383, voice) == "\U0001f3d7" * 16_383  # two units each, 32,766
    cut = style.shown("\U0001f3d7" * 16_384, voice)
    assert len(cut.encode("utf-16-le")) // 2 <= 32_767
    assert cut.endswith("the rest is left out)")


@given(st.lists(st.text(max_size=40), max_size=8))
def test_any_names_make_sheets_that_excel_takes(names: list[str]) -> None:
    taken: set[str] = set()
    for name in names:
        made = style.sheet_name(name, taken)
        assert 1 <= len(made.encode("utf-16-le")) // 2 <= 31
        assert not set(made) & set("[]:*?/\\")
        assert not (made.startswith("'") or made.endswith("'"))
        assert made.casefold() not in taken | {"history"}
        taken.add(made.casefold())


def test_bodies_of_one_name_and_of_forbidden_names_have_sheets_of_their_own(tmp_path: Path) -> None:
    book = book_of(hostile(tmp_path, ("住建局[市/县]:" + "长" * 40,)))
    assert book.sheetnames == ["总表", "住建局_市_县__" + "长" * 22, "住建局_市_县__" + "长" * 18 + " (2)"]


@pytest.mark.slow
def test_the_sheets_are_set_up_for_the_screen_and_for_a3(kashgar: Meeting) -> None:
    for sheet in book_of(kashgar).worksheets:
        top, found = headings(sheet)
        task = openpyxl.utils.get_column_letter(found["工作事项"] + 1)
        assert sheet.freeze_panes == f"{task}{top + 1}"
        assert sheet.auto_filter.ref == f"A{top}:{openpyxl.utils.get_column_letter(sheet.max_column)}{sheet.max_row}"
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1)  # 1 where nothing is said (ECMA-376, pageSetup)
        assert sheet.print_title_rows == f"${top - HEADS + 1}:${top}"
        assert (
            sheet.print_area
            == f"'{sheet.title}'!$A$1:${openpyxl.utils.get_column_letter(sheet.max_column)}${sheet.max_row}"
        )
        assert "第 &P 页" in sheet.oddFooter.center.text
        assert not sheet.sheet_view.showGridLines


@pytest.mark.slow
def test_the_filter_sorts_the_bars_with_their_rows_and_shows_no_button_on_them(kashgar: Meeting) -> None:
    with ZipFile(BytesIO(data_of(kashgar))) as file:
        text = file.read("xl/worksheets/sheet1.xml").decode("utf-8")
    (inside,) = re.findall(r'<autoFilter ref="[^"]+">(.*?)</autoFilter>', text)
    hidden = [int(number) for number in re.findall(r'<filterColumn colId="(\d+)" hiddenButton="1"/>', inside)]
    axis = time_axis(kashgar)
    assert axis is not None
    own = len(SHEET_COLUMNS) - 1  # which deadline decides is not told where there is one only
    assert hidden == list(range(own, own + len(axis.columns)))
    assert "filterMode" not in text


@pytest.mark.slow
def test_dates_and_amounts_are_numbers_with_a_format(kashgar: Meeting) -> None:
    sheet = book_of(kashgar).worksheets[0]
    top, found = headings(sheet)
    # 2016-02-29: the contract must be signed by 1 March and is a working day short.
    row = {title: sheet.cell(top + 1, column) for title, column in found.items()}
    assert (row["完成时限"].value, row["完成时限"].number_format) == (datetime(2016, 3, 1), 'm"月"d"日"')
    assert row["余地(日历日)"].value == -1
    assert row["余地(日历日)"].number_format == '0" 天";"缺 "0" 天";"没有"'
    assert row["距红线(日历日)"].value == 1
    assert row["距红线(日历日)"].number_format == '0" 天";"已过 "0" 天";"当天"'
    begun = [sheet.cell(top + k, found["开始时间"]) for k in range(1, len(kashgar.deadlines) + 1)]
    formats = {cell.value.year: cell.number_format for cell in begun if cell.value is not None}
    assert formats == {2015: 'yyyy"年"m"月"d"日"', 2016: 'm"月"d"日"'}


@pytest.mark.parametrize(
    ("days", "passed", "zh", "en"),
    [
        (Days(Fraction(5, 2), working=True, of_float=True), False, "2.5 个工作日", "2.5 wd"),
        (Days(Fraction(-2), of_float=True), False, "缺 2 天", "2 d short"),
        (Days(Fraction(0), of_float=True), False, "没有", "none"),
        (Days(Fraction(-3)), True, "已过 3 天", "3 d past"),
        (Days(Fraction(0)), True, "当天", "today"),
        (Days(Fraction(0)), False, "否", "no"),
    ],
)
def test_an_amounts_format_says_what_its_text_says(days: Days, passed: bool, zh: str, en: str) -> None:
    for lang, said in (("zh", zh), ("en", en)):
        voice = Voice(lang, 2016, Plan("x", 0, "china", {}))
        assert voice.tell(style.days_text(days, passed=passed)) == said
        sections = style.days_format(days, voice, passed=passed).split(";")
        section = sections[0 if days.amount > 0 else 1 if days.amount < 0 else 2].replace('"', "")
        assert re.sub(r"0(\.0)?", f"{float(abs(days.amount)):g}", section) == said


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        # At 12 points a full-width character takes 2 · 12/10.5 = 2.29 columns, and one column stays empty.
        ("一二三四五", 12.5, 1),
        ("一二三四五", 11.5, 2),
        ("一二三四，五六七八", 10.5, 3),  # the comma does not begin a line and takes its character with it
        ("a\nb\nc", 20, 3),
        ("", 10, 1),
        ("word word word", 8, 3),
    ],
)
def test_lines_of_a_cell_by_hand(text: str, width: float, lines: int) -> None:
    assert style.lines_in(text, width) == lines


@given(st.text(alphabet="一二（），a b", max_size=60), st.floats(6, 60))
def test_a_wider_column_needs_no_more_lines_and_no_line_is_lost(text: str, width: float) -> None:
    least = max(sum(map(style.columns_wide, text)) * style.TEXT / style.SQUARE / width - 1, 0)
    assert style.lines_in(text, width) >= least
    assert style.lines_in(text, width + 400) == 1


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_same_snapshot_gives_the_same_bytes_and_no_clock(kashgar: Meeting, lang: str) -> None:
    data = data_of(kashgar, lang)
    time.sleep(2.1)  # an archive's times have steps of two seconds
    assert data_of(kashgar, lang) == data
    properties = openpyxl.load_workbook(BytesIO(data)).properties
    assert properties.created == properties.modified == datetime(2016, 2, 29)


@pytest.mark.slow
def test_english(kashgar: Meeting) -> None:
    book = book_of(kashgar, "en")
    assert (book.sheetnames[0], book.sheetnames[-1]) == ("All", "Finished")
    sheet = book.worksheets[0]
    _, found = headings(sheet)
    assert {"No.", "Light", "Task", "Finish by", "To the red line(calendar days)", "Held up by"} <= set(found)
    own = {title for title in found if re.search("[一-鿿]", title)}
    assert own == set()
    assert sheet["A3"].value.startswith("Late: Main roads and workshops done is forecast for 2 Jul")


def test_a_plan_without_bodies_has_one_sheet_of_rows(tmp_path: Path) -> None:
    plan = re.sub(r", body: \w+|bodies: .*\n", "", SMALL)
    book = book_of(met(tmp_path / "plan", plan, WEEK))
    assert book.sheetnames == ["总表"]
    top, found = headings(book.worksheets[0])
    assert [book.worksheets[0].cell(top + k, found["责任单位"]).value for k in (1, 2, 3)] == [None] * 3


def test_tasks_of_nobody_have_a_sheet_where_others_have(tmp_path: Path) -> None:
    book = book_of(met(tmp_path / "plan", SMALL.replace(", body: agent", ""), WEEK))
    assert book.sheetnames == ["总表", "城投公司", "未定单位"]


def test_a_table_without_rows_says_why(tmp_path: Path, kashgar: Meeting) -> None:
    book = book_of(met(tmp_path / "plan", SMALL.replace(", deadline: 2016-03-20", ""), WEEK))
    assert book.sheetnames == ["总表"]
    assert "计划里没有写期限（deadline），排不出倒排表。" in {cell.value for cell in cells(book)}
    asked = book_of(kashgar, body="finance")
    assert asked.sheetnames == ["财政局"]
    assert "财政局没有剩下的、影响期限的工作。" in {cell.value for cell in cells(asked)}


def test_a_short_table_is_printed_on_one_page_and_a_long_one_is_not(small: Meeting) -> None:
    assert book_of(small).worksheets[0].page_setup.fitToHeight in (None, 1)  # 1 where nothing is said
    long = book_of(invented(200, every=2))["已完成"]
    assert long.max_row > 100  # an A3 page has room for some thirty rows
    assert long.page_setup.fitToHeight == 0  # as many pages as it takes


@pytest.mark.long
def test_two_hundred_tasks_in_three_seconds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(
        f"  t{k}: {{name: 第{k}项工作及其验收, body: b{k % 9}, duration: 5wd"
        + (f", after: [t{k - 9}]" if k > 8 else "")
        + (", deadline: 2016-12-30" if k > 190 else "")
        + "}\n"
        for k in range(200)
    )
    bodies = ", ".join(f"b{k}: {{name: 单位{k}}}" for k in range(9))
    plan = (
        f"daopai: 1\nproject: {{name: 示例, start: 2016-01-04, calendar: china}}\nbodies: {{{bodies}}}\ntasks:\n{rows}"
    )
    snapshot = met(tmp_path / "plan", plan)
    data_of(snapshot)  # the first call imports the library
    begin = time.process_time()
    data = data_of(snapshot)
    took = time.process_time() - begin
    with capsys.disabled():
        sys.stdout.write(f"\n200 tasks, 10 sheets, {len(data) // 1024} kB in {took:.2f} s of one core\n")
    assert took < 3
    sheet = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
    assert sheet.max_row - headings(sheet)[0] == 200


@pytest.mark.slow
def test_the_command_writes_it_and_refuses_to_print_it(tmp_path: Path) -> None:
    target = tmp_path / "倒排表.xlsx"
    done = CliRunner().invoke(main, ["deadlines", str(KASHGAR), "-o", str(target), "--date", "2016-02-29"])
    assert done.exit_code == 0, done.output
    assert openpyxl.load_workbook(target).sheetnames[0] == "总表"
    before = target.read_bytes()
    again = ["deadlines", str(KASHGAR), "--format", "xlsx", "-o", str(target), "--date", "2016-02-29"]
    assert CliRunner().invoke(main, again).exit_code == 0
    assert target.read_bytes() == before
    for wrong in (["--format", "xlsx"], ["--format", "xlsx", "-o", str(tmp_path / "x.csv")]):
        refused = CliRunner().invoke(main, ["deadlines", str(KASHGAR), *wrong])
        assert refused.exit_code == 2
        assert "-o 文件名.xlsx" in refused.output
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
def test_libreoffice_prints_every_value_on_one_page_a_sheet(tmp_path: Path, kashgar: Meeting) -> None:
    (tmp_path / "wall.xlsx").write_bytes(data_of(kashgar))
    (wall,) = converted([tmp_path / "wall.xlsx"], "pdf", tmp_path / "printed")
    text = subprocess.run(["pdftotext", "-layout", wall, "-"], capture_output=True, text=True, check=True).stdout
    pages = text.split("\f")[:-1]
    assert len(pages) == len(book_of(kashgar).sheetnames)
    assert "###" not in text
    plain = re.sub(r"\s", "", pages[0])
    voice = voice_of(kashgar.schedule, "zh")
    for record in deadline_table(kashgar).records(voice):
        assert re.sub(r"\s", "", voice.show(record["latest_finish"])) in plain
    assert "缺1天" in plain
