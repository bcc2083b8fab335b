"""The benchmark runs, its networks are what they say, and its reference is right. Nothing here looks at a clock."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"

needs_c = pytest.mark.skipif(not (shutil.which("gcc") or shutil.which("cc")), reason="no C compiler on this machine")


def run(*arguments: str) -> str:
    command = [sys.executable, *arguments]
    return subprocess.run(command, check=True, capture_output=True, cwd=BENCHMARKS.parent, encoding="utf-8").stdout


def in_benchmarks(text: str) -> str:
    return f"import sys\nsys.path.insert(0, {str(BENCHMARKS)!r})\n{text}"


def code(text: str) -> str:
    return run("-c", in_benchmarks(text))


@pytest.mark.slow
@needs_c
def test_the_benchmark_measures_a_small_network_and_checks_its_dates() -> None:
    table = run(str(BENCHMARKS / "run.py"), "--date", "2026-11-23", "--tasks", "40", "--only", "networkx;C loop")
    assert next(line for line in table.splitlines() if line.startswith("| 40 | C loop |")).endswith(
        "| all | all | all | yes |"
    )


COUNT = """
from networks import TYPES, construction
one, other = construction(800), construction(800)
print(len(one.pred) / 800, *(round((one.types == k).mean(), 2) for k in range(4)), len(set(one.calendar_of.tolist())),
      one.ids == other.ids, (one.durations == other.durations).all())
"""


def test_a_network_has_the_density_and_the_mix_of_a_works_programme() -> None:
    density, fs, ss, ff, sf, calendars, *same = code(COUNT).split()
    assert 1.6 < float(density) < 1.8
    assert 0.8 < float(fs) < 0.9 and 0.1 < float(ss) + float(ff) < 0.2 and float(sf) == 0
    assert calendars == "3" and same == ["True", "True"]


BY_HAND = """
import tempfile
from pathlib import Path
import numpy as np
import limit
from networks import Network
with tempfile.TemporaryDirectory() as folder:
    of = lambda *values: np.array(values, dtype=np.int64)
    lengths, calendars, rank = of(960, 600, 480), of(0, 1, 0), of(0, 1, 2)
    net = Network("", ["a", "b", "c"], lengths, calendars, of(0, 1), of(1, 2), of(0, 0), of(480, 0), rank, 2)
    loop = limit.Loop(limit.compiled(Path(folder)), net, net.calendars)
    loop()
    for name, column in loop.dates().items():
        print(*(column if name.endswith("float") else column.astype("datetime64[m]")))
"""


@pytest.mark.slow
@needs_c
def test_the_c_loop_agrees_with_hand_arithmetic_on_two_calendars() -> None:
    """a: two office days from Monday 14 March; an office day of lag; b: ten site hours; c: one office day.

    b starts at 17:00 on Wednesday, when the lag is over and the site still works an hour, and is done at 17:00 on
    Thursday; c opens at 08:00 on Friday, so b may lose the hours 17-18 and 07-08 and nothing else may lose any.
    """
    early_start, early_finish, late_start, late_finish, total, free = code(BY_HAND).splitlines()
    assert early_start == "2016-03-14T08:00 2016-03-16T17:00 2016-03-18T08:00"
    assert early_finish == "2016-03-15T17:00 2016-03-17T17:00 2016-03-18T17:00"
    assert late_start == "2016-03-14T08:00 2016-03-17T08:00 2016-03-18T08:00"
    assert late_finish == "2016-03-15T17:00 2016-03-18T08:00 2016-03-18T17:00"
    assert (total, free) == ("0 120 0", "0 120 0")


LAUNCH = """
import sys, processes
held = bytearray(200 << 20)
held[::4096] = b"1" * len(held[::4096])
print(processes.run([sys.executable, "-S", "-c", "pass"]).peak)
"""


@pytest.mark.slow
def test_the_memory_of_a_process_is_not_that_of_the_one_that_starts_it() -> None:
    assert int(code(LAUNCH)) < 100 * 1024


WEEKS = """
from pathlib import Path
import schedule
from weeks import write
write(Path(sys.argv[1]), 120, 4)
project = schedule.load(sys.argv[1])
begun = [sum(one.started is not None for one in update.progress) for update in project.updates]
meeting = schedule.meeting(project)
print(len(project.plan.tasks), len(begun), min(begun), meeting.ledger.milestone, meeting.headline.target)
"""


@pytest.mark.slow
def test_a_plan_with_weekly_reports_is_sound_and_has_a_ledger(tmp_path: Path) -> None:
    tasks, reports, fewest, milestone, first = run("-c", in_benchmarks(WEEKS), str(tmp_path / "works")).split()
    assert (tasks, reports, milestone) == ("121", "4", first)
    assert int(fewest) > 0


@pytest.mark.slow
def test_computing_is_told_from_the_rest_of_a_command(tmp_path: Path) -> None:
    root, report = str(BENCHMARKS.parent), tmp_path / "rooms.json"
    run(str(BENCHMARKS / "weekly.py"), "--sampled", root, str(report), "why", "plans/kashgar", "--from", "baseline")
    spent = json.loads(report.read_text(encoding="utf-8"))
    assert spent["engine"] > 0
    assert spent["files"] > 0
    assert "" in spent


TWO_AND_ONE_GANG = """
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           4
   4        1          0
