"""The certificate of a meeting's schedule: what it rests on, as a text that a stranger's program can check.

Canonical JSON: keys sorted, no spaces, whole numbers only, so that the same schedule has the same bytes. What each key
is stands in `docs/certificate.md`; who checks it is `tools/verify_schedule.py`, which shares no code with this. This
module must never know where the file lies, nor how a date is computed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any

from schedule.analysis.meeting import Meeting
from schedule.analysis.recovery.proof import Proof, proof
from schedule.analysis.views.remedy import remedy
from schedule.engine.certificate import Statement, statement
from schedule.engine.restated import Restated, covering, restated
from schedule.engine.schedule import Schedule
from schedule.model import Instant

FORMAT = 1
MENUS = "menus"
"""What keeps a missed deadline, in the file and among what is not proved."""
RUNS = 5_000_000
"""How many tasks and relations whoever checks menus may have to run through: some tens of seconds."""
CHEAPEST = "cheapest"
"""That the first of these menus is the cheapest, where it is not proved."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate's text, and the SHA-256 of the network that it states, as 64 hexadecimal digits."""

    text: str
    network: str


class Finding(StrEnum):
    """How a certificate on the disk stands to the one that is computed anew.

    `SAME` is to the byte; `HEAD`: the network is the same, what stands around it is not; `NETWORK`: it is another;
    `UNREADABLE`: it is none, or none can be made of these dates; `UNCOMPUTED`: the dates of its day cannot be computed.
    """

    SAME = "same"
    HEAD = "head"
    NETWORK = "network"
    UNREADABLE = "unreadable"
    UNCOMPUTED = "uncomputed"


def finding(written: bytes, own: Certificate) -> Finding:
    """How a certificate that was written stands to that of the same meeting, computed anew."""
    if written == own.text.encode():
        return Finding.SAME
    network = network_of(written)
    if network is None:
        return Finding.UNREADABLE
    return Finding.HEAD if network == own.network else Finding.NETWORK


@dataclass(frozen=True, slots=True)
class Said:
    """What a certificate says of the menus for a missed deadline: how many there are, and what of that is proved.

    `task` is that of the deadline, `is_proved` whether anything is, `is_cheapest` that nothing costs less than the
    first menu, `is_all` that no other menu is there.
    """

    task: str
    menus: int = 0
    is_proved: bool = False
    is_cheapest: bool = False
    is_all: bool = False


def said_of_menus(own: Certificate) -> Said | None:
    """What a certificate that was computed says of menus; None where no deadline is missed that measures could keep."""
    found = json.loads(own.text)
    not_proved = dict(found["not_proved"])
    if MENUS in not_proved:
        return Said(not_proved[MENUS])
    if MENUS not in found:
        return None
    part = found[MENUS]
    task = found["tasks"][part["task"]]["id"]
    return Said(task, len(part["menus"]), True, CHEAPEST not in not_proved, part["at_least"] is None)


def network_of(written: bytes) -> str | None:
    """The digest that the sections of a written certificate have, whatever it says; None where it cannot be read."""
    try:
        found = json.loads(written.decode())
        return _digest(found)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _digest(sections: Mapping[str, Any]) -> str:
    texts = [canonical(sections[name]) for name in ("calendars", "tasks", "relations")]
    texts += [canonical(sections[MENUS])] if MENUS in sections else []
    return sha256("".join(texts).encode()).hexdigest()


def certificate(meeting: Meeting) -> Certificate | None:
    """The certificate of a meeting's schedule; None where its dates are not ours, or there is nothing to state."""
    if meeting.stored:
        return None
    project = meeting.project
    known = [update for update in project.updates if update.data_date <= meeting.data_date]
    records = [record.digest for update in known for record in update.records or (update,)]
    missed = meeting.once(remedy)
    menus: Proof | None = None
    not_proved: tuple[tuple[str, str], ...] = ()
    if missed is not None:
        menus = None if missed.found is None else proof(meeting.schedule, missed.found)
        not_proved = () if menus is not None else ((MENUS, missed.target),)
    return certified(meeting.schedule, meeting.data_date, project.plan.digest, records, menus, not_proved)


def certified(
    schedule: Schedule,
    data_date: Instant,
    plan: str,
    records: list[str],
    menus: Proof | None = None,
    not_proved: tuple[tuple[str, str], ...] = (),
) -> Certificate | None:
    """The certificate of a computed schedule; `plan` and `records` are the SHA-256 of what it was computed from.

    With `menus` it says what keeps a missed deadline, and where it cannot that this is not proved, as `not_proved` says
    of what has no proof.
    """
    found = statement(schedule)
    if found is None:
        return None
    said = None if menus is None else _with_menus(found, menus)
    if said is not None:
        found = said[0]
    if menus is not None and (said is None or not menus.is_cheapest):
        not_proved = (*not_proved, (MENUS if said is None else CHEAPEST, menus.target))
    found = replace(found, not_proved=tuple(sorted({*found.not_proved, *not_proved})))
    whole = {**_sections(found), "data_date": data_date, "plan": plan, "records": records}
    if said is not None:
        whole[MENUS] = said[1]
    network = _digest(whole)
    return Certificate(canonical({**whole, "network": network}) + "\n", network)


def _with_menus(found: Statement, menus: Proof) -> tuple[Statement, dict[str, Any]] | None:
    """A statement with the calendars that its menus need, and what is said of them.

    None where a network has other tasks, or where there is more to run than RUNS.
    """
    each = len(menus.networks) * (len(found.tasks) + len(found.relations))
    if (len(menus.cuts) + len(menus.menus) * len(menus.of)) * each > RUNS:
        return None
    networks = [statement(one.schedule) for one in menus.networks]
    dates = [statement(one.schedule) for one in menus.menus]
    stated = [one for one in (*networks, *dates) if one is not None]
    if len(stated) < len(networks) + len(dates):
        return None
    found = covering(found, stated)
    others = [restated(found, one) for one in networks if one is not None]
    if any(one is None for one in others):
        return None
    number = {one["id"]: k for k, one in enumerate(found.tasks)}
    if {"task": number[menus.target], "at": menus.to} not in found.deadlines:
        return None
    return found, {
        "task": number[menus.target],
        "to": menus.to,
        "of": [None if name is None else number[name] for name in menus.of],
        "per": menus.per,
        "costs": menus.costs,
        "networks": [
            {"used": used.measures, "work": used.work, **_otherwise(one)}
            for used, one in zip(menus.networks, others, strict=True)
            if one is not None
        ],
        "menus": [{"steps": one.steps, "cost": one.cost, "finish": one.finish} for one in menus.menus],
        "cuts": menus.cuts,
        "at_least": menus.at_least,
    }


def _otherwise(one: Restated) -> dict[str, Any]:
    return {"tasks": {str(k): values for k, values in one.tasks}, "into": one.into, "relations": one.relations}


def canonical(value: object) -> str:
    """The one way in which a certificate writes a value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sections(found: Statement) -> dict[str, object]:
    return {
        "calendars": found.calendars,
        "chain": found.chain,
        "claim": found.claim,
        "daopai-certificate": FORMAT,
        "deadlines": found.deadlines,
        "not_proved": found.not_proved,
        "now": found.now,
        "relations": found.relations,
        "spans": found.spans,
        "target": found.target,
        "tasks": found.tasks,
    }
