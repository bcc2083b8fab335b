"""`.xer` files: P6's own exports, small ones written by hand, and broken ones.

What is expected of `xer/site.xer` and `xer/two-projects.xer` can be read in them; what is expected of the exports are
their own records, counted and read by a second, simpler reader (`records`).
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from time import perf_counter

import pytest

from schedule.calendars.compile import compile_calendar
from schedule.calendars.worktime import DAY, minutes
from schedule.diagnostics import Diagnostic, PlanError, Severity
from schedule.files.xer.calendars import CalendarTextError, parse_calendar
from schedule.files.xer.project import read_xer, xer_project
from schedule.files.xer.table import decoded
from schedule.files.xer.values import words
from schedule.model import (
    Assignment,
    ConstraintKind,
    DayException,
    Duration,
    Project,
    RelationType,
    StoredDates,
    TaskKind,
    Unit,
)
from schedule.output.words import catalogue
from schedule.output.words.faults import render
from schedule.rules import CriticalBy, LagCalendar, LateAsPossible, ProgressRule, Settings, TotalFloat

HERE = Path(__file__).parent
SITE = HERE / "xer" / "site.xer"
TWO = HERE / "xer" / "two-projects.xer"
P6 = HERE.parent.parent / "shared" / "p6"
EXPORTS = sorted(P6.glob("*.xer"))
exports = pytest.mark.parametrize(
    "path",
    EXPORTS
    or [pytest.param(None, marks=pytest.mark.skip(reason="the exports of P6 lie beside the project, not in it"))],
    ids=lambda path: path and path.stem,
)

MORNING, NOON, ONE, EVENING = 8 * 60, 12 * 60, 13 * 60, 17 * 60
OFFICE = ((MORNING, NOON), (ONE, EVENING))


def at(text: str) -> int:
    return minutes(datetime.fromisoformat(text))


def hours(number: float | str) -> Duration:
    return Duration(Fraction(number), Unit.HOURS)


def records(path: Path) -> dict[str, list[dict[str, str]]]:
    """The tables of an export, by nothing but their tabs."""
    tables: dict[str, list[dict[str, str]]] = {}
    fields: list[str] = []
    for line in path.read_bytes().decode("cp1252", errors="replace").split("\n"):
        mark, *cells = line.rstrip("\r").split("\t")
        if mark == "%T":
            rows = tables[cells[0]] = []
        elif mark == "%F":
            fields = cells
        elif mark == "%R":
            rows.append(dict(zip(fields, cells, strict=True)))
    return tables


def faults_of(data: bytes | str, project: str | None = None) -> tuple[Diagnostic, ...]:
    return xer_project(data.encode() if isinstance(data, str) else data, "plan.xer", project)[1]


def edited(old: str, new: str, path: Path = SITE) -> str:
    text = path.read_bytes().decode("cp1252")
    assert old in text
    return text.replace(old, new, 1)


@pytest.fixture(scope="module")
def site() -> Project:
    return read_xer(SITE)


# P6's own exports


@exports
def test_an_export_is_read_whole(path: Path) -> None:
    tables = records(path)
    read = read_xer(path)
    plan, (update,) = read.plan, read.updates
    assert list(plan.tasks) == [row["task_code"] for row in tables["TASK"]]
    assert [task.name for task in plan.tasks.values()] == [words(row["task_name"]) for row in tables["TASK"]]
    relations = [relation for task in plan.tasks.values() for relation in task.relations]
    codes = {row["task_id"]: row["task_code"] for row in tables["TASK"]}
    assert sorted((one.predecessor, one.successor, f"PR_{one.type}") for one in relations) == sorted(
        (codes[row["pred_task_id"]], codes[row["task_id"]], row["pred_type"]) for row in tables["TASKPRED"]
    )
    lags = [one.lag.amount if one.lag else 0 for one in relations]
    assert sorted(lags) == sorted(Fraction(row["lag_hr_cnt"]) for row in tables["TASKPRED"])
    begun = [row for row in tables["TASK"] if row["status_code"] != "TK_NotStart"]
    assert [progress.task for progress in update.progress] == [row["task_code"] for row in begun]
    assert [progress.started for progress in update.progress] == [at(row["act_start_date"]) for row in begun]
    assert update.data_date == at(tables["PROJECT"][0]["last_recalc_date"])
    assert plan.start == at(tables["PROJECT"][0]["plan_start_date"])
    assert read.folder == str(path.parent)


@exports
def test_an_export_keeps_the_dates_that_p6_computed(path: Path) -> None:
    stored = read_xer(path).stored
    for row in records(path)["TASK"]:
        dates = stored[row["task_code"]]
        if row["status_code"] != "TK_Complete":
            assert dates.early_start == at(row["early_start_date"])
            assert dates.early_finish == at(row["early_end_date"])
            assert dates.late_start == at(row["late_start_date"])
            assert dates.late_finish == at(row["late_end_date"])
            assert dates.total_float == Fraction(row["total_float_hr_cnt"]) * 60
            assert dates.free_float == Fraction(row["free_float_hr_cnt"]) * 60
        assert dates.longest_path is (row["driving_path_flag"] == "Y")


@exports
def test_an_export_brings_p6s_options(path: Path) -> None:
    limit = 60 * int(records(path)["PROJECT"][0]["critical_drtn_hr_cnt"])
    assert read_xer(path).plan.settings == Settings(
        total_float=TotalFloat.FINISH,
        lag_calendar=LagCalendar.PREDECESSOR,
        progress=ProgressRule.RETAINED,
        critical_by=CriticalBy.TOTAL_FLOAT,
        critical_float=limit,
        as_late_as_possible=LateAsPossible.ALL_FREE_FLOAT,
        dates_without_time=True,
        finishes_kept=True,
        allow_mandatory=True,
    )


@exports
def test_an_export_of_one_year_compiles_its_calendars(path: Path) -> None:
    plan = read_xer(path).plan
    for spec in plan.calendars.values():
        calendar = compile_calendar(spec, plan.calendars, date(2021, 1, 1), date(2026, 12, 31))
        assert calendar.day_minutes == 480


@pytest.mark.skipif(not EXPORTS, reason="the exports of P6 lie beside the project, not in it")
def test_the_exports_calendars_have_the_hours_of_their_data() -> None:
    spec = read_xer(P6 / "design-build-2021.xer").plan.calendars["Corporate - Standard Full Time"]
    assert (spec.week, spec.hours, spec.hours_of_day) == ((0, 1, 2, 3, 4), ((MORNING, 16 * 60),), {})
    assert len(spec.exceptions) == 24
    small = read_xer(P6 / "small-2021.xer").plan.calendars["Standard 5 Day Workweek"]
    assert (small.hours, small.exceptions) == (OFFICE, (DayException(date(2021, 12, 27), date(2021, 12, 31), False),))
    works = read_xer(P6 / "works-baseline-2025-09-02.xer").plan
    assert [(spec.id, spec.week and len(spec.week)) for spec in works.calendars.values()] == [
        ("COCH-5D/W+H+30D", 5),
        ("COCH-5D/w/ Holidays", 5),
        ("COCH-7d/w No H", 7),
    ]


# a schedule written by hand


def test_a_project_is_its_records(site: Project) -> None:
    plan = site.plan
    assert plan.name == "PARK Park"
    assert (plan.start, plan.must_finish_by) == (at("2026-03-02 08:00"), at("2026-06-30 17:00"))
    assert site.updates[0].data_date == at("2026-03-09 08:00")
    assert plan.calendar == "Site"
    assert plan.settings == Settings(
        total_float=TotalFloat.START,
        lag_calendar=LagCalendar.ALL_HOURS,
        progress=ProgressRule.OVERRIDE,
        critical_by=CriticalBy.LONGEST_PATH,
        critical_float=450,
        ss_lag_from_actual=True,
        open_ends_critical=True,
        as_late_as_possible=LateAsPossible.ALL_FREE_FLOAT,
        dates_without_time=True,
        finishes_kept=True,
        allow_mandatory=True,
        use_expected_finish=False,
    )
    assert len(plan.digest) == 64


def test_calendars_have_hours_of_their_own_on_single_days(site: Project) -> None:
    spec = site.plan.calendars["Site"]
    assert (spec.week, spec.hours, spec.hours_of_day) == ((0, 1, 2, 3, 4), OFFICE, {4: ((MORNING, NOON),)})
    holidays = DayException(date(2026, 5, 1), date(2026, 5, 3), False)
    saturday = DayException(date(2026, 4, 4), date(2026, 4, 4), True, hours=((9 * 60, NOON),))
    assert spec.exceptions == (holidays, saturday)
    calendar = compile_calendar(spec, {}, date(2026, 3, 30), date(2026, 4, 30))
    assert calendar.work(at("2026-03-30 08:00"), at("2026-04-06")) == (4 * 8 + 4 + 3) * 60


def test_calendars_inherit_exceptions_and_not_the_week(site: Project) -> None:
    """The base's holidays hold but where the calendar says otherwise: 2 May is worked again."""
    spec = site.plan.calendars["Crew 11"]
    assert (spec.week, spec.hours, spec.day_minutes, spec.name) == (tuple(range(7)), ((0, DAY),), DAY, "Crew")
    calendar = compile_calendar(spec, {}, date(2026, 4, 1), date(2026, 5, 31))
    assert [day for day in range(1, 6) if calendar.is_working(date(2026, 5, day))] == [2, 4, 5]
    assert calendar.work(at("2026-04-04"), at("2026-04-05")) == 3 * 60


