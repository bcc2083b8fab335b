"""Yellow is for what needs eyes this week, and every light is counted once. Dates by hand."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import schedule
from schedule.analysis.dates.alerts import Light
from schedule.analysis.meeting import Meeting
from schedule.calendars.worktime import minutes
from schedule.commands import main

HEAD = "daopai: 1\nproject: {name: 示例, start: 2026-01-05, calendar: office}\ncalendars: {office: {week: mon-fri}}\n"


def week_five(folder: Path, *, baseline: bool = True) -> Meeting:
    """Forty tasks of one day one after another from 5 January, the deadline ninety working days after the last.

    At week five all are a day late: the first took two days, and each that was due since is finished a day late.
    """
    tasks = ["  t1: {name: 事项1, duration: 1wd}\n"]
    tasks += [f"  t{k}: {{name: 事项{k}, duration: 1wd, after: [t{k - 1}]}}\n" for k in range(2, 41)]
    # Forty working days from 5 January end on 27 February; ninety more end on 3 July.
    tasks += ["  done: {name: 完工, milestone: finish, after: [t40], deadline: 2026-07-03}\n"]
    (folder / "plan.yaml").write_text(HEAD + "tasks:\n" + "".join(tasks), encoding="utf-8")
    if baseline:
        asked = ["baseline", str(folder), "approved", "--approved-by", "领导小组", "--date", "2026-01-05"]
        assert CliRunner().invoke(main, asked).exit_code == 0
    # Working days 1 to 19 are 5 to 29 January; the first task took two of them, so that 18 tasks are done.
    found = ["  t1: {started: 2026-01-05, finished: 2026-01-06}\n"]
    days = [f"2026-01-{day:02d}" for day in range(7, 31) if (day - 5) % 7 < 5]
    found += [f"  t{k}: {{started: {day}, finished: {day}}}\n" for k, day in enumerate(days, start=2)]
    (folder / "updates").mkdir()
    text = "data_date: 2026-02-02\nprogress:\n" + "".join(found)
    text += "  t20: {note: 材料已备齐}\n"
    (folder / "updates" / "2026-02-02.yaml").write_text(text, encoding="utf-8")
    return schedule.meeting(schedule.load(folder))


def test_a_plan_a_day_behind_with_ninety_days_of_float_is_green_in_week_five(tmp_path: Path) -> None:
    taken = week_five(tmp_path)
    late = [name for name, one in taken.since_baseline.movements.items() if one.finish_slip > 0]  # type: ignore[union-attr]
    assert len(late) > 20
    assert {row.float for row in taken.deadlines if row.task != "done"} == {89 * 1440}
    # The nineteenth ended on Friday 30 January: the twentieth can begin with the meeting's own Monday. All are green.
    assert set(taken.lights.values()) == {Light.GREEN}
    assert taken.alerts == ()


def small(folder: Path, deadline: str, settings: str = "", report: str = "note: 首次\n") -> Meeting:
    """Survey 5 to 9 January, then a permit of five days, 12 to 16 January; the deadline is the permit's."""
    text = HEAD + settings + "tasks:\n  survey: {name: 勘察, duration: 5wd}\n"
    text += f"  permit: {{name: 审批, duration: 5wd, after: [survey], deadline: {deadline}}}\n"
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    (folder / "updates").mkdir()
    (folder / "updates" / "2026-01-05.yaml").write_text(f"data_date: 2026-01-05\n{report}", encoding="utf-8")
    return schedule.meeting(schedule.load(folder))


@pytest.mark.parametrize(
    ("deadline", "light", "codes"),
    [
        ("2026-01-23", "yellow", ["start-due", "low-float"]),  # five working days: the survey must begin by the 12th
        ("2026-01-26", "green", []),  # six, and a latest start on Tuesday the 13th, eight days on
    ],
)
def test_five_working_days_of_float_are_yellow_and_six_are_green(
    deadline: str, light: str, codes: list[str], tmp_path: Path
) -> None:
    taken = small(tmp_path, deadline)
    assert taken.lights["permit"] == light
    assert {alert.code for alert in taken.alerts} <= {*codes}


