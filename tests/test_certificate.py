"""The certificate of a schedule: true of every schedule, and each change found by a checker that knows no daopai."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest
from certificates import CHECKER, Forger, changes, checker, said_of, sealed, stated, text_of
from click.testing import CliRunner
from hypothesis import given
from lengths import share_of
from networks import CALENDARS, at, plan, span, state, states, states_of_every_kind, task
from test_same_numbers import WITHOUT_CHARTS

import schedule
from schedule.analysis.history import History
from schedule.analysis.views.certificate import certified
from schedule.commands import main
from schedule.diagnostics import Location, PlanError, Source
from schedule.engine.certificate import place_of, statement
from schedule.engine.compute import compute
from schedule.files.templates import available
from schedule.model import (
    Assignment,
    CalendarSpec,
    Constraint,
    ConstraintKind,
    DayException,
    State,
    Status,
    Task,
    TaskKind,
)
from schedule.output import meeting_folder as papers
from schedule.rules import LagCalendar, LateAsPossible, Profile, Settings

DAY = 1440
SAMPLE = Path("plans/kashgar")


def by_hand() -> dict[str, Any]:
    """Every day is worked. A takes 3 days; B 2, after A SS+2; C 1, after A and B FF+1; C is due on day 6.

    B may start on day 2 and is done on day 4. A lets C start on day 3; B lets C end on day 5, so start on day 4. C ends
    on day 5. Back from day 6: C 5 to 6, B by day 5, so 3 to 5; A by day 5 for C, but must start by day 1 for B.
    """

    def one(
        name: str, days: int, early: tuple[int, int], by: int, late: tuple[int, int], late_by: int
    ) -> dict[str, Any]:
        begin, end, latest_start, latest_finish = (day * DAY for day in (*early, *late))
        return {
            "id": name,
            "calendar": 0,
            "kind": 0,
            "work": days * DAY,
            "floor": 0,
            "floor_why": "project-start",
            "cap": None,
            "start": begin,
            "finish": end,
            "by": by,
            "latest_start": latest_start,
            "latest_finish": latest_finish,
            "late_by": late_by,
            "least": None,
            "source": f"plan.yaml:{ord(name) - 60}",
        }

    def link(begin: int, end: int, kind: str, days: int) -> dict[str, Any]:
        return {"from": begin, "to": end, "type": kind, "lag": days * DAY, "lag_calendar": 0, "source": "plan.yaml:9"}

    return {
        "daopai-certificate": 1,
        "plan": "",
        "records": [],
        "data_date": 0,
        "now": 0,
        "not_proved": [],
        "spans": [],
        "calendars": [{"name": "every-day", "work": [[-20 * DAY, 40 * DAY]]}],
        "tasks": [
            one("A", 3, (0, 3), -1, (1, 4), 0),
            one("B", 2, (2, 4), 0, (3, 5), 2),
            one("C", 1, (4, 5), 2, (5, 6), -1),
        ],
        "relations": [link(0, 1, "SS", 2), link(0, 2, "FS", 0), link(1, 2, "FF", 1)],
        "deadlines": [{"task": 2, "at": 6 * DAY}],
        "target": 2,
        "claim": 5 * DAY,
        "chain": [0, 1, 2],
    }


def test_a_stranger_checks_three_tasks_by_hand(tmp_path: Path) -> None:
    assert said_of(sealed(by_hand()), tmp_path) == "VALID 1970-01-05T24:00 A > B > C"


@pytest.mark.parametrize(
    ("where", "value", "said"),
    [
        (("tasks", 1, "start"), 1 * DAY, "plan.yaml:6: B: starts 1970-01-01T24:00, its reason says 1970-01-02T24:00"),
        (
            ("tasks", 2, "by"),
            1,
            "C: its reason asks 1970-01-03T24:00, the strictest or the first asks 1970-01-04T24:00",
        ),
        (
            ("tasks", 2, "by"),
            0,
            "C: its reason asks 1970-01-02T24:00, the strictest or the first asks 1970-01-04T24:00",
        ),
        (("tasks", 1, "work"), 3 * DAY, "B: finishes 1970-01-04T24:00, its work says 1970-01-05T24:00"),
        (("tasks", 0, "latest_start"), 2 * DAY, "A: its latest start is too late for its latest finish"),
        (("tasks", 1, "latest_start"), 2 * DAY, "A > B: the latest dates do not keep it"),
        (("tasks", 0, "latest_start"), 0, "A: by its late reason it could be later"),
        (("tasks", 0, "late_by"), 1, "A: by its late reason it could be later"),
        (("tasks", 2, "latest_finish"), 7 * DAY, "C: its latest finish is after its deadline"),
        (("tasks", 1, "least"), 3 * DAY, "B: breaks a floor of law"),
        (("relations", 1, "from"), 2, "it goes backward"),
        (("claim",), 4 * DAY, "the target finishes 1970-01-05T24:00"),
        (("chain",), [1, 2], "it is not that of the reasons"),
        (("calendars", 0, "work"), [[0, 4 * DAY]], "calendar too short"),
        (("tasks", 1, "id"), "A", "one twice"),
        (("tasks", 1, "start"), None, "start is no whole number"),
        (("tasks", 1, "calendar"), 7, "calendar is no whole number, or out of range"),
    ],
)
def test_a_stranger_is_told_the_first_wrong_line(
    where: tuple[Any, ...], value: object, said: str, tmp_path: Path
) -> None:
    found: Any = by_hand()
    place = found
    for key in where[:-1]:
        place = place[key]
    place[where[-1]] = value
    line = said_of(sealed(found), tmp_path)
    assert line.startswith("INVALID ")
    assert said in line


def test_nobody_can_write_it_another_way(tmp_path: Path) -> None:
    """Cut off, with a key twice, in another order, with spaces, with fractions, with nothing that is one."""
    whole = sealed(by_hand())
    values = json.loads(whole)
    hostile = [
        whole[: len(whole) // 2],
        whole[:-1],
        whole.replace('"claim":7200', '"claim":7200,"claim":7200'),
        json.dumps(values, separators=(",", ":"), sort_keys=True)[:-1] + "," + whole[1:],
        json.dumps(dict(reversed(values.items())), separators=(",", ":")),
        json.dumps(values, sort_keys=True),
        whole.replace('"claim":7200', '"claim":7200.0'),
        whole.replace('"claim":7200', '"claim":NaN'),
        whole.replace('"claim":7200', f'"claim":{"9" * 5000}'),
        whole.replace('"target":2', '"target":-1'),
        *("", "null", "[]", "{}", "1e999", "[" * 100_000, '{"daopai-certificate":1}', "\ufeff" + whole, "\x00"),
    ]
    for text in hostile:
        assert said_of(text, tmp_path).startswith("INVALID "), text[:80]


def test_a_folder_or_nothing_is_no_certificate(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.json"):
        run = subprocess.run(
            [sys.executable, "-I", str(CHECKER), str(path)], capture_output=True, text=True, check=False
        )
        assert (run.returncode, run.stderr) == (1, "")
        assert run.stdout.startswith("INVALID ")


def test_a_stranger_reads_the_checker_in_one_sitting_and_needs_python_alone() -> None:
    source = CHECKER.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 200
    assert max(map(len, source.splitlines())) <= 120
    nodes = list(ast.walk(ast.parse(source)))
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names
    called = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not called & {"eval", "exec", "compile", "__import__"}


@pytest.mark.parametrize("number", [1_000, 1_001, 50_000])
def test_an_auditor_waits_seconds_for_a_certificate_that_a_forger_made_endless(number: int, tmp_path: Path) -> None:
    """As many crews as relations that ask each of them: minutes for a megabyte, hours for ten."""
    forged = by_hand()
    forged["tasks"][1]["legs"] = [[0, 2880]] * number
    first, *others = forged["relations"]
    forged["relations"] = [first] * min(number, 1_000) + others
    added = len(forged["relations"]) - 3
    for one in forged["tasks"]:
        one |= {key: one[key] + added for key in ("by", "late_by") if one[key] > 0}
    begun = time.process_time()
    said = said_of(sealed(forged), tmp_path)
    assert time.process_time() - begun < 5
    assert said.startswith("VALID " if number <= 1_000 else "INVALID certificate: ")


def weeks() -> list[tuple[str, dict[str, Any]]]:
    project = schedule.load(SAMPLE)
    history = History(project)
    return [(str(one.data_date), stated(history.schedule(one.data_date))) for one in project.updates]


@pytest.mark.slow
def test_every_week_of_the_sample_is_proved(tmp_path: Path) -> None:
    lines = [said_of(text_of(found) + "\n", tmp_path) for _, found in weeks()]
    assert len(lines) == 13
    assert all(line.startswith("VALID ") for line in lines), lines
    chain = "workshop-foundations > workshop-frame > workshop-envelope > workshop-finishes > works-done"
    assert lines[-1] == f"VALID 2016-06-28T24:00 {chain}"
    assert [found["not_proved"] for _, found in weeks()] == [[]] * 13


ELSEWHERE = [
    *sorted(Path("plans/kashgar-zone").glob("*/plan.yaml")),
    *sorted(Path("tests/corpus").glob("*/*/plan.yaml")),
]


@pytest.mark.parametrize("plan_file", ELSEWHERE, ids=lambda path: path.parent.name)
def test_every_week_of_the_zone_and_of_what_releases_made_is_proved(plan_file: Path, tmp_path: Path) -> None:
    project = schedule.load(plan_file.parent)
    history = History(project)
    days = [project.plan.start, *(one.data_date for one in project.updates)]
    lines = [said_of(text_of(stated(history.schedule(day))), tmp_path) for day in days]
    assert len(lines) > 1
    assert all(line.startswith("VALID ") for line in lines), lines


@pytest.mark.parametrize("name", [one.name for one in available()])
def test_every_template_is_proved(name: str, tmp_path: Path) -> None:
    made = tmp_path / "plan"
    run = CliRunner().invoke(main, ["new", str(made), "--template", name])
    assert run.exit_code == 0, run.output
    found = stated(History(schedule.load(made)).schedule(schedule.load(made).plan.start))
    assert said_of(text_of(found), tmp_path).startswith("VALID ")


@pytest.mark.slow
@given(states())
def test_what_is_computed_is_proved(tmp_path_factory: pytest.TempPathFactory, one: State) -> None:
    found = proved(one, tmp_path_factory)
    assert found is None or {code for code, _ in found["not_proved"]} <= {"reached"}


@pytest.mark.slow
@given(states_of_every_kind())
def test_what_is_computed_by_any_rules_is_proved(tmp_path_factory: pytest.TempPathFactory, one: State) -> None:
    found = proved(one, tmp_path_factory)
    told = {"reached", "as-late-as-possible", "expected", "span", "latest-dates"}
    assert found is None or {code for code, _ in found["not_proved"]} <= told


def proved(one: State, folders: pytest.TempPathFactory) -> dict[str, Any] | None:
    """The certificate of a state, which is valid; None where no schedule or no certificate is there."""
    try:
        computed = compute(one)
    except PlanError:
        return None
    found = certified(computed, computed.state.data_date, "", [])
    if found is None:
        return None
    said = said_of(found.text, folders.getbasetemp())
    assert said.startswith("VALID "), said
    return dict(json.loads(found.text))


def found_out(certificates: Iterable[dict[str, Any]], each: int, folder: Path, seed: int) -> int:
    """How many changed certificates the rules find, which must be all; the forger seals each anew."""
    count = 0
    for k, found in enumerate(certificates):
        forger = Forger(found, folder)
        for field, other in islice(changes(found, Random(seed + k)), each):
            line = forger.all_said_of(other)[0]
            assert line.startswith("INVALID "), (k, field, line)
            assert "digest" not in line
            count += 1
    return count


@pytest.mark.slow
def test_a_forger_who_changes_one_figure_is_found_out(tmp_path: Path) -> None:
    assert found_out([by_hand(), *(found for _, found in weeks()[::4])], 60, tmp_path, 1) == 300


@pytest.mark.long
def test_a_forger_who_changes_one_of_a_hundred_thousand_figures_is_found_out(tmp_path: Path) -> None:
    many, all_weeks = share_of(100_000, least=1000), [by_hand(), *(found for _, found in weeks())]
    assert found_out(all_weeks, -(-many // len(all_weeks)), tmp_path, 2) >= many


@pytest.mark.slow
@pytest.mark.parametrize("section", ["tasks", "relations"])
def test_a_forger_who_changes_what_was_asked_breaks_the_digest(section: str, tmp_path: Path) -> None:
    """Another network can prove itself, and a claim that is true of it; its digest is then another."""
    found = weeks()[-1][1]
    random = Random(3)
    inputs = {"tasks": ["floor", "cap", "kind", "calendar", "source"], "relations": ["lag", "lag_calendar", "type"]}
    for _ in range(40):
        other = deepcopy(found)
        one, key = random.choice(other[section]), random.choice(inputs[section])
        kinds = {"type": random.choice(["FS", "SS", "FF", "SF"]), "source": "plan.yaml:1"}
        one[key] = kinds[key] if key in kinds else (one[key] or 0) + random.choice([1, 1440])
        if other != found:
            assert said_of(text_of(other), tmp_path).startswith("INVALID "), key


# The latest dates that the proof found to be too late.


def latest(of: State, name: str) -> tuple[str, str]:
    dates = compute(of).tasks[name].latest
    assert dates is not None
    return tuple(str(schedule_moment(instant)) for instant in (dates.start, dates.finish))  # type: ignore[return-value]


def schedule_moment(instant: int) -> str:
    from schedule.calendars.worktime import moment

    return moment(instant).strftime("%m-%d %H:%M")


def test_an_engineer_starts_no_later_than_the_lags_calendar_lets_others_follow() -> None:
    """B must start by Saturday 12 April 08:00 to be done that Saturday evening. A start to start counts on the office.

    If A starts on Saturday, B waits for Monday: A must start by the last minute of Friday.
    """
    rules = Settings(lag_calendar=LagCalendar.PROJECT)
    b = task("b", "1wd", "a SS", calendar="seven", deadline=at("2014-04-13"))
    of = state(plan(task("a", "3wd", calendar="seven"), b, settings=rules))
    assert latest(of, "b") == ("04-12 08:00", "04-13 00:00")
    assert latest(of, "a")[0] == "04-11 16:59"


def test_an_engineer_starts_a_crew_no_later_than_others_follow_it() -> None:
    """B is seven days a week and due on Sunday 13 April, a day of work: it must start by Sunday morning.

    A has a crew that works on weekdays: it must start by the last minute of Friday 11, not on Monday.
    """
    crew = (Assignment(span("1wd"), "office"),)
    a = task("a", "4wd", calendar="seven", assignments=crew)
    of = state(plan(a, task("b", "1wd", "a SS", calendar="seven", deadline=at("2014-04-14"))))
    assert latest(of, "b")[0] == "04-13 08:00"
    assert latest(of, "a")[0] == "04-11 16:59"


def test_an_engineer_ends_no_later_than_the_crew_that_must_be_done_too() -> None:
    """B's crew works seven days a week, its own calendar is the office: due on Saturday 12, it is done that evening.

    A finish to finish that came on Monday morning would put its crew off to Monday: A must be done by Sunday 08:00.
    """
    crew = (Assignment(span("2wd"), "seven"),)
    b = task("b", "2wd", "a FF", assignments=crew, deadline=at("2014-04-12 17:00"))
    of = state(plan(task("a", "1h", calendar="seven"), b))
    assert latest(of, "b") == ("04-11 08:00", "04-12 17:00")
    assert latest(of, "a")[1] == "04-12 17:00"


def floor_of(day: str) -> Constraint:
    return Constraint(ConstraintKind.START_NO_EARLIER_THAN, at(day))


# The commands


def run(*args: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, list(args))
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    written = shutil.ignore_patterns("certificates", "meetings", "forms")
    return Path(shutil.copytree(SAMPLE, tmp_path / "kashgar", ignore=written))


def meet(sample: Path, *args: str) -> str:
    """What the meeting says; nothing here looks at its charts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(papers, "PAPERS", WITHOUT_CHARTS)
        code, _, told = run("meeting", str(sample), "--out", str(sample / "papers"), *args)
    assert code == 0, told
    return told


