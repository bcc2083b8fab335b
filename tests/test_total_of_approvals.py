"""The authorities' days of all approvals together, against the total that the reform wants (国办发〔2019〕11号)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import schedule
from schedule.analysis.views.approval_days import approval_days
from schedule.calendars.worktime import minutes
from schedule.commands import main

PLAN = """daopai: 1
project: {name: 示例, start: START, calendar: china}
bodies: {owner: {name: 业主}, land: {name: 自然资源局}, housing: {name: 住建局}}
tasks:
  site: {name: 用地预审, body: land, applicant: owner, duration: 20wd, basis: {rule: LICENCE_DEFAULT}}
  design: {name: 设计, body: owner, duration: 90wd, after: [site]}
  fire: {name: 消防审查, body: housing, applicant: owner, duration: 15wd, after: [design], basis: {rule: FIRE}}
  planning: {name: 规划许可, body: land, applicant: owner, duration: LONG, after: [design]}
  permit: {name: 施工许可证, body: housing, applicant: owner, duration: 7wd, after: [fire, planning, site FF]}
"""


def made(folder: Path, start: str = "2021-03-01", long: str = "10wd") -> Path:
    (folder / "updates").mkdir(parents=True)
    (folder / "plan.yaml").write_text(PLAN.replace("START", start).replace("LONG", long), encoding="utf-8")
    day = (date.fromisoformat(start)).isoformat()
    said = f"site: {{submitted: {day}, accepted: {day}, remaining: 16wd}}"
    week = f"{day[:8]}08"
    (folder / "updates" / f"{week}.yaml").write_text(f"data_date: {week}\nprogress:\n  {said}\n", encoding="utf-8")
    return folder


def test_a_county_reads_what_its_authorities_take_along_the_longest_path(tmp_path: Path) -> None:
    """Accepted on Monday 1 March, four days gone by Monday the 8th and sixteen to come; fire 15, permit 7.

    Planning runs beside fire and takes less; the design is no authority's.
    """
    project = schedule.load(made(tmp_path))
    meeting = schedule.meeting(project)
    found = approval_days(meeting.history, meeting.schedule, meeting.ceilings)
    assert found is not None
    assert (found.tasks, found.used, found.total, found.most) == (("site", "fire", "permit"), 4, 42, 120)
    told = CliRunner().invoke(main, ["law", str(tmp_path)], catch_exceptions=False).output.replace("\n", "")
    assert "（3 件：用地预审、消防审查、施工许可证）：已用 4 个工作日，照现在的安排共 42 个工作日" in told
    assert "要求 120 个工作日以内（国办发〔2019〕11号）。只供参考" in told


@pytest.mark.parametrize(("start", "known"), [("2019-06-03", False), ("2019-07-01", True)])
def test_before_the_reform_no_total_is_told(tmp_path: Path, start: str, known: bool) -> None:
    """In force since 30 June 2019; the meeting is on the 8th of the month."""
    project = schedule.load(made(tmp_path, start))
    meeting = schedule.meeting(project, minutes(date.fromisoformat(f"{start[:8]}08")))
    found = approval_days(meeting.history, meeting.schedule, meeting.ceilings)
    assert (found is not None) is known


def test_a_planner_reads_by_how_much_it_is_more_on_the_sheet_of_limits(tmp_path: Path) -> None:
    """20 and 100 and 7 are 127, seven more than 120, in both languages and on the wall."""
    folder = made(tmp_path / "plan", long="100wd")
    for lang, said in (
        ("zh", "120 个工作日（国办发〔2019〕11号）多 7 个工作日"),
        ("en", "7 working days more than the 120"),
    ):
        out = tmp_path / f"{lang}.xlsx"
        done = CliRunner().invoke(main, ["deadlines", str(folder), "-o", str(out), "--lang", lang])
        assert done.exit_code == 0, done.output
        cells = [
            str(cell.value) for sheet in openpyxl.load_workbook(out) for row in sheet for cell in row if cell.value
        ]
        assert any(said in cell for cell in cells), lang
