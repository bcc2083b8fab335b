"""Work that is done in two parts (分两段流水), so that what follows may enter the first: by hand and by its law."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from certificates import all_said_of, text_of, with_menus
from click.testing import CliRunner, Result
from hypothesis import example, given, settings
from hypothesis import strategies as st

from schedule.analysis.recovery.menus import Recovery, recovery
from schedule.calendars.worktime import DAY, finish_day, minutes
from schedule.commands import main
from schedule.engine.compute import compute
from schedule.engine.schedule import Schedule
from schedule.engine.state import as_of
from schedule.files.plans.as_text import plan_text
from schedule.files.plans.plan import read_plan
from schedule.model import Project

HEAD = """daopai: 1
project: {name: 示例, start: 2016-03-01, calendar: every, target: done}
calendars: {every: {week: mon-sun}, office: {week: mon-fri}}
bodies: {agent: {name: 代建中心}}
tasks:
"""
WORKS = """
  frame: {name: 主体, duration: 40cd, levers: [{split: 2, overlap: 10cd, cost: 4, risk: 交叉作业, ask: agent}]}
  finishes: {name: 装修, duration: 20cd, after: [frame]}
  done: {name: 完工, milestone: finish, after: [finishes], deadline: 2016-04-20}
"""
"""The frame takes 1 March to 9 April and the finishes follow until 29 April."""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def planned(tasks: str) -> Schedule:
    plan, faults = read_plan((HEAD + tasks).encode(), "plan.yaml")
    assert plan is not None
    assert not [fault for fault in faults if fault.severity == "error"], faults
    return compute(as_of(Project(plan), plan.start))


def asked(tasks: str, by: date) -> Recovery:
    return recovery(planned(tasks), "done", minutes(by) + DAY, 3)


def day(of: Schedule, name: str, *, start: bool = False) -> date:
    dates = of.tasks[name]
    return dates.first_day if start else dates.last_day


@pytest.mark.parametrize(
    ("overlap", "after", "begins", "ends"),
    [
        (10, 20, date(2016, 3, 31), date(2016, 4, 19)),
        (30, 30, date(2016, 3, 21), date(2016, 4, 19)),
        (10, 5, date(2016, 4, 5), date(2016, 4, 9)),
    ],
    ids=["ten days before the finish", "not before the first half is done", "not finished before it"],
)
def test_an_engineer_has_the_next_work_enter_the_first_part(overlap: int, after: int, begins: date, ends: date) -> None:
    """Ten days before 10 April is 31 March; half of 40 days is done on 20 March; five days that end on 9 April."""
    tasks = WORKS.replace("overlap: 10cd", f"overlap: {overlap}cd").replace("duration: 20cd", f"duration: {after}cd")
    found = asked(tasks, ends)
    (menu,) = found.menus
    assert found.is_cheapest
    assert finish_day(found.earliest) == ends
    assert (day(menu.schedule, "finishes", start=True), day(menu.schedule, "finishes")) == (begins, ends)
    assert menu.cost == 4


def test_a_shorter_work_is_still_not_entered_before_half_of_its_whole_duration() -> None:
    """30 of 40 days end on 30 March; half of 40 is done on 20 March, on the 21st the finishes begin: until 9 April."""
    tasks = WORKS.replace(
        "levers: [{split: 2, overlap: 10cd", "levers: [{compress: 10cd, cost: 1}, {split: 2, overlap: 15cd"
    )
    found = asked(tasks, date(2016, 4, 9))
    assert finish_day(found.earliest) == date(2016, 4, 9)
    (menu,) = found.menus
    assert {one.measure.unit is None: one.steps for one in menu.bought} == {True: 1, False: 5}
    # 35 days end on 4 April, fifteen days before that is the 21st of March as well.
    assert day(menu.schedule, "frame") == date(2016, 4, 4)


def test_a_clerk_signs_the_printed_decision_and_it_does_what_it_says(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(HEAD + WORKS, encoding="utf-8")
    said = run("recover", tmp_path).stdout
    assert "方案1（费用 4）：主体前一半做完就让装修进场（最多提前 10 天） → 4月19日" in said
    assert "主体：要代建中心同意，风险：交叉作业" in said
    assert "主体这一件不用，重排是 4月29日" in said
    assert (
        "may enter when the first half is done, 10 days before its finish"
        in run("recover", tmp_path, "--lang", "en").stdout
    )
    printed = run("recover", tmp_path, "--as-revision", 1).stdout
    changed = {one["task"]: one["set"] for one in yaml.safe_load(printed)["revisions"]}
    assert changed == {
        "frame": {"levers": []},
        "finishes": {"after": ["frame FS-10cd", "frame SS+20cd", "frame FF"]},
    }
    (tmp_path / "menu.yaml").write_text(printed, encoding="utf-8")
    seen = run("preview", tmp_path / "plan.yaml", "--revision", tmp_path / "menu.yaml").stdout
    assert "装修：前置条件 主体 → 主体完成前 10 天、主体开始后 20 天、完成不早于主体完成" in seen
    (tmp_path / "updates").mkdir()
    week = tmp_path / "updates" / "2016-03-01.yaml"
    week.write_text(printed.replace("approved_by:", "approved_by: 专班"), encoding="utf-8")
    assert "完工预计 4月19日 完成，4月20日 守得住" in run("recover", tmp_path).stdout


def test_an_auditor_checks_the_proof_of_a_split_without_daopai(tmp_path: Path) -> None:
    of, by = planned(WORKS), minutes(date(2016, 4, 20)) + DAY
    assert all_said_of(text_of(with_menus(of, "done", by, 3)), tmp_path)[1:] == [
        "menu at 4: done 2016-04-19T24:00",
        "no other choice keeps 2016-04-20T24:00",
    ]


def test_a_clerk_is_offered_no_split_that_has_one_gang_in_two_places() -> None:
    """What waits for the gang alone enters no first part; what waits for the work and the gang stays."""
    head = "crews: {gang: {capacity: 1}}\n"
    for after in ("[frame @gang]", "[frame, frame @gang]"):
        plan = WORKS.replace("after: [frame]", f"after: {after}, crew: {{gang: 1}}")
        text = HEAD.replace("tasks:\n", f"{head}tasks:\n") + plan.replace("40cd,", "40cd, crew: {gang: 1},")
        read, faults = read_plan(text.encode(), "plan.yaml")
        assert read is not None, faults
        found = recovery(compute(as_of(Project(read), read.start)), "done", minutes(date(2016, 4, 20)) + DAY, 3)
        assert not found.menus
        assert finish_day(found.earliest) == date(2016, 4, 29), after


def test_an_inspector_finds_no_approval_and_no_curing_entered_early() -> None:
    """A lag is a wait that no split takes away, an approval needs the whole; with nothing else it takes no part."""
    tasks = """
  frame: {name: 主体, duration: 40cd, levers: [{split: 2, overlap: 10cd, cost: 4}]}
  paint: {name: 涂装, duration: 20cd, after: [frame FS+7cd]}
  check: {name: 验收, duration: 20cd, body: agent, applicant: agent, after: [frame]}
  filing: {name: 备案, duration: 20cd, after: [frame], basis: {ceiling: 30cd}}
  done: {name: 完工, milestone: finish, after: [paint, check, filing], deadline: 2016-04-20}
