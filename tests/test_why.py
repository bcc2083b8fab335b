"""`daopai why` and the meeting's section on it: what is printed adds up, nobody is named alone where several were late.

The sample plan's weeks say in their own comments what happened in them; the arithmetic is in the comments here.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import schedule
from schedule.analysis.move.totals import tenths
from schedule.commands import main

ROOT = Path(__file__).parent.parent
KASHGAR = ROOT / "plans" / "kashgar"
P6 = ROOT.parent / "shared" / "p6"
WORKS = [P6 / f"works-{name}.xer" for name in ("baseline-2025-09-02", "update-2025-11-21", "update-2025-12-04")]
needs_p6 = pytest.mark.skipif(not P6.is_dir(), reason="the exports of P6 lie beside the project, not in it")
ROAD = """\
daopai: 1
project: {name: 示例路, start: 2016-03-01, calendar: calendar-days}
bodies: {works: {name: 城投公司, name_en: Works}, park: {name: 管委会, name_en: Park}}
tasks:
  base: {name: 基层, body: works, duration: 30h}
  kerb: {name: 路缘石, body: park, duration: 20h}
  care: {name: 看护, kind: level-of-effort, after: [base SS]}
  done: {name: 通车, milestone: finish, after: [base, kerb], deadline: 2016-03-11}
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def records(*arguments: object) -> list[dict[str, str]]:
    done = run("why", *arguments, "--format", "csv")
    assert done.exit_code == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def total(text: str, word: str) -> list[str]:
    """The figures of the first row that begins with a word."""
    return next(line for line in text.splitlines() if line.startswith(word)).split()[1:]


@pytest.fixture
def road(tmp_path: Path) -> Path:
    """A road whose base course has 30 hours of work, and two meetings a day apart, of which nothing is written yet."""
    folder = tmp_path / "road"
    (folder / "updates").mkdir(parents=True)
    (folder / "plan.yaml").write_text(ROAD, encoding="utf-8")
    (folder / "updates" / "2016-03-01.yaml").write_text("data_date: 2016-03-01\n", encoding="utf-8")
    return folder


def second_meeting(folder: Path, progress: str) -> None:
    text = f"data_date: 2016-03-02\nprogress:\n{progress}"
    (folder / "updates" / "2016-03-02.yaml").write_text(text, encoding="utf-8")


# One window


@pytest.mark.slow
def test_the_sum_is_the_headline_in_both_languages() -> None:
    """27 June to 2 July are 5 days: 3 working days of contract and fire review, and a weekend."""
    zh = run("why", KASHGAR, "--date", "2016-02-29").stdout
    en = run("why", KASHGAR, "--date", "2016-02-29", "--lang", "en").stdout
    assert "由 6月27日 变为 7月2日，晚 5 天（2016-02-22 → 2016-02-29）" in zh.splitlines()[0]
    assert "from 27 Jun to 2 Jul, 5 days later (2016-02-22 → 2016-02-29)" in en.splitlines()[0]
    assert total(zh, "合计") == ["+5"]
    assert total(en, "Sum") == ["+5"]
    assert not re.search("[一-鿿]", en.split("How to read this")[0].split("※")[0].split("Causes as reported")[0])


@pytest.mark.slow
def test_concurrent_delay_names_both_and_nobody_alone() -> None:
    """Contract and fire review both lost 3 working days, and both hold the permit: each alone 5, but for it 0."""
    zh = run("why", KASHGAR, "--date", "2016-02-29").stdout
    line = next(line for line in zh.splitlines() if line.startswith("并行延误"))
    assert line.startswith("并行延误 5 天：")
    assert "公安消防" in line
    assert "城投公司" in line
    table = zh.split("\n\n")[1].splitlines()
    rows = [row for row in table if row.startswith(("公安消防", "城投公司"))]
    assert len(rows) == 2
    for row in rows:
        assert "并行" in row
        assert row.split()[-2] == "+2.5"
    # In the one order of the walk the first has all five: a column of its own, without a sum.
    assert sorted(row.split()[-1] for row in rows) == ["+5", "0"]
    accounts = next(block for block in zh.split("\n\n") if block.startswith("各家各算多少天"))
    for row in accounts.splitlines()[2:4]:
        assert row.split()[1:] == ["+2.5", "0", "0", "+2.5", "0"]  # share, but for it, its alone, concurrent, together
    en = run("why", KASHGAR, "--date", "2016-02-29", "--lang", "en").stdout
    assert "Concurrent delay of 5 days: City Investment Company, Fire Service were late side by side" in en


