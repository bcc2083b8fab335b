"""The sample plan against its sources: the report's facts, the table of 44 tasks, and its weeks by hand arithmetic.

`facts/sample_plan.csv` has the tasks with dates that were computed on China's working days by another program;
`facts/seed_facts.csv` has the phrases of the report.
"""

import csv
import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import schedule
from schedule.analysis.dates.alerts import Light
from schedule.analysis.dates.comparison import baseline_dates
from schedule.analysis.meeting import Meeting, take
from schedule.calendars.worktime import DAY, finish_day, minutes, start_day
from schedule.engine.compute import compute
from schedule.engine.schedule import Schedule, Stage
from schedule.engine.state import as_of
from schedule.model import Project, Relation, State, Task, TaskKind, Unit

HERE = Path(__file__).parent
FOLDER = HERE.parent / "plans" / "kashgar"

IDS = {  # the table's id → the plan's
    "MS0": "promotion-plan",
    "P01": "master-plan",
    "A02": "red-line",
    "A01": "project-approval",
    "A03": "site-opinion",
    "A04": "land-pre-examination",
    "A05": "feasibility-study",
    "A06": "eia-form",
    "A07": "eia-approval",
    "A08": "feasibility-approval",
    "A09": "land-planning-permit",
    "L01": "land-handover",
    "S01": "topographic-survey",
    "S02": "ground-survey",
    "D03": "working-drawings",
    "D04": "drawing-review",
    "D05": "fire-design-approval",
    "D07": "works-planning-permit",
    "B01": "control-price",
    "B02": "fiscal-review",
    "T02": "tender-period",
    "T03": "bid-evaluation",
    "T04": "candidate-publicity",
    "T05": "contract",
    "C01": "supervision-filing",
    "C02": "construction-permit",
    "MS1": "site-start",
    "C04": "site-preparation",
    "K01": "workshop-foundations",
    "K02": "workshop-frame",
    "K03": "workshop-envelope",
    "K04": "workshop-finishes",
    "K11": "road-subgrade",
    "K12": "water-pipes",
    "K13": "base-course",
    "K14": "asphalt",
    "MS2": "works-done",
    "K15": "remaining-roads",
    "K16": "heating-network",
    "V01": "pre-acceptance",
    "V03": "fire-acceptance",
    "V04": "completion-acceptance",
    "V05": "completion-filing",
    "END": "all-done",
}

COMPLETED = [  # the ten preliminary works that the report lists as completed, in its order; some are several tasks
    "red-line",
    "site-opinion",
    "feasibility-study",
    "eia-form",
    "project-approval",
    "topographic-survey",
    "ground-survey",
    "working-drawings",
    "drawing-review",
    "control-price",
    "fiscal-review",
    "tender-period",
    "bid-evaluation",
    "candidate-publicity",
    "contract",
]

WITHOUT_EVIDENCE = {  # finished by the last meeting, not mentioned as finished by the report, and no document was shown
    "feasibility-approval",
    "land-planning-permit",
    "land-handover",
    "works-planning-permit",
    "fire-design-approval",
    "supervision-filing",
    "construction-permit",
}

# What each meeting forecasts, by hand: site start, main roads and workshops done (the site's chain takes 103 days after
# the site start, all of them outside the winter), and who did not report.
WEEKS = {
    "2016-01-04": ("2016-03-14", "2016-06-25", []),
    # The review returns the drawings: 10 wd from 01-11 end on 01-22, four late. Bids then close on 02-12, inside the
    # Spring Festival, and are opened on 02-14 as planned.
    "2016-01-11": ("2016-03-14", "2016-06-25", []),
    # Five late: 01-25; bids close on 02-15, are judged on 02-16 and 02-17; the candidates are public from 02-18 to
    # Sunday 02-21, and the contract still begins on Monday 02-22.
    "2016-01-18": ("2016-03-14", "2016-06-25", ["fiscal-review"]),
    # Seven late: 01-27; bids close on 02-17, judged 02-18 and 02-19, public 02-20..02-23, contract 02-24..02-26,
    # filing 02-29..03-02, permit 03-03..03-16.
    "2016-01-25": ("2016-03-16", "2016-06-27", []),
    "2016-02-01": ("2016-03-16", "2016-06-27", []),
    "2016-02-15": ("2016-03-16", "2016-06-27", ["fire-design-approval"]),
    "2016-02-22": ("2016-03-16", "2016-06-27", []),
    # Contract until 03-02, filing 03-03..03-07; fire approval until 03-07 too; permit 03-08..03-21: two days too late.
    "2016-02-29": ("2016-03-21", "2016-07-02", []),
    # Both done on 03-04: permit 03-07..03-18; by decision in 8 wd instead of 10: 03-16.
    "2016-03-07": ("2016-03-16", "2016-06-27", []),
    "2016-03-14": ("2016-03-16", "2016-06-27", []),
    "2016-03-21": ("2016-03-17", "2016-06-28", []),
    "2016-03-28": ("2016-03-17", "2016-06-28", ["road-subgrade"]),
    "2016-04-05": ("2016-03-17", "2016-06-28", []),
}
LAST = "2016-04-05"


