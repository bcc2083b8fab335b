"""The laws of the critical path method, on random plans with up to three calendars.

Which laws hold where was settled beforehand on 3,000 random networks each; those that fail with several calendars
(exact delay, duality in hours of float) are asserted on one calendar only, and monotony of durations only on FS and SS.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import networkx as nx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from networks import at, plan, plans, span, state, states
from networks import task as task_of
from oracle.networks_small import small_state

from schedule.analysis.dates.alerts import Light
from schedule.analysis.dates.deadlines import deadline_rows, lateness_through, lateness_without
from schedule.analysis.meeting import take
from schedule.calendars.worktime import DAY
from schedule.engine.compute import compute
from schedule.engine.horizon import Calendars, first_guess
from schedule.engine.network import compile_network
from schedule.engine.schedule import Schedule, Stage
from schedule.model import (
    Constraint,
    ConstraintKind,
    Duration,
    Plan,
    Progress,
    Project,
    Relation,
    RelationType,
    State,
    Status,
    TaskKind,
    Unit,
    Update,
)

FROM_MONDAY = Constraint(ConstraintKind.START_NO_EARLIER_THAN, at("2014-10-06"))
ONE = ("calendar-days",)
TAME = {"types": "FS FF", "lags": "forward", "milestones": (TaskKind.FINISH_MILESTONE,), "leave_milestones_by": "FS FF"}
"""Where calendars differ, a point of one's working time is a gap in another's, and P6 picks an end of it: a late start
that an SS asks for is moved forward out of the gap, a start milestone's late date is not moved at all, a lead ends at a
shift's start. Then two late dates can be the same point of working time and yet the wrong way round on the clock. The
laws of joint late dates hold to the minute for plans without these, for all plans on one calendar, in working time
everywhere, and to the minute for every plan in the deadline table, which does not take the far end of a gap."""


def lag_point(schedule: Schedule, relation: Relation, anchor: int) -> int:
    """Where a relation's lag leads from an instant of its predecessor, on the predecessor's calendar."""
    calendar = schedule.tasks[relation.predecessor].calendar
    if relation.lag is None:
        return calendar.next_start(anchor) if not relation.type.leaves_finish else anchor
    return calendar.add(anchor, int(relation.lag.amount * calendar.day_minutes))


def broken(schedule: Schedule, dates: dict[str, tuple[int, int]]) -> list[str]:
    """The relations that a set of (start, finish) breaks: on both calendars work lies between asked and got."""
    found = []
    for task in schedule.state.plan.tasks.values():
        for relation in task.relations:
            calendars = [schedule.tasks[one].calendar for one in (relation.predecessor, task.id)]
            anchor = dates[relation.predecessor][1 if relation.type.leaves_finish else 0]
            asked = lag_point(schedule, relation, anchor)
            got = dates[task.id][1 if relation.type.enters_finish else 0]
            if all(calendar.work(asked, got) < 0 for calendar in calendars):
                found.append(f"{relation} of {task.id}")
    return found


def early(schedule: Schedule) -> dict[str, tuple[int, int]]:
    return {name: (dates.early_start, dates.early_finish) for name, dates in schedule.tasks.items()}


def late(schedule: Schedule) -> dict[str, tuple[int, int]]:
    return {name: (dates.late_start, dates.late_finish) for name, dates in schedule.tasks.items()}


@given(plans())
def test_early_dates_keep_every_relation(random: Plan) -> None:
    schedule = compute(state(random))
    assert broken(schedule, early(schedule)) == []
    assert all(random.start <= start <= finish for start, finish in early(schedule).values())


@given(plans())
def test_no_task_can_start_earlier(random: Plan) -> None:
    """Every early start is asked for: by the project's start, or by one of the task's relations.

    What is no work is asked for where it stands on the clock, and not at P6's instant.
    """
    schedule = compute(state(random))
    for dates in schedule.tasks.values():
        asked = dates.early_bound.instant
        if not dates.duration:
            assert dates.calendar.work(asked, dates.finish) == 0
            continue
        if dates.early_bound.relation is not None and dates.early_bound.relation.type.enters_finish:
            assert dates.calendar.work(asked, dates.early_finish) == 0
        else:
            assert dates.calendar.work(asked, dates.early_start) == 0


@given(plans(lags="forward"))
def test_late_dates_are_feasible_when_all_are_taken_together(random: Plan) -> None:
    """The backward-scheduled dates are jointly safe: no task that keeps its own breaks another's."""
    schedule = compute(state(random))
    assert broken(schedule, late(schedule)) == []


