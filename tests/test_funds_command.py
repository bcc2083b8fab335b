"""What a county office reads of its money: by logic and by money, what is short, by when it has to come."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from telling import in_words
from test_funds import Small, day, days, small_plans

import schedule
from schedule.analysis.dates.alerts import Light
from schedule.analysis.funds.gaps import plain_gaps
from schedule.analysis.history import History
from schedule.analysis.meeting import Meeting, take
from schedule.analysis.move.windows import window
from schedule.analysis.reports.causes import Cause
from schedule.commands import main
from schedule.engine.compute import compute
from schedule.engine.state import by_logic
from schedule.model import Project, Tranche
from schedule.output.delivery.icalendar import calendars
from schedule.output.figures import staircase
from schedule.output.figures.ground.layout import tags
from schedule.output.figures.ground.marks import marks
from schedule.output.figures.ground.rows import Only, shown
from schedule.output.letters.notice import notice_markdown
from schedule.output.letters.secretary import secretary_markdown
from schedule.output.letters.supervision import supervision_markdown
from schedule.output.minutes.bulletin import bulletin
from schedule.output.page.html import page
from schedule.output.tables.contents import deadline_table
from schedule.output.words.phrases import voice_of
from schedule.output.words.sentences import asks, sentence, verdict_text, verdicts

PLAN = """daopai: 1
project: {name: 示例园区, start: 2016-06-01, calendar: calendar-days, target: done}
bodies: {development-reform: {name: 发改委}, agent: {name: 代建中心}}
funds:
  unit: 万元
  tranches:
    aid: {amount: 5000, in_place: 2016-06-01, source: 援疆资金}
    cdb-2: {amount: 7000, name: 国开行第二笔, expected: 2016-06-05, chance: 0.6, ask: development-reform}
    rest: {amount: 26000, source: 缺口}
tasks:
  A: {name: 道路, name_en: Roads, duration: 2cd, commits: {amount: 4000}, body: agent}
  B: {name: 管网, name_en: Pipes, duration: 3cd, after: [A], commits: {amount: 3000}, body: agent}
  C: {name: 框架, name_en: Frame, duration: 6cd, commits: {amount: 5000}, body: agent}
  D: {name: 屋面, name_en: Roof, duration: 1cd, after: [C], body: agent}
  done: {name: 完工, name_en: Works done, milestone: finish, after: [B, D], deadline: 2016-06-08}
"""
UNDATED = PLAN.replace("expected: 2016-06-05, chance: 0.6, ", "")


def answered(tmp_path: Path, text: str, *more: str) -> str:
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    found = CliRunner().invoke(main, ["funds", str(tmp_path / "plan.yaml"), "--date", "2016-06-01", *more])
    assert found.exit_code == 0, found.output
    return found.stdout


def record(tmp_path: Path, text: str) -> Mapping[str, Any]:
    found = json.loads(answered(tmp_path, text, "--format", "json"))
    assert isinstance(found, list)
    (one,) = found
    assert isinstance(one, dict)
    return one


def test_a_secretary_reads_both_dates_and_who_is_stuck(tmp_path: Path) -> None:
    """The frame uses the 5,000 until 7 June; the roads' 4,000 come on the 5th, so that the pipes end on the 9th."""
    first, second, *rest = answered(tmp_path, PLAN, "--lang", "zh").splitlines()
    assert first == (
        "完工（期限 6月8日）：不算资金 6月7日，算上资金 6月9日，晚 2 天。"
        "卡在钱上的是：道路（差 4,000 万元，等国开行第二笔 6月5日 到位）。"
    )
    assert second == (
        "资金到位情况：计划 38,000 万元、已到 5,000 万元（13.2%）、有预计日期 7,000 万元、无到位日期 26,000 万元。"
    )
    assert "- 国开行第二笔：早到一周，完工早 2 天，最迟 6月4日 到位才不误期。" in rest
    english = answered(tmp_path, PLAN, "--lang", "en")
    assert english.startswith(
        "Works done (deadline 8 Jun): 7 Jun by logic, 9 Jun by money, 2 days later. Held by money:"
    )


def test_a_finance_clerk_reads_by_which_day_how_much_is_missing(tmp_path: Path) -> None:
    """On 1 June 9,000 are needed of 5,000, on the 3rd 12,000; as late as the deadline lets, 9,000 on the 4th."""
    found = record(tmp_path, PLAN)
    assert [(one["day"], one["more"], one["total"], one["tasks"], one["until"]) for one in found["gaps"]] == [
        ("2016-06-01", 4000, 4000, ["A", "C"], "2016-06-05"),
        ("2016-06-03", 3000, 7000, ["B"], "2016-06-05"),
    ]
    assert [(one["day"], one["total"], one["tasks"]) for one in found["gaps_for_deadlines"]] == [
        ("2016-06-04", 4000, ["A"])
    ]
    assert (found["planned"], found["in_place"], found["expected"], found["without_date"]) == (38000, 5000, 7000, 26000)


def test_a_finance_clerk_is_not_told_that_no_money_has_to_come_where_what_is_expected_has_to(tmp_path: Path) -> None:
    """For 12 June the frame begins on the 6th at the latest, the roads on the 8th: the 7,000 of 5 June are enough."""
    told = answered(tmp_path, PLAN.replace("deadline: 2016-06-08", "deadline: 2016-06-12"), "--lang", "zh")
    assert "只保各项期限：已到位和预计到位的资金按时到位就够，不需要再争取其他资金。" in told


def test_money_without_a_date_gets_none_in_any_line(tmp_path: Path) -> None:
    text = answered(tmp_path, UNDATED, "--lang", "zh")
    assert text.startswith("完工（期限 6月8日）：不算资金 6月7日；算上资金，无到位日期，不能预计。卡在钱上的是：道路")
    found = record(tmp_path, UNDATED)
    assert (found["by_logic"], found["by_money"], found["held_days"]) == ("2016-06-07", None, None)
    assert [one["days_for_a_week"] for one in found["worth"]] == [None, None]
    assert [one["latest"] for one in found["worth"]] == ["2016-06-04", "2016-06-04"]


