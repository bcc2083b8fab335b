"""How long the certificate's checker takes for a network of any size: made here, written, and checked by a process.

    python benchmarks/certificates.py 1000000

The network is rows of tasks on three calendars that follow each other and the row before, with dates and reasons worked
out by this file alone, forward and without a deadline; so neither the product nor the checker is asked.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from bisect import bisect_left, bisect_right
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

DAY, ROW = 1440, 1000
CHECKER = Path(__file__).parents[1] / "tools" / "verify_schedule.py"


def written(count: int) -> str:
    """The certificate of a network of so many tasks."""
    days = range(-7, count // ROW * 12 + 100)
    ranges = [
        [[day * DAY, day * DAY + DAY] for day in days],
        [[day * DAY + 480, day * DAY + 1020] for day in days if day % 7 < 5],
        [[day * DAY + 480, day * DAY + 1200] for day in days if day % 7 < 6],
    ]
    tables = [([a for a, _ in one], [b for _, b in one], [0, *accumulate(b - a for a, b in one)]) for one in ranges]
    tasks: list[dict[str, object]] = []
    relations: list[dict[str, object]] = []
    finishes: list[int] = []
    for k in range(count):
        calendar, work = k % 3, 480 * (1 + k % 5)
        starts, ends, before = tables[calendar]
        low, by = 0, -1
        for i in [i for i in (k - ROW, k - ROW + 1) if i >= 0][: 1 + k % 2]:
            row = {"from": i, "to": k, "type": "FS", "lag": 0, "lag_calendar": 0, "source": "plan.yaml:1"}
            if finishes[i] > low:
                low, by = finishes[i], len(relations)
            relations.append(row)
        at = bisect_right(ends, low)
        start = max(low, starts[at])
        done = before[at] + start - starts[at] + work
        end = bisect_left(before, done) - 1
        finishes.append(starts[end] + done - before[end])
        tasks.append(
            {
                "id": f"t{k}",
                "calendar": calendar,
                "kind": 0,
                "work": work,
                "floor": 0,
                "floor_why": "data-date",
                "cap": None,
                "start": start,
                "finish": finishes[k],
                "by": by,
                "latest_start": None,
                "late_by": -1,
                "latest_finish": None,
                "least": None,
                "source": "plan.yaml:1",
            }
        )
    target = max(range(count), key=finishes.__getitem__)
    chain = [target]
    while (by := int(str(tasks[chain[-1]]["by"]))) >= 0:
        chain.append(int(str(relations[by]["from"])))
    calendars = [{"name": str(k), "work": work} for k, work in enumerate(ranges)]
    network = sha256("".join(map(text_of, (calendars, tasks, relations))).encode()).hexdigest()
    head = {"daopai-certificate": 1, "plan": "", "records": [], "data_date": 0, "now": 0, "network": network}
    head |= {"calendars": calendars, "tasks": tasks, "relations": relations, "deadlines": [], "spans": []}
    return text_of({**head, "target": target, "claim": finishes[target], "chain": chain[::-1], "not_proved": []})


def text_of(value: object) -> str:
    """Canonical JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def main() -> None:
    """Print a line for each number of tasks."""
    for count in map(int, sys.argv[1:]):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "certificate.json")
            path.write_text(written(count), encoding="utf-8")
            begin = time.perf_counter()
            done = subprocess.run([sys.executable, "-I", str(CHECKER), str(path)], capture_output=True, text=True)
            seconds = time.perf_counter() - begin
            print(f"{count:,} tasks, {path.stat().st_size / 1e6:,.0f} MB: {seconds:.1f} s, {done.stdout[:40]}")


if __name__ == "__main__":
    main()
