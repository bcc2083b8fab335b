"""Time against cost, by a peer in days and by the calendars: `tradeoff.py [--plans N] [--seed N]`.

The textbook's time-cost trade-off counts days: each work takes a whole number of them, relations add them, and a solver
finds the cheapest lengths that win so many days, exactly. Small plans are drawn as a county has them: office work on
China's working days with their holidays and make-up days, works on a site that goes through weekends and rests in
winter, FS, SS and FF with lags counted in either, and levers that take days at a price. The peer gets them as a planner
gives them to such a model: in calendar days, seven for five working days, rounded to the nearest whole one. It is
asked to win as many days as the forecast is late, which is kinder than to give it the date.

The measures that it calls optimal are then permitted in the real plan, which is kinder than to shorten the works by
them (what is shorter but must wait to finish would start later): does the plan reach the date, and what does the
cheapest that does cost (`daopai recover`, whose answers the tests hold against every choice that there is)?

Peers: CP-SAT of OR-Tools (the extra `bench`), and the same as a mixed-integer program in HiGHS (the
extra `recovery`). One thread each; times are the processor's, with the making of the model, without any import.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from time import process_time

from schedule.analysis.recovery.menus import BRANCHED, recovery
from schedule.analysis.recovery.program import quiet
from schedule.analysis.recovery.reach import Reach, measures_of
from schedule.calendars.worktime import DAY
from schedule.engine.compute import compute
from schedule.engine.schedule import Schedule
from schedule.engine.state import as_of
from schedule.files.plans.plan import read_plan
from schedule.model import Project

HEAD = """daopai: 1
project: {name: 工期, start: %s, calendar: china, target: T7}
calendars: {site: {week: mon-sun, closed: [11-15..03-10]}}
tasks:
"""
WEEK = Fraction(7, 5)
"""Calendar days of a working day, by the rule of thumb."""
TASKS = 8


@dataclass(frozen=True, slots=True)
class Work:
    """A task as the peer is told of it: its days with 0, 1, 2 ... days less, what each costs, relations with lags."""

    days: tuple[int, ...]
    cost: int
    relations: tuple[tuple[int, str, int], ...]


Solved = tuple[int, ...] | None
"""How many days less each task takes, None where the model has no answer."""


def drawn(seed: int) -> tuple[Schedule, tuple[Work, ...]]:
    """A plan of eight tasks, of which the last is asked for; and what a peer is told of it."""
    draw = random.Random(seed)
    lines = [HEAD % f"{draw.randint(2014, 2016)}-{draw.randint(1, 12):02d}-01"]
    works = []
    for k in range(TASKS):
        office = draw.random() < 0.5
        unit, factor = ("wd", WEEK) if office else ("cd", Fraction(1))
        length = draw.randint(5, 20)
        after, relations = [], []
        several = range(TASKS - 4, k) if k == TASKS - 1 else sorted(draw.sample(range(k), min(k, draw.randint(1, 2))))
        for before in several:
            kind = draw.choice(["FS", "FS", "FS", "SS", "FF"])
            lag, lag_unit = draw.randint(0 if kind == "FS" else 2, 6), draw.choice(["cd", "wd"])
            after.append(f"T{before} {kind}+{lag}{lag_unit}" if lag else f"T{before} {kind}")
            relations.append((before, kind, round(lag * (WEEK if lag_unit == "wd" else 1))))
        less, cost = (draw.randint(1, 4), draw.randint(1, 9)) if draw.random() < 0.75 else (0, 0)
        levers = f", levers: [{{compress: {less}{unit}, cost: {cost}}}]" if less else ""
        of = f"duration: {length}{unit}, calendar: {'china' if office else 'site'}, after: [{', '.join(after)}]{levers}"
        lines.append(f"  T{k}: {{name: T{k}, {of}}}\n")
        days = tuple(round((length - n) * factor) for n in range(less + 1))
        works.append(Work(days, cost, tuple(relations)))
    plan, faults = read_plan("".join(lines).encode(), "plan.yaml")
    assert plan is not None, faults
    return compute(as_of(Project(plan), plan.start)), tuple(works)


def length_in_days(works: tuple[Work, ...]) -> int:
    """When the last task ends in days, none shortened and each as early as the relations let it."""
    starts: list[int] = []
    for work in works:
        own, bounds = work.days[0], [0]
        for before, kind, lag in work.relations:
            start, finish = starts[before], starts[before] + works[before].days[0]
            bounds.append({"FS": finish + lag, "SS": start + lag, "FF": finish + lag - own}[kind])
        starts.append(max(bounds))
    return starts[-1] + works[-1].days[0]


def by_cp_sat(works: tuple[Work, ...], within: int) -> Solved:
    """The optimum of CP-SAT."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    starts = [model.new_int_var(0, within, "") for _ in works]
    takes = [[model.new_bool_var("") for _ in work.days] for work in works]
    ends = []
    for start, work, chosen in zip(starts, works, takes, strict=True):
        model.add_exactly_one(chosen)
        ends.append(start + sum(days * one for days, one in zip(work.days, chosen, strict=True)))
    for start, end, work in zip(starts, ends, works, strict=True):
        for before, kind, lag in work.relations:
            left = starts[before] if kind == "SS" else ends[before]
            model.add((end if kind == "FF" else start) >= left + lag)
    model.add(ends[-1] <= within)
    model.minimize(sum(n * work.cost * one for work, of in zip(works, takes, strict=True) for n, one in enumerate(of)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed = 1, 1
    if solver.solve(model) != cp_model.OPTIMAL:
        return None
    return tuple(next(n for n, one in enumerate(of) if solver.value(one)) for of in takes)


def by_program(works: tuple[Work, ...], within: int) -> Solved:
    """The optimum of the same model as a mixed-integer program in HiGHS."""
    import highspy

    solver = quiet()()
    solver.setOptionValue("threads", 1)
    infinite = solver.getInfinity()
    starts, takes = [], []
    for work in works:
        starts.append(solver.getNumCol())
        solver.addCol(0.0, 0.0, float(within), 0, [], [])
        takes.append([])
        for n in range(len(work.days)):
            takes[-1].append(solver.getNumCol())
            solver.addCol(float(n * work.cost), 0.0, 1.0, 0, [], [])
            solver.changeColIntegrality(takes[-1][n], highspy.HighsVarType.kInteger)
        solver.addRow(1.0, 1.0, len(takes[-1]), takes[-1], [1.0] * len(takes[-1]))

    def at_least(terms: dict[int, float], least: float) -> None:
        solver.addRow(least, infinite, len(terms), list(terms), list(terms.values()))

    for k, work in enumerate(works):
        for before, kind, lag in work.relations:
            terms = {starts[k]: 1.0, starts[before]: -1.0}
            if kind == "FF":
                terms |= {column: float(days) for column, days in zip(takes[k], work.days, strict=True)}
            if kind != "SS":
                terms |= {column: -float(days) for column, days in zip(takes[before], works[before].days, strict=True)}
            at_least(terms, float(lag))
    last = {column: -float(days) for column, days in zip(takes[-1], works[-1].days, strict=True)}
    at_least({starts[-1]: -1.0, **last}, -float(within))
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    values = solver.getSolution().col_value
    return tuple(next(n for n, column in enumerate(of) if values[column] > 0.5) for of in takes)


PEERS: dict[str, Callable[[tuple[Work, ...], int], Solved]] = {"CP-SAT in days": by_cp_sat, "MILP in days": by_program}


def main() -> None:
    """Prints a table, a row for each solver."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plans", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    times: dict[str, list[float]] = {name: [] for name in (*PEERS, "daopai")}
    missed, dearer, nothing, right = (dict.fromkeys(PEERS, 0) for _ in range(4))
    for solve in PEERS.values():
        solve(drawn(asked.seed)[1], 1_000)  # imports
    seed, plans = asked.seed, 0
    while plans < asked.plans:
        seed += 1
        schedule, works = drawn(seed)
        late = random.Random(-seed).randint(2, 8)
        to = schedule.tasks["T7"].finish - late * DAY
        before = process_time()
        ours = recovery(schedule, "T7", to, 1, branched=BRANCHED)
        spent = process_time() - before
        if not ours.is_needed or not ours.menus:
            continue
        plans += 1
        times["daopai"].append(spent)
        assert ours.unproved is None
        measures = measures_of(schedule)
        for name, solve in PEERS.items():
            before = process_time()
            less = solve(works, length_in_days(works) - late)
            times[name].append(process_time() - before)
            if less is None:
                nothing[name] += 1
                continue
            steps = tuple(less[int(one.task[1:])] for one in measures)
            cost = sum(one.costs[n] for one, n in zip(measures, steps, strict=True))
            if Reach(schedule, "T7", measures).finish(steps) > to:
                missed[name] += 1
            elif cost > ours.menus[0].cost:
                dearer[name] += 1
            else:
                right[name] += 1
    print(f"{plans} plans of {TASKS} tasks, seeds {asked.seed + 1} to {seed}")
    print(
        "| solver | median, ms | slowest, ms | misses the date | dearer than need be | no answer | as cheap as can be |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, spent in times.items():
        told = (missed[name], dearer[name], nothing[name], right[name]) if name in PEERS else (0, 0, 0, plans)
        cells = " | ".join(map(str, told))
        print(f"| {name} | {median(spent) * 1000:.1f} | {max(spent) * 1000:.1f} | {cells} |")


if __name__ == "__main__":
    main()
