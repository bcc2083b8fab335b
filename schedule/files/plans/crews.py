"""The `crews` of a plan and what its tasks have of them; read and written.

This module must never know when a task begins, nor whether a crew suffices.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from schedule.diagnostics import Location
from schedule.files.plans.calendars import DAYS_TEXT, days_of, days_text
from schedule.files.yaml.keys import Fragment, Key, Table, Value, valued
from schedule.files.yaml.kinds import COUNT, ID, TITLE, WHOLE_NUMBER, by_id, known_or, shaped
from schedule.files.yaml.scalars import (
    Reader,
    check_id,
    read_count,
    read_fields,
    read_mapping,
    read_name,
    read_whole_number,
)
from schedule.files.yaml.source import Faults, MappingNode, Node, ScalarNode
from schedule.files.yaml.text import Document
from schedule.model import BUILT_IN_CALENDARS, CalendarSpec, Crew, CrewDays

USUAL = "usual"
"""The key of what a crew has on all days that are not named."""

_Capacity = tuple[int, tuple[CrewDays, ...]]


def _read_capacity(node: Node, faults: Faults) -> _Capacity | None:
    """How many there are: one number, or one for each of some days and one for what is usual, else none.

    Faults: `bad-number`, `bad-date`, `bad-range`, `overlapping-days`, `empty-value`.
    """
    if not isinstance(node, MappingNode):
        units = read_count(node, faults)
        return None if units is None else (units, ())
    if not node.entries:
        faults.add("empty-value", node.location)
        return None
    usual, found = 0, list[tuple[CrewDays, Location]]()
    for text, (key, value) in node.entries.items():
        units = None if value is None else read_whole_number(value, faults)
        if text == USUAL:
            usual = units or 0
            continue
        days = days_of(key, faults)
        if days is None or units is None:
            continue
        first = next((place for one, place in found if one.first <= days[1] and days[0] <= one.last), None)
        if first is not None:
            faults.add("overlapping-days", key.location, first, found=text)
        found.append((CrewDays(*days, units), key.location))
    return usual, tuple(one for one, _ in found)


def _capacity_document(capacity: _Capacity) -> Document:
    usual, days = capacity
    if not days:
        return str(usual)
    named: dict[str, Document] = {USUAL: str(usual)} if usual else {}
    return named | {days_text(one.first, one.last): str(one.units) for one in days}


_CAPACITY_FORM: Fragment = {
    "type": "object",
    "minProperties": 1,
    "properties": {USUAL: WHOLE_NUMBER.form},
    "patternProperties": {f"^{DAYS_TEXT['pattern'].removeprefix('^').removesuffix('$')}$": WHOLE_NUMBER.form},
    "additionalProperties": False,
}


def _named(place: int, code: str) -> Any:
    """Makes the reader of a name, given the names of calendars and of bodies."""
    return lambda known: lambda node, faults: read_name(node, faults, known[place], code)


CAPACITY = valued(_read_capacity, shaped(COUNT.form, mapped=_CAPACITY_FORM), _capacity_document)
CREW = Table(
    "crew",
    (
        Key("capacity", CAPACITY, "capacity"),
        Key("name", TITLE),
        Key("name_en", TITLE),
        Key("calendar", Value(_named(0, "unknown-calendar"), known_or(BUILT_IN_CALENDARS, ID))),
        Key("body", Value(_named(1, "unknown-body"), ID)),
    ),
)
CREWS: Fragment = by_id(CREW)


def read_crews(
    node: Node, calendars: Mapping[str, CalendarSpec], bodies: Collection[str], faults: Faults
) -> dict[str, Crew]:
    """The crews of a plan with these calendars and bodies.

    Faults: `missing-key`, `unknown-calendar`, `unknown-body`, those of a capacity, of ids and of keys in general.
    """
    mapping, readers, crews = read_mapping(node, faults), CREW.readers((calendars, bodies)), dict[str, Crew]()
    for id_, (key, value) in mapping.entries.items() if mapping else ():
        own = read_mapping(value, faults) if value is not None and check_id(key, faults) else None
        values = read_fields(own, readers, faults, CREW.required, key.location) if own else {}
        # What has no capacity that could be read is known by its name, so that nobody is told that there is none.
        units, days = values.pop("capacity", (0, ()))
        crews[id_] = Crew(id_, units, days, location=key.location, **values)
    return crews


def crew_document(crew: Crew) -> Document:
    """A crew as its author would write it; the inverse of `read_crews`."""
    stated = {key: getattr(crew, key) for key in CREW.attributes if key != "capacity"}
    return CREW.document({"capacity": (crew.units, crew.days), **stated})


def crew_uses_reader(crews: Mapping[str, Crew]) -> Reader[tuple[tuple[str, int], ...]]:
    """The reader of how many of which crews are on a task. Faults: `unknown-crew`, `bad-number`, `crew-too-small`."""

    def read(node: Node, faults: Faults) -> tuple[tuple[str, int], ...]:
        mapping, found = read_mapping(node, faults), []
        for name, (key, value) in mapping.entries.items() if mapping else ():
            units = None if value is None else read_count(value, faults)
            if name not in crews:
                faults.unknown("unknown-crew", key, crews)
            elif units is not None:
                most, place = crews[name].most, crews[name].location
                if most and units > most and value is not None:
                    related = [] if place is None else [place]
                    facts = {"found": str(units), "crew": name, "expected": str(most)}
                    faults.add("crew-too-small", value.location, *related, **facts)
                found.append((name, units))
        return tuple(found)

    return read


def crew_uses_document(uses: tuple[tuple[str, int], ...]) -> Document:
    """How many of which crews are on a task, as its author would write it."""
    return {name: str(units) for name, units in uses}


def relation_crew(scalar: ScalarNode, crews: Mapping[str, Crew], faults: Faults) -> str | None:
    """The crew for which alone a task waits for another. Fault: `unknown-crew`."""
    if scalar.text not in crews:
        faults.unknown("unknown-crew", scalar, crews)
        return None
    return scalar.text
