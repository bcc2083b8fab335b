"""By when each body is asked for its work, and the red line beside it. Dates by hand, on calendars of all days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st

import schedule
from schedule.analysis.dates.deadlines import DeadlineRow
from schedule.analysis.dates.requests import requested
from schedule.analysis.meeting import Meeting
from schedule.calendars.worktime import DAY, finish_day, minutes, start_day
from schedule.commands import main
from schedule.engine.schedule import Stage
from schedule.model import BaselineDates
from schedule.output.letters.notice import notice_markdown
from schedule.output.words.phrases import voice_of

# Ten tasks a day long each would do; two are enough: a road of ten days and what is opened when it is done.
PLAN = """\
daopai: 1
project: {name: 示例, start: 2026-03-01, calendar: calendar-days}
bodies: {works: {name: 城投公司}}
tasks:
  road: {name: 道路, body: works, duration: 10d}
  open: {name: 通车, milestone: finish, after: [road], deadline: 2026-03-20}
"""


def meeting(folder: Path, updates: dict[str, str], *, deadline: str = "2026-03-20", baseline: bool = True) -> object:
    """A meeting of that plan; its baseline is the plan's own forecast: the road from 1 to 10 March."""
    text = PLAN.replace("10d", "10cd").replace("2026-03-20", deadline)
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    if baseline:
        asked = ["baseline", str(folder), "approved", "--approved-by", "领导小组", "--date", "2026-03-01"]
        result = CliRunner().invoke(main, asked, catch_exceptions=False)
        assert result.exit_code == 0, result.output
    (folder / "updates").mkdir(exist_ok=True)
    for day, said in updates.items():
        (folder / "updates" / f"{day}.yaml").write_text(f"data_date: {day}\n{said}", encoding="utf-8")
    return schedule.meeting(schedule.load(folder))


def met(folder: Path, plan: str, begins: str, day: str, progress: str) -> Meeting:
    """The meeting of a day after its report; the baseline is the plan's own forecast of its first day."""
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    asked = ["baseline", str(folder), "approved", "--approved-by", "领导小组", "--date", begins]
    assert CliRunner().invoke(main, asked, catch_exceptions=False).exit_code == 0
    (folder / "updates").mkdir()
    (folder / "updates" / f"{day}.yaml").write_text(f"data_date: {day}\nprogress: {progress}\n", encoding="utf-8")
    return schedule.meeting(schedule.load(folder))


def days(one: object) -> list[str | None]:
    """Start, finish, and their red lines, as month-day."""
    found = (getattr(one, name) for name in ("start", "finish", "latest_start", "latest_finish"))
    return [None if day is None else f"{day:%m-%d}" for day in found]


def of_road(taken: object) -> list[str | None]:
    return days(taken.requests["road"])  # type: ignore[attr-defined]


# The deadline of 20 March lets the ten days begin on the 11th at the latest.


def test_the_liaison_is_asked_for_the_approved_dates_and_not_for_the_float_of_all(tmp_path: Path) -> None:
    taken = meeting(tmp_path, {"2026-03-01": "note: 首次\n"})
    assert of_road(taken) == ["03-01", "03-10", "03-11", "03-20"]


def test_without_a_baseline_the_forecast_is_asked_for(tmp_path: Path) -> None:
    taken = meeting(tmp_path, {"2026-03-03": "note: 无\n"}, baseline=False)
    assert of_road(taken) == ["03-03", "03-12", "03-11", "03-20"]


def test_a_start_that_has_passed_is_asked_for_anew_and_the_approved_finish_stays(tmp_path: Path) -> None:
    """On the 5th the road has not begun: it is to begin today. Its finish of the 10th has not passed."""
    taken = meeting(tmp_path, {"2026-03-05": "note: 无\n"})
    assert of_road(taken) == ["03-05", "03-10", "03-11", "03-20"]


@pytest.mark.parametrize(
    ("day", "left", "asked"),
    [
        ("2026-03-09", 7, "03-10"),  # it lies ahead and was approved, however late the forecast of the 15th
        ("2026-03-10", 6, "03-15"),  # six days' work do not end today
        ("2026-03-10", 1, "03-10"),
        ("2026-03-11", 5, "03-15"),
    ],
)
def test_the_liaison_is_not_asked_to_end_on_the_day_itself_what_takes_days(
    tmp_path: Path, day: str, left: int, asked: str
) -> None:
    taken = meeting(tmp_path, {day: f"progress: {{road: {{started: 2026-03-01, remaining: {left}cd}}}}\n"})
    assert of_road(taken) == [None, asked, None, "03-20"]


