"""Thousands of random networks against MPXJ's imitations of Primavera P6 and Microsoft Project.

MPXJ's schedulers were fitted to real files and fail in known places (rules, section 14). What it does otherwise is a
named way with a reason below. A difference is known only where our rules, computed again from MPXJ's dates around it,
give ours to the minute, and with MPXJ's ways give MPXJ's. Any other fails, and the smallest network that shows it is
printed. The oracle itself is checked against dates worked out by hand.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from lengths import share_of
from networks import at, plan, state, task
from oracle import mpxj_primavera_late, mpxj_primavera_path, mpxj_project
from oracle.comparison import Difference, as_text, classified, explanation, roots, shrunk
from oracle.mpxj_oracle import missing, mpxj_schedule
from oracle.mpxj_primavera import Way
from oracle.mpxj_project import ProjectWay
from oracle.networks import (
    CONSTRAINED_MSP,
    CONSTRAINED_P6,
    EVERYTHING_P6,
    PLAIN_MSP,
    PLAIN_P6,
    PROGRESS_P6,
    Dials,
    random_state,
)

from schedule.calendars.worktime import moment
from schedule.engine.compute import compute
from schedule.model import Constraint, ConstraintKind, Duration, State, Status, TaskKind, Unit
from schedule.rules import LagCalendar, Profile, Settings

pytestmark = [pytest.mark.long, pytest.mark.skipif(missing() is not None, reason=str(missing()))]

NETWORKS = int(os.environ.get("MPXJ_NETWORKS", share_of(2500)))
"""How many of each class. A class of 2,500 takes some 40 seconds."""


P6_REASONS = {
    Way.SF_ORDER: "The lag runs from the predecessor's start to the finish, on its own calendar (rules, section 2).",
    Way.SF_PROGRESS: "MPXJ has rules for an SF beside progress that forget the lag, the relation or both; ours is one.",
    Way.FF_FINISHED: "MPXJ counts from the actual finish, or the lag twice; the part before the data date is consumed "
    "(section 7).",
    Way.SS_FINISHED: "A finished task that is pushed passes the push on through SS as through FS (section 7).",
    Way.SS_NOTHING_DONE: "A lag of which nothing is consumed counts in full (section 7); MPXJ drops it.",
    Way.UNSNAPPED: "SS without a lag is taken to the next start on the lag calendar (section 2), but from what is "
    "finished (P6's own dates).",
    Way.FIRST: "Of equal points of working time the later on the clock; MPXJ takes the first relation's.",
    Way.KEPT_FINISH: "P6's own dates keep a finish that an FF or SF asks for, in a gap at the next start, and so do "
    "we: MPXJ only without progress or a lag, and of constraints, between shifts, or with other work between.",
    Way.ON_ITS_DAY: "No earlier than is a floor; MPXJ goes back to it where a relation asks for a later hour.",
    Way.MIDNIGHT_BACK: "Hours off are no work: MPXJ counts back from 00:00 as if the evening were worked.",
    Way.NO_FLOOR: "Work that is not done lies after the data date (section 7), a mandatory date too (P6's own dates).",
    Way.PUSHED: "A finished task stands at the data date or where unfinished ones push it (section 7); MPXJ has "
    "other dates for it, which reach the tasks around it.",
    Way.ALAP_BACK: "As late as possible is never earlier than as soon as possible.",
    Way.ALAP_ORDER: "The lag is taken off before the duration, the reverse of the forward pass (section 3).",
    Way.LATE_FINISHED: "What is finished cannot delay the project's finish.",
    Way.LATE_KEPT: "P6's own dates keep the start that an SS or SF asks for, in a gap the end of the shift before, and "
    "so do we; MPXJ keeps it of some SS.",
    Way.LATE_NEAREST: "In a gap P6's own dates take the end of the shift before; MPXJ takes the nearer end.",
    Way.LATE_SF: "The lag and the duration are taken off in the reverse of the forward pass (section 3).",
    Way.LATE_DROPPED: "The same lag holds in both passes (section 3).",
    Way.LATE_INTO_FINISHED: "A lag by which a finished task is pushed counts in both passes (P6's own dates).",
    Way.LATE_STARTED: "A start constraint says nothing of a task that has started.",
    Way.LATE_MILESTONE: "In a gap P6's own dates take the end of the shift before, progress or not.",
    Way.LATE_SHIFT_END: "A start milestone's late date at the beginning of a shift is not moved back (section 6).",
    Way.FREE_RUNNING: "Of a lag what is left counts (section 7); MPXJ counts an SF's in full.",
    Way.FREE_LEAD: "Free float counts from where the relation with its lead lets the successor start (section 8).",
    Way.FREE_LAG: "P6's own dates take the lag off the successor's date, on the lag calendar.",
    Way.PATH_FLOAT: "A relation with float left does not drive (section 9 and section 14, 2).",
    Way.PATH_RUNNING: "A start that has happened drives nothing.",
    Way.PATH_FIXED: "A mandatory date replaces the logic: no relation drives it (section 5 and section 14, 2).",
    Way.PATH_STOPPED: "Where the data date stops a lead, the data date drives.",
    Way.PATH_LATE: "MPXJ lets a task as late as possible drive, or not, by its successor's own constraint.",
    Way.PATH_CONSTRAINT: "A relation without float drives, whether or not a constraint asks for the same (section 9).",
}
"""Why ours stands where MPXJ's PrimaveraScheduler goes its own way. Every way is proved on the task that shows it."""

