"""Updates, baselines and the folder: what is written is read again, and history is never touched."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedule.calendars.worktime import DAY, minutes
from schedule.diagnostics import PlanError, Severity
from schedule.files.plans.plan import read_plan
from schedule.files.records.plan_folder import read_project, write_baseline, write_update
from schedule.files.records.writing import write_atomically
from schedule.files.sealed.baselines import baseline_text, read_baseline
from schedule.files.sealed.updates import first_standing, read_update, update_text
from schedule.files.yaml.scalars import can_name
from schedule.model import (
    Assignment,
    Baseline,
    BaselineDates,
    Basis,
    Constraint,
    ConstraintKind,
    Duration,
    Plan,
    Progress,
    Relation,
    RelationType,
    Revision,
    RevisionKind,
    Task,
    TaskKind,
    Unit,
    Update,
)

PLAN = """\
daopai: 1
project: {name: 示例, start: 2016-03-01, calendar: china}
bodies: {land: {name: 国土局}, agent: {name: 代建中心}}
phases: [design]
tasks:
  survey: {name: 勘察, duration: 7wd}
  design: {name: 设计, duration: 20wd, after: [survey]}
  review: {name: 审查, duration: 15wd, after: [design]}
  done: {name: 设计完成, milestone: finish, after: [review]}
"""
DATA_DATE = minutes(date(2016, 3, 14))


def plan_of(text: str = PLAN) -> Plan:
    plan, faults = read_plan(text.encode(), "plan.yaml")
    assert plan is not None
    assert not faults
    return plan


def codes(updates: Mapping[str, str], text: str = PLAN) -> list[str]:
    """The codes of all faults of a series of updates by date, each with its file's line."""
    standing = first_standing(plan_of(text))
    found = []
    for name, update in updates.items():
        _, standing, faults = read_update(f"data_date: {name}\n{update}".encode(), f"{name}.yaml", standing)
        found += [f"{fault.code} {name[5:]}" for fault in faults]
    return found


def test_an_update_is_read() -> None:
    text = (
        "data_date: 2016-03-14\nnote: 第 1 期\nsample: 虚构\nprogress:\n"
        "  survey: {started: 2016-03-01, finished: 2016-03-09, document: 示例批文号}\n"
        "  design: {started: 2016-03-10T10:00, remaining: 17.5wd, cause: 补正, note: 等待, request: 请协调}\n"
        "  extra: {started: 2016-03-11, percent: 12.5}\n"
        "revisions:\n"
        "  - {add: extra, task: {name: 补充, duration: 3wd, after: survey}, reason: 需要, approved_by: 领导小组}\n"
        "  - {task: review, set: {duration: 14cd, after: [extra, design FF+1wd]}, reason: 压缩, approved_by: 组长}\n"
        "  - {remove: done, reason: 合并, approved_by: 领导小组}\n"
    )
    update, after, faults = read_update(text.encode(), "updates/2016-03-14.yaml", first_standing(plan_of()))
    assert not faults
    assert update is not None
    assert (update.data_date, update.note, update.sample) == (DATA_DATE, "第 1 期", "虚构")
    started, finished = minutes(date(2016, 3, 1)), minutes(date(2016, 3, 10))
    assert update.progress[0] == Progress("survey", started, finished, document="示例批文号")
    assert update.progress[1].remaining == Duration(Fraction(35, 2), Unit.WORKING_DAYS)
    assert update.progress[2].percent == Fraction(25, 2)
    extra = Relation("extra", "review")
    lag = Duration(Fraction(1), Unit.WORKING_DAYS)
    assert update.revisions[1].changes == {
        "duration": Duration(Fraction(14), Unit.CALENDAR_DAYS),
        "relations": (extra, Relation("design", "review", RelationType.FF, lag)),
    }
    assert str(update.revisions[0].location) == "updates/2016-03-14.yaml:9:11"
    assert list(after.tasks) == ["survey", "design", "review", "extra"]
    assert after.ever == {"survey", "design", "review", "done", "extra"}


