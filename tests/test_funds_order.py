"""Whether paying in another order reaches the goal earlier: a proposal, and never silently applied."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from click.testing import CliRunner
from lengths import share_of
from test_funds import EXAMPLE, Small, cash_never_below_nothing, day, days, state_of

from schedule.analysis.funds.paying_order import best_order
from schedule.calendars.worktime import finish_day
from schedule.commands import main
from schedule.engine.compute import compute
from schedule.engine.funding import Refunding

TRANCHES = "one: {amount: 5, in_place: 2016-03-01}, two: {amount: 5, expected: 2016-03-13}"
CROSSED = """
  P: {name: 拆迁, duration: 5cd}
  X: {name: 道路, duration: 3cd, after: [P], commits: {amount: 5}}
  Y: {name: 厂房, duration: 7cd, commits: {amount: 5}}
  D: {name: 开园, milestone: finish, after: [X, Y], deadline: 2016-03-10}
"""


def test_an_engineer_is_proposed_the_order_that_is_earlier_than_the_rule() -> None:
    """X has no float and keeps the five from day 5 on, so Y is 12 to 19. Y first is 0 to 7, and X 12 to 15."""
    schedule = compute(state_of(TRANCHES, CROSSED))
    assert days(schedule)["Y"] == (12, 19)
    found = best_order(schedule, "D")
    assert found is not None
    assert (found.tasks, str(found.finish), found.days) == (("Y", "X"), "2016-03-15", 4)


def test_nothing_is_proposed_where_the_rule_is_the_best() -> None:
    """Of the law's example: C first gives 9, A first 11."""
    tranches = "one: {amount: 5, in_place: 2016-03-01}, two: {amount: 7, expected: 2016-03-05}"
    schedule = compute(state_of(tranches, EXAMPLE + "  E: {name: 完, milestone: finish, after: [B, D]}\n"))
    assert days(schedule)["E"] == (9, 9)
    assert best_order(schedule, "E") is None


def test_an_order_that_breaks_another_deadline_is_not_proposed() -> None:
    """By the rule X ends on day 8, its own last; with Y first on day 15."""
    kept = CROSSED.replace("after: [P], commits: {amount: 5}", "after: [P], commits: {amount: 5}, deadline: 2016-03-08")
    assert best_order(compute(state_of(TRANCHES, kept)), "D") is None


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "按厂房、道路的次序付，开园 3月15日 完成，早 4 天，不误别的期限。已证明最优"),
        ("en", "This is a proposal"),
    ],
)
def test_a_secretary_reads_it_as_a_proposal_and_no_date_moves(tmp_path: Path, lang: str, said: str) -> None:
    text = "daopai: 1\nproject: {name: 园区, start: 2016-03-01, calendar: calendar-days}\n"
    text += f"funds: {{unit: 万元, tranches: {{{TRANCHES}}}}}\ntasks:{CROSSED}"
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    shown = CliRunner().invoke(main, ["funds", str(tmp_path), "--lang", lang]).stdout
    assert said in "".join(shown.splitlines()) if lang == "zh" else said in " ".join(shown.split())
    (told,) = json.loads(CliRunner().invoke(main, ["funds", str(tmp_path), "--format", "json"]).stdout)
    assert (told["by_money"], told["better_order"]["tasks"]) == ("2016-03-19", ["Y", "X"])
    assert (told["better_order"]["moved"], told["better_order"]["proved"]) == ([{"tasks": ["Y"], "before": "X"}], True)


def test_a_finance_clerk_reads_that_the_money_suffices_in_the_other_order_alone(tmp_path: Path) -> None:
    """By 16 March everything can be done, and by the rule nobody is before the 19th: no other money is needed."""
    text = "daopai: 1\nproject: {name: 园区, start: 2016-03-01, calendar: calendar-days}\n"
    text += f"funds: {{unit: 万元, tranches: {{{TRANCHES}}}}}\ntasks:{CROSSED.replace('03-10', '03-16')}"
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    told = "".join(CliRunner().invoke(main, ["funds", str(tmp_path), "--lang", "zh"]).stdout.splitlines())
    assert "按厂房、道路的次序付" in told
    assert "已到位和预计到位的资金按时到位就够，但要按上面的先后付。" in told


MANY = "".join(
    f"  s{k}: {{name: 小件{k}, duration: 1cd, commits: {{amount: 1}}, deadline: 2016-03-02}}\n" for k in range(7)
)


@pytest.mark.parametrize(
    ("lang", "said"),
    [("zh", "把厂房改到道路前面付，其余次序不变，开园 3月15日 完成，早 4 天"), ("en", "厂房 paid right before 道路")],
)
def test_of_many_a_secretary_reads_only_who_changes_places(tmp_path: Path, lang: str, said: str) -> None:
    tranches = TRANCHES.replace("amount: 5, in_place", "amount: 12, in_place")
    text = "daopai: 1\nproject: {name: 园区, start: 2016-03-01, calendar: calendar-days, target: D}\n"
    text += f"funds: {{unit: 万元, tranches: {{{tranches}}}}}\ntasks:{CROSSED}{MANY}"
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    shown = CliRunner().invoke(main, ["funds", str(tmp_path), "--lang", lang]).stdout
    assert said in "".join(shown.splitlines()) if lang == "zh" else said in " ".join(shown.split())


