"""A state compiled into the passes' arrays.

Tasks are put in topological order, relations in the order of their successors; what progress, constraints and options
mean is asked of `schedule.engine.bounds`. Levels of effort and summaries are not in the arrays: they drive nothing.
This module must never know a rule, a baseline, last week or a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate, chain, pairwise, repeat
from typing import NamedTuple, TypeVar

from schedule.calendars.durations import (
    LagCalendars,
    assigned_work,
    assignment_calendar_id,
    calendar_id,
    counts_every_day,
    lag_calendar,
    lag_calendar_id,
    remaining_work,
    work_minutes,
)
from schedule.calendars.periods import how_counted
from schedule.calendars.worktime import DAY, Calendar, Clock, join, minutes
from schedule.diagnostics import PlanError
from schedule.engine import cpm
from schedule.engine.bounds import (
    Bounds,
    bounds_of,
    holds_only_late,
    is_started,
    lag_left,
    leaves_past_start,
    runs_from_actual_start,
)
from schedule.engine.cpm import Arrays
from schedule.engine.implied import implied
from schedule.engine.order import Ordered, cycle_faults, grouped, ordered
from schedule.engine.schedule import NO_FUNDING, Funding, Reason
from schedule.frozen import dataclass
from schedule.law.terms import holding, is_counted, office_of
from schedule.model import NOT_STARTED, Home, Instant, Minutes, Relation, RelationType, State, Status, Task, TaskKind
from schedule.rules import LagCalendar, Profile, ProgressRule

_T = TypeVar("_T")
_KINDS = {
    TaskKind.TASK: cpm.TASK,
    TaskKind.START_MILESTONE: cpm.START_MILESTONE,
    TaskKind.FINISH_MILESTONE: cpm.FINISH_MILESTONE,
}


@dataclass(frozen=True, slots=True)
class Network:
    """Arrays with the names of what is in them.

    `tasks[i]` is the task of number i; `number` is its inverse. `relations[r]` is the relation of number r.
    `homes` are the plans that tasks are at home in and `home[i]` is the number of that of task i.
    `calendars` are the calendars of `arrays.calendar` and of `clock`, in the same order; `full_duration` are durations
    without progress, `remaining` what is left of them; `bounds` are those of each task, with their reasons; `place` is
    where each task stands in the order of the ids; `implied` is when milestones were reached that nobody reported.
    `funding` is what money does to it, and `unfunded` the network before it did.
    """

    tasks: tuple[Task, ...]
    number: Mapping[str, int]
    homes: tuple[Home, ...]
    home: tuple[int, ...]
    relations: tuple[Relation, ...]
    calendars: tuple[Calendar, ...]
    clock: Clock
    arrays: Arrays
    full_duration: tuple[Minutes, ...]
    remaining: tuple[Minutes, ...]
    bounds: tuple[Bounds, ...]
    place: tuple[int, ...]
    implied: Mapping[str, Instant]
    unfunded: Network | None = None
    funding: Funding = NO_FUNDING

    @property
    def by_logic(self) -> Network:
        """The network without the floors that money sets (`schedule.engine.funding`)."""
        return self if self.unfunded is None else self.unfunded

    def reached(self) -> frozenset[int]:
        """The numbers of the `implied` milestones."""
        return frozenset(self.number[name] for name in self.implied)

    def leaving(self, task: str) -> Iterator[tuple[Relation, Minutes, Calendar]]:
        """The relations that leave a task: each with what is left of its lag, and the calendar that this counts on.

        They come by the ids of their successors; those that progress has settled are not among them.
        """
        net, i = self.arrays, self.number[task]
        places = net.outgoing[net.outgoing_first[i] : net.outgoing_first[i + 1]]
        for r in sorted(places, key=lambda r: self.place[net.succ[r]]):
            yield self.relations[r], net.lag[r], self.calendars[net.lag_calendar[r]]


def used_calendars(state: State, tasks: Iterable[Task] | None = None) -> set[str]:
    """The ids of the calendars that a state computes with, the project's always among them; or those of some tasks."""
    used = {home.calendar for home in state.homes.values()}
    all_hours = any(home.rules.lag_calendar is LagCalendar.ALL_HOURS for home in state.homes.values())
    for task in state.plan.tasks.values() if tasks is None else tasks:
        used.add(calendar_id(task, state))
        if task.assignments:
            used.update(one.calendar for one in task.assignments if one.calendar is not None)
        if is_counted(task.basis):
            used.add(office_of(task.basis, state.plan, state.home(task.id)))
        for relation in task.relations:
            # All others count on a calendar of the tasks or of their homes.
            if all_hours or tasks is not None or (relation.lag is not None and counts_every_day(relation.lag)):
                used.add(lag_calendar_id(relation, state))
    return used


