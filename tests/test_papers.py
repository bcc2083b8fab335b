"""A meeting's folder of papers is that of one run, whatever happens while it is written."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from filelock import FileLock

import schedule
from schedule.analysis.meeting import Meeting
from schedule.files.records.papers import MANIFEST, Own, Paper, Recovered, list_text, listed, paper_of, recover
from schedule.output import meeting_folder as papers
from schedule.output.meeting_folder import PAPERS, write_papers
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
    """A folder of an earlier run's papers, with notes that somebody put there."""
    folder.mkdir()
    for name in ("gantt.png", "gantt-2.png", "alerts.csv", "notes.txt"):
        (folder / name).write_text("old")
    listing = {name: paper_of(folder / name, "charts") for name in ("gantt.png", "gantt-2.png", "alerts.csv")}
    (folder / MANIFEST).write_text(list_text(listing, {}), encoding="utf-8")
    return folder


def test_new_papers_stand_for_the_old_ones(tmp_path: Path, snapshot: Meeting, voice: Voice) -> None:
    out = filled(tmp_path / "out")
    told: list[str] = []
    write_papers(snapshot, out, voice, told=told.append)
    found = contents(out)
    index = found.pop("index.md")
    assert found.pop("snapshot.json").startswith('{\n"daopai_snapshot": 1,\n')
    assert found.pop(MANIFEST).startswith('{\n"daopai_papers": 1,\n')
    assert found == {"gantt.png": "new", "alerts.csv": "new", "notes.txt": "old"}
    assert told == ["charts"]
    assert "[gantt.png](gantt.png)、[alerts.csv](alerts.csv)" in index
    listing = listed(out)
    assert listing is not None
    assert sorted(listing) == ["alerts.csv", "gantt.png", "index.md", "snapshot.json"]
    assert listing["gantt.png"] == Paper("charts", 3, hashlib.sha256(b"new").hexdigest())


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
    found = contents(out)
    found.pop(MANIFEST)
    old = ("gantt.png", "gantt-2.png", "alerts.csv", "notes.txt", "b.ics")
    assert found == {**dict.fromkeys(old, "old"), "a.ics": "new"}
    with pytest.raises(KeyError, match="minute"):
        write_papers(snapshot, out, voice, only=["minute"])


@pytest.mark.parametrize("turn", range(7))
def test_a_paper_that_cannot_be_replaced_leaves_all_as_they_were(
    tmp_path: Path, snapshot: Meeting, voice: Voice, monkeypatch: pytest.MonkeyPatch, turn: int
) -> None:
    """The seven are the list and the journal, in the workplace, then gantt, alerts, index, figures, list."""
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
    told = ["", "", "gantt.png", "alerts.csv", "index.md", "snapshot.json", MANIFEST]
    assert Path(error.value.filename) == out / told[turn]


