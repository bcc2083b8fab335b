"""A plan under way, written as `.xer` and read again: the same dates, to the minute.

Where the file cannot say what a lag counts on it is told, and only what follows such a lag may come out otherwise.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from networks import at, plan, state, stored, task

from schedule.calendars.durations import lag_calendar
from schedule.engine.compute import compute
from schedule.engine.schedule import Schedule, Stage
from schedule.engine.state import as_of
from schedule.files.plans.as_text import plan_text, writable
from schedule.files.plans.plan import read_plan
from schedule.files.xer.project import xer_project
from schedule.files.xer.writer import xer_bytes, xer_text
from schedule.model import (
    Assignment,
    CalendarSpec,
    Duration,
    P6Types,
    Plan,
    Relation,
    RelationType,
    State,
    Status,
    Task,
    TaskKind,
    Unit,
)
from schedule.rules import CriticalBy, LagCalendar, ProgressRule, Settings, TotalFloat

MORNING = (480, 720)
HOURS = {
    "half-past": (MORNING, (780, 990)),  # a day of seven hours and a half
    "eight": (MORNING, (780, 1020)),
    "ten": ((420, 720), (780, 1080)),
    "whole": (),
}
CALENDARS = {
    f"{name}-{len(week)}": CalendarSpec(id=f"{name}-{len(week)}", week=week, hours=hours)
    for name, hours in HOURS.items()
    for week in ((0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5, 6))
}
CALENDARS["odd-day"] = CalendarSpec(id="odd-day", week=(0, 1, 2, 3, 4), hours=HOURS["eight"], day_minutes=437)
"""What a day is worth when durations are converted need not be what is worked on it."""
MOST = {Unit.WORKING_DAYS: 9, Unit.CALENDAR_DAYS: 12, Unit.HOURS: 60, Unit.MINUTES: 3000}
DAY_OF = {Unit.WORKING_DAYS: 600, Unit.CALENDAR_DAYS: 1440, Unit.HOURS: 60, Unit.MINUTES: 1}
PARTS = [Fraction(1), Fraction(1, 2), Fraction(1, 3), Fraction(1, 10), Fraction(1, 8), Fraction(1, 10_000)]


def amounts(unit: Unit, *, least: int = 0) -> st.SearchStrategy[Duration]:
    """Durations of a unit with parts of it, also such as end between two minutes."""
    count = st.integers(least * 2, MOST[unit] * 2)
    return st.builds(lambda n, part: Duration(n * part, unit), count, st.sampled_from(PARTS))


def any_amount(*, least: int = 0) -> st.SearchStrategy[Duration]:
    return st.sampled_from(Unit).flatmap(lambda unit: amounts(unit, least=least))


percents = st.one_of(st.integers(0, 100).map(Fraction), st.fractions(0, 100, max_denominator=10_000))
rules = st.builds(
    Settings,
    finishes_kept=st.just(True),  # as P6 fills its columns, which its files carry
    lag_calendar=st.sampled_from([None, *LagCalendar]),
    progress=st.sampled_from([None, ProgressRule.RETAINED, ProgressRule.OVERRIDE, ProgressRule.ACTUAL_DATES]),
    total_float=st.sampled_from([None, *TotalFloat]),
    critical_by=st.sampled_from(CriticalBy),
    critical_float=st.integers(0, 3000),
    ss_lag_from_actual=st.booleans(),
    open_ends_critical=st.booleans(),
)


@st.composite
def assigned(draw: st.DrawFn, one: Task) -> Task:
    work = st.builds(Assignment, any_amount(least=1), st.sampled_from([None, *CALENDARS]))
    return replace(one, assignments=tuple(draw(st.lists(work, min_size=1, max_size=2))))


@st.composite
def under_way(draw: st.DrawFn) -> State:
    """A plan with every unit and part, its tasks not started, running or finished, reported in every way."""
    tasks: list[Task] = []
    for k in range(draw(st.integers(1, 6))):
        milestone = draw(st.integers(0, 6)) == 0
        kinds = (TaskKind.START_MILESTONE, TaskKind.FINISH_MILESTONE) if milestone else (TaskKind.TASK,)
        relations = tuple(
            Relation(f"t{before}", f"t{k}", draw(st.sampled_from(RelationType)), draw(st.none() | any_amount(least=-2)))
            for before in (draw(st.lists(st.integers(0, k - 1), max_size=2)) if k else ())
        )
        one = Task(
            f"t{k}",
            f"t{k}",
            kind=draw(st.sampled_from(kinds)),
            duration=None if milestone else draw(any_amount()),
            calendar=draw(st.sampled_from([None, *CALENDARS])),
            relations=relations,
        )
        tasks.append(draw(assigned(one)) if not milestone and draw(st.integers(0, 5)) == 0 else one)
    drawn = replace(
        plan(*tasks, start="2014-10-06", calendar=draw(st.sampled_from(sorted(CALENDARS))), settings=draw(rules)),
        calendars=CALENDARS,
    )
    data_date = drawn.start + draw(st.integers(0, 30)) * 1440 + draw(st.sampled_from([0, 480, 617, 1020]))
    statuses = {one.id: draw(reports(one, drawn.start, data_date)) for one in tasks}
    assume(not any(is_endless(one, statuses[one.id]) for one in tasks))
    return State(drawn, data_date, {name: status for name, status in statuses.items() if status is not None})


def is_endless(one: Task, status: Status | None) -> bool:
    """Whether a resource's work takes centuries: where much is left of short work, as many times more is of its own."""
    if not one.assignments or one.duration is None or status is None or status.remaining is None:
        return False
    left, whole = (each.amount * DAY_OF[each.unit] for each in (status.remaining, one.duration))
    return left > 100 * whole > 0


