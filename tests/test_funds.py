"""Dates that money holds: the law's worked example and its variants, and what must be so of any plan.

Every expected day is counted by hand, or by a simulator that goes day by day, or by trying every order of tasks.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import permutations

import networks
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedule.analysis.dates.reasons import reasons
from schedule.calendars.worktime import DAY
from schedule.engine.compute import compute
from schedule.engine.funding import Refunding, with_undated
from schedule.engine.joint import joined
from schedule.engine.schedule import Reason, Schedule
from schedule.engine.state import as_of, by_logic
from schedule.engine.variation import Variation, recomputed
from schedule.files.plans.plan import read_plan
from schedule.model import Commitment, Constraint, ConstraintKind, Funds, Project, State, Status, Threshold, Tranche
from schedule.output.words.explanation import explanation
from schedule.output.words.phrases import voice_of

START = "2016-03-01"
EXAMPLE = """
  A: {name: 道路, duration: 2cd, commits: {amount: 4}}
  B: {name: 管网, duration: 3cd, after: [A], commits: {amount: 3}}
  C: {name: 框架, duration: 6cd, commits: {amount: 5}}
  D: {name: 屋面, duration: 1cd, after: [C]}
"""


def state_of(tranches: str, tasks: str, start: str = START, more: str = "") -> State:
    text = f"daopai: 1\nproject: {{name: 园区, start: {start}, calendar: calendar-days}}\n{more}"
    text += f"funds: {{unit: 万元, tranches: {{{tranches}}}}}\ntasks:{tasks}"
    plan, faults = read_plan(text.encode(), "plan.yaml")
    assert plan is not None
    assert not faults, [str(one) for one in faults]
    return as_of(Project(plan), plan.start)


def day(number: int) -> str:
    return str(date.fromisoformat(START) + timedelta(days=number))


def days(schedule: Schedule) -> dict[str, tuple[int, int]]:
    first = schedule.state.plan.start
    return {name: ((one.start - first) // DAY, (one.finish - first) // DAY) for name, one in schedule.tasks.items()}


def told(schedule: Schedule) -> dict[str, tuple[object, ...]]:
    """All that a schedule says of each task, to the minute."""
    return {
        name: (
            *(one.start, one.finish, one.early_start, one.early_finish, one.late_start, one.late_finish),
            *(one.total_float, one.free_float, one.critical, one.longest_path, one.early_bound, one.late_bound),
            *(one.latest, one.driving),
        )
        for name, one in schedule.tasks.items()
    }


def example(second: int | None) -> Schedule:
    forecast = "" if second is None else f", expected: {day(second)}"
    return compute(state_of(f"first: {{amount: 5, in_place: {START}}}, second: {{amount: 7{forecast}}}", EXAMPLE))


def test_the_example_of_the_law_takes_nine_days_and_seven_without_money() -> None:
    schedule = example(4)
    assert days(schedule) == {"C": (0, 6), "A": (4, 6), "D": (6, 7), "B": (6, 9)}
    assert days(compute(by_logic(schedule.state))) == {"A": (0, 2), "C": (0, 6), "B": (2, 5), "D": (6, 7)}
    wait = schedule.funding.waits["A"]
    assert (wait.short, wait.tranches, schedule.tasks["A"].early_bound.reason) == (4, ("second",), Reason.FUNDS)
    assert list(schedule.funding.waits) == ["A"], "B has its money when A is done"


@pytest.mark.parametrize(("second", "finish"), [(0, 7), (1, 7), (2, 7), (3, 8), (4, 9), (5, 10), (9, 14)])
def test_each_day_that_the_second_tranche_comes_later_puts_the_end_off(second: int, finish: int) -> None:
    assert max(end for _, end in days(example(second)).values()) == finish


def test_money_without_a_date_is_never_given_one() -> None:
    schedule = example(None)
    assert schedule.funding.undated == {"A", "B"}
    assert schedule.funding.waits["A"].until is None
    assert days(schedule) == days(compute(by_logic(schedule.state))), "the dates of logic stand"
    assert "B" not in schedule.funding.waits, "it waits for A, not for money of its own"


def test_a_threshold_is_looked_at_and_not_used() -> None:
    money = f"first: {{amount: 5, in_place: {START}}}, second: {{amount: 7, expected: {day(4)}}}"
    permit = "\n  permit: {name: 许可, duration: 2cd, needs_funds: {amount: 6}}\n"
    assert days(compute(state_of(money, permit)))["permit"] == (4, 6)
    twice = permit + "  other: {name: 另一件, duration: 2cd, needs_funds: {amount: 12}}\n"
    assert days(compute(state_of(money, twice)))["other"] == (4, 6), "12 are in place, whoever looks at them"
    never = permit.replace("amount: 6", "amount: 13")
    assert compute(state_of(money, never)).funding.undated == {"permit"}


@pytest.mark.parametrize(
    ("price", "held"), [("30790", False), ("30791", True), ("{roads: 9000, workshops: 21790}", False)]
)
def test_half_the_contract_price_of_the_report_is_in_place_up_to_30790(price: str, held: bool) -> None:
    money = f"aid: {{amount: 7695, in_place: {START}}}"
    money += f", cdb: {{amount: 7700, in_place: {START}, purpose: [roads, workshops]}}"
    tasks = f"""
  tender: {{name: 招标, duration: 1cd, price: {price}}}
  permit: {{name: 许可, duration: 2cd, after: [tender], needs_funds: {{share: 50%, of: tender, rule: PERMIT_FUNDS}}}}
