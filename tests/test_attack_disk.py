"""A full disk, files cut short, a place that can only be read: one sentence, and what was there before.

The disk is a small one in memory, which only root may mount; files are cut short by a limit of the process everywhere.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
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
    said,
    scaled,
    strays,
    writing_commands,
)
from test_attack_unexpected import FILE_BY_FILE

from schedule.commands.conduct.exits import Exit

resource = pytest.importorskip("resource", reason="limits of a process are set")
FINE = (Exit.FINE, Exit.CONFLICTS)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = attacked_place(tmp_path_factory.mktemp("disk") / "place")
    said("meeting", place / "p", "--lang", "en", "--only", "notice", "--only", "alerts", "--only", "deadlines")
    return place


def judged(place: Path, name: str, end: End, old: dict[str, bytes], new: dict[str, bytes], words: str) -> list[str]:
    """What is wrong after a command that the disk stood in the way of."""
    now, found = contents(place), []
    if end.code not in (*FINE, Exit.SYSTEM):
        found.append(f"exit {end.code}: {end.stderr[-400:]}")
    if end.code == Exit.SYSTEM and (words not in end.stderr or "Traceback" in end.stderr):
        found.append(f"said: {end.stderr[-400:]}")
    if end.code in FINE and now != new:
        found.append("said that all was well, and it was not")
    if any(data not in (old.get(file), new.get(file)) for file, data in now.items()):
        found.append("torn")
    if end.code == Exit.SYSTEM and now != old and writing_commands(place)[name][0] not in FILE_BY_FILE:
        found.append(f"half-written: {sorted(now.keys() ^ old.keys())}")
    if left := strays(place):
        found.append(f"left {left}")
    return found


def whole_run(place: Path, prepared: Path, name: str) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What the place holds before and after a run that nothing stands in the way of."""
    anew(place, prepared)
    old = contents(place)
    end = forked(called(writing_commands(place)[name]), place)
    assert end.code in FINE, end
    return old, contents(place)


def cut_short(place: Path, prepared: Path, name: str, sizes: list[int]) -> list[str]:
    """Run a command whose files may have no more than so many bytes; what was found."""
    words, found = writing_commands(place)[name], []
    old, new = whole_run(place, prepared, name)
    for size in sizes:
        anew(place, prepared)

        def act(size: int = size) -> int:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
            return called(words)()

        end = forked(act, place)
        wrong = judged(place, name, end, old, new, "磁盘满了")
        found += [f"{name} at {size} bytes: {one}" for one in wrong]
        if end.code not in FINE:
            end = forked(called(words), place)
        if contents(place) != new:
            found.append(f"{name} at {size} bytes: another end when there was room again: {end.stderr[-300:]}")
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", ["update", "new", "export --force", "deadlines --out"])
def test_files_that_are_cut_short_leave_what_was_there(prepared: Path, tmp_path: Path, name: str) -> None:
    assert cut_short(tmp_path / "place", prepared, name, [600]) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["update", "check", "new"])
def test_a_timer_that_gives_no_streams_gets_the_same_work(prepared: Path, tmp_path: Path, name: str) -> None:
    """A scheduler of tasks, or a window without a console, starts programs with nobody to speak to."""
    place = tmp_path / "place"
    _, new = whole_run(place, prepared, name)
    anew(place, prepared)

    def act() -> int:
        sys.stdin = sys.stdout = sys.stderr = None  # type: ignore[assignment]
        return called(writing_commands(place)[name])()

    end = forked(act, place)
    assert (end.code, end.stderr) == (Exit.FINE, "")
    assert contents(place) == new


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize(("words", "stream"), [(["check"], "out"), (["--help"], "out"), (["check", "no.yaml"], "err")])
def test_where_nothing_can_be_said_the_exit_code_says_it(
    prepared: Path, tmp_path: Path, words: list[str], stream: str
) -> None:
    plan = [str(prepared / "p")] if words == ["check"] else []

    def act() -> int:
        setattr(sys, f"std{stream}", open("/dev/full", "w"))  # noqa: SIM115, PTH123 -- the fork's own
        return called([*words, *plan])()

    end = forked(act, tmp_path)
    assert end.code == Exit.SYSTEM
    assert ("磁盘满了" in end.stderr) == (stream == "out")


@pytest.mark.attack
@pytest.mark.parametrize("name", writing_commands(Path()))
def test_files_cut_at_many_sizes(
    prepared: Path, tmp_path: Path, name: str, record_property: Callable[[str, object], None]
) -> None:
    draw = drawn("cut", name)
    sizes = [0, 1, 512, *(draw.choice([4_000, 40_000, 400_000]) - draw.randrange(4_000) for _ in range(scaled(9)))]
    record_property("attack", {"runs with files cut short": len(sizes)})
    assert cut_short(tmp_path / "place", prepared, name, sizes) == []


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A disk of six megabytes with few files, in memory."""
    disk = tmp_path_factory.mktemp("small-disk")
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    options = ["-t", "tmpfs", "-o", "size=6m,nr_inodes=500", "tmpfs", str(disk)]
    if subprocess.run(["mount", *options], capture_output=True, check=False).returncode:
        pytest.skip("this system mounts no small disk")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.mark.attack
@pytest.mark.parametrize("name", writing_commands(Path()))
def test_a_full_disk(
    prepared: Path, small_disk: Path, name: str, record_property: Callable[[str, object], None]
) -> None:
    place, ballast = small_disk / "place", small_disk / "ballast"
    ballast.unlink(missing_ok=True)
    old, new = whole_run(place, prepared, name)
    words, draw, found = writing_commands(place)[name], drawn("full", name), []
    rooms = [0, 1, 2, *(draw.choice([4, 20, 150, 400]) + draw.randrange(4) for _ in range(scaled(9)))]
    for pages in rooms:
        anew(place, prepared)
        room = os.statvfs(small_disk)
        with ballast.open("wb") as stream:
            stream.write(b"x" * max((room.f_bavail - pages) * room.f_frsize, 0))
        end = forked(called(words), place)
        ballast.unlink()
        found += [f"{name} with {pages} pages: {one}" for one in judged(place, name, end, old, new, "磁盘满了")]
        said("check", place / "p")
        said("verify", place / "p")
        if end.code not in FINE:
            end = forked(called(words), place)
        if contents(place) != new:
            found.append(f"{name} with {pages} pages: another end when there was room again: {end.stderr[-300:]}")
    shutil.rmtree(place)
    record_property("attack", {"runs on a full disk": len(rooms)})
    assert found == []


@pytest.mark.attack
@pytest.mark.parametrize("name", writing_commands(Path()))
def test_a_place_that_can_only_be_read(
    prepared: Path, small_disk: Path, name: str, record_property: Callable[[str, object], None]
) -> None:
    place = small_disk / "place"
    anew(place, prepared)
    old = contents(place)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    try:
        end = forked(called(writing_commands(place)[name]), place)
        reading = forked(called(["check", place / "p"]), place)
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    record_property("attack", {"runs where nothing may be written": 1})
    assert (end.code, reading.code) == (Exit.SYSTEM, Exit.FINE), (end, reading)
    assert "这里只能读" in end.stderr
    assert contents(place) == old
    shutil.rmtree(place)
