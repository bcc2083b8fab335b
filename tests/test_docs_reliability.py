"""docs/reliability.md names only attacks that there are, and leaves none out."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")


def test_every_attack_stands_in_the_table_with_its_command() -> None:
    marked = {
        f"tests/{path.name}"
        for path in (ROOT / "tests").glob("test_*.py")
        if "@pytest.mark.attack" in path.read_text(encoding="utf-8")
    }
    assert set(re.findall(r"M (tests/test_attack_\w+\.py)", TEXT)) >= marked - {"tests/test_docs_reliability.py"}
    assert all((ROOT / name).is_file() for name in re.findall(r"tests/\w+\.py", TEXT))
