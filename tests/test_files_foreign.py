"""What other tools' files say beyond an `.xer`: where the work stands, what is counted, what is told of the rest."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from networks import at, plan, span, state, task
from test_files_interop import after, element, installed, mspdi, stand_in

import schedule
from schedule.analysis.dates.stored import agreement
from schedule.calendars.worktime import finish_day, moment, start_day
from schedule.commands import main
from schedule.commands.conduct.exits import Exit
from schedule.diagnostics import PlanError
from schedule.engine.compute import compute
from schedule.engine.state import as_of
from schedule.files.exchange.interop import read_foreign, to_xer
from schedule.model import Constraint, ConstraintKind, Project, Status, StoredDates
from schedule.rules import Profile, Settings


def placed(start: str, finish: str) -> str:
    """Where Project has put a task, in April 2014: the day and the time of its start and its finish."""
    return "".join(
        f"<{name}>2014-04-{when.replace(' ', 'T')}:00</{name}>" for name, when in (("Start", start), ("Finish", finish))
    )


def worked(task: int, resource: int, *days: str) -> str:
    """An assignment of a resource (-65535: of nobody) with eight hours on each of these days of April, none between."""
    parts = "".join(
        f"<TimephasedData><Type>1</Type><UID>{task}</UID><Start>2014-04-{day:02}T08:00:00</Start><Finish>"
        f"2014-04-{day + 1:02}T08:00:00</Finish><Unit>2</Unit><Value>PT{8 * (f'{day:02}' in days)}H0M0S</Value>"
        "</TimephasedData>"
        for day in range(int(days[0]), int(days[-1]) + 1)
    )
    return (
        f"<Assignment><UID>{task}</UID><TaskUID>{task}</TaskUID><ResourceUID>{resource}</ResourceUID>"
        f"{placed(f'{days[0]} 08:00', f'{days[-1]} 17:00')}<Units>1</Units><Work>PT{8 * len(days)}H0M0S</Work>"
        f"<RemainingWork>PT{8 * len(days)}H0M0S</RemainingWork>{parts}</Assignment>"
    )


def weekend() -> str:
    """A calendar on which Saturday and Sunday are worked, from 08:00 to 12:00 and from 13:00 to 17:00."""
    hours = "".join(
        f"<WorkingTime><FromTime>{begin}:00:00</FromTime><ToTime>{end}:00:00</ToTime></WorkingTime>"
        for begin, end in (("08", "12"), ("13", "17"))
    )
    days = "".join(
        f"<WeekDay><DayType>{day}</DayType><DayWorking>{int(day in (1, 7))}</DayWorking>"
        + (f"<WorkingTimes>{hours}</WorkingTimes>" if day in (1, 7) else "")
        + "</WeekDay>"
        for day in range(1, 8)
    )
    head = "<UID>2</UID><Name>周末</Name><IsBaseCalendar>0</IsBaseCalendar><BaseCalendarUID>1</BaseCalendarUID>"
    return f"<Calendar>{head}<WeekDays>{days}</WeekDays></Calendar>"


MANUAL, EXTERNAL, SUMMARY = "<Manual>1</Manual>", "<ExternalTask>1</ExternalTask>", "<Summary>1</Summary>"
SNET = "<ConstraintType>4</ConstraintType><ConstraintDate>2014-04-{day}T08:00:00</ConstraintDate>"
STARTED = (
    "<PercentComplete>50</PercentComplete><ActualStart>2014-04-07T08:00:00</ActualStart>"
    "<ActualDuration>PT8H0M0S</ActualDuration><RemainingDuration>PT8H0M0S</RemainingDuration>"
    "<Stop>2014-04-07T17:00:00</Stop><Resume>2014-04-10T08:00:00</Resume>"
)
CREW = (
    "<Resources><Resource><UID>1</UID><Name>周末班</Name><Type>1</Type><CalendarUID>2</CalendarUID>{}</Resource>"
    "</Resources>"
)
PROJECT = mspdi(
    element(1, "周末浇筑", 1, 16, placed("12 08:00", "13 17:00")),
    element(2, "分两段", 1, 16, placed("07 08:00", "10 17:00")),
    element(3, "调配推迟", 1, 8, placed("09 08:00", "09 17:00"), "<LevelingDelay>28800</LevelingDelay>")
    + "<LevelingDelayFormat>8</LevelingDelayFormat>",
    element(4, "周六会议", 1, 8, placed("12 08:00", "12 17:00")).replace("<Manual>0</Manual>", MANUAL),
    element(5, "会后", 1, 8, after(4), placed("14 08:00", "14 17:00")),
    element(6, "外项目", 1, 16, EXTERNAL, placed("15 08:00", "16 17:00")),
    element(7, "等外项目", 1, 8, after(6), placed("17 08:00", "17 17:00")),
    element(8, "开工前", 1, 8, SNET.format(day="03"), placed("03 08:00", "03 17:00")),
    element(9, "阶段", 1, 16, SUMMARY, SNET.format(day="14"), placed("14 08:00", "14 17:00")),
    element(10, "阶段内\t一", 2, 8, placed("14 08:00", "14 17:00")),
    element(11, "随阶段开始", 1, 8, after(9, type_=3), placed("14 08:00", "14 17:00")),
    element(12, "停过", 1, 16, STARTED, placed("07 08:00", "10 17:00")),
    element(13, "停用", 1, 8).replace("<Active>1", "<Active>0"),
    element(14, "停用之后", 1, 8, after(13), placed("07 08:00", "07 17:00")),
    calendars=weekend(),
    after_tasks=CREW.format("<Notes>一\t二\n三</Notes>")
    + f"<Assignments>{worked(1, 1, '12', '13')}{worked(2, -65535, '07', '10')}</Assignments>",
)
"""A plan of Project's with what an `.xer` has no words for. 7 April 2014 is a Monday, the 12th a Saturday."""
STANDS = {
    "周末浇筑": ("12 08:00", "13 17:00"),  # two days of the crew that works at weekends
    "分两段": ("07 08:00", "10 17:00"),  # Monday and Thursday
    "调配推迟": ("09 08:00", "09 17:00"),  # two days of the clock after Monday
    "周六会议": ("12 08:00", "12 17:00"),  # where it was put, though nobody works
    "会后": ("14 08:00", "14 17:00"),  # the Monday after the Saturday
    "外项目": ("15 08:00", "16 17:00"),
    "等外项目": ("17 08:00", "17 17:00"),
    "开工前": ("03 08:00", "03 17:00"),  # before the project's start on the 7th
    "阶段内 一": ("14 08:00", "14 17:00"),  # no earlier than its phase
    "随阶段开始": ("14 08:00", "14 17:00"),
    "停过": ("07 08:00", "10 17:00"),  # Monday, and Thursday when it went on
    "停用之后": ("07 08:00", "07 17:00"),
}


