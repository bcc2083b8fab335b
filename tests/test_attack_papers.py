"""Killed at any point, a folder holds the old papers or the new ones as soon as the next command has opened the plan.

Each run is a fork that kills itself before one event of the file system, or is killed from outside at a random moment.
`daopai` never gets to tidy up: no `finally`, no handler. What people had changed or put there is the same afterwards.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from attacks import (
    End,
    anew,
    attacked_place,
    called,
    contents,
    drawn,
    forked,
    points,
    said,
    scaled,
    strays,
    writing_commands,
)
from click.testing import CliRunner
from robots import robots

import schedule
from schedule.commands import main
from schedule.commands.conduct.exits import Exit
from schedule.files.records.papers import MANIFEST, listed
from schedule.output import meeting_folder
from schedule.output.meeting_folder import PAPERS, write_papers
from schedule.output.words.phrases import voice_of

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks are killed")

PLAN = """\
daopai: 1
project: {name: 示例, start: 2016-03-01, calendar: china}
bodies: {works: {name: 城投公司}}
tasks:
  survey: {name: 勘察, duration: 7wd, body: works}
  design: {name: 设计, duration: 20wd, after: [survey], body: works, deadline: 2016-05-31}
"""
WEEK = "data_date: 2016-03-07\nprogress:\n  survey: {started: 2016-03-01, remaining: 4wd}\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "p" / "updates").mkdir(parents=True)
    (tmp_path / "p" / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "p" / "updates" / "2016-03-07.yaml").write_text(WEEK, encoding="utf-8")
    return tmp_path / "p"


@pytest.mark.slow
def test_a_secretary_whose_meeting_was_killed_finds_one_whole_set_of_papers(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every event of one run: three papers, of which one has a page less, one is somebody's own, one is new."""
    week = home / "meetings" / "2016-03-07"
    text, names = "old", ("gantt-1.png", "gantt-2.png", "notice.docx")

    def write(_: object, folder: Path, __: object) -> Sequence[str]:
        for name in names:
            (folder / name).write_text(text)
        return names

    monkeypatch.setattr(meeting_folder, "PAPERS", {"charts": write})
    meeting = schedule.meeting(schedule.load(home))
    voice = voice_of(meeting.schedule, "zh")
    write_papers(meeting, week, voice)
    (week / "notice.docx").write_text("filled in by hand")
    (week / "photo.jpg").write_text("mine")
    text, names = "new", ("gantt-1.png", "alerts.csv", "notice.docx")
    copy = tmp_path / "copy"
    shutil.copytree(home, copy)
    old = contents(week)
    events = forked(lambda: write_papers(meeting, week, voice), tmp_path).events
    new = contents(week)
    assert events > 30
    assert new["notice.docx"] == b"filled in by hand" == old["notice.docx"]
    assert (new["notice.new.docx"], new["photo.jpg"], "gantt-2.png" in new) == (b"new", b"mine", False)
    found = {"old": 0, "new": 0, "mixed": 0}
    for kill_at in range(1, events + 1):
        shutil.rmtree(home)
        shutil.copytree(copy, home)
        assert forked(lambda: write_papers(meeting, week, voice), tmp_path, kill_at).killed
        now = contents(week)
        assert all(data in (old.get(name), new.get(name)) for name, data in now.items()), "no file is torn"
        assert old.keys() & new.keys() <= now.keys(), "no paper is missing meanwhile"
        is_mixed = now not in (old, new)
        assert ("接着写完" in said("check", home)) >= is_mixed
        after = contents(week)
        assert after in (old, new)
        assert strays(home) == []
        found["mixed" if is_mixed else "old" if after == old else "new"] += 1
        write_papers(meeting, week, voice)
        assert contents(week) == new
    assert min(found.values()) > 0, "kills before, within and after the change of papers"


