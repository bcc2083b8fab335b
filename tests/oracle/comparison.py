"""Where two schedules of one state differ, which of the differences are roots, and the smallest network that shows one.

A wrong early date spoils those after it and a wrong late date those before it. Only a root, a difference that no
other one explains, says anything, so only roots are classified. This module must never know what is right.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from oracle.mpxj_oracle import OracleDates
from schedule.calendars.worktime import moment
from schedule.engine.network import compile_network
from schedule.engine.run import run
from schedule.engine.schedule import Schedule, Stage
from schedule.model import Instant, State, Task
from schedule.rules import Profile

EARLY = ("early_start", "early_finish")
LATE = ("late_start", "late_finish")
FLOATS = ("total_float", "free_float")


class Raw(NamedTuple):
    """A task's dates as the passes hold them, a finished one's too; the last two are the forward pass's alone."""

    early_start: Instant
    early_finish: Instant
    late_start: Instant
    late_finish: Instant
    forward_start: Instant
    forward_finish: Instant


def raw_dates(state: State, schedule: Schedule) -> dict[str, Raw]:
    """What the passes hold of every task of a state."""
    tasks = {name: replace(task, as_late_as_possible=False) for name, task in state.plan.tasks.items()}
    without = replace(state, plan=replace(state.plan, tasks=tasks))
    network = compile_network(state, schedule.calendars)
    passes, forward = run(network), run(compile_network(without, schedule.calendars))
    early, late = passes.early, passes.late
    return {
        task.id: Raw(*(column[i] for column in (*early[:2], *late[:2], *forward.early[:2])))
        for i, task in enumerate(network.tasks)
    }


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one unfinished task: what the engine says, what the oracle says."""

    state: State
    task: str
    field: str
    ours: int | bool | None
    theirs: int | bool | None
    schedule: Schedule
    oracle: Mapping[str, OracleDates]
    raw: Mapping[str, Raw]

    @property
    def of(self) -> Task:
        """The task."""
        return self.state.plan.tasks[self.task]

    def about(self, task: str) -> Difference:
        """The same two schedules, seen from another task."""
        return replace(self, task=task)

    def __str__(self) -> str:
        return (
            f"{self.task}.{self.field}: ours {_shown(self.field, self.ours)}, theirs {_shown(self.field, self.theirs)}"
        )


def roots(state: State, schedule: Schedule, oracle: Mapping[str, OracleDates]) -> list[Difference]:
    """The differences that no other difference explains, in the order of the plan."""
    found = {(one.task, one.field): one for one in _differences(state, schedule, oracle)}
    bad_early = {task for task, field in found if field in EARLY}
    bad_late = {task for task, field in found if field in LATE}
    before: dict[str, set[str]] = defaultdict(set)
    after: dict[str, set[str]] = defaultdict(set)
    for task in state.plan.tasks.values():
        for relation in task.relations:
            before[task.id].add(relation.predecessor)
            after[relation.predecessor].add(task.id)
    finish_differs = _finish(state, {t: d.early_finish for t, d in schedule.tasks.items()}) != _finish(
        state, {t: d.early_finish for t, d in oracle.items()}
    )
    bad_path = {task for task, field in found if field == "longest_path"}
    kept = []
    for (name, field), one in found.items():
        late = state.plan.tasks[name].as_late_as_possible
        if field in EARLY:
            spoilt = (after[name] & bad_early) or name in bad_late or finish_differs
            explained = bool(before[name] & bad_early) or (late and bool(spoilt))
        elif field in LATE:
            explained = bool(after[name] & bad_late) or finish_differs
        elif field == "total_float":
            explained = name in bad_early | bad_late
        elif field == "free_float":
            explained = bool(({name} | after[name]) & bad_early) or (finish_differs and not after[name])
        else:
            explained = bool(bad_early) or bool(after[name] & bad_path)
        if not explained:
            kept.append(one)
    return kept


def _finish(state: State, finishes: Mapping[str, Instant | None]) -> Instant:
    return max((f for t, f in finishes.items() if f is not None and not _is_finished(state, t)), default=0)


def _is_finished(state: State, task: str) -> bool:
    return state.status(task).finished is not None


def _differences(state: State, schedule: Schedule, oracle: Mapping[str, OracleDates]) -> Iterator[Difference]:
    raw = raw_dates(state, schedule)
    for name, dates in schedule.tasks.items():
        if dates.stage is Stage.FINISHED:
            continue
        theirs = oracle[name]
        fields: tuple[str, ...] = (*EARLY, *LATE, *FLOATS)
        if state.plan.settings.profile is Profile.P6:
            fields += ("longest_path",)  # a notion of P6: the other oracle has none
        for field in fields:
            mine, other = getattr(dates, field), getattr(theirs, field)
            if mine != other:
                yield Difference(state, name, field, mine, other, schedule, oracle, raw)


Value = Callable[[Difference, frozenset[str]], int | bool | None]
"""A field of a task by our rules, and in the given ways of the oracle's, from the oracle's dates of its neighbours."""


def explanation(one: Difference, value: Value, every: frozenset[str]) -> list[str] | None:
    """The fewest of the oracle's ways that lead from what we print to what it prints; None where they do not.

    Without any way our rules must give ours, with every way theirs, to the minute: a fault of either is unknown.
    """
    if value(one, frozenset()) != one.ours or value(one, every) != one.theirs:
        return None
    kept = every
    for way in sorted(every):
        if value(one, kept - {way}) == one.theirs:
            kept -= {way}
    return sorted(kept)


def classified(
    found: Sequence[Difference], explain: Callable[[Difference], Sequence[str] | None]
) -> tuple[Counter[str], list[Difference]]:
    """How many roots each of the oracle's ways has a part in, and the roots that none explain."""
    counts: Counter[str] = Counter()
    unknown = []
    for one in found:
        ways = explain(one)
        if ways is None:
            unknown.append(one)
        counts.update(map(str, ways or ()))
    return counts, unknown