"""
    assert (compute(state_of(money, tasks)).funding.undated == {"permit"}) is held
    if held:
        later = compute(state_of(money.replace(START, "2019-03-01"), tasks, "2019-03-01"))
        assert not later.funding.undated, "since 30 September 2018 a commitment on paper is enough"


def test_money_for_roads_builds_no_workshop_and_money_for_anything_fills_both_gaps() -> None:
    tasks = """
  road: {name: 道路, duration: 2cd, commits: {amount: 6, purpose: roads}}
  shop: {name: 厂房, duration: 2cd, commits: {amount: 6, purpose: workshops}}
  other: {name: 其他, duration: 2cd, commits: {amount: 1}}
"""
    money = f"roads: {{amount: 9, in_place: {START}, purpose: roads}}, any: {{amount: 6, in_place: {START}}}"
    late = f", more: {{amount: 1, expected: {day(5)}}}"
    found = compute(state_of(money + late, tasks))
    assert days(found)["road"] == (0, 2)
    assert sorted(start for start, _ in (days(found)["shop"], days(found)["other"])) == [0, 5], "6 of any serve one"
    short = compute(state_of(money.replace("amount: 6", "amount: 5"), tasks))
    assert short.funding.undated == {"shop"}, "3 of the roads' 9 are left, and no workshop gets them"


def test_a_task_waits_for_the_tranche_that_frees_its_money_though_it_may_not_be_spent_on_it() -> None:
    """The workshop has the 5 for anything; the bond of day 4, for workshops alone, gives them back to the road."""
    tasks = """
  shop: {name: 厂房, duration: 9cd, commits: {amount: 5, purpose: workshops}}
  road: {name: 道路, duration: 2cd, commits: {amount: 5, purpose: roads}}
  done: {name: 完, milestone: finish, after: [shop, road], deadline: 2016-03-20}
