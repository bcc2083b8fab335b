"""The tables of a run: what was measured, as ratios to our engine and to the goals. It measures nothing."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import le
from pathlib import Path

from files import FromFile
from limit import FIELDS, Dates
from processes import Measure

BEGIN, END = "<!-- figures: written by run.py -->", "<!-- end of figures -->"
LOOPS = ("daopai, passes", "C loop")
"""Contenders of which only the passes count, over arrays that were made before."""

PACKAGES = ("numpy", "numba", "networkx", "longpath", "trueppm-scheduler", "pmcontrols", "mpxj")


@dataclass(frozen=True, slots=True)
class Result:
    """One contender on one network; `measure` is the reason where it has none, `want` the dates it should have."""

    network: str
    tasks: int
    contender: str
    measure: Measure | str
    want: Dates

    @property
    def seconds(self) -> float | None:
        """What the comparison counts: from names to dates; for LOOPS the loop alone."""
        if isinstance(self.measure, str):
            return None
        return self.measure.parts[1] if self.contender in LOOPS else self.measure.whole

    def equal(self, *names: str) -> int | None:
        """How many tasks have all these dates as wanted; None where the contender has not all of them."""
        if isinstance(self.measure, str) or any(name not in self.measure.dates for name in names):
            return None
        same = sum(self.measure.dates[name] == self.want[name] for name in names)
        return int((same == len(names)).sum())

    @property
    def finish_equal(self) -> bool:
        """Whether the project's finish is the one wanted."""
        if isinstance(self.measure, str):
            return False
        return bool(self.measure.dates["early_finish"].max() == self.want["early_finish"].max())


def line(result: Result) -> str:
    """A result as one line of talk while the run goes on."""
    if isinstance(result.measure, str) or result.seconds is None:
        return f"{result.network}: {result.contender}: {result.measure}"
    return f"{result.network}: {result.contender}: {result.seconds * 1000:,.1f} ms"


def file_line(row: FromFile) -> str:
    """A timing from a file as one line of talk."""
    return f"{row.tasks:,} {row.source}: {row.tool}: {row.fault or f'{row.seconds:.2f} s, {row.equal:,} equal'}"


def tables(results: Sequence[Result], from_files: Sequence[FromFile], machine: str, day: str) -> str:
    """The whole section in Markdown."""
    parts = [f"{day}, {machine}", "### From names to dates", _contenders(results)]
    if from_files:
        parts += ["### From a file to dates, as whole processes", _files(from_files)]
    parts += ["### Where the goals stand", _goals(results)]
    if busy(machine):
        parts.insert(1, "The machine was busy with other work: these figures say which answers agree, not how fast.")
    faults = [one for one in results if isinstance(one.measure, str)]
    if faults:
        parts += ["Not measured: " + "; ".join(f"{o.contender} on {o.network}: {o.measure}" for o in faults) + "."]
    return "\n\n".join(parts) + "\n"


def _contenders(results: Sequence[Result]) -> str:
    head = ("network", "contender", "ms", "of it: objects", "first run", "× daopai", "MiB", "(loaded)")
    rows = []
    for one in results:
        if isinstance(one.measure, str) or one.seconds is None:
            continue
        measure, ours = one.measure, _seconds(results, one.network, "daopai")
        loop = one.contender in LOOPS
        rows.append(
            (
                one.network,
                one.contender,
                _ms(one.seconds),
                "not counted" if loop else _ms(measure.parts[0]),
                "" if loop else _ms(measure.first),
                f"{one.seconds / ours:.2f}" if ours else "",
                f"{measure.after / 1024:,.0f}",
                f"{measure.before / 1024:,.0f}" if measure.before else "",
                _share(one, *FIELDS[:2]),
                _share(one, *FIELDS[2:4]),
                _share(one, *FIELDS[4:]) if one.contender != "pmcontrols" else _share(one, FIELDS[4]),
                "yes" if one.finish_equal else "no",
            )
        )
    return _table((*head, "early dates", "late dates", "floats", "finish equal"), rows, left=2)


def _share(one: Result, *names: str) -> str:
    equal = one.equal(*names)
    if equal is None:
        return ""
    return "all" if equal == one.tasks else f"{100 * equal / one.tasks:.1f} %"


