"""One task's dates as our rules give them, and as MPXJ's PrimaveraScheduler does in each of its known ways.

Given MPXJ's dates of the neighbours, every field of a task is computed again here, in Calendar's arithmetic alone: by
our rules where no way is asked for, and with each `Way` in which MPXJ goes its own. A difference is known only when no
way gives what we print and the ways together give, to the minute, what MPXJ prints; so no way can hide a fault of ours.
What MPXJ does is told as facts; none of its code is here. This module must never use the engine's passes.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from oracle.comparison import Difference, Raw
from oracle.mpxj_oracle import OracleDates
from schedule.calendars.durations import calendar_id, lag_calendar, lag_minutes, work_minutes
from schedule.calendars.worktime import Calendar
from schedule.engine.bounds import lag_left
from schedule.model import ConstraintKind, Instant, Minutes, Relation, RelationType, Status, Task, TaskKind
from schedule.rules import in_force

K = ConstraintKind
_NEVER = 1 << 40


class Way(StrEnum):
    """A way in which MPXJ goes its own; the reasons why we do not follow stand in the test."""

    SF_ORDER = "SF takes the duration off before the lag"
    SF_PROGRESS = "SF beside progress"
    FF_FINISHED = "FF from a finished predecessor"
    SS_FINISHED = "SS from a finished predecessor"
    SS_NOTHING_DONE = "SS lag from a start without work done"
    UNSNAPPED = "SS stands off the lag calendar"
    FIRST = "the first of equal points"
    KEPT_FINISH = "finish kept from the relation or the constraint"
    ON_ITS_DAY = "no earlier than, on the day of the relation"
    MIDNIGHT_BACK = "counted back from midnight through hours off"
    NO_FLOOR = "before the data date"
    PUSHED = "a finished task's own dates"
    ALAP_BACK = "as late as possible, before the early dates"
    ALAP_ORDER = "as late as possible, duration before the lag"
    LATE_FINISHED = "a finished task counts for the project's finish"
    LATE_KEPT = "late start kept from the relation"
    LATE_NEAREST = "late start at the nearer shift"
    LATE_SF = "SF late"
    LATE_DROPPED = "lead between started tasks dropped backward"
    LATE_INTO_FINISHED = "lag into the start of a finished task, backward"
    LATE_STARTED = "no later than, after the start"
    LATE_MILESTONE = "late start milestone between shifts"
    LATE_SHIFT_END = "late start milestone at the shift's end"
    PATH_FLOAT = "a relation with float left, and still driving"
    PATH_RUNNING = "a start that has happened, and still driving"
    PATH_FIXED = "a mandatory date, and still driving"
    PATH_STOPPED = "a lead that the data date stopped, and still driving"
    PATH_LATE = "a task as late as possible holds what follows"
    PATH_CONSTRAINT = "a constraint's date hides the relation that asks for it"
    FREE_RUNNING = "free float of an SF from a start that has happened"
    FREE_LEAD = "free float forgets the lead of an SS"
    FREE_LAG = "free float adds the lag to the own date"


class Term(NamedTuple):
    """What a relation asks of a start, the finish that MPXJ keeps beside it, and what it asks of the finish, if any."""

    start: Instant
    finish: Instant | None = None
    end: Instant | None = None


class Case:
    """One task of one difference, and the arithmetic of its neighbours."""

    def __init__(self, one: Difference, ways: frozenset[str]) -> None:
        self.one, self.ways, self.state, self.plan = one, ways, one.state, one.state.plan
        self.rules = in_force(self.plan.settings)
        self.task, self.status = one.of, one.state.status(one.task)
        self.now = max(self.plan.start, self.state.data_date)
        self.own = self.calendar(self.task)
        self.rest = self.remaining(self.task)
        self.full = self.rest + self.done(self.task)

    def calendar(self, task: Task) -> Calendar:
        return self.one.schedule.calendars[calendar_id(task, self.state)]

    def lag_on(self, relation: Relation) -> Calendar:
        return lag_calendar(relation, self.state, self.one.schedule.calendars)

    def lag(self, relation: Relation) -> Minutes:
        return lag_minutes(relation, self.state, self.one.schedule.calendars)

    def left(self, relation: Relation) -> Minutes:
        """What our rules leave of a lag."""
        left = lag_left(relation, self.lag(relation), self.state, self.one.schedule.calendars)
        assert left is not None
        return left

    def remaining(self, task: Task) -> Minutes:
        status = self.state.status(task.id)
        if status.finished is not None:
            return 0
        given = task.duration if status.remaining is None else status.remaining
        return work_minutes(given, self.calendar(task))

    def done(self, task: Task) -> Minutes:
        """MPXJ's actual duration, as the oracle is told it."""
        status = self.state.status(task.id)
        if status.started is None:
            return 0
        end = self.state.data_date if status.finished is None else status.finished
        return max(0, self.calendar(task).work(status.started, end))

    def dates(self, name: str) -> OracleDates | Raw:
        """A neighbour's dates: MPXJ's, but a finished one's are ours as long as its own dates are not asked for."""
        if self.state.status(name).finished is not None and Way.PUSHED not in self.ways:
            return self.one.raw[name]
        return self.one.oracle[name]

    def minus(self, calendar: Calendar, instant: Instant, work: Minutes) -> Instant:
        """Back by some work; from a midnight MPXJ takes less than a day's work off the clock, hours off and all."""
        if Way.MIDNIGHT_BACK in self.ways and instant % 1440 == 0 < work < calendar.work(instant - 1440, instant):
            return instant - work
        return calendar.add(instant, -work)

    def back(self, finish: Instant, work: Minutes) -> Instant:
        """Where the task's own work must start to end at an instant."""
        return self.minus(self.own, finish, work)

    def add_lag(self, relation: Relation, instant: Instant, lag: Minutes) -> Instant:
        if lag >= 0:
            return self.lag_on(relation).add(instant, lag)
        return max(self.minus(self.lag_on(relation), instant, -lag), self.state.data_date)

    def remove_lag(self, relation: Relation, instant: Instant, lag: Minutes) -> Instant:
        return self.lag_on(relation).add(instant, -lag) if lag < 0 else self.minus(self.lag_on(relation), instant, lag)


