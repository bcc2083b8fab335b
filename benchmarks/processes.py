"""Fresh processes: started, waited for, and asked what they cost; and what a contender's runs in one of them amount to.

This module must never know a contender.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
from limit import Dates


@dataclass(frozen=True, slots=True)
class Process:
    """A process that ended: seconds on the wall and of the processor, peak resident KiB, output, fault in a line."""

    seconds: float
    processor: float
    peak: int
    output: str
    fault: str


def run(command: Sequence[str], *, folder: Path | None = None, environment: Mapping[str, str] | None = None) -> Process:
    """Runs a command to its end, by way of `launch.py`. `fault` is empty where it succeeded."""
    launcher = Path(__file__).with_name("launch.py")
    with (
        tempfile.TemporaryFile("w+") as out,
        tempfile.TemporaryFile("w+") as err,
        tempfile.TemporaryDirectory() as made,
    ):
        report = Path(made, "report.json")
        environment = {**os.environ, **(environment or {})}
        line = [sys.executable, "-S", str(launcher), str(report), *command]
        subprocess.run(line, stdout=out, stderr=err, cwd=folder, env=environment, check=True)
        told = json.loads(report.read_text(encoding="utf-8"))
        out.seek(0)
        err.seek(0)
        complaint = err.read().strip().splitlines() if told["code"] else []
        fault = f"exit {told['code']}" if told["code"] else ""
        if complaint:
            fault = complaint[-1] if complaint[0].startswith("Traceback") else complaint[0]
        return Process(told["seconds"], told["processor"], told["peak"], out.read(), fault)


@dataclass(frozen=True, slots=True)
class Measure:
    """A contender's runs in one process: seconds, the first run (imports, warm-up, compiling) apart; KiB; dates.

    `build` makes the tool's own objects, `run` schedules them. `before` and `after` are the process's peak memory when
    it has the network and when it has run once. `process` is the whole process, 0 where that says nothing.
    """

    build: list[float]
    run: list[float]
    before: int
    after: int
    process: float
    dates: Dates

    @property
    def first(self) -> float:
        """Seconds of the first run."""
        return self.build[0] + self.run[0]

    @property
    def parts(self) -> tuple[float, float]:
        """Median seconds of `build` and of `run` after the first run, or the first where there was only one."""
        return median(self.build[1:] or self.build), median(self.run[1:] or self.run)

    @property
    def whole(self) -> float:
        """Median seconds from names to dates after the first run, or the first where there was only one."""
        return median([a + b for a, b in zip(self.build, self.run, strict=True)][1:] or [self.first])


def contender(python: str, name: str, source: Path, folder: Path, runs: int, seconds: float) -> Measure | str:
    """A Python contender's runs on a stored network in a fresh process, or the last line of what went wrong."""
    script, result = Path(__file__).with_name("measure.py"), folder / "result"
    process = run(
        [python, str(script), name, str(source), str(result), str(runs), str(seconds)],
        environment={"PYTHONPATH": str(script.parents[1]), "LIMIT_LIBRARY": str(folder / "limit.so")},
    )
    if process.fault:
        return process.fault
    report = json.loads(result.with_suffix(".json").read_text(encoding="utf-8"))
    with np.load(result.with_suffix(".npz")) as dates:
        return Measure(**report, process=process.seconds, dates={name: dates[name] for name in dates.files})
