"""The finish-move ledger: by how much a milestone's forecast moved between two data dates, and whose each part is.

The method is AACE 29R-03's contemporaneous split (MIP 3.4), half a step for progress and half a step for revisions:

1. Self-test: the earlier state with only the data date moved, everything going as forecast, must give the earlier
   forecast again; what it does not give is a line of its own.
2. Progress: task by task in topological order, what was expected is replaced by what was reported. A task's performance
   is kept relative to what reaches it (`schedule.engine.replay`), so one that only waits for others gets nothing; one
   about which nothing was reported has made no progress.
3. Revisions: one after the other, booked to the decision and never to a body; a calendar that a government announced is
   a neutral line.
4. Change of law: where a task begins in the days of another version of its rule than was forecast, all this is computed
   with the earlier version, and what the later one makes of it is a line of its own, nobody's.

The parts telescope, so they sum to the move to the minute, and in days by largest remainder. Which of several tasks a
day belongs to depends on the order where they are late side by side; so every task's figure stands beside what it would
have moved alone, what would be saved but for it, the extremes over all orders, and its Shapley and Owen values
(`schedule.analysis.move.sharing`).

This module must never know a word that a reader sees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from schedule.analysis.history import Schedules
from schedule.analysis.move.expectation import expected_state
from schedule.analysis.move.half_step import reported_state
from schedule.analysis.move.revisions import Step, StepKind
from schedule.analysis.move.sharing import Share, concurrent, regaining, share
from schedule.analysis.reports.causes import Cause
from schedule.analysis.reports.reporting import is_reported
from schedule.analysis.rounding import largest_remainder
from schedule.calendars.worktime import DAY, finish_day, start_day
from schedule.engine import replay
from schedule.engine.cpm import NEVER
from schedule.engine.horizon import Calendars
from schedule.engine.network import Network, recompiled
from schedule.engine.replay import Happening, Performance
from schedule.engine.schedule import Reason, Schedule, Stage, TaskDates, shown_days
from schedule.engine.variation import network_of
from schedule.law.terms import pinned, version_on
from schedule.model import Instant, Minutes, State
from schedule.rules import LateAsPossible, ProgressRule, in_force


class PartKind(StrEnum):
    """Whose a part is: a task's progress, a decision, an announced calendar, another version of a law, or nobody's.

    `edited`: the plan no longer gives the forecast that was approved, and no revision says why. `self-test`: the
    data date alone moves the forecast.
    """

    EDITED = "edited"
    SELF_TEST = "self-test"
    PROGRESS = "progress"
    REVISION = "revision"
    CALENDAR = "calendar"
    LAW = "law"


@dataclass(frozen=True, slots=True)
class Held:
    """What of a part is whose, by who held the file or what it waited for: a body, or a cause of its own (body None).

    `own` working minutes of the task's calendar, `moved` elapsed minutes and whole `days` sum to those of the part.
    """

    body: str | None
    cause: Cause | None
    own: Minutes
    moved: Minutes
    days: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a ledger.

    `moved` are the elapsed minutes by which it moved the milestone (positive: later) and `days` its whole days, which
    sum to the ledger's. For progress: `delay` and `longer` are the working minutes of the task's own calendar by which
    it idled, and by which it worked longer, than expected; `day_minutes` what a working day of that calendar is worth;
    `reported` whether anything was said of it; `before` and `after` its expected and its reported dates; `share` its
    figures over all orders; `held` splits an approval's part by who held the file, and any by a cause of its own;
    `unreached` are those of a milestone's `days` that have no minute: it is shown so many later because nobody has
    reported it. For a decision: `step`.
    """

    kind: PartKind
    moved: Minutes
    days: int = 0
    task: str | None = None
    body: str | None = None
    delay: Minutes = 0
    longer: Minutes = 0
    day_minutes: Minutes = DAY
    reported: bool = True
    before: TaskDates | None = None
    after: TaskDates | None = None
    share: Share | None = None
    held: tuple[Held, ...] = ()
    step: Step | None = None
    unreached: int = 0

    @property
    def own(self) -> Fraction:
        """Working days of its own calendar that the task lost (positive) or gained."""
        return Fraction(self.delay + self.longer, self.day_minutes)

    @property
    def effect(self) -> Fraction:
        """Calendar days that non-working days and other work made of the task's own: more (positive), or absorbed."""
        return self.days - self.own


