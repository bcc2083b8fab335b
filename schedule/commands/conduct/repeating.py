"""Whether a decision is recorded already: the same changes, said to be the same decision, and still as decided.

Who runs a command twice, or two who write down one meeting, mean one decision. This module must never write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from schedule.calendars.worktime import start_day
from schedule.diagnostics import PlanError
from schedule.engine.state import as_planned
from schedule.model import Decision, Instant, Project, Revision, RevisionKind, State, Update


def recorded_in(
    project: Project,
    data_date: Instant,
    read: Callable[[State], tuple[Revision, ...]],
    note: str | None,
    *,
    named: bool,
) -> str | None:
    """The file of the record that holds a decision already, as `updates/2016-04-11.yaml`; None where none does.

    It is that of the data date or an earlier one, since when nothing else was decided about the same.

    Args:
        project: with all its updates, also those that cannot be computed.
        data_date: of the decision.
        read: its revisions, from the state that they change; raises PlanError where they cannot be read from it.
        note: its note; None says the same as any.
        named: whether its id was said, and not only counted.
    """
    folded = as_planned(project.plan)
    found: str | None = None
    held: tuple[Revision, ...] = ()
    for update in project.updates:
        if start_day(update.data_date) > start_day(data_date):
            break
        for record in update.records or (update,):
            before, folded = folded, folded.after(record)
            if not record.revisions:
                continue
            if _are_about(record.revisions, held):
                found, held = None, ()
            try:
                asked = read(before.at(data_date, before.plan)) if note in (None, record.note) else ()
            except PlanError:
                continue  # what it is about was not there yet, or not any more
            at = next(_places(asked, record.revisions, named=named), None) if asked else None
            if at is not None and not _are_about(record.revisions[at + len(asked) :], asked):
                found, held = _name(record), asked
    return found


def _places(asked: Sequence[Revision], said: Sequence[Revision], *, named: bool) -> Iterator[int]:
    """Where in what a record says a decision begins that is the one asked."""
    for at in range(len(said) - len(asked) + 1):
        if all(_bare(one, named) == _bare(other, named) for one, other in zip(asked, said[at:], strict=False)):
            yield at


def _bare(revision: Revision, named: bool) -> Revision:
    """A revision without the id of its decision, where that is not asked."""
    decision: Decision = revision.decision if named else replace(revision.decision, id=None)
    return replace(revision, decision=decision)


def _name(record: Update) -> str:
    assert record.location is not None, "a record is read from a file"
    return "/".join(PurePath(record.location.source.path).parts[-2:])


def _are_about(others: Sequence[Revision], asked: Sequence[Revision]) -> bool:
    """Whether one of the others decides about what one of those asked does."""
    return any(_meet(one, other) for one in asked for other in others)


def _meet(one: Revision, other: Revision) -> bool:
    """Whether two are about the same field of a task, a body or a phase, or about the same days of a calendar."""
    if (one.calendar, one.named or one.task) != (other.calendar, other.named or other.task):
        return False
    if one.calendar is not None:
        years = {*one.complete} & {*other.complete}
        days = any(a.first <= b.last and b.first <= a.last for a in one.exceptions for b in other.exceptions)
        return bool(years) or days
    whole = {RevisionKind.ADD, RevisionKind.REMOVE} & {one.kind, other.kind} or one.into or other.into
    return bool(whole) or bool(one.changes.keys() & other.changes.keys())
