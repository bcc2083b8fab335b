"""The same meeting gives the same papers: on any clock, in any locale, whatever the order of Python's hashes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import matplotlib.image
import numpy as np
import pytest

KASHGAR = Path(__file__).parent.parent / "plans" / "kashgar"
HERE = {"TZ": "UTC", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
THERE = {"TZ": "Asia/Kashgar", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"}


def held(
    folder: Path, environment: dict[str, str], lang: str, only: Sequence[str]
) -> tuple[bytes, bytes, dict[str, Path]]:
    """Stdout, stderr and papers of the sample's meeting, in a copy of the plan at this folder."""
    shutil.copytree(KASHGAR, folder / "kashgar", ignore=shutil.ignore_patterns("meetings"))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON", "TZ"))}
    code = "from schedule.commands import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "meeting", "kashgar", "--date", "2016-03-07", "--lang", lang, *only],
        cwd=folder,
        env={**kept, **environment},
        capture_output=True,
        check=True,
    )
    papers = (folder / "kashgar" / "meetings" / "2016-03-07").iterdir()
    return done.stdout, done.stderr, {paper.name: paper for paper in papers}


NO_CHARTS = [
    word
    for paper in ("minutes", "page", "secretary", "notice", "supervision", "deadlines", "ledger", "alerts", "calendars")
    for word in ("--only", paper)
]
"""Charts take seconds, and are the same in English as far as machines are concerned."""


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "only"), [("zh", []), ("en", NO_CHARTS)])
def test_the_meeting_is_the_same_everywhere(tmp_path: Path, lang: str, only: Sequence[str]) -> None:
    for place in ("here", "there"):
        (tmp_path / place).mkdir()
    told, said, papers = held(tmp_path / "here", HERE, lang, only)
    told_there, said_there, papers_there = held(tmp_path / "there", THERE, lang, only)
    assert told == told_there
    assert said == said_there
    assert told.decode("utf-8")
    assert papers.keys() == papers_there.keys()
    for name, paper in papers.items():
        if paper.suffix == ".png":
            pixels, pixels_there = (matplotlib.image.imread(path) for path in (paper, papers_there[name]))
            assert np.array_equal(pixels, pixels_there), name
        else:
            assert paper.read_bytes() == papers_there[name].read_bytes(), name
