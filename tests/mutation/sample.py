"""Print the names of a random sample of the mutants that mutmut has made: `python tests/mutation/sample.py 500 7`."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

ENGINE = ("bounds", "compute", "cpm", "network", "order", "paths", "run", "spans")
SAMPLED = ("schedule/calendars/worktime.py", *(f"schedule/engine/{name}.py" for name in ENGINE))


def mutants() -> list[str]:
    """All mutants of the sampled files, in order."""
    metas = (Path("mutants") / f"{path}.meta" for path in SAMPLED)
    return [name for meta in metas for name in json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]]


if __name__ == "__main__":
    count, seed = (int(given) for given in sys.argv[1:3])
    sys.stdout.writelines(f"{name}\n" for name in sorted(random.Random(seed).sample(mutants(), count)))
