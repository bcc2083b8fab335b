"""docs/semantics.md: the functions and tests that it names exist, and its tables leave nothing out."""

from __future__ import annotations

import ast
import importlib
import re
from functools import cache
from pathlib import Path

import pytest
from test_against_mpxj import P6_REASONS, PROJECT_REASONS

from schedule.model import ConstraintKind
from schedule.rules import PROFILES, Profile, Settings

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "semantics.md").read_text(encoding="utf-8")
TESTS = sorted(set(re.findall(r"`(tests/\w+\.py::\w+)`", TEXT)))
FUNCTIONS = sorted(set(re.findall(r"`((?:analysis|calendars|engine|rules)\.[\w.]+)`", TEXT)))
ALERTS = {"profile", "low_float", "behind", "look_ahead", "start_within", "recovery"}
"""Settings that decide no date, and the profile, which has a table of its own."""


def section(heading: str) -> str:
    """What stands between a heading of the second level and the next."""
    return TEXT.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def rows(text: str, first: str) -> list[list[str]]:
    """The cells of the table whose first heading is `first`, without its headings; of all such tables together."""
    found: list[list[str]] = []
    for block in re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE):
        table = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in block.splitlines()]
        found += table[2:] if table[0][0] == first else []
    return found


@cache
def names_in(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("named", TESTS)
def test_a_named_test_exists(named: str) -> None:
    file, _, name = named.partition("::")
    assert name.startswith("test_")
    assert name in names_in(file)


@pytest.mark.parametrize("named", FUNCTIONS)
def test_a_named_function_exists(named: str) -> None:
    module, _, name = f"schedule.{named}".rpartition(".")
    assert callable(getattr(importlib.import_module(module), name)) or named == "rules.PROFILES"


def test_every_rule_names_a_function_and_a_test() -> None:
    rules = rows(TEXT, "rule")
    assert len(rules) > 50
    for rule, where, shown in rules:
        assert re.search(r"`\w+\.\w+", where), rule
        assert "`tests/" in shown, rule


def test_every_goal_has_its_tests() -> None:
    goals = rows(section("Goals C1 to C22"), "goal")
    assert [goal for goal, *_ in goals] == [f"C{k}" for k in range(1, 23)]
    assert all("`tests/" in shown for *_, shown in goals)


def test_the_table_of_the_profiles_is_what_they_say() -> None:
    table = {name.strip("`"): (p6, msp) for name, p6, msp in rows(section("Profiles"), "setting")}
    columns = PROFILES[Profile.P6], PROFILES[Profile.MSP]
    assert table == {name: tuple(str(column[name]).lower() for column in columns) for name in columns[0]}


def test_every_setting_that_decides_a_date_is_named() -> None:
    named = set(re.findall(r"`(\w+)(?:: [\w-]+)?`", TEXT))
    assert set(Settings.__dataclass_fields__) - ALERTS <= named


def test_every_kind_of_constraint_has_its_row() -> None:
    table = [kind.strip("`") for kind, *_ in rows(section("Constraints"), "constraint")]
    assert sorted(table) == sorted(ConstraintKind)


def test_the_disagreements_are_those_of_the_comparison() -> None:
    listed = re.findall(r"^- (.+)$", section("Where MPXJ's answer is not ours"), re.MULTILINE)
    reasons = [*P6_REASONS.items(), *PROJECT_REASONS.items()]
    assert listed == [f"{way.value}: {reason}" for way, reason in reasons]
