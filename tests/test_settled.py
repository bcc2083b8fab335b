"""No record that cannot be computed: refused before it is sealed, and left out where an older release sealed it."""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import schedule
from schedule.analysis.meeting import take
from schedule.calendars.worktime import minutes, moment
from schedule.commands import main
from schedule.commands.conduct.exits import Exit
from schedule.diagnostics import Severity
from schedule.engine import horizon
from schedule.engine import settled as room
from schedule.engine.state import as_planned
from schedule.files.records.chain import tail_sealed
from schedule.model import Aside, Plan, Update

PLAN = """\
daopai: 1
project: {name: 示例, start: 2016-03-01, calendar: site}
calendars:
  site: {week: mon-fri}
  crane: {week: [], on: [2016-03-01..2016-04-30]}
bodies: {a: {name: 甲}}
tasks:
  survey: {name: 勘察, duration: 7wd, body: a}
  design: {name: 设计, duration: 20wd, after: [survey], body: a}
  lift: {name: 吊装, duration: 5wd, calendar: crane, body: a}
  done: {name: 完工, milestone: finish, after: [design, lift], body: a, deadline: 2016-06-30}
"""
FIRST = "data_date: 2016-03-07\nprogress:\n  survey: {started: 2016-03-01, remaining: 3wd}\n"
WEEK = "updates/2016-03-14.yaml"


def revision(changes: str) -> str:
    return f"revisions:\n  - {{{changes}, reason: 录入, approved_by: 专班}}\n"


COMPUTES = {
    "circle": (revision("task: survey, set: {after: [design]}"), "cycle", 3),
    "beyond": (
        "note: x\n"
        + revision("task: survey, set: {duration: 999999wd}")
        + "  - {task: design, set: {duration: 999999wd}, reason: 录入, approved_by: 专班}\n",
        "horizon",
        5,
    ),
    "longer": ("note: x\n" + revision("task: design, set: {duration: 400000cd}"), "horizon", 4),
    "lag": ("note: x\n" + revision("task: design, set: {after: [survey FS+400000cd]}"), "horizon", 4),
    "no day": (revision("calendar: crane, off: [2016-03-01..2016-04-30]"), "calendar-without-work", 3),
    "too few days": ("note: x\nprogress:\n  lift: {started: 2016-03-01, remaining: 60wd}\n", "calendar-too-short", 4),
    "summary": (
        "revisions:\n  - add: s\n    task: {name: 汇总, kind: summary, group: g, after: [design]}\n"
        "    reason: x\n    approved_by: y\n",
        "summary-relation",
        4,
    ),
}
"""What can be read and not be computed, with the fault and the line that is to blame."""
READS = {
    "left": "progress:\n  survey: {started: 2016-03-01, remaining: 1000000000wd}\n",
    "long": revision("task: design, set: {duration: 9999999wd}"),
    "far": revision("task: design, set: {start_no_earlier_than: 9999-12-31}"),
}
"""What releases before the limits could seal, and this one does not read."""
KINDS = {**{kind: text for kind, (text, _, _) in COMPUTES.items()}, **READS}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def typed(folder: Path, *weeks: str) -> Path:
    """A plan with weeks of 7, 14, 21 March, that nobody has sealed."""
    (folder / "updates").mkdir(parents=True)
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    for day, text in zip(("07", "14", "21"), weeks, strict=False):
        (folder / "updates" / f"2016-03-{day}.yaml").write_text(text, encoding="utf-8")
    return folder


def dated(text: str, day: str = "14") -> str:
    return f"data_date: 2016-03-{day}\n{text}"


def contents(folder: Path) -> dict[str, bytes]:
    files = [folder / "plan.yaml", *folder.glob("updates/*.yaml"), *folder.glob("baselines/*.yaml")]
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def as_sealed_before(folder: Path, *weeks: str) -> Path:
    """The same folder as a release left it that sealed without computing."""
    typed(folder, *weeks)
    for name, data in tail_sealed(contents(folder)).items():
        (folder / name).write_bytes(data)
    return folder


# before it is sealed


def lag_at_length(kinds: Iterable[str]) -> list[Any]:
    """The kinds of a test that takes seconds for the lag, which compiles calendars over a thousand years."""
    return [pytest.param(kind, marks=pytest.mark.long) if kind == "lag" else kind for kind in kinds]


