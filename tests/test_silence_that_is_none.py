"""Who could begin only with the data date has left nothing undone: nobody calls that unreported.

The design (`x`) is forecast from Monday 3 to Friday 7 March; the meeting is on Monday 17 March.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import schedule
from schedule.analysis.dates.alerts import Light
from schedule.analysis.meeting import Meeting
from schedule.output.letters.notice import notice_markdown
from schedule.output.words.phrases import voice_of

HEAD = """daopai: 1
project: {name: 试, start: 2025-03-03, calendar: calendar-days}
calendars: {office: {week: mon-fri}, site: {week: mon-sat}}
bodies: {a: {name: 甲}, b: {name: 乙}}
tasks:
  x: {name: 图纸, body: a, duration: 5cd}
"""


def met(path: Path, follows: str, said: str, *, head: str = HEAD, beside: str = "", day: str = "2025-03-17") -> Meeting:
    """The meeting of a day at which the design is reported so, of a plan with these tasks after it."""
    (path / "plan.yaml").write_text(head + "".join(f"  {line}\n" for line in follows.split("\n")), encoding="utf-8")
    (path / "updates").mkdir()
    text = f"data_date: {day}\n{beside}progress:\n  x: {{started: {said}}}\n"
    (path / "updates" / f"{day}.yaml").write_text(text, encoding="utf-8")
    return schedule.meeting(schedule.load(path))


BUILD = "y: {name: 基础, body: b, after: [x%s], %s}"
DONE = "2025-03-03, finished: 2025-03-%s"
BEGUN = "2025-03-%s, remaining: 30cd"
CD = "duration: 20cd"
ON_THE_EDGE = {
    # It ends on Sunday 16 March: the first moment after it is Monday's morning. Ended on Saturday, Sunday was there.
    "the day before": ("", CD, DONE, "16", "15"),
    # Ended on Friday or Saturday: who works Monday to Friday has Monday; ended on Thursday, he had Friday.
    "an office's week": ("", "duration: 20wd, calendar: office", DONE, "14", "13"),
    # 14 March is a Friday: a site that works on Saturdays had Saturday; ended on Saturday, it has Monday.
    "a site's week": ("", "duration: 20wd, calendar: site", DONE, "15", "14"),
    # Three days of hardening, 14 to 16 March; or 13 to 15.
    "a lag": (" FS+3cd", CD, DONE, "13", "12"),
    # Three working days of an office, 12 to 14 March, then the week's end; 11 to 13, and Friday was there for him.
    "a lag of working days": (" FS+3cd", "duration: 20wd, calendar: office", DONE, "11", "10"),
    "the start of another": (" SS+5cd", CD, BEGUN, "12", "11"),
    # To end 20 days after it, in 20 days: not before it ends itself. Ended on the 16th, it begins on the 17th.
    "an end together with another": (" FF+20cd", CD, DONE, "16", "15"),
}


@pytest.mark.parametrize("case", ON_THE_EDGE)
@pytest.mark.parametrize("early", [False, True])
def test_who_could_begin_only_today_owes_no_report_and_who_could_a_day_before_does(
    tmp_path: Path, case: str, early: bool
) -> None:
    relation, own, said, late_day, early_day = ON_THE_EDGE[case]
    meeting = met(tmp_path, BUILD % (relation, own), said % (early_day if early else late_day))
    assert ("y" in meeting.unreported, meeting.lights["y"] is Light.GREY) == (early, early)


@pytest.mark.parametrize("owes", [False, True])
def test_a_day_of_its_own_that_was_decided_meanwhile_excuses_until_that_day(tmp_path: Path, owes: bool) -> None:
    # Expected on 8 March; decided to begin not before the 17th, the day of the meeting, or not before the 16th.
    day = f"2025-03-{'16' if owes else '17'}"
    moved = f"revisions: [{{task: y, set: {{start_no_earlier_than: {day}}}, reason: 会议, approved_by: 领导小组}}]\n"
    meeting = met(tmp_path, BUILD % ("", CD), DONE % "08", beside=moved)
    assert ("y" in meeting.unreported) is owes


@pytest.mark.parametrize("lag", [11, 10])
def test_a_pause_of_what_it_follows_is_no_lag_that_runs(tmp_path: Path, lag: int) -> None:
    # Worked on seven days, 3 to 9 March, and on four, 13 to 16: eleven are over with Sunday, ten with Saturday.
    said = "2025-03-03, suspended: 2025-03-10, resumed: 2025-03-13, remaining: 30cd"
    meeting = met(tmp_path, BUILD % (f" SS+{lag}cd", CD), said, head=HEAD.replace("5cd", "40cd"))
    assert ("y" in meeting.unreported) is (lag == 10)


@pytest.mark.parametrize("kind", ["start", "finish"])
@pytest.mark.parametrize(("day", "owes"), [("16", False), ("15", True)])
def test_what_follows_a_milestone_that_nobody_reported_could_begin_when_that_was_reached(
    tmp_path: Path, kind: str, day: str, owes: bool
) -> None:
    # The milestone was reached on Sunday evening, which lies behind: its own report is due. The work after it was not.
    mark = f"m: {{name: 进场, body: b, milestone: {kind}, after: [x]}}\n"
    meeting = met(tmp_path, mark + BUILD.replace("[x%s]", "[m%s]") % ("", CD), DONE % day)
    assert meeting.unreported == (("m", "y") if owes else ("m",))


LOAN = "funds: {unit: 万元, tranches: {loan: {amount: 100, ask: a, expected: 2025-03-05}}}\n"


@pytest.mark.parametrize("needs", ["commits: {amount: 100, when: start}", "needs_funds: {amount: 100}"])
@pytest.mark.parametrize(("came", "owes"), [("17", False), ("16", True)])
def test_money_that_came_with_the_meeting_lets_begin_from_that_day_on(
    tmp_path: Path, needs: str, came: str, owes: bool
) -> None:
    text, said = BUILD % ("", f"{CD}, {needs}"), f"funds: {{loan: {{in_place: 2025-03-{came}}}}}\n"
    meeting = met(tmp_path, text, DONE % "10", head=HEAD.replace("tasks:", LOAN + "tasks:"), beside=said)
    assert ("y" in meeting.unreported) is owes


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_notice_names_nobody_for_the_silence_of_a_weekend(tmp_path: Path, lang: str) -> None:
    meeting = met(tmp_path, BUILD % ("", CD), DONE % "16")
    said = notice_markdown(meeting, voice_of(meeting.schedule, lang))
    assert ("没有报进展" if lang == "zh" else "ot reported") not in said


@pytest.mark.parametrize(("day", "alerts"), [("16", []), ("15", ["ready-not-started"])])
def test_who_reports_what_is_ready_is_told_that_it_could_have_begun_only_where_it_could(
    tmp_path: Path, day: str, alerts: list[str]
) -> None:
    meeting = met(tmp_path, BUILD % ("", CD), f"{DONE % day}}}\n  y: {{note: 材料已备齐")
    assert [one.code for one in meeting.alerts] == alerts
