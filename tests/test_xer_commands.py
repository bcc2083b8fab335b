"""The commands on P6's files: which project, whose dates, what differs, and a plan's folder made of them.

`xer/two-projects.xer` can be reckoned by hand: Friday afternoons are free, A10 takes 16 hours from Monday 2 March, A20
takes 40 hours after it, so that it starts on Wednesday 4 March and ends a week later at noon (8+8+4+8+8+4).
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import schedule
from schedule.analysis.dates.stored import agreement, undated, with_stored
from schedule.commands import main
from schedule.commands.conduct.exits import Exit
from schedule.engine.compute import compute
from schedule.engine.schedule import Schedule
from schedule.engine.state import as_of
from schedule.files.records import plan_folder as folders
from schedule.model import Project

HERE = Path(__file__).parent
SITE = HERE / "xer" / "site.xer"
TWO = HERE / "xer" / "two-projects.xer"
KASHGAR = HERE.parent / "plans" / "kashgar"
P6 = HERE.parents[1] / "shared" / "p6"
PAPERS = {"deadlines.xlsx", "deadlines.csv", "alerts.csv", "alerts.json", "meeting.md", "meeting.html", "notice.docx"}
FIELDS = (
    "early_start_date",
    "early_end_date",
    "late_start_date",
    "late_end_date",
    "total_float_hr_cnt",
    "free_float_hr_cnt",
)
RIGHT = {
    "A10": "2026-03-02 08:00|2026-03-03 17:00|2026-03-02 08:00|2026-03-03 17:00|0|0",
    "A20": "2026-03-04 08:00|2026-03-11 12:00|2026-03-04 08:00|2026-03-11 12:00|0|0",
}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def rows(done: Result) -> dict[str, dict[str, str]]:
    assert done.exit_code == 0, done.stderr
    return {row["id"]: row for row in csv.DictReader(io.StringIO(done.stdout))}


def dated(path: Path, stored: dict[str, str], code: str = "A20", **changes: str) -> Path:
    """The project PARK of `two-projects.xer` with these stored dates, and with other cells of one activity."""
    lines, fields = [], []
    for line in TWO.read_text(encoding="utf-8").splitlines():
        mark, *cells = line.split("\t")
        fields = cells if mark == "%F" else fields
        row = dict(zip(fields, cells, strict=False))
        if mark == "%R" and "task_code" in row and row["proj_id"] == "1":
            if row["task_code"] in stored:
                row |= dict(zip(FIELDS, stored[row["task_code"]].split("|"), strict=True))
            if row["task_code"] == code:
                row |= changes
            line = "\t".join([mark, *(row[field] for field in fields)])
        lines.append(line)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def computed(path: Path, name: str | None = None) -> tuple[Project, Schedule]:
    project = schedule.load(path, name)
    return project, compute(as_of(project, schedule.latest_data_date(project)))


# every command reads an .xer


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "command",
    [["check"], ["schedule"], ["deadlines"], ["alerts"], ["explain", "A20"], ["paths"], ["gantt", "-o", "chart.svg"]],
    ids=lambda command: command[0],
)
def test_every_command_takes_an_xer(
    command: list[str], lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(command[0], TWO, *command[1:], "--project", "PARK", "--lang", lang)
    assert done.exit_code == 0, done.stderr
    assert done.stdout


@pytest.mark.skipif(not P6.is_dir(), reason="the exports of P6 lie beside the project, not in it")
@pytest.mark.parametrize(
    ("name", "lang"),
    [
        ("small-2021", "zh"),
        ("design-build-2021", "en"),
        ("works-baseline-2025-09-02", "zh"),
        ("works-update-2025-11-21", "zh"),
        ("works-update-2025-12-04", "en"),
    ],
)
def test_a_meeting_is_held_on_an_export(name: str, lang: str, tmp_path: Path) -> None:
    papers = ["minutes", "page", "secretary", "notice", "deadlines", "alerts"]
    few = [word for paper in papers for word in ("--only", paper)]
    done = run("meeting", P6 / f"{name}.xer", "--out", tmp_path / "papers", "--lang", lang, *few)
    assert done.exit_code == 0
    assert {path.name for path in (tmp_path / "papers").iterdir()} >= PAPERS


@pytest.mark.skipif(not P6.is_dir(), reason="the exports of P6 lie beside the project, not in it")
def test_a_constrained_finish_is_what_the_meeting_asks_about() -> None:
    """MILE-130 may not finish later than 3 December 2025; P6 has it finish on 15 January: 28 + 15 days late."""
    done = run("deadlines", P6 / "works-update-2025-12-04.xer", "--format", "csv", "--lang", "en")
    row = next(row for row in csv.DictReader(io.StringIO(done.stdout)) if row["Id"] == "MILE-130")
    assert (row["Latest finish"], row["Forecast"], row["Already short (calendar days)"]) == (
        "2025-12-03",
        "2026-01-15",
        "43",
    )


def test_a_file_reports_on_every_activity() -> None:
    """Nothing counts as not reported, and a summary is nobody's work."""
    snapshot = schedule.meeting(schedule.load(SITE))
    assert snapshot.unreported == ()
    assert "W10" not in snapshot.upcoming[None]


