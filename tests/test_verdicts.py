"""Verdicts that a reader acts on: on time or late, and by how much, in ordinary weeks; all by hand arithmetic."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import read_papers as read
from click.testing import CliRunner
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from networks import at, plan, task

import schedule
from schedule.analysis.dates.alerts import Light
from schedule.analysis.dates.deadlines import room
from schedule.analysis.dates.near_critical import near_critical
from schedule.analysis.meeting import Meeting
from schedule.analysis.move.accounts import PartKind
from schedule.analysis.move.ledger import ledger
from schedule.calendars.worktime import DAY, finish_day, minutes
from schedule.commands import main
from schedule.engine.compute import compute
from schedule.engine.holding import holding
from schedule.engine.paths import float_paths
from schedule.engine.state import as_of
from schedule.engine.variation import recomputed
from schedule.model import Constraint, ConstraintKind, Project
from schedule.output.meeting_folder import write_papers
from schedule.output.words.phrases import voice_of
from schedule.output.words.sentences import headline, sentence

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


@pytest.mark.parametrize("kind", ["finish", "finish, calendar: office", "start", "start, calendar: office"])
def test_a_milestone_is_reached_in_a_holiday_whatever_it_is_and_names(tmp_path: Path, kind: str) -> None:
    # The works end on 1 October, when no office works: two days before the deadline, two days late for 29 September.
    done = DONE.replace("finish", kind)
    for due, margin, left in (("10-03", 2 * DAY, 2), ("10-01", 0, 0), ("09-29", -2 * DAY, None)):
        meeting = met(folder(tmp_path, "2026-09-26", WORKS, done.replace("10-03", due)))
        assert (meeting.headline.margin, str(meeting.schedule.tasks["done"].last_day)) == (margin, "2026-10-01")
        row = next(row for row in meeting.deadlines if row.task == "done")
        assert row.impossible is (meeting.lights["done"] is Light.RED) is (margin < 0)
        assert left is None or room(meeting.schedule.tasks["done"], row.latest_finish) == left


@pytest.mark.parametrize(("day", "margin"), [("2026-11-16", 4), ("2026-11-23", 4), ("2026-12-21", 4)])
def test_the_secretary_reads_of_no_milestone_on_a_closed_site_that_silence_makes_it_late(
    tmp_path: Path, day: str, margin: int
) -> None:
    # Not before 16 November, when what it waits for has long been done; its site is closed since the 15th, and nobody
    # reports it. It stands on the 16th, four days before its deadline, at every later meeting too.
    text = HEAD.replace("{week: mon-sun}", "{week: mon-sun, closed: [11-15..03-10]}") % "2026-10-12" + (
        "  works: {name: 围墙, body: b, duration: 5wd}\n"
        "  handed: {name: 移交, body: b, milestone: start, calendar: site, after: [works],"
        " start_no_earlier_than: 2026-11-16, deadline: 2026-11-20}\n"
    )
    meeting = reported_on(tmp_path, text, "works: {started: 2026-10-12, finished: 2026-10-16}", day)
    dates = meeting.schedule.tasks["handed"]
    assert (str(dates.last_day), (date(2026, 11, 20) - dates.last_day).days) == ("2026-11-16", margin)
    assert (meeting.headline.missed, Light.RED in meeting.lights.values()) == (False, False)


@pytest.mark.parametrize("how", ["", " SS", " FF", " SF"])
@pytest.mark.parametrize("kind", ["finish", "start"])
def test_the_liaison_of_a_site_waits_for_no_monday_of_an_office_after_a_milestone(
    tmp_path: Path, how: str, kind: str
) -> None:
    # Twelve days of a site from Monday 2 November end on Friday the 13th. The milestone names no calendar, and so the
    # site goes on the day after by every relation, a Saturday on which no office of the project works.
    meeting = met(
        folder(
            tmp_path,
            "2026-11-02",
            "walls: {name: 围墙, body: b, duration: 12wd, calendar: site}",
            f"ready: {{name: 围好, body: b, milestone: {kind}, after: [walls]}}",
            f"roof: {{name: 屋面, body: b, duration: 1wd, calendar: site, after: [ready{how}, walls]}}",
        )
    )
    assert str(meeting.schedule.tasks["roof"].first_day) == "2026-11-14"


def test_the_instants_of_p6_stay_in_schedule(tmp_path: Path) -> None:
    # P6 has a finish milestone of the office go on to the first office hour after the holiday, and exports that.
    path = folder(tmp_path, "2026-09-26", WORKS, DONE.replace("finish", "finish, calendar: office"))
    shown = CliRunner().invoke(main, ["schedule", str(path), "--format", "json"]).stdout
    done = next(row for row in json.loads(shown) if row["id"] == "done")
    assert done["early_finish"] == done["finish"] == "2026-10-08T00:00"


@pytest.mark.slow
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


# Nothing left


WINTER = """daopai: 1
project: {name: 冬停, start: 2026-10-08, calendar: site, target: done}
calendars: {site: {week: mon-sun, closed: [11-15..03-10]}}
bodies: {b: {name: 甲单位}}
tasks:
  road: {name: 路基, body: b, duration: 30wd}
  account: {name: 结算, body: b, duration: 10wd, calendar: china, after: [road]}
  done: {name: 竣工, body: b, milestone: finish, after: [account], calendar: china, deadline: 2026-12-20}
