"""The steps between two plans: recorded by decisions, or found by difference; each state between can be computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from networks import CALENDARS, OFFICE, SEVEN, among, at, link, plan, span, state, states, task, within

import schedule
from schedule.analysis.history import Schedules
from schedule.analysis.move.fragnets import fragnets
from schedule.analysis.move.half_step import reported_state
from schedule.analysis.move.revisions import Change, Step, StepKind, found, recorded
from schedule.diagnostics import PlanError
from schedule.engine.compute import compute
from schedule.engine.order import ordered
from schedule.engine.state import as_of, with_deadlines
from schedule.model import (
    Assignment,
    CalendarSpec,
    Constraint,
    ConstraintKind,
    DayException,
    Duration,
    Plan,
    Project,
    Relation,
    RelationType,
    Revision,
    RevisionKind,
    State,
    Status,
    Task,
    TaskKind,
    Unit,
    Update,
)
from schedule.rules import CriticalBy, LagCalendar, Settings

P6 = Path(__file__).parents[1] / ".." / "shared" / "p6"
SERIES = [f"works-{name}.xer" for name in ("baseline-2025-09-02", "update-2025-11-21", "update-2025-12-04")]


def dates_of(of: State) -> dict[str, tuple[object, ...]]:
    """Every date and float of a state."""
    return {
        name: (
            one.start,
            one.finish,
            one.early_start,
            one.early_finish,
            one.late_start,
            one.late_finish,
            one.total_float,
            one.free_float,
            one.remaining,
        )
        for name, one in compute(of).tasks.items()
    }


def finishes(steps: tuple[Step, ...], name: str) -> list[str]:
    """The finish of a task after each step, as month-day and hour."""
    minutes = [compute(step.state).tasks[name].finish for step in steps]
    return [str(date.fromordinal(719163 + instant // 1440))[5:] + f"T{instant % 1440 // 60}" for instant in minutes]


def told(steps: tuple[Step, ...]) -> list[tuple[str, str | None, set[str]]]:
    return [(step.kind.value, step.task or step.calendar, set(step.facts)) for step in steps]


# ── between two data dates of one plan ──────────


def decided(kind: RevisionKind, name: str, **more: object) -> Revision:
    return Revision(kind, name, "理由", "领导小组", **more)


BASE = plan(task("a", "2wd"), task("b", "3wd", "a"), task("c", None, "b"))
"""Two days and three days from Monday 7 April: c on Friday the 11th, 17:00."""


def between(of: Plan, *revisions: Revision, statuses: Mapping[str, Status] | None = None) -> tuple[State, State]:
    """The states before and after the revisions of one week, at the plan's start."""
    known = statuses or {}
    states = [as_of(Project(of, (Update(of.start, revisions=told),)), of.start) for told in ((), tuple(revisions))]
    first, last = (replace(one, statuses={k: v for k, v in known.items() if k in one.plan.tasks}) for one in states)
    return first, last


def test_each_revision_is_a_step_with_its_decision() -> None:
    """b takes 4 days: Mon 14. d (1 day, after b) holds c: Tue 15. Monday the 7th off: Wed 16. Without d: Tue 15."""
    revisions = (
        decided(RevisionKind.SET, "b", changes={"duration": span("4wd"), "relations": (link("a", "b"),)}),
        decided(RevisionKind.ADD, "d", added=task("d", "1wd", "b")),
        decided(RevisionKind.SET, "c", changes={"relations": (link("d", "c"),)}),
        decided(
            RevisionKind.CALENDAR,
            "",
            calendar="office",
            exceptions=(DayException(date(2014, 4, 7), date(2014, 4, 7), False),),
            announced=True,
        ),
        decided(RevisionKind.SET, "c", changes={"relations": (link("b", "c"),)}),
        decided(RevisionKind.REMOVE, "d"),
    )
    before, after = between(BASE, *revisions)
    steps = recorded(before, revisions, after)
    assert told(steps) == [
        ("set", "b", {"duration"}),
        ("add", "d", set()),
        ("set", "c", {"relations"}),
        ("calendar", "office", {"exceptions"}),
        ("set", "c", {"relations"}),
        ("remove", "d", set()),
    ]
    assert [step.revision for step in steps] == list(revisions)
    assert steps[0].facts == {"duration": Change(span("3wd"), span("4wd"))}
    assert steps[2].facts == {"relations": Change((link("b", "c"),), (link("d", "c"),))}
    assert finishes(steps, "c") == ["04-14T17", "04-14T17", "04-15T17", "04-16T17", "04-15T17", "04-15T17"]
    assert steps[-1].state == after
    assert [len(step.state.revisions) for step in steps] == [1, 2, 3, 4, 5, 6]


