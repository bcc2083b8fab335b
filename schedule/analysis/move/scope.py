"""Changes of a plan that are one event: one approved decision with all that it changes, and whatever it adds.

A change order adds a task, leads it between two others and gives one of them more time; taken line by line the new task
moves nothing and the work after it "now waits" for days. So what was decided at once is taken at once, and named by
what is new in it. This module must never know what a change moves: it computes no schedule.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from schedule.analysis.move.decided import event_keys, is_decision, leading
from schedule.analysis.move.revisions import Step
from schedule.model import Revision, RevisionKind, Update

_Decided = tuple[Revision, tuple[int, Hashable]]
"""A change, with the number of its record and the key of its decision in there."""


def decided_in(updates: Sequence[Update], known: Collection[str]) -> list[_Decided]:
    """The revisions of some records, those of one decision side by side, each with the key of its decision.

    The decisions of a record stand in the order of what they change, so that the order of its lines decides nothing;
    where two make different things of the same, or one builds on a task that another adds, in the order of their first
    changes. Where that cannot be, all stay in the order in which they are written. `known` are the ids of the plan's
    tasks before.
    """
    found: list[_Decided] = []
    for k, update in enumerate(updates):
        decided = [one for one in update.revisions if is_decision(one)]
        keys = dict(zip(map(id, decided), event_keys(decided), strict=True))
        # What a government announced, and a slip of the pen, is no part of a decision: each stands alone.
        found += [(one, (k, keys.get(id(one), id(one)))) for one in update.revisions]
    first = {key: place for place, (_, key) in reversed([*enumerate(found)])}
    together = sorted(found, key=lambda one: first[one[1]])
    if not _can_follow([one for one, _ in together], known):
        return found
    names: dict[Hashable, tuple[bool, bool, str, str, str, str, str]] = {}
    for one, key in found:
        names[key] = min(_name(one), names.get(key, _name(one)))
    by_name = sorted(found, key=lambda one: (one[1][0], names[one[1]], _name(one[0])))
    return by_name if _apart(found) and _can_follow([one for one, _ in by_name], known) else together


def _name(one: Revision) -> tuple[bool, bool, str, str, str, str, str]:
    """By what the lines of a record are told apart wherever they stand: new tasks first, tasks before calendars."""
    first_day = min((each.first.isoformat() for each in one.exceptions), default="")
    what = one.calendar or one.named or one.task
    is_new = one.kind is RevisionKind.ADD
    return not is_new, one.calendar is not None, what, one.kind, first_day, one.reason, one.approved_by


def _apart(found: Sequence[_Decided]) -> bool:
    """Whether no two lines of a record differ about one thing, and no decision needs what another adds or removes."""
    changed: dict[Hashable, Hashable] = {}
    for one, (record, _) in found:
        for what, into in _changed(one):
            if changed.setdefault((record, what), into) != into:
                return False
    come_or_gone = {
        (key[0], one.task): key for one, key in found if one.kind in (RevisionKind.ADD, RevisionKind.REMOVE)
    }
    for one, key in found:
        relations = (*one.changes.get("relations", ()), *(() if one.added is None else one.added.relations))
        if any(come_or_gone.get((key[0], each.predecessor), key) != key for each in relations):
            return False
    return True


def _changed(one: Revision) -> Iterator[tuple[Hashable, Hashable]]:
    """What a line changes, and into what: a task, a body, or days of a calendar, each for itself.

    Two lines may make a day the same; what two make of one task is told apart by which line it is.
    """
    if one.calendar is None:
        yield one.named or one.task, id(one)
    for each in one.exceptions:
        for day in range(each.first.toordinal(), each.last.toordinal() + 1):
            yield (one.calendar, day), (each.working, each.hours)


def _can_follow(revisions: Sequence[Revision], known: Collection[str]) -> bool:
    """Whether every change finds the task that it is about."""
    there = set(known)
    for one in revisions:
        if one.kind is RevisionKind.ADD:
            if one.task in there:
                return False
            there.add(one.task)
        elif one.kind in (RevisionKind.SET, RevisionKind.REMOVE):
            if one.task not in there:
                return False
            if one.kind is RevisionKind.REMOVE:
                there.discard(one.task)
    return True


def as_events(steps: Sequence[Step], keys: Sequence[Hashable]) -> tuple[Step, ...]:
    """The steps with those of one key, that stand side by side, as one: it ends where the last of them ends."""
    found = []
    for _, ones in groupby(zip(steps, keys, strict=True), key=lambda one: one[1]):
        parts = tuple(step for step, _ in ones)
        found.append(parts[0] if len(parts) == 1 else _joined(parts))
    return tuple(found)


def _joined(parts: tuple[Step, ...]) -> Step:
    lead = parts[leading([(step.kind, step.task or "", step.state.plan.tasks.get(step.task or "")) for step in parts])]
    return replace(lead, state=parts[-1].state, parts=parts)
