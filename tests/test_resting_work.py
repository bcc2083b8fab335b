"""Work that rests while others wait for a lag from its start: it holds them, and whoever let it rest answers for them.

Everybody works all days. The dig began on Monday 1 September; the wall may begin when six days of it are done, and
takes 25. The dig worked five days, rests from Saturday the 6th, and goes on on Friday the 26th with one day of the lag
to go: the wall stands from the 27th to 21 October, a day after the deadline, and could not a day sooner.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import schedule
from schedule.analysis.dates.alerts import Light
from schedule.analysis.meeting import Meeting
from schedule.calendars.worktime import finish_day, start_day
from schedule.engine.graph import driving_marks
from schedule.output.letters.secretary import secretary_markdown
from schedule.output.words.phrases import voice_of

PLAN = """daopai: 1
project: {name: 河道整治, start: 2025-09-01, calendar: site, target: open}
calendars: {site: {week: mon-sun}}
bodies: {d: {name: 土方队}, w: {name: 护岸队}, g: {name: 水利局}}
tasks:
  dig: {name: 开挖, body: d, duration: 12wd}
  wall: {name: 护岸, body: w, duration: 25wd, after: [dig SS+6wd]}
  gate: {name: 闸门采购, body: g, duration: 40wd}
  open: {name: 通水, milestone: finish, body: g, after: [wall, gate], deadline: 2025-10-20}
"""
BEGUN = "dig: {started: 2025-09-01, remaining: 8wd}\n  gate: {started: 2025-09-01, remaining: 36wd}"
RESTS = "dig: {remaining: 7wd, suspended: 2025-09-06, resumed: 2025-09-26}\n  gate: {remaining: 29wd}"


def meeting_of(tmp_path: Path, plan: str = PLAN, **weeks: str) -> Meeting:
    """The last of the meetings of a plan, with what was reported at each: `w12` for 12 September."""
    (tmp_path / "updates").mkdir()
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    for week, said in weeks.items():
        day = f"2025-{'10' if week[0] == 'o' else '09'}-{week[1:]}"
        (tmp_path / "updates" / f"{day}.yaml").write_text(f"data_date: {day}\nprogress:\n  {said}\n", encoding="utf-8")
    return schedule.meeting(schedule.load(tmp_path))


def shares(meeting: Meeting) -> dict[str | None, int]:
    """Days of the move by body; who moved nothing is left out."""
    assert meeting.ledger is not None
    assert sum(entry.days for entry in meeting.ledger.entries) == meeting.ledger.days
    return {entry.account.body: int(entry.days) for entry in meeting.ledger.entries if entry.days}


def waits_for(meeting: Meeting, name: str) -> set[str]:
    """What drives a task."""
    marks = zip(meeting.schedule.network.relations, driving_marks(meeting.schedule), strict=True)
    return {relation.predecessor for relation, drives in marks if relation.successor == name and drives}


@pytest.mark.parametrize(
    ("said", "days"),
    [
        # One day of the lag is left on the 26th: the wall stands from the 27th, eleven days after the 10th of October.
        (RESTS, 11),
        # Nobody knows when it goes on: the forecast has it go on at once, and the wall from the 13th to 7 October.
        (RESTS.replace(", resumed: 2025-09-26", ""), 0),
        # It rests on the day on which the lag would have ended, and five days of it are done.
        (RESTS.replace("resumed: 2025-09-26", "resumed: 2025-09-28"), 13),
    ],
)
def test_who_waits_for_a_lag_that_rests_has_not_idled(tmp_path: Path, said: str, days: int) -> None:
    meeting = meeting_of(tmp_path, w05=BEGUN, w12=said)
    assert shares(meeting) == ({"d": days} if days else {})
    assert meeting.ledger is not None
    assert [part.task for part in meeting.ledger.parts if part.own] == ["dig"]


def test_a_lag_that_was_over_before_the_work_rested_is_nobodys_excuse(tmp_path: Path) -> None:
    """With a lag of two days the wall could have begun on the 3rd, and on any day since: it idled of its own."""
    meeting = meeting_of(tmp_path, PLAN.replace("SS+6wd", "SS+2wd"), w05=BEGUN, w12=RESTS)
    assert meeting.ledger is not None
    assert "wall" in {part.task for part in meeting.ledger.parts if part.own}


def test_what_happens_later_is_counted_from_the_forecast_of_the_rest(tmp_path: Path) -> None:
    """It was to go on on the 26th and goes on on the 28th: two days more, and the wall after it none of its own."""
    later = "dig: {remaining: 6wd, suspended: 2025-09-06, resumed: 2025-09-28}\n  gate: {remaining: 12wd}"
    meeting = meeting_of(tmp_path, w05=BEGUN, w12=RESTS, w29=later)
    assert shares(meeting) == {"d": 2}
    begins = "wall: {started: 2025-09-29, remaining: 21wd}\n  dig: {remaining: 2wd}\n  gate: {remaining: 8wd}"
    (tmp_path / "updates" / "2025-10-03.yaml").write_text(f"data_date: 2025-10-03\nprogress:\n  {begins}\n", "utf-8")
    assert shares(schedule.meeting(schedule.load(tmp_path))) == {}


def test_what_began_and_rested_within_a_week_holds_who_waits_for_it(tmp_path: Path) -> None:
    """Begun two days late, on the 3rd, three days of it done: three of the lag are left on the 20th.

    The wall stands from the 23rd to the 17th of October, seven days after the 10th.
    """
    said = "dig: {started: 2025-09-03, remaining: 9wd, suspended: 2025-09-06, resumed: 2025-09-20}\n"
    gate = "gate: {started: 2025-09-01, remaining: "
    meeting = meeting_of(tmp_path, w02=f"{gate}39wd}}", w12=f"{said}  {gate}29wd}}")
    assert shares(meeting) == {"d": 7}


def test_work_that_rests_is_late_for_what_waits_for_its_lag(tmp_path: Path) -> None:
    """The wall has to begin on 26 September to end on 20 October, so the dig goes on on the 25th at the latest.

    With seven days left it would end on 1 October, and is expected on the 2nd: a day is lacking, on every paper.
    """
    meeting = meeting_of(tmp_path, w05=BEGUN, w12=RESTS)
    dig = meeting.schedule.tasks["dig"]
    row = meeting.owed["dig"]
    assert (start_day(row.latest_start), finish_day(row.latest_finish)) == (date(2025, 9, 25), date(2025, 10, 1))
    assert row.impossible
    assert meeting.lights["dig"] is Light.RED
    assert dig.float_told == dig.total_float == -dig.calendar.day_minutes
    assert waits_for(meeting, "wall") == {"dig"}
    assert dig.longest_path and dig.critical
    for lang, name in (("zh", "开挖"), ("en", "开挖")):
        stuck = secretary_markdown(meeting, voice_of(meeting.schedule, lang)).split("##")[2]
        assert name in stuck and "护岸" not in stuck


def test_work_that_goes_on_holds_nobody_by_how_long_it_goes_on(tmp_path: Path) -> None:
    """A week before it works: its lag runs with the days, and what takes longer of it delays no wall."""
    meeting = meeting_of(tmp_path, w05=BEGUN)
    assert "dig" not in meeting.owed or not meeting.owed["dig"].impossible
    assert waits_for(meeting, "wall") == set()
    assert meeting.lights["dig"] is Light.GREEN