@given(plans(calendars=ONE))
def test_late_dates_with_lags_are_feasible_on_one_calendar(random: Plan) -> None:
    schedule = compute(state(random))
    assert broken(schedule, late(schedule)) == []


@given(plans(**TAME))
def test_all_late_still_keeps_the_project_finish(random: Plan) -> None:
    """Held back to its late start, every task at once, the project finishes when it did."""
    schedule = compute(state(random))
    held = {
        name: replace(
            task,
            constraints=(Constraint(ConstraintKind.START_NO_EARLIER_THAN, schedule.tasks[name].late_start),),
        )
        for name, task in random.tasks.items()
    }
    assert compute(state(replace(random, tasks=held))).finish <= schedule.finish


@given(plans(calendars=ONE))
def test_least_float_is_zero_and_free_float_is_within_total_float(random: Plan) -> None:
    """Free float looks at successors alone, as P6's does; a task tied by its start may not outlast the project."""
    schedule = compute(state(random))
    assert min(dates.total_float for dates in schedule.tasks.values()) == 0
    for dates in schedule.tasks.values():
        assert 0 <= min(dates.free_float, schedule.finish - dates.early_finish) <= dates.total_float


@given(plans(calendars=ONE))
def test_a_driving_relation_passes_float_on(random: Plan) -> None:
    schedule = compute(state(random))
    for dates in schedule.tasks.values():
        for relation in dates.driving:
            assert schedule.tasks[relation.predecessor].total_float <= dates.total_float


@given(plans(calendars=ONE), st.data())
def test_a_delay_moves_the_finish_by_what_exceeds_the_float(random: Plan, data: st.DataObject) -> None:
    before = compute(state(random))
    name = data.draw(st.sampled_from(list(random.tasks)))
    delay = data.draw(st.integers(0, 20)) * DAY
    held = Constraint(ConstraintKind.START_NO_EARLIER_THAN, before.tasks[name].early_start + delay)
    after = compute(
        state(replace(random, tasks={**random.tasks, name: replace(random.tasks[name], constraints=(held,))}))
    )
    assert after.finish - before.finish == max(0, delay - before.tasks[name].total_float)


@given(plans(calendars=ONE))
def test_late_dates_are_the_early_dates_of_the_mirrored_plan(random: Plan) -> None:
    """Turn time round: predecessors become successors, SS becomes FF, and late dates become early ones."""
    turned: dict[str, list[Relation]] = {name: [] for name in random.tasks}
    mirror = {"FS": "FS", "SS": "FF", "FF": "SS", "SF": "SF"}
    for task in random.tasks.values():
        for one in task.relations:
            swapped = Relation(task.id, one.predecessor, RelationType(mirror[one.type]), one.lag)
            turned[one.predecessor].append(swapped)
    kinds = {
        TaskKind.TASK: TaskKind.TASK,
        TaskKind.START_MILESTONE: TaskKind.FINISH_MILESTONE,
        TaskKind.FINISH_MILESTONE: TaskKind.START_MILESTONE,
    }
    tasks = {
        name: replace(random.tasks[name], relations=tuple(turned[name]), kind=kinds[random.tasks[name].kind])
        for name in reversed(list(random.tasks))
    }
    there, back = compute(state(random)), compute(state(replace(random, tasks=tasks)))
    assert back.finish - random.start == there.finish - random.start
    for name, dates in there.tasks.items():
        assert back.tasks[name].early_start - random.start == there.finish - dates.late_finish
        assert back.tasks[name].early_finish - random.start == there.finish - dates.late_start


@given(plans(), st.data())
def test_a_longer_lag_never_advances_anything(random: Plan, data: st.DataObject) -> None:
    before = compute(state(random))
    tied = [task for task in random.tasks.values() if task.relations]
    if not tied:
        return
    task = data.draw(st.sampled_from(tied))
    first, *others = task.relations
    amount = (first.lag.amount if first.lag else Fraction(0)) + data.draw(st.integers(1, 5))
    longer = replace(first, lag=Duration(Fraction(amount), Unit.WORKING_DAYS))
    after = compute(state(replace(random, tasks={**random.tasks, task.id: replace(task, relations=(longer, *others))})))
    for name, dates in before.tasks.items():
        assert dates.calendar.work(dates.early_start, after.tasks[name].early_start) >= 0


