"""A calendar revised by an update: read, written, faulty, applied, and told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from test_files_folder import codes, plan_of

import schedule
from schedule.calendars.worktime import finish_day, minutes
from schedule.engine.compute import compute
from schedule.engine.state import as_of, revised
from schedule.files.sealed.updates import first_standing, read_update, update_text
from schedule.model import CHINA, DayException, Project, Revision, RevisionKind, Update
from schedule.output.words.decisions import decision
from schedule.output.words.faults import render
from schedule.output.words.phrases import Voice

PLAN = """\
daopai: 1
project: {name: 示例, start: 2016-09-05, calendar: government}
calendars:
  government: {name: 机关工作日, base: china}
  open: {week: mon-sun}
tasks:
  survey: {name: 勘察, duration: 7wd}
  design: {name: 设计, duration: 1wd, after: survey}
  notice: {name: 公告, duration: 5cd, calendar: open}
"""
NOTICE = """\
data_date: 2016-09-08
revisions:
  - calendar: government
    off: [{date: 2016-09-12, name: 古尔邦节, source: 自治区通知}]
    reason: 自治区人民政府办公厅通知
    approved_by: 自治区人民政府
    announced: true
"""
HOLIDAY = DayException(date(2016, 9, 12), date(2016, 9, 12), False, "古尔邦节", source="自治区通知")
REVISION = Revision(
    RevisionKind.CALENDAR,
    "",
    "自治区人民政府办公厅通知",
    "自治区人民政府",
    calendar="government",
    exceptions=(HOLIDAY,),
    announced=True,
)


def read(text: str = NOTICE, plan: str = PLAN) -> tuple[Project, Update]:
    base = plan_of(plan)
    update, _, faults = read_update(text.encode(), "2016-09-08.yaml", first_standing(base))
    assert not faults
    assert update is not None
    return Project(base, (update,)), update


def test_a_revision_of_a_calendar_is_read_and_written() -> None:
    _, update = read()
    assert update.revisions == (REVISION,)
    assert str(update.revisions[0].location) == "2016-09-08.yaml:3:15"
    assert update_text(update) == NOTICE


def test_days_off_and_days_worked_are_written_and_read_again() -> None:
    off = DayException(date(2016, 9, 12), date(2016, 9, 14), False, "古尔邦节", "provisional")
    worked = DayException(date(2016, 9, 17), date(2016, 9, 17), True, hours=((600, 840),))
    revision = replace(REVISION, exceptions=(off, worked), announced=False)
    _, update = read(update_text(Update(minutes(date(2016, 9, 8)), revisions=(revision,))))
    assert update.revisions == (revision,)


def test_an_announced_holiday_moves_dates_by_hand_arithmetic() -> None:
    """2016-09-05 is a Monday. Seven working days are 5-9, 12 and 13 September; the design takes the 14th.

    With the 12th off the survey ends on the 14th. The Mid-Autumn Festival is off from Thursday the 15th to Saturday
    the 17th, and Sunday the 18th is worked in exchange (notice of the State Council for 2016): the design's day is the
    18th. One working day lost is one calendar day of the survey and four of the design. The calendar `open` is another:
    the notice period of 5 days, 5-9 September, stays.
    """
    project, update = read()
    before, after = (compute(as_of(replace(project, updates=some), project.plan.start)) for some in ((), (update,)))
    assert [finish_day(dates.finish).day for dates in before.in_plan_order()] == [13, 14, 9]
    # The revision is dated the 8th: before it nobody knows.
    assert [finish_day(dates.finish).day for dates in after.in_plan_order()] == [13, 14, 9]
    started = "progress: {survey: {started: 2016-09-05, remaining: 4wd}, notice: {started: 2016-09-05, remaining: 2cd}}"
    ends = []
    for text in (f"data_date: 2016-09-08\n{started}\n", f"{NOTICE}{started}\n"):
        told, _ = read(text)
        found = compute(as_of(told, minutes(date(2016, 9, 8))))
        ends.append([finish_day(dates.finish).day for dates in found.in_plan_order()])
    assert ends == [[13, 14, 9], [14, 18, 9]]


def test_what_is_announced_later_counts() -> None:
    """In 2016 the Qurban festival was announced for the 11th and then for the 12th: the last word counts."""
    plan = PLAN.replace("base: china", "base: china, off: [2016-09-12]")
    moved = NOTICE.replace(
        "{date: 2016-09-12, name: 古尔邦节, source: 自治区通知}]", "2016-09-13]\n    on: [2016-09-12]"
    )
    project, _ = read(moved, plan)
    calendar = as_of(project, minutes(date(2016, 9, 8))).plan.calendars["government"]
    assert [(one.first.day, one.working) for one in calendar.exceptions] == [(12, False), (13, False), (12, True)]
    found = compute(as_of(project, minutes(date(2016, 9, 8)))).calendars["government"]
    day = 1440
    worked = [found.work(minutes(date(2016, 9, n)), minutes(date(2016, 9, n + 1))) for n in (12, 13, 14)]
    assert worked == [day, 0, day]


def test_a_built_in_calendar_becomes_the_plans_own_when_it_is_revised() -> None:
    """Ten working days from Monday 2016-03-07 end on the 18th, with one of them off on Monday the 21st."""
    text = """\
