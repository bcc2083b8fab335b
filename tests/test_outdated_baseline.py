"""A decision moved dates and the baseline was not stored anew: whoever is asked by the old dates reads that there."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest
from click.testing import CliRunner, Result
from filled_forms import folder, sent
from telling import in_words

import schedule
from schedule.analysis.meeting import Meeting, take
from schedule.calendars.worktime import minutes
from schedule.commands import main
from schedule.output.letters.notice import notice_markdown
from schedule.output.minutes.bulletin import bulletin
from schedule.output.minutes.markdown import markdown
from schedule.output.page.html import page
from schedule.output.words.phrases import voice_of

# Works: 20 working days from Monday 7 March end on Friday 1 April, the 10 of paving on Friday 15 April; 20 on 29 April.
PLAN = """daopai: 1
project: {name: 示例, start: 2016-03-07, calendar: office}
calendars: {office: {week: mon-fri}}
bodies: {agent: {name: 代建中心, name_en: Agency}}
tasks:
  works: {name: 施工, name_en: Works, body: agent, duration: 20wd}
  paving: {name: 铺装, name_en: Paving, body: agent, duration: 10wd, after: [works]}
  done: {name: 完工, name_en: Done, body: agent, milestone: finish, after: [paving], deadline: 2016-06-30}
