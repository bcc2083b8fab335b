"""An official paper as `.docx`: page, styles, page numbers and fonts of GB/T 9704-2012; for one paper always one file.

Fonts that a machine may lack name their stand-ins in the file's font table, so that Word and WPS do not choose for
themselves. This module must never choose what a paper says.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias
from xml.sax.saxutils import quoteattr

from schedule.output.letters.letterhead import Letterhead, fill, opened, place_text
from schedule.output.letters.official import (
    BOTTOM,
    FOOT_HEIGHT,
    FOOT_SIZE,
    LATIN,
    LEFT,
    PAGE_HEIGHT,
    PAGE_NUMBER_SIZE,
    PAGE_WIDTH,
    RIGHT,
    ROW_SPACE,
    TOP,
    Face,
    Grid,
    NewPage,
    Paper,
    Paragraph,
    Setting,
    Style,
    blanks,
    scale,
    tight,
    untitled,
)
from schedule.output.words.catalogue import word
from schedule.output.words.languages import Language
from schedule.output.words.plain_text import cell_text, from_right
from schedule.version import THIS

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.text.paragraph import Paragraph as Line

_FOOT = 25
"""Millimetres from the page's edge to the page number: its dash stands 7 mm below the text (7.5)."""
_WRITTEN = (1980, 1, 1, 0, 0, 0)
"""The time that every part of the file bears."""
_TWIPS = 20

Wanted: TypeAlias = tuple[Style, str, Setting]
"""A style that a paper needs, by which name its language knows it, and how it is set."""


def write_docx(
    paper: Paper,
    target: Path | BinaryIO,
    letterhead: Letterhead | None = None,
    fields: Mapping[str, str] | None = None,
) -> None:
    """Write a paper to a path or a binary stream. Raises OSError where that cannot be written."""
    data = docx_bytes(paper, letterhead, fields)
    if isinstance(target, Path):
        target.write_bytes(data)
    else:
        target.write(data)


def docx_bytes(paper: Paper, letterhead: Letterhead | None = None, fields: Mapping[str, str] | None = None) -> bytes:
    """A paper as the bytes of a `.docx`, on an office's page if one is given; the same on any day and machine.

    `fields` are what that page may ask for beside the text and the title, by the keys of `letterhead.FIELDS`.
    """
    document = _opened_page(paper) if letterhead is None else opened(letterhead.data)
    if document is None:  # nobody changes the page between its reading and its writing
        raise ValueError("a page that cannot be opened")
    _describe(document, paper)
    if letterhead is not None:
        fill(document, {"title": paper.title.replace("\n", ""), **(fields or {})})
        _add_table_style(document)
    _set_foot(document, paper)
    styles = _styles(document, _wanted(paper), paper.language.letter_font)
    body = document.element.body
    own = [*body] if letterhead is not None else []
    _add_blocks(document, paper if letterhead is None or not letterhead.titled else untitled(paper), styles)
    written = io.BytesIO()
    if letterhead is not None:
        place_text(document, [element for element in body if element not in own])
    document.save(written)
    return _packed(written.getvalue())


def _opened_page(paper: Paper) -> Document:
    """The standard's page with the styles of a paper, and nothing on it but the numbers of its pages."""
    from docx import Document

    return Document(io.BytesIO(_page(_wanted(paper), paper.language.letter_font, bool(paper.foot))))


@lru_cache(maxsize=16)
def _page(wanted: tuple[Wanted, ...], letter_font: str, has_foot: bool) -> bytes:
    """The standard's page as a file. To set it takes as long as to write a paper, and most papers have it in common."""
    from docx import Document

    document = Document()
    _set_page(document, letter_font, has_foot)
    _clear_styles(document)
    _styles(document, wanted, letter_font)
    written = io.BytesIO()
    document.save(written)
    return _packed(written.getvalue(), {"word/fontTable.xml": _font_table()})


def _wanted(paper: Paper) -> tuple[Wanted, ...]:
    return tuple((style, _style_name(style, paper.language), setting) for style, setting in paper.settings.items())


