"""updates/DATE.yaml ⇄ `Update`: progress and revisions at one data date, checked against everything said before.

An update is read with the `Standing` that earlier updates left: which tasks there are, what has started and finished.
This module must never know a schedule: whether a date is late is not its business, only whether it can be true.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from schedule.calendars.worktime import DAY, minutes, start_day
from schedule.diagnostics import Diagnostic
from schedule.files.plans.funds import FUNDS_REPORTS, check_money, funds_reports_document, read_funds_reports
from schedule.files.sealed.disputes import STATEMENT, disputes_document, read_disputes
from schedule.files.sealed.progress import CORRECTION, PROGRESS, Report, folded, progress_document, stated_progress
from schedule.files.sealed.record_names import update_name, update_place
from schedule.files.sealed.revisions import REVISIONS, Standing, read_revisions, revision_document
from schedule.files.sealed.seals import RECORD_KEYS, unsealed_digest
from schedule.files.yaml.keys import Key, Table, valued
from schedule.files.yaml.kinds import DATE, TASK_ID, TEXT, by_id, list_of
from schedule.files.yaml.scalars import as_it_is, read_data_date, read_fields, read_mapping, read_scalar, start_text
from schedule.files.yaml.source import Faults, MappingNode, ScalarNode, read_yaml
from schedule.files.yaml.text import Document, yaml_text
from schedule.model import (
    NOT_STARTED,
    Instant,
    Plan,
    Progress,
    Revision,
    Update,
)
from schedule.rules import ProgressRule


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
        `filing-without-applicant`, `filing-order`, `filing-recorded`, `filing-after-decision`, `decided-unfinished`,
        `withdrawn-uncorrected`, `withdrawn-unreported`, `finished-before-decided` (both warnings), `unknown-task`,
        `empty-revision`, `progress-on-removed`, `conflict-agreed`, `bad-revision`, `duplicate-task`,
        `removed-but-needed`, `empty-plan`, `calendar-days-off`, `report-without-funds`, `unknown-tranche`,
        `funds-after-data-date`, `more-than-tranche` (a warning), those of `funds.check_money`, `bad-version`,
        `newer-rules` (a warning), `bad-digest`, and those of a task's fields and of keys and values in general. With
        errors, it is partial.
    """
    faults = Faults()
    root = read_yaml(data, path, faults)
    if root is None:
        return None, before, faults.diagnostics
    faults.sealed = "seal" in root.entries
    values = read_fields(root, UPDATE.readers(), faults, required=UPDATE.required)
    written: ScalarNode | None = values.get("data_date")
    location = written.location if written else root.location
    data_date = _read_data_date(written, path, before, faults)
    revisions, after = read_revisions(values.get("revisions"), before, faults, data_date)
    progress: list[Progress] = []
    if "progress" in values:
        corrects = "corrects" in values
        progress, after = read_progress(values["progress"], data_date, after, faults, corrects=corrects)
    decided = [task for id_, task in after.tasks.items() if before.tasks.get(id_) is not task]
    check_money(decided, after.tasks, after.plan.funds, faults)
    funds = read_funds_reports(values.get("funds"), after.plan.funds, data_date, faults, corrects="corrects" in values)
    if after.plan.funds is not None and funds:
        after = replace(after, plan=replace(after.plan, funds=after.plan.funds.after(funds)))
    disputes = read_disputes(values.get("conflicts"), after, faults)
    if data_date is None:
        return None, after, faults.diagnostics
    update = Update(
        data_date=data_date,
        progress=tuple(progress),
        revisions=tuple(revisions),
        sample=values.get("sample"),
        note=values.get("note"),
        corrects=values.get("corrects"),
        disputes=disputes,
        funds=funds,
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
    return yaml_text(UPDATE.document(UPDATE.stated(update)))


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


def read_progress(
    mapping: MappingNode, data_date: Instant | None, before: Standing, faults: Faults, *, corrects: bool = False
) -> tuple[list[Progress], Standing]:
    """What a mapping of task ids says of each task, checked against what is known; and what is known after it.

    A record that `corrects` may take back what was reported.
    """
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
        reported = stated_progress(id_, key.location, entry, faults, corrects=corrects)
        known = statuses.get(id_, NOT_STARTED)
        if id_ in before.tasks and known is not None and faults.errors == faults_before:
            report = Report(reported, key, entry, before.tasks[id_], known, faults)
            rules = before.plan.settings
            report.check(
                data_date,
                before.plan.start,
                rules.progress is ProgressRule.ACTUAL_DATES,
                imported=rules.dates_without_time,
            )
        sure = known is not None and faults.errors == faults_before
        statuses[id_] = folded(known, reported) if known is not None and sure else None
        progress.append(reported)
    return progress, replace(before, statuses=statuses)


def _progress_document(progress: tuple[Progress, ...]) -> Document:
    return {one.task: progress_document(one) for one in progress}


def _revisions_document(revisions: tuple[Revision, ...]) -> Document:
    return [revision_document(revision) for revision in revisions]


UPDATE = Table(
    "update",
    (
        Key("data_date", valued(read_scalar, DATE, start_text), "data_date"),
        Key("note", TEXT),
        Key("corrects", TEXT),
        Key("sample", TEXT),
        Key("progress", valued(read_mapping, by_id(True, TASK_ID), _progress_document), silent=()),
        Key(
            "conflicts",
            valued(as_it_is, by_id(list_of(STATEMENT), TASK_ID), disputes_document),
            attribute="disputes",
            silent=(),
        ),
        Key("funds", valued(as_it_is, FUNDS_REPORTS, funds_reports_document), silent=()),
        Key("revisions", valued(as_it_is, REVISIONS, _revisions_document), silent=()),
        *RECORD_KEYS,
    ),
    {
        "if": {"required": ["corrects"]},
        "then": {"properties": {"progress": {"additionalProperties": CORRECTION}}},
        "else": {"properties": {"progress": {"additionalProperties": PROGRESS}}},
    },
)
"""What updates/DATE.yaml says."""
