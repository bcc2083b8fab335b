"""Killed at any point, a folder holds the old papers or the new ones as soon as the next command has opened the plan.

Each run is a fork that kills itself before one event of the file system, or is killed from outside at a random moment.
`daopai` never gets to tidy up: no `finally`, no handler. What people had changed or put there is the same afterwards.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

import schedule
from schedule.commands import main
from schedule.files.records.papers import MANIFEST, listed
from schedule.output import meeting_folder
from schedule.output.meeting_folder import PAPERS, write_papers
from schedule.output.words.phrases import voice_of

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks are killed")

KASHGAR = Path(schedule.__file__).parent.parent / "plans" / "kashgar"
EVENTS = {"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.truncate"}
PLAN = """\
daopai: 1
project: {name: 示例, start: 2016-03-01, calendar: china}
bodies: {works: {name: 城投公司}}
tasks:
  survey: {name: 勘察, duration: 7wd, body: works}
  design: {name: 设计, duration: 20wd, after: [survey], body: works, deadline: 2016-05-31}
"""
WEEK = "data_date: 2016-03-07\nprogress:\n  survey: {started: 2016-03-01, remaining: 4wd}\n"

Contents = dict[str, bytes]


def contents(folder: Path) -> Contents:
    """Every file under its own name; hidden ones, and the folders themselves, are nobody's papers."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in files
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


def strays(folder: Path) -> list[str]:
    return [
        path.name for path in folder.rglob(".*") if not path.name.endswith(".lock") and path.name != ".gitattributes"
    ]


def forked(
    act: Callable[[], object], place: Path, kill_at: int = 0, kill_after: float | None = None
) -> tuple[bool, int]:
    """Whether a fork was killed, and how many events it came to; `kill_at` counts them from 1."""
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the threads of a test runner hold nothing of ours
        child = os.fork()
    if child == 0:
        code = 1
        try:
            _hooked(place, kill_at, writer)
            null = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(null, stream)
            act()
            code = 0
        finally:
            os._exit(code)
    os.close(writer)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    seen = b""
    while data := os.read(reader, 65536):
        seen += data
    os.close(reader)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL), status
    return status != 0, len(seen)


def _hooked(place: Path, kill_at: int, writer: int) -> None:
    """Count in a pipe what changes files under a folder, and die before the event of this number."""
    count = 0

    def event() -> None:
        nonlocal count
        count += 1
        os.write(writer, b".")
        if count == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(name: str, args: tuple[object, ...]) -> None:
        if (name in EVENTS and str(args[0]).startswith((str(place), ".writing-", "."))) or (
            name == "open" and str(args[0]).startswith(str(place)) and isinstance(args[2], int) and args[2] & 3
        ):
            event()

    fsync = os.fsync

    def counted(descriptor: int) -> None:
        event()
        fsync(descriptor)

    os.fsync = counted
    sys.addaudithook(hook)


def points(events: int, most: int) -> list[int]:
    """Before which events to kill: all of them, or so many, drawn the same each time."""
    every = range(1, events + 1)
    return list(every) if events <= most else sorted(random.Random(events).sample(every, most))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "p" / "updates").mkdir(parents=True)
    (tmp_path / "p" / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "p" / "updates" / "2016-03-07.yaml").write_text(WEEK, encoding="utf-8")
    return tmp_path / "p"


def told(*words: object) -> str:
    done = CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    return done.stderr


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
    _, events = forked(lambda: write_papers(meeting, week, voice), tmp_path)
    new = contents(week)
    assert events > 30
    assert new["notice.docx"] == b"filled in by hand" == old["notice.docx"]
    assert (new["notice.new.docx"], new["photo.jpg"], "gantt-2.png" in new) == (b"new", b"mine", False)
    found = {"old": 0, "new": 0, "mixed": 0}
    for kill_at in range(1, events + 1):
        shutil.rmtree(home)
        shutil.copytree(copy, home)
        killed, _ = forked(lambda: write_papers(meeting, week, voice), tmp_path, kill_at)
        assert killed
        now = contents(week)
        assert all(data in (old.get(name), new.get(name)) for name, data in now.items()), "no file is torn"
        assert old.keys() & new.keys() <= now.keys(), "no paper is missing meanwhile"
        is_mixed = now not in (old, new)
        assert ("接着写完" in told("check", home)) >= is_mixed
        after = contents(week)
        assert after in (old, new)
        assert strays(home) == []
        found["mixed" if is_mixed else "old" if after == old else "new"] += 1
        write_papers(meeting, week, voice)
        assert contents(week) == new
    assert min(found.values()) > 0, "kills before, within and after the change of papers"


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
    _, events = forked(lambda: write_papers(meeting, week, voice), tmp_path)
    seen = set()
    for kill_at in range(events, 0, -2):
        shutil.rmtree(home)
        shutil.copytree(copy, home)
        forked(lambda: write_papers(meeting, week, voice), tmp_path, kill_at)
        (week / "b.csv").write_text("by hand")
        told("check", home)
        after = contents(week)
        assert after["b.csv"] == b"by hand"
        seen.add((after["a.csv"], after.get("b.new.csv")))
        write_papers(meeting, week, voice)
        assert contents(week)["b.csv"] == b"by hand"
    assert (b"new", b"new") in seen, "finished beside what was changed"
    assert (b"old", None) in seen


