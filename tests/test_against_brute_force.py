"""Our dates and floats against an engine of another kind, which raises and lowers them until nothing changes.

Relations of all types with lags and leads, four calendars, all kinds of constraints, progress, suspension, the options.
"""

from __future__ import annotations

import pytest
from lengths import share_of
from oracle.brute_force import BruteForce, Dates
from oracle.networks_small import EVERYTHING, small_state

from schedule.engine.compute import compute
from schedule.model import State


def differences(state: State) -> list[str]:
    """Where the two engines differ, a line each: plan, task, field, ours, theirs, in hours."""
    ours, theirs = compute(state).tasks, BruteForce(state)
    fields = {
        "early_start": {name: dates[0] for name, dates in theirs.early.items()},
        "early_finish": {name: dates[1] for name, dates in theirs.early.items()},
        "late_start": {name: dates[0] for name, dates in theirs.late.items()},
        "late_finish": {name: dates[1] for name, dates in theirs.late.items()},
        "total_float": theirs.total_float,
        "free_float": theirs.free_float,
    }
    return [
        f"{state.plan.name}: {name} {field}: {getattr(ours[name], field) / 60} against {expected[name]}"
        for name in state.plan.tasks
        if name not in theirs.done
        for field, expected in fields.items()
        if getattr(ours[name], field) != expected[name] * 60
    ]


class AfterStarts(BruteForce):
    """Late dates as readers are told them: what has begun is held by nobody who waited for its start alone."""

    def begins(self, name: str, dates: Dates) -> list[int]:
        """The starts after which a task may not come, none once it has started."""
        return [] if name in self.begun and not self.rules.finishes_kept else super().begins(name, dates)


def told_otherwise(state: State) -> list[str]:
    """The unfinished tasks of whose late dates readers are told something else."""
    ours, theirs = compute(state).tasks, AfterStarts(state)
    told = {name: ours[name].late for name in ours if name not in theirs.done}
    hours = {name: late and (late.start / 60, late.finish / 60) for name, late in told.items()}
    return [name for name, late in hours.items() if late != tuple(theirs.late[name])]


RELATIONS = frozenset({"milestones"})
UNDER_WAY = frozenset({"milestones", "progress", "suspended", "settings"})
LONG = (RELATIONS, UNDER_WAY, EVERYTHING - {"progress", "suspended"}, EVERYTHING)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("features", "seeds"), [(RELATIONS, range(150)), (UNDER_WAY, range(150, 300)), (EVERYTHING, range(300, 500))]
)
def test_five_hundred_networks(features: frozenset[str], seeds: range) -> None:
    assert [line for seed in seeds for line in differences(small_state(seed, features))] == []


@pytest.mark.slow
def test_a_reader_is_told_no_late_date_by_what_waited_for_a_start_that_has_happened() -> None:
    """The columns beside them stay P6's, early dates and floats with them, as `differences` finds them."""
    others = 0
    for seed in range(150, 300):
        one = small_state(seed, UNDER_WAY)
        assert told_otherwise(one) == [], seed
        tasks = compute(one).tasks.values()
        others += sum(dates.late is not None and dates.late.finish != dates.late_finish for dates in tasks)
    assert others >= 5


@pytest.mark.long
@pytest.mark.parametrize(("features", "first"), [(of, 1000 + 2500 * k) for k, of in enumerate(LONG)])
def test_ten_thousand_networks(features: frozenset[str], first: int) -> None:
    found = [line for seed in range(first, first + share_of(2500)) for line in differences(small_state(seed, features))]
    assert found == []
