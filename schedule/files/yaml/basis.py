"""The `basis` of a task: the article behind its duration, what cannot be compressed, what must not be exceeded.

It states both itself, or names a rule of the rule file (`schedule.law.statutes`), from which they come. `BasisReader`
is made once for a file, with the names that a basis may use; `basis_document` is its inverse. This module must never
know the task that it belongs to.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from schedule.files.yaml.scalars import (
    Reader,
    duration_text,
    form,
    parse_day,
    read_duration,
    read_fields,
    read_flag,
    read_mapping,
    read_name,
    read_text,
    read_title,
)
from schedule.files.yaml.source import Faults, MappingNode, Node
from schedule.files.yaml.text import Document
from schedule.law.statutes import names, sizes, versions
from schedule.law.terms import chosen
from schedule.model import Basis, Extension, Waiver
from schedule.rules import Law


@dataclass(frozen=True, slots=True)
class BasisReader:
    """Reads what a basis says in a plan with these tasks and calendars that reads the law so."""

    tasks: Collection[str]
    calendars: Collection[str]
    law: Law

    def read(self, node: Node, faults: Faults) -> Basis | None:
        """A basis, without its floor and ceiling where they contradict each other (`floor-above-ceiling`).

        Faults: `unknown-rule`, `missing-size`, `unknown-size`, `unknown-version`, `version-without-reason`,
        `key-without-rule`, `unknown-task`, `unknown-calendar`.
        """
        mapping = read_mapping(node, faults)
        if mapping is None:
            return None
        readers = {
            **_BASIS_KEYS,
            "rule": lambda node, faults: read_name(node, faults, names(self.law), "unknown-rule"),
            "after": lambda node, faults: read_name(node, faults, self.tasks, "unknown-task"),
            "before": lambda node, faults: read_name(node, faults, self.tasks, "unknown-task"),
            "clock": lambda node, faults: read_name(node, faults, self.calendars, "unknown-calendar"),
        }
        basis = Basis(**read_fields(mapping, readers, faults))
        floor, ceiling = basis.floor, basis.ceiling
        if floor and ceiling and floor.unit is ceiling.unit and floor.amount > ceiling.amount:
            facts = {"found": duration_text(floor), "expected": duration_text(ceiling)}
            faults.add("floor-above-ceiling", mapping.entries["floor"][0].location, **facts)
            basis = replace(basis, floor=None, ceiling=None)
        return self._of_rule(basis, mapping, faults)

    def _of_rule(self, basis: Basis, mapping: MappingNode, faults: Faults) -> Basis:
        """A basis whose rule, size and version fit together; without its rule where they do not."""
        entries = mapping.entries
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


def basis_document(basis: Basis) -> Document:
    """A basis as its author would write it; the inverse of `BasisReader.read`."""
    document: dict[str, Document | None] = {
        "article": basis.article,
        "rule": basis.rule,
        "size": basis.size,
        "version": basis.version,
        "reason": basis.reason,
        "floor": duration_text(basis.floor) if basis.floor else None,
        "ceiling": duration_text(basis.ceiling) if basis.ceiling else None,
        "after": basis.after,
        "before": basis.before,
        "roll": None if basis.roll is None else "true" if basis.roll else "false",
        "clock": basis.clock,
        "amount": basis.amount,
        "extended": None if basis.extended is None else _extension_document(basis.extended),
        "waived": None if basis.waived is None else {"by": basis.waived.by, "document": basis.waived.document},
        "note": basis.note,
    }
    return {key: value for key, value in document.items() if value is not None}


def _extension_document(extension: Extension) -> Document:
    document = {
        "by": duration_text(extension.by),
        "approved_by": extension.approved_by,
        "on": None if extension.on is None else extension.on.isoformat(),
    }
    return {key: value for key, value in document.items() if value is not None}


def _read_extension(node: Node, faults: Faults) -> Extension | None:
    values = _whole(node, faults, {"by": read_duration, "approved_by": read_title, "on": _read_day}, _EXTENDED)
    return None if values is None else Extension(**values)


def _read_waiver(node: Node, faults: Faults) -> Waiver | None:
    values = _whole(node, faults, {"by": read_title, "document": read_text}, _WAIVED)
    return None if values is None else Waiver(**values)


def _whole(
    node: Node, faults: Faults, readers: Mapping[str, Reader[Any]], required: Collection[str]
) -> dict[str, Any] | None:
    """What a mapping says, if nothing that it needs is missing."""
    mapping = read_mapping(node, faults)
    values = read_fields(mapping, readers, faults, required) if mapping else {}
    return values if all(key in values for key in required) else None


_EXTENDED, _WAIVED = ("by", "approved_by"), ("by", "document")
_read_day = form(parse_day, "bad-date", "2016-03-14")
_BASIS_KEYS: Mapping[str, Reader[Any]] = {
    "article": read_text,
    "floor": read_duration,
    "ceiling": read_duration,
    "note": read_text,
    "size": read_title,
    "version": read_title,
    "reason": read_text,
    "roll": read_flag,
    "amount": read_title,
    "extended": _read_extension,
    "waived": _read_waiver,
}