"""
    money = f"any: {{amount: 5, in_place: {START}}}, more: {{amount: 1, expected: {day(2)}}}"
    money += f", bond: {{amount: 5, expected: {day(4)}, purpose: workshops}}"
    found = compute(state_of(money, tasks))
    wait = found.funding.waits["road"]
    assert (days(found)["road"], wait.short, wait.tranches) == ((4, 6), 5, ("bond",))
    assert (wait.until or 0) - found.state.plan.start == 4 * DAY


@pytest.mark.parametrize(("when", "span"), [("start", (4, 7)), ("finish", (1, 4)), ("linear", (3, 6))])
def test_money_that_is_due_at_the_end_or_as_work_goes_on_holds_less(when: str, span: tuple[int, int]) -> None:
    """12 in three days, 5 there and 12 on day 4: all of it on day 4; at an end on day 4; 4 a day, 8 by day 4."""
    money = f"first: {{amount: 5, in_place: {START}}}, second: {{amount: 7, expected: {day(4)}}}"
    tasks = f"\n  A: {{name: 道路, duration: 3cd, commits: {{amount: 12, when: {when}}}}}\n"
    assert days(compute(state_of(money, tasks)))["A"] == span


def test_what_has_begun_has_used_its_money_and_never_moves() -> None:
    state = state_of(f"first: {{amount: 5, in_place: {START}}}, second: {{amount: 7, expected: {day(4)}}}", EXAMPLE)
    first = state.plan.start
    begun = replace(state, statuses={"A": Status(started=first), "C": Status(started=first)})
    found = compute(begun)
    assert days(found)["A"][0] == days(found)["C"][0] == 0
    (over,) = found.funding.overdrafts
    assert (over.instant, over.amount, set(over.tasks)) == (first, 4, {"A", "C"}), "9 of 5"
    assert days(found)["B"] == (4, 7), "12 came, 9 are used: 3 are left from day 4 on"


def test_of_two_that_want_the_same_money_the_one_with_less_room_is_first() -> None:
    tasks = """
  far: {name: 远, duration: 2cd, commits: {amount: 5}, deadline: 2016-03-20}
  near: {name: 近, duration: 2cd, commits: {amount: 5}, deadline: 2016-03-04}
  free: {name: 无期限, duration: 2cd, commits: {amount: 5}}
"""
    money = ", ".join(f"t{k}: {{amount: 5, expected: {day(k * 3)}}}" for k in range(3))
    assert days(compute(state_of(money, tasks))) == {"near": (0, 2), "far": (3, 5), "free": (6, 8)}


SHARED = """
  grade: {name: 路基, duration: 2cd, commits: {amount: 6}, deadline: 2016-03-03}
  frame: {name: 主体, duration: 2cd, commits: {amount: 8}, deadline: 2016-03-10}
  base: {name: 基层, duration: 2cd, commits: {amount: 5}, deadline: 2016-03-20}
"""
NINE = f"county: {{amount: 9, in_place: {START}}}, bond: {{amount: 15}}"
CROWDED = [
    # The grade has 6 of the 9. The frame, first by its deadline, would take the other 3 and lacks 5; then the base
    # lacks all of its 5. In all 6 + 8 + 5 - 9 = 10 are missing.
    ("", "", {"frame": 5, "base": 5}),
    # Due before the frame, the base would take the 3 and lacks 2; then the frame lacks all of its 8.
    ("2016-03-20", "2016-03-05", {"base": 2, "frame": 8}),
    # What 3 are enough for has them, though it is the last, for the others cannot begin with them: 13 are missing.
    ("\nEND", "\n  aside: {name: 旁, duration: 2cd, commits: {amount: 3}}\n", {"frame": 8, "base": 5}),
    # What comes behind the frame waits for it, and takes its 4 before the base: these are missing beside the 10.
    (
        "\nEND",
        "\n  roof: {name: 屋面, duration: 2cd, after: [frame], commits: {amount: 4}, deadline: 2016-03-12}\n",
        {"frame": 5, "base": 5},
    ),
    # As work goes on the frame uses 4 a day, and lacks 1 of the first and all of the second.
    ("{amount: 8}", "{amount: 8, when: linear}", {"frame": 5, "base": 5}),
    ("{amount: 8}", "{amount: 8, when: finish}", {"frame": 5, "base": 5}),
    # A threshold of 12 lacks 3 and uses nothing; one of 20 lacks 11, and what it holds takes its 8 all the same.
    (
        "\nEND",
        "\n  permit: {name: 许可, duration: 1cd, needs_funds: {amount: 12}}\n",
        {"permit": 3, "frame": 5, "base": 5},
    ),
    ("{amount: 8}", "{amount: 8}, needs_funds: {amount: 20}", {"frame": 11, "base": 5}),
]


@pytest.mark.parametrize(("was", "now", "short"), CROWDED)
def test_money_that_one_lacks_is_not_counted_on_for_the_next(was: str, now: str, short: dict[str, int]) -> None:
    tasks = f"{SHARED}END".replace(was, now, 1).replace("END", "")
    found = compute(state_of(NINE, tasks))
    assert {name: wait.short for name, wait in found.funding.waits.items()} == short
    assert not [wait for wait in found.funding.waits.values() if wait.until is not None]


def test_of_two_purposes_each_lacks_what_the_other_leaves() -> None:
    """The grade has 6 of the roads' 9. The frame would take the 2 for anything, and lacks 6; then the base has 3 of 7.

    6 + 8 + 7 - 11 = 10 are missing. A base of 5 has its 3 and the 2, for the frame cannot begin with them: 8 are.
    """
    tasks = SHARED.replace("amount: 6", "amount: 6, purpose: roads").replace("amount: 8", "amount: 8, purpose: shops")
    money = f"roads: {{amount: 9, in_place: {START}, purpose: roads}}, any: {{amount: 2, in_place: {START}}}"
    for base, short in ((7, {"frame": 6, "base": 4}), (5, {"frame": 8})):
        found = compute(state_of(money, tasks.replace("amount: 5", f"amount: {base}, purpose: roads")))
        assert {name: wait.short for name, wait in found.funding.waits.items()} == short


def test_what_comes_later_with_a_date_is_missing_no_more_then() -> None:
    """5 are missing on the first day. On day 9, when 1 more has come, 6 + 8 + 5 - 10 = 9 are: the base lacks 4."""
    tasks = SHARED.replace("commits: {amount: 5}", f"commits: {{amount: 5}}, start_no_earlier_than: {day(9)}")
    found = compute(state_of(f"{NINE}, more: {{amount: 1, expected: {day(5)}}}", tasks))
    assert {name: wait.short for name, wait in found.funding.waits.items()} == {"frame": 5, "base": 4}


def test_of_two_that_serve_no_deadline_the_one_with_less_room_to_the_end_is_first() -> None:
    """`works` needs all of twenty days after `first`; `aside` ends later than `first` does, and has weeks of room."""
    tasks = """
  first: {name: 先, duration: 2cd, commits: {amount: 5}}
  works: {name: 工程, duration: 20cd, after: [first]}
  aside: {name: 旁, duration: 5cd, commits: {amount: 5}}
  due: {name: 有期限, duration: 2cd, deadline: 2016-03-20}