"""


@pytest.mark.parametrize("left", ["percent: 100", "remaining: 0wd", "finished: 2026-11-15"])
def test_the_clerk_who_leaves_out_one_word_moves_no_deadline(tmp_path: Path, left: str) -> None:
    # The site closes on 15 November. What is left of the road is nothing, so the account takes the ten working days
    # from Monday 16 to Friday 27 November: 23 days before 20 December, whether or not the finish is reported.
    meeting = reported_on(tmp_path, WINTER, f"road: {{started: 2026-10-08, {left}}}")
    assert (meeting.headline.margin, Light.RED in meeting.lights.values()) == (23 * DAY, False)
    assert str(meeting.schedule.tasks["account"].last_day) == "2026-11-27"


@pytest.mark.parametrize("how", ["FS", "SS", "SS+5wd", "SF", "FF"])
def test_work_that_is_over_on_a_closed_site_holds_nobody_by_any_relation(tmp_path: Path, how: str) -> None:
    # Of the road nothing is left, and five days of it have gone by since 8 October: ten working days begin on Monday 16
    # November and end on Friday the 27th.
    text = WINTER.replace("after: [road]", f"after: [road {how}]")
    meeting = reported_on(tmp_path, text, "road: {started: 2026-10-08, remaining: 0wd}")
    assert str(meeting.schedule.tasks["account"].last_day) == "2026-11-27"


def test_nothing_left_before_the_spring_festival_is_not_late(tmp_path: Path) -> None:
    # Offices close from 15 to 23 February 2026. On Monday the 16th nothing is left of a task that is due on the 18th.
    text = HEAD % "2026-01-05" + "  filing: {name: 归档, body: b, duration: 20wd, deadline: 2026-02-18}\n"
    meeting = reported_on(tmp_path, text, "filing: {started: 2026-01-05, remaining: 0wd}", day="2026-02-16")
    assert str(meeting.schedule.tasks["filing"].last_day) == "2026-02-16"
    assert meeting.lights["filing"] is not Light.RED
    assert not any(row.impossible for row in meeting.deadlines)


def reported_on(path: Path, text: str, progress: str, day: str = "2026-11-16") -> Meeting:
    (path / "plan.yaml").write_text(text, encoding="utf-8")
    (path / "updates").mkdir()
    (path / "updates" / f"{day}.yaml").write_text(f"data_date: {day}\nprogress:\n  {progress}\n", encoding="utf-8")
    project = schedule.load(path)
    return schedule.meeting(project, minutes(date.fromisoformat(day)))


# A leader's deadline


@pytest.mark.parametrize(
    ("task", "due"),
    [
        ("duration: 18wd", "2026-09-27"),
        ("duration: 18wd", "2026-10-04"),
        ("milestone: finish, calendar: office, after: [before]", "2026-09-27"),
        ("milestone: finish, calendar: office, after: [before]", "2026-10-04"),
    ],
)
def test_the_leader_reads_the_sunday_that_he_gave(tmp_path: Path, task: str, due: str) -> None:
    # From 1 September eighteen working days (the 20th is a make-up working day) end on Thursday the 24th; the 25th to
    # the 27th and 1 to 7 October are holidays. Both days are Sundays.
    before = "before: {name: 土建, body: b, duration: 18wd}"
    path = folder(tmp_path, "2026-09-01", before, f"one: {{name: 移交, body: b, {task}, deadline: {due}}}")
    meeting = met(path)
    row = next(row for row in meeting.deadlines if row.task == "one")
    assert str(finish_day(row.latest_finish)) == str(finish_day(row.deadline_at)) == due
    said = f"{int(due[5:7])}月{int(due[8:])}日"
    run = CliRunner()
    shown = run.invoke(main, ["meeting", str(path), "-o", str(tmp_path / "out"), "--only", "minutes"]).stdout
    assert f"期限 {said}" in shown.splitlines()[2]
    table = csv.DictReader(run.invoke(main, ["deadlines", str(path), "--format", "csv"]).stdout.splitlines())
    assert next(one for one in table if one["代号"] == "one")["最迟完成日(红线)"] == due
    assert f"最迟 {said} 完成" in run.invoke(main, ["explain", str(path), "one"]).stdout.replace("启动，", "")


# No date, nothing to miss


def test_a_plan_without_a_deadline_misses_none() -> None:
    """The engineer: on two calendars P6's float falls below 0 though nothing is fixed; that is no lost date."""
    office, always = "t1", "t0"
    of = plan(
        task(always, "1wd", calendar="calendar-days"),
        task(office, "1wd", f"{always} FF"),
        start="2014-10-06",
    )
    meeting = schedule.meeting(Project(of), of.start)
    assert (meeting.schedule.tasks[always].total_float or 0) < 0
    assert set(meeting.lights.values()) == {Light.GREEN}
    assert not meeting.alerts
    fixed = Constraint(ConstraintKind.START_NO_LATER_THAN, at("2014-10-03 08:00"))
    late = replace(of, tasks={**of.tasks, office: replace(of.tasks[office], constraints=(fixed,))})
    meeting = schedule.meeting(Project(late), of.start)
    assert meeting.lights[office] is Light.RED
    assert "date-missed" in {alert.code for alert in meeting.alerts}


# A milestone that nobody reported, whose day has come all the same


CLOSED_SITE = """daopai: 1
project: {name: 冬季, start: 2026-08-03, calendar: office, target: done}
calendars:
  office: {week: mon-fri}
  site: {week: mon-sun, closed: [11-15..03-10]}
bodies: {b: {name: 施工单位}}
tasks:
  permit: {name: 施工许可证, body: b, duration: 20wd}
  begun: {name: 开工, body: b, milestone: start, after: [permit], calendar: %s}
  tests: {name: 试桩, body: b, duration: 20wd, after: [begun%s]}
  done: {name: 建成, body: b, milestone: finish, after: [tests], deadline: 2026-12-31}
"""
ISSUED = "permit: {started: 2026-08-17, finished: 2026-09-14}"