@pytest.mark.slow
def test_what_a_person_changed_after_a_kill_is_not_finished_over(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    week, text = home / "meetings" / "2016-03-07", "old"

    def write(_: object, folder: Path, __: object) -> Sequence[str]:
        for name in ("a.csv", "b.csv"):
            (folder / name).write_text(text)
        return ["a.csv", "b.csv"]

    monkeypatch.setattr(meeting_folder, "PAPERS", {"charts": write})
    meeting = schedule.meeting(schedule.load(home))
    voice = voice_of(meeting.schedule, "zh")
    write_papers(meeting, week, voice)
    copy, text = tmp_path / "copy", "new"
    shutil.copytree(home, copy)
    events = forked(lambda: write_papers(meeting, week, voice), tmp_path).events
    seen = set()
    for kill_at in range(events, 0, -2):
        shutil.rmtree(home)
        shutil.copytree(copy, home)
        forked(lambda: write_papers(meeting, week, voice), tmp_path, kill_at)
        (week / "b.csv").write_text("by hand")
        said("check", home)
        after = contents(week)
        assert after["b.csv"] == b"by hand"
        seen.add((after["a.csv"], after.get("b.new.csv")))
        write_papers(meeting, week, voice)
        assert contents(week)["b.csv"] == b"by hand"
    assert (b"new", b"new") in seen, "finished beside what was changed"
    assert (b"old", None) in seen


FINE = (Exit.FINE, Exit.CONFLICTS)


def check(place: Path, name: str, most: int, moments: int) -> tuple[int, list[str]]:
    """Kill one command at so many events and moments: how many kills there were, and what was found."""
    copy, words = place.with_name(f"{place.name}-copy"), writing_commands(place)[name]
    shutil.copytree(place, copy)
    old, begun, found, kills = contents(place), time.monotonic(), [], 0
    whole = forked(called(words), place)
    took, new = time.monotonic() - begun, contents(place)
    assert whole.code in FINE, whole
    assert new != old
    draw = drawn(name)
    jobs: list[tuple[int, float | None]] = [(point, None) for point in points(whole.events, most)]
    jobs += [(0, draw.uniform(0.02, 1.0) * took) for _ in range(moments)]
    for kill_at, kill_after in jobs:
        anew(place, copy)
        kills += forked(called(words), place, kill_at, kill_after).killed
        where = f"{name} at {kill_at or kill_after}"
        now = contents(place)
        if any(data not in (old.get(name), new.get(name)) for name, data in now.items()):
            found.append(f"{where}: torn")
        if not old.keys() & new.keys() <= now.keys():
            found.append(f"{where}: missing")
        said("check", place / "p")
        said("verify", place / "p")
        if (place / "fresh").exists() and not strays(place / "fresh"):
            CliRunner().invoke(main, ["check", str(place / "fresh")], catch_exceptions=False)
        again = End(0, 0, "")
        if contents(place) != new or strays(place):  # a folder outside the plan is its own command's to tidy
            again = forked(called(words), place)
        if contents(place) != new:
            found.append(f"{where}: another end than that of a run that nobody killed: {again.stderr[-300:]}")
        elif again.code not in (*FINE, Exit.OCCUPIED):
            found.append(f"{where}: run again it ended with {again.code} {again.stderr[-300:]}")
        if left := strays(place):
            found.append(f"{where}: left {left}")
    return kills, found


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A plan with papers in English, one filled in by hand; and a folder of somebody's own."""
    there = attacked_place(tmp_path / "there")
    said("meeting", there / "p", "--lang", "en", "--only", "notice", "--only", "alerts")
    with (there / "p" / "meetings" / "2016-03-14" / "notice.docx").open("ab") as letter:
        letter.write(b"filled in by hand")
    return there


QUICK = ["new", "update", "baseline", "verify", "forms", "page"]


@pytest.mark.slow
@pytest.mark.parametrize("name", QUICK)
def test_a_command_that_was_killed_is_finished_by_the_same_command(place: Path, name: str) -> None:
    kills, found = check(place, name, 6, 1)
    assert found == []
    assert kills >= 5


@pytest.mark.attack
@pytest.mark.parametrize("name", writing_commands(Path()))
def test_many_kills_of_every_command_that_writes(
    place: Path, name: str, record_property: Callable[[str, object], None]
) -> None:
    """A thousand kills in all, of which the commands of many events have the most."""
    kills, found = check(place, name, scaled(70), scaled(30))
    record_property("attack", {"kills": kills, "found": found})
    assert found == []
    assert kills >= scaled(10)


@pytest.mark.attack
def test_kills_while_messages_are_sent(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    """No message twice unless it is asked for, none lost when it is; what is not known is told by exit 9."""
    with robots() as machine:
        machine.does = (200, b'{"errcode":0,"errmsg":"ok"}')
        place = attacked_place(tmp_path / "there", machine.port)
        words = [*("alerts", str(place / "p"), "--send", "all", "--channels", str(place / "channels.yaml"))]
        copy = tmp_path / "copy"
        shutil.copytree(place, copy)
        whole = forked(called(words), place)
        assert whole.code == Exit.FINE, whole
        wanted = len(machine.got)
        assert wanted >= 2
        kills, draw = 0, drawn("send")
        jobs: list[tuple[int, float | None]] = [(point, None) for point in points(whole.events, scaled(30))]
        jobs += [(0, draw.uniform(0.1, 3.0)) for _ in range(scaled(20))]
        for kill_at, kill_after in jobs:
            anew(place, copy)
            machine.got.clear()
            killed = forked(called(words), place, kill_at, kill_after)
            kills += killed.killed
            again = forked(called(words), place)
            texts = [json.dumps(one, sort_keys=True) for one in machine.got]
            assert len(set(texts)) == len(texts), f"sent twice at {kill_at or kill_after}"
            assert again.code in (Exit.FINE, Exit.UNSETTLED), again
            assert (again.code == Exit.FINE) <= (len(texts) == wanted), f"lost at {kill_at or kill_after}: {again}"
            last = forked(called([*words, "--resend"]), place)
            assert last.code == Exit.FINE, last
            assert len({json.dumps(one, sort_keys=True) for one in machine.got}) == wanted
            assert strays(place) == []
        record_property("attack", {"kills": kills})


@pytest.mark.slow
def test_a_folder_of_an_earlier_release_is_taken_for_what_it_says(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No list of papers: what is older than the index that names it is the run's; a letter saved again is not."""
    monkeypatch.setattr(meeting_folder, "PAPERS", {**PAPERS, "charts": lambda *_: []})
    said("meeting", home, "--lang", "en")
    week = home / "meetings" / "2016-03-07"
    with (week / "notice.docx").open("ab") as letter:
        letter.write(b"filled in by hand")
    assert listed(week) is not None
    (week / MANIFEST).unlink()
    (week / "notes.md").write_text("mine")
    later = (week / "index.md").stat().st_mtime + 60
    os.utime(week / "notice.docx", (0, 0))  # copied: no time says that it was filled in
    (week / "alerts.csv").write_text("by hand")
    os.utime(week / "alerts.csv", (later, later))
    talk = said("meeting", home)
    assert [line.split()[0] for line in talk.splitlines() if "不是上次写出的样子" in line] == [
        "notice.docx",
        "alerts.csv",
    ]
    assert (week / "notice.docx").read_bytes().endswith(b"filled in by hand")
    assert (week / "alerts.csv").read_text() == "by hand"
    assert not list(week.glob("secretary.new*"))


@pytest.mark.slow
def test_a_meeting_run_twice_says_nothing_and_changes_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meeting_folder, "PAPERS", {**PAPERS, "charts": lambda *_: []})
    week = home / "meetings" / "2016-03-07"
    said("meeting", home)
    before = contents(week)
    talk = said("meeting", home)
    assert "不是上次写出的样子" not in talk
    assert contents(week) == before
