"""The finish-move ledger: by how much a milestone's forecast moved between two data dates, and whose each part is.

The method is AACE 29R-03's contemporaneous split (MIP 3.4), half a step for progress and half a step for revisions:

1. Self-test: the earlier state with only the data date moved, everything going as forecast, must give the earlier
   forecast again; what it does not give is a line of its own.
2. Progress: what was expected is replaced by what was reported. A task's performance is kept relative to what reaches
   it (`schedule.engine.replay`), so one that only waits for others gets nothing; one about which nothing was reported
   has made no progress.
3. Revisions: one decision with all that it changes, booked to the decision and to the body that asked for it, beside
   that body's delays and never among them; a calendar that a government announced is a neutral line.
4. Change of law: where a task begins in the days of another version of its rule than was forecast, all this is computed
   with the earlier version, and what the later one makes of it is a line of its own, nobody's.

What 2 and 3 moved is shared between accounts over all orders, and within an account between its parts, so that no order
of lines decides (`schedule.analysis.move.accounts`, `sharing`); the parts sum to the move to the minute, and in days by
largest remainder. What the one walk in topological order gives stands beside it, and enters no sum.

This module must never know a word that a reader sees.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from schedule.analysis.history import Schedules
from schedule.analysis.move.accounts import TENTH, Account, Entry, PartKind, apportioned, by_size
from schedule.analysis.move.expectation import expected_at
from schedule.analysis.move.half_step import reported_state
from schedule.analysis.move.revisions import Step, StepKind
from schedule.analysis.move.sharing import DRAWN_SETS, EXACT_SETS, EXACT_UNIONS, Shares, shares
from schedule.analysis.move.worlds import Player, Worlds
from schedule.analysis.reports.causes import Cause
from schedule.analysis.reports.reporting import is_reported
from schedule.calendars.worktime import DAY, start_day
from schedule.engine.cpm import NEVER
from schedule.engine.schedule import Schedule, Stage, TaskDates, shown_days
from schedule.law.terms import pinned, version_on
from schedule.model import Instant, Minutes, State


@dataclass(frozen=True, slots=True)
class Claim:
    """What of the working time that a task lost, or gained, is whose: a body's, or a cause's of its own (body None)."""

    body: str | None
    cause: Cause | None
    own: Minutes

    @property
    def account(self) -> Account:
        """To whom it is booked."""
        return Account(PartKind.PROGRESS, self.body, self.cause if self.body is None else None)


@dataclass(frozen=True, slots=True)
class Held(Claim):
    """A claim with what it moved.

    `own` working minutes of the task's calendar, `moved` elapsed minutes and `days` sum to those of the part.
    """

    moved: Minutes = 0
    days: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a ledger.

    `moved` are the elapsed minutes by which it moved the milestone (positive: later), whatever order the changes are
    taken in, and `days` the same in days to a tenth, which sum to the ledger's. `alone` is what it would have moved if
    all else had gone as expected, `but_for` what of the move would vanish without it, `in_order` what it moved in the
    one order in which the walk takes the changes; `error` is the standard error of `moved`, in minutes, where orders
    were drawn. For progress: `delay` and `longer` are the working minutes of the task's own calendar by which it idled,
    and by which it worked longer, than expected; `day_minutes` what a working day of that calendar is worth; `reported`
    whether anything was said of it; `waited` the part of the delay for which it waited since money came, or is
    expected, otherwise; `before` and `after` its expected and its reported dates; `held` splits an approval's part by
    who held the file, and any by a cause of its own; `unreached` are those of a milestone's `days` that have no minute:
    it is shown so many later because nobody has reported it. For a decision: `step`, and `body` is who asked for it.
    """

    kind: PartKind
    moved: Minutes
    days: Fraction = Fraction(0)
    task: str | None = None
    body: str | None = None
    delay: Minutes = 0
    longer: Minutes = 0
    day_minutes: Minutes = DAY
    reported: bool = True
    before: TaskDates | None = None
    after: TaskDates | None = None
    alone: Minutes = 0
    but_for: Minutes = 0
    in_order: Minutes = 0
    error: float = 0.0
    held: tuple[Held, ...] = ()
    step: Step | None = None
    unreached: int = 0
    waited: Minutes = 0

    @property
    def own(self) -> Fraction:
        """Working days of its own calendar that the task lost (positive) or gained."""
        return Fraction(self.delay + self.longer, self.day_minutes)

    @property
    def booked(self) -> tuple[tuple[Account, Held], ...]:
        """Whose it is: one account's, or those that `held` tells apart."""
        if self.held:
            return tuple((one.account, one) for one in self.held)
        whole = Held(self.body, None, self.delay + self.longer, self.moved, self.days)
        return ((Account(self.kind, self.body), whole),)

    @property
    def effect(self) -> Fraction:
        """Calendar days that non-working days and other work made of the task's own: more (positive), or absorbed."""
        return self.days - self.own

    @property
    def plays(self) -> bool:
        """Whether it moves the milestone in some order."""
        return bool(self.moved or self.alone or self.but_for or self.in_order)

    @property
    def name(self) -> tuple[str, ...]:
        """By what equals are told apart, wherever they stand in their files."""
        step = self.step
        if step is None:
            return self.kind, self.task or ""
        revision = step.revision
        said = () if revision is None else (revision.reason, revision.approved_by)
        return self.kind, step.task or "", step.calendar or "", step.kind, *step.facts, *said