def _styles(document: Document, wanted: Iterable[Wanted], letter_font: str) -> dict[Style, str]:
    """By which id the document knows each style of the paper: the page's own of that name, or one that is added.

    A word processor gives a style with a Chinese name an id of its own, such as `a5`.
    """
    from docx.enum.style import WD_STYLE_TYPE

    there = {one.name: one.style_id for one in document.styles if one.type == WD_STYLE_TYPE.PARAGRAPH}
    ids, names = dict[Style, str](), {one.name for one in document.styles}
    for style, name, setting in wanted:
        if name not in there:
            while name in names:  # a style of letters or of tables has it
                name += " 2"
            there[name] = _add_style(document, name, setting, letter_font)
        ids[style] = there[name]
    return ids


def _add_blocks(document: Document, paper: Paper, styles: Mapping[Style, str]) -> None:
    begins_page = False
    for block in paper.blocks:
        if isinstance(block, NewPage):
            begins_page = True
            continue
        if isinstance(block, Grid):
            _add_grid(document, block, paper, styles)
        else:
            line = document.add_paragraph()
            _fill(line, block, paper, styles)
            line.paragraph_format.page_break_before = True if begins_page else None
        begins_page = False


def _describe(document: Document, paper: Paper) -> None:
    """The file's properties: which daopai made it, and nothing of the machine, the user or the hour."""
    properties, day = document.core_properties, datetime(paper.day.year, paper.day.month, paper.day.day)
    properties.title = cell_text(paper.title.replace("\n", ""), longest=200)
    properties.author = properties.last_modified_by = properties.keywords = ""
    properties.comments = str(THIS)
    properties.created = properties.modified = properties.last_printed = day
    properties.language = paper.language.document_tag
    package = document.part.package
    for name, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[name]


def _set_page(document: Document, letter_font: str, has_foot: bool) -> None:
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(PAGE_WIDTH), Mm(PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance, section.footer_distance = Mm(15), Mm(_FOOT - FOOT_HEIGHT * has_foot)
    grid = section._sectPr.find(_name("w:docGrid"))
    if grid is not None:  # the pitch is each style's own
        section._sectPr.remove(grid)
    document.settings.odd_and_even_pages_header_footer = True
    _number_pages(section, letter_font or Face.NUMBER.font)


def _set_foot(document: Document, paper: Paper) -> None:
    """Have a page bear what stands below its number; an office's that has no foot gets our numbers too."""
    latin = paper.language.letter_font or Face.NUMBER.font
    for number, section in enumerate(document.sections):
        feet = [section.footer]
        feet += [section.even_page_footer] if document.settings.odd_and_even_pages_header_footer else []
        feet += [section.first_page_footer] if section.different_first_page_header_footer else []
        kept = [foot for foot in feet if not foot.is_linked_to_previous]
        if number == 0 and not kept:
            heads = [section.header, section.first_page_header]
            if all(head.is_linked_to_previous for head in heads):  # else an even page would lose its head
                document.settings.odd_and_even_pages_header_footer = True
            kept = _number_pages(section, latin)
        for foot in kept if paper.foot else ():
            _add_foot(
                foot, foot.paragraphs[-1] if foot.paragraphs else foot.add_paragraph(), cell_text(paper.foot), latin
            )


def _add_foot(footer: Any, above: Any, text: str, latin: str) -> None:
    """What stands small below a page's number, on its side."""
    from docx.shared import Pt

    line = footer.add_paragraph()
    line.paragraph_format.alignment = above.paragraph_format.alignment
    run = line.add_run(text)
    run.font.size = Pt(FOOT_SIZE)
    _set_fonts(run._r.get_or_add_rPr(), Face.NUMBER, latin)


def _number_pages(section: Section, latin: str) -> list[Any]:
    """`— 1 —`, one character from the outer edge: right on odd pages, left on even ones; the feet that have it."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    feet = [(section.footer, WD_ALIGN_PARAGRAPH.RIGHT), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)]
    if section.different_first_page_header_footer:
        feet.append((section.first_page_footer, WD_ALIGN_PARAGRAPH.RIGHT))
    for footer, side in feet:
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]
        form = line.paragraph_format
        form.alignment = side
        form.left_indent = form.right_indent = Pt(PAGE_NUMBER_SIZE)
        for kind, text in (
            ("", "— "),
            ("begin", ""),
            ("instr", "PAGE"),
            ("separate", ""),
            ("", "1"),
            ("end", ""),
            ("", " —"),
        ):
            run = line.add_run(text if not kind else None)
            run.font.size = Pt(PAGE_NUMBER_SIZE)
            _set_fonts(run._r.get_or_add_rPr(), Face.NUMBER, latin)
            if kind == "instr":
                field = _element("w:instrText")
                field.text = text
                run._r.append(field)
            elif kind:
                run._r.append(_element("w:fldChar", fldCharType=kind))
    return [footer for footer, _ in feet]


_KEPT = {"Table Grid", "header", "footer"}


def _clear_styles(document: Document) -> None:
    """Leave of the template's hundred and more styles the defaults and what a paper needs, in Chinese and English."""
    styles = document.styles.element
    for language in styles.iter(_name("w:lang")):
        language.set(_name("w:val"), "en-GB")
        language.set(_name("w:eastAsia"), "zh-CN")
    for style in [*styles.style_lst]:
        if style.get(_name("w:default")) is None and style.name_val not in _KEPT:
            styles.remove(style)


def _add_table_style(document: Document) -> None:
    """The style of our tables, which the page of a word processor has only if there was once a table on it."""
    from docx.enum.style import WD_STYLE_TYPE

    if "Table Grid" in document.styles:
        return
    style = document.styles.add_style("Table Grid", WD_STYLE_TYPE.TABLE, builtin=True)
    borders = _element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color="auto"))
    properties = _element("w:tblPr")
    properties.append(borders)
    style.element.append(properties)


