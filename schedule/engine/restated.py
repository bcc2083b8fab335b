"""What another network states otherwise than one that is stated: for whoever runs both from the same list of tasks.

Dates and their reasons are left out, since a run makes them. This module must never know why something is otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from schedule.engine.certificate import Stated, Statement

_MADE = {"start", "finish", "by", "latest_start", "latest_finish", "late_by", "late_start_by", "floor_why"}
"""What of a task a run makes anew, and what is only read."""
_NOTHING = {"law": ()}
"""What of a task can be taken away: this then stands for it."""


@dataclass(frozen=True, slots=True)
class Restated:
    """What is otherwise: of which tasks (their numbers), which relations enter these `into` instead of those stated."""

    tasks: tuple[tuple[int, Stated], ...]
    into: tuple[int, ...]
    relations: tuple[Stated, ...]


def covering(base: Statement, others: Iterable[Statement]) -> Statement:
    """The same statement with calendars as far as the others need them, and those that only they name."""
    ranges = {one["name"]: list(one["work"]) for one in base.calendars}
    for other in others:
        for one in other.calendars:
            ranges.setdefault(one["name"], []).extend(one["work"])
    return replace(base, calendars=tuple({"name": name, "work": _joined(work)} for name, work in ranges.items()))


def restated(base: Statement, other: Statement) -> Restated | None:
    """What another statement says otherwise; None where its tasks are not those of the first, one by one.

    Args:
        base: a statement with the calendars of both (`covering`).
        other: of a schedule of the same plan.
    """
    names = [one["id"] for one in base.tasks]
    if names != [one["id"] for one in other.tasks] or base.now != other.now:
        return None
    number = {one["name"]: k for k, one in enumerate(base.calendars)}
    calendars = [number[one["name"]] for one in other.calendars]
    changed: list[tuple[int, Stated]] = []
    for k, (was, found) in enumerate(zip(base.tasks, other.tasks, strict=True)):
        now = _on(calendars, found)
        gone = was.keys() - now.keys() - _MADE
        if not gone <= _NOTHING.keys():
            return None
        keys = (now.keys() | gone) - _MADE
        values = {key: now.get(key, _NOTHING.get(key)) for key in sorted(keys)}
        if differs := {key: value for key, value in values.items() if key not in was or was[key] != value}:
            changed.append((k, differs))
    before = dict(_entering(base.relations))
    after = dict(_entering([_relation_on(calendars, one) for one in other.relations]))
    into = tuple(k for k in sorted(before.keys() | after.keys()) if before.get(k) != after.get(k))
    return Restated(tuple(changed), into, tuple(one for k in into for one in after.get(k, ())))


def _on(calendars: Sequence[int], stated: Stated) -> Stated:
    """A task on the calendars of another list."""
    found = {**stated, "calendar": calendars[stated["calendar"]]}
    if "legs" in found:
        found["legs"] = [(calendars[k], work) for k, work in found["legs"]]
    if "law" in found:
        found["law"] = [(days, how, calendars[k], since, until) for days, how, k, since, until in found["law"]]
    return found


def _relation_on(calendars: Sequence[int], stated: Stated) -> Stated:
    return {**stated, "lag_calendar": calendars[stated["lag_calendar"]]}


def _entering(relations: Iterable[Stated]) -> Iterator[tuple[int, list[Stated]]]:
    """The relations of each task that some enter, in the order of the tasks, which is theirs."""
    for task, found in groupby(relations, key=lambda one: one["to"]):
        yield task, list(found)


def _joined(work: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges of one calendar in order, each once; two cuts of it may overlap."""
    found: list[tuple[int, int]] = []
    for begin, end in sorted(work):
        if found and begin < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((begin, end))
    return found