def commands(place: Path) -> dict[str, list[str]]:
    plan = str(place / "p")
    return {
        "meeting": ["meeting", plan],
        "meeting --out": ["meeting", plan, "--out", str(place / "own")],
        "figures": ["figures", plan, "--only", "gantt", "--only", "float"],
        "page": ["page", plan],
        "deadlines": ["deadlines", plan, "--format", "ics", "--out", str(place / "own")],
        "new": ["new", str(place / "fresh"), "--start", "2027-03-01"],
        "update": ["update", plan, "--date", "2016-03-14", "--note", "x"],
        "baseline": ["baseline", plan, "B1", "--approved-by", "x"],
        "verify": ["verify", plan, "--seal"],
        "forms": ["forms", plan, "--date", "2016-03-14"],
        "gantt": ["gantt", plan, "--out", str(place / "p" / "one.png")],
    }


def check(place: Path, words: Sequence[str], most: int, moments: int) -> Iterator[str]:
    """Kill one command at so many events and moments; the findings, and how many kills there were as the last one."""
    copy = place.with_name(f"{place.name}-copy")
    shutil.copytree(place, copy)

    def act() -> None:
        try:
            main.main([*words], standalone_mode=False)
        except SystemExit as end:
            assert not end.code, end.code

    old, begun = contents(place), time.monotonic()
    _, events = forked(act, place)
    took, new = time.monotonic() - begun, contents(place)
    assert new != old
    draw = random.Random(str(words[0]))
    jobs: list[tuple[int, float | None]] = [(point, None) for point in points(events, most)]
    jobs += [(0, draw.uniform(0.02, 1.0) * took) for _ in range(moments)]
    kills = 0
    for kill_at, kill_after in jobs:
        shutil.rmtree(place)
        shutil.copytree(copy, place)
        killed, _ = forked(act, place, kill_at, kill_after)
        kills += killed
        where = f"{words[0]} at {kill_at or kill_after}"
        now = contents(place)
        if any(data not in (old.get(name), new.get(name)) for name, data in now.items()):
            yield f"{where}: torn"
        if not old.keys() & new.keys() <= now.keys():
            yield f"{where}: missing"
        for plan in ("p", "fresh"):
            CliRunner().invoke(main, ["check", str(place / plan)], catch_exceptions=False)
        if contents(place) != new or strays(place):  # a folder outside the plan is its own command's to tidy
            forked(act, place)
        if contents(place) != new:
            yield f"{where}: another end than that of a run that nobody killed"
        if left := strays(place):
            yield f"{where}: left {left}"
    yield str(kills)


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Path:
    """A plan with papers in English, one filled in by hand; and a folder of somebody's own."""
    there = tmp_path / "there"
    there.mkdir()
    home.rename(there / "p")
    (there / "own").mkdir()
    for name in ("gantt.png", "birthday.ics", "index.md"):
        (there / "own" / name).write_text("mine")
    told("meeting", there / "p", "--lang", "en")
    with (there / "p" / "meetings" / "2016-03-07" / "notice.docx").open("ab") as letter:
        letter.write(b"filled in by hand")
    return there


QUICK = ["new", "update", "baseline", "verify", "forms", "page"]


@pytest.mark.parametrize("name", QUICK)
def test_a_command_that_was_killed_is_finished_by_the_same_command(place: Path, name: str) -> None:
    *found, kills = check(place, commands(place)[name], 12, 1)
    assert found == []
    assert int(kills) >= 5


@pytest.mark.long
@pytest.mark.parametrize("name", commands(Path()))
def test_many_kills_of_every_command_that_writes(place: Path, name: str) -> None:
    """A thousand kills in all: up to 70 events and 30 moments each, with the charts."""
    *found, kills = check(place, commands(place)[name], 70, 30)
    assert found == []
    assert int(kills) >= 20


def test_a_folder_of_an_earlier_release_is_taken_for_what_it_says(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No list of papers: what is older than the index that names it is the run's; a letter saved again is not."""
    monkeypatch.setattr(meeting_folder, "PAPERS", {**PAPERS, "charts": lambda *_: []})
    plan, week = place / "p", place / "p" / "meetings" / "2016-03-07"
    assert listed(week) is not None
    (week / MANIFEST).unlink()
    (week / "notes.md").write_text("mine")
    later = (week / "index.md").stat().st_mtime + 60
    os.utime(week / "notice.docx", (0, 0))  # copied: no time says that it was filled in
    (week / "alerts.csv").write_text("by hand")
    os.utime(week / "alerts.csv", (later, later))
    said = told("meeting", plan)
    assert [line.split()[0] for line in said.splitlines() if "不是上次写出的样子" in line] == [
        "notice.docx",
        "alerts.csv",
    ]
    assert (week / "notice.docx").read_bytes().endswith(b"filled in by hand")
    assert (week / "alerts.csv").read_text() == "by hand"
    assert not list(week.glob("secretary.new*"))


def test_a_meeting_run_twice_says_nothing_and_changes_nothing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meeting_folder, "PAPERS", {**PAPERS, "charts": lambda *_: []})
    plan, week = place / "p", place / "p" / "meetings" / "2016-03-07"
    shutil.rmtree(week)
    told("meeting", plan)
    before = contents(week)
    said = told("meeting", plan)
    assert "不是上次写出的样子" not in said
    assert contents(week) == before
