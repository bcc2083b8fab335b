"""The benchmark runs, and its networks are what they say. Nothing here looks at a clock."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def run(*arguments: str) -> str:
    command = [sys.executable, *arguments]
    return subprocess.run(command, check=True, capture_output=True, cwd=BENCHMARKS.parent, encoding="utf-8").stdout


def test_the_benchmark_measures_every_step_of_a_small_network() -> None:
    table = run(str(BENCHMARKS / "passes.py"), "40")
    for step in ("forward + backward", "reading the text", "daopai schedule --format csv", "networkx: graph"):
        assert f"{step} |" in table


COUNT = """
import sys
sys.path.insert(0, {folder!r})
from networks import construction, text
rows = construction(800)
kinds = sorted({{type_ for row in rows for _, type_, *_ in row.after}})
calendars = sorted({{str(row.calendar) for row in rows}})
print(sum(len(row.after) for row in rows) / len(rows), *kinds, *calendars, text(rows) == text(construction(800)))
"""


def test_a_network_has_the_density_and_the_mix_of_a_works_programme() -> None:
    density, *rest = run("-c", COUNT.format(folder=str(BENCHMARKS))).split()
    assert 1.6 < float(density) < 1.8
    assert rest == ["FF", "FS", "SF", "SS", "None", "government", "site", "True"]
