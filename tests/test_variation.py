"""What if: a variation of a computed schedule is the schedule of the state changed in the same way."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from networks import CALENDARS, OFFICE, at, link, plan, state, states_of_every_kind, task

from schedule.diagnostics import PlanError
from schedule.engine import variation
from schedule.engine.compute import compute, dates_of
from schedule.engine.schedule import Schedule, TaskDates
from schedule.engine.variation import Variation, finish_of, floats_of, recomputed, varied
from schedule.model import (
    CHINA,
    CalendarSpec,
    Constraint,
    ConstraintKind,
    DayException,
    Duration,
    Relation,
    RelationType,
    State,
    Status,
    TaskKind,
    Unit,
)

LAGS = st.none() | st.builds(
    Duration, st.integers(-3, 5).map(Fraction), st.sampled_from([Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.HOURS])
)
HOLIDAY = DayException(date(2014, 10, 20), date(2014, 10, 26), working=False)


@st.composite
def variations(draw: st.DrawFn, of: State) -> tuple[Variation, State]:
    """A variation, and the state changed in the same way by nothing but `replace`."""
    tasks, statuses, calendars = dict(of.plan.tasks), dict(of.statuses), dict(of.plan.calendars)
    days = {**dict.fromkeys(CALENDARS, 480), "site": 1440, "calendar-days": 1440, "china": 1440}
    change: dict[str, dict] = {"work": {}, "assigned": {}, "relations": {}, "floors": {}, "calendars": {}}
    added: list[Relation] = []
    names = list(tasks)
    for name in draw(st.lists(st.sampled_from(names), max_size=3, unique=True)):
        one, status = tasks[name], of.status(name)
        match draw(st.sampled_from(["work", "relations", "added", "floors", "calendars"])):
            case "work" if not one.is_milestone:
                change["work"][name] = minutes = draw(st.integers(0, 5000))
                legs = tuple(draw(st.integers(0, 5000)) for _ in one.assignments) if draw(st.booleans()) else ()
                if legs:
                    change["assigned"][name] = legs
                exact = [Duration(Fraction(leg), Unit.MINUTES) for leg in legs]
                if status.finished is not None:
                    pass
                elif status.started is not None:
                    status = replace(status, remaining=Duration(Fraction(minutes), Unit.MINUTES), percent=None)
                    statuses[name] = replace(status, assignments=tuple(exact)) if legs else status
                else:
                    worth = days[one.calendar] if one.calendar else 1440
                    one = replace(one, duration=replace(one.duration, amount=Fraction(minutes, worth)))
                    shorter = tuple(replace(a, duration=leg) for a, leg in zip(one.assignments, exact, strict=False))
                    tasks[name] = replace(one, assignments=shorter) if legs else one
            case "relations" if one.relations:
                old = draw(st.sampled_from(one.relations))
                new = draw(st.none() | st.builds(replace, st.just(old), type=st.sampled_from(RelationType), lag=LAGS))
                change["relations"][old] = new
                put = [new if relation == old else relation for relation in one.relations]
                tasks[name] = replace(one, relations=tuple(r for r in put if r is not None))
            case "added" if len(names) > 1:
                before = draw(st.sampled_from([n for n in names if n != name]))
                if TaskKind.SUMMARY in (one.kind, tasks[before].kind):
                    continue
                added.append(Relation(before, name, draw(st.sampled_from(RelationType)), draw(LAGS)))
                tasks[name] = replace(one, relations=(*one.relations, added[-1]))
            case "floors":
                change["floors"][name] = instant = of.plan.start + draw(st.integers(0, 60 * 1440))
                if status.started is None and status.finished is None:
                    held = Constraint(ConstraintKind.EXTERNAL_EARLY_START, instant)
                    tasks[name] = replace(one, constraints=(*one.constraints, held))
                elif status.finished is None:
                    statuses[name] = replace(status, resumed=instant)
            case "calendars":
                change["calendars"][name] = calendar = draw(st.sampled_from(["office", "seven", "site", "china"]))
                tasks[name] = replace(one, calendar=calendar)
    specs: tuple[CalendarSpec, ...] = ()
    if draw(st.integers(0, 3)) == 0:
        spec = calendars[draw(st.sampled_from(sorted(calendars)))]
        specs = (replace(spec, exceptions=(HOLIDAY,)),)
        calendars[spec.id] = specs[0]
    data_date = of.data_date + draw(st.sampled_from([0, 0, 1440, 9999]))
    given_ = Variation(
        **change, added=tuple(added), specs=specs, data_date=data_date if data_date != of.data_date else None
    )
    return given_, State(replace(of.plan, tasks=tasks, calendars=calendars), data_date, statuses)


def facts(dates: TaskDates) -> dict[str, object]:
    """All of a task's dates, floats, drivers and bounds; of its calendar the name."""
    return {one.name: getattr(dates, one.name) for one in fields(dates) if one.name != "calendar"} | {
        "calendar": dates.calendar.name
    }


