"""What a spreadsheet made of an answer is read as its author saw it, or told with its cell: nothing is invented.

The workbooks are written by openpyxl as Excel and WPS leave them: the number, and the format that shows something else.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from time import process_time

import openpyxl
import pytest
from binary_forms import as_xls, error, failed, number, packed
from filled_forms import WEEK, Filled, collected, faults, folder, sent
from hypothesis import given
from hypothesis import strategies as st

import schedule
from schedule.diagnostics import PlanError, Severity
from schedule.engine.state import as_of
from schedule.files.forms.binary import binary_markup
from schedule.files.forms.cells import written_date
from schedule.files.forms.filled import open_form
from schedule.files.forms.reports import csv_report, read_reports
from schedule.files.forms.sheet_xml import Markup
from schedule.files.forms.shown import shown
from schedule.files.yaml.scalars import finish_text, parse_finish, parse_start
from schedule.files.yaml.source import Faults
from schedule.model import Progress


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return folder(tmp_path / "plan")


def form(plan: Path, body: str = "housing") -> Filled:
    return Filled(sent(schedule.load(plan))[body])


def told(plan: Path, filled: Filled) -> list[tuple[str, str]]:
    """The code of each fault or warning, and its cell."""
    return [(one.code, str(one.location and one.location.path)) for one in faults(plan, filled.data)]


def said(plan: Path, filled: Filled, task: str, field: str) -> str:
    (one,) = [
        one.value for one in collected(plan, filled.data).outcome.agreed if (one.task, one.field) == (task, field)
    ]
    return one


def looking(filled: Filled, task: str, field: str, number_format: str) -> Filled:
    filled.cell(task, field).number_format = number_format
    return filled


# ── numbers of documents ──────────


@pytest.mark.parametrize(
    ("typed", "number_format", "code"),
    [
        (653121201603170101, "@", "cell-digits"),  # a construction permit's number has 18 digits
        (653121201603170101, "General", "cell-digits"),
        (653121201603170101, "0", "cell-digits"),
        (1e15, "0", "cell-digits"),
        (2016.1, "General", "cell-turned"),  # 2016.10, or 2016.1
        (date(2016, 12, 3), "yyyy-mm-dd", "cell-turned"),  # 12-3
        (date(2016, 3, 1), "m/d", "cell-turned"),  # 3/1
        (datetime(2016, 3, 1, 9, 30), "General", "cell-turned"),
        (time(3, 15), "h:mm", "cell-turned"),  # 3:15
        (True, "General", "cell-turned"),
        ("#N/A", "General", "cell-error"),
        ("#REF!", "@", "cell-error"),
    ],
)
def test_a_clerk_hears_of_a_documents_number_that_the_spreadsheet_turned(
    plan: Path, typed: object, number_format: str, code: str
) -> None:
    filled = looking(form(plan).fill("a01", document=typed), "a01", "document", number_format)
    assert told(plan, filled) == [(code, f"1.xlsx {filled.at[0]}")]


@pytest.mark.parametrize(
    ("typed", "number_format", "meant"),
    [
        ("653121201603170101", "@", "653121201603170101"),
        ("0012", "@", "0012"),
        ("2016.10", "@", "2016.10"),
        ("12-3", "@", "12-3"),
        ("3/1", "General", "3/1"),
        ("疏住建〔2016〕5号", "General", "疏住建〔2016〕5号"),
        (12, "0000", "0012"),  # what the cell shows is the number with its zeros
        (2016.1, "0.00", "2016.10"),
    ],
)
def test_a_documents_number_keeps_every_digit(plan: Path, typed: object, number_format: str, meant: str) -> None:
    filled = looking(form(plan).fill("a01", document=typed), "a01", "document", number_format)
    assert told(plan, filled) == []
    assert said(plan, filled, "a01", "document") == meant


def test_a_short_number_is_taken_and_the_clerk_asked_about_zeros_before_it(plan: Path) -> None:
    filled = form(plan).fill("a01", document=12)
    (warning,) = faults(plan, filled.data)
    assert (warning.code, warning.severity) == ("cell-number", Severity.WARNING)
    assert said(plan, filled, "a01", "document") == "12"


@pytest.mark.parametrize("field", ["document", "cause", "note", "request"])
def test_cells_for_words_are_text_so_that_a_spreadsheet_leaves_them_alone(plan: Path, field: str) -> None:
    assert form(plan).cell("a01", field).number_format == "@"


@pytest.mark.parametrize("field", ["cause", "note", "request"])
def test_a_note_that_became_a_date_is_told(plan: Path, field: str) -> None:
    filled = form(plan).fill("a01", **{field: date(2016, 3, 1)})
    assert told(plan, filled) == [("cell-turned", f"1.xlsx {filled.at[0]}")]


# ── what a cell shows ──────────


@pytest.mark.parametrize(
    ("number", "number_format", "shows"),
    [
        (0.5, "0%", "50%"),
        (0.5, "0.0%", "50.0%"),
        (1, "0%", "100%"),
        (0, "0%", "0%"),
        (0.25, "0 %", "25%"),
        (0.5, "# ?/?", "1/2"),
        (1.5, "# ??/??", "1 1/2"),
        (3, '0"周"', "3周"),
        (5000, '0,"千"', "5千"),
    ],
)
def test_days_left_that_are_shown_as_something_else_are_refused_in_the_words_of_the_cell(
    plan: Path, number: float, number_format: str, shows: str
) -> None:
    filled = looking(form(plan).fill("a01", started="3月8日", remaining=number), "a01", "remaining", number_format)
    (fault,) = faults(plan, filled.data)
    assert (fault.code, fault.facts["found"]) == ("form-bad-days", shows)
    assert str(fault.location and fault.location.path) == f"1.xlsx {filled.at[1]}"


@pytest.mark.parametrize(("number", "number_format", "shows"), [(2.5, "0", "3"), (0.4, "0.", "0."), (1500, "0,", "2")])
def test_days_left_that_are_shown_rounded_are_told(plan: Path, number: float, number_format: str, shows: str) -> None:
    filled = looking(form(plan).fill("a01", started="3月8日", remaining=number), "a01", "remaining", number_format)
    (fault,) = faults(plan, filled.data)
    assert fault.code in ("cell-shown", "form-bad-days")
    assert shows in fault.facts.values()


@pytest.mark.parametrize(
    ("number", "number_format", "meant"),
    [(3, "0.00", "3wd"), (2.5, "0.0", "2.5wd"), (3, '0"天"', "3wd"), (5, '0"个日历日"', "5cd"), (0, "0.0", "0wd")]
    + [(3, code, "3wd") for code in ("General", "@", "0_ ", "#,##0;[Red]-#,##0", "G/通用格式", "[$-804]0")],
)
def test_days_left_that_are_shown_as_they_are_are_taken(
    plan: Path, number: float, number_format: str, meant: str
) -> None:
    filled = looking(form(plan).fill("a01", started="3月8日", remaining=number), "a01", "remaining", number_format)
    assert told(plan, filled) == []
    assert said(plan, filled, "a01", "remaining") == meant


@pytest.mark.parametrize("number_format", ["yyyy年m月", "mmm-yy", '[$-804]yyyy"年"m"月";@'])
def test_a_month_is_no_day(plan: Path, number_format: str) -> None:
    """A spreadsheet makes the first of March of "March 2016"."""
    filled = form(plan).fill("a01", started=date(2016, 3, 1), remaining=3)
    looking(filled, "a01", "started", number_format)
    assert told(plan, filled) == [("bad-date", f"1.xlsx {filled.at[0]}")]


@pytest.mark.parametrize("number_format", ["yyyy-mm-dd", "m月d日", 'm"月"d"日"', "d-mmm-yy", "yyyy/m/d h:mm", "dddd"])
def test_a_day_is_a_day_however_it_is_shown(plan: Path, number_format: str) -> None:
    filled = form(plan).fill("a01", started=date(2016, 3, 1), remaining=3)
    looking(filled, "a01", "started", number_format)
    assert told(plan, filled) == []
    assert said(plan, filled, "a01", "started") == "2016-03-01"


@given(st.integers(0, 10**9), st.integers(0, 4))
def test_a_number_with_fixed_decimals_is_shown_to_its_last_digit(number: int, decimals: int) -> None:
    """Of a number that has no more decimals than its format, python's own `format` says the same."""
    value = number / 10**decimals
    assert shown(value, "0" + ("." + "0" * decimals if decimals else "")) == format(value, f".{decimals}f")