"""
    money = f"one: {{amount: 5, in_place: {START}}}, other: {{amount: 5, expected: {day(4)}}}"
    found = days(compute(state_of(money, tasks)))
    assert {name: found[name] for name in ("first", "works", "aside")} == {
        "first": (0, 2),
        "works": (2, 22),
        "aside": (4, 9),
    }


def test_late_dates_towards_a_deadline_are_those_of_logic() -> None:
    tasks = EXAMPLE + "  done: {name: 完工, milestone: finish, after: [B, D], deadline: 2016-03-07}\n"
    state = state_of(f"first: {{amount: 5, in_place: {START}}}, second: {{amount: 7, expected: {day(4)}}}", tasks)
    held, logic = compute(state), compute(by_logic(state))
    assert all(one.latest == logic.tasks[name].latest for name, one in held.tasks.items())
    assert held.tasks["done"].misses_deadline
    assert not logic.tasks["done"].misses_deadline


# ── any plan ──────────


@dataclass(frozen=True)
class Small:
    """A plan of tasks in calendar days that use money of two purposes, and when it comes."""

    lengths: tuple[int, ...]
    after: tuple[tuple[int, ...], ...]
    uses: tuple[tuple[int, str], ...]
    money: tuple[tuple[int, int, str], ...]
    deadlines: tuple[int, ...]

    def state(self, order: Sequence[int] = ()) -> State:
        rows = []
        for k in order or range(len(self.lengths)):
            amount, purpose = self.uses[k]
            uses = f", commits: {{amount: {amount}, purpose: {purpose}}}" if amount else ""
            due = f", deadline: 2016-03-{self.deadlines[k]:02}" if self.deadlines[k] else ""
            after = ", ".join(f"t{p}" for p in self.after[k])
            rows.append(f"\n  t{k}: {{name: 工作{k}, duration: {self.lengths[k]}cd, after: [{after}]{uses}{due}}}")
        money = [
            f"m{k}: {{amount: {amount}, in_place: {day(when)}, purpose: {purpose}}}"
            for k, (when, amount, purpose) in enumerate(self.money)
        ]
        return state_of(", ".join([*money, f"m: {{amount: 1, in_place: {START}}}"]), "".join(rows) + "\n")


@st.composite
def small_plans(draw: st.DrawFn, most: int = 6) -> Small:
    count = draw(st.integers(2, most))
    lengths = tuple(draw(st.integers(1, 4)) for _ in range(count))
    after = tuple(
        tuple(p for p in range(k) if draw(st.integers(0, 3)) == 0)  # a quarter of all pairs
        for k in range(count)
    )
    purposes = st.sampled_from(["any", "roads", "workshops"])
    uses = tuple((draw(st.integers(0, 6)), draw(purposes)) for _ in range(count))
    money = tuple(
        (draw(st.integers(0, 12)), draw(st.integers(1, 12)), draw(purposes)) for _ in range(draw(st.integers(1, 4)))
    )
    deadlines = tuple(draw(st.sampled_from([0, 0, 5, 9, 14])) for _ in range(count))
    return Small(lengths, after, uses, money, deadlines)


def lacking_on(plan: Small, dated: Mapping[str, tuple[int, int]], today: int) -> int:
    """What is missing on a day; less than nothing is left. Each is paid from its own purse first, then from any."""
    lacking, anything = 0, 1
    for purpose in ("roads", "workshops", "any"):
        come = sum(amount for when, amount, own in plan.money if own == purpose and when <= today)
        used = sum(
            amount
            for k, (amount, own) in enumerate(plan.uses)
            if own == purpose and f"t{k}" in dated and dated[f"t{k}"][0] <= today
        )
        if purpose == "any":
            anything += come - used
        else:
            lacking += max(0, used - come)
    return lacking - anything


def cash_never_below_nothing(plan: Small, dated: Mapping[str, tuple[int, int]]) -> None:
    """Day by day: what has begun is paid from its own purse first, and what that lacks from money for anything."""
    for today in range(40):
        assert lacking_on(plan, dated, today) <= 0, today


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(small_plans())
def test_nobody_spends_what_is_not_there(plan: Small) -> None:
    found = compute(plan.state())
    dated = {name: span for name, span in days(found).items() if name not in found.funding.undated}
    cash_never_below_nothing(plan, dated)
    logic = days(compute(by_logic(found.state)))
    assert all(days(found)[name] >= logic[name] for name in logic), "money brings nothing forward"
    for name, wait in found.funding.waits.items():
        assert wait.short > 0, name


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(small_plans())
def test_what_waits_without_a_date_lacks_in_all_what_is_missing_for_all_to_begin(plan: Small) -> None:
    """The worst day of a plan in which everything stands where it would without waiting for that money."""
    plan = replace(plan, after=((),) * len(plan.lengths))
    found = compute(plan.state())
    stands, first = days(found), found.state.plan.start
    waits = {name: wait for name, wait in found.funding.waits.items() if wait.until is None}
    stands |= {name: ((wait.since - first) // DAY, 0) for name, wait in waits.items()}
    worst = max(lacking_on(plan, stands, today) for today in range(40))
    assert sum(wait.short for wait in waits.values()) == max(0, worst)


@settings(max_examples=25, deadline=None)
@given(small_plans())
def test_unlimited_money_gives_the_plain_schedule_to_the_minute(plan: Small) -> None:
    rich = replace(plan, money=((0, 1000, "any"),)).state()
    assert told(compute(rich)) == told(compute(by_logic(rich)))


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(small_plans(), st.randoms(use_true_random=False))
def test_the_order_of_the_file_decides_nothing(plan: Small, shuffled: random.Random) -> None:
    order = list(range(len(plan.lengths)))
    shuffled.shuffle(order)
    assert days(compute(plan.state(order))) == days(compute(plan.state()))


@settings(max_examples=25, deadline=None)
@given(small_plans(), st.integers(0, 40))
def test_thresholds_alone_are_floors_of_the_plain_pass(plan: Small, amount: int) -> None:
    state = replace(plan, uses=tuple((0, "any") for _ in plan.uses)).state()
    tasks = dict(state.plan.tasks)
    tasks["t1"] = replace(tasks["t1"], needs_funds=(Threshold(Fraction(amount)),))
    held = compute(replace(state, plan=replace(state.plan, tasks=tasks)))
    come = sorted([(0, 1), *((when, more) for when, more, _ in plan.money)])
    sums = [(when, sum(more for day_, more in come if day_ <= when)) for when, _ in come]
    reached = next((when for when, total in sums if total >= amount), None)
    if reached is None:
        assert "t1" in held.funding.undated
        return
    floor = Constraint(ConstraintKind.START_NO_EARLIER_THAN, state.plan.start + reached * DAY)
    tasks["t1"] = replace(state.plan.tasks["t1"], constraints=(floor,))
    plain = compute(by_logic(replace(state, plan=replace(state.plan, tasks=tasks))))
    assert days(held) == days(plain)


def in_order(plan: Small, order: Sequence[int]) -> int | None:
    """The end of a plan of one purse if tasks take its money in this order; None where it is never enough."""
    spans: dict[int, tuple[int, int]] = {}
    for k in order:
        start = max([0, *(spans[p][1] for p in plan.after[k])])
        paid = [(spans[p][0], plan.uses[p][0]) for p in spans]

        def enough(begin: int, k: int = k, paid: list[tuple[int, int]] = paid) -> bool:
            return all(
                1 + sum(more for when, more, _ in plan.money if when <= today)
                >= sum(used for when, used in paid if when <= today) + plan.uses[k][0]
                for today in range(begin, 40)
            )

        begin = next((begin for begin in range(start, 40) if enough(begin)), None)
        if begin is None:
            return None
        spans[k] = begin, begin + plan.lengths[k]
    return max(end for _, end in spans.values())


def best(plan: Small) -> int | None:
    """The earliest end over all orders in which predecessors come first."""
    found = [
        in_order(plan, order)
        for order in permutations(range(len(plan.lengths)))
        if all(order.index(p) < order.index(k) for k, before in enumerate(plan.after) for p in before)
    ]
    ends = [end for end in found if end is not None]
    return min(ends, default=None)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(small_plans(5), st.data())
def test_the_rule_is_never_better_than_the_best_order_and_more_money_never_worsens_that(
    plan: Small, data: st.DataObject
) -> None:
    one_purse = replace(
        plan,
        uses=tuple((amount, "any") for amount, _ in plan.uses),
        money=tuple((when, amount, "any") for when, amount, _ in plan.money),
    )
    found, least = compute(one_purse.state()), best(one_purse)
    if least is None:
        assert found.funding.undated
        return
    assert not found.funding.undated
    assert max(end for _, end in days(found).values()) >= least
    k = data.draw(st.integers(0, len(one_purse.money) - 1))
    when, amount, label = one_purse.money[k]
    sooner = (max(0, when - data.draw(st.integers(0, 3))), amount + data.draw(st.integers(0, 3)), label)
    richer = replace(one_purse, money=(*one_purse.money[:k], sooner, *one_purse.money[k + 1 :]))
    most = best(richer)
    assert most is not None
    assert most <= least


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(small_plans(), st.data())
def test_a_variation_with_money_is_what_computing_it_gives(plan: Small, data: st.DataObject) -> None:
    schedule = compute(plan.state())
    name = f"t{data.draw(st.integers(0, len(plan.lengths) - 1))}"
    varied = recomputed(schedule, Variation(work={name: 5 * DAY}))
    again = compute(varied.state)
    assert told(again) == told(varied)
    assert again.funding == varied.funding


TWO = f"aid: {{amount: 5, in_place: {START}}}, bond: {{amount: 10}}, county: {{amount: 6, expected: {day(30)}}}"


@pytest.mark.parametrize(
    ("first", "second", "spans"),
    [
        ("needs_funds: {amount: 8}", "commits: {amount: 15}", [(0, 4), (4, 7)]),
        ("commits: {amount: 8}", "commits: {amount: 7}", [(0, 4), (4, 7)]),
        ("commits: {amount: 8, when: finish}", "commits: {amount: 7}", [(0, 4), (4, 7)]),
        ("commits: {amount: 8, when: linear}", "commits: {amount: 7}", [(0, 4), (4, 7)]),
        ("needs_funds: {amount: 8}", "commits: {amount: 21}", [(0, 4), (30, 33)]),
        ("needs_funds: {amount: 20}", "commits: {amount: 21}", [(30, 34), (34, 37)]),
        ("commits: {amount: 10}", "needs_funds: {amount: 12}", [(0, 4), (4, 7)]),
    ],
)
def test_what_nobody_can_tell_has_the_dates_of_money_that_comes_when_it_is_needed(
    first: str, second: str, spans: list[tuple[int, int]]
) -> None:
    """5 are there, 10 have no date, 6 come on day 30: four days, then three.

    With the 10 there are 15, enough for 8 and for 15 in all; 20 and 21 are there on day 30. Without them the 11 of day
    30 let the first begin in all rows but that of 20, and the second in none.
    """
    tasks = f"\n  A: {{name: 先, duration: 4cd, {first}}}\n  B: {{name: 后, duration: 3cd, after: [A], {second}}}\n"
    found = compute(state_of(TWO, tasks))
    assert found.funding.undated == {"A", "B"}
    assert [days(found)["A"], days(found)["B"]] == spans


def test_who_waits_for_dated_money_alone_keeps_its_day_beside_what_nobody_can_tell() -> None:
    """`aside` has no part in what waits for the 10 without a date: by what is known it begins on day 30."""
    tasks = """
  A: {name: 先, duration: 4cd, needs_funds: {amount: 8}}
  B: {name: 后, duration: 3cd, after: [A], commits: {amount: 15}}
  aside: {name: 旁, duration: 2cd, needs_funds: {amount: 9}}
  next: {name: 接着, duration: 2cd, after: [A]}
