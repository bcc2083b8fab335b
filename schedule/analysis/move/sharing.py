"""How a move is shared among the changes that made it, where the order of the changes matters: a cooperative game.

The players are the changes, the worth of a set of them is the finish with only these made, in integer minutes. What is
asked of the game: what each change does alone, what would vanish without it, the least and the most that it adds in any
order, its average over all orders (Shapley 1953) and over the orders that keep each union of players together (Owen
1977). Up to fifteen players every set is evaluated and the shares are exact fractions; above, orders are sampled.
Further: how much of a move is concurrent, and how shares become whole days that still sum.

This module must never know a plan, a schedule, a calendar, or what a player or a union stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # numpy is imported where shares are asked for: most commands tell no ledger
    import numpy as np
    from numpy.typing import NDArray

    _Integers = NDArray[np.int64]

Worth = Callable[[int], int]
"""The worth, in minutes, of a set of players; bit i of the mask stands for player i. Worth(0) is the reference."""

_WORD = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Share:
    """One player's part of the move, in minutes; positive is later. N is the set of all players, v the worth.

    `alone` is v({i}) - v({}), `but_for` v(N) - v(N without i); `least` and `most` are the smallest and the largest that
    the player adds to any set of others, hence in any order. `shapley` and `owen` are fractions that sum over the
    players to v(N) - v({}), sampled or not. `error` and `owen_error` are their standard errors, 0.0 where `exact`.
    Where not `exact`, `least` and `most` are only bounds that were seen: some order may go beyond them.
    """

    alone: int
    but_for: int
    least: int
    most: int
    shapley: Fraction
    owen: Fraction
    error: float = 0.0
    owen_error: float = 0.0
    exact: bool = True


def share(
    players: int,
    worth: Worth,
    unions: Sequence[int],
    *,
    exact_up_to: int = 15,
    samples: int = 2000,
    seed: int = 0,
) -> tuple[Share, ...]:
    """The share of each of `players` in the move worth(N) - worth(0); `unions[i]` is the number of player i's union.

    Up to `exact_up_to` players each of the 2^players sets is evaluated exactly once, in Gray-code order: each set
    differs from the one before by one player, so that a worth that keeps its last state has one change to make or undo.

    Above, `samples` orders (rounded up to whole pairs of an order and its reverse, whose errors partly cancel) are
    drawn for Shapley and as many that keep unions together for Owen, after Castro, Gómez and Tejada (2009); standard
    errors are over pairs. No set is evaluated twice; there are at most 2 * players * (samples + 2) of them. The same
    seed gives the same orders.

    Two equal parallel delays of 5: worth = lambda s: 5 if s else 0 gives both players alone 5, but for 0, Shapley 5/2.

    Raises:
        ValueError: not one union for each player; or fewer than 4 samples, when orders are sampled.
        OverflowError: exact shares of worths too large for sums in 64 bits (for 15 players 2^47 minutes).

    Sources: L. S. Shapley, "A value for n-person games" (1953); G. Owen, "Values of games with a priori unions" (1977).
    """
    if len(unions) != players:
        raise ValueError(f"{len(unions)} unions for {players} players")
    if not players:
        return ()
    groups = [[i for i in range(players) if unions[i] == union] for union in dict.fromkeys(unions)]
    if players <= exact_up_to:
        return _exact(players, worth, groups)
    if samples < 4:
        raise ValueError(f"{samples} samples: two pairs of orders are the fewest that have an error")
    return _sampled(players, worth, groups, -(-samples // 2), seed)


def regaining(shares: Sequence[Share]) -> int:
    """The set (bit mask) of the players that delay in no order: what is left when every delay is taken out."""
    return sum(1 << i for i, part in enumerate(shares) if part.most <= 0)


def concurrent(total: int, shares: Sequence[Share], without_delays: int = 0) -> int:
    """Concurrent delay (并行延误): minutes of the move `total` that no single change would take away.

    The move less the but-for of every change that delays, 0 where that is negative. `total` is v(N) - v({}). Changes
    that regain time are no culprits and count for nothing: a delay of 5 and a regain of 3 on one path, beside a second
    path that holds the finish, have but-for figures 2 and -3 for a move of 2, and nothing is concurrent. So the answer
    is at most `total`, and 0 where nothing was lost. To count the delays whole, before regains make up for them, give
    `without_delays`: the move with every delay taken out, worth(regaining(shares)) - worth(0). Two parallel delays of 5
    and a regain of 2 after them: 3 of the move's 3 minutes, and with `without_delays` -2 all 5; with a regain of 5 or
    more too, though then the finish did not move or came earlier: none of the two is a culprit alone.

    Source: SCL Delay and Disruption Protocol, 2nd edition (2017), core principle 10: either of two delays, were it the
    only one, would have delayed completion.
    """
    return max(0, total - without_delays - sum(max(0, part.but_for) for part in shares))


def _exact(players: int, worth: Worth, groups: Sequence[Sequence[int]]) -> tuple[Share, ...]:
    import numpy as np

    worths = _every_worth(players, worth)
    everyone = (1 << players) - 1
    shares: list[Share | None] = [None] * players
    for group in groups:
        outside, by_unions = _sets_of([sum(1 << j for j in other) for other in groups if other is not group])
        for i in group:
            others, by_players = _sets_of([1 << j for j in range(players) if j != i])
            mates, by_mates = _sets_of([1 << j for j in group if j != i])
            gains = _gains(worths, i, others)[np.newaxis, :]
            apart = _gains(worths, i, outside[:, np.newaxis] | mates[np.newaxis, :])
            shares[i] = Share(
                alone=int(worths[1 << i]),
                but_for=int(worths[everyone] - worths[everyone ^ (1 << i)]),
                least=int(gains.min()),
                most=int(gains.max()),
                shapley=_average(gains, np.zeros(1, np.int64), by_players),
                owen=_average(apart, by_unions, by_mates),
            )
    return tuple(part for part in shares if part is not None)


def _every_worth(players: int, worth: Worth) -> _Integers:
    """The worth of every set less that of the empty one, by mask; asked in Gray-code order."""
    import numpy as np

    worths = [0] * (1 << players)
    for k in range(1 << players):
        code = k ^ (k >> 1)
        worths[code] = worth(code)
    none = worths[0]
    if max(abs(value - none) for value in worths) >= 1 << (62 - players):
        raise OverflowError("worths too large for exact sums")
    return np.array([value - none for value in worths], dtype=np.int64)


def _sets_of(masks: Sequence[int]) -> tuple[_Integers, _Integers]:
    """All sets made of the given disjoint ones, those of the fewest first, and where each number of them begins."""
    import numpy as np

    sets, made_of = np.zeros(1, np.int64), np.zeros(1, np.int64)
    for mask in masks:
        sets = np.concatenate((sets, sets | mask))
        made_of = np.concatenate((made_of, made_of + 1))
    order = np.argsort(made_of, kind="stable")
    begins: _Integers = np.searchsorted(made_of[order], np.arange(len(masks) + 1))
    return sets[order], begins


def _gains(worths: _Integers, player: int, sets: _Integers) -> _Integers:
    """What the player adds to each of the sets, none of which has it."""
    gains: _Integers = worths[sets | (1 << player)] - worths[sets]
    return gains


def _average(gains: _Integers, rows: _Integers, columns: _Integers) -> Fraction:
    """The mean gain over all orders of the unions (rows, by how many come before) and of those in the player's own.

    With m unions, r of them come before the player's in r! (m-1-r)! of m! orders; so with those of its own union.
    Integers throughout: gains are summed by size, and the sums weighed.
    """
    import numpy as np

    sums = np.add.reduceat(np.add.reduceat(gains, rows, axis=0), columns, axis=1).tolist()
    weighed = sum(
        _orders(r, len(rows)) * _orders(t, len(columns)) * value
        for r, row in enumerate(sums)
        for t, value in enumerate(row)
    )
    return Fraction(weighed, factorial(len(rows)) * factorial(len(columns)))


def _orders(before: int, of: int) -> int:
    """In how many orders of so many the given others, and no more, come before a given one."""
    return factorial(before) * factorial(of - 1 - before)


def _sampled(players: int, worth: Worth, groups: Sequence[Sequence[int]], pairs: int, seed: int) -> tuple[Share, ...]:
    known: dict[int, int] = {}

    def value(mask: int) -> int:
        if mask not in known:
            known[mask] = worth(mask)
        return known[mask]

    everyone = (1 << players) - 1
    alone = [value(1 << i) - value(0) for i in range(players)]
    but_for = [value(everyone) - value(everyone ^ (1 << i)) for i in range(players)]
    least, most = list(map(min, alone, but_for)), list(map(max, alone, but_for))

    def mean(draw: Callable[[], list[int]]) -> list[tuple[Fraction, float]]:
        """Each player's mean gain over the pairs of orders drawn, and its standard error; widens `least` and `most`."""
        sums, squares = [0] * players, [0] * players
        for _ in range(pairs):
            order = draw()
            both = [0] * players
            for way in (order, order[::-1]):
                mask = 0
                for i in way:
                    gain = value(mask | 1 << i) - value(mask)
                    mask |= 1 << i
                    both[i] += gain
                    least[i], most[i] = min(least[i], gain), max(most[i], gain)
            for i, gain in enumerate(both):
                sums[i] += gain
                squares[i] += gain * gain
        return [
            (
                Fraction(total, 2 * pairs),
                sqrt(Fraction(pairs * square - total * total, 4 * pairs * pairs * (pairs - 1))),
            )
            for total, square in zip(sums, squares, strict=True)
        ]

    numbers = random_words(seed)
    shapley = mean(lambda: _shuffled(range(players), numbers))
    if len(groups) in (1, players):  # one union, or each player its own: the same orders, the same value
        owen = shapley
    else:
        owen = mean(lambda: [i for g in _shuffled(range(len(groups)), numbers) for i in _shuffled(groups[g], numbers)])
    return tuple(
        Share(
            alone[i], but_for[i], least[i], most[i], shapley[i][0], owen[i][0], shapley[i][1], owen[i][1], exact=False
        )
        for i in range(players)
    )


def random_words(seed: int) -> Iterator[int]:
    """Pseudo-random integers of 64 bits, the same for the same seed on every machine and version of Python.

    SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
    """
    state = seed & _WORD
    while True:
        state = (state + 0x9E3779B97F4A7C15) & _WORD
        word = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
        word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & _WORD
        yield word ^ (word >> 31)


def _shuffled(players: Sequence[int], numbers: Iterator[int]) -> list[int]:
    """The players in random order (Fisher and Yates); no place is favoured by more than players / 2^64."""
    order = list(players)
    for last in range(len(order) - 1, 0, -1):
        place = (next(numbers) * (last + 1)) >> 64
        order[last], order[place] = order[place], order[last]
    return order
