"""The decision ledger: what each decision is worth, what was promised for it, and what of that has been delivered.

A decision is one event, however many changes it makes: those of one `id`, or of one reason, approver and day. What it
is worth is the difference that it makes to a milestone today: history with it against history without it, at the same
data date and with the same reports. Several overlap, so that single worths do not add up to what all are worth
together; the difference is a line of its own.

This module must never know a word that a reader sees, nor who was late: that is the ledger's.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

from schedule.analysis.history import History
from schedule.calendars.worktime import DAY
from schedule.diagnostics import PlanError
from schedule.engine.schedule import Schedule, Stage, TaskDates
from schedule.engine.state import revised
from schedule.model import (
    DayException,
    Instant,
    Minutes,
    Plan,
    Project,
    Promise,
    Relation,
    Revision,
    RevisionKind,
    Task,
    Update,
)


@dataclass(frozen=True, slots=True)
class Event:
    """One approved decision with all its changes, in the order of the records.

    `day` is the data date of its record, `plans` are those before and after each of its changes. `asked_by`,
    `promises`, `due` (the end of that day) and `measures` are what any of its changes says of it.
    """

    revisions: tuple[Revision, ...]
    day: Instant
    plans: tuple[tuple[Plan, Plan], ...]

    @property
    def id(self) -> str | None:
        """The number that it was given; None where nobody gave it one."""
        return next((one.decision.id for one in self.revisions if one.decision.id is not None), None)

    @property
    def leading(self) -> int:
        """Which of its changes names it (`leading`)."""
        return leading([(one.kind, one.task, one.added) for one in self.revisions])

    @property
    def reason(self) -> str:
        """Why it was decided."""
        return self.revisions[0].reason

    @property
    def approved_by(self) -> str:
        """Who approved it."""
        return self.revisions[0].approved_by

    @property
    def asked_by(self) -> str | None:
        """The body that asked for it, None where nobody is named."""
        return asked_by(self.revisions)

    @property
    def promises(self) -> tuple[Promise, ...]:
        """What was promised for it, each once."""
        return tuple(dict.fromkeys(one for revision in self.revisions for one in revision.decision.promises))

    @property
    def due(self) -> Instant | None:
        """By when that is to be delivered, as the end of a day."""
        return next((one.decision.due for one in self.revisions if one.decision.due is not None), None)

    @property
    def measures(self) -> tuple[str, ...]:
        """What is to be done, in the words of the decision, each once."""
        return tuple(dict.fromkeys(one for revision in self.revisions for one in revision.decision.measures))

    @property
    def is_promised(self) -> bool:
        """Whether something was promised for it."""
        return bool(self.promises or self.measures)


class Delivery(StrEnum):
    """What has become of a decision that promised something."""

    OPEN = "open"
    PARTLY = "partly"
    DONE = "done"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Delivered:
    """What has become of one promise, in calendar days as they are shown.

    `days` are those by which its task is earlier today than it was when it was decided, `by_due` the same at the first
    meeting that could know of the due date; None while there was none, and where the task cannot be dated. `finished`:
    the task has finished, so that nothing can be added any more.
    """

    promise: Promise
    days: int | None
    by_due: int | None
    finished: bool

    @property
    def kept(self) -> bool:
        """Whether all of it is delivered."""
        return self.days is not None and self.days >= self.promise.days


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure, and the data date of the first report since the decision whose words name it; None without one."""

    text: str
    reported: Instant | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision as it stands at a data date.

    `worth` are the elapsed minutes that the milestone stands later (positive) or earlier for it, `days` the same
    between the days shown, `without` its dates in the history without the decision; None where that history has no
    schedule or no such milestone. `state` is None where nothing was promised.
    """

    event: Event
    worth: Minutes | None
    days: int | None
    without: TaskDates | None
    promises: tuple[Delivered, ...]
    measures: tuple[Measure, ...]
    state: Delivery | None
    due_in: Minutes | None

    @property
    def bears(self) -> bool:
        """Whether the milestone's date hangs on it today, as far as is known, or something was promised for it."""
        return self.event.is_promised or self.days is None or bool(self.days or self.worth)

    @property
    def is_open(self) -> bool:
        """Whether something that was promised is still to be delivered, and can be."""
        over = bool(self.promises) and all(one.finished for one in self.promises)
        return self.state in (Delivery.OPEN, Delivery.PARTLY) and not over

    @property
    def is_overdue(self) -> bool:
        """Whether what was promised is not delivered, and its day has passed."""
        return self.state in (Delivery.OPEN, Delivery.PARTLY) and self.due_in is not None and self.due_in <= 0

    @property
    def is_late(self) -> bool:
        """Whether it was delivered after its day."""
        late = any(one.by_due is not None and one.by_due < one.promise.days for one in self.promises)
        return self.state is Delivery.DONE and late


