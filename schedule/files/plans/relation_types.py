"""The kind of a relation and its lag, `FS+5wd`, as an author writes them: read, written, and as a schema holds them.

Where its ends stand is for others to read. This module must never know a task.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from schedule.files.yaml.kinds import AMOUNT_OR_NONE_PATTERN
from schedule.files.yaml.scalars import DURATION_FORMS, duration_facts, duration_text, parse_duration
from schedule.files.yaml.source import Faults, ScalarNode
from schedule.model import Duration, Relation, RelationType

Typed: TypeAlias = tuple[RelationType, Duration | None]
TYPE_FORMS = "FS, FS+5wd, SS+20cd, FF-2wd"
TYPE_PATTERN = r"(FS|SS|FF|SF)?[ ]*(?:([+-])[ ]*([^\s+~-]+))?"
"""Three groups: type, sign, amount; each may be missing."""
TYPE_SCHEMA = rf"(?:{'|'.join(RelationType)})? *(?:[+-] *{AMOUNT_OR_NONE_PATTERN})?"
"""The same for a schema, which knows what an amount is."""
_TYPE = re.compile(TYPE_PATTERN)


def read_type(scalar: ScalarNode, faults: Faults) -> Typed | None:
    """What kind of relation it is, and its lag, where its ends stand elsewhere: `FS+5wd`.

    Faults: `bad-relation`, `bad-duration`.
    """
    match = _TYPE.fullmatch(scalar.text)
    if match is None or not scalar.text:
        faults.bad("bad-relation", scalar, TYPE_FORMS)
        return None
    return typed(scalar, match, 1, faults)


def typed(scalar: ScalarNode, match: re.Match[str], first: int, faults: Faults) -> Typed | None:
    """A relation's type and lag from three groups of a match; a lag of nothing is none. None where it is no lag."""
    type_, sign, amount = match[first], match[first + 1], match[first + 2]
    lag = parse_duration(amount) if amount else None
    if amount and lag is None:
        faults.bad("bad-duration", scalar.cut(*match.span(first + 2)), DURATION_FORMS, **duration_facts(amount))
        return None
    if lag is not None and sign == "-":
        lag = Duration(-lag.amount, lag.unit)
    return RelationType(type_) if type_ else RelationType.FS, lag if lag and lag.amount else None


def type_text(relation: Relation) -> str:
    """The inverse: a relation's type and lag as its author would write them."""
    lag = relation.lag
    if lag is None or not lag.amount:
        return relation.type.value
    return f"{relation.type}{'+' if lag.amount > 0 else ''}{duration_text(lag)}"