def test_a_calendar_without_data_is_p6s_default(site: Project) -> None:
    spec = site.plan.calendars["Crew 12"]
    assert (spec.week, spec.hours, spec.exceptions, spec.day_minutes) == ((0, 1, 2, 3, 4), OFFICE, (), 450)


def test_a_calendar_that_nobody_uses_is_not_read(site: Project) -> None:
    assert list(site.plan.calendars) == ["Site", "Crew 11", "Crew 12"]


def test_activities_become_tasks(site: Project) -> None:
    tasks = site.plan.tasks
    assert [tasks[code].kind for code in ("A10", "M10", "M20", "L10", "W10", "R10")] == [
        TaskKind.TASK,
        TaskKind.START_MILESTONE,
        TaskKind.FINISH_MILESTONE,
        TaskKind.LEVEL_OF_EFFORT,
        TaskKind.SUMMARY,
        TaskKind.TASK,
    ]
    assert tasks["M10"].duration is tasks["M20"].duration is None
    assert tasks["A10"].group == ("Foundations",)
    assert tasks["A20"].group == ("Foundations", "Piles")
    assert tasks["M10"].group == ()
    assert (tasks["A10"].calendar, tasks["Z10"].calendar) == ("Site", None)
    assert tasks["A10"].location is not None
    assert tasks["A10"].location.text.split("\t")[7] == "A10"
    assert tasks["A10"].location.column == tasks["A10"].location.text.index("A10") + 1


