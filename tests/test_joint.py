"""Several plans in one state: each keeps its own dates, until a relation ties them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from networks import CALENDARS, OFFICE, at, link, plan, span, state, states_of_every_kind, task

from schedule.calendars.worktime import finish_day
from schedule.diagnostics import PlanError
from schedule.engine.compute import compute
from schedule.engine.joint import BodyOf, joined, joined_revision, own_body, ready
from schedule.engine.schedule import Bound, Latest, Reason, Schedule, TaskDates
from schedule.engine.state import revised
from schedule.engine.variation import Variation, recomputed
from schedule.model import (
    CHINA,
    NO_DECISION,
    Body,
    Constraint,
    ConstraintKind,
    Crew,
    DayException,
    Decision,
    Phase,
    Plan,
    Promise,
    Relation,
    Revision,
    RevisionKind,
    State,
    Status,
    TaskKind,
)
from schedule.rules import CriticalBy, LagCalendar, Law, Profile, ProgressRule, Settings, TotalFloat

TEN = {"office": replace(OFFICE, week=(0, 1, 2, 3, 5), hours=((420, 720), (780, 1080)))}
"""Another office: ten hours a day, and Saturday instead of Friday."""


def relation_of(key: str, relation: Relation | None) -> Relation | None:
    if relation is None:
        return None
    return replace(relation, predecessor=f"{key}.{relation.predecessor}", successor=f"{key}.{relation.successor}")


def bound_of(key: str, bound: Bound) -> Bound:
    return replace(bound, relation=relation_of(key, bound.relation))


def facts(key: str, dates: TaskDates) -> dict[str, object]:
    """Everything of a task's dates but the task itself and its calendar, relations under the key of the plan."""
    found = {one.name: getattr(dates, one.name) for one in fields(dates) if one.name not in ("task", "calendar")}
    found["early_bound"], found["late_bound"] = bound_of(key, dates.early_bound), bound_of(key, dates.late_bound)
    found["driving"] = tuple(relation_of(key, one) for one in dates.driving)
    if dates.latest is not None:
        start, finish = dates.latest.start, dates.latest.finish
        bounds = bound_of(key, dates.latest.bound), bound_of(key, dates.latest.start_bound)
        found["latest"] = Latest(start, finish, *bounds)
    if dates.told is not None:
        found["told"] = replace(dates.told, bound=bound_of(key, dates.told.bound))
    return found | {"day": dates.calendar.day_minutes}


def plain(dates: TaskDates) -> dict[str, object]:
    found = {one.name: getattr(dates, one.name) for one in fields(dates) if one.name not in ("task", "calendar")}
    return found | {"day": dates.calendar.day_minutes}


def alone(states: Mapping[str, State]) -> dict[str, Schedule]:
    try:
        return {key: compute(one) for key, one in states.items()}
    except PlanError:
        assume(False)
        raise


def mixed(one: State, settings: Settings) -> State:
    """The state by other rules, its office another one of the same name."""
    other = replace(one.plan, calendars={**CALENDARS, **TEN}, settings=settings)
    return State(other, one.data_date + 7 * 1440, one.statuses)


SETTINGS = st.builds(
    Settings,
    profile=st.sampled_from(Profile),
    progress=st.sampled_from([None, *ProgressRule]),
    lag_calendar=st.sampled_from([None, *LagCalendar]),
    total_float=st.sampled_from([None, *TotalFloat]),
    critical_by=st.sampled_from(CriticalBy),
    open_ends_critical=st.booleans(),
)


@pytest.mark.slow
@given(states_of_every_kind(), st.builds(mixed, states_of_every_kind(), SETTINGS))
def test_plans_that_nothing_ties_have_the_dates_that_each_has_alone(one: State, other: State) -> None:
    states = {"one": one, "other": other}
    each = alone(states)
    together = compute(joined(states))
    assert together.tasks.keys() == {f"{key}.{name}" for key, own in each.items() for name in own.tasks}
    for key, own in each.items():
        for name, dates in own.tasks.items():
            assert plain(together.tasks[f"{key}.{name}"]) == facts(key, dates), (key, name)


P = state(plan(task("a", "5wd"), task("b", "3wd", "a"), start="2016-03-07"))
Q = state(plan(task("c", "4wd"), task("d", "2wd", "c"), start="2016-03-07"))
"""Both from Monday 7 March 2016: a Mon 7 to Fri 11, b Mon 14 to Wed 16; c Mon 7 to Thu 10, d Fri 11 to Mon 14."""


