"""What an editor completes and marks: `plan.schema.json` takes what reading takes, and says what every key is for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from editor import NoDocumentError, readings, refusals, validator
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from manual import blocks
from test_files_folder import baselines, plan_of, updates
from test_files_plan_text import plans

import schedule
from schedule.commands import main
from schedule.diagnostics import Diagnostic, Severity
from schedule.files.plans.as_text import plan_text
from schedule.files.plans.basis import BASIS
from schedule.files.plans.calendars import CALENDAR, parse_closure
from schedule.files.plans.plan import BODY, PROJECT, read_plan
from schedule.files.plans.settings import LAW, SETTINGS
from schedule.files.plans.tasks import CHANGED_TASK, TASK
from schedule.files.schema import schema
from schedule.files.sealed.baselines import baseline_text
from schedule.files.sealed.progress import PROGRESS
from schedule.files.sealed.updates import first_standing, read_update, update_text
from schedule.files.templates import available, text_of
from schedule.files.yaml import kinds
from schedule.files.yaml.keys import Key, Table
from schedule.files.yaml.scalars import (
    can_name,
    is_id,
    is_task_id,
    parse_day,
    parse_duration,
    parse_finish,
    parse_number,
    read_fields,
)
from schedule.files.yaml.source import Faults, read_yaml
from schedule.model import Baseline, ConstraintKind, Plan, RelationType, Update
from schedule.output.words.catalogue import words
from schedule.output.words.languages import languages

ROOT = Path(__file__).parent.parent
EXAMPLES = Path(__file__).parent / "plans" / "errors"
RECORDS = sorted(
    path
    for place in (ROOT / "plans" / "kashgar", *(ROOT / "tests" / "corpus").glob("*/*"))
    for path in place.rglob("*.yaml")
    if "meetings" not in path.parts
)


@pytest.mark.slow
def test_the_schema_is_one_of_its_draft_and_holds_all_that_it_points_at() -> None:
    found = validator().schema
    Draft202012Validator.check_schema(found)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    pointed = set(re.findall(r'"#/\$defs/([^"]+)"', json.dumps(found)))
    assert pointed == set(found["$defs"])


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: str(path.relative_to(ROOT)))
def test_an_editor_takes_every_file_of_the_sample_and_of_released_folders(path: Path) -> None:
    assert refusals(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", [template.name for template in available()])
def test_an_editor_takes_every_template(name: str) -> None:
    assert refusals(text_of(name)) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_editor_takes_what_the_manual_shows(lang: str) -> None:
    whole = [block for block in blocks(lang, "yaml") if block.startswith(("daopai:", "data_date:"))]
    assert len(whole) >= 3
    for block in whole:
        assert refusals(block) == [], block


NOT_IN_ONE_FILE = {
    "names": {
        *("unknown-body", "unknown-calendar", "unknown-phase", "unknown-rule", "unknown-task", "self-relation"),
        *("unknown-step", "hard-relation", "unknown-crew"),
        *("unknown-purpose", "unknown-tranche", "money-without-funds", "share-without-price", "too-many-purposes"),
        "report-without-funds",
        *("cycle", "calendar-cycle", "added-before", "duplicate-task", "removed-but-needed", "progress-on-removed"),
        *("summary-relation", "filing-without-applicant", "resources-count", "milestone-progress", "unit-conflict"),
    },
    "what was said before": {
        *("finished-without-start", "missing-remaining", "remaining-after-finish", "remaining-unstarted"),
        *("resumed-without-suspended", "suspended-unstarted", "suspension-order", "filing-after-decision"),
        *("filing-order", "filing-recorded", "withdrawn-unreported", "conflicting-records", "duplicate-decision"),
        "decision-for-two",
    },
    "other files and their names": {
        *("file-name", "data-date-order", "same-data-date", "data-date-before-start", "history-changed"),
        *("history-cut", "history-empty", "history-forked", "history-inserted", "history-missing", "history-renamed"),
        *("misplaced-record", "unread-copy", "wrong-extension"),
    },
    "which of two values is more": {
        *("actual-after-data-date", "deadline-before-start", "finish-before-start", "bad-range", "bad-hours"),
        *("funds-after-data-date", "floor-above-ceiling", "conflicting-days", "too-much-left", "calendar-without-work"),
        *("reasonable-unit", "review-in-future", "crew-too-small", "overlapping-days"),
    },
    "the law": {
        *("below-floor", "above-ceiling", "lapses-unused", "late-within", "missing-legal-link", "notice-late"),
        *(
            "missing-size",
            "unknown-size",
            "unknown-version",
            "bad-rule",
            "lever-below-floor",
            "limit-until",
            "extension-in-days",
        ),
        "split-approval",
    },
    "one relation written in two ways": {"duplicate-relation"},
    "whether forms differ": {"conflict-agreed"},
    "dates that are computed": {"horizon", "counted-later"},
    "YAML, which an editor knows without a schema": {"anchor", "tag", "duplicate-key"},
}
"""The faults that no schema can show, by what it cannot compare."""
NO_YAML = {
    *("control-character.yaml", "empty-file.yaml", "full-width-colon.yaml", "gb18030.yaml", "not-a-key.yaml"),
    *("not-utf-8.yaml", "several-documents.yaml", "tab.yaml", "yaml-syntax.yaml"),
    "history-empty/updates/2016-03-14.yaml",
}
"""The examples of which an editor says without a schema that they are no YAML document."""


def faulty() -> Iterator[tuple[Path, set[str]]]:
    """Every YAML file of the examples, with the codes of the errors that reading tells of it."""
    for place in sorted(EXAMPLES.iterdir()):
        if place.suffix == ".xer":
            continue
        faults = [one for one in schedule.read(place)[1] if one.severity is Severity.ERROR and one.location]
        for path in [place] if place.is_file() else sorted(place.rglob("*.yaml")):
            yield path, {fault.code for fault in faults if fault.location and fault.location.path == str(path)}


FAULTY = list(faulty())


@pytest.mark.parametrize(("path", "codes"), FAULTY, ids=[str(path.relative_to(EXAMPLES)) for path, _ in FAULTY])
def test_an_editor_refuses_what_can_be_seen_in_one_file_and_takes_the_rest(path: Path, codes: set[str]) -> None:
    if path.relative_to(EXAMPLES).as_posix() in NO_YAML:
        with pytest.raises((yaml.YAMLError, UnicodeDecodeError, NoDocumentError)):
            readings(path.read_text(encoding="utf-8"))
        return
    text, unseen = path.read_text(encoding="utf-8"), set().union(*NOT_IN_ONE_FILE.values())
    refused = [not validator().is_valid(one) for one in readings(text)]
    assert refused == [bool(codes - unseen)] * 2, refusals(text)


def test_no_fault_is_called_unseen_that_has_no_example() -> None:
    shown = {place.stem for place in EXAMPLES.iterdir()}
    assert set().union(*NOT_IN_ONE_FILE.values()) <= shown
    assert all((EXAMPLES / name).is_file() for name in NO_YAML)


WEEK = "data_date: 2016-03-14\n"
PLAN = "daopai: 1\nproject: {name: 示例, start: 2016-03-01, calendar: china}\ntasks:\n"


@pytest.mark.parametrize(
    "text",
    [
        PLAN + "  1000: {name: 2016, duration: 7wd, evidence: 12.50}\n  1001: {name: b, duration: 1wd, after: 1000}\n",
        PLAN + "  a: {name: yes, duration: 0.5h, legal: 'true', support: []}\n",
        PLAN + "  a: {name: a, milestone: finish, resources: []}\n",
        PLAN + "  a: {name: a, kind: level-of-effort, legal: false, as_late_as_possible: false}\n",
        PLAN + "  a: {name: a, duration: 3h, start_on: 2016-03-14 08:00, finish_no_later_than: 2016-03-14T24:00}\n",
        PLAN + r"  A\S-1000/2: {name: a, duration: 1wd}" + "\n",
        WEEK + "progress: {}\n",
        WEEK + "progress: {a: {percent: 100, document: 007, submitted: [2016-01-06, 2016-01-20]}}\n",
        WEEK + "corrects: 填错\nprogress: {a: {started: , finished: none, remaining: ~, document: 无}}\n",
        WEEK + "revisions: [{task: a, set: {name: 甲}, reason: 笔误, corrects: true}]\n",
        WEEK + "revisions: [{body: a, into: b, reason: 合并, approved_by: 县}]\n",
        WEEK + "revisions: [{calendar: site, complete: 2027, reason: 通知, approved_by: 县, announced: true}]\n",
        WEEK + "revisions: [{add: a, phase: {}, reason: 增加, approved_by: 县, promises: {task: a, days: 5}}]\n",
    ],
)
def test_an_editor_takes_what_reads_as_a_number_or_as_nothing(text: str) -> None:
    """Whatever a clerk may leave unquoted; each of these is read without an error."""
    assert refusals(text) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (PLAN + "  a: {name: a, duration: 7天}\n", "tasks/a/duration"),
        (PLAN + "  a: {name: a, duration: 0wd}\n", "tasks/a/duration"),
        (PLAN + "  a: {name: a, duration: 7wd, deadline: 2016-06-31}\n", "tasks/a/deadline"),
        (PLAN + "  a: {name: a, duration: 7wd, after: [b FS+3, b XS]}\n", "tasks/a/after/1"),
        (PLAN + "  a: {name: a, duration: 7wd, start_no_earlier_then: 2016-06-30}\n", "tasks/a"),
        (PLAN + "  a: {name: a, duration: 7wd, mandatory_start: 2016-06-30}\n", "tasks/a"),
        (PLAN + "  a: {name: a, duration: 7wd, start_on: 2016-06-30, finish_on: 2016-07-30}\n", "tasks/a"),
        (PLAN + "  a: {name: a, duration: 7wd, basis: {rule: BID_PERIOD, version: 2014}}\n", "tasks/a/basis"),
        (WEEK + "progress: {a: {started: none}}\n", "progress/a/started"),
        (WEEK + "progress: {a: {finished: 3月14日}}\n", "progress/a/finished"),
        (WEEK + "revisions: [{task: a, set: {duration: 3wd}, reason: 笔误, corrects: true}]\n", "revisions/0/set"),
        (WEEK + "revisions: [{task: a, set: {duration: 3wd}, reason: 增加}]\n", "revisions/0"),
        (WEEK + "revisions: [{remove: a, add: b, reason: 增加, approved_by: 县}]\n", "revisions/0"),
        (
            WEEK + "revisions: [{calendar: calendar-days, off: [2016-05-01], reason: 假, approved_by: 县}]\n",
            "revisions/0/off",
        ),
        ("daopai: 1\nchannels: {a: {kind: wecom, url: x, secret: y}}\n", "channels/a/kind"),
        ("daopai: 1\nchannels: {all: {kind: wecom, url: x}}\n", "channels"),
    ],
)
def test_an_editor_marks_a_fault_at_its_place(text: str, place: str) -> None:
    assert any(one.startswith(f"{place}: ") for one in refusals(text)), refusals(text)


def declared() -> set[str]:
    """Every key of every table and every form of a text, by the words about it."""
    asked: set[str] = set()

    def noted(table: str, key: str) -> str:
        asked.add(f"key.{table}.{key}")
        return ""

    schema(noted, lambda form, examples: asked.add(f"schema.{form}") or "")
    return asked


def test_every_key_is_described_and_nothing_else_is() -> None:
    assert {key for key in words("zh") if key.startswith(("key.", "schema."))} == declared()
    assert len(declared()) > 200


def test_a_clerk_reads_chinese_first_and_an_engineer_english() -> None:
    """Each description has a line a language; the language that is asked for stands first."""
    for lang in languages():
        done = CliRunner().invoke(main, ["schema", "--lang", lang], catch_exceptions=False)
        task = json.loads(done.stdout)["$defs"]["task"]["properties"]
        lines = task["deadline"]["description"].splitlines()
        assert lines[0] == words(lang)["key.task.deadline"]
        assert set(lines) == {words(one)["key.task.deadline"] for one in languages()}


def test_what_an_editor_offers_is_what_reading_knows() -> None:
    defined = validator().schema["$defs"]
    assert set(ConstraintKind) <= set(defined["task"]["properties"])
    assert all(type_ in defined["relation"]["pattern"] for type_ in RelationType)
    assert defined["task"]["properties"]["milestone"]["enum"] == ["start", "finish"]
    assert defined["days.off"]["properties"]["status"]["enum"] == ["announced", "provisional"]
    assert defined["calendar"]["properties"]["region"]["enum"] == ["xinjiang"]
    assert "china" in defined["calendar"]["properties"]["base"]["anyOf"][0]["enum"]
    assert "BID_PERIOD" in defined["basis"]["properties"]["rule"]["anyOf"][0]["enum"]
    assert defined["settings"]["properties"]["lag_calendar"]["enum"] == ["predecessor", "successor", "project", "24h"]


def test_every_form_is_told_in_words() -> None:
    """No editor shows a pattern to a clerk: each has a message that shows how it is written."""
    text = json.dumps(validator().schema)
    assert text.count('"pattern":') == text.count('"patternErrorMessage":') > 20
    assert '"examples"' not in text  # they would be offered as if they were meant
    assert "write it like this: 7wd, 20cd" in text


def test_a_made_up_key_is_one_row() -> None:
    """It is read, told, written and shown to an editor, and no module but its table's knows of it."""
    table = Table("body", (*BODY.keys, Key("colour", kinds.word_of(RelationType))))
    faults = Faults()
    root = read_yaml(b"name: x\ncolour: SS", "plan.yaml", faults)
    wrong = read_yaml(b"name: x\ncolor: SS", "plan.yaml", faults)
    assert root is not None
    assert wrong is not None
    values = read_fields(root, table.readers(), faults, table.required)
    assert values == {"name": "x", "colour": RelationType.SS}
    assert table.document(values) == {"name": "x", "colour": "SS"}
    read_fields(wrong, table.readers(), faults, table.required)
    (fault,) = faults.diagnostics
    assert (fault.code, fault.facts["nearest"]) == ("unknown-key", "colour")
    assert table.keys[-1].value.form == {"type": "string", "enum": ["FS", "SS", "FF", "SF"]}


