"""The audit of what was reported: which finished tasks lack their document, and which reports cannot all be true.

A schedule is only as honest as its reports, and a slip can be hidden in them: more left to do than last week, an actual
date that changes afterwards, weeks without movement, a whole week's dates written on the eve of the meeting. The audit
reads every update again, in order, and says what a supervisor would ask about. A cause excuses nothing; it is shown.
Findings are codes and facts. This module must never know a light, a language or a file's format.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeAlias

from schedule.analysis.history import History
from schedule.analysis.reports.custody import answers_for, is_approval
from schedule.analysis.reports.reporting import decided_on, has_nothing_left, stopped_on
from schedule.calendars.durations import remaining_work, work_minutes
from schedule.calendars.worktime import DAY, Calendar, finish_day, start_day
from schedule.diagnostics import Location
from schedule.engine.schedule import Figures, Schedule, Stage, TaskDates
from schedule.engine.state import revised
from schedule.model import (
    AMOUNTS,
    Instant,
    Minutes,
    Plan,
    Progress,
    Relation,
    Revision,
    RevisionKind,
    Status,
    Task,
    Update,
)

Fact: TypeAlias = str | int | None

STUCK_DAYS = 21
"""Three weeks: the same figure at three meetings after the first is not a slow week any more."""

STUCK_WORK_DAYS = 10
"""Of these weeks so many days must have been worked on the task's calendar.

