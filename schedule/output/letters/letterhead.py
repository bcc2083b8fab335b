"""An office's own letter page: a `.docx` with fields, into which a paper is put instead of onto our own page.

The office's page keeps what it has: its head, its foot, its margins, its words, and those of our styles that it sets
itself (a style of that name). Fields are written `{{ 正文 }}` or `{{ body }}`; the one for the text is a paragraph
of its own, the others stand anywhere, also in the head and the foot of a page. What is read is what a page shows,
however the word processor keeps it: cut into runs, inserted under tracked changes, in a link, in a content control.
This module must never know what a paper says.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schedule.diagnostics import Diagnostic, PlanError, nearest
from schedule.output.letters.official import (
    BOTTOM,
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PITCH,
    RIGHT,
    STANDARD,
    TOP,
    Sheet,
)
from schedule.output.words.plain_text import cell_text

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section

FIELDS = {"body": "正文", "title": "标题", "project": "项目", "day": "日期"}
"""What a page may ask for, in English and Chinese: the text of the letter, its title, the project's name, the day."""

BODY = "body"
LARGEST, UNPACKED = 20_000_000, 100_000_000
"""Bytes of the file and of what is packed in it: a page with the pictures of a head is far smaller."""
LEAST = Sheet(width=160, height=10 * PITCH)
"""The least room of a page that a letter is put on: ten characters of its size to a line, ten lines."""
_FIELD = re.compile(r"[{｛]{2}([^{｛}｝]*)[}｝]{2}")
"""In the braces of either keyboard: who types Chinese has the wide ones under the same keys."""
_PICTURES = ("w:drawing", "w:pict", "w:object")
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
        PlanError: the file is no `.docx`, asks for what we do not know, has no place for the text, or several, or no
            room for one.
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
        for found in _FIELD.finditer(text_of(line)):
            key = _KEYS.get(found[1].strip())
            places, titled = places + (key == BODY), titled or key == "title"
            if key is None:
                known = ", ".join(f"{{{{ {chinese} }}}}" for chinese in FIELDS.values())
                facts = file | {"found": found[0], "expected": known}
                meant = nearest(found[1].strip(), _KEYS)
                faults.append(Diagnostic("letterhead-field", None, facts | ({"nearest": meant} if meant else {})))
    place = body_line(document)
    if places != 1 or place is None:
        faults.append(Diagnostic("letterhead-body", None, file | {"found": str(places)}))
    sheet = _sheet(document, place)
    if sheet.width < LEAST.width or sheet.height < LEAST.height:
        has, least = ((str(int(side / 72 * 25.4)) for side in (one.width, one.height)) for one in (sheet, LEAST))
        names = ("width", "height", "least_width", "least_height")
        faults.append(Diagnostic("letterhead-room", None, file | dict(zip(names, (*has, *least), strict=True))))
    if faults:
        raise PlanError(faults)
    return Letterhead(data, sheet, titled)


def sheet_of(letterhead: Letterhead | None) -> Sheet:
    """The room of a page; of none, the standard's."""
    return STANDARD if letterhead is None else letterhead.sheet


def opened(data: bytes) -> Document | None:
    """A file as a document, each section of which says how large its page is; None where the file is none."""
    from docx import Document
    from docx.shared import Mm

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > UNPACKED:
                return None
        document = Document(io.BytesIO(data))
        document.element.body.get_or_add_sectPr()
        ours = {
            "page_width": PAGE_WIDTH,
            "page_height": PAGE_HEIGHT,
            "left_margin": LEFT,
            "right_margin": RIGHT,
            "top_margin": TOP,
            "bottom_margin": BOTTOM,
        }
        for section in document.sections:
            for name, length in ours.items():
                if getattr(section, name) is None:
                    setattr(section, name, Mm(length))
            _ = section.different_first_page_header_footer
        _ = document.settings.odd_and_even_pages_header_footer, [style.name for style in document.styles]
        return document
    except Exception:
        # A file of anything at all: zip, XML, the parts of a package and the values in them each have their own errors.
        return None


def every_line(document: Document) -> Iterator[Any]:
    """The element of every paragraph, also in tables and text boxes, in the heads and feet of a document's pages."""
    parts = [document.part]
    parts += [one.target_part for one in document.part.rels.values() if one.reltype.endswith(("/header", "/footer"))]
    for part in parts:
        yield from [*part.element.iter(_name("w:p"))]


