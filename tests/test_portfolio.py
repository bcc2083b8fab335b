"""One meeting over many plans: what ties them, what is promised, what cannot be read; each plan stays its own."""

from __future__ import annotations

import json
import multiprocessing
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import schedule
from schedule.analysis.history import History
from schedule.analysis.portfolio.summary import summary_of
from schedule.analysis.portfolio.zone import own_date, zone_of
from schedule.commands import main
from schedule.commands.portfolio import met, rolls_by
from schedule.commands.portfolio.remembered import kept_document, kept_summary
from schedule.diagnostics import PlanError
from schedule.files.plans.portfolio import read_portfolio

P = """\
daopai: 1
project: {name: 甲园, start: 2016-03-07, calendar: office}
calendars: {office: {week: mon-fri}}
bodies: {land: {name: 国土局}}
tasks:
  a: {name: 地块, duration: 5wd, body: land}
  b: {name: 道路, duration: 3wd, after: [a], body: land}
"""
Q = """\
daopai: 1
project: {name: 乙园, start: 2016-03-07, calendar: office, target: d}
calendars: {office: {week: mon-fri}}
bodies: {dilian: {name: 地区国土局}}
tasks:
  c: {name: 场平, duration: 4wd, body: dilian}
  d: {name: 货场, duration: 2wd, after: [c], body: dilian, deadline: 2016-03-18}
"""
HEAD = "daopai-portfolio: 1\nname: 一区\nplans:\n  p: {plan: p}\n  q: {plan: q, county: 疏附}\n"
TIE = "relations:\n  - {from: p.b, to: q.d, type: FS+1wd, agreed: 纪要〔2016〕4号, by: 2016-03-15}\n"

Zoned = Callable[..., Path]


@pytest.fixture
def zone(tmp_path: Path) -> Zoned:
    """Writes two plans, and a portfolio of the text that follows its head."""

    def written(more: str = "", *, head: str = HEAD, **plans: str) -> Path:
        for key, text in ({"p": P, "q": Q} | plans).items():
            (tmp_path / key).mkdir(exist_ok=True)
            (tmp_path / key / "plan.yaml").write_text(text, encoding="utf-8")
        path = tmp_path / "zone.yaml"
        path.write_text(head + more, encoding="utf-8")
        return path

    return written


def run(path: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["portfolio", "meeting", str(path), *options])