def test_an_added_task_brings_its_status_and_a_removed_one_takes_it_away() -> None:
    revisions = (decided(RevisionKind.ADD, "d", added=task("d", "5wd")), decided(RevisionKind.REMOVE, "c"))
    begun = Status(started=BASE.start, remaining=span("1wd"))
    before, after = between(BASE, *revisions, statuses={"c": begun, "d": begun})
    steps = recorded(before, revisions, after)
    assert [set(step.state.statuses) for step in steps] == [{"c", "d"}, {"d"}]


def test_a_deadline_follows_the_constraint_that_it_comes_from() -> None:
    """The finish of b may be no later than the 11th, then the 18th: that is its deadline, first and then."""
    dues = [(Constraint(ConstraintKind.FINISH_NO_LATER_THAN, at(f"2014-04-{day} 17:00")),) for day in (11, 18)]
    due = replace(BASE, tasks={**BASE.tasks, "b": replace(BASE.tasks["b"], constraints=dues[0])})
    revisions = (
        decided(RevisionKind.SET, "b", changes={"constraints": dues[1]}),
        decided(RevisionKind.SET, "a", changes={"duration": span("1wd")}),
    )
    before, after = between(due, *revisions)
    assert before.plan.tasks["b"].deadline == dues[0][0].instant
    steps = recorded(before, revisions, after)
    assert [step.state.plan.tasks["b"].deadline for step in steps] == [dues[1][0].instant] * 2


def test_a_decision_waits_for_the_one_that_completes_it() -> None:
    """b and a change places: b after nothing is only decided second, so the first decision alone would be a cycle."""
    revisions = (
        decided(RevisionKind.SET, "a", changes={"relations": (link("b", "a"),)}),
        decided(RevisionKind.SET, "b", changes={"relations": ()}),
        decided(RevisionKind.SET, "c", changes={"relations": (link("x", "c"),)}),
        decided(RevisionKind.ADD, "x", added=task("x", "1wd", "a")),
    )
    before, after = between(BASE, *revisions)
    steps = recorded(before, revisions, after)
    # a ends on the 8th first; after b on the 11th; c stands alone, on the start itself, until x (Mon 14) is there.
    assert finishes(steps, "a") == ["04-08T17", "04-11T17", "04-11T17", "04-11T17"]
    assert finishes(steps, "c")[2:] == ["04-07T0", "04-14T17"]


@pytest.mark.slow
@given(st.data())
def test_every_recorded_state_is_that_of_the_revisions_so_far(data: st.DataObject) -> None:
    base = data.draw(states(largest=6)).plan
    revisions: list[Revision] = []
    names = list(base.tasks)
    for k in range(data.draw(st.integers(1, 5))):
        name = data.draw(st.sampled_from(names))
        due = Constraint(ConstraintKind.FINISH_ON, base.start + data.draw(st.integers(1, 60)) * 1440)
        shift = data.draw(st.integers(1, 20))
        revisions.append(
            data.draw(
                st.sampled_from(
                    [
                        decided(RevisionKind.SET, name, changes={"constraints": (due,)}),
                        decided(RevisionKind.SET, name, changes={"calendar": "seven"}),
                        decided(RevisionKind.ADD, f"n{k}", added=task(f"n{k}", "2wd", f"{name} FS+1wd")),
                        decided(
                            RevisionKind.CALENDAR,
                            "",
                            calendar="office",
                            exceptions=(DayException(date(2014, 10, 6 + shift), date(2014, 10, 6 + shift), False),),
                        ),
                    ]
                )
            )
        )
    before, after = between(base, *revisions)
    steps = recorded(before, revisions, after)
    assert steps[-1].state == after
    for k, step in enumerate(steps, 1):
        expected = between(base, *revisions[:k])[1]
        assert dates_of(step.state) == dates_of(expected)


def test_the_decisions_of_the_sample_plan_are_steps() -> None:
    project = schedule.load(Path(__file__).parents[1] / "plans" / "kashgar")
    days = [update.data_date for update in project.updates]
    steps = []
    for first, last in pairwise(days):
        before, after = as_of(project, first), as_of(project, last)
        revisions = [one for update in project.updates if update.data_date == last for one in update.revisions]
        steps += recorded(reported_state(compute(before), after), revisions, after)
        assert not revisions or steps[-1].state == after
    assert [step.revision for step in steps] == [one for update in project.updates[1:] for one in update.revisions]
    assert steps


# ── between two exports of one project ──────────


def changed(of: Plan, **tasks: Task) -> Plan:
    return replace(of, tasks={**of.tasks, **tasks})


def steps_between(old: Plan, new: Plan, data_date: str | None = None, **statuses: Status) -> tuple[Step, ...]:
    first, last = (state(with_deadlines(of), data_date, **statuses) for of in (old, new))
    steps = found(first, replace(last, data_date=first.data_date))
    assert not steps or steps[-1].state.plan == with_deadlines(new)
    return steps