def _files(rows: Sequence[FromFile]) -> str:
    head = ("file", "tasks", "tool", "s", "first run", "MiB", "all four dates equal")
    return _table(
        head,
        [
            (
                row.source,
                f"{row.tasks:,}",
                row.tool,
                row.fault or f"{row.seconds:.2f}",
                "" if row.fault else f"{row.first:.2f}",
                "" if row.fault else f"{row.peak / 1024:,.0f}",
                "" if row.fault else ("all" if row.equal == row.tasks else f"{100 * row.equal / row.tasks:.1f} %"),
            )
            for row in rows
        ],
        left=3,
    )


def _goals(results: Sequence[Result]) -> str:
    """The goals of the project as ratios of this run. Larger than the goal is better but for the limit and the last."""

    def times(network: str, peer: str, ours: str = "daopai") -> float | None:
        theirs, own = _seconds(results, network, peer), _seconds(results, network, ours)
        return theirs / own if theirs and own else None

    million = next((o for o in results if o.network == "1,000,000" and o.contender == "daopai"), None)
    loaded = million.measure if million and isinstance(million.measure, Measure) else None
    names = [(f"longpath / daopai, {network}", network, "longpath", 30) for network in ("10,000", "100,000")]
    names += [(f"{peer} / daopai, 10,000", "10,000", peer, 45) for peer in ("trueppm-scheduler", "MPXJ")]
    names += [
        (f"pmcontrols / daopai, {network}", network, "pmcontrols", 12)
        for network in ("10,000, FS only", "100,000, FS only")
    ]
    goals: list[tuple[str, float | None, Callable[[float], bool], str]] = [
        (name, times(network, peer), partial(le, least), f"≥ {least}") for name, network, peer, least in names
    ]
    interpreted = times("10,000", "longpath", "daopai, interpreted")
    goals.append(("longpath / daopai interpreted, 10,000", interpreted, lambda x: x >= 3, "≥ 3"))
    for network in ("10,000", "100,000", "1,000,000"):
        passes = _seconds(results, network, "daopai, passes"), _seconds(results, network, "C loop")
        ratio = passes[0] / passes[1] if passes[0] and passes[1] else None
        goals.append((f"our passes / C loop, {network}", ratio, lambda x: x <= 1.4, "≤ 1.4"))
    goals.append(("1,000,000 tasks, first run, s", loaded.first if loaded else None, lambda x: x < 5, "< 5"))
    goals.append(("1,000,000 tasks, GiB", loaded.after / 2**20 if loaded else None, lambda x: x < 2, "< 2"))
    rows = [(name, f"{x:.1f}", goal, "yes" if met(x) else "no") for name, x, met, goal in goals if x is not None]
    return _table(("ratio", "this run", "goal", "met"), rows, left=1)


def _seconds(results: Iterable[Result], network: str, contender: str) -> float | None:
    return next((o.seconds for o in results if o.network == network and o.contender == contender), None)


def _ms(seconds: float) -> str:
    value = seconds * 1000
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], *, left: int) -> str:
    rule = ["---" if k < left else "---:" for k in range(len(head))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))


def machine(peers: str) -> str:
    """What the figures were measured on: processor, cores, and the versions of both environments."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    code = (
        "import sys\nfrom importlib.metadata import version, PackageNotFoundError\nfor name in sys.argv[1:]:\n"
        "    try: print(name, version(name))\n    except PackageNotFoundError: pass"
    )
    found = subprocess.run([peers, "-c", code, *PACKAGES], capture_output=True, text=True, check=True).stdout
    versions = ", ".join(found.splitlines())
    busy = f"load average {os.getloadavg()[0]:.1f} before the run"
    return f"{_processor()}, {cores} cores, {platform.system()}, {busy}, Python {platform.python_version()}, {versions}"


def busy(machine: str) -> bool:
    """Whether the line that `machine` gave tells of other work: a load of more than half a core before the run."""
    told = machine.partition("load average ")[2].partition(" ")[0]
    return bool(told) and float(told) > 0.5


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((one.split(":")[1].strip() for one in lines if one.startswith("model name")), platform.machine())


def write(readme: Path, text: str) -> None:
    """Puts the tables between the README's two marks."""
    before, rest = readme.read_text(encoding="utf-8").split(BEGIN)
    readme.write_text(f"{before}{BEGIN}\n{text}{END}{rest.split(END)[1]}", encoding="utf-8")