def answered(path: Path, *options: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(run(path, "--format", "json", *options).stdout)[0]
    return found


def plans_of(path: Path, *options: str) -> dict[str, dict[str, object]]:
    rows = answered(path, *options)["plans"]
    assert isinstance(rows, list)
    return {row["key"]: row for row in rows}


def test_a_secretary_reads_that_a_park_is_late_for_what_another_owes(zone: Zoned) -> None:
    """Alone d ends on Monday 14 March. b ends on Wednesday 16, its lag on Thursday: d is Friday to Monday 21.

    Due on Friday 18: three calendar days late. b is needed by Tuesday 15, as was promised, and comes a day late.
    """
    path = zone(TIE)
    rows = plans_of(path)
    assert rows["q"]["zone_forecast"] == "2016-03-21"
    assert (rows["q"]["zone_room"], rows["q"]["zone_alone"], rows["q"]["outside"]) == ("晚 3 天", "2016年3月14日", True)
    assert (rows["p"]["zone_forecast"], rows["p"]["zone_alone"]) == ("2016-03-16", None)
    (promise,) = answered(path)["promises"]  # type: ignore[misc]
    assert promise["zone_due"] == "2016-03-15"
    assert promise["zone_needed"] == "2016-03-15"
    assert promise["zone_comes"] == "2016-03-16"
    assert promise["zone_kept"] == "要晚 1 天"
    text = run(path).stdout
    assert "1 个园区守不住自己的期限：乙园。" in text
    assert [line for line in text.splitlines() if line.startswith("- ")] == [
        "- 甲园：地块（国土局），3月11日完成",
        "- 甲园：道路（国土局），3月16日完成",
        "- 乙园：货场（地区国土局），3月21日完成",
    ]


def test_a_secretary_of_a_park_that_is_in_time_reads_that_another_sets_its_date(zone: Zoned) -> None:
    """The same dates, due in April: d ends a week later than alone, and its own c does not hold it."""
    rows = plans_of(zone(TIE, q=Q.replace("deadline: 2016-03-18", "deadline: 2016-04-29")))
    assert rows["q"]["zone_stuck"] == "因与别的园区的衔接推后；自己的卡在地区国土局（场平）"
    assert rows["p"]["zone_stuck"] == "国土局（地块）"
    assert (rows["q"]["outside"], rows["q"]["light"]) == (False, "绿")


def test_what_a_park_is_told_by_itself_is_not_touched_by_the_zone(zone: Zoned) -> None:
    path = zone(TIE)
    before = CliRunner().invoke(main, ["schedule", str(path.parent / "q"), "--format", "csv"]).stdout
    run(path)
    assert CliRunner().invoke(main, ["schedule", str(path.parent / "q"), "--format", "csv"]).stdout == before
    assert sorted(one.name for one in (path.parent / "q").iterdir()) == ["plan.yaml"]


def test_without_ties_each_park_says_what_its_own_meeting_says(zone: Zoned) -> None:
    rows = plans_of(zone())
    for key in ("p", "q"):
        own = schedule.meeting(schedule.load(zone().parent / key)).headline
        assert rows[key]["zone_alone"] is None
        assert rows[key]["light"] == ({True: "绿", None: None}[None if own.margin is None else own.margin >= 0])
    assert rows["q"]["zone_forecast"] == "2016-03-14"


def test_a_zone_deadline_holds_where_all_its_parks_do(zone: Zoned) -> None:
    """p.b ends on 16 March, q.d (untied) on 14: open on 16, nine days before 25 March; two late for the 14th."""
    held = zone("deadlines: {open: {name: 开园, after: [p.b, q.d], deadline: 2016-03-25}}\n")
    assert str(answered(held)["headline"]).startswith(
        "开园守得住：期限2016年3月25日，预计2016年3月16日，还有 9 天余地。"
    )
    late = zone("deadlines: {open: {name: 开园, after: [p.b, q.d], deadline: 2016-03-14}}\n")
    assert str(answered(late)["headline"]).startswith("开园守不住：期限2016年3月14日，预计2016年3月16日，晚 2 天。")


def test_a_park_that_cannot_be_read_is_told_first_and_stops_nobody(zone: Zoned) -> None:
    path = zone(TIE, p="daopai: 1\nproject: {name: 甲园, start: 2016-03-07}\ntasks: {a: {name: 地块, duration: 5dw}}\n")
    answer = run(path)
    assert answer.exit_code == 1
    lines = answer.stdout.splitlines()
    assert lines[2] == "1 个园区守得住。读不进来的：p。"
    assert lines[4] == "先看：说不准的"
    assert lines[5].startswith("灰  p读不进来：")
    assert "p.b → q.d 没有算进去：有一头的园区读不进来" in answer.stdout
    assert plans_of(path)["q"]["zone_forecast"] == "2016-03-14"


def test_a_park_that_did_not_report_makes_the_zone_unsure(zone: Zoned) -> None:
    """Nothing since 7 March; nine days are allowed, the tenth is 17 March."""
    path = zone("deadlines: {open: {name: 开园, after: [p.b, q.d], deadline: 2016-03-25}}\n")
    (path.parent / "q" / "updates").mkdir()
    (path.parent / "q" / "updates" / "2016-03-16.yaml").write_text("data_date: 2016-03-16\n", encoding="utf-8")
    assert not plans_of(path)["p"]["stale"]
    assert plans_of(path, "--date", "2016-03-17")["p"]["stale"]
    told = run(path, "--date", "2016-03-17").stdout
    assert "开园说不准：甲园没有按时报" in told
    assert "灰  甲园3月7日以后没有报过，已经 10 天" in told


def test_bodies_that_are_one_are_counted_once(zone: Zoned) -> None:
    path = zone("bodies: {lands: {name: 两级国土, is: [p.land, '*.dilian']}}\n")
    (load,) = answered(path)["bodies"]  # type: ignore[misc]
    assert (load["body"], load["zone_open"], load["zone_plans"]) == ("两级国土", 4, "甲园、乙园")
    # In the first week a takes five working days and c four, d begins on the Friday: one more.
    assert load["zone_peak"] == "2016年3月7日那周，10 天"


def test_any_number_of_workers_gives_the_same_bytes(zone: Zoned) -> None:
    path = zone(TIE)
    head = HEAD + "  r: {plan: r}\n  s: {plan: s}\n"
    path = zone(TIE, head=head, r=P, s=Q)
    one = run(path, "--format", "json").stdout
    assert run(path, "--format", "json", "--workers", "3").stdout == one
    portfolio, _ = read_portfolio(path)
    with ThreadPoolExecutor(2) as executor:
        rolls = rolls_by(executor, portfolio, portfolio.components(), None)
    assert zone_of(portfolio, rolls, None) == met(portfolio, None, 1)


@pytest.mark.parametrize(
    ("more", "code", "found"),
    [
        ("relations: [{from: x.b, to: q.d}]\n", "unknown-plan", "x"),
        ("relations: [{from: p.b, to: p.a}]\n", "relation-within-plan", "p"),
        ("relations: [{from: pb, to: q.d}]\n", "task-of-plan", "pb"),
        ("relations: [{from: p.b, to: q.d, type: XX}]\n", "bad-relation", "XX"),
        ("relations: [{from: p.b, to: q.d, type: FS+3}]\n", "bad-duration", "3"),
        ("relations: [{from: p.b, to: q.d}, {from: p.b, to: q.d}]\n", "duplicate-relation", "p.b FS"),
        ("deadlines: {open: {after: [z.b], deadline: 2016-03-25}}\n", "unknown-plan", "z"),
        ("bodies: {land: {is: [land]}}\n", "task-of-plan", "land"),
        ("meeting: {stale_after: 9wd}\n", "bad-duration", "9wd"),
        ("meeting: {weekdy: 2}\n", "unknown-key", "weekdy"),
    ],
)
def test_a_clerk_is_told_what_is_wrong_in_the_file_and_where(zone: Zoned, more: str, code: str, found: str) -> None:
    with pytest.raises(PlanError) as caught:
        read_portfolio(zone(more))
    (fault,) = caught.value.diagnostics
    assert (fault.code, fault.facts["found"]) == (code, found)
    assert fault.location is not None
    assert fault.location.line > 5


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("daopai-portfolio: 1\nname: 区\nplans: {zone: {plan: p}}\n", "reserved-plan"),
        ("daopai-portfolio: 1\nname: 区\nplans: {p: {plan: p}, q: {plan: ./p}}\n", "duplicate-plan"),
        ("daopai-portfolio: 1\nname: 区\nplans: {p.x: {plan: p}}\n", "bad-id"),
        ("daopai-portfolio: 2\nname: 区\nplans: {p: {plan: p}}\n", "unknown-format"),
        ("daopai-portfolio: 1\nname: 区\n", "missing-key"),
    ],
)
def test_the_head_of_a_portfolio_is_held_to_its_form(zone: Zoned, head: str, code: str) -> None:
    with pytest.raises(PlanError) as caught:
        read_portfolio(zone(head=head))
    assert caught.value.diagnostics[0].code == code


