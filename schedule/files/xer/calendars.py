"""P6's calendars → `CalendarSpec`: the week, its hours, the single days, all out of the one text `clndr_data`.

The text is a tree of nodes `(0||NAME(VALUES)(CHILDREN))`:

    (0||CalendarData()(
      (0||DaysOfWeek()( (0||1()()) (0||2()( (0||0(s|08:00|f|12:00)()) (0||1(s|13:00|f|17:00)()) )) ... ))
      (0||Exceptions()( (0||0(d|44557)()) (0||1(d|44558)( (0||0(s|08:00|f|12:00)()) )) ))))

Days of the week count from 1, Sunday; a shift has a start `s` and a finish `f`, in either order, 00:00 as a finish is
24:00; an exception's `d` counts days from 1899-12-30, without shifts it is a day off. A calendar with a `base_clndr_id`
has the base's exceptions too, its own word counting last. This module must never know a task or a project.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from schedule.calendars.worktime import DAY
from schedule.diagnostics import Location
from schedule.files.xer.table import Table, check_known, read_column
from schedule.files.xer.values import parse_number, whole_minutes
from schedule.files.yaml.source import Faults
from schedule.model import BUILT_IN_CALENDARS, CalendarSpec, DayException

Ranges = tuple[tuple[int, int], ...]

OFFICE: Ranges = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
"""The shifts of P6's default calendar, five days a week, which holds where a calendar has no data."""
_SERIAL_ZERO = date(1899, 12, 30).toordinal()
_LAST_SERIAL = date(9999, 12, 30).toordinal() - _SERIAL_ZERO
_OPEN = re.compile(r"\s*\(\s*[0-9]*\|\|([^()|]*)\(([^()]*)\)\s*\(")
_CLOSE = re.compile(r"\s*\)\s*\)")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::00)?(?: ?([AaPp])[Mm])?")
_END = re.compile(r"\s*\Z")


class Week(NamedTuple):
    """What one `clndr_data` says: shifts by weekday (0 = Monday; None where nothing is said) and by exceptional day."""

    shifts: dict[int, Ranges] | None
    exceptions: dict[date, Ranges]