def table(name: str) -> list[dict[str, str]]:
    with (HERE / "facts" / f"{name}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@cache
def kashgar() -> Project:
    return schedule.load(FOLDER)


@cache
def meeting(day: str) -> Meeting:
    return take(kashgar(), minutes(date.fromisoformat(day)))


@cache
def baseline() -> Schedule:
    return compute(as_of(kashgar(), kashgar().plan.start))


def task(name: str) -> Task:
    return kashgar().plan.tasks[name]


def done_by(state: State) -> date:
    return compute(state).tasks["works-done"].last_day


# ── the plan ──────────


def test_the_folder_reads_without_a_word() -> None:
    project, diagnostics = schedule.read(FOLDER)
    assert project is not None
    assert diagnostics == ()
    assert list(project.plan.tasks) == list(IDS.values())


@pytest.mark.parametrize("row", table("sample_plan"), ids=lambda row: IDS[row["id"]])
def test_against_the_table_of_44_tasks_dates(row: dict[str, str]) -> None:
    dates = baseline().tasks[IDS[row["id"]]]
    assert (dates.first_day.isoformat(), dates.last_day.isoformat()) == (row["computed_start"], row["computed_finish"])


def test_the_table_counts_one_day_of_rozi_in_2016_and_no_regional_day_in_2015() -> None:
    """The table says 工作日 of China, yet its fire acceptance skips a day of July 2016; the plan states which.

    Without it the acceptance and what follows would end a day earlier than the table says.
    """
    plan = kashgar().plan
    government = replace(plan.calendars["government"], exceptions=())
    bare = replace(plan, calendars={**plan.calendars, "government": government})
    dates = compute(State(bare, bare.start)).tasks
    moved = {name for name in dates if dates[name].finish != baseline().tasks[name].finish}
    assert moved == {"fire-acceptance", "completion-acceptance", "completion-filing", "all-done"}
    assert dates["fire-acceptance"].last_day == date(2016, 7, 22)


@pytest.mark.parametrize("row", table("sample_plan"), ids=lambda row: IDS[row["id"]])
def test_against_the_table_of_44_tasks_duration_relations_and_body(row: dict[str, str]) -> None:
    one = task(IDS[row["id"]])
    duration = one.duration
    if row["duration"] == "0":
        assert one.is_milestone
    else:
        assert duration is not None
        assert duration.amount == int(row["duration"])
        # The table's calendar days are working days of the site where the winter would stop the work.
        outdoors = row["calendar"] == "C" and row["outdoor"] == "1"
        unit = Unit.WORKING_DAYS if outdoors or row["calendar"] == "W" else Unit.CALENDAR_DAYS
        assert duration.unit is unit
        assert (one.calendar in ("site", "asphalt")) is outdoors
    asked = [re.fullmatch(r"(\w+?)(?:(SS|FF)\+(\d+))?", text) for text in row["predecessors"].split(";") if text]
    assert [(found[1], found[2] or "FS", int(found[3] or 0)) for found in asked if found] == [
        (number(relation), relation.type, 0 if relation.lag is None else relation.lag.amount)
        for relation in one.relations
    ]
    bodies = kashgar().plan.bodies
    named = {bodies[body].name.removeprefix("县") for body in (one.body, *one.support) if body is not None}
    assert {re.sub(r"\(.*\)", "", name) for name in row["body"].split("/")} <= named


def number(relation: Relation) -> str:
    return next(key for key, name in IDS.items() if name == relation.predecessor)


def test_the_baseline_starts_on_site_on_14_march_and_keeps_june_by_five_days() -> None:
    snapshot = take(kashgar(), kashgar().plan.start)
    assert baseline().tasks["site-start"].last_day == date(2016, 3, 14)
    assert snapshot.headline.target == "works-done"
    assert finish_day(snapshot.headline.forecast) == date(2016, 6, 25)
    assert snapshot.headline.deadline == minutes(date(2016, 6, 30)) + DAY
    assert snapshot.headline.margin == 5 * DAY


def test_against_the_report_every_quotation_is_exact() -> None:
    phrases = [row["exact_zh"] for row in table("seed_facts")]
    quoted = [one for one in kashgar().plan.tasks.values() if one.stated is not None]
    assert {one.id for one in quoted} >= {*COMPLETED, "promotion-plan", "master-plan", "site-start", "works-done"}
    assert [one.id for one in quoted if not any(one.stated in phrase for phrase in phrases)] == []


def test_what_the_report_does_not_state_is_marked_as_assumed() -> None:
    assert [one.id for one in kashgar().plan.tasks.values() if one.stated is None and one.assumed is None] == []
    assert "工期" in (kashgar().plan.note or "")
    assert "虚构" in (kashgar().plan.sample or "")


def test_against_the_report_seven_bodies_and_the_three_it_leaves_out() -> None:
    bodies = kashgar().plan.bodies.values()
    inside = ["县商贸园区管委会", "发改委", "住建局", "国土局", "环保局", "代建中心", "城投公司"]
    assert [body.name for body in bodies if not body.outside] == inside
    assert [body.name for body in bodies if body.outside] == ["财政局", "公安消防", "广州市国土资源规划委"]
    used = {body for one in kashgar().plan.tasks.values() for body in (one.body, *one.support)}
    assert used == set(kashgar().plan.bodies)


def test_durations_keep_to_what_the_law_allows() -> None:
    office = baseline().calendars["government"]
    for dates in baseline().tasks.values():
        basis = dates.task.basis
        days = {
            Unit.CALENDAR_DAYS: dates.finish - dates.start,
            Unit.WORKING_DAYS: office.work(dates.start, dates.finish),
        }
        if basis is not None and basis.floor is not None:
            assert basis.floor.amount * DAY <= days[basis.floor.unit], dates.task.id
        if basis is not None and basis.ceiling is not None:
            assert days[basis.ceiling.unit] <= basis.ceiling.amount * DAY, dates.task.id


def test_the_baseline_is_what_the_plan_gives() -> None:
    stored = kashgar().baselines["B0"]
    assert stored.plan_digest == kashgar().plan.digest, "plan.yaml was edited: B0 has to be approved anew"
    assert stored.dates == baseline_dates(baseline())
    assert stored.data_date == kashgar().plan.start
    assert stored.approved_by == "县专责领导小组"


# ── the weeks ──────────


def test_there_is_an_update_every_week_but_in_the_spring_festival() -> None:
    assert [start_day(update.data_date).isoformat() for update in kashgar().updates] == list(WEEKS)
    weekdays = {day: date.fromisoformat(day).weekday() for day in WEEKS}
    assert [day for day, weekday in weekdays.items() if weekday != 0] == [LAST]  # 04-04, a Monday, is Qingming


@pytest.mark.parametrize("day", WEEKS)
def test_each_meeting_forecasts_what_hand_arithmetic_says(day: str) -> None:
    snapshot = meeting(day)
    site_start, done, unreported = WEEKS[day]
    assert snapshot.schedule.tasks["site-start"].last_day.isoformat() == site_start
    assert snapshot.schedule.tasks["works-done"].last_day.isoformat() == done
    assert snapshot.headline.margin == (date(2016, 6, 30) - date.fromisoformat(done)).days * DAY
    assert list(snapshot.unreported) == unreported


@pytest.mark.parametrize(("day", "late"), [("2016-01-11", 4), ("2016-01-18", 5), ("2016-01-25", 7)])
def test_the_spring_festival_absorbs_five_days_of_the_drawing_review(day: str, late: int) -> None:
    comparison = meeting(day).since_baseline
    assert comparison is not None
    assert comparison.movements["drawing-review"].finish_slip == late * DAY  # working days, of 24 hours
    assert comparison.movements["works-done"].finish_shift == max(0, late - 5) * DAY


def test_two_late_tasks_hold_the_permit_together_on_29_february() -> None:
    """To take back either of them alone changes nothing; both together bring the forecast of the week before."""
    state = meeting("2016-02-29").schedule.state
    before = meeting("2016-02-22").schedule

    def without_delay(*names: str) -> date:
        statuses = dict(state.statuses)
        for name in names:
            finish = before.tasks[name].finish
            statuses[name] = replace(statuses[name], started=before.tasks[name].start, finished=finish, remaining=None)
        return done_by(replace(state, statuses=statuses))

    assert without_delay() == date(2016, 7, 2)
    assert without_delay("contract") == without_delay("fire-design-approval") == date(2016, 7, 2)
    assert without_delay("contract", "fire-design-approval") == date(2016, 6, 27)


def test_only_on_29_february_is_june_lost_and_the_light_red() -> None:
    lights = {day: meeting(day).lights["works-done"] for day in WEEKS}
    assert [day for day, light in lights.items() if light is Light.RED] == ["2016-02-29"]


def test_the_decision_of_7_march_is_worth_two_days_and_is_no_progress() -> None:
    state = meeting("2016-03-07").schedule.state
    revision = state.revisions[-1]
    assert (revision.task, revision.approved_by) == ("construction-permit", "县专责领导小组")
    assert revision.reason
    assert done_by(replace(state, plan=kashgar().plan)) == date(2016, 6, 29)
    assert done_by(state) == date(2016, 6, 27)


def test_the_longer_asphalt_of_28_march_costs_the_roads_only() -> None:
    before, after = meeting("2016-03-21").schedule, meeting("2016-03-28").schedule
    assert after.tasks["asphalt"].duration - before.tasks["asphalt"].duration == 2 * DAY
    assert after.tasks["works-done"].finish == before.tasks["works-done"].finish
    assert after.tasks["asphalt"].total_float < before.tasks["asphalt"].total_float


def test_against_the_report_what_is_complete_in_april() -> None:
    final = meeting(LAST)
    for name in COMPLETED:
        dates = final.schedule.tasks[name]
        assert dates.stage is Stage.FINISHED
        assert dates.status.document is not None
        assert final.lights[name] is Light.GREEN
    assert final.schedule.tasks["working-drawings"].last_day.isoformat()[:7] == "2015-12"
    assert date(2016, 3, 11) <= final.schedule.tasks["site-start"].last_day <= date(2016, 3, 20)  # 中旬
    assert final.schedule.tasks["master-plan"].first_day.isoformat()[:7] == "2015-07"
    assert final.schedule.tasks["master-plan"].last_day.isoformat()[:7] == "2015-10"
    assert final.schedule.tasks["works-done"].last_day.isoformat()[:7] == "2016-06"


def test_what_the_report_does_not_mention_is_grey_for_want_of_a_document() -> None:
    final = meeting(LAST)
    # The site was begun without the number of the construction permit: that is red.
    grey = WITHOUT_EVIDENCE - {"construction-permit"}
    assert final.lights["construction-permit"] is Light.RED
    assert {name for name, light in final.lights.items() if light is Light.GREY} == grey
    assert {alert.task for alert in final.alerts if alert.code == "no-evidence"} == grey


def test_everything_invented_says_so() -> None:
    for update in kashgar().updates:
        assert "演示数据" in (update.sample or "")
        for progress in update.progress:
            assert progress.document is None or progress.document.startswith("示例文号")
    for day in WEEKS:
        assert meeting(day).sample is not None


def test_the_weeks_hold_causes_requests_and_a_late_document() -> None:
    reports = [progress for update in kashgar().updates for progress in update.progress]
    assert {progress.task for progress in reports if progress.request} >= {"drawing-review", "fire-design-approval"}
    assert "报件补正" in {progress.cause for progress in reports if progress.task == "drawing-review"}
    assert meeting("2016-01-18").lights["eia-approval"] is Light.GREY  # finished in October, its number unknown
    assert meeting("2016-01-25").lights["eia-approval"] is Light.GREEN


def test_no_work_was_done_out_of_turn() -> None:
    """Every actual start comes after the predecessors that had to be finished, and start milestones are mornings."""
    dates = meeting(LAST).schedule.tasks
    for one in dates.values():
        for relation in one.task.relations:
            if one.status.started is not None and relation.type.value == "FS":
                finished = dates[relation.predecessor].status.finished
                assert finished is not None
                assert finished <= one.status.started
    assert dates["promotion-plan"].task.kind is TaskKind.START_MILESTONE
    assert dates["promotion-plan"].status.started == minutes(date(2015, 5, 31))