def test_a_tie_to_a_task_that_is_not_there_leaves_the_ties_out_and_says_so(zone: Zoned) -> None:
    answer = run(zone("relations: [{from: p.bb, to: q.d}]\n"))
    assert answer.exit_code == 1
    assert "园区之间的关系没有算进去：没有编号为“p.bb”的任务" in answer.stdout
    assert "p.b" in answer.stderr


def test_a_circle_between_parks_is_named(zone: Zoned) -> None:
    answer = run(zone("relations: [{from: p.b, to: q.c}, {from: q.d, to: p.a}]\n"))
    assert answer.exit_code == 1
    assert "园区之间的关系没有算进去" in answer.stdout


def test_plans_of_different_rules_are_not_tied(zone: Zoned) -> None:
    answer = run(zone(TIE, q=Q + "settings: {profile: msp}\n"))
    assert answer.exit_code == 1
    assert "profile（p: p6；q: msp）" in answer.stdout
    assert plans_of(zone(TIE, q=Q + "settings: {profile: msp}\n"))["q"]["zone_forecast"] == "2016-03-14"


def test_a_promise_kept_may_still_come_too_late_and_the_page_says_so(zone: Zoned) -> None:
    """b comes on Wednesday 16, as agreed; d needs it by Tuesday 15."""
    path = zone(TIE.replace("2016-03-15", "2016-03-16"))
    (promise,) = answered(path)["promises"]  # type: ignore[misc]
    assert promise["zone_kept"] == "按约定不晚，比要用的晚 1 天"