daopai: 1
project: {name: 示例, start: 2016-03-07, calendar: china}
tasks:
  survey: {name: 勘察, duration: 10wd}
"""
    week = "data_date: 2016-03-07\nrevisions:\n  - {calendar: china, off: [2016-03-16], reason: a, approved_by: b}\n"
    base = plan_of(text)
    update, standing, faults = read_update(week.encode(), "2016-03-07.yaml", first_standing(base))
    assert not faults
    assert update is not None
    plan = revised(base, update.revisions)
    off = DayException(date(2016, 3, 16), date(2016, 3, 16), False)
    assert plan.calendars == {"china": replace(CHINA, exceptions=(off,))}
    assert standing.plan.calendars == plan.calendars
    assert base.calendars == {}
    finishes = [
        compute(as_of(Project(base, updates), update.data_date)).tasks["survey"].finish for updates in ((), (update,))
    ]
    assert [finish_day(finish).day for finish in finishes] == [18, 21]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("calendar: government, off: [2016-09-12]", []),
        ("calendar: government, on: [2016-09-17]", []),
        ("calendar: goverment, off: [2016-09-12]", ["unknown-calendar"]),
        ("calendar: government", ["missing-key"]),
        ("calendar: government, off: []", ["missing-key"]),
        ("calendar: government, off: [12 September]", ["bad-date"]),
        ("calendar: government, work: [2016-09-17]", ["unknown-key"]),
        ("calendar: government, off: [2016-09-12], announced: maybe", ["bad-choice"]),
        ("calendar: government, off: [2016-09-12], on: [2016-09-10..2016-09-12]", ["conflicting-days"]),
        ("calendar: government, task: survey, off: [2016-09-12]", ["bad-revision"]),
        ("task: survey, set: {duration: 6wd}, announced: true", ["unknown-key"]),
        ("calendar: calendar-days, off: [2016-09-12]", ["calendar-days-off"]),
        ("calendar: calendar-days, on: [2016-09-12]", []),
        ("calendar: open, off: [2016-09-12]", ["unit-conflict"]),
        ("calendar: open, on: [2016-09-12]", []),
    ],
)
def test_a_faulty_revision_of_a_calendar(said: str, code: list[str]) -> None:
    week = f"revisions: [{{{said}, reason: a, approved_by: b}}]\n"
    assert [one.split()[0] for one in codes({"2016-09-08": week}, PLAN)] == code


def test_an_unknown_calendar_tells_the_nearest_and_the_decision_needs_its_reason() -> None:
    week = "data_date: 2016-09-08\nrevisions:\n  - {calendar: goverment, off: [2016-09-12], approved_by: b}\n"
    _, _, faults = read_update(week.encode(), "2016-09-08.yaml", first_standing(plan_of(PLAN)))
    assert [fault.code for fault in faults] == ["missing-key", "unknown-calendar"]
    assert faults[1].facts["nearest"] == "government"
    assert (faults[1].location.line, faults[1].location.column) == (3, 16)


def test_a_task_that_is_set_later_knows_the_revised_calendar() -> None:
    """`open` is closed on one day by the first update; from then on nothing can count calendar days on it."""
    week = "revisions:\n  - {task: notice, set: {duration: 5wd}, reason: a, approved_by: b}\n"
    week += "  - {calendar: open, off: [2016-09-20], reason: a, approved_by: b}\n"
    late = "revisions:\n  - {task: survey, set: {duration: 5cd, calendar: open}, reason: a, approved_by: b}\n"
    assert codes({"2016-09-08": week}, PLAN) == []
    assert codes({"2016-09-08": week + late.removeprefix("revisions:\n")}, PLAN) == ["unit-conflict 09-08"]
    assert codes({"2016-09-08": week, "2016-09-15": late}, PLAN) == ["unit-conflict 09-15"]
    assert codes({"2016-09-15": late}, PLAN) == []


def test_the_new_fault_is_told_in_both_languages() -> None:
    example = Path(__file__).parent / "plans" / "errors" / "calendar-days-off"
    (fault,) = schedule.read(example)[1]
    assert "“calendar-days”每天都算，不能加休息日" in render(fault, "zh")
    assert "“calendar-days” counts every day and can have no days off" in render(fault, "en")


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", "日历“机关工作日”：政府公布，增加休息日 9月12日（古尔邦节），增加工作日 9月17日至9月18日 10:00-14:00。"),
        (
            "en",
            "Calendar “机关工作日”: announced by the government, days off 12 Sep (Qurban (Eid al-Adha)), days worked"
            " 17 Sep to 18 Sep 10:00-14:00. Reason:",
        ),
    ],
)
def test_a_revision_of_a_calendar_in_words(lang: str, told: str) -> None:
    worked = DayException(date(2016, 9, 17), date(2016, 9, 18), True, hours=((600, 840),))
    revision = replace(REVISION, exceptions=(HOLIDAY, worked))
    plan = plan_of(PLAN)
    text = Voice(lang, 2016, plan).tell(decision(revision, plan, revised(plan, [revision])))
    assert text.startswith(told)
    assert "政府公布" in text or lang == "en"
    silent = Voice(lang, 2016, plan).tell(decision(replace(revision, announced=False), plan, plan))
    assert "政府公布" not in silent
    assert "announced" not in silent