def test_a_revision_can_turn_a_task_into_a_milestone_and_back() -> None:
    revisions = (
        "revisions:\n  - {task: survey, set: {milestone: finish}, reason: a, approved_by: b}\n"
        "  - {task: survey, set: {duration: 3wd}, reason: a, approved_by: b}\n"
    )
    update, after, faults = read_update(
        f"data_date: 2016-03-14\n{revisions}".encode(), "2016-03-14.yaml", first_standing(plan_of())
    )
    assert not faults
    assert update is not None
    assert update.revisions[0].changes == {"kind": TaskKind.FINISH_MILESTONE, "duration": None}
    assert after.tasks["survey"] == plan_of().tasks["survey"].__class__(
        "survey", "勘察", duration=Duration(Fraction(3), Unit.WORKING_DAYS)
    )
    assert update_text(update) == f"data_date: 2016-03-14\n{revisions}"


STARTED = "progress:\n  survey: {started: 2016-03-01, remaining: 3wd}\n"


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("progress:\n  survey: {finished: 2016-03-16}\n", []),
        ("progress:\n  survey: {note: 照旧}\n", []),
        ("progress:\n  survey: {percent: 90}\n", []),
        ("progress:\n  survey: {finished: 2016-02-28}\n", ["finish-before-start 03-21"]),
        ("progress:\n  survey: {finished: 2016-02-29}\n", ["finish-before-start 03-21"]),
        ("progress:\n  survey: {started: 2016-03-01, finished: 2016-03-16, percent: 100}\n", []),
        ("progress:\n  survey: {finished: 2016-03-16, percent: 90}\n", ["remaining-after-finish 03-21"]),
        ("progress:\n  design: {finished: 2016-03-16}\n", ["finished-without-start 03-21"]),
        ("progress:\n  design: {percent: 0}\n", ["remaining-unstarted 03-21"]),
        ("progress:\n  design: {started: 2016-03-15}\n", ["missing-remaining 03-21"]),
        ("progress:\n  done: {started: 2016-03-15}\n", ["milestone-progress 03-21"]),
        ("progress:\n  done: {finished: 2016-03-20}\n", []),
        ("progress:\n  done: {finished: 2016-03-21}\n", ["actual-after-data-date 03-21"]),
        ("progress:\n  dome: {finished: 2016-03-20}\n", ["unknown-task 03-21"]),
        ("progress:\n  survey: {started: 2016-03-02}\n", ["actual-changed 03-21"]),
    ],
)
def test_an_update_is_measured_against_earlier_ones(second: str, expected: list[str]) -> None:
    assert codes({"2016-03-14": STARTED, "2016-03-21": second}) == expected


def test_a_faulty_report_is_told_once_and_not_again_in_later_weeks() -> None:
    first = "progress:\n  survey: {started: 2016-03-32, remaining: 3wd}\n"
    later = "progress:\n  survey: {finished: 2016-03-16}\n"
    assert codes({"2016-03-14": first, "2016-03-21": later}) == ["bad-date 03-14"]


def test_revisions_of_earlier_weeks_count() -> None:
    add = "revisions:\n  - {add: extra, task: {name: 补充, duration: 3wd}, reason: a, approved_by: b}\n"
    remove = "revisions:\n  - {remove: extra, reason: a, approved_by: b}\n"
    use = "progress:\n  extra: {started: 2016-03-10, remaining: 1wd}\n"
    assert codes({"2016-03-14": add, "2016-03-21": use}) == []
    assert codes({"2016-03-14": use, "2016-03-21": add}) == ["unknown-task 03-14"]
    assert codes({"2016-03-14": add, "2016-03-21": remove, "2016-03-28": use}) == ["progress-on-removed 03-28"]
    assert codes({"2016-03-14": add, "2016-03-21": remove, "2016-03-28": add + use}) == []


