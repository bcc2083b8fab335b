"""Seals the sample's records anew after `plans/kashgar/plan.yaml` was edited; run as a script.

A plan of somebody's own is changed by `daopai decide`, and its seals stay. The sample is the example that everything
else shows, so what its plan says stands in it from the beginning, and no decision of its task force is made up for it.
The seals are taken off, the baseline is said to be of the plan as it is now, and `daopai verify --seal` seals what is
left. It refuses where the edit moved a date of the baseline: that has to be approved anew.
"""

from __future__ import annotations

import re
from pathlib import Path

import schedule
from schedule.analysis.dates.comparison import baseline_dates
from schedule.commands import main
from schedule.engine.compute import compute
from schedule.engine.state import as_of
from schedule.files.yaml.content import unopened

SAMPLE = Path(__file__).parent.parent / "plans" / "kashgar"
SEAL = re.compile(rb"^(follows|seal): .*\n", re.MULTILINE)


def seal(folder: Path) -> None:
    """Takes the seals of a plan's records off and lets the product write them."""
    records = [*folder.glob("baselines/*.yaml"), *folder.glob("updates/*.yaml")]
    for record in records:
        record.write_bytes(SEAL.sub(b"", unopened(record.read_bytes())))
    project = schedule.load(folder)
    for name, stored in project.baselines.items():
        if stored.dates != baseline_dates(compute(as_of(project, stored.data_date))):
            raise SystemExit(f"{name}: the plan gives other dates now, approve it anew")
        record = folder / "baselines" / f"{name}.yaml"
        text = record.read_text(encoding="utf-8")
        record.write_text(text.replace(stored.plan_digest, project.plan.digest), encoding="utf-8")
    main(["verify", str(folder), "--seal"])


if __name__ == "__main__":
    seal(SAMPLE)