@pytest.mark.parametrize(
    ("own", "lag", "told", "ends"),
    [
        # Twenty days of an office from Monday 16 November end on Friday 11 December, whatever the site does meanwhile.
        ("site", "", ISSUED, "2026-12-11"),
        ("site", "", f"{ISSUED}\n  begun: {{started: 2026-09-15}}", "2026-12-11"),
        # A lag runs since 15 September, on the site's days: until 13 November the 60 that there are, and no more.
        ("site", " FS+60wd", ISSUED, "2026-12-11"),
        ("site", " FS+60wd", f"{ISSUED}\n  begun: {{started: 2026-09-15}}", "2026-12-11"),
        # Issued on 14 November, after which the site is closed: the start waits for 11 March, and the tests with it.
        ("site", "", "permit: {started: 2026-08-17, finished: 2026-11-14}", "2027-04-07"),
        # Not before a day that has passed as well, and before one that has not: Saturday 5 December.
        ("site, start_no_earlier_than: 2026-10-01", "", ISSUED, "2026-12-11"),
        ("office, start_no_earlier_than: 2026-12-05", "", ISSUED, "2027-01-01"),
    ],
)
def test_the_clerk_who_leaves_out_a_milestone_closes_no_site(
    tmp_path: Path, own: str, lag: str, told: str, ends: str
) -> None:
    meeting = reported_on(tmp_path, CLOSED_SITE % (own, lag), told)
    assert str(meeting.schedule.tasks["done"].last_day) == ends
    assert (Light.RED in meeting.lights.values()) is (ends > "2026-12-31")


@pytest.mark.parametrize(
    ("told", "light", "said"),
    [
        # The works began on 7 September, so that the site was open by then: before its deadline, the 10th.
        (
            "works: {started: 2026-09-07, remaining: 50wd}",
            Light.GREY,
            "要等的都已办完，期限 9月10日 已过，还没有报开始",
        ),
        # They began on the 15th. Whether it had been open since the 10th nobody has said, and nobody is late by that.
        (
            "works: {started: 2026-09-15, remaining: 50wd}",
            Light.GREY,
            "要等的都已办完，期限 9月10日 已过，还没有报开始",
        ),
        # Nothing has begun by the 28th.
        ("works: {note: 未开始}", Light.RED, "预计 9月28日 实现，比期限 9月10日 晚 18 天"),
    ],
)
def test_a_site_was_open_when_the_works_on_it_began(tmp_path: Path, told: str, light: Light, said: str) -> None:
    """The leader asks of a milestone that nobody reported, which waits for nothing, and after which work has begun."""
    text = HEAD % "2026-09-01" + (
        "  opened: {name: 进场, body: b, milestone: start, deadline: 2026-09-10}\n"
        "  works: {name: 土建, body: b, duration: 60wd, after: [opened], calendar: site}\n"
    )
    meeting = reported_on(tmp_path, text, told, day="2026-09-28")
    (head,) = (head for head in meeting.headlines if head.target == "opened")
    assert said in voice_of(meeting.schedule, "zh").tell(headline(head, voice_of(meeting.schedule, "zh").plan))
    assert meeting.lights["opened"] is light
    assert str(meeting.schedule.tasks["works"].first_day) == ("2026-09-28" if "note" in told else told[17:27])


SILENT = HEAD % "2016-01-04" + (
    "  docs: {name: 准备, body: b, duration: 10wd}\n"
    "  go: {name: 入场, body: b, milestone: start, after: [docs]%s}\n"
    "  one: {name: 甲段, body: b, duration: 40wd, after: [go], calendar: site}\n"
    "  two: {name: 乙段, body: b, duration: 40wd, after: [go%s], calendar: site}\n"
    "  done: {name: 完工, body: b, milestone: finish, after: [one, two], deadline: 2016-06-10}\n"
)
BEGUN = "docs: {started: 2016-01-04, finished: 2016-01-18}\n  one: {started: 2016-02-25, remaining: 20wd}"


@pytest.mark.parametrize("how", ["FS", "SS", "SS+5wd", "SF", "FF"])
def test_a_site_that_closed_later_holds_nobody_by_any_relation(tmp_path: Path, how: str) -> None:
    # What the start waits for was done on 15 September; since 15 November its site is closed to 10 March. Thirty
    # working days from Monday 30 November, New Year's day off, end on Monday 11 January.
    text = HEAD.replace("{week: mon-sun}", "{week: mon-sun, closed: [11-15..03-10]}") % "2015-09-01" + (
        "  docs: {name: 准备, body: b, duration: 10wd}\n"
        "  go: {name: 入场, body: b, milestone: start, calendar: site, after: [docs]}\n"
        f"  buy: {{name: 采购, body: b, duration: 30wd, after: [go {how}], deadline: 2016-04-10}}\n"
    )
    meeting = reported_on(tmp_path, text, "docs: {started: 2015-09-01, finished: 2015-09-15}", day="2015-11-30")
    assert str(meeting.schedule.tasks["buy"].last_day) == "2016-01-11"
    assert Light.RED not in meeting.lights.values()


def test_the_secretary_reads_who_decides_and_not_a_start_that_has_come(tmp_path: Path) -> None:
    # By 7 March the site has been open since 19 January. Of the first part 20 days are left, to 26 March; of the
    # second nobody said a word: 40 days from now, to 15 April. It decides, it is asked, and the start of both is not
    # what either waits for.
    meeting = reported_on(tmp_path, SILENT % ("", ""), BEGUN, day="2016-03-07")
    held = {dates.task.id for dates in holding(meeting.schedule, "done")}
    assert held == {"two", "done"}
    assert str(meeting.schedule.tasks["done"].last_day) == "2016-04-15"
    assert (meeting.unreported, meeting.lights["two"]) == (("go", "two"), Light.GREY)
    assert meeting.schedule.tasks["two"].driving == ()
    assert [path.tasks for path in float_paths(meeting.schedule, "done")] == [("two", "done"), ("one",)]
    assert near_critical(meeting.schedule, Fraction(5)) == ()
    told = {
        alert.task: voice_of(meeting.schedule, "zh").tell(sentence(alert, voice_of(meeting.schedule, "zh").plan))
        for alert in meeting.alerts
    }
    assert told == {
        "go": "入场（施工单位）要等的 1月18日 已办完，还没有报开始：请报哪天开始。",
        "two": "乙段（施工单位）这次没有报进展，按没有进展计算。",
    }


