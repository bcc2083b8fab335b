"""Constraints, kinds, resources and settings in a plan and in decisions: what they become.

That a task has one constraint and at most a late one beside it, and that a mandatory date replaces the relations, is
Primavera P6's rule; what a fault looks like stands in test_errors.py.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from manual import manual

from schedule.calendars.worktime import DAY, minutes
from schedule.files.plans.constraints import CONSTRAINT_KEYS
from schedule.files.plans.plan import read_plan
from schedule.files.sealed.updates import first_standing, read_update, update_text
from schedule.model import Assignment, Constraint, ConstraintKind, Duration, Plan, Task, TaskKind, Unit, Update
from schedule.output.words import decisions
from schedule.output.words.catalogue import words
from schedule.output.words.languages import languages
from schedule.output.words.phrases import Voice
from schedule.rules import (
    CriticalBy,
    LagCalendar,
    LateAsPossible,
    LateConstraints,
    Profile,
    ProgressRule,
    Settings,
    TotalFloat,
)

HEAD = "daopai: 1\nproject: {name: 示例, start: 2016-03-01, calendar: china}\n"
MORNING = minutes(date(2016, 3, 14))
EVENING = MORNING + DAY
START_KEYS = {
    "start_no_earlier_than",
    "start_no_later_than",
    "start_on",
    "mandatory_start",
    "manual_start",
    "external_early_start",
}


def read(tasks: str, head: str = HEAD) -> Plan:
    plan, faults = read_plan(f"{head}tasks:\n{tasks}".encode(), "plan.yaml")
    assert not faults
    assert plan is not None
    return plan


def codes(tasks: str, head: str = HEAD) -> list[str]:
    return [fault.code for fault in read_plan(f"{head}tasks:\n{tasks}".encode(), "plan.yaml")[1]]


def decided(plan: Plan, changes: str) -> tuple[Update, Mapping[str, Task]]:
    text = f"data_date: 2016-03-07\nrevisions:\n  - {{task: a, set: {{{changes}}}, reason: 需要, approved_by: 组长}}\n"
    update, after, faults = read_update(text.encode(), "2016-03-07.yaml", first_standing(plan))
    assert not faults
    assert update is not None
    return update, after.tasks


def hours(amount: int) -> Duration:
    return Duration(Fraction(amount), Unit.HOURS)


@pytest.mark.parametrize("kind", ConstraintKind)
def test_a_date_alone_is_the_morning_of_a_start_and_the_evening_of_a_finish(kind: ConstraintKind) -> None:
    settings = "settings: {allow_mandatory: true}\n"
    by_day = read(f"  a: {{name: a, duration: 1wd, {kind}: 2016-03-14}}\n", HEAD + settings)
    by_hour = read(f"  a: {{name: a, duration: 1wd, {kind}: 2016-03-14T16:00}}\n", HEAD + settings)
    day = MORNING if kind in START_KEYS else EVENING
    assert by_day.tasks["a"].constraints == (Constraint(kind, day),)
    assert by_hour.tasks["a"].constraints == (Constraint(kind, MORNING + 960),)
    location = by_day.tasks["a"].constraints[0].location
    assert location is not None
    assert location.text[location.column - 1 :].startswith("2016-03-14}")


def test_every_kind_has_a_key_a_name_and_a_reason() -> None:
    assert set(CONSTRAINT_KEYS) == set(ConstraintKind)
    assert {f"{family}.{kind}" for family in ("decision", "explain") for kind in ConstraintKind} <= words("zh").keys()


ALONE = {"mandatory_start", "mandatory_finish", "manual_start"}
PRIMARY = {"start_no_earlier_than", "finish_no_earlier_than", "start_on", "finish_on"}
LATE = {"start_no_later_than", "finish_no_later_than"}


@pytest.mark.parametrize("one", ConstraintKind)
@pytest.mark.parametrize("other", ConstraintKind)
def test_what_stands_together(one: ConstraintKind, other: ConstraintKind) -> None:
    if one is other:
        return
    head = HEAD + "settings: {allow_mandatory: true}\n"
    told = codes(f"  a: {{name: a, duration: 1wd, {one}: 2016-03-14T08:00, {other}: 2016-03-14T08:00}}\n", head)
    pair = {str(one), str(other)}
    logic = pair <= ALONE | PRIMARY | LATE
    allowed = not logic or (len(pair & PRIMARY) == 1 and len(pair & LATE) == 1)
    assert told == ([] if allowed else ["conflicting-constraints"])


def test_a_task_is_as_late_as_possible() -> None:
    assert read("  a: {name: a, duration: 1wd, as_late_as_possible: true}\n").tasks["a"].as_late_as_possible
    assert not read("  a: {name: a, duration: 1wd, as_late_as_possible: false}\n").tasks["a"].as_late_as_possible
    assert codes("  a: {name: a, duration: 1wd, as_late_as_possible: yes}\n") == ["bad-choice"]


def test_kinds() -> None:
    tasks = read(
        "  a: {name: 施工, duration: 10wd, group: 厂房}\n"
        "  b: {name: 监理, kind: level-of-effort, after: [a SS, a FF]}\n"
        "  c: {name: 协调, kind: level-of-effort, duration: 80h, after: [a SS]}\n"
        "  d: {name: 厂房, kind: summary, group: 厂房}\n"
    ).tasks
    assert [task.kind for task in tasks.values()] == [
        TaskKind.TASK,
        TaskKind.LEVEL_OF_EFFORT,
        TaskKind.LEVEL_OF_EFFORT,
        TaskKind.SUMMARY,
    ]
    assert [task.duration for task in tasks.values()][1:] == [None, hours(80), None]
    assert codes("  a: {name: a, kind: task}\n") == ["bad-choice"]
    assert codes("  a: {name: a, kind: summary, milestone: start}\n") == ["conflicting-keys"]


def test_resources() -> None:
    (task,) = read(
        "  a: {name: a, duration: 40h, resources: [{duration: 40h, calendar: calendar-days, resource: 吊车},"
        " {duration: 3wd}]}\n"
    ).tasks.values()
    assert task.assignments == (
        Assignment(hours(40), "calendar-days", "吊车"),
        Assignment(Duration(Fraction(3), Unit.WORKING_DAYS)),
    )
    assert codes("  a: {name: a, duration: 1h, resources: [{calendar: night}]}\n") == [
        "missing-key",
        "unknown-calendar",
    ]


def test_a_group_with_a_slash_in_its_name() -> None:
    (task,) = read("  a: {name: a, duration: 1h, group: [厂房, 水/电]}\n").tasks.values()
    assert task.group == ("厂房", "水/电")


# settings and project


def test_all_settings() -> None:
    settings = (
        "settings: {profile: msp, total_float: start, lag_calendar: 24h, progress: override, late_constraints: "
        "late-dates, as_late_as_possible: free-float, floor_at_start: true, milestones_snap: false, critical_by: "
        "total-float, critical_float: 24h, ss_lag_from_actual: true, open_ends_critical: true, allow_mandatory: true, "
        "use_expected_finish: false, finishes_kept: true, low_float: 3, behind: 1, look_ahead: 7}\n"
    )
    assert read("  a: {name: a, duration: 1wd}\n", HEAD + settings).settings == Settings(
        total_float=TotalFloat.START,
        low_float=Fraction(3),
        behind=Fraction(1),
        look_ahead=7,
        profile=Profile.MSP,
        lag_calendar=LagCalendar.ALL_HOURS,
        progress=ProgressRule.OVERRIDE,
        late_constraints=LateConstraints.LATE_DATES,
        as_late_as_possible=LateAsPossible.FREE_FLOAT,
        floor_at_start=True,
        milestones_snap=False,
        critical_by=CriticalBy.TOTAL_FLOAT,
        critical_float=24 * 60,
        ss_lag_from_actual=True,
        open_ends_critical=True,
        allow_mandatory=True,
        use_expected_finish=False,
        finishes_kept=True,
    )


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("profile: p7", "bad-choice"),
        ("critical_float: 3wd", "bad-float"),
        ("critical_float: 24", "bad-float"),
        ("allow_mandatory: yes", "bad-choice"),
        ("lag_calender: 24h", "unknown-key"),
    ],
)
def test_settings_are_strict(written: str, code: str) -> None:
    assert codes("  a: {name: a, duration: 1wd}\n", f"{HEAD}settings: {{{written}}}\n") == [code]


def test_the_whole_plan_must_finish_by_the_evening_of_a_day() -> None:
    head = HEAD.replace("calendar: china", "calendar: china, must_finish_by: 2016-03-14")
    assert read("  a: {name: a, duration: 1wd}\n", head).must_finish_by == EVENING
    early = head.replace("2016-03-14", "2016-02-28")
    assert codes("  a: {name: a, duration: 1wd}\n", early) == ["deadline-before-start"]


# decisions


def test_a_decided_constraint_replaces_what_cannot_stand_beside_it() -> None:
    plan = read("  a: {name: a, duration: 1wd, start_no_earlier_than: 2016-03-10, finish_no_later_than: 2016-03-31}\n")
    early, late = plan.tasks["a"].constraints
    on = Constraint(ConstraintKind.START_ON, MORNING)
    assert decided(plan, "start_on: 2016-03-14")[1]["a"].constraints == (late, on)
    soon = Constraint(ConstraintKind.FINISH_NO_LATER_THAN, EVENING)
    assert decided(plan, "finish_no_later_than: 2016-03-14")[1]["a"].constraints == (early, soon)
    outside = Constraint(ConstraintKind.EXTERNAL_LATE_FINISH, EVENING)
    assert decided(plan, "external_late_finish: 2016-03-14")[1]["a"].constraints == (early, late, outside)


def test_a_decided_constraint_is_written_as_it_was_read() -> None:
    plan = read("  a: {name: a, duration: 1wd, start_no_earlier_than: 2016-03-10, finish_no_later_than: 2016-03-31}\n")
    update, tasks = decided(plan, "finish_on: 2016-03-14")
    text = update_text(update)
    again, after, faults = read_update(text.encode(), "2016-03-07.yaml", first_standing(plan))
    assert not faults
    assert again is not None
    assert (again.revisions, after.tasks["a"].constraints) == (update.revisions, tasks["a"].constraints)
    assert update_text(again) == text


def test_mandatory_dates_need_the_plans_leave_in_a_decision_too() -> None:
    plan = read("  a: {name: a, duration: 1wd}\n")
    revision = "{task: a, set: {mandatory_start: 2016-03-14}, reason: x, approved_by: y}"
    text = f"data_date: 2016-03-07\nrevisions:\n  - {revision}\n"
    _, _, faults = read_update(text.encode(), "2016-03-07.yaml", first_standing(plan))
    assert [(fault.code, str(fault.location)) for fault in faults] == [
        ("mandatory-not-allowed", "2016-03-07.yaml:3:21")
    ]


def test_a_decision_turns_a_task_into_a_level_of_effort_and_back() -> None:
    plan = read("  a: {name: a, duration: 5wd}\n")
    _, tasks = decided(plan, "kind: level-of-effort")
    assert (tasks["a"].kind, tasks["a"].duration) == (TaskKind.LEVEL_OF_EFFORT, None)
    update, tasks = decided(read("  a: {name: a, kind: summary}\n"), "duration: 5wd")
    assert (tasks["a"].kind, str(tasks["a"].duration)) == (TaskKind.TASK, "5wd")
    assert "set: {duration: 5wd}" in update_text(update)


def test_what_a_decision_cannot_take_away() -> None:
    plan = read("  a: {name: a, duration: 5wd}\n")
    update, _ = decided(plan, "start_on: 2016-03-14")
    revision = replace(update.revisions[0], changes={"constraints": ()})
    with pytest.raises(ValueError, match="constraints"):
        update_text(Update(update.data_date, revisions=(revision,)))


@pytest.mark.parametrize(
    ("changes", "zh", "en"),
    [
        ("start_on: 2016-03-14", "开始不早于 3月10日 → （无），定于开始 （无） → 3月14日", "start on (none) → 14 Mar"),
        (
            "finish_no_later_than: 2016-03-14",
            "a：完成不晚于 3月31日 → 3月14日。",
            "a: finish no later than 31 Mar → 14 Mar.",
        ),
        ("as_late_as_possible: true", "尽量晚做 否 → 是", "as late as possible no → yes"),
        (
            "resources: [{duration: 40h, resource: 吊车}, {duration: 3wd}]",
            "资源 （无） → 吊车 40 小时、3 个工作日",
            "resources (none) → 吊车 40 hours, 3 working days",
        ),
    ],
)
def test_a_decision_in_words(changes: str, zh: str, en: str) -> None:
    plan = read("  a: {name: a, duration: 1wd, start_no_earlier_than: 2016-03-10, finish_no_later_than: 2016-03-31}\n")
    update, tasks = decided(plan, changes)
    after = Plan(plan.name, plan.start, plan.calendar, tasks)
    said = {
        lang: Voice(lang, 2016, plan).tell(decisions.decision(update.revisions[0], plan, after)) for lang in languages()
    }
    assert zh in said["zh"]
    assert en in said["en"]


def test_an_added_level_of_effort_in_words() -> None:
    plan = read("  a: {name: a, duration: 1wd}\n")
    text = (
        "data_date: 2016-03-07\nrevisions:\n  - {add: b, task: {name: 监理, kind: level-of-effort, after: [a SS]},"
        " reason: 需要, approved_by: 组长}\n"
        "  - {add: c, task: {name: 验收, duration: 2wd, finish_on: 2016-03-14}, reason: 需要, approved_by: 组长}\n"
    )
    update, after, faults = read_update(text.encode(), "2016-03-07.yaml", first_standing(plan))
    assert not faults
    assert update is not None
    now = Plan(plan.name, plan.start, plan.calendar, after.tasks)
    said = [Voice("zh", 2016, plan).tell(decisions.decision(revision, plan, now)) for revision in update.revisions]
    assert "新增：类别 伴随工作，前置条件 a开始" in said[0]
    assert "新增：工期 2 个工作日，定于完成 3月14日" in said[1]


# progress


START = "data_date: 2016-03-14T17:00\nprogress:\n"


def progress(line: str, name: str = "2016-03-14.yaml", head: str = START) -> list[str]:
    plan = read(
        "  a: {name: a, duration: 9wd, resources: [{duration: 9wd}, {duration: 3wd}]}\n"
        "  b: {name: b, kind: level-of-effort, after: [a SS]}\n  c: {name: c, milestone: start}\n"
    )
    _, _, faults = read_update(f"{head}  {line}\n".encode(), name, first_standing(plan))
    return [fault.code for fault in faults]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a: {started: 2016-03-14, remaining: 3wd}", []),
        ("a: {started: 2016-03-14T17:00, remaining: 3wd}", ["actual-after-data-date"]),
        ("a: {started: 2016-03-01, finished: 2016-03-14T17:00}", []),
        ("a: {started: 2016-03-01, finished: 2016-03-14}", ["actual-after-data-date"]),
        ("a: {started: 2016-03-01, remaining: 3wd, suspended: 2016-03-10, resumed: 2016-04-10}", []),
        ("a: {started: 2016-03-01, remaining: 3wd, suspended: 2016-03-15}", ["actual-after-data-date"]),
        ("a: {started: 2016-03-01, remaining: 3wd, remaining_of_resources: [3wd, 0wd]}", []),
        ("a: {started: 2016-03-01, remaining: 3wd, remaining_of_resources: [3]}", ["bad-duration"]),
        ("b: {started: 2016-03-01}", []),
        ("c: {suspended: 2016-03-01}", ["milestone-progress"]),
    ],
)
def test_progress_to_the_minute(line: str, expected: list[str]) -> None:
    assert progress(line) == expected


def test_an_update_with_a_time_is_named_by_its_day() -> None:
    line = "a: {started: 2016-03-01, remaining: 3wd}"
    assert progress(line, "2016-03-15.yaml") == ["file-name"]
    assert progress(line, "2016-03-14T17:00.yaml") == ["file-name"]
    assert progress(line, head=START.replace("T17:00", "T25:00")) == ["bad-date"]


def test_who_suspends_again_has_not_resumed() -> None:
    plan = read("  a: {name: a, duration: 9wd}\n")
    said = {
        "2016-03-07": "a: {started: 2016-03-01, remaining: 3wd, suspended: 2016-03-03, resumed: 2016-03-04}",
        "2016-03-14": "a: {suspended: 2016-03-10}",
        "2016-03-21": "a: {resumed: 2016-03-09}",
    }
    standing, told = first_standing(plan), []
    for name, line in said.items():
        text = f"data_date: {name}\nprogress:\n  {line}\n"
        _, standing, faults = read_update(text.encode(), f"{name}.yaml", standing)
        told += [fault.code for fault in faults]
    assert told == ["suspension-order"]


def test_actual_dates_after_the_data_date_are_a_warning_where_the_plan_computes_with_them() -> None:
    plan = read("  a: {name: a, duration: 9wd}\n", f"{HEAD}settings: {{progress: actual-dates}}\n")
    text = "data_date: 2016-03-07\nprogress:\n  a: {started: 2016-03-08, remaining: 3wd}\n"
    _, _, faults = read_update(text.encode(), "2016-03-07.yaml", first_standing(plan))
    assert [(fault.code, str(fault.severity)) for fault in faults] == [("actual-after-data-date", "warning")]


def test_the_manual_names_every_key() -> None:
    told = manual("en")
    fields = {field.name for field in dataclasses.fields(Settings)} - {"behind", "look_ahead"}
    assert {key for key in (*ConstraintKind, *fields) if not re.search(rf"`(settings: {{)?{key}", told)} == set()
