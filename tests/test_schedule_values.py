"""What a computed schedule says of its tasks: figures by name, their order, and the days that are shown; by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from networks import at, plan, state, task

from schedule.engine.compute import compute
from schedule.engine.schedule import in_date_order, names_in_date_order, shown_days
from schedule.model import Constraint, ConstraintKind, TaskKind


def test_figures_are_asked_of_tasks_by_name_whoever_made_them() -> None:
    """In the order in which they are asked for; one that is not there is told."""
    made = compute(state(plan(task("a", "1wd"), task("b", "1wd", "a"))))
    for one in (made, replace(made, tasks={**made.tasks})):
        assert [(dates.task.id, dates.start) for dates in one.figures_of(["b", "a"])] == [
            (name, made.tasks[name].start) for name in ("b", "a")
        ]
        with pytest.raises(KeyError, match="c"):
            list(one.figures_of(["c"]))


def test_tasks_are_listed_by_their_dates_and_equals_as_they_follow_each_other() -> None:
    """`z` and `y` begin and end at one instant, in which `z` comes first; what only spans others follows them."""
    marks = task("z", None, "a"), task("y", None, "z"), task("a", "1wd"), task("s", "1wd", kind=TaskKind.SUMMARY)
    made = compute(state(plan(*marks, task("c", "2wd"))))
    assert list(made.tasks) == ["a", "c", "s", "z", "y"]
    assert list(in_date_order(reversed(list(made.tasks.values())), made.network.number)) == list(made.tasks)
    assert names_in_date_order([("s", 0, 0), ("y", 0, 0), ("z", 0, 0), ("c", 0, -1)], {"z": 0, "y": 1}) == [*"czys"]


@pytest.mark.parametrize(
    ("after", "due", "kinds", "day"),
    [
        ((), None, (), 10),  # it waits for nobody's finish: a morning
        (("a SS",), None, (), 10),
        (("a",), None, (), 9),  # the evening on which what it waits for is done
        ((), "2014-04-10", (), 9),  # its own deadline is an evening
        ((), "2014-04-11", (), 10),
        ((), None, (ConstraintKind.FINISH_NO_LATER_THAN,), 9),
        ((), None, (ConstraintKind.START_NO_EARLIER_THAN,), 10),
        (("a",), "2014-04-10", (ConstraintKind.START_NO_EARLIER_THAN,), 10),  # a day that lets it start is that day
    ],
)
def test_midnight_ends_a_day_for_a_start_milestone_that_stands_at_an_end(
    after: tuple[str, ...], due: str | None, kinds: tuple[ConstraintKind, ...], day: int
) -> None:
    """It stands at the midnight between Wednesday 9 and Thursday 10 April 2014."""
    midnight = at("2014-04-10")
    held = tuple(Constraint(kind, midnight) for kind in kinds)
    deadline = None if due is None else at(due)
    mark = task("m", None, *after, kind=TaskKind.START_MILESTONE, constraints=held, deadline=deadline)
    assert [one.day for one in shown_days(mark, midnight, midnight)] == [day, day]
