"""The passes of the critical path method and the floats, over flat arrays of integers.

Tasks are numbered in topological order: every relation goes from a smaller number to a larger one. Relations are
sorted by successor; `incoming[i]:incoming[i + 1]` are those that enter task i, and `outgoing` lists the same relations
by predecessor. The rules are P6's: a relation leaves from the start or the finish of its predecessor, moves by its lag
on the lag's calendar, and holds the start or the finish of its successor. One expression serves the four types.

One source at two speeds: every pass is a plain function that fills the lists it is given. `schedule.engine.compiled`
compiles the same functions for numpy arrays; so they know integers, tuples and loops, and nothing that only Python has.
This module must never know a date, a name, a status or a reason: progress, constraints and options reach it as bounds,
durations and lags (`schedule.engine.bounds`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from schedule.calendars.worktime import (
    DAY,
    Clock,
    Table,
    add,
    closing,
    next_start,
    period_begin,
    period_end,
    previous_finish,
    table_of,
    work_at,
)

Ints = Any
"""Integers in order: a list where the passes are interpreted, an int64 array where they are compiled."""

TASK, START_MILESTONE, FINISH_MILESTONE, FINISH_KEPT, FINISHED, NOTHING_LEFT, START_REACHED = range(7)
"""A task starts where work starts; a finish milestone may stand at a shift's end; a finished task stands anywhere.