@st.composite
def reports(draw: st.DrawFn, one: Task, start: int, data_date: int) -> Status | None:
    stage = draw(st.sampled_from(["", "left", "running", "running", "finished"]))
    if not stage or data_date == start:
        return None
    began = draw(st.integers(start, data_date - 1))
    if one.is_milestone:
        return Status(started=began, finished=began) if stage == "finished" else None
    if stage == "finished":
        return Status(started=began, finished=draw(st.integers(began, data_date)))
    # Of work that has not started P6 takes a resource's nothing left for its whole.
    silent = stage == "left" and one.assignments
    said = "nothing" if silent else draw(st.sampled_from(["remaining", "percent", "nothing"]))
    status = Status(
        started=began if stage == "running" else None,
        remaining=draw(any_amount()) if said == "remaining" else None,
        percent=draw(percents) if said == "percent" else None,
    )
    if stage == "running" and one.assignments and draw(st.booleans()):
        status = replace(status, assignments=tuple(draw(any_amount()) for _ in one.assignments))
    if stage == "running" and draw(st.integers(0, 3)) == 0:
        suspended = draw(st.integers(began, data_date))
        status = replace(status, suspended=suspended, resumed=draw(st.integers(suspended, data_date + 5000)))
    return status


def written_and_read(before: State, result: Schedule) -> tuple[State, set[str]]:
    """The state that comes back out of the file, and the tasks that a warning names."""
    text, told = xer_text(before, result.calendars, stored(result))
    project, faults = xer_project(xer_bytes(text), "plan.xer")
    assert project is not None, faults
    assert not faults
    return as_of(project, before.data_date), {str(one.facts["task"]) for one in told}


def reported(drawn: State) -> State:
    """A drawn state in which what has nothing left is first reported so at its data date, as of a file it is."""
    empty = (one for one in compute(drawn).tasks.values() if one.stage is Stage.IN_PROGRESS and not one.remaining)
    told = {one.task.id: replace(one.status, emptied=drawn.data_date) for one in empty}
    return replace(drawn, statuses={**drawn.statuses, **told})


def waiting_in_p6(before: State, ours: Schedule) -> set[str]:
    """What P6 has wait, or what starts with it, for the next working hour; that of another day is told."""
    counted_on = {name: [one.calendar] for name, one in ours.tasks.items()}
    for one in before.plan.tasks.values():
        for relation in one.relations:
            if relation.lag is None and not relation.type.leaves_finish:
                counted_on[relation.predecessor].append(lag_calendar(relation, before, ours.calendars))
    return {
        name
        for name, one in ours.tasks.items()
        if one.is_no_work and not one.task.is_milestone
        for stands in (one.finish, one.early_finish)
        if stands is not None and any(each.next_start(stands) != stands for each in counted_on[name])
    }


def followers(of: State, first: set[str]) -> set[str]:
    found = set(first)
    for one in of.plan.tasks.values():  # written in an order in which each follows earlier ones
        if any(relation.predecessor in found for relation in one.relations):
            found.add(one.id)
    return found


def thirty_five_percent() -> State:
    """35 % of a day of seven hours and a half: 292.5 minutes are left, and 293 are written and computed."""
    one = replace(plan(task("t0", "1wd"), start="2014-10-06", calendar="half-past-5"), calendars=CALENDARS)
    return State(one, at("2014-10-06 08:00"), {"t0": Status(started=at("2014-10-06 08:00"), percent=Fraction(35))})