def test_the_account_says_of_a_start_that_it_came_later_and_not_that_it_took_longer(tmp_path: Path) -> None:
    # On 7 March the start is taken as of 18 January, when what it waits for was done, and the second part stands 60
    # days later. On the 14th the liaison reports it as of the morning of 24 February: 36 days more than the morning of
    # 19 January, where a day's end and the next morning are one.
    docs, one = BEGUN.split("\n  ")
    reported_on(tmp_path, SILENT % ("", " FS+60cd"), docs, day="2016-02-22")
    for day, said in (("2016-03-07", one), ("2016-03-14", "go: {started: 2016-02-24}\n  one: {remaining: 13wd}")):
        text = f"data_date: {day}\nprogress:\n  {said}\n"
        (tmp_path / "updates" / f"{day}.yaml").write_text(text, encoding="utf-8")
    told = CliRunner().invoke(main, ["why", str(tmp_path)]).stdout
    assert re.search(r"入场 +迟报：2月24日 就已开始，这次才报，晚了 36 天 +\+36 +0 +\+36", told), told
    account = CliRunner().invoke(main, ["why", str(tmp_path), "--date", "2016-03-07"]).stdout
    assert "没有（乙段）" in account  # what has come has no float to lose


def test_a_start_that_the_plan_puts_off_has_not_come_because_a_part_began(tmp_path: Path) -> None:
    # Not before 1 June, and ten days later the second part: 11 June, though the first began without waiting.
    text = (SILENT % (", start_no_earlier_than: 2016-06-01", " FS+10cd")).replace(", after: [docs]", "")
    meeting = reported_on(tmp_path, text, BEGUN, day="2016-04-01")
    days = {name: str(meeting.schedule.tasks[name].first_day) for name in ("go", "two")}
    assert days == {"go": "2016-06-01", "two": "2016-06-11"}


def test_the_liaison_reads_of_no_start_that_it_is_finished(tmp_path: Path) -> None:
    """Wherever a start is waited for, lacks its order, or was reported by mistake (`Voice.of`)."""
    text = SILENT % (", evidence: 开工令", " FS+10cd")
    meeting = reported_on(tmp_path, text, BEGUN + "\n  go: {started: 2016-02-25}", day="2016-03-01")
    (alert,) = (alert for alert in meeting.alerts if alert.task == "go")
    assert voice_of(meeting.schedule, "zh").tell(sentence(alert, voice_of(meeting.schedule, "zh").plan)) == (
        "入场（施工单位）报称已经开始，但没有批文号（开工令），不能销号。"
    )
    explained = CliRunner().invoke(main, ["explain", str(tmp_path), "two"]).stdout
    # Ten days after the morning of 25 February end with 5 March.
    assert "要等入场后 10 天，3月6日 开始" in explained
    # What it waits for was done on 18 January, so that the site is open all the same, and no start lies ahead.
    later = "corrects: 日期录错了\ndata_date: 2016-03-08\nprogress:\n  go: {started: none}\n"
    (tmp_path / "updates" / "2016-03-08.yaml").write_text(later, encoding="utf-8")
    told, listed = (CliRunner().invoke(main, [name, str(tmp_path)]).stdout for name in ("why", "alerts"))
    assert "原报 2月25日 开始，收回，哪天开始要重报" in told
    assert "更正，原报 2月25日 开始，收回（日期录错了）" in listed
    for paper in (explained, told, listed):
        assert "入场完成" not in paper
        assert "2月24日" not in paper


def test_a_permit_is_not_issued_by_silence(tmp_path: Path) -> None:
    """The secretary reads that the review has ended and that the permit is not there: nobody calls it done."""
    text = HEAD % "2026-08-03" + (
        "  review: {name: 审查, body: b, duration: 20wd}\n"
        "  permit: {name: 许可, body: b, milestone: finish, after: [review], legal: true, deadline: 2026-10-30}\n"
        "  tests: {name: 试桩, body: b, duration: 40wd, after: [permit]}\n"
    )
    told = "review: {started: 2026-08-17, finished: 2026-09-14}\n  tests: {started: 2026-10-12, remaining: 20wd}"
    meeting = reported_on(tmp_path, text, told)
    (head,) = (head for head in meeting.headlines if head.target == "permit")
    assert (head.done, head.missed) == (None, True)  # as far as anybody knows it comes on 16 November
    said = voice_of(meeting.schedule, "zh").tell(
        sentence(
            next(alert for alert in meeting.alerts if alert.task == "permit"), voice_of(meeting.schedule, "zh").plan
        )
    )
    assert said.startswith("未取得许可")
    assert "已做完" not in said


@pytest.mark.parametrize(
    ("paused", "day"),
    [
        # Ten working days of the road from 2 November are over on Friday the 13th, and what may begin by then has come.
        ("", "2026-11-16"),
        # Of a road that stood still from the 4th to the 12th no ten days are worked by Monday the 16th: three, and with
        # seven more from that day on it comes on Wednesday the 25th.
        (", suspended: 2026-11-04, resumed: 2026-11-13", "2026-11-25"),
    ],
)
def test_a_milestone_comes_when_so_much_is_worked_and_not_when_so_many_days_have_passed(
    tmp_path: Path, paused: str, day: str
) -> None:
    text = HEAD % "2026-11-02" + (
        "  road: {name: 路基, body: b, duration: 40wd}\n"
        "  lorries: {name: 进车, body: b, milestone: start, after: [road SS+10wd], calendar: office}\n"
        "  paving: {name: 路面, body: b, duration: 10wd, after: [lorries]}\n"
    )
    meeting = reported_on(tmp_path, text, f"road: {{started: 2026-11-02, remaining: 30wd{paused}}}")
    assert str(meeting.schedule.tasks["paving"].first_day) == day


