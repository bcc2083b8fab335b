"""No record that cannot be computed: refused before it is sealed, and left out where an older release sealed it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import schedule
from schedule.analysis.meeting import take
from schedule.calendars.worktime import moment
from schedule.commands import main
from schedule.commands.exits import Exit
from schedule.diagnostics import Severity
from schedule.engine import settled as room
from schedule.files.records.chain import tail_sealed

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
SLOW = {"beyond"}
"""Calendars are compiled to the end of the year 9999 before that is known: seconds, the same for every command."""
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


def kinds(names: Iterable[str]) -> list[Any]:
    return [pytest.param(name, marks=pytest.mark.long if name in SLOW else ()) for name in names]


@pytest.mark.parametrize("kind", kinds(COMPUTES))
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
        pytest.param(
            "decide",
            ["survey duration=999999wd", "design duration=999999wd"],
            "日期超出可计算的范围",
            marks=pytest.mark.long,
        ),
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
    """`collect` as `update`, `decide`, `baseline`, `verify --seal`: none writes past `schedule.commands.recording`."""
    folder = Path(schedule.__file__).parent / "commands"
    writers = re.compile(r"\b(write_update|write_baseline|seal_history)\b")
    found = {path.stem for path in folder.glob("*.py") if writers.search(path.read_text(encoding="utf-8"))}
    assert found == {"recording"}
    doors = re.compile(r"\b(record_update|record_baseline|seal_records)\(")
    used = {path.stem for path in folder.glob("*.py") if doors.search(path.read_text(encoding="utf-8"))}
    assert used == {"recording", "update", "decide", "collect", "baseline", "verify"}


# a history that holds one


COMMANDS = ("schedule", "deadlines", "alerts", "paths", "custody", "check", "explain lift", "meeting --only minutes")


@pytest.mark.parametrize("kind", kinds(KINDS))
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


@pytest.mark.parametrize("kind", kinds(KINDS))
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


@pytest.mark.parametrize("kind", FIX)
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


def test_a_history_of_ordinary_weeks_is_not_computed_for_a_question_about_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no calendar was changed and nothing lies centuries away there is a schedule, and reading computes none."""
    plain = PLAN.replace("  crane: {week: [], on: [2016-03-01..2016-04-30]}\n", "  crane: {week: mon-sun}\n")
    folder = typed(tmp_path / "p", FIRST, dated(revision("task: design, set: {duration: 30wd}")))
    (folder / "plan.yaml").write_text(plain, encoding="utf-8")

    def refuse(*_: object) -> None:
        raise AssertionError("computed")

    monkeypatch.setattr(room, "computed", refuse)
    project, faults = schedule.read(folder)
    assert faults == ()
    assert project is not None
    assert project.aside == ()


def test_a_plan_that_cannot_be_computed_itself_blames_no_week(tmp_path: Path) -> None:
    folder = typed(tmp_path / "p", FIRST)
    short = PLAN.replace("2016-03-01..2016-04-30", "2016-03-01..2016-03-02")
    (folder / "plan.yaml").write_text(short, encoding="utf-8")
    project, _ = schedule.read(folder)
    assert project is not None
    assert project.aside == ()
    assert "crane" in run("schedule", folder).stderr
    shutil.rmtree(folder)