def is_working(calendar: Calendar, instant: Instant) -> bool:
    """Whether an instant lies in a shift, its ends included: midnight is the beginning of its day, never the end."""
    ends = calendar.previous_finish(instant) == instant and instant % 1440 != 0
    return calendar.next_start(instant) == instant or ends


def starts(of: Case) -> list[Term]:
    """What each relation asks of the task's start, in the order of the plan."""
    return [asked(of, relation) for relation in of.task.relations]


def asked(of: Case, relation: Relation) -> Term:
    before, after = of.state.status(relation.predecessor), of.status
    dates = of.dates(relation.predecessor)
    start, finish = _known(dates.early_start), _known(dates.early_finish)
    type_, lag = relation.type, of.lag(relation)
    if type_ is RelationType.SF:
        own_way = _start_to_finish(of, relation, before, start, lag)
        if own_way is not None:
            return own_way if own_way.start >= of.now else Term(of.now)
    if type_ is RelationType.FF and before.finished is not None and Way.FF_FINISHED in of.ways:
        return Term(max(of.back(_from_finished(of, relation, before, finish, lag), of.rest), of.now))
    if type_ is RelationType.SS and before.finished is not None and Way.SS_FINISHED in of.ways:
        if after.started is not None and lag <= 0:
            return Term(start)
        actual = of.add_lag(relation, _known(before.started), lag)
        return Term(start if actual < of.state.data_date or (lag < 0 and actual <= of.state.data_date) else actual)
    left = of.left(relation)
    is_running = before.started is not None and before.finished is None
    if type_ is RelationType.SS and is_running and after.started is None and Way.SS_NOTHING_DONE in of.ways:
        left = left if of.done(of.plan.tasks[relation.predecessor]) else 0
    instant = finish if type_.leaves_finish else start
    if left or type_.leaves_finish:
        instant = of.add_lag(relation, instant, left) if left else instant
    elif before.finished is None and (
        Way.UNSNAPPED not in of.ways or (before.started is None and after.started is None and not lag)
    ):
        instant = of.lag_on(relation).next_start(instant)
    if not type_.enters_finish:
        return Term(instant)
    begin = of.back(instant, of.rest)
    if type_ is RelationType.SF:
        return Term(begin, None, instant)
    shown = None
    if Way.KEPT_FINISH in of.ways and before.started is None and after.started is None and lag <= 0:
        shown = of.own.next_start(instant) if not lag and not is_working(of.own, instant) else instant
    if begin < of.now and Way.NO_FLOOR in of.ways:  # of what reaches back before the data date MPXJ stops an FF there
        return Term(of.now)
    return Term(begin, shown, instant)