@pytest.mark.parametrize(
    ("was", "now", "worth"),
    [
        ("deadline: 2016-06-08", "deadline: 2016-06-06", {"latest": None, "never_holds": True}),
        ("deadline: 2016-06-08", "deadline: 2016-06-07", {"latest": "2016-06-03", "never_holds": False}),
        ("deadline: 2016-06-08", "deadline: 2016-06-12", {"latest": "2016-06-08", "holds_without": False}),
        ("amount: 5000, in_place", "amount: 12000, in_place", {"latest": None, "holds_without": True}),
        ("expected: 2016-06-05", "expected: 2016-06-20", {"latest": "2016-06-04", "days_for_a_week": 7}),
    ],
)
def test_a_tranche_is_worth_what_it_wins_and_has_a_last_day(
    tmp_path: Path, was: str, now: str, worth: Mapping[str, object]
) -> None:
    first = record(tmp_path, PLAN.replace(was, now))["worth"][0]
    assert {key: first[key] for key in worth} == worth


TOGETHER = """daopai: 1
project: {name: 示例园区, start: 2016-06-01, calendar: calendar-days}
bodies: {agent: {name: 代建中心}}
funds:
  unit: 万元
  tranches:
    aid: {amount: 5, in_place: 2016-06-01}
    bond: {amount: 10, name: 专项债, name_en: Bond, expected: 2016-05-31}
    county: {amount: 6, name: 县级配套, name_en: County, expected: 2016-07-01}
tasks:
  permit: {name: 施工许可, name_en: Permit, duration: 10cd, needs_funds: {amount: 8}, body: agent}
  works: {name: 施工, name_en: Works, duration: 5cd, after: [permit], commits: {amount: 15}, body: agent}
  done: {name: 完工, name_en: Works done, milestone: finish, after: [works], deadline: 2016-06-20}
"""
"""Without money the permit takes until 10 June and the works until the 15th; the bond's day has passed without it."""
ONE = {"latest": None, "holds_without": False, "never_holds": False, "if_other_undated_comes": False}
ONE |= {"nobody_can_tell": False}
NEVER, UNTOLD = ONE | {"never_holds": True}, ONE | {"nobody_can_tell": True}
SPARE = ONE | {"holds_without": True, "if_other_undated_comes": True}


@pytest.mark.parametrize(
    ("edits", "worth"),
    [
        ({}, {"bond": ONE | {"latest": "2016-06-06"}, "county": SPARE}),
        (
            {"amount: 15": "amount: 21"},
            {"bond": NEVER, "county": ONE | {"latest": "2016-06-16", "if_other_undated_comes": True}},
        ),
        ({"amount: 15": "amount: 30"}, {"bond": UNTOLD, "county": UNTOLD}),
        (
            {"amount: 15": "amount: 30", "deadline: 2016-06-20": "deadline: 2016-06-14"},
            {"bond": NEVER, "county": NEVER},
        ),
        ({"deadline: 2016-06-20": "deadline: 2016-06-14"}, {"bond": NEVER, "county": NEVER}),
        (
            {"amount: 15": "amount: 11", "amount: 8": "amount: 5", "tasks:": "    gift: {amount: 1}\ntasks:"},
            {
                "bond": ONE | {"latest": "2016-06-16"},
                "county": ONE | {"latest": "2016-06-16"},
                "gift": SPARE,
            },
        ),
    ],
)
def test_an_end_that_waits_for_other_money_without_a_date_says_nothing_of_a_tranche(
    tmp_path: Path, edits: Mapping[str, str], worth: Mapping[str, Mapping[str, object]]
) -> None:
    """What 5 in place, 10 without a date and 6 on 1 July do to a deadline of 20 June, 15 days from 1 June.

    Of 15 for the works: with the bond on 6 June the permit takes the 6th to the 15th, the works the 16th to the 20th.
    The county's 6 today give 11, enough for the permit's 8 and not for the works: nobody can tell; with the bond too
    there are 15 without them. Of 21 all three are needed: with the bond the permit ends on the 10th, and the works
    begin with the county's money, by the 16th; with the bond today they begin on 1 July, too late. Of 30 there are
    only 21, so that nobody can tell of any. For 14 June the works are a day late with all the money in the world.
    Of 11, with a permit that needs 5, the bond or the county's money by the 16th do; a gift of 1 makes 6, and the
    works begin with the county's on 1 July, but with the bond by the 16th they need no gift.
    """
    text = TOGETHER
    for was, now in edits.items():
        assert was in text
        text = text.replace(was, now, 1)
    found = {one.pop("tranche"): one for one in record(tmp_path, text)["worth"]}
    assert all(kept["deadlines"] == ["done"] for one in found.values() for kept in one.pop("by_deadline"))
    assert {name: one | {"days_for_a_week": None} for name, one in found.items()} == {
        name: one | {"days_for_a_week": None} for name, one in worth.items()
    }


TWO = """daopai: 1
project: {name: 示例园区, start: 2016-06-01, calendar: calendar-days}
bodies: {finance: {name: 财政局}}
funds:
  unit: 万元
  tranches:
    aid: {amount: 600, name: 援疆资金, name_en: Aid, expected: 2016-06-08, ask: finance}
tasks:
  base: {name: 基础, duration: 10cd, commits: {amount: 300}}
  half: {name: 基础验收, name_en: Base, milestone: finish, after: [base], deadline: 2016-06-20}
  roof: {name: 屋面, duration: 10cd, after: [base], commits: {amount: 300}}
  open: {name: 开业, name_en: Opens, milestone: finish, after: [roof], deadline: 2016-07-10}
"""
EARLIER = {"deadline: 2016-06-20": "deadline: 2016-06-09"}
LOST = {"zh": "- 钱今天全到位也赶不上的期限：基础验收。", "en": "- Lost whatever money comes today: Base."}