@pytest.mark.long
def test_a_secretary_finds_the_certificate_of_the_week_beside_its_records(sample: Path) -> None:
    """The current meeting writes it, the same run writes the same, an earlier meeting leaves it and says so."""
    path = sample / "certificates" / "2016-04-05.json"
    assert str(path) in meet(sample, "--lang", "en")
    text = path.read_bytes()
    found = subprocess.run([sys.executable, "-I", str(CHECKER), str(path)], capture_output=True, text=True, check=True)
    assert found.stdout.startswith("VALID 2016-06-28T24:00 workshop-foundations > ")
    assert json.loads((sample / "papers" / "snapshot.json").read_text())["network"] == json.loads(text)["network"]
    meet(sample)
    assert path.read_bytes() == text
    assert "排期证明" not in meet(sample, "--date", "2016-03-28", "--only", "alerts")
    assert "这是以前的例会，不写排期证明" in meet(sample, "--date", "2016-03-28")
    assert [one.name for one in path.parent.iterdir()] == [path.name]


@pytest.mark.long
def test_a_secretary_whose_folder_cannot_be_written_is_told_that_there_is_no_certificate(sample: Path) -> None:
    (sample / "certificates").write_text("not a folder")
    told = meet(sample, "--lang", "en")
    assert "no certificate of the dates was written" in told
    assert "certificates" in told
    assert (sample / "papers" / "meeting.md").is_file()