def test_a_project_that_must_finish_has_a_deadline(tmp_path: Path) -> None:
    """By 17:00 on Tuesday 10 March; A20 ends at noon the day after: 4 hours of work, 19 on the clock."""
    path = dated(tmp_path / "park.xer", RIGHT)
    start = "PARK\t2026-03-02 08:00\t2026-03-02 08:00\t"
    text = path.read_text(encoding="utf-8")
    assert start in text
    path.write_text(text.replace(start, f"{start}2026-03-10 17:00"), encoding="utf-8")
    snapshot = schedule.meeting(schedule.load(path, "PARK"))
    assert (snapshot.headline.target, snapshot.headline.margin) == ("A20", -19 * 60)
    assert snapshot.schedule.tasks["A20"].total_float == -4 * 60
    assert [row.task for row in snapshot.deadlines] == ["A10", "A20"]


def test_the_csv_has_activity_ids_and_minutes() -> None:
    found = rows(run("schedule", TWO, "--project", "PARK", "--format", "csv"))
    assert list(found) == ["A10", "A20"]
    assert (found["A20"]["early_start"], found["A20"]["early_finish"]) == ("2026-03-04T08:00", "2026-03-11T12:00")
    assert (found["A20"]["duration_h"], found["A20"]["remaining_h"], found["A20"]["status"]) == (
        "40",
        "40",
        "not-started",
    )


def test_a_finish_in_the_evening_is_that_day() -> None:
    """A10 ends at 17:00 on 3 March, A20 at noon on 11 March."""
    heading, _, *lines = run("schedule", TWO, "--project", "PARK", "--lang", "en").stdout.splitlines()
    assert heading == "PARK Park, data date 2 Mar 2026"
    assert [line.split()[4:8] for line in lines] == [["2", "Mar", "3", "Mar"], ["4", "Mar", "11", "Mar"]]


def test_finished_and_spanning_activities_in_the_csv() -> None:
    found = rows(run("schedule", SITE, "--format", "csv"))
    done, span = found["A10"], found["W10"]
    assert (done["status"], done["start"], done["finish"]) == ("finished", "2026-03-02T08:00", "2026-03-03T17:00")
    assert [done[column] for column in ("early_start", "late_finish", "total_float_h", "free_float_h")] == [""] * 4
    assert (done["duration_h"], done["remaining_h"], span["start"]) == ("16", "0", "2026-03-02T08:00")


def test_a_day_stands_for_the_update_of_that_day() -> None:
    """The data date of the file is 9 March at 08:00; `--date` knows days."""
    assert run("schedule", SITE, "--date", "2026-03-09").stdout == run("schedule", SITE).stdout


