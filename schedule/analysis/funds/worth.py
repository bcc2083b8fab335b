"""What a tranche is worth: the days that a week earlier wins, and the latest day on which it may come.

Every answer is a schedule placed anew with the money otherwise. A tranche that comes later can end a plan earlier under
the rule of who is first, so the latest day is the last of which all earlier ones keep the deadline. This module
must never know a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from schedule.calendars.worktime import DAY
from schedule.engine.funding import Refunding
from schedule.engine.schedule import Schedule, shown_days
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
    """

    tranche: str
    week: int | None
    latest: Instant | None = None
    spare: bool = False
    never: bool = False


def worths(schedule: Schedule, goal: str) -> tuple[Worth, ...]:
    """What each tranche that has not come whole is worth, in the order of the file."""
    funds = schedule.state.plan.funds
    if funds is None or schedule.tasks[goal].task.spans:
        return ()
    placed = Refunding(schedule)
    return tuple(_worth(placed, schedule, goal, funds, one.id) for one in funds.tranches.values() if one.missing)


def _worth(placed: Refunding, schedule: Schedule, goal: str, funds: Funds, name: str) -> Worth:
    dates, now = schedule.tasks[goal], schedule.state.data_date
    tranche = funds.tranches[name]

    def reached(day: Instant | None) -> Instant | None:
        return placed.finish(_coming(funds, name, day), goal)

    week = None
    if tranche.expected is not None:
        ends = [reached(day) for day in (tranche.expected, max(now, tranche.expected - WEEK * DAY))]
        days = [None if end is None else shown_days(dates.task, end, end)[1] for end in ends]
        week = None if days[0] is None or days[1] is None else (days[0] - days[1]).days
    due = dates.task.deadline
    if due is None or dates.status.finished is not None:
        return Worth(name, week)

    def keeps(day: Instant | None) -> bool:
        end = reached(day)
        return end is not None and end <= due

    first = now - now % DAY
    if keeps(None):
        return Worth(name, week, spare=True)
    if not keeps(first):
        return Worth(name, week, never=True)
    # While nothing waits, an earlier day changes nothing: only from the last such day on each day is tried.
    low, high = first, max(first, due)
    while high - low > DAY:
        middle = low + (high - low) // (2 * DAY) * DAY
        if placed.waits(_coming(funds, name, middle)):
            high = middle
        else:
            low = middle
    latest = low
    for step in range(1, MOST_DAYS):
        if not keeps(low + step * DAY):
            break
        latest = low + step * DAY
    return Worth(name, week, latest)


def _coming(funds: Funds, name: str, day: Instant | None) -> Funds:
    """The money with one tranche expected on another day, or on none."""
    tranche = replace(funds.tranches[name], expected=day, lapsed=None)
    return replace(funds, tranches={**funds.tranches, name: tranche})
