"""The command line: what is printed where, exit codes, and files written whole or not at all."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import docx
import pytest
from click.testing import CliRunner, Result

import schedule
from schedule.commands import COMMANDS, main
from schedule.commands.conduct.exits import Exit
from schedule.commands.conduct.printing import screen
from schedule.output import meeting_folder as papers
from schedule.output.figures import album
from schedule.output.figures.ground.typeface import MissingFontError
from schedule.output.tables.instants import SCHEDULE_COLUMNS
from schedule.version import THIS

KASHGAR = Path(__file__).parent.parent / "plans" / "kashgar"
PAPERS = {
    *("gantt.png", "critical.png", "wall.png", "ladder.png", "network.png", "float.png", "milestones.png", "curve.png"),
    *(
        "meeting.md",
        "meeting.html",
        "index.md",
        "snapshot.json",
        "papers.json",
        "secretary.docx",
        "secretary.md",
        "notice.docx",
        "notice.md",
    ),
    *("deadlines.xlsx", "deadlines.csv", "alerts.csv", "alerts.json"),
}
"""What every meeting has; some have more."""
PLAN = """daopai: 1
project: {name: 示例路, start: 2016-03-01, calendar: china}
bodies: {works: {name: 城投公司}}
tasks:
  base: {name: 基层, body: works, duration: 4wd}
  paving: {name: 面层, body: works, duration: 3wd, after: [base]}
  done: {name: 通车, milestone: finish, after: [paving], deadline: 2016-03-11}
