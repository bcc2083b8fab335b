"""Pages that an office's letters cannot be put on, one for each code of a fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import pytest
from docx import Document

from schedule.diagnostics import Diagnostic, PlanError
from schedule.output.letters.letterhead import read_letterhead

Made = Callable[[Path, pytest.MonkeyPatch], Sequence[Diagnostic]]


def read(path: Path) -> Sequence[Diagnostic]:
    with pytest.raises(PlanError) as error:
        read_letterhead(path)
    return error.value.diagnostics


def page_of(lines: Sequence[str], folder: Path, _: pytest.MonkeyPatch) -> Sequence[Diagnostic]:
    page = Document()
    for line in lines:
        page.add_paragraph(line)
    page.save(str(folder / "head.docx"))
    return read(folder / "head.docx")


def narrow(folder: Path, _: pytest.MonkeyPatch) -> Sequence[Diagnostic]:
    page = Document()
    page.add_paragraph("{{ 正文 }}")
    page.sections[0].page_width = page.sections[0].left_margin
    page.save(str(folder / "head.docx"))
    return read(folder / "head.docx")


def no_page(folder: Path, _: pytest.MonkeyPatch) -> Sequence[Diagnostic]:
    (folder / "head.docx").write_bytes(b"a text")
    return read(folder / "head.docx")


MADE_LETTERHEADS: Mapping[str, Made] = {
    "letterhead-unreadable": no_page,
    "letterhead-field": partial(page_of, ["{{ 正文 }}", "{{ 单位 }}"]),
    "letterhead-body": partial(page_of, ["版头"]),
    "letterhead-room": narrow,
}
