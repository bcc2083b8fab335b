"""Whether money paid in another order than the rule's would reach the goal earlier: a proposal for those who decide.

With few tasks to pay every order is tried; with more nothing is proposed, for what was not tried is not known. This
module must never change a schedule, nor know a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import permutations

from schedule.engine.funding import Refunding
from schedule.engine.schedule import Schedule, shown_days
from schedule.model import Instant

MOST_TASKS = 6
"""So many tasks that use money are put into every order: 720 schedules."""


@dataclass(frozen=True, slots=True)
class Order:
    """Tasks in the order in which they would take the money, the day on which the goal is reached, the days it wins."""

    tasks: tuple[str, ...]
    finish: date
    days: int


def best_order(schedule: Schedule, goal: str) -> Order | None:
    """The order of paying that reaches the goal earliest, where it wins a day at least and costs nobody a date.

    No other deadline is missed by it, or by more than by the rule, and nothing ends later than all ended by the rule.
    Of several the first of those tried, which begin with the rule's own. None too where nobody can tell when something
    ends, or more than `MOST_TASKS` use money.
    """
    funds, dates = schedule.state.plan.funds, schedule.tasks[goal]
    if funds is None or dates.task.spans or dates.status.finished is not None:
        return None
    placed = Refunding(schedule)
    spenders = placed.spenders(funds)
    if not 2 <= len(spenders) <= MOST_TASKS:
        return None
    names = [name for name, one in schedule.tasks.items() if not one.task.spans and one.status.finished is None]
    due = [schedule.tasks[name].task.deadline for name in names]
    own = placed.finishes(funds, spenders, names)
    place, last = names.index(goal), max((end for end in own if end is not None), default=0)

    def limit(k: int, was: Instant) -> Instant:
        """The latest that a task may end without costing anybody a date."""
        asked = due[k]
        return last if asked is None else min(last, max(asked, was))

    known = [end for end in own if end is not None]
    if len(known) < len(own):
        return None
    latest = [limit(k, was) for k, was in enumerate(known)]
    best, chosen = known[place], spenders
    for order in permutations(spenders):
        ends = placed.finishes(funds, order, names)
        end = ends[place]
        if end is None or end >= best:
            continue
        if all(one is not None and one <= most for one, most in zip(ends, latest, strict=True)):
            best, chosen = end, order
    before, after = (shown_days(dates.task, end, end)[1] for end in (known[place], best))
    won = (before - after).days
    return Order(tuple(chosen), after, won) if won >= 1 else None
