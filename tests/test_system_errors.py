"""What the system refuses is told in the user's language, with the file and the way out; and a CSV opens in Excel."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import schedule
from schedule.commands import main
from schedule.commands.conduct.exits import Exit
from schedule.commands.conduct.system_errors import system_text
from schedule.output import meeting_folder
from schedule.output.words.catalogue import word
from schedule.output.words.languages import languages

KASHGAR = Path(schedule.__file__).parent.parent / "plans" / "kashgar"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return Path(shutil.copytree(KASHGAR, tmp_path / "k", ignore=shutil.ignore_patterns("meetings")))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.slow
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


@pytest.mark.slow
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


def test_who_has_no_option_to_write_elsewhere_is_not_told_to_use_it(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(plan / "updates"))

    monkeypatch.setattr("schedule.commands.update.record_update", full)
    monkeypatch.setattr("schedule.commands.schedule.answer_table", full)
    said = run("update", plan, "--date", "2016-04-11", "--note", "x").stderr
    assert "磁盘满了；腾出空间，再运行一次" in said
    assert "腾出空间，或用 -o 写到别处，再运行一次" in run("schedule", plan).stderr


def test_a_name_that_is_too_long_is_said_to_be(plan: Path, tmp_path: Path) -> None:
    done = run("deadlines", plan, "-o", tmp_path / ("长" * 100 + ".xlsx"))
    assert (done.exit_code, "文件名或路径太长" in done.stderr) == (Exit.SYSTEM, True)


@pytest.mark.slow
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


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        (("explain", "works-doen"), "works-done"),
        (("explain", "（works-done）"), "works-done"),
        (("explain", "【works-done】"), "works-done"),
        (("explain", '"works-done"'), "works-done"),
        (("explain", "“works-done”"), "works-done"),
        (("explain", "ｗｏｒｋｓ－ｄｏｎｅ"), "works-done"),
        (("explain", "works—done"), "works-done"),
        (("explain", "环评"), "环评编制（报告表）"),
        (("explain", "立项"), "立项（项目建议书批复）"),
        (("paths", "《沥青面层》"), "沥青面层"),
        (("why", "沥青面"), "沥青面层"),
        (("custody", "可研批複"), "可研批复"),
        (("deadlines", "--body", "“城投公司”"), "city-investment"),
        (("deadlines", "--body", "城投"), "city-investment"),
        (("gantt", "-o", "a.png", "--phase", "（施工）"), "construction"),
        (("meeting", "--baseline", "[B0]"), "B0"),
        (("meeting", "--only", "“charts”"), "charts"),
        (("schedule", "--format", "ｃｓｖ"), "csv"),
        (("schedule", "—format", "csv"), "--format"),
        (("schedule", "－－fromat", "csv"), "--format"),
        (("alerts", "--fail-on", "rde"), "red"),
        (("update", "--date", "2016-04-11", "（沥青面层） remaining=3wd"), "asphalt"),
        (("update", "--date", "2016-04-11", "“base-course” remaining=3wd"), "base-course"),
        (
            (
                "decide",
                "--date",
                "2016-04-11",
                "--reason",
                "a",
                "--approved-by",
                "b",
                "works-done calendar=（government）",
            ),
            "government",
        ),
        (
            ("decide", "--date", "2016-04-11", "--reason", "a", "--approved-by", "b", "works-done body=城投"),
            "city-investment",
        ),
    ],
)
def test_a_clerks_name_in_brackets_or_full_width_is_answered_with_the_nearest(
    plan: Path, asked: tuple[str, ...], meant: str
) -> None:
    command, *rest = asked
    done = run(command, plan, *rest)
    assert done.exit_code in (Exit.FAULTY, Exit.USAGE)
    assert re.search(rf"(最接近的是|是不是).*{re.escape(meant)}", done.stderr), done.stderr


@pytest.mark.parametrize(
    ("typed", "meant"), [("meting", "meeting"), ("“ｍｅｅｔｉｎｇ”", "meeting"), ("（check）", "check")]
)
def test_a_command_is_answered_with_the_nearest(typed: str, meant: str) -> None:
    assert f"是不是 '{meant}'" in run(typed, KASHGAR).stderr


def test_a_plan_that_is_not_there_is_answered_with_the_one_that_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plans").mkdir()
    shutil.copytree(KASHGAR, tmp_path / "plans" / "kashgar", ignore=shutil.ignore_patterns("meetings"))
    monkeypatch.chdir(tmp_path)
    for typed, meant in (
        ("plans/kashgr", "plans/kashgar"),
        ("plan/kashgar", "plans/kashgar"),
        ("kashgar", "plans/kashgar"),
        ("plans/（kashgar）", "plans/kashgar"),
        ("plans/kashgar/updates", "plans/kashgar"),
        ("plans/kashgar/plan.yml", "plans/kashgar/plan.yaml"),
    ):
        done = run("check", typed)
        assert (done.exit_code, f"是不是“{Path(meant)}”？" in done.stderr) == (Exit.FAULTY, True), done.stderr
    assert "是不是" not in run("check", "somewhere-else").stderr


@pytest.mark.parametrize("lang", languages())
def test_what_stands_in_the_way_is_said_to(plan: Path, tmp_path: Path, lang: str) -> None:
    (tmp_path / "a-file").touch()
    (tmp_path / "a-link").symlink_to(tmp_path / "moved-away")
    words = {
        "zh": ("却有一个文件", "链接断了", "文件夹不在"),
        "en": ("there is a file", "broken link", "The folder is not there"),
    }
    for name, said in zip(("a-file", "a-link", "no-folder"), words.get(lang, ("", "", "")), strict=True):
        done = run("schedule", plan, "-o", tmp_path / name / "x.csv", "--lang", lang)
        assert (done.exit_code, str(tmp_path / name) in done.stderr) == (Exit.SYSTEM, True)
        assert said.casefold() in done.stderr.casefold()


def test_a_broken_link_is_a_fault_with_where_it_leads(tmp_path: Path) -> None:
    (tmp_path / "plan").symlink_to(tmp_path / "moved-away")
    done = run("check", tmp_path / "plan")
    assert (done.exit_code, "断了" in done.stderr, "moved-away" in done.stderr) == (Exit.FAULTY, True, True)


@pytest.mark.parametrize(
    "mark",
    ["~$deadlines.xlsx", "~$adlines.xlsx", ".~lock.deadlines.xlsx#", ".~deadlines.xlsx"],
    ids=["excel", "word", "lo", "wps"],
)
def test_a_workbook_with_a_lock_file_beside_it_may_be_open(tmp_path: Path, mark: str) -> None:
    """A program that broke down leaves its lock, and LibreOffice puts one too: it is named, and no program."""
    error = PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "deadlines.xlsx"))
    assert "可能正在 Excel" in system_text(error, "zh")
    (tmp_path / mark).touch()
    said = system_text(error, "zh")
    assert f"：可能正开着，旁边有锁文件 {mark}；" in said
    assert not re.search("Excel|WPS|权限", said)
    english = system_text(error, "en")
    assert f"it may be open, a lock file lies beside it: {mark};" in english
    assert "Excel" not in english


def test_folders_and_files_that_are_the_other_one_are_told_in_the_users_language(plan: Path, tmp_path: Path) -> None:
    (tmp_path / "a-file").touch()
    (tmp_path / "empty").mkdir()
    for asked, said in (
        (("schedule", plan, "-o", tmp_path / "empty"), "是文件夹，要写文件名"),
        (("meeting", plan, "-o", tmp_path / "a-file"), "是文件，要写文件夹"),
        (("update", plan, "--date", "2016-04-11", "--csv", tmp_path / "empty"), "是文件夹，要写文件名"),
        (("update", plan, "--date", "2016-04-11", "--csv", tmp_path / "a-flie"), "最接近的是"),
        (("collect", plan, tmp_path / "empty"), "里没有填报表"),
        (("collect", plan, tmp_path / "emty"), "最接近的是"),
        (("schedule", plan, "more"), "多写了：more"),
        (("schedule", plan, "--date"), "--date：后面要写一个值"),
    ):
        done = run(*asked)
        assert (done.exit_code, said in done.stderr) == (Exit.USAGE, True), done.stderr


@pytest.mark.slow
def test_a_baseline_is_not_called_as_windows_calls_a_device(plan: Path) -> None:
    for name in ("con", "LPT1", "nul.1"):
        done = run("baseline", plan, name, "--approved-by", "专班")
        assert (done.exit_code, "留作设备名" in done.stderr) == (Exit.USAGE, True)
    assert run("baseline", plan, "console", "--approved-by", "专班").exit_code == 0


def test_json_in_a_file_has_no_mark(plan: Path, tmp_path: Path) -> None:
    assert run("deadlines", plan, "-o", tmp_path / "one.json").exit_code == 0
    assert (tmp_path / "one.json").read_bytes()[:1] in (b"[", b"{")


@pytest.mark.slow
def test_a_machine_whose_locale_does_not_know_the_names_is_told_which_one_does(plan: Path, tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    old = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONPATH": str(KASHGAR.parent.parent)}
    words = ["forms", str(plan), "--date", "2016-04-11", "-o", str(tmp_path / "forms"), "--lang", "zh"]
    code = "from schedule.commands import main; main()"
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, env=kept | old, check=False)
    said = done.stderr.decode()
    assert done.returncode == Exit.SYSTEM, said
    assert "设 LANG=C.UTF-8（或" in said.splitlines()[-1]
    assert "set LANG=C.UTF-8 (or" in system_text(UnicodeEncodeError("ascii", "/到/表.xlsx", 1, 2, ""), "en")


class OfWindowsError(OSError):
    """An error as Windows gives it: Python's number is not all that is known of it."""

    def __init__(self, number: int, windows: int, path: str) -> None:
        super().__init__(number, "x", path)
        self.winerror = windows


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize(
    ("number", "windows", "path", "said"),
    [
        (errno.EACCES, 5, "k/alerts.csv", "Excel"),  # access denied
        (errno.EACCES, 32, "k/alerts.csv", "Excel"),  # a sharing violation
        (errno.EACCES, 19, "k/alerts.csv", "system.read-only"),
        (errno.EINVAL, 123, "k/a:b.csv", "system.bad-name"),
        (errno.ENOENT, 206, "k/a.csv", "system.long-name"),
        (errno.ENOENT, 3, "k/" + "长" * 250 + "/a.csv", "system.long-name"),
        (errno.ENOENT, 3, "k/none/a.csv", "system.missing"),
        (errno.ENOSPC, 112, "k/a.csv", "system.full"),
    ],
)
def test_what_windows_refuses_is_told_by_its_own_number(
    lang: str, number: int, windows: int, path: str, said: str
) -> None:
    """Of a path that is too long Windows says that the folder is not there, of a colon that the argument is invalid."""
    told = system_text(OfWindowsError(number, windows, path), lang)
    where = word("system.at", lang, path=path)
    expected = said if said == "Excel" else word(said, lang, at=where, elsewhere=word("system.elsewhere", lang))
    assert expected in told
    assert path in told


@pytest.mark.slow
def test_papers_are_made_in_no_folder_that_is_their_owners_alone(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes out of such a folder stays its owner's on Windows: nobody else could open the papers on a share."""
    made, mkdir = list[tuple[str, int]](), os.mkdir

    def recorded(path: str | Path, mode: int = 0o777, **more: int | None) -> None:
        made.append((str(path), mode))
        mkdir(path, mode, **more)

    monkeypatch.setattr(os, "mkdir", recorded)
    assert run("meeting", plan, "--only", "alerts").exit_code == 0
    inside = [(path, mode) for path, mode in made if str(plan / "meetings") in path]
    assert any(".writing-" in path for path, _ in inside)
    assert {mode for _, mode in inside} == {0o777}