def dates(project: Project) -> dict[str, tuple[str, str]]:
    """Start and finish of each task by its name, as computed at the last data date: day and time."""
    result = compute(as_of(project, schedule.latest_data_date(project)))
    return {
        one.task.name: (f"{moment(one.start):%d %H:%M}", f"{moment(one.finish):%d %H:%M}")
        for one in result.tasks.values()
    }


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


@installed
def test_the_clerk_finds_microsoft_projects_work_where_project_put_it(tmp_path: Path) -> None:
    source = tmp_path / "计划.xml"
    source.write_text(PROJECT, encoding="utf-8")
    project, told = read_foreign(source)
    assert project is not None
    assert project.plan.name == "计划"  # the file's, which names no project
    assert dates(project) == STANDS
    assert {one.code: one.facts["found"] for one in told} == {
        "interop-resource-calendars": "1",
        "interop-splits": "2",  # one that was planned so, one that stopped and went on
        "interop-levelling-delays": "1",
        "interop-manual-tasks": "1",
        "interop-external-tasks": "1",
        "interop-summary-constraints": "1",
        "interop-summary-starts": "1",
        "interop-inactive-tasks": "1",
        "interop-fewer-relations": "3",
    }
    [fewer] = [one for one in told if one.code == "interop-fewer-relations"]
    assert fewer.facts["expected"] == "4"  # that of what is inactive has gone


