"""The same weeks as reported and as they are known now: a delay belongs to the window in which it fell.

Every day is worked: A of the owner takes 1 to 10 January, B of the contractor 11 to 15, M is reached with B. A takes 12
days, B from the 13th to the 19th takes 7: 2 days each. On the 15th nobody reports, on the 22nd all is told.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import schedule
from schedule.analysis.history import History
from schedule.analysis.meeting import take
from schedule.analysis.move.known import as_known, rectified
from schedule.analysis.move.windows import Windows, windows
from schedule.analysis.views.trend import movements
from schedule.calendars.worktime import minutes
from schedule.commands import main

PLAN = """daopai: 1
project: {name: 迟报, start: 2026-01-01, calendar: all}
calendars: {all: {week: mon-sun}}
bodies:
  owner: {name: 业主, name_en: Owner}
  con: {name: 施工单位, name_en: Contractor}
tasks:
  A: {name: 基础, body: owner, duration: 10cd}
  B: {name: 主体, body: con, duration: 5cd, after: [A]}
  M: {name: 完工, body: owner, milestone: finish, after: [B], deadline: 2026-01-16}
"""
ALL_TOLD = (
    "  A: {started: 2026-01-01, finished: 2026-01-12}\n"
    "  B: {started: 2026-01-13, finished: 2026-01-19}\n"
    "  M: {finished: 2026-01-19}\n"
)
LATE = {"2026-01-01": "", "2026-01-15": "", "2026-01-22": ALL_TOLD}
IN_TIME = {
    "2026-01-01": "",
    "2026-01-15": "  A: {started: 2026-01-01, finished: 2026-01-12}\n  B: {started: 2026-01-13, remaining: 3cd}\n",
    "2026-01-22": "  B: {finished: 2026-01-19}\n  M: {finished: 2026-01-19}\n",
}


def at(day: str) -> int:
    return minutes(datetime.fromisoformat(day))


def project_of(place: Path, weeks: dict[str, str], plan: str = PLAN) -> schedule.Project:
    (place / "updates").mkdir(parents=True)
    (place / "plan.yaml").write_text(plan, encoding="utf-8")
    for day, progress in weeks.items():
        text = f"data_date: {day}\n" + (f"progress:\n{progress}" if progress else "")
        (place / "updates" / f"{day}.yaml").write_text(text, encoding="utf-8")
    return schedule.load(place)


def weeks_of(project: schedule.Project, *, known: bool, milestone: str = "M") -> Windows:
    return windows(History(project), [one.data_date for one in project.updates], milestone, known=known)


def days_of(found: Windows) -> dict[str | None, tuple[int, ...]]:
    return {account.body: tuple(int(day) for day in days) for account, days in found.accounts.items()}


def run(*arguments: object) -> str:
    done = CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def test_a_week_in_which_nobody_reported_gives_the_days_to_whom_they_are(tmp_path: Path) -> None:
    """The engineer: 2 and 2, each in its own week, as if that week had been reported; one last forecast."""
    late, told = project_of(tmp_path / "late", LATE), project_of(tmp_path / "told", IN_TIME)
    known, reported, in_time = weeks_of(late, known=True), weeks_of(late, known=False), weeks_of(told, known=False)
    assert days_of(known) == days_of(in_time) == {"owner": (2, 0), "con": (0, 2)}
    assert known.days == reported.days == 4
    assert [one.data_date for one in known.rectified] == [at("2026-01-15")]
    assert known.rectified[0].tasks == ("A", "B")
    assert known.rectified[0].silent
    assert not in_time.rectified


def test_what_a_meeting_knew_is_one_week_and_what_is_known_now_is_several(tmp_path: Path) -> None:
    """The secretary reads which of the two the paper is, and which week was not reported."""
    project_of(tmp_path / "p", LATE)
    one, several = run("why", tmp_path / "p"), run("why", tmp_path / "p", "--from", "2026-01-01")
    assert "按当时所报：各次例会当时知道的。\n" in one
    assert "当时没有报全的：1月15日没有人报（基础、主体）；按现在所知重算，加 --as-known。" in one
    assert "按现在所知：当时没有报的实际日期，用到 1月22日 为止的周报补上" in several
    assert "当时没有报全、已经补上的：1月15日没有人报（基础、主体）。" in several
    one, several = (
        run("why", tmp_path / "p", *more, "--lang", "en")
        for more in (("--as-known",), ("--from", "2026-01-01", "--as-reported"))
    )
    assert "As known now" in one
    assert "from 17 Jan" in one or "forecast of 17 Jan" in one
    assert (
        "Not all reported then: 15 Jan, nobody reported (基础, 主体); --as-known computes it as known now." in several
    )


def test_a_late_report_is_no_early_start(tmp_path: Path) -> None:
    """The liaison of the owner: A is told on the 22nd to have been done on the 12th; nobody began early."""
    project_of(tmp_path / "p", LATE)
    said = run("why", tmp_path / "p")
    assert "迟报：1月12日 就已完成，这次才报，用时比预计多 2 天" in said
    assert "迟报：1月13日 就已开工，这次才报，用时比预计多 2 天" in said
    assert "开工早了" not in said


def test_a_milestone_that_is_told_a_week_late_moves_once(tmp_path: Path) -> None:
    """K is reached with A on the 10th and told on the 15th only; what waits for it was told to have begun."""
    plan = PLAN.replace("  B:", "  K: {name: 验收, body: con, milestone: finish, after: [A], legal: true}\n  B:")
    plan = plan.replace("after: [A]}\n  M", "after: [K]}\n  M")
    weeks = {
        "2026-01-01": "",
        "2026-01-12": "  A: {started: 2026-01-01, finished: 2026-01-10}\n",
        "2026-01-14": "  K: {finished: 2026-01-10}\n  B: {started: 2026-01-11, remaining: 2cd}\n",
    }
    project = project_of(tmp_path / "p", weeks, plan)
    known, reported = (weeks_of(project, known=which) for which in (True, False))
    assert known.days == reported.days == 0
    assert all(not any(row) for row in days_of(known).values())
    assert days_of(reported) == {"con": (1, -1)}
    said = run("why", tmp_path / "p", "M")
    assert "迟报：1月10日 就已完成，这次才报" in said


def test_work_under_way_that_was_not_reported_went_on(tmp_path: Path) -> None:
    """Of 10 days from the 1st nothing is told on the 6th, on the 11th 2 are left: none of the 2 by the 6th."""
    weeks = {
        "2026-01-02": "  A: {started: 2026-01-01, remaining: 9cd}\n",
        "2026-01-06": "",
        "2026-01-11": "  A: {remaining: 2cd}\n",
    }
    project = project_of(tmp_path / "p", weeks)
    assert days_of(weeks_of(project, known=True)) == {"owner": (0, 2)}
    assert days_of(weeks_of(project, known=False)) == {"owner": (4, -2)}


def test_work_that_stood_still_lost_its_days_while_it_did(tmp_path: Path) -> None:
    """9 days left on the 2nd and still on the 11th: by the 6th four of the nine days that were lost had been."""
    weeks = {
        "2026-01-02": "  A: {started: 2026-01-01, remaining: 9cd}\n",
        "2026-01-06": "",
        "2026-01-11": "  A: {remaining: 9cd}\n",
    }
    assert days_of(weeks_of(project_of(tmp_path / "p", weeks), known=True)) == {"owner": (4, 5)}


def test_a_baselines_forecast_is_what_was_approved_in_either_view(tmp_path: Path) -> None:
    project_of(tmp_path / "p", LATE)
    run("baseline", tmp_path / "p", "B0", "--date", "2026-01-15", "--approved-by", "领导小组")
    found = json.loads(run("why", tmp_path / "p", "--from", "baseline", "--as-known", "--format", "json"))
    assert (found["view"], found["edited"], found["moved_days"]) == ("as-known", None, -10)


def test_the_chart_of_the_weeks_is_as_known_now(tmp_path: Path) -> None:
    meeting = take(project_of(tmp_path / "p", LATE), at("2026-01-22"))
    found = movements(meeting)
    assert found is not None
    assert days_of(found) == {"owner": (2, 0), "con": (0, 2)}


@pytest.mark.slow
@given(st.data())
@settings(max_examples=15, deadline=None)
def test_both_views_add_up_whatever_was_reported_when(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """The sums are the moves, and the last forecast is the same: only where the days stand differs."""
    told = data.draw(st.sets(st.sampled_from(["A5", "B15", "A15"])))
    weeks = {
        "2026-01-01": "",
        "2026-01-05": "  A: {started: 2026-01-01, remaining: 8cd}\n" if "A5" in told else "",
        "2026-01-15": ("  A: {started: 2026-01-01, finished: 2026-01-12}\n" if {"A15", "B15"} & told else "")
        + ("  B: {started: 2026-01-13, remaining: 4cd}\n" if "B15" in told else ""),
        "2026-01-22": ALL_TOLD,
    }
    project = project_of(tmp_path_factory.mktemp("p") / "p", weeks)
    for known in (True, False):
        found = weeks_of(project, known=known)
        assert sum(sum(row) for row in found.accounts.values()) == found.days == 4
        for one in found.ledgers:
            assert sum(part.moved for part in one.parts) == one.moved
    history = History(project)
    last = at("2026-01-22")
    assert as_known(history, last).schedule(last) is history.schedule(last)
    assert rectified(history, [last], last) == ()


def test_the_room_used_since_the_baseline_is_one_figure_whichever_weeks_are_asked_about(tmp_path: Path) -> None:
    """The secretary: B, 5 days beside the 20 of A, took 8 for a storm; told a week late it is 3 days of the weather.

    Of the last week alone, in which B was done already, the account since the baseline names the weather as well.
    """
    plan = PLAN.replace("duration: 10cd", "duration: 20cd").replace(", after: [A]}", "}").replace("[B]", "[A, B]")
    weeks = {
        "2026-01-01": "",
        "2026-01-08": "",
        "2026-01-15": "  A: {started: 2026-01-01, remaining: 6cd}\n"
        "  B: {started: 2026-01-01, finished: 2026-01-08, cause: 天气}\n",
        "2026-01-22": "  A: {finished: 2026-01-20}\n  M: {finished: 2026-01-20}\n",
    }
    project_of(tmp_path / "p", weeks, plan)
    run("baseline", tmp_path / "p", "B0", "--date", "2026-01-01", "--approved-by", "领导小组")
    last, every = (
        json.loads(run("why", tmp_path / "p", *more, "--format", "json"))["float"]
        for more in ((), ("--from", "baseline"))
    )
    net = [{one["body"] or one["cause"]: one["since_baseline_days"] for one in floats} for floats in (last, every)]
    assert net[0] == net[1] == {"weather": 3}
    assert [one["used_days"] for one in last] == [0]


def test_a_week_of_which_nothing_more_is_known_is_worked_out_once_for_both_views(tmp_path: Path) -> None:
    """A meeting reads what was reported then and what is known now; where they are one, it waits for one ledger."""
    for weeks, alike in ((LATE, [False, False]), (IN_TIME, [True, True])):
        project = project_of(tmp_path / str(alike[0]), weeks)
        history, dates = History(project), [one.data_date for one in project.updates]
        known, reported = (windows(history, dates, "M", known=known) for known in (True, False))
        shared = [one is other for one, other in zip(known.ledgers, reported.ledgers, strict=True)]
        assert shared == alike
        apart = windows(as_known(History(project), dates[-1]), dates, "M")
        assert [one.entries for one in apart.ledgers] == [one.entries for one in known.ledgers]