@pytest.mark.parametrize(
    ("told", "until", "paving"),
    [
        # Of ten working days from 2 November, the 4th to the 12th left out, the 2nd, 3rd, 13th, 16th to 20th are over
        # by Monday the 23rd. Two are left: the lorries come on Wednesday the 25th, with the paving, whether or not the
        # road is finished.
        ("remaining: 2wd", "2026-11-23", "2026-11-25"),
        ("finished: 2026-11-18", "2026-11-23", "2026-11-25"),
        # A week later that day has come and nobody said so: nothing holds the paving any more.
        ("finished: 2026-11-18", "2026-11-30", "2026-11-30"),
    ],
)
def test_the_secretary_reads_the_same_day_once_work_that_stood_still_is_finished(
    tmp_path: Path, told: str, until: str, paving: str
) -> None:
    text = HEAD % "2026-11-02" + (
        "  road: {name: 路基, body: b, duration: 8wd}\n"
        "  lorries: {name: 进车, body: b, milestone: start, after: [road SS+10wd], calendar: office}\n"
        "  paving: {name: 路面, body: b, duration: 10wd, after: [lorries]}\n"
    )
    paused = "suspended: 2026-11-04, resumed: 2026-11-13"
    meeting = reported_on(tmp_path, text, f"road: {{started: 2026-11-02, {told}, {paused}}}", until)
    assert str(meeting.schedule.tasks["paving"].first_day) == paving
    assert str(meeting.schedule.tasks["lorries"].last_day) == "2026-11-25"


@pytest.mark.parametrize("deadline", ["", ", deadline: 2026-11-30"])
@pytest.mark.parametrize("after", ["gate, papers", "gate"])
def test_the_secretary_reads_of_no_opening_put_off_by_what_is_as_late_as_possible(
    tmp_path: Path, deadline: str, after: str
) -> None:
    # Eight working days from Monday 9 November end on Wednesday the 18th, and the gate is ready: its site, closed since
    # the 15th, holds up nobody who is done. Papers of three days that may be as late as possible are made in the last
    # three before it, and neither on the eve of the deadline nor in March, when the site opens.
    text = HEAD.replace("{week: mon-sun}", "{week: mon-sun, closed: [11-15..03-10]}") % "2026-11-09" + (
        "  works: {name: 围墙, body: b, duration: 8wd}\n"
        "  gate: {name: 大门, body: b, milestone: start, calendar: site, after: [works]}\n"
        "  papers: {name: 资料, body: b, duration: 3wd, as_late_as_possible: true}\n"
        f"  open: {{name: 启用, body: b, milestone: finish, calendar: office, after: [{after}]{deadline}}}\n"
    )
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    project = schedule.load(tmp_path)
    tasks = schedule.meeting(project, project.plan.start).schedule.tasks
    assert [str(tasks[name].last_day) for name in ("gate", "papers", "open")] == ["2026-11-18"] * 3
    assert str(tasks["papers"].first_day) == "2026-11-16"


# The law, over random plans


START = date(2026, 9, 1)
CLOSED = {
    "office": [(date(2026, 10, 1), date(2026, 10, 7))],
    "site": [],
    "winter": [(date(2026, 9, 20), date(2026, 11, 2))],
}
RANDOM = """daopai: 1
project: {name: 随机, start: 2026-09-01, calendar: office%s}
calendars:
  office: {week: mon-fri, closed: [10-01..10-07]}
  site: {week: mon-sun}
  winter: {week: mon-sun, closed: [09-20..11-02]}
tasks:
"""


@dataclass(frozen=True)
class Drawn:
    """A task as it is typed: `days` of work, 0 of none; `kind` work, finish, start, or left (begun, nothing left)."""

    name: str
    kind: str
    calendar: str | None
    days: int
    after: tuple[tuple[str, int, str], ...]
    due: int | None

    def typed(self) -> str:
        what = f"duration: {self.days}wd" if self.kind in ("work", "left") else f"milestone: {self.kind}"
        told = [what, *([f"calendar: {self.calendar}"] if self.calendar else [])]
        told += [f"after: [{', '.join(f'{p} FS+{lag}{unit}' if lag else p for p, lag, unit in self.after)}]"]
        told += [f"deadline: {START + timedelta(days=self.due)}"] if self.due is not None else []
        return f"  {self.name}: {{name: {self.name}, {', '.join(told)}}}\n"


@st.composite
def drawn_plans(draw: st.DrawFn) -> tuple[Drawn, ...]:
    found: list[Drawn] = []
    for k in range(draw(st.integers(1, 7))):
        kind = draw(st.sampled_from(["work", "work", "finish", "start", "left"]))
        calendar = draw(st.sampled_from(["office", "site", "winter", None]))
        chosen = draw(st.lists(st.integers(0, k - 1), max_size=2, unique=True)) if k else []
        lags = st.sampled_from([(0, "wd"), (0, "wd"), (0, "wd"), (3, "wd"), (2, "cd")])
        after = tuple((f"t{p}", *draw(lags)) for p in chosen)
        days = draw(st.integers(1, 9)) if kind in ("work", "left") else 0
        found.append(Drawn(f"t{k}", kind, calendar, days, after, draw(st.none() | st.integers(0, 80))))
    return tuple(found)


def works(calendar: str | None, day: int) -> bool:
    on = START + timedelta(days=day)
    closed = any(first <= on <= last for first, last in CLOSED.get(calendar or "", []))
    return not closed and (calendar != "office" or on.weekday() < 5)


def worked_on(calendar: str | None, day: int, days: int) -> int:
    """The midnight at which so many days of work are done, begun at a midnight."""
    while days:
        days -= works(calendar, day)
        day += 1
    return day


def opened(milestone: Drawn, day: int) -> int:
    """When a milestone is reached that may be from a midnight on: on a working day of the calendar that it names."""
    calendar = milestone.calendar
    if calendar and not (milestone.kind == "finish" and works(calendar, day - 1)):
        while not works(calendar, day):
            day += 1
    return day


def ago(calendar: str | None, day: int, days: int) -> int:
    """The midnight from which so many days of work are done at a midnight."""
    while days:
        day -= 1
        days -= works(calendar, day)
    return day


