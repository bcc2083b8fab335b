"""Shares of a move: hand arithmetic, brute force over orders, the axioms of Owen's value, whole days that sum."""

from __future__ import annotations

import time
from collections.abc import Sequence
from fractions import Fraction
from itertools import islice, pairwise, permutations
from math import ceil, floor

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from schedule.analysis.move.accounts import apportioned
from schedule.analysis.move.sharing import Share, Shares, Worth, random_words, shares
from schedule.analysis.rounding import largest_remainder

DAY = 1440
ALL_DRAWN = {"exact_sets": [0] * 20}


def table(worths: Sequence[int]) -> Worth:
    """A game written out: the worth of the set with mask k is the k-th number."""
    return lambda players: worths[players]


def grouped(unions: Sequence[int]) -> list[list[int]]:
    """The players of every union, by the number that stands for it."""
    return [[i for i, union in enumerate(unions) if union == name] for name in sorted(set(unions))]


def fair(parts: Sequence[Share]) -> list[Fraction]:
    return [part.fair for part in parts]


# By hand: days of delay


def test_series_of_3_and_2_is_3_and_2_in_every_order() -> None:
    # One path, A +3 and B +2: v = 3a + 2b. Whoever comes second adds its own days again, so nothing depends on order.
    found = shares([[0], [1]], table([0, 3, 2, 5]))
    assert found.unions == found.players == (Share(3, 3, Fraction(3)), Share(2, 2, Fraction(2)))
    assert found.exact


def test_two_equal_parallel_delays_are_halved() -> None:
    # Two paths of equal length, A +5 on one and B +5 on the other: the first of an order adds 5, the second 0.
    found = shares([[0], [1]], table([0, 5, 5, 5]))
    assert found.unions == (Share(5, 0, Fraction(5, 2)),) * 2  # (5 + 0) / 2


def test_a_parallel_delay_of_6_that_had_3_days_of_float() -> None:
    # A +5 on the critical path, B +6 on one with 3 days of float: B alone is worth 3, both together 5.
    # Order AB: 5, 0. Order BA: B 3, A 2. A: (5 + 2) / 2 = 3.5; B: (0 + 3) / 2 = 1.5.
    found = shares([[0], [1]], table([0, 5, 3, 5]))
    assert found.unions == (Share(5, 2, Fraction(7, 2)), Share(3, 0, Fraction(3, 2)))


def test_three_equal_parallel_delays_are_halved_by_body() -> None:
    # A, B and C +6 each on three equal paths; A and B are one body's. Orders that keep A and B together: ABC, BAC, CAB,
    # CBA, so A first in 1 of 4, B in 1, C in 2: 1.5, 1.5, 3. Without the one body's two, C's 6 stay: but for 0.
    found = shares([[0, 1], [2]], table([0] + [6] * 7))
    assert fair(found.players) == [Fraction(3, 2), Fraction(3, 2), 3]
    assert found.unions == (Share(6, 0, Fraction(3)), Share(6, 0, Fraction(3)))


def paths_of_six_and_five(players: int) -> int:
    """A +4 and B +2 on one path, C +5 on an equal one: the longer of 4a + 2b and 5c."""
    a, b, c = (players >> k & 1 for k in range(3))
    return max(4 * a + 2 * b, 5 * c)


def test_two_paths_of_two_bodies() -> None:
    #         A  B  C            A  B  C
    # A B C:  4  2  0    C A B:  0  1  5
    # B A C:  4  2  0    C B A:  1  0  5
    # With A and B one body's: 9/4, 5/4, 10/4. v(ABC) = 6; without A max(2, 5) = 5, without B 5, without C 6.
    found = shares([[0, 1], [2]], paths_of_six_and_five)
    assert fair(found.players) == [Fraction(9, 4), Fraction(5, 4), Fraction(5, 2)]
    assert [one.but_for for one in found.players] == [1, 1, 0]
    assert found.unions == (Share(6, 1, Fraction(7, 2)), Share(5, 0, Fraction(5, 2)))


def test_the_reference_is_taken_off() -> None:
    """Worths are finishes, not delays: the same game from any origin has the same shares."""
    moved = shares([[0, 1], [2]], lambda s: 24_000_000 + paths_of_six_and_five(s))
    assert moved == shares([[0, 1], [2]], paths_of_six_and_five)


def test_no_change_and_one_change() -> None:
    assert shares([], lambda _: 7) == Shares((), ())
    one = (Share(-6, -6, Fraction(-6)),)
    assert shares([[0]], table([10, 4])) == Shares(one, one)


# Against brute force, and the axioms


