"""Working time: the arithmetic of one compiled calendar, and the only place where dates become integers and back.

A compiled calendar is sorted, disjoint working intervals and the work done before each of them. Two functions and their
inverses are all there is:

    work_at(table, t)      working minutes before the instant t
    finish_at(table, w)    the earliest instant before which w minutes are worked: the end of an interval
    start_at(table, w)     the latest such instant: the beginning of the next interval

Adding, subtracting and snapping mean these, and do each in as few searches as they can (tests hold them to it). A
Friday's finish and the Monday's start that follows it are the same point of working time and different instants.

Outside its intervals a table goes on as if every minute were worked, so that the functions stay total and increasing;
whoever schedules must check that its results lie inside the horizon and compile a wider calendar otherwise.
This module must never know a task, a holiday or a file.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from schedule.frozen import dataclass

DAY = 24 * 60
_EPOCH = datetime(1970, 1, 1)
_EPOCH_ORDINAL = _EPOCH.toordinal()

Table = tuple[list[int], list[int], list[int], int, int]
"""starts, ends, work before each start, and where in these lists the calendar begins and ends.

Minutes, increasing between the two offsets. Several calendars may share the lists (see `Clock`).
"""


class Clock(NamedTuple):
    """Several calendars in flat arrays, as the passes use them: calendar c lies at `first[c]:first[c + 1]`.

    Lists, or numpy arrays of int64 of the same contents.
    """

    starts: Any
    ends: Any
    before: Any
    first: Any


def minutes(day: date | datetime) -> int:
    """The instant of a date's beginning, or of a datetime, in minutes since 1970-01-01T00:00.

    >>> minutes(date(1970, 1, 2))
    1440
    """
    if isinstance(day, datetime):
        return (day.toordinal() - _EPOCH_ORDINAL) * DAY + day.hour * 60 + day.minute
    return (day.toordinal() - _EPOCH_ORDINAL) * DAY


def moment(instant: int) -> datetime:
    """The datetime of an instant.

    >>> moment(1440)
    datetime.datetime(1970, 1, 2, 0, 0)
    """
    return _EPOCH + timedelta(minutes=instant)


def start_day(instant: int) -> date:
    """The day that a start at this instant is shown on."""
    return date.fromordinal(instant // DAY + _EPOCH_ORDINAL)


def finish_day(instant: int) -> date:
    """The day that a finish at this instant is shown on: midnight belongs to the day that it ends.

    >>> finish_day(1440)
    datetime.date(1970, 1, 1)
    """
    return date.fromordinal((instant - 1) // DAY + _EPOCH_ORDINAL)


def work_at(table: Table, instant: int) -> int:
    """Working minutes before an instant, counted from the table's first interval."""
    starts, ends, before, low, high = table
    k = bisect_right(starts, instant, low, high) - 1
    if k < low:
        return instant - starts[low]
    if instant > ends[k] and k + 1 < high:
        instant = ends[k]
    return before[k] + instant - starts[k]


def finish_at(table: Table, work: int) -> int:
    """The earliest instant before which `work` minutes are worked.

    An interval's end where the amount runs out there.
    """
    starts, _, before, low, high = table
    k = max(bisect_left(before, work, low, high) - 1, low)
    return starts[k] + work - before[k]


def start_at(table: Table, work: int) -> int:
    """The latest instant before which `work` minutes are worked.

    The next interval's start where the amount runs out.
    """
    starts, _, before, low, high = table
    k = max(bisect_right(before, work, low, high) - 1, low)
    return starts[k] + work - before[k]


def add(table: Table, instant: int, work: int) -> int:
    """The instant reached by working forward (backward, if negative) from an instant.

    An instant plus nothing is itself. Forward work ends at the end of an interval and backward work at the beginning of
    one when it runs out exactly there: `finish_at` or `start_at` of `work_at(instant) + work`, in one call because the
    passes live in it.
    """
    if work == 0:
        return instant
    starts, ends, before, low, high = table
    k = bisect_right(starts, instant, low, high) - 1
    if k < low:
        k = low
    elif instant > ends[k] and k + 1 < high:
        instant = ends[k]
    reached = before[k] + instant - starts[k] + work
    k = bisect_left(before, reached, k, high) - 1 if work > 0 else bisect_right(before, reached, low, k + 1) - 1
    if k < low:
        k = low
    return starts[k] + reached - before[k]


def next_start(table: Table, instant: int) -> int:
    """The first instant at or after this one in which work can be done: `start_at(work_at(instant))` in one search."""
    starts, ends, _, low, high = table
    k = bisect_right(starts, instant, low, high)
    if low < k < high and instant >= ends[k - 1]:
        return starts[k]
    return instant


def previous_finish(table: Table, instant: int) -> int:
    """The last instant at or before this one up to which work can have been done: `finish_at(work_at(instant))`."""
    starts, ends, _, low, high = table
    k = bisect_left(starts, instant, low, high)
    if low < k < high and instant > ends[k - 1]:
        return ends[k - 1]
    return instant


UNROLLED, ROLLED, WORKED = 1, 2, 3
"""How a period of days counts: every day; every day, its end put off to a worked one; worked days alone."""