def test_what_is_needed_cannot_be_removed_unless_that_is_revised_too() -> None:
    remove = "  - {remove: survey, reason: a, approved_by: b}\n"
    revise = "  - {task: design, set: {after: []}, reason: a, approved_by: b}\n"
    assert codes({"2016-03-14": f"revisions:\n{remove}"}) == ["removed-but-needed 03-14"]
    assert codes({"2016-03-14": f"revisions:\n{remove}{revise}"}) == []
    target = PLAN.replace("calendar: china", "calendar: china, target: done")
    gone = "revisions:\n  - {remove: done, reason: a, approved_by: b}\n"
    everything = "".join(f"  - {{remove: {id_}, reason: a, approved_by: b}}\n" for id_ in plan_of().tasks)
    assert codes({"2016-03-14": f"revisions:\n{everything}"}) == ["empty-plan 03-14"]
    assert codes({"2016-03-14": gone}, target) == ["removed-but-needed 03-14"]


@pytest.mark.parametrize(
    ("revision", "expected"),
    [
        ("{task: survey, set: {duration: 3wd}, reason: a}", ["missing-key"]),
        ("{task: survey, set: {duration: 3wd}, approved_by: b}", ["missing-key"]),
        ("{task: survey, reason: a, approved_by: b}", ["missing-key"]),
        ("{task: survye, set: {duration: 3wd}, reason: a, approved_by: b}", ["unknown-task"]),
        ("{task: survey, set: {lasts: 3wd}, reason: a, approved_by: b}", ["unknown-key"]),
        (
            "{task: done, set: {milestone: finish, duration: 3wd}, reason: a, approved_by: b}",
            ["milestone-with-duration"],
        ),
        ("{remove: survye, reason: a, approved_by: b}", ["unknown-task"]),
        ("{add: 'a b', task: {name: x, duration: 3wd}, reason: a, approved_by: b}", ["bad-id"]),
        ("{add: x, task: {name: x}, reason: a, approved_by: b}", ["missing-duration"]),
        ("{add: x, remove: survey, reason: a, approved_by: b}", ["bad-revision"]),
        ("remove", ["not-a-mapping"]),
    ],
)
def test_revisions_are_decisions(revision: str, expected: list[str]) -> None:
    found = codes({"2016-03-14": f"revisions:\n  - {revision}\n"})
    assert [code.split()[0] for code in found] == expected


# read ∘ write = identity

TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Zl", "Zp"]) | st.sampled_from("\n\t"),
    min_size=1,
    max_size=30,
)
INSTANTS = st.integers(1, minutes(date(2199, 1, 1))) | st.integers(1, 80_000).map(lambda day: day * DAY)
AMOUNTS = st.integers(0, 999_999).map(Fraction) | st.integers(0, 999_999).map(lambda n: Fraction(n, 4))
ANY_DURATIONS = st.builds(Duration, AMOUNTS, st.sampled_from([Unit.WORKING_DAYS, Unit.HOURS, Unit.CALENDAR_DAYS]))
DURATIONS = ANY_DURATIONS.filter(lambda duration: duration.amount > 0)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


PROGRESS = st.builds(
    Progress,
    st.sampled_from(["survey", "design", "review", "done"]),
    *(maybe(INSTANTS), maybe(INSTANTS), maybe(ANY_DURATIONS), maybe(st.integers(0, 400).map(lambda n: Fraction(n, 4)))),
    *(maybe(INSTANTS), maybe(INSTANTS)),
    *(maybe(TEXTS), maybe(TEXTS), maybe(TEXTS), maybe(TEXTS)),
    st.lists(ANY_DURATIONS, max_size=2).map(tuple),
)
ASSIGNMENTS = st.lists(
    st.builds(Assignment, DURATIONS, maybe(st.sampled_from(["china", "calendar-days"])), maybe(TEXTS)), max_size=2
).map(tuple)
LIMITS = st.lists(
    st.builds(Constraint, st.sampled_from(ConstraintKind), INSTANTS.map(lambda instant: instant + 1)),
    min_size=1,
    unique_by=lambda constraint: constraint.kind,
).map(tuple)
BASES = st.builds(Basis, maybe(TEXTS), maybe(DURATIONS), st.none(), maybe(TEXTS))
GROUPS = st.lists(st.text("厂房路1A ", min_size=1).map(str.strip).filter(bool), min_size=1, max_size=3).map(tuple)