class _Links(NamedTuple):
    """Relations that hold tasks, in columns: what is left of their lags, on which calendars; and as numbers."""

    relations: list[Relation]
    pred: list[int]
    lag: list[Minutes]
    lag_calendar: list[int]
    begun: list[bool]
    only_late: list[bool]

    def ends(self) -> tuple[list[bool], list[bool], list[bool]]:
        """Whether each leaves a finish, enters a finish, and asks for its predecessor's finish itself (`direct`)."""
        types = [relation.type for relation in self.relations]
        leaves = [_LEAVES[type_] for type_ in types]
        columns = zip(leaves, self.lag, self.only_late, strict=True)
        direct = [leave and not lag and not only_late for leave, lag, only_late in columns]
        return leaves, [_ENTERS[type_] for type_ in types], direct


_LEAVES = {type_: type_.leaves_finish for type_ in RelationType}
_ENTERS = {type_: type_.enters_finish for type_ in RelationType}


class _Period(NamedTuple):
    """A statutory period that a task must not end before, as the passes count it (`cpm.Arrays`)."""

    days: int
    how: int
    office: int
    since: Instant
    until: Instant


class _Own(NamedTuple):
    """What one task becomes apart from its relations: an element of each column, and what its resources do."""

    calendar: int
    kind: int
    full: Minutes
    remaining: Minutes
    work: Minutes
    bounds: Bounds
    now: Instant
    snaps_late: bool
    legs: list[tuple[int, Minutes]]
    periods: list[_Period]
    event: Instant


class _Row(NamedTuple):
    """What one task becomes, with the relations that hold it."""

    own: _Own
    links: _Links


