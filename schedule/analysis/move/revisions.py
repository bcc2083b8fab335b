"""What changed between two plans, as steps that can be taken one after another, each with the state that it leads to.

Between two data dates of one plan every revision is a step (`recorded`); between two exports of one project, which say
nothing of their decisions, the steps are found by difference (`found`). Either way the first step starts from the
earlier plan with the later statuses and data date, the last ends at the later state itself, and a schedule can be
computed from every state between. Changes that decide no date (what bodies, phases and the project are called, a slip
of the pen put right; between exports also names and the original duration of work that has begun) are no steps; the
last state has them.

This module must never know what a step moves: it computes no schedule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

from schedule.calendars.durations import work_minutes
from schedule.calendars.worktime import Calendar
from schedule.diagnostics import PlanError
from schedule.engine.bounds import EARLY_STARTS, LATE_STARTS
from schedule.engine.network import used_calendars
from schedule.engine.order import cycle_faults, ends_of_relations, topological_order
from schedule.engine.state import revised, with_deadlines
from schedule.model import (
    CalendarSpec,
    DayException,
    Minutes,
    Plan,
    Relation,
    Revision,
    RevisionKind,
    State,
    Status,
    Task,
    Unit,
)
from schedule.rules import ProgressRule, in_force


class StepKind(StrEnum):
    """What a step changes.

    `set`: whatever fields a revision sets. `add`, `remove`: a whole task. `calendar`: the days or hours of a calendar.
    The rest are found by difference: `settings` (the project's start, calendar, must-finish-by and scheduling options)
    and one field or a few of one task: `duration`, `task-calendar`, `dates` (constraints and deadline), `type` (kind,
    as late as possible, resources) and `logic` (relations).
    """

    SET = "set"
    ADD = "add"
    REMOVE = "remove"
    CALENDAR = "calendar"
    SETTINGS = "settings"
    DURATION = "duration"
    TASK_CALENDAR = "task-calendar"
    DATES = "dates"
    TYPE = "type"
    LOGIC = "logic"


@dataclass(frozen=True, slots=True)
class Change:
    """A field's value before and after a step, in the model's own types; None where there was or is none.

    Of relations, constraints and a calendar's exceptions, `was` are those that only the earlier plan has, `now` those
    that only the later one has: a relation whose type or lag changed is in both, under the same predecessor.
    """

    was: Any
    now: Any


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a plan, and the state after it.

    `task` is the task that it changes, `calendar` the calendar; both are None for settings. `facts` are the fields that
    change, by their names in the model; an added task's are in `state`, a removed one's in the state before.
    `revision` is the decision, None where the step was found by difference. Of one event that makes several changes
    `parts` are they, in the order in which they are taken, and the rest is that of the one which names it
    (`analysis.move.scope`); of a single change there are none.
    """

    kind: StepKind
    task: str | None
    facts: Mapping[str, Change]
    revision: Revision | None
    state: State
    calendar: str | None = None
    parts: tuple[Step, ...] = ()

    @property
    def every(self) -> tuple[Step, ...]:
        """The changes that it makes, in the order in which they are taken."""
        return self.parts or (self,)

    @property
    def asked_by(self) -> str | None:
        """The body for which it was decided, of several the first by id; None where nobody is named."""
        said = (one.revision.decision.asked_by for one in self.every if one.revision is not None)
        return min((body for body in said if body is not None), default=None)


def recorded(before: State, revisions: Sequence[Revision], after: State) -> tuple[Step, ...]:
    """One step for each revision that decides about tasks or days, in order.

    A removed task loses its status, an added one has that of `after`. Where only a later revision of the same meeting
    makes a decision complete, what cannot be computed yet waits for it: a relation to a task that is added later or was
    removed is left out until then, and a decision that alone would make tasks wait for each other changes nothing yet.

    Args:
        before: the earlier plan, with the later statuses and data date.
        revisions: all that lead from the earlier plan to the later, in the order of the updates.
        after: the later state.
    """
    plan, statuses, steps = _written(before.plan), dict(before.statuses), []
    reached = before
    for k, revision in enumerate(revisions):
        was, plan = plan, revised(plan, [revision])
        if revision.kind is RevisionKind.REMOVE:
            statuses.pop(revision.task, None)
        elif revision.kind is RevisionKind.ADD and revision.task in after.statuses:
            statuses[revision.task] = after.statuses[revision.task]
        elif "duration" in revision.changes and revision.task in statuses:
            # What is left counts the decision from here on (`half_step.reported_state`).
            statuses[revision.task] = after.status(revision.task)
        if not revision.decides_dates:
            continue
        complete = _without_loose_ends(plan)
        if not cycle_faults(complete):
            reached = _state(before, complete, statuses)
        reached = replace(reached, revisions=(*before.revisions, *revisions[: k + 1]))
        kind, task = StepKind(revision.kind.value), revision.task or None
        steps.append(Step(kind, task, _decided(revision, was, plan), revision, reached, revision.calendar))
    return _ending_at(after, steps)


def taken(before: State, steps: Sequence[Step], after: State, expected: Mapping[str, Calendar] | None = None) -> State:
    """The state with only these steps taken, of those that lead to `after`, in their order.

    `before` is the earlier plan at the later data date, its statuses as reported; or as `expected`, then with every
    task's calendar: what a step gives to work under way, or takes from it, is left to do on top of that. As in
    `recorded`, a step about a task that is not there changes nothing, nor do steps by which tasks wait for each other.
    """
    plan, statuses = _written(before.plan), dict(before.statuses)
    for step in (change for event in steps for change in event.every):
        was, plan = plan, _with_step(plan, step, after.plan)
        if plan is not was:
            _follow(statuses, step, was, plan, after, expected)
    complete = _without_loose_ends(plan)
    if cycle_faults(complete):
        return before
    return _state(before, complete, statuses)


def _follow(
    statuses: dict[str, Status],
    step: Step,
    was: Plan,
    plan: Plan,
    after: State,
    expected: Mapping[str, Calendar] | None,
) -> None:
    """Make statuses those of the plan after a step, which had them before."""
    name = step.task
    if name is None:
        return
    if name not in plan.tasks:
        statuses.pop(name, None)
    elif name not in was.tasks:
        if name in after.statuses:
            statuses[name] = after.statuses[name]
    elif plan.tasks[name].duration != was.tasks[name].duration and name in statuses:
        if expected is None:
            statuses[name] = after.status(name)
        elif name in expected:
            now, then = (work_minutes(one.tasks[name].duration, expected[name]) for one in (plan, was))
            statuses[name] = _prolonged(statuses[name], now - then)


def regrouped(before: State, groups: Sequence[Sequence[Step]], after: State) -> tuple[Step, ...]:
    """One step for each group of changes, in this order, with the states that they lead to; groups of one as they are.

    `before` and `after` are those that the changes lead from and to. As in `recorded`, a group by which tasks would
    wait for each other changes nothing until a later one makes it complete.
    """
    plan, statuses, found = _written(before.plan), dict(before.statuses), []
    reached = before
    for group in groups:
        parts = []
        for step in group:
            was, plan = plan, _with_step(plan, step, after.plan)
            if plan is not was:
                _follow(statuses, step, was, plan, after, None)
            parts.append(replace(step, state=_state(before, _without_loose_ends(plan), statuses)))
        if not cycle_faults(parts[-1].state.plan):
            reached = parts[-1].state
        found.append(replace(parts[-1], state=reached, parts=tuple(parts) if len(parts) > 1 else ()))
    return _ending_at(after, found)


def _with_step(plan: Plan, step: Step, later: Plan) -> Plan:
    """A plan with one more step taken; as it is where the step is about a task that it has not, or has already."""
    name, revision = step.task, step.revision
    known = name is None or (name in plan.tasks) == (step.kind is not StepKind.ADD)
    if not known:
        return plan
    if revision is not None:
        return revised(plan, [revision])
    if step.kind is StepKind.CALENDAR and step.calendar is not None:
        return replace(plan, calendars={**plan.calendars, step.calendar: later.calendars[step.calendar]})
    if name is None:
        return replace(plan, **{key: getattr(later, key) for key in _SETTINGS})
    if step.kind is StepKind.REMOVE:
        return replace(plan, tasks={key: task for key, task in plan.tasks.items() if key != name})
    calendars = {**later.calendars, **plan.calendars}
    if step.kind is StepKind.ADD:
        return replace(plan, calendars=calendars, tasks={**plan.tasks, name: _written(later).tasks[name]})
    now = _written(later).tasks[name]
    task = replace(plan.tasks[name], **{key: getattr(now, key) for key in step.facts})
    if step.kind is StepKind.LOGIC:
        task = replace(task, relations=_retied(plan.tasks[name], step.facts["relations"], now))
    return replace(plan, calendars=calendars, tasks={**plan.tasks, name: task})


def _retied(task: Task, change: Change, later: Task) -> tuple[Relation, ...]:
    """A task's relations after some of their changes, those of the later plan in its order."""
    kept = [one for one in task.relations if one not in change.was]
    come = [one for one in change.now if one not in kept]
    place = {one: k for k, one in reversed([*enumerate(later.relations)])}
    return tuple(sorted([*kept, *come], key=lambda one: place.get(one, -1)))


_SETTINGS = ("start", "calendar", "settings", "must_finish_by")


def _prolonged(status: Status, more: Minutes) -> Status:
    """Work that is expected to be under way, with minutes that a decision gave it, or took."""
    if status.started is None or status.finished is not None or status.remaining is None:
        return status
    left = max(Fraction(0), status.remaining.amount + more)
    return replace(status, remaining=replace(status.remaining, amount=left))


def found(before: State, after: State) -> tuple[Step, ...]:
    """The steps between two exports of one project, whose tasks and calendars are matched by id.

    First the calendars whose definition changed, one step each; then the project's settings; then task by task in the
    topological order of the later plan, with up to one step each for duration, calendar, dates, type and logic, or one
    for an added task; removed tasks last. States are those of `engine.state.as_of`.

    No state between has a cycle. At any time the tasks that have been dealt with have the relations of the later plan,
    whose predecessors come earlier in its topological order and so have been dealt with too; the others have those of
    the earlier plan. No relation leads from the others to the former, so a cycle would lie among the former, in the
    later plan, or among the others, in the earlier one; both have none. The same holds of calendars and their bases.

    Args:
        before: the earlier plan, with the later statuses and data date.
        after: the later state.

    Raises:
        PlanError: tasks of either plan wait for each other (`cycle`).
        ValueError: the two states have different data dates.
    """
    if before.data_date != after.data_date:
        raise ValueError("steps lead from one plan to another at one data date")
    old, new = _written(before.plan), _written(after.plan)
    # A calendar that only the later plan has moves nothing until a task or a calendar names it.
    draft = _Draft(
        before, replace(old, calendars={**new.calendars, **old.calendars}), dict(old.tasks), dict(before.statuses)
    )
    for name in _changed_calendars(old, new):
        facts = _spec_facts(old.calendars[name], new.calendars[name])
        draft.plan = replace(draft.plan, calendars={**draft.plan.calendars, name: new.calendars[name]})
        draft.step(StepKind.CALENDAR, None, facts, calendar=name)
    facts = _settings_facts(old, new)
    if facts:
        draft.plan = replace(draft.plan, **{name: getattr(new, name) for name in _SETTINGS})
        draft.step(StepKind.SETTINGS, None, facts)
    for name in _in_order(new):
        if name not in old.tasks:
            draft.tasks[name] = new.tasks[name]
            if name in after.statuses:
                draft.statuses[name] = after.statuses[name]
            draft.step(StepKind.ADD, name, {})
            continue
        status = after.status(name)
        for kind, facts in _task_facts(old.tasks[name], new.tasks[name], status, new):
            draft.tasks[name] = replace(draft.tasks[name], **{key: getattr(new.tasks[name], key) for key in facts})
            draft.step(kind, name, facts)
    # Successors go before what they wait for, so that nobody names a task that is gone.
    for name in reversed([name for name in _in_order(old) if name not in new.tasks]):
        del draft.tasks[name]
        draft.statuses.pop(name, None)
        draft.step(StepKind.REMOVE, name, {})
    return _ending_at(after, draft.steps)


@dataclass(slots=True)
class _Draft:
    """A plan on its way from one to the other, and the steps that it has taken."""

    before: State
    plan: Plan
    tasks: dict[str, Task]
    statuses: dict[str, Status]
    steps: list[Step] = field(default_factory=list)

    def step(self, kind: StepKind, task: str | None, facts: Mapping[str, Change], calendar: str | None = None) -> None:
        state = _state(self.before, replace(self.plan, tasks=dict(self.tasks)), self.statuses)
        self.steps.append(Step(kind, task, facts, None, state, calendar))


def _state(before: State, plan: Plan, statuses: Mapping[str, Status]) -> State:
    known = {name: status for name, status in statuses.items() if name in plan.tasks}
    return replace(before, plan=with_deadlines(plan), statuses=known)


def _ending_at(after: State, steps: list[Step]) -> tuple[Step, ...]:
    """The steps, the last of which also brings what decides no date."""
    return (*steps[:-1], *(replace(last, state=after) for last in steps[-1:]))


def _written(plan: Plan) -> Plan:
    """A plan without the deadlines that `with_deadlines` gives it again, so that they follow what they come from.

    A task's own deadline that is not earlier than such a date cannot be told from it any more, and goes too; that moves
    no date but late ones, and those only until the last step.
    """
    bare = {name: task if task.deadline is None else replace(task, deadline=None) for name, task in plan.tasks.items()}
    given = with_deadlines(replace(plan, tasks=bare)).tasks
    tasks = {name: bare[name] if task.deadline == given[name].deadline else task for name, task in plan.tasks.items()}
    return replace(plan, tasks=tasks)


def _in_order(plan: Plan) -> list[str]:
    """The ids of a plan's tasks in topological order, equals by id. Raises PlanError (`cycle`) where there is none."""
    names = sorted(plan.tasks)
    order = topological_order(len(names), *ends_of_relations([plan.tasks[name] for name in names]))
    if len(order) < len(names):
        raise PlanError(list(cycle_faults(plan)))
    return [names[k] for k in order]


def _without_loose_ends(plan: Plan) -> Plan:
    """The plan without relations to tasks that it does not have."""
    tasks = {
        name: task
        if all(relation.predecessor in plan.tasks for relation in task.relations)
        else replace(task, relations=tuple(one for one in task.relations if one.predecessor in plan.tasks))
        for name, task in plan.tasks.items()
    }
    return replace(plan, tasks=tasks)


def _decided(revision: Revision, before: Plan, after: Plan) -> dict[str, Change]:
    """What a revision changes; nothing for whole tasks."""
    if revision.kind is RevisionKind.CALENDAR:
        return {"exceptions": Change((), revision.exceptions)}
    if revision.kind is not RevisionKind.SET:
        return {}
    return _differences(before.tasks[revision.task], after.tasks[revision.task], revision.changes)


def _differences(was: object, now: object, fields: Iterable[str]) -> dict[str, Change]:
    """Those of some fields in which two values of the model differ; of sets of things, what only one of them has."""
    facts = {}
    for name in fields:
        old, new = getattr(was, name), getattr(now, name)
        if name in _SETS:
            old, new = tuple(one for one in old if one not in new), tuple(one for one in new if one not in old)
        if old != new:
            facts[name] = Change(old, new)
    return facts


_SETS = {"relations", "constraints"}
"""Fields that hold several things, each by itself and in any order."""


def _task_facts(was: Task, now: Task, status: Status, plan: Plan) -> Iterator[tuple[StepKind, dict[str, Change]]]:
    """The steps of one task that is in both plans, with the fields that each sets."""
    other = _differences(was, now, ("kind", "as_late_as_possible"))
    if _assigned(was, status) != _assigned(now, status):
        other |= _differences(was, now, ("assignments",))
    duration = _differences(was, now, ("duration",)) if _duration_counts(was, now, status, plan) else {}
    if "kind" in other:
        # A milestone has no duration and a task has one: neither can change without the other.
        other |= _differences(was, now, ("duration",))
        duration = {}
    dates = _differences(was, now, ("constraints", "deadline"))
    if status.finished is not None:
        dates = {}
    elif status.started is not None and "constraints" in dates:
        changed = {*dates["constraints"].was, *dates["constraints"].now}
        if all(one.kind in EARLY_STARTS | LATE_STARTS for one in changed):
            del dates["constraints"]
    steps = (
        (StepKind.DURATION, duration),
        (StepKind.TASK_CALENDAR, _differences(was, now, ("calendar",))),
        (StepKind.DATES, dates),
        (StepKind.TYPE, other),
        (StepKind.LOGIC, _differences(was, now, ("relations",))),
    )
    yield from ((kind, facts) for kind, facts in steps if facts)


def _assigned(task: Task, status: Status) -> tuple[object, ...]:
    """What decides the dates of a task's assignments: their calendars, and durations where nothing else is reported."""
    if status.finished is not None:
        return ()
    left = len(status.assignments)
    return tuple((one.calendar, None if k < left else one.duration) for k, one in enumerate(task.assignments))


def _duration_counts(was: Task, now: Task, status: Status, plan: Plan) -> bool:
    """Whether the original duration decides a date: not where what remains is reported, nor of a span."""
    units = [task.duration is not None and task.duration.unit is Unit.CALENDAR_DAYS for task in (was, now)]
    if units[0] != units[1] and None in (was.calendar, now.calendar):
        return True  # what counts calendar days stands on their calendar
    if status.finished is not None or (was.spans and now.spans):
        return False
    if status.started is None or status.remaining is None:
        return True
    shared = any(len(task.assignments) > len(status.assignments) for task in (was, now))
    return shared or in_force(plan.settings).progress is ProgressRule.AS_PLANNED


def _settings_facts(old: Plan, new: Plan) -> dict[str, Change]:
    """What is different about the project itself; options by their own names, as far as they decide a date."""
    options = [name for name in type(old.settings).__dataclass_fields__ if name not in _ASKED_ABOUT]
    facts = _differences(old, new, ("start", "calendar", "must_finish_by"))
    return facts | _differences(in_force(old.settings), in_force(new.settings), options)


_ASKED_ABOUT = {
    *("low_float", "behind", "look_ahead", "start_within"),
    *("total_float", "critical_by", "critical_float", "allow_mandatory"),
    "profile",
}
"""Settings that decide what is said of a date and not the date; and the profile, whose options are all in force."""


def _changed_calendars(old: Plan, new: Plan) -> list[str]:
    """The calendars that a plan computes with and that both define, but not alike; bases before what stands on them."""
    used = _bases_of(old, used_calendars(State(old, old.start)))
    used |= _bases_of(new, used_calendars(State(new, new.start)))
    ids = list(new.calendars)
    position = {name: k for k, name in enumerate(ids)}
    bases = [(position[spec.base], position[name]) for name, spec in new.calendars.items() if spec.base in position]
    bases = [(base, own) for base, own in bases if base != own]
    order = [ids[k] for k in topological_order(len(ids), [base for base, _ in bases], [own for _, own in bases])]
    return [
        name
        for name in order
        if name in used and name in old.calendars and _spec_facts(old.calendars[name], new.calendars[name])
    ]


def _bases_of(plan: Plan, names: Iterable[str]) -> set[str]:
    """Calendars, and those that they stand on."""
    known = set[str]()
    for name in names:
        below: str | None = name
        while below and below not in known:
            known.add(below)
            below = plan.calendars[below].base if below in plan.calendars else None
    return known


def _spec_facts(was: CalendarSpec, now: CalendarSpec) -> dict[str, Change]:
    """What is different about a calendar's working time; exceptions without their names and sources."""
    facts = _differences(was, now, ("base", "region", "week", "hours", "hours_of_day", "closures", "day_minutes"))
    old, new = (tuple(map(_days, spec.exceptions)) for spec in (was, now))
    if old != new:
        facts["exceptions"] = Change(
            tuple(one for one in was.exceptions if _days(one) not in new),
            tuple(one for one in now.exceptions if _days(one) not in old),
        )
    return facts


def _days(exception: DayException) -> tuple[object, ...]:
    return exception.first, exception.last, exception.working, exception.hours
