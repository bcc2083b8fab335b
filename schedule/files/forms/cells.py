"""A filled cell → the text that an update would have: dates, numbers of days, words, as people and programs leave it.

WPS, Excel and LibreOffice give back a date as a date, as its serial number or as the text that was typed; full-width
digits, spaces and units come with the typing. What can mean one thing only is taken; the rest is no value, and never a
guess. This module must never know a column or a task.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import TypeAlias
from unicodedata import normalize

from schedule.calendars.worktime import moment
from schedule.files.forms.shown import EPOCH, plain_number
from schedule.files.yaml.scalars import FIRST_YEAR, LAST_YEAR, duration_text, loose_day, parse_day, parse_duration
from schedule.model import Duration, Instant, Unit

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta
"""What a reader of workbooks gives for one cell; the empty text where there is nothing."""


class CellError(str):
    """What a spreadsheet shows in the place of a value that it has not: `#N/A`."""

    __slots__ = ()


_ERROR = re.compile(r"#(?:[A-Z]+(?:_[A-Z]+)*[!?]|N/A|DIV/0!|#+)|(?:Err|错误):[0-9]{3}")
"""Errors as Excel, WPS and LibreOffice show them, and the fence that a column shows which is too narrow."""
_HALF_A_YEAR = 183
_DECIMALS = 4
_NO_YEAR = re.compile(r"([0-9]{1,2})月([0-9]{1,2})[日号]?")
_COMPACT = re.compile(r"((?:19|2[01])[0-9]{2})([0-9]{2})([0-9]{2})")
_WRITTEN = re.compile(
    r"(?P<day>[0-9]{4}(?:-[0-9]{1,2}-|/[0-9]{1,2}/|\.[0-9]{1,2}\.|年[0-9]{1,2}月)[0-9]{1,2})"
    r"(?:(?:日[T ]*|[T ]+)(?P<before>上午|下午|[AaPp][Mm])? *(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
    r"(?::00(?:\.0+)?)? *(?P<behind>[AaPp][Mm])?|日)?"
)
_DAYS = re.compile(
    r"([0-9]{1,6}(?:\.[0-9]{1,4})?)\s*"
    r"(个?工作日|个?日历[日天]|个?自然日|天|日|wd|cd|working days?|calendar days?|days?)?"
)
_UNITS = {"工作日": Unit.WORKING_DAYS, "wd": Unit.WORKING_DAYS, "working": Unit.WORKING_DAYS} | dict.fromkeys(
    ("日历", "自然日", "cd", "calendar"), Unit.CALENDAR_DAYS
)
_PARTS = re.compile(r"[,;、，；\n]+")
_DROPPED = re.compile("[\u200b\ufeff]")
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def cell_words(cell: Cell) -> str:
    r"""A cell as text on one line: a whole number without its point, a date as `2016-03-14`.

    >>> cell_words(12.0), cell_words(" 等待\n材料 "), cell_words(date(2016, 3, 14))
    ('12', '等待 材料', '2016-03-14')
    """
    match cell:
        case bool():
            return str(cell).upper()
        case float():
            return plain_number(cell)
        case datetime():
            whole = cell.time() == time()
            return cell.date().isoformat() if whole else cell.isoformat(timespec="minutes")
        case _:
            return " ".join(_DROPPED.sub("", str(cell)).split())


def error_of(cell: Cell) -> str | None:
    """The error that a cell shows in the place of a value, as a value or copied as its text; else None.

    >>> error_of(CellError("#N/A")), error_of(" #DIV/0! "), error_of("#3 楼") is None
    ('#N/A', '#DIV/0!', True)
    """
    text = cell_words(cell) if isinstance(cell, str) else ""
    return text if isinstance(cell, CellError) or _ERROR.fullmatch(text) else None


def forbidden(text: str) -> str | None:
    """The first character of a text that nobody sees and nobody means, or None."""
    match = _FORBIDDEN.search(text)
    return match[0] if match else None


def plain(text: str) -> str:
    """A text with half-width letters, digits and signs, for what is no name and no note."""
    return " ".join(normalize("NFKC", text).replace("—", "-").replace("–", "-").split())


def read_date(cell: Cell, data_date: Instant) -> str | None:
    """A date as an update writes it; None where the cell is none.

    A date without a year is that of the half year before the data date, and none where it lies in no such half year.

    >>> from schedule.calendars.worktime import minutes
    >>> week = minutes(date(2016, 3, 14))
    >>> [read_date(cell, week) for cell in (42443.0, "2016/3/14", "３月１１日", "12月28日", 20160311)]
    ['2016-03-14', '2016-03-14', '2016-03-11', '2015-12-28', '2016-03-11']
    >>> read_date("3月15日", week) is None
    True
    """
    if isinstance(cell, (bool, time, timedelta)):
        return None
    if isinstance(cell, datetime):
        return cell_words(cell) if _near(cell.date()) else None
    if isinstance(cell, date):
        return cell.isoformat() if _near(cell) else None
    if isinstance(cell, (int, float)):
        return _compact(str(int(cell))) or _serial(cell) if float(cell).is_integer() else None
    return written_date(cell) or _this_half_year(plain(cell).replace(" ", ""), data_date)


def written_date(text: str) -> str | None:
    """A date with its year, as people and spreadsheets write it, in the form of an update; None where it is none.

    Midnight is a spreadsheet's way to write a day without a time.

    >>> [written_date(text) for text in ("2016/4/9 0:00", "2016年4月9日 16:00:00", "2016/4/9 上午12:00", "20160409")]
    ['2016-04-09', '2016-04-09T16:00', '2016-04-09', '2016-04-09']
    """
    match = _WRITTEN.fullmatch(plain(text))
    if match is None:
        return _compact(plain(text))
    day = loose_day(match["day"]) or match["day"]
    if parse_day(day) is None:
        return None
    hour, minute = int(match["hour"] or 0), int(match["minute"] or 0)
    half = (match["before"] or match["behind"] or "").upper()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half in ("下午", "PM") else 0)
    if hour > 23 or minute > 59:
        return None
    return f"{day}T{hour:02}:{minute:02}" if hour or minute else day


def read_dates(cell: Cell, data_date: Instant) -> list[str] | None:
    """The dates of a cell that may hold several, in their order, each once; None where one of them is none."""
    parts = [part for part in _PARTS.split(cell) if part.strip()] if isinstance(cell, str) else [cell]
    dates = [read_date(part, data_date) for part in parts]
    return None if None in dates or not dates else sorted({one for one in dates if one is not None})


def read_days(cell: Cell, unit: Unit) -> str | None:
    """A number of days as an update writes a duration; a bare number counts in `unit`. None where the cell is none.

    >>> [read_days(cell, Unit.WORKING_DAYS) for cell in (3.0, "３天", "5 个日历日", "2.5", "-1", "三天")]
    ['3wd', '3wd', '5cd', '2.5wd', None, None]
    """
    if isinstance(cell, (bool, date, time, timedelta)):
        return None
    text = f"{cell:.{_DECIMALS}f}".rstrip("0").rstrip(".") if isinstance(cell, (int, float)) else plain(cell).casefold()
    match = _DAYS.fullmatch(text)
    if match is None:
        return None
    said = match[2] or ""
    meant = next((one for word, one in _UNITS.items() if word in said), unit)
    written = duration_text(Duration(Fraction(match[1]), meant))
    return written if parse_duration(written) is not None else None


def _near(day: date) -> bool:
    return FIRST_YEAR <= day.year <= LAST_YEAR


def _compact(text: str) -> str | None:
    match = _COMPACT.fullmatch(text)
    meant = "-".join(match.groups()) if match else ""
    return meant if parse_day(meant) is not None else None


def _serial(number: float) -> str | None:
    days = int(number)
    if not (date(FIRST_YEAR, 1, 1) - EPOCH).days <= days <= (date(LAST_YEAR, 12, 31) - EPOCH).days:
        return None
    return (EPOCH + timedelta(days=days)).isoformat()


def _this_half_year(text: str, data_date: Instant) -> str | None:
    match = _NO_YEAR.fullmatch(text)
    if match is None:
        return None
    last = moment(data_date).date()
    for year in (last.year, last.year - 1):
        meant = f"{year}-{match[1]:0>2}-{match[2]:0>2}"
        day = parse_day(meant)
        if day is not None and last - timedelta(days=_HALF_A_YEAR) <= day <= last:
            return meant
    return None