@dataclass(frozen=True, slots=True)
class Ledger:
    """Why one milestone's forecast moved from `before.state.data_date` to that of `after`.

    `parts` are in the order in which they were taken: self-test, progress in topological order, revisions. `moved` is
    what they sum to, in elapsed minutes, and `days` in days as they are shown. `concurrent` are the minutes of progress
    that no single change would save, because several were late side by side; `sampled` says that the figures over all
    orders are estimates. `reported` is the schedule after the progress half-step. `has_reports`: its states come from
    reports; the exports of another tool say what is, and of nobody whether he reported it.
    """

    milestone: str
    before: Schedule
    reported: Schedule
    after: Schedule
    parts: tuple[Part, ...]
    concurrent: Minutes
    sampled: bool
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


EXACT_UP_TO = 15
"""So many changed tasks are evaluated in all their subsets; of more, orders are drawn."""
MOST_ASKED = 8_000
"""Sets that drawn orders may ask for: about a second for sixty tasks."""


def ledger(
    before: Schedule,
    after: Schedule,
    milestone: str,
    steps: Sequence[Step],
    schedules: Schedules | None = None,
    *,
    exact_up_to: int = EXACT_UP_TO,
) -> Ledger:
    """The ledger between two schedules of one plan, of which `steps` lead from the earlier plan to the later.

    `steps` begin at `reported_state(before, after.state)` and end at the later state (`analysis.revisions`). What lies
    between the two is computed by `schedules`, where others have had theirs computed. Raises KeyError where the
    milestone is not in both schedules, or only spans other tasks.
    """
    if before.tasks[milestone].task.spans or milestone not in after.tasks:
        raise KeyError(milestone)
    schedules = Schedules() if schedules is None else schedules
    final, versions = after, changed_versions(before, after)
    if versions:
        before, after = (schedules.of(with_versions(one.state, versions)) for one in (before, after))
        steps = [replace(step, state=with_versions(step.state, versions)) for step in steps]
    reported = schedules.of(reported_state(before, after.state))
    expected = schedules.of(expected_state(before, after.state.data_date))
    test = expected.tasks[milestone].finish - before.tasks[milestone].finish
    parts = [Part(PartKind.SELF_TEST, test)] if test else []
    progress, simultaneous, sampled = _progress(before, expected, reported, milestone, exact_up_to, schedules.calendars)
    unreached = _unreached(after.tasks[milestone]) - _unreached(before.tasks[milestone])
    if unreached and all(part.task != milestone for part in progress):
        progress.append(_untouched(milestone, before, expected, reported))
    parts += [*progress, *_decisions(reported, after, milestone, steps, schedules)]
    parts += _law(after, final, milestone, versions, schedules)
    found = Ledger(milestone, before, reported, final, tuple(parts), simultaneous, sampled)
    days = largest_remainder([part.moved for part in parts], found.days - unreached, DAY)
    own = [unreached * (part.kind is PartKind.PROGRESS and part.task == milestone) for part in parts]
    return replace(
        found,
        parts=tuple(
            replace(part, days=whole + late, unreached=late) for part, whole, late in zip(parts, days, own, strict=True)
        ),
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
        reported=is_reported(dates, before.state.data_date),
        before=expected.tasks[name],
        after=dates,
    )


def _decisions(
    reported: Schedule, after: Schedule, milestone: str, steps: Sequence[Step], schedules: Schedules
) -> list[Part]:
    """One part a step, each the difference that it makes to the steps before it."""
    parts, finish, reached = [], reported.tasks[milestone].finish, reported
    for k, step in enumerate(steps):
        reached = after if k == len(steps) - 1 else schedules.reached(step.state, reached)
        moved = reached.tasks[milestone].finish - finish
        finish += moved
        neutral = step.kind is StepKind.CALENDAR and (step.revision is None or step.revision.announced)
        parts.append(Part(PartKind.CALENDAR if neutral else PartKind.REVISION, moved, task=step.task, step=step))
    rest = after.tasks[milestone].finish - finish
    assert not rest, "the steps must end at the later state"
    return parts


def changed_versions(before: Schedule, after: Schedule) -> dict[str, str | None]:
    """The tasks that begin in the days of another version of their rule than was forecast, each with the earlier line.

    Of what has finished, and of what a decision gave another basis, no version holds a date any more.
    """
    found = {}
    for name, later in after.tasks.items():
        earlier, basis = before.tasks.get(name), later.task.basis
        if earlier is None or basis is None or basis.rule is None or basis.version is not None:
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
    for name in versions:
        del left[name]
        reached = schedules.of(with_versions(after.state, left)) if left else after
        moved = reached.tasks[milestone].finish - finish
        finish += moved
        parts.append(Part(PartKind.LAW, moved, task=name, after=after.tasks[name]))
    return parts


