"""One place says which daopai this is; what is written by it says so, and what each version of the rules changed."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from schedule.version import PRODUCT, RULES, THIS, Version, parse_version

ROOT = Path(__file__).parent.parent


def test_the_version_stands_in_one_place() -> None:
    """setuptools reads the attribute: no second number that could stay behind."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in said["project"]
    assert "version" in said["project"]["dynamic"]
    assert said["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "schedule.version.PRODUCT"}
    assert re.fullmatch(r"\d+\.\d+\.\d+", PRODUCT)


def test_every_version_of_the_rules_says_what_it_changed() -> None:
    text = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| (\d+\.\d+\.\d+) \| (.+) \|$", text, re.MULTILINE)
    assert [int(rules) for rules, _, _ in rows] == list(range(1, RULES + 1))
    assert all(changed.strip() for _, _, changed in rows)


@pytest.mark.parametrize("version", [THIS, Version("0.1.0", 1), Version("1.0.0rc1", 12), Version("2.0+local.1", 0)])
def test_a_version_is_read_as_it_is_written(version: Version) -> None:
    assert parse_version(str(version)) == version


@pytest.mark.parametrize(
    "text", ["", "0.2.0", "daopai 0.2.0", "daopai 0.2.0, rules", "daopai 0.2.0, rules x", f"{THIS}\n", "我"]
)
def test_what_names_no_version_is_none(text: str) -> None:
    assert parse_version(text) is None
