"""How early a task can finish with some measures bought: the levers of a plan as steps with costs, and what they reach.

A measure is a lever of a plan's task, bought up to a step. Whatever is bought is a permission: `Reach.finish` is the
earliest finish over everything that it allows, so that buying more is never later. Floors of the law are dates here
too, whatever holds dates in the plan itself: no measure goes below one. This module must never know which measures are
worth their cost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, product
from math import gcd, lcm, prod
from typing import TypeAlias

from schedule.calendars.durations import work_minutes
from schedule.engine.bounds import bounds_of
from schedule.engine.cpm import NEVER
from schedule.engine.funding import counts_money
from schedule.engine.network import Network
from schedule.engine.permitted import Permitted, earliest_within, least_weight
from schedule.engine.schedule import Schedule, Stage, TaskDates
from schedule.engine.variation import Variation, finish_of, recomputed
from schedule.model import (
    Duration,
    Instant,
    Lever,
    Minutes,
    Relation,
    RelationType,
    State,
    Task,
    Unit,
)
from schedule.rules import Enforce

Steps: TypeAlias = tuple[int, ...]
"""How many steps of each measure are bought, in the order of the measures."""
CHOICES = 6
"""Up to so many measures that may be used or not (a calendar, a weaker relation) all combinations are tried."""
PAID = 10_000
"""As many tasks all choices may run through, one by one, of a plan whose money work waits for: a second or two."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One lever of an unfinished task: `costs` are those of 0, 1, 2 … steps, so that the last is that of all of it.

    `unit` is what a step of a compression takes away; None of a lever that is bought whole, which has one step.
    """

    task: str
    lever: Lever
    costs: tuple[Fraction, ...]
    unit: Duration | None = None

    @property
    def most(self) -> int:
        """How many steps there are to buy."""
        return len(self.costs) - 1


@dataclass(frozen=True, slots=True)
class Unusable:
    """A lever of an unfinished task that takes no part, and why it cannot: papers name it, so that nobody waits for it.

    `why`: its task has no work of its own (`work`); its length comes of its resources, or of the finish that it is
    expected on (`resources`, `expected`); it has begun, and cannot overlap what came before (`begun`); no more
    is left of it than a step takes (`short`); it permits less than a step of its own (`unit`); it is split, and no work
    that is ahead simply follows its finish (`alone`).
    """

    task: str
    lever: Lever
    why: str


def measures_of(schedule: Schedule) -> tuple[Measure, ...]:
    """The levers that can still bring something, in the order of the plan; work that is done is not compressed."""
    return tuple(one for one in _levers(schedule) if isinstance(one, Measure))


def in_whole_units(measures: Sequence[Measure]) -> tuple[Fraction, list[list[int]]]:
    """The largest amount of which all costs are so many, and how many: whole numbers are weighed sooner."""
    parts = lcm(*(cost.denominator for one in measures for cost in one.costs))
    unit = Fraction(gcd(*(int(cost * parts) for one in measures for cost in one.costs)) or 1, parts)
    return unit, [[int(cost / unit) for cost in one.costs] for one in measures]


def unusable(schedule: Schedule) -> tuple[Unusable, ...]:
    """The levers of unfinished tasks that are no measures, in the order of the plan."""
    return tuple(one for one in _levers(schedule) if isinstance(one, Unusable))


def leading(schedule: Schedule, target: str) -> frozenset[str]:
    """The tasks that a task waits for, through others too, and itself: no other holds it but by money."""
    network = schedule.network
    found, waiting = {network.number[target]}, [network.number[target]]
    while waiting:
        task = waiting.pop()
        before = {
            network.arrays.pred[k] for k in range(network.arrays.incoming[task], network.arrays.incoming[task + 1])
        }
        waiting += before - found
        found |= before
    return frozenset(network.tasks[task].id for task in found)


def bringing(schedule: Schedule, target: str) -> frozenset[str]:
    """The tasks that can bring a task forward: those that lead to it; where work waits for money, any of the plan.

    Who takes less time, wherever it is, may leave the next money to others.
    """
    if counts_money(schedule.state):
        return frozenset(task.id for task in schedule.network.tasks)
    return leading(schedule, target)


def _levers(schedule: Schedule) -> Iterator[Measure | Unusable]:
    for dates in schedule.in_plan_order():
        if dates.stage is not Stage.FINISHED:
            for lever in dates.task.levers:
                yield _measure(dates, lever, schedule.state)


def _measure(dates: TaskDates, lever: Lever, state: State) -> Measure | Unusable:
    task = dates.task
    if task.is_milestone or task.spans:
        return Unusable(task.id, lever, "work")
    if lever.split is not None and (task.assignments or task.duration is None):
        return Unusable(task.id, lever, "resources")
    if lever.split is not None and not entering(task.id, state):
        return Unusable(task.id, lever, "alone")
    if lever.compress is None:
        begun = dates.stage is not Stage.NOT_STARTED
        if lever.overlap is not None and begun and all(not one.type.enters_finish for one in _softened(dates, lever)):
            return Unusable(task.id, lever, "begun")
        return Measure(task.id, lever, (Fraction(0), lever.cost if lever.cost is not None else Fraction(1)))
    if task.assignments or task.duration is None:
        return Unusable(task.id, lever, "resources")
    if bounds_of(task, state, [(dates.calendar, dates.remaining)]).expected > -NEVER:
        return Unusable(task.id, lever, "expected")
    own = task.duration.unit if task.duration.unit in (Unit.CALENDAR_DAYS, Unit.WORKING_DAYS) else Unit.WORKING_DAYS
    unit = lever.unit or Duration(Fraction(1), own)
    step = max(1, work_minutes(unit, dates.calendar))
    steps = min(work_minutes(lever.compress, dates.calendar), dates.remaining - min(step, dates.remaining)) // step
    if steps < 1:
        return Unusable(task.id, lever, "unit" if work_minutes(lever.compress, dates.calendar) < step else "short")
    costs = [Fraction(0)]
    for k in range(steps):
        graded = lever.costs[min(k, len(lever.costs) - 1)] if lever.costs else lever.cost
        costs.append(costs[-1] + (Fraction(1) if graded is None else graded))
    return Measure(task.id, lever, tuple(costs), unit)


def entering(name: str, state: State) -> tuple[Relation, ...]:
    """The relations by which other works may enter the first part of a task that is split, in the order of the plan.

    They are of works that are ahead and simply follow its finish. A lag is a wait that no split takes away (curing),
    and no approval, nor what the law asks for, takes place on half of a building. A crew that it is waited for is on
    both parts.
    """
    return tuple(
        one
        for task in state.plan.tasks.values()
        if _enters(task) and state.status(task.id).started is None
        for one in task.relations
        if one.predecessor == name and one.type is RelationType.FS and (one.lag is None or not one.lag.amount)
        if one.crew is None
    )


def _enters(task: Task) -> bool:
    is_work = not (task.is_milestone or task.spans or task.applicant is not None)
    return is_work and not task.legal and task.kind_of is None and task.basis is None


def _by_parts(one: Relation, duration: Duration, most: Duration) -> tuple[Relation, ...]:
    """What takes the place of a relation to the finish of work that is done in two equal parts; the first is its lead.

    What follows begins not before the first part is done, half of the whole duration after its start, nor more than
    `most` before its finish, at which no more than half is left; and it does not finish before it. Each is weaker than
    the relation itself.
    """
    half = Duration(duration.amount / 2, duration.unit)
    leads = [min(most, half, key=lambda lead: lead.amount)] if most.unit is half.unit else [most, half]
    before = (replace(one, lag=Duration(-lead.amount, lead.unit)) for lead in leads)
    return *before, replace(one, type=RelationType.SS, lag=half), replace(one, type=RelationType.FF, lag=None)


def entered(task: Task, most: Duration, state: State) -> dict[str, tuple[Relation, ...]]:
    """All relations, by its id, of each task that may enter the first part of one that is split."""
    found = dict[str, tuple[Relation, ...]]()
    if task.duration is None:
        return found
    for old in entering(task.id, state):
        own = found.get(old.successor, state.plan.tasks[old.successor].relations)
        first, *others = _by_parts(old, task.duration, most)
        kept = tuple(first if one == old else one for one in own)
        found[old.successor] = (*kept, *(one for one in others if one not in kept))
    return found


def _softened(dates: TaskDates, lever: Lever) -> tuple[Relation, ...]:
    return tuple(one for one in dates.task.relations if one.soft and one.predecessor == lever.overlap)


@dataclass(frozen=True, slots=True)
class Chain:
    """Tasks of which the target waits for one after the other, by number; `measures` are those that can shorten it.

    `used` are measures without steps that are bought: they are used, since that is never later than not to use them.
    """

    tasks: tuple[int, ...]
    measures: tuple[int, ...]
    used: frozenset[int]


class Reach:
    """What measures reach: the finish of one task of a schedule, within whatever is bought. Answers are kept.

    `asked` counts the passes over the network that it took. `is_exact`: of what may be used or not all combinations
    were tried, so far; of more than CHOICES they are not, and then a later finish than there is may have been answered.
    That a finish is reached stays true.

    Where work waits for money, what is shorter may change who gets the next: then no pass knows what is best within
    what is bought. Each choice of whole steps is run by itself, if all run through PAID tasks at most, and the best one
    taken.
    """

    def __init__(self, schedule: Schedule, target: str, measures: Sequence[Measure]) -> None:
        self.schedule, self.target, self.measures = schedule, target, tuple(measures)
        self.most: Steps = tuple(one.most for one in measures)
        self.none: Steps = (0,) * len(self.most)
        self.asked = 0
        paid = counts_money(schedule.state)
        self._is_each = paid and prod(n + 1 for n in self.most) * len(schedule.network.tasks) <= PAID
        self.is_exact = not paid or self._is_each
        self._each: dict[Steps, tuple[Instant, Steps]] = {}
        self._lawful = recomputed(schedule, _held_by_law(schedule.state))
        self._networks: dict[frozenset[int], Network] = {}
        self._found: dict[Steps, tuple[Instant, frozenset[int]]] = {}

    @property
    def tasks_run(self) -> int:
        """Through how many tasks the passes went."""
        return self.asked * len(self.schedule.network.tasks)

    def finish(self, steps: Steps) -> Instant:
        """The earliest finish of the target over everything that the steps allow."""
        return self._best_of_each(steps)[0] if self._is_each else self._best(steps)[0]

    def holding(self, steps: Steps) -> set[str]:
        """The tasks that drive the target to its earliest finish: what is bought of others brings it no earlier.

        Who pays for one task may hold any other: then it is all of them.
        """
        if self._is_each:
            return {task.id for task in self.schedule.network.tasks}
        network, permitted = self._pass(self._best(steps)[1], steps)
        return {network.tasks[i].id for i in permitted.chain(network, network.number[self.target])}

    def chain(self, steps: Steps) -> Chain | None:
        """The tasks that drive the target to its earliest finish; None where measures are bought that may be later."""
        if self._is_each:
            return None
        used = frozenset(k for k, measure in enumerate(self.measures) if measure.unit is None and steps[k])
        if any(_is_choice(self.measures[k].lever) for k in used):
            return None
        network, permitted = self._pass(used, steps)
        target = network.number[self.target]
        short = permitted.shortening(network, target)
        measures = tuple(
            k for k, one in enumerate(self.measures) if one.unit is not None and network.number[one.task] in short
        )
        return Chain(tuple(sorted(permitted.chain(network, target))), measures, used)

    def least_weight(
        self, chain: Chain, weights: Mapping[int, Sequence[int]], base: Steps, to: Instant, most: int
    ) -> int:
        """The least weight of steps beyond `base` with which a chain lets the target finish by an instant; or `most`.

        Args:
            chain: the chain, whose measures alone are weighed: all others but those without steps are bought.
            weights: of each of its measures, that of 0, 1, 2 … steps, which never falls.
            base: what is bought of them anyway.
            to: the instant.
            most: a weight beyond which nothing is looked for.
        """
        network, best = self._pass(chain.used, self.most)
        bought: dict[int, list[list[tuple[int, Minutes]]]] = {}
        for k, measure in enumerate(self.measures):
            task = network.number[measure.task]
            if measure.unit is not None and task in chain.tasks:
                step = work_minutes(measure.unit, network.calendars[network.arrays.calendar[task]])
                first = base[k] if k in weights else measure.most
                of = weights.get(k, (0,) * (measure.most + 1))
                taken = [(of[n] - of[first], n * step) for n in range(first, measure.most + 1)]
                bought.setdefault(task, []).append(taken)
        offers = {
            task: [
                (sum(one[0] for one in some), max(0, network.arrays.duration[task] - sum(one[1] for one in some)))
                for some in product(*each)
            ]
            for task, each in bought.items()
        }
        return least_weight(network, best, chain.tasks, offers, to, most)

    def schedules(self, steps: Steps) -> Iterator[tuple[Schedule, Variation]]:
        """Schedules of the plan with what is used of the steps, each with what is then otherwise; the first is meant.

        First with whole steps, then with the very lengths that reach the finish.
        """
        if self._is_each:
            for one in dict.fromkeys((self._best_of_each(steps)[1], steps)):
                change = self._whole(one)
                held = recomputed(self._lawful, change)
                work = {name: held.tasks[name].calendar.work(*_ahead(held.tasks[name])) for name in change.work}
                yield from self._replayed(one, self._used(one), work)
            return
        _, used = self._best(steps)
        network, permitted = self._pass(used, steps)
        pressed = {one.task for k, one in enumerate(self.measures) if one.unit is not None and steps[k]}
        yield from self._replayed(steps, used, {name: permitted.work[network.number[name]] for name in pressed})

    def _replayed(
        self, steps: Steps, used: frozenset[int], taken: Mapping[str, Minutes]
    ) -> Iterator[tuple[Schedule, Variation]]:
        """The schedules in which the tasks that steps give less time take so much of it; `used` is bought whole."""
        network = self._network(used)
        lengths: dict[str, tuple[Minutes, Minutes, Minutes]] = {}
        for k, measure in enumerate(self.measures):
            if measure.unit is not None and steps[k]:
                i = network.number[measure.task]
                step = work_minutes(measure.unit, network.calendars[network.arrays.calendar[i]])
                whole, less, _ = lengths.get(measure.task, (network.arrays.duration[i], 0, 0))
                lengths[measure.task] = whole, less + steps[k] * step, step
        by_step, by_minute = dict[str, Minutes](), dict[str, Minutes]()
        for name, (whole, less, step) in lengths.items():
            # A period of the law may keep the task at work for longer than its length: no measure makes that longer.
            length = min(whole, taken[name])
            by_minute[name] = length
            by_step[name] = whole - min(less, -((length - whole) // step) * step)
        for work in (by_step, by_minute) if by_step != by_minute else (by_step,):
            change = replace(self._structure(used), work=work)
            yield recomputed(self.schedule, change), change

    def lawful(self, used: frozenset[int]) -> Schedule:
        """The schedule with the law's floors, with these measures used that are bought whole, and no other."""
        return recomputed(self._lawful, self._structure(used)) if used else self._lawful

    def works(self, measure: int, network: Network) -> tuple[Minutes, ...]:
        """What a measure leaves its task to do in a network, by its steps; nothing of one that is bought whole."""
        one = self.measures[measure]
        if one.unit is None:
            return ()
        i = network.number[one.task]
        step = work_minutes(one.unit, network.calendars[network.arrays.calendar[i]])
        return tuple(max(0, network.arrays.duration[i] - n * step) for n in range(one.most + 1))

    def taken(self, steps: Steps) -> Instant:
        """When the target finishes, with the law's floors, where all that is bought is used, to the last step."""
        return recomputed(self._lawful, self._whole(steps)).tasks[self.target].finish

    def whole(self, steps: Steps) -> tuple[Schedule, Variation]:
        """The schedule of the plan where all that is bought is used, to the last step, and what is then otherwise.

        It is no earlier than what `schedules` have. But what begins later may be what keeps its period of the law: a
        work that has to end with another begins later when it takes less time, and what starts with it as well.
        """
        change = self._whole(steps)
        return recomputed(self.schedule, change), change

    def _best_of_each(self, steps: Steps) -> tuple[Instant, Steps]:
        """The earliest finish over all choices of steps within some, each with the law's floors and its money."""
        if steps in self._each:
            return self._each[steps]
        for one in product(*(range(n + 1) for n in steps)):  # of two choices the one within the other comes first
            if one not in self._each:
                self.asked += 1
                found = [(finish_of(self._lawful, self._whole(one), self.target), one)]
                found += (self._each[(*one[:k], n - 1, *one[k + 1 :])] for k, n in enumerate(one) if n)
                self._each[one] = min(found, key=lambda best: best[0])
        return self._each[steps]

    def _used(self, steps: Steps) -> frozenset[int]:
        """The measures that are bought whole."""
        return frozenset(k for k, one in enumerate(self.measures) if one.unit is None and steps[k])

    def _whole(self, steps: Steps) -> Variation:
        """What is otherwise where all that is bought is used, to the last step."""
        used = self._used(steps)
        network = self._network(used)
        work: dict[str, Minutes] = {}
        for k, one in enumerate(self.measures):
            if one.unit is not None and steps[k]:
                i = network.number[one.task]
                step = work_minutes(one.unit, network.calendars[network.arrays.calendar[i]])
                work[one.task] = max(0, work.get(one.task, network.arrays.duration[i]) - steps[k] * step)
        return replace(self._structure(used), work=work)

    def _best(self, steps: Steps) -> tuple[Instant, frozenset[int]]:
        if steps not in self._found:
            bought = [k for k, measure in enumerate(self.measures) if measure.unit is None and steps[k]]
            chosen = [k for k in bought if _is_choice(self.measures[k].lever)]
            sure = frozenset(bought) - set(chosen)
            if len(chosen) > CHOICES:
                self.is_exact = False
                sets = [frozenset(chosen), *(frozenset(chosen) - {k} for k in chosen), frozenset[int]()]
            else:
                sets = [frozenset(one) for n in range(len(chosen), -1, -1) for one in combinations(chosen, n)]
            found = [(self._finish(sure | one, steps), sure | one) for one in sets]
            self._found[steps] = min(found, key=lambda one: one[0])
        return self._found[steps]

    def _finish(self, used: frozenset[int], steps: Steps) -> Instant:
        network, permitted = self._pass(used, steps)
        finish: Instant = permitted.stood.finish[network.number[self.target]]
        return finish

    def _pass(self, used: frozenset[int], steps: Steps) -> tuple[Network, Permitted]:
        network = self._network(used)
        least: dict[int, Minutes] = {}
        for k, measure in enumerate(self.measures):
            if measure.unit is not None and steps[k]:
                i = network.number[measure.task]
                step = work_minutes(measure.unit, network.calendars[network.arrays.calendar[i]])
                least[i] = max(0, least.get(i, network.arrays.duration[i]) - steps[k] * step)
        self.asked += 1
        return network, earliest_within(network, least)

    def _network(self, used: frozenset[int]) -> Network:
        if not used:
            return self._lawful.network
        if used not in self._networks:
            self._networks[used] = recomputed(self._lawful, self._structure(used)).network
        return self._networks[used]

    def _structure(self, used: frozenset[int]) -> Variation:
        """What is otherwise where these measures are used that no length says: calendars and relations."""
        calendars, relations, added = dict[str, str](), dict[Relation, Relation | None](), list[Relation]()
        state = self.schedule.state
        tasks = state.plan.tasks
        for k in sorted(used):
            measure = self.measures[k]
            duration, split = tasks[measure.task].duration, measure.lever.split
            if split is not None and duration is not None:
                for one in entering(measure.task, state):
                    relations[one], *others = _by_parts(one, duration, split)
                    added += (other for other in others if other not in tasks[one.successor].relations)
            if measure.lever.calendar is not None:
                calendars[measure.task] = measure.lever.calendar
            for one in tasks[measure.task].relations:
                if one.soft and one.predecessor == measure.lever.overlap:
                    relations[one] = measure.lever.to
        return Variation(relations=relations, calendars=calendars, added=tuple(added))


def _ahead(dates: TaskDates) -> tuple[Instant, Instant]:
    """From where to where what is left of an unfinished task is done."""
    return dates.early_start or dates.start, dates.early_finish or dates.finish


def _is_choice(lever: Lever) -> bool:
    """Whether using a lever could be later than not using it: only to drop a relation never is."""
    return lever.calendar is not None or lever.to is not None or lever.split is not None


def _held_by_law(state: State) -> State:
    """The state in which every floor of the law holds the dates, also those that its tasks state themselves."""
    settings = state.plan.settings
    law = replace(settings.law, enforce=Enforce.DATES)
    return replace(state, plan=replace(state.plan, settings=replace(settings, law=law)))