@given(st.integers(0, 10**6))
def test_per_cents_are_a_hundredfold(number: int) -> None:
    assert shown(number / 100, "0%") == f"{number}%"


# ── errors ──────────


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"])
@pytest.mark.parametrize("field", ["started", "finished", "remaining", "document", "cause", "note", "request"])
def test_an_error_in_any_answer_is_told_with_its_cell(plan: Path, field: str, error: str) -> None:
    filled = form(plan).fill("a01", **{field: error})
    assert filled.cell("a01", field).data_type == "e"
    (fault,) = faults(plan, filled.data)
    assert (fault.code, fault.facts["found"]) == ("cell-error", error)
    assert str(fault.location and fault.location.path) == f"1.xlsx {filled.at[0]}"


@pytest.mark.slow
@pytest.mark.parametrize("field", ["holder", "submitted", "accepted", "returned", "decided"])
def test_an_error_among_the_dates_of_a_file_is_told(plan: Path, field: str) -> None:
    filled = form(plan).fill("p1", **{field: "#N/A"})
    assert told(plan, filled) == [("cell-error", f"1.xlsx {filled.at[0]}")]


@pytest.mark.slow
def test_an_error_beside_good_answers_writes_nothing_and_a_formula_is_told_once(plan: Path) -> None:
    filled = form(plan).fill("a01", started="3月8日", remaining=3, note="#N/A").fill("a02", note="=1/0")
    codes = [code for code, _ in told(plan, filled)]
    assert sorted(codes) == ["cell-error", "form-formula"]


