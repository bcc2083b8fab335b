"""From a file to dated results as whole processes: a plan and a P6 export in, a table of dates out.

Interpreter start, imports, reading, scheduling and writing are all inside, as a caller from a shell has them.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
import primavera
import processes
import texts
from limit import FIELDS, Dates
from networks import Network

DATES = FIELDS[:4]

LONGPATH = """
import csv, sys
from longpath import cpm, xer
from longpath.calendars import from_min
schedule = xer.load(sys.argv[1])
project = next(iter(schedule.projects.values()))
result = cpm.run(project, schedule.calendars, cpm.CpmOptions.for_project(project, "xer"))
with open(sys.argv[2], "w", newline="") as out:
    writer = csv.writer(out)
    writer.writerow(["id", "early_start", "early_finish", "late_start", "late_finish"])
    for uid, activity in project.activities.items():
        days = (from_min(part[uid]).isoformat("T", "minutes") for part in (result.es, result.ef, result.ls, result.lf))
        writer.writerow([activity.code, *days])
"""


@dataclass(frozen=True, slots=True)
class FromFile:
    """A tool's way from one kind of file to dates: median and first seconds, peak KiB, dates equal of how many."""

    tool: str
    source: str
    tasks: int
    seconds: float
    first: float
    peak: int
    equal: int
    fault: str = ""


def commands(python: str, peers: str, folder: Path, class_path: str | None) -> dict[tuple[str, str], list[str]]:
    """Command lines by (tool, kind of file); each reads `network.<kind>` of the folder and writes `dates.csv`."""
    plan, xer, out = (str(folder / name) for name in ("network.yaml", "network.xer", "dates.csv"))
    ours = [python, "-c", "from schedule.commands import run; run()", "schedule"]
    found = {
        ("daopai", "plan"): [*ours, plan, "--format", "csv", "-o", out],
        ("daopai", ".xer"): [*ours, xer, "--format", "csv", "-o", out],
        ("longpath", ".xer"): [peers, "-c", LONGPATH, xer, out],
    }
    if class_path:
        found["MPXJ", ".xer"] = primavera.command(folder, class_path, "file", xer, out)
    return found


def measured(
    network: Network, want: Dates, lines: dict[tuple[str, str], list[str]], folder: Path, runs: int
) -> list[FromFile]:
    """Every command of `lines` on the network, run `runs` times, its dates compared with those wanted."""
    root = Path(__file__).resolve().parents[1]
    if any(kind == "plan" for _, kind in lines):
        (folder / "network.yaml").write_text(texts.plan(network), encoding="utf-8")
    (folder / "network.xer").write_text(texts.xer(network), encoding="utf-8")
    rows = []
    for (tool, kind), line in lines.items():
        out = folder / "dates.csv"
        out.unlink(missing_ok=True)
        done = [processes.run(line, folder=root)]
        if not done[0].fault:
            done += [processes.run(line, folder=root) for _ in range(runs)]
        fault = next((one.fault for one in done if one.fault), "")
        equal = 0 if fault else same(network.ids, want, out)
        seconds = median(one.seconds for one in (done[1:] or done))
        peak = max(one.peak for one in done)
        rows.append(FromFile(tool, kind, len(network.ids), seconds, done[0].seconds, peak, equal, fault))
    return rows


def same(ids: list[str], want: Dates, table: Path) -> int:
    """How many tasks have all four dates of a CSV equal to those wanted."""
    with table.open(encoding="utf-8-sig", newline="") as lines:
        rows = {row["id"]: [row[name] for name in DATES] for row in csv.DictReader(lines)}
    empty = ["NaT"] * len(DATES)
    got = np.array([rows.get(id_, empty) for id_ in ids], dtype="datetime64[m]").astype(np.int64)
    return int((got == np.stack([want[name] for name in DATES], axis=1)).all(axis=1).sum())