"""


@pytest.fixture
def kashgar(tmp_path: Path) -> Path:
    return Path(shutil.copytree(KASHGAR, tmp_path / "kashgar", ignore=shutil.ignore_patterns("meetings")))


@pytest.fixture
def road(tmp_path: Path) -> Path:
    folder = tmp_path / "road"
    folder.mkdir()
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def daopai(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
    code = "from schedule.commands import main; main()"
    command = [sys.executable, "-c", code, *(str(argument) for argument in arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload]


# The group


@pytest.mark.parametrize("extra", ["", " ", "\u3000", "x"])
@pytest.mark.parametrize(
    "arguments", [("check", KASHGAR), ("check", KASHGAR, ""), ("paths", KASHGAR, "a"), ("schedule", KASHGAR)], ids=str
)
def test_a_word_too_many_is_told_also_where_a_script_left_it_empty(arguments: tuple[object, ...], extra: str) -> None:
    done = run(*arguments, extra)
    assert done.exit_code == Exit.USAGE
    assert f"多写了：{extra.strip() or chr(39) * 2}；" in done.stderr


def test_help_lists_every_command_and_imports_none() -> None:
    code = (
        "import sys, click.testing; from schedule.commands import main, COMMANDS;"
        "print(click.testing.CliRunner().invoke(main, ['--help']).output);"
        "heavy = {'pandas', 'numpy', 'networkx', 'yaml', *(f'schedule.commands.{name}' for name in COMMANDS)};"
        "print('heavy:', sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert all(f"\n  {name} " in done.stdout for name in COMMANDS)
    assert "heavy: []" in done.stdout


def test_version() -> None:
    assert run("--version").stdout == f"{THIS}\n"


def test_an_unknown_command_is_a_usage_error_with_the_nearest() -> None:
    done = run("meting")
    assert done.exit_code == 2
    assert "Did you mean 'meeting'?" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("schedule", KASHGAR, "--date", "2016-02-30"), "“2016-02-30”不是 1970 年到 2199 年的日期"),
        (("schedule", KASHGAR, "--date", "2016-02-30", "--lang", "en"), "“2016-02-30” is not a date like 2016-03-14"),
        (("schedule", KASHGAR, "--date", "0001-01-01"), "--date：“0001-01-01”不是"),
        (("meeting", KASHGAR, "--date", "9999-01-01"), "“9999-01-01”不是"),
        (("explain", KASHGAR, "drawing-reveiw"), "没有“drawing-reveiw”。最接近的是 drawing-review（施工图审查）"),
        (("explain", KASHGAR, "drawing-reveiw", "--lang", "en"), "Did you mean drawing-review (Drawing review)?"),
        (("explain", KASHGAR, "厂房基楚"), "最接近的是 workshop-foundations（厂房基础）"),
        (("deadlines", KASHGAR, "--body", "housin"), "最接近的是 housing（住建局）"),
        (("alerts", KASHGAR, "--baseline", "B1"), "没有“B1”。可以写：B0"),
        (("gantt", KASHGAR, "-o", "chart.gif"), "要是 .png、.svg、.pdf 之一"),
        (("gantt", KASHGAR, "-o", "chart.png", "--body", "housin"), "housing（住建局）"),
        (("gantt", KASHGAR, "-o", "chart.png", "--phase", "desgin", "--lang", "en"), "Did you mean design"),
        (("gantt", KASHGAR, "-o", "chart.png", "--weeks", "0", "--lang", "en"), "--weeks: “0” is not a whole number"),
        (("update", KASHGAR, "--date", "2016-04-11"), "REPORT：没有要登记的"),
        (("update", KASHGAR, "--date", "2016-04-11", "works-done soon"), "REPORT：“soon”要写成 remaining=3wd 这样"),
        (("update", KASHGAR, "--date", "2016-04-11", 'a note="x'), "要写成 remaining=3wd 这样"),
        (("update", KASHGAR, "--date", "2016-04-11", "works-done"), "“works-done”要写成"),
        (("schedule", KASHGAR, "--lang", "fr"), "--lang：没有“fr”。可以写：zh、en"),
        (("baseline", KASHGAR, "B1"), "--approved-by"),
    ],
)
def test_usage_errors_exit_with_2(arguments: tuple[object, ...], said: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("command", ["meeting", "check", "schedule", "deadlines", "alerts", "explain", "baseline"])
@pytest.mark.parametrize(("lang", "said"), [("zh", "没有编号为“bse”的任务"), ("en", "There is no task “bse”")])
def test_a_faulty_plan_exits_with_1_and_its_faults_on_stderr(road: Path, command: str, lang: str, said: str) -> None:
    (road / "plan.yaml").write_text(PLAN.replace("[base]", "[bse]"), encoding="utf-8")
    more = {"explain": ["base"], "baseline": ["B0", "--approved-by", "组"]}.get(command, [])
    done = run(command, road, *more, "--lang", lang)
    assert (done.exit_code, done.stdout) == (1, "")
    assert said in done.stderr
    assert f"{road / 'plan.yaml'}:6:58\n" in done.stderr


def test_a_missing_plan_is_a_fault(tmp_path: Path) -> None:
    done = run("check", tmp_path / "nowhere")
    assert done.exit_code == 1
    assert "nowhere" in done.stderr


def test_a_cycle_is_a_fault(road: Path) -> None:
    (road / "plan.yaml").write_text(PLAN.replace("duration: 4wd", "duration: 4wd, after: [paving]"), encoding="utf-8")
    done = run("schedule", road, "--lang", "en")
    assert done.exit_code == 1
    assert "circle" in done.stderr


def test_warnings_are_counted_on_stderr_and_shown_by_check(road: Path) -> None:
    above = PLAN.replace("duration: 3wd", "duration: 3wd, basis: {ceiling: 1wd}")
    (road / "plan.yaml").write_text(above, encoding="utf-8")
    done = run("schedule", road, "--lang", "en", "--format", "csv")
    assert done.exit_code == 0
    assert f"see daopai check {road}" in done.stderr
    checked = run("check", road, "--lang", "en")
    assert checked.exit_code == 0
    assert "after its limit of" in checked.stdout


def test_a_plan_below_a_statutory_floor_is_a_fault(road: Path) -> None:
    below = PLAN.replace("duration: 3wd", "duration: 3wd, basis: {floor: 5wd}")
    (road / "plan.yaml").write_text(below, encoding="utf-8")
    done = run("schedule", road, "--lang", "en")
    assert done.exit_code == 1
    assert "before the law lets it end" in done.stderr


# Answers


def test_the_schedule_goes_to_stdout_or_into_a_file(road: Path, tmp_path: Path) -> None:
    printed = run("schedule", road, "--format", "csv")
    assert printed.stdout.splitlines()[0] == ",".join(SCHEDULE_COLUMNS)
    assert printed.stderr == ""
    written = run("schedule", road, "--format", "csv", "-o", tmp_path / "dates.csv")
    assert written.stdout == ""
    assert (tmp_path / "dates.csv").read_text(encoding="utf-8-sig") == printed.stdout
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("command", ["schedule", "deadlines", "alerts"])
def test_sample_data_is_said_by_every_form(command: str) -> None:
    assert "演示数据" in run(command, KASHGAR).stdout
    for form, read in (("csv", lambda text: list(csv.reader(io.StringIO(text)))), ("json", json.loads)):
        done = run(command, KASHGAR, "--format", form)
        assert "演示数据" in done.stderr
        assert len(read(done.stdout)) > 3
    assert "Sample data" in run(command, KASHGAR, "--lang", "en").stdout


def test_a_plan_file_is_its_folder(kashgar: Path) -> None:
    by_file, by_folder = (run("schedule", plan, "--format", "csv").stdout for plan in (kashgar / "plan.yaml", kashgar))
    assert by_file == by_folder


@pytest.mark.slow
def test_the_data_date_is_the_latest_updates_unless_said(kashgar: Path) -> None:
    assert run("alerts", kashgar).stdout == run("alerts", kashgar, "--date", "2016-04-05").stdout
    assert run("alerts", kashgar).stdout != run("alerts", kashgar, "--date", "2016-03-07").stdout
    # A day without an update: the state of the week before, at this day.
    assert run("schedule", kashgar, "--date", "2016-03-09").exit_code == 0


@pytest.mark.parametrize(
    ("date", "level", "code"),
    [
        ("2016-02-29", "red", 3),
        ("2016-02-29", "grey", 3),
        ("2016-03-07", "red", 0),
        ("2016-03-07", "yellow", 3),
        ("2016-03-07", None, 0),
    ],
)
def test_alerts_fail_on_a_level_or_worse(date: str, level: str | None, code: int) -> None:
    done = run("alerts", KASHGAR, "--date", date, *(["--fail-on", level] if level else []))
    assert done.exit_code == code
    assert done.stdout


def test_check_counts_and_remarks(road: Path) -> None:
    assert run("check", road, "--lang", "en").stdout == (
        "The plan can be used: 3 tasks, 2 relations, 1 body, 0 calendars, 0 updates, 0 baselines\n"
        "Quality of the plan: 1 remark\n"
        "- 通车: no body is responsible\n"
    )


def test_explain_goes_back_to_a_fact_and_on_to_the_deadline(road: Path) -> None:
    # Tuesday 1 March: four working days to Friday, then Monday to Wednesday; due on Friday the 11th.
    assert run("explain", road, "paving").stdout.startswith(
        "面层（城投公司）：3月7日 开始，3月9日 完成，对 3月11日 期限还有 2 天余地\n"
        "\n"
        "为什么不能更早\n"
        "1. 基层（城投公司）：没有等别的工作，从项目开始起算，3月1日 开始，3月4日 完成\n"
        "2. 面层（城投公司）：要等基层完成，3月7日 开始，3月9日 完成\n"
        "\n"
        "为什么不能更晚（对 3月11日 期限）\n"
        "1. 面层（城投公司）：最迟 3月9日 启动，最迟 3月11日 完成\n"
        "2. 通车：最迟 3月11日 完成\n"
        "→ 通车：期限 3月11日\n"
    )


def test_explain_a_finished_task(kashgar: Path) -> None:
    done = run("explain", kashgar, "drawing-review", "--lang", "en", "--date", "2016-04-05")
    assert done.stdout.splitlines()[0].startswith("Drawing review (Housing and Construction Bureau): finished on ")


def test_explain_what_serves_no_deadline(road: Path) -> None:
    later = PLAN + "  signs: {name: 标志, body: works, duration: 1wd, after: [base SS+1wd]}\n"
    (road / "plan.yaml").write_text(later, encoding="utf-8")
    lines = run("explain", road, "signs", "--lang", "en").stdout.splitlines()
    assert "waits for 1 working day after the start of 基层" in lines[4]
    assert "→ the whole plan is forecast to finish on 9 Mar" in lines


@pytest.mark.slow
def test_explain_and_deadlines_take_a_name_that_only_one_has(kashgar: Path, road: Path, tmp_path: Path) -> None:
    for by_name, by_id in (
        (("explain", kashgar, "厂房基础"), ("explain", kashgar, "workshop-foundations")),
        (("explain", kashgar, "Workshop foundations"), ("explain", kashgar, "workshop-foundations")),
        (("deadlines", kashgar, "--body", "住建局"), ("deadlines", kashgar, "--body", "housing")),
    ):
        assert run(*by_name).stdout == run(*by_id).stdout != ""
    chart = tmp_path / "chart.svg"
    assert run("gantt", kashgar, "-o", chart, "--body", "住建局", "--phase", "立项用地").exit_code == 0
    twice = PLAN + "  again: {name: 基层, body: works, duration: 1wd, after: [base]}\n"
    (road / "plan.yaml").write_text(twice, encoding="utf-8")
    done = run("explain", road, "基层")
    assert done.exit_code == 2
    assert "base、again" in done.stderr


@pytest.mark.parametrize(
    ("lang", "plan", "body"),
    [
        ("zh", "计划里没有写期限（deadline），排不出倒排表。\n", "城管局没有剩下的、影响期限的工作。\n"),
        (
            "en",
            "The plan sets no deadline, so that there is nothing to schedule backward from.\n",
            "City Management has no unfinished task that a deadline waits for.\n",
        ),
    ],
)
def test_no_deadlines_are_said(road: Path, lang: str, plan: str, body: str) -> None:
    two = PLAN.replace("{name: 城投公司}}", "{name: 城投公司}, city: {name: 城管局, name_en: City Management}}")
    (road / "plan.yaml").write_text(two, encoding="utf-8")
    assert run("deadlines", road, "--body", "city", "--lang", lang).stdout == body
    (road / "plan.yaml").write_text(PLAN.replace(", deadline: 2016-03-11", ""), encoding="utf-8")
    assert run("deadlines", road, "--lang", lang).stdout == plan
    done = run("deadlines", road, "--lang", lang, "--format", "json")
    assert (json.loads(done.stdout), done.stderr) == ([], plan)


def test_help_has_no_stray_dot() -> None:
    for name in COMMANDS:
        assert "。." not in run(name, "--help").stdout


# The meeting


def test_the_meeting_writes_its_papers_and_says_the_headline(kashgar: Path) -> None:
    done = run("meeting", kashgar, "--date", "2016-03-07")
    folder = kashgar / "meetings" / "2016-03-07"
    bodies = ("park", "housing", "land", "agent", "city-investment", "fire")
    found = {path.name for path in folder.iterdir()}
    assert found - {f"deadlines-{body}.ics" for body in bodies} == PAPERS | {"ledger.csv", "why.png", "windows.png"}
    assert "deadlines-city-investment.ics" in found
    index = (folder / "index.md").read_text(encoding="utf-8")
    assert all(f"({name})" in index for name in found - {"index.md", "papers.json"})
    headline = done.stdout.splitlines()[2]
    assert headline.startswith("能按期完成：主要路段及厂房完成施工预计 6月27日 完成，期限 6月30日，还有 3 天余地")
    assert headline in (folder / "meeting.md").read_text(encoding="utf-8")
    assert str(folder) in done.stderr
    for name in ("deadlines.csv", "alerts.csv", "ledger.csv"):
        assert (folder / name).read_bytes().startswith(b"\xef\xbb\xbf")
    assert json.loads((folder / "alerts.json").read_text(encoding="utf-8"))


@pytest.mark.slow
def test_a_second_run_takes_away_the_pages_of_the_first(road: Path, tmp_path: Path) -> None:
    out = tmp_path / "papers"
    assert run("meeting", road, "--out", out).exit_code == 0
    listing = json.loads((out / "papers.json").read_text(encoding="utf-8"))
    for name in ("gantt-1.png", "gantt-2.png", "gantt-3.png"):
        (out / name).write_bytes(b"page")
    for name in ("gantt-1.png", "gantt-2.png"):
        listing["papers"][name] = {"kind": "charts", "size": 4, "sha256": hashlib.sha256(b"page").hexdigest()}
    (out / "gantt-2.png").write_bytes(b"page, drawn on")
    (out / "papers.json").write_text(json.dumps(listing), encoding="utf-8")
    done = run("meeting", road, "--out", out)
    assert "gantt-2.png 有人改过，没有删" in done.stderr
    stay = {"gantt-2.png", "gantt-3.png"}  # drawn on by somebody, and put there by somebody
    assert {path.name for path in out.iterdir()} == PAPERS | stay | {"deadlines-works.ics", "deadlines.ics"}


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "says"), [("zh", "没有动；这次的另写在 notice.new.docx"), ("en", "was left alone")])
def test_a_secretary_who_filled_in_a_letter_by_hand_finds_it_again(
    road: Path, monkeypatch: pytest.MonkeyPatch, lang: str, says: str
) -> None:
    """Until the run is told to replace it; the letter is opened, filled in and saved as a word processor does it."""
    monkeypatch.setattr(papers, "PAPERS", {**papers.PAPERS, "charts": lambda *_: []})
    assert run("meeting", road, "--lang", "zh").exit_code == 0
    (folder,) = (road / "meetings").iterdir()
    letter = folder / "notice.docx"
    document = docx.Document(str(letter))
    assert any("〔待填" in line.text for line in document.paragraphs)
    for line in document.paragraphs:
        for piece in line.runs:
            piece.text = re.sub("〔待填：.*?〕", "喀产专〔2016〕3号", piece.text)
    document.save(str(letter))
    by_hand = letter.read_bytes()
    for _ in range(2):
        done = run("meeting", road, "--lang", lang)
        (line,) = (line for line in done.stderr.splitlines() if line.startswith("notice.docx"))
        assert says in line
        assert letter.read_bytes() == by_hand
    assert "notice.new.docx" not in run("meeting", road, "--lang", lang, "--force").stderr
    assert letter.read_bytes() != by_hand
    assert not (folder / "notice.new.docx").exists()


def test_a_meeting_that_fails_leaves_the_papers_as_they_were(
    road: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "papers"
    run("meeting", road, "--out", out, "--only", "minutes")
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "meeting.md")

    monkeypatch.setattr(papers, "markdown", full)
    done = run("meeting", road, "--out", out, "--only", "minutes", "--lang", "en")
    assert done.exit_code == Exit.SYSTEM
    first, second = done.stderr.splitlines()
    assert first.startswith("daopai: No room to write meeting.md: the disk is full")
    assert second.startswith("No paper of this meeting was updated")
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


@pytest.mark.slow
def test_a_name_that_the_charts_cannot_write_is_told_and_drawn_with_a_mark(road: Path, tmp_path: Path) -> None:
    (road / "plan.yaml").write_text(PLAN.replace("面层", "قاتلام 🚧"), encoding="utf-8")
    out = tmp_path / "papers"
    done = run("meeting", road, "--out", out, "--lang", "en")
    assert done.exit_code == Exit.FINE
    assert "1 name has characters that the charts cannot write" in done.stderr
    assert {"gantt.png", "wall.png", "network.png", "meeting.md"} <= {path.name for path in out.iterdir()}
    checked = run("check", road, "--lang", "en")
    assert checked.exit_code == Exit.FINE
    assert "🚧 (U+1F6A7)" in checked.stdout
    assert "U+0642" not in checked.stdout


def test_without_their_typeface_only_the_charts_are_missing(
    road: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise MissingFontError("NotoSansSC", "zhplot")

    monkeypatch.setattr(album, "draw_all", gone)
    out = tmp_path / "papers"
    done = run("meeting", road, "--out", out)
    assert done.exit_code == Exit.UNDRAWN
    assert {"meeting.md", "meeting.html", "deadlines.xlsx", "notice.docx", "index.md"} <= {
        path.name for path in out.iterdir()
    }
    assert not list(out.glob("*.png"))
    assert ".png" not in (out / "meeting.md").read_text(encoding="utf-8")


def test_a_plan_file_alone_has_its_own_papers(tmp_path: Path) -> None:
    (tmp_path / "road.yaml").write_text(PLAN, encoding="utf-8")
    run("meeting", tmp_path / "road.yaml", "--only", "minutes")
    assert (tmp_path / "road" / "meetings" / "2016-03-01" / "meeting.md").is_file()


@pytest.mark.slow
def test_a_meeting_about_nothing_left(road: Path) -> None:
    run("update", road, "--date", "2016-03-14", "base started=2016-03-01 finished=2016-03-04",
        "paving started=2016-03-07 finished=2016-03-09", "done finished=2016-03-09")  # fmt: skip
    done = run("meeting", road, "--lang", "en", "--only", "charts")
    assert "通车 was finished on 9 Mar, 2 days before the deadline of 11 Mar" in done.stdout
    assert "Alerts: none" in done.stdout
    assert not (road / "meetings" / "2016-03-14" / "critical.png").exists()


def test_a_plan_without_a_deadline_has_a_headline(road: Path) -> None:
    (road / "plan.yaml").write_text(PLAN.replace(", deadline: 2016-03-11", ""), encoding="utf-8")
    assert run("meeting", road, "--only", "alerts").stdout.splitlines()[2] == "全部工作预计 3月9日 完成。"


# Writing the plan's history


def test_update_from_a_spreadsheet_and_from_words(kashgar: Path, tmp_path: Path) -> None:
    table = tmp_path / "week.csv"
    text = 'task,started,remaining,note\r\nroad-subgrade,2016/3/26,12wd,"等待\n材料"\r\n,,,\r\n'
    table.write_bytes(text.encode("gb18030"))
    words = 'workshop-foundations remaining=9wd cause="补正 二次"'
    done = run("update", kashgar, "--date", "2016-04-11", "--csv", table, words, "--note", "第十五周")
    assert done.exit_code == 0, done.stderr
    update = schedule.load(kashgar).updates[-1]
    assert update.note == "第十五周"
    first, second = update.progress
    assert (first.task, str(first.remaining), first.cause) == ("workshop-foundations", "9wd", "补正 二次")
    assert (second.task, str(second.remaining), second.note) == ("road-subgrade", "12wd", "等待 材料")
    assert str(kashgar / "updates" / "2016-04-11.yaml") in done.stderr


def test_a_faulty_report_names_its_line_and_column_and_writes_nothing(kashgar: Path, tmp_path: Path) -> None:
    table = tmp_path / "week.csv"
    table.write_text(
        "\ufefftask,finished,remaning\n"
        'road-subgrad,2016-04-31,"1"\n'
        "workshop-foundations,2016-04-11,\n"
        "workshop-foundations,2016-04-10,,x\n",
        encoding="utf-8",
    )
    done = run("update", kashgar, "--date", "2016-04-11", "--csv", table, "--lang", "en")
    assert done.exit_code == 1
    for place in ("1:15", "2:1", "2:14", "3:22", "4:1", "4:34"):
        assert f"{table}:{place}\n" in done.stderr
    assert "Did you mean “road-subgrade”?" in done.stderr
    assert not (kashgar / "updates" / "2016-04-11.yaml").exists()


def test_words_name_their_place_too(kashgar: Path) -> None:
    done = run("update", kashgar, "--date", "2016-04-11", "workshop-foundations remaining=5 remaining=6wd")
    assert done.exit_code == 1
    assert "REPORT:1:32" in done.stderr
    assert "REPORT:1:34" in done.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "empty"), (b"name\nx\n", "“task” is missing"), (b"\xff\xff\x81", "UTF-8"), (b'task\n"x', "quotes")],
)
def test_what_is_no_table_is_a_fault(kashgar: Path, tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "week.csv").write_bytes(content)
    done = run("update", kashgar, "--date", "2016-04-11", "--csv", tmp_path / "week.csv", "--lang", "en")
    assert done.exit_code == 1
    assert said in done.stderr


def test_a_row_that_says_nothing_is_no_report(kashgar: Path, tmp_path: Path) -> None:
    (tmp_path / "week.csv").write_text("task,note\nworkshop-foundations,\n", encoding="utf-8")
    done = run("update", kashgar, "--date", "2016-04-11", "--csv", tmp_path / "week.csv")
    assert done.exit_code == 2
    assert "REPORT：没有要登记的" in done.stderr


def test_a_changed_actual_is_recorded_and_said(kashgar: Path) -> None:
    words = "workshop-foundations started=2016-03-27 remaining=9wd"
    done = run("update", kashgar, "--date", "2016-04-11", words, "--lang", "en")
    assert done.exit_code == 0
    assert "warning: The actual date is now 2016-03-27; it was reported as 2016-03-26 before" in done.stderr


def test_an_update_is_never_changed(kashgar: Path) -> None:
    before = (kashgar / "updates" / "2016-04-05.yaml").read_bytes()
    done = run("update", kashgar, "--date", "2016-04-05", "workshop-foundations remaining=9wd")
    assert done.exit_code == Exit.FAULTY
    assert "remaining: 9wd" in done.stderr
    assert not (kashgar / "updates" / "2016-04-05-2.yaml").exists()
    assert (kashgar / "updates" / "2016-04-05.yaml").read_bytes() == before


def test_a_baseline_keeps_the_dates_of_its_day(road: Path) -> None:
    done = run("baseline", road, "B0", "--approved-by", "专责领导小组", "--approved-on", "2016-02-25", "--note", "首批")
    assert done.exit_code == 0
    stored = schedule.load(road).baselines["B0"]
    assert (stored.approved_by, str(stored.approved_on), stored.note) == ("专责领导小组", "2016-02-25", "首批")
    assert stored.plan_digest == schedule.load(road).plan.digest
    dates = schedule.meeting(schedule.load(road)).schedule.tasks["paving"]
    assert (stored.dates["paving"].start, stored.dates["paving"].finish) == (dates.start, dates.finish)
    assert run("baseline", road, "B0", "--approved-by", "组").exit_code == Exit.OCCUPIED


@pytest.mark.parametrize(
    "command",
    [
        ("baseline", "B1", "--approved-by", "组"),
        ("update", "--date", "2016-03-14", "base started=2016-03-01 remaining=1wd"),
    ],
)
def test_a_plan_file_alone_keeps_no_history(tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "road.yaml").write_text(PLAN, encoding="utf-8")
    done = run(command[0], tmp_path / "road.yaml", *command[1:])
    assert done.exit_code == 2
    assert "单独的文件" in done.stderr


# The terminal


def test_gantt_prints_the_names_of_its_files(road: Path, tmp_path: Path) -> None:
    chart = tmp_path / "chart.svg"
    assert run("gantt", road, "-o", chart).stdout == f"{chart}\n"
    assert chart.is_file()


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_complaint() -> None:
    running = daopai("schedule", KASHGAR, "--format", "csv", "--lang", "en")
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.close()
    said = running.stderr.read().decode()
    assert running.wait() == 141
    assert "Traceback" not in said
    assert "Broken" not in said
    running.stderr.close()


def test_an_interrupt_is_quiet(road: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("schedule.commands.check.sound", interrupted)
    done = run("check", road)
    assert (done.exit_code, done.output) == (130, "")


@pytest.mark.parametrize(("environment", "colour"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_a_terminal_has_a_width_and_colour_if_wanted(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], colour: bool
) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"COLUMNS": "97", **environment}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout", io.StringIO())
    assert screen().width is None
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert (screen().width, screen().colour) == (97, colour)
    assert screen(Path("file")).width is None


def test_every_command_is_a_click_command_with_its_language() -> None:
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        assert command is not None
        assert "lang" in {parameter.name for parameter in command.params}


def test_the_doorbell_rings() -> None:
    root = Path(schedule.__file__).parent.parent
    done = subprocess.run(
        [sys.executable, root / "cli.py", "--version"], capture_output=True, text=True, check=True, cwd=os.sep
    )
    assert done.stdout == f"{THIS}\n"
