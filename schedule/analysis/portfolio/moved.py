"""Who moved a date of the zone since its meeting before: one ledger over all plans that belong together.

Each plan stands where it stood in its last report at or before either meeting, so the forecast from which the ledger
starts is that of the zone's page of that day. The game is that of one plan (`analysis.move.ledger`) on the joint
network: bodies that are one are one account over all plans, and what each plan's tasks and decisions moved sums to the
same days as what each body moved. This module must never know a reader.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from schedule.analysis.history import History, Schedules
from schedule.analysis.move.accounts import Account, PartKind
from schedule.analysis.move.half_step import reported_state
from schedule.analysis.move.ledger import Claim, Ledger, Part, ledger
from schedule.analysis.move.revisions import recorded
from schedule.analysis.move.scope import as_events, decided_in
from schedule.analysis.move.windows import claims
from schedule.analysis.portfolio.summary import Named
from schedule.analysis.portfolio.together import asked_of, joint_state, milestones_of, own_name, sound_ties
from schedule.analysis.reports.causes import Cause
from schedule.analysis.reports.custody import Holding, held
from schedule.engine.joint import joined_revision, ready
from schedule.engine.schedule import Schedule
from schedule.model import Instant, Relation, Revision, State, Task
from schedule.portfolio import Portfolio, plan_of


@dataclass(frozen=True, slots=True)
class Share:
    """What one account moved: a body of the zone over all plans, a cause that is nobody's, decisions, the law.

    `days` are its fair share, later positive; `plans` the same by the plan of what it did or decided, which sum to it;
    `tasks` what of its work that was, each with its plan, the largest first.
    """

    kind: PartKind
    body: Named | None
    cause: Cause | None
    days: Fraction
    plans: Mapping[str, Fraction]
    tasks: tuple[tuple[str, Named], ...]


@dataclass(frozen=True, slots=True)
class Move:
    """Why one date moved between two meetings of the zone.

    `plan` is that of the milestone, or the zone's own key; `before` and `after` are the days that were forecast on
    `since` and `until`; `days` from the one to the other. `shares` and `plans` sum to `days`, each the largest first;
    what the passing of time alone moved is of no plan and stands under "". `drawn`: the shares are estimates.
    """

    plan: str
    milestone: Named
    since: date
    until: date
    before: date
    after: date
    shares: tuple[Share, ...]
    plans: Mapping[str, Fraction]
    drawn: bool = False

    @property
    def days(self) -> int:
        """Calendar days by which it moved, later positive."""
        return (self.after - self.before).days


@dataclass(frozen=True, slots=True)
class Window:
    """What of one plan lies between two meetings of the zone: its history and its two data dates."""

    history: History
    since: Instant
    until: Instant

    @property
    def before(self) -> State:
        """Where it stood, with calendars of its own where decisions have changed the built-in ones since."""
        state = self.history.state(self.since)
        return replace(state, plan=ready(state.plan, [one for one, _ in self.decided]))

    @property
    def after(self) -> State:
        """Where it stands."""
        return self.history.state(self.until)

    @property
    def decided(self) -> list[tuple[Revision, tuple[int, Hashable]]]:
        """What was decided between, in order, each with the key of its decision."""
        updates = [one for one in self.history.project.updates if self.since < one.data_date <= self.until]
        return decided_in(updates, self.history.state(self.since).plan.tasks)

    def held(self, task: str) -> tuple[Holding, ...]:
        """Who held the file of an approval between."""
        return held(self.history.project, self.history.schedule(self.until), task, self.since)


def moved(
    portfolio: Portfolio, windows: Mapping[str, Window], since: date, until: date, schedules: Schedules
) -> tuple[Move, ...]:
    """Why each date of the zone that is ahead moved; of a component without one, the date that speaks first.

    Args:
        portfolio: the zone.
        windows: each plan of a component that could be read, by key.
        since: the day of the zone's meeting before.
        until: its day.
        schedules: where the joint schedules are computed.

    Raises:
        PlanError: no joint dates follow from what is known, or was known then.
    """
    if all(one.since >= one.until for one in windows.values()):
        return ()
    after = {key: one.after for key, one in windows.items()}
    ties = [tie.relation for tie in sound_ties(portfolio, after)]
    asked = asked_of(portfolio, after)
    before = {key: one.before for key, one in windows.items()}
    known = [one for one in ties if _has(before, one.predecessor) and _has(before, one.successor)]
    asked_then = [one for one in asked if all(_has(before, task) for task in one.after)]
    first = schedules.of(joint_state(portfolio, before, known, asked_then, portfolio.body_of))
    last = schedules.of(joint_state(portfolio, after, ties, asked, portfolio.body_of))
    decided, keys = _decided(portfolio, windows, ties)
    last = replace(last, state=replace(last.state, revisions=tuple(decided)))
    found = []
    for name in milestones_of(asked, last):
        if name in first.tasks and not first.tasks[name].task.spans:
            one = _ledger(first, last, name, decided, keys, windows, schedules)
            found.append(_move(portfolio, one, since, until))
    return tuple(found)


def _has(states: Mapping[str, State], task: str) -> bool:
    key, _, id_ = task.partition(".")
    return key in states and id_ in states[key].plan.tasks


def _decided(
    portfolio: Portfolio, windows: Mapping[str, Window], ties: Iterable[Relation]
) -> tuple[list[Revision], list[Hashable]]:
    """The decisions of all plans in the order of their records, as decisions about the joint plan, with their keys."""
    tied: dict[str, tuple[Relation, ...]] = {}
    for relation in ties:
        tied[relation.successor] = (*tied.get(relation.successor, ()), relation)
    found: list[tuple[int, Revision, Hashable]] = []
    for key, window in windows.items():
        decided = window.decided
        tasks: dict[str, Task] = {**window.before.plan.tasks, **window.after.plan.tasks}
        tasks |= {one.task: one.added for one, _ in decided if one.added is not None and one.task not in tasks}
        for one, (record, event) in decided:
            joint = joined_revision(key, one, tasks, window.before.plan, tied, portfolio.body_of)
            found.append((record, joint, (key, record, event)))
    found.sort(key=lambda one: one[0])  # stable: plans in the file's order, each with its decisions in theirs
    return [one for _, one, _ in found], [event for _, one, event in found if one.decides_dates]


def _ledger(
    before: Schedule,
    after: Schedule,
    milestone: str,
    decided: Sequence[Revision],
    keys: Sequence[Hashable],
    windows: Mapping[str, Window],
    schedules: Schedules,
) -> Ledger:
    def holdings(task: str) -> tuple[Holding, ...]:
        key, _, id_ = task.partition(".")
        return windows[key].held(id_) if key in windows else ()

    def whose(part: Part) -> tuple[Claim, ...]:
        return claims(before, after, part, holdings)

    steps = as_events(recorded(reported_state(before, after.state), decided, after.state), keys)
    return ledger(before, after, milestone, steps, schedules, whose)


def _move(portfolio: Portfolio, found: Ledger, since: date, until: date) -> Move:
    """A ledger in short."""
    days: dict[Account, dict[str, Fraction]] = {one.account: {} for one in found.entries}
    tasks: dict[Account, list[tuple[Fraction, str, Named]]] = {one.account: [] for one in found.entries}
    plans: dict[str, Fraction] = {}
    for part in found.parts:
        key = _plan(part)
        for account, piece in part.booked:
            of = days.setdefault(account, {})
            of[key] = of.get(key, Fraction(0)) + piece.days
            plans[key] = plans.get(key, Fraction(0)) + piece.days
            dates = None if part.task is None else found.after.tasks.get(part.task) or found.before.tasks.get(part.task)
            if dates is not None and piece.days:
                tasks.setdefault(account, []).append((piece.days, key, own_name(dates)))
    shares = []
    for entry in found.entries:
        if not entry.days:
            continue
        done = sorted(tasks[entry.account], key=lambda one: (-abs(one[0]), one[1], one[2].id))
        by_plan = _largest(days[entry.account])
        body = None if entry.account.body is None else _body(portfolio, entry.account.body, found)
        named = tuple(dict.fromkeys((key, task) for _, key, task in done))
        shares.append(Share(entry.account.kind, body, entry.account.cause, entry.days, by_plan, named))
    before, after = (one.tasks[found.milestone] for one in (found.before, found.after))
    return Move(
        plan=plan_of(found.milestone),
        milestone=own_name(after),
        since=since,
        until=until,
        before=before.last_day,
        after=after.last_day,
        shares=tuple(shares),
        plans=_largest(plans),
        drawn=found.sampled,
    )


def _plan(part: Part) -> str:
    """The plan of what a part is about; none of what the data date alone moves."""
    about = part.task or (None if part.step is None else part.step.task or part.step.calendar)
    return "" if about is None else plan_of(about)


def _largest(days: Mapping[str, Fraction]) -> dict[str, Fraction]:
    return {key: days[key] for key in sorted(days, key=lambda key: (-abs(days[key]), key)) if days[key]}


def _body(portfolio: Portfolio, id_: str, found: Ledger) -> Named:
    shared = portfolio.bodies.get(id_)
    if shared is not None:
        return Named(id_, shared.name, shared.name_en)
    body = found.after.state.plan.bodies.get(id_) or found.before.state.plan.bodies[id_]
    return Named(id_, body.name, body.name_en)
