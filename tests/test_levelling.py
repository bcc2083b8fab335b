"""Plans levelled: the law's worked example, and what must be so of any plan with crews.

Every expected day is counted by hand, or by a count hour by hour, or by trying every order of tasks.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from crews import asked_by_hour, crewed_states, there_at
from hypothesis import given, settings
from hypothesis import strategies as st
from lengths import share_of
from networks import states, states_of_every_kind

from schedule.analysis.levelling.levelled import TRIES, Levelled, Question, Solved, levelled
from schedule.analysis.levelling.serial import Serial
from schedule.analysis.levelling.solver import solved, solver
from schedule.calendars.worktime import DAY, minutes
from schedule.diagnostics import PlanError
from schedule.engine.compute import compute
from schedule.engine.schedule import Schedule, Stage
from schedule.files.plans.as_text import plan_text
from schedule.files.plans.plan import read_plan
from schedule.model import Crew, CrewDays, State, Status, TaskKind
from schedule.output.answers.levelling import dues_table
from schedule.output.words.crews import goal_text
from schedule.output.words.phrases import Voice

EXAMPLE = """daopai: 1
project: {name: 园区, start: 2016-06-01, calendar: calendar-days}
crews: {gang: {capacity: 1, name: 钢结构班组, name_en: steel gang}}
tasks:
  A: {name: 基础, duration: 3cd, crew: {gang: 1}}
  B: {name: 框架, duration: 4cd, crew: {gang: 1}}
  C: {name: 屋面, duration: 5cd, after: [A]}
