"""The fields of a task, as a plan writes them and as a revision sets them.

`TaskReader` is made once for a file, with all the names that the file may use; `task_document` is its inverse. This
module must never know where a task comes from: a plan's line or a decision of a later week.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from schedule.diagnostics import Location
from schedule.files.plans.basis import BASIS, BasisReader, basis_document
from schedule.files.plans.calendars import closes_days
from schedule.files.plans.constraints import (
    CONSTRAINT_KEYS,
    TOGETHER,
    by_key,
    check_constraints,
    key_meant,
    standing_beside,
)
from schedule.files.plans.crews import crew_uses_document, crew_uses_reader, relation_crew
from schedule.files.plans.funds import COMMITS, PRICE, threshold_table, thresholds_document, thresholds_reader
from schedule.files.plans.levers import check_levers, lever_table, levers_document, levers_reader, still_overlapping
from schedule.files.plans.reasonable import EXPERT_REVIEW, check_reasonable, read_review
from schedule.files.plans.relation_types import TYPE_PATTERN, TYPE_SCHEMA, type_text, typed
from schedule.files.yaml.keys import Fragment, Key, Named, Table, Value, valued
from schedule.files.yaml.kinds import (
    ANY_TEXT,
    COUNT,
    DURATION,
    FINISH,
    FLAG,
    ID,
    NOT_TRUE,
    TASK_ID,
    TEXT,
    TEXT_FORM,
    TITLE,
    by_id,
    id_pattern,
    known_or,
    list_of,
    one_or_more,
    set_of,
    shaped,
    word_of,
    words_of,
)
from schedule.files.yaml.scalars import (
    Reader,
    duration_text,
    finish_text,
    is_task_id,
    number_text,
    read_fields,
    read_finish,
    read_items,
    read_mapping,
    read_name,
    read_names,
    read_scalar,
    read_text,
    start_text,
)
from schedule.files.yaml.source import Faults, MappingNode, Node, ScalarNode, SequenceNode
from schedule.files.yaml.text import Document
from schedule.law.statutes import names as rules_of_law
from schedule.law.statutes import steps
from schedule.model import (
    BUILT_IN_CALENDARS,
    P6_TYPES,
    Assignment,
    Basis,
    CalendarSpec,
    ConstraintKind,
    Crew,
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

RELATION_FORMS = "a, a FS+3cd, a SS+20wd, a FF-2wd, a +7cd, a ~, a @crew"
GROUP_FORM = "厂房/1号楼"
_RELATION = re.compile(rf"(\S+)(?:[ ]+{TYPE_PATTERN})?([ ]*~)?(?:[ ]+@(\S+))?")


@dataclass(frozen=True, slots=True)
class Names:
    """Everything that a task may refer to. `calendars` are the plan's own and the built-in ones.

    `allow_mandatory` is the plan's setting: whether mandatory dates are accepted; `law` how it reads the law. `crews`
    are the plan's, by id.
    """

    tasks: Collection[str]
    calendars: Mapping[str, CalendarSpec]
    bodies: Collection[str]
    phases: Collection[str]
    start: Instant | None = None
    start_location: Location | None = None
    allow_mandatory: bool = False
    law: Law = NO_LAW
    crews: Mapping[str, Crew] = field(default_factory=dict)


class TaskReader:
    """Reads tasks that may refer to `names`, and tells `faults` what is wrong with them."""

    def __init__(self, names: Names, faults: Faults) -> None:
        self._names = names
        self._faults = faults
        self._relations = _Relations(names, faults)
        self._readers = TASK.readers(self._relations)

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
        those, without a duration unless it is set too. A constraint replaces those that cannot stand beside it. Levers
        that overlap what `after` no longer lets be overlapped go with it: they are used, or have nothing to loosen.
        """
        changes = self._values(task.id, mapping)
        if "constraints" in changes:
            changes["constraints"] = standing_beside(task.constraints, changes["constraints"])
        if "kind" in changes and "duration" not in mapping.entries:
            changes["duration"] = None
        elif "duration" in changes and task.kind is not TaskKind.TASK and "milestone" not in mapping.entries:
            changes["kind"] = TaskKind.TASK
        if "relations" in changes and "levers" not in changes:
            kept = still_overlapping(task.levers, changes["relations"])
            changes |= {} if kept == task.levers else {"levers": kept}
        self._check(replace(task, **changes), mapping)
        return changes

    def _values(
        self, id_: str, mapping: MappingNode, required: Collection[str] = (), at: Location | None = None
    ) -> dict[str, Any]:
        self._relations.successor = id_
        values = read_fields(mapping, self._readers, self._faults, required, at, key_meant)
        fields: dict[str, Any] = {}
        for key, found in values.items():
            if key in CONSTRAINT_KEYS:
                fields["constraints"] = (*fields.get("constraints", ()), found)
            else:
                fields[_ATTRIBUTES[key]] = found
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
        if task.spans and (task.commits or task.needs_funds):
            place = next((entries[key][0] for key in ("commits", "needs_funds", "kind") if key in entries), None)
            if place is not None:
                self._faults.add("funds-on-span", place.location, found=task.id)
        if task.crew and task.kind is not TaskKind.TASK:
            place = next((entries[key][0] for key in ("crew", "milestone", "kind") if key in entries), None)
            if place is not None:
                self._faults.add("crew-without-duration", place.location, found=task.id)
        if task.spans and task.legal and "legal" in entries:
            self._faults.add("legal-on-span", entries["legal"][0].location, found=task.id)
        if task.assignments and task.kind is not TaskKind.TASK:
            place = next((entries[key][0] for key in ("resources", "milestone", "kind") if key in entries), None)
            if place is not None:
                self._faults.add("resources-without-duration", place.location, found=task.id)
        check_constraints(task, mapping, self._names.allow_mandatory, self._faults)
        if task.reasonable is not None or task.expert_review is not None:
            check_reasonable(task, mapping, self._faults)
        if task.levers:
            check_levers(task, mapping, self._names.law, self._faults)
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
        self.names = names
        self._faults = faults
        self.successor = ""

    def read(self, node: Node, faults: Faults) -> tuple[Relation, ...]:
        """The relations of a list, or of one text."""
        nodes = [node] if isinstance(node, ScalarNode) else read_items(node, faults)
        if len(nodes) == 1 and isinstance(nodes[0], ScalarNode) and nodes[0].text:
            alone = self._relation(nodes[0])
            return () if alone is None else (alone,)
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
        if scalar.text in self.names.tasks and scalar.text != self.successor and is_task_id(scalar.text):
            return Relation(scalar.text, self.successor, location=scalar.location)  # as nearly all are
        match = _RELATION.fullmatch(scalar.text)
        if match is None:
            self._add_fault(scalar)
            return None
        predecessor, kind, soft = match[1], typed(scalar, match, 2, self._faults), match[5] is not None
        if kind is None:
            return None
        if predecessor not in self.names.tasks:
            if is_task_id(predecessor):
                self._faults.unknown("unknown-task", scalar.cut(*match.span(1)), self.names.tasks)
            else:
                self._bad_part("bad-relation", scalar, match.span(1), RELATION_FORMS)
            return None
        if predecessor == self.successor:
            self._faults.add("self-relation", scalar.part(*match.span(1)), found=predecessor)
            return None
        crew = None if match[6] is None else relation_crew(scalar.cut(*match.span(6)), self.names.crews, self._faults)
        return Relation(predecessor, self.successor, *kind, scalar.location, soft=soft, crew=crew)

    def _add_fault(self, scalar: ScalarNode) -> None:
        """Point at what follows the id, where the id is one: that is where the relation goes wrong."""
        id_ = scalar.text.split()[0] if scalar.text.split() else ""
        begin = len(id_) + 1 if is_task_id(id_) and scalar.text.startswith(id_) else 0
        self._bad_part("bad-relation", scalar, (begin, len(scalar.text)), RELATION_FORMS)

    def _bad_part(self, code: str, scalar: ScalarNode, span: tuple[int, int], expected: str, **facts: str) -> None:
        self._faults.bad(code, scalar.cut(*span), expected, **facts)


