"""A year of weekly meetings of the sample plan, and how long `daopai why` takes to share the whole move week by week.

    python benchmarks/year.py [--weeks 52] [--runs 3]

What happens is drawn: work under way goes on or stands still, some ends late, one task in ten is not reported in its
week. The same on every machine. Each run is a process of its own, told in seconds of the processor and of the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from math import ceil
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import schedule  # noqa: E402
from schedule.calendars.worktime import finish_day, minutes, start_day  # noqa: E402
from schedule.engine.schedule import Stage, TaskDates  # noqa: E402

SAMPLE = ROOT / "plans" / "kashgar"
FIRST = date(2015, 6, 1)
WEEK = timedelta(days=7)


def write(folder: Path, weeks: int, seed: int = 1) -> None:
    """The sample's plan with a record of every Monday, the first of which says nothing."""
    (folder / "updates").mkdir(parents=True)
    shutil.copy(SAMPLE / "plan.yaml", folder / "plan.yaml")
    (folder / "updates" / f"{FIRST}.yaml").write_text(f"data_date: {FIRST}\nprogress: {{}}\n", encoding="utf-8")
    draw = random.Random(seed)
    for k in range(1, weeks + 1):
        monday = FIRST + k * WEEK
        dates = schedule.meeting(schedule.load(folder), minutes(monday - WEEK)).schedule.tasks
        said = [line for name, one in dates.items() for line in reported(name, one, monday, draw)]
        text = f"data_date: {monday}\n" + ("progress:\n" + "".join(said) if said else "progress: {}\n")
        (folder / "updates" / f"{monday}.yaml").write_text(text, encoding="utf-8")


def reported(name: str, one: TaskDates, monday: date, draw: random.Random) -> list[str]:
    """What a week's record says of a task, in a line; of one in ten nothing."""
    if one.stage is Stage.FINISHED or one.task.spans or start_day(one.start) >= monday or draw.random() < 0.1:
        return []
    ends = finish_day(one.finish)
    began = f"started: {start_day(one.status.started or one.start)}"
    if ends < monday and (one.task.is_milestone or draw.random() < 0.7):
        key = "started" if one.task.kind.value == "start" else "finished"
        told = f"{key}: {ends}" if one.task.is_milestone else f"{began}, finished: {ends}"
        return [f"  {name}: {{{told}}}\n"]
    if one.task.is_milestone:
        return []
    left = ceil(max(0, one.calendar.work(minutes(monday), one.finish)) / one.calendar.day_minutes)
    left = max(1, left + draw.choice((0, 0, 0, 1, 2, -1)))
    return [f"  {name}: {{{began}, remaining: {left}wd}}\n"]


def main() -> None:
    """Print what a year of weeks takes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "year"
        write(folder, asked.weeks)
        command = [sys.executable, "cli.py", "why", str(folder), "--from", str(FIRST), "--format", "json"]
        for _ in range(asked.runs):
            before, begin = os.times(), time.perf_counter()
            told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
            after, clock = os.times(), time.perf_counter() - begin
            spent = after.children_user + after.children_system - before.children_user - before.children_system
            windows = json.loads(told)["windows"]
            days = sum(one["moved_days"] for one in windows)
            print(f"{len(windows)} weeks that move it by {days} days: {spent:.1f} s of the processor, {clock:.1f} s")


if __name__ == "__main__":
    main()
