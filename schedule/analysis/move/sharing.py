"""How a move is shared among the changes that made it, whatever order they are taken in: a cooperative game.

The players are the changes, each of one union; the worth of a set of players is the finish with only these made, in
integer minutes. A union's share is its average over all orders of the unions (Shapley 1953, in the game of whole
unions), a player's its average over all orders that keep each union together (Owen 1977): so what a union is given does
not depend on how many players it has, and its players' shares sum to it. Beside a share stands what alone would move
and what would vanish without it. The unions' shares are exact fractions up to fifteen unions, the players' as far as
there are not too many sets; above, orders are drawn.

This module must never know a plan, a schedule, a calendar, or what a player or a union stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import factorial, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # numpy is imported where shares are asked for: most commands tell no ledger
    import numpy as np
    from numpy.typing import NDArray

    _Integers = NDArray[np.int64]

Worth = Callable[[int], int]
"""The worth, in minutes, of a set of players; bit i of the mask stands for player i. Worth(0) is the reference."""

EXACT_UNIONS = 15
"""Of so many unions every set is evaluated; of more, orders are drawn."""
EXACT_PLAYERS = 12
"""Of so many players of one union every set is evaluated beside all sets of other unions; of more, orders are drawn."""
EXACT_SETS = 1 << 14
"""A union whose players' shares would want more sets than this has orders drawn as well."""
DRAWN_SETS = 6_000
"""About so many sets are evaluated where orders are drawn, at least eight orders."""
_WORD = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Share:
    """The part of the move of one union or one player, in minutes; positive is later. N are all players, v the worth.

    `alone` is v(own) - v({}), `but_for` v(N) - v(N without own), where `own` are the players of the union, or the one
    player. `fair` sums over all unions, and over all players, to v(N) - v({}), drawn or not. `error` is the standard
    error of what was drawn, 0.0 where every set was evaluated.
    """

    alone: int
    but_for: int
    fair: Fraction
    error: float = 0.0


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of all unions, in the order given, and of all players, by number."""

    unions: tuple[Share, ...]
    players: tuple[Share, ...]

    @property
    def exact(self) -> bool:
        """Whether nothing was drawn."""
        return not any(one.error for one in (*self.unions, *self.players))


def shares(
    unions: Sequence[Sequence[int]],
    worth: Worth,
    *,
    exact_unions: int = EXACT_UNIONS,
    exact_sets: Sequence[int] | None = None,
    drawn_sets: Sequence[int] | None = None,
    drawn_unions: int = DRAWN_SETS,
    seed: int = 0,
) -> Shares:
    """The shares in the move worth(N) - worth(0) of `unions`, each the numbers of its players; together 0 .. n - 1.

    Sets are asked for in Gray-code order, where every set is evaluated: each differs from the one before by one player,
    so that a worth that keeps its last state has one change to make or undo. `exact_sets` and `drawn_sets` are, union
    by union, the sets that may be evaluated for its players' shares, exactly or in orders that are drawn;
    `drawn_unions` those for the unions' own, of more than `exact_unions` of them.

    Orders are drawn in pairs of an order and its reverse, whose errors partly cancel (Castro, Gómez and Tejada, 2009);
    standard errors are over pairs. The same seed gives the same orders. Where a union's own share is exact, what its
    players' drawn shares miss of it is spread over those of which something had to be drawn.

    Two unions of one player each, whose delays of 5 are equal and parallel: worth = lambda s: 5 if s else 0 gives both
    alone 5, but for 0, and a fair share of 5/2.

    Raises:
        ValueError: the unions do not have each player once.
        OverflowError: worths too large for sums in 64 bits (for 15 unions 2^47 minutes).

    Sources: L. S. Shapley, "A value for n-person games" (1953); G. Owen, "Values of games with a priori unions" (1977).
    """
    if sorted(i for union in unions for i in union) != list(range(sum(map(len, unions)))) or not all(unions):
        raise ValueError(f"not each player once: {unions}")
    if not unions:
        return Shares((), ())
    known: dict[int, int] = {}

    def value(mask: int) -> int:
        if mask not in known:
            known[mask] = worth(mask)
        return known[mask]

    masks = [sum(1 << i for i in union) for union in unions]
    numbers = random_words(seed)
    if len(unions) <= exact_unions:
        wholes = _exact(masks, value)
    else:
        wholes = _drawn(masks, value, max(8, drawn_unions // (2 * len(unions))), numbers)
    players: dict[int, Share] = {}
    for k, union in enumerate(unions):
        others = [mask for mask in masks if mask != masks[k]]
        if len(union) == 1:
            found: Sequence[Share] = (wholes[k],)
        elif len(union) <= EXACT_PLAYERS and _few(len(others) + len(union), k, exact_sets):
            found = _exact_within(union, others, value)
        else:
            most = DRAWN_SETS if drawn_sets is None else drawn_sets[k]
            pairs = max(4, most // (2 * len(union)))
            found = _spread(_drawn_within(union, others, value, pairs, numbers), wholes[k].fair)
        players.update(zip(union, found, strict=True))
    return Shares(wholes, tuple(players[i] for i in range(len(players))))


def _few(sets: int, union: int, exact_sets: Sequence[int] | None) -> bool:
    return 1 << sets <= (EXACT_SETS if exact_sets is None else exact_sets[union])


def _exact(masks: Sequence[int], value: Worth) -> tuple[Share, ...]:
    """The shares of unions in the game of whole unions."""
    worths = _every_worth(masks, 0, value)
    everyone = (1 << len(masks)) - 1
    found = []
    for k in range(len(masks)):
        others, by_number = _sets_of([1 << j for j in range(len(masks)) if j != k])
        gains = worths[others | 1 << k] - worths[others]
        without = int(worths[everyone] - worths[everyone ^ 1 << k])
        found.append(Share(int(worths[1 << k]), without, _average(gains[None, :], _one_row(), by_number)))
    return tuple(found)


def _exact_within(union: Sequence[int], others: Sequence[int], value: Worth) -> tuple[Share, ...]:
    """The shares of a union's players, over all orders of the unions and all of its own."""
    import numpy as np

    outside, by_unions = _sets_of([1 << k for k in range(len(others))])
    rows = [sum(mask for k, mask in enumerate(others) if chosen >> k & 1) for chosen in outside.tolist()]
    table = np.array([_every_worth([1 << i for i in union], row, value) for row in rows])
    everyone = (1 << len(union)) - 1
    found = []
    for k in range(len(union)):
        mates, by_mates = _sets_of([1 << j for j in range(len(union)) if j != k])
        gains = table[:, mates | 1 << k] - table[:, mates]
        alone, but_for = int(gains[0, 0]), int(table[-1, everyone] - table[-1, everyone ^ 1 << k])
        found.append(Share(alone, but_for, _average(gains, by_unions, by_mates)))
    return tuple(found)


