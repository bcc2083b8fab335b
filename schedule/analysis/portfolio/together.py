"""Plans that relations or a deadline of the zone hold together, computed as one network.

Each plan stands at its own last report; what ties it to another moves it here, and on its own papers not. This module
must never know a reader, nor where a plan comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from schedule.analysis.history import Schedules
from schedule.analysis.portfolio.summary import Named, Outlook, named, outlook_of
from schedule.analysis.speaking_order import in_order
from schedule.calendars.worktime import finish_day, start_day
from schedule.diagnostics import Diagnostic, PlanError, nearest
from schedule.engine.compute import compute
from schedule.engine.holding import holding
from schedule.engine.joint import BodyOf, joined, own_body
from schedule.engine.order import cycle_faults
from schedule.engine.schedule import Schedule, Stage, TaskDates
from schedule.model import (
    CALENDAR_DAYS,
    Plan,
    Relation,
    RelationType,
    State,
    Task,
    TaskKind,
    accepted_from_outside,
)
from schedule.portfolio import ZONE, Portfolio, Tie, ZoneDeadline, plan_of
from schedule.rules import in_force


@dataclass(frozen=True, slots=True)
class Promise:
    """A tie as it stands: what one plan gives another.

    `giver` and `taker` are the tasks, under the keys of their plans; `due` the day that was promised, None where none
    was; `forecast` the day on which it comes (of a relation from a start: on which it begins), `happened` whether it
    has come; `needed` the last day that keeps every deadline after it, None where none waits for it, and `asks` whether
    it is this tie that asks for that day, and not another task or the giver's own deadline. `late` are the
    calendar days from the promised day to the forecast, 0 where it is kept or nothing was promised. `drives`: the
    taker's date follows from it. `accepted` is the day before which the taker's own plan has accepted that it cannot
    begin, for the sake of another; None where it has accepted none. `begun`: the taker has begun.
    """

    giver_plan: str
    giver: Named
    taker_plan: str
    taker: Named
    relation: str
    agreed: str | None
    due: date | None
    forecast: date
    happened: bool
    needed: date | None
    asks: bool
    late: int
    drives: bool
    accepted: date | None = None
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """One task of a path across plans: its plan, the body of that plan, and the day on which it finishes."""

    plan: str
    task: Named
    body: Named | None
    finish: date


@dataclass(frozen=True, slots=True)
class Together:
    """What a component's one network says.

    `outlooks` are each plan's deadlines by task id; `zone` the zone's own deadlines, with ids of the portfolio, but for
    those that wait for a plan that could not be read. `path` holds the deadline that speaks first
    among all of them (`speaking_order`), which is `target`, a task of the plan `target_plan`.
    """

    outlooks: Mapping[str, Mapping[str, Outlook]]
    zone: tuple[Outlook, ...]
    promises: tuple[Promise, ...]
    target_plan: str | None
    target: Named | None
    path: tuple[Link, ...]


def together(portfolio: Portfolio, states: Mapping[str, State], schedules: Schedules | None = None) -> Together:
    """The joint dates of plans that belong together.

    Args:
        portfolio: the zone; ties and deadlines of plans that are not among `states` are left out.
        states: each plan that could be read, at its own data date, by its key in the portfolio.
        schedules: where others have had theirs computed, on calendars that this one needs too.

    Raises:
        PlanError: `unknown-task` (a tie or a deadline names a task that its plan has not), `settings-differ`, `cycle`,
            and whatever a joint schedule raises that cannot be computed.
    """
    ties = sound_ties(portfolio, states)
    asked = asked_of(portfolio, states)
    joint = joint_state(portfolio, states, [tie.relation for tie in ties], asked)
    schedule = compute(joint) if schedules is None else schedules.of(joint)
    target = _first(schedule)
    zone = tuple(
        replace(_stripped(schedule.tasks[f"{ZONE}.{one.id}"], schedule), reached=_all_done(one, schedule))
        for one in asked
    )
    return Together(
        outlooks={key: _outlooks(key, states[key], schedule) for key in states},
        zone=zone,
        promises=tuple(_promise(tie, schedule) for tie in ties),
        target_plan=None if target is None else plan_of(target),
        target=None if target is None else own_name(schedule.tasks[target]),
        path=() if target is None else tuple(_link(dates, schedule) for dates in holding(schedule, target)),
    )


def asked_of(portfolio: Portfolio, states: Mapping[str, State]) -> list[ZoneDeadline]:
    """The zone's deadlines of whose plans all are among `states`."""
    return [one for one in portfolio.deadlines if all(plan_of(task) in states for task in one.after)]