@pytest.mark.parametrize(
    ("edits", "zh", "en"),
    [
        (
            {},
            "最迟 6月11日 到位才不误基础验收的期限。",
            "it has to come by 11 Jun for this deadline to hold: Base.",
        ),
        (
            EARLIER,
            "最迟 6月21日 到位才不误开业的期限。",
            "it has to come by 21 Jun for this deadline to hold: Opens.",
        ),
        (
            {"deadline: 2016-07-10": "deadline: 2016-06-30"},
            "最迟 6月11日 到位才不误期。",
            "it has to come by 11 Jun for the deadline to hold.",
        ),
        (
            {"    aid:": "    own: {amount: 300, in_place: 2016-06-01}\n    aid:"},
            "最迟 7月1日 到位才不误开业的期限。",
            "it has to come by 1 Jul for this deadline to hold: Opens.",
        ),
        (
            EARLIER | {"deadline: 2016-07-10": "deadline: 2016-06-19"},
            "今天就到也赶不上期限。",
            "the deadline is lost even if it comes today.",
        ),
        (
            {"    aid:": "    own: {amount: 900, in_place: 2016-06-01}\n    aid:"},
            "不到也不误期。",
            "the deadline holds without it.",
        ),
        (
            {
                "roof: {name: 屋面, duration: 10cd, after: [base], commits: {amount: 300}}": "roof: {name: 屋面, "
                "duration: 10cd, after: [base], commits: {amount: 900}}"
            },
            "最迟 6月11日 到位才不误基础验收的期限；"
            "光这一笔到位，还保不住开业的期限；另外还差的资金无到位日期，不能预计。",
            "it has to come by 11 Jun for this deadline to hold: Base; "
            "alone it is not enough for this deadline: Opens; "
            "what else is missing has no date of arrival, nobody can tell.",
        ),
    ],
)
def test_a_tranche_has_the_last_day_that_keeps_every_deadline_which_money_can_keep(
    tmp_path: Path, edits: Mapping[str, str], zh: str, en: str
) -> None:
    """The base takes ten days, the roof the next ten: for 20 June from the 11th, for 10 July from 21 June on.

    A base that was due on 9 June cannot be had from 1 June on; it hides nothing of the opening. For the opening of 30
    June the base has to begin on the 11th as well. With 300 of its own the base needs no aid, and the roof on 1 July;
    that of 19 June, 20 days from the 1st on, is lost with it. A roof for 900 lacks 600 of which nobody knows.
    """
    text = TWO
    for was, now in edits.items():
        assert was in text
        text = text.replace(was, now, 1)
    for lang, said in (("zh", zh), ("en", en)):
        lines = answered(tmp_path, text, "--lang", lang).replace("\n  ", " " if lang == "en" else "").splitlines()
        (told,) = [line for line in lines if line.startswith({"zh": "- 援疆资金：", "en": "- Aid: "}[lang])]
        assert told.endswith(said), told
        assert (LOST[lang] in lines) is (edits == EARLIER)
    found = record(tmp_path, text)
    assert found["lost_deadlines"] == (["half"] if EARLIER.items() <= edits.items() else []) + (
        ["open"] if "deadline: 2016-06-19" in edits.values() else []
    )


def test_a_secretary_is_not_told_that_a_deadline_is_lost_which_other_money_can_still_keep(tmp_path: Path) -> None:
    """The county's money alone is not enough and with the bond not needed; of works for 30 some money has no name."""
    lines = answered(tmp_path, TOGETHER, "--lang", "zh").splitlines()
    assert "- 专项债：最迟 6月6日 到位才不误期。" in lines
    told = "光这一笔到位，还保不住期限；其他无到位日期的资金按需要到位的话，这一笔不到也不误期。"
    assert f"- 县级配套：{told}" in lines
    english = " ".join(answered(tmp_path, TOGETHER, "--lang", "en").split())
    assert (
        "- County: alone it is not enough for the deadline; "
        "if the other money without a date comes when it is needed, the deadline holds without it."
    ) in english
    short = answered(tmp_path, TOGETHER.replace("amount: 15", "amount: 30"), "--lang", "zh")
    assert "- 县级配套：光这一笔到位，还保不住期限；另外还差的资金无到位日期，不能预计。" in short
    assert "赶不上期限" not in short


@pytest.mark.parametrize(
    ("applicant", "acting"),
    [pytest.param(", applicant: agent", "代建中心", id="not-yet-submitted"), pytest.param("", "住建局", id="its-own")],
)
def test_who_is_named_beside_what_waits_for_money_is_who_has_to_act(
    tmp_path: Path, applicant: str, acting: str
) -> None:
    """A permit whose fee of 6,000 waits for the money of 5 June: its file is the applicant's until it is submitted."""
    permit = f"name: 施工许可证, duration: 2cd, commits: {{amount: 6000}}, body: housing{applicant}"
    text = PLAN.replace("agent: {name: 代建中心}}", "agent: {name: 代建中心}, housing: {name: 住建局}}")
    text = text.replace("  done:", f"  E: {{{permit}}}\n  done:").replace("after: [B, D]", "after: [B, D, E]")
    told = answered(tmp_path, text, "--lang", "zh")
    (row,) = (line for line in told.splitlines() if line.lstrip().startswith("施工许可证"))
    assert [name for name in ("代建中心", "住建局") if name in row] == [acting], told


def test_a_plan_that_says_nothing_of_money_is_told_so(tmp_path: Path) -> None:
    bare = PLAN[: PLAN.index("funds:")].replace(", target: done", "") + "tasks: {A: {name: 道路, duration: 2cd}}\n"
    assert "没有写资金" in answered(tmp_path, bare, "--lang", "zh")
    assert answered(tmp_path, bare, "--format", "json") == "[]\n"
    only = PLAN.replace(", commits: {amount: 4000}", "").replace(", commits: {amount: 3000}", "")
    only = only.replace(", commits: {amount: 5000}", "")
    assert "算不出资金卡不卡日期" in answered(tmp_path, only, "--lang", "zh")


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(small_plans())
def test_the_gap_added_on_its_days_lets_nothing_wait(plan: Small) -> None:
    state = plan.state()
    logic, funds = compute(by_logic(state)), state.plan.funds
    assert funds is not None
    more = {}
    for k, gap in enumerate(plain_gaps(state, logic)):
        assert gap.more > 0
        more[f"gap{k}"] = Tranche(f"gap{k}", gap.more, expected=gap.instant)
    added = replace(state.plan, funds=replace(funds, tranches={**funds.tranches, **more}))
    held = compute(replace(state, plan=added))
    assert not held.funding.waits
    assert days(held) == days(logic)
    if more:  # and no less does: without its last row, or with a little less of it, something waits
        last = replace(more[max(more)], amount=more[max(more)].amount - Fraction(1, 2))
        less = replace(funds, tranches={**funds.tranches, **more, last.id: last})
        assert compute(replace(state, plan=replace(state.plan, funds=less))).funding.waits


