"""Every fault has a code, every code an example, and every example's fault is told at its line and column.

An example stands in `tests/plans/errors`: `<code>.yaml`, or a plan's folder `<code>/` for updates and baselines. The
first lines of a faulty file say what is expected of it: `# expect: <code> <line>:<column>`, or `# expect: <code>` where
the fault has no place. Nothing else may be told. Faults that no file can show are made by a function below.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path

import click
import pytest
from channel_faults import MADE_CHANNELS
from filelock import FileLock
from filled_forms import MADE_FORMS
from hypothesis import example, given
from hypothesis import strategies as st
from language_faults import MADE_LANGUAGES
from letterhead_faults import MADE_LETTERHEADS
from networks import plan, state, stored, task
from portfolio_faults import MADE_PORTFOLIOS

import schedule
from schedule.calendars.worktime import DAY, minutes
from schedule.commands import main
from schedule.commands.exporting import shown_otherwise
from schedule.diagnostics import Diagnostic, PlanError, Severity
from schedule.engine.compute import compute
from schedule.engine.state import as_of
from schedule.files.exchange import mpxj_bridge
from schedule.files.exchange.acceptable import acceptable
from schedule.files.exchange.interop import REFUSALS, WARNINGS, read_foreign, to_xer
from schedule.files.forms.changes import Said, read_changes
from schedule.files.forms.reports import csv_report, read_reports
from schedule.files.plans.plan import read_plan
from schedule.files.records import plan_folder as folder
from schedule.files.sealed.baselines import read_baseline
from schedule.files.sealed.updates import first_standing, read_update
from schedule.files.templates import write_new
from schedule.files.xer import table as xer_table
from schedule.files.xer.project import xer_project
from schedule.files.xer.writer import xer_bytes, xer_text
from schedule.files.yaml import source as yaml_source
from schedule.model import (
    CHINA,
    Baseline,
    Basis,
    CalendarSpec,
    Commitment,
    Constraint,
    ConstraintKind,
    Crew,
    DayException,
    Funds,
    P6Types,
    Plan,
    Progress,
    Project,
    State,
    Status,
    Task,
    TaskKind,
    Tranche,
    Update,
)
from schedule.output.figures.ground import typeface
from schedule.output.figures.ground import unwritten as charts
from schedule.output.words.catalogue import named_in, words
from schedule.output.words.faults import render, render_all
from schedule.output.words.languages import languages
from schedule.rules import Profile, Settings

EXAMPLES = Path(__file__).parent / "plans" / "errors"
CODES = {key.removeprefix("fault.") for key in words("zh") if key.startswith("fault.") and key.count(".") == 1}
_EXPECTED = re.compile(rb"# expect: ([a-z0-9-]+)(?: (\d+):(\d+))?\r?\n")

Place = tuple[str, int, int] | None


def expected_of(path: Path) -> set[tuple[str, Place]]:
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*.y*ml") if file.is_file())
    expected: set[tuple[str, Place]] = set()
    for file in files:
        for code, line, column in _EXPECTED.findall(file.read_bytes()):
            place = (str(file), int(line), int(column)) if line else None
            expected.add((code.decode(), place))
    return expected


def faults_of(path: Path) -> tuple[Diagnostic, ...]:
    """What reading tells, and computing where reading tells no error."""
    project, faults = xer_project(path.read_bytes(), str(path)) if path.suffix == ".xer" else schedule.read(path)
    if project is not None and all(fault.severity is Severity.WARNING for fault in faults):
        try:
            compute(as_of(project, schedule.latest_data_date(project)))
        except PlanError as error:
            faults += error.diagnostics
    return faults


def placed(faults: tuple[Diagnostic, ...]) -> list[tuple[str, Place]]:
    places = [fault.location and (fault.location.path, fault.location.line, fault.location.column) for fault in faults]
    return [(fault.code, place) for fault, place in zip(faults, places, strict=True)]


@pytest.mark.parametrize("path", sorted(EXAMPLES.iterdir()), ids=lambda path: path.name)
def test_an_example_tells_what_it_expects_and_nothing_else(path: Path) -> None:
    told = placed(faults_of(path))
    expected = expected_of(path)
    assert sorted(told, key=str) == sorted(expected, key=str)


PLAN = (EXAMPLES / "actual-changed" / "plan.yaml").read_bytes()


def raised(call: Callable[[], object]) -> tuple[Diagnostic, ...]:
    with pytest.raises(PlanError) as error:
        call()
    return error.value.diagnostics


def file_missing(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    return schedule.read(path)[1]


def too_large(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    file = path / "plan.yaml"
    with file.open("wb") as stream:
        stream.truncate(yaml_source.MAX_BYTES + 1)
    return schedule.read(file)[1]


def broken_link(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    (path / "plan.yaml").symlink_to(path / "moved.yaml")
    return schedule.read(path)[1]


def reserved_name(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    return raised(lambda: folder.write_baseline(path, Baseline("aux", 0, "", "", {})))


def line_too_long(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    monkeypatch.setattr(xer_table, "MAX_LINE", 20)
    return xer_project(b"ERMHDR\t19\r\n" + b"x" * 21, "plan.xer")[1]


def too_many_nodes(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    monkeypatch.setattr(yaml_source, "MAX_NODES", 20)
    (path / "plan.yaml").write_bytes(PLAN)
    return schedule.read(path)[1]


def more_faults(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    monkeypatch.setattr(yaml_source, "MAX_FAULTS", 1)
    (path / "plan.yaml").write_bytes(PLAN.replace(b"duration:", b"durations:"))
    unknown, *missing, more = schedule.read(path)[1]
    assert unknown.code == "unknown-key" and not missing
    return (more,)


def too_many_lines(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    monkeypatch.setattr(yaml_source, "MAX_LINES", 5)
    (path / "plan.yaml").write_bytes(PLAN)
    return schedule.read(path)[1]


def unreadable(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    (path / "plan.yaml").mkdir()
    return schedule.read(path)[1]


def update_exists(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    (path / "plan.yaml").write_bytes(PLAN)
    update = Update(data_date=minutes(date(2016, 3, 14)))
    folder.write_update(path, update)
    return raised(lambda: folder.write_update(path, update))


def folder_name(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    (path / "plan.yaml").write_bytes(PLAN)
    (path / "Updates").mkdir()
    (path / "Updates" / "2016-03-14.yaml").write_text("data_date: 2016-03-14\nnote: x\n", encoding="utf-8")
    return schedule.read(path)[1]


def history_line_ends(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    (path / "plan.yaml").write_bytes(PLAN)
    week = folder.write_update(path, Update(data_date=minutes(date(2016, 3, 14)), note="x"))
    week.write_bytes(week.read_bytes().replace(b"\n", b"\r\n"))
    return schedule.read(path)[1]


def history_remarks(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    (path / "plan.yaml").write_bytes(PLAN)
    folder.write_update(path, Update(data_date=minutes(date(2016, 3, 14)), note="x"))
    (path / "plan.yaml").write_bytes(PLAN + b"# checked\n")
    return schedule.read(path)[1]


def baseline_exists(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    (path / "plan.yaml").write_bytes(PLAN)
    baseline = Baseline("B0", minutes(date(2016, 3, 1)), "示例", "专责领导小组", {})
    folder.write_baseline(path, baseline)
    return raised(lambda: folder.write_baseline(path, baseline))


def folder_locked(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    monkeypatch.setattr(folder, "LOCK_SECONDS", 0.01)
    (path / "plan.yaml").write_bytes(PLAN)
    with FileLock(path / folder.LOCK):
        return raised(lambda: folder.write_update(path, Update(data_date=0)))


def folder_not_empty(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    (path / "notes.txt").write_text("x")
    return raised(lambda: write_new(path, PLAN.decode()))


def csv_quote(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    return csv_faults('task,note\nsurvey,"等待\n')


def csv_cells(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    return csv_faults("task,note\nsurvey,等待,补正\n")


def csv_workbook(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    return csv_faults(b"PK\x03\x04\x14")


def csv_encoding(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    return csv_faults("task,note\nsurvey,等待\n".encode("gb18030"))


def ambiguous_task(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    (path / "plan.yaml").write_bytes(PLAN.replace("设计".encode(), "勘察".encode(), 1))
    faults = yaml_source.Faults()
    report = csv_report("任务,说明\n勘察,等待\n".encode(), "week.csv", faults)
    state = as_of(schedule.load(path), minutes(date(2016, 3, 14)))
    return raised(lambda: read_reports([report], state, faults))


def no_such_relation(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    (path / "plan.yaml").write_bytes(PLAN)
    state = as_of(schedule.load(path), minutes(date(2016, 3, 14)))
    return raised(lambda: read_changes(["survey after-=design"], Said("x", "y"), state, yaml_source.Faults()))


def missing_glyph(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    return charts.unwritten(plan(replace(task("a", "1h"), name="验收🚧")))


def missing_font(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    monkeypatch.setattr(typeface, "CARRIER", "no_such_package")
    return raised(typeface.font_path.__wrapped__)


def unknown_project(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    several = EXAMPLES / "several-projects.xer"
    return xer_project(several.read_bytes(), str(several), "PRAK")[1]


def csv_faults(text: str | bytes) -> tuple[Diagnostic, ...]:
    faults = yaml_source.Faults()
    csv_report(text if isinstance(text, bytes) else text.encode(), "week.csv", faults)
    return faults.diagnostics


def bridge_that(does: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **limits: float) -> tuple[Diagnostic, ...]:
    """A conversion by a program that does this instead of running Java."""
    bridge, source = tmp_path / "bridge.py", tmp_path / "plan.mpp"
    bridge.write_text(f"import sys, time\n{does}\n", encoding="utf-8")
    source.write_bytes(b"plan")
    monkeypatch.setattr(mpxj_bridge, "__file__", str(bridge))
    try:
        return to_xer(source, tmp_path / "plan.xer", **limits).faults
    except PlanError as error:
        return error.diagnostics


def changed(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    """What is told of a file of which the conversion changed one thing."""
    return bridge_that(telling({**CONVERTED, "changed": {name: 1}}), tmp_path, monkeypatch)


CONVERTED = {
    "application": "Microsoft",
    "name": "",
    "deadlines": {},
    "earliest": {},
    "manual": {},
    "elapsed_lags": [],
    "changed": {},
    "stated": {"tasks": 1, "relations": 0, "progress": 0},
    "written": {"tasks": 1, "relations": 0, "progress": 0},
    "lost_relations": 0,
}
"""What the bridge tells of a file with one task."""


def telling(facts: Mapping[str, object], xer: str = "", code: int = 0) -> str:
    """A bridge that tells these facts and writes this `.xer`."""
    return "\n".join(
        [
            f"open(sys.argv[2], 'w', encoding='utf-8').write({xer!r})",
            f"open(sys.argv[3], 'w', encoding='utf-8').write({json.dumps(facts)!r})",
            f"sys.exit({code})",
        ]
    )


def refused(failure: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    """What is told of a file that MPXJ refuses for this reason."""
    facts = {"failure": failure, "said": "no", "found": "t", "line": 21}
    return bridge_that(telling(facts, code=1), tmp_path, monkeypatch)


def old_pod(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    """A file of OpenProj: objects of Java and no XML behind them."""
    source = tmp_path / "plan.pod"
    source.write_bytes(b"\xac\xed\x00\x05sr")
    return raised(lambda: to_xer(source, tmp_path / "plan.xer"))


def come_over(facts: Mapping[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    """What is told of a file with these facts whose `.xer` has one task, or is none at all."""
    one = state(plan(task("a", "1h")))
    text = xer_text(one, compute(one).calendars, {})[0] if facts["stated"] else "no xer"
    bridge_that(telling({**CONVERTED, **facts}, text), tmp_path, monkeypatch)
    return read_foreign(tmp_path / "plan.mpp")[1]


def unwritten(
    one: Task, path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings | None = None
) -> tuple[Diagnostic, ...]:
    """What an `.xer` of a task and one before it does not say."""
    both = plan(task("a", "1h"), task("c", "1h", "a FS+2wd", "a SS+2wd"), one)
    written = state(both if settings is None else replace(both, settings=settings))
    computed = compute(written)
    return xer_text(written, computed.calendars, stored(computed))[1]


def paid_from_funds(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    """A task that uses money, of which P6 knows nothing."""
    one = replace(task("a", "1h"), commits=(Commitment(Fraction(3)),))
    written = state(replace(plan(one, task("b", "1h", "a")), funds=Funds({"aid": Tranche("aid", Fraction(2))})))
    computed = compute(written)
    return xer_text(written, computed.calendars, stored(computed))[1]


def kept_from_a_crew(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    """A task that a crew is on, whose dates are written as they are, whether the crew suffices or not."""
    crews = {"gang": Crew("gang", 1)}
    written = state(replace(plan(replace(task("a", "1h"), crew=(("gang", 1),)), task("b", "1h", "a")), crews=crews))
    computed = compute(written)
    return xer_text(written, computed.calendars, stored(computed))[1]


def come_in_silence(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    """A milestone after finished work, on whose lag two days have run that P6 counts from the data date."""
    three = plan(task("a", "1h"), task("m", None, "a", kind=TaskKind.START_MILESTONE), task("b", "1h", "m FS+9wd"))
    began = State(three, three.start + 2 * DAY, {"a": Status(started=three.start, finished=three.start + 60)})
    computed = compute(began)
    return xer_text(began, computed.calendars, stored(computed))[1]


def moved_by_p6(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    """A finish that a relation asks for on a Saturday: B's work ends on Friday the 11th, P6 shows Monday the 14th."""
    return shown_otherwise(compute(state(plan(task("a", "44h", calendar="seven"), task("b", "1wd", "a FF")))))