def test_what_remains_is_the_duration_of_what_has_not_started(site: Project) -> None:
    assert site.plan.tasks["A20"].duration == hours(16)  # started: as planned
    assert site.plan.tasks["A30"].duration == hours(24)
    assert site.plan.tasks["Z10"].duration == Duration(Fraction(800), Unit.MINUTES)  # 13.3333 hours


def test_constraints_keep_their_instants(site: Project) -> None:
    morning, evening = at("2026-03-16 08:00"), at("2026-03-16 17:00")
    expected = {
        "C10": [
            (ConstraintKind.START_NO_EARLIER_THAN, morning),
            (ConstraintKind.FINISH_NO_LATER_THAN, at("2026-03-20 17:00")),
        ],
        "C20": [(ConstraintKind.START_NO_LATER_THAN, morning)],
        "C30": [(ConstraintKind.FINISH_NO_EARLIER_THAN, evening)],
        "C40": [(ConstraintKind.START_ON, morning)],
        "C50": [(ConstraintKind.FINISH_ON, evening)],
        "C60": [(ConstraintKind.MANDATORY_START, morning)],
        "C70": [(ConstraintKind.MANDATORY_FINISH, evening)],
        "C80": [],
        "C90": [
            (ConstraintKind.EXPECTED_FINISH, at("2026-03-20 12:00")),
            (ConstraintKind.EXTERNAL_EARLY_START, at("2026-03-12 08:00")),
            (ConstraintKind.EXTERNAL_LATE_FINISH, at("2026-04-01 17:00")),
        ],
        "A10": [],  # complete: nothing is expected of it any more
    }
    tasks = site.plan.tasks
    assert {code: [(one.kind, one.instant) for one in tasks[code].constraints] for code in expected} == expected
    assert [code for code, task in tasks.items() if task.as_late_as_possible] == ["C80"]