@pytest.mark.long
def test_sixty_tasks_and_six_tranches_take_less_than_a_second(tmp_path: Path) -> None:
    from time import process_time

    rows = [
        f"  t{k}: {{name: 第{k}项, duration: {k % 7 + 2}cd, after: [{f't{k - 5}' if k > 4 else ''}],"
        f" commits: {{amount: {200 + k * 37 % 500}, purpose: {('roads', 'workshops', 'any')[k % 3]}}}}}"
        for k in range(60)
    ]
    money = [
        f"m{k}: {{amount: 4500, expected: {day(k * 5)}, purpose: {('any', 'roads', 'workshops')[k % 3]}}}"
        for k in range(6)
    ]
    text = "daopai: 1\nproject: {name: 园区, start: 2016-03-01, calendar: calendar-days}\n"
    text += f"funds: {{tranches: {{{', '.join(money)}}}}}\ntasks:\n" + "\n".join(rows)
    text += "\n  done: {name: 完工, milestone: finish, after: [t55, t56, t57, t58, t59], deadline: 2016-05-20}\n"
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    begun = process_time()
    found = CliRunner().invoke(main, ["funds", str(tmp_path / "plan.yaml"), "--date", "2016-03-01"])
    assert found.exit_code == 0
    assert process_time() - begun < 3, "a second alone; the machine does other things too"


# ── the papers ──────────


def meeting_of(tmp_path: Path, text: str) -> Meeting:
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    project, faults = schedule.read(tmp_path / "plan.yaml")
    assert isinstance(project, Project)
    assert not faults
    return take(project, project.plan.start)


def test_a_secretary_reads_one_verdict_with_both_dates_and_a_county_clerk_what_came(tmp_path: Path) -> None:
    meeting = meeting_of(tmp_path, PLAN)
    paper = in_words(bulletin(meeting), voice_of(meeting.schedule, "zh"))
    assert paper.headline == (
        "不能按期完成：完工预计 6月9日 完成，比期限 6月8日 晚 1 天。不算资金 6月7日，算上资金 6月9日，晚 2 天。"
        "卡在钱上的是：道路（差 4,000 万元，等国开行第二笔 6月5日 到位）。"
    )
    assert paper.light is Light.RED
    (money,) = (section for section in paper.sections if section.heading == "资金")
    assert [item.text for item in money.items] == [
        "资金到位情况：计划 38,000 万元、已到 5,000 万元（13.2%）、有预计日期 7,000 万元、无到位日期 26,000 万元。"
    ]
    (critical,) = (section for section in paper.sections if section.heading.startswith("关键线路"))
    assert "道路（代建中心）：等资金（差 4,000 万元，等国开行第二笔 6月5日 到位）。" in [
        one.text for one in critical.items
    ]
    roads = next(alert for alert in meeting.alerts if alert.task == "A")
    assert "等资金：差 4,000 万元，等国开行第二笔 6月5日 到位。" in voice_of(meeting.schedule, "zh").tell(
        sentence(roads, voice_of(meeting.schedule, "zh").plan)
    )
    row = next(one for one in deadline_table(meeting).records(voice_of(meeting.schedule, "zh")) if one["id"] == "A")
    assert row["problem"] == "等资金：差 4,000 万元，等国开行第二笔 6月5日 到位"
    assert (row["latest_finish"], row["forecast"]) == (date(2016, 6, 5), date(2016, 6, 6)), "red lines are logic's"
    assert not meeting.unmeetable, "that money holds it is no fault of the plan's"


def test_a_deadline_that_waits_for_money_without_a_date_is_neither_kept_nor_missed(tmp_path: Path) -> None:
    meeting = meeting_of(tmp_path, UNDATED)
    voice = voice_of(meeting.schedule, "zh")
    assert meeting.light is Light.GREY
    assert voice.tell(verdict_text(meeting)) == (
        "是否按期不能预计：完工等资金，无到位日期；钱按需要到位的话 6月7日 完成，期限 6月8日。"
        "卡在钱上的是：道路（差 4,000 万元，无到位日期）。"
    )
    row = next(one for one in deadline_table(meeting).records(voice) if one["id"] == "B")
    assert row["problem"] == "前面的工作等资金，无到位日期，算上资金不能预计"


def test_a_deadline_missed_whatever_the_money_says_what_its_day_supposes_and_all_that_hold_it(tmp_path: Path) -> None:
    """The frame has the first 5,000. The roads wait for 4,000 until the 5th, the pipes for 3,000 that have no date.

    If these come when they are needed the pipes are laid on the 7th to 9th, a day after the deadline: no tranche is
    known to bring them, so that the roads have none of them either.
    """
    text = PLAN.replace("amount: 7000", "amount: 4000").replace("    rest: {amount: 26000, source: 缺口}\n", "")
    meeting = meeting_of(tmp_path, text)
    assert voice_of(meeting.schedule, "zh").tell(verdict_text(meeting)) == (
        "不能按期完成：完工等资金，无到位日期；差的钱按需要到位，也要 6月9日 才能完成，比期限 6月8日 晚 1 天。"
        "卡在钱上的是：道路（差 4,000 万元，等国开行第二笔 6月5日 到位）；管网（差 3,000 万元，无到位日期）。"
    )
    assert meeting.light is Light.RED


OVERDUE = """daopai: 1
project: {name: 示例园区, start: 2026-09-01, calendar: calendar-days}
bodies: {housing: {name: 住建局}, agent: {name: 代建中心}, finance: {name: 财政局, name_en: Finance}}
funds:
  unit: 万元
  tranches:
    aid: {amount: 50, in_place: 2026-08-01}
    bond: {amount: 100, name: 专项债, name_en: Bond, expected: 2026-09-20, ask: finance}
    county: {amount: 60, name: 县级配套, name_en: County, expected: 2026-12-10, ask: finance}
tasks:
  permit:
    {name: 施工许可证, name_en: Permit, body: housing, applicant: agent, duration: 10cd,
     start_no_earlier_than: 2026-10-01, needs_funds: {amount: 80}}
  works: {name: 施工, name_en: Works, body: agent, duration: 30cd, after: [permit], commits: {amount: 150}}
  done: {name: 完工, name_en: Works done, body: agent, milestone: finish, after: [works], deadline: 2026-12-15}
"""
"""With the bond, whose day passed on 20 September, the permit takes 1 to 10 October, the works until 9 November.

Without it the permit has its 80 with the county's money on 10 December, and the works lack 40 of 150.
"""


