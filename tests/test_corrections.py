"""A typo can be owned up to: what was reported by mistake is taken back, in a file and in words, and told as that.

Monday 2 March 2026 on a calendar of Mondays to Fridays, without holidays until April. The paving began on the 3rd and
has six days left on the morning of Monday the 9th; what was done elsewhere was reported of the pipes, ten days long.
"""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from filled_forms import WEEK, Filled, folder, sent
from hypothesis import given
from hypothesis import strategies as st

import schedule
from schedule.calendars.worktime import DAY, finish_day, minutes, start_day
from schedule.commands import main
from schedule.engine.state import as_of
from schedule.files.records.plan_folder import read_project
from schedule.files.sealed.progress import progress_document, stated_progress
from schedule.files.yaml.source import Faults, MappingNode, read_yaml
from schedule.files.yaml.text import yaml_text
from schedule.model import WITHDRAWABLE, Filing, FilingKind, Progress, Status

PLAN = """daopai: 1
project: {name: 示例路, start: 2026-03-02, calendar: china, target: done}
bodies: {works: {name: 城投公司}, land: {name: 国土局}}
tasks:
  pipes: {name: 雨污分流, body: works, duration: 10wd}
  paving: {name: 面层, body: works, duration: 10wd}
  permit: {name: 用地批复, body: land, applicant: works, duration: 20wd}
  begun: {name: 开工, milestone: start, after: [pipes]}
  done: {name: 通车, milestone: finish, after: [paving, pipes, permit], deadline: 2026-05-29}
"""
FIRST, SECOND, THIRD = "2026-03-09", "2026-03-16", "2026-03-23"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "road").mkdir()
    (tmp_path / "road" / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path / "road"


def week(plan: Path, day: str, *reports: str, wrong: str | None = None) -> Result:
    done = run("update", plan, "--date", day, *reports, *([] if wrong is None else ["--corrects", wrong]))
    assert done.exit_code == 0, done.stderr
    return done


def known(plan: Path, name: str, day: str) -> Status:
    return as_of(schedule.load(plan), minutes(date.fromisoformat(day))).status(name)


def last_day(plan: Path, name: str, day: str) -> date:
    return schedule.meeting(schedule.load(plan), minutes(date.fromisoformat(day))).schedule.tasks[name].last_day


@pytest.mark.parametrize("when", [FIRST, SECOND])
def test_the_secretary_takes_back_a_start_on_the_wrong_row(plan: Path, when: str) -> None:
    """The pipes have not begun: ten days from the meeting's Monday, the 9th to the 20th or the 16th to the 27th."""
    week(plan, FIRST, "pipes started=2026-03-03 remaining=6wd")
    week(plan, when, "雨污分流 started=", wrong="填错行")
    status = known(plan, "pipes", when)
    assert (status.started, status.remaining, status.finished) == (None, None, None)
    assert last_day(plan, "pipes", when) == date(2026, 3, 20 if when == FIRST else 27)
    assert run("verify", plan).exit_code == 0
    week(plan, THIRD, "pipes started=2026-03-17 remaining=6wd")
    assert known(plan, "pipes", THIRD).started == minutes(date(2026, 3, 17))


@pytest.mark.parametrize("said", ["none", "null", "~", "无", "None", "NULL", "", '""'])
@pytest.mark.parametrize("day", [FIRST, SECOND])
def test_a_file_says_that_there_is_none_in_whatever_way_people_write_it(plan: Path, said: str, day: str) -> None:
    week(plan, FIRST, "pipes started=2026-03-03 remaining=6wd")
    name = f"{FIRST}-2.yaml" if day == FIRST else f"{day}.yaml"
    text = f"data_date: {day}\ncorrects: 填错行\nprogress:\n  pipes:\n    started: {said}\n"
    (plan / "updates" / name).write_text(text, encoding="utf-8")
    project, faults = read_project(plan)
    assert project is not None
    assert [fault.code for fault in faults if fault.code != "unsealed"] == []
    assert known(plan, "pipes", day).started is None


def test_a_finish_that_is_taken_back_leaves_what_was_left_before_it(plan: Path) -> None:
    """Six days were left on the 9th, and nothing else is known: 16 to 20 March and Monday the 23rd."""
    week(plan, FIRST, "paving started=2026-03-03 remaining=6wd")
    week(plan, SECOND, "paving finished=2026-03-12 document=城验〔2026〕3号")
    week(plan, SECOND, "paving finished=none", wrong="填错行")
    status = known(plan, "paving", SECOND)
    assert (status.finished, status.document) == (None, None)
    assert status.remaining is not None
    assert status.remaining.amount == 6
    assert last_day(plan, "paving", SECOND) == date(2026, 3, 23)


def test_a_finish_that_is_taken_back_a_week_later_does_too(plan: Path) -> None:
    """From Monday the 23rd: 23 to 27 March and the 30th."""
    week(plan, FIRST, "paving started=2026-03-03 remaining=6wd")
    week(plan, SECOND, "paving finished=2026-03-12")
    week(plan, THIRD, "paving finished=", wrong="填错行")
    assert last_day(plan, "paving", THIRD) == date(2026, 3, 30)


@pytest.mark.parametrize("when", [SECOND, THIRD])
def test_days_left_that_are_taken_back_are_those_of_the_report_before(plan: Path, when: str) -> None:
    week(plan, FIRST, "paving started=2026-03-03 remaining=6wd")
    week(plan, SECOND, "paving remaining=1wd")
    week(plan, when, "paving remaining=", wrong="填错行")
    status = known(plan, "paving", when)
    assert status.remaining is not None
    assert status.remaining.amount == 6
    assert status.started == minutes(date(2026, 3, 3))


def test_a_row_that_was_finished_by_mistake_is_taken_back_whole(plan: Path) -> None:
    week(plan, FIRST, "pipes started=2026-03-03 finished=2026-03-05 document=城验〔2026〕3号")
    week(plan, SECOND, "pipes started=", wrong="填错行")
    status = known(plan, "pipes", SECOND)
    assert (status.started, status.finished, status.document) == (None, None, None)


@pytest.mark.parametrize("when", [FIRST, SECOND])
def test_a_filing_on_the_wrong_row_is_taken_back(plan: Path, when: str) -> None:
    week(plan, FIRST, "permit submitted=2026-03-03 accepted=2026-03-04")
    week(plan, when, "permit submitted= accepted=", wrong="填错行")
    status = known(plan, "permit", when)
    assert (status.filings, status.started) == ((), None)


@pytest.mark.parametrize("when", [FIRST, SECOND])
def test_a_wrong_date_of_a_file_is_corrected(plan: Path, when: str) -> None:
    week(plan, FIRST, "permit submitted=2026-03-03 accepted=2026-03-05")
    week(plan, when, "permit submitted=2026-03-04", wrong="日期写错")
    events = [(filing.kind, start_day(filing.instant)) for filing in known(plan, "permit", when).filings]
    assert events == [(FilingKind.SUBMITTED, date(2026, 3, 4)), (FilingKind.ACCEPTED, date(2026, 3, 5))]
    assert known(plan, "permit", when).started == minutes(date(2026, 3, 4))


@pytest.mark.parametrize("when", [FIRST, SECOND])
def test_a_start_of_a_milestone_is_taken_back(plan: Path, when: str) -> None:
    week(plan, FIRST, "pipes started=2026-03-03 finished=2026-03-05", "begun started=2026-03-06")
    week(plan, when, "begun started=", wrong="填错行")
    assert known(plan, "begun", when).started is None
    assert known(plan, "begun", when).finished is None
    assert finish_day(known(plan, "pipes", when).finished or 0) == date(2026, 3, 5)


@pytest.mark.parametrize(("when", "wrong"), [(SECOND, "日期抄错"), (THIRD, "日期抄错"), (THIRD, None)])
@pytest.mark.parametrize(("name", "key"), [("done", "finished"), ("begun", "started")])
@pytest.mark.parametrize("right", ["2026-03-11", "2026-03-13"])
def test_the_day_of_a_milestone_is_corrected_to_an_earlier_or_a_later_one(
    plan: Path, when: str, name: str, key: str, right: str, wrong: str | None
) -> None:
    """It has one day: that on which it was said to be reached is no beginning of it that another end lies before."""
    week(plan, SECOND, f"{name} {key}=2026-03-12")
    assert last_day(plan, name, SECOND) == date(2026, 3, 12)
    week(plan, when, f"{name} {key}={right}", wrong=wrong)
    assert last_day(plan, name, when) == date.fromisoformat(right)


def test_what_was_taken_back_can_be_corrected_again(plan: Path) -> None:
    week(plan, FIRST, "pipes started=2026-03-03 remaining=6wd")
    week(plan, FIRST, "pipes started=", wrong="填错行")
    week(plan, FIRST, "pipes started=2026-03-05 remaining=9wd", wrong="没有填错行，是日期错")
    status = known(plan, "pipes", FIRST)
    assert status.started == minutes(date(2026, 3, 5))
    assert status.remaining is not None
    assert status.remaining.amount == 9


@pytest.mark.parametrize(
    ("reports", "wrong", "code"),
    [
        (["pipes started=none"], None, "corrects"),
        (["pipes remaining=无"], None, "corrects"),
        (["permit submitted=null"], None, "corrects"),
        (["pipes finished="], "填错行", "没有报过 finished"),
        (["paving started="], "填错行", "没有报过 started"),
        (["permit decided="], "填错行", "没有报过 decided"),
        (["nonesuch started="], "填错行", "nonesuch"),
    ],
)
def test_the_clerk_is_told_where_nothing_can_be_taken_back(
    plan: Path, reports: list[str], wrong: str | None, code: str
) -> None:
    week(plan, FIRST, "pipes started=2026-03-03 remaining=6wd", "permit submitted=2026-03-03")
    done = run("update", plan, "--date", SECOND, *reports, *([] if wrong is None else ["--corrects", wrong]))
    assert (done.exit_code, code in done.stderr) == (1, True), done.stderr
    assert not (plan / "updates" / f"{SECOND}.yaml").exists()


def test_a_table_takes_back_by_its_word_and_not_by_its_empty_cells(plan: Path, tmp_path: Path) -> None:
    week(plan, FIRST, "pipes started=2026-03-03 remaining=6wd", "paving started=2026-03-03 remaining=6wd")
    table = tmp_path / "week.csv"
    table.write_text("任务,开始,还需\n雨污分流,无,\n面层,,5wd\n", encoding="utf-8")
    assert run("update", plan, "--date", SECOND, "--csv", table, "--corrects", "填错行").exit_code == 0
    assert known(plan, "pipes", SECOND).started is None
    assert known(plan, "paving", SECOND).started == minutes(date(2026, 3, 3))


PAPERS = ("meeting.md", "meeting.html", "notice.md", "secretary.md")
ONLY = [part for name in ("minutes", "page", "notice", "secretary") for part in ("--only", name)]


@pytest.mark.slow
def test_every_paper_tells_the_secretary_what_was_taken_back_and_why(plan: Path, tmp_path: Path) -> None:
    week(plan, FIRST, "pipes started=2026-03-03 remaining=6wd", "paving started=2026-03-03 remaining=6wd")
    week(plan, SECOND, "paving finished=2026-03-12", "permit submitted=2026-03-12")
    week(plan, THIRD, "pipes started=", "paving finished=", "permit submitted=2026-03-11", wrong="填错行")
    texts = {"zh": [], "en": []}
    for lang, found in texts.items():
        assert run("meeting", plan, "--date", THIRD, "-o", tmp_path / lang, "--lang", lang, *ONLY).exit_code == 0
        found += [(tmp_path / lang / name).read_text("utf-8") for name in PAPERS]
    for text in texts["zh"]:
        assert "雨污分流：更正，原报 3月3日 开始、还需 6 个工作日，收回（填错行）" in text
        assert "面层：更正，原报 3月12日 完成，收回（填错行）" in text
        assert "用地批复：更正，原报 3月12日 报送，改为 3月11日 报送（填错行）" in text
    for text in texts["en"]:
        assert "correction, reported by mistake and taken back: start 3 Mar, 6 working days left (填错行)" in text
    why = run("why", plan).stdout
    assert "实际日期更正：原报 3月3日 开始，其实没有开始" in why
    assert "实际日期更正：原报 3月12日 完成，其实没有完成" in why
    # The next week's papers have news of their own.
    week(plan, "2026-03-30", "paving remaining=2wd")
    assert (
        "更正" not in run("meeting", plan, "--date", "2026-03-30", "-o", tmp_path / "next", "--only", "minutes").stdout
    )


def test_the_supervisor_finds_no_second_slip_in_what_was_owned_up_to(plan: Path, tmp_path: Path) -> None:
    week(plan, FIRST, "pipes started=2026-03-03 remaining=6wd")
    week(plan, SECOND, "pipes started=", wrong="填错行")
    week(plan, THIRD, "pipes started=2026-03-17 remaining=9wd")
    assert run("meeting", plan, "--date", THIRD, "-o", tmp_path / "papers", "--only", "minutes").exit_code == 0
    text = (tmp_path / "papers" / "meeting.md").read_text("utf-8")
    assert "把开始日期改为" not in text
    assert "比 3月9日 报的" not in text


def test_filled_forms_are_taken_after_a_correction_of_the_week_before(tmp_path: Path) -> None:
    plan = folder(tmp_path / "plan")
    before = sent(schedule.load(plan))
    form = Filled(before["agent"])
    last = schedule.load(plan).updates[-1]
    day = start_day(last.data_date)
    reported = next(one for one in last.progress if one.started is not None)
    assert run("update", plan, "--date", day, f"{reported.task} note=补记", "--corrects", "漏了说明").exit_code == 0
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "agent.xlsx").write_bytes(form.data)
    done = run("collect", plan, tmp_path / "in", "--date", start_day(WEEK), "--dry-run")
    assert "请重新发表" not in done.stderr
    assert done.exit_code in (0, 10), done.stderr


