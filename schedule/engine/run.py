"""One run of the passes over a network, by the plan's rules, at the speed that its size deserves.

From here on only lists of Python's integers are left, whichever way the passes ran. This module must never know a name,
a date or what a reader is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from schedule.engine import cpm, paths
from schedule.engine.compiled import Speed, speed_for_plan
from schedule.engine.cpm import Arrays, Dates
from schedule.engine.network import Network
from schedule.frozen import dataclass
from schedule.model import Instant, Minutes
from schedule.rules import LateAsPossible, ProgressRule, TotalFloat


@dataclass(frozen=True, slots=True)
class Passes:
    """The raw integers of one run: early, late, and latest for the deadlines alone (None without any).

    `told` are the late dates as readers are told them (`after_starts`); None where those are the late ones. `fixed` are
    the latest dates that keep all dates which the plan fixes: deadlines, late constraints, and the day by which it must
    finish; None where that is nothing but deadlines.

    `stood` is where each task stands on the clock (`cpm.stand`), which for work is its early dates. `work` are working
    minutes from early start to early finish; `asked` what each relation asks for (`cpm.bound`),
    `slack` its float on the successor's calendar and `drives` whether it drives; `limits` are what the late dates of
    each of the network's homes count back from.
    """

    early: Dates
    stood: Dates
    work: Sequence[Minutes]
    asked: Sequence[Instant]
    late: Dates
    told: Dates | None
    latest: Dates | None
    fixed: Dates | None
    limits: tuple[Instant, ...]
    free: Sequence[Minutes]
    total_float: Sequence[Minutes]
    slack: Sequence[Minutes]
    drives: list[bool]

    def extent(self) -> tuple[Instant, Instant]:
        """The earliest and the latest instant that came out."""
        latest = () if self.latest is None else (*self.latest.start, *self.latest.finish)
        instants = [*self.early.start, *self.early.finish, *self.late.start, *self.late.finish]
        instants += [] if self.told is None else [*self.told.start, *self.told.finish]
        instants += [instant for instant in latest if cpm.is_limited(instant)]
        return min(instants, default=self.limits[0]), max(instants, default=self.limits[0])


def run(network: Network) -> Passes:
    """Forward, backward, as late as possible, floats and drivers, and the dates that the deadlines alone ask for."""
    count, links, home = len(network.tasks), len(network.relations), network.home
    rules = [one.rules for one in network.homes]
    as_planned = [one.progress is ProgressRule.AS_PLANNED for one in rules]
    speed = speed_for_plan(count)
    net, clock = speed.given(network.arrays), speed.given(network.clock)
    early = speed.empty_dates(count)
    work, free = speed.filled(count, 0), speed.filled(count, 0)
    asked = speed.filled(links, 0)
    speed.forward(net, clock, early, work, asked)

    kinds = network.arrays.kind
    finishes = _project_finishes(network, early)
    limits = _limits(network, finishes)
    left = speed.column(left_to_do(network, work)) if any(as_planned) else work
    late, to_readers = _late_dates(speed, network, early, left, limits)

    project_finish = speed.column([finishes[h] for h in home])
    over = network.reached()  # what has come, though nobody said so, is put off no more
    late_ones = [i for i, task in enumerate(network.tasks) if task.as_late_as_possible]
    late_ones = [i for i in late_ones if kinds[i] != cpm.FINISHED and i not in over]
    by_free_float = [one.as_late_as_possible is not LateAsPossible.TOTAL_FLOAT for one in rules]
    past_late = [one.as_late_as_possible is LateAsPossible.ALL_FREE_FLOAT for one in rules]
    with_their_chains = [task for task in late_ones if not by_free_float[home[task]]]
    if with_their_chains:
        floor = list(network.arrays.floor)
        for task in with_their_chains:
            floor[task] = max(floor[task], late.start[task])
        speed.forward(net._replace(floor=speed.column(floor)), clock, early, work, asked)
        for task in with_their_chains:
            if early.set_by[task] < 0 and floor[task] > network.arrays.floor[task]:
                early.set_by[task] = cpm.MOVED
    stood = speed.empty_dates(count)
    speed.stand(net, clock, early, work, stood)
    alone = [task for task in late_ones if by_free_float[home[task]]]
    if alone:
        passing, reached = [past_late[h] for h in home], _project_finishes(network, stood)
        ends = [finishes[h] if past_late[h] else reached[h] for h in home]
        cpm.as_late_as_possible(net, clock, alone[::-1], passing, ends, early, stood, late, work, asked)
        speed.stand(net, clock, early, work, stood)

    latest, deadlines = None, _deadlines(network)
    if any(deadline != cpm.NEVER for deadline in deadlines):
        latest = speed.empty_dates(count)
        speed.backward(net, clock, left, speed.column(deadlines), True, latest)

    fixed = None
    must = [cpm.NEVER if one.must_finish_by is None else one.must_finish_by for one in network.homes]
    told = [min(must[h], own) for h, own in zip(home, network.arrays.ceiling, strict=True)]
    if told != deadlines and any(instant != cpm.NEVER for instant in told):
        fixed = speed.empty_dates(count)
        speed.backward(net, clock, left, speed.column(told), True, fixed)

    total_float = _total_floats(speed, network, early, late)
    ends = project_finish
    if any(as_planned):
        # Microsoft Project: what nothing follows is free up to its own late finish.
        ends = speed.column([int(late.finish[i]) if as_planned[h] else finishes[h] for i, h in enumerate(home)])
    speed.free_floats(net, clock, early, asked, ends, free)
    slack = speed.filled(links, 0)
    speed.driving_slacks(net, clock, early, asked, slack)
    return Passes(
        early=_listed(early),
        stood=_listed(stood),
        work=_list(work),
        asked=_list(asked),
        late=_listed(late),
        told=None if to_readers is None else _listed(to_readers),
        latest=None if latest is None else _listed(latest),
        fixed=None if fixed is None else _listed(fixed),
        limits=tuple(limits),
        free=_list(free),
        total_float=total_float,
        slack=_list(slack),
        drives=paths.driving_relations(network.arrays, _listed(early), _list(asked), _list(slack), network.reached()),
    )


def _limits(network: Network, finishes: Sequence[Instant]) -> list[Instant]:
    """What the late dates of each home count back from: the day by which it must finish, or its own finish."""
    return [
        finish if one.must_finish_by is None else one.must_finish_by
        for one, finish in zip(network.homes, finishes, strict=True)
    ]


def _late_dates(
    speed: Speed, network: Network, early: Dates, left: Any, limits: Sequence[Instant]
) -> tuple[Dates, Dates | None]:
    """The late dates, and those that readers are told, None where they are the same, after a forward pass.

    Microsoft Project's started tasks go forward from their actual start, all of them; backward only what remains, which
    is `left`.
    """
    net, clock, home = speed.given(network.arrays), speed.given(network.clock), network.home
    rules = [one.rules for one in network.homes]
    ceiling = [min(limits[h], own) for h, own in zip(home, network.arrays.ceiling, strict=True)]
    for task, kind in enumerate(network.arrays.kind):
        if kind == cpm.FINISHED:  # what is finished is late for nothing, where what is not pushes it past the end too
            ceiling[task] = max(ceiling[task], early.finish[task])
    if any(one.open_ends_critical for one in rules):
        for task in _open_ends(network.arrays):
            if rules[home[task]].open_ends_critical:
                ceiling[task] = min(ceiling[task], early.finish[task])
    late = speed.empty_dates(len(network.tasks))
    speed.backward(net, clock, left, speed.column(ceiling), False, late)
    ending = after_starts(network)
    if ending is network.arrays:
        return late, None
    to_readers = speed.empty_dates(len(network.tasks))
    speed.backward(speed.given(ending), clock, left, speed.column(ceiling), False, to_readers)
    return late, to_readers


def _total_floats(speed: Speed, network: Network, early: Dates, late: Dates) -> list[Minutes]:
    """Total float by each home's choice."""
    net, clock, count = speed.given(network.arrays), speed.given(network.clock), len(network.tasks)
    asked_for = [one.rules.total_float for one in network.homes]
    floats = {which: speed.filled(count, 0) for which in (TotalFloat.START, TotalFloat.FINISH)}
    for which, begin, end in (
        (TotalFloat.START, early.start, late.start),
        (TotalFloat.FINISH, early.finish, late.finish),
    ):
        if any(one in (which, TotalFloat.SMALLEST, None) for one in asked_for):
            speed.total_floats(net, clock, begin, end, floats[which])
    at_start, at_finish = map(_list, floats.values())
    return list(map(total_float_of, map(asked_for.__getitem__, network.home), at_start, at_finish))


