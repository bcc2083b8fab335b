"""What an update's `revisions` decide, read against the plan as it stands, and how they are written.

A revision changes a task, a calendar, a body, a phase or what the project is called; what it says of itself (its id,
who asked, what was promised and by when) is beside that. What only puts a slip of the pen right says `corrects: true`,
needs nobody's approval, and may touch nothing but words. This module must never know a schedule: what a decision moves
is not its business.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from schedule.diagnostics import Location
from schedule.files.plans.calendars import EXCEPTION_KEYS, YEAR_KEYS, by_worked, closes_days, read_days
from schedule.files.plans.plan import BODY, PHASE, PROJECT, names_of, tell_same_name
from schedule.files.plans.tasks import CHANGED_TASK, TASK, TaskReader, changes_document, task_document
from schedule.files.sealed.decided_days import check_days
from schedule.files.yaml.keys import Form, Fragment, Key, Table, valued
from schedule.files.yaml.kinds import (
    FINISH,
    FLAG,
    ID,
    NOT_TRUE,
    PLACED_ID,
    PLACED_TASK,
    POSITIVE_NUMBER,
    TASK_ID,
    TEXT,
    TEXT_FORM,
    TITLE,
    TRUE,
    list_of,
    one_or_more,
    which,
)
from schedule.files.yaml.scalars import (
    as_it_is,
    duration_text,
    read_fields,
    read_id,
    read_items,
    read_mapping,
    read_task_id,
    read_text,
)
from schedule.files.yaml.source import Faults, MappingNode, Node, ScalarNode
from schedule.files.yaml.text import Document
from schedule.model import (
    CALENDAR_DAYS,
    Body,
    CalendarSpec,
    Decision,
    Instant,
    Phase,
    Plan,
    Promise,
    Revision,
    RevisionKind,
    Status,
    Task,
    Unit,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known before an update: the plan's tasks as revised, those removed, and what was reported of each.

    A status is None where a report was faulty: later reports are then not measured against it. `decisions` are the ids
    that decisions have, with their places.
    """

    plan: Plan
    tasks: Mapping[str, Task]
    removed: Collection[str] = ()
    statuses: Mapping[str, Status | None] = field(default_factory=dict)
    data_date: Instant | None = None
    location: Location | None = None
    decisions: Mapping[str, Location | None] = field(default_factory=dict)

    @property
    def ever(self) -> set[str]:
        """The ids of all tasks that are or once were in the plan."""
        return {*self.plan.tasks, *self.tasks, *self.removed}


def read_revisions(
    node: Node | None, before: Standing, faults: Faults, day: Instant | None = None
) -> tuple[list[Revision], Standing]:
    """The revisions, and what is known of the plan after them; `day` is the data date of the record, if known."""
    faults.named("unknown-task", lambda: ((one.name, id_) for id_, one in before.tasks.items()))
    faults.named("unknown-body", lambda: ((one.name, id_) for id_, one in before.plan.bodies.items()))
    faults.named("unknown-phase", lambda: ((one.name or id_, id_) for id_, one in before.plan.phases.items()))
    faults.named("unknown-calendar", lambda: ((one.name or id_, id_) for id_, one in before.plan.calendars.items()))
    items = [read_mapping(item, faults) for item in read_items(node, faults)] if node else []
    mappings = [mapping for mapping in items if mapping is not None]
    reader = _RevisionReader(mappings, before, faults)
    read = [(revision, mapping) for mapping in mappings if (revision := reader.revision(mapping)) is not None]
    revisions = [revision for revision, _ in read]
    if day is not None:
        for revision, mapping in read:
            check_days(revision, mapping, day, before.plan.start, faults)
    plan, tasks = reader.plan(), reader.tasks
    removed = {revision.task: revision for revision in revisions if revision.kind is RevisionKind.REMOVE}
    left_out = {id_: revision for id_, revision in removed.items() if id_ not in tasks}
    if left_out:
        _check_removed(left_out, tasks, plan, faults)
        if not tasks:
            faults.add("empty-plan", revisions[-1].location)
    statuses = {id_: status for id_, status in before.statuses.items() if id_ not in removed}
    removed_ids = {*before.removed, *left_out} - tasks.keys()
    after = replace(before, plan=plan, tasks=tasks, removed=removed_ids, statuses=statuses)
    return revisions, replace(after, decisions={**before.decisions, **reader.decisions})


