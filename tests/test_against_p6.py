"""P6's own answers: every date and float that it stored in its exports, recomputed to the minute.

The exports lie beside the project, not in it. For every activity that is not complete, six columns are P6's answer:
early and late start and finish, total and free float. They are read here by nothing but the tabs of the file, so that
our reader cannot agree with itself.
"""

from __future__ import annotations

import csv
import io
from datetime import datetime
from itertools import zip_longest
from pathlib import Path

import pytest
from click.testing import CliRunner

import schedule
from schedule.analysis.dates.stored import agreement, with_stored
from schedule.calendars.worktime import minutes
from schedule.commands import main
from schedule.engine.compute import compute
from schedule.engine.schedule import Stage
from schedule.engine.state import as_of
from schedule.files.xer.project import read_xer
from schedule.model import Project, TaskKind

P6 = Path(__file__).parents[2] / "shared" / "p6"
UNFINISHED = {
    "small-2021": 25,
    "design-build-2021": 52,
    "works-baseline-2025-09-02": 25,
    "works-update-2025-11-21": 22,
    "works-update-2025-12-04": 20,
}
COLUMNS = {
    "early_start": "early_start_date",
    "early_finish": "early_end_date",
    "late_start": "late_start_date",
    "late_finish": "late_end_date",
    "total_float": "total_float_hr_cnt",
    "free_float": "free_float_hr_cnt",
}

BY_HAND = sorted(path for path in P6.glob("rules/*.xer") if not path.stem.startswith("crash"))
"""A file for each rule that P6's own dates show; its columns are made by hand."""
FOUND = sorted(P6.glob("found/*.xer"))
STALE = {
    # Its newest relation was entered after P6 had computed the dates.
    "store-c-update_2": {"PS-CMIL-1060", "PS-CMIL-1180"},
    # P6 6.0 puts one minute on a start-to-finish: three tasks in their dates, one in what is free until them.
    "construction-2011": {"REPLBE01", "REPLBE02", "REPLBE03", "RDARCH02"},
}
"""The tasks whose stored values no date of their file gives."""
ANOTHERS = "store-a-baseline"
"""Written by another program than P6: its dates are not P6's."""
LARGE = ("hotel-2012", "services-update-2023")

pytestmark = pytest.mark.skipif(not P6.is_dir(), reason="the exports of P6 lie beside the project, not in it")
exports = pytest.mark.parametrize("name", UNFINISHED)


def records(path: Path, name: str) -> list[dict[str, str]]:
    """The records of a table, by nothing but their tabs; cells that were cut off at the end are empty."""
    rows: list[dict[str, str]] = []
    table, fields = "", []
    for line in path.read_bytes().decode("cp1252", errors="replace").split("\n"):
        mark, *cells = line.rstrip("\r").split("\t")
        if mark == "%T":
            table = cells[0]
        elif mark == "%F":
            fields = cells
        elif mark == "%R" and table == name:
            rows.append(dict(zip_longest(fields, cells, fillvalue="")))
    return rows


def unfinished(path: Path, project: str | None = None) -> dict[str, dict[str, str]]:
    """The records of TASK that are not complete and have dates, by activity id."""
    rows = (row for row in records(path, "TASK") if project is None or row["proj_id"] == project)
    open_ = (row for row in rows if row["status_code"] != "TK_Complete")
    return {row["task_code"]: row for row in open_ if row["early_end_date"] and row["late_end_date"]}


def activities(name: str) -> dict[str, dict[str, str]]:
    return unfinished(P6 / f"{name}.xer")


def answers(row: dict[str, str]) -> tuple[int, ...]:
    """P6's six columns: instants, and floats in minutes."""
    instants = [minutes(datetime.fromisoformat(row[field])) for field in list(COLUMNS.values())[:4]]
    return *instants, *(round(float(row[field]) * 60) for field in list(COLUMNS.values())[4:])


def project(name: str) -> Project:
    return schedule.load(P6 / f"{name}.xer")


@exports
def test_every_date_and_float_is_p6s(name: str) -> None:
    read = project(name)
    computed = compute(as_of(read, schedule.latest_data_date(read)))
    expected = {code: answers(row) for code, row in activities(name).items()}
    assert len(expected) == UNFINISHED[name]
    unfinished = {code: dates for code, dates in computed.tasks.items() if dates.stage is not Stage.FINISHED}
    assert {code: tuple(getattr(d, column) for column in COLUMNS) for code, d in unfinished.items()} == expected


@exports
def test_the_longest_path_is_p6s(name: str) -> None:
    """Of levels of effort, which drive nothing, P6 says that they are on it where what they span is."""
    read = project(name)
    computed = compute(as_of(read, schedule.latest_data_date(read)))
    tasks = {code: row for code, row in activities(name).items() if row["task_type"] != "TT_LOE"}
    assert {code for code in tasks if computed.tasks[code].longest_path} == {
        code for code, row in tasks.items() if row["driving_path_flag"] == "Y"
    }


