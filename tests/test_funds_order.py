"""Whether paying in another order reaches the goal earlier: a proposal, and never silently applied."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_funds import EXAMPLE, days, state_of

from schedule.analysis.funds.paying_order import best_order
from schedule.commands import main
from schedule.engine.compute import compute

TRANCHES = "one: {amount: 5, in_place: 2016-03-01}, two: {amount: 5, expected: 2016-03-13}"
CROSSED = """
  P: {name: 拆迁, duration: 5cd}
  X: {name: 道路, duration: 3cd, after: [P], commits: {amount: 5}}
  Y: {name: 厂房, duration: 7cd, commits: {amount: 5}}
  D: {name: 开园, milestone: finish, after: [X, Y], deadline: 2016-03-10}
"""


def test_an_engineer_is_proposed_the_order_that_is_earlier_than_the_rule() -> None:
    """X has no float and keeps the five from day 5 on, so Y is 12 to 19. Y first is 0 to 7, and X 12 to 15."""
    schedule = compute(state_of(TRANCHES, CROSSED))
    assert days(schedule)["Y"] == (12, 19)
    found = best_order(schedule, "D")
    assert found is not None
    assert (found.tasks, str(found.finish), found.days) == (("Y", "X"), "2016-03-15", 4)


def test_nothing_is_proposed_where_the_rule_is_the_best() -> None:
    """Of the law's example: C first gives 9, A first 11."""
    tranches = "one: {amount: 5, in_place: 2016-03-01}, two: {amount: 7, expected: 2016-03-05}"
    schedule = compute(state_of(tranches, EXAMPLE + "  E: {name: 完, milestone: finish, after: [B, D]}\n"))
    assert days(schedule)["E"] == (9, 9)
    assert best_order(schedule, "E") is None


def test_an_order_that_breaks_another_deadline_is_not_proposed() -> None:
    """By the rule X ends on day 8, its own last; with Y first on day 15."""
    kept = CROSSED.replace("after: [P], commits: {amount: 5}", "after: [P], commits: {amount: 5}, deadline: 2016-03-08")
    assert best_order(compute(state_of(TRANCHES, kept)), "D") is None


@pytest.mark.parametrize(
    ("lang", "said"),
    [("zh", "按厂房、道路的次序付，开园3月15日完成，早4 天。这是建议，会上定了才算。"), ("en", "This is a proposal")],
)
def test_a_secretary_reads_it_as_a_proposal_and_no_date_moves(tmp_path: Path, lang: str, said: str) -> None:
    text = "daopai: 1\nproject: {name: 园区, start: 2016-03-01, calendar: calendar-days}\n"
    text += f"funds: {{unit: 万元, tranches: {{{TRANCHES}}}}}\ntasks:{CROSSED}"
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    shown = CliRunner().invoke(main, ["funds", str(tmp_path), "--lang", lang]).stdout
    assert said in "".join(shown.splitlines()) if lang == "zh" else said in " ".join(shown.split())
    (told,) = json.loads(CliRunner().invoke(main, ["funds", str(tmp_path), "--format", "json"]).stdout)
    assert (told["by_money"], told["better_order"]["tasks"]) == ("2016-03-19", ["Y", "X"])
