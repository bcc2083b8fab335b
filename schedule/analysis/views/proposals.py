"""What would be so if something were decided: the meeting with it beside the meeting without it.

A proposal becomes a record as a decision would, at the same data date and with the same reports, and nothing of it is
written. Who only asks and who decides get the same answer here. This module must never know whether a proposal is
right, who makes it, or whether it will be recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from schedule.analysis.dates.alerts import Light
from schedule.analysis.dates.compressed import decided_unreviewed
from schedule.analysis.dates.lawful import decided_unlawful
from schedule.analysis.history import History
from schedule.analysis.meeting import Meeting, take
from schedule.calendars.worktime import finish_day, start_day
from schedule.diagnostics import Diagnostic, PlanError, Severity
from schedule.engine.schedule import Schedule, Stage, TaskDates
from schedule.engine.settled import settled, with_update
from schedule.engine.variation import Variation, recomputed
from schedule.model import Minutes, Project, Relation, Revision, Update


@dataclass(frozen=True, slots=True)
class Proposed:
    """The meeting as it would be with an update, and what its decisions make unlawful, or ask experts to review."""

    revisions: tuple[Revision, ...]
    meeting: Meeting
    broken: tuple[Diagnostic, ...] = ()

    @property
    def is_unlawful(self) -> bool:
        """Whether the law does not let it be decided so: some work would end before a statutory period does."""
        return any(fault.severity is Severity.ERROR for fault in self.broken)


def proposed(beside: History, update: Update) -> Proposed:
    """A project's meeting with one more update, as it would be read, beside the history without that.

    Raises PlanError where nothing follows from it.
    """
    calendars = beside.schedules.calendars
    whole = settled(with_update(beside.project.whole, update), calendars)
    if faulty := [fault for one in whole.aside if one.update.data_date == update.data_date for fault in one.faults]:
        raise PlanError(faulty)
    after = History(whole, beside)

    def computed(project: Project) -> Schedule:
        return (after if project is whole else History(project, beside)).schedule(update.data_date)

    broken = decided_unlawful(whole, update, computed)
    broken += decided_unreviewed(after.schedule(update.data_date), update)
    return Proposed(update.revisions, take(after, update.data_date), broken)


@dataclass(frozen=True, slots=True)
class Due:
    """How one task with a deadline stands without a proposal and with it; None where the task is not in the plan."""

    task: str
    was: TaskDates | None
    now: TaskDates | None

    @property
    def days(self) -> int:
        """By how many calendar days its finish is later, negative where it is earlier; 0 where there is only one."""
        return 0 if self.was is None or self.now is None else (self.now.last_day - self.was.last_day).days

    @property
    def is_moved(self) -> bool:
        """Whether both finishes are there, and the finish or the deadline is another."""
        if self.was is None or self.now is None:
            return False
        return self.days != 0 or self.was.task.deadline != self.now.task.deadline


def days_left(dates: TaskDates | None) -> int | None:
    """Calendar days from the day on which a task finishes to its deadline, negative where it is missed."""
    if dates is None or dates.task.deadline is None:
        return None
    return (finish_day(dates.task.deadline) - dates.last_day).days


def dues(before: Schedule, after: Schedule) -> tuple[Due, ...]:
    """Every task that has a deadline with the proposal, then those that have one only without it, in date order."""
    names = [name for one in (after, before) for name, dates in one.tasks.items() if dates.task.deadline is not None]
    return dues_between(before.tasks, after.tasks, dict.fromkeys(names))


def dues_between(was: Mapping[str, TaskDates], now: Mapping[str, TaskDates], names: Iterable[str]) -> tuple[Due, ...]:
    """How some tasks stand without a proposal and with it, in their order."""
    return tuple(Due(name, was.get(name), now.get(name)) for name in names)


def new_reds(before: Meeting, after: Meeting) -> tuple[str, ...]:
    """The tasks that are red with the proposal and are not without it."""
    return tuple(
        name for name, light in after.lights.items() if light is Light.RED and before.lights.get(name) is not Light.RED
    )


@dataclass(frozen=True, slots=True)
class Sooner:
    """A task whose start is asked for on an earlier day with the proposal than without it; `body` has to make it."""

    task: str
    body: str | None
    was: date
    now: date


def sooner(before: Meeting, after: Meeting) -> tuple[Sooner, ...]:
    """Who has to start earlier than the papers of the meeting without the proposal ask."""
    found = []
    for name, now in after.requests.items():
        was = before.requests.get(name)
        if was is not None and was.start is not None and now.start is not None and now.start < was.start:
            found.append(Sooner(name, after.answers_for(name), was.start, now.start))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Retarded:
    """A task that was given less time, and that starts later for it, since its finish waits for another's (FF, SF).

    `less` is by how much it is shorter, in working minutes of its calendar; `held` the relation. `was` and `now` are
    the days on which what is left of it begins. `goal` is a task with a deadline that finishes on `late` so, and on
    `kept` where this task alone keeps its time.
    """

    task: str
    less: Minutes
    held: Relation
    was: date
    now: date
    goal: str
    late: date
    kept: date


def retarded(before: Schedule, after: Schedule) -> tuple[Retarded, ...]:
    """The tasks whose shorter duration makes a deadline's forecast later; of several forecasts the one most so."""
    found = []
    for name, now in after.tasks.items():
        was, held = before.tasks.get(name), now.early_bound.relation
        if was is None or held is None or not held.type.enters_finish or not _is_shorter(was, now):
            continue
        kept = recomputed(after, Variation(work={name: was.remaining})).tasks
        later = [
            ((one.last_day - kept[goal].last_day).days, goal)
            for goal, one in after.tasks.items()
            if one.task.deadline is not None and one.stage is not Stage.FINISHED
        ]
        days, goal = max(later, key=lambda one: one[0], default=(0, ""))
        if days > 0:
            first, then = (start_day(one.early_start or one.start) for one in (was, now))
            less, late = was.remaining - now.remaining, after.tasks[goal].last_day
            found.append(Retarded(name, less, held, first, then, goal, late, kept[goal].last_day))
    return tuple(found)


def _is_shorter(was: TaskDates, now: TaskDates) -> bool:
    """Whether less is left to do of a task on the same calendar, and it begins, or goes on, later than before."""
    if was.task.assignments or now.task.assignments or was.calendar.name != now.calendar.name:
        return False
    if was.early_start is None or now.early_start is None:
        return False
    return 0 < now.remaining < was.remaining and now.early_start > was.early_start
