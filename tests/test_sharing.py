"""Shares of a move: hand arithmetic, brute force over orders, the axioms of both values, whole days that sum."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import islice, pairwise, permutations
from math import ceil, floor

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from schedule.analysis.move.sharing import (
    Share,
    Worth,
    concurrent,
    random_words,
    regaining,
    share,
)
from schedule.analysis.rounding import largest_remainder

DAY = 1440
AVERAGES = "shapley", "owen"


def table(worths: Sequence[int]) -> Worth:
    """A game written out: the worth of the set with mask k is the k-th number."""
    return lambda players: worths[players]


def has(players: int, *names: str) -> list[int]:
    """1 for each of the players A, B, C, … that is in the set."""
    return [players >> "ABCDE".index(name) & 1 for name in names]


def figures(parts: Sequence[Share], name: str) -> list[Fraction]:
    return [Fraction(getattr(part, name)) for part in parts]


# By hand: days of delay; every player is a body of its own unless said


def test_series_of_3_and_2_is_3_and_2_in_every_order() -> None:
    # One path, A +3 and B +2: v = 3a + 2b. Whoever comes second adds its own days again, so nothing depends on order.
    a, b = share(2, table([0, 3, 2, 5]), [0, 1])
    assert a == Share(3, 3, 3, 3, Fraction(3), Fraction(3))
    assert b == Share(2, 2, 2, 2, Fraction(2), Fraction(2))
    assert (a.error, a.owen_error, a.exact) == (0.0, 0.0, True)
    assert concurrent(5, (a, b)) == 0


def test_two_equal_parallel_delays_are_concurrent_and_halved() -> None:
    # Two paths of equal length, A +5 on one and B +5 on the other: the first of an order adds 5, the second 0.
    parts = share(2, table([0, 5, 5, 5]), [0, 1])
    for one in parts:
        assert (one.alone, one.but_for, one.least, one.most) == (5, 0, 0, 5)
        assert one.shapley == one.owen == Fraction(5, 2)  # (5 + 0) / 2
    assert concurrent(5, parts) == 5  # 5 - (0 + 0)


def test_a_parallel_delay_of_6_that_had_3_days_of_float() -> None:
    # A +5 on the critical path, B +6 on one with 3 days of float: B alone is worth 3, both together 5.
    # Order AB: 5, 0. Order BA: B 3, A 2. A: (5 + 2) / 2 = 3.5; B: (0 + 3) / 2 = 1.5.
    a, b = share(2, table([0, 5, 3, 5]), [0, 1])
    assert (a.alone, a.but_for, a.least, a.most, a.shapley) == (5, 2, 2, 5, Fraction(7, 2))
    assert (b.alone, b.but_for, b.least, b.most, b.shapley) == (3, 0, 0, 3, Fraction(3, 2))
    assert concurrent(5, (a, b)) == 3  # 5 - (2 + 0)


def test_owen_of_three_equal_parallel_delays_halves_by_body() -> None:
    # A, B and C +6 each on three equal paths; A and B are one body's. First of an order: 6, others 0. Orders that keep
    # A and B together: ABC, BAC, CAB, CBA, so A first in 1 of 4, B in 1, C in 2: 1.5, 1.5, 3. Shapley: 6 / 3 each.
    parts = share(3, table([0] + [6] * 7), [4, 4, 9])
    assert figures(parts, "owen") == [Fraction(3, 2), Fraction(3, 2), 3]
    assert figures(parts, "shapley") == [2, 2, 2]


def paths_of_six_and_five(players: int) -> int:
    """A +4 and B +2 on one path, C +5 on an equal one: the longer of 4a + 2b and 5c."""
    a, b, c = has(players, "A", "B", "C")
    return max(4 * a + 2 * b, 5 * c)


def test_owen_and_shapley_of_two_paths() -> None:
    #         A  B  C            A  B  C
    # A B C:  4  2  0    A C B:  4  1  1
    # B A C:  4  2  0    B C A:  1  2  3
    # C A B:  0  1  5
    # C B A:  1  0  5
    # Owen, with A and B one body's, over the left column only: 9/4, 5/4, 10/4. Shapley over all six: 14/6, 8/6, 14/6.
    parts = share(3, paths_of_six_and_five, [0, 0, 1])
    assert figures(parts, "owen") == [Fraction(9, 4), Fraction(5, 4), Fraction(5, 2)]
    assert figures(parts, "shapley") == [Fraction(7, 3), Fraction(4, 3), Fraction(7, 3)]
    assert [(one.least, one.most) for one in parts] == [(0, 4), (0, 2), (0, 5)]
    # v(ABC) = 6; without A max(2, 5) = 5, without B max(4, 5) = 5, without C 6: but for 1, 1, 0, concurrent 6 - 2.
    assert [one.but_for for one in parts] == [1, 1, 0]
    assert concurrent(6, parts) == 4


def test_the_reference_is_taken_off() -> None:
    """Worths are finishes, not delays: the same game from any origin has the same shares."""
    assert share(3, lambda s: 24_000_000 + paths_of_six_and_five(s), [0, 0, 1]) == share(
        3, paths_of_six_and_five, [0, 0, 1]
    )


def test_no_change_and_one_change() -> None:
    assert share(0, lambda _: 7, []) == ()
    assert share(1, table([10, 4]), [3]) == (Share(-6, -6, -6, -6, Fraction(-6), Fraction(-6)),)


# Concurrent delay and regained time


def test_a_regain_on_the_delayed_path_is_not_concurrent_delay() -> None:
    # A +5 and B -3 on one path, beside an equal path that nothing changes: v(A) = 5, v(B) = 0 (the other path holds),
    # v(AB) = 2. But for A: 2 - 0 = 2; but for B: 2 - 5 = -3. One delay only: nothing is concurrent.
    parts = share(2, table([0, 5, 0, 2]), [0, 1])
    assert [one.but_for for one in parts] == [2, -3]
    assert concurrent(2, parts) == 0
    assert regaining(parts) == 0b10
    assert concurrent(2, parts, 0) == 0  # v(B) - v() = 0: what the delays made is 2, and A's but-for is 2


def test_two_regains_that_need_each_other_are_not_concurrent_delay() -> None:
    # A and B -3 on two equal paths, C +5 after both: v = 5c - 3ab. For v(ABC) = 2: but for A and B -3 each, for C 5.
    parts = share(3, lambda s: 5 * has(s, "C")[0] - 3 * (s & 1) * (s >> 1 & 1), [0, 1, 2])
    assert [one.but_for for one in parts] == [-3, -3, 5]
    assert concurrent(2, parts) == 0


def test_parallel_delays_partly_regained_after_them() -> None:
    # A and B +5 on equal paths, C -2 after both: v = 5 max(a, b) - 2c = 3. But for: 0, 0, -2. No single change would
    # take away any of the 3; before C made up for 2 the delays were 5.
    def game(players: int) -> int:
        a, b, c = has(players, "A", "B", "C")
        return 5 * max(a, b) - 2 * c

    parts = share(3, game, [0, 1, 2])
    assert [one.but_for for one in parts] == [0, 0, -2]
    assert concurrent(3, parts) == 3
    assert regaining(parts) == 0b100
    assert concurrent(3, parts, game(regaining(parts)) - game(0)) == 5


@pytest.mark.parametrize("won", [4, 5, 9])
def test_parallel_delays_are_concurrent_however_much_is_won_back_after_them(won: int) -> None:
    # A and B +5 in parallel, C -4, -5 or -9 after both: v = 1, 0 or -4. Taking out A or B alone saves nothing, both 5.
    parts = share(3, lambda s: 5 * (s & 3 > 0) - won * (s >> 2), [0, 1, 2])
    assert [one.but_for for one in parts] == [0, 0, -won]
    assert concurrent(5 - won, parts) == max(0, 5 - won)
    assert concurrent(5 - won, parts, -won) == 5


def test_where_nothing_was_lost_nothing_is_concurrent() -> None:
    # A +5 and C -5 on one path, beside an equal one that stays: v = 0 with both, 0 with C alone, 5 with A alone.
    parts = share(2, table([0, 5, 0, 0]), [0, 1])
    assert regaining(parts) == 0b10
    assert concurrent(0, parts, 0) == 0
    parts = share(2, table([0, -3, -4, -7]), [0, 1])  # both early
    assert concurrent(-7, parts, -7) == 0


# Against brute force, and the axioms


def mean_gains(worths: Sequence[int], players: int, keep: Callable[[tuple[int, ...]], bool]) -> list[Fraction]:
    """By the definition: what each player adds, over every order that is kept."""
    sums, orders = [0] * players, 0
    for order in permutations(range(players)):
        if not keep(order):
            continue
        orders += 1
        reached = 0
        for i in order:
            sums[i] += worths[reached | 1 << i] - worths[reached]
            reached |= 1 << i
    return [Fraction(total, orders) for total in sums]


def together(unions: Sequence[int]) -> Callable[[tuple[int, ...]], bool]:
    """Whether an order keeps every union together: it changes union one time fewer than there are unions."""

    def keep(order: tuple[int, ...]) -> bool:
        changes = sum(unions[a] != unions[b] for a, b in pairwise(order))
        return changes == len(set(unions)) - 1

    return keep


@st.composite
def games(draw: st.DrawFn, most: int = 7) -> tuple[int, list[int], list[int]]:
    """Any game of up to `most` players, with unions: not only games that a schedule could make."""
    players = draw(st.integers(1, most))
    size = 1 << players
    worths = draw(st.lists(st.integers(-(2**40), 2**40), min_size=size, max_size=size))
    return players, worths, draw(st.lists(st.integers(0, 3), min_size=players, max_size=players))


@settings(max_examples=40)
@example((7, [k * k % 31 - 9 for k in range(128)], [0, 1, 0, 2, 2, 2, 1]))  # all 5040 orders
@given(games())
def test_exact_shares_are_those_of_all_orders(game: tuple[int, list[int], list[int]]) -> None:
    players, worths, unions = game
    parts = share(players, table(worths), unions)
    assert figures(parts, "shapley") == mean_gains(worths, players, lambda _: True)
    assert figures(parts, "owen") == mean_gains(worths, players, together(unions))
    for i, part in enumerate(parts):
        gains = [worths[s | 1 << i] - worths[s] for s in range(1 << players) if not s >> i & 1]
        assert (part.least, part.most) == (min(gains), max(gains))
        assert (part.alone, part.but_for) == (gains[0], gains[-1])  # the empty set comes first, all others last


@given(games())
def test_shares_sum_to_the_move(game: tuple[int, list[int], list[int]]) -> None:
    players, worths, unions = game
    parts = share(players, table(worths), unions)
    for average in AVERAGES:
        assert sum(figures(parts, average)) == worths[-1] - worths[0]


@given(games(5), st.data())
def test_a_player_that_never_matters_has_nothing(game: tuple[int, list[int], list[int]], data: st.DataObject) -> None:
    players, worths, unions = game
    i = data.draw(st.integers(0, players - 1))
    idle = [worths[s & ~(1 << i)] for s in range(1 << players)]
    part = share(players, table(idle), unions)[i]
    assert part == Share(0, 0, 0, 0, Fraction(0), Fraction(0))


@given(games(5), st.data())
def test_players_that_do_the_same_share_alike(game: tuple[int, list[int], list[int]], data: st.DataObject) -> None:
    players, worths, unions = game
    assume(players > 1)
    i, j = data.draw(st.permutations(range(players)))[:2]

    def alike(s: int) -> int:
        """The worth depends on how many of i and j are there, not on which."""
        both, others = (s >> i & 1) + (s >> j & 1), s & ~(1 << i | 1 << j)
        return worths[others | (1 << i if both else 0) | (1 << j if both == 2 else 0)]

    parts = share(players, alike, unions)
    assert parts[i].shapley == parts[j].shapley
    if unions[i] == unions[j]:
        assert parts[i] == parts[j]


@given(games(5), st.data())
def test_the_share_in_two_games_is_the_sum(game: tuple[int, list[int], list[int]], data: st.DataObject) -> None:
    players, first, unions = game
    second = data.draw(st.lists(st.integers(-999, 999), min_size=len(first), max_size=len(first)))
    one, other = (share(players, table(worths), unions) for worths in (first, second))
    both = share(players, table([a + b for a, b in zip(first, second, strict=True)]), unions)
    for average in AVERAGES:
        assert figures(both, average) == [
            a + b for a, b in zip(figures(one, average), figures(other, average), strict=True)
        ]


@given(games(6))
def test_owen_is_shapley_where_unions_say_nothing(game: tuple[int, list[int], list[int]]) -> None:
    players, worths, _ = game
    for unions in (list(range(players)), [5] * players):
        parts = share(players, table(worths), unions)
        assert figures(parts, "owen") == figures(parts, "shapley")


@given(games(6))
def test_unions_share_as_single_players_would(game: tuple[int, list[int], list[int]]) -> None:
    """Owen's quotient game: what the members of a union get is the union's Shapley value among unions."""
    players, worths, unions = game
    names = sorted(set(unions))
    members = [sum(1 << i for i in range(players) if unions[i] == name) for name in names]
    quotient = share(len(names), lambda s: worths[sum(m for k, m in enumerate(members) if s >> k & 1)], names)
    parts = share(players, table(worths), unions)
    for k, name in enumerate(names):
        assert sum(parts[i].owen for i in range(players) if unions[i] == name) == quotient[k].shapley


@given(games(6), st.data())
def test_relabelled_players_keep_their_shares(game: tuple[int, list[int], list[int]], data: st.DataObject) -> None:
    players, worths, unions = game
    old = data.draw(st.permutations(range(players)))  # the new player k is the old player old[k]
    again = share(
        players,
        lambda s: worths[sum(1 << old[k] for k in range(players) if s >> k & 1)],
        [10 - unions[i] for i in old],
    )
    parts = share(players, table(worths), unions)
    assert again == tuple(parts[i] for i in old)


def test_each_set_is_asked_once_and_one_player_apart() -> None:
    asked: list[int] = []

    def worth(players: int) -> int:
        asked.append(players)
        return players.bit_count() ** 2

    share(6, worth, [0, 0, 1, 1, 2, 2])
    assert sorted(asked) == list(range(64))
    assert all((a ^ b).bit_count() == 1 for a, b in pairwise(asked))


# Sampled


def eight(players: int) -> int:
    """Eight changes on three paths, two of them with float, and a regain after all: minutes from 1000."""
    on = [players >> k & 1 for k in range(8)]
    paths = 7 * on[0] + 5 * on[1] + 4 * on[2], 11 * on[3] + 6 * on[4] - 2, 9 * on[5] + 8 * on[6] - 3
    return 1000 + max(0, *paths) - 4 * on[7]


BODIES = [0, 0, 1, 1, 2, 2, 0, 3]


def test_the_sampled_shares_are_near_the_exact_and_sum_to_the_move() -> None:
    exact = share(8, eight, BODIES)
    for seed in range(5):
        drawn = share(8, eight, BODIES, exact_up_to=7, samples=1000, seed=seed)
        for average, error in (("shapley", "error"), ("owen", "owen_error")):
            assert sum(figures(drawn, average)) == eight(255) - eight(0)
            for one, true in zip(drawn, exact, strict=True):
                # Each of 80 figures within 4 standard errors: one run in 200 would fail, and seeds do not change.
                assert abs(getattr(one, average) - getattr(true, average)) <= 4 * getattr(one, error)
        assert any(one.error for one in drawn)
        assert any(one.shapley != true.shapley for one, true in zip(drawn, exact, strict=True))
        for one, true in zip(drawn, exact, strict=True):
            assert not one.exact
            assert (one.alone, one.but_for) == (true.alone, true.but_for)
            assert true.least <= one.least <= min(one.alone, one.but_for)
            assert max(one.alone, one.but_for) <= one.most <= true.most


def test_the_error_is_that_of_pairs_of_orders() -> None:
    # Two parallel delays of 5. An order and its reverse give each player 5 + 0: every pair has the mean 2.5, error 0.
    for one in share(2, table([0, 5, 5, 5]), [0, 1], exact_up_to=0, samples=4):
        assert (one.shapley, one.error) == (Fraction(5, 2), 0.0)
    # Three players, worth 6 for A with B but without C. Order and reverse; A's gains, B's gains:
    #   ABC 0, 6 and CBA 0, 0;   BAC 6, 0 and CAB 0, 0;   ACB 0, 0 and BCA 0, 0.
    # So a pair has the mean 0 or 3 for A. Of n pairs m with 3: mean p = 3m/n, variance of the mean p (3 - p) / (n - 1).
    only_a_and_b = table([0, 0, 0, 6, 0, 0, 0, 0])
    a = share(3, only_a_and_b, [0, 1, 2], exact_up_to=0, samples=60, seed=3)[0]
    assert (a.shapley * 10).denominator == 1  # 30 pairs: p is m / 10
    assert 0 < a.shapley < 3
    assert a.error == pytest.approx(float(a.shapley * (3 - a.shapley) / 29) ** 0.5)


def test_the_error_falls_with_the_root_of_the_samples() -> None:
    few, many = (share(8, eight, BODIES, exact_up_to=0, samples=samples) for samples in (200, 5000))
    for one, other in zip(few[:7], many[:7], strict=True):  # 25 times as many orders: a fifth of the error
        assert 3 < one.error / other.error < 8
    assert few[7].error == few[7].owen_error == 0  # the regain is worth -4 in every order


def test_the_same_seed_draws_the_same_orders() -> None:
    first, again, other = (share(8, eight, BODIES, exact_up_to=0, samples=100, seed=seed) for seed in (7, 7, 8))
    assert first == again
    assert first != other


def test_samples_are_rounded_up_to_pairs_of_orders() -> None:
    five, six, four = (share(8, eight, BODIES, exact_up_to=0, samples=samples) for samples in (5, 6, 4))
    assert five == six != four


def test_sampled_bounds_hold_what_was_seen_and_the_ends() -> None:
    # A adds 9 after B alone and takes 9 away after C alone, else nothing: seen only in the midst of an order.
    a = share(3, table([0, 0, 0, 9, 9, 0, 0, 0]), [0, 1, 2], exact_up_to=0, samples=60)[0]
    assert (a.alone, a.but_for, a.least, a.most) == (0, 0, -9, 9)
    # Of 20 players A adds 7 as the very first and takes 5 away as the very last; four orders hardly have it there.
    ends = {1: 7, (1 << 20) - 2: 5}
    for sign, bounds in ((1, (-5, 7)), (-1, (-7, 5))):
        a = share(20, lambda s, sign=sign: sign * ends.get(s, 0), [0] * 20, samples=4)[0]  # type: ignore[misc]
        assert (a.least, a.most) == bounds
        assert a.shapley == 0  # no order that was drawn has it there


def test_a_set_is_asked_once_also_when_orders_are_sampled() -> None:
    asked: list[int] = []

    def worth(players: int) -> int:
        asked.append(players)
        return players.bit_count() ** 2

    share(20, worth, [k % 4 for k in range(20)], samples=50)
    assert len(asked) == len(set(asked)) <= 2 * 20 * 52


def test_sampled_owen_keeps_unions_together() -> None:
    # 16 players of four bodies; only the first body's changes count, and only all together: 4 of them, worth 12. Kept
    # together, no order lets anybody else add anything, and the body's shares sum to 12.
    parts = share(16, lambda s: 12 * (s & 15 == 15), [k // 4 for k in range(16)], samples=200)
    assert sum(one.owen for one in parts[:4]) == 12
    assert figures(parts[4:], "owen") == [0] * 12
    # Worth 12 once the eight changes of the first two bodies are there: the later of the two bodies gets all. An order
    # and its reverse give each of them 12 once, so exactly 6 a body; who in the body, only the draw says.
    parts = share(16, lambda s: 12 * (s & 255 == 255), [k // 4 for k in range(16)], samples=200)
    assert sum(one.owen for one in parts[:4]) == sum(one.owen for one in parts[4:8]) == 6
    assert parts[0].owen_error > 0


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
    with pytest.raises(ValueError, match="2 unions for 3 players"):
        share(3, lambda s: s, [0, 1])
    with pytest.raises(ValueError, match="3 samples"):
        share(3, lambda s: s, [0, 1, 2], exact_up_to=2, samples=3)
    with pytest.raises(OverflowError):
        share(3, lambda s: s << 60, [0, 1, 2])


def test_fifteen_changes_at_the_bound_of_exact_sums() -> None:
    """Series of fifteen: each has its own, whatever the size of the numbers; the time is printed, not judged."""
    own = [(k + 1) * (1 << 40) // 15 for k in range(15)]
    begun = time.perf_counter()
    worths = [sum(own[k] for k in range(15) if s >> k & 1) for s in range(1 << 15)]
    asked = time.perf_counter()
    parts = share(15, table(worths), [k % 5 for k in range(15)])
    print(f"worths {asked - begun:.2f} s, shares {time.perf_counter() - asked:.2f} s")  # noqa: T201
    assert figures(parts, "shapley") == figures(parts, "owen") == own


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