def test_the_fair_shares_have_no_day_of_a_milestone_that_nobody_reported(road: Path) -> None:
    """Both paths end on the evening of 10 March, 5 days late; that `done` is not reported on the 14th loses none."""
    text = ROAD.replace("30h", "5cd").replace("20h", "5cd")
    (road / "plan.yaml").write_text(text, encoding="utf-8")
    progress = "".join(f"  {name}: {{started: 2016-03-01, finished: 2016-03-10}}\n" for name in ("base", "kerb"))
    update = f"data_date: 2016-03-14\nprogress:\n{progress}"
    (road / "updates" / "2016-03-14.yaml").write_text(update, encoding="utf-8")
    done = run("why", road, "--lang", "en")
    assert ", 5 days later" in done.stdout.splitlines()[0]
    table = done.stdout.split("\n\n")[1].splitlines()
    assert table[-1].split() == ["Sum", "+5"]
    # The road's two tasks have no body: one account, whose days are shared among them, none of them the milestone's.
    assert [row.split()[-2] for row in table[1:-1]] == ["+2.5", "+2.5"]
    assert "not reported" not in done.stdout


@pytest.mark.slow
def test_what_was_won_together_is_nobodys_alone_either() -> None:
    """2016-03-07: contract and fire review a working day early, over a weekend 3 days; neither alone wins any.

    The decision alone wins 4 (v(d) = -4, v(cf) = -3, v(cfd) = -5, with one of the two beside it no more): its share is
    4/3 + 4/6 + 4/6 + 2/3 = 10/3, theirs 5/6 each.
    """
    zh = run("why", KASHGAR, "--date", "2016-03-07").stdout
    assert "早 5 天" in zh.splitlines()[0]
    line = next(line for line in zh.splitlines() if line.startswith("缺一不可 1.7 天"))
    assert "公安消防" in line
    assert "城投公司" in line


@pytest.mark.slow
def test_a_decision_is_booked_to_itself_with_its_reason_and_approver() -> None:
    zh = run("why", KASHGAR, "--date", "2016-03-07").stdout
    row = next(line for line in zh.splitlines() if line.startswith("计划调整"))
    assert "施工许可证" in row
    assert "10 个工作日 → 8 个工作日" in row
    assert row.split()[-2:] == ["-3.3", "-2"]
    assert "住建、国土、消防集中联审，一次补齐（县专责领导小组批准）" in zh
    parts = [part for part in records(KASHGAR, "--date", "2016-03-07") if part["kind"] == "revision"]
    assert [(part["task"], part["body"], part["moved_days"], part["approved_by"]) for part in parts] == [
        ("construction-permit", "", "-3.3", "县专责领导小组")
    ]


def test_what_moved_nothing_tells_what_it_lost_and_that_it_was_absorbed() -> None:
    """2016-01-11: the drawing review is 4 working days late; bids close in the holiday either way."""
    zh = run("why", KASHGAR, "--date", "2016-01-11").stdout
    assert "没有变动，仍是 6月25日" in zh.splitlines()[0]
    row = next(line for line in zh.splitlines() if "施工图审查" in line)
    assert "剩余工期比预计多 4 个工作日" in row
    assert row.split()[-3:] == ["+4", "-4", "0"]


@pytest.mark.slow
def test_a_body_that_did_not_report_reads_so() -> None:
    """2016-01-18: the fiscal review had 6 working days left and was to lose 5 of them in the week."""
    zh = run("why", KASHGAR, "--date", "2016-01-18").stdout
    row = next(line for line in zh.splitlines() if "财政评审" in line)
    assert "未报告，按没有进展计：5 个工作日" in row
    part = next(part for part in records(KASHGAR, "--date", "2016-01-18") if part["task"] == "fiscal-review")
    assert (part["reported"], part["own_days"], part["moved_days"]) == ("false", "5", "0")


