"""The laws of working time on random tables: empty gaps, touching intervals, 24 hours, instants outside the horizon."""

from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedule.calendars.worktime import (
    DAY,
    ROLLED,
    UNROLLED,
    WORKED,
    Calendar,
    Table,
    add,
    finish_at,
    finish_day,
    join,
    make_table,
    minutes,
    moment,
    next_start,
    period_begin,
    period_end,
    previous_finish,
    start_at,
    start_day,
    table_of,
    work_at,
)

HORIZON = 400


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table somewhere in the first minutes of 1970; gaps of 0 make touching intervals."""
    steps = draw(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30)), min_size=1, max_size=6))
    intervals, clock = [], draw(st.integers(-50, 50))
    for gap, length in steps:
        intervals.append((clock + gap, clock + gap + length))
        clock += gap + length
    return make_table(intervals)


instants = st.integers(-HORIZON, HORIZON)
works = st.integers(-HORIZON, HORIZON)
amounts = st.integers(1, HORIZON)


def worked_minutes(table: Table) -> list[bool]:
    """Minute by minute, whether it is worked, from -2 x HORIZON to 2 x HORIZON; outside the table every minute is."""
    starts, ends, *_ = table
    return [
        minute < starts[0]
        or minute >= ends[-1]
        or any(start <= minute < end for start, end in zip(starts, ends, strict=True))
        for minute in range(-2 * HORIZON, 2 * HORIZON)
    ]


def add_by_counting(table: Table, instant: int, work: int) -> int:
    """`add` as semantics defines it, minute by minute: consume work, stop where it runs out."""
    worked = worked_minutes(table)
    step = 1 if work > 0 else -1
    while work:
        work -= step * worked[(instant if step > 0 else instant - 1) + 2 * HORIZON]
        instant += step
    return instant


@given(tables(), instants, instants)
def test_work_at_counts_working_minutes(table: Table, begin: int, end: int) -> None:
    begin, end = sorted((begin, end))
    counted = sum(worked_minutes(table)[begin + 2 * HORIZON : end + 2 * HORIZON])
    assert work_at(table, end) - work_at(table, begin) == counted


@given(tables(), st.integers(-100, 100), st.integers(-200, 200))
def test_add_agrees_with_counting_minutes(table: Table, instant: int, work: int) -> None:
    assert add(table, instant, work) == add_by_counting(table, instant, work)


@given(tables(), instants, works)
def test_the_work_between_an_instant_and_what_is_added_to_it_is_what_was_added(
    table: Table, instant: int, work: int
) -> None:
    calendar = Calendar("random", table, table[0][0], table[1][-1])
    assert calendar.work(instant, calendar.add(instant, work)) == work


@given(tables(), instants, amounts, amounts)
def test_adding_twice_is_adding_the_sum(table: Table, instant: int, one: int, two: int) -> None:
    assert add(table, add(table, instant, one), two) == add(table, instant, one + two)
    assert add(table, add(table, instant, -one), -two) == add(table, instant, -one - two)


@given(tables(), instants)
def test_adding_nothing_changes_nothing(table: Table, instant: int) -> None:
    assert add(table, instant, 0) == instant


@given(tables(), works)
def test_finish_at_and_start_at_invert_work_at(table: Table, work: int) -> None:
    finish, start = finish_at(table, work), start_at(table, work)
    assert work_at(table, finish) == work == work_at(table, start)
    assert finish <= start
    assert work_at(table, finish - 1) == work - 1  # the minute before a finish is worked
    assert work_at(table, start + 1) == work + 1  # and so is the minute after a start


@given(tables(), instants)
def test_next_start_is_the_first_instant_at_which_work_can_be_done(table: Table, instant: int) -> None:
    worked = worked_minutes(table)
    expected = next(minute for minute in range(instant, 2 * HORIZON) if worked[minute + 2 * HORIZON])
    assert next_start(table, instant) == expected == next_start(table, expected)


@given(tables(), instants)
def test_previous_finish_is_the_last_instant_up_to_which_work_was_done(table: Table, instant: int) -> None:
    worked = worked_minutes(table)
    expected = next(minute for minute in range(instant, -2 * HORIZON, -1) if worked[minute - 1 + 2 * HORIZON])
    assert previous_finish(table, instant) == expected == previous_finish(table, expected)


@given(tables(), instants, instants)
def test_snapping_and_counting_keep_the_order_of_instants(table: Table, one: int, two: int) -> None:
    one, two = sorted((one, two))
    for function in (work_at, next_start, previous_finish):
        assert function(table, one) <= function(table, two)


@given(tables(), instants, amounts)
def test_working_backward_mirrors_working_forward(table: Table, instant: int, work: int) -> None:
    mirrored = make_table([(-end, -start) for start, end in zip(table[0][::-1], table[1][::-1], strict=True)])
    assert add(table, instant, -work) == -add(mirrored, -instant, work)
    assert previous_finish(table, instant) == -next_start(mirrored, -instant)


@given(tables())
def test_a_table_is_sorted_disjoint_and_cumulative(table: Table) -> None:
    starts, ends, before, low, high = table
    assert (low, high) == (0, len(starts))
    assert all(start < end for start, end in zip(starts, ends, strict=True))
    assert all(end < start for end, start in zip(ends, starts[1:], strict=False))
    assert before[0] == 0
    assert all(b - a == end - start for (a, b), start, end in zip(pairwise(before), starts, ends, strict=False))


@pytest.mark.parametrize("intervals", [[], [(0, 0)], [(5, 3)], [(0, 10), (9, 20)], [(10, 20), (0, 5)]])
def test_a_table_of_faulty_intervals_is_refused(intervals: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="interval"):
        make_table(intervals)


def test_a_friday_finish_and_a_monday_start_are_one_point_of_working_time() -> None:
    friday, monday = minutes(date(2016, 4, 8)), minutes(date(2016, 4, 11))
    week = make_table([(friday - 4 * DAY, friday + DAY), (monday, monday + 5 * DAY)])
    finish = add(week, friday, DAY)
    assert (finish, finish_day(finish)) == (friday + DAY, date(2016, 4, 8))
    assert next_start(week, finish) == monday
    assert previous_finish(week, monday) == finish
    assert work_at(week, monday) == work_at(week, finish)


@given(st.dates())
def test_days_become_instants_and_come_back(day: date) -> None:
    start = minutes(day)
    assert start_day(start) == day == start_day(start + DAY - 1)
    assert finish_day(start + DAY) == day == finish_day(start + 1)


@given(st.datetimes())
def test_moments_keep_the_minute(when: datetime) -> None:
    assert moment(minutes(when)) == when.replace(second=0, microsecond=0)


WEEK = make_table([(day * DAY + 480, day * DAY + 960) for day in (4, 5, 6, 7, 8, 11)])
"""From Monday 5 January 1970: six shifts, 08:00-16:00, none on Saturday and Sunday."""


def test_a_day_is_worked_when_any_minute_of_it_is() -> None:
    one = Calendar("week", WEEK, 0, 30 * DAY)
    assert [day for day in range(5, 13) if one.is_working(date(1970, 1, day))] == [5, 6, 7, 8, 9, 12]
    night = Calendar("night", make_table([(DAY - 1, DAY), (3 * DAY, 3 * DAY + 1), (4 * DAY, 5 * DAY)]), 0, 5 * DAY)
    assert [day for day in range(1, 6) if night.is_working(date(1970, 1, day))] == [1, 4, 5]


def test_a_calendars_work_is_signed_and_its_steps_are_those_of_its_table() -> None:
    one = Calendar("week", WEEK, 0, 30 * DAY)
    monday, friday = 4 * DAY + 480, 8 * DAY + 960
    assert (one.work(monday, friday), one.work(friday, monday)) == (5 * 480, -5 * 480)
    assert (one.add(monday, 5 * 480), one.add(friday, -5 * 480)) == (friday, monday)
    assert (one.next_start(friday), one.previous_finish(11 * DAY + 480)) == (11 * DAY + 480, friday)


@pytest.mark.parametrize(
    ("intervals", "counts"),
    [
        ([(0, 14 * DAY)], False),
        ([(0, 15 * DAY)], True),
        ([(day * DAY + at, day * DAY + at + 60) for day in range(14) for at in (0, 600)], False),
        ([(day * DAY + at, day * DAY + at + 60) for day in range(15) for at in (0, 600)], True),
        ([(0, 8 * DAY), (9 * DAY, 17 * DAY)], False),
        ([(0, 8 * DAY - 60), (8 * DAY, 15 * DAY)], True),
        ([(0, 7 * DAY + 60), (7 * DAY + 120, 14 * DAY)], False),
        ([(0, 7 * DAY + 60), (7 * DAY + 120, 15 * DAY)], True),
        ([(0, 5 * DAY), (7 * DAY, 22 * DAY)], True),
    ],
)
def test_a_calendar_counts_calendar_days_when_fifteen_days_in_a_row_are_worked(
    intervals: list[tuple[int, int]], counts: bool
) -> None:
    assert Calendar("some", make_table(intervals), 0, 30 * DAY).counts_calendar_days is counts


@given(st.lists(tables(), min_size=1, max_size=3), st.data(), instants, works)
def test_a_calendar_among_several_in_the_same_lists_is_what_it_is_alone(
    several: list[Table], data: st.DataObject, instant: int, work: int
) -> None:
    """The passes ask them all in the arrays of one clock: no answer comes from the calendar before or after."""
    clock = join(several)
    k = data.draw(st.integers(0, len(several) - 1))
    alone, among = several[k], table_of(clock, k)
    assert (work_at(among, instant), add(among, instant, work)) == (work_at(alone, instant), add(alone, instant, work))
    assert (finish_at(among, work), start_at(among, work)) == (finish_at(alone, work), start_at(alone, work))
    assert next_start(among, instant) == next_start(alone, instant)
    assert previous_finish(among, instant) == previous_finish(alone, instant)


@st.composite
def weeks(draw: st.DrawFn) -> Table:
    """Three weeks of days that are off, worked from eight to five, whole, or up to ten in the evening."""
    hours = {"off": None, "day": (480, 1020), "whole": (0, DAY), "late": (720, 1320)}
    days = draw(
        st.lists(st.sampled_from(sorted(hours)), min_size=21, max_size=21).filter(lambda days: set(days) != {"off"})
    )
    return make_table([(k * DAY + hours[day][0], k * DAY + hours[day][1]) for k, day in enumerate(days) if hours[day]])


@pytest.mark.slow
@pytest.mark.parametrize("how", [UNROLLED, ROLLED, WORKED])
@given(weeks(), st.integers(0, 4), st.integers(9 * DAY, 12 * DAY))
def test_the_last_day_of_a_periods_event_is_the_last_whose_period_has_ended(
    how: int, table: Table, days: int, end: int
) -> None:
    """Every day is tried: the midnight before the last one from which `period_end` comes by the instant."""
    kept = [day * DAY for day in range(-2, 13) if period_end(table, day * DAY, days, how) <= end]
    assert period_begin(table, end, days, how) == kept[-1]
