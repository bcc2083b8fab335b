"""What ledgers add up to: who was late beside whom, fair shares in tenths of a day, float by body, the largest parts.

A ledger says whose every part is; a meeting asks for sums of them. Figures of single parts are rounded here so that
what is shown adds up to what is shown. This module must never know a word that a reader sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from schedule.analysis.move.ledger import Held, Ledger, Part, PartKind, float_uses
from schedule.analysis.move.sharing import Share
from schedule.analysis.move.windows import Account, Windows
from schedule.analysis.reports.causes import Cause
from schedule.analysis.rounding import largest_remainder
from schedule.calendars.worktime import DAY
from schedule.engine.schedule import Schedule, Stage
from schedule.model import Minutes, Project

TENTH = DAY // 10
"""Minutes of a tenth of a day: the unit in which shares are shown, so that 2.5 and 2.5 make 5."""


def playing(found: Ledger) -> tuple[Part, ...]:
    """The progress parts that move the milestone in some order, in the order in which they were taken."""
    return tuple(part for part in found.progress if part.share is not None and (part.share.least or part.share.most))


def order_matters(found: Ledger) -> bool:
    """Whether some part's figure would be another in another order."""
    return any(part.share is not None and part.share.least != part.share.most for part in found.progress)


def beside(found: Ledger) -> tuple[Part, ...]:
    """The parts that are late side by side: each costs more with some others than it would save by being made up."""
    if not found.concurrent:
        return ()
    return tuple(
        part for part in playing(found) if part.share is not None and part.share.most > max(0, part.share.but_for)
    )


def joint_gain(found: Ledger) -> tuple[Minutes, tuple[Part, ...]]:
    """Minutes that were won only because several tasks were early together, and those tasks.

    The gain of all progress less what each would have won alone; 0 where progress won nothing.
    """
    gained = -sum(part.moved for part in found.progress)
    early = tuple(part for part in playing(found) if part.share is not None and part.share.but_for < 0)
    alone = sum(max(0, -part.share.alone) for part in early if part.share is not None)
    together = max(0, gained - alone)
    return (together, early) if together and len(early) > 1 else (0, ())


def tenths(values: Sequence[Minutes | Fraction]) -> tuple[Fraction, ...]:
    """Minutes as days with at most one decimal, which sum to their sum so rounded (largest remainder)."""
    total = round(Fraction(sum(values)) / TENTH)
    return tuple(Fraction(one, 10) for one in largest_remainder(values, total, TENTH)) if values else ()


@dataclass(frozen=True, slots=True)
class FairShare:
    """One part's figures over all orders in days with at most one decimal; `shapley` and `owen` sum over the parts.

    Days by which a milestone is shown later without a minute (`Part.unreached`) are its own in any order.
    """

    part: Part
    alone: Fraction
    but_for: Fraction
    least: Fraction
    most: Fraction
    shapley: Fraction
    owen: Fraction


def fair_shares(found: Ledger) -> tuple[FairShare, ...]:
    """The figures over all orders of the parts that play or have days, in the order in which they were taken."""
    at_play = {part.task for part in playing(found)}
    parts = [part for part in found.progress if part.task in at_play or part.unreached]
    shares = [_NOTHING if part.share is None else part.share for part in parts]
    shapley, owen = tenths([share.shapley for share in shares]), tenths([share.owen for share in shares])
    return tuple(
        FairShare(
            part,
            *(_tenth(figure) + part.unreached for figure in (one.alone, one.but_for, one.least, one.most)),
            *(figures[k] + part.unreached for figures in (shapley, owen)),
        )
        for k, (part, one) in enumerate(zip(parts, shares, strict=True))
    )


_NOTHING = Share(0, 0, 0, 0, Fraction(0), Fraction(0))


def fair_accounts(found: Windows) -> dict[Account, Fraction]:
    """Shapley days of every account of progress over all windows, with at most one decimal, bodies in plan order.

    They sum to the days of all progress; accounts without any are left out. A part that is split by who held the file
    is split in proportion to the working time that each held it.
    """
    minutes: dict[Account, Fraction] = {}
    for one in found.ledgers:
        for part in one.progress:
            for account, _, _, fair in _booked(part):
                minutes[account] = minutes.get(account, Fraction(0)) + fair
    bodies = [*found.ledgers[-1].after.state.plan.bodies]
    order = sorted(minutes, key=lambda one: bodies.index(one.body) if one.body in bodies else len(bodies))
    days = tenths([minutes[account] for account in order])
    return {account: amount for account, amount in zip(order, days, strict=True) if amount}


@dataclass(frozen=True, slots=True)
class FloatAccount:
    """The float of one body's unfinished tasks, in working days of the tasks' own calendars.

    An approval's float is used by who held its file; what waited for a higher authority or for money has its `cause`
    and no body, as in the ledger.

    `used` is what its tasks took of the float that they had, `regained` what they gave back by being quicker, in the
    windows asked about; `since_baseline` is used less regained since the baseline, None where there is none. `left` is
    the least total float of its unfinished tasks, and `tightest` the first task with so little; None without any.
    """

    body: str | None
    used: Fraction
    regained: Fraction
    since_baseline: Fraction | None
    left: Fraction | None
    tightest: str | None
    cause: Cause | None = None


