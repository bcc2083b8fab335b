"""The fields of a task, as a plan writes them and as a revision sets them.

`TaskReader` is made once for a file, with all the names that the file may use; `task_document` is its inverse. This
module must never know where a task comes from: a plan's line or a decision of a later week.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from schedule.diagnostics import Location
from schedule.files.yaml.basis import BasisReader, basis_document
from schedule.files.yaml.calendars import closes_days
from schedule.files.yaml.constraints import (
    CONSTRAINT_KEYS,
    check_constraints,
    constraints_document,
    key_meant,
    standing_beside,
)
from schedule.files.yaml.scalars import (
    DURATION_FORMS,
    choice,
    duration_facts,
    duration_text,
    finish_text,
    is_task_id,
    member,
    number_text,
    parse_duration,
    read_duration,
    read_fields,
    read_finish,
    read_flag,
    read_items,
    read_mapping,
    read_name,
    read_names,
    read_scalar,
    read_text,
    read_title,
    start_text,
)
from schedule.files.yaml.source import Faults, MappingNode, Node, ScalarNode, SequenceNode
from schedule.files.yaml.text import Document
from schedule.model import (
    P6_TYPES,
    Assignment,
    CalendarSpec,
    Duration,
    Instant,
    P6Types,
    Relation,
    RelationType,
    Task,
    TaskKind,
    Unit,
)
from schedule.rules import NO_LAW, Law

RELATION_FORMS = "a, a FS+3cd, a SS+20wd, a FF-2wd, a +7cd"
_RELATION = re.compile(r"(\S+)(?:[ ]+(FS|SS|FF|SF)?[ ]*(?:([+-])[ ]*([^\s+-]+))?)?")


@dataclass(frozen=True, slots=True)
class Names:
    """Everything that a task may refer to. `calendars` are the plan's own and the built-in ones.

    `allow_mandatory` is the plan's setting: whether mandatory dates are accepted; `law` how it reads the law.
    """

    tasks: Collection[str]
    calendars: Mapping[str, CalendarSpec]
    bodies: Collection[str]
    phases: Collection[str]
    start: Instant | None = None
    start_location: Location | None = None
    allow_mandatory: bool = False
    law: Law = NO_LAW


class TaskReader:
    """Reads tasks that may refer to `names`, and tells `faults` what is wrong with them."""

    def __init__(self, names: Names, faults: Faults) -> None:
        self._names = names
        self._faults = faults
        self._relations = _Relations(names, faults)
        self._readers = {
            "name": read_title,
            "name_en": read_title,
            "milestone": _read_milestone,
            "kind": _read_kind,
            "duration": read_duration,
            "calendar": lambda node, faults: read_name(node, faults, names.calendars, "unknown-calendar"),
            "phase": lambda node, faults: read_name(node, faults, names.phases, "unknown-phase"),
            "group": _read_group,
            "body": lambda node, faults: read_name(node, faults, names.bodies, "unknown-body"),
            "applicant": lambda node, faults: read_name(node, faults, names.bodies, "unknown-body"),
            "support": lambda node, faults: read_names(node, faults, names.bodies, "unknown-body"),
            "owner": read_title,
            "leader": read_title,
            "after": self._relations.read,
            **CONSTRAINT_KEYS,
            "as_late_as_possible": read_flag,
            "resources": lambda node, faults: _read_assignments(node, faults, names),
            "deadline": lambda node, faults: _read_deadline(node, faults, names),
            "basis": BasisReader(names.tasks, names.calendars, names.law).read,
            "evidence": read_text,
            "legal": read_flag,
            "quantity": read_text,
            "stated": read_text,
            "assumed": read_text,
            "p6": _read_p6,
        }

    def task(self, key: ScalarNode, node: Node | None) -> Task:
        """Read a task whose id is `key`. A faulty task has what was usable: None for the rest, its id for its name."""
        location = key.location
        mapping = read_mapping(node, self._faults) if node is not None else None
        if mapping is None:
            return Task(id=key.text, name=key.text, location=location)
        values = self._values(key.text, mapping, _REQUIRED, location)
        values.setdefault("name", key.text)
        task = Task(id=key.text, location=location, **values)
        if mapping.entries.keys().isdisjoint(("duration", "milestone", "kind")):
            self._faults.add("missing-duration", location, found=task.id)
        self._check(task, mapping)
        return task

    def changes(self, task: Task, mapping: MappingNode) -> dict[str, Any]:
        """What a revision sets: fields of `Task` with their new values.

        A duration makes a milestone, a level of effort or a summary a task; `milestone` and `kind` make the task one of
        those, without a duration unless it is set too. A constraint replaces those that cannot stand beside it.
        """
        changes = self._values(task.id, mapping)
        if "constraints" in changes:
            changes["constraints"] = standing_beside(task.constraints, changes["constraints"])
        if "kind" in changes and "duration" not in mapping.entries:
            changes["duration"] = None
        elif "duration" in changes and task.kind is not TaskKind.TASK and "milestone" not in mapping.entries:
            changes["kind"] = TaskKind.TASK
        self._check(replace(task, **changes), mapping)
        return changes

    def _values(
        self, id_: str, mapping: MappingNode, required: Collection[str] = (), at: Location | None = None
    ) -> dict[str, Any]:
        self._relations.successor = id_
        values = read_fields(mapping, self._readers, self._faults, required, at, key_meant)
        fields: dict[str, Any] = {}
        for key, value in values.items():
            if key in CONSTRAINT_KEYS:
                fields["constraints"] = (*fields.get("constraints", ()), value)
            else:
                fields[_ATTRIBUTES.get(key, key)] = value
        return fields

    def _check(self, task: Task, mapping: MappingNode) -> None:
        """What no single field can tell, told at the fields of `mapping`."""
        entries = mapping.entries
        if "kind" in entries and "milestone" in entries:
            second, first = entries["kind"][0], entries["milestone"][0]
            self._faults.add("conflicting-keys", second.location, first.location, found="milestone, kind")
        if task.applicant is not None and "applicant" in entries:
            if task.kind is not TaskKind.TASK:
                self._faults.add("applicant-without-duration", entries["applicant"][0].location, found=task.id)
            elif task.body is None and "body" not in entries:
                self._faults.add("applicant-without-body", entries["applicant"][0].location, found=task.id)
        if task.spans and task.legal and "legal" in entries:
            self._faults.add("legal-on-span", entries["legal"][0].location, found=task.id)
        if task.assignments and task.kind is not TaskKind.TASK:
            place = next((entries[key][0] for key in ("resources", "milestone", "kind") if key in entries), None)
            if place is not None:
                self._faults.add("resources-without-duration", place.location, found=task.id)
        check_constraints(task, mapping, self._names.allow_mandatory, self._faults)
        if task.is_milestone:
            if task.duration is not None and "duration" in entries:
                self._faults.add("milestone-with-duration", entries["duration"][0].location, found=task.id)
        elif task.duration is not None and task.duration.unit is Unit.CALENDAR_DAYS:
            written = next((entries[key] for key in ("duration", "calendar") if key in entries), None)
            if written is not None:
                self._check_calendar_days(task, task.duration, written[1] or written[0])

    def _check_calendar_days(self, task: Task, duration: Duration, at: Node) -> None:
        calendar = self._names.calendars.get(task.calendar) if task.calendar else None
        if calendar and closes_days(calendar, self._names.calendars):
            expected = f"{number_text(duration.amount)}{Unit.WORKING_DAYS}"
            facts = {"found": duration_text(duration), "expected": expected, "calendar": calendar.id}
            self._faults.add("unit-conflict", at.location, **facts)


class _Relations:
    """Reads what the task called `successor` comes after.

    It knows nothing of the `TaskReader` that it belongs to: what two objects know of each other only the collector can
    free, which is not at work while a plan is read, and with it a node for each word of the file.
    """

    def __init__(self, names: Names, faults: Faults) -> None:
        self._names = names
        self._faults = faults
        self.successor = ""

    def read(self, node: Node, faults: Faults) -> tuple[Relation, ...]:
        """The relations of a list, or of one text."""
        nodes = [node] if isinstance(node, ScalarNode) else read_items(node, faults)
        relations: list[Relation] = []
        same_ends: dict[str, list[Relation]] = {}
        for item in nodes:
            scalar = read_scalar(item, faults)
            relation = self._relation(scalar) if scalar else None
            if relation is None or scalar is None:
                continue
            others = same_ends.get(relation.predecessor)
            first = None if others is None else next((other for other in others if other == relation), None)
            if first is None:
                same_ends.setdefault(relation.predecessor, []).append(relation)
                relations.append(relation)
            elif first.location is not None:
                faults.add("duplicate-relation", scalar.location, first.location, found=_relation_text(relation))
        return tuple(relations)

    def _relation(self, scalar: ScalarNode) -> Relation | None:
        match = _RELATION.fullmatch(scalar.text)
        if match is None:
            self._add_fault(scalar)
            return None
        predecessor, type_, sign, amount = match.groups()
        lag = parse_duration(amount) if amount else None
        if amount and lag is None:
            self._bad_part("bad-duration", scalar, match.span(4), DURATION_FORMS, **duration_facts(amount))
            return None
        if lag is not None and sign == "-":
            lag = Duration(-lag.amount, lag.unit)
        if predecessor not in self._names.tasks:
            if is_task_id(predecessor):
                self._faults.unknown("unknown-task", _part(scalar, match.span(1)), self._names.tasks)
            else:
                self._bad_part("bad-relation", scalar, match.span(1), RELATION_FORMS)
            return None
        if predecessor == self.successor:
            self._faults.add("self-relation", scalar.part(*match.span(1)), found=predecessor)
            return None
        return Relation(
            predecessor,
            self.successor,
            RelationType(type_) if type_ else RelationType.FS,
            lag if lag and lag.amount else None,
            scalar.location,
        )

    def _add_fault(self, scalar: ScalarNode) -> None:
        """Point at what follows the id, where the id is one: that is where the relation goes wrong."""
        id_ = scalar.text.split()[0] if scalar.text.split() else ""
        begin = len(id_) + 1 if is_task_id(id_) and scalar.text.startswith(id_) else 0
        self._bad_part("bad-relation", scalar, (begin, len(scalar.text)), RELATION_FORMS)

    def _bad_part(self, code: str, scalar: ScalarNode, span: tuple[int, int], expected: str, **facts: str) -> None:
        self._faults.bad(code, _part(scalar, span), expected, **facts)


def _read_assignments(node: Node, faults: Faults, names: Names) -> tuple[Assignment, ...]:
    readers = {
        "duration": read_duration,
        "calendar": lambda node, faults: read_name(node, faults, names.calendars, "unknown-calendar"),
        "resource": read_text,
    }
    assignments: list[Assignment] = []
    for item in read_items(node, faults):
        mapping = read_mapping(item, faults)
        values = read_fields(mapping, readers, faults, ["duration"]) if mapping else {}
        if "duration" in values:
            assignments.append(Assignment(**values))
    return tuple(assignments)


def _read_deadline(node: Node, faults: Faults, names: Names) -> Instant | None:
    deadline = read_finish(node, faults)
    start = names.start
    if deadline is not None and start is not None and deadline < start:
        related = [names.start_location] if names.start_location else []
        expected = start_text(start)
        faults.add("deadline-before-start", node.location, *related, found=finish_text(deadline), expected=expected)
    return deadline


def _part(scalar: ScalarNode, span: tuple[int, int]) -> ScalarNode:
    """A part of a text as a text of its own, at its place."""
    place = scalar.part(*span)
    return ScalarNode(scalar.text[slice(*span)], scalar.source, place.line, place.column, place.width)


def _read_group(node: Node, faults: Faults) -> tuple[str, ...] | None:
    """Levels separated by slashes, or a list of them, in which a level may hold a slash of its own."""
    if isinstance(node, SequenceNode):
        return tuple(level for item in read_items(node, faults) if (level := read_text(item, faults)) is not None)
    scalar = read_scalar(node, faults)
    if scalar is None:
        return None
    group = tuple(part.strip() for part in scalar.text.split("/"))
    if not all(group):
        faults.bad("bad-group", scalar, "厂房/1号楼")
        return None
    return group


_read_milestone = member([TaskKind.START_MILESTONE, TaskKind.FINISH_MILESTONE])
_read_kind = member([TaskKind.LEVEL_OF_EFFORT, TaskKind.SUMMARY])
_REQUIRED = ("name",)
_ATTRIBUTES = {"milestone": "kind", "after": "relations", "resources": "assignments"}


def task_document(task: Task) -> Document:
    """A task as its author would write it, without its id; the inverse of `TaskReader.task`."""
    return changes_document(
        {name: value for name in _WRITERS if (value := getattr(task, name)) and value is not TaskKind.TASK}
    )


def changes_document(changes: Mapping[str, Any]) -> Document:
    """A revision's changes as its author would write them; the inverse of `TaskReader.changes`.

    Raises:
        ValueError: a value is taken away (None, no constraints), other than a milestone's duration; or two constraints
            are of one kind.
    """
    document: dict[str, Document] = {}
    for name, write in _WRITERS.items():
        implied = (name == "kind" and "duration" in changes) or (name == "duration" and "kind" in changes)
        if name not in changes or (implied and changes[name] in (None, TaskKind.TASK)):
            continue
        value = changes[name]
        if value is None or (name == "constraints" and not value):
            raise ValueError(f"a revision cannot take away {name}")
        if name == "constraints":
            document |= constraints_document(value)
        else:
            spans = name == "kind" and value in (TaskKind.LEVEL_OF_EFFORT, TaskKind.SUMMARY)
            key = "kind" if spans else _KEYS.get(name, name)
            document[key] = write(value)
    return document


def _relation_text(relation: Relation) -> str:
    lag = relation.lag
    if lag is None or not lag.amount:
        return relation.predecessor if relation.type is RelationType.FS else f"{relation.predecessor} {relation.type}"
    return f"{relation.predecessor} {relation.type}{'+' if lag.amount > 0 else ''}{duration_text(lag)}"


def _group_document(group: tuple[str, ...]) -> Document:
    plain = all(level and level == level.strip() and "/" not in level for level in group)
    return "/".join(group) if group and plain else group


def _assignment_document(assignment: Assignment) -> Document:
    document: dict[str, str | None] = {
        "duration": duration_text(assignment.duration),
        "calendar": assignment.calendar,
        "resource": assignment.resource,
    }
    return {key: value for key, value in document.items() if value is not None}


def _read_p6(node: Node, faults: Faults) -> P6Types | None:
    mapping = read_mapping(node, faults)
    return P6Types(**read_fields(mapping, _P6_KEYS, faults)) if mapping else None


_P6_KEYS = {name: choice({word: word for word in words}) for name, words in P6_TYPES.items()}


def _p6_document(types: P6Types) -> Document:
    return {name: word for name in P6_TYPES if (word := getattr(types, name)) is not None}


def _flag_text(flag: bool) -> str:
    return "true" if flag else "false"


_KEYS = {attribute: key for key, attribute in _ATTRIBUTES.items()}
_WRITERS: dict[str, Callable[[Any], Document]] = {
    "name": str,
    "name_en": str,
    "kind": str,
    "duration": duration_text,
    "calendar": str,
    "phase": str,
    "group": _group_document,
    "body": str,
    "applicant": str,
    "support": list,
    "owner": str,
    "leader": str,
    "relations": lambda relations: [_relation_text(relation) for relation in relations],
    "constraints": constraints_document,
    "as_late_as_possible": _flag_text,
    "assignments": lambda assignments: [_assignment_document(assignment) for assignment in assignments],
    "deadline": finish_text,
    "basis": basis_document,
    "evidence": str,
    "legal": _flag_text,
    "quantity": str,
    "stated": str,
    "assumed": str,
    "p6": _p6_document,
}