def ahead(network: Network, known: Passes) -> Passes:
    """The forward pass alone, in the place of the early dates of another run: all else is that one's.

    Of a network in which no task is as late as possible.
    """
    count = len(network.tasks)
    early, stood = cpm.empty_dates(count), cpm.empty_dates(count)
    work, asked = [0] * count, [0] * len(network.relations)
    cpm.forward(network.arrays, network.clock, early, work, asked)
    cpm.stand(network.arrays, network.clock, early, work, stood)
    return replace(known, early=early, stood=stood, work=work, asked=asked)


def behind(network: Network, known: Passes) -> Passes:
    """The late dates and total float alone, in the place of those of another run: all else is that one's.

    Of a network whose early dates are the other's, in which no task is as late as possible.
    """
    speed = speed_for_plan(len(network.tasks))
    early = Dates(*map(speed.column, known.early))
    limits = _limits(network, _project_finishes(network, early))
    late, told = _late_dates(speed, network, early, speed.column(left_to_do(network, known.work)), limits)
    return replace(
        known,
        late=_listed(late),
        told=None if told is None else _listed(told),
        limits=tuple(limits),
        total_float=_total_floats(speed, network, early, late),
    )


def total_float_of(which: TotalFloat | None, at_start: Minutes, at_finish: Minutes) -> Minutes:
    """Total float by a plan's choice: to the late start, to the late finish, or the smaller of the two."""
    if which is TotalFloat.START:
        return at_start
    return at_finish if which is TotalFloat.FINISH else min(at_start, at_finish)


