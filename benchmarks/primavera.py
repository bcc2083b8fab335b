"""MPXJ's PrimaveraScheduler as a contender: compiled, driven and timed in a Java process of its own.

MPXJ comes as the jars of the Python package `mpxj`; a JDK must be on the machine, for the driver `PrimaveraLoop.java`
is compiled here. This module must never know another contender.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import processes
from limit import FIELDS
from networks import START, TYPES, Network, WorkingTime
from processes import Measure

MEMORY = "-Xmx8g"


def jars(python: str) -> str | None:
    """The class path of the mpxj package of a Python environment, or None where it has none."""
    code = "import importlib.util as u; s = u.find_spec('mpxj'); print(s.origin if s else '')"
    origin = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    return f"{Path(origin).parent / 'lib'}/*" if origin else None


def compiled(folder: Path, class_path: str | None) -> str:
    """Compiles the driver; returns the reason why it cannot be had, empty where it can."""
    if class_path is None:
        return "the package mpxj is not installed"
    if shutil.which("javac") is None or shutil.which("java") is None:
        return "no JDK (javac) on this machine"
    source = Path(__file__).with_name("PrimaveraLoop.java")
    made = subprocess.run(["javac", "-cp", class_path, "-d", str(folder), str(source)], capture_output=True, text=True)
    return made.stderr.strip().splitlines()[-1] if made.returncode else ""


def text(network: Network) -> str:
    """The network as the driver reads it, tabs between the fields."""
    lines = [f"start\t{START}T00:00"]
    lines += [_calendar(one) for one in network.calendars]
    lines += [
        f"task\t{id_}\t{amount}\t{number}"
        for id_, amount, number in zip(
            network.ids, network.durations.tolist(), network.calendar_of.tolist(), strict=True
        )
    ]
    lines += [
        f"rel\t{pred}\t{succ}\t{TYPES[type_]}\t{lag}"
        for pred, succ, type_, lag in zip(
            network.pred.tolist(), network.succ.tolist(), network.types.tolist(), network.lags.tolist(), strict=True
        )
    ]
    return "\n".join(lines) + "\n"


def _calendar(one: WorkingTime) -> str:
    hours = ",".join(f"{begin}-{end}" for begin, end in one.hours)
    off = ",".join(f"{begin}..{end}" for begin, end in one.off)
    return f"cal\t{one.name}\t{''.join(map(str, one.weekdays))}\t{hours}\t{off}"


def command(folder: Path, class_path: str, *arguments: str) -> list[str]:
    """The command line that runs the driver compiled into a folder."""
    return ["java", MEMORY, "-cp", os.pathsep.join([str(folder), class_path]), "PrimaveraLoop", *arguments]


def measured(network: Network, folder: Path, class_path: str, runs: int, seconds: float) -> Measure | str:
    """The contender's runs on a network, or the last line of what went wrong."""
    source, result = folder / "network.txt", folder / "dates.txt"
    source.write_text(text(network), encoding="utf-8")
    process = processes.run(command(folder, class_path, str(source), str(result), str(runs), str(seconds)))
    if process.fault:
        return process.fault
    lines = [line.split() for line in process.output.splitlines()]
    columns = np.loadtxt(result, dtype=np.int64, ndmin=2)
    return Measure(
        build=[int(line[0]) / 1e9 for line in lines],
        run=[int(line[1]) / 1e9 for line in lines],
        before=0,
        after=process.peak,
        process=process.seconds,
        dates={name: columns[:, k] for k, name in enumerate(FIELDS)},
    )
