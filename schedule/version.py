"""Which daopai this is: the version of the product, and of the rules by which it computes.

The two move apart: a product may learn a new paper without touching a date, and a mended rule changes figures of past
meetings. Whatever is written names both, so that a figure can be traced to the rules that gave it. What each version of
the rules changed stands in `docs/rules.md`. This module must never know a plan.
"""

from __future__ import annotations

import re

from schedule.frozen import dataclass

PRODUCT = "0.2.0"
"""The version of the product, the only place where it stands: `pyproject.toml` reads it here."""
RULES = 3
"""The version of the rules. It grows by one with each change after which the same folder gives another figure."""


@dataclass(frozen=True, slots=True)
class Version:
    """A product and the rules it computes by, as records and papers name them."""

    product: str
    rules: int

    def __str__(self) -> str:
        return f"daopai {self.product}, rules {self.rules}"


THIS = Version(PRODUCT, RULES)
"""The daopai that runs."""


def parse_version(text: str) -> Version | None:
    """The version that a text names; None where it names none.

    >>> parse_version("daopai 0.2.0, rules 1")
    Version(product='0.2.0', rules=1)
    >>> parse_version(str(THIS)) == THIS
    True
    """
    found = _NAMED.fullmatch(text)
    return Version(found[1], int(found[2])) if found else None


VERSION_PATTERN = r"daopai ([0-9A-Za-z][0-9A-Za-z.+-]{0,39}), rules ([0-9]{1,6})"
_NAMED = re.compile(VERSION_PATTERN)
