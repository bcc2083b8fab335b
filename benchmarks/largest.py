"""What the largest typed plans cost, as whole processes: `largest.py CHECKOUT... [--tasks N] [--commands NAME...]`.

Two plans that nobody would type and anybody can: a chain of tasks that each wait for the one before, and as many tasks
that all come before one. Each command runs from the interpreter's start to the end of its answer, once by each checkout
in turn. Told are the processor's seconds for the process and for what the kernel did for it, which a busy machine
disturbs less than the clock on the wall; the peak of resident memory (Linux); and the size of the answer.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import processes

ENTER = "from schedule.commands import main; main()"
HEAD = "daopai: 1\nproject: {name: x, start: 2016-03-01, calendar: w}\ncalendars:\n  w: {week: mon-fri}\ntasks:\n"
COMMANDS = ("schedule", "csv", "deadlines", "check", "alerts", "verify", "law", "custody", "explain", "paths")
"""The commands that only ask; `csv` is `schedule` for another program."""


def chain(tasks: int) -> str:
    """A plan in which each task waits for the one before; the last of them is asked about."""
    after = ("", *(f", after: [a{k - 1}]" for k in range(1, tasks)))
    return HEAD + "".join(f"  a{k}: {{name: x, duration: 1h{after[k]}}}\n" for k in range(tasks))


def hub(tasks: int) -> str:
    """A plan in which one task waits for all others."""
    before = "".join(f"  a{k}: {{name: x, duration: 1wd}}\n" for k in range(tasks))
    waits = ", ".join(f"a{k}" for k in range(tasks))
    return f"{HEAD}{before}  z: {{name: z, duration: 1wd, after: [{waits}]}}\n"


def line(command: str, plan: Path, last: str) -> list[str]:
    """The command line of a command; `last` is the task that is explained."""
    asked = {"csv": ["schedule", str(plan), "--format", "csv"], "explain": ["explain", str(plan), last]}
    return [sys.executable, "-c", ENTER, *asked.get(command, [command, str(plan)])]


def main() -> None:
    """Prints a table, a row for each plan, command and checkout."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkouts", type=Path, nargs="+")
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--plans", nargs="*", choices=("chain", "hub"), default=("chain", "hub"))
    parser.add_argument("--commands", nargs="*", choices=COMMANDS, default=COMMANDS)
    asked = parser.parse_args()
    written = {"chain": (chain, f"a{asked.tasks - 1}"), "hub": (hub, "z")}
    print("| plan | command | checkout | processor, s | peak, MiB | answer, kB |")
    print("| --- | --- | --- | ---: | ---: | ---: |")
    for name in asked.plans:
        write, last = written[name]
        with tempfile.TemporaryDirectory() as folder:
            plan = Path(folder, name)
            plan.mkdir()
            (plan / "plan.yaml").write_text(write(asked.tasks), encoding="utf-8")
            for command in asked.commands:
                for checkout in asked.checkouts:
                    place = checkout.resolve()
                    done = processes.run(
                        line(command, plan, last), folder=place, environment={"PYTHONPATH": str(place)}
                    )
                    size = len(done.output.encode()) / 1e3
                    told = f"{done.processor:.1f} | {done.peak / 1024:.0f} | {size:,.1f}"
                    print(f"| {name} | `{command}` | {checkout} | {told} | {done.fault}", flush=True)


if __name__ == "__main__":
    main()