def matches(form: kinds.Fragment, text: str) -> bool:
    """As an editor does: a `$` is the end, and not, as Python's, before a last line's end too."""
    return re.search(form["pattern"], text) is not None and not text.endswith("\n")


LETTERS = st.characters(codec="utf-8") | st.sampled_from("aZ1_-./\\&#()*@$% 厂〇々（，：ª²²")


@given(st.text(LETTERS, min_size=1, max_size=4))
@example("〇一")
@example("x" * 101)
def test_an_editor_takes_every_id(text: str) -> None:
    """And of ASCII, nothing but ids."""
    for allows, form in ((is_id, kinds.ID), (is_task_id, kinds.TASK_ID)):
        if can_name(text, allows):
            assert matches(form.fragment, text)
        if text.isascii() and not allows(text):
            assert not matches(form.fragment, text)


DIGITS = st.text("0123456789-T: .wdcdhmin+", max_size=16)
DATES = st.builds("{:04}-{:02}-{:02}{}".format, st.integers(1960, 2210), st.integers(0, 14), st.integers(0, 33), DIGITS)


@given(DIGITS | DATES | st.from_regex(r"[0-9]{1,7}(\.[0-9]{1,5})?(wd|cd|h|min)", fullmatch=True))
@example("2015-02-29")
@example("2016-03-14T24:00")
@example("0.5h")
@example("12-31..01-01")
def test_an_editor_takes_every_date_and_every_amount(text: str) -> None:
    day, amount = parse_day(text), parse_duration(text)
    if parse_finish(text) is not None:
        assert matches(kinds.DATE.fragment, text)
    assert day is None or matches(kinds.DAY_ALONE, text)
    assert amount is None or matches(kinds.AMOUNT_OR_NONE, text)
    assert amount is None or matches(kinds.AMOUNT.fragment, text) == (amount.amount > 0)
    assert parse_number(text) is None or matches(kinds.NUMBER_FORM, text)
    assert parse_closure(text) is None or re.fullmatch(kinds.SEASON_PATTERN, text)


