"""The finish of a milestone with any of the changes of a window made: any progress as reported, any decisions taken.

Progress is played again on the earlier plan's network (`schedule.engine.replay`); with decisions taken, on the network
of the plan that they make, in which the tasks go as they were expected to or as they were reported. So a delay is
measured beside a decision that a delay moved nothing any more, and a decision beside delays that never were. This
module must never know whose a change is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from schedule.analysis.history import Schedules
from schedule.analysis.move.happenings import forecast_happenings, reported_happenings
from schedule.analysis.move.revisions import Step, taken
from schedule.calendars.worktime import finish_day, start_day, table_of, work_at
from schedule.diagnostics import PlanError
from schedule.engine import replay
from schedule.engine.bounds import is_started
from schedule.engine.cpm import NEVER, is_limited
from schedule.engine.funding import counts_money, purses, supposing
from schedule.engine.horizon import Calendars
from schedule.engine.network import Network, recompiled
from schedule.engine.replay import Performance
from schedule.engine.replay_paid import Money, Paid, Rank, is_enough
from schedule.engine.run import Passes, run
from schedule.engine.schedule import Schedule, Stage
from schedule.engine.variation import network_of
from schedule.model import Home, Instant, Minutes, State
from schedule.rules import ProgressRule


class Player(NamedTuple):
    """One that plays in a window: what a task did or an amount of it, or what came of the `money` that it waits for."""

    task: str
    money: bool = False


class Stretch:
    """A window played on one network: every task as expected and as reported, and which of them went otherwise.

    `decided`: decisions of the window are in its plan, which begin no work before the later data date. Where there is
    not money enough for all (`money`), who waits for it is asked anew of each choice: no task waits of its own.
    """

    def __init__(
        self,
        before: Schedule,
        expected: Schedule,
        reported: Schedule,
        milestone: str,
        calendars: Calendars,
        *,
        decided: bool = False,
    ) -> None:
        self.network = _network(before, expected, reported, calendars)
        self._unheld = self.network.arrays.floor
        if decided:
            self.network = _held_to_come(self.network, expected, reported)
        self.target = self.network.number[milestone]
        self._later = [reported.state.home(task.id).data_date for task in self.network.tasks]
        self.pushed_after = [_pushed_after(reported.state.home(task.id)) for task in self.network.tasks]
        net, clock = self.network.arrays, self.network.clock
        self.money = _money(self.network, before, expected, reported)
        later = net
        if self.money is not None:
            none, every = frozenset[int](), frozenset(range(len(self.network.tasks)))
            later = net._replace(floor=self._reached(self.money, reported, every))
            net = net._replace(floor=self._reached(self.money, expected, none))
        forecast = forecast_happenings(self.network, before, expected, milestone, reported)
        told = reported_happenings(self.network, before, reported, milestone)
        self.expected = replay.performances(net, clock, forecast, pushed_after=self.pushed_after)
        self.reported = replay.performances(later, clock, told, self.expected[0], pushed_after=self.pushed_after)
        self.changed = replay.changed(
            net, clock, self.expected, self.reported, pushed_after=self.pushed_after, later=later
        )
        if self.money is not None:
            self.changed = sorted({*self.changed, *self.money.early})

    def name(self, task: int) -> str:
        """The id of a task."""
        return self.network.tasks[task].id

    def depths(self) -> list[int]:
        """Of every task how many relations the longest chain before it has: whatever it waits for has fewer."""
        net = self.network.arrays
        found = [0] * len(self.network.tasks)
        for task in range(len(found)):
            before = (net.pred[relation] for relation in range(net.incoming[task], net.incoming[task + 1]))
            found[task] = max((found[one] + 1 for one in before), default=0)
        return found

    def _reached(self, money: Money, schedule: Schedule, reports: Set[int]) -> list[Instant]:
        """The floors after which tasks performed as a schedule says: what money holds in it is no performance."""
        begun = _begun(self.network, schedule)
        net, bare = schedule.network.arrays, schedule.network.by_logic.arrays
        floors = money.floors(begun, reports)
        for i, task in enumerate(self.network.tasks):
            k = schedule.network.number[task.id]
            if i not in begun and net.floor[k] > bare.floor[k]:
                floors[i] = max(floors[i], net.floor[k])
        return floors

    @cached_property
    def waited(self) -> dict[int, Minutes]:
        """Of each task that waits otherwise for what came of the money itself, by how much as all else was reported.

        In working minutes of its calendar; negative where it waits less. Nothing where the money is as expected.
        """
        if self.money is None or not self.money.has_moved:
            return {}
        ends = [[self._paid(going, anew) for anew in ((), None)] for going in ((), self.changed)]
        net, clock, found = self.network.arrays, self.network.clock, {}
        for i in sorted({i for _, last in ends for i in last.asking}):
            if all(was.floor[i] == now.floor[i] for was, now in ends):
                continue
            length = self.reported[0][i].then.length
            reached = [
                replay.asked_of(net._replace(floor=one.floor), clock, self.reported[1], i, length, self.pushed_after)
                for one in ends[1]
            ]
            table = table_of(clock, net.calendar[i])
            found[i] = work_at(table, reached[1]) - work_at(table, reached[0])
        return found

    def _paid(self, going: Collection[int], anew: Collection[int] | None) -> Paid:
        """The world in which some tasks go as reported and some find their money as it was reported, None: all."""
        assert self.money is not None
        goes = set(going)
        chosen = [self.reported[0][i] if i in goes else one for i, one in enumerate(self.expected[0])]
        return self._placed(chosen, going, anew)

    def _placed(self, chosen: Sequence[Performance], going: Collection[int], anew: Collection[int] | None) -> Paid:
        assert self.money is not None
        alike = self.money.begun - set(self.changed)  # it began as expected: that is so in every world
        return Paid(self.network, self.money, chosen, {*going, *alike}, anew, self.pushed_after)

    def swaying(self) -> set[int]:
        """The changed tasks that can move the milestone: with too little money also through what waits for it."""
        net, clock = self.network.arrays, self.network.clock
        if self.money is not None:
            spending = {i for i, task in enumerate(self.network.tasks) if task.commits or task.needs_funds}
            return set().union(*(replay.upstream(net, i) for i in {*spending, self.target})).intersection(self.changed)
        return replay.swaying(
            net, clock, self.expected, self.reported, self.changed, self.target, pushed_after=self.pushed_after
        )

    def is_held(self, name: str) -> bool:
        """Whether decisions of the window begin no work on a task of the plan before the later data date."""
        number = self.network.number.get(name)
        return number is not None and self.network.arrays.floor[number] > self._unheld[number]

    def early(self, ahead: Collection[str]) -> tuple[str, ...]:
        """Of tasks that have not begun by the later data date those that may have in some choice of performances."""
        if self.money is not None:
            return ()
        net, clock = self.network.arrays, self.network.clock
        first = replay.earliest(net, clock, self.expected, self.reported, pushed_after=self.pushed_after)
        return tuple(
            task.id for i, task in enumerate(self.network.tasks) if task.id in ahead and first[i] < self._later[i]
        )

    def finisher(
        self,
        players: Sequence[Player],
        lost: Mapping[str, Sequence[Minutes]],
        always: Sequence[int] = (),
        *,
        begins: str | None = None,
        since: Mapping[str, Instant] = MappingProxyType({}),
        undecided: Stretch | None = None,
    ) -> Callable[[int], Instant]:
        """The milestone's finish by which of `players` go as reported: a task is as many as it has amounts in `lost`.

        Tasks that this network does not have play nothing. Those of `always` go as reported in any case. `begins`: not
        that finish, but where this task begins. Tasks of `since` begin no earlier than that; else they idle as they do
        in the `undecided` stretch, and decisions hold them to nothing.
        """
        expected, reported = self.expected[0], self.reported[0]
        if undecided is not None:
            expected = self._idling(expected, undecided, undecided.expected[0], since)
            reported = self._idling(reported, undecided, undecided.reported[0], since)
        numbers = [None if one.money else self.network.number.get(one.task) for one in players]
        playing = [number for number in numbers if number is not None]
        portions = {
            self.network.number[name]: self._portions(self.network.number[name], amounts, expected, reported)
            for name, amounts in lost.items()
            if len(amounts) > 1 and name in self.network.number
        }
        base = list(expected)
        for task in always:
            base[task] = reported[task]
        if self.money is not None:
            return self._paid_finisher(players, numbers, portions, always)
        places = [k for k, number in enumerate(numbers) if number is not None]
        net = self.network.arrays
        if since:
            floor = list(net.floor)
            for name in since:
                floor[self.network.number[name]] = self._unheld[self.network.number[name]]
            net = net._replace(floor=floor)
        finish_of = replay.finisher(
            net,
            self.network.clock,
            base,
            reported,
            playing,
            self.target if begins is None else self.network.number[begins],
            pushed_after=self.pushed_after,
            portions=portions,
            starts=begins is not None,
        )
        if len(places) == len(players):
            return finish_of
        return lambda mask: finish_of(sum((mask >> k & 1) << j for j, k in enumerate(places)))

    def _idling(
        self,
        mine: Sequence[Performance],
        undecided: Stretch,
        theirs: Sequence[Performance],
        since: Mapping[str, Instant],
    ) -> list[Performance]:
        """Performances of which some idle as they do in another stretch, and begin no earlier than an instant.

        Here what they wait for the meeting is no idling of theirs, and there what they idle is no waiting for it.
        """
        found = list(mine)
        for name, instant in since.items():
            i, delay = self.network.number[name], theirs[undecided.network.number[name]].delay
            if found[i].delay != delay:
                found[i] = found[i]._replace(delay=delay, asked=NEVER)
            found[i] = found[i]._replace(held=instant)
        return found

    def _paid_finisher(
        self,
        players: Sequence[Player],
        numbers: Sequence[int | None],
        portions: Mapping[int, Sequence[Performance]],
        always: Sequence[int],
    ) -> Callable[[int], Instant]:
        """As `finisher`, with who waits for money placed anew for every set."""
        mine: dict[int, list[int]] = {}
        for k, task in enumerate(numbers):
            if task is not None:
                mine.setdefault(task, []).append(k)
        funded = {self.network.number.get(one.task): k for k, one in enumerate(players) if one.money}
        asking = range(len(self.network.tasks))
        moved = self.money is not None and self.money.has_moved

        def finish_of(mask: int) -> Instant:
            chosen, going = list(self.expected[0]), set(always)
            for task in always:
                chosen[task] = self.reported[0][task]
            for task, places in mine.items():
                level = sum((mask >> k & 1) << j for j, k in enumerate(places))
                if level and task in portions:
                    chosen[task] = portions[task][level]
                elif level:
                    chosen[task] = self.reported[0][task]
                if level:
                    going.add(task)
            any_money = moved and (not funded or any(mask >> k & 1 for k in funded.values()))
            anew = {i for i in asking if (mask >> funded[i] & 1 if i in funded else any_money)}
            return self._placed(chosen, going, anew).ends[self.target]

        return finish_of

    def _portions(
        self,
        task: int,
        amounts: Sequence[Minutes],
        expecting: Sequence[Performance],
        reporting: Sequence[Performance],
    ) -> list[Performance]:
        """How a task goes with any of what was lost in it, from none to all."""
        net, clock = self.network.arrays, self.network.clock
        expected, reported = expecting[task], reporting[task]
        every = (1 << len(amounts)) - 1
        found = [expected]
        for chosen in range(1, every):
            lost = sum(amount for k, amount in enumerate(amounts) if chosen >> k & 1)
            found.append(replay.portion(net, clock, task, expected, reported, lost))
        return [*found, reported]


@dataclass(frozen=True)
class Worlds:
    """The milestone's finish with any progress and any of the `steps`, which lead from `reported` to `after`.

    `players` are the ids of the tasks whose progress is in question, one after another for each amount in `lost`.
    """

    before: Schedule
    expected: Schedule
    reported: Schedule
    after: Schedule
    milestone: str
    steps: Sequence[Step]
    schedules: Schedules
    kept: Callable[[State], State]

    @cached_property
    def undecided(self) -> Stretch:
        """The window on the earlier plan."""
        return Stretch(self.before, self.expected, self.reported, self.milestone, self.schedules.calendars)

    @cached_property
    def waited(self) -> dict[str, Minutes]:
        """Of the tasks that wait otherwise for what came of the money by how much, with all decisions or without any.

        As of `Stretch.waited`; of those that do either way it is what it is without decisions.
        """
        every = (1 << len(self.steps)) - 1
        decided = self.stretch(every) if every else None
        known = self.undecided.network.number
        found: dict[str, Minutes] = {}
        for stretch in (decided, self.undecided):
            if stretch is not None:
                found |= {name: own for i, own in stretch.waited.items() if (name := stretch.name(i)) in known}
        return found

    @cached_property
    def _known(self) -> dict[tuple[int, bool], Schedule]:
        return {}

    def decided(self, chosen: int, *, reported: bool) -> Schedule:
        """The schedule at the later data date with only some steps (bit k: the k-th), all progress or none of it."""
        key = chosen, reported
        if key not in self._known:
            self._known[key] = self._decided(chosen, reported=reported)
        return self._known[key]

    def _decided(self, chosen: int, *, reported: bool) -> Schedule:
        base = self.reported if reported else self.expected
        if not chosen:
            return base
        count = chosen.bit_length()
        if reported and chosen == (1 << count) - 1:
            if count == len(self.steps):
                return self.after
            below = self.decided(chosen >> 1, reported=True)
            return self.schedules.reached(self.steps[count - 1].state, below)
        picked = [step for k, step in enumerate(self.steps) if chosen >> k & 1]
        expected = None if reported else {name: dates.calendar for name, dates in base.tasks.items()}
        return self.schedules.reached(self.kept(taken(base.state, picked, self.after.state, expected)), base)

    @cached_property
    def _stretches(self) -> dict[int, Stretch | None]:
        return {}

    def stretch(self, chosen: int) -> Stretch | None:
        """The window on the plan that some steps make; None where that plan gives no schedule."""
        if chosen not in self._stretches:
            self._stretches[chosen] = self._stretch(chosen)
        return self._stretches[chosen]

    def _stretch(self, chosen: int) -> Stretch | None:
        expected, reported = (self.decided(chosen, reported=which) for which in (False, True))
        state = self.before.state
        statuses = {name: one for name, one in state.statuses.items() if name in expected.state.plan.tasks}
        if expected.tasks.keys() != reported.tasks.keys():
            return None
        try:
            before = self.schedules.of(replace(state, plan=expected.state.plan, statuses=statuses))
        except PlanError:
            return None
        return Stretch(before, expected, reported, self.milestone, self.schedules.calendars, decided=True)

    def finish(self, players: Sequence[Player], lost: Mapping[str, Sequence[Minutes]]) -> Callable[[int, int], Instant]:
        """The milestone's finish by two sets: of players that go as reported, and of steps that are taken."""
        everyone = (1 << len(players)) - 1
        known: dict[int, Callable[[int], Instant]] = {0: self.undecided.finisher(players, lost)}
        begun = self._begun_by(players, lost) if self.steps else None

        def with_steps(chosen: int) -> Callable[[int], Instant]:
            stretch = self.stretch(chosen)
            if stretch is None:
                moved = self._finish(chosen, reported=True) - self._finish(0, reported=True)
                return lambda mask: known[0](mask) + moved
            names = {one.task for one in players if not one.money}
            always = [task for task in stretch.changed if stretch.name(task) not in names]
            early = [name for name in self._early if stretch.is_held(name)]
            if begun is None or not early or stretch.money is not None:
                return stretch.finisher(players, lost, always)
            by_since: dict[tuple[Instant, ...], Callable[[int], Instant]] = {}

            def finish_of(mask: int) -> Instant:
                instants = tuple(begun(mask)[name] for name in early)
                if instants not in by_since:
                    since = dict(zip(early, instants, strict=True))
                    by_since[instants] = stretch.finisher(players, lost, always, since=since, undecided=self.undecided)
                return by_since[instants](mask)

            return finish_of

        def finish(mask: int, chosen: int) -> Instant:
            if chosen and mask in (0, everyone):
                return self._finish(chosen, reported=mask == everyone)
            if chosen not in known:
                known[chosen] = with_steps(chosen)
            return known[chosen](mask)

        return finish

    @cached_property
    def _early(self) -> tuple[str, ...]:
        """The tasks that a decision finds begun in some world without it, though they have not been either way."""
        ahead = {name for name in self.expected.tasks if _is_ahead(name, self.expected, self.reported)}
        return self.undecided.early(ahead)

    def _begun_by(
        self, players: Sequence[Player], lost: Mapping[str, Sequence[Minutes]]
    ) -> Callable[[int], Mapping[str, Instant]]:
        """From when on the meeting of the later data date finds each of these tasks, by which players go as reported.

        What has not begun by then begins no earlier: no decision is taken before its meeting. What would have begun
        before it without any decision has begun.
        """
        starts = {name: self.undecided.finisher(players, lost, begins=name) for name in self._early}
        known: dict[int, Mapping[str, Instant]] = {}

        def begun(mask: int) -> Mapping[str, Instant]:
            if mask not in known:
                known[mask] = {
                    name: min(start(mask), self.reported.state.home(name).data_date) for name, start in starts.items()
                }
            return known[mask]

        return begun

    def _finish(self, chosen: int, *, reported: bool) -> Instant:
        return self.decided(chosen, reported=reported).tasks[self.milestone].finish