def shown(schedule: Schedule, name: str) -> tuple[str, str]:
    dates = schedule.tasks[name]
    return f"{dates.first_day:%a %d}", f"{dates.last_day:%a %d}"


def test_a_relation_between_plans_holds_by_hand() -> None:
    """One working day after b, Thursday 17: d on Friday 18 and Monday 21. Of P nothing moves but its late dates."""
    apart = compute(joined({"p": P, "q": Q}))
    assert shown(apart, "q.d") == ("Fri 11", "Mon 14")
    tied = compute(joined({"p": P, "q": Q}, [link("p.b FS+1wd", "q.d")]))
    assert shown(tied, "q.d") == ("Fri 18", "Mon 21")
    assert shown(tied, "p.b") == ("Mon 14", "Wed 16")
    assert tied.tasks["q.d"].early_bound.relation == link("p.b FS+1wd", "q.d")
    assert tied.tasks["q.c"].total_float == 5 * 480
    assert [name for name, dates in tied.tasks.items() if dates.longest_path] == ["p.a", "p.b", "q.d"]


def test_a_deadline_is_asked_for_across_plans() -> None:
    """d by Friday 18 March: b must be done by Tuesday 15, a by Thursday 10; each is late by a day."""
    late = replace(Q.plan.tasks["d"], deadline=at("2016-03-19"))
    due = replace(Q, plan=replace(Q.plan, tasks={**Q.plan.tasks, "d": late}))
    tied = compute(joined({"p": P, "q": due}, [link("p.b FS+1wd", "q.d")]))
    latest = {name: f"{finish_day(dates.latest.finish):%a %d}" for name, dates in tied.tasks.items()}
    assert latest == {"p.a": "Thu 10", "p.b": "Tue 15", "q.c": "Wed 16", "q.d": "Fri 18"}


def test_every_task_keeps_the_data_date_and_the_calendar_of_its_home() -> None:
    """P at 9 March, Q at 14 March; Q's office rests on Friday and works ten hours on Saturday.

    Unstarted, a goes from Wednesday 9 to Tuesday 15, b to Friday 18. One working day later, on P's office, is Monday
    21: d, held until Monday evening, has Tuesday 22 and Wednesday 23. Q alone: c 14, 15, 16, 17 and d 19 and 21.
    """
    p = replace(P, data_date=at("2016-03-09"))
    q = State(replace(Q.plan, calendars=TEN), at("2016-03-14"))
    apart = compute(joined({"p": p, "q": q}))
    assert shown(apart, "p.b") == ("Wed 16", "Fri 18")
    assert shown(apart, "q.d") == ("Sat 19", "Mon 21")
    assert apart.tasks["q.c"].early_bound == Bound(Reason.DATA_DATE, at("2016-03-14"))
    assert apart.tasks["p.a"].early_bound == Bound(Reason.DATA_DATE, at("2016-03-09"))
    tied = compute(joined({"p": p, "q": q}, [link("p.b FS+1wd", "q.d")]))
    # P's Monday ends at 17:00; d works an hour of its own ten hours then, and ends an hour before Wednesday's end.
    assert tied.tasks["q.d"].start == at("2016-03-21 17:00")
    assert tied.tasks["q.d"].finish == at("2016-03-23 17:00")


def test_a_working_day_of_lag_between_plans_is_the_predecessors_projects() -> None:
    """b counts on "seven", its project on the office: the day after Friday 18 is Monday 21."""
    weekend = replace(P.plan.tasks["b"], calendar="seven", duration=span("5wd"))
    p = replace(P, plan=replace(P.plan, tasks={**P.plan.tasks, "b": weekend}))
    tied = compute(joined({"p": p, "q": Q}, [link("p.b FS+1wd", "q.d")]))
    assert shown(tied, "p.b") == ("Sat 12", "Wed 16")
    assert shown(tied, "q.d") == ("Fri 18", "Mon 21")


def test_a_lag_runs_on_from_what_has_finished_in_the_other_plan() -> None:
    """b finished on Tuesday 15, P reports at Wednesday 16: of five days of lag four are left, to Monday 21 evening."""
    done = {name: Status(started=at("2016-03-07"), finished=at("2016-03-15 17:00")) for name in ("a", "b")}
    p = replace(P, data_date=at("2016-03-16"), statuses=done)
    tied = compute(joined({"p": p, "q": Q}, [link("p.b FS+5wd", "q.d")]))
    assert shown(tied, "q.d") == ("Wed 23", "Thu 24")