@given(plans(types="FS SS", calendars=ONE), st.data())
def test_a_longer_duration_never_shortens_the_project_without_ff_and_sf(random: Plan, data: st.DataObject) -> None:
    before = compute(state(random))
    tasks = [task for task in random.tasks.values() if task.duration is not None]
    if not tasks:
        return
    task = data.draw(st.sampled_from(tasks))
    longer = replace(task, duration=Duration(task.duration.amount + 3, Unit.WORKING_DAYS))
    assert compute(state(replace(random, tasks={**random.tasks, task.id: longer}))).finish >= before.finish


@given(plans(types="FS", lags="none", calendars=ONE, milestones=()))
def test_against_networkx_longest_path(random: Plan) -> None:
    """With FS alone on one calendar an early start is the longest path of durations that leads to the task."""
    graph = nx.DiGraph()
    graph.add_nodes_from(random.tasks)
    for task in random.tasks.values():
        for relation in task.relations:
            weight = int(random.tasks[relation.predecessor].duration.amount) * DAY
            graph.add_edge(relation.predecessor, task.id, weight=weight)
    schedule = compute(state(random))
    for name, dates in schedule.tasks.items():
        before = graph.subgraph(nx.ancestors(graph, name) | {name})
        longest = nx.dag_longest_path_length(before, weight="weight") if before.number_of_edges() else 0
        assert dates.early_start - random.start == longest
    ends = {name: dates.early_finish - random.start for name, dates in schedule.tasks.items()}
    assert schedule.finish - random.start == max(ends.values())


@given(plans(), st.randoms(use_true_random=False))
def test_the_order_of_the_plan_does_not_matter(random: Plan, shuffler: object) -> None:
    names = list(random.tasks)
    shuffler.shuffle(names)
    here = compute(state(random))
    there = compute(state(replace(random, tasks={name: random.tasks[name] for name in names})))
    assert early(here) == early(there)
    assert late(here) == late(there)
    assert {name: dates.critical for name, dates in here.tasks.items()} == {
        name: dates.critical for name, dates in there.tasks.items()
    }


@given(plans())
def test_the_longest_path_reaches_from_a_fact_to_the_finish(random: Plan) -> None:
    """Some task on it finishes last, and each is held by another one on it or by the project's start."""
    schedule = compute(state(random))
    on_it = {name: dates for name, dates in schedule.tasks.items() if dates.longest_path}
    assert max(dates.early_finish for dates in on_it.values()) == schedule.finish
    for dates in on_it.values():
        assert all(relation.predecessor in on_it for relation in dates.driving)
        assert dates.driving or dates.calendar.work(random.start, dates.early_start) == 0


@pytest.mark.slow
@given(plans(), st.integers(-30, 60), st.data())
def test_a_deadline_taken_alone_is_kept_by_its_backward_schedule(random: Plan, shift: int, data: st.DataObject) -> None:
    """Everything may be put off to its latest dates at once and the deadline still holds, if it can be held at all."""
    name = data.draw(st.sampled_from(list(random.tasks)))
    deadline = compute(state(random)).tasks[name].early_finish + shift * DAY
    dated = replace(random, tasks={**random.tasks, name: replace(random.tasks[name], deadline=deadline)})
    schedule = compute(state(dated))
    rows = {row.task: row for row in deadline_rows(schedule)}
    assert rows[name].latest_finish <= deadline
    if any(row.impossible for row in rows.values()):
        return
    held = {
        one: replace(task, constraints=(Constraint(ConstraintKind.START_NO_EARLIER_THAN, rows[one].latest_start),))
        if one in rows
        else task
        for one, task in dated.tasks.items()
    }
    assert compute(state(replace(dated, tasks=held))).tasks[name].finish <= deadline


