"""A week's reports as bodies send them in: a CSV from a spreadsheet, or words on the command line → `Progress`.

Both become the nodes that an update file would give, so that they are read and checked by the same rules and every
fault names the line and column of what was sent. This module must never know a rule of progress.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from schedule.diagnostics import Location, PlanError, Source
from schedule.files.updates import PROGRESS_KEYS, Standing, read_progress
from schedule.files.yaml_source import MAX_BYTES, Faults, MappingNode, ScalarNode
from schedule.model import Progress, RevisionKind, State

TASK = "task"
COLUMNS = (TASK, *PROGRESS_KEYS)
"""The columns that a CSV of progress can have, in any order; `task` must be there."""

_CELL = re.compile(r'(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<bare>[^",\r\n]*))(?P<end>,|\r\n|\r|\n|\Z)')
_LINE_END = re.compile(r"\r\n|\r|\n")
_SPREADSHEET_DATE = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})")
_HEAD = re.compile(r"\s*([^\s=]+)(?=\s|\Z)")
_PAIR = re.compile(r"""\s+(?P<key>[^\s=]+)=(?P<value>"[^"]*"|'[^']*'|[^\s"']\S*|)(?=\s|\Z)""")

N = TypeVar("N", ScalarNode, MappingNode)


def read_reports(reports: Iterable[MappingNode], state: State, faults: Faults) -> tuple[Progress, ...]:
    """What reports say of each task at the data date of a state, checked against all that is known then.

    Raises:
        PlanError: `faults` has errors, those of an update's progress among them (see `updates.read_update`).
    """
    entries: dict[str, tuple[ScalarNode, MappingNode]] = {}
    for report in reports:
        for key, entry in report.entries.values():
            if isinstance(entry, MappingNode):
                _enter(entries, key, entry, faults)
    removed = {revision.task for revision in state.revisions if revision.kind is RevisionKind.REMOVE}
    before = Standing(state.plan, state.plan.tasks, removed - state.plan.tasks.keys(), state.statuses)
    place = Location(Source(""), 1)
    progress, _ = read_progress(MappingNode({**entries}, place), state.data_date, before, faults)
    if faults.errors:
        raise PlanError(faults.diagnostics)
    return tuple(progress)


def csv_report(data: bytes, path: str, faults: Faults) -> MappingNode:
    """The reports in a CSV whose header has `task` and any of an update's progress keys.

    An empty cell says nothing, and so does a row with nothing but its task.

    Args:
        data: the file's bytes, UTF-8 with or without a mark, or GB18030, as spreadsheets write them.
        path: the path to show in faults.
        faults: gets what is wrong: `too-large`, `not-utf-8`, `empty-file`, `csv-quote`, `csv-cells`, `unknown-key`,
            `duplicate-key`, `missing-key`, `empty-value`.
    """
    nothing = MappingNode({}, Location(Source(path), 1))
    if len(data) > MAX_BYTES:
        facts = {"found": f"{len(data) / 2**20:.1f} MB", "expected": f"{MAX_BYTES / 2**20:.0f} MB"}
        faults.add("too-large", nothing.location, **facts)
        return nothing
    text = _decoded(data)
    if text is None:
        faults.add("not-utf-8", nothing.location, found=data[:4].hex(" "), expected="UTF-8, GB18030")
        return nothing
    rows = [row for row in _rows(text, path, faults) if any(cell.text for cell in row)]
    if not rows:
        faults.add("empty-file", nothing.location)
        return nothing
    return _report(rows[0], rows[1:], faults)


