"""Times every step from a plan's text to its CSV, beside plain networkx on the same network, in one run.

    python benchmarks/passes.py [TASKS ...]

Prints a Markdown table: the best of several runs in milliseconds, and how many times as long networkx takes for what it
can do: finish-to-start, one number a task, no calendars. It times; it never fails because a machine is slow.
"""

from __future__ import annotations

import gc
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import networks
import networkx as nx

import schedule
from schedule.calendars.compile import compile_calendar
from schedule.calendars.worktime import start_day
from schedule.engine import cpm
from schedule.engine.compute import compute
from schedule.engine.network import compile_network
from schedule.model import State

SIZES = (100, 1_000, 10_000, 100_000)
END_TO_END_UP_TO = 10_000
"""Larger networks are made as values and only scheduled: nobody writes them as text."""
LIMITS = {"forward + backward": 200.0, "daopai schedule --format csv": 3000.0}
"""Milliseconds that 10,000 tasks may take."""

Timings = dict[str, float]
Result = TypeVar("Result")


def best(call: Callable[[], Result], repeats: int) -> tuple[float, Result]:
    """The shortest of several runs, in milliseconds, and the last result. Garbage is collected between the runs."""
    shortest = float("inf")
    for _ in range(repeats):
        gc.collect()
        begin = perf_counter()
        result = call()
        shortest = min(shortest, (perf_counter() - begin) * 1000)
    return shortest, result


def ours(rows: Sequence[networks.Row], repeats: int) -> Timings:
    """Our steps on values: calendars, network, passes, floats, and all of them with every task's dates and reasons."""
    plan = networks.plan(rows)
    state = State(plan, plan.start)
    timings: Timings = {}
    timings["schedule of values, all of it"], result = best(partial(compute, state), repeats)
    calendars = result.calendars
    horizon = min(c.first for c in calendars.values()), max(c.last for c in calendars.values())
    first, last = start_day(horizon[0]), start_day(horizon[1] - 1)
    timings["  calendars"], _ = best(
        lambda: [compile_calendar(spec, plan.calendars, first, last) for spec in plan.calendars.values()], repeats
    )
    timings["  network"], network = best(partial(compile_network, state, calendars), repeats)
    net, tables = network.arrays, [calendar.table for calendar in network.calendars]

    def passes() -> tuple[list[int], list[int]]:
        early_start, early_finish, _ = cpm.forward(net, tables)
        cpm.backward(net, tables, [max(early_finish)] * len(early_finish))
        return early_start, early_finish

    timings["  forward + backward"], (early_start, early_finish) = best(passes, repeats)

    def floats() -> None:
        of_pred, _ = cpm.relation_floats(net, tables, early_start, early_finish)
        cpm.free_floats(net, tables, early_finish, of_pred, max(early_finish))

    timings["  floats"], _ = best(floats, repeats)
    return timings


def end_to_end(rows: Sequence[networks.Row], repeats: int) -> Timings:
    """From the plan's text: reading it, and the whole command with its interpreter's start and its file written."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "plan.yaml")
        path.write_text(networks.text(rows), encoding="utf-8")
        if schedule.load(path).plan.tasks != networks.plan(rows).tasks:
            raise AssertionError("the text and the values of a benchmark network must be the same plan")
        read, _ = best(lambda: schedule.load(path), repeats)
        command = [sys.executable, "-m", "cli", "schedule", str(path), "--format", "csv", "-o", f"{folder}/out.csv"]
        whole, _ = best(partial(subprocess.run, command, check=True, capture_output=True), min(repeats, 3))
    return {"reading the text": read, "daopai schedule --format csv": whole}


def plain_networkx(rows: Sequence[networks.Row], repeats: int) -> Timings:
    """The same tasks and relations in networkx, every relation finish-to-start, durations as plain numbers."""

    def build() -> nx.DiGraph[str]:
        graph: nx.DiGraph[str] = nx.DiGraph()
        amounts = {row.id: row.amount for row in rows}
        graph.add_nodes_from((name, {"amount": amount}) for name, amount in amounts.items())
        graph.add_edges_from((before, row.id, {"amount": amounts[before]}) for row in rows for before, *_ in row.after)
        return graph

    timings: Timings = {}
    timings["networkx: graph"], graph = best(build, repeats)
    timings["networkx: dag_longest_path_length"], _ = best(
        lambda: nx.dag_longest_path_length(graph, weight="amount"), repeats
    )
    timings["networkx: forward + backward"], _ = best(partial(networkx_passes, graph), repeats)
    return timings


def networkx_passes(graph: nx.DiGraph[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Early and late starts as one writes them with networkx: in topological order, and back."""
    order = list(nx.topological_sort(graph))
    amount = {task: data["amount"] for task, data in graph.nodes.items()}
    early: dict[str, int] = {}
    for task in order:
        early[task] = max((early[before] + amount[before] for before in graph.predecessors(task)), default=0)
    finish = max(early[task] + amount[task] for task in order)
    late: dict[str, int] = {}
    for task in reversed(order):
        late[task] = min((late[after] for after in graph.successors(task)), default=finish) - amount[task]
    return early, late


def measured(rows: Sequence[networks.Row], *, text: bool) -> Timings:
    """All the timings of one network."""
    repeats = 3 if len(rows) > 10_000 else 5
    timings = ours(rows, repeats) | (end_to_end(rows, repeats) if text else {}) | plain_networkx(rows, repeats)
    timings["networkx passes / our passes"] = timings["networkx: forward + backward"] / timings["  forward + backward"]
    return timings


def table(columns: dict[str, Timings]) -> str:
    """The timings as a Markdown table, a column a network."""
    steps = list(dict.fromkeys(step for timings in columns.values() for step in timings))
    lines = [_row(["milliseconds", *columns]), _row(["---", *["---:"] * len(columns)])]
    for step in steps:
        name = step.replace("  ", "– ")
        lines.append(_row([name, *(_number(step, timings.get(step)) for timings in columns.values())]))
    return "\n".join(lines)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _number(step: str, value: float | None) -> str:
    if value is None:
        return ""
    if "/" in step:
        return f"{value:.1f}×"
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def machine() -> str:
    """What the figures were measured on."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    versions = f"Python {platform.python_version()}, networkx {nx.__version__}"
    return f"{platform.system()} {platform.machine()}, {cores} cores, {versions}"


def main(sizes: Sequence[int]) -> None:
    """Measure networks of these sizes and a chain of the largest, and print what came out."""
    columns = {f"{size:,}": measured(networks.construction(size), text=size <= END_TO_END_UP_TO) for size in sizes}
    columns[f"chain of {max(sizes):,}"] = measured(networks.chain(max(sizes)), text=False)
    print(f"{machine()}\n\n{table(columns)}\n")
    for step, limit in LIMITS.items():
        taken = columns.get("10,000", {}).get(step, columns.get("10,000", {}).get(f"  {step}"))
        if taken is not None:
            print(f"limit for 10,000 tasks: {step} {limit:,.0f} ms; this run {taken:,.0f} ms")


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or SIZES)
