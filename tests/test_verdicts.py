"""Verdicts that a reader acts on: on time or late, and by how much, in ordinary weeks; all by hand arithmetic."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import assume, given
from hypothesis import strategies as st

import schedule
from schedule.analysis.dates.alerts import Light
from schedule.analysis.meeting import Meeting
from schedule.calendars.worktime import DAY, finish_day
from schedule.commands import main
from schedule.engine.compute import compute
from schedule.engine.state import as_of
from schedule.model import Project

HEAD = """daopai: 1
project: {name: 示例, start: %s, calendar: office}
calendars:
  office: {base: china}
  site: {week: mon-sun}
bodies: {b: {name: 施工单位}}
tasks:
"""


def folder(path: Path, start: str, *tasks: str) -> Path:
    lines = "".join(f"  {task}\n" for task in tasks)
    (path / "plan.yaml").write_text(HEAD % start + lines, encoding="utf-8")
    return path


def met(path: Path) -> Meeting:
    project = schedule.load(path)
    return schedule.meeting(project, project.plan.start)


WORKS = "works: {name: 土建, body: b, duration: 6wd, calendar: site}"
DONE = "done: {name: 建成, body: b, milestone: finish, after: [works], deadline: 2026-10-03}"


def test_what_is_done_in_a_holiday_is_done(tmp_path: Path) -> None:
    # 26 September and five days more is Thursday 1 October, when no office works until the 8th.
    meeting = met(folder(tmp_path, "2026-09-26", WORKS, DONE))
    assert str(finish_day(meeting.headline.forecast)) == "2026-10-01"
    assert meeting.headline.margin == 2 * DAY
    assert Light.RED not in meeting.lights.values()
    row = next(row for row in meeting.deadlines if row.task == "done")
    assert (row.float, row.impossible, str(finish_day(row.deadline_at))) == (2 * DAY, False, "2026-10-03")


@pytest.mark.parametrize(("lang", "said"), [("zh", "能按期完成：建成预计 10月1日 完成"), ("en", "On time: 建成")])
def test_the_secretary_reads_that_it_is_on_time(tmp_path: Path, lang: str, said: str) -> None:
    path = folder(tmp_path, "2026-09-26", WORKS, DONE)
    shown = CliRunner().invoke(
        main, ["meeting", str(path), "-o", str(tmp_path / "out"), "--lang", lang, "--only", "secretary"]
    )
    assert said in shown.stdout
    letter = (tmp_path / "out" / "secretary.md").read_text(encoding="utf-8")
    assert said in letter
    assert not any(late in letter for late in ("10月7日", "7 Oct", "10月8日", "8 Oct"))


def test_a_notice_that_ends_on_a_saturday_ends_on_it(tmp_path: Path) -> None:
    # Twenty calendar days from Monday 2 March 2026 end on Saturday 21 March.
    meeting = met(
        folder(
            tmp_path,
            "2026-03-02",
            "notice: {name: 公示, body: b, duration: 20cd}",
            "over: {name: 公示期满, body: b, milestone: finish, after: [notice], deadline: 2026-03-21}",
        )
    )
    assert str(finish_day(meeting.headline.forecast)) == "2026-03-21"
    assert meeting.headline.margin == 0


def test_a_day_late_in_a_holiday_is_a_day_late(tmp_path: Path) -> None:
    # One day of work more than a deadline on 1 October allows, with the holiday around both.
    meeting = met(folder(tmp_path, "2026-09-26", WORKS.replace("6wd", "7wd"), DONE.replace("10-03", "10-01")))
    assert meeting.headline.margin == -DAY
    assert meeting.lights["done"] is Light.RED
    # The plan could not be kept on its first day: the body that works as planned has lost nothing.
    assert meeting.lights["works"] is not Light.RED


def test_a_lag_after_a_milestone_counts_working_days(tmp_path: Path) -> None:
    # From 1 October two working days are the 8th and the 9th; the Saturday after, the 10th, is a make-up working day.
    meeting = met(
        folder(
            tmp_path,
            "2026-09-26",
            WORKS,
            DONE,
            "hand-over: {name: 移交, body: b, duration: 1wd, after: [done FS+2wd]}",
        )
    )
    dates = meeting.schedule.tasks["hand-over"]
    assert str(dates.first_day) == "2026-10-10"


def test_a_milestone_that_names_a_calendar_stays_on_it(tmp_path: Path) -> None:
    meeting = met(
        folder(tmp_path, "2026-09-26", WORKS, DONE.replace("milestone: finish", "milestone: finish, calendar: office"))
    )
    assert meeting.headline.forecast > met(folder(tmp_path, "2026-09-26", WORKS, DONE)).headline.forecast


@given(st.integers(0, 400), st.integers(1, 40), st.integers(-15, 15), st.sampled_from(["site", "office", "cd"]))
def test_a_deadline_is_red_exactly_when_the_work_ends_after_it(begin: int, days: int, spare: int, counts: str) -> None:
    """On any day of a year, on a site, in an office or by calendar days: the milestone is late when its work is."""
    start = date(2026, 1, 1) + timedelta(days=begin)
    work = f"duration: {days}cd" if counts == "cd" else f"duration: {days}wd, calendar: {counts}"
    text = HEAD % start + f"  works: {{name: 土建, body: b, {work}}}\n"
    alone = compute(as_of(project_of(text), 0)).tasks["works"].finish
    due = finish_day(alone) + timedelta(days=spare)
    assume(due >= start)
    text += f"  done: {{name: 建成, body: b, milestone: finish, after: [works], deadline: {due}}}\n"
    project = project_of(text)
    meeting = schedule.meeting(project, project.plan.start)
    assert meeting.headline.forecast == meeting.schedule.tasks["works"].finish
    assert (meeting.headline.margin or 0) == spare * DAY
    late = spare < 0
    assert (meeting.lights["done"] is Light.RED) is late
    assert any(row.impossible for row in meeting.deadlines if row.task == "done") is late
    assert not any(row.impossible for row in meeting.deadlines if row.task == "works")  # nobody has lost a day
    assert bool(meeting.unmeetable) is late


def project_of(text: str) -> Project:
    with TemporaryDirectory() as place:
        (Path(place) / "plan.yaml").write_text(text, encoding="utf-8")
        return schedule.load(place)