@exports
def test_the_csv_of_schedule_is_p6s(name: str) -> None:
    done = CliRunner().invoke(main, ["schedule", str(P6 / f"{name}.xer"), "--format", "csv"], catch_exceptions=False)
    assert done.exit_code == 0
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
    for code, activity in activities(name).items():
        row = rows.pop(code)
        for column, field in list(COLUMNS.items())[:4]:
            assert row[column] == activity[field].replace(" ", "T"), (code, column)
        for column, field in list(COLUMNS.items())[4:]:
            assert float(row[f"{column}_h"]) == pytest.approx(float(activity[field]), abs=1e-4), (code, column)
        assert float(row["remaining_h"]) == pytest.approx(float(activity["remain_drtn_hr_cnt"]), abs=1e-4), code
        assert row["status"] == {"TK_NotStart": "not-started", "TK_Active": "in-progress"}[activity["status_code"]]
        assert row["start"] == (activity["act_start_date"] or activity["early_start_date"]).replace(" ", "T")
        assert row["finish"] == activity["early_end_date"].replace(" ", "T")
    for row in rows.values():
        assert row["status"] == "finished"
        empty = ("early_start", "early_finish", "late_start", "late_finish", "total_float_h", "free_float_h")
        assert [row[column] for column in empty] == [""] * 6


@exports
def test_check_counts_them_all_as_equal(name: str) -> None:
    read = project(name)
    found = agreement(compute(as_of(read, schedule.latest_data_date(read))), read)
    assert (found.equal, found.compared, found.differences) == (UNFINISHED[name], UNFINISHED[name], ())


@exports
def test_the_stored_dates_are_the_computed_ones(name: str) -> None:
    read = project(name)
    computed = compute(as_of(read, schedule.latest_data_date(read)))
    stored = with_stored(computed, read)
    for code, dates in computed.tasks.items():
        if dates.task.kind is not TaskKind.LEVEL_OF_EFFORT:
            assert stored.tasks[code] == dates


@exports
def test_an_imported_plan_has_the_same_dates(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    arguments = ["import", str(P6 / f"{name}.xer"), "-o", str(folder)]
    assert CliRunner().invoke(main, arguments, catch_exceptions=False).exit_code == 0
    read = schedule.load(folder)
    computed = compute(as_of(read, schedule.latest_data_date(read)))
    expected = {code: answers(row) for code, row in activities(name).items()}
    unfinished = {code: dates for code, dates in computed.tasks.items() if dates.stage is not Stage.FINISHED}
    assert {code: tuple(getattr(d, column) for column in COLUMNS) for code, d in unfinished.items()} == expected


def otherwise(path: Path, project: str | None = None) -> tuple[int, set[str]]:
    """How many unfinished tasks of a project have P6's dates, and those of which we have another in a column."""
    read = read_xer(path, project)
    computed = compute(as_of(read, schedule.latest_data_date(read)))
    expected = {code: answers(row) for code, row in unfinished(path, project).items()}
    ours = {code: tuple(getattr(computed.tasks[code], column) for column in COLUMNS) for code in expected}
    return len(expected), {code for code in expected if ours[code] != expected[code]}


@pytest.mark.parametrize("path", BY_HAND, ids=lambda path: path.stem)
def test_every_date_of_a_rules_file_is_as_written(path: Path) -> None:
    count, differing = otherwise(path)
    assert count
    assert differing == set()


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, marks=[pytest.mark.long] if path.stem in LARGE else []) for path in FOUND],
    ids=lambda path: path.stem,
)
def test_every_date_that_can_be_had_is_p6s_in_real_exports(path: Path) -> None:
    """Every task of every project that was exported, in all six columns, to the minute."""
    if path.stem == ANOTHERS:
        pytest.skip("written by another program: not P6's dates")
    for project in records(path, "PROJECT"):
        if project["export_flag"] == "Y" and unfinished(path, project["proj_id"]):
            _, differing = otherwise(path, project["proj_id"])
            assert differing == STALE.get(path.stem, set())


@pytest.mark.long
def test_all_unfinished_activities_of_the_real_exports_are_counted() -> None:
    """So that a file whose dates are not found cannot pass: 6,872 in 18 files with dates, but another program's."""
    counted = {
        path.stem: sum(
            len(unfinished(path, project["proj_id"]))
            for project in records(path, "PROJECT")
            if project["export_flag"] == "Y"
        )
        for path in FOUND
        if path.stem != ANOTHERS
    }
    assert (sum(counted.values()), sum(map(bool, counted.values()))) == (6_872, 18)
