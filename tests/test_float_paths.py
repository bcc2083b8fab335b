"""Float paths towards a task: the definition by enumeration, the law of delay, P6's own floats, and hand arithmetic."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from networks import at, plan, plans, span, state, task

from schedule.analysis.dates.near_critical import near_critical
from schedule.analysis.speaking_order import open_milestone
from schedule.calendars.worktime import DAY
from schedule.commands.paths import command
from schedule.engine import paths
from schedule.engine.compute import compute
from schedule.engine.paths import LARGEST_GRAPH, FloatPath, float_paths
from schedule.engine.state import as_of
from schedule.files.xer.project import read_xer
from schedule.model import Constraint, ConstraintKind, Plan, Status, TaskKind
from schedule.output.answers.float_paths import path_lines
from schedule.output.tables.terminal import Screen
from schedule.output.words.phrases import voice_of

P6 = Path(__file__).parent.parent.parent / "shared" / "p6"
KASHGAR = Path(__file__).parent.parent / "plans" / "kashgar"
HOUR = 60


def tasks_of(paths: tuple[FloatPath, ...]) -> list[tuple[str, ...]]:
    return [path.tasks for path in paths]


# By enumeration: days counted by hand, every chain written out


def gaps(of: Plan) -> list[tuple[str, str, int]]:
    """The slack in days of each relation of a plan in which every day is worked, by the definition of the four types.

    Durations are in days; the plan's tasks are in topological order.
    """
    start: dict[str, int] = {}
    finish: dict[str, int] = {}
    asked = []
    for one in of.tasks.values():
        days = 0 if one.duration is None else int(one.duration.amount)
        own = []
        for relation in one.relations:
            lag = 0 if relation.lag is None else int(relation.lag.amount)
            leaves = (finish if relation.type.leaves_finish else start)[relation.predecessor] + lag
            own.append((relation.predecessor, leaves - (days if relation.type.enters_finish else 0)))
        start[one.id] = max([0, *(begin for _, begin in own)])
        finish[one.id] = start[one.id] + days
        asked += [(before, one.id, start[one.id] - begin) for before, begin in own]
    return asked


def chains(name: str, target: str, relations: list[tuple[str, str, int]]) -> Iterator[int]:
    """The sum of the slack along every chain from a task to the target."""
    if name == target:
        yield 0
    for before, after, gap in relations:
        if before == name:
            yield from (gap + rest for rest in chains(after, target, relations))


DAYS_ONLY = plans(calendars=("calendar-days",), milestones=(TaskKind.FINISH_MILESTONE,), largest=10)


def in_days(random: Plan) -> Plan:
    """The plan with lags and durations in calendar days: the arithmetic of integers."""
    tasks = {}
    for one in random.tasks.values():
        relations = tuple(replace(r, lag=None if r.lag is None else replace(r.lag, unit="cd")) for r in one.relations)
        tasks[one.id] = replace(one, relations=relations)
    return replace(random, tasks=tasks)


@given(DAYS_ONLY.map(in_days), st.data())
def test_the_slack_of_every_task_is_the_least_over_all_chains(random: Plan, data: st.DataObject) -> None:
    target = data.draw(st.sampled_from(list(random.tasks)))
    relations = gaps(random)
    found = float_paths(compute(state(random)), target, None)
    slack = {name: path.slack / DAY for path in found for name in path.tasks}
    least = {name: min(chains(name, target, relations), default=None) for name in random.tasks}
    assert slack == {name: days for name, days in least.items() if days is not None}


@given(DAYS_ONLY.map(in_days), st.data())
def test_the_paths_are_the_branches_of_least_slack(random: Plan, data: st.DataObject) -> None:
    target = data.draw(st.sampled_from(list(random.tasks)))
    relations = gaps(random)
    found = float_paths(compute(state(random)), target, None)
    assert (found[0].slack, found[0].tasks[-1], found[0].joins) == (0, target, None)
    assert [path.slack for path in found] == sorted(path.slack for path in found)
    used: dict[str, int] = {}
    for path in found:
        assert not used.keys() & set(path.tasks)
        if path.joins is not None:
            # No unused branch joins with less slack, nor with as much and a smaller id.
            branches = [(used[b] + gap, a) for a, b, gap in relations if b in used and a not in used]
            assert (path.slack / DAY, path.tasks[-1]) == min(branches)
        for before, after in zip(path.tasks, path.tasks[1:], strict=False):
            assert (before, after, 0) in relations
        used |= {name: int(path.slack / DAY) for name in path.tasks}
        assert not [a for a, b, gap in relations if b == path.tasks[0] and gap == 0 and a not in used]


@given(DAYS_ONLY.map(in_days), st.data(), st.integers(1, 12))
def test_a_delay_moves_the_target_by_what_its_slack_does_not_take(random: Plan, data: st.DataObject, days: int) -> None:
    target = data.draw(st.sampled_from(list(random.tasks)))
    schedule = compute(state(random))
    found = float_paths(schedule, target, None)
    path = data.draw(st.sampled_from(found))
    name = data.draw(st.sampled_from(path.tasks))
    later = Constraint(ConstraintKind.START_NO_EARLIER_THAN, schedule.tasks[name].start + days * DAY)
    delayed = replace(random, tasks={**random.tasks, name: replace(random.tasks[name], constraints=(later,))})
    moved = compute(state(delayed)).tasks[target].finish - schedule.tasks[target].finish
    assert moved == max(0, days * DAY - path.slack)


@pytest.mark.skipif(not P6.is_dir(), reason="the P6 exports are not beside this project")
def test_towards_the_last_task_the_slack_is_p6s_total_float() -> None:
    """On one calendar, without constraints, what can be lost before the last task moves is P6's stored total float."""
    project = read_xer(P6 / "small-2021.xer")
    schedule = compute(as_of(project, project.updates[-1].data_date if project.updates else project.plan.start))
    found = float_paths(schedule, open_milestone(schedule), None)
    slack = {name: path.slack for path in found for name in path.tasks}
    assert len(slack) == 25
    assert slack == {name: project.stored[name].total_float for name in slack}
    assert {name for name, minutes in slack.items() if minutes == 0} == {
        name for name, stored in project.stored.items() if stored.longest_path
    }


