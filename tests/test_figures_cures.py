"""The chart of `recover`: it draws the menus that the command prints, whole and legible, and its proof beside them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_charts import whole

from schedule.analysis.history import History
from schedule.analysis.meeting import Meeting, take
from schedule.analysis.recovery.menus import Recovery, recovery
from schedule.calendars.worktime import DAY, minutes
from schedule.commands import main
from schedule.commands.conduct.reading import opened
from schedule.output.figures import cures
from schedule.output.words.phrases import voice_of

KASHGAR = Path(__file__).parent.parent / "plans" / "kashgar"


def asked(day: date, to: date) -> tuple[Recovery, Meeting]:
    meeting = take(History(opened(KASHGAR, "zh")), minutes(day))
    return recovery(meeting.schedule, "works-done", minutes(to) + DAY, 3), meeting


def said(found: Recovery, meeting: Meeting, lang: str, kind: str) -> list[str]:
    ax = cures.draw(found, meeting, voice_of(meeting.schedule, lang))
    return [text.get_text() for text in ax.texts if text.get_label() == kind]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("day", "to"),
    [
        (date(2016, 2, 29), date(2016, 6, 30)),
        (date(2016, 2, 29), date(2016, 6, 1)),
        (date(2016, 4, 5), date(2016, 6, 22)),
        (date(2016, 4, 5), date(2016, 6, 18)),
        (date(2016, 4, 5), date(2016, 3, 1)),
        (date(2016, 4, 5), date(2016, 6, 30)),
    ],
)
def test_no_text_overlaps_or_leaves_the_page(day: date, to: date, lang: str) -> None:
    found, meeting = asked(day, to)
    whole(cures.draw(found, meeting, voice_of(meeting.schedule, lang)))


def test_a_secretary_sees_the_two_cures_of_29_february_and_what_a_step_less_brings() -> None:
    """Two days late; each day of the finishes is a day, the overlap wins three; less of either misses 30 June."""
    found, meeting = asked(date(2016, 2, 29), date(2016, 6, 30))
    assert said(found, meeting, "zh", "day") == [
        "7月2日",
        "6月30日",
        "少一点：7月1日",
        "6月29日",
        "不用这一件：7月2日",
        "6月21日",
    ]
    assert said(found, meeting, "zh", "due") == ["期限 6月30日"]
    words = said(found, meeting, "zh", "words")
    assert words[0] == "不采取措施"
    assert "方案1（假定 2万元）" in words
    assert "要城投公司同意，风险：交叉作业" in words
    assert words[-1] == "可用的措施全用上，最早"


def test_a_secretary_is_not_told_that_a_date_that_is_asked_for_is_the_deadline() -> None:
    """The deadline is 30 June; 22 June takes all three works, and a day less of any of them gives 23 June."""
    found, meeting = asked(date(2016, 4, 5), date(2016, 6, 22))
    assert said(found, meeting, "zh", "due") == ["要赶到 6月22日"]
    assert said(found, meeting, "zh", "asked") == ["6月22日 守不住：主要路段及厂房完成施工预计 6月28日 完成，晚 6 天"]
    assert said(found, meeting, "zh", "day").count("少一点：6月23日") == 3


def test_a_clerk_has_the_chart_from_the_command(tmp_path: Path) -> None:
    out = tmp_path / "menus.svg"
    arguments = ["recover", str(KASHGAR), "--date", "2016-02-29", "-o", str(out)]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.strip() == str(out)
    assert out.read_text(encoding="utf-8").startswith("<?xml")