@pytest.mark.long
@installed
def test_an_engineer_who_moves_projects_work_finds_its_pauses_and_its_weekends_where_project_would(
    tmp_path: Path,
) -> None:
    """All from Friday 11 April on. Two days and a pause of two between: the 11th, not Monday and Tuesday, the 16th.

    The crew of weekends begins on Saturday the 12th as before, or from the 14th on, a week later.
    """
    source = tmp_path / "计划.xml"
    source.write_text(PROJECT, encoding="utf-8")
    read, _ = read_foreign(source)
    assert read is not None

    def from_the(day: int) -> dict[str, tuple[str, str]]:
        held = (Constraint(ConstraintKind.START_NO_EARLIER_THAN, at(f"2014-04-{day} 08:00")),)
        tasks = {name: replace(one, constraints=held) for name, one in read.plan.tasks.items() if not one.constraints}
        return dates(replace(read, plan=replace(read.plan, tasks={**read.plan.tasks, **tasks})))

    assert from_the(11)["分两段"] == ("11 08:00", "16 17:00")
    assert from_the(14)["分两段"] == ("14 08:00", "17 17:00")
    assert from_the(11)["周末浇筑"] == ("12 08:00", "13 17:00")
    assert from_the(14)["周末浇筑"] == ("19 08:00", "20 17:00")


@pytest.mark.long
@installed
def test_the_clerk_finds_the_same_dates_in_the_folder_and_in_the_file_written_back(tmp_path: Path) -> None:
    source, folder, back = tmp_path / "计划.xml", tmp_path / "plan", tmp_path / "back.xml"
    source.write_text(PROJECT, encoding="utf-8")
    imported = run("import", source, "-o", folder, "--lang", "en")
    assert imported.exit_code == 0
    assert "P6" not in imported.stderr
    assert "p6:" not in (folder / "plan.yaml").read_text(encoding="utf-8")
    assert dates(schedule.load(folder)) == STANDS
    assert run("export", folder, "-o", back).exit_code == 0
    assert "<Manual>1</Manual>" in back.read_text(encoding="utf-8")
    assert dates(schedule.load(back)) == STANDS


@pytest.mark.long
@installed
def test_a_plan_that_project_schedules_back_from_its_finish_ends_there(tmp_path: Path) -> None:
    """Both as late as possible before Thursday 1 May, 17:00: two days from Tuesday 29 April, then one."""
    late = "<ConstraintType>1</ConstraintType>"
    head = "<ScheduleFromStart>0</ScheduleFromStart><FinishDate>2014-05-01T17:00:00</FinishDate>"
    source = tmp_path / "plan.xml"
    source.write_text(mspdi(element(1, "甲", 1, 16, late), element(2, "乙", 1, 8, late, after(1)), head=head), "utf-8")
    project, told = read_foreign(source)
    assert project is not None
    assert [one.code for one in told] == ["interop-from-finish"]
    assert dates(project) == {"甲": ("29 08:00", "30 17:00"), "乙": ("01 08:00", "01 17:00")}


def gantt(tasks: str) -> str:
    week = 'sun="1" mon="0" tue="0" wed="0" thu="0" fri="0" sat="1"'
    return (
        '<?xml version="1.0" encoding="UTF-8"?><project name="p" company="" webLink="" view-date="2014-04-07" '
        'view-index="0" version="3.3" locale="zh_CN"><calendars><day-types>'
        f'<day-type id="0"/><day-type id="1"/><default-week id="1" name="default" {week}/></day-types></calendars>'
        f'<tasks empty-milestones="true"><taskproperties/>{tasks}</tasks><resources/><allocations/></project>'
    )


def drawn(number: int, day: str, lasting: int, done: int, inside: str = "", more: str = "") -> str:
    head = f'id="{number}" name="任务{number}" meeting="false" start="2014-04-{day}" duration="{lasting}"'
    return f'<task {head} complete="{done}"{more}>{inside}</task>'


