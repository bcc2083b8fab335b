"""Who moved a date of the zone: one ledger over all parks, whose days sum by body and by park to the same move."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

import schedule
from schedule.analysis.history import History, Schedules
from schedule.analysis.move.accounts import PartKind
from schedule.analysis.move.windows import window
from schedule.analysis.portfolio.moved import Move, Window, moved
from schedule.calendars.worktime import start_day
from schedule.commands import main
from schedule.commands.portfolio import met
from schedule.files.plans.portfolio import read_portfolio
from schedule.output.minutes.zone import files_table
from schedule.portfolio import Member, Portfolio, ZoneDeadline

P = """\
daopai: 1
project: {name: 甲园, start: 2016-03-07, calendar: office}
calendars: {office: {week: mon-fri}}
bodies: {land: {name: 国土局}, build: {name: 建设公司}}
tasks:
  a: {name: 地块, duration: 5wd, body: land}
  b: {name: 道路, duration: 3wd, after: [a], body: build}
"""
Q = """\
daopai: 1
project: {name: 乙园, start: 2016-03-07, calendar: office, target: d}
calendars: {office: {week: mon-fri}}
bodies: {dilian: {name: 地区国土局}, build: {name: 建设公司}}
tasks:
  c: {name: 场平, duration: 4wd, body: dilian}
  d: {name: 货场, duration: 2wd, after: [c], body: build, deadline: 2016-03-18}
"""
HEAD = "daopai-portfolio: 1\nname: 一区\nplans:\n  p: {plan: p}\n  q: {plan: q}\n"
TIE = "relations:\n  - {from: p.b, to: q.d, type: FS+1wd}\n"
OPEN = "deadlines: {open: {name: 开园, after: [p.b, q.d], deadline: 2016-03-25}}\n"

Zoned = Callable[..., Path]


@pytest.fixture
def zone(tmp_path: Path) -> Zoned:
    """Writes two plans, each with the records of one or several days, and the zone over them."""

    def written(more: str = "", *, plans: tuple[str, str] = (P, Q), p: str = "", q: str = "") -> Path:
        for key, text, said in (("p", plans[0], p), ("q", plans[1], q)):
            (tmp_path / key / "updates").mkdir(parents=True)
            (tmp_path / key / "plan.yaml").write_text(text, encoding="utf-8")
            for one in said.split("---\n"):
                if one:
                    name = one.split()[1]
                    (tmp_path / key / "updates" / f"{name}.yaml").write_text(one, encoding="utf-8")
        path = tmp_path / "zone.yaml"
        path.write_text(HEAD + more, encoding="utf-8")
        return path

    return written


def move_of(path: Path, day: date | None = None) -> Move:
    (roll,) = (one for one in met(read_portfolio(path)[0], day, 1).rolls if one.moves)
    (found,) = roll.moves
    assert roll.together is not None
    dates = {"zone": {one.task.id: one for one in roll.together.zone}, **roll.together.outlooks}
    assert dates[found.plan][found.milestone.id].forecast == found.after  # as the page has it
    assert sum(one.days for one in found.shares) == sum(found.plans.values()) == found.days
    for one in found.shares:
        assert sum(one.plans.values()) == one.days
    return found


A_DAY_LONGER = "data_date: 2016-03-14\nprogress:\n  a: {started: 2016-03-07, remaining: 1wd}\n"
C_DONE = "data_date: 2016-03-14\nprogress:\n  c: {started: 2016-03-07, finished: 2016-03-10}\n"


def test_a_secretary_reads_in_the_late_park_that_another_parks_body_moved_it(zone: Zoned) -> None:
    """Of the law's example: a takes Monday 14 too, so b is 15 to 17, its lag Friday 18, d Monday 21 to Tuesday 22."""
    found = move_of(zone(TIE, p=A_DAY_LONGER, q=C_DONE))
    assert (found.plan, found.milestone.id) == ("q", "d")
    assert (found.since, found.until) == (date(2016, 3, 7), date(2016, 3, 14))
    assert (found.before, found.after, found.days) == (date(2016, 3, 21), date(2016, 3, 22), 1)
    (share,) = found.shares
    assert share.body is not None
    assert (share.kind, share.body.name, share.days) == (PartKind.PROGRESS, "国土局", 1)
    assert [(key, task.name) for key, task in share.tasks] == [("p", "地块")]
    assert found.plans == {"p": 1}