@pytest.mark.parametrize("kind", lag_at_length(COMPUTES))
def test_the_clerk_cannot_seal_what_cannot_be_computed_and_is_told_the_line(kind: str, tmp_path: Path) -> None:
    text, code, line = COMPUTES[kind]
    folder = typed(tmp_path / "p", FIRST, dated(text))
    before = contents(folder)
    for arguments in (
        ("verify", folder, "--seal"),
        ("baseline", folder, "B0", "--approved-by", "x"),
        ("update", folder, "--date", "2016-03-21", "--note", "x"),
        ("decide", folder, "--date", "2016-03-21", "design duration=10wd", "--reason", "x", "--approved-by", "y"),
        ("check", folder),
    ):
        done = run(*arguments)
        assert done.exit_code == Exit.FAULTY, arguments
        assert f"{WEEK}:{line}:" in done.stderr, arguments
    assert contents(folder) == before
    project, faults = schedule.read(folder)
    assert project is not None
    assert [(fault.code, fault.severity, fault.location and fault.location.line) for fault in faults] == [
        (code, Severity.ERROR, line)
    ]


@pytest.mark.parametrize(
    ("command", "words", "said"),
    [
        ("update", ["lift started=2016-03-01 remaining=60wd"], "lift"),
        ("update", ["survey remaining=1000000000wd"], "没有这么久的工作"),
        ("update", ["survey remaining=4000wd"], "超过了十年"),
        ("decide", ["survey after=design"], "survey → design → survey"),
        ("decide", ["survey duration=999999wd", "design duration=999999wd"], "日期超出可计算的范围"),
        ("decide", ["design duration=400000cd"], "日期超出可计算的范围"),
        ("decide", ["design after='survey FS+400000cd'"], "日期超出可计算的范围"),
        ("decide", ["lift duration=90wd"], "crane"),
        ("decide", ["design start_no_earlier_than=9999-12-31"], "年份只能是 1970 到 2199"),
        ("decide", ["calendar crane off=2016-03-01..2016-04-30 name=停"], "crane"),
    ],
)
def test_no_command_writes_a_record_that_cannot_be_computed(
    tmp_path: Path, command: str, words: list[str], said: str
) -> None:
    folder = as_sealed_before(tmp_path / "p", FIRST)
    before = contents(folder)
    why = ["--reason", "x", "--approved-by", "y"] if command == "decide" else []
    done = run(command, folder, "--date", "2016-03-14", *words, *why, "--lang", "zh")
    assert done.exit_code == Exit.FAULTY
    assert said in done.stderr
    assert contents(folder) == before


def test_every_command_writes_its_records_by_the_one_door_that_computes() -> None:
    """`collect` as `update`, `decide`, `baseline`, `verify --seal`: none writes past `commands.conduct.recording`."""
    folder = Path(schedule.__file__).parent / "commands"
    writers = re.compile(r"\b(write_update|write_baseline|seal_history)\b")
    found = {path.stem for path in folder.rglob("*.py") if writers.search(path.read_text(encoding="utf-8"))}
    assert found == {"recording"}
    doors = re.compile(r"\b(record_update|record_baseline|seal_records)\(")
    used = {path.stem for path in folder.rglob("*.py") if doors.search(path.read_text(encoding="utf-8"))}
    assert used == {"recording", "update", "decide", "collect", "baseline", "verify"}


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("docs/plan.md", "the years {first} to {last}"),
        ("docs/plan.zh.md", "{first} 年至 {last} 年以外"),
        ("CHANGELOG.md", "the years {first} to {last}"),
    ],
)
def test_the_documents_name_the_years_that_are_computed(document: str, said: str) -> None:
    text = " ".join((Path(schedule.__file__).parent.parent / document).read_text(encoding="utf-8").split())
    assert said.format(first=horizon.FIRST.year, last=horizon.LAST.year) in text


# a history that holds one


COMMANDS = ("schedule", "deadlines", "alerts", "paths", "custody", "check", "explain lift", "meeting --only minutes")


@pytest.mark.parametrize("kind", lag_at_length(KINDS))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_command_shows_a_history_without_the_week_and_says_so(kind: str, lang: str, tmp_path: Path) -> None:
    folder = as_sealed_before(tmp_path / "p", FIRST, dated(KINDS[kind]))
    said = {"zh": f"“{WEEK}”算不出日期，没有算进去", "en": f"No dates follow from {WEEK}, and it is left out"}[lang]
    for command in COMMANDS if lang == "zh" else COMMANDS[:1]:
        name, *rest = command.split()
        done = run(name, folder, *rest, "--lang", lang)
        assert done.exit_code == 0, (command, done.stderr)
        assert said in done.stderr + done.stdout, command
    assert run("verify", folder).exit_code == 0, "it is as it was sealed"


