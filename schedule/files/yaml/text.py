"""Values → YAML text that a person would have written, and that `read_yaml` reads back.

A document is made of mappings, lists and texts. Text is quoted only where it must be; what fits a line stands in one.
This module must never know what the keys mean.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

Document = Mapping[str, "Document"] | Sequence["Document"] | str

WIDTH = 110
"""Characters of a line, up to which an inner mapping or list stands in one line."""

# A plain text begins with no indicator, holds no flow punctuation, no ": " and no " #", and no character that is
# invisible or that YAML cannot hold; where in doubt, it is quoted.
_SAFE = r"[\w./+~%（），、。：；“”《》〔〕！？·-]|:(?=\w)"
_PLAIN = re.compile(rf"(?:-(?=[0-9]))?[^\W_](?:{_SAFE})*(?: (?:{_SAFE})+)*")
_NULL = frozenset({"null", "Null", "NULL"})
_ESCAPED = re.compile("[\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\ufeff\ufffe\uffff]")


def yaml_text(document: Mapping[str, Document]) -> str:
    """The text of a document, one key a line at the top; the last line ends.

    >>> print(yaml_text({"data_date": "2016-03-14", "progress": {"a": {"started": "2016-03-01", "note": "等: x"}}}))
    data_date: 2016-03-14
    progress:
      a: {started: 2016-03-01, note: "等: x"}
    <BLANKLINE>
    """
    return "".join(f"{line}\n" for line in _block(document, top=True))


def scalar_text(text: str) -> str:
    """A text, plain where that is safe and otherwise in double quotes; what is nothing to other readers is quoted.

    >>> scalar_text("NULL"), scalar_text("null and void"), scalar_text("7")
    ('"NULL"', 'null and void', '7')
    """
    if _PLAIN.fullmatch(text) and text not in _NULL:
        return text
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))


def _block(document: Document, top: bool = False) -> list[str]:
    """The lines of a mapping or a list; at the top, its own mappings and lists have lines of their own too."""
    lines: list[str] = []
    if isinstance(document, Mapping):
        for key, value in document.items():
            lines += _entry(f"{scalar_text(key)}:", value, top)
    else:
        for item in document:
            lines += _entry("-", item, top)
    return lines


def _entry(head: str, value: Document, top: bool) -> list[str]:
    flow = f"{head} {_flow(value)}"
    if isinstance(value, str) or not value or (not top and len(flow) <= WIDTH):
        return [flow]
    inner = _block(value)
    if head == "-":
        return [f"- {inner[0]}", *(f"  {line}" for line in inner[1:])]
    return [head, *(f"  {line}" for line in inner)]


def _flow(document: Document) -> str:
    if isinstance(document, str):
        return scalar_text(document)
    if isinstance(document, Mapping):
        return "{" + ", ".join(f"{scalar_text(key)}: {_flow(value)}" for key, value in document.items()) + "}"
    return "[" + ", ".join(_flow(item) for item in document) + "]"