def certified_sample(sample: Path) -> Path:
    from schedule.analysis.views.certificate import certificate
    from schedule.calendars.worktime import start_day
    from schedule.files.records.certificates import write_certificate

    meeting = schedule.meeting(schedule.load(sample))
    found = certificate(meeting)
    assert found is not None
    return write_certificate(sample, start_day(meeting.data_date), found.text)


@pytest.mark.slow
def test_an_auditor_compares_a_certificate_with_plan_and_records(sample: Path) -> None:
    assert "has no certificate" in run("verify", str(sample), "--certificate", "--lang", "en")[1]
    path = certified_sample(sample)
    code, said, _ = run("verify", str(sample), "--certificate", "--lang", "en")
    assert (code, "certificates/2016-04-05.json: the same as computed anew" in said) == (0, True)
    found = json.loads(path.read_text(encoding="utf-8"))
    found["tasks"][0]["floor"] -= 1440
    for text, sentence in [
        (sealed(found), "not as computed anew"),
        (sealed({**json.loads(path.read_text(encoding="utf-8")), "data_date": 1}), "something else is not"),
        ("{", "cannot be understood"),
    ]:
        path.write_text(text, encoding="utf-8")
        code, said, _ = run("verify", str(sample), "--certificate", "--lang", "en")
        assert (code, sentence in said) == (12, True), said
    assert run("verify", str(sample))[0] == 0  # it is no record