# By hand


def test_what_there_is_to_spare_and_where_it_joins() -> None:
    """Five days of A and two of B before X; C and D take one day each, D after C.

    B joins A's chain at X with three days to spare; D with three too, C after it with the same.
    """
    of = plan(
        task("a", "5wd"), task("b", "2wd"), task("c", "1wd"), task("d", "1wd", "c"), task("x", "1wd", "a", "b", "d")
    )
    assert float_paths(compute(state(of)), "x") == (
        FloatPath(0, ("a", "x")),
        FloatPath(3 * 8 * HOUR, ("b",), "x"),
        FloatPath(3 * 8 * HOUR, ("c", "d"), "x"),
    )


def test_slack_counts_on_the_targets_calendar() -> None:
    """A ends on Thursday, B on Monday: two days of an office, four of a site that works at weekends."""
    of = plan(task("a", "4wd"), task("b", "6wd"), task("x", "1wd", "a", "b", calendar="seven"))
    assert [path.slack for path in float_paths(compute(state(of)), "x")] == [0, 4 * 8 * HOUR]
    office = replace(of, tasks={**of.tasks, "x": replace(of.tasks["x"], calendar="office")})
    assert [path.slack for path in float_paths(compute(state(office)), "x")] == [0, 2 * 8 * HOUR]


def test_a_weekend_between_is_no_slack() -> None:
    """A ends on Friday, B starts on Monday: A drives, although X would work on Saturday."""
    of = plan(task("a", "5wd"), task("b", "1wd", "a"), task("x", "1wd", "b", calendar="seven"))
    assert tasks_of(float_paths(compute(state(of)), "x")) == [("a", "b", "x")]