@dataclass(frozen=True, slots=True)
class Ledger:
    """Why one milestone's forecast moved from `before.state.data_date` to that of `after`.

    `parts` are in the order in which the walk takes them: self-test, progress in topological order, revisions. `moved`
    is what they sum to, in elapsed minutes, and `days` in days as they are shown. `entries` are the same by account,
    the largest first: what each moved, and what of it is its own alone. `reported` is the schedule after the progress
    half-step. `has_reports`: its states come from reports; the exports of another tool say what is, and of nobody
    whether he reported it.
    """

    milestone: str
    before: Schedule
    reported: Schedule
    after: Schedule
    parts: tuple[Part, ...]
    entries: tuple[Entry, ...]
    has_reports: bool = True

    @property
    def since(self) -> Instant:
        """The earlier data date."""
        return self.before.state.data_date

    @property
    def until(self) -> Instant:
        """The later data date."""
        return self.after.state.data_date

    @property
    def moved(self) -> Minutes:
        """Elapsed minutes by which the forecast moved; positive is later."""
        return self.after.tasks[self.milestone].finish - self.before.tasks[self.milestone].finish

    @property
    def days(self) -> int:
        """Days between the days on which the two forecasts are shown."""
        last, first = self.after.tasks[self.milestone].last_day, self.before.tasks[self.milestone].last_day
        return (last - first).days

    @property
    def progress(self) -> tuple[Part, ...]:
        """The parts that are somebody's."""
        return tuple(part for part in self.parts if part.kind is PartKind.PROGRESS)

    @property
    def sampled(self) -> bool:
        """Whether shares were drawn, so that they are estimates."""
        return self.error > 0

    @property
    def error(self) -> float:
        """The largest standard error of a share, in minutes; 0.0 where every set was evaluated."""
        return max([*(part.error for part in self.parts), *(one.error for one in self.entries)], default=0.0)

    @property
    def by_order(self) -> bool:
        """Whether the walk in order gives some change other days than are booked to it."""
        return any(part.in_order != part.moved for part in self.parts)


Whose = Callable[[Part], Sequence[Claim]]
"""Whose the working time is that a part of progress lost, in amounts that sum to it; none where it is the body's."""