def test_what_must_not_finish_later_has_that_as_its_deadline(site: Project) -> None:
    """And so has what nothing follows, where the project must finish by a date."""
    evening = at("2026-03-16 17:00")
    followed = {relation.predecessor for task in site.plan.tasks.values() for relation in task.relations}
    tasks = {name: task for name, task in site.plan.tasks.items() if not task.spans}
    assert {name: tasks[name].deadline for name in ("C10", "C50", "C70")} == {
        "C10": at("2026-03-20 17:00"),
        "C50": evening,
        "C70": evening,
    }
    ends = {name for name, task in tasks.items() if task.deadline == site.plan.must_finish_by}
    assert ends == set(tasks) - followed - {"C10", "C50", "C60", "C70"}  # C60 has a mandatory start, which holds it
    # P6 has scheduled none of them, so no loose one is meant but the end of the longest chain: A20 16 h, A30 24 h, M20.
    assert site.plan.target == "M20"


def test_other_projects_impose_nothing_where_their_relations_are_ignored() -> None:
    read, _ = xer_project(edited("SD_Both", "SD_None").encode(), "plan.xer")
    assert read is not None
    assert [one.kind for one in read.plan.tasks["C90"].constraints] == [ConstraintKind.EXPECTED_FINISH]


def test_relations_keep_their_order_and_their_doubles(site: Project) -> None:
    tasks = site.plan.tasks
    assert [(one.predecessor, one.type, one.lag) for one in tasks["A30"].relations] == [
        ("A20", RelationType.FS, hours(8)),
        ("A10", RelationType.SS, hours("-4.5")),
        ("A20", RelationType.FS, None),
    ]
    assert [(one.type, one.lag) for one in tasks["M20"].relations] == [
        (RelationType.FF, None),
        (RelationType.SF, hours(16)),
    ]


def test_a_relation_to_another_project_is_told_and_not_computed(site: Project) -> None:
    assert site.plan.tasks["C90"].relations == ()
    (warning,) = faults_of(SITE.read_bytes())
    assert (warning.code, warning.severity) == ("external-relation", Severity.WARNING)
    assert warning.facts == {"found": "7001", "project": "7"}


def test_resources_work_on_their_own_calendars(site: Project) -> None:
    """20 units at 2 an hour; 30 hours after a lag of 2; cable takes no time; a plain activity has no assignments."""
    tasks = site.plan.tasks
    assert tasks["R10"].assignments == (
        Assignment(hours(10), "Crew 11", "Crane"),
        Assignment(hours(32), "Crew 12", "Fitters"),
    )
    assert tasks["R20"].assignments == (Assignment(hours(60), "Crew 12", "Fitters"),)
    assert tasks["A30"].assignments == ()