@pytest.mark.parametrize("kind", KINDS)
def test_the_figures_are_those_of_the_folder_without_the_week(kind: str, tmp_path: Path) -> None:
    """By hand: three days of survey from Monday 7 March, then twenty of design: the morning of Thursday 7 April."""
    there = schedule.load(as_sealed_before(tmp_path / "p", FIRST, dated(KINDS[kind])))
    without = schedule.load(as_sealed_before(tmp_path / "q", FIRST))
    meeting, other = schedule.meeting(there), schedule.meeting(without)
    assert moment(meeting.headline.forecast).isoformat() == "2016-04-07T00:00:00"
    assert meeting.headline == other.headline
    assert [alert.task for alert in meeting.alerts] == [alert.task for alert in other.alerts]
    assert [one.names for one in there.aside] == [(WEEK,)]


def test_every_paper_of_the_secretary_says_that_a_week_is_left_out(tmp_path: Path) -> None:
    folder = as_sealed_before(tmp_path / "p", FIRST, dated(KINDS["too few days"]))
    names = ("minutes", "page", "secretary", "notice", "deadlines", "alerts", "calendars")
    few = [word for paper in names for word in ("--only", paper)]
    assert run("meeting", folder, "-o", tmp_path / "out", *few, "--lang", "zh").exit_code == 0
    papers = [path for path in (tmp_path / "out").iterdir() if path.suffix in (".md", ".html", ".ics")]
    assert len(papers) >= 5
    for paper in papers:
        text = paper.read_text(encoding="utf-8").replace("\n ", "")
        assert "2016-03-14.yaml 算不出来，没有算进去" in text.replace("\\", ""), paper.name


FIX = {
    "lag": ("decide", "design after=survey", "--reason", "录错", "--approved-by", "专班"),
    "longer": ("decide", "design duration=10wd", "--reason", "录错", "--approved-by", "专班"),
    "circle": ("decide", "survey after-=design", "--reason", "录错", "--approved-by", "专班"),
    "too few days": ("update", "lift remaining=2wd", "--corrects", "录错"),
    "no day": (
        "decide",
        "calendar crane on=2016-03-14..2016-04-30 name=恢复",
        "--reason",
        "录错",
        "--approved-by",
        "专班",
    ),
}


@pytest.mark.parametrize("kind", FIX)
def test_a_record_of_the_same_day_puts_it_right(kind: str, tmp_path: Path) -> None:
    folder = as_sealed_before(tmp_path / "p", FIRST, dated(KINDS[kind]))
    command, *words = FIX[kind]
    before = contents(folder)
    assert run(command, folder, "--date", "2016-03-14", *words).exit_code == 0
    assert {name: contents(folder)[name] for name in before} == before, "what is sealed stays as it is"
    project, faults = schedule.read(folder)
    assert project is not None
    assert faults == ()
    assert project.aside == ()
    assert len(project.updates) == 2
    assert run("meeting", folder, "--only", "minutes").exit_code == 0


WAS = {
    "circle": ("survey after-=design", "勘察：前置条件 设计 → （无）"),
    "longer": ("design duration=10wd", "设计：工期 400000 天 → 10 个工作日"),
    "lag": ("design after=survey", "设计：前置条件 勘察后 400000 天 → 勘察"),
}


@pytest.mark.parametrize("kind", lag_at_length(WAS))
@pytest.mark.parametrize("day", ["14", "21"])
def test_the_clerk_reads_what_the_week_said_that_the_decision_takes_the_place_of(
    kind: str, day: str, tmp_path: Path
) -> None:
    folder = as_sealed_before(tmp_path / "p", FIRST, dated(KINDS[kind]))
    change, said = WAS[kind]
    words = ("--reason", "录错", "--approved-by", "专班", "--lang", "zh")
    done = run("decide", folder, "--date", f"2016-03-{day}", change, *words)
    assert done.exit_code == 0
    assert f"{said}。" in done.stdout


