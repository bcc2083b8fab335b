"""`daopai level`'s search against CP-SAT and the best known: `levelling.py [--folder F] [--schedules N] [--seconds S]`.

The instances are PSPLIB's (Kolisch & Sprecher, EJOR 96, 1996): of each set the first of fifteen parameters, spread over
all. They are in a folder (`--folder`, or what the environment variable `PSPLIB` names: `j301_1.sm` and the others at
any depth, with `j30opt.sm`, `j60hrs.sm`, `j120hrs.sm`), or are fetched each time and not kept: nobody has checked their
licence. Where they cannot be fetched, instances of the same sizes are made by rules like those of its generator: each
task has one to three successors; four crews, each asked for by half, three quarters or all of the tasks; capacities
between what the largest task and what the plain dates ask for. Told are, for each set: how much longer than the best
known (the shortest of PSPLIB's, ours and CP-SAT's) the search's schedules are, the processor's seconds, and CP-SAT in
the same run, with how many it proved; `--seconds 0` leaves it out. Every result is held to the capacities by
`schedule.analysis.levelling.load`. A mean above its bar ends in an error.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from schedule.analysis.levelling.levelled import Levelled, levelled
from schedule.analysis.levelling.solver import solver
from schedule.calendars.worktime import DAY
from schedule.engine.compute import compute
from schedule.model import Crew, Duration, Plan, Relation, State, Task, Unit
from schedule.rules import Levelling, Settings

SOURCE = "https://www.om-db.wi.tum.de/psplib/files/"
SETS = {30: (48, "j30opt.sm"), 60: (48, "j60hrs.sm"), 120: (60, "j120hrs.sm")}
"""How many parameters a set has, and the file of its best known lengths."""
BARS = {30: 1.0, 60: 2.2, 120: 5.0}
"""Per cent above the best known that are allowed on average."""
NAMED = 15


class Instance(NamedTuple):
    """A project: each task's days, successors and units of each crew; the capacities; the best length known, if any."""

    name: str
    days: list[int]
    after: list[list[int]]
    units: list[list[int]]
    capacity: list[int]
    best: int | None


def fetch(size: int, folder: Path) -> None:
    """PSPLIB's set of a size into a folder. Raises OSError where it cannot be reached."""
    for name in (SETS[size][1], f"j{size}.sm.zip"):
        (folder / name).write_bytes(urllib.request.urlopen(SOURCE + name, timeout=10).read())
    with zipfile.ZipFile(folder / f"j{size}.sm.zip") as archive:
        archive.extractall(folder)


