"""What money is left, when, and for what: against counting instant by instant, and against every way to pay."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from networks import OFFICE, at

from schedule.calendars.compile import compile_calendar
from schedule.calendars.worktime import DAY, start_day
from schedule.engine.purse import Pot, Purse, Use, due_parts, first_reaching, left_from, overdrawn
from schedule.engine.purse import at as by_then
from schedule.model import ANY_PURPOSE, Arrival, Commitment, Due, Funds, Tranche

LAST = 12
payments = st.lists(st.tuples(st.integers(0, LAST), st.integers(1, 9)), max_size=5).map(sorted)


def sum_by(found: list[tuple[int, int]], instant: int) -> int:
    return sum(amount for when, amount in found if when <= instant)


@given(payments, payments, payments, st.integers(0, LAST))
def test_what_is_left_is_the_least_of_all_instants(
    money: list[tuple[int, int]], facts: list[tuple[int, int]], planned: list[tuple[int, int]], since: int
) -> None:
    """Where facts have used more than there is nothing is left, and no debt is handed on to what is planned."""
    left = min(
        max(0, sum_by(money, instant) - sum_by(facts, instant)) - sum_by(planned, instant)
        for instant in range(since, LAST + 2)
    )
    assert left_from(Pot(frozenset(), frozenset(), tuple(money)), facts, planned, since) == left


def test_what_comes_and_is_used_at_one_instant_is_weighed_together() -> None:
    """Seven come at 4, of which five are used then and two more at 6; at the instant itself nothing counts twice."""
    pot = Pot(frozenset(), frozenset(), ((4, 7),))
    assert [left_from(pot, [], [(4, 5), (6, 2)], since) for since in (3, 4, 6)] == [0, 0, 0]
    assert [left_from(pot, [(4, 3)], [(6, 2)], since) for since in (4, 5, 6)] == [2, 2, 2]
    assert left_from(pot, [(4, 3)], [], 3) == 0
    assert left_from(pot, [(4, 9)], [(5, 1)], 4) == -1


@given(payments, payments)
def test_more_is_used_than_there_was_each_time_that_it_becomes_more(
    money: list[tuple[int, int]], facts: list[tuple[int, int]]
) -> None:
    told, most = [], 0
    for instant in range(LAST + 1):
        missing = sum_by(facts, instant) - sum_by(money, instant)
        if missing > most:
            told.append((instant, missing))
            most = missing
    assert overdrawn(Pot(frozenset(), frozenset(), tuple(money)), facts) == tuple(told)


@given(payments, st.integers(1, 30))
def test_the_first_instant_that_reaches_an_amount(money: list[tuple[int, int]], amount: int) -> None:
    reached = [instant for instant in range(LAST + 1) if sum_by(money, instant) >= amount]
    assert first_reaching(money, amount) == (reached[0] if reached else None)
    assert [by_then(money, instant) for instant in (0, 5, LAST)] == [sum_by(money, instant) for instant in (0, 5, LAST)]


def tranche(name: str, *coming: tuple[int, Fraction | int], serves: tuple[str, ...] = (ANY_PURPOSE,)) -> Tranche:
    arrivals = tuple(Arrival(instant, Fraction(amount)) for instant, amount in coming)
    return Tranche(name, sum((one.amount for one in arrivals), Fraction(0)), arrivals=arrivals, serves=serves)


def purse(*tranches: Tranche, uses: tuple[tuple[int | Fraction, str], ...]) -> Purse:
    funds = Funds({one.id: one for one in tranches})
    return Purse(funds, [Commitment(Fraction(amount), purpose) for amount, purpose in uses])


LABELS = ("roads", "water", "green")
serving = st.sets(st.sampled_from(LABELS), min_size=1).map(lambda labels: tuple(sorted(labels)))


@given(
    st.lists(st.tuples(serving, st.integers(0, 5)), min_size=1, max_size=4),
    st.lists(st.tuples(st.sampled_from(LABELS), st.integers(1, 5)), min_size=1, max_size=3),
)
def test_the_pots_say_whether_there_is_a_way_to_pay(
    money: list[tuple[tuple[str, ...], int]], uses: list[tuple[str, int]]
) -> None:
    """Hall's condition against every way to take each use, one by one, from what serves it."""
    tranches = [tranche(f"t{k}", (0, amount), serves=serves) for k, (serves, amount) in enumerate(money)]
    made = purse(*tranches, uses=tuple((amount, label) for label, amount in uses))
    enough = all(
        sum(amount for label, amount in uses if label in pot.labels) <= by_then(pot.money, 0) for pot in made.pots
    )
    units = sorted(label for label, amount in uses for _ in range(amount))

    @cache
    def payable(k: int, left: tuple[int, ...]) -> bool:
        if k == len(units):
            return True
        return any(
            payable(k + 1, (*left[:j], left[j] - 1, *left[j + 1 :]))
            for j, (serves, _) in enumerate(money)
            if left[j] and units[k] in serves
        )

    assert enough is payable(0, tuple(amount for _, amount in money))


