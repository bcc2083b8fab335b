"""The authority's clock: how much of a period to decide within has gone, what stood still, and on which day it ends.

The clock begins with the acceptance (受理), whose own day does not count. What is missing has to be told at once or
within five working days of the receipt; an authority that says nothing has accepted from the day of receipt
(行政许可法第32条), whatever it says later. A file that is sent back within these days has not been accepted, and its
period begins anew; one that is sent back later stops the clock, which goes on where it stood; a plan may say of an
approval that every return begins it anew, or that none does. Hearings, tenders,
auctions, inspections, tests, quarantine, appraisals and expert reviews are not counted (第45条).

Days are counted whole: one on which the file is sent back or decided is still the authority's. A day that the reader's
data date lies in has not gone yet. This module must never know a plan, a report or who is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import zip_longest

from schedule.calendars.periods import PeriodUnit, count, days_counted
from schedule.calendars.worktime import Calendar, finish_day, start_day
from schedule.law.extensions import extendable, lawful, most_by
from schedule.law.terms import Term
from schedule.model import Correction, Extension, Filing, FilingKind, Instant, Unit

SILENCE = 5
"""Working days within which an authority has to say what is missing (行政许可法第32条第一款第四项)."""


class Accepted(StrEnum):
    """How we know that a file was accepted.

    It was told; nobody said anything within the days that the law gives (视为受理); it was decided within them; nothing
    was told of the file at all, and the task's start stands for its receipt.
    """

    TOLD = "told"
    SILENT = "silent"
    RECEIVED = "received"
    STARTED = "started"


class Phase(StrEnum):
    """Where a clock stands: not accepted yet, running, stopped, or the matter is decided."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPED = "stopped"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Stop:
    """Days, both included, that a period does not count: a return (`cause` None), or what a report gave as its cause.

    `document` is the paper by which the applicant was told how long it takes (行政许可法第45条), None where none was
    seen. `days` are those of the period's unit. `until` is None while it lasts.
    """

    since: date
    until: date | None
    days: int
    cause: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """An interval, half-open, that is not counted, with what a report said of it."""

    since: Instant
    until: Instant
    cause: str
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """One period to decide within, at a data date.

    `accepted` is the day from which it counts, None before the acceptance; `known` is how we know it. `received` is
    the day of the last receipt; while nothing was said since, silence is acceptance after `silent_after`. `used` and
    `over` are days of the term's unit, of months and years calendar days: those counted so far, and those of them
    after the last day. `due` is that day, as long as nothing stops the clock before it; None where it is not known.
    `ended` is the day of the decision. `extended` is what the authority's head added, which is in `due`; `too_late`
    what the head added when the last day was over already, which is not: who cannot decide within the period has it
    extended before it ends (行政许可法第42条). `beyond` is what the head added where that is more than the article lets
    it be, with what does not count. `correction` is what the plan says that a return does. `put_off` is by how many
    calendar days the last day, which falls on a day off, comes later than its number: a running file has these as well.
    """

    term: Term
    phase: Phase
    received: date | None = None
    accepted: date | None = None
    known: Accepted | None = None
    silent_after: date | None = None
    used: int = 0
    stops: tuple[Stop, ...] = ()
    due: date | None = None
    over: int = 0
    passed: bool = False
    ended: date | None = None
    extended: Extension | None = None
    too_late: Extension | None = None
    beyond: Extension | None = None
    correction: Correction | None = None
    put_off: int = 0

    @property
    def stopped(self) -> int:
        """How many days, in the term's unit, were not counted."""
        return sum(one.days for one in self.stops)

    @property
    def limit(self) -> int:
        """How many units it may take, with what the head added in the same unit."""
        return self.term.number + _added(self.term, self.extended)

    @property
    def rolled(self) -> int:
        """By how many calendar days the last day, which fell on a day off, came later than its number."""
        if self.over and self.term.unit is PeriodUnit.CALENDAR_DAYS:
            return max(0, self.used - self.limit - self.over)
        return self.put_off

    @property
    def left(self) -> int | None:
        """How many days are left, never negative; None of months and years."""
        if self.term.unit not in _UNITS.values():
            return None
        return max(0, self.limit - self.used) + self.put_off

    @property
    def is_open(self) -> bool:
        """Whether the authority can still decide in time or late."""
        return self.phase is not Phase.CLOSED


@dataclass(frozen=True, slots=True)
class _Run:
    """Days on which the file lay with the authority after its acceptance: those after `event` up to `last`.

    `returned` says that it was sent back on the last of them.
    """

    event: date
    last: date
    returned: bool = False


