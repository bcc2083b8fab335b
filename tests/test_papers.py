"""A meeting's folder of papers is that of one run, whatever happens while it is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from filelock import FileLock

import schedule
from schedule.analysis.meeting import Meeting
from schedule.output import meeting_folder as papers
from schedule.output.meeting_folder import write_papers
from schedule.output.words.phrases import Voice, voice_of

PLAN = """\
daopai: 1
project: {name: 示例, start: 2016-03-01, calendar: china}
tasks:
  survey: {name: 勘察, duration: 7wd}
"""


@pytest.fixture
def snapshot(tmp_path: Path) -> Meeting:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return schedule.meeting(schedule.load(tmp_path))


@pytest.fixture
def voice(snapshot: Meeting, monkeypatch: pytest.MonkeyPatch) -> Voice:
    """A voice; and two small papers instead of all of them, so that a run takes no second."""

    def write(_: Meeting, folder: Path, __: Voice) -> list[str]:
        for name in ("gantt.png", "alerts.csv"):
            (folder / name).write_text("new")
        return ["gantt.png", "alerts.csv"]

    monkeypatch.setattr(papers, "PAPERS", {"charts": write})
    return voice_of(snapshot.schedule, "zh")


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() if path.is_file() else "folder" for path in folder.iterdir()}


def filled(folder: Path) -> Path:
    folder.mkdir()
    for name in ("gantt.png", "gantt-2.png", "alerts.csv", "notes.txt"):
        (folder / name).write_text("old")
    return folder


def test_new_papers_stand_for_the_old_ones(tmp_path: Path, snapshot: Meeting, voice: Voice) -> None:
    out = filled(tmp_path / "out")
    told: list[str] = []
    write_papers(snapshot, out, voice, told=told.append)
    found = contents(out)
    index = found.pop("index.md")
    assert found.pop("snapshot.json").startswith('{\n"daopai_snapshot": 1,\n')
    assert found == {"gantt.png": "new", "alerts.csv": "new", "notes.txt": "old"}
    assert told == ["charts"]
    assert "[gantt.png](gantt.png)、[alerts.csv](alerts.csv)" in index


def test_only_some_papers_leave_the_others_and_the_index(
    tmp_path: Path, snapshot: Meeting, voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def calendar(_: Meeting, folder: Path, __: Voice) -> list[str]:
        (folder / "a.ics").write_text("new")
        return ["a.ics"]

    monkeypatch.setattr(papers, "PAPERS", {**papers.PAPERS, "calendars": calendar})
    out = filled(tmp_path / "out")
    (out / "b.ics").write_text("old")
    assert write_papers(snapshot, out, voice, only=["calendars"]) == (out / "a.ics",)
    assert contents(out) == {
        **dict.fromkeys(("gantt.png", "gantt-2.png", "alerts.csv", "notes.txt"), "old"),
        "a.ics": "new",
    }
    with pytest.raises(KeyError, match="minute"):
        write_papers(snapshot, out, voice, only=["minute"])


@pytest.mark.parametrize("turn", range(5))
def test_a_paper_that_cannot_be_replaced_leaves_all_as_they_were(
    tmp_path: Path, snapshot: Meeting, voice: Voice, monkeypatch: pytest.MonkeyPatch, turn: int
) -> None:
    out = filled(tmp_path / "out")
    before = contents(out)
    turns = iter(range(100))
    replace = Path.replace

    def held_open(path: Path, target: Path) -> Path:
        if next(turns) == turn:
            raise PermissionError(13, "Permission denied", str(path), None, str(target))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", held_open)
    with pytest.raises(PermissionError) as error:
        write_papers(snapshot, out, voice)
    assert contents(out) == before
    assert error.value.filename in [str(out / name) for name in ("gantt.png", "gantt-2.png", "alerts.csv")]


def test_a_folder_where_a_paper_should_stand_is_left_alone(tmp_path: Path, snapshot: Meeting, voice: Voice) -> None:
    out = filled(tmp_path / "out")
    (out / "alerts.csv").unlink()
    (out / "alerts.csv").mkdir()
    (out / "alerts.csv" / "mine").write_text("old")
    with pytest.raises(IsADirectoryError):
        write_papers(snapshot, out, voice)
    assert contents(out) == {"gantt.png": "old", "gantt-2.png": "old", "alerts.csv": "folder", "notes.txt": "old"}
    assert (out / "alerts.csv" / "mine").exists()


def test_an_interrupted_first_run_leaves_no_folder(
    tmp_path: Path, snapshot: Meeting, voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> list[str]:
        raise KeyboardInterrupt

    monkeypatch.setattr(papers, "PAPERS", {"charts": interrupt})
    with pytest.raises(KeyboardInterrupt):
        write_papers(snapshot, tmp_path / "meetings" / "2016-03-01", voice)
    assert [path.name for path in tmp_path.iterdir()] == ["plan.yaml"]


def test_what_a_killed_run_left_is_taken_away_but_not_what_a_running_one_holds(
    tmp_path: Path, snapshot: Meeting, voice: Voice
) -> None:
    out = filled(tmp_path / "out")
    for name in (".writing-killed", ".writing-running"):
        (out / name).mkdir()
        (out / name / ".lock").write_bytes(b"")
    with FileLock(out / ".writing-running" / ".lock"):
        write_papers(snapshot, out, voice)
        assert {path.name for path in out.glob(".*")} == {".writing-running"}


def test_the_secretary_turns_the_pages_of_a_chart_in_their_order(
    tmp_path: Path, snapshot: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twelve pages: the tenth stands behind the ninth, in the index and in the minutes."""
    names = [f"gantt-{number}.png" for number in range(1, 13)]

    def write(_: Meeting, folder: Path, __: Voice) -> list[str]:
        for name in names:
            (folder / name).write_text("page")
        return names

    monkeypatch.setattr(papers, "PAPERS", {"charts": write, "minutes": papers.PAPERS["minutes"]})
    out = tmp_path / "out"
    write_papers(snapshot, out, voice_of(snapshot.schedule, "zh"))
    for paper in ("index.md", "meeting.md"):
        text = (out / paper).read_text(encoding="utf-8")
        assert re.findall(r"\]\((gantt[^)]*)\)", text) == names
