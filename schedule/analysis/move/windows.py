"""The ledger over many weeks: one window between each two meetings, and totals that sum to the whole slip.

Windows telescope as parts do: each begins at the forecast with which the one before it ended, so the weeks of every
account sum to its total and all accounts to the difference of the first and the last forecast. This module must never
know a word that a reader sees.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from schedule.analysis.history import History, Schedules
from schedule.analysis.move.accounts import Account, Entry, PartKind
from schedule.analysis.move.fragnets import fragnets
from schedule.analysis.move.half_step import reported_state
from schedule.analysis.move.known import Rectified, as_known, rectified
from schedule.analysis.move.ledger import Claim, Ledger, Part, Whose, but_for, ledger
from schedule.analysis.move.revisions import Step, found, recorded
from schedule.analysis.move.scope import as_events, decided_in
from schedule.analysis.reports.causes import Cause, cause_of
from schedule.analysis.reports.custody import Holding, held, is_approval, split
from schedule.analysis.reports.reporting import lacks_money
from schedule.engine.schedule import Schedule, Stage, TaskDates, Wait, shown_days
from schedule.engine.state import as_of
from schedule.model import Baseline, Instant, Minutes, Project


@dataclass(frozen=True, slots=True)
class Total:
    """One account over all windows: its entry in each, None where it could move nothing."""

    account: Account
    entries: tuple[Entry | None, ...]

    def _sum(self, figure: Callable[[Entry], Minutes]) -> Minutes:
        return sum(figure(one) for one in self.entries if one is not None)

    @property
    def moved(self) -> Minutes:
        """Its shares of all windows, in minutes."""
        return self._sum(lambda one: one.moved)

    @property
    def but_for(self) -> Minutes:
        """The sum of its but-for in every window."""
        return self._sum(lambda one: one.but_for)

    @property
    def sole(self) -> Minutes:
        """The sum of what is its alone in every window."""
        return self._sum(lambda one: one.sole)

    @property
    def concurrent(self) -> Minutes:
        """The sum of what its shares hold beyond its but-for in every window."""
        return self._sum(lambda one: one.concurrent)

    @property
    def together(self) -> Minutes:
        """The sum of what its but-for holds beyond its shares in every window."""
        return self._sum(lambda one: one.together)

    @property
    def unreached(self) -> int:
        """Those of its days that have no minute."""
        return sum(one.unreached for one in self.entries if one is not None)

    @property
    def by_window(self) -> tuple[Fraction, ...]:
        """Its days by window."""
        return tuple(Fraction(0) if one is None else one.days for one in self.entries)

    @property
    def days(self) -> Fraction:
        """Its days over all windows."""
        return sum(self.by_window, Fraction(0))


@dataclass(frozen=True, slots=True)
class Windows:
    """Successive ledgers of one milestone, and what its baseline's dates differ from what its plan gives today.

    `edited` is that difference, None where there is none or no baseline was asked for; it belongs before the first
    window. `as_known`: they are the weeks as they are known at the end of the last, not as they were reported
    (`analysis.move.known`). `rectified` are the data dates at which more had happened than was reported, in either
    view.
    """

    milestone: str
    ledgers: tuple[Ledger, ...]
    edited: Part | None = None
    as_known: bool = False
    rectified: tuple[Rectified, ...] = ()

    @property
    def moved(self) -> Minutes:
        """Elapsed minutes from the first forecast to the last."""
        return sum(one.moved for one in self.ledgers) + (self.edited.moved if self.edited else 0)

    @property
    def days(self) -> int:
        """Days from the day of the first forecast to that of the last."""
        return sum(one.days for one in self.ledgers) + (int(self.edited.days) if self.edited else 0)

    @property
    def totals(self) -> tuple[Total, ...]:
        """Every account that could move anything, with its days by window, the largest first, equals by name.

        What was edited stands in the first window.
        """
        found: dict[Account, list[Entry | None]] = {}
        for k, one in enumerate(self.ledgers):
            for entry in one.entries:
                if entry.plays:
                    found.setdefault(entry.account, [None] * len(self.ledgers))[k] = entry
        rows = [Total(account, tuple(row)) for account, row in found.items()]
        if self.edited is not None:
            moved = self.edited.moved
            entry = Entry(Account(PartKind.EDITED), moved, moved, moved, self.edited.days)
            rows.append(Total(entry.account, (entry, *[None] * (len(self.ledgers) - 1))))
        return tuple(sorted(rows, key=lambda one: (-abs(one.days), -abs(one.moved), one.account.name)))

    @property
    def accounts(self) -> dict[Account, tuple[Fraction, ...]]:
        """Days of every account by window, in the order of `totals`; accounts without days left out."""
        return {one.account: one.by_window for one in self.totals if any(one.by_window)}


def booked_to(part: Part) -> dict[Account, Fraction]:
    """The days of a part by account."""
    days: dict[Account, Fraction] = {}
    for account, piece in part.booked:
        days[account] = days.get(account, Fraction(0)) + piece.days
    return days


def meetings(project: Project, since: Instant, until: Instant) -> tuple[Instant, ...]:
    """The data dates at which windows between two data dates begin and end: both, and every update's between them."""
    between = (update.data_date for update in project.updates if since < update.data_date < until)
    return since, *between, until


