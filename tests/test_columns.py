"""The columnar door against the engine that counts hours on its fingers, and against the plans of the same networks.

The passes are interpreted, so this needs no extra; `test_compiled.py` holds both speeds to the same integers.
"""

from __future__ import annotations

import gc
import random
from datetime import date

import numpy as np
import pytest
from oracle.brute_force import BruteForce
from oracle.networks_small import CALENDARS, START, small_state

from schedule.calendars.compile import compile_calendar
from schedule.calendars.durations import lag_minutes, work_minutes
from schedule.calendars.worktime import Calendar
from schedule.engine import names
from schedule.engine.columns import ScheduleColumns, compile_columns, run_passes, schedule_columns
from schedule.engine.compute import compute
from schedule.model import State

YEARS = date(2013, 1, 1), date(2015, 12, 31)
COMPILED = [compile_calendar(spec, {}, *YEARS) for spec in CALENDARS.values()]
FIELDS = "early_start early_finish late_start late_finish total_float free_float"


def given(state: State, seed: int) -> tuple[list[str], list[int], list[int], list[Calendar], tuple[list, ...], int]:
    """A state of work and relations alone as columns, tasks and relations in no order."""
    draw, on = random.Random(seed), dict(zip(CALENDARS, COMPILED, strict=True))
    tasks = draw.sample(list(state.plan.tasks.values()), len(state.plan.tasks))
    relations = [relation for task in tasks for relation in task.relations]
    draw.shuffle(relations)
    return (
        [task.id for task in tasks],
        [work_minutes(task.duration, on[task.calendar]) for task in tasks],
        [list(CALENDARS).index(task.calendar) for task in tasks],
        COMPILED,
        (
            [relation.predecessor for relation in relations],
            [relation.successor for relation in relations],
            [relation.type.value for relation in relations],
            [lag_minutes(relation, state, on) for relation in relations],
        ),
        state.plan.start,
    )


@pytest.mark.parametrize("seed", range(60))
def test_the_columns_of_a_network_have_the_dates_and_floats_that_hours_on_fingers_give(seed: int) -> None:
    state = small_state(seed, frozenset(), largest=12)
    columns = given(state, seed)
    found, theirs, ours = schedule_columns(*columns, compiled=False), BruteForce(state), compute(state).tasks
    expected = {
        "early_start": {name: dates[0] for name, dates in theirs.early.items()},
        "early_finish": {name: dates[1] for name, dates in theirs.early.items()},
        "late_start": {name: dates[0] for name, dates in theirs.late.items()},
        "late_finish": {name: dates[1] for name, dates in theirs.late.items()},
        "total_float": theirs.total_float,
        "free_float": theirs.free_float,
    }
    for field in FIELDS.split():
        column = dict(zip(columns[0], getattr(found, field).tolist(), strict=True))
        assert column == {name: value * 60 for name, value in expected[field].items()}, field
        assert column == {name: getattr(ours[name], field) for name in column}, field


def schedule(ids: list[str], *relations: tuple[str, str], calendar: int = 0) -> ScheduleColumns:
    """Tasks of an hour, the first calendar of which is the office's, from a Monday's eight o'clock on."""
    before, after = ([pair[end] for pair in relations] for end in (0, 1))
    links = (before, after, ["FS"] * len(relations), [0] * len(relations))
    return schedule_columns(ids, [60] * len(ids), [calendar] * len(ids), COMPILED, links, START, compiled=False)


def test_what_is_wrong_with_columns_is_an_error_that_names_it() -> None:
    with pytest.raises(ValueError, match=r"^tasks wait for each other$"):
        schedule(["a", "b", "c"], ("b", "c"), ("c", "b"))
    with pytest.raises(ValueError, match=r"^ids repeat$"):
        schedule(["a", "b", "a"])
    with pytest.raises(KeyError, match="unknown"):
        schedule(["a"], ("unknown", "a"))
    with pytest.raises(KeyError, match="unknown"):
        schedule(["a"], ("a", "unknown"))


@pytest.mark.parametrize(("calendar", "is_there"), [(-1, False), (0, True), (3, True), (4, False)])
def test_the_number_of_a_calendar_is_that_of_one_of_four(calendar: int, is_there: bool) -> None:
    assert len(COMPILED) == 4
    if is_there:
        assert len(schedule(["a"], calendar=calendar).early_start) == 1
        return
    with pytest.raises(ValueError, match=r"^a task's calendar is not among the calendars$"):
        schedule(["a"], calendar=calendar)


def test_no_task_is_a_schedule_too() -> None:
    found = schedule([])
    assert [getattr(found, field).tolist() for field in FIELDS.split()] == [[]] * 6


def test_tasks_without_relations_are_free_up_to_the_last_finish() -> None:
    """An hour, and eight: 08:00 to 09:00 and to 17:00 of one office day; seven working hours between the finishes."""
    links: tuple[list, ...] = ([], [], [], [])
    found = schedule_columns(["a", "b"], [60, 480], [0, 0], COMPILED, links, START, compiled=False)
    assert (found.early_finish - START).tolist() == [60, 9 * 60]
    assert (found.late_start - START).tolist() == [8 * 60, 0]
    assert found.total_float.tolist() == found.free_float.tolist() == [7 * 60, 0]


def test_the_size_decides_the_speed_where_nobody_asks_for_one() -> None:
    """A few tasks are computed as they are read: by lists of Python's integers, without the compiler."""
    columns = compile_columns(["a", "b"], [60, 60], [0, 0], COMPILED, (["b"], ["a"], ["FS"], [0]), START)
    assert columns.order.tolist() == [1, 0]
    assert (run_passes(columns).early_start - START).tolist() == [60, 0]
    assert columns.arrays.incoming == [0, 0, 1]


@pytest.mark.parametrize("collects", [False, True])
@pytest.mark.parametrize("ids", [["a"], ["a", "a"]])
def test_the_garbage_collector_is_left_as_it_was(ids: list[str], collects: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if collects else gc.disable)()
        if len(ids) == len(set(ids)):
            schedule(ids)
        else:
            with pytest.raises(ValueError, match="repeat"):
                schedule(ids)
        assert gc.isenabled() is collects
    finally:
        (gc.enable if was else gc.disable)()


def test_columns_may_be_arrays_as_well_as_lists() -> None:
    state = small_state(3, frozenset(), largest=12)
    ids, durations, calendar_of, calendars, (before, after, types, lags), start = given(state, 3)
    listed = schedule_columns(ids, durations, calendar_of, calendars, (before, after, types, lags), start)
    arrays = [np.array(column) for column in (durations, calendar_of, lags)]
    found = schedule_columns(ids, arrays[0], arrays[1], calendars, (before, after, types, arrays[2]), start)
    assert all(np.array_equal(getattr(found, field), getattr(listed, field)) for field in FIELDS.split())


@pytest.mark.parametrize("slots_of", [8, 16])
def test_a_full_run_of_slots_is_walked_through(slots_of: int) -> None:
    """Hashes that want the same slot stand in the next free ones, around the end of the table."""
    hashes, slots, places = [7, 15, 23, 6], [-1] * slots_of, [-1] * 4
    assert names.enter(hashes, slots)
    assert names.find(hashes, slots, [6, 23, 7, 15], places)
    assert places == [3, 2, 0, 1]
    assert not names.find(hashes, slots, [31], places)
    assert not names.enter([7, 7], [-1] * 8)
