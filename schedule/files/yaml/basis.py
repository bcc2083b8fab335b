"""The `basis` of a task: the article behind its duration, what cannot be compressed, what must not be exceeded.

`read_basis` reads it and `basis_document` is its inverse. This module must never know the task that it belongs to.
"""

from __future__ import annotations

from dataclasses import replace

from schedule.files.yaml.scalars import duration_text, read_duration, read_fields, read_mapping, read_text
from schedule.files.yaml.source import Faults, Node
from schedule.files.yaml.text import Document
from schedule.model import Basis


def read_basis(node: Node, faults: Faults) -> Basis | None:
    """A basis, without its floor and ceiling where they contradict each other (`floor-above-ceiling`)."""
    mapping = read_mapping(node, faults)
    if mapping is None:
        return None
    basis = Basis(**read_fields(mapping, _BASIS_KEYS, faults))
    floor, ceiling = basis.floor, basis.ceiling
    if floor and ceiling and floor.unit is ceiling.unit and floor.amount > ceiling.amount:
        facts = {"found": duration_text(floor), "expected": duration_text(ceiling)}
        faults.add("floor-above-ceiling", mapping.entries["floor"][0].location, **facts)
        return replace(basis, floor=None, ceiling=None)
    return basis


def basis_document(basis: Basis) -> Document:
    """A basis as its author would write it; the inverse of `read_basis`."""
    document: dict[str, str | None] = {
        "article": basis.article,
        "floor": duration_text(basis.floor) if basis.floor else None,
        "ceiling": duration_text(basis.ceiling) if basis.ceiling else None,
        "note": basis.note,
    }
    return {key: value for key, value in document.items() if value is not None}


_BASIS_KEYS = {"article": read_text, "floor": read_duration, "ceiling": read_duration, "note": read_text}
