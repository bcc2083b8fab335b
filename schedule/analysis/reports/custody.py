"""Who holds the file of an approval, from when until when, and how much of the allowance is used (责任倒逼).

An approval is an applicant's matter and an authority's: at every instant one of the two has the file on its desk.

- From when its predecessors let it begin, or began it, the file lies with the applicant, until it is first submitted;
  where no submission was reported, until the task's start (code `no-filings`).
- Submitted or accepted, it lies with the authority; returned, with the applicant again, until it is submitted again.
- Decided, or finished where no decision was reported, it lies with nobody.
- While what was reported last is that it waits for a higher authority or for money, the days are those of that cause
  and charged to neither desk. What a week's report says is so of the desk that has the file when the week ends, and not
  of one that handed it on before: an authority's wait does not excuse the applicant's corrections.

The clock of a legal period is that of `schedule.law.clock`, which the two causes above stop as well: whether they may
is for a person to confirm, and papers say so. That of a planned duration runs from the acceptance, or from the
submission where no acceptance was told, and stops for the same; it counts the day on which it begins, as every
duration here.

This module must never know a slip, a light or a reader's words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from schedule.analysis.reports.causes import Cause, Weeks
from schedule.analysis.reports.reporting import decided_on, disputed
from schedule.analysis.rounding import largest_remainder
from schedule.calendars.compile import compile_calendar
from schedule.calendars.durations import calendar_id, lag_minutes, work_minutes
from schedule.calendars.periods import PeriodUnit
from schedule.calendars.worktime import DAY, Calendar, start_day
from schedule.engine.bounds import EARLY_STARTS, lag_end
from schedule.engine.schedule import Schedule
from schedule.law.clock import Clock, Review, clock, strictest, terms_of
from schedule.law.terms import ceilings, office_of
from schedule.model import (
    BUILT_IN_CALENDARS,
    CHINA,
    Dispute,
    Filing,
    FilingKind,
    Instant,
    Minutes,
    Project,
    State,
    Status,
    Task,
    TaskKind,
    Unit,
)


class Role(StrEnum):
    """Whose desk a file lies on."""

    APPLICANT = "applicant"
    AUTHORITY = "authority"


class Duty(StrEnum):
    """What an applicant owes while the file is not with the authority: to submit it, or to correct it."""

    FILE = "file"
    CORRECT = "correct"


class Stage(StrEnum):
    """Whether a file is on somebody's desk, decided, or not yet anybody's: its predecessors are not done."""

    OPEN = "open"
    CLOSED = "closed"
    WAITING = "waiting"


NO_FILINGS = "no-filings"
"""Nothing tells when the file was submitted: the task's start stands for it."""
UNFILED = "unfiled"
"""Nothing tells that the file was submitted, nor that the task was begun: the applicant has it."""
_NOBODYS = (Cause.SUPERIOR, Cause.MONEY)
_OFF_THE_CLOCK = (*_NOBODYS, Cause.REVIEW)


