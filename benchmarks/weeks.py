"""A plan's folder in the middle of its works: a network of `networks.construction`, and reports week by week.

What happens is drawn, not scheduled: each task begins when those before it let it, and takes a little less or a good
deal more than planned, in whole days. The first report tells all that came before it; each later one what began, what
ended and what is left, but for one task in twenty, about which nothing comes. The same on every machine.
This module must never know an engine.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import networks
import numpy as np
import texts
from networks import START, TYPES, Network

FIRST_REPORT = 26
"""Weeks after the start: a good part of the works is done, and a crew of each trade is on the site."""

DEADLINES = 10


@dataclass(frozen=True, slots=True)
class Works:
    """When each task really begins and ends, in days after the start: it ends before the morning of `ends`."""

    begins: list[int]
    ends: list[int]


def happened(network: Network, seed: int = 1) -> Works:
    """What happens on the site."""
    random = np.random.default_rng(seed)
    worth = np.array([one.day_minutes for one in network.calendars])
    week = np.array([len(one.weekdays) for one in network.calendars])
    elapsed = network.durations / worth[network.calendar_of] * 7 / week[network.calendar_of]
    taken = np.maximum(1, np.rint(elapsed * random.uniform(0.9, 1.35, elapsed.size))).astype(int).tolist()
    waits = random.integers(0, 3, elapsed.size).tolist()
    before: list[list[tuple[int, int]]] = [[] for _ in network.ids]
    for pred, succ, kind in zip(network.pred.tolist(), network.succ.tolist(), network.types.tolist(), strict=True):
        before[succ].append((pred, kind))
    begins, ends = [0] * len(taken), [0] * len(taken)
    for task in np.argsort(network.rank).tolist():
        begin = waits[task]
        for pred, kind in before[task]:
            match TYPES[kind]:
                case "FS":
                    begin = max(begin, ends[pred])
                case "SS":
                    begin = max(begin, begins[pred] + 2)
                case "FF":
                    begin = max(begin, ends[pred] - taken[task])
        begins[task], ends[task] = begin, begin + taken[task]
    return Works(begins, ends)


def write(folder: Path, tasks: int, weeks: int) -> None:
    """Writes a plan of so many tasks and so many weekly reports."""
    network = networks.construction(tasks)
    works = happened(network)
    bodies = sorted({id_.split("-")[0] for id_ in network.ids})
    last = sorted(range(tasks), key=lambda task: works.ends[task])[-1 :: -max(1, tasks // (4 * DEADLINES))][:DEADLINES]
    more = {id_: [f"body: {id_.split('-')[0]}"] for id_ in network.ids}
    for task in last:
        more[network.ids[task]].append(f"deadline: {_day(works.ends[task] - 20)}")
    (folder / "updates").mkdir(parents=True)
    open_ends = sorted(set(network.ids) - {network.ids[task] for task in network.pred.tolist()})
    handover = ["  handover:", "    name: handover", "    milestone: finish"]
    handover += [f"    after: [{', '.join(open_ends)}]", f"    deadline: {_day(max(works.ends) - 30)}"]
    text = texts.plan(network, bodies, more) + "\n".join([*handover, ""])
    (folder / "plan.yaml").write_text(text.replace("{name: Benchmark,", "{name: Benchmark, target: handover,"))
    random = np.random.default_rng(2)
    since = -1
    for week in range(FIRST_REPORT, FIRST_REPORT + weeks):
        now = week * 7
        lines = [f"data_date: {_day(now)}", "progress:"]
        for id_, begin, end in zip(network.ids, works.begins, works.ends, strict=True):
            if begin >= now or end <= since or (since >= 0 and random.random() < 0.05):
                continue
            ended = f"finished: {_day(end - 1)}" if end <= now else f"remaining: {(end - now) * 6}h"
            lines.append(f"  {id_}: {{started: {_day(begin)}, {ended}}}")
        (folder / "updates" / f"{_day(now)}.yaml").write_text("\n".join([*lines, ""]), encoding="utf-8")
        since = now


def _day(number: int) -> date:
    return START + timedelta(days=number)


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
