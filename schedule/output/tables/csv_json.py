r"""Rows as CSV and JSON text, the same bytes for the same rows.

CSV: comma, "\n", dates `YYYY-MM-DD`, numbers without needless zeros, `true`/`false`, nothing where there is no value.
Spreadsheets run a cell that begins with `=`, `+`, `-` or `@` as a formula, and the names and notes of a plan are
written by many hands: such a text gets a leading apostrophe, and characters that hide or turn text around are written
as their number. Numbers, negative ones too, stay numbers.
JSON: UTF-8, one object a line, the same keys, null where there is no value; no apostrophes; those characters escaped.
This module must never know what the rows are about.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from operator import itemgetter
from typing import Any, TypeAlias, cast

from schedule.output.words.phrases import Value
from schedule.output.words.plain_text import UNSAFE
from schedule.output.words.saying import Days

BYTE_ORDER_MARK = "\ufeff"
"""By this at its beginning a spreadsheet on Windows knows that a CSV is UTF-8."""
Listed: TypeAlias = Callable[[Iterable[str]], str]
"""How several words become one cell."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Value]], *, listed: Listed = ", ".join) -> str:
    r"""Rows under a header as CSV; `listed` joins the words of a cell that holds several.

    >>> csv_text(["task", "float"], [("=1+1", -2)])
    "task,float\n'=1+1,-2\n"
    """
    return csv_of_columns(header, list(zip(*rows, strict=True)), listed=listed)


def csv_of_columns(header: Sequence[str], columns: Iterable[Sequence[Value]], *, listed: Listed = ", ".join) -> str:
    r"""Columns, all of one length, under a header as CSV, as `csv_text` writes their rows.

    >>> csv_of_columns(["task", "float"], [["a, b", "c"], [-2, None]])
    'task,float\n"a, b",-2\nc,\n'
    """
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(header)
    shown = _Shown(listed)
    written = [_column(column, shown) for column in columns]
    if len(written) == 1:  # a line of its own says nothing but by quotes
        written = [[cell or '""' for cell in written[0]]]
    lines = map(",".join, zip(*written, strict=True))
    return "".join([text.getvalue(), *(f"{line}\n" for line in lines)])


def _column(values: Sequence[Value], shown: _Shown) -> Iterable[str]:
    """The cells of a column as they stand in the file."""
    kinds = set(map(type, values))
    if kinds <= _TEXTS:
        texts = cast("Sequence[str]", [value or "" for value in values] if type(None) in kinds else values)
        if _is_plain(texts):
            return texts
    if len(kinds) == 1:
        return map(shown[kinds.pop()].__getitem__, values)
    return [shown[type(value)][value] for value in values]


def _is_plain(texts: Sequence[str]) -> bool:
    """Whether all texts stand in the file as they are: nothing in them is hidden, quoted or a formula."""
    whole = "".join(texts)
    return (
        whole.isprintable() and "," not in whole and '"' not in whole and set(map(_FIRST, texts)).isdisjoint(_FORMULA)
    )


_FIRST = itemgetter(slice(1))
_TEXTS = {str, type(None)}


class _Shown(dict[type, "_Cells"]):
    """The cells of values by their type, for 1, 1.0 and true are one key and three cells."""

    def __init__(self, listed: Listed) -> None:
        super().__init__()
        self._listed = listed

    def __missing__(self, kind: type) -> _Cells:
        """Those of a type that did not come before."""
        cells = self[kind] = _Cells(self._listed)
        return cells


class _Cells(dict[Value, str]):
    """Values of one type by their cells, each made once: a column of 100,000 dates has few different ones."""

    def __init__(self, listed: Listed) -> None:
        super().__init__()
        self._listed = listed

    def __missing__(self, value: Value) -> str:
        """What nobody asked for before. Nought is made each time: with a sign it is the same key."""
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerow((csv_cell(value, self._listed), None))
        cell = text.getvalue()[: -len(",\n")]
        if value or not isinstance(value, float):
            self[value] = cell
        return cell


def csv_cell(value: Value, listed: Listed = ", ".join) -> str | int | float | None:
    """One cell, ready to be written; text that a spreadsheet would run is made harmless."""
    match value:
        case str():
            shown = value if value.isprintable() else UNSAFE.sub(_shown, value)
            return "'" + shown if shown.startswith(_FORMULA) else shown
        case bool():
            return "true" if value else "false"
        case None | int() | float():
            return value
        case tuple():
            return csv_cell(listed(value))
    plain = json_value(value)
    assert plain is None or isinstance(plain, str | int | float), value  # dates and days are all that is left
    return plain


def _shown(found: re.Match[str]) -> str:
    return found[0] if found[0] in "\t\r" else f"[U+{ord(found[0]):04X}]"


def json_text(records: Iterable[dict[str, Any]]) -> str:
    r"""A list of records as JSON, one a line.

    >>> json_text([{"任务": "基层", "天": 2.5}])
    '[\n{"任务": "基层", "天": 2.5}\n]\n'
    """
    lines = ",\n".join(_escaped(json.dumps(record, ensure_ascii=False, default=json_value)) for record in records)
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def _escaped(text: str) -> str:
    r"""Characters that a reader cannot see, which in JSON stand only in strings, as `\u202e`: nothing is lost."""
    return text if text.isprintable() else UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def json_value(value: object) -> object:
    """Dates as ISO text, days as numbers: ints where they are whole, else to four decimals."""
    match value:
        case Days(amount=amount):
            return amount.numerator if amount.denominator == 1 else round(float(amount), 4)
        case date():
            return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a table")