DITCH = """daopai: 1
project: {name: 边沟, start: 2026-03-02, calendar: site, target: test}
calendars: {site: {week: mon-sun}}
bodies: {road: {name: 路桥公司}, water: {name: 水利局}}
tasks:
  bed: {name: 路基, body: road, duration: 20wd}
  ditch: {name: 边沟, body: water, duration: 10wd, after: [bed SS+2wd, bed FF+2wd]}
  test: {name: 验收, body: road, milestone: finish, after: [ditch]}
"""
BED = "bed: {name: 路基, body: road, duration: 10wd, after: [pipe FF+6wd]}"
"""The bed ends on 21 March, the ditch on the 23rd, so that P6 has it begin on the 14th."""


def ditch(folder: Path, *weeks: str, plan: str = DITCH, name: str = "ditch", body: str = "水利局") -> str:
    """What `why` says of the ditch, or of another task, at the last of some weeks, from 9 March on."""
    (folder / "updates").mkdir(parents=True)
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    for number, week in enumerate(weeks):
        day = date(2026, 3, 9) + timedelta(weeks=number)
        text = f"data_date: {day}\nprogress:\n{week}"
        (folder / "updates" / f"{day}.yaml").write_text(text, encoding="utf-8")
    said = run("why", folder, name).stdout
    return next(line for line in said.splitlines() if line.startswith(body))


def test_what_began_before_its_forecast_did_not_begin_late(tmp_path: Path) -> None:
    """Begun on the 12th, two days before its forecast, with eight days left on the 16th.

    From the 12th to the 23rd it takes twelve days, two more than ten; by its forecast eight would be left as well.
    With nine days left it takes thirteen. P6 could have had those begin on the 11th, thirteen days before the evening
    of the 23rd, on which the bed lets it end: that is told, and it is not called late.
    """
    first = "  bed: {started: 2026-03-02, remaining: 13wd}\n"
    bed = "  bed: {remaining: 6wd}\n"
    row = ditch(tmp_path / "early", first, f"{bed}  ditch: {{started: 2026-03-12, remaining: 8wd}}\n")
    assert "从开始到完成比预计多 2 天" in row
    assert "剩余" not in row
    assert "开工晚了" not in row
    row = ditch(tmp_path / "later", first, f"{bed}  ditch: {{started: 2026-03-12, remaining: 9wd}}\n")
    assert "比能开始的时候晚 1 天开始，从开始到完成比预计多 3 天" in row
    assert "开工晚了" not in row


@pytest.mark.parametrize(
    ("left", "ended", "begun", "said"),
    [
        (1, 16, 18, "开工晚了 1 天"),  # it was to begin on the 17th, and could
        (1, 19, 21, "比能开始的时候晚 1 天开始"),  # four days after its forecast, of which three are the bed's
        (4, 17, 19, "比能开始的时候晚 1 天开始"),  # it was to begin on the 20th
    ],
)
def test_a_start_is_late_against_its_forecast_or_against_when_it_could_be(
    tmp_path: Path, left: int, ended: int, begun: int, said: str
) -> None:
    """On 16 March the bed has so many days left; it ends and the ditch begins on days of March known on the 23rd."""
    plan = DITCH.replace("after: [bed SS+2wd, bed FF+2wd]", "after: [bed]")
    weeks = ("  bed: {started: 2026-03-02, remaining: 9wd}\n", f"  bed: {{remaining: {left}wd}}\n")
    last = f"  bed: {{finished: 2026-03-{ended}}}\n  ditch: {{started: 2026-03-{begun}, remaining: 5wd}}\n"
    row = ditch(tmp_path / "said", *weeks, last, plan=plan)
    assert f"      {said}" in row