def revision_document(revision: Revision) -> Document:
    """A revision as its author would write it; the inverse of `read_revisions`.

    Raises:
        ValueError: it takes a value away (None), which a file cannot say.
    """
    kind, named = revision.kind, revision.named or ""
    stated: dict[str, Any]
    if kind is RevisionKind.CALENDAR:
        table = _CHANGED["calendar"].table
        stated = {"calendar": revision.calendar or "", **by_worked(revision.exceptions), "complete": revision.complete}
        stated["announced"] = revision.announced
    elif kind is RevisionKind.SET:
        table, stated = _CHANGED["task"].table, {"task": revision.task, "set": revision.changes}
    elif kind is RevisionKind.ADD:
        table, stated = _ADDED["task"].table, {"add": revision.task, "task": revision.added}
    elif kind is RevisionKind.REMOVE:
        table, stated = _REMOVED.table, {"remove": revision.task}
    elif kind is RevisionKind.PROJECT:
        table, stated = _CHANGED["project"].table, {"project": revision.changes}
    elif revision.into is not None:
        table, stated = _MERGED.table, {"body": named, "into": revision.into}
    elif revision.new:
        table, stated = _ADDED[kind.value].table, {"add": named, kind.value: revision.changes}
    else:
        table, stated = _CHANGED[kind.value].table, {kind.value: named, "set": revision.changes}
    said = revision.decision
    decided = {
        "reason": revision.reason,
        "approved_by": revision.approved_by,
        "corrects": revision.corrects,
        "id": said.id,
        "for": said.asked_by,
        "promises": said.promises,
        "due": said.due,
        "measures": said.measures,
    }
    return table.document({**stated, **decided})


def _words_of(table: Table) -> Callable[[Mapping[str, Any]], Document]:
    """Writes fields of a body, a phase or the project, which are texts and flags; that one is gone it cannot say."""

    def write(changes: Mapping[str, Any]) -> Document:
        if any(found is None for found in changes.values()):
            raise ValueError("a revision cannot take away a name")
        return table.document(changes)

    return write


def _promises_document(promises: tuple[Promise, ...]) -> Document:
    listed = [PROMISE.document(PROMISE.stated(one)) for one in promises]
    return listed[0] if len(listed) == 1 else listed


def _check_removed(left_out: Mapping[str, Revision], tasks: Mapping[str, Task], plan: Plan, faults: Faults) -> None:
    for task in tasks.values():
        for relation in task.relations:
            if relation.predecessor in left_out:
                related = [relation.location] if relation.location else []
                place = left_out[relation.predecessor].location
                faults.add("removed-but-needed", place, *related, found=relation.predecessor, by=task.id)
        # The event of a statutory period: without it the period would be gone, and nobody told.
        events = () if task.basis is None else (task.basis.after, task.basis.before)
        for event in events:
            if event is not None and event in left_out:
                faults.add("removed-but-needed", left_out[event].location, found=event, by=f"{task.id}.basis")
        for one in task.needs_funds:  # the contract whose price decides how much has to be in place
            if one.of is not None and one.of in left_out:
                faults.add("removed-but-needed", left_out[one.of].location, found=one.of, by=f"{task.id}.needs_funds")
    if plan.target is not None and plan.target in left_out:
        faults.add("removed-but-needed", left_out[plan.target].location, found=plan.target, by="project.target")