def compile_network(state: State, calendars: Mapping[str, Calendar]) -> Network:
    """The arrays of a state, on calendars that cover it. Raises PlanError (`cycle`) where tasks wait for each other."""
    listed, first, entering, begins, order = _in_order(state)
    tasks = tuple([listed[k] for k in order])
    number = {task.id: i for i, task in enumerate(tasks)}
    names = sorted(calendars)
    index = {name: k for k, name in enumerate(names)}
    reached = implied(state, calendars, tasks)
    rank = [0] * len(tasks)
    for i, k in enumerate(order):
        rank[k] = i
    places = [r for k in order for r in range(first[k], first[k + 1])]
    relations, pred = [entering[r] for r in places], [rank[begins[r]] for r in places]
    incoming = list(accumulate([first[k + 1] - first[k] for k in order], initial=0))
    asked = _asked(relations, pred, state, calendars, index)
    owns, links, incoming = _owns_and_links(tasks, asked, incoming, state, calendars, index, reached)
    bounds, legs = [own.bounds for own in owns], [leg for own in owns for leg in own.legs]
    periods = [period for own in owns for period in own.periods]
    leaves_finish, enters_finish, direct = links.ends()
    outgoing_first, outgoing = grouped(links.pred, len(tasks))
    arrays = Arrays(
        calendar=[own.calendar for own in owns],
        kind=[own.kind for own in owns],
        duration=[own.work for own in owns],
        floor=[one.floor for one in bounds],
        cap=[one.cap for one in bounds],
        date_only=[one.date_only for one in bounds],
        ceiling=[one.ceiling for one in bounds],
        base=[one.base for one in bounds],
        expected=[one.expected for one in bounds],
        legs_first=[0, *accumulate(len(own.legs) for own in owns)],
        leg_calendar=[calendar for calendar, _ in legs],
        leg_duration=[minutes for _, minutes in legs],
        pred=links.pred,
        succ=_entered(incoming),
        leaves_finish=leaves_finish,
        enters_finish=enters_finish,
        begun=links.begun,
        only_late=links.only_late,
        direct=direct,
        lag=links.lag,
        lag_calendar=links.lag_calendar,
        incoming=incoming,
        outgoing_first=outgoing_first,
        outgoing=outgoing,
        now=[own.now for own in owns],
        snaps_late=[own.snaps_late for own in owns],
        periods_first=[0, *accumulate(len(own.periods) for own in owns)],
        period_days=[period.days for period in periods],
        period_how=[period.how for period in periods],
        period_office=[period.office for period in periods],
        period_since=[period.since for period in periods],
        period_until=[period.until for period in periods],
        period_from=[own.event for own in owns],
    )
    keys = {key: h for h, key in enumerate(state.homes)}
    return Network(
        tasks=tasks,
        number=number,
        homes=tuple(state.homes.values()),
        home=(0,) * len(tasks) if len(keys) == 1 else tuple(keys[state.key(task.id)] for task in tasks),
        relations=tuple(links.relations),
        calendars=tuple(calendars[name] for name in names),
        clock=_clock_of(tuple(calendars[name] for name in names)),
        arrays=arrays,
        full_duration=tuple(own.full for own in owns),
        remaining=tuple(own.remaining for own in owns),
        bounds=tuple(bounds),
        place=tuple(order),
        implied=reached,
    )


def _in_order(state: State) -> Ordered:
    """The tasks of the passes by their ids, and their places in topological order. Raises PlanError (`cycle`)."""
    found = ordered(state.plan.tasks)
    if len(found.order) < len(found.tasks):
        raise PlanError(list(cycle_faults(state.plan)))
    return found


@lru_cache(maxsize=8)
def _clock_of(calendars: tuple[Calendar, ...]) -> Clock:
    """The calendars one after the other: states that compute with the same ones have one clock and not one each.

    Calendars are told apart as the objects that they are. A plan of centuries has millions of entries in it.
    """
    return join(calendar.table for calendar in calendars)


