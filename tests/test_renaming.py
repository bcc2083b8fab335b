"""Bodies, phases and names change by revision like everything else: from its day on, and no date moves by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import schedule
from schedule.analysis.move.accounts import PartKind
from schedule.calendars.worktime import DAY, minutes
from schedule.commands import main
from schedule.diagnostics import PlanError
from schedule.files.plans.plan import read_plan
from schedule.files.records.plan_folder import write_update
from schedule.files.sealed.updates import first_standing, read_update, update_text
from schedule.model import Decision, Promise, Revision, RevisionKind, Update

PLAN = """daopai: 1
project: {name: 起步区, start: 2016-02-29, calendar: office, target: done}
calendars:
  office: {week: mon-fri}
bodies:
  land: {name: 国土局, lead: 张三}
  planning: {name: 规划局}
phases: [permitting, construction]
tasks:
  survey: {name: 勘察, phase: permitting, body: planning, duration: 5wd}
  permit: {name: 用地批准, phase: permitting, body: land, applicant: planning, duration: 10wd, after: [survey]}
  works: {name: 施工, phase: construction, body: land, support: [planning], duration: 20wd, after: [permit]}
  done: {name: 完工, milestone: finish, after: [works], deadline: 2016-04-30}
"""
FIRST, SECOND = minutes(date(2016, 3, 7)), minutes(date(2016, 3, 14))
REORGANISED = """
  - {add: resources, body: {name: 自然资源局, lead: 李四}, reason: 机构改革, approved_by: 县委编办, id: 编办〔2016〕3号}
  - {body: land, into: resources, reason: 机构改革, approved_by: 县委编办, id: 编办〔2016〕3号}
  - {body: planning, set: {name: 规划中心, lead: 王五}, reason: 更名, approved_by: 县委编办}
  - {add: contractor, body: {name: 中建八局, outside: true}, reason: 招标完成, approved_by: 专班}
  - {task: works, set: {body: contractor}, reason: 招标完成, approved_by: 专班}
  - {add: acceptance, phase: {name: 验收}, reason: 单列验收, approved_by: 专班}
  - {task: done, set: {phase: acceptance}, reason: 单列验收, approved_by: 专班}
  - {phase: permitting, set: {name: 审批}, reason: 理顺阶段, approved_by: 专班}
  - {project: {name: 起步区一期}, reason: 立项批复, approved_by: 发改委}
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A sealed plan with a week."""
    folder = tmp_path / "plan"
    folder.mkdir()
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    text = "data_date: 2016-03-07\nprogress:\n  survey: {started: 2016-02-29, finished: 2016-03-04}\n"
    (folder / "updates").mkdir()
    (folder / "updates" / "2016-03-07.yaml").write_text(text, encoding="utf-8")
    assert run("verify", folder, "--seal").exit_code == 0
    return folder


def revise(plan: Path, revisions: str) -> None:
    text = f"data_date: 2016-03-14\nprogress:\n  permit: {{started: 2016-03-07, remaining: 7wd}}\nrevisions:{revisions}"
    (plan / "updates" / "2016-03-14.yaml").write_text(text, encoding="utf-8")
    done = run("verify", plan, "--seal")
    assert done.exit_code == 0, done.stderr


def test_the_secretary_reads_the_names_of_the_day(plan: Path) -> None:
    before = run("deadlines", plan, "--date", "2016-03-07").stdout
    revise(plan, REORGANISED)
    assert run("deadlines", plan, "--date", "2016-03-07").stdout == before, "the past keeps its names"
    assert "国土局" in before
    now = run("deadlines", plan).stdout
    assert "国土局" not in now
    assert all(name in now for name in ("自然资源局", "中建八局"))
    head = schedule.meeting(schedule.load(plan)).schedule.state.plan
    assert (head.name, head.phases["permitting"].name, head.tasks["done"].phase) == ("起步区一期", "审批", "acceptance")
    assert head.bodies["planning"].lead == "王五"
    permit, works = head.tasks["permit"], head.tasks["works"]
    assert (permit.body, permit.applicant, works.body, works.support) == (
        "resources",
        "planning",
        "contractor",
        ("planning",),
    )
    for lang, said in (("zh", "单位“国土局”：并入自然资源局"), ("en", "Body “国土局”: merged into 自然资源局")):
        assert said in decided(plan, lang)


def test_the_notice_goes_to_those_who_are_there(plan: Path) -> None:
    revise(plan, REORGANISED)
    assert run("meeting", plan, "--only", "notice").exit_code == 0
    text = (plan / "meetings" / "2016-03-14" / "notice.md").read_text(encoding="utf-8")
    assert "自然资源局" in text
    assert "国土局" not in text
    assert "2 个单位" not in run("check", plan).stdout
    assert "3 个单位" in run("check", plan).stdout
    # Nobody can be given work that it is not there to do.
    for change in ("survey body=land", "body land name=x", "body planning into=land", "add body land name=x"):
        done = run("decide", plan, change, "--date", "2016-03-21", "--reason", "x", "--approved-by", "y")
        assert done.exit_code == 1, change


def decided(plan: Path, lang: str) -> str:
    """What the minutes list as decided."""
    done = run("meeting", plan, "--only", "minutes", "--lang", lang)
    assert done.exit_code == 0, done.stderr
    return next((plan / "meetings" / "2016-03-14").glob("*.md")).read_text(encoding="utf-8")


def test_the_engineer_finds_no_day_booked_to_a_new_name(plan: Path) -> None:
    """The permit lost two of its ten days, of which five were worked: the ledger charges who had it that week."""
    revise(plan, REORGANISED)
    booked = schedule.meeting(schedule.load(plan), SECOND).ledger
    assert booked is not None
    kinds = {part.kind: part.moved for part in booked.parts}
    assert set(kinds) <= {PartKind.PROGRESS, PartKind.REVISION}
    assert all(part.moved == 0 for part in booked.parts if part.kind is PartKind.REVISION)
    (late,) = (part for part in booked.parts if part.task == "permit")
    assert (late.body, late.days) == ("land", booked.days)
    assert sum(part.days for part in booked.parts) == booked.days > 0


def test_the_forms_of_the_next_week_go_to_the_new_bodies(plan: Path, tmp_path: Path) -> None:
    revise(plan, REORGANISED)
    done = run("forms", plan, "--date", "2016-03-21", "-o", tmp_path / "forms")
    assert done.exit_code == 0, done.stderr
    # 完工 has no body; 规划中心 has no task of its own left, only applications, 勘察 is finished.
    assert {"自然资源局.xlsx", "中建八局.xlsx"} <= {file.name for file in (tmp_path / "forms").iterdir()}
    assert not (tmp_path / "forms" / "国土局.xlsx").exists()
    assert run("deadlines", plan, "--body", "中建八局").exit_code == 0


def test_the_clerk_owns_up_to_a_typo(plan: Path) -> None:
    revise(plan, "\n  - {task: permit, set: {name: 建设用地批准}, reason: 录入漏字, corrects: true}\n")
    text = decided(plan, "zh")
    assert "更正名称 用地批准 → 建设用地批准（录入漏字）" in text
    assert "批准）" not in text.split("更正")[1][:40], "nobody is said to have approved it"
    meeting = schedule.meeting(schedule.load(plan))
    assert meeting.ledger is not None
    assert not [part for part in meeting.ledger.parts if part.kind is PartKind.REVISION]


PROMISED = (Promise("works", Fraction(5)), Promise("done", Fraction(3)))
SAID = Decision("D-1", "land", PROMISED, SECOND + DAY, ("加班", "x"))
WHOLE = [
    Revision(RevisionKind.BODY, "", "r", "w", {"name": "甲", "outside": True}, named="a", new=True, decision=SAID),
    Revision(RevisionKind.BODY, "", "r", "w", {"lead": "乙", "outside": False}, named="land"),
    Revision(RevisionKind.BODY, "", "r", "w", named="land", into="planning", decision=replace(SAID, promises=())),
    Revision(RevisionKind.PHASE, "", "r", "w", {}, named="b", new=True),
    Revision(RevisionKind.PHASE, "", "r", "w", {"name": "丙", "name_en": "C"}, named="permitting"),
    Revision(RevisionKind.PROJECT, "", "r", "", {"name": "丁", "note": "x"}, corrects=True),
    Revision(RevisionKind.PROJECT, "", "r", "w", {"target": "works"}),
    Revision(RevisionKind.SET, "works", "r", "w", {"name": "戊"}, decision=replace(SAID, promises=SAID.promises[:1])),
]


@pytest.mark.parametrize("revision", WHOLE, ids=lambda one: f"{one.kind}-{one.named}")
def test_a_revision_is_read_as_it_was_written(revision: Revision) -> None:
    known, _ = read_plan(PLAN.encode(), "plan.yaml")
    assert known is not None
    update = Update(SECOND, revisions=(revision,))
    read, _, faults = read_update(update_text(update).encode(), "2016-03-14.yaml", first_standing(known))
    assert not faults
    assert read is not None
    assert read.revisions == update.revisions


def test_a_new_body_may_be_named_at_once_and_a_wrong_one_is_told(plan: Path) -> None:
    write_update(plan, Update(SECOND, revisions=(WHOLE[0],)))
    with pytest.raises(PlanError, match="unknown-body"):
        write_update(plan, Update(SECOND, revisions=(replace(WHOLE[1], named="lnd"),)))