EXACT_STEPS = 4
"""So many decisions of one account are taken in all their sets; of more, few orders are drawn: each set is a plan."""
PAID_ACCOUNTS = 9
"""Of so many accounts all sets are asked where each set places all that waits for money anew; of more, orders drawn."""
PAID_SETS = 1 << 8
"""So many sets are asked there for the shares within an account; of more, orders are drawn."""
PAID_DRAWN = 1_000
"""About so many sets are evaluated there where orders are drawn, for the accounts, and for all that is within them."""
DRAWN_STEPS = 8
"""So many orders of decisions are drawn, half of them reversed."""


def ledger(
    before: Schedule,
    after: Schedule,
    milestone: str,
    steps: Sequence[Step],
    schedules: Schedules | None = None,
    whose: Whose | None = None,
    *,
    exact_sets: int = EXACT_SETS,
) -> Ledger:
    """The ledger between two schedules of one plan, of which `steps` lead from the earlier plan to the later.

    `steps` begin at `reported_state(before, after.state)` and end at the later state (`analysis.revisions`). What lies
    between the two is computed by `schedules`, where others have had theirs computed. `whose` says to whom a task's
    working time is booked, by default to its body. Raises KeyError where the milestone is not in both schedules, or
    only spans other tasks.
    """
    schedules = Schedules() if schedules is None else schedules
    opened = _opened(before, after, milestone, steps, schedules)
    worlds, test, unreached = opened.worlds, opened.test, opened.unreached
    parts, entries = _shared(worlds, opened.changes, whose or _all_its_own, exact_sets)
    law = _law(worlds.after, after, milestone, opened.versions, schedules)
    nobodys = [Part(PartKind.SELF_TEST, test, alone=test, but_for=test, in_order=test)] if test else []
    told = [part for part in parts if not _is_as_expected(worlds, part)]
    if unreached and not any(one.moved for one in entries):  # days that no minute has, of nobody else
        told = [part for part in parts if part in told or part.task == milestone]
    parts = [*nobodys, *told, *law]
    for part in (*nobodys, *law):
        ((account, _),) = part.booked
        same = [one for one in entries if one.account == account]
        entries = [one for one in entries if one.account != account]
        entries.append(_added(same[0] if same else Entry(account, 0, 0, 0), part))
    found = Ledger(milestone, worlds.before, worlds.reported, after, tuple(parts), tuple(entries))
    return _in_days(found, unreached)


def but_for(
    before: Schedule,
    after: Schedule,
    milestone: str,
    steps: Sequence[Step],
    account: Account,
    schedules: Schedules,
    whose: Whose,
) -> Minutes | None:
    """What of the move would vanish without an account that is a body's, without sharing the move among all.

    None where days have no minute: whose they are only the ledger tells. Raises as `ledger` does.
    """
    opened = _opened(before, after, milestone, steps, schedules)
    if opened.unreached:
        return None
    game = _game(opened.worlds, opened.changes, whose)
    mine = sum(1 << number for number in game.accounts.get(account, ()))
    return game.worth(game.everyone) - game.worth(game.everyone & ~mine) if mine else 0


class _Opened(NamedTuple):
    """What lies between two schedules before it is shared: the changes, the self-test, days that have no minute."""

    worlds: Worlds
    changes: Sequence[Part]
    test: Minutes
    unreached: int
    versions: Mapping[str, str | None]


def _opened(before: Schedule, after: Schedule, milestone: str, steps: Sequence[Step], schedules: Schedules) -> _Opened:
    if before.tasks[milestone].task.spans or milestone not in after.tasks:
        raise KeyError(milestone)
    versions = changed_versions(before, after)
    if versions:
        before, after = (schedules.of(with_versions(one.state, versions)) for one in (before, after))
        steps = [replace(step, state=with_versions(step.state, versions)) for step in steps]
    reported = schedules.of(reported_state(before, after.state))
    expected = schedules.of(expected_at(before, after.state, milestone))
    test = expected.tasks[milestone].finish - before.tasks[milestone].finish
    worlds = Worlds(
        before,
        expected,
        reported,
        after,
        milestone,
        steps,
        schedules,
        lambda state: with_versions(state, versions) if versions else state,
    )
    progress = _progress(worlds, before, expected, reported)
    unreached = _unreached(after.tasks[milestone]) - _unreached(before.tasks[milestone])
    if unreached and all(part.task != milestone for part in progress):
        progress.append(_untouched(milestone, before, expected, reported))
    return _Opened(worlds, [*progress, *(_decision(step) for step in steps)], test, unreached, versions)


