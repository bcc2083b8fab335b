"""updates/DATE.yaml ⇄ `Update`: progress and revisions at one data date, checked against everything said before.

An update is read with the `Standing` that earlier updates left: which tasks there are, what has started and finished.
This module must never know a schedule: whether a date is late is not its business, only whether it can be true.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from schedule.calendars.worktime import DAY, minutes, start_day
from schedule.diagnostics import Diagnostic, Location
from schedule.files.yaml.calendars import EXCEPTION_KEYS, closes_days, days_document, read_days
from schedule.files.yaml.plan import names_of
from schedule.files.yaml.progress import Report, folded, progress_document, stated_progress
from schedule.files.yaml.record_names import update_name, update_place
from schedule.files.yaml.scalars import (
    Reader,
    as_it_is,
    duration_text,
    read_data_date,
    read_fields,
    read_flag,
    read_id,
    read_items,
    read_mapping,
    read_scalar,
    read_text,
    start_text,
)
from schedule.files.yaml.seals import RECORD_KEYS, record_document, unsealed_digest
from schedule.files.yaml.source import Faults, MappingNode, Node, ScalarNode, read_yaml
from schedule.files.yaml.tasks import TaskReader, changes_document, task_document
from schedule.files.yaml.text import Document, yaml_text
from schedule.model import (
    CALENDAR_DAYS,
    NOT_STARTED,
    CalendarSpec,
    Instant,
    Plan,
    Progress,
    Revision,
    RevisionKind,
    Status,
    Task,
    Unit,
    Update,
)
from schedule.rules import ProgressRule


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known before an update: the plan's tasks as revised, those removed, and what was reported of each.

    A status is None where a report was faulty: later reports are then not measured against it.
    """

    plan: Plan
    tasks: Mapping[str, Task]
    removed: Collection[str] = ()
    statuses: Mapping[str, Status | None] = field(default_factory=dict)
    data_date: Instant | None = None
    location: Location | None = None

    @property
    def ever(self) -> set[str]:
        """The ids of all tasks that are or once were in the plan."""
        return {*self.plan.tasks, *self.tasks, *self.removed}


def first_standing(plan: Plan) -> Standing:
    """What is known before the first update: the plan."""
    return Standing(plan, plan.tasks)


def read_update(data: bytes, path: str, before: Standing) -> tuple[Update | None, Standing, tuple[Diagnostic, ...]]:
    """Read an update file.

    Args:
        data: the file's bytes.
        path: the path to show in faults; its name must be the day of the data date (`update_name`).
        before: what is known from the plan and the updates before this one.

    Returns:
        The update, None where nothing tells its data date; what is known after it; and its faults in the order of the
        file: `file-name`, `data-date-order`, `same-data-date`, `data-date-before-start`, `actual-after-data-date`,
        `finish-before-start`, `finished-without-start`, `missing-remaining`, `remaining-unstarted`,
        `remaining-after-finish`, `bad-percent`, `percent-and-remaining`, `milestone-progress`, `actual-changed` (a
        warning), `suspended-unstarted`, `resumed-without-suspended`, `suspension-order`, `resources-count`,
        `filing-without-applicant`, `filing-order`, `filing-after-decision`, `decided-unfinished`,
        `finished-before-decided` (both warnings), `unknown-task`, `empty-revision`, `progress-on-removed`,
        `bad-revision`, `duplicate-task`, `removed-but-needed`, `empty-plan`, `calendar-days-off`, `bad-version`,
        `newer-rules` (a warning), `bad-digest`, and those of a task's fields and of keys and values in general. With
        errors, it is partial.
    """
    faults = Faults()
    root = read_yaml(data, path, faults)
    if root is None:
        return None, before, faults.diagnostics
    values = read_fields(root, _UPDATE_KEYS, faults, required=["data_date"])
    written: ScalarNode | None = values.get("data_date")
    location = written.location if written else root.location
    data_date = _read_data_date(written, path, before, faults)
    revisions, after = _read_revisions(values.get("revisions"), before, faults)
    progress: list[Progress] = []
    if "progress" in values:
        progress, after = read_progress(values["progress"], data_date, after, faults)
    if data_date is None:
        return None, after, faults.diagnostics
    update = Update(
        data_date=data_date,
        progress=tuple(progress),
        revisions=tuple(revisions),
        sample=values.get("sample"),
        note=values.get("note"),
        corrects=values.get("corrects"),
        digest=unsealed_digest(data),
        written_by=values.get("written_by"),
        follows=values.get("follows"),
        seal=values.get("seal"),
        location=root.location,
    )
    return update, replace(after, data_date=data_date, location=location), faults.diagnostics


def update_text(update: Update) -> str:
    """The YAML of an update; the inverse of `read_update`.

    Raises:
        ValueError: a revision takes a value away (None), which an update file cannot say.
    """
    document: dict[str, Document] = {"data_date": start_text(update.data_date)}
    if update.note is not None:
        document["note"] = update.note
    if update.corrects is not None:
        document["corrects"] = update.corrects
    if update.sample is not None:
        document["sample"] = update.sample
    if update.progress:
        document["progress"] = {progress.task: progress_document(progress) for progress in update.progress}
    if update.revisions:
        document["revisions"] = [_revision_document(revision) for revision in update.revisions]
    return yaml_text(document | record_document(update))