def test_the_liaison_is_not_asked_to_begin_and_to_end_on_one_day_what_takes_days(tmp_path: Path) -> None:
    """A survey of six days is four days late: the road can begin on the 11th, the day on which the baseline has it end.

    It takes five days, until the 15th: both dates are the forecast's. So they are a day earlier: others keep it
    waiting, and it is not asked to do in two days what takes five.
    """
    road = "{name: 道路, body: works, duration: 5cd, after: [survey]}"
    text = PLAN.replace("{name: 道路, body: works, duration: 10d}", road)
    text = text.replace("  road:", "  survey: {name: 测量, body: works, duration: 6cd}\n  road:")
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    asked = ["baseline", str(tmp_path), "approved", "--approved-by", "领导小组", "--date", "2026-03-01"]
    assert CliRunner().invoke(main, asked, catch_exceptions=False).exit_code == 0
    (tmp_path / "updates").mkdir()

    def asked_of_road(left: int) -> list[str | None]:
        said = f"data_date: 2026-03-08\nprogress:\n  survey: {{started: 2026-03-01, remaining: {left}cd}}\n"
        (tmp_path / "updates" / "2026-03-08.yaml").write_text(said, encoding="utf-8")
        return of_road(schedule.meeting(schedule.load(tmp_path)))[:2]

    assert asked_of_road(2) == ["03-10", "03-14"]
    assert asked_of_road(3) == ["03-11", "03-15"]


def test_who_builds_without_a_permit_is_not_asked_to_be_done_before_it_is_there(tmp_path: Path) -> None:
    """The permit is expected on the 20th. The demolition, begun on the 12th without it, has nine days left.

    It has to stop; nine days from the 21st on it is done on the 29th. The approved 18th, and the red line of the 20th,
    could only be kept by building on.
    """
    plan = """\
daopai: 1
project: {name: 示例, start: 2026-06-01, calendar: calendar-days}
bodies: {bureau: {name: 住建局}, works: {name: 施工单位}}
tasks:
  permit: {name: 许可证, body: bureau, duration: 8cd, legal: true}
  demolition: {name: 旧楼拆除, body: works, duration: 10cd, after: [permit]}
  open: {name: 通车, milestone: finish, after: [demolition], deadline: 2026-06-20}
"""
    said = "{permit: {started: 2026-06-05, remaining: 5cd}, demolition: {started: 2026-06-12, remaining: 9cd}}"
    taken = met(tmp_path, plan, "2026-06-01", "2026-06-16", said)
    assert taken.schedule.tasks["demolition"].last_day == date(2026, 6, 29)
    assert days(taken.requests["demolition"]) == [None, "06-29", None, "06-20"]


BESIDE = """\
daopai: 1
project: {name: 示例, start: 2026-06-01, calendar: office}
calendars: {office: {week: mon-fri, hours: [09:00-13:00, 14:00-18:00]}}
bodies: {bureau: {name: 住建局}, works: {name: 施工单位}}
tasks:
  permit: {name: 许可证, body: bureau, duration: 20wd, legal: true}
  camp: {name: 临建, body: works, duration: 10wd, after: [permit AFTER]}
  open: {name: 通车, milestone: finish, after: [permit, camp], deadline: 2026-09-20}
"""


@pytest.mark.parametrize("day", ["2026-06-10", "2026-06-13"])
def test_work_that_goes_on_beside_its_permit_has_its_approved_end(tmp_path: Path, day: str) -> None:
    """Begun two days after the permit was filed, it rests for nothing: not overnight, nor over the Saturday.

    Approved for Tuesday 16 June, it has nine working days left on the 10th, and on the 13th six: it is to catch up.
    """
    left = 9 if day == "2026-06-10" else 6
    said = f"{{permit: {{started: 2026-06-01, remaining: 20wd}}, camp: {{started: 2026-06-03, remaining: {left}wd}}}}"
    found = met(tmp_path, BESIDE.replace("AFTER", "SS+2wd"), "2026-06-01", day, said)
    assert days(found.requests["camp"])[:2] == [None, "06-16"]
    assert found.schedule.tasks["camp"].last_day > date(2026, 6, 16)


