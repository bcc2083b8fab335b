"""The zone's page for a phone: the minutes in one file, with nothing from outside and no script."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner
from telling import in_words

from schedule.commands import main
from schedule.commands.portfolio import met
from schedule.files.plans.portfolio import read_portfolio
from schedule.output.minutes.zone import zone_page, zone_voice
from schedule.output.page.zone import zone_html

ZONE = Path(__file__).parent.parent / "plans" / "kashgar-zone" / "zone.yaml"


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.long)])
def test_a_secretary_reads_on_a_phone_what_the_minutes_say(lang: str, tmp_path: Path) -> None:
    path = tmp_path / "zone.html"
    done = CliRunner().invoke(main, ["portfolio", "meeting", str(ZONE), "-o", str(path), "--lang", lang])
    assert (done.exit_code, done.stdout) == (0, f"{path}\n")
    text = path.read_text(encoding="utf-8")
    zone = met(read_portfolio(ZONE)[0], None, 1)
    voice = zone_voice(zone, lang)
    assert zone_html(zone, voice) == text
    shown = unescape(re.sub("<[^>]*>", "\n", text))
    paper = in_words(zone_page(zone), voice)
    for said in (paper.title, paper.headline, *paper.notices, *(one.heading for one in paper.sections)):
        assert said in shown
    for section in paper.sections:
        for row in () if section.table is None else section.table.rows:
            assert all(voice.show(value) in shown for value in row)
    assert "<script" not in text
    assert not re.search(r"https?:|url\(|@import|<link|<img|<iframe", text)


def test_whatever_a_park_is_called_it_is_no_markup(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    plan = "daopai: 1\nproject: {name: '<script>x</script>', start: 2016-03-07, calendar: china}\n"
    plan += "tasks: {a: {name: '<b>甲&', duration: 5wd, deadline: 2016-03-18}}\n"
    (tmp_path / "p" / "plan.yaml").write_text(plan, encoding="utf-8")
    (tmp_path / "zone.yaml").write_text(
        "daopai-portfolio: 1\nname: '\"><i>区'\nplans: {p: {plan: p}}\n", encoding="utf-8"
    )
    zone = met(read_portfolio(tmp_path / "zone.yaml")[0], None, 1)
    text = zone_html(zone, zone_voice(zone, "zh"))
    assert not re.search("<script|<i>|<b>甲", text)
    assert "&lt;b&gt;甲&amp;" in text


@pytest.mark.long
def test_a_secretary_has_all_papers_of_the_zone_in_one_folder(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        main, ["portfolio", "meeting", str(ZONE), "--format", "papers", "-o", str(tmp_path / "z")]
    )
    assert done.exit_code == 0, done.stderr
    names = [Path(line).name for line in done.stdout.splitlines()]
    assert names == [f"zone.{form}" for form in ("md", "csv", "json", "html", "docx", "png")]
    for form in ("md", "json", "html", "docx"):
        alone = tmp_path / f"alone.{form}"
        CliRunner().invoke(main, ["portfolio", "meeting", str(ZONE), "-o", str(alone)])
        assert alone.read_bytes() == (tmp_path / "z" / f"zone.{form}").read_bytes()