def test_the_secretary_of_the_zone_reads_whose_day_it_is_and_in_which_park(zone: Zoned) -> None:
    """The same example, on the page and for programs."""
    path = zone(TIE, p=A_DAY_LONGER, q=C_DONE)
    text = CliRunner().invoke(main, ["portfolio", "meeting", str(path)]).stdout
    assert "乙园“货场”3月7日以来为什么变" in text
    assert "- 按3月7日的情况预计3月21日，现在3月22日，晚了 1 天。按园区分：甲园晚了 1 天" in text
    (row,) = [line.split() for line in text.splitlines() if line.startswith("货场")]
    assert row == ["货场", "国土局", "晚了", "1", "天", "甲园", "地块"]
    (move,) = json.loads(CliRunner().invoke(main, ["portfolio", "meeting", str(path), "--format", "json"]).stdout)[0][
        "moves"
    ]
    assert (move["since"], move["before"], move["after"], move["days"]) == ("2016-03-07", "2016-03-21", "2016-03-22", 1)
    assert [(one["body"], one["plans"], one["tasks"]) for one in move["shares"]] == [("p.land", {"p": 1}, ["p.a"])]


def test_a_liaison_reads_how_much_his_body_has_to_do_in_each_week_over_all_parks(zone: Zoned) -> None:
    """The builders: b is Tuesday 15 to Thursday 17 in the first week, d alone (c is done) Monday 14 and Tuesday 15."""
    shared = "bodies: {builders: {name: 建设公司, is: ['*.build']}}\n"
    path = zone(shared, p=A_DAY_LONGER, q=C_DONE)
    (found,) = json.loads(CliRunner().invoke(main, ["portfolio", "meeting", str(path), "--format", "json"]).stdout)
    (row,) = [one for one in found["bodies"] if one["body"] == "建设公司"]
    assert row["weeks"] == {"2016-03-14": 5.0}
    text = CliRunner().invoke(main, ["portfolio", "meeting", str(path)]).stdout
    assert "各单位每周的任务量（各项工作日合计，第1周从3月14日起）" in text


def test_a_secretary_reads_in_whose_hands_each_file_is_and_for_how_long(zone: Zoned) -> None:
    """Submitted on Monday 7, accepted at once: at the office for its five days of that week, of three allowed."""
    permit = P.replace("b: {name: 道路", "b: {name: 施工许可, applicant: build").replace("body: build}", "body: land}")
    permit = permit.replace("after: [a], ", "")
    p = "data_date: 2016-03-14\nprogress:\n  b: {submitted: 2016-03-07, accepted: 2016-03-07}\n"
    path = zone(plans=(permit, Q), p=p)
    (found,) = json.loads(CliRunner().invoke(main, ["portfolio", "meeting", str(path), "--format", "json"]).stdout)
    (file,) = found["files"]
    assert (file["body"], file["zone_plan"], file["zone_file"]) == ("国土局", "甲园", "施工许可")
    assert (file["zone_held_days"], file["zone_allowed"]) == (5, 3)


WORKED_DAILY = "calendars: {office: {week: mon-sun}}"


