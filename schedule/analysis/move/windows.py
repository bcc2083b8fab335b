"""The ledger over many weeks: one window between each two meetings, and totals that sum to the whole slip.

Windows telescope as parts do: each begins at the forecast with which the one before it ended, so the weeks of every
account sum to its total and all accounts to the difference of the first and the last forecast. This module must never
know a word that a reader sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from schedule.analysis.history import History, Schedules
from schedule.analysis.move.half_step import reported_state
from schedule.analysis.move.ledger import Held, Ledger, Part, PartKind, ledger
from schedule.analysis.move.revisions import found, recorded
from schedule.analysis.reports.causes import Cause, cause_of
from schedule.analysis.reports.custody import held, is_approval, split
from schedule.analysis.rounding import largest_remainder
from schedule.calendars.worktime import DAY
from schedule.engine.schedule import Schedule, shown_days
from schedule.engine.state import as_of
from schedule.model import Baseline, Instant, Minutes, Project


@dataclass(frozen=True, slots=True)
class Account:
    """To whom parts are booked: a body for progress, nobody for all other kinds.

    Without a body, progress is that of tasks which have none, or is booked to a `cause` of its own: a higher authority,
    money.
    """

    kind: PartKind
    body: str | None = None
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Windows:
    """Successive ledgers of one milestone, and what its baseline's dates differ from what its plan gives today.

    `edited` is that difference, None where there is none or no baseline was asked for; it belongs before the first
    window.
    """

    milestone: str
    ledgers: tuple[Ledger, ...]
    edited: Part | None = None

    @property
    def moved(self) -> Minutes:
        """Elapsed minutes from the first forecast to the last."""
        return sum(one.moved for one in self.ledgers) + (self.edited.moved if self.edited else 0)

    @property
    def days(self) -> int:
        """Days from the day of the first forecast to that of the last."""
        return sum(one.days for one in self.ledgers) + (self.edited.days if self.edited else 0)

    @property
    def accounts(self) -> dict[Account, tuple[int, ...]]:
        """Days of every account by window: bodies in the plan's order, then nobody's; accounts without days left out.

        What was edited stands in the first window.
        """
        plan = self.ledgers[-1].after.state.plan
        order = [Account(PartKind.PROGRESS, body) for body in (*plan.bodies, None)]
        order += [Account(PartKind.PROGRESS, cause=cause) for cause in Cause]
        order += [Account(kind) for kind in PartKind if kind is not PartKind.PROGRESS]
        days = {account: [0] * len(self.ledgers) for account in order}
        for k, one in enumerate(self.ledgers):
            for part in one.parts:
                for account, booked in booked_to(part).items():
                    days.setdefault(account, [0] * len(self.ledgers))[k] += booked
        if self.edited is not None:
            days[Account(PartKind.EDITED)][0] += self.edited.days
        return {account: tuple(row) for account, row in days.items() if any(row)}


def booked_to(part: Part) -> dict[Account, int]:
    """The days of a part by account."""
    if part.kind is not PartKind.PROGRESS:
        return {Account(part.kind): part.days}
    days: dict[Account, int] = {}
    for one in part.held or (Held(part.body, None, 0, part.moved, part.days),):
        account = Account(part.kind, one.body, one.cause if one.body is None else None)
        days[account] = days.get(account, 0) + one.days
    return days


def meetings(project: Project, since: Instant, until: Instant) -> tuple[Instant, ...]:
    """The data dates at which windows between two data dates begin and end: both, and every update's between them."""
    between = (update.data_date for update in project.updates if since < update.data_date < until)
    return since, *between, until


def windows(history: History, dates: Sequence[Instant], milestone: str, baseline: Baseline | None = None) -> Windows:
    """The ledgers between successive data dates of one plan; from a baseline, `dates` begin with its data date.

    Raises KeyError where the milestone is not in the plan at one of them, or only spans other tasks.
    """
    ledgers = tuple(history.once(window, since, until, milestone) for since, until in pairwise(dates))
    edited = None if baseline is None else _edited(baseline, history.schedule(dates[0]), milestone)
    return Windows(milestone, ledgers, edited)


def window(history: History, since: Instant, until: Instant, milestone: str) -> Ledger:
    """The ledger between two data dates of one plan, its parts split by who held an approval's file.

    Raises KeyError where the milestone is not in the plan at one of them, or only spans other tasks.
    """
    project, before, after = history.project, history.schedule(since), history.schedule(until)
    decided = [one for update in project.updates if since < update.data_date <= until for one in update.revisions]
    steps = recorded(reported_state(before, after.state), decided, after.state)
    booked = ledger(before, after, milestone, steps, history.schedules)
    return replace(booked, parts=tuple(_by_holder(project, booked, part) for part in booked.parts))


def series(projects: Sequence[Project], milestone: str) -> Windows:
    """The ledgers between successive exports of one project, each at its own data date; tasks are matched by id.

    Raises KeyError where the milestone is not in all of them, or only spans other tasks.
    """
    schedules, ledgers = Schedules(), []
    states = [as_of(one, max(update.data_date for update in one.updates)) for one in projects]
    for before, after in pairwise(map(schedules.of, states)):
        steps = found(reported_state(before, after.state), after.state)
        ledgers.append(replace(ledger(before, after, milestone, steps, schedules), has_reports=False))
    return Windows(milestone, tuple(ledgers))


def _by_holder(project: Project, booked: Ledger, part: Part) -> Part:
    """A part of progress split by who held an approval's file in the window, or by what its body says it waits for.

    The working time that the task itself lost is split (`custody.split`); the milestone's days follow in proportion,
    where they have the same sign. What a body gains is its own.
    """
    lost, dates = part.delay + part.longer, part.after
    if part.kind is not PartKind.PROGRESS or dates is None or lost <= 0:
        return part
    task, cause = dates.task, cause_of(dates.status.cause or "") if part.reported else None
    if is_approval(task):
        holdings = held(project, booked.after, task.id, booked.since)
        shares = split(lost, holdings, dates.calendar, task.body, task.applicant)
    elif cause in (Cause.SUPERIOR, Cause.MONEY):
        shares = ((None, cause, lost),)
    else:
        return part
    moved = largest_remainder([Fraction(part.moved * own, lost) for _, _, own in shares], part.moved, 1)
    days = largest_remainder(moved, part.days, DAY)
    return replace(
        part,
        held=tuple(
            Held(body, why, own, minutes, whole)
            for (body, why, own), minutes, whole in zip(shares, moved, days, strict=True)
        ),
    )


def _edited(baseline: Baseline, computed: Schedule, milestone: str) -> Part | None:
    """What the plan gives now at the baseline's data date beyond what was approved: a change that no revision says."""
    dates = computed.tasks[milestone]
    approved = baseline.dates.get(milestone)
    if approved is None or approved.finish == dates.finish:
        return None
    day = shown_days(dates.task, approved.start, approved.finish)[1]
    return Part(PartKind.EDITED, dates.finish - approved.finish, (dates.last_day - day).days)
