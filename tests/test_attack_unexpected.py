"""An error that nobody foresaw, wherever it comes up: one sentence, a file with the details, nothing half-written."""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from attacks import (
    Planted,
    anew,
    attacked_place,
    called,
    contents,
    fail,
    forked,
    points,
    scaled,
    strays,
    writing_commands,
)
from click.testing import CliRunner

from schedule.commands import COMMANDS, main
from schedule.commands.conduct.exits import Exit

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks fail inside")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return attacked_place(tmp_path_factory.mktemp("unexpected") / "place")


@pytest.fixture
def details(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files lie."""
    (tmp_path / "details").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "details"))
    return tmp_path / "details"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_secretary_reads_one_sentence_and_the_engineer_finds_the_rest_in_a_file(
    prepared: Path, details: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setattr("schedule.commands.check.sound", lambda *_: fail())
    done = CliRunner().invoke(main, ["check", str(prepared / "p"), "--lang", lang], catch_exceptions=False)
    assert (done.exit_code, done.stdout) == (Exit.UNEXPECTED, "")
    (line,) = done.stderr.splitlines()
    (file,) = details.glob("daopai-*.txt")
    assert str(file) in line
    assert "Planted" not in line, "no name of an exception for a secretary"
    text = file.read_text()
    assert "in fail\n" in text
    assert "Planted: planted at ***" in text, "no address of a robot"
    assert "secret-address" not in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_where_no_file_can_be_written_the_sentence_says_where_it_happened(
    prepared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("schedule.commands.check.sound", lambda *_: fail())
    monkeypatch.setattr(tempfile, "tempdir", str(prepared / "nowhere"))
    done = CliRunner().invoke(main, ["check", str(prepared / "p")], catch_exceptions=False)
    assert done.exit_code == Exit.UNEXPECTED
    assert re.search(r"发给维护 daopai 的人：Planted, attacks.py:\d+\n$", done.stderr)


def test_an_error_while_a_fault_is_told_is_told_as_well(
    tmp_path: Path, details: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("schedule.output.words.faults.render_all", lambda *_: fail())
    done = CliRunner().invoke(main, ["check", str(tmp_path / "no-plan.yaml")], catch_exceptions=False)
    assert done.exit_code == Exit.UNEXPECTED
    assert len(list(details.iterdir())) == 1


def test_every_command_is_struck(prepared: Path) -> None:
    assert {words[0] for words in writing_commands(prepared).values()} == set(COMMANDS)


FILE_BY_FILE = {"update", "decide", "baseline", "verify", "forms", "collect", "portfolio"}
"""What writes or seals several files that each stand by themselves: whole files, one after the other."""


DRAWN = {"gantt", "figures", "meeting"}
"""Whoever draws reads seconds of libraries first."""
EVERY = [pytest.param(name, marks=[pytest.mark.attack] * (name in DRAWN)) for name in writing_commands(Path())]


@pytest.mark.parametrize("name", EVERY)
def test_every_command_ends_in_the_sentence(prepared: Path, tmp_path: Path, details: Path, name: str) -> None:
    place = tmp_path / "place"
    anew(place, prepared)
    end = forked(called(writing_commands(place)[name]), place, 1, strike=fail, reads=True)
    assert end.code == Exit.UNEXPECTED, end.stderr
    (file,) = details.glob("daopai-*.txt")
    assert re.fullmatch(rf"daopai：.*{file}.*\n", end.stderr)
    assert contents(place) == contents(prepared)


def struck(place: Path, copy: Path, words: list[str], details: Path, most: int) -> Mapping[str, object]:
    """Plant an error before so many events of a command; what was found, and how often it ended in the sentence."""
    anew(place, copy)
    old = contents(place)
    whole = forked(called(words), place, reads=True)
    assert whole.code in (Exit.FINE, Exit.CONFLICTS), whole
    new, found, told = contents(place), [], 0
    for point in points(whole.events, most):
        anew(place, copy)
        end = forked(called(words), place, point, strike=fail, reads=True)
        where, now = f"{words[0]} at {point} of {whole.events}: ", contents(place)
        if end.code == Exit.UNEXPECTED:
            told += 1
            files = list(details.glob("daopai-*.txt"))
            if len(files) != 1 or str(files[0]) not in end.stderr or Planted.__name__ not in files[0].read_text():
                found.append(f"{where}told as {end.stderr}")
            if "Traceback" in end.stderr:
                found.append(f"{where}a call stack: {end.stderr}")
        elif end.code != whole.code or now != new:
            found.append(f"{where}exit {end.code}, {end.stderr[-300:]}")
        if now not in (old, new):
            changed = [name for name in {*now, *old, *new} if now.get(name) not in (old.get(name), new.get(name))]
            if changed or words[0] not in FILE_BY_FILE:
                found.append(f"{where}half-written: {changed}")
        shutil.rmtree(details)
        details.mkdir()
        CliRunner().invoke(main, ["check", str(place / "p")])
        if now != new or strays(place):  # what lies outside the plan is its own command's to tidy
            forked(called(words), place)
            if contents(place) != new:
                found.append(f"{where}another end when run again")
        if left := strays(place):
            found.append(f"{where}left {left}")
    return {"found": found, "told": told}


QUICK = ["update", "decide", "baseline", "forms", "collect", "new", "import", "export --force", "meeting --only"]


@pytest.mark.slow
@pytest.mark.parametrize("name", QUICK)
def test_an_error_in_the_midst_of_a_command_leaves_the_old_or_the_new(
    prepared: Path, tmp_path: Path, details: Path, name: str
) -> None:
    place = tmp_path / "place"
    got = struck(place, prepared, writing_commands(place)[name], details, 2)
    assert got["found"] == []


@pytest.mark.attack
@pytest.mark.parametrize("name", writing_commands(Path()))
def test_errors_before_every_event_of_every_command(
    prepared: Path, tmp_path: Path, details: Path, name: str, record_property: Callable[[str, object], None]
) -> None:
    place = tmp_path / "place"
    got = struck(place, prepared, writing_commands(place)[name], details, scaled(60))
    record_property("attack", {"planted errors that ended in the sentence": got["told"]})
    assert got["found"] == []