The Spring Festival takes one week of three; a site closed for the winter cannot have moved at all.
"""

FAST_WORK_DAYS = 3
"""So many days more than the calendar has: two may be rounding, of a whole day at either report."""

BURST_DATES = 3
"""So many dates on one day are a burst: a body that finishes one task and begins another has two."""

BURST_WORK_DAYS = 5
"""A week between two meetings; in a shorter time a single day is a large part of it."""


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """One thing that a supervisor would ask a body about.

    `data_date` and `location` are those of the report in question, `tasks` are what it is about: one, but for `burst`.
    Facts, by code; instants and minutes as integers, minutes in working time of the task's calendar, days as ISO text:

    `progress-backwards`  less done than at the report before (`earlier_report`): `left`, `earlier_left`, `more`, and
                          `grown` where an approved revision explains part of it; `percent` and `earlier_percent` where
                          both were reported so; `cause`, `suspended` (the day)
    `finished-in-future`  an actual date (`end`: started, finished, suspended) at `found`, after the data date
    `actual-changed`      an actual date (`end`) now `found`, at `earlier_report` said to be `earlier`
    `reopened`            `left` to do, after it was `finished` (reported at `earlier_report`)
    `stuck`               `left` (or `percent`) the same for `days` until now; `last_report`, `cause`, `suspended`
    `decided`             its file decided on the day `decided`, and neither a finish nor a refusal reported
    `nothing-left`        under way with nothing left to do, and no finish reported; `last_report`
    `too-fast`            `left` to do (or `finished` on the day) after `earlier_left` at `earlier_report`, with only
                          `worked` minutes between them; not of an approval, which is decided and not built, nor of what
                          was finished with its document
    `burst`               `dates` actual dates of a body, all on `day` or after, of `work_days` since `earlier_report`;
                          `unexplained` is how many of them neither the forecast nor another date explains
    `unevidenced`         finished on the day `finished`, `days` ago, and its document (`evidence`) not given
    """

    code: str
    data_date: Instant
    tasks: tuple[str, ...]
    body: str | None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    location: Location | None = None


def lacks_document(dates: Figures | TaskDates) -> bool:
    """Whether a task is finished and only reported so: it asks for a document (`evidence`) and none was given."""
    return dates.stage is Stage.FINISHED and dates.task.evidence is not None and dates.status.document is None


def audit(history: History, data_date: Instant) -> tuple[AuditFinding, ...]:
    """What the reports up to a data date give reason to ask, by data date, then in the schedule's order.

    `stuck`, `decided`, `nothing-left` and `unevidenced` are about how things stand now, with the report since which
    they do; all others name the week in which it was reported.
    """
    schedule = history.schedule(data_date)
    reading = _Reading(history, schedule)
    found = [finding for update in history.project.updates for finding in reading.week(update)]
    found += [*reading.standing_still(), *reading.decided(), *reading.nothing_left(), *reading.unevidenced()]
    place = {name: k for k, name in enumerate(schedule.tasks)}
    return tuple(sorted(found, key=lambda one: (one.data_date, place.get(one.tasks[0], len(place)))))


@dataclass(frozen=True, slots=True)
class _Amount:
    """What is left of a task as last reported, `since` when, and how far its duration was extended after that."""

    data_date: Instant
    left: Minutes
    percent: Fraction | None
    since: Instant
    location: Location | None
    grown: Minutes = 0

    def both_percent(self, other: _Amount) -> bool:
        return self.percent is not None and other.percent is not None

    def is_worse_than(self, before: _Amount) -> bool:
        """Whether less is done than before, beyond what an approved longer duration explains."""
        if self.percent is not None and before.percent is not None and before.grown <= 0:
            return self.percent < before.percent
        return self.left > before.left + max(before.grown, 0)

    def equals(self, before: _Amount) -> bool:
        return self.percent == before.percent if self.both_percent(before) else self.left == before.left


@dataclass(frozen=True, slots=True)
class _Known:
    """What the reports so far have said of one task; each date with the data date of the report that said it."""

    dates: Mapping[str, tuple[Instant, Instant]] = field(default_factory=dict)
    amount: _Amount | None = None
    closed: tuple[Instant, Location | None] | None = None
    suspended: Instant | None = None
    resumed: Instant | None = None

    def pause(self, data_date: Instant) -> str | None:
        """The day since which the task is suspended, if it is."""
        since = stopped_on(self.suspended, self.resumed, data_date)
        return None if since is None else since.isoformat()


_NOTHING = _Known()


@dataclass(frozen=True, slots=True)
class _Dated:
    """One actual date that was new in a week."""

    task: Task
    end: str
    instant: Instant
    location: Location | None


class _Reading:
    """Reads the updates in order; `known` is what was said so far, `plan` the plan as revised so far."""

    def __init__(self, history: History, schedule: Schedule) -> None:
        self.history, self.schedule = history, schedule
        self.plan: Plan = history.project.plan
        self.known: dict[str, _Known] = {}
        self.previous: Instant | None = None

    def week(self, update: Update) -> Iterator[AuditFinding]:
        """What one update gives reason to ask; nothing of an update after the schedule's data date."""
        if update.data_date > self.schedule.state.data_date:
            return
        self._revise(update.revisions)
        fresh: list[_Dated] = []
        for progress in update.progress:
            task = self.plan.tasks.get(progress.task)
            if task is not None:
                yield from self._report(task, progress, update.data_date, fresh)
        if self.previous is not None:
            yield from self._bursts(fresh, self.previous, update.data_date)
        self.previous = update.data_date

    def _revise(self, revisions: Sequence[Revision]) -> None:
        before, self.plan = self.plan, revised(self.plan, revisions)
        for revision in revisions:
            name = revision.task
            if revision.kind is RevisionKind.REMOVE:
                self.known.pop(name, None)
        for name in dict.fromkeys(one.task for one in revisions if one.kind is RevisionKind.SET and one.approved_by):
            known, dates = self.known.get(name), self.schedule.tasks.get(name)
            if known is None or known.amount is None or dates is None or name not in before.tasks:
                continue
            was, now = before.tasks[name], self.plan.tasks[name]
            grown = known.amount.grown + _full(now, dates.calendar) - _full(was, dates.calendar)
            self.known[name] = replace(known, amount=replace(known.amount, grown=grown))

    def _report(
        self, task: Task, progress: Progress, data_date: Instant, fresh: list[_Dated]
    ) -> Iterator[AuditFinding]:
        """What one report on one task gives reason to ask; new actual dates are added to `fresh`."""
        before = _without(self.known.get(task.id, _NOTHING), progress.withdrawn)
        stated = {end: instant for end in _ENDS if (instant := getattr(progress, end)) is not None}
        dates = {**before.dates}

        def asked(code: str, facts: Mapping[str, Fact]) -> AuditFinding:
            return AuditFinding(code, data_date, (task.id,), task.body, facts, progress.location)

        for end, instant in stated.items():
            earlier = before.dates.get(end)
            if earlier is not None and earlier[0] == instant:
                continue
            dates[end] = (instant, data_date)
            if self._is_ahead(end, instant, data_date):
                yield asked("finished-in-future", {"end": end, "found": instant})
            if end == "suspended":
                continue  # who suspends again contradicts nothing
            if earlier is None:
                fresh.append(_Dated(task, end, instant, progress.location))
            else:
                told = {"end": end, "found": instant, "earlier": earlier[0], "earlier_report": _day(earlier[1])}
                yield asked("actual-changed", told)
        amount = self._amount(task, progress, data_date)
        now = _after(before, task, progress, data_date, dates, amount)
        self.known[task.id] = now
        if (fast := self._too_fast(before, task, progress, amount, data_date)) is not None:
            yield asked("too-fast", fast)
        if amount is None or now.amount is None:
            return
        finished = before.dates.get("finished")
        if finished is not None and before.amount is None and amount.left:
            told = {"left": amount.left, "finished": finished[0], "earlier_report": _day(finished[1])}
            yield asked("reopened", told)
        if before.amount is not None and amount.is_worse_than(before.amount):
            reasons: dict[str, Fact] = {"cause": progress.cause, "suspended": now.pause(data_date)}
            yield asked("progress-backwards", _backwards(before.amount, amount) | reasons)

    def _too_fast(
        self, before: _Known, task: Task, progress: Progress, amount: _Amount | None, data_date: Instant
    ) -> Mapping[str, Fact] | None:
        """What is odd about a task of which more was done since the report before than there are days for."""
        dates = self.schedule.tasks.get(task.id)
        if before.amount is None or dates is None or task.is_milestone or task.spans or is_approval(task):
            return None
        if progress.finished is not None:
            if progress.document is not None or dates.status.document is not None:
                return None
            left, until = 0, progress.finished
        elif amount is not None:
            left, until = amount.left, data_date
        else:
            return None
        worked = max(0, dates.calendar.work(before.amount.data_date, until))
        # What an approved shorter duration took away was not done.
        done = before.amount.left - left + min(before.amount.grown, 0)
        if done - worked < FAST_WORK_DAYS * dates.calendar.day_minutes:
            return None
        return {
            "left": left,
            "earlier_left": before.amount.left,
            "worked": worked,
            "earlier_report": _day(before.amount.data_date),
            "finished": None if progress.finished is None else finish_day(progress.finished).isoformat(),
        }

    def _is_ahead(self, end: str, instant: Instant, data_date: Instant) -> bool:
        """Whether an actual date was still to come; other tools let work start at the data date itself."""
        at_once = end == "started" and instant == data_date and not self.history.project.stored
        return instant > data_date or at_once

    def _amount(self, task: Task, progress: Progress, data_date: Instant) -> _Amount | None:
        dates = self.schedule.tasks.get(task.id)
        if dates is None or task.spans:
            return None
        calendar = dates.calendar
        if progress.assignments:
            left = max(work_minutes(one, calendar) for one in progress.assignments)
        elif progress.remaining is None and progress.percent is None:
            return None
        else:
            said = Status(remaining=progress.remaining, percent=progress.percent)
            left = remaining_work(_full(task, calendar), said, calendar)
        return _Amount(data_date, left, progress.percent, data_date, progress.location)

    def _bursts(self, fresh: Sequence[_Dated], previous: Instant, data_date: Instant) -> Iterator[AuditFinding]:
        """The bodies all of whose new dates fall on the eve of the meeting, without anything that explains it.

        Dates that the forecast of the meeting before put there are no wonder; nor is a milestone, nor a start that
        follows from another date of the same days.
        """
        calendar = self.schedule.calendars[self.plan.calendar]
        work_days = Fraction(calendar.work(previous, data_date), calendar.day_minutes)
        if work_days < BURST_WORK_DAYS or len(fresh) < BURST_DATES:
            return
        eve = (calendar.previous_finish(data_date) - 1) // DAY * DAY
        expected: Mapping[str, TaskDates] | None = None
        for body in dict.fromkeys(one.task.body for one in fresh if one.task.body is not None):
            own = [one for one in fresh if one.task.body == body]
            if len(own) < BURST_DATES or not all(_is_since(eve, one.end, one.instant) for one in own):
                continue
            if expected is None:
                expected = self.history.schedule(previous).tasks
            told = {(one.task.id, one.end) for one in fresh if _is_since(eve, one.end, one.instant)}
            odd = [one for one in own if not _follows(one, told) and not _foreseen(one, expected, eve, data_date)]
            if len(odd) >= BURST_DATES:
                facts: dict[str, Fact] = {
                    "dates": len(own),
                    "unexplained": len(odd),
                    "day": _day(eve),
                    "work_days": int(work_days),
                    "earlier_report": _day(previous),
                }
                names = tuple(dict.fromkeys(one.task.id for one in own))
                yield AuditFinding("burst", data_date, names, body, facts, own[0].location)

    def standing_still(self) -> Iterator[AuditFinding]:
        """The tasks in progress that have not moved for `STUCK_DAYS`, whether this was reported or nothing was."""
        data_date = self.schedule.state.data_date
        for dates in self.schedule.reported_where(lambda one: one.stage is Stage.IN_PROGRESS):
            name = dates.task.id
            known = self.known.get(name, _NOTHING)
            amount = known.amount
            if dates.task.spans or amount is None:
                continue
            days = (start_day(data_date) - start_day(amount.since)).days
            worked = dates.calendar.work(amount.since, data_date)
            if dates.remaining == 0 or days < STUCK_DAYS or worked < STUCK_WORK_DAYS * dates.calendar.day_minutes:
                continue
            facts = {
                "left": amount.left,
                "percent": _text(amount.percent),
                "days": days,
                "last_report": _day(amount.data_date),
                "cause": dates.status.cause,
                "suspended": known.pause(data_date),
            }
            body = answers_for(dates.task, dates.status, data_date)
            yield AuditFinding("stuck", amount.since, (name,), body, facts, amount.location)

    def decided(self) -> Iterator[AuditFinding]:
        """The open approvals whose file has been decided on: somebody has to say whether it was granted, and when."""
        for dates in self.schedule.reported_where(lambda one: one.status.filings):
            name, day = dates.task.id, decided_on(dates.status)
            if day is None or dates.stage is Stage.FINISHED:
                continue
            said, place = dates.status.reported or self.schedule.state.data_date, dates.status.location
            facts = {"decided": finish_day(day).isoformat()}
            yield AuditFinding("decided", said, (name,), dates.task.body, facts, place)

    def nothing_left(self) -> Iterator[AuditFinding]:
        """The tasks under way that have nothing left to do: somebody has to say whether they are done, and when."""
        for dates in self.schedule.reported_where(lambda one: one.stage is Stage.IN_PROGRESS):
            if not has_nothing_left(dates) or decided_on(dates.status) is not None:
                continue
            name = dates.task.id
            amount = self.known.get(name, _NOTHING).amount
            said = self.schedule.state.data_date if amount is None else amount.data_date
            place = dates.status.location if amount is None else amount.location
            yield AuditFinding("nothing-left", said, (name,), dates.task.body, {"last_report": _day(said)}, place)

    def unevidenced(self) -> Iterator[AuditFinding]:
        """The finished tasks that are reported, not evidenced (已报未见依据)."""
        data_date = self.schedule.state.data_date
        for dates in self.schedule.reported_where(lambda one: one.stage is Stage.FINISHED):
            if lacks_document(dates):
                name = dates.task.id
                reported, location = self.known.get(name, _NOTHING).closed or (data_date, None)
                facts = {
                    "evidence": dates.task.evidence,
                    "finished": dates.last_day.isoformat(),
                    "days": (start_day(data_date) - dates.last_day).days,
                }
                yield AuditFinding("unevidenced", reported, (name,), dates.task.body, facts, location)


