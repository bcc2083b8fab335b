"""A week's reports as bodies send them in: how a table from a spreadsheet is read, and what is told of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import schedule
from schedule.calendars.worktime import minutes
from schedule.commands import main
from schedule.diagnostics import Diagnostic, Severity
from schedule.engine.state import as_of
from schedule.files.forms.reports import COLUMNS, csv_report, read_reports, words_report
from schedule.files.yaml import source as yaml_source
from schedule.files.yaml.source import Faults
from schedule.model import Progress
from schedule.output.words.faults import render

PLAN = """\
daopai: 1
project: {name: 示例, start: 2016-03-01, calendar: china}
tasks:
  survey: {name: 勘察, duration: 7wd}
  design: {name: 设计, duration: 20wd, after: [survey]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def progress_of(folder: Path, table: bytes = b"", words: tuple[str, ...] = ()) -> tuple[Progress, ...]:
    faults = Faults()
    reports = [words_report(words, faults)] if words else [csv_report(table, "week.csv", faults)]
    return read_reports(reports, as_of(schedule.load(folder), minutes(date(2016, 3, 14))), faults)


def faults_of(table: bytes) -> tuple[Diagnostic, ...]:
    faults = Faults()
    csv_report(table, "week.csv", faults)
    return faults.diagnostics


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


STARTED = minutes(date(2016, 3, 1))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("header", ["Task,STARTED,Remaining,Note", "任务,实际开始,还需,备注", "事项,开始,剩余,说明"])
def test_a_header_is_english_or_chinese_with_any_separator(folder: Path, header: str, separator: str) -> None:
    text = f"{header}\nsurvey,2016-03-01,3wd,\"等 '补正'\"\n".replace(",", separator)
    (progress,) = progress_of(folder, text.encode())
    assert (progress.task, progress.started, str(progress.remaining)) == ("survey", STARTED, "3wd")
    assert progress.note == "等 '补正'"


def test_a_comma_in_a_cell_separates_nothing_where_semicolons_do(folder: Path) -> None:
    (progress,) = progress_of(folder, "任务;说明\nsurvey;等待, 补正\n".encode())
    assert progress.note == "等待, 补正"


def test_every_column_has_a_chinese_word() -> None:
    words = "代号,实际开始,实际完成,剩余,完成百分比,报送,退回补正,受理,办结,批文号,原因,备注,需协调事项".encode()
    assert faults_of(words + b"\n") == ()
    assert len(COLUMNS) == 13


def test_the_same_column_twice_is_told(folder: Path) -> None:
    (fault,) = faults_of("任务,开始,started\n".encode())
    assert (fault.code, str(fault.location), fault.facts["found"]) == ("duplicate-key", "week.csv:1:7", "started")


def test_an_unknown_column_is_told_with_those_that_there_are() -> None:
    (fault,) = faults_of("任务,责任单位\n".encode())
    assert (fault.code, str(fault.location)) == ("unknown-key", "week.csv:1:4")
    assert fault.facts["expected"].startswith("task/任务, started/开始, finished/完成")


@pytest.mark.parametrize("day", ["2016-03-01", "2016-3-1", "2016/3/1", "2016年3月1日"])
def test_a_date_is_written_as_people_write_it(folder: Path, day: str) -> None:
    (from_table,) = progress_of(folder, f"任务,开始,剩余\nsurvey,{day},3wd\n".encode())
    (from_words,) = progress_of(folder, words=(f"survey started={day} remaining=3wd",))
    assert from_table.started == from_words.started == STARTED


def test_a_task_can_be_called_by_its_name(folder: Path) -> None:
    (progress,) = progress_of(folder, "任务,说明\n勘察,等待\n".encode())
    assert progress.task == "survey"
    with pytest.raises(schedule.diagnostics.PlanError, match="duplicate-key"):
        progress_of(folder, "任务,说明\n勘察,等待\nsurvey,补正\n".encode())


def test_a_table_that_was_read_as_gb18030_says_how(folder: Path) -> None:
    (fault,) = faults_of("task,note\nsurvey,la Sociétaire générale\n".encode("cp1252"))
    assert (fault.code, fault.severity, str(fault.location)) == ("csv-encoding", Severity.WARNING, "week.csv:2:11")
    assert fault.facts["found"] == "Soci閠aire"
    assert fault.facts["found"] in render(fault, "zh")
    (fault,) = faults_of("任务,说明\nsurvey,等待\n".encode("gb18030"))
    assert (fault.facts["found"], str(fault.location)) == ("任务", "week.csv:1:1")
    assert faults_of("\ufeff任务,说明\nsurvey,等待\n".encode()) == ()


@pytest.mark.parametrize(
    ("table", "place", "found"),
    [
        ("任务,说明\nsurvey,等".encode() + b"\xff\xff\n", "week.csv:2:9", "FF"),
        ("\ufeff任务,说明\nsurvey,等".encode() + b"\xff\xff\n", "week.csv:2:9", "FF"),
        ("任务,说明\nsurvey,等".encode("gb18030") + b"\xff\xff\n", "week.csv:2:9", "FF"),
        ("task\n".encode("utf-16"), "week.csv:1:1", "UTF-16"),
    ],
)
def test_the_byte_that_is_no_text_is_pointed_at(table: bytes, place: str, found: str) -> None:
    (fault,) = faults_of(table)
    assert (fault.code, str(fault.location), fault.facts["found"]) == ("not-utf-8", place, found)


def test_a_workbook_is_no_table() -> None:
    (fault,) = faults_of(b"PK\x03\x04\x14\x00\x06\x00")
    assert fault.code == "csv-workbook"
    assert "CSV UTF-8" in render(fault, "zh")


def test_no_more_of_a_table_is_read_than_can_be(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("schedule.commands.update.MAX_BYTES", 10)
    monkeypatch.setattr("schedule.files.forms.reports.MAX_BYTES", 10)
    (folder / "week.csv").write_text("task,note\n" + "survey,x\n" * 1000)
    done = run("update", folder, "--date", "2016-03-14", "--csv", folder / "week.csv", "--lang", "en")
    assert done.exit_code == 1
    assert "more than the limit" in done.stderr
    assert yaml_source.MAX_BYTES > 10


def test_a_note_alone_is_a_week_in_which_nobody_reported(folder: Path) -> None:
    done = run("update", folder, "--date", "2016-03-14", "--note", "本周无人报送")
    assert done.exit_code == 0, done.stderr
    said, *end = (folder / "updates" / "2016-03-14.yaml").read_text(encoding="utf-8").rsplit("\n", 4)[:4]
    assert said.split("\n")[1:] == ["data_date: 2016-03-14", "note: 本周无人报送"], (
        "below the line that says it is sealed"
    )
    assert [line.partition(": ")[0] for line in end] == ["written_by", "follows", "seal"]


def test_an_update_before_the_project_is_not_written(folder: Path) -> None:
    done = run("update", folder, "--date", "2015-03-14", "--note", "年份", "--lang", "en")
    assert done.exit_code == 1
    assert "The data date 2015-03-14 is before the project's start, 2016-03-01" in done.stderr
    assert not (folder / "updates").exists()


@pytest.mark.parametrize(("lang", "said"), [("zh", "完成时限 2026-05-01 早于开始日期 2026-06-01"), ("en", "is before")])
def test_a_new_plan_does_not_end_before_it_begins(tmp_path: Path, lang: str, said: str) -> None:
    new = tmp_path / "new"
    done = run("new", new, "--start", "2026-06-01", "--deadline", "2026-05-01", "--lang", lang)
    assert done.exit_code == 2
    assert said in done.stderr
    assert not new.exists()