def _claimed(part: Part, whose: Whose, *, paid: bool, did: bool) -> tuple[Claim, ...]:
    """Whose a part is: first what came of the money that its task waits for, then what the task itself did."""
    if not paid:
        return tuple(whose(part))
    rest = replace(part, delay=part.delay - part.waited)
    return Claim(None, Cause.MONEY, part.waited), *((tuple(whose(rest)) or _own(rest)) if did else ())


def _all_its_own(_: Part) -> Sequence[Claim]:
    return ()


def _own(part: Part) -> tuple[Claim, ...]:
    """All that a task lost or gained is its body's."""
    return (Claim(part.body, None, part.delay + part.longer),)


def _added(entry: Entry, part: Part) -> Entry:
    """An account that is nobody's with one more part: in any order it moves the same."""
    moved = entry.moved + part.moved
    return replace(entry, moved=moved, alone=moved, but_for=moved)


def _in_days(found: Ledger, unreached: int) -> Ledger:
    """The ledger with its days: those of the accounts sum to the move's, those of their parts to the accounts'.

    Days by which the milestone is shown later without a minute are those of who answers for it, in any order. Where it
    only stands with a beginning instead of an end nobody does, and they are told in the days of the move.
    """
    owner = next((part for part in found.parts if part.task == found.milestone and _mine(part)), None)
    unreached = 0 if owner is None else unreached
    account = None if owner is None or not unreached else owner.booked[-1][0]
    names = {one.account.name: one.account for one in found.entries}
    tenths = apportioned([(one.account.name, one.moved) for one in found.entries], (found.days - unreached) * 10, TENTH)
    days = {names[name]: Fraction(amount, 10) for name, amount in tenths.items()}
    pieces: dict[tuple[int, int], Fraction] = {}
    for entry in found.entries:
        mine = [
            ((part.name, (k, j)), held.moved)
            for k, part in enumerate(found.parts)
            for j, (account_of_piece, held) in enumerate(part.booked)
            if account_of_piece == entry.account
        ]
        for (_, place), amount in apportioned(mine, int(days[entry.account] * 10), TENTH).items():
            pieces[place] = Fraction(amount, 10)
    parts = []
    for k, part in enumerate(found.parts):
        late = unreached if part is owner else 0
        helds = [replace(held, days=pieces[k, j]) for j, (_, held) in enumerate(part.booked)]
        helds[-1] = replace(helds[-1], days=helds[-1].days + late)
        whole = sum((held.days for held in helds), Fraction(0))
        parts.append(replace(part, days=whole, held=tuple(helds) if part.held else (), unreached=late))
    entries = []
    for one in found.entries:
        late = unreached if one.account == account else 0
        entries.append(replace(one, days=days[one.account] + late, unreached=late))
    return replace(found, parts=tuple(parts), entries=tuple(sorted(entries, key=by_size)))


def _mine(part: Part) -> bool:
    return part.kind is PartKind.PROGRESS


class _Game(NamedTuple):
    """What plays for the move: pieces of tasks' working time, by task and place among its claims, and then decisions.

    `split` are the claims on each task whose time is not simply its body's, `claims` those on each; `accounts` are the
    numbers of the players of each account, and `worth` is the finish by which of all play.
    """

    players: Sequence[tuple[str, int]]
    steps: Sequence[Part]
    split: Mapping[str, tuple[Claim, ...]]
    claims: Mapping[str, tuple[Claim, ...]]
    accounts: Mapping[Account, Sequence[int]]
    worth: Callable[[int], int]

    @property
    def everyone(self) -> int:
        """The set of all players."""
        return (1 << (len(self.players) + len(self.steps))) - 1


