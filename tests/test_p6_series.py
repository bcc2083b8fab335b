"""Successive exports of real jobs, which lie beside the project: sums to the minute, parts named, added work whole.

Nothing of these files is copied. Whose the days are they do not say; what moved is checked for what must hold of any
series, against the tasks and relations that the files themselves state.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

import schedule
from schedule.analysis.move.accounts import PartKind
from schedule.analysis.move.ledger import Ledger
from schedule.analysis.move.revisions import StepKind
from schedule.analysis.move.windows import Windows, series
from schedule.commands import main
from schedule.output.why.steps import subject, what
from schedule.output.words.phrases import voice_of

P6 = Path(__file__).parents[2] / "shared" / "p6"
pytestmark = pytest.mark.skipif(not P6.is_dir(), reason="the exports lie beside the project, not in it")

SERIES = {
    "works": ("MILE-130", ["works-baseline-2025-09-02", "works-update-2025-11-21", "works-update-2025-12-04"]),
    "store a": ("PSC", [f"found/store-a-update_{k}" for k in (1, 3, 5, 7, 9, 11)]),
    "store b": ("MIL-1040", [f"found/store-b-update_{k}" for k in (1, 3, 5)]),
    "store c": ("WW-WARR-1070", [f"found/store-c-{name}" for name in ("baseline", "update_2", "update_3", "update_5")]),
}
"""Exports by job, in the order of their data dates, and the milestone that is asked about."""
ALL = ["works", *(pytest.param(name, marks=pytest.mark.long) for name in SERIES if name != "works")]


def files(job: str) -> list[Path]:
    return [P6 / f"{name}.xer" for name in SERIES[job][1]]


@cache
def read(job: str) -> Windows:
    return series([schedule.load(path) for path in files(job)], SERIES[job][0])


@pytest.mark.parametrize("job", ALL)
def test_the_engineer_adds_up_every_window_of_a_real_job(job: str) -> None:
    found = read(job)
    assert len(found.ledgers) == len(files(job)) - 1
    for one in found.ledgers:
        for rows in (one.parts, one.entries):
            assert sum(row.moved for row in rows) == one.moved
            assert sum(row.days for row in rows) == one.days
        apart = sum(entry.concurrent - entry.together for entry in one.entries)
        assert apart == one.moved - sum(entry.but_for for entry in one.entries)
    assert sum(total.moved for total in found.totals) == found.moved
    assert sum((total.days for total in found.totals), Fraction(0)) == found.days


@pytest.mark.parametrize("job", ALL)
def test_the_engineer_reads_of_every_part_what_it_is_and_what_happened(job: str) -> None:
    for one in read(job).ledgers:
        for part in one.parts:
            if part.plays:
                for lang in ("zh", "en"):
                    voice = voice_of(one.after, lang)
                    named = voice.tell(subject(part, one))
                    assert named is None or named.strip()
                    assert named or part.kind in (PartKind.SELF_TEST, PartKind.CALENDAR) or part.step is not None
                    assert voice.tell(what(part, one)).strip()


def added_and_removed(one: Ledger) -> tuple[set[str], set[str]]:
    """By the files themselves: the tasks that only the later, and that only the earlier export has."""
    before, after = one.before.state.plan.tasks.keys(), one.after.state.plan.tasks.keys()
    return set(after - before), set(before - after)


@pytest.mark.parametrize("job", ALL)
def test_added_work_is_one_event_with_all_that_ties_it_in(job: str) -> None:
    """Each new task stands in one event; two that a relation ties in the same; so what was left out."""
    seen = 0
    for one in read(job).ledgers:
        added, removed = added_and_removed(one)
        event_of: dict[tuple[StepKind, str], int] = {}
        for k, part in enumerate(one.parts):
            for step in part.step.every if part.step is not None else ():
                if step.kind in (StepKind.ADD, StepKind.REMOVE) and step.task is not None:
                    assert (step.kind, step.task) not in event_of
                    event_of[step.kind, step.task] = k
                    assert part.step is not None
                    assert part.step.kind is step.kind  # named by what is new, or gone
        assert {task for kind, task in event_of if kind is StepKind.ADD} == added
        assert {task for kind, task in event_of if kind is StepKind.REMOVE} == removed
        for kind, names, plan in (
            (StepKind.ADD, added, one.after.state.plan),
            (StepKind.REMOVE, removed, one.before.state.plan),
        ):
            for name in names:
                for relation in plan.tasks[name].relations:
                    if relation.predecessor in names:
                        assert event_of[kind, name] == event_of[kind, relation.predecessor]
        # What waits for a new task waits for it in that task's event, and in no other.
        for k, part in enumerate(one.parts):
            for step in part.step.every if part.step is not None else ():
                if step.kind is StepKind.LOGIC:
                    for relation in step.facts["relations"].now:
                        if relation.predecessor in added:
                            assert event_of[StepKind.ADD, relation.predecessor] == k
        seen += len(added) + len(removed)
    assert seen


def test_work_of_the_real_works_that_was_added_moves_days_itself() -> None:
    """Two new tasks were put before others in autumn 2025: they move the end, and not what now waits for them."""
    first, last = read("works").ledgers
    events = {part.task: part for part in first.parts if part.step is not None and part.step.kind is StepKind.ADD}
    assert events.keys() >= {"C-PH1-RM-30", "C-PH3-RI-30"}
    assert all(events[name].moved > 0 and events[name].step.parts for name in ("C-PH1-RM-30", "C-PH3-RI-30"))  # type: ignore[union-attr]
    assert {part.task for part in last.parts if part.step is not None and part.step.kind is StepKind.REMOVE} == {
        "C-PH2-RB-10"
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_planner_asks_about_the_real_works_as_about_any_plan(lang: str) -> None:
    done = CliRunner().invoke(main, ["why", *map(str, files("works")), "MILE-130", "--lang", lang])
    assert done.exit_code == 0, done.stderr
    assert "43" in done.stdout.splitlines()[0]