@pytest.mark.slow
def test_an_auditor_compares_the_others_where_the_day_of_one_cannot_be_computed(sample: Path) -> None:
    """A file may be named for any day, also for one after which no calendar reaches."""
    meet(sample)
    kept = next((sample / "certificates").iterdir())
    (sample / "certificates" / "9999-12-31.json").write_bytes(kept.read_bytes())
    code, said, _ = run("verify", str(sample), "--certificate")
    assert code == 12
    assert f"{kept.name}：和重新计算的一样" in said
    assert "9999-12-31.json：这一天的日期算不出来，没有核对" in said


def test_what_lies_in_the_folder_disturbs_no_reading(sample: Path) -> None:
    before = run("check", str(sample))
    certified_sample(sample)
    assert run("check", str(sample)) == before


def test_the_checker_says_what_is_not_proved(tmp_path: Path) -> None:
    """A task as late as possible stands where it was put: the proof begins there."""
    of = state(
        plan(task("a", "1wd", as_late_as_possible=True), task("b", "1wd", "a", constraints=(floor_of("2014-04-16"),)))
    )
    path = tmp_path / "one.json"
    path.write_text(text_of(stated(compute(of))), encoding="utf-8")
    lines, valid = checker().verdict(str(path))
    assert valid
    assert lines[1:] == ["not proved: as-late-as-possible a"]


