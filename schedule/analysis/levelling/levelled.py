"""A plan levelled: its crews never asked for more than there is, beside the plain dates and never instead of them.

An order is looked for by serial generation (`serial`); what it says becomes relations, finish to start, for a crew's
sake (`links`), and the ordinary engine computes the plan with them. So the levelled plan is the plan plus relations,
every date of it has a reason, and whatever reads a schedule reads this one. Where relations alone do not keep a crew's
capacity, because the crew has fewer units on some days or is free on another task's days off, a task has an earliest
start besides, and what the plan has as late as possible is not put off where that would take a crew twice. Money comes
first: an order is looked for from the dates at which money is there, and the ordinary engine asks for it again.
This module must never know a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from schedule.analysis.history import History
from schedule.analysis.levelling.energy import finish_bound
from schedule.analysis.levelling.links import handed_on
from schedule.analysis.levelling.load import Step, Week, absent, overloads, rests_of, steps, there, weeks
from schedule.analysis.levelling.room import Piece, Room
from schedule.analysis.levelling.search import searched
from schedule.analysis.levelling.serial import Placed, Problem, Serial
from schedule.analysis.speaking_order import in_order, last_task
from schedule.calendars.worktime import DAY, Calendar, minutes, start_day
from schedule.engine import cpm
from schedule.engine.bounds import is_started
from schedule.engine.compute import compute
from schedule.engine.cpm import NEVER
from schedule.engine.funding import funded
from schedule.engine.horizon import LAST, Calendars
from schedule.engine.network import Network, compile_network
from schedule.engine.run import Passes, run
from schedule.engine.schedule import Schedule, Stage, TaskDates
from schedule.frozen import dataclass
from schedule.model import Constraint, ConstraintKind, Crew, Instant, Relation, State, Task
from schedule.rules import Levelling, Priority

TRIES = 1000
"""The most orders that are tried."""
PLACED = 100_000
"""How often a task is put anywhere in what a plan calls a second."""
_MORE = 400
"""So many days more than all work of crews takes, one after the other, are looked at for a place."""

Solver = Callable[["Question"], "Solved"]
"""Who looks for a better order and a proof: `schedule.analysis.levelling.solver`."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a solver is asked: the problem, the best that is known, and which task each number is.

    `crews` are in the order of the problem's rooms.
    """

    problem: Problem
    network: Network
    crews: tuple[Crew, ...]
    best: Placed
    seconds: int


@dataclass(frozen=True, slots=True)
class Solved:
    """What a solver found: starts that give an order, None where none; and what no order can fall short of.

    late: minutes by which deadlines are missed at least, all together. finish: when everything is finished at the
    earliest. Both None where what it computes in whole days is not what the plan computes in minutes (`exact` false).
    """

    starts: tuple[Instant, ...] | None
    late: int | None
    finish: Instant | None
    exact: bool


@dataclass(frozen=True, slots=True)
class CrewWait:
    """A task that waits for crews: for which, behind whom, and where it would begin by the plan.

    `behind` is empty where it waits for days on which there are enough of them.
    """

    task: str
    crews: tuple[str, ...]
    behind: tuple[str, ...]
    since: Instant
    until: Instant


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline, or the finish of everything where the plan has none: plain, levelled, and what none can beat.

    Nobody can tell when it is reached levelled where a crew is `never` enough for it or what comes before it, or money
    without a date holds it (`undated`).
    """

    plain: TaskDates
    levelled: TaskDates
    bound: Instant
    never: bool = False
    undated: bool = False

    @property
    def days(self) -> int:
        """By how many calendar days levelled is later."""
        return (self.levelled.last_day - self.plain.last_day).days

    @property
    def is_lost(self) -> bool:
        """Whether the plain dates keep the deadline and the levelled ones do not, or nobody can tell that they do."""
        kept = self.plain.task.deadline is not None and not self.plain.misses_deadline
        return kept and not self.undated and (self.never or self.levelled.misses_deadline)


