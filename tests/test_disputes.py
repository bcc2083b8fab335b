"""What forms say differently of one task: kept as data, on every paper until a record says what is so, then gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from filled_forms import UPDATE, WEEK, Filled, folder, recorded, sent

import schedule
from schedule.analysis.dates.alerts import Light
from schedule.analysis.meeting import Meeting, take
from schedule.calendars.worktime import DAY
from schedule.commands import main
from schedule.commands.conduct.exits import Exit
from schedule.files.sealed.updates import first_standing, read_update, update_text
from schedule.output.letters.notice import notice_markdown
from schedule.output.letters.secretary import secretary_markdown
from schedule.output.minutes.bulletin import bulletin
from schedule.output.minutes.markdown import markdown
from schedule.output.page.html import page
from schedule.output.words.phrases import voice_of
from schedule.output.words.sentences import sentence

NEXT = WEEK + 7 * DAY
SAID = "代建中心报 3月7日 报送，住建局报 3月9日 报送"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return folder(tmp_path / "plan")


def collect(plan: Path, *forms: tuple[str, Filled]) -> int:
    """What the command ends with for forms that are called so."""
    into = plan.parent / "in"
    into.mkdir(exist_ok=True)
    for name, one in forms:
        (into / name).write_bytes(one.data)
    return run("collect", plan, *(into / name for name, _ in forms), "--yes").exit_code


def form(plan: Path, body: str, week: int = WEEK) -> Filled:
    return Filled(sent(schedule.load(plan), week=week)[body])


def applicant(plan: Path, day: str = "2016-03-07") -> tuple[str, Filled]:
    return "代建中心.xlsx", form(plan, "agent").fill("p1", submitted=day)


def authority(plan: Path, day: str = "2016-03-09") -> tuple[str, Filled]:
    return "住建局.xlsx", form(plan, "housing").fill("p1", submitted=day)


def met(plan: Path, week: int = WEEK) -> Meeting:
    return take(schedule.load(plan), week)


def papers(meeting: Meeting, lang: str = "zh") -> dict[str, str]:
    voice = voice_of(meeting.schedule, lang)
    return {
        "secretary": secretary_markdown(meeting, voice),
        "notice": notice_markdown(meeting, voice),
        "minutes": markdown(bulletin(meeting), voice, {}),
        "page": page(meeting, voice),
    }


@pytest.mark.slow
def test_the_record_keeps_who_said_what_and_reads_back_as_it_was_written(plan: Path) -> None:
    assert collect(plan, applicant(plan), authority(plan)) == Exit.CONFLICTS
    assert recorded(plan) == (
        "data_date: 2016-03-14\n"
        "conflicts:\n"
        "  p1:\n"
        "    - {body: agent, form: 代建中心.xlsx, submitted: 2016-03-07}\n"
        "    - {body: housing, form: 住建局.xlsx, submitted: 2016-03-09}\n"
    )
    (_, update) = schedule.load(plan).updates
    assert "conflicts:" in update_text(update)
    assert run("verify", plan).exit_code == 0


@pytest.mark.slow
def test_the_secretary_reads_what_two_bodies_say_differently_and_that_it_is_to_be_decided(plan: Path) -> None:
    collect(plan, applicant(plan), authority(plan))
    found = papers(met(plan))
    decide = found["secretary"].split("需要决定的事", 1)[1].split("## ", 1)[0]
    assert f"审批1：填报不一致，{SAID}；请定以哪个为准。" in decide
    assert f"审批1填报不一致，都没有登记：{SAID}" in found["notice"]
    assert "填报不一致，都没有登记，请会上定（1 处冲突）" in found["minutes"]
    for paper in ("minutes", "page"):
        assert f"审批1：{SAID}。" in found[paper]


@pytest.mark.slow
def test_the_meeting_has_a_yellow_line_that_names_both_and_neither_is_called_silent(plan: Path) -> None:
    collect(plan, applicant(plan), authority(plan))
    meeting = met(plan)
    (alert,) = [one for one in meeting.alerts if one.task == "p1"]
    assert (alert.code, alert.light) == ("to-settle", Light.YELLOW)
    assert set(alert.bodies) == {"agent", "housing"}
    assert SAID in voice_of(meeting.schedule, "zh").tell(sentence(alert, voice_of(meeting.schedule, "zh").plan))
    assert "p1" not in meeting.unreported
    assert meeting.schedule.state.status("p1").filings == ()


@pytest.mark.slow
def test_the_clerk_reads_in_both_forms_of_the_next_week_what_to_check(plan: Path) -> None:
    collect(plan, applicant(plan), authority(plan))
    for body in ("agent", "housing"):
        one = form(plan, body, NEXT)
        assert f"上次填报不一致，都没有登记（{SAID}）：请核对后再填" in one.cell("p1", "last").value
        assert one.cell("p1", "due").value == "必填"


@pytest.mark.slow
@pytest.mark.parametrize(
    "settles",
    [
        ("update", "{plan}", "--date", "2016-03-21", "p1 submitted=2016-03-08 remaining=8wd started=2016-03-08"),
        ("decide", "{plan}", "--date", "2016-03-21", "remove p1", "--reason", "不用批", "--approved-by", "领导小组"),
    ],
    ids=["a report", "a decision that takes the task out"],
)
def test_what_a_later_record_settles_is_gone_and_the_earlier_meeting_still_shows_it(
    plan: Path, settles: tuple[str, ...]
) -> None:
    collect(plan, applicant(plan), authority(plan))
    run("update", plan, "--date", "2016-03-18", "survey remaining=1wd")
    assert "p1" in met(plan, WEEK + 4 * DAY).disputes  # another task's report settles nothing
    done = run(*(part.format(plan=plan) for part in settles))
    assert done.exit_code == 0, done.stderr
    after = met(plan, NEXT)
    assert after.disputes == {}
    assert all("填报不一致" not in text for text in papers(after).values())
    assert SAID in papers(met(plan))["secretary"]


@pytest.mark.slow
def test_one_form_that_comes_in_again_settles_nothing_and_a_corrected_one_does(plan: Path) -> None:
    first, second, corrected = applicant(plan), authority(plan), authority(plan, "2016-03-07")
    collect(plan, first, second)
    for again in ((first,), (second,), (second, first)):
        assert collect(plan, *again) == Exit.CONFLICTS
    assert [file.name for file in sorted((plan / "updates").iterdir())] == ["2016-03-07.yaml", "2016-03-14.yaml"]
    assert collect(plan, corrected) == Exit.FINE
    assert met(plan).disputes == {}
    (filing,) = met(plan).schedule.state.status("p1").filings
    assert filing.instant == WEEK - 7 * DAY


@pytest.mark.slow
def test_three_forms_are_three_statements_also_when_the_third_comes_in_alone(plan: Path) -> None:
    one, two, three = (form(plan, "agent").signed(name) for name in ("张三", "李四", "王五"))
    forms = (
        ("1.xlsx", one.fill("survey", remaining=1)),
        ("2.xlsx", two.fill("survey", remaining=2)),
        ("3.xlsx", three.fill("survey", remaining=2)),
    )
    collect(plan, *forms[:2])
    assert collect(plan, forms[2]) == Exit.CONFLICTS
    (dispute,) = met(plan).disputes.values()
    assert [said.person for said in dispute.said] == ["张三", "李四", "王五"]
    text = papers(met(plan))["minutes"]
    assert (
        "代建中心（张三）报还需 1 个工作日，代建中心（李四）报还需 2 个工作日，代建中心（王五）报还需 2 个工作日"
        in text
    )


@pytest.mark.slow
def test_of_a_finished_task_whose_document_is_in_dispute_both_are_asked(plan: Path) -> None:
    one, two = form(plan, "agent"), form(plan, "agent")
    forms = (
        ("1.xlsx", one.fill("survey", finished="2016-03-11", document="5号")),
        ("2.xlsx", two.fill("survey", finished="2016-03-11", document="6号")),
    )
    collect(plan, *forms)
    meeting = met(plan)
    assert meeting.schedule.state.status("survey").finished is not None
    assert meeting.lights["survey"] is Light.YELLOW
    assert "代建中心（1.xlsx）报文号 5号，代建中心（2.xlsx）报文号 6号" in papers(meeting)["secretary"]
    assert run("update", plan, "--date", "2016-03-21", "survey document=6号").exit_code == 0
    assert met(plan, NEXT).disputes == {}


def test_a_finish_without_its_document_whose_number_is_in_dispute_says_both(plan: Path) -> None:
    text = (
        (plan / "plan.yaml").read_text(encoding="utf-8").replace("duration: 8wd}", "duration: 8wd, evidence: 勘察报告}")
    )
    (plan / "plan.yaml").write_text(text, encoding="utf-8")
    week = "progress: {survey: {finished: 2016-03-11}}\n" + CONFLICT.format(one="document: 5号", two="document: 6号")
    (plan / "updates" / "2016-03-14.yaml").write_text(week, encoding="utf-8")
    meeting = met(plan)
    (alert,) = [one for one in meeting.alerts if one.task == "survey"]
    assert (alert.code, alert.also, alert.light) == ("to-settle", ("no-evidence",), Light.YELLOW)
    said = voice_of(meeting.schedule, "zh").tell(sentence(alert, voice_of(meeting.schedule, "zh").plan))
    assert "代建中心报文号 5号，住建局报文号 6号。还没有批文号（勘察报告），不能销号。" in said


CONFLICT = """data_date: 2016-03-14
conflicts:
  survey:
    - {{body: agent, form: 1.xlsx, {one}}}
    - {{body: housing, form: 2.xlsx, {two}}}