"""


def state_of(text: str) -> State:
    plan, faults = read_plan(text.encode(), "plan.yaml")
    assert plan is not None
    assert not faults, [str(one) for one in faults]
    return State(plan, plan.start)


def level(state: State, **more: int) -> Levelled:
    found = levelled(compute(state), **more)
    assert found is not None
    return found


def days(schedule: Schedule) -> dict[str, tuple[int, int]]:
    first = schedule.state.plan.start
    return {name: ((one.start - first) // DAY, (one.finish - first) // DAY) for name, one in schedule.tasks.items()}


def dates(schedule: Schedule) -> Mapping[str, tuple[int, int]]:
    return {name: (one.start, one.finish) for name, one in schedule.tasks.items()}


def best_by_every_order(state: State) -> int:
    """The least finish over all orders in which every task comes after what it waits for, day by day.

    An order is left as soon as what is placed, or what has to follow it, ends no earlier than the best one did.
    """
    tasks, crews = state.plan.tasks, state.plan.crews
    length = {name: int(task.duration.amount) for name, task in tasks.items() if task.duration is not None}
    before = {name: [one.predecessor for one in task.relations] for name, task in tasks.items()}
    tail: dict[str, int] = {}
    for name in reversed(tasks):
        tail[name] = length[name] + max((tail[one] for one in tail if name in before[one]), default=0)
    best = sum(length.values()) + 1

    def place(done: dict[str, int], load: dict[tuple[str, int], int]) -> None:
        nonlocal best
        if len(done) == len(tasks):
            best = min(best, max(done.values()))
            return
        for name, task in tasks.items():
            if name in done or any(one not in done for one in before[name]):
                continue
            start = max((done[one] for one in before[name]), default=0)
            while any(
                load.get((crew, day), 0) + units > crews[crew].units
                for crew, units in task.crew
                for day in range(start, start + length[name])
            ):
                start += 1
            if start + tail[name] >= best:
                continue
            more = dict(load)
            for crew, units in task.crew:
                for day in range(start, start + length[name]):
                    more[crew, day] = more.get((crew, day), 0) + units
            place({**done, name: start + length[name]}, more)

    place({}, {})
    return best


WORKS = st.sampled_from(list(product(range(1, 7), range(2), range(3))))
"""How many days a task takes, and how many of either crew."""


@st.composite
def small_states(draw: st.DrawFn, most: int = 5) -> State:
    """A few tasks of whole days with finish-to-start relations, and two crews."""
    lines = []
    for k in range(draw(st.integers(2, most))):
        after = [f"T{p}" for p in range(k) if not draw(st.integers(0, 2))]
        length, *crew = draw(WORKS)
        uses = ", ".join(f"{name}: {units}" for name, units in zip(("gang", "crane"), crew, strict=True) if units)
        more = f", crew: {{{uses}}}" if uses else ""
        lines.append(f"  T{k}: {{name: T{k}, duration: {length}cd, after: [{', '.join(after)}]{more}}}")
    head = "daopai: 1\nproject: {name: 园区, start: 2016-06-01, calendar: calendar-days}\n"
    return state_of(f"{head}crews: {{gang: {{capacity: 1}}, crane: {{capacity: 2}}}}\ntasks:\n" + "\n".join(lines))


def test_the_example_of_the_law_loses_nothing_and_with_a_third_task_twelve_days_are_proved() -> None:
    """A 3, B 4 and C 5 after A: B waits for the gang behind A, to day 7, and C ends on day 8 as before."""
    found = level(state_of(EXAMPLE))
    assert days(found.schedule) == {"A": (0, 3), "B": (3, 7), "C": (3, 8)}
    assert [str(one) for one in found.relations] == ["A FS @gang"]
    assert [(one.task, one.behind) for one in found.waits] == [("B", ("A",))]
    (due,) = found.dues
    assert (due.days, found.gap) == (0, 0)
    whole = level(state_of(EXAMPLE.replace("after: [A]}", "after: [A], crew: {gang: 1}}")))
    assert max(finish for _, finish in days(whole.schedule).values()) == 12, "3 + 4 + 5, in any order"
    assert whole.gap == 0, "the energy bound proves it"


def test_a_task_serves_its_deadline_before_one_that_has_time() -> None:
    """Both want the gang at once: who has to finish on day 4 goes first, whichever stands first in the file."""
    for first, last in (("A", "B"), ("B", "A")):
        text = EXAMPLE.replace(f"{first}: {{name:", f"{first}: {{deadline: 2016-06-04, name:")
        found = level(state_of(text.replace("A], ", "A],")))
        assert days(found.schedule)[first][0] == 0, (first, last)


def test_a_crew_is_free_on_its_tasks_days_off_unless_it_is_held() -> None:
    """The office's task pauses on 4 and 5 June, a week's end, on which the site's two days fit."""
    text = """daopai: 1
project: {name: 园区, start: 2016-06-01, calendar: calendar-days}
calendars: {office: {week: mon-fri}}
crews: {gang: {capacity: 1}}
tasks:
  A: {name: 甲, calendar: office, duration: 6wd, crew: {gang: 1}, deadline: 2016-06-08}
  B: {name: 乙, duration: 2cd, crew: {gang: 1}}
"""
    found = level(state_of(text))
    assert days(found.schedule) == {"A": (0, 8), "B": (3, 5)}
    assert not found.loads[0].over_levelled
    held = level(state_of(text.replace("gang: 1}, deadline", "gang: 1}, hold: true, deadline")))
    assert days(held.schedule) == {"A": (0, 8), "B": (8, 10)}


def test_a_crew_that_is_away_for_some_days_is_waited_for() -> None:
    """Nobody is there on 2 to 5 June: three days in one go begin on the 6th."""
    text = EXAMPLE.replace("capacity: 1", "capacity: {usual: 1, 2016-06-02..2016-06-05: 0}")
    text = text.replace("  B: {name: 框架, duration: 4cd, crew: {gang: 1}}\n", "")
    found = level(state_of(text))
    assert days(found.schedule) == {"A": (5, 8), "C": (8, 13)}
    assert [(one.task, one.behind) for one in found.waits] == [("A", ())]


def test_the_secretary_reads_which_crew_is_short_where_the_other_has_been_free_for_days() -> None:
    """The gang is on A until the 3rd and free from the 4th; a second crane is there from the 6th."""
    text = EXAMPLE.replace("crews: {gang:", "crews: {crane: {capacity: {usual: 2, 2016-06-02..2016-06-05: 1}}, gang:")
    text = text.replace("4cd, crew: {gang: 1}", "4cd, crew: {gang: 1, crane: 2}")
    found = level(state_of(text))
    assert days(found.schedule)["B"] == (5, 9)
    assert [(one.task, one.crews, one.behind) for one in found.waits] == [("B", ("crane",), ())]


