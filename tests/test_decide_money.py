"""What a decision says of money on the command line: what a task uses, needs in place, and what a contract comes to."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import schedule
from schedule.commands import main
from schedule.commands.conduct.exits import Exit
from schedule.engine.state import as_of
from schedule.model import Commitment, Due, Threshold

PLAN = """\
daopai: 1
project: {name: 甲园, start: 2016-03-07, calendar: office}
calendars: {office: {week: mon-fri}}
funds:
  unit: 万元
  tranches:
    aid: {amount: 500, in_place: 2016-03-01, purpose: [any]}
    bank: {amount: 700, in_place: 2016-03-15, purpose: [roads]}
tasks:
  contract: {name: 合同, duration: 1wd}
  roads: {name: 道路, duration: 3wd, after: [contract], deadline: 2016-03-31}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def decided(plan: Path, *changes: str) -> Result:
    words = ("decide", str(plan), *changes, "--date", "2016-03-07", "--reason", "资金安排", "--approved-by", "专班")
    return CliRunner().invoke(main, words)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("commits=300", (Commitment(Fraction(300)),)),
        ("commits=300:roads", (Commitment(Fraction(300), "roads"),)),
        ("commits=300：roads：finish", (Commitment(Fraction(300), "roads", Due.FINISH),)),
        ("commits=300:linear", (Commitment(Fraction(300), when=Due.LINEAR),)),
        (
            "commits=300:roads、50:finish",
            (Commitment(Fraction(300), "roads"), Commitment(Fraction(50), when=Due.FINISH)),
        ),
    ],
)
def test_a_clerk_says_what_a_task_uses_as_the_plan_would(plan: Path, said: str, expected: object) -> None:
    assert decided(plan, f"roads {said}").exit_code == 0
    project = schedule.load(plan)
    assert as_of(project, project.updates[-1].data_date).plan.tasks["roads"].commits == expected


def test_a_clerk_says_what_has_to_be_in_place_and_what_a_contract_comes_to(plan: Path) -> None:
    answer = decided(plan, "contract price=600:roads、400:any", "道路 needs_funds=50%:合同", "roads commits=600:roads")
    assert answer.exit_code == 0, answer.stderr
    project = schedule.load(plan)
    tasks = as_of(project, project.updates[-1].data_date).plan.tasks
    assert dict(tasks["contract"].price) == {"roads": 600, "any": 400}
    assert tasks["roads"].needs_funds == (Threshold(share=Fraction(1, 2), of="contract"),)


def test_a_liaison_sees_what_money_moves_before_it_is_decided(plan: Path) -> None:
    """600 for roads are there with the bank's 700 on Tuesday 15: so roads are 15 to 17 and not 8 to 10."""
    answer = decided(plan, "roads commits=600:roads", "--dry-run")
    assert answer.exit_code == 0
    assert "3月17日" in answer.stdout
    assert not (plan / "updates").exists()


@pytest.mark.parametrize("command", ["decide", "preview"])
def test_a_secretary_is_not_shown_a_date_as_sure_that_money_without_a_date_holds(plan: Path, command: str) -> None:
    """The bank's money for roads has no date now: 14 March, five working days from the 8th on, is so only with it."""
    (plan / "plan.yaml").write_text(PLAN.replace(" in_place: 2016-03-15,", ""), encoding="utf-8")
    change = "roads duration=5wd commits=600:roads"
    words = ("preview", str(plan), "--set", change)
    answer = decided(plan, change, "--dry-run") if command == "decide" else CliRunner().invoke(main, words)
    assert answer.exit_code == 0, answer.stderr
    assert "3月14日" in answer.stdout
    assert "道路要等资金，没有到位日期，能不能按期还不能预计：这里的日期都假定钱在要用时就到" in answer.stdout
    dated = decided(plan, "roads duration=5wd commits=300", "--dry-run")
    assert "都假定" not in dated.stdout


@pytest.mark.parametrize(
    ("said", "code", "told"),
    [
        ("commits=lots", Exit.FAULTY, "lots"),
        ("commits=300:roads:paving", Exit.USAGE, "300:roads:paving"),
        ("needs_funds=50%", Exit.FAULTY, "of"),
        ("needs_funds=50%:contrat", Exit.FAULTY, "contract"),
    ],
)
def test_a_clerk_is_told_what_is_wrong_with_the_money_he_typed(plan: Path, said: str, code: Exit, told: str) -> None:
    answer = decided(plan, f"roads {said}")
    assert answer.exit_code == code
    assert told in answer.stderr
    assert not (plan / "updates").exists()


def test_a_secretary_finds_the_staircase_among_the_charts_once_money_is_used(plan: Path) -> None:
    """Before, no task uses any of the funds, and there is nothing that money could hold."""
    folder = plan / "meetings" / "2016-03-07" / "figures"
    CliRunner().invoke(main, ["figures", str(plan), "--only", "money"])
    assert not (folder / "money.png").exists()
    decided(plan, "roads commits=600:roads")
    answer = CliRunner().invoke(main, ["figures", str(plan), "--only", "money"])
    assert f"{folder / 'money.png'}" in answer.stdout.splitlines()
