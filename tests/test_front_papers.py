"""Why it moved stands on the front papers: decisions as decisions, a changed deadline as one, a note as a note.

The plan: design 20 days from Monday 29 February, a permit of 10 working days, works of 60 days. Without a change the
design ends on 19 March, the permit on 1 April, the works on 31 May.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from telling import in_words

import schedule
from schedule.analysis.meeting import Meeting
from schedule.analysis.views.standing import Effect, decisions
from schedule.calendars.worktime import DAY
from schedule.commands import main
from schedule.output.letters.notice import notice_markdown
from schedule.output.letters.secretary import secretary_markdown
from schedule.output.letters.supervision import supervision_markdown
from schedule.output.minutes.bulletin import bulletin
from schedule.output.minutes.markdown import markdown
from schedule.output.minutes.screen import bulletin_text
from schedule.output.page.html import page
from schedule.output.tables.terminal import Screen
from schedule.output.words.causes import cause_text, offered
from schedule.output.words.decisions import bearing
from schedule.output.words.phrases import voice_of
from schedule.output.words.put_right import reported
from schedule.output.words.sentences import headline

PLAN = """daopai: 1
project: {name: 园区道路, start: 2016-02-29, calendar: office}
calendars: {office: {week: mon-fri}}
bodies: {housing: {name: 住建局}, agent: {name: 代建中心}}
tasks:
  design: {name: 设计, body: agent, duration: 20cd}
  permit: {name: 许可, body: housing, duration: 10wd, after: [design]}
  works: {name: 施工, body: agent, duration: 60cd, after: [permit]}
  done: {name: 竣工, body: agent, milestone: finish, after: [works], deadline: 2016-06-30}
