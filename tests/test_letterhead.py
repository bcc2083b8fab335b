"""A letter on an office's own page: what the page keeps, where the text goes, and what a page is refused for."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document
from docx.document import Document as Page
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

import schedule
from schedule.commands import main
from schedule.diagnostics import Diagnostic, PlanError
from schedule.output.letters import official
from schedule.output.letters.letterhead import FIELDS, LARGEST, UNPACKED, Letterhead, read_letterhead
from schedule.output.letters.notice import notice, notice_markdown, write_notice
from schedule.output.letters.official import STANDARD, TEXT_HEIGHT
from schedule.output.letters.secretary import secretary
from schedule.output.words.phrases import voice_of

KASHGAR = Path(__file__).parent.parent / "plans" / "kashgar"
HEAD, PHONE = "疏附县园区建设专班文件", "联系电话：0998-0000000"


def page_of(*lines: str, top: float = 37, side: float = 28) -> Page:
    """A4 with these paragraphs, and these margins in millimetres."""
    page = Document()
    section = page.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(top), Mm(35)
    section.left_margin = section.right_margin = Mm(side)
    for line in lines:
        page.add_paragraph(line)
    return page


def saved(page: Page, folder: Path) -> Path:
    page.save(str(folder / "head.docx"))
    return folder / "head.docx"


def texts(data: bytes) -> list[str]:
    return [line.text for line in Document(io.BytesIO(data)).paragraphs]


def written(page: Path, *, lang: str = "zh") -> bytes:
    meeting, target = schedule.meeting(schedule.load(KASHGAR)), io.BytesIO()
    write_notice(meeting, target, voice_of(meeting.schedule, lang), read_letterhead(page))
    return target.getvalue()


def test_the_notice_stands_on_the_offices_page(tmp_path: Path) -> None:
    """The clerk's red head stays above the letter, the telephone below it; the letter is the one of the task force."""
    page = page_of(HEAD, "", f"{PHONE}（{{{{ 日期 }}}}）")
    page.paragraphs[0].runs[0].font.size = Pt(30)
    page.paragraphs[1].add_run("{{ 正")  # a word processor cuts words into runs as it likes
    page.paragraphs[1].add_run("文 }}").bold = True
    page.sections[0].header.paragraphs[0].text = "{{ project }}"
    data = written(saved(page, tmp_path))
    lines = texts(data)
    assert lines[0] == HEAD
    assert lines[1].replace("\n", "") == "关于进出口贸易加工区（含保税区）起步区进展情况的通报"
    assert lines[-1] == f"{PHONE}（2016年4月5日）"
    document = Document(io.BytesIO(data))
    assert document.paragraphs[0].runs[0].font.size == Pt(30)
    assert document.sections[0].header.paragraphs[0].text == "进出口贸易加工区（含保税区）起步区"
    assert "{{" not in "".join(lines)
    # The page had no foot: it gets our numbers, and the fingerprints below them.
    assert "记录指纹" in document.sections[0].footer.paragraphs[-1].text


def test_a_field_beside_or_in_a_link_or_a_content_control_is_filled(tmp_path: Path) -> None:
    """The clerk's foot has the office's address as a link before the day, and the project in a box of the form."""
    page = page_of("{{ 正文 }}", "")
    foot = page.paragraphs[1]
    for tag, inside, words in (
        ("w:hyperlink", None, "www.example.cn"),
        ("w:hyperlink", None, "{{ day }}"),
        ("w:sdt", "w:sdtContent", "{{ 项目 }}"),
    ):
        run = foot.add_run(words)._r
        frame = OxmlElement(tag)
        foot._p.append(frame)
        if inside is not None:
            frame.append(OxmlElement(inside))
            frame = frame[0]
        frame.append(run)
    foot.add_run("，{{ 日期 }}")
    foot = Document(io.BytesIO(written(saved(page, tmp_path)))).paragraphs[-1]._p
    said = "".join(text.text for text in foot.iter(qn("w:t")))
    assert said == "www.example.cn2016年4月5日进出口贸易加工区（含保税区）起步区，2016年4月5日"


def test_a_page_that_asks_for_the_title_has_it_once(tmp_path: Path) -> None:
    lines = texts(written(saved(page_of("{{标题}}", "{{正文}}"), tmp_path)))
    assert lines.count("关于进出口贸易加工区（含保税区）起步区进展情况的通报") == 1
    assert lines[0] == "关于进出口贸易加工区（含保税区）起步区进展情况的通报"


