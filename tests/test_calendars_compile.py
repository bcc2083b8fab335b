"""Compiled calendars against a slow oracle that asks each day by itself, and against dates worked out by hand."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedule.calendars.compile import compile_calendar
from schedule.calendars.worktime import DAY, Calendar, finish_day, make_table, minutes, start_day
from schedule.model import BUILT_IN_CALENDARS, CalendarSpec, Closure, DayException

ALL_WEEK = tuple(range(7))
WINTER = Closure((11, 15), (3, 10))
SITE = CalendarSpec("site", week=ALL_WEEK, closures=(WINTER,))
OFFICE = CalendarSpec("office", week=(0, 1, 2, 3, 4), hours=((8 * 60, 12 * 60), (14 * 60, 18 * 60)))


def compiled(spec: CalendarSpec, first: date, last: date, *others: CalendarSpec) -> Calendar:
    return compile_calendar(spec, {other.id: other for other in others}, first, last)


def worked_days(calendar: Calendar) -> set[date]:
    """The days on which the table's intervals lie."""
    intervals = zip(calendar.table[0], calendar.table[1], strict=True)
    return {start_day(minute) for start, end in intervals for minute in range(start // DAY * DAY, end, DAY)}


days_of_2015_to_2017 = st.dates(date(2015, 1, 1), date(2017, 12, 31))
month_days = st.dates(date(2016, 1, 1), date(2016, 12, 31)).map(lambda day: (day.month, day.day))  # with 02-29


@st.composite
def exceptions(draw: st.DrawFn) -> DayException:
    first = draw(days_of_2015_to_2017)
    return DayException(first, first + timedelta(draw(st.integers(0, 5))), working=draw(st.booleans()))


@st.composite
def day_hours(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    edges = sorted(draw(st.sets(st.integers(0, DAY), min_size=2, max_size=6)))
    edges = edges[: len(edges) // 2 * 2]
    return tuple(zip(edges[::2], edges[1::2], strict=True))


specs = st.builds(
    CalendarSpec,
    id=st.just("random"),
    week=st.sets(st.integers(0, 6), min_size=1).map(lambda week: tuple(sorted(week))),
    hours=st.one_of(st.just(()), day_hours()),
    closures=st.lists(st.builds(Closure, month_days, month_days), max_size=2).map(tuple),
    exceptions=st.lists(exceptions(), max_size=5).map(tuple),
)


def is_worked(spec: CalendarSpec, day: date) -> bool:
    """The rules of `CalendarSpec` for one day, in words: week, closures, exceptions, the last word counting."""
    worked = day.weekday() in (spec.week or ())
    here = (day.month, day.day)
    for closure in spec.closures:
        if closure.first <= closure.last:
            worked = worked and not closure.first <= here <= closure.last
        else:
            worked = worked and closure.last < here < closure.first
    for exception in spec.exceptions:
        if exception.first <= day <= exception.last:
            worked = exception.working
    return worked


@pytest.mark.slow
@settings(deadline=None)
@given(specs, days_of_2015_to_2017, st.integers(0, 800))
def test_every_day_follows_the_rules_in_their_order(spec: CalendarSpec, first: date, length: int) -> None:
    last = first + timedelta(length)
    days = [first + timedelta(offset) for offset in range(length + 1)]
    expected = {day for day in days if is_worked(spec, day)}
    if not expected:
        with pytest.raises(ValueError, match="no working day"):
            compiled(spec, first, last)
        return
    calendar = compiled(spec, first, last)
    starts, ends, before, *_ = calendar.table
    assert worked_days(calendar) == expected
    assert sum(ends) - sum(starts) == len(expected) * sum(end - begin for begin, end in spec.hours or ((0, DAY),))
    assert all(end < start for end, start in zip(ends, starts[1:], strict=False))  # touching intervals are one
    assert before[0] == 0
    assert all(b - a == end - start for (a, b), start, end in zip(pairwise(before), starts, ends, strict=False))
    assert (calendar.first, calendar.last) == (starts[0], ends[-1])
    hours = sorted(spec.hours) or [(0, DAY)]
    midnights = [minutes(day) for day in sorted(expected)]
    assert calendar.table == make_table([(day + begin, day + end) for day in midnights for begin, end in hours])


def test_a_winter_closure_spans_the_new_year() -> None:
    calendar = compiled(SITE, date(2015, 10, 1), date(2017, 3, 31))
    seasons = list(zip(map(start_day, calendar.table[0]), map(finish_day, calendar.table[1]), strict=True))
    assert seasons == [
        (date(2015, 10, 1), date(2015, 11, 14)),
        (date(2016, 3, 11), date(2016, 11, 14)),
        (date(2017, 3, 11), date(2017, 3, 31)),
    ]


def test_a_summer_closure_lies_within_the_year() -> None:
    spec = CalendarSpec("summer", week=ALL_WEEK, closures=(Closure((7, 1), (8, 31)),))
    calendar = compiled(spec, date(2016, 6, 30), date(2016, 9, 1))
    assert worked_days(calendar) == {date(2016, 6, 30), date(2016, 9, 1)}


@pytest.mark.parametrize(
    ("closure", "year", "closed"),
    [
        (Closure((2, 29), (3, 1)), 2016, {29, 1}),
        (Closure((2, 29), (3, 1)), 2015, {1}),
        (Closure((2, 28), (2, 29)), 2016, {28, 29}),
        (Closure((2, 28), (2, 29)), 2015, {28}),
        (Closure((2, 29), (2, 29)), 2015, set()),
    ],
)
def test_a_closure_on_29_february_holds_in_every_year(closure: Closure, year: int, closed: set[int]) -> None:
    first, last = date(year, 2, 27), date(year, 3, 2)
    calendar = compiled(CalendarSpec("leap", week=ALL_WEEK, closures=(closure,)), first, last)
    every_day = {first + timedelta(offset) for offset in range((last - first).days + 1)}
    assert {day.day for day in every_day - worked_days(calendar)} == closed


def test_an_exception_outweighs_a_closure() -> None:
    spec = replace(SITE, exceptions=(DayException(date(2016, 1, 4), date(2016, 1, 6), working=True),))
    calendar = compiled(spec, date(2016, 1, 1), date(2016, 2, 1))
    assert start_day(calendar.first) == date(2016, 1, 4)
    assert finish_day(calendar.last) == date(2016, 1, 6)


def test_hours_make_intervals_and_touching_hours_one() -> None:
    friday, monday = date(2016, 4, 8), date(2016, 4, 11)
    at = minutes(friday)
    assert compiled(OFFICE, friday, monday).table[0][:3] == [at + 480, at + 840, minutes(monday) + 480]
    through = replace(OFFICE, hours=((12 * 60, DAY), (0, 12 * 60)))  # as written, out of order
    assert compiled(through, friday, friday).table == ([at], [at + DAY], [0], 0, 1)


def test_a_working_day_is_worth_its_hours_unless_the_calendar_says_otherwise() -> None:
    monday = date(2016, 4, 11)
    assert compiled(SITE, monday, monday).day_minutes == DAY
    assert compiled(OFFICE, monday, monday).day_minutes == 8 * 60
    assert compiled(replace(OFFICE, day_minutes=450), monday, monday).day_minutes == 450
    assert compiled(CalendarSpec("half", base="office"), monday, monday, OFFICE).day_minutes == 8 * 60
    short = CalendarSpec("short", base="office", hours=((480, 720),))
    assert compiled(short, monday, monday, replace(OFFICE, day_minutes=450)).day_minutes == 4 * 60


def test_a_calendar_stands_on_another_and_has_the_last_word() -> None:
    holiday = DayException(date(2016, 4, 12), date(2016, 4, 12), working=False)
    base = replace(OFFICE, exceptions=(holiday,))
    spec = CalendarSpec("crew", base="office", exceptions=(replace(holiday, working=True),))
    first, last = date(2016, 4, 11), date(2016, 4, 13)
    assert len(worked_days(compiled(base, first, last))) == 2
    calendar = compiled(spec, first, last, base)
    assert len(worked_days(calendar)) == 3
    assert calendar.work(calendar.first, calendar.last) == 3 * 8 * 60  # the hours are those below it


def test_built_in_calendars_may_be_a_base() -> None:
    spec = CalendarSpec("site", base="calendar-days", closures=(WINTER,))
    first, last = date(2015, 1, 1), date(2016, 12, 31)
    assert compiled(spec, first, last).table == compiled(SITE, first, last).table


def test_every_built_in_calendar_compiles_and_stands_under_its_id() -> None:
    for name, spec in BUILT_IN_CALENDARS.items():
        assert compiled(spec, date(2016, 1, 1), date(2016, 12, 31)).name == name


@pytest.mark.parametrize(
    ("spec", "others", "message"),
    [
        (CalendarSpec("none", week=(0,), closures=(Closure((1, 1), (12, 31)),)), (), "'none' has no working day"),
        (CalendarSpec("a", base="b"), (), "stands on 'b', which does not exist"),
        (CalendarSpec("a", base="a"), (CalendarSpec("a", base="a"),), "'a' stands on itself"),
        (CalendarSpec("a", base="b"), (CalendarSpec("b", base="a"), CalendarSpec("a", base="b")), "stands on itself"),
        (CalendarSpec("a"), (), "either a base or a week"),
        (CalendarSpec("a", base="china", week=(0,)), (), "either a base or a week"),
        (CalendarSpec("a", week=(0,), hours=((0, 60), (30, 90))), (), "hours that overlap"),
        (CalendarSpec("a", week=(0,), hours=((60, 60),)), (), "hours that overlap, are empty"),
        (CalendarSpec("a", week=(0,), hours=((60, 1441),)), (), "leave the day"),
        (CalendarSpec("a", base="china", region="tibet"), (), "no regional holidays are known for 'tibet'"),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(
    spec: CalendarSpec, others: tuple[CalendarSpec, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        compiled(spec, date(2016, 1, 1), date(2016, 12, 31), *others)


def test_a_horizon_that_ends_before_it_begins_has_no_working_day() -> None:
    with pytest.raises(ValueError, match="no working day"):
        compiled(SITE, date(2016, 5, 2), date(2016, 5, 1))


@pytest.mark.slow
def test_two_thousand_years_compile_in_a_breath() -> None:
    spec = CalendarSpec("government", base="china", region="xinjiang", hours=OFFICE.hours, closures=(WINTER,))
    began = perf_counter()
    calendar = compiled(spec, date(1000, 1, 1), date(2999, 12, 31))
    assert (
        perf_counter() - began < 5
    )  # half a second on an idle core of 2020; here only the order of growth is at stake
    assert start_day(calendar.first) == date(1000, 3, 11)
    assert finish_day(calendar.last) == date(2999, 11, 14)


def test_a_horizon_does_not_change_what_lies_inside_it() -> None:
    spec = CalendarSpec("government", base="china", region="xinjiang")
    first, last = date(2015, 12, 28), date(2016, 3, 1)
    wide, narrow = compiled(spec, date(2010, 1, 1), date(2020, 12, 31)), compiled(spec, first, last)
    assert {day for day in worked_days(wide) if first <= day <= last} == worked_days(narrow)


MORNINGS: tuple[tuple[int, int], ...] = ((480, 720),)


def test_single_weekdays_have_hours_of_their_own() -> None:
    """Monday to Thursday eight hours, Friday four: a week of 36."""
    spec = replace(OFFICE, hours_of_day={4: MORNINGS})
    calendar = compiled(spec, date(2016, 4, 11), date(2016, 4, 24))
    monday = minutes(date(2016, 4, 11)) + 480
    assert calendar.work(monday, monday + 7 * DAY) == 36 * 60
    friday = minutes(date(2016, 4, 15))
    assert calendar.next_start(friday + 12 * 60) == minutes(date(2016, 4, 18)) + 480
    assert calendar.day_minutes == 8 * 60


def test_an_exception_has_hours_of_its_own_or_those_of_its_weekday() -> None:
    saturday, sunday, friday = date(2016, 4, 16), date(2016, 4, 17), date(2016, 4, 15)
    spec = replace(
        OFFICE,
        hours_of_day={4: MORNINGS, 5: ((0, 60),)},
        exceptions=(
            DayException(saturday, saturday, working=True),
            DayException(sunday, sunday, working=True, hours=((600, 660), (540, 600))),
            DayException(friday, friday, working=True, hours=OFFICE.hours),
        ),
    )
    starts, ends, *_ = compiled(spec, friday, sunday).table
    day = minutes(friday)
    intervals = [(480, 720), (840, 1080), (DAY, DAY + 60), (2 * DAY + 540, 2 * DAY + 660)]
    assert list(zip(starts, ends, strict=True)) == [(day + begin, day + end) for begin, end in intervals]


def test_the_last_exception_on_a_day_has_the_last_word_on_its_hours() -> None:
    monday = date(2016, 4, 11)
    short = DayException(monday, monday, working=True, hours=MORNINGS)
    base = replace(OFFICE, exceptions=(short,))
    crew = CalendarSpec("crew", base="office", exceptions=(DayException(monday, monday, working=True),))
    assert compiled(base, monday, monday).table[1] == [minutes(monday) + 720]
    assert compiled(crew, monday, monday, base).table[1] == [minutes(monday) + 720, minutes(monday) + 1080]


def test_hours_that_a_calendar_states_replace_all_those_below_it() -> None:
    friday = date(2016, 4, 15)
    base = replace(OFFICE, hours_of_day={4: MORNINGS})
    day = minutes(friday)
    inherited = CalendarSpec("crew", base="office")
    assert compiled(inherited, friday, friday, base).table[1] == [day + 720]
    replaced = CalendarSpec("crew", base="office", hours=((0, DAY),))
    assert compiled(replaced, friday, friday, base).table[1] == [day + DAY]
    added = CalendarSpec("crew", base="office", hours_of_day={4: ((60, 120),)})
    assert compiled(added, friday, friday, base).table[1] == [day + 120]


@pytest.mark.parametrize(
    "spec",
    [
        CalendarSpec("a", week=(0,), hours_of_day={0: ((0, 60), (30, 90))}),
        CalendarSpec("a", week=(0,), hours_of_day={1: ()}),
        CalendarSpec(
            "a", week=(0,), exceptions=(DayException(date(2016, 1, 1), date(2016, 1, 1), True, hours=((60, 60),)),)
        ),
    ],
)
def test_hours_of_single_days_are_held_to_the_same_rules(spec: CalendarSpec) -> None:
    with pytest.raises(ValueError, match="hours that overlap, are empty or leave the day"):
        compiled(spec, date(2016, 1, 1), date(2016, 12, 31))
