"""The records of one data date as the one update that they make together: what a meeting sees.

A decision, what bodies send and what comes late may be recorded on one day in any order, each in a file of its own.
They are statements about one instant: they may add to each other and may not contradict, unless a later one says that
it corrects what was recorded by mistake (`corrects:`). This module must never know a schedule, nor where a record lies.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial, reduce
from hashlib import sha256

from schedule.files.sealed.filings import in_order
from schedule.files.sealed.progress import RESOURCES, progress_document
from schedule.files.yaml.scalars import start_text
from schedule.files.yaml.source import Faults
from schedule.files.yaml.text import Document
from schedule.model import AMOUNTS, WITHDRAWABLE, Dispute, FilingKind, FundsReport, Progress, Update, open_disputes

BETWEEN = "；"
"""What stands between the notes of several records."""


def united(records: Sequence[Update], faults: Faults) -> Update:
    """The update that the records of one data date make, in the order in which they were written.

    Of one task, notes and requests are put side by side and filings are all known; any other key has one value. All
    revisions come in order, before all progress. Of disputes there are those that no later record settles.
    One record alone is its own update.

    Args:
        records: of one data date; at least one.
        faults: gets `conflicting-records`, at the later of two reports that cannot both be true.
    """
    first, *others = records
    if not others:
        return first
    progress: dict[str, Progress] = {}
    for record in records:
        for one in record.progress:
            earlier = progress.get(one.task)
            corrects = record.corrects is not None
            progress[one.task] = one if earlier is None else _both(earlier, one, corrects, faults)
    return replace(
        records[-1],
        progress=tuple(progress.values()),
        revisions=tuple(revision for record in records for revision in record.revisions),
        sample=next((record.sample for record in records if record.sample is not None), None),
        note=_side_by_side(record.note for record in records),
        corrects=_side_by_side(record.corrects for record in records),
        funds=_funds(records, faults),
        disputes=reduce(partial(open_disputes, same_day=True), records, tuple[Dispute, ...]()),
        digest=sha256("".join(record.digest for record in records).encode()).hexdigest(),
        records=tuple(records),
        location=first.location,
    )


def _funds(records: Sequence[Update], faults: Faults) -> tuple[FundsReport, ...]:
    """What the records say of money, in order: what came of one tranche is said once a day, unless it is put right."""
    found: list[FundsReport] = []
    for one in (report for record in records for report in record.funds):
        earlier = next((told for told in found if told.tranche == one.tranche), None)
        if earlier is None or one.corrects:
            found.append(one)
        elif replace(one, corrects=earlier.corrects) == earlier:
            continue
        elif one.in_place is None or earlier.in_place is None:
            found.append(one)
        else:
            facts = {"found": start_text(one.in_place), "earlier": start_text(earlier.in_place), "task": one.tranche}
            related = [earlier.location] if earlier.location else []
            faults.add("conflicting-records", one.location, *related, **facts)
    return tuple(found)


def _both(earlier: Progress, later: Progress, corrects: bool, faults: Faults) -> Progress:
    """What two records of one day say of a task."""
    was, now = progress_document(earlier), progress_document(later)
    kept, keys = earlier, _contradictions(earlier, later, was, now)
    if keys and not corrects:
        facts = {"found": _text(now, keys[0]), "earlier": _text(was, keys[0]), "task": later.task}
        related = [earlier.location] if earlier.location else []
        faults.add("conflicting-records", later.location, *related, **facts)
    if any(key in (_FINISHED, *_AMOUNTS) for key in keys):
        kept = replace(kept, finished=None, remaining=None, percent=None, assignments=())
    kept = kept.without(later.withdrawn, later.filings)
    # What was left before this day is not taken back with what was said of it on this day.
    gone = [key for key in later.withdrawn if key not in AMOUNTS or not earlier.tells_left]
    filings = {*kept.filings, *later.filings}
    stated = {name: value for name in _VALUES if (value := getattr(later, name)) not in (None, ())}
    return replace(
        kept,
        **stated,
        note=_side_by_side((kept.note, later.note)),
        request=_side_by_side((kept.request, later.request)),
        filings=in_order(filings),
        withdrawn=tuple(key for key in WITHDRAWABLE if key in earlier.withdrawn or key in gone),
        location=later.location,
    )


def _contradictions(
    earlier: Progress, later: Progress, was: dict[str, Document], now: dict[str, Document]
) -> list[str]:
    """The keys of a later report that cannot be true beside an earlier one of the same day."""
    keys = [key for key in now if key in was and was[key] != now[key] and key not in _ADDING]
    amounts = [key for key in _AMOUNTS if key in now]
    if amounts and any(key in was for key in _AMOUNTS) and amounts[0] not in was:
        keys.append(amounts[0])  # a day has one answer to what is left
    if later.has_work_left and earlier.finished is not None:
        keys += amounts
    elif earlier.has_work_left and later.finished is not None:
        keys.append(_FINISHED)
    return keys


def _text(document: dict[str, Document], key: str) -> str:
    """What a report says by a key, or by what stands in its place."""
    said = next(name for name in (key, _FINISHED, *_AMOUNTS) if name in document)
    value = document[said]
    return f"{said}: {', '.join(map(str, value)) if isinstance(value, list) else value}"


def _side_by_side(texts: Iterable[str | None]) -> str | None:
    """Texts with a mark between them, each once; None where there are none."""
    return BETWEEN.join(dict.fromkeys(text for text in texts if text is not None)) or None


_FINISHED = "finished"
_AMOUNTS = ("remaining", "percent", RESOURCES)
"""The keys that say how much is left, of which a report has one."""
_ADDING = {"note", "request", *(kind.value for kind in FilingKind)}
"""The keys of which a later report adds to an earlier one."""
_VALUES = (
    *("started", "finished", "remaining", "percent", "suspended", "resumed"),
    *("document", "cause", "assignments"),
)
