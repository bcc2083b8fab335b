"""One rule for who answers: light, notice, secretary's page, form, message, calendar, ledger and float account."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from filled_forms import Filled, asked_in, collected, sent

import schedule
from schedule.analysis.meeting import Meeting
from schedule.analysis.move.totals import float_accounts
from schedule.analysis.move.windows import booked_to
from schedule.analysis.reports.custody import Duty, answers_for
from schedule.calendars.worktime import DAY, minutes
from schedule.commands import main
from schedule.engine.schedule import Stage
from schedule.files.channels import Channel, Kind
from schedule.model import Filing, FilingKind, Instant, Status, Task
from schedule.output.delivery.icalendar import calendars
from schedule.output.delivery.messages import letter
from schedule.output.figures.ground.rows import Only, drawn, select
from schedule.output.figures.ladder import ladders
from schedule.output.letters.notice import notice_markdown
from schedule.output.letters.secretary import secretary_markdown
from schedule.output.letters.supervision import supervision_markdown
from schedule.output.page.html import page as page_text
from schedule.output.page.stories import stories
from schedule.output.tables.contents import deadline_table, schedule_table
from schedule.output.words.phrases import voice_of
from schedule.output.words.sentences import asks, sentence

PLAN = """daopai: 1
project: {name: 报件, start: 2026-03-02, calendar: office, target: done}
calendars: {office: {week: mon-fri}}
bodies: {authority: {name: 审批局, lead: 审批局局长}, owner: {name: 业主, lead: 业主负责人}}
tasks:
  prep: {name: 编材料, body: owner, duration: 5wd}
  permit: {name: 许可证, body: authority, applicant: owner, duration: 10wd, after: [prep], evidence: 许可证}
  done: {name: 建成, body: owner, milestone: finish, after: [permit], deadline: 2026-06-30}
"""
READY = "prep: {started: 2026-03-02, finished: 2026-03-06}"
"""The file could be submitted on Monday 9 March."""
FILED = "permit: {started: 2026-03-09, remaining: 6wd, submitted: 2026-03-09}"
RETURNED = "permit: {remaining: 6wd, returned: 2026-03-18, cause: 报件补正}"


def at(day: str) -> Instant:
    return minutes(date.fromisoformat(day))


LONG = "  long: {name: 长工, duration: 80wd, start_no_earlier_than: 2026-04-01}\n"
"""Without a deadline, and so long that all others have float towards the project's finish."""


def folder(tmp_path: Path, *weeks: str, more: str = "") -> Path:
    """A plan's folder; the first week is reported on 9 March, one a week from then on."""
    path = tmp_path / "plan"
    (path / "updates").mkdir(parents=True)
    (path / "plan.yaml").write_text(PLAN + more, encoding="utf-8")
    for number, week in enumerate(weeks):
        day = date.fromordinal(date(2026, 3, 9).toordinal() + 7 * number).isoformat()
        said = f"progress:\n  {week}\n" if week else "note: 本周没有报\n"
        (path / "updates" / f"{day}.yaml").write_text(f"data_date: {day}\n{said}", encoding="utf-8")
    return path


def channel(body: str) -> Channel:
    """A body's group."""
    return Channel(body, Kind.WECOM, (body,), "https://example.com")


def meeting_of(tmp_path: Path, *weeks: str, more: str = "") -> Meeting:
    return schedule.meeting(schedule.load(folder(tmp_path, *weeks, more=more)))


# ── the rule ──────────

TASK = Task("permit", "许可证", body="authority", applicant="owner")


def event(kind: str, day: str) -> Filing:
    late = kind in ("returned", "decided")
    return Filing(FilingKind(kind), at(day) + (DAY if late else 0))