def _every_worth(masks: Sequence[int], beside: int, value: Worth) -> _Integers:
    """The worth of every set of some disjoint ones, by which of them it has, less that of none; in Gray-code order.

    Each stands beside the same others (`beside`).
    """
    import numpy as np

    worths, mask = [0] * (1 << len(masks)), beside
    for k in range(1 << len(masks)):
        code = k ^ (k >> 1)
        if k:
            mask ^= masks[(k & -k).bit_length() - 1]
        worths[code] = value(mask)
    none = worths[0]
    if max(abs(one - none) for one in worths) >= 1 << (62 - len(masks)):
        raise OverflowError("worths too large for exact sums")
    return np.array([one - none for one in worths], dtype=np.int64)


def _one_row() -> _Integers:
    import numpy as np

    return np.zeros(1, np.int64)


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


def _drawn(masks: Sequence[int], value: Worth, pairs: int, numbers: Iterator[int]) -> tuple[Share, ...]:
    """The shares of unions, estimated from so many pairs of orders of them."""
    orders = ((0, _shuffled(masks, numbers)) for _ in range(pairs))
    return _mean(masks, sum(masks), ((pair, (0, pair[1][::-1])) for pair in orders), value)


def _drawn_within(
    union: Sequence[int], others: Sequence[int], value: Worth, pairs: int, numbers: Iterator[int]
) -> tuple[Share, ...]:
    """The shares of a union's players, estimated: the unions before it are drawn, then an order of its own players."""
    masks, everyone = [1 << i for i in union], sum(others) | sum(1 << i for i in union)

    def drawn() -> Iterator[tuple[tuple[int, list[int]], tuple[int, list[int]]]]:
        for _ in range(pairs):
            order = _shuffled([0, *others], numbers)  # 0 stands for the union itself
            place = order.index(0)
            mine = _shuffled(masks, numbers)
            yield (sum(order[:place]), mine), (sum(order[place:]), mine[::-1])

    return _mean(masks, everyone, drawn(), value)


def _mean(
    masks: Sequence[int],
    everyone: int,
    drawn: Iterator[tuple[tuple[int, list[int]], tuple[int, list[int]]]],
    value: Worth,
) -> tuple[Share, ...]:
    """Everybody's mean gain over pairs of (what comes before all of them, an order of them), and its standard error."""
    sums, squares, pairs = dict.fromkeys(masks, 0), dict.fromkeys(masks, 0), 0
    for pair in drawn:
        pairs += 1
        both = dict.fromkeys(masks, 0)
        for before, order in pair:
            reached = before
            for mask in order:
                both[mask] += value(reached | mask) - value(reached)
                reached |= mask
        for mask, gain in both.items():
            sums[mask] += gain
            squares[mask] += gain * gain
    found = []
    for mask in masks:
        total, square = sums[mask], squares[mask]
        error = sqrt(Fraction(pairs * square - total * total, 4 * pairs * pairs * (pairs - 1)))
        without = value(everyone) - value(everyone & ~mask)
        found.append(Share(value(mask) - value(0), without, Fraction(total, 2 * pairs), error))
    return tuple(found)


def _spread(players: Sequence[Share], total: Fraction) -> tuple[Share, ...]:
    """Drawn shares that sum to their union's: what they miss of it goes to those whose gain was not always the same."""
    missing = total - sum(one.fair for one in players)
    open_to = [one.error > 0 for one in players]
    if not any(open_to):
        open_to = [True] * len(players)
    each = missing / sum(open_to)
    return tuple(
        replace(one, fair=one.fair + each) if takes else one for one, takes in zip(players, open_to, strict=True)
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
