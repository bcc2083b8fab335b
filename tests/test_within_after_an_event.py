"""What the law wants within some days of an event: counted by hand on 2016, told to who has to do it, moving no date.

5 August is a Friday; day 15 after it is Saturday the 20th, put off to Monday the 22nd. A permit of 30 November 2015 is
used within three months: 29 February 2016, a Monday.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from networks import at

import schedule
from schedule.analysis.dates.alerts import Alert, Light
from schedule.commands import main
from schedule.engine.compute import compute
from schedule.engine.state import as_of
from schedule.output.letters.notice import notice_markdown
from schedule.output.letters.secretary import secretary_markdown
from schedule.output.words.phrases import voice_of
from schedule.output.words.sentences import sentence

PLAN = """daopai: 1
project: {{name: 道路工程, start: 2015-11-02, calendar: china}}
bodies: {{agent: {{name: 代建中心}}, housing: {{name: 住建局}}}}
tasks:
  first: {{name: {first}, duration: 5wd, body: housing}}
  second: {{name: {second}, duration: 5wd, body: agent, after: [first FS+{lag}], basis: {basis}}}
  done: {{name: 完工, milestone: finish, body: agent, after: [second], deadline: 2017-12-29}}
"""


def made(
    folder: Path, basis: str, ended: str, day: str, names: tuple[str, str], second: str = "", lag: str = "0cd"
) -> Path:
    """A first task that ended on a day, and what is reported of the second."""
    (folder / "updates").mkdir(parents=True)
    text = PLAN.format(first=names[0], second=names[1], basis=basis, lag=lag)
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    said = f"data_date: {day}\nprogress:\n  first: {{started: 2015-11-02, finished: {ended}}}\n{second}"
    (folder / "updates" / f"{day}.yaml").write_text(said, encoding="utf-8")
    return folder


def alerted(folder: Path) -> tuple[Alert | None, str]:
    meeting = schedule.meeting(schedule.load(folder))
    found = next((alert for alert in meeting.alerts if alert.task == "second"), None)
    return found, "" if found is None else voice_of(meeting.schedule, "zh").tell(
        sentence(found, voice_of(meeting.schedule, "zh").plan)
    )


FILE = ("竣工验收", "竣工验收备案")
SITE = ("施工许可证", "入场开工")
OPINION = ("选址意见", "可研批复")


@pytest.mark.parametrize(
    ("basis", "names", "ended", "day", "code", "said"),
    [
        (
            *("{rule: ACCEPT_FILE, after: first}", FILE, "2016-08-05", "2016-08-23", "within-passed"),
            "竣工验收备案（代建中心）应在竣工验收（8月5日）后15个日历日（建设工程质量管理条例第49条）内办完，"
            "8月22日 已到期，还没有报完成",
        ),
        (
            *("{rule: ACCEPT_FILE, after: first}", FILE, "2016-08-05", "2016-08-16", "within-near"),
            "竣工验收备案（代建中心）8月22日 前要办完",
        ),
        (
            *("{rule: PERMIT_START, after: first}", SITE, "2015-11-30", "2016-03-01", "within-passed"),
            "入场开工（代建中心）应在施工许可证（2015年11月30日）后3个月（建筑法第9条）内开工，2016年2月29日 已到期，"
            "还没有报开工；施工许可证逾期失效，有没有办延期要核实",
        ),
        (
            *("{rule: PERMIT_START, after: first}", SITE, "2015-11-30", "2016-02-29", "within-near"),
            "入场开工（代建中心）2月29日 前要开工",
        ),
        (
            *("{rule: SITE_VALID, after: first}", OPINION, "2015-11-30", "2017-12-01", "within-passed"),
            "选址意见（2015年11月30日）有效期2年",
        ),
        (
            *("{article: 县规, ceiling: 10wd, after: first}", FILE, "2016-08-05", "2016-08-20", "within-passed"),
            "8月19日 已到期",
        ),
    ],
)
def test_who_has_to_act_reads_the_event_the_period_and_the_last_day(
    tmp_path: Path, basis: str, names: tuple[str, str], ended: str, day: str, code: str, said: str
) -> None:
    found, text = alerted(made(tmp_path, basis, ended, day, names))
    assert found is not None
    assert code in (found.code, *found.also)
    if code == "within-passed":
        assert (found.light, found.body) == (Light.RED, "agent")
    if found.code == code:
        assert said in text


def test_before_the_event_and_after_it_is_done_nobody_is_told(tmp_path: Path) -> None:
    basis = "{rule: ACCEPT_FILE, after: first}"
    text = PLAN.format(first="验收", second="备案", basis=basis, lag="0cd")
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    project = schedule.load(tmp_path)
    assert schedule.meeting(project).within == ()
    done = "  second: {started: 2016-08-08, finished: 2016-08-26, document: 备1号}\n"
    folder = made(tmp_path / "late", basis, "2016-08-05", "2016-08-29", FILE, done)
    assert schedule.meeting(schedule.load(folder)).within == ()
    begun = "  second: {started: 2016-02-25, remaining: 5wd}\n"
    folder = made(tmp_path / "begun", "{rule: PERMIT_START, after: first}", "2015-11-30", "2016-03-07", SITE, begun)
    assert schedule.meeting(schedule.load(folder)).within == ()  # what had to begin has


def test_a_forecast_after_the_last_day_is_told_while_it_can_be_mended(tmp_path: Path) -> None:
    """Sixty days of waiting end on 4 October, long after 22 August: red while there is time to do it earlier."""
    basis = "{rule: ACCEPT_FILE, after: first}"
    found, text = alerted(made(tmp_path, basis, "2016-08-05", "2016-08-08", FILE, lag="60cd"))
    assert found is not None
    assert (found.code, found.light, found.body) == ("within-lost", Light.RED, "agent")
    assert "才能办完，赶不上法定期限：竣工验收（8月5日）后15个日历日" in text
    assert "8月22日 到期" in text


START = "{rule: PERMIT_START, after: first}"


def test_an_engineer_reads_that_the_permit_lapses_before_work_can_begin_and_what_is_lawful(tmp_path: Path) -> None:
    """120 days after 30 November are 29 March; the three months end on 29 February, a month before."""
    found, text = alerted(made(tmp_path / "a", START, "2015-11-30", "2016-01-11", SITE, lag="120cd"))
    assert found is not None
    assert (found.code, found.light) == ("within-lost", Light.RED)
    assert "入场开工（代建中心）照现在 2016年3月30日 才能开工，施工许可证到时已失效" in text
    assert "到期前开工，或者到期前办好延期" in text
    extended = START.replace("}", ", extended: {until: 2016-05-30, approved_by: 住建局, on: 2016-01-08}}")
    found, _ = alerted(made(tmp_path / "b", extended, "2015-11-30", "2016-01-11", SITE, lag="120cd"))
    assert found is None
    short = extended.replace("05-30", "03-29")
    found, text = alerted(made(tmp_path / "c", short, "2015-11-30", "2016-01-11", SITE, lag="120cd"))
    assert found is not None
    assert "2016年3月29日 到期" in text


BEGUN = "  second: {started: 2016-03-07, remaining: 5wd}\n"
DONE = "  second: {started: 2016-03-07, finished: 2016-03-11, document: 开1号}\n"


@pytest.mark.slow
@pytest.mark.parametrize("second", [BEGUN, DONE])
def test_a_secretary_reads_first_that_work_began_on_a_lapsed_permit(tmp_path: Path, second: str) -> None:
    folder = made(tmp_path / "a", START, "2015-11-30", "2016-03-21", SITE, second)
    found, text = alerted(folder)
    assert found is not None
    assert (found.code, found.light, found.is_unlawful) == ("begun-lapsed", Light.RED, True)
    assert schedule.meeting(schedule.load(folder)).light is Light.RED
    assert text.startswith("含违反法定期限的事项：入场开工（代建中心）2016年3月7日 才开工")
    assert "2016年2月29日 已到期失效；没有批准延期文件的，要停工、重新办理施工许可证" in text
    out = tmp_path / "out"
    only = [word for name in ("minutes", "page", "secretary", "notice", "supervision") for word in ("--only", name)]
    for lang, said in (("zh", "已到期失效"), ("en", "which lapsed after 29 Feb 2016")):
        args = ["meeting", str(folder), "-o", str(out), "--lang", lang, "--force", *only]
        done = CliRunner().invoke(main, args, catch_exceptions=False)
        assert done.exit_code == 0, done.stderr
        for name in ("meeting.md", "secretary.md", "notice.md", "supervision.md", "meeting.html"):
            assert said in (out / name).read_text(encoding="utf-8"), (lang, name)


@pytest.mark.parametrize(
    ("cure", "second", "cured"),
    [
        ("extended: {until: 2016-05-30, approved_by: 住建局, on: 2016-02-25}", BEGUN, True),
        ("extended: {until: 2016-03-06, approved_by: 住建局}", BEGUN, False),
        ("waived: {by: 住建局, document: 建许〔2016〕8号}", BEGUN, True),
        ("note: 无", BEGUN.replace("03-07", "02-29"), True),  # on the last day it still held
        ("note: 无", BEGUN.replace("03-07", "03-01"), False),
    ],
)
def test_a_document_cures_a_start_after_the_last_day(tmp_path: Path, cure: str, second: str, cured: bool) -> None:
    basis = START.replace("}", f", {cure}}}")
    found, _ = alerted(made(tmp_path, basis, "2015-11-30", "2016-03-21", SITE, second))
    assert (found is not None and found.code == "begun-lapsed") is not cured


@pytest.mark.parametrize(("lag", "lapses"), [("91cd", False), ("92cd", True), ("120cd", True)])
def test_a_planner_is_told_by_check_that_a_permit_would_lapse_unused(tmp_path: Path, lag: str, lapses: bool) -> None:
    """Issued on Friday 6 November 2015, until Saturday 6 February, which is worked; 92 days more are a day too many."""
    text = PLAN.format(first="施工许可证", second="入场开工", basis=START, lag=lag)
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, ["check", str(tmp_path)], catch_exceptions=False)
    assert ("只管3个月（建筑法第9条），2016-02-06 到期，到时已失效" in done.output) is lapses


@pytest.mark.slow
def test_every_paper_is_written_and_names_it(tmp_path: Path) -> None:
    folder = made(tmp_path / "plan", "{rule: ACCEPT_FILE, after: first}", "2016-08-05", "2016-08-29", FILE)
    out = tmp_path / "out"
    only = [word for name in ("minutes", "page", "secretary", "notice", "supervision") for word in ("--only", name)]
    for lang in ("zh", "en"):
        args = ["meeting", str(folder), "-o", str(out), "--lang", lang, "--force", *only]
        done = CliRunner().invoke(main, args, catch_exceptions=False)
        assert done.exit_code == 0, done.stderr
        day = "8月22日" if lang == "zh" else "22 Aug"
        for name in ("meeting.md", "secretary.md", "notice.md", "supervision.md", "meeting.html"):
            assert day in (out / name).read_text(encoding="utf-8"), (lang, name)


def test_nobody_is_urged_to_begin_on_a_permit_that_may_have_lapsed(tmp_path: Path) -> None:
    folder = made(tmp_path / "plan", "{rule: PERMIT_START, after: first}", "2015-11-30", "2016-03-01", SITE)
    out = tmp_path / "out"
    CliRunner().invoke(main, ["meeting", str(folder), "-o", str(out), "--only", "supervision"], catch_exceptions=False)
    letter = (out / "supervision.md").read_text(encoding="utf-8")
    assert "查清施工许可证有没有办延期、是不是已经失效；失效的，重新办下来以前不得开始。" in letter
    assert "赶回来" not in letter


@pytest.mark.parametrize(
    ("began", "passed"), [("2016-01-15", False), ("2016-02-29", False), ("2016-03-01", True), ("2016-03-10", True)]
)
def test_no_permit_lapses_because_a_clerk_left_out_the_start(tmp_path: Path, began: str, passed: bool) -> None:
    """The builder of foundations that began within three months of 30 November; the milestone before them is silent."""
    text = (
        PLAN.format(first="施工许可证", second="入场开工", basis="{rule: PERMIT_START, after: first}", lag="0cd")
        .replace("duration: 5wd, body: agent", "milestone: start, body: agent")
        .replace("after: [second], ", "after: [works], ")
        .replace("  done:", "  works: {name: 基础, duration: 90wd, body: agent, after: [second]}\n  done:")
    )
    (tmp_path / "updates").mkdir()
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    said = f"first: {{started: 2015-11-02, finished: 2015-11-30}}\n  works: {{started: {began}, remaining: 60wd}}"
    update = f"data_date: 2016-04-01\nprogress:\n  {said}\n"
    (tmp_path / "updates" / "2016-04-01.yaml").write_text(update, encoding="utf-8")
    found, _ = alerted(tmp_path)
    assert found is not None
    assert ("within-passed" in (found.code, *found.also)) is passed
    assert found.light is (Light.RED if passed else Light.GREY)


def test_no_date_moves_for_it(tmp_path: Path) -> None:
    dates = []
    for k, basis in enumerate(("{rule: ACCEPT_FILE, after: first}", "{note: 无}")):
        project = schedule.load(made(tmp_path / str(k), basis, "2016-08-05", "2016-08-29", FILE))
        tasks = compute(as_of(project, at("2016-08-29"))).tasks
        dates.append({name: (one.start, one.finish, one.late_start, one.late_finish) for name, one in tasks.items()})
    assert dates[0] == dates[1]


def test_an_author_is_asked_for_the_event(tmp_path: Path) -> None:
    text = PLAN.format(first="验收", second="备案", basis="{rule: ACCEPT_FILE}", lag="0cd")
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, ["law", str(tmp_path), "--date", "2016-08-01"], catch_exceptions=False)
    assert (
        "备案：ACCEPT_FILE（建设工程质量管理条例第49条）从一件事起算，用 after 写明是哪一项，不写就不核对"
        in done.stdout
    )


def test_a_liaison_is_never_asked_to_begin_on_a_permit_that_will_have_lapsed(tmp_path: Path) -> None:
    """Issued on 30 November 2015, used by 29 February 2016; 120 days on the site can begin on Wednesday 30 March.

    Before the last day that day is asked for, on every paper the same; after it nobody is asked to begin at all.
    """
    for day in ("2016-02-22", "2016-03-21"):
        folder = made(tmp_path / day, START, "2015-11-30", day, SITE, lag="120cd")
        meeting = schedule.meeting(schedule.load(folder))
        voice = voice_of(meeting.schedule, "zh")
        secretary, notice = secretary_markdown(meeting, voice), notice_markdown(meeting, voice)
        assert meeting.schedule.tasks["second"].first_day == date(2016, 3, 30)
        if day < "2016-02-29":
            assert meeting.requests["second"].start == date(2016, 2, 29)
            assert "2月29日 启动" in secretary
        else:
            assert "入场开工先核实施工许可证有没有办延期，没有的重新办理，办下来再开始" in notice
            assert "启动" not in secretary
        assert "3月30日 启动" not in secretary + notice