def link(number: int, hardness: str = "Strong") -> str:
    return f'<depend id="{number}" type="2" difference="0" hardness="{hardness}"/>'


@installed
@pytest.mark.parametrize("nested", [False, True], ids=["flat", "below another"])
def test_ganttprojects_tasks_below_another_keep_their_relations_and_progress(nested: bool, tmp_path: Path) -> None:
    """Two days done on the 7th and 8th, one after it; 3 hangs on nothing and was drawn on Monday the 14th.

    4 follows 3 by a soft link and was drawn later, on the 17th; the date of 5 is none, for its constraint is 0.
    """
    inside = drawn(1, "07", 2, 100, link(2)) + drawn(2, "09", 1, 0) + drawn(3, "14", 1, 0, link(4, "Rubber"))
    more = drawn(4, "17", 1, 0) + drawn(5, "10", 1, 50, more=' thirdDate="2010-01-01" thirdDate-constraint="0"')
    source = tmp_path / "plan.gan"
    text = drawn(0, "07", 9, 22, inside) + more if nested else inside + more
    source.write_text(gantt(text), encoding="utf-8")
    project, told = read_foreign(source)
    assert project is not None
    assert [(one.code, one.facts["found"]) for one in told] == [("interop-assumed-starts", "2")]
    result = compute(as_of(project, schedule.latest_data_date(project)))
    days = {one.task.name: (start_day(one.start).day, finish_day(one.finish).day) for one in result.tasks.values()}
    assert days == {"任务1": (7, 8), "任务2": (9, 9), "任务3": (14, 14), "任务4": (17, 17), "任务5": (10, 10)}
    assert sum(len(task.relations) for task in project.plan.tasks.values()) == 2
    progress = {project.plan.tasks[one.task].name: one.finished for one in project.updates[0].progress}
    assert progress == {"任务1": at("2014-04-08 17:00"), "任务5": None}


