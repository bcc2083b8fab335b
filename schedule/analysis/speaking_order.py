"""In which order a meeting speaks of its deadlines: one law for headline, ledger, critical path and every paper.

This module must never know a reader, nor what is said of a deadline.
"""

from __future__ import annotations

from schedule.engine.cpm import NEVER
from schedule.engine.schedule import Schedule, Stage, TaskDates
from schedule.model import Instant, Minutes


def in_order(schedule: Schedule) -> tuple[str, ...]:
    """The tasks whose dates a meeting answers for, in the order in which every paper speaks of them.

    They are all that have a deadline, and the target that the plan names. First what has not been reached: what will be
    missed, the latest first, then the plan's target, then by date. Then what has: what was missed, the latest first,
    then the target, then the last date first.
    """
    named, place = schedule.state.plan.target, {name: k for k, name in enumerate(schedule.tasks)}

    def rank(dates: TaskDates) -> tuple[bool, bool, Minutes, bool, Instant, int]:
        deadline, is_over = dates.task.deadline, dates.stage is Stage.FINISHED
        late = 0 if deadline is None else max(0, dates.finish - deadline)
        due = NEVER if deadline is None else deadline
        other = not late and dates.task.id != named
        return is_over, not late, -late, other, -due if is_over else due, place[dates.task.id]

    asked = (one for one in schedule.tasks.values() if one.task.deadline is not None or one.task.id == named)
    return tuple(dates.task.id for dates in sorted(asked, key=rank))