# which project


def test_one_of_several_projects_is_asked_for() -> None:
    done = run("schedule", TWO)
    assert done.exit_code == Exit.USAGE
    assert "PARK (1), PORT (2)" in done.stderr
    assert list(rows(run("schedule", TWO, "--project", "PORT", "--format", "csv"))) == ["A10"]
    assert schedule.load(TWO, "2").plan.name == "PORT"


def test_a_plan_is_one_project() -> None:
    done = run("schedule", KASHGAR, "--project", "PARK", "--lang", "en")
    assert done.exit_code == 2
    assert "is one project" in done.stderr


# nothing is written into it


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "command",
    [["baseline", SITE, "B0", "--approved-by", "x"], ["update", SITE, "--date", "2026-03-16", "--note", "x"]],
    ids=lambda command: command[0],
)
def test_nothing_is_written_into_an_xer(command: list[object], lang: str) -> None:
    before = SITE.read_bytes()
    done = run(*command, "--lang", lang)
    assert done.exit_code == 2
    assert f"daopai import {SITE} -o site" in done.stderr
    assert SITE.read_bytes() == before


def test_a_new_plan_is_no_xer(tmp_path: Path) -> None:
    done = run("new", tmp_path / "park.xer")
    assert done.exit_code == 2
    assert "daopai import" in done.stderr
    assert list(tmp_path.iterdir()) == []


# whose dates


def test_the_files_own_dates_are_shown(tmp_path: Path) -> None:
    late = RIGHT | {"A20": RIGHT["A20"].replace("2026-03-11 12:00", "2026-03-12 17:00")}
    path = dated(tmp_path / "park.xer", late)
    stored = rows(run("schedule", path, "--project", "PARK", "--stored", "--format", "csv"))
    assert stored["A20"]["finish"] == stored["A20"]["early_finish"] == "2026-03-12T17:00"
    ours = rows(run("schedule", path, "--project", "PARK", "--format", "csv"))
    assert ours["A20"]["finish"] == "2026-03-11T12:00"
    assert stored["A10"] == ours["A10"] | {"longest_path": "false"}  # the file says nothing of it
    assert run("gantt", path, "--project", "PARK", "--stored", "-o", tmp_path / "chart.svg").exit_code == 0
    asked = (path, "--project", "PARK", "--stored")
    for name in ("deadlines", "alerts"):
        assert run(name, *asked).exit_code == 0
    papers = [word for paper in ("minutes", "secretary", "deadlines") for word in ("--only", paper)]
    assert "3月12日" in run("meeting", *asked, "-o", tmp_path / "papers", *papers).stdout
    assert "3月12日" in (tmp_path / "papers" / "meeting.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((KASHGAR, "--stored"), "brings no dates of its own"),
        ((TWO, "--project", "PARK", "--stored"), "brings no dates of its own"),
        ((SITE, "--stored"), "has not all dates of A20"),
        ((SITE, "--stored", "--profile", "msp"), "exclude each other"),
    ],
)
def test_what_a_file_does_not_bring_cannot_be_shown(arguments: tuple[object, ...], said: str) -> None:
    done = run("schedule", *arguments, "--lang", "en")
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_stored_dates_are_those_of_their_data_date(tmp_path: Path) -> None:
    path = dated(tmp_path / "park.xer", RIGHT)
    done = run("schedule", path, "--project", "PARK", "--stored", "--date", "2026-03-09", "--lang", "en")
    assert done.exit_code == 2
    assert "2026-03-02" in done.stderr
    assert run("schedule", path, "--project", "PARK", "--stored", "--date", "2026-03-02").exit_code == 0


def test_a_file_that_dates_not_every_task_has_no_schedule(tmp_path: Path) -> None:
    project, ours = computed(dated(tmp_path / "park.xer", {"A10": RIGHT["A10"]}), "PARK")
    assert undated(ours, project) == ("A20",)
    with pytest.raises(ValueError, match="A20"):
        with_stored(ours, project)


