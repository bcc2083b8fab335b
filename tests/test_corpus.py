"""What released versions made is read, verified and computed to the same figures by every later commit."""

from __future__ import annotations

import runpy
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import schedule
from schedule.analysis.views.issued import issued
from schedule.calendars.worktime import minutes
from schedule.commands import main
from schedule.commands.conduct.reading import day_of
from schedule.diagnostics import Severity
from schedule.files.records.issued import ISSUED, read_issued
from schedule.files.records.plan_folder import read_history
from schedule.issued import Change, Issued, compared
from schedule.version import PRODUCT, RULES

CORPUS = Path(__file__).parent / "corpus"
FOLDERS = sorted(path.parent for path in CORPUS.glob("*/*/plan.yaml"))
SIZE = 1_000_000
"""Bytes that the corpus may have for each released version."""


def figures_of(folder: Path) -> dict[str, tuple[Issued, Issued]]:
    """By date, the figures of each meeting as they were stored and as they are computed now."""
    project, found = schedule.load(folder), {}
    for path in sorted((folder / "meetings").iterdir()):
        stored = read_issued(path / ISSUED)
        assert stored is not None, path
        data_date = day_of(project, minutes(date.fromisoformat(path.name)))
        found[path.name] = stored, issued(schedule.meeting(project, data_date))
    assert len(found) == len(project.updates)
    return found


def line(day: str, change: Change) -> str:
    return f"{day} {change.part} {change.about} {change.figure}: {change.was} -> {change.now}"


def agreed(folder: Path) -> list[str]:
    """The changed figures that somebody has looked at and agreed with."""
    path = folder / "changed.txt"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def assert_holds(folder: Path) -> None:
    project, faults = schedule.read(folder)
    assert project is not None
    assert not [fault for fault in faults if fault.severity is Severity.ERROR]
    chain = read_history(folder)
    assert not chain.faults
    assert not chain.unsealed
    assert CliRunner().invoke(main, ["verify", str(folder)]).exit_code == 0
    told = []
    for day, (was, now) in figures_of(folder).items():
        assert was.sources == now.sources, "a released file says the same for ever"
        assert was.headline.keys() <= now.headline.keys(), "a figure that was kept once is kept for ever"
        for name in was.tasks.keys() & now.tasks.keys():
            assert was.tasks[name].keys() <= now.tasks[name].keys()
        found = [line(day, change) for change in compared(was, now).changes]
        assert not found or was.made_by.rules < RULES, f"other figures by the same rules: {found}"
        told += found
    assert told == agreed(folder)


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.relative_to(CORPUS).as_posix())
def test_a_released_folder_is_read_verified_and_computed_as_it_was(folder: Path) -> None:
    assert_holds(folder)


def test_the_first_release_is_here_and_the_corpus_stays_small() -> None:
    names = {path.relative_to(CORPUS).as_posix() for path in FOLDERS}
    assert {"0.1.0/kashgar", "0.1.0/government-2016", "0.1.0/government-now"} <= names
    assert len(list((CORPUS / "0.1.0" / "kashgar" / "meetings").iterdir())) == 13
    versions = {path.parent for path in FOLDERS}
    size = sum(path.stat().st_size for path in CORPUS.rglob("*") if path.is_file())
    assert size < SIZE * len(versions)


@pytest.mark.slow
def test_this_version_can_add_itself_and_holds(tmp_path: Path) -> None:
    """The command that the README names works before the day of a release."""
    home: Path = runpy.run_path(str(CORPUS / "add.py"))["add"](tmp_path)
    assert home == tmp_path / PRODUCT
    folders = sorted(home.iterdir())
    assert [folder.name for folder in folders] == ["government-2016", "industrial-park", "kashgar"]
    for folder in folders:
        assert_holds(folder)
    with pytest.raises(FileExistsError):
        runpy.run_path(str(CORPUS / "add.py"))["add"](tmp_path)


@pytest.mark.slow
def test_another_figure_is_found() -> None:
    """The corpus would notice: what is stored has another finish than one that a later rule might give."""
    was, now = figures_of(CORPUS / "0.1.0" / "kashgar")["2016-03-14"]
    known = compared(was, now).changes
    task = now.tasks["works-done"]
    other = replace(now, tasks={**now.tasks, "works-done": {**task, "finish": "2016-07-02T00:00"}})
    (change,) = (one for one in compared(was, other).changes if one not in known)
    assert (change.about, change.figure, change.now) == ("works-done", "finish", "2016-07-02T00:00")
