"""Every command has help and stands in the README, and what the manual tells to type works."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from manual import PAGES, READMES, ROOT, blocks, manual, readme

from schedule.commands import COMMANDS, main
from schedule.files.plans.plan import read_plan
from schedule.files.records.plan_folder import read_project

LANGS = tuple(READMES)


def examples(lang: str) -> list[str]:
    lines = [line for block in blocks(lang, "console") for line in block.splitlines()]
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ daopai ")]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_help_in_both_languages(name: str) -> None:
    done = CliRunner().invoke(main, [name, "--help"])
    assert done.exit_code == 0
    command = main.get_command(click.Context(main), name)
    assert command is not None
    for text in (COMMANDS[name], command.help or ""):
        assert re.search(r"[一-鿿]", text)
        assert re.search(r"[A-Z][a-z]", text)
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts[0]} has no help"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_stands_in_the_readme_as_its_help_says_it(name: str, lang: str) -> None:
    chinese, english = COMMANDS[name].split("  ")
    row = next(row for row in readme(lang).splitlines() if row.startswith(f"| `daopai {name} "))
    assert row.endswith(f"` | {chinese if lang == 'zh' else english} |")
    assert f"| `daopai {name} " in (ROOT / PAGES[lang][0]).read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGS)
def test_the_manual_names_no_command_that_is_not_there(lang: str) -> None:
    assert set(re.findall(r"daopai ([a-z]+) ", manual(lang))) <= {*COMMANDS, "is"}
    assert len(examples(lang)) >= 5


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGS)
def test_the_manuals_examples_run(lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "plans", tmp_path / "plans", ignore=shutil.ignore_patterns("meetings"))
    monkeypatch.chdir(tmp_path)
    for example in examples(lang):
        done = CliRunner().invoke(main, shlex.split(example, comments=True)[1:], catch_exceptions=False)
        assert done.exit_code == 0, f"{example}\n{done.stderr}"


@pytest.mark.parametrize("lang", LANGS)
def test_what_the_manual_types_into_files_is_read(lang: str, tmp_path: Path) -> None:
    """The plan, each week with the days that it mentions, and calendars typed alone into that plan."""
    plans = [block for block in blocks(lang, "yaml") if block.startswith("daopai: 1\nproject:")]
    weeks = [block for block in blocks(lang, "yaml") if block.startswith("data_date:")]
    calendars = [block for block in blocks(lang, "yaml") if block.startswith("calendars:")]
    assert len(plans) == 1
    assert weeks
    for k, week in enumerate(weeks):
        folder = tmp_path / str(k)
        (folder / "updates").mkdir(parents=True)
        (folder / "plan.yaml").write_text(plans[0], encoding="utf-8")
        day = re.findall(r"data_date: (\S+)", week)[0]
        (folder / "updates" / f"{day}.yaml").write_text(week, encoding="utf-8")
        project, faults = read_project(folder)
        assert faults == ()
        assert project is not None
        assert len(project.updates) == 1
    for block in calendars:
        text = re.sub(r"calendars:\n(?:  .*\n)+", block + "  site: {week: mon-sun}\n", plans[0])
        _, found = read_plan(text.encode(), f"{lang}.yaml")
        assert found == ()


def test_both_manuals_have_the_same_plan_and_the_same_options() -> None:
    """A reader of one language is told no less: the same commands, options, alerts' tables; comments are translated."""
    english, chinese = manual("en"), manual("zh")
    plan = [
        re.sub(r"\s+#.*", "", next(block for block in blocks(lang, "yaml") if block.startswith("daopai: 1\nproject:")))
        for lang in LANGS
    ]
    assert plan[0] == plan[1]
    for table in (r"^\| `daopai (\w+)", r"^\| (`-.*?) \|"):
        named = [re.findall(table, text, re.MULTILINE) for text in (english, chinese)]
        assert [re.findall(r"[\w-]+", " ".join(each)) for each in named[:1]] == [
            re.findall(r"[\w-]+", " ".join(each)) for each in named[1:]
        ]


FOR_PROGRAMMERS = ("docs/python.md", "docs/languages.md")


def test_the_chinese_manual_names_every_key_option_and_file_of_the_english_one() -> None:
    """Up to what only a programmer asks for: whatever stands in code font there stands here too, whole or within."""
    chinese = manual("zh")
    prose = "".join((ROOT / page).read_text(encoding="utf-8") for page in PAGES["en"] if page not in FOR_PROGRAMMERS)
    keys = set(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", prose, flags=re.DOTALL)))
    placeholders = {
        "PLAN": "计划",
        "TASK": "任务",
        "REPORT": "填报",
        "KEY=VALUE": "键=值",
        "FILE": "文件",
        "DIR": "文件夹",
    }
    translated = {re.sub("|".join(placeholders), lambda found: placeholders[found[0]], key): key for key in keys}
    absent = {key for told, key in translated.items() if told not in chinese and key not in chinese}
    assert {key for key in absent if not key.startswith("daopai ")} == set()


@pytest.mark.parametrize("lang", LANGS)
def test_the_front_door_is_short_and_shows_one_picture(lang: str) -> None:
    """What it is, one picture, two commands, the table; everything else is a page that it names."""
    text = readme(lang)
    assert len(re.findall(r"!\[", text)) == 1
    assert len(text.splitlines()) <= 180
    assert [page for page in PAGES[lang] if f"]({page})" not in text] == []


DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("benchmarks/*.md")])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    """A file that is there, a heading of it as its address is made on a page of the code's host."""
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
        if target.startswith(("https://", "http://")):
            continue
        name, _, heading = target.partition("#")
        there = (document.parent / name).resolve() if name else document
        assert there.exists(), target
        if heading:
            named = re.findall(r"^#+ (.*)$", there.read_text(encoding="utf-8"), re.MULTILINE)
            assert heading in {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in named}, target
