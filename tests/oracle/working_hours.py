"""Calendars counted on fingers: a calendar is the list of its working hours, each by its number since 1970."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta
from fractions import Fraction

from schedule.model import CalendarSpec

ALL_HOURS = CalendarSpec("24h", week=(0, 1, 2, 3, 4, 5, 6))
_EPOCH, _REACH, _KNOWN = date(1970, 1, 1), 500, dict[tuple[str, date], list[int]]()


def hour(minutes: int | Fraction) -> int:
    assert not minutes % 60, "whole hours only"
    return int(minutes) // 60


def worked_hours(spec: CalendarSpec, around: date) -> list[int]:
    """The hours that a calendar without a base works, in order, 500 days either way."""
    worked = []
    for day in (around + timedelta(days=k) for k in range(-_REACH, _REACH)):
        is_open, ranges = day.weekday() in (spec.week or ()), spec.hours or ((0, 1440),)
        ranges = spec.hours_of_day.get(day.weekday(), ranges)
        for one in spec.exceptions:
            if one.first <= day <= one.last:
                is_open, ranges = one.working, one.hours or ranges
        for begin, end in sorted(ranges) if is_open else ():
            worked += [(day - _EPOCH).days * 24 + k for k in range(begin // 60, end // 60)]
    return worked


class Hours:
    """How one counts on a calendar, in hours, around an instant in minutes."""

    def __init__(self, spec: CalendarSpec, around: int) -> None:
        key = (repr(spec), _EPOCH + timedelta(minutes=around))
        self.worked = _KNOWN[key] if key in _KNOWN else _KNOWN.setdefault(key, worked_hours(spec, key[1]))

    def next_start(self, t: int) -> int:
        return self.worked[bisect_left(self.worked, t)]

    def previous_finish(self, t: int) -> int:
        return self.worked[bisect_left(self.worked, t) - 1] + 1

    def shift_before(self, t: int) -> int:
        """An instant, or where it falls in a gap, the end of the shift before."""
        return t if self.next_start(t) == t else self.previous_finish(t)

    def add(self, t: int, d: int) -> int:
        """`d` hours of work later, at the end of the last of them; or earlier, at the beginning of the first."""
        k = bisect_left(self.worked, t) + d
        return self.worked[k - 1] + 1 if d > 0 else self.worked[k] if d else t

    def work(self, begin: int, end: int) -> int:
        return bisect_left(self.worked, end) - bisect_left(self.worked, begin)