def test_a_page_that_cannot_be_removed_leaves_all_as_they_were(
    tmp_path: Path, snapshot: Meeting, voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, unlink = filled(tmp_path / "out"), Path.unlink
    before = contents(out)

    def held_open(path: Path, missing_ok: bool = False) -> None:
        if path == out / "gantt-2.png":
            raise PermissionError(13, "Permission denied", str(path))
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", held_open)
    with pytest.raises(PermissionError):
        write_papers(snapshot, out, voice)
    assert contents(out) == before


def test_what_could_not_be_taken_back_is_taken_back_by_the_next_run(
    tmp_path: Path, snapshot: Meeting, voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The alerts are open in Excel; then the chart is, too, so that it cannot go back either."""
    out, replace = filled(tmp_path / "out"), Path.replace
    before = contents(out)
    opened = False

    def held_open(path: Path, target: Path) -> Path:
        nonlocal opened
        opened |= Path(target) == out / "alerts.csv"
        if opened and out in (path.parent, Path(target).parent):
            raise PermissionError(13, "Permission denied", str(path), None, str(target))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", held_open)
    with pytest.raises(PermissionError):
        write_papers(snapshot, out, voice)
    assert (out / "gantt.png").read_text() == "new"
    monkeypatch.setattr(Path, "replace", replace)
    assert recover(out) == (Recovered.UNDONE,)
    assert contents(out) == before
    assert recover(out) == ()


def test_a_folder_where_a_paper_should_stand_is_left_alone(tmp_path: Path, snapshot: Meeting, voice: Voice) -> None:
    out = filled(tmp_path / "out")
    (out / "alerts.csv").unlink()
    (out / "alerts.csv").mkdir()
    (out / "alerts.csv" / "mine").write_text("old")
    before = contents(out)
    with pytest.raises(IsADirectoryError):
        write_papers(snapshot, out, voice)
    assert contents(out) == before
    assert (out / "alerts.csv" / "mine").exists()


# what people changed or added


def run(snapshot: Meeting, out: Path, voice: Voice, *, force: bool = False) -> list[Own]:
    own: list[Own] = []
    write_papers(snapshot, out, voice, own=own.append, force=force)
    return own


def test_a_paper_that_somebody_changed_stays_and_the_new_one_lies_beside_it(
    tmp_path: Path, snapshot: Meeting, voice: Voice
) -> None:
    out = filled(tmp_path / "out")
    (out / "alerts.csv").write_text("by hand")
    for _ in range(2):  # the second run replaces its own alerts.new.csv
        assert run(snapshot, out, voice) == [Own("alerts.csv", "alerts.new.csv")]
        found = contents(out)
        assert (found["alerts.csv"], found["alerts.new.csv"], found["gantt.png"]) == ("by hand", "new", "new")
        assert "[alerts.csv](alerts.csv) 不是上次写出的样子" in found["index.md"]
        assert "alerts.new-2.csv" not in found
    (out / "alerts.new.csv").write_text("by hand as well")
    assert run(snapshot, out, voice) == [Own("alerts.csv", "alerts.new-2.csv"), Own("alerts.new.csv", None)]
    assert contents(out)["alerts.new.csv"] == "by hand as well"
    assert run(snapshot, out, voice, force=True) == []
    found = contents(out)
    assert (found["alerts.csv"], found["alerts.new.csv"], "alerts.new-2.csv" in found) == (
        "new",
        "by hand as well",
        False,
    )
    assert run(snapshot, out, voice) == []


def test_the_minutes_show_the_charts_of_their_own_run(
    tmp_path: Path, snapshot: Meeting, voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "PAPERS", {**papers.PAPERS, "minutes": PAPERS["minutes"]})
    out = filled(tmp_path / "out")
    for only in ([], ["charts", "minutes"]):
        (out / "gantt.png").write_text("drawn on")
        write_papers(snapshot, out, voice, only=only)
        assert re.findall(r"\]\((gantt[^)]*)\)", (out / "meeting.md").read_text(encoding="utf-8")) == ["gantt.new.png"]


def test_whoever_takes_the_new_version_for_the_own_one_hears_no_more(
    tmp_path: Path, snapshot: Meeting, voice: Voice
) -> None:
    out = filled(tmp_path / "out")
    (out / "alerts.csv").write_text("by hand")
    run(snapshot, out, voice)
    (out / "alerts.new.csv").replace(out / "alerts.csv")
    assert run(snapshot, out, voice) == []
    assert "alerts.new.csv" not in contents(out)


def test_a_page_that_somebody_drew_on_is_not_swept_away(tmp_path: Path, snapshot: Meeting, voice: Voice) -> None:
    out = filled(tmp_path / "out")
    (out / "gantt-2.png").write_text("drawn on")
    assert run(snapshot, out, voice) == [Own("gantt-2.png", None)]
    assert contents(out)["gantt-2.png"] == "drawn on"
    assert run(snapshot, out, voice) == []


@pytest.mark.parametrize("kind", ["file", "link", "link that leads nowhere"])
def test_a_folder_of_somebody_keeps_all_that_is_in_it(
    tmp_path: Path, snapshot: Meeting, voice: Voice, kind: str
) -> None:
    out = tmp_path / "own"
    out.mkdir()
    names = ("birthday.ics", "gantt.png", "gantt-7.png", "alerts.csv", "index.md", "snapshot.json", "papers.json")
    for name in names:
        if kind == "file":
            (out / name).write_text("mine")
        else:
            (out / name).symlink_to(tmp_path / ("plan.yaml" if kind == "link" else "nowhere"))
    before = {name: (out / name).readlink() if kind != "file" else "mine" for name in names}
    own = run(snapshot, out, voice)
    after = {name: (out / name).readlink() if kind != "file" else (out / name).read_text() for name in names}
    assert after == before
    assert {one.kept for one in own} == {"gantt.png", "alerts.csv", "index.md", "snapshot.json"}
    assert {one.new for one in own} == {"gantt.new.png", "alerts.new.csv", "index.new.md", "snapshot.new.json"}
    assert run(snapshot, out, voice) == own
    assert len(list(out.iterdir())) == len(names) + 5
    assert (tmp_path / "plan.yaml").read_text(encoding="utf-8") == PLAN
    assert not (tmp_path / "nowhere").exists()


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


@pytest.mark.parametrize("where", ["name", "kind", "sha256"])
def test_a_list_of_papers_with_half_a_letter_is_no_list(tmp_path: Path, where: str) -> None:
    """JSON can name half of a letter, and no file can: `meeting` had told the machine's locale to be wrong."""
    row = {"kind": "minutes", "size": 1, "sha256": "0" * 64} | ({} if where == "name" else {where: "\ud800"})
    found = {"daopai_papers": 1, "papers": {"\ud800.md" if where == "name" else "a.md": row}}
    (tmp_path / "papers.json").write_text(json.dumps(found), encoding="utf-8")
    assert listed(tmp_path) is None


@pytest.mark.parametrize("size", ["Infinity", "-Infinity", "NaN", "1e400", "1.5", '"1"', "null", "[]"])
def test_a_list_of_papers_with_a_size_that_no_file_has_is_no_list(tmp_path: Path, size: str) -> None:
    row = f'{{"kind": "minutes", "size": {size}, "sha256": "{"0" * 64}"}}'
    (tmp_path / "papers.json").write_text(f'{{"daopai_papers": 1, "papers": {{"a.md": {row}}}}}', encoding="utf-8")
    assert listed(tmp_path) is None