def test_what_a_decision_made_longer_is_asked_for_by_its_old_baseline_behind_a_permit_too(tmp_path: Path) -> None:
    """The permit comes as approved, on 26 June, and the camp begins as approved, on the 29th.

    A decision gives it twenty days for ten. Until a baseline has them, its approved end of 10 July is asked for, and
    papers say that this is the old one's.
    """
    said = "{permit: {started: 2026-06-01, remaining: 15wd}}"
    revised = "\nrevisions: [{task: camp, set: {duration: 20wd}, reason: 增加, approved_by: 县长}]"
    found = met(tmp_path, BESIDE.replace("AFTER", "FS"), "2026-06-01", "2026-06-08", said + revised)
    assert days(found.requests["camp"])[:2] == ["06-29", "07-10"]
    assert found.outdated is not None
    assert "camp" in found.outdated.tasks


def test_the_liaison_is_not_asked_to_open_on_the_day_on_which_the_permit_is_not_yet_there(tmp_path: Path) -> None:
    """By the baseline the permit takes 9 to 14 March and the site opens when it is there; on the 14th, 3 days are left.

    Both are asked for the 16th; the works behind, approved from the 15th on, still lie ahead and are asked for that.
    """
    plan = """\
daopai: 1
project: {name: 示例, start: 2026-03-09, calendar: calendar-days}
bodies: {bureau: {name: 住建局}, works: {name: 城投公司}}
tasks:
  permit: {name: 许可证, body: bureau, duration: 6cd}
  opening: {name: 入场开工, body: works, milestone: finish, after: [permit]}
  road: {name: 道路, body: works, duration: 10cd, after: [opening]}
  open: {name: 通车, milestone: finish, after: [road], deadline: 2026-03-28}
"""
    taken = met(tmp_path, plan, "2026-03-09", "2026-03-14", "{permit: {started: 2026-03-09, remaining: 3cd}}")
    assert [days(taken.requests[name])[1] for name in ("permit", "opening")] == ["03-16", "03-16"]
    assert days(taken.requests["road"])[:2] == ["03-15", "03-24"]
    paper = notice_markdown(taken, voice_of(taken.schedule, "zh"))
    assert "许可证 3月16日 完成（红线 3月18日）" in paper
    assert "道路 3月15日 启动（预计 3月17日）、3月24日 完成（红线 3月28日，预计 3月26日）" in paper


def test_an_approved_date_after_the_red_line_is_no_request(tmp_path: Path) -> None:
    """The leader has moved the deadline to the 8th: the approved 10th would miss it, and so would the forecast.

    What is asked for is the red line, as in the supervision notice, as long as it can be held.
    """
    decided = "revisions:\n  - {task: open, set: {deadline: 2026-03-08}, reason: 提前, approved_by: 县长}\n"
    begun = "progress: {road: {started: 2026-03-01, remaining: 9cd}}\n"
    taken = meeting(tmp_path, {"2026-03-02": begun + decided})
    assert of_road(taken) == [None, "03-08", None, "03-08"]
    assert taken.lights["road"] == "red"  # type: ignore[attr-defined]


def test_when_the_red_line_has_passed_too_the_forecast_is_all_that_can_be_asked_for(tmp_path: Path) -> None:
    begun = "progress: {road: {started: 2026-03-01, remaining: 4cd}}\n"
    taken = meeting(tmp_path, {"2026-03-22": begun})
    assert of_road(taken) == [None, "03-25", None, "03-20"]


def test_what_serves_no_deadline_has_a_request_and_no_red_line(tmp_path: Path) -> None:
    taken = meeting(tmp_path, {"2026-03-01": "note: 首次\n"}, deadline="2026-03-20")
    dates = taken.schedule.tasks["road"]  # type: ignore[attr-defined]
    assert days(requested(dates, None, None, minutes(date(2026, 3, 1)))) == ["03-01", "03-10", None, None]


