"""Which tasks a chart shows, under which headings, on which pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from snapshots import day, invented

from schedule.engine.schedule import Stage
from schedule.output.figures.ground.rows import Heading, Line, Only, Row, pages, select

PLAN = invented(44)


def tasks(rows: tuple[Row, ...]) -> list[str]:
    return [row.task for row in rows if isinstance(row, Line)]


def test_all_tasks_stand_under_the_phases_of_the_plan_in_its_order() -> None:
    rows = select(PLAN)
    headings = [row for row in rows if isinstance(row, Heading)]
    assert [heading.phase for heading in headings] == list(PLAN.schedule.state.plan.phases)
    assert tasks(rows) == list(PLAN.schedule.tasks)
    assert [task for heading in headings for task in heading.tasks] == tasks(rows)


def test_a_plan_without_phases_has_no_headings() -> None:
    rows = select(invented(5, phases=()))
    assert rows == tuple(Line(f"t{k}") for k in range(5))


def test_a_group_stands_where_its_first_task_does_and_one_task_needs_no_heading() -> None:
    rows = select(invented(5, phases=("design",), groups=((), ("厂房", "1号楼"), ("厂房", "1号楼"), ("道路",), ())))
    group = Heading("design", ("厂房", "1号楼"), ("t1", "t2"))
    assert rows[1:] == (Line("t0", 1), group, Line("t1", 2), Line("t2", 2), Line("t3", 1), Line("t4", 1))


def test_critical_is_the_critical_path() -> None:
    assert set(tasks(select(PLAN, Only(critical=True)))) == set(PLAN.critical_path)


def test_of_two_bodies_one_and_of_two_kinds_both() -> None:
    found = tasks(select(PLAN, Only(bodies=("land", "housing"), phases=("design",))))
    bodies = {PLAN.schedule.tasks[task].task.body for task in found}
    assert bodies == {"land", "housing"}
    assert {PLAN.schedule.tasks[task].task.phase for task in found} == {"design"}


def test_weeks_are_the_unfinished_tasks_that_begin_before_their_end() -> None:
    found = set(tasks(select(PLAN, Only(weeks=2))))
    for name, one in PLAN.schedule.tasks.items():
        assert (name in found) == (one.stage is not Stage.FINISHED and one.start < day("2016-03-28"))


@st.composite
def any_rows(draw: st.DrawFn) -> tuple[Row, ...]:
    count = draw(st.integers(0, 60))
    phases = draw(st.sampled_from([(), ("a",), ("a", "b", "c")]))
    groups = draw(st.lists(st.sampled_from([(), ("x",), ("y", "z")]), min_size=1, max_size=5))
    return select(invented(count, phases=phases, groups=groups)) if count else ()


def opened(rows: tuple[Row, ...]) -> Iterator[tuple[str, str | None, tuple[str, ...]]]:
    """Each task with the phase and the group of the headings it stands under."""
    phase: str | None = None
    group: tuple[str, ...] = ()
    for row in rows:
        if isinstance(row, Heading):
            phase, group = row.phase, row.group
        else:
            yield row.task, phase if row.depth else None, group if row.depth == 1 + (phase is not None) else ()


@pytest.mark.slow
@given(any_rows(), st.integers(3, 30))
def test_pages_lose_nothing_and_every_task_keeps_its_headings(rows: tuple[Row, ...], per_page: int) -> None:
    split = pages(rows, per_page)
    assert all(len(page) <= per_page for page in split)
    assert [found for page in split for found in opened(page)] == list(opened(rows))
    assert [row for page in split for row in page if not (isinstance(row, Heading) and row.continued)] == list(rows)
    for page in split:
        assert not page or isinstance(page[-1], Line), "a heading without a task below it"


@given(any_rows())
def test_rows_that_fit_are_one_page(rows: tuple[Row, ...]) -> None:
    assert pages(rows, max(len(rows), 3)) == (rows,)


def test_a_page_has_room_for_two_headings_and_a_task() -> None:
    with pytest.raises(ValueError, match="no room"):
        pages(select(PLAN), 2)