def test_plans_that_wait_for_each_other_are_told() -> None:
    with pytest.raises(PlanError) as error:
        compute(joined({"p": P, "q": Q}, [link("p.b", "q.c"), link("q.d", "p.a")]))
    [fault] = error.value.diagnostics
    assert fault.facts["found"] == "p.a → p.b → q.c → q.d → p.a"


@pytest.mark.parametrize("relation", [link("p.x", "q.d"), link("p.b", "q.x"), link("b", "q.d")])
def test_a_relation_names_tasks_that_are_there(relation: Relation) -> None:
    with pytest.raises(KeyError):
        joined({"p": P, "q": Q}, [relation])


@pytest.mark.parametrize("keys", [[], ["p.q"], [""]])
def test_a_key_has_no_point(keys: list[str]) -> None:
    with pytest.raises(ValueError, match="keys"):
        joined(dict.fromkeys(keys, P))


def test_several_plans_can_be_varied() -> None:
    tied = compute(joined({"p": P, "q": Q}, [link("p.b FS+1wd", "q.d")]))
    found = recomputed(tied, Variation(work={"p.b": 480}))
    assert shown(found, "q.d") == ("Wed 16", "Thu 17")
    later = recomputed(tied, Variation(data_date=at("2016-03-09")))
    assert shown(later, "q.d") == ("Tue 22", "Wed 23")


def test_summaries_and_bodies_stay_in_their_plans() -> None:
    everything = task("s", "1wd", kind=TaskKind.SUMMARY)
    p, q = (replace(one, plan=replace(one.plan, tasks={**one.plan.tasks, "s": everything})) for one in (P, Q))
    found = compute(joined({"p": p, "q": q}))
    assert shown(found, "p.s") == ("Mon 07", "Wed 16")
    assert shown(found, "q.s") == ("Mon 07", "Mon 14")


def test_a_split_plan_has_the_dates_of_the_whole() -> None:
    """One plan written as two with the same rules: every date and float is that of the whole."""
    whole = compute(
        state(plan(task("a", "5wd"), task("b", "3wd", "a"), task("c", "4wd", "a SS+2wd"), task("d", "2wd", "b", "c")))
    )
    first = state(plan(task("a", "5wd"), task("c", "4wd", "a SS+2wd")))
    second = state(plan(task("b", "3wd"), task("d", "2wd", "b")))
    parts = compute(joined({"x": first, "y": second}, [link("x.a", "y.b"), link("x.c", "y.d")]))
    for name, dates in whole.tasks.items():
        part = next(one for key, one in parts.tasks.items() if key.endswith(f".{name}"))
        assert (part.start, part.finish, part.early_start) == (dates.start, dates.finish, dates.early_start)


@st.composite
def split(draw: st.DrawFn) -> tuple[State, dict[str, State], list[Relation]]:
    """A plan, and the same tasks in two plans with ties for the relations between these, of which there is one."""
    names = [f"t{k}" for k in range(draw(st.integers(2, 8)))]
    made, ties = {}, list[Relation]()
    of = {name: draw(st.sampled_from(["x", "y"])) for name in names} | {"t0": "x", names[-1]: "y"}
    for k, name in enumerate(names):
        before = draw(st.lists(st.sampled_from(names[:k] or [name]), unique=True))
        kinds = st.sampled_from(["", " FS+2wd", " SS+1wd", " FF", " FF+3wd", " FS-1wd"])
        links = [f"{one}{draw(kinds)}" for one in before if one != name]
        due = at(f"2014-0{draw(st.integers(4, 8))}-15") if draw(st.booleans()) else None
        # On one calendar: a lag between plans counts on its giver's project calendar, one within a plan on its task's.
        made[name] = task(name, f"{draw(st.integers(1, 9))}wd", *links, deadline=due)
    parts = {key: [] for key in ("x", "y")}
    for name, one in made.items():
        inside = tuple(link for link in one.relations if of[link.predecessor] == of[name])
        parts[of[name]].append(replace(one, relations=inside))
        for relation in one.relations:
            if of[relation.predecessor] != of[name]:
                ends = f"{of[relation.predecessor]}.{relation.predecessor}", f"{of[name]}.{name}"
                ties.append(replace(relation, predecessor=ends[0], successor=ends[1]))
    assume(ties)
    day = draw(st.sampled_from(["2014-04-07", "2014-04-16"]))
    whole = state(plan(*made.values()), day)
    return whole, {key: state(plan(*tasks), day) for key, tasks in parts.items()}, ties


