"""An office's own letter page: a `.docx` with fields, into which a paper is put instead of onto our own page.

The office's page keeps what it has: its head, its foot, its margins, its words, and those of our styles that it sets
itself (a style of that name). Fields are written `{{ 正文 }}` or `{{ body }}`; the one for the text is a paragraph
of its own, the others stand anywhere, also in the head and the foot of a page. This module must never
know what a paper says.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schedule.diagnostics import Diagnostic, PlanError, nearest
from schedule.output.letters.official import PITCH, STANDARD, Sheet

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as Line
    from docx.text.run import Run

FIELDS = {"body": "正文", "title": "标题", "project": "项目", "day": "日期"}
"""What a page may ask for, in English and Chinese: the text of the letter, its title, the project's name, the day."""

BODY = "body"
LARGEST, UNPACKED = 20_000_000, 100_000_000
"""Bytes of the file and of what is packed in it: a page with the pictures of a head is far smaller."""
_FIELD = re.compile(r"[{]{2}\s*([^{}]*?)\s*[}]{2}")
_KEYS = {name: key for key, chinese in FIELDS.items() for name in (key, chinese)}
_POINT = 12700
"""English metric units in a point."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """An office's page: the bytes of its file, the room that its pages leave, and whether it asks for the title."""

    data: bytes
    sheet: Sheet
    titled: bool = False


def read_letterhead(path: Path) -> Letterhead:
    """An office's page, its fields checked.

    Raises:
        PlanError: the file is no `.docx`, asks for what we do not know, or has no place for the text, or several.
        OSError: the file cannot be read.
    """
    file, faults = {"file": str(path)}, list[Diagnostic]()
    with path.open("rb") as source:
        data = source.read(LARGEST + 1)
    document = opened(data) if len(data) <= LARGEST else None
    if document is None:
        raise PlanError([Diagnostic("letterhead-unreadable", None, file)])
    places, titled = 0, False
    for line in every_line(document):
        for found in _FIELD.finditer(_text(line)):
            key = _KEYS.get(found[1])
            places, titled = places + (key == BODY), titled or key == "title"
            if key is None:
                known = ", ".join(f"{{{{ {chinese} }}}}" for chinese in FIELDS.values())
                facts = file | {"found": found[0], "expected": known}
                meant = nearest(found[1], _KEYS)
                faults.append(Diagnostic("letterhead-field", None, facts | ({"nearest": meant} if meant else {})))
    if places != 1 or body_line(document) is None:
        faults.append(Diagnostic("letterhead-body", None, file | {"found": str(places)}))
    if faults:
        raise PlanError(faults)
    return Letterhead(data, _sheet(document), titled)


def sheet_of(letterhead: Letterhead | None) -> Sheet:
    """The room of a page; of none, the standard's."""
    return STANDARD if letterhead is None else letterhead.sheet


def opened(data: bytes) -> Document | None:
    """A file as a document; None where it is none."""
    from docx import Document

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > UNPACKED:
                return None
        return Document(io.BytesIO(data))
    except Exception:
        # A file of anything at all: zip, XML and the parts of a package each have their own errors.
        return None


def every_line(document: Document) -> Iterator[Line]:
    """Every paragraph of a document, also in tables and text boxes, in the heads and feet of its pages."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph as Line

    parts = [document.part]
    parts += [one.target_part for one in document.part.rels.values() if one.reltype.endswith(("/header", "/footer"))]
    for part in parts:
        for element in part.element.iter(qn("w:p")):
            yield Line(element, part)


def body_line(document: Document) -> Line | None:
    """The paragraph that the text takes the place of: one of the page itself, with nothing else in it."""
    for line in document.paragraphs:
        found = _FIELD.fullmatch(_text(line).strip())
        if found is not None and _KEYS.get(found[1]) == BODY:
            return line
    return None


def fill(document: Document, values: Mapping[str, str]) -> None:
    """Put the values of its fields into a document, each in the letters of its field's first brace."""
    for line in every_line(document):
        for found in reversed([*_FIELD.finditer(_text(line))]):
            key = _KEYS.get(found[1], "")
            if key in values:
                _replace(line, found.start(), found.end(), values[key])


def _runs(line: Line) -> list[Run]:
    """The runs of a paragraph, also in its links and content controls; not those of a text box that it holds."""
    from docx.oxml.ns import qn
    from docx.text.run import Run

    found = line._p.iter(qn("w:r"))
    return [Run(each, line) for each in found if next(each.iterancestors(qn("w:p"))) is line._p]


def _text(line: Line) -> str:
    """What a paragraph says, run by run."""
    return "".join(run.text for run in _runs(line))


def _replace(line: Line, begin: int, end: int, text: str) -> None:
    """Put a text in the place of some characters of a paragraph, which may lie in several runs."""
    at = 0
    for run in _runs(line):
        own = run.text
        first, last = max(begin - at, 0), min(end - at, len(own))
        if first < last:
            run.text = own[:first] + (text if at + first == begin else "") + own[last:]
        at += len(own)


def _sheet(document: Document) -> Sheet:
    """The room of the page: within its margins, less its own lines, each as high as one of a letter's."""
    section = document.sections[0]

    def points(*lengths: Any) -> float:
        first, *others = (0 if one is None else int(one) for one in lengths)
        return (first - sum(others)) / _POINT

    own = len(document.paragraphs) - 1 + sum(len(table.rows) for table in document.tables)
    return Sheet(
        width=points(section.page_width, section.left_margin, section.right_margin),
        height=points(section.page_height, section.top_margin, section.bottom_margin),
        taken=own * PITCH,
    )