def test_the_minutes_name_the_date_that_is_asked_for_and_the_red_line_beside_it(tmp_path: Path) -> None:
    meeting(tmp_path, {"2026-03-01": "note: 首次\n"})
    out = tmp_path / "out"
    only = ["--only", "minutes", "--only", "notice", "--only", "calendars"]
    told = CliRunner().invoke(main, ["meeting", str(tmp_path), "--lang", "zh", "--out", str(out), *only])
    assert told.exit_code == 0, told.output
    assert "| 城投公司 | 道路 | 10 天 | 3月1日 | 3月10日 | 3月20日 | 3月10日 | 10 天 |" in (
        out / "meeting.md"
    ).read_text("utf-8")
    assert "道路 3月1日 启动、3月10日 完成（红线 3月20日）" in (out / "notice.md").read_text("utf-8")
    (calendar,) = [path.read_text("utf-8") for path in out.glob("*works*.ics")]
    assert "DTSTART;VALUE=DATE:20260310" in calendar
    assert "红线：最迟 3月20日 完成" in calendar


@given(
    planned=st.none() | st.tuples(st.integers(0, 30), st.integers(0, 30)),
    latest=st.none() | st.tuples(st.integers(-9, 40), st.integers(0, 30)),
    begins=st.integers(0, 20),
    lasts=st.integers(1, 20),
)
@example(planned=None, latest=(-5, 9), begins=4, lasts=20)  # the last day to begin has passed, the red line has not
def test_nobody_is_asked_for_a_date_that_has_passed_nor_for_one_beyond_a_red_line_that_can_be_held(
    planned: tuple[int, int] | None, latest: tuple[int, int] | None, begins: int, lasts: int
) -> None:
    now = minutes(date(2026, 3, 1))

    class Dates:
        """A task's forecast, as far as a request asks."""

        class task:  # noqa: N801
            kind, is_milestone, spans, basis = None, False, False, None

        class calendar:  # noqa: N801
            work = staticmethod(lambda first, last: last - first)
            next_start = staticmethod(lambda instant: instant)

        stage, early_start = Stage.NOT_STARTED, None
        start, finish = now + begins * DAY, now + (begins + lasts) * DAY
        first_day, last_day = start_day(start), finish_day(finish)

    approved = None if planned is None else BaselineDates(now + planned[0] * DAY, now + (sum(planned) + 1) * DAY)
    row = None
    if latest is not None:
        first, last = now + latest[0] * DAY, now + (sum(latest) + 1) * DAY
        row = DeadlineRow("t", None, "t", last, first, last, 0, ())
    one = requested(Dates, approved, row, now)  # type: ignore[arg-type]
    today = date(2026, 3, 1)
    assert one.finish >= today
    assert one.start is None or today <= one.start <= one.finish
    assert one.start is None or one.start < one.finish or Dates.first_day == Dates.last_day, "what takes longer"
    if one.latest_finish is not None and one.latest_finish >= today:
        assert one.finish <= one.latest_finish


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_floats_of_working_and_of_calendar_tasks_are_counted_alike(lang: str, tmp_path: Path) -> None:
    """An approval on working days ends on Friday 6 March, its latest is Friday 13 March: seven calendar days.

    The road after it, on all days, can be seven days later too: one unit for both, the difference of the two dates.
    """
    text = """\
daopai: 1
project: {name: 示例, start: 2026-03-02, calendar: office}
calendars: {office: {week: mon-fri}}
tasks:
  permit: {name: 审批, duration: 5wd}
  road: {name: 道路, duration: 8cd, calendar: calendar-days, after: [permit]}
  open: {name: 通车, milestone: finish, after: [road], deadline: 2026-03-21}
"""
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    told = CliRunner().invoke(main, ["deadlines", str(tmp_path), "--lang", lang, "--format", "csv"])
    assert told.exit_code == 0, told.output
    head, *rows = (line.split(",") for line in told.stdout.lstrip("\ufeff").splitlines())
    column = head.index("余地(日历日)" if lang == "zh" else "Float (calendar days)")
    assert [row[column] for row in rows] == ["7", "7", "7"]


ANNOUNCED = """\
daopai: 1
project: {name: 示例, start: 2026-03-01, calendar: calendar-days}
bodies: {land: {name: 国土局}}
tasks:
  survey: {name: 勘界, body: land, duration: 13cd}
  notice: {name: 征地公告, body: land, duration: 31cd, basis: {article: 土地管理法, floor: FLOOR}, after: [survey]}
  open: {name: 公告期满, milestone: finish, after: [notice], deadline: 2026-04-30}
"""


