"""Files of other tools through MPXJ, and our own `.xer`: what goes over, what does not, and what is told of it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from networks import at, plan, span, state, stored, task
from oracle.networks import EVERYTHING_P6, random_state

import schedule
from schedule.calendars.worktime import finish_day, start_day
from schedule.commands import main
from schedule.commands.conduct.exits import Exit
from schedule.diagnostics import PlanError
from schedule.engine.compute import compute
from schedule.engine.schedule import Schedule, Stage
from schedule.engine.state import as_of
from schedule.files.exchange import interop, mpxj_bridge
from schedule.files.exchange.interop import from_xer, read_foreign, to_xer
from schedule.files.xer.lags import elapsed_lags
from schedule.files.xer.project import read_xer, xer_project
from schedule.files.xer.table import read_tables
from schedule.files.xer.writer import deadlines, xer_bytes, xer_text
from schedule.files.yaml.source import Faults
from schedule.model import Constraint, ConstraintKind, Project, State, Status, Task, TaskKind
from schedule.rules import LagCalendar, Profile, Settings

ROOT = Path(__file__).parents[1]
KASHGAR = ROOT / "plans" / "kashgar"
P6 = ROOT.parent / "shared" / "p6"

installed = pytest.mark.skipif(
    any(find_spec(name) is None for name in mpxj_bridge.PACKAGES), reason='needs pip install "daopai[interop]"'
)


def as_xer(of: State, *, beside: bool = False) -> str:
    """The state as the text of an `.xer` with its computed dates."""
    result = compute(of)
    return xer_text(of, result.calendars, stored(result), beside=beside)[0]


def read_again(data: bytes) -> Project:
    project, _ = xer_project(data, "plan.xer")
    assert project is not None
    return project


def answers(result: Schedule) -> dict[str, tuple[object, ...]]:
    return {
        name: (one.start, one.finish, one.late_start, one.late_finish, one.total_float, one.free_float)
        for name, one in result.tasks.items()
    }


@pytest.mark.parametrize("seed", range(40))
def test_a_network_is_the_same_after_it_was_written_as_xer_and_read_again(seed: int) -> None:
    before = random_state(seed, EVERYTHING_P6)
    after = as_of(read_again(xer_bytes(as_xer(before))), before.data_date)
    expected = compute(replace(before, plan=replace(before.plan, settings=after.plan.settings)))
    assert answers(compute(after)) == answers(expected)


@pytest.mark.parametrize("encoding", [None, "gb18030", "utf-8"])
def test_a_plan_on_national_calendars_is_the_same_after_it_was_written_as_xer(encoding: str | None) -> None:
    project = schedule.load(KASHGAR)
    before = as_of(project, schedule.latest_data_date(project))
    result = compute(before)
    text, told = xer_text(before, result.calendars, stored(result))
    assert {one.code for one in told} <= {"xer-physical-percent"}
    again = read_again(xer_bytes(text, encoding))
    after = as_of(again, before.data_date)
    assert answers(compute(after)) == answers(result)
    assert [(t.name, t.deadline) for t in after.plan.tasks.values()] == [
        (t.name, t.deadline) for t in before.plan.tasks.values()
    ]
    assert {spec.name or spec.id for spec in after.plan.calendars.values()} >= {"机关工作日", "露天施工", "沥青施工"}


def test_the_one_lag_of_the_plan_that_counts_otherwise_is_told_as_long_as_it_decides_something() -> None:
    """`project-approval SS+5cd`, after a task that counts working days: over when both have finished."""
    project = schedule.load(KASHGAR)
    before = as_of(project, project.plan.start)
    [fault] = xer_text(before, compute(before).calendars, {})[1]
    assert (fault.code, fault.facts["found"]) == ("xer-lag-calendar", "project-approval SS+5cd")
    assert fault.location is not None


@pytest.mark.skipif(not P6.is_dir(), reason="the exports of P6 lie beside the project, not in it")
@pytest.mark.parametrize("path", sorted(P6.glob("*.xer")), ids=lambda path: path.stem)
def test_an_export_of_p6_still_has_p6s_dates_after_it_was_written_and_read_again(path: Path) -> None:
    project = read_xer(path)
    before = as_of(project, schedule.latest_data_date(project))
    result = compute(before)
    text, told = xer_text(before, result.calendars, stored(result))
    assert {one.code for one in told} <= {"xer-physical-percent"}
    again = read_again(xer_bytes(text))
    after = compute(as_of(again, before.data_date))
    for name, one in after.tasks.items():
        if one.stage is not Stage.FINISHED:
            p6 = project.stored[name]
            ours = one.early_start, one.early_finish, one.late_start, one.late_finish, one.total_float, one.free_float
            assert ours == (
                p6.early_start,
                p6.early_finish,
                p6.late_start,
                p6.late_finish,
                p6.total_float,
                p6.free_float,
            ), name
    assert [task.deadline for task in again.plan.tasks.values()] == [t.deadline for t in project.plan.tasks.values()]


def told_of(*tasks: Task, **settings: object) -> list[str]:
    one = state(plan(*tasks, settings=Settings(**settings)))
    return [fault.code for fault in xer_text(one, compute(one).calendars, {})[1]]


def test_what_an_xer_has_no_place_for_is_told() -> None:
    kinds = (ConstraintKind.START_NO_EARLIER_THAN, *[ConstraintKind.FINISH_NO_LATER_THAN] * 2)
    three = tuple(Constraint(kind, at("2014-04-21 17:00")) for kind in kinds)
    fixed = (Constraint(ConstraintKind.MANDATORY_START, at("2014-04-21 08:00")),)
    assert told_of(task("a", "8h"), task("b", "8h", "a FS+3cd", "a SS+2h", constraints=three)) == [
        "xer-third-constraint",
        "xer-lag-calendar",
    ]
    due = {"deadline": at("2014-05-01 17:00")}
    assert told_of(task("a", "8h", constraints=fixed, **due), allow_mandatory=True) == ["xer-no-deadline"]
    assert told_of(task("a", "8h", constraints=three[:1], **due)) == []
    assert told_of(task("a", "8h"), profile=Profile.MSP) == ["other-rules"]


@pytest.mark.parametrize(
    ("links", "rule", "lags"),
    [
        (["a FS+3cd"], "rcal_24Hour", ["72"]),
        (["a FS+2wd", "a SS+3cd"], "rcal_Predecessor", ["16", "8"]),
        (["a FS+2wd"], "rcal_Predecessor", ["16"]),
    ],
    ids=["calendar days", "both", "working days"],
)
def test_lags_count_on_the_calendar_that_most_of_them_mean(links: list[str], rule: str, lags: list[str]) -> None:
    """From Friday 4 April 2014 08:00, three days reach Monday 08:00: eight hours of work, Friday's."""
    one = state(plan(task("a", "16h"), task("b", "8h", *links), start="2014-04-04"))
    tables = read_tables(as_xer(one).encode(), "plan.xer", ("SCHEDOPTIONS", "TASKPRED"), Faults())
    assert tables["SCHEDOPTIONS"].texts("sched_calendar_on_relationship_lag") == [rule]
    assert tables["TASKPRED"].texts("lag_hr_cnt") == lags
    again = as_of(read_again(as_xer(one).encode()), one.data_date)
    assert [t.early_start for t in compute(again).tasks.values()] == [
        t.early_start for t in compute(one).tasks.values()
    ]


