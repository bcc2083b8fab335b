"""The two fingerprints that papers carry: of the records that a meeting knew, and of the run that made its papers.

That of the records is the digest of the last one that is sealed, which holds all before it: whoever has last week's
notice can ask whether the history still holds what it held then. That of the run is one of everything that its figures
come from: what the files said, the data date, the rules, the version; two papers with the same one are of one run. No
clock is in either, so that a meeting run again gives the same. This module must never word one.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from schedule.analysis.meeting import Meeting
from schedule.analysis.views.issued import sources
from schedule.calendars.worktime import start_day
from schedule.model import FINGERPRINT, PLAN


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Of a meeting, in `FINGERPRINT` hexadecimal digits: `run`, and `records` up to the one called `until`.

    `records` is None where nothing is sealed, or nothing can be (a plan that stands alone, another tool's file).
    `unsealed` are the records after it that the meeting knew and nobody has sealed; `kept` whether there is a history,
    and nothing in it was changed, so that none is for want of a seal.
    """

    run: str
    records: str | None
    until: str = ""
    unsealed: tuple[str, ...] = ()
    kept: bool = False


def fingerprints(meeting: Meeting) -> Fingerprints:
    """The fingerprints of a meeting: later records, which it did not know, change neither."""
    day = start_day(meeting.data_date)
    # Not the first is the plan: one that was changed since is none of the seals.
    records = [one for one in meeting.project.seals if one.name != PLAN]
    known = [one for one in records if one.day is None or one.day <= day]
    sealed = [one for one in known if one.digest]
    unsealed = tuple(one.name for one in known if not one.digest)
    run = _run(meeting)[:FINGERPRINT]
    if not sealed:
        # Of what was changed since it was sealed it is no answer that nobody has sealed it: papers say what was.
        return Fingerprints(run, None, unsealed=unsealed, kept=bool(known) and not meeting.project.altered)
    return Fingerprints(run, sealed[-1].digest[:FINGERPRINT], sealed[-1].name, unsealed, kept=True)


def _run(meeting: Meeting) -> str:
    """The SHA-256 of what the figures of a meeting come from, one a line."""
    rules = repr(meeting.project.plan.settings)
    asked = (str(meeting.made_by), str(meeting.data_date), str(meeting.baseline_name), str(meeting.stored), rules)
    lines = [*asked, *(f"{name} {digest}" for name, digest in sources(meeting).items())]
    return sha256("\n".join(lines).encode(errors="surrogatepass")).hexdigest()