def test_amounts_are_whole_parts_of_the_unit() -> None:
    """A third and a quarter have twelfths in common; what has no whole part is rounded up."""
    made = purse(tranche("a", (3, Fraction(1, 3)), (1, 2)), uses=((Fraction(1, 4), ANY_PURPOSE),))
    assert (made.scale, made.scaled(Fraction(1, 4)), made.scaled(Fraction(1, 5)), made.plain(9)) == (
        12,
        3,
        3,
        Fraction(3, 4),
    )
    assert made.usable(()) == made.usable((ANY_PURPOSE,)) == ((1, 24), (3, 4))


def test_what_serves_a_purpose_and_what_brought_it_last() -> None:
    made = purse(
        tranche("a", (10, 1), (20, 1), serves=("roads",)),
        tranche("b", (20, 1), serves=("water",)),
        tranche("c", (20, 1), (30, 1), serves=("roads", "water")),
        uses=((1, "roads"), (1, "water")),
    )
    assert made.usable(("roads",)) == ((10, 1), (20, 1), (20, 1), (30, 1))
    assert made.usable(("water",)) == ((20, 1), (20, 1), (30, 1))
    pots = sorted((len(pot.labels), sorted(pot.labels), len(pot.money)) for pot in made.of_label("roads"))
    assert [(labels, count) for _, labels, count in pots] == [
        (["roads"], 4),
        (["roads", "water"], 5),
    ]
    # After one instant, and by another with itself; of several at once all, in the order of the plan.
    asked = [("roads", 10, 20), ("roads", 20, 29), ("roads", 9, 10), ("roads", 20, 30), ("water", 0, 25)]
    told = [made.brought_by(made.serving((purpose,)), since, until) for purpose, since, until in asked]
    assert told == [("a", "c"), (), ("a",), ("c",), ("b", "c")]
    assert made.brought_by(made.serving(()), 10, 20) == ("a", "b", "c")


MONDAY = at("2014-04-07")
WEEK = compile_calendar(OFFICE, {}, start_day(MONDAY), start_day(MONDAY + 30 * DAY))


@pytest.mark.parametrize(
    ("when", "parts"),
    [
        (Due.START, [("07 13:00", 10)]),
        (Due.FINISH, [("09 10:00", 10)]),
        # Four, eight and two of fourteen hours: by the evenings 2.86, 8.57 and all of ten, in whole parts from below.
        (Due.LINEAR, [("07 13:00", 3), ("08 00:00", 6), ("09 00:00", 1)]),
    ],
)
def test_when_how_much_is_due(when: Due, parts: list[tuple[str, int]]) -> None:
    found = due_parts(Commitment(Fraction(10), "roads", when), 10, at("2014-04-07 13:00"), at("2014-04-09 10:00"), WEEK)
    assert found == [Use(at(f"2014-04-{day}"), amount, "roads") for day, amount in parts]


def test_what_takes_no_work_is_paid_at_once_and_a_day_off_costs_nothing() -> None:
    """From Friday's four o'clock to Monday's nine: an hour and an hour, with a week's end between."""
    linear = Commitment(Fraction(4), "roads", Due.LINEAR)
    begin = at("2014-04-11 16:00")
    assert due_parts(linear, 4, begin, begin, WEEK) == [Use(begin, 4, "roads")]
    over = due_parts(linear, 4, begin, at("2014-04-14 09:00"), WEEK)
    assert over == [Use(begin, 2, "roads"), Use(at("2014-04-14"), 2, "roads")]
    assert due_parts(linear, 1, begin, at("2014-04-14 09:00"), WEEK) == [Use(begin, 1, "roads")]