def test_forms_that_are_there_are_replaced_by_force_only(plan: Path) -> None:
    week(plan, FIRST, "pipes started=2026-03-03 remaining=6wd")
    assert run("forms", plan, "--date", SECOND).exit_code == 0
    (file,) = (path for path in (plan / "forms" / SECOND).iterdir() if "城投公司" in path.name)
    old = file.read_bytes()
    week(plan, FIRST, "pipes started=", wrong="填错行")
    refused = run("forms", plan, "--date", SECOND)
    assert (refused.exit_code != 0, "--force" in refused.stderr, file.read_bytes() == old) == (True, True, True)
    assert run("forms", plan, "--date", SECOND, "--force").exit_code == 0
    assert file.read_bytes() != old
    assert run("forms", plan, "--date", SECOND).exit_code == 0


def test_the_authoritys_days_stay_where_only_the_day_of_filing_is_put_right(plan: Path) -> None:
    """15 of its days are left on the 9th: to the 27th, and a day's slip of the filing does not change that."""
    week(plan, FIRST, "permit submitted=2026-03-03 remaining=15wd")
    assert last_day(plan, "permit", FIRST) == date(2026, 3, 27)
    week(plan, FIRST, "permit submitted=2026-03-04", wrong="日期写错")
    assert last_day(plan, "permit", FIRST) == date(2026, 3, 27)