def test_each_kind_of_change_is_found() -> None:
    old = plan(
        task("a", "2wd"), task("b", "3wd", "a"), task("c", "1wd", "b"), task("gone", "1wd"), task("end", None, "c")
    )
    holiday = replace(OFFICE, exceptions=(DayException(date(2014, 4, 7), date(2014, 4, 7), False),))
    late = (Constraint(ConstraintKind.START_NO_EARLIER_THAN, at("2014-04-21 08:00")),)
    new = plan(
        task("end", None, "c", deadline=at("2014-05-01")),
        task("new", "1wd", "a"),
        task("b", "3wd", "a SS+1wd", "new"),
        task("a", "4wd", calendar="seven"),
        task("c", "1wd", "b", as_late_as_possible=True, constraints=late),
        must_finish_by=at("2014-06-01"),
    )
    new = replace(new, calendars={**CALENDARS, "office": holiday})
    steps = steps_between(old, new)
    assert told(steps) == [
        ("calendar", "office", {"exceptions"}),
        ("settings", None, {"must_finish_by"}),
        ("duration", "a", {"duration"}),
        ("task-calendar", "a", {"calendar"}),
        ("add", "new", set()),
        ("logic", "b", {"relations"}),
        ("dates", "c", {"constraints"}),
        ("type", "c", {"as_late_as_possible"}),
        ("dates", "end", {"deadline"}),
        ("remove", "gone", set()),
    ]
    facts = {(step.kind, step.task): step.facts for step in steps}
    assert facts[StepKind.LOGIC, "b"]["relations"] == Change(
        (link("a", "b"),), (link("a SS+1wd", "b"), link("new", "b"))
    )
    assert facts[StepKind.TASK_CALENDAR, "a"]["calendar"] == Change(None, "seven")
    assert facts[StepKind.DATES, "end"]["deadline"] == Change(None, at("2014-05-01"))
    assert facts[StepKind.CALENDAR, None]["exceptions"] == Change((), holiday.exceptions)


def test_the_states_between_are_those_of_hand_arithmetic() -> None:
    """a takes 4 days instead of 2: the end moves from Fri 11 to Tue 15. New x (1 day) between a and b: Wed 16."""
    new = plan(task("a", "4wd"), task("x", "1wd", "a"), task("b", "3wd", "x"), task("c", None, "b"))
    steps = steps_between(BASE, new)
    assert told(steps) == [("duration", "a", {"duration"}), ("add", "x", set()), ("logic", "b", {"relations"})]
    assert finishes(steps, "c") == ["04-15T17", "04-15T17", "04-16T17"]


def test_an_added_task_has_its_status_from_its_own_step_on() -> None:
    """From Monday evening a takes the 8th and 9th, b the 10th, 11th and 14th; x was finished on the 7th: it holds none.

    Without its status x would last nine days.
    """
    new = plan(task("a", "2wd"), task("x", "9wd"), task("b", "3wd", "a", "x"), task("c", None, "b"))
    done = Status(started=at("2014-04-07"), finished=at("2014-04-07 17:00"))
    before, after = state(BASE, "2014-04-07 17:00"), state(new, "2014-04-07 17:00", x=done)
    steps = found(before, after)
    assert told(steps) == [("add", "x", set()), ("logic", "b", {"relations"})]
    assert [step.state.status("x") for step in steps] == [done, done]
    assert finishes(steps, "c") == ["04-14T17", "04-14T17"]


def test_a_new_calendar_is_there_before_a_task_works_on_it_and_bases_come_first() -> None:
    ground = CalendarSpec("ground", week=(0, 1, 2, 3, 4, 5))
    old = replace(BASE, calendars={**CALENDARS, "upper": CalendarSpec("upper", base="ground"), "ground": ground})
    old = changed(old, a=task("a", "2wd", calendar="upper"))
    turned = {
        "ground": CalendarSpec("ground", base="upper"),
        "upper": CalendarSpec("upper", week=(0, 1, 2, 3, 4)),
        "fresh": CalendarSpec("fresh", week=(0, 1)),
    }
    new = replace(old, calendars={**CALENDARS, **turned})
    due = task("c", None, "b", calendar="office", deadline=at("2014-05-01"))
    new = changed(new, b=task("b", "3wd", "a", calendar="fresh"), c=due)
    steps = steps_between(old, new)
    # `ground` is used before, under `upper`; it stands on it after. The other way round, each would stand on the other.
    assert told(steps) == [
        ("calendar", "upper", {"base", "week"}),
        ("calendar", "ground", {"base", "week"}),
        ("task-calendar", "b", {"calendar"}),
        ("dates", "c", {"deadline"}),
    ]
    for step in steps:
        compute(step.state)