@pytest.mark.parametrize(
    ("calendars", "duration"),
    [
        pytest.param("calendars: {office: {week: mon-fri}}", "12cd", id="a task of calendar days"),
        pytest.param(WORKED_DAILY, "12cd", id="a plan of calendar days"),
        pytest.param(WORKED_DAILY, "12wd", id="a task of a plan that works every day"),
    ],
)
def test_the_secretary_of_the_zone_reads_working_days_of_a_file_whatever_its_task_counts(
    zone: Zoned, calendars: str, duration: str
) -> None:
    """Submitted on Thursday 10 March, accepted at once, read on Tuesday 15: Thursday, Friday, Monday, no weekend.

    Beside it a file that was handed in on Wednesday 9, four working days before, is held longer, and stands first.
    Twelve days are allowed of either kind, and none of them is over, though with the weekend there are five.
    """
    permit = P.replace("b: {name: 道路, duration: 3wd", f"b: {{name: 环评, applicant: build, duration: {duration}")
    permit = permit.replace("body: build}", "body: land}").replace("after: [a], ", "")
    permit = permit.replace("calendars: {office: {week: mon-fri}}", calendars)
    other = Q.replace(
        "d: {name: 货场, duration: 2wd, after: [c], body: build", "d: {name: 用地, applicant: build, duration: 8wd"
    )
    other = other.replace("deadline: 2016-03-18", "body: dilian, deadline: 2016-03-28")
    head = "data_date: 2016-03-15\nprogress:\n  "
    p = head + "b: {submitted: 2016-03-10, accepted: 2016-03-10}\n"
    q = head + "d: {submitted: 2016-03-09, accepted: 2016-03-09}\n"
    path = zone(plans=(permit, other), p=p, q=q)
    (found,) = json.loads(CliRunner().invoke(main, ["portfolio", "meeting", str(path), "--format", "json"]).stdout)
    assert [(one["zone_file"], one["zone_held_days"]) for one in found["files"]] == [("用地", 4), ("环评", 3)]
    (land,) = [one for one in found["bodies"] if one["body"] == "国土局"]
    assert (land["zone_files"], land["zone_held"]) == (1, 3)
    text = CliRunner().invoke(main, ["portfolio", "meeting", str(path)]).stdout
    allowed = "12 天" if duration == "12cd" or calendars == WORKED_DAILY else "12 个工作日"
    (row,) = [line for line in text.splitlines() if line.startswith("国土局") and "环评" in line]
    assert row.split(maxsplit=4)[3:] == ["3", allowed]


def test_a_file_is_over_its_days_only_where_its_own_allowance_says_so(zone: Zoned) -> None:
    """Five working days from Monday 7 to Friday 11 of six calendar days: used on Sunday 13, over on Monday 14."""
    permit = P.replace("b: {name: 道路, duration: 3wd", "b: {name: 环评, applicant: build, duration: 6cd")
    permit = permit.replace("body: build}", "body: land}").replace("after: [a], ", "")
    p = "data_date: 2016-03-14\nprogress:\n  b: {submitted: 2016-03-07, accepted: 2016-03-07}\n"
    table = files_table(met(read_portfolio(zone(plans=(permit, Q), p=p))[0], None, 1))
    assert [row[3] for row in table.rows] == [5]
    assert table.lights == ("yellow",)


def test_the_zones_own_deadline_is_asked_about_first(zone: Zoned) -> None:
    found = move_of(zone(TIE + OPEN, p=A_DAY_LONGER, q=C_DONE))
    assert (found.plan, found.milestone.name, found.before) == ("zone", "开园", date(2016, 3, 21))
    assert found.plans == {"p": 1}


def test_one_body_of_two_parks_is_one_account_and_each_park_has_its_part(zone: Zoned) -> None:
    """Without a tie open is the later of two: b on Wednesday 16, d on Monday 14; both land bureaus lose two days.

    a ends on Tuesday 15, b on Friday 18; c ends on Monday 14, d on Wednesday 16: two days later, all by p.
    """
    shared = "bodies: {lands: {name: 两级国土, is: [p.land, q.dilian]}}\n"
    p = "data_date: 2016-03-14\nprogress:\n  a: {started: 2016-03-07, remaining: 2wd}\n"
    q = "data_date: 2016-03-14\nprogress:\n  c: {started: 2016-03-07, remaining: 1wd}\n"
    found = move_of(zone(OPEN + shared, p=p, q=q))
    assert (found.before, found.after) == (date(2016, 3, 16), date(2016, 3, 18))
    (share,) = found.shares
    assert share.body is not None
    assert (share.body.name, share.plans) == ("两级国土", {"p": 2})


def test_the_order_of_parks_in_the_file_decides_nothing(zone: Zoned) -> None:
    """Both parks late, both with a decision: the same shares, whichever stands first."""
    p = A_DAY_LONGER + "revisions:\n  - {task: b, set: {duration: 4wd}, reason: 加长, approved_by: 专班, for: build}\n"
    q = C_DONE.replace("2016-03-10", "2016-03-11")
    q += "revisions:\n  - {task: d, set: {duration: 3wd}, reason: 加大, approved_by: 专班, for: build}\n"
    path = zone(TIE + OPEN, p=p, q=q)
    there = move_of(path)
    head = HEAD.replace("  p: {plan: p}\n", "") + "  p: {plan: p}\n"
    path.write_text(head + TIE + OPEN, encoding="utf-8")
    assert move_of(path) == there
    assert there.plans.keys() == {"p", "q"}


