"""Float that one party used after another party's delay had made it (AACE 29R-03: pacing).

Where one body is late, the forecast moves and whatever lies beside it has so much more float. Who slows down into that
float delays nothing; whether it chose to is for people to argue. The figure is what of the float that was used would
not have been there without the delays of others, in earlier windows: what a task had of its own counts as used first.
This module must never know a word that a reader sees, nor judge why anybody slowed down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from schedule.analysis.move.accounts import Account, PartKind
from schedule.analysis.move.float_use import FloatUse, float_uses
from schedule.analysis.move.ledger import Claim, Ledger
from schedule.model import Minutes


@dataclass(frozen=True, slots=True)
class Within:
    """Days of float, of the tasks' own calendars, that `user` used within delays of `maker`: never its own."""

    user: Account
    maker: Account
    days: Fraction


_Made = dict[Account, Fraction]
"""Minutes of one task's float that would not be there without the delays of each account."""


def within_delays(
    earlier: Sequence[Ledger],
    ledgers: Sequence[Ledger],
    uses_of: Callable[[Ledger], Sequence[FloatUse]] = float_uses,
) -> tuple[Within, ...]:
    """What was used in `ledgers` of float that delays of others made since the first of `earlier`, by who used it.

    `earlier` are the windows before them, of the same milestone; `uses_of` says what became of float in one. What was
    made and used within one window is no pacing: both were late side by side, as the ledger tells.
    """
    users = {use.task for one in ledgers for use in uses_of(one) if use.used > 0}
    made: dict[str, _Made] = {}
    found: dict[tuple[Account, Account], Fraction] = {}
    for k, one in enumerate((*earlier, *ledgers) if users else ()):
        delays = _delays(one)
        if k < len(earlier) and not any(delays[0].values()) and not any(made.values()):
            continue  # nobody has made any yet, and nobody makes any now: what became of float need not be known
        for use in uses_of(one):
            if use.task not in users:
                continue
            pool = _bounded(made.get(use.task, {}), use.before)
            if k >= len(earlier):
                for user, maker, amount in _used_of(pool, use):
                    key = user, maker
                    found[key] = found.get(key, Fraction(0)) + amount / use.day_minutes
            made[use.task] = _after(pool, use, delays)
    sums = (Within(user, maker, days) for (user, maker), days in found.items())
    return tuple(sorted(sums, key=lambda one: (one.user.name, -one.days, one.maker.name)))


def _used_of(pool: Mapping[Account, Fraction], use: FloatUse) -> Iterable[tuple[Account, Account, Fraction]]:
    """Who used how many minutes of the float that whose delays had made."""
    whole = sum(pool.values())
    beyond = use.used - (use.before - whole)  # its own float goes first
    if beyond <= 0 or not whole:
        return
    for claim in use.held or (Claim(use.body, None, use.own),):
        share = Fraction(claim.own, use.own)
        for maker, amount in pool.items():
            if maker != claim.account and amount and share > 0:
                yield claim.account, maker, beyond * share * amount / whole


_Delays = tuple[dict[Account, Minutes], dict[str, dict[Account, Minutes]]]
"""By how many minutes the tasks of each account moved the milestone later in one window, and of these each task's."""


def _after(pool: _Made, use: FloatUse, delays: _Delays) -> _Made:
    """What there is of it at the end of a window."""
    if use.after is None or use.others is None:
        return {}
    pool = dict(pool)
    grown = min(-use.others, use.forecast_moved)
    if grown > 0:
        late = _late(delays, use.task)
        whole = sum(late.values())
        for account, minutes in late.items():
            pool[account] = pool.get(account, Fraction(0)) + Fraction(grown * minutes, whole)
    elif grown < 0 and use.forecast_moved < 0:  # the forecast came back, and what the delay had made went with it
        pool = _bounded(pool, sum(pool.values()) - min(use.others, -use.forecast_moved))
    return _bounded(pool, use.after)


def _delays(one: Ledger) -> _Delays:
    whole: dict[Account, Minutes] = {}
    of: dict[str, dict[Account, Minutes]] = {}
    for part in one.progress:
        if part.kind is PartKind.PROGRESS and part.task is not None:
            own = of.setdefault(part.task, {})
            for account, piece in part.booked:
                late = max(0, piece.moved)
                own[account], whole[account] = own.get(account, 0) + late, whole.get(account, 0) + late
    return whole, of


def _late(delays: _Delays, task: str) -> dict[Account, Minutes]:
    """The accounts whose other tasks moved the milestone later, in minutes: no delay makes float for its own task."""
    whole, of = delays
    own = of.get(task, {})
    found = {account: minutes - own.get(account, 0) for account, minutes in whole.items()}
    return {account: minutes for account, minutes in found.items() if minutes}


def _bounded(pool: Mapping[Account, Fraction], most: Minutes | Fraction) -> _Made:
    """A pool of no more than so many minutes, all in proportion."""
    whole, most = sum(pool.values()), max(Fraction(0), Fraction(most))
    if whole <= most:
        return dict(pool)
    return {account: amount * most / whole for account, amount in pool.items()}
