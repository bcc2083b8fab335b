"""The decision ledger: what a decision is worth, what was promised for it and what of that has come.

Every day is worked in these plans, so that the arithmetic can be done on fingers: A takes 1 to 10 January, B 11 to 20.
"""

from __future__ import annotations

import csv
import io
import json
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from telling import in_words

import schedule
from schedule.analysis.history import History
from schedule.analysis.meeting import take
from schedule.analysis.move.decided import DecisionLedger, Delivery, decision_ledger, events, is_near
from schedule.calendars.worktime import minutes
from schedule.commands import main
from schedule.output.letters.secretary import secretary_markdown
from schedule.output.minutes.bulletin import bulletin
from schedule.output.words.phrases import voice_of

PLAN = """daopai: 1
project: {name: 示例工程, start: 2026-01-01, calendar: all}
calendars: {all: {week: mon-sun}}
bodies:
  con: {name: 城投公司, name_en: Works}
  agent: {name: 代建中心, name_en: Agent}
tasks:
  A: {name: 基础, body: con, duration: 10cd}
  B: {name: 主体, body: con, duration: 10cd, after: [A]}
  C: {name: 外线, body: agent, duration: 20cd}
  M: {name: 完工, body: agent, milestone: finish, after: [B], deadline: 2026-01-18}
"""
BEGUN = "  A: {started: 2026-01-01, remaining: 6cd}\n  C: {started: 2026-01-01, remaining: 16cd}\n"
CREW = """  - task: B
    set: {duration: 6cd}
    reason: 增加班组
    approved_by: 领导小组
    id: D-1
    for: con
    promises: {task: M, days: 4}
    due: 2026-01-17
    measures: [夜间施工]
"""


def folder(place: Path, *weeks: tuple[str, str, str], plan: str = PLAN) -> Path:
    """A plan with its records: of each its data date, what was reported, what was decided."""
    (place / "updates").mkdir(parents=True)
    (place / "plan.yaml").write_text(plan, encoding="utf-8")
    for day, progress, revisions in weeks:
        text = f"data_date: {day}\n" + (f"progress:\n{progress}" if progress else "")
        text += f"revisions:\n{revisions}" if revisions else ""
        (place / "updates" / f"{day}.yaml").write_text(text, encoding="utf-8")
    return place


def ledger_of(place: Path, day: str, milestone: str = "M") -> DecisionLedger:
    history = History(schedule.load(place))
    return decision_ledger(history, instant(day), milestone)


def instant(day: str) -> int:
    from datetime import datetime

    return minutes(datetime.fromisoformat(day))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


FIRST = ("2026-01-05", BEGUN, CREW)
SECOND = (
    "2026-01-12",
    "  A: {finished: 2026-01-10}\n"
    "  B: {started: 2026-01-11, remaining: 7cd, note: 已夜间 施工}\n"
    "  C: {remaining: 9cd}\n",
    "",
)
THIRD = ("2026-01-19", "  B: {finished: 2026-01-16}\n  M: {finished: 2026-01-16}\n  C: {remaining: 2cd}\n", "")


# What it is worth, and what has come of it


def test_a_duration_that_is_shorter_on_paper_is_worth_its_days_and_delivers_none(tmp_path: Path) -> None:
    """The secretary: 20 January without the decision, 16 with it; nobody has won a day yet."""
    found = ledger_of(folder(tmp_path / "p", FIRST), "2026-01-05")
    (one,) = found.entries
    assert (one.days, one.worth, found.joint_days, found.together) == (-4, -4 * 1440, -4, 0)
    assert [promise.days for promise in one.promises] == [0]
    assert one.state is Delivery.OPEN
    assert not one.is_overdue


def test_half_of_it_is_in_part_and_a_measure_counts_by_its_own_words(tmp_path: Path) -> None:
    """On the 12th seven days are left: the 18th, two days before the 20th. The report counts it, so it is worth 0."""
    (one,) = ledger_of(folder(tmp_path / "p", FIRST, SECOND), "2026-01-12").entries
    assert one.days == 0
    assert [(promise.days, promise.by_due) for promise in one.promises] == [(2, None)]
    assert one.state is Delivery.PARTLY
    assert [measure.reported for measure in one.measures] == [instant("2026-01-12")]