def test_ties_go_by_task_id() -> None:
    of = plan(task("z", "2wd"), task("b", "2wd"), task("x", "1wd", "z", "b"))
    assert tasks_of(float_paths(compute(state(of)), "x")) == [("b", "x"), ("z",)]


@pytest.mark.parametrize("largest", [0, LARGEST_GRAPH])
def test_of_equal_slack_what_drives_goes_first(largest: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ends on Friday, C and D on Sunday, and B works at weekends: A has no slack that the office X counts either."""
    monkeypatch.setattr(paths, "LARGEST_GRAPH", largest)
    weekend = {"calendar": "seven"}
    of = plan(
        task("a", "5wd"),
        task("c", "7wd", **weekend),
        task("d", "7wd", **weekend),
        task("b", "1wd", "a", "c", "d", **weekend),
        task("x", "1wd", "b"),
    )
    assert float_paths(compute(state(of)), "x") == (
        FloatPath(0, ("c", "b", "x")),
        FloatPath(0, ("d",), "b"),
        FloatPath(0, ("a",), "b"),
    )


def test_no_more_paths_than_asked_for() -> None:
    of = plan(task("a", "3wd"), task("b", "2wd"), task("c", "1wd"), task("x", "1wd", "a", "b", "c"))
    assert tasks_of(float_paths(compute(state(of)), "x", 2)) == [("a", "x"), ("b",)]


def test_a_mandatory_date_waits_for_nothing() -> None:
    """X is forced to start in the middle of A, or after it: nothing that A does moves it."""
    for day in ("2014-04-09", "2014-04-16"):
        forced = (Constraint(ConstraintKind.MANDATORY_START, at(day)),)
        of = plan(task("a", "5wd"), task("x", "1wd", "a", constraints=forced))
        assert tasks_of(float_paths(compute(state(of)), "x")) == [("x",)]


def test_a_start_that_has_happened_moves_nothing() -> None:
    """X follows A's start by four days; A has started, so what is left of A has no say."""
    of = plan(task("a", "9wd"), task("x", "1wd", "a SS+4wd"))
    began = Status(started=at("2014-04-07 08:00"), remaining=span("8wd"))
    assert tasks_of(float_paths(compute(state(of, "2014-04-08", a=began)), "x")) == [("x",)]


def test_what_has_happened_is_on_no_path() -> None:
    of = plan(task("a", "2wd"), task("b", "3wd", "a"), task("x", "1wd", "b"))
    done = Status(started=at("2014-04-07 08:00"), finished=at("2014-04-08 17:00"))
    schedule = compute(state(of, "2014-04-09", a=done))
    assert tasks_of(float_paths(schedule, "x")) == [("b", "x")]
    assert float_paths(schedule, "a") == ()


def test_a_finished_task_passes_on_what_pushes_it() -> None:
    """B was finished before A: what X waits for is A, through B."""
    of = plan(task("a", "5wd"), task("b", "1wd", "a"), task("x", "1wd", "b"))
    running = Status(started=at("2014-04-07 08:00"), remaining=span("4wd"))
    done = Status(started=at("2014-04-07 08:00"), finished=at("2014-04-07 17:00"))
    assert tasks_of(float_paths(compute(state(of, "2014-04-08", a=running, b=done)), "x")) == [("a", "b", "x")]


def test_a_task_that_only_spans_others_has_no_paths() -> None:
    of = plan(task("a", "2wd"), task("watch", "2wd", "a SS", kind=TaskKind.LEVEL_OF_EFFORT))
    assert float_paths(compute(state(of)), "watch") == ()
    assert open_milestone(compute(state(of))) == "a"


def test_as_late_as_possible_leaves_its_predecessors_the_room() -> None:
    """B, one day, is put as late as it can before X on Monday: A before it has the three days, B itself none."""
    of = plan(
        task("long", "5wd"),
        task("a", "1wd"),
        task("b", "1wd", "a", as_late_as_possible=True),
        task("x", "1wd", "long", "b"),
    )
    assert float_paths(compute(state(of)), "x") == (
        FloatPath(0, ("b", "x")),
        FloatPath(0, ("long",), "x"),
        FloatPath(3 * 8 * HOUR, ("a",), "b"),
    )


def test_three_thousand_in_a_row_need_no_recursion() -> None:
    many = [task("t0", "1wd"), *(task(f"t{k}", "1wd", f"t{k - 1}") for k in range(1, 3000))]
    (path,) = float_paths(compute(state(plan(*many))), "t2999")
    assert len(path.tasks) == 3000


# Nearly critical


def test_nearly_critical_chains() -> None:
    """Ten days of A; B and C take eight one after the other, D five: two and five days to spare."""
    of = plan(
        task("a", "10wd"), task("b", "4wd"), task("c", "4wd", "b"), task("d", "5wd"), task("x", "1wd", "a", "c", "d")
    )
    found = near_critical(compute(state(of)), Fraction(4))
    assert [(chain.spare, chain.tasks) for chain in found] == [(2, ("b", "c"))]
    assert [chain.tasks for chain in near_critical(compute(state(of)), Fraction(5))] == [("b", "c"), ("d",)]
    assert near_critical(compute(state(of)), Fraction(1)) == ()


def test_nearly_critical_is_measured_from_what_critical_tasks_have() -> None:
    """The whole plan must finish a week after it would: critical tasks have five days, B seven."""
    of = plan(task("a", "5wd"), task("b", "3wd"), must_finish_by=at("2014-04-18 17:00"))
    (chain,) = near_critical(compute(state(of)), Fraction(2))
    assert (chain.spare, chain.tasks) == (2, ("b",))


def test_where_all_is_late_the_less_late_are_nearly_critical() -> None:
    """Due after two days: A is three days late, B one, and both are critical."""
    of = plan(task("a", "5wd"), task("b", "3wd"), must_finish_by=at("2014-04-08 17:00"))
    found = near_critical(compute(state(of)), Fraction(2))
    assert [(chain.spare, chain.tasks, chain.least) for chain in found] == [(2, ("b",), "b")]


def test_what_decides_a_date_does_not_come_next_for_it() -> None:
    """Ten days of A are five late for a deadline after five, six of B two late for one after four.

    The path of the less late one decides its date as it is: towards it nothing comes next, towards the other it may.
    """
    of = plan(
        task("a", "10wd", deadline=at("2014-04-11 17:00")),
        task("b", "4wd"),
        task("c", "2wd", "b", deadline=at("2014-04-10 17:00")),
    )
    found = compute(state(of))

    def near(target: str, days: int) -> list[tuple[str, ...]]:
        (path, *_) = float_paths(found, target)
        return [chain.tasks for chain in near_critical(found, Fraction(days), target, path.tasks)]

    assert near("c", 5) == []
    assert near("a", 5) == [("b", "c")]
    assert near("b", 5) == [("b", "c")], "B by itself has no date of its own: its float is counted to that of C"


# The command

PLAN = """daopai: 1
project: {name: 示例路, start: 2016-03-01, calendar: china}
bodies: {works: {name: 城投公司, name_en: City Investment}}
tasks:
  base: {name: 基层, body: works, duration: 4wd}
  pipes: {name: 管道, body: works, duration: 1wd}
  paving: {name: 面层, body: works, duration: 3wd, after: [base, pipes]}
  done: {name: 通车, milestone: finish, after: [paving], deadline: 2016-03-11}
"""


@pytest.fixture
def road(tmp_path: Path) -> Path:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments], catch_exceptions=False)


