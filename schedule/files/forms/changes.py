"""A decision in words of the command line → `Revision`: what it changes, as a file's `revisions` would say it.

`works duration=40cd` changes a task, `add`, `remove`, `calendar`, `body`, `phase` and `project` say what else they are
about. All become the nodes that an update file would give, so that they are read and checked by the same rules and
every fault names the word and the column. This module must never know a rule of the plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from schedule.calendars.worktime import start_day
from schedule.diagnostics import Location, PlanError, Source
from schedule.files.forms.reports import EQUALS, parts_of_list, read_pairs
from schedule.files.plans.basis import basis_document
from schedule.files.plans.calendars import EXCEPTION_KEYS, YEAR_KEYS
from schedule.files.plans.constraints import CONSTRAINT_KEYS
from schedule.files.plans.tasks import changes_document
from schedule.files.sealed.revisions import Standing, read_revisions
from schedule.files.sealed.updates import UPDATE
from schedule.files.yaml.scalars import loose_day, read_fields
from schedule.files.yaml.source import Faults, MappingNode, Node, ScalarNode, SequenceNode, read_yaml
from schedule.files.yaml.text import Document
from schedule.model import Body, Due, Plan, Revision, RevisionKind, State, Task

SOURCE = "CHANGE"
"""What the words are called in faults, and in the help."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a decision beside its changes, each as it was written; None and () where nothing was.

    `promises` are pairs of a task and of days. With `corrects`, the reason for which something was wrong, the changes
    put a slip of the pen right, and `reason` and `approved_by` are not asked.
    """

    reason: str | None = None
    approved_by: str | None = None
    corrects: str | None = None
    announced: bool = False
    id: str | None = None
    asked_by: str | None = None
    promises: tuple[tuple[str, str], ...] = ()
    due: str | None = None
    measures: tuple[str, ...] = ()


def read_changes(words: Iterable[str], said: Said, state: State, faults: Faults) -> tuple[Revision, ...]:
    """The revisions that words give, checked against the plan as it stands.

    What is said of the decision itself stands with its first revision; all have its reason, its approver and its id. A
    task or a body may be called by its name instead of its id where no other has it.

    Raises:
        PlanError: `faults` has errors: those of an update's revisions (see `updates.read_update`).
        ValueError: a text is not of the form `TASK KEY=VALUE …`; its message is the part that is not.
    """
    mappings: list[Node | None] = []
    after: dict[str, list[str]] = {}
    for text in words:
        change = _Change(text, state, faults, said.approved_by, after).mapping()
        change.entries.update(_decided(said, state.plan, first=not mappings))
        mappings.append(change)
    return _read(SequenceNode(mappings, Location(Source(SOURCE), 1)), state, faults)


def read_unsigned(data: bytes, path: str, state: State, faults: Faults) -> tuple[Revision, ...]:
    """The revisions of a file that somebody proposes: an update's, which nobody needs to have approved yet.

    Raises:
        PlanError: `faults` has errors: those of an update's revisions, or a key that a proposal has not.
    """
    root = read_yaml(data, path, faults)
    values = {} if root is None else read_fields(root, PROPOSAL.readers(), faults, {"revisions": "revisions"})
    node = values.get("revisions")
    if faults.errors:
        raise PlanError(faults.diagnostics)
    for item in node.items if isinstance(node, SequenceNode) else ():
        if not isinstance(item, MappingNode):
            continue
        for key in _SIGNED:
            written = item.entries.get(key, (None, None))[1]
            if written is None or (isinstance(written, ScalarNode) and not written.text):
                place = ScalarNode(key, item.location.source, item.location.line, 1, 1)
                item.entries[key] = (place, place._replace(text="?"))
    return _read(node, state, faults)


def _read(node: Node | None, state: State, faults: Faults) -> tuple[Revision, ...]:
    """A list of revisions, read against the plan as it stands. Raises PlanError where `faults` then has errors."""
    removed = {revision.task for revision in state.revisions if revision.kind is RevisionKind.REMOVE}
    ids = {one.decision.id: one.location for one in state.revisions if one.decision.id is not None}
    gone = removed - state.plan.tasks.keys()
    before = Standing(state.plan, state.plan.tasks, gone, state.statuses, state.data_date, decisions=ids)
    revisions, _ = read_revisions(node, before, faults, state.data_date)
    if faults.errors:
        raise PlanError(faults.diagnostics)
    return tuple(revisions)


Entry: TypeAlias = tuple[ScalarNode, Node | None]


class _Change:
    """One text: whom it is about, and what it says of it, after the texts before it."""

    def __init__(
        self, text: str, state: State, faults: Faults, approved_by: str | None, after: dict[str, list[str]]
    ) -> None:
        self._after = after  # what a task comes after by the texts before this one
        self._text, self._plan, self._faults, self._approved_by = text, state.plan, faults, approved_by
        self._day = start_day(state.data_date).isoformat()
        self._source = Source(SOURCE, (text,))

    def mapping(self) -> MappingNode:
        """The mapping that a file would have. Raises ValueError with the part of the text that has no form."""
        heads = self._heads()
        if not heads:
            raise ValueError(self._text)
        first, *names = heads
        tasks = self._plan.tasks
        if first.text in tasks or not names:
            if first.text == "project" and first.text not in tasks:
                return self._made({"project": self._pairs(heads)})
            if names:
                raise ValueError(names[0].text)
            return self._made({"task": self._task(first), "set": self._pairs(heads)})
        if first.text == "add":
            kind = "task" if len(names) == 1 else names[0].text
            if len(names) > 2 or kind not in ("task", "body", "phase"):
                raise ValueError(names[0].text)
            return self._made({"add": names[-1], kind: self._pairs(heads)})
        if len(names) > 1 or first.text not in ("remove", "calendar", "body", "phase"):
            raise ValueError(names[-1].text)
        (name,) = names
        if first.text == "remove":
            if self._text[heads[-1].column + heads[-1].width - 1 :].strip():
                raise ValueError(self._text[heads[-1].column + heads[-1].width - 1 :].strip())
            return self._made({"remove": self._task(name)})
        said = self._pairs(heads)
        if first.text == "calendar":
            return self._made({"calendar": name, **_days(said)}, said)
        meant = self._body(name) if first.text == "body" else name
        if first.text == "body" and "into" in said.entries:
            return self._made({"body": meant, **{key: node for key, (_, node) in said.entries.items()}}, said)
        return self._made({first.text: meant, "set": said})

    def _heads(self) -> list[ScalarNode]:
        """The words before the first `KEY=VALUE`."""
        heads = []
        for match in _WORD.finditer(self._text):
            if _EQUALS.search(match[0]):
                break
            heads.append(ScalarNode(match[0], self._source, 1, match.start() + 1, len(match[0])))
        return heads

    def _pairs(self, heads: Sequence[ScalarNode]) -> MappingNode:
        end = heads[-1].column + heads[-1].width - 1
        task = self._plan.tasks.get(self._task(heads[0]).text) if len(heads) == 1 else None
        said = read_pairs(self._text, end, self._source, self._faults, lambda key, cell: self._value(key, cell, task))
        entries: dict[str, Entry] = {key.rstrip("+-"): (name, node) for key, (name, node) in said.items()}
        return MappingNode(entries if task is None else self._with_basis(entries, task), heads[-1].location)

    def _with_basis(self, entries: dict[str, Entry], task: Task) -> dict[str, Entry]:
        """The keys of a task's basis that a change may name, put into the basis that it has.

        `waived` is the number of the document that lets a floor not be kept; `extended` by how much the authority's
        period is longer (10wd), or until which day a permit may be used; who did either is who approves the change, and
        an extension is given on its day. `correction` is what a return does to the period.
        """
        named = {key: entries.pop(key) for key in ("rule", "waived", "extended", "correction") if key in entries}
        if not named:
            return entries
        place = next(iter(named.values()))[0]
        basis: dict[str, Entry] = {}
        if task.basis is not None:
            document = basis_document(task.basis)
            assert isinstance(document, Mapping)
            basis = {key: (place._replace(text=key), _node(value, place)) for key, value in document.items()}
        basis |= {key: named[key] for key in ("rule", "correction") if key in named}
        if "extended" in named:
            name, more = named["extended"]
            day = loose_day(more.text) if isinstance(more, ScalarNode) else None
            until = more if day is None or not isinstance(more, ScalarNode) else more._replace(text=day)
            given: dict[str, tuple[ScalarNode, Node | None]] = {
                "by" if day is None else "until": (place._replace(text="by" if day is None else "until"), until),
                "approved_by": (
                    place._replace(text="approved_by"),
                    place._replace(text=self._approved_by or ""),
                ),
                "on": (place._replace(text="on"), place._replace(text=self._day)),
            }
            basis["extended"] = (name, MappingNode(given, name.location))
        if "waived" in named:
            name, document_of = named["waived"]
            by = place._replace(text=self._approved_by or "")
            waiver: dict[str, tuple[ScalarNode, Node | None]] = {
                "by": (place._replace(text="by"), by),
                "document": (place._replace(text="document"), document_of),
            }
            basis["waived"] = (name, MappingNode(waiver, name.location))
        return {**entries, "basis": (place._replace(text="basis"), MappingNode(basis, place.location))}

    def _value(self, key: str, cell: ScalarNode, task: Task | None) -> Node:
        """A value as a file would have it: days as days, lists as lists, names as ids."""
        if key in _DATES:
            day = loose_day(cell.text)
            return cell if day is None else cell._replace(text=day)
        if key in ("body", "applicant", "into"):
            return self._body(cell)
        if key in ("after+", "after-") and task is not None:
            return self._relations(key, cell, task)
        if key == "after" and task is not None:
            self._after[task.id] = [match[0] for match in parts_of_list(cell.text)]
        if key == "expert_review":
            return _review(cell)
        if key in _MONEY:
            return self._money(key, cell)
        if key == "crew":
            return self._crews(cell)
        if key in _LISTS:
            found = [*parts_of_list(cell.text)]
            parts, texts = [cell.part(*match.span()) for match in found], [match[0] for match in found]
            nodes = [
                ScalarNode(text, self._source, place.line, place.column, place.width)
                for text, place in zip(texts, parts, strict=True)
            ]
            named = self._body if key == "support" else _same
            return SequenceNode([named(node) for node in nodes], cell.location)
        return cell

    def _money(self, key: str, cell: ScalarNode) -> Node:
        """`5200:workshops:finish`: how much of what, and when; several behind each other. Of a share also whose price.

        Raises:
            ValueError: one of several has more than three parts.
        """
        found: list[dict[str, ScalarNode]] = []
        for match in parts_of_list(cell.text):
            place = cell.part(*match.span())
            said = [
                ScalarNode(text, self._source, place.line, place.column, place.width) for text in _COLON.split(match[0])
            ]
            amount, beside = said[0], [one for one in said[1:] if one.text not in _WHEN]
            when = [one for one in said[1:] if one.text in _WHEN]
            if len(beside) > 1 or len(when) > 1:
                raise ValueError(match[0])
            one = {"share" if amount.text.endswith("%") else "amount": amount}
            if beside and "share" in one:
                one["of"] = self._task(beside[0])
            elif beside:
                one["purpose"] = beside[0]
            found.append(one if not when else one | {"when": when[0]})
        if key == "price":
            if len(found) == 1 and found[0].keys() == {"amount"}:
                return found[0]["amount"]
            prices: dict[str, Entry] = {}
            for one in found:
                purpose = one.get("purpose", one.get("of", cell))
                prices[purpose.text] = (purpose, one.get("amount", one.get("share", cell)))
            return MappingNode(prices, cell.location)
        nodes: list[Node | None] = []
        for one in found:
            entries: dict[str, Entry] = {name: (node._replace(text=name), node) for name, node in one.items()}
            nodes.append(MappingNode(entries, cell.location))
        return nodes[0] if len(nodes) == 1 and nodes[0] is not None else SequenceNode(nodes, cell.location)

    def _crews(self, cell: ScalarNode) -> Node:
        """`steel-gang:1、crane:2`: how many of which crews, by id or name; one where no number is said.

        Raises:
            ValueError: a crew is named twice.
        """
        names = {crew.id: crew.name or crew.id for crew in self._plan.crews.values()}
        entries: dict[str, Entry] = {}
        for match in parts_of_list(cell.text):
            place, (name, *units) = cell.part(*match.span()), _COLON.split(match[0], maxsplit=1)
            said = ScalarNode(match[0], self._source, place.line, place.column, place.width)
            crew = _identified(said._replace(text=name), names)
            if crew.text in entries:
                raise ValueError(match[0])
            entries[crew.text] = (crew, said._replace(text=units[0] if units else "1"))
        return MappingNode(entries, cell.location)

    def _relations(self, key: str, cell: ScalarNode, task: Task) -> Node:
        """The relations that a task has, with some more, or without those to some tasks."""
        document = changes_document({"relations": task.relations})
        assert isinstance(document, Mapping)
        texts = self._after.get(task.id, [str(text) for text in document["after"]])
        named = [match[0] for match in parts_of_list(cell.text)]
        if key == "after+":
            kept = [*texts, *named]
        else:
            known = [text.split()[0] for text in texts]
            gone = [self._task(cell._replace(text=name)) for name in named]
            for node in gone:
                if node.text not in known and node.text in self._plan.tasks:
                    self._faults.add("no-such-relation", node.location, task=task.id, found=node.text)
                elif node.text not in known:
                    self._faults.unknown("unknown-task", node, known)
            kept = [text for text in texts if text.split()[0] not in {node.text for node in gone}]
        self._after[task.id] = kept
        return SequenceNode([cell._replace(text=text) for text in kept], cell.location)

    def _task(self, node: ScalarNode) -> ScalarNode:
        return _identified(node, {task.id: task.name for task in self._plan.tasks.values()})

    def _body(self, node: ScalarNode) -> ScalarNode:
        return body_meant(node, self._plan.bodies)

    def _made(self, values: Mapping[str, Node | None], said: MappingNode | None = None) -> MappingNode:
        """A mapping of these values; each key stands where it was written, or else where its value does."""
        entries = {}
        for key, node in values.items():
            place = node.location if node is not None else Location(self._source, 1)
            written = said.entries[key][0] if said is not None and key in said.entries else None
            entries[key] = (written or ScalarNode(key, self._source, 1, place.column, place.width), node)
        return MappingNode(entries, Location(self._source, 1))


def _review(cell: ScalarNode) -> MappingNode:
    """`专家组、2016-03-01`: who reviewed it and, behind the last comma, on which day."""
    last = _COMMA.split(cell.text)[-1]
    by, day = cell.text.removesuffix(last).rstrip("、，, "), loose_day(last.strip())
    said = {"by": cell.text} if day is None else {"by": by, "on": day}
    entries: dict[str, Entry] = {
        key: (cell._replace(text=key), cell._replace(text=text)) for key, text in said.items() if text
    }
    return MappingNode(entries, cell.location)


def _days(said: MappingNode) -> dict[str, Node | None]:
    """The days of a calendar that a change names, each with what it says of all of them."""
    of_all = {key: said.entries[key] for key in _OF_DAYS if key in said.entries}
    found: dict[str, Node | None] = {}
    for key, (name, node) in said.entries.items():
        if key in of_all:
            continue
        if isinstance(node, SequenceNode) and of_all:
            date_of = name._replace(text="date")
            items: list[Node | None] = [
                MappingNode({"date": (date_of, item), **of_all}, item.location)
                for item in node.items
                if item is not None
            ]
            node = SequenceNode(items, node.location)
        found[key] = node
    return found


def body_meant(node: ScalarNode, bodies: Mapping[str, Body]) -> ScalarNode:
    """The id of a body that is called by it, or by a name that only one has."""
    return _identified(node, {body.id: body.name for body in bodies.values()})


def _identified(node: ScalarNode, names: Mapping[str, str]) -> ScalarNode:
    if node.text in names:
        return node
    meant = [id_ for id_, name in names.items() if "".join(name.split()) == node.text]
    return node._replace(text=meant[0]) if len(meant) == 1 else node


def _decided(said: Said, plan: Plan, *, first: bool) -> dict[str, tuple[ScalarNode, Node]]:
    """What is said of the decision itself, as entries of a revision."""

    def written(option: str, text: str) -> ScalarNode:
        return ScalarNode(text, Source(option, (text,)), 1, 1, len(text))

    found: dict[str, Node] = {}
    if said.corrects is not None:
        found = {"reason": written("--corrects", said.corrects), "corrects": written("--corrects", "true")}
    elif said.reason is not None:
        found["reason"] = written("--reason", said.reason)
    if said.approved_by is not None:
        found["approved_by"] = written("--approved-by", said.approved_by)
    if said.announced:  # of anything but a calendar, the reader says that it has no such key
        found["announced"] = written("--announced", "true")
    if said.id is not None:
        found["id"] = written("--id", said.id)
    if first:
        if said.asked_by is not None:
            found["for"] = body_meant(written("--for", said.asked_by), plan.bodies)
        if said.promises:
            tasks = {task.id: task.name for task in plan.tasks.values()}
            promised: list[Node | None] = [
                MappingNode(
                    {
                        "task": (written("--promise", "task"), _identified(written("--promise", task), tasks)),
                        "days": (written("--promise", "days"), written("--promise", days)),
                    },
                    Location(Source("--promise", (f"{task} {days}",)), 1),
                )
                for task, days in said.promises
            ]
            found["promises"] = SequenceNode(promised, Location(Source("--promise"), 1))
        if said.due is not None:
            found["due"] = written("--due", said.due)
        if said.measures:
            measures: list[Node | None] = [written("--measure", text) for text in said.measures]
            found["measures"] = SequenceNode(measures, Location(Source("--measure"), 1))
    return {key: (written(key, key), node) for key, node in found.items()}


def _node(value: Document, place: ScalarNode) -> Node:
    """A document of mappings and texts as nodes at one place."""
    if isinstance(value, Mapping):
        entries = {key: (place._replace(text=key), _node(part, place)) for key, part in value.items()}
        return MappingNode(dict(entries), place.location)
    return place._replace(text=str(value))


def _same(node: ScalarNode) -> ScalarNode:
    return node


PROPOSAL = UPDATE.only({"data_date", "note", "sample", "revisions"}, "proposal")
"""What the file of a proposal says."""
_SIGNED = ("reason", "approved_by")
"""What a proposal may leave open, and a decision may not."""
_WORD, _EQUALS = re.compile(r"\S+"), re.compile(EQUALS)
_COMMA, _COLON = re.compile("[、，,]"), re.compile("[:：]")
_MONEY, _WHEN = {"commits", "needs_funds", "price"}, {*Due}
_DATES = {"deadline", *CONSTRAINT_KEYS}
_LISTS = {"after", "support", *EXCEPTION_KEYS, *YEAR_KEYS}
_OF_DAYS = ("name", "source", "status", "hours")
"""What a change of a calendar says of all its days."""
