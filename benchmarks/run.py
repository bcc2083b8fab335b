"""Times every contender on the same networks in one run, and writes what came out into the README beside it.

    python benchmarks/run.py --date 2026-11-23            # some eight minutes
    python benchmarks/run.py --date 2026-11-23 --quick    # a minute, printed only

Each contender runs in a fresh process; its dates are compared with those of the C loop, another program of the same
rules. `--python` names the interpreter of an environment with the peers where they are not in this one. It measures; it
never fails because a machine is slow.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import files
import limit
import networks
import primavera
import processes
import report
from limit import Dates
from networks import Network

P6_RULES = ("daopai", "daopai, interpreted", "longpath", "MPXJ", "trueppm-scheduler", "daopai, passes", "C loop")
FS_ONLY = ("daopai", "daopai, interpreted", "pmcontrols", "networkx", "C loop")

MOST = {
    "daopai, interpreted": 100_000,
    "longpath": 100_000,
    "MPXJ": 10_000,
    "trueppm-scheduler": 10_000,
    "pmcontrols": 100_000,
    "networkx": 100_000,
}
"""The most tasks a contender is given: beyond, it takes minutes, or refuses (trueppm: 366,000 days of work in all)."""


@dataclass(frozen=True, slots=True)
class Extent:
    """What one run measures: (kind, tasks) of the networks, of those read from files, runs and seconds for each."""

    networks: tuple[tuple[str, int], ...]
    files: tuple[int, ...]
    runs: int
    seconds: float


FULL = Extent(
    networks=(
        *(("construction", size) for size in (100, 1_000, 10_000, 100_000, 1_000_000)),
        *(("fs", size) for size in (10_000, 100_000)),
        *(("chain", size) for size in (10_000, 100_000)),
    ),
    files=(10_000, 100_000),
    runs=5,
    seconds=8.0,
)
QUICK = Extent(networks=(("construction", 10_000), ("fs", 10_000), ("chain", 1_000)), files=(1_000,), runs=3, seconds=2)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run works: its folder, our interpreter, the peers', MPXJ's class path, why MPXJ cannot run."""

    folder: Path
    python: str
    peers: str
    class_path: str | None
    no_mpxj: str


def results(network: Network, contenders: tuple[str, ...], place: Place, extent: Extent) -> Iterator[report.Result]:
    """One network, every contender that takes its size."""
    tasks = len(network.ids)
    source = place.folder / "network.npz"
    networks.save(network, source)
    wanted: dict[str, Dates] = {}
    for name in contenders:
        if tasks > MOST.get(name, tasks):
            continue
        if name == "MPXJ":
            measure: processes.Measure | str = place.no_mpxj or primavera.measured(
                network, place.folder, place.class_path or "", extent.runs, extent.seconds
            )
        else:
            python = place.python if name.startswith("daopai") else place.peers
            measure = processes.contender(python, name, source, place.folder, extent.runs, extent.seconds)
        key = name if name in ("trueppm-scheduler", "networkx", "pmcontrols") else ""
        if key not in wanted:
            wanted[key] = limit.reference(place.folder / "limit.so", network, name)
        result = report.Result(network.name, tasks, name, measure, wanted[key])
        print(report.line(result), file=sys.stderr, flush=True)
        yield result


def measured(extent: Extent, place: Place, only: frozenset[str]) -> tuple[list[report.Result], list[files.FromFile]]:
    """Everything that one run measures."""
    found: list[report.Result] = []
    for kind, tasks in extent.networks:
        contenders = tuple(name for name in (FS_ONLY if kind == "fs" else P6_RULES) if not only or name in only)
        found += results(networks.KINDS[kind](tasks), contenders, place, extent)
    from_files = []
    for tasks in extent.files:
        network = networks.construction(tasks)
        lines = files.commands(place.python, place.peers, place.folder, None if place.no_mpxj else place.class_path)
        lines = {key: line for key, line in lines.items() if not only or key[0] in only}
        if tasks > 10_000:
            lines = {key: line for key, line in lines.items() if key not in {("daopai", "plan"), ("MPXJ", ".xer")}}
        want = limit.reference(place.folder / "limit.so", network, "")
        for row in files.measured(network, want, lines, place.folder, min(extent.runs, 2)):
            print(report.file_line(row), file=sys.stderr, flush=True)
            from_files.append(row)
    return found, from_files


def main(arguments: list[str]) -> None:
    """Reads the command line, measures, prints the tables, and writes them into the README unless it was quick."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--date", required=True, help="the day of the run, as the tables will say it")
    parser.add_argument("--quick", action="store_true", help="fewer sizes and runs; prints, and writes nothing")
    parser.add_argument("--tasks", type=int, help="one construction network of this size instead")
    parser.add_argument("--only", default="", help="contenders, separated by semicolons")
    parser.add_argument("--python", default=sys.executable, help="interpreter of the environment with the peers")
    chosen = parser.parse_args(arguments)
    extent = QUICK if chosen.quick else FULL
    if chosen.tasks:
        extent = Extent((("construction", chosen.tasks),), (), QUICK.runs, QUICK.seconds)
    only = frozenset(name.strip() for name in chosen.only.split(";") if name.strip())
    machine = report.machine(chosen.python)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if limit.compiled(folder) is None:
            sys.exit("the benchmark compares with a C loop and needs a C compiler (gcc or cc)")
        class_path = primavera.jars(chosen.python)
        place = Place(folder, sys.executable, chosen.python, class_path, primavera.compiled(folder, class_path))
        found, from_files = measured(extent, place, only)
    text = report.tables(found, from_files, machine, chosen.date)
    print(text)
    if not (chosen.quick or chosen.tasks or only):
        report.write(Path(__file__).with_name("README.md"), text)


if __name__ == "__main__":
    main(sys.argv[1:])