def test_relations_can_turn_round_and_removed_chains_go_from_their_end() -> None:
    old = plan(
        task("a", "1wd"), task("b", "1wd", "a"), task("x", "1wd", "b"), task("y", "1wd", "x"), task("c", "1wd", "y")
    )
    new = plan(task("c", "1wd"), task("b", "1wd", "c"), task("a", "1wd", "b"))
    steps = steps_between(old, new)
    assert told(steps) == [
        ("logic", "c", {"relations"}),
        ("logic", "b", {"relations"}),
        ("logic", "a", {"relations"}),
        ("remove", "y", set()),
        ("remove", "x", set()),
    ]
    for step in steps:
        compute(step.state)


def test_a_deadline_that_comes_from_the_must_finish_by_is_no_change_of_a_task() -> None:
    """The must-finish-by is asked of what nothing follows: of b, and of c once c follows b."""
    old = plan(task("a", "2wd"), task("b", "3wd", "a"), must_finish_by=at("2014-05-01"))
    new = plan(task("a", "2wd"), task("b", "3wd", "a"), task("c", "1wd", "b"), must_finish_by=at("2014-06-01"))
    steps = steps_between(old, new)
    assert told(steps) == [("settings", None, {"must_finish_by"}), ("add", "c", set())]
    assert [step.state.plan.tasks["b"].deadline for step in steps] == [at("2014-06-01"), None]


def test_options_that_decide_dates_are_steps_and_those_of_alerts_are_none() -> None:
    said = Settings(low_float=Fraction(9), look_ahead=7, critical_by=CriticalBy.TOTAL_FLOAT, critical_float=480)
    assert steps_between(BASE, replace(BASE, settings=said)) == ()
    new = replace(BASE, settings=replace(said, lag_calendar=LagCalendar.SUCCESSOR))
    (step,) = steps_between(BASE, new)
    assert step.kind is StepKind.SETTINGS
    assert step.facts == {"lag_calendar": Change(LagCalendar.PREDECESSOR, LagCalendar.SUCCESSOR)}
    assert steps_between(BASE, replace(BASE, settings=Settings(lag_calendar=LagCalendar.PREDECESSOR))) == ()


LEFT = Status(started=at("2014-04-07"), remaining=span("3wd"))
PERCENT = Status(started=at("2014-04-07"), percent=Fraction(50))
DONE = Status(started=at("2014-04-07"), finished=at("2014-04-08"))


@pytest.mark.parametrize(
    ("status", "is_step"),
    [(LEFT, False), (PERCENT, True), (DONE, False), (Status(), True), (Status(LEFT.started), True)],
)
def test_the_original_duration_of_work_that_has_begun_decides_nothing_unless_by_percent(
    status: Status, is_step: bool
) -> None:
    new = changed(BASE, a=replace(BASE.tasks["a"], duration=span("9wd")))
    steps = steps_between(BASE, new, "2014-04-09", a=status)
    first, last = (dates_of(state(of, "2014-04-09", a=status)) for of in (BASE, new))
    assert (first != last) == is_step
    assert told(steps) == ([("duration", "a", {"duration"})] if is_step else [])


def test_a_duration_that_counts_other_days_is_a_step_even_of_finished_work() -> None:
    """A lag in hours counts on the calendar of the task that it follows: the office's, or with `cd` every hour."""
    old = plan(task("a", "2wd"), task("b", "1wd", "a FS+24h"))
    new = changed(old, a=task("a", "2cd"))
    done = Status(started=at("2014-04-07"), finished=at("2014-04-07 17:00"))
    steps = steps_between(old, new, "2014-04-07 17:00", a=done)
    assert told(steps) == [("duration", "a", {"duration"})]
    # 24 hours of office time are three days: b on Friday the 11th. 24 hours of a day end on Tuesday at 17:00: Wed 9.
    assert finishes(steps, "b") == ["04-09T17"]
    assert compute(state(old, "2014-04-07 17:00", a=done)).tasks["b"].finish == at("2014-04-11 17:00")


def test_what_a_status_has_made_void_is_no_step() -> None:
    floor = (Constraint(ConstraintKind.START_NO_EARLIER_THAN, at("2014-05-05")),)
    ceiling = (Constraint(ConstraintKind.FINISH_NO_LATER_THAN, at("2014-04-20")),)
    new = changed(BASE, a=replace(BASE.tasks["a"], constraints=floor))
    assert [len(steps_between(BASE, new, "2014-04-09", a=status)) for status in (Status(), LEFT, DONE)] == [1, 0, 0]
    new = changed(BASE, a=replace(BASE.tasks["a"], constraints=ceiling))
    assert [len(steps_between(BASE, new, "2014-04-09", a=status)) for status in (Status(), LEFT, DONE)] == [1, 1, 0]