def test_what_is_finished_in_time_is_carried_out(tmp_path: Path) -> None:
    """Done on the 16th: four days before the 20th, known at the first meeting after the 17th."""
    (one,) = ledger_of(folder(tmp_path / "p", FIRST, SECOND, THIRD), "2026-01-19").entries
    assert [(promise.days, promise.by_due) for promise in one.promises] == [(4, 4)]
    assert one.state is Delivery.DONE
    assert not one.is_late


def test_what_comes_after_its_day_is_late(tmp_path: Path) -> None:
    """On the 19th four days are left (2 of 4 missing), on the 24th it is reported done on the 16th after all."""
    third = ("2026-01-18", "  B: {remaining: 1cd}\n  C: {remaining: 3cd}\n", "")
    fourth = (
        "2026-01-24",
        "  B: {finished: 2026-01-16}\n  M: {finished: 2026-01-16}\n  C: {finished: 2026-01-20}\n",
        "",
    )
    place = folder(tmp_path / "p", FIRST, SECOND, third, fourth)
    (then,) = ledger_of(place, "2026-01-18").entries
    (now,) = ledger_of(place, "2026-01-24").entries
    assert [(one.days, one.by_due) for one in then.promises] == [(2, 2)]
    assert then.is_overdue
    assert is_near(then, 7)
    assert [(one.days, one.by_due) for one in now.promises] == [(4, 2)]
    assert now.is_late
    assert not now.is_overdue


def test_scope_that_is_added_costs_its_days_and_what_was_promised_in_return_is_counted_beyond_it(
    tmp_path: Path,
) -> None:
    """X of 7 days between A and B: the 27th. B won 3 of the 3 promised days back: the 24th, and X stays worth +7."""
    scope = """  - add: X
    task: {name: 加固, body: con, duration: 7cd, after: [A]}
    reason: 变更1
    approved_by: 领导小组
    for: con
    promises: {task: M, days: 3}
  - {task: B, set: {after: [A, X]}, reason: 变更1, approved_by: 领导小组}
"""
    done = "  A: {finished: 2026-01-10}\n  X: {started: 2026-01-11, finished: 2026-01-17}\n"
    done += "  B: {started: 2026-01-18, remaining: 5cd}\n  C: {remaining: 1cd}\n"
    place = folder(tmp_path / "p", ("2026-01-05", BEGUN, scope), ("2026-01-20", done, ""))
    (then,), (now,) = ledger_of(place, "2026-01-05").entries, ledger_of(place, "2026-01-20").entries
    assert len(then.event.revisions) == 2, "one decision is one event"
    assert (then.days, then.promises[0].days) == (7, 0)
    assert (now.promises[0].days, now.state) == (3, Delivery.DONE)
    assert now.days == 0, "B has begun and tells what it has left"


def test_a_decision_that_a_later_one_takes_back_is_withdrawn(tmp_path: Path) -> None:
    back = "  - {task: B, set: {duration: 10cd}, reason: 班组没有到位, approved_by: 领导小组}\n"
    found = ledger_of(folder(tmp_path / "p", FIRST, ("2026-01-07", "", back)), "2026-01-07")
    first, second = found.entries
    assert (first.state, first.days) == (Delivery.WITHDRAWN, 0)
    assert (second.state, second.days) == (None, 4)


def test_two_that_overlap_are_not_added(tmp_path: Path) -> None:
    """B and C side by side before M, both of 20 days' end: each shortened by 4 is worth 4 only beside the other."""
    plan = PLAN.replace("after: [B], deadline", "after: [B, C], deadline")
    revisions = "".join(
        f"  - {{task: {name}, set: {{duration: {days}cd}}, reason: {name}, approved_by: 领导小组}}\n"
        for name, days in (("B", 6), ("C", 16))
    )
    found = ledger_of(folder(tmp_path / "p", ("2026-01-01", "", revisions), plan=plan), "2026-01-01")
    assert [one.days for one in found.entries] == [-4, -4]
    assert (found.joint_days, found.alone, found.together) == (-4, -8, 4)


def test_an_empty_revision_is_worth_nothing(tmp_path: Path) -> None:
    same = "  - {task: B, set: {duration: 10cd}, reason: 无变化, approved_by: 领导小组}\n"
    (one,) = ledger_of(folder(tmp_path / "p", ("2026-01-05", BEGUN, same)), "2026-01-05").entries
    assert (one.worth, one.days, one.state) == (0, 0, None)