def _assignments_of(known: _Relations) -> Reader[tuple[Assignment, ...]]:
    readers = ASSIGNMENT.readers(known)

    def read(node: Node, faults: Faults) -> tuple[Assignment, ...]:
        assignments: list[Assignment] = []
        for item in read_items(node, faults):
            mapping = read_mapping(item, faults)
            values = read_fields(mapping, readers, faults, ASSIGNMENT.required) if mapping else {}
            if "duration" in values:
                assignments.append(Assignment(**values))
        return tuple(assignments)

    return read


def _deadline_of(known: _Relations) -> Reader[Instant]:
    return lambda node, faults: _read_deadline(node, faults, known.names)


def _read_deadline(node: Node, faults: Faults, names: Names) -> Instant | None:
    deadline = read_finish(node, faults)
    start = names.start
    if deadline is not None and start is not None and deadline < start:
        related = [names.start_location] if names.start_location else []
        expected = start_text(start)
        faults.add("deadline-before-start", node.location, *related, found=finish_text(deadline), expected=expected)
    return deadline


def _read_group(node: Node, faults: Faults) -> tuple[str, ...] | None:
    """Levels separated by slashes, or a list of them, in which a level may hold a slash of its own."""
    if isinstance(node, SequenceNode):
        return tuple(level for item in read_items(node, faults) if (level := read_text(item, faults)) is not None)
    scalar = read_scalar(node, faults)
    if scalar is None:
        return None
    group = tuple(part.strip() for part in scalar.text.split("/"))
    if not all(group):
        faults.bad("bad-group", scalar, GROUP_FORM)
        return None
    return group


