"""A start milestone is reported and lacks its document: no paper says of it that it was finished."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from filled_forms import Filled, folder, sent

import schedule
from schedule.analysis.meeting import take
from schedule.calendars.worktime import DAY, minutes
from schedule.commands import main
from schedule.output.letters.notice import notice_markdown
from schedule.output.letters.secretary import secretary_markdown
from schedule.output.minutes.bulletin import bulletin
from schedule.output.minutes.markdown import markdown
from schedule.output.words.phrases import voice_of

PLAN = """daopai: 1
project: {name: 示例, start: 2016-03-07, calendar: office}
calendars: {office: {week: mon-fri}}
bodies: {agent: {name: 代建中心, name_en: Agency}}
tasks:
  survey: {name: 勘察, name_en: Survey, body: agent, duration: 10wd}
  entry: {name: 入场开工, name_en: Site start, body: agent, milestone: start, after: [survey], evidence: 开工令}
  works: {name: 施工, name_en: Works, body: agent, duration: 20wd, after: [entry]}
"""
WEEK = """data_date: 2016-03-14
progress:
  survey: {started: 2016-03-07, remaining: 5wd}
  entry: {started: 2016-03-11}
"""
MONDAY = minutes(date(2016, 3, 14))


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    made = folder(tmp_path / "plan", PLAN, None)
    (made / "updates" / "2016-03-14.yaml").write_text(WEEK, encoding="utf-8")
    return made


FINISHED = {
    "zh": ("报称完成", "报称已完成", "报称办完", "报完成", "11日 完成"),
    "en": ("reported finished", "Reported finished", "finished on", "finished without"),
}


@pytest.mark.parametrize("lang", FINISHED)
def test_the_secretary_reads_of_no_start_that_it_was_finished(plan: Path, lang: str) -> None:
    meeting = take(schedule.load(plan), MONDAY)
    voice = voice_of(meeting.schedule, lang)
    name = voice.task("entry")
    answers = (CliRunner().invoke(main, [command, str(plan), "--lang", lang]).stdout for command in ("check", "alerts"))
    said = [
        secretary_markdown(meeting, voice),
        notice_markdown(meeting, voice),
        markdown(bulletin(meeting), voice, {}),
        *answers,
    ]
    told = [line for text in said for line in text.splitlines() if name in line]
    assert told
    assert [line for line in told if any(word in line for word in FINISHED[lang])] == []


def test_the_clerk_reads_in_the_form_that_a_start_was_reported_begun(plan: Path) -> None:
    form = Filled(sent(schedule.load(plan), week=MONDAY + 7 * DAY)["agent"])
    assert "已报 3月11日 开始，日期有误可以改" in form.cell("entry", "dates").value