@st.composite
def relations(draw: st.DrawFn, successor: str) -> tuple[Relation, ...]:
    lags = st.builds(Duration, AMOUNTS.filter(bool).map(lambda n: n if n.numerator % 2 else -n), st.sampled_from(Unit))
    lag = maybe(lags.filter(lambda lag: lag.unit is not Unit.MINUTES or lag.amount.denominator == 1))
    predecessors = [name for name in ("survey", "design", "review") if name != successor]
    drawn = st.builds(Relation, st.sampled_from(predecessors), st.just(successor), st.sampled_from(RelationType), lag)
    return tuple(dict.fromkeys(draw(st.lists(drawn, max_size=3))))


@st.composite
def changes(draw: st.DrawFn, task: str) -> dict[str, Any]:
    fields: dict[str, st.SearchStrategy[Any]] = {
        **dict.fromkeys(("name", "name_en", "owner", "leader", "evidence", "quantity", "stated", "assumed"), TEXTS),
        "calendar": st.just("calendar-days"),
        "phase": st.just("design"),
        "group": GROUPS,
        "body": st.sampled_from(["land", "agent"]),
        "support": st.permutations(["land", "agent"]).map(tuple),
        "relations": relations(task),
        "constraints": LIMITS,
        "as_late_as_possible": st.booleans(),
        "assignments": ASSIGNMENTS,
        "deadline": INSTANTS.map(lambda instant: instant + 1),
        "basis": BASES,
    }
    chosen = draw(st.lists(st.sampled_from(sorted(fields)), min_size=1, unique=True))
    drawn = {name: draw(fields[name]) for name in chosen}
    length = draw(st.sampled_from(["", "duration", "milestone"]))
    if length == "duration":
        drawn["duration"] = draw(DURATIONS)
    elif length == "milestone":
        drawn |= {
            "kind": draw(st.sampled_from([kind for kind in TaskKind if kind is not TaskKind.TASK])),
            "duration": None,
        }
    return drawn


@st.composite
def updates(draw: st.DrawFn) -> Update:
    decided = {"reason": draw(TEXTS), "approved_by": draw(TEXTS)}
    revisions = [
        Revision(RevisionKind.SET, task, changes=draw(changes(task)), **decided)
        for task in draw(st.lists(st.sampled_from(["survey", "design", "review"]), unique=True))
    ]
    if draw(st.booleans()):
        fields = {"name": draw(TEXTS), **draw(changes("added"))}
        if fields.get("kind", TaskKind.TASK) is TaskKind.TASK:
            fields["duration"] = draw(DURATIONS)
        revisions.append(Revision(RevisionKind.ADD, "added", added=Task("added", **fields), **decided))
    if draw(st.booleans()):
        revisions.append(Revision(RevisionKind.REMOVE, "done", **decided))
    day = draw(st.dates(date(1970, 1, 1), date(2199, 12, 31)))
    time = draw(st.just(0) | st.integers(0, DAY - 1))
    progress = draw(st.lists(PROGRESS, unique_by=lambda progress: progress.task, max_size=4))
    return Update(minutes(day) + time, tuple(progress), tuple(revisions), draw(maybe(TEXTS)), draw(maybe(TEXTS)))


@pytest.mark.slow
@given(updates())
def test_an_update_is_read_as_it_was_written(update: Update) -> None:
    text = update_text(update)
    read, _, faults = read_update(text.encode(), "any.yaml", first_standing(plan_of()))
    assert not {fault.code for fault in faults} & {
        "yaml-syntax",
        "unknown-key",
        "bad-date",
        "bad-duration",
        "full-width",
    }
    assert read is not None
    assert replace(read, digest="") == update
    assert update_text(read) == text


def test_what_an_update_cannot_say_is_not_written() -> None:
    revision = Revision(RevisionKind.SET, "survey", "a", "b", changes={"deadline": None})
    with pytest.raises(ValueError, match="deadline"):
        update_text(Update(DATA_DATE, revisions=(revision,)))


