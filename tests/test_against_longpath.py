"""Our early and late dates and floats against longpath 0.1.0 (MIT), an independent engine for P6 files.

Instants, not only points of working time, are equal on any mix of calendars as long as lags do not lead. A lead ends at
the beginning of a working range here, as in P6, and at the end of the one before in longpath, which a successor on
another calendar can tell apart; so leads are compared on one calendar. Of several relations to one successor longpath
takes the smallest free float, P6 the smallest that is not negative: free float is compared where there is only one.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from lengths import share_of
from oracle.networks_small import CALENDARS, small_state

from schedule.calendars.worktime import moment
from schedule.engine.compute import compute
from schedule.model import CalendarSpec, State

pytest.importorskip("longpath", reason='needs longpath 0.1.0: pip install "daopai[oracles]"')

from longpath import cpm  # type: ignore[import-not-found]
from longpath import model as their
from longpath.calendars import WorkCalendar  # type: ignore[import-not-found]


def their_calendar(spec: CalendarSpec) -> WorkCalendar:
    """A calendar of ours as longpath's: a week of hours, and the days that differ."""
    open_hours = [list(spec.hours) or [(0, 1440)] if day in (spec.week or ()) else [] for day in range(7)]
    exceptions: dict[date, list[tuple[int, int]]] = {}
    for one in spec.exceptions:
        days = (one.last - one.first).days
        exceptions |= {one.first + timedelta(days=k): list(spec.hours) if one.working else [] for k in range(days + 1)}
    return WorkCalendar(spec.id, spec.id, open_hours, exceptions)


def their_project(state: State) -> their.Project:
    """A state without progress as longpath's project."""
    project = their.Project("p", "p", "p", data_date=moment(state.data_date), default_calendar=state.plan.calendar)
    for task in state.plan.tasks.values():
        assert task.duration is not None
        length = float(task.duration.amount)
        project.activities[task.id] = their.Activity(
            task.id, task.id, task.id, calendar_id=task.calendar or "", orig_dur_h=length, rem_dur_h=length
        )
        for relation in task.relations:
            lag = 0.0 if relation.lag is None else float(relation.lag.amount)
            project.relationships.append(their.Relationship(relation.predecessor, task.id, relation.type.value, lag))
    return project


_LATE = ("late_start", "late_finish", "total_float")


def differences(state: State, calendars: dict[str, WorkCalendar]) -> list[str]:
    """Where the two engines differ, a line each: plan, task, field, ours, theirs, in minutes."""
    theirs = cpm.run(their_project(state), calendars, cpm.CpmOptions())
    found = []
    links = [(relation.predecessor, task.id) for task in state.plan.tasks.values() for relation in task.relations]
    # Its free float takes the plain minimum of several relations to one successor, and counts a lead back past the data
    # date; ours (P6's) takes the smaller that is not negative, and stops a lead there.
    other_rule = {before for (before, _), count in Counter(links).items() if count > 1}
    leads = (relation for task in state.plan.tasks.values() for relation in task.relations)
    other_rule |= {relation.predecessor for relation in leads if relation.lag is not None and relation.lag.amount < 0}
    # Its late start in a gap is the next start; P6's own dates take the end of the shift before, the same point of
    # working time, and what comes before it on another calendar ends by that.
    dates = compute(state).tasks
    in_a_gap = {
        name
        for name, ours in dates.items()
        if ours.late_start is not None
        and ours.late_start != theirs.ls[name]
        and ours.calendar.work(ours.late_start, theirs.ls[name]) == 0
    }
    before_a_gap = set[str]()
    for before, after in reversed(links):  # who comes later follows in the plan as well
        before_a_gap |= {before} if after in in_a_gap | before_a_gap else set()
    for name, ours in dates.items():
        expected = {
            "early_start": theirs.es[name],
            "early_finish": theirs.ef[name],
            "late_start": theirs.ls[name],
            "late_finish": theirs.lf[name],
            "total_float": round(theirs.tf_h[name] * 60),
            "free_float": max(0, round(theirs.ff_h[name] * 60)),
        }
        found += [
            f"{state.plan.name}: {name} {field}: {getattr(ours, field)} against {value}"
            for field, value in expected.items()
            if getattr(ours, field) != value
            and not (field == "free_float" and name in other_rule)
            and not (field in _LATE and name in before_a_gap)
            and not (field == "late_start" and name in in_a_gap)
        ]
    return found


@pytest.mark.long
@pytest.mark.parametrize(
    ("seeds", "of"),
    [
        (range(share_of(10000)), {"types": "FS SS FF", "calendars": ("office", "seven", "night"), "lags": (0, 20)}),
        (range(10000, 10000 + share_of(2000)), {"types": "FS SS FF SF", "calendars": ("office",), "lags": (-12, 20)}),
        (
            range(12000, 12000 + share_of(2000)),
            {"types": "FS SS FF SF", "calendars": ("seven", "round"), "lags": (0, 20)},
        ),
    ],
)
def test_dates_and_floats_are_equal(seeds: range, of: dict[str, Any]) -> None:
    calendars = {name: their_calendar(spec) for name, spec in CALENDARS.items()}
    states = (small_state(seed, frozenset(), **of) for seed in seeds)
    assert [line for state in states for line in differences(state, calendars)] == []
