"""Whose the days are that work waits for money: of who changed the money, or of who changed who gets it, and when."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from lengths import share_of
from networks import at
from networks import plan as plan_of
from networks import task as task_of

import schedule
from schedule.analysis.history import History
from schedule.analysis.move.accounts import PartKind
from schedule.analysis.move.expectation import expected_state
from schedule.analysis.move.ledger import Ledger, ledger
from schedule.analysis.move.windows import claims, windows
from schedule.analysis.reports.causes import Cause
from schedule.calendars.worktime import DAY
from schedule.commands import main
from schedule.engine.compute import compute
from schedule.engine.schedule import Schedule, Stage
from schedule.model import (
    Arrival,
    Body,
    Commitment,
    Constraint,
    ConstraintKind,
    Due,
    Duration,
    Funds,
    Relation,
    State,
    Status,
    Task,
    TaskKind,
    Threshold,
    Tranche,
    Unit,
)

PLAN = """\
daopai: 1
project: {name: B, start: 2026-09-01, calendar: calendar-days}
bodies: {housing: {name: H}, agent: {name: G}, finance: {name: F}}
funds:
  unit: 万元
  tranches:
    aid: {amount: 100, in_place: 2026-08-01}
    county: {amount: 100, expected: 2026-11-10, ask: finance}
tasks:
  review: {name: review, body: housing, duration: 10cd}
  roads: {name: roads, body: agent, duration: 20cd, after: [review], commits: {amount: 80, when: linear}}
  frame: {name: frame, body: agent, duration: 30cd, start_no_earlier_than: 2026-10-10, commits: {amount: 60}}
  done: {name: done, body: agent, milestone: finish, after: [frame, roads], deadline: 2026-12-31}
"""
FIRST = "data_date: 2026-09-05\nprogress: {review: {started: 2026-09-01, remaining: 6cd}}\n"
LATE = "data_date: 2026-09-12\nprogress: {review: {remaining: 40cd}}\n"


def written(folder: Path, plan: str, *updates: str) -> Path:
    (folder / "updates").mkdir()
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    for text in updates:
        (folder / "updates" / f"{text[11:21]}.yaml").write_text(text, encoding="utf-8")
    return folder


def read(folder: Path, *, known: bool = False) -> list[Ledger]:
    """The ledgers of `done` between all records of a plan's folder."""
    project = schedule.load(folder)
    return list(windows(History(project), [one.data_date for one in project.updates], "done", known=known).ledgers)


def whose(found: Ledger) -> dict[str | None, Fraction]:
    """The days of every account that moved the milestone, by its body or its cause."""
    return {one.account.body or one.account.cause: one.days for one in found.entries if one.moved}


@pytest.mark.parametrize("known", [False, True])
def test_a_body_reads_all_the_days_for_which_others_wait_for_money_behind_its_delay(
    tmp_path: Path, known: bool
) -> None:
    """By the plan the frame has less room, and takes 60 of the aid's 100 on 10 October.

    The roads use 4 a day, so they begin on 31 October: when 40 are used the county's money comes, on 10 November, and
    they end on the 19th. With the review ending 31 days later, on 21 October, the roads have less room and come first,
    from the 22nd on; the frame waits for 10 November and ends on 9 December. Nobody moved the money: the 20 days are
    H's, who waits for none.
    """
    (found,) = read(written(tmp_path, PLAN, FIRST, LATE), known=known)
    assert whose(found) == {"housing": 20}
    (entry,) = (one for one in found.entries if one.moved)
    assert (entry.but_for, entry.alone) == (20 * DAY, 20 * DAY)
    assert [part.task for part in found.parts] == ["review"], "who waits for money did nothing"


@pytest.mark.parametrize(
    ("when", "days"),
    [("start", 10), ("linear", 20), ("finish", 1)],
)
def test_a_body_has_the_days_whenever_the_money_is_due(tmp_path: Path, when: str, days: int) -> None:
    """By the plan the roads begin on 10 November, or on 31 October, or end as their money comes: 29, 19, 9 November.

    Behind the late review they are first, and the frame ends on 9 December; where they are paid at their end it does
    not wait, and they end on 10 November by relations alone.
    """
    (found,) = read(written(tmp_path, PLAN.replace("linear", when), FIRST, LATE))
    assert whose(found) == {"housing": days}