def test_another_profile_for_one_run(tmp_path: Path) -> None:
    """Not to finish after Tuesday 10 March: Microsoft Project starts A20 40 hours before it, before A10 is done."""
    path = dated(tmp_path / "park.xer", RIGHT, cstr_type="CS_MEOB", cstr_date="2026-03-10 17:00")
    for profile, start in (("p6", "2026-03-04T08:00"), ("msp", "2026-03-03T13:00")):
        found = rows(run("schedule", path, "--project", "PARK", "--profile", profile, "--format", "csv"))
        assert found["A20"]["early_start"] == start


# what differs


def test_check_counts_what_is_equal(tmp_path: Path) -> None:
    done = run("check", dated(tmp_path / "park.xer", RIGHT), "--project", "PARK", "--lang", "en")
    assert done.exit_code == 0
    assert "2 of 2 unfinished tasks (100 %) equal to the minute" in done.stdout


def test_check_lists_what_differs_and_why(tmp_path: Path) -> None:
    wrong = RIGHT | {"A20": "2026-03-04 09:00|2026-03-11 12:00|2026-03-04 08:00|2026-03-11 12:00|0.5|1"}
    path = dated(tmp_path / "park.xer", wrong)
    done = run("check", path, "--project", "PARK", "--lang", "en")
    assert done.exit_code == 0
    assert "1 of 2 unfinished tasks (50 %) equal" in done.stdout
    found = [" ".join(line.split()) for line in done.stdout.splitlines() if line.startswith("A20")]
    assert found == [
        "A20 Dig Early start 2026-03-04 09:00 2026-03-04 08:00 waits for the finish of Survey",
        "A20 Dig Total float 30 minutes 0 hours so as not to delay the finish of the whole plan, 11 Mar",
        "A20 Dig Free float 1 hour 0 hours follows from the early dates of what comes after",
    ]
    assert "2 项未完成工作" in run("check", path, "--project", "PARK").stdout


def test_check_says_first_where_the_differences_begin(tmp_path: Path) -> None:
    """The file has A10 a day shorter, and A20, which follows it, a day earlier."""
    short = {
        "A10": "2026-03-02 08:00|2026-03-02 17:00|2026-03-02 08:00|2026-03-02 17:00|0|0",
        "A20": "2026-03-03 08:00|2026-03-10 12:00|2026-03-03 08:00|2026-03-10 12:00|0|0",
    }
    path = dated(tmp_path / "park.xer", short)
    said = run("check", path, "--project", "PARK", "--lang", "en").stdout
    assert "Look first at Survey: the differences begin there" in said
    (early,) = [line for line in said.splitlines() if line.startswith("A10") and "Early finish" in line]
    assert early.endswith("2 working days of work left, not what the file reckons with")
    project, ours = computed(path, "PARK")
    assert agreement(ours, project).roots == ("A10",)


def test_what_the_file_leaves_empty_is_not_compared() -> None:
    assert "0 of 1 unfinished tasks (0 %) equal" in run("check", SITE, "--lang", "en").stdout
    assert "unfinished" not in run("check", TWO, "--project", "PARK", "--lang", "en").stdout


# a plan's folder


@pytest.mark.parametrize(("path", "name"), [(SITE, "PARK"), (TWO, "PARK"), (TWO, "2")])
def test_an_imported_plan_computes_to_the_same(path: Path, name: str, tmp_path: Path) -> None:
    done = run("import", path, "-o", tmp_path / "deep" / "plan", "--project", name, "--lang", "en")
    assert done.exit_code == 0
    assert "Next: daopai check" in done.stderr
    before = run("schedule", path, "--project", name, "--format", "csv").stdout
    assert run("schedule", tmp_path / "deep" / "plan", "--format", "csv").stdout == before
    assert [one.name for one in (tmp_path / "deep").iterdir()] == ["plan"]