def task_document(task: Task) -> Document:
    """A task as its author would write it, without its id; the inverse of `TaskReader.task`."""
    return changes_document(
        {name: found for name in _WRITTEN if (found := getattr(task, name)) and found is not TaskKind.TASK}
    )


def changes_document(changes: Mapping[str, Any]) -> Document:
    """A revision's changes as its author would write them; the inverse of `TaskReader.changes`.

    Raises:
        ValueError: a value is taken away (None, no constraints), other than a milestone's duration; or two constraints
            are of one kind.
    """
    stated: dict[str, Any] = {}
    for name, found in changes.items():
        implied = (name == "kind" and "duration" in changes) or (name == "duration" and "kind" in changes)
        if implied and found in (None, TaskKind.TASK):
            continue
        if found is None or (name == "constraints" and not found):
            raise ValueError(f"a revision cannot take away {name}")
        if name == "constraints":
            stated |= by_key(found)
        elif name == "kind":
            stated["kind" if found in _SPANS else "milestone"] = found
        else:
            stated[_KEYS[name]] = found
    return TASK.document(stated)


def _relation_text(relation: Relation) -> str:
    lag, ending = relation.lag, " ~" if relation.soft else ""
    if relation.crew is not None:
        ending += f" @{relation.crew}"
    if (lag is None or not lag.amount) and relation.type is RelationType.FS:
        return f"{relation.predecessor}{ending}"
    return f"{relation.predecessor} {type_text(relation)}{ending}"


def _group_document(group: tuple[str, ...]) -> Document:
    plain = all(level and level == level.strip() and "/" not in level for level in group)
    return "/".join(group) if group and plain else group


def _read_p6(node: Node, faults: Faults) -> P6Types | None:
    mapping = read_mapping(node, faults)
    return P6Types(**read_fields(mapping, _READERS_OF_P6, faults)) if mapping else None


def _assignments_document(assignments: tuple[Assignment, ...]) -> Document:
    return [ASSIGNMENT.document(ASSIGNMENT.stated(one)) for one in assignments]


def _relations_document(relations: tuple[Relation, ...]) -> Document:
    return [_relation_text(relation) for relation in relations]


def _named(names: str, code: str) -> Callable[[_Relations], Reader[str]]:
    """Makes the reader of a name that the plan gives to one of its `names`."""
    return lambda known: lambda node, faults: read_name(node, faults, getattr(known.names, names), code)


def _bodies_of(known: _Relations) -> Reader[tuple[str, ...]]:
    return lambda node, faults: read_names(node, faults, known.names.bodies, "unknown-body")


def _basis_of(known: _Relations) -> Reader[Basis]:
    return BasisReader(known.names.tasks, known.names.calendars, known.names.law).read


def _step_of(known: _Relations) -> Reader[str]:
    """The reader of a step that rules of law speak of."""
    return lambda node, faults: read_name(node, faults, steps(known.names.law), "unknown-step")


def _rule_of(known: _Relations) -> Reader[str]:
    """The reader of a rule of law."""
    return lambda node, faults: read_name(node, faults, rules_of_law(known.names.law), "unknown-rule")