@pytest.mark.parametrize(
    ("status", "who"),
    [
        (Status(), "owner"),
        (Status(started=at("2026-03-09")), "authority"),
        (Status(filings=(event("submitted", "2026-03-10"),)), "authority"),
        (Status(filings=(event("submitted", "2026-03-23"),)), "owner"),  # told, but still to come
        (Status(filings=(event("submitted", "2026-03-10"), event("returned", "2026-03-12"))), "owner"),
        (
            Status(
                filings=tuple(
                    event(kind, day)
                    for kind, day in (
                        ("submitted", "2026-03-10"),
                        ("accepted", "2026-03-11"),
                        ("returned", "2026-03-12"),
                        ("submitted", "2026-03-13"),
                        ("accepted", "2026-03-16"),
                    )
                )
            ),
            "authority",
        ),
        (Status(filings=(event("submitted", "2026-03-10"), event("decided", "2026-03-13"))), "authority"),
        (Status(started=at("2026-03-09"), finished=at("2026-03-14")), "authority"),
    ],
)
def test_who_has_to_act_on_the_file_answers(status: Status, who: str) -> None:
    assert answers_for(TASK, status, at("2026-03-16")) == who
    other = Task("works", "施工", body="authority")
    assert answers_for(other, status, at("2026-03-16")) == "authority"


# ── nobody has filed, returned ──────────


@pytest.mark.parametrize(
    ("weeks", "said", "stage", "duty"),
    [
        ((READY, ""), "许可证（业主报送，审批局审批）", "还没有报送", Duty.FILE),
        ((READY, FILED, RETURNED), "许可证（业主补正，审批局审批）", "退回补正，还没有报回", Duty.CORRECT),
    ],
)
def test_the_secretary_presses_the_applicant_and_not_the_authority(
    tmp_path: Path, weeks: tuple[str, ...], said: str, stage: str, duty: Duty
) -> None:
    found = meeting_of(tmp_path, *weeks)
    voice = voice_of(found.schedule, "zh")
    assert found.duties == {"permit": duty}
    about = [one for one in found.alerts if one.task == "permit"]
    assert {one.body for one in about} <= {"owner"}
    assert all(voice.tell(sentence(one, voice.plan)).startswith(said) for one in about)
    page = secretary_markdown(found, voice)
    assert f"许可证，业主（业主负责人）负责，{stage}" in page
    assert "审批局局长" not in page
    assert "审批局。**" not in notice_markdown(found, voice)
    assert [*found.upcoming] == ["owner"]


def test_the_authority_is_pressed_once_it_has_the_file(tmp_path: Path) -> None:
    found = meeting_of(tmp_path, READY, FILED, "")
    page = secretary_markdown(found, voice_of(found.schedule, "zh"))
    assert "许可证，审批局（审批局局长）负责" in page
    assert {one.body for one in found.alerts if one.task == "permit"} == {"authority"}


def test_the_liaison_of_the_applicant_is_told_and_finds_it_in_its_calendar(tmp_path: Path) -> None:
    found = meeting_of(tmp_path, READY, "")
    voice = voice_of(found.schedule, "zh")
    told = letter(found, {}, channel("owner"), voice)
    assert any("许可证（业主报送，审批局审批）" in one.text for one in told.matters)
    of_authority = channel("authority")
    assert not letter(found, {}, of_authority, voice).matters
    assert all("许可证" in text for text in calendars(found, voice).values())
    assert [row.task for row in found.deadlines_of("owner")] == ["permit", "done"]


def test_the_ledger_and_the_float_account_charge_whom_the_light_names(tmp_path: Path) -> None:
    """Ready on 9 March and not filed by the 16th: five working days, which move the forecast by seven."""
    found = meeting_of(tmp_path, READY, "", more=LONG)
    assert found.ledger is not None
    (part,) = found.ledger.progress
    assert {account.body: days for account, days in booked_to(part).items()} == {"owner": 7}
    (account,) = float_accounts([found.ledger])
    assert (account.body, account.used, account.used_due) == ("owner", 0, 5)  # it holds the forecast: no room there


def test_a_returned_files_days_are_the_applicants_in_both_accounts(tmp_path: Path) -> None:
    """Six days left on the 16th and on the 23rd; with the authority 16 to 18, with the applicant 19 and 20 March."""
    found = meeting_of(tmp_path, READY, FILED, RETURNED, more=LONG)
    assert found.ledger is not None
    days = {one.body: one.own for part in found.ledger.progress for one in part.held}
    assert days == {"owner": 2 * DAY, "authority": 3 * DAY}
    assert {one.body: one.used_due for one in float_accounts([found.ledger])} == {"owner": 2, "authority": 3}
    assert sum(one.days for part in found.ledger.progress for one in part.held) == found.ledger.days


# ── forms ──────────