@dataclass(frozen=True, slots=True)
class DecisionLedger:
    """All decisions up to a data date, in the order of their records, and what they are worth for one milestone.

    There are `count` of them, of which `entries` may be the last. `joint` and `joint_days` are what all are worth
    together; None where the history without them has no schedule or no such milestone.
    """

    milestone: str
    dates: TaskDates
    data_date: Instant
    entries: tuple[Entry, ...]
    count: int
    joint: Minutes | None
    joint_days: int | None

    @property
    def together(self) -> int | None:
        """Days of the joint worth that no single decision has: where they overlap or need each other.

        None where a worth is not known, or not all decisions are listed.
        """
        alone = self.alone
        return None if self.joint_days is None or alone is None else self.joint_days - alone

    @property
    def alone(self) -> int | None:
        """The days of all single worths, added; None where one is not known, or not all decisions are listed."""
        if len(self.entries) < self.count or any(one.days is None for one in self.entries):
            return None
        return sum(one.days or 0 for one in self.entries)


LISTED = 12
"""So many decisions a meeting is told, beside those for which something was promised."""


def events(history: History) -> tuple[Event, ...]:
    """The decisions of all records, in their order.

    What only calls something by another name, what puts a slip of the pen right and days that a government announced
    are nobody's decision; words that something was promised for are.
    """
    return history.once(_events)


def _events(history: History) -> tuple[Event, ...]:
    found: list[Event] = []
    plan = history.project.plan
    for update in history.project.updates:
        decided = []
        for one in update.revisions:
            before, plan = plan, revised(plan, [one])
            if is_decision(one):
                decided.append((one, (before, plan)))
        keys = event_keys([one for one, _ in decided])
        for key in dict.fromkeys(keys):
            ones, plans = zip(*(made for made, its in zip(decided, keys, strict=True) if its == key), strict=True)
            found.append(Event(ones, update.data_date, plans))
    return tuple(found)


def is_decision(one: Revision) -> bool:
    """Whether somebody decided it, and it decides a date or something was promised for it."""
    if one.corrects or one.announced:
        return False
    return one.decides_dates or bool(one.decision.promises or one.decision.measures)


def event_keys(revisions: Sequence[Revision]) -> list[Hashable]:
    """Of changes of one day, to which decision each belongs: equal keys are one decision.

    Its `id` tells, else reason, approver and who asked for it. A change without an id, or that does not say who asked,
    belongs to the one that has, if there is just one.
    """
    numbers: dict[tuple[str, str], set[str]] = {}
    bodies: dict[tuple[str, str], set[str]] = {}
    for one in revisions:
        said = one.reason, one.approved_by
        if one.decision.id is not None:
            numbers.setdefault(said, set()).add(one.decision.id)
        elif one.decision.asked_by is not None:
            bodies.setdefault(said, set()).add(one.decision.asked_by)
    keys: list[Hashable] = []
    for one in revisions:
        said = one.reason, one.approved_by
        number = _own_or_only(one.decision.id, numbers.get(said, set()))
        keys.append((*said, _own_or_only(one.decision.asked_by, bodies.get(said, set()))) if number is None else number)
    return keys


def _own_or_only(own: str | None, known: Collection[str]) -> str | None:
    return own if own is not None else next(iter(known)) if len(known) == 1 else None


def leading(changes: Sequence[tuple[str, str, Task | None]]) -> int:
    """Which of a decision's changes names it: of a task that is new, the longest of several, else that is gone.

    Else the first by its task, so that the order of the lines decides nothing. A change is its kind (as of revisions
    and of steps), the id of its task and the task as it is after the change.
    """

    def rank(k: int) -> tuple[bool, Fraction, bool, str, int]:
        kind, name, task = changes[k]
        is_new = kind == RevisionKind.ADD
        duration = task.duration if is_new and task is not None else None
        length = Fraction(0) if duration is None else duration.amount
        return not is_new, -length, kind != RevisionKind.REMOVE, name or "~", k

    return min(range(len(changes)), key=rank)


def asked_by(revisions: Sequence[Revision]) -> str | None:
    """The body that asked for a decision of these changes, of several the first by id; None where nobody is named."""
    return min((one.decision.asked_by for one in revisions if one.decision.asked_by is not None), default=None)