def test_an_engineer_finds_no_certificate_where_p6_puts_a_task_off_past_what_follows() -> None:
    """B stands at the midnight that begins Wednesday 16 April; of A's start a working day of lead is before it.

    P6 counts a day of work on from that midnight: A starts on Thursday at 08:00, a day before which is Wednesday 08:00.
    """
    b = task("b", "2wd", "a SS-1wd", calendar="site", constraints=(floor_of("2014-04-16"),))
    a = task("a", "1wd", as_late_as_possible=True)
    rules = Settings(as_late_as_possible=LateAsPossible.ALL_FREE_FLOAT)
    found = compute(state(plan(a, b, task("c", "30wd"), settings=rules)))
    assert found.tasks["a"].start == at("2014-04-17 08:00")
    assert statement(found) is None


def proved_lines(of: State, folder: Path) -> list[str]:
    path = folder / "one.json"
    path.write_text(text_of(stated(compute(of))), encoding="utf-8")
    lines, _ = checker().verdict(str(path))
    return [str(line) for line in lines]


def test_a_milestone_that_waits_for_a_start_which_has_happened_is_proved_to_the_latest_date(tmp_path: Path) -> None:
    """The works have begun and have nothing left, and wait for the survey out of sequence; the site waits for no end.

    It stands with the fence, on Tuesday evening, at the latest at its end. To P6 it comes after the survey.
    """
    opens = task("opens", None, "works SS", "fence", kind=TaskKind.START_MILESTONE, deadline=at("2014-10-08"))
    of = plan(task("survey", "1wd"), task("works", "1wd", "survey"), task("fence", "1wd"), opens, start="2014-10-06")
    survey, works = (Status(started=of.start, remaining=span(left)) for left in ("2wd", "0wd"))
    known = state(of, "2014-10-07", survey=survey, works=works)
    assert proved_lines(known, tmp_path)[0].startswith("VALID ")
    found = {one["id"]: one for one in stated(compute(known))["tasks"]}
    assert found["opens"]["finish"] == at("2014-10-07 17:00")
    assert found["opens"]["latest_finish"] == at("2014-10-08")
    assert found["works"]["latest_finish"] is None


