"""What a certificate says of a missed deadline: each menu keeps it, none that costs less does; a stranger checks it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest
from certificates import Forger, all_said_of, menu_changes, sealed, text_of, with_menus
from click.testing import CliRunner
from hypothesis import example, given, settings
from lengths import share_of
from test_recovery import _plans, planned

import schedule
from schedule.analysis.history import History
from schedule.analysis.meeting import Meeting, take
from schedule.analysis.recovery.menus import recovery
from schedule.analysis.views import certificate as views
from schedule.analysis.views.certificate import certificate
from schedule.calendars.worktime import DAY, minutes
from schedule.commands import main
from schedule.engine.compute import compute
from schedule.engine.schedule import Schedule
from schedule.files.records.certificates import write_certificate

SAMPLE = Path("plans/kashgar")
BY_HAND = """
  A: {name: 甲, duration: 5cd, levers: [{compress: 2cd, cost: 9}]}
  B: {name: 乙, duration: 10cd, after: A, levers: [{compress: 4cd, cost: 1}]}
  C: {name: 丙, duration: 12cd, after: A, levers: [{compress: 5cd, cost: 2}]}
  D: {name: 丁, duration: 4cd, after: [B, C], levers: [{compress: 1cd, cost: 5}], deadline: 2016-03-17}
"""
"""A 5, then B 10 beside C 12, then D 4: 21 days from 1 March, four more than there are until the 17th."""


def proved(of: Schedule, target: str, folder: Path, menus: int = 3) -> list[str]:
    """What the checker says of the menus of a deadline that is missed."""
    deadline = of.tasks[target].task.deadline
    assert deadline is not None
    return all_said_of(text_of(with_menus(of, target, deadline, menus)), folder)[1:]


def test_an_auditor_checks_the_three_menus_that_he_found_by_hand(tmp_path: Path) -> None:
    """A, C, D have to lose four days together, A, B, D two.

    C 4 and B 2 cost 8 + 2; D 1, C 3, B 1 cost 5 + 6 + 1; A 1, C 3, B 1 cost 9 + 6 + 1; A 1, D 1, C 2 cost 9 + 5 + 4;
    A 2, C 2 cost 18 + 4; A 2, D 1, C 1 cost 18 + 5 + 2. Whoever asks for three learns that the next costs 18.
    """
    day = "2016-03-17T24:00"
    assert proved(planned(BY_HAND), "D", tmp_path) == [
        *(f"menu at {cost}: D {day}" for cost in (10, 12, 16)),
        f"no other choice below 18 keeps {day}",
    ]
    assert proved(planned(BY_HAND), "D", tmp_path, menus=9) == [
        *(f"menu at {cost}: D {day}" for cost in (10, 12, 16, 18, 22, 25)),
        f"no other choice keeps {day}",
    ]


def test_an_auditor_is_told_of_a_date_that_nothing_reaches(tmp_path: Path) -> None:
    """All bought, A 3, C 7, D 3 take 13 days, B 6 less than C."""
    of = planned(BY_HAND.replace("2016-03-17", "2016-03-12"))
    assert proved(of, "D", tmp_path) == ["no other choice keeps 2016-03-12T24:00"]


@pytest.mark.parametrize(
    ("tasks", "said"),
    [
        (
            """
  A: {name: 甲, duration: 6cd}
  D: {name: 丁, duration: 4cd, after: A ~, deadline: 2016-03-08,
      levers: [{overlap: A, to: SS+4cd, cost: 0.5}, {overlap: A, cost: 3}]}
""",
            [
                "menu at 0.5: D 2016-03-08T24:00",
                "menu at 3: D 2016-03-04T24:00",
                "no other choice keeps 2016-03-08T24:00",
            ],
        ),
        (
            """
  A: {name: 甲, duration: 6wd, calendar: office,
      levers: [{calendar: every, cost: 2}, {compress: 2wd, cost: 1.5}]}
  D: {name: 丁, duration: 4cd, after: A, deadline: 2016-03-10}