def joint_state(
    portfolio: Portfolio,
    states: Mapping[str, State],
    relations: Iterable[Relation],
    asked: Sequence[ZoneDeadline],
    body_of: BodyOf = own_body,
) -> State:
    """Plans, the relations between them and the zone's own milestones as one state that can be computed.

    `body_of` as `joined` has it. Raises PlanError (`cycle`) where tasks wait for each other.
    """
    homes, ties = dict(states), list(relations)
    if asked:
        homes[ZONE] = _zone(asked, states)
        ties += [Relation(task, f"{ZONE}.{one.id}") for one in asked for task in one.after]
    return _without_circles(joined(homes, ties, name=portfolio.name, body_of=body_of))


def milestones_of(asked: Sequence[ZoneDeadline], schedule: Schedule) -> tuple[str, ...]:
    """The dates of which the zone speaks: its own deadlines that are ahead, else the one that speaks first."""
    own = tuple(f"{ZONE}.{one.id}" for one in asked if not _all_done(one, schedule))
    first = _first(schedule)
    return own or (() if first is None else (first,))


def _first(schedule: Schedule) -> str | None:
    """The deadline that speaks first of those that are ahead."""
    return next((name for name in in_order(schedule) if schedule.tasks[name].stage is not Stage.FINISHED), None)


def sound_ties(portfolio: Portfolio, states: Mapping[str, State]) -> list[Tie]:
    """The ties between plans that are among `states`, in the portfolio's order.

    Raises:
        PlanError: `unknown-task` (a tie or a deadline names a task that its plan has not), `settings-differ`.
    """
    ties = [tie for tie in portfolio.ties if tie.giver in states and tie.taker in states]
    if faults := [*_unknown(portfolio, states), *_differing(ties, states)]:
        raise PlanError(faults)
    return ties


def one_schedule(states: Mapping[str, State], relations: Iterable[Relation], name: str) -> Schedule:
    """Plans and the relations between them, of tasks that they have, computed as one network.

    Raises:
        PlanError: `cycle`, and whatever a joint schedule raises that cannot be computed.
    """
    return compute(_without_circles(joined(states, relations, name=name)))


def _without_circles(state: State) -> State:
    if circles := cycle_faults(state.plan):
        raise PlanError(circles)
    return state


def _zone(deadlines: Sequence[ZoneDeadline], states: Mapping[str, State]) -> State:
    """The zone's own milestones as a plan: each on the clock, without a calendar of its own."""
    tasks = {
        one.id: Task(
            one.id,
            one.name,
            one.name_en,
            TaskKind.FINISH_MILESTONE,
            deadline=one.deadline,
            location=one.location,
        )
        for one in deadlines
    }
    some = next(iter(states.values()))
    start = min(state.plan.start for state in states.values())
    plan = Plan(ZONE, start, CALENDAR_DAYS.id, tasks, settings=some.plan.settings)
    return State(plan, start)


def _outlooks(key: str, state: State, schedule: Schedule) -> dict[str, Outlook]:
    """The joint dates of what a plan answers for, and of the last of its tasks where that is nothing."""
    plan = state.plan
    asked = [name for name, task in plan.tasks.items() if task.deadline is not None or name == plan.target]
    named_ = asked or list(plan.tasks)
    return {name: _stripped(schedule.tasks[f"{key}.{name}"], schedule) for name in named_}


