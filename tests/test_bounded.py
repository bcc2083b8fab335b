"""Inputs without end: each is told in a sentence and in bounded time, however much of it there is.

Times are upper limits with room for a busy machine: what is guarded against took minutes or gigabytes.
"""

from __future__ import annotations

import gc
import re
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from networks import plan, task

import schedule
from schedule.commands import main
from schedule.diagnostics import Diagnostic, Location, PlanError, Severity, Source, ring_text
from schedule.engine.compute import compute
from schedule.engine.order import cycle_faults
from schedule.engine.state import as_of
from schedule.files.exchange.acceptable import acceptable
from schedule.files.forms.reports import csv_report
from schedule.files.plans.as_text import writable
from schedule.files.plans.plan import read_plan
from schedule.files.records.plan_folder import read_project, write_project
from schedule.files.sealed.updates import first_standing, read_update
from schedule.files.xer.project import xer_project
from schedule.files.xer.table import MAX_LINE
from schedule.files.yaml import source as yaml_source
from schedule.files.yaml.source import Faults, ScalarNode, read_yaml
from schedule.model import CalendarSpec, Project
from schedule.output.words.faults import render_all

HEAD = "daopai: 1\nproject: {name: x, start: 2016-03-01, calendar: w}\ncalendars:\n  w: {week: mon-fri}\ntasks:\n"


@contextmanager
def within(seconds: float) -> Iterator[None]:
    begun = time.process_time()
    yield
    assert time.process_time() - begun < seconds


def told(text: str) -> tuple[Diagnostic, ...]:
    return read_plan(text.encode(), "plan.yaml")[1]


@pytest.mark.slow
def test_a_thousand_faults_are_told_and_the_rest_is_counted() -> None:
    """The clerk's list: 1,000 tasks after something unknown, and "2,500 more"; the last line counts all 3,500."""
    faults = told(HEAD + "".join(f"  a{k}: {{name: x, duration: 1wd, after: [q{k}]}}\n" for k in range(3500)))
    said = render_all(faults, "en")
    assert said.count("There is no task") == 1000
    assert "There are 2500 more faults" in said
    assert said.splitlines()[-1] == "3500 errors"


@pytest.mark.slow
def test_warnings_do_not_push_errors_out_of_the_list() -> None:
    faults = Faults()
    for line in range(3000):
        faults.warn("finished-before-decided", Location(Source("a"), line + 1))
    faults.add("empty-plan", Location(Source("b"), 1))
    said = render_all(faults.diagnostics, "en")
    assert said.splitlines()[-1] == "1 error, 3000 warnings"
    assert "The plan has no task" in said
    assert "The plan has no tasks" in said or "no task" in said


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    [
        "  a: {name: x, " + ", ".join(f"durat{k}: 1" for k in range(100_000)) + "}\n",
        "  a: {name: x, duration: 1wd, after: [" + ", ".join(f"q{k}" for k in range(100_000)) + "]}\n",
    ],
    ids=["keys", "names"],
)
def test_a_line_of_a_hundred_thousand_unknown_names_is_told_at_once(line: str) -> None:
    with within(15):
        said = render_all(told(HEAD + line), "zh")
    assert re.search("[0-9]+ 个错误$", said)


@pytest.mark.slow
def test_tabs_in_every_line_are_told_once_each_up_to_the_limit() -> None:
    with within(10):
        faults = told("a:\n" + "\tb: 1\n" * 300_000)
    assert [fault.code for fault in faults] == ["tab"] * 1000 + ["more-faults"]


def test_calendars_in_a_long_chain_or_circle_are_walked_once() -> None:
    def calendars(first: str) -> str:
        rest = "".join(f"  w{k}: {{base: w{k - 1}}}\n" for k in range(1, 5000))
        head = "daopai: 1\nproject: {name: x, start: 2016-03-01, calendar: w1}\ncalendars:\n"
        return f"{head}  w0: {{{first}}}\n{rest}tasks:\n  a: {{name: x, duration: 3wd}}\n"

    with within(10):
        assert told(calendars("week: mon-fri")) == ()
        (fault,) = told(calendars("base: w4999"))
    assert fault.code == "calendar-cycle"
    assert fault.facts["found"].startswith("w0 → w4999 → w4998 → ")
    assert fault.facts["found"].endswith(" → … → w0 (5000)")