# ── merged cells ──────────


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (("a01", "note"), ("a03", "note")),
        (("a01", "finished"), ("a01", "remaining")),
        (("a01", "started"), ("a02", "finished")),
    ],
)
def test_merged_answers_are_told_since_nobody_knows_whose_they_are(
    plan: Path, first: tuple[str, str], last: tuple[str, str]
) -> None:
    filled = form(plan).fill(first[0], **{first[1]: "2016-03-08"})
    here, there = filled.cell(*first), filled.cell(*last)
    here.parent.merge_cells(f"{here.coordinate}:{there.coordinate}")
    (fault,) = faults(plan, filled.data)
    assert (fault.code, fault.facts["found"]) == ("cell-merged", f"{here.coordinate}:{there.coordinate}")
    assert str(fault.location and fault.location.path) == f"1.xlsx {filled.at[0]}"


def test_merged_cells_that_hold_nothing_or_lie_elsewhere_do_no_harm(plan: Path) -> None:
    filled = form(plan).fill("a05", started="3月8日", remaining=3)
    here, there = filled.cell("a01", "note"), filled.cell("a02", "note")
    here.parent.merge_cells(f"{here.coordinate}:{there.coordinate}")
    here.parent.merge_cells("R2:S4")
    here.parent["R2"] = "自己的备注"
    assert told(plan, filled) == []


# ── a form saved as .ods ──────────

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{what}:1.0"'
    for name, what in (("office", "office"), ("table", "table"), ("text", "text"))
)