def overdue(tmp_path: Path, text: str = OVERDUE) -> Meeting:
    """The meeting of 21 September, to which nothing was reported."""
    (tmp_path / "updates").mkdir(exist_ok=True)
    (tmp_path / "updates" / "2026-09-21.yaml").write_text("data_date: 2026-09-21\nnote: 无\n", encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    project = schedule.load(tmp_path)
    return take(project, project.updates[0].data_date)


@pytest.mark.parametrize(
    ("lang", "told", "measures"),
    [
        (
            "zh",
            "是否按期不能预计：完工等资金，无到位日期；钱按需要到位的话 11月9日 完成，期限 12月15日。"
            "卡在钱上的是：施工许可证（差 30 万元，无到位日期的钱不先到，就等县级配套 12月10日 到位）；"
            "施工（差 40 万元，无到位日期）。",
            "无到位日期的钱按需要到位的话，完工 11月9日 完成，12月15日 守得住，不用措施",
        ),
        (
            "en",
            "Nobody can tell whether it is in time: Works done waits for money without a date; with the money there "
            "when it is needed it is done on 9 Nov, deadline 15 Dec. Held by money: Permit (30 万元 short, which comes "
            "with County on 10 Dec if no money without a date comes before); Works (40 万元 short, with no date of "
            "arrival).",
            "If the money without a date comes when it is needed, Works done is done on 9 Nov and 15 Dec holds",
        ),
    ],
)
def test_no_paper_calls_a_deadline_missed_that_overdue_money_would_keep(
    tmp_path: Path, lang: str, told: str, measures: str
) -> None:
    """That dated money serves the permit late says nothing of the day on which the bond would have it begin."""
    meeting = overdue(tmp_path)
    assert voice_of(meeting.schedule, lang).tell(verdict_text(meeting)) == told
    assert meeting.light is Light.GREY
    assert not [alert for alert in meeting.alerts if alert.light is Light.RED]
    assert {meeting.lights[name] for name in ("permit", "works", "done")}.isdisjoint({Light.RED})
    found = CliRunner().invoke(main, ["recover", str(tmp_path), "--lang", lang])
    assert found.stdout.startswith(measures), found.output
    (answer,) = json.loads(CliRunner().invoke(main, ["funds", str(tmp_path), "--format", "json"]).stdout)
    assert [(one["task"], one["until"], one["at_latest"]) for one in answer["held"]] == [
        ("permit", None, "2026-12-10"),
        ("works", None, None),
    ]
    assert answer["worth"][0]["latest"] == "2026-11-06", "16 November less the ten days of the permit"


def test_a_deadline_that_overdue_money_cannot_keep_is_red_by_the_day_on_which_it_would_be_reached(
    tmp_path: Path,
) -> None:
    """9 November is the earliest day with all money there: eight days after 1 November, and not 78."""
    meeting = overdue(tmp_path, OVERDUE.replace("deadline: 2026-12-15", "deadline: 2026-11-01"))
    assert meeting.light is Light.RED
    said = voice_of(meeting.schedule, "zh").tell(verdict_text(meeting))
    assert said.startswith(
        "不能按期完成：完工等资金，无到位日期；差的钱按需要到位，也要 11月9日 才能完成，比期限 11月1日 晚 8 天。"
    )
    (alert,) = (one for one in meeting.alerts if one.task == "done")
    assert alert.facts["late_days"] == 8


@pytest.mark.parametrize(("due", "is_kept"), [("2026-12-19", True), ("2026-12-18", False)])
def test_a_deadline_that_known_money_keeps_is_kept_whatever_becomes_of_the_overdue(
    tmp_path: Path, due: str, is_kept: bool
) -> None:
    """The permit ends on 19 December by the county's money, if the bond does not let it end before."""
    text = OVERDUE.replace("start_no_earlier_than", f"deadline: {due}, start_no_earlier_than")
    meeting = overdue(tmp_path, text)
    (head,) = (one for one in meeting.headlines if one.task == "permit")
    assert (head.unsettled, head.missed) == (not is_kept, False)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("waiting", "done"), [(3, 0), (0, 3), (1, 3), (3, 1), (3, 3)])
def test_a_deadline_that_waits_for_money_is_not_counted_with_those_whose_finish_nobody_reported(
    tmp_path: Path, lang: str, waiting: int, done: int
) -> None:
    """Shops open after the works, which lack money; pits were dug by 10 September and were due on the 15th.

    Of all of these, in order of deadlines, only the first is named: the others are counted, each kind by itself.
    """
    pits = [
        f"  pit{k}: {{name: 坑, body: agent, duration: 5cd}}\n"
        f"  dug{k}: {{name: 挖好, name_en: Dug, milestone: finish, after: [pit{k}], deadline: 2026-09-15}}\n"
        for k in range(done)
    ]
    shops = [
        f"  shop{k}: {{name: 开业, name_en: Open, milestone: finish, after: [works], deadline: 2026-12-2{k}}}\n"
        for k in range(waiting)
    ]
    overdue(tmp_path, OVERDUE.replace("calendar-days}", "calendar-days, target: done}", 1) + "".join(pits + shops))
    dug = "".join(f"  pit{k}: {{started: 2026-09-05, finished: 2026-09-10}}\n" for k in range(done))
    progress = f"progress:\n{dug}" if done else "note: 无\n"
    (tmp_path / "updates" / "2026-09-21.yaml").write_text(f"data_date: 2026-09-21\n{progress}", encoding="utf-8")
    project = schedule.load(tmp_path)
    meeting = take(project, project.updates[-1].data_date)
    told = " ".join(voice_of(meeting.schedule, lang).told(verdicts(meeting, named=1)))
    left = {"unsettled": max(0, done - 1), "undated": waiting - (not done)}
    said = {
        ("zh", "unsettled"): f"另有 {left['unsettled']} 项期限已过，要做的都已做完，还没有报完成。",
        ("zh", "undated"): f"另有 {left['undated']} 项期限等资金，无到位日期，不能预计。",
        ("en", "unsettled"): "deadlines more passed with nothing left to do and no finish reported.",
        ("en", "undated"): "Nobody can tell, for want of money with a date: ",
    }
    for kind, number in left.items():
        assert (said[lang, kind] in told) is (number > 0), told
    assert "期限期限" not in told
    assert ("等资金，不能预计" if lang == "zh" else "waits for money") in page(
        meeting, voice_of(meeting.schedule, lang)
    )


