"""`daopai meeting` of big plans, as whole processes of two checkouts in turn: `meeting.py BEFORE AFTER [--tasks N...]`.

The plans are those of `programmes.py`, with an approved baseline and six weeks of updates. A process runs from the
interpreter's start to the last of all papers. Told are the processor's seconds for it and for what the kernel did for
it, which a busy machine disturbs less than the clock on the wall; the wall; the peak of resident memory (Linux); how
many charts there are, and how large the page for the phone is. A run of each beforehand fills caches and is not
told, unless it is to be the only one (`--runs 0`).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import processes
import programmes

UPDATES = 6
ENTER = "from schedule.commands import main; main()"


@dataclass(frozen=True, slots=True)
class Run:
    """One meeting: seconds of the processor and on the wall, peak MiB, charts, and MB of the page."""

    processor: float
    wall: float
    peak: float
    charts: int
    page: float


def ran(checkout: Path, plan: Path) -> Run:
    """One meeting of a plan, all papers, in a fresh process."""
    with tempfile.TemporaryDirectory() as folder:
        papers = Path(folder, "papers")
        command = [sys.executable, "-c", ENTER, "meeting", str(plan), "-o", str(papers)]
        done = processes.run(command, folder=checkout, environment={"PYTHONPATH": str(checkout)})
        if done.fault:
            raise SystemExit(f"{checkout}: {done.fault}")
        page = (papers / "meeting.html").stat().st_size / 1e6
        charts = len(list(papers.glob("*.png")))
        return Run(done.processor, done.seconds, done.peak / 1024, charts, page)


def made(checkout: Path, folder: Path, tasks: int) -> Path:
    """A programme of so many tasks, its first dates approved."""
    programmes.write(folder, tasks, UPDATES)
    start = programmes.START.isoformat()
    command = [sys.executable, "-c", ENTER, "baseline", str(folder), "B0", "--approved-by", "county", "--date", start]
    done = processes.run(command, folder=checkout, environment={"PYTHONPATH": str(checkout)})
    if done.fault:
        raise SystemExit(done.fault)
    return folder


def main() -> None:
    """Prints a table of medians, a row for each size and checkout."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--tasks", type=int, nargs="*", default=[300, 2_000, 10_000])
    asked = parser.parse_args()
    sides = {"before": asked.before.resolve(), "after": asked.after.resolve()}
    print("| tasks | checkout | processor, s | on the wall, s | peak, MiB | charts | page, MB |")
    print("| ---: | --- | ---: | ---: | ---: | ---: | ---: |")
    for tasks in asked.tasks:
        found: dict[str, list[Run]] = {side: [] for side in sides}
        with tempfile.TemporaryDirectory() as folder:
            plans = {side: made(checkout, Path(folder, side), tasks) for side, checkout in sides.items()}
            for turn in range(asked.runs + 1):
                for side, checkout in sides.items():
                    one = ran(checkout, plans[side])
                    if turn or not asked.runs:
                        found[side].append(one)
        for side, runs in found.items():
            figures = [median(getattr(run, name) for run in runs) for name in ("processor", "wall", "peak")]
            seconds = " | ".join(f"{figure:.1f}" for figure in figures[:2])
            print(
                f"| {tasks:,} | {side} | {seconds} | {figures[2]:.0f} | {runs[-1].charts} | {runs[-1].page:.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
