"""Statutory periods: on which day a period ends that begins with an event, and which event is the latest for a day.

The day of the event is not counted, day 1 is the next (民法典第201条, before 2021 民法通则第154条). Calendar days count
on; working days are those of the office (行政许可法第82条); months and years end on the corresponding day, or on the
month's last where there is none (民法典第202条). A last day that is a day off is put off to the next working day
(民法典第203条), but not where a period counts back from its event: who has to be early cannot be helped by a holiday.

So a period of 20 days that is opened on the 28th ends on day 20 after it, and a task that is at work on all these days,
the opening one among them, lasts 21. Whether a plan keeps a period is asked of dates, never of amounts.
This module must never know a rule, a task or what becomes of who is late.
"""

from __future__ import annotations

import calendar as months
from bisect import bisect_right
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from schedule.calendars.worktime import (
    DAY,
    ROLLED,
    UNROLLED,
    WORKED,
    Calendar,
    finish_day,
    minutes,
    period_begin,
    period_end,
    start_day,
)


class PeriodUnit(StrEnum):
    """What a statutory period counts."""

    CALENDAR_DAYS = "cd"
    WORKING_DAYS = "wd"
    MONTHS = "M"
    YEARS = "Y"


def how_counted(unit: PeriodUnit, roll: bool | None = None) -> int:
    """How `worktime.period_end` counts a unit of days. Rolling is the rule; of working days it means nothing.

    Raises ValueError for months and years, which are no number of days.
    """
    if unit in (PeriodUnit.MONTHS, PeriodUnit.YEARS):
        raise ValueError(f"{unit} is no number of days")
    if unit is PeriodUnit.WORKING_DAYS:
        return WORKED
    return UNROLLED if roll is False else ROLLED


def count(event: date, number: int, unit: PeriodUnit | str, office: Calendar, roll: bool | None = None) -> date:
    """The last day of a period of `number` units that begins with an event.

    Args:
        event: the day of the event (issue, acceptance), which does not count.
        number: how many units, 0 or more.
        unit: calendar days, the office's working days, months or years.
        office: whose working days count, and to which a last day on a day off is put off.
        roll: whether it is; None: as the law has it, which is so.

    Raises:
        ValueError: the number is negative, or the office's calendar does not reach so far.

    Example:
        Bid documents issued on 20 January 2016, 20 days: day 20 is 9 February, in the Spring Festival.

        >>> from schedule.calendars.compile import compile_calendar
        >>> from schedule.model import CHINA
        >>> office = compile_calendar(CHINA, {}, date(2016, 1, 1), date(2016, 12, 31))
        >>> count(date(2016, 1, 20), 20, "cd", office).isoformat()
        '2016-02-14'
    """
    unit = PeriodUnit(unit)
    if number < 0:
        raise ValueError(f"a period of {number}{unit} has no end")
    if unit in (PeriodUnit.MONTHS, PeriodUnit.YEARS):
        last = corresponding(event, number * (12 if unit is PeriodUnit.YEARS else 1))
        end = period_end(office.table, minutes(last), 0, UNROLLED)
        if roll is not False and number:
            end = minutes(start_day(office.next_start(minutes(last)))) + DAY
    else:
        end = period_end(office.table, minutes(event), number, how_counted(unit, roll))
    return finish_day(_inside(end, office))


def days_counted(event: date, last: date, unit: PeriodUnit | str, office: Calendar) -> int:
    """How many days of a period have gone from the day after an event to a day, that one included; never negative.

    Working days are the office's; calendar days, months and years count every day.

    >>> from schedule.calendars.compile import compile_calendar
    >>> from schedule.model import CHINA
    >>> office = compile_calendar(CHINA, {}, date(2016, 1, 1), date(2016, 12, 31))
    >>> [days_counted(date(2016, 2, 18), date(2016, 3, 19), unit, office) for unit in ("wd", "cd")]
    [21, 30]
    """
    if last <= event:
        return 0
    if PeriodUnit(unit) is not PeriodUnit.WORKING_DAYS:
        return (last - event).days
    worked = _worked(office)
    return bisect_right(worked, minutes(last)) - bisect_right(worked, minutes(event))


@lru_cache(maxsize=64)
def _worked(office: Calendar) -> list[int]:
    """The midnights before the days on which an office works, as far as its calendar reaches."""
    starts, ends, _, low, high = office.table
    days: list[int] = []
    for begin, end in zip(starts[low:high], ends[low:high], strict=True):
        first = begin - begin % DAY
        if days and days[-1] == first:
            first += DAY
        days.extend(range(first, end, DAY))
    return days


def latest_event(last: date, number: int, unit: PeriodUnit | str, office: Calendar, *, clear: bool = False) -> date:
    """The latest day of an event whose period of `number` units has run by a day: the inverse of `count`, unrolled.

    This counts back from what must not come too soon: notice at least so many days before. `clear`: so many whole days
    lie between the two, so that the period is over before that day begins; else it may end on it.

    Raises ValueError as `count`.

    >>> from schedule.calendars.compile import compile_calendar
    >>> from schedule.model import CHINA
    >>> office = compile_calendar(CHINA, {}, date(2016, 1, 1), date(2016, 12, 31))
    >>> [latest_event(date(2016, 8, 5), 7, "wd", office, clear=clear).isoformat() for clear in (True, False)]
    ['2016-07-26', '2016-07-27']
    """
    unit = PeriodUnit(unit)
    if number < 0:
        raise ValueError(f"a period of {number}{unit} has no end")
    by = last - timedelta(days=1) if clear else last
    if unit in (PeriodUnit.MONTHS, PeriodUnit.YEARS):
        step = number * (12 if unit is PeriodUnit.YEARS else 1)
        day = corresponding(by, -step) + timedelta(days=3)  # a month's last days may have one corresponding day
        while corresponding(day, step) > by:
            day -= timedelta(days=1)
        return day
    begin = period_begin(office.table, minutes(by) + DAY, number, how_counted(unit, roll=False))
    return start_day(_inside(begin + DAY, office) - DAY)


def corresponding(day: date, by: int) -> date:
    """The corresponding day so many months later, earlier if negative; the month's last day where it has none.

    >>> corresponding(date(2015, 11, 30), 3).isoformat()
    '2016-02-29'
    """
    month = day.year * 12 + day.month - 1 + by
    year, month = month // 12, month % 12 + 1
    return date(year, month, min(day.day, months.monthrange(year, month)[1]))


def _inside(instant: int, office: Calendar) -> int:
    """An instant that the calendar covers: outside nobody knows which days are worked. Raises ValueError."""
    if not office.first - DAY < instant <= office.last:
        raise ValueError(f"calendar {office.name!r} does not reach as far as the period")
    return instant