def test_progress_is_one_update_at_the_data_date(site: Project) -> None:
    done, suspended, resource = site.updates[0].progress
    assert (done.task, done.started, done.finished) == ("A10", at("2026-03-02 08:00"), at("2026-03-03 17:00"))
    assert done.remaining is None
    assert (suspended.task, suspended.finished, suspended.remaining) == ("A20", None, hours("7.5"))
    assert (suspended.suspended, suspended.resumed) == (at("2026-03-05 12:00"), at("2026-03-10 08:00"))
    assert (resource.task, resource.assignments) == ("R20", (hours(24),))


def test_stored_dates_are_kept_as_they_are(site: Project) -> None:
    assert list(site.stored) == list(site.plan.tasks)
    assert site.stored["A30"] == StoredDates(
        early_start=at("2026-03-11 10:30"),
        early_finish=at("2026-03-16 10:30"),
        late_start=at("2026-03-11 11:00"),
        late_finish=at("2026-03-16 11:00"),
        total_float=30,
        free_float=0,
        longest_path=False,
    )
    assert site.stored["A10"] == StoredDates()


@pytest.mark.parametrize(
    ("retained", "override", "rule"),
    [
        ("Y", "N", ProgressRule.RETAINED),
        ("N", "Y", ProgressRule.OVERRIDE),
        ("N", "N", ProgressRule.ACTUAL_DATES),
    ],
)
def test_p6_writes_two_of_three_progress_rules(retained: str, override: str, rule: ProgressRule) -> None:
    read, _ = xer_project(edited("\tN\tN\tY\tFT_SS", f"\tN\t{retained}\t{override}\tFT_SS").encode(), "plan.xer")
    assert read is not None
    assert read.plan.settings.progress is rule


@pytest.mark.parametrize(
    ("word", "calendar"),
    [
        ("rcal_Predecessor", LagCalendar.PREDECESSOR),
        ("rcal_Successor", LagCalendar.SUCCESSOR),
        ("rcal_ProjDefault", LagCalendar.PROJECT),
        ("RCAL_24HOUR", LagCalendar.ALL_HOURS),
    ],
)
def test_each_lag_calendar_is_known(word: str, calendar: LagCalendar) -> None:
    read, _ = xer_project(edited("rcal_24Hour", word).encode(), "plan.xer")
    assert read is not None
    assert read.plan.settings.lag_calendar is calendar


# numbers and records as P6 and other programs write them


def test_an_engineers_file_has_hours_of_fifteen_digits() -> None:
    """18 h 40 min are 1,120 minutes however many digits P6 gives them, in columns that are only compared too."""
    text = edited("13.3333\t13.3333", "18.6666666666667\t1.86666666666667E1")
    text = text.replace("\t0.5\t0\tN", "\t-70.33333333333333333333\t+1.5\tN")
    read, faults = xer_project(text.encode("cp1252"), "plan.xer")
    assert read is not None, faults
    assert (read.plan.tasks["Z10"].duration, read.stored["A30"].total_float) == (Duration(1120, Unit.MINUTES), -4220)
    assert read.stored["A30"].free_float == 90


def test_a_days_hours_may_have_ten_decimals() -> None:
    """7.5000000001 h are 450 minutes, as P6 rounds."""
    read, _ = xer_project(edited("CA_Base\t8\t", "CA_Base\t7.5000000001\t").encode("cp1252"), "plan.xer")
    assert read is not None
    assert read.plan.calendars["Site"].day_minutes == 450


