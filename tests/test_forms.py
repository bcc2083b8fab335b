"""Forms out and back: what a person filled in is what the update holds, whoever saved the file in between."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import date, datetime
from io import BytesIO
from itertools import permutations
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from filled_forms import (
    PLAN,
    UPDATE,
    WEEK,
    Filled,
    asked_in,
    collected,
    copy_of,
    faults,
    folder,
    head_row,
    recorded,
    sent,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from lengths import share_of
from office import converted

import schedule
from schedule.analysis.reports.causes import cause_of
from schedule.analysis.reports.evidence import lacks_document
from schedule.analysis.weekly.merging import Conflict, Merged, merged, outcome
from schedule.calendars.worktime import minutes
from schedule.commands import main
from schedule.commands.collecting import collect
from schedule.commands.conduct.exits import Exit
from schedule.diagnostics import Location, PlanError, Severity, Source
from schedule.engine.schedule import Stage
from schedule.files.forms.cells import read_date, read_days
from schedule.files.forms.replies import labels
from schedule.model import DATED, Unit
from schedule.output.words.catalogue import word
from schedule.output.words.causes import CAUSES
from schedule.output.words.faults import render
from schedule.output.words.form_wording import form_heads
from schedule.output.words.languages import languages
from schedule.output.words.plain_text import LONGEST_CELL, cell_text, line_text
from schedule.questionnaire import Answer, Author

KASHGAR = Path(schedule.__file__).parent.parent / "plans" / "kashgar"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return folder(tmp_path / "plan")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def form(plan: Path, body: str = "housing", lang: str = "zh") -> Filled:
    return Filled(sent(schedule.load(plan), lang)[body])


def saved(path: Path, *filled: Filled) -> list[Path]:
    path.mkdir(parents=True, exist_ok=True)
    files = [path / f"{k}.xlsx" for k in range(1, len(filled) + 1)]
    for file, one in zip(files, filled, strict=True):
        file.write_bytes(one.data)
    return files


def as_a_week(plan: Path, lang: str = "zh") -> list[Filled]:
    """Two forms as two people leave them: dates as dates and as text, numbers as numbers and as text."""
    housing = form(plan, "housing", lang)
    housing.fill("a01", started=date(2016, 3, 8), remaining=3, cause="报件补正", note="等材料（第二次）")
    housing.fill("a02", started="2016/3/1", finished="3月11日", document="疏住建〔2016〕5号")
    housing.fill("a03", started="２０１６－０３－０９", remaining="４ 天", request="请国土局 配合")
    housing.fill(
        "p1", started=datetime(2016, 3, 7), remaining="5个工作日", submitted=date(2016, 3, 7), holder="代建中心"
    )
    housing.fill("p1", accepted=date(2016, 3, 7), returned="2016-03-10")
    housing.fill("p2", submitted="2016.3.9")
    agent = form(plan, "agent", lang).fill("survey", finished=date(2016, 3, 11), document=12.0)
    agent.fill("works", started=42443 - 1, remaining=29.0)
    return [housing, agent]


# Written by hand from what `as_a_week` fills in. In a workbook 2016-03-14 is day 42443: 116 years of 365 days and 29
# leap days (28, and that of 1900, which workbooks invent) make 2015 end on day 42369; 31 + 29 + 14 days follow.
WRITTEN = """data_date: 2016-03-14
progress:
  a01: {started: 2016-03-08, remaining: 3wd, cause: 报件补正, note: 等材料（第二次）}
  a02: {started: 2016-03-01, finished: 2016-03-11, document: 疏住建〔2016〕5号}
  a03: {started: 2016-03-09, remaining: 4wd, request: 请国土局 配合}
  p1: {started: 2016-03-07, remaining: 5wd, submitted: 2016-03-07, accepted: 2016-03-07, returned: 2016-03-10}
  p2: {submitted: 2016-03-09}
  survey: {finished: 2016-03-11, document: 12}
  works: {started: 2016-03-13, remaining: 29cd}