def _game(worlds: Worlds, changes: Sequence[Part], whose: Whose) -> _Game:
    """The changes that can move the milestone, by account."""
    stretch = worlds.undecided
    progress = [part for part in changes if _mine(part)]
    paid = set(worlds.waited)
    did = {stretch.name(task) for task in stretch.changed}
    split = {
        part.task: _claimed(part, whose, paid=part.task in paid, did=part.task in did or part.task not in paid)
        for part in progress
        if part.task is not None
    }
    claims = {part.task: split[part.task] or _own(part) for part in progress if part.task is not None}
    swaying = {stretch.name(task) for task in stretch.swaying()} | paid
    every = (1 << len(worlds.steps)) - 1
    decided = worlds.stretch(every) if every else None
    if decided is not None:
        swaying |= {decided.name(task) for task in decided.swaying()}
    # The last comes first: a Gray code changes its first player oftenest, and the later a task the less there is to
    # play again. What can move nothing scores nothing in any order, and does not play.
    playing = [part.task for part in reversed(progress) if part.task in swaying and part.task in claims]
    players = [(name, k) for name in playing for k in range(len(claims[name]))]
    lost = {name: [claim.own for claim in claims[name][name in paid :]] for name in playing}
    finish = worlds.finish([Player(name, name in paid and not k) for name, k in players], lost)
    accounts: dict[Account, list[int]] = {}
    for number, (name, k) in enumerate(players):
        claim = claims[name][k]
        accounts.setdefault(claim.account, []).append(number)
    steps = [part for part in changes if not _mine(part)]
    for k, part in enumerate(steps):
        accounts.setdefault(Account(part.kind, part.body), []).append(len(players) + k)
    with_progress = (1 << len(players)) - 1

    def worth(mask: int) -> int:
        return finish(mask & with_progress, mask >> len(players))

    return _Game(players, steps, split, claims, accounts, worth)


def _shared(worlds: Worlds, changes: Sequence[Part], whose: Whose, exact_sets: int) -> tuple[list[Part], list[Entry]]:
    """The changes with what each moved, and the accounts of those that can move the milestone."""
    game, milestone = _game(worlds, changes, whose), worlds.milestone
    players, steps, split, claims, accounts, worth = game
    order = sorted(accounts, key=lambda account: account.name)
    found = _played(order, accounts, worth, len(players), exact_sets, paid=worlds.undecided.money is not None)
    booked = apportioned(
        [(account.name, one.fair) for account, one in zip(order, found.unions, strict=True)],
        worlds.after.tasks[milestone].finish - worlds.expected.tasks[milestone].finish,
        1,
    )
    entries: list[Entry] = []
    moved: dict[int, Minutes] = {}
    for account, one in zip(order, found.unions, strict=True):
        entries.append(Entry(account, booked[account.name], one.alone, one.but_for, error=one.error))
        named = [
            ((_name_of(number, players, steps), number), found.players[number].fair) for number in accounts[account]
        ]
        moved |= {number: minutes for (_, number), minutes in apportioned(named, booked[account.name], 1).items()}
    idle = {claim.account for claim in (one for claimed in claims.values() for one in claimed)} - accounts.keys()
    entries += [Entry(account, 0, 0, 0) for account in idle]
    # From a set to all: what a whole task, or a decision, does alone and what vanishes without it.
    everyone = game.everyone
    numbers: dict[str, list[int]] = {}
    for number, (name, _) in enumerate(players):
        numbers.setdefault(name, []).append(number)
    walk, reached, parts = 0, worth(0), []
    for part in changes:
        if _mine(part):
            mine = numbers.get(part.task or "", [])
        else:
            mine = [len(players) + next(k for k, step in enumerate(steps) if step is part)]
        mask = sum(1 << number for number in mine)
        walk |= mask
        earlier, reached = reached, worth(walk)
        held: tuple[Held, ...] = ()
        several = split.get(part.task or "", ()) if _mine(part) else ()
        if several:
            amounts = [moved[number] for number in mine] or [0] * len(several)
            held = tuple(
                Held(one.body, one.cause, one.own, amount) for one, amount in zip(several, amounts, strict=True)
            )
        parts.append(
            replace(
                part,
                moved=sum(moved[number] for number in mine),
                alone=worth(mask) - worth(0) if mask else 0,
                but_for=worth(everyone) - worth(everyone & ~mask) if mask else 0,
                in_order=reached - earlier,
                error=max((found.players[number].error for number in mine), default=0.0),
                held=held,
            )
        )
    return parts, entries