def test_records_whose_empty_cells_at_the_end_were_cut_off_are_read() -> None:
    whole = SITE.read_bytes().decode("cp1252")
    lines = whole.split("\n")
    trimmed = "\n".join(line.rstrip("\t\r") if line.startswith("%R") else line for line in lines)
    read, faults = xer_project(trimmed.encode("cp1252"), "plan.xer")
    assert read is not None
    site, _ = xer_project(whole.encode("cp1252"), "plan.xer")
    assert site is not None
    assert {name: replace(task, location=None, relations=()) for name, task in read.plan.tasks.items()} == {
        name: replace(task, location=None, relations=()) for name, task in site.plan.tasks.items()
    }
    (said,) = [fault for fault in faults if fault.code == "cells-missing" and fault.facts["table"] == "TASK"]
    short = [k for k, line in enumerate(lines, 1) if line.startswith("%R") and line.rstrip("\r").endswith("\t")]
    assert said.severity is Severity.WARNING
    assert said.location is not None
    assert said.location.line in short


# several projects


def test_of_several_projects_the_one_that_was_exported_is_meant() -> None:
    """Others stand in a file only because relations lead to them; where two were exported, it asks."""
    head, rest = TWO.read_bytes().decode("cp1252").split("%T\tCALENDAR", 1)
    lines = head.split("\n")
    fields = next(k for k, line in enumerate(lines) if line.startswith("%F"))

    def marked(*flags: str) -> str:
        rows = [f"{line.rstrip(chr(13))}\t{flag}" for line, flag in zip(lines[fields + 1 :], flags, strict=False)]
        return "\n".join([*lines[:fields], f"{lines[fields].rstrip(chr(13))}\texport_flag", *rows]) + (
            "\n%T\tCALENDAR" + rest
        )

    flags = {line.split("\t")[1]: k for k, line in enumerate(lines[fields + 1 :]) if line.startswith("%R")}
    for exported, name in (("1", "PARK"), ("2", "PORT")):
        text = marked(*("Y" if k == flags[exported] else "N" for k in range(len(flags))))
        read, faults = xer_project(text.encode("cp1252"), "plan.xer")
        assert read is not None, faults
        assert read.plan.name.startswith(name)
    for all_alike in ("Y", "N", ""):
        text = marked(*(all_alike for _ in flags))
        assert [fault.code for fault in faults_of(text)] == ["several-projects"]


def test_one_project_is_chosen_by_name_or_id() -> None:
    for project in ("PARK", "1"):
        assert list(read_xer(TWO, project).plan.tasks) == ["A10", "A20"]
    for project in ("PORT", "2"):
        port = read_xer(TWO, project)
        assert (list(port.plan.tasks), port.plan.name, port.updates[0].data_date) == (["A10"], "PORT", port.plan.start)
        assert port.plan.tasks["A10"].relations == ()


def test_several_projects_need_a_choice_and_empty_ones_do_not_count() -> None:
    (fault,) = faults_of(TWO.read_bytes())
    assert (fault.code, fault.facts["expected"]) == ("several-projects", "PARK (1), PORT (2)")
    assert "--project" in render(fault, "zh")
    (fault,) = faults_of(TWO.read_bytes(), "PROT")
    assert (fault.code, fault.facts["nearest"]) == ("unknown-project", "PORT")
    assert [fault.code for fault in faults_of(TWO.read_bytes(), "PARK - B1")] == ["unknown-project"]


# encodings


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("桩基工程", "utf-8"),
        ("桩基工程", "utf-8-sig"),
        ("桩基工程", "gb18030"),
        ("Fundación año", "cp1252"),
        ("Gründung für Träger", "cp1252"),
        ("Kosten 5 €", "cp1252"),
        ("桩基工程", "utf-16"),
        ("Gründung für Träger", "utf-16"),
    ],
)
def test_the_encoding_is_found(name: str, encoding: str) -> None:
    read, _ = xer_project(edited("Activity A30", name).encode(encoding), "plan.xer")
    assert read is not None
    assert read.plan.tasks["A30"].name == name


def test_the_chinese_code_page_has_its_euro_sign() -> None:
    assert decoded("项目进度".encode("gbk") + b"\t\x80\t") == "项目进度\t€\t"


