"""The certificate of a meeting's schedule: what it rests on, as a text that a stranger's program can check.

Canonical JSON: keys sorted, no spaces, whole numbers only, so that the same schedule has the same bytes. What each key
is stands in `docs/certificate.md`; who checks it is `tools/verify_schedule.py`, which shares no code with this. This
module must never know where the file lies, nor how a date is computed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from schedule.analysis.meeting import Meeting
from schedule.engine.certificate import Statement, statement
from schedule.engine.schedule import Schedule
from schedule.model import Instant

FORMAT = 1


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


def network_of(written: bytes) -> str | None:
    """The digest that the sections of a written certificate have, whatever it says; None where it cannot be read."""
    try:
        found = json.loads(written.decode())
        return _digest(found["calendars"], found["tasks"], found["relations"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _digest(*sections: object) -> str:
    return sha256("".join(map(canonical, sections)).encode()).hexdigest()


def certificate(meeting: Meeting) -> Certificate | None:
    """The certificate of a meeting's schedule; None where its dates are not ours, or there is nothing to state."""
    if meeting.stored:
        return None
    project = meeting.project
    known = [update for update in project.updates if update.data_date <= meeting.data_date]
    records = [record.digest for update in known for record in update.records or (update,)]
    return certified(meeting.schedule, meeting.data_date, project.plan.digest, records)


def certified(schedule: Schedule, data_date: Instant, plan: str, records: list[str]) -> Certificate | None:
    """The certificate of a computed schedule; `plan` and `records` are the SHA-256 of what it was computed from."""
    found = statement(schedule)
    if found is None:
        return None
    network = _digest(found.calendars, found.tasks, found.relations)
    whole = {**_sections(found), "network": network, "data_date": data_date, "plan": plan, "records": records}
    return Certificate(canonical(whole) + "\n", network)


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