PIPE = DITCH.replace("  ditch:", "  pipe: {name: 管道, body: road, duration: 14cd}\n  ditch:").replace(
    "bed: {name: 路基, body: road, duration: 20wd}", BED
)


def test_what_others_held_has_not_more_left_than_is_left(tmp_path: Path) -> None:
    """On the 16th a bed has eight days left and may not end before the 24th, six days after the pipe: it waits for one.

    On the 23rd three are left, until the 25th. Of those ten days eight were to be work: two more are. Two were to be
    left, so that one more is, and from start to finish it takes one.
    """
    told = "  bed: {started: 2026-03-04, remaining: 8wd}\n  pipe: {started: 2026-03-02, remaining: 10cd}\n"
    done = "  pipe: {remaining: 3cd}\n  bed: {remaining: 8wd}\n"
    last = "  pipe: {finished: 2026-03-18}\n  bed: {remaining: 3wd}\n"
    row = ditch(tmp_path / "held", told, done, last, plan=PIPE, name="bed", body="路桥公司")
    assert "剩余工期" not in row
    assert "从开始到完成" not in row
    assert "自己要做的比预计多 2 天（等别的工作不算）" in row


def test_what_others_held_owes_what_it_ends_later_than_they_let_it(tmp_path: Path) -> None:
    """On the 16th a bed has five days left and may not end before the 21st, six days after the pipe: it waits for one.

    On the 23rd two are left, until the 24th. Its five days were over on the 20th, and it waited for the 21st: it takes
    three days more from start to finish, and has lost three.
    """
    told = "  bed: {started: 2026-03-04, remaining: 5wd}\n  pipe: {started: 2026-03-02, remaining: 7cd}\n"
    done = "  pipe: {finished: 2026-03-15}\n  bed: {remaining: 5wd}\n"
    row = ditch(tmp_path / "held", told, done, "  bed: {remaining: 2wd}\n", plan=PIPE, name="bed", body="路桥公司")
    assert "剩余工期" not in row
    assert "从开始到完成比预计多 3 天" in row


@pytest.mark.slow
def test_what_another_task_still_holds_owes_no_report(tmp_path: Path) -> None:
    """A pipe that rests holds the end of the bed and so, on the 16th, the six days of it that are left until the 18th.

    The ditch goes on with the bed (SS): it was to have begun on the 14th, may not yet, and is not asked to report.
    """
    plan = DITCH.replace("  ditch:", "  pipe: {name: 管道, body: road, duration: 10wd}\n  ditch:")
    plan = plan.replace("duration: 20wd}", "duration: 20wd, after: [pipe FF+5wd]}")
    pipe = "  pipe: {started: 2026-03-02, remaining: 3wd, suspended: 2026-03-07}\n"
    first = "  bed: {started: 2026-03-02, remaining: 13wd}\n"
    row = ditch(tmp_path / "held", f"{first}{pipe}", "  bed: {remaining: 6wd}\n", plan=plan)
    assert "没有按预计开始：2 天" in row
    assert "该报的都已报" in run("meeting", tmp_path / "held").stdout


def test_hours_are_told_where_days_do_not(road: Path) -> None:
    """30 hours from 1 March 00:00 would leave 6 on the 2nd; 9 are left: 3 hours later, the same day."""
    second_meeting(road, "  base: {started: 2016-03-01, remaining: 9h}\n  kerb: {started: 2016-03-01, remaining: 1h}\n")
    zh, en = (run("why", road, "--lang", lang).stdout for lang in ("zh", "en"))
    assert "仍是 3月2日，只晚 3 小时" in zh.splitlines()[0]
    assert "剩余工期比预计多 3 小时" in zh
    assert total(zh, "合计") == ["0", "+3"]
    assert "3 hours later in the day" in en.splitlines()[0]


def test_a_week_as_forecast_has_no_parts(road: Path) -> None:
    """20 hours end at 20:00 on the 1st; of 30 hours 6 are left at midnight."""
    kerb = "started: 2016-03-01, finished: 2016-03-01T20:00"
    second_meeting(road, f"  base: {{started: 2016-03-01, remaining: 6h}}\n  kerb: {{{kerb}}}\n")
    assert "各单位都照上次的预测进行" in run("why", road).stdout
    assert records(road) == []


