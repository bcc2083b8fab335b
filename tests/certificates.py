"""Certificates for the tests: the checker as a stranger loads it, and certificates written, changed and sealed anew."""

from __future__ import annotations

import importlib.util
import json
import pickle
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

from schedule.analysis.recovery.menus import recovery
from schedule.analysis.recovery.proof import proof
from schedule.analysis.views.certificate import certified
from schedule.engine.schedule import Schedule

CHECKER = Path(__file__).parents[1] / "tools" / "verify_schedule.py"


@cache
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
    return _bound({name: text_of(section) for name, section in found.items()})


def _bound(sections: dict[str, str]) -> str:
    """The texts of all sections of a certificate as one, with the digest of their network."""
    names = ("calendars", "tasks", "relations", "menus")
    network = "".join(sections[name] for name in names if name in sections)
    sections = {**sections, "network": text_of(sha256(network.encode()).hexdigest())}
    return "{" + ",".join(f"{text_of(name)}:{section}" for name, section in sorted(sections.items())) + "}"


def said_of(text: str, folder: Path) -> str:
    """The first line that the checker says of a text."""
    return all_said_of(text, folder)[0]


def all_said_of(text: str, folder: Path) -> list[str]:
    """All lines that the checker says of a text."""
    path = folder / "certificate.json"
    path.unlink(missing_ok=True)  # file systems write a file that is cut off and filled again to the disk at once
    path.write_text(text, encoding="utf-8")
    lines, valid = checker().verdict(str(path))
    assert valid == lines[0].startswith("VALID ")
    return [str(line) for line in lines]


class Forger:
    """Seals changes of one certificate anew and asks the checker of each.

    The same changes are drawn again and again, of the menus nine times in ten. The checker reads every text once, for
    of the same file it says the same; and what no change touches is written once.
    """

    def __init__(self, found: dict[str, Any], folder: Path) -> None:
        self._found, self._folder = found, folder
        self._sections = {name: text_of(section) for name, section in found.items()}
        self._said: dict[bytes, list[str]] = {}

    def all_said_of(self, other: dict[str, Any]) -> list[str]:
        """All lines that the checker says of a changed certificate, which shares with the true one what is the same."""
        text = _bound({name: self._section(name, section) for name, section in other.items()})
        digest = sha256(text.encode()).digest()
        if digest not in self._said:
            self._said[digest] = all_said_of(text, self._folder)
        return self._said[digest]

    def _section(self, name: str, section: object) -> str:
        return self._sections[name] if section is self._found[name] else text_of(section)


def stated(schedule: Schedule) -> dict[str, Any]:
    """The certificate of a schedule, as values."""
    found = certified(schedule, schedule.state.data_date, "", [])
    assert found is not None
    return dict(json.loads(found.text))


def with_menus(schedule: Schedule, target: str, to: int, menus: int = 3) -> dict[str, Any]:
    """The certificate of a schedule whose deadline is missed, with what is proved of the menus that keep it."""
    known = proof(schedule, recovery(schedule, target, to, menus))
    missing = () if known is not None else (("menus", target),)
    found = certified(schedule, schedule.state.data_date, "", [], known, missing)
    assert found is not None
    return dict(json.loads(found.text))


def menu_changes(found: dict[str, Any], random: Random) -> Iterator[tuple[str, dict[str, Any]]]:
    """A certificate with one cost, step, finish, cut, price or deadline of its menus otherwise, without end.

    Each says more than was proved: a cut buys more, and fewer choices than there are cost less. Where every other
    choice was tried, none remains that could cost less.
    """
    kept = pickle.dumps(found["menus"])  # a copy of it is read five times sooner than made
    while True:
        part = pickle.loads(kept)
        other = {**found, "menus": part}
        field = random.choice(["cost", "steps", "finish", "cuts", "at_least", "to", "lost", "task"])
        menu = random.choice(part["menus"]) if part["menus"] else None
        if field in ("cost", "finish") and menu is not None:
            menu[field] += _step(random)
        elif field == "steps" and menu is not None:
            k = random.randrange(len(menu["steps"]))
            menu["steps"][k] = (menu["steps"][k] + random.randrange(1, 9)) % len(part["costs"][k])
        elif field == "cuts" and part["cuts"]:
            cut = random.choice(part["cuts"])
            k = random.randrange(len(cut))
            cut[k] = min(cut[k] + random.randrange(1, 9), len(part["costs"][k]) - 1)
        elif field == "at_least" and part["at_least"] is not None:
            part["at_least"] = random.choice([part["at_least"] + random.randrange(1, 9), None])
        elif field == "to":
            part["to"] += _step(random)
        elif field == "lost" and part["cuts"]:
            del part["cuts"][random.randrange(len(part["cuts"]))]
        elif field == "task":
            part["task"] = random.randrange(len(found["tasks"]))
        if other != found:
            yield f"menus: {field}", other


def changes(found: dict[str, Any], random: Random) -> Iterator[tuple[str, dict[str, Any]]]:
    """A certificate with one date, amount of work, reason, claim or link of the chain otherwise, without end.

    Where the law holds a finish, less work ends on the same day and the last day to begin is one of several instants:
    those are left alone. So are other relations of a task as its late reason: two may forbid a minute more alike.
    """
    while True:
        other = {**found, "tasks": [*found["tasks"]], "chain": [*found["chain"]]}
        field = random.choice(
            ["start", "finish", "work", "by", "late_by", "latest_start", "latest_finish", "claim", "chain"]
        )
        k = random.randrange(len(found["tasks"]))
        other["tasks"][k] = task = {**found["tasks"][k]}
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
