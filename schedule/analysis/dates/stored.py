"""The dates that a file brings from the tool that wrote it, beside ours: shown in our place, or compared with ours.

This module must never know which tool that was, nor a language.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from schedule.engine.schedule import Bound, Cause, Reason, Schedule, Stage, TaskDates, in_date_order
from schedule.model import Instant, Minutes, Project, StoredDates
from schedule.rules import CriticalBy, ProgressRule, in_force

INSTANTS = ("early_start", "early_finish", "late_start", "late_finish")
FLOATS = ("total_float", "free_float")


@dataclass(frozen=True, slots=True)
class Difference:
    """One date or float of one task that the file has otherwise than we.

    `column` is one of `INSTANTS` (both values are instants) or of `FLOATS` (working minutes of the task's calendar).
    `bound` is the rule that set our value; None for a free float, which no single rule sets, and where we have no
    value.
    """

    task: str
    column: str
    stored: Instant | Minutes
    ours: Instant | Minutes | None
    bound: Bound | None


class Rule(StrEnum):
    """What our value of a difference comes from, in one word for many; `same-point`: no work lies between the two."""

    SAME_POINT = "same-point"
    PREDECESSOR = "predecessor"
    SUCCESSOR = "successor"
    WORK = "work"
    FREE_FLOAT = "free-float"
    FINISH = "finish"
    DATA_DATE = "data-date"
    CONSTRAINT = "constraint"
    AS_LATE_AS_POSSIBLE = "as-late-as-possible"
    SPAN = "span"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Agreement:
    """What came of the comparison: how many tasks have dates in the file and are unfinished, and what differs.

    `differences` are by task, first those of `roots`, else in plan order, then by column. `roots` are
    the tasks where the differences begin: early dates of theirs differ and none of what they follow; where no early
    date differs, late dates of theirs and none of what follows them.
    """

    compared: int
    differences: tuple[Difference, ...]
    roots: tuple[str, ...] = ()

    @property
    def equal(self) -> int:
        """How many tasks are equal to the minute in every column that the file states."""
        return self.compared - len({difference.task for difference in self.differences})

    @property
    def share(self) -> Fraction:
        """The part of the tasks that are equal, in thousandths rounded down: all of them are all."""
        return Fraction(self.equal * 1000 // self.compared, 1000) if self.compared else Fraction(1)


def rules_of(found: Agreement, schedule: Schedule) -> tuple[Rule, ...]:
    """What our value comes from, a rule for each difference."""
    differing = {(one.task, one.column) for one in found.differences}
    return tuple(_rule(one, schedule.tasks[one.task], differing) for one in found.differences)


_OTHER_END = {"early_finish": "early_start", "late_start": "late_finish"}
_RULES: Mapping[Cause, Rule] = {
    **dict.fromkeys((Reason.PROJECT_FINISH, Reason.MUST_FINISH_BY, Reason.OPEN_END, Reason.DEADLINE), Rule.FINISH),
    **dict.fromkeys(
        (Reason.DATA_DATE, Reason.PROJECT_START, Reason.ACTUAL, Reason.RESUMED, Reason.FUNDS), Rule.DATA_DATE
    ),
    Reason.AS_LATE_AS_POSSIBLE: Rule.AS_LATE_AS_POSSIBLE,
    Reason.SPAN: Rule.SPAN,
}


def _rule(one: Difference, dates: TaskDates, differing: Collection[tuple[str, str]]) -> Rule:
    if one.ours is None:
        return Rule.NOTHING
    if one.column in INSTANTS and dates.calendar.work(one.stored, one.ours) == 0:
        return Rule.SAME_POINT
    if one.bound is None:
        return Rule.FREE_FLOAT
    other = _OTHER_END.get(one.column)
    if other is not None and (one.task, other) not in differing and dates.remaining and not dates.task.spans:
        return Rule.WORK  # the two ends differ otherwise than what set one of them: it is the work between them
    if one.bound.reason is Reason.RELATION:
        return Rule.PREDECESSOR if one.column.startswith("early") else Rule.SUCCESSOR
    return _RULES.get(one.bound.reason, Rule.CONSTRAINT)


def undated(schedule: Schedule, project: Project) -> tuple[str, ...]:
    """The unfinished tasks to which the file gives not all four dates: those that its tool has not scheduled."""
    return tuple(
        dates.task.id
        for dates in schedule.in_plan_order()
        if dates.stage is not Stage.FINISHED and None in _instants(project.stored.get(dates.task.id, StoredDates()))
    )


def with_stored(schedule: Schedule, project: Project) -> Schedule:
    """A schedule with the file's dates in the place of ours: early, late, floats, longest path, and what is critical.

    A finished task has its actual dates either way. Where a date differs, the driving relations, which are ours, are
    left out. `latest` stays ours, because no other tool knows it.

    Raises:
        ValueError: the file does not date every unfinished task; see `undated`.
    """
    if names := undated(schedule, project):
        raise ValueError(f"no dates for {names[0]}")
    read = (_stored(dates, project.stored, schedule) for dates in schedule.tasks.values())
    tasks = in_date_order(read, schedule.network.number)
    return replace(
        schedule,
        tasks=tasks,
        start=min((dates.start for dates in tasks.values()), default=schedule.start),
        finish=max((dates.finish for dates in tasks.values()), default=schedule.finish),
    )


def agreement(schedule: Schedule, project: Project) -> Agreement:
    """Every date and float in which the file and the schedule differ.

    What the file leaves empty is not compared, nor are finished tasks, which have actual dates only, nor the late start
    of a task that has begun by Microsoft Project's rules: there it is the actual start again, and says nothing.
    """
    compared, found = 0, []
    as_planned = in_force(schedule.state.plan.settings).progress is ProgressRule.AS_PLANNED
    for name in schedule.state.plan.tasks if project.stored else ():
        stored = project.stored.get(name)
        if stored is None or (dates := schedule.tasks[name]).stage is Stage.FINISHED:
            continue
        said = [column for column in (*INSTANTS, *FLOATS) if getattr(stored, column) is not None]
        if as_planned and dates.stage is Stage.IN_PROGRESS and "late_start" in said:
            said.remove("late_start")
        stated = [(column, getattr(stored, column)) for column in said]
        compared += bool(stated)
        for column, value in stated:
            ours = getattr(dates, column)
            if ours != value:
                found.append(Difference(name, column, value, ours, _bound(dates, column)))
    roots = _roots(schedule, found)
    return Agreement(compared, tuple(sorted(found, key=lambda one: one.task not in roots)), roots)


def _roots(schedule: Schedule, found: Collection[Difference]) -> tuple[str, ...]:
    if not found:
        return ()
    early = dict.fromkeys(one.task for one in found if one.column.startswith("early"))
    late = dict.fromkeys(one.task for one in found if one.column.startswith("late"))
    before = {
        name: {relation.predecessor for relation in dates.task.relations} for name, dates in schedule.tasks.items()
    }
    if early:
        return tuple(name for name in early if not before[name] & early.keys())
    held = {predecessor for name in late for predecessor in before[name]}
    return tuple(name for name in late if name not in held) if late else ()


def _bound(dates: TaskDates, column: str) -> Bound | None:
    if getattr(dates, column) is None or column == "free_float":
        return None
    return dates.early_bound if column.startswith("early") else dates.late_bound


def _instants(stored: StoredDates) -> list[Instant | None]:
    return [getattr(stored, column) for column in INSTANTS]


def _stored(dates: TaskDates, known: Mapping[str, StoredDates], schedule: Schedule) -> TaskDates:
    if dates.stage is Stage.FINISHED:
        return dates
    stored, rules = known[dates.task.id], in_force(schedule.state.plan.settings)
    start, finish = stored.early_start, stored.early_finish
    assert start is not None and finish is not None  # `undated` has looked
    same = all(getattr(stored, column) == getattr(dates, column) for column in (*INSTANTS, *FLOATS))
    by_float = rules.critical_by is CriticalBy.TOTAL_FLOAT
    limit = rules.critical_float if by_float else -1
    longest = bool(stored.longest_path)
    if dates.is_no_work and (start, finish) == (dates.early_start, dates.early_finish):
        shown = dates.start, dates.finish  # where it stands on the clock, which no other tool knows
    else:
        shown = start if dates.status.started is None else dates.start, finish
    return replace(
        dates,
        start=shown[0],
        finish=shown[1],
        early_start=start,
        early_finish=finish,
        late_start=stored.late_start,
        late_finish=stored.late_finish,
        told=None,
        total_float=stored.total_float,
        free_float=stored.free_float,
        longest_path=longest,
        critical=(longest and not by_float) or (stored.total_float is not None and stored.total_float <= limit),
        driving=dates.driving if same else (),
    )