class _RevisionReader:
    """Reads revisions in their order; `tasks` and the other names are those after the revisions that were read.

    The mappings of names are changed in place: they are those by which tasks are read, too.
    """

    def __init__(self, mappings: Collection[MappingNode], before: Standing, faults: Faults) -> None:
        added = (mapping.entries.get("add", _NOTHING)[1] for mapping in mappings if "task" in mapping.entries)
        ids = dict.fromkeys([*before.tasks, *(scalar.text for scalar in added if isinstance(scalar, ScalarNode))])
        known = names_of(before.plan)
        self._before = before
        self._faults = faults
        self.calendars = dict(known.calendars)
        self.bodies, self.phases = before.plan.present, dict(before.plan.phases)
        self.merged = {name: body for name, body in before.plan.bodies.items() if body.into is not None}
        names = replace(
            known, tasks=ids.keys(), calendars=self.calendars, bodies=self.bodies.keys(), phases=self.phases.keys()
        )
        self._names = names
        self._reader = TaskReader(names, faults)
        self._project: dict[str, Any] = {}
        self.tasks = dict(before.tasks)
        self.decisions: dict[str, Location | None] = {}
        self._said: dict[str, tuple[str, str]] = {}
        self._askers: dict[str, ScalarNode] = {}

    def plan(self) -> Plan:
        """The plan's names and calendars after the revisions; its tasks are in `tasks`."""
        known = names_of(self._before.plan).calendars
        changed = {id_: spec for id_, spec in self.calendars.items() if spec is not known[id_]}
        plan = replace(self._before.plan, **self._project)
        calendars = {**plan.calendars, **changed}
        there = {**self._before.plan.bodies, **self.bodies, **self.merged}
        return replace(plan, calendars=calendars, bodies=there, phases=self.phases)

    def revision(self, mapping: MappingNode) -> Revision | None:
        """One revision; None where it cannot be applied."""
        form = _form_of(mapping)
        if form is None:
            self._faults.add("bad-revision", mapping.location, expected=", ".join(_KINDS))
            return None
        kind, key = form.kind, form.key
        faults_before = self._faults.errors
        values = read_fields(mapping, form.table.readers(), self._faults, form.table.required)
        corrects = values.get("corrects", False)
        if not corrects and "approved_by" not in mapping.entries:
            self._faults.add("missing-key", mapping.location, expected="approved_by")
        id_ = values.get(key)
        if id_ is None:
            return None
        revision = Revision(
            kind,
            "",
            reason=values.get("reason", ""),
            approved_by=values.get("approved_by", ""),
            announced=values.get("announced", False),
            corrects=corrects,
            decision=self._decision(values, mapping),
            location=id_.location,
        )
        if corrects:
            self._check_correction(kind, values, mapping)
        if kind is RevisionKind.CALENDAR:
            return self._days(revision, id_, values, mapping, faults_before)
        if kind is RevisionKind.PROJECT:
            return self._set_project(revision, id_)
        if kind in (RevisionKind.BODY, RevisionKind.PHASE):
            return self._rename(replace(revision, named=id_.text), id_, values)
        revision = replace(revision, task=id_.text)
        if kind is RevisionKind.ADD:
            return self._add(revision, id_, values.get("task"))
        if id_.text not in self.tasks:
            self._faults.unknown("unknown-task", id_, self.tasks)
            return None
        if kind is RevisionKind.REMOVE:
            del self.tasks[id_.text]
            return revision
        return self._set(revision, values.get("set"))

    def _decision(self, values: Mapping[str, Any], mapping: MappingNode) -> Decision:
        """What is said of the decision itself. Faults: `duplicate-decision`, `decision-for-two`."""
        asked, promised = values.get("for"), values.get("promises")
        if asked is not None and asked.text not in self.bodies:
            self._faults.unknown("unknown-body", asked, self.bodies)
            asked = None
        promises = []
        for item in _items(promised, self._faults):
            one = read_mapping(item, self._faults)
            stated = read_fields(one, PROMISE.readers(), self._faults, PROMISE.required) if one else {}
            if "task" in stated and stated["task"].text not in self._names.tasks:
                self._faults.unknown("unknown-task", stated["task"], self._names.tasks)
            elif len(stated) == len(PROMISE.keys):
                promises.append(Promise(stated["task"].text, stated["days"]))
        id_ = values.get("id")
        if id_ is not None:
            said = values.get("reason", ""), values.get("approved_by", "")
            self._check_decision(id_, mapping.entries["id"][1], said)
            if asked is not None:
                self._check_asker(id_, asked)
        return Decision(
            id=id_,
            asked_by=None if asked is None else asked.text,
            promises=tuple(promises),
            due=values.get("due"),
            measures=values.get("measures", ()),
        )

    def _check_decision(self, id_: str, node: Node | None, said: tuple[str, str]) -> None:
        """An id is one decision's: of one record, with one reason and one approver."""
        place = None if node is None else node.location
        earlier = self._before.decisions.get(id_) if id_ in self._before.decisions else None
        if id_ in self._before.decisions or self._said.get(id_, said) != said:
            related = [one for one in (earlier or self.decisions.get(id_),) if one is not None]
            self._faults.add("duplicate-decision", place, *related, found=id_)
        self._said.setdefault(id_, said)
        self.decisions.setdefault(id_, place)

    def _check_asker(self, id_: str, asked: ScalarNode) -> None:
        """One decision's days go to one body; a line that names none is of the decision all the same."""
        first = self._askers.setdefault(id_, asked)
        if first.text != asked.text:
            self._faults.add(
                "decision-for-two", asked.location, first.location, found=asked.text, of=id_, by=first.text
            )

    def _check_correction(self, kind: RevisionKind, values: Mapping[str, Any], mapping: MappingNode) -> None:
        """A slip of the pen is in words: whatever decides a date or a duty is a decision, and somebody approves it."""
        words = _CORRECTABLE.get(kind, ()) if "add" not in mapping.entries and "into" not in mapping.entries else ()
        said = values.get("project" if kind is RevisionKind.PROJECT else "set")
        keys = said.entries if isinstance(said, MappingNode) and words else {}
        refused = [key for name, (key, _) in keys.items() if name not in words]
        place = refused[0].location if refused else mapping.location
        if refused or not words:
            found = refused[0].text if refused else next(iter(mapping.entries), "")
            self._faults.add("correction-decides", place, found=found, expected=", ".join(words) or "set")

    def _rename(self, revision: Revision, id_: ScalarNode, values: Mapping[str, Any]) -> Revision | None:
        """A body or a phase that is new, called otherwise, or merged into another."""
        of_bodies = revision.kind is RevisionKind.BODY
        known: dict[str, Body] | dict[str, Phase] = self.bodies if of_bodies else self.phases
        mapping, new = values.get("set"), "add" in values
        if new:
            mapping = values.get(revision.kind.value)
            there = known.get(id_.text) or (self.merged.get(id_.text) if of_bodies else None)
            if there is not None:
                place = there.location
                self._faults.add("added-before", id_.location, *([place] if place else []), found=id_.text)
                return None
        elif id_.text not in known:
            self._faults.unknown("unknown-body" if of_bodies else "unknown-phase", id_, known)
            return None
        into = values.get("into")
        if into is not None:
            return self._merge(revision, id_, into)
        if mapping is None:
            return None
        table = BODY if of_bodies else PHASE
        changes = read_fields(mapping, table.readers(), self._faults, table.required if new else ())
        if not mapping.entries and not new:
            self._faults.add("empty-revision", mapping.location)
            return None
        if of_bodies:
            body = self.bodies.get(id_.text) or Body(id_.text, id_.text, location=id_.location)
            self.bodies[body.id] = replace(body, **changes)
            if "name" in changes or "name_en" in changes:
                tell_same_name(self.bodies[body.id], self.bodies.values(), id_.location, self._faults)
        else:
            phase = self.phases.get(id_.text) or Phase(id_.text, location=id_.location)
            self.phases[phase.id] = replace(phase, **changes)
        return replace(revision, changes=changes, new=new)

    def _merge(self, revision: Revision, id_: ScalarNode, into: ScalarNode) -> Revision | None:
        if into.text not in self.bodies or into.text == id_.text:
            others = [name for name in self.bodies if name != id_.text]
            self._faults.unknown("unknown-body", into, others)
            return None
        self.tasks = {name: task.handed_over(id_.text, into.text) for name, task in self.tasks.items()}
        self.merged[id_.text] = replace(self.bodies.pop(id_.text), into=into.text)
        return replace(revision, into=into.text)

    def _set_project(self, revision: Revision, mapping: MappingNode) -> Revision | None:
        changes = read_fields(mapping, _CHANGED_PROJECT.readers(), self._faults)
        if not mapping.entries:
            self._faults.add("empty-revision", mapping.location)
            return None
        target = mapping.entries["target"][1] if "target" in changes else None
        if isinstance(target, ScalarNode) and target.text not in self._names.tasks:
            self._faults.unknown("unknown-task", target, self._names.tasks)
            return None
        self._project |= changes
        return replace(revision, changes=changes)

    def _add(self, revision: Revision, id_: ScalarNode, mapping: MappingNode | None) -> Revision | None:
        if revision.task in self.tasks:
            location = self.tasks[revision.task].location
            self._faults.add("duplicate-task", id_.location, *([location] if location else []), found=revision.task)
            return None
        task = self._reader.task(id_, mapping)
        self.tasks[task.id] = task
        return replace(revision, added=task)

    def _days(
        self, revision: Revision, id_: ScalarNode, values: dict[str, Any], mapping: MappingNode, faults_before: int
    ) -> Revision | None:
        exceptions = read_days(values, self._faults)
        complete = values.get("complete", ())
        if not (exceptions or complete) and self._faults.errors == faults_before:
            self._faults.add("missing-key", mapping.location, expected=", ".join((*EXCEPTION_KEYS, *YEAR_KEYS)))
        spec = self.calendars.get(id_.text)
        if spec is None:
            self._faults.unknown("unknown-calendar", id_, self.calendars)
            return None
        before = dict(self.calendars)
        both = (*spec.exceptions, *exceptions)
        self.calendars[spec.id] = replace(spec, exceptions=both, complete=(*spec.complete, *complete))
        if spec.id == CALENDAR_DAYS.id and closes_days(self.calendars[spec.id], self.calendars):
            self._faults.add("calendar-days-off", id_.location, found=spec.id)
            return None
        self._check_counting(before, id_)
        return replace(revision, calendar=spec.id, exceptions=exceptions, complete=complete)

    def _check_counting(self, before: Mapping[str, CalendarSpec], at: ScalarNode) -> None:
        """No task may count calendar days on a calendar that has got days off."""
        for task in self.tasks.values():
            duration, id_ = task.duration, task.calendar
            if id_ is None or id_ not in before or duration is None or duration.unit is not Unit.CALENDAR_DAYS:
                continue
            if closes_days(self.calendars[id_], self.calendars) and not closes_days(before[id_], before):
                expected = duration_text(replace(duration, unit=Unit.WORKING_DAYS))
                facts = {"found": duration_text(duration), "expected": expected, "calendar": id_}
                self._faults.add("unit-conflict", at.location, *([task.location] if task.location else []), **facts)

    def _set(self, revision: Revision, mapping: MappingNode | None) -> Revision | None:
        if mapping is None:
            return None
        if not mapping.entries:
            self._faults.add("empty-revision", mapping.location)
            return None
        changes = self._reader.changes(self.tasks[revision.task], mapping)
        self.tasks[revision.task] = replace(self.tasks[revision.task], **changes)
        return replace(revision, changes=changes)