ASKED = {
    "zh": "财政局：专项债（100 万元）原定 9月20日 到位，没有到：请落实到位，或者报哪天到位；"
    "等这笔钱的有施工许可证、施工。",
    "en": "Finance: bring Bond (100 万元), which was expected on 20 Sep and has not come, or report the day on which "
    "it comes; it is waited for by Permit, Works.",
}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_who_has_to_get_overdue_money_is_asked_for_it_on_every_paper(tmp_path: Path, lang: str) -> None:
    """The bond of 20 September is asked of the finance bureau, once in each paper, and of nobody who waits for it."""
    meeting = overdue(tmp_path)
    voice, asked = voice_of(meeting.schedule, lang), ASKED[lang]
    paper = in_words(bulletin(meeting), voice)
    texts = [item.text for section in paper.sections for item in section.items]
    assert asked in texts, "the money"
    assert sum(asked in text for text in texts) == 2, "the money, and one alert"
    assert {alert.task: (alert.light, alert.code) for alert in meeting.alerts} == dict.fromkeys(
        ("permit", "works", "done"), (Light.GREY, "money-undated")
    )
    permit = next(alert for alert in meeting.alerts if alert.task == "permit")
    assert permit.bodies == ("agent", "finance")
    assert notice_markdown(meeting, voice).count(asked.split("：" if lang == "zh" else ": ", 1)[1]) == 1
    assert secretary_markdown(meeting, voice).count(asked) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_overdue_money_that_holds_the_date_is_not_pushed_off_a_full_page_by_late_authorities(
    tmp_path: Path, lang: str
) -> None:
    """Eight approvals that nothing waits for are over their limit of five days; the bond decides the deadline."""
    slow = "".join(
        f"  slow{k}: {{name: 审批{k}, body: housing, applicant: agent, duration: 30cd, basis: {{ceiling: 5cd}}}}\n"
        for k in range(8)
    )
    overdue(tmp_path, OVERDUE + slow)
    begun = "".join(f"  slow{k}: {{submitted: 2026-09-02, accepted: 2026-09-02}}\n" for k in range(8))
    told = f"data_date: 2026-09-21\nprogress:\n{begun}"
    (tmp_path / "updates" / "2026-09-21.yaml").write_text(told, encoding="utf-8")
    project = schedule.load(tmp_path)
    meeting = take(project, project.updates[0].data_date)
    voice = voice_of(meeting.schedule, lang)
    assert sum(alert.code == "ceiling-passed" for alert in meeting.alerts) == 8
    page = secretary_markdown(meeting, voice)
    assert page.count(ASKED[lang]) == 1
    late = [line for line in page.splitlines() if re.search("审批[0-9]", line)]
    assert late
    assert page.index(ASKED[lang]) < page.index(late[0])


@pytest.mark.parametrize(
    ("lang", "soon", "past"),
    [
        ("zh", "施工许可证资金到位后 10月1日 报送", "施工许可证已过红线 11月15日：资金一到位就开始"),
        ("en", "Permit, once its money is there, to submit by 1 Oct", "of 15 Nov: begin as soon as its money is there"),
    ],
)
def test_who_only_waits_for_overdue_money_is_not_told_to_hurry(tmp_path: Path, lang: str, soon: str, past: str) -> None:
    """Until 6 November the permit can be submitted in time; on 20 November it cannot, whoever hurries."""
    meeting = overdue(tmp_path)
    voice = voice_of(meeting.schedule, lang)
    assert soon in notice_markdown(meeting, voice)
    (tmp_path / "updates" / "2026-11-20.yaml").write_text("data_date: 2026-11-20\nnote: 无\n", encoding="utf-8")
    project = schedule.load(tmp_path)
    late = take(project, project.updates[-1].data_date)
    assert past in notice_markdown(late, voice_of(late.schedule, lang))
    assert not late.unreported, "nothing can be reported of work that money does not let begin"
    told = supervision_markdown(late, voice_of(late.schedule, lang))
    assert not [word for word in ("立即报送", "at once, follow", "submitted at once") if word in told]


def in_part(tmp_path: Path, more: str = "") -> Meeting:
    """The same meeting, to which 10 of the bond's 100 were reported, with that said of the rest."""
    overdue(tmp_path)
    said = f"data_date: 2026-09-21\nfunds: {{bond: {{in_place: 2026-09-18, amount: 10{more}}}}}\n"
    (tmp_path / "updates" / "2026-09-21.yaml").write_text(said, encoding="utf-8")
    project = schedule.load(tmp_path)
    return take(project, project.updates[0].data_date)


REST = {
    "zh": "财政局：专项债（还差 90 万元）原定 9月20日 到位，没有到齐：请落实到位，或者报余下的哪天到位；"
    "等这笔钱的有施工许可证、施工。",
    "en": "Finance: bring the rest of Bond (90 万元), which was expected on 20 Sep and has not come, or report the day "
    "on which it comes; it is waited for by Permit, Works.",
}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_who_got_a_part_of_overdue_money_is_asked_for_the_rest(tmp_path: Path, lang: str) -> None:
    """50 and 10 in place are less than the permit's 80; with the county's 60 the works lack 150 - 120 = 30."""
    meeting = in_part(tmp_path)
    voice, asked = voice_of(meeting.schedule, lang), REST[lang]
    texts = [item.text for section in in_words(bulletin(meeting), voice).sections for item in section.items]
    assert sum(asked in text for text in texts) == 2, "the money, and one alert"
    assert notice_markdown(meeting, voice).count(asked.split("：" if lang == "zh" else ": ", 1)[1]) == 1
    assert secretary_markdown(meeting, voice).count(asked) == 1


def test_nobody_is_asked_for_the_rest_of_money_whose_new_day_is_ahead(tmp_path: Path) -> None:
    meeting = in_part(tmp_path, ", expected: 2026-09-30")
    assert not meeting.overdue
    assert meeting.requests["permit"].start == date(2026, 10, 1), "90 come the day before"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("part", [False, True])
