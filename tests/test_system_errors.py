"""What the system refuses is told in the user's language, with the file and the way out; and a CSV opens in Excel."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import schedule
from schedule.commands import main
from schedule.commands.exits import Exit
from schedule.commands.system_errors import system_text
from schedule.output import meeting_folder
from schedule.output.words.languages import languages

KASHGAR = Path(schedule.__file__).parent.parent / "plans" / "kashgar"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return Path(shutil.copytree(KASHGAR, tmp_path / "k"))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EBUSY])
def test_a_secretary_whose_workbook_is_open_in_excel_hears_so_and_that_no_paper_changed(
    plan: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    papers = plan / "meetings" / "2016-04-05"
    assert run("meeting", plan, "--only", "alerts").exit_code == 0
    before, replace = contents(papers), Path.replace

    def held_open(path: Path, target: Path) -> Path:
        if target == papers / "alerts.csv":
            raise OSError(number, os.strerror(number), str(path), None, str(target))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", held_open)
    done = run("meeting", plan, "--only", "alerts")
    assert done.exit_code == Exit.SYSTEM
    assert f"{papers / 'alerts.csv'}：可能正在 Excel 或 WPS 里打开" in done.stderr
    assert "本次材料一份都没有更新" in done.stderr
    assert contents(papers) == before


def test_a_full_disk_while_the_papers_are_made_names_their_folder(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(meeting_folder, "csv_text", full)
    done = run("meeting", plan, "--only", "alerts")
    assert (done.exit_code, "磁盘满了" in done.stderr) == (Exit.SYSTEM, True)
    assert str(plan / "meetings" / "2016-04-05") in done.stderr
    assert "本次材料一份都没有更新" in done.stderr


def test_a_full_disk_names_the_file_that_was_asked_for(plan: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no device that is always full")
    done = run("deadlines", plan, "--format", "csv", "-o", "/dev/full")
    assert (done.exit_code, "写不下 /dev/full：磁盘满了" in done.stderr) == (Exit.SYSTEM, True)


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("name", ["EACCES", "EPERM", "ENOSPC", "EROFS", "ENAMETOOLONG", "EISDIR", "ENOENT"])
def test_each_refusal_has_its_own_sentence_with_the_file(lang: str, name: str) -> None:
    number = getattr(errno, name)
    text = system_text(OSError(number, os.strerror(number), "papers/deadlines.xlsx"), lang)
    assert "papers/deadlines.xlsx" in text
    assert os.strerror(number) not in text


def test_a_folder_is_not_said_to_be_open_in_excel(tmp_path: Path) -> None:
    text = system_text(PermissionError(errno.EACCES, "Permission denied", str(tmp_path / ".daopai.lock")), "zh")
    assert "没有写的权限" in text
    assert "Excel" not in text


def test_what_no_sentence_knows_is_told_in_the_systems_words() -> None:
    assert system_text(OSError(errno.EIO, "Input/output error", "a.csv"), "en") == "daopai: Input/output error a.csv"


@pytest.mark.parametrize("hidden", [".daopai.lock", ".writing-x1", ".a.csv.0f.tmp"])
def test_a_file_of_ours_that_nobody_sees_is_told_as_its_folder(hidden: str) -> None:
    text = system_text(OSError(errno.EROFS, "Read-only file system", f"k/updates/{hidden}"), "zh")
    assert "写不了 k/updates：这里只能读" in text


def test_a_paper_in_the_making_is_told_where_it_was_to_lie() -> None:
    error = OSError(errno.ENOSPC, "No space left on device", "k/meetings/.writing-x1/gantt.png")
    assert " k/meetings/gantt.png" in system_text(error, "zh")


def test_a_name_that_is_too_long_is_said_to_be(plan: Path, tmp_path: Path) -> None:
    done = run("deadlines", plan, "-o", tmp_path / ("长" * 100 + ".xlsx"))
    assert (done.exit_code, "文件名或路径太长" in done.stderr) == (Exit.SYSTEM, True)


@pytest.mark.parametrize("command", ["schedule", "deadlines", "alerts", "why", "custody", "paths"])
def test_every_csv_in_a_file_opens_in_a_chinese_excel_and_in_a_pipe_has_no_mark(
    plan: Path, tmp_path: Path, command: str
) -> None:
    for _ in range(2):  # new, and over the one that is there
        assert run(command, plan, "--format", "csv", "-o", tmp_path / "one.csv").exit_code == 0
        piped = run(command, plan, "--format", "csv").stdout_bytes
        assert not piped.startswith(b"\xef\xbb\xbf")
        assert (tmp_path / "one.csv").read_bytes() == b"\xef\xbb\xbf" + piped
    assert run(command, plan, "--format", "csv", "-o", "/dev/null").exit_code == 0


def test_json_in_a_file_has_no_mark(plan: Path, tmp_path: Path) -> None:
    assert run("deadlines", plan, "-o", tmp_path / "one.json").exit_code == 0
    assert (tmp_path / "one.json").read_bytes()[:1] in (b"[", b"{")
