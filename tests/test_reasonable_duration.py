"""Works that a menu or a decision brings below their reasonable duration (合理工期): experts review it, and who has."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from schedule.analysis.history import History
from schedule.analysis.meeting import take
from schedule.calendars.worktime import minutes
from schedule.commands import main
from schedule.commands.conduct.exits import Exit
from schedule.commands.conduct.reading import opened
from schedule.output.letters.secretary import secretary_markdown
from schedule.output.minutes.bulletin import bulletin
from schedule.output.minutes.markdown import markdown
from schedule.output.words.phrases import voice_of

PLAN = """daopai: 1
project: {name: 示例, start: 2016-03-01, calendar: every, target: done}
calendars: {every: {week: mon-sun}, office: {week: mon-fri}}
settings: {recovery: {cost_unit: 万元}}
tasks:
  frame: {name: 厂房主体, duration: 40cd, reasonable: 36cd, levers: [{compress: 10cd, cost: 1}]}
  road: {name: 道路, duration: 10wd, calendar: office, after: [frame], reasonable: 12cd,
         levers: [{compress: 2wd, cost: 9}]}
  done: {name: 完工, milestone: finish, after: [road], deadline: 2016-04-16}
"""
"""The frame ends on 9 April, the road works from Monday 11 to Friday 22 April, and the deadline is Saturday the 16th.

By hand: six days off the frame (34, ends on Sunday 3 April) let the road end on the 15th; five do not, for then it
begins on a Tuesday and ends on Monday the 18th, unless it takes a day less itself.
"""
REVIEWED = PLAN.replace("36cd,", "36cd, expert_review: {by: 县住建局专家组, on: 2016-03-01},")
WANTED = "需专家论证（建设工程质量管理条例第10条）：厂房主体全程 34 天，短于合理工期 36 天"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def planned(folder: Path, text: str) -> Path:
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_secretary_reads_which_menu_wants_a_review_of_experts(tmp_path: Path) -> None:
    """35 days of frame and 11 of road, both days counted, are below 36 and 12; 36 days of frame are not."""
    said = run("recover", planned(tmp_path, PLAN)).stdout
    first, second, third = said.split("方案1（")[1].split("能赶到的")[0].replace("方案3（", "方案2（").split("方案2（")
    assert WANTED in first
    assert "厂房主体全程 35 天，短于合理工期 36 天" in second
    assert "道路全程 11 天，短于合理工期 12 天" in second
    assert "厂房主体全程" not in third, "four days less are 36"
    assert "道路全程 10 天，短于合理工期 12 天" in third
    english = run("recover", tmp_path, "--lang", "en").stdout
    assert "would take 34 days in all, less than its reasonable duration of 36 days" in english
    (found,) = json.loads(run("recover", tmp_path, "--format", "json").stdout)
    assert [menu["expert_review_wanted"] for menu in found["menus"]] == [["frame"], ["frame", "road"], ["road"]]


def test_a_secretary_reads_it_in_the_minutes_and_on_the_page_until_the_review_stands(tmp_path: Path) -> None:
    def told(text: str, day: date) -> tuple[str, str]:
        meeting = take(History(opened(planned(tmp_path, text), "zh")), minutes(day))
        voice = voice_of(meeting.schedule, "zh")
        return markdown(bulletin(meeting), voice, {}), secretary_markdown(meeting, voice)

    minutes_of, page = told(PLAN, date(2016, 3, 1))
    assert WANTED in minutes_of
    assert "厂房主体短于合理工期，需专家论证" in page
    assert "先作专家论证" not in minutes_of + page, "what is asked of works of which nobody says what is reasonable"
    for text in told(REVIEWED, date(2016, 3, 1)):
        assert "守住 4月16日" in text
        assert "专家论证" not in text
    later = REVIEWED.replace("on: 2016-03-01", "on: 2016-03-02")
    assert WANTED in told(later, date(2016, 3, 1))[0], "a review of tomorrow has not been made"


def test_a_review_that_stands_is_named_and_nothing_more_is_asked(tmp_path: Path) -> None:
    said = run("recover", planned(tmp_path, REVIEWED), "--menus", 1).stdout
    assert "已经专家论证（县住建局专家组，3月1日）：厂房主体全程 34 天，短于合理工期 36 天" in said
    assert "需专家论证" not in said
    assert "先作专家论证" not in said
    assert "不得任意压缩合理工期（建设工程质量管理条例第10条）" in said


def test_a_clerk_finds_the_mark_in_the_decision_that_nobody_has_signed(tmp_path: Path) -> None:
    written = yaml.safe_load(run("recover", planned(tmp_path, PLAN), "--as-revision", 1).stdout)
    (revision,) = written["revisions"]
    assert WANTED in revision["reason"]
    assert revision["set"]["duration"] == "34cd"


@pytest.mark.parametrize(("days", "wanted"), [(36, False), (35, True)])
def test_who_decides_less_time_is_told_at_once_and_the_review_is_recorded(
    tmp_path: Path, days: int, wanted: bool
) -> None:
    planned(tmp_path, PLAN)
    change = f"frame duration={days}cd"
    seen = run("preview", tmp_path, "--set", change).stdout
    assert (WANTED.replace("34 天", f"{days} 天") in seen) is wanted
    (record,) = json.loads(run("preview", tmp_path, "--set", change, "--format", "json").stdout)
    assert (record["expert_review_wanted"], record["unlawful"]) == (["frame"] if wanted else [], [])
    words = ("--date", "2016-03-01", "--reason", "赶期限", "--approved-by", "专班")
    done = run("decide", tmp_path, change, *words)
    assert done.exit_code == Exit.FINE, done.stderr
    assert ("短于合理工期 36cd，需专家论证" in done.stderr) is wanted
    assert ("短于合理工期 36cd" in run("check", tmp_path).stdout) is wanted, "it is told until the review is recorded"
    review = run("decide", tmp_path, "frame expert_review=县、市专家组、2016-03-01", *words)
    assert review.exit_code == Exit.FINE, review.stderr
    assert "县、市专家组，3月1日" in review.stdout
    assert "短于合理工期 36cd" not in run("check", tmp_path).stdout


def test_a_liaison_who_is_slow_is_not_told_that_his_works_were_pressed(tmp_path: Path) -> None:
    """20 days gone and 25 left are 45: four days less, to end on Sunday 10 April, leave 41, which is reasonable."""
    planned(tmp_path, PLAN.replace("2016-04-16", "2016-04-22"))
    (tmp_path / "updates").mkdir()
    report = "data_date: 2016-03-21\nprogress: {frame: {started: 2016-03-01, remaining: 25cd}}\n"
    (tmp_path / "updates" / "2016-03-21.yaml").write_text(report, encoding="utf-8")
    said = run("recover", tmp_path, "--menus", 1).stdout
    assert "厂房主体压缩 4 天 → 4月22日" in said
    assert "以上压缩的施工都不短于合理工期" in said
    assert "需专家论证" not in said


STEP = """daopai: 1
project: {name: 示例, start: 2016-03-01, calendar: every, target: done}
calendars: {every: {week: mon-sun}}
tasks:
  step: {name: 前面一项, duration: 24cd, levers: [{compress: 4cd, cost: 1}]EXTRA}
  done: {name: 完工, milestone: finish, after: [step], deadline: 2016-03-22}
