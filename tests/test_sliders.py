"""The sliders of the meeting's page: what each setting says is what `daopai preview` says of the same proposal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import sleep
from typing import TypeVar

import pytest
from click.testing import CliRunner

import schedule
from schedule.analysis.meeting import Meeting
from schedule.analysis.views import trials as bench
from schedule.analysis.views.proposals import days_left, dues, proposed
from schedule.analysis.views.trials import Dial, Trial, trials
from schedule.commands import main
from schedule.model import Update
from schedule.output.page.html import page
from schedule.output.words.phrases import voice_of
from tests.test_page import Browser, read

T = TypeVar("T")

KASHGAR = Path(__file__).parent.parent / "plans" / "kashgar"
PLAN = """daopai: 1
project: {name: 起步区, start: 2016-02-29, calendar: every, target: done}
calendars:
  every: {week: mon-sun}
  office: {week: mon-fri}
settings: {recovery: {cost_unit: 万元}}
bodies:
  agent: {name: 代建中心, name_en: Agency}
phases: [construction]
tasks:
  frame: {name: 主体, name_en: Frame, body: agent, duration: 20wd}
  envelope: {name: 围护, name_en: Envelope, body: agent, duration: 12wd, after: [frame SS+5wd, frame FF+2wd]}
  finishes:
    name: 装修
    name_en: Finishes
    body: agent
    duration: 15wd
    after: [envelope SS+6wd, envelope FF+4wd]
    levers: [{compress: 4wd, cost: 2, unit: 2wd, how: 加一个班组}]
  painting:
    name: 油漆
    name_en: Painting
    body: agent
    duration: 5wd
    calendar: office
    after: [frame ~]
    levers: [{calendar: every, cost: 6}, {overlap: frame, to: FF+2wd, cost: 1}]
  period: {name: 公示, name_en: Notice, body: agent, duration: 9cd, basis: {article: 示例第1条, floor: 7cd}}
  done: {name: 完工, name_en: Completion, milestone: finish, after: [finishes], deadline: 2016-04-03}
  painted: {name: 油漆完, name_en: Painted, milestone: finish, after: [painting, period], deadline: 2016-03-30}