def days(*numbers: int) -> list[date]:
    return [date(2014, 4, number) for number in numbers]


STATED_DAYS = CalendarSpec(
    "outage", week=(), exceptions=tuple(DayException(day, day, working=True) for day in days(16, 18, 21))
)
"""Wednesday, Friday and Monday, from midnight to midnight; no other day is worked, before them or after."""


@pytest.mark.parametrize(
    ("tasks", "said"),
    [
        ((task("a", "24h", calendar="outage"),), ["VALID 2014-04-16T24:00 a"]),
        ((task("a", "72h", calendar="outage"),), ["VALID 2014-04-21T24:00 a"]),
        ((task("a", "1wd"), task("b", "48h", "a", calendar="outage")), ["VALID 2014-04-18T24:00 a > b"]),
        ((task("a", "24h", calendar="outage", deadline=at("2014-04-22")),), ["VALID 2014-04-16T24:00 a"]),
        ((task("a", "72h", calendar="outage", deadline=at("2014-06-01")),), ["VALID 2014-04-21T24:00 a"]),
        (
            (task("a", "24h", calendar="outage"), task("b", "1wd", "a", deadline=at("2014-06-01"))),
            ["VALID 2014-04-17T17:00 a > b"],
        ),
        (
            (task("a", "24h", calendar="outage"), task("b", "1wd", "a FS+24h", deadline=at("2014-06-01"))),
            ["VALID 2014-04-21T17:00 a > b"],
        ),
        (
            (task("a", "1wd"), task("m", None, "a", calendar="outage", deadline=at("2014-04-10"))),
            ["VALID 2014-04-07T17:00 a > m", "not proved: latest-dates "],
        ),
        (
            (task("a", "1wd"), task("m", None, "a", calendar="outage", deadline=at("2014-06-01"))),
            ["VALID 2014-04-07T17:00 a > m"],
        ),
        (
            (task("a", "24h", calendar="outage", deadline=at("2014-04-10")),),
            ["VALID 2014-04-16T24:00 a", "not proved: latest-dates "],
        ),
        (
            (task("a", "2wd"), task("b", "24h", "a", calendar="outage", deadline=at("2014-04-10"))),
            ["VALID 2014-04-16T24:00 a > b", "not proved: latest-dates "],
        ),
        (
            (task("a", "24h", calendar="outage"), task("b", "1wd", "a", deadline=at("2014-04-15 17:00"))),
            ["VALID 2014-04-17T17:00 a > b", "not proved: latest-dates "],
        ),
    ],
)
def test_an_engineer_proves_work_in_an_outage_that_states_its_days(
    tasks: tuple[Task, ...], said: list[str], tmp_path: Path
) -> None:
    """No date before the outage's first day can be kept in it; what is after its last day holds nobody up."""
    of = replace(plan(*tasks), calendars={**CALENDARS, "outage": STATED_DAYS})
    assert proved_lines(state(of), tmp_path) == said


