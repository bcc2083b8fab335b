"""What ledgers add up to: float by body, the largest parts, and what several accounts did at once, task by task.

A ledger says whose every part is; a meeting asks for sums of them. This module must never know a word that a reader
sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from schedule.analysis.move.accounts import TENTH, Account, Joint, PartKind
from schedule.analysis.move.float_use import Floats, FloatUse, each_once, float_uses
from schedule.analysis.move.ledger import Ledger, Part
from schedule.analysis.move.pacing import Within, within_delays
from schedule.analysis.move.windows import Windows, booked_to
from schedule.analysis.reports.causes import Cause
from schedule.analysis.rounding import largest_remainder
from schedule.engine.schedule import Schedule, Stage
from schedule.model import Minutes, Project


def playing(found: Ledger) -> tuple[Part, ...]:
    """The progress parts that move the milestone in some order, in the order in which the walk takes them."""
    return tuple(part for part in found.progress if part.plays)


def joint_parts(found: Ledger, joint: Joint) -> tuple[Part, ...]:
    """What the accounts that did something at once did: the parts booked to them, in the same direction.

    They stand in the order of the accounts, so that who reads both in one sentence takes nobody for another.
    """
    place = {one.account: k for k, one in enumerate(joint.entries)}
    later = sum(one.moved for one in joint.entries) > 0
    parts = []
    for part in found.parts:
        places = [place[account] for account in booked_to(part) if account in place]
        amounts = part.moved, part.alone, part.but_for
        furthest = max(amounts) if later else min(amounts)
        if places and furthest:
            parts.append((min(places), part))
    return tuple(part for _, part in sorted(parts, key=lambda one: one[0]))


def tenths(values: Sequence[Minutes | Fraction]) -> tuple[Fraction, ...]:
    """Minutes as days with at most one decimal, which sum to their sum so rounded (largest remainder)."""
    total = round(Fraction(sum(values)) / TENTH)
    return tuple(Fraction(one, 10) for one in largest_remainder(values, total, TENTH)) if values else ()


def in_tenths(minutes: Minutes) -> Fraction:
    """Minutes as days to the nearest tenth."""
    return Fraction(round(Fraction(minutes, TENTH)), 10)


@dataclass(frozen=True, slots=True)
class FloatAccount:
    """The float of one body's unfinished tasks, in working days of the tasks' own calendars.

    An approval's float is used by who held its file; what waited for a higher authority or for money has its `cause`
    and no body, as in the ledger.

    `used` is what its tasks took of the float that they had towards the milestone's forecast, `used_due` what they took
    of that towards the deadlines, `regained` what they gave back by being quicker, in the windows asked about; `within`
    is what of `used` would not have been there without another account's delays in earlier windows, by that account;
    `since_baseline` is used less regained since the baseline, None where there is none. `left` is the least float of
    its unfinished tasks, and `tightest` the first task with so little; None without any.
    """

    body: str | None
    used: Fraction
    used_due: Fraction
    regained: Fraction
    since_baseline: Fraction | None
    left: Fraction | None
    tightest: str | None
    cause: Cause | None = None
    within: tuple[Within, ...] = ()

    @property
    def account(self) -> Account:
        """Whose it is, as the ledger has it."""
        return Account(PartKind.PROGRESS, self.body, self.cause)


def float_accounts(
    ledgers: Sequence[Ledger], since_baseline: Sequence[Ledger] | None = None, earlier: Sequence[Ledger] = ()
) -> tuple[FloatAccount, ...]:
    """What became of every body's float over some windows, and of each cause's that is nobody's, who used most first.

    Equals stand by name: the order of a file's lines decides nothing. Whoever used none, neither in them nor since the
    baseline, is left out. `earlier` are the windows before them, in which delays may have made the float that was used.
    Work that is late beyond its float uses only the float that it had: the rest moves the forecast, as ledgers tell.
    """
    after, floats_of = ledgers[-1].after, each_once()
    left_now = floats_of(after, ledgers[-1].milestone)
    known: dict[int, tuple[FloatUse, ...]] = {}

    def uses_of(one: Ledger) -> tuple[FloatUse, ...]:
        if id(one) not in known:
            known[id(one)] = float_uses(one, floats_of)
        return known[id(one)]

    now = _by_body(map(uses_of, ledgers))
    whole = None if since_baseline is None else _by_body(map(uses_of, since_baseline))
    paced = within_delays(earlier, ledgers, uses_of)
    order: list[_Whose] = [(body, None) for body in (*after.state.plan.bodies, None)]
    order += [(None, cause) for cause in Cause]
    found = []
    for body, cause in order:
        used, due, regained = now.get((body, cause), _NO_USE)
        net = None if whole is None else whole.get((body, cause), _NO_USE)
        if used or due or regained or (net is not None and any(net)):
            left, tightest = (None, None) if cause is not None else _least(after, left_now, body)
            since = None if net is None else net[0] - net[2]
            within = tuple(one for one in paced if one.user == Account(PartKind.PROGRESS, body, cause))
            found.append(FloatAccount(body, used, due, regained, since, left, tightest, cause, within))

    def place(one: FloatAccount) -> tuple[Fraction, Fraction, Fraction, Fraction, tuple[int, int, str, str]]:
        return -one.used, -one.used_due, -one.regained, -(one.since_baseline or Fraction(0)), one.account.name

    return tuple(sorted(found, key=place))


@dataclass(frozen=True, slots=True)
class TaskTotal:
    """What one task, or the decisions about it, moved over many windows, as far as it is booked to one account.

    `days` sum over the tasks to the whole move; `own` are the working days that the task itself lost, also where they
    moved nothing, None for decisions; `windows` those in which it played.
    """

    account: Account
    task: str | None
    days: Fraction
    own: Fraction | None
    windows: tuple[int, ...]


def task_totals(found: Windows) -> tuple[TaskTotal, ...]:
    """The totals of all tasks that moved anything in some order, the largest first, equals by account and id."""
    days: dict[tuple[Account, str | None], Fraction] = {}
    own: dict[tuple[Account, str | None], Fraction] = {}
    weeks: dict[tuple[Account, str | None], list[int]] = {}
    for k, one in enumerate(found.ledgers):
        for part in (*((found.edited,) if found.edited is not None and k == 0 else ()), *one.parts):
            for account, piece in part.booked:
                key = account, part.task
                days[key] = days.get(key, Fraction(0)) + piece.days
                own[key] = own.get(key, Fraction(0)) + Fraction(piece.own, part.day_minutes)
                if piece.days or (part.kind is PartKind.PROGRESS and part.plays):
                    at = weeks.setdefault(key, [])
                    at += [k] if k not in at else []
    totals = [
        TaskTotal(*key, days[key], own[key] if key[0].kind is PartKind.PROGRESS else None, tuple(at))
        for key, at in weeks.items()
    ]
    return tuple(sorted(totals, key=lambda one: (-abs(one.days), -abs(one.own or 0), one.account.name, one.task or "")))


def in_common(projects: Sequence[Project]) -> tuple[int, int]:
    """Of successive exports, the fewest task ids that two successive ones share, and how many the smaller of them has.

    Exports of one project share most; its short name says nothing, because each export often has its own.
    """
    tasks = [project.plan.tasks.keys() for project in projects]
    found = [(len(earlier & later), min(len(earlier), len(later))) for earlier, later in pairwise(tasks)]
    return min(found, key=lambda pair: Fraction(pair[0], max(1, pair[1])))


_Whose: TypeAlias = tuple[str | None, Cause | None]
"""A body, or a cause that is nobody's."""