def everything(schedule: Schedule) -> dict[str, object]:
    found: dict[str, object] = {name: facts(dates) for name, dates in schedule.tasks.items()}
    assumed = [(one.year, one.code, one.subject) for one in schedule.provisional]
    ends = schedule.start, schedule.finish, schedule.state.data_date
    return found | {"": (*ends, assumed, sorted(schedule.calendars), list(schedule.tasks))}


def or_codes(of: State) -> dict[str, object] | set[str]:
    try:
        return everything(compute(of))
    except PlanError as error:
        return {fault.code for fault in error.diagnostics}


@pytest.mark.slow
@given(st.data())
def test_a_variation_is_the_schedule_of_the_state_changed_in_the_same_way(data: st.DataObject) -> None:
    before = data.draw(states_of_every_kind())
    change, after = data.draw(variations(before))
    base = compute(before)
    expected = or_codes(after)
    for asked in (change, after):
        try:
            assert everything(recomputed(base, asked)) == expected
        except PlanError as error:
            assert {fault.code for fault in error.diagnostics} == expected


@st.composite
def said_otherwise(draw: st.DrawFn, of: State) -> State:
    """The state with some reports taken back or made, some tasks of another kind or held by other dates."""
    tasks, statuses = dict(of.plan.tasks), dict(of.statuses)
    working = [name for name, one in tasks.items() if not one.spans]
    for name in draw(st.lists(st.sampled_from(working), min_size=1, max_size=3, unique=True)) if working else ():
        one, begun = tasks[name], of.data_date - draw(st.integers(0, 9)) * 1440
        match draw(st.sampled_from(["unreported", "finished", "started", "kind", "dates", "late"])):
            case "unreported":
                statuses.pop(name, None)
            case "finished":
                ended = begun if one.is_milestone else draw(st.integers(begun, of.data_date))
                statuses[name] = Status(started=begun, finished=ended)
            case "started" if not one.is_milestone:
                statuses[name] = Status(started=begun)
            case "kind":
                kinds = [TaskKind.START_MILESTONE, TaskKind.FINISH_MILESTONE, TaskKind.TASK]
                kind = draw(st.sampled_from([kind for kind in kinds if kind is not one.kind]))
                length = Duration(Fraction(3), Unit.WORKING_DAYS) if kind is TaskKind.TASK else None
                tasks[name] = replace(one, kind=kind, duration=length, assignments=())
                statuses.pop(name, None)
            case "dates":
                due = draw(st.none() | st.integers(0, 90).map(lambda days: of.plan.start + days * 1440))
                tasks[name] = replace(one, constraints=(), deadline=due)
            case "late":
                tasks[name] = replace(one, as_late_as_possible=not one.as_late_as_possible)
    return replace(of, plan=replace(of.plan, tasks=tasks), statuses=statuses)


@pytest.mark.slow
@given(st.data())
def test_a_state_that_is_otherwise_has_its_own_schedule(data: st.DataObject) -> None:
    """Whatever is said of the same plan: reports, kinds and dates, which no variation names."""
    before = data.draw(states_of_every_kind())
    after = data.draw(said_otherwise(before))
    expected = or_codes(after)
    try:
        assert everything(recomputed(compute(before), after)) == expected
    except PlanError as error:
        assert {fault.code for fault in error.diagnostics} == expected


@pytest.mark.slow
@given(st.data())
def test_variations_of_variations_and_of_single_tasks(data: st.DataObject) -> None:
    """A recomputed schedule is one to vary again; and one task's dates are those of the whole."""
    before = data.draw(states_of_every_kind())
    _, after = data.draw(variations(before))
    _, last = data.draw(variations(after))
    try:
        once = recomputed(compute(before), after)
        twice = recomputed(once, last)
    except PlanError:
        return
    assert everything(twice) == or_codes(last)
    found = varied(once, last)
    for name, dates in twice.tasks.items():
        assert facts(dates_of(found, name)) == facts(dates)
        assert finish_of(once, last, name) == dates.finish


@pytest.mark.slow
@given(st.data())
def test_floats_with_other_deadlines_are_those_of_the_whole_schedule(data: st.DataObject) -> None:
    """Where only the days by which tasks have to finish are others, also of a plan with funds or late limits."""
    before = data.draw(states_of_every_kind())
    tasks = dict(before.plan.tasks)
    for name in data.draw(st.sets(st.sampled_from(sorted(tasks)), min_size=1, max_size=3)):
        deadline = before.data_date + 1440 * data.draw(st.integers(-20, 90))
        tasks[name] = replace(tasks[name], deadline=data.draw(st.sampled_from([None, deadline])))
        if data.draw(st.booleans()):
            tasks[name] = replace(tasks[name], constraints=())
    must = data.draw(st.sampled_from([None, before.plan.must_finish_by]))
    after = State(replace(before.plan, tasks=tasks, must_finish_by=must), before.data_date, before.statuses)
    try:
        base = compute(before)
        whole = compute(after)
    except PlanError:
        return
    floats = {name: dates.float_told for name, dates in whole.tasks.items() if not dates.task.spans}
    assert floats_of(base, after) == floats