def _read_data_date(written: ScalarNode | None, path: str, before: Standing, faults: Faults) -> Instant | None:
    """The data date; where it cannot be read, the one of the file's name, so that the rest can be checked."""
    name = PurePath(path).name
    place = update_place(name)
    data_date = read_data_date(written, faults) if written else None
    if written is None or data_date is None:
        return minutes(place[0]) if place else None
    if data_date < (start := before.plan.start) - start % DAY:
        faults.add("data-date-before-start", written.location, found=start_text(data_date), expected=start_text(start))
    number = place[1] if place else 1
    expected = update_name(data_date, number)
    if name != expected:
        faults.add("file-name", written.location, found=name, expected=expected)
    earlier = before.data_date
    if earlier is not None and before.location is not None:
        facts = {"found": start_text(data_date), "expected": start_text(earlier)}
        if number > 1 and name == expected and start_day(earlier) == start_day(data_date):
            # A day's records are about one instant: the meeting that sees them all is one.
            if data_date != earlier:
                faults.add("same-data-date", written.location, before.location, **facts)
        elif data_date <= earlier:
            faults.add("data-date-order", written.location, before.location, **facts)
    return data_date


def _read_revisions(node: Node | None, before: Standing, faults: Faults) -> tuple[list[Revision], Standing]:
    """The revisions, and the tasks and calendars after them."""
    items = [read_mapping(item, faults) for item in read_items(node, faults)] if node else []
    mappings = [mapping for mapping in items if mapping is not None]
    added = (mapping.entries.get("add", _NOTHING)[1] for mapping in mappings)
    ids = dict.fromkeys([*before.tasks, *(scalar.text for scalar in added if isinstance(scalar, ScalarNode))])
    known = names_of(before.plan)
    calendars = dict(known.calendars)  # as revised so far, also for the tasks that later revisions set
    names = replace(known, tasks=ids.keys(), calendars=calendars)
    reader = _RevisionReader(TaskReader(names, faults), before.tasks, calendars, faults)
    revisions = [revision for mapping in mappings if (revision := reader.revision(mapping)) is not None]
    tasks = reader.tasks
    removed = {revision.task: revision for revision in revisions if revision.kind is RevisionKind.REMOVE}
    left_out = {id_: revision for id_, revision in removed.items() if id_ not in tasks}
    if left_out:
        _check_removed(left_out, tasks, before.plan, faults)
        if not tasks:
            faults.add("empty-plan", revisions[-1].location)
    statuses = {id_: status for id_, status in before.statuses.items() if id_ not in removed}
    removed_ids = {*before.removed, *left_out} - tasks.keys()
    changed = {id_: spec for id_, spec in calendars.items() if spec is not known.calendars[id_]}
    plan = replace(before.plan, calendars={**before.plan.calendars, **changed})
    return revisions, replace(before, plan=plan, tasks=tasks, removed=removed_ids, statuses=statuses)


def _check_removed(left_out: Mapping[str, Revision], tasks: Mapping[str, Task], plan: Plan, faults: Faults) -> None:
    for task in tasks.values():
        for relation in task.relations:
            if relation.predecessor in left_out:
                related = [relation.location] if relation.location else []
                place = left_out[relation.predecessor].location
                faults.add("removed-but-needed", place, *related, found=relation.predecessor, by=task.id)
    if plan.target is not None and plan.target in left_out:
        faults.add("removed-but-needed", left_out[plan.target].location, found=plan.target, by="project.target")