def unheld(one: Task, path: Path, monkeypatch: pytest.MonkeyPatch, **said: int) -> tuple[Diagnostic, ...]:
    """What a plan's folder cannot hold of a task that another tool wrote, or of what was reported of it."""
    of = plan(one)
    progress = (Progress(one.id, of.start, **said),) if said else ()
    return acceptable(Project(of, (Update(of.start + DAY, progress),)))[1]


def unused_calendar(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    """A calendar of another tool's file on which nothing works."""
    return acceptable(Project(plan(task("a", "1h")), unused_calendars=("Night shift",)))[1]


def not_encodable(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    return raised(lambda: xer_bytes("验收", "cp1252"))


def calendar_too_short(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    """Two hours on a calendar that works one hour of one day; only P6's files have such calendars."""
    one_hour = DayException(date(2014, 5, 1), date(2014, 5, 1), working=True)
    outage = CalendarSpec("outage", week=(), hours=((480, 540),), exceptions=(one_hour,))
    made = replace(plan(task("a", "2h", calendar="outage")), calendars={"office": CHINA, "outage": outage})
    return raised(lambda: compute(state(made)))


def file_exists(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    """Only the command writes such a file; what it tells is its exit, and the fault that it raises."""
    (path / "plan.yaml").write_bytes(PLAN)
    (path / "plan.xer").touch()
    command = main.get_command(click.Context(main), "export")
    assert command is not None
    return raised(lambda: command.main([str(path), "-o", str(path / "plan.xer")], standalone_mode=False))


def data_date_ahead(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    """Only what would seal such a record tells it: what is sealed stays, and is read."""
    (path / "plan.yaml").write_bytes(PLAN)
    command = main.get_command(click.Context(main), "baseline")
    assert command is not None
    words = [str(path), "B0", "--approved-by", "领导小组", "--date", "2199-03-14"]
    return raised(lambda: command.main(words, standalone_mode=False))


MADE = {
    made.__name__.replace("_", "-"): made
    for made in (
        file_missing,
        too_large,
        line_too_long,
        broken_link,
        reserved_name,
        too_many_nodes,
        too_many_lines,
        more_faults,
        unreadable,
        update_exists,
        folder_name,
        history_line_ends,
        history_remarks,
        baseline_exists,
        folder_locked,
        folder_not_empty,
        csv_quote,
        csv_cells,
        csv_workbook,
        csv_encoding,
        ambiguous_task,
        no_such_relation,
        unknown_project,
        missing_glyph,
        missing_font,
        not_encodable,
        calendar_too_short,
        file_exists,
        data_date_ahead,
    )
}
_DAY = minutes(date(2014, 5, 1))
_LATE = (Constraint(ConstraintKind.FINISH_NO_LATER_THAN, _DAY),) * 3
_ON_SATURDAY = (Constraint(ConstraintKind.START_NO_EARLIER_THAN, minutes(date(2014, 5, 3))),)
_FIXED = (Constraint(ConstraintKind.START_ON, _DAY),)
_MANDATORY = (Constraint(ConstraintKind.MANDATORY_START, _DAY),)
_MANUAL = (Constraint(ConstraintKind.MANUAL_START, _DAY),)
MADE |= {
    "interop-missing": partial(bridge_that, "sys.stderr.write('mpxj')\nsys.exit(3)"),
    "interop-failed": partial(bridge_that, "sys.stderr.write('Java heap space')\nsys.exit(1)"),
    "interop-timeout": partial(bridge_that, "time.sleep(30)", seconds=0.3),
    "calendars-left-out": unused_calendar,
    "xer-no-deadline": partial(unwritten, task("b", "1h", constraints=_FIXED, deadline=_DAY)),
    "xer-lag-calendar": partial(unwritten, task("b", "1h", "a FS+3cd")),
    "xer-nothing-left": partial(unwritten, task("b", "0h", constraints=_ON_SATURDAY)),
    "xer-not-reported": come_in_silence,
    "xer-statutory": partial(unwritten, task("b", "1h", basis=Basis(rule="BID_PERIOD"))),
    "xer-physical-percent": partial(unwritten, task("b", "1h", p6=P6Types(percent="CP_Phys"))),
    "xer-third-constraint": partial(unwritten, task("b", "1h", constraints=_LATE)),
    "xer-other-dates": moved_by_p6,
    "xer-funds": paid_from_funds,
    "xer-crew": kept_from_a_crew,
    "other-rules": partial(unwritten, task("b", "1h"), settings=Settings(profile=Profile.MSP)),
    "constraint-beside-another": partial(unheld, task("b", "1h", constraints=(*_FIXED, *_MANDATORY))),
    "constraint-without-effect": partial(unheld, task("b", None, kind=TaskKind.SUMMARY, constraints=_FIXED)),
    "deadline-left-out": partial(unheld, task("b", "1h", deadline=0)),
    "suspension-left-out": partial(unheld, task("b", "1h"), resumed=_DAY, finished=_DAY - DAY),
    "suspension-mended": partial(unheld, task("b", "1h"), suspended=0, finished=_DAY),
    "text-shortened": partial(unheld, replace(task("b", "1h"), name="长" * 201)),
    "duration-assumed": partial(unheld, task("b", "5469776h"), finished=_DAY),
    "remaining-assumed": partial(unheld, task("b", "1h"), suspended=_DAY),
    **{code: partial(changed, name) for name, code in WARNINGS.items()},
    **{code: partial(refused, failure) for failure, code in REFUSALS.items()},
    "interop-old-pod": old_pod,
    **{
        f"interop-fewer-{what}": partial(
            come_over,
            {
                "stated": {"tasks": 1, "relations": 0, "progress": 0, what: 3},
                "lost_relations": 3 * (what == "relations"),
            },
        )
        for what in ("tasks", "relations", "progress")
    },
    "interop-not-understood": partial(come_over, {"stated": {}}),
    "xer-manual-start": partial(unwritten, task("b", "1h", constraints=_MANUAL)),
}
MADE |= MADE_FORMS
MADE |= MADE_CHANNELS
MADE |= MADE_PORTFOLIOS
MADE |= MADE_LETTERHEADS
MADE |= MADE_LANGUAGES


@pytest.mark.parametrize("code", MADE)
def test_a_made_fault_is_told(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (fault,) = MADE[code](tmp_path, monkeypatch)
    assert fault.code == code


def test_every_code_has_an_example_and_every_example_a_code() -> None:
    shown = {code for path in EXAMPLES.iterdir() for code, _ in expected_of(path)}
    named = {path.name.removesuffix(".yaml").removesuffix(".xer") for path in EXAMPLES.iterdir()}
    assert shown <= CODES
    assert CODES - MADE.keys() <= named
    assert not MADE.keys() & named


def test_every_code_that_the_source_gives_has_words() -> None:
    root = Path(schedule.__file__).parent
    sources = [*(root / "files").rglob("*.py"), *(root / "engine").glob("*.py")]
    call = re.compile(
        r'(?:(?:add|warn|bad|unknown|form|_bad_part|_read_name|read_names|Diagnostic|_write_new)\((?:[^"()]|\([^"()]*\))*)'
        r'"([a-z]+(?:-[a-z0-9]+)+|cycle|anchor|tag|tab|horizon|unreadable|gb18030)"'
    )
    given_codes = {code for source in sources for code in call.findall(source.read_text(encoding="utf-8"))}
    assert len(given_codes) > 60
    assert given_codes <= CODES


def test_five_faults_are_five_faults(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    lines = [
        "daopai: 1",
        "project: {name: 示例, start: 2016-02-30, calendar: china}",
        "tasks:",
        "  survey: {name: 勘察, duration: 7, colour: red}",
        "  design: {name: 设计, duration: 20wd, after: [survye, design]}",
    ]
    file.write_text("\n".join(lines), encoding="utf-8")

    def place(line: int, found: str) -> Place:
        return str(file), line, lines[line - 1].rindex(found) + 1

    assert placed(schedule.read(file)[1]) == [
        ("bad-date", place(2, "2016-02-30")),
        ("bad-duration", place(4, "7")),
        ("unknown-key", place(4, "colour")),
        ("unknown-task", place(5, "survye")),
        ("self-relation", place(5, "design")),
    ]


MADE_FROM_FACTS = {"again", "counted", "extended", "kind", "lacking", "problem", "under", "reason", "why"}


@pytest.mark.slow
def test_every_example_has_the_facts_that_its_sentence_names() -> None:
    for path in EXAMPLES.iterdir():
        for fault in faults_of(path):
            for lang in languages():
                assert named_in(f"fault.{fault.code}", lang) - MADE_FROM_FACTS <= fault.facts.keys(), fault
            assert all(fault.facts.values()), fault


def test_faults_are_counted() -> None:
    faults = faults_of(EXAMPLES / "bad-duration.yaml") + faults_of(EXAMPLES / "above-ceiling.yaml")
    assert render_all(faults, "en").splitlines()[-1] == "5 errors, 1 warning"
    assert render_all(faults, "zh").splitlines()[-1] == "5 个错误，1 个提醒"
    assert render_all((), "en") == ""


def test_a_sentence_shows_its_place(tmp_path: Path) -> None:
    shutil.copy(EXAMPLES / "unknown-task.yaml", tmp_path / "plan.yaml")
    (fault,) = schedule.read(tmp_path / "plan.yaml")[1]
    assert render(fault, "en") == (
        "error: There is no task “survye”. Did you mean “survey”?\n"
        f"  {tmp_path / 'plan.yaml'}:9:13\n"
        "      after: [survye FS+3cd]\n"
        "              ^^^^^^"
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2016-02-30", "“2016-02-30” is no date (there is no such day); write it like 2016-03-14"),
        ("2016-03-01T25:00", "is no date (there is no such time)"),
        ("1916-03-01", "is no date (years go from 1970 to 2199)"),
        ("2016/3/1", "Did you mean “2016-03-01”?"),
        ("2016年3月1日", "Did you mean “2016-03-01”?"),
        ("2015.11.2", "Did you mean “2015-11-02”?"),
        ("2016-6-31", "is no date (there is no such day)"),
        ("11月2日", "is no date (the year is missing)"),
    ],
)
def test_a_date_that_is_none_says_why(tmp_path: Path, written: str, said: str) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(PLAN.decode().replace("2016-03-01", written), encoding="utf-8")
    assert said in render(schedule.read(file)[1][0], "en")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("7", "7wd / 7cd"),
        ("7天", "7wd / 7cd"),
        ("7日", "7wd / 7cd"),
        ("7个工作日", "7wd"),
        ("2小时", "2h"),
        ("0天", ""),
    ],
)
def test_a_duration_without_its_unit_says_what_was_meant(tmp_path: Path, written: str, meant: str) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(PLAN.decode().replace("7wd", written), encoding="utf-8")
    (fault,) = schedule.read(file)[1]
    assert (fault.code, fault.facts.get("nearest", "")) == ("bad-duration", meant)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("start_on_or_after: 2016-03-07", "start_no_earlier_than"),
        ("finish_on_or_before: 2016-03-07", "finish_no_later_than"),
        ("snet: 2016-03-07", "start_no_earlier_than"),
        ("FNLT: 2016-03-07", "finish_no_later_than"),
        ("CS_MSOB: 2016-03-07", "start_no_later_than"),
        ("must_finish_on: 2016-03-07", "finish_on"),
        ("完成不晚于: 2016-03-07", "finish_no_later_than"),
        ("start_no_latter_than: 2016-03-07", "start_no_later_than"),
    ],
)
def test_a_constraint_is_known_by_what_other_tools_call_it(tmp_path: Path, written: str, meant: str) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(PLAN.decode().replace("duration: 7wd", f"duration: 7wd, {written}"), encoding="utf-8")
    (fault,) = schedule.read(file)[1]
    assert (fault.code, fault.facts["nearest"]) == ("unknown-key", meant)


def test_a_name_in_the_place_of_an_id_tells_the_id(tmp_path: Path) -> None:
    (tmp_path / "updates").mkdir()
    (tmp_path / "plan.yaml").write_text(
        "daopai: 1\nproject: {name: 示例, start: 2016-03-01, calendar: china}\nbodies: {land: {name: 国土局}}\ntasks:\n"
        "  site: {name: 用地预审, duration: 5wd, body: 国土局}\n"
        "  plant: {name: 厂房基础, duration: 5wd, after: [用地预申]}\n",
        encoding="utf-8",
    )
    week = "data_date: 2016-03-14\nprogress:\n  厂房基础: {started: 2016-03-02, remaining: 2wd}\n"
    (tmp_path / "updates" / "2016-03-14.yaml").write_text(week, encoding="utf-8")
    assert [(fault.code, fault.facts["nearest"]) for fault in schedule.read(tmp_path)[1]] == [
        ("unknown-body", "land (国土局)"),
        ("unknown-task", "site (用地预审)"),
        ("unknown-task", "plant (厂房基础)"),
    ]


def test_a_missing_calendar_says_what_to_write(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(PLAN.decode().replace(", calendar: china", ""), encoding="utf-8")
    (fault,) = schedule.read(file)[1]
    assert render(fault, "zh").startswith("错误：少了“calendar: china”。")


def test_a_missing_plan_has_a_path_and_no_line(tmp_path: Path) -> None:
    (fault,) = schedule.read(tmp_path / "x")[1]
    assert render(fault, "en") == f"error: There is no such file or folder: {tmp_path / 'x'}."


def test_a_long_line_is_cut_around_the_fault(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(PLAN.decode() + "  x: {name: x, evidence: " + "长" * 500 + ", duration: 7}\n", encoding="utf-8")
    (fault,) = schedule.read(file)[1]
    shown = render(fault, "zh").splitlines()[-2:]
    assert all(len(line) < 220 for line in shown)
    assert "duration: 7" in shown[0]


def test_nothing_of_a_file_reaches_the_terminal_as_a_command() -> None:
    _, faults = read_plan(b'daopai: "1\x1b[31m"\nproject: "\\e[31m"\n', "\x1b[2Jplan.yaml")
    assert faults
    assert "\x1b" not in render_all(faults, "zh")


@pytest.mark.slow
@given(st.binary(max_size=400))
@example(b"")
@example(b"\xff\xfe")
@example(b"{" * 400)
@example(b"- " * 200)
def test_any_bytes_give_faults_and_no_traceback(data: bytes) -> None:
    plan, faults = read_plan(data, "plan.yaml")
    assert faults
    for fault in faults:
        render(fault, "zh")
    update, _, _ = read_update(data, "2016-03-14.yaml", first_standing(Plan("", 0, "china", {})))
    assert update is None or update.data_date
    assert read_baseline(data, "B0.yaml", ())[0] is None
    assert plan is None or plan.tasks is not None


MUTANTS = [path for path in sorted(EXAMPLES.rglob("*.yaml")) if path.is_file()]
TOKENS = [
    *"{}[]:,#&*!|>'\"%@`?-\t\n ：，０　",
    "- ",
    ": ",
    "1wd",
    "~",
    "null",
    "FS+1wd",
    "2016-02-29",
    "..",
    "\x00",
    "\x85",
]


@st.composite
def mutated(draw: st.DrawFn) -> tuple[Path, bytes]:
    path = draw(st.sampled_from(MUTANTS))
    data = path.read_bytes()
    for _ in range(draw(st.integers(1, 4))):
        begin = draw(st.integers(0, len(data)))
        end = draw(st.integers(begin, min(begin + 20, len(data))))
        token = draw(st.sampled_from(TOKENS) | st.text(max_size=4)).encode(errors="replace")
        data = data[:begin] + token + data[end:]
    return path, data


@given(mutated())
def test_a_mutated_file_gives_faults_and_no_traceback(mutant: tuple[Path, bytes]) -> None:
    path, data = mutant
    if path.parent.name == "updates":
        base, _ = read_plan((path.parents[1] / "plan.yaml").read_bytes(), "plan.yaml")
        assert base is not None
        _, _, faults = read_update(data, str(path), first_standing(base))
    elif path.parent.name == "baselines":
        _, faults = read_baseline(data, str(path), {"survey"})
    else:
        _, faults = read_plan(data, str(path))
    for fault in faults:
        assert fault.code in CODES
        render(fault, "en")
        if fault.location:
            assert 1 <= fault.location.line <= max(len(fault.location.source.lines), 1)
