"""What a tranche is worth: the days that a week earlier wins, and the latest day on which it may come.

That day is the one by which every deadline holds that money can still keep; one that no money can keep any more hides
none of these, and is told apart. Every answer is a schedule placed anew with the money otherwise. A tranche that comes
later can end a plan earlier under the rule of who is first, so the latest day is the last of which all earlier ones
keep the deadline. Where a tranche alone does not keep it, what it is worth is asked again with all other money that has
no date there in time: an end that waits for that money says nothing of this. This module must never know a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import inf

from schedule.calendars.worktime import DAY
from schedule.engine.funding import Refunding, with_undated
from schedule.engine.schedule import Schedule, shown_days
from schedule.model import Funds, Instant

WEEK = 7
MOST_DAYS = 400
"""How many days of arrival are tried, one after the other: a deadline further ahead is not told apart."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """What the arrival of one tranche decides of some deadlines.

    `latest` is the beginning of the last day on which it may come for them to hold; None where they `never` hold,
    whenever it comes, or hold without it (`spare`). `supposed`: alone it does not keep them, and `latest` or `spare` is
    so if the others that have no date come when they are needed; `untold`: even then nobody can tell, for more is
    needed than the plan knows of.
    """

    deadlines: tuple[str, ...]
    latest: Instant | None = None
    spare: bool = False
    never: bool = False
    supposed: bool = False
    untold: bool = False


@dataclass(frozen=True, slots=True)
class Worth:
    """What one tranche that has not come whole is worth.

    `week` are the days by which the goal is reached earlier if it comes seven days earlier (not before the data date),
    None where it has no date or nobody can tell. `kept` is what it decides of the deadlines that money can still keep,
    those with a day first: of several days the earliest, for whoever comes by that keeps them all. Where no money keeps
    any deadline more, all are in it as `never`; where there is none, it is empty.
    """

    tranche: str
    week: int | None
    kept: tuple[Keeping, ...] = ()


@dataclass(frozen=True, slots=True)
class Worths:
    """What the tranches are worth, in the order of the file, and for which deadlines.

    `open` are the deadlines that money can still keep, `lost` those that none can, by the dates of logic.
    """

    tranches: tuple[Worth, ...] = ()
    open: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def worths(schedule: Schedule, logic: Schedule, goal: str) -> Worths:
    """What each tranche that has not come whole is worth to a goal and to all deadlines, in the order of the file.

    Args:
        schedule: the dates with money.
        logic: the dates as if there were money for all, before which nothing is reached with none.
        goal: the task that a meeting speaks of first.
    """
    funds = schedule.state.plan.funds
    if funds is None or logic.tasks[goal].task.spans:
        return Worths()
    placed = Refunding(schedule)
    dues = {
        name: one.task.deadline
        for name, one in logic.tasks.items()
        if one.task.deadline is not None and one.status.finished is None and not one.task.spans
    }
    within = {name: due for name, due in dues.items() if logic.tasks[name].finish <= due}
    lost = tuple(name for name in dues if name not in within)
    found = tuple(
        Worth(
            one.id,
            _week(placed, schedule, funds, one.id, goal),
            _together(_keeping(placed, schedule, funds, one.id, name, due) for name, due in within.items())
            if within or not lost
            else (Keeping(lost, never=True),),
        )
        for one in funds.tranches.values()
        if one.missing
    )
    return Worths(found, tuple(within), lost)


def _week(placed: Refunding, schedule: Schedule, funds: Funds, name: str, goal: str) -> int | None:
    """The days by which a goal is reached earlier if a tranche comes a week earlier."""
    expected, dates = funds.tranches[name].expected, schedule.tasks[goal]
    if expected is None:
        return None
    days = (expected, max(schedule.state.data_date, expected - WEEK * DAY))
    ends = [placed.finish(_coming(funds, name, day), goal) for day in days]
    shown = [None if end is None else shown_days(dates.task, end, end)[1] for end in ends]
    return None if shown[0] is None or shown[1] is None else (shown[0] - shown[1]).days


def _together(found: Iterable[Keeping]) -> tuple[Keeping, ...]:
    """The same of all deadlines: of those that are decided alike one, and of several last days the first of them.

    What holds without a tranche sets it no day, and is not told beside one.
    """
    alike: dict[tuple[bool, bool, bool], Keeping] = {}
    for one in found:
        key = one.supposed, one.never, one.untold
        known = alike.get(key)
        if known is None or _day(one) < _day(known):
            alike[key] = one
        elif _day(one) == _day(known):
            alike[key] = replace(known, deadlines=known.deadlines + one.deadlines)
    return tuple(sorted(alike.values(), key=lambda one: (one.latest is None, one.supposed)))


def _day(one: Keeping) -> float:
    return inf if one.latest is None else one.latest


def _keeping(placed: Refunding, schedule: Schedule, funds: Funds, name: str, goal: str, due: Instant) -> Keeping:
    """What the arrival of a tranche decides of a deadline that logic keeps."""
    now = schedule.state.data_date
    first = now - now % DAY
    alone = _within(placed, funds, name, Keeping((goal,)), first, due)
    if alone is not None:
        return alone
    funds = _supposing(funds, name, first)
    together = _within(placed, funds, name, Keeping((goal,), supposed=True), first, due)
    if together is not None:
        return together
    untold = placed.finish(_coming(funds, name, first), goal) is None
    return Keeping((goal,), never=not untold, untold=untold)


def _within(placed: Refunding, funds: Funds, name: str, one: Keeping, first: Instant, due: Instant) -> Keeping | None:
    """Until when a tranche may come for a deadline to hold with this money; None where today is too late."""
    (goal,) = one.deadlines

    def keeps(day: Instant | None) -> bool:
        end = placed.finish(_coming(funds, name, day), goal)
        return end is not None and end <= due

    if keeps(None):
        return replace(one, spare=True)
    if not keeps(first):
        return None
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
    return replace(one, latest=latest)


def _supposing(funds: Funds, name: str, day: Instant) -> Funds:
    """The money with all that has no date there from a day on, but for one tranche, which is as it was."""
    found = with_undated(funds, day)
    return replace(found, tranches={**found.tranches, name: funds.tranches[name]})


def _coming(funds: Funds, name: str, day: Instant | None) -> Funds:
    """The money with one tranche expected on another day, or on none."""
    tranche = replace(funds.tranches[name], expected=day, lapsed=None)
    return replace(funds, tranches={**funds.tranches, name: tranche})