def test_a_park_that_misses_its_own_deadline_is_not_said_to_be_later_than_another_needs(zone: Zoned) -> None:
    """b is due on Friday 11 in its own park and comes on Wednesday 16, as agreed; d waits until April."""
    late = P.replace("after: [a], body: land", "after: [a], body: land, deadline: 2016-03-11")
    calm = Q.replace("deadline: 2016-03-18", "deadline: 2016-04-29")
    (promise,) = answered(zone(TIE.replace("2016-03-15", "2016-03-16"), p=late, q=calm))["promises"]  # type: ignore[misc]
    assert promise["zone_kept"] == "按约定不晚，比保住期限的日子晚 5 天，先要的不是这一条"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sample_zone_is_sound_and_says_that_it_is_invented(lang: str) -> None:
    path = Path(__file__).parent.parent / "plans" / "kashgar-zone" / "zone.yaml"
    answer = run(path, "--lang", lang, "--date", "2016-04-05")
    assert answer.exit_code == 0, answer.stderr
    assert answer.stderr == ""
    marks = {
        "zh": ("演示数据", "草湖纺织产业园区（三师）3月21日以后没有报过，已经 15 天"),
        "en": ("Invented data", "Caohu"),
    }
    for mark in marks[lang]:
        assert mark in answer.stdout
    for park in read_portfolio(path)[0].members.values():
        assert schedule.load(park.path).plan.settings is not None


OPEN = "deadlines: {open: {name: 开园, after: [p.b, q.d], deadline: 2016-03-25}}\n"


@pytest.mark.parametrize(
    ("due", "said"), [("2016-03-14", "1 个园区守得住。"), ("2016-03-13", "1 个园区守不住自己的期限")]
)
def test_a_park_that_is_done_on_its_last_day_keeps_it(zone: Zoned, due: str, said: str) -> None:
    """d ends on Monday 14 March."""
    assert said in run(zone(q=Q.replace("2016-03-18", due))).stdout


def test_a_park_that_was_late_is_told_as_done_and_breaks_no_law(zone: Zoned) -> None:
    """d was done on Wednesday 23, its last day was Friday 18: five days late, and nothing of it is left to keep."""
    path = zone()
    (path.parent / "q" / "updates").mkdir()
    told = "data_date: 2016-03-24\nprogress:\n  c: {started: 2016-03-07, finished: 2016-03-10}\n"
    told += "  d: {started: 2016-03-11, finished: 2016-03-23}\n"
    (path.parent / "q" / "updates" / "2016-03-24.yaml").write_text(told, encoding="utf-8")
    assert plans_of(path)["q"]["zone_room"] == "已完成，晚了 5 天"
    text = run(path).stdout
    assert "守不住" not in text
    assert "手续" not in text
    assert "1 个园区完成时已经过了期限：" in text


@pytest.mark.parametrize(("last", "said"), [("23", "1 个园区完成时已经过了期限：Q。"), ("18", "1 个园区已按期完成。")])
def test_the_secretary_of_a_zone_whose_parks_are_done_reads_whether_they_were_in_time(
    zone: Zoned, last: str, said: str
) -> None:
    """The only park's deadline was Friday 18 March, and it is over: it is not said that no park has one."""
    path = zone()
    path.write_text("daopai-portfolio: 1\nname: 园区\nplans:\n  q: {plan: q, name: Q}\n", encoding="utf-8")
    (path.parent / "q" / "updates").mkdir()
    told = "data_date: 2016-03-24\nprogress:\n  c: {started: 2016-03-07, finished: 2016-03-10}\n"
    told += f"  d: {{started: 2016-03-11, finished: 2016-03-{last}}}\n"
    (path.parent / "q" / "updates" / "2016-03-24.yaml").write_text(told, encoding="utf-8")
    text = run(path).stdout
    assert said in text
    assert "没有定期限" not in text