@pytest.mark.parametrize("calendar", ["office", "seven"])
def test_an_engineer_proves_what_is_expected_to_end_when_its_next_shift_begins(calendar: str, tmp_path: Path) -> None:
    """The data date is Wednesday 9 April 00:00; what is to end at 08:00 has nothing left and stands at midnight."""
    expected = Constraint(ConstraintKind.EXPECTED_FINISH, at("2014-04-09 08:00"))
    one = task("a", "3wd", calendar=calendar, constraints=(expected,))
    of = state(plan(one), "2014-04-09", a=Status(started=at("2014-04-07 08:00")))
    assert proved_lines(of, tmp_path) == ["VALID 2014-04-08T24:00 a"]


@pytest.mark.parametrize(
    ("own", "crew", "start", "proved"),
    [
        ("calendar-days", "office", "13:00", False),
        ("office", "calendar-days", "12:00", False),
        ("office", "office", "13:00", True),
        ("calendar-days", "calendar-days", "12:00", True),
    ],
)
@pytest.mark.parametrize("follows", [True, False])
def test_an_engineer_proves_what_follows_a_crew_that_begins_at_another_hour_than_its_task(
    own: str, crew: str, start: str, proved: bool, follows: bool, tmp_path: Path
) -> None:
    """The data date is noon, when the office rests for an hour. P6 begins with the crew and ends on the expected day.

    B, an hour of the office, follows on Monday 14 April at 08:00, for A ends on Friday the 11th.
    """
    expected = Constraint(ConstraintKind.EXPECTED_FINISH, at("2014-04-12"))
    length = "2cd" if own == "calendar-days" else "2wd"
    a = task("a", length, *(["z"] if follows else []), calendar=own, constraints=(expected,))
    a = replace(a, assignments=(Assignment(span("16h"), crew),))
    begun = {"z": Status(started=at("2014-04-08 08:00"), finished=at("2014-04-09 12:00"))} if follows else {}
    tasks = (*([task("z", "1h")] if follows else []), a, task("b", "1h", "a"))
    of = state(plan(*tasks), "2014-04-09 12:00", **begun)
    assert compute(of).tasks["a"].start == at(f"2014-04-09 {start}")
    said, *others = proved_lines(of, tmp_path)
    assert said.startswith("VALID 2014-04-14T09:00")
    assert others == ([] if proved else ["not proved: expected a"])


def test_a_milestone_nobody_reported_is_proved_where_the_rules_have_it() -> None:
    """What papers show of it is earlier than the data date, behind which no rule reaches, and is named."""
    done = {"a": Status(started=at("2014-04-07"), finished=at("2014-04-08 17:00"))}
    of = state(plan(task("a", "2wd"), task("m", None, "a", deadline=at("2014-05-01"))), "2014-04-14", **done)
    assert ["reached", "m"] in stated(compute(of))["not_proved"]


def test_an_engineer_is_told_of_each_deadline_that_papers_show_elsewhere() -> None:
    """Not of the target alone: of what was reached before the data date the certificate has P6's date, and says so."""
    done = {"a": Status(started=at("2014-04-07"), finished=at("2014-04-08 17:00"))}
    ahead = task("b", "9wd", "a", deadline=at("2014-06-01"))
    of = state(plan(task("a", "2wd"), task("m", None, "a", deadline=at("2014-04-10")), ahead), "2014-04-14", **done)
    found = stated(compute(replace(of, plan=replace(of.plan, target="b"))))
    assert found["not_proved"] == [["reached", "m"]]


def test_the_statement_of_three_tasks_is_the_one_by_hand() -> None:
    """The plan of `by_hand` from Monday 7 April 2014 on, on days that are all worked: the same network and reasons."""
    monday = at("2014-04-07")
    three = plan(
        task("A", "3cd"),
        task("B", "2cd", "A SS+2cd"),
        task("C", "1cd", "A", "B FF+1cd", deadline=monday + 6 * DAY),
        calendar="calendar-days",
    )
    lines = {name: Location(Source("plan.yaml"), ord(name) - 60) for name in "ABC"}
    tasks = {
        name: replace(
            one,
            location=lines[name],
            relations=tuple(replace(relation, location=Location(Source("plan.yaml"), 9)) for relation in one.relations),
        )
        for name, one in three.tasks.items()
    }
    found, hand = statement(compute(state(replace(three, tasks=tasks)))), by_hand()
    dates = ("floor", "start", "finish", "latest_start", "latest_finish")
    moved = [one | {name: one[name] + monday for name in dates} for one in hand["tasks"]]
    assert found is not None
    assert [{key: one[key] for key in hand["tasks"][0]} for one in found.tasks] == moved
    assert list(found.relations) == hand["relations"]
    assert (found.now, found.claim) == (monday, monday + 5 * DAY)
    assert (found.deadlines, found.chain, found.target) == (({"task": 2, "at": monday + 6 * DAY},), (0, 1, 2), 2)
    assert (found.spans, found.not_proved) == ((), ())