def chosen(size: int, folder: Path) -> Iterator[Instance]:
    """Fifteen instances of a set, spread over its parameters. Raises OSError where one is not in the folder."""
    parameters, known = SETS[size]
    files = {path.name.lower(): path for path in folder.rglob("*.[sS][mM]")}
    names = {f"j{size}{1 + k * parameters // NAMED}_1.sm": (1 + k * parameters // NAMED, 1) for k in range(NAMED)}
    if missing := sorted({known, *names} - set(files)):
        raise FileNotFoundError(f"{folder} has no {', '.join(missing)}")
    best = {}
    for line in files[known].read_text("latin-1").splitlines():
        words = line.split()
        if len(words) >= 3 and all(word.isdigit() for word in words[:3]):
            best[int(words[0]), int(words[1])] = int(words[2])
    for name, which in names.items():
        yield parsed(name, files[name].read_text("latin-1"), best.get(which))


def parsed(name: str, text: str, best: int | None) -> Instance:
    """An instance of the form `.sm`."""
    after: dict[int, list[int]] = {}
    days: dict[int, int] = {}
    units: dict[int, list[int]] = {}
    capacity: list[int] = []
    part = ""
    for line in text.splitlines():
        words = line.split()
        if line.startswith(("PRECEDENCE", "REQUESTS", "RESOURCEAVAILABILITIES")):
            part = words[0][:4]
        elif words and all(word.lstrip("-").isdigit() for word in words):
            numbers = list(map(int, words))
            if part == "PREC":
                after[numbers[0]] = numbers[3:]
            elif part == "REQU":
                days[numbers[0]], units[numbers[0]] = numbers[2], numbers[3:]
            elif part == "RESO" and not capacity:
                capacity = numbers
    order = sorted(days)
    place = {job: k for k, job in enumerate(order)}
    follows = [[place[job] for job in after[number]] for number in order]
    return Instance(name, [days[job] for job in order], follows, [units[job] for job in order], capacity, best)


def made(size: int, seed: int) -> Instance:
    """An instance of a size by rules like those of PSPLIB's generator, the same for the same seed."""
    draw = random.Random(1000 * size + seed)
    days = [draw.randint(1, 10) for _ in range(size)]
    after = [
        sorted({draw.randint(k + 1, min(size - 1, k + 12)) for _ in range(draw.randint(1, 3))}) if k < size - 1 else []
        for k in range(size)
    ]
    factor, strength = (0.5, 0.75, 1.0)[seed % 3], (0.2, 0.3, 0.1, 0.5)[seed % 4] if size > 60 else (0.2, 0.5)[seed % 2]
    units = [[draw.randint(1, 10) if draw.random() < factor else 0 for _ in range(4)] for _ in range(size)]
    start = [0] * size
    for k in range(size):
        for s in after[k]:
            start[s] = max(start[s], start[k] + days[k])
    capacity = []
    for crew in range(4):
        largest = max(row[crew] for row in units)
        peak = max(
            sum(units[k][crew] for k in range(size) if start[k] <= day < start[k] + days[k])
            for day in range(max(start) + 10)
        )
        capacity.append(round(largest + strength * (peak - largest)))
    return Instance(f"made{size}_{seed + 1}", days, after, units, capacity, None)


def state_of(one: Instance, seconds: int) -> State:
    """An instance as a plan: every day is worked, a task of no days is a milestone."""
    before: list[list[int]] = [[] for _ in one.days]
    for k, follows in enumerate(one.after):
        for s in follows:
            before[s].append(k)
    tasks = {}
    for k, days in enumerate(one.days):
        uses = tuple((f"r{crew}", units) for crew, units in enumerate(one.units[k]) if units and days)
        name = f"t{k:03}"
        tasks[name] = Task(
            name,
            name,
            duration=Duration(Fraction(days), Unit.CALENDAR_DAYS),
            relations=tuple(Relation(f"t{p:03}", name) for p in before[k]),
            crew=uses,
        )
    crews = {f"r{crew}": Crew(f"r{crew}", units) for crew, units in enumerate(one.capacity)}
    settings = Settings(levelling=Levelling(seconds=seconds))
    plan = Plan(one.name, 16862 * DAY, "calendar-days", tasks, crews=crews, settings=settings)
    return State(plan, plan.start)


def length(found: Levelled) -> int:
    """How many days a levelled plan takes, held to its capacities."""
    assert not any(load.over_levelled for load in found.loads), "more is asked for than there is"
    return (found.schedule.finish - found.plain.state.plan.start) // DAY


def measured(size: int, instances: list[Instance], schedules: int, seconds: int) -> float:
    """Run a set, print one line of ours and one of CP-SAT; the mean of how much longer than the best known ours are."""
    peer = solver() if seconds else None
    gaps, beside, ours, theirs, proved = list[float](), list[float](), 0.0, 0.0, 0
    for one in instances:
        plain = compute(state_of(one, max(60, seconds)))
        begin = time.process_time()
        found = levelled(plain, tries=schedules)
        ours += time.process_time() - begin
        if found is None:
            continue
        lengths = [length(found)]
        if peer is not None:
            begin = time.process_time()
            better = levelled(compute(state_of(one, seconds)), peer, tries=1)
            theirs += time.process_time() - begin
            assert better is not None
            bound = 0 if better.proof is None or better.proof.finish is None else better.proof.finish
            least = max(bound, better.dues[0].bound) - plain.state.plan.start
            lengths.append(length(better))
            proved += lengths[1] == least // DAY
        best = min(lengths if one.best is None else [one.best, *lengths])
        for total, days in zip((gaps, beside), lengths, strict=False):
            total.append(100 * (days - best) / best)
    name = "PSPLIB" if instances[0].best is not None else "made"
    mean = sum(gaps) / len(gaps)
    print(
        f"{name} j{size}: {len(gaps)} instances, search {mean:.2f} % above (bar {BARS[size]} %),"
        f" worst {max(gaps):.1f} %, {ours / len(instances):.2f} s each"
    )
    if beside:
        print(
            f"  CP-SAT {sum(beside) / len(beside):.2f} % above, worst {max(beside):.1f} %, {proved} proved,"
            f" {theirs / len(instances):.2f} s each"
        )
    return mean


def main() -> None:
    """Run the sets that are asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--folder", type=Path, default=os.environ.get("PSPLIB"), help="where the instances are")
    asked.add_argument("--schedules", type=int, default=1000)
    asked.add_argument("--seconds", type=int, default=10, help="what CP-SAT may count (its deterministic seconds)")
    asked.add_argument("--sets", type=int, nargs="*", default=[30, 60, 120])
    asked.add_argument("--instances", type=int, default=NAMED)
    options = asked.parse_args()
    if options.seconds and solver() is None:
        print("no CP-SAT here: pip install 'daopai[level]'", file=sys.stderr)
    missed = []
    for size in options.sets:
        with tempfile.TemporaryDirectory() as own:
            folder = Path(options.folder or own)
            try:
                if not options.folder:
                    fetch(size, folder)
                instances = list(chosen(size, folder))[: options.instances]
            except (OSError, urllib.error.URLError, zipfile.BadZipFile) as error:
                if options.folder:
                    sys.exit(str(error))
                print(f"PSPLIB j{size} is not there ({error}); instances are made instead", file=sys.stderr)
                instances = [made(size, seed) for seed in range(options.instances)]
        if measured(size, instances, options.schedules, options.seconds) > BARS[size]:
            missed.append(f"j{size}")
    if missed:
        sys.exit(f"above the bar: {', '.join(missed)}")


if __name__ == "__main__":
    main()
