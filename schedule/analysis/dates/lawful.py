"""What a plan's dates make of the law: tasks that end before a statutory floor lets them, or after a ceiling.

Dates are compared, whatever a floor, a ceiling and a duration count in: a period that begins with an event on one day
ends on another, and the finish lies before that or not. A plan and a decision that end before a floor are refused where
they can still be mended; a report is a fact, and what it breaks is for the meeting (`broken_floors`). A
period that only rolling makes longer, where no rule of the rule file says so, is told and not refused: whether it may
end on a day off is a lawyer's to say. This module must never know a reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from schedule.analysis.dates import extended as extensions
from schedule.analysis.dates.event import event_of, office_calendar
from schedule.analysis.dates.ordered import MissingLink, missing_links
from schedule.analysis.history import History
from schedule.calendars.durations import work_minutes
from schedule.calendars.periods import PeriodUnit, count, latest_event
from schedule.calendars.worktime import finish_day, start_day
from schedule.diagnostics import Diagnostic, Location, PlanError, Severity
from schedule.engine.compute import compute
from schedule.engine.horizon import Calendars
from schedule.engine.schedule import Figures, Schedule, Stage, TaskDates
from schedule.engine.state import as_of
from schedule.law.extensions import reach
from schedule.law.statutes import Kind
from schedule.law.terms import (
    Term,
    all_tasks,
    ceilings,
    floors,
    is_asked,
    kind_of,
    notices,
    within,
)
from schedule.model import Duration, Extension, Instant, Project, Revision, RevisionKind, Unit, Update
from schedule.rules import Law


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A task whose finish, forecast or reported, is not where the law has it: `must` is the earliest day for a floor.

    For a ceiling `must` is the latest. `hours` is a floor that was stated in them. `unrolled` is where the period would
    end if its last day were not put off, and of what an actor has to do within it, if nothing extended it.
    """

    code: str
    task: str
    start: date
    finish: date
    must: date
    unrolled: date
    term: Term
    hours: Duration | None = None

    @property
    def period(self) -> str:
        """The period as its author wrote it: 20cd."""
        return f"{self.term.number}{self.term.unit}" if self.hours is None else str(self.hours)

    @property
    def days(self) -> int:
        """By how many calendar days."""
        return abs((self.must - self.finish).days)

    @property
    def is_rolling_only(self) -> bool:
        """Whether only the rolling of a period that no rule of the file fixes makes it one."""
        own = self.term.statute is None and self.hours is None
        return own and self.code == "below-floor" and self.finish >= self.unrolled


def _has_basis(one: Figures | TaskDates) -> bool:
    return one.task.basis is not None


def below_floors(schedule: Schedule) -> tuple[Shortfall, ...]:
    """The tasks that end before a floor lets them, in the schedule's order; of several floors the last to end."""
    found = (one for dates in schedule.where(_has_basis) if (one := _below(dates, schedule)) is not None)
    return tuple(found)


def earliest_end(dates: TaskDates, schedule: Schedule) -> date | None:
    """The day before which no floor lets a task end that begins when it does; None where it has none in days."""
    asked = (
        _compared("below-floor", dates, term, schedule) for term in floors(dates.task.basis, _law(dates, schedule))
    )
    return max((one.must for one in asked if one is not None), default=None)


def is_at_floor(dates: TaskDates, schedule: Schedule) -> bool:
    """Whether a floor lets a task end no day earlier, or, where it is stated in hours, no minute."""
    must = earliest_end(dates, schedule)
    if must is not None and dates.last_day <= must:
        return True
    instant = _end_of_hours(dates)
    return instant is not None and dates.finish <= instant


@dataclass(frozen=True, slots=True)
class FixedDays:
    """How many of the days that are left until a finish the law fixes: `of` each task, in time order, and in all.

    Calendar days up to the last day of the period: of what has not begun the days after that of its event, of what runs
    those from the data date on. What a task takes beyond its period is its own, and may be cut. A period that lies in
    those of others (documents are sold while bids are written) is not listed: its days are theirs.
    """

    left: int
    fixed: int
    of: tuple[tuple[str, int], ...]

    @property
    def is_overlapping(self) -> bool:
        """Whether some days are those of several tasks, so that they are more one by one than in all."""
        return sum(days for _, days in self.of) > self.fixed