def brute_force(worths: Sequence[int], unions: Sequence[int]) -> list[Fraction]:
    """By the definition: what each player adds, over every order that keeps every union together."""
    players = len(unions)
    sums, orders = [0] * players, 0
    for order in permutations(range(players)):
        if sum(unions[a] != unions[b] for a, b in pairwise(order)) != len(set(unions)) - 1:
            continue
        orders += 1
        reached = 0
        for i in order:
            sums[i] += worths[reached | 1 << i] - worths[reached]
            reached |= 1 << i
    return [Fraction(total, orders) for total in sums]


@st.composite
def games(draw: st.DrawFn, most: int = 7) -> tuple[list[int], list[int]]:
    """Any game of up to `most` players, with unions: not only games that a schedule could make."""
    players = draw(st.integers(1, most))
    size = 1 << players
    worths = draw(st.lists(st.integers(-(2**40), 2**40), min_size=size, max_size=size))
    return worths, draw(st.lists(st.integers(0, 6), min_size=players, max_size=players))


@settings(max_examples=40)
@example(([k * k % 31 - 9 for k in range(128)], [0, 1, 2, 3, 4, 5, 6]))  # all 5040 orders of seven accounts
@given(games())
def test_shares_are_those_of_all_orders(game: tuple[list[int], list[int]]) -> None:
    worths, unions = game
    groups, everyone = grouped(unions), len(worths) - 1
    found = shares(groups, table(worths))
    assert fair(found.players) == brute_force(worths, unions)
    for i, part in enumerate(found.players):
        assert part.alone == worths[1 << i] - worths[0]
        assert part.but_for == worths[everyone] - worths[everyone ^ 1 << i]
    for group, whole in zip(groups, found.unions, strict=True):
        mask = sum(1 << i for i in group)
        assert whole.fair == sum(found.players[i].fair for i in group)
        assert whole.alone == worths[mask] - worths[0]
        assert whole.but_for == worths[everyone] - worths[everyone ^ mask]
    assert sum(fair(found.unions)) == worths[-1] - worths[0]


@given(games(5), st.data())
def test_a_player_that_never_matters_has_nothing(game: tuple[list[int], list[int]], data: st.DataObject) -> None:
    worths, unions = game
    i = data.draw(st.integers(0, len(unions) - 1))
    idle = [worths[s & ~(1 << i)] for s in range(len(worths))]
    assert shares(grouped(unions), table(idle)).players[i] == Share(0, 0, Fraction(0))


@given(games(5), st.data())
def test_unions_that_do_the_same_share_alike(game: tuple[list[int], list[int]], data: st.DataObject) -> None:
    worths, _ = game
    players = len(worths).bit_length() - 1
    assume(players > 1)
    i, j = data.draw(st.permutations(range(players)))[:2]

    def alike(s: int) -> int:
        """The worth depends on how many of i and j are there, not on which."""
        both, others = (s >> i & 1) + (s >> j & 1), s & ~(1 << i | 1 << j)
        return worths[others | (1 << i if both else 0) | (1 << j if both == 2 else 0)]

    found = shares([[k] for k in range(players)], alike)
    assert found.unions[i] == found.unions[j]


@given(games(5), st.data())
def test_the_share_in_two_games_is_the_sum(game: tuple[list[int], list[int]], data: st.DataObject) -> None:
    first, unions = game
    second = data.draw(st.lists(st.integers(-999, 999), min_size=len(first), max_size=len(first)))
    both = [a + b for a, b in zip(first, second, strict=True)]
    one, other, summed = (fair(shares(grouped(unions), table(worths)).players) for worths in (first, second, both))
    assert summed == [a + b for a, b in zip(one, other, strict=True)]


@given(games(6), st.data())
def test_a_change_split_in_two_moves_no_other_account(game: tuple[list[int], list[int]], data: st.DataObject) -> None:
    """A body does not escape by being late twice: of the last player two are made, which only both have its worth."""
    worths, unions = game
    last = len(unions) - 1
    only_both = data.draw(st.booleans())

    def split(s: int) -> int:
        halves = s >> last & 3
        there = halves == 3 if only_both else halves > 0
        return worths[s & ((1 << last) - 1) | there << last]

    whole, again = shares(grouped(unions), table(worths)), shares(grouped([*unions, unions[last]]), split)
    assert again.unions == whole.unions
    others = [i for i in range(last) if unions[i] != unions[last]]
    assert [again.players[i] for i in others] == [whole.players[i] for i in others]


@pytest.mark.slow
@given(games(6), st.data())
def test_relabelled_players_keep_their_shares(game: tuple[list[int], list[int]], data: st.DataObject) -> None:
    worths, unions = game
    players = len(unions)
    old = data.draw(st.permutations(range(players)))  # the new player k is the old player old[k]
    again = shares(
        grouped([10 - unions[i] for i in old]),
        lambda s: worths[sum(1 << old[k] for k in range(players) if s >> k & 1)],
    )
    assert again.players == tuple(shares(grouped(unions), table(worths)).players[i] for i in old)


