"""Files that are named after people's words: every system can hold them, and no two are one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from schedule.commands import main
from schedule.commands.conduct.exits import Exit
from schedule.files.records.writing import sweep, temporary_name, write_atomically
from schedule.output.words.plain_text import STEM, file_stem

SYSTEM = 255
"""Bytes of a name that file systems take."""


@given(st.lists(st.tuples(st.text(max_size=90), st.text(max_size=90)), max_size=12))
def test_stems_have_room_and_differ_whatever_they_are_made_of(named: list[tuple[str, str]]) -> None:
    found: list[str] = []
    for text, other in named:
        text, other = (one.encode(errors="ignore").decode() for one in (text, other))
        found.append(file_stem(text, other, found))
    assert all(len(stem.encode()) <= STEM for stem in found)
    assert len({stem.casefold() for stem in found}) == len(found)


def test_a_name_that_is_free_stays_and_one_that_is_taken_gets_the_id() -> None:
    assert file_stem("城投公司", "roads", ["国土局"]) == "城投公司"
    assert file_stem("城投公司", "roads", ["城投公司"]) == "城投公司 roads"
    assert file_stem("ABC", "b2", ["abc"]) == "ABC b2"
    assert file_stem("城投公司", "路" * 90, ["城投公司"]) == "城投公司 2"


@pytest.mark.parametrize("name", ["長" * 200, "i" * 200, "𝒳" * 100, "長" * 79 + "x" * 20])
@pytest.mark.parametrize("ids", [("b1", "b2"), ("路" * 90 + "1", "路" * 90 + "2")], ids=["short", "long"])
def test_a_clerk_gets_a_form_and_a_calendar_for_each_of_two_bodies_of_one_long_name(
    tmp_path: Path, name: str, ids: tuple[str, str]
) -> None:
    one, other = ids
    (tmp_path / "plan.yaml").write_text(
        f"daopai: 1\nproject: {{name: 园, start: 2016-03-07, calendar: calendar-days}}\n"
        f"bodies:\n  {one}: {{name: {name}}}\n  {other}: {{name: {name}}}\n"
        f"tasks:\n  a: {{name: 甲, duration: 5wd, body: {one}}}\n"
        f"  b: {{name: 乙, duration: 5wd, body: {other}, after: [a], deadline: 2016-03-31}}\n",
        encoding="utf-8",
    )
    for words in (["forms", "--date", "2016-03-14", "-o"], ["deadlines", "--format", "ics", "-o"]):
        out = tmp_path / words[0]
        done = CliRunner().invoke(main, [words[0], str(tmp_path), *words[1:], str(out)])
        assert done.exit_code == 0, done.output
        assert len([path for path in out.iterdir() if path.suffix in (".xlsx", ".ics")]) == 2


@pytest.mark.parametrize("name", ["x" * SYSTEM, "長" * 85, "x" * 201])
def test_what_a_system_can_name_can_be_written_and_swept(tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    write_atomically(target, "whole")
    left = temporary_name(target)
    assert len(os.fsencode(left.name)) <= SYSTEM
    left.write_text("half")
    assert not sweep(tmp_path, "another")
    assert sweep(tmp_path, name)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert target.read_text() == "whole"


PLAN = """\
daopai: 1
project: {name: 示例, start: 2016-03-01, calendar: china}
tasks:
  survey: {name: 勘察, duration: 7wd}
  done: {name: 完工, milestone: finish, after: [survey], deadline: 2016-06-30}
"""


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


@pytest.mark.parametrize(("first", "second"), [("B0", "b0"), ("基准Ä", "基准ä"), ("cafe\u0301", "café")])
def test_two_baselines_never_differ_by_capitals_alone(tmp_path: Path, first: str, second: str) -> None:
    """Copied to a drive that tells no capitals apart, one of the two would be gone."""
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    approved = ("--approved-by", "领导小组", "--date", "2016-03-01")
    if run("baseline", tmp_path, first, *approved).exit_code == Exit.USAGE:
        pytest.skip("no id has such a letter")
    refused = run("baseline", tmp_path, second, *approved)
    assert (refused.exit_code, f"{first}.yaml" in refused.stderr) == (Exit.OCCUPIED, True)
    assert len(list((tmp_path / "baselines").iterdir())) == 1


@pytest.mark.parametrize("place", ["updates", "baselines", "sent", "updates/papers", "link"])
@pytest.mark.parametrize(
    "command",
    [("meeting", ""), ("forms", "--date 2016-03-14"), ("gantt", "g.png"), ("deadlines", "--format ics")],
    ids=lambda one: one[0],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_paper_is_written_among_records(tmp_path: Path, place: str, command: tuple[str, str], lang: str) -> None:
    """`alerts.json` among sent messages stopped the next sending, and `check` wanted it renamed to a week."""
    plan = tmp_path / "p"
    for folder in ("updates", "baselines", "sent"):
        (plan / folder).mkdir(parents=True)
    (plan / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (plan / "link").symlink_to(plan / "sent")
    name, more = command
    target = plan / place / more if more.endswith("png") else plan / place
    options = more.split() if more.startswith("--") else []
    refused = run(name, plan, "-o", target, *options, "--lang", lang)
    assert refused.exit_code == Exit.USAGE
    assert ("换一个文件夹" if lang == "zh" else "write to another folder") in refused.stderr
    assert not [file for file in plan.rglob("*") if file.is_file() and file.name != "plan.yaml"]


def test_a_folder_called_sent_that_is_no_plans_takes_papers(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "sent").mkdir()
    assert run("deadlines", tmp_path / "p", "--format", "csv", "-o", tmp_path / "sent" / "d.csv").exit_code == 0