def fixed_by_law(schedule: Schedule, chain: Iterable[str]) -> FixedDays | None:
    """What the law fixes of the days that a chain of tasks has left; None where that is nothing."""
    today, periods = start_day(schedule.state.data_date), dict[str, set[date]]()
    ahead = [one for one in schedule.figures_of(chain) if one.stage is not Stage.FINISHED]
    for one in filter(_has_basis, ahead):
        dates = schedule.tasks[one.task.id]
        must = None if dates.task.is_milestone or dates.task.spans else earliest_end(dates, schedule)
        if must is None:
            continue
        event = event_of(dates, schedule)
        first = max(today, (dates.first_day if event is None else event) + timedelta(days=1))
        own = {first + timedelta(days=k) for k in range((min(must, dates.last_day) - first).days + 1)}
        if own:
            periods[dates.task.id] = own
    days = set[date]().union(*periods.values())
    if not days:
        return None
    for name in sorted(periods, key=lambda one: (len(periods[one]), one)):  # the shortest lie in others
        if periods[name] <= set[date]().union(*(own for other, own in periods.items() if other != name)):
            del periods[name]
    of = tuple((name, len(own)) for name, own in periods.items())
    return FixedDays((max(one.shown[1] for one in ahead) - today).days + 1, len(days), of)


def broken_floors(schedule: Schedule) -> tuple[Shortfall, ...]:
    """The tasks that are reported finished before a statutory floor lets them, until a document lets it be.

    That is a waiver in the basis, or a report that takes the finish back. Whether a period of the plan's own may end on
    a day off is no breach of the law.
    """
    tasks = schedule.tasks
    ended = (one for one in below_floors(schedule) if tasks[one.task].stage is Stage.FINISHED)
    return tuple(one for one in ended if not one.is_rolling_only)


def broken_at(history: History, data_date: Instant) -> tuple[Shortfall, ...]:
    """The same at a data date of a project's history."""
    return broken_floors(history.schedule(data_date))


def above_ceilings(schedule: Schedule) -> tuple[Shortfall, ...]:
    """The tasks that are planned to end after their ceiling, none of them begun: what runs is the custody's matter."""
    found = []
    for dates in schedule.where(_has_basis):
        basis = dates.task.basis
        if basis is None or dates.stage is not Stage.NOT_STARTED or dates.task.spans or dates.task.is_milestone:
            continue
        for term in ceilings(basis, _law(dates, schedule)):
            one = _compared("above-ceiling", dates, term, schedule, basis.extended)
            if one is not None and one.finish > one.must:
                found.append(one)
    return tuple(found)


def done_day(dates: TaskDates, kind: Kind) -> date:
    """The day on which a task does what a period after an event asks: of one that has to begin its start."""
    return dates.last_day if kind is Kind.REPORT_WITHIN else dates.first_day


def after_their_periods(schedule: Schedule) -> tuple[Shortfall, ...]:
    """What is planned for later than a period after an event that is ahead itself lets it: a permit lapses unused.

    Of an event that has happened the alerts speak (`schedule.analysis.dates.within`).
    """
    found = []
    for dates in schedule.where(_has_basis):
        basis, event = dates.task.basis, event_of(dates, schedule)
        before = None if basis is None or basis.after is None else schedule.tasks.get(basis.after)
        if basis is None or event is None or before is None or dates.task.spans or basis.waived is not None:
            continue
        if Stage.FINISHED in (dates.stage, before.stage):
            continue
        for term in within(basis, _law(dates, schedule)):
            kind = kind_of(term)
            if term.statute is None or term.statute.kind is not kind:
                continue  # a ceiling: `above_ceilings`
            if not term.holds_on(event) or (kind is not Kind.REPORT_WITHIN and dates.stage is not Stage.NOT_STARTED):
                continue
            try:
                office = office_calendar(dates, schedule)
                own, must = (reach(event, term, office, more).last for more in (None, basis.extended))
            except ValueError:
                continue
            done = done_day(dates, kind)
            code = "late-within" if kind is Kind.REPORT_WITHIN else "lapses-unused"
            if done > must:
                found.append(Shortfall(code, dates.task.id, event, done, must, own, term))
    return tuple(found)


