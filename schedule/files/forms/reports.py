"""A week's reports as bodies send them in: a CSV from a spreadsheet, or words on the command line → `Progress`.

Both become the nodes that an update file would give, so that they are read and checked by the same rules and every
fault names the line and column of what was sent. This module must never know a rule of progress.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from schedule.diagnostics import Location, PlanError, Source
from schedule.files.forms.cells import error_of, written_date
from schedule.files.forms.filled import MAX_BYTES, MAX_ROWS
from schedule.files.sealed.filings import FILING_KEYS
from schedule.files.sealed.progress import PROGRESS_KEYS
from schedule.files.sealed.revisions import Standing
from schedule.files.sealed.updates import read_progress
from schedule.files.yaml.scalars import parse_finish
from schedule.files.yaml.source import Faults, MappingNode, Node, ScalarNode, SequenceNode
from schedule.model import Progress, RevisionKind, State

TASK = "task"
COLUMNS = (TASK, *PROGRESS_KEYS)
"""The columns that a CSV of progress can have, in any order; `task` must be there."""

MAX_COLUMNS = 60
"""The most columns: one that is none of `COLUMNS` is a fault, so more are no report."""
HEADERS: Mapping[str, str] = {
    **{name: name for name in COLUMNS},
    **dict.fromkeys(("任务", "事项", "代号", "编号", "任务编号"), TASK),
    **dict.fromkeys(("开始", "实际开始"), "started"),
    **dict.fromkeys(("完成", "实际完成"), "finished"),
    **dict.fromkeys(("剩余", "还需", "剩余工期"), "remaining"),
    **dict.fromkeys(("完成百分比", "完成百分数"), "percent"),
    **dict.fromkeys(("报送", "报送日期"), "submitted"),
    **dict.fromkeys(("退回补正", "退回"), "returned"),
    **dict.fromkeys(("受理", "受理日期"), "accepted"),
    **dict.fromkeys(("办结", "办结日期"), "decided"),
    **dict.fromkeys(("文号", "批文号"), "document"),
    "原因": "cause",
    **dict.fromkeys(("说明", "备注"), "note"),
    **dict.fromkeys(("需协调", "需协调事项"), "request"),
}
"""What can stand in a header, and the column that it means. English may be in capitals."""
_HEADER_FORMS = ", ".join(
    f"{name}/{next(word for word in HEADERS if HEADERS[word] == name != word)}" for name in COLUMNS
)
_ARCHIVES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How .xlsx, .ods and .zip begin, and .xls."""
_SEPARATORS = ",;\t"
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_FOREIGN_WORD = re.compile(r'[^\s,;"\x80-\U0010ffff]{0,20}[^\s\x00-\x7f][^\s,;"]{0,20}')
"""A word that is not all ASCII, with at most 20 characters before and behind."""

_CELLS = {
    separator: re.compile(
        rf'(?:"(?P<quoted>(?:[^"]++|"")*+)"|(?P<bare>[^"\r\n{separator}]*))(?P<end>{separator}|\r\n|\r|\n|\Z)'
    )
    for separator in _SEPARATORS
}
_PART_OF_LIST = re.compile(r"[^\s,;、，；](?:[^,;、，；]*[^\s,;、，；])?")
"""One of several things in a cell or a word, between commas, semicolons or 、."""
_POWER, _ROUNDED = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+[0-9]+"), re.compile(r"[1-9][0-9]{14}0+")
"""How a CSV has a number of more than 15 digits that went through a spreadsheet: as a power, or with its end zeroed."""
_TURNED = re.compile(
    r"[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}(?: 0:00(?::00)?)?|[0-9]{1,2}月[0-9]{1,2}日|[0-9]{1,2}-[A-Z][a-z]{2}"
)
"""Dates as spreadsheets write them into a CSV, where 12-3 or 3/1 was typed."""
_LINE_END = re.compile(r"\r\n|\r|\n")
_HEAD = re.compile(r"\s*([^\s=]+)(?=\s|\Z)")
EQUALS = r"(?:=|(?<=[a-z_+-])＝)"
"""What parts a key from its value; a Chinese keyboard writes the wide one."""
_PAIR = re.compile(rf"""\s+(?P<key>[^\s=＝]+){EQUALS}(?P<value>"[^"]*"|'[^']*'|\[[^\]]*\]|[^\s"']\S*|)(?=\s|\Z)""")