@pytest.mark.long
@installed
@pytest.mark.parametrize(
    ("name", "text", "code", "exit_code"),
    [
        ("half.xml", PROJECT[: len(PROJECT) // 2], "interop-broken-xml", Exit.UNCONVERTED),
        ("other.xml", "<a><b/></a>", "interop-format", Exit.UNCONVERTED),
        ("empty.xml", mspdi(), "interop-no-tasks", Exit.FAULTY),
        ("phase.xml", mspdi(element(0, "项目", 0, 8, SUMMARY)), "interop-no-tasks", Exit.FAULTY),
        ("whole.xml", mspdi(element(0, "项目", 0, 0)), "interop-no-tasks", Exit.FAULTY),
        (
            "off.xml",
            re.sub("<WorkingTimes>.*?</WorkingTimes>", "", mspdi(element(1, "a", 1, 8))),
            "calendar-without-work",
            1,
        ),
        ("circle.xml", mspdi(element(1, "a", 1, 8, after(2)), element(2, "b", 1, 8, after(1))), "cycle", Exit.FAULTY),
    ],
    ids=["cut off", "another XML", "no task", "only a phase", "only the project", "no hours", "circle"],
)
def test_the_clerk_is_told_why_a_file_is_refused_and_never_in_p6s_words(
    name: str, text: str, code: str, exit_code: int, tmp_path: Path
) -> None:
    source = tmp_path / name
    source.write_text(text, encoding="utf-8")
    with pytest.raises(PlanError) as raised:
        compute(as_of(schedule.load(source), at("2014-04-07 08:00")))
    assert code in [one.code for one in raised.value.diagnostics]
    said = run("import", source, "-o", tmp_path / "plan", "--lang", "en")
    assert said.exit_code == exit_code
    assert name in said.stderr
    assert not {"P6", "RSRC", "%R", "xer"} & set(said.stderr.replace(".", " ").split())


MPX_HEAD = """MPX,Microsoft Project for Windows,4.0,ANSI
10,$,1,2,",",.
11,2,0,1,8.00,40.00,$0.00/h,$0.00/h,1,1
12,1,1,480,/,:,am,pm,1,1
20,Standard,0,1,1,1,1,1,0
25,1
""" + "".join(f"25,{day},08:00,12:00,13:00,17:00\n" for day in range(2, 7))
MPX = (
    f"{MPX_HEAD}30,plan,,,Standard,07/04/14 08:00\n60,ID,Unique ID,Name,Duration,Outline Level\n"
    "61,90,98,1,40,3\n70,1,1,土建施工,5d,1\n"
)
"""A plan in Microsoft Project's exchange format of old: five days from Monday 7 April 2014."""


@pytest.mark.long
@installed
@pytest.mark.parametrize(
    ("name", "data", "code", "facts"),
    [
        ("number.mpx", MPX.replace("70,1,1", "70,1,eins").encode("gbk"), "interop-number", {"found": "eins"}),
        ("unit.mpx", MPX.replace("5d", "5xyz").encode("gbk"), "interop-unit", {"found": "xyz", "line": "15"}),
        ("lie.gan", gantt(drawn(1, "07", 2, 0)).replace("任务", "施工").encode("gbk"), "interop-encoding", {}),
        ("date.gan", gantt(drawn(1, "07", 2, 0)).replace("2014-04-07", "2014-xx-07").encode(), "interop-damaged", {}),
        ("uid.xml", PROJECT.replace("<UID>7</UID>", "<UID>sieben</UID>").encode(), "interop-damaged", {}),
    ],
    ids=["a word for a number", "a unit", "GBK that says UTF-8", "no date", "no number"],
)
def test_the_clerk_is_told_what_in_a_file_cannot_be_read_and_never_in_javas_words(
    name: str, data: bytes, code: str, facts: dict[str, str], tmp_path: Path
) -> None:
    source = tmp_path / name
    source.write_bytes(data)
    with pytest.raises(PlanError) as raised:
        read_foreign(source)
    [fault] = raised.value.diagnostics
    assert (fault.code, {key: fault.facts[key] for key in facts}) == (code, facts)
    for lang in ("zh", "en"):
        said = run("schedule", source, "--lang", lang)
        assert said.exit_code == Exit.UNCONVERTED
        assert not re.search(r"java|invoke|null|Exception", said.stderr, re.IGNORECASE)


@pytest.mark.long
@installed
@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("ansi.mpx", MPX.encode("gbk"), {"土建施工": ("07 08:00", "11 17:00")}),
        ("utf-8.mpx", MPX.encode(), {"土建施工": ("07 08:00", "11 17:00")}),
        ("western.mpx", MPX.replace("土建施工", "Gründung").encode("cp1252"), {"Gründung": ("07 08:00", "11 17:00")}),
        (
            "gbk.gan",
            gantt(drawn(1, "07", 2, 0, link(2)) + drawn(2, "09", 1, 0)).replace("UTF-8", "GBK").encode("gbk"),
            {"任务1": ("07 08:00", "08 17:00"), "任务2": ("09 08:00", "09 17:00")},
        ),
        ("utf-16.xml", PROJECT.replace("UTF-8", "UTF-16").encode("utf-16"), STANDS),
    ],
    ids=["Chinese Windows", "UTF-8", "Western Windows", "GBK", "UTF-16"],
)
def test_the_clerk_reads_a_file_in_the_encoding_that_it_has(
    name: str, data: bytes, expected: dict[str, tuple[str, str]], tmp_path: Path
) -> None:
    source = tmp_path / name
    source.write_bytes(data)
    project, told = read_foreign(source)
    assert project is not None
    found = dates(project)
    if name.endswith(".gan"):  # its days have no hours
        found = {task: (f"{start[:2]} 08:00", f"{end[:2]} 17:00") for task, (start, end) in found.items()}
        assert sum(len(task.relations) for task in project.plan.tasks.values()) == 1
    assert found == expected
    if name.endswith(".xml"):
        assert "interop-fewer-relations" in [one.code for one in told]  # counted in UTF-16 as in UTF-8