"""
WEEK = "data_date: 2016-03-14\nprogress:\n  works: {started: 2016-03-07, remaining: 15wd}\n"
DECIDED = ("--date", "2016-03-14", "--reason", "增加路段", "--approved-by", "领导小组")
MONDAY = minutes(date(2016, 3, 14))
SAID = "计划已由 3月14日 的决定（增加路段）改动，基准“第一版”尚未重存：铺装、完工仍按原基准的日期要求。"


def run(*arguments: object) -> Result:
    done = CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    made = folder(tmp_path / "plan", PLAN, None)
    run("baseline", made, "第一版", "--approved-by", "县政府")
    (made / "updates" / "2016-03-14.yaml").write_text(WEEK, encoding="utf-8")
    return made


def met(plan: Path, day: int = MONDAY) -> Meeting:
    return take(schedule.load(plan), day)


def papers(meeting: Meeting, lang: str = "zh") -> dict[str, str]:
    voice = voice_of(meeting.schedule, lang)
    said = in_words(bulletin(meeting), voice)
    return {
        "notice": notice_markdown(meeting, voice),
        "minutes": markdown(said, voice, {}),
        "page": page(meeting, voice),
    }


def test_the_body_reads_once_on_each_paper_that_it_is_asked_by_the_old_baseline(plan: Path) -> None:
    run("decide", plan, "paving duration=20wd", *DECIDED)
    for name, text in papers(met(plan)).items():
        assert text.count(SAID) == 1, name
    assert (
        run("deadlines", plan, "--date", "2016-03-14")
        .stdout.replace("\n", "")
        .replace(" ", "")
        .count(SAID.replace(" ", ""))
        == 1
    )
    english = papers(met(plan), "en")["notice"]
    assert "its dates are still what is asked of Paving, Done." in english


def test_the_secretary_who_records_the_decision_is_told_the_command(plan: Path) -> None:
    done = run("decide", plan, "paving duration=20wd", *DECIDED, "--dry-run")
    said = done.stdout.replace("\n", "").replace(" ", "")
    assert "铺装、完工仍按基准“第一版”的日期要求；要按新的日期要求，另存一份基准：daopaibaselinePLAN" in said


@pytest.mark.parametrize(
    "then",
    [
        (),
        (("decide", "{plan}", "paving owner=张三", *DECIDED),),
        (("decide", "{plan}", "done deadline=2016-07-30", *DECIDED),),
        (
            ("decide", "{plan}", "paving duration=20wd", *DECIDED),
            ("baseline", "{plan}", "第二版", "--approved-by", "县政府"),
        ),
    ],
    ids=["no decision", "a name", "a deadline alone", "stored anew"],
)
def test_nothing_is_said_where_no_decision_moved_what_is_asked_for(
    plan: Path, then: tuple[tuple[str, ...], ...]
) -> None:
    for command in then:
        run(*(word.format(plan=plan) for word in command))
    assert met(plan).outdated is None


def test_days_that_work_alone_lost_are_no_decision(plan: Path) -> None:
    run("update", plan, "--date", "2016-03-21", "works remaining=20wd")
    run("decide", plan, "paving owner=张三", "--date", "2016-03-21", *DECIDED[2:])
    assert met(plan, minutes(date(2016, 3, 21))).outdated is None


def test_a_decision_of_a_later_week_is_not_told_at_the_meeting_before(plan: Path) -> None:
    run("decide", plan, "paving duration=20wd", "--date", "2016-03-21", *DECIDED[2:])
    assert met(plan).outdated is None
    found = met(plan, minutes(date(2016, 3, 21))).outdated
    assert found is not None
    assert found.tasks == ("paving", "done")


def test_the_same_decision_on_the_day_of_the_baseline_is_told_if_it_came_after_it(tmp_path: Path) -> None:
    before, after = (folder(tmp_path / name, PLAN, WEEK.replace("03-14", "03-07", 0)) for name in ("before", "after"))
    for made in (before, after):
        (made / "updates" / "2016-03-07.yaml").unlink()
        run("update", made, "--date", "2016-03-14", "works started=2016-03-07 remaining=15wd")
    stored = ("--approved-by", "县政府", "--date", "2016-03-14")
    run("decide", before, "paving duration=20wd", *DECIDED)
    run("baseline", before, "v1", *stored)
    run("baseline", after, "v1", *stored)
    run("decide", after, "paving duration=20wd", *DECIDED)
    assert met(before).outdated is None
    assert met(after).outdated is not None


def test_of_several_decisions_those_are_named_that_moved_what_is_asked_for(plan: Path) -> None:
    text = (plan / "plan.yaml").read_text(encoding="utf-8")
    text = text.replace(
        "  done:", "  park: {name: 绿化, name_en: Park, body: agent, duration: 5wd, after: [works]}\n  done:"
    )
    fresh = folder(plan.parent / "fresh", text, None)
    run("baseline", fresh, "第一版", "--approved-by", "县政府")
    run("update", fresh, "--date", "2016-03-14", "works started=2016-03-07 remaining=15wd")
    # A park of 4 days ends a day before what is asked for, which stays; one of 5 again is what was approved.
    run("decide", fresh, "park duration=4wd", *DECIDED[:2], "--reason", "少种", "--approved-by", "领导小组")
    run("decide", fresh, "park duration=5wd", *DECIDED[:2], "--reason", "照旧", "--approved-by", "领导小组")
    run("decide", fresh, "paving duration=20wd", *DECIDED)
    found = met(fresh).outdated
    assert found is not None
    assert [one.reason for _, one in found.decisions] == ["增加路段"]


def test_a_decision_that_wins_back_lost_days_leaves_the_baseline_what_it_is(plan: Path) -> None:
    # A week lost puts paving at 22 April; 7 days of work in place of 10 win three of them back: 19 April.
    run("update", plan, "--date", "2016-03-21", "works remaining=15wd")
    run("decide", plan, "paving duration=7wd", "--date", "2016-03-21", *DECIDED[2:])
    meeting = met(plan, minutes(date(2016, 3, 21)))
    assert meeting.schedule.tasks["paving"].last_day == date(2016, 4, 19)
    assert meeting.outdated is None


def test_the_liaison_reads_on_the_form_that_its_days_are_of_the_old_baseline(plan: Path) -> None:
    """A form of the week after the decision says so once, above its rows, and only to the body that is asked so."""
    run("decide", plan, "paving duration=20wd", *DECIDED)
    project, week = schedule.load(plan), minutes(date(2016, 3, 21))
    told = [cell for cell in cells_of(sent(project, week=week)["agent"]) if "尚未重存" in cell]
    assert told == [SAID]


def test_no_form_says_so_where_nothing_was_decided(plan: Path) -> None:
    for data in sent(schedule.load(plan), week=minutes(date(2016, 3, 21))).values():
        assert not [cell for cell in cells_of(data) if "尚未重存" in cell]


def test_the_liaison_of_another_body_reads_nothing_of_it(tmp_path: Path) -> None:
    other = PLAN.replace("{agent: {name: 代建中心", "{other: {name: 他局}, agent: {name: 代建中心").replace(
        "tasks:\n", "tasks:\n  survey: {name: 勘察, body: other, duration: 30wd}\n"
    )
    made = folder(tmp_path / "plan", other, None)
    run("baseline", made, "第一版", "--approved-by", "县政府")
    (made / "updates" / "2016-03-14.yaml").write_text(WEEK, encoding="utf-8")
    run("decide", made, "paving duration=20wd", *DECIDED)
    found = sent(schedule.load(made), week=minutes(date(2016, 3, 21)))
    said = {body: any("尚未重存" in cell for cell in cells_of(data)) for body, data in found.items()}
    assert said == {"other": False, "agent": True}


def cells_of(form: bytes) -> list[str]:
    sheets = openpyxl.load_workbook(BytesIO(form)).worksheets
    return [str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_money_that_is_expected_later_is_no_decision(tmp_path: Path) -> None:
    """The paving waits for its money: on 4 April as approved, as reported on the 18th. The fence moves nothing."""
    money = "funds: {unit: 万元, tranches: {bond: {amount: 100, expected: 2016-04-04}}}\n"
    text = PLAN.replace("tasks:\n", f"{money}tasks:\n").replace(
        "after: [works]}", "after: [works], commits: {amount: 100}}"
    )
    made = folder(tmp_path / "plan", text, None)
    run("baseline", made, "第一版", "--approved-by", "县政府")
    (made / "updates" / "2016-03-14.yaml").write_text(
        WEEK.replace("progress:", "funds: {bond: {expected: 2016-04-18}}\nprogress:"), encoding="utf-8"
    )
    run("decide", made, "add fence name=围挡 duration=1wd body=agent", *DECIDED)
    meeting = met(made)
    assert meeting.schedule.tasks["paving"].first_day == date(2016, 4, 18)
    assert meeting.outdated is None


@pytest.mark.parametrize("before", [0, 5, 11])
def test_of_very_many_decisions_only_those_are_named_that_moved_a_date(plan: Path, before: int) -> None:
    """Eleven fences move nothing, whenever the paving is made longer among them."""
    fence = "  - {{add: f{k}, task: {{name: 围挡, duration: 1wd}}, reason: 第{k}道, approved_by: 专班}}\n"
    lines = [fence.format(k=k) for k in range(11)]
    longer = "  - {task: paving, set: {duration: 20wd}, reason: 增加路段, approved_by: 领导小组}\n"
    lines.insert(before, longer)
    (plan / "updates" / "2016-03-14.yaml").write_text(f"{WEEK}revisions:\n{''.join(lines)}", encoding="utf-8")
    found = met(plan).outdated
    assert found is not None
    assert [one.reason for _, one in found.decisions] == ["增加路段"]