def test_no_table_and_no_calendar_gives_a_day_to_begin_to_who_waits_for_money_without_a_date(
    tmp_path: Path, lang: str, part: bool
) -> None:
    """By logic the permit is submitted on 1 October, within the two weeks of the duty table."""
    meeting = in_part(tmp_path) if part else overdue(tmp_path)
    voice, cell = voice_of(meeting.schedule, lang), {"zh": "资金到位后", "en": "once money is in"}[lang]
    records = {one["id"]: one["requested_start"] for one in deadline_table(meeting).records(voice)}
    assert records["permit"] == records["works"] == cell
    paper = bulletin(meeting)
    tables = [one.table for one in paper.sections if one.table is not None]
    (duties,) = (one for one in tables if "requested_start" in [column.key for column in one.columns])
    assert [voice.tell(row[3]) for row in duties.rows] == [cell]
    events = calendars(meeting, voice)["agent"].replace("\r\n ", "")
    begins, waits = {"zh": ("报送：", "等资金：差"), "en": ("Submit: ", "waits for money: ")}[lang]
    assert begins not in events
    assert {"zh": "启动：", "en": "Start: "}[lang] not in events
    assert events.count(waits) == 2, "the finish of permit and works"
    request = meeting.requests["permit"]
    assert (request.start, request.when_funded().start) == (None, date(2026, 10, 1))
    told = voice.tell(asks(request, meeting.schedule.tasks["permit"].task, meeting.duties.get("permit")))
    assert told.startswith({"zh": "资金到位后 10月1日 报送", "en": "once its money is there, submit by 1 Oct"}[lang])


def test_days_that_pass_while_overdue_money_is_waited_for_are_moneys(tmp_path: Path) -> None:
    """From 1 October 50 days pass until 20 November without news; or 40 until the bond comes, and the permit begins."""
    overdue(tmp_path)
    for said, days_of in (
        ("note: 无\n", [(Cause.MONEY, 50)]),
        (
            "funds: {bond: {in_place: 2026-11-10}}\nprogress:\n"
            "  permit: {started: 2026-11-10, submitted: 2026-11-10, remaining: 1cd}\n",
            [(Cause.MONEY, 40)],
        ),
    ):
        (tmp_path / "updates" / "2026-11-20.yaml").write_text(f"data_date: 2026-11-20\n{said}", encoding="utf-8")
        project = schedule.load(tmp_path)
        since, now = (update.data_date for update in project.updates)
        found = window(History(project), since, now, "done")
        entries = [(one.account.cause, one.days) for one in found.entries if one.moved]
        assert [one for one in entries if one[0] is Cause.MONEY] == days_of


def test_of_several_overdue_tranches_each_body_is_asked_for_what_is_waited_for(tmp_path: Path) -> None:
    """A grant for roads counts for the permit, which looks at all money, and not for works that build shops."""
    grant = "    grant: {amount: 9, name: 补助, expected: 2026-09-15, purpose: roads}\n    bond:"
    text = OVERDUE.replace("    bond:", grant).replace("commits: {amount: 150", "commits: {amount: 150, purpose: shops")
    meeting = overdue(tmp_path, text)
    assert [(one.tranche, one.ask, one.tasks) for one in meeting.overdue] == [
        ("grant", None, ("permit",)),
        ("bond", "finance", ("permit", "works")),
    ]
    said = notice_markdown(meeting, voice_of(meeting.schedule, "zh"))
    assert "补助（9 万元）原定 9月15日 到位，没有到" in said
    enough = overdue(tmp_path, OVERDUE.replace("amount: 50, in_place", "amount: 500, in_place"))
    assert not enough.overdue, "nobody waits for it"


def test_a_plan_without_a_deadline_says_when_it_is_done_if_the_overdue_money_comes(tmp_path: Path) -> None:
    meeting = overdue(tmp_path, OVERDUE.replace(", deadline: 2026-12-15", ""))
    said = voice_of(meeting.schedule, "en").tell(verdict_text(meeting))
    assert said.startswith(
        "Nobody can tell: The whole plan waits for money without a date; with the money there when it is needed it is "
        "done on 9 Nov."
    ), said


@pytest.mark.parametrize(("lang", "tag"), [("zh", "资"), ("en", "¥")])
def test_the_bar_of_what_waits_for_money_says_so(tmp_path: Path, lang: str, tag: str) -> None:
    meeting = meeting_of(tmp_path, PLAN)
    drawn = marks(meeting, shown(meeting, Only()))
    texts = {
        mark.dates.task.id: [one.text for one in tags(mark, voice_of(meeting.schedule, lang), (0, 10**9))]
        for mark in drawn
    }
    assert [name for name, found in texts.items() if tag in found] == ["A"]


@pytest.mark.slow
def test_the_staircase_is_drawn_and_tells_when_the_deadline_is_lost(tmp_path: Path) -> None:
    meeting = meeting_of(tmp_path, PLAN)
    logic = meeting.history.by_logic(meeting.data_date)
    axes = staircase.draw(meeting, logic, voice_of(meeting.schedule, "zh"))
    texts = [one.get_text() for one in axes.texts]
    assert "6月1日 起有工作等资金：差 4,000 万元" in texts
    assert "6月4日 还不到位就误期：差 4,000 万元" in texts
    assert "国开行第二笔 7,000 万元（6月5日）" in texts
    (path,) = [Path(answered(tmp_path, PLAN, "-o", str(tmp_path / "money.png")).strip())]
    assert path.stat().st_size > 10_000


def test_of_many_tranches_numbers_stand_at_the_steps_and_no_words_stand_on_others(tmp_path: Path) -> None:
    more = "".join(f"    more-{k}: {{amount: 100, expected: 2016-06-{k + 10}, name: 第{k}批补助}}\n" for k in range(8))
    meeting = meeting_of(tmp_path, PLAN.replace("    rest:", f"{more}    rest:"))
    axes = staircase.draw(meeting, meeting.history.by_logic(meeting.data_date), voice_of(meeting.schedule, "zh"))
    texts = {one.get_text(): one for one in axes.texts}
    assert "1：援疆资金 5,000 万元（6月1日）" in " ".join(texts)
    boxes = [texts[str(k + 1)].get_window_extent(axes.figure.canvas.get_renderer()) for k in range(10)]
    assert not any(one.overlaps(other) for k, one in enumerate(boxes) for other in boxes[:k])