def compound(sectors: int, directory: int) -> bytes:
    """A compound file of so many sectors of 512 bytes after its head, its directory in one of them, as [MS-CFB] has it.

    Its allocation table is in sector 0.
    """
    head = bytearray(b"\xff" * 512)
    head[:8], head[30:32] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", (9).to_bytes(2, "little")
    head[48:52], head[76:80] = directory.to_bytes(4, "little"), bytes(4)
    return bytes(head) + bytes(512 * sectors)


@pytest.mark.parametrize(
    ("failure", "data", "code"),
    [
        ("format", compound(4, 3), "interop-format"),
        ("damaged", compound(4, 3), "interop-damaged"),
        ("format", compound(4, 3)[:-512], "interop-cut-off"),
        ("damaged", compound(4, 9), "interop-cut-off"),
        ("format", compound(4, 3)[:300], "interop-cut-off"),
        ("password", compound(4, 9), "interop-password"),
        ("format", b"not a schedule", "interop-format"),
        ("memory", compound(4, 3), "interop-memory"),
        ("", b"", "empty-file"),
    ],
)
def test_the_clerk_knows_a_file_whose_end_is_missing_from_one_that_is_no_schedule(
    failure: str, data: bytes, code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Sector 3 of four is the last; without its 512 bytes, or named 9, it lies beyond the end."""
    facts = json.dumps({"failure": failure, "said": "no"})
    source = stand_in(monkeypatch, tmp_path, f"import sys; open(sys.argv[3], 'w').write({facts!r}); sys.exit(1)")
    source.write_bytes(data)
    with pytest.raises(PlanError) as raised:
        to_xer(source, tmp_path / "plan.xer", megabytes=700)
    [fault] = raised.value.diagnostics
    assert fault.code == code
    if code == "interop-memory":
        assert fault.facts["expected"] == "700"


def test_the_password_of_a_file_is_named_as_the_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    facts = json.dumps({"failure": "password", "said": "File is password protected"})
    code = f"import sys; open(sys.argv[3], 'w').write({facts!r}); sys.exit(1)"
    said = run("import", stand_in(monkeypatch, tmp_path, code), "-o", tmp_path / "plan")
    assert said.exit_code == Exit.UNCONVERTED
    assert "密码" in said.stderr


def test_what_javas_libraries_print_never_reaches_the_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """They may write what they like, also something that looks like an answer: facts are in a file of their own."""
    code = "import sys; print('ERROR StatusLogger', '{}'); sys.stderr.write('noise'); sys.exit(0)"
    with pytest.raises(PlanError, match="interop-failed"):
        to_xer(stand_in(monkeypatch, tmp_path, code), tmp_path / "plan.xer")
    none = {"tasks": 0, "relations": 0, "progress": 0}
    facts = {"application": "Microsoft", "name": "", "deadlines": {}, "earliest": {}, "manual": {}, "elapsed_lags": []}
    facts |= {"changed": {}, "stated": none, "written": none, "lost_relations": 0}
    code += f"\nopen(sys.argv[3], 'w').write({json.dumps(facts)!r})"
    code = "import sys\nopen(sys.argv[2], 'w').close()\nprint('ERROR')\n" + code.rsplit("\n", 1)[1]
    assert to_xer(stand_in(monkeypatch, tmp_path, code), tmp_path / "plan.xer").stated == none


@pytest.mark.parametrize(("profile", "columns"), [(Profile.MSP, []), (Profile.P6, ["late_start"])])
def test_the_late_start_of_what_has_begun_is_not_compared_with_projects(profile: Profile, columns: list[str]) -> None:
    """Begun on Monday the 7th, one of two days left: in Project its late start is the 7th, in P6 a date to meet."""
    begun = state(
        plan(task("a", "2wd"), settings=Settings(profile=profile)),
        "2014-04-08",
        a=Status(started=at("2014-04-07 08:00"), remaining=span("1wd")),
    )
    result = compute(begun)
    one = result.tasks["a"]
    dates = StoredDates(one.early_start, one.early_finish, at("2014-04-07 08:00"), one.late_finish, one.total_float)
    found = agreement(result, Project(begun.plan, stored={"a": dates}))
    assert [difference.column for difference in found.differences] == columns