def test_days_that_a_government_announced_and_slips_of_the_pen_are_nobodys_decision(tmp_path: Path) -> None:
    off = "off: [{date: 2026-01-20, name: 节日}]"
    revisions = f"""  - {{calendar: all, {off}, reason: 通知, approved_by: 自治区, announced: true}}
  - {{task: B, set: {{name: 主体结构}}, reason: 录错, corrects: true}}
"""
    place = folder(tmp_path / "p", ("2026-01-05", BEGUN, revisions))
    assert events(History(schedule.load(place))) == ()


_DECISIONS = (
    "{task: B, set: {duration: 6cd}, ",
    "{task: B, set: {after: [A SS+3cd]}, ",
    "{task: C, set: {duration: 30cd}, ",
    "{task: M, set: {after: [B, C]}, ",
    "{task: A, set: {start_no_earlier_than: 2026-01-04}, ",
    "{add: X, task: {name: 加固, duration: 7cd, after: [A]}, ",
    "{calendar: all, off: [{date: 2026-01-09, name: 停工}], ",
    "{remove: C, ",
)


@given(
    st.lists(st.integers(0, len(_DECISIONS) - 1), min_size=1, max_size=4, unique=True),
    st.integers(0, 3),
    st.sampled_from(["", BEGUN, BEGUN + "  B: {started: 2026-01-07, remaining: 9cd}\n"]),
)
@settings(max_examples=10, deadline=None)
def test_a_worth_is_the_folder_run_again_without_the_decision(
    tmp_path_factory: pytest.TempPathFactory, chosen: list[int], left_out: int, progress: str
) -> None:
    """Whatever was decided and reported: the same files without one decision give the date that the ledger names."""
    if 7 in chosen and (3 in chosen or 2 in chosen[chosen.index(7) :]):
        chosen = [one for one in chosen if one != 7]  # nothing may wait for what is removed, or change it
    progress = "\n".join(line for line in progress.split("\n") if not (7 in chosen and line.startswith("  C:")))
    lines = [f"  - {_DECISIONS[k]}reason: 第{k}个, approved_by: 领导小组}}\n" for k in chosen]
    gone = left_out % len(lines)
    places = [tmp_path_factory.mktemp("p") / "p" for _ in range(2)]
    whole = folder(places[0], ("2026-01-12", progress, "".join(lines)))
    rest = "".join(line for k, line in enumerate(lines) if k != gone)
    other = folder(places[1], ("2026-01-12", progress, rest))
    entry = ledger_of(whole, "2026-01-12").entries[gone]
    with_it, without = (schedule.meeting(schedule.load(place)).schedule.tasks["M"] for place in (whole, other))
    assert entry.worth == with_it.finish - without.finish


# What people read


def test_the_secretary_reads_a_promise_that_is_due(tmp_path: Path) -> None:
    """Due on the 17th, read on the 12th: two of four days have come."""
    meeting = take(schedule.load(folder(tmp_path / "p", FIRST, SECOND)), instant("2026-01-12"))
    zh, en = (secretary_markdown(meeting, voice_of(meeting.schedule, lang)) for lang in ("zh", "en"))
    assert (
        "城投公司：答应完工提前 4 天，到现在提前 2 天；措施“夜间施工”，1月12日 周报写到；1月17日 到期，只落实一部分"
        in zh
    )
    assert (
        "Works: promised 完工 4 days earlier, so far 2 days earlier; measure “夜间施工”, reported 12 Jan; due 17 Jan"
        in en
    )


def test_the_secretary_reads_a_promise_that_was_not_kept(tmp_path: Path) -> None:
    third = ("2026-01-18", "  A: {remaining: 2cd}\n  C: {remaining: 3cd}\n", "")
    meeting = take(schedule.load(folder(tmp_path / "p", FIRST, third)), instant("2026-01-18"))
    page = secretary_markdown(meeting, voice_of(meeting.schedule, "zh"))
    assert "措施“夜间施工”，周报还没有写到；1月17日 已到期，未执行，怎么追、哪天兑现。" in page