N = TypeVar("N", Node, MappingNode)


def parts_of_list(text: str) -> Iterator[re.Match[str]]:
    """The several things in a cell or a word, also where they stand in brackets, as a file has them."""
    framed = text.startswith("[") and text.endswith("]")
    return _PART_OF_LIST.finditer(text, *((1, len(text) - 1) if framed else ()))


def read_reports(
    reports: Iterable[MappingNode], state: State, faults: Faults, *, corrects: bool = False
) -> tuple[Progress, ...]:
    """What reports say of each task at the data date of a state, checked against all that is known then.

    A task may be called by its name instead of its id where no other task has it. Reports that put something right
    (`corrects`) may take back what was reported.

    Raises:
        PlanError: `faults` has errors, `ambiguous-task` and those of an update's progress among them (see
            `updates.read_update`).
    """
    named: dict[str, list[str]] = {}
    for task in state.plan.tasks.values():
        named.setdefault(" ".join(task.name.split()), []).append(task.id)
    entries: dict[str, tuple[ScalarNode, MappingNode]] = {}
    for report in reports:
        for key, entry in report.entries.values():
            meant = [key.text] if key.text in state.plan.tasks else named.get(key.text, [key.text])
            if len(meant) > 1:
                faults.add("ambiguous-task", key.location, found=key.text, expected=", ".join(meant))
            elif isinstance(entry, MappingNode):
                _enter(entries, key._replace(text=meant[0]), entry, faults)
    removed = {revision.task for revision in state.revisions if revision.kind is RevisionKind.REMOVE}
    before = Standing(state.plan, state.plan.tasks, removed - state.plan.tasks.keys(), state.statuses)
    place = Location(Source(""), 1)
    progress, _ = read_progress(MappingNode({**entries}, place), state.data_date, before, faults, corrects=corrects)
    if faults.errors:
        raise PlanError(faults.diagnostics)
    return tuple(progress)


def csv_report(data: bytes, path: str, faults: Faults) -> MappingNode:
    """The reports in a CSV whose header has `task` and any of an update's progress keys, in English or Chinese.

    An empty cell says nothing, and so does a row with nothing but its task. Cells are separated by commas, semicolons
    or tabs, whichever gives a header with the most columns that are known.

    Args:
        data: the file's bytes, UTF-8 with or without a mark, or GB18030, as spreadsheets write them.
        path: the path to show in faults.
        faults: gets what is wrong: `too-large`, `csv-workbook`, `not-utf-8`, `csv-encoding` (a warning), `empty-file`,
            `csv-quote`, `csv-cells`, `cell-error`, `cell-digits`,
            `cell-turned`, `unknown-key`, `duplicate-key`, `missing-key`, `empty-value`.
    """
    nothing = MappingNode({}, Location(Source(path), 1))
    if len(data) > MAX_BYTES:
        facts = {"found": f"{len(data) / 2**20:.1f} MB", "expected": f"{MAX_BYTES / 2**20:.0f} MB"}
        faults.add("too-large", nothing.location, **facts)
        return nothing
    if data.startswith(_ARCHIVES):
        faults.add("csv-workbook", nothing.location, found=path)
        return nothing
    text = _decoded(data, path, faults)
    if text is None:
        return nothing
    rows: list[list[ScalarNode]] = []
    for row in _rows(text, path, faults):
        if any(cell.text for cell in row):
            rows.append(row)
        if len(row) > MAX_COLUMNS or len(rows) > MAX_ROWS:
            more = f"> {MAX_ROWS}" if len(rows) > MAX_ROWS else str(len(rows))
            found = f"{more} × {len(row)}"
            faults.add("too-large", row[0].location, found=found, expected=f"{MAX_ROWS} × {MAX_COLUMNS}")
            return nothing
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
        source = Source("REPORT", (text,))
        head = _HEAD.match(text)
        if head is None:
            raise ValueError(text)
        task = ScalarNode(head[1], source, 1, head.start(1) + 1, len(head[1]))
        said = read_pairs(text, head.end(), source, faults, lambda key, cell: _listed(key, _as_written(key, cell)))
        _enter(entries, task, MappingNode({**said}, task.location), faults)
    return MappingNode({**entries}, Location(Source("REPORT"), 1))


