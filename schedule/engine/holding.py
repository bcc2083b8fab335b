"""What holds a date where it is forecast: the tasks that would move it if they moved by a working day.

A path of drivers may have months of float in front of a closed season; it leads to a date and does not hold it. Here
the question is asked backward: how late may each task finish so that the date stays? A week's end is no such float:
the work that ends before it holds what begins after it. This module must never know a reader, nor why a date matters.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping

from schedule.calendars.worktime import DAY, Calendar
from schedule.engine import cpm
from schedule.engine.run import latest_dates, left_to_do
from schedule.engine.schedule import Chain, Figures, Schedule, TaskDates
from schedule.model import Instant

SHORT = 3 * DAY
"""A rest of at most so many whole days in elapsed minutes is no float: a week's end, with a holiday beside it."""


def latest_finishes(schedule: Schedule, ends: Mapping[str, Instant]) -> dict[str, Instant]:
    """The last instant at which each task may finish so that no task of `ends` finishes after its instant.

    Taken all together they are feasible on any mix of calendars (`cpm.backward`, `safe`), whatever the plan's deadlines
    and constraints ask. A task that holds none of `ends` is not among them, nor is one of which only a start that has
    happened does.
    """
    network = schedule.network
    late = latest_dates(network, schedule.passes, [ends.get(task.id, cpm.NEVER) for task in network.tasks])
    named = zip(network.tasks, late.finish, strict=True)
    return {task.id: finish for task, finish in named if cpm.is_limited(finish)}


def held_until(schedule: Schedule, target: str | None) -> dict[str, Instant]:
    """`latest_finishes` that keep a task where it is forecast, or, where it is None, the finish of the last ones.

    None of them where the task has been reached.
    """
    if target is not None and schedule.tasks[target].early_finish is None:
        return {}
    if target is not None:
        return latest_finishes(schedule, {target: schedule.tasks[target].finish})
    waiting = {one.task.id: one.finish for one in schedule.figures_of(schedule.tasks) if _waits(one)}
    return latest_finishes(schedule, dict.fromkeys(waiting, max(waiting.values(), default=0)))


def holding(schedule: Schedule, target: str | None) -> Chain:
    """The unfinished tasks that hold a task, itself included, or the last finish of all; in the order of their starts.

    A task holds it when the date would move if the task finished a working day of its own later, moved as a whole; and
    what leads to such a task, or holds one that does, with no more than a week's end between (`is_short`): a public
    notice that ends on Friday, a site that works on Saturday. Float in front of a closed season or a week's holiday is
    float. A milestone has no day of its own: it holds what it drives where what drives it does. What only spans others,
    and what has happened, also where nobody said so (`implied`), holds nothing; nobody holds what has been reached.
    """
    return held_by(schedule, held_until(schedule, target))


def held_by(schedule: Schedule, until: Mapping[str, Instant]) -> Chain:
    """`holding` by the latest finishes that keep the date, where they are there already."""
    names = _held(schedule, until)
    names = names - schedule.network.implied.keys() or names  # asked about itself, what has come stands for itself
    names |= _between(schedule, names)
    held = [
        (one.start, one.finish, k, one.task.id)
        for k, one in enumerate(schedule.figures_of(schedule.tasks))
        if one.task.id in names
    ]
    return Chain(schedule.tasks, tuple(name for *_, name in sorted(held)))


def is_short(calendar: Calendar, begin: Instant, end: Instant) -> bool:
    """Whether a calendar does not rest from one instant to another for longer than over a week's end.

    Asked is all of the rest that lies there, also what of it lies before `begin`: the last day of a season is a season.
    """
    starts, ends, _, low, high = calendar.table
    k = bisect_right(starts, begin, low, high)  # the first working time that begins after it
    while low < k < high and ends[k - 1] < end:
        if (starts[k] - ends[k - 1]) // DAY * DAY > SHORT:
            return False
        k += 1
    return True


