"""`daopai preview`: what a proposal would do to every deadline, told before anybody decides, and nothing written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from matplotlib.axes import Axes

import schedule
from schedule.analysis.meeting import Meeting
from schedule.analysis.views.proposals import proposed
from schedule.commands import main
from schedule.commands.conduct.exits import Exit
from schedule.files.forms.changes import Said, read_changes
from schedule.files.yaml.source import Faults
from schedule.model import Update
from schedule.output.answers.side_by_side import Variant
from schedule.output.figures.dumbbell import draw
from schedule.output.words.phrases import voice_of

PLAN = """daopai: 1
project: {name: 起步区, start: 2016-02-29, calendar: every, target: done}
calendars:
  every: {week: mon-sun}
  office: {week: mon-fri}
bodies:
  agent: {name: 代建中心, name_en: Agency}
phases: [construction]
tasks:
  frame: {name: 主体, body: agent, duration: 20wd}
  envelope: {name: 围护, body: agent, duration: 12wd, after: [frame SS+5wd, frame FF+2wd]}
  finishes: {name: 装修, body: agent, duration: 15wd, after: [envelope SS+6wd, envelope FF+4wd]}
  painting: {name: 油漆, body: agent, duration: 5wd, after: [frame]}
  period: {name: 公示, body: agent, duration: 9cd, basis: {article: 示例第1条, floor: 7cd}}
  done: {name: 完工, name_en: Completion, milestone: finish, after: [finishes], deadline: 2016-04-03}
  painted: {name: 油漆完, milestone: finish, after: [painting], deadline: 2016-03-30}
"""
"""By hand, every day worked, day 1 = 29 February: frame days 1-20; envelope from max(day 6, 22 - 11) = 11 to 22;
finishes from max(day 17, 26 - 14) = 17 to 31, which is 30 March. Painting days 21-25, to 24 March.
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def records(*arguments: object) -> list[dict[str, object]]:
    done = run("preview", *arguments, "--format", "json")
    assert done.exit_code == 0, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def finishes(record: dict[str, object]) -> dict[str, tuple[str, str, int]]:
    dues = record["deadlines"]
    assert isinstance(dues, list)
    return {one["deadline_task"]: (one["finish_without"], one["finish_with"], one["shift_days"]) for one in dues}


def test_the_secretary_sees_every_deadline_without_and_with_and_that_nothing_was_written(plan: Path) -> None:
    """By hand: finishes of 13 days start on day max(17, 26 - 12) = 17 and end on day 29, 28 March: 6 days of room."""
    before = sorted(plan.rglob("*"))
    done = run("preview", plan, "--set", "finishes duration=13wd")
    assert done.exit_code == 0, done.stderr
    (row,) = (line for line in done.stdout.splitlines() if "完工 " in line)
    assert [cell for cell in row.split() if "月" in cell] == ["4月3日", "3月30日", "3月28日"]
    assert row.split()[-4:] == ["4", "天", "6", "天"]
    assert "没有新增红灯" in done.stdout
    assert "只看不写" in done.stderr
    assert sorted(plan.rglob("*")) == before


def test_a_site_engineer_is_told_that_pressing_a_task_delays_the_finish(plan: Path) -> None:
    """By hand: the envelope of 8 days must end on day 22, so it starts on day 15; finishes on day 21, to 35: 3 April.

    The frame is as long as before, and nothing else is pressed: 30 March with 12 days, 4 days later with 8.
    """
    (found,) = records(plan, "--set", "envelope duration=8wd")
    assert finishes(found)["done"] == ("2016-03-30", "2016-04-03", 4)
    told = {"task": "envelope", "deadline_task": "done", "finish_with": "2016-04-03", "finish_kept": "2016-03-30"}
    assert found["retarded"] == [told]
    asked = ("envelope duration=8wd", "--date", "2016-02-29", "--reason", "赶工", "--approved-by", "组长")
    sentence = "围护少给 4 天，反而由 3月10日 推迟到 3月14日 才开始"
    assert sentence in run("decide", plan, *asked, "--dry-run").stdout
    assert sentence in run("preview", plan, "--set", "envelope duration=8wd").stdout
    pressed_last = records(plan, "--set", "finishes duration=13wd")
    assert pressed_last[0]["retarded"] == [], "its start is held, and its finish comes earlier"


def test_proposals_stand_side_by_side_and_together(plan: Path) -> None:
    """By hand: 12 days less of waiting for the envelope leaves 15 days from the beginning, to 14 March."""
    both = ("--set", "painting duration=4wd", "--drop", "围护 -> 装修", "--drop", "frame → painting")
    alone, dropped, free, together = records(plan, *both, "--each")
    assert finishes(alone)["painted"] == ("2016-03-24", "2016-03-23", -1)
    assert finishes(dropped)["done"] == ("2016-03-30", "2016-03-14", -16)
    assert finishes(free)["painted"] == ("2016-03-24", "2016-03-04", -20)
    assert finishes(together) == {
        "done": ("2016-03-30", "2016-03-14", -16),
        "painted": ("2016-03-24", "2016-03-03", -21),
    }
    table = run("preview", plan, *both, "--each", "--lang", "en").stdout
    assert table.index("all together") > table.index("painting duration=4wd")


def test_two_relations_of_one_task_that_are_dropped_are_both_gone(plan: Path) -> None:
    changed = PLAN.replace("duration: 5wd, after: [frame]", "duration: 5wd, after: [frame, envelope]")
    (plan / "plan.yaml").write_text(changed, encoding="utf-8")
    (found,) = records(plan, "--drop", "frame -> painting", "--drop", "envelope -> painting")
    assert finishes(found)["painted"][1] == "2016-03-04"