def test_of_a_park_that_did_not_report_nothing_is_called_in_time(zone: Zoned) -> None:
    path = zone(TIE.replace("2016-03-15", "2016-03-16"), q=Q.replace("2016-03-18", "2016-03-31"))
    assert answered(path)["promises"][0]["zone_kept"] == "来得及"  # type: ignore[index]
    late = answered(path, "--date", "2016-03-17")
    assert late["promises"][0]["zone_kept"] == "说不准（报到2016年3月7日）"  # type: ignore[index]
    assert late["plans"][1]["zone_room"] == "说不准（报到2016年3月7日）"  # type: ignore[index]
    assert "守得住" not in str(late["headline"])


@pytest.mark.parametrize("broken", ["p", "q", "pq"])
def test_a_zone_deadline_of_a_park_that_was_not_read_is_told_as_unknown(zone: Zoned, broken: str) -> None:
    answer = run(zone(OPEN, **dict.fromkeys(broken, "daopai: 1\n")))
    assert "开园说不准" in answer.stdout.splitlines()[2]


def test_a_zone_deadline_is_unknown_where_a_circle_leaves_no_joint_dates(zone: Zoned) -> None:
    answer = run(zone(OPEN + "relations: [{from: p.b, to: q.c}, {from: q.d, to: p.a}]\n"))
    assert "开园说不准：多园文件里的关系有错" in answer.stdout.splitlines()[2]
    assert "读不进来" not in answer.stdout, "every park was read"


def test_records_that_were_changed_or_not_read_are_told_beside_their_park(zone: Zoned) -> None:
    path = zone()
    park = path.parent / "q"
    CliRunner().invoke(main, ["update", str(park), "--date", "2016-03-09", "c started=2016-03-07 remaining=2wd"])
    (record,) = (park / "updates").iterdir()
    assert "先看" not in run(path).stdout
    record.write_text(record.read_text(encoding="utf-8").replace("2wd", "9wd"), encoding="utf-8")
    (park / "updates" / "2016-03-16.yaml.bak").write_text("x", encoding="utf-8")
    lines = [line for line in run(path).stdout.splitlines() if line.startswith("灰  乙园")]
    assert "封存以后被改过" in lines[0]
    assert "2016-03-16.yaml.bak" in lines[1]


@pytest.mark.parametrize(
    ("named", "park", "one"),
    [
        ("p.land", "p.land", True),
        ("'*.land'", "p.land", True),
        ("'*.land'", "p.county.land", False),
        ("p.land", "p.land2", False),
        ("'*.county.land'", "q.county.land", True),
    ],
)
def test_a_body_is_the_zones_only_by_its_whole_name(zone: Zoned, named: str, park: str, one: bool) -> None:
    portfolio, _ = read_portfolio(zone(f"bodies: {{lands: {{name: 国土, is: [{named}]}}}}\n"))
    key, _, body = park.partition(".")
    assert portfolio.body_of(key, body) == ("lands" if one else park)


def test_a_body_that_no_plan_has_and_one_that_is_two_are_told(zone: Zoned) -> None:
    answer = run(zone("bodies: {lands: {name: 国土, is: [p.lnad]}}\n"))
    assert answer.exit_code == 1
    assert "灰  bodies 里没有单位“p.lnad”" in answer.stdout
    assert "p.land" in answer.stderr
    with pytest.raises(PlanError) as caught:
        read_portfolio(zone("bodies: {one: {is: [p.land]}, two: {is: [p.land]}}\n"))
    assert [fault.code for fault in caught.value.diagnostics] == ["duplicate-item"]


