"""What the law lets be extended: how often, by how much, and what is told where more was given."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

import schedule
from schedule.calendars.compile import compile_calendar
from schedule.calendars.periods import PeriodUnit
from schedule.commands import main
from schedule.law.clock import clock
from schedule.law.extensions import reach
from schedule.law.statutes import versions
from schedule.law.terms import Term, within
from schedule.model import CHINA, Basis, Duration, Extension, Filing, FilingKind, Unit
from schedule.output.words.limits import count_text, to_confirm, within_values
from schedule.output.words.phrases import voice_of
from schedule.rules import NO_LAW

OFFICE = compile_calendar(CHINA, {}, date(2015, 1, 1), date(2017, 12, 31))
(BEGIN,) = within(Basis(rule="PERMIT_START", after="permit"), NO_LAW)


def until(day: str, times: int = 1, earlier: Extension | None = None) -> Extension:
    return Extension(None, "住建局", None, date.fromisoformat(day), times, earlier)


ONCE = until("2016-05-30")
SHORT = until("2016-06-30", 2, ONCE)


@pytest.mark.parametrize(
    ("extended", "last", "beyond"),
    [
        (ONCE, "2016-05-30", False),
        (until("2016-05-31"), "2016-05-30", True),
        (until("2016-08-30"), "2016-05-30", True),  # six months at once
        (until("2016-08-30", 2), "2016-08-30", False),
        (until("2016-08-30", 2, ONCE), "2016-08-30", False),
        (until("2016-08-31", 2, ONCE), "2016-08-30", True),
        (until("2016-07-29", 3, SHORT), "2016-06-30", True),  # a third, though it ends before two could
        (until("2016-11-30", 3), "2016-08-30", True),
    ],
)
def test_a_liaison_begins_within_two_extensions_of_three_months_each(
    extended: Extension, last: str, beyond: bool
) -> None:
    """A permit of 30 November 2015: until 29 February, once until 30 May, twice until Tuesday 30 August."""
    found = reach(date(2015, 11, 30), BEGIN, OFFICE, extended)
    assert (found.last, found.beyond is not None) == (date.fromisoformat(last), beyond)


@pytest.mark.parametrize(
    ("amount", "unit", "due", "beyond"),
    [
        (10, Unit.WORKING_DAYS, "2016-03-16", False),
        (11, Unit.WORKING_DAYS, "2016-03-16", True),
        (14, Unit.CALENDAR_DAYS, "2016-03-16", False),
        (15, Unit.CALENDAR_DAYS, "2016-03-16", True),  # the 17th
    ],
)
def test_a_clerk_adds_ten_working_days_and_no_more(amount: int, unit: Unit, due: str, beyond: bool) -> None:
    """Accepted on 29 January, twenty working days end on 2 March, ten more on the 16th."""
    (licence,) = versions("LICENCE_DEFAULT", NO_LAW)
    term = Term(20, PeriodUnit.WORKING_DAYS, None, licence.article, licence)
    events = [Filing(FilingKind.ACCEPTED, schedule.calendars.worktime.minutes(date(2016, 1, 29)))]
    more = Extension(Duration(Fraction(amount), unit), "局长", date(2016, 3, 1))
    now = schedule.calendars.worktime.minutes(date(2016, 3, 4))
    found = clock([term], events, None, None, now, OFFICE, extended=more)
    assert found is not None
    assert (found.due, found.beyond is not None) == (date.fromisoformat(due), beyond)


PLAN = """daopai: 1
project: {name: 示例, start: 2016-01-04, calendar: china}
tasks:
  permit: {name: 施工许可证, duration: 5wd}
  site: {name: 进场, duration: 5wd, after: [permit FS+300cd], basis: {rule: PERMIT_START, after: permit}}