def float_accounts(
    ledgers: Sequence[Ledger], since_baseline: Sequence[Ledger] | None = None
) -> tuple[FloatAccount, ...]:
    """What became of every body's float over some windows, in the plan's order; bodies that used none are left out.

    Work that is late beyond its float uses only the float that it had: the rest moves a finish, which the ledger tells.
    """
    after = ledgers[-1].after
    now = _uses(ledgers)
    whole = None if since_baseline is None else _uses(since_baseline)
    order: list[_Whose] = [(body, None) for body in (*after.state.plan.bodies, None)]
    order += [whose for whose in now if whose not in order]
    found = []
    for body, cause in order:
        used, regained = now.get((body, cause), (Fraction(0), Fraction(0)))
        net = None if whole is None else whole.get((body, cause), (Fraction(0),) * 2)
        if used or regained or (net is not None and any(net)):
            left, tightest = (None, None) if cause is not None else _least(after, body)
            since = None if net is None else net[0] - net[1]
            found.append(FloatAccount(body, used, regained, since, left, tightest, cause))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class TaskTotal:
    """What one task, or the decisions about it, moved over many windows, as far as it is booked to one account.

    `days` sum over the tasks to the whole move; `own` are the working days that the task itself lost, also where they
    moved nothing, None for decisions; `fair` its Shapley days; `windows` those in which it played.
    """

    account: Account
    task: str | None
    days: int
    own: Fraction | None
    fair: Fraction
    windows: tuple[int, ...]


def task_totals(found: Windows) -> tuple[TaskTotal, ...]:
    """The totals of all tasks that moved anything in some order, the largest first, among equals the earlier first."""
    days: dict[tuple[Account, str | None], int] = {}
    own: dict[tuple[Account, str | None], Fraction] = {}
    fair: dict[tuple[Account, str | None], Fraction] = {}
    weeks: dict[tuple[Account, str | None], list[int]] = {}
    for k, one in enumerate(found.ledgers):
        at_play = {part.task for part in playing(one)}
        for part in (*((found.edited,) if found.edited is not None and k == 0 else ()), *one.parts):
            mine = part.kind is PartKind.PROGRESS
            for account, booked, lost, share in _booked(part):
                key = account, part.task
                days[key] = days.get(key, 0) + booked
                own[key] = own.get(key, Fraction(0)) + lost
                fair[key] = fair.get(key, Fraction(0)) + share
                if booked or (mine and part.task in at_play):
                    weeks.setdefault(key, []).append(k)
    shares = dict(zip(weeks, tenths([fair[key] for key in weeks]), strict=True))
    totals = [
        TaskTotal(*key, days[key], own[key] if key[0].kind is PartKind.PROGRESS else None, shares[key], tuple(at))
        for key, at in weeks.items()
    ]
    return tuple(sorted(totals, key=lambda one: (-abs(one.days), -abs(one.fair))))


def _booked(part: Part) -> Iterator[tuple[Account, int, Fraction, Fraction]]:
    """The days, the own working days and the Shapley minutes of a part, by account; a decision's share is its move."""
    if part.kind is not PartKind.PROGRESS:
        yield Account(part.kind), part.days, Fraction(0), Fraction(part.moved)
        return
    share = Fraction(part.unreached * DAY) + (0 if part.share is None else part.share.shapley)
    lost = sum(held.own for held in part.held)
    for held in part.held or (Held(part.body, None, part.delay + part.longer, part.moved, part.days),):
        fair = share * Fraction(held.own, lost) if lost else share
        account = Account(part.kind, held.body, held.cause if held.body is None else None)
        yield account, held.days, Fraction(held.own, part.day_minutes), fair


def in_common(projects: Sequence[Project]) -> tuple[int, int]:
    """Of successive exports, the fewest task ids that two successive ones share, and how many the smaller of them has.

    Exports of one project share most; its short name says nothing, because each export often has its own.
    """
    tasks = [project.plan.tasks.keys() for project in projects]
    found = [(len(earlier & later), min(len(earlier), len(later))) for earlier, later in pairwise(tasks)]
    return min(found, key=lambda pair: Fraction(pair[0], max(1, pair[1])))


def _tenth(minutes: Minutes) -> Fraction:
    return Fraction(round(Fraction(minutes, TENTH)), 10)


_Whose: TypeAlias = tuple[str | None, Cause | None]
"""A body, or a cause that is nobody's."""


def _uses(ledgers: Iterable[Ledger]) -> Mapping[_Whose, tuple[Fraction, Fraction]]:
    """Days used and days regained, by body; what a task used beyond the float that it had is left out in proportion."""
    found: dict[_Whose, tuple[Fraction, Fraction]] = {}
    for one in ledgers:
        for use in float_uses(one):
            held: list[tuple[_Whose, Minutes]] = [((part.body, part.cause), part.own) for part in use.held]
            for (body, cause), own in held or [((use.body, None), use.own)]:
                whose = body, None if body is not None else cause
                used, regained = found.get(whose, (Fraction(0), Fraction(0)))
                share = Fraction(own, use.own) if use.own else Fraction(0)
                used += share * Fraction(min(max(0, use.own), max(0, use.before)), use.day_minutes)
                regained += share * Fraction(max(0, -use.own), use.day_minutes)
                found[whose] = used, regained
    return found


def _least(schedule: Schedule, body: str | None) -> tuple[Fraction | None, str | None]:
    rooms = [
        (Fraction(dates.total_float, dates.calendar.day_minutes), name)
        for name, dates in schedule.tasks.items()
        if dates.task.body == body
        and dates.stage is not Stage.FINISHED
        and dates.total_float is not None
        and not dates.task.spans
        and name not in schedule.network.implied  # what has come has no float to lose
    ]
    return min(rooms, key=lambda room: room[0]) if rooms else (None, None)