def half_minute_lag() -> State:
    two = plan(task("t0", "1wd"), task("t1", "1wd", "t0 FS+0.5min"), start="2014-10-06", calendar="eight-5")
    return State(replace(two, calendars=CALENDARS), two.start)


def crew_of_nothing() -> State:
    """A task that never had work of its own has a crew for two days, and is reported to have nothing left."""
    crew = (Assignment(Duration(Fraction(2), Unit.WORKING_DAYS)),)
    one = plan(task("t0", "0wd", assignments=crew), start="2014-10-06", calendar="eight-5")
    begun = Status(started=one.start, remaining=Duration(Fraction(0), Unit.WORKING_DAYS))
    return State(replace(one, calendars=CALENDARS), one.start + 480, {"t0": begun})


def reached_and_not_reported() -> State:
    """What was to begin with the file's end waits for nothing any more; nothing is late before Monday morning."""
    tasks = (
        task(name, None, *after, kind=TaskKind.START_MILESTONE) for name, *after in (("t0",), ("t1", "t0"), ("t2",))
    )
    one = plan(*tasks, start="2014-10-06", calendar="eight-5")
    filed = Status(started=one.start, finished=one.start)
    return State(replace(one, calendars=CALENDARS), at("2014-10-06 08:00"), {"t0": filed})


def reached_through_another() -> State:
    """The last of three milestones is reported: the first, of which nobody says anything, had come as well."""
    marks = (
        task(name, None, *after, kind=TaskKind.START_MILESTONE)
        for name, *after in (("t0",), ("t1", "t0"), ("t2", "t1"))
    )
    one = plan(*marks, start="2014-10-06", calendar="eight-5", settings=Settings(finishes_kept=True))
    filed = Status(started=one.start, finished=one.start)
    return State(replace(one, calendars=CALENDARS), at("2014-10-06 08:00"), {"t2": filed})


def reported_before_what_it_waits_for() -> State:
    """Two tasks are reported finished though the first waits for a site that is not clear: it passes on what it waits
    for, and so the lag between them, which counts every day, decides how free a third is that the second waits for.
    """
    tasks = (
        task("clear", "2wd"),
        task("dig", "1wd", "clear FS+1wd"),
        task("permit", "0wd", calendar="whole-7"),
        task("pour", "1wd", "dig FS+2cd", "permit"),
    )
    one = plan(*tasks, start="2014-10-06", calendar="eight-5")  # a Monday
    over = Status(started=one.start + 480, finished=one.start + 1020)
    return State(replace(one, calendars=CALENDARS), at("2014-10-08 17:00"), {"dig": over, "pour": over})


def nothing_left_on_friday() -> State:
    """What has nothing to do stands on Friday evening; what starts with it is reported, and counts other days."""
    tasks = (task("paper", "0wd", calendar="whole-7"), task("clear", "0wd", calendar="whole-7"))
    after = task("dig", "1wd", "paper SS", "clear", calendar="eight-5")
    settings = Settings(lag_calendar=LagCalendar.SUCCESSOR, finishes_kept=True)
    one = plan(*tasks, after, start="2014-10-06", calendar="eight-5", settings=settings)
    over = Status(started=one.start + 480, finished=one.start + 1020)
    return State(replace(one, calendars=CALENDARS), at("2014-10-10 17:00"), {"dig": over})


def test_what_was_reported_before_its_turn_still_passes_on_a_lag_that_the_file_cannot_say() -> None:
    """Clear on Friday and a day on until Monday 17:00, two days of every kind: Wednesday, which the file cannot say."""
    before = reported_before_what_it_waits_for()
    _, told = written_and_read(before, compute(before))
    assert told == {"pour"}
    # Once the site is clear, and the two days are over, nothing waits for the lag any more.
    cleared = replace(before, statuses={**before.statuses, "clear": before.statuses["dig"]})
    assert written_and_read(cleared, compute(cleared))[1] == set()


def test_a_milestone_that_came_before_another_in_silence_is_told() -> None:
    before = reached_through_another()
    assert "t0" in written_and_read(before, compute(before))[1]


def test_a_milestone_that_work_under_way_may_only_not_end_before_has_not_come() -> None:
    tasks = task("mark", None, kind=TaskKind.START_MILESTONE), task("dig", "5wd", "mark FF")
    one = replace(plan(*tasks, start="2014-10-06", calendar="eight-5"), calendars=CALENDARS)
    runs = State(one, at("2014-10-08 08:00"), {"dig": Status(started=one.start + 480)})
    assert written_and_read(runs, compute(runs))[1] == set()
    over = replace(runs, statuses={"dig": Status(started=one.start + 480, finished=one.start + 1020)})
    assert written_and_read(over, compute(over))[1] == {"mark"}