@pytest.mark.parametrize("kind", lag_at_length(FIX))
def test_a_later_record_puts_it_right_and_what_it_said_counts_from_then_on(kind: str, tmp_path: Path) -> None:
    folder = as_sealed_before(tmp_path / "p", FIRST, dated(KINDS[kind]))
    command, *words = FIX[kind]
    words = words if command == "decide" else words[:1]  # of a later day there is nothing to correct
    assert run(command, folder, "--date", "2016-03-21", *words).exit_code == 0
    project, faults = schedule.read(folder)
    assert project is not None
    assert [(fault.code, fault.severity) for fault in faults] == [("counted-later", Severity.WARNING)]
    assert len(project.updates) == 2
    done = run("meeting", folder, "--only", "minutes", "--lang", "zh")
    assert done.exit_code == 0
    assert f"{WEEK} 单独算不出来" in done.stdout.replace("\n", "")
    assert "从 2016年3月21日 的记录起合在一起算" in done.stdout.replace("\n", "")
    if kind == "too few days":
        status = take(project, project.updates[-1].data_date).schedule.tasks["lift"]
        assert moment(status.start).isoformat() == "2016-03-01T00:00:00", "the start that it reported is known"
        assert moment(status.finish).isoformat() == "2016-03-23T00:00:00", "two days from Monday 21 March"


def test_a_week_after_it_counts_without_it(tmp_path: Path) -> None:
    """Nobody has put it right; the next week is about something else: one day of survey from Monday 21 March."""
    later = dated("progress:\n  survey: {remaining: 1wd}\n", "21")
    project = schedule.load(as_sealed_before(tmp_path / "p", FIRST, dated(KINDS["too few days"]), later))
    tasks = schedule.meeting(project).schedule.tasks
    assert moment(tasks["survey"].finish).isoformat() == "2016-03-22T00:00:00"
    assert tasks["lift"].status.started is None
    assert [len(one.names) for one in project.aside] == [1]


def test_a_week_that_decides_about_what_it_added_is_left_out_with_it(tmp_path: Path) -> None:
    added = (
        "revisions:\n  - {add: shed, task: {name: 棚, duration: 3wd, after: [done]}, reason: x, approved_by: y}\n"
        "  - {task: survey, set: {after: [shed]}, reason: x, approved_by: y}\n"
    )
    later = dated(revision("task: shed, set: {duration: 4wd}"), "21")
    folder = as_sealed_before(tmp_path / "p", FIRST, dated(added), later)
    project = schedule.load(folder)
    assert [one.names for one in project.aside] == [(WEEK,), ("updates/2016-03-21.yaml",)]
    words = ("remove shed", "survey after-=shed", "--reason", "x", "--approved-by", "y")
    assert run("decide", folder, "--date", "2016-03-28", *words).exit_code == 0
    assert [one.counted is None for one in schedule.load(folder).aside] == [False, False]


def test_a_changed_week_with_errors_is_no_week_to_leave_out(tmp_path: Path) -> None:
    """Whoever changed it can restore it: the fault stops everything, as ever."""
    folder = as_sealed_before(tmp_path / "p", FIRST, dated("progress:\n  survey: {remaining: 2wd}\n"))
    week = folder / WEEK
    week.write_bytes(week.read_bytes().replace(b"2wd", b"1000000000wd"))
    done = run("schedule", folder)
    assert done.exit_code == Exit.FAULTY
    assert "1000000000wd" in done.stderr