"""


def decided(folder: Path, change: str, day: str) -> str:
    words = ["decide", str(folder), change, "--date", day, "--reason", "越冬", "--approved-by", "住建局"]
    done = CliRunner().invoke(main, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stderr


def test_a_secretary_is_told_that_a_third_extension_does_not_count(tmp_path: Path) -> None:
    """Nothing is reported, so the permit is planned for Tuesday 12 January in the end: nine months end on 12 October.

    Until the 8th was given by the second extension, which counts.
    """
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    assert "批准延长" not in decided(tmp_path, "site extended=2016-07-08", "2016-01-04")
    assert "第2次" not in decided(tmp_path, "site extended=2016-10-08", "2016-01-05")
    told = decided(tmp_path, "site extended=2016-12-30", "2016-01-06")
    assert (
        "“site”2016-01-12起算的期限已是第3次延长（2016-12-30），条文最多准2次、每次3个月：这一次不算，只算到 2016-10-08"
        in told
    )
    assert "建筑法第9条" in told
    checked = CliRunner().invoke(main, ["check", str(tmp_path)], catch_exceptions=False).output
    assert "已是第3次延长" in checked
    assert "到时已失效" in checked  # it begins in November, and the third counts for nothing


def test_of_a_third_extension_whose_earlier_ones_are_not_written_no_day_is_said_not_to_count(tmp_path: Path) -> None:
    """Two extensions reach 12 October, the third is until 8 October: a clerk reads that day as the last, and why."""
    text = PLAN.replace(
        "after: permit}", "after: permit, extended: {until: 2016-10-08, approved_by: 住建局, times: 3}}"
    )
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    said = CliRunner().invoke(main, ["check", str(tmp_path)], catch_exceptions=False).output
    assert (
        "已是第3次延长（2016-10-08），条文最多准2次、每次3个月：前几次延到哪天没有写，先算到 2016-10-08，请核对" in said
    )
    assert "不算" not in said
    (tmp_path / "updates").mkdir()
    week = "data_date: 2016-01-18\nprogress:\n  permit: {started: 2016-01-05, finished: 2016-01-12}\n"
    (tmp_path / "updates" / "2016-01-18.yaml").write_text(week, encoding="utf-8")
    meeting = schedule.meeting(schedule.load(tmp_path))
    (one,) = meeting.within
    due = voice_of(meeting.schedule, "zh").tell(within_values(one)["due"])
    assert due == "10月8日（已是第3次延期，条文最多准延2次、每次3个月，要核对）"


@pytest.mark.parametrize("by", ["10h", "90min", "1.5wd", "2.5cd"])
def test_a_clerk_is_told_that_a_period_is_extended_by_whole_days(by: str, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(
        PLAN.replace("duration: 5wd}", "duration: 5wd, basis: {rule: LICENCE_DEFAULT}}", 1), encoding="utf-8"
    )
    words = ["decide", str(tmp_path), f"permit extended={by}", "--date", "2016-01-04", "--reason", "量大"]
    done = CliRunner().invoke(main, [*words, "--approved-by", "局长"], catch_exceptions=False)
    assert done.exit_code == 1
    assert f"办理期限按整天延长，写几个工作日或几个日历日（10wd, 10cd），不能写“{by}”" in done.stderr
    assert not (tmp_path / "updates").exists()


@pytest.mark.parametrize("by", ["99999wd", "99999cd"])
def test_a_secretary_is_told_of_an_extension_past_all_calendars(by: str, tmp_path: Path) -> None:
    """It took the last day of the permit from every paper."""
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    assert "超过条文准许的" in decided(tmp_path, f"site extended={by}", "2016-01-04")
    assert "到时已失效" in CliRunner().invoke(main, ["check", str(tmp_path)], catch_exceptions=False).output


def test_what_is_written_again_on_the_day_is_no_second_extension(tmp_path: Path) -> None:
    """A date put right on the day of the decision: until 8 July by one extension, not by a first and a second."""
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    decided(tmp_path, "site extended=2016-06-08", "2016-01-04")
    decided(tmp_path, "site extended=2016-07-08", "2016-01-04")
    decided(tmp_path, "site duration=6wd", "2016-01-05")
    basis = schedule.meeting(schedule.load(tmp_path)).schedule.state.plan.tasks["site"].basis
    assert basis is not None
    assert basis.extended is not None
    assert (basis.extended.times, basis.extended.earlier) == (1, None)


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        (
            "{rule: LICENCE_DEFAULT, extended: {by: 20wd, approved_by: 局长}}",
            "最多准延1次、每次10个工作日，多出的没有算",
        ),
        (
            "{rule: LICENCE_DEFAULT, extended: {by: 10wd, approved_by: 局长, times: 2}}",
            "已批准延长2次（共 10 个工作日），条文最多准延1次、每次10个工作日，要核实",
        ),
        ("{rule: PERMIT, extended: {by: 5wd, approved_by: 局长}}", "能不能延长、能延长几天，条文没有写"),
        ("{rule: LICENCE_DEFAULT, extended: {by: 10wd, approved_by: 局长}}", None),
        ("{article: 县政府承诺, ceiling: 20wd, extended: {by: 30wd, approved_by: 局长}}", None),  # no law's
    ],
)
def test_a_person_is_asked_about_an_extension_that_the_article_does_not_let(
    tmp_path: Path, basis: str, said: str | None
) -> None:
    (tmp_path / "updates").mkdir()
    text = PLAN.replace("duration: 5wd}", f"duration: 5wd, body: b, applicant: a, basis: {basis}}}")
    text = text.replace("tasks:", "bodies: {a: {name: 业主}, b: {name: 住建局}}\ntasks:")
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    week = "data_date: 2016-01-18\nprogress:\n  permit: {submitted: 2016-01-04, accepted: 2016-01-04, remaining: 2wd}\n"
    (tmp_path / "updates" / "2016-01-18.yaml").write_text(week, encoding="utf-8")
    meeting = schedule.meeting(schedule.load(tmp_path))
    (one,) = meeting.ceilings
    asked = "；".join(
        voice_of(meeting.schedule, "zh").told(to_confirm(one.clock, voice_of(meeting.schedule, "zh").plan))
    )
    assert (said in asked) if said is not None else "延长" not in asked
    if "times: 2" in basis:
        assert "只计" not in voice_of(meeting.schedule, "zh").tell(count_text(one.clock))  # all ten days count
    if "by: 20wd" in basis:
        counted = voice_of(meeting.schedule, "zh").tell(count_text(one.clock))
        assert "局长批准延长 20 个工作日，只计 10 个工作日" in counted  # what was given is never told as less
    (english,) = schedule.meeting(schedule.load(tmp_path)).ceilings
    assert all(
        line.isascii()
        for line in voice_of(meeting.schedule, "en").told(
            to_confirm(english.clock, voice_of(meeting.schedule, "en").plan)
        )
        if "日" not in line
    )