def as_ods(filled: Filled, cells: dict[tuple[str, str], str]) -> bytes:
    """The form as OpenDocument has it (part 3, 9): text cells as they are, some cells in their own markup."""
    own = {
        (filled.cell(task, field).parent.title, filled.cell(task, field).coordinate): text
        for (task, field), text in cells.items()
    }
    tables = []
    for sheet in filled.book.worksheets:
        rows = []
        for row in sheet.iter_rows():
            made = []
            for cell in row:
                text = str(cell.value).replace("&", "&amp;").replace("<", "&lt;")
                plain_cell = f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
                empty = "<table:table-cell/>"
                made.append(own.get((sheet.title, cell.coordinate), empty if cell.value is None else plain_cell))
            rows.append(f"<table:table-row>{''.join(made)}</table:table-row>")
        tables.append(f'<table:table table:name="{sheet.title}">{"".join(rows)}</table:table>')
    content = (
        f'<office:document-content {_SPACES} xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:'
        f'calcext:1.0"><office:body><office:spreadsheet>{"".join(tables)}</office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return stream.getvalue()


def number_cell(kind: str, value: object, text: str, more: str = "") -> str:
    said = f'office:value-type="{kind}" office:value="{value}" {more}'
    return f"<table:table-cell {said}><text:p>{text}</text:p></table:table-cell>"


@pytest.mark.parametrize(
    ("field", "cell", "codes"),
    [
        ("remaining", number_cell("percentage", 0.5, "50%"), ["form-bad-days"]),
        ("remaining", number_cell("float", 0.5, "1/2"), ["form-bad-days"]),
        ("remaining", number_cell("float", 2.5, "3"), ["cell-shown"]),
        ("remaining", number_cell("float", 3, "3"), []),
        ("remaining", number_cell("float", 3, "3.00"), []),
        ("document", number_cell("float", "653121201603170048", "653121201603170000"), ["cell-digits"]),
        ("document", number_cell("float", 12, "0012"), []),
        ("document", number_cell("float", 2016.1, "2016.1"), ["cell-turned"]),
        (
            "document",
            '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#N/A</text:p>'
            "</table:table-cell>",
            ["cell-error"],
        ),
        (
            "note",
            '<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>都在等</text:p>'
            "</table:table-cell>",
            ["cell-merged"],
        ),
    ],
)
def test_a_form_saved_as_ods_is_read_by_what_it_shows(plan: Path, field: str, cell: str, codes: Sequence[str]) -> None:
    filled = form(plan).fill("a01", started="2016-03-08", remaining="3")
    told_of = faults(plan, as_ods(filled, {("a01", field): cell}))
    assert [one.code for one in told_of] == list(codes)


# ── a form saved as .xls ──────────


@pytest.mark.parametrize(
    ("field", "cell", "codes"),
    [
        ("remaining", number(0.5, 1), ["form-bad-days"]),  # shown as 50%
        ("remaining", packed(1, 1), ["form-bad-days"]),  # shown as 100%
        ("remaining", packed(-50, 1), ["form-bad-days"]),  # fifty hundredths, shown as 50%
        ("remaining", number(0.5, 0), []),
        ("remaining", packed(3, 0), []),
        ("remaining", number(3, 3), []),  # shown as 3.00
        ("document", number(653121201603170101, 0), ["cell-digits"]),
        ("document", number(12, 2), []),  # shown as 0012
        ("document", number(2016.1, 0), ["cell-turned"]),
        ("document", number(2016.1, 3), []),  # shown as 2016.10
        ("document", error(0x2A), ["cell-error"]),
        ("note", error(0x07), ["cell-error"]),
        ("note", failed(0x17), ["form-formula"]),
    ],
)
def test_a_form_saved_as_xls_is_read_by_what_it_shows(
    plan: Path, field: str, cell: tuple[int, bytes], codes: Sequence[str]
) -> None:
    filled = form(plan).fill("a01", started="2016-03-08", remaining="3")
    assert [one.code for one in faults(plan, as_xls(filled, {("a01", field): cell}))] == list(codes)


def test_merged_answers_of_an_xls_are_told(plan: Path) -> None:
    filled = form(plan).fill("a01", started="2016-03-08", remaining="3")
    (fault,) = faults(plan, as_xls(filled, {}, "a01 started finished"))
    assert fault.code == "cell-merged"


@given(st.integers(0, 60_000), st.integers(0, 255))
def test_a_damaged_binary_workbook_is_no_traceback(at: int, byte: int) -> None:
    """A byte of the file is another; what cannot be read any more is nothing."""
    data = bytearray(XLS)
    data[at % len(data)] = byte
    found = binary_markup(bytes(data), (20_000, 300))
    assert found is None or all(isinstance(one, Markup) for one in found.values())


def some_xls() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "一"
    stream = BytesIO()
    book.save(stream)
    return as_xls(Filled(stream.getvalue()), {})


XLS = some_xls()


# ── hostile workbooks ──────────


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()


def test_a_workbook_that_declares_entities_is_not_read(plan: Path) -> None:
    def declare(name: str, text: bytes) -> bytes:
        if not name.startswith("xl/worksheets/sheet1"):
            return text
        head, mark, rest = text.partition(b"<worksheet")
        return head + b'<!DOCTYPE worksheet [<!ENTITY a "aaaa">]>' + mark + rest

    found = Faults()
    book = open_form(repacked(form(plan).data, declare), "1.xlsx", found)
    assert (book, [one.code for one in found.diagnostics]) == (None, ["form-unreadable"])


NO_CELLS = (b"nullB4", b"ZZZZ9", b"XFE400", b"", b"400", b"B", b"$B$4", b"B4null", b"B99999999")
"""What is no cell's name, or one of no sheet; the first was read as column 6,775,185, with all that are before it."""


def filled_up(plan: Path, cells: bytes) -> bytes:
    """The form with more cells at the end of its first sheet."""
    return repacked(form(plan).data, lambda name, text: text.replace(b"</sheetData>", cells + b"</sheetData>"))


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (b'<row r="400"><c r="XFD400" t="e"><v>#N/A</v></c></row>', "too-large"),
        (b'<row r="1000000"><c r="A1000000"><v>1</v></c></row>', "too-large"),
        (b"<row>" + b"<c/>" * 400 + b"<c><v>1</v></c></row>", "too-large"),
        (b"<row>" + b"<c/>" * 2_100_000 + b"</row>", "form-unreadable"),
        *((b'<row r="400"><c r="%b"/></row>' % cell, "form-unreadable") for cell in NO_CELLS),
    ],
)
def test_a_sheet_that_is_larger_than_a_form_can_be_is_told_and_not_unfolded(
    plan: Path, cells: bytes, code: str
) -> None:
    found = Faults()
    assert open_form(filled_up(plan, cells), "1.xlsx", found) is None
    assert [one.code for one in found.diagnostics] == [code]


