"""What an update says of an approval's file: `submitted`, `returned`, `accepted`, `decided`, and what cannot be true.

Each key has one day or instant, or a list of them. A day alone is its morning for what reaches the authority
(submitted, accepted) and its end for what leaves it (returned, decided). Whoever holds the file afterwards, and for how
long, this module must never know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from schedule.calendars.worktime import finish_day
from schedule.diagnostics import Location
from schedule.files.yaml.keys import Key, valued
from schedule.files.yaml.kinds import DATE, one_or_more
from schedule.files.yaml.scalars import (
    Reader,
    finish_text,
    parse_finish,
    parse_start,
    read_finish,
    read_items,
    read_start,
    start_text,
)
from schedule.files.yaml.source import Faults, MappingNode, Node, ScalarNode, SequenceNode
from schedule.files.yaml.text import Document
from schedule.model import Filing, FilingKind, Instant, Status, Task

_AT_THE_END = (FilingKind.RETURNED, FilingKind.DECIDED)
_NEXT: Mapping[FilingKind | None, tuple[FilingKind, ...]] = {
    None: (FilingKind.SUBMITTED,),
    FilingKind.SUBMITTED: (FilingKind.ACCEPTED, FilingKind.RETURNED, FilingKind.DECIDED),
    FilingKind.ACCEPTED: (FilingKind.RETURNED, FilingKind.DECIDED),
    FilingKind.RETURNED: (FilingKind.SUBMITTED,),
    FilingKind.DECIDED: (),
}
"""What can happen to a file after each of these; None is the beginning. An authority need not tell its acceptance."""


def in_order(filings: Iterable[Filing]) -> tuple[Filing, ...]:
    """Events in order of time, each once: who says again what was said before says nothing new."""
    return tuple(sorted(set(filings), key=lambda filing: filing.order))


def filing_text(filing: Filing) -> str:
    """The instant of an event as its author would write it."""
    return finish_text(filing.instant) if filing.kind in _AT_THE_END else start_text(filing.instant)


def by_event(filings: Iterable[Filing]) -> dict[str, tuple[Filing, ...]]:
    """Events, each under its key."""
    found: dict[str, tuple[Filing, ...]] = {}
    for filing in filings:
        found[filing.kind.value] = (*found.get(filing.kind.value, ()), filing)
    return found


def _times_document(filings: tuple[Filing, ...]) -> Document:
    said = [filing_text(filing) for filing in filings]
    return said[0] if len(said) == 1 else said


def check_dates(
    filings: Iterable[Filing], entry: MappingNode, data_date: Instant, tell: Callable[..., None], place: Location
) -> None:
    """Tell what did not happen before the data date (`actual-after-data-date`); `place` where nothing is nearer."""
    for filing in filings:
        if filing.instant > data_date or (filing.instant == data_date and filing.kind not in _AT_THE_END):
            facts = {"found": filing_text(filing), "expected": finish_text(data_date)}
            tell("actual-after-data-date", _place(entry, filing) or place, **facts)


def check_filings(entry: MappingNode, task: Task, now: Status, faults: Faults) -> None:
    """Tell what of the events reported cannot be true of the task, with all that is known of it `now`.

    Faults: `filing-without-applicant`, `filing-order`, `filing-recorded`, `filing-after-decision`; warnings
    `decided-unfinished`, `finished-before-decided`, `finished-after-decided`, `finished-undecided`.
    """
    said = next((entry.entries[kind] for kind in FilingKind if kind in entry.entries), None)
    if said is not None and (task.applicant is None or task.body is None):
        lacking = [key for key in ("applicant", "body") if getattr(task, key) is None]
        facts = {"found": task.id, "key": said[0].text, "expected": ", ".join(lacking)}
        faults.add("filing-without-applicant", said[0].location, **facts)
        return
    if said is None and "finished" not in entry.entries:
        return
    last: Filing | None = None
    for k, filing in enumerate(now.filings):
        if filing.kind not in _NEXT[last.kind if last else None]:
            _tell_order(filing, last, now.filings[k + 1 :], entry, faults)
            return
        last = filing
    if last is not None and last.kind is FilingKind.DECIDED:
        _check_finish(last, entry, task, now, faults)
    elif last is not None and now.finished is not None:
        keys = [key for key in ("finished", *FilingKind) if key in entry.entries]
        faults.warn("finished-undecided", entry.entries[keys[0]][0].location, found=finish_text(now.finished))


def _tell_order(
    filing: Filing, last: Filing | None, later: Sequence[Filing], entry: MappingNode, faults: Faults
) -> None:
    """Tell that an event cannot follow the `last` one.

    Where what this report says contradicts what an earlier one said, that is in the way, and can be corrected.
    """

    def is_new(one: Filing) -> bool:
        return _place(entry, one) is not None

    anew = last is None or last.kind is FilingKind.RETURNED
    new = filing if last is None or is_new(filing) else last
    # Once the file is submitted again, what comes too early is contradicted by the submission recorded for after it.
    beside = [last if new is filing else filing] if not (anew and new is filing) else later[:1]
    recorded = next((one for one in beside if one is not None and is_new(new) and not is_new(one)), None)
    place = _place(entry, new) or entry.location
    if last is not None and last.kind is FilingKind.DECIDED and (new is filing or recorded is None):
        because = {} if recorded is None else {"because": "decision-recorded"}
        faults.add("filing-after-decision", place, **_event(filing), expected=filing_text(last), **because)
        return
    needed = [] if anew else [FilingKind.RETURNED]
    needed += [FilingKind.SUBMITTED] if filing.kind is not FilingKind.SUBMITTED else []
    lacking = {} if last is not None and last.kind is FilingKind.DECIDED else {"needed": ", ".join(needed)}
    if recorded is None:
        faults.add("filing-order", place, **_event(filing), **lacking)
    else:
        known = {"recorded": recorded.kind.value, "earlier": filing_text(recorded)}
        faults.add("filing-recorded", place, **_event(new), **known, **lacking)


def _event(filing: Filing) -> dict[str, str]:
    return {"event": filing.kind.value, "found": filing_text(filing)}


def _check_finish(decided: Filing, entry: MappingNode, task: Task, now: Status, faults: Faults) -> None:
    keys = [key for key in (FilingKind.DECIDED, "finished") if key in entry.entries]
    if not keys:
        return
    place = entry.entries[keys[0]][0].location
    if now.finished is None:
        faults.warn("decided-unfinished", place, found=task.id, expected=filing_text(decided))
    elif now.finished < decided.instant:
        facts = {"found": finish_text(now.finished), "expected": filing_text(decided)}
        faults.warn("finished-before-decided", place, **facts)
    elif finish_day(now.finished) > finish_day(decided.instant):
        facts = {"found": finish_text(now.finished), "expected": filing_text(decided)}
        faults.warn("finished-after-decided", place, **facts)


def _place(entry: MappingNode, filing: Filing) -> Location | None:
    """Where an event stands in a report; None where an earlier one told it."""
    node = entry.entries.get(filing.kind, (None, None))[1]
    parse = parse_finish if filing.kind in _AT_THE_END else parse_start
    nodes = node.items if isinstance(node, SequenceNode) else [node]
    dated = (one for one in nodes if isinstance(one, ScalarNode) and parse(one.text) == filing.instant)
    return next((one.location for one in dated), None)


def _read_times(kind: FilingKind) -> Reader[tuple[Instant, ...]]:
    read = read_finish if kind in _AT_THE_END else read_start

    def read_times(node: Node, faults: Faults) -> tuple[Instant, ...]:
        found: dict[Instant, Location] = {}
        for item in [node] if isinstance(node, ScalarNode) else read_items(node, faults):
            instant = read(item, faults)
            if instant is not None and instant in found:
                text = item.text if isinstance(item, ScalarNode) else ""
                faults.add("duplicate-item", item.location, found[instant], found=text)
            elif instant is not None:
                found[instant] = item.location
        return tuple(found)

    return read_times


FILING_KEYS: Mapping[str, Key] = {
    kind.value: Key(
        kind.value,
        valued(_read_times(kind), one_or_more(DATE, alike=False), _times_document),
        attribute="filings",
        silent=(),
    )
    for kind in FilingKind
}
"""The keys of these events in a report, by name; what stands under each are the events of its kind."""
