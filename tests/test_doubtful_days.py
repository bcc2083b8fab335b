"""Days typed in the wrong year: what a record says for ever is asked about where it is typed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from schedule.commands import main
from schedule.commands.conduct import recording
from schedule.commands.conduct.exits import Exit

PLAN = """daopai: 1
project: {name: 起步区, start: 2016-02-29, calendar: office, target: done}
calendars:
  office: {week: mon-fri}
bodies:
  land: {name: 国土局}
  agent: {name: 代建中心}
tasks:
  permit: {name: 施工许可证, body: land, applicant: agent, duration: 10wd, start_no_earlier_than: 2016-01-01}
  works: {name: 开工, body: agent, duration: 20wd, after: [permit], basis: {rule: PERMIT_START, after: permit}}
  done: {name: 完工, milestone: finish, after: [works], deadline: 2016-04-30}
"""
WHY = ("--reason", "增加路段", "--approved-by", "领导小组")
QUESTIONS = ("decided-for-past", "decided-too-far", "decided-before-start", "extended-idle")


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    folder = tmp_path / "plan"
    folder.mkdir()
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return folder


def decided(plan: Path, *words: str, on: str = "2016-03-14") -> Result:
    return run("decide", plan, *words, "--date", on, *WHY)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (("done deadline=2016-03-13",), "“deadline”写的 2016-03-13 早于作决定的 2016-03-14"),
        (("done deadline=2016-03-14",), ""),
        (("done deadline=2026-03-14",), ""),
        (("done deadline=2026-03-15",), "“deadline”写的 2026-03-15 比作决定的 2016-03-14 晚十年以上"),
        (("works finish_no_later_than=2016-03-11",), "“finish_no_later_than”写的 2016-03-11 早于"),
        (("works start_no_earlier_than=2016-03-07",), ""),  # what was a date is none any more: no other way to say it
        (("works start_no_earlier_than=2015-03-07",), "早于项目开始 2016-02-29，什么也不会变"),
        (("calendar office off=2015-10-01",), "“off”写的 2015-10-01 早于项目开始"),
        (("calendar office off=2015-10-01、2015-10-02、2016-10-01",), "“off”写的 2015-10-01 早于项目开始"),
        (("calendar office on=2016-03-05",), ""),  # a Saturday of last week that was worked
        (("calendar office on=2116-03-05",), "“on”写的 2116-03-05 比"),
        (("works duration=9wd", "--due", "2015-03-21"), "“due”写的 2015-03-21 早于作决定的"),
        (("works duration=9wd", "--due", "2016-03-14"), ""),
        (("works extended=2015-07-08",), "“until”写的 2015-07-08 早于作决定的"),
        (("works duration=9wd",), ""),  # the date that the task has from before is not asked about
        (("permit duration=9wd",), ""),
    ],
)
def test_a_secretary_is_asked_about_a_day_of_another_year(plan: Path, words: tuple[str, ...], asked: str) -> None:
    said = decided(plan, *words, "--dry-run")
    assert said.exit_code == 0, said.stderr
    if asked:
        assert said.stderr.count(asked) == 1, said.stderr
        assert said.stderr.count("有没有写错") in (1, 2)
    else:
        assert "有没有写错" not in said.stderr


def test_of_what_is_sealed_nothing_is_asked(plan: Path) -> None:
    asked = decided(plan, "done deadline=2016-03-13")
    assert "有没有写错" in asked.stderr
    assert "有没有写错" not in run("check", plan).stderr


def test_a_clerk_is_told_that_an_extension_makes_nothing_longer(plan: Path) -> None:
    """Ten working days from Monday 14 March end on the 25th; three months later is a Saturday; Monday is 27 June."""
    short = decided(plan, "works extended=2016-06-27", "--dry-run")
    assert "“works”2016-03-25起算的期限本来就到 2016-06-27，批准延期到 2016-06-27 没有延长什么" in short.stderr
    longer = decided(plan, "works extended=2016-06-28", "--dry-run")
    assert "没有延长什么" not in longer.stderr
    english = run(
        "decide", plan, "works extended=2016-06-27", "--date", "2016-03-14", *WHY, "--dry-run", "--lang", "en"
    )
    assert "lasts until 2016-06-27 anyhow; an extension until 2016-06-27 makes nothing longer" in english.stderr


def test_a_second_extension_is_measured_against_the_first(plan: Path) -> None:
    """Until 11 September by the first; one until 1 August takes nothing away and adds nothing."""
    assert decided(plan, "works extended=2016-09-11").exit_code == 0
    second = decided(plan, "works extended=2016-08-01", "--dry-run", on="2016-03-21")
    assert "本来就到 2016-09-11，批准延期到 2016-08-01 没有延长什么" in second.stderr


def test_experts_have_not_reviewed_on_a_day_that_has_not_come(plan: Path) -> None:
    refused = decided(plan, "works expert_review=专家组、2016-03-15", "--dry-run")
    assert (refused.exit_code, "专家论证写在 2016-03-15" in refused.stderr) == (Exit.FAULTY, True)
    assert decided(plan, "works expert_review=专家组、2016-03-14", "--dry-run").exit_code == 0


@pytest.mark.parametrize(("day", "asked"), [("2015-11-30", True), ("2015-12-01", False)])
def test_a_liaison_is_asked_about_a_start_long_before_the_project(plan: Path, day: str, asked: bool) -> None:
    """Ninety days before 29 February 2016 is 1 December 2015."""
    said = run("update", plan, f"permit started={day} remaining=3wd", "--date", "2016-03-14")
    assert said.exit_code == 0, said.output
    assert (f"{day} 比项目开始 2016-02-29 早三个月以上" in said.stderr) == asked


def commands(plan: Path, day: date) -> list[tuple[object, ...]]:
    dated = ("--date", day.isoformat())
    return [
        ("update", plan, "permit started=2016-02-29 remaining=3wd", *dated),
        ("decide", plan, "done deadline=2016-05-30", *dated, *WHY),
        ("baseline", plan, "approved", "--approved-by", "领导小组", *dated),
    ]


@pytest.mark.parametrize("command", [0, 1, 2])
def test_a_record_of_a_day_that_has_not_come_is_not_sealed(plan: Path, command: int) -> None:
    """It could never be undone: no week before it can be recorded any more."""
    assert run("update", plan, "permit started=2016-02-29 remaining=9wd", "--date", "2016-03-07").exit_code == 0
    before = sorted((file, file.read_bytes()) for file in plan.rglob("*.yaml"))
    refused = run(*commands(plan, date(2106, 3, 14))[command])
    assert refused.exit_code == Exit.FAULTY
    assert "数据日期 2106-03-14 比上一次登记的 2016-03-07 晚了一年多，也比这台电脑的今天" in refused.stderr
    assert sorted((file, file.read_bytes()) for file in plan.rglob("*.yaml")) == before
    assert run(*commands(plan, date(2016, 3, 14))[command]).exit_code == 0


@pytest.mark.parametrize(
    ("today", "days", "recorded"),
    [
        (date(2016, 3, 14), 366, True),  # a machine whose clock stands at its first day goes on from week to week
        (date(1970, 1, 1), 366, True),
        (date(1970, 1, 1), 367, True),  # it stands before all that was recorded, so it says nothing
        (date(2019, 5, 6), 1126, True),  # a project that rested for three years: 8 April 2019
        (date(2019, 5, 6), 1186, True),  # thirty-one days ahead: 6 June 2019
        (date(2019, 5, 6), 1187, False),
    ],
)
def test_a_clock_that_is_wrong_and_a_project_that_rests_stop_nobody(
    plan: Path, monkeypatch: pytest.MonkeyPatch, today: date, days: int, recorded: bool
) -> None:
    class Clock(date):
        @classmethod
        def today(cls) -> Clock:
            return cls(today.year, today.month, today.day)

    monkeypatch.setattr(recording, "date", Clock)
    assert run("update", plan, "permit started=2016-02-29 remaining=9wd", "--date", "2016-03-07").exit_code == 0
    later = date(2016, 3, 7) + timedelta(days=days)
    done = run("update", plan, "permit remaining=8wd", "--date", later.isoformat())
    assert (done.exit_code == 0) == recorded, done.stderr


def test_a_week_typed_by_hand_for_a_day_that_has_not_come_is_not_sealed(plan: Path) -> None:
    (plan / "updates").mkdir()
    (plan / "updates" / "2106-03-14.yaml").write_text("data_date: 2106-03-14\nnote: 例会\n", encoding="utf-8")
    refused = run("verify", plan, "--seal")
    assert (refused.exit_code, "updates/2106-03-14.yaml" in refused.stderr) == (Exit.FAULTY, True)