_ENDS = ("started", "finished", "suspended")


def _without(before: _Known, keys: Sequence[str]) -> _Known:
    """What the reports have said where one of them takes back these keys: that puts a slip right and hides none."""
    if not keys:
        return before
    gone = {*_ENDS} if "started" in keys else {*keys}
    return _Known(
        dates={end: said for end, said in before.dates.items() if end not in gone},
        amount=None if gone & {"started", "finished", *AMOUNTS} else before.amount,
        closed=None if gone & {"started", "finished"} else before.closed,
        suspended=None if "suspended" in gone else before.suspended,
        resumed=None if gone & {"suspended", "resumed"} else before.resumed,
    )


def _after(
    before: _Known,
    task: Task,
    progress: Progress,
    data_date: Instant,
    dates: Mapping[str, tuple[Instant, Instant]],
    amount: _Amount | None,
) -> _Known:
    """What is known after a report, with its `dates` and its `amount`; what is finished has none."""
    finishes = progress.finished is not None
    closes = finishes or (task.is_milestone and progress.started is not None)
    reopens = progress.has_work_left and not task.is_milestone
    if reopens:
        dates = {end: said for end, said in dates.items() if end != "finished"}
    if finishes or task.is_milestone:
        amount = None
    elif amount is None:
        amount = before.amount
    elif before.amount is not None and amount.equals(before.amount):
        amount = replace(amount, since=before.amount.since, location=before.amount.location)
    resumed = before.resumed if progress.suspended is None else None
    return _Known(
        dates=dates,
        amount=amount,
        closed=None if reopens else before.closed or ((data_date, progress.location) if closes else None),
        suspended=before.suspended if progress.suspended is None else progress.suspended,
        resumed=resumed if progress.resumed is None else progress.resumed,
    )


