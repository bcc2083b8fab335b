"""external/ZONE-DATE.yaml: the dates that a zone published to a plan, and the seal by which a change of them is seen.

Written once by `daopai portfolio publish`, read with the plan's folder. It moves nothing: a decision of the plan that
accepts a date does. This module must never know a portfolio, nor what a plan makes of a date.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from schedule.diagnostics import Diagnostic, Location, Source
from schedule.files.yaml.scalars import (
    Reader,
    as_it_is,
    read_day,
    read_fields,
    read_items,
    read_mapping,
    read_scalar,
    read_start,
    start_text,
)
from schedule.files.yaml.source import Faults, MappingNode, ScalarNode, read_yaml
from schedule.files.yaml.text import yaml_text
from schedule.model import External, Published

FORMAT = "1"
_SEAL = re.compile(rb"^seal: ([0-9a-f]{64})\n\Z", re.MULTILINE)
_HEAD = {**dict.fromkeys(("daopai-external", "zone", "seal"), read_scalar), "data_date": read_day}
_ROW = dict.fromkeys(("task", "plan", "other", "begins"), read_scalar)
_DATES = {"comes": read_day, "early_start": read_start}


def external_text(external: External) -> str:
    """The record, sealed; the inverse of `read_external`."""
    rows: dict[bool, list[dict[str, str]]] = {True: [], False: []}
    for one in external.dates:
        row = {"task": one.task, "plan": one.plan, "other": one.other, "comes": one.comes.isoformat()}
        row |= {"begins": "true"} if one.begins else {}
        held = {} if one.early_start is None else {"early_start": start_text(one.early_start)}
        rows[one.gives].append(row | held)
    document = {"daopai-external": FORMAT, "zone": external.zone, "data_date": external.day.isoformat()}
    listed = {name: rows[gives] for name, gives in (("waits_for", False), ("gives", True)) if rows[gives]}
    text = yaml_text({**document, **listed})
    return f"{text}seal: {_seal(text.encode())}\n"


def read_external(data: bytes, path: str) -> tuple[External | None, tuple[Diagnostic, ...]]:
    """A record and its faults; None where it is not as it was sealed (`external-altered`, a warning) or is faulty."""
    faults = Faults()
    found = _SEAL.search(data)
    if found is None or found[1].decode() != _seal(data[: found.start()]):
        faults.warn("external-altered", Location(Source(path), 1), found=PurePath(path).name)
        return None, faults.diagnostics
    root = read_yaml(data, path, faults)
    if root is None:
        return None, faults.diagnostics
    readers: dict[str, Reader[Any]] = {**_HEAD, "waits_for": as_it_is, "gives": as_it_is}
    head = read_fields(root, readers, faults, ("daopai-external", "zone", "data_date"))
    version: ScalarNode | None = head.get("daopai-external")
    if version is not None and version.text != FORMAT:
        faults.add("unknown-format", version.location, found=version.text, expected=FORMAT)
    if faults.errors:
        return None, faults.diagnostics
    dates = []
    for key, gives in (("waits_for", False), ("gives", True)):
        for item in read_items(head[key], faults) if key in head else ():
            mapping = read_mapping(item, faults)
            row = None if mapping is None else _row(mapping, gives, faults)
            dates += [] if row is None else [row]
    return None if faults.errors else External(head["zone"].text, head["data_date"], tuple(dates)), faults.diagnostics


def _row(mapping: MappingNode, gives: bool, faults: Faults) -> Published | None:
    row: dict[str, Any] = read_fields(mapping, {**_ROW, **_DATES}, faults, ("task", "plan", "other", "comes"))
    if faults.errors:
        return None
    task, plan, other = (row[key].text for key in ("task", "plan", "other"))
    return Published(task, plan, other, row["comes"], gives, row.get("early_start"), "begins" in row)


def _seal(data: bytes) -> str:
    return sha256(data).hexdigest()