@st.composite
def baselines(draw: st.DrawFn) -> Baseline:
    dates = {}
    ids = st.from_regex(r"[^\W_][\w.-]{0,9}", fullmatch=True).filter(can_name)
    for task in draw(st.lists(ids, unique=True)):
        start = draw(INSTANTS)
        total_float = draw(maybe(st.integers(-10_000, 10_000) | st.integers(-500, 500).map(lambda hours: 60 * hours)))
        dates[task] = BaselineDates(start, start + draw(st.integers(0, 100_000)), total_float)
    day = minutes(draw(st.dates(date(1970, 1, 1), date(2150, 12, 31))))
    approved_on = draw(maybe(st.dates(date(1970, 1, 1), date(2199, 12, 31))))
    return Baseline("B0", day, draw(TEXTS), draw(TEXTS), dates, approved_on, draw(maybe(TEXTS)))


@pytest.mark.slow
@given(baselines())
def test_a_baseline_is_read_as_it_was_written(baseline: Baseline) -> None:
    text = baseline_text(baseline)
    read, faults = read_baseline(text.encode(), "B0.yaml", baseline.dates)
    assert not faults
    assert read is not None
    assert replace(read, digest="") == baseline
    assert baseline_text(read) == text


def test_a_baseline_looks_like_a_person_wrote_it() -> None:
    start, finish = minutes(date(2015, 7, 29)), minutes(date(2015, 8, 7))
    dates = {
        "survey": BaselineDates(start, finish, 96 * 60),
        "done": BaselineDates(finish, finish, -90),
        "permit": BaselineDates(start + 600, finish - 240),
    }
    baseline = Baseline("B0", minutes(date(2015, 7, 1)), "0" * 64, "专责领导小组", dates, date(2015, 7, 2))
    assert baseline_text(baseline) == (
        "name: B0\n"
        "data_date: 2015-07-01\n"
        f"plan_digest: {'0' * 64}\n"
        "approved_by: 专责领导小组\n"
        "approved_on: 2015-07-02\n"
        "dates:\n"
        "  survey: {start: 2015-07-29, finish: 2015-08-06, total_float: 96h}\n"
        "  done: {start: 2015-08-07T00:00, finish: 2015-08-07T00:00, total_float: -90min}\n"
        "  permit: {start: 2015-07-29T10:00, finish: 2015-08-06T20:00}\n"
    )


# the folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


UPDATE = Update(DATA_DATE, (Progress("survey", DATA_DATE - 7 * DAY, DATA_DATE, document="示例 1 号"),))
BASELINE = Baseline("B0", DATA_DATE, "x", "领导小组", {"survey": BaselineDates(DATA_DATE, DATA_DATE + DAY)})


def unsealed(record: Any) -> Any:
    """A record as it was before it was written: see tests/test_history.py for what writing adds."""
    return replace(record, digest="", written_by=None, follows=None, seal=None)


def test_a_folder_and_its_plan_file_are_the_same_project(folder: Path) -> None:
    write_update(folder, UPDATE)
    write_baseline(folder, BASELINE)
    project, faults = read_project(folder)
    assert not faults
    assert project is not None
    assert [unsealed(update) for update in project.updates] == [UPDATE]
    assert {name: unsealed(one) for name, one in project.baselines.items()} == {"B0": BASELINE}
    assert project.folder == str(folder)
    assert read_project(folder / "plan.yaml") == (project, ())


def test_an_update_of_an_hour_is_named_by_its_day(folder: Path) -> None:
    update = replace(UPDATE, data_date=DATA_DATE + 17 * 60)
    assert write_update(folder, update).name == "2016-03-14.yaml"
    project, faults = read_project(folder)
    assert not faults
    assert project is not None
    assert [unsealed(one) for one in project.updates] == [update]
    with pytest.raises(PlanError, match="same-data-date"):
        write_update(folder, replace(UPDATE, data_date=DATA_DATE + 18 * 60))
    baseline = replace(BASELINE, data_date=DATA_DATE + 17 * 60)
    write_baseline(folder, baseline)
    read, _ = read_project(folder)
    assert read is not None
    assert {name: unsealed(one) for name, one in read.baselines.items()} == {"B0": baseline}