def _backwards(before: _Amount, now: _Amount) -> dict[str, Fact]:
    both = now.both_percent(before)
    return {
        "left": now.left,
        "earlier_left": before.left,
        "more": now.left - before.left,
        "grown": max(before.grown, 0),
        "percent": _text(now.percent) if both else None,
        "earlier_percent": _text(before.percent) if both else None,
        "earlier_report": _day(before.data_date),
    }


def _full(task: Task, calendar: Calendar) -> Minutes:
    """A task's whole work in minutes of a calendar; with resources, that of the longest."""
    whole = (work_minutes(one.duration, calendar) for one in task.assignments)
    return max(whole, default=work_minutes(task.duration, calendar))


def _is_since(eve: Instant, end: str, instant: Instant) -> bool:
    """Whether a date lies on the eve or after it: midnight ends a finish's day and begins a start's."""
    return instant > eve if end == "finished" else instant >= eve


def _follows(one: _Dated, told: set[tuple[str, str]]) -> bool:
    """Whether a date is no news of its own: a milestone's, or a start that waited for another of the same days."""

    def leads(relation: Relation) -> bool:
        end = "finished" if relation.type.leaves_finish else "started"
        return not relation.type.enters_finish and (relation.predecessor, end) in told

    return one.task.is_milestone or (one.end == "started" and any(leads(relation) for relation in one.task.relations))


def _foreseen(one: _Dated, expected: Mapping[str, TaskDates], eve: Instant, data_date: Instant) -> bool:
    """Whether the forecast of the meeting before has the date in the same days."""
    dates = expected.get(one.task.id)
    if dates is None:
        return False
    forecast = dates.finish if one.end == "finished" else dates.start
    return _is_since(eve, one.end, forecast) and forecast <= data_date


def _day(instant: Instant) -> str:
    return start_day(instant).isoformat()


def _text(percent: Fraction | None) -> str | None:
    return None if percent is None else str(percent)