PROJECT_REASONS = {
    ProjectWay.MIDNIGHT_BACK: P6_REASONS[Way.MIDNIGHT_BACK],
    ProjectWay.DURATION_FIRST: "The lag runs to the finish; the duration is taken off then (section 2).",
    ProjectWay.KEPT_START: "Work starts in working time (section 2).",
    ProjectWay.KEPT_FINISH: "A task is contiguous: its finish is its start and its work (section 2).",
    ProjectWay.LATE_SS: "The lag is taken off before the step to the next start (section 3).",
    ProjectWay.LATE_SF: P6_REASONS[Way.LATE_SF],
    ProjectWay.FREE_LAG: "The lag counts on one calendar in all passes and floats (section 8).",
    ProjectWay.FREE_TWICE: "Of two relations to one successor the smaller that is not negative counts (section 8).",
    ProjectWay.FREE_END: "Without successors a task is free up to its late finish; one with a fixed finish never is.",
}


def explain(one: Difference) -> Sequence[str] | None:
    """The ways of MPXJ's that a root shows; None where it is unknown."""
    if one.state.plan.settings.profile is Profile.MSP:
        return explanation(one, mpxj_project.value, frozenset(ProjectWay))
    if one.field == "longest_path":
        return mpxj_primavera_path.reasons(one)
    return explanation(one, mpxj_primavera_late.value, frozenset(Way))


def judged(states: Sequence[State], scheduler: str) -> list[tuple[Counter[str], list[Difference]]]:
    """The known and the unknown roots of every state; none where MPXJ has no answer."""
    answers = mpxj_schedule(states, scheduler)
    return [
        classified(roots(one, compute(one), answer), explain) if answer else (Counter({"MPXJ fails": 1}), [])
        for one, answer in zip(states, answers, strict=True)
    ]


def compare(dials: Dials, count: int = NETWORKS) -> None:
    scheduler = dials.profile.value
    states = [random_state(seed, dials) for seed in range(count)]
    verdicts = judged(states, scheduler)
    counts = sum((known for known, _ in verdicts), Counter())
    agreed = sum(not known and not unknown for known, unknown in verdicts)
    failed = [k for k, (_, unknown) in enumerate(verdicts) if unknown]
    fields = Counter(verdicts[k][1][0].field for k in failed)
    shown_first = {verdicts[k][1][0].field: k for k in reversed(failed)}
    said = [f"{count} networks: {agreed} the same in every field; known: {dict(counts)}; unknown: {dict(fields)}"]
    for first, k in shown_first.items():

        def fails(several: Sequence[State], field: str = first) -> list[bool]:
            return [any(one.field == field for one in unknown) for _, unknown in judged(several, scheduler)]

        small = shrunk(states[k], fails)
        [(_, differences)] = judged([small], scheduler)
        said += ["", as_text(small), *map(str, differences)]
    sys.stdout.write("\n".join(said) + "\n")
    assert not failed, f"{len(failed)} of {count} networks differ for no known reason"


@pytest.mark.parametrize(
    "dials",
    [PLAIN_P6, CONSTRAINED_P6, PROGRESS_P6, EVERYTHING_P6, PLAIN_MSP, CONSTRAINED_MSP],
    ids=["plain", "constrained", "progress", "everything", "msp", "msp-constrained"],
)
def test_random_networks_agree(dials: Dials) -> None:
    compare(dials)


def test_every_way_has_a_reason() -> None:
    assert set(P6_REASONS) == set(Way)
    assert set(PROJECT_REASONS) == set(ProjectWay)


def asked(one: State, scheduler: str = "p6") -> dict[str, tuple[str, str, float]]:
    """What the oracle says of each task: early start, early finish, total float in hours."""
    [answer] = mpxj_schedule([one], scheduler)
    return {
        name: (shown(dates.early_start), shown(dates.early_finish), (dates.total_float or 0) / 60)
        for name, dates in answer.items()
    }


