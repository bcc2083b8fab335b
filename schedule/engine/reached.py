"""Where what is no work stands on the clock once all that it waits for has happened: on the day on which that ended.

P6 moves whatever is not reported on to the data date, and so do the passes. On paper a milestone whose work is done
stands where the work and the lags that it waits for ended, however long nobody reports it: who is silent is asked, and
is late for nothing. This module must never know what a reader is told.
"""

from __future__ import annotations

from collections.abc import Mapping

from schedule.calendars.durations import lag_minutes
from schedule.calendars.worktime import Calendar, table_of, work_at
from schedule.engine import cpm
from schedule.engine.bounds import EARLY_FINISHES, EARLY_STARTS, lag_end, runs_from_actual_start
from schedule.engine.cpm import NEVER, Dates
from schedule.engine.implied import needs_a_report
from schedule.engine.network import Network
from schedule.engine.run import Passes
from schedule.model import Instant, State
from schedule.rules import ProgressRule


def reached(state: State, calendars: Mapping[str, Calendar], network: Network, passes: Passes) -> Dates:
    """Where each task stands on the clock (`Passes.stood`), what is done before the data date where it was done.

    Of a task with nothing left nobody knows the day: it was done after the last report that said otherwise, and at the
    latest by the first that said so, where it stands; but where the latest finish that keeps its deadlines lies in
    between, it stands there, since nobody knows that it is late. So stands a milestone that waits for nothing, at the
    latest where what follows began, or at its own deadline. By Microsoft Project's rules no data date moves it.
    """
    stood = Dates(*map(list, passes.stood))
    early = passes.early
    for i, (work, start, finish) in enumerate(zip(passes.work, early.start, early.finish, strict=True)):
        if not work and start == finish:  # all others are work, which stands at its early dates
            _stand(state, calendars, network, passes, stood, i)
    return stood


def stays(state: State, calendars: Mapping[str, Calendar], network: Network, passes: Passes, i: int) -> bool:
    """Whether what has happened alone says where a task that is no work stands: no later data date moves it on.

    What stands with others that are no work stays where they do. What stands at the data date, because nothing tells or
    a finished task is pushed on, does not.
    """
    net, seen, waiting = network.arrays, {i}, [i]
    while waiting:
        k = waiting.pop()
        if _found(state, calendars, network, passes, passes.stood, k) is None:
            return False
        for relation in range(net.incoming[k], net.incoming[k + 1]):
            instant, _, is_fact = _asked(state, calendars, network, passes, passes.stood, relation)
            if instant == -NEVER or is_fact:
                continue
            before = net.pred[relation]
            if net.kind[before] == cpm.FINISHED or passes.work[before]:
                return False
            if before not in seen:
                seen.add(before)
                waiting.append(before)
    return True


def _stand(
    state: State, calendars: Mapping[str, Calendar], network: Network, passes: Passes, stood: Dates, i: int
) -> None:
    found = _found(state, calendars, network, passes, stood, i)
    if found is None:
        return
    latest, by, begins = found
    stood.start[i] = stood.finish[i] = latest
    # What has happened holds nothing any more: only the report is missing.
    stood.set_by[i] = by if latest > network.homes[network.home[i]].data_date else -1
    stood.other_by[i] = begins