"""


@pytest.mark.parametrize("lang", languages())
def test_the_update_holds_exactly_what_was_filled_in(plan: Path, tmp_path: Path, lang: str) -> None:
    done = run("collect", plan, *saved(tmp_path / "in", *as_a_week(plan, lang)), "--yes", "--lang", lang)
    assert done.exit_code == 0, done.stderr
    assert recorded(plan) == WRITTEN
    assert schedule.load(plan).updates[-1].data_date == WEEK


def test_the_command_writes_what_it_collects(plan: Path, tmp_path: Path) -> None:
    done = run("forms", plan, "--date", "2016-03-14")
    out = plan / "forms" / "2016-03-14"
    assert done.exit_code == 0
    assert sorted(file.name for file in out.iterdir()) == ["代建中心.xlsx", "住建局.xlsx"]
    filled = Filled((out / "代建中心.xlsx").read_bytes()).signed("李四").fill("survey", remaining=1)
    (out / "代建中心.xlsx").write_bytes(filled.data)
    (out / "~$代建中心.xlsx").write_bytes(b"open elsewhere")
    shown = run("collect", plan, out, "--dry-run")
    assert shown.exit_code == 0
    assert "李四（代建中心.xlsx）" in shown.stdout
    assert "没有填一处：住建局.xlsx" in shown.stderr
    assert not (plan / "updates" / "2016-03-14.yaml").exists()
    assert run("collect", plan, out).exit_code == 2  # nobody is at a terminal to say yes
    assert run("collect", plan, out, "--yes").exit_code == 0
    assert recorded(plan) == "data_date: 2016-03-14\nprogress:\n  survey: {remaining: 1wd}\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    "ending", ["xlsx", pytest.param("ods", marks=pytest.mark.long), pytest.param("xls", marks=pytest.mark.long)]
)
def test_a_form_saved_again_by_libreoffice_says_the_same(plan: Path, tmp_path: Path, ending: str) -> None:
    files = converted(saved(tmp_path / "in", *as_a_week(plan)), ending, tmp_path / "again")
    done = run("collect", plan, *files, "--yes")
    assert done.exit_code == 0, done.stderr
    assert recorded(plan) == WRITTEN


@pytest.mark.slow
def test_the_same_week_gives_the_same_bytes_also_once_it_is_recorded(plan: Path, tmp_path: Path) -> None:
    first = sent(schedule.load(plan))
    assert sent(schedule.load(plan)) == first
    run("collect", plan, *saved(tmp_path / "in", *as_a_week(plan)), "--yes")
    assert sent(schedule.load(plan)) == first


def test_sealing_earlier_weeks_does_not_make_a_form_another_one(plan: Path) -> None:
    before = form(plan).fill("a01", started="3月8日", remaining=3)
    sealed = run("verify", plan, "--seal")
    assert sealed.exit_code == 0, sealed.stderr
    assert "seal:" in (plan / "updates" / "2016-03-07.yaml").read_text(encoding="utf-8")
    assert faults(plan, before.data) == ()


@pytest.mark.slow
def test_rows_in_another_order_say_the_same(plan: Path) -> None:
    filled = as_a_week(plan)[0]
    expected = said(plan, filled)
    sheet = filled.book.worksheets[0]
    first = head_row(sheet) + 1
    rows = [[copy(cell.value) for cell in row] for row in sheet.iter_rows(min_row=first)]
    for row, values in zip(sheet.iter_rows(min_row=first), reversed(rows), strict=True):
        for cell, value in zip(row, values, strict=True):
            cell.value = value
    assert rows[0][0] != sheet.cell(first, 1).value
    assert said(plan, filled) == expected


@pytest.mark.slow
def test_renamed_sheets_moved_columns_and_empty_rows_say_the_same(plan: Path) -> None:
    filled = as_a_week(plan)[0]
    expected = said(plan, filled)
    for k, sheet in enumerate(filled.book.worksheets):
        sheet.title = f"表{k + 1}"
        row = head_row(sheet)
        if row is None:
            continue
        # The columns in the opposite order, and a row between heads and answers, as sorting with blanks leaves it.
        width = sheet.max_column
        for line in range(row, sheet.max_row + 1):
            values = [sheet.cell(line, column).value for column in range(1, width + 1)]
            for column, value in enumerate(reversed(values), 1):
                sheet.cell(line, column).value = value
        sheet.insert_rows(row + 1, 3)
    assert said(plan, filled) == expected


def said(plan: Path, *filled: Filled) -> set[tuple[str, str, str]]:
    found = collected(plan, *(one.data for one in filled))
    return {(one.task, one.field, one.value) for one in found.outcome.agreed}


# ── faults ──────────


def test_twenty_planted_errors_are_told_by_file_sheet_and_cell_all_at_once(plan: Path, tmp_path: Path) -> None:
    """Each code is what the cell deserves by the words of the form; each place is the cell that openpyxl wrote to."""
    one = form(plan)
    planted: list[tuple[str, str]] = []

    def plant(code: str, task: str, field: str, **answers: object) -> None:
        one.fill(task, **answers)
        cell = one.cell(task, field)
        planted.append((code, f"住建局.xlsx {cell.parent.title}!{cell.coordinate}"))

    plant("bad-date", "a01", "started", started="下周")
    plant("bad-date", "a02", "started", started="2016-02-30")
    plant("bad-date", "a03", "started", started="3月15日")  # a year ago, or to come? The year is missing.
    plant("bad-date", "a04", "started", started=True)
    plant("actual-after-data-date", "a05", "started", started=date(2016, 3, 14), remaining=3)
    plant("form-before-start", "a06", "started", started=date(2015, 3, 9), remaining=3)
    plant("form-bad-days", "a07", "remaining", started="3月8日", remaining="几天")
    plant("form-bad-days", "a08", "remaining", started="3月8日", remaining=-1)
    plant("form-bad-days", "a09", "remaining", started="3月8日", remaining=date(2016, 3, 1))
    plant("finish-before-start", "a10", "finished", started="3月10日", finished="3月8日")
    plant("finished-without-start", "a11", "finished", finished="3月8日")
    plant("remaining-unstarted", "a12", "remaining", remaining=3)
    plant("remaining-after-finish", "a13", "remaining", started="3月1日", finished="3月8日", remaining=2)
    plant("missing-remaining", "a14", "name", started="3月8日")
    plant("control-character", "a15", "note", note="等\u202e材料")
    plant("form-not-asked", "done", "remaining", remaining=3)
    plant("filing-order", "p1", "accepted", accepted="3月8日")
    plant("form-holder", "p2", "holder", holder="住建局")
    plant("bad-choice", "p3", "holder", holder="财政局")
    plant("form-row-without-task", "a16", "note", note="新增事项")
    plant("unknown-task", "a17", "name", note="等材料")
    plant("form-other-body", "p4", "name", note="等材料")
    unnamed = one.cell("a16", "task"), one.cell("a17", "task"), one.cell("p4", "task")
    for cell, text in zip(unnamed, (None, "a99", "survey"), strict=True):
        cell.value = text
    with pytest.raises(PlanError) as error:
        collect(schedule.load(plan), [("住建局.xlsx", one.data)])
    told = [(fault.code, str(fault.location and fault.location.path)) for fault in error.value.diagnostics]
    assert len(planted) == 22
    assert sorted(told) == sorted(planted)
    (file,) = saved(tmp_path, one)
    done = run("collect", plan, file.rename(tmp_path / "住建局.xlsx"), "--yes")
    assert done.exit_code == 1
    assert [place for _, place in planted if f"\n  {place}\n" not in done.stderr] == []
    assert "22 个错误" in done.stderr
    assert not (plan / "updates" / "2016-03-14.yaml").exists()


@pytest.mark.slow
def test_the_secretary_sees_which_required_rows_were_left_empty_and_whose_form_did_not_come(
    plan: Path, tmp_path: Path
) -> None:
    """A note is no report. Only what is due or under way has to be answered: the works wait for the survey."""
    agent = form(plan, "agent").fill("survey", note="还差报告")
    first = run("collect", plan, *saved(tmp_path / "1", agent), "--dry-run")
    # Nobody has filed for the approvals: their applicant is asked.
    assert "  代建中心：勘察、审批1、审批2、审批3、审批4\n" in first.stdout
    assert "  住建局（没有交表）：事项01、事项02、" in first.stdout
    second = run(
        "collect", plan, *saved(tmp_path / "2", as_a_week(plan)[0], agent.fill("survey", remaining=2)), "--dry-run"
    )
    # 17 tasks and 4 approvals are due; a01, a02, a03, p1 and p2 are told of.
    assert [line for line in second.stdout.splitlines() if line.startswith("  ")] == [
        "  住建局：" + "、".join(f"事项{k:02}" for k in range(4, 18)),
        "  代建中心：审批3、审批4",
    ]


@pytest.mark.slow
def test_who_collects_forms_one_by_one_is_told_only_of_what_no_form_of_the_day_answered(
    plan: Path, tmp_path: Path
) -> None:
    """Seventeen tasks, the survey and four approvals are due; every form comes in by itself."""
    housing, agent = form(plan, "housing"), form(plan, "agent")
    for k in range(1, 17):
        housing.fill(f"a{k:02}", started="3月8日", remaining=3)
    first = run("collect", plan, *saved(tmp_path / "1", housing), "--yes")
    assert [line for line in first.stdout.splitlines() if line.startswith("  ")] == [
        "  代建中心（没有交表）：勘察、审批1、审批2、审批3、审批4",
        "  住建局：事项17",
    ]
    # The bureau's form came in, though not in this call; the agency has told three days of its survey.
    agent.fill("survey", remaining=3).fill("p1", submitted="3月7日").fill("p2", note="待报")
    second = run("collect", plan, *saved(tmp_path / "2", agent), "--yes")
    rest = ["  住建局：事项17", "  代建中心：审批2、审批3、审批4"]
    assert [line for line in second.stdout.splitlines() if line.startswith("  ")] == rest
    late = form(plan, "housing").fill("a17", started="3月9日", remaining=1)
    last = run("collect", plan, *saved(tmp_path / "3", late), "--dry-run")
    assert [line for line in last.stdout.splitlines() if line.startswith("  ")] == rest[1:]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "left"), [({"document": "勘字〔2016〕7号"}, False), ({"note": "正在补"}, True), ({}, True)]
)
def test_a_clerk_who_fills_in_the_missing_document_has_answered(
    tmp_path: Path, answer: dict[str, str], left: bool
) -> None:
    """The survey was reported done on the 7th without its report; of the 21 other rows that are due none is filled."""
    asked = PLAN.replace("body: agent, duration: 8wd", "body: agent, duration: 8wd, evidence: 勘察报告")
    plan = folder(tmp_path / "plan", asked, UPDATE.replace("remaining: 3wd", "finished: 2016-03-04"))
    done = run("collect", plan, *saved(tmp_path / "in", form(plan, "agent").fill("survey", **answer)), "--dry-run")
    assert done.exit_code == 0, done.stderr
    row = next(line for line in done.stdout.splitlines() if line.startswith("  代建中心"))
    assert ("勘察" in row, "审批1" in row) == (left, True)
    run("collect", plan, *saved(tmp_path / "in", form(plan, "agent").fill("survey", **answer)), "--yes")
    later = run("collect", plan, *saved(tmp_path / "later", form(plan, "housing")), "--dry-run")
    row = next(line for line in later.stdout.splitlines() if line.startswith("  代建中心"))
    assert ("勘察" in row, "审批1" in row) == (left, True)


@pytest.mark.parametrize(
    ("filled", "code", "field"),
    [
        ({"finished": "3月8日", "submitted": "3月1日", "decided": "3月10日"}, "finished-before-decided", "decided"),
        ({"finished": "3月10日", "submitted": "3月1日", "decided": "3月8日"}, "finished-after-decided", "decided"),
        ({"finished": "3月10日", "submitted": "3月1日"}, "finished-undecided", "finished"),
        ({"finished": "3月10日", "submitted": "3月1日", "accepted": "3月2日"}, "finished-undecided", "finished"),
        ({"finished": "3月10日", "submitted": "3月1日", "decided": "3月10日"}, None, None),
        ({"finished": "3月10日"}, None, None),
    ],
)
def test_the_clerk_is_asked_about_a_finish_that_is_not_the_decisions(
    plan: Path, filled: dict[str, str], code: str | None, field: str | None
) -> None:
    one = form(plan).fill("p1", started="3月1日", **filled)
    told = [(fault.code, fault.location and fault.location.path) for fault in faults(plan, one.data)]
    assert told == ([] if code is None else [(code, f"1.xlsx {one.at[1 + list(filled).index(str(field))]}")])


def test_a_fault_shows_its_cell_as_its_program_calls_it() -> None:
    fault = schedule.diagnostics.Diagnostic(
        "form-bad-days", Location(Source("住建局.xlsx 表1!F7"), 1), {"found": "几天"}
    )
    assert render(fault, "zh") == "错误：“几天”不是天数；填数字，如 3 或 0.5。\n  住建局.xlsx 表1!F7"


@pytest.mark.slow
def test_good_forms_beside_a_bad_one_write_nothing(plan: Path, tmp_path: Path) -> None:
    bad = form(plan, "agent").fill("survey", remaining="几天")
    done = run("collect", plan, *saved(tmp_path / "in", as_a_week(plan)[0], bad), "--yes")
    assert done.exit_code == 1
    assert f"2.xlsx {bad.at[0]}" in done.stderr
    assert "1 个错误" in done.stderr
    assert not (plan / "updates" / "2016-03-14.yaml").exists()


def test_a_form_of_another_week_is_refused_among_others(plan: Path) -> None:
    late = Filled(sent(schedule.load(plan), week=minutes(date(2016, 3, 21)))["agent"]).fill("survey", remaining=1)
    told = faults(plan, form(plan).data, late.data)
    assert [(fault.code, fault.location and fault.location.path) for fault in told] == [("form-other-week", "1.xlsx")]
    assert (told[0].facts["found"], told[0].facts["expected"]) == ("2016-03-14", "2016-03-21")


def test_a_date_may_be_corrected_and_the_correction_is_warned_of(plan: Path) -> None:
    corrected = form(plan, "agent").fill("survey", started=date(2016, 3, 1), remaining=2)
    (warning,) = faults(plan, corrected.data)
    assert (warning.code, warning.severity) == ("actual-changed", Severity.WARNING)
    assert warning.location is not None
    assert warning.location.path == f"1.xlsx {corrected.at[0]}"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2016-03-01", "2016-03-01"),
        (" 2016 / 3 / 1 ".replace(" / ", "/"), "2016-03-01"),
        ("2016年3月1日", "2016-03-01"),
        ("２０１６．３．１", "2016-03-01"),
        ("2016-03-01 00:00:00", "2016-03-01"),
        ("2016-03-01 16:30", "2016-03-01T16:30"),
        ("20160301", "2016-03-01"),
        (20160301, "2016-03-01"),
        (42430.0, "2016-03-01"),  # 42370 is the first of January; 31 + 29 days later
        ("3月1日", "2016-03-01"),
        ("12月31日", "2015-12-31"),
        ("3/1", None),  # the first of March, or the third of January
        ("3月15日", None),
        ("16-3-1", None),
        ("2月30日", None),
        (3.0, None),
        (42430.5, None),
        (False, None),
        ("", None),
    ],
)
def test_a_date_is_what_it_can_only_mean(written: str | float, meant: str | None) -> None:
    assert read_date(written, WEEK) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [(3, "3wd"), ("3", "3wd"), ("３个工作日", "3wd"), (0.5, "0.5wd"), ("3日历天", "3cd"), ("0", "0wd")]
    + [(bad, None) for bad in ("", "三", "3-4", -1, float("nan"), float("inf"), 1e9, "3周", True)],
)
def test_a_number_of_days_is_what_it_can_only_mean(written: str | float, meant: str | None) -> None:
    assert read_days(written, Unit.WORKING_DAYS) == meant


# ── two people ──────────


@pytest.mark.slow
def test_two_conflicting_forms_give_one_conflict_and_lose_neither_answer(plan: Path, tmp_path: Path) -> None:
    first = (
        form(plan, "agent").signed("张三").fill("survey", remaining=1, note="只差报告").fill("works", started="3月12日")
    )
    second = form(plan, "agent").signed("李四").fill("survey", remaining=4, note="只差报告").fill("works", remaining=29)
    for k, files in enumerate(permutations([first, second])):
        here = copy_of(plan, tmp_path / f"plan{k}")
        paths = saved(tmp_path / f"in{k}", *files)
        if k:  # whoever handed in first keeps the name of the file
            paths = [file.rename(file.with_stem(f"x{file.stem}")) for file in paths]
            paths = [file.rename(file.with_stem(str(3 - n))) for n, file in enumerate(paths, 1)]
        done = run("collect", here, *paths, "--yes")
        assert done.exit_code == Exit.CONFLICTS
        assert done.stdout.count("\n- ") == 1
        # What is in dispute is kept, whose it is and both values; the same note twice is one; two people's
        # halves of one task make it whole.
        assert recorded(here) == (
            "data_date: 2016-03-14\n"
            "progress:\n"
            "  survey: {note: 只差报告}\n"
            "  works: {started: 2016-03-12, remaining: 29cd}\n"
            "conflicts:\n"
            "  survey:\n"
            "    - {body: agent, by: 张三, form: 1.xlsx, remaining: 1wd}\n"
            "    - {body: agent, by: 李四, form: 2.xlsx, remaining: 4wd}\n"
        )


@pytest.mark.slow
def test_who_says_done_and_who_says_not_done_are_in_conflict(plan: Path) -> None:
    done = form(plan, "agent").fill("survey", finished="3月11日", document="5号")
    going = form(plan, "agent").fill("survey", remaining=2)
    (conflict,) = collected(plan, done.data, going.data).outcome.conflicts
    assert conflict.task == "survey"
    assert set(conflict.fields) == {"finished", "remaining"}
    assert {(answer.value, answer.author.file) for answer in conflict.answers} == {
        ("2016-03-11", "1.xlsx"),
        ("2wd", "2.xlsx"),
    }
    # The document's number hangs on no date and nobody denies it.
    assert said(plan, done, going) == {("survey", "document", "5号")}


@pytest.mark.slow
def test_what_hangs_on_a_disputed_date_is_held_back_and_told(plan: Path) -> None:
    first = form(plan).fill("a01", started="3月8日", remaining=3, note="开工")
    second = form(plan).fill("a01", started="3月9日")
    (conflict,) = collected(plan, first.data, second.data).outcome.conflicts
    assert conflict.fields == ("started",)
    assert [(answer.field, answer.value) for answer in conflict.held_back] == [("remaining", "3wd")]
    assert said(plan, first, second) == {("a01", "note", "开工")}


@pytest.mark.slow
def test_collecting_again_changes_nothing_and_what_comes_late_gets_a_record_of_its_own(
    plan: Path, tmp_path: Path
) -> None:
    filled = as_a_week(plan)
    files = saved(tmp_path / "in", *filled)
    run("collect", plan, *files, "--yes")
    path = plan / "updates" / "2016-03-14.yaml"
    before = path.read_bytes()
    for again in (files, files[::-1], files[:1], [*files, *files]):
        done = run("collect", plan, *again, "--yes")
        assert done.exit_code == 0, done.stderr
        assert "一字未改" in done.stderr
    late = saved(tmp_path / "late", filled[0].fill("a04", started="3月8日", remaining=3))
    assert run("collect", plan, *late, "--yes").exit_code == 0
    second = (plan / "updates" / "2016-03-14-2.yaml").read_text(encoding="utf-8")
    assert second.split("\n", 1)[1].startswith(
        "data_date: 2016-03-14\nprogress:\n  a04: {started: 2016-03-08, remaining: 3wd}\n"
    )
    assert path.read_bytes() == before
    assert "一字未改" in run("collect", plan, *files, *late, "--yes").stderr
    # What is recorded is not overwritten by another answer to the same question: it is told.
    other = saved(tmp_path / "other", filled[0].fill("a04", remaining=9))
    done = run("collect", plan, *other, "--yes")
    assert done.exit_code == Exit.UNRECORDED
    assert "事项04：还需几天" in done.stderr
    assert sorted(file.name for file in (plan / "updates").iterdir())[:2] == ["2016-03-07.yaml", "2016-03-14-2.yaml"]
    assert not (plan / "updates" / "2016-03-14-3.yaml").exists()


# ── laws of merging ──────────

AUTHORS = [Author("1.xlsx", "张三"), Author("2.xlsx", "李四"), Author("3.xlsx")]
ANSWERS = st.builds(
    lambda task, field, value, author: Answer(task, field, value, author, f"{author.file} {task}!{field}", task),
    st.sampled_from(["a", "b"]),
    st.sampled_from(["started", "finished", "remaining", "note", "document"]),
    st.sampled_from(["x", "y"]),
    st.sampled_from(AUTHORS),
)
FORMS = st.lists(st.lists(ANSWERS, max_size=6), max_size=4)


def cannot_be_both_done_and_going(answers: Sequence[Answer]) -> bool:
    return not {"finished", "remaining"} <= {answer.field for answer in answers}


def laws_of(forms: list[list[Answer]], shuffled: Sequence[list[Answer]]) -> None:
    a, b, c = (merged(forms[k : k + 1]) for k in range(3))
    assert a | b == b | a
    assert (a | b) | c == a | (b | c)
    assert a | a == a == a | Merged()
    whole = merged(forms)
    assert whole == merged(shuffled) == merged([*forms, *forms])
    result = outcome(whole, ["b", "a"], cannot_be_both_done_and_going)
    assert result == outcome(merged(shuffled), ["b", "a"], cannot_be_both_done_and_going)
    # No answer is lost, and none is both written and disputed.
    written = [answer for one in result.agreed for answer in one.answers]
    disputed = [answer for one in result.conflicts for answer in (*one.answers, *one.held_back)]
    assert sorted([*written, *disputed]) == sorted(whole.answers)
    for one in result.agreed:
        assert {answer.value for answer in one.answers} == {one.value}
    for one in result.conflicts:
        assert_disputed(one)


def assert_disputed(one: Conflict) -> None:
    """Two values of one field, or fields of which no single author said all."""
    if len(one.fields) == 1:
        assert len({answer.value for answer in one.answers}) > 1
        assert all(answer.field in DATED for answer in one.held_back)
    else:
        whole = set(one.fields)
        by_author = [{a.field for a in one.answers if a.author == author} for author in AUTHORS]
        assert all(said != whole for said in by_author)


@pytest.mark.slow
@settings(max_examples=200)
@given(FORMS.flatmap(lambda forms: st.tuples(st.just(forms), st.permutations(forms))))
def test_merging_is_commutative_associative_and_idempotent(
    drawn: tuple[list[list[Answer]], list[list[Answer]]],
) -> None:
    laws_of(*drawn)


@pytest.mark.long
@settings(max_examples=share_of(2000))
@given(FORMS.flatmap(lambda forms: st.tuples(st.just(forms), st.permutations(forms))))
def test_two_thousand_random_merges(drawn: tuple[list[list[Answer]], list[list[Answer]]]) -> None:
    laws_of(*drawn)


# ── the form itself ──────────


def test_only_open_tasks_of_the_body_are_asked_and_only_what_they_can_answer(plan: Path, tmp_path: Path) -> None:
    run("collect", plan, *saved(tmp_path / "in", *as_a_week(plan)), "--yes")
    questions = asked_in(schedule.load(plan), minutes(date(2016, 3, 21))).questions
    # The survey was reported done last week, and its date can still be corrected; the permits wait to be filed.
    agent = {one.asked.task.id: one for one in questions["agent"]}
    assert {"works", "survey"} <= agent.keys()
    assert all(one.duty for name, one in agent.items() if name not in ("works", "survey"))
    housing = {one.asked.task.id: one for one in questions["housing"]}
    assert not housing["a02"].required  # done
    assert {"a01", "a03"} <= {name for name, one in housing.items() if one.required}
    waiting = {name for name, one in housing.items() if one.duty}  # for the applicant
    assert not any(housing[name].required for name in waiting)
    assert not housing["done"].required
    assert housing["done"].asked.fields == ("finished", "document", "cause", "note", "request")
    assert "accepted" in housing["p1"].asked.fields
    assert "accepted" not in housing["a01"].asked.fields


def test_answer_cells_are_open_checked_and_coloured_and_all_others_locked(plan: Path) -> None:
    one = form(plan)
    for sheet in one.book.worksheets:
        assert sheet.protection.sheet
    assert [sheet.sheet_state for sheet in one.book.worksheets] == ["visible", "visible", "hidden"]
    opened = {
        (task, field): not one.cell(task, field).protection.locked
        for task in ("a01", "done")
        for field in ("task", "name", "dates", "last", "unit", "started", "finished", "remaining", "cause", "note")
    }
    shut = {("a01", field) for field in ("task", "name", "dates", "last", "unit")}
    shut |= {("done", field) for field in ("task", "name", "dates", "last", "unit", "started", "remaining")}
    assert {place for place, is_open in opened.items() if not is_open} == shut
    sheet = one.book.worksheets[0]
    started = one.cell("a01", "started")
    (check,) = [rule for rule in sheet.data_validations.dataValidation if started.coordinate in rule.sqref]
    # From the project's start to the day before the data date: 2016-02-29 is 42430 - 1, 2016-03-13 is 42443 - 1.
    assert (check.type, check.formula1, check.formula2) == ("date", "42429", "42442")
    assert sheet.column_dimensions["A"].hidden
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize), sheet.page_setup.fitToWidth) in [
        ("landscape", "9", 1),
        ("landscape", "9", None),
    ]


@pytest.mark.parametrize("lang", languages())
def test_a_form_says_how_and_by_when_and_what_is_known(lang: str, plan: Path) -> None:
    one = form(plan, "agent", lang)
    texts = " ".join(str(cell.value) for row in one.book.worksheets[0].iter_rows() for cell in row if cell.value)
    expected = {
        "zh": [
            "代建中心填报表",
            "请于2016年3月14日（周一）会前交回",
            "填到2016年3月13日（周日）为止",
            "2月29日 已开始",
            "还需 3 个工作日",
        ],
        "en": [
            "Report of Agency",
            "before the meeting of Monday 14 Mar 2016",
            "started on 29 Feb",
            "3 working days left",
        ],
    }
    for text in expected[lang]:
        assert text in texts
    assert one.cell("survey", "started").value == datetime(2016, 2, 29)


def test_a_milestone_that_was_reported_finished_is_not_said_to_have_begun_the_day_after(tmp_path: Path) -> None:
    (tmp_path / "updates").mkdir()
    tasks = "{work: {name: 工程, body: a, duration: 5d}, open: {name: 启用, body: a, milestone: finish, after: [work]}}"
    head = "daopai: 1\nproject: {name: 园区, start: 2016-03-01, calendar: china}\nbodies: {a: {name: 甲局}}\n"
    text = f"{head}tasks: {tasks}\n"
    (tmp_path / "plan.yaml").write_text(text.replace("5d", "5cd"), encoding="utf-8")
    done = "{work: {started: 2016-03-01, finished: 2016-03-05}, open: {finished: 2016-03-07}}"
    (tmp_path / "updates" / "2016-03-08.yaml").write_text(
        f"data_date: 2016-03-08\nprogress: {done}\n", encoding="utf-8"
    )
    one = Filled(sent(schedule.load(tmp_path), "zh")["a"])
    assert one.cell("open", "last").value == "3月8日报：3月7日 完成"
    assert one.cell("open", "finished").value == datetime(2016, 3, 7)


def test_the_words_to_pick_from_are_known_as_what_they_say() -> None:
    for cause in CAUSES:
        for lang in languages():
            assert cause_of(word(f"form.cause.{cause}", lang)) is cause
    heads = [head for said in form_heads().columns.values() for head in said]
    assert len(set(heads)) == len(heads)


HOSTILE = PLAN.replace("name: 勘察", 'name: "=1+1"').replace("name: 施工,", "name: \"+cmd|' /C calc'!A0\",")
HOSTILE = HOSTILE.replace("name: 代建中心, name_en: Agency", 'name: "@SUM(A1:A2)/..\\\\x", name_en: "CON"')
HOSTILE = HOSTILE.replace("name: 事项01", f'name: "{"长" * 200}"').replace(
    "name: 事项02", 'name: "甲\\u202E乙\\tئۇيغۇر"'
)
HOSTILE = HOSTILE.replace("name: 示例", 'name: "-2+3"')


@pytest.mark.slow
def test_hostile_text_stays_text(tmp_path: Path) -> None:
    plan = folder(tmp_path / "plan", HOSTILE)
    done = run("forms", plan, "--date", "2016-03-14", "-o", tmp_path / "out")
    assert done.exit_code == 0
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["@SUM(A1_A2)_.._x.xlsx", "住建局.xlsx"]
    for file in (tmp_path / "out").iterdir():
        book = openpyxl.load_workbook(file)
        cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    one, two = form(plan, "agent"), form(plan)
    assert one.cell("survey", "name").value == "=1+1"
    assert one.cell("works", "name").value == "+cmd|' /C calc'!A0"
    assert two.cell("a01", "name").value == "长" * 200
    assert two.cell("a02", "name").value == "甲[U+202E]乙 ئۇيغۇر"
    one.cell("survey", "note").value = "=1+1"
    one.cell("survey", "note").data_type = "s"  # typed into a cell of text
    assert said(plan, one.fill("survey", remaining=1)) == {("survey", "note", "=1+1"), ("survey", "remaining", "1wd")}


def test_an_english_reserved_name_is_no_file(tmp_path: Path) -> None:
    plan = folder(tmp_path / "plan", HOSTILE)
    run("forms", plan, "--date", "2016-03-14", "-o", tmp_path / "out", "--lang", "en")
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["CON_.xlsx", "Housing Bureau.xlsx"]


@pytest.mark.slow
def test_damaged_files_are_told_and_nothing_else_happens(plan: Path) -> None:
    whole = form(plan).data
    for k in range(0, len(whole), len(whole) // 40):
        (cut,) = faults(plan, whole[:k])
        assert cut.code == "form-unreadable"
    for k in range(40, len(whole), len(whole) // 40):
        bent = whole[:k] + bytes([whole[k] ^ 0x55]) + whole[k + 1 :]
        assert {fault.code for fault in faults(plan, bent)} <= {"form-unreadable", "too-large"}


@pytest.mark.slow
def test_a_file_that_unfolds_without_end_is_not_read(plan: Path) -> None:
    import zipfile

    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/workbook.xml", "w") as entry:
        for _ in range(130):
            entry.write(bytes(2**20))
    (fault,) = faults(plan, stream.getvalue())
    assert fault.code == "too-large"


def test_files_are_called_by_as_much_as_tells_them_apart(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("周一/住建局.xlsx", "周二/住建局.xlsx", "周二/代建中心.xlsx")]
    assert labels(paths) == ("周一/住建局.xlsx", "周二/住建局.xlsx", "代建中心.xlsx")


def test_the_sample_plans_forms(tmp_path: Path) -> None:
    """The week of 14 March: five bodies have open tasks, and the one thing that must be answered is the permit."""
    done = run("forms", KASHGAR, "--date", "2016-03-14", "-o", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    questions = asked_in(schedule.load(KASHGAR), WEEK).questions
    asked = {one.asked.task.id: one for asked in questions.values() for one in asked if one.required}
    bare = {name for name, one in asked.items() if one.dates.stage is Stage.FINISHED}
    assert asked.keys() - bare == {"construction-permit"}
    assert all(lacks_document(asked[name].dates) for name in bare)
    assert len(bare) == 6
    sheet = openpyxl.load_workbook(tmp_path / "out" / "住建局.xlsx").worksheets[0]
    assert "※ " in str(sheet["B5"].value)  # invented data says so


# ── text for a cell ──────────


def test_text_is_cut_in_the_units_of_a_workbook() -> None:
    assert cell_text("x" * LONGEST_CELL) == "x" * LONGEST_CELL
    assert cell_text("x" * (LONGEST_CELL + 1)) == "x" * (LONGEST_CELL - 1) + "…"
    cut = cell_text("😀" * LONGEST_CELL)  # each takes two units; no half of one is left
    assert cut == "😀" * (LONGEST_CELL // 2) + "…"
    assert line_text(" 甲\n 乙\t") == "甲 乙"


@given(st.text(st.characters(min_codepoint=0, max_codepoint=0x10FFFF, exclude_categories=())))
def test_any_text_can_be_written_and_is_safe_twice(text: str) -> None:
    safe = cell_text(text)
    assert safe.encode("utf-8").decode() == safe
    assert not set(safe) & {*map(chr, range(10)), "\x0b", "\x1f", "\x7f", "\u202e", "\u2066", "\ufeff"}
    assert cell_text(safe) == safe