def test_a_park_belongs_to_the_zone_from_its_day_on(zone: Zoned) -> None:
    head = HEAD.replace("q: {plan: q,", "q: {plan: q, from: 2016-03-10,")
    path = zone(TIE + OPEN, head=head)
    assert plans_of(path, "--date", "2016-03-09").keys() == {"p"}
    assert "开园守得住" in str(answered(path, "--date", "2016-03-09")["headline"])
    assert plans_of(path, "--date", "2016-03-10").keys() == {"p", "q"}


def test_the_page_says_when_the_zone_meets_again(zone: Zoned) -> None:
    """A zone that meets on Tuesdays, told on Monday 7, and on Tuesday 8 March."""
    path = zone("meeting: {weekday: 2, stale_after: 9d}\n")
    assert "下次协调会：2016年3月8日（周二）" in run(path, "--date", "2016-03-07").stdout
    assert "下次协调会：2016年3月15日（周二）" in run(path, "--date", "2016-03-08").stdout


def test_a_plan_and_a_portfolio_are_told_apart_in_one_sentence(zone: Zoned) -> None:
    path = zone()
    answer = run(path.parent / "p" / "plan.yaml")
    assert answer.stderr.startswith("错误：这是一个计划，不是多园文件")
    assert answer.stderr.endswith("1 个错误\n")
    answer = CliRunner().invoke(main, ["meeting", str(path)])
    assert "错误：这是多园文件，不是一个计划：用 daopai portfolio meeting 打开" in answer.stderr
    assert answer.stderr.endswith("1 个错误\n")


@pytest.mark.parametrize("day", [None, "2016-03-10", "2016-03-20"])
@pytest.mark.parametrize("order", ["pq", "qp"])
def test_parks_that_nothing_ties_are_in_the_zone_what_each_is_alone_to_the_byte(
    zone: Zoned, order: str, day: str | None
) -> None:
    """Every figure of a summary, with one that reported and one that did not; whatever the order of the file."""
    head = "daopai-portfolio: 1\nname: 一区\nplans:\n" + "".join(f"  {key}: {{plan: {key}}}\n" for key in order)
    path = zone(head=head)
    CliRunner().invoke(
        main, ["update", str(path.parent / "q"), "--date", "2016-03-09", "c started=2016-03-07 remaining=9wd"]
    )
    at = None if day is None else date.fromisoformat(day)
    portfolio, _ = read_portfolio(path)
    found = met(portfolio, at, 1)
    for key in order:
        history = History(schedule.load(path.parent / key))
        own = summary_of(schedule.meeting(history, own_date(history, at)), key)
        assert repr(found.summaries[key]) == repr(own)
        alone = zone_of(portfolio, [schedule.roll_up(portfolio, (key,), at)], found.day)
        rows = {row.summary.key: row for row in found.rows()}
        assert repr(rows[key]) == repr(alone.rows()[0])


def test_a_worker_has_so_much_memory_and_what_asks_for_more_is_that_parks_fault(
    zone: Zoned, monkeypatch: pytest.MonkeyPatch
) -> None:
    if multiprocessing.get_start_method() != "fork" or sys.platform != "linux":
        pytest.skip("only a process that is forked sees the worker made here, and Linux holds it to its limit")
    whole = schedule.roll_up

    def roll_up(portfolio: Any, keys: tuple[str, ...], day: Any) -> Any:
        if keys == ("p",):
            bytearray(3 * 2**30)
        return whole(portfolio, keys, day)

    monkeypatch.setattr(schedule, "roll_up", roll_up)
    portfolio, _ = read_portfolio(zone())
    found = met(portfolio, None, 2)
    assert [fault.code for fault in found.faults["p"]] == ["worker-lost"]
    assert found.summaries.keys() == {"q"}