@pytest.mark.parametrize(
    ("floor", "due", "said", "asked"),
    [
        # By the baseline the notice hangs from 14 March to 13 April. It can begin on 3 April; that day is not counted,
        # and the 30 days after it end on 3 May, a day off: the law's last day is the 6th.
        ("30cd", "2026-05-20", "survey: {started: 2026-03-01, remaining: 4cd}", ["04-03", "05-06"]),
        # With ten days by law the approved 13 April would be lawful; but the survey keeps it from beginning, and nobody
        # is asked to announce for ten days what is to hang for 31.
        ("10cd", "2026-05-20", "survey: {started: 2026-03-01, remaining: 4cd}", ["04-03", "05-03"]),
        # Who could have begun before is asked to catch up: from today, 30 March, that day not counted, the approved 13
        # April leaves the law 14 days.
        ("14cd", "2026-05-20", "survey: {started: 2026-03-01, finished: 2026-03-14}", ["03-30", "04-13"]),
        ("15cd", "2026-05-20", "survey: {started: 2026-03-01, finished: 2026-03-14}", ["03-30", "04-29"]),
        # Nor is the red line asked for where the law leaves no such day: from the 30th of March on, the deadline's day.
        ("30cd", "2026-04-30", "survey: {started: 2026-03-01, remaining: 4cd}", ["03-31", "05-06"]),
        # Begun on 25 March, the 30 days end on 24 April, however soon its body means to be done.
        (
            "30cd",
            "2026-05-20",
            "survey: {started: 2026-03-01, finished: 2026-03-24}\n  notice: {started: 2026-03-25, remaining: 5cd}",
            [None, "04-24"],
        ),
        (
            "30cd",
            "2026-05-20",
            "survey: {started: 2026-03-01, finished: 2026-03-24}\n  notice: {started: 2026-03-25, remaining: 25cd}",
            [None, "04-24"],
        ),
    ],
)
def test_nobody_is_asked_to_announce_in_less_than_the_law_asks(
    tmp_path: Path, floor: str, due: str, said: str, asked: list[str | None]
) -> None:
    (tmp_path / "plan.yaml").write_text(ANNOUNCED.replace("FLOOR", floor).replace("2026-04-30", due), encoding="utf-8")
    command = ["baseline", str(tmp_path), "approved", "--approved-by", "领导小组", "--date", "2026-03-01"]
    assert CliRunner().invoke(main, command, catch_exceptions=False).exit_code == 0
    (tmp_path / "updates").mkdir()
    update = f"data_date: 2026-03-30\nprogress:\n  {said}\n"
    (tmp_path / "updates" / "2026-03-30.yaml").write_text(update, encoding="utf-8")
    taken = schedule.meeting(schedule.load(tmp_path))
    assert days(taken.requests["notice"])[:2] == asked
    assert taken.requests["notice"].latest_finish == date.fromisoformat(due)


def test_nobody_is_asked_to_begin_weeks_before_what_the_law_lets_end(tmp_path: Path) -> None:
    """The survey ends on 2 April instead of 13 March, so that the notice, thirty days by law, ends on 6 May.

    Its approved start, 14 March, is ahead on the 10th: asked for beside that end it would hang for seven weeks.
    """
    text = ANNOUNCED.replace("FLOOR", "30cd").replace("2026-04-30", "2026-05-20")
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    command = ["baseline", str(tmp_path), "approved", "--approved-by", "领导小组", "--date", "2026-03-01"]
    assert CliRunner().invoke(main, command, catch_exceptions=False).exit_code == 0
    (tmp_path / "updates").mkdir()
    said = "survey: {started: 2026-03-01, remaining: 24cd}"
    update = f"data_date: 2026-03-10\nprogress:\n  {said}\n"
    (tmp_path / "updates" / "2026-03-10.yaml").write_text(update, encoding="utf-8")
    assert days(schedule.meeting(schedule.load(tmp_path)).requests["notice"])[:2] == ["04-03", "05-06"]