def _name_of(number: int, players: Sequence[tuple[str, int]], steps: Sequence[Part]) -> tuple[str, ...]:
    return ("", players[number][0]) if number < len(players) else steps[number - len(players)].name


def _played(
    order: Sequence[Account],
    accounts: Mapping[Account, Sequence[int]],
    worth: Callable[[int], int],
    tasks: int,
    exact_sets: int,
    *,
    paid: bool,
) -> Shares:
    """The shares of the accounts and of their changes; of decisions, each set of which is a plan, fewer are asked.

    So they are where each set places what waits for money (`paid`).

    Which orders are drawn follows from how many change what, and not from names: a task renamed moves as much.
    """
    decisions = [accounts[account][0] >= tasks for account in order]
    beside = 1 << max(0, len(order) - 1)
    drawn = PAID_DRAWN if paid else DRAWN_SETS
    if paid:
        exact_sets = min(exact_sets, PAID_SETS)
    return shares(
        [accounts[account] for account in order],
        worth,
        exact_unions=PAID_ACCOUNTS if paid else EXACT_UNIONS,
        drawn_unions=drawn,
        exact_sets=[beside << EXACT_STEPS if decided and not paid else exact_sets for decided in decisions],
        drawn_sets=[
            DRAWN_STEPS * len(accounts[account]) if decided else drawn // max(1, len(order))
            for account, decided in zip(order, decisions, strict=True)
        ],
    )


def _unreached(dates: TaskDates) -> int:
    """Days by which a milestone is shown after the evening on which it could be reached: nobody has reported it.

    They are days without a minute between them, so no other task can have lost them.
    """
    return (dates.last_day - shown_days(dates.task, dates.start, dates.finish)[1]).days


def _untouched(name: str, before: Schedule, expected: Schedule, reported: Schedule) -> Part:
    """The part of a task that stands where it was expected, to the minute."""
    dates = reported.tasks[name]
    return Part(
        PartKind.PROGRESS,
        0,
        task=name,
        body=dates.task.body,
        day_minutes=dates.calendar.day_minutes,
        reported=is_reported(dates, before.state.home(name).data_date),
        before=expected.tasks[name],
        after=dates,
    )


def _decision(step: Step) -> Part:
    """The part of one step, before what it moved is known; what a government announced is nobody's decision."""
    if step.kind is StepKind.CALENDAR and (step.revision is None or step.revision.announced):
        return Part(PartKind.CALENDAR, 0, task=step.task, step=step)
    return Part(PartKind.REVISION, 0, task=step.task, body=step.asked_by, step=step)


def changed_versions(before: Schedule, after: Schedule) -> dict[str, str | None]:
    """The tasks that begin in the days of another version of their rule than was forecast, each with the earlier line.

    Of what has finished, and of what a decision gave another basis, no version holds a date any more.
    """
    found = {}
    for later in after.figures_of(after.tasks):
        name, basis = later.task.id, later.task.basis
        if basis is None or basis.rule is None or basis.version is not None:
            continue
        earlier = before.tasks.get(name)
        if earlier is None:
            continue
        if later.stage is Stage.FINISHED or earlier.task.basis != basis:
            continue
        law = after.state.home(name).rules.law
        was, now = (version_on(basis, law, start_day(one.start)) for one in (earlier, later))
        if was != now:
            found[name] = was
    return found