def _start_to_finish(of: Case, relation: Relation, before: Status, start: Instant, lag: Minutes) -> Term | None:
    """An SF in MPXJ's ways; None where it counts as we do."""
    if before.started is None and of.status.started is None:
        if Way.SF_ORDER not in of.ways:
            return None
        begin = of.add_lag(relation, of.back(start, of.rest), lag)
        kept = of.add_lag(relation, start, lag) if lag and begin > of.state.data_date else None
        return Term(begin, kept if Way.KEPT_FINISH in of.ways else None)
    if Way.SF_PROGRESS not in of.ways:
        return None
    if of.status.started is None:
        begin = of.add_lag(relation, of.back(start, of.rest), lag)
        return Term(begin if before.finished is not None else min(begin, of.state.data_date))
    if before.started is None:
        if lag > 0:
            return Term(of.back(of.add_lag(relation, start, lag), of.rest))
        return Term(of.back(of.own.add(of.status.started, of.full), of.rest))
    left = lag - max(0, of.lag_on(relation).work(before.started, of.state.data_date))
    if left > 0:
        return Term(of.back(of.add_lag(relation, start, left), of.rest))
    return Term(start)


def _from_finished(of: Case, relation: Relation, before: Status, finish: Instant, lag: Minutes) -> Instant:
    """Where MPXJ counts an FF from a finished predecessor: its actual finish, or its early one with the lag twice."""
    actual = _known(before.finished)
    if not lag:
        return actual
    done = of.done(of.plan.tasks[relation.predecessor])
    if of.status.started is not None or (lag > 0 and lag > done):
        return of.add_lag(relation, actual, lag)
    return of.add_lag(relation, of.add_lag(relation, finish, lag), lag)


def early(of: Case) -> tuple[Instant, Instant]:
    """The early start and finish; those of the remaining work for a task in progress."""
    if of.task.as_late_as_possible:
        return _as_late_as_possible(of)
    terms = starts(of)
    if of.status.started is not None:
        floor = [] if terms and Way.NO_FLOOR in of.ways else [of.now]
        begin = of.own.next_start(max([*floor, *(term.start for term in terms)]))
        return begin, _finish(of, terms, begin)
    begin, finish = _held(of, *_chosen(of, terms))
    if of.task.kind is not TaskKind.FINISH_MILESTONE or of.own.previous_finish(begin) != begin:
        begin = of.own.next_start(begin)
    if of.task.kind is TaskKind.START_MILESTONE or finish is None:
        finish = _finish(of, terms, begin)
    return begin, finish


def _finish(of: Case, terms: Sequence[Term], begin: Instant) -> Instant:
    """By our rules no finish before a relation lets it come: in a gap or at the beginning of a shift the next start."""
    finish = of.own.add(begin, of.rest)
    if of.rest and of.task.kind is TaskKind.TASK and Way.KEPT_FINISH not in of.ways:
        ends = [term.end for term in terms if term.end is not None and of.own.work(finish, term.end) == 0]
        if max(ends, default=finish) > finish:
            return of.own.next_start(max(ends))
    return finish


def _chosen(of: Case, terms: Sequence[Term]) -> tuple[Instant, Instant | None]:
    """The latest of what relations ask and the data date, and the finish that comes with it."""
    first = of.own.next_start
    if not terms:
        return of.now, None
    last = max(first(term.start) for term in terms)
    equal = [(term, one) for term, one in zip(terms, of.task.relations, strict=True) if first(term.start) == last]
    if Way.FIRST in of.ways:
        # One as late as possible stood earlier when MPXJ's forward pass asked it.
        settled = [pair for pair in equal if not of.plan.tasks[pair[1].predecessor].as_late_as_possible]
        equal = (settled or equal)[:1]
    begin = max(term.start for term, _ in equal)
    if begin < of.now:
        return of.now, None
    return begin, next((term.finish for term, _ in equal if term.finish is not None), None)