def test_a_milestone_that_becomes_a_task_takes_its_duration_in_the_same_step() -> None:
    new = changed(BASE, c=task("c", "2wd", "b", calendar="office"))
    (step,) = steps_between(BASE, new)
    assert (step.kind, set(step.facts)) == (StepKind.TYPE, {"kind", "duration"})
    assert finishes((step,), "c") == ["04-15T17"]


def test_equal_plans_and_the_same_words_otherwise_give_no_step() -> None:
    new = changed(BASE, a=replace(BASE.tasks["a"], name="另", body="land", phase="design", group=("x",), owner="王"))
    new = replace(new, name="另", calendars={**CALENDARS, "seven": replace(SEVEN, hours=()), "new": OFFICE})
    office = replace(OFFICE, name="机关", exceptions=(DayException(date(2014, 4, 8), date(2014, 4, 8), False, "a"),))
    assert steps_between(BASE, BASE) == ()
    assert steps_between(BASE, new) == ()
    named = replace(office, exceptions=(replace(office.exceptions[0], name="b", source="c"),))
    first, second = (replace(BASE, calendars={**CALENDARS, "office": one}) for one in (office, named))
    assert steps_between(first, second) == ()
    assert len(steps_between(BASE, first)) == 1


def test_a_cycle_and_different_data_dates_are_refused() -> None:
    cycle = plan(task("a", "1wd", "b"), task("b", "1wd", "a"))
    with pytest.raises(PlanError):
        found(state(BASE), state(cycle))
    with pytest.raises(ValueError, match="data date"):
        found(state(BASE), state(BASE, "2014-04-08"))


# ── random pairs ──────────

NAMES = [f"t{k}" for k in range(8)]
DATES = ("start_no_earlier_than", "finish_no_later_than", "finish_on", "mandatory_start", "expected_finish")
ORDERS = st.lists(st.sampled_from(NAMES), min_size=1, max_size=7, unique=True)
KINDS = st.sampled_from(
    [TaskKind.TASK] * 6 + [TaskKind.START_MILESTONE, TaskKind.FINISH_MILESTONE, TaskKind.LEVEL_OF_EFFORT]
)
TYPES = st.sampled_from(RelationType)
LAGS = st.one_of(st.none(), st.integers(-2, 4).map(lambda n: Duration(Fraction(n), Unit.WORKING_DAYS)))
HELD = st.lists(st.sampled_from(DATES), max_size=1)
RESOURCES = st.lists(st.integers(1, 5), max_size=2)
SHUFFLED = st.randoms(use_true_random=False)
"""Made once, as those of `within` and `among` are."""


@st.composite
def random_plans(draw: st.DrawFn) -> Plan:
    """A plan of some of eight tasks; which of them wait for which changes from one to the next."""
    order = draw(ORDERS)
    tasks = []
    for k, name in enumerate(order):
        kind = draw(KINDS)
        milestone = kind in (TaskKind.START_MILESTONE, TaskKind.FINISH_MILESTONE)
        before = draw(st.lists(st.sampled_from(order[:k]), max_size=2, unique=True)) if k else []
        relations = tuple(Relation(one, name, draw(TYPES), draw(LAGS)) for one in before)
        unit = draw(among((Unit.WORKING_DAYS, Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.HOURS)))
        duration = None if milestone else Duration(Fraction(draw(within(1, 6))), unit)
        some = draw(HELD)
        resources = draw(RESOURCES) if kind is TaskKind.TASK else []
        tasks.append(
            Task(
                name,
                draw(among(("甲", "乙"))),
                kind=kind,
                duration=duration,
                calendar=draw(among((None, None, "office", "seven", "site"))),
                relations=relations,
                constraints=tuple(
                    Constraint(ConstraintKind(one), at("2014-10-06") + draw(within(0, 40)) * 1440) for one in some
                ),
                as_late_as_possible=draw(within(0, 7)) == 0 and not some,
                assignments=tuple(Assignment(Duration(Fraction(n), Unit.WORKING_DAYS), "seven") for n in resources),
                deadline=draw(among((None, None, at("2014-11-01"), at("2014-12-01")))),
            )
        )
    draw(SHUFFLED).shuffle(tasks)
    off = draw(among(((), (DayException(date(2014, 10, 8), date(2014, 10, 9), False),))))
    of = plan(
        *tasks,
        start=draw(among(("2014-10-06", "2014-10-07"))),
        must_finish_by=draw(among((None, None, at("2014-12-24")))),
        settings=Settings(lag_calendar=draw(among((None, LagCalendar.SUCCESSOR))), allow_mandatory=True),
    )
    return replace(of, calendars={**CALENDARS, "office": replace(OFFICE, exceptions=off)})


