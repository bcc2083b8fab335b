"""Measures that reach a date: the cheapest, by hand, by the textbook, and against every choice that there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lengths import share_of

from schedule.analysis.dates.lawful import below_floors
from schedule.analysis.recovery import menus as searching
from schedule.analysis.recovery import reach as reaching
from schedule.analysis.recovery.menus import Recovery, recovery
from schedule.analysis.recovery.program import is_installed
from schedule.analysis.recovery.programmed import Programmed
from schedule.analysis.recovery.proof import proof
from schedule.analysis.recovery.reach import Reach, measures_of
from schedule.calendars.worktime import DAY, finish_day, minutes
from schedule.engine.compute import compute
from schedule.engine.horizon import Calendars
from schedule.engine.schedule import Schedule
from schedule.engine.state import as_of
from schedule.engine.variation import Variation, recomputed
from schedule.files.plans.plan import read_plan
from schedule.model import Duration, Progress, Project, Unit, Update
from schedule.output.words.phrases import voice_of
from schedule.output.words.recovery import proof_lines, recovery_lines, recovery_record
from schedule.rules import Enforce

solving = pytest.mark.skipif(not is_installed(), reason="the extra `recovery` is not installed")

HEAD = """daopai: 1
project: {name: 示例, start: 2016-03-01, calendar: every, target: D}
calendars: {every: {week: mon-sun}, office: {week: mon-fri}}
tasks:
"""


CALENDARS = Calendars()
"""Compiled once for all these plans, which have the same ones: it took two fifths of computing each."""


def planned(tasks: str) -> Schedule:
    plan, faults = read_plan((HEAD + tasks).encode(), "plan.yaml")
    assert plan is not None
    assert not [fault for fault in faults if fault.severity == "error"], faults
    return compute(as_of(Project(plan), plan.start), CALENDARS)


def asked(tasks: str, day: int, menus: int = 5) -> Recovery:
    """What reaches the so many-th day of the plan."""
    return recovery(planned(tasks), "D", minutes(date(2016, 3, 1)) + day * DAY, menus)


def costs(found: Recovery) -> list[Fraction]:
    return [menu.cost for menu in found.menus]


def bought(found: Recovery, menu: int = 0) -> dict[str, int]:
    return {one.measure.task: one.steps for one in found.menus[menu].bought}


def day_of(instant: int) -> int:
    return (finish_day(instant) - date(2016, 2, 29)).days


WORKED = """
  A: {name: A, duration: 5cd, levers: [{compress: 2cd, cost: 9}]}
  B: {name: B, duration: 10cd, after: [A], levers: [{compress: 4cd, cost: 1}]}
  C: {name: C, duration: 12cd, after: [A], levers: [{compress: 5cd, cost: 2}]}
  D: {name: D, duration: 4cd, after: [B, C], levers: [{compress: 1cd, cost: 5}]}
"""


def test_an_engineer_finds_the_menus_that_he_finds_by_hand() -> None:
    """A 5, B 10, C 12, D 4: chains of 19 and 21 days, due on day 17; C gives 4 or with D 3, B gives 2 or with D 1."""
    found = asked(WORKED, 17)
    assert day_of(found.forecast) == 21
    assert costs(found)[:3] == [10, 12, 16]
    assert bought(found, 0) == {"B": 2, "C": 4}
    assert bought(found, 1) == {"B": 1, "C": 3, "D": 1}
    assert bought(found, 2) == {"A": 1, "B": 1, "C": 3}
    for menu in found.menus:
        assert day_of(menu.schedule.tasks["D"].finish) == 17
        assert {day_of(one.less) for one in menu.bought} == {18}, "one step less of anything, and it is a day late"
    assert found.unproved is None


def test_a_floor_of_the_law_is_not_bought_and_the_next_menus_are_found() -> None:
    """C takes nine days by law (the day it begins on and eight more): 12 and 16 are left, and without A and D none."""
    floored = WORKED.replace(
        "duration: 12cd, after: [A],", "duration: 12cd, after: [A], basis: {floor: 8cd, roll: false},"
    )
    found = asked(floored, 17)
    assert costs(found)[:2] == [12, 16]
    stiff = floored.replace(", levers: [{compress: 2cd, cost: 9}]", "")
    stiff = stiff.replace(", levers: [{compress: 1cd, cost: 5}]", "")
    impossible = asked(stiff, 17)
    assert impossible.menus == ()
    assert not impossible.is_possible
    assert day_of(impossible.earliest) == 18, "5 and 9 and 4"


TWO_LINES = """
  A: {name: A, duration: 8cd, levers: [{compress: 4cd, cost: 0.2}]}
  C: {name: C, duration: 10cd, after: [A], levers: [{compress: 4cd, cost: 0.1}]}
  E1: {name: D, duration: 4cd, after: [A]}
  E: {name: E, duration: 6cd, after: [E1], levers: [{compress: 3cd, cost: 0.06}]}
  D: {name: F, duration: 6cd, after: [C, E], levers: [{compress: 3cd, cost: 0.5}]}
