"""A letter on an office's own page: what the page keeps, where the text goes, and what a page is refused for."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document
from docx.document import Document as Page
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

import schedule
from schedule.analysis.meeting import Meeting
from schedule.commands import main
from schedule.diagnostics import Diagnostic, PlanError
from schedule.output.letters import official
from schedule.output.letters.letterhead import FIELDS, LARGEST, UNPACKED, Letterhead, read_letterhead
from schedule.output.letters.notice import notice, notice_markdown, write_notice
from schedule.output.letters.official import STANDARD, TEXT_HEIGHT
from schedule.output.letters.secretary import secretary, write_secretary
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


@cache
def kashgar() -> Meeting:
    return schedule.meeting(schedule.load(KASHGAR))


def written(page: Path, *, lang: str = "zh") -> bytes:
    meeting, target = kashgar(), io.BytesIO()
    write_notice(meeting, target, voice_of(meeting.schedule, lang), read_letterhead(page))
    return target.getvalue()


@pytest.mark.slow
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
    meeting = kashgar()
    voice = voice_of(meeting.schedule, lang)
    sheet = read_letterhead(saved(page_of(*[HEAD] * 3, "{{ body }}", top=40, side=32), tmp_path)).sheet
    assert sheet.width == pytest.approx((210 - 64) * 72 / 25.4, abs=0.1)
    assert sheet.height == pytest.approx((297 - 40 - 35) * 72 / 25.4, abs=0.1)
    assert sheet.taken == pytest.approx(3 * official.PITCH)
    for paper, pages in ((secretary(meeting, voice, sheet), 1), (notice(meeting, voice, sheet), 2)):
        assert official.height(paper) <= pages * sheet.height - sheet.taken
    assert len(notice_markdown(meeting, voice)) >= len(notice_markdown(meeting, voice, Letterhead(b"", sheet)))
    assert STANDARD.height == TEXT_HEIGHT


def put(page: Page, markup: str, *, at: int = 0) -> None:
    """Put a paragraph, or what holds one, into a page as a word processor writes it."""
    names = nsdecls("w") + ' xmlns:v="urn:schemas-microsoft-com:vml"'
    page.element.body.insert(at, parse_xml(markup.replace(">", f" {names}>", 1)))


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


TITLE = "关于进出口贸易加工区（含保税区）起步区进展情况的通报"


@pytest.mark.parametrize(
    "markup",
    [
        f"<w:p><w:hyperlink>{run('{{ 标题 }}')}</w:hyperlink></w:p>",
        f"<w:p><w:hyperlink>{run('网址')}</w:hyperlink>{run('：{{ 标题 }}')}</w:p>",
        f"<w:p>{run('{{ 标')}<w:ins w:id='1' w:author='甲'>{run('题 }}')}</w:ins></w:p>",
        f"<w:p><w:sdt><w:sdtContent>{run('{{ 标题 }}')}</w:sdtContent></w:sdt></w:p>",
        "<w:p><w:r><w:pict/><w:t>{{ 标题 }}</w:t></w:r></w:p>",
        f"<w:p>{run('｛｛标题｝｝')}</w:p>",
    ],
    ids=["a link", "behind a link", "half of it inserted", "a content control", "beside a picture", "wide braces"],
)
def test_a_clerk_finds_his_field_filled_whatever_the_word_processor_made_of_it(markup: str, tmp_path: Path) -> None:
    page = page_of("{{ 正文 }}")
    put(page, markup)
    filled = Document(io.BytesIO(written(saved(page, tmp_path)))).element.body[0]
    shown = "".join(one.text or "" for one in filled.iter(qn("w:t")))
    assert shown.removeprefix("网址：") == TITLE
    assert ("pict" in markup) == any(one.tag.endswith("}pict") for one in filled.iter())


@pytest.mark.slow
@pytest.mark.parametrize(
    "markup",
    [
        f"<w:p><w:ins w:id='1' w:author='甲'>{run('{{ 正文 }}')}</w:ins></w:p>",
        f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{run('{{ 正文 }}')}</w:p></w:sdtContent></w:sdt>",
        f"<w:p><w:r><w:pict><v:line/></w:pict></w:r>{run('｛｛ 正文 ｝｝')}</w:p>",
        "<w:p><w:pPr><w:sectPr><w:pgSz w:w='16838' w:h='11906'/><w:pgMar w:left='1000' w:right='1000'/></w:sectPr>"
        f"</w:pPr>{run('{{ 正文 }}')}</w:p>",
    ],
    ids=["inserted", "a content control", "a line hangs on it", "the end of a section"],
)
def test_what_hangs_on_the_paragraph_of_the_text_stays(markup: str, tmp_path: Path) -> None:
    """The red line under a head is a picture that hangs on a paragraph; before an annex ends a section."""
    page = page_of("附页")
    put(page, markup)
    path = saved(page, tmp_path)
    document = Document(io.BytesIO(written(path)))
    lines = [line.text.replace("\n", "") for line in document.paragraphs]
    assert lines[0] == TITLE
    assert lines[-1] == "附页"
    first = document.paragraphs[0]._p
    assert ("v:line" in markup) == any(one.tag.endswith("}line") for one in first.iter())
    if "sectPr" in markup:
        assert [one.page_width for one in document.sections] == [16838 * 635, pytest.approx(Mm(210), abs=635)]
        assert document.paragraphs[-2]._p.pPr.sectPr is not None
        assert read_letterhead(path).sheet.width == pytest.approx((16838 - 2000) / 20)
    else:
        assert len(document.sections) == 1


def test_a_task_that_is_named_like_a_field_is_told_by_its_name(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "daopai: 1\nproject: {name: 园区, start: 2016-03-01, calendar: china}\ntasks:\n"
        "  A: {name: '{{ 日期 }}施工', duration: 5cd, deadline: 2016-03-02}\n",
        encoding="utf-8",
    )
    meeting, target = schedule.meeting(schedule.load(plan)), io.BytesIO()
    page = read_letterhead(saved(page_of("{{ 项目 }}", "{{ 正文 }}"), tmp_path))
    write_notice(meeting, target, voice_of(meeting.schedule, "zh"), page)
    lines = texts(target.getvalue())
    assert lines[0] == "园区"
    assert any("{{ 日期 }}施工" in line for line in lines)


def test_a_page_of_an_office_has_no_style_of_ours(tmp_path: Path) -> None:
    """A word processor writes a table's style when there is a table, gives a Chinese name an id of its own, and may
    leave out the size of the page."""
    page = page_of("{{ 正文 }}")
    styles = page.styles
    for style in [one for one in styles if one.name in ("Normal", "Table Grid")]:
        style.delete()
    own = styles.add_style("公文正文", 1)
    own.element.styleId = "a5"
    own.font.size = Pt(15)
    styles.add_style("公文标题", 2)  # a style of letters
    page.element.body.remove(page.element.body.sectPr)
    path, meeting, target = saved(page, tmp_path), kashgar(), io.BytesIO()
    write_secretary(meeting, target, voice_of(meeting.schedule, "zh"), read_letterhead(path))
    document = Document(io.BytesIO(target.getvalue()))
    used = {line.style.name for line in document.paragraphs if line.style is not None}
    assert {"公文正文", "公文标题 2"} <= used
    assert {line._p.style for line in document.paragraphs if line.style is own or line._p.style == "a5"} == {"a5"}
    assert [table.style.name for table in document.tables if table.style is not None] == ["Table Grid"]
    assert document.sections[0].page_width == pytest.approx(Mm(210), abs=635)


@pytest.mark.parametrize("first", [False, True])
def test_an_even_page_keeps_the_head_of_the_office(first: bool, tmp_path: Path) -> None:
    """Numbers on the outer edge would take the head from every second page where the office has one for all."""
    page = page_of("{{ 正文 }}")
    page.sections[0].header.paragraphs[0].text = HEAD
    page.sections[0].different_first_page_header_footer = first
    document = Document(io.BytesIO(written(saved(page, tmp_path))))
    section = document.sections[0]
    assert not document.settings.odd_and_even_pages_header_footer
    assert "记录指纹" in section.footer.paragraphs[-1].text
    assert not first or "记录指纹" in section.first_page_footer.paragraphs[-1].text


def faults(path: Path) -> list[Diagnostic]:
    with pytest.raises(PlanError) as error:
        read_letterhead(path)
    return list(error.value.diagnostics)


@pytest.mark.slow
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
    boxed, box = page_of(), "<v:textbox><w:txbxContent><w:p>{}</w:p></w:txbxContent></v:textbox>"
    put(boxed, f"<w:p><w:r><w:pict>{box.format(run('{{ 正文 }}'))}</w:pict></w:r></w:p>")
    assert [one.code for one in faults(saved(boxed, tmp_path))] == ["letterhead-body"]
    open_brace = page_of("{{ 正文 }}", "{{" + " " * 20_000)  # is no field, and is found to be none at once
    assert read_letterhead(saved(open_brace, tmp_path)).titled is False
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


@pytest.mark.slow
def test_the_command_puts_all_letters_on_the_page(tmp_path: Path) -> None:
    out = tmp_path / "papers"
    page = saved(page_of(HEAD, "{{ 正文 }}"), tmp_path)
    letters = [word for name in ("notice", "secretary", "supervision") for word in ("--only", name)]
    done = CliRunner().invoke(main, ["meeting", str(KASHGAR), *letters, "--template", str(page), "-o", str(out)])
    assert done.exit_code == 0, done.stderr
    for name in ("notice", "secretary", "supervision"):
        assert texts((out / f"{name}.docx").read_bytes())[0] == HEAD
