"""`daopai recover` of plans in which much can be bought, as whole processes: `recovery.py [--tasks N LEVERS ...]`.

A plan is works in stages, each of several lines: FS within a line, SS with FF from line to line, so that two lines are
mostly critical at once and what is pressed alone may come later. Levers lie on every k-th task, up to five days each at
a price of its own; the date asked for is three quarters of the way from the forecast to the earliest that measures
reach. Told are seconds on the wall and of the processor, the peak of resident memory (Linux), the menus that were
found, the re-runs that it took, and whether the cheapest was proved.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import processes

ENTER = "from schedule.commands import main; main()"
LINES = 4
MENUS = 3
FAR = "2099-12-31"
"""A day that holds without measures: the forecast and the earliest date are told all the same."""


def plan_text(tasks: int, levers: int, seed: int = 1) -> str:
    """A plan of so many tasks and levers, the same for the same seed."""
    draw = random.Random(seed)
    text = ["daopai: 1", "project: {name: 赶工, start: 2026-03-02, calendar: every, target: done}"]
    text += ["settings: {recovery: {cost_unit: 万元, seconds: 20}}"]
    text += ["calendars: {every: {week: mon-sun}, office: {week: mon-sat}}", "tasks:"]
    every = max(1, tasks // levers)
    for k in range(tasks):
        stage, line = divmod(k, LINES)
        length = draw.randint(8, 20)
        after = [f"t{k - LINES}"] if stage else []
        if line:
            after += [f"t{k - 1} SS+{draw.randint(2, 5)}cd", f"t{k - 1} FF+{draw.randint(1, 4)}cd"]
        bought = k % every == 0 and k // every < levers
        lever = f", levers: [{{compress: 5wd, cost: {draw.randint(1, 9)}, ask: b{k % 3}}}]" if bought else ""
        calendar = ", calendar: office" if draw.random() < 0.3 else ""
        text.append(f"  t{k}: {{name: 第{k}项, duration: {length}wd{calendar}, after: [{', '.join(after)}]{lever}}}")
    last = ", ".join(f"t{k}" for k in range(max(0, tasks - LINES), tasks))
    text.append(f"  done: {{name: 完工, milestone: finish, after: [{last}], deadline: 2026-03-31}}")
    return "\n".join(text) + "\n"


def asked(folder: Path, to: str, menus: int) -> tuple[processes.Process, dict[str, object]]:
    """One run of the command and what it answers."""
    out = folder / "answer.json"
    command = [sys.executable, "-c", ENTER, "recover", str(folder / "plan.yaml"), "--to", to, "--menus", str(menus)]
    done = processes.run([*command, "--format", "json", "-o", str(out)])
    if done.fault:
        raise SystemExit(done.fault)
    (answer,) = json.loads(out.read_text(encoding="utf-8"))
    return done, answer


def main() -> None:
    """Prints a table, a row for each size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[60, 30, 1_000, 100])
    sizes = parser.parse_args().sizes
    print("| tasks | levers | wall, s | processor, s | peak, MiB | menus | re-runs | proved |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
    for tasks, levers in zip(sizes[::2], sizes[1::2], strict=True):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "plan.yaml").write_text(plan_text(tasks, levers), encoding="utf-8")
            _, ends = asked(folder, FAR, 1)
            forecast, earliest = (date.fromisoformat(str(ends[key])) for key in ("forecast", "earliest"))
            to = forecast - timedelta(days=(forecast - earliest).days * 3 // 4)
            done, answer = asked(folder, to.isoformat(), MENUS)
            menus, proved = answer["menus"], answer["unproved_cost"] is None
            assert isinstance(menus, list)
            print(
                f"| {tasks:,} | {levers} | {done.seconds:.2f} | {done.processor:.2f} | {done.peak / 1024:.0f} |"
                f" {len(menus)} | {answer['re_runs']} | {'yes' if proved else 'no'} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