@dataclass(frozen=True, slots=True)
class _Form:
    """One form that a revision can have: what it is, the key that says of what, and its keys beside a decision's."""

    kind: RevisionKind
    key: str
    table: Table


def _form_of(mapping: MappingNode) -> _Form | None:
    """The form of a revision; None where nothing tells it, or several things do."""
    entries = mapping.entries
    if "add" in entries and "remove" not in entries:
        added = [key for key in _ADDED if key in entries]
        return _ADDED[added[0] if added else "task"] if len(added) < 2 else None
    if "remove" in entries:
        return None if "add" in entries else _REMOVED
    found = [form for key, form in _CHANGED.items() if key in entries]
    if len(found) != 1:
        return None
    return _MERGED if found[0].kind is RevisionKind.BODY and "into" in entries else found[0]


def _items(node: Node | None, faults: Faults) -> list[Node]:
    """One mapping, or a list of them."""
    if node is None:
        return []
    return [node] if isinstance(node, MappingNode) else list(read_items(node, faults))


def _read_measures(node: Node, faults: Faults) -> tuple[str, ...]:
    nodes = [node] if isinstance(node, ScalarNode) else read_items(node, faults)
    return tuple(text for item in nodes if (text := read_text(item, faults)) is not None)


_NOTHING = (None, None)
_KINDS = ("task", "add", "remove", "calendar", "body", "phase", "project")
_CORRECTABLE: Mapping[RevisionKind, tuple[str, ...]] = {
    RevisionKind.SET: ("name", "name_en", "group", "owner", "leader", "quantity", "stated", "assumed"),
    RevisionKind.BODY: ("name", "name_en", "lead", "lead_en"),
    RevisionKind.PHASE: ("name", "name_en"),
    RevisionKind.PROJECT: ("name", "name_en", "note"),
}
"""The keys in which a slip of the pen can be put right: words, by which nothing is decided and nobody is charged."""
PROMISE = Table("promise", (Key("task", PLACED_TASK, "task"), Key("days", POSITIVE_NUMBER, "days")))
_DECISION = (
    Key("reason", TEXT, "reason", silent=""),
    Key("approved_by", TITLE, silent=""),
    Key("corrects", FLAG, silent=False),
    Key("announced", FLAG, silent=False),
    Key("id", TEXT),
    Key("for", PLACED_ID),
    Key("promises", valued(as_it_is, one_or_more(PROMISE), _promises_document), silent=()),
    Key("due", FINISH),
    Key("measures", valued(_read_measures, one_or_more(TEXT_FORM), list), silent=()),
)
"""What every revision says of the decision: `reason` always, `approved_by` unless it only corrects words.

That a government announced it is said of a calendar's days.
"""
_CORRECTS: Fragment = {"properties": {"corrects": TRUE}, "required": ["corrects"]}