@pytest.mark.parametrize("beside", ["", "  idle: {week: [], on: [2016-03-01..2016-04-30]}\n"], ids=["used", "unused"])
def test_a_history_of_ordinary_weeks_is_not_computed_for_a_question_about_today(
    beside: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no calendar was changed and nothing lies centuries away there is a schedule, and reading computes none.

    What a calendar says that nothing is computed with is no reason to doubt.
    """
    plain = PLAN.replace("  crane: {week: [], on: [2016-03-01..2016-04-30]}\n", beside + "  crane: {week: mon-sun}\n")
    folder = typed(tmp_path / "p", FIRST, dated(revision("task: design, set: {duration: 30wd}")))
    (folder / "plan.yaml").write_text(plain, encoding="utf-8")

    def refuse(*_: object) -> None:
        raise AssertionError("computed")

    monkeypatch.setattr(room, "computed", refuse)
    project, faults = schedule.read(folder)
    assert faults == ()
    assert project is not None
    assert project.aside == ()


WINTERS = ", ".join(f"{year}-11-15..{year + 1}-03-10" for year in range(2016, 2036))
"""Stated year by year, as P6 has its closed seasons: of twenty winters some 2,300 days without work."""


@pytest.mark.parametrize(("off", "is_computed"), [(WINTERS, False), ("2017-01-01..2019-03-31", True)])
def test_winters_that_are_stated_one_by_one_are_no_reason_to_compute(
    off: str, is_computed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a calendar that rests for years in one go (here 820 days) could have no work in all that is computed."""
    calls = []
    monkeypatch.setattr(room, "computed", lambda *_: calls.append(1))
    folder = typed(tmp_path / "p", FIRST)
    crane = f"  crane: {{week: mon-sun, off: [{off}]}}\n"
    plain = PLAN.replace("  crane: {week: [], on: [2016-03-01..2016-04-30]}\n", crane)
    (folder / "plan.yaml").write_text(plain, encoding="utf-8")
    project, faults = schedule.read(folder)
    assert project is not None
    assert faults == ()
    assert bool(calls) == is_computed


def test_a_plan_that_cannot_be_computed_itself_blames_no_week(tmp_path: Path) -> None:
    folder = typed(tmp_path / "p", FIRST)
    short = PLAN.replace("2016-03-01..2016-04-30", "2016-03-01..2016-03-02")
    (folder / "plan.yaml").write_text(short, encoding="utf-8")
    project, _ = schedule.read(folder)
    assert project is not None
    assert project.aside == ()
    assert "crane" in run("schedule", folder).stderr
    shutil.rmtree(folder)


ORDINARY = PLAN.replace("  crane: {week: [], on: [2016-03-01..2016-04-30]}\n", "").replace(", calendar: crane", "")
"""A plan that gives no other reason to compute what is recorded."""


@pytest.mark.parametrize("kind", ["longer", pytest.param("lag", marks=pytest.mark.long)])
def test_a_plan_without_odd_calendars_is_sealed_no_endless_record_either(kind: str, tmp_path: Path) -> None:
    text, _, line = COMPUTES[kind]
    folder = typed(tmp_path / "p", FIRST, dated(text))
    (folder / "plan.yaml").write_text(ORDINARY, encoding="utf-8")
    for arguments in (("verify", folder, "--seal"), ("update", folder, "--date", "2016-03-21", "--note", "x")):
        done = run(*arguments)
        assert done.exit_code == Exit.FAULTY
        assert f"{WEEK}:{line}:" in done.stderr


@pytest.mark.slow
def test_what_is_left_of_a_hundred_tasks_is_added_up(tmp_path: Path) -> None:
    """By hand: 110 tasks of 3600 calendar days, one after the other, are 1084 years; half of them 542, to 2558."""
    names = [f"t{k}" for k in range(110)]
    tasks = "".join(f"  {b}: {{name: {b}, duration: 5cd, after: [{a}]}}\n" for a, b in itertools.pairwise(names))
    plan = ORDINARY.split("  survey:")[0] + "  t0: {name: t0, duration: 5cd}\n" + tasks
    for number, code in ((55, 0), (110, Exit.FAULTY)):
        folder = tmp_path / str(number)
        (folder / "updates").mkdir(parents=True)
        (folder / "plan.yaml").write_text(plan, encoding="utf-8")
        left = "".join(f"  {name}: {{started: 2016-03-01, remaining: 3600cd}}\n" for name in names[:number])
        (folder / "updates" / "2016-03-07.yaml").write_text(f"data_date: 2016-03-07\nprogress:\n{left}", "utf-8")
        done = run("verify", folder, "--seal")
        assert done.exit_code == code, done.stderr
        assert ("2016-03-07.yaml:" in done.stderr) == bool(code)


@pytest.mark.long
def test_left_works_of_many_weeks_are_added_up(tmp_path: Path) -> None:
    """No week says much: each of eleven leaves ten tasks 3600 days; the last one of them is too much."""
    names = [f"t{k}" for k in range(110)]
    tasks = "".join(f"  {b}: {{name: {b}, duration: 5cd, after: [{a}]}}\n" for a, b in itertools.pairwise(names))
    (tmp_path / "updates").mkdir()
    plan = ORDINARY.split("  survey:")[0] + "  t0: {name: t0, duration: 5cd}\n" + tasks
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    for week in range(11):
        left = [f"{name} started=2016-03-01 remaining=3600cd" for name in names[week * 10 : week * 10 + 10]]
        done = run("update", tmp_path, "--date", f"2016-04-{week + 1:02}", *left)
        if done.exit_code:
            break
    assert done.exit_code == Exit.FAULTY
    assert week == 9, "by hand: ten weeks are 985 years, after 2016 one too many; nine are 887"
    assert run("schedule", tmp_path).exit_code == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("calendar", "duration"),
    [
        ("{week: [mon]}", "60000wd"),
        ("{week: mon-sun, closed: [02-01..12-31]}", "40000wd"),
        ("{week: mon-fri, hours: [09:00-10:00]}", "270000h"),
    ],
)
def test_a_calendar_that_works_seldom_reaches_far(calendar: str, duration: str, tmp_path: Path) -> None:
    """By hand: 60000 Mondays are 1150 years, 40000 days at 31 a year 1290, 270000 hours at 260 a year 1038."""
    folder = typed(
        tmp_path / "p", FIRST, dated(revision(f"task: design, set: {{duration: {duration}, calendar: odd}}"))
    )
    (folder / "plan.yaml").write_text(ORDINARY.replace("bodies:", f"  odd: {calendar}\nbodies:"), encoding="utf-8")
    done = run("verify", folder, "--seal")
    assert done.exit_code == Exit.FAULTY
    assert f"{WEEK}:" in done.stderr