def followed(plan: tuple[Drawn, ...], now: int, told: Mapping[str, int]) -> dict[str, int]:
    """The last midnight at which each milestone can have been there, since work after it had begun by then.

    What has nothing left began on the eve (`held`).
    """
    own = {one.name: one.calendar or "office" for one in plan}
    begun: dict[str, int] = {}
    for one in reversed(plan):
        at = ago(own[one.name], told[one.name], one.days) if one.name in told else begun.get(one.name)
        at = now - 1 if one.kind == "left" else None if one.kind == "work" and one.name not in told else at
        for p, lag, unit in one.after if at is not None else ():
            there = ago(None if unit == "cd" else own[p], at, lag)
            begun[p] = min(there, begun.get(p, there))
    return begun


def lived(plan: tuple[Drawn, ...], now: int, told: Mapping[str, int] | None = None) -> dict[str, int]:
    """The midnight, in days from the start, at which each task is done: day by day, one task after the other.

    What is no work is done when all that it waits for is, whoever reports it, and what waits for nothing now, or before
    what followed it (`followed`), keeping its own deadline where that lies before. Work that follows a milestone waits
    for a working day of a calendar that this names, as in P6, and until now: `seen`. Where all that a milestone waits
    for is told, and its calendar had reached it by now, what follows waits for it no more, and its lag runs since then.
    `told` is when work was done that is reported finished.
    """
    done: dict[str, int] = {}
    seen: dict[str, int] = {}
    over, begun = set(told or ()), followed(plan, now, told or {})
    own = {one.name: one.calendar or "office" for one in plan}
    for one in plan:
        if told and one.name in told:
            done[one.name] = seen[one.name] = told[one.name]
            continue
        asked = [
            [worked_on(None if unit == "cd" else own[p], ends[p], lag) for p, lag, unit in one.after]
            for ends in (done, seen)
        ]
        is_over = bool(one.after) and all(p in over for p, _, _ in one.after)
        there = now
        if not one.after and one.kind in ("finish", "start") and one.name in begun:
            there = begun[one.name]
        clock, waits = max(asked[0], default=there), max([now, *asked[1]])
        if one.kind == "left":
            clock = max(now, clock)
        elif there < now and one.due is not None and 0 < one.due + 1 <= clock:
            clock = one.due + 1
        if one.kind == "work":
            while not works(own[one.name], waits):
                waits += 1
            done[one.name] = seen[one.name] = worked_on(own[one.name], waits, one.days)
            continue
        if one.kind == "left":
            over |= {one.name} if waits == now else set()
        else:
            reached = opened(one, max(asked[1])) if one.after else there
            is_over = (is_over or (not one.after and one.name in begun)) and reached <= now
            over |= {one.name} if is_over else set()
            waits = reached if is_over else opened(one, waits)
        done[one.name], seen[one.name] = clock, waits
    return done


def held(
    path: Path, plan: tuple[Drawn, ...], now: int, target: str, finished: Mapping[str, int] | None = None
) -> Meeting:
    """The meeting so many days after the start, at which nothing was told but that some have nothing left, and since
    the day before; or which work has `finished`, and at which midnight.
    """
    day = START + timedelta(days=now)
    text = RANDOM % f", target: {target}" + "".join(one.typed() for one in plan)
    (path / "plan.yaml").write_text(text, encoding="utf-8")
    if now:
        begun = [one.name for one in plan if one.kind == "left"]
        eve = START + timedelta(days=now - 1)
        told = "".join(f"\n  {name}: {{started: {eve}, remaining: 0wd}}" for name in begun)
        for name, end in (finished or {}).items():
            one = next(one for one in plan if one.name == name)
            begin = START + timedelta(days=ago(one.calendar or "office", end, one.days))
            since = f"started: {begin}, " if one.days else ""
            told += f"\n  {name}: {{{since}finished: {START + timedelta(days=end - 1)}}}"
        (path / "updates").mkdir(exist_ok=True)
        text = f"data_date: {day}\nprogress:{told or ' {}'}\n"
        (path / "updates" / f"{day}.yaml").write_text(text, encoding="utf-8")
    return schedule.meeting(schedule.load(path), minutes(day))


