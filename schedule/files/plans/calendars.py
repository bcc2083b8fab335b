"""The `calendars` of a plan: weeks, hours, closed seasons and single days, as their author describes them.

`hours_on` gives single weekdays hours of their own: `hours_on: {fri: [08:00-12:00]}`; a day that is worked in exception
may have its own too: `on: [{date: 2016-02-06, hours: [09:00-12:00]}]`. This module must never know which days are
holidays: it reads what is written and compiles nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from schedule.calendars.china import REGIONS
from schedule.calendars.compile import NATIONAL
from schedule.calendars.worktime import DAY
from schedule.diagnostics import NAMED, Location, ring_text
from schedule.files.yaml.keys import Fragment, Key, Table, valued
from schedule.files.yaml.kinds import (
    DAY_PATTERN,
    HOURS_PATTERN,
    ID,
    SEASON_PATTERN,
    TEXT,
    TITLE,
    YEAR,
    by_id,
    known_or,
    list_of,
    one_of,
    one_or_more,
    pattern,
    set_of,
    shaped,
    words_of,
)
from schedule.files.yaml.scalars import (
    DAY_FORM,
    FIRST_YEAR,
    LAST_YEAR,
    NUMBER_PATTERN,
    check_id,
    date_facts,
    form,
    number_text,
    parse_day,
    parse_number,
    read_fields,
    read_items,
    read_mapping,
    read_scalar,
    read_text,
)
from schedule.files.yaml.source import Faults, MappingNode, Node, ScalarNode, SequenceNode
from schedule.files.yaml.text import Document
from schedule.model import BUILT_IN_CALENDARS, CALENDAR_DAYS, CHINA, CalendarSpec, Closure, DayException

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEK_FORMS = "mon-sun, mon-fri, [mon, wed, fri]"
HOURS_FORMS = "08:00-12:00, 14:00-24:00"

_HOURS = re.compile(r"([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})")
_YEARLY = re.compile(r"([0-9]{2})-([0-9]{2})\.\.([0-9]{2})-([0-9]{2})")
_LEAP_YEAR = 2000
_YEAR = re.compile("[0-9]{4}")


def read_calendars(node: Node, faults: Faults) -> dict[str, CalendarSpec]:
    """Read the mapping of calendars.

    Faults: `bad-id`, `reserved-id`, `missing-key` (neither base nor week), `conflicting-keys` (both), `bad-week`,
    `bad-hours`, `bad-closure`, `bad-number`, `bad-date`, `bad-range`, `conflicting-days`, `unknown-calendar` (base),
    `calendar-cycle`, `calendar-without-work`, and those of keys and values in general.
    """
    mapping = read_mapping(node, faults)
    specs: dict[str, CalendarSpec] = {}
    bases: dict[str, ScalarNode] = {}
    for id_, (key, value) in mapping.entries.items() if mapping else ():
        if not check_id(key, faults):
            continue
        spec = CalendarSpec(id=id_, location=key.location)
        description = read_mapping(value, faults) if value is not None else None
        if description is not None:
            spec = _read_calendar(spec, description, faults)
            base = description.entries.get("base")
            if base and isinstance(base[1], ScalarNode):
                bases[id_] = base[1]
        built_in = BUILT_IN_CALENDARS.get(id_)
        if built_in is not None and replace(spec, name=None, name_en=None) != built_in:
            faults.add("reserved-id", key.location, found=id_)
        specs[id_] = spec
    circles = _circles(specs)
    return {id_: _check_base(spec, specs, bases, circles, faults) for id_, spec in specs.items()}


def read_days(values: dict[str, Any], faults: Faults) -> tuple[DayException, ...]:
    """The days of `EXCEPTION_KEYS` that were read into values, which they leave; days off come first.

    Fault: `conflicting-days`.
    """
    days: list[tuple[DayException, Location]] = [*values.pop("off", ()), *values.pop("on", ())]
    _check_days(days, faults)
    return tuple(exception for exception, _ in days)


def by_worked(exceptions: Iterable[DayException]) -> dict[str, tuple[DayException, ...]]:
    """Single days under `off` and `on`."""
    listed = tuple(exceptions)
    return {key: tuple(days for days in listed if days.working is on) for key, on in _WORKED.items()}


def closes_days(spec: CalendarSpec, specs: Mapping[str, CalendarSpec]) -> bool:
    """Whether a calendar has days without work, so that a duration in calendar days would contradict it."""
    while True:
        opened = spec.week is None or len(spec.week) == len(WEEKDAYS)
        if not opened or spec.region or spec.closures or any(not days.working for days in spec.exceptions):
            return True
        if spec.base is None:
            return False
        if spec.base == NATIONAL or spec.base not in specs:
            return spec.base == NATIONAL
        spec = specs[spec.base]


def calendar_document(spec: CalendarSpec) -> Document:
    """What a plan file says of a calendar; `read_calendars` reads the same calendar back.

    Raises:
        ValueError: the calendar has neither a base nor a working weekday or day, which a plan file cannot say.
    """
    if spec.base is None and not spec.week and not any(days.working for days in spec.exceptions):
        raise ValueError(f"calendar {spec.id!r} has no working weekday")
    return CALENDAR.document(CALENDAR.stated(spec) | by_worked(spec.exceptions))


def _read_calendar(spec: CalendarSpec, mapping: MappingNode, faults: Faults) -> CalendarSpec:
    values = read_fields(mapping, CALENDAR.readers(), faults)
    entries = mapping.entries
    if "base" in entries and "week" in entries:
        first, second = sorted((entries["base"][0], entries["week"][0]), key=lambda key: (key.line, key.column))
        faults.add("conflicting-keys", second.location, first.location, found=f"{first.text}, {second.text}")
    if "base" not in entries and "week" not in entries:
        faults.add("missing-key", spec.location, expected="base, week")
    exceptions = read_days(values, faults)
    spec = replace(spec, exceptions=exceptions, **{_ATTRIBUTES[key]: found for key, found in values.items()})
    if _closed_all_year(spec.closures) and not any(exception.working for exception in exceptions):
        faults.add("calendar-without-work", spec.location, found=spec.id)
    elif spec.week == () and not any(exception.working for exception in exceptions):
        faults.add("bad-week", entries["week"][0].location, expected=WEEK_FORMS)
    return spec


def _circles(specs: Mapping[str, CalendarSpec]) -> dict[str, list[str]]:
    """Of each calendar that leads back to itself the whole circle, from the first that stands in the file on.

    Every calendar is walked over once, however long the chains are.
    """
    found: dict[str, list[str]] = {}
    position = {id_: k for k, id_ in enumerate(specs)}
    done = set[str]()
    for begin in specs:
        path: dict[str, int] = {}
        id_ = begin
        while id_ in specs and id_ not in done and id_ not in path:
            path[id_] = len(path)
            id_ = specs[id_].base or ""
        if id_ in path:
            circle = list(path)[path[id_] :]
            turn = min(range(len(circle)), key=lambda k: position[circle[k]])
            found |= dict.fromkeys(circle, circle[turn:] + circle[:turn])
        done.update(path)
    return found


def _check_base(
    spec: CalendarSpec,
    specs: Mapping[str, CalendarSpec],
    bases: Mapping[str, ScalarNode],
    circles: Mapping[str, list[str]],
    faults: Faults,
) -> CalendarSpec:
    """The calendar, without its base where that is unknown or leads back to the calendar itself."""
    base = spec.base
    if base is None or base == NATIONAL or spec.id not in bases:
        return spec
    if base not in specs and base not in BUILT_IN_CALENDARS:
        faults.unknown("unknown-calendar", bases[spec.id], [NATIONAL, *specs])
        return replace(spec, base=None)
    if circle := circles.get(spec.id):
        if circle[0] == spec.id:
            places = [bases[id_].location for id_ in circle[:NAMED]]
            facts = {"found": ring_text(circle)}
            faults.add("calendar-cycle", places[0], *places[1:], **facts)
        return replace(spec, base=None)
    return spec


def _closed_all_year(closures: tuple[Closure, ...]) -> bool:
    closed = [False] * 366
    january = date(_LEAP_YEAR, 1, 1)
    for closure in closures:
        first = (date(_LEAP_YEAR, *closure.first) - january).days
        last = (date(_LEAP_YEAR, *closure.last) - january).days
        for day in range(first, last + 1 if first <= last else last + 1 + 366):
            closed[day % 366] = True
    return all(closed)


def _check_days(days: list[tuple[DayException, Location]], faults: Faults) -> None:
    """Days that are said to be worked and not to be worked; each is compared with the longest range before it."""
    reach: dict[bool, tuple[DayException, Location]] = {}
    for later, location in sorted(days, key=lambda day: day[0].first):
        other = reach.get(not later.working)
        if other is not None and later.first <= other[0].last:
            faults.add("conflicting-days", location, other[1], found=later.first.isoformat())
        same = reach.get(later.working)
        if same is None or same[0].last < later.last:
            reach[later.working] = later, location


def _parse_week(text: str) -> tuple[int, ...] | None:
    first, dash, last = text.partition("-")
    if dash:
        if first not in WEEKDAYS or last not in WEEKDAYS or WEEKDAYS.index(first) > WEEKDAYS.index(last):
            return None
        return tuple(range(WEEKDAYS.index(first), WEEKDAYS.index(last) + 1))
    return _weekdays([name.strip() for name in text.split(",")])


def _weekdays(names: list[str]) -> tuple[int, ...] | None:
    if len(set(names)) < len(names) or any(name not in WEEKDAYS for name in names):
        return None
    return tuple(sorted(WEEKDAYS.index(name) for name in names))


def _read_week(node: Node, faults: Faults) -> tuple[int, ...] | None:
    if not isinstance(node, SequenceNode):
        return _read_week_text(node, faults)
    week = _weekdays([item.text if isinstance(item, ScalarNode) else "" for item in node.items])
    if week is None:
        faults.add("bad-week", node.location, expected=WEEK_FORMS)
    return week


def _parse_hours(text: str) -> tuple[int, int] | None:
    match = _HOURS.fullmatch(text)
    if not match or int(match[2]) > 59 or int(match[4]) > 59:
        return None
    begin, end = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
    return (begin, end) if begin < end <= DAY else None


def _read_hours(node: Node, faults: Faults) -> tuple[tuple[int, int], ...] | None:
    ranges: list[tuple[int, int]] = []
    for item in read_items(node, faults):
        hours = _read_hour_range(item, faults)
        if hours is None:
            continue
        if ranges and hours[0] < ranges[-1][1]:
            found = item.text if isinstance(item, ScalarNode) else ""
            faults.add("bad-hours", item.location, found=found, expected=HOURS_FORMS)
        else:
            ranges.append(hours)
    return tuple(ranges) or None


def _read_hours_on(node: Node, faults: Faults) -> dict[int, tuple[tuple[int, int], ...]]:
    """The hours of single weekdays."""
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    mapping = read_mapping(node, faults)
    for key, value in mapping.entries.values() if mapping else ():
        days = _read_week_text(key, faults) or ()
        hours = _read_hours(value, faults) if value is not None else None
        for day in days:
            if day in found:
                faults.add("duplicate-item", key.location, found=WEEKDAYS[day])
            elif hours:
                found[day] = hours
    return found


def closure_text(closure: Closure) -> str:
    """A season as the plan says it, what `parse_closure` reads."""
    return "{:02}-{:02}..{:02}-{:02}".format(*closure.first, *closure.last)


def parse_closure(text: str) -> Closure | None:
    """The season that `11-15..03-10` says; None for any other text."""
    match = _YEARLY.fullmatch(text)
    if not match:
        return None
    try:
        first, last = (date(_LEAP_YEAR, int(match[i]), int(match[i + 1])) for i in (1, 3))
    except ValueError:
        return None
    return Closure((first.month, first.day), (last.month, last.day))


def _read_closures(node: Node, faults: Faults) -> tuple[Closure, ...]:
    closures = (_read_closure(item, faults) for item in read_items(node, faults))
    return tuple(closure for closure in closures if closure is not None)


def _parse_day_minutes(text: str) -> int | None:
    number = parse_number(text.removesuffix("min"))
    day = (number or Fraction(0)) * (1 if text.endswith("min") else 60)
    return day.numerator if day.denominator == 1 and 0 < day <= DAY else None


def _read_exceptions(node: Node, faults: Faults, working: bool) -> list[tuple[DayException, Location]]:
    exceptions = []
    for item in read_items(node, faults):
        facts: dict[str, Any] = {}
        if isinstance(item, MappingNode):
            facts = read_fields(item, _READERS[working], faults, DAY_OFF.required)
            days = facts.pop("date", None)
        else:
            days = _read_days(item, faults)
        if days:
            exceptions.append((DayException(days[0], days[1], working, **facts), item.location))
    return exceptions


def _read_days(node: Node, faults: Faults) -> tuple[date, date] | None:
    scalar = read_scalar(node, faults)
    return None if scalar is None else days_of(scalar, faults)


def days_of(scalar: ScalarNode, faults: Faults) -> tuple[date, date] | None:
    """The days that `2016-03-16..2016-03-18`, or one day, says. Faults: `bad-date`, `bad-range`."""
    first_text, dots, last_text = scalar.text.partition("..")
    first = parse_day(first_text)
    last = parse_day(last_text) if dots else first
    if first is None or last is None:
        facts = date_facts(last_text if first and dots else first_text)
        faults.bad("bad-date", scalar, f"{DAY_FORM}, {DAY_FORM}..2016-03-18", **facts)
        return None
    if last < first:
        faults.add("bad-range", scalar.location, found=scalar.text, expected=f"{last_text}..{first_text}")
        return None
    return first, last


def _week_document(week: tuple[int, ...]) -> Document:
    names = [WEEKDAYS[day] for day in week]
    if len(week) > 1 and list(week) == list(range(week[0], week[-1] + 1)):
        return f"{names[0]}-{names[-1]}"
    return names


def _hours_document(hours: Iterable[tuple[int, int]]) -> Document:
    edges = ((divmod(begin, 60), divmod(end, 60)) for begin, end in hours)
    return ["{:02}:{:02}-{:02}:{:02}".format(*begin, *end) for begin, end in edges]


def _day_minutes_text(day: int) -> str:
    """Hours, or minutes where hours would need endless decimals."""
    return f"{day}min" if day % 3 else number_text(Fraction(day, 60))


def _exception_document(days: DayException) -> Document:
    stated: dict[str, Any] = {"date": days, "name": days.name, "status": days.status, "source": days.source}
    document = DAY_WORKED.document({**stated, "hours": days.hours}) if days.working else DAY_OFF.document(stated)
    return document if len(document) > 1 else _range_text(days)


def _range_text(days: DayException) -> str:
    return days_text(days.first, days.last)


def days_text(first: date, last: date) -> str:
    """Days as a plan says them, what `days_of` reads."""
    return first.isoformat() if first == last else f"{first.isoformat()}..{last.isoformat()}"


def _exceptions_document(exceptions: Iterable[DayException]) -> Document:
    return [_exception_document(days) for days in exceptions]


def _hours_on_document(hours_of_day: Mapping[int, Iterable[tuple[int, int]]]) -> Document:
    return {WEEKDAYS[day]: _hours_document(hours) for day, hours in sorted(hours_of_day.items())}


def _years_document(years: Iterable[int]) -> Document:
    return [str(year) for year in years]


def _closures_document(closures: Iterable[Closure]) -> Document:
    return [closure_text(closure) for closure in closures]


def _parse_year(text: str) -> int | None:
    return int(text) if _YEAR.fullmatch(text) and FIRST_YEAR <= int(text) <= LAST_YEAR else None


_read_year = form(_parse_year, "bad-number", "2027")


def _read_years(node: Node, faults: Faults) -> tuple[int, ...]:
    """A year, or a list of years."""
    nodes = [node] if isinstance(node, ScalarNode) else read_items(node, faults)
    years = (_read_year(item, faults) for item in nodes)
    return tuple(dict.fromkeys(year for year in years if year is not None))


_read_week_text = form(_parse_week, "bad-week", WEEK_FORMS)
_read_hour_range = form(_parse_hours, "bad-hours", HOURS_FORMS)
_read_day_minutes = form(_parse_day_minutes, "bad-number", "8")
_read_closure = form(parse_closure, "bad-closure", "11-15..03-10")
_WEEKDAY = "|".join(WEEKDAYS)
_WEEK_TEXT: Fragment = pattern(f"(?:{_WEEKDAY})(?:-(?:{_WEEKDAY})|(?: *, *(?:{_WEEKDAY}))*)", "mon-fri", "mon, wed")
_WEEK_FORM = shaped(_WEEK_TEXT, listed=set_of(one_of(WEEKDAYS)))
DAYS_TEXT: Fragment = pattern(rf"{DAY_PATTERN}(?:\.\.{DAY_PATTERN})?", DAY_FORM, f"{DAY_FORM}..2016-03-18")
_WORK_FORM: Fragment = list_of(pattern(HOURS_PATTERN, *HOURS_FORMS.split(", ")))
_WORK = valued(_read_hours, _WORK_FORM, _hours_document)
_DAY_MINUTES: Fragment = {
    "type": ["number", "string"],
    "exclusiveMinimum": 0,
    "maximum": 24,
    "pattern": f"^{NUMBER_PATTERN}(?:min)?$",
    "examples": ["8", "7.5", "450min"],
}
_DATE = Key("date", valued(_read_days, DAYS_TEXT, _range_text), "date")
_TOLD = (
    Key("name", TITLE, silent=""),
    Key("status", words_of({word: word for word in ("announced", "provisional")}), silent="announced"),
    Key("source", TEXT, silent=""),
)
DAY_OFF = Table("days", (_DATE, *_TOLD), variant="off")
DAY_WORKED = Table("days", (_DATE, *_TOLD, Key("hours", _WORK, silent=())), variant="on")
_READERS = {False: DAY_OFF.readers(), True: DAY_WORKED.readers()}
EXCEPTION_KEYS: Mapping[str, Key] = {
    "off": Key(
        "off",
        valued(
            lambda node, faults: _read_exceptions(node, faults, working=False),
            list_of(shaped(DAYS_TEXT, mapped=DAY_OFF)),
            _exceptions_document,
        ),
        attribute="exceptions",
        silent=(),
    ),
    "on": Key(
        "on",
        valued(
            lambda node, faults: _read_exceptions(node, faults, working=True),
            list_of(shaped(DAYS_TEXT, mapped=DAY_WORKED)),
            _exceptions_document,
        ),
        attribute="exceptions",
        silent=(),
    ),
}
"""The keys of single days, in a calendar and in a revision of one."""
YEAR_KEYS: Mapping[str, Key] = {
    "complete": Key("complete", valued(_read_years, one_or_more(YEAR), _years_document), silent=())
}
"""The key of the years whose holidays are all stated, as they were announced; in both, too."""
_WORKED = {"off": False, "on": True}
CALENDAR = Table(
    "calendar",
    (
        Key("name", TITLE),
        Key("name_en", TITLE),
        Key("base", valued(read_text, known_or(BUILT_IN_CALENDARS, ID))),
        Key("region", words_of({region: region for region in REGIONS})),
        Key("week", valued(_read_week, _WEEK_FORM, _week_document)),
        Key("hours", _WORK, silent=()),
        Key(
            "hours_on",
            valued(_read_hours_on, by_id(_WORK_FORM, _WEEK_TEXT), _hours_on_document),
            attribute="hours_of_day",
            silent={},
        ),
        Key("day", valued(_read_day_minutes, _DAY_MINUTES, _day_minutes_text), attribute="day_minutes"),
        Key(
            "closed",
            valued(_read_closures, list_of(pattern(SEASON_PATTERN, "11-15..03-10")), _closures_document),
            attribute="closures",
            silent=(),
        ),
        *EXCEPTION_KEYS.values(),
        *YEAR_KEYS.values(),
    ),
    {
        "oneOf": [{"required": ["base"]}, {"required": ["week"]}],
        "if": {"properties": {"week": {"maxItems": 0, "type": "array"}}, "required": ["week"]},
        "then": {"required": ["on"]},
    },
)
"""What a plan says of a calendar."""


def _none_but(*keys: str) -> Fragment:
    return {key: False for key in _ATTRIBUTES if key not in keys}


_ATTRIBUTES = CALENDAR.attributes
CALENDARS: Fragment = {
    **by_id(CALENDAR),
    "properties": {
        CHINA.id: {"properties": {"base": {"const": CHINA.base}, **_none_but("name", "name_en", "base")}},
        CALENDAR_DAYS.id: {"properties": _none_but("name", "name_en", "week")},
    },
}
"""All calendars of a plan; the built-in ones can be given a name."""