def test_each_set_is_asked_once_and_one_union_apart() -> None:
    asked: list[int] = []

    def worth(players: int) -> int:
        asked.append(players)
        return players.bit_count() ** 2

    shares([[k] for k in range(6)], worth)
    assert sorted(asked) == list(range(64))
    assert all((a ^ b).bit_count() == 1 for a, b in pairwise(asked))


# Drawn


def eight(players: int) -> int:
    """Eight changes on three paths, two of them with float, and a regain after all: minutes from 1000."""
    on = [players >> k & 1 for k in range(8)]
    paths = 7 * on[0] + 5 * on[1] + 4 * on[2], 11 * on[3] + 6 * on[4] - 2, 9 * on[5] + 8 * on[6] - 3
    return 1000 + max(0, *paths) - 4 * on[7]


BODIES = [[0, 1, 6], [2, 3], [4, 5], [7]]


@pytest.mark.parametrize("exact_unions", [15, 2])
def test_drawn_shares_are_near_the_exact_and_sum_to_the_move(exact_unions: int) -> None:
    exact = shares(BODIES, eight)
    for seed in range(5):
        drawn = shares(BODIES, eight, exact_unions=exact_unions, seed=seed, **ALL_DRAWN)
        assert not drawn.exact
        assert sum(fair(drawn.players)) == sum(fair(drawn.unions)) == eight(255) - eight(0)
        for one, true in zip(drawn.players, exact.players, strict=True):
            # Each of 80 figures within 5 standard errors of itself and its account: seeds do not change.
            assert abs(one.fair - true.fair) <= 5 * one.error + 0.2
            assert (one.alone, one.but_for) == (true.alone, true.but_for)
        if exact_unions == 15:
            assert drawn.unions == exact.unions
            for group, whole in zip(BODIES, exact.unions, strict=True):
                assert sum(drawn.players[i].fair for i in group) == whole.fair


def test_the_error_is_that_of_pairs_of_orders() -> None:
    # Two parallel delays of 5. An order and its reverse give each player 5 + 0: every pair has the mean 2.5, error 0.
    for one in shares([[0], [1]], table([0, 5, 5, 5]), exact_unions=0).unions:
        assert (one.fair, one.error) == (Fraction(5, 2), 0.0)
    # Three players, worth 6 for A with B but without C. Order and reverse; A's gains:
    #   ABC 0 and CBA 0;   BAC 6 and CAB 0;   ACB 0 and BCA 0.
    # So a pair has the mean 0 or 3 for A. Of n pairs m with 3: mean p = 3m/n, variance of the mean p (3 - p) / (n - 1).
    a = shares([[0], [1], [2]], table([0, 0, 0, 6, 0, 0, 0, 0]), exact_unions=0, seed=3).unions[0]
    assert 0 < a.fair < 3
    assert a.error == pytest.approx(float(a.fair * (3 - a.fair) / 999) ** 0.5)  # 6000 sets: 1000 pairs of three


def test_the_same_seed_draws_the_same_orders() -> None:
    first, again, other = (shares(BODIES, eight, seed=seed, **ALL_DRAWN) for seed in (7, 7, 8))
    assert first == again
    assert first != other


def test_a_set_is_asked_once_also_when_orders_are_drawn() -> None:
    asked: list[int] = []

    def worth(players: int) -> int:
        asked.append(players)
        return players.bit_count() ** 2

    shares([[k, k + 4, k + 8, k + 12, k + 16] for k in range(4)], worth, **ALL_DRAWN)
    assert len(asked) == len(set(asked))


def test_more_accounts_than_can_be_tried_are_drawn() -> None:
    # Sixteen in series: each has its own in any order, drawn or not, without an error.
    found = shares([[k] for k in range(16)], lambda s: sum(k + 1 for k in range(16) if s >> k & 1))
    assert fair(found.unions) == [*range(1, 17)]
    assert found.exact


def test_splitmix64_gives_the_published_words() -> None:
    """The first words for the seed 1234567, as the generator's test vectors have them (Rosetta Code, Splitmix64)."""
    assert list(islice(random_words(1234567), 5)) == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]


def test_input_that_is_no_game() -> None:
    for unions in ([[0], [0, 1]], [[0], [2]], [[0], []]):
        with pytest.raises(ValueError, match="not each player once"):
            shares(unions, lambda s: s)
    with pytest.raises(OverflowError):
        shares([[0], [1], [2]], lambda s: s << 60)