def test_days_lost_to_a_tranche_that_comes_later_are_booked_to_money(tmp_path: Path) -> None:
    """On the 5th the 7,000 have not come and are expected on the 8th: the roads and all behind them lose three days."""
    (tmp_path / "updates").mkdir()
    said = "data_date: 2016-06-04\nfunds: {cdb-2: {expected: 2016-06-08}}\nprogress:\n"
    said += "  C: {started: 2016-06-01, remaining: 3cd}\n"
    (tmp_path / "updates" / "2016-06-04.yaml").write_text(said, encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    project, faults = schedule.read(tmp_path)
    assert isinstance(project, Project)
    assert not faults
    history = History(project)
    start, now = project.plan.start, project.updates[0].data_date
    assert [history.schedule(one).tasks["done"].last_day.day for one in (start, now)] == [9, 12]
    found = window(history, start, now, "done")
    assert [(one.account.cause, one.days) for one in found.entries if one.moved] == [(Cause.MONEY, 3)]


FRAME = "  C: {started: 2016-06-01, remaining: 4cd}\n"
CAME, BEGUN = "funds: {cdb-2: {in_place: 2016-06-02}}\n", "  A: {started: 2016-06-02, remaining: 1cd}\n"
MONEY_CAME = {
    # The roads were to wait from the 1st to the 5th. The money came on the 2nd: at the meeting of the 3rd they may
    # begin at once, two days earlier; roads, pipes and opening end on 4, 7 and 7 June instead of 6, 9 and 9.
    f"{CAME}progress:\n{FRAME}": [(Cause.MONEY, -2)],
    # Begun on the 2nd with its money: one day more, but frame and roof end on the 7th all the same.
    f"{CAME}progress:\n{FRAME}{BEGUN}": [(Cause.MONEY, -2)],
    # Begun without it: that is its own doing. The pipes then wait a day for it, on the 4th, and end on the 7th with the
    # roof: that follows from the roads, for nothing happened to the money. Without the wait it would be the same day.
    f"progress:\n{FRAME}{BEGUN}": [(None, -2)],
}


@pytest.mark.parametrize("said", MONEY_CAME)
def test_days_won_by_money_that_came_before_it_was_expected_are_no_bodys(tmp_path: Path, said: str) -> None:
    (tmp_path / "updates").mkdir()
    (tmp_path / "updates" / "2016-06-03.yaml").write_text(f"data_date: 2016-06-03\n{said}", encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    project = schedule.load(tmp_path)
    found = window(History(project), project.plan.start, project.updates[0].data_date, "done")
    assert [(one.account.cause, one.days) for one in found.entries if one.moved] == MONEY_CAME[said]


@pytest.mark.parametrize(
    ("said", "told"),
    [("expected: 2016-06-08", "等资金，开工要晚 3 天"), ("in_place: 2016-06-03", "资金有了着落，可早开工 1 天")],
)
def test_who_waits_for_money_is_not_said_to_have_reported_nothing(tmp_path: Path, said: str, told: str) -> None:
    """The roads were to begin on the 5th; at the meeting of the 4th they begin on the 8th, or on that day."""
    (tmp_path / "updates").mkdir()
    text = f"data_date: 2016-06-04\nfunds: {{cdb-2: {{{said}}}}}\nprogress:\n"
    text += "  C: {started: 2016-06-01, remaining: 3cd}\n"
    (tmp_path / "updates" / "2016-06-04.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    found = CliRunner().invoke(main, ["why", str(tmp_path), "--lang", "zh", "--from", "2016-06-01"])
    assert told in found.stdout
    assert "未报告" not in found.stdout
    assert "代建中心" not in found.stdout


def test_check_asks_about_money_that_was_used_before_it_was_there(tmp_path: Path) -> None:
    """Roads and frame began on 1 June with 5,000 in place and 9,000 to be paid."""
    (tmp_path / "updates").mkdir()
    said = "data_date: 2016-06-02\nprogress:\n  A: {started: 2016-06-01, remaining: 1cd}\n"
    said += "  C: {started: 2016-06-01, remaining: 5cd}\n"
    (tmp_path / "updates" / "2016-06-02.yaml").write_text(said, encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    found = CliRunner().invoke(main, ["check", str(tmp_path), "--lang", "zh"])
    assert "6月1日 已开工的工作要用的资金比到位的多 4,000 万元，要核对" in found.output
    told = CliRunner().invoke(main, ["funds", str(tmp_path), "--lang", "zh"])
    assert "资金超用：6月1日 已开工的工作要用的比到位的多 4,000 万元（道路、框架）。" in told.output
    (one,) = json.loads(CliRunner().invoke(main, ["funds", str(tmp_path), "--format", "json"]).stdout)
    first = one["gaps"][0]
    assert (first["day"], first["total"], first["tasks"]) == ("2016-06-02", 4000, ["A", "C"]), "no day before today's"


def test_a_finance_clerk_reads_of_a_gap_only_the_tasks_that_lack_the_money(tmp_path: Path) -> None:
    """The roads have their 4,000 on the day on which the permit wants 39,000 of 38,000 in place."""
    permit = "  permit: {name: 施工许可证, duration: 2cd, needs_funds: {amount: 39000}}\n"
    first = record(tmp_path, PLAN + permit)["gaps"][0]
    assert (first["day"], first["total"], first["tasks"]) == ("2016-06-01", 34000, ["permit"])


def test_a_prefecture_reads_that_a_park_without_dated_money_cannot_be_told(tmp_path: Path) -> None:
    (tmp_path / "trade").mkdir()
    (tmp_path / "trade" / "plan.yaml").write_text(UNDATED, encoding="utf-8")
    zone = "daopai-portfolio: 1\nname: 园区\nplans: {trade: {plan: trade}}\n"
    (tmp_path / "zone.yaml").write_text(zone, encoding="utf-8")
    arguments = ["portfolio", "meeting", str(tmp_path / "zone.yaml"), "--date", "2016-06-01", "--lang", "zh"]
    found = CliRunner().invoke(main, arguments)
    assert found.exit_code == 0, found.output
    assert "说不准（等资金，无到位日期）" in found.stdout
    assert "示例园区说不准：等资金，无到位日期。" in found.stdout
    assert "守得住" not in found.stdout
    assert "没有定期限" not in found.stdout