def late_notices(schedule: Schedule) -> tuple[Shortfall, ...]:
    """The notices that come later than the law wants them before what they announce, neither of them done.

    That is the start of the task that the basis names (`before`); of one that is a statutory period itself its end,
    for that is the deadline which the law counts back from.
    """
    found = []
    for dates in schedule.where(_has_basis):
        basis = dates.task.basis
        after = None if basis is None or basis.before is None else schedule.tasks.get(basis.before)
        if basis is None or after is None or Stage.FINISHED in (dates.stage, after.stage) or basis.waived is not None:
            continue
        law, office = _law(dates, schedule), office_calendar(dates, schedule)
        event = _announced(after, schedule)
        for term in notices(basis, law):
            if event is None or not term.holds_on(event):
                continue
            clear = term.statute is not None and term.statute.clear
            try:
                must = latest_event(event, term.number, term.unit, office, clear=clear)
            except ValueError:
                continue  # beyond the days that the calendars cover nothing is known
            if dates.last_day > must:
                found.append(Shortfall("notice-late", dates.task.id, event, dates.last_day, must, must, term))
    return tuple(found)


def _announced(after: TaskDates, schedule: Schedule) -> date | None:
    """The day that a notice comes before; None where it has come."""
    if floors(after.task.basis, _law(after, schedule)):
        return after.last_day
    return after.first_day if after.stage is Stage.NOT_STARTED else None


def unlawful(project: Project, calendars: Calendars | None = None) -> tuple[Diagnostic, ...]:
    """What a plan and its decisions make unlawful, while nobody has sealed them: faults.

    What a report makes of it is none of these, nor is what a sealed history still has (`still_unlawful`). `calendars`
    are those that the project's states have had compiled.
    """
    if is_sealed(project) or not is_asked(project):
        return ()
    try:
        calendars = calendars or Calendars()
        planned = compute(as_of(replace(project, updates=()), project.plan.start), calendars)
        found = [_told(one, planned.tasks[one.task].task.location, False) for one in _planned(planned)]
        found += _extended(planned)
        found += [_undrawn(one, planned, None, False) for one in missing_links(planned)]
        for update in project.updates:
            found += decided_unlawful(project, update, partial(_computed, update.data_date, calendars))
    except PlanError:
        return ()  # what cannot be computed is told elsewhere
    return tuple(fault for k, fault in enumerate(found) if fault not in found[:k])


def _computed(data_date: Instant, calendars: Calendars, project: Project) -> Schedule:
    return compute(as_of(project, data_date), calendars)


def is_sealed(project: Project) -> bool:
    """Whether a record fixes what the plan says, so that what is unlawful in it can only be decided anew."""
    return any(one.digest for one in project.seals)


def still_unlawful(schedule: Schedule) -> tuple[Diagnostic, ...]:
    """What of a sealed history is unlawful by the schedule that comes of it: warnings."""
    late = (*after_their_periods(schedule), *late_notices(schedule))
    found = (*below_floors(schedule), *above_ceilings(schedule), *late)
    told = [_told(one, schedule.tasks[one.task].task.location, True) for one in found]
    told += _extended(schedule)
    told += [_undrawn(one, schedule, None, True) for one in missing_links(schedule)]
    return tuple(fault for k, fault in enumerate(told) if fault not in told[:k])


def decided_unlawful(
    project: Project, update: Update, computed: Callable[[Project], Schedule]
) -> tuple[Diagnostic, ...]:
    """What the decisions of one update of a project make unlawful, and which links of the law they drop.

    `computed` gives the schedule of a project at the update's data date: of this one, or of it without the decisions.
    """
    changed = {one.task: one for one in update.revisions if _can_break(one)}
    linked = bool(update.revisions) and any(task.kind_of for task in all_tasks(project))
    if not changed and not linked:
        return ()
    schedule = computed(project)
    sealed = update.seal is not None or any(one.seal is not None for one in update.records)
    told = [_told(one, changed[one.task].location, sealed) for one in _planned(schedule) if one.task in changed]
    beyond = (one for one in extensions.beyond_articles(schedule) if one.task in changed)
    told += [extensions.told(one, changed[one.task].location) for one in beyond]
    missing = missing_links(schedule) if linked else ()
    if missing:
        without = replace(update, revisions=())
        others = tuple(without if one.data_date == update.data_date else one for one in project.updates)
        before = computed(replace(project, updates=others))
        old = {(one.before, one.after, one.statute.line) for one in missing_links(before)}
        new = [one for one in missing if (one.before, one.after, one.statute.line) not in old]
        at = update.revisions[-1].location
        told += [_undrawn(one, schedule, at, sealed) for one in new]
    return tuple(told)


def refused(schedule: Schedule) -> tuple[Diagnostic, ...]:
    """What stands in the way of approving a schedule: unfinished work that ends before a floor lets it."""
    tasks = schedule.tasks
    ones = (one for one in below_floors(schedule) if tasks[one.task].stage is not Stage.FINISHED)
    return tuple(_told(one, tasks[one.task].task.location, False) for one in ones if not one.is_rolling_only)