"""


def test_the_textbooks_two_critical_lines_are_cut_together() -> None:
    """工期优化: A-C-F and A-D-E-F, 24 -> 22 days. C and E for 0.16 a day, against A 0.20 and F 0.50: C 2, E 2."""
    found = asked(TWO_LINES, 22)
    assert day_of(found.forecast) == 24
    assert bought(found) == {"C": 2, "E": 2}
    assert costs(found)[0] == Fraction(32, 100)
    assert costs(found) == sorted(costs(found))


def test_the_textbooks_equal_costs_are_all_told() -> None:
    """Tc 18, Tr 16, D and H of one least rate: D 2, or H 2, or one day of each."""
    ties = """
  B: {name: B, duration: 6cd}
  G: {name: G, duration: 6cd, after: [B], levers: [{compress: 3cd, cost: 4}]}
  D: {name: H, duration: 6cd, after: [G], levers: [{compress: 3cd, cost: 4}]}
"""
    found = asked(ties, 16)
    assert costs(found) == [8, 8, 8]
    assert {tuple(sorted(bought(found, k).items())) for k in range(3)} == {
        (("D", 2),),
        (("G", 2),),
        (("D", 1), ("G", 1)),
    }
    assert len(found.menus[2].bought) == 2, "of equal cost the one with fewer measures comes first"


HELD = """
  A: {name: A, duration: 20cd, levers: [{compress: 5cd, cost: 10}]}
  B: {name: B, duration: 12cd, after: [A SS+5cd, A FF+2cd], levers: [{compress: 6cd, cost: 1}]}
  D: {name: D, duration: 15cd, after: [B SS+6cd, B FF+4cd], levers: [{compress: 2cd, cost: 3}]}
"""


def test_a_measure_that_would_delay_is_not_bought_and_never_makes_it_later() -> None:
    """By hand: B is held by A (day 22). Pressed alone it begins later; D ends on day 31, and two days less on day 29.

    With D at 13 days: D begins on max(17, 26 - 12) = 17 and ends on day 29.
    """
    schedule = planned(HELD)
    reach = Reach(schedule, "D", measures_of(schedule))
    assert day_of(reach.finish((0, 0, 0))) == 31
    assert day_of(reach.finish((0, 6, 0))) == 31, "a permission that nobody uses"
    assert bought(asked(HELD, 29)) == {"D": 2}
    assert day_of(recomputed(schedule, Variation(work={"B": 8 * DAY})).tasks["D"].finish) == 35


def test_a_soft_relation_and_another_calendar_can_be_bought_and_a_hard_one_cannot() -> None:
    """By hand, from Tuesday 1 March: the review takes five office days, to Monday the 7th; every day, to the 5th.

    Overlapped after two of its office days the tender begins on Thursday the 3rd and ends on the 12th.
    """
    text = """
  R: {name: 评审, duration: 5wd, calendar: office, levers: [{calendar: every, cost: 2}]}
  D: {name: 招标, duration: 10cd, after: [R ~], levers: [{overlap: R, to: SS+2wd, cost: 3, ask: 财政局}]}