def test_two_bodies_late_side_by_side_share_what_neither_moves_alone(zone: Zoned) -> None:
    """a and c take until Friday 11, b and d until Tuesday 15; a and c are each a day late: half is each's."""
    plans = (P.replace("duration: 3wd", "duration: 2wd"), Q.replace("duration: 4wd", "duration: 5wd"))
    p = "data_date: 2016-03-14\nprogress:\n  a: {started: 2016-03-07, remaining: 1wd}\n"
    q = "data_date: 2016-03-14\nprogress:\n  c: {started: 2016-03-07, remaining: 1wd}\n"
    found = move_of(zone(OPEN, plans=plans, p=p, q=q))
    assert (found.before, found.after) == (date(2016, 3, 15), date(2016, 3, 16))
    assert [(one.body and one.body.name, one.days) for one in found.shares] == [
        ("国土局", Fraction(1, 2)),
        ("地区国土局", Fraction(1, 2)),
    ]
    assert found.plans == {"p": Fraction(1, 2), "q": Fraction(1, 2)}


def test_a_decision_of_one_park_is_its_own_line_and_keeps_what_ties_it(zone: Zoned) -> None:
    """b gets a day more by decision, d new relations: both are decisions, and d still waits for the other park."""
    p = A_DAY_LONGER.replace("remaining: 1wd", "finished: 2016-03-11")
    p += "revisions:\n  - {task: b, set: {duration: 4wd}, reason: 加长, approved_by: 专班, for: build}\n"
    q = C_DONE + "revisions:\n  - {task: d, set: {after: [c FS+1wd]}, reason: 养护, approved_by: 专班}\n"
    found = move_of(zone(TIE, p=p, q=q))
    assert (found.before, found.after) == (date(2016, 3, 21), date(2016, 3, 22))
    (share,) = found.shares
    assert (share.kind, share.body and share.body.name) == (PartKind.REVISION, "建设公司")
    assert found.plans == {"p": 1}


def test_a_task_that_one_park_adds_in_the_way_of_another_is_that_parks_decision(zone: Zoned) -> None:
    """A check of two days between a and b: b ends on Friday 18, d is Tuesday 22 to Wednesday 23."""
    p = A_DAY_LONGER.replace("remaining: 1wd", "finished: 2016-03-11") + (
        "revisions:\n"
        "  - {add: check, task: {name: 检测, duration: 2wd, after: [a], body: land},"
        "     reason: 质监要求, approved_by: 专班}\n"
        "  - {task: b, set: {after: [check]}, reason: 质监要求, approved_by: 专班}\n"
    )
    found = move_of(zone(TIE, p=p, q=C_DONE))
    assert (found.before, found.after, found.plans) == (date(2016, 3, 21), date(2016, 3, 23), {"p": 2})
    assert {one.kind for one in found.shares} == {PartKind.REVISION}


def test_days_off_that_one_park_is_given_on_a_calendar_of_all_move_only_its_own_work(zone: Zoned) -> None:
    """Wednesday 16 off in p alone: b is 14, 15 and 17, its lag Friday 18, d is 21 and 22; q works on the 16th."""
    built_in = [
        text.replace("calendar: office", "calendar: china").replace("calendars: {office: {week: mon-fri}}\n", "")
        for text in (P, Q)
    ]
    p = A_DAY_LONGER.replace("remaining: 1wd", "finished: 2016-03-11") + (
        "revisions:\n  - {calendar: china, off: [2016-03-16], reason: 政府公告, approved_by: 自治区, announced: true}\n"
    )
    found = move_of(zone(TIE, plans=(built_in[0], built_in[1]), p=p, q=C_DONE))
    assert (found.before, found.after) == (date(2016, 3, 21), date(2016, 3, 22))
    assert [(one.kind, one.body, one.days) for one in found.shares] == [(PartKind.CALENDAR, None, 1)]
    assert found.plans == {"p": 1}


def test_a_park_that_reported_nothing_since_the_zone_met_moves_nothing(zone: Zoned) -> None:
    """q's only report is a week old, so what it lost then was told then; p's day is this week's."""
    q = "data_date: 2016-03-14\nprogress:\n  c: {started: 2016-03-07, remaining: 6wd}\n"
    p = A_DAY_LONGER.replace("remaining: 1wd", "finished: 2016-03-11")
    p += "---\ndata_date: 2016-03-21\nprogress:\n  b: {started: 2016-03-14, remaining: 1wd}\n"
    path = zone(TIE, p=p, q=q)
    earlier, later = move_of(path, date(2016, 3, 14)), move_of(path, date(2016, 3, 21))
    assert earlier.plans.keys() == {"q"}
    assert later.before == earlier.after  # windows follow each other
    assert "q" not in later.plans