def test_the_engineer_is_promised_no_bound_from_where_a_task_was_put_off_to() -> None:
    """B could be done on the third day; as late as possible it ends on the tenth, when A has the gang."""
    text = EXAMPLE.replace("3cd", "10cd").replace("4cd", "3cd, as_late_as_possible: true, deadline: 2016-06-25")
    found = level(state_of(text.replace("  C: {name: 屋面, duration: 5cd, after: [A]}\n", "")))
    assert (days(found.plain)["B"], days(found.schedule)["B"]) == ((7, 10), (0, 3))
    assert (found.dues[0].bound - found.plain.state.plan.start) // DAY == 3
    voice = Voice("zh", 2016, found.state.plan)
    said = voice.tell(goal_text(found.dues[0]))
    assert said == "框架（期限 6月25日）：按计划 6月10日，班组错开后 6月3日，早 7 天。", (
        "and not seven days less than none late"
    )
    assert "提前 7 天" in dues_table(found).values(voice)[0]


@pytest.mark.parametrize("seed", range(30))
def test_on_one_calendar_relations_alone_keep_a_crew_and_say_behind_whom(seed: int) -> None:
    """Plans under way, also with more begun than a crew can do: no day is needed, and no bound is broken."""
    draw, begun = random.Random(seed), {}
    lines = [
        EXAMPLE.partition("tasks:")[0].replace("capacity: 1", f"capacity: {(most := draw.randint(1, 3))}"),
        "tasks:",
    ]
    for k in range(draw.randint(3, 7)):
        kind = draw.choice(["", "FS+1cd", "FS-1cd", "SS+1cd", "FF"])
        after = f", after: [T{draw.randrange(k)} {kind}]" if k and draw.random() < 0.5 else ""
        due = f", deadline: 2016-06-{draw.randint(3, 25):02}" if draw.random() < 0.3 else ""
        units, length = draw.randint(1, most), draw.randint(1, 5)
        lines.append(f"  T{k}: {{name: 工作, duration: {length}cd, crew: {{gang: {units}}}{after}{due}}}")
        if not after and draw.random() < 0.5:
            begun[f"T{k}"] = Status(started=minutes(date(2016, 6, 1)))
    state = state_of("\n".join(lines) + "\n")
    found = levelled(compute(State(state.plan, state.plan.start + DAY, begun)), tries=10)
    if found is not None:
        assert not found.floors
        assert all(one.behind for one in found.waits)
        assert all(set(step.tasks) <= begun.keys() for load in found.loads for step in load.over_levelled)
        assert all(one.bound <= one.levelled.finish for one in found.dues)


