"""The name of an update's file ⇄ its day and its number: `2016-04-11.yaml`, and of the same day `2016-04-11-2.yaml`.

A day may have several records, a decision and what bodies send; their numbers are the order in which they were written.
This module must never know what a record says.
"""

from __future__ import annotations

import re
from datetime import date

from schedule.calendars.worktime import start_day
from schedule.files.yaml.scalars import parse_day
from schedule.model import Instant

_NAME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:-([2-9]|[1-9][0-9]{1,3}))?\.yaml")


def update_name(data_date: Instant, number: int = 1) -> str:
    """The name of an update's file: the day of its data date, whatever its time, and from the second on its number.

    >>> update_name(0), update_name(17 * 60, 2)
    ('1970-01-01.yaml', '1970-01-01-2.yaml')
    """
    return f"{start_day(data_date).isoformat()}{'' if number == 1 else f'-{number}'}.yaml"


def update_place(name: str) -> tuple[date, int] | None:
    """The day and the number that the name of an update's file says; None for another name.

    >>> update_place("2016-04-11-2.yaml"), update_place("2016-04-11-1.yaml"), update_place("B0.yaml")
    ((datetime.date(2016, 4, 11), 2), None, None)
    """
    match = _NAME.fullmatch(name)
    day = parse_day(match[1]) if match else None
    return None if match is None or day is None else (day, int(match[2] or 1))