@pytest.mark.slow
def test_what_was_read_leaves_no_node_of_its_text_behind() -> None:
    """Commands run without the collector: a node that another one knows stays, some 90 bytes a word of a plan."""
    line = (
        "  a{k}: {{name: x, duration: 1wd, after: [{after}], deadline: 2016-06-30, resources: [{{duration: 1wd}}]}}\n"
    )
    text = HEAD + "".join(line.format(k=k, after=f"a{k - 1}" if k else "") for k in range(20))
    gc.collect()
    gc.disable()
    try:
        found, faults = read_plan(text.encode(), "plan.yaml")
        left = [one for one in gc.get_objects() if isinstance(one, ScalarNode)]
    finally:
        gc.enable()
    assert faults == ()
    assert found is not None
    assert left == []


@pytest.mark.slow
def test_a_circle_of_fifty_thousand_tasks_is_named_by_twenty() -> None:
    ring = plan(*(task(f"t{k}", "1wd", f"t{(k - 1) % 50_000}") for k in range(50_000)))
    with within(15):
        (fault,) = cycle_faults(ring)
    names = [f"t{k}" for k in range(20)]
    assert fault.facts["found"] == " → ".join([*names, "…", "t0 (50000)"])
    assert ring_text(["a", "b", "c"]) == "a → b → c → a"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('任务,说明\na,"' + 'x""' * 4_000_000, "csv-quote"),
        ("任务" + "," * 4_000_000, "too-large"),
        ("任务,说明\n" + "zz,1\n" * 100_000, "too-large"),
        ("任务,说明\n" + "zz,1\n" * 4_000_000, "too-large"),
    ],
    ids=["quote", "columns", "rows", "bytes"],
)
def test_a_table_without_end_is_refused(text: str, code: str) -> None:
    faults = Faults()
    with within(10):
        csv_report(text.encode(), "week.csv", faults)
    assert [fault.code for fault in faults.diagnostics] == [code]


def test_a_long_note_of_a_sealed_record_is_a_reminder_and_of_a_new_one_a_fault() -> None:
    """A folder from an older version stays readable; what is written today has at most 2,000 characters."""
    known, _ = read_plan((HEAD + "  a: {name: x, duration: 1wd}\n").encode(), "plan.yaml")
    assert known is not None
    seals = {"": Severity.ERROR, f"follows: {'0' * 64}\nseal: {'0' * 64}\n": Severity.WARNING}
    for seal, severity in seals.items():
        text = f"data_date: 2016-03-14\nnote: {'长' * 2001}\n{seal}"
        _, _, faults = read_update(text.encode(), "2016-03-14.yaml", first_standing(known))
        assert [(fault.code, fault.severity) for fault in faults if fault.code == "text-too-long"] == [
            ("text-too-long", severity)
        ]


def run(*arguments: object) -> str:
    done = CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)
    return f"{done.exit_code} {done.output}"


def test_long_texts_of_a_plan_and_a_baseline_that_were_sealed_are_reminders(tmp_path: Path) -> None:
    """The clerk's folder of last year goes on; who writes such a text today is told to write it shorter."""
    text = HEAD + "  a: {name: x, duration: 1wd}\n"
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    assert run("baseline", tmp_path, "B0", "--approved-by", "专班", "--note", "初始", "--date", "2016-03-01")[0] == "0"
    baseline = tmp_path / "baselines" / "B0.yaml"
    for file, old, new in (
        (tmp_path / "plan.yaml", "name: x, start", f"name: {'长' * 201}, start"),
        (tmp_path / "plan.yaml", "name: x, duration", f"name: {'长' * 300}, duration"),
        (baseline, "note: 初始", f"note: {'长' * 2001}"),
    ):
        before = file.read_text("utf-8")
        assert old in before
        file.write_text(before.replace(old, new), encoding="utf-8")
        read, faults = read_project(tmp_path)
        assert read is not None
        found = [(fault.code, fault.severity) for fault in faults if fault.code == "text-too-long"]
        assert found == [("text-too-long", Severity.WARNING)]
        assert len(compute(as_of(read, schedule.latest_data_date(read))).tasks) == 1
        file.write_text(before, encoding="utf-8")


