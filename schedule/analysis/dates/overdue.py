"""Money whose day has passed without it: which tranches, who has to get them, and what waits for them.

Such a tranche has no date until its body says one, so that nobody can tell the dates of what waits for it: that body is
to be asked, and not who waits. This module must never know a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from schedule.engine.schedule import Schedule
from schedule.model import Instant


@dataclass(frozen=True, slots=True)
class Overdue:
    """A tranche that was expected by now: how much of it has not come, since when, whose it is, which tasks wait.

    `is_rest`: a part of it has come.
    """

    tranche: str
    missing: Fraction
    lapsed: Instant
    ask: str | None
    tasks: tuple[str, ...]
    is_rest: bool = False


def overdue(schedule: Schedule) -> tuple[Overdue, ...]:
    """The tranches of which something should have come and for which tasks wait, in the order of the file.

    A task waits for all that may be spent on what it needs or uses, whichever brings it in the end.
    """
    funds = schedule.state.plan.funds
    found = list[Overdue]()
    for one in () if funds is None else funds.tranches.values():
        if one.lapsed is None or not one.missing:
            continue
        waits = schedule.funding.waits.values()
        tasks = tuple(wait.task for wait in waits if not wait.purposes or any(map(one.serves_purpose, wait.purposes)))
        if tasks:
            found.append(Overdue(one.id, one.missing, one.lapsed, one.ask, tasks, bool(one.arrivals)))
    return tuple(found)


def overdue_by_task(found: tuple[Overdue, ...]) -> dict[str, tuple[Overdue, ...]]:
    """The same by the task that waits."""
    names = dict.fromkeys(name for one in found for name in one.tasks)
    return {name: tuple(one for one in found if name in one.tasks) for name in names}