def test_many_that_moved_nothing_are_one_line_unless_all_are_asked_for(tmp_path: Path) -> None:
    tasks = "".join(f"  t{k}: {{name: 事项{k}, duration: 2cd}}\n" for k in range(8))
    plan = f"daopai: 1\nproject: {{name: 示例, start: 2016-03-01, calendar: calendar-days}}\ntasks:\n{tasks}"
    plan += "  long: {name: 主体, duration: 30cd}\n  done: {name: 完工, milestone: finish, after: [long]}\n"
    (tmp_path / "updates").mkdir()
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    for day in ("2016-03-01", "2016-03-02"):
        late = "".join(f"  t{k}: {{started: 2016-03-01, remaining: 9cd}}\n" for k in range(8))
        said = f"progress:\n{late}  long: {{started: 2016-03-01, remaining: 29cd}}\n" if day > "2016-03-01" else ""
        (tmp_path / "updates" / f"{day}.yaml").write_text(f"data_date: {day}\n{said}", encoding="utf-8")
    few, all_ = run("why", tmp_path).stdout, run("why", tmp_path, "--all").stdout
    assert "另有 8 项有变动，都没有影响完工" in few
    assert "事项3" not in few.split("原因")[0]
    assert "另有" not in all_
    assert all(f"事项{k}" in all_ for k in range(8))


# Many windows


def forecast(day: str) -> str:
    rows = csv.DictReader(io.StringIO(run("schedule", KASHGAR, "--date", day, "--format", "csv").stdout))
    return next(row["finish"] for row in rows if row["id"] == "works-done")


@pytest.mark.slow
def test_the_windows_from_the_baseline_sum_to_the_difference_of_the_two_forecasts() -> None:
    """25 June to 28 June, midnight to midnight: 3 days, 4320 minutes."""
    parts = records(KASHGAR, "--from", "baseline")
    assert {part["milestone"] for part in parts} == {"works-done"}
    assert (forecast("2015-05-31"), forecast("2016-04-05")) == ("2016-06-26T00:00", "2016-06-29T00:00")
    assert sum(int(part["moved_min"]) for part in parts) == 3 * 1440
    assert sum(Fraction(part["moved_days"]) for part in parts) == 3
    by_week: dict[str, int] = {}
    for part in parts:
        by_week[part["to"]] = by_week.get(part["to"], 0) + int(part["moved_min"])
    for week, moved in by_week.items():
        since = next(part["from"] for part in parts if part["to"] == week)
        days = [int(forecast(day[:10])[8:10]) + 30 * (forecast(day[:10])[5:7] == "07") for day in (since, week)]
        assert moved == (days[1] - days[0]) * 1440, week


@pytest.mark.slow
def test_the_table_of_weeks_adds_up_both_ways() -> None:
    zh = run("why", KASHGAR, "--from", "baseline").stdout
    block = next(block for block in zh.split("\n\n") if block.startswith("每期算谁的"))
    rows = block.splitlines()
    sums = [Fraction(cell) for cell in total(block, "合计")]
    assert sum(sums[:-1]) == sums[-1] == 3
    assert "各期合计 +3 天 = 总变动 +3 天（6月25日 → 6月28日）" in zh
    assert [row.split()[0] for row in rows if row.startswith("2016")][-1] == "2016-04-05"
    late = [line for line in zh.splitlines() if "并行延误" in line]
    assert [line[2:12] for line in late] == ["2016-01-25", "2016-02-29"]