def clock(
    terms: Sequence[Term],
    filings: Sequence[Filing],
    started: Instant | None,
    closed: Instant | None,
    data_date: Instant,
    office: Calendar,
    *,
    reviews: Iterable[Review] = (),
    extended: Extension | None = None,
    correction: Correction | None = None,
) -> Clock | None:
    """The clock of an approval; None where none of the terms is in force on the day of its acceptance.

    Args:
        terms: the versions of one period, of which that counts which is in force on the day of the acceptance, before
            it that of the receipt, before that of the data date.
        filings: what happened to the file, in order of time.
        started: the task's own start, which stands for a receipt where nothing is told of the file.
        closed: when it was decided; what lies after the data date has not happened.
        data_date: the instant until which everything is known.
        office: whose working days count.
        reviews: what the period does not count, in order.
        extended: what the authority's head added; one given `on` a later day than the data date's is not there yet.
        correction: whether a return begins the period anew or lets it go on; None: anew until it is accepted, on later.
    """
    today = start_day(data_date)
    last, ended = today - timedelta(days=1), None
    if closed is not None and closed <= data_date:
        ended = finish_day(closed)
        last = ended
    heard = [one for one in filings if one.instant <= data_date]
    if not heard and started is not None and started < data_date:
        heard, from_start = [Filing(FilingKind.SUBMITTED, started)], True
    else:
        from_start = False
    file = _File(office, last, ended, correction)
    for one, then in zip_longest(heard, heard[1:]):
        file.hear(one, then)
    term = next((one for one in terms if one.holds_on(file.accepted or file.received or today)), None)
    if term is None:
        return None
    while extended is not None and extended.on is not None and extended.on > today:
        extended = extended.earlier
    held = lawful(term, extended if extended is not None and _unit(extended) is not None else None)
    extended = held.counts
    known = Accepted.STARTED if from_start and file.known is not None else file.known
    phase = Phase.CLOSED if ended is not None else Phase.WAITING if file.accepted is None else Phase.RUNNING
    bare = Clock(term, phase, file.received, file.accepted, known, file.silent_after, ended=ended, extended=extended)
    bare = replace(bare, correction=correction, beyond=held.beyond)
    if file.accepted is None:
        return bare
    runs, stops = _counted(file, [one for one in reviews if one.since < one.until], term, office)
    if phase is Phase.RUNNING and (file.running is None or (stops and stops[-1].until is None)):
        phase = Phase.STOPPED
    if extended is not None and extended.on is not None:
        alone = _due(replace(bare, extended=extended.earlier), runs, phase, office)
        if alone is not None and alone < extended.on:
            bare = replace(bare, extended=extended.earlier, too_late=extended)
    bare = _as_far_as_allowed(bare, runs, phase, office)
    due = _due(bare, runs, phase, office)
    used = sum(days_counted(one.event, one.last, term.unit, office) for one in runs)
    by_day = phase is Phase.RUNNING and term.unit is PeriodUnit.CALENDAR_DAYS and due is not None
    return replace(
        bare,
        phase=phase,
        used=used,
        put_off=max(0, (due - last).days - max(0, bare.limit - used)) if by_day and due is not None else 0,
        stops=tuple(stops),
        due=due,
        over=0 if due is None else sum(days_counted(max(one.event, due), one.last, term.unit, office) for one in runs),
        passed=due is not None and due < (today if ended is None else ended),
    )


class _File:
    """What the events of a file say, one after the other: since when it is accepted, and on which days it ran."""

    __slots__ = (
        *("accepted", "correction", "ended", "known", "last", "office", "received", "running", "runs", "silent_after"),
    )

    def __init__(self, office: Calendar, last: date, ended: date | None, correction: Correction | None) -> None:
        self.office, self.last, self.ended, self.correction = office, last, ended, correction
        self.received: date | None = None
        self.accepted: date | None = None
        self.known: Accepted | None = None
        self.silent_after: date | None = None
        self.running: date | None = None
        self.runs: list[_Run] = []

    def hear(self, one: Filing, then: Filing | None) -> None:
        """Take one event, knowing the next."""
        if one.kind is FilingKind.SUBMITTED:
            self._receive(start_day(one.instant), then)
        elif one.kind is FilingKind.ACCEPTED:
            if self.running is None:
                self._begin(start_day(one.instant), Accepted.TOLD)
        elif one.kind is FilingKind.RETURNED:
            self._send_back(finish_day(one.instant))
        if then is None and self.running is not None:
            self.runs.append(_Run(self.running, self.last))

    def _receive(self, day: date, then: Filing | None) -> None:
        self.received, self.silent_after = day, None
        told = self.ended if then is None else _told_on(then)
        try:
            until = count(day, SILENCE, PeriodUnit.WORKING_DAYS, self.office)
        except ValueError:
            until = date.max
        decided = then is None or then.kind is FilingKind.DECIDED
        if (told is not None and (told > until or decided)) or (told is None and self.last >= until):
            at_once = told is not None and decided and told <= until
            self._begin(day, Accepted.RECEIVED if at_once else Accepted.SILENT)
        elif told is None:
            self.silent_after = until

    def _begin(self, day: date, known: Accepted) -> None:
        self.running = day
        if self.accepted is None:
            self.accepted, self.known = day, known

    def _send_back(self, day: date) -> None:
        if self.correction is Correction.RESTART:
            self.accepted, self.known, self.running, self.runs = None, None, None, []
            return
        if self.correction is Correction.RESUME and self.running is None and self.received is not None:
            self._begin(self.received, Accepted.RECEIVED)
        if self.running is not None:
            self.runs.append(_Run(self.running, min(day, self.last), returned=True))
        self.running = None