""",
            [
                "menu at 2: D 2016-03-10T24:00",
                "menu at 3: D 2016-03-08T24:00",
                "no other choice keeps 2016-03-10T24:00",
            ],
        ),
    ],
    ids=["a soft relation", "a calendar"],
)
def test_an_auditor_checks_measures_that_are_bought_whole(tasks: str, said: list[str], tmp_path: Path) -> None:
    """From Tuesday 1 March D's four days begin on the 5th, after four days of A, or at once, where nothing holds them.

    Six working days end on Tuesday the 8th, six days on Sunday the 6th, four working days on Friday the 4th.
    """
    assert proved(planned(tasks), "D", tmp_path) == said


@pytest.fixture(scope="module")
def sample() -> Meeting:
    return take(History(schedule.load(SAMPLE)), minutes(date(2016, 2, 29)))


def test_a_secretary_has_the_two_menus_of_29_february_proved(tmp_path: Path, sample: Meeting) -> None:
    """Two days late. Two days less of the finishes cost 2 and end on the 30th; to overlap the foundations costs 3."""
    found = certificate(sample)
    assert found is not None
    first, *lines = all_said_of(found.text, tmp_path)
    assert first.startswith("VALID 2016-07-02T24:00 contract > ")
    assert lines == [
        "menu at 2: works-done 2016-06-30T24:00",
        "menu at 3: works-done 2016-06-29T24:00",
        "no other choice keeps 2016-06-30T24:00",
    ]


UNLAWFUL = (
    "  A: {name: A, duration: 5wd, calendar: office, levers: [{compress: 2wd, cost: 0}]}\n"
    "  C: {name: C, duration: 5cd, calendar: every, after: [A FS+2wd], basis: {floor: 3cd}}\n"
    "  D: {name: D, duration: 2cd, calendar: every, after: [C SS]}\n"
)
"""A day less of A keeps the date as two do, but then the three days that the law gives C end on a Monday, after C."""


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(_plans())
@example((UNLAWFUL, 1))
def test_what_recovers_a_plan_is_proved(tmp_path_factory: pytest.TempPathFactory, drawn: tuple[str, int]) -> None:
    _is_proved(drawn, tmp_path_factory.getbasetemp())


@pytest.mark.long
@settings(max_examples=share_of(3_000), deadline=None)
@given(_plans())
def test_what_recovers_three_thousand_plans_is_proved(
    tmp_path_factory: pytest.TempPathFactory, drawn: tuple[str, int]
) -> None:
    _is_proved(drawn, tmp_path_factory.getbasetemp())


def due(of: Schedule, target: str, to: int) -> Schedule:
    """The same plan with a deadline."""
    tasks = dict(of.state.plan.tasks)
    tasks[target] = replace(tasks[target], deadline=to)
    return compute(replace(of.state, plan=replace(of.state.plan, tasks=tasks)))


def _is_proved(drawn: tuple[str, int], folder: Path) -> None:
    """The certificate is valid, and where it speaks of menus it names what they cost and nothing below that."""
    text, earlier = drawn
    of = planned(text)
    to = of.tasks["D"].finish - earlier * DAY
    of = due(of, "D", to)
    found, known = recovery(of, "D", to, 3), with_menus(of, "D", to)
    first, *lines = all_said_of(text_of(known), folder)
    assert first.startswith("VALID "), (text, first)
    if "menus" not in known:
        assert ["menus", "D"] in known["not_proved"]
        return
    lines = [line for line in lines if not line.startswith("not proved: ")]
    assert len(lines) == len(found.menus) + 1, (text, lines)
    assert [line.split(":")[0] for line in lines[:-1]] == [f"menu at {float(one.cost):g}" for one in found.menus]
    least = known["menus"]["at_least"]
    is_cheapest = least is None or not found.menus or least >= found.menus[0].cost * known["menus"]["per"]
    assert is_cheapest == (["cheapest", "D"] not in known["not_proved"])


def test_an_auditor_is_told_where_menus_are_too_many_to_run(
    tmp_path: Path, sample: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two menus of five measures and a cut, in two networks: what is more than a reader waits for is not written."""
    monkeypatch.setattr(views, "RUNS", 1_000)
    found = certificate(sample)
    assert found is not None
    assert all_said_of(found.text, tmp_path)[1:] == ["not proved: menus works-done"]
    assert views.said_of_menus(found) == views.Said("works-done")


def found_out(certificates: Iterable[dict[str, Any]], each: int, folder: Path, seed: int) -> int:
    """How many certificates that claim more of their menus the rules find, which must be all; each is sealed anew."""
    count = 0
    for k, known in enumerate(certificates):
        forger = Forger(known, folder)
        said = forger.all_said_of(known)
        for field, other in islice(menu_changes(known, Random(seed + k)), each):
            lines = forger.all_said_of(other)
            assert lines[0].startswith("INVALID ") or (field == "menus: lost" and lines == said), (
                k,
                field,
                lines,
                other,
            )
            assert "digest" not in lines[0]
            count += 1
    return count


def known_menus(sample: Meeting) -> list[dict[str, Any]]:
    found = certificate(sample)
    assert found is not None
    by_hand = planned(BY_HAND)
    deadline = by_hand.tasks["D"].task.deadline
    assert deadline is not None
    return [json.loads(found.text), with_menus(by_hand, "D", deadline), with_menus(by_hand, "D", deadline, 9)]


@pytest.mark.slow
def test_a_forger_who_says_more_of_a_menu_is_found_out(tmp_path: Path, sample: Meeting) -> None:
    assert found_out(known_menus(sample), 40, tmp_path, 4) == 120