def test_an_offices_foot_and_styles_stay(tmp_path: Path) -> None:
    page = page_of("{{ body }}")
    page.sections[0].footer.paragraphs[0].text = "第 1 页"
    page.styles.add_style("公文正文", 1).font.size = Pt(15)
    document = Document(io.BytesIO(written(saved(page, tmp_path))))
    assert document.sections[0].footer.paragraphs[0].text == "第 1 页"
    assert "记录指纹" in document.sections[0].footer.paragraphs[1].text
    assert document.styles["公文正文"].font.size == Pt(15)


def test_the_same_page_and_meeting_give_the_same_bytes(tmp_path: Path) -> None:
    page = saved(page_of(HEAD, "{{ body }}"), tmp_path)
    assert written(page) == written(page)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_letter_is_as_long_as_the_offices_page_allows(tmp_path: Path, lang: str) -> None:
    """Three lines of a head and wide margins leave less room than the standard's page: the lists are shorter."""
    meeting = schedule.meeting(schedule.load(KASHGAR))
    voice = voice_of(meeting.schedule, lang)
    sheet = read_letterhead(saved(page_of(*[HEAD] * 3, "{{ body }}", top=40, side=32), tmp_path)).sheet
    assert sheet.width == pytest.approx((210 - 64) * 72 / 25.4, abs=0.1)
    assert sheet.height == pytest.approx((297 - 40 - 35) * 72 / 25.4, abs=0.1)
    assert sheet.taken == pytest.approx(3 * official.PITCH)
    for paper, pages in ((secretary(meeting, voice, sheet), 1), (notice(meeting, voice, sheet), 2)):
        assert official.height(paper) <= pages * sheet.height - sheet.taken
    assert len(notice_markdown(meeting, voice)) >= len(notice_markdown(meeting, voice, Letterhead(b"", sheet)))
    assert STANDARD.height == TEXT_HEIGHT


def faults(path: Path) -> list[Diagnostic]:
    with pytest.raises(PlanError) as error:
        read_letterhead(path)
    return list(error.value.diagnostics)


def test_what_is_no_page_is_refused_with_what_it_lacks(tmp_path: Path) -> None:
    no_file = tmp_path / "head.docx"
    no_file.write_bytes(b"PK\x03\x04 and no more")
    assert [one.code for one in faults(no_file)] == ["letterhead-unreadable"]
    with zipfile.ZipFile(no_file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", bytes(UNPACKED + 1))
    assert [one.code for one in faults(no_file)] == ["letterhead-unreadable"], "a small file that unpacks to too much"
    no_file.write_bytes(bytes(LARGEST + 1))
    assert [one.code for one in faults(no_file)] == ["letterhead-unreadable"]
    assert [one.facts["found"] for one in faults(saved(page_of(HEAD), tmp_path))] == ["0"]
    twice = faults(saved(page_of("{{ body }}", "{{ 正文 }}"), tmp_path))
    assert [(one.code, one.facts["found"]) for one in twice] == [("letterhead-body", "2")]
    beside = faults(saved(page_of("正文：{{ body }}"), tmp_path))
    assert [one.code for one in beside] == ["letterhead-body"]
    unknown = faults(saved(page_of("{{ 正文 }}", "{{ titel }}", "{{ 收文单位 }}"), tmp_path))
    assert [(one.code, one.facts["found"], one.facts.get("nearest")) for one in unknown] == [
        ("letterhead-field", "{{ titel }}", "title"),
        ("letterhead-field", "{{ 收文单位 }}", None),
    ]
    assert all(chinese in unknown[0].facts["expected"] for chinese in FIELDS.values())


def test_the_command_writes_nothing_on_a_page_that_it_refuses(tmp_path: Path) -> None:
    out = tmp_path / "papers"
    page = saved(page_of(HEAD), tmp_path)
    done = CliRunner().invoke(main, ["meeting", str(KASHGAR), "--template", str(page), "-o", str(out), "--lang", "zh"])
    assert done.exit_code == 1
    assert "要有且只有一处 {{ 正文 }}" in done.stderr
    assert not out.exists()


def test_the_command_puts_all_letters_on_the_page(tmp_path: Path) -> None:
    out = tmp_path / "papers"
    page = saved(page_of(HEAD, "{{ 正文 }}"), tmp_path)
    letters = [word for name in ("notice", "secretary", "supervision") for word in ("--only", name)]
    done = CliRunner().invoke(main, ["meeting", str(KASHGAR), *letters, "--template", str(page), "-o", str(out)])
    assert done.exit_code == 0, done.stderr
    for name in ("notice", "secretary", "supervision"):
        assert texts((out / f"{name}.docx").read_bytes())[0] == HEAD
