"""A menu as the decision that it would be: what it sets of each task, and which of the levers are then used up.

Nobody has approved it. This module must never know who will.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from schedule.analysis.recovery.menus import Bought, Menu
from schedule.analysis.recovery.reach import entering
from schedule.engine.schedule import Schedule
from schedule.model import Lever, Revision, RevisionKind, Task

UNSIGNED = "?"
"""Who approved it, as long as nobody has."""
_SET = ("duration", "calendar", "relations")
"""What measures change of a task."""


def revisions_of(menu: Menu, schedule: Schedule, reason: str) -> tuple[Revision, ...]:
    """What a menu changes of the plan, a revision for each task; not what is left of work whose rest was reported.

    How much of such work is left a report says and no decision (`undecided`).
    """
    found = []
    bought = {one.measure.task for one in menu.bought}
    split = [one.measure.task for one in menu.bought if one.measure.lever.split is not None]
    names = [*(one.measure.task for one in menu.bought), *(name for one in split for name in _entering(one, schedule))]
    for name in dict.fromkeys(names):
        was, now = schedule.state.plan.tasks[name], menu.schedule.state.plan.tasks[name]
        changes: dict[str, Any] = {key: getattr(now, key) for key in _SET if getattr(now, key) != getattr(was, key)}
        if name in bought and (changes or name in split):
            changes["levers"] = _left(was, [one for one in menu.bought if one.measure.task == name])
        if changes:
            found.append(Revision(RevisionKind.SET, name, reason, UNSIGNED, changes))
    return tuple(found)


def _entering(name: str, schedule: Schedule) -> list[str]:
    return [one.successor for one in entering(name, schedule.state)]


def undecided(menu: Menu, schedule: Schedule) -> tuple[str, ...]:
    """The tasks of a menu of whose shorter work no decision can say anything, since a report says how much is left."""
    decided = {one.task for one in revisions_of(menu, schedule, "") if set(_SET) & one.changes.keys()}
    whole = {one.measure.task for one in menu.bought if one.measure.unit is None}
    asked = (one.measure.task for one in menu.bought)
    return tuple(dict.fromkeys(name for name in asked if name not in decided and name not in whole))


def _left(task: Task, bought: Iterable[Bought]) -> tuple[Lever, ...]:
    """The levers of a task that are not used up, a compression less what was bought of it."""
    used = {id(one.measure.lever): one for one in bought}
    kept = []
    for lever in task.levers:
        one = used.get(id(lever))
        if one is None:
            kept.append(lever)
        elif lever.compress is not None and one.measure.unit is not None and one.steps < one.measure.most:
            unit = one.measure.unit
            if unit.unit is lever.compress.unit:
                amount = lever.compress.amount - one.steps * unit.amount
                costs = lever.costs[min(one.steps, len(lever.costs) - 1) :]
                kept.append(replace(lever, compress=replace(lever.compress, amount=amount), costs=costs))
    return tuple(kept)
