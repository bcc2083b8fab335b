"""Real files of Microsoft Project and others, which lie beside the project: read whole, and dated as their tools date.

The share of tasks whose start and finish are Project's own, file by file, is `SHARES`; what differs is named there.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from test_files_interop import installed

import schedule
from schedule.calendars.worktime import moment
from schedule.commands import main
from schedule.diagnostics import PlanError, Severity
from schedule.engine.compute import compute
from schedule.engine.state import as_of
from schedule.files.exchange.interop import convert, read_foreign
from schedule.model import Project
from schedule.rules import Profile

SHARED = Path(__file__).parents[2] / "shared" / "interop"
pytestmark = [
    pytest.mark.long,
    installed,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the files of other tools lie beside the project, not in it"),
]


class Share(NamedTuple):
    """Of how many tasks start and finish are Project's own, of how many; by unique id, why the others are not."""

    equal: int
    tasks: int
    others: Mapping[str, str] = {}


KEPT = "a start-to-finish relation keeps its finish at the next shift's start, the same point of working time"
SHARES = {
    "construction-126.mpp": Share(126, 126),
    "durations-2010.mpp": Share(110, 110),
    "mpp14barstyle.mpp": Share(6, 6),
    "mspdirelations.xml": Share(4, 5, {"5": KEPT}),
    "mspdiresource.xml": Share(3, 3),
    "mspdisplittask.xml": Share(2, 2),
    "mspditimephased.xml": Share(40, 40),
    "sample98.mpp": Share(14, 16, {"2": "MPXJ reads no night shifts of Project 98's resources", "21": KEPT}),
    "timephased-2007.mpp": Share(40, 40),
    "timephased-budget-calendar-exceptions.mpp": Share(1, 1),
    "timephased2.mpp": Share(9, 9),
}
RELATIONS = {
    "construction-126.mpp": 176,
    "house.gan": 17,
    "mspdirelations.xml": 4,
    "mspdiresource.xml": 1,
    "sample.planner": 1,
    "sample98.mpp": 6,
}
"""How many relations each file states; the others none. Links of phases become several: more is not fewer."""
PROGRESS = {
    "house.gan": 3,
    "mspdiresource.xml": 1,
    "mspditimephased.xml": 20,
    "timephased-2007.mpp": 20,
    "timephased2.mpp": 6,
    "percent-complete.pmxml": 9,
}
READ = [*SHARES, "house.gan", "sample.planner", "percent-complete.pmxml"]


def by_project(path: Path, folder: Path) -> dict[str, tuple[str, str]]:
    """Where Project itself has a file's tasks: start and finish by unique id, as MPXJ reads them."""
    into = folder / "as-read.xml"
    convert(path, into, path.suffix)
    name = "{http://schemas.microsoft.com/project}"
    found: dict[str, tuple[str, str]] = {}
    for task in ElementTree.parse(into).iter(f"{name}Task"):
        texts = {child.tag.removeprefix(name): child.text or "" for child in task}
        if texts.get("Summary") == "0" and "Start" in texts and "Finish" in texts:
            found[texts["UID"]] = texts["Start"][:16], texts["Finish"][:16]
    return found


def dated(project: Project) -> dict[str, tuple[str, str]]:
    result = compute(as_of(project, schedule.latest_data_date(project)))
    return {
        name: (f"{moment(one.start):%Y-%m-%dT%H:%M}", f"{moment(one.finish):%Y-%m-%dT%H:%M}")
        for name, one in result.tasks.items()
    }


@pytest.mark.parametrize("name", SHARES)
def test_the_tasks_stand_where_project_has_them_but_for_those_that_are_explained(name: str, tmp_path: Path) -> None:
    project, told = read_foreign(SHARED / name)
    assert project is not None
    assert project.plan.settings.profile is Profile.MSP
    assert all(one.severity is Severity.WARNING for one in told)
    theirs, ours = by_project(SHARED / name, tmp_path), dated(project)
    assert ours.keys() == theirs.keys()
    others = {task for task, dates in theirs.items() if ours[task] != dates}
    share = SHARES[name]
    assert (len(theirs) - len(others), len(theirs), others) == (share.equal, share.tasks, share.others.keys())


def test_of_all_of_them_more_than_97_2_per_cent_stand_where_project_has_them() -> None:
    assert sum(one.equal for one in SHARES.values()) / sum(one.tasks for one in SHARES.values()) > 0.972


@pytest.mark.parametrize("name", READ)
def test_relations_and_progress_are_as_many_as_the_file_states(name: str) -> None:
    project, told = read_foreign(SHARED / name)
    assert project is not None
    assert not [one for one in told if "fewer" in one.code]
    relations = sum(len(task.relations) for task in project.plan.tasks.values())
    assert relations >= RELATIONS.get(name, 0)
    assert relations == RELATIONS.get(name, 0) or "interop-summary-links" in {one.code for one in told}
    assert sum(len(update.progress) for update in project.updates) == PROGRESS.get(name, 0)


@pytest.mark.parametrize("name", READ)
def test_the_folder_and_the_file_written_back_have_the_same_dates(name: str, tmp_path: Path) -> None:
    project = schedule.load(SHARED / name)
    before = list(dated(project).values())
    imported = CliRunner().invoke(main, ["import", str(SHARED / name), "-o", str(tmp_path / "plan")])
    assert imported.exit_code == 0, imported.stderr
    assert list(dated(schedule.load(tmp_path / "plan")).values()) == before
    if project.plan.settings.profile is Profile.P6:
        return  # Project's format has other rules than the file's, and `export` says so
    written = CliRunner().invoke(main, ["export", str(SHARED / name), "-o", str(tmp_path / "back.xml")])
    assert written.exit_code == 0, written.stderr
    assert list(dated(schedule.load(tmp_path / "back.xml")).values()) == before


def test_a_german_mpx_is_refused_with_the_unit_that_nobody_can_read() -> None:
    with pytest.raises(PlanError) as raised:
        read_foreign(SHARED / "sample.de.mpx")
    [fault] = raised.value.diagnostics
    assert (fault.code, fault.facts["found"], fault.facts["line"]) == ("interop-unit", "t", "21")


def test_a_password_is_told_before_anything_is_read(tmp_path: Path) -> None:
    """The byte that follows the key 893386752 says whether a file of Project 2007 asks for a password."""
    data = bytearray((SHARED / "timephased-2007.mpp").read_bytes())
    data[data.index((893386752).to_bytes(4, "little")) + 8] = 1
    (tmp_path / "plan.mpp").write_bytes(data)
    with pytest.raises(PlanError, match="interop-password"):
        read_foreign(tmp_path / "plan.mpp")


def test_every_file_that_lies_there_is_tried() -> None:
    assert {path.name for path in SHARED.iterdir() if path.suffix != ".md"} == {*READ, "sample.de.mpx"}