@pytest.mark.slow
@given(states())
def test_what_is_done_is_fact_and_what_is_not_lies_after_the_data_date(random: State) -> None:
    schedule = compute(random)
    for name, dates in schedule.tasks.items():
        if dates.stage is Stage.FINISHED:
            assert dates.finish == random.status(name).finished
        else:
            assert dates.early_start >= random.data_date
            assert dates.early_finish >= dates.early_start
            if dates.stage is Stage.NOT_STARTED:
                assert all(dates.early_start >= constraint.instant for constraint in dates.task.constraints)


@pytest.mark.slow
@given(states())
def test_unfinished_predecessors_hold_under_retained_logic(random: State) -> None:
    """A relation without a lag between unfinished tasks holds, started or not.

    What has come without a report waits for nothing any more.
    """
    schedule = compute(random)
    for dates in schedule.tasks.values():
        for relation in dates.task.relations:
            before = schedule.tasks[relation.predecessor]
            came = dates.task.id in schedule.network.implied
            if relation.lag is None and Stage.FINISHED not in (before.stage, dates.stage) and not came:
                asked = before.early_finish if relation.type.leaves_finish else before.early_start
                got = dates.early_finish if relation.type.enters_finish else dates.early_start
                assert dates.calendar.work(asked, got) >= 0


def test_what_has_nothing_left_is_late_for_nothing_that_waits_for_its_start() -> None:
    """The site opens after the works' start, which has happened, and a day of fencing: on Tuesday evening, in time.

    That the works wait for the survey with nothing left to do is no reason why it should not.
    """
    opens = task_of("opens", None, "works SS", "fence", kind=TaskKind.START_MILESTONE, deadline=at("2014-10-08"))
    tasks = task_of("survey", "1wd"), task_of("works", "1wd", "survey"), task_of("fence", "1wd"), opens
    of = plan(*tasks, start="2014-10-06")
    begun = Status(started=of.start, remaining=span("2wd")), Status(started=of.start, remaining=span("0wd"))
    rows = deadline_rows(compute(state(of, "2014-10-07", survey=begun[0], works=begun[1])))
    assert [row.task for row in rows if row.impossible] == []


@pytest.mark.slow
@given(states())
def test_a_deadline_is_impossible_through_some_task_exactly_when_it_is_missed(random: State) -> None:
    """On the clock, to the minute: no false alarm and none forgotten, whatever the calendars, lags and progress."""
    schedule = compute(random)
    rows = deadline_rows(schedule)
    missed = {
        name
        for name, dates in schedule.tasks.items()
        if dates.task.deadline is not None and dates.stage is not Stage.FINISHED and dates.finish > dates.task.deadline
    }
    assert {row.task for row in rows if row.impossible and row.task == row.deadline} <= missed
    assert missed <= {row.task for row in rows if row.impossible}
    for row in rows:
        if row.impossible:
            assert missed & set(row.serves)


@pytest.mark.slow
@given(states())
def test_all_tasks_put_off_to_their_latest_dates_keep_every_deadline_that_can_be_kept(random: State) -> None:
    """All at once: what has not begun to its latest start, what remains of running tasks too, in sequence or not."""
    schedule = compute(random)
    rows = {row.task: row for row in deadline_rows(schedule)}
    if any(row.impossible for row in rows.values()):
        return
    tasks, statuses = {}, dict(random.statuses)
    for name, dates in schedule.tasks.items():
        tasks[name] = dates.task
        if dates.latest is None or dates.stage is Stage.FINISHED or name in schedule.network.implied:
            continue  # what has come cannot be put off
        if dates.stage is Stage.NOT_STARTED:
            floor = Constraint(ConstraintKind.START_NO_EARLIER_THAN, dates.latest.start)
            tasks[name] = replace(dates.task, constraints=(floor,))
        elif dates.latest.start > random.data_date:
            # No constraint puts off a running task; that its work resumes only then does.
            statuses[name] = replace(random.status(name), resumed=dates.latest.start)
    after = compute(replace(random, plan=replace(random.plan, tasks=tasks), statuses=statuses))
    for name, row in rows.items():
        if row.deadline == name:
            assert after.tasks[name].finish <= row.deadline_at


@pytest.mark.slow
@given(states())
def test_lateness_is_counted_at_the_deadline(random: State) -> None:
    """Through the task that the deadline is written on it is the deadline's own; through no task is it more."""
    schedule = compute(random)
    rows = deadline_rows(schedule)
    late = lateness_through(schedule, rows)
    for row in rows:
        own = max(0, schedule.tasks[row.deadline].finish - row.deadline_at)
        assert 0 <= late[row.task] <= own
        if row.task == row.deadline:
            assert late[row.task] == own
        assert (late[row.task] > 0) <= row.impossible


