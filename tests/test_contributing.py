"""The table of CONTRIBUTING.md is true: what it says to write is all there is to write.

Into a copy of the package something made up is added of each kind, an alert, a column, a chart, a constraint, a key, a
format and a language, in the files that the table names and in no other. Then the commands are asked whether they know
it, each in its own words.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

import pytest

import schedule

PACKAGE = Path(schedule.__file__).parent
ROOT = PACKAGE.parent
WORDS = "output/words/*.toml"
LANGUAGES = "output/words/languages.toml"
PLAN = """\
daopai: 1
project: {name: 园区, start: 2026-10-12, calendar: days}
calendars: {days: {week: mon-sun}}
bodies: {land: {name: 国土局}}
tasks:
  a: {name: 测绘, body: land, duration: 5cd, opened_from: 2026-10-19, soil: 粉土}
  b: {name: 完工, milestone: finish, after: [a], deadline: 2026-11-30}
"""
"""The made-up constraint has the survey begin on 19 October, so its five days end with the 23rd."""


@dataclass(frozen=True)
class Addition:
    """Something made up of the kind that a row of the table begins with.

    `edits` are lines of a file and what stands behind them then, `files` new ones, `words` those of every language.
    `probe` is run with the package that has it, in a folder that has the plan `plan.yaml`; `said(...)` there is what a
    command prints.
    """

    kind: str
    probe: str
    edits: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def touched(self) -> set[str]:
        """The files that it is written in, from the package on; those of words by their pattern."""
        return {*self.edits, *self.files, *([WORDS] if self.words else [])}

    def add_to(self, package: Path) -> None:
        """Write it into a copy of the package."""
        for name, edits in self.edits.items():
            text = (package / name).read_text(encoding="utf-8")
            for before, after in edits.items():
                assert text.count(before) == 1, f"{name}: {before}"
                text = text.replace(before, before + after)
            (package / name).write_text(text, encoding="utf-8")
        for path in package.glob(WORDS) if self.words else ():
            if path.name != Path(LANGUAGES).name:
                text = path.read_text(encoding="utf-8")
                lines = "".join(f'"{key}" = "{words}"\n' for key, words in self.words.items())
                path.write_text(text + lines, encoding="utf-8")
        for name, text in self.files.items():
            (package / name).write_text(text, encoding="utf-8")


def language() -> dict[str, str]:
    """A language that has the English words, but for one, and its row."""
    rows, words = ((PACKAGE / name).read_text(encoding="utf-8") for name in (LANGUAGES, "output/words/en.toml"))
    (row,) = re.findall(r"(?ms)^\[en\]\n.*?(?=^\[|\Z)", rows)
    told = re.sub(r'(?m)^"column.task" = .*$', '"column.task" = "XXX"', words)
    return {LANGUAGES: rows + "\n" + row.replace("[en]", "[xx]"), "output/words/xx.toml": told}


ADDITIONS = (
    Addition(
        "a language",
        probe="assert 'XXX' in said('deadlines', 'plan.yaml', '--lang', 'xx')\n",
        files=language(),
    ),
    Addition(
        "an alert",
        probe="assert 'clay' in said('alerts', 'plan.yaml', '--format', 'csv')\n"
        "assert '黏土预警' in said('alerts', 'plan.yaml')\n",
        edits={
            "analysis/dates/alerts.py": {
                "RULES = (\n": '    Rule("clay", Light.RED, Matter.DOCUMENT, lambda case: case.name == "a"),\n'
            }
        },
        words={"alert.clay": "{whose}黏土预警", "also.clay": "黏土预警"},
    ),
    Addition(
        "a column of the deadline table",
        probe="assert '土质列' in said('deadlines', 'plan.yaml', '--format', 'csv').splitlines()[0]\n"
        "assert '土质为砂' in said('deadlines', 'plan.yaml', '--format', 'csv')\n"
        "said('deadlines', 'plan.yaml', '-o', 'wall.xlsx')\n"
        "texts = ''.join(ZipFile('wall.xlsx').read(one).decode() for one in ZipFile('wall.xlsx').namelist()"
        " if one.endswith('.xml'))\n"
        "assert '土质列' in texts and '土质为砂' in texts\n"
        "said('page', 'plan.yaml', '-o', 'page.html')\n"
        "assert '土质列' in Path('page.html').read_text() and '土质为砂' in Path('page.html').read_text()\n",
        edits={
            "output/tables/contents.py": {
                "DEADLINES = (\n": '    DeadlineColumn("sand", lambda _: "土质为砂", sheet=OnSheet(25, "note"),'
                " page=23),\n"
            }
        },
        words={"column.sand": "土质列"},
    ),
    Addition(
        "a chart",
        probe="assert '土质图' in said('figures', '--help')\n"
        "said('figures', 'plan.yaml', '--only', 'loam', '--format', 'svg', '-o', 'drawn')\n"
        "assert [path.name for path in Path('drawn').glob('*.svg')] == ['loam.svg']\n",
        files={
            "output/figures/loam.py": '"""A made-up chart. This module must never know what it shows."""\n\n'
            "from functools import partial\n\n"
            "from schedule.output.figures.ground.chart import Chart\n"
            "from schedule.output.figures.ground.paper import new_page\n\n\n"
            'def draw(meeting, voice, ax=None):\n    """An empty page."""\n    return ax or new_page(100.0)\n\n\n'
            'CHART = Chart("loam", lambda meeting, voice, _: [partial(draw, meeting, voice)])\n'
        },
        words={"chart.name.loam": "土质图"},
    ),
    Addition(
        "a constraint",
        probe="assert '2026-10-19T00:00,2026-10-24T00:00' in said('schedule', 'plan.yaml', '--format', 'csv')\n"
        "assert '开园那天' in said('explain', 'plan.yaml', 'a')\n"
        "from schedule.files.plans.as_text import plan_text\n"
        "assert 'opened_from: 2026-10-19' in plan_text(schedule.load('plan.yaml').plan)\n"
        "assert '开园才能动' in said('schema')\n",
        edits={
            "model.py": {
                '    EXPECTED_FINISH = "expected_finish"\n': '    OPENED_FROM = "opened_from"\n',
                "CONSTRAINTS: Mapping[ConstraintKind, ConstraintEffect] = {\n": "    ConstraintKind.OPENED_FROM:"
                " ConstraintEffect(of_start=True, early=True),\n",
            }
        },
        words={
            "decision.opened_from": "开园才能动",
            "explain.opened_from": "开园那天",
            "key.task.opened_from": "开园才能动",
        },
    ),
    Addition(
        "a key of a file",
        probe="from schedule.files.plans.as_text import plan_text\n"
        "plan = schedule.load('plan.yaml').plan\n"
        "assert plan.tasks['a'].soil == '粉土' and 'soil: 粉土' in plan_text(plan)\n"
        "assert '土是什么土' in said('schema')\n",
        edits={
            "files/plans/tasks.py": {'        Key("quantity", TEXT),\n': '        Key("soil", TEXT),\n'},
            "model.py": {"    reasonable: Duration | None = None\n": "    soil: str | None = None\n"},
        },
        words={"key.task.soil": "土是什么土", "decision.soil": "土质"},
    ),
    Addition(
        "a format",
        probe="assert '土工软件' in said('export', '--help')\n"
        "said('export', 'plan.yaml', '-o', 'other.soil')\n"
        "assert '测绘' in said('schedule', 'other.soil')\n"
        "said('import', 'other.soil', '-o', 'brought')\n"
        "assert '测绘' in Path('brought/plan.yaml').read_text()\n",
        edits={
            "files/exchange/formats.py": {
                'XER = ".xer"\n': "\n\ndef _read_soil(path, content, wanted):\n"
                "    from schedule.files.plans.plan import read_plan\n\n"
                "    plan, faults = read_plan(content(10**6), str(path))\n"
                "    return Project(plan), faults\n\n\n"
                "def _write_soil(state, calendars, dates, path, encoding):\n"
                "    from schedule.files.plans.as_text import plan_text\n\n"
                "    return plan_text(state.plan).encode(), ()\n\n\n",
                "FORMATS = (\n": '    Format("土工软件", (".soil",), _read_soil, _write_soil),\n',
            }
        },
    ),
)


def rows() -> dict[str, set[str]]:
    """What the table says is written for each kind, as patterns of files of the package.

    What stands behind a semicolon is for a case that differs; documents and tests are not of the package.
    """
    found = {}
    for line in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines():
        if not line.startswith("| ") or line.startswith("| to add"):
            continue
        kind, *cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        first = [cell.split("; ")[0] for cell in cells]
        paths = {re.sub("NAME|CODE", "*", name) for cell in first for name in re.findall(r"`([a-z_/A-Z.*]+)`", cell)}
        named = {path for path in paths if path.endswith((".py", ".toml", "/")) and not path.startswith("tests/")}
        found[kind] = named | ({WORDS} if any("in the words" in cell for cell in first) else set())
    return found


def is_named(path: str, pattern: str) -> bool:
    """Whether a file is what the table names: itself, by a pattern, or as one of a folder."""
    return fnmatch(path, pattern) or (pattern.endswith("/") and path.startswith(pattern))


@pytest.mark.parametrize("addition", ADDITIONS, ids=lambda one: one.kind)
def test_what_is_added_stands_where_the_table_says_and_nowhere_else(addition: Addition) -> None:
    named = rows()[addition.kind]
    for path in addition.touched:
        assert any(is_named(path, pattern) for pattern in named), f"{path} is not in the table"
    for pattern in named:
        assert any(is_named(path, pattern) for path in addition.touched), f"{pattern} need not be touched"


PROBE = """\
from pathlib import Path
from zipfile import ZipFile