def test_another_plan_file_stands_alone(folder: Path) -> None:
    write_update(folder, UPDATE)
    (folder / "other.yaml").write_text(PLAN, encoding="utf-8")
    project, faults = read_project(folder / "other.yaml")
    assert not faults
    assert project is not None
    assert project.updates == ()


def test_other_files_in_the_folder_do_not_matter(folder: Path) -> None:
    write_update(folder, UPDATE)
    for name in ("README.md", "updates/notes.txt", "updates/.2016-03-21.yaml.0a1b2c3d.tmp", "updates/.hidden.yaml"):
        (folder / name).write_bytes(b"\xff{[")
    assert read_project(folder)[1] == ()


def test_faults_of_all_files_are_told_at_once(folder: Path) -> None:
    (folder / "updates").mkdir()
    (folder / "baselines").mkdir()
    (folder / "plan.yaml").write_text(PLAN.replace("20wd", "20"), encoding="utf-8")
    (folder / "updates" / "2016-03-14.yaml").write_text("data_date: 2016-03-14\nprogres: {}\n")
    (folder / "updates" / "2016-03-21.yaml").write_text("data_date: 2016-03-21\nprogress: {survye: {}}\n")
    (folder / "baselines" / "B1.yaml").write_text("name: B0\n")
    found = [(fault.code, Path(fault.location.path).name) for fault in read_project(folder)[1] if fault.location]
    assert found == [
        ("bad-duration", "plan.yaml"),
        ("unknown-key", "2016-03-14.yaml"),
        ("unknown-task", "2016-03-21.yaml"),
        *[("missing-key", "B1.yaml")] * 4,
        ("file-name", "B1.yaml"),
    ]


def test_a_wrong_update_is_not_written(folder: Path) -> None:
    wrong = replace(UPDATE, progress=(Progress("survey", finished=DATA_DATE),))
    with pytest.raises(PlanError) as error:
        write_update(folder, wrong)
    assert [fault.code for fault in error.value.diagnostics] == ["finished-without-start"]
    with pytest.raises(PlanError):
        write_update(folder, replace(UPDATE, note="\x1b[31m"))
    assert not (folder / "updates").exists()


@pytest.mark.parametrize("days", [-1, 1])
def test_an_update_is_not_written_before_or_between_others(folder: Path, days: int) -> None:
    write_update(folder, UPDATE)
    write_update(folder, Update(DATA_DATE + 7 * DAY, note="无变化"))
    with pytest.raises(PlanError) as error:
        write_update(folder, Update(DATA_DATE + days * DAY, note="补报"))
    (fault,) = error.value.diagnostics
    assert (fault.code, fault.facts["expected"]) == ("data-date-order", "2016-03-21")
    assert str(fault.location) == f"{folder / 'updates' / '2016-03-21.yaml'}:2:1"
    assert len(list((folder / "updates").iterdir())) == 2


def test_an_update_can_say_that_nobody_reported(folder: Path) -> None:
    write_update(folder, Update(DATA_DATE, note="本周无人报送"))
    project, faults = read_project(folder)
    assert not faults
    assert project is not None
    assert (project.updates[0].note, project.updates[0].progress) == ("本周无人报送", ())


def test_a_plan_whose_editor_named_it_otherwise_is_pointed_at(folder: Path) -> None:
    (folder / "plan.yaml").rename(folder / "plan.yaml.txt")
    missing, misnamed = read_project(folder)[1]
    assert (missing.code, missing.location) == ("file-missing", None)
    assert (misnamed.code, dict(misnamed.facts)) == (
        "wrong-extension",
        {"found": "plan.yaml.txt", "expected": "plan.yaml"},
    )


def test_an_existing_file_is_never_touched(folder: Path) -> None:
    path = write_update(folder, UPDATE)
    before = path.read_bytes()
    with pytest.raises(PlanError, match="update-exists"):
        write_update(folder, UPDATE)
    assert write_update(folder, replace(UPDATE, note="另一份")).name == "2016-03-14-2.yaml"
    assert path.read_bytes() == before
    baseline = write_baseline(folder, BASELINE)
    before = baseline.read_bytes()
    with pytest.raises(PlanError, match="baseline-exists"):
        write_baseline(folder, replace(BASELINE, approved_by="另一人"))
    assert baseline.read_bytes() == before