"""
    found = asked(text, 15)
    assert day_of(found.forecast) == 17
    assert costs(found) == [2, 3]
    assert [day_of(menu.schedule.tasks["D"].finish) for menu in found.menus] == [15, 12]
    both = asked(text, 12)
    assert costs(both) == [3]
    assert asked(text, 11).is_possible is False


def test_what_is_in_progress_is_compressed_by_what_remains() -> None:
    plan, _ = read_plan((HEAD + WORKED).encode(), "plan.yaml")
    assert plan is not None
    start = plan.start
    said = Progress("A", started=start, remaining=Duration(Fraction(1), Unit.CALENDAR_DAYS))
    schedule = compute(as_of(Project(plan, (Update(start + 4 * DAY, (said,)),)), start + 4 * DAY))
    assert "A" not in {one.task for one in measures_of(schedule)}, "a day is left, and less than a day is none"


def test_a_relation_that_is_dropped_brings_no_money() -> None:
    """The money of B comes on 1 April, so D ends on the 20th, whether B waits for A or not."""
    paid = """
  A: {name: 甲, duration: 10cd}
  B: {name: 乙, duration: 10cd, after: [A ~], commits: {amount: 100}, levers: [{overlap: A, cost: 1}]}
  D: {name: 丁, duration: 10cd, after: [B], deadline: 2016-04-01}
funds: {unit: 万元, tranches: {bank: {amount: 100, expected: 2016-04-01}}}
"""
    found = asked(paid, 31)
    assert (finish_day(found.earliest), found.is_possible) == (date(2016, 4, 20), False)
    assert found.is_exact
    said = " ".join(list(voice_of(planned(paid), "zh").told(recovery_lines(found, planned(paid)))))
    assert "可用的措施全用上，最早 4月20日" in said
    assert "6 项" not in said


RIVALS = """
  A: {name: 甲, duration: 10cd, commits: {amount: 100}}
  A2: {name: 甲后, duration: 12cd, after: [A]}
  B: {name: 乙, duration: 10cd, commits: {amount: 100}}
  B2: {name: 乙后, duration: 20cd, after: [B], levers: [{compress: 15cd, cost: 1}]}
  D: {name: 丁, milestone: finish, after: [A2, B2]}
funds: {unit: 万元, tranches: {now: {amount: 100, in_place: 2016-03-01}, later: {amount: 100, expected: 2016-04-01}}}
"""
"""Whose works take longer gets the money of 1 March, the other waits for 1 April.

As planned that is B (30 days; A 22): A takes 1 to 10 April, what follows it ends on the 22nd, day 53. With 9 days less
B takes 21, so A is paid first: B ends on 10 April and what follows it, 11 days, on the 21st. Each further day less is a
day more, up to 15, the 15th of April. With 1 to 8 days less nothing is won.
"""


@pytest.mark.parametrize(("day", "cost"), [(52, 9), (51, 10), (46, 15)])
def test_a_treasurer_reads_what_it_costs_that_money_goes_to_others(day: int, cost: int) -> None:
    found = asked(RIVALS, day)
    assert found.is_exact
    assert found.is_cheapest
    assert found.is_all
    assert costs(found) == [cost]
    assert day_of(found.menus[0].schedule.tasks["D"].finish) == day
    said = list(voice_of(planned(RIVALS), "zh").told(recovery_lines(found, planned(RIVALS))))
    assert any("更省的组合都赶不到" in line for line in said)
    assert proof(planned(RIVALS), found) is None, "whoever checks it knows no money"


def test_a_treasurer_reads_that_no_choice_reaches_an_earlier_date() -> None:
    found = asked(RIVALS, 45)
    assert (found.is_exact, found.is_possible, day_of(found.earliest)) == (True, False, 46)


def test_a_treasurer_reads_which_day_of_money_decides_the_earliest_date() -> None:
    """With all 15 days less A is paid first, and B waits for 1 April."""
    lines = list(voice_of(planned(RIVALS), "zh").told(recovery_lines(asked(RIVALS, 45), planned(RIVALS))))
    assert lines[-3:] == [
        "- 乙：要等资金，4月1日 到位后才能开始",
        "- 乙：10 天，计划没有给它措施",
        "- 乙后：5 天，能用的措施已经算进去了",
    ]


def test_a_treasurer_reads_that_dates_of_money_without_one_are_assumed() -> None:
    """A has no money, and none is expected: 30 March is when B is done and A would be, had it been paid in time."""
    tasks = RIVALS.replace(", expected: 2016-04-01", "")
    for day in (29, 30):
        found = asked(tasks, day)
        head, told, *_ = list(voice_of(planned(tasks), "zh").told(recovery_lines(found, planned(tasks))))
        assert head.startswith("3月29日 守不住" if day == 29 else "无到位日期的钱按需要到位的话，丁 3月30日 完成")
        assert told == "甲要等资金，没有到位日期，能不能按期还不能预计：这里的日期都假定钱在要用时就到"
        record = recovery_record(found, planned(tasks))
        assert record["money_without_a_date"] == ["A"]


def test_of_too_many_choices_with_money_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixteen choices of five tasks are 80 to run through."""
    for most, is_exact in ((80, True), (79, False)):
        monkeypatch.setattr(reaching, "PAID", most)
        found = asked(RIVALS, 46)
        assert found.is_exact is is_exact
    said = " ".join(list(voice_of(planned(RIVALS), "zh").told(recovery_lines(found, planned(RIVALS)))))
    assert "压短了的工作会改变钱先给谁" in said