def windows(
    history: History,
    dates: Sequence[Instant],
    milestone: str,
    baseline: Baseline | None = None,
    *,
    known: bool = False,
) -> Windows:
    """The ledgers between successive data dates of one plan; from a baseline, `dates` begin with its data date.

    As reported, or as they are `known` at the last data date: the last forecast is the same, and so is that of a
    baseline. Raises KeyError where the milestone is not in the plan at one of them, or only spans other tasks.
    """
    first, until = dates[0], dates[-1]
    view = as_known(history, until, None if baseline is None else first) if known else history
    ledgers = tuple(
        _first_to_know(history, view, since, end).once(window, since, end, milestone) for since, end in pairwise(dates)
    )
    edited = None if baseline is None else _edited(baseline, view.schedule(first), milestone)
    return Windows(
        milestone,
        ledgers,
        edited,
        as_known=known,
        rectified=rectified(history, dates[:-1] if baseline is None else dates[1:-1], until),
    )


def since_beginning(
    history: History, since: Instant, until: Instant, milestone: str, baseline: Baseline | None, *, known: bool | None
) -> tuple[Ledger, ...]:
    """Every window from the baseline on, or without one from the first record, up to `until`; `since` is one of them.

    So float that was used between `since` and `until` may have been made in one before. As known at `until`, by default
    where they are several. None at all where the milestone was not in the plan all the time, or `until` comes first.
    """
    project = history.project
    if baseline is not None:
        begin = baseline.data_date
    else:
        begin = min(since, project.updates[0].data_date) if project.updates else since
    if begin >= until:
        return ()
    every = meetings(project, begin, until)
    plans = (history.state(day).plan.tasks for day in every)
    if any(milestone not in tasks or tasks[milestone].spans for tasks in plans):
        return ()
    return windows(history, every, milestone, known=len(every) > 2 if known is None else known).ledgers


def _first_to_know(history: History, view: History, since: Instant, until: Instant) -> History:
    """A history where a view of it knows nothing else at the ends of a window, so that both views read one ledger.

    A window is made of its two states and the records between them, which no view changes.
    """
    alike = all(view.state(day) is history.state(day) for day in (since, until))
    return history if alike else view


def window(history: History, since: Instant, until: Instant, milestone: str) -> Ledger:
    """The ledger between two data dates of one plan; an approval's working time is that of who held its file.

    Raises KeyError where the milestone is not in the plan at one of them, or only spans other tasks.
    """
    return ledger(*_between(history, since, until, milestone))


def without(history: History, since: Instant, until: Instant, milestone: str, account: Account) -> tuple[Minutes, int]:
    """What of the move of a window would vanish without a body's account: minutes, and days that have no minute."""
    before, after, _, steps, schedules, whose = _between(history, since, until, milestone)
    minutes = but_for(before, after, milestone, steps, account, schedules, whose)
    if minutes is not None:
        return minutes, 0
    mine = [one for one in history.once(window, since, until, milestone).entries if one.account == account]
    return sum(one.but_for for one in mine), sum(one.unreached for one in mine)


def _between(
    history: History, since: Instant, until: Instant, milestone: str
) -> tuple[Schedule, Schedule, str, Sequence[Step], Schedules, Whose]:
    """What a ledger between two data dates is asked with."""
    project, before, after = history.project, history.schedule(since), history.schedule(until)
    updates = [update for update in project.updates if since < update.data_date <= until]
    decided = decided_in(updates, before.state.plan.tasks)
    steps = recorded(reported_state(before, after.state), [one for one, _ in decided], after.state)
    steps = as_events(steps, [key for one, key in decided if one.decides_dates])

    def whose(part: Part) -> tuple[Claim, ...]:
        return claims(before, after, part, lambda task: held(project, after, task, before.state.data_date))

    return before, after, milestone, steps, history.schedules, whose


def series(projects: Sequence[Project], milestone: str) -> Windows:
    """The ledgers between successive exports of one project, each at its own data date; tasks are matched by id.

    Raises KeyError where the milestone is not in all of them, or only spans other tasks.
    """
    schedules, ledgers = Schedules(), []
    states = [as_of(one, max(update.data_date for update in one.updates)) for one in projects]
    for before, after in pairwise(map(schedules.of, states)):
        half = reported_state(before, after.state)
        steps = fragnets(half, found(half, after.state), after.state)
        ledgers.append(replace(ledger(before, after, milestone, steps, schedules), has_reports=False))
    return Windows(milestone, tuple(ledgers))