"""
    found = asked(tasks, date(2016, 4, 20))
    assert [one.why for one in found.unusable] == ["alone"]
    assert not found.is_possible


@pytest.mark.parametrize(
    ("lever", "code", "found"),
    [
        ("{split: 3, overlap: 10cd}", "bad-choice", "3"),
        ("{split: 2}", "missing-key", None),
        ("{split: 2, overlap: 10cd, to: SS+5cd}", "conflicting-keys", "split, to"),
        ("{split: 2, overlap: frame}", "bad-duration", "frame"),
        ("{split: 2, overlap: 10cd, compress: 3cd}", "conflicting-keys", "compress, overlap"),
    ],
)
def test_an_author_is_told_what_a_split_does_not_say(lever: str, code: str, found: str | None) -> None:
    text = HEAD + WORKS.replace("{split: 2, overlap: 10cd, cost: 4, risk: 交叉作业, ask: agent}", lever)
    _, faults = read_plan(text.encode(), "plan.yaml")
    assert [(one.code, one.facts.get("found")) for one in faults] == [(code, found)]


def test_an_author_finds_his_split_as_he_wrote_it() -> None:
    plan, _ = read_plan((HEAD + WORKS).encode(), "plan.yaml")
    assert plan is not None
    text = plan_text(plan)
    assert "{split: 2, overlap: 10cd, cost: 4" in text
    assert yaml.safe_load(text)["tasks"]["frame"]["levers"] == [
        {"split": 2, "overlap": "10cd", "cost": 4, "risk": "交叉作业", "ask": "agent"}
    ]
    again, _ = read_plan(text.encode(), "plan.yaml")
    assert again is not None
    assert again.tasks == plan.tasks


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(st.integers(2, 30), st.integers(1, 40), st.integers(1, 30), st.sampled_from(["every", "office"]))
@example(12, 2, 1, "office")  # ends on a Friday, and what it ends with on the day after
def test_a_split_is_never_later_and_keeps_its_law(length: int, overlap: int, after: int, calendar: str) -> None:
    """The start, in days from 1 March, is the latest of three: so long before the finish, half done, ending with it."""
    unit = "cd" if calendar == "every" else "wd"
    tasks = f"""
  frame: {{name: 主体, duration: {length}cd, levers: [{{split: 2, overlap: {overlap}cd, cost: 4}}]}}
  finishes: {{name: 装修, duration: {after}{unit}, calendar: {calendar}, after: [frame]}}
  done: {{name: 完工, milestone: finish, after: [finishes]}}
"""
    found = asked(tasks, date(2016, 2, 1))
    assert found.earliest <= found.forecast
    early, whole = found.soonest.tasks, planned(tasks).tasks
    frame, finishes = early["frame"], early["finishes"]
    assert (frame.start, frame.finish) == (whole["frame"].start, whole["frame"].finish)
    assert finishes.start >= max(frame.finish - overlap * DAY, frame.start + length * DAY // 2)
    assert finishes.calendar.next_start(finishes.finish) >= frame.finish  # nothing of its own hours lies between
    if calendar == "every":
        assert finishes.start == max(
            frame.finish - overlap * DAY, frame.start + length * DAY // 2, frame.finish - after * DAY
        )