def shrunk(state: State, fails: Callable[[Sequence[State]], Sequence[bool]]) -> State:
    """A smallest state that still fails: leave out one thing after another as long as the failure stays.

    `fails` judges many states at once, because asking the oracle about many costs no more than about one.
    """
    while True:
        smaller = list(_smaller(state))
        kept = [one for one, bad in zip(smaller, fails(smaller), strict=True) if bad] if smaller else []
        if not kept:
            return state
        state = kept[0]


def _smaller(state: State) -> Iterator[State]:
    plan = state.plan
    for name in plan.tasks:
        if len(plan.tasks) > 1:
            tasks = {
                other: replace(task, relations=tuple(one for one in task.relations if one.predecessor != name))
                for other, task in plan.tasks.items()
                if other != name
            }
            statuses = {other: status for other, status in state.statuses.items() if other != name}
            yield replace(state, plan=replace(plan, tasks=tasks), statuses=statuses)
    if plan.must_finish_by is not None:
        yield replace(state, plan=replace(plan, must_finish_by=None))
    for name in state.statuses:
        yield replace(state, statuses={other: one for other, one in state.statuses.items() if other != name})
    for name, task in plan.tasks.items():
        for changed in _smaller_task(task):
            yield replace(state, plan=replace(plan, tasks={**plan.tasks, name: changed}))


def _smaller_task(task: Task) -> Iterator[Task]:
    for k, relation in enumerate(task.relations):
        rest = task.relations[:k] + task.relations[k + 1 :]
        yield replace(task, relations=rest)
        if relation.lag is not None:
            yield replace(task, relations=(*rest[:k], replace(relation, lag=None), *rest[k:]))
    for k in range(len(task.constraints)):
        yield replace(task, constraints=task.constraints[:k] + task.constraints[k + 1 :])
    if task.as_late_as_possible:
        yield replace(task, as_late_as_possible=False)
    if task.deadline is not None:
        yield replace(task, deadline=None)


def as_text(state: State) -> str:
    """A state in the words of a plan file, for a reader who looks for the fault."""
    plan = state.plan
    lines = [f"# {plan.name}", f"project: {{start: {_when(plan.start)}, calendar: {plan.calendar}}}"]
    lines.append(f"settings: {{profile: {plan.settings.profile}, lag_calendar: {plan.settings.lag_calendar}}}")
    lines += [f"must_finish_by: {_when(plan.must_finish_by)}"] if plan.must_finish_by is not None else []
    lines.append(f"data_date: {_when(state.data_date)}")
    lines.append("tasks:")
    for task in plan.tasks.values():
        words = [f"calendar: {task.calendar}"]
        words.append(f"duration: {task.duration}" if task.duration is not None else f"milestone: {task.kind}")
        if task.relations:
            words.append(f"after: [{', '.join(map(str, task.relations))}]")
        words += [f"{one.kind}: {_when(one.instant)}" for one in task.constraints]
        words += ["as_late_as_possible: true"] if task.as_late_as_possible else []
        words += [f"deadline: {_when(task.deadline)}"] if task.deadline is not None else []
        lines.append(f"  {task.id}: {{{', '.join(words)}}}")
    for name, status in state.statuses.items():
        facts = {"started": status.started, "finished": status.finished, "remaining": status.remaining}
        facts |= {"suspended": status.suspended, "resumed": status.resumed}
        said = ", ".join(
            f"{key}: {_when(fact) if isinstance(fact, int) else fact}"
            for key, fact in facts.items()
            if fact is not None
        )
        lines.append(f"  # progress {name}: {{{said}}}")
    return "\n".join(lines)


def _shown(field: str, value: int | bool | None) -> str:
    if value is None or field == "longest_path":
        return str(value)
    return f"{value / 60:g} h" if field in FLOATS else _when(value)


def _when(instant: Instant) -> str:
    return moment(instant).strftime("%a %Y-%m-%d %H:%M")
