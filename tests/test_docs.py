"""Every command has help and stands in the README, and what the README tells to type works."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from schedule.commands import COMMANDS, main
from schedule.files.plans.plan import read_plan
from schedule.files.records.plan_folder import read_project

ROOT = Path(__file__).parent.parent
READMES = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md")}


def blocks(readme: str, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", READMES[readme], re.DOTALL)


def examples(readme: str) -> list[str]:
    lines = [line for block in blocks(readme, "console") for line in block.splitlines()]
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


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_stands_in_the_readme(name: str, readme: str) -> None:
    assert f"| `daopai {name} " in READMES[readme]


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_names_no_command_that_is_not_there(readme: str) -> None:
    assert set(re.findall(r"daopai ([a-z]+) ", READMES[readme])) <= {*COMMANDS, "is"}
    assert len(examples(readme)) >= 5


@pytest.mark.parametrize("readme", READMES)
def test_the_readmes_examples_run(readme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "plans", tmp_path / "plans", ignore=shutil.ignore_patterns("meetings"))
    monkeypatch.chdir(tmp_path)
    for example in examples(readme):
        done = CliRunner().invoke(main, shlex.split(example, comments=True)[1:], catch_exceptions=False)
        assert done.exit_code == 0, f"{example}\n{done.stderr}"


@pytest.mark.parametrize("readme", READMES)
def test_what_the_readme_types_into_files_is_read(readme: str, tmp_path: Path) -> None:
    """The plan, each week with the days that it mentions, and calendars typed alone into that plan."""
    plans = [block for block in blocks(readme, "yaml") if block.startswith("daopai: 1\nproject:")]
    weeks = [block for block in blocks(readme, "yaml") if block.startswith("data_date:")]
    calendars = [block for block in blocks(readme, "yaml") if block.startswith("calendars:")]
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
        _, found = read_plan(text.encode(), readme)
        assert found == ()


def test_both_readmes_have_the_same_plan_and_the_same_options() -> None:
    """A reader of one language is told no less: the same commands, options, alerts' tables; comments are translated."""
    english, chinese = (READMES[readme] for readme in READMES)
    plan = [re.sub(r"\s+#.*", "", blocks(readme, "yaml")[0 if readme.endswith("zh.md") else 1]) for readme in READMES]
    assert plan[0] == plan[1]
    for table in (r"^\| `daopai (\w+)", r"^\| (`-.*?) \|"):
        named = [re.findall(table, text, re.MULTILINE) for text in (english, chinese)]
        assert [re.findall(r"[\w-]+", " ".join(each)) for each in named[:1]] == [
            re.findall(r"[\w-]+", " ".join(each)) for each in named[1:]
        ]


def test_the_chinese_readme_names_every_key_option_and_file_of_the_english_one() -> None:
    """Up to what only a programmer asks for: whatever stands in code font there stands here too, whole or within."""
    english, chinese = (READMES[readme] for readme in READMES)
    prose = english[english.index("## The commands") : english.index("## From Python")]
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
