"""The weekly commands of two checkouts, as whole processes in turn: `weekly.py BEFORE AFTER [--runs N] [--tasks N]`.

Two questions: what `daopai meeting` on the sample plan spends on computing, papers and charts left aside, and what
`daopai alerts` takes on a large plan in the middle of its works (`weeks.py`). Each process is timed by the processor
time that it and the kernel spent on it, which a busy machine disturbs less than the clock on the wall; both are told.
The checkouts take turns, so that what the machine does meanwhile meets both.

What is computing is found by sampling: at every tick of the processor's clock the process notes which room of the
product it is in, that is the innermost function of one on its stack, and how much processor time has gone by since the
tick before. Computing is `calendars`, `engine` and `analysis`; imports count as none of them.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from types import FrameType

COMPUTING = ("calendars", "engine", "analysis")
TICK = 0.001


def sampled(checkout: Path, report: Path, arguments: list[str]) -> None:
    """Runs one command of a checkout in this process and writes what it cost, in seconds by room."""
    root = str(checkout / "schedule")
    spent: dict[str, float] = {}
    last = time.process_time()

    def tick(_: int, frame: FrameType | None) -> None:
        nonlocal last
        room = _room(frame, root)
        now = time.process_time()
        spent[room] = spent.get(room, 0.0) + now - last
        last = now

    sys.path.insert(0, str(checkout))
    sys.argv = ["daopai", *arguments]
    signal.signal(signal.SIGPROF, tick)
    signal.setitimer(signal.ITIMER_PROF, TICK, TICK)
    try:
        from schedule.commands import main as daopai

        daopai()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        report.write_text(json.dumps(spent), encoding="utf-8")


def _room(frame: FrameType | None, root: str) -> str:
    """The room of the innermost function of the product; "" outside of it and while a module is imported."""
    while frame is not None:
        code = frame.f_code
        if code.co_name == "<module>" or code.co_filename.startswith("<frozen importlib"):
            return ""
        if code.co_filename.startswith(root):
            inside = Path(code.co_filename).relative_to(root).parts
            if len(inside) > 1:
                return inside[0]
        frame = frame.f_back
    return ""


def ran(checkout: Path, arguments: list[str], *, rooms: bool) -> dict[str, float]:
    """One process: seconds on the wall, seconds of the processor, and with `rooms` those of them spent on computing."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "rooms.json")
        given = [word.replace("{new}", str(Path(folder, "papers"))) for word in arguments]
        command = [sys.executable, "-c", "from schedule.commands import main; main()", *given]
        if rooms:
            command = [sys.executable, __file__, "--sampled", str(checkout), str(report), *given]
        begin, before = time.perf_counter(), os.times()
        environment = {**os.environ, "PYTHONPATH": str(checkout)}
        subprocess.run(command, check=True, cwd=checkout, env=environment, capture_output=True)
        after, wall = os.times(), time.perf_counter() - begin
        cost = after.children_user + after.children_system - before.children_user - before.children_system
        found = {"wall": wall, "processor": cost}
        if rooms:
            spent = json.loads(report.read_text(encoding="utf-8"))
            found["computing"] = sum(spent.get(room, 0.0) for room in COMPUTING)
        return found


def compared(before: Path, after: Path, arguments: list[str], runs: int, *, rooms: bool) -> dict[str, list[float]]:
    """Medians of both checkouts' runs, which take turns; a run of each beforehand fills caches and is not counted."""
    found: list[list[dict[str, float]]] = [[], []]
    for turn in range(runs + 1):
        for side, checkout in enumerate((before, after)):
            one = ran(checkout, arguments, rooms=rooms)
            if turn:
                found[side].append(one)
    return {what: [median(one[what] for one in side) for side in found] for what in found[0][0]}


def main() -> None:
    """Prints a table of medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--tasks", type=int, default=2_000)
    parser.add_argument("--weeks", type=int, default=12)
    asked = parser.parse_args()
    before, after = asked.before.resolve(), asked.after.resolve()
    with tempfile.TemporaryDirectory() as folder:
        from weeks import write

        works = Path(folder, "works")
        write(works, asked.tasks, asked.weeks)
        sample = str(after / "plans" / "kashgar")
        papers = ["meeting", sample, "--out", "{new}"]
        meeting = compared(before, after, papers, asked.runs, rooms=True)
        alerts = compared(before, after, ["alerts", str(works)], asked.runs, rooms=False)
    rows = [
        ("`meeting plans/kashgar`", "computing", meeting["computing"]),
        ("", "whole process", meeting["processor"]),
        ("", "on the wall", meeting["wall"]),
        (f"`alerts`, {asked.tasks:,} tasks, {asked.weeks} weeks", "whole process", alerts["processor"]),
        ("", "on the wall", alerts["wall"]),
    ]
    print("| command | seconds | before | after | after / before |")
    print("| --- | --- | ---: | ---: | ---: |")
    for command, what, (first, second) in rows:
        print(f"| {command} | {what} | {first:.2f} | {second:.2f} | {second / first:.0%} |".replace("%", " %"))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--sampled"]:
        sampled(Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:])
    else:
        main()
