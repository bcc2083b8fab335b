"""The method statement: only what the ledger does, under the names of the protocols, with what was rectified."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from test_as_known import IN_TIME, LATE, project_of

import schedule
from schedule.commands import main
from schedule.model import FINGERPRINT

ROOT = Path(__file__).parent.parent
KASHGAR = ROOT / "plans" / "kashgar"
P6 = ROOT.parent / "shared" / "p6"
WORKS = [P6 / f"works-{name}.xer" for name in ("baseline-2025-09-02", "update-2025-11-21", "update-2025-12-04")]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def chapters(*arguments: object) -> dict[str, dict[str, object]]:
    done = run("why", *arguments, "--method", "--format", "json")
    assert done.exit_code == 0, done.stderr
    return {one["heading"]: one for one in json.loads(done.stdout)["chapters"]}


@pytest.mark.slow
def test_the_board_reads_which_method_it_is_in_both_languages() -> None:
    zh, en = (run("why", KASHGAR, "--from", "baseline", "--method", "--lang", lang).stdout for lang in ("zh", "en"))
    for said in ("AACE 29R-03", "3.4", "2.3", "3.5", "time slice windows analysis", "提交之前请对照规程原文", "Owen"):
        assert said in zh
    for said in (
        "AACE 29R-03",
        "3.4",
        "2.3",
        "3.5",
        "time slice windows analysis",
        "hold them against the texts",
        "Owen",
    ):
        assert said in en


@pytest.mark.slow
def test_the_windows_of_the_statement_sum_to_the_move() -> None:
    """The engineer: 25 June to 28 June is 3 days, over 13 windows."""
    rows = chapters(KASHGAR, "--from", "baseline")["三、窗口"]["rows"]
    assert isinstance(rows, list)
    *windows, total = rows
    assert len(windows) == 13
    assert sum(int(one["moved_days"]) for one in windows) == int(total["moved_days"]) == 3
    assert [one["window_since"] for one in windows[1:]] == [one["until"] for one in windows[:-1]]


@pytest.mark.slow
def test_the_statement_carries_the_fingerprints_that_verify_knows() -> None:
    texts = chapters(KASHGAR, "--from", "baseline")["七、指纹"]["texts"]
    assert isinstance(texts, list)
    plan, records = texts
    assert plan == f"plan.yaml：{schedule.load(KASHGAR).plan.digest[:FINGERPRINT]}"
    digits = records.split(" --tip ")[1]
    assert run("verify", KASHGAR, "--tip", digits).exit_code == 0


@pytest.mark.parametrize(
    ("weeks", "more", "said", "unsaid"),
    [
        (LATE, ("--from", "2026-01-01"), "补正过的窗口里有重建的数据（3.5）", "按当时所报"),
        (IN_TIME, ("--from", "2026-01-01"), "没有要补正的，与按当时所报相同", "重建的数据"),
        (LATE, (), "按当时所报：窗口两头是各次例会当时知道的", "重建的数据"),
    ],
)
def test_what_was_rectified_is_said_and_nothing_else(
    tmp_path: Path, weeks: dict[str, str], more: tuple[str, ...], said: str, unsaid: str
) -> None:
    """The opponent's expert: a statement of rectified data says so, one of untouched data does not."""
    project_of(tmp_path / "p", weeks)
    text = run("why", tmp_path / "p", *more, "--method").stdout
    assert said in text
    assert unsaid not in text


@pytest.mark.slow
def test_it_is_a_page_and_no_chart_and_goes_with_no_other_answer(tmp_path: Path) -> None:
    assert run("why", KASHGAR, "--method", "-o", tmp_path / "a.png").exit_code == 2
    assert run("why", KASHGAR, "--method", "--decisions").exit_code == 2
    done = run("why", KASHGAR, "--method", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {row["chapter"][:2] for row in rows} == {"一、", "二、", "三、", "四、", "五、", "六、", "七、"}


@pytest.mark.skipif(not P6.is_dir(), reason="the exports of P6 lie beside the project, not in it")
def test_between_exports_it_claims_no_reports_and_no_party() -> None:
    """The planner: the files do not say who decided, and nothing of them was rectified."""
    done = run("why", *WORKS[1:], "--method", "--lang", "en")
    assert done.exit_code == 0, done.stderr
    assert "the files do not say who decided it" in done.stdout
    assert "Nothing: the files stand as they are" in done.stdout
    assert "2.3" not in done.stdout
    assert all(path.name in done.stdout for path in WORKS[1:])