@st.composite
def random_statuses(draw: st.DrawFn, of: Plan, now: int) -> dict[str, Status]:
    statuses = {}
    for name, one in of.tasks.items():
        stage = draw(among(("", "", "remaining", "percent", "finished")))
        began = now - draw(within(1, 4)) * 1440
        if stage == "finished" or (stage and one.is_milestone):
            statuses[name] = Status(started=began, finished=began if one.is_milestone else now - 600)
        elif stage == "remaining":
            left = Duration(Fraction(draw(within(0, 6))), Unit.WORKING_DAYS)
            shares = (left,) * len(one.assignments) if draw(st.booleans()) else ()
            statuses[name] = Status(started=began, remaining=left, assignments=shares)
        elif stage:
            statuses[name] = Status(started=began, percent=Fraction(draw(within(0, 100))))
    return statuses


@st.composite
def random_pairs(draw: st.DrawFn) -> tuple[State, State]:
    """The earlier plan with the later statuses, and the later plan; quite another one, or one with a few changes."""
    old, new = draw(random_plans()), draw(random_plans())
    if draw(st.booleans()):
        # Whole tasks of another plan would close cycles: take fields that name no task.
        fields = draw(
            st.sets(
                st.sampled_from(["duration", "calendar", "constraints", "deadline", "assignments", "name", "body"]),
                max_size=3,
            )
        )
        both = [name for name in old.tasks if name in new.tasks and new.tasks[name].kind is old.tasks[name].kind]
        given_ = {
            name: replace(old.tasks[name], **{key: getattr(new.tasks[name], key) for key in fields}) for name in both
        }
        new = replace(old, tasks={**old.tasks, **given_})
    now = at("2014-10-13 12:00")
    later = draw(random_statuses(new, now))
    gone = draw(random_statuses(replace(old, tasks={k: v for k, v in old.tasks.items() if k not in new.tasks}), now))
    after = State(with_deadlines(new), now, later)
    statuses = {**gone, **{name: status for name, status in later.items() if name in old.tasks}}
    return State(with_deadlines(old), now, statuses), after


def hides_its_deadline(one: Task) -> bool:
    """Whether a date that the finish must keep is not after the deadline of what only spans others.

    Of work the earlier of the two is the deadline (`with_deadlines`), of a span its own is; so while such a task is
    still work, in a state between, its own deadline cannot be seen there.
    """
    kept = (
        ConstraintKind.FINISH_NO_LATER_THAN,
        ConstraintKind.FINISH_ON,
        ConstraintKind.MANDATORY_FINISH,
    )
    dates = [each.instant for each in one.constraints if each.kind in kept]
    return one.spans and one.deadline is not None and any(instant <= one.deadline for instant in dates)


def test_a_deadline_that_a_state_between_hides_is_found_again() -> None:
    """Supervision that was work, and got a deadline and an earlier finish-no-later-than: its dates are set before its
    type is, so that between the two it is work, whose deadline is the earlier date. What follows from there says the
    deadline once more, as it must: nobody who sees that state knows of it. P6 has no deadlines but such constraints."""
    due, own = at("2014-10-06"), at("2014-11-01")
    held = (Constraint(ConstraintKind.FINISH_NO_LATER_THAN, due),)
    old = plan(task("watch", "1wd"))
    new = plan(task("watch", "1wd", kind=TaskKind.LEVEL_OF_EFFORT, constraints=held, deadline=own))
    now = at("2014-10-13 12:00")
    before, after = (State(with_deadlines(one), now, {}) for one in (old, new))
    dates, kind = found(before, after)
    assert (dates.kind, dates.facts["deadline"]) == (StepKind.DATES, Change(None, own))
    assert (kind.kind, set(kind.facts)) == (StepKind.TYPE, {"kind"})
    assert dates.state.plan.tasks["watch"].deadline == due
    again, last = found(dates.state, after)
    assert (again.kind, again.facts) == (StepKind.DATES, {"deadline": Change(None, own)})
    assert last.kind is StepKind.TYPE and last.state == after


