"""Changes of a plan that are one event: one approved decision with all that it changes, and whatever it adds.

A change order adds a task, leads it between two others and gives one of them more time; taken line by line the new task
moves nothing and the work after it "now waits" for days. So what was decided at once is taken at once, and named by
what is new in it. This module must never know what a change moves: it computes no schedule.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import replace
from itertools import groupby

from schedule.analysis.move.decided import event_keys, is_decision, leading
from schedule.analysis.move.revisions import Step
from schedule.model import Revision, RevisionKind, Update


def decided_in(updates: Sequence[Update], known: Collection[str]) -> list[tuple[Revision, Hashable]]:
    """The revisions of some records, those of one decision side by side, each with the key of its decision.

    Decisions stand in the order of their first changes. Where one builds on a task that a later one adds, all stay in
    the order in which they are written. `known` are the ids of the plan's tasks before them.
    """
    found: list[tuple[Revision, Hashable]] = []
    for k, update in enumerate(updates):
        decided = [one for one in update.revisions if is_decision(one)]
        keys = dict(zip(map(id, decided), event_keys(decided), strict=True))
        # What a government announced, and a slip of the pen, is no part of a decision: each stands alone.
        found += [(one, (k, keys.get(id(one), id(one)))) for one in update.revisions]
    first = {key: place for place, (_, key) in reversed([*enumerate(found)])}
    sorted_ = sorted(found, key=lambda one: first[one[1]])
    return sorted_ if _can_follow([one for one, _ in sorted_], known) else found


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
