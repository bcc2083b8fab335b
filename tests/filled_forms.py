"""A small plan, its forms filled in as a person would, and one form for every fault that a form can have."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import click
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import PasswordError

import schedule
from schedule.analysis.weekly.merging import Collected
from schedule.analysis.weekly.questions import Inquiry, inquire
from schedule.calendars.worktime import minutes
from schedule.commands import main
from schedule.commands.collecting import collect
from schedule.diagnostics import Diagnostic, PlanError
from schedule.files.forms.digest import digest_before
from schedule.model import Project
from schedule.output.words.form_wording import form_heads
from schedule.output.words.phrases import voice_of
from schedule.output.workbooks.forms import Part, forms, zone_forms

WEEK = minutes(date(2016, 3, 14))
HEADS_OF_ROWS = {head: key for key, heads in form_heads().columns.items() for head in heads}

_TASKS = "\n".join(f"  a{k:02}: {{name: 事项{k:02}, body: housing, duration: 10wd}}" for k in range(1, 18))
_APPROVALS = "\n".join(
    f"  p{k}: {{name: 审批{k}, body: housing, applicant: agent, duration: 10wd}}" for k in range(1, 5)
)
PLAN = f"""daopai: 1
project: {{name: 示例, start: 2016-02-29, calendar: office}}
calendars:
  office: {{week: mon-fri}}
bodies:
  housing: {{name: 住建局, name_en: Housing Bureau}}
  agent: {{name: 代建中心, name_en: Agency}}
tasks:
{_TASKS}
{_APPROVALS}
  survey: {{name: 勘察, body: agent, duration: 8wd}}
  works: {{name: 施工, body: agent, duration: 30cd, calendar: calendar-days, after: [survey]}}
  done: {{name: 完工, body: housing, milestone: finish, after: [works], deadline: 2016-06-30}}
"""
UPDATE = """data_date: 2016-03-07
progress:
  survey: {started: 2016-02-29, remaining: 3wd}
"""


def folder(path: Path, plan: str = PLAN, update: str | None = UPDATE) -> Path:
    """The plan's folder with one week reported."""
    (path / "updates").mkdir(parents=True)
    (path / "plan.yaml").write_text(plan, encoding="utf-8")
    if update is not None:
        (path / "updates" / "2016-03-07.yaml").write_text(update, encoding="utf-8")
    return path


def asked_in(project: Project, week: int) -> Inquiry:
    """The questions of a week, as `daopai forms` asks them."""
    return inquire(project, week, digest_before(project, week))


def sent(project: Project, lang: str = "zh", week: int = WEEK) -> dict[str, bytes]:
    """The forms of a week, by the body's id."""
    inquiry = asked_in(project, week)
    return {one.body: one.data for one in forms(inquiry, voice_of(inquiry.meeting.schedule, lang))}


class Filled:
    """A form in a person's hands; `at` are the cells that were written to, as a person would call them."""

    def __init__(self, data: bytes) -> None:
        self.book = openpyxl.load_workbook(BytesIO(data))
        self.at: list[str] = []

    def cell(self, task: str, field: str) -> Any:
        """The cell of a task's field, found by eye: the row by its id, the column by its head."""
        for sheet in self.book.worksheets:
            row = head_row(sheet)
            columns = {HEADS_OF_ROWS.get(str(cell.value)): cell.column for cell in sheet[row]} if row else {}
            if row and field in columns:
                for line in range(row + 1, sheet.max_row + 1):
                    if sheet.cell(line, columns["task"]).value == task:
                        return sheet.cell(line, columns[field])
        raise KeyError((task, field))

    def fill(self, task: str, **answers: object) -> Filled:
        """Fill in cells of a task's row."""
        for field, value in answers.items():
            cell = self.cell(task, field)
            cell.value = value
            self.at.append(f"{cell.parent.title}!{cell.coordinate}")
        return self

    def signed(self, person: str) -> Filled:
        """Fill in who filled it in."""
        for row in self.book.worksheets[0].iter_rows(max_row=5):
            for cell in row:
                if cell.value in form_heads().filled_in_by:
                    self.book.worksheets[0].cell(cell.row, cell.column + 1).value = person
        return self

    @property
    def data(self) -> bytes:
        """The file, saved."""
        stream = BytesIO()
        self.book.save(stream)
        return stream.getvalue()


def head_row(sheet: Worksheet) -> int | None:
    """The row of a sheet's heads."""
    for row in sheet.iter_rows(max_row=20):
        if sum(cell.value in HEADS_OF_ROWS for cell in row) > 3:
            return row[0].row
    return None


def collected(path: Path, *files: bytes, week: int | None = None) -> Collected:
    """What forms of the plan say together, as 1.xlsx, 2.xlsx, …"""
    return collect(schedule.load(path), [(f"{k}.xlsx", data) for k, data in enumerate(files, 1)], week)


def faults(path: Path, *files: bytes, week: int | None = None) -> tuple[Diagnostic, ...]:
    """What is told of forms: the faults, or else the warnings."""
    try:
        return collected(path, *files, week=week).warnings
    except PlanError as error:
        return error.diagnostics


Change = Callable[[Filled], object]


