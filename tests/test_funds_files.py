"""Money as an author writes it: what of it is read, written back the same, and refused at its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

import schedule
from schedule.calendars.worktime import minutes
from schedule.diagnostics import Severity
from schedule.engine.state import as_of
from schedule.files.plans.as_text import plan_text
from schedule.files.plans.plan import read_plan
from schedule.files.sealed.updates import first_standing, read_update, update_text
from schedule.files.yaml.scalars import parse_day
from schedule.model import Commitment, Due, Project, Threshold, Tranche

PLAN = """daopai: 1
project: {name: 园区, start: 2016-03-01, calendar: calendar-days}
bodies:
  development-reform: {name: 发改委}
funds:
  unit: 万元
  tranches:
    aid: {amount: 7695, in_place: 2016-03-01, source: 援疆资金, purpose: [any], document: 疏财3号}
    cdb-1: {amount: 7700, in_place: 2016-03-20, source: 国开行专项建设基金, purpose: [roads, workshops]}
    cdb-2: {amount: 8000, name: 国开行第二笔, expected: 2016-06-10, chance: 0.6, ask: development-reform}
    rest: {amount: 14605, stated: 缺口没有到位日期}
tasks:
  tender: {name: 招标, duration: 5cd, price: {roads: 9000, workshops: 21000}}
  permit:
    {name: 施工许可, duration: 5cd, after: [tender], needs_funds: {share: 50%, of: tender, rule: PERMIT_FUNDS}}
  frame: {name: 框架, duration: 9cd, after: [permit], commits: {amount: 5200, purpose: workshops}}
  roads:
    name: 道路
    duration: 9cd
    after: [permit]
    commits: [{amount: 1200.5, purpose: roads, when: linear}, {amount: 300, when: finish}]
    needs_funds: {amount: 100, purpose: [roads], when: finish}
