"""How commands end: every code one meaning, in one place, printed in the manual, and reached."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from manual import manual

import schedule
from schedule.commands import main
from schedule.commands.conduct.exits import EXITS, Exit, of_faults
from schedule.diagnostics import Diagnostic, Severity
from schedule.output.words.catalogue import words
from schedule.output.words.languages import languages

ROOT = Path(schedule.__file__).parent
APART = {ROOT / "files" / "exchange" / "mpxj_bridge.py", ROOT / "files" / "forms" / "sheets_bridge.py"}
"""Programs of their own, whose codes only those read that start them."""
KASHGAR = ROOT.parent / "plans" / "kashgar"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def test_the_manual_says_what_every_code_means() -> None:
    printed = re.findall(r"^\| (\d+) \| (.*?) \| (.*?) \|$", manual("en"), re.MULTILINE)
    assert printed == [(str(code.value), words("zh")[code.key], words("en")[code.key]) for code in Exit]


def test_no_two_codes_mean_the_same() -> None:
    for language in languages():
        assert len({words(language)[code.key] for code in Exit}) == len(Exit)
    assert click.UsageError.exit_code == Exit.USAGE


@pytest.mark.slow
def test_only_one_place_ends_a_command() -> None:
    """Every other module names the code that it means; mypy sees that it is an `Exit`."""
    found = []
    for path in [*ROOT.rglob("*.py"), ROOT.parent / "cli.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if called.split(".")[-1] in {"exit", "_exit", "quit", "SystemExit", "Exit"} and path not in APART:
                found.append(f"{path.relative_to(ROOT.parent)}: {called}")
    assert found == [
        f"schedule/commands/conduct/exits.py: {call}" for call in ("click.get_current_context().exit", "os._exit")
    ]


def test_every_code_is_used() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "commands").rglob("*.py"))
    assert {code.name for code in Exit} == set(re.findall(r"\bExit\.([A-Z_]+)", text)) & set(Exit.__members__)


def test_what_ends_a_command_otherwise_is_a_fault_that_has_words() -> None:
    assert {f"fault.{code}" for code in EXITS} <= words("zh").keys()


@pytest.mark.parametrize(
    ("codes", "ends"),
    [
        (["file-exists"], Exit.OCCUPIED),
        (["form-exists", "form-exists"], Exit.OCCUPIED),
        (["form-exists", "unknown-task"], Exit.FAULTY),
        (["history-missing", "plan-edited-after-record"], Exit.CHANGED),
        (["missing-font"], Exit.UNDRAWN),
        (["bad-id"], Exit.USAGE),
        (["unknown-task"], Exit.FAULTY),
        ([], Exit.FAULTY),
    ],
)
def test_faults_say_how_a_command_ends(codes: list[str], ends: Exit) -> None:
    warning = Diagnostic("file-name", None, severity=Severity.WARNING)
    assert of_faults([warning, *(Diagnostic(code, None) for code in codes)]) is ends


def test_what_the_system_refuses_is_no_faulty_plan(tmp_path: Path) -> None:
    done = run("schedule", KASHGAR, "-o", tmp_path / "nowhere" / "dates.csv")
    assert done.exit_code == Exit.SYSTEM
    assert "nowhere" in done.stderr


def test_whoever_leaves_a_question_unanswered_interrupts(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: object) -> None:
        raise click.Abort

    monkeypatch.setattr("schedule.commands.check.sound", asked)
    done = run("check", KASHGAR)
    assert (done.exit_code, done.output) == (Exit.INTERRUPTED, "")


def test_a_baseline_whose_name_cannot_be_one_is_usage(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(
        "daopai: 1\nproject: {name: P, start: 2016-03-01, calendar: china}\ntasks: {a: {name: A, duration: 1wd}}\n",
        encoding="utf-8",
    )
    assert run("baseline", tmp_path, "x/y", "--approved-by", "组").exit_code == Exit.USAGE
