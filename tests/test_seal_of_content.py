"""The seal is of what a file says: line ends and remarks are told as such, and nothing is left unread in silence."""

from __future__ import annotations

import shutil
from codecs import BOM_UTF8
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from schedule.calendars.worktime import DAY, minutes
from schedule.commands import main
from schedule.commands.conduct.exits import Exit
from schedule.files.forms.digest import digest_before
from schedule.files.records.chain import Condition
from schedule.files.records.plan_folder import read_history, read_project, write_update
from schedule.files.records.reading import UNREAD
from schedule.model import Update

KASHGAR = Path(__file__).parent.parent / "plans" / "kashgar"
PLAN = """\
daopai: 1
# 工期为假定
project: {name: 示例, start: 2016-03-01, calendar: china}
tasks:
  survey: {name: 勘察, duration: 7wd}  # 现场
  design: {name: 设计, duration: 20wd, after: [survey]}
"""
FIRST = minutes(date(2016, 3, 7))
NAMES = ["plan.yaml", "updates/2016-03-07.yaml", "updates/2016-03-14.yaml", "updates/2016-03-21.yaml"]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A plan with comments and three weeks."""
    plan = tmp_path / "plan"
    plan.mkdir()
    (plan / "plan.yaml").write_text(PLAN, encoding="utf-8")
    for week in range(3):
        write_update(plan, Update(FIRST + week * 7 * DAY, note=f"第{week}周"))
    return plan


def told(folder: Path) -> dict[str, str]:
    """What is not as it was sealed, by its file."""
    chain = read_history(folder)
    return {one.name: str(one.condition) for one in (*chain.faults, *chain.notices)}


def edit(folder: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    data = (folder / name).read_bytes()
    assert change(data) != data
    (folder / name).write_bytes(change(data))


def crlf(data: bytes) -> bytes:
    return data.replace(b"\n", b"\r\n")


LINE_ENDS: list[Callable[[bytes], bytes]] = [
    crlf,
    lambda data: BOM_UTF8 + data,
    lambda data: BOM_UTF8 + crlf(data),
    lambda data: data.replace(b"\n", b"\r\n", 2),
]


@pytest.mark.parametrize("change", LINE_ENDS, ids=["crlf", "bom", "both", "mixed"])
@pytest.mark.parametrize("names", [NAMES, NAMES[:1], NAMES[1:2], NAMES[-1:], NAMES[1:]], ids=len)
def test_the_clerk_on_windows_goes_on_working(folder: Path, names: list[str], change: Callable[[bytes], bytes]) -> None:
    before = read_project(folder)[0]
    for name in names:
        edit(folder, name, change)
    assert told(folder) == dict.fromkeys(names, "line-ends")
    done = run("verify", folder)
    assert done.exit_code == 0
    assert "只变了换行符" in done.stdout
    assert "core.autocrlf" in done.stdout
    assert f"{len(names)} 个文件（“{names[0]}”等）" in done.stdout
    project, faults = read_project(folder)
    assert [fault.code for fault in faults] == ["history-line-ends"], "one for all of them"
    assert project is not None
    assert before is not None
    assert project.altered == (), "no paper says that the past was changed"
    assert digest_before(project, FIRST + 30 * DAY) == digest_before(before, FIRST + 30 * DAY), "forms stay valid"
    # Records go on being written, and the chain holds also when git gives the old line ends back.
    assert run("update", folder, "--date", "2016-03-28", "--note", "x").exit_code == 0
    assert run("baseline", folder, "B1", "--approved-by", "组").exit_code == 0
    for name in names:
        edit(folder, name, lambda data: data.replace(b"\r\n", b"\n").removeprefix(BOM_UTF8))
    assert told(folder) == {}


def test_what_was_sealed_on_windows_holds_after_git_took_its_line_ends(folder: Path) -> None:
    week = folder / "updates" / "2016-03-28.yaml"
    week.write_bytes("data_date: 2016-03-28\r\nnote: 手写\r\n".encode())
    assert run("verify", folder, "--seal").exit_code == 0
    assert b"\r\nseal: " in week.read_bytes()
    edit(folder, "updates/2016-03-28.yaml", lambda data: data.replace(b"\r\n", b"\n"))
    assert told(folder) == {"updates/2016-03-28.yaml": "line-ends"}


REMARKS: list[Callable[[bytes], bytes]] = [
    lambda data: data + b"# checked\n",
    lambda data: b"# on top\n\n" + data,
    lambda data: data.replace("# 工期为假定\n".encode(), b""),
    lambda data: data.replace("# 现场".encode(), "# 内业".encode()),
    lambda data: data.replace(b"duration: 7wd", b'duration:   "7wd"'),
    lambda data: data.replace(b"  survey: {name: ", b"  survey:\n    {name: "),
    lambda data: crlf(data + b"# checked\n"),
]


@pytest.mark.parametrize("change", REMARKS, ids=range(len(REMARKS)))
def test_the_engineer_may_write_a_comment_into_a_sealed_plan(folder: Path, change: Callable[[bytes], bytes]) -> None:
    edit(folder, "plan.yaml", change)
    assert told(folder) == {"plan.yaml": "remarks"}
    done = run("verify", folder, "--lang", "en")
    assert done.exit_code == 0
    assert "comments or spelling only" in done.stdout
    assert run("update", folder, "--date", "2016-03-28", "--note", "x").exit_code == 0
    assert told(folder) == {"plan.yaml": "remarks"}
    # Whatever it says otherwise is found as before, also behind a comment.
    edit(folder, "plan.yaml", lambda data: data.replace(b"20wd", b"21wd"))
    assert told(folder) == {"plan.yaml": "changed"}
    assert run("verify", folder).exit_code == Exit.CHANGED


@pytest.mark.parametrize("name", NAMES[1:])
def test_a_comment_in_a_sealed_week_is_a_comment(folder: Path, name: str) -> None:
    edit(folder, name, lambda data: b"# read in the meeting\n" + data)
    assert told(folder) == {name: "remarks"}
    assert run("update", folder, "--date", "2016-03-28", "--note", "x").exit_code == 0
    assert told(folder) == {name: "remarks"}
    edit(folder, name, lambda data: data.replace("周".encode(), b"x"))
    assert told(folder) == {name: "changed"}
    assert run("update", folder, "--date", "2016-04-04", "--note", "x").exit_code == Exit.CHANGED


@pytest.mark.parametrize("name", NAMES[1:])
@pytest.mark.parametrize("key", [b"follows: ", b"seal: "])
def test_a_seal_that_was_touched_is_no_comment(folder: Path, name: str, key: bytes) -> None:
    data = (folder / name).read_bytes()
    at = data.rindex(key) + len(key)
    for place in (at, at + 10, data.index(b"\n", at) - 1):
        digit = b"0" if data[place : place + 1] != b"0" else b"1"
        (folder / name).write_bytes(data[:place] + digit + data[place + 1 :])
        assert name in told(folder)
        assert told(folder)[name] not in ("remarks", "line-ends")


def test_of_a_plan_that_an_earlier_version_sealed_line_ends_and_added_comments_are_told(tmp_path: Path) -> None:
    """The seals of 0.1.0 are of bytes alone: what can be taken back is told as what it is, all else as a change."""
    plan = Path(shutil.copytree(KASHGAR, tmp_path / "kashgar", ignore=shutil.ignore_patterns("meetings")))
    before = "plan.yaml"
    for name in ("baselines/B0.yaml", *sorted(f"updates/{file.name}" for file in plan.glob("updates/*.yaml"))):
        lines = (plan / name).read_bytes().splitlines(keepends=True)
        text = b"".join(line for line in lines if not line.startswith((b"follows: ", b"seal: ")))
        text += f"follows: {sha256((plan / before).read_bytes()).hexdigest()}  # {before} -> {name}\n".encode()
        (plan / name).write_bytes(text + f"seal: {sha256(text).hexdigest()}\n".encode())
        before = name
    assert told(plan) == {}
    edit(plan, "plan.yaml", lambda data: data + "# 会后补注\n".encode())
    edit(plan, "updates/2016-03-14.yaml", lambda data: b"# read\n" + data)
    edit(plan, "updates/2016-03-21.yaml", crlf)
    expected = {"plan.yaml": "remarks", "updates/2016-03-14.yaml": "remarks", "updates/2016-03-21.yaml": "line-ends"}
    assert told(plan) == expected
    edit(plan, "updates/2016-01-18.yaml", lambda data: data.replace(b"6wd", b"5wd"))
    assert told(plan) == {**expected, "updates/2016-01-18.yaml": "changed"}


@pytest.mark.parametrize(("command", "extra"), [("new", ["--name", "园区", "--start", "2027-03-01"]), ("import", [])])
def test_git_is_told_to_leave_a_new_plan_alone(tmp_path: Path, command: str, extra: list[str]) -> None:
    site = Path(__file__).parent / "xer" / "site.xer"
    arguments = [tmp_path / "plan", *extra] if command == "new" else [site, "-o", tmp_path / "plan"]
    assert run(command, *arguments).exit_code == 0
    assert (tmp_path / "plan" / ".gitattributes").read_text() == "*.yaml -text\ncertificates/*.json -text\n"
    assert read_project(tmp_path / "plan")[0] is not None


@pytest.mark.parametrize(
    "name",
    [
        *("2016-03-21.YAML", "2016-03-21.Yaml", "2016-03-21.YML", "2016-03-21.Yml", "2016-03-21.yml", "2016-03-21.txt"),
        *(
            "2016-03-21.yaml.TXT",
            "2016-03-21.yaml ",
            "2016-03-21.yaml~",
            "2016-03-21.json",
            "2016-03-21",
            "20160321.yml",
        ),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_secretary_is_told_that_the_newest_week_was_not_read(folder: Path, name: str, lang: str) -> None:
    (folder / "updates" / "2016-03-21.yaml").rename(folder / "updates" / name)
    (warning,) = [fault for fault in read_project(folder)[1] if fault.code in UNREAD]
    assert (warning.facts["found"], warning.facts["expected"]) == (name, "2016-03-21.yaml")
    for command in ("verify", "deadlines"):
        done = run(command, folder, "--lang", lang)
        assert "2016-03-21.yaml" in done.stderr, "told by whoever reads the folder, not only by check"
    assert "2016-03-21.yaml" in run("check", folder, "--lang", lang).stdout


@pytest.mark.parametrize("name", ["Updates", "UPDATES", "updates ", "update", "周报"])
def test_a_folder_of_another_name_is_told(folder: Path, name: str) -> None:
    (folder / "updates").rename(folder / name)
    (warning,) = [fault for fault in read_project(folder)[1] if fault.code in UNREAD]
    assert (warning.code, warning.facts["expected"]) == ("folder-name", "updates")


@pytest.mark.parametrize("name", ["B0.YAML", "B0.yml", "B0.txt", "B0.json"])
def test_a_baseline_of_another_ending_is_told(folder: Path, name: str) -> None:
    (folder / "baselines").mkdir()
    (folder / "baselines" / name).write_text("name: B0\n")
    assert [fault.code for fault in read_project(folder)[1]] == ["wrong-extension"]


def test_what_is_no_record_is_passed_over(folder: Path) -> None:
    for name in ("README.md", "updates/notes.txt", "updates/.2016-03-28.yaml.tmp", "updates/Thumbs.db", "forms.txt"):
        (folder / name).write_bytes(b"x")
    (folder / "Baselines").mkdir()
    assert read_project(folder)[1] == ()


def test_weeks_elsewhere_are_told(folder: Path) -> None:
    (folder / "2016-03-28.yaml").write_text("data_date: 2016-03-28\nnote: x\n")
    (folder / "updates" / "2015").mkdir()
    (folder / "updates" / "2015" / "2015-12-28.yaml").write_text("data_date: 2015-12-28\nnote: x\n")
    assert {fault.code for fault in read_project(folder)[1]} == {"misplaced-record", "folder-name"}


def test_a_condition_that_holds_is_no_fault(folder: Path) -> None:
    edit(folder, "plan.yaml", crlf)
    chain = read_history(folder)
    assert not chain.faults
    assert chain.begun
    assert [one.condition for one in chain.records] == [Condition.LINE_ENDS, *[Condition.SEALED] * 3]
    assert chain.tip.name == NAMES[-1]
