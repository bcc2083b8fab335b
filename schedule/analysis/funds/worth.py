"""What a tranche is worth: the days that a week earlier wins, and the latest day on which it may come.

Every answer is a schedule placed anew with the money otherwise. A tranche that comes later can end a plan earlier under
the rule of who is first, so the latest day is the last of which all earlier ones keep the deadline. Where a tranche
alone does not keep it, what it is worth is asked again with all other money that has no date there in time: an end that
waits for that money says nothing of this. This module must never know a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from schedule.calendars.worktime import DAY
from schedule.engine.funding import Refunding, with_undated
from schedule.engine.schedule import Schedule, TaskDates, shown_days
from schedule.model import Funds, Instant

WEEK = 7
MOST_DAYS = 400
"""How many days of arrival are tried, one after the other: a deadline further ahead is not told apart."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What one tranche that has not come whole is worth to a goal.

    `week` are the days by which the goal is reached earlier if it comes seven days earlier (not before the data date),
    None where it has no date or nobody can tell. `latest` is the last day's beginning on which it may come for the
    deadline to hold; None where it `never` holds, whenever it comes, or holds without it (`spare`), or there is none.
    `supposed`: alone it does not keep the deadline, and `latest` or `spare` is so if the others that have no date come
    when they are needed; `untold`: even then nobody can tell, for more is needed than the plan knows of.
    """

    tranche: str
    week: int | None
    latest: Instant | None = None
    spare: bool = False
    never: bool = False
    supposed: bool = False
    untold: bool = False


def worths(schedule: Schedule, by_logic: TaskDates) -> tuple[Worth, ...]:
    """What each tranche that has not come whole is worth to a goal, in the order of the file.

    Args:
        schedule: the dates with money.
        by_logic: the goal's dates as if there were money for all, before which it is reached with none.
    """
    funds = schedule.state.plan.funds
    if funds is None or by_logic.task.spans:
        return ()
    placed = Refunding(schedule)
    return tuple(_worth(placed, schedule, by_logic, funds, one.id) for one in funds.tranches.values() if one.missing)


def _worth(placed: Refunding, schedule: Schedule, by_logic: TaskDates, funds: Funds, name: str) -> Worth:
    goal = by_logic.task.id
    dates, now = schedule.tasks[goal], schedule.state.data_date
    tranche = funds.tranches[name]
    week = None
    if tranche.expected is not None:
        days = (tranche.expected, max(now, tranche.expected - WEEK * DAY))
        ends = [placed.finish(_coming(funds, name, day), goal) for day in days]
        shown = [None if end is None else shown_days(dates.task, end, end)[1] for end in ends]
        week = None if shown[0] is None or shown[1] is None else (shown[0] - shown[1]).days
    due = dates.task.deadline
    if due is None or dates.status.finished is not None:
        return Worth(name, week)
    first = now - now % DAY
    alone = _within(placed, funds, Worth(name, week), goal, first, due)
    if alone is not None:
        return alone
    funds = _supposing(funds, name, first)
    together = _within(placed, funds, Worth(name, week, supposed=True), goal, first, due)
    if together is not None:
        return together
    untold = placed.finish(_coming(funds, name, first), goal) is None and by_logic.finish <= due
    return Worth(name, week, never=not untold, untold=untold)


def _within(placed: Refunding, funds: Funds, one: Worth, goal: str, first: Instant, due: Instant) -> Worth | None:
    """Until when a tranche may come for a deadline to hold with this money; None where today is too late."""

    def keeps(day: Instant | None) -> bool:
        end = placed.finish(_coming(funds, one.tranche, day), goal)
        return end is not None and end <= due

    if keeps(None):
        return replace(one, spare=True)
    if not keeps(first):
        return None
    # While nothing waits, an earlier day changes nothing: only from the last such day on each day is tried.
    low, high = first, max(first, due)
    while high - low > DAY:
        middle = low + (high - low) // (2 * DAY) * DAY
        if placed.waits(_coming(funds, one.tranche, middle)):
            high = middle
        else:
            low = middle
    latest = low
    for step in range(1, MOST_DAYS):
        if not keeps(low + step * DAY):
            break
        latest = low + step * DAY
    return replace(one, latest=latest)


def _supposing(funds: Funds, name: str, day: Instant) -> Funds:
    """The money with all that has no date there from a day on, but for one tranche, which is as it was."""
    found = with_undated(funds, day)
    return replace(found, tranches={**found.tranches, name: funds.tranches[name]})


def _coming(funds: Funds, name: str, day: Instant | None) -> Funds:
    """The money with one tranche expected on another day, or on none."""
    tranche = replace(funds.tranches[name], expected=day, lapsed=None)
    return replace(funds, tranches={**funds.tranches, name: tranche})