def test_fifteen_accounts_at_the_bound_of_exact_sums() -> None:
    """Series of fifteen: each has its own, whatever the size of the numbers; the time is printed, not judged."""
    own = [(k + 1) * (1 << 40) // 15 for k in range(15)]
    worths = [sum(own[k] for k in range(15) if s >> k & 1) for s in range(1 << 15)]
    asked = time.perf_counter()
    found = shares([[k] for k in range(15)], table(worths))
    print(f"shares {time.perf_counter() - asked:.2f} s")  # noqa: T201
    assert fair(found.unions) == fair(found.players) == own


# Whole units by name


def test_ties_go_by_size_then_by_name_wherever_they_stand() -> None:
    # 1.5 and 1.5 in 3: equal, so the first by name. 2.5 and 0.5 in 3: the larger, wherever it stands.
    assert apportioned([("b", 2160), ("a", 2160)], 3, DAY) == {"b": 1, "a": 2}
    assert apportioned([("a", 720), ("b", 3600)], 3, DAY) == {"a": 0, "b": 3}
    assert apportioned([("b", 3600), ("a", 720)], 3, DAY) == {"a": 0, "b": 3}


# Whole days


def test_half_days_by_hand() -> None:
    # 2.5 and 2.5 days in 5: floors 2 and 2, one left, equal remainders: the earlier has it.
    assert largest_remainder([3600, 3600], 5, DAY) == (3, 2)
    # 3.5, 1.5 and 0.9 in 6: floors 3, 1, 0; two left; remainders .5, .5, .9.
    assert largest_remainder([Fraction(7, 2), Fraction(3, 2), Fraction(9, 10)], 6, 1) == (4, 1, 1)
    # 5.5 and -2.5 in 3: floors 5 and -3, one left, equal remainders: 6 and -3.
    assert largest_remainder([7920, -3600], 3, DAY) == (6, -3)
    # -0.2, 2.6 and 0.6 in 3: floors -1, 2, 0; two left; remainders .8, .6, .6.
    assert largest_remainder([-288, 3744, 864], 3, DAY) == (0, 3, 0)


def test_a_total_that_is_not_the_sum_of_the_parts() -> None:
    assert largest_remainder([2 * DAY, 0, 3 * DAY], 6, DAY) == (2, 0, 4)  # 1 in proportion 2:3, 0.4 and 0.6
    assert largest_remainder([2 * DAY, 0, 3 * DAY], 3, DAY) == (1, 0, 2)  # -2 in proportion: -0.8 and -1.2
    # 0.2 and 5.5 in 4: floors 0 and 5; one too many, of 5.7 days 0.2 and 5.5: the large part bears it, no sign turns.
    assert largest_remainder([288, 7920], 4, DAY) == (0, 4)
    # 5.5, 5.5 and 0.5 in 14: ceilings 6, 6, 1; one missing, remainders of it 5.5, 5.5 and 0.5 of 11.5: the first.
    assert largest_remainder([7920, 7920, 720], 14, DAY) == (7, 6, 1)
    assert largest_remainder([0, 0, 0], 2, DAY) == (1, 1, 0)
    assert largest_remainder([0, 0], -3, DAY) == (-1, -2)  # -1.5 and -1.5: floors -2 and -2, one left for the earlier
    assert largest_remainder([0, 0], 0, DAY) == (0, 0)
    assert largest_remainder([], 0, DAY) == ()


def test_units_that_cannot_be_given() -> None:
    with pytest.raises(ValueError, match="no parts"):
        largest_remainder([], 1, DAY)
    with pytest.raises(ValueError, match="unit of 0"):
        largest_remainder([1], 1, 0)


MINUTES = st.lists(st.one_of(st.just(0), st.integers(-20_000, 20_000)), min_size=1, max_size=12)


@given(MINUTES, st.integers(-4, 4), st.sampled_from([1, 7, DAY]))
def test_whole_units_sum_and_stay_near_their_parts(parts: list[int], off: int, unit: int) -> None:
    total = floor(Fraction(sum(parts), unit)) + off
    given_out = largest_remainder(parts, total, unit)
    assert sum(given_out) == total
    below, above = [floor(Fraction(part, unit)) for part in parts], [ceil(Fraction(part, unit)) for part in parts]
    if sum(below) <= total <= sum(above):
        assert all(low <= units <= high for low, units, high in zip(below, given_out, above, strict=True))
        shortfalls = [
            (Fraction(part, unit) - low, units - low) for part, low, units in zip(parts, below, given_out, strict=True)
        ]
        least_raised = min((short for short, up in shortfalls if up), default=Fraction(1))
        assert all(short <= least_raised for short, up in shortfalls if not up)
    elif total > sum(above):
        assert all(units >= high for units, high in zip(given_out, above, strict=True))
    else:
        assert all(units <= low for units, low in zip(given_out, below, strict=True))
    if any(parts):
        assert not any(units for part, units in zip(parts, given_out, strict=True) if not part)
    else:
        assert max(given_out) - min(given_out) <= 1
