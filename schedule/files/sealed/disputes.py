"""What forms say differently of a task, as the update keeps it: `conflicts`, by task the statements of each form.

A statement has the keys of a report beside those that say whose it is. None of it is a report: no status follows from
it. This module must never know a schedule, nor how forms are compared.
"""

from __future__ import annotations

from schedule.files.sealed.progress import REPORTED, progress_document, stated_progress
from schedule.files.sealed.revisions import Standing
from schedule.files.yaml.keys import Key, Table
from schedule.files.yaml.kinds import PLACED_ID, TEXT, TITLE
from schedule.files.yaml.scalars import read_fields, read_items, read_mapping
from schedule.files.yaml.source import Faults, MappingNode, Node
from schedule.files.yaml.text import Document
from schedule.model import DISPUTABLE, Dispute, Statement


def read_disputes(node: Node | None, before: Standing, faults: Faults) -> tuple[Dispute, ...]:
    """The disputes of an update, by task in the order of the file.

    Faults: `unknown-task`, `progress-on-removed`, `unknown-body`, `conflict-agreed` (its statements do not
    differ), and those of keys and values in general.
    """
    mapping = read_mapping(node, faults) if node is not None else None
    found: list[Dispute] = []
    for id_, (key, items) in ({} if mapping is None else mapping.entries).items():
        if id_ in before.removed:
            faults.add("progress-on-removed", key.location, found=id_)
        elif id_ not in before.tasks:
            faults.unknown("unknown-task", key, before.tasks)
        errors = faults.errors
        entries = [read_mapping(item, faults) for item in (read_items(items, faults) if items is not None else [])]
        said = [_statement(id_, entry, before, faults) for entry in entries if entry is not None]
        one = Dispute(id_, tuple(said), key.location)
        if faults.errors == errors and not one.fields:
            faults.add("conflict-agreed", key.location, found=id_)
        found.append(one)
    return tuple(found)


def _statement(task: str, entry: MappingNode, before: Standing, faults: Faults) -> Statement:
    fields = {key.name for key in _FIELDS}
    rest = {key: pair for key, pair in entry.entries.items() if key in fields}
    own = {key: pair for key, pair in entry.entries.items() if key not in fields}
    values = read_fields(MappingNode(own, entry.location), STATEMENT.readers(), faults, required=STATEMENT.required)
    body = values.get("body")
    if body is not None and body.text not in before.plan.bodies:
        faults.unknown("unknown-body", body, before.plan.bodies)
    return Statement(
        progress=stated_progress(task, entry.location, MappingNode(rest, entry.location), faults),
        form=values.get("form", ""),
        body=None if body is None else body.text,
        person=values.get("by"),
    )


def disputes_document(disputes: tuple[Dispute, ...]) -> Document:
    """Disputes as an update writes them; the inverse of `read_disputes`."""
    return {one.task: [_document(said) for said in one.said] for one in disputes}


def _document(said: Statement) -> Document:
    whose = {"body": said.body, "by": said.person, "form": said.form}
    return STATEMENT.document(whose) | progress_document(said.progress)


_WHOSE = (Key("body", PLACED_ID), Key("by", TITLE, attribute="person"), Key("form", TEXT, required="form"))
_FIELDS = tuple(key for key in REPORTED if key.name in DISPUTABLE)
STATEMENT = Table("progress", (*_WHOSE, *_FIELDS), variant="statement")
"""What one form says, in an update's `conflicts`."""