from click.testing import CliRunner

import schedule
from schedule.commands import main


def said(*words):
    done = CliRunner().invoke(main, words, prog_name="daopai", catch_exceptions=False)
    assert done.exit_code in (0, 3), (words, done.output)
    return done.stdout


"""


def ask(place: Path, *additions: Addition) -> None:
    """Add to a copy of the package, and ask it."""
    shutil.copytree(PACKAGE, place / "schedule")
    for addition in additions:
        addition.add_to(place / "schedule")
    known = {"opened_from": "a constraint", "soil": "a key of a file"}
    text = PLAN
    for key, kind in known.items():
        if not any(addition.kind == kind for addition in additions):
            text = re.sub(rf", {key}: [^,}}]+", "", text)
    (place / "plan.yaml").write_text(text, encoding="utf-8")
    code = PROBE + "".join(addition.probe for addition in additions)
    environment = {**os.environ, "PYTHONPATH": str(place), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=place, env=environment, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_every_command_knows_what_was_added(tmp_path: Path) -> None:
    ask(tmp_path, *ADDITIONS)


@pytest.mark.long
def test_all_papers_of_a_meeting_have_it(tmp_path: Path) -> None:
    """The made-up alert is red: minutes, notice and the letters speak of it, and none of them stumbles."""
    papers = Addition(
        "all",
        probe="for lang in ('zh', 'en', 'xx'):\n"
        "    said('meeting', 'plan.yaml', '--lang', lang, '-o', lang)\n"
        "    assert '黏土预警' in Path(lang, 'meeting.md').read_text()\n"
        "    assert '测绘' in Path(lang, 'supervision.md').read_text()\n"
        "    assert Path(lang, 'loam.png').is_file()\n",
    )
    ask(tmp_path, *ADDITIONS, papers)


@pytest.mark.long
@pytest.mark.parametrize("addition", ADDITIONS, ids=lambda one: one.kind)
def test_none_of_it_needs_another(addition: Addition, tmp_path: Path) -> None:
    ask(tmp_path, addition)


@pytest.mark.long
def test_the_guards_of_the_house_let_it_pass(tmp_path: Path) -> None:
    """Words, rooms, documents, options and schema are held to rules by tests, none of which has to change for it."""
    for name in ("schedule", "tests", "docs", "plans", "benchmarks", "tools"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for path in ROOT.glob("*.*"):
        if path.is_file():
            shutil.copy2(path, tmp_path)
    for addition in ADDITIONS:
        addition.add_to(tmp_path / "schedule")
    guards = [f"tests/test_{name}.py" for name in ("labels", "architecture", "docs", "options", "schema")]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-x", *guards],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout[-3000:]