def rests_shortly(schedule: Schedule, r: int) -> bool:
    """Whether no more than a week's end lies between what relation number `r`, which drives, leaves and enters."""
    net, relation = schedule.network.arrays, schedule.network.relations[r]
    before, after = schedule.figures_of((relation.predecessor, relation.successor))
    opens = before.early_finish if before.is_no_work else None
    if opens is not None and not is_short(before.calendar, before.finish, opens):
        return False  # P6 has it wait until its own calendar opens
    stands = after.early_finish if relation.type.enters_finish else after.early_start
    if stands is None or not is_short(after.calendar, schedule.passes.asked[r], stands):
        return False
    if not net.lag[r]:
        return True
    lag = schedule.network.calendars[net.lag_calendar[r]]
    leaves = before.finish if relation.type.leaves_finish else before.start
    return is_short(lag, leaves, lag.next_start(leaves))


def _held(schedule: Schedule, until: Mapping[str, Instant]) -> set[str]:
    """The tasks that a working day more takes past their latest finish, and those that a short rest parts from one.

    In one pass against topological order: a task that such a rest parts from what holds the date has to stay where it
    is, so that what would move it holds the date too.
    """
    network, passes = schedule.network, schedule.passes
    net, clock, work = network.arrays, network.clock, left_to_do(network, passes.work)
    count = len(network.tasks)
    shown, holds = list(schedule.figures_of(network.number)), [False] * count
    ceiling = [cpm.NEVER] * count
    late = cpm.Dates([cpm.NEVER] * count, [cpm.NEVER] * count, [-1] * count, [-1] * count)
    for i in range(count - 1, -1, -1):
        one = shown[i]
        leaving = net.outgoing[net.outgoing_first[i] : net.outgoing_first[i + 1]]
        if any(cpm.is_limited(late.finish[net.succ[r]]) or cpm.is_limited(late.start[net.succ[r]]) for r in leaving):
            cpm.backward_over(net, clock, work, ceiling, True, late, (i,))
        last = late.finish[i] if work[i] else min(late.finish[i], cpm.last_stand(net, clock, i, late.start[i]))
        holds[i] = _moves(one, min(last, until.get(one.task.id, cpm.NEVER)), works=work[i] > 0)
        if not holds[i] and _waits(one):
            driven = (r for r in leaving if holds[net.succ[r]] and passes.drives[r])
            if any(rests_shortly(schedule, r) for r in driven):
                holds[i], ceiling[i] = True, one.finish
                cpm.backward_over(net, clock, work, ceiling, True, late, (i,))
    return {task.id for task, held in zip(network.tasks, holds, strict=True) if held}


def _between(schedule: Schedule, held: Collection[str]) -> set[str]:
    """The unfinished milestones that what holds a date drives, and that drive what holds it; through others too."""
    marks = (task.id for task in schedule.network.tasks if task.is_milestone and task.id not in held)
    passing = {one.task.id for one in schedule.figures_of(marks) if _waits(one)}
    if not passing:
        return set()
    driven, driving = set[str](), set[str]()
    pairs = [
        (relation.predecessor, relation.successor)
        for relation, drives in zip(schedule.network.relations, schedule.passes.drives, strict=True)
        if drives
    ]
    for before, after in pairs:  # by successor, in topological order
        if after in passing and (before in held or before in driven):
            driven.add(after)
    for before, after in reversed(pairs):
        if before in passing and (after in held or after in driving):
            driving.add(before)
    return driven & driving


def _waits(dates: Figures | TaskDates) -> bool:
    return dates.early_finish is not None and not dates.task.spans


def _moves(dates: Figures | TaskDates, until: Instant, *, works: bool) -> bool:
    """Whether an unfinished task is past an instant with a working day more; what is no work, a day after it stands."""
    if dates.early_finish is None:
        return False
    later = dates.calendar.add(dates.early_finish, dates.calendar.day_minutes) if works else dates.finish + DAY
    return later > until