def test_the_applicants_form_asks_for_the_filing_and_collect_records_it(tmp_path: Path) -> None:
    path = folder(tmp_path, READY, "")
    week = at("2026-03-23")
    questions = asked_in(schedule.load(path), week).questions
    owner = {one.asked.task.id: one for one in questions["owner"]}
    assert owner["permit"].required
    assert "submitted" in owner["permit"].asked.fields
    assert not {"started", "finished", "remaining", "document"} & {*owner["permit"].asked.fields}
    assert not any(one.required for one in questions["authority"])
    form = Filled(sent(schedule.load(path), week=week)["owner"])
    assert "还没有报送" in str(form.cell("permit", "dates").value)
    form.fill("permit", submitted=date(2026, 3, 17), note="已报窗口")
    (said,) = collected(path, form.data).progress
    assert said.filings == (Filing(FilingKind.SUBMITTED, at("2026-03-17")),)
    assert said.note == "已报窗口"


DONE = "permit: {started: 2026-03-09, finished: 2026-03-13, submitted: 2026-03-09, decided: 2026-03-13}"


def run(*words: str | Path) -> str:
    result = CliRunner().invoke(main, [*map(str, words)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_clerk_clears_a_grey_light_by_the_number_in_the_form(tmp_path: Path) -> None:
    path = folder(tmp_path, READY, DONE)
    before = schedule.meeting(schedule.load(path))
    assert before.lights["permit"] == "grey"
    form = Filled(sent(schedule.load(path), week=at("2026-03-23"))["authority"])
    assert "缺许可证的文号" in str(form.cell("permit", "dates").value)
    form.fill("permit", document="建字第001号")
    saved = tmp_path / "审批局.xlsx"
    saved.write_bytes(form.data)
    run("collect", path, saved, "--yes")
    after = schedule.meeting(schedule.load(path))
    assert after.lights["permit"] == "green"
    assert after.schedule.tasks["permit"].status.document == "建字第001号"


def test_the_clerk_corrects_a_wrong_date_in_the_form(tmp_path: Path) -> None:
    """Reported finished on the 13th, it was on the 12th: the update records the correction, and check asks about it."""
    path = folder(tmp_path, READY, DONE.replace(", submitted: 2026-03-09, decided: 2026-03-13", ", document: 建字1号"))
    form = Filled(sent(schedule.load(path), week=at("2026-03-23"))["authority"])
    assert form.cell("permit", "finished").value.date() == date(2026, 3, 13)
    form.fill("permit", finished=date(2026, 3, 12), started=date(2026, 3, 10))
    saved = tmp_path / "审批局.xlsx"
    saved.write_bytes(form.data)
    run("collect", path, saved, "--yes")
    dates = schedule.meeting(schedule.load(path)).schedule.tasks["permit"]
    assert (dates.stage, dates.first_day, dates.last_day) == (Stage.FINISHED, date(2026, 3, 10), date(2026, 3, 12))
    assert "把完成日期改为 3月12日" in run("check", path)


def test_a_date_that_was_filled_in_already_is_no_answer(tmp_path: Path) -> None:
    path = folder(tmp_path, READY, DONE)
    data = sent(schedule.load(path), week=at("2026-03-23"))["authority"]
    assert not collected(path, Filled(data).data).progress


# ── what is asked of whom ──────────

SHOWN = """daopai: 1
project: {name: 报件, start: 2026-03-02, calendar: office, target: done}
calendars: {office: {week: mon-fri}}
bodies:
  bureau: {name: 林业局, name_en: Forestry, lead: 林业局局长}
  owner: {name: 施工单位, name_en: Builder, lead: 项目经理}
tasks:
  prep: {name: 编材料, name_en: Papers, body: owner, duration: 5wd}
  forest: {name: 林地批复, name_en: Forest, body: bureau, applicant: owner, owner: 科长, duration: 10wd, after: [prep]}
  works: {name: 施工, name_en: Works, body: owner, duration: 40wd, after: [forest]}
  done: {name: 建成, name_en: Done, body: owner, milestone: finish, after: [works], deadline: 2026-05-22}
"""
UNFILED = ("prep: {started: 2026-03-02, finished: 2026-03-06}", "")
BACK = (UNFILED[0], "forest: {started: 2026-03-09, remaining: 8wd, submitted: 2026-03-09, returned: 2026-03-13}")
AGAIN = (*BACK, "forest: {remaining: 6wd, submitted: 2026-03-17}")
"""On 16 March, ten working days end on the 27th, eight on the 25th; on the 23rd, six on the 30th.

The works need forty working days up to 22 May: from 30 March on. So the approval ends on the 27th at the latest, and is
begun on the 16th, or with eight days left on the 18th.
"""


def shown(tmp_path: Path, weeks: tuple[str, ...]) -> Meeting:
    path = folder(tmp_path, *weeks)
    (path / "plan.yaml").write_text(SHOWN, encoding="utf-8")
    return schedule.meeting(schedule.load(path))


@pytest.mark.parametrize(
    ("weeks", "zh", "en"),
    [
        (
            UNFILED,
            "林地批复 3月16日 报送（即红线），由林业局 3月27日 办结（即红线）",
            "Forest to submit by 16 Mar (the red line itself), for Forestry to decide by 27 Mar (the red line itself)",
        ),
        (
            BACK,
            "林地批复 3月16日 补正报回（红线 3月18日），由林业局 3月25日 办结（红线 3月27日）",
            "Forest to hand in the corrected file by 16 Mar (red line 18 Mar), for Forestry to decide by 25 Mar "
            "(red line 27 Mar)",
        ),
    ],
)
def test_the_liaison_of_the_applicant_is_asked_for_the_file_and_the_authority_for_the_decision(
    tmp_path: Path, weeks: tuple[str, ...], zh: str, en: str
) -> None:
    found = shown(tmp_path, weeks)
    for lang, said in (("zh", zh), ("en", en)):
        paper = notice_markdown(found, voice_of(found.schedule, lang))
        assert said in paper
    assert "林地批复 3月16日 完成" not in notice_markdown(found, voice_of(found.schedule, "zh"))


def test_the_authority_is_asked_to_finish_once_it_has_the_file_again(tmp_path: Path) -> None:
    found = shown(tmp_path, AGAIN)
    voice = voice_of(found.schedule, "zh")
    assert "**（一）林业局。**林地批复红线 3月27日" not in notice_markdown(found, voice)
    assert "林地批复 3月27日 完成（即红线，预计 3月30日）" in notice_markdown(found, voice)
    assert voice.whose("forest") == "林地批复（林业局）"


@pytest.mark.parametrize(
    ("weeks", "applicants", "authoritys"),
    [
        (
            UNFILED,
            "请 3月16日 报送（即红线），由林业局 3月27日 办结（即红线）",
            "请 3月27日 办结（即红线），施工单位报送后即办",
        ),
        (
            BACK,
            "请 3月16日 补正报回（红线 3月18日），由林业局 3月25日 办结（红线 3月27日）",
            "请 3月25日 办结（红线 3月27日），施工单位补正报回后即办",
        ),
    ],
)
def test_the_clerk_of_each_body_reads_in_its_form_what_is_asked_of_it(
    tmp_path: Path, weeks: tuple[str, ...], applicants: str, authoritys: str
) -> None:
    found = shown(tmp_path, weeks)
    asked = asked_in(found.project, at("2026-03-17")).meeting
    voice = voice_of(found.schedule, "zh")
    request, task = found.requests["forest"], found.schedule.tasks["forest"].task
    assert asked.answers_for("forest") == "owner"
    assert "请 " + voice.tell(asks(request, task, found.duties.get("forest"), reader="owner")) == applicants
    assert "请 " + voice.tell(asks(request, task, found.duties.get("forest"), reader="bureau")) == authoritys
    forms = sent(found.project, week=at("2026-03-17"))
    assert "由林业局" in str(Filled(forms["owner"]).cell("forest", "dates").value)
    assert "后即办" in str(Filled(forms["bureau"]).cell("forest", "dates").value)


@pytest.mark.parametrize(
    ("weeks", "who", "person", "stage", "whose"),
    [
        (UNFILED, "施工单位", "项目经理", "还没有报送，由林业局审批", "林地批复（施工单位报送，林业局审批）"),
        (
            BACK,
            "施工单位",
            "项目经理",
            "退回补正，还没有报回，林业局审批还需 8 个工作日",
            "林地批复（施工单位补正，林业局审批）",
        ),
        (AGAIN, "林业局", "科长", "进行中，还需 6 个工作日", "林地批复（林业局）"),
    ],
)
def test_every_paper_names_who_has_to_act_beside_a_task(
    tmp_path: Path, weeks: tuple[str, ...], who: str, person: str, stage: str, whose: str
) -> None:
    """Deadline table, minutes, schedule, paths, page, explain, calendar and ladder: one body beside one task."""
    found = shown(tmp_path, weeks)
    voice, row = voice_of(found.schedule, "zh"), {"林业局": "bureau", "施工单位": "owner"}[who]
    (record,) = [one for one in deadline_table(found).records(voice) if one["id"] == "forest"]
    assert (record["body"], record["owner"], record["progress"]) == (who, person, stage)
    (dated,) = [one for one in schedule_table(found.schedule).records(voice) if one["id"] == "forest"]
    assert (dated["body"], dated["progress"]) == (who, stage)
    assert stories(found, voice)["forest"].head.startswith(whose)
    page = page_text(found, voice)
    assert f"<span>林地批复</span><small>{who}</small>" in page
    assert f'<span class="na">林地批复</span><span class="bo">{who}</span>' in page
    text = calendars(found, voice)[row].replace("\r\n ", "")
    assert f"DESCRIPTION:红线：最迟 3月27日 {'办结' if row == 'owner' else '完成'}" in text
    assert ("SUMMARY:林业局办结：林地批复" in text) is (row == "owner")
    by_body = {one.body: [rung.task for rung in one.rungs] for one in ladders(found, 1000.0)}
    assert [body for body, tasks in by_body.items() if "forest" in tasks] == [row]
    path = tmp_path / "plan"
    assert whose in run("explain", path, "works", "--lang", "zh")
    assert f"林地批复  {who}  " in run("paths", path, "--lang", "zh")
    # Who decides finds it, too, by its own name.
    assert [one.task for one in drawn(select(found, Only(bodies=("bureau",))))] == ["forest"]
    for body in ("bureau", *(["owner"] if row == "owner" else [])):
        assert "林地批复" in run("deadlines", path, "--body", body, "--lang", "zh")


def test_an_applicant_that_decides_itself_is_named_once(tmp_path: Path) -> None:
    path = folder(tmp_path, *UNFILED)
    (path / "plan.yaml").write_text(SHOWN.replace("applicant: owner", "applicant: bureau"), encoding="utf-8")
    found = schedule.meeting(schedule.load(path))
    voice = voice_of(found.schedule, "zh")
    assert voice.whose("forest") == "林地批复（林业局）"
    assert "林地批复 3月16日 报送、3月27日 完成（即红线）" in notice_markdown(found, voice)


def test_the_supervised_applicant_is_told_to_submit_and_the_authority_to_decide(tmp_path: Path) -> None:
    """Two weeks without a filing: ten working days from the 23rd end on 3 April, a week after the red line."""
    found = shown(tmp_path, (*UNFILED, ""))
    paper = supervision_markdown(found, voice_of(found.schedule, "zh"))
    assert "立即报送，2026年3月27日 前由林业局办结" in paper
    assert "立即报送，盯住审批，把滞后的时间赶回来。" in paper
    assert "项目经理" in paper
    assert "林业局局长" not in paper


def test_the_engineer_is_warned_of_two_bodies_of_one_name_with_both_places(tmp_path: Path) -> None:
    path = folder(tmp_path, *UNFILED)
    text = SHOWN.replace("name: 施工单位, name_en: Builder", "name: 林业局, name_en: Builder")
    (path / "plan.yaml").write_text(text, encoding="utf-8")
    said = run("check", path, "--lang", "zh")
    assert "“林业局”已是单位 bureau 的名称" in said
    assert "plan.yaml:6:3" in said
    assert "plan.yaml:5:3" in said


def test_the_engineer_is_warned_of_a_name_that_a_revision_gives_twice(tmp_path: Path) -> None:
    path = folder(tmp_path, *UNFILED)
    (path / "plan.yaml").write_text(SHOWN, encoding="utf-8")
    said = "{body: owner, set: {name: 林业局}, reason: 更名, approved_by: 专班}"
    (path / "updates" / "2026-03-23.yaml").write_text(
        f"data_date: 2026-03-23\nrevisions:\n  - {said}\n", encoding="utf-8"
    )
    told = [fault for fault in schedule.read(path)[1] if fault.code == "same-name"]
    assert [fault.location and fault.location.line for fault in told] == [3]
    assert [one.line for fault in told for one in fault.related] == [5]