"""
    found = compute(state_of(TWO, tasks))
    assert days(found) == {"A": (0, 4), "B": (4, 7), "next": (4, 6), "aside": (30, 32)}
    assert found.funding.undated == {"A", "B", "next"}, "what follows A stands with it"
    assert {name: (end - found.state.plan.start) // DAY for name, end in found.funding.at_latest.items()} == {
        "A": 34,
        "next": 36,
    }
    assert found.funding.waits["A"].until is None
    assert found.funding.waits["aside"].until == found.tasks["aside"].start


def test_of_two_purposes_the_money_without_a_date_moves_what_it_may_be_spent_on() -> None:
    """The roads' 5 come on day 20, and earlier only if the 10 without a date may be spent on roads."""
    tasks = """
  road: {name: 道路, duration: 2cd, commits: {amount: 5, purpose: roads}}
  shop: {name: 厂房, duration: 2cd, after: [road], commits: {amount: 9, purpose: workshops}}
"""
    for purpose, begins in (("workshops", 20), ("any", 0)):
        money = f"roads: {{amount: 5, expected: {day(20)}, purpose: roads}}, bond: {{amount: 14, purpose: {purpose}}}"
        found = compute(state_of(money, tasks))
        assert days(found) == {"road": (begins, begins + 2), "shop": (begins + 2, begins + 4)}
        assert ("road" in found.funding.undated) == (purpose == "any")


