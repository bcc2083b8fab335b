"""Several plans as one state: their tasks side by side, each at home in its own plan, and relations between them.

A joint state is computed like any other. Each task keeps its plan's start, data date, project calendar, rules, target
and must-finish-by; so plans that nothing ties together have the very dates that each has alone. The id of a task or a
calendar of plan `trade` begins with `trade.`, as an author of relations between plans writes it. This module must never
know a date's arithmetic, nor where a plan comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from schedule.model import (
    BUILT_IN_CALENDARS,
    Body,
    CalendarSpec,
    Crew,
    Decision,
    Funds,
    Home,
    Phase,
    Plan,
    Relation,
    Revision,
    RevisionKind,
    State,
    Status,
    Task,
)
from schedule.rules import Settings

BodyOf: TypeAlias = Callable[[str, str], str]
"""The id among several plans of a body of one: by the plan's key and its own id there."""


def own_body(key: str, id_: str) -> str:
    """The id of a body that is nobody else's."""
    return f"{key}.{id_}"


def joined(
    states: Mapping[str, State], relations: Iterable[Relation] = (), *, name: str = "", body_of: BodyOf = own_body
) -> State:
    """One state of several plans.

    Args:
        states: each plan as it stands at its own data date, by a key without a point.
        relations: what ties the plans together, by ids with keys (`trade.main-road`). A lag in working days counts on
            the project calendar of the predecessor's plan.
        name: what the plans are together.
        body_of: bodies to which it gives one id are one body, called as the first of them; by default none are.

    Returns:
        A state at the latest data date. Its plan's own start, calendar and settings are nobody's: `State.home` knows
        each task's. Decisions stay with each plan's own state.

    Raises:
        KeyError: a relation names a task that no plan has, or a state is of several plans already.
        ValueError: there is no plan, or a key is empty or has a point.
    """
    if not states or any(not key or "." in key for key in states):
        raise ValueError(f"not the keys of plans: {', '.join(map(repr, states))}")
    tasks: dict[str, Task] = {}
    calendars: dict[str, CalendarSpec] = {}
    bodies: dict[str, Body] = {}
    phases: dict[str, Phase] = {}
    groups: dict[str, str] = {}
    crews: dict[str, Crew] = {}
    statuses: dict[str, Status] = {}
    homes: dict[str, Home] = {}
    for key, state in states.items():
        plan, home = state.plan, state.homes[""]
        tasks |= {f"{key}.{id_}": _task(key, task, plan, body_of) for id_, task in plan.tasks.items()}
        calendars |= {f"{key}.{id_}": _spec(key, spec, plan) for id_, spec in plan.calendars.items()}
        for id_, body in plan.bodies.items():
            known = replace(body, id=body_of(key, id_), into=_who(key, body.into, body_of))
            bodies.setdefault(known.id, known)
        phases |= {f"{key}.{id_}": replace(phase, id=f"{key}.{id_}") for id_, phase in plan.phases.items()}
        groups |= plan.groups
        crews |= {f"{key}.{id_}": _crew(key, crew, plan, body_of) for id_, crew in plan.crews.items()}
        statuses |= {f"{key}.{id_}": status for id_, status in state.statuses.items()}
        homes[key] = replace(
            home,
            calendar=_calendar_id(key, home.calendar, plan),
            rules=_rules(key, home.rules, plan),
            target=_of(key, home.target),
            funds=_funds(key, home.funds, body_of),
        )
    for relation in relations:
        if relation.predecessor not in tasks:
            raise KeyError(relation.predecessor)
        after = tasks[relation.successor]
        tasks[after.id] = replace(after, relations=(*after.relations, relation))
    first = next(iter(homes))
    return State(
        plan=Plan(
            name=name,
            start=min(home.start for home in homes.values()),
            calendar=homes[first].calendar,
            settings=states[first].plan.settings,
            tasks=tasks,
            calendars=calendars,
            bodies=bodies,
            phases=phases,
            groups=groups,
            crews=crews,
        ),
        data_date=max(home.data_date for home in homes.values()),
        statuses=statuses,
        sample=next((state.sample for state in states.values() if state.sample), None),
        homes=homes,
    )


def ready(plan: Plan, revisions: Iterable[Revision]) -> Plan:
    """A plan that has of its own each built-in calendar which revisions change, as it is before they do.

    So the calendar of one plan among several can be changed and that of the others stays.
    """
    named = {one.calendar for one in revisions if one.calendar is not None} - plan.calendars.keys()
    own = {name: BUILT_IN_CALENDARS[name] for name in sorted(named) if name in BUILT_IN_CALENDARS}
    return replace(plan, calendars={**plan.calendars, **own}) if own else plan