def test_a_week_cut_in_two_charges_the_same_body(tmp_path: Path) -> None:
    """On the 8th 20 days are left: the roads still come behind frame. From the 12th on they come first."""
    between = "data_date: 2026-09-08\nprogress: {review: {remaining: 20cd}}\n"
    first, second = read(written(tmp_path, PLAN, FIRST, between, LATE))
    assert [whose(one) for one in (first, second)] == [{}, {"housing": 20}]


def test_a_body_that_wins_its_delay_back_is_credited_with_what_it_frees(tmp_path: Path) -> None:
    back = "data_date: 2026-09-19\nprogress: {review: {finished: 2026-09-18}}\n"
    first, second = read(written(tmp_path, PLAN, FIRST, LATE, back))
    assert [whose(one) for one in (first, second)] == [{"housing": 20}, {"housing": -20}]


ON_TIME = "data_date: 2026-09-12\nfunds: {county: {expected: 2026-11-20}}\nprogress: {review: {finished: 2026-09-10}}\n"
BOTH = "data_date: 2026-09-12\nfunds: {county: {expected: 2026-11-20}}\nprogress: {review: {remaining: 40cd}}\n"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        # The county's ten days are the roads': from 10 November to the 29th instead of from 31 October to the 19th.
        (ON_TIME, {Cause.MONEY: 10}),
        # Frame from 20 November on: 19 December. Late money alone makes 10 of 30 days, the late review alone 20.
        (BOTH, {Cause.MONEY: 10, "housing": 20}),
    ],
)
def test_money_has_only_the_days_by_which_it_came_later_itself(
    tmp_path: Path, said: str, expected: dict[str, int]
) -> None:
    (found,) = read(written(tmp_path, PLAN, FIRST, said))
    assert whose(found) == expected
    assert {one.account.body or one.account.cause: one.but_for for one in found.entries if one.plays} == {
        name: days * DAY for name, days in expected.items()
    }


def test_money_that_is_only_looked_at_has_the_days_by_which_it_comes_later(tmp_path: Path) -> None:
    """The roads want 150 in place: from 10 November to the 29th by the plan, from 20 November to 9 December now."""
    plan = PLAN.replace("commits: {amount: 80, when: linear}", "needs_funds: {amount: 150}")
    (found,) = read(written(tmp_path, plan.replace(", commits: {amount: 60}", ""), FIRST, ON_TIME))
    assert whose(found) == {Cause.MONEY: 10}