def test_the_paths_in_words(road: Path) -> None:
    # Tuesday 1 March: four working days to Friday, then Monday to Wednesday; the pipes could end on Friday too, or,
    # on the clock, for the milestone has no calendar, on Sunday.
    assert run(road).stdout == (
        "哪几条线路决定通车的日期（预计 3月9日）\n"
        "\n"
        "线路 1 · 对 3月9日 没有余地，决定这个日期\n"
        "代号    工作事项  责任单位  开始时间  完成时间\n"
        "base    基层      城投公司  3月1日    3月4日\n"
        "paving  面层      城投公司  3月7日    3月9日\n"
        "done    通车                3月9日    3月9日\n"
        "\n"
        "线路 2 · 对 3月9日 余地 5 天 · 在“面层”汇入线路 1\n"
        "pipes   管道      城投公司  3月1日    3月1日\n"
        "\n"
        "快要变成关键的工作（按总时差，比关键工作多出的余地不超过 5 天）\n"
        "\n"
        "对全部工作 3月9日 的完成，比关键工作多 3 个工作日余地\n"
        "pipes   管道      城投公司  3月1日    3月1日\n"
    )
    lines = run(road, "paving", "--lang", "en", "--near", 1).stdout.splitlines()
    assert lines[0] == "The paths that decide 面层 (City Investment) (forecast for 9 Mar)"
    assert "Path 2 · 3 working days to spare before 9 Mar · joins path 1 at 面层" in lines
    assert lines[-1] == "Nearly critical (by total float, at most 1 day more to spare than the critical tasks): none"