@dataclass(frozen=True, slots=True)
class Holding:
    """A half-open interval in which one body has the file.

    `cause` is why the days are not simply the body's own: `correction` for an applicant whose file was returned,
    `superior` or `money` for days that are charged to that cause, `review` for an authority's days that the legal
    period does not count; else None.
    """

    body: str
    since: Instant
    until: Instant
    role: Role
    cause: Cause | None = None

    @property
    def charged(self) -> str | None:
        """The body whose days these are; None where they are those of a higher authority or of money."""
        return None if self.cause in _NOBODYS else self.body


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the authority may take and has taken, in minutes; a day of it is `day_minutes`.

    `over` is how much of what was used came after the last day. `legal`: it is the legal ceiling, else the planned
    duration. `working`: its days are working days. `put_off` is by how much the last day comes later, as it falls on
    a day off.
    """

    allowed: Minutes
    used: Minutes
    over: Minutes
    day_minutes: Minutes
    working: bool
    legal: bool
    put_off: Minutes = 0

    @property
    def left(self) -> Minutes:
        """What the authority still has; below 0 where a planned duration is used up."""
        return max(0, self.allowed - self.used) + self.put_off if self.legal else self.allowed - self.used


@dataclass(frozen=True, slots=True)
class Custody:
    """One approval at a data date. Sums are working minutes of its `calendar`; together they are all its holdings.

    `superior` and `money` are the days charged to those causes, on whichever desk; the rest is `applicant` and
    `authority`. `code` is `no-filings`, `unfiled` or None. `dispute` is what forms say differently of the task, none of
    which is in any of its figures.
    """

    task: Task
    stage: Stage
    calendar: Calendar
    holdings: tuple[Holding, ...]
    applicant: Minutes
    authority: Minutes
    superior: Minutes
    money: Minutes
    allowance: Allowance
    code: str | None = None
    dispute: Dispute | None = None

    @property
    def holder(self) -> Holding | None:
        """Who has the file now; None where nobody does."""
        return self.holdings[-1] if self.stage is Stage.OPEN and self.holdings else None

    @property
    def held_since(self) -> Instant | None:
        """When the present holder got the file, whatever cause its days were charged to since."""
        if self.holder is None:
            return None
        run = [one for one in self.holdings if one.role is not self.holder.role]
        return next(one.since for one in self.holdings if not run or one.since >= run[-1].until)

    def days_held(self, until: Instant, calendar: Calendar) -> float:
        """For how many days of a calendar the present holder has had the file at an instant; 0 where nobody has it."""
        since = self.held_since
        return 0.0 if since is None else calendar.work(since, until) / calendar.day_minutes


@dataclass(frozen=True, slots=True)
class Total:
    """What one body (None: a cause's) held over all approvals, in working minutes of the project's calendar.

    `holding` are the approvals whose files it has now.
    """

    body: str | None
    cause: Cause | None
    minutes: Minutes
    holding: tuple[str, ...] = ()


def is_approval(task: Task) -> bool:
    """Whether a task has an applicant and an authority, so that its file is held by one of them."""
    return task.applicant is not None and task.body is not None and task.kind is TaskKind.TASK


def owed_by_applicant(task: Task, status: Status, at: Instant) -> Duty | None:
    """What the applicant of an approval owes at an instant; None where the file is with the authority, or decided.

    Nobody has filed: the applicant has to. Returned for correction: the applicant has to, until the authority takes the
    file in again; handed in again and not sent back it is taken in from that day on (行政许可法第32条: what is missing
    is told within five working days, and silence is acceptance from the day of receipt). Nothing of other tasks.
    """
    if not is_approval(task):
        return None
    closed = _closed(status)
    if closed is not None and closed <= at:
        return None
    desks = [(role, cause) for since, role, cause in _handed(status) if since <= at]
    role, cause = desks[-1] if desks else (Role.APPLICANT, None)
    if role is Role.AUTHORITY:
        return None
    return Duty.FILE if cause is None else Duty.CORRECT


def answers_for(task: Task, status: Status, at: Instant) -> str | None:
    """The body that answers for a task at an instant: of an approval, who has to act on the file; else the task's own.

    This is the one rule for blame: every paper that prints a body beside a task asks it, and the ledger's and the float
    account's days follow the same desks (`held`).
    """
    return acting(task, owed_by_applicant(task, status, at))


def acting(task: Task, duty: Duty | None) -> str | None:
    """The same for who knows already what the applicant owes (`duty`, None for nothing)."""
    return task.body if duty is None else task.applicant


def duties(schedule: Schedule) -> dict[str, Duty]:
    """By task the approvals whose file waits for its applicant at a schedule's data date, and for what."""
    state, tasks = schedule.state, schedule.state.plan.tasks
    approvals = [name for name in schedule.tasks if is_approval(tasks[name])]
    owed = {name: owed_by_applicant(tasks[name], state.status(name), state.data_date) for name in approvals}
    return {name: duty for name, duty in owed.items() if duty is not None}


def custodies(project: Project, schedule: Schedule) -> tuple[Custody, ...]:
    """Every approval at a schedule's data date: those on a desk by how long, then the decided ones, then the rest."""
    state = schedule.state
    approvals = [dates.task for dates in schedule.where(lambda one: is_approval(one.task))]
    differ = disputed(schedule)
    found = [_custody(project, state, schedule.calendars, task, differ.get(task.id)) for task in approvals]
    place = {Stage.OPEN: 0, Stage.CLOSED: 1, Stage.WAITING: 2}
    return tuple(sorted(found, key=lambda one: (place[one.stage], one.held_since or 0)))


def held(project: Project, schedule: Schedule, task: str, since: Instant) -> tuple[Holding, ...]:
    """Who held an approval's file from an instant to a schedule's data date, as known then.

    Nothing of a task that is no approval. The intervals are in order and without a gap; they begin later where nobody
    held the file yet, and end earlier where it was decided.
    """
    state = schedule.state
    one = state.plan.tasks.get(task)
    if one is None or not is_approval(one):
        return ()
    return clipped(_holdings(project, state, schedule.calendars, one), since, state.data_date)


def clipped(holdings: Iterable[Holding], since: Instant, until: Instant) -> tuple[Holding, ...]:
    """What of holdings lies in a window."""
    return tuple(
        replace(one, since=max(one.since, since), until=min(one.until, until))
        for one in holdings
        if max(one.since, since) < min(one.until, until)
    )


def split(
    minutes: int, holdings: Iterable[Holding], calendar: Calendar, authority: str | None, applicant: str | None
) -> tuple[tuple[str | None, Cause | None, int], ...]:
    """A part of a slip by who held the file in its window, as (body, cause, minutes) that sum exactly to it.

    Time lost goes to the applicant, a higher authority or money (body None) for as long as each held the file, in
    working time of the calendar; in proportion where they held it longer than what was lost. The rest is the
    authority's, and so is time gained.

    >>> day = Calendar("day", ([0], [14400], [0], 0, 1), 0, 14400)
    >>> file = (Holding("agent", 0, 2880, Role.APPLICANT), Holding("housing", 2880, 7200, Role.AUTHORITY))
    >>> split(4320, file, day, "housing", "agent")
    (('agent', None, 2880), ('housing', None, 1440))
    """
    claims: dict[tuple[str | None, Cause | None], Minutes] = {}
    for one in holdings:
        if one.role is Role.APPLICANT or one.cause in _NOBODYS:
            key = (applicant if one.charged is not None else None, one.cause)
            claims[key] = claims.get(key, 0) + calendar.work(one.since, one.until)
    claimed, parts = sum(claims.values()), list(claims.values())
    if minutes <= 0:
        parts = [0] * len(parts)
    elif claimed > minutes:
        parts = list(largest_remainder([Fraction(minutes * part, claimed) for part in parts], minutes, 1))
    shared = [(who, cause, part) for (who, cause), part in zip(claims, parts, strict=True)]
    return tuple(one for one in [*shared, (authority, None, minutes - sum(parts))] if one[2])


def totals(custodies: Sequence[Custody], bodies: Iterable[str], calendar: Calendar) -> tuple[Total, ...]:
    """What each body held over all approvals, in the order of the bodies; then what waited for others."""
    charged: dict[tuple[str | None, Cause | None], Minutes] = {}
    for custody in custodies:
        for one in custody.holdings:
            key = (one.charged, None if one.charged is not None else one.cause)
            charged[key] = charged.get(key, 0) + calendar.work(one.since, one.until)
    now: dict[str, list[str]] = {}
    for custody in custodies:
        if custody.holder is not None:
            now.setdefault(custody.holder.body, []).append(custody.task.id)
    keys: list[tuple[str | None, Cause | None]] = [(body, None) for body in bodies]
    return tuple(
        Total(body, cause, charged.get((body, cause), 0), tuple(now.get(body or "", ())))
        for body, cause in [*keys, *((None, cause) for cause in _NOBODYS)]
        if (body, cause) in charged or body in now
    )


def working_days(schedule: Schedule) -> Calendar:
    """The calendar by whose working days the files of one plan can be put beside those of another.

    It is the project's, as in `totals`: of a task's own a day may be any day. Where the project's too works through
    weekends it is the plan's office, else the working days of the State Council.
    """
    plan = schedule.state.plan
    found = schedule.calendars[plan.calendar]
    for name in (plan.settings.law.office, CHINA.id):
        if name is not None and found.counts_calendar_days:
            found = schedule.calendars.get(name) or _compiled(name, schedule.state)
    return found


def _compiled(name: str, state: State) -> Calendar:
    """A calendar by which a schedule computes nothing, over the whole years in which its files moved.

    Of a few days nobody could say whether it works through weekends.
    """
    specs = {**BUILT_IN_CALENDARS, **state.plan.calendars}
    filed = (filing.instant for status in state.statuses.values() for filing in status.filings)
    first, last = start_day(min(state.plan.start, state.data_date, *filed)), start_day(state.data_date)
    return compile_calendar(specs[name], specs, date(first.year, 1, 1), date(last.year, 12, 31))


def _custody(
    project: Project, state: State, calendars: Mapping[str, Calendar], task: Task, dispute: Dispute | None
) -> Custody:
    calendar, status = calendars[calendar_id(task, state)], state.status(task.id)
    holdings = _holdings(project, state, calendars, task)
    closed = _closed(status)
    over = closed is not None and closed <= state.data_date
    sums = dict.fromkeys([*Role, *_NOBODYS], 0)
    for one in holdings:
        key = one.cause if one.cause in _NOBODYS else one.role
        sums[key] += calendar.work(one.since, one.until)
    return Custody(
        task=task,
        stage=Stage.CLOSED if over else Stage.OPEN if holdings else Stage.WAITING,
        calendar=calendar,
        holdings=holdings,
        applicant=sums[Role.APPLICANT],
        authority=sums[Role.AUTHORITY],
        superior=sums[Cause.SUPERIOR],
        money=sums[Cause.MONEY],
        allowance=_allowance(project, state, calendars, task, holdings),
        code=None if status.filings or not holdings else NO_FILINGS if _handed(status) or over else UNFILED,
        dispute=dispute,
    )


def _closed(status: Status) -> Instant | None:
    decided = decided_on(status)
    return status.finished if decided is None else decided


def _holdings(project: Project, state: State, calendars: Mapping[str, Calendar], task: Task) -> tuple[Holding, ...]:
    """All holdings up to the state's data date."""
    assert task.applicant is not None  # `is_approval`
    assert task.body is not None
    status, until = state.status(task.id), state.data_date
    closed = _closed(status)
    end = until if closed is None else min(until, closed)
    handed = _handed(status)
    begins = [one for one in (_ready(state, calendars, task), status.started) if one is not None]
    begins += [status.filings[0].instant] if status.filings else []
    # Each is a desk from an instant on; one that lasts no time is left out where the desks become intervals.
    desks: list[tuple[Instant, Role, Cause | None]] = [(min(begins), Role.APPLICANT, None)] if begins else []
    desks += handed
    weeks = Weeks(project, task.id, until)
    holdings: list[Holding] = []
    for k, (since, role, cause) in enumerate(desks):
        last = min(end, desks[k + 1][0]) if k + 1 < len(desks) else end
        handed_on = next((begin for begin, other, _ in desks[k + 1 :] if other is not role), end)
        body = task.applicant if role is Role.APPLICANT else task.body
        edges = [since, *weeks.within(since, last), last] if since < last else []
        for begin, stop in pairwise(edges):
            # Who hands the file on within a week is not who says at its end what was in the way.
            week = next((one for one in weeks.ends if one > begin), until)
            told = None if handed_on < min(week, end) else _charge(weeks.cause(begin), role)
            _append(holdings, Holding(body, begin, stop, role, told or cause))
    return tuple(holdings)


def _alone(project: Project, state: State, task: Task) -> tuple[Holding, ...]:
    """What an authority holds that no applicant files with: what it works on, from its start to its finish."""
    status = state.status(task.id)
    if task.body is None or status.started is None:
        return ()
    end, weeks = min(state.data_date, _closed(status) or state.data_date), Weeks(project, task.id, state.data_date)
    holdings: list[Holding] = []
    for begin, stop in pairwise([status.started, *weeks.within(status.started, end), end]):
        if begin < stop:
            charged = _charge(weeks.cause(begin), Role.AUTHORITY)
            _append(holdings, Holding(task.body, begin, stop, Role.AUTHORITY, charged))
    return tuple(holdings)


def _handed(status: Status) -> list[tuple[Instant, Role, Cause | None]]:
    """From when on which desk had the file after the applicant's first; the start stands for a submission untold."""
    if not status.filings:
        return [] if status.started is None else [(status.started, Role.AUTHORITY, None)]
    return [_desk(filing) for filing in status.filings if filing.kind is not FilingKind.DECIDED]


def _desk(filing: Filing) -> tuple[Instant, Role, Cause | None]:
    if filing.kind is FilingKind.RETURNED:
        return filing.instant, Role.APPLICANT, Cause.CORRECTION
    return filing.instant, Role.AUTHORITY, None


def _charge(cause: Cause | None, role: Role) -> Cause | None:
    """What a week's cause means for a desk: only what is not its own."""
    return cause if cause in _NOBODYS or (cause is Cause.REVIEW and role is Role.AUTHORITY) else None


def _append(holdings: list[Holding], one: Holding) -> None:
    """Add a holding, or make the last one longer where it is the same desk for the same cause."""
    last = holdings[-1] if holdings else None
    if last is not None and replace(last, since=one.since, until=one.until) == one:
        holdings[-1] = replace(last, until=one.until)
    else:
        holdings.append(one)


def _ready(state: State, calendars: Mapping[str, Calendar], task: Task) -> Instant | None:
    """When what a task follows let it begin, on the clock; None while something has not happened."""
    plan = state.plan
    earliest = max([plan.start, *(one.instant for one in task.constraints if one.kind in EARLY_STARTS)])
    for relation in task.relations:
        if relation.type.enters_finish or plan.tasks[relation.predecessor].spans:
            continue
        before = state.status(relation.predecessor)
        actual = before.finished if relation.type.leaves_finish else before.started
        if actual is None:
            return None
        lag = lag_minutes(relation, state, calendars)
        earliest = max(earliest, lag_end(relation, actual, lag, state, calendars))
    return calendars[calendar_id(task, state)].next_start(earliest)


def legal_clock(project: Project, schedule: Schedule, task: Task) -> Clock | None:
    """The clock of the period within which a task is to be decided; None where it has none in days, months or years.

    Whoever has no applicant decides within the period of a rule alone: what else a basis calls a ceiling of such a task
    may begin with any event. It has the file from the task's start on.
    """
    state, calendars = schedule.state, schedule.calendars
    desk = _holdings(project, state, calendars, task) if is_approval(task) else _alone(project, state, task)
    return _legal_clock(project, state, calendars, task, desk)


def _legal_clock(
    project: Project, state: State, calendars: Mapping[str, Calendar], task: Task, holdings: Sequence[Holding]
) -> Clock | None:
    basis, status = task.basis, state.status(task.id)
    if basis is None or basis.after is not None or task.kind is not TaskKind.TASK or task.body is None:
        return None
    home = state.home(task.id)
    terms = ceilings(basis, home.rules.law)
    terms = terms if is_approval(task) else tuple(one for one in terms if one.statute is not None)
    if not terms:
        return None
    office = calendars.get(office_of(basis, state.plan, home), calendars[calendar_id(task, state)])
    reviews, closed = _reviews(project, task, state.data_date, holdings), _closed(status)
    found = [
        clock(
            ones,
            status.filings,
            status.started,
            closed,
            state.data_date,
            office,
            reviews=reviews,
            extended=basis.extended,
            correction=basis.correction,
        )
        for ones in terms_of(terms)
    ]
    return strictest(one for one in found if one is not None)


def _reviews(project: Project, task: Task, until: Instant, holdings: Sequence[Holding]) -> list[Review]:
    """What the weeks' reports say that a period does not count while the authority has the file, one a cause."""
    weeks, found = Weeks(project, task.id, until), list[Review]()
    for one in holdings:
        if one.role is not Role.AUTHORITY or one.cause not in _OFF_THE_CLOCK:
            continue
        for since, end in pairwise((one.since, *weeks.within(one.since, one.until), one.until)):
            said = weeks.said(since)
            cause, document = (said.cause or "", said.document) if said is not None else ("", None)
            last = found[-1] if found else None
            if last is not None and last.until == since and last.cause == cause:
                found[-1] = replace(last, until=end, document=last.document or document)
            else:
                found.append(Review(since, end, cause, document))
    return found


def _allowance(
    project: Project, state: State, calendars: Mapping[str, Calendar], task: Task, holdings: Sequence[Holding]
) -> Allowance:
    """The legal ceiling, else the planned duration, and how much of it the authority's clock has run."""
    legal = _legal_clock(project, state, calendars, task, holdings)
    if legal is not None and legal.left is not None:
        working = legal.term.unit is PeriodUnit.WORKING_DAYS
        used, over, put_off = legal.used * DAY, legal.over * DAY, legal.put_off * DAY
        return Allowance(legal.limit * DAY, used, over, DAY, working, True, put_off)
    ceiling = None if task.basis is None or legal is not None else task.basis.ceiling  # in hours, on its own calendar
    if ceiling is not None and ceiling.unit in (Unit.CALENDAR_DAYS, Unit.WORKING_DAYS):
        ceiling = None
    period, own = task.duration if ceiling is None else ceiling, calendars[calendar_id(task, state)]
    calendar = None if period is not None and period.unit is Unit.CALENDAR_DAYS else own
    used = 0
    for since, until in _clock(state.status(task.id), state.data_date, legal=ceiling is not None):
        for one in clipped(holdings, since, until):
            if one.role is Role.AUTHORITY and one.cause not in _OFF_THE_CLOCK:
                used += one.until - one.since if calendar is None else calendar.work(one.since, one.until)
    allowed = work_minutes(period, calendar or own)
    return Allowance(
        allowed=allowed,
        used=used,
        over=max(0, used - allowed),
        day_minutes=DAY if calendar is None else calendar.day_minutes,
        working=calendar is not None and not calendar.counts_calendar_days,
        legal=ceiling is not None,
    )


def _clock(status: Status, until: Instant, *, legal: bool) -> list[tuple[Instant, Instant]]:
    """When the authority's clock runs: from each acceptance, or submission without one, to the return or decision."""

    def begun(instant: Instant) -> Instant:
        return instant - instant % DAY + DAY if legal else instant

    runs: list[tuple[Instant, Instant]] = []
    since = begun(status.started) if status.started is not None and not status.filings else None
    for filing in status.filings:
        if filing.kind in (FilingKind.SUBMITTED, FilingKind.ACCEPTED):
            since = begun(filing.instant)
        elif since is not None:
            runs.append((since, filing.instant))
            since = None
    return [*runs, *([(since, until)] if since is not None else [])]
