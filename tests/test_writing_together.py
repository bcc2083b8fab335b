"""Two who write down one meeting at the same instant: one record, and each is told which."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner
from filled_forms import Filled, folder, sent

import schedule
from schedule.commands import main
from schedule.commands.conduct import recording
from schedule.files.records import plan_folder
from schedule.model import Update

DECISION = ("done deadline=2016-07-10", "--date", "2016-03-14", "--reason", "增加路段", "--approved-by", "领导小组")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return folder(tmp_path / "plan")


def names(plan: Path) -> list[str]:
    return sorted(file.name for file in (plan / "updates").iterdir())


def at_once(*commands: tuple[object, ...]) -> list[subprocess.CompletedProcess[str]]:
    """Commands in processes of their own, which read the plan when all of them are there."""

    def run(command: tuple[object, ...]) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-c", "from schedule.commands import main; main()", *map(str, command)]
        return subprocess.run(words, capture_output=True, text=True, check=False)

    with ThreadPoolExecutor(len(commands)) as pool:
        return list(pool.map(run, commands))


@pytest.mark.slow
@pytest.mark.parametrize("writers", [2, pytest.param(8, marks=pytest.mark.long)])
def test_one_decision_written_down_by_several_at_once_is_one_record(plan: Path, writers: int) -> None:
    done = at_once(*[("decide", plan, *DECISION)] * writers)
    assert [one.returncode for one in done] == [0] * writers, [one.stderr for one in done]
    assert names(plan) == ["2016-03-07.yaml", "2016-03-14.yaml"]
    (decision,) = schedule.load(plan).updates[-1].revisions
    assert decision.decision.id == "D-2016-03-14-1"
    assert sum("2016-03-14.yaml" in one.stdout for one in done) == writers - 1  # the others are told where it stands


@pytest.fixture
def overtaken(plan: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """Commands that run, one each time, after a writer has read everything and before it holds the lock."""
    waiting: list[tuple[object, ...]] = []
    write = plan_folder._write_new

    def late(*arguments: object) -> Path:
        if waiting:
            command = waiting.pop()
            inner = CliRunner().invoke(main, [str(word) for word in command], catch_exceptions=False)
            assert inner.exit_code == 0, inner.output
        return write(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(plan_folder, "_write_new", late)
    return waiting


def run(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)
    return done.exit_code, done.stdout, done.stderr


def test_the_same_decision_between_reading_and_writing_is_not_written_again(
    plan: Path, overtaken: list[tuple[object, ...]]
) -> None:
    overtaken.append(("decide", plan, *DECISION))
    code, out, _ = run("decide", plan, *DECISION)
    assert code == 0
    assert "updates/2016-03-14.yaml" in out
    assert names(plan) == ["2016-03-07.yaml", "2016-03-14.yaml"]


def test_another_decision_between_reading_and_writing_has_the_number_before(
    plan: Path, overtaken: list[tuple[object, ...]]
) -> None:
    overtaken.append(("decide", plan, "works duration=20cd", *DECISION[1:]))
    assert run("decide", plan, *DECISION)[0] == 0
    ids = [one.decision.id for one in schedule.load(plan).updates[-1].revisions]
    assert ids == ["D-2016-03-14-1", "D-2016-03-14-2"]


def test_a_baseline_holds_the_dates_of_the_record_that_it_follows(
    plan: Path, overtaken: list[tuple[object, ...]]
) -> None:
    overtaken.append(("decide", plan, "survey duration=20wd", *DECISION[1:]))
    assert run("baseline", plan, "approved", "--approved-by", "县政府")[0] == 0
    stored = schedule.load(plan)
    assert stored.baselines["approved"].data_date == stored.updates[-1].data_date


@pytest.mark.slow
def test_forms_collected_twice_at_once_are_one_record(plan: Path, overtaken: list[tuple[object, ...]]) -> None:
    form = plan.parent / "代建中心.xlsx"
    form.write_bytes(Filled(sent(schedule.load(plan))["agent"]).fill("survey", remaining=1).data)
    overtaken.append(("collect", plan, form, "--yes"))
    code, out, err = run("collect", plan, form, "--yes")
    assert (code, "一字未改" in err) == (0, True)
    assert out.count("勘察") == 1  # what would change is shown once
    assert names(plan) == ["2016-03-07.yaml", "2016-03-14.yaml"]


def test_a_record_that_rests_on_others_than_there_are_is_not_written(plan: Path) -> None:
    known = plan_folder.record_names(plan)
    assert known == {"updates/2016-03-07.yaml"}
    recording.record_update(plan, Update(schedule.load(plan).updates[-1].data_date, note="一"), known)
    with pytest.raises(plan_folder.OvertakenError):
        recording.record_update(plan, Update(schedule.load(plan).updates[-1].data_date, note="二"), known)
