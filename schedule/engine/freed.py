"""Whether what has not started could have begun before the data date, as things are known now.

Old forecasts do not tell: what came before may have ended later, on the eve of the data date, or a lag, a rest of the
task's own calendar, a date of its own or its money may have lasted until then. Who could begin only with the data date
has left nothing undone. This module must never know who owes a report.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from schedule.calendars.durations import calendar_id, lag_minutes
from schedule.calendars.worktime import DAY, table_of
from schedule.engine import cpm
from schedule.engine.bounds import EARLY_FINISHES, EARLY_STARTS, lag_end, runs_from_actual_start
from schedule.engine.funding import Placing
from schedule.engine.run import run
from schedule.engine.schedule import Schedule
from schedule.model import Funds, Instant, Relation, Tranche


def was_free(schedule: Schedule, name: str) -> bool:
    """Whether a task that nothing holds at the data date could have begun on a working moment before it.

    Of relations counts what is reported, and of what ends together with others their forecast. A milestone is no work
    and waits for no working hours: what had ended by midnight had let it be reached on that evening.
    """
    network, now = schedule.network, schedule.state.data_date
    i, net, clock = network.number[name], schedule.network.arrays, schedule.network.clock
    latest, begins = max(_bounds(schedule, i))
    if network.tasks[i].is_milestone:
        could = (latest, begins) < (now, 1)
    else:
        could = cpm.settled(net, clock, i, table_of(clock, net.calendar[i]), latest) < now
    return could and not _waited_for_money(schedule, i)


def _bounds(schedule: Schedule, i: int) -> Iterator[tuple[Instant, int]]:
    """The instants before which each thing lets a task not begin, with 1 where that is a beginning, else 0."""
    network, state = schedule.network, schedule.state
    net, clock, task = network.arrays, network.clock, network.tasks[i]
    table, work = table_of(clock, net.calendar[i]), net.duration[i]
    yield network.homes[network.home[i]].start, 1
    for one in task.constraints:
        if one.kind in EARLY_STARTS:
            yield one.instant, 1
        elif one.kind in EARLY_FINISHES:
            yield cpm.start_for(net, clock, i, table, one.instant, work), 0
    for r in range(net.incoming[i], net.incoming[i + 1]):
        relation = network.relations[r]
        if net.only_late[r] and not runs_from_actual_start(relation, state):
            continue  # it holds no early date
        instant = _asked(schedule, relation)
        if instant is None:
            instant = cpm.bound(net, clock, schedule.passes.early, r)
        if relation.type.enters_finish:
            yield cpm.start_for(net, clock, i, table, instant, work), 0
        else:
            yield instant, int(not relation.type.leaves_finish and relation.lag is None)


def _asked(schedule: Schedule, relation: Relation) -> Instant | None:
    """Where a relation ends by what has happened, its lag counted; None where that is still to come.

    The lag of a start that goes on is what its task has worked.
    """
    state, calendars = schedule.state, schedule.calendars
    status, lag = state.status(relation.predecessor), lag_minutes(relation, state, calendars)
    begun = status.started if status.started is not None else status.finished
    event = status.finished if relation.type.leaves_finish else begun
    if event is None:
        event = schedule.network.implied.get(relation.predecessor)
    if event is None or not lag:
        return event
    goes_on = not relation.type.leaves_finish and status.finished is None and status.started is not None
    if not goes_on or lag < 0 or runs_from_actual_start(relation, state):
        return lag_end(relation, event, lag, state, calendars)
    own = calendars[calendar_id(state.plan.tasks[relation.predecessor], state)]
    end = own.add(event, lag)
    if status.suspended is not None and status.resumed is not None and status.suspended < end:
        end = own.add(event, lag + own.work(max(event, status.suspended), status.resumed))
    return end


def _waited_for_money(schedule: Schedule, i: int) -> bool:
    """Whether a task had no money before the data date: it would wait if what came with that came a day later."""
    network, state = schedule.network.by_logic, schedule.state
    task, home = network.tasks[i], network.homes[network.home[i]]
    if home.funds is None or not (task.commits or task.needs_funds):
        return False
    calendar, now = network.calendars[network.arrays.calendar[i]], state.data_date

    def later(instant: Instant) -> Instant:
        return now + DAY if instant <= now <= calendar.next_start(instant) else instant

    def put_off(one: Tranche) -> Tranche:
        arrivals = tuple(replace(came, instant=later(came.instant)) for came in one.arrivals)
        return replace(one, arrivals=arrivals, expected=None if one.expected is None else later(one.expected))

    funds = Funds({key: put_off(one) for key, one in home.funds.tranches.items()}, home.funds.unit)
    if funds == home.funds:
        return False
    if "" in state.homes:
        state = replace(state, plan=replace(state.plan, funds=funds))
    else:
        state = replace(state, homes={**state.homes, state.key(task.id): replace(home, funds=funds)})
    placing = Placing(state, network, schedule.passes if network is schedule.network else run(network))
    placing.hold_by_thresholds()
    placing.place_all()
    return i in placing.waits or i in placing.never