def recompiled(network: Network, state: State, calendars: Mapping[str, Calendar], names: Iterable[str]) -> Network:
    """The network of a state in which only these tasks, or what they wait for, differ from the compiled one.

    It is that of `compile_network`, but for the numbers of calendars, which are kept. `calendars` are those of the
    network, and more; where one of them is another than before, `names` are all tasks. Where relations put the tasks in
    another order, all are compiled. Raises PlanError (`cycle`) where tasks wait for each other.
    """
    on = {calendar.name: calendars[calendar.name] for calendar in network.calendars} | dict(calendars)
    index = {name: k for k, name in enumerate(on)}
    tasks = list(network.tasks)
    changed = sorted(network.number[name] for name in names if name in network.number)
    for i in changed:
        tasks[i] = state.plan.tasks[tasks[i].id]
    refollowed = any(_followed(tasks[i]) != _followed(network.tasks[i]) for i in changed)
    if refollowed and tuple(_in_order(state).order) != network.place:
        return compile_network(state, calendars)
    reached = implied(state, on, tasks)
    silent = {name for name in {**network.implied, **reached} if network.implied.get(name) != reached.get(name)}
    if silent:
        after = [i for i, task in enumerate(tasks) if task.id in silent or not silent.isdisjoint(_followed(task))]
        changed = sorted({*changed, *after})
    rows = {i: _row(tasks[i], state, on, index, network.number, reached) for i in changed}
    compiled, net = tuple(on.values()), network.arrays
    edit = _Edit(rows)
    arrays = net._replace(
        calendar=edit.column(net.calendar, lambda row: row.own.calendar),
        kind=edit.column(net.kind, lambda row: row.own.kind),
        duration=edit.column(net.duration, lambda row: row.own.work),
        floor=edit.column(net.floor, lambda row: row.own.bounds.floor),
        cap=edit.column(net.cap, lambda row: row.own.bounds.cap),
        date_only=edit.column(net.date_only, lambda row: row.own.bounds.date_only),
        ceiling=edit.column(net.ceiling, lambda row: row.own.bounds.ceiling),
        base=edit.column(net.base, lambda row: row.own.bounds.base),
        expected=edit.column(net.expected, lambda row: row.own.bounds.expected),
        legs_first=edit.offsets(net.legs_first, lambda row: len(row.own.legs)),
        leg_calendar=edit.parts(net.leg_calendar, net.legs_first, lambda row: [leg[0] for leg in row.own.legs]),
        leg_duration=edit.parts(net.leg_duration, net.legs_first, lambda row: [leg[1] for leg in row.own.legs]),
        begun=edit.parts(net.begun, net.incoming, lambda row: row.links.begun),
        only_late=edit.parts(net.only_late, net.incoming, lambda row: row.links.only_late),
        direct=edit.parts(net.direct, net.incoming, lambda row: row.links.ends()[2]),
        lag=edit.parts(net.lag, net.incoming, lambda row: row.links.lag),
        lag_calendar=edit.parts(net.lag_calendar, net.incoming, lambda row: row.links.lag_calendar),
        now=edit.column(net.now, lambda row: row.own.now),
        snaps_late=edit.column(net.snaps_late, lambda row: row.own.snaps_late),
        periods_first=edit.offsets(net.periods_first, lambda row: len(row.own.periods)),
        period_days=edit.parts(net.period_days, net.periods_first, lambda row: [one.days for one in row.own.periods]),
        period_how=edit.parts(net.period_how, net.periods_first, lambda row: [one.how for one in row.own.periods]),
        period_office=edit.parts(
            net.period_office, net.periods_first, lambda row: [one.office for one in row.own.periods]
        ),
        period_since=edit.parts(
            net.period_since, net.periods_first, lambda row: [one.since for one in row.own.periods]
        ),
        period_until=edit.parts(
            net.period_until, net.periods_first, lambda row: [one.until for one in row.own.periods]
        ),
        period_from=edit.column(net.period_from, lambda row: row.own.event),
    )
    was = {i: network.relations[net.incoming[i] : net.incoming[i + 1]] for i in rows}
    relations = network.relations
    if any(list(was[i]) != row.links.relations for i, row in rows.items()):
        relations = tuple(edit.parts(relations, net.incoming, lambda row: row.links.relations))
        pred = edit.parts(net.pred, net.incoming, lambda row: row.links.pred)
        incoming = edit.offsets(net.incoming, lambda row: len(row.links.pred))
        outgoing_first, outgoing = grouped(pred, len(tasks))
        arrays = arrays._replace(
            pred=pred,
            succ=_entered(incoming),
            leaves_finish=[_LEAVES[relation.type] for relation in relations],
            enters_finish=[_ENTERS[relation.type] for relation in relations],
            incoming=incoming,
            outgoing_first=outgoing_first,
            outgoing=outgoing,
        )
    return replace(
        network,
        tasks=tuple(tasks),
        homes=tuple(state.homes.values()),
        relations=relations,
        calendars=compiled,
        clock=_clock_of(compiled),
        arrays=arrays,
        full_duration=tuple(edit.column(network.full_duration, lambda row: row.own.full)),
        remaining=tuple(edit.column(network.remaining, lambda row: row.own.remaining)),
        bounds=tuple(edit.column(network.bounds, lambda row: row.own.bounds)),
        implied=reached,
    )


def _followed(task: Task) -> list[str]:
    return [relation.predecessor for relation in task.relations]


