"""Beside measures that keep a deadline a reader finds what the crews, which no measure counts, make of it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from schedule.analysis.history import History
from schedule.analysis.meeting import Meeting, take
from schedule.analysis.views import remedy
from schedule.analysis.views.remedy import remedy_by_crews
from schedule.calendars.worktime import minutes
from schedule.commands import main
from schedule.commands.conduct.reading import opened
from schedule.engine.compute import compute
from schedule.output.letters.secretary import secretary_markdown
from schedule.output.minutes.bulletin import bulletin
from schedule.output.minutes.markdown import markdown
from schedule.output.words.phrases import voice_of

PLAN = """daopai: 1
project: {name: 示例园区, start: 2016-06-01, calendar: calendar-days, target: done}
crews: {gang: {capacity: 1, name: 钢结构班组}}
tasks:
  A: {name: 一号钢结构, duration: 3cd, crew: {gang: 1}}
  B: {name: 二号钢结构, duration: 4cd, crew: {gang: 1}}
  C: {name: 屋面, duration: 5cd, after: [A], crew: {gang: 1}, levers: [{compress: 2cd, cost: 1}]}
  done: {name: 完工, milestone: finish, after: [B, C], deadline: 2016-06-07}
"""
"""By the plan 3 + 5 days end on 8 June, a day less of C on the 7th; by one gang 12 end on the 12th, 11 on the 11th."""
NOW = "班组错开后，完工按现状要到 6月12日，比不算班组晚 4 天"
SAID = f"这些措施没有算班组：{NOW}，照这些措施办要到 6月11日；定了以后，要再用 daopai level 排一次"
OVERLAP = """daopai: 1
project: {name: 示例园区, start: 2016-06-01, calendar: calendar-days, target: done}
crews: {gang: {capacity: 1, name: 钢结构班组}}
tasks:
  A: {name: 一号钢结构, duration: 5cd, crew: {gang: 1}}
  B: {name: 二号钢结构, duration: 5cd, after: [A ~], crew: {gang: 1}, levers: [{overlap: A, to: SS+2cd, cost: 1}]}
  done: {name: 完工, milestone: finish, after: [B], deadline: 2016-06-08}
"""
"""One after the other they end on 10 June with the gang as without; overlapped on the 7th, were there two gangs."""
NEVER = PLAN.replace("capacity: 1,", "capacity: {2016-06-01..2016-06-05: 1},")


def meeting_of(folder: Path, text: str) -> Meeting:
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    return take(History(opened(folder, "zh")), minutes(date(2016, 6, 1)))


def papers(folder: Path, text: str, lang: str = "zh") -> list[str]:
    """The minutes, the secretary's page, and what `recover` answers."""
    meeting = meeting_of(folder, text)
    voice = voice_of(meeting.schedule, lang)
    answered = CliRunner().invoke(main, ["recover", str(folder), "--date", "2016-06-01", "--lang", lang])
    answer = answered.stdout.replace("\n  ", "" if lang == "zh" else " ")
    return [markdown(bulletin(meeting), voice, {}), secretary_markdown(meeting, voice), answer]


def test_a_secretary_reads_beside_the_measures_that_the_crews_lose_what_they_buy(tmp_path: Path) -> None:
    for paper in papers(tmp_path, PLAN):
        assert "屋面压缩 1 天" in paper
        assert paper.count(SAID) == 1
    for paper in papers(tmp_path, PLAN, "en"):
        assert (
            "These measures count no crews: by crews 完工 is done on 12 Jun as things stand, 4 days later than by the "
            "plan, with these measures on 11 Jun; once they are decided, ask daopai level again"
        ) in paper


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("capacity: 1,", "capacity: 2,"),  # enough for all of it
        ("after: [A], crew: {gang: 1}", "after: [A]"),  # A and B one after the other end on the 7th all the same
        ("deadline: 2016-06-07", "deadline: 2016-06-08"),  # kept by the plan: nothing is bought
        (", levers: [{compress: 2cd, cost: 1}]", ""),
    ],
)
def test_nothing_is_said_where_crews_change_nothing_or_nothing_is_bought(tmp_path: Path, was: str, now: str) -> None:
    for paper in papers(tmp_path, PLAN.replace(was, now)):
        assert "没有算班组：" not in paper