def test_what_has_not_changed_is_read_and_the_bytes_are_the_same(zone: Zoned, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cache on or off, one worker or two; a record, a file that is not read and another day are worked out anew."""
    path = zone("bodies: {lands: {name: 两级国土, is: [p.land, q.dilian]}}\n")
    cache = ("--cache", str(path.parent / "kept"))
    plain = run(path, "--format", "json").stdout
    assert run(path, "--format", "json", *cache).stdout == plain
    assert len(list((path.parent / "kept").iterdir())) == 2
    worked, whole = list[str](), schedule.roll_up

    def roll_up(portfolio: Any, keys: tuple[str, ...], day: Any) -> Any:
        worked.extend(keys)
        return whole(portfolio, keys, day)

    monkeypatch.setattr(schedule, "roll_up", roll_up)
    assert run(path, "--format", "json", *cache).stdout == plain
    assert run(path, "--format", "json", "--workers", "2", *cache).stdout == plain
    assert worked == []
    CliRunner().invoke(
        main, ["update", str(path.parent / "q"), "--date", "2016-03-09", "c started=2016-03-07 remaining=9wd"]
    )
    assert run(path, "--format", "json", *cache).stdout == run(path, "--format", "json").stdout
    assert worked == ["q", "p", "q"]
    (path.parent / "q" / "updates" / "2016-03-16.yaml.bak").write_text("x", encoding="utf-8")
    assert "2016-03-16.yaml.bak" in run(path, *cache).stdout
    assert worked[3:] == ["q"]


@pytest.mark.parametrize("spoiled", ["", "{", "{}", "[1]", '{"key": "p"}', "null", "NaN"])
def test_a_kept_summary_that_cannot_be_read_is_worked_out_anew(zone: Zoned, spoiled: str) -> None:
    path = zone()
    cache = ("--cache", str(path.parent / "kept"))
    plain = run(path, "--format", "json", *cache).stdout
    for one in (path.parent / "kept").iterdir():
        one.write_text(spoiled, encoding="utf-8")
    assert run(path, "--format", "json", *cache).stdout == plain


def test_the_summary_of_a_busy_plan_is_kept_whole() -> None:
    kashgar = Path(__file__).parent.parent / "plans" / "kashgar"
    for day in (date(2016, 1, 4), date(2016, 2, 22), date(2016, 4, 5)):
        history = History(schedule.load(kashgar))
        summary = summary_of(schedule.meeting(history, own_date(history, day)), "k")
        assert repr(kept_summary(json.loads(kept_document(summary)))) == repr(summary)


ENGLISH = "{name: 乙园, name_en: East, "


@pytest.mark.parametrize(
    ("plans", "head", "told"),
    [
        pytest.param({"q": Q.replace("乙园", "甲园")}, HEAD, {"甲园（p）", "甲园（q）"}, id="projects of one name"),
        pytest.param(
            {}, HEAD.replace("{plan: q,", "{plan: q, name: 甲园,"), {"甲园（p）", "甲园（q）"}, id="the zone's own"
        ),
        pytest.param({}, HEAD, {"甲园", "乙园"}, id="none"),
        pytest.param(
            {
                "p": P.replace("{name: 甲园, ", "{name: 甲园, name_en: East, "),
                "q": Q.replace("{name: 乙园, ", ENGLISH),
            },
            HEAD,
            {"甲园（p）", "乙园（q）"},
            id="in English alone",
        ),
    ],
)
def test_parks_of_one_name_are_told_apart_by_their_keys_wherever_one_is_named(
    zone: Zoned, plans: dict[str, str], head: str, told: set[str]
) -> None:
    path = zone(TIE, head=head, **plans)
    found = answered(path)
    rows = found["plans"]
    assert isinstance(rows, list)
    assert {row["zone_plan"] for row in rows} == told
    (promise,) = found["promises"]  # type: ignore[misc]
    assert {promise["zone_giver"], promise["zone_taker"]} == told  # type: ignore[index]
    text = run(path).stdout
    assert {name for name in told if name in text} == told
    published = CliRunner().invoke(main, ["portfolio", "publish", str(path), "--date", "2016-03-07"])
    assert any(f"{name}在自己的会上接受" in published.stdout for name in told), published.output


def test_a_park_that_cannot_be_read_is_told_apart_too(zone: Zoned) -> None:
    """Both are called so by the zone; of the second there is nothing but that."""
    head = HEAD.replace("{plan: q,", "{plan: q, name: 一号,").replace("{plan: p}", "{plan: p, name: 一号}")
    path = zone(head=head, q="daopai: 1\n")
    text = run(path).stdout
    assert "一号（q）读不进来" in text
    assert "一号（p）" in text