def without(project: Project, gone: Collection[Revision]) -> Project:
    """A project as if these changes had never been decided, with all its reports.

    What was decided later about a task that exists only through them is gone too, and so are relations to it and what
    is reported of it.
    """
    dropped = {id(one) for one in gone}
    updates = tuple(
        replace(one, revisions=tuple(revision for revision in one.revisions if id(revision) not in dropped))
        for one in project.updates
    )
    kept = {one.task for update in updates for one in update.revisions if one.kind is RevisionKind.ADD}
    lost = {one.task for one in gone if one.kind is RevisionKind.ADD} - kept - project.plan.tasks.keys()
    return replace(project, updates=tuple(_without_tasks(one, lost) for one in updates) if lost else updates)


def _without_tasks(update: Update, lost: Collection[str]) -> Update:
    """A record without what it says of tasks that were never there."""
    revisions = []
    for one in update.revisions:
        if one.task in lost or (one.kind is RevisionKind.PROJECT and one.changes.get("target") in lost):
            continue
        added, changes = one.added, dict(one.changes)
        if added is not None:
            added = replace(added, **_cut({"relations": added.relations, "basis": added.basis}, lost))
        revisions.append(replace(one, added=added, changes=_cut(changes, lost)))
    progress = tuple(one for one in update.progress if one.task not in lost)
    return replace(update, revisions=tuple(revisions), progress=progress)


def _cut(fields: dict[str, Any], lost: Collection[str]) -> dict[str, Any]:
    """Fields of a task, without what they say of tasks that were never there."""
    relations: tuple[Relation, ...] | None = fields.get("relations")
    if relations is not None:
        fields["relations"] = tuple(one for one in relations if one.predecessor not in lost)
    if (basis := fields.get("basis")) is not None and basis.after in lost:
        fields["basis"] = None
    return fields


def _past(history: History, numbers: tuple[int, ...]) -> History:
    """The history without some of its decisions, by their numbers in `events`; every week asks for the same."""
    made = events(history)
    gone = [one for k in numbers for one in made[k].revisions]
    return History(without(history.project, gone), history)


def _schedule(history: History, day: Instant) -> Schedule | None:
    """The schedule at a data date; None where a history that never was has none."""
    try:
        return history.schedule(day)
    except PlanError:
        return None


def _dated(schedule: Schedule | None, task: str) -> TaskDates | None:
    dates = None if schedule is None else schedule.tasks.get(task)
    return None if dates is None or dates.task.spans else dates


def decision_ledger(history: History, data_date: Instant, milestone: str, most: int | None = None) -> DecisionLedger:
    """What every decision up to a data date is worth for a milestone then, and what has become of its promises.

    Of more than `most` only the last so many, and those for which something was promised. Raises KeyError where the
    milestone is not in the plan then, or only spans other tasks, and what `compute` raises of the history as it is.
    """
    made = [k for k, one in enumerate(events(history)) if one.day <= data_date]
    listed = made if most is None else [k for k in made if k in made[-most:] or events(history)[k].is_promised]
    dates = _dated(history.schedule(data_date), milestone)
    if dates is None:
        raise KeyError(milestone)
    joint = _dated(_schedule(history.once(_past, tuple(made)), data_date), milestone) if made else dates
    return DecisionLedger(
        milestone=milestone,
        dates=dates,
        data_date=data_date,
        entries=tuple(_entry(history, k, data_date, dates) for k in listed),
        count=len(made),
        joint=None if joint is None else dates.finish - joint.finish,
        joint_days=None if joint is None else (dates.last_day - joint.last_day).days,
    )


def _entry(history: History, number: int, data_date: Instant, dates: TaskDates) -> Entry:
    event, past = events(history)[number], history.once(_past, (number,))
    other = _dated(_schedule(past, data_date), dates.task.id)
    promises = tuple(_delivered(history, past, event, one, data_date) for one in event.promises)
    measures = tuple(Measure(one, _reported(history.project, event, one, data_date)) for one in event.measures)
    return Entry(
        event=event,
        worth=None if other is None else dates.finish - other.finish,
        days=None if other is None else (dates.last_day - other.last_day).days,
        without=other,
        promises=promises,
        measures=measures,
        state=_state(history, event, promises, measures, data_date),
        due_in=None if event.due is None else event.due - data_date,
    )