def _stripped(dates: TaskDates, schedule: Schedule) -> Outlook:
    """A task's outlook under the id that it has in its own plan."""
    found = outlook_of(dates, schedule)
    return replace(found, task=own_name(dates))


def own_name(dates: TaskDates) -> Named:
    """A task of the joint schedule under the id that it has in its own plan."""
    return replace(named(dates.task), id=dates.task.id.partition(".")[2])


def _link(dates: TaskDates, schedule: Schedule) -> Link:
    plan = schedule.state.plan
    body = None if dates.task.body is None else plan.bodies[dates.task.body]
    of = None if body is None else replace(named(body), id=body.id.partition(".")[2])
    return Link(plan_of(dates.task.id), own_name(dates), of, dates.last_day)


def _promise(tie: Tie, schedule: Schedule) -> Promise:
    relation = tie.relation
    giver, taker = schedule.tasks[relation.predecessor], schedule.tasks[relation.successor]
    starts = relation.type in (RelationType.SS, RelationType.SF)
    happened = giver.stage is Stage.FINISHED or (starts and giver.stage is not Stage.NOT_STARTED)
    forecast = giver.first_day if starts else giver.last_day
    due = None if tie.by is None else finish_day(tie.by)
    kept = accepted_from_outside(taker.task)
    latest = giver.latest
    bound = None if latest is None else latest.start if starts else latest.finish
    needed = None if bound is None else start_day(bound) if starts else finish_day(bound)
    asked = None if latest is None else latest.start_bound if starts else latest.bound
    return Promise(
        giver_plan=tie.giver,
        giver=own_name(giver),
        taker_plan=tie.taker,
        taker=own_name(taker),
        relation=str(replace(relation, predecessor="")).strip(),
        agreed=tie.agreed,
        due=due,
        forecast=forecast,
        happened=happened,
        needed=None if happened else needed,
        asks=asked is not None and asked.relation == relation,
        late=max(0, (forecast - due).days) if due is not None else 0,
        drives=relation in taker.driving,
        accepted=None if kept is None else start_day(kept),
        begun=taker.stage is not Stage.NOT_STARTED,
    )


def _all_done(one: ZoneDeadline, schedule: Schedule) -> bool:
    return all(schedule.tasks[task].stage is Stage.FINISHED for task in one.after)


def _unknown(portfolio: Portfolio, states: Mapping[str, State]) -> Iterator[Diagnostic]:
    """The tasks that ties and deadlines name and their plans do not have; of plans that were read."""
    named_ = [(end, tie.relation.location) for tie in portfolio.ties for end in _ends(tie.relation)]
    named_ += [(task, one.location) for one in portfolio.deadlines for task in one.after]
    for task, place in dict.fromkeys(named_):
        key, _, id_ = task.partition(".")
        if key in states and id_ not in states[key].plan.tasks:
            near = nearest(id_, states[key].plan.tasks)
            facts = {"found": task} | ({} if near is None else {"nearest": f"{key}.{near}"})
            yield Diagnostic("unknown-task", place, facts)


def _ends(relation: Relation) -> tuple[str, str]:
    return relation.predecessor, relation.successor


def _differing(ties: list[Tie], states: Mapping[str, State]) -> Iterator[Diagnostic]:
    """The rules that decide dates and that two tied plans do not share: one network has one of each."""
    told = set[tuple[str, str, str]]()
    for tie in ties:
        rules = [in_force(states[key].plan.settings) for key in (tie.giver, tie.taker)]
        for name in DECIDING:
            values = [getattr(one, name) for one in rules]
            if values[0] != values[1] and (tie.giver, tie.taker, name) not in told:
                told.add((tie.giver, tie.taker, name))
                facts = {"found": name, "first": f"{tie.giver}: {values[0]}", "second": f"{tie.taker}: {values[1]}"}
                yield Diagnostic("settings-differ", tie.relation.location, facts)


DECIDING = ("profile", "progress", "lag_calendar", "late_constraints", "total_float")
"""The settings that decide dates, which plans that are tied have to share."""
