"""`daopai decide`: a decision from the command line, what it moves before it is sealed, and its record."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import schedule
from schedule.analysis.meeting import take
from schedule.analysis.move.accounts import PartKind
from schedule.calendars.worktime import DAY, minutes
from schedule.commands import main
from schedule.commands.conduct.exits import Exit
from schedule.files.records.plan_folder import write_update
from schedule.model import Decision, Duration, Promise, Relation, Revision, RevisionKind, TaskKind, Unit, Update
from schedule.output.minutes.bulletin import bulletin
from schedule.output.minutes.markdown import markdown
from schedule.output.words.phrases import voice_of

PLAN = """daopai: 1
project: {name: 起步区, start: 2016-02-29, calendar: office, target: done}
calendars:
  office: {week: mon-fri}
bodies:
  land: {name: 国土局}
  agent: {name: 代建中心}
phases: [permitting, construction]
tasks:
  survey: {name: 勘察, body: agent, duration: 5wd}
  permit: {name: 用地批准, body: land, applicant: agent, duration: 10wd, after: [survey]}
  works: {name: 施工, phase: construction, body: agent, duration: 20wd, after: [permit]}
  done: {name: 完工, milestone: finish, after: [works], deadline: 2016-04-30}
"""
WEEK = """data_date: 2016-03-07
progress:
  survey: {started: 2016-02-29, finished: 2016-03-04}
