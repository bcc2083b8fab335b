"""The two passes of the critical path method and the floats, over flat arrays of integers.

Tasks are numbered in topological order: every relation goes from a smaller number to a larger one. Relations are
sorted by successor; `incoming[i]:incoming[i + 1]` are those that enter task i, and `outgoing` lists the same
relations by predecessor. The rules are P6's: a relation leaves from the start or the finish of its predecessor, moves
by its lag on the lag's calendar, and holds the start or the finish of its successor. One expression serves the four
types.

Instants are minutes, calendars are `worktime.Table`s. This module must never know a date, a name, a status or a reason;
progress and constraints reach it as floors, ceilings, durations and lags.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush

from schedule.calendars.worktime import Table, add, next_start, previous_finish, work_at

TASK, START_MILESTONE, FINISH_MILESTONE, FINISHED = range(4)
"""A task starts where work starts; a finish milestone may stand at a shift's end; a finished task moves nothing on."""


Instants = list[int] | dict[int, int]
"""Instants by task number: of all tasks, or of some."""


@dataclass(frozen=True, slots=True)
class Arrays:
    """A network as the passes see it: n tasks in topological order, m relations sorted by successor.

    Of length n: `calendar` (index into `tables`), `kind`, `duration` (remaining working minutes), `floor` (no start
    before). Of length m: `pred`, `succ`, `leaves_finish`, `enters_finish`, `lag` (working minutes), `lag_calendar`.
    `incoming` has n + 1 offsets into the relations; `outgoing_first` n + 1 offsets into `outgoing`, a permutation of
    them.
    """

    calendar: list[int]
    kind: list[int]
    duration: list[int]
    floor: list[int]
    pred: list[int]
    succ: list[int]
    leaves_finish: list[bool]
    enters_finish: list[bool]
    begun: list[bool]
    lag: list[int]
    lag_calendar: list[int]
    incoming: list[int]
    outgoing_first: list[int]
    outgoing: list[int]


def bound(net: Arrays, tables: list[Table], early_start: Instants, early_finish: Instants, relation: int) -> int:
    """The instant before which a relation lets its successor's anchored end not come, given the predecessor's dates."""
    predecessor = net.pred[relation]
    lag = net.lag[relation]
    if net.leaves_finish[relation]:
        instant = early_finish[predecessor]
    else:
        instant = early_start[predecessor]
        if lag == 0:
            return next_start(tables[net.lag_calendar[relation]], instant)
    return add(tables[net.lag_calendar[relation]], instant, lag) if lag else instant


def forward(net: Arrays, tables: list[Table]) -> tuple[list[int], list[int], list[int]]:
    """Early starts, early finishes, and for each task the relation that set its start, or -1 where its floor did."""
    n = len(net.duration)
    early_start, early_finish, set_by = [0] * n, [0] * n, [-1] * n
    incoming, enters_finish, duration, calendar, kind = (
        net.incoming,
        net.enters_finish,
        net.duration,
        net.calendar,
        net.kind,
    )
    for task in range(n):
        table = tables[calendar[task]]
        length = duration[task]
        latest, by = net.floor[task], -1
        for relation in range(incoming[task], incoming[task + 1]):
            instant = bound(net, tables, early_start, early_finish, relation)
            if enters_finish[relation]:
                instant = add(table, instant, -length)
            if instant > latest:
                latest, by = instant, relation
        early_start[task] = latest = settled(kind[task], table, latest)
        early_finish[task] = add(table, latest, length)
        set_by[task] = by
    return early_start, early_finish, set_by


def settled(kind: int, table: Table, instant: int) -> int:
    """Where a task that may start at an instant does start, by its kind."""
    if kind == FINISHED or (kind == FINISH_MILESTONE and previous_finish(table, instant) == instant):
        return instant
    return next_start(table, instant)


def arrival(
    net: Arrays, tables: list[Table], early_start: list[int], early_finish: list[int], begin: int, end: int
) -> int:
    """When task `end` would finish if nothing held it but the chains that come from task `begin`, as that one stands.

    `end` must depend on `begin`. Visits the tasks that depend on `begin`, in topological order.
    """
    starts, finishes = {begin: early_start[begin]}, {begin: early_finish[begin]}
    waiting, seen = [begin], {begin}
    while waiting:
        task = heappop(waiting)
        table, length = tables[net.calendar[task]], net.duration[task]
        if task != begin:
            asked = []
            for relation in range(net.incoming[task], net.incoming[task + 1]):
                if net.pred[relation] in starts:
                    instant = bound(net, tables, starts, finishes, relation)
                    asked.append(add(table, instant, -length) if net.enters_finish[relation] else instant)
            starts[task] = settled(net.kind[task], table, max(asked))
            finishes[task] = add(table, starts[task], length)
        if task == end:
            break
        for k in range(net.outgoing_first[task], net.outgoing_first[task + 1]):
            successor = net.succ[net.outgoing[k]]
            if successor not in seen:
                seen.add(successor)
                heappush(waiting, successor)
    return finishes[end]