@pytest.mark.long
def test_a_forger_who_says_more_of_one_of_a_hundred_thousand_menus_is_found_out(
    tmp_path: Path, sample: Meeting
) -> None:
    many = share_of(100_000, least=300)
    assert found_out(known_menus(sample), -(-many // 3), tmp_path, 5) >= many


def forged(found: dict[str, Any], where: str, value: object) -> dict[str, Any]:
    """A certificate with something else at a path of keys and numbers."""
    other = json.loads(text_of(found))
    *path, last = [int(one) if one.lstrip("-").isdigit() else one for one in where.split("/")]
    at = other
    for key in path:
        at = at[key]
    if isinstance(at, list) and last == len(at):
        at.append(value)
    else:
        at[last] = value
    return other


@pytest.mark.parametrize(
    "forgeries",
    [
        # With nothing bought the last task takes no time: a menu that costs nothing.
        {
            "menus/networks/0/tasks": {"3": {"work": 0}},
            "menus/menus/0": {"cost": 0, "finish": 24304320, "steps": [0] * 4},
        },
        {"menus/networks/0/tasks": {"3": {"floor": 24340000}}, "menus/cuts": [[2, 4, 5, 1]], "menus/menus": []},
        {"menus/networks/0/into": [3], "menus/menus/0": {"cost": 0, "finish": 24285600, "steps": [0] * 4}},
        {
            "menus/networks/0/relations": [
                {"from": 2, "to": 3, "type": "FS", "lag": 10**6, "lag_calendar": 0, "source": "plan.yaml:1"}
            ],
            "menus/cuts": [[2, 4, 5, 1]],
            "menus/menus": [],
        },
        # Without a step a task has more work than it has in the plan: no choice but those with a step of it.
        {"menus/networks/0/work/2/0": 99_999},
        {"menus/networks/0/work/0/0": 99_999},
        # A measure that has no price, or whose nothing has one.
        {
            "menus/costs": [[0, 9, 18], [0, 1, 2, 3, 4], [0, 2, 4, 6, 8, 10]],
            "menus/menus/1/cost": 7,
            "menus/at_least": 0,
        },
        {"menus/costs/0": [-6, 9, 18], "menus/menus/0/cost": 4, "menus/menus/1/cost": 6, "menus/at_least": 0},
        {"menus/costs/0": [8, 9, 18], "menus/menus/0/cost": 18, "menus/menus/1/cost": 20, "menus/at_least": 18},
        {"menus/per": -1},
        {"menus/per": 0},
        # One menu is told as two, one deadline as another, beside the one that is proved.
        {"menus/menus/3": {"cost": 10, "finish": 24304320, "steps": [0, 2, 4, 0]}},
        {"deadlines": [{"at": 24305760, "task": 3}, {"at": 24304320, "task": 3}], "menus/to": 24305760},
        # A measure less, so that what it could do is not tried; a measure more that does nothing.
        {"menus/of": [0, 1, 2]},
        {"menus/of/3": None},
        {"menus/of/3": 2},
        {"menus/networks/0/work": [[7200], [14400], [17280], [5760]]},
        {"menus/cuts/0": [2, 4, 5, 1]},
        {"menus/at_least": None},
        {"menus/menus/0/steps": [0, 2, 4, -1]},
        {"menus/networks/0/work/3": [5760, -5760]},
        # The law leaves the task no day less.
        {"tasks/2/least": 17_280},
        {"tasks/1/least": 13_000},
    ],
)
def test_an_auditor_is_shown_no_false_menu(forgeries: dict[str, object], tmp_path: Path) -> None:
    """What a forger changes by hand and seals anew; every other line of it is what the plan says."""
    of = planned(BY_HAND)
    deadline = of.tasks["D"].task.deadline
    assert deadline is not None
    found = with_menus(of, "D", deadline)
    assert all_said_of(sealed(found), tmp_path)[0].startswith("VALID ")
    for where, value in forgeries.items():
        found = forged(found, where, value)
    lines = all_said_of(sealed(found), tmp_path)
    assert lines[0].startswith("INVALID "), lines
    assert "digest" not in lines[0]


def test_an_auditor_reads_what_a_menu_costs_to_the_last_yuan(tmp_path: Path) -> None:
    of = planned(BY_HAND.replace("cost: 2}", "cost: 123456.5}"))
    lines = proved(of, "D", tmp_path, menus=1)
    assert lines[0] == "menu at 123479.5: D 2016-03-17T24:00", "A 2, D 1, C 1 cost 18 + 5 + 123456.5"


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "守不住期限。已证明：能赶到的方案一共 2 个，每个都重排过，少一点都不行；没有别的方案"),
        ("en", "they are 2 in all, each was run anew and does with nothing less, and there is no other"),
    ],
)
def test_an_auditor_reads_what_is_proved_of_the_menus(lang: str, said: str, tmp_path: Path, sample: Meeting) -> None:
    folder = Path(shutil.copytree(SAMPLE, tmp_path / "plan", ignore=shutil.ignore_patterns("certificates", "meetings")))
    for path in (folder / "updates").iterdir():
        if path.name > "2016-02-29.yaml":
            path.unlink()
    found = certificate(schedule.meeting(schedule.load(folder)))
    assert found is not None
    write_certificate(folder, date(2016, 2, 29), found.text)
    done = CliRunner().invoke(main, ["verify", str(folder), "--certificate", "--lang", lang], env={"COLUMNS": "400"})
    assert done.exit_code == 0, done.output
    assert said in done.output
