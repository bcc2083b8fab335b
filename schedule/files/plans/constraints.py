"""The dated constraints of a task: a key for each kind, which kinds may stand together, and how they are written.

Of the constraints that hold the logic, a task has one, or one and a late limit beside it (P6's primary and secondary
constraint); a mandatory date and a manual start stand alone. External dates and the expected finish are fields of
their own and may stand beside any. This module must never know what a constraint does to a schedule.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from itertools import combinations
from typing import Any

from schedule.diagnostics import nearest
from schedule.files.yaml.keys import Fragment, Key, valued
from schedule.files.yaml.kinds import DATE, NOT_TRUE
from schedule.files.yaml.scalars import Reader, finish_text, read_finish, read_start, start_text
from schedule.files.yaml.source import Faults, MappingNode, Node
from schedule.model import CONSTRAINTS, Against, Constraint, ConstraintKind, Task

_KINDS = CONSTRAINTS.items()
MANDATORY = frozenset(kind for kind, does in _KINDS if does.against is Against.ALL)
"""The kinds that replace the relations."""
ALONE = frozenset(kind for kind, does in _KINDS if does.against is not Against.NONE)
"""The kinds that put a task where its predecessors may not want it: none that holds the logic stands beside them."""
LATE = frozenset(kind for kind, does in _KINDS if does.is_late_limit)
"""The late limits: one may stand beside another constraint."""
EARLY = frozenset(kind for kind, does in _KINDS if does.is_early_limit)
"""The early limits."""
_PRIMARY = EARLY | {kind for kind, does in _KINDS if does.on_date}
_LOGIC = ALONE | LATE | _PRIMARY


def key_meant(text: str, known: Collection[str]) -> str | None:
    """The known key that was meant by another text: by what other tools call it, else by its spelling.

    What is near in spelling can be the opposite: a key of the other direction is never suggested.

    >>> key_meant("start_on_or_after", CONSTRAINT_KEYS), key_meant("FNLT", CONSTRAINT_KEYS)
    ('start_no_earlier_than', 'finish_no_later_than')
    """
    squeezed = "".join(re.findall(r"[^\W_]+", text.casefold()))
    called = _CALLED.get(squeezed) or _CALLED.get(squeezed.removeprefix("cs"))
    if called is not None:
        return str(called) if called in known else None
    hidden = {kind for kind in EARLY if _LATER.search(squeezed)} | {kind for kind in LATE if _EARLIER.search(squeezed)}
    return nearest(text, [key for key in known if key not in hidden])


def can_stand_together(one: ConstraintKind, other: ConstraintKind) -> bool:
    """Whether one task can have constraints of these two kinds.

    >>> can_stand_together(ConstraintKind.START_ON, ConstraintKind.FINISH_NO_LATER_THAN)
    True
    >>> can_stand_together(ConstraintKind.START_NO_EARLIER_THAN, ConstraintKind.FINISH_NO_EARLIER_THAN)
    False
    """
    if one is other:
        return False
    if one not in _LOGIC or other not in _LOGIC:
        return True
    return {one, other}.isdisjoint(ALONE) and (one in LATE) != (other in LATE)


def standing_beside(before: Iterable[Constraint], stated: tuple[Constraint, ...]) -> tuple[Constraint, ...]:
    """The constraints after a decision: it replaces those of its own kinds and those that cannot stand beside it."""
    kept = (old for old in before if all(can_stand_together(old.kind, new.kind) for new in stated))
    return (*kept, *stated)


def by_key(constraints: Iterable[Constraint]) -> dict[str, Constraint]:
    """Constraints, each under its key.

    Raises:
        ValueError: two are of one kind, which no mapping can say.
    """
    stated: dict[str, Constraint] = {}
    for constraint in constraints:
        if constraint.kind in stated:
            raise ValueError(f"a task has one {constraint.kind} at most")
        stated[str(constraint.kind)] = constraint
    return stated


def constraint_text(constraint: Constraint) -> str:
    """The date of a constraint as its author would write it.

    >>> constraint_text(Constraint(ConstraintKind.FINISH_ON, 1440))
    '1970-01-01'
    """
    return (start_text if constraint.kind.effect.of_start else finish_text)(constraint.instant)


def check_constraints(task: Task, mapping: MappingNode, allow_mandatory: bool, faults: Faults) -> None:
    """Tell what of a task's constraints cannot be, at the keys of `mapping` that say it.

    Faults: `mandatory-not-allowed`, `conflicting-constraints`, `contradicting-dates` (a warning),
    `expected-finish-of-milestone`, `constraint-on-span`.
    """
    if not task.constraints and not task.as_late_as_possible:
        return
    entries = mapping.entries
    if task.spans:
        said = [str(constraint.kind) for constraint in task.constraints]
        keys = said + ["as_late_as_possible"] * task.as_late_as_possible
        place = next((entries[key][0] for key in [*keys, "kind"] if key in entries), None)
        if place is not None:
            faults.add("constraint-on-span", place.location, found=task.id, constraints=", ".join(keys))
        return
    stated = [constraint for constraint in task.constraints if constraint.kind in entries]
    for constraint in stated:
        if constraint.kind in MANDATORY and not allow_mandatory:
            faults.add("mandatory-not-allowed", entries[constraint.kind][0].location, found=str(constraint.kind))
    for first, second in combinations(stated, 2):
        _check_pair(first, second, entries, faults)
    if task.as_late_as_possible:
        for constraint in task.constraints:
            place = next((entries[key][0] for key in ("as_late_as_possible", constraint.kind) if key in entries), None)
            if constraint.kind in ALONE and place is not None:
                found = f"{constraint.kind}, as_late_as_possible"
                faults.add("conflicting-constraints", place.location, found=found)
    if task.is_milestone and any(one.kind is ConstraintKind.EXPECTED_FINISH for one in task.constraints):
        place = next((entries[key][0] for key in (ConstraintKind.EXPECTED_FINISH, "milestone") if key in entries), None)
        if place is not None:
            faults.add("expected-finish-of-milestone", place.location, found=task.id)


def _check_pair(first: Constraint, second: Constraint, entries: Mapping[str, Any], faults: Faults) -> None:
    """Two constraints that one mapping states: whether they can stand together, and whether their dates can."""
    location, related = entries[second.kind][0].location, entries[first.kind][0].location
    if not can_stand_together(first.kind, second.kind):
        faults.add("conflicting-constraints", location, related, found=f"{first.kind}, {second.kind}")
        return
    early, late = (second, first) if first.kind in LATE else (first, second)
    if early.kind not in _PRIMARY or late.kind not in LATE:
        return
    # A task may well finish after the day by which it starts; any other early limit after a late one leaves no room.
    apart = late.kind.effect.of_start and not early.kind.effect.of_start
    if not apart and early.instant > late.instant:
        facts = {"found": f"{early.kind} {constraint_text(early)}", "expected": f"{late.kind} {constraint_text(late)}"}
        faults.warn("contradicting-dates", location, related, **facts)


_EARLIER = re.compile("after|earl|soon|不早|以后|之后")
_LATER = re.compile("before|late|不晚|不迟|以前|之前")
_CALLED: Mapping[str, str] = {
    **{called: kind for kind, does in _KINDS for called in does.called.split()},
    **dict.fromkeys(["alap", "aslateaspossible", "越晚越好", "尽可能晚"], "as_late_as_possible"),
}
"""What P6, Microsoft Project and planners call a constraint, without spaces, and its key."""


def _reader(kind: ConstraintKind) -> Reader[Constraint]:
    read_date = read_start if kind.effect.of_start else read_finish

    def read(node: Node, faults: Faults) -> Constraint | None:
        instant = read_date(node, faults)
        return None if instant is None else Constraint(kind, instant, node.location)

    return read


CONSTRAINT_KEYS: Mapping[str, Key] = {
    str(kind): Key(str(kind), valued(_reader(kind), DATE, constraint_text), attribute="constraints")
    for kind in ConstraintKind
}
"""The keys of a task's dated constraints, by name."""


def _beside(one: ConstraintKind) -> Fragment:
    """What cannot stand beside a constraint of this kind, each pair told once."""
    kinds = list(ConstraintKind)
    others = [other for other in kinds[kinds.index(one) + 1 :] if not can_stand_together(one, other)]
    refused: dict[str, Any] = {str(other): False for other in others}
    return {"properties": refused | ({"as_late_as_possible": NOT_TRUE} if one in ALONE else {})}


TOGETHER: Mapping[str, Fragment] = {
    str(kind): beside for kind in ConstraintKind if (beside := _beside(kind))["properties"]
}
"""What an editor can check of constraints that stand together: by key, what it leaves no room for."""