@pytest.mark.slow
@given(states())
@example(
    state(
        plan(
            task_of("t0", None, kind=TaskKind.START_MILESTONE, calendar="site", constraints=(FROM_MONDAY,)),
            task_of("t1", None, kind=TaskKind.START_MILESTONE, deadline=at("2014-10-07")),
            task_of("t2", None, "t0", constraints=(FROM_MONDAY,)),
            start="2014-10-06",
            calendar="office",
        )
    )
)
def test_a_snapshot_of_any_state_is_whole(random: State) -> None:
    """Every task has a light; an alert's is never better than its task's; red means that a deadline is missed."""
    updates = (Update(random.data_date, tuple(progress_of(random))),)
    snapshot = take(Project(replace(random.plan, tasks=random.plan.tasks), updates), random.data_date)
    assert snapshot.lights.keys() == snapshot.schedule.tasks.keys()
    for alert in snapshot.alerts:
        light = snapshot.lights[alert.task]
        assert light is not Light.GREEN
        assert light is Light.RED or alert.light is not Light.RED
    red = {name for name, light in snapshot.lights.items() if light is Light.RED}
    assert red == {row.task for row in snapshot.deadlines if row.impossible}


def progress_of(random: State) -> list[Progress]:
    return [
        Progress(name, started=status.started, finished=status.finished, remaining=status.remaining)
        for name, status in random.statuses.items()
    ]


def test_ten_days_of_work_on_three_calendars_by_hand() -> None:
    """Monday 7 April 2014: five office days, then the weekend is open to a calendar-day task, then the office again."""
    from networks import task

    schedule = compute(state(plan(task("a", "5wd"), task("b", "2cd", "a"), task("c", "1wd", "b"))))
    assert [dates.first_day.isoformat() for dates in schedule.tasks.values()] == [
        "2014-04-07",
        "2014-04-11",
        "2014-04-14",
    ]


@pytest.mark.slow
def test_whether_a_reader_makes_a_duration_once_or_for_every_task_decides_nothing() -> None:
    """Tasks that say alike are compiled once, by the very duration that they share: nothing else may tell them apart.

    On plans with progress, constraints, deadlines, resources and relations of all types the arrays are the same.
    """
    for seed in range(400):
        given = small_state(seed)
        shared: dict[Duration | None, Duration | None] = {}
        apart = {
            name: replace(one, duration=one.duration and replace(one.duration))
            for name, one in given.plan.tasks.items()
        }
        alike = {
            name: replace(one, duration=shared.setdefault(one.duration, one.duration)) for name, one in apart.items()
        }
        calendars = Calendars().covering(given, *first_guess(given))
        first, second = (
            compile_network(replace(given, plan=replace(given.plan, tasks=tasks)), calendars)
            for tasks in (alike, apart)
        )
        assert first == second, seed


@pytest.mark.slow
@given(states(types="FS SS FF", lags="forward", leave_milestones_by="FS"))
def test_what_a_red_task_costs_is_what_the_deadline_gains_if_it_is_done_at_the_data_date(random: State) -> None:
    """Each task that a deadline is missed through is put as finished on the data date, waiting for nothing."""
    schedule = compute(random)
    rows = [row for row in deadline_rows(schedule) if row.impossible and row.task != row.deadline]
    plain = [row for row in rows if not schedule.tasks[row.task].is_no_work]
    late = lateness_without(schedule, plain)
    for row in plain:
        status, name = random.status(row.task), row.task
        begun = random.data_date if status.started is None else status.started
        done = replace(status, started=begun, finished=random.data_date)
        free = replace(random.plan.tasks[name], relations=(), constraints=())
        plan = replace(random.plan, tasks={**random.plan.tasks, name: free})
        otherwise = compute(replace(random, plan=plan, statuses={**random.statuses, name: done}))
        reached = otherwise.tasks[row.deadline]
        told = max(0, reached.finish - row.kept_at)
        # What has come by then stands where it came, before the data date that it hands on.
        assert late[name] == told or (reached.is_no_work and reached.finish < random.data_date and late[name] > told), (
            name
        )