def test_a_lawyer_sees_a_floor_that_a_proposal_breaks_though_it_is_no_decision(plan: Path) -> None:
    """By hand: a notice from 29 February may end on 7 March, the seventh day after; five days end on 4 March."""
    done = run("preview", plan, "--set", "period duration=5cd")
    assert done.exit_code == 0
    assert "依法不能这样定：“公示”2016-02-29开始，2016-03-04完成，早于法定最早完成日 2016-03-07" in done.stdout
    decided = run("decide", plan, "period duration=5cd", "--date", "2016-02-29", "--reason", "x", "--approved-by", "y")
    assert decided.exit_code == Exit.FAULTY


def test_a_file_of_revisions_is_a_proposal_before_anybody_approved_it(plan: Path) -> None:
    """By hand: days off on 1 to 5 March put all of it 5 days later."""
    file = plan / "proposal.yaml"
    file.write_text(
        "data_date: 2016-02-29\nrevisions:\n  - {task: finishes, set: {duration: 13wd}, reason: 赶工, approved_by: }\n",
        encoding="utf-8",
    )
    by_file, off = records(plan, "--revision", file), records(plan, "--calendar", "every off=2016-03-01..2016-03-05")
    assert finishes(by_file[0])["done"] == ("2016-03-30", "2016-03-28", -2)
    assert finishes(off[0])["done"] == ("2016-03-30", "2016-04-04", 5)
    assert off[0]["new_reds"], "4 April is after 3 April"
    file.write_text("revisions: []\nprogress: {frame: {started: 2016-02-29}}\n", encoding="utf-8")
    refused = run("preview", plan, "--revision", file)
    assert refused.exit_code == Exit.FAULTY
    assert "progress" in refused.stderr


def test_a_liaison_hears_who_would_have_to_start_earlier(plan: Path) -> None:
    """By hand: a frame of 15 days ends on day 15, so painting is asked to start on day 16, 15 March, not on day 21."""
    (found,) = records(plan, "--set", "frame duration=15wd")
    sooner = found["sooner"]
    assert isinstance(sooner, list)
    asked = {one["task"]: (one["start_without"], one["start_with"]) for one in sooner}
    assert asked["painting"] == ("2016-03-20", "2016-03-15")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((), "没有写要改什么"),
        (("--drop", "frame painting"), "前一项 -> 后一项"),
        (("--set", "frame"), "TASK KEY=VALUE"),
    ],
)
def test_what_is_no_proposal_is_told(plan: Path, asked: tuple[str, ...], said: str) -> None:
    done = run("preview", plan, *asked)
    assert done.exit_code == Exit.USAGE
    assert said in done.stderr


def texts(ax: Axes, kind: str) -> list[str]:
    return [one.get_text() for one in ax.texts if one.get_label() == kind]


def variant(before: Meeting, *said: str) -> Variant:
    revised = read_changes(said, Said(reason="?", approved_by="?"), before.schedule.state, Faults())
    return Variant(" + ".join(said), proposed(before.history, Update(before.data_date, revisions=revised)))


def test_a_secretary_sees_three_proposals_on_one_chart_each_with_its_day(plan: Path) -> None:
    """By hand: the envelope of 8 days ends completion on 3 April, 4 later, the finishes of 13 days on 28 March, 2 less.

    Both: finishes of 13 days from day max(15 + 6, 26 - 12) = 21 to day 33, 1 April, 2 later. Painting never moves.
    """
    before = schedule.meeting(schedule.load(plan))
    asked = [("envelope duration=8wd",), ("finishes duration=13wd",)]
    asked += [(*asked[0], *asked[1])]
    variants = [variant(before, *said) for said in asked]
    ax = draw(before, variants, voice_of(before.schedule, "zh"))
    assert texts(ax, "deadline") == ["油漆完", "完工"]
    assert texts(ax, "due") == ["期限 3-30", "期限 4-03"]
    assert texts(ax, "finish") == ["3-24", "3-24", "3-24", "4-03 +4天", "3-28 -2天", "4-01 +2天"]
    assert texts(ax, "proposal") == 2 * [" + ".join(said) for said in asked]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_the_chart_is_a_file_and_the_same_each_time(plan: Path, tmp_path: Path, form: str) -> None:
    files = [tmp_path / f"{number}.{form}" for number in (1, 2)]
    for file in files:
        done = run("preview", plan, "--set", "envelope duration=8wd", "-o", file)
        assert done.exit_code == 0, done.stderr
        assert done.stdout == f"{file}\n"
        assert "只看不写" in done.stderr
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_chart_of_a_plan_without_deadlines_says_so(plan: Path) -> None:
    text = PLAN.replace(", deadline: 2016-04-03", "").replace(", deadline: 2016-03-30", "")
    (plan / "plan.yaml").write_text(text, encoding="utf-8")
    before = schedule.meeting(schedule.load(plan))
    ax = draw(before, [variant(before, "frame duration=9wd")], voice_of(before.schedule, "zh"))
    assert texts(ax, "nothing") == ["计划没有期限，比不出来"]


def test_a_lawyer_sees_on_the_chart_which_proposal_the_law_forbids(plan: Path) -> None:
    """A notice of 9 days whose floor is 7 may not take 3, whether it moves a deadline or not."""
    before = schedule.meeting(schedule.load(plan))
    ax = draw(before, [variant(before, "period duration=3cd")], voice_of(before.schedule, "zh"))
    assert texts(ax, "proposal") == 2 * ["period duration=3cd（依法不能这样定）"]