def _found(
    state: State, calendars: Mapping[str, Calendar], network: Network, passes: Passes, stood: Dates, i: int
) -> tuple[Instant, int, int] | None:
    """Where a task stands by what has happened, the relation that sets it or -1, and 1 where that is a beginning.

    None where nothing that has happened tells.
    """
    net, task, home = network.arrays, network.tasks[i], network.homes[network.home[i]]
    status, now = state.status(task.id), home.data_date
    if net.kind[i] == cpm.FINISHED or home.rules.progress is ProgressRule.AS_PLANNED:
        return None
    if passes.early.set_by[i] == cpm.MOVED or net.cap[i] < NEVER or net.floor[i] > now:
        return None  # a bound of its own that lies ahead holds it, or a date that is kept against everything
    latest, by, begins = -NEVER, -1, 0
    for relation in range(net.incoming[i], net.incoming[i + 1]):
        instant, at_start, _ = _asked(state, calendars, network, passes, stood, relation)
        if instant == -NEVER:
            continue  # it asks nothing any more
        if instant > latest or (instant == latest and at_start > begins):
            latest, by, begins = instant, relation, at_start
    kinds = EARLY_STARTS | EARLY_FINISHES
    own = max(
        ((one.instant, int(one.kind in EARLY_STARTS)) for one in task.constraints if one.kind in kinds), default=None
    )
    if status.started is None:
        if task.is_milestone and needs_a_report(task, state.plan.tasks):
            return None  # that what it waits for has ended is no permit
        if task.as_late_as_possible and task.id not in network.implied:
            return None  # nothing tells how late it could be
        if by < 0 and task.id in network.implied:
            limit = NEVER if task.deadline is None else task.deadline
            latest, begins = _told(network.implied[task.id], home.start, limit)  # what came after it tells
        elif by < 0:
            return None  # nothing that has ended says when it was reached
        elif own is not None and own[0] >= latest:
            (latest, begins), by = own, -1
    elif status.emptied is None:
        return None
    else:
        limit = NEVER if passes.latest is None else passes.latest.finish[i]
        told, at_start = _told(status.emptied, max(status.started, status.worked or -NEVER), limit)
        if told >= latest:
            latest, by, begins = told, -1, at_start
    return None if latest > stood.finish[i] else (latest, by, begins)


def _told(told: Instant, worked: Instant, limit: Instant) -> tuple[Instant, int]:
    """Where a task stands that had nothing left by one report, and had by the one before; 1 at the report's day.

    So does a milestone that had been reached when what follows began. What keeps its deadlines, by the `limit`, is an
    evening, and not the day after it.
    """
    return (limit, 0) if worked < limit <= told else (told, 1)


def _asked(
    state: State, calendars: Mapping[str, Calendar], network: Network, passes: Passes, stood: Dates, r: int
) -> tuple[Instant, int, bool]:
    """The instant to which a relation holds what is no work, 1 where that is a beginning, else 0; whether it is a fact.

    What has not happened, and what a finished task that is pushed asks for, is none: a later data date may move it.
    """
    net, relation = network.arrays, network.relations[r]
    before, status = net.pred[r], state.status(relation.predecessor)
    begun = status.started if status.started is not None else status.finished
    event = status.finished if relation.type.leaves_finish else begun
    at_start = int(not relation.type.leaves_finish or status.at_beginning)
    pushed = net.kind[before] == cpm.FINISHED and _is_pushed(network, passes, before)
    is_behind = relation.predecessor in network.implied or relation.successor in network.implied
    if is_behind and event is None:  # it stands where it was done, though nobody said so
        event, at_start = stood.finish[before], stood.other_by[before]
    is_over = bool(net.only_late[r]) and not runs_from_actual_start(relation, state)
    if event is None or (not is_behind and (pushed or net.lag[r] or is_over)):
        instant = cpm.left_by(net, network.clock, stood, r)
        if net.lag[r] or passes.work[before]:
            return instant, int(not net.lag[r] and not relation.type.leaves_finish), False
        return instant, stood.other_by[before], False
    lag = lag_minutes(relation, state, calendars)
    if lag:
        return lag_end(relation, event, lag, state, calendars), 0, True
    return event, at_start, True


def _is_pushed(network: Network, passes: Passes, task: int) -> bool:
    """Whether what has finished waits for others beyond the data date, and not only for the next shift to begin."""
    net, start = network.arrays, passes.early.start[task]
    if start <= net.floor[task]:
        return False
    table = table_of(network.clock, net.calendar[task])
    return work_at(table, start) > work_at(table, net.floor[task])