class _RevisionReader:
    """Reads revisions in their order; `tasks` and `calendars` are those after the revisions that were read.

    `calendars` is changed in place: it is the one by which `reader` reads.
    """

    def __init__(
        self, reader: TaskReader, tasks: Mapping[str, Task], calendars: dict[str, CalendarSpec], faults: Faults
    ) -> None:
        self._reader = reader
        self._faults = faults
        self.calendars = calendars
        self.tasks = dict(tasks)

    def revision(self, mapping: MappingNode) -> Revision | None:
        """One revision; None where it cannot be applied."""
        kinds = [kind for kind, key in _KIND_KEYS.items() if key in mapping.entries]
        if RevisionKind.ADD in kinds or RevisionKind.REMOVE in kinds:
            kinds = [kind for kind in kinds if kind is not RevisionKind.SET]
        if len(kinds) != 1:
            self._faults.add("bad-revision", mapping.location, expected="task, add, remove, calendar")
            return None
        kind = kinds[0]
        faults_before = self._faults.errors
        optional = _CALENDAR_KEYS if kind is RevisionKind.CALENDAR else {}
        values = read_fields(mapping, {**_REVISION_KEYS[kind], **optional}, self._faults, list(_REVISION_KEYS[kind]))
        id_ = values.get(_KIND_KEYS[kind])
        if id_ is None:
            return None
        facts = {"reason": values.get("reason", ""), "approved_by": values.get("approved_by", "")}
        if kind is RevisionKind.CALENDAR:
            return self._days(Revision(kind, "", location=id_.location, **facts), id_, values, mapping, faults_before)
        revision = Revision(kind, id_.text, location=id_.location, **facts)
        if kind is RevisionKind.ADD:
            return self._add(revision, id_, values.get("task"))
        if id_.text not in self.tasks:
            self._faults.unknown("unknown-task", id_, self.tasks)
            return None
        if kind is RevisionKind.REMOVE:
            del self.tasks[id_.text]
            return revision
        return self._set(revision, values.get("set"))

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
        if not exceptions and self._faults.errors == faults_before:
            self._faults.add("missing-key", mapping.location, expected=", ".join(EXCEPTION_KEYS))
        spec = self.calendars.get(id_.text)
        if spec is None:
            self._faults.unknown("unknown-calendar", id_, self.calendars)
            return None
        before = dict(self.calendars)
        self.calendars[spec.id] = replace(spec, exceptions=(*spec.exceptions, *exceptions))
        if spec.id == CALENDAR_DAYS.id and closes_days(self.calendars[spec.id], self.calendars):
            self._faults.add("calendar-days-off", id_.location, found=spec.id)
            return None
        self._check_counting(before, id_)
        announced = values.get("announced", False)
        return replace(revision, calendar=spec.id, exceptions=exceptions, announced=announced)

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


def read_progress(
    mapping: MappingNode, data_date: Instant | None, before: Standing, faults: Faults
) -> tuple[list[Progress], Standing]:
    """What a mapping of task ids says of each task, checked against what is known; and what is known after it."""
    statuses = dict(before.statuses)
    progress: list[Progress] = []
    faults.named("unknown-task", lambda: ((task.name, id_) for id_, task in before.tasks.items()))
    for id_, (key, node) in mapping.entries.items():
        entry = read_mapping(node, faults) if node is not None else None
        if id_ not in before.tasks:
            if id_ in before.removed:
                faults.add("progress-on-removed", key.location, found=id_)
            else:
                faults.unknown("unknown-task", key, before.tasks)
        if entry is None:
            continue
        faults_before = faults.errors
        reported = stated_progress(id_, key.location, entry, faults)
        known = statuses.get(id_, NOT_STARTED)
        if id_ in before.tasks and known is not None and faults.errors == faults_before:
            report = Report(reported, key, entry, before.tasks[id_], known, faults)
            rules = before.plan.settings
            report.check(data_date, rules.progress is ProgressRule.ACTUAL_DATES, imported=rules.dates_without_time)
        sure = known is not None and faults.errors == faults_before
        statuses[id_] = folded(known, reported) if known is not None and sure else None
        progress.append(reported)
    return progress, replace(before, statuses=statuses)


def _revision_document(revision: Revision) -> Document:
    if revision.kind is RevisionKind.CALENDAR:
        decided: dict[str, Document] = {"reason": revision.reason, "approved_by": revision.approved_by}
        announced: dict[str, Document] = {"announced": "true"} if revision.announced else {}
        return {"calendar": revision.calendar or "", **days_document(revision.exceptions), **decided, **announced}
    document: dict[str, Document] = {_KIND_KEYS[revision.kind]: revision.task}
    if revision.kind is RevisionKind.SET:
        document["set"] = changes_document(revision.changes)
    elif revision.added is not None:
        document["task"] = task_document(revision.added)
    return {**document, "reason": revision.reason, "approved_by": revision.approved_by}


_NOTHING = (None, None)
_KIND_KEYS = {
    RevisionKind.SET: "task",
    RevisionKind.ADD: "add",
    RevisionKind.REMOVE: "remove",
    RevisionKind.CALENDAR: "calendar",
}
_DECISION_KEYS: dict[str, Reader[Any]] = {"reason": read_text, "approved_by": read_text}
_REVISION_KEYS: dict[RevisionKind, dict[str, Reader[Any]]] = {
    RevisionKind.SET: {"task": read_scalar, "set": read_mapping, **_DECISION_KEYS},
    RevisionKind.ADD: {"add": read_id, "task": read_mapping, **_DECISION_KEYS},
    RevisionKind.REMOVE: {"remove": read_scalar, **_DECISION_KEYS},
    RevisionKind.CALENDAR: {"calendar": read_scalar, **_DECISION_KEYS},
}
_CALENDAR_KEYS: dict[str, Reader[Any]] = {**EXCEPTION_KEYS, "announced": read_flag}
"""What a revision of a calendar may say: days off, days worked, and that a government announced them."""
_UPDATE_KEYS: dict[str, Reader[Any]] = {
    "data_date": read_scalar,
    "note": read_text,
    "corrects": read_text,
    "sample": read_text,
    "progress": read_mapping,
    "revisions": as_it_is,
    **RECORD_KEYS,
}