def _held(of: Case, begin: Instant, finish: Instant | None) -> tuple[Instant, Instant | None]:
    """What the early constraints make of a start and of the finish kept beside it."""
    kept = Way.KEPT_FINISH in of.ways
    free = not of.task.relations and Way.NO_FLOOR in of.ways
    for one in of.task.constraints:
        kind, date = one.kind, one.instant
        back = of.back(date, of.rest)
        if kind is K.START_NO_EARLIER_THAN:
            if not of.task.relations:  # nothing is replaced whose time of day it could take
                begin = max(begin, date)
            same_day = begin // 1440 == date // 1440
            if begin < date or (same_day and Way.ON_ITS_DAY in of.ways):
                begin = _on_its_day(of, date, begin)
            elif same_day:
                begin = max(begin, _on_its_day(of, date, begin))
        elif kind is K.FINISH_NO_EARLIER_THAN and (back > begin or free):
            begin, finish = back, None
            if kept and not of.task.relations:
                finish = date if is_working(of.own, date) else of.own.next_start(date)
        elif kind is K.START_ON:
            begin = max(begin, of.own.next_start(date)) if begin < date else begin
        elif kind is K.FINISH_ON and back > begin:
            begin = back
            finish = of.own.previous_finish(date) if kept else None
            if kept and of.task.kind is TaskKind.FINISH_MILESTONE:
                finish = back
        elif kind is K.MANDATORY_START:
            begin = date
        elif kind is K.MANDATORY_FINISH:
            begin, finish = back, date if kept else None
        if Way.NO_FLOOR not in of.ways:
            begin = max(begin, of.now)
    return begin, finish


def _on_its_day(of: Case, date: Instant, begin: Instant) -> Instant:
    """A date without a time takes the time of day of the start that it replaces, if that day is worked then."""
    if date % 1440 or begin % 1440 == 0:
        return date
    moved = date + begin % 1440
    return moved if of.own.next_start(moved) // 1440 == date // 1440 else date


def _as_late_as_possible(of: Case) -> tuple[Instant, Instant]:
    """The latest dates that leave the successors' early dates alone."""
    own = of.own
    relations = [one for other in of.plan.tasks.values() for one in other.relations if one.predecessor == of.task.id]
    limits = [latest(of, relation) for relation in relations]
    if not relations:
        limits.append(own.add(forward_finish(of), -of.rest))
    begin = min(limits)
    if of.task.kind is TaskKind.FINISH_MILESTONE:
        begin = own.previous_finish(begin)
    elif Way.ALAP_ORDER not in of.ways:
        begin = own.next_start(begin)
    raw = of.one.raw[of.task.id]
    if Way.ALAP_BACK not in of.ways and begin <= raw.forward_start:
        begin = raw.forward_start
        if Way.KEPT_FINISH not in of.ways:
            return begin, raw.forward_finish
    return begin, own.add(begin, of.rest)


def forward_finish(of: Case) -> Instant:
    """The project's finish: the last early finish of what is not finished, as the forward pass left it."""
    finishes = [
        of.one.raw[name].forward_finish
        if of.plan.tasks[name].as_late_as_possible
        else _known(of.one.oracle[name].early_finish)
        for name in of.plan.tasks
        if not _finished(of, name)
    ]
    return max(finishes, default=of.state.data_date)


def latest(of: Case, relation: Relation) -> Instant:
    """The latest start of a task as late as possible that leaves a successor's early dates alone."""
    dates = of.dates(relation.successor)
    after = of.state.status(relation.successor)
    lag, left = of.lag(relation), of.left(relation)
    start, finish = _known(dates.early_start), _known(dates.early_finish)
    if Way.ALAP_ORDER in of.ways:
        if relation.type is RelationType.SS:
            return of.own.next_start(of.remove_lag(relation, start, lag))
        if relation.type is RelationType.FS:
            begin = of.remove_lag(relation, of.back(start, of.rest), lag)
            snaps = of.status.started is None and after.started is None and not is_working(of.own, begin)
            return of.own.next_start(begin) if snaps else begin
        left = lag
    instant = of.remove_lag(relation, finish if relation.type.enters_finish else start, left)
    return of.back(instant, of.rest) if relation.type.leaves_finish else instant


def _finished(of: Case, name: str) -> bool:
    return of.state.status(name).finished is not None


def _known(instant: Instant | None) -> Instant:
    assert instant is not None
    return instant