LATE = """daopai: 1
project: {name: 学校, start: 2025-04-21, calendar: every}
calendars: {every: {week: mon-sun}, office: {week: mon-fri}}
tasks:
  drawings: {name: 施工图, duration: 5cd}
  permit: {name: 施工许可证, duration: 5wd, calendar: office, after: [drawings]}
  ground: {name: 基础, duration: 10cd, after: [permit]}
  done: {name: 基础完成, milestone: finish, after: [ground], deadline: 2025-05-10}
  open: {name: 开学, milestone: finish, after: [ground], deadline: 2025-05-11}
  frame: {name: 主体, duration: 5cd, after: [ground]}
"""
"""The permit takes 28 April to 2 May, the ground ends on the 12th: two days late for one, one day for the other."""


def test_a_late_milestone_is_not_said_to_become_critical_below_the_path_that_decides_it(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(LATE, encoding="utf-8")

    def nearly(target: str) -> set[str]:
        rows = json.loads(run(tmp_path, target, "--format", "json", "--lang", "en").stdout)
        return {row["id"] for row in rows if row["part"] == "nearly critical"}

    assert nearly("open") == set()
    assert nearly("ground") == {"open"}, "for another date it may come next"
    assert "快要变成关键的工作（按总时差，比关键工作多出的余地不超过 5 天）：没有" in run(tmp_path, "open").stdout


def test_the_paths_for_programs(road: Path) -> None:
    rows = json.loads(run(road, "--format", "json", "--lang", "en").stdout)
    assert [(row["part"], row["path"], row["slack_days"], row["joins"], row["id"]) for row in rows] == [
        ("path", 1, 0, None, "base"),
        ("path", 1, 0, None, "paving"),
        ("path", 1, 0, None, "done"),
        ("path", 2, 5, "paving", "pipes"),
        ("nearly critical", 1, 3, None, "pipes"),
    ]
    table = list(csv.DictReader(io.StringIO(run(road, "--format", "csv", "--limit", 1).stdout)))
    assert [row["代号"] for row in table] == ["base", "paving", "done", "pipes"]


def test_towards_what_only_spans_there_is_nothing_to_say(road: Path) -> None:
    watched = PLAN + "  watch: {name: 监理, kind: level-of-effort, after: [base SS]}\n"
    (road / "plan.yaml").write_text(watched, encoding="utf-8")
    assert run(road, "watch").stdout == "监理只是跟着别的工作走，没有线路可查\n"
    (road / "plan.yaml").write_text(watched.replace("[base SS]", "[base SS, base FF]"), encoding="utf-8")
    assert run(road, "watch").stdout == "监理只是跟着别的工作走，没有线路可查；可以查它最后跟着的基层（base）\n"


def test_towards_what_has_finished_there_is_nothing_to_say(road: Path) -> None:
    (road / "updates").mkdir()
    done = "data_date: 2016-03-08\nprogress: {base: {started: 2016-03-01, finished: 2016-03-04}}\n"
    (road / "updates" / "2016-03-08.yaml").write_text(done, encoding="utf-8")
    assert run(road, "base", "--lang", "en").stdout == "基层 (City Investment) has finished: no path leads to it\n"


def test_a_choice_that_does_not_finish_last_says_so(road: Path) -> None:
    signs = "  signs: {name: 标志, duration: 2wd, after: [paving]}\n"
    later = PLAN + signs + "  open: {name: 开放, milestone: finish, after: [signs]}\n"
    (road / "plan.yaml").write_text(later, encoding="utf-8")
    assert run(road).stdout.splitlines()[1] == (
        "没有指定工作，查的是例会先说的那一项期限；最后完成的是开放（3月11日），要查它，在命令后面写 open"
    )
    assert "没有指定" not in run(road, "done").stdout


def test_an_unknown_task_is_a_usage_error(road: Path) -> None:
    assert run(road, "pavng").exit_code == 2


@pytest.mark.parametrize("day", ["2015-12-29", "2016-03-07", "2016-04-05"])
def test_the_sample_plan_has_a_path_on_every_day(day: str) -> None:
    rows = json.loads(run(KASHGAR, "--date", day, "--format", "json", "--lang", "en").stdout)
    assert rows[0]["path"] == 1
    assert next(row["id"] for row in reversed(rows) if row["path"] == 1 and row["part"] == "path") == "works-done"


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_secretary_of_a_path_of_1200_tasks_reads_its_ends_and_a_program_gets_all(tmp_path: Path, lang: str) -> None:
    """Three at its beginning and seven at its end stand there, as `explain` has them: 1,190 lie between."""
    tasks = "".join(
        f"  a{k}: {{name: 第{k}段, duration: 1wd{f', after: [a{k - 1}]' if k else ''}}}\n" for k in range(1200)
    )
    head = "daopai: 1\nproject: {name: 渠道, start: 2016-03-01, calendar: w}\ncalendars: {w: {week: mon-fri}}\ntasks:\n"
    (tmp_path / "plan.yaml").write_text(head + tasks, encoding="utf-8")
    lines = run(tmp_path, "--lang", lang).stdout.splitlines()
    named = [line.split()[0] for line in lines if re.match(r"a\d+ ", line)]
    assert named == ["a0", "a1", "a2", *(f"a{k}" for k in range(1193, 1200))]
    (between,) = [line for line in lines if "--format csv" in line]
    number = {"zh": "中间还有 1190 项", "en": "1190 tasks in between"}[lang]
    assert number in between.replace(",", "")
    assert lines.index(between) == next(k for k, line in enumerate(lines) if line.startswith("a1193 ")) - 1
    rows = list(csv.reader(io.StringIO(run(tmp_path, "--format", "csv", "--lang", lang).stdout)))
    assert [row[4] for row in rows if row[1] == "1"] == [f"a{k}" for k in range(1200)]


def test_a_path_that_can_be_read_is_listed_whole() -> None:
    """The longest path of a programme of years has some hundred tasks: each of them is a row."""
    of = plan(task("t0", "1wd"), *(task(f"t{k}", "1wd", f"t{k - 1}") for k in range(1, 300)))
    made = compute(state(of))
    (path,) = float_paths(made, "t299")
    lines = path_lines((path,), (), "t299", Fraction(5), made, voice_of(made, "zh"), Screen(None, False))
    assert [line.split()[0] for line in lines if line.startswith("t")] == [f"t{k}" for k in range(300)]
