"""Critical-path drag: by hand on a textbook's diamond, and against every length that a task could have."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from schedule.analysis.dates.drag import drag
from schedule.calendars.worktime import DAY, finish_day
from schedule.commands import main
from schedule.engine.compute import compute
from schedule.engine.schedule import Schedule
from schedule.engine.state import as_of
from schedule.engine.variation import Variation, recomputed
from schedule.files.plans.plan import read_plan
from schedule.model import Project

HEAD = """daopai: 1
project: {name: 示例, start: 2016-03-01, calendar: every, target: D}
calendars: {every: {week: mon-sun}, winter: {week: mon-sun, off: [2016-03-08..2016-03-31]}}
tasks:
"""
DIAMOND = """
  A: {name: 甲, duration: 5cd}
  B: {name: 乙, duration: 10cd, after: [A]}
  C: {name: 丙, duration: 12cd, after: [A]}
  D: {name: 丁, duration: 4cd, after: [B, C], deadline: 2016-03-17}
"""


def planned(tasks: str) -> Schedule:
    plan, faults = read_plan((HEAD + tasks).encode(), "plan.yaml")
    assert plan is not None, faults
    return compute(as_of(Project(plan), plan.start))


def days(tasks: str, task: str) -> int:
    """By how many days a task puts off the end of D."""
    schedule = planned(tasks)
    found = drag(schedule, task, "D")
    return 0 if found is None else (schedule.tasks["D"].last_day - finish_day(found.finish)).days


@pytest.mark.parametrize(("task", "expected"), [("A", 5), ("B", 0), ("C", 2), ("D", 4)])
def test_an_engineer_finds_the_drag_of_the_diamond(task: str, expected: int) -> None:
    """A 5 and D 4 have nothing beside them. C 12 is two days longer than B 10, which has two days of float and none."""
    assert days(DIAMOND, task) == expected


def test_a_held_finish_puts_nothing_off() -> None:
    """B waits for A's finish (FF): pressed alone it begins later, and D with it; nobody has to press it, so 0."""
    held = """
  A: {name: 甲, duration: 20cd}
  B: {name: 乙, duration: 12cd, after: [A SS+5cd, A FF+2cd]}
  D: {name: 丁, duration: 15cd, after: [B SS+6cd, B FF+4cd]}
"""
    schedule = planned(held)
    later = recomputed(schedule, Variation(work={"B": 2 * DAY})).tasks["D"].finish
    assert later > schedule.tasks["D"].finish
    assert days(held, "B") == 0


def test_the_clerk_reads_it_at_the_end_of_explain_and_never_more_than_the_tasks_own_length(tmp_path: Path) -> None:
    """C ends on the 17th and D on the 21st. In front of a winter A costs 28 days, and its drag is its own four."""
    (tmp_path / "plan.yaml").write_text(HEAD + DIAMOND, encoding="utf-8")
    said = CliRunner().invoke(main, ["explain", str(tmp_path), "C"]).stdout
    assert "关键路径拖拽量 2 天：丙一天都不用，丁最早 3月19日 完成（现在是 3月21日）。各项的拖拽量不能相加" in said
    assert "拖拽量" not in CliRunner().invoke(main, ["explain", str(tmp_path), "B"]).stdout
    season = """
  A: {name: 甲, duration: 4cd}
  D: {name: 丁, duration: 7wd, calendar: winter, after: [A], deadline: 2016-04-30}
"""
    (tmp_path / "plan.yaml").write_text(HEAD + season, encoding="utf-8")
    said = CliRunner().invoke(main, ["explain", str(tmp_path), "A"]).stdout
    assert "关键路径拖拽量 4 天：甲一天都不用，丁最早 3月7日 完成（现在是 4月4日）" in said


def test_a_liaison_reads_that_a_day_less_of_a_held_task_makes_what_waits_for_its_start_later(tmp_path: Path) -> None:
    """B ends on 22 March, two days after A, and begins on the 11th; with eleven days on the 12th, and D a day later."""
    held = """
  A: {name: 甲, duration: 20cd}
  B: {name: 乙, duration: 12cd, after: [A SS+5cd, A FF+2cd]}
  D: {name: 丁, duration: 15cd, after: [B SS+6cd], deadline: 2016-04-30}
"""
    (tmp_path / "plan.yaml").write_text(HEAD + held, encoding="utf-8")
    said = CliRunner().invoke(main, ["explain", str(tmp_path), "D"]).stdout
    assert "- 开始、完成都推迟 1 天：乙" in said


def test_what_waits_for_money_begins_no_sooner_for_what_takes_less_time_before_it() -> None:
    """The money of B comes on 1 April, long after A: A takes nothing from the 20th, and D its own ten days."""
    paid = """
  A: {name: 甲, duration: 10cd}
  B: {name: 乙, duration: 10cd, after: [A], commits: {amount: 100}}
  D: {name: 丁, duration: 10cd, after: [B]}
funds: {unit: 万元, tranches: {bank: {amount: 100, expected: 2016-04-01}}}
"""
    assert planned(paid).tasks["D"].last_day == date(2016, 4, 20)
    assert (days(paid, "A"), days(paid, "D")) == (0, 10)


@st.composite
def _plans(draw: st.DrawFn) -> str:
    names, lines = ["A", "B", "C", "D"], []
    for k, name in enumerate(names):
        held = []
        for before in names[:k]:
            if draw(st.booleans()) or (k == 3 and before == "C"):
                kind = draw(st.sampled_from(["FS", "SS", "FF", "SF"]))
                held.append(f"{before} {kind}{draw(st.sampled_from(['', '+1cd', '+2cd', '-1cd']))}")
        calendar = draw(st.sampled_from(["every", "winter"]))
        lines.append(
            f"  {name}: {{name: {name}, duration: {draw(st.integers(1, 5))}wd, calendar: {calendar},"
            f" after: [{', '.join(held)}]}}"
        )
    return "\n".join(lines) + "\n"


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(_plans(), st.sampled_from(["A", "B", "C", "D"]))
def test_it_is_what_the_best_of_all_its_lengths_wins(text: str, task: str) -> None:
    schedule = planned(text)
    whole = schedule.tasks[task].remaining // DAY
    ends = [recomputed(schedule, Variation(work={task: n * DAY})).tasks["D"].finish for n in range(whole + 1)]
    found = drag(schedule, task, "D")
    assert (schedule.tasks["D"].finish if found is None else found.finish) == min(ends)