"""
FIRST = "data_date: 2016-03-07\nprogress:\n  design: {started: 2016-02-29, remaining: 13cd}\n"
REPLANNED = "  - {task: works, set: {duration: 78cd}, reason: 增加雨污管网, approved_by: 专责领导小组}\n"
POSTPONED = "  - {task: done, set: {deadline: 2016-07-31}, reason: 增加路段, approved_by: 县长办公会}\n"


def met(path: Path, second: str, plan: str = PLAN, first: str = FIRST) -> Meeting:
    """The meeting of 14 March, a week after the first."""
    (path / "updates").mkdir(parents=True)
    (path / "plan.yaml").write_text(plan, encoding="utf-8")
    (path / "updates" / "2016-03-07.yaml").write_text(first, encoding="utf-8")
    (path / "updates" / "2016-03-14.yaml").write_text(f"data_date: 2016-03-14\n{second}", encoding="utf-8")
    return schedule.meeting(schedule.load(path))


def papers(meeting: Meeting, lang: str = "zh") -> Mapping[str, str]:
    """The front papers as text."""
    voice = voice_of(meeting.schedule, lang)
    paper = in_words(bulletin(meeting), voice)
    return {
        "screen": bulletin_text(paper, voice, Screen()),
        "minutes": markdown(paper, voice, {}).replace("\\", ""),
        "secretary": secretary_markdown(meeting, voice).replace("\\", ""),
        "notice": notice_markdown(meeting, voice).replace("\\", ""),
        "page": re.sub("<[^>]*>", "\n", page(meeting, voice)),
    }


PROGRESS = "progress:\n  design: {remaining: 6cd}\n"


def test_a_secretary_reads_a_re_plan_of_18_days_with_its_reason_and_approver_on_every_front_paper(
    tmp_path: Path,
) -> None:
    meeting = met(tmp_path, f"{PROGRESS}revisions:\n{REPLANNED}")
    (one,) = decisions(meeting)
    assert (one.effects, one.sets_deadline) == ((Effect("done", 18 * DAY, 18),), False)
    said = "计划调整：施工，工期 60 天 → 78 天，竣工因此推迟 18 天（专责领导小组批准，原因：增加雨污管网）。"
    for name, text in papers(meeting).items():
        assert said in text, name
    english = "Decided: 施工, duration 60 days → 78 days; this puts 竣工 off by 18 days"
    for name, text in papers(meeting, "en").items():
        assert english in text, name


def test_a_secretary_reads_a_changed_deadline_as_one_and_not_as_days_won(tmp_path: Path) -> None:
    """The works end on 31 May as before: 30 days before the old deadline, 61 before the new one."""
    meeting = met(tmp_path, f"{PROGRESS}revisions:\n{POSTPONED}")
    (one,) = decisions(meeting)
    assert (one.effects, one.sets_deadline) == ((), True)
    voice = voice_of(meeting.schedule, "zh")
    assert voice.tell(headline(meeting.headline, voice.plan)) == (
        "能按期完成：竣工预计 5月31日 完成，期限 7月31日，还有 61 天余地，完成日与上次会议相同，"
        "期限由 6月30日 改为 7月31日。"
    )
    said = "计划调整：竣工，期限由 6月30日 改为 7月31日（县长办公会批准，原因：增加路段）。"
    for name, text in papers(meeting).items():
        assert said in text, name
        assert "竣工因此" not in text, name
    assert "| 3月14日 | 5月31日 | 早 61 天 | ＝ 不变；期限改为 7月31日 |" in papers(meeting)["secretary"]


def test_a_re_plan_and_a_new_deadline_in_one_week_stand_beside_what_the_body_lost(tmp_path: Path) -> None:
    """The design has 8 days left instead of 6: until Monday 21 March, so that the permit ends on 4 April, 3 days on."""
    meeting = met(tmp_path, f"progress:\n  design: {{remaining: 8cd}}\nrevisions:\n{REPLANNED}{POSTPONED}")
    done = Effect("done", 18 * DAY, 18)
    assert [(one.effects, one.sets_deadline) for one in decisions(meeting)] == [((done,), False), ((), True)]
    voice = voice_of(meeting.schedule, "zh")
    assert voice.tell(headline(meeting.headline, voice.plan)).endswith(
        "比上次会议推迟 21 天，期限由 6月30日 改为 7月31日。"
    )
    screen = papers(meeting)["screen"]
    assert "设计（代建中心）：剩余工期比预计多 2 天，影响完工 +3 天" in screen
    assert screen.index("竣工因此推迟 18 天") < screen.index("期限由 6月30日 改为 7月31日（") < screen.index("关键线路")


def test_a_secretary_reads_the_same_days_of_a_decision_in_its_line_and_in_its_ledger(tmp_path: Path) -> None:
    """The design ends on Monday 21 March: a permit of ten days on 4 April, the works on 3 June; of eight days on 31
    March, the works on 30 May, four days before. The share of the decision is three: two without the design's days.
    """
    decision = "  - {task: permit, set: {duration: 8wd}, reason: 联审, approved_by: 县长}\n"
    meeting = met(tmp_path, f"progress:\n  design: {{remaining: 8cd}}\nrevisions:\n{decision}")
    for name, text in papers(meeting).items():
        assert "工期 10 个工作日 → 8 个工作日，竣工因此提前 4 天（县长批准，原因：联审）" in text, name
    screen = papers(meeting)["screen"]
    assert "没有这个决定，竣工预计 6月3日，现在是 5月30日，早 4 天" in screen
    assert "影响完工 -3 天" in screen


def test_the_deadline_of_another_milestone_is_said_too(tmp_path: Path) -> None:
    plan = PLAN + "  gate: {name: 大门, milestone: finish, after: [design], deadline: 2016-08-01}\n"
    revision = "revisions:\n  - {task: gate, set: {deadline: 2016-07-01}, reason: 提前开放, approved_by: 县长}\n"
    for name, text in papers(met(tmp_path, PROGRESS + revision, plan)).items():
        assert "大门，期限由 8月1日 改为 7月1日（县长批准，原因：提前开放）" in text, name


def test_a_re_plan_tells_what_it_does_to_every_deadline(tmp_path: Path) -> None:
    """Six days more for the design, which then ends on Thursday 24 March and not on Friday 18; so does the gate.

    The permit's 10 working days end on Thursday 7 April (25 March, two weeks but a day) and not on Friday 1: six days.
    """
    plan = PLAN.replace("20cd", "19cd") + (
        "  gate: {name: 大门, body: agent, milestone: finish, after: [design], deadline: 2016-08-01}\n"
    )
    first = FIRST.replace("13cd", "12cd")
    second = (
        "progress:\n  design: {remaining: 11cd}\nrevisions:\n"
        "  - {task: design, set: {duration: 25cd}, reason: 线路改走北侧, approved_by: 县长}\n"
    )
    for name, text in papers(met(tmp_path, second, plan, first)).items():
        assert "计划调整：设计，工期 19 天 → 25 天，竣工因此推迟 6 天、大门因此推迟 6 天（县长批准" in text, name


SHORTENED = (
    "  - {task: works, set: {duration: 54cd}, reason: 加班, approved_by: 县长}\n"
    "  - {task: permit, set: {duration: 5wd}, reason: 加班, approved_by: 县长}\n"
)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "zh",
            "计划调整：许可，工期 10 个工作日 → 5 个工作日；同一决定另改 1 处，竣工因此提前 13 天"
            "（县长批准，原因：加班）。",
        ),
        (
            "en",
            "Decided: 许可, duration 10 working days → 5 working days; other changes of the same decision: 1; "
            "this puts 竣工 forward by 13 days (approved by 县长; reason: 加班).",
        ),
    ],
)
def test_the_days_of_a_decision_of_two_changes_are_not_told_as_those_of_one(
    tmp_path: Path, lang: str, said: str
) -> None:
    """Five working days less for the permit, which ends on Friday 25 March, are seven days; six less for the works."""
    meeting = met(tmp_path, f"{PROGRESS}revisions:\n{SHORTENED}")
    assert [(one.revision.task, one.effects, one.others) for one in decisions(meeting)] == [
        ("works", (), 0),
        ("permit", (Effect("done", -13 * DAY, -13),), 1),
    ]
    for name, text in papers(meeting, lang).items():
        assert said in text, name


def test_two_decisions_of_a_meeting_have_their_own_days_each(tmp_path: Path) -> None:
    meeting = met(tmp_path, f"{PROGRESS}revisions:\n{SHORTENED.replace('加班', '联审', 1)}")
    assert [(one.revision.task, one.effects[0].days, one.others) for one in decisions(meeting)] == [
        ("works", -6, 0),
        ("permit", -7, 0),
    ]
    for name, text in papers(meeting).items():
        assert "施工，工期 60 天 → 54 天，竣工因此提前 6 天（县长批准" in text, name
        assert "许可，工期 10 个工作日 → 5 个工作日，竣工因此提前 7 天（县长批准" in text, name


def test_where_there_is_little_room_the_other_changes_are_counted_with_what_is_left_out(tmp_path: Path) -> None:
    meeting = met(tmp_path, f"{PROGRESS}revisions:\n{SHORTENED}")
    assert voice_of(meeting.schedule, "zh").told(bearing(meeting, 10)) == (
        "计划调整：许可，改 2 处，见会议材料，竣工因此提前 13 天（县长批准，原因：加班）。",
    )


def test_a_deadline_that_is_set_for_the_first_time_is_no_postponement(tmp_path: Path) -> None:
    gate = "  gate: {name: 大门, milestone: finish, after: [design]}\n"
    revision = "revisions:\n  - {task: gate, set: {deadline: 2016-07-31}, reason: 核定, approved_by: 县长}\n"
    meeting = met(tmp_path, PROGRESS + revision, PLAN + gate)
    for name, text in papers(meeting).items():
        assert "计划调整：大门，新定期限 7月31日（县长批准，原因：核定）。" in text, name
    assert "改为" not in voice_of(meeting.schedule, "zh").tell(
        headline(meeting.headline, voice_of(meeting.schedule, "zh").plan)
    )


def test_a_decision_that_moves_nothing_stays_among_the_decisions(tmp_path: Path) -> None:
    revision = "revisions:\n  - {task: design, set: {body: housing}, reason: 机构改革, approved_by: 县委}\n"
    texts = papers(met(tmp_path, PROGRESS + revision))
    assert not any("计划调整：设计" in text for text in texts.values())
    assert "设计：责任单位 代建中心 → 住建局。理由：机构改革（县委批准）" in texts["screen"]


def test_a_small_decision_is_not_hidden_behind_what_many_bodies_lost(tmp_path: Path) -> None:
    """Four tasks in a row each a day late or more, and a decision of one day: it is told as a line of its own."""
    tasks = "".join(
        f"  t{k}: {{name: 第{k}段, body: agent, duration: 1cd{f', after: [t{k - 1}]' if k > 1 else ''}}}\n"
        for k in range(1, 6)
    )
    plan = (
        PLAN.split("tasks:")[0]
        + "tasks:\n"
        + tasks
        + (
            "  tail: {name: 收尾, duration: 10cd, after: [t5]}\n"
            "  done: {name: 竣工, milestone: finish, after: [tail], deadline: 2016-06-30}\n"
        )
    )
    first = "data_date: 2016-03-07\nprogress:\n  t1: {started: 2016-02-29, remaining: 1cd}\n"
    second = (
        "progress:\n  t1: {finished: 2016-03-08}\n  t2: {started: 2016-03-09, finished: 2016-03-10}\n"
        "  t3: {started: 2016-03-11, finished: 2016-03-12}\n  t4: {started: 2016-03-13, remaining: 3cd}\n"
        "revisions:\n  - {task: tail, set: {duration: 11cd}, reason: 加一道工序, approved_by: 领导小组}\n"
    )
    meeting = met(tmp_path, second, plan, first)
    assert (
        "收尾（计划调整）：工期 10 天 → 11 天，理由：加一道工序（领导小组批准），影响完工 +1 天"
        in papers(meeting)["screen"]
    )


# ── what is the same ──────────


def test_the_same_says_what_is_the_same(tmp_path: Path) -> None:
    meeting = met(tmp_path, PROGRESS)
    said = voice_of(meeting.schedule, "zh").tell(headline(meeting.headline, voice_of(meeting.schedule, "zh").plan))
    assert said.endswith("还有 30 天余地，完成日和余地都与上次会议相同。")
    english = voice_of(meeting.schedule, "en").tell(headline(meeting.headline, voice_of(meeting.schedule, "en").plan))
    assert english.endswith("with the same forecast and the same days to spare as at the last meeting.")


def test_the_secretary_reads_once_that_a_date_is_forecast(tmp_path: Path) -> None:
    """A week that was as planned, measured against the approved dates of its first day."""
    meeting = met(tmp_path, PROGRESS)
    head = replace(meeting.headline, moved_since_baseline=0, approved=meeting.headline.stands)
    said = voice_of(meeting.schedule, "zh").tell(headline(head, voice_of(meeting.schedule, "zh").plan))
    assert said.endswith("完成日和余地都与上次会议相同，完成日也与原计划相同。")
    assert said.count("预计") == 1


def test_without_room_only_the_forecast_is_called_the_same(tmp_path: Path) -> None:
    meeting = met(tmp_path, PROGRESS, PLAN.replace("2016-06-30", "2016-05-20"))
    said = voice_of(meeting.schedule, "zh").tell(headline(meeting.headline, voice_of(meeting.schedule, "zh").plan))
    assert said.endswith("完成日与上次会议相同。")


# ── a note is no cause ──────────

LATE = PLAN.replace("2016-06-30", "2016-05-20")


@pytest.mark.parametrize(
    ("words", "said", "unsaid"),
    [
        ("note: 图纸已交两份", "说明：图纸已交两份。", "原因：图纸已交两份"),
        ("cause: 报件补正", "原因：报件补正。", "说明："),
        ("cause: 报件补正, note: 图纸已交两份", "原因：报件补正。说明：图纸已交两份。", "报件补正（图纸"),
    ],
)
@pytest.mark.parametrize("plan", [PLAN, LATE])
def test_a_liaisons_note_is_called_a_note_and_never_a_cause(
    tmp_path: Path, words: str, said: str, unsaid: str, plan: str
) -> None:
    meeting = met(tmp_path, f"progress:\n  design: {{remaining: 8cd, {words}}}\n", plan)
    texts = papers(meeting)
    assert said in texts["secretary"]
    if plan is LATE:
        texts = {**texts, "supervision": supervision_markdown(meeting, voice_of(meeting.schedule, "zh"))}
        assert said in texts["notice"]
        assert said in texts["supervision"]
    for name, text in texts.items():
        assert unsaid not in text, name


def test_what_is_late_with_a_note_alone_leaves_the_cause_to_be_filled_in(tmp_path: Path) -> None:
    meeting = met(tmp_path, "progress:\n  design: {remaining: 8cd, note: 图纸已交两份}\n", LATE)
    assert "原因：〔待填：原因〕。说明：图纸已交两份。" in papers(meeting)["secretary"]


# ── a cause that was picked from a form is told in its reader's words ──────────

PICKED = [
    ("our own: staff, preparation", "责任单位自身"),
    ("expert review, hearing or publicity", "专家评审、听证、公示"),
    ("waiting for money", "资金未到位"),
]


@pytest.mark.parametrize(("english", "chinese"), PICKED)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_cause_picked_from_a_form_stands_in_the_words_of_each_paper(
    tmp_path: Path, english: str, chinese: str, lang: str
) -> None:
    written, told = (english, chinese) if lang == "zh" else (chinese, english)
    meeting = met(tmp_path, f'progress:\n  design: {{remaining: 8cd, cause: "{written}"}}\n', LATE)
    voice = voice_of(meeting.schedule, lang)
    texts = {**papers(meeting, lang), "supervision": supervision_markdown(meeting, voice).replace("\\", "")}
    command = ["deadlines", str(tmp_path), "--format", "csv", "--lang", lang]
    texts["csv"] = CliRunner().invoke(main, command, catch_exceptions=False).stdout
    texts["why"] = CliRunner().invoke(main, ["why", str(tmp_path), "--lang", lang], catch_exceptions=False).stdout
    for name, text in texts.items():
        assert told in text, name
        assert written not in text, name


def test_a_cause_that_nobody_picked_stays_as_it_was_written(tmp_path: Path) -> None:
    written = "our own: staff, preparation of the drawings"
    meeting = met(tmp_path, f'progress:\n  design: {{remaining: 8cd, cause: "{written}"}}\n', LATE)
    for name, text in papers(meeting).items():
        assert written in text, name


def test_a_picked_cause_that_is_in_dispute_or_was_put_right_is_told_in_the_words_of_each_paper(tmp_path: Path) -> None:
    voice = voice_of(met(tmp_path, PROGRESS).schedule, "en")
    assert voice.tell(reported("cause", ["资金未到位"], "design")) == "cause “waiting for money”"
    assert voice.tell(reported("note", ["资金未到位"], "design")) == "note “资金未到位”"


def test_whatever_a_form_offers_as_a_cause_is_known_again_in_every_language(tmp_path: Path) -> None:
    meeting = met(tmp_path, PROGRESS)
    voices = [voice_of(meeting.schedule, lang) for lang in ("zh", "en")]
    for offers in zip(*(voice.told(offered()) for voice in voices), strict=True):
        for text in offers:
            assert tuple(voice.tell(cause_text(text)) for voice in voices) == offers
