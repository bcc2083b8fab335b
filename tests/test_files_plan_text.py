"""Plan → plan.yaml: what is written is read again, and what another tool wrote becomes what a folder can hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedule.calendars.worktime import DAY, minutes
from schedule.diagnostics import Severity
from schedule.files.plans.as_text import id_of, plan_text, writable
from schedule.files.plans.plan import read_plan
from schedule.files.records.plan_folder import read_project, write_update
from schedule.files.xer.project import read_xer
from schedule.files.yaml.scalars import is_id
from schedule.model import (
    Assignment,
    Basis,
    Body,
    CalendarSpec,
    Closure,
    Constraint,
    ConstraintKind,
    DayException,
    Duration,
    ExpertReview,
    Lever,
    Phase,
    Plan,
    Progress,
    Project,
    Relation,
    RelationType,
    Revision,
    RevisionKind,
    StoredDates,
    Task,
    TaskKind,
    Unit,
    Update,
)
from schedule.rules import (
    CriticalBy,
    LagCalendar,
    LateAsPossible,
    LateConstraints,
    Profile,
    ProgressRule,
    Recovery,
    Settings,
    TotalFloat,
)

P6 = Path(__file__).parents[2] / "shared" / "p6"
START = minutes(date(2016, 3, 1))


def hours(amount: int | Fraction) -> Duration:
    return Duration(Fraction(amount), Unit.HOURS)


def written(plan: Plan) -> Plan:
    """The plan that is read from what is written of a plan."""
    read, faults = read_plan(plan_text(plan).encode(), "plan.yaml")
    assert [fault for fault in faults if fault.severity is Severity.ERROR] == []
    assert read is not None
    return replace(read, digest=plan.digest)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Zl", "Zp"]) | st.sampled_from("\n\t/: #"),
    min_size=1,
    max_size=8,
)
IDS = st.sampled_from(["A1000", "A-1.2", "二号_厂房", "no", "5", "FS", "0x1", "2016-03-14"])
INSTANTS = st.integers(START + DAY, minutes(date(2199, 1, 1))) | st.integers(17_000, 80_000).map(lambda day: day * DAY)
AMOUNTS = st.integers(1, 9_999).map(Fraction) | st.integers(1, 9_999).map(lambda n: Fraction(n, 4))
DURATIONS = st.builds(Duration, AMOUNTS, st.sampled_from([Unit.WORKING_DAYS, Unit.HOURS]))
RANGES = st.sampled_from([((480, 720), (840, 1080)), ((0, 1440),), ((1320, 1440),)])
LATE = [ConstraintKind.START_NO_LATER_THAN, ConstraintKind.FINISH_NO_LATER_THAN]
ALONE = [ConstraintKind.MANDATORY_START, ConstraintKind.MANDATORY_FINISH, ConstraintKind.MANUAL_START]
BESIDE = [ConstraintKind.EXTERNAL_EARLY_START, ConstraintKind.EXTERNAL_LATE_FINISH]
FIRST = [kind for kind in ConstraintKind if kind not in (*LATE, *ALONE, *BESIDE, ConstraintKind.EXPECTED_FINISH)]


@st.composite
def constraints(draw: st.DrawFn, expected: bool) -> tuple[Constraint, ...]:
    kinds = draw(st.sampled_from([[], *([kind] for kind in ALONE), *([kind] for kind in FIRST)]))
    if not kinds or kinds[0] in FIRST:
        kinds = kinds + draw(st.sampled_from([[], *([kind] for kind in LATE)]))
    kinds = kinds + draw(st.lists(st.sampled_from(BESIDE), unique=True))
    if expected and draw(st.booleans()):
        kinds = [*kinds, ConstraintKind.EXPECTED_FINISH]
    return tuple(Constraint(kind, draw(INSTANTS)) for kind in draw(st.permutations(kinds)))


@st.composite
def calendars(draw: st.DrawFn, id_: str) -> CalendarSpec:
    based = draw(st.booleans())
    day = draw(st.dates(date(2016, 1, 1), date(2020, 1, 1)))
    working = draw(maybe(RANGES))
    exceptions = (
        DayException(day, day + timedelta(draw(st.integers(0, 3))), False, draw(maybe(TEXTS))),
        DayException(day + timedelta(5), day + timedelta(5), True, None, "provisional", draw(maybe(TEXTS)), working),
    )
    return CalendarSpec(
        id_,
        base="china" if based else None,
        region=draw(maybe(st.just("xinjiang"))) if based else None,
        week=None if based else draw(st.sampled_from([(0, 1, 2, 3, 4), (0, 2, 4), (0, 1, 2, 3, 4, 5, 6)])),
        hours=draw(st.just(()) | RANGES),
        hours_of_day={} if based else draw(st.dictionaries(st.sampled_from([0, 2, 4]), RANGES, max_size=2)),
        closures=draw(st.sampled_from([(), (Closure((11, 15), (3, 10)),)])),
        exceptions=draw(st.sampled_from([(), exceptions[:1], exceptions])),
        day_minutes=draw(maybe(st.sampled_from([480, 510, 1440]))),
        name=draw(maybe(TEXTS)),
    )


@st.composite
def named_bodies(draw: st.DrawFn, id_: str) -> Body:
    lead, lead_en = draw(maybe(TEXTS)), draw(maybe(TEXTS))
    return Body(id_, draw(TEXTS), draw(maybe(TEXTS)), lead, lead_en, outside=draw(st.booleans()))


@st.composite
def tasks(draw: st.DrawFn, id_: str, before: list[str], calendar: str, bodies: list[str], phases: list[str]) -> Task:
    kind = draw(st.sampled_from(TaskKind))
    spans = kind in (TaskKind.LEVEL_OF_EFFORT, TaskKind.SUMMARY)
    lag = st.builds(Duration, AMOUNTS.map(lambda n: n if n.numerator % 2 else -n), st.just(Unit.HOURS))
    relation = st.builds(
        Relation,
        st.sampled_from(before or ["-"]),
        st.just(id_),
        st.sampled_from(RelationType),
        maybe(lag),
        soft=st.booleans(),
    )
    relations = st.lists(relation, max_size=3 if before else 0, unique=True)
    held: tuple[Constraint, ...] = () if spans else draw(constraints(kind is TaskKind.TASK))
    duration = draw(DURATIONS) if kind is TaskKind.TASK or (spans and draw(st.booleans())) else None
    assignments = st.lists(st.builds(Assignment, DURATIONS, maybe(st.just(calendar)), maybe(TEXTS)), max_size=2)
    forced = any(constraint.kind in ALONE for constraint in held)
    body = draw(maybe(st.sampled_from(bodies))) if bodies else None
    applicant = draw(maybe(st.sampled_from(bodies))) if body is not None and kind is TaskKind.TASK else None
    is_works = kind is TaskKind.TASK and applicant is None
    reviews = st.builds(ExpertReview, TEXTS, st.dates(date(2016, 1, 1), date(2016, 12, 31)))
    return Task(
        id_,
        draw(TEXTS),
        draw(maybe(TEXTS)),
        kind,
        duration,
        draw(maybe(st.just(calendar))),
        draw(maybe(st.sampled_from(phases))) if phases else None,
        tuple(draw(st.lists(TEXTS, max_size=2))),
        body,
        applicant,
        tuple(bodies[:1]) if draw(st.booleans()) else (),
        draw(maybe(TEXTS)),
        draw(maybe(TEXTS)),
        tuple(draw(relations)),
        held,
        False if spans or forced else draw(st.booleans()),
        tuple(draw(assignments)) if kind is TaskKind.TASK else (),
        draw(maybe(INSTANTS)),
        Basis(draw(TEXTS), draw(maybe(DURATIONS)), None, draw(maybe(TEXTS))) if draw(st.booleans()) else None,
        draw(maybe(TEXTS)),
        draw(maybe(TEXTS)),
        draw(maybe(TEXTS)),
        draw(maybe(TEXTS)),
        not spans and draw(st.booleans()),
        levers=tuple(draw(st.lists(levers(calendar), max_size=2))),
        reasonable=draw(maybe(st.just(duration))) if is_works else None,
        expert_review=draw(maybe(reviews)) if is_works else None,
    )


def levers(calendar: str) -> st.SearchStrategy[Lever]:
    said = {"how": maybe(TEXTS), "risk": maybe(TEXTS), "ask": maybe(TEXTS), "authority": maybe(TEXTS)}
    cost, minute = AMOUNTS.map(abs), Duration(Fraction(1), Unit.MINUTES)
    graded = st.builds(Lever, st.just(minute), unit=maybe(st.just(minute)), costs=st.lists(cost).map(tuple), **said)
    return graded | st.builds(Lever, calendar=st.just(calendar), cost=maybe(cost), **said)


SETTINGS = st.builds(
    Settings,
    total_float=maybe(st.sampled_from(TotalFloat)),
    low_float=AMOUNTS,
    look_ahead=st.integers(0, 99),
    profile=st.sampled_from(Profile),
    lag_calendar=maybe(st.sampled_from(LagCalendar)),
    progress=maybe(st.sampled_from(ProgressRule)),
    late_constraints=maybe(st.sampled_from(LateConstraints)),
    as_late_as_possible=maybe(st.sampled_from(LateAsPossible)),
    floor_at_start=maybe(st.booleans()),
    milestones_snap=maybe(st.booleans()),
    critical_by=st.sampled_from(CriticalBy),
    critical_float=st.integers(-9_999, 9_999) | st.integers(-99, 99).map(lambda hours: hours * 60),
    ss_lag_from_actual=st.booleans(),
    open_ends_critical=st.booleans(),
    allow_mandatory=st.just(True),
    use_expected_finish=st.booleans(),
    finishes_kept=st.booleans(),
    recovery=st.builds(Recovery, maybe(TEXTS), st.integers(1, 9), st.integers(1, 99), st.booleans()),
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    ids = draw(st.lists(IDS, min_size=1, max_size=3, unique=True))
    calendar = draw(IDS.filter(lambda id_: id_ not in ("china", "calendar-days")))
    bodies = draw(st.lists(IDS, max_size=2, unique=True))
    phases = draw(st.lists(IDS, max_size=2, unique=True))
    named = draw(st.booleans())
    return Plan(
        name=draw(TEXTS),
        start=START + draw(st.sampled_from([0, 480])),
        calendar=calendar,
        tasks={id_: draw(tasks(id_, ids[:k], calendar, bodies, phases)) for k, id_ in enumerate(ids)},
        calendars={calendar: draw(calendars(calendar))},
        bodies={id_: draw(named_bodies(id_)) for id_ in bodies},
        phases={id_: Phase(id_, draw(TEXTS) if named else None) for id_ in phases},
        groups=draw(st.dictionaries(TEXTS, TEXTS, max_size=1)),
        settings=draw(SETTINGS),
        name_en=draw(maybe(TEXTS)),
        target=draw(maybe(st.sampled_from(ids))),
        must_finish_by=draw(maybe(INSTANTS.map(lambda instant: instant + 2 * DAY))),
        note=draw(maybe(TEXTS)),
        sample=draw(maybe(TEXTS)),
    )


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(plans())
def test_a_plan_is_read_as_it_was_written(plan: Plan) -> None:
    read = written(plan)
    assert read == plan
    assert list(read.tasks) == list(plan.tasks)
    assert plan_text(read) == plan_text(plan)


def test_a_plan_looks_like_a_person_wrote_it() -> None:
    first = Task("A1000", "基础", duration=hours(80), group=("厂房", "水/电"), constraints=(on(8), late(10)))
    second = Task(
        "A1010",
        "设备",
        duration=hours(Fraction(1, 3)),
        relations=(Relation("A1000", "A1010", RelationType.SS, hours(-16)),),
        as_late_as_possible=True,
        assignments=(Assignment(hours(40), "calendar-days", "吊车"),),
    )
    watch = Task("LOE", "监理", kind=TaskKind.LEVEL_OF_EFFORT, relations=(Relation("A1000", "LOE"),))
    plan = Plan(
        "示例",
        START,
        "china",
        {task.id: task for task in (first, second, watch)},
        settings=Settings(lag_calendar=LagCalendar.ALL_HOURS, critical_float=480),
        must_finish_by=START + 17 * 60,
    )
    assert plan_text(plan) == (
        "daopai: 1\n"
        "project:\n"
        "  name: 示例\n"
        "  start: 2016-03-01\n"
        "  calendar: china\n"
        "  must_finish_by: 2016-03-01T17:00\n"
        "settings:\n"
        "  lag_calendar: 24h\n"
        "  critical_float: 8h\n"
        "tasks:\n"
        "  A1000:\n"
        "    name: 基础\n"
        "    duration: 80h\n"
        "    group: [厂房, 水/电]\n"
        "    start_on: 2016-03-01T08:00\n"
        "    finish_no_later_than: 2016-03-01T10:00\n"
        "  A1010:\n"
        "    name: 设备\n"
        "    duration: 20min\n"
        "    after: [A1000 SS-16h]\n"
        "    as_late_as_possible: true\n"
        "    resources: [{duration: 40h, calendar: calendar-days, resource: 吊车}]\n"
        "  LOE: {name: 监理, kind: level-of-effort, after: [A1000]}\n"
    )


def on(hour: int) -> Constraint:
    return Constraint(ConstraintKind.START_ON, START + hour * 60)


def late(hour: int) -> Constraint:
    return Constraint(ConstraintKind.FINISH_NO_LATER_THAN, START + hour * 60)


@pytest.mark.parametrize(
    ("task", "said"),
    [
        (Task("A 1", "a", duration=hours(1)), "no id"),
        (Task("３", "a", duration=hours(1)), "no id"),
        (Task("A", "", duration=hours(1)), "no name"),
        (Task("A", "a\x00", duration=hours(1)), "invisible"),
        (Task("A", "a", duration=hours(0)), "no duration"),
        (Task("A", "a", duration=hours(1), constraints=(on(8), on(9))), "one start_on"),
        (Task("A", "a", duration=Duration(Fraction(1, 3), Unit.WORKING_DAYS)), "1/3"),
    ],
)
def test_what_a_plan_file_cannot_say_is_not_written(task: Task, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        plan_text(Plan("x", START, "china", {task.id: task}))


# what another tool wrote


def imported() -> Project:
    kept = Task("A-1", "\x0b基础\x0b", duration=hours(8), calendar="Five Day")
    spaced = Task("A 1", "安装", duration=hours(8), relations=(Relation("A-1", "A 1", lag=hours(2)),))
    empty = Task("A,1", "放行", duration=hours(0), relations=(Relation("A 1", "A,1"),))
    done = Task("done", "", kind=TaskKind.FINISH_MILESTONE, relations=(Relation("A,1", "done"),))
    calendars = {id_: CalendarSpec(id_, week=(0, 1, 2, 3, 4), hours=((480, 960),)) for id_ in ("Five Day", "china")}
    plan = Plan("P", START, "china", {task.id: task for task in (spaced, kept, empty, done)}, calendars, target="A 1")
    progress = (
        Progress("A 1", START + 480, remaining=hours(4)),
        Progress("A,1", START + 480, START + 480, hours(0)),
        Progress("done", START + 500, START + 500),
    )
    updates = (Update(START - DAY), Update(START + 1020, progress))
    return Project(plan, updates, stored={"A 1": StoredDates(START)})


def test_an_imported_project_gets_ids_that_a_plan_can_hold(tmp_path: Path) -> None:
    project, changed = writable(imported())
    assert changed == {"A 1": "A-1-2", "A,1": "A-1-3"}
    assert list(project.plan.tasks) == ["A-1-2", "A-1", "A-1-3", "done"]
    assert project.plan.tasks["A-1-2"].stated == "A 1"
    assert project.plan.tasks["A-1-2"].relations == (Relation("A-1", "A-1-2", lag=hours(2)),)
    assert [task.name for task in project.plan.tasks.values()] == ["安装", "基础", "放行", "done"]
    assert project.plan.tasks["A-1-3"].kind is TaskKind.START_MILESTONE
    assert (project.plan.target, project.stored) == ("A-1-2", {"A-1-2": StoredDates(START)})
    assert {id_: spec.name for id_, spec in project.plan.calendars.items()} == {
        "Five-Day": "Five Day",
        "china-2": "china",
    }
    assert (project.plan.calendar, project.plan.tasks["A-1"].calendar) == ("china-2", "Five-Day")
    assert project.updates == (
        Update(
            START + 1020,
            (
                Progress("A-1-2", START + 480, remaining=hours(4)),
                Progress("A-1-3", START + 480),
                Progress("done", finished=START + 500),
            ),
        ),
    )
    written_folder(project, tmp_path)


def written_folder(project: Project, folder: Path) -> None:
    (folder / "plan.yaml").write_text(plan_text(project.plan), encoding="utf-8")
    for update in project.updates:
        write_update(folder, update)
    read, faults = read_project(folder)
    assert [fault for fault in faults if fault.severity is Severity.ERROR] == []
    assert read is not None
    assert replace(read.plan, digest="") == replace(project.plan, digest="")
    assert [replace(update, digest="", written_by=None, follows=None, seal=None) for update in read.updates] == [
        replace(update, digest="") for update in project.updates
    ]


def test_what_is_writable_already_does_not_change() -> None:
    task = Task("A1000", "基础", duration=hours(8))
    project = Project(Plan("P", START, "china", {"A1000": task}))
    assert writable(project) == (project, {})


def test_a_project_that_has_decisions_has_a_folder() -> None:
    revision = Revision(RevisionKind.REMOVE, "A 1", "x", "y")
    with pytest.raises(ValueError, match="folder"):
        writable(replace(imported(), updates=(Update(START, revisions=(revision,)),)))


@given(st.text(max_size=120))
def test_any_code_becomes_an_id(code: str) -> None:
    assert is_id(id_of(code))


@pytest.mark.skipif(not P6.is_dir(), reason="the P6 files are not here")
@pytest.mark.parametrize(
    "name",
    [
        "small-2021",
        "design-build-2021",
        "works-baseline-2025-09-02",
        "works-update-2025-11-21",
        "works-update-2025-12-04",
    ],
)
def test_a_p6_file_becomes_a_folder(name: str, tmp_path: Path) -> None:
    project, changed = writable(read_xer(P6 / f"{name}.xer"))
    assert not changed
    written_folder(project, tmp_path)


def test_an_engineers_activity_ids_keep_their_spelling() -> None:
    r"""P6's `A\S-1000`, `*B#1` and `M/2(b)` are ids of tasks here too; a space would end one in a relation."""
    codes = ("A\\S-1000", "*B#1", "M/2(b)&c", "C 1")
    tasks = [
        Task(code, code, duration=Duration(Fraction(8), Unit.HOURS), relations=(Relation(codes[0], code),) if k else ())
        for k, code in enumerate(codes)
    ]
    project = Project(Plan("x", START, "china", {one.id: one for one in tasks}), ())
    found, changed = writable(project)
    assert (list(found.plan.tasks), changed) == ([*codes[:3], "C-1"], {"C 1": "C-1"})
    again = written(found.plan)
    assert list(again.tasks) == list(found.plan.tasks)
    assert [one.relations[0].predecessor for one in list(again.tasks.values())[1:]] == [codes[0]] * 3