_NOBODYS = (Cause.SUPERIOR, Cause.MONEY, Cause.WEATHER)
"""What a body waits for and cannot answer for."""


def claims(
    before: Schedule, after: Schedule, part: Part, holdings: Callable[[str], tuple[Holding, ...]]
) -> tuple[Claim, ...]:
    """Whose the working time is that a task lost: of an approval, who held its file; else what its body says it is.

    `holdings` tells that of an approval in the window. Nothing where all of it is the body's own, as is what it gains
    but what money brought that came before it was expected.
    """
    lost, dates = part.delay + part.longer, part.after
    if dates is None or not lost:
        return ()
    if lost < 0:
        won = _won_by_money(before, after, dates, -lost)
        own = Claim(dates.task.body, None, lost + won)
        return (Claim(None, Cause.MONEY, -won), *((own,) if own.own else ())) if won else ()
    money = _waited_for_money(before, after, dates, lost)
    if money:
        own = Claim(dates.task.body, None, lost - money)
        return (Claim(None, Cause.MONEY, money), *((own,) if money < lost else ()))
    task, cause = dates.task, cause_of(dates.status.cause or "") if part.reported else None
    if is_approval(task):
        shares = split(lost, holdings(task.id), dates.calendar, task.body, task.applicant)
        return tuple(Claim(*one) for one in shares)
    return (Claim(None, cause, lost),) if cause in _NOBODYS else ()


def _waited_for_money(before: Schedule, after: Schedule, dates: TaskDates, lost: Minutes) -> Minutes:
    """How much of what a task lost it waited for money: as the money came later, or has no date yet.

    Once it has begun, it is the working time from when the money was expected until it came, and no more than until it
    began. What waits for money with a date has lost nothing of its own: that is placed anew in every world
    (`schedule.analysis.move.worlds`).
    """
    if dates.stage is Stage.NOT_STARTED:
        return lost if lacks_money(dates, after) else 0
    wait, funds = before.funding.waits.get(dates.task.id), after.state.home(dates.task.id).funds
    if wait is None or funds is None:
        return 0
    tranches = [one for one in funds.tranches.values() if one.id in wait.tranches]
    until = wait.until
    if until is None:  # nobody could tell which brings it; what was forecast supposed that it is there when needed
        purposes = wait.purposes
        tranches = [one for one in funds.tranches.values() if not purposes or any(map(one.serves_purpose, purposes))]
        until = before.tasks[dates.task.id].start
    came = [one.instant for tranche in tranches for one in tranche.arrivals if one.instant <= after.state.data_date]
    late = min(max(came, default=until), dates.start)
    return min(lost, dates.calendar.work(until, late)) if late > until else 0


def _won_by_money(before: Schedule, after: Schedule, dates: TaskDates, won: Minutes) -> Minutes:
    """How much of what a task won is money's: what it was to wait for money, less what it still waits.

    None of it is where the task was not to wait, or began without its money: then the money let it do nothing earlier.
    """
    name, calendar = dates.task.id, dates.calendar
    if dates.stage is Stage.NOT_STARTED:
        return 0
    wait, still = before.funding.waits.get(name), after.funding.waits.get(name)
    if wait is None or wait.until is None:
        return 0
    if any(name in one.tasks for one in after.funding.overdrafts) or not _has_moved(before, after, wait):
        return 0
    left = 0 if still is None or still.until is None else calendar.work(still.since, still.until)
    return min(won, max(0, calendar.work(wait.since, wait.until) - left))


def _has_moved(before: Schedule, after: Schedule, wait: Wait) -> bool:
    """Whether any of the money that a task was to wait for came, or is expected, otherwise than it was."""
    was, now = (one.state.home(wait.task).funds for one in (before, after))
    if was is None or now is None:
        return was is not now
    return any(
        name not in now.tranches or now.tranches[name].coming != was.tranches[name].coming for name in wait.tranches
    )


def _edited(baseline: Baseline, computed: Schedule, milestone: str) -> Part | None:
    """What the plan gives now at the baseline's data date beyond what was approved: a change that no revision says."""
    dates = computed.tasks[milestone]
    approved = baseline.dates.get(milestone)
    if approved is None or approved.finish == dates.finish:
        return None
    day = shown_days(dates.task, approved.start, approved.finish)[1]
    moved = dates.finish - approved.finish
    days = Fraction((dates.last_day - day).days)
    return Part(PartKind.EDITED, moved, days, alone=moved, but_for=moved, in_order=moved)