@dataclass(frozen=True, slots=True)
class Load:
    """One crew: what is asked of it by the plan and levelled, by weeks; when more than there is.

    `rests` are the tasks that are at work, levelled, on days on which the crew rests by its own calendar.
    """

    crew: Crew
    plain: tuple[Step, ...]
    levelled: tuple[Step, ...]
    weeks: tuple[Week, ...]
    over_plain: tuple[Step, ...]
    over_levelled: tuple[Step, ...]
    rests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Levelled:
    """A plan and what it becomes levelled.

    `schedule` is computed from `state`: the plan's, with the `relations` and `floors` that keep its crews. `dues` are
    its deadlines in the order in which meetings speak of them. `never` are tasks that their crews are never enough for,
    which stand where the plan has them, and `stopped` are these and what comes after them.
    `proof` says what was asked besides: None where no solver was.
    """

    plain: Schedule
    schedule: Schedule
    relations: tuple[Relation, ...]
    floors: Mapping[str, Instant]
    dues: tuple[Due, ...]
    waits: tuple[CrewWait, ...]
    loads: tuple[Load, ...]
    never: tuple[str, ...]
    tried: int
    proof: Solved | None = None
    stopped: frozenset[str] = frozenset()

    @property
    def state(self) -> State:
        """The levelled plan."""
        return self.schedule.state

    @property
    def gap(self) -> int:
        """Calendar days by which the goals may be nearer in another order: 0 where none is better, which is proved.

        Counted are days past the deadlines, or of the last finish where the plan has none.
        """
        total = 0
        for one in self.dues:
            kept = one.levelled.task.deadline
            most = one.bound if kept is None else max(one.bound, kept)
            total += max(0, _days_past(one.levelled.finish, most))
        if self.proof is not None and self.proof.exact:
            dated = any(one.levelled.task.deadline is not None for one in self.dues)
            if dated and self.proof.late is not None:
                total = min(total, max(0, self._days_late - self.proof.late // (24 * 60)))
            elif not dated and self.proof.finish is not None:
                total = min(total, max(0, _days_past(self.dues[0].levelled.finish, self.proof.finish)))
        return total

    @property
    def _days_late(self) -> int:
        dated = ((one.levelled.finish, one.levelled.task.deadline) for one in self.dues)
        return sum(max(0, _days_past(finish, due)) for finish, due in dated if due is not None)


def _days_past(finish: Instant, due: Instant) -> int:
    return (start_day(finish - 1) - start_day(due - 1)).days


def asks_for_crews(schedule: Schedule) -> bool:
    """Whether any task that has not finished takes a crew."""
    if not schedule.state.plan.crews:
        return False
    return any(one.task.crew and one.stage is not Stage.FINISHED for one in schedule.figures_of(schedule.tasks))


def levelled(schedule: Schedule, solver: Solver | None = None, tries: int = TRIES) -> Levelled | None:
    """A schedule levelled; None of one no task of which takes a crew any more.

    Where the plain dates keep every crew they are the levelled ones, to the minute.

    Args:
        schedule: the plain one.
        solver: who is asked for a better order and a proof.
        tries: how many orders are tried at most.

    Raises:
        PlanError: as `compute`.
    """
    state = schedule.state
    if not asks_for_crews(schedule):
        return None
    crews = _used_crews(state)
    rests = rests_of(schedule, crews)
    plain = {name: steps(schedule, crew, rests.get(name)) for name, crew in crews.items()}
    if not any(overloads(crew, plain[name]) for name, crew in crews.items()):
        return _answer(schedule, schedule, crews, {})
    network, passes, own, horizon = _network(state, crews)
    problem = _problem(state, network, passes, crews, own, horizon)
    serial = Serial(problem)
    best = serial.improved(serial.forward(), tries)
    goals = tuple(name for name in dated_goals(schedule) if name in network.number)
    asked: tuple[str | None, ...] = goals or (None,)  # what only spans others is as late as they are
    bounds = {name: finish_bound(state, network, crews, name, serial.standing) for name in asked}
    best = _searched(serial, best, state, _least(state, bounds), tries)
    proof = None
    if solver is not None:
        proof = solver(Question(problem, network, tuple(crews.values()), best, _rules(state).seconds))
        if proof.starts is not None:
            again = serial.improved(serial.forward([(start, i) for i, start in enumerate(proof.starts)]))
            best = min(best, again, key=lambda one: one.value)
    uses = {i: task.crew for i, task in enumerate(network.tasks) if _takes(task, state)}
    relations = handed_on(network, best, crews, uses, problem.fixed)
    found, floors = _computed(state, network, best, relations)
    if late := _put_off(found, crews):
        found, floors = _computed(_at_once(state, late), network, best, relations)
    never = tuple(network.tasks[i].id for i in best.never)
    known = {} if never else bounds  # what is never there for a task is asked for all the same: nothing is bounded
    return _answer(schedule, found, crews, known, relations, floors, never, serial.tried, proof)


def _least(state: State, bounds: Mapping[str | None, Instant]) -> tuple[int, Instant]:
    """By how many minutes deadlines are missed at least, and, where there is none, when everything is finished."""
    dues = {name: None if name is None else state.plan.tasks[name].deadline for name in bounds}
    late = sum(max(0, bounds[name] - due) for name, due in dues.items() if due is not None)
    return late, bounds.get(None, NEVER)


def levelled_at(history: History, data_date: Instant) -> Levelled | None:
    """A project levelled at a data date, without a solver: what `History.once` asks for whoever needs it."""
    return levelled(history.schedule(data_date))


def _rules(state: State) -> Levelling:
    return state.plan.settings.levelling


def _takes(task: Task, state: State) -> bool:
    return bool(task.crew) and state.status(task.id).finished is None


def _used_crews(state: State) -> dict[str, Crew]:
    names = {name for task in state.plan.tasks.values() if _takes(task, state) for name, _ in task.crew}
    return {name: crew for name, crew in state.plan.crews.items() if name in names}


def _network(state: State, crews: Mapping[str, Crew]) -> tuple[Network, Passes, dict[str, Calendar], Instant]:
    """The network on calendars that cover all tasks of crews one after the other, with the floors that money sets.

    With it the calendars of crews that have one, and the end of all: after that no task can have to wait.
    """
    plain = compute(state)
    taking = [task for task in state.plan.tasks.values() if _takes(task, state)]
    wanted = {crew.calendar for crew in crews.values() if crew.calendar is not None}
    dates = [plain.tasks[task.id] for task in taking]
    more = sum((one.finish - one.start) // DAY + 7 for one in dates) + _MORE
    first = start_day(plain.start) - timedelta(days=40)
    last = start_day(min(plain.finish + more * DAY, minutes(LAST)))
    held = Calendars()
    working = held.covering(state, first, last)
    own = held.covering(state, first, last, wanted) if wanted else {}
    network = compile_network(state, working)
    network, passes = funded(state, network, run(network))
    found = {name: own[crew.calendar] for name, crew in crews.items() if crew.calendar is not None}
    return network, passes, found, minutes(last)


def _problem(
    state: State,
    network: Network,
    passes: Passes,
    crews: Mapping[str, Crew],
    own: Mapping[str, Calendar],
    horizon: Instant,
) -> Problem:
    net, place = network.arrays, {name: k for k, name in enumerate(crews)}
    taking = [task.crew if _takes(task, state) else () for task in network.tasks]
    uses = [
        [(place[name], units, task.holds_crew) for name, units in taken]
        for task, taken in zip(network.tasks, taking, strict=True)
    ]
    rooms = []
    for name, crew in crews.items():
        asking = [i for i, taken in enumerate(taking) if name in dict(taken)]
        numbers = {net.calendar[i] for i in asking}
        rests = own.get(name)
        only = network.calendars[min(numbers)] if len(numbers) == 1 else None
        same = rests is None or (only is not None and rests.name == only.name)
        alike = only is not None and same and not any(network.tasks[i].holds_crew for i in asking)
        missing = [(Piece(begin, end), units) for begin, end, units in absent(crew)]
        rooms.append(Room(crew.most, missing, alike=alike, own=None if rests is None or same else rests.table))
    fixed = [
        is_started(state.status(task.id)) or task.id in network.implied or net.cap[i] < NEVER
        for i, task in enumerate(network.tasks)
    ]
    due = [
        task.deadline if task.deadline is not None and state.status(task.id).finished is None else NEVER
        for task in network.tasks
    ]
    latest = passes.latest
    keys, finishes = list[tuple[int, ...]](), list[Instant]()
    for i in range(len(network.tasks)):
        serves = latest is not None and cpm.is_limited(latest.finish[i])
        late = latest if latest is not None and serves else passes.late
        room = late.finish[i] - passes.early.finish[i]
        by = (room, late.start[i]) if _rules(state).priority is Priority.DEADLINE else (late.start[i], room)
        keys.append((not serves, *by, network.place[i]))
        finishes.append(late.finish[i])
    return Problem(net, network.clock, rooms, uses, fixed, due, keys, finishes, horizon)


def _searched(serial: Serial, best: Placed, state: State, least: tuple[int, Instant], tries: int) -> Placed:
    """The best of as many orders as there is time for; as soon as none can be better, that."""

    def is_best(found: Placed) -> bool:
        return not found.never and found.value.late <= least[0] and found.value.finish <= least[1]

    placed = _rules(state).seconds * PLACED
    return best if is_best(best) else searched(serial, best, tries, placed, is_best)


def _computed(
    state: State, network: Network, best: Placed, relations: Sequence[Relation]
) -> tuple[Schedule, dict[str, Instant]]:
    """The plan with these relations, and with earliest starts where they leave a task before where it was placed."""
    found = compute(with_order(state, relations, {}))
    floors: dict[str, Instant] = {}
    for _ in range(len(network.tasks)):
        early = next(
            (
                (network.tasks[i].id, best.start[i])
                for i in sorted(range(len(network.tasks)), key=lambda i: (best.start[i], i))
                if network.tasks[i].crew and _is_before(found, network.tasks[i].id, best.start[i])
            ),
            None,
        )
        if early is None or early[0] in floors:
            break
        floors[early[0]] = early[1]
        found = compute(with_order(state, relations, floors))
    return found, floors


def _put_off(found: Schedule, crews: Mapping[str, Crew]) -> tuple[str, ...]:
    """The tasks of crews that are as late as possible, where anything asks for more than there is; else none."""
    late = tuple(one.task.id for one in found.figures_of(found.tasks) if one.task.crew and one.task.as_late_as_possible)
    rests = rests_of(found, crews) if late else {}
    return (
        late
        if late and any(overloads(crew, steps(found, crew, rests.get(name))) for name, crew in crews.items())
        else ()
    )


def _at_once(state: State, names: Collection[str]) -> State:
    """A plan in which some tasks are no longer as late as possible: their crew is there earlier and not later."""
    tasks = {name: replace(state.plan.tasks[name], as_late_as_possible=False) for name in names}
    return replace(state, plan=replace(state.plan, tasks={**state.plan.tasks, **tasks}))


def _is_before(schedule: Schedule, name: str, instant: Instant) -> bool:
    dates = next(schedule.figures_of([name]))
    return dates.stage is Stage.NOT_STARTED and dates.early_start is not None and dates.early_start < instant


def with_order(state: State, relations: Collection[Relation], floors: Mapping[str, Instant]) -> State:
    """A plan with relations for its crews' sake, and with earliest starts."""
    tasks = dict(state.plan.tasks)
    for relation in relations:
        task = tasks[relation.successor]
        tasks[task.id] = replace(task, relations=(*task.relations, relation))
    for name, instant in floors.items():
        kept = tuple(one for one in tasks[name].constraints if not one.kind.effect.is_early_limit)
        held = Constraint(ConstraintKind.START_NO_EARLIER_THAN, instant)
        tasks[name] = replace(tasks[name], constraints=(*kept, held))
    return replace(state, plan=replace(state.plan, tasks=tasks))


def dated_goals(schedule: Schedule) -> tuple[str, ...]:
    """The tasks whose deadlines lie ahead, in the order in which meetings speak of them."""
    asked = (schedule.tasks[name] for name in in_order(schedule))
    return tuple(one.task.id for one in asked if one.stage is not Stage.FINISHED and one.task.deadline is not None)


def _answer(
    plain: Schedule,
    found: Schedule,
    crews: Mapping[str, Crew],
    bounds: Mapping[str | None, Instant],
    relations: tuple[Relation, ...] = (),
    floors: Mapping[str, Instant] | None = None,
    never: tuple[str, ...] = (),
    tried: int = 0,
    proof: Solved | None = None,
) -> Levelled:
    pairs: list[tuple[str | None, str, str]] = [(name, name, name) for name in dated_goals(plain)]
    pairs = pairs or [(None, last_task(plain), last_task(found))]
    dues = [(plain.tasks[was], found.tasks[now], bounds.get(name)) for name, was, now in pairs]
    held, stopped = floors or {}, _behind(found, never)
    loads = {name: _load(crew, plain, found) for name, crew in crews.items()}
    return Levelled(
        plain=plain,
        schedule=found,
        relations=relations,
        floors=held,
        dues=tuple(
            Due(
                was,
                now,
                min(was.finish, now.finish) if bound is None else bound,
                never=now.task.id in stopped,
                undated=now.task.id in found.funding.undated,
            )
            for was, now, bound in dues
        ),
        waits=_waits(plain, found, loads, relations, held),
        loads=tuple(loads.values()),
        never=never,
        tried=tried,
        proof=proof,
        stopped=stopped,
    )


def _behind(schedule: Schedule, names: Collection[str]) -> frozenset[str]:
    """Some tasks, and what comes after them and has not finished."""
    network, net = schedule.network, schedule.network.arrays
    found = {network.number[name] for name in names}
    for i in range(len(network.tasks)) if found else ():
        before = (net.pred[r] for r in range(net.incoming[i], net.incoming[i + 1]) if not net.only_late[r])
        if net.kind[i] != cpm.FINISHED and any(p in found for p in before):
            found.add(i)
    return frozenset(network.tasks[i].id for i in found)


def _waits(
    plain: Schedule,
    found: Schedule,
    loads: Mapping[str, Load],
    relations: Collection[Relation],
    floors: Mapping[str, Instant],
) -> tuple[CrewWait, ...]:
    """The tasks that a crew holds back, in the order of their starts."""
    held = {one.successor for one in relations} | floors.keys()
    waits = []
    for name in (name for name in found.tasks if name in held):
        was, now = plain.tasks[name], found.tasks[name]
        driving = [one for one in now.driving if one.crew is not None]
        if was.early_start is None or now.early_start is None or now.early_start <= was.early_start:
            continue
        if driving:
            names = tuple(dict.fromkeys(one.crew for one in driving if one.crew is not None))
            behind = tuple(dict.fromkeys(one.predecessor for one in driving))
        elif name in floors:
            names, behind = _short_before(now, loads), ()
        else:
            continue
        waits.append(CrewWait(name, names, behind, was.early_start, now.early_start))
    return tuple(waits)


def _short_before(dates: TaskDates, loads: Mapping[str, Load]) -> tuple[str, ...]:
    """The crews of which there are too few for a task in the last minute before it begins; all, where none is."""
    last = dates.start - 1 if dates.task.holds_crew else dates.calendar.add(dates.start, -1)
    short = []
    for name, units in dates.task.crew:
        asked = next((one.units for one in loads[name].levelled if one.begin <= last < one.end), 0)
        if asked + units > there(loads[name].crew, last):
            short.append(name)
    return tuple(short) or tuple(name for name, _ in dates.task.crew)


def _load(crew: Crew, plain: Schedule, found: Schedule) -> Load:
    calendars = rests_of(found if found.finish > plain.finish else plain, {crew.id: crew})
    rests = calendars.get(crew.id)
    before, after = steps(plain, crew, rests), steps(found, crew, rests)
    return Load(
        crew=crew,
        plain=before,
        levelled=after,
        weeks=weeks(crew, before, after),
        over_plain=overloads(crew, before),
        over_levelled=overloads(crew, after),
        rests=() if rests is None else _beyond(steps(found, crew), after),
    )


def _beyond(every: Sequence[Step], counted: Sequence[Step]) -> tuple[str, ...]:
    """The tasks that are at work while a crew rests."""

    def minutes_of(found: Sequence[Step]) -> dict[str, int]:
        total: dict[str, int] = {}
        for step in found:
            for name in step.tasks:
                total[name] = total.get(name, 0) + step.end - step.begin
        return total

    all_of, with_it = minutes_of(every), minutes_of(counted)
    return tuple(name for name, total in all_of.items() if total > with_it.get(name, 0))
