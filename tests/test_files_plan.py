"""plan.yaml → Plan: what each key becomes. What is refused stands in test_errors.py."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedule.calendars.worktime import DAY, minutes
from schedule.files.plans.plan import read_plan
from schedule.files.templates import available, text_of
from schedule.files.yaml.scalars import (
    duration_text,
    finish_text,
    number_text,
    parse_duration,
    parse_finish,
    parse_number,
    parse_start,
    start_text,
)
from schedule.model import (
    Basis,
    Body,
    CalendarSpec,
    Closure,
    Constraint,
    ConstraintKind,
    DayException,
    Duration,
    Phase,
    Plan,
    Relation,
    RelationType,
    Task,
    TaskKind,
    Unit,
)
from schedule.rules import Settings, TotalFloat

WHOLE = """\
daopai: 1
project:
  name: 加工区
  name_en: Processing zone
  start: 2015-05-31
  calendar: government
  target: done
  note: 示例
  sample: 虚构数据
calendars:
  government: {name: 机关, base: china, region: xinjiang}
  calendar-days: {week: mon-sun}
  site:
    week: mon-sat
    hours: [08:00-12:00, 14:00-24:00]
    day: 8.5
    closed: [11-15..03-10, 07-01..07-01]
    off: [2016-02-01, 2016-02-03..2016-02-05, {date: 2016-07-06, name: 肉孜节, status: provisional, source: 推定}]
    on: [2016-02-14]
  odd: {week: "fri,mon", hours: [00:00-24:00]}
  even: {week: [tue, thu]}
bodies:
  land: {name: 国土局, name_en: Land Bureau, lead: 局长, outside: true}
  agent: {name: 代建中心}
phases:
  design: {name: 设计, name_en: Design}
  construction: {}
settings: {total_float: smallest, low_float: 2.5, behind: 1, look_ahead: 7}
tasks:
  red-line:
    name: 建设用地红线图
    name_en: Red-line map
    duration: 7wd
    calendar: site
    phase: design
    group: 厂房 / 1号楼
    body: land
    support: [agent]
    owner: 张工
    leader: 副县长
    start_no_earlier_than: 2015-07-29
    deadline: 2015-08-06T16:00
    basis: {article: 城乡规划法, floor: 5wd, ceiling: 20wd, note: 假定}
    evidence: 红线图
    quantity: 2300 亩
    stated: 划定红线
    assumed: 工期为假定
  二号_厂房.a: {name: 二号厂房, duration: 1.5h, after: red-line}
  done:
    name: 完工
    milestone: finish
    deadline: 2016-06-30
    after: [red-line SS+20wd, red-line FF-2wd, "red-line   +7cd", red-line SF + 1.5h, 二号_厂房.a]