def _told_on(filing: Filing) -> date:
    leaving = filing.kind in (FilingKind.RETURNED, FilingKind.DECIDED)
    return finish_day(filing.instant) if leaving else start_day(filing.instant)


def _counted(file: _File, reviews: Sequence[Review], term: Term, office: Calendar) -> tuple[list[_Run], list[Stop]]:
    """The days that count, without those of reviews; and all stops between the acceptance and the last day."""
    runs, stops = [], []
    for k, run in enumerate(file.runs):
        parts = [run]
        for one in reviews:
            first, until = start_day(one.since), finish_day(one.until)
            parts, cut = _without(parts, first, until)
            days = sum(days_counted(part.event, part.last, term.unit, office) for part in cut)
            if days:
                still = file.running is not None and k == len(file.runs) - 1 and until >= file.last
                stop = Stop(max(first, run.event + _ONE), None if still and not file.ended else until, days)
                stops.append(replace(stop, cause=one.cause, document=one.document))
        runs += parts
        if run.returned:
            again = file.runs[k + 1].event if k + 1 < len(file.runs) else None
            days = days_counted(run.last, again or file.last, term.unit, office)
            stops.append(Stop(run.last, again, days))
    return runs, stops


_ONE = timedelta(days=1)


def _without(runs: Iterable[_Run], first: date, last: date) -> tuple[list[_Run], list[_Run]]:
    """What of runs lies outside of some days, both included, and what inside."""
    out, inside = [], []
    for one in runs:
        before, after = min(one.last, first - _ONE), max(one.event, last)
        cut = _Run(max(one.event, first - _ONE), min(one.last, last))
        if cut.event >= cut.last:
            out.append(one)
            continue
        inside.append(cut)
        out += [part for part in (_Run(one.event, before), _Run(after, one.last)) if part.event < part.last]
    return out, inside


def _due(bare: Clock, runs: Sequence[_Run], phase: Phase, office: Calendar) -> date | None:
    """The last day: where enough days have gone that on which they had, else where they will have if nothing stops."""
    assert bare.accepted is not None
    term, unit = bare.term, bare.term.unit
    number = bare.limit
    if unit in (PeriodUnit.MONTHS, PeriodUnit.YEARS):
        unit, number = PeriodUnit.CALENDAR_DAYS, _in_days(bare, office)
    gone = 0
    try:
        for k, run in enumerate(runs):
            days = days_counted(run.event, run.last, unit, office)
            runs_on = k == len(runs) - 1 and (phase is Phase.RUNNING or run.last == bare.ended)
            if gone + days >= number or runs_on:
                return _later(count(run.event, number - gone, unit, office, term.roll), bare, office)
            gone += days
    except (ValueError, OverflowError):
        return None  # beyond the days that the calendars cover nothing is known
    return None


def _as_far_as_allowed(bare: Clock, runs: Sequence[_Run], phase: Phase, office: Calendar) -> Clock:
    """With no more than the article lets the head add, where that was given in another unit than the article's."""
    more, rule = bare.extended, extendable(bare.term)
    by = None if more is None or rule is None else most_by(rule, more.times)
    if more is None or by is None:
        return bare
    within = replace(bare, extended=replace(more, by=by))
    given, most = _due(bare, runs, phase, office), _due(within, runs, phase, office)
    return replace(within, beyond=more) if given is not None and most is not None and most < given else bare


def _in_days(bare: Clock, office: Calendar) -> int:
    assert bare.accepted is not None
    end = count(bare.accepted, bare.term.number, bare.term.unit, office, roll=False)
    return (end - bare.accepted).days


def _later(due: date, bare: Clock, office: Calendar) -> date:
    """With what the head added in another unit than the period's."""
    more = bare.extended
    if more is None or more.by is None or _UNITS[more.by.unit] is bare.term.unit:
        return due
    return count(due, int(more.by.amount), _UNITS[more.by.unit], office, bare.term.roll)


def _added(term: Term, extended: Extension | None) -> int:
    if extended is None or extended.by is None or _unit(extended) is not term.unit:
        return 0
    return int(extended.by.amount)


def _unit(extended: Extension) -> PeriodUnit | None:
    """What an extension counts, None where it names a day or counts hours."""
    return None if extended.by is None else _UNITS.get(extended.by.unit)


_UNITS = {Unit.CALENDAR_DAYS: PeriodUnit.CALENDAR_DAYS, Unit.WORKING_DAYS: PeriodUnit.WORKING_DAYS}


def strictest(clocks: Iterable[Clock]) -> Clock | None:
    """Of several periods for one matter the one that ends first; of those without a last day the first."""
    return min(clocks, key=lambda one: (one.due is None, one.due or date.max), default=None)


def terms_of(terms: Sequence[Term]) -> Iterator[tuple[Term, ...]]:
    """Terms by what they are versions of: those of a rule together, each that a basis states by itself."""
    ruled = tuple(one for one in terms if one.statute is not None)
    if ruled:
        yield ruled
    yield from ((one,) for one in terms if one.statute is None)