REQUESTS/DURATIONS:
jobnr. mode duration  R 1
  1      1     0       0
  2      1     3       2
  3      1     4       1
  4      1     0       0
RESOURCEAVAILABILITIES:
  R 1
    2
"""
"""An instance in PSPLIB's form, made by hand: two tasks that cannot be at work together, seven days."""
PARAMETERS = (1, 4, 7, 10, 13, 17, 20, 23, 26, 29, 33, 36, 39, 42, 45)


def level_folder(folder: Path, known: int) -> subprocess.CompletedProcess[str]:
    """What `levelling.py` says of a folder of fifteen times that instance, where so many days are known."""
    for parameter in PARAMETERS:
        (folder / f"j30{parameter}_1.sm").write_text(TWO_AND_ONE_GANG)
    (folder / "J30OPT.SM").write_text("Par Inst Makespan\n" + "".join(f"{one} 1 {known}\n" for one in PARAMETERS))
    command = [sys.executable, str(BENCHMARKS / "levelling.py"), "--sets", "30", "--schedules", "9", "--seconds", "0"]
    command += ["--folder", str(folder)]
    return subprocess.run(command, capture_output=True, cwd=BENCHMARKS.parent, encoding="utf-8")


@pytest.mark.slow
def test_whoever_has_psplib_measures_the_search_on_it(tmp_path: Path) -> None:
    found = level_folder(tmp_path, 7)
    assert found.stdout.startswith("PSPLIB j30: 15 instances, search 0.00 % above"), found.stderr
    assert found.returncode == 0


@pytest.mark.slow
def test_a_mean_above_its_bar_is_an_error(tmp_path: Path) -> None:
    found = level_folder(tmp_path, 5)
    assert "search 40.00 % above" in found.stdout
    assert found.returncode == 1 and "above the bar: j30" in found.stderr


@pytest.mark.slow
def test_an_instance_that_is_not_in_the_folder_is_named(tmp_path: Path) -> None:
    level_folder(tmp_path, 7)
    (tmp_path / "j3017_1.sm").unlink()
    with pytest.raises(subprocess.CalledProcessError) as refused:
        run(str(BENCHMARKS / "levelling.py"), "--folder", str(tmp_path), "--sets", "30")
    assert refused.value.stderr.strip().endswith("has no j3017_1.sm")


@pytest.mark.long
@pytest.mark.skipif("PSPLIB" not in os.environ, reason="PSPLIB names no folder of its instances (benchmarks/README.md)")
@pytest.mark.parametrize("size", ["30", "60", "120"])
def test_a_thousand_schedules_come_near_the_best_known_of_psplib(size: str) -> None:
    assert run(str(BENCHMARKS / "levelling.py"), "--sets", size, "--seconds", "0").startswith("PSPLIB")