# the plan itself


ENDLESS = PLAN.replace("duration: 20wd, after", "duration: 500000cd, after")


@pytest.mark.parametrize(
    ("arguments", "rest"),
    [
        (("update", "--date", "2016-03-07", "--note", "x"), ()),
        (("decide", "--date", "2016-03-07", "--reason", "x", "--approved-by", "y"), ("survey duration=5wd",)),
        (("baseline", "--approved-by", "x"), ("B0",)),
        (("verify", "--seal"), ()),
    ],
    ids=lambda value: value[0] if value else "-",
)
@pytest.mark.parametrize(
    "plan",
    [ENDLESS, pytest.param(PLAN.replace("after: [survey]", "after: [survey FS+400000cd]"), marks=pytest.mark.long)],
)
def test_a_plan_without_a_schedule_is_not_fixed_by_its_first_record(
    plan: str, arguments: tuple[str, ...], rest: tuple[str, ...], tmp_path: Path
) -> None:
    """As long as nothing is sealed the clerk can put plan.yaml right, and is told where: `design`, its tenth line."""
    folder = typed(tmp_path / "p", *([FIRST] if arguments[0] == "verify" else []))
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    before = contents(folder)
    command, *words = arguments
    done = run(command, folder, *rest, *words)
    assert done.exit_code == Exit.FAULTY
    assert contents(folder) == before
    assert "plan.yaml:9:" in done.stderr or command in ("baseline", "decide"), done.stderr
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    assert run(command, folder, *rest, *words).exit_code == 0


@pytest.mark.long
def test_a_plan_that_an_older_release_fixed_is_put_right_by_a_decision_and_by_nothing_else(tmp_path: Path) -> None:
    """By hand: 100 working days of design from Tuesday 15 March, the last data date, end on Monday 1 August."""
    folder = typed(tmp_path / "p", FIRST)
    (folder / "plan.yaml").write_text(ENDLESS, encoding="utf-8")
    for name, data in tail_sealed(contents(folder)).items():
        (folder / name).write_bytes(data)
    assert run("update", folder, "--date", "2016-03-14", "--note", "x").exit_code == Exit.FAULTY
    words = ("design duration=100wd", "--reason", "录错", "--approved-by", "专班", "--lang", "zh")
    done = run("decide", folder, "--date", "2016-03-14", *words)
    assert done.exit_code == 0, done.stderr
    assert "决定之前：记录算不出日期" in done.stdout
    assert run("update", folder, "--date", "2016-03-15", "survey finished=2016-03-09").exit_code == 0
    papers = ("minutes", "page", "notice", "secretary", "supervision", "deadlines")
    few = [word for paper in papers for word in ("--only", paper)]
    for day in ("2016-03-14", "2016-03-15"):
        assert run("meeting", folder, "--date", day, "-o", tmp_path / day, *few).exit_code == 0
    meeting = schedule.meeting(schedule.load(folder))
    assert moment(meeting.headline.forecast).isoformat() == "2016-08-02T00:00:00"
    assert run("check", folder).exit_code == 0


def test_what_was_set_aside_counts_from_the_very_day_that_puts_it_right() -> None:
    """Told on the 7th, put right on the 14th: nothing of it is known before, and nothing counts a minute too early."""
    told, right = (minutes(date(2016, 3, day)) for day in (7, 14))
    one = Aside(Update(told), (), counted=right, told=told)
    folded = as_planned(Plan("plan", told, "office", {}), aside=(one,))
    asked = (told - 1, told, right - 1, right, right + 1)
    known = [[known.counted for known in folded.at(day, folded.plan).aside] for day in asked]
    assert known == [[], [None], [None], [right], [right]]
    never = replace(one, counted=None, told=None)
    assert as_planned(folded.plan, aside=(never,)).at(told, folded.plan).aside == (never,)
