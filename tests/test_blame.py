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
from schedule.output.letters.notice import notice_markdown
from schedule.output.letters.secretary import secretary_markdown
from schedule.output.words.phrases import voice_of
from schedule.output.words.sentences import sentence

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
    assert all(sentence(one, voice).startswith(said) for one in about)
    page = secretary_markdown(found, voice)
    assert f"许可证，业主（业主负责人）负责，{stage}" in page
    assert "审批局" not in page
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
    assert (account.body, account.used) == ("owner", 5)


def test_a_returned_files_days_are_the_applicants_in_both_accounts(tmp_path: Path) -> None:
    """Six days left on the 16th and on the 23rd; with the authority 16 to 18, with the applicant 19 and 20 March."""
    found = meeting_of(tmp_path, READY, FILED, RETURNED, more=LONG)
    assert found.ledger is not None
    days = {one.body: one.own for part in found.ledger.progress for one in part.held}
    assert days == {"owner": 2 * DAY, "authority": 3 * DAY}
    assert {one.body: one.used for one in float_accounts([found.ledger])} == {"owner": 2, "authority": 3}
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