def test_styled_empty_rows_below_a_form_do_no_harm(plan: Path) -> None:
    """As a spreadsheet leaves them where somebody coloured whole rows."""
    found = Faults()
    assert open_form(filled_up(plan, b'<row r="60000"><c r="A60000" s="1"/></row>'), "1.xlsx", found) is not None
    assert not found.diagnostics


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_markup_that_ends_too_early_is_told_and_nothing_else_happens(plan: Path, part: str) -> None:
    filled = form(plan).fill("a01", started="3月8日", remaining=3)
    cut = repacked(filled.data, lambda name, text: text[: len(text) * 2 // 3] if name == part else text)
    found = Faults()
    assert open_form(cut, "1.xlsx", found) is None
    assert {one.code for one in found.diagnostics} <= {"form-unreadable", "form-foreign"}


@pytest.mark.parametrize("save", ["xlsx", "ods", "xls"])
@pytest.mark.parametrize("more", [150, 250])
def test_a_secretary_whose_form_came_in_a_workbook_of_hundreds_is_told_how_many(
    plan: Path, save: str, more: int
) -> None:
    """Somebody moved a form into the office's book. Its own three stand first; up to 200 sheets are read."""
    filled = form(plan)
    own = len(filled.book.worksheets)
    for k in range(more):
        filled.book.create_sheet(f"别的{k}")["A1"] = "别的"
    data = {"xlsx": lambda: filled.data, "ods": lambda: as_ods(filled, {}), "xls": lambda: as_xls(filled, {})}[save]()
    found = Faults()
    book = open_form(data, "1", found)
    if more == 150:
        assert book is not None
        assert len(book.sheets) == own + more - 1
        return
    (fault,) = found.diagnostics
    assert (book, fault.code, fault.facts["expected"]) == (None, "form-sheets", "200")
    assert int(fault.facts["found"]) == (201 if save == "ods" else own + more), "of an .ods as far as they were counted"


@pytest.mark.parametrize("times", [2, 150, 5000])
def test_one_sheet_that_is_listed_many_times_is_not_read_as_often(plan: Path, times: int) -> None:
    """Nine kilobytes, and each of so many sheets is the same part of the file: it took as long as all of them."""
    listed = b"".join(b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (k, k + 50) for k in range(times - 1))
    found = Faults()
    data = sent(schedule.load(plan))["housing"]
    assert open_form(data, "1.xlsx", found) is not None
    data = repacked(data, lambda _, text: text.replace(b"</sheets>", listed + b"</sheets>"))
    begin = process_time()
    assert open_form(data, "1.xlsx", found) is None
    assert [one.code for one in found.diagnostics] == ["form-sheets" if times == 5000 else "form-unreadable"]
    assert process_time() - begin < 2


# ── a CSV ──────────


def progress_of(plan: Path, table: str) -> Progress:
    found = Faults()
    project = schedule.load(plan)
    state = as_of(project, WEEK)
    (one,) = read_reports([csv_report(table.encode(), "week.csv", found)], state, found)
    return one


@pytest.mark.parametrize(
    ("written", "finished"),
    [
        ("2016/3/9 0:00", "2016-03-09"),
        ("2016/3/9 00:00:00", "2016-03-09"),
        ("2016-03-09 00:00:00", "2016-03-09"),
        ("2016-03-09 00:00", "2016-03-09"),
        ("2016-03-09T00:00:00", "2016-03-09"),
        ("2016年3月9日", "2016-03-09"),
        ("2016年3月9日 0:00", "2016-03-09"),
        ("2016年3月9日0:00:00", "2016-03-09"),
        ("２０１６／３／９ ０：００", "2016-03-09"),
        ("2016/3/9 16:00", "2016-03-09T16:00"),
        ("2016/3/9 16:00:00", "2016-03-09T16:00"),
        ("2016/3/9 下午4:00", "2016-03-09T16:00"),
        ("2016/3/9 4:00 PM", "2016-03-09T16:00"),
        ("2016/3/9 上午12:00:00", "2016-03-09"),
        ("2016.3.9 0:00", "2016-03-09"),
        ("20160309", "2016-03-09"),
    ],
)
def test_a_liaisons_date_with_midnight_in_a_csv_is_the_day(plan: Path, written: str, finished: str) -> None:
    one = progress_of(plan, f"任务,开始,完成\na01,2016/3/1 0:00,{written}\n")
    assert one.finished == parse_finish(finished)
    assert one.started == parse_start("2016-03-01")


def test_an_updates_own_form_of_midnight_stays_an_instant(plan: Path) -> None:
    one = progress_of(plan, "任务,开始,完成\na01,2016-03-01,2016-03-09T00:00\n")
    assert one.finished == parse_start("2016-03-09")


def test_several_dates_with_midnight_in_one_cell_are_days(plan: Path) -> None:
    table = "任务,开始,剩余,报送,退回补正\np1,2016/3/7 0:00,5wd,2016/3/7 0:00、2016/3/11 0:00,2016/3/10 0:00\n"
    filings = {(one.kind.value, finish_text(one.instant)) for one in progress_of(plan, table).filings}
    # A submission is the morning, which is the end of the day before; a return is the end of its day.
    assert filings == {("submitted", "2016-03-06"), ("submitted", "2016-03-10"), ("returned", "2016-03-10")}


@pytest.mark.parametrize("written", ["2016/3/9 25:00", "3/9 0:00", "2016/3/9 0:0", "2016/13/9 0:00", "9/3/2016 0:00"])
def test_what_is_no_date_with_a_time_stays_a_fault(plan: Path, written: str) -> None:
    assert written_date(written) is None
    with pytest.raises(PlanError) as error:
        progress_of(plan, f"任务,开始,完成\na01,2016-03-01,{written}\n")
    (fault,) = error.value.diagnostics
    assert (fault.code, str(fault.location)) == ("bad-date", "week.csv:2:16")


@pytest.mark.parametrize(
    ("header", "cell", "code"),
    [
        ("文号", "6.53121E+17", "cell-digits"),
        ("文号", "653121201603170000", "cell-digits"),
        ("文号", "2016/12/3", "cell-turned"),
        ("文号", "12月3日", "cell-turned"),
        ("文号", "3-Dec", "cell-turned"),
        ("文号", "#N/A", "cell-error"),
        ("说明", "#VALUE!", "cell-error"),
        ("完成", "########", "cell-error"),
    ],
)
def test_what_a_spreadsheet_turned_is_told_in_a_csv_too(plan: Path, header: str, cell: str, code: str) -> None:
    with pytest.raises(PlanError) as error:
        progress_of(plan, f"任务,{header}\na01,{cell}\n")
    assert (code, "week.csv:2:5") in {(one.code, str(one.location)) for one in error.value.diagnostics}


@pytest.mark.parametrize("number", ["653121201603170101", "0012", "2016.10", "12-3", "疏建〔2016〕3号"])
def test_a_documents_number_in_a_csv_keeps_every_digit(plan: Path, number: str) -> None:
    assert progress_of(plan, f"任务,文号\na01,{number}\n").document == number


@pytest.mark.parametrize("cut", [79, 661, 1049, 1631, 1825, 2019])
def test_a_clerk_whose_xls_was_cut_off_on_its_way_is_told_so(
    plan: Path, capfd: pytest.CaptureFixture[str], cut: int
) -> None:
    """The reader of such files gives up in a way that took the whole command with it, or spoke of its own source."""
    whole = as_xls(Filled(sent(schedule.load(plan))["housing"]), {})
    (fault,) = faults(plan, whole[:cut])
    assert fault.code == "form-unreadable"
    assert capfd.readouterr() == ("", "")


def test_a_clerk_whose_xls_asks_for_more_memory_than_there_is_is_told_so(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the file asks for, it ends the program that reads it, and not ours."""
    pytest.importorskip("resource", reason="no limits of memory here")
    whole = as_xls(Filled(sent(schedule.load(plan))["housing"]), {})
    monkeypatch.setattr("schedule.files.forms.filled.MEGABYTES", 8)
    (fault,) = faults(plan, whole)
    assert fault.code == "form-unreadable"