LAWFUL = """\
daopai: 1
project: {name: 示例, start: 2026-09-01, calendar: calendar-days}
bodies: {housing: {name: 住建局}, agent: {name: 代建中心}}
tasks:
  review: {name: 审查, body: housing, duration: 10cd}
  bids: {name: 投标, body: agent, duration: 21cd, after: [review], basis: {rule: BID_PERIOD}}
  contract: {name: 签订合同, body: agent, duration: 3cd, after: [bids]}
  permit: {name: 许可, body: housing, duration: 5cd, after: [contract]LEGAL}
  works: {name: 施工, body: agent, duration: 20cd, after: [permit]}
  done: {name: 建成, body: agent, milestone: finish, after: [works], deadline: 2026-12-31}
"""


def lawful(folder: Path, said: str, *, legal: bool = True, day: str = "2026-09-08") -> dict[str, list[str | None]]:
    """What each body is asked for, by task, after a report against the baseline of the plan's own first forecast."""
    text = LAWFUL.replace("LEGAL", ", legal: true" if legal else "")
    found = met(folder, text, "2026-09-01", day, said).requests
    return {name: days(one)[:2] for name, one in found.items()}


def test_nobody_is_asked_to_sign_while_the_bids_are_open_nor_to_build_without_a_permit(tmp_path: Path) -> None:
    """The review takes until 7 October: the bids are open from the 8th to the 28th, 20 days and no less by law.

    Approved were 9 October for the contract and the 17th for the works. The contract is signed from the 29th to the
    31st, the permit is given until 5 November, and the works begin on the 6th.
    """
    found = lawful(tmp_path, "{review: {started: 2026-09-01, remaining: 30cd}}")
    assert found == {
        "review": [None, "09-10"],  # it lies ahead and was approved, and no law gives the review its days
        "bids": ["10-08", "10-28"],
        "contract": ["10-29", "10-31"],
        "permit": ["11-01", "11-05"],
        "works": ["11-06", "11-25"],
        "done": [None, "11-25"],
    }


@pytest.mark.parametrize(("legal", "works"), [(True, ["10-24", "11-12"]), (False, ["10-17", "11-05"])])
def test_nobody_is_asked_to_begin_before_the_document_that_the_law_wants_first(
    tmp_path: Path, legal: bool, works: list[str]
) -> None:
    """The permit, approved for the 16th, is reported with eight days left on that day and comes on the 23rd.

    It is asked for then. The works were approved from the 17th to 5 November, which lies ahead and stands; but where
    the law wants the permit first they begin on the 24th, and their twenty days end on 12 November.
    """
    ended = (("review", "09-01", "09-10"), ("bids", "09-11", "10-01"), ("contract", "10-02", "10-04"))
    said = [f"{name}: {{started: 2026-{first}, finished: 2026-{last}}}" for name, first, last in ended]
    said.append("permit: {started: 2026-10-05, remaining: 8cd}")
    found = lawful(tmp_path, f"{{{', '.join(said)}}}", legal=legal, day="2026-10-16")
    assert (found["permit"], found["works"]) == ([None, "10-23"], works)


@pytest.mark.parametrize(("legal", "road"), [(", legal: true", ["03-17", "03-26"]), ("", ["03-15", "03-24"])])
def test_nobody_is_asked_to_build_before_the_permit_through_a_milestone_either(
    tmp_path: Path, legal: str, road: list[str]
) -> None:
    """The permit, approved for the 14th, comes on the 16th, and the site opens with it: both are asked for that.

    The road was approved from the 15th to the 24th, and is asked for from the 17th on where the law wants the permit
    first: its ten days end on the 26th.
    """
    plan = f"""\
daopai: 1
project: {{name: 示例, start: 2026-03-09, calendar: calendar-days}}
bodies: {{bureau: {{name: 住建局}}, works: {{name: 城投公司}}}}
tasks:
  permit: {{name: 许可, body: bureau, duration: 6cd{legal}}}
  opening: {{name: 入场, body: works, milestone: finish, after: [permit]}}
  road: {{name: 道路, body: works, duration: 10cd, after: [opening]}}
  lamps: {{name: 路灯, body: works, duration: 3cd, after: [road SS]}}
  open: {{name: 通车, milestone: finish, after: [road, lamps], deadline: 2026-04-28}}
"""
    progress = "{permit: {started: 2026-03-09, remaining: 3cd}}"
    found = met(tmp_path, plan, "2026-03-09", "2026-03-14", progress).requests
    assert [days(found[name])[1] for name in ("permit", "opening")] == ["03-16", "03-16"]
    assert days(found["road"])[:2] == road
    assert days(found["lamps"])[0] == road[0]