"""


@pytest.mark.parametrize(
    ("one", "two", "later", "left"),
    [
        ("remaining: 1wd", "remaining: 2wd", "remaining: 3wd", ()),
        ("remaining: 1wd", "remaining: 2wd", "percent: 50", ()),
        ("remaining: 1wd", "remaining: 2wd", "finished: 2016-03-18", ()),
        ("remaining: 1wd", "remaining: 2wd", "note: 无", ("remaining",)),
        ("remaining: 1wd", "finished: 2016-03-11", "remaining: 3wd", ()),
        ("remaining: 1wd", "finished: 2016-03-11", "document: 5号", ("finished", "remaining")),
        ("started: 2016-03-01, remaining: 1wd", "started: 2016-03-02", "remaining: 1wd", ("started",)),
        ("started: 2016-03-01, remaining: 1wd", "started: 2016-03-02", "started: 2016-03-02", ()),
        ("remaining: 1wd, document: 5号", "remaining: 2wd, document: 6号", "remaining: 1wd", ("document",)),
        ("note: 甲", "note: 乙", "remaining: 1wd", ()),
        ("note: 甲", "note: 乙", None, ("note",)),
    ],
)
def test_what_a_later_report_of_the_task_leaves_open(
    plan: Path, one: str, two: str, later: str | None, left: tuple[str, ...]
) -> None:
    (plan / "updates" / "2016-03-14.yaml").write_text(CONFLICT.format(one=one, two=two), encoding="utf-8")
    if later is not None:
        text = f"data_date: 2016-03-21\nprogress:\n  survey: {{{later}}}\n"
        (plan / "updates" / "2016-03-21.yaml").write_text(text, encoding="utf-8")
    disputes = met(plan, NEXT).disputes
    assert (disputes["survey"].fields if disputes else ()) == left


@pytest.mark.slow
def test_who_asks_who_has_the_file_reads_that_forms_differ_on_it(plan: Path) -> None:
    """Of the desks too, and for programs, whose table of one file has no remarks."""
    before = run("custody", plan, "--date", "2016-03-14").stdout
    collect(plan, applicant(plan), authority(plan))
    assert SAID not in before
    settle = "填报不一致，都没有登记，待会上定：" + SAID
    assert settle in run("custody", plan).stdout
    assert settle in run("custody", plan, "p1").stdout
    assert settle in run("custody", plan, "--format", "csv").stdout
    assert SAID in run("custody", plan, "p1", "--format", "csv").stderr
    until = {
        "zh": "定下以前按没有报送算，在申报单位手上",
        "en": "ntil that is settled it counts as not submitted",
    }
    for lang, said in until.items():
        assert said in run("custody", plan, "--lang", lang).stdout
        assert said in run("custody", plan, "p1", "--lang", lang).stdout
    assert run("update", plan, "--date", "2016-03-21", "p1 submitted=2016-03-09").exit_code == 0
    assert "不一致" not in run("custody", plan).stdout + run("custody", plan, "p1").stdout


@pytest.mark.slow
def test_the_papers_in_english_say_it_too(plan: Path) -> None:
    collect(plan, applicant(plan), authority(plan))
    said = "Agency reports submission 7 Mar, Housing Bureau reports submission 9 Mar"
    for name, text in papers(met(plan), "en").items():
        assert said in text, name


def test_the_liaison_finds_it_in_the_table(plan: Path) -> None:
    both = (
        UPDATE
        + "conflicts:\n  works:\n    - {form: a, body: agent, note: 甲}\n    - {form: b, body: agent, note: 乙}\n"
    )
    (plan / "updates" / "2016-03-07.yaml").write_text(both, encoding="utf-8")
    shown = run("deadlines", plan, "--format", "csv").stdout
    (row,) = [line for line in shown.splitlines() if "施工" in line.split(",")[1]]
    assert "填报不一致，都没有登记，待会上定：代建中心（a）报说明“甲”" in row


def test_the_liaison_reads_in_the_form_what_was_put_right_of_its_report(plan: Path) -> None:
    run("update", plan, "--date", "2016-03-14", "survey finished=2016-03-10")
    run("update", plan, "--date", "2016-03-14", "survey finished=2016-03-11", "--corrects", "看错了日历")
    last = form(plan, "agent", NEXT).cell("survey", "last").value
    assert "更正，原报 3月10日 完成，改为 3月11日 完成（看错了日历）。" in last
    assert "更正" not in (form(plan, "agent", NEXT).cell("works", "last").value or "")


def test_a_body_or_a_task_that_nobody_knows_is_told_at_its_place(plan: Path) -> None:
    text = CONFLICT.format(one="note: a", two="note: b").replace("housing", "hosing").replace("survey", "survy")
    before = first_standing(schedule.load(plan).plan)
    _, _, faults = read_update(text.encode(), "updates/2016-03-14.yaml", before)
    told = {(one.code, one.location.line if one.location else 0, one.facts.get("nearest")) for one in faults}
    assert told == {("unknown-task", 3, "survey"), ("unknown-body", 5, "housing")}


def two_weeks(folder: Path, beside: str = "") -> None:
    """A survey of ten working days from Monday 7 March 2016 on, which is due on Friday the 18th, and work beside it."""
    (folder / "updates").mkdir()
    after = ", ".join(["survey", *([beside.partition(":")[0]] if beside else [])])
    (folder / "plan.yaml").write_text(
        "daopai: 1\nproject: {name: 示例, start: 2016-03-07, calendar: office, target: done}\n"
        "calendars: {office: {week: mon-fri}}\n"
        "bodies: {agent: {name: 代建中心}, housing: {name: 住建局}}\n"
        "tasks:\n  survey: {name: 勘察, body: agent, duration: 10wd}\n"
        + (f"  {beside}\n" if beside else "")
        + f"  done: {{name: 完工, milestone: finish, body: agent, after: [{after}], deadline: 2016-03-18}}\n",
        encoding="utf-8",
    )


def test_a_secretary_never_reads_that_nothing_was_begun_where_both_forms_say_it_was(tmp_path: Path) -> None:
    """Ten working days from Monday 7 March 2016 end on Friday the 18th, the deadline: the 7th was the last start."""
    two_weeks(tmp_path)
    week = CONFLICT.format(one="started: 2016-03-07", two="started: 2016-03-08")
    (tmp_path / "updates" / "2016-03-14.yaml").write_text(week, encoding="utf-8")
    meeting = met(tmp_path)
    (alert,) = [one for one in meeting.alerts if one.task == "survey"]
    said = voice_of(meeting.schedule, "zh").tell(sentence(alert, voice_of(meeting.schedule, "zh").plan))
    assert said.startswith("勘察（代建中心）最迟 3月7日 就该启动，至今没有报启动，3月18日的期限")


def test_the_ledger_never_says_that_nobody_reported_what_two_forms_say_differently(tmp_path: Path) -> None:
    """Five working days from Monday 7 March 2016 on which forms differ; in the next week nobody says anything of them.

    Then nothing came, and the list of what was not reported says the same.
    """
    two_weeks(tmp_path, "tender: {name: 招标, body: agent, duration: 3wd}")
    (tmp_path / "updates" / "2016-03-07.yaml").write_text("data_date: 2016-03-07\nprogress: {}\n", encoding="utf-8")
    week = CONFLICT.format(one="started: 2016-03-07", two="started: 2016-03-08")
    (tmp_path / "updates" / "2016-03-14.yaml").write_text(week, encoding="utf-8")
    words = {
        "zh": "填报不一致，定下以前按没有开工计：5 个工作日",
        "en": "forms differ, counts as not started until that is settled",
    }
    for lang, said in words.items():
        shown = run("why", tmp_path, "--lang", lang).stdout
        assert said in shown, shown
    meeting = met(tmp_path)
    assert not any("未报告" in one and "勘察" in one for one in papers(meeting)["minutes"].splitlines())
    assert meeting.unreported == ("tender",)
    (tmp_path / "updates" / "2016-03-21.yaml").write_text("data_date: 2016-03-21\nprogress: {}\n", encoding="utf-8")
    assert {*met(tmp_path, NEXT).unreported} == {"survey", "tender"}
    shown = run("why", tmp_path).stdout.splitlines()
    assert any("勘察" in one and "未报告，按没有开工计" in one for one in shown)