def with_versions(state: State, versions: Mapping[str, str | None]) -> State:
    """A state in which these tasks keep to a line of the rule file each."""
    tasks = dict(state.plan.tasks)
    for name, line in versions.items():
        task = tasks.get(name)
        if task is not None and task.basis is not None:
            tasks[name] = replace(task, basis=pinned(task.basis, line))
    return replace(state, plan=replace(state.plan, tasks=tasks))


def _law(
    kept: Schedule, after: Schedule, milestone: str, versions: Mapping[str, str | None], schedules: Schedules
) -> list[Part]:
    """One part for each task whose version of the law is another now, from all earlier versions to all later ones."""
    parts, finish, left = [], kept.tasks[milestone].finish, dict(versions)
    for name in sorted(versions):
        del left[name]
        reached = schedules.of(with_versions(after.state, left)) if left else after
        moved = reached.tasks[milestone].finish - finish
        finish += moved
        parts.append(
            Part(PartKind.LAW, moved, task=name, after=after.tasks[name], alone=moved, but_for=moved, in_order=moved)
        )
    return parts


def _progress(worlds: Worlds, before: Schedule, expected: Schedule, reported: Schedule) -> list[Part]:
    """A part for each task that performed otherwise, in topological order, before what it moved is known.

    Among those that no relation puts in order the first expected comes first, equals by id: the order of lines in a
    file decides nothing.
    """
    parts, stretch = [], worlds.undecided
    depths = stretch.depths()

    def place(task: int) -> tuple[int, Instant, str]:
        name = stretch.name(task)
        return depths[task], expected.tasks[name].start, name

    for task in sorted({*stretch.changed, *(stretch.network.number[name] for name in worlds.waited)}, key=place):
        name = stretch.name(task)
        earlier, later = (performances[0][task] for performances in (stretch.expected, stretch.reported))
        dates = reported.tasks[name]
        calendar = stretch.network.calendars[stretch.network.arrays.calendar[task]]
        longer = later.work - earlier.work
        if earlier.then.fixed:
            longer = calendar.work(earlier.then.finish, later.then.finish)
        waited = worlds.waited.get(name, 0)
        parts.append(
            Part(
                PartKind.PROGRESS,
                0,
                task=name,
                body=dates.task.body,
                delay=0 if earlier.then.fixed else later.delay - earlier.delay + waited,
                longer=longer,
                day_minutes=calendar.day_minutes,
                reported=is_reported(dates, before.state.home(name).data_date),
                before=expected.tasks[name],
                after=dates,
                waited=waited,
            )
        )
    return parts


def _is_as_expected(worlds: Worlds, part: Part) -> bool:
    """Whether a task did nothing otherwise on the clock: it stands where it was to, or where what it waits for let it.

    P6 shows it the next morning until it is reported, and then on its evening. Nor did what has worked as long as
    expected, and then waited for another's finish.
    """
    stretch = worlds.undecided
    number = stretch.network.number.get(part.task or "")
    if number is None or part.plays or not _mine(part):
        return False
    if part.task in worlds.waited and number not in stretch.changed and not part.waited:
        return True  # in some other world it would wait otherwise
    expected, performance = stretch.expected[0][number], stretch.reported[0][number]
    then = performance.then
    if then.ended and then.waits and not (part.delay or part.longer):
        return True
    if then.stands == -NEVER:
        return False
    if then.ended:
        return then.stands == expected.then.stands and not (part.delay or part.longer)
    return then.stands <= performance.stood_asked and then.start > then.stands