# faults


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\r\n", b"\xef\xbb\xbf", b"\xff\xfe"], ids=["0", "lines", "UTF-8", "UTF-16"]
)
def test_the_clerk_is_told_that_an_export_is_empty(data: bytes) -> None:
    assert [fault.code for fault in faults_of(data)] == ["empty-file"]


def told(data: str) -> list[tuple[str, str]]:
    """The codes and what stands at their places."""
    found = []
    for fault in faults_of(data):
        assert fault.location is not None
        begin = fault.location.column - 1
        found.append((fault.code, fault.location.text[begin : begin + fault.location.width]))
    return found


def test_all_faults_are_told_at_once_with_their_places() -> None:
    data = edited("PR_SS", "PR_ST")
    for old, new in {
        "2026-03-05 12:00": "2026-02-30 12:00",
        "TT_FinMile": "TT_FinMiles",
        "CS_MEOA": "CS_MOEA",
        "13.3333\t13.3333": "13h\t13.3333",
        "\t1009\t1\t52": "\t1999\t1\t52",
    }.items():
        assert old in data
        data = data.replace(old, new, 1)
    assert told(data) == [
        ("bad-date", "2026-02-30 12:00"),
        ("bad-choice", "TT_FinMiles"),
        ("bad-choice", "CS_MOEA"),
        ("bad-number", "13h"),
        ("bad-choice", "PR_ST"),
        ("external-relation", "7001"),
        ("unknown-record", "1999"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("CS_MSO\t2026-03-16 08:00", "CS_MSO\t", "empty-cell", ""),
        ("\tC20\t", "\tC10\t", "duplicate-activity", "C10"),
        ("\t102\t10\t", "\t199\t10\t", "unknown-record", "199"),
        ("\t102\t10\t", "\t102\t19\t", "unknown-record", "19"),
        ("\tCrew\t10\t", "\tCrew\t19\t", "unknown-record", "19"),
        ("\tCrew\t10\t", "\tCrew\t11\t", "calendar-cycle", "11"),
        ("1003\t1002\t1\t1\tPR_FS\t8", "1003\t1003\t1\t1\tPR_FS\t8", "self-relation", "1003"),
        ("2026-03-03 17:00", "2026-03-01 17:00", "finish-before-start", "2026-03-01 17:00"),
        ("PARK\t2026-03-09 08:00\t2026-03-02 08:00", "PARK\t2026-03-09 08:00\t", "empty-cell", ""),
        ("\t40\t24\t", "\t40\t-24\t", "bad-number", "-24"),
        ("%T\tRSRC", "%T\tTASK", "duplicate-key", "TASK"),
        ("\tfree_float_hr_cnt", "\ttask_code", "duplicate-key", "task_code"),
    ],
)
def test_each_contradiction_is_an_error(old: str, new: str, code: str, place: str) -> None:
    found = [fault for fault in told(edited(old, new)) if fault[0] != "external-relation"]
    assert (code, place) in [(name, text.strip()) for name, text in found]


def test_calendars_in_a_circle_are_told_by_their_names() -> None:
    fault = next(fault for fault in faults_of(edited("\tSite\t\t", "\tSite\t11\t")) if fault.code == "calendar-cycle")
    assert fault.facts["found"] == "Site → Crew"


def test_an_actual_date_after_the_data_date_is_told_and_one_at_it_is_not() -> None:
    def told_of(day: str) -> list[str]:
        return [fault.code for fault in faults_of(edited("\t2026-03-04 08:00\t", f"\t{day}\t"))]

    assert "actual-in-future" in told_of("2026-03-09 08:01")
    assert "actual-in-future" not in told_of("2026-03-09 08:00")


