"""What other tools hold and no plan's folder may: it is imported, told, and computes to the same dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from networks import at, plan, task

from schedule.engine.compute import compute
from schedule.engine.state import as_of
from schedule.files.exchange.acceptable import acceptable
from schedule.files.plans.as_text import writable
from schedule.files.records.plan_folder import read_project, write_project
from schedule.model import (
    CalendarSpec,
    Constraint,
    ConstraintKind,
    DayException,
    Progress,
    Project,
    Relation,
    Task,
    TaskKind,
    Update,
)
from schedule.rules import LateAsPossible, Settings

NOW = "2014-04-09 08:00"
IMPORTED = Settings(
    as_late_as_possible=LateAsPossible.ALL_FREE_FLOAT,
    dates_without_time=True,
    finishes_kept=True,
    allow_mandatory=True,
)


def constraint(kind: str, day: str) -> Constraint:
    return Constraint(ConstraintKind(kind), at(day))


def folder_of(project: Project, folder: Path) -> tuple[Project, list[str]]:
    """The project as its folder gives it back, and the codes of what importing told."""
    kept, told = acceptable(project)
    write_project(folder, writable(kept)[0])
    read, faults = read_project(folder)
    assert read is not None
    assert all(fault.severity == "warning" for fault in faults)
    return read, [fault.code for fault in told]


def dates_of(project: Project) -> list[tuple[object, ...]]:
    return [
        (dates.early_start, dates.early_finish, dates.late_start, dates.late_finish, dates.early_bound)
        for dates in compute(as_of(project, at(NOW))).tasks.values()
    ]


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({"started": at(NOW)}, []),
        ({"started": at("2014-04-11 08:00")}, []),
        ({"started": at("2014-04-07 08:00"), "resumed": at("2014-04-14 08:00")}, ["suspension-mended"]),
        ({"started": at("2014-04-07 08:00"), "resumed": at("2014-04-08 08:00")}, ["suspension-left-out"]),
        (
            {"started": at("2014-04-07 08:00"), "suspended": at("2014-04-08 12:00"), "resumed": at("2014-04-08 08:00")},
            ["suspension-left-out"],
        ),
        ({"finished": at("2014-04-08 17:00")}, []),
    ],
)
def test_progress_of_another_tool_is_imported_with_its_dates(
    said: dict[str, int], codes: list[str], tmp_path: Path
) -> None:
    left = {} if "finished" in said else {"remaining": task("x", "2wd").duration}
    of = plan(task("a", "5wd"), task("b", "2wd", "a"), settings=IMPORTED)
    project = Project(of, (Update(at(NOW), (Progress("a", **said, **left),)),))
    read, told = folder_of(project, tmp_path / "plan")
    assert told == codes
    assert dates_of(read) == dates_of(project)


@pytest.mark.parametrize(
    ("one", "kept"),
    [
        (
            task(
                "a",
                "1wd",
                constraints=(
                    constraint("start_no_earlier_than", "2014-04-14"),
                    constraint("finish_no_earlier_than", "2014-04-14"),
                ),
            ),
            ["start_no_earlier_than"],
        ),
        (
            task(
                "a",
                "1wd",
                constraints=(constraint("start_on", "2014-04-14"), constraint("mandatory_finish", "2014-04-15 17:00")),
            ),
            ["mandatory_finish"],
        ),
        (task("a", "1wd", constraints=(constraint("expected_finish", "2014-04-14"),)), ["expected_finish"]),
        (task("a", None, constraints=(constraint("expected_finish", "2014-04-14"),)), []),
        (task("a", None, kind=TaskKind.SUMMARY, constraints=(constraint("start_on", "2014-04-14"),)), []),
    ],
)
def test_constraints_that_cannot_stand_together_are_left_out_and_told(one: Task, kept: list[str]) -> None:
    project, told = acceptable(Project(plan(one)))
    assert [str(constraint.kind) for constraint in project.plan.tasks["a"].constraints] == kept
    assert len(told) == len(one.constraints) - len(kept)


def test_of_two_constraints_of_a_kind_the_stricter_is_kept() -> None:
    for kind, day in (("start_no_earlier_than", "2014-04-15"), ("finish_no_later_than", "2014-04-14")):
        both = (constraint(kind, "2014-04-14"), constraint(kind, "2014-04-15"))
        project, _ = acceptable(Project(plan(task("a", "1wd", constraints=(*both, *both)))))
        assert project.plan.tasks["a"].constraints == (constraint(kind, day),)


def test_a_relation_that_stands_twice_stands_once() -> None:
    twice = task("b", "1wd", "a", "a")
    project, told = acceptable(Project(plan(task("a", "1wd"), twice)))
    assert (project.plan.tasks["b"].relations, told) == ((Relation("a", "b"),), ())


def test_a_calendar_of_stated_days_alone_is_imported(tmp_path: Path) -> None:
    outage = DayException(date(2014, 4, 14), date(2014, 4, 15), working=True)
    spec = CalendarSpec("outage", week=(), hours=((480, 960),), exceptions=(outage,))
    of = replace(plan(task("a", "12h", calendar="outage")), calendar="outage", calendars={"outage": spec})
    read, _ = folder_of(Project(of), tmp_path / "plan")
    assert read.plan.calendars == of.calendars
    dates = compute(as_of(read, of.start)).tasks["a"]
    assert (dates.early_start, dates.early_finish) == (at("2014-04-14 08:00"), at("2014-04-15 12:00"))


def test_a_folder_that_cannot_be_made_is_named_as_it_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    project = Project(plan(task("a", "1wd")))
    with pytest.raises(OSError, match="file/plan") as error:
        write_project(tmp_path / "file" / "plan", project)
    assert error.value.filename == str(tmp_path / "file" / "plan")


def test_a_started_task_whose_original_duration_is_nonsense_is_imported(tmp_path: Path) -> None:
    """An export says 5,469,776 hours of a task that took from Monday 08:00 to Tuesday 17:00: 33 hours on the clock."""
    said = Progress("a", at("2014-04-07 08:00"), at("2014-04-08 17:00"))
    of = plan(task("a", "5469776h"), task("b", "1wd", "a"), settings=IMPORTED)
    read, told = folder_of(Project(of, (Update(at(NOW), (said,)),)), tmp_path / "plan")
    assert told == ["duration-assumed"]
    assert str(read.plan.tasks["a"].duration) == "33h"
