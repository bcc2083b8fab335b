"""The week as it is lived: decisions, forms and what comes late, on one day and in any order, make one meeting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import permutations
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from filled_forms import PLAN, UPDATE, WEEK, Filled, folder, sent

import schedule
from schedule.analysis.views.standing import ordinal
from schedule.analysis.views.trend import data_dates
from schedule.calendars.worktime import DAY, minutes
from schedule.commands import main
from schedule.commands.conduct.exits import Exit
from schedule.diagnostics import PlanError, Severity
from schedule.files.records.plan_folder import read_history, read_project, write_update
from schedule.model import Duration, Progress, Revision, RevisionKind, Unit, Update

LONGER = Revision(
    RevisionKind.SET, "works", "增加路段", "专责领导小组", {"duration": Duration(Fraction(40), Unit.CALENDAR_DAYS)}
)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def names(plan: Path) -> list[str]:
    return sorted(file.name for file in (plan / "updates").iterdir())


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return folder(tmp_path / "plan")


def form(plan: Path, body: str = "agent") -> Filled:
    return Filled(sent(schedule.load(plan))[body])


def collect(plan: Path, *forms: Filled) -> Result:
    """Collect forms as they came in."""
    inbox = plan.parent / f"in-{len(list(plan.parent.iterdir()))}"
    inbox.mkdir()
    for number, one in enumerate(forms):
        (inbox / f"{number}.xlsx").write_bytes(one.data)
    return run("collect", plan, inbox, "--yes")


def decide(plan: Path) -> None:
    write_update(plan, Update(WEEK, revisions=(LONGER,)))


def told(plan: Path) -> tuple[object, ...]:
    """What the meeting of the week says: its figures, its lights, its requests."""
    meeting = schedule.meeting(schedule.load(plan), WEEK)
    return (
        meeting.headline,
        meeting.deadlines,
        dict(meeting.lights),
        meeting.unreported,
        meeting.schedule.state.statuses,
        meeting.schedule.state.revisions,
    )


@pytest.mark.slow
def test_the_secretary_gets_one_meeting_whatever_was_recorded_first(plan: Path, tmp_path: Path) -> None:
    """A decision of ten days more and two bodies' forms, in all six orders.

    By hand: the survey is finished on Friday 11 March; of the works' 40 calendar days, 38 are left on the morning of
    14 March: the last is 20 April.
    """
    housing = form(plan, "housing").fill("a01", started="2016-03-08", remaining=3)
    agent = form(plan).fill("survey", finished="2016-03-11").fill("works", started="2016-03-12", remaining=38)
    steps: list[Callable[[Path], object]] = [
        decide,
        lambda where: collect(where, housing),
        lambda where: collect(where, agent),
    ]
    found = []
    for number, order in enumerate(permutations(steps)):
        where = folder(tmp_path / str(number) / "plan")
        for step in order:
            step(where)
        assert names(where) == ["2016-03-07.yaml", "2016-03-14-2.yaml", "2016-03-14-3.yaml", "2016-03-14.yaml"]
        assert run("verify", where).exit_code == 0
        found.append(told(where))
    assert all(one[:4] == found[0][:4] for one in found)
    meeting = schedule.meeting(schedule.load(where), WEEK)
    assert meeting.schedule.tasks["works"].last_day == date(2016, 4, 20), "38 days from 14 March on"
    assert meeting.schedule.state.plan.tasks["works"].duration == Duration(Fraction(40), Unit.CALENDAR_DAYS)
    assert ordinal(meeting) == 2, "four files, two meetings"
    assert data_dates(meeting.project, WEEK) == (WEEK - 7 * DAY, WEEK)


@pytest.mark.slow
def test_the_clerk_adds_the_form_that_came_at_noon(plan: Path) -> None:
    first, late = form(plan).fill("survey", remaining=1), form(plan, "housing").fill("a02", note="已开工")
    assert collect(plan, first).exit_code == 0
    before = (plan / "updates" / "2016-03-14.yaml").read_bytes()
    assert collect(plan, late).exit_code == 0
    assert (plan / "updates" / "2016-03-14.yaml").read_bytes() == before
    assert "a02: {note: 已开工}" in (plan / "updates" / "2016-03-14-2.yaml").read_text(encoding="utf-8")
    assert "一字未改" in collect(plan, first, late).stderr
    assert names(plan) == ["2016-03-07.yaml", "2016-03-14-2.yaml", "2016-03-14.yaml"]


def test_the_clerk_is_told_that_two_records_contradict(plan: Path) -> None:
    run("update", plan, "--date", "2016-03-14", "survey remaining=1wd")
    done = run("update", plan, "--date", "2016-03-14", "survey remaining=2wd")
    assert done.exit_code == Exit.FAULTY
    assert "remaining: 2wd" in done.stderr
    assert "remaining: 1wd" in done.stderr
    assert names(plan) == ["2016-03-07.yaml", "2016-03-14.yaml"], "nothing was written"
    # A slip of the pen is owned up to, in a record of its own.
    done = run("update", plan, "--date", "2016-03-14", "survey remaining=2wd", "--corrects", "录入时看错一行")
    assert done.exit_code == 0, done.stderr
    status = schedule.meeting(schedule.load(plan), WEEK).schedule.state.status("survey")
    assert status.remaining == Duration(Fraction(2), Unit.WORKING_DAYS)
    assert run("verify", plan).exit_code == 0


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        ("remaining=1wd", "remaining=1wd", False),
        ("remaining=1wd", "note=等料", False),
        ("remaining=1wd note=缺料", "note=等料", False),
        ("remaining=1wd", "percent=50", True),
        ("remaining=1wd", "finished=2016-03-11", True),
        ("finished=2016-03-11", "remaining=1wd", True),
        ("finished=2016-03-11", "finished=2016-03-10", True),
        ("finished=2016-03-11", "document=5号", False),
        ("finished=2016-03-11 document=5号", "document=6号", True),
        ("remaining=1wd cause=资金", "cause=补正", True),
        ("remaining=1wd", "started=2016-03-01", True),
    ],
)
def test_what_two_records_of_a_day_may_say_of_a_task(plan: Path, first: str, second: str, clash: bool) -> None:
    assert run("update", plan, "--date", "2016-03-14", f"survey {first} started=2016-02-29").exit_code == 0
    done = run("update", plan, "--date", "2016-03-14", f"survey {second}", "--note", "再报")
    assert (done.exit_code != 0) == clash, done.stderr
    corrected = run("update", plan, "--date", "2016-03-14", f"survey {second}", "--note", "三报", "--corrects", "笔误")
    assert corrected.exit_code == 0, corrected.stderr
    (week,) = (update for update in schedule.load(plan).updates if update.data_date == WEEK)
    (said,) = week.progress
    assert (said.finished is None) == ("remaining" in second or "percent" in second or "finished" not in first + second)


def test_the_office_sends_forms_and_the_leader_decides_before_they_come_back(plan: Path) -> None:
    """Forms of Monday the 14th went out on Thursday; on Friday the leading group gave the works ten days more."""
    filled = form(plan).fill("survey", remaining=1)
    friday = minutes(date(2016, 3, 11))
    write_update(plan, Update(friday, revisions=(LONGER,)))
    assert collect(plan, filled).exit_code == 0
    assert names(plan) == ["2016-03-07.yaml", "2016-03-11.yaml", "2016-03-14.yaml"]
    # But a week reported in between makes them forms of another week.
    other = folder(plan.parent / "other" / "plan")
    write_update(other, Update(friday, (Progress("a01", started=friday - DAY, remaining=LONGER.changes["duration"]),)))
    assert collect(other, filled).exit_code == Exit.FAULTY


@pytest.mark.slow
def test_what_is_said_of_a_task_that_a_decision_took_away_is_told_and_the_rest_recorded(plan: Path) -> None:
    filled = form(plan, "housing").fill("a01", started="2016-03-08", remaining=3).fill("a02", note="等材料")
    write_update(plan, Update(WEEK, revisions=(Revision(RevisionKind.REMOVE, "a01", "并入二期", "领导小组"),)))
    done = collect(plan, filled)
    assert done.exit_code == 0, done.stderr
    assert "a01" in done.stderr.replace("事项01", "a01")
    (_, week) = schedule.load(plan).updates
    assert [one.task for one in week.progress] == ["a02"]


@pytest.mark.slow
def test_who_was_asked_may_answer_though_the_task_was_handed_over_meanwhile(plan: Path) -> None:
    """The housing bureau was asked on Thursday; on Friday, or on the day itself, the task went to the agency."""
    filled = form(plan, "housing").fill("a01", started="2016-03-08", remaining=3)
    for at in (minutes(date(2016, 3, 11)), WEEK):
        where = folder(plan.parent / str(at) / "plan")
        write_update(
            where, Update(at, revisions=(Revision(RevisionKind.SET, "a01", "移交", "专班", {"body": "agent"}),))
        )
        done = collect(where, filled)
        assert done.exit_code == 0, done.stderr
        assert schedule.meeting(schedule.load(where), WEEK).schedule.tasks["a01"].status.started is not None
        # And so may the one who has it now, with a form of today.
        assert collect(where, form(where).fill("a01", note="已接手")).exit_code == 0


def test_a_day_of_eleven_records_keeps_their_order(plan: Path) -> None:
    for number in range(1, 12):
        path = write_update(plan, Update(WEEK, note=f"第{number}份"))
    assert path.name == "2016-03-14-11.yaml"
    project, faults = read_project(plan)
    assert not faults
    assert project is not None
    assert [one.note for one in project.updates[-1].records] == [f"第{number}份" for number in range(1, 12)]
    chain = read_history(plan)
    assert not chain.faults
    assert [one.name for one in chain.records][2:4] == ["updates/2016-03-14.yaml", "updates/2016-03-14-2.yaml"]
    assert chain.records[-1].name == "updates/2016-03-14-11.yaml"
    assert {one.data_date for one in chain.records[2:]} == {"2016-03-14"}
    (plan / "updates" / "2016-03-14-5.yaml").unlink()
    (fault,) = read_history(plan).faults
    assert (fault.name, fault.condition) == ("updates/2016-03-14-5.yaml", "missing")


def test_nothing_is_recorded_before_a_later_day(plan: Path) -> None:
    write_update(plan, Update(WEEK + 7 * DAY, note="x"))
    with pytest.raises(PlanError, match="data-date-order"):
        write_update(plan, Update(WEEK, note="补报"))


@pytest.mark.parametrize("name", ["2016-03-14-1", "2016-03-14-02", "2016-03-14_2", "2016-03-14 (2)", "2016-03-14-x"])
def test_another_way_of_counting_is_told(plan: Path, name: str) -> None:
    write_update(plan, Update(WEEK, note="x"))
    (plan / "updates" / f"{name}.yaml").write_text("data_date: 2016-03-14\nnote: y\n", encoding="utf-8")
    assert "file-name" in {fault.code for fault in read_project(plan)[1]}


@pytest.mark.slow
def test_a_year_of_small_weeks(tmp_path: Path) -> None:
    """52 weeks with a report, a decision every fourth, and a late word every third: one chain, 52 meetings."""
    plan = folder(tmp_path / "plan", PLAN, UPDATE)
    first = minutes(date(2016, 3, 14))
    for week in range(52):
        at = first + week * 7 * DAY
        write_update(plan, Update(at, (Progress("a03", note=f"第{week}周"),)))
        if week % 4 == 0:
            days = Duration(Fraction(40 + week), Unit.CALENDAR_DAYS)
            write_update(plan, Update(at, revisions=(replace(LONGER, changes={"duration": days}),)))
        if week % 3 == 0:
            write_update(plan, Update(at, (Progress("a04", note=f"补报{week}"),)))
    project, faults = read_project(plan)
    assert project is not None
    assert not [fault for fault in faults if fault.severity is Severity.ERROR]
    assert len(project.updates) == 53
    assert len(read_history(plan).records) == 1 + 1 + 52 + 13 + 18
    assert run("verify", plan).exit_code == 0
    meeting = schedule.meeting(project)
    assert ordinal(meeting) == 53
    assert meeting.since == meeting.data_date - 7 * DAY
    assert meeting.schedule.state.plan.tasks["works"].duration == Duration(Fraction(88), Unit.CALENDAR_DAYS)
    assert len(meeting.schedule.state.revisions) == 13