def words_report(words: Iterable[str], faults: Faults) -> MappingNode:
    """The reports in texts like `drawing-review remaining=3wd note="等待 材料"`: a task, then progress keys.

    Raises:
        ValueError: a text is not of this form; its message is the part that is not.
    """
    entries: dict[str, tuple[ScalarNode, MappingNode]] = {}
    for text in words:
        source = Source("--task", (text,))
        head = _HEAD.match(text)
        if head is None:
            raise ValueError(text)
        task = ScalarNode(head[1], source, 1, head.start(1) + 1, len(head[1]))
        said: dict[str, tuple[ScalarNode, ScalarNode]] = {}
        end = head.end()
        while text[end:].strip() or not said:
            match = _PAIR.match(text, end)
            if match is None:
                raise ValueError(text[end:].strip() or text)
            key = ScalarNode(match["key"], source, 1, match.start("key") + 1, len(match["key"]))
            raw = match["value"]
            value = raw[1:-1] if raw[:1] in ("'", '"') else raw
            _enter(said, key, ScalarNode(value, source, 1, match.start("value") + 1, len(raw)), faults)
            end = match.end()
        _enter(entries, task, MappingNode({**said}, task.location), faults)
    return MappingNode({**entries}, Location(Source("--task"), 1))


def _enter(entries: dict[str, tuple[ScalarNode, N]], key: ScalarNode, node: N, faults: Faults) -> None:
    """Add an entry to a mapping, or the fault that its key is there already."""
    if key.text in entries:
        faults.add("duplicate-key", key.location, entries[key.text][0].location, found=key.text)
    else:
        entries[key.text] = key, node


def _decoded(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _rows(text: str, path: str, faults: Faults) -> Iterator[list[ScalarNode]]:
    """The cells of a CSV, each with its place. A cell's line breaks become spaces: a report is told in one line."""
    source = Source(path, tuple(_LINE_END.split(text)))
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    row: list[ScalarNode] = []
    position = 0
    while position < len(text):
        line = bisect_right(starts, position)
        column = position - starts[line - 1] + 1
        match = _CELL.match(text, position)
        if match is None:
            faults.add("csv-quote", Location(source, line, column))
            return
        raw = match["bare"] if match["quoted"] is None else match["quoted"].replace('""', '"')
        width = min(match.start("end"), position + len(source.lines[line - 1]) - column + 1) - position
        row.append(ScalarNode(" ".join(raw.split()), source, line, column, width))
        position = match.end()
        if match["end"] != ",":
            yield row
            row = []
    if row:
        yield row


def _report(header: Sequence[ScalarNode], rows: Iterable[Sequence[ScalarNode]], faults: Faults) -> MappingNode:
    names: dict[str, ScalarNode] = {}
    for cell in header:
        if cell.text in names:
            faults.add("duplicate-key", cell.location, names[cell.text].location, found=cell.text)
        elif cell.text and cell.text not in COLUMNS:
            faults.unknown("unknown-key", cell, COLUMNS, expected=", ".join(COLUMNS))
        names.setdefault(cell.text, cell)
    if TASK not in names:
        faults.add("missing-key", header[0].location, expected=TASK)
        return MappingNode({}, header[0].location)
    entries: dict[str, tuple[ScalarNode, MappingNode]] = {}
    for row in rows:
        for cell in row[len(header) :]:
            if cell.text:
                faults.add("csv-cells", cell.location, found=cell.text)
        values = {name.text: (name, _as_written(name.text, cell)) for name, cell in zip(header, row, strict=False)}
        task = values.pop(TASK, (None, None))[1]
        if task is None or not task.text:
            faults.add("empty-value", (task or row[0]).location)
            continue
        said = {name: pair for name, pair in values.items() if pair[1].text and name in COLUMNS}
        if said:
            _enter(entries, task, MappingNode({**said}, task.location), faults)
    return MappingNode({**entries}, header[0].location)


def _as_written(name: str, cell: ScalarNode) -> ScalarNode:
    """A cell as its author meant it: spreadsheets turn the date 2016-03-14 into 2016/3/14 when they open a CSV."""
    match = _SPREADSHEET_DATE.fullmatch(cell.text) if name in ("started", "finished") else None
    return cell if match is None else cell._replace(text=f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}")
