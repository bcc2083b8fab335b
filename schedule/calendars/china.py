"""China's working days: what the State Council and a region announce, year by year, and what is only assumed.

National holidays and make-up working days (调休上班日) come from the library `holidays`; a region's own holidays come
from a table of announcements beside this module, because they are fixed by notice and cannot be computed. A year that
no notice covers is reported as `Provisional`, never passed off as known. This module must never know a task or a plan.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from schedule.calendars.worktime import Provisional
from schedule.frozen import dataclass

KNOWN_YEARS = range(2010, 2027)
"""The years whose national days equal the yearly notice of the General Office of the State Council
(国务院办公厅关于部分节假日安排的通知). The notice comes out in the last quarter of the year before; what the library
gives for later years is the statutory days (全国年节及纪念日放假办法) without make-up days, so it is provisional."""

COMPUTED_YEARS = range(1950, 2101)
"""The years for which the library computes anything, from the Republic's first to its last lunar table."""

REGIONS = {"xinjiang": ("肉孜节", "古尔邦节")}
"""The regions with holidays of their own and the festivals that they announce each year. Xinjiang: 自治区政府令第174号
(2011-12-09), one day off for Rozi, three for Qurban, the dates by yearly notice."""


@dataclass(frozen=True, slots=True)
class NationalYear:
    """What makes a year differ from plain Monday to Friday: weekdays off and weekend days worked, as date ordinals."""

    off: tuple[int, ...] = ()
    worked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RegionalHoliday:
    """One festival of one year as a region announced it: the days off, both ends included, and the make-up days worked.

    `first` and `last` are None where no announcement is known. `status` is announced, provisional or unknown.
    """

    year: int
    festival: str
    first: date | None
    last: date | None
    make_up: tuple[date, ...]
    status: str
    source: str


@cache
def national_year(year: int) -> NationalYear:
    """The national days off and make-up days of one year; plain Monday to Friday where the library knows nothing.

    Source: State Council notices for `KNOWN_YEARS`, otherwise what the library computes.

    >>> date(2016, 2, 14).toordinal() in national_year(2016).worked      # a Sunday after the Spring Festival
    True
    """
    if year not in COMPUTED_YEARS:
        return NationalYear()
    from holidays import country_holidays  # slow to import, and only some plans need it

    days = country_holidays("CN", years=year)
    return NationalYear(
        off=tuple(sorted(day.toordinal() for day in days if day.year == year and day.weekday() < 5)),
        worked=tuple(sorted(day.toordinal() for day in days.weekend_workdays if day.year == year)),
    )


@cache
def regional_holidays(region: str) -> tuple[RegionalHoliday, ...]:
    """All rows of a region's table of announcements, `<region>.csv`, in its order.

    Raises ValueError for a region that has no table.
    """
    if region not in REGIONS:
        raise ValueError(f"no regional holidays are known for {region!r}; known: {', '.join(REGIONS)}")
    from importlib.resources import files

    with (files(__package__) / f"{region}.csv").open(encoding="utf-8") as lines:
        return tuple(
            RegionalHoliday(
                year=int(row["year"]),
                festival=row["festival"],
                first=_day(row["first"]),
                last=_day(row["last"]),
                make_up=tuple(date.fromisoformat(day) for day in row["make_up"].split()),
                status=row["status"],
                source=row["source"],
            )
            for row in csv.DictReader(lines)
        )


def provisional_national(years: Iterable[int]) -> tuple[Provisional, ...]:
    """The years among these whose national days are not announced."""
    return tuple(Provisional(year, "national-provisional") for year in years if year not in KNOWN_YEARS)


def provisional_regional(
    region: str, years: Iterable[int], stated: Mapping[tuple[int, str], str]
) -> tuple[Provisional, ...]:
    """The festivals of a region that are not announced in these years: `regional-provisional` or `regional-unknown`.

    `stated` is the status of each (year, festival) for which the plan itself gives days off; the plan's word counts.
    """
    statuses = {(row.year, row.festival): row.status for row in regional_holidays(region)} | dict(stated)
    return tuple(
        Provisional(year, f"regional-{status}", festival)
        for year in years
        for festival in REGIONS[region]
        if (status := statuses.get((year, festival), "unknown")) != "announced"
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