def read_pairs(
    text: str, begin: int, source: Source, faults: Faults, meant: Callable[[str, ScalarNode], Node]
) -> dict[str, tuple[ScalarNode, Node]]:
    """What `KEY=VALUE …` says from a place of a text on; `meant` makes of a key's value what a file would have.

    Raises:
        ValueError: the rest is not of this form; its message is the part that is not.
    """
    said: dict[str, tuple[ScalarNode, Node]] = {}
    while text[begin:].strip() or not said:
        match = _PAIR.match(text, begin)
        if match is None:
            raise ValueError(text[begin:].strip() or text)
        key = ScalarNode(match["key"], source, 1, match.start("key") + 1, len(match["key"]))
        raw = match["value"]
        value = raw[1:-1] if raw[:1] in ("'", '"') else raw
        cell = ScalarNode(value, source, 1, match.start("value") + 1, len(raw))
        _enter(said, key, meant(key.text, cell), faults)
        begin = match.end()
    return said


def _enter(entries: dict[str, tuple[ScalarNode, N]], key: ScalarNode, node: N, faults: Faults) -> None:
    """Add an entry to a mapping, or the fault that its key is there already."""
    if key.text in entries:
        faults.add("duplicate-key", key.location, entries[key.text][0].location, found=key.text)
    else:
        entries[key.text] = key, node


def _decoded(data: bytes, path: str, faults: Faults) -> str | None:
    """The text of UTF-8 or else of GB18030, with a warning that shows how it was read; None with the fault."""
    reached, good = 0, "utf-8-sig"
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            # With a mark, positions count from behind it.
            start = error.start + (len(BOM_UTF8) if encoding == "utf-8-sig" and data.startswith(BOM_UTF8) else 0)
            reached, good = max((reached, good), (start, encoding))
            continue
        foreign = _NOT_ASCII.search(data) if encoding == "gb18030" else None
        # Before the first byte that is not ASCII, there are as many characters as bytes.
        if foreign and (word := _FOREIGN_WORD.search(text, max(foreign.start() - 20, 0))):
            faults.warn("csv-encoding", _place(text, word.start(), path, len(word[0])), found=word[0])
        return text
    # The encoding that gets farther is the likely one, and what stops it there the fault.
    found = "UTF-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else f"{data[reached]:02X}"
    before = data[:reached].decode(good)
    place = _place(before + data[reached:].decode("utf-8", "replace"), len(before), path)
    faults.add("not-utf-8", place, found=found, expected="UTF-8, GB18030")
    return None


def _place(text: str, position: int, path: str, width: int = 1) -> Location:
    """Where a position of a text stands."""
    begin = max((match.end() for match in _LINE_END.finditer(text, 0, position)), default=0)
    line = len(_LINE_END.findall(text, 0, position)) + 1
    return Location(Source(path, tuple(_LINE_END.split(text))), line, position - begin + 1, width)


def _separator(text: str) -> str:
    """What separates the cells: what gives the first line the most known columns; the comma where that is open."""
    header = _LINE_END.split(text.lstrip(), maxsplit=1)[0]

    def known(separator: str) -> int:
        return sum(cell.strip(' "').casefold() in HEADERS for cell in header.split(separator))

    return max(_SEPARATORS, key=known)


