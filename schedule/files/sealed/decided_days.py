"""Whether the days that a decision names can be meant: a question to whoever typed them, as long as nothing is sealed.

A year typed wrong is a day of another year, and a record is for ever. So a day before the decision's own, one more
than ten years after it, a day off before the project begins, are asked about where they are typed; who means them
records them all the same. A decision may be written down late, so that none of it is a fault. Only that experts have
reviewed something on a day that has not come is none of their saying. Of a sealed record nothing is asked, for it
stays as it is. This module must never know what a day does to a schedule.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from schedule.calendars.worktime import finish_day, start_day
from schedule.diagnostics import Location
from schedule.files.yaml.source import Faults, MappingNode
from schedule.model import ConstraintKind, Instant, Revision, RevisionKind

YEARS_AHEAD = 10
"""A day that comes more years after the decision has as a rule been typed in the wrong year."""

FROM = (
    *(ConstraintKind.START_NO_EARLIER_THAN, ConstraintKind.FINISH_NO_EARLIER_THAN),
    ConstraintKind.EXTERNAL_EARLY_START,
)
"""Dates that only hold work back: past, they do nothing, and that may be what was decided."""


def check_days(revision: Revision, mapping: MappingNode, day: Instant, start: Instant, faults: Faults) -> None:
    """Ask about the days of a decision of a day, in a project that begins on `start`.

    Faults: warnings `decided-for-past`, `decided-too-far`, `decided-before-start`; `review-in-future`, an error unless
    the record is sealed.
    """
    on = start_day(day)
    _check_review(revision, mapping, on, faults)
    if faults.sealed:
        return
    asked = set[tuple[str, ...]]()
    for one in _days(revision, on, start_day(start)):
        doubt = None if one.keys in asked or not _is_written(mapping, one.keys) else one.doubt(on, start_day(start))
        if doubt is not None:
            asked.add(one.keys)
            code, found, expected = doubt
            facts = {"found": found.isoformat(), "expected": expected.isoformat(), "key": one.keys[-1]}
            faults.warn(code, _place(mapping, one.keys), **facts)


class _Named(NamedTuple):
    """Days that a decision names, under which keys, and whether one of the past can be meant: it changes nothing."""

    keys: tuple[str, ...]
    first: date
    last: date
    may_be_past: bool = False

    def doubt(self, on: date, begins: date) -> tuple[str, date, date] | None:
        """What is doubtful of them in a decision of a day: a fault, the day, and the one it is measured against."""
        if self.may_be_past and self.last < begins:
            return "decided-before-start", self.first, begins
        if not self.may_be_past and self.last < on:
            return "decided-for-past", self.first, on
        if self.last > date(on.year + YEARS_AHEAD, on.month, min(on.day, 28)):
            return "decided-too-far", self.last, on
        return None


def _days(revision: Revision, on: date, begins: date) -> Iterator[_Named]:
    """The days that a decision names, without a deadline before the project, which is a fault of the task."""
    due = revision.decision.due
    if due is not None:
        yield _Named(("due",), finish_day(due), finish_day(due))
    for day in revision.exceptions:
        yield _Named(("on" if day.working else "off",), day.first, day.last, may_be_past=True)
    under = "task" if revision.kind is RevisionKind.ADD else "set"
    deadline = _said(revision, "deadline")
    if deadline is not None and finish_day(deadline) >= begins:
        yield _Named((under, "deadline"), finish_day(deadline), finish_day(deadline))
    for one in _said(revision, "constraints") or ():
        holds_back = one.kind in FROM
        named = start_day(one.instant) if holds_back else finish_day(one.instant)
        yield _Named((under, str(one.kind)), named, named, holds_back)
    basis = _said(revision, "basis")
    more = None if basis is None else basis.extended
    if more is not None and more.until is not None and more.on in (None, on):
        yield _Named((under, "basis", "extended", "until"), more.until, more.until)


def _said(revision: Revision, field: str) -> Any:
    """What a decision says of a field of a task, None where nothing."""
    if revision.kind is RevisionKind.SET:
        return revision.changes.get(field)
    return None if revision.added is None else getattr(revision.added, field)


def _is_written(mapping: MappingNode, keys: tuple[str, ...]) -> bool:
    """Whether a mapping has the first of these keys, and in its value the second."""
    node = mapping.entries.get(keys[0], (None, None))[1]
    return node is not None and (len(keys) < 2 or (isinstance(node, MappingNode) and keys[1] in node.entries))


def _check_review(revision: Revision, mapping: MappingNode, on: date, faults: Faults) -> None:
    review = _said(revision, "expert_review")
    if review is not None and review.on > on:
        under = "task" if revision.kind is RevisionKind.ADD else "set"
        place = _place(mapping, (under, "expert_review"))
        faults.beyond("review-in-future", place, found=review.on.isoformat(), expected=on.isoformat())


def _place(mapping: MappingNode, keys: tuple[str, ...]) -> Location:
    """Where the value of the innermost of these keys stands that the mapping has."""
    place = mapping.location
    for key in keys:
        node = mapping.entries.get(key, (None, None))[1]
        if node is None:
            break
        place = node.location
        if not isinstance(node, MappingNode):
            break
        mapping = node
    return place