@pytest.mark.slow
def test_the_json_holds_the_windows_and_their_totals() -> None:
    found = json.loads(run("why", KASHGAR, "--from", "2016-01-04", "--date", "2016-04-05", "--format", "json").stdout)
    assert sum(window["moved_min"] for window in found["windows"]) == found["moved_min"] == 4320
    accounts = found["accounts"]
    assert sum(Fraction(str(one["days"])) for one in accounts) == found["moved_days"] == 3
    assert all(sum(map(Fraction, map(str, one["by_window"]))) == Fraction(str(one["days"])) for one in accounts)
    assert sum(one["moved_min"] for one in accounts) == 4320
    apart = sum(one["concurrent_min"] - one["together_min"] for one in accounts)
    assert apart == 4320 - sum(one["but_for_min"] for one in accounts)
    assert len(found["windows"]) == 12
    for window in found["windows"]:
        for lines in (window["parts"], window["accounts"]):
            assert sum(one["moved_min"] for one in lines) == window["moved_min"]
        assert sum(Fraction(str(part["moved_days"])) for part in window["parts"]) == window["moved_days"]
        assert sum(Fraction(str(one["days"])) for one in window["accounts"]) == window["moved_days"]


def test_a_plan_that_was_edited_without_a_decision_says_so(tmp_path: Path) -> None:
    """The road was approved for 3 March; by the plan as it stands, one day was added to its base course."""
    (tmp_path / "updates").mkdir()
    (tmp_path / "baselines").mkdir()
    (tmp_path / "plan.yaml").write_text(ROAD.replace("30h", "4cd"), encoding="utf-8")
    baseline = "name: B0\ndata_date: 2016-03-01\nplan_digest: 00\napproved_by: 领导小组\ndates:\n"
    baseline += "  done: {start: 2016-03-03, finish: 2016-03-03}\n"
    (tmp_path / "baselines" / "B0.yaml").write_text(baseline, encoding="utf-8")
    text = "data_date: 2016-03-02\nprogress:\n  base: {started: 2016-03-01, remaining: 3cd}\n"
    text += "  kerb: {started: 2016-03-01, finished: 2016-03-01T20:00}\n"
    (tmp_path / "updates" / "2016-03-02.yaml").write_text(text, encoding="utf-8")
    zh = run("why", tmp_path, "--from", "baseline").stdout
    row = next(line for line in zh.splitlines() if line.startswith("未说明的改动"))
    assert row.split()[-1] == "+1"
    assert total(zh, "合计") == ["+1"]
    assert "由 3月3日 变为 3月4日，晚 1 天" in zh


# Several exports of P6


@needs_p6
def test_the_exports_of_p6_sum_to_the_move_of_the_milestone() -> None:
    """By P6 itself PCS-150 is on 9 January 2026 17:00 in the first, on 20 February 17:00 in the last: 22 + 20 days."""
    parts = records(*WORKS, "PCS-150")
    finishes = []
    for path in (WORKS[0], WORKS[-1]):
        rows = csv.DictReader(io.StringIO(run("schedule", path, "--stored", "--format", "csv").stdout))
        finishes.append(next(row["finish"] for row in rows if row["id"] == "PCS-150"))
    assert finishes == ["2026-01-09T17:00", "2026-02-20T17:00"]
    assert sum(int(part["moved_min"]) for part in parts) == 42 * 1440
    assert sum(Fraction(part["moved_days"]) for part in parts) == 42
    for part in parts:
        if part["kind"] == "progress":
            assert part["task"]
        else:
            assert part["step"]
    text = run("why", *WORKS, "PCS-150", "--lang", "en").stdout
    assert "9 Jan 2026 to 20 Feb 2026, 42 days later" in text.splitlines()[0]


@needs_p6
def test_a_change_of_logic_names_the_relations_that_went_and_came() -> None:
    """IPP-SAFE-30 followed the start of C-PH3-RI-10 in the first export, and C-PH2-RB-30 in the second (TASKPRED)."""
    text = run("why", *WORKS[:2], "PCS-150", "--lang", "en").stdout
    row = next(line for line in text.splitlines() if "no longer waits for: start of ICON - Mechanical Reinst" in line)
    assert row.startswith("Plan revision")
    assert "now waits for: Compressor Rebuild" in row
    assert "which give no reason and no approver" in text