KEYS = ("started", "finished", "remaining", "percent", "suspended", "resumed", "document", "submitted", "decided")


@given(st.lists(st.sampled_from(KEYS), min_size=1, unique=True), st.sampled_from([None, 1, 2]))
def test_what_a_record_takes_back_is_read_as_it_was_written(keys: list[str], submitted: int | None) -> None:
    """The records of one release are read by the next: the text of a record says all of it."""
    filings = () if submitted is None else (Filing(FilingKind.SUBMITTED, DAY * submitted),)
    gone = tuple(key for key in WITHDRAWABLE if key in keys or (filings and key == "submitted"))
    told = Progress("permit", filings=filings, withdrawn=gone)
    text = yaml_text({"permit": progress_document(told)}).encode()
    root = read_yaml(text, "x.yaml", faults := Faults())
    assert root is not None
    ((key, entry),) = root.entries.values()
    assert isinstance(entry, MappingNode)
    assert stated_progress("permit", key.location, entry, faults, corrects=True) == told
    assert not faults.errors


def test_a_form_does_not_bring_back_what_the_clerk_took_back_that_day(tmp_path: Path) -> None:
    """What the form says otherwise than the day's correction is told and not written."""
    plan = folder(tmp_path / "plan")
    form = Filled(sent(schedule.load(plan))["housing"]).fill("a01", started="2016-03-08", remaining=3)
    day = start_day(WEEK)
    assert run("update", plan, "--date", day, "a01 started=2016-03-08 remaining=3wd").exit_code == 0
    assert run("update", plan, "--date", day, "a01 started=", "--corrects", "填错行").exit_code == 0
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "housing.xlsx").write_bytes(form.data)
    done = run("collect", plan, tmp_path / "in", "--yes")
    assert "当天登记的与以下填报不一致" in done.stdout + done.stderr
    assert as_of(schedule.load(plan), WEEK).status("a01").started is None