def _kept(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    return tuple(step for step in steps if step.kind is not StepKind.REMOVE)


# The laws of the steps between any two plans


def check_that_every_state_can_be_computed_and_the_last_is_the_later_one(
    before: State, after: State, steps: tuple[Step, ...], schedules: Schedules
) -> None:
    fields: list[tuple[str | None, str | None, str]] = []
    for step in steps:
        schedules.of(step.state)
        assert step.state.data_date == after.data_date
        assert set(step.state.statuses) <= set(step.state.plan.tasks)
        fields += [(step.task, step.calendar, name) for name in step.facts or ["whole"]]
    assert len(set(fields)) == len(fields)
    if steps:
        assert steps[-1].state == after
    else:
        assert dates_of(before) == dates_of(after)


def check_that_from_any_state_between_the_rest_is_found(before: State, after: State, steps: tuple[Step, ...]) -> None:
    """But where a state between hides a deadline: `test_a_deadline_that_a_state_between_hides_is_found_again`."""
    if any(hides_its_deadline(one) for one in after.plan.tasks.values()):
        return
    for k, step in enumerate(steps, 1):
        rest = found(step.state, after)
        assert told(_kept(rest)) == told(_kept(steps[k:]))
        # Which of two removed tasks goes first, when neither waits for the other, is nobody's concern.
        assert {one.task for one in rest} == {one.task for one in steps[k:]}


def check_that_a_plan_is_no_steps_from_itself_in_another_order(before: State, after: State) -> None:
    for one in (before, after):
        turned = dict(reversed(one.plan.tasks.items()))
        assert found(one, replace(one, plan=replace(one.plan, tasks=turned))) == ()


def check_that_each_task_keeps_what_its_steps_gave_it(after: State, steps: tuple[Step, ...]) -> None:
    """Once a step has set a field, it has the value of the later plan in every state that follows."""
    for k, step in enumerate(steps):
        if step.task is None or step.kind is StepKind.REMOVE:
            continue
        for later in steps[k:]:
            now, then = later.state.plan.tasks[step.task], after.plan.tasks[step.task]
            assert all(getattr(now, name) == getattr(then, name) for name in step.facts if name != "deadline")


def check_that_events_hold_every_change_once_and_end_at_the_later_plan(
    before: State, after: State, steps: tuple[Step, ...], schedules: Schedules
) -> None:
    events = fragnets(before, steps, after)
    for event in events:
        schedules.of(event.state)
    assert [one.state for one in events[-1:]] == [after for _ in steps[-1:]]
    alone = [(one.kind, one.task) for event in events for one in event.every if one.kind is not StepKind.LOGIC]
    assert sorted(alone, key=str) == sorted(((s.kind, s.task) for s in steps if s.kind is not StepKind.LOGIC), key=str)
    tied = [
        (one.task, each)
        for e in events
        for one in e.every
        if one.kind is StepKind.LOGIC
        for each in one.facts["relations"].now
    ]
    assert sorted(map(str, tied)) == sorted(
        str((one.task, each)) for one in steps if one.kind is StepKind.LOGIC for each in one.facts["relations"].now
    )
    gone = [event for event in events if any(one.kind in (StepKind.ADD, StepKind.REMOVE) for one in event.every)]
    assert all(event.kind in (StepKind.ADD, StepKind.REMOVE) for event in gone)


@pytest.mark.slow
@given(random_pairs())
def test_the_laws_of_the_steps_between_two_plans(pair: tuple[State, State]) -> None:
    """Each pair is held to all of them: to draw it takes longer than any.

    A state between that is an event's as well is computed once, all on calendars that are compiled once.
    """
    before, after = pair
    steps, schedules = found(before, after), Schedules()
    check_that_every_state_can_be_computed_and_the_last_is_the_later_one(before, after, steps, schedules)
    check_that_from_any_state_between_the_rest_is_found(before, after, steps)
    check_that_a_plan_is_no_steps_from_itself_in_another_order(before, after)
    check_that_each_task_keeps_what_its_steps_gave_it(after, steps)
    check_that_events_hold_every_change_once_and_end_at_the_later_plan(before, after, steps, schedules)


@pytest.mark.long
@given(random_pairs(), st.data())
def test_what_decides_no_date_is_no_step(pair: tuple[State, State], data: st.DataObject) -> None:
    """Words; the duration and resources of work whose rest is reported; what holds a finish that lies behind."""
    _, after = pair
    tasks = {}
    for name, one in after.plan.tasks.items():
        status = after.status(name)
        other = Duration(Fraction(data.draw(st.integers(1, 9))), Unit.HOURS)
        by_hours = one.duration is not None and one.duration.unit is not Unit.CALENDAR_DAYS
        if one.spans or status.finished is not None or (status.remaining is not None and not one.assignments):
            if by_hours:
                one = replace(one, duration=other)
        elif status.assignments and by_hours:
            assignments = tuple(replace(each, duration=other, resource="x") for each in one.assignments)
            one = replace(one, duration=other, assignments=assignments)
        if status.finished is not None:
            one = replace(one, constraints=(), deadline=None, assignments=())
        tasks[name] = replace(one, name="丙", body="land", group=("x",))
    before = replace(after, plan=with_deadlines(replace(after.plan, name="丙", tasks=tasks)))
    assert found(before, after) == ()
    kept = [name for name, one in tasks.items() if not one.spans]
    ours, theirs = dates_of(before), dates_of(after)
    assert {name: ours[name] for name in kept} == {name: theirs[name] for name in kept}


# ── fragnets ──────────


def events_between(old: Plan, new: Plan) -> tuple[Step, ...]:
    before, after = state(old, "2014-04-07"), state(new, "2014-04-07")
    return fragnets(before, found(before, after), after)


BETWEEN = plan(task("a", "5cd"), task("b", "5cd", "a"), calendar="seven")


def test_the_engineer_reads_added_work_with_its_relations_as_one_event() -> None:
    """a, seven days of x, b: x and the relation that b has in the place of a's are one event of seven days."""
    (event,) = events_between(
        BETWEEN, plan(task("a", "5cd"), task("x", "7cd", "a"), task("b", "5cd", "x"), calendar="seven")
    )
    assert (event.kind, event.task) == (StepKind.ADD, "x")
    assert [(one.kind, one.task) for one in event.every] == [(StepKind.ADD, "x"), (StepKind.LOGIC, "b")]


def test_the_engineer_reads_work_left_out_with_its_relations_as_one_event() -> None:
    (event,) = events_between(
        plan(task("a", "5cd"), task("x", "7cd", "a"), task("b", "5cd", "x"), calendar="seven"), BETWEEN
    )
    assert (event.kind, event.task) == (StepKind.REMOVE, "x")
    assert {(one.kind, one.task) for one in event.every} == {(StepKind.REMOVE, "x"), (StepKind.LOGIC, "b")}


@pytest.mark.parametrize("turned", [False, True])
def test_added_work_that_is_tied_together_is_one_event_and_what_is_not_is_another(turned: bool) -> None:
    """x and y are tied; z stands alone, though b waits for both; that b no longer waits for c is no part of either."""
    old = plan(task("a", "5cd"), task("c", "5cd"), task("b", "5cd", "a", "c"), calendar="seven")
    new = plan(
        task("a", "5cd"),
        task("c", "5cd"),
        task("x", "7cd", "a"),
        task("y", "1cd", "x"),
        task("z", "2cd"),
        task("b", "5cd", "y", "z"),
        calendar="seven",
    )
    if turned:
        old, new = (replace(one, tasks=dict(reversed(one.tasks.items()))) for one in (old, new))
    events = events_between(old, new)
    assert [(one.kind, one.task, len(one.every)) for one in events] == [
        (StepKind.ADD, "x", 3),
        (StepKind.ADD, "z", 2),
        (StepKind.LOGIC, "b", 1),
    ]
    assert [relation.predecessor for relation in events[-1].facts["relations"].was] == ["c"]
    assert sorted(one.predecessor for one in events[-1].state.plan.tasks["b"].relations) == ["y", "z"]


# ── another tool's series ──────────


@pytest.mark.skipif(not (P6 / SERIES[0]).is_file(), reason="the P6 series does not lie beside the project")
@pytest.mark.parametrize(("first", "last"), list(pairwise(SERIES)))
def test_successive_exports_of_one_project(first: str, last: str) -> None:
    projects = [schedule.load(P6 / name) for name in (first, last)]
    earlier, after = (as_of(project, schedule.latest_data_date(project)) for project in projects)
    before = reported_state(compute(earlier), after)
    steps = found(before, after)
    assert steps
    for step in steps:
        compute(step.state)
    assert dates_of(steps[-1].state) == dates_of(after)
    named = [(step.kind, step.task, step.calendar) for step in steps]
    assert len(set(named)) == len(named)
    old, new = (project.plan.tasks for project in projects)
    assert [step.task for step in steps if step.kind is StepKind.REMOVE] == [one for one in old if one not in new]
    assert {step.task for step in steps if step.kind is StepKind.ADD} == new.keys() - old.keys()


def test_a_mapping_of_tasks_that_was_changed_is_ordered_anew() -> None:
    """An engineer who computes, lengthens a task in the same dictionary and computes again gets the longer plan."""
    tasks = dict(plan(task("a", "2wd"), task("b", "3wd", "a")).tasks)
    before = [one.id for one in ordered(tasks).tasks]
    tasks["a"] = replace(tasks["a"], duration=Duration(Fraction(9), Unit.WORKING_DAYS))
    tasks["aa"] = task("aa", "1wd", "b")
    assert before == ["a", "b"]
    assert [(one.id, one.duration) for one in ordered(tasks).tasks if one.id == "a"] == [("a", tasks["a"].duration)]
    assert [one.id for one in ordered(tasks).tasks] == ["a", "aa", "b"]


def test_a_plan_of_the_same_text_in_another_folder_has_its_own_places(tmp_path: Path) -> None:
    """A zone's liaison copies a park's plan: its tasks are equal, and a fault of the copy names the copy's file."""
    text = "daopai: 1\nproject: {name: 园, start: 2016-03-01, calendar: china}\n"
    text += "tasks:\n  a: {name: 甲, duration: 2wd}\n"
    places = []
    for name in ("east", "west"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.yaml").write_text(text, encoding="utf-8")
        state = as_of(schedule.load(tmp_path / name), 0)
        place = compute(replace(state, data_date=state.plan.start)).tasks["a"].task.location
        assert place is not None
        places.append(place.path)
    assert places == [str(tmp_path / name / "plan.yaml") for name in ("east", "west")]