def _of(body: str, change: Change, path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    """What is told of one body's form after a change."""
    made = folder(path / "plan")
    form = Filled(sent(schedule.load(made))[body])
    change(form)
    return faults(made, form.data)


def _of_bytes(data: bytes, path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    return faults(folder(path / "plan"), data)


def _blank(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    stream = BytesIO()
    openpyxl.Workbook().save(stream)
    return _of_bytes(stream.getvalue(), path, monkeypatch)


def _many_sheets(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    book, stream = openpyxl.Workbook(), BytesIO()
    for _ in range(200):
        book.create_sheet()
    book.save(stream)
    return _of_bytes(stream.getvalue(), path, monkeypatch)


def _locked(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    """The program that sets a password is not at hand: the reader says that there is one."""

    def refuse(stream: object) -> None:
        raise PasswordError("password")

    made = folder(path / "plan")
    (data, *_) = sent(schedule.load(made)).values()
    monkeypatch.setattr("python_calamine.CalamineWorkbook", type("Locked", (), {"from_filelike": staticmethod(refuse)}))
    return faults(made, data)


def _of_zone(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    """A form over several plans, handed in with one of them."""
    made = folder(path / "plan")
    inquiry = inquire(schedule.load(made), WEEK, digest_before(schedule.load(made), WEEK))
    voice = voice_of(inquiry.meeting.schedule, "zh")
    (form,) = zone_forms({"agent": ("代建中心", [Part(inquiry, voice, "agent", "示例", "p")])}, voice)
    return faults(made, form.data)


def _other(plan: str, week: int | None, path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    """A form of one plan, handed in with another, or for another week."""
    own, other = folder(path / "own"), folder(path / "other", plan)
    (data, *_) = sent(schedule.load(other)).values()
    return faults(own, data, week=week)


def _there(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    """Only the command writes forms; one of them was filled in meanwhile."""
    made = folder(path / "plan")
    command = main.get_command(click.Context(main), "forms")
    assert command is not None
    asked = [str(made), "--date", "2016-03-14", "-o", str(path / "out")]
    command.main(asked, standalone_mode=False)
    (path / "out" / "住建局.xlsx").write_bytes(b"filled in")
    with pytest.raises(PlanError) as error:
        command.main(asked, standalone_mode=False)
    return error.value.diagnostics


def _drop_heads(form: Filled) -> None:
    for sheet in form.book.worksheets:
        row = head_row(sheet)
        if row:
            sheet.delete_rows(row)


def _own_column(form: Filled) -> None:
    sheet = form.book.worksheets[0]
    row = head_row(sheet)
    assert row is not None
    sheet.cell(row, 20).value = "联系人"
    sheet.cell(row + 1, 20).value = "张三"


def _without_id(form: Filled) -> None:
    form.fill("a01", note="新增事项")
    form.cell("a01", "task").value = None


def _other_id(form: Filled) -> None:
    form.fill("a01", note="等材料")
    form.cell("a01", "task").value = "survey"


def _formatted(form: Filled, task: str, number_format: str, **answer: object) -> None:
    """A cell as a spreadsheet leaves what was typed: a number, and a format that shows something else."""
    form.fill(task, **answer)
    (field,) = answer
    form.cell(task, field).number_format = number_format


def _merged(form: Filled) -> None:
    form.fill("a01", note="都在等材料")
    first, last = form.cell("a01", "note"), form.cell("a02", "note")
    first.parent.merge_cells(f"{first.coordinate}:{last.coordinate}")


def _unshown(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    """No program that saves binary workbooks is at hand: the reader says that the markup is not known."""
    monkeypatch.setattr("schedule.files.forms.filled.markup_of", lambda data, limit: None)
    return _of("housing", lambda form: form.fill("a01", started="3月8日", remaining=0.5), path, monkeypatch)


MADE_FORMS: Mapping[str, Callable[[Path, pytest.MonkeyPatch], tuple[Diagnostic, ...]]] = {
    "form-unreadable": partial(_of_bytes, b"PK\x03\x04 not a workbook"),
    "form-foreign": _blank,
    "form-of-zone": _of_zone,
    "form-sheets": _many_sheets,
    "form-locked": _locked,
    "form-other-plan": partial(_other, PLAN.replace("name: 示例", "name: 别的项目"), None),
    "form-plan-changed": partial(_other, PLAN.replace("10wd", "11wd"), None),
    "form-other-week": partial(_other, PLAN, minutes(date(2016, 3, 21))),
    "form-no-table": partial(_of, "housing", _drop_heads),
    "form-column": partial(_of, "housing", _own_column),
    "form-row-without-task": partial(_of, "housing", _without_id),
    "form-other-body": partial(_of, "housing", _other_id),
    "form-not-asked": partial(_of, "housing", lambda form: form.fill("done", remaining=3)),
    "form-bad-days": partial(_of, "housing", lambda form: form.fill("a01", remaining="几天")),
    "form-formula": partial(_of, "housing", lambda form: form.fill("a01", note="=1+")),
    "form-before-start": partial(_of, "housing", lambda form: form.fill("a01", started=date(2015, 1, 5), remaining=3)),
    "form-holder": partial(_of, "housing", lambda form: form.fill("p1", holder="住建局")),
    "form-exists": _there,
    "cell-error": partial(_of, "housing", lambda form: form.fill("a01", note="#N/A")),
    "cell-merged": partial(_of, "housing", _merged),
    "cell-digits": partial(_of, "housing", lambda form: form.fill("a01", document=653121201603170101)),
    "cell-turned": partial(_of, "housing", lambda form: form.fill("a01", document=date(2016, 12, 3))),
    "cell-shown": partial(_of, "housing", lambda form: _formatted(form, "a01", "0", remaining=2.5)),
    "cell-unshown": _unshown,
    "cell-number": partial(_of, "housing", lambda form: form.fill("a01", document=12)),
}


def recorded(path: Path) -> str:
    """What the update of the week says, without who wrote it and the lines of its seal."""
    text = (path / "updates" / "2016-03-14.yaml").read_text(encoding="utf-8")
    last = ("# 已封存", "written_by:", "follows:", "seal:")
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(last))


def copy_of(path: Path, to: Path) -> Path:
    """Another folder with the same plan."""
    shutil.copytree(path, to)
    return to