def test_what_starts_with_what_has_nothing_left_waits_in_p6_too() -> None:
    before = nothing_left_on_friday()
    assert written_and_read(before, compute(before))[1] == {"paper"}


def test_thirty_five_percent_of_a_short_day_is_left_until_thirteen_fifty_three() -> None:
    before = thirty_five_percent()
    after, _ = written_and_read(before, compute(before))
    assert compute(before).tasks["t0"].finish == compute(after).tasks["t0"].finish == at("2014-10-06 13:53")


@pytest.mark.slow
@given(under_way())
@example(thirty_five_percent())
@example(half_minute_lag())
@example(crew_of_nothing())
@example(reached_and_not_reported())
@example(reached_through_another())
@example(reported_before_what_it_waits_for())
@example(nothing_left_on_friday())
def test_a_plan_and_its_export_have_the_same_dates_to_the_minute(before: State) -> None:
    before = reported(before)
    ours = compute(before)
    after, told = written_and_read(before, ours)
    theirs = compute(after)
    told |= waiting_in_p6(before, ours)
    otherwise = followers(before, told) | {name for name in ours.network.implied if told & followers(before, {name})}
    for name, dates in ours.tasks.items():
        other = theirs.tasks[name]
        assert other.stage is dates.stage
        if name in otherwise and dates.stage is not Stage.FINISHED:
            continue
        assert (other.start, other.finish) == (dates.start, dates.finish), name
        assert (other.early_start, other.early_finish) == (dates.early_start, dates.early_finish), name
        if not told:
            assert (other.late_start, other.late_finish) == (dates.late_start, dates.late_finish), name
            assert (other.total_float, other.free_float) == (dates.total_float, dates.free_float), name
            assert other.critical is dates.critical, name
            # Nothing waits for what is reached and was not reported; in P6's plan it waits at the data date.
            assert other.longest_path is dates.longest_path or name in ours.network.implied, name


def test_a_planner_of_p6_gets_his_own_types_back() -> None:
    """What P6 does with resources and percentages on an activity is not ours to change; a milestone keeps its own."""
    drawn = task("a", "8h", p6=P6Types(percent="CP_Phys", duration="DT_FixedDrtn"))
    hired = task("b", "8h", "a", p6=P6Types(task="TT_Rsrc", duration="DT_FixedQty"))
    plain, end = task("c", "8h", "b"), task("end", None, "c")
    text, told = written(plan(drawn, hired, plain, end))
    rows = [line.split("\t") for line in text.split("\r\n")]
    fields = next(row for row in rows if row[:2] == ["%F", "task_id"])
    found = {row[fields.index("task_code")]: row for row in rows if row[0] == "%R" and len(row) == len(fields)}
    types = [fields.index(name) for name in ("task_type", "complete_pct_type", "duration_type")]
    assert {name: [row[k] for k in types] for name, row in found.items()} == {
        "a": ["TT_Task", "CP_Phys", "DT_FixedDrtn"],
        "b": ["TT_Rsrc", "CP_Drtn", "DT_FixedQty"],
        "c": ["TT_Task", "CP_Drtn", "DT_FixedDUR2"],
        "end": ["TT_FinMile", "CP_Drtn", "DT_FixedDUR2"],
    }
    assert told == ["xer-physical-percent"]
    read, _ = xer_project(xer_bytes(text), "again.xer")
    assert read is not None
    assert [one.p6 for one in read.plan.tasks.values()] == [drawn.p6, hired.p6, None, None]
    folder, _ = writable(read)
    again, faults = read_plan(plan_text(folder.plan).encode(), "plan.yaml")
    assert not faults
    assert again is not None
    assert {name: one.p6 for name, one in again.tasks.items()} == {
        "a": drawn.p6,
        "b": hired.p6,
        "c": None,
        "end": None,
    }


def test_a_task_that_became_a_milestone_has_a_milestones_type() -> None:
    text, _ = written(plan(task("a", None, p6=P6Types(task="TT_Rsrc"))))
    assert "\tTT_FinMile\t" in text
    assert "TT_Rsrc" not in text


def written(of: Plan) -> tuple[str, list[str]]:
    """The `.xer` of a plan, and the codes of what it does not say."""
    computed = compute(state(of))
    text, warnings = xer_text(state(of), computed.calendars, stored(computed))
    return text, [warning.code for warning in warnings]
