"""`explain`: what set each date, the chain back to a fact, and what a day less would gain. Answers by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from networks import at, plan, span, state, task

from schedule import load, meeting
from schedule.analysis.dates.deadlines import deadline_rows
from schedule.analysis.dates.quality import Finding, findings
from schedule.analysis.dates.reasons import gains, reasons
from schedule.calendars.worktime import finish_day
from schedule.commands.explain import command
from schedule.engine.compute import compute
from schedule.engine.schedule import Bound, Reason, Schedule
from schedule.model import Assignment, Basis, Constraint, ConstraintKind, Duration, Project, Status, TaskKind, Unit
from schedule.output.answers.quality import quality
from schedule.output.tables.contents import late_days
from schedule.output.words.explanation import FIRST, LAST, explanation, reason_words, shown
from schedule.output.words.languages import languages
from schedule.output.words.phrases import voice_of
from schedule.rules import ProgressRule, Settings

KASHGAR = Path(__file__).parent.parent / "plans" / "kashgar"
DATED = {one.value for one in ConstraintKind} | {"actual", "resumed", "deadline", "project-finish", "must-finish-by"}
DATED |= {"funds"}


def said(schedule: Schedule, name: str, lang: str = "zh", **more: bool) -> list[str]:
    why = reasons(schedule, name)
    return list(voice_of(schedule, lang).told(explanation(why, schedule, gains(schedule, name, why.early), **more)))


def four(schedule: Schedule, name: str, lang: str = "zh") -> list[str]:
    """The lines about the four dates, without their mark."""
    lines = said(schedule, name, lang)
    first = next(k for k, line in enumerate(lines) if line.startswith(("四个日期", "What set each")))
    return [line.removeprefix("- ") for line in [*lines, ""][first + 1 : [*lines, ""].index("", first)]]


def gained(schedule: Schedule, name: str) -> list[str]:
    lines = said(schedule, name)
    return [line.removeprefix("- ") for line in lines[lines.index("下面哪一项少用一天，它能提前多少") + 1 :]]


def constrained(kind: ConstraintKind, day: str, **more: object) -> Schedule:
    one = task("a", "2wd", constraints=(Constraint(kind, at(day)),))
    return compute(state(plan(one, task("b", "5wd"), **more)))


# Every reason has its words


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words_in_both_languages(reason: Reason) -> None:
    schedule = compute(state(plan(task("a", "2wd"))))
    told = [
        voice_of(schedule, lang).tell(reason_words(Bound(reason, at("2014-05-06 12:00")), schedule.tasks["a"]))
        for lang in languages()
    ]
    assert all(told)
    assert len(set(told)) == 2
    for text, day in zip(told, ("5月6日", "6 May"), strict=True):
        assert (day in text) == (reason.value in DATED)
        assert "{" not in text


# What set each of the four dates


def test_relations_hold_one_end_and_work_gives_the_other() -> None:
    """Monday 7 April: A to Friday; B on Monday 14 and Tuesday 15, in time for C on Wednesday."""
    schedule = compute(state(plan(task("a", "5wd"), task("b", "2wd", "a"), task("c", "1wd", "b"))))
    assert four(schedule, "b") == [
        "最早开始 4月14日：要等a完成",
        "最早完成 4月15日：从开始往后算 2 个工作日",
        "最迟开始 4月14日：从完成往回算 2 个工作日",
        "最迟完成 4月15日：要赶在c最迟开始（4月16日）以前",
    ]
    assert four(schedule, "a", "en")[0] == "Early start 7 Apr: waits for nothing, counted from the project's start"
    assert four(schedule, "c", "en")[3] == (
        "Late finish 16 Apr: so as not to delay the finish of the whole plan, 16 Apr"
    )


def test_a_relation_to_the_finish_is_counted_back_from() -> None:
    schedule = compute(state(plan(task("a", "5wd"), task("b", "2wd", "a FF+1wd"))))
    assert four(schedule, "b")[:2] == [
        "最早开始 4月11日：从完成往回算 2 个工作日",
        "最早完成 4月14日：完成要等a完成后 1 个工作日",
    ]
    assert four(schedule, "a")[3] == "最迟完成 4月11日：要赶在b最迟完成（4月14日）前 1 个工作日以前"


def test_a_relation_from_the_start_holds_the_late_start() -> None:
    schedule = compute(state(plan(task("a", "1wd"), task("b", "5wd", "a SS+2wd"))))
    assert four(schedule, "a")[2:] == [
        "最迟开始 4月7日：要赶在b最迟开始（4月9日）前 2 个工作日以前",
        "最迟完成 4月7日：从开始往后算 1 个工作日",
    ]


@pytest.mark.parametrize(
    ("kind", "day", "line", "said_of_it"),
    [
        ("start_no_earlier_than", "2014-04-12", 0, "最早开始 4月14日：计划规定开始不早于 4月12日"),
        ("finish_no_earlier_than", "2014-04-16 17:00", 1, "最早完成 4月16日：计划规定完成不早于 4月16日"),
        ("start_no_later_than", "2014-04-09 08:00", 2, "最迟开始 4月9日：计划规定开始不晚于 4月9日"),
        ("finish_no_later_than", "2014-04-09 17:00", 3, "最迟完成 4月9日：计划规定完成不晚于 4月9日"),
        ("start_on", "2014-04-09 08:00", 0, "最早开始 4月9日：计划规定 4月9日 开始"),
        ("start_on", "2014-04-09 08:00", 2, "最迟开始 4月9日：计划规定 4月9日 开始"),
        ("finish_on", "2014-04-10 17:00", 1, "最早完成 4月10日：计划规定 4月10日 完成"),
        ("finish_on", "2014-04-10 17:00", 3, "最迟完成 4月10日：计划规定 4月10日 完成"),
        ("mandatory_start", "2014-04-09 08:00", 0, "最早开始 4月9日：计划强制 4月9日 开始，不管前后的工作"),
        ("mandatory_finish", "2014-04-10 17:00", 1, "最早完成 4月10日：计划强制 4月10日 完成，不管前后的工作"),
        ("external_early_start", "2014-04-09 08:00", 0, "最早开始 4月9日：要等别的项目，4月9日 以前不能开始"),
        ("external_late_finish", "2014-04-10 17:00", 3, "最迟完成 4月10日：别的项目要它最迟 4月10日 完成"),
        ("expected_finish", "2014-04-15 17:00", 1, "最早完成 4月15日：承办单位预定 4月15日 完成"),
    ],
)
def test_a_constraint_is_named_with_its_own_date(kind: str, day: str, line: int, said_of_it: str) -> None:
    assert four(constrained(ConstraintKind(kind), day), "a")[line] == said_of_it


def test_the_whole_plans_own_dates() -> None:
    of = plan(task("a", "2wd"), task("b", "5wd"))
    must = compute(state(replace(of, must_finish_by=at("2014-04-18 17:00"))))
    assert four(must, "a")[3] == "最迟完成 4月18日：计划规定全部工作最迟 4月18日 完成"
    assert said(must, "a")[7] == "→ a：计划规定全部工作最迟 4月18日 完成"
    open_end = compute(state(replace(of, settings=Settings(open_ends_critical=True))))
    assert four(open_end, "a")[3] == "最迟完成 4月8日：后面没有工作等它，按它自己的最早完成算"
    due = task("a", "2wd", deadline=at("2014-04-10 17:00"))
    assert four(compute(state(plan(due, task("b", "5wd")))), "a")[3] == "最迟完成 4月10日：期限 4月10日"


def test_as_late_as_possible_and_what_only_spans() -> None:
    """A may wait until Thursday for C on Friday; the supervision goes with A and B."""
    of = plan(
        task("a", "1wd", as_late_as_possible=True),
        task("b", "4wd"),
        task("c", "1wd", "a", "b"),
        task("watch", "1wd", "a SS", "b FF", kind=TaskKind.LEVEL_OF_EFFORT),
    )
    schedule = compute(state(of))
    assert four(schedule, "a")[0] == "最早开始 4月10日：计划要它尽量晚做，以不推迟后面的工作为限"
    assert said(schedule, "watch") == [
        "watch：4月10日 开始，4月10日 完成",
        "",
        "它跟着别的工作走，自己不决定日期：从a开始（4月10日），到b完成（4月10日）",
    ]


def test_a_summary_names_the_first_and_the_last_of_its_group() -> None:
    of = plan(
        task("a", "2wd", group=("site",)),
        task("b", "3wd", "a", group=("site",)),
        task("c", "9wd"),
        task("site", None, kind=TaskKind.SUMMARY, group=("site",)),
    )
    assert said(compute(state(of)), "site", "en")[-1] == (
        "It goes with other tasks and sets no date itself: from the start of a (7 Apr) to the finish of b (11 Apr)"
    )


def test_a_milestone_has_one_early_and_one_late_date() -> None:
    schedule = compute(state(plan(task("a", "2wd"), task("m", None, "a"), task("b", "5wd"))))
    assert four(schedule, "m") == ["最早 4月8日：要等a完成", "最迟 4月11日：不推迟全部工作的预计完成日 4月11日"]


def test_what_is_left_of_a_task_in_progress() -> None:
    of = plan(task("a", "5wd"), task("b", "8wd"))
    paused = Status(
        started=at("2014-04-07 08:00"),
        remaining=span("2wd"),
        suspended=at("2014-04-08 08:00"),
        resumed=at("2014-04-10 08:00"),
    )
    schedule = compute(state(of, "2014-04-09", a=paused))
    assert four(schedule, "a")[:2] == [
        "剩余工作最早 4月10日 做：停工后 4月10日 复工",
        "最早完成 4月11日：从开始往后算 2 个工作日",
    ]
    assert "2. " not in "".join(said(schedule, "a")[:5])


def test_work_of_resources_is_said_to_be_theirs() -> None:
    shift = Assignment(Duration(Fraction(3), Unit.WORKING_DAYS))
    schedule = compute(state(plan(task("a", "2wd", assignments=(shift,)), task("b", "5wd"))))
    assert four(schedule, "a")[1] == "最早完成 4月9日：从开始算，到投入的力量都做完"


def test_a_finished_task_has_one_line() -> None:
    done = Status(started=at("2014-04-07 08:00"), finished=at("2014-04-08 17:00"))
    schedule = compute(state(plan(task("a", "2wd"), task("b", "1wd", "a")), "2014-04-09", a=done))
    assert said(schedule, "a") == ["a：已于 4月8日 完成"]


def test_a_step_that_is_stretched_says_to_when() -> None:
    """A, two days long, is expected on Tuesday the 15th: a day less of it gains B nothing."""
    expected = Constraint(ConstraintKind.EXPECTED_FINISH, at("2014-04-15 17:00"))
    schedule = compute(state(plan(task("a", "2wd", constraints=(expected,)), task("b", "1wd", "a"))))
    assert "承办单位预定 4月15日 完成，4月7日 开始，4月15日 完成" in said(schedule, "b")[3]
    assert gained(schedule, "b") == ["少用一天也不能提前，它的完成日是预定的：a"]


# The chain


def test_the_chain_begins_with_what_can_still_hold() -> None:
    """A and B are finished; C stands at the data date and D waits for C."""
    of = plan(task("a", "1wd"), task("b", "1wd", "a"), task("c", "2wd", "b SS"), task("d", "1wd", "c"))
    done = {
        "a": Status(started=at("2014-04-07 08:00"), finished=at("2014-04-07 17:00")),
        "b": Status(started=at("2014-04-08 08:00"), finished=at("2014-04-08 17:00")),
    }
    schedule = compute(state(of, "2014-04-09", **done))
    assert said(schedule, "d")[3:5] == [
        "1. c：没有等别的工作，从本次数据日期起算，4月9日 开始，4月10日 完成",
        "2. d：要等c完成，4月11日 开始，4月11日 完成",
    ]
    assert four(schedule, "c")[0] == "最早开始 4月9日：没有等别的工作，从本次数据日期起算"


def test_a_lag_that_still_runs_begins_at_its_fact() -> None:
    of = plan(task("a", "1wd"), task("b", "1wd", "a FS+5wd"))
    done = Status(started=at("2014-04-07 08:00"), finished=at("2014-04-07 17:00"))
    schedule = compute(state(of, "2014-04-09", a=done))
    assert said(schedule, "b")[3:5] == [
        "1. a：已于 4月7日 完成",
        "2. b：要等a完成后 5 个工作日，4月15日 开始，4月15日 完成",
    ]


def test_a_long_chain_is_folded_and_can_be_had_whole() -> None:
    chain = compute(state(plan(task("t1", "1wd"), *(task(f"t{k}", "1wd", f"t{k - 1}") for k in range(2, 31)))))
    lines = said(chain, "t30", whole=False)
    steps = [line for line in lines if line[0:1].isdigit()][: FIRST + LAST]
    assert [int(line.split(".")[0]) for line in steps] == [1, 2, 3, *range(24, 31)]
    assert "…… 中间还有 20 项，加 --all 全部列出" in lines
    assert lines[-1] == "- …… 还有 20 项没有试算，加 --all 全部列出"
    assert len(said(chain, "t30", whole=True)) == len(lines) + 30 - FIRST - LAST - 1 - 3
    assert shown([1] * (FIRST + LAST + 2), False)[0] == ()


def test_other_ends_than_the_plans_finish_are_named() -> None:
    """B must finish by Wednesday, so A by Tuesday."""
    late = Constraint(ConstraintKind.FINISH_NO_LATER_THAN, at("2014-04-09 17:00"))
    of = plan(task("a", "2wd"), task("b", "1wd", "a", constraints=(late,)), task("c", "5wd"))
    lines = said(compute(state(of)), "a", "en")
    assert "→ b: the plan lets it finish no later than 9 Apr" in lines


# What room and late dates are measured to


def test_room_says_what_it_is_measured_to() -> None:
    """A may lose three days before its deadline on Thursday the 10th, and eight before the plan's end on the 18th.

    A to Monday; B, its successor, has a deadline; C goes on to Friday of the next week.
    """
    due = task("b", "1wd", "a", deadline=at("2014-04-11 17:00"))
    schedule = compute(state(plan(task("a", "1wd"), due, task("c", "10wd"), task("d", "8wd", "a"))))
    assert said(schedule, "a")[0] == "a：4月7日 开始，4月7日 完成，对 4月11日 期限还有 3 天余地"
    assert "为什么不能更晚（对 4月11日 期限）" in said(schedule, "a")
    assert four(schedule, "a")[3] == "最迟完成 4月8日（对全部工作 4月18日 的完成）：要赶在d最迟开始（4月9日）以前"
    assert said(schedule, "c")[0].endswith("对全部工作 4月18日 的完成已经没有余地")
    assert said(schedule, "d", "en")[0].endswith("1 day to spare before the finish of the whole plan on 18 Apr")
    assert "What set each date (late dates count back from the deadline of 11 Apr)" in said(schedule, "b", "en")


def test_room_before_a_constraint_names_its_task() -> None:
    late = Constraint(ConstraintKind.START_NO_LATER_THAN, at("2014-04-10 08:00"))
    schedule = compute(state(plan(task("a", "1wd"), task("b", "1wd", "a", constraints=(late,)), task("c", "9wd"))))
    assert said(schedule, "a")[0].endswith("对“b”的规定日期 4月10日还有 2 天余地")


def test_what_has_passed_of_a_lag_is_said() -> None:
    """B follows A's start by four days, two of which are over on Wednesday: in P6's columns that limits A."""
    began = Status(started=at("2014-04-07 08:00"), remaining=span("3wd"))
    of = plan(task("a", "5wd"), task("b", "9wd", "a SS+4wd"), settings=Settings(finishes_kept=True))
    assert four(compute(state(of, "2014-04-09", a=began)), "a")[2] == (
        "剩余工作最迟 4月9日 做：要赶在b最迟开始（4月11日）前 2 个工作日以前（4 个工作日的间隔已过 2 个工作日）"
    )


@pytest.mark.parametrize(("lag", "relation"), [("+4wd", "SS"), ("", "SS"), ("+1wd", "SS"), ("+20wd", "SF")])
def test_the_clerk_reads_one_latest_finish_of_work_whose_start_is_what_others_waited_for(
    lag: str, relation: str
) -> None:
    """A has begun: how long it goes on is B's affair no more. C, three days behind A, ends with the plan on 29 April.

    B's nine days begin on Wednesday the 9th at the earliest, C's on the 24th at the latest so that the deadline of 28
    April is kept: A may end on Wednesday the 23rd, and two of its days are left.
    """
    began = Status(started=at("2014-04-07 08:00"), remaining=span("2wd"))
    tasks = (
        task("a", "5wd"),
        task("b", "9wd", f"a {relation}{lag}"),
        task("c", "3wd", "a", deadline=at("2014-04-28 18:00")),
        task("d", "14wd", constraints=(Constraint(ConstraintKind.START_NO_EARLIER_THAN, at("2014-04-09 08:00")),)),
    )
    made = compute(state(plan(*tasks, settings=Settings()), "2014-04-09", a=began))
    (row,) = (one for one in deadline_rows(made) if one.task == "a")
    assert finish_day(row.latest_finish) == date(2014, 4, 23)
    assert made.tasks["a"].late is not None
    assert finish_day(made.tasks["a"].late.finish) == date(2014, 4, 23)
    assert late_days(made.tasks["a"])[1] == date(2014, 4, 23)
    assert made.tasks["a"].float_told == 9 * 8 * 60  # from Thursday the 10th, with two week-ends between
    assert four(made, "a")[3].endswith("要赶在c最迟开始（4月24日）以前")


@pytest.mark.parametrize(
    ("after", "constraint", "said", "day"),
    [
        (
            "[p]",
            "start_no_later_than",
            "最迟 3月12日（对“开工”的规定日期 3月12日）：计划规定开始不晚于 3月12日",
            "3月12日",
        ),
        (
            "[]",
            "start_no_later_than",
            "最迟 3月12日（对“开工”的规定日期 3月12日）：计划规定开始不晚于 3月12日",
            "3月12日",
        ),
        ("[p]", "start_on", "最迟 3月12日（对“开工”的规定日期 3月12日）：计划规定 3月12日 开始", "3月12日"),
        ("[]", "start_on", "最迟 3月12日（对“开工”的规定日期 3月12日）：计划规定 3月12日 开始", "3月12日"),
        (
            "[p]",
            "finish_no_later_than",
            "→ 开工：期限 3月12日",
            "3月12日",
        ),
        (
            "[]",
            "finish_no_later_than",
            "→ 开工：期限 3月12日",
            "3月12日",
        ),
    ],
)
def test_the_clerk_reads_the_day_by_which_the_plan_lets_a_start_come(
    tmp_path: Path, after: str, constraint: str, said: str, day: str
) -> None:
    """Thursday 12 March 2026 is that day in the sentence, in the table and for what a start waits for."""
    rows = (
        "p: {name: 先行, body: a, duration: 2wd}",
        f"go: {{name: 开工, body: a, milestone: start, after: {after}, {constraint}: 2026-03-12}}",
        "w: {name: 施工, body: a, duration: 40wd, after: [p]}",
        "done: {name: 建成, body: a, milestone: finish, after: [w, go], deadline: 2026-06-30}",
    )
    head = "daopai: 1\nproject: {name: 示例, start: 2026-03-02, calendar: gov, target: done}\n"
    head += "calendars: {gov: {week: mon-fri}}\nbodies: {a: {name: 审批局}}\ntasks:\n"
    (tmp_path / "plan.yaml").write_text(head + "".join(f"  {one}\n" for one in rows), encoding="utf-8")
    explained = CliRunner().invoke(command, [str(tmp_path), "go"]).stdout
    assert said in explained
    assert "3月11日" not in explained
    assert "3月13日" not in explained
    made = meeting(load(tmp_path), at("2026-03-02")).schedule
    assert late_days(made.tasks["go"]) == (date(2026, 3, 12),) * 2


@pytest.mark.parametrize(("days", "late"), [(8, False), (9, False), (10, True)])
def test_a_start_that_is_reached_on_its_last_day_is_in_time(tmp_path: Path, days: int, late: bool) -> None:
    """Nine working days from Monday 2 March end on Thursday the 12th: the start is reached on its last day."""
    rows = (
        f"p: {{name: 先行, body: a, duration: {days}wd}}",
        "go: {name: 开工, body: a, milestone: start, after: [p], start_no_later_than: 2026-03-12}",
    )
    head = "daopai: 1\nproject: {name: 示例, start: 2026-03-02, calendar: gov}\n"
    head += "calendars: {gov: {week: mon-fri}}\nbodies: {a: {name: 审批局}}\ntasks:\n"
    (tmp_path / "plan.yaml").write_text(head + "".join(f"  {one}\n" for one in rows), encoding="utf-8")
    made = meeting(load(tmp_path), at("2026-03-02")).schedule
    assert (made.tasks["go"].last_day > date(2026, 3, 12)) is late
    assert made.tasks["go"].is_too_late is late


def test_a_lag_that_ends_at_the_data_date_is_named() -> None:
    """In calendar days, from midnight to midnight, the lag and the data date ask for the same instant."""
    began = Status(started=at("2014-04-07"), remaining=span("3cd"))
    of = plan(task("a", "5cd"), task("b", "9cd", "a SS+2cd"))
    assert four(compute(state(of, "2014-04-09", a=began)), "b")[0] == (
        "最早开始 4月9日：要等a开始后 2 天，正好等到本次数据日期"
    )
    shorter = plan(task("a", "5cd"), task("b", "9cd", "a SS+1cd"))
    assert "没有等别的工作" in four(compute(state(shorter, "2014-04-09", a=began)), "b")[0]


@pytest.mark.parametrize(
    ("lang", "names", "also"),
    [
        ("zh", ("竣工备案", "档案移交、决算"), "同时要等：“档案移交、决算”、验收"),
        ("en", ("Filing", "Archives, final accounts"), "Also waits for: “Archives, final accounts”, 验收"),
    ],
)
def test_the_secretary_counts_the_tasks_of_a_list_though_a_name_holds_its_comma(
    lang: str, names: tuple[str, str], also: str
) -> None:
    """Three of five days each end on Friday: one leads the chain, the two others are waited for as well."""
    of = plan(task("a", "5wd"), task("b", "5wd"), task("c", "5wd"), task("d", "2wd", "a", "b", "c"))
    named = dict(zip(("a", "b", "c"), (*names, "验收"), strict=True))
    of = replace(of, tasks={key: replace(one, name=named.get(key, key)) for key, one in of.tasks.items()})
    schedule = compute(state(of, "2014-04-07"))
    voice = voice_of(schedule, lang)
    why = reasons(schedule, "d")
    assert also in voice.told(explanation(why, schedule, gains(schedule, "d", why.early)))
    assert voice.listed([names[1]]) == names[1]


def test_of_a_successor_and_the_plans_finish_the_successor_is_named() -> None:
    schedule = compute(state(plan(task("a", "5wd"), task("m", None, "a FF"))))
    assert four(schedule, "a")[3] == "最迟完成 4月11日：要赶在m最迟完成（4月11日）以前"
    assert four(schedule, "m")[1] == "最迟 4月11日：不推迟全部工作的预计完成日 4月11日"


def test_what_does_not_bind_is_told_too() -> None:
    """A lasts until Friday anyway, and B, as late as possible, has nowhere to go."""
    early = Constraint(ConstraintKind.FINISH_NO_EARLIER_THAN, at("2014-04-09 17:00"))
    schedule = compute(
        state(plan(task("a", "5wd", constraints=(early,)), task("b", "1wd", "a", as_late_as_possible=True)))
    )
    assert "另有规定，这次日期不由它决定：计划规定完成不早于 4月9日" in said(schedule, "a")
    assert (
        "Also, though not what sets it: the plan wants it as late as can be without moving what waits for it"
        in said(schedule, "b", "en")
    )
    binding = constrained(ConstraintKind.FINISH_NO_EARLIER_THAN, "2014-04-16 17:00")
    assert not [line for line in said(binding, "a") if line.startswith("另有规定")]


def test_a_finished_task_without_its_document_is_grey() -> None:
    done = Status(started=at("2014-04-07 08:00"), finished=at("2014-04-08 17:00"))
    schedule = compute(state(plan(task("a", "2wd", evidence="批复")), "2014-04-09", a=done))
    assert said(schedule, "a") == ["a：已于 4月8日 完成，灰灯：没有批文号（批复），不能销号"]
    closed = compute(state(schedule.state.plan, "2014-04-09", a=replace(done, document="1号")))
    assert said(closed, "a") == ["a：已于 4月8日 完成"]


# Out of sequence


def ahead() -> Schedule:
    """B began on 8 April although A, ten days long, was not finished; retained logic makes its rest wait."""
    of = plan(task("a", "10wd"), task("b", "5wd", "a"))
    running = Status(started=at("2014-04-07 08:00"), remaining=span("6wd"))
    began = Status(started=at("2014-04-08 08:00"), remaining=span("3wd"))
    return compute(state(of, "2014-04-11", a=running, b=began))


def test_out_of_sequence_progress_is_found_and_named() -> None:
    found = [one for one in findings(ahead()) if one.code == "out-of-sequence"]
    assert found == [Finding("out-of-sequence", "b", {"awaited": "a", "end": "finish"})]
    assert said(ahead(), "b")[1] == (
        "先后颠倒：没等a完成就已开始，要核对先后关系。本计划用“保留逻辑”（retained logic）：剩余工作仍要等它"
    )
    assert four(ahead(), "b")[0] == "剩余工作最早 4月21日 做：要等a完成"
    lines = voice_of(ahead(), "en").told(quality(Project(ahead().state.plan), found, ahead()))
    assert lines[-1] == "- b: started before the finish of a, out of sequence; check what it waits for"


def test_what_its_relations_allow_is_not_out_of_sequence() -> None:
    running = Status(started=at("2014-04-07 08:00"), remaining=span("6wd"))
    began = Status(started=at("2014-04-09 08:00"), remaining=span("3wd"))
    for relation in ("a SS+2wd", "a FF", "a FS-20wd"):
        schedule = compute(state(plan(task("a", "10wd"), task("b", "5wd", relation)), "2014-04-11", a=running, b=began))
        assert [one for one in findings(schedule) if one.code == "out-of-sequence"] == []
    not_begun = compute(state(plan(task("a", "10wd"), task("b", "5wd", "a SS")), "2014-04-11", b=began))
    (found,) = [one for one in findings(not_begun) if one.code == "out-of-sequence"]
    assert found.facts == {"awaited": "a", "end": "start"}


def test_progress_override_is_out_of_sequence_too() -> None:
    state_of = ahead().state
    settings = Settings(progress=ProgressRule.OVERRIDE)
    schedule = compute(replace(state_of, plan=replace(state_of.plan, settings=settings)))
    assert [one.task for one in findings(schedule) if one.code == "out-of-sequence"] == ["b"]
    assert four(schedule, "b")[0] == "剩余工作最早 4月11日 做：没有等别的工作，从本次数据日期起算"
    assert "By progress override, the plan's rule, what is left of it no longer waits" in said(schedule, "b", "en")[1]


def test_a_mandatory_date_that_breaks_a_relation_is_remarked() -> None:
    """A lasts until Friday; B is forced to Wednesday, C to Monday."""
    forced = [
        task(name, "1wd", "a", constraints=(Constraint(ConstraintKind.MANDATORY_START, at(f"{day} 08:00")),))
        for name, day in (("b", "2014-04-09"), ("c", "2014-04-14"))
    ]
    schedule = compute(state(plan(task("a", "5wd"), *forced)))
    found = [one for one in findings(schedule) if one.code == "mandatory-ahead"]
    assert found == [Finding("mandatory-ahead", "b", {"awaited": "a", "end": "finish"})]
    lines = voice_of(schedule, "en").told(quality(Project(schedule.state.plan), found, schedule))
    assert lines[-1] == "- b: put by a date of its own before the finish of a; check that date"


@pytest.mark.parametrize(("day", "remarked"), [("2013-04-11", True), ("2014-04-09", False), ("2104-04-11", True)])
def test_a_deadline_in_the_wrong_year_is_remarked(day: str, remarked: bool) -> None:
    schedule = compute(state(plan(task("a", "5wd", deadline=at(day)))))
    found = [one for one in findings(schedule) if one.code == "deadline-far"]
    assert bool(found) == remarked
    lines = voice_of(schedule, "zh").told(quality(Project(schedule.state.plan), found, schedule))
    assert not remarked or lines[-1].endswith("预计 2014年4月11日 完成，相差太远，要核对年份")


# What a day less would gain


def test_a_day_less_can_save_a_weekend() -> None:
    """A ends on Friday, and B starts on Monday: a day less of A brings B to Friday, three days earlier."""
    schedule = compute(state(plan(task("a", "5wd"), task("b", "2wd", "a"))))
    assert gained(schedule, "b") == [
        "开始提前 3 天（省去中间的休息日），完成提前 1 天：a",
        "完成提前 1 天：b",
    ]
    lines = said(schedule, "b", "en")
    assert lines[-2] == "- starts 3 days earlier (days off in between fall away), finishes 1 day earlier: a"


def test_what_is_left_and_what_is_waited_can_take_a_day_less() -> None:
    """A has four days left, to Thursday the 10th; the lag of two days leads B to Tuesday, one day less to Monday."""
    of = plan(task("a", "5wd"), task("b", "2wd", "a FS+2wd"))
    running = Status(started=at("2014-04-04 08:00"), percent=Fraction(20))
    schedule = compute(state(of, "2014-04-07", a=running))
    assert schedule.tasks["b"].start == at("2014-04-15 08:00")
    why = reasons(schedule, "b")
    found = {(one.driver, one.lag is None): one.dates for one in gains(schedule, "b", why.early)}
    assert {key: dates.start for key, dates in found.items() if dates is not None} == {
        ("a", True): at("2014-04-14 08:00"),
        ("b", False): at("2014-04-14 08:00"),
        ("b", True): at("2014-04-15 08:00"),
    }
    assert gained(schedule, "b")[0].endswith("：a、“a完成后 2 个工作日”的间隔")


def test_where_two_hold_it_one_day_less_gains_nothing() -> None:
    schedule = compute(state(plan(task("a", "3wd"), task("b", "3wd"), task("m", None, "a", "b"))))
    assert gained(schedule, "m") == ["少用一天也不能提前，它同时还要等别的工作：a"]


def test_where_only_a_start_is_waited_for_the_work_has_no_say() -> None:
    schedule = compute(state(plan(task("a", "9wd"), task("b", "1wd", "a SS+3wd"))))
    assert gained(schedule, "b") == ["开始、完成都提前 1 天：“a开始后 3 个工作日”的间隔"]


def test_what_the_law_fixes_cannot_be_shorter() -> None:
    fixed = task("bids", "20wd", basis=Basis(article="招标投标法第24条", floor=span("20wd")))
    schedule = compute(state(plan(fixed, task("award", "1wd", "bids"))))
    assert gained(schedule, "award") == ["规定的时限，不能再少：bids"]


@pytest.mark.parametrize("unit", ["wd", "h", "min"])
def test_a_day_is_a_day_in_every_unit(unit: str) -> None:
    """Sixteen hours are two days of an office; one less brings B from Wednesday to Tuesday."""
    length = {"wd": "2wd", "h": "16h", "min": "960min"}[unit]
    schedule = compute(state(plan(task("a", length), task("b", "2wd", "a"))))
    (gain, _) = gains(schedule, "b", reasons(schedule, "b").early)
    assert gain.dates is not None
    assert (schedule.tasks["b"].start, gain.dates.start) == (at("2014-04-09 08:00"), at("2014-04-08 08:00"))


def test_calendar_days_stay_calendar_days() -> None:
    """Twenty calendar days from Monday the 7th end on Saturday the 26th; nineteen on Friday: B gains nothing."""
    schedule = compute(state(plan(task("a", "20cd"), task("b", "1wd", "a"))))
    assert schedule.tasks["b"].start == at("2014-04-28 08:00")
    assert gained(schedule, "b")[-1] == "少用一天也不能提前：a"


def test_resources_take_a_day_less_too() -> None:
    both = tuple(Assignment(Duration(Fraction(days), Unit.WORKING_DAYS)) for days in (3, 4))
    schedule = compute(state(plan(task("a", "4wd", assignments=both), task("b", "1wd", "a"))))
    gain = gains(schedule, "b", reasons(schedule, "b").early)[0]
    assert gain.dates is not None
    assert gain.dates.start == at("2014-04-10 08:00")


# The command


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("day", ["2015-08-01", "2016-03-07", "2016-04-05"])
def test_every_task_of_the_sample_is_explained(lang: str, day: str) -> None:
    done = run(KASHGAR, "works-done", "--date", day, "--lang", lang)
    assert done.exit_code == 0
    assert "{" not in done.stdout
    whole = run(KASHGAR, "works-done", "--date", day, "--lang", lang, "--all")
    assert len(whole.stdout) >= len(done.stdout)


def test_the_rest_of_a_running_task_must_start_by_a_day_where_only_its_start_is_tied() -> None:
    """The engineer asks why BEFORE cannot be later, where RUNS began ahead of it and only its start holds what is due.

    DUE, 5 days until Friday 2 May, starts on Monday the 28th at the latest; of the 10 days after the start of RUNS two
    are over on Wednesday the 9th, so the rest starts 8 days before: Wednesday the 16th, and BEFORE ends on the 15th.
    """
    due = task("due", "5wd", "runs SS+10wd", deadline=at("2014-05-02 17:00"))
    tasks = task("before", "5wd"), task("runs", "15wd", "before"), due
    begun = {
        name: Status(started=at("2014-04-07 08:00"), remaining=Duration(Fraction(left), Unit.WORKING_DAYS))
        for name, left in (("before", 3), ("runs", 10))
    }
    schedule = compute(state(plan(*tasks), "2014-04-09", **begun))
    said = "\n".join(list(voice_of(schedule, "en").told(explanation(reasons(schedule, "before"), schedule))))
    assert "runs: what is left of it must start by 16 Apr; how long it then takes delays nobody" in said
    assert "before: finish by 15 Apr" in said