# ── any plan: by trying every order, day by day ──────────


def drawn(seed: int, count: int, *, money: int = 4) -> Small:
    """A plan of which only some tasks use money, some of them after work that uses none: what the rule is bad at."""
    draw = random.Random(seed)
    after = tuple(tuple(p for p in range(max(0, k - 3), k) if draw.random() < 0.4) for k in range(count - 1))
    open_ends = tuple(k for k in range(count - 1) if not any(k in before for before in after))
    uses = tuple((draw.randint(2, 6) if draw.random() < 0.7 else 0, draw.choice(PURPOSES)) for _ in after)
    total = sum(amount for amount, _ in uses)
    come = [(draw.randint(0, 15), draw.randint(2, 8), draw.choice(PURPOSES)) for _ in range(money)]
    come.append((draw.randint(8, 25), max(1, total - draw.randint(0, 4)), "any"))
    deadlines = tuple(draw.choice([0, 0, 0, 0, draw.randint(3, 28)]) for _ in after)
    lengths = tuple(draw.choice([1, 2, 5, 9]) for _ in after)
    return Small((*lengths, 1), (*after, open_ends), (*uses, (0, "any")), tuple(come), (*deadlines, 0))


PURPOSES = ["any", "any", "any", "roads", "workshops"]


def first_paid(plan: Small, paid: Sequence[tuple[int, int, str]], amount: int, purpose: str) -> int | None:
    """The first day from which on so much more is there every day: each purpose's own money first, then any."""
    begin = None
    last = max(when for when, *_ in (*plan.money, *paid))  # nothing changes after that
    for today in range(last, -1, -1):
        anything = 1
        for label in ("roads", "workshops", "any"):
            left = sum(come for when, come, own in plan.money if own == label and when <= today)
            left -= sum(used for when, used, own in paid if own == label and when <= today)
            left -= amount if label == purpose else 0
            anything += left if label == "any" else min(0, left)
        if anything < 0:
            break
        begin = today
    return begin


def spans_in(plan: Small, order: Sequence[int]) -> dict[int, tuple[int, int]]:
    """When each task is done if the money is taken in this order; without those of which nobody can tell."""
    spans, paid, left = dict[int, tuple[int, int]](), list[tuple[int, int, str]](), list(order)
    while left:
        k = next(k for k in left if not set(plan.after[k]) & set(left))
        left.remove(k)
        if any(p not in spans for p in plan.after[k]):
            continue
        amount, purpose = plan.uses[k]
        begin = max([0, *(spans[p][1] for p in plan.after[k])])
        if amount:
            come = first_paid(plan, paid, amount, purpose)
            if come is None:
                continue
            begin = max(begin, come)
            paid.append((begin, amount, purpose))
        spans[k] = begin, begin + plan.lengths[k]
    return spans


def limits_of(plan: Small, own: Mapping[int, tuple[int, int]]) -> dict[int, int]:
    """The day by which each task ends without costing anybody a date, by the spans of the rule."""
    last = max(end for _, end in own.values())
    return {k: min(last, max(plan.deadlines[k], end)) if plan.deadlines[k] else last for k, (_, end) in own.items()}


def every_order(plan: Small) -> Iterator[list[int]]:
    """The tasks without money at once, and those with it in any order."""
    free = [k for k, (amount, _) in enumerate(plan.uses) if not amount]
    for order in permutations(k for k, (amount, _) in enumerate(plan.uses) if amount):
        yield [*free, *order]


def by_numbers(spans: Mapping[str, tuple[int, int]], undated: frozenset[str]) -> dict[int, tuple[int, int]]:
    return {int(name[1:]): span for name, span in spans.items() if name not in undated}


def ordered(plan: Small, tasks: Sequence[str]) -> list[int]:
    free = [k for k, (amount, _) in enumerate(plan.uses) if not amount]
    return [*free, *(int(name[1:]) for name in tasks)]