def test_the_zone_meets_before_on_its_weekday_or_a_week_earlier() -> None:
    zone = Portfolio("一区", {})
    assert zone.met_before(date(2016, 4, 5)) == date(2016, 3, 29)
    for weekday, expected in ((2, date(2016, 3, 29)), (1, date(2016, 4, 4)), (3, date(2016, 3, 30))):
        assert Portfolio("一区", {}, weekday=weekday).met_before(date(2016, 4, 5)) == expected


@pytest.mark.long
def test_of_one_park_the_zone_tells_what_that_parks_own_ledger_tells() -> None:
    """Every week of the sample that moved its deadline, and its last: the same accounts with the same days."""
    history = History(schedule.load(Path(__file__).parent.parent / "plans" / "kashgar"))
    member = Member("trade", Path("kashgar"))
    deadline = history.project.plan.tasks["works-done"].deadline
    assert deadline is not None
    owed = ZoneDeadline("open", "开园", ("trade.works-done",), deadline)
    portfolio = Portfolio("一区", {"trade": member}, deadlines=(owed,))
    dates = [one.data_date for one in history.project.updates]
    moves = 0
    for since, until in pairwise(dates):
        own = history.once(window, since, until, "works-done")
        if not own.days and until != dates[-1]:
            continue
        days = start_day(since), start_day(until)
        (found,) = moved(portfolio, {"trade": Window(history, since, until)}, *days, Schedules())
        assert found.days == own.days
        told = {(one.kind, one.body and one.body.id, one.cause): one.days for one in found.shares}
        accounts = [(one.account, one.days) for one in own.entries if one.days]
        expected = {(a.kind, a.body and f"trade.{a.body}", a.cause): days for a, days in accounts}
        assert told == expected
        moves += bool(told)
    assert moves > 1


def line_of(path: Path, day: str, park: str) -> str:
    text = CliRunner().invoke(main, ["portfolio", "meeting", str(path), "--date", day]).stdout
    return next(line for line in text.splitlines() if line.startswith(park))


def test_a_park_that_did_not_report_is_not_said_to_have_moved_again(zone: Zoned) -> None:
    """The plot takes Monday 14 too, so that the road is a day later; by the zone's next meeting nobody said more."""
    path = zone(TIE, p="data_date: 2016-03-07\nnote: 开工\n---\n" + A_DAY_LONGER, q=C_DONE)
    assert "晚了 1 天" in line_of(path, "2016-03-14", "甲园")
    assert "没有新周报" in line_of(path, "2016-03-21", "甲园")
    assert "晚了" not in line_of(path, "2016-03-21", "甲园")


def test_a_zone_that_meets_less_often_than_its_parks_reads_what_moved_since_it_met(zone: Zoned) -> None:
    """A park meets on Monday and on Thursday: a day was lost by the one and a day by the other, two since last week."""
    two = "---\ndata_date: 2016-03-17\nprogress:\n  a: {remaining: 1wd}\n"
    one = "data_date: 2016-03-10\nprogress:\n  a: {started: 2016-03-07, remaining: 2wd}\n---\n"
    path = zone(TIE, p=one + A_DAY_LONGER + two, q=C_DONE)
    # On Thursday the 10th the plot was to be done on the 11th and the road on the 16th; now on the 17th and the 22nd.
    assert "晚了 6 天" in line_of(path, "2016-03-17", "甲园")


def test_a_zone_without_room_is_not_said_to_have_no_hours_of_it(zone: Zoned) -> None:
    """The yard is done on Friday the 18th, on its own deadline; the zone opens with it."""
    path = zone("deadlines: {open: {name: 开园, after: [q.d], deadline: 2016-03-15}}\n", q=C_DONE)
    text = CliRunner().invoke(main, ["portfolio", "meeting", str(path)]).stdout
    assert "0 小时" not in text
    assert "开园刚好守得住：期限3月15日，预计3月15日，已经没有余地。" in text