# wherever the corrected fact stands

LATE = PLAN.replace("deadline: 2026-05-29", "deadline: 2026-03-27")
TAKEN = "更正，原报 3月3日 开始、还需 6 个工作日，收回（填错行）"
DONE = "更正，原报 3月12日 完成，改为 3月13日 完成（填错行）"
FILED = "更正，原报 3月3日 报送，改为 3月4日 报送（填错行）"


@pytest.fixture
def late(plan: Path) -> Path:
    """All of it is red at the meeting of the 23rd, whose first record puts three reports right."""
    (plan / "plan.yaml").write_text(LATE, encoding="utf-8")
    week(plan, FIRST, "pipes started=2026-03-03 remaining=6wd", "paving started=2026-03-03 remaining=6wd")
    week(plan, SECOND, "paving finished=2026-03-12", "permit submitted=2026-03-03")
    week(plan, THIRD, "pipes started=", "paving finished=2026-03-13", "permit submitted=2026-03-04", wrong="填错行")
    return plan


def text_of(paper: Path) -> str:
    if paper.suffix != ".xlsx":
        return paper.read_text("utf-8")
    with zipfile.ZipFile(paper) as packed:
        return packed.read("xl/sharedStrings.xml").decode("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("paper", "said"),
    [
        ("deadlines.csv", (TAKEN, FILED)),
        ("deadlines.xlsx", (TAKEN, FILED, DONE)),
        ("alerts.csv", (TAKEN, FILED, DONE)),
        ("alerts.json", (TAKEN, FILED, DONE)),
        ("supervision.md", (TAKEN, FILED)),
        ("meeting.html", (TAKEN, FILED, DONE)),
    ],
)
def test_a_body_reads_beside_its_corrected_report_what_was_reported_before(
    late: Path, paper: str, said: tuple[str, ...], tmp_path: Path
) -> None:
    """Who compares this week's table, letter or alert with last week's has to see that the first was the mistake."""
    only = [word for name in ("deadlines", "alerts", "supervision", "page") for word in ("--only", name)]
    assert run("meeting", late, "-o", tmp_path / "out", *only).exit_code == 0
    text = text_of(tmp_path / "out" / paper)
    for one in said:
        assert one in text
    # The meeting after has it no more: its facts are those of last week's papers.
    week(late, "2026-03-30", "pipes started=2026-03-24 remaining=6wd")
    assert run("meeting", late, "-o", tmp_path / "next", *only).exit_code == 0
    assert "更正" not in text_of(tmp_path / "next" / paper)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("schedule",), (TAKEN, FILED, DONE)),
        (("schedule", "--format", "csv"), (TAKEN, FILED, DONE)),
        (("deadlines",), (TAKEN, FILED)),
        (("deadlines", "--body", "land"), (FILED,)),
        (("alerts",), (TAKEN, FILED, DONE)),
        (("explain", "paving"), (DONE,)),
        (("custody",), (FILED,)),
        (("custody", "permit"), (FILED,)),
    ],
)
def test_an_engineer_is_told_what_was_put_right_of_what_he_asks_about(
    late: Path, arguments: tuple[str, ...], said: tuple[str, ...]
) -> None:
    done = run(arguments[0], late, *arguments[1:])
    assert done.exit_code == 0, done.stderr
    for one in (TAKEN, FILED, DONE):
        assert (one in done.output) is (one in said), one


