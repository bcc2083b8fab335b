"""Uyghur papers: what has words is Uyghur, what has none is said whole in Chinese, and all runs from the right."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner

import schedule
from schedule.analysis.meeting import Meeting, take
from schedule.calendars.worktime import minutes
from schedule.commands import main
from schedule.output.letters.docx import docx_bytes
from schedule.output.letters.official import Grid, Paper, Paragraph
from schedule.output.page.html import page
from schedule.output.tables.contents import alert_records
from schedule.output.words.catalogue import borrowed, counted, named_in, word, words
from schedule.output.words.languages import DEFAULT, language_of, languages
from schedule.output.words.phrases import voice_of
from schedule.output.words.plain_text import from_right
from schedule.output.words.sentences import verdict_text
from schedule.output.workbooks.deadlines import workbook_bytes

KASHGAR = Path(__file__).parent.parent / "plans" / "kashgar"
ARABIC = re.compile("[\u0600-\u06ff]")
RED = "قىزىل"
TASK = "ۋەزىپە"


@pytest.fixture(scope="module")
def meeting() -> Meeting:
    return take(schedule.load(KASHGAR), minutes(date(2016, 3, 28)))


def test_each_uyghur_word_stands_for_a_word_of_ours_and_takes_the_same_values() -> None:
    own = words("ug").keys() - borrowed("ug").keys()
    assert own
    for key in own:
        assert not re.search("[一-鿿]", words("ug")[key])
        assert named_in(key, "ug") - {"month", "month_name"} == named_in(key, DEFAULT) - {"month", "month_name"}


def test_what_nobody_has_read_is_not_among_what_files_say_in_every_language() -> None:
    assert "ug" not in languages()
    assert not language_of("ug").reviewed


def test_the_clerk_reads_which_words_are_missing() -> None:
    said = CliRunner().invoke(main, ["check", "--words", "--lang", "ug"])
    assert said.exit_code == 0
    head, unread, *lines = said.output.splitlines()
    assert len(lines) == len(borrowed("ug")) == len(words("zh")) - (len(words("ug")) - len(borrowed("ug")))
    assert str(len(lines)) in head and unread == word("notice.unread", "zh")
    assert '"light.red"' not in said.output and f'"comma" = "{word("comma", "zh")}"' in lines
    assert CliRunner().invoke(main, ["check", "--words", "--lang", "en"]).output.count("\n") == 1
    assert CliRunner().invoke(main, ["check"]).exit_code == 2


def test_a_borrowed_count_has_the_lenders_plural() -> None:
    assert counted("days", "ug", 1) == "1 天"


def test_the_secretary_reads_a_sentence_in_one_language(meeting: Meeting) -> None:
    ug, zh = (voice_of(meeting.schedule, lang) for lang in ("ug", "zh"))
    assert ug.tell(verdict_text(meeting)) == zh.tell(verdict_text(meeting))
    for record in alert_records(meeting, "ug"):
        assert not ARABIC.search(str(record["sentence_ug"]))
        assert record["sentence_ug"] == record["sentence_zh"]
    assert all("sentence_ug" not in record for record in alert_records(meeting, "en"))


@pytest.mark.slow
def test_the_page_runs_from_the_right_and_says_that_nobody_read_its_words(meeting: Meeting) -> None:
    text = page(meeting, voice_of(meeting.schedule, "ug"))
    assert '<html lang="ug" dir="rtl">' in text
    assert RED in text and TASK in text
    assert word("notice.unread", "zh") in text
    assert word("notice.unread", "zh") not in page(meeting, voice_of(meeting.schedule, "zh"))


@pytest.mark.slow
def test_the_workbook_begins_at_the_right(meeting: Meeting) -> None:
    for lang in ("ug", "zh"):
        sheets = openpyxl.load_workbook(BytesIO(workbook_bytes(meeting, voice_of(meeting.schedule, lang)))).worksheets
        assert {bool(sheet.sheet_view.rightToLeft) for sheet in sheets} == {lang == "ug"}
        assert (TASK in {cell.value for row in sheets[0].iter_rows() for cell in row}) == (lang == "ug")


def test_a_letters_table_begins_at_the_right_and_a_paragraph_where_its_letters_do() -> None:
    blocks = (Paragraph(TASK + " مۆھلەت"), Paragraph("期限 6月30日"), Grid(((TASK, "6月30日"),), (40, 40)))
    document = docx.Document(BytesIO(docx_bytes(Paper("试", date(2016, 3, 28), "ug", blocks))))
    turned = ["bidi" in paragraph._p.xml for paragraph in document.paragraphs[:2]]
    assert turned == [True, False]
    assert "bidiVisual" in document.tables[0]._tbl.xml
    plain = docx.Document(BytesIO(docx_bytes(Paper("试", date(2016, 3, 28), "zh", blocks))))
    assert "bidiVisual" not in plain.tables[0]._tbl.xml


@pytest.mark.parametrize(
    ("text", "right"),
    [("", False), ("12", False), (TASK, True), (f"期限 {RED}", True), (f"{RED} 主要路段及厂房完成施工", False)],
)
def test_a_text_runs_as_most_of_its_letters_do(text: str, right: bool) -> None:
    assert from_right(text) is right
