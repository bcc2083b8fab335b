"""An approval as a county reports it: its file handed in, accepted, decided; nobody says "started" as well."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from filled_forms import Filled, sent

import schedule
from schedule.calendars.worktime import minutes, start_day
from schedule.commands import main
from schedule.engine.schedule import Stage

PLAN = """daopai: 1
project: {name: 示例, start: 2027-03-01, calendar: office}
calendars:
  office: {week: mon-fri}
bodies:
  reform: {name: 发改委, name_en: Reform}
  owner: {name: 业主, name_en: Owner}
tasks:
  proposal: {name: 立项, name_en: Proposal, body: reform, applicant: owner, duration: 15wd}
  map: {name: 红线图, name_en: Map, body: reform, duration: 7wd, after: [proposal SS]}
  done: {name: 建成, name_en: Done, body: owner, milestone: finish, after: [proposal, map], deadline: 2027-12-31}
"""

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "k").mkdir()
    (tmp_path / "k" / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path / "k"


@pytest.fixture
def run() -> Run:
    def ran(*arguments: object, code: int = 0) -> Result:
        done = CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)
        assert done.exit_code == code, done.stderr
        return done

    return ran


def week(run: Run, folder: Path, day: str, *reports: str) -> str:
    """A week's report, and what the screen says of it."""
    run("update", folder, "--date", day, *reports)
    return run("meeting", folder, "--date", day, "--only", "alerts", "--lang", "zh").stdout


def test_the_secretary_does_not_read_that_what_was_handed_in_has_not_begun(folder: Path, run: Run) -> None:
    said = week(run, folder, "2027-03-08", "proposal submitted=2027-03-02", "map started=2027-03-03 remaining=5wd")
    assert "已可以启动" not in said
    assert "请现场核实" not in said  # the map began after the file was handed in: nothing is out of order
    dates = schedule.meeting(schedule.load(folder)).schedule.tasks["proposal"]
    assert (dates.stage, dates.first_day, dates.last_day) == (
        Stage.IN_PROGRESS,
        date(2027, 3, 2),
        date(2027, 3, 26),  # what the authority has left is not known: fifteen working days from 8 March
    )


@pytest.mark.parametrize("way", ["update", "form"])
def test_the_clerk_reports_an_approval_handed_in_and_granted_without_a_start(folder: Path, run: Run, way: str) -> None:
    week(run, folder, "2027-03-08", "proposal submitted=2027-03-02")
    if way == "update":
        run("update", folder, "--date", "2027-03-22", "proposal decided=2027-03-17 finished=2027-03-17")
    else:
        form = Filled(sent(schedule.load(folder), week=minutes(date(2027, 3, 22)))["reform"])
        form.fill("proposal", finished=date(2027, 3, 17)).fill("proposal", decided=date(2027, 3, 17))
        (folder.parent / "form.xlsx").write_bytes(form.signed("张三").data)
        run("collect", folder, folder.parent / "form.xlsx", "--yes")
    dates = schedule.meeting(schedule.load(folder)).schedule.tasks["proposal"]
    assert (dates.first_day, dates.last_day) == (date(2027, 3, 2), date(2027, 3, 17))


def test_the_clerk_says_what_is_left_of_an_approval_that_was_handed_in(folder: Path, run: Run) -> None:
    week(run, folder, "2027-03-08", "proposal submitted=2027-03-02")
    week(run, folder, "2027-03-15", "proposal remaining=8wd")
    assert schedule.meeting(schedule.load(folder)).schedule.tasks["proposal"].last_day == date(2027, 3, 24)


def test_a_start_that_is_said_holds_whatever_the_file_says(folder: Path, run: Run) -> None:
    week(run, folder, "2027-03-08", "proposal submitted=2027-03-03")
    said = run("update", folder, "--date", "2027-03-15", "proposal started=2027-03-01 remaining=8wd")
    assert "改" not in said.stderr  # nobody said another start before
    status = schedule.meeting(schedule.load(folder)).schedule.tasks["proposal"].status
    assert status.started is not None
    assert start_day(status.started) == date(2027, 3, 1)


def test_the_secretary_is_told_to_ask_what_became_of_a_decided_file(folder: Path, run: Run) -> None:
    week(run, folder, "2027-03-08", "proposal submitted=2027-03-02")
    said = week(run, folder, "2027-03-22", "proposal decided=2027-03-17 remaining=0wd")
    assert "立项（发改委）的材料 3月17日 已办结，没有报完成：批了没有、哪天完成？" in said
    assert "还需 0 天，没有报完成" not in said  # one question is enough
    assert "已可以启动" not in said
    assert "已办结，要问" in run("check", folder, "--lang", "zh").stdout.replace("没有报完成，", "")


def test_what_is_finished_before_its_file_was_handed_in_is_refused(folder: Path, run: Run) -> None:
    run("update", folder, "--date", "2027-03-08", "proposal submitted=2027-03-04 finished=2027-03-02", code=1)