NEVER = 1 << 40
"""A ceiling for what nothing limits: an instant some two million years on."""


def is_limited(instant: int) -> bool:
    """Whether a late instant came from a ceiling other than NEVER."""
    return instant < NEVER >> 1


def backward(
    net: Arrays, tables: list[Table], ceiling: list[int], *, safe: bool = False
) -> tuple[list[int], list[int], list[int]]:
    """Late starts, late finishes, and for each task the relation that set its finish, or -1 where its ceiling did.

    `ceiling` holds for each task the instant after which it may not finish: the project's finish, its deadline, NEVER.

    Where calendars differ, an instant that a successor asks for can lie in a gap of the task's own working time. P6
    takes the far end of the gap, which is the same point of working time and yet too late on the clock. `safe` takes
    the last instant that is not too late instead, so that all late dates taken together keep every relation, and a
    task is too late exactly when its early finish lies after its late one on the clock. Nor does `safe` hold a task's
    remaining work by what followed its start: that start has happened.
    """
    n = len(net.duration)
    late_start, late_finish, set_by = [0] * n, [0] * n, [-1] * n
    outgoing_first, outgoing, succ, lags = net.outgoing_first, net.outgoing, net.succ, net.lag
    for task in range(n - 1, -1, -1):
        table = tables[net.calendar[task]]
        length = net.duration[task]
        earliest, by = ceiling[task], -1
        for k in range(outgoing_first[task], outgoing_first[task + 1]):
            relation = outgoing[k]
            if safe and net.begun[relation]:
                continue
            lag, leaves_start = lags[relation], not net.leaves_finish[relation]
            instant = (late_finish if net.enters_finish[relation] else late_start)[succ[relation]]
            if safe and net.enters_finish[relation] and net.duration[succ[relation]]:
                # What is asked of a finish may come as late as the next start: no work of the successor lies between.
                instant = next_start(tables[net.calendar[succ[relation]]], instant)
            if lag:
                lag_table = tables[net.lag_calendar[relation]]
                instant = add(lag_table, _last_start(lag_table, instant) if safe and lag < 0 else instant, -lag)
            if leaves_start:
                begin = _last_start(table, instant) if safe else next_start(table, instant)
                instant = add(table, begin, length)
            if instant < earliest:
                earliest, by = instant, relation
        earliest = _settled_late(net.kind[task], table, earliest, length, safe=safe)
        late_finish[task] = earliest
        is_task = net.kind[task] == TASK
        late_start[task] = next_start(table, add(table, earliest, -length)) if is_task else earliest
        set_by[task] = by
    return late_start, late_finish, set_by


def _settled_late(kind: int, table: Table, instant: int, length: int, *, safe: bool) -> int:
    """Where a task that must finish by an instant finishes at the latest, by its kind."""
    if kind == FINISHED:
        return instant
    if safe and (kind == START_MILESTONE or (kind == TASK and not length)):
        return _last_start(table, instant)
    if kind == START_MILESTONE or (safe and kind == FINISH_MILESTONE and next_start(table, instant) == instant):
        return instant
    return previous_finish(table, instant)


def _last_start(table: Table, instant: int) -> int:
    """The last instant at or before this one at which work can begin."""
    begin = next_start(table, instant)
    return begin if begin == instant else previous_finish(table, instant) - 1


def relation_floats(
    net: Arrays, tables: list[Table], early_start: list[int], early_finish: list[int]
) -> tuple[list[int], list[int]]:
    """For each relation the working time until it would hold its successor.

    The first list is in the predecessor's calendar (what free float is made of), the second in the successor's (0 for a
    driving relation: on its calendar no work lies between what the relation asks and where the successor stands).
    """
    m = len(net.pred)
    of_pred, of_succ = [0] * m, [0] * m
    for relation in range(m):
        successor = net.succ[relation]
        asked = bound(net, tables, early_start, early_finish, relation)
        got = (early_finish if net.enters_finish[relation] else early_start)[successor]
        own, other = tables[net.calendar[net.pred[relation]]], tables[net.calendar[successor]]
        of_pred[relation] = work_at(own, got) - work_at(own, asked)
        of_succ[relation] = work_at(other, got) - work_at(other, asked)
    return of_pred, of_succ


def free_floats(
    net: Arrays, tables: list[Table], early_finish: list[int], of_pred: list[int], project_finish: int
) -> list[int]:
    """Free float of each task in its calendar, never negative.

    The smallest of its relations', or up to the project's early finish without any.
    """
    floats = []
    for task in range(len(net.duration)):
        begin, end = net.outgoing_first[task], net.outgoing_first[task + 1]
        if begin == end:
            table = tables[net.calendar[task]]
            least = work_at(table, project_finish) - work_at(table, early_finish[task])
        else:
            least = min(of_pred[net.outgoing[k]] for k in range(begin, end))
        floats.append(max(0, least))
    return floats