@pytest.mark.slow
@pytest.mark.parametrize("seeds", [range(100), pytest.param(range(100, 100 + share_of(500)), marks=pytest.mark.long)])
def test_what_is_proposed_is_the_best_of_all_orders_and_never_spends_what_is_not_there(seeds: range) -> None:
    """600 plans with up to five tasks that use money, each order of each counted day by day."""
    proposed = 0
    for seed in seeds:
        plan = drawn(seed, 6)
        schedule = compute(plan.state())
        own, goal = by_numbers(days(schedule), schedule.funding.undated), len(plan.lengths) - 1
        found = best_order(schedule, f"t{goal}")
        if goal not in own:
            assert found is None, seed
            continue
        limits, least = limits_of(plan, own), own[goal][1]
        for order in every_order(plan):
            spans = spans_in(plan, order)
            if all(k in spans and spans[k][1] <= limit for k, limit in limits.items()):
                least = min(least, spans[goal][1])
        if found is None:
            assert least == own[goal][1], seed
            continue
        proposed += 1
        assert found.is_best, seed
        assert (found.days, str(found.finish)) == (own[goal][1] - least, day(least - 1)), seed
        cash_never_below_nothing(
            plan, {f"t{k}": span for k, span in spans_in(plan, ordered(plan, found.tasks)).items()}
        )
    assert proposed >= len(seeds) // 50, "else nothing was looked at"


@pytest.mark.slow
def test_of_many_tasks_too_an_order_is_proposed_that_is_proved_the_best() -> None:
    """Of 60 tasks: what is proposed is proved, costs nobody a date, and is counted day by day."""
    proposed = 0
    for seed in range(16):
        plan = drawn(seed, 60, money=6)
        plan = replace(plan, money=tuple((4 * when, 6 * amount, own) for when, amount, own in plan.money))
        schedule = compute(plan.state())
        own, goal = by_numbers(days(schedule), schedule.funding.undated), len(plan.lengths) - 1
        found = best_order(schedule, f"t{goal}")
        if found is None:
            continue
        proposed += 1
        assert found.is_best, seed
        limits, order = limits_of(plan, own), ordered(plan, found.tasks)
        spans = spans_in(plan, order)
        assert own[goal][1] - spans[goal][1] == found.days > 0, seed
        assert all(spans[k][1] <= limit for k, limit in limits.items()), seed
        cash_never_below_nothing(plan, {f"t{k}": span for k, span in spans.items()})
    assert proposed >= 2, "else nothing was looked at"


def mixed(seed: int) -> tuple[str, str]:
    """Tranches and tasks of a plan in which money is due at starts, at finishes and as work goes on."""
    draw, rows = random.Random(seed), list[str]()
    for k in range(5):
        after = ", ".join(
            f"t{p}{draw.choice(['', '', ' SS', ' FF', ' SF+3cd'])}" for p in range(k) if draw.random() < 0.3
        )
        uses = f"{{amount: {draw.randint(1, 6)}, purpose: {draw.choice(PURPOSES)}, when: {draw.choice(WHENS)}}}"
        due = f", deadline: {day(draw.randint(3, 25))}" if draw.random() < 0.15 else ""
        length = f"{draw.randint(1, 8)}{draw.choice(['cd', 'wd'])}"
        rows.append(f"\n  t{k}: {{name: 工作{k}, duration: {length}, after: [{after}], commits: {uses}{due}}}")
    rows.append("\n  E: {name: 完, milestone: finish, after: [t0, t1, t2, t3, t4]}\n")
    come = [(draw.randint(0, 20), draw.randint(3, 12), draw.choice(PURPOSES)) for _ in range(3)]
    money = [f"m{k}: {{amount: {more}, expected: {day(d)}, purpose: {own}}}" for k, (d, more, own) in enumerate(come)]
    return ", ".join([*money, f"m: {{amount: 9, expected: {day(22)}}}"]), "".join(rows)


WHENS = ["start", "finish", "linear"]


@pytest.mark.slow
@pytest.mark.parametrize("seeds", [range(20, 45), pytest.param(range(share_of(200, least=50)), marks=pytest.mark.long)])
def test_of_money_due_as_work_goes_on_no_order_is_before_the_bound(seeds: range) -> None:
    """Of every order, as the plan itself would be placed by it; where all are tried the best of them is proposed."""
    proposed = 0
    for seed in seeds:
        schedule = compute(state_of(*mixed(seed)))
        placed, funds = Refunding(schedule), schedule.state.plan.funds
        assert funds is not None
        if schedule.funding.undated:
            continue
        names, found = list(schedule.tasks), best_order(schedule, "E")
        own = dict(zip(names, placed.finishes(funds, placed.spenders(funds), names), strict=True))
        last, least = own["E"], own["E"]
        assert last is not None
        for order in permutations(placed.spenders(funds)):
            ends = dict(zip(names, placed.finishes(funds, order, names), strict=True))
            dues = ((end, own[name], schedule.tasks[name].task.deadline) for name, end in ends.items())
            if all(end is not None and end <= (last if due is None else max(was or 0, due)) for end, was, due in dues):
                least = min(least or 0, ends["E"] or 0)
        won = (finish_day(last) - finish_day(least or 0)).days
        assert (found.days if found else 0) == won, seed
        if found is not None:
            proposed += 1
            assert found.bound is not None, seed
            assert found.bound <= finish_day(least or 0), seed
    assert proposed >= 2, "else nothing was looked at"
