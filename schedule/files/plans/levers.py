"""The `levers` of a task: what may be bought of it, read and written, and what of that the plan itself forbids.

A lever is a permission. It compresses the work, puts it on another calendar, or lets it overlap what a soft relation
(`~`) has it wait for; it says what that costs and whose consent it takes. This module must never know what a lever
brings, nor which of several is the cheapest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from schedule.calendars.periods import PeriodUnit
from schedule.files.plans.relation_types import TYPE_FORMS, TYPE_SCHEMA, read_type, type_text
from schedule.files.yaml.keys import Key, Table, Value, valued
from schedule.files.yaml.kinds import DURATION, NUMBER_FORM, TEXT, TITLE, list_of
from schedule.files.yaml.scalars import (
    Reader,
    choice,
    duration_text,
    number_text,
    read_duration,
    read_fields,
    read_items,
    read_mapping,
    read_number,
    read_scalar,
)
from schedule.files.yaml.source import Faults, MappingNode, Node
from schedule.files.yaml.text import Document
from schedule.law.terms import floors
from schedule.model import Duration, Lever, Relation, Task, Unit
from schedule.rules import Law

KINDS = ("compress", "calendar", "overlap")
"""What a lever does; each does one of these. The `overlap` of one with `split` is a time, else a task."""
_PARTS = 2
"""In how many equal parts work can be split."""


def lever_table(task: Value, calendar: Value) -> Table:
    """The keys of a lever, given the kinds of value that name a task and a calendar of the plan."""
    return Table(
        "lever",
        (
            Key("compress", DURATION),
            Key("calendar", calendar),
            Key("split", Value(lambda _: choice({str(_PARTS): _PARTS}), {"enum": [_PARTS, str(_PARTS)]})),
            Key("overlap", task),
            Key("to", valued(read_scalar, _WEAKER_FORM, str)),
            Key("unit", DURATION),
            Key("cost", valued(read_number, NUMBER_FORM, number_text)),
            Key("costs", valued(_read_costs, list_of(NUMBER_FORM), _costs_document), silent=()),
            Key("how", TEXT),
            Key("how_en", TEXT),
            Key("risk", TEXT),
            Key("risk_en", TEXT),
            Key("ask", TITLE),
            Key("authority", TITLE),
        ),
        {
            "oneOf": [{"required": [kind]} for kind in KINDS],
            "not": {"anyOf": [{"required": ["cost", "costs"]}, {"required": ["split", "to"]}]},
            "dependentRequired": {"to": ["overlap"], "split": ["overlap"], "unit": ["compress"], "costs": ["compress"]},
        },
    )


def levers_reader(table: Table) -> Callable[[Any], Reader[tuple[Lever, ...]]]:
    """Makes the reader of a task's levers from what knows the file's names."""

    def of(known: Any) -> Reader[tuple[Lever, ...]]:
        readers = table.readers(known)

        def read(node: Node, faults: Faults) -> tuple[Lever, ...]:
            mappings = (
                [node] if isinstance(node, MappingNode) else [read_mapping(x, faults) for x in read_items(node, faults)]
            )
            found = (_lever(one, readers, known.successor, faults) for one in mappings if one is not None)
            return tuple(one for one in found if one is not None)

        return read

    return of


def _lever(mapping: MappingNode, readers: dict[str, Reader[Any]], task: str, faults: Faults) -> Lever | None:
    entries = mapping.entries
    is_split = "split" in entries
    values = read_fields(mapping, {**readers, "overlap": read_duration} if is_split else readers, faults)
    kinds = [kind for kind in KINDS if kind in entries]
    if len(kinds) > 1:
        place, first = entries[kinds[1]][0].location, entries[kinds[0]][0].location
        faults.add("conflicting-keys", place, first, found=", ".join(kinds))
    if is_split and "overlap" not in entries:
        faults.add("missing-key", mapping.location, expected="overlap: 10cd")
    elif not kinds:
        faults.add("missing-key", mapping.location, expected=", ".join(KINDS))
    if is_split and "to" in entries:
        place, first = entries["to"][0].location, entries["split"][0].location
        faults.add("conflicting-keys", place, first, found="split, to")
    for key, needed in (("to", "overlap"), ("unit", "compress"), ("costs", "compress")):
        if key in entries and needed not in entries and kinds:
            faults.add("conflicting-keys", entries[key][0].location, found=f"{kinds[0]}, {key}")
    if "cost" in entries and "costs" in entries:
        faults.add("conflicting-keys", entries["costs"][0].location, entries["cost"][0].location, found="cost, costs")
    weaker, parts = values.pop("to", None), values.pop("split", None)
    if len(kinds) != 1 or kinds[0] not in values or (is_split and parts is None):
        return None
    if is_split:
        values["split"] = values.pop("overlap", None)
    kind = None if weaker is None else read_type(weaker, faults)
    to = None
    if weaker is not None and kind is not None and "overlap" in values:
        to = Relation(values["overlap"], task, *kind, weaker.location)
    return Lever(**values, to=to, location=mapping.location)


def _read_costs(node: Node, faults: Faults) -> tuple[Any, ...]:
    return tuple(found for item in read_items(node, faults) if (found := read_number(item, faults)) is not None)


def _costs_document(costs: tuple[Any, ...]) -> Document:
    return [number_text(one) for one in costs]


def levers_document(table: Table, levers: tuple[Lever, ...]) -> Document:
    """Levers as their author would write them; the inverse of the reader."""
    return [table.document({**table.stated(one), **_parts_and_relation(one)}) for one in levers]


def _parts_and_relation(lever: Lever) -> dict[str, Any]:
    """What of a lever stands under other keys than it is known by."""
    to = {"to": None if lever.to is None else type_text(lever.to)}
    return to if lever.split is None else {**to, "split": _PARTS, "overlap": duration_text(lever.split)}


def still_overlapping(levers: tuple[Lever, ...], relations: tuple[Relation, ...]) -> tuple[Lever, ...]:
    """The levers without those that overlap none of the relations that are practice and not law."""
    soft = {one.predecessor for one in relations if one.soft}
    return tuple(one for one in levers if one.overlap is None or one.overlap in soft)


def check_levers(task: Task, mapping: MappingNode, law: Law, faults: Faults) -> None:
    """What levers may not do: touch a relation that is none of practice, or go below a floor of the law.

    Faults: `hard-relation`, with the relation's place; `split-approval`, where it is nobody's to enter half of what is
    split; `lever-below-floor`, a warning, with the article.
    """
    place = next(
        (mapping.entries[key][0].location for key in ("levers", "after", "duration") if key in mapping.entries), None
    )
    if place is None:
        return
    for lever in task.levers:
        at = lever.location or place
        if lever.overlap is not None:
            of = [one for one in task.relations if one.predecessor == lever.overlap]
            if not any(one.soft for one in of):
                related = [one.location for one in of if one.location is not None]
                faults.add("hard-relation", at, *related, found=lever.overlap, expected=f"{lever.overlap} ~")
        if lever.split is not None and (task.applicant is not None or task.legal):
            faults.add("split-approval", at, found=task.id)
        shortest = _shortest(task, law)
        if lever.compress is None or shortest is None or task.duration is None:
            continue
        duration, (least, article) = task.duration, shortest
        if lever.compress.unit is duration.unit and duration.amount - lever.compress.amount < least:
            most = Duration(max(duration.amount - least, 0 * least), duration.unit)
            facts = {"found": duration_text(lever.compress), "expected": duration_text(most), "article": article}
            faults.warn("lever-below-floor", at, task=task.id, **facts)


def _shortest(task: Task, law: Law) -> tuple[Any, str] | None:
    """The least amount of a task's duration that the law lets be, and the article; None where units do not compare.

    The day of the event is not counted: a period of 20 days takes a task that begins on that day 21.
    """
    if task.duration is None or task.basis is None:
        return None
    unit = {Unit.CALENDAR_DAYS: PeriodUnit.CALENDAR_DAYS, Unit.WORKING_DAYS: PeriodUnit.WORKING_DAYS}.get(
        task.duration.unit
    )
    found = [(one.number + 1, one.article or "") for one in floors(task.basis, law) if one.unit is unit]
    return max(found, default=None)


_WEAKER_FORM = {"type": "string", "pattern": f"^{TYPE_SCHEMA}$", "minLength": 1, "examples": TYPE_FORMS.split(", ")}