def _pushed_after(home: Home) -> Instant:
    """After which instant what waited for nobody is pushed by what it should have waited for: never, by some rules."""
    retained = home.rules.progress in (ProgressRule.RETAINED, ProgressRule.ACTUAL_DATES)
    return home.data_date if retained else NEVER


def _money(network: Network, before: Schedule, expected: Schedule, reported: Schedule) -> Money | None:
    """What decides who waits for money in a window; None where there is enough, or none is asked for."""
    if not counts_money(before.state):
        return None
    told = replace(before.state.plan, funds=reported.state.plan.funds)
    told_state = replace(before.state, plan=told, homes=reported.state.homes)
    expecting, reporting = purses(before.state, told_state), purses(told_state, before.state)
    supposed = (
        purses(supposing(before.state), told_state),
        purses(supposing(told_state, before.state), before.state),
    )
    hoping = before.funding.undated | expected.funding.undated, reported.funding.undated
    undated_of = [{network.number[name] for name in names if name in network.number} for names in hoping]
    if is_enough(before.state, expecting) and is_enough(before.state, reporting):
        return None
    logic, held = list(network.arrays.floor), network.arrays.floor
    now = [reported.state.home(task.id).data_date for task in network.tasks]
    since = {}
    for i, floor in enumerate(before.network.by_logic.arrays.floor):
        if before.network.arrays.floor[i] > floor:
            ahead = held[i] > before.network.arrays.floor[i]  # held to come by a decision
            logic[i] = max(floor, now[i]) if ahead else floor
            since[i] = min(now[i], held[i])
    by_logic = [
        one.passes if one.network.unfunded is None else run(one.network.by_logic)
        for one in (before, expected, reported)
    ]
    was, begun = _begun(network, before), _begun(network, reported)
    undated = {network.number[name] for name, one in before.funding.waits.items() if one.until is None}
    assumed = undated & _begun(network, expected)
    overdrawn = max((one.instant for one in reported.funding.overdrafts), default=-NEVER)
    early = {}
    for i in sorted(since.keys() & begun - was):
        start = reported.tasks[network.tasks[i].id].start
        if overdrawn < start < held[i]:
            early[i] = start
    first, second, third = (
        _rank(network, one, passes) for one, passes in zip((before, expected, reported), by_logic, strict=True)
    )
    ranks = second, third, first
    return Money(
        before.state,
        expecting,
        reporting,
        supposed,
        (undated_of[0], undated_of[1]),
        logic,
        held,
        since,
        was,
        was | begun,
        assumed,
        now,
        early,
        by_logic[0],
        ranks,
        {},
    )