def test_measures_that_take_a_gang_twice_are_told_to_do_so(tmp_path: Path) -> None:
    """As things stand the gang is enough; overlapped it is not, and the money is spent for nothing."""
    for paper in papers(tmp_path, OVERLAP):
        assert "这些措施没有算班组：班组错开后，完工照这些措施办要到 6月10日；定了以后" in paper


def test_of_several_menus_each_has_its_day_by_crews_for_people_and_for_programs(tmp_path: Path) -> None:
    """A day less of A or of C costs the same, and one less of B would do nothing."""
    text = PLAN.replace("duration: 3cd,", "duration: 3cd, levers: [{compress: 1cd, cost: 1}],")
    said = papers(tmp_path, text)[2]
    assert f"{NOW}，照方案1办要到 6月11日、照方案2办要到 6月11日；" in said
    words = ["recover", str(tmp_path), "--date", "2016-06-01", "--format", "json"]
    (record,) = json.loads(CliRunner().invoke(main, words).stdout)
    assert (record["forecast"], record["forecast_by_crews"]) == ("2016-06-08", "2016-06-12")
    days = [(one["finish"], one["finish_by_crews"]) for one in record["menus"]]
    assert days == [("2016-06-07", "2016-06-11")] * 2


def test_a_plan_that_is_too_large_to_level_again_has_the_caution_without_that_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remedy, "TRIES", 3 * remedy.PLACED)
    for paper in papers(tmp_path, PLAN):
        assert f"这些措施没有算班组：{NOW}；定了以后，要再用 daopai level 排一次" in paper
    for paper in papers(tmp_path, OVERLAP):
        assert "没有算班组：" not in paper, "nobody looked"


def test_of_a_task_for_whose_sake_nobody_looks_for_an_order_no_measure_is_said_to_fail(tmp_path: Path) -> None:
    """Levelling keeps deadlines, and may put off what has none where another order would not."""
    text = PLAN.replace("after: [B, C], deadline: 2016-06-07", "after: [B, C], deadline: 2016-06-30")
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    words = ["recover", str(tmp_path), "C", "--to", "2016-06-07", "--date", "2016-06-01", "--format", "json"]
    (record,) = json.loads(CliRunner().invoke(main, words).stdout)
    assert [one["finish_by_crews"] for one in record["menus"]] == [None]


def test_where_a_crew_is_never_enough_no_day_is_told(tmp_path: Path) -> None:
    for paper in papers(tmp_path, NEVER):
        assert "这些措施没有算班组：班组错开后，完工哪天完成没法算；定了以后，要再用 daopai level 排一次" in paper


@pytest.mark.parametrize("text", [PLAN, OVERLAP])
def test_what_is_levelled_again_is_the_plan_with_the_measures(tmp_path: Path, text: str) -> None:
    found = meeting_of(tmp_path, text).once(remedy.remedy)
    assert found is not None
    assert found.found is not None
    menu = found.found.menus[0].schedule
    again = compute(menu.state)
    assert {name: (one.start, one.finish) for name, one in again.tasks.items()} == {
        name: (one.start, one.finish) for name, one in menu.tasks.items()
    }


def test_no_date_of_the_meeting_moves(tmp_path: Path) -> None:
    meeting = meeting_of(tmp_path, PLAN)
    before = {name: one.finish for name, one in meeting.schedule.tasks.items()}
    assert meeting.once(remedy_by_crews) is not None
    assert {name: one.finish for name, one in meeting.schedule.tasks.items()} == before
