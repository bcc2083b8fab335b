"""A compiled calendar → a record of the table CALENDAR of an `.xer`: its week, and every day that is otherwise.

This module must never know an activity or what a calendar stands on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from schedule.calendars.worktime import DAY, Calendar

_SERIAL_ZERO = date(1899, 12, 30).toordinal()
"""The day 0 that the dates of `clndr_data` count from."""

Days = dict[int, tuple[tuple[int, int], ...]]


def calendar_row(id_: str, name: str, calendar: Calendar) -> Mapping[str, str]:
    """The fields of a calendar: the week as most of its days are, and every day of the horizon that is otherwise."""
    days = _days(calendar)
    horizon = range(calendar.first // DAY, (calendar.last - 1) // DAY + 1)
    week = []
    for weekday in range(7):
        alike = [days.get(day, ()) for day in horizon if (day + 3) % 7 == weekday]  # 1970-01-01 is a Thursday
        week.append(max(dict.fromkeys(alike), key=alike.count, default=()))
    exceptions = [(day, days.get(day, ())) for day in horizon if days.get(day, ()) != week[(day + 3) % 7]]
    epoch = date(1970, 1, 1).toordinal() - _SERIAL_ZERO
    listed = "".join(_node(str((weekday + 1) % 7 + 1), "", _shifts(week[weekday])) for weekday in (6, 0, 1, 2, 3, 4, 5))
    excepted = "".join(_node(str(k), f"d|{day + epoch}", _shifts(hours)) for k, (day, hours) in enumerate(exceptions))
    children = _node("DaysOfWeek", "", listed) + _node("Exceptions", "", excepted)
    return {
        "clndr_id": id_,
        "default_flag": "Y" if id_ == "1" else "N",
        "clndr_name": " ".join(name.split()),
        "proj_id": "",
        "base_clndr_id": "",
        "clndr_type": "CA_Base",
        "day_hr_cnt": f"{calendar.day_minutes / 60:g}",
        "clndr_data": f"(0||CalendarData()({children}))",
    }


def _node(name: str, values: str, children: str) -> str:
    return f"(0||{name}({values})({children}))"


def _shifts(hours: Sequence[tuple[int, int]]) -> str:
    return "".join(_node(str(k), f"s|{_clock(begin)}|f|{_clock(end)}", "") for k, (begin, end) in enumerate(hours))


def _days(calendar: Calendar) -> Days:
    """The shifts of each worked day, in minutes of the day; days since 1970-01-01."""
    found: dict[int, list[tuple[int, int]]] = {}
    for begin, end in zip(calendar.table[0], calendar.table[1], strict=True):
        for day in range(begin // DAY, (end - 1) // DAY + 1):
            shift = (max(begin - day * DAY, 0), min(end - day * DAY, DAY))
            found.setdefault(day, []).append(shift)
    return {day: tuple(shifts) for day, shifts in found.items()}


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"