def _form(kind: RevisionKind, variant: str, *own: Key, said: str = "", rules: Fragment | None = None) -> _Form:
    """A form with a decision's keys; `said` is the key whose words can be put right."""
    decision = [key for key in _DECISION if key.name != "announced" or kind is RevisionKind.CALENDAR]
    checked: list[Fragment] = [{"anyOf": [{"required": ["approved_by"]}, _CORRECTS]}]
    if said:
        words = {"properties": {said: {"propertyNames": {"enum": list(_CORRECTABLE[kind])}}}}
        checked.append({"if": _CORRECTS, "then": words})
    else:
        checked.append({"properties": {"corrects": NOT_TRUE}})
    table = Table("revision", (*own, *decision), {"allOf": checked, **(rules or {})}, variant)
    return _Form(kind, own[0].name, table)


def _key(name: str, form: Form, write: Callable[[Any], Document]) -> Key:
    """A key whose mapping is read once the decision is known."""
    return Key(name, valued(read_mapping, form, write), name)


def _changed(table: Table, keys: Collection[str] = ()) -> Table:
    return table.only(keys or table.attributes, "changed", {"minProperties": 1})


_CHANGED_PROJECT = _changed(PROJECT, ("name", "name_en", "target", "note"))
_CHANGED_BODY, _CHANGED_PHASE = _changed(BODY), _changed(PHASE)
_NEW_ID = valued(read_id, ID)
_ADDED = {
    "task": _form(
        RevisionKind.ADD,
        "add.task",
        Key("add", valued(read_task_id, TASK_ID), "add"),
        _key("task", TASK, task_document),
    ),
    "body": _form(
        RevisionKind.BODY, "add.body", Key("add", _NEW_ID, "add"), _key("body", BODY, _words_of(_CHANGED_BODY))
    ),
    "phase": _form(
        RevisionKind.PHASE, "add.phase", Key("add", _NEW_ID, "add"), _key("phase", PHASE, _words_of(_CHANGED_PHASE))
    ),
}
_REMOVED = _form(RevisionKind.REMOVE, "remove", Key("remove", PLACED_TASK, "remove"))
_MERGED = _form(RevisionKind.BODY, "merge", Key("body", PLACED_ID, "body"), Key("into", PLACED_ID, "into"))
_CHANGED = {
    "task": _form(
        RevisionKind.SET,
        "task",
        Key("task", PLACED_TASK, "task"),
        _key("set", CHANGED_TASK, changes_document),
        said="set",
    ),
    "calendar": _form(
        RevisionKind.CALENDAR,
        "calendar",
        Key("calendar", PLACED_ID, "calendar"),
        *EXCEPTION_KEYS.values(),
        *YEAR_KEYS.values(),
        rules={
            "anyOf": [{"required": [key]} for key in (*EXCEPTION_KEYS, *YEAR_KEYS)],
            "if": {"properties": {"calendar": {"const": CALENDAR_DAYS.id}}},
            "then": {"properties": {"off": {"maxItems": 0}}},
        },
    ),
    "body": _form(
        RevisionKind.BODY,
        "body",
        Key("body", PLACED_ID, "body"),
        _key("set", _CHANGED_BODY, _words_of(_CHANGED_BODY)),
        said="set",
    ),
    "phase": _form(
        RevisionKind.PHASE,
        "phase",
        Key("phase", PLACED_ID, "phase"),
        _key("set", _CHANGED_PHASE, _words_of(_CHANGED_PHASE)),
        said="set",
    ),
    "project": _form(
        RevisionKind.PROJECT,
        "project",
        _key("project", _CHANGED_PROJECT, _words_of(_CHANGED_PROJECT)),
        said="project",
    ),
}


def _checked() -> Form:
    """What an editor can check of a revision: the form that its keys tell, as `_form_of` has it."""
    added = which({("body",): _ADDED["body"].table, ("phase",): _ADDED["phase"].table}, _ADDED["task"].table)
    changed: dict[tuple[str, ...], Form] = {("add",): added, ("remove",): _REMOVED.table}
    changed |= {("body", "into"): _MERGED.table}
    changed |= {(key,): form.table for key, form in _CHANGED.items()}
    told = [{"required": [key]} for key in _KINDS]
    return which(changed, {"type": "object", "properties": dict.fromkeys(_KINDS, True), "anyOf": told})


REVISIONS: Fragment = list_of(_checked())
"""What an update decides."""