def test_a_long_name_of_a_plan_that_nothing_has_sealed_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(HEAD + f"  a: {{name: {'长' * 201}, duration: 1wd}}\n", encoding="utf-8")
    assert [fault.severity for fault in read_project(tmp_path)[1]] == [Severity.ERROR]
    assert run("update", tmp_path, "--date", "2016-03-07", "--note", "x")[0] == "1"


def test_long_names_of_another_tool_are_imported_shortened_and_told(tmp_path: Path) -> None:
    """200 characters come over, the last of them an ellipsis; a name of 200 comes over as it is."""
    long, calendar = "长" * 201, CalendarSpec("日" * 300, week=(0, 1), name="历" * 250)
    of = plan(replace(task("a", "1wd"), name=long, group=("段" * 5000,)), replace(task("b", "1wd"), name="长" * 200))
    of = replace(of, name="路" * 999, calendars={**of.calendars, calendar.id: calendar})
    kept, told_ = acceptable(Project(of))
    assert [(one.code, one.facts["length"]) for one in told_] == [
        ("text-shortened", number) for number in ("999", "201", "5000", "250")
    ]
    write_project(tmp_path / "new", writable(kept)[0])
    read, faults = read_project(tmp_path / "new")
    assert read is not None
    assert not [fault for fault in faults if fault.severity is Severity.ERROR]
    assert read.plan.tasks["a"].name == "长" * 199 + "…"
    assert read.plan.tasks["b"].name == "长" * 200


def test_a_line_without_end_is_refused_before_anything_is_made_of_it() -> None:
    data = b"ERMHDR\t19\r\n%T\tTASK\r\n" + b"x" * (MAX_LINE + 1)
    tracemalloc.start()
    found, faults = xer_project(data, "works.xer")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found is None
    assert [(fault.code, fault.location and fault.location.line) for fault in faults] == [("line-too-long", 3)]
    assert peak < 1 << 20


@pytest.mark.parametrize("duration", ["999999wd", "400000000cd", "8000000h"])
def test_a_date_that_no_plan_can_mean_is_told_before_eight_thousand_years_are_compiled(duration: str) -> None:
    """8,000,000 hours are more than 2,700 years of eight-hour days."""
    of = plan(task("a", duration))
    with within(5), pytest.raises(PlanError) as error:
        compute(as_of(Project(of), of.start))
    (fault,) = error.value.diagnostics
    assert (fault.code, fault.facts["found"].partition("..")[2]) == ("horizon", "3000-12-31")


@pytest.mark.parametrize(
    ("lists", "line", "expected"), [(["a," * 1_500_001], 3, "1500000"), (["a," * 100_001] * 30, 1, "3000000")]
)
def test_a_list_of_millions_is_refused_before_anything_is_made_of_it(
    monkeypatch: pytest.MonkeyPatch, lists: list[str], line: int, expected: str
) -> None:
    """One line of five million names took nine seconds and 700 MB."""
    monkeypatch.setattr(yaml_source, "_by_lines", None)  # whoever begins to read fails here
    monkeypatch.setattr(yaml_source, "_Composer", None)
    faults = Faults()
    text = "\n".join(["daopai: 1", "tasks:", *(f"  t{k}: [{named}]" for k, named in enumerate(lists))])
    assert read_yaml(text.encode(), "plan.yaml", faults) is None
    (fault,) = faults.diagnostics
    assert fault.location is not None
    assert (fault.code, fault.location.line, fault.facts["expected"]) == ("too-many-nodes", line, expected)


@pytest.mark.parametrize(
    "unit", ["k", " ", "k ", "，", "， ", "，k ", "k，", "：", "k：", "'", "k:", "k: ", "[", "-", "\t", "*", "长"]
)
@pytest.mark.parametrize(
    "line", ["  a: {{name: x, {}: 1wd}}\n", "  a: {{name: x, {}\n", "  {}\n", "  a: [{}]\n", "  a: {} x: 1\n"]
)
def test_a_line_of_half_a_million_signs_is_told_in_time_linear_in_them(line: str, unit: str) -> None:
    """A key of 20 MB between braces kept a search busy for hours, for it began anew at each letter."""
    with within(5):
        found = told(HEAD + line.format(unit * (500_000 // len(unit))))
    assert found
