"""Every paper and answer has the same bytes on any machine: seeds of hashes, zones, locales, umasks, terminals, places.

One process an environment writes everything; the order and the times in which the files of a plan were made differ too.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from attacks import KASHGAR, drawn, scaled

SEEDS = ["0", "1", "2", "42", "1000", "random"]
ZONES = ["UTC", "Asia/Shanghai", "America/Lima"]
LOCALES = ["C", "C.UTF-8", "zh_CN.GB18030"]
EVERYTHING = """
import contextlib, io, os, sys
from schedule.commands import main
os.umask(int(sys.argv[1], 8))
gantt = ["gantt", "kashgar", "-o"]
todo = [
    ["meeting", "kashgar", "--out", "out/zh"],
    ["meeting", "kashgar", "--lang", "en", "--out", "out/en", *(w for n in sys.argv[2].split() for w in ("--only", n))],
    ["schedule", "kashgar", "--format", "csv"], ["schedule", "kashgar", "--format", "json"],
    ["explain", "kashgar", "works-done"], ["why", "kashgar", "--format", "json"], ["why", "kashgar", "--format", "csv"],
    ["custody", "kashgar"], ["paths", "kashgar"], ["check", "kashgar"], ["verify", "kashgar"], ["alerts", "kashgar"],
    ["funds", "kashgar"],
    ["level", "kashgar"],
    ["export", "kashgar", "-o", "out/x.xer"], ["forms", "kashgar", "--date", "2016-04-11", "-o", "out/forms"],
    [*gantt, "out/g.svg"], [*gantt, "out/g.pdf"], ["deadlines", "kashgar", "--format", "ics", "-o", "out/ics"],
    ["import", "out/x.xer", "-o", "out/imported"], ["new", "out/new", "--start", "2027-03-01", "--region", "none",
    "--winter", "none"], ["update", "kashgar", "--date", "2016-04-11", "--note", "x"],
    ["baseline", "kashgar", "B9", "--approved-by", "x"], ["verify", "kashgar"],
]
os.mkdir("out")
for number, words in enumerate(todo):
    told, said = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(said):
        try:
            main.main(words, standalone_mode=True)
        except SystemExit as end:
            assert not end.code, (words, end.code, said.getvalue())
    with open(f"out/answer-{number}.txt", "w", encoding="utf-8", newline="") as stream:
        stream.write(told.getvalue() + said.getvalue())
"""
FEW = "minutes page secretary notice deadlines ledger alerts calendars"


def written(folder: Path, environment: Mapping[str, str], umask: str, order: int) -> dict[str, str]:
    """The digests of all that is written in an environment, by name."""
    source = sorted(path for path in KASHGAR.rglob("*") if path.is_file() and "meetings" not in path.parts)
    drawn("order", order).shuffle(source)
    for path in source:
        target = folder / "kashgar" / path.relative_to(KASHGAR)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
        os.utime(target, (order, order))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON", "TZ"))}
    kept |= {"PYTHONPATH": str(KASHGAR.parent.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", EVERYTHING, umask, FEW],
        cwd=folder,
        env=kept | dict(environment),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    files = (path for top in ("out", "kashgar") for path in (folder / top).rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return written(tmp_path_factory.mktemp("here"), {"PYTHONHASHSEED": "7", "TZ": "Asia/Kashgar"}, "022", 1)


@pytest.mark.attack
@pytest.mark.parametrize("seed", SEEDS)
def test_all_papers_have_the_same_bytes_in_every_environment(
    tmp_path: Path, here: dict[str, str], seed: str, record_property: Callable[[str, object], None]
) -> None:
    """Six seeds, three zones, three locales: 54; each with another umask, terminal, home, place and order of files."""
    assert len(here) > 60
    chosen, found = list(itertools.product(ZONES, LOCALES))[: scaled(9)], []
    for number, (zone, locale) in enumerate(chosen):
        draw = drawn(seed, zone, locale)
        folder = tmp_path / draw.choice(["a", "Weekly papers", "周例会"]) / str(number)
        folder.mkdir(parents=True)
        environment = {
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "LANG": locale,
            "LC_ALL": locale,
            "HOME": str(folder),
            "PYTHONUTF8": draw.choice("01") if locale == "C.UTF-8" else "1",  # others have no bytes for our names
            "COLUMNS": draw.choice(["20", "80", "400"]),
            "TERM": draw.choice(["dumb", "xterm-256color"]),
            "PYTHONOPTIMIZE": draw.choice(["", "1"]),
            **draw.choice(
                [{}, {"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}, {"MPLBACKEND": "svg"}, {"SOURCE_DATE_EPOCH": "1"}]
            ),
        }
        there = written(folder, environment, draw.choice(["022", "077", "000"]), draw.randrange(2, 2_000_000_000))
        differ = [name for name in here.keys() | there.keys() if here.get(name) != there.get(name)]
        if differ:
            found.append(f"{environment}: {sorted(differ)}")
        shutil.rmtree(folder)
    record_property("attack", {"environments": len(chosen), "files compared": len(here) * len(chosen)})
    assert found == []
