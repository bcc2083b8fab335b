"""China's days against the notices of the State Council and of Xinjiang, and what is said where there is no notice."""

from datetime import date, timedelta

import pytest

from schedule.calendars.china import KNOWN_YEARS, REGIONS, national_year, regional_holidays
from schedule.calendars.compile import compile_calendar
from schedule.calendars.worktime import DAY, start_day
from schedule.model import CalendarSpec, DayException

CHINA = CalendarSpec("china", base="china")
GOVERNMENT = CalendarSpec("government", base="china", region="xinjiang")

# Days off "MM-DD" or "MM-DD..MM-DD" and weekend days worked, as each notice of the General Office prints them.
NOTICES = {
    2015: (  # 国办发明电〔2014〕28号, and 国发明电〔2015〕1号 for 3 September
        "01-01..01-03 02-18..02-24 04-05..04-06 05-01..05-03 06-20..06-22 09-26..09-27 10-01..10-07 09-03..09-05",
        "01-04 02-15 02-28 10-10 09-06",
    ),
    2016: (  # 国办发明电〔2015〕18号
        "01-01..01-03 02-07..02-13 04-02..04-04 04-30..05-02 06-09..06-11 09-15..09-17 10-01..10-07",
        "02-06 02-14 06-12 09-18 10-08 10-09",
    ),
    2020: (  # 国办发明电〔2019〕16号; the Spring Festival prolonged to 02-02 by 国办发明电〔2020〕1号
        "01-01 01-24..02-02 04-04..04-06 05-01..05-05 06-25..06-27 10-01..10-08",
        "01-19 04-26 05-09 06-28 09-27 10-10",
    ),
    2026: (  # 国办发明电〔2025〕7号
        "01-01..01-03 02-15..02-23 04-04..04-06 05-01..05-05 06-19..06-21 09-25..09-27 10-01..10-07",
        "01-04 02-14 02-28 05-09 09-20 10-10",
    ),
}


def days(text: str, year: int) -> set[date]:
    """The days of a list such as `01-01..01-03 02-06`."""
    found = set()
    for item in text.split():
        first, _, last = item.partition("..")
        begin, end = (date.fromisoformat(f"{year}-{month_day}") for month_day in (first, last or first))
        found |= {begin + timedelta(offset) for offset in range((end - begin).days + 1)}
    return found


def working_days(spec: CalendarSpec, year: int) -> set[date]:
    starts, ends, *_ = compile_calendar(spec, {}, date(year, 1, 1), date(year, 12, 31)).table
    return {start_day(minute) for start, end in zip(starts, ends, strict=True) for minute in range(start, end, DAY)}


def notices(spec: CalendarSpec, first: int, last: int) -> list[tuple[int, str, str]]:
    calendar = compile_calendar(spec, {}, date(first, 1, 1), date(last, 12, 31))
    return [(notice.year, notice.code, notice.subject) for notice in calendar.provisional]


@pytest.mark.parametrize("year", NOTICES)
def test_against_state_council_notices(year: int) -> None:
    off, worked = (days(text, year) for text in NOTICES[year])
    weekdays = {day for day in days("01-01..12-31", year) if day.weekday() < 5}
    assert working_days(CHINA, year) == (weekdays - off) | worked


@pytest.mark.parametrize("day", ["2016-02-06", "2016-02-14", "2015-09-06"])
def test_a_make_up_weekend_day_is_worked(day: str) -> None:
    assert date.fromisoformat(day) in working_days(CHINA, int(day[:4]))


def test_a_year_takes_only_its_own_days() -> None:
    new_years_eve = date(2011, 12, 31).toordinal()  # a Saturday worked, announced with the days of 2012
    assert new_years_eve in national_year(2011).worked
    assert new_years_eve not in national_year(2012).worked


def test_a_year_without_a_notice_is_provisional() -> None:
    first, last = KNOWN_YEARS[0], KNOWN_YEARS[-1]
    assert notices(CHINA, first, last) == []
    assert notices(CHINA, first - 1, last + 1) == [
        (first - 1, "national-provisional", ""),
        (last + 1, "national-provisional", ""),
    ]


def test_a_later_year_rests_on_its_statutory_days() -> None:
    later = working_days(CHINA, 2030)
    assert date(2030, 10, 1) not in later  # a Tuesday
    assert date(2030, 10, 8) in later


def test_a_year_that_nothing_is_known_of_is_monday_to_friday() -> None:
    assert working_days(CHINA, 2300) == {day for day in days("01-01..12-31", 2300) if day.weekday() < 5}


def test_against_xinjiang_notices() -> None:
    plain, regional = working_days(CHINA, 2016), working_days(GOVERNMENT, 2016)
    assert plain - regional == days("09-12..09-14", 2016)  # 09-11 is a Sunday, at rest anyway
    assert regional - plain == days("09-10", 2016)  # the Saturday worked in exchange
    assert working_days(CHINA, 2023) - working_days(GOVERNMENT, 2023) == days("04-21 06-28..06-30", 2023)
    assert working_days(CHINA, 2025) - working_days(GOVERNMENT, 2025) == days("03-31 06-06 06-09..06-10", 2025)


def test_a_festival_without_a_notice_gives_no_day_off_and_says_so() -> None:
    assert notices(GOVERNMENT, 2016, 2016) == [(2016, "regional-unknown", "肉孜节")]
    assert notices(GOVERNMENT, 2025, 2025) == []
    assert notices(GOVERNMENT, 2027, 2027) == [
        (2027, "national-provisional", ""),
        (2027, "regional-unknown", "肉孜节"),
        (2027, "regional-unknown", "古尔邦节"),
    ]
    assert working_days(GOVERNMENT, 2015) == working_days(CHINA, 2015)


@pytest.mark.parametrize(
    ("status", "expected"), [("announced", []), ("provisional", [(2016, "regional-provisional", "肉孜节")])]
)
def test_the_plan_may_state_a_festival_itself(status: str, expected: list[tuple[int, str, str]]) -> None:
    rozi = DayException(date(2016, 7, 6), date(2016, 7, 6), working=False, name="肉孜节", status=status)
    stated = CalendarSpec("government", base="china", region="xinjiang", exceptions=(rozi,))
    assert notices(stated, 2016, 2016) == expected
    assert working_days(GOVERNMENT, 2016) - working_days(stated, 2016) == {date(2016, 7, 6)}


def test_a_calendar_below_may_state_the_festival() -> None:
    rozi = DayException(date(2016, 7, 6), date(2016, 7, 6), working=False, name="肉孜节")
    below = {"below": CalendarSpec("below", base="china", region="xinjiang", exceptions=(rozi,))}
    above = CalendarSpec("above", base="below", region="xinjiang")
    assert compile_calendar(above, below, date(2016, 1, 1), date(2016, 12, 31)).provisional == ()


def test_every_row_of_a_region_is_whole() -> None:
    for region, festivals in REGIONS.items():
        rows = regional_holidays(region)
        assert [row.year for row in rows] == sorted(row.year for row in rows)
        assert len({(row.year, row.festival) for row in rows}) == len(rows)
        for row in rows:
            assert row.festival in festivals
            assert row.source
            assert row.status in ("announced", "provisional", "unknown")
            if row.first is None or row.last is None:
                assert (row.first, row.last, row.make_up, row.status) == (None, None, (), "unknown")
            else:
                assert row.first <= row.last
                assert row.first.year == row.last.year == row.year
                assert row.status != "unknown"