def test_the_schema_is_written_as_it_is_printed(tmp_path: Path) -> None:
    place = tmp_path / "plan.schema.json"
    printed = CliRunner().invoke(main, ["schema"], catch_exceptions=False)
    written = CliRunner().invoke(main, ["schema", "-o", str(place)], catch_exceptions=False)
    assert (written.exit_code, written.output) == (0, "")
    assert place.read_text(encoding="utf-8") == printed.stdout


def errors(faults: Iterable[Diagnostic]) -> list[str]:
    return [fault.code for fault in faults if fault.severity is Severity.ERROR]


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(plans())
def test_an_editor_takes_every_plan_that_is_written(plan: Plan) -> None:
    assert refusals(plan_text(plan)) == []


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(baselines())
def test_an_editor_takes_every_baseline_that_is_written(baseline: Baseline) -> None:
    assert refusals(baseline_text(baseline)) == []


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(updates())
def test_an_editor_takes_every_week_that_is_written_and_true(update: Update) -> None:
    text = update_text(update)
    if not errors(read_update(text.encode(), f"{text[11:21]}.yaml", first_standing(plan_of()))[2]):
        assert refusals(text) == []


ODD = [
    *("x", "1", "0", "-1", "7wd", "0wd", "1.5h", "0.25min", "2016-03-14", "2016-03-14T24:00", "2016-02-29"),
    *("1969-01-01", "true", "True", "yes", "no", "none", "无", "'true'", "'7'", "7.0", "1e3", "0x1F", ".5", "+5"),
    *("08:00", "24h", "-30min", "[]", "[x]", "[a, a]", "[b, a]", "[2016-03-14]", "[08:00-12:00]", "[mon, tue]"),
    *("[11-15..03-10]", "mon-fri", "mon,tue", "{}", "{name: x}", "{x: {name: y}}", "{article: x, floor: 3wd}"),
    *("[{duration: 3h}]", "[{date: 2016-03-14, name: x}]", "a", "b", "a FS", "b SS+3wd", "b  FF - 2cd", "'b +7cd'"),
    *("厂房/1号楼", "' x '", "x" * 201, "china", "calendar-days", "finish", "summary", "level-of-effort"),
    *("predecessor", "p6", "xinjiang", "announced", "100", "101", "2027"),
]
"""What somebody may write in the place of a value, sound or not."""
PLACES = {
    "task": (TASK, f"{PLAN}  b: {{name: b, duration: 1wd}}\n  a: {{name: a, SAID}}\n"),
    "timed task": (TASK, f"{PLAN}  b: {{name: b, duration: 1wd}}\n  a: {{name: a, duration: 9wd, SAID}}\n"),
    "project": (PROJECT, "daopai: 1\nproject: {name: n, start: 2016-03-01, calendar: china, SAID}\n"),
    "body": (BODY, "bodies: {a: {name: n, SAID}}\n"),
    "calendar": (CALENDAR, "calendars: {a: {week: mon-fri, SAID}}\n"),
    "settings": (SETTINGS, "settings: {SAID}\n"),
    "law": (LAW, "settings: {law: {SAID}}\n"),
    "basis": (BASIS, f"{PLAN}  b: {{name: b, duration: 9wd}}\n  a: {{name: a, duration: 99wd, basis: {{SAID}}}}\n"),
}
"""Tables, and plans in which something more can be said under their keys."""
REST = "daopai: 1\nproject: {name: n, start: 2016-03-01, calendar: china}\ntasks: {a: {name: a, duration: 3wd}}\n"