def test_in_several_plans_each_supposes_its_own_money() -> None:
    tasks = """
  A: {name: 先, duration: 4cd, needs_funds: {amount: 8}}
  B: {name: 后, duration: 3cd, after: [A], commits: {amount: 15}}
"""
    state = state_of(TWO, tasks)
    dated = state_of(TWO.replace("bond: {amount: 10}", "bond: {amount: 1}"), tasks.replace("15", "11"))
    found = compute(joined({"one": state, "two": dated}))
    assert days(compute(dated)) == {"A": (30, 34), "B": (34, 37)}
    spans = {name: ((one.start - state.plan.start) // DAY) for name, one in found.tasks.items()}
    assert spans == {"one.A": 0, "one.B": 4, "two.A": 30, "two.B": 34}
    assert found.funding.undated == {"one.A", "one.B"}


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(small_plans(), st.sets(st.integers(0, 3)), st.integers(0, 8))
def test_one_supposition_holds_for_all_that_nobody_can_tell(plan: Small, undated: set[int], needs: int) -> None:
    """Their ends are those of the plan with that money there, all others' those of the plan without it."""
    state, now = plan.state(), plan.state().data_date
    funds, tasks = state.plan.funds, dict(state.plan.tasks)
    assert funds is not None
    tasks["t0"] = replace(tasks["t0"], needs_funds=(Threshold(Fraction(needs)),)) if needs else tasks["t0"]
    names = {f"m{k}" for k in undated} & {*funds.tranches}
    less = {name: replace(funds.tranches[name], expected=None, arrivals=()) for name in names}
    funds = replace(funds, tranches={**funds.tranches, **less})
    state = replace(state, plan=replace(state.plan, funds=funds, tasks=tasks))
    found = compute(state)
    with_it, placed = with_undated(funds, now), Refunding(found)
    for name, one in found.tasks.items():
        asked = with_it if name in found.funding.undated else funds
        end = placed.finish(asked, name)
        assert end is None or end == one.finish, name
        assert (placed.finish(funds, name) is None) <= (name in found.funding.undated)
        if name in found.funding.at_latest:
            assert found.funding.at_latest[name] >= max(one.finish, placed.finish(funds, name) or 0)
        for relation in one.task.relations:
            assert one.start >= found.tasks[relation.predecessor].finish


# ── what is said of it ──────────


def test_a_clerk_reads_which_tranche_a_task_waits_for_and_that_nobody_can_tell() -> None:
    """5 are there, C has used them; A wants 4, which come with the 7 of day 4, 5 March."""
    held, never = example(4), example(None)
    (line,) = [one for one in explained(held, "B") if one.startswith("1. ")][:1]
    assert "道路：等资金：差 4 万元，等 second 3月5日 到位，3月5日 开始" in line
    assert "waits for money: 4 万元 short, second comes on 5 Mar" in "\n".join(explained(held, "A", "en"))
    assert "算上资金，无到位日期，不能预计" in explained(never, "B")[0]
    assert "等资金：差 4 万元，无到位日期，不能预计" in explained(never, "A")[0]


def explained(schedule: Schedule, task: str, lang: str = "zh") -> list[str]:
    return list(voice_of(schedule, lang).told(explanation(reasons(schedule, task), schedule)))


@settings(max_examples=25, deadline=None)
@given(small_plans(), st.sets(st.integers(0, 5)))
def test_whatever_has_begun_stands_where_it_began_and_pays_first(plan: Small, begun: set[int]) -> None:
    state = plan.state()
    first = [k for k in sorted(begun) if k < len(plan.lengths) and not plan.after[k]]
    statuses = {f"t{k}": Status(started=state.plan.start) for k in first}
    found = compute(replace(state, statuses=statuses))
    assert all(days(found)[f"t{k}"] == (0, plan.lengths[k]) for k in first)
    assert not {f"t{k}" for k in first} & {*found.funding.waits, *found.funding.undated}
    used = sum(plan.uses[k][0] for k in first)
    there = 1 + sum(amount for when, amount, _ in plan.money if when == 0)
    assert found.funding.overdrafts or used <= there, "what is used beyond all that is there is told"


def test_a_state_by_logic_is_the_one_in_which_nobody_has_said_anything_of_money() -> None:
    """Itself where nobody has, or where nothing uses any; of several plans each keeps everything else of its own."""
    money = Funds({"t": Tranche("t", Fraction(5), expected=networks.at("2014-05-01"))})
    uses = networks.task("a", "1wd", commits=(Commitment(Fraction(3)),))
    poor, silent = networks.state(networks.plan(uses, funds=money)), networks.state(networks.plan(uses))
    idle = networks.state(networks.plan(networks.task("a", "1wd"), funds=money))
    assert by_logic(silent) is silent and by_logic(idle) is idle
    assert by_logic(poor) == silent
    asks = networks.task("a", "1wd", needs_funds=(Threshold(amount=Fraction(3)),))
    asking = networks.state(networks.plan(asks, funds=money))
    assert by_logic(asking) == networks.state(networks.plan(asks))
    together = joined({"p": poor, "q": silent, "r": idle})
    homes = by_logic(together).homes
    assert {key: home.funds for key, home in homes.items()} == {"p": None, "q": None, "r": None}
    assert homes == {key: replace(home, funds=None) for key, home in together.homes.items()}