def period_end(table: Table, event: int, days: int, how: int) -> int:
    """When a period of days ends that an event at an instant begins, counted on the days of a table.

    The day of the event is out. The last day ends when its work does, or at midnight where it has none.

    >>> week = make_table([(day * DAY, (day + 1) * DAY) for day in (4, 5, 6, 7, 8, 11)])     # Monday is day 4
    >>> [period_end(week, 5 * DAY, 4, how) // DAY for how in (UNROLLED, ROLLED, WORKED)]     # to the end of day 9, ...
    [10, 12, 12]
    """
    end = event - event % DAY + DAY
    if how != WORKED:
        end += days * DAY
        if how == ROLLED and days > 0:
            begin = next_start(table, end - DAY)
            end = max(end, begin - begin % DAY + DAY)
    else:
        for _ in range(days):
            begin = next_start(table, end)
            end = begin - begin % DAY + DAY
    return closing(table, end)


def closing(table: Table, midnight: int) -> int:
    """When a day that a midnight ends has been worked; that midnight where it is not worked."""
    finish = previous_finish(table, midnight)
    return finish if finish > midnight - DAY else midnight


def period_begin(table: Table, end: int, days: int, how: int) -> int:
    """The midnight before the latest day on which an event may lie so that its period ends by an instant.

    The inverse of `period_end`: the period of that day's events has ended by then, that of the next day's has not.
    """
    midnight = end - end % DAY
    if midnight < end and closing(table, midnight + DAY) <= end:
        midnight += DAY
    if how == UNROLLED or (how == ROLLED and days <= 0):
        return midnight - (days + 1) * DAY
    finish = previous_finish(table, midnight)
    last = (finish - 1) // DAY * DAY  # the midnight before the last worked day that is over by then
    if how == ROLLED:
        return last - days * DAY
    if days <= 0:
        return midnight - DAY
    for _ in range(days - 1):
        last = (previous_finish(table, last) - 1) // DAY * DAY
    return last - DAY


@dataclass(frozen=True, slots=True, eq=False)
class Provisional:
    """A year for which a calendar had to assume something: what, and about which holidays."""

    year: int
    code: str
    subject: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """A compiled calendar.

    `table` is the arithmetic; `first` and `last` are the horizon in instants, outside which nothing is known;
    `day_minutes` is what one working day is worth when durations are converted; `provisional` are years that were
    assumed.
    """

    name: str
    table: Table
    first: int
    last: int
    day_minutes: int = DAY
    provisional: tuple[Provisional, ...] = ()

    def work(self, begin: int, end: int) -> int:
        """Signed working minutes between two instants."""
        return work_at(self.table, end) - work_at(self.table, begin)

    def add(self, instant: int, work: int) -> int:
        """The instant reached after `work` minutes (see `add`)."""
        return add(self.table, instant, work)

    def next_start(self, instant: int) -> int:
        """The first instant at or after this one in which work can be done."""
        return next_start(self.table, instant)

    def previous_finish(self, instant: int) -> int:
        """The last instant at or before this one up to which work can have been done."""
        return previous_finish(self.table, instant)

    @property
    def counts_calendar_days(self) -> bool:
        """Whether a reader would call its days calendar days: weekends are worked, whatever season is closed."""
        return _works_through_weekends(self)

    def is_working(self, day: date) -> bool:
        """Whether any work is done on a day."""
        begin = minutes(day)
        return self.work(begin, begin + DAY) > 0


@lru_cache(maxsize=64)
def _works_through_weekends(calendar: Calendar) -> bool:
    """Whether some fortnight and a day are worked without a break, which no calendar with weekends has."""
    starts, ends, *_ = calendar.table
    run = 0
    last_day = None
    for begin, end in zip(starts, ends, strict=True):
        first = begin // DAY
        if last_day is None or first > last_day + 1:
            run = 0
        elif first == last_day:
            run -= 1
        last_day = (end - 1) // DAY
        run += last_day - first + 1
        if run >= 15:
            return True
    return False


def make_table(intervals: list[tuple[int, int]]) -> Table:
    """A table from half-open intervals in order; intervals that touch become one.

    Raises ValueError where there is none, where one is empty, or where they overlap or are out of order.

    >>> make_table([(0, 480), (480, 960), (1440, 1920)])
    ([0, 1440], [960, 1920], [0, 960], 0, 2)
    """
    starts: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    done = 0
    for begin, end in intervals:
        if end <= begin or (ends and begin < ends[-1]):
            raise ValueError(f"working intervals must be in order and not empty: ({begin}, {end})")
        if ends and begin == ends[-1]:
            ends[-1] = end
        else:
            starts.append(begin)
            ends.append(end)
            before.append(done)
        done += end - begin
    if not starts:
        raise ValueError("a calendar needs at least one working interval")
    return starts, ends, before, 0, len(starts)


def table_of(clock: Clock, calendar: int) -> Table:
    """One calendar of a clock, by its number."""
    return clock.starts, clock.ends, clock.before, clock.first[calendar], clock.first[calendar + 1]


def join(tables: Iterable[Table]) -> Clock:
    """Calendars one after the other in the same arrays."""
    clock = Clock([], [], [], [0])
    for starts, ends, before, low, high in tables:
        clock.starts.extend(starts[low:high])
        clock.ends.extend(ends[low:high])
        clock.before.extend(before[low:high])
        clock.first.append(len(clock.starts))
    return clock
