"""Of which task a meeting speaks, and in which order of its deadlines: one law for headline, ledger and every paper.

This module must never know a reader, nor what is said of a deadline.
"""

from __future__ import annotations

from schedule.engine.cpm import NEVER
from schedule.engine.schedule import Figures, Schedule, Stage, TaskDates
from schedule.model import Instant, Minutes


def in_order(schedule: Schedule) -> tuple[str, ...]:
    """The tasks whose dates a meeting answers for, in the order in which every paper speaks of them.

    They are all that have a deadline, and the target that the plan names. First what has not been reached: what will be
    missed, the latest first, then the plan's target, then by date. Then what has: what was missed, the latest first,
    then the target, then the last date first.
    """
    plan, place = schedule.state.plan, {name: k for k, name in enumerate(schedule.tasks)}
    named = plan.target

    def rank(dates: TaskDates) -> tuple[bool, bool, Minutes, bool, Instant, int]:
        deadline, is_over = dates.task.deadline, dates.stage is Stage.FINISHED
        late = -(dates.margin or 0) if dates.misses_deadline else 0
        due = NEVER if deadline is None else deadline
        other = not late and dates.task.id != named
        return is_over, not late, -late, other, -due if is_over else due, place[dates.task.id]

    asked = (name for name in place if plan.tasks[name].deadline is not None or name == named)
    return tuple(dates.task.id for dates in sorted(map(schedule.tasks.__getitem__, asked), key=rank))


def milestone_of(schedule: Schedule) -> str:
    """The task that is asked about where none is named: whose deadline speaks first, else the one that ends last."""
    asked = in_order(schedule)
    return asked[0] if asked else last_task(schedule)


def open_milestone(schedule: Schedule) -> str:
    """The same of a question about what is still to be done: once all deadlines are reached, what ends last."""
    asked = milestone_of(schedule)
    return last_task(schedule) if schedule.tasks[asked].stage is Stage.FINISHED else asked


def last_task(schedule: Schedule) -> str:
    """The task that a meeting without a deadline speaks of: the one that finishes last.

    Of those that have not finished, where there are any; of equal ones one that nothing waits for, then the first in
    the schedule's order. What only spans others is asked about only where there is nothing else.
    """
    everything = list(schedule.figures_of(schedule.tasks))
    dated = [one for one in everything if not one.task.spans] or everything

    def rank(one: Figures | TaskDates) -> tuple[bool, Instant]:
        return one.stage is not Stage.FINISHED, one.finish

    ranks = list(map(rank, dated))
    last = max(ranks)
    equal = [one.task.id for one, own in zip(dated, ranks, strict=True) if own == last]
    if len(equal) == 1:
        return equal[0]
    waited = {one.predecessor for each in everything for one in each.task.relations}
    return next((name for name in equal if name not in waited), equal[0])