def text_of(line: Any) -> str:
    """The text of a paragraph's element, without that of text boxes which hang on it."""
    return "".join(piece.text or "" for piece in _pieces(line))


def body_line(document: Document) -> Any | None:
    """The element of the paragraph that the text takes the place of: one of the page itself, with no other text in it.

    One in a content control is one of the page itself; one in a cell or a text box is not.
    """
    frames = {_name("w:sdt"), _name("w:sdtContent"), _name("w:customXml")}
    for line in document.element.body.iter(_name("w:p")):
        found = _FIELD.fullmatch(text_of(line).strip())
        if found is not None and _KEYS.get(found[1].strip()) == BODY:
            around = line.getparent()
            while around.tag in frames:
                around = around.getparent()
            if around is document.element.body:
                return line
    return None


def section_of(document: Document, line: Any) -> Section:
    """The section that a paragraph of the page itself belongs to: the one whose end comes first after it."""
    order = {element: place for place, element in enumerate(document.element.body.iter())}
    return next(one for one in document.sections if order[one._sectPr] > order[line])


def place_text(document: Document, elements: Iterable[Any]) -> None:
    """Move paragraphs and tables to where the page has the place for them.

    What hangs on the paragraph that goes stays: pictures and lines are those of the first paragraph that comes, the end
    of a section is that of the last. Raises ValueError for a page without a place.
    """
    from docx.oxml import OxmlElement

    place, moved = body_line(document), [*elements]
    if place is None:
        raise ValueError("a page without a place for the text")
    while place.getparent() is not document.element.body:  # whoever fills in a content control changes the letter
        frame = place.getparent()
        for element in [one for one in frame if one.tag not in (_name("w:sdtPr"), _name("w:sdtEndPr"))]:
            frame.addprevious(element)
        frame.getparent().remove(frame)
    for element in moved:
        place.addprevious(element)
    first = next(element for element in moved if element.tag == _name("w:p"))
    hanging = [one for one in place if any(True for name in _PICTURES for _ in one.iter(_name(name)))]
    for number, one in enumerate(hanging):
        for piece in _pieces(one):
            piece.text = ""
        first.insert(number + (first.pPr is not None), one)
    if place.pPr is not None and place.pPr.sectPr is not None:
        last = moved[-1]
        if last.tag != first.tag:
            last = OxmlElement("w:p")
            place.addprevious(last)
        last.set_sectPr(place.pPr.sectPr)
    place.getparent().remove(place)


def fill(document: Document, values: Mapping[str, str]) -> None:
    """Put the values of its fields into a document, each in the letters of its field's first brace."""
    for line in every_line(document):
        for found in reversed([*_FIELD.finditer(text_of(line))]):
            key = _KEYS.get(found[1].strip(), "")
            if key in values:
                _replace(line, found.start(), found.end(), cell_text(values[key]))


def _pieces(line: Any) -> list[Any]:
    """The elements that hold the text of a paragraph, or of a part of one, in order; what is deleted is no text."""
    paragraph, moved = _name("w:p"), _name("w:moveFrom")
    found = []
    for piece in line.iter(_name("w:t")):
        around = piece.getparent()
        while around is not line and around.tag not in (paragraph, moved):
            around = around.getparent()
        if around is line:
            found.append(piece)
    return found


def _replace(line: Any, begin: int, end: int, text: str) -> None:
    """Put a text in the place of some characters of a paragraph, which may lie in several runs."""
    at = 0
    for piece in _pieces(line):
        own = piece.text or ""
        first, last = max(begin - at, 0), min(end - at, len(own))
        if first < last:
            piece.text = own[:first] + (text if at + first == begin else "") + own[last:]
            piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        at += len(own)


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return qn(tag)


def _sheet(document: Document, place: Any | None) -> Sheet:
    """The room of the page with the place: within its margins, less its own lines, each as high as a letter's."""
    section = document.sections[0] if place is None else section_of(document, place)

    def points(*lengths: Any) -> float:
        first, *others = (0 if one is None else int(one) for one in lengths)
        return (first - sum(others)) / _POINT

    own = sum(line._p is not place for line in document.paragraphs) + sum(len(table.rows) for table in document.tables)
    return Sheet(
        width=points(section.page_width, section.left_margin, section.right_margin),
        height=points(section.page_height, section.top_margin, section.bottom_margin),
        taken=own * PITCH,
    )