@pytest.mark.parametrize("name", ["../B0", "B 0", "", ".B0", "a/b"])
def test_a_baselines_name_stays_in_its_folder(folder: Path, name: str) -> None:
    with pytest.raises(PlanError, match="bad-id"):
        write_baseline(folder, replace(BASELINE, name=name))


def test_of_several_writers_of_the_same_record_one_writes(folder: Path) -> None:
    def write(number: int) -> bool:
        try:
            write_update(folder, replace(UPDATE, note=f"第 {number} 份"))
        except PlanError as error:
            assert [fault.code for fault in error.diagnostics] == ["update-exists"]
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(write, [number // 2 for number in range(8)])) == 4
    project, faults = read_project(folder)
    assert not faults
    assert project is not None
    assert len(project.updates) == 1
    assert len(project.updates[0].records) == 4


def test_the_same_project_gives_the_same_bytes(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "plan.yaml").write_text(PLAN, encoding="utf-8")
    assert write_update(folder, UPDATE).read_bytes() == write_update(other, UPDATE).read_bytes()


def test_a_failed_write_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "chart.png"
    write_atomically(path, b"old")

    def fail(_: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link_and_a_file_keeps_its_mode(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "chart.svg").write_text("old")
    (kept / "chart.svg").chmod(0o640)
    link = tmp_path / "chart.svg"
    link.symlink_to(kept / "chart.svg")
    write_atomically(link, "new")
    assert link.is_symlink()
    assert (kept / "chart.svg").read_text() == "new"
    assert (kept / "chart.svg").stat().st_mode & 0o777 == 0o640
    assert list(kept.iterdir()) == [kept / "chart.svg"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_what_is_no_file_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        read = pool.submit(pipe.read_bytes)
        write_atomically(pipe, b"table")
        assert read.result(10) == b"table"
    assert pipe.is_fifo()


def test_an_error_names_the_file_that_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path / "nowhere" / "chart.png", tmp_path / "file" / "chart.png", tmp_path):
        with pytest.raises(OSError, match="Errno") as error:
            write_atomically(path, b"x")
        assert (error.value.filename, error.value.filename2) == (str(path), None)


def test_without_hard_links_a_file_is_still_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    path = tmp_path / "a.yaml"
    write_atomically(path, "甲", exclusive=True)
    with pytest.raises(FileExistsError):
        write_atomically(path, "乙", exclusive=True)
    assert path.read_text(encoding="utf-8") == "甲"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["os.fsync", "pathlib.Path.hardlink_to"])
def test_a_killed_run_leaves_nothing_half_written(folder: Path, moment: str) -> None:
    program = (
        "import os, pathlib, sys\n"
        f"{moment} = lambda *_: os._exit(9)\n"
        "from schedule.files.records.plan_folder import write_update\n"
        "from schedule.model import Update\n"
        f"write_update(pathlib.Path(sys.argv[1]), Update({DATA_DATE}))\n"
    )
    killed = subprocess.run([sys.executable, "-c", program, str(folder)], check=False)
    assert killed.returncode == 9
    project, faults = read_project(folder)
    assert not faults
    assert project is not None
    assert project.updates == ()
    assert write_update(folder, UPDATE).exists(), "the lock of a dead process holds nobody up"


def test_a_dangling_or_strange_path_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").symlink_to(tmp_path / "nowhere")
    for path in (tmp_path, tmp_path / "plan.yaml", tmp_path / "x" / "y", tmp_path / ("x" * 5000), Path("a\0b")):
        project, faults = read_project(path)
        assert project is None
        assert [fault.code for fault in faults] in (["broken-link"], ["file-missing"], ["unreadable"])


def test_a_baseline_of_a_task_that_nobody_knows_is_a_warning(folder: Path) -> None:
    write_baseline(folder, replace(BASELINE, dates={"gone": BASELINE.dates["survey"]}))
    (fault,) = read_project(folder)[1]
    assert (fault.code, fault.severity) == ("unknown-task", Severity.WARNING)
