"""Statutory periods counted: worked dates of 2016 checked by hand, and a simulator that walks from day to day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedule.calendars.compile import compile_calendar
from schedule.calendars.periods import PeriodUnit, corresponding, count, latest_event
from schedule.calendars.worktime import Calendar
from schedule.model import CHINA, CalendarSpec, DayException

FIRST, LAST = date(2010, 1, 1), date(2026, 12, 31)
SHIFT = CalendarSpec("shift", base="china", hours=((570, 810), (930, 1110)))
SIX_DAYS = CalendarSpec(
    "six-days", week=(0, 1, 2, 3, 4, 5), exceptions=(DayException(*2 * (date(2016, 5, 4),), False),)
)
OFFICES = {spec.id: spec for spec in (CHINA, SHIFT, SIX_DAYS)}


BEFORE, AFTER = date(2009, 12, 1), date(2030, 12, 31)
"""Beyond these years, so that what begins on their first day, or ends after their last, is counted as well."""


@cache
def office(name: str = "china", first: date = FIRST, last: date = LAST) -> Calendar:
    return compile_calendar(OFFICES[name], {}, first, last)


@cache
def works(name: str, day: date) -> bool:
    return office(name, BEFORE, AFTER).is_working(day)


def d(text: str, year: int = 2016) -> date:
    month, day = map(int, text.split("-"))
    return date(year, month, day)


# Hand-counted on the notices of 2016: 7 to 13 February off, 6 and 14 February worked; 4 April, 30 April to 2 May off.
WORKED = [
    ("01-28", 20, "cd", None, "02-17", "bid documents issued on a Thursday"),
    ("01-20", 20, "cd", None, "02-14", "day 20 in the Spring Festival: the make-up Sunday"),
    ("01-20", 20, "cd", False, "02-09", "the same, unrolled"),
    ("02-05", 3, "cd", None, "02-14", "candidates published before the Spring Festival"),
    ("01-29", 15, "wd", None, "02-24", "permit accepted on a Friday"),
    ("01-29", 15, "cd", False, "02-13", "the same read as calendar days"),
    ("01-29", 15, "cd", None, "02-14", "and rolled"),
    ("01-29", 20, "wd", None, "03-02", "a licence by the general rule"),
    ("01-29", 30, "wd", None, "03-16", "extended by ten"),
    ("02-18", 15 - 3, "wd", None, "03-07", "three used before the return, the rest after it"),
    ("08-05", 15, "cd", None, "08-22", "day 15 a Saturday"),
    ("02-01", 20, "cd", None, "02-22", "day 20 a Sunday"),
    ("09-20", 10, "cd", None, "09-30", "ends on the eve of National Day"),
    ("09-28", 5, "cd", None, "10-08", "day 5 in the National Day week: the make-up Saturday"),
    ("09-30", 2, "wd", None, "10-09", "make-up Saturday and Sunday count"),
]


@pytest.mark.parametrize(("event", "number", "unit", "roll", "last", "why"), WORKED)
def test_a_clerk_counts_a_period_on_the_calendar_on_the_wall(
    event: str, number: int, unit: str, roll: bool | None, last: str, why: str
) -> None:
    assert count(d(event), number, unit, office(), roll) == d(last), why
    assert count(d(event), number, unit, office("shift"), roll) == d(last), why


@pytest.mark.parametrize(("months", "last"), [(3, "02-29"), (6, "05-30"), (9, "08-30")])
def test_a_permit_of_the_last_of_november_lapses_on_the_corresponding_day(months: int, last: str) -> None:
    assert count(date(2015, 11, 30), months, "M", office()) == d(last)


def test_months_and_years_end_with_the_month_and_roll() -> None:
    assert count(date(2016, 1, 31), 1, "M", office(), False) == date(2016, 2, 29)
    assert count(date(2015, 1, 9), 1, "M", office()) == date(2015, 2, 9)
    assert count(date(2016, 1, 9), 1, "M", office()) == date(2016, 2, 14)  # 9 February: the Spring Festival
    assert count(date(2012, 2, 29), 2, "Y", office(), False) == date(2014, 2, 28)
    assert count(date(2014, 10, 1), 2, "Y", office()) == date(2016, 10, 8)


@pytest.mark.parametrize(
    ("event", "number", "unit", "clear", "latest"),
    [
        ("08-05", 7, "wd", True, "07-26"),  # seven clear days lie between
        ("08-05", 7, "wd", False, "07-27"),
        ("02-17", 15, "cd", False, "02-02"),  # clarification before the bid deadline
        ("02-17", 10, "cd", False, "02-07"),  # objection: a holiday does not help who must be early
        ("02-15", 1, "wd", False, "02-14"),  # a make-up Sunday
        ("02-15", 2, "wd", False, "02-13"),
        ("02-15", 3, "wd", False, "02-05"),  # 6, 14 and 15 February are worked
    ],
)
def test_a_clerk_counts_back_from_the_day_that_must_not_come_too_soon(
    event: str, number: int, unit: str, clear: bool, latest: str
) -> None:
    assert latest_event(d(event), number, unit, office(), clear=clear) == d(latest)


DAYS = st.dates(FIRST + timedelta(days=200), LAST - timedelta(days=200))
NUMBERS = st.integers(0, 70)
UNITS = st.sampled_from(list(PeriodUnit))


def walk(event: date, unit: PeriodUnit, name: str) -> Iterator[date]:
    """The event and each day after it that counts, from day to day, with a calendar on the wall and nothing else."""
    day = event
    while True:
        if day == event or unit is PeriodUnit.CALENDAR_DAYS or works(name, day):
            yield day
        day += timedelta(days=1)


def rolled(day: date, name: str) -> date:
    while not works(name, day):
        day += timedelta(days=1)
    return day


def simulated(event: date, number: int, unit: PeriodUnit, name: str, roll: bool) -> date:
    """The same by the walk alone."""
    if unit in (PeriodUnit.MONTHS, PeriodUnit.YEARS):
        day = corresponding(event, number * (12 if unit is PeriodUnit.YEARS else 1))
    else:
        day = next(islice(walk(event, unit, name), number, None))
    return rolled(day, name) if roll and number and unit is not PeriodUnit.WORKING_DAYS else day


@given(DAYS, NUMBERS, UNITS, st.booleans(), st.sampled_from(list(OFFICES)))
def test_count_equals_a_walk_from_day_to_day(event: date, number: int, unit: PeriodUnit, roll: bool, name: str) -> None:
    number = number % 3 if unit in (PeriodUnit.MONTHS, PeriodUnit.YEARS) else number
    if unit is PeriodUnit.YEARS and event.year + number > LAST.year - 1:
        number = 0
    assert count(event, number, unit, office(name), roll) == simulated(event, number, unit, name, roll)


@pytest.mark.slow
@pytest.mark.parametrize("name", OFFICES)
def test_every_day_of_seventeen_years_ends_where_the_walk_ends(name: str) -> None:
    for ordinal in range(FIRST.toordinal(), LAST.toordinal() - 60):
        event = date.fromordinal(ordinal)
        for number, unit in (
            (3, PeriodUnit.CALENDAR_DAYS),
            (20, PeriodUnit.CALENDAR_DAYS),
            (15, PeriodUnit.WORKING_DAYS),
        ):
            assert count(event, number, unit, office(name, BEFORE, AFTER)) == simulated(event, number, unit, name, True)


@given(DAYS, st.integers(1, 70), UNITS, st.booleans(), st.sampled_from(list(OFFICES)))
def test_the_latest_event_is_in_time_and_the_next_day_is_not(
    last: date, number: int, unit: PeriodUnit, clear: bool, name: str
) -> None:
    number = 1 + number % 3 if unit in (PeriodUnit.MONTHS, PeriodUnit.YEARS) else number
    if unit is PeriodUnit.YEARS and last.year - number < FIRST.year + 1:
        return
    found = latest_event(last, number, unit, office(name), clear=clear)
    by = last - timedelta(days=1) if clear else last
    assert count(found, number, unit, office(name), False) <= by
    assert count(found + timedelta(days=1), number, unit, office(name), False) > by


@given(DAYS, st.integers(1, 70), st.sampled_from([PeriodUnit.CALENDAR_DAYS, PeriodUnit.MONTHS]))
def test_rolling_never_shortens_and_working_days_never_end_sooner(event: date, number: int, unit: PeriodUnit) -> None:
    number = number % 4 if unit is PeriodUnit.MONTHS else number
    assert count(event, number, unit, office()) >= count(event, number, unit, office(), False)
    if unit is PeriodUnit.CALENDAR_DAYS:
        assert count(event, number, "wd", office()) >= count(event, number, unit, office())


def test_a_period_that_leaves_the_known_days_is_refused() -> None:
    with pytest.raises(ValueError, match="reach"):
        count(date(2026, 12, 20), 20, "cd", office())
    with pytest.raises(ValueError, match="reach"):
        latest_event(date(2010, 1, 10), 20, "wd", office())
    with pytest.raises(ValueError, match="no end"):
        count(date(2016, 1, 1), -1, "cd", office())


DAYS_COUNTED = (PeriodUnit.CALENDAR_DAYS, PeriodUnit.WORKING_DAYS)
NUMBERS_OF_DAYS = (1, 2, 3, 5, 7, 10, 14, 15, 20, 21, 30, 45, 60)
LONGER = [*((n, PeriodUnit.MONTHS) for n in (1, 3, 6, 9)), *((n, PeriodUnit.YEARS) for n in (1, 2, 3))]


def walked(event: date, name: str, roll: bool) -> Iterator[tuple[int, PeriodUnit, date]]:
    """Where every period of days, months and years after an event ends; one walk passes the ends of all of a unit."""
    for unit in DAYS_COUNTED:
        days = [*islice(walk(event, unit, name), max(NUMBERS_OF_DAYS) + 1)]
        for number in NUMBERS_OF_DAYS:
            is_rolled = roll and unit is PeriodUnit.CALENDAR_DAYS
            yield number, unit, rolled(days[number], name) if is_rolled else days[number]
    for number, unit in LONGER:
        yield number, unit, simulated(event, number, unit, name, roll)


@pytest.mark.long
@pytest.mark.parametrize("name", OFFICES)
@pytest.mark.parametrize("roll", [True, False])
def test_every_period_that_a_rule_may_count_ends_where_the_walk_ends_on_every_day(name: str, roll: bool) -> None:
    """All days of 2010 to 2026: the numbers and units of the rule file and more."""
    wide, asked = office(name, BEFORE, AFTER), 0
    for ordinal in range(FIRST.toordinal(), LAST.toordinal() + 1):
        event = date.fromordinal(ordinal)
        for number, unit, end in walked(event, name, roll):
            assert count(event, number, unit, wide, roll) == end, (event, number, unit)
            asked += 1
    assert asked == 6_209 * 33