def _delivered(history: History, past: History, event: Event, promise: Promise, data_date: Instant) -> Delivered:
    """What has become of a promise.

    Counted from the later of the two forecasts of the day of the decision, in the history that it belongs to: days
    that only a decided duration saves are no delivery before somebody reports them, and days that the decision itself
    costs are not charged against what was promised in return.
    """
    both = [_dated(_schedule(one, event.day), promise.task) for one in (history, past)]
    found = [(dates.finish, which, dates) for which, dates in zip((history, past), both, strict=True) if dates]
    if not found:
        return Delivered(promise, None, None, False)
    _, which, then = max(found, key=lambda one: one[0])

    def earlier(day: Instant) -> int | None:
        now = _dated(_schedule(which, day), promise.task)
        return None if now is None else (then.last_day - now.last_day).days

    judged = None if event.due is None else _judged(history.project, event.due, data_date)
    now = _dated(_schedule(history, data_date), promise.task)
    finished = now is not None and now.stage is Stage.FINISHED
    return Delivered(promise, earlier(data_date), None if judged is None else earlier(judged), finished)


def _judged(project: Project, due: Instant, data_date: Instant) -> Instant | None:
    """The first meeting that can know what was done by a day; None while there was none."""
    return next((one.data_date for one in project.updates if due <= one.data_date <= data_date), None)


def _reported(project: Project, event: Event, measure: str, data_date: Instant) -> Instant | None:
    """The data date of the first record after a decision in which somebody writes of a measure in its own words."""
    wanted = _bare(measure)
    for update in project.updates:
        if event.day < update.data_date <= data_date and any(wanted in _bare(text) for text in _texts(update)):
            return update.data_date
    return None


def _texts(update: Update) -> Iterator[str]:
    said = (text for one in update.progress for text in (one.note, one.cause, one.request))
    yield from (text for text in (update.note, *said) if text)


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()


def _state(
    history: History,
    event: Event,
    promises: Sequence[Delivered],
    measures: Sequence[Measure],
    data_date: Instant,
) -> Delivery | None:
    """What has become of a decision: of its promises, else of its measures.

    A measure of which somebody has reported is a beginning, also where no day was won yet.
    """
    if _is_withdrawn(event, history.state(data_date).plan):
        return Delivery.WITHDRAWN
    if not promises and not measures:
        return None
    begun = any(one.reported is not None for one in measures) or any((one.days or 0) > 0 for one in promises)
    if all(one.kept for one in promises) if promises else all(one.reported is not None for one in measures):
        return Delivery.DONE
    return Delivery.PARTLY if begun else Delivery.OPEN


def _is_withdrawn(event: Event, now: Plan) -> bool:
    """Whether later decisions took all of it back: everything that it changed stands as it stood before it."""
    taken = [_is_back(one, event, k, now) for k, one in enumerate(event.revisions) if one.decides_dates]
    return bool(taken) and all(taken)


def _is_back(one: Revision, event: Event, number: int, now: Plan) -> bool:
    if one.kind is RevisionKind.ADD:
        return one.task not in now.tasks
    if one.kind is RevisionKind.REMOVE:
        return one.task in now.tasks
    if one.kind is RevisionKind.CALENDAR:
        spec = now.calendars.get(one.calendar or "")
        later = () if spec is None else spec.exceptions
        return bool(one.exceptions) and all(_is_overruled(exception, later) for exception in one.exceptions)
    was = event.plans[0][0].tasks.get(one.task, event.plans[number][0].tasks[one.task])
    then, today = event.plans[number][1].tasks[one.task], now.tasks.get(one.task)
    if today is None:
        return False
    changed = [name for name in one.changes if _value(was, name) != _value(then, name)]
    return bool(changed) and all(_value(today, name) == _value(was, name) for name in changed)


def _value(task: Task, name: str) -> object:
    """A field's value; of things that stand in any order, which there are."""
    value = getattr(task, name)
    return frozenset(value) if name in ("relations", "constraints") else value


def _is_overruled(exception: DayException, exceptions: Sequence[DayException]) -> bool:
    """Whether a later exception of the same days says the contrary."""
    at = max((k for k, one in enumerate(exceptions) if one == exception), default=None)
    later = () if at is None else exceptions[at + 1 :]
    days = exception.first, exception.last
    return any((one.first, one.last) == days and one.working != exception.working for one in later)


def is_near(entry: Entry, days: int) -> bool:
    """Whether something promised is still to come and due within so many days, or overdue."""
    return entry.is_open and entry.due_in is not None and entry.due_in <= days * DAY