@pytest.mark.slow
@given(split())
def test_a_plan_split_in_two_keeps_every_date_and_float(made: tuple[State, dict[str, State], list[Relation]]) -> None:
    """Open ends too: they count back from the end of all that is tied, as they do in the plan that was split."""
    whole, parts, ties = made
    found = {name.partition(".")[2]: dates for name, dates in compute(joined(parts, ties)).tasks.items()}
    for name, dates in compute(whole).tasks.items():
        part = found[name]
        for what in ("start", "finish", "early_start", "early_finish", "late_start", "late_finish", "total_float"):
            assert getattr(part, what) == getattr(dates, what), (name, what)
        assert (part.free_float, part.margin, part.stage) == (dates.free_float, dates.margin, dates.stage), name
        assert (part.latest is None) == (dates.latest is None)
        if dates.latest is not None and part.latest is not None:
            assert (part.latest.start, part.latest.finish) == (dates.latest.start, dates.latest.finish), name


@pytest.mark.slow
@given(split())
def test_plans_that_accept_what_a_zone_publishes_have_its_dates_each_by_itself(
    made: tuple[State, dict[str, State], list[Relation]],
) -> None:
    """Once is enough: what is published comes of all plans together, and so no second round moves anything."""
    _, parts, ties = made
    found = compute(joined(parts, ties))
    for key, one in parts.items():
        tasks = dict(one.plan.tasks)
        for name in {tie.successor.partition(".")[2] for tie in ties if tie.successor.startswith(f"{key}.")}:
            begin = found.tasks[f"{key}.{name}"].early_start
            if begin is not None:
                told = Constraint(ConstraintKind.EXTERNAL_EARLY_START, begin)
                tasks[name] = replace(tasks[name], constraints=(*tasks[name].constraints, told))
        alone_now = compute(replace(one, plan=replace(one.plan, tasks=tasks)))
        for name, dates in alone_now.tasks.items():
            part = found.tasks[f"{key}.{name}"]
            assert (dates.start, dates.finish) == (part.start, part.finish), name


def test_revised_days_of_a_built_in_calendar_stay_in_their_plan() -> None:
    """Both plans stand on the national calendar; only P's has Tuesday 8 March off."""
    off = DayException(date(2016, 3, 8), date(2016, 3, 8), working=False)
    china = replace(plan(task("a", "2wd"), start="2016-03-07", calendar="china"), calendars={})
    p = state(replace(china, calendars={"china": replace(CHINA, exceptions=(off,))}))
    found = compute(joined({"p": p, "q": state(china)}))
    assert shown(found, "p.a") == ("Mon 07", "Wed 09")
    assert shown(found, "q.a") == ("Mon 07", "Tue 08")


def test_each_plan_has_the_critical_tasks_that_hold_its_own_target() -> None:
    """By the longest path: in each plan what is due is critical as what ends last is, whichever is due first."""
    p = state(plan(task("due", "1wd", deadline=at("2014-05-01")), task("long", "30wd"), task("free", "2wd")))
    q = state(plan(task("due", "1wd", deadline=at("2014-06-01")), task("long", "40wd"), task("free", "2wd")))
    found = compute(joined({"p": p, "q": q})).tasks
    assert [name for name, dates in found.items() if dates.critical] == ["p.due", "q.due", "p.long", "q.long"]


FRIDAY_OFF = (DayException(date(2014, 4, 11), date(2014, 4, 11), working=False),)
OWNED = replace(
    plan(
        task("a", "2wd", body="roads", calendar="office", phase="one"),
        task("b", "3wd", "a", body="water", calendar="china", crew=(("gang", 1),)),
        bodies={name: Body(name, name.title()) for name in ("roads", "water", "office")},
        phases={"one": Phase("one")},
        crews={
            "gang": Crew("gang", 2, calendar="office", body="roads"),
            "pump": Crew("pump", 1, calendar="china"),
            "gear": Crew("gear", 1),
        },
    ),
    calendars={"office": OFFICE},
)
"""A plan in which everything has a name: its own office, the national calendar, bodies, a phase, crews."""
NEW = task("n", "1wd", "b SS+1wd", body="water", calendar="office", phase="one")
DECIDED = [
    Revision(RevisionKind.SET, "b", "", "", changes={"calendar": "office", "body": "roads", "name": "B"}),
    Revision(RevisionKind.SET, "b", "", "", changes={"relations": (link("a SS+1wd", "b"),)}),
    Revision(RevisionKind.SET, "b", "", "", changes={"duration": span("4wd"), "crew": (("pump", 1),)}),
    Revision(RevisionKind.ADD, "n", "", "", added=NEW),
    Revision(RevisionKind.REMOVE, "b", "", ""),
    Revision(RevisionKind.CALENDAR, "", "", "", calendar="office", exceptions=FRIDAY_OFF),
    Revision(RevisionKind.CALENDAR, "", "", "", calendar="china", exceptions=FRIDAY_OFF, complete=(2014,)),
    Revision(RevisionKind.BODY, "", "", "", named="water", changes={"lead": "W"}),
    Revision(RevisionKind.BODY, "", "", "", named="roads", into="water"),
    Revision(RevisionKind.PHASE, "", "", "", named="one", changes={"name": "One"}),
]


