"""`daopai portfolio meeting` of many plans, as a whole process: `portfolio.py [--plans N...] [--workers N...]`.

`--summaries N` measures the memory of so many summaries instead.

Every plan is the sample with its weeks of updates, copied; none is tied to another, so that each is a component of its
own. Told are the wall, the processor's seconds of the process and its workers together, the peak of resident memory of
the largest of them (Linux), and whether every number of workers gave the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
ENTER = "from schedule.commands import main; main()"


def zone(folder: Path, plans: int) -> Path:
    """A portfolio of so many copies of the sample."""
    lines = ["daopai-portfolio: 1", "name: 一区", "plans:"]
    for k in range(plans):
        shutil.copytree(ROOT / "plans" / "kashgar", folder / f"p{k}", ignore=shutil.ignore_patterns("meetings"))
        lines.append(f"  p{k}: {{plan: p{k}}}")
    path = folder / "zone.yaml"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def ran(path: Path, workers: int) -> tuple[float, float, float, str]:
    """Seconds on the wall and of the processors, peak MiB, and the digest of the answer."""
    command = [sys.executable, "-c", ENTER, "portfolio", "meeting", str(path), "--format", "json"]
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([*command, "--workers", str(workers)], capture_output=True, check=False, env=environment)
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(done.stderr.decode())
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, processor, after.ru_maxrss / 1024, hashlib.sha256(done.stdout).hexdigest()[:12]


def kept(summaries: int) -> None:
    """Print how much memory so many summaries of the sample's first meeting take in one zone."""
    sys.path.insert(0, str(ROOT))
    import pickle
    from dataclasses import replace

    import schedule
    from schedule.analysis.portfolio.summary import summary_of
    from schedule.analysis.portfolio.zone import Roll, zone_of
    from schedule.portfolio import Member, Portfolio

    project = schedule.load(ROOT / "plans" / "kashgar")
    sample = pickle.dumps(summary_of(schedule.meeting(project, project.plan.start), "p"))
    before, keys = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, [f"p{k}" for k in range(summaries)]
    rolls = [Roll({key: replace(pickle.loads(sample), key=key)}) for key in keys]
    zone = zone_of(Portfolio("一区", {key: Member(key, Path(key)) for key in keys}), rolls, None)
    rows, loads = len(zone.rows()), len(zone.loads())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{rows} summaries of {len(sample)} bytes, {loads} bodies: {peak / 1024:.0f} MiB, {before / 1024:.0f} before")


def main() -> None:
    """Measure and print, a line a run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, nargs="+", default=[6, 60, 500])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--summaries", type=int)
    asked = parser.parse_args()
    if asked.summaries:
        kept(asked.summaries)
        return
    for plans in asked.plans:
        with tempfile.TemporaryDirectory() as folder:
            path, digests = zone(Path(folder), plans), set()
            for workers in asked.workers:
                wall, processor, peak, digest = ran(path, workers)
                digests.add(digest)
                print(f"{plans} plans, {workers} workers: {wall:.1f} s, processors {processor:.1f} s, {peak:.0f} MiB")
            print(f"{plans} plans: {'the same bytes' if len(digests) == 1 else 'DIFFERENT BYTES'}")


if __name__ == "__main__":
    main()