@needs_p6
def test_the_engineer_reads_work_that_was_put_between_two_exports_as_one_event() -> None:
    """The second export puts hoisting, C-PH1-RM-30, where C-PH2-RB-30 followed C-PH1-RM-20: the new task, the relation
    that took the place of that one, and no more is left of C-PH2-RB-30 than what it waits for besides."""
    rows = {row["task"]: row for row in records(*WORKS[:2], "PCS-150") if row["step"]}
    assert rows["C-PH1-RM-30"]["step"] == "add"
    assert int(rows["C-PH1-RM-30"]["changes"]) > 1
    assert int(rows["C-PH1-RM-30"]["moved_min"]) > 0
    assert rows["C-PH2-RB-30"]["moved_min"] == "0"


@needs_p6
def test_what_is_no_series_is_refused() -> None:
    for arguments, said in (
        ([WORKS[0]], "has nothing to compare it with: give a later export too"),
        ([WORKS[1], WORKS[0]], "give them in order"),
        ([P6 / "small-2021.xer", WORKS[0]], "only 0 tasks of 25 have the same code"),
        ([WORKS[0], KASHGAR], "kashgar is none"),
        ([*WORKS, "--from", "2025-09-02"], "--from: is for a plan's folder"),
        ([*WORKS, "PCS-15"], "Did you mean PCS-1"),
    ):
        done = run("why", *arguments, "--lang", "en")
        assert done.exit_code == 2
        assert said in done.stderr


# Usage


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["works-don"], "Did you mean works-done (Main roads and workshops done)?"),
        (["--from", "2016-03-07", "--date", "2016-02-29"], "--from: 2016-03-07 is not before 2016-02-29"),
        (["--from", "2016-03-07", "--date", "2016-03-07"], "is not before"),
        (["--date", "2016-01-04"], "no update before 2016-01-04"),
        (["--from", "baseline", "--date", "2015-05-01"], "no baseline was approved by 2015-05-01"),
        (["--from", "last week"], "is not a date"),
        (["--baseline", "B1"], "Known: B0"),
    ],
)
def test_usage_errors(arguments: list[str], said: str) -> None:
    done = run("why", KASHGAR, *arguments, "--lang", "en")
    assert done.exit_code == 2
    assert said in done.stderr
    assert run("why", KASHGAR, *arguments).exit_code == 2


def test_what_only_spans_others_has_no_forecast_of_its_own(road: Path) -> None:
    second_meeting(road, "  base: {started: 2016-03-01, remaining: 6h}\n")
    done = run("why", road, "看护")
    assert done.exit_code == 2
    assert "汇总或伴随工作" in done.stderr


def test_what_was_not_yet_in_the_plan_has_nothing_to_compare_with(road: Path) -> None:
    second_meeting(road, "  base: {started: 2016-03-01, remaining: 6h}\n")
    update = road / "updates" / "2016-03-02.yaml"
    text = "revisions:\n  - add: lamps\n    task: {name: 路灯, duration: 2cd, after: [base]}\n"
    text += "    reason: 增加路灯\n    approved_by: 领导小组\n"
    update.write_text(update.read_text(encoding="utf-8") + text, encoding="utf-8")
    done = run("why", road, "lamps")
    assert done.exit_code == 2
    assert "2016-03-01 的计划里没有" in done.stderr


# The meeting

FEW = ("--only", "minutes", "--only", "ledger")
"""The papers that say why; the charts take seconds."""


@pytest.mark.parametrize(("lang", "heading"), [("zh", "为什么变动、算谁的"), ("en", "Why it moved, and whose it is")])
@pytest.mark.parametrize("day", ["2016-01-11", "2016-02-29", "2016-03-07", "2016-04-05"])
def test_the_meeting_says_why_in_at_most_six_lines(lang: str, heading: str, day: str, tmp_path: Path) -> None:
    done = run("meeting", KASHGAR, "--date", day, "--out", tmp_path, "--lang", lang, *FEW)
    head, *section = next(block for block in done.stdout.split("\n\n") if block.startswith(heading)).splitlines()
    assert 1 <= len(section) <= 5
    assert all(line.startswith("- ") for line in section)
    paper = (tmp_path / "meeting.md").read_text(encoding="utf-8")
    assert f"## {heading}" in paper
    rows = list(csv.reader(io.StringIO((tmp_path / "ledger.csv").read_text(encoding="utf-8-sig"))))
    moved = rows[0].index("影响完工(天)" if lang == "zh" else "Finish (days)")
    days = {"2016-01-11": 0, "2016-02-29": 5, "2016-03-07": -5, "2016-04-05": 0}[day]
    assert Fraction(rows[-1][moved]) == sum(Fraction(row[moved]) for row in rows[1:-1]) == days
    assert (str(abs(days)) + (" 天" if lang == "zh" else " days") in head) == bool(days)


