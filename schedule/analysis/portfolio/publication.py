"""What a zone publishes to its plans: the dates that one owes another, and from when on they hold work back.

Nothing here moves a plan: what it accepts it decides itself. This module must never know a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from schedule.analysis.portfolio.together import one_schedule, sound_ties
from schedule.engine.schedule import Schedule, Stage
from schedule.model import ConstraintKind, External, Instant, Published, RelationType, State
from schedule.portfolio import Portfolio, Tie


def publication(portfolio: Portfolio, states: Mapping[str, State], day: date) -> dict[str, External]:
    """What each plan that ties touch is told; of ties to a plan that is not among the states, nothing.

    The dates are the joint ones, as if no plan had accepted any of them yet: so what was accepted and has become
    earlier is published as what it is. Raises PlanError where there are no joint dates, as `together` does.
    """
    ties = sound_ties(portfolio, states)
    if not ties:
        return {}
    waiting = {tie.relation.successor for tie in ties}
    bare = {key: _without(key, state, waiting) for key, state in states.items()}
    schedule = one_schedule(bare, [tie.relation for tie in ties], portfolio.name)
    found: dict[str, list[Published]] = {}
    for tie in ties:
        ours, theirs = tie.relation.predecessor, tie.relation.successor
        comes = _comes(tie, schedule)
        for key, task, other, gives in ((tie.taker, theirs, ours, False), (tie.giver, ours, theirs, True)):
            name = schedule.tasks[other].task.name
            plan = _called(portfolio, other, states)
            held = None if gives else _held(tie, schedule)
            own = task.partition(".")[2]
            found.setdefault(key, []).append(Published(own, plan, name, comes, gives, held, _begins(tie)))
    return {key: External(portfolio.name, day, tuple(found[key])) for key in states if key in found}


def _without(key: str, state: State, waiting: set[str]) -> State:
    """A state in which nothing that waits for another plan is held by an external date."""
    tasks = {
        name: replace(
            task,
            constraints=tuple(one for one in task.constraints if one.kind is not ConstraintKind.EXTERNAL_EARLY_START),
        )
        if f"{key}.{name}" in waiting
        else task
        for name, task in state.plan.tasks.items()
    }
    return replace(state, plan=replace(state.plan, tasks=tasks))


def _called(portfolio: Portfolio, task: str, states: Mapping[str, State]) -> str:
    key = task.partition(".")[0]
    return portfolio.members[key].name or states[key].plan.name


def _comes(tie: Tie, schedule: Schedule) -> date:
    giver = schedule.tasks[tie.relation.predecessor]
    return giver.first_day if _begins(tie) else giver.last_day


def _begins(tie: Tie) -> bool:
    return tie.relation.type in (RelationType.SS, RelationType.SF)


def _held(tie: Tie, schedule: Schedule) -> Instant | None:
    """When what waits can begin, where it is this tie that holds it and it has not begun."""
    taker = schedule.tasks[tie.relation.successor]
    holds = taker.stage is Stage.NOT_STARTED and taker.early_bound.relation == tie.relation
    return taker.early_start if holds else None