@pytest.mark.slow
@given(drawn_plans(), st.integers(0, 30), st.data())
@settings(max_examples=max(40, settings.default.max_examples // 3))
def test_a_deadline_is_missed_exactly_when_what_it_waits_for_ends_after_it(
    plan: tuple[Drawn, ...], now: int, data: st.DataObject
) -> None:
    """On three calendars with closures, lags, milestones of both kinds with and without a calendar, nothing left."""
    dated = [one for one in plan if one.due is not None and one.due >= 0]
    assume(dated)
    target = data.draw(st.sampled_from(dated))
    now = max(now, 1) if any(one.kind == "left" for one in plan) else now
    with TemporaryDirectory() as place:
        meeting = held(Path(place), plan, now, target.name)
    ends, rows = lived(plan, now), {row.task: row for row in meeting.deadlines}
    late = {one.name: ends[one.name] - (one.due or 0) - 1 for one in dated}
    zero = minutes(START)
    for one in plan:
        assert meeting.schedule.tasks[one.name].finish == zero + ends[one.name] * DAY, one.name
    said = {head.target: head.margin for head in meeting.headlines}
    assert said == {name: -days * DAY for name, days in late.items()}
    for name, days in late.items():
        row, missed = rows[name], days > 0
        if row.deadline == name:
            assert row.impossible is missed
            assert (room(meeting.schedule.tasks[name], row.latest_finish) < 0) is missed
        assert row.impossible >= missed
        assert (meeting.lights[name] is Light.RED) is row.impossible
        codes = {alert.code for alert in meeting.alerts if alert.task == name}
        assert ("deadline-missed" in codes) is missed
    for name, row in rows.items():
        assert not row.impossible or any(late[served] > 0 for served in row.serves)
        assert (meeting.lights[name] is Light.RED) is row.impossible


@pytest.mark.slow
@given(drawn_plans(), st.integers(0, 30), st.sampled_from(["zh", "en"]))
@settings(max_examples=max(12, settings.default.max_examples // 20))
def test_no_paper_calls_a_deadline_otherwise_than_the_others(plan: tuple[Drawn, ...], now: int, lang: str) -> None:
    """Of each of several deadlines headline, table, light, alert, explain and page say what an own calendar says."""
    dated = [one for one in plan if one.due is not None]
    assume(dated)
    now = max(now, 1) if any(one.kind == "left" for one in plan) else now
    with TemporaryDirectory() as place:
        path, out = Path(place) / "plan", Path(place) / "out"
        path.mkdir()
        meeting = held(path, plan, now, dated[0].name)
        ends = lived(plan, now)
        missed = {one.name for one in dated if ends[one.name] > (one.due or 0) + 1}
        write_papers(meeting, out, voice_of(meeting.schedule, lang), only=["minutes", "page", "deadlines", "alerts"])
        page = read.page(out / "meeting.html")
        assert ("late" in page.one("div", "verdict").classes) is bool(missed)
        assert page.one("p", "headline").text.startswith({"zh": "不能按期", "en": "Late"}[lang]) is bool(missed)
        rows = {row.get("代号") or row["Id"]: row for row in read.read_csv(out / "deadlines.csv")}
        alerts = json.loads((out / "alerts.json").read_text(encoding="utf-8"))
        assert {one["task"] for one in alerts if one["code"] == "deadline-missed"} == missed
        for name in (one.name for one in dated):
            row, late = rows[name], name in missed
            if (row.get("决定期限的事项") or row["Deciding deadline"]) != name:
                continue  # what it owes to another deadline is stricter, and stands there
            assert (row.get("灯") or row["Light"]) == {"zh": "红", "en": "red"}[lang] or not late
            assert (int(row.get("余地(日历日)") or row["Float (calendar days)"]) < 0) is late
            said = CliRunner().invoke(main, ["explain", str(path), name, "--lang", lang]).stdout.splitlines()[0]
            assert ({"zh": "来不及", "en": "already short"}[lang] in said) is late


@pytest.mark.slow
@given(drawn_plans(), st.integers(1, 50), st.data())
@settings(max_examples=max(40, settings.default.max_examples // 3))
def test_silence_makes_nothing_late_and_nothing_early(plan: tuple[Drawn, ...], now: int, data: st.DataObject) -> None:
    """Work is reported, milestones are not: each stands where what it waits for ended, at this meeting and the next.

    Headline, table, alert and light call it missed exactly when that is after its deadline, and ask where it is past.
    """
    plan = tuple(replace(one, kind="work" if one.kind == "left" else one.kind) for one in plan)
    dated = [one for one in plan if one.due is not None]
    assume(dated)
    told, known = told_by(plan, now), {one.name: one for one in plan}
    for then in (now, now + data.draw(st.integers(0, 20))):
        with TemporaryDirectory() as place:
            meeting = held(Path(place), plan, then, dated[0].name, told)
        state = meeting.schedule.state
        untold = compute(replace(state, statuses={}))  # what is compiled anew with the reports is what they all give
        assert recomputed(untold, state).passes == compute(state).passes
        ends, rows = lived(plan, then, told), {row.task: row for row in meeting.deadlines}
        for one in plan:
            assert meeting.schedule.tasks[one.name].finish == minutes(START) + ends[one.name] * DAY, one.name
        for one in (one for one in dated if one.name not in told):
            late = ends[one.name] > (one.due or 0) + 1
            head = next(head for head in meeting.headlines if head.target == one.name)
            codes = {alert.code: alert for alert in meeting.alerts if alert.task == one.name}
            assert (head.missed, "deadline-missed" in codes) == (late, late)
            assert rows[one.name].impossible or not late
            assert (meeting.lights[one.name] is Light.RED) is rows[one.name].impossible
            over = one.kind != "work" and max(ends[one.name], (one.due or 0) + 1) <= then
            if not one.after or follows_work(one.name, known):  # what began with no work is asked about no day
                assert head.unsettled is (over and (bool(one.after) or not late))
            if head.unsettled:
                voice = voice_of(meeting.schedule, "zh")
                asked = "还没有报开始" if one.kind == "start" else "还没有报完成"
                assert asked in voice.tell(sentence(next(iter(codes.values())), voice.plan))
                assert one.name not in meeting.requests


def told_by(plan: tuple[Drawn, ...], now: int) -> dict[str, int]:
    """The work that is reported finished, and at which midnight: all that was done as planned, after what was."""
    first, told, known = lived(plan, 0), dict[str, int](), {one.name: one for one in plan}
    for one in plan:
        over = all(first[p] <= now for p, _, _ in one.after) and first[one.name] <= now
        if one.kind == "work" and over and all(p in told or known[p].kind != "work" for p, _, _ in one.after):
            told[one.name] = first[one.name]
    return told


@pytest.mark.slow
@given(drawn_plans(), st.integers(1, 40), st.integers(1, 20))
@settings(max_examples=max(40, settings.default.max_examples // 3))
def test_no_week_of_silence_is_laid_to_a_milestone(plan: tuple[Drawn, ...], now: int, more: int) -> None:
    """Work is reported, milestones are not: the weeks' parts are those of work, and sum to what the date moved."""
    plan = tuple(replace(one, kind="work" if one.kind == "left" else one.kind) for one in plan)
    known = {one.name: one for one in plan}
    assume(all(one.after or one.kind == "work" for one in plan))  # of one that waits for nothing, news may come
    dated = [one for one in plan if one.due is not None]
    assume(dated)
    with TemporaryDirectory() as place:
        held(Path(place), plan, now, dated[0].name, told_by(plan, now))
        meeting = held(Path(place), plan, now + more, dated[0].name, told_by(plan, now + more))
    found = meeting.ledger
    if found is not None:
        assert sum(part.moved for part in found.parts) == found.moved
        assert all(known[part.task or ""].kind == "work" for part in found.parts if part.moved)


@pytest.mark.slow
@given(drawn_plans(), st.integers(1, 40), st.integers(1, 20), st.booleans())
@settings(max_examples=max(40, settings.default.max_examples // 3))
def test_every_week_is_measured_from_the_very_dates_that_were_forecast(
    plan: tuple[Drawn, ...], now: int, more: int, told: bool
) -> None:
    """No self-test of any task's ledger: milestones on other calendars, free ones too, work that has nothing left."""
    with TemporaryDirectory() as place:
        for day in (now, now + more):
            meeting = held(Path(place), plan, day, plan[0].name, told_by(plan, day) if told else {})
    assert meeting.previous is not None
    for one in plan:
        found = ledger(meeting.previous, meeting.schedule, one.name, ())
        assert sum(part.moved for part in found.parts) == found.moved
        assert [part.moved for part in found.parts if part.kind is PartKind.SELF_TEST] == []


CLOSED_UNTIL_NOVEMBER = (  # done on Monday the 21st; the site is closed from the 20th on, and what follows waits for it
    Drawn("dig", "work", "office", 15, (), None),
    Drawn("open", "finish", "winter", 0, (("dig", 0, "wd"),), None),
    Drawn("build", "work", "office", 1, (("open", 0, "wd"),), 0),
)
FRIDAY_EVENING = (  # done on Friday the 4th; a start milestone of the office comes on Monday, and what follows after it
    Drawn("dig", "work", "office", 4, (), None),
    Drawn("open", "start", "office", 0, (("dig", 0, "wd"),), None),
    Drawn("build", "work", "site", 1, (("open", 0, "wd"),), 0),
)


@pytest.mark.parametrize(
    ("plan", "now", "more", "ends"),
    [
        (CLOSED_UNTIL_NOVEMBER, 21, 1, "2026-11-03"),
        (CLOSED_UNTIL_NOVEMBER, 21, 40, "2026-11-03"),
        (FRIDAY_EVENING, 4, 2, "2026-09-07"),  # on the very day on which it comes
        (FRIDAY_EVENING, 4, 1, "2026-09-07"),
    ],
)
def test_what_waits_for_a_closed_site_waits_in_silence(
    tmp_path: Path, plan: tuple[Drawn, ...], now: int, more: int, ends: str
) -> None:
    """A milestone whose work is done, and whose own calendar reaches it later: no week lays that to anybody."""
    for day in (now, now + more):
        meeting = held(tmp_path, plan, day, "build", told_by(plan, day))
        assert str(meeting.schedule.tasks["build"].last_day) == ends
    assert meeting.ledger is None or [part.task for part in meeting.ledger.parts if part.moved] == []


@pytest.mark.parametrize(("now", "more"), [(21, 1), (21, 7), (30, 2)])
def test_what_waits_for_a_thaw_that_nobody_reports_loses_no_week(tmp_path: Path, now: int, more: int) -> None:
    """A milestone that waits for nothing stands at every data date, and what stands with it; work waits for its day."""
    plan = (
        Drawn("open", "finish", "winter", 0, (), None),
        Drawn("build", "work", "site", 3, (("open", 0, "wd"),), 0),
        Drawn("mark", "finish", "site", 0, (("open", 0, "wd"),), 0),
        Drawn("late", "work", "office", 1, (("mark", 0, "wd"),), 0),
    )
    held(tmp_path, plan, now, "build", {})
    meeting = held(tmp_path, plan, now + more, "build", {})
    assert meeting.previous is not None
    assert str(meeting.schedule.tasks["build"].last_day) == "2026-11-05"
    moved = {}
    for one in plan:
        parts = ledger(meeting.previous, meeting.schedule, one.name, ()).parts
        moved[one.name] = [(part.task, part.days) for part in parts if part.moved]
    assert moved == {"open": [("open", more)], "mark": [("open", more)], "build": [], "late": []}


def test_what_a_finished_task_pushes_out_of_sequence_moves_with_the_day(tmp_path: Path) -> None:
    """The works are reported done before the site is cleared, of which nobody says that it is: that stands at today."""
    plan = (
        Drawn("clear", "left", "office", 1, (), None),
        Drawn("open", "finish", "winter", 0, (("clear", 0, "wd"),), None),
        Drawn("works", "work", "office", 1, (("clear", 0, "wd"), ("open", 0, "wd")), None),
        Drawn("mark", "finish", "office", 0, (("works", 0, "wd"),), 0),
    )
    held(tmp_path, plan, 20, "mark", {"works": 1})
    meeting = held(tmp_path, plan, 21, "mark", {"works": 1})
    assert meeting.previous is not None
    found = ledger(meeting.previous, meeting.schedule, "mark", ())
    assert [(part.kind, part.task, part.days) for part in found.parts if part.moved] == [("progress", "mark", 1)]


def test_who_says_that_a_closed_site_is_open_has_what_that_wins(tmp_path: Path) -> None:
    plan = CLOSED_UNTIL_NOVEMBER
    held(tmp_path, plan, 21, "build", told_by(plan, 21))
    found = held(tmp_path, plan, 22, "build", told_by(plan, 22) | {"open": 21}).ledger
    assert found is not None
    # It was open from the morning of the 22nd, so that the building could begin that day, and did not.
    assert [(part.task, part.days) for part in found.parts if part.moved] == [("open", -42), ("build", 1)]


def follows_work(name: str, known: Mapping[str, Drawn]) -> bool:
    """Whether all that a milestone waits for is work in the end."""
    before = [known[p] for p, _, _ in known[name].after]
    return bool(before) and all(one.kind == "work" or follows_work(one.name, known) for one in before)


def project_of(text: str) -> Project:
    with TemporaryDirectory() as place:
        (Path(place) / "plan.yaml").write_text(text, encoding="utf-8")
        return schedule.load(place)