FOUR = state(plan(task("a", "5wd"), task("b", "3wd", "a"), task("c", "2wd", "a"), task("d", None, "b", "c")))
"""April 2014: a Monday 7 to Friday 11, b to Wednesday 16, c to Tuesday 15, d on Wednesday evening."""


@pytest.mark.parametrize(
    ("change", "reached"),
    [
        (Variation(), "04-16 17:00"),
        (Variation(work={"b": 960}), "04-15 17:00"),
        (Variation(work={"b": 480}), "04-15 17:00"),  # c holds d then
        (Variation(relations={link("a", "b"): link("a FS+1wd", "b")}), "04-17 17:00"),
        (Variation(relations={link("a", "b"): None}), "04-15 17:00"),
        (Variation(added=(link("b", "c"),)), "04-18 17:00"),
        (Variation(added=(link("c", "b"),)), "04-18 17:00"),  # backward in the order that was compiled
        (Variation(floors={"c": at("2014-04-17 08:00")}), "04-18 17:00"),
        (Variation(calendars={"b": "seven"}), "04-15 17:00"),
        (Variation(specs=(replace(CALENDARS["office"], exceptions=(HOLIDAY,)),)), "04-16 17:00"),
        (
            Variation(specs=(replace(CALENDARS["office"], exceptions=(replace(HOLIDAY, first=date(2014, 4, 8)),)),)),
            "11-04 17:00",  # a has worked one day before seven months without work
        ),
        (Variation(data_date=at("2014-04-09")), "04-18 17:00"),
    ],
)
def test_what_each_change_does(change: Variation, reached: str) -> None:
    found = recomputed(compute(FOUR), change)
    assert found.tasks["d"].finish == at(f"2014-{reached}")


def test_what_stands_on_a_calendar_that_is_otherwise_is_computed_anew() -> None:
    """`late` works the office's days in the evening, and `gov` stands on the national calendar."""
    off = (DayException(date(2014, 4, 7), date(2014, 4, 7), working=False),)
    late = CalendarSpec("late", base="office", hours=((1080, 1260),))
    own = {
        **CALENDARS,
        "late": late,
        "later": CalendarSpec("later", base="late"),
        "gov": CalendarSpec("gov", base="china"),
    }
    made = plan(*(task(name, "1wd", calendar=name) for name in ("office", "late", "later", "gov", "seven")))
    base = compute(state(replace(made, calendars=own)))
    assert {str(dates.first_day) for dates in base.tasks.values()} == {"2014-04-08", "2014-04-07"}
    office = recomputed(base, Variation(specs=(replace(OFFICE, exceptions=off),)))
    days = {name: str(dates.first_day)[-2:] for name, dates in office.tasks.items()}
    assert days == {"office": "08", "late": "08", "later": "08", "gov": "08", "seven": "07"}
    tuesday = (DayException(date(2014, 4, 8), date(2014, 4, 8), working=False),)
    china = recomputed(base, Variation(specs=(replace(CHINA, exceptions=tuesday),)))
    assert {name: str(dates.first_day)[-2:] for name, dates in china.tasks.items()}["gov"] == "09"
    assert everything(china) == everything(compute(china.state))


def test_dates_beyond_the_compiled_days_are_computed_anew() -> None:
    """Sixty thousand working days from Monday 7 April 2014, five a week: twelve thousand weeks, to a Friday."""
    found = recomputed(compute(FOUR), Variation(work={"c": 480 * 60_000 - 480 * 5}))
    assert found.tasks["d"].finish == at("2014-04-07") + 12_000 * 7 * 1440 - 2 * 1440 - 7 * 60


def test_a_relation_that_closes_a_circle_is_told() -> None:
    with pytest.raises(PlanError) as error:
        varied(compute(FOUR), Variation(added=(link("d", "a"),)))
    assert [fault.code for fault in error.value.diagnostics] == ["cycle"]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (Variation(work={"x": 60}), KeyError),
        (Variation(work={"d": 60}), ValueError),
        (Variation(assigned={"a": (60,)}), ValueError),
        (Variation(relations={link("c", "b"): None}), KeyError),
        (Variation(added=(link("x", "b"),)), KeyError),
        (Variation(floors={"x": 0}), KeyError),
        (Variation(calendars={"a": "x"}), KeyError),
    ],
)
def test_what_the_plan_has_not_cannot_be_otherwise(change: Variation, error: type[Exception]) -> None:
    with pytest.raises(error):
        varied(compute(FOUR), change)


def test_only_what_is_otherwise_is_compiled_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    base = compute(FOUR)
    monkeypatch.setattr(variation, "compile_network", None)
    monkeypatch.setattr(variation, "Calendars", None)
    seen = []
    again = variation.recompiled

    def counted(network, state, calendars, names):
        seen.append(sorted(names))
        return again(network, state, calendars, names)

    monkeypatch.setattr(variation, "recompiled", counted)
    varied(base, Variation(work={"b": 960}))
    started = replace(FOUR, statuses={"a": Status(started=at("2014-04-07"))})
    varied(base, started)
    assert seen == [["b"], ["a", "b", "c"]]
