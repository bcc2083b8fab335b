"""Critical-path drag: by how much one task's own length puts a date off (S. Devaux, Total Project Control, 1999).

A day less of it wins no more than that. What runs beside it may be almost as long: then its drag is what that leaves.
Drags of several tasks do not add up, for two in a row that a third runs beside have the same days.
This module must never know what less time for a task costs, nor whether anybody may take it.
"""

from __future__ import annotations

from dataclasses import dataclass

from schedule.engine.bounds import bounds_of
from schedule.engine.cpm import NEVER
from schedule.engine.funding import counts_money
from schedule.engine.permitted import earliest_within
from schedule.engine.schedule import Schedule, Stage
from schedule.engine.variation import Variation, finish_of
from schedule.model import Instant


@dataclass(frozen=True, slots=True)
class Drag:
    """What a task takes from a goal: where that would finish at the earliest if the task took no time."""

    task: str
    goal: str
    finish: Instant


def drag(schedule: Schedule, task: str, goal: str) -> Drag | None:
    """The drag of an unfinished task on a goal; None where it has none, so of all that is not critical to it.

    A task may take any length down to none, so that a finish that is held puts nothing off (`permitted`), but no less
    than a period of the law that holds dates. Where money is counted it takes none, and all is placed anew. None too
    where its length comes of resources or of an expected finish.
    """
    dates, end = schedule.tasks[task], schedule.tasks[goal]
    done = dates.stage is Stage.FINISHED or end.stage is Stage.FINISHED
    if done or dates.task.spans or end.task.spans or dates.task.assignments or not dates.remaining:
        return None
    if bounds_of(dates.task, schedule.state, [(dates.calendar, dates.remaining)]).expected > -NEVER:
        return None
    # Without any work it does not even wait for its calendar to open.
    finish = finish_of(schedule, Variation(work={task: 0}), goal)
    if not counts_money(schedule.state):  # which would hold tasks as it does at the lengths that they have
        network = schedule.network
        within = earliest_within(network, {network.number[task]: 1}, schedule.passes)
        finish = min(finish, within.stood.finish[network.number[goal]])
    return Drag(task, goal, finish) if finish < end.finish else None
