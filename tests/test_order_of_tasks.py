"""The order in which a plan's file lists its tasks decides nothing but the rows of the plan's own tables and charts."""

from __future__ import annotations

import random
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from schedule.commands import main

KASHGAR = Path(__file__).parent.parent / "plans" / "kashgar"
PAPERS = ("minutes", "secretary", "notice", "supervision", "deadlines", "ledger", "alerts", "calendars")
"""The papers of the meeting; its page and its Gantt charts have the rows of the plan."""


def listed(folder: Path, seed: int | None) -> Path:
    """The sample with its tasks in another order of the file, its weeks without the seal of the plan's bytes."""
    folder.mkdir()
    head, tasks = (KASHGAR / "plan.yaml").read_text("utf-8").split("\ntasks:\n")
    blocks = re.split(r"(?m)^(?=  [\w-]+:)", tasks)
    assert len(blocks) == 45, "44 tasks, and the comment before them"
    opening, rest = blocks[0], [block.rstrip("\n") + "\n" for block in blocks[1:]]
    if seed is not None:
        random.Random(seed).shuffle(rest)
    (folder / "plan.yaml").write_text(f"{head}\ntasks:\n{opening}{''.join(rest)}", "utf-8")
    shutil.copytree(KASHGAR / "updates", folder / "updates")
    for week in (folder / "updates").glob("*.yaml"):
        kept = [
            line
            for line in week.read_text("utf-8").splitlines()
            if not line.startswith(("# 已封存", "follows:", "seal:"))
        ]
        week.write_text("\n".join(kept) + "\n", "utf-8")
    return folder


def run(*words: str | Path) -> Result:
    result = CliRunner().invoke(main, list(map(str, words)), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture(scope="module")
def as_listed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return listed(tmp_path_factory.mktemp("listed") / "kashgar", None)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, pytest.param(3, marks=pytest.mark.long), pytest.param(4, marks=pytest.mark.long)])
def test_a_secretary_who_sorts_the_plan_anew_gets_the_same_papers(as_listed: Path, tmp_path: Path, seed: int) -> None:
    shuffled, only = listed(tmp_path / "kashgar", seed), [word for paper in PAPERS for word in ("--only", paper)]
    screens = [
        run("meeting", folder, "--date", "2016-04-05", "--out", tmp_path / name, *only).stdout
        for name, folder in (("first", as_listed), ("second", shuffled))
    ]
    assert screens[0].replace("first", "second") == screens[1]
    papers = sorted(path.name for path in (tmp_path / "first").iterdir())
    assert papers == sorted(path.name for path in (tmp_path / "second").iterdir())
    assert "secretary.docx" in papers
    for name in papers:
        if name != "papers.json":  # the list of the papers' own digests
            assert said(tmp_path / "first" / name) == said(tmp_path / "second" / name), name


def said(path: Path) -> dict[str, bytes]:
    """What a paper says, file by file of a zipped one, but for the fingerprints of the plan and of the run."""
    files = {path.name: path.read_bytes()}
    if path.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(path) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
    return {name: re.sub(rb"\b[0-9a-f]{16}\b", b"FINGERPRINT", data) for name, data in files.items()}


@pytest.mark.parametrize("command", [["schedule"], ["why"], ["custody"], ["deadlines"], ["alerts"]])
def test_an_engineer_finds_the_same_rows_whatever_the_order(
    as_listed: Path, tmp_path: Path, command: list[str]
) -> None:
    first, second = (
        run(*command, folder, "--format", "csv").stdout.splitlines()
        for folder in (as_listed, listed(tmp_path / "kashgar", 5))
    )
    assert len(first) > 2
    if command == ["schedule"]:  # the plan itself: its rows are the file's
        assert first != second
        first, second = sorted(first), sorted(second)
    assert first == second