@dataclass(frozen=True, slots=True)
class _Edit:
    """Arrays with the elements of some tasks, by number and rising, in the place of the old ones."""

    rows: Mapping[int, _Row]

    def column(self, old: Sequence[_T], new: Callable[[_Row], _T]) -> list[_T]:
        """An array with one element a task."""
        values = list(old)
        for i, row in self.rows.items():
            values[i] = new(row)
        return values

    def parts(self, old: Sequence[_T], first: Sequence[int], new: Callable[[_Row], list[_T]]) -> list[_T]:
        """An array with several elements a task, those of task i from `first[i]` on."""
        values: list[_T] = []
        done = 0
        for i, row in self.rows.items():
            values += old[done : first[i]]
            values += new(row)
            done = first[i + 1]
        values += old[done:]
        return values

    def offsets(self, first: Sequence[int], count: Callable[[_Row], int]) -> list[int]:
        """Where the elements of each task begin, with the end appended."""
        if all(first[i + 1] - first[i] == count(row) for i, row in self.rows.items()):
            return list(first)
        return [0, *accumulate(self.column([end - begin for begin, end in pairwise(first)], count))]


def _no_links() -> _Links:
    return _Links([], [], [], [], [], [])


def _entered(incoming: Sequence[int]) -> list[int]:
    """The task that each relation enters, by where the relations of each begin."""
    counts = [end - begin for begin, end in pairwise(incoming)]
    return list(chain.from_iterable(map(repeat, range(len(counts)), counts)))


def _row(
    task: Task,
    state: State,
    calendars: Mapping[str, Calendar],
    index: Mapping[str, int],
    number: Mapping[str, int],
    reached: Mapping[str, Instant],
) -> _Row:
    """One task compiled by itself; `number` are those of the tasks, the other arguments as of `_owns_and_links`."""
    relations = [one for one in task.relations if one.predecessor in number]
    asked = _asked(relations, [number[one.predecessor] for one in relations], state, calendars, index)
    (own,), links, _ = _owns_and_links([task], asked, [0, len(relations)], state, calendars, index, reached)
    return _Row(own, links)


class _Asked(NamedTuple):
    """What relations ask for as their plan says it, in columns: whole lags, on which calendars; nothing is reported."""

    relations: Sequence[Relation]
    pred: Sequence[int]
    lag: Sequence[Minutes]
    lag_calendar: Sequence[int]


def _asked(
    relations: Sequence[Relation],
    pred: Sequence[int],
    state: State,
    calendars: Mapping[str, Calendar],
    index: Mapping[str, int],
) -> _Asked:
    """Relations from tasks of these numbers, on calendars that `index` numbers."""
    of = LagCalendars(state)
    on = list(map(of.of, relations))
    lags = [0 if one.lag is None else of.minutes(one, name, calendars) for one, name in zip(relations, on, strict=True)]
    return _Asked(relations, pred, lags, [index[name] for name in on])