"""
"""The step ends on 24 March: two days less keep the deadline, and nothing else says what it is."""


@pytest.mark.parametrize(
    ("extra", "asked"),
    [
        ("", True),  # a design, or works
        (", basis: {article: 建设工程质量管理条例第10条}", True),
        (", basis: {rule: BID_PERIOD}", False),
        (", legal: true", False),
        (", applicant: drc, body: drc", False),
        (", reasonable: 22cd", False),
    ],
)
def test_a_county_secretary_is_asked_for_a_review_of_works_and_of_nothing_that_is_none(
    tmp_path: Path, extra: str, asked: bool
) -> None:
    """Of what may be works it is said on the condition that it is, on the page as in the minutes and by `recover`."""
    text = STEP.replace("EXTRA", extra).replace("tasks:", "bodies: {drc: {name: 发改委}}\ntasks:")
    meeting = take(History(opened(planned(tmp_path, text), "zh")), minutes(date(2016, 3, 1)))
    assert "前面一项压缩 2 天" in run("recover", tmp_path).stdout
    for lang, condition, alone in (
        ("zh", "压缩施工工期的，先作专家论证", "先作专家论证"),
        ("en", "Before works are compressed", "xperts review it"),
    ):
        voice = voice_of(meeting.schedule, lang)
        papers = [
            markdown(bulletin(meeting), voice, {}),
            secretary_markdown(meeting, voice),
            run("recover", tmp_path, "--lang", lang).stdout,
        ]
        for said in papers:
            assert (condition in said) is asked, said
            assert said.count(alone) <= said.count(condition), "never without the condition"


def test_what_an_author_calls_reasonable_is_works_whatever_rule_it_cites(tmp_path: Path) -> None:
    text = STEP.replace("EXTRA", ", basis: {rule: BID_PERIOD}, reasonable: 23cd")
    said = run("recover", planned(tmp_path, text)).stdout
    assert "前面一项全程 22 天，短于合理工期 23 天" in said