"""
"""By hand, every day worked, day 1 = 29 February: frame days 1-20; envelope from max(day 6, 22 - 11) = 11 to 22;
finishes from max(day 17, 26 - 14) = 17 to 31, which is 30 March. Painting from day 21, Sunday 20 March: on working
days Monday to Friday, 25 March. The notice ends on day 9.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("trials")
    (place / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def small(folder: Path) -> Meeting:
    return schedule.meeting(schedule.load(folder))


@pytest.fixture(scope="module")
def sample() -> Meeting:
    return schedule.meeting(schedule.load(KASHGAR))


def dial(meeting: Meeting, task: str, lever: int | None = None) -> Dial:
    """The dial of a task's days, or of one of its levers."""
    found = [one for one in trials(meeting).dials if one.task == task]
    own = [one for one in found if (one.measure is None) is (lever is None)]
    return own[lever or 0]


def finishes(one: Dial, goal: str) -> dict[int, tuple[date, int]]:
    due = {trial.steps: next(due for due in trial.dues if due.task == goal) for trial in one.trials}
    return {steps: (due.now.last_day, due.days) for steps, due in due.items() if due.now is not None}


def test_the_secretary_sees_what_two_days_less_of_the_finishes_bring(small: Meeting) -> None:
    """By hand: of 13 days they start on day max(17, 26 - 12) = 17 and end on day 29, 28 March, two days earlier.

    Of 10 days they end no earlier than day 26, which the envelope asks for: 25 March, so also with 10 days and fewer.
    """
    found = finishes(dial(small, "finishes"), "done")
    assert [*found] == list(range(-5, 6))
    assert found[-2] == (date(2016, 3, 28), -2)
    assert found[-5] == (date(2016, 3, 25), -5)
    assert found[0] == (date(2016, 3, 30), 0)
    assert found[5] == (date(2016, 4, 4), 5)


def test_a_site_engineer_sees_that_pressing_the_envelope_delays_completion(small: Meeting) -> None:
    """By hand: of 8 days it ends on day 22 and starts on day 15; the finishes from day 21 to 35: 3 April, 4 later."""
    one = dial(small, "envelope")
    assert finishes(one, "done")[-4] == (date(2016, 4, 3), 4)
    assert one.retarded is not None
    trial, retarded, _ = one.retarded
    assert trial.steps == -5
    assert (retarded.task, retarded.goal, retarded.late) == ("envelope", "done", date(2016, 4, 4))


def test_a_lawyer_finds_no_setting_below_a_floor_and_why(small: Meeting) -> None:
    """By hand: seven days after that of its beginning, 29 February, end on 7 March; it ends on the 8th: a day may go.

    Five days more end on 13 March, long before the painting does, which the same deadline waits for.
    """
    meeting = small
    found = bench._Bench(meeting, ["done", "painted"]).dial(meeting.schedule.tasks["period"], None)
    assert found is not None
    assert [trial.steps for trial in found.trials] == [-1, 0, 1, 2, 3, 4, 5]
    assert found.refused is not None
    assert found.refused.code == "below-floor"
    assert trials(meeting).quiet == ("period",)


def test_measures_have_sliders_of_their_own(small: Meeting) -> None:
    """By hand: the painting on every day from Sunday 20 March on ends on the 24th, a day earlier than on the 25th.

    Where it only has to end two days after the frame, which works every day and ends on Saturday 19 March, it ends on
    Monday the 21st. Two days less of the finishes bring two, four bring four.
    """
    assert finishes(dial(small, "painting", 0), "painted")[1] == (date(2016, 3, 24), -1)
    assert finishes(dial(small, "painting", 1), "painted")[1] == (date(2016, 3, 21), -4)
    assert {k: days for k, (_, days) in finishes(dial(small, "finishes", 0), "done").items()} == {0: 0, 1: -2, 2: -4}


def same_as_previewed(meeting: Meeting, trial: Trial) -> bool:
    """Whether a setting stands, and is marked, as the door of `daopai preview` has the same proposal."""
    assert trial.revisions
    found = proposed(meeting.history, Update(meeting.data_date, revisions=trial.revisions))
    assert not found.is_unlawful
    assert [one.task for one in trial.pressed] == [
        fault.facts["task"] for fault in found.broken if fault.code == "below-reasonable"
    ]
    then = {due.task: due for due in dues(meeting.schedule, found.meeting.schedule)}
    return all(
        due.now is not None
        and then[due.task].now is not None
        and (due.days, due.now.last_day, days_left(due.now))
        == (then[due.task].days, then[due.task].now.last_day, days_left(then[due.task].now))  # type: ignore[union-attr]
        for due in trial.dues
    )


@pytest.mark.slow
def test_every_setting_of_the_sample_is_what_preview_says(sample: Meeting) -> None:
    tried = trials(sample)
    assert {one.task for one in tried.dials} >= {"workshop-frame", "workshop-envelope", "workshop-finishes"}
    settings = [trial for one in tried.dials for trial in one.trials if trial.revisions]
    assert len(settings) >= 30
    assert all(same_as_previewed(sample, trial) for trial in settings)


@pytest.mark.long
@pytest.mark.parametrize("week", range(0, 13, 3))
def test_every_setting_of_every_third_week_is_what_preview_says(week: int) -> None:
    project = schedule.load(KASHGAR)
    meeting = schedule.meeting(project, project.updates[week].data_date)
    settings = [trial for one in trials(meeting).dials for trial in one.trials if trial.revisions]
    assert settings
    assert all(same_as_previewed(meeting, trial) for trial in settings)


def test_every_measure_is_what_preview_says(small: Meeting) -> None:
    settings = [trial for one in trials(small).dials for trial in one.trials if trial.revisions]
    assert all(same_as_previewed(small, trial) for trial in settings)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_row_of_the_page_is_the_row_of_the_command(folder: Path, small: Meeting, lang: str) -> None:
    said = CliRunner().invoke(
        main, ["preview", str(folder), "--set", "envelope duration=8wd", "--lang", lang, "--format", "csv"]
    )
    assert said.exit_code == 0, said.stderr
    (row,) = (line.split(",") for line in said.stdout.splitlines() if ("完工" in line or "Completion" in line))
    assert row[4:8] == ["2016-04-03", "4", "4", "0"]
    shown = settings_of(page(small, voice_of(small.schedule, lang)), {"zh": "围护", "en": "Envelope"}[lang])
    words = {
        "zh": ("少 4 个工作日，工期 8 个工作日", "完工", "4月3日", "4月3日", "4 天", "没有"),
        "en": ("4 working days less: 8 working days", "Completion", "3 Apr", "3 Apr", "4 days", "none"),
    }
    assert shown[1] == [list(words[lang])]


def settings_of(text: str, name: str) -> list[list[list[str]]]:
    """The rows of each setting of the slider of a task's days, in the page without its script."""
    (section,) = read(text).find("section", id="trials")
    (found,) = (one for one in section.find("details", "dial") if one.find("summary")[0].find("span")[0].text == name)
    (slider,) = found.find("input", type="range")
    bodies = found.find("tbody")
    assert (slider.attributes["min"], slider.attributes["max"]) == ("0", str(len(bodies) - 1))
    return [[[cell.text for cell in row.find("td")] for row in body.find("tr")] for body in bodies]


REASONABLE = PLAN.replace("duration: 12wd,", "duration: 12wd, reasonable: 11wd,").replace(
    "duration: 5wd\n", "duration: 5wd\n    reasonable: 7cd\n"
)
"""The envelope takes 12 days where 11 are reasonable. Painting takes from Monday 21 to Friday 25 March, two days on the
calendar less than its seven; on every day it would take five as well, from Sunday the 20th.
"""
MARK = {"zh": "需专家论证", "en": "expert review needed"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_secretary_sees_from_which_day_less_experts_have_to_review_it(lang: str, tmp_path: Path) -> None:
    """By hand: 11 days of the envelope are reasonable, 10 are not, until experts reviewed it; as `preview` says it."""
    (tmp_path / "plan.yaml").write_text(REASONABLE, encoding="utf-8")
    meeting = schedule.meeting(schedule.load(tmp_path))
    name = {"zh": "围护", "en": "Envelope"}[lang]
    text = page(meeting, voice_of(meeting.schedule, lang))
    marked = [MARK[lang] in rows[0][0] for rows in settings_of(text, name)]
    assert marked == [True] * 4 + [False] * 7, "five to two days less; one day less, as it is, and more"
    notes = [one.text for one in read(text).find("section", id="trials")[0].find("p")]
    asked = {
        "zh": "从开始到完成短于合理工期 11 天的，需专家论证（建设工程质量管理条例第10条）",
        "en": "Less than the reasonable duration of 11 days from start to finish needs expert review "
        "(Construction Quality Regulation, art. 10)",
    }
    assert notes.count(asked[lang]) == 1


def test_the_secretary_sees_no_mark_once_experts_reviewed_it_and_the_same_in_the_command(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(REASONABLE, encoding="utf-8")
    for days, wanted in ((11, False), (10, True)):
        said = CliRunner().invoke(main, ["preview", str(tmp_path), "--set", f"envelope duration={days}wd"])
        assert ("需专家论证" in said.output) is wanted
    reviewed = REASONABLE.replace("11wd,", "11wd, expert_review: {by: 县住建局专家组, on: 2016-02-29},")
    (tmp_path / "plan.yaml").write_text(reviewed, encoding="utf-8")
    meeting = schedule.meeting(schedule.load(tmp_path))
    rows = settings_of(page(meeting, voice_of(meeting.schedule, "zh")), "围护")
    assert not any(MARK["zh"] in row[0][0] for row in rows)


def test_every_mark_of_works_below_what_is_reasonable_is_what_preview_says(tmp_path: Path) -> None:
    """Also of another calendar; not of works that may enter others earlier, whose own time nobody changes."""
    (tmp_path / "plan.yaml").write_text(REASONABLE, encoding="utf-8")
    meeting = schedule.meeting(schedule.load(tmp_path))
    assert all(
        same_as_previewed(meeting, one) for dial in trials(meeting).dials for one in dial.trials if one.revisions
    )
    calendar, overlap = (dial(meeting, "painting", lever).trials for lever in (0, 1))
    assert [bool(one.pressed) for one in calendar] == [False, True]
    assert [bool(one.pressed) for one in overlap] == [False, False]


@pytest.mark.slow
def test_the_secretary_reads_by_name_why_a_period_can_be_no_shorter() -> None:
    """The tender period of 20 days (招标投标法 art. 24) ends on the 21st day; a day less would end before it may."""
    project = schedule.load(KASHGAR)
    meeting = schedule.meeting(project, project.updates[2].data_date)
    text = page(meeting, voice_of(meeting.schedule, "zh"))
    assert settings_of(text, "招标公告及投标期")[0][0][0] == "不增减，工期 21 天"
    (section,) = read(text).find("section", id="trials")
    (why,) = (one.text for one in section.find("p") if "招标投标法第24条" in one.text)
    assert why.startswith("再短依法不行：“招标公告及投标期”")
    assert "tender-period" not in why


def test_a_slider_stands_at_the_plan_as_it_is(small: Meeting) -> None:
    root = read(page(small, voice_of(small.schedule, "zh")))
    for one in root.find("details", "dial"):
        at = int(one.find("input")[0].attributes["value"])
        assert one.find("tbody")[at].find("td")[0].text.startswith(("不增减", "不采取"))


def test_where_it_stops_is_said(small: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four settings may be tried: the measures have two, one and one, and come first; the five tasks are counted."""
    monkeypatch.setattr(bench, "TASK_RUNS", 4 * bench.LEAST_TASKS)
    again = schedule.meeting(small.project)
    tried = trials(again)
    assert [one.measure is not None for one in tried.dials] == [True, True, True]
    assert tried.left_out == 5
    assert "另有 5 项没有试算" in page(again, voice_of(again.schedule, "zh"))


def test_without_a_deadline_there_is_nothing_to_try(folder: Path, tmp_path: Path) -> None:
    text = PLAN.replace(", deadline: 2016-04-03", "").replace(", deadline: 2016-03-30", "")
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    meeting = schedule.meeting(schedule.load(tmp_path))
    root = read(page(meeting, voice_of(meeting.schedule, "zh")))
    assert not root.find("section", id="trials")
    assert not root.find("a", href="#trials")


# ---- in a browser


@pytest.mark.slow
def test_a_liaison_on_a_narrow_phone_moves_a_slider_by_key(small: Meeting, tmp_path: Path) -> None:
    """One key to the left of the plan as it is: a day less. The row that is seen is that of the table, and no other."""
    file = tmp_path / "page.html"
    file.write_text(page(small, voice_of(small.schedule, "zh")), encoding="utf-8")
    browser = Browser(tmp_path / "home", 360, 800)
    try:
        browser.open(file)
        assert browser.run("return document.documentElement.scrollWidth") == 360
        code = (
            "var d = Array.from(document.querySelectorAll('.dial')).filter("
            "d => d.querySelector('summary span').textContent === '围护')[0]; d.open = true;"
        )
        browser.run(code + "d.querySelector('input').focus()")
        for kind in ("rawKeyDown", "keyUp"):
            browser.cdp(
                "Input.dispatchKeyEvent", type=kind, key="ArrowLeft", code="ArrowLeft", windowsVirtualKeyCode=37
            )
        seen = browser.run(
            code + "return Array.from(d.querySelectorAll('tbody')).filter(b => b.getClientRects().length)"
            ".map(b => Array.from(b.querySelectorAll('td')).map(c => c.textContent))"
        )
        # By hand: of 11 days it starts on day 12, the finishes on day 18, and they end on day 32, 31 March.
        assert seen == [["少 1 个工作日，工期 11 个工作日", "完工", "4月3日", "3月31日", "1 天", "3 天"]]
        said = browser.run(code + "return d.querySelector('input').getAttribute('aria-valuetext')")
        assert said == ", ".join(seen[0])
        assert browser.run(code + "return d.querySelector('input').getBoundingClientRect().height") >= 44
        assert browser.run("return document.documentElement.scrollWidth") == 360
        assert not browser.complaints()
    finally:
        browser.close()


@pytest.mark.slow
def test_without_the_script_the_table_is_read(small: Meeting, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(page(small, voice_of(small.schedule, "zh")), encoding="utf-8")
    browser = Browser(tmp_path / "home", 360, 800, script=False)
    try:
        browser.open(file)
        heights, style = once_there(lambda: heights_and_style(browser))
        assert len(heights) > 30
        assert min(heights) > 0
        assert {"name": "display", "value": "none"} in style
    finally:
        browser.close()


def heights_and_style(browser: Browser) -> tuple[list[float], list[dict[str, str]]]:
    """How high the tables of the measures are, and the style of the first slider, asked for without a script."""
    root = browser.cdp("DOM.getDocument", depth=0)["root"]["nodeId"]
    rows = browser.cdp("DOM.querySelectorAll", nodeId=root, selector=".dial tbody")["nodeIds"]
    heights = [browser.cdp("DOM.getBoxModel", nodeId=one)["model"]["height"] for one in rows]
    slider = browser.cdp("DOM.querySelector", nodeId=root, selector=".dial input")["nodeId"]
    shown = browser.cdp("CSS.enable") or browser.cdp("CSS.getComputedStyleForNode", nodeId=slider)
    return heights, shown["computedStyle"]


def once_there(read: Callable[[], T]) -> T:
    """What is read of a page whose nodes may still be replaced: without scripts the driver does not wait for it."""
    from selenium.common.exceptions import WebDriverException

    for _ in range(100):
        try:
            return read()
        except WebDriverException as error:
            if "Could not find node" not in str(error):
                raise
            sleep(0.1)
    return read()