def test_time_that_runs_out_claims_no_cheapest() -> None:
    schedule = planned(WORKED)
    over: Iterator[bool] = iter([False] * 4 + [True] * 1000)
    found = recovery(schedule, "D", minutes(date(2016, 3, 18)), 3, lambda: next(over))
    assert found.unproved is not None
    assert found.unproved <= 10 <= found.menus[0].cost
    assert found.menus[0].schedule.tasks["D"].finish <= found.to


@pytest.mark.slow
def test_weighing_choices_is_counted_with_the_runs_that_a_meetings_papers_may_ask(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Seven lines of equal measures: a few hundred re-runs, and 150,000 choices to weigh between them."""
    tasks = "".join(
        f"  t{i}: {{name: t{i}, duration: {3 + i % 4}cd{f', after: [t{i - 7}]' if i >= 7 else ''}"
        f"{', levers: [{compress: 2cd, cost: 1}]' if i % 5 == 0 else ''}}}\n"
        for i in range(210)
    )
    last = ", ".join(f"t{i}" for i in range(203, 210))
    schedule = planned(tasks + f"  D: {{name: done, milestone: finish, after: [{last}]}}\n")
    weighed, weigh = [0], searching._Search._bound

    def counted(search: searching._Search, *choice: tuple[int, ...]) -> int | None:
        weighed[0] += sum(map(len, search._cuts))
        return weigh(search, *choice)

    monkeypatch.setattr(searching._Search, "_bound", counted)
    found = recovery(schedule, "D", schedule.tasks["D"].finish - 4 * DAY, 3, runs=500)
    assert found.unproved is not None
    assert found.menus
    one_branch = 42 * max(1, len(found.cuts)) * 42
    assert weighed[0] <= 500 * searching._WEIGHED * 211 + one_branch


_LENGTHS = st.sampled_from(list(product(("cd", "wd"), range(2, 6))))
_LINKS = st.sampled_from(["".join(one) for one in product(("FS", "SS", "FF", "SF"), ("", "+1cd", "+2wd", "-1cd"))])
_LEVERS = st.sampled_from([*[None] * 10, *list(product((1, 2), range(5))) * 3])
"""Three of four works have one."""


@st.composite
def _plans(draw: st.DrawFn) -> tuple[str, int]:
    names, lines = ["A", "B", "C", "D"], []
    for k, name in enumerate(names):
        unit, length = draw(_LENGTHS)
        held = [f"{before} {draw(_LINKS)}" for before in names[:k] if draw(st.booleans()) or (k == 3 and before == "C")]
        levers = []
        if (lever := draw(_LEVERS)) is not None:
            levers.append(f"{{compress: {lever[0]}{unit}, cost: {lever[1]}}}")
        calendar = "office" if unit == "wd" else "every"
        floor = f", basis: {{floor: {length - 2}cd}}" if unit == "cd" and length > 3 and draw(st.booleans()) else ""
        lines.append(
            f"  {name}: {{name: {name}, duration: {length}{unit}, calendar: {calendar}, after: [{', '.join(held)}]"
            f"{floor}, levers: [{', '.join(levers)}]}}"
        )
    return "\n".join(lines) + "\n", draw(st.integers(1, 4))


@dataclass(frozen=True)
class _Asked:
    """A plan of which it is asked whether shorter lengths do, with what every answer needs of it."""

    schedule: Schedule
    to: int

    @cached_property
    def lawful(self) -> Schedule:
        """The same plan where every floor of the law holds the dates, whatever the plan forecasts."""
        state = self.schedule.state
        rules = replace(state.plan.settings, law=replace(state.plan.settings.law, enforce=Enforce.DATES))
        return recomputed(self.schedule, replace(state, plan=replace(state.plan, settings=rules)))

    @cached_property
    def broken(self) -> set[str]:
        """What its own forecasts bring below a floor: no menu need mend that."""
        return {one.task for one in below_floors(self.schedule)}

    def does(self, steps: dict[str, int]) -> bool:
        """Whether so many days less reach the date with all floors kept, and bring no other forecast below a floor."""
        work = {
            name: dates.remaining - n * dates.calendar.day_minutes
            for name, n in steps.items()
            for dates in (self.schedule.tasks[name],)
        }
        found = recomputed(self.schedule, Variation(work=work))
        if found.tasks["D"].finish > self.to or {one.task for one in below_floors(found)} - self.broken:
            return False
        return recomputed(self.lawful, Variation(work=work)).tasks["D"].finish <= self.to

    def cheapest_of_all(self) -> Fraction | None:
        """What the cheapest of all choices of whole days that does costs."""
        measures = measures_of(self.schedule)
        choices = [
            (sum((one.costs[n] for one, n in zip(measures, steps, strict=True)), Fraction(0)), steps)
            for steps in product(*(range(one.most + 1) for one in measures))
        ]
        for cost, steps in sorted(choices):
            if self.does({one.task: n for one, n in zip(measures, steps, strict=True)}):
                return cost
        return None


def _equals_every_choice(drawn: tuple[str, int]) -> None:
    text, earlier = drawn
    schedule = planned(text)
    to = schedule.tasks["D"].finish - earlier * DAY
    found = recovery(schedule, "D", to, 3)
    asked = _Asked(schedule, to)
    best = asked.cheapest_of_all()
    assert (costs(found) or [None])[0] == best, text
    assert costs(found) == sorted(costs(found))
    later = recovery(schedule, "D", to + DAY, 1)
    if best is not None and later.is_needed:
        assert later.menus[0].cost <= best, "a later date never costs more"
    for menu in found.menus:
        assert menu.schedule.tasks["D"].finish <= to
        taken = {one.measure.task: one.steps for one in menu.bought}
        for task, steps in taken.items():
            assert not asked.does({**taken, task: steps - 1}), "each step is needed"
        assert {one.task for one in below_floors(menu.schedule)} <= asked.broken
    if found.blocking:
        assert found.blocked is not None
        assert found.blocked > to


_ROLLED = """\
  A: {name: A, duration: 2cd, calendar: every, after: [], levers: []}
  B: {name: B, duration: 3wd, calendar: office, after: [], levers: [{compress: 1wd, cost: 0}]}
  C: {name: C, duration: 2cd, calendar: every, after: [B FF+2wd], levers: []}
  D: {name: D, duration: 4cd, calendar: every, after: [C FF+2wd], basis: {floor: 2cd}, levers: [{compress: 1cd}]}
"""
"""With a day less of B the four days of D end on Sunday the 6th, and its period, put off to Monday, does not."""
_LATER_TO_BE_LAWFUL = """\
  A: {name: A, duration: 2cd, calendar: every, after: [], levers: []}
  B: {name: B, duration: 2wd, calendar: office, after: [A FS+1cd], levers: [{compress: 1wd, cost: 0}]}
  C: {name: C, duration: 2cd, calendar: every, after: [B FF], levers: [{compress: 1cd, cost: 0}]}
  D: {name: D, duration: 4cd, calendar: every, after: [C SS], basis: {floor: 2cd}, levers: []}
"""
"""With a day less of B alone D ends on Sunday the 6th, before its period. With a day less of C too, which ends with
B and so begins on the 4th, D begins with it and ends on Monday, and so does its period."""


@st.composite
def _paid_plans(draw: st.DrawFn) -> tuple[str, int]:
    """Of the same plans some works commit money, of which some comes later."""
    text, earlier = draw(_plans())
    lines = text.splitlines()
    for k in draw(st.sets(st.integers(0, 3), min_size=1)):
        lines[k] = f"{lines[k][:-1]}, commits: {{amount: {draw(st.integers(1, 3))}}}}}"
    coming = f"{{amount: {draw(st.integers(6, 9))}, expected: 2016-03-{draw(st.integers(2, 12)):02}}}"
    here = f"{{amount: {draw(st.integers(1, 6))}, in_place: 2016-03-01}}"
    return "\n".join(lines) + f"\nfunds: {{unit: 万元, tranches: {{here: {here}, coming: {coming}}}}}\n", earlier


_ELSEWHERE = """\
  A: {name: A, duration: 4cd, levers: [{compress: 1cd, cost: 0}]}
  B: {name: B, duration: 3cd, levers: [{compress: 1cd, cost: 0}], commits: {amount: 1}}
  C: {name: C, duration: 2cd, levers: [{compress: 1cd, cost: 0}], commits: {amount: 1}}
  D: {name: D, duration: 4cd, after: [A FS, C SS], levers: [{compress: 2cd, cost: 0}], commits: {amount: 1}}
funds: {unit: 万元, tranches: {here: {amount: 2, in_place: 2016-03-01}, coming: {amount: 6, expected: 2016-03-10}}}
"""
"""B leads nowhere and takes money all the same: who gets the second of two depends on how long each takes."""


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(_paid_plans())
@example((_ELSEWHERE, 3))
def test_where_money_holds_work_the_cheapest_menu_costs_what_the_cheapest_of_all_choices_does(
    drawn: tuple[str, int],
) -> None:
    _equals_every_choice(drawn)


@pytest.mark.long
@settings(max_examples=share_of(1000, least=100), deadline=None)
@given(_paid_plans())
def test_the_same_of_a_thousand_plans_with_money(drawn: tuple[str, int]) -> None:
    _equals_every_choice(drawn)


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(_plans())
@example((_ROLLED, 1))
@example((_LATER_TO_BE_LAWFUL, 1))
def test_the_cheapest_menu_costs_what_the_cheapest_of_all_choices_does(drawn: tuple[str, int]) -> None:
    _equals_every_choice(drawn)


@pytest.mark.long
@settings(max_examples=share_of(10_000), deadline=None)
@given(_plans())
def test_the_same_of_ten_thousand_plans(drawn: tuple[str, int]) -> None:
    _equals_every_choice(drawn)


def _reached(schedule: Schedule, to: int, reach: Reach) -> list[tuple[int, ...]]:
    """Every choice of steps that reaches the date."""
    choices = product(*(range(most + 1) for most in reach.most))
    return [steps for steps in choices if reach.finish(steps) <= to]


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(_plans())
@example((_ROLLED, 1))
def test_what_a_chain_lacks_every_menu_buys_and_the_choice_that_fails_does_not(drawn: tuple[str, int]) -> None:
    """Each weighed cut against every choice that there is: one that reaches the date keeps it."""
    text, earlier = drawn
    schedule = planned(text)
    reach = Reach(schedule, "D", measures_of(schedule))
    to = schedule.tasks["D"].finish - earlier * DAY
    reached = _reached(schedule, to, reach)
    cutting = Programmed(reach, to, lambda steps: None, lambda steps: {})
    for steps in product(*(range(most + 1) for most in reach.most)):
        if steps in reached:
            continue
        chain = reach.chain(steps)
        assert chain is not None
        if not chain.measures:
            assert not reached or reach.finish(reach.most) > to
            continue
        cuts = [*cutting.of_chain(chain, steps, kept=True), *cutting.of_chain(chain, steps, kept=False)]
        assert cuts, text
        assert cuts[-1].lacks(_bought(steps, reach)), (text, steps)
        for cut in cuts:
            for other in reached:
                assert not cut.lacks(_bought(other, reach)), (text, steps, other)


def _bought(steps: tuple[int, ...], reach: Reach) -> dict[tuple[int, int], float]:
    return {(k, n): float(steps[k] >= n) for k, most in enumerate(reach.most) for n in range(1, most + 1)}


def _said(found: Recovery) -> list[tuple[Fraction, list[tuple[str, int, int]], int]]:
    """Menus as a reader sees them: the cost, the steps with what one less brings, the finish."""
    return [
        (
            menu.cost,
            [(one.measure.task, one.steps, one.less) for one in menu.bought],
            menu.schedule.tasks["D"].finish,
        )
        for menu in found.menus
    ]


def _program_equals_branching(drawn: tuple[str, int]) -> None:
    text, earlier = drawn
    schedule = planned(text)
    to = schedule.tasks["D"].finish - earlier * DAY
    branched, programmed = recovery(schedule, "D", to, 4), recovery(schedule, "D", to, 4, branched=0)
    assert _said(branched) == _said(programmed), text
    assert branched.is_all == programmed.is_all or len(branched.menus) == 4
    assert programmed.unproved is None


@pytest.mark.slow
@solving
@settings(max_examples=20, deadline=None)
@given(_plans())
@example((WORKED, 4))
@example((TWO_LINES, 2))
@example((_ROLLED, 1))
def test_the_secretary_reads_the_same_menus_with_a_solver_and_without(drawn: tuple[str, int]) -> None:
    _program_equals_branching(drawn)


@solving
@pytest.mark.long
@settings(max_examples=share_of(3_000), deadline=None)
@given(_plans())
def test_the_same_of_three_thousand_plans_by_a_solver(drawn: tuple[str, int]) -> None:
    _program_equals_branching(drawn)


@solving
def test_overlaps_and_calendars_are_the_same_with_a_solver() -> None:
    """By hand, as above: of two measures bought whole either reaches day 15; ties and next menus alike."""
    text = """
  R: {name: 评审, duration: 5wd, calendar: office, levers: [{calendar: every, cost: 2}, {compress: 2wd, cost: 2}]}
  D: {name: 招标, duration: 10cd, after: [R ~], levers: [{overlap: R, to: SS+2wd, cost: 3}, {compress: 4cd, cost: 1}]}
"""
    schedule = planned(text)
    for day in (16, 15, 14, 12, 10):
        to = minutes(date(2016, 3, 1)) + day * DAY
        branched, programmed = recovery(schedule, "D", to, 5), recovery(schedule, "D", to, 5, branched=0)
        assert _said(branched) == _said(programmed), day
        assert branched.menus


def test_an_engineer_without_a_solver_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only where time ran out: what branching got through needs none."""
    monkeypatch.setattr("schedule.analysis.recovery.menus.is_installed", lambda: False)
    schedule, to = planned(WORKED), minutes(date(2016, 3, 18))
    assert not recovery(schedule, "D", to, 3, branched=2).wants_solver
    over: Iterator[bool] = iter([False] * 4 + [True] * 1000)
    found = recovery(schedule, "D", to, 3, lambda: next(over), branched=2)
    assert found.wants_solver
    assert found.unproved is not None
    lines = list(voice_of(schedule, "zh").told(proof_lines(found, schedule)))
    assert lines[0].startswith("时间到了，还没有证明这是最省的：最省的在")
    assert lines[1:] == ["装上求解器可以找得更远：pip install 'daopai[recovery]'"]


def test_the_secretary_is_told_between_what_and_what_the_cheapest_costs() -> None:
    """Of 10 two are known to be needed when time is over: never "cheapest", and where the bound is the cost it is."""
    schedule, to = planned(WORKED), minutes(date(2016, 3, 18))
    best = recovery(schedule, "D", to, 1)
    known = replace(best, unproved=Fraction(2), is_all=False)
    voice = voice_of(schedule, "en")
    assert list(voice.told(proof_lines(known, schedule))) == [
        "Time ran out before it was proved that this is the cheapest: the cheapest costs between cost 2 and cost 10"
    ]
    assert not known.is_cheapest
    assert replace(best, unproved=Fraction(10)).is_cheapest
    assert (
        "no other costs less than cost 10" in voice.told(proof_lines(replace(best, unproved=Fraction(10)), schedule))[0]
    )
    for program, proved, cheapest in ((best, True, True), (known, False, False)):
        record = recovery_record(program, schedule)
        assert (record["proved"], record["first_is_cheapest"]) == (proved, cheapest)
    rest = recovery_record(replace(best, unproved=Fraction(10)), schedule)  # the next menus are not all there
    assert (rest["proved"], rest["first_is_cheapest"]) == (False, True)
    nothing = list(voice.told(proof_lines(replace(known, menus=()), schedule)))
    assert nothing == ["Time ran out before a menu was found: if there is one, it costs no less than cost 2"]


@solving
def test_a_solver_whose_time_is_over_leaves_an_interval() -> None:
    """Time is over before the program has begun: what is known by then is a bound, and the menu reaches the date."""
    schedule, to = planned(WORKED), minutes(date(2016, 3, 18))
    found = recovery(schedule, "D", to, 3, lambda: True, branched=0)
    assert found.unproved is not None
    assert found.unproved <= 10 <= found.menus[0].cost
    assert found.menus[0].schedule.tasks["D"].finish <= to