@pytest.mark.parametrize(("within", "light"), [(8, "green"), (9, "yellow")])
def test_a_latest_start_so_many_days_on_is_yellow_by_the_plans_own_threshold(
    within: int, light: str, tmp_path: Path
) -> None:
    """The survey must begin by Tuesday 13 January, the eighth day after Monday the 5th."""
    taken = small(tmp_path, "2026-01-26", f"settings: {{start_within: {within}}}\n")
    assert taken.lights["survey"] == light


def test_what_the_meeting_is_asked_to_settle_is_yellow_with_its_request(tmp_path: Path) -> None:
    begun = "progress: {survey: {started: 2026-01-04, remaining: 5wd, request: 请协调进场道路}}\n"
    taken = small(tmp_path, "2026-06-30", report=begun)
    (alert,) = [one for one in taken.alerts if one.task == "survey"]
    assert (alert.light, alert.code, alert.facts["request"]) == ("yellow", "to-settle", "请协调进场道路")


def test_a_task_stands_under_one_light_only(tmp_path: Path) -> None:
    """Five days of float and nothing reported: one grey line, which says the red line too; no second, yellow one."""
    (tmp_path / "first").mkdir()
    taken = small(tmp_path / "first", "2026-01-23")
    (tmp_path / "first" / "updates" / "2026-01-08.yaml").write_text("data_date: 2026-01-08\nnote: 无人报\n", "utf-8")
    taken = schedule.meeting(schedule.load(tmp_path / "first"))
    lines = [one for one in taken.alerts if one.task == "survey"]
    assert [(one.light, one.code, one.also) for one in lines] == [("grey", "not-reported", ("start-due",))]
    assert Counter(one.task for one in taken.alerts).most_common(1)[0][1] == 1


@pytest.mark.slow
def test_the_secretary_counts_the_same_lights_in_list_page_and_notice(tmp_path: Path) -> None:
    folder = Path(schedule.__file__).parent.parent / "plans" / "kashgar"
    for day in ("2016-01-18", "2016-02-22", "2016-03-21"):
        out = tmp_path / day
        only = ["--only", "minutes", "--only", "page", "--only", "notice"]
        asked = ["meeting", str(folder), "--date", day, "--lang", "zh", "--out", str(out), *only]
        assert CliRunner().invoke(main, asked).exit_code == 0
        listing, notice, page = (
            (out / name).read_text("utf-8") for name in ("meeting.md", "notice.md", "meeting.html")
        )
        listed = {one[0]: int(one[1]) for one in re.findall(r"^## (红|黄|灰)灯 (\d+) 项", listing, re.MULTILINE)}
        told = {one[0]: int(one[1]) for one in re.findall(r"(红|黄|灰)灯 (\d+) 项", notice)}
        totals = {one[1]: int(one[0]) for one in re.findall(r"<b>(\d+)</b>(红|黄|灰)", page)}
        assert told.keys() == {"红", "黄", "灰"}
        assert told == totals
        assert listed == {light: number for light, number in told.items() if number}


def test_the_notice_keeps_the_bodies_in_trouble_when_it_is_cut() -> None:
    from schedule.output.letters import notice as notices

    folder = Path(schedule.__file__).parent.parent / "plans" / "kashgar"
    taken = schedule.meeting(schedule.load(folder), minutes(date(2016, 2, 29)))
    limits = [one for one in notices._LIMITS if one.keep][-1]
    # Contract, fire design, then filing and permit, which the agent has not submitted, are red, in the order of what
    # must be finished first.
    assert [body for body, _ in notices._required(taken, limits)] == ["city-investment", "fire", "agent"]


def test_the_secretary_sees_one_light_of_what_is_red_and_was_not_reported(tmp_path: Path) -> None:
    """The survey began on 5 January, nobody spoke of it since, and the permit's deadline is gone with it: red."""
    begun = "progress:\n  survey: {started: 2026-01-05, remaining: 5wd}\n"
    small(tmp_path, "2026-01-14")
    for day, said in (("2026-01-06", begun), ("2026-01-12", "note: 无\n")):
        (tmp_path / "updates" / f"{day}.yaml").write_text(f"data_date: {day}\n{said}", encoding="utf-8")
    shown = CliRunner().invoke(main, ["meeting", str(tmp_path), "--only", "minutes", "--lang", "zh"]).stdout
    _, _, silent = shown.partition("没有报进展：")
    assert "红  勘察" in silent
    assert "灰  勘察" not in shown