_Use: TypeAlias = tuple[Fraction, Fraction, Fraction]
"""Days of float used towards the forecast, days used of that towards the deadlines, and days regained."""

_NO_USE: _Use = (Fraction(0), Fraction(0), Fraction(0))


def _by_body(windows: Iterable[Iterable[FloatUse]]) -> Mapping[_Whose, _Use]:
    """What became of float, by body; what a task used beyond the float that it had is left out in proportion."""
    found: dict[_Whose, _Use] = {}
    for one in windows:
        for use in one:
            held: list[tuple[_Whose, Minutes]] = [((part.body, part.cause), part.own) for part in use.held]
            for (body, cause), own in held or [((use.body, None), use.own)]:
                whose = body, None if body is not None else cause
                share = Fraction(own, use.own * use.day_minutes) if use.own else Fraction(0)
                used, due, regained = found.get(whose, _NO_USE)
                found[whose] = (
                    used + share * use.used,
                    due + share * use.used_due,
                    regained + share * use.regained,
                )
    return found


def _least(schedule: Schedule, floats: Floats, body: str | None) -> tuple[Fraction | None, str | None]:
    rooms = [
        (Fraction(left, figures.calendar.day_minutes), figures.start, figures.task.id)
        for figures in schedule.figures_of(floats)
        if figures.task.body == body
        and figures.stage is not Stage.FINISHED
        and (left := floats[figures.task.id]) is not None
        and figures.task.id not in schedule.network.implied  # what has come has no float to lose
    ]
    if not rooms:
        return None, None
    least, _, tightest = min(rooms)
    return least, tightest