def test_what_has_finished_ahead_of_its_turn_bounds_nothing() -> None:
    """C was done on the first day, though nine days after A is its turn; three days and four are left."""
    state = state_of(EXAMPLE.replace("after: [A]", "after: [A FS+9cd]"))
    done = Status(started=state.plan.start, finished=state.plan.start + DAY)
    found = level(State(state.plan, state.plan.start + DAY, {"C": done}))
    assert max(one.finish for one in found.schedule.tasks.values()) == state.plan.start + 8 * DAY
    assert [(one.bound - state.plan.start) // DAY for one in found.dues] == [8]


def test_what_no_crew_is_ever_there_for_is_told_and_stands_where_the_plan_has_it() -> None:
    text = EXAMPLE.replace("capacity: 1", "capacity: {2016-06-01..2016-06-04: 1}")
    found = level(state_of(text))
    assert found.never == ("B",)
    assert days(found.schedule)["B"] == (0, 4)


def test_the_engineer_is_told_at_once_of_a_crew_on_a_calendar_of_its_own_that_leaves_for_good() -> None:
    """It is there until Wednesday 8 June on five days a week: whenever B begins after A, it still works on the 9th."""
    own = "{capacity: {2016-06-01..2016-06-08: 1}, calendar: office, name: 钢结构班组, name_en: steel gang}"
    text = EXAMPLE.replace("{capacity: 1, name: 钢结构班组, name_en: steel gang}", own)
    text = (
        text.replace("tasks:", "calendars: {office: {week: mon-fri}}\ntasks:")
        .replace("3cd", "5cd")
        .replace("4cd", "7cd")
    )
    found = level(state_of(text))
    assert found.never == ("B",)
    assert days(found.schedule)["A"] == (0, 5)


def test_the_clerk_reads_behind_whom_work_waits_where_two_have_begun_with_one_gang() -> None:
    """One gang, two works that have begun, until the 6th and the 9th: the third waits for the later, and for no day."""
    text = EXAMPLE.replace("3cd", "5cd").replace("4cd", "8cd").replace("5cd, after: [A]", "2cd, crew: {gang: 1}")
    state = state_of(text)
    begun = Status(started=state.plan.start)
    for first, second in (("A", "B"), ("B", "A")):  # whichever of the two the network has first
        tasks = state.plan.tasks
        lengths = {first: tasks["A"].duration, second: tasks["B"].duration}
        plan = replace(state.plan, tasks={**tasks, **{k: replace(tasks[k], duration=v) for k, v in lengths.items()}})
        found = level(State(plan, plan.start + DAY, {"A": begun, "B": begun}))
        assert days(found.schedule) == {first: (0, 6), second: (0, 9), "C": (9, 11)}
        assert [(one.task, one.behind) for one in found.waits] == [("C", (second,))]
        assert [(one.predecessor, one.successor) for one in found.relations] == [(second, "C")]
        assert not found.floors, "a day would stay where it is when the work before is late"
        assert [(one.bound - state.plan.start) // DAY for one in found.dues] == [11], "nine days and two, not 5 + 8 + 2"
        assert found.gap == 0


def test_the_clerk_reads_behind_whom_work_waits_where_two_have_a_gang_in_turns() -> None:
    """A rests on Saturday and Sunday, B has the gang then; who wants it on Thursday waits for A, which has it last."""
    text = EXAMPLE.replace("2016-06-01", "2016-06-03").replace("duration: 3cd", "duration: 4wd, calendar: week")
    text = text.replace("crews:", "calendars: {week: {base: calendar-days, off: [2016-06-04, 2016-06-05]}}\ncrews:")
    text = text.replace("4cd", "2cd").replace("5cd, after: [A]", "1cd, after: [B], crew: {gang: 1}")
    found = level(state_of(text))
    assert days(found.schedule) == {"A": (0, 6), "B": (1, 3), "C": (6, 7)}
    assert [(one.task, one.behind) for one in found.waits] == [("B", ()), ("C", ("A",))]
    assert found.floors.keys() == {"B"}


def test_the_engineer_is_promised_no_bound_that_levelled_dates_fall_short_of() -> None:
    """A takes less time the later it begins, so that its days say nothing of when all is done."""
    text = EXAMPLE.replace("duration: 3cd", "duration: 8cd, expected_finish: 2016-06-07").replace("5cd", "1cd")
    found = level(state_of(text))
    assert days(found.schedule) == {"B": (0, 4), "A": (4, 7), "C": (7, 8)}
    assert all(one.bound <= one.levelled.finish for one in found.dues)


def test_a_summary_with_a_deadline_is_levelled() -> None:
    text = EXAMPLE.replace("crew: {gang: 1}}", "group: g, crew: {gang: 1}}")
    found = level(state_of(text + "  S: {name: 一期, kind: summary, group: g, deadline: 2016-06-06}\n"))
    assert found.dues[0].levelled.task.id == "S"
    assert (found.dues[0].bound - found.plain.state.plan.start) // DAY == 4, "no later than by the plan"
    assert days(found.schedule)["S"] == (0, 7)
    assert found.dues[0].is_lost
    rows = dues_table(found).rows
    assert [row[5] for row in rows] == [date(2016, 6, 4)]


@settings(max_examples=12)
@given(crewed_states())
def test_a_crew_is_never_asked_for_more_than_there_is(state: State) -> None:
    """But by what has begun, which is where it is; counted hour by hour from the dates alone."""
    found = levelled(compute(state), tries=30)
    if found is None or found.never:
        return
    for one in found.schedule.tasks.values():
        if one.stage is Stage.IN_PROGRESS and one.early_start != one.calendar.next_start(state.data_date):
            return  # what is left of it waits for what has not begun, and asks no crew
    for crew in state.plan.crews.values():
        for hour, units, begun in asked_by_hour(found.schedule, crew):
            assert units <= max(there_at(crew, hour), begun), (crew, hour)


@settings(max_examples=12)
@given(crewed_states())
def test_the_levelled_plan_is_the_plan_with_relations_computed_again(state: State) -> None:
    """And what it becomes needs no levelling: nothing moves any more."""
    plain = compute(state)
    found = levelled(plain, tries=30)
    if found is None or found.never:
        return
    assert dates(compute(found.state)) == dates(found.schedule)
    own = {name: task.relations for name, task in state.plan.tasks.items()}
    for name, task in found.state.plan.tasks.items():
        added = task.relations[len(own[name]) :]
        assert task.relations[: len(own[name])] == own[name]
        assert all(one.crew is not None for one in added)
    for name, one in plain.tasks.items():
        now = found.schedule.tasks[name]
        assert now.start >= one.start
        assert now.finish >= one.finish
        if one.stage is not Stage.NOT_STARTED:
            assert now.start == one.start
            assert not any(relation.crew for relation in found.state.plan.tasks[name].relations)


@st.composite
def states_with_one_crew(draw: st.DrawFn) -> State:
    """Any state there can be, all of whose work wants the same crew."""
    state = draw(states_of_every_kind())
    tasks = {
        name: replace(task, crew=(("gang", draw(st.integers(1, 2))),)) if task.kind is TaskKind.TASK else task
        for name, task in state.plan.tasks.items()
    }
    crews = {"gang": Crew("gang", 2, calendar=draw(st.sampled_from([None, "office"])))}
    return replace(state, plan=replace(state.plan, tasks=tasks, crews=crews), homes={})


def check_any_state(state: State) -> None:
    """Whatever a plan says, leads, legs, all rules: only what has begun can take more of a crew than there is."""
    try:
        plain = compute(state)
    except PlanError:
        return
    found = levelled(plain, tries=10)
    if found is None or any(one.stage is Stage.IN_PROGRESS for one in found.schedule.tasks.values()):
        return
    never = set(found.never)
    assert not [step for load in found.loads for step in load.over_levelled if not never & set(step.tasks)]


@pytest.mark.slow
@settings(max_examples=10)
@given(states_with_one_crew())
def test_whatever_a_plan_says_its_crew_is_not_taken_twice(state: State) -> None:
    check_any_state(state)


@pytest.mark.long
@given(states_with_one_crew())
def test_whatever_many_plans_say_their_crew_is_not_taken_twice(state: State) -> None:
    check_any_state(state)


def test_money_holds_a_levelled_plan_as_it_does_the_plain_one() -> None:
    """B's 5 come on day 6; until then the gang is on A; C wants the gang and waits for B, to day 10."""
    text = EXAMPLE.replace("crews:", "funds: {tranches: {aid: {amount: 5, expected: 2016-06-07}}}\ncrews:")
    text = text.replace("duration: 4cd,", "duration: 4cd, deadline: 2016-06-10, commits: {amount: 5},")
    found = level(state_of(text.replace("after: [A]}", "after: [A], crew: {gang: 1}}")))
    assert days(found.plain) == {"A": (0, 3), "B": (6, 10), "C": (3, 8)}
    assert days(found.schedule) == {"A": (0, 3), "B": (6, 10), "C": (10, 15)}
    assert found.schedule.funding.waits["B"].until == found.schedule.tasks["B"].start


@settings(max_examples=8)
@given(small_states())
def test_what_the_solver_proves_is_what_every_order_says(state: State) -> None:
    pytest.importorskip("ortools")
    found = levelled(compute(state), solver(), tries=1)
    if found is not None and found.relations:
        assert found.proof is not None
        assert found.proof.exact
        best = best_by_every_order(state)
        assert found.proof.finish == state.plan.start + best * DAY
        assert max(finish for _, finish in days(found.schedule).values()) == best
        assert found.gap == 0


def test_the_engineer_is_told_no_proof_of_what_the_solver_did_not_look_at() -> None:
    """D first: it is in time on the second day, all ends on the fifteenth; U first: all ends on the thirteenth."""
    pytest.importorskip("ortools")
    text = EXAMPLE.replace("A: {name: 基础", "U: {name: 基础").replace("5cd, after: [A]", "10cd, after: [U]")
    text = text.replace("B: {name: 框架, duration: 4cd", "D: {name: 框架, deadline: 2016-06-02, duration: 2cd")
    asked: list[Question] = []

    def solver_asked(question: Question) -> Solved:
        asked.append(question)
        return Solved(None, None, None, exact=False)

    found = levelled(compute(state_of(text)), solver_asked)
    assert found is not None
    assert days(found.schedule)["C"] == (5, 15)
    (question,) = asked
    turn = {"U": 0, "C": 1, "D": 2}
    poor = Serial(question.problem).forward([(turn[task.id],) for task in question.network.tasks])
    assert (poor.value.late, max(poor.finish)) == (3 * DAY, question.network.arrays.floor[0] + 13 * DAY)
    assert solved(replace(question, best=poor)).late == 0, "an order that ends after the thirteenth is not looked at"


@settings(max_examples=6)
@given(states())
def test_crews_that_suffice_leave_every_minute_where_it_was(state: State) -> None:
    crews = {"gang": Crew("gang", len(state.plan.tasks))}
    tasks = {
        name: task if task.is_milestone else replace(task, crew=(("gang", 1),))
        for name, task in state.plan.tasks.items()
    }
    with_crews = replace(state, plan=replace(state.plan, tasks=tasks, crews=crews), homes={})
    found = levelled(compute(with_crews))
    assert dates(compute(with_crews)) == dates(compute(state))
    if found is not None:
        assert dates(found.schedule) == dates(compute(state))
        assert not found.relations


@settings(max_examples=6)
@given(crewed_states(), st.randoms(use_true_random=False))
def test_the_order_of_the_file_decides_nothing(state: State, draw: random.Random) -> None:
    names = list(state.plan.tasks)
    draw.shuffle(names)
    other = replace(state, plan=replace(state.plan, tasks={name: state.plan.tasks[name] for name in names}), homes={})
    one, two = levelled(compute(state), tries=20), levelled(compute(other), tries=20)
    assert (one is None) == (two is None)
    if one is not None and two is not None:
        assert dates(one.schedule) == dates(two.schedule)
        assert one.relations == two.relations


@pytest.mark.parametrize("tries", [*range(1, 9), 50])
def test_no_more_orders_are_tried_than_may_be(tries: int) -> None:
    """An improvement that has begun ends too."""
    tasks = (f"  T{k}: {{name: 桩, duration: {1 + k * k % 7}cd, crew: {{gang: {1 + k % 2}}}}}" for k in range(12))
    found = level(
        state_of(EXAMPLE.split("crews:")[0] + "crews: {gang: {capacity: 3}}\ntasks:\n" + "\n".join(tasks)), tries=tries
    )
    assert 0 < found.tried <= tries


def check_against_every_order(state: State) -> None:
    """Nearly always a few of the orders that may be tried are enough, so those are tried first."""
    plain, best = compute(state), best_by_every_order(state)
    for tries in (TRIES // 8, TRIES):
        found = levelled(plain, tries=tries)
        reached = max(finish for _, finish in days(plain if found is None else found.schedule).values())
        if reached == best:
            break
    assert reached == best
    if found is not None:
        bound = (found.dues[0].bound - state.plan.start) // DAY
        assert bound <= best, "no order beats what is called a bound"


@settings(max_examples=8)
@given(small_states())
def test_of_few_tasks_no_order_is_better(state: State) -> None:
    check_against_every_order(state)


@pytest.mark.long
@settings(max_examples=share_of(10_000))
@given(small_states(most=8))
def test_of_eight_tasks_no_order_is_better(state: State) -> None:
    check_against_every_order(state)


def test_a_plan_with_crews_is_written_as_it_was_read() -> None:
    text = EXAMPLE.replace("capacity: 1", "capacity: {usual: 2, 2016-05-01..2016-05-10: 1, 2016-06-01: 0}, body: b")
    text = text.replace("crews:", "bodies: {b: {name: 住建局}}\nsettings: {levelling: {seconds: 3}}\ncrews:")
    plan = state_of(text.replace("after: [A]", "hold: true, after: [A, B @gang]")).plan
    crew = plan.crews["gang"]
    first, last = minutes(crew.days[0].first), minutes(crew.days[0].last)
    assert (crew.units, len(crew.days), last - first) == (2, 2, 9 * DAY)
    assert crew.days[1] == CrewDays(crew.days[1].first, crew.days[1].first, 0)
    assert plan.tasks["C"].relations[1].crew == "gang"
    assert replace(state_of(plan_text(plan)).plan, digest="") == replace(plan, digest="")