def latest_dates(network: Network, passes: Passes, ceiling: Sequence[Instant] | None = None) -> Dates:
    """The latest dates after a run that keep an instant for each task, `cpm.NEVER` for none; or else the deadlines.

    Taken all together they are feasible on any mix of calendars (`cpm.backward`, `safe`).
    """
    late = cpm.empty_dates(len(network.tasks))
    ends = _deadlines(network) if ceiling is None else ceiling
    cpm.backward(network.arrays, network.clock, left_to_do(network, passes.work), ends, True, late)
    return late


def after_starts(network: Network) -> Arrays:
    """The network as late dates are told to readers: what waited for a start that has happened waits for no finish.

    P6 counts the late finish of work in progress back from the late start of what waited for its start, by what remains
    of the work, and so do the late dates and floats of every plan. How long the work goes on holds none of that up. A
    plan that asks for P6's columns to the letter (`finishes_kept`, its own files) is told by them alone.
    """
    net = network.arrays
    if not any(net.begun):
        return net
    by_columns = [network.homes[home].rules.finishes_kept for home in network.home]
    waits = [not begun or by_columns[task] for begun, task in zip(net.begun, net.succ, strict=True)]
    if all(waits):
        return net
    outgoing, first = list[int](), [0]
    for begin, end in pairwise(net.outgoing_first):
        outgoing += [relation for relation in net.outgoing[begin:end] if waits[relation]]
        first.append(len(outgoing))
    return net._replace(outgoing=outgoing, outgoing_first=first)


def left_to_do(network: Network, work: Sequence[Minutes], part: slice = slice(None)) -> list[Minutes]:
    """What the passes that go backward move, of all tasks or some: the forward pass's work less what is done of it.

    That pass has done work before it only where all of a begun task is moved from its actual start, in Microsoft
    Project. What an expected finish adds to a task or takes from it is added to what remains, or taken from it.
    """
    planned = [home.rules.progress is ProgressRule.AS_PLANNED for home in network.homes]
    columns = zip(network.home[part], work[part], network.arrays.duration[part], network.remaining[part], strict=True)
    return [
        max(0, remaining + int(length - whole)) if planned[home] else int(length)
        for home, length, whole, remaining in columns
    ]


def _deadlines(network: Network) -> list[Instant]:
    """The deadline of each unfinished task, NEVER where there is none."""
    return [
        task.deadline if task.deadline is not None and kind != cpm.FINISHED else cpm.NEVER
        for task, kind in zip(network.tasks, network.arrays.kind, strict=True)
    ]


def _project_finishes(network: Network, early: Dates) -> list[Instant]:
    """The early finish of each home: of what has not finished, else of all.

    Homes that relations tie are one project: what one plan is, written as two, has the floats of the one.
    """
    project = _projects(network)
    unfinished: dict[int, Instant] = {}
    finished: dict[int, Instant] = {}
    for h, kind, finish in zip(network.home, network.arrays.kind, early.finish, strict=True):
        found = finished if kind == cpm.FINISHED else unfinished
        found[project[h]] = max(int(finish), found.get(project[h], -cpm.NEVER))
    return [
        unfinished.get(project[h], finished.get(project[h], home.data_date)) for h, home in enumerate(network.homes)
    ]


def _projects(network: Network) -> list[int]:
    """Of each home a number that it shares with those which relations tie it to, directly or through others."""
    shared = list(range(len(network.homes)))
    if len(shared) > 1:
        net, home = network.arrays, network.home
        for one, other in {(home[p], home[s]) for p, s in zip(net.pred, net.succ, strict=True)}:
            old, new = shared[one], shared[other]
            shared = [new if number == old else number for number in shared]
    return shared


def _open_ends(net: Arrays) -> list[int]:
    """The tasks that nothing follows."""
    return [i for i in range(len(net.kind)) if net.outgoing_first[i] == net.outgoing_first[i + 1]]


def _listed(dates: Dates) -> Dates:
    return Dates(*map(_list, dates))


def _list(column: Any) -> list[int]:
    return column if isinstance(column, list) else list(column.tolist())