def test_activity_ids_that_a_plan_cannot_hold_are_told(tmp_path: Path) -> None:
    path = dated(tmp_path / "park.xer", RIGHT, task_code="A 20")
    done = run("import", path, "-o", tmp_path / "plan", "--project", "PARK", "--lang", "en")
    assert "A 20 → A-20" in done.stderr
    assert schedule.load(tmp_path / "plan").plan.tasks["A-20"].stated == "A 20"


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("x")
    done = run("import", SITE, "-o", tmp_path)
    assert done.exit_code == Exit.OCCUPIED
    assert [one.name for one in tmp_path.iterdir()] == ["note.txt"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    assert run("import", SITE, "-o", tmp_path / "plan").exit_code == 0
    (tmp_path / "empty").mkdir()
    assert run("import", SITE, "-o", tmp_path / "empty").exit_code == 0
    made = {one.name for one in (tmp_path / "empty").iterdir()}
    assert made == {".gitattributes", "plan.yaml", "updates", "baselines"}


def test_an_import_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    done = run("import", SITE, "-o", tmp_path / "plan")
    assert done.exit_code == Exit.SYSTEM
    assert list(tmp_path.iterdir()) == []


def test_of_two_imports_one_gets_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = folders._take_name

    def late(temporary: Path, target: Path, occupied: Exception) -> None:
        target.mkdir()
        (target / "plan.yaml").write_text("theirs")
        first(temporary, target, occupied)  # type: ignore[arg-type]

    monkeypatch.setattr(folders, "_take_name", late)
    assert run("import", SITE, "-o", tmp_path / "plan").exit_code == Exit.OCCUPIED
    assert (tmp_path / "plan" / "plan.yaml").read_text() == "theirs"
    assert [one.name for one in tmp_path.iterdir()] == ["plan"]


@pytest.mark.parametrize(
    ("path", "code", "said"),
    [
        (KASHGAR, 2, "is no file of another tool"),
        (HERE / "xer" / "nothing.xer", 1, "no such file"),
        (TWO, 2, "PARK (1), PORT (2)"),
    ],
)
def test_what_cannot_be_imported(path: Path, code: int, said: str, tmp_path: Path) -> None:
    done = run("import", path, "-o", tmp_path / "plan", "--lang", "en")
    assert done.exit_code == code
    assert said.lower() in done.stderr.lower()
    assert list(tmp_path.iterdir()) == []


def test_why_between_two_exports_says_that_such_files_carry_no_reports(tmp_path: Path) -> None:
    """One task of 5 working days, Monday 7 March to Friday 11; on Monday 14 neither file says that it has begun."""
    for day in ("2016-03-07", "2016-03-14"):
        folder = tmp_path / day
        (folder / "updates").mkdir(parents=True)
        (folder / "plan.yaml").write_text(
            "daopai: 1\nproject: {name: 路, start: 2016-03-07, calendar: office}\n"
            "calendars: {office: {week: mon-fri}}\nbodies: {x: {name: 甲}}\n"
            "tasks:\n  a: {name: 基层, body: x, duration: 5wd}\n"
            "  b: {name: 面层, body: x, duration: 5wd, after: [a]}\n",
            encoding="utf-8",
        )
        (folder / "updates" / f"{day}.yaml").write_text(f"data_date: {day}\nnote: 无\n", encoding="utf-8")
        assert run("export", folder, "-o", tmp_path / f"{day}.xer").exit_code == 0
    exports = [tmp_path / f"{day}.xer" for day in ("2016-03-07", "2016-03-14")]
    for lang, said, unsaid in (("zh", "这类文件不带周报", "未报告"), ("en", "carries no reports", "not reported")):
        done = run("why", *exports, "b", "--lang", lang)
        assert done.exit_code == 0, done.stderr
        assert said in done.stdout
        assert unsaid not in done.stdout