def _owns_and_links(
    tasks: Sequence[Task],
    asked: _Asked,
    incoming: list[int],
    state: State,
    calendars: Mapping[str, Calendar],
    index: Mapping[str, int],
    reached: Mapping[str, Instant],
) -> tuple[list[_Own], _Links, list[int]]:
    """Tasks compiled, the relations that hold them, and where those of each begin, with the end appended.

    `incoming` says so of what all ask; `index` numbers the calendars, and `reached` are the implied tasks.

    Most tasks have not begun and say nothing but how long they take on which calendar. All but the relations is the
    same for all of them that say the same, and is worked out once: a duration is told apart as the object that it is,
    which a reader makes once for each text, so that telling costs less than working it out again.
    """
    statuses, home_of = state.statuses, state.home
    only_home = next(iter(state.homes.values())) if len(state.homes) == 1 else None
    alike: dict[object, _Own] = {}
    owns, links, first = list[_Own](), _no_links(), incoming
    if statuses:
        first = [0]
    else:  # nothing has happened, and nothing of a lag is consumed
        nothing = [False] * len(asked.relations)
        links = _Links([*asked.relations], [*asked.pred], [*asked.lag], [*asked.lag_calendar], nothing, [*nothing])
    enters = [_ENTERS[relation.type] for relation in asked.relations]
    for task, begin, end in zip(tasks, incoming, incoming[1:], strict=False):
        status = statuses.get(task.id, NOT_STARTED)
        from_actual: Sequence[Instant] = ()
        if statuses:
            from_actual = _link(task, asked, (begin, end), status, state, calendars, reached, links)
            held = any(_ENTERS[relation.type] for relation in links.relations[first[-1] :])
            first.append(len(links.pred))
        else:
            held = True in enters[begin:end]
        home, is_reached = only_home or home_of(task.id), task.id in reached
        plain = status is NOT_STARTED and not (task.constraints or task.assignments or task.basis or from_actual)
        if not plain or is_reached or task.deadline is not None or home.rules.progress is ProgressRule.AS_PLANNED:
            owns.append(_own(task, status, state, calendars, index, held, is_reached, from_actual))
            continue
        key = id(home), id(task.duration), task.calendar, task.kind, held
        own = alike.get(key)
        if own is None:
            own = alike[key] = _own(task, status, state, calendars, index, held, is_reached, from_actual)
        owns.append(own)
    return owns, links, first


def _link(
    task: Task,
    asked: _Asked,
    places: tuple[int, int],
    status: Status,
    state: State,
    calendars: Mapping[str, Calendar],
    reached: Mapping[str, Instant],
    links: _Links,
) -> list[Instant]:
    """Add the relations that hold a task; the instants that those from an actual start hold it to as bounds."""
    relations, preds, lags, lag_calendars, already, only_late = links
    from_actual: list[Instant] = []
    statuses = state.statuses
    told = status is not NOT_STARTED or task.id in reached
    here = slice(*places)
    entering, before_it = asked.relations[here], asked.pred[here]
    touched = told or (statuses and any(one.predecessor in statuses or one.predecessor in reached for one in entering))
    if not touched:
        relations += entering  # nothing has happened, and nothing of a lag is consumed
        preds += before_it
        lags += asked.lag[here]
        lag_calendars += asked.lag_calendar[here]
        nothing = [False] * len(entering)
        already += nothing
        only_late += nothing
        return from_actual
    columns = entering, before_it, asked.lag[here], asked.lag_calendar[here]
    for relation, pred, lag, counted_on in zip(*columns, strict=True):
        name = relation.predecessor
        left, begun, late = lag, False, False
        if told or name in statuses or name in reached:
            before = state.status(name)
            if before.started is not None and runs_from_actual_start(relation, state):
                from_actual.append(lag_calendar(relation, state, calendars).add(before.started, lag))
            rest = lag_left(relation, lag, state, calendars, reached)
            if rest is None:
                continue
            begun = leaves_past_start(relation, rest, state)
            left, late = rest, holds_only_late(relation, state, reached)
        relations.append(relation)
        preds.append(pred)
        lags.append(left)
        lag_calendars.append(counted_on)
        already.append(begun)
        only_late.append(late)
    return from_actual


def _own(
    task: Task,
    status: Status,
    state: State,
    calendars: Mapping[str, Calendar],
    index: Mapping[str, int],
    held: bool,
    is_reached: bool,
    from_actual: Iterable[Instant],
) -> _Own:
    """What a row says of a task apart from its relations; `held` where one of them holds its finish.

    `is_reached` where it is a milestone that nobody reported, and that waits for nothing any more.
    """
    home, own = state.home(task.id), calendars[calendar_id(task, state)]
    full = work_minutes(task.duration, own)
    remaining = remaining_work(full, status, own)
    work = _work(task, full, remaining, state, own)
    legs = _legs(task, state, calendars, full, work)
    bounds = bounds_of(task, state, [(calendars[name], minutes) for name, minutes in legs] or [(own, work)])
    for reached in from_actual:
        bounds.raise_floor(reached, Reason.ACTUAL)
    # No lead into the task reaches back before the data date.
    now = -cpm.NEVER if home.rules.progress is ProgressRule.AS_PLANNED else max(home.start, home.data_date)
    numbered = [(index[name], minutes) for name, minutes in legs]
    periods = _periods(task, state, index)
    if periods and not (work or legs):
        work = 1  # what is left of a period whose work is done is no work, and yet not nothing
    event = -cpm.NEVER if status.started is None or not periods else status.started
    kind = _kind(task, state, work or len(legs), held=held)
    if is_reached:
        kind = cpm.START_REACHED if kind == cpm.START_MILESTONE else cpm.NOTHING_LEFT
    snaps = home.rules.profile is Profile.MSP
    return _Own(index[own.name], kind, full, remaining, work, bounds, now, snaps, numbered, periods, event)