"""
WHY = ("--reason", "增加路段", "--approved-by", "领导小组")
AT = ("--date", "2016-03-14")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    folder = tmp_path / "plan"
    (folder / "updates").mkdir(parents=True)
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (folder / "updates" / "2016-03-07.yaml").write_text(WEEK, encoding="utf-8")
    assert run("verify", folder, "--seal").exit_code == 0
    return folder


def names(plan: Path) -> list[str]:
    return sorted(file.name for file in (plan / "updates").iterdir())


def test_the_secretary_sees_what_a_decision_moves_before_it_is_sealed(plan: Path) -> None:
    """By hand: no report came, so the permit begins on Monday 14 March: ten days to the 25th, works to 22 April.

    Five days more of works end on 29 April; the deadline goes from 30 April to 15 May.
    """
    asked = (plan, "works duration=25wd", "done deadline=2016-05-15", *AT, *WHY)
    shown = run("decide", *asked, "--dry-run")
    assert shown.exit_code == 0, shown.stderr
    assert "工期 20 个工作日 → 25 个工作日" in shown.stdout
    assert "决定之前：能按期完成：完工预计 4月22日 完成，期限 4月30日，还有 8 天余地" in shown.stdout
    assert "决定之后：能按期完成：完工预计 4月29日 完成，期限 5月15日，还有 16 天余地" in shown.stdout
    assert "完工：预计完成由 4月22日 推迟到 4月29日，晚 7 天；期限由 4月30日 改为 5月15日" in shown.stdout
    assert names(plan) == ["2016-03-07.yaml"], "nothing was written"
    done = run("decide", *asked)
    assert done.exit_code == 0, done.stderr
    assert done.stdout == shown.stdout
    meeting = schedule.meeting(schedule.load(plan))
    assert meeting.schedule.tasks["done"].last_day == date(2016, 4, 29)
    booked = meeting.ledger
    assert booked is not None
    decided = [part.days for part in booked.parts if part.kind is PartKind.REVISION]
    assert sum(decided) == 7, "what was shown is what is booked"
    assert run("verify", plan).exit_code == 0


def test_the_record_says_all_that_was_said(plan: Path) -> None:
    done = run(
        *("decide", plan, "施工 duration=25wd", "done after+='permit FS+2wd'", *AT, *WHY, "--for", "代建中心"),
        *("--promise", "done 3", "--promise", "works 2.5", "--due", "2016-04-01", "--measure", "加班"),
        *("--measure", "增加机械", "--note", "会议纪要3号"),
    )
    assert done.exit_code == 0, done.stderr
    said = "代建中心提出，答应施工提前 2.5 天，4月1日以前落实，措施：加班、增加机械"
    shown = done.stdout.replace("；", "，").replace("\n", "").replace("  ", "")
    assert said in shown
    # What was promised of the finish stands where the finish is decided about, and once.
    assert shown.count("答应完工提前 3 天") == 1
    assert shown.index("答应完工提前 3 天") > shown.index(said)
    update = schedule.load(plan).updates[-1]
    assert update.note == "会议纪要3号"
    first, second = update.revisions
    assert (first.task, first.reason, first.approved_by) == ("works", "增加路段", "领导小组")
    promised = (Promise("done", Fraction(3)), Promise("works", Fraction(5, 2)))
    due = minutes(date(2016, 4, 1)) + DAY
    assert first.decision == Decision("D-2016-03-14-1", "agent", promised, due, ("加班", "增加机械"))
    assert second.decision == Decision("D-2016-03-14-1")
    assert [str(one) for one in second.changes["relations"]] == ["works FS", "permit FS+2wd"]
    # The next one of the day has the next number, and a person's own is kept.
    assert run("decide", plan, "works duration=24wd", *AT, *WHY).exit_code == 0
    assert run("decide", plan, "works duration=23wd", *AT, *WHY, "--id", "纪要〔2016〕5号").exit_code == 0
    ids = [one.decision.id for one in schedule.load(plan).updates[-1].revisions]
    assert ids == ["D-2016-03-14-1"] * 2 + ["D-2016-03-14-2", "纪要〔2016〕5号"]
    again = run("decide", plan, "works duration=22wd", *AT, *WHY, "--id", "纪要〔2016〕5号")
    assert again.exit_code == Exit.FAULTY
    assert "决定编号" in again.stderr


@pytest.mark.parametrize(
    ("change", "kind", "said"),
    [
        ("add roads name=道路 duration=10wd after='works SS+2wd、permit' body=代建中心 phase=construction", "add", ""),
        ("remove done", "", "project.target"),
        ("calendar office off=2016-04-04..2016-04-05 name=清明节", "calendar", ""),
        ("calendar china off=2016-04-06,2016-04-07", "calendar", ""),
        ("body land name=自然资源局 lead=李四", "body", ""),
        ("body land into=agent", "body", ""),
        ("add body contractor name=中建八局 outside=true", "body", ""),
        ("phase permitting name=审批", "phase", ""),
        ("add phase acceptance name=验收", "phase", ""),
        ("project name=起步区一期", "project", ""),
        ("works after-=permit", "set", ""),
        ("works after-=survey", "", "“works”不等“survey”"),
        ("works after-=srvey", "", "没有编号为“srvey”"),
        ("works body=国土局 support=代建中心", "set", ""),
        ("works body=agent support=[land]", "set", ""),
        ("works after=[permit SS+2wd, survey]", "set", ""),
        ("calendar china off=[2016-04-06, 2016-04-07] complete=[2016]", "calendar", ""),
        ("works name=[二期]施工", "set", ""),
        ("works start_no_earlier_than=2016/4/1", "set", ""),
        ("works duration=25", "", "25wd"),
        ("works durations=25wd", "", "duration"),
        ("wroks duration=25wd", "", "works"),
        ("works duration=25wd duration=26wd", "", "duration"),
        ("works after=done", "", "绕成了圈"),
        ("works", "", "KEY=VALUE"),
        ("works soon", "", "soon"),
        ("add works name=x duration=1wd", "", "works"),
        ("add bodys x name=y", "", "bodys"),
        ("remove works now", "", "now"),
        ("body lnad name=x", "", "land"),
        ("body land into=land", "", "land"),
        ("", "", "KEY=VALUE"),
    ],
)
def test_a_change_in_words(plan: Path, change: str, kind: str, said: str) -> None:
    done = run("decide", plan, change, *AT, *WHY)
    assert not isinstance(done.exception, AssertionError | KeyError | TypeError)
    if kind:
        assert done.exit_code == 0, done.stderr
        assert [one.kind for one in schedule.load(plan).updates[-1].revisions] == [RevisionKind(kind)]
        assert run("meeting", plan, "--only", "minutes").exit_code == 0
    else:
        assert done.exit_code in (Exit.FAULTY, Exit.USAGE)
        assert said in done.stderr, done.stderr
        assert names(plan) == ["2016-03-07.yaml"], "nothing was written"


@pytest.mark.parametrize("word", ["summary", "level-of-effort"])
def test_the_clerk_may_use_a_word_of_the_plan_file_as_any_other(plan: Path, word: str) -> None:
    """A document that is called as a kind of task is called: it made a summary of the task."""
    done = run("decide", plan, *AT, *WHY, f"permit evidence={word}")
    assert done.exit_code == 0, done.stderr
    permit = schedule.meeting(schedule.load(plan)).schedule.state.plan.tasks["permit"]
    assert (permit.evidence, permit.kind) == (word, TaskKind.TASK)


def test_all_faults_are_told_at_once(plan: Path) -> None:
    done = run(
        "decide", plan, "wroks duration=25wd", "done deadline=2016-5", *AT, *WHY, "--for", "国土", "--promise", "x y"
    )
    assert done.exit_code == Exit.FAULTY
    assert "4 个错误" in done.stderr or "5 个错误" in done.stderr
    for place in ("CHANGE:1:1", "CHANGE:1:15", "--for:1:1", "--promise:1:1"):
        assert place in done.stderr, place


@pytest.mark.parametrize("missing", [WHY[:2], WHY[2:], ()])
def test_a_decision_has_a_reason_and_an_approver(plan: Path, missing: tuple[str, ...]) -> None:
    done = run("decide", plan, "works duration=25wd", *AT, *missing)
    assert done.exit_code == Exit.USAGE
    assert names(plan) == ["2016-03-07.yaml"]


def test_the_clerk_corrects_a_name_and_nothing_else(plan: Path) -> None:
    done = run("decide", plan, "works name=主体施工", *AT, "--corrects", "录入漏字")
    assert done.exit_code == 0, done.stderr
    assert "施工：更正名称 施工 → 主体施工（录入漏字）" in done.stdout.replace("主体施工：", "施工：")
    assert "结论不变" in done.stdout
    refused = run("decide", plan, "works duration=25wd", *AT, "--corrects", "录入错误")
    assert refused.exit_code == Exit.FAULTY
    assert "duration" in refused.stderr
    assert names(plan) == ["2016-03-07.yaml", "2016-03-14.yaml"]


def test_a_decision_before_or_after_the_reports_of_the_day(plan: Path) -> None:
    report = ("update", plan, *AT, "permit started=2016-03-07 remaining=5wd")
    assert run(*report).exit_code == 0
    assert run("decide", plan, "works duration=25wd", *AT, *WHY).exit_code == 0
    assert run("update", plan, *AT, "--note", "补充").exit_code == 0
    assert names(plan) == ["2016-03-07.yaml", "2016-03-14-2.yaml", "2016-03-14-3.yaml", "2016-03-14.yaml"]
    # 5 days of the permit end on Friday 18 March, 25 of works on 22 April.
    assert schedule.meeting(schedule.load(plan)).schedule.tasks["done"].last_day == date(2016, 4, 22)


def test_a_decision_is_not_put_before_a_later_week(plan: Path) -> None:
    for dry in ([], ["--dry-run"]):
        done = run("decide", plan, "works duration=25wd", "--date", "2016-03-01", *WHY, *dry)
        assert done.exit_code == Exit.FAULTY
        assert done.stdout == "", "what it would have moved is no answer"
    assert names(plan) == ["2016-03-07.yaml"]


def test_announced_days_are_a_calendars(plan: Path) -> None:
    days = "calendar office off=2016-04-04 name=清明节"
    assert run("decide", plan, days, *AT, *WHY, "--announced").exit_code == 0
    assert schedule.load(plan).updates[-1].revisions[0].announced
    assert run("decide", plan, "works duration=25wd", *AT, *WHY, "--announced").exit_code == Exit.FAULTY


def test_a_clerk_with_a_chinese_keyboard_is_understood(plan: Path) -> None:
    """The wide sign after a key parts it from its value; in a value it is what somebody wrote."""
    assert run("decide", plan, "works duration＝25wd", *AT, *WHY).exit_code == 0
    assert run("decide", plan, "works after-＝permit", *AT, *WHY).exit_code == 0
    assert run("update", plan, "works note＝水位＝3米，流量=5", "--date", "2016-03-21").exit_code == 0
    *_, day, week = schedule.load(plan).updates
    assert {key for one in day.revisions for key in one.changes} == {"duration", "relations"}
    assert [one.note for one in week.progress] == ["水位＝3米，流量=5"]
    assert run("decide", plan, "＝25wd", *AT, *WHY).exit_code == Exit.USAGE


# the same decision once more


SAME = ["施工 duration=25wd", "done deadline=2016-05-15"]


@pytest.mark.parametrize("day", ["2016-03-14", "2016-03-21"])
@pytest.mark.parametrize("more", [[], ["--dry-run"], ["--for", "agent"], ["--promise", "done 3", "--measure", "加班"]])
def test_the_secretary_who_decides_twice_is_told_where_it_is_recorded(plan: Path, day: str, more: list[str]) -> None:
    """Two who write down one meeting mean one decision: it moves nothing a second time, whatever the day."""
    said = [one for one in more if one != "--dry-run"]
    assert run("decide", plan, *SAME, *AT, *WHY, *said).exit_code == 0
    again = run("decide", plan, "works duration=25wd", "完工 deadline=2016/5/15", "--date", day, *WHY, *more)
    assert again.exit_code == 0, again.stderr
    assert "这个决定 updates/2016-03-14.yaml 里已经登记过，没有再写一份" in again.stdout
    assert names(plan) == ["2016-03-07.yaml", "2016-03-14.yaml"]


@pytest.mark.parametrize(
    "change",
    [
        "add roads name=道路 duration=10wd after='works SS+2wd、permit' body=代建中心 phase=construction",
        "calendar office off=2016-04-04..2016-04-05 name=清明节",
        "body land name=自然资源局 lead=李四",
        "body land into=agent",
        "add body contractor name=中建八局 outside=true",
        "project name=起步区一期",
        "works after-=permit",
        "works after+='survey FS+2wd'",
    ],
)
def test_whatever_was_decided_is_known_again(plan: Path, change: str) -> None:
    """Also what the plan can no longer be asked: to add what was added, to take away what is gone."""
    for number in range(2):
        done = run("decide", plan, change, *AT, *WHY, "--lang", "en")
        assert done.exit_code == 0, done.stderr
        assert ("recorded already, in updates/2016-03-14.yaml" in done.stdout) is (number == 1)
    assert names(plan) == ["2016-03-07.yaml", "2016-03-14.yaml"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("works duration=26wd", WHY),
        ("works duration=25wd", ("--reason", "减少路段", "--approved-by", "领导小组")),
        ("works duration=25wd", ("--reason", "增加路段", "--approved-by", "县政府")),
        ("works duration=25wd", (*WHY, "--for", "agent")),
        ("works duration=25wd", (*WHY, "--due", "2016-04-01")),
        ("works duration=25wd", (*WHY, "--note", "会议纪要4号")),
        ("works duration=25wd", (*WHY, "--id", "纪要4号")),
    ],
)
def test_what_differs_is_another_decision(plan: Path, change: str, why: tuple[str, ...]) -> None:
    assert run("decide", plan, "works duration=25wd", *AT, *WHY).exit_code == 0
    done = run("decide", plan, change, *AT, *why)
    assert (done.exit_code, "已经登记过" in done.stdout) == (0, False), done.output
    assert names(plan) == ["2016-03-07.yaml", "2016-03-14-2.yaml", "2016-03-14.yaml"]


def test_an_id_that_is_used_says_either_the_same_or_something_wrong(plan: Path) -> None:
    named = (*AT, *WHY, "--id", "纪要5号")
    assert run("decide", plan, "works duration=25wd", *named).exit_code == 0
    again = run("decide", plan, "works duration=25wd", *named)
    assert (again.exit_code, "已经登记过" in again.stdout) == (0, True), again.stderr
    other = run("decide", plan, "works duration=26wd", *named)
    assert (other.exit_code, "决定编号“纪要5号”已经用过" in other.stderr) == (Exit.FAULTY, True)
    assert names(plan) == ["2016-03-07.yaml", "2016-03-14.yaml"]


def test_what_was_decided_otherwise_since_can_be_decided_again(plan: Path) -> None:
    """25 days, then 20 again, then 25 for good: three decisions, and the fourth is the third. Others change nothing."""
    for days in (25, 20, 25):
        assert run("decide", plan, f"works duration={days}wd", *AT, *WHY).exit_code == 0
    assert run("decide", plan, "works name=二期施工", "permit duration=9wd", *AT, *WHY).exit_code == 0
    again = run("decide", plan, "works duration=25wd", *AT, *WHY)
    assert (again.exit_code, "updates/2016-03-14-3.yaml 里已经登记过" in again.stdout) == (0, True), again.output
    assert len(names(plan)) == 5
    assert schedule.meeting(schedule.load(plan)).schedule.tasks["works"].task.duration == Duration(
        Fraction(25), Unit.WORKING_DAYS
    )


def test_a_slip_of_the_pen_is_put_right_once(plan: Path) -> None:
    for number in range(2):
        done = run("decide", plan, "works name=主体施工", *AT, "--corrects", "录错字")
        assert (done.exit_code, "已经登记过" in done.stdout) == (0, number == 1), done.stderr


def test_a_decision_that_is_left_out_is_recorded_all_the_same(plan: Path) -> None:
    """An older release sealed works that wait for what waits for them: no second record of it makes it computable."""
    record = Update(
        minutes(date(2016, 3, 14)),
        revisions=(
            Revision(RevisionKind.SET, "works", *WHY[1::2], changes={"relations": (Relation("done", "works"),)}),
        ),
    )
    write_update(plan, record)
    again = run("decide", plan, "works after=done", *AT, *WHY)
    assert (again.exit_code, "已经登记过" in again.stdout) == (0, True), again.output
    assert "算不出日期，没有算进去" in again.stderr
    mended = run("decide", plan, "works after=permit", *AT, *WHY)
    assert mended.exit_code == 0, mended.stderr
    once_more = run("decide", plan, "works after=done", *AT, *WHY)
    assert once_more.exit_code == Exit.FAULTY, "what waits for itself is refused, for it is in force no more"


@pytest.mark.parametrize("basis", ["{rule: ACCEPT_FILE, after: event}", "{rule: ACCEPT_NOTICE, before: event}"])
def test_a_clerk_cannot_remove_what_a_statutory_period_counts_from(tmp_path: Path, basis: str) -> None:
    """The period went with it, and nobody was told; once another event is named, it may go."""
    head, tasks = PLAN.split("tasks:\n")
    own = f"  filing: {{name: 备案, body: land, duration: 1wd, basis: {basis}}}\n"
    own += "  event: {name: 验收, body: land, duration: 1wd, start_no_earlier_than: 2016-05-02}\n"
    (tmp_path / "plan.yaml").write_text(f"{head}tasks:\n{own}{tasks}", encoding="utf-8")
    done = run("decide", tmp_path, "remove event", *AT, *WHY)
    assert done.exit_code == Exit.FAULTY
    assert "“event”不能删：filing.basis 还要用它" in done.stderr
    assert not (tmp_path / "updates").exists()
    other = "  - {task: filing, set: {basis: {article: 办法}}}\n  - {remove: event}\n"
    (tmp_path / "other.yaml").write_text(f"revisions:\n{other}", encoding="utf-8")
    assert run("preview", tmp_path, "--revision", tmp_path / "other.yaml").exit_code == 0


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ("fiscal after-=review", ()),
        ('fiscal after-=review after+="review SS+5cd"', ()),
        ("fiscal after-=budget", ("review",)),
        ("fiscal duration=9cd", ("review",)),
    ],
)
def test_a_clerk_decides_what_a_measure_permits_without_taking_the_measure_away(
    tmp_path: Path, change: str, left: tuple[str, ...]
) -> None:
    """Who drops or fixes the relation that a measure would loosen has used it; any other decision leaves it."""
    (tmp_path / "plan.yaml").write_text(
        "daopai: 1\nproject: {name: 示例, start: 2025-03-03, calendar: calendar-days}\ntasks:\n"
        "  budget: {name: 预算, duration: 5cd}\n  review: {name: 审图, duration: 10cd}\n"
        "  fiscal: {name: 评审, duration: 10cd, after: [budget, review ~], levers: [{overlap: review, cost: 1}]}\n",
        encoding="utf-8",
    )
    args = ["decide", str(tmp_path), change, "--date", "2025-03-03", "--reason", "并行", "--approved-by", "专班"]
    done = CliRunner().invoke(main, args)
    assert done.exit_code == 0, done.output
    project = schedule.load(tmp_path)
    fiscal = schedule.meeting(project).schedule.tasks["fiscal"].task
    assert tuple(lever.overlap for lever in fiscal.levers) == left
    assert ("可用措施" in done.stdout) is not bool(left)  # what goes is said


def test_what_is_said_again_as_it_was_is_no_change(plan: Path) -> None:
    task = schedule.load(plan).plan.tasks["works"]
    after = "、".join(str(one) for one in task.relations)
    done = run("decide", plan, f'works duration=25wd after="{after}"', *AT, *WHY)
    assert done.exit_code == 0, done.stderr
    (line,) = (one for one in done.stdout.splitlines() if one.startswith("施工：工期"))
    assert "→ 25 个工作日。" in line
    assert "前置条件" not in line


def test_what_a_decision_removes_first_is_called_by_its_name_where_it_is_replaced_later(tmp_path: Path) -> None:
    """Minutes, ledger, list of decisions: the canteen is out, and what followed it follows the school alone."""
    (tmp_path / "plan.yaml").write_text(
        "daopai: 1\nproject: {name: 示例, start: 2016-03-07, calendar: china, target: done}\ntasks:\n"
        "  school: {name: 教学楼, duration: 5wd}\n  gym: {name: 食堂, duration: 9wd}\n"
        "  done: {name: 完工, duration: 1wd, after: [school, gym]}\n",
        encoding="utf-8",
    )
    (tmp_path / "updates").mkdir()
    (tmp_path / "updates" / "2016-03-08.yaml").write_text("data_date: 2016-03-08\nprogress: {}\n", encoding="utf-8")
    record = tmp_path / "updates" / "2016-03-14.yaml"
    said = "reason: 缓建, approved_by: 县政府, id: D-1"
    first, second = f"  - {{remove: gym, {said}}}\n", f"  - {{task: done, set: {{after: [school]}}, {said}}}\n"
    for lines in (first + second, second + first):
        record.write_text(f"data_date: 2016-03-14\nrevisions:\n{lines}", encoding="utf-8")
        meeting = take(schedule.load(tmp_path), minutes(date(2016, 3, 14)))
        text = markdown(bulletin(meeting), voice_of(meeting.schedule, "zh"), {})
        assert "前置条件 教学楼、食堂 → 教学楼" in text
        for found in (text, run("why", tmp_path).stdout, run("why", tmp_path, "--decisions").stdout):
            assert "gym" not in found
