"""The zone's letter: what goes to all parks after the zone has met, on the standard's page or the office's own."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from telling import in_words
from test_letterhead import page_of

from schedule.analysis.portfolio.zone import Zone
from schedule.commands import main
from schedule.commands.conduct.exits import Exit
from schedule.commands.portfolio import met
from schedule.files.plans.portfolio import read_portfolio
from schedule.output.letters.letterhead import read_letterhead
from schedule.output.letters.official import TEXT_HEIGHT, height, tight
from schedule.output.minutes.zone import zone_page, zone_voice
from schedule.output.minutes.zone_notice import write_zone_notice, zone_notice

ZONE = Path(__file__).parent.parent / "plans" / "kashgar-zone" / "zone.yaml"


def run(path: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["portfolio", "meeting", str(path), *options])


@pytest.fixture(scope="module")
def sample() -> Zone:
    return met(read_portfolio(ZONE)[0], None, 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "copies"),
    [("zh", "抄送：疏勒城投公司"), pytest.param("en", "Copies: Shule City Investment", marks=pytest.mark.long)],
)
def test_a_secretary_sends_two_pages_with_all_parks_the_late_ones_first(
    sample: Zone, lang: str, copies: str, tmp_path: Path
) -> None:
    """Of the six parks two are late, by 11 and by 2 days; the four others have 2, 8, 24 and 30 days."""
    done = run(ZONE, "-o", str(tmp_path / "letter.docx"), "--lang", lang)
    assert (done.exit_code, done.stdout) == (0, f"{tmp_path / 'letter.docx'}\n")
    letter = docx.Document(str(tmp_path / "letter.docx"))
    (table,) = letter.tables
    rooms = [int("".join(filter(str.isdigit, row.cells[3].text))) for row in table.rows[1:]]
    assert rooms == [11, 2, 2, 8, 24, 30]
    voice = zone_voice(sample, lang)
    text = "\n".join(one.text for one in letter.paragraphs)
    headline = in_words(zone_page(sample), voice).headline
    assert (tight(headline) if lang == "zh" else headline) in text
    assert copies in text
    if lang == "zh":
        assert "等13个单位。" in text
        assert "草湖纺织产业园区（三师）3月21日以后没有报过，已经15天，请抓紧补报。" in text
    assert height(zone_notice(sample, voice)) <= 2 * TEXT_HEIGHT


def test_the_secretary_reads_in_the_letter_whose_days_they_are(sample: Zone) -> None:
    """The move of one day is four and a half and one and a half later, and five earlier by the data date alone."""
    said = "按单位分：时间推移早了 5 天、开发区管委会晚了 4.5 天、开发区建设公司晚了 1.5 天。"
    text = "\n".join(getattr(one, "text", "") for one in zone_notice(sample, zone_voice(sample, "zh")).blocks)
    assert "“全区首批企业入驻”按3月29日的情况预计7月30日，现在7月31日，晚了 1 天。" in text
    assert said in text
    assert "喀什经济技术开发区（喀什市）答应广州新城商贸园区（疏附）的“外电接入”" in text


@pytest.mark.slow
def test_the_zones_letter_stands_on_the_offices_page_and_is_the_same_twice(sample: Zone, tmp_path: Path) -> None:
    office = page_of("地区行署办公室文件", "{{ 标题 }}", "{{ 正文 }}", "{{ 日期 }}")
    office.save(str(tmp_path / "page.docx"))
    run(ZONE, "-o", str(tmp_path / "one.docx"), "--letterhead", str(tmp_path / "page.docx"))
    again = BytesIO()
    write_zone_notice(sample, again, zone_voice(sample, "zh"), read_letterhead(tmp_path / "page.docx"))
    assert (tmp_path / "one.docx").read_bytes() == again.getvalue()
    lines = [one.text for one in docx.Document(again).paragraphs]
    assert lines[:2] == ["地区行署办公室文件", "关于喀什国际经济合作区（一区六园）进展情况的通报"]
    assert lines[-1] == "2016年4月5日"


def test_a_page_for_letters_is_asked_for_only_where_a_letter_is_written(tmp_path: Path) -> None:
    page_of("{{ 正文 }}").save(str(tmp_path / "page.docx"))
    assert run(ZONE, "--letterhead", str(tmp_path / "page.docx")).exit_code == Exit.USAGE