def test_a_day_without_a_time_stays_that_day_under_p6s_rule_for_such_dates() -> None:
    """Not before 10 April: at its first hour, 08:00, and not at 10:00, when the task before ends."""
    held = (Constraint(ConstraintKind.START_NO_EARLIER_THAN, at("2014-04-10")),)
    one = state(plan(task("a", "2h"), task("b", "4h", "a", constraints=held)))
    again = as_of(read_again(as_xer(one).encode()), one.data_date)
    assert again.plan.settings.dates_without_time
    assert compute(again).tasks["b"].early_start == at("2014-04-10 08:00")


@pytest.mark.parametrize(
    ("name", "encoding"), [("Mörtel für Straße", "cp1252"), ("进出口贸易加工区", "gb18030"), ("قۇرۇلۇش", "utf-8")]
)
def test_a_file_is_in_the_code_page_that_p6_reads_where_that_has_its_characters(name: str, encoding: str) -> None:
    text = as_xer(state(plan(replace(task("a", "8h"), name=name))))
    data = xer_bytes(text)
    assert data == text.encode(encoding)
    assert read_again(data).plan.tasks["a"].name == name


def stand_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str) -> Path:
    """A bridge that does what the code says, and a file to convert."""
    bridge, source = tmp_path / "bridge.py", tmp_path / "计划.mpp"
    bridge.write_text(code, encoding="utf-8")
    source.write_bytes(b"\xd0\xcf\x11\xe0")
    monkeypatch.setattr(interop.mpxj_bridge, "__file__", str(bridge))
    return source


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import sys; sys.stderr.write('mpxj'); sys.exit(3)", ("interop-missing", "mpxj", None)),
        (
            "import sys; sys.stderr.write('a\\nJava heap space\\n'); sys.exit(1)",
            ("interop-failed", None, "Java heap space"),
        ),
        ("import os; os._exit(7)", ("interop-failed", None, "exit 7")),
        ("import time; time.sleep(30)", ("interop-timeout", None, None)),
    ],
    ids=["missing", "failed", "crashed", "timeout"],
)
def test_a_conversion_that_fails_says_why(
    code: str, expected: tuple[str, str | None, str | None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = stand_in(monkeypatch, tmp_path, code)
    with pytest.raises(PlanError) as raised:
        to_xer(source, tmp_path / "plan.xer", seconds=5 if "sleep" not in code else 0.3)
    [fault] = raised.value.diagnostics
    assert fault.code == expected[0]
    assert fault.facts["found"] == (expected[1] or str(source))
    assert fault.facts.get("problem") == expected[2]
    assert not (tmp_path / "plan.xer").exists()


def test_a_file_that_is_not_there_is_missed_before_java_starts(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="file-missing"):
        to_xer(tmp_path / "none.mpp", tmp_path / "plan.xer")


def test_the_missing_extra_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = stand_in(monkeypatch, tmp_path, "import sys; sys.exit(3)")
    with pytest.raises(PlanError) as raised:
        to_xer(source, tmp_path / "plan.xer")
    assert raised.value.diagnostics[0].facts["expected"] == 'pip install "daopai[interop]"'


CHINESE = state(
    plan(
        task("review", "40h", deadline=at("2014-04-25 17:00")),
        task("tender", "80h", "review FS+16h", calendar="seven"),
        task("done", None, "tender FS+3cd"),
        task("late", "16h", constraints=(Constraint(ConstraintKind.FINISH_NO_LATER_THAN, at("2014-04-16 17:00")),)),
        task("fixed", "16h", constraints=(Constraint(ConstraintKind.MANDATORY_START, at("2014-04-22 08:00")),)),
    ),
    "2014-04-09",
    review=Status(started=at("2014-04-07 08:00"), remaining=span("24h")),
)
NAMES = {"review": "施工图审查", "tender": "招标公告", "done": "竣工验收", "late": "最迟完成", "fixed": "开工日"}


def chinese() -> State:
    tasks = {name: replace(one, name=NAMES[name]) for name, one in CHINESE.plan.tasks.items()}
    settings = replace(CHINESE.plan.settings, allow_mandatory=True)
    return replace(CHINESE, plan=replace(CHINESE.plan, tasks=tasks, settings=settings))


@installed
def test_chinese_names_deadlines_and_constraints_come_back_from_microsoft_projects_format(tmp_path: Path) -> None:
    one = chinese()
    foreign = tmp_path / "项目.xml"
    foreign.write_bytes(from_xer(as_xer(one, beside=True), foreign, deadlines(one), elapsed_lags(one)))
    assert "施工图审查" in foreign.read_text(encoding="utf-8")

    project, told = read_foreign(foreign)
    assert project is not None
    assert not told
    plan_ = project.plan
    assert plan_.settings.profile is Profile.MSP
    assert plan_.settings.lag_calendar is None
    assert [t.name for t in plan_.tasks.values()] == list(NAMES.values())
    by_name = {t.name: t for t in plan_.tasks.values()}
    assert by_name["施工图审查"].deadline == at("2014-04-25 17:00")
    assert by_name["竣工验收"].kind is TaskKind.FINISH_MILESTONE
    assert by_name["最迟完成"].deadline == at("2014-04-16 17:00")
    assert not by_name["最迟完成"].constraints  # in Microsoft Project it would break the relations, in P6 it does not
    assert [str(one.kind) for one in by_name["开工日"].constraints] == ["mandatory_start"]
    [lagged], [elapsed] = by_name["招标公告"].relations, by_name["竣工验收"].relations
    # From Friday on, 16 hours of the office end on Tuesday: 32 hours on the successor's seven days a week.
    assert (str(lagged.lag), str(elapsed.lag)) == ("32h", "3cd")
    [update] = project.updates
    assert update.data_date == at("2014-04-09")
    [progress] = update.progress
    assert (progress.started, progress.remaining and progress.remaining.amount) == (
        at("2014-04-07 08:00"),
        Fraction(24),
    )


@installed
def test_primaveras_xml_keeps_primaveras_rules(tmp_path: Path) -> None:
    one = chinese()
    one = replace(one, plan=replace(one.plan, settings=replace(one.plan.settings, lag_calendar=LagCalendar.ALL_HOURS)))
    foreign = tmp_path / "plan.pmxml"
    foreign.write_bytes(from_xer(as_xer(one), foreign))
    project, told = read_foreign(foreign)
    assert project is not None
    assert not told
    assert project.plan.settings.profile is Profile.P6
    assert project.plan.settings.lag_calendar is LagCalendar.ALL_HOURS
    after = as_of(project, one.data_date)
    same = replace(one, plan=replace(one.plan, settings=after.plan.settings))
    assert answers(compute(after)) == answers(compute(same))


@installed
def test_a_file_that_is_no_schedule_is_told_so(tmp_path: Path) -> None:
    source = tmp_path / "letter.mpp"
    source.write_text("not a schedule", encoding="utf-8")
    with pytest.raises(PlanError) as raised:
        to_xer(source, tmp_path / "plan.xer")
    [fault] = raised.value.diagnostics
    assert (fault.code, fault.facts["path"]) == ("interop-format", str(source))


def mspdi(*tasks: str, calendars: str = "", after_tasks: str = "", head: str = "") -> str:
    """A file of Microsoft Project, of which only what a test needs is there; tasks are their elements' texts."""
    listed = "".join(f"<Task>{text}</Task>" for text in tasks)
    hours = "".join(
        f"<WorkingTime><FromTime>{begin}:00:00</FromTime><ToTime>{end}:00:00</ToTime></WorkingTime>"
        for begin, end in (("08", "12"), ("13", "17"))
    )
    week = "".join(
        f"<WeekDay><DayType>{day}</DayType><DayWorking>{int(1 < day < 7)}</DayWorking>"
        + (f"<WorkingTimes>{hours}</WorkingTimes>" if 1 < day < 7 else "")
        + "</WeekDay>"
        for day in range(1, 8)
    )
    base = "<UID>1</UID><Name>标准</Name><IsBaseCalendar>1</IsBaseCalendar>"
    calendar = f"<Calendar>{base}<WeekDays>{week}</WeekDays></Calendar>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Project xmlns="http://schemas.microsoft.com/project"><SaveVersion>14'
        f"</SaveVersion>{head}<StartDate>2014-04-07T08:00:00</StartDate><MinutesPerDay>480</MinutesPerDay><CalendarUID>1"
        f"</CalendarUID><Calendars>{calendar}{calendars}</Calendars><Tasks>{listed}</Tasks>{after_tasks}</Project>"
    )


def element(uid: int, name: str, level: int, hours: int, *more: str) -> str:
    lasting = f"<Duration>PT{hours}H0M0S</Duration><DurationFormat>7</DurationFormat>"
    head = f"<UID>{uid}</UID><ID>{uid}</ID><Name>{name}</Name><Active>1</Active><Manual>0</Manual>"
    return f"{head}<OutlineLevel>{level}</OutlineLevel>{lasting}{''.join(more)}"


def after(uid: int, type_: int = 1, lag: int = 0, unit: int = 7) -> str:
    """A link. A lag is in tenths of a minute shown as days (unit 7) or elapsed days (8), or in per cent (19)."""
    return (
        f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>{type_}</Type><LinkLag>{lag}</LinkLag>"
        f"<LagFormat>{unit}</LagFormat></PredecessorLink>"
    )


@installed
def test_what_an_xer_cannot_say_of_a_microsoft_project_file_comes_beside_it_or_is_told(tmp_path: Path) -> None:
    source = tmp_path / "foreign.xml"
    text = mspdi(
        element(0, "项目", 0, 56, "<Summary>1</Summary>"),
        element(1, "审批", 1, 56, "<Summary>1</Summary>"),
        element(2, "立项", 2, 40, "<Deadline>2014-04-18T17:00:00</Deadline>"),
        element(3, "选址", 2, 16),
        element(4, "土地", 1, 8, after(1)),
        element(5, "养护", 1, 8, after(4, lag=3 * 1440 * 10, unit=8)),
        element(6, "检测", 1, 8, after(2, type_=3, lag=50, unit=19)),
        element(7, "停用", 1, 8).replace("<Active>1", "<Active>0"),
        element(8, "会议", 1, 8, "<Start>2014-04-23T08:00:00</Start><Finish>2014-04-23T17:00:00</Finish>").replace(
            "<Manual>0", "<Manual>1"
        ),
        element(9, "浇筑", 1, 72).replace("<DurationFormat>7", "<DurationFormat>8"),
    )
    source.write_text(text, encoding="utf-8")
    project, told = read_foreign(source)
    assert {fault.code: fault.facts["found"] for fault in told} == {
        "interop-inactive-tasks": "1",
        "interop-manual-tasks": "1",
        "interop-summary-links": "1",
    }
    assert project is not None
    tasks = {one.name: one for one in project.plan.tasks.values()}
    assert "停用" not in tasks
    assert tasks["立项"].group == ("审批",)
    assert tasks["立项"].deadline == at("2014-04-18 17:00")
    assert [str(one) for one in tasks["土地"].relations] == ["2 FS", "3 FS"]
    assert [str(one) for one in tasks["养护"].relations] == ["4 FS+3cd"]
    assert [str(one) for one in tasks["检测"].relations] == ["2 SS+20h"]
    assert [(str(one.kind), one.instant) for one in tasks["会议"].constraints] == [
        ("manual_start", at("2014-04-23 08:00"))
    ]
    all_day = project.plan.calendars[tasks["浇筑"].calendar or ""]
    assert (str(tasks["浇筑"].duration), all_day.hours, len(all_day.week or ())) == ("72h", ((0, 1440),), 7)


@installed
def test_the_plan_has_the_same_dates_in_microsoft_projects_format(tmp_path: Path) -> None:
    project = schedule.load(KASHGAR)
    before = as_of(project, schedule.latest_data_date(project))
    foreign = tmp_path / "kashgar.xml"
    foreign.write_bytes(from_xer(as_xer(before, beside=True), foreign, deadlines(before), elapsed_lags(before)))
    again = schedule.load(foreign)
    assert again.plan.settings.profile is Profile.MSP
    after = compute(as_of(again, before.data_date))
    found = [(one.task.name, one.start, one.finish) for one in after.tasks.values()]
    assert found == [(one.task.name, one.start, one.finish) for one in compute(before).tasks.values()]


GANTTPROJECT = """<?xml version="1.0" encoding="UTF-8"?>
<project name="示例" company="" webLink="" view-date="2014-04-07" view-index="0" version="3.3" locale="zh_CN">
  <calendars base-id="none">
    <day-types>
      <day-type id="0"/><day-type id="1"/>
      <default-week id="1" name="default" sun="1" mon="0" tue="0" wed="0" thu="0" fri="0" sat="1"/>
    </day-types>
    <date year="2014" month="4" date="10" type="HOLIDAY"/>
  </calendars>
  <tasks empty-milestones="true">
    <taskproperties/>
    <task id="0" name="审批" meeting="false" start="2014-04-07" duration="5" complete="0">
      <depend id="1" type="2" difference="1" hardness="Strong"/>
    </task>
    <task id="1" name="招标" meeting="false" start="2014-04-16" duration="2" complete="0">
      <depend id="2" type="2" difference="0" hardness="Strong"/>
    </task>
    <task id="2" name="开工" meeting="true" start="2014-04-18" duration="0" complete="0"/>
  </tasks>
  <resources/><allocations/><vacations/><roles/>
</project>
"""
"""A plan as GanttProject saves it: type 2 is finish-to-start, the tenth is a holiday."""


@installed
def test_a_file_of_ganttproject_is_read(tmp_path: Path) -> None:
    source = tmp_path / "示例.gan"
    source.write_text(GANTTPROJECT, encoding="utf-8")
    project, told = read_foreign(source)
    assert project is not None
    assert not told
    result = compute(as_of(project, project.plan.start))
    days = {one.task.name: (str(start_day(one.start)), str(finish_day(one.finish))) for one in result.tasks.values()}
    assert days == {
        "审批": ("2014-04-07", "2014-04-14"),
        "招标": ("2014-04-16", "2014-04-17"),
        "开工": ("2014-04-17", "2014-04-17"),
    }


@installed
@pytest.mark.parametrize(
    ("limits", "code"), [({"seconds": 0.5}, "interop-timeout"), ({"megabytes": 2}, "interop-failed")]
)
def test_java_gets_so_much_time_and_memory_and_no_more(limits: dict[str, float], code: str) -> None:
    with pytest.raises(PlanError) as raised:
        from_xer(as_xer(CHINESE), Path("计划.xml"), **limits)
    [fault] = raised.value.diagnostics
    assert (fault.code, fault.facts["found"]) == (code, "计划.xml")


# daopai export


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def test_a_plan_is_exported_and_never_over_a_file_that_is_there(tmp_path: Path) -> None:
    into = tmp_path / "计划.xer"
    done = run("export", KASHGAR, "-o", into)
    assert (done.exit_code, done.stdout) == (0, "")
    assert str(into) in done.stderr
    data = into.read_bytes()
    assert data.decode("gb18030").startswith("ERMHDR")

    again = run("export", KASHGAR, "-o", into, "--date", "2016-01-04", "--lang", "en")
    assert again.exit_code == Exit.OCCUPIED
    assert "--force" in again.stderr
    assert into.read_bytes() == data

    assert run("export", KASHGAR, "-o", into, "--date", "2016-01-04", "--force", "--encoding", "utf-8").exit_code == 0
    assert read_xer(into).updates[0].data_date == at("2016-01-04")
    assert [path.name for path in tmp_path.iterdir()] == [into.name]


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["-o", "plan.mpp"], Exit.USAGE, "plan.mpp"),
        (["-o", "plan.xml", "--encoding", "utf-8"], Exit.USAGE, "plan.xml"),
        (["-o", "plan.xer", "--encoding", "cp1252"], Exit.USAGE, "cp1252"),
        (["-o", "none/plan.xer"], Exit.SYSTEM, "none/plan.xer"),
    ],
    ids=["ending", "encoding of XML", "characters", "folder"],
)
def test_an_export_that_cannot_be_writes_nothing(
    options: list[str], code: Exit, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("export", KASHGAR, *options)
    assert done.exit_code == code
    assert said in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "command", [["schedule", "计划.mpp"], ["export", KASHGAR, "-o", "plan.xml"]], ids=["in", "out"]
)
def test_without_the_extra_a_command_says_how_to_install_it(
    command: list[str], lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    stand_in(monkeypatch, tmp_path, "import sys; sys.stderr.write('mpxj'); sys.exit(3)")
    done = run(*command, "--lang", lang)
    assert done.exit_code == Exit.UNINSTALLED
    assert 'pip install "daopai[interop]"' in done.stderr
    assert ("扩展" if lang == "zh" else "extra") in done.stderr


@installed
def test_an_export_to_microsoft_project_says_that_its_rules_are_others(tmp_path: Path) -> None:
    into = tmp_path / "plan.xml"
    done = run("export", KASHGAR, "-o", into, "--lang", "en")
    assert done.exit_code == 0
    assert "its file's tool works by those of msp" in done.stderr
    assert run("import", into, "-o", tmp_path / "plan").exit_code == 0
    assert "profile: msp" in (tmp_path / "plan" / "plan.yaml").read_text(encoding="utf-8")