"""


def read(text: str) -> Plan:
    plan, faults = read_plan(text.encode(), "plan.yaml")
    assert not faults
    assert plan is not None
    return plan


def wd(amount: int) -> Duration:
    return Duration(Fraction(amount), Unit.WORKING_DAYS)


def test_a_whole_plan() -> None:
    plan = read(WHOLE)
    assert (plan.name, plan.name_en, plan.note, plan.sample) == ("加工区", "Processing zone", "示例", "虚构数据")
    assert (plan.start, plan.calendar, plan.target) == (minutes(date(2015, 5, 31)), "government", "done")
    assert plan.settings == Settings(TotalFloat.SMALLEST, Fraction(5, 2), Fraction(1), 7)
    assert list(plan.bodies.values()) == [
        Body("land", "国土局", "Land Bureau", "局长", outside=True),
        Body("agent", "代建中心"),
    ]
    assert list(plan.phases.values()) == [Phase("design", "设计", "Design"), Phase("construction")]
    assert len(plan.digest) == 64
    assert list(plan.tasks.values()) == [
        Task(
            id="red-line",
            name="建设用地红线图",
            name_en="Red-line map",
            duration=wd(7),
            calendar="site",
            phase="design",
            group=("厂房", "1号楼"),
            body="land",
            support=("agent",),
            owner="张工",
            leader="副县长",
            constraints=(Constraint(ConstraintKind.START_NO_EARLIER_THAN, minutes(date(2015, 7, 29))),),
            deadline=minutes(date(2015, 8, 6)) + 16 * 60,
            basis=Basis("城乡规划法", wd(5), wd(20), "假定"),
            evidence="红线图",
            quantity="2300 亩",
            stated="划定红线",
            assumed="工期为假定",
        ),
        Task(
            id="二号_厂房.a",
            name="二号厂房",
            duration=Duration(Fraction(3, 2), Unit.HOURS),
            relations=(Relation("red-line", "二号_厂房.a"),),
        ),
        Task(
            id="done",
            name="完工",
            kind=TaskKind.FINISH_MILESTONE,
            deadline=minutes(date(2016, 7, 1)),
            relations=(
                Relation("red-line", "done", RelationType.SS, wd(20)),
                Relation("red-line", "done", RelationType.FF, wd(-2)),
                Relation("red-line", "done", RelationType.FS, Duration(Fraction(7), Unit.CALENDAR_DAYS)),
                Relation("red-line", "done", RelationType.SF, Duration(Fraction(3, 2), Unit.HOURS)),
                Relation("二号_厂房.a", "done"),
            ),
        ),
    ]


def test_calendars() -> None:
    calendars = read(WHOLE).calendars
    assert list(calendars.values()) == [
        CalendarSpec("government", base="china", region="xinjiang", name="机关"),
        CalendarSpec("calendar-days", week=(0, 1, 2, 3, 4, 5, 6)),
        CalendarSpec(
            "site",
            week=(0, 1, 2, 3, 4, 5),
            hours=((480, 720), (840, 1440)),
            day_minutes=510,
            closures=(Closure((11, 15), (3, 10)), Closure((7, 1), (7, 1))),
            exceptions=(
                DayException(date(2016, 2, 1), date(2016, 2, 1), working=False),
                DayException(date(2016, 2, 3), date(2016, 2, 5), working=False),
                DayException(date(2016, 7, 6), date(2016, 7, 6), False, "肉孜节", "provisional", "推定"),
                DayException(date(2016, 2, 14), date(2016, 2, 14), working=True),
            ),
        ),
        CalendarSpec("odd", week=(0, 4), hours=((0, 1440),)),
        CalendarSpec("even", week=(1, 3)),
    ]


def test_everything_knows_its_place() -> None:
    plan = read(WHOLE)
    lines = WHOLE.splitlines()

    def place(line: str, found: str) -> str:
        number = next(k for k, text in enumerate(lines, 1) if text.startswith(line))
        return f"plan.yaml:{number}:{lines[number - 1].index(found) + 1}"

    done = plan.tasks["done"]
    assert str(done.location) == place("  done:", "done")
    assert str(done.relations[2].location) == place("    after: [red-line SS", '"red-line   +7cd"')
    assert str(plan.tasks["red-line"].constraints[0].location) == place("    start_no", "2015")
    assert str(plan.bodies["land"].location) == place("  land", "land")
    assert str(plan.calendars["site"].location) == place("  site", "site")


def test_a_zero_lag_is_no_lag() -> None:
    plan = read(WHOLE.replace("SS+20wd", "SS+0wd"))
    assert plan.tasks["done"].relations[0] == Relation("red-line", "done", RelationType.SS)


@pytest.mark.parametrize(
    ("calendar", "faulty"),
    [
        ("{week: mon-sun}", False),
        ("{week: mon-sun, hours: [08:00-12:00]}", False),
        ("{week: mon-sat}", True),
        ("{base: china}", True),
        ("{base: base}", True),
        ("{base: calendar-days}", False),
        ("{week: mon-sun, region: xinjiang}", True),
        ("{week: mon-sun, off: [2016-01-01]}", True),
        ("{week: mon-sun, on: [2016-01-01]}", False),
    ],
)
def test_calendar_days_on_a_calendar_with_days_off(calendar: str, faulty: bool) -> None:
    text = (
        "daopai: 1\nproject: {name: x, start: 2016-01-01, calendar: china}\n"
        f"calendars:\n  base: {{week: mon-sun, closed: [01-01..01-02]}}\n  c: {calendar}\n"
        "tasks:\n  a: {name: a, duration: 5cd, calendar: c}\n  b: {name: b, duration: 5cd}\n"
    )
    _, faults = read_plan(text.encode(), "plan.yaml")
    assert [fault.code for fault in faults] == ["unit-conflict"] * faulty


def test_a_faulty_plan_keeps_what_is_usable() -> None:
    text = WHOLE.replace("duration: 7wd", "duration: seven").replace("body: land", "body: lend")
    plan, faults = read_plan(text.encode(), "plan.yaml")
    assert [fault.code for fault in faults] == ["bad-duration", "unknown-body"]
    assert plan is not None
    assert (plan.tasks["red-line"].duration, plan.tasks["red-line"].body) == (None, None)
    assert plan.tasks["red-line"].leader == "副县长"


@pytest.mark.slow
def test_many_unknown_names_do_not_take_long() -> None:
    tasks = "".join(f"  task-{k}: {{name: t, duration: 1wd, after: [taks-{k}]}}\n" for k in range(3000))
    text = f"daopai: 1\nproject: {{name: x, start: 2016-01-01, calendar: china}}\ntasks:\n{tasks}"
    _, faults = read_plan(text.encode(), "plan.yaml")
    *told, more = faults
    assert len(told) == 1000
    assert "nearest" in told[0].facts
    assert "nearest" not in told[-1].facts
    assert (more.code, more.facts["found"]) == ("more-faults", "2000")


@pytest.mark.parametrize("name", [template.name for template in available()])
def test_the_templates_are_plans(name: str) -> None:
    plan, faults = read_plan(text_of(name).encode(), name)
    assert plan is not None
    assert not faults


INSTANTS = st.integers(0, minutes(date(2199, 12, 31)))


@given(INSTANTS)
def test_dates_are_read_as_they_are_written(instant: int) -> None:
    assert parse_start(start_text(instant)) == instant
    assert parse_finish(finish_text(instant + 1)) == instant + 1


def test_dates() -> None:
    day = minutes(date(2016, 3, 14))
    assert parse_start("2016-03-14") == day
    assert parse_finish("2016-03-14") == parse_finish("2016-03-14T24:00") == day + DAY
    assert parse_start("2016-03-14 16:00") == parse_finish("2016-03-14T16:00") == day + 960
    for text in (
        "2016-02-30",
        "2016/2/3",
        "2016-2-3",
        "2016-03-14T24:01",
        "2016-03-14T08:60",
        "1969-12-31",
        "０016-03-14",
    ):
        assert parse_start(text) is None


@given(st.decimals(0, 999_999, places=4).map(Fraction), st.sampled_from(Unit))
def test_durations_are_read_as_they_are_written(amount: Fraction, unit: Unit) -> None:
    duration = Duration(amount, unit)
    whole = {Unit.HOURS: 60, Unit.MINUTES: 1, Unit.CALENDAR_DAYS: DAY}.get(unit, 10_000) * amount
    assert parse_duration(duration_text(duration)) == (duration if whole.denominator == 1 else None)
    assert parse_number(number_text(amount)) == amount


def test_a_third_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="1/3"):
        number_text(Fraction(1, 3))


def test_groups_have_english_names() -> None:
    text = "daopai: 1\nproject: {name: 园区, start: 2016-01-04, calendar: china}\n"
    text += "groups: {厂房: Workshops}\ntasks:\n  a: {name: 基础, duration: 1wd, group: 厂房/1号楼}\n"
    plan, faults = read_plan(text.encode(), "plan.yaml")
    assert (plan.groups, plan.tasks["a"].group, faults) == ({"厂房": "Workshops"}, ("厂房", "1号楼"), ())