def test_a_meeting_shares_out_a_concurrent_delay(tmp_path: Path) -> None:
    text = run("meeting", KASHGAR, "--date", "2016-02-29", "--out", tmp_path, *FEW).stdout
    section = next(block for block in text.split("\n\n") if block.startswith("为什么变动"))
    assert section.count("影响完工 +2.5 天") == 2
    assert "并行延误 5 天" in section
    assert "影响完工 +5 天" not in section


def test_the_first_meeting_and_a_single_export_have_nothing_to_compare_with(tmp_path: Path) -> None:
    done = run("meeting", KASHGAR, "--date", "2016-01-04", "--out", tmp_path, *FEW)
    assert "为什么变动" not in done.stdout
    assert not (tmp_path / "ledger.csv").exists()
    project = schedule.load(KASHGAR)
    assert schedule.meeting(project, project.updates[0].data_date).ledger is None


def test_a_ledger_of_another_meeting_does_not_stay_in_the_folder(tmp_path: Path) -> None:
    run("meeting", KASHGAR, "--date", "2016-02-29", "--out", tmp_path, *FEW)
    assert (tmp_path / "ledger.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    run("meeting", KASHGAR, "--date", "2016-01-04", "--out", tmp_path, *FEW)
    assert not (tmp_path / "ledger.csv").exists()


# Figures


def test_tenths_add_up() -> None:
    """Half of 5 days twice; a third of 10 days three times: 3.4 + 3.3 + 3.3."""
    assert tenths([3600, 3600]) == (Fraction(5, 2), Fraction(5, 2))
    thirds = tenths([Fraction(14400, 3)] * 3)
    assert sum(thirds) == 10
    assert sorted(thirds) == [Fraction(33, 10), Fraction(33, 10), Fraction(34, 10)]
    assert tenths([]) == ()


def test_float_is_told_by_body_also_where_nothing_moved() -> None:
    """2016-01-11: the drawing review's 4 working days and the land's 2 days came out of room that they had.

    The drawings were with the applicant for two of the four, and the land waited for a higher authority.
    """
    zh = run("why", KASHGAR, "--date", "2016-01-11").stdout
    block = next(block for block in zh.split("\n\n") if block.startswith("余地账"))
    rows = {row.split()[0]: row.split()[1:4] for row in block.splitlines()[2:]}
    assert rows["国土局"] == ["0", "0", "0"]
    assert (rows["代建中心"], rows["住建局"]) == (["2", "2", "0"], ["2", "2", "0"])


def test_nothing_is_rounded_away_in_the_copy_for_programs(tmp_path: Path) -> None:
    shutil.copytree(KASHGAR, tmp_path / "plan", ignore=shutil.ignore_patterns("meetings"))
    target = tmp_path / "why.csv"
    assert run("why", tmp_path / "plan", "--date", "2016-02-29", "--format", "csv", "-o", target).exit_code == 0
    parts = {part["task"]: part for part in csv.DictReader(io.StringIO(target.read_text(encoding="utf-8")))}
    fire, contract = parts["fire-design-approval"], parts["contract"]
    assert fire["moved_min"] == contract["moved_min"] == "3600"
    assert {fire["alone_min"], contract["alone_min"]} == {"7200"}
    assert {fire["in_order_min"], contract["in_order_min"]} == {"7200", "0"}
    assert {fire["but_for_min"], contract["but_for_min"]} == {"0"}
    assert {fire["own_days"], contract["own_days"]} == {"3"}