def shared_water(key: str, body: str) -> str:
    """The water company is one for all plans."""
    return body if body == "water" else own_body(key, body)


@pytest.mark.parametrize("body_of", [own_body, shared_water])
@pytest.mark.parametrize("one", DECIDED, ids=lambda one: f"{one.kind.value}-{'-'.join(one.changes)}{one.into or ''}")
def test_a_decision_about_one_plan_is_the_same_decision_among_several(one: Revision, body_of: BodyOf) -> None:
    """Decide and then join, or join and then decide: the same plan, with what ties its tasks to the other."""
    before = ready(OWNED, [one])
    tie = link("q.x", "p.n" if one.kind is RevisionKind.ADD else "p.b")
    ties = [] if one.kind is RevisionKind.REMOVE else [tie]
    other = state(plan(task("x", "9wd")))

    def together(alone: Plan, relations: list[Relation]) -> Plan:
        return joined({"p": state(alone), "q": other}, relations, body_of=body_of).plan

    joint = joined_revision("p", one, {"b": OWNED.tasks["b"]}, before, {tie.successor: (tie,)}, body_of)
    decided = revised(together(before, [] if one.kind is RevisionKind.ADD else ties), [joint])
    expected = together(revised(before, [one]), ties)
    assert decided == expected
    assert expected != together(before, [] if one.kind is RevisionKind.ADD else ties)  # it decides something


def test_what_is_said_of_a_decision_names_the_plans_own() -> None:
    """Who asked for it, what was promised of which task; what has no name in the plan stays as it is."""
    said = Decision("D7", "roads", (Promise("b", Fraction(3)),), at("2014-05-01"), ("more pumps",))
    one = Revision(RevisionKind.SET, "b", "rain", "county", changes={"name": "B"}, decision=said)
    joint = joined_revision("p", one, OWNED.tasks, OWNED, {})
    assert joint.decision == replace(said, id="p.D7", asked_by="p.roads", promises=(Promise("p.b", Fraction(3)),))
    assert (joint.task, joint.reason, joint.approved_by, joint.changes) == ("p.b", "rain", "county", {"name": "B"})
    nobody = joined_revision("p", replace(one, decision=NO_DECISION), OWNED.tasks, OWNED, {})
    assert nobody.decision == NO_DECISION


def test_crews_are_each_plans_own_on_its_own_calendar_or_on_everybodys() -> None:
    crews = joined({"p": state(OWNED)}).plan.crews
    told = {name: (crew.id, crew.units, crew.calendar, crew.body) for name, crew in crews.items()}
    assert told == {
        "p.gang": ("p.gang", 2, "p.office", "p.roads"),
        "p.pump": ("p.pump", 1, "china", None),
        "p.gear": ("p.gear", 1, None, None),
    }


def test_the_office_whose_days_count_is_each_plans_own_or_everybodys() -> None:
    """Its other settings of law stay as they are."""
    for office, joint in (("office", "p.office"), ("china", "china"), (None, None)):
        law = Law(region="xinjiang", office=office, day_means="wd")
        found = joined({"p": state(replace(OWNED, settings=Settings(law=law)))})
        assert found.homes["p"].rules.law == replace(law, office=joint)


def test_who_is_merged_into_another_hands_over_tasks_crews_and_nothing_of_others() -> None:
    merged = revised(OWNED, [Revision(RevisionKind.BODY, "", "", "", named="roads", into="water")])
    assert {name: one.body for name, one in merged.tasks.items()} == {"a": "water", "b": "water"}
    assert {name: one.body for name, one in merged.crews.items()} == {"gang": "water", "pump": None, "gear": None}
    assert {name: one.into for name, one in merged.bodies.items()} == {"roads": "water", "water": None, "office": None}
    assert merged.crews["gang"] == replace(OWNED.crews["gang"], body="water")