_BODY = Value(_named("bodies", "unknown-body"), ID)
_CALENDAR = Value(_named("calendars", "unknown-calendar"), known_or(BUILT_IN_CALENDARS, ID))
ASSIGNMENT = Table(
    "resource", (Key("duration", DURATION, "duration"), Key("calendar", _CALENDAR), Key("resource", TEXT))
)
LEVER = lever_table(Value(_named("tasks", "unknown-task"), TASK_ID), _CALENDAR)
THRESHOLD = threshold_table(
    Value(_named("tasks", "unknown-task"), TASK_ID),
    Value(_rule_of, known_or(rules_of_law(NO_LAW), ID)),
)
_P6 = Table("p6", tuple(Key(name, words_of({word: word for word in words})) for name, words in P6_TYPES.items()))
_READERS_OF_P6 = _P6.readers()
_SPANS = (TaskKind.LEVEL_OF_EFFORT, TaskKind.SUMMARY)
_RELATION_FORM = Named(
    "relation",
    {
        "type": ANY_TEXT,
        "pattern": f"^{id_pattern(is_task_id)}(?: +{TYPE_SCHEMA})?(?: *~)?(?: +@\\S+)?$",
        "examples": RELATION_FORMS.split(", "),
    },
)
_LEVELS: Fragment = {**TEXT_FORM, "pattern": "^[^/]*[^/ ][^/]*(?:/[^/]*[^/ ][^/]*)*$", "examples": [GROUP_FORM]}
_NOTHING: Fragment = {"maxItems": 0}
_NO_CREW: Fragment = {"maxProperties": 0}
_ONE_KIND: Fragment = {
    "not": {"required": ["milestone", "kind"]},
    "dependentSchemas": {
        "milestone": {
            "properties": {
                "duration": False,
                "applicant": False,
                "resources": _NOTHING,
                "crew": _NO_CREW,
                "reasonable": False,
                "expert_review": False,
                ConstraintKind.EXPECTED_FINISH: False,
            }
        },
        "applicant": {"properties": {"reasonable": False, "expert_review": False}},
        "kind": {
            "properties": {
                "applicant": False,
                "reasonable": False,
                "expert_review": False,
                "resources": _NOTHING,
                "legal": NOT_TRUE,
                "crew": _NO_CREW,
                "commits": {"type": "array", **_NOTHING},
                "needs_funds": {"type": "array", **_NOTHING},
                "as_late_as_possible": NOT_TRUE,
                **dict.fromkeys(CONSTRAINT_KEYS, False),
            }
        },
        **TOGETHER,
    },
}
"""What an editor can check of the kinds of a task and of its constraints."""
TASK = Table(
    "task",
    (
        Key("name", TITLE, "name"),
        Key("name_en", TITLE),
        Key("milestone", word_of([TaskKind.START_MILESTONE, TaskKind.FINISH_MILESTONE]), attribute="kind"),
        Key("kind", word_of(_SPANS)),
        Key("duration", DURATION),
        Key("calendar", _CALENDAR),
        Key("phase", Value(_named("phases", "unknown-phase"), ID)),
        Key("group", valued(_read_group, shaped(_LEVELS, listed=list_of(TEXT_FORM)), _group_document)),
        Key("body", _BODY),
        Key("applicant", _BODY),
        Key("support", Value(_bodies_of, set_of(ID), list)),
        Key("owner", TITLE),
        Key("leader", TITLE),
        Key(
            "after",
            Value(lambda known: known.read, one_or_more(_RELATION_FORM, alike=False), _relations_document),
            attribute="relations",
        ),
        *CONSTRAINT_KEYS.values(),
        Key("as_late_as_possible", FLAG),
        Key(
            "resources",
            Value(_assignments_of, list_of(ASSIGNMENT), _assignments_document),
            attribute="assignments",
        ),
        Key("reasonable", DURATION),
        Key(
            "expert_review",
            valued(read_review, EXPERT_REVIEW, lambda one: EXPERT_REVIEW.document(EXPERT_REVIEW.stated(one))),
        ),
        Key(
            "levers",
            Value(
                levers_reader(LEVER), shaped(list_of(LEVER), mapped=LEVER), lambda found: levers_document(LEVER, found)
            ),
        ),
        Key(
            "needs_funds",
            Value(
                thresholds_reader(THRESHOLD),
                shaped(list_of(THRESHOLD), mapped=THRESHOLD),
                lambda found: thresholds_document(THRESHOLD, found),
            ),
        ),
        Key("commits", COMMITS),
        Key("price", PRICE),
        Key(
            "crew",
            Value(
                lambda known: crew_uses_reader(known.names.crews),
                by_id(COUNT.form),
                crew_uses_document,
            ),
        ),
        Key("hold", FLAG, attribute="holds_crew"),
        Key("deadline", Value(_deadline_of, FINISH.form, finish_text)),
        Key("basis", Value(_basis_of, BASIS, basis_document)),
        Key("evidence", TEXT),
        Key("legal", FLAG),
        Key("kind_of", Value(_step_of, known_or(steps(NO_LAW), ID))),
        Key("quantity", TEXT),
        Key("stated", TEXT),
        Key("assumed", TEXT),
        Key("p6", valued(_read_p6, _P6, lambda types: _P6.document(_P6.stated(types)))),
    ),
    {
        **_ONE_KIND,
        "anyOf": [{"required": [key]} for key in ("duration", "milestone", "kind")],
        "dependentRequired": {"applicant": ["body"]},
    },
)
"""What a plan and an addition say of a task."""
CHANGED_TASK = TASK.only(TASK.attributes, "changed", {**_ONE_KIND, "minProperties": 1})
"""What a decision says of a task that is there."""
_ATTRIBUTES, _REQUIRED = TASK.attributes, TASK.required
_KEYS = {attribute: key for key, attribute in _ATTRIBUTES.items()}
_WRITTEN = tuple(dict.fromkeys(_ATTRIBUTES.values()))
"""The attributes of a task that its keys say, each once."""
