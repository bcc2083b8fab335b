"""baselines/NAME.yaml ⇄ `Baseline`: dates that were approved, with the hash of their plan and who approved them.

Floats are written in working time (`96h`), for a working day's length may change later. This module must never know how
the dates came about.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import PurePath

from schedule.calendars.worktime import moment
from schedule.diagnostics import Diagnostic
from schedule.files.sealed.seals import RECORD_KEYS, unsealed_digest
from schedule.files.yaml.keys import Key, Table, Value, valued
from schedule.files.yaml.kinds import DATE, DAY, FINISH, ID, START, TASK_ID, TEXT, by_id, pattern
from schedule.files.yaml.scalars import (
    Reader,
    finish_text,
    form,
    read_data_date,
    read_fields,
    read_id,
    read_mapping,
    start_text,
)
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
    values = read_fields(root, BASELINE.readers(known), faults, BASELINE.required)
    name: ScalarNode | None = values.get("name")
    if name and f"{name.text}.yaml" != PurePath(path).name:
        faults.add("file-name", name.location, found=PurePath(path).name, expected=f"{name.text}.yaml")
    if name is None or faults.errors:
        return None, faults.diagnostics
    values |= {"name": name.text, "digest": unsealed_digest(data), "location": root.location}
    return Baseline(**values), faults.diagnostics


def baseline_text(baseline: Baseline) -> str:
    """The YAML of a baseline; the inverse of `read_baseline`."""
    return yaml_text(BASELINE.document(BASELINE.stated(baseline)))


def _read_dates(node: Node, faults: Faults, known: Collection[str]) -> dict[str, BaselineDates]:
    dates: dict[str, BaselineDates] = {}
    mapping = read_mapping(node, faults)
    for task, (key, value) in mapping.entries.items() if mapping else ():
        if task not in known:
            faults.warn("unknown-task", key.location, found=task)
        entry = read_mapping(value, faults) if value is not None else None
        if entry is None:
            continue
        values = read_fields(entry, _READERS, faults, DATES.required, key.location)
        if "start" not in values or "finish" not in values:
            continue
        if values["finish"] < values["start"]:
            facts = {"found": finish_text(values["finish"]), "expected": start_text(values["start"])}
            faults.add("finish-before-start", entry.entries["finish"][0].location, **facts)
        dates[task] = BaselineDates(**values)
    return dates


def _dates_of(known: Collection[str]) -> Reader[dict[str, BaselineDates]]:
    return lambda node, faults: _read_dates(node, faults, known)


def _all_document(dates: Mapping[str, BaselineDates]) -> Document:
    return {task: _dates_document(said) for task, said in dates.items()}


def _dates_document(dates: BaselineDates) -> Document:
    document = DATES.document(DATES.stated(dates))
    if dates.start == dates.finish:
        # A milestone at midnight: as a day, its finish would stand a day before its start.
        instant = moment(dates.start).isoformat(timespec="minutes")
        return document | {"start": instant, "finish": instant}
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
_FLOAT_FORMS = "96h, -90min"
DATES = Table(
    "dates",
    (
        Key("start", START, "start"),
        Key("finish", FINISH, "finish"),
        Key(
            "total_float",
            valued(
                form(_parse_float, "bad-float", _FLOAT_FORMS),
                pattern(_FLOAT.pattern, *_FLOAT_FORMS.split(", ")),
                _float_text,
            ),
        ),
    ),
)
_READERS = DATES.readers()
BASELINE = Table(
    "baseline",
    (
        Key("name", valued(read_id, ID), "name"),
        Key("data_date", valued(read_data_date, DATE, start_text), "data_date"),
        Key("plan_digest", TEXT, "plan_digest"),
        Key("approved_by", TEXT, "approved_by"),
        Key("approved_on", DAY),
        Key("note", TEXT),
        Key("dates", Value(_dates_of, by_id(DATES, TASK_ID), _all_document), "dates"),
        *RECORD_KEYS,
    ),
)
"""What baselines/NAME.yaml says."""