class CalendarTextError(Exception):
    """A `clndr_data` that is no such tree; `offset` is where in the text."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


def read_calendars(table: Table, wanted: Collection[str], faults: Faults) -> dict[str, CalendarSpec]:
    """Read the calendars that a project uses.

    Args:
        table: P6's CALENDAR.
        wanted: the `clndr_id` of the calendars to read, with their bases; those that do not exist are passed over.
        faults: gets `bad-calendar`, `bad-number` (day_hr_cnt), `unknown-record` (base_clndr_id), `calendar-cycle`,
            `calendar-without-work`.

    Returns:
        The calendars by `clndr_id`. A calendar's own id is its name, with the `clndr_id` behind it where others have
        the name too.
    """
    rows = {id_: row for row, id_ in enumerate(table.texts("clndr_id"))}
    check_known(table, "base_clndr_id", rows, "CALENDAR", faults)
    names = [" ".join(name.split()) for name in table.texts("clndr_name")]
    bases = dict(zip(rows, (table.texts("base_clndr_id")[row] for row in rows.values()), strict=True))
    day_minutes = read_column(table, "day_hr_cnt", _parse_day_minutes, faults, "bad-number", "8")
    data = table.texts("clndr_data")
    weeks: dict[str, Week] = {}
    specs: dict[str, CalendarSpec] = {}
    for id_, row in rows.items():
        if id_ not in wanted:
            continue
        chain = _chain(id_, bases)
        if chain is None:
            facts = {"found": " → ".join([names[row] or id_, names[rows[bases[id_]]] or bases[id_]])}
            faults.add("calendar-cycle", table.at(row, "base_clndr_id"), **facts)
            chain = [id_]
        for member in chain:
            if member not in weeks:
                weeks[member] = _read_data(table, rows[member], data[rows[member]], faults)
        name = names[row]
        taken = not name or names.count(name) > 1 or name in BUILT_IN_CALENDARS
        spec = _spec(f"{name} {id_}".strip() if taken else name, [weeks[member] for member in chain])
        location = table.at(row, "clndr_name" if "clndr_name" in table.fields else "clndr_id")
        specs[id_] = CalendarSpec(
            id=spec.id,
            name=name or None,
            week=spec.week,
            hours=spec.hours,
            hours_of_day=spec.hours_of_day,
            exceptions=spec.exceptions,
            day_minutes=day_minutes[row] or spec.day_minutes,
            location=location,
        )
        if not spec.week and not any(exception.working for exception in spec.exceptions):
            faults.add("calendar-without-work", location, found=spec.id)
    return specs


def parse_calendar(text: str) -> Week:
    """The week and the exceptions of one `clndr_data`, in one pass over the text and without recursion.

    Raises:
        CalendarTextError: the text is no tree of nodes, or a day, a time or a range is none.

    >>> week = parse_calendar("(0||CalendarData()((0||DaysOfWeek()((0||2()((0||0(f|16:00|s|08:00)())))))))")
    >>> week.shifts
    {0: ((480, 960),)}
    """
    text = text.replace("\x7f", " ")  # P6 writes a line's end within a cell as two of these
    shifts: dict[int, list[tuple[int, int]]] | None = None
    exceptions: dict[date, list[tuple[int, int]]] = {}
    path: list[str] = []
    day: list[tuple[int, int]] = []
    position = 0
    while not _END.match(text, position):
        if opened := _OPEN.match(text, position):
            name, values = opened[1].strip(), opened[2]
            match path:
                case [_, "DaysOfWeek"]:
                    day = []
                    if name not in ("1", "2", "3", "4", "5", "6", "7"):
                        raise CalendarTextError(opened.start(1))
                    shifts = {} if shifts is None else shifts
                    shifts[(int(name) - 2) % 7] = day
                case [_, "Exceptions"]:
                    day = exceptions[_parse_serial(values, opened.start(2))] = []
                case [_, "DaysOfWeek" | "Exceptions", _]:
                    day.append(_parse_shift(values, opened.start(2)))
            path.append(name)
            position = opened.end()
        elif path and (closed := _CLOSE.match(text, position)):
            path.pop()
            position = closed.end()
        else:
            raise CalendarTextError(position)
    if path:
        raise CalendarTextError(len(text))
    return Week(
        None if shifts is None else {weekday: _merged(ranges) for weekday, ranges in shifts.items()},
        {day: _merged(ranges) for day, ranges in exceptions.items()},
    )


def _read_data(table: Table, row: int, text: str, faults: Faults) -> Week:
    try:
        return parse_calendar(text)
    except CalendarTextError as error:
        cell = table.at(row, "clndr_data")
        place = Location(cell.source, cell.line, cell.column + min(error.offset, max(len(text) - 1, 0)))
        found = text[error.offset : error.offset + 30]
        faults.add("bad-calendar", place, found=found or "…", expected="(0||0(s|08:00|f|12:00)())")
        return Week(None, {})


def _chain(id_: str, bases: dict[str, str]) -> list[str] | None:
    """A calendar and those it stands on, the ground last; None where they go round in a circle."""
    chain = [id_]
    while (base := bases.get(chain[-1])) and base in bases:
        if base in chain:
            return None
        chain.append(base)
    return chain


def _spec(id_: str, chain: list[Week]) -> CalendarSpec:
    shifts = next((week.shifts for week in chain if week.shifts is not None), None)
    if shifts is None:
        shifts = dict.fromkeys(range(5), OFFICE)
    worked = {weekday: ranges for weekday, ranges in sorted(shifts.items()) if ranges}
    hours = max(worked.values(), key=list(worked.values()).count, default=OFFICE)
    exceptions: dict[date, Ranges] = {}
    for week in reversed(chain):
        exceptions |= week.exceptions
    return CalendarSpec(
        id=id_,
        week=tuple(worked),
        hours=hours,
        hours_of_day={weekday: ranges for weekday, ranges in worked.items() if ranges != hours},
        exceptions=_exceptions(sorted(exceptions.items())),
        day_minutes=sum(end - begin for begin, end in hours),
    )


def _exceptions(days: Iterable[tuple[date, Ranges]]) -> tuple[DayException, ...]:
    """Exceptions, days that follow each other and are alike as one; days off first, as a plan file lists them."""
    found: list[DayException] = []
    for day, ranges in days:
        last = found[-1] if found else None
        alike = last is not None and (last.hours or ()) == ranges
        if last is not None and alike and last.last.toordinal() + 1 == day.toordinal():
            found[-1] = DayException(last.first, day, last.working, hours=last.hours)
        else:
            found.append(DayException(day, day, bool(ranges), hours=ranges or None))
    return tuple(sorted(found, key=lambda days: days.working))


def _merged(ranges: list[tuple[int, int]]) -> Ranges:
    """Shifts in order; those that touch or overlap are one, as their working time is."""
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(ranges):
        if merged and begin <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((begin, end))
    return tuple(merged)


def _parse_serial(values: str, offset: int) -> date:
    parts = values.split("|")
    serial = parts[1].strip() if len(parts) == 2 and parts[0].strip() == "d" else ""
    if not (serial.isascii() and serial.isdigit()) or not 0 < int(serial[:8]) <= _LAST_SERIAL or len(serial) > 8:
        raise CalendarTextError(offset)
    return date.fromordinal(_SERIAL_ZERO + int(serial))


def _parse_shift(values: str, offset: int) -> tuple[int, int]:
    parts = [part.strip() for part in values.split("|")]
    times = dict(zip(parts[::2], parts[1::2], strict=False))
    begin, end = _parse_time(times.get("s", "")), _parse_time(times.get("f", ""))
    if len(parts) != 4 or begin is None or end is None:
        raise CalendarTextError(offset)
    end = end or DAY
    if begin >= end:
        raise CalendarTextError(offset)
    return begin, end


def _parse_time(text: str) -> int | None:
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2])
    if match[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[3] in "Pp" else 0)
    return hour * 60 + minute if minute < 60 and hour * 60 + minute <= DAY else None


def _parse_day_minutes(text: str) -> int | None:
    hours = parse_number(text)
    return whole_minutes(hours) if hours is not None and 0 <= hours <= DAY // 60 else None
