"""Nobody hurries what waits for money: what it is asked for, what letters and alerts say, and who is asked instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import schedule
from schedule.analysis.meeting import Meeting, take
from schedule.analysis.views.escalation import Level, Streak, streaks
from schedule.calendars.worktime import DAY
from schedule.commands import main
from schedule.output.letters.notice import notice_markdown
from schedule.output.letters.secretary import secretary_markdown
from schedule.output.letters.supervision import supervision_markdown
from schedule.output.words.phrases import voice_of
from schedule.output.words.sentences import sentence

# Pit 1 to 3 September, foundations 8 to 20 September (12 days of Monday to Saturday), opened by the 25th. By logic the
# foundations can begin on the 4th; from 12 to 25 September there are 12 days of work, so that they have to begin on the
# 12th. The aid of 8 September did not come. With money on the 15th they end on Saturday 27th, two days late; with that
# of 20 October on Saturday 1 November, 37 days late.
PLAN = """\
daopai: 1
project: {name: 广场改造, name_en: Square, start: 2025-09-01, calendar: site, target: open}
calendars: {site: {name: 工地, week: mon-sat}}
bodies:
  b: {name: 施工方, name_en: Builder}
  h: {name: 住建局, name_en: Housing}
  f: {name: 财政局, name_en: Finance, lead: 李局长}
funds:
  unit: 万元
  tranches:
    aid: {amount: 600, name: 援疆资金, name_en: Aid, expected: 2025-09-08, ask: f}
    bond: {amount: 500, name: 专项债券, name_en: Bond, ask: f}
tasks:
  dig: {name: 基坑, name_en: Pit, body: b, duration: 3wd}
  found: {name: 基础施工, name_en: Foundations, body: b, duration: 12wd, after: [dig], commits: {amount: 300}}
  open: {name: 开放, name_en: Opens, milestone: finish, body: h, after: [found], deadline: 2025-09-25}
"""
DATED = PLAN.replace("name_en: Bond, ask", "name_en: Bond, expected: 2025-10-20, ask")
OWED_BY_NOBODY = DATED.replace(", expected: 2025-09-08, ask: f", "").replace("2025-10-20", "2025-09-22")
"""With money from Monday 22 September on twelve days end on Saturday 4 October."""
DUG = "data_date: 2025-09-08\nprogress: {dig: {started: 2025-09-01, finished: 2025-09-03}}\n"


def met(folder: Path, plan: str, *later: str, baseline: bool = True) -> Meeting:
    """The meeting of the last of these reports, after that of 8 September; the plan's own dates are its baseline."""
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    if baseline:
        asked = ["baseline", str(folder), "approved", "--approved-by", "领导小组", "--date", "2025-09-01"]
        assert CliRunner().invoke(main, asked, catch_exceptions=False).exit_code == 0
    (folder / "updates").mkdir()
    for said in (DUG, *later):
        day = said.split()[1]
        (folder / "updates" / f"{day}.yaml").write_text(said, encoding="utf-8")
    project = schedule.load(folder)
    return take(project, project.updates[-1].data_date)


QUIET = "data_date: 2025-09-15\nnote: 没有变化\n"


def days(meeting: Meeting, name: str) -> list[str | None]:
    """What is asked for once the money is there, and the red line, as month-day."""
    one = meeting.requests[name].when_funded()
    return [None if day is None else f"{day:%m-%d}" for day in (one.start, one.finish, one.latest_finish)]


@pytest.mark.parametrize("baseline", [False, True])
@pytest.mark.parametrize(
    ("plan", "asked"),
    [
        (PLAN, ["09-15", "09-27", "09-25"]),  # the money may come today
        (DATED, ["10-20", "11-01", "09-25"]),
        (OWED_BY_NOBODY, ["09-22", "10-04", "09-25"]),
    ],
)
def test_who_waits_for_money_is_asked_for_no_date_that_he_cannot_keep(
    tmp_path: Path, plan: str, asked: list[str], baseline: bool
) -> None:
    """The approved 20 September leaves 6 of the 12 days, the red line of the 25th 10; who comes behind is no sooner."""
    meeting = met(tmp_path, plan, QUIET, baseline=baseline)
    assert days(meeting, "found") == asked
    assert days(meeting, "open") == [None, *asked[1:]]


def test_an_approved_end_that_the_money_leaves_room_for_stands(tmp_path: Path) -> None:
    """Nine days of work from the 15th end on the 24th; approved was the 25th, for they were to take ten from there."""
    plan = PLAN.replace("expected: 2025-09-08", "expected: 2025-09-15").replace("12wd", "10wd")
    late = "data_date: 2025-09-12\nfunds: {aid: {expected: 2025-09-15}}\n"
    meeting = met(tmp_path, plan, late)
    assert days(meeting, "found")[:2] == ["09-15", "09-25"]