def _planned(schedule: Schedule) -> Iterator[Shortfall]:
    late = (*after_their_periods(schedule), *late_notices(schedule))
    for one in (*below_floors(schedule), *above_ceilings(schedule), *late):
        if schedule.tasks[one.task].stage is not Stage.FINISHED:
            yield one


def _below(dates: TaskDates, schedule: Schedule) -> Shortfall | None:
    basis, worst = dates.task.basis, None
    if basis is None or dates.task.spans or dates.task.is_milestone:
        return None
    for term in floors(basis, _law(dates, schedule)):
        one = _compared("below-floor", dates, term, schedule)
        if one is not None and one.finish < one.must and (worst is None or one.must > worst.must):
            worst = one
    return worst or _below_hours(dates)


def _below_hours(dates: TaskDates) -> Shortfall | None:
    """What ends before a floor in hours lets it."""
    must = _end_of_hours(dates)
    if must is None or dates.finish >= must:
        return None
    basis = dates.task.basis
    assert basis is not None
    start = start_day(dates.start if dates.status.started is None else dates.status.started)
    day = finish_day(must)
    term = Term(0, PeriodUnit.CALENDAR_DAYS, article=basis.article)
    return Shortfall("below-floor", dates.task.id, start, finish_day(dates.finish), day, day, term, basis.floor)


def _end_of_hours(dates: TaskDates) -> Instant | None:
    """The instant before which a floor in hours lets a task not end: it counts on the task's own calendar."""
    basis = dates.task.basis
    if basis is None or basis.waived or basis.floor is None or basis.floor.unit in _DAYS:
        return None
    start = dates.start if dates.status.started is None else dates.status.started
    return dates.calendar.add(start, work_minutes(basis.floor, dates.calendar))


_DAYS = (Unit.CALENDAR_DAYS, Unit.WORKING_DAYS)


def _compared(
    code: str, dates: TaskDates, term: Term, schedule: Schedule, extended: Extension | None = None
) -> Shortfall | None:
    event = event_of(dates, schedule)
    if event is None or not term.holds_on(event):
        return None
    office = office_calendar(dates, schedule)
    try:
        must = reach(event, term, office, extended).last
        unrolled = count(event, term.number, term.unit, office, roll=False)
    except ValueError:
        return None  # beyond the days that the calendars cover nothing is known
    return Shortfall(code, dates.task.id, event, finish_day(dates.finish), must, unrolled, term)


def _law(dates: TaskDates, schedule: Schedule) -> Law:
    return schedule.state.home(dates.task.id).rules.law


def _can_break(revision: Revision) -> bool:
    """Whether a decision says how long one task lasts, or what lets it."""
    keys = {"duration", "basis", "calendar", "assignments"}
    return revision.kind is RevisionKind.ADD or (
        revision.kind is RevisionKind.SET and not keys.isdisjoint(revision.changes)
    )


def _extended(schedule: Schedule) -> list[Diagnostic]:
    tasks = schedule.tasks
    return [extensions.told(one, tasks[one.task].task.location) for one in extensions.beyond_articles(schedule)]


def _told(one: Shortfall, location: Location | None, sealed: bool) -> Diagnostic:
    mild = sealed or one.is_rolling_only or one.code not in ("below-floor", "notice-late")
    facts = {
        "task": one.task,
        "start": one.start.isoformat(),
        "found": one.finish.isoformat(),
        "expected": one.must.isoformat(),
        "days": str(one.days),
        "period": one.period,
    }
    if one.term.article is not None:
        facts["article"] = one.term.article
    if one.code in ("lapses-unused", "late-within") and one.must > one.unrolled:
        facts["until"] = one.must.isoformat()
    return Diagnostic(one.code, location, facts, Severity.WARNING if mild else Severity.ERROR)


def _undrawn(one: MissingLink, schedule: Schedule, at: Location | None, sealed: bool) -> Diagnostic:
    before, after = (schedule.tasks[name].task for name in (one.before, one.after))
    related = () if before.location is None else (before.location,)
    facts = {"task": one.after, "found": one.before, "day": one.day.isoformat(), "article": one.statute.article}
    severity = Severity.WARNING if sealed else Severity.ERROR
    return Diagnostic("missing-legal-link", at or after.location, facts, severity, related)