def test_a_group_chat_is_told_of_its_own_tasks_corrections(late: Path, tmp_path: Path) -> None:
    channels = tmp_path / "channels.yaml"
    url = '"https://open.feishu.cn/hook/0123456789"'
    channels.write_text(f"daopai: 1\nchannels:\n  国土: {{kind: feishu, url: {url}, bodies: [land]}}\n", "utf-8")
    shown = run("alerts", late, "--send", "all", "--channels", channels, "--dry-run").stdout
    assert (FILED in shown, TAKEN in shown) == (True, False)


def test_the_secretary_reads_a_correction_at_the_head_of_the_minutes_and_in_its_section_only(
    late: Path, tmp_path: Path
) -> None:
    assert run("meeting", late, "-o", tmp_path / "out", "--only", "minutes").exit_code == 0
    assert (tmp_path / "out" / "meeting.md").read_text("utf-8").count(TAKEN) == 2


def test_two_mistakes_in_one_task_are_told_each_with_its_reason(plan: Path) -> None:
    week(plan, FIRST, "permit submitted=2026-03-03 accepted=2026-03-05")
    week(plan, FIRST, "permit submitted=2026-03-04", wrong="日期写错")
    week(plan, FIRST, "permit accepted=", wrong="没有受理通知书")
    shown = run("custody", plan).stdout
    assert "用地批复：更正，原报 3月3日 报送，改为 3月4日 报送（日期写错）。" in shown
    assert "用地批复：更正，原报 3月5日 受理，收回（没有受理通知书）。" in shown


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("remaining=6wd", "remaining=8wd", "更正，原报还需 6 个工作日，改为还需 8 个工作日（填错天数）"),
        ("percent=60", "percent=40", "更正，原报完成 60%，改为完成 40%（填错天数）"),
        ("remaining=1wd", "finished=2026-03-06", "更正，原报还需 1 个工作日，收回（填错天数）"),
    ],
)
def test_the_secretary_reads_that_what_is_left_was_put_right_on_the_day(
    plan: Path, wrong: str, right: str, said: str
) -> None:
    """The morning's papers had the other figure. A week later another figure is what was done since, no correction."""
    week(plan, FIRST, f"paving started=2026-03-03 {wrong}")
    week(plan, FIRST, f"paving {right}", wrong="填错天数")
    assert said in run("schedule", plan, "--date", FIRST).output
    week(plan, SECOND, "pipes started=2026-03-09 remaining=5wd")
    week(plan, SECOND, "paving note=面层已验收", wrong="漏填")
    assert "更正" not in run("schedule", plan, "--date", SECOND).output