def _begun(network: Network, schedule: Schedule) -> set[int]:
    """The tasks that have begun in a schedule, or are taken to have."""
    state, implied = schedule.state, schedule.network.implied
    return {i for i, task in enumerate(network.tasks) if is_started(state.status(task.id)) or task.id in implied}


def _rank(network: Network, schedule: Schedule, passes: Passes) -> Rank:
    """Who has to finish when, by the passes of a schedule without money (`Rank`)."""
    finish, serves = {}, set()
    end, begun = max(passes.late.finish, default=0), _begun(network, schedule)
    for i, task in enumerate(network.tasks):
        if i in begun:
            continue
        k = schedule.network.number[task.id]
        finish[i] = passes.late.finish[k] - end
        if passes.latest is not None and is_limited(passes.latest.finish[k]):
            finish[i] = passes.latest.finish[k]
            serves.add(i)
    return Rank(finish, serves)


def _held_to_come(network: Network, expected: Schedule, reported: Schedule) -> Network:
    """The network in which what has not begun by the later data date, either way, begins no earlier.

    What is no work may stand before that day all the same, unreported: it is held to no more than where it stands.
    """
    floor = list(network.arrays.floor)
    for i, task in enumerate(network.tasks):
        if _is_ahead(task.id, expected, reported):
            stands = min(one.tasks[task.id].start for one in (expected, reported))
            floor[i] = max(floor[i], min(reported.state.home(task.id).data_date, stands))
    return replace(network, arrays=network.arrays._replace(floor=floor))


def _is_ahead(name: str, expected: Schedule, reported: Schedule) -> bool:
    """Whether a task has not begun by the later data date, either way."""
    return all(name in one.tasks and one.tasks[name].stage is Stage.NOT_STARTED for one in (expected, reported))


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
    for i, task in enumerate(held.tasks):
        overridden = state.home(task.id).rules.progress is ProgressRule.OVERRIDE
        if overridden and state.status(task.id).started is not None:
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