def test_the_minutes_say_what_each_decision_is_worth(tmp_path: Path) -> None:
    meeting = take(schedule.load(folder(tmp_path / "p", FIRST)), instant("2026-01-05"))
    sections = {one.heading: one for one in in_words(bulletin(meeting), voice_of(meeting.schedule, "zh")).sections}
    (item,) = sections["决定台账：1 个决定，各值几天、落实没有"].items
    assert item.text == (
        "主体：工期 10 天 → 6 天（1月5日 领导小组批准，城投公司提出）。"
        "没有这个决定，完工预计 1月20日，现在是 1月16日，早 4 天。"
        "答应完工提前 4 天，到现在没有提前；措施“夜间施工”，周报还没有写到；1月17日 到期：未执行。"
    )


def test_the_secretary_reads_no_line_for_each_decision_on_which_nothing_hangs_any_more(tmp_path: Path) -> None:
    """Decided to take 6 days instead of 10, and reported to have 5 left on the 12th: the 16th with it and without."""
    decided = "  - {task: B, set: {duration: 6cd}, reason: 增加班组, approved_by: 领导小组}\n"
    begun = "  A: {finished: 2026-01-10}\n  B: {started: 2026-01-11, remaining: 5cd}\n"
    place = folder(tmp_path / "p", ("2026-01-05", BEGUN, decided), ("2026-01-12", begun, ""))
    for day, said in (
        (
            "2026-01-05",
            "主体：工期 10 天 → 6 天（1月5日 领导小组批准）。没有这个决定，完工预计 1月20日，现在是 1月16日，早 4 天。",
        ),
        ("2026-01-12", "1 个决定没有附带承诺，现在去掉它，完工也是预计 1月16日：差别已经写进周报，或者有余地"),
    ):
        meeting = take(schedule.load(place), instant(day))
        sections = {one.heading: one for one in in_words(bulletin(meeting), voice_of(meeting.schedule, "zh")).sections}
        assert [one.text for one in sections["决定台账：1 个决定，各值几天、落实没有"].items] == [said]


def test_the_engineer_gets_every_week_as_csv_and_json(tmp_path: Path) -> None:
    place = folder(tmp_path / "p", FIRST, SECOND, THIRD)
    asked = ("why", place, "M", "--decisions", "--from", "2026-01-05", "--format")
    rows = list(csv.DictReader(io.StringIO(run(*asked, "csv").stdout)))
    found = [(row["date"], row["kind"], row["worth_days"], row["delivered"], row["state"]) for row in rows]
    assert [one for one in found if one[1] == "decision"] == [
        ("2026-01-05", "decision", "-4", "0", "open"),
        ("2026-01-12", "decision", "0", "2", "partly"),
        ("2026-01-19", "decision", "0", "4", "done"),
    ]
    meetings = json.loads(run(*asked, "json").stdout)["meetings"]
    assert [(one["date"], one["joint_days"], one["together_days"]) for one in meetings] == [
        ("2026-01-05", -4, 0),
        ("2026-01-12", 0, 0),
        ("2026-01-19", 0, 0),
    ]
    assert meetings[1]["decisions"][0]["promises"] == [
        {"task": "M", "days": 4, "delivered_days": 2, "by_due_days": None, "kept": False}
    ]


def test_the_clerk_reads_the_table_in_both_languages(tmp_path: Path) -> None:
    place = folder(tmp_path / "p", FIRST, SECOND)
    for (lang, sums), day in product((("zh", "合计"), ("en", "All together")), ("2026-01-05", "2026-01-12")):
        done = run("why", place, "M", "--decisions", "--from", "2026-01-05", "--date", day, "--lang", lang)
        assert done.exit_code == 0
        assert sums in done.stdout or day == "2026-01-05"
    assert run("why", place, "--decisions", "-o", tmp_path / "a.png").exit_code == 2


def test_a_clerk_can_promise_no_days_of_nothing(tmp_path: Path) -> None:
    """A promise of no days would be kept by whoever does nothing."""
    place = folder(tmp_path, ("2026-01-05", BEGUN, CREW.replace("days: 4", "days: 0")))
    done = run("why", place, "--decisions")
    assert done.exit_code == 1
    assert "2026-01-05.yaml" in done.stderr
    assert "“0”不是合适的数" in done.stderr