def test_money_has_its_days_beside_a_decision_that_makes_it_short(tmp_path: Path) -> None:
    """With 10 for the frame the aid is enough: 8 November.

    With 60 the roads wait for the county's money, from the 10th to 29 November; had that been expected on the 10th
    still, they would have begun on 31 October and ended on the 19th.
    """
    said = "data_date: 2026-09-12\nfunds: {county: {expected: 2026-11-20}}\nprogress: {review: {remaining: 4cd}}\n"
    said += "revisions:\n  - {task: frame, set: {commits: {amount: 60}}, reason: R, approved_by: A, for: finance}\n"
    (found,) = read(written(tmp_path, PLAN.replace("amount: 60", "amount: 10"), FIRST, said))
    but_for = {one.account.body or one.account.cause: one.but_for // DAY for one in found.entries}
    assert (found.days, but_for["finance"], but_for[Cause.MONEY]) == (21, 21, 10)


def test_who_begins_with_money_that_others_were_to_have_answers_for_their_wait(tmp_path: Path) -> None:
    """The roads begin on 9 September and not on 31 October: 80 of the aid are theirs, and the frame waits for more.

    It begins on 10 November and not on 10 October: done on 9 December instead of 19 November.
    """
    said = "data_date: 2026-09-12\nprogress:\n  review: {finished: 2026-09-08}\n"
    said += "  roads: {started: 2026-09-09, remaining: 10cd}\n"
    (found,) = read(written(tmp_path, PLAN, FIRST, said))
    assert whose(found) == {"agent": 20}


HOPED = """\
daopai: 1
project: {name: B, start: 2026-09-01, calendar: calendar-days}
bodies: {agent: {name: G}, works: {name: W}, finance: {name: F}}
funds:
  unit: 万元
  tranches:
    aid: {amount: 600, expected: 2026-09-08, ask: finance}
    bond: {amount: 500, expected: 2026-10-20, ask: finance}
tasks:
  pit: {name: pit, body: agent, duration: 7cd}
  base: {name: base, body: works, duration: 12cd, after: [pit], commits: {amount: 300}}
  done: {name: done, body: works, milestone: finish, after: [base], deadline: 2026-09-30}
  steel: {name: steel, body: works, duration: 15cd, after: [base], commits: {amount: 280}}
"""
"""The aid of 8 September does not come. The bond is enough for the base, and not for the steel behind it: so nobody can
tell the dates of either, and both suppose that the aid comes when it is needed."""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_work_whose_dates_suppose_money_without_a_date_has_lost_no_more_than_they_moved(
    tmp_path: Path, lang: str
) -> None:
    """The base was to begin on the 8th, and begins on the 15th at the earliest: 7 days, and not 42 until 20 October.

    Nor these and the 7 together, which put it on a day that nothing in the plan has.
    """
    dug = "data_date: 2026-09-08\nprogress: {pit: {started: 2026-09-01, finished: 2026-09-07}}\n"
    folder = written(tmp_path, HOPED, dug, "data_date: 2026-09-15\nnote: N\n")
    (found,) = read(folder)
    assert found.after.funding.waits["base"].at_latest == at("2026-10-20 00:00")
    assert [(one.task, one.delay // DAY, one.but_for // DAY) for one in found.progress] == [("base", 7, 7)]
    assert whose(found) == {Cause.MONEY: 7}
    told = CliRunner().invoke(main, ["why", str(folder), "--lang", lang]).stdout
    said = {"zh": "等资金，开工要晚 7 天", "en": "waits for money, begins 7 days later"}[lang]
    assert said in told


def test_who_is_late_before_work_that_waits_for_money_without_a_date_has_his_days(tmp_path: Path) -> None:
    """The pit ends on the 22nd and not on the 20th: the base begins two days later, whatever the bond does later."""
    first = "data_date: 2026-09-09\nprogress: {pit: {started: 2026-09-01, remaining: 12cd}}\n"
    (found,) = read(written(tmp_path, HOPED, first, "data_date: 2026-09-12\nprogress: {pit: {remaining: 11cd}}\n"))
    assert [(one.task, one.but_for // DAY, one.alone // DAY) for one in found.progress] == [("pit", 2, 2)]
    assert whose(found) == {"agent": 2}


def test_days_that_pass_while_money_without_a_date_is_hoped_for_are_counted_once(tmp_path: Path) -> None:
    """The base was forecast for the 15th, and a week later for the 22nd: in no order is it held until 20 October."""
    dug = "data_date: 2026-09-08\nprogress: {pit: {started: 2026-09-01, finished: 2026-09-07}}\n"
    quiet = [f"data_date: 2026-09-{day}\nnote: N\n" for day in (15, 22)]
    *_, found = read(written(tmp_path, HOPED, dug, *quiet))
    assert [(one.task, one.delay // DAY, one.in_order // DAY) for one in found.progress] == [("base", 7, 7)]


@pytest.mark.parametrize(
    ("lang", "told"),
    [("zh", "H         review    从开始到完成比预计多 41 天"), ("en", "H     review  takes 41 days more")],
)
def test_a_secretary_reads_no_row_of_money_in_a_week_in_which_none_moved(tmp_path: Path, lang: str, told: str) -> None:
    written(tmp_path, PLAN, FIRST, LATE)
    found = CliRunner().invoke(main, ["why", str(tmp_path), "--lang", lang])
    assert told in found.stdout
    assert "资金" not in found.stdout
    assert "money" not in found.stdout


# Any plan


def drawn(random: Random) -> State:
    """A plan at its start: work of three bodies in calendar days, of which much uses money and some looks at it."""
    tasks: dict[str, Task] = {}
    for k in range(random.randint(3, 7)):
        name = f"t{k}"
        uses = (Commitment(Fraction(random.randint(1, 6)), when=random.choice(tuple(Due))),)
        begins = Constraint(ConstraintKind.START_NO_EARLIER_THAN, START + random.randint(0, 20) * DAY)
        tasks[name] = Task(
            name,
            name,
            duration=Duration(Fraction(random.randint(1, 12)), Unit.CALENDAR_DAYS),
            body=random.choice("xyz"),
            relations=tuple(Relation(before, name) for before in tasks if random.random() < 0.25),
            commits=uses if random.random() < 0.6 else (),
            needs_funds=(Threshold(amount=Fraction(random.randint(3, 15))),) if random.random() < 0.15 else (),
            constraints=(begins,) if random.random() < 0.3 else (),
            deadline=START + random.randint(5, 30) * DAY if random.random() < 0.3 else None,
        )
    relations = tuple(Relation(name, "done") for name in tasks)
    tasks["done"] = Task("done", "done", kind=TaskKind.FINISH_MILESTONE, body="z", relations=relations)
    total = sum(int(use.amount) for task in tasks.values() for use in task.commits)
    there = Fraction(max(1, total // 3))
    tranches = {"aid": Tranche("aid", there, arrivals=(Arrival(START - DAY, there),))}
    for k in range(2):
        amount = Fraction(max(1, total // 2 + 8 * k))
        tranches[f"m{k}"] = Tranche(f"m{k}", amount, expected=START + random.randint(1, 40) * DAY)
    bodies = {name: Body(name, name) for name in "xyz"}
    plan = plan_of(task_of("any", "1wd"), start="2026-09-01")
    return State(
        replace(plan, tasks=tasks, funds=Funds(tranches), calendar="calendar-days", start=START, bodies=bodies), START
    )


START = at("2026-09-01 00:00")


def went(random: Random, before: Schedule, days: int, bodies: str) -> State:
    """The state some days on: all as forecast, money too, but that some work of these bodies takes another time.

    Only what nothing has begun behind: else others would have begun before their turn. And nothing that waits for money
    without a date: that it has not begun is money's.
    """
    expected = expected_state(before, before.state.data_date + days * DAY)
    begun = {name for name, one in expected.statuses.items() if one.started is not None}
    followed = {one.predecessor for name in begun for one in expected.plan.tasks[name].relations}
    undated = {name for name, one in before.funding.waits.items() if one.until is None}
    statuses = dict(expected.statuses)
    for name in sorted(begun - followed - undated):
        dates, status = before.tasks[name], expected.statuses[name]
        if (dates.task.body or "") in bodies and dates.stage is not Stage.FINISHED and random.random() < 0.7:
            remaining = Duration(Fraction(random.randint(0, 20)), Unit.CALENDAR_DAYS)
            if dates.task.is_milestone or (dates.stage is Stage.NOT_STARTED and random.random() < 0.3):
                statuses[name] = Status()  # it was to begin, and has not
            else:
                statuses[name] = replace(
                    status, finished=None, remaining=remaining, percent=None, reported=expected.data_date
                )
    assert expected.plan.funds is not None
    come = {
        name: one
        if one.expected is None or one.expected > expected.data_date
        else replace(one, arrivals=(*one.arrivals, Arrival(one.expected, one.missing)), expected=None)
        for name, one in expected.plan.funds.tranches.items()
    }
    plan = replace(expected.plan, funds=Funds(come))
    return State(plan, expected.data_date, {name: one for name, one in statuses.items() if one != Status()})


def check_alone(seed: int) -> bool:
    """Of a week in which one body alone did something, all is that body's; whether it moved the finish."""
    random = Random(seed)
    before = compute(drawn(random))
    if random.random() < 0.5:
        before = compute(went(random, before, random.choice([3, 7, 10]), "xyz"))
    body = random.choice("xyz")
    after = compute(went(random, before, random.choice([3, 7, 14]), body))
    found = ledger(before, after, "done", (), whose=lambda part: claims(before, after, part, lambda _: ()))
    assert sum(part.moved for part in found.parts) == found.moved
    assert sum(one.days for one in found.entries) == found.days
    moved = {one.account for one in found.entries if one.moved and one.account.kind is PartKind.PROGRESS}
    assert {(one.body, one.cause) for one in moved} <= {(body, None)}, seed
    return bool(moved)


@pytest.mark.slow
def test_a_body_that_alone_did_something_has_all_of_the_move() -> None:
    assert sum(check_alone(seed) for seed in range(150)) > 10


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_thousands_of_bodies_that_alone_did_something_have_all_of_the_move(part: int) -> None:
    share = share_of(3000) // 10
    assert sum(check_alone(seed) for seed in range(1000 + part * share, 1000 + (part + 1) * share)) > 0