"""


def day(text: str) -> int:
    parsed = parse_day(text)
    assert parsed is not None
    return minutes(parsed)


def plan_of(text: str) -> schedule.model.Plan:
    plan, faults = read_plan(text.encode(), "plan.yaml")
    assert plan is not None
    assert not faults, faults
    return plan


def folder(tmp_path: Path, updates: Mapping[str, str], plan: str = PLAN) -> Path:
    (tmp_path / "updates").mkdir()
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    for name, text in updates.items():
        (tmp_path / "updates" / f"{name}.yaml").write_text(f"data_date: {name[:10]}\n{text}", encoding="utf-8")
    return tmp_path


def tranches_at(path: Path, data_date: str) -> Mapping[str, Tranche]:
    project, faults = schedule.read(path)
    assert isinstance(project, Project)
    assert not [one for one in faults if one.severity is Severity.ERROR], faults
    funds = as_of(project, day(data_date)).plan.funds
    assert funds is not None
    return funds.tranches


def test_money_is_read_as_the_author_means_it_and_written_back_the_same() -> None:
    plan = plan_of(PLAN)
    assert plan.funds is not None
    assert plan.funds.unit == "万元"
    aid, first, second, rest = plan.funds.tranches.values()
    assert [one.in_place for one in (aid, first, second, rest)] == [7695, 7700, 0, 0], "15,395 in place"
    assert second.missing + rest.missing == 22605, "the gap of the report"
    assert (second.expected, second.chance, second.ask) == (day("2016-06-10"), Fraction(3, 5), "development-reform")
    assert (aid.serves, first.serves) == (("any",), ("roads", "workshops"))
    assert plan.tasks["permit"].needs_funds == (Threshold(None, Fraction(1, 2), "tender", rule="PERMIT_FUNDS"),)
    assert plan.tasks["frame"].commits == (Commitment(Fraction(5200), "workshops"),)
    assert plan.tasks["roads"].commits == (
        Commitment(Fraction(2401, 2), "roads", Due.LINEAR),
        Commitment(Fraction(300), "any", Due.FINISH),
    )
    assert plan.tasks["tender"].price == (("roads", 9000), ("workshops", 21000))
    again = plan_of(plan_text(plan))
    assert replace(again, digest="") == replace(plan, digest="")
    assert plan_text(again) == plan_text(plan)


def test_an_update_says_what_came_and_the_rest_has_no_date_until_somebody_says_one(tmp_path: Path) -> None:
    came = "funds: {cdb-2: {in_place: 2016-06-13, amount: 7500, document: 拨款单8号}}\n"
    later = "funds: {cdb-2: {expected: 2016-07-01, chance: 0.3}, rest: {status: 已上报}}\n"
    path = folder(tmp_path, {"2016-06-14": came, "2016-06-21": later})
    before, then, now = (tranches_at(path, day)["cdb-2"] for day in ("2016-06-07", "2016-06-14", "2016-06-21"))
    assert (before.in_place, before.expected) == (0, day("2016-06-10")), "last month's meeting knows nothing of it"
    assert (then.in_place, then.missing, then.expected) == (7500, 500, None)
    assert then.arrivals[0].document == "拨款单8号"
    assert (now.missing, now.expected) == (500, day("2016-07-01"))
    assert tranches_at(path, "2016-06-21")["rest"].status == "已上报"
    project, _ = schedule.read(path)
    assert isinstance(project, Project)
    for update in project.updates:
        read, _, faults = read_update(update_text(update).encode(), f"{tmp_path}/x.yaml", first_standing(project.plan))
        assert read is not None
        assert read.funds == update.funds, faults


def test_a_forecast_that_has_passed_without_the_money_is_none(tmp_path: Path) -> None:
    path = folder(tmp_path, {"2016-06-10": "note: 例会\n", "2016-06-14": "note: 例会\n"})
    on_the_day, after = (tranches_at(path, day)["cdb-2"] for day in ("2016-06-10", "2016-06-14"))
    assert on_the_day.coming == ((day("2016-06-10"), 8000),)
    assert (after.coming, after.lapsed) == ((), day("2016-06-10"))


@pytest.mark.parametrize(
    ("reports", "lapsed"),
    [
        # 8,000 were due on 10 June. A part that comes after it, before it, or twice leaves the rest due then.
        ({"2016-06-14": "cdb-2: {in_place: 2016-06-13, amount: 3000}"}, "2016-06-10"),
        (
            {"2016-06-07": "cdb-2: {in_place: 2016-06-06, amount: 3000}", "2016-06-14": "rest: {status: 无}"},
            "2016-06-10",
        ),
        (
            {
                "2016-06-14": "cdb-2: {in_place: 2016-06-13, amount: 3000}",
                "2016-06-21": "cdb-2: {in_place: 2016-06-20, amount: 1000}",
            },
            "2016-06-10",
        ),
        # Before that day nothing of it is overdue, nor where the same report says a day for the rest that is ahead.
        ({"2016-06-07": "cdb-2: {in_place: 2016-06-06, amount: 3000}"}, None),
        ({"2016-06-10": "cdb-2: {in_place: 2016-06-06, amount: 3000}"}, None),
        ({"2016-06-14": "cdb-2: {in_place: 2016-06-13, amount: 3000, expected: 2016-07-01}"}, None),
        # The day that was said for the rest passes in its turn, and that is the one that counts.
        (
            {
                "2016-06-14": "cdb-2: {in_place: 2016-06-13, amount: 3000, expected: 2016-07-01}",
                "2016-07-05": "rest: {status: 无}",
            },
            "2016-07-01",
        ),
    ],
)
def test_a_part_that_comes_leaves_the_rest_due_on_its_day(
    tmp_path: Path, reports: dict[str, str], lapsed: str | None
) -> None:
    path = folder(tmp_path, {one: f"funds: {{{said}}}\n" for one, said in reports.items()})
    found = tranches_at(path, max(reports))["cdb-2"]
    assert found.missing > 0
    assert found.lapsed == (None if lapsed is None else day(lapsed))


def test_what_was_said_to_have_come_whole_and_came_in_part_is_due_as_before(tmp_path: Path) -> None:
    path = folder(
        tmp_path,
        {
            "2016-06-14": "funds: {cdb-2: {in_place: 2016-06-13}}\n",
            "2016-06-21": "corrects: 只到了一部分\nfunds: {cdb-2: {in_place: 2016-06-13, amount: 3000}}\n",
        },
    )
    found = tranches_at(path, "2016-06-21")["cdb-2"]
    assert (found.missing, found.lapsed) == (5000, day("2016-06-10"))


def test_parts_add_up_and_a_correction_takes_their_place(tmp_path: Path) -> None:
    path = folder(
        tmp_path,
        {
            "2016-06-14": "funds: {cdb-2: {in_place: 2016-06-13, amount: 3000}}\n",
            "2016-06-21": "funds: {cdb-2: {in_place: 2016-06-20}}\n",
            "2016-06-28": "corrects: 第二次没有到\nfunds: {cdb-2: {in_place: 2016-06-13, amount: 3000}}\n",
        },
    )
    assert [tranches_at(path, day)["cdb-2"].in_place for day in ("2016-06-14", "2016-06-21", "2016-06-28")] == [
        3000,
        8000,
        3000,
    ]


def test_two_records_of_a_day_cannot_say_two_days_of_one_tranche(tmp_path: Path) -> None:
    path = folder(
        tmp_path,
        {
            "2016-06-14": "funds: {cdb-2: {in_place: 2016-06-13}}\n",
            "2016-06-14-2": "funds: {cdb-2: {in_place: 2016-06-12}}\n",
        },
    )
    _, faults = schedule.read(path)
    assert "conflicting-records" in [one.code for one in faults]


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        ("expected: 2016-06-10, chance", "in_place: 2016-06-10, chance", "conflicting-keys"),
        ("in_place: 2016-03-01, source", "in_place: 2016-03-01, expected: 2016-04-01, source", "conflicting-keys"),
        ("amount: 14605, stated", "stated", "missing-key"),
        ("amount: 14605", "amount: 0", "bad-number"),
        ("ask: development-reform", "ask: development-refrom", "unknown-body"),
        ("purpose: [roads, workshops]", "purpose: [roads, roads]", "duplicate-item"),
        ("share: 50%, of", "share: 50%, amount: 3, of", "conflicting-keys"),
        ("share: 50%, of: tender, rule", "share: 50%, rule", "missing-key"),
        ("share: 50%, of: tender", "amount: 3, of: tender", "conflicting-keys"),
        ("of: tender", "of: tenders", "unknown-task"),
        ("rule: PERMIT_FUNDS", "rule: PERMIT_FUND", "unknown-rule"),
        ("{amount: 5200, purpose: workshops}", "{purpose: workshops}", "missing-key"),
        ("when: linear", "when: liner", "bad-choice"),
        ("purpose: [any], document: 疏财3号", "purpose: [x], document: a", "unknown-purpose"),
    ],
)
def test_what_cannot_be_meant_is_a_fault(was: str, now: str, code: str) -> None:
    assert was in PLAN
    plan = PLAN.replace(was, now)
    if code == "unknown-purpose":  # no tranche is for any purpose then
        plan = plan.replace("cdb-2: {amount: 8000,", "cdb-2: {amount: 8000, purpose: roads,").replace(
            "rest: {amount: 14605,", "rest: {amount: 14605, purpose: roads,"
        )
    _, faults = read_plan(plan.encode(), "plan.yaml")
    assert [one.code for one in faults] == [code], [str(one) for one in faults]


def test_a_decision_can_change_what_a_task_uses_and_needs_money_to_do_so(tmp_path: Path) -> None:
    said = (
        "revisions:\n"
        "  - {task: frame, set: {commits: {amount: 5200, purpose: workshop}}, reason: 概算, approved_by: 县}\n"
        "  - {remove: tender, reason: 合并, approved_by: 县}\n"
        "  - {task: permit, set: {after: []}, reason: 合并, approved_by: 县}\n"
    )
    _, faults = schedule.read(folder(tmp_path, {"2016-06-14": said}))
    assert {one.code: one.severity for one in faults} == {
        "unlisted-purpose": Severity.WARNING,
        "removed-but-needed": Severity.ERROR,
    }
