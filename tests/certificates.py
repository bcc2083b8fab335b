"""Certificates for the tests: the checker as a stranger loads it, and certificates written, changed and sealed anew."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

from schedule.analysis.views.certificate import certified
from schedule.engine.schedule import Schedule

CHECKER = Path(__file__).parents[1] / "tools" / "verify_schedule.py"


def checker() -> ModuleType:
    """The checker, from its file alone."""
    spec = importlib.util.spec_from_file_location("verify_schedule", CHECKER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def text_of(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sealed(found: dict[str, Any]) -> str:
    """A certificate's text with the digest of the network that it states: what a forger would write."""
    sections = "".join(text_of(found[name]) for name in ("calendars", "tasks", "relations"))
    return text_of({**found, "network": sha256(sections.encode()).hexdigest()})


def said_of(text: str, folder: Path) -> str:
    """The first line that the checker says of a text."""
    path = folder / "certificate.json"
    path.write_text(text, encoding="utf-8")
    lines, valid = checker().verdict(str(path))
    assert valid == lines[0].startswith("VALID ")
    return str(lines[0])


def stated(schedule: Schedule) -> dict[str, Any]:
    """The certificate of a schedule, as values."""
    found = certified(schedule, schedule.state.data_date, "", [])
    assert found is not None
    return dict(json.loads(found.text))


def changes(found: dict[str, Any], random: Random) -> Iterator[tuple[str, dict[str, Any]]]:
    """A certificate with one date, amount of work, reason, claim or link of the chain otherwise, without end.

    Where the law holds a finish, less work ends on the same day and the last day to begin is one of several instants:
    those are left alone. So are other relations of a task as its late reason: two may forbid a minute more alike.
    """
    while True:
        other = deepcopy(found)
        field = random.choice(
            ["start", "finish", "work", "by", "late_by", "latest_start", "latest_finish", "claim", "chain"]
        )
        k = random.randrange(len(found["tasks"]))
        task = other["tasks"][k]
        if field == "claim":
            other["claim"] += _step(random)
        elif field == "chain":
            at = random.randrange(len(other["chain"]))
            match random.randrange(3):
                case 0:
                    del other["chain"][at]
                case 1:
                    other["chain"].insert(at, random.randrange(len(found["tasks"])))
                case _:
                    other["chain"][at] = (other["chain"][at] + 1 + random.randrange(5)) % len(found["tasks"])
        elif field in ("by", "late_by"):
            last = len(found["relations"]) - 1
            task[field] = random.randint(-1, last)
            leaves = task[field] >= 0 and found["relations"][task[field]]["from"] == k
            if field == "late_by" and leaves:
                continue
        elif "law" in task and field not in ("start", "finish"):
            continue
        elif task[field] is None:
            task[field] = found["data_date"] + random.randrange(500_000)
        elif field.startswith("latest") and random.randrange(10) == 0:
            task[field] = None
        else:
            task[field] = max(0, task[field] + _step(random))
        if other != found:
            yield field, other


def _step(random: Random) -> int:
    return random.choice([-1, 1]) * random.choice([1, 60, 480, 1440, random.randrange(1, 100_000)])