HURRIED = {
    "zh": ("立即办理", "赶回来", "督促赶工", "没有报启动", "立即办结"),
    "en": ("Act at once", "win back", "speeded up", "not reported started", "at once"),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("plan", [PLAN, DATED, OWED_BY_NOBODY])
@pytest.mark.parametrize("day", ["2025-09-15", "2025-09-29"])
def test_no_paper_hurries_what_waits_for_money(tmp_path: Path, lang: str, plan: str, day: str) -> None:
    """Before the red line and after it, with a day for the money and without, to its body and to who comes behind."""
    meeting = met(tmp_path, plan, f"data_date: {day}\nnote: 没有变化\n")
    voice = voice_of(meeting.schedule, lang)
    alerts = [voice.tell(sentence(one, voice.plan)) for one in meeting.alerts]
    for paper in (supervision_markdown, notice_markdown, secretary_markdown):
        told = paper(meeting, voice)
        assert not [word for word in HURRIED[lang] if word in told], told
    assert not [word for word in HURRIED[lang] if word in " ".join(alerts)], alerts
    said = {"zh": "资金没有到位，不能启动", "en": "cannot, for want of money"}[lang]
    assert said in "".join(alerts)


LETTER = {
    "zh": (
        "| 责任单位 | 财政局 | 责任人 | 李局长 |",
        "资金应于 2025年9月8日 到位，已过；新的时限〔待填：由会议确定〕",
        "财政局：援疆资金（600 万元）原定 9月8日 到位，没有到：请落实到位，或者报哪天到位；等这笔钱的有基础施工。",
        "前面的工作（基础施工）等资金，资金到位以前不催工期；提前做好准备。",
    ),
    "en": (
        "| Body | Finance | Person | 李局长 |",
        "the money was due by 8 Sep 2025, which has passed; new limit \\[to fill in: set by the meeting\\]",
        "Finance: bring Aid (600 万元), which was expected on 8 Sep and has not come, or report the day",
        "The work before it (Foundations) waits for money, and nobody is to hurry before that is there",
    ),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_who_owes_the_money_gets_the_letter(tmp_path: Path, lang: str) -> None:
    meeting = met(tmp_path, DATED, QUIET)
    found = next(alert for alert in meeting.alerts if alert.task == "found")
    assert (found.body, found.desk, found.bodies, found.payers) == ("f", "b", ("f", "b"), ("f",))
    told = supervision_markdown(meeting, voice_of(meeting.schedule, lang))
    assert [words for words in LETTER[lang] if told.count(words) != 1] == [], told


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_who_waits_for_money_that_nobody_owes_is_told_to_be_ready(tmp_path: Path, lang: str) -> None:
    meeting = met(tmp_path, OWED_BY_NOBODY, QUIET)
    told = supervision_markdown(meeting, voice_of(meeting.schedule, lang))
    limit, ready = {
        "zh": ("2025年10月4日 前完成", "现在就做好准备，资金一到位就开始。"),
        "en": ("to be finished by 4 Oct 2025", "Prepare everything now; begin as soon as the money is there."),
    }[lang]
    assert (told.count(limit), told.count(ready)) == (2, 1)


def test_meetings_at_which_work_waited_for_money_are_held_against_who_owed_it(tmp_path: Path) -> None:
    """Red on the 15th, 22nd and 29th: at the first two for want of the aid, of which 400 came on the 24th."""
    begun = (
        "funds: {aid: {in_place: 2025-09-24, amount: 400}}\nprogress: {found: {started: 2025-09-24, remaining: 8wd}}\n"
    )
    meeting = met(tmp_path, PLAN, QUIET, "data_date: 2025-09-22\nnote: 没有变化\n", f"data_date: 2025-09-29\n{begun}")
    week = {back: streaks(meeting.history, meeting.data_date - back * 7 * DAY) for back in (0, 1, 2)}
    assert (week[1]["found"], week[1]["found"].level) == (Streak(2, 2), Level.YELLOW), "the finance bureau's"
    assert (week[1]["open"], week[1]["open"].level) == (Streak(2, 0), Level.BLUE), "nobody's"
    assert (week[0]["found"], week[0]["found"].level) == (Streak(3, 1), Level.BLUE), "the builder's first"
    told = supervision_markdown(meeting, voice_of(meeting.schedule, "zh"))
    assert "原因：启动前等资金。已连续 3 次例会亮红灯，其中 1 次在施工方手里。" in told
    english = supervision_markdown(meeting, voice_of(meeting.schedule, "en"))
    assert "Cause: it waited for money before it began. Red at 3 meetings in a row, at 1 of them" in english


def test_who_could_begin_and_has_not_is_still_asked_for_the_approved_end(tmp_path: Path) -> None:
    """The aid came on its day: 20 September was approved and lies ahead, though 12 days do not fit any more."""
    meeting = met(tmp_path, PLAN, "data_date: 2025-09-15\nfunds: {aid: {in_place: 2025-09-08}}\n")
    assert days(meeting, "found")[:2] == ["09-15", "09-20"]
    told = supervision_markdown(meeting, voice_of(meeting.schedule, "zh"))
    assert "至今没有报启动" in told
    assert "立即办理，把滞后的时间赶回来。" in told