def _periods(task: Task, state: State, index: Mapping[str, int]) -> list[_Period]:
    """The statutory periods that hold the finish of a task, which nothing holds any more once it is a fact."""
    if task.basis is None or task.is_milestone or state.status(task.id).finished is not None:
        return []
    home = state.home(task.id)
    terms = holding(task.basis, home.rules.law)
    if not terms:
        return []
    office = index[office_of(task.basis, state.plan, home)]
    return [
        _Period(
            days=term.number,
            how=how_counted(term.unit, term.roll),
            office=office,
            since=-cpm.NEVER if term.since is None else minutes(term.since),
            until=cpm.NEVER if term.until is None else minutes(term.until) + DAY,
        )
        for term in terms
    ]


def _kind(task: Task, state: State, left: int, *, held: bool) -> int:
    """What a task is to the passes.

    `left` is 0 where neither the task nor a resource of it has anything left to do, `held` whether relations hold its
    finish.
    """
    if state.status(task.id).finished is not None:
        return cpm.FINISHED
    rules = state.home(task.id).rules
    # P6 has a task with nothing left wait for its next working time, and all that follows with it. Of a plan typed by
    # hand that is not true: a site that is closed for the winter holds nobody up who waits for work that is over.
    if not (left or task.is_milestone or rules.dates_without_time or rules.progress is ProgressRule.AS_PLANNED):
        return cpm.NOTHING_LEFT
    if held and left and rules.finishes_kept and rules.profile is Profile.P6 and task.kind is TaskKind.TASK:
        return cpm.FINISH_KEPT
    # Microsoft Project has one kind of milestone: it stays where its driver puts it, at a shift's end or in it.
    return cpm.FINISH_MILESTONE if task.is_milestone and not rules.milestones_snap else _KINDS[task.kind]


def _work(task: Task, full: Minutes, remaining: Minutes, state: State, calendar: Calendar) -> Minutes:
    """Working minutes that the forward pass moves: what remains, or (Microsoft Project) all from the actual start."""
    status = state.status(task.id)
    if state.home(task.id).rules.progress is not ProgressRule.AS_PLANNED or not is_started(status):
        return remaining
    if status.finished is not None:
        return calendar.work(status.started, status.finished) if status.started is not None else 0
    return full


def _legs(
    task: Task, state: State, calendars: Mapping[str, Calendar], full: Minutes, work: Minutes
) -> list[tuple[str, Minutes]]:
    """What each assignment still has to do, on its calendar; none where the task's own work says it all.

    What an assignment is reported to have left is left, also where the task's own calendar has no work any more: a crew
    that works on into the night of an office's last day has not finished with the office.
    """
    status = state.status(task.id)
    if not task.assignments or status.finished is not None:
        return []
    if not (work or status.assignments) or (
        is_started(status) and state.home(task.id).rules.progress is ProgressRule.AS_PLANNED
    ):
        return []
    names = [assignment_calendar_id(one, task, state) for one in task.assignments]
    legs = [
        (name, assigned_work(task, k, status, calendars[name], full=full, left=work)) for k, name in enumerate(names)
    ]
    return [leg for leg in legs if leg[1]]
