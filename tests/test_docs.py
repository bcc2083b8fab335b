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

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = [
    line.removeprefix("$ ")
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("$ daopai ")
]


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


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_stands_in_the_readme(name: str) -> None:
    assert f"`daopai {name} " in README


def test_the_readme_names_no_command_that_is_not_there() -> None:
    assert set(re.findall(r"daopai ([a-z]+) ", README)) <= {*COMMANDS, "is"}
    assert len(EXAMPLES) >= 5


def test_the_readmes_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "plans", tmp_path / "plans", ignore=shutil.ignore_patterns("meetings"))
    monkeypatch.chdir(tmp_path)
    for example in EXAMPLES:
        done = CliRunner().invoke(main, shlex.split(example, comments=True)[1:], catch_exceptions=False)
        assert done.exit_code == 0, f"{example}\n{done.stderr}"