def joined_revision(
    key: str,
    one: Revision,
    tasks: Mapping[str, Task],
    plan: Plan,
    relations: Mapping[str, tuple[Relation, ...]],
    body_of: BodyOf = own_body,
) -> Revision:
    """A decision about one plan as one about several.

    Args:
        key: the plan's key.
        one: the decision, which names things as its own plan does.
        tasks: every task that it may be about, by its id there.
        plan: that plan, with the calendars that it has at the time (`ready`).
        relations: those that tie a task to other plans, by its id among all; a decision about its relations keeps them.
        body_of: as `joined` has it.
    """
    task = f"{key}.{one.task}" if one.task else one.task
    tied, added, changes = relations.get(task, ()), one.added, one.changes
    if added is not None:
        whole = _task(key, added, plan, body_of)
        added = replace(whole, relations=(*whole.relations, *tied))
    if one.kind is RevisionKind.SET:
        whole = _task(key, replace(tasks[one.task], **one.changes), plan, body_of)
        changes = {name: getattr(whole, name) for name in one.changes}
        if "relations" in changes:
            changes["relations"] = (*whole.relations, *tied)
    said, named = one.decision, one.named
    if named is not None:
        named = body_of(key, named) if one.kind is RevisionKind.BODY else f"{key}.{named}"
    return replace(
        one,
        task=task,
        changes=changes,
        added=added,
        calendar=_of(key, one.calendar),
        named=named,
        into=_who(key, one.into, body_of),
        decision=Decision(
            _of(key, said.id),
            _who(key, said.asked_by, body_of),
            tuple(replace(promise, task=f"{key}.{promise.task}") for promise in said.promises),
            said.due,
            said.measures,
        ),
    )


def _of(key: str, id_: str | None) -> str | None:
    """An id of one plan among those of several."""
    return None if id_ is None else f"{key}.{id_}"


def _who(key: str, body: str | None, body_of: BodyOf) -> str | None:
    return None if body is None else body_of(key, body)


def _funds(key: str, funds: Funds | None, body_of: BodyOf) -> Funds | None:
    """The money of one plan, which pays for nothing of another, with the bodies that have to get it."""
    if funds is None:
        return None
    known = {name: replace(one, ask=_who(key, one.ask, body_of)) for name, one in funds.tranches.items()}
    return replace(funds, tranches=known)


def _crew(key: str, crew: Crew, plan: Plan, body_of: BodyOf) -> Crew:
    calendar = None if crew.calendar is None else _calendar_id(key, crew.calendar, plan)
    return replace(crew, id=f"{key}.{crew.id}", calendar=calendar, body=_who(key, crew.body, body_of))


def _calendar_id(key: str, id_: str, plan: Plan) -> str:
    """A calendar of one plan among those of several; what the plan does not define is the same for all."""
    return f"{key}.{id_}" if id_ in plan.calendars else id_


def _rules(key: str, rules: Settings, plan: Plan) -> Settings:
    office = rules.law.office
    return rules if office is None else replace(rules, law=replace(rules.law, office=_calendar_id(key, office, plan)))


def _spec(key: str, spec: CalendarSpec, plan: Plan) -> CalendarSpec:
    # A calendar that stands on its own name is a built-in one with days of the plan's.
    own = spec.base is not None and spec.base != spec.id
    base = _calendar_id(key, spec.base, plan) if spec.base is not None and own else spec.base
    return replace(spec, id=f"{key}.{spec.id}", base=base)


def _task(key: str, task: Task, plan: Plan, body_of: BodyOf) -> Task:
    """A task of one plan among those of several, with everything that it names."""

    def on(calendar: str | None) -> str | None:
        return None if calendar is None else _calendar_id(key, calendar, plan)

    return replace(
        task,
        id=f"{key}.{task.id}",
        calendar=on(task.calendar),
        phase=_of(key, task.phase),
        body=_who(key, task.body, body_of),
        applicant=_who(key, task.applicant, body_of),
        support=tuple(body_of(key, body) for body in task.support),
        relations=tuple(
            replace(
                one,
                predecessor=f"{key}.{one.predecessor}",
                successor=f"{key}.{one.successor}",
                crew=_of(key, one.crew),
            )
            for one in task.relations
        ),
        assignments=tuple(replace(one, calendar=on(one.calendar)) for one in task.assignments),
        crew=tuple((f"{key}.{name}", units) for name, units in task.crew),
        needs_funds=tuple(replace(one, of=_of(key, one.of)) for one in task.needs_funds),
        basis=task.basis
        and replace(
            task.basis,
            clock=on(task.basis.clock),
            after=_of(key, task.basis.after),
            before=_of(key, task.basis.before),
        ),
    )
