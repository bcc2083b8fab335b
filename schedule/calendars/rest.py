"""Why a calendar rests on some days: a closed season, a holiday, days off that its author wrote, or the week's end.

The compiled calendar only knows that no work is done; a reader wants to hear that it is the winter. This
module must never know a task or a plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from schedule.calendars.china import national_year, regional_holidays
from schedule.calendars.compile import layers_of
from schedule.model import CalendarSpec, Closure


class RestKind(StrEnum):
    """What makes a calendar rest."""

    CLOSURE = "closure"
    HOLIDAY = "holiday"
    DAYS_OFF = "days-off"
    WEEKEND = "weekend"


@dataclass(frozen=True, slots=True)
class Rest:
    """Days without work in a row, both included, of one calendar, and why.

    `key` is the season as the plan writes it (`11-15..03-10`), the holiday's name where the plan or a region gives one,
    else None.
    """

    calendar: str
    kind: RestKind
    first: date
    last: date
    key: str | None = None


def rest_of(spec: CalendarSpec, specs: Mapping[str, CalendarSpec], first: date, last: date) -> Rest:
    """Why a calendar rests from one day to another; of several reasons a closed season first, the week's end last.

    `specs` are the calendars that `base` may name. Raises ValueError as `layers_of`.
    """
    layers = layers_of(spec, specs)
    days = [first + timedelta(days) for days in range((last - first).days + 1)]
    for closure in (one for layer in reversed(layers) for one in layer.closures):
        if any(_is_closed(closure, day) for day in days):
            return Rest(spec.id, RestKind.CLOSURE, first, last, closure_key(closure))
    stated = [one for layer in reversed(layers) for one in layer.exceptions if not one.working]
    for exception in (one for one in stated if one.first <= last and one.last >= first):
        kind = RestKind.DAYS_OFF if exception.name is None else RestKind.HOLIDAY
        return Rest(spec.id, kind, first, last, exception.name)
    for region in dict.fromkeys(layer.region for layer in layers if layer.region is not None):
        for holiday in regional_holidays(region):
            if holiday.first is not None and holiday.last is not None and _meet(holiday.first, holiday.last, days):
                return Rest(spec.id, RestKind.HOLIDAY, first, last, holiday.festival)
    if layers[0].base is not None and any(day.toordinal() in national_year(day.year).off for day in days):
        return Rest(spec.id, RestKind.HOLIDAY, first, last)
    return Rest(spec.id, RestKind.WEEKEND, first, last)


def closure_key(closure: Closure) -> str:
    """A closed season as a plan writes it.

    >>> closure_key(Closure((11, 15), (3, 10)))
    '11-15..03-10'
    """
    return "..".join(f"{month:02d}-{day:02d}" for month, day in (closure.first, closure.last))


def _is_closed(closure: Closure, day: date) -> bool:
    """Whether a day lies in a season, which may span the new year."""
    at = day.month, day.day
    if closure.first <= closure.last:
        return closure.first <= at <= closure.last
    return at >= closure.first or at <= closure.last


def _meet(first: date, last: date, days: Iterable[date]) -> bool:
    return any(first <= day <= last for day in days)