def test_a_statement_says_when_no_lead_reaches_back_and_by_microsoft_project_that_any_does() -> None:
    """Under way: the data date. Before the start: the start. A status date of Microsoft Project moves nothing."""
    one = plan(task("a", "3wd"))
    monday, wednesday = at("2014-04-07"), at("2014-04-09")
    assert [statement(compute(state(one, day))).now for day in ("2014-04-09", "2014-04-02")] == [wednesday, monday]
    project = replace(one, settings=Settings(profile=Profile.MSP))
    assert statement(compute(state(project, "2014-04-09"))).now is None


def test_a_calendar_is_stated_as_far_as_anything_is_asked_of_it_and_a_range_of_work_more() -> None:
    """A day's work on Monday 7 April, from the midnight before: Friday's two shifts, Monday's, the next morning's."""
    found = statement(compute(state(plan(task("a", "1wd")))))
    work = [("04 08:00", "04 12:00"), ("04 13:00", "04 17:00"), ("07 08:00", "07 12:00"), ("07 13:00", "07 17:00")]
    work += [("08 08:00", "08 12:00")]
    every_minute = [(at("2014-04-06"), at("2014-04-08 17:00"))]
    assert found is not None
    assert [one["name"] for one in found.calendars] == ["office", "every-minute"]
    assert found.calendars[0]["work"] == [(at(f"2014-04-{begin}"), at(f"2014-04-{end}")) for begin, end in work]
    assert found.calendars[1]["work"] == every_minute


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("plans/a/plan.yaml", "plan.yaml:7"),
        ("plan.yaml", "plan.yaml:7"),
        ("plans\\a\\plan.yaml", "plan.yaml:7"),
        ("plans/a/updates/0003.yaml", "updates/0003.yaml"),
        ("plans\\a\\updates\\0003.yaml", "updates/0003.yaml"),
        ("updates/more/0003.yaml", "0003.yaml:7"),
    ],
)
def test_the_place_of_a_line_is_its_file_and_of_a_record_the_record(path: str, place: str) -> None:
    """A seal moves the lines of a record; the folder of the plan is everybody's own."""
    assert place_of(Location(Source(path), 7)) == place
    assert place_of(None) == ""


def test_a_summary_is_stated_by_its_members_and_what_else_spans_is_named_as_not_proved() -> None:
    """Over A and B, Monday the 7th to Wednesday the 9th of April 2014; supervision has a rule that no stranger has."""
    everything = task("s", "1wd", kind=TaskKind.SUMMARY)
    watched = task("l", "1wd", "a SS", "b FF", kind=TaskKind.LEVEL_OF_EFFORT)
    found = statement(compute(state(plan(task("a", "2wd"), task("b", "1wd", "a"), everything, watched))))
    assert found is not None
    assert [one["id"] for one in found.tasks] == ["a", "b"]
    span_of = {"id": "s", "members": [0, 1], "start": at("2014-04-07 08:00"), "finish": at("2014-04-09 17:00")}
    assert (found.spans, found.not_proved) == ((span_of,), (("span", "l"),))


def test_a_date_without_a_time_is_stated_as_the_start_that_it_lets_be() -> None:
    """A ends at noon of the 7th. From the 9th on B may begin at that time of day, here one o'clock."""
    held = Constraint(ConstraintKind.START_NO_EARLIER_THAN, at("2014-04-09"))
    both = plan(task("a", "4h"), task("b", "4h", "a", constraints=(held,)), settings=Settings(dates_without_time=True))
    found = statement(compute(state(both)))
    assert found is not None
    b = found.tasks[1]
    begin = at("2014-04-09 13:00")
    assert (b["start"], b["floor"], b["by"], b["cap"]) == (begin, begin, -1, None)
