"""One contender on one network, in a process of its own: `measure.py CONTENDER NETWORK.npz RESULT RUNS SECONDS`.

Writes RESULT.json (seconds of each run by its parts, peak memory before and after the first) and RESULT.npz (dates).
Every run starts from the lists and makes the tool's objects anew; garbage is collected before, not during. After the
first run, which counts apart, there are as many as asked for, fewer where they have taken SECONDS together.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

import networks
import numpy as np


def peak() -> int:
    """The most memory that this process has had so far, in KiB.

    Of the process itself, from Linux's VmHWM: `ru_maxrss` would start at what the process that made it held. Elsewhere
    that is all there is.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    line = next(one for one in status.read_text(encoding="utf-8").splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1])


def main(name: str, source: Path, result: Path, runs: int, seconds: float) -> None:
    """Measures and writes."""
    if name.startswith("daopai"):
        from ours import OURS as CONTENDERS
    else:
        from peers import PEERS as CONTENDERS
    contender = CONTENDERS[name](networks.load(source))
    before = after = peak()
    build: list[float] = []
    run: list[float] = []
    while len(run) <= runs and sum(build[1:]) + sum(run[1:]) < seconds:
        built = answer = None
        gc.collect()
        start = perf_counter()
        built = contender.build()
        middle = perf_counter()
        answer = contender.run(built)
        end = perf_counter()
        build.append(middle - start)
        run.append(end - middle)
        if len(run) == 1:
            after = peak()
            if end - start > seconds:
                break
    report = {"build": build, "run": run, "before": before, "after": after}
    result.with_suffix(".json").write_text(json.dumps(report), encoding="utf-8")
    columns: dict[str, Any] = dict(contender.dates(answer))
    np.savez(result.with_suffix(".npz"), **columns)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5]))
