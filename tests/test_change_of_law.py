"""A change of law between two meetings: a line of the ledger that is nobody's delay."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import schedule
from schedule.analysis.move.accounts import PartKind
from schedule.analysis.move.ledger import Ledger
from schedule.commands import main

PLAN = """daopai: 1
project: {name: 环评, start: START, calendar: china}
bodies: {agent: {name: 代建中心}}
tasks:
  draft: {name: 征求意见稿, duration: 18wd, body: agent}
  publicity: {name: 公众参与, duration: 5cd, body: agent, after: [draft], basis: {rule: RULE}}
  report: {name: 报告书, duration: 3wd, body: agent, after: [publicity], deadline: DEADLINE}
"""


def made(folder: Path, weeks: dict[str, str], start: str, rule: str, deadline: str) -> Ledger:
    (folder / "updates").mkdir()
    text = PLAN.replace("START", start).replace("RULE", rule).replace("DEADLINE", deadline)
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    for day, said in weeks.items():
        report = f"data_date: {day}\nprogress:\n  draft: {{{said}}}\n"
        (folder / "updates" / f"{day}.yaml").write_text(report, encoding="utf-8")
    found = schedule.meeting(schedule.load(folder)).ledger
    assert found is not None
    return found


def test_a_liaison_whose_week_is_late_answers_for_its_own_days_alone(tmp_path: Path) -> None:
    """Consultation from 27 December: 10 days, to Monday 7 January; from 4 January: 10 working days, to the 18th.

    By the old text it would have ended on the 14th: seven days are the draft's, six those of the new text.
    """
    weeks = {"2018-12-24": "started: 2018-12-03, remaining: 3wd", "2018-12-31": "remaining: 2wd"}
    found = made(tmp_path, weeks, "2018-12-03", "EIA_PUBLIC", "2019-02-28")
    assert [(part.kind, part.task, part.days) for part in found.parts] == [
        (PartKind.PROGRESS, "draft", 7),
        (PartKind.LAW, "publicity", 6),
    ]
    assert found.days == 13
    told = CliRunner().invoke(main, ["why", str(tmp_path)], catch_exceptions=False).stdout
    assert "法规变动" in told
    assert "不算任何单位" in told


def test_a_floor_that_was_not_in_force_before_is_nobodys_either(tmp_path: Path) -> None:
    """The land notice of ten working days came on 1 September 2021: from 31 August 5 days, from the 2nd to the 16th."""
    weeks = {"2021-08-23": "started: 2021-08-05, remaining: 6wd", "2021-08-30": "remaining: 3wd"}
    found = made(tmp_path, weeks, "2021-08-05", "LAND_PRE", "2021-10-31")
    assert [(part.kind, part.task) for part in found.parts] == [
        (PartKind.PROGRESS, "draft"),
        (PartKind.LAW, "publicity"),
    ]
    assert sum(part.days for part in found.parts) == found.days
    assert found.after.tasks["publicity"].last_day.isoformat() == "2021-09-16"


@pytest.mark.parametrize("remaining", ["1wd", "2wd", "3wd"])
def test_without_a_change_of_law_there_is_no_such_line(tmp_path: Path, remaining: str) -> None:
    weeks = {"2016-03-14": "started: 2016-03-01, remaining: 8wd", "2016-03-21": f"remaining: {remaining}"}
    found = made(tmp_path, weeks, "2016-03-01", "EIA_PUBLIC", "2016-06-30")
    assert all(part.kind is not PartKind.LAW for part in found.parts)
    assert sum(part.days for part in found.parts) == found.days
    assert {part.task for part in found.parts} <= {"draft"}  # a rolled end is not the consultation's own time