What a finished task is pushed by it passes on. So does one that has nothing left, where it need not wait for work, and
so does a start milestone that nobody reported and that waits for nothing, whose late dates are those of a start. A task
whose finish is kept is one that does not finish, on the clock, before a relation lets its finish come.
"""

NEVER = 1 << 40
"""A bound for what nothing limits: an instant some two million years on; -NEVER as long ago."""


def is_limited(instant: int) -> bool:
    """Whether an instant came from a bound other than NEVER or -NEVER."""
    return -(NEVER >> 1) < instant < NEVER >> 1


class Arrays(NamedTuple):
    """A network as the passes see it: n tasks in topological order, m relations sorted by successor.

    Of length n: `calendar` (number in the clock), `kind`, `duration` (remaining working minutes), and the bounds:
    `floor` no start before it; `cap` no start after it, whatever the relations say; `date_only` as `floor`, but a day
    whose time is the start's own; `ceiling` no finish after it; `base` no late finish before it, whatever successors
    ask; `expected` the finish that the work is stretched to. Absent bounds are NEVER (cap, ceiling) or -NEVER.
    `legs_first` has n + 1 offsets into `leg_calendar` and `leg_duration`: what resources do, each on its own calendar;
    a task with legs starts with the first and finishes with the last of them. Of length m: `pred`, `succ`,
    `leaves_finish`, `enters_finish`, `begun` (it leaves from a start that has happened), `only_late` (it limits late
    dates and free float, and holds no early date), `direct` (it asks for its predecessor's finish itself), `lag`
    (working minutes), `lag_calendar`. `incoming` has n + 1 offsets into the relations; `outgoing_first` n + 1 offsets
    into `outgoing`, a permutation of them. No lead into a task reaches back before its `now`, of length n. So long is
    `snaps_late` too: whether Microsoft Project's way holds, where a late start that a relation asks for in a gap is
    the next start, what a finished task's start asks for the next one too, and free float counts from the own date and
    the lag.

    `periods_first` has n + 1 offsets into statutory periods that a task must not end before: `period_days` counted as
    `period_how` says (`worktime.period_end`) on the working days of `period_office`, where the event that begins the
    period lies in `period_since` to `period_until`. The event is the task's start, or `period_from` of length n where
    that has happened; else it is -NEVER.
    """

    calendar: Ints
    kind: Ints
    duration: Ints
    floor: Ints
    cap: Ints
    date_only: Ints
    ceiling: Ints
    base: Ints
    expected: Ints
    legs_first: Ints
    leg_calendar: Ints
    leg_duration: Ints
    pred: Ints
    succ: Ints
    leaves_finish: Ints
    enters_finish: Ints
    begun: Ints
    only_late: Ints
    direct: Ints
    lag: Ints
    lag_calendar: Ints
    incoming: Ints
    outgoing_first: Ints
    outgoing: Ints
    now: Ints
    snaps_late: Ints
    periods_first: Ints
    period_days: Ints
    period_how: Ints
    period_office: Ints
    period_since: Ints
    period_until: Ints
    period_from: Ints


MOVED = -2
"""In `Dates.set_by`: neither a relation nor a bound set it, the task was put off."""


class Dates(NamedTuple):
    """What a pass fills for each task: its start and finish, and the relation that set each, or -1.

    `set_by` belongs to the end that the pass looks for (early start, late finish), `other_by` to the other one where it
    is not simply the task's work away.
    """

    start: Ints
    finish: Ints
    set_by: Ints
    other_by: Ints


def empty_dates(count: int) -> Dates:
    """Room for a pass over this many tasks."""
    return Dates([0] * count, [0] * count, [-1] * count, [-1] * count)


def bound(net: Arrays, clock: Clock, early: Dates, relation: int) -> int:
    """The instant before which a relation lets its successor's anchored end not come, given the predecessor's dates."""
    if net.only_late[relation]:
        return -NEVER
    before, lag = net.pred[relation], net.lag[relation]
    instant: int
    if net.leaves_finish[relation]:
        instant = early.finish[before]
        if lag == 0:
            return instant
    else:
        instant = early.start[before]
        if lag == 0:  # P6: a finished task is an instant, in working time or not, and passes it on; so what has come
            at_once = net.kind[before] >= FINISHED and not net.snaps_late[before]
            return instant if at_once else next_start(table_of(clock, net.lag_calendar[relation]), instant)
    instant = add(table_of(clock, net.lag_calendar[relation]), instant, lag)
    return instant if lag > 0 else max(instant, net.now[net.succ[relation]])


def forward(net: Arrays, clock: Clock, early: Dates, work: Ints, asked: Ints) -> None:
    """Early dates; `set_by` is the relation that set the start, or -1 where a bound of the task's own did.

    `work` becomes the working time from start to finish: the duration, or what an expected finish makes of it. `asked`
    becomes the instant before which each relation lets its successor's start or finish not come (`bound`).
    """
    forward_over(net, clock, early, work, asked, range(len(net.duration)))


def forward_over(net: Arrays, clock: Clock, early: Dates, work: Ints, asked: Ints, tasks: Iterable[int]) -> None:
    """The forward pass over some tasks, in topological order, where all others have their dates."""
    pred, incoming, direct, enters_finish = net.pred, net.incoming, net.direct, net.enters_finish
    floor, cap, date_only, expected, kind = net.floor, net.cap, net.date_only, net.expected, net.kind
    early_start, early_finish = early.start, early.finish
    calendar, starts, ends, before, first = net.calendar, clock.starts, clock.ends, clock.before, clock.first
    has_legs, has_periods = len(net.leg_calendar) > 0, len(net.period_days) > 0
    for task in tasks:
        table = starts, ends, before, first[calendar[task]], first[calendar[task] + 1]  # table_of, in the hottest loop
        length = net.duration[task]
        latest, by = floor[task], -1
        for relation in range(incoming[task], incoming[task + 1]):
            instant = early_finish[pred[relation]] if direct[relation] else bound(net, clock, early, relation)
            asked[relation] = instant
            if enters_finish[relation]:
                instant = start_for(net, clock, task, table, instant, length)
            if instant > latest:
                latest, by = instant, relation
        if date_only[task] > -NEVER:
            held = on_its_day(table, date_only[task], latest)
            if held > latest:
                latest, by = held, -1
        if latest > cap[task]:
            latest, by = cap[task], -1
        if has_legs or kind[task]:
            start = settled(net, clock, task, table, latest)
            finish = finish_for(net, clock, task, table, start, length)
            if kind[task] == FINISH_KEPT and length:
                finish = kept_finish(net, asked, task, table, finish)
        else:
            start = next_start(table, latest)
            finish = add(table, start, length)
        if expected[task] >= start:
            finish = stretched(table, start, expected[task])
            length = work_at(table, finish) - work_at(table, start)
        if has_periods:
            finish = max(finish, statutory_end(net, clock, task, start))
        early_start[task], early_finish[task], early.set_by[task], work[task] = start, finish, by, length


def kept_finish(net: Arrays, asked: Ints, task: int, table: Table, finish: int) -> int:
    """Where P6 shows the finish of a task: not before a relation lets it come, though no work lies between.

    What is asked for in a gap of the working time or at the beginning of a shift finishes with the next start.
    """
    kept = finish
    for relation in range(net.incoming[task], net.incoming[task + 1]):
        instant = asked[relation]
        if net.enters_finish[relation] and instant > kept and work_at(table, instant) == work_at(table, finish):
            kept = next_start(table, instant)
    return kept


def stand(net: Arrays, clock: Clock, early: Dates, work: Ints, stood: Dates) -> None:
    """Where each task stands on the clock; the tasks are those of the early dates."""
    stand_over(net, clock, early, work, stood, range(len(net.duration)))


def stand_over(net: Arrays, clock: Clock, early: Dates, work: Ints, stood: Dates, tasks: Iterable[int]) -> None:
    """Where some tasks stand on the clock, in topological order, where all others stand already.

    What is work stands at its early dates. What is none (a milestone, a task with nothing left) waits for no working
    hours: it stands where its own bounds and what it waits for let it, though P6 moves it on to the next working time
    (`settled`), and what it waits for of that kind stands so too. `set_by` is what sets it there. `other_by` is 1 where
    it stands with a beginning (a bound of its own, another's start) and not at an end: at midnight these are two days,
    and of what ends and what begins at one midnight the beginning is the later.
    """
    for task in tasks:
        start, finish, by, begins = early.start[task], early.finish[task], early.set_by[task], 0
        if work[task] == 0 and start == finish and by != MOVED:
            table = table_of(clock, net.calendar[task])
            latest, by, begins = net.floor[task], -1, 1
            for relation in range(net.incoming[task], net.incoming[task + 1]):
                before, at_start = net.pred[relation], 0
                if not work[before] and is_past_start(net, relation):
                    continue
                instant = left_by(net, clock, stood, relation)
                if instant < latest or (instant == latest and by < 0):
                    continue
                if net.lag[relation] == 0:
                    at_end = net.leaves_finish[relation] and stood.start[before] < stood.finish[before]
                    at_start = 0 if at_end else stood.other_by[before] if work[before] == 0 else 1
                if instant > latest or at_start > begins:
                    latest, by, begins = instant, relation, at_start
            if net.date_only[task] > -NEVER:
                held = on_its_day(table, net.date_only[task], latest)
                if held > latest:
                    latest, by, begins = held, -1, 1
            if latest > net.cap[task]:
                latest, by, begins = net.cap[task], -1, 1
            start = finish = min(start, latest)
        stood.start[task], stood.finish[task], stood.set_by[task], stood.other_by[task] = start, finish, by, begins


def is_past_start(net: Arrays, relation: int) -> bool:
    """Whether what is no work waited for a start alone, without a lag, and that has happened: it waits for no end."""
    return bool(net.begun[relation] and not net.lag[relation])


def left_by(net: Arrays, clock: Clock, stood: Dates, relation: int) -> int:
    """What a relation asks of a successor that is no work: as `bound`, but without a lag the very instant it leaves."""
    if net.lag[relation] or net.only_late[relation]:
        return bound(net, clock, stood, relation)
    instant: int = stood.start[net.pred[relation]]
    if net.leaves_finish[relation]:
        instant = stood.finish[net.pred[relation]]
    return instant


def on_its_day(table: Table, midnight: int, instant: int) -> int:
    """A start that may not come before a day, at the time of day that it would have had, if that day is worked then."""
    same_time = midnight + instant % DAY
    return same_time if next_start(table, same_time) < midnight + DAY else midnight


def statutory_end(net: Arrays, clock: Clock, task: int, start: int) -> int:
    """The instant that the law does not let a task end before, which starts at another; -NEVER where there is none."""
    end = -NEVER
    event = start if net.period_from[task] == -NEVER else net.period_from[task]
    for k in range(net.periods_first[task], net.periods_first[task + 1]):
        if net.period_since[k] <= event < net.period_until[k]:
            office = table_of(clock, net.period_office[k])
            end = max(end, period_end(office, event, net.period_days[k], net.period_how[k]))
    return end


def statutory_start(net: Arrays, clock: Clock, task: int, table: Table, finish: int) -> int:
    """The last start from which all periods of a task end by an instant; NEVER where nothing asks for one.

    Of a day's starts it is the last; where days are worked whole, a day's beginning is its only one.
    """
    begin, end = net.periods_first[task], net.periods_first[task + 1]
    if begin == end or net.period_from[task] != -NEVER:
        return NEVER
    day, before = (finish - 1) // DAY * DAY, NEVER
    while day < before:
        before = day
        for k in range(begin, end):
            if net.period_since[k] <= day < net.period_until[k]:
                office = table_of(clock, net.period_office[k])
                latest = period_begin(office, finish, net.period_days[k], net.period_how[k])
                day = min(day, max(latest, net.period_since[k] - DAY))  # or before it is in force
        day = min(day, (previous_finish(table, day + DAY) - 1) // DAY * DAY)
    worked = previous_finish(table, day + DAY)
    whole = worked == day + DAY == closing(table_of(clock, net.period_office[begin]), day + DAY)
    return day if whole else worked - 1


def starts_a_period(net: Arrays, task: int) -> bool:
    """Whether a statutory period begins with a task's start, which is still to come."""
    return bool(net.periods_first[task] < net.periods_first[task + 1] and net.period_from[task] == -NEVER)


def finish_for(net: Arrays, clock: Clock, task: int, table: Table, start: int, length: int) -> int:
    """When a task that starts at an instant finishes: when its work is done and the law lets it."""
    return max(worked_finish(net, clock, task, table, start, length), statutory_end(net, clock, task, start))


def latest_start(net: Arrays, clock: Clock, task: int, table: Table, finish: int, limit: int, length: int) -> int:
    """When a task must start so that its work is done by `finish` and the law lets it end by `limit`."""
    return min(
        start_for(net, clock, task, table, finish, length),
        statutory_start(net, clock, task, table, limit),
    )


def stretched(table: Table, start: int, expected: int) -> int:
    """When a task that starts at an instant finishes that is expected to then or later: in a gap before the gap."""
    return max(start, previous_finish(table, expected))


def planned_finish(net: Arrays, clock: Clock, task: int, table: Table, start: int) -> int:
    """When a task that starts at an instant finishes by the plan: with its own work, or when its finish is expected."""
    if net.expected[task] < start:
        return finish_for(net, clock, task, table, start, net.duration[task])
    return max(stretched(table, start, net.expected[task]), statutory_end(net, clock, task, start))


def worked_finish(net: Arrays, clock: Clock, task: int, table: Table, start: int, length: int) -> int:
    """When a task that starts at an instant and works `length` minutes is done: with the last of its legs.

    A task that an expected finish has stretched works its own length.
    """
    begin, end = net.legs_first[task], net.legs_first[task + 1]
    if begin == end or length != net.duration[task]:
        return add(table, start, length)
    finish = start
    for leg in range(begin, end):
        finish = max(finish, add(table_of(clock, net.leg_calendar[leg]), start, net.leg_duration[leg]))
    return finish


def start_for(net: Arrays, clock: Clock, task: int, table: Table, finish: int, length: int) -> int:
    """When a task must start so that its work is done at an instant: with the first of its legs."""
    begin, end = net.legs_first[task], net.legs_first[task + 1]
    if begin == end or length != net.duration[task]:
        return add(table, finish, -length)
    start = finish
    for leg in range(begin, end):
        start = min(start, add(table_of(clock, net.leg_calendar[leg]), finish, -net.leg_duration[leg]))
    return start


def settled(net: Arrays, clock: Clock, task: int, table: Table, instant: int) -> int:
    """Where a task that may start at an instant does start, by its kind."""
    kind = net.kind[task]
    if kind >= FINISHED or (kind == FINISH_MILESTONE and previous_finish(table, instant) == instant):
        return instant
    begin, end = net.legs_first[task], net.legs_first[task + 1]
    if begin == end:
        return next_start(table, instant)
    start = NEVER
    for leg in range(begin, end):
        start = min(start, next_start(table_of(clock, net.leg_calendar[leg]), instant))
    return start


def backward(net: Arrays, clock: Clock, work: Ints, ceiling: Ints, safe: bool, late: Dates) -> None:
    """Late dates; `set_by` is the relation that set the finish, or -1 where a bound of the task's own did.

    `work` is the forward pass's; `ceiling` holds for each task the instant after which it may not finish: the project's
    finish, its deadline, NEVER.

    A late start that a relation asks for is that very instant, in a gap of the task's own working time the end of the
    shift before (P6). Where calendars differ, so can what follows a finish: there P6's late start is the far end of the
    gap, which is the same point of working time and yet too late on the clock. `safe` takes
    the last instant that is not too late instead, so that all late dates taken together keep every relation, and a
    task is too late exactly when its finish lies after its late one on the clock. What followed a start that has
    happened limits, if `safe`, the remaining work's start alone and not its finish. What is no work is held twice,
    `safe`: where it stands (`stand`) by what else is none, and where P6 has it by the work that waits for it; until the
    end of the pass the one is its late finish and the other its late start, then the earlier of the two is both.
    """
    backward_over(net, clock, work, ceiling, safe, late, range(len(net.duration) - 1, -1, -1))
    if safe:
        for task in range(len(net.duration)):
            if not work[task]:
                waits = last_stand(net, clock, task, late.start[task])
                if waits < late.finish[task]:
                    late.finish[task], late.set_by[task] = waits, late.other_by[task]
                late.start[task], late.other_by[task] = late.finish[task], -1


def backward_over(
    net: Arrays, clock: Clock, work: Ints, ceiling: Ints, safe: bool, late: Dates, tasks: Iterable[int]
) -> None:
    """The backward pass over some tasks, against topological order, where all that follows them has its dates.

    If `safe`, what is no work has its two dates yet.
    """
    outgoing_first, outgoing, succ = net.outgoing_first, net.outgoing, net.succ
    lags, leaves_finish, enters_finish, base, kind = net.lag, net.leaves_finish, net.enters_finish, net.base, net.kind
    late_start, late_finish = late.start, late.finish
    calendar, starts, ends, before, first = net.calendar, clock.starts, clock.ends, clock.before, clock.first
    has_legs, has_periods = len(net.leg_calendar) > 0, len(net.period_days) > 0
    for task in tasks:
        table = starts, ends, before, first[calendar[task]], first[calendar[task] + 1]
        length = work[task]
        if safe and not length:
            late_finish[task], late.set_by[task] = limit_where_it_stands(net, clock, work, ceiling, late, task)
            late_start[task], late.other_by[task] = limit_where_it_waits(net, clock, work, late, task)
            continue
        earliest, by, start_limit, start_by = ceiling[task], -1, NEVER, -1
        for k in range(outgoing_first[task], outgoing_first[task + 1]):
            relation = outgoing[k]
            successor, lag = succ[relation], lags[relation]
            if safe and net.only_late[relation]:
                continue
            snaps = safe and not lag and not leaves_finish[relation]  # a start waits for the lag's calendar (`bound`)
            if safe and not work[successor]:
                instant = last_stand(net, clock, successor, late_start[successor])
                if snaps:
                    instant = last_start(table_of(clock, net.lag_calendar[relation]), instant)
                instant = min(late_finish[successor], instant)
            elif enters_finish[relation]:
                instant = late_finish[successor]
                if late.other_by[successor] >= 0:
                    instant = min(instant, end_of_what_remains(net, clock, work, late, successor))
                if has_periods and starts_a_period(net, successor) and late_start[successor] < NEVER >> 1:
                    # What moves its finish moves its start, and with that the end of its period: by the last start.
                    own = table_of(clock, net.calendar[successor])
                    last = worked_finish(net, clock, successor, own, late_start[successor], work[successor])
                    instant = min(instant, last)
                if safe:
                    instant = next_begin(net, clock, work, late, successor, instant)
            else:
                instant = late_start[successor]
            if lag:
                instant = before_lag(table_of(clock, net.lag_calendar[relation]), instant, lag, safe)
            elif snaps and work[successor]:
                instant = last_start(table_of(clock, net.lag_calendar[relation]), instant)
            if not leaves_finish[relation]:
                asks = not safe and not net.snaps_late[task]
                has_own_legs = has_legs and net.legs_first[task] < net.legs_first[task + 1]
                if safe:
                    begin = last_begin(net, clock, task, table, instant)
                elif asks:
                    begin = instant if kind[task] == FINISHED else shift_before(table, instant)
                else:
                    begin = next_start(table, instant)
                if (asks or (safe and net.begun[relation])) and begin < start_limit:
                    start_limit, start_by = begin, relation if safe else -1
                if safe and net.begun[relation]:
                    continue
                has_own_periods = has_periods and net.periods_first[task] < net.periods_first[task + 1]
                if begin < start_limit and (has_own_periods or (safe and has_own_legs)):
                    # Several starts have one statutory end, or one end of what resources do in hours of their own.
                    start_limit, start_by = begin, relation if safe else -1
                instant = finish_for(net, clock, task, table, begin, length)
            if instant < earliest:
                earliest, by = instant, relation
        if earliest < base[task]:
            earliest, by = base[task], -1
        if earliest == base[task] and not safe:
            start_limit = NEVER
        if earliest >= NEVER >> 1:
            finish = start = earliest
        elif safe or has_legs or has_periods or kind[task]:
            finish = last_finish(net, clock, task, table, earliest)
            start = latest_start(net, clock, task, table, finish, earliest, length)
            if kind[task] in (TASK, FINISH_KEPT) and (length or safe):
                start = settled(net, clock, task, table, start)
            finish = max(finish, min(earliest, statutory_end(net, clock, task, start)))
        else:
            finish = previous_finish(table, earliest)
            start = add(table, finish, -length)  # which begins a shift where it would end one
        if start < -NEVER:  # before all that a calendar of stated days states
            start = starts[first[calendar[task]] + 1]
            finish = max(finish, start)
        if start_limit < start:
            start = start_limit
        else:
            start_by = -1
        late_start[task], late_finish[task], late.set_by[task], late.other_by[task] = start, finish, by, start_by


def end_of_what_remains(net: Arrays, clock: Clock, work: Ints, late: Dates, task: int) -> int:
    """Where a running task ends whose remaining start is held: what holds its finish pushes that start too.

    The work that remains is done in one go.
    """
    return finish_for(net, clock, task, table_of(clock, net.calendar[task]), late.start[task], work[task])


def before_lag(table: Table, instant: int, lag: int, safe: bool) -> int:
    """Where a lag must begin so that it ends at an instant; `safe`, the last such instant, in a gap or not."""
    if safe and lag < 0:
        return next_start(table, add(table, last_start(table, instant), -lag))
    return add(table, instant, -lag)


def limit_where_it_stands(
    net: Arrays, clock: Clock, work: Ints, ceiling: Ints, late: Dates, task: int
) -> tuple[int, int]:
    """The last instant at which what is no work may stand for itself and for what else is none, and who asks."""
    limit, by = ceiling[task], -1
    for k in range(net.outgoing_first[task], net.outgoing_first[task + 1]):
        relation = net.outgoing[k]
        if work[net.succ[relation]] or net.only_late[relation] or is_past_start(net, relation):
            continue
        instant = late.finish[net.succ[relation]]
        if net.lag[relation]:
            instant = before_lag(table_of(clock, net.lag_calendar[relation]), instant, net.lag[relation], True)
        if instant < limit:
            limit, by = instant, relation
    if limit < net.base[task]:
        limit, by = net.base[task], -1
    return limit, by


def limit_where_it_waits(net: Arrays, clock: Clock, work: Ints, late: Dates, task: int) -> tuple[int, int]:
    """The last instant at which what is no work may be where P6 has it, for the work that follows, and who asks."""
    limit, by = NEVER, -1
    for k in range(net.outgoing_first[task], net.outgoing_first[task + 1]):
        relation = net.outgoing[k]
        successor, lag = net.succ[relation], net.lag[relation]
        if net.only_late[relation]:
            continue
        if not work[successor]:
            instant = last_stand(net, clock, successor, late.start[successor])
        elif net.enters_finish[relation]:
            instant = late.finish[successor]
            if late.other_by[successor] >= 0:
                instant = min(instant, end_of_what_remains(net, clock, work, late, successor))
            instant = next_begin(net, clock, work, late, successor, instant)
        else:
            instant = late.start[successor]
        lag_table = table_of(clock, net.lag_calendar[relation])
        if lag:
            instant = before_lag(lag_table, instant, lag, True)
        elif not net.leaves_finish[relation] and (net.kind[task] < FINISHED or net.snaps_late[task]):
            instant = last_start(lag_table, instant)
        if instant < limit:
            limit, by = instant, relation
    if limit < net.base[task]:
        limit, by = net.base[task], -1
    return limit, by


def last_stand(net: Arrays, clock: Clock, task: int, instant: int) -> int:
    """The last instant from which P6 moves what is no work no further than to this one: `settled` turned round."""
    table, kind = table_of(clock, net.calendar[task]), net.kind[task]
    if kind >= FINISHED or instant >= NEVER >> 1 or next_start(table, instant) == instant:
        return instant
    finish = previous_finish(table, instant)
    return finish if kind == FINISH_MILESTONE else finish - 1


def last_finish(net: Arrays, clock: Clock, task: int, table: Table, instant: int) -> int:
    """Where a task that must finish by an instant finishes at the latest, by its kind."""
    kind = net.kind[task]
    if kind == FINISHED:
        return instant
    if kind in (START_MILESTONE, START_REACHED):
        return shift_before(table, instant)
    begin, end = net.legs_first[task], net.legs_first[task + 1]
    if begin == end:
        return previous_finish(table, instant)
    finish = -NEVER
    for leg in range(begin, end):
        finish = max(finish, previous_finish(table_of(clock, net.leg_calendar[leg]), instant))
    return finish


def shift_before(table: Table, instant: int) -> int:
    """An instant, or where it falls in a gap of the working time, the end of the shift before."""
    return instant if next_start(table, instant) == instant else previous_finish(table, instant)


def last_start(table: Table, instant: int) -> int:
    """The last instant at or before this one at which work can begin."""
    begin = next_start(table, instant)
    return begin if begin == instant else previous_finish(table, instant) - 1


def next_begin(net: Arrays, clock: Clock, work: Ints, late: Dates, task: int, instant: int) -> int:
    """The last instant at which a relation may ask for the finish of a task that must be done by another.

    No work of the task lies between. With legs it is the last that asks for no start after the late one.
    """
    begin, end, start = net.legs_first[task], net.legs_first[task + 1], late.start[task]
    if begin == end or work[task] != net.duration[task] or start >= NEVER >> 1:
        return next_start(table_of(clock, net.calendar[task]), instant)
    latest = -NEVER
    for leg in range(begin, end):
        table = table_of(clock, net.leg_calendar[leg])
        begins = last_start(table, start)
        latest = max(latest, next_start(table, add(table, begins, net.leg_duration[leg])))
    return latest


def last_begin(net: Arrays, clock: Clock, task: int, table: Table, instant: int) -> int:
    """The last instant at or before this one at which a task can begin: when one of its legs can."""
    begin, end = net.legs_first[task], net.legs_first[task + 1]
    if begin == end:
        return last_start(table, instant)
    latest = -NEVER
    for leg in range(begin, end):
        latest = max(latest, last_start(table_of(clock, net.leg_calendar[leg]), instant))
    return latest


def as_late_as_possible(
    net: Arrays,
    clock: Clock,
    late_ones: Ints,
    past_late: Ints,
    end: Ints,
    early: Dates,
    stood: Dates,
    late: Dates,
    work: Ints,
    asked: Ints,
) -> None:
    """Move tasks, the later ones first, to the latest dates that leave all successors' early dates alone (P6).

    `late_ones` are task numbers, falling. One without successors does not move past `end` of it: the project's early
    finish. One of which `past_late` is false moves past neither that nor its own late dates, and leaves what is no work
    where it has `stood`, though P6's early date of it lies behind a closed season; where a task is put off to, it is
    put into `stood` as well.
    """
    for task in late_ones:
        table, length = table_of(clock, net.calendar[task]), work[task]
        first, last = net.outgoing_first[task], net.outgoing_first[task + 1]
        latest = NEVER if past_late[task] else late.start[task]
        if first == last or not past_late[task]:
            latest = min(latest, latest_start(net, clock, task, table, end[task], end[task], length))
        for k in range(first, last):
            relation = net.outgoing[k]
            successor, lag = net.succ[relation], net.lag[relation]
            follows = early if past_late[task] else stood
            instant = follows.finish[successor] if net.enters_finish[relation] else follows.start[successor]
            instant = add(table_of(clock, net.lag_calendar[relation]), instant, -lag)
            if net.leaves_finish[relation]:
                instant = latest_start(net, clock, task, table, instant, instant, length)
            latest = min(latest, instant)
        if net.kind[task] in (FINISH_MILESTONE, NOTHING_LEFT):
            latest = previous_finish(table, latest)
        latest = settled(net, clock, task, table, latest)
        if latest > early.start[task]:
            early.start[task], early.set_by[task] = latest, MOVED
            early.finish[task] = finish_for(net, clock, task, table, latest, length)
            stood.start[task], stood.finish[task] = early.start[task], early.finish[task]
            for k in range(first, last):
                asked[net.outgoing[k]] = bound(net, clock, early, net.outgoing[k])


def arrivals(net: Arrays, clock: Clock, chains: Iterable[tuple[int, int, int]]) -> list[int]:
    """Where each `end` would stand if nothing held it but the chains from a task `begin`, starting at an instant.

    `chains` are (begin, instant, end), in any order.
    """
    count = len(net.floor)
    floor = [-NEVER] * count
    alone, dates = net._replace(floor=floor, date_only=[-NEVER] * count), empty_dates(count)
    work, asked, found, stood = [0] * count, [0] * len(net.pred), [], empty_dates(count)
    forward(alone, clock, dates, work, asked)
    stand(alone, clock, dates, work, stood)
    without = [list(column) for column in (dates.start, dates.finish, stood.start, stood.finish)]
    for begin, instant, end in chains:
        reached = after(net, begin, end)
        floor[begin] = instant
        forward_over(alone, clock, dates, work, asked, reached)
        stand_over(alone, clock, dates, work, stood, reached)
        found.append(int(stood.finish[end]))
        floor[begin] = -NEVER
        for column, old in zip((dates.start, dates.finish, stood.start, stood.finish), without, strict=True):
            for task in reached:
                column[task] = old[task]
    return found


def after(net: Arrays, begin: int, end: int) -> list[int]:
    """A task and all up to another that follow it, directly or through others, in topological order."""
    reached = {begin}
    for task in range(begin, end):
        if task in reached:
            first, last = net.outgoing_first[task], net.outgoing_first[task + 1]
            reached.update(net.succ[relation] for relation in net.outgoing[first:last])
    return sorted(task for task in reached if task <= end)


def total_floats(net: Arrays, clock: Clock, early: Ints, late: Ints, floats: Ints) -> None:
    """Working time from early to late instants, the tasks' starts or their finishes, in each task's calendar."""
    for task in range(len(net.duration)):
        begin, end = early[task], late[task]
        if begin == end:
            floats[task] = 0
        else:
            table = table_of(clock, net.calendar[task])
            floats[task] = work_at(table, end) - work_at(table, begin)


def relation_float(net: Arrays, clock: Clock, early: Dates, asked: Ints, relation: int) -> int:
    """The working time until a relation would hold its successor, in its predecessor's calendar; free float's parts.

    It counts from the own start or finish to the successor's date less the lag, which counts on its own calendar.
    """
    task, successor, lag = net.pred[relation], net.succ[relation], net.lag[relation]
    end = early.finish[successor] if net.enters_finish[relation] else early.start[successor]
    if lag and net.snaps_late[task]:
        begin = asked[relation]
    else:
        begin = early.finish[task] if net.leaves_finish[relation] else early.start[task]
        if lag:
            end = add(table_of(clock, net.lag_calendar[relation]), end, -lag)
    if begin == end:
        return 0
    table = table_of(clock, net.calendar[task])
    return work_at(table, end) - work_at(table, begin)


def free_floats(net: Arrays, clock: Clock, early: Dates, asked: Ints, end: Ints, free: Ints) -> None:
    """Free float of each task in its calendar, never negative: the smallest of its relations' floats.

    Of several relations to one successor the smaller that is not negative counts (P6). A task without successors is
    free up to `end` of it: the project's early finish.
    """
    outgoing, outgoing_first, succ, direct = net.outgoing, net.outgoing_first, net.succ, net.direct
    enters_finish, early_start, early_finish = net.enters_finish, early.start, early.finish
    calendar, starts, ends, before, offset = net.calendar, clock.starts, clock.ends, clock.before, clock.first
    for task in range(len(net.duration)):
        table = starts, ends, before, offset[calendar[task]], offset[calendar[task] + 1]
        first, last, finish = outgoing_first[task], outgoing_first[task + 1], early_finish[task]
        least = NEVER
        if first == last:
            least = work_at(table, end[task]) - work_at(table, finish)
        for k in range(first, last):
            if least <= 0:
                break
            relation = outgoing[k]
            if direct[relation] and not enters_finish[relation]:  # `relation_float`, of the commonest kind
                stands = early_start[succ[relation]]
                slack = 0 if stands == finish else work_at(table, stands) - work_at(table, finish)
            else:
                slack = relation_float(net, clock, early, asked, relation)
            if slack < 0:
                for other in range(first, last):
                    if succ[outgoing[other]] == succ[relation]:
                        slack = max(slack, relation_float(net, clock, early, asked, outgoing[other]))
            if slack < least:
                least = slack
        free[task] = least if least > 0 else 0


def driving_slacks(net: Arrays, clock: Clock, early: Dates, asked: Ints, slack: Ints) -> None:
    """The float of each relation in its successor's calendar: 0 where it drives.

    No work of the successor lies then between what the relation asks and where the successor stands.
    """
    for relation in range(len(net.pred)):
        successor, begin = net.succ[relation], asked[relation]
        end = early.finish[successor] if net.enters_finish[relation] else early.start[successor]
        slack[relation] = 0
        if begin != end:
            table = table_of(clock, net.calendar[successor])
            slack[relation] = work_at(table, end) - work_at(table, begin)