def test_what_is_wrong_in_many_records_is_one_fault() -> None:
    text = SITE.read_bytes().decode("cp1252").replace("TT_Task", "TT_Tusk")
    fault = next(fault for fault in faults_of(text) if fault.code == "bad-choice")
    assert fault.facts["nearest"] == "TT_Task"
    assert len(fault.related) == 4


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="file-missing"):
        read_xer(tmp_path / "plan.xer")
    with pytest.raises(PlanError, match="unreadable"):
        read_xer(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "(0||CalendarData()(",
        "(0||CalendarData()())(",
        "(0||CalendarData()((0||DaysOfWeek()((0||8()())))))",
        "(0||CalendarData()((0||DaysOfWeek()((0||1()((0||0(s|08:00)())))))))",
        "(0||CalendarData()((0||DaysOfWeek()((0||1()((0||0(s|12:00|f|08:00)())))))))",
        "(0||CalendarData()((0||Exceptions()((0||0(d|x)())))))",
        "(0||" * 100_000,
    ],
)
def test_a_calendar_that_is_no_tree_is_refused(text: str) -> None:
    with pytest.raises(CalendarTextError):
        parse_calendar(text)


def test_a_deep_calendar_is_read_without_recursion() -> None:
    parse_calendar("(0||x()(" * 50_000 + "))" * 50_000)


def test_overlapping_shifts_are_worked_once() -> None:
    shifts = "(0||0(s|13:00|f|17:00)())(0||1(s|8:00 AM|f|12:00 PM)())(0||2(s|11:00|f|13:00)())"
    week = parse_calendar(f"(0||CalendarData()((0||DaysOfWeek()((0||1()({shifts}))))))")
    assert week.shifts == {6: ((MORNING, EVENING),)}


def mutated(data: bytes, chance: random.Random) -> bytes:
    match chance.randrange(4):
        case 0:
            return data[: chance.randrange(len(data))]
        case 1:
            position = chance.randrange(len(data))
            return data[:position] + bytes([chance.randrange(256)]) + data[position + 1 :]
        case 2:
            begin = chance.randrange(len(data))
            return data[:begin] + data[begin + chance.randrange(40) :]
        case _:
            lines = data.split(b"\n")
            row = chance.randrange(len(lines))
            lines[row : row + 1] = [lines[chance.randrange(len(lines))], lines[row]]
            return b"\n".join(lines)


@pytest.mark.slow
@pytest.mark.parametrize("path", [SITE, TWO, *EXPORTS[1:2]], ids=lambda path: path.stem)
def test_a_mutated_file_gives_faults_or_a_project(path: Path) -> None:
    chance, data = random.Random(20260302), path.read_bytes()
    for _ in range(300):
        found, faults = xer_project(mutated(data, chance), "plan.xer", "PARK" if path == TWO else None)
        assert (found is None) == any(fault.severity is Severity.ERROR for fault in faults)
        for fault in faults:
            assert f"fault.{fault.code}" in catalogue.words("zh")
            render(fault, "zh")


def test_a_truncated_file_is_never_a_schedule() -> None:
    data = SITE.read_bytes()
    for length in range(0, len(data) - len(b"%E\r\n"), 97):
        assert xer_project(data[:length], "plan.xer")[0] is None


def large(tasks: int) -> str:
    """A chain of many activities in the shape of `site.xer`."""
    text = SITE.read_bytes().decode("cp1252")
    first, last = (next(line for line in text.split("\r\n") if mark in line) for mark in ("\tA30\t", "\t5\t1003\t1002"))
    rows = [first.replace("1003", f"{n}").replace("A30", f"B{n}") for n in range(10_000, 10_000 + tasks)]
    links = [last.replace("\t1003\t1002\t", f"\t{n + 1}\t{n}\t") for n in range(10_000, 10_000 + tasks - 1)]
    return text.replace(first, "\r\n".join([first, *rows])).replace(last, "\r\n".join([last, *links]))


def test_ten_thousand_activities_are_read_in_a_breath() -> None:
    data = large(10_000).encode()
    began = perf_counter()
    read, _ = xer_project(data, "plan.xer")
    assert perf_counter() - began < 4  # a fifth of a second on an idle core; only the order of growth is at stake
    assert read is not None
    assert len(read.plan.tasks) == 10_019
    assert isinstance(read.stored, Mapping)
