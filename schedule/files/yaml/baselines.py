"""baselines/NAME.yaml ⇄ `Baseline`: dates that were approved, with the hash of their plan and who approved them.

Floats are written in working time (`96h`), for a working day's length may change later. This module must never know how
the dates came about.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import PurePath
from typing import Any

from schedule.calendars.worktime import moment
from schedule.diagnostics import Diagnostic
from schedule.files.yaml.scalars import (
    Reader,
    finish_text,
    form,
    read_data_date,
    read_day,
    read_fields,
    read_finish,
    read_id,
    read_mapping,
    read_start,
    read_text,
    start_text,
)
from schedule.files.yaml.seals import RECORD_KEYS, record_document, unsealed_digest
from schedule.files.yaml.source import Faults, Node, ScalarNode, read_yaml
from schedule.files.yaml.text import Document, yaml_text
from schedule.model import Baseline, BaselineDates, Minutes


def read_baseline(data: bytes, path: str, known: Collection[str]) -> tuple[Baseline | None, tuple[Diagnostic, ...]]:
    """Read a baseline file.

    Args:
        data: the file's bytes.
        path: the path to show in faults; its name without `.yaml` must be the baseline's name.
        known: the tasks of the plan and of its revisions; dates of others are kept, with a warning.

    Returns:
        The baseline, None if it has errors; and the faults: `file-name`, `finish-before-start`, `bad-float`,
        `bad-version`, `newer-rules` (a warning), `bad-digest`, `unknown-task` (a warning), and those of keys and values
        in general.
    """
    faults = Faults()
    root = read_yaml(data, path, faults)
    if root is None:
        return None, faults.diagnostics
    faults.sealed = "seal" in root.entries
    readers: dict[str, Reader[Any]] = {
        "name": read_id,
        "data_date": read_data_date,
        "plan_digest": read_text,
        "approved_by": read_text,
        "approved_on": read_day,
        "note": read_text,
        "dates": lambda node, faults: _read_dates(node, faults, known),
        **RECORD_KEYS,
    }
    required = ["name", "data_date", "plan_digest", "approved_by", "dates"]
    values = read_fields(root, readers, faults, required)
    name: ScalarNode | None = values.get("name")
    if name and f"{name.text}.yaml" != PurePath(path).name:
        faults.add("file-name", name.location, found=PurePath(path).name, expected=f"{name.text}.yaml")
    if name is None or faults.errors:
        return None, faults.diagnostics
    values |= {"name": name.text, "digest": unsealed_digest(data), "location": root.location}
    return Baseline(**values), faults.diagnostics


def baseline_text(baseline: Baseline) -> str:
    """The YAML of a baseline; the inverse of `read_baseline`."""
    document: dict[str, Document] = {
        "name": baseline.name,
        "data_date": start_text(baseline.data_date),
        "plan_digest": baseline.plan_digest,
        "approved_by": baseline.approved_by,
    }
    if baseline.approved_on is not None:
        document["approved_on"] = baseline.approved_on.isoformat()
    if baseline.note is not None:
        document["note"] = baseline.note
    document["dates"] = {task: _dates_document(dates) for task, dates in baseline.dates.items()}
    return yaml_text(document | record_document(baseline))


def _read_dates(node: Node, faults: Faults, known: Collection[str]) -> dict[str, BaselineDates]:
    dates: dict[str, BaselineDates] = {}
    mapping = read_mapping(node, faults)
    for task, (key, value) in mapping.entries.items() if mapping else ():
        if task not in known:
            faults.warn("unknown-task", key.location, found=task)
        entry = read_mapping(value, faults) if value is not None else None
        if entry is None:
            continue
        values = read_fields(entry, _DATES_KEYS, faults, ["start", "finish"], key.location)
        if "start" not in values or "finish" not in values:
            continue
        if values["finish"] < values["start"]:
            facts = {"found": finish_text(values["finish"]), "expected": start_text(values["start"])}
            faults.add("finish-before-start", entry.entries["finish"][0].location, **facts)
        dates[task] = BaselineDates(**values)
    return dates


def _dates_document(dates: BaselineDates) -> dict[str, Document]:
    document: dict[str, Document] = {"start": start_text(dates.start), "finish": finish_text(dates.finish)}
    if dates.start == dates.finish:
        # A milestone at midnight: as a day, its finish would stand a day before its start.
        document = dict.fromkeys(document, moment(dates.start).isoformat(timespec="minutes"))
    if dates.total_float is not None:
        document["total_float"] = _float_text(dates.total_float)
    return document


def _parse_float(text: str) -> Minutes | None:
    """Working time, positive or negative.

    >>> _parse_float("-96h")
    -5760
    """
    match = _FLOAT.fullmatch(text)
    return int(match[1]) * (60 if match[2] == "h" else 1) if match else None


def _float_text(total_float: Minutes) -> str:
    return f"{total_float // 60}h" if total_float % 60 == 0 else f"{total_float}min"


_FLOAT = re.compile(r"(-?[0-9]{1,8})(h|min)")
_DATES_KEYS: dict[str, Reader[Any]] = {
    "start": read_start,
    "finish": read_finish,
    "total_float": form(_parse_float, "bad-float", "96h, -90min"),
}
