"""The `basis` of a task: the article behind its duration, what cannot be compressed, what must not be exceeded.

It states both itself, or names a rule of the rule file (`schedule.law.statutes`), from which they come. `BasisReader`
is made once for a file, with the names that a basis may use; `basis_document` is its inverse. This module must never
know the task that it belongs to.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from schedule.files.yaml.keys import Key, Table, Value, valued
from schedule.files.yaml.kinds import COUNT, DAY, DURATION, FLAG, ID, TASK_ID, TEXT, TITLE, known_or, word_of
from schedule.files.yaml.scalars import Reader, duration_text, read_fields, read_mapping, read_name
from schedule.files.yaml.source import Faults, MappingNode, Node
from schedule.files.yaml.text import Document
from schedule.law.statutes import Kind, names, sizes, versions
from schedule.law.terms import chosen
from schedule.model import BUILT_IN_CALENDARS, Basis, Correction, Duration, Extension, Unit, Waiver
from schedule.rules import NO_LAW, Law


class _Known(NamedTuple):
    """What a basis may name; apart from its reader, for what two objects know of each other is freed late."""

    tasks: Collection[str]
    calendars: Collection[str]
    law: Law


@dataclass(frozen=True, slots=True)
class BasisReader:
    """Reads what a basis says in a plan with these tasks and calendars that reads the law so."""

    tasks: Collection[str]
    calendars: Collection[str]
    law: Law
    _readers: dict[str, Reader[Any]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_readers", BASIS.readers(_Known(self.tasks, self.calendars, self.law)))

    def read(self, node: Node, faults: Faults) -> Basis | None:
        """A basis, without its floor and ceiling where they contradict each other (`floor-above-ceiling`).

        Faults: `unknown-rule`, `missing-size`, `unknown-size`, `unknown-version`, `version-without-reason`,
        `key-without-rule`, `key-without-period`, `limit-until`, `extension-in-days`, `unknown-task`,
        `unknown-calendar`.
        """
        mapping = read_mapping(node, faults)
        if mapping is None:
            return None
        basis = Basis(**read_fields(mapping, self._readers, faults))
        floor, ceiling = basis.floor, basis.ceiling
        if floor and ceiling and floor.unit is ceiling.unit and floor.amount > ceiling.amount:
            facts = {"found": duration_text(floor), "expected": duration_text(ceiling)}
            faults.add("floor-above-ceiling", mapping.entries["floor"][0].location, **facts)
            basis = replace(basis, floor=None, ceiling=None)
        return self._of_rule(basis, mapping, faults)

    def _of_rule(self, basis: Basis, mapping: MappingNode, faults: Faults) -> Basis:
        """A basis whose rule, size and version fit together; without its rule where they do not."""
        entries = mapping.entries
        if not {"rule", "ceiling"} & entries.keys():
            longer = basis.extended is not None and basis.extended.by is not None
            for key in (*(("extended",) if longer else ()), *(("correction",) if basis.correction else ())):
                faults.add("key-without-period", entries[key][0].location, found=key)
            if basis.extended is not None and not longer:  # what earlier releases took without a word
                faults.warn("key-without-period", entries["extended"][0].location, found="extended")
        if self._is_limit(basis) and basis.extended is not None and basis.extended.until is not None:
            facts = {"found": basis.extended.until.isoformat(), "expected": "by: 10wd"}
            faults.add("limit-until", entries["extended"][0].location, **facts)
            basis = replace(basis, extended=None)
        if basis.rule is None:
            for key in ("size", "version", "amount") if "rule" not in entries else ():
                if key in entries:
                    faults.add("key-without-rule", entries[key][0].location, found=key)
            return basis
        at, known = entries["rule"][0].location, sizes(basis.rule, self.law)
        if len(known) > 1 and basis.size is None:
            faults.add("missing-size", at, found=basis.rule, expected=", ".join(known))
            return replace(basis, rule=None)
        if known and basis.size is not None and basis.size not in known:
            facts = {"found": basis.size, "expected": ", ".join(known), "rule": basis.rule}
            faults.add("unknown-size", entries["size"][0].location, **facts)
            return replace(basis, rule=None, size=None)
        if basis.version is not None:
            if not chosen(basis, self.law):
                of = versions(basis.rule, self.law, basis.size)
                expected = ", ".join(f"{one.since.year}" for one in of)
                facts = {"found": basis.version, "expected": expected, "rule": basis.rule}
                faults.add("unknown-version", entries["version"][0].location, **facts)
                return replace(basis, version=None)
            if basis.reason is None:
                faults.add("version-without-reason", entries["version"][0].location, found=basis.version)
        return basis

    def _is_limit(self, basis: Basis) -> bool:
        """Whether all that it has is a period to decide within, which days are added to."""
        kinds = {one.kind for one in chosen(basis, self.law)} | ({Kind.CEILING} if basis.ceiling is not None else set())
        return basis.after is None and kinds == {Kind.CEILING}


def basis_document(basis: Basis) -> Document:
    """A basis as its author would write it; the inverse of `BasisReader.read`."""
    return BASIS.document(BASIS.stated(basis))


_DAYS = (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS)
"""What a period of law is counted in; `law.extensions` adds whole ones."""


def _read_extension(node: Node, faults: Faults) -> Extension | None:
    values = _whole(node, faults, EXTENSION)
    if isinstance(node, MappingNode) and not {"by", "until"} & node.entries.keys():
        faults.add("missing-key", node.location, expected="by")
    by = (values or {}).get("by")
    if (
        isinstance(by, Duration)
        and (by.unit not in _DAYS or by.amount.denominator > 1)
        and isinstance(node, MappingNode)
    ):
        facts = {"found": duration_text(by), "expected": "10wd, 10cd"}
        faults.add("extension-in-days", node.entries["by"][0].location, **facts)
        return None
    return Extension(**{"by": None, **values}) if values and {"by", "until"} & values.keys() else None


def _read_waiver(node: Node, faults: Faults) -> Waiver | None:
    values = _whole(node, faults, WAIVER)
    return None if values is None else Waiver(**values)


def _whole(node: Node, faults: Faults, table: Table) -> dict[str, Any] | None:
    """What a mapping says, if nothing that it needs is missing."""
    mapping = read_mapping(node, faults)
    values = read_fields(mapping, table.readers(), faults, table.required) if mapping else {}
    return values if all(key in values for key in table.required) else None


def _named(names_of: Callable[[_Known], Collection[str]], code: str) -> Callable[[_Known], Reader[str]]:
    """Makes the reader of one of the names that a plan knows."""
    return lambda known: lambda node, faults: read_name(node, faults, names_of(known), code)


_TASK = Value(_named(lambda known: known.tasks, "unknown-task"), TASK_ID)
EXTENSION = Table(
    "extended",
    (
        Key("by", DURATION),
        Key("until", DAY),
        Key("approved_by", TITLE, "approved_by"),
        Key("on", DAY),
        Key("times", COUNT, silent=1),
    ),
    {"anyOf": [{"required": ["by"]}, {"required": ["until"]}]},
)
WAIVER = Table("waived", (Key("by", TITLE, "by"), Key("document", TEXT, "document")))
BASIS = Table(
    "basis",
    (
        Key("article", TEXT),
        Key("rule", Value(_named(lambda known: names(known.law), "unknown-rule"), known_or(names(NO_LAW), ID))),
        Key("size", TITLE),
        Key("version", TITLE),
        Key("reason", TEXT),
        Key("floor", DURATION),
        Key("ceiling", DURATION),
        Key("after", _TASK),
        Key("before", _TASK),
        Key("roll", FLAG),
        Key(
            "clock",
            Value(_named(lambda known: known.calendars, "unknown-calendar"), known_or(BUILT_IN_CALENDARS, ID)),
        ),
        Key("amount", TITLE),
        Key("extended", valued(_read_extension, EXTENSION, lambda one: EXTENSION.document(EXTENSION.stated(one)))),
        Key("correction", word_of(Correction)),
        Key("waived", valued(_read_waiver, WAIVER, lambda one: WAIVER.document(WAIVER.stated(one)))),
        Key("note", TEXT),
    ),
    {
        "dependentRequired": {"size": ["rule"], "version": ["rule", "reason"], "amount": ["rule"]},
        "if": {
            "anyOf": [
                {"required": ["correction"]},
                {"properties": {"extended": {"required": ["by"]}}, "required": ["extended"]},
            ]
        },
        "then": {"anyOf": [{"required": ["rule"]}, {"required": ["ceiling"]}]},
    },
)
"""What a task says of the law behind its duration."""