def shown(instant: int | None) -> str:
    return "-" if instant is None else f"{moment(instant):%d %H:%M}"


def chain(*constraints: Constraint, **more: Any) -> State:
    """A of five days, B of five with the constraints, C of one (rules, section 5)."""
    tasks = task("A", "40h"), task("B", "40h", "A", constraints=constraints), task("C", "8h", "B")
    return state(plan(*tasks, **more))


def on(kind: ConstraintKind, text: str) -> Constraint:
    return Constraint(kind, at(text))


K = ConstraintKind


def test_the_oracle_keeps_p6_dates_under_a_late_constraint_and_lets_project_break_the_logic() -> None:
    late = on(K.FINISH_NO_LATER_THAN, "2014-04-16 17:00")
    assert asked(chain(late)) == {
        "A": ("07 08:00", "11 17:00", -16),
        "B": ("14 08:00", "18 17:00", -16),
        "C": ("21 08:00", "21 17:00", 0),
    }
    assert asked(chain(late), "msp") == {
        "A": ("07 08:00", "11 17:00", -16),
        "B": ("10 08:00", "16 17:00", 0),
        "C": ("17 08:00", "17 17:00", 0),
    }


def test_the_oracle_takes_must_finish_by_earlier_and_later() -> None:
    tight = asked(chain(must_finish_by=at("2014-04-18 17:00")))
    assert {float_ for *_, float_ in tight.values()} == {-8}
    loose = asked(chain(must_finish_by=at("2014-04-30 17:00")))
    assert {float_ for *_, float_ in loose.values()} == {56}


@pytest.mark.parametrize(
    ("lag_calendar", "start"),
    [
        (LagCalendar.PREDECESSOR, "16 08:00"),
        (LagCalendar.SUCCESSOR, "14 08:00"),
        (LagCalendar.ALL_HOURS, "12 09:00"),
        (LagCalendar.PROJECT, "16 08:00"),
    ],
)
def test_the_oracle_counts_a_lag_on_four_calendars(lag_calendar: LagCalendar, start: str) -> None:
    tasks = task("A", "40h"), task("B", "8h", "A FS+16h", calendar="seven")
    one = state(plan(*tasks, settings=Settings(lag_calendar=lag_calendar)))
    assert asked(one)["B"][0] == start


def test_the_oracle_places_milestones() -> None:
    tasks = (
        task("A", "40h"),
        task("S", None, "A", kind=TaskKind.START_MILESTONE),
        task("F", None, "A", kind=TaskKind.FINISH_MILESTONE),
    )
    p6 = asked(state(plan(*tasks)))
    assert (p6["S"][0], p6["F"][0]) == ("14 08:00", "11 17:00")
    assert asked(state(plan(*tasks)), "msp")["F"][0] == "11 17:00"


def begun(text: str, left: int) -> Status:
    return Status(started=at(text), remaining=Duration(Fraction(left), Unit.HOURS))


def test_the_oracle_keeps_retained_logic() -> None:
    tasks = task("A", "80h"), task("B", "40h", "A"), task("C", "16h", "B")
    progress = {"A": begun("2014-04-07 08:00", 48), "B": begun("2014-04-08 08:00", 24)}
    dates = asked(state(plan(*tasks), "2014-04-11", **progress))
    assert dates["A"][1] == "18 17:00"
    assert dates["B"][:2] == ("21 08:00", "23 17:00")
    assert dates["C"][1] == "25 17:00"


def test_the_oracle_consumes_the_lag_of_a_running_predecessor() -> None:
    tasks = task("A", "40h"), task("B", "8h", "A SS+24h")
    one = state(plan(*tasks), "2014-04-09", A=begun("2014-04-07 08:00", 24))
    assert asked(one)["B"][0] == "10 08:00"


def test_the_oracle_consumes_the_lag_of_a_finished_predecessor() -> None:
    tasks = task("A", "16h"), task("B", "8h", "A FS+40h")
    finished = Status(started=at("2014-04-07 08:00"), finished=at("2014-04-08 17:00"))
    assert asked(state(plan(*tasks), "2014-04-10", A=finished))["B"][0] == "16 08:00"


def test_the_oracle_moves_a_late_task_as_each_tool_does() -> None:
    tasks = (
        task("A", "16h", as_late_as_possible=True),
        task("B", "16h", "A"),
        task("C", "80h"),
        task("D", "8h", "B", "C"),
    )
    p6, project = asked(state(plan(*tasks))), mpxj_schedule([state(plan(*tasks))], "msp")[0]
    assert (p6["A"][0], p6["B"][0]) == ("07 08:00", "09 08:00")
    assert (shown(project["A"].late_start), shown(project["B"].early_start)) == ("15 08:00", "17 08:00")