def _progress(
    before: Schedule,
    expected: Schedule,
    reported: Schedule,
    milestone: str,
    exact_up_to: int,
    calendars: Calendars,
) -> tuple[list[Part], Minutes, bool]:
    """The progress half-step: a part for each task that performed otherwise, what is concurrent, and if by sampling."""
    network = _network(before, expected, reported, calendars)
    net, clock = network.arrays, network.clock
    retained = in_force(before.state.plan.settings).progress in (ProgressRule.RETAINED, ProgressRule.ACTUAL_DATES)
    pushed_after = reported.state.data_date if retained else NEVER
    as_expected, as_reported = (
        replay.performances(net, clock, _happenings(network, before, one, milestone), pushed_after=pushed_after)
        for one in (expected, reported)
    )
    changed = replay.changed(net, clock, as_expected, as_reported, pushed_after=pushed_after)
    both = as_expected[0], as_reported[0]
    finish_of = replay.finisher(net, clock, *both, changed, network.number[milestone], pushed_after=pushed_after)
    reached = [finish_of((1 << k) - 1) for k in range(len(changed) + 1)]
    moved = [later - earlier for earlier, later in pairwise(reached)]
    # Only what can move the milestone plays for it; the rest scores nothing in any order. The last comes first: a Gray
    # code changes its first player oftenest, and the later a task the less there is to play again.
    target = network.number[milestone]
    plays = replay.swaying(net, clock, as_expected, as_reported, changed, target, pushed_after=pushed_after)
    binding = [k for k in reversed(range(len(changed))) if changed[k] in plays]
    upstream = replay.upstream(net, target)
    idle = {k: Share(0, 0, 0, 0, Fraction(0), Fraction(0)) for k, task in enumerate(changed) if task in upstream}
    bodies = [expected.tasks[network.tasks[changed[k]].id].task.body for k in binding]
    unions = [bodies.index(body) if body is not None else len(bodies) + k for k, body in enumerate(bodies)]

    def worth(players: int) -> int:
        return finish_of(sum(1 << k for place, k in enumerate(binding) if players >> place & 1))

    samples = max(MOST_ASKED // max(1, 2 * len(binding)), 200)
    figures = share(len(binding), worth, unions, exact_up_to=exact_up_to, samples=samples)
    shares = {**idle, **dict(zip(binding, figures, strict=True))}
    parts = [
        _part(network, task, both, before, expected, reported, moved[k], shares.get(k))
        for k, task in enumerate(changed)
        if moved[k] or not _is_only_unreported(as_reported[0][task], shares.get(k))
    ]
    delayed = concurrent(reached[-1] - reached[0], figures, worth(regaining(figures)) - reached[0])
    return parts, delayed, len(binding) > exact_up_to


def _is_only_unreported(performance: Performance, share: Share | None) -> bool:
    """Whether a task did nothing otherwise but that nobody reported it: it stands where what it waits for let it."""
    then = performance.then
    stands = then.stands > -NEVER and not then.ended and then.stands <= performance.stood_asked
    return stands and then.start > then.stands and (share is None or not (share.least or share.most))


def _part(
    network: Network,
    task: int,
    performances: tuple[list[Performance], list[Performance]],
    before: Schedule,
    expected: Schedule,
    reported: Schedule,
    moved: Minutes,
    shared: Share | None,
) -> Part:
    name = network.tasks[task].id
    earlier, later = performances[0][task], performances[1][task]
    dates, calendar = reported.tasks[name], network.calendars[network.arrays.calendar[task]]
    longer = later.work - earlier.work
    if earlier.then.fixed:
        longer = calendar.work(earlier.then.finish, later.then.finish)
    return Part(
        PartKind.PROGRESS,
        moved,
        task=name,
        body=dates.task.body,
        delay=0 if earlier.then.fixed else later.delay - earlier.delay,
        longer=longer,
        day_minutes=calendar.day_minutes,
        reported=is_reported(dates, before.state.data_date),
        before=expected.tasks[name],
        after=dates,
        share=shared,
    )


def _network(before: Schedule, expected: Schedule, reported: Schedule, calendars: Calendars) -> Network:
    """The earlier plan's network as if nothing had happened yet, held by what holds it at the earlier data date."""
    state, held = before.state, before.network
    bare = replace(state, statuses={})
    first, last = zip(*(_days(one) for one in (before, expected, reported)), strict=True)
    if first[0] == min(first) and last[0] == max(last):
        network = network_of(before, bare)
    else:
        working = calendars.covering(state, start_day(min(first)), finish_day(max(last)))
        network = recompiled(held, bare, working, state.plan.tasks)
    cap = list(held.arrays.cap)
    if in_force(state.plan.settings).progress is ProgressRule.OVERRIDE:
        for i, task in enumerate(held.tasks):
            if state.status(task.id).started is not None:
                cap[i] = held.arrays.floor[i]
    arrays = network.arrays._replace(
        floor=held.arrays.floor,
        cap=cap,
        date_only=held.arrays.date_only,
        expected=held.arrays.expected,
    )
    return replace(network, arrays=arrays)


def _days(schedule: Schedule) -> tuple[Instant, Instant]:
    """The first and the last instant that a schedule's calendars were compiled for; one of stated days has neither."""
    bounded = [calendar for calendar in schedule.calendars.values() if calendar.last < NEVER]
    begin, end = (calendar.first for calendar in bounded), (calendar.last for calendar in bounded)
    return min(begin, default=schedule.start), max(end, default=schedule.finish)


def _happenings(network: Network, before: Schedule, schedule: Schedule, milestone: str) -> list[Happening]:
    """What a schedule says of every task, as seen from the earlier data date."""
    found = []
    puts_off = in_force(before.state.plan.settings).as_late_as_possible is LateAsPossible.FREE_FLOAT
    for i, task in enumerate(network.tasks):
        earlier, dates = before.tasks[task.id], schedule.tasks[task.id]
        calendar = network.calendars[network.arrays.calendar[i]]
        begun = earlier.stage is Stage.IN_PROGRESS
        stands = dates.is_no_work and dates.early_bound.reason is not Reason.AS_LATE_AS_POSSIBLE
        start, finish = dates.start, dates.finish
        if stands and dates.early_start is not None:
            start = dates.early_start if dates.stage is Stage.NOT_STARTED else dates.start
            finish = dates.early_start
        if task.id in schedule.network.implied:  # nobody said so, and nothing waits for it since
            start = finish = schedule.network.implied[task.id]
        # A milestone that is said to be reached stands on the clock as well, wherever else it may come to stand.
        reached = dates.stage is Stage.FINISHED and dates.task.is_milestone
        begin = earlier.early_start if begun and earlier.early_start is not None else start
        until = network.arrays.expected[i]
        # P6 puts a task off by free float alone: no date but its own knows of it, and its successors are the cause.
        moved = dates.stage is Stage.NOT_STARTED and dates.early_bound.reason is Reason.AS_LATE_AS_POSSIBLE
        put_off = moved and puts_off and task.id != milestone
        found.append(
            Happening(
                start=schedule.state.data_date if put_off else start,
                finish=finish,
                fixed=earlier.stage is Stage.FINISHED or task.id in before.network.implied,
                begun=begun,
                ended=dates.stage is Stage.FINISHED,
                length=max(0, calendar.work(begin, finish)),
                until=until if until == finish else -NEVER,
                put_off=put_off,
                stands=dates.finish if (stands or reached) and not put_off else -NEVER,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class FloatUse:
    """What became of one task's total float: working minutes of its calendar, of which a day has `day_minutes`.

    `before` is the float at the earlier data date; `own` what the task itself used of it (negative: regained), whether
    the finish moved or not; `others` what tasks before it used or gave back; `after` what is left. `others` and `after`
    are None where the task has finished, or had no float. `held` splits `own` as the ledger splits the task's part: by
    who held an approval's file, or what it waited for; empty where all of it is the body's.
    """

    task: str
    body: str | None
    before: Minutes
    own: Minutes
    others: Minutes | None
    after: Minutes | None
    day_minutes: Minutes
    held: tuple[Held, ...] = ()


def float_uses(found: Ledger) -> tuple[FloatUse, ...]:
    """The float ledger of the tasks that were unfinished at the earlier data date, in the schedule's order.

    Revisions are left out: they are nobody's use.
    """
    own = {part.task: part.delay + part.longer for part in found.progress}
    held = {part.task: part.held for part in found.progress}
    uses = []
    for name, earlier in found.before.tasks.items():
        later = found.reported.tasks[name]
        if earlier.total_float is None or earlier.task.spans:
            continue
        used = own.get(name, 0)
        others = None if later.total_float is None else earlier.total_float - later.total_float - used
        if used or others:
            day = later.calendar.day_minutes
            left = earlier.total_float, used, others, later.total_float
            uses.append(FloatUse(name, later.task.body, *left, day, held.get(name, ())))
    return tuple(uses)