def _add_style(document: Document, name: str, setting: Setting, letter_font: str) -> str:
    """Add a style of paragraphs to a document; its id there."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.shared import Pt

    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style, style.quick_style = document.styles.default(WD_STYLE_TYPE.PARAGRAPH), True
    style.font.size, style.font.bold = Pt(setting.size), setting.bold
    letters = style.element.get_or_add_rPr()
    _set_fonts(letters, setting.face, letter_font or setting.face.font)
    if setting.closer:
        closer = _element("w:spacing", val=str(round(-setting.closer * _TWIPS)))
        letters.insert_element_before(closer, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")
    form = style.paragraph_format
    form.alignment = {
        "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
        "left": WD_ALIGN_PARAGRAPH.LEFT,
        "center": WD_ALIGN_PARAGRAPH.CENTER,
        "right": WD_ALIGN_PARAGRAPH.RIGHT,
    }[setting.align]
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(setting.pitch)
    form.space_before, form.space_after = Pt(setting.before), Pt(setting.after)
    form.widow_control, form.keep_with_next = False, setting.with_next  # twenty-two lines fill a page
    rules = style.element.get_or_add_pPr()
    if setting.first or setting.right:
        form.first_line_indent = Pt(setting.first * setting.size)
        form.right_indent = Pt(setting.right * setting.size)
        rules.find(_name("w:ind")).set(_name("w:firstLineChars"), str(setting.first * 100))
        rules.find(_name("w:ind")).set(_name("w:rightChars"), str(setting.right * 100))
    if setting.rules:
        _add_rules(rules, setting.rules)
    for key in ("w:autoSpaceDE", "w:autoSpaceDN"):  # no air of the word processor's own beside letters and digits
        rules.insert_element_before(_element(key, val="0"), "w:bidi", "w:snapToGrid", "w:spacing", "w:ind", "w:jc")
    return str(style.style_id)


def _add_rules(rules: Any, sides: tuple[str, ...]) -> None:
    """Lines over and under a paragraph; a cut line is dashed."""
    borders = _element("w:pBdr")
    for side in sides:
        kind, side = ("dashed", "top") if side == "cut" else ("single", side)
        borders.append(_element(f"w:{side}", val=kind, sz="6", space="4", color="000000"))
    rules.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _add_grid(document: Document, grid: Grid, paper: Paper, styles: Mapping[Style, str]) -> None:
    from docx.enum.table import (
        WD_CELL_VERTICAL_ALIGNMENT,
        WD_ROW_HEIGHT_RULE,
        WD_TABLE_ALIGNMENT,
        WD_TABLE_DIRECTION,
    )
    from docx.shared import Mm, Pt

    table = document.add_table(len(grid.rows), len(grid.widths), "Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    if paper.language.direction == "rtl":  # the first column is the one on the right
        table.table_direction = WD_TABLE_DIRECTION.RTL
    margins = _element("w:tblCellMar")
    for side in ("top", "bottom"):
        margins.append(_element(f"w:{side}", w=str(round(ROW_SPACE / 2 * _TWIPS)), type="dxa"))
    table._tbl.tblPr.append(margins)
    for column, width in zip(table.columns, grid.widths, strict=True):
        column.width = Mm(width * scale(paper.sheet))
    for k, texts in enumerate(grid.rows):
        row, least = table.rows[k], grid.tall[k] if grid.tall else 1
        row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
        row.height = Pt(least * paper.settings[Style.CELL].pitch + ROW_SPACE)
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
        cells = row.cells
        if len(texts) < len(cells):
            cells[len(texts) - 1].merge(cells[-1])
        for place, text in enumerate(texts):
            cell, style = cells[place], Style.LABEL if grid.is_label(k, place) else Style.CELL
            cell.width, cell.vertical_alignment = (
                Mm(grid.wide(k, place) * scale(paper.sheet)),
                WD_CELL_VERTICAL_ALIGNMENT.CENTER,
            )
            _fill(cell.paragraphs[0], Paragraph(text, style), paper, styles)


def _fill(line: Line, block: Paragraph, paper: Paper, styles: Mapping[Style, str]) -> None:
    """The words of a paragraph in its style; what a person has to fill in is marked."""
    from docx.enum.text import WD_COLOR_INDEX, WD_TAB_ALIGNMENT
    from docx.shared import Mm, Pt

    language = paper.language
    line._p.style = styles[block.style]
    two_sides = block.style is Style.PRINTED
    if from_right(block.lead + block.text):
        _turn(line)
    for text, is_lead in ((block.lead, True), (block.text, False)):
        shown = cell_text(text if language.spaced else tight(text))
        if is_lead and shown and not two_sides:
            shown += language.gap
        begin = 0
        for blank in [*blanks(shown, paper.lang), None]:
            plain = shown[begin : blank.start() if blank else len(shown)]
            if plain:
                _set_lead(line.add_run(plain), is_lead and not two_sides, language)
            if blank is not None:
                run = line.add_run(blank[0])
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
                begin = blank.end()
        if two_sides and is_lead:
            line.paragraph_format.tab_stops.add_tab_stop(Pt(paper.sheet.width) - Mm(5), WD_TAB_ALIGNMENT.RIGHT)
            line.add_run().add_tab()


def _turn(line: Line) -> None:
    """Have a paragraph run from the right; a word processor shapes its letters whatever we say of the runs."""
    properties = line._p.get_or_add_pPr()
    properties.insert_element_before(
        _element("w:bidi"), "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _style_name(style: Style, language: Language) -> str:
    return word(f"paper.style.{style.value}", language.code)


def _set_lead(run: Any, is_lead: bool, language: Language) -> None:
    if is_lead:
        run.bold = True
        _set_fonts(run._r.get_or_add_rPr(), Face.SUBHEADING, language.letter_font or Face.SUBHEADING.font)


def _set_fonts(properties: Any, face: Face, latin: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for key, font in (("ascii", latin), ("hAnsi", latin), ("eastAsia", face.font), ("cs", LATIN)):
        fonts.set(_name(f"w:{key}"), font)


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    element = OxmlElement(tag)
    for key, value in attributes.items():
        element.set(_name(f"w:{key}"), value)
    return element


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return qn(tag)


def is_as_written(data: bytes) -> bool:
    """Whether a `.docx` is one that this module wrote, byte for byte: whoever saves it again packs it otherwise."""
    try:
        return _packed(data) == data
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, RuntimeError):
        return False


def _packed(data: bytes, instead: Mapping[str, bytes] = {}) -> bytes:
    """The parts of a file, some with other contents, packed as at no time and on no machine."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as sealed:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _WRITTEN)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            sealed.writestr(entry, instead[name] if name in instead else source.read(name), compresslevel=9)
    return written.getvalue()


def _font_table() -> bytes:
    """Which fonts are used and what stands in for each (ECMA-376 part 1, 17.8.3.1: a list with commas)."""
    fonts = "".join(
        f"<w:font w:name={quoteattr(face.font)}><w:altName w:val={quoteattr(','.join(face.fallbacks))}/>"
        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for face in Face
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'{fonts}<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>'
    ).encode()
