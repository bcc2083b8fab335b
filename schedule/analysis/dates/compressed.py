"""Works that are given less time than is reasonable (合理工期), and whether experts have reviewed that.

建设工程质量管理条例 art. 10: no reasonable duration may be compressed at will. What an author states as reasonable is
compared with the time from the start of works to their finish, whether they are ahead or run: calendar days as days on
the calendar, the first and the last included, of works that count in another unit; else working time of their own
calendar. A pause counts for nothing. A review stands from its day on. This module must never know a reader, nor what
compresses works.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from schedule.calendars.durations import unit_minutes
from schedule.calendars.worktime import DAY, start_day
from schedule.diagnostics import Diagnostic, Location, PlanError, Severity
from schedule.engine.compute import compute
from schedule.engine.horizon import Calendars
from schedule.engine.schedule import Figures, Schedule, Stage, TaskDates
from schedule.engine.state import as_of
from schedule.law.preconditions import is_precondition
from schedule.law.statutes import Kind, versions
from schedule.model import Duration, ExpertReview, Instant, Project, Revision, RevisionKind, Task, Unit, Update


@dataclass(frozen=True, slots=True)
class Pressed:
    """Unfinished works: how long they take in all, what is reasonable, and the review that stands at the data date.

    `length` is in the unit of `reasonable`, or of their own duration where the author states none; None of works that
    have neither.
    """

    task: str
    length: Duration | None
    reasonable: Duration | None
    review: ExpertReview | None

    @property
    def is_below(self) -> bool:
        """Whether they take less than is reasonable."""
        least = self.reasonable
        return self.length is not None and least is not None and self.length.amount < least.amount

    @property
    def wants_review(self) -> bool:
        """Whether they take less than is reasonable and nobody reviewed it."""
        return self.is_below and self.review is None


def works_of(schedule: Schedule, names: Iterable[str]) -> tuple[Pressed, ...]:
    """How long works take, of these tasks: what is no approval, no step of the law, no milestone and has not finished.

    Whether any other task is works, a plan says only with `reasonable`: a design may be among these.
    """
    found = (name for name in names if not _is_step_of_law(schedule.tasks[name].task, schedule))
    return _works(schedule.tasks, schedule.state.data_date, found)


def unreviewed(schedule: Schedule, names: Iterable[str] | None = None) -> tuple[Pressed, ...]:
    """The works, of these tasks or of all, that take less than is reasonable, and that nobody reviewed."""
    if names is None:
        names = [one.task.id for one in schedule.where(_states_it)]
    return tuple(one for one in works_of(schedule, names) if one.wants_review)


def still_unreviewed(project: Project, calendars: Calendars | None = None) -> tuple[Diagnostic, ...]:
    """A warning for each in the last state of a project, while nobody has sealed it: the author can still mend it.

    Of what is sealed `check` tells (`unreviewed_now`). `calendars` are those that its states have had compiled.
    """
    if any(one.digest for one in project.seals):
        return ()
    last = max((one.data_date for one in project.updates), default=project.plan.start)
    try:
        return unreviewed_now(compute(as_of(project, last), calendars or Calendars()))
    except PlanError:
        return ()  # what cannot be computed is told elsewhere


def unreviewed_now(schedule: Schedule) -> tuple[Diagnostic, ...]:
    """A warning for each of them, at its task."""
    return tuple(_told(one, schedule.tasks[one.task].task.location) for one in unreviewed(schedule))


def decided_unreviewed(schedule: Schedule, update: Update) -> tuple[Diagnostic, ...]:
    """A warning for each that an update's decisions give its time, at the decision; `schedule` is the one with them."""
    changed = {one.task: one.location for one in update.revisions if _sets_time(one)}
    found = pressed_by(update.revisions, schedule.tasks, schedule.state.data_date)
    return tuple(_told(one, changed[one.task]) for one in found)


def pressed_by(
    revisions: Iterable[Revision], tasks: Mapping[str, TaskDates], data_date: Instant
) -> tuple[Pressed, ...]:
    """The works that decisions give their time, less than is reasonable and reviewed by nobody.

    `tasks` are the dates with the decisions, of these works at least; another's are not asked for.
    """
    names = dict.fromkeys(one.task for one in revisions if _sets_time(one) and one.task in tasks)
    return tuple(one for one in _works(tasks, data_date, names) if one.wants_review)


def _sets_time(revision: Revision) -> bool:
    keys = {"duration", "calendar", "assignments", "reasonable", "expert_review"}
    return revision.kind is RevisionKind.ADD or (
        revision.kind is RevisionKind.SET and not keys.isdisjoint(revision.changes)
    )


def _told(one: Pressed, location: Location | None) -> Diagnostic:
    facts = {"task": one.task, "found": str(one.length), "expected": str(one.reasonable)}
    return Diagnostic("below-reasonable", location, facts, Severity.WARNING)


def _states_it(one: Figures | TaskDates) -> bool:
    return one.task.reasonable is not None


def _is_works(dates: TaskDates) -> bool:
    task = dates.task
    return not (task.is_milestone or task.spans or task.applicant is not None) and dates.stage is not Stage.FINISHED


def _is_step_of_law(task: Task, schedule: Schedule) -> bool:
    """Whether a task is known to be no works: what the law wants first, or a step whose length a rule of it bounds.

    An article alone tells nothing, for works cite one too; and of what says what is reasonable its author knows better.
    """
    if task.reasonable is not None:
        return False
    if is_precondition(task):
        return True
    if task.basis is None or task.basis.rule is None:
        return False
    of_law = versions(task.basis.rule, schedule.state.home(task.id).rules.law)
    return any(one.kind in (Kind.FLOOR, Kind.CEILING) and one.task is not None for one in of_law)


def _works(tasks: Mapping[str, TaskDates], data_date: Instant, names: Iterable[str]) -> tuple[Pressed, ...]:
    return tuple(_pressed(tasks[name], data_date) for name in names if _is_works(tasks[name]))


def _pressed(dates: TaskDates, data_date: Instant) -> Pressed:
    task, review = dates.task, dates.task.expert_review
    if review is not None and review.on > start_day(data_date):
        review = None
    unit = (task.reasonable or task.duration or _NONE).unit
    length = None if (task.reasonable or task.duration) is None else Duration(_length(dates, unit), unit)
    return Pressed(task.id, length, task.reasonable, review)


_NONE = Duration(Fraction(0), Unit.MINUTES)


def _length(dates: TaskDates, unit: Unit) -> Fraction:
    """From the start of works to their finish, without a pause, in a unit."""
    begin, end = dates.start, dates.finish
    pause = _pause(dates)
    if unit is Unit.CALENDAR_DAYS and _counts_otherwise(dates.task):
        days = (dates.last_day - dates.first_day).days + 1
        return Fraction(days - (0 if pause is None else (pause[1] - pause[0]) // DAY))
    work = dates.calendar.work(begin, end)
    if pause is not None:
        work -= dates.calendar.work(*pause)
    return Fraction(work, unit_minutes(unit, dates.calendar.day_minutes))


def _counts_otherwise(task: Task) -> bool:
    return task.duration is None or task.duration.unit is not Unit.CALENDAR_DAYS


def _pause(dates: TaskDates) -> tuple[Instant, Instant] | None:
    """From when to when works rest; of those that rest still, until they are forecast to go on."""
    since, until = dates.status.suspended, dates.status.resumed or dates.early_start
    return None if since is None or until is None or until <= since else (since, until)