def whole(text: str) -> str:
    """A file with the sections of `REST` that it does not say itself."""
    return text + "".join(f"{line}\n" for line in REST.splitlines() if f"{line.split(':')[0]}:" not in text)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.data())
def test_an_editor_takes_whatever_a_plan_may_say(data: st.DataObject) -> None:
    """A value of every kind at every key: what reading takes, an editor takes. It may take more, never less."""
    table, text = PLACES[data.draw(st.sampled_from(sorted(PLACES)))]
    keys = data.draw(st.lists(st.sampled_from([key.name for key in table.keys]), min_size=1, max_size=2, unique=True))
    said = ", ".join(f"{key}: {data.draw(st.sampled_from(ODD))}" for key in keys)
    written = whole(text.replace("SAID", said))
    if not errors(read_plan(written.encode(), "plan.yaml")[1]):
        assert refusals(written) == [], written


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(st.data())
def test_an_editor_takes_whatever_a_week_may_say(data: st.DataObject) -> None:
    of = data.draw(st.sampled_from([PROGRESS, CHANGED_TASK]))
    keys = data.draw(st.lists(st.sampled_from([key.name for key in of.keys]), min_size=1, max_size=2, unique=True))
    said = ", ".join(f"{key}: {data.draw(st.sampled_from(ODD))}" for key in keys)
    written = "data_date: 2016-03-21\n" + data.draw(st.sampled_from(["", "corrects: 填错\n"]))
    if of is PROGRESS:
        written += f"progress: {{a: {{started: 2016-03-01, remaining: 3wd, {said}}}}}\n"
    else:
        written += f"revisions: [{{task: a, set: {{{said}}}, reason: x, approved_by: y}}]\n"
    plan, faults = read_plan((PLAN + "  b: {name: b, duration: 1wd}\n  a: {name: a, duration: 9wd}\n").encode(), "")
    assert plan is not None
    assert faults == ()
    if not errors(read_update(written.encode(), "2016-03-21.yaml", first_standing(plan))[2]):
        assert refusals(written) == [], written
