"""`daopai level`'s search against CP-SAT and the best known: `levelling.py [--schedules N] [--seconds S] [--sets ...]`.

The instances are PSPLIB's (Kolisch & Sprecher, EJOR 96, 1996), fetched each time and not kept: nobody has checked their
licence. Where they cannot be fetched, instances of the same sizes are made by rules like those of its generator: each
task has one to three successors; four crews, each asked for by half, three quarters or all of the tasks; capacities
between what the largest task and what the plain dates ask for. Told are, for each set: how much longer than the best
known (PSPLIB's, else the shorter of ours and CP-SAT's) the search's schedules are, the processor's seconds, and CP-SAT
in the same run, with how many it proved. Every result is held to the capacities by `schedule.analysis.levelling.load`.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from fractions import Fraction
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


def fetched(size: int) -> Iterator[Instance]:
    """Fifteen instances of PSPLIB, spread over its parameters. Raises OSError where it cannot be reached."""
    parameters, known = SETS[size]
    best = {}
    for line in urllib.request.urlopen(SOURCE + known, timeout=10).read().decode("latin-1").splitlines():
        words = line.split()
        if len(words) >= 3 and all(word.isdigit() for word in words[:3]):
            best[int(words[0]), int(words[1])] = int(words[2])
    data = urllib.request.urlopen(f"{SOURCE}j{size}.sm.zip", timeout=10).read()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = {name.rsplit("/", 1)[-1].lower(): name for name in archive.namelist()}
        for k in range(NAMED):
            parameter = 1 + k * parameters // NAMED
            name = f"j{size}{parameter}_1.sm"
            yield parsed(name, archive.read(names[name]).decode("latin-1"), best.get((parameter, 1)))


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


def main() -> None:
    """Run and print one line a set."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--schedules", type=int, default=1000)
    asked.add_argument("--seconds", type=int, default=10, help="what CP-SAT may count (its deterministic seconds)")
    asked.add_argument("--sets", type=int, nargs="*", default=[30, 60, 120])
    asked.add_argument("--instances", type=int, default=NAMED)
    options = asked.parse_args()
    peer = solver()
    if peer is None:
        print("no CP-SAT here: pip install 'daopai[level]'", file=sys.stderr)
    for size in options.sets:
        try:
            instances = list(fetched(size))[: options.instances]
        except (OSError, urllib.error.URLError, KeyError, zipfile.BadZipFile) as error:
            print(f"PSPLIB j{size} is not there ({error}); instances are made instead", file=sys.stderr)
            instances = [made(size, seed) for seed in range(options.instances)]
        gaps, beside, ours, theirs, proved = list[float](), list[float](), 0.0, 0.0, 0
        for one in instances:
            plain = compute(state_of(one, max(60, options.seconds)))
            begin = time.process_time()
            found = levelled(plain, tries=options.schedules)
            ours += time.process_time() - begin
            if found is None:
                continue
            best = one.best
            if peer is not None:
                begin = time.process_time()
                better = levelled(compute(state_of(one, options.seconds)), peer, tries=1)
                theirs += time.process_time() - begin
                assert better is not None
                bound = 0 if better.proof is None or better.proof.finish is None else better.proof.finish
                least = max(bound, better.dues[0].bound) - plain.state.plan.start
                proved += length(better) == least // DAY
                best = min(length(better), length(found)) if best is None else best
                beside.append(100 * (length(better) - best) / best)
            if best is not None:
                gaps.append(100 * (length(found) - best) / best)
        name = "PSPLIB" if instances and instances[0].best is not None else "made"
        if gaps:
            print(
                f"{name} j{size}: {len(gaps)} instances, search {sum(gaps) / len(gaps):.2f} % above"
                f" (bar {BARS[size]} %), worst {max(gaps):.1f} %, {ours / len(instances):.2f} s each"
            )
        if beside:
            print(
                f"  CP-SAT {sum(beside) / len(beside):.2f} % above, {proved} proved,"
                f" {theirs / len(instances):.2f} s each"
            )


if __name__ == "__main__":
    main()