def _rows(text: str, path: str, faults: Faults) -> Iterator[list[ScalarNode]]:
    """The cells of a CSV, each with its place. A cell's line breaks become spaces: a report is told in one line."""
    source = Source(path, tuple(_LINE_END.split(text)))
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    row: list[ScalarNode] = []
    separator = _separator(text)
    position = 0
    while position < len(text):
        line = bisect_right(starts, position)
        column = position - starts[line - 1] + 1
        match = _CELLS[separator].match(text, position)
        if match is None:
            faults.add("csv-quote", Location(source, line, column))
            return
        raw = match["bare"] if match["quoted"] is None else match["quoted"].replace('""', '"')
        width = min(match.start("end"), position + len(source.lines[line - 1]) - column + 1) - position
        row.append(ScalarNode(" ".join(raw.split()), source, line, column, width))
        position = match.end()
        if match["end"] != separator or len(row) > MAX_COLUMNS:
            yield row
            row = []
    if row:
        yield row


def _report(header: Sequence[ScalarNode], rows: Iterable[Sequence[ScalarNode]], faults: Faults) -> MappingNode:
    names: dict[str, ScalarNode] = {}
    columns = [cell._replace(text=HEADERS.get(cell.text.casefold(), cell.text)) for cell in header]
    for cell, column in zip(header, columns, strict=True):
        if column.text in names:
            faults.add("duplicate-key", cell.location, names[column.text].location, found=cell.text)
        elif column.text and column.text not in COLUMNS:
            faults.unknown("unknown-key", cell, HEADERS, expected=_HEADER_FORMS)
        names.setdefault(column.text, column)
    if TASK not in names:
        faults.add("missing-key", header[0].location, expected=TASK)
        return MappingNode({}, header[0].location)
    entries: dict[str, tuple[ScalarNode, MappingNode]] = {}
    for row in rows:
        for cell in row[len(header) :]:
            if cell.text:
                faults.add("csv-cells", cell.location, found=cell.text)
        for name, cell in zip(columns, row, strict=False):
            _check_cell(name.text, cell, faults)
        values = {name.text: (name, _as_written(name.text, cell)) for name, cell in zip(columns, row, strict=False)}
        task = values.pop(TASK, (None, None))[1]
        if task is None or not task.text:
            faults.add("empty-value", (task or row[0]).location)
            continue
        said = {name: pair for name, pair in values.items() if pair[1].text and name in COLUMNS}
        if said:
            listed = {name: (key, _listed(name, cell)) for name, (key, cell) in said.items()}
            _enter(entries, task, MappingNode({**listed}, task.location), faults)
    return MappingNode({**entries}, header[0].location)


def _check_cell(name: str, cell: ScalarNode, faults: Faults) -> None:
    """Tell of what a spreadsheet wrote in the place of what was typed: an error, or a document's number turned."""
    if name not in COLUMNS:
        return
    if error_of(cell.text) is not None:
        faults.add("cell-error", cell.location, found=cell.text)
    elif name == "document" and (_POWER.fullmatch(cell.text) or _ROUNDED.fullmatch(cell.text)):
        faults.add("cell-digits", cell.location, found=cell.text)
    elif name == "document" and _TURNED.fullmatch(cell.text):
        faults.add("cell-turned", cell.location, found=cell.text)


def _as_written(name: str, cell: ScalarNode) -> ScalarNode:
    """A cell as its author meant it: spreadsheets turn the date 2016-03-14 into 2016/3/14 or 2016/3/14 0:00.

    What has an update's own form with a `T` is as precise as its author wanted it.
    """
    if name not in ("started", "finished", *FILING_KEYS) or ("T" in cell.text and parse_finish(cell.text) is not None):
        return cell
    day = written_date(cell.text)
    return cell if day is None else cell._replace(text=day)


def _listed(name: str, cell: ScalarNode) -> Node:
    """A cell of several dates, as a file that was returned twice has them, as the list that an update would have."""
    parts = list(parts_of_list(cell.text))
    if name not in FILING_KEYS or len(parts) < 2:
        return cell
    items: list[Node | None] = []
    for match in parts:
        place = cell.part(*match.span())
        item = ScalarNode(match[0], cell.source, place.line, place.column, place.width)
        items.append(_as_written(name, item))
    return SequenceNode(items, cell.location)
