"""A stretch of time played again with any part of what happened in it: integers in, one finish out.

Between two data dates every task has two performances: as the earlier forecast expected, and as it was reported. One is
kept relative to what reaches the task (how long after it could start it did start, how much working time it took), so
that it can be played under any choice of performances for the tasks before it: a task that only waits for others waits
less when they are quicker, and a task that idled idles all the same. Where what reaches a task is what reached it when
the performance was taken, the dates are the very dates that were computed or reported then; so playing all of one kind
gives that kind's own dates, to the minute.

This module must never know a name, a body, or which choice is fair.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from schedule.calendars.worktime import Clock, add, table_of, work_at
from schedule.engine.cpm import NEVER, Arrays, Dates, bound, finish_for, on_its_day, settled

_KEPT = 4096
"""Ends of a stretch that are remembered at once: of many players each set has its own, and none comes again."""


class Happening(NamedTuple):
    """What one schedule says of a task: its start and finish, actual where there is one, else forecast.

    `fixed`: it had finished before the stretch began, so nothing moves it. `begun`: it had started. `ended`: it has
    finished by the stretch's end. `length`: working minutes that a relation to its finish counts back. `until`: the
    finish that its work is stretched to, or -NEVER. `put_off`: it stands as late as its successors let it, which is
    no delay: `start` is then only the data date, after which it could begin with what reaches it.
    """

    start: int
    finish: int
    fixed: bool = False
    begun: bool = False
    ended: bool = False
    length: int = 0
    until: int = -NEVER
    put_off: bool = False


class Performance(NamedTuple):
    """How a task goes, whatever reaches it: `asked` is what did when it was taken, and `then` what came of it.

    `delay` (working minutes, negative: ahead of what it should have waited for) lies between what reaches the task and
    its start; a task that has begun does `work` from there, any other from its start. `whole`: it does what the plan
    says, its resources each on its own calendar, wherever it starts.
    """

    then: Happening
    asked: int
    delay: int
    work: int
    whole: bool = False


def asked_of(net: Arrays, clock: Clock, seen: Dates, task: int, length: int) -> int:
    """The instant from which a task could start: its own bounds, and what its predecessors' dates ask for."""
    table = table_of(clock, net.calendar[task])
    asked: int = net.floor[task]
    for relation in range(net.incoming[task], net.incoming[task + 1]):
        instant = bound(net, clock, seen, relation)
        if net.enters_finish[relation]:
            instant = add(table, instant, -length)
        asked = max(asked, instant)
    if net.date_only[task] > -NEVER:
        asked = max(asked, on_its_day(table, net.date_only[task], asked))
    cap: int = net.cap[task]
    return min(asked, cap)


def played(net: Arrays, clock: Clock, seen: Dates, task: int, performance: Performance) -> tuple[int, int]:
    """The start and finish of a task that performs so after the given dates of its predecessors."""
    then = performance.then
    if then.fixed:
        return then.start, then.finish
    asked = asked_of(net, clock, seen, task, then.length)
    if asked == performance.asked:
        return then.start, then.finish
    table = table_of(clock, net.calendar[task])
    start = settled(net, clock, task, table, asked)
    if performance.delay and not then.begun:
        start = settled(net, clock, task, table, add(table, start, performance.delay))
    if then.until >= start:
        return (then.start if then.begun else start), then.until
    if performance.whole:
        return start, finish_for(net, clock, task, table, start, net.duration[task])
    return (then.start if then.begun else start), add(table, start, performance.work)


def performances(
    net: Arrays, clock: Clock, happened: Sequence[Happening], *, pushed_after: int
) -> tuple[list[Performance], Dates]:
    """The performance of every task, in topological order, and the dates that its successors see (`passed_on`)."""
    seen = Dates([0] * len(happened), [0] * len(happened), [], [])
    found = []
    for task, then in enumerate(happened):
        table = table_of(clock, net.calendar[task])
        asked = asked_of(net, clock, seen, task, then.length)
        if then.put_off:
            start = settled(net, clock, task, table, max(asked, then.start))
            then = then._replace(start=start, finish=finish_for(net, clock, task, table, start, net.duration[task]))
        reached = work_at(table, settled(net, clock, task, table, asked))
        delay = 0 if then.begun else work_at(table, then.start) - reached
        work = work_at(table, then.finish) - (reached if then.begun else work_at(table, then.start))
        planned = finish_for(net, clock, task, table, then.start, net.duration[task])
        found.append(Performance(then, asked, delay, work, whole=not then.begun and planned == then.finish))
        seen.start[task], seen.finish[task] = passed_on(net, clock, seen, task, then, pushed_after)
    return found, seen


def passed_on(net: Arrays, clock: Clock, seen: Dates, task: int, then: Happening, pushed_after: int) -> tuple[int, int]:
    """The dates that a task's successors see: one that has finished passes on what unfinished predecessors push it by.

    What lies at or before `pushed_after`, the data date at the stretch's end, has happened and pushes nothing any more;
    what lies after it when played has not finished.
    """
    if not then.ended or then.finish > pushed_after:
        return then.start, then.finish
    pushed = -NEVER
    for relation in range(net.incoming[task], net.incoming[task + 1]):
        if net.enters_finish[relation]:
            instant = bound(net, clock, seen, relation)
        else:
            instant = (seen.finish if net.leaves_finish[relation] else seen.start)[net.pred[relation]]
        pushed = max(pushed, instant)
    if pushed <= pushed_after:
        return then.start, then.finish
    return max(then.start, pushed), max(then.finish, pushed)


def performed(
    net: Arrays, clock: Clock, seen: Dates, task: int, performance: Performance, pushed_after: int
) -> tuple[int, int, int, int]:
    """The start and finish of a task that performs so, and those that its successors see."""
    start, finish = played(net, clock, seen, task, performance)
    shown = passed_on(net, clock, seen, task, performance.then._replace(start=start, finish=finish), pushed_after)
    return start, finish, *shown


def changed(
    net: Arrays,
    clock: Clock,
    expected: tuple[list[Performance], Dates],
    reported: tuple[list[Performance], Dates],
    *,
    pushed_after: int,
) -> list[int]:
    """The tasks that performed otherwise: either performance, played after the other's predecessors, gives other dates.

    So with all of these going as reported every task has its reported dates, however the others are said to perform.
    """
    found = []
    (before, seen_before), (after, seen_after) = expected, reported
    for task, (one, other) in enumerate(zip(before, after, strict=True)):
        first = *one.then[:2], seen_before.start[task], seen_before.finish[task]
        last = *other.then[:2], seen_after.start[task], seen_after.finish[task]
        if (
            performed(net, clock, seen_after, task, one, pushed_after) != last
            or performed(net, clock, seen_before, task, other, pushed_after) != first
        ):
            found.append(task)
    return found


def finisher(
    net: Arrays,
    clock: Clock,
    expected: Sequence[Performance],
    reported: Sequence[Performance],
    players: Sequence[int],
    target: int,
    *,
    pushed_after: int,
) -> Callable[[int], int]:
    """A function from a set of players (a bit mask: bit k is `players[k]`) that go as reported to the target's finish.

    All others go as expected. Only what a change of the set reaches is played again, so that asking for sets that
    differ little (Gray code) is quick, most of all where the players that change oftenest come late. What follows the
    last player is played once for all sets that end in the same dates for it.
    """
    relevant = upstream(net, target)
    after: list[list[int]] = [[] for _ in expected]
    for relation in range(len(net.pred)):
        if net.succ[relation] in relevant:
            after[net.pred[relation]].append(net.succ[relation])
    order = sorted(relevant)
    place = {task: k for k, task in enumerate(order)}
    head = 1 + max((place[task] for task in players if task in relevant), default=-1)
    moving = downstream(after, [task for task in players if task in relevant])
    edge = sorted(
        {
            net.pred[relation]
            for task in order[head:]
            for relation in range(net.incoming[task], net.incoming[task + 1])
            if place[net.pred[relation]] < head and net.pred[relation] in moving
        }
    )
    ends: dict[tuple[int, ...], int] = {}
    performance = list(expected)
    seen = Dates([-NEVER] * len(performance), [-NEVER] * len(performance), [], [])
    finish = [0] * len(performance)
    waiting = [task in relevant for task in range(len(performance))]
    known: list[dict[tuple[int, ...], tuple[int, int, int]]] = [{} for _ in performance]
    current = 0

    def settle(task: int) -> bool:
        """Play one task; whether its successors see other dates."""
        key = [performance[task] is reported[task]]
        for relation in range(net.incoming[task], net.incoming[task + 1]):
            before = net.pred[relation]
            key += seen.start[before], seen.finish[before]
        found = known[task].get(tuple(key))
        if found is None:
            _, end, *shown = performed(net, clock, seen, task, performance[task], pushed_after)
            known[task][tuple(key)] = found = shown[0], shown[1], end
        same = (seen.start[task], seen.finish[task]) == found[:2]
        seen.start[task], seen.finish[task], finish[task] = found
        return not same

    edged = {task: k for k, task in enumerate(edge)}
    versions: list[dict[tuple[int, ...], int]] = [{} for _ in edge]
    reached = [0] * len(edge)  # which of its dates each task of the edge has: small numbers make a small key

    def note(task: int) -> None:
        if task in edged:
            k = edged[task]
            reached[k] = versions[k].setdefault((seen.start[task], seen.finish[task]), len(versions[k]) + 1)

    queue = list(range(len(order)))  # the places of those that wait, as a heap

    def wait(task: int) -> None:
        if not waiting[task]:
            waiting[task] = True
            heappush(queue, place[task])

    def play(until: int) -> None:
        """Play all that wait before a place, in order."""
        while queue and queue[0] < until:
            task = order[heappop(queue)]
            waiting[task] = False
            if settle(task):
                note(task)
                for successor in after[task]:
                    wait(successor)

    def worth(mask: int) -> int:
        nonlocal current
        other = mask ^ current
        while other:
            k = (other & -other).bit_length() - 1
            other &= other - 1
            if players[k] in relevant:
                task = players[k]
                performance[task] = (reported if mask >> k & 1 else expected)[task]
                wait(task)
        current = mask
        play(head)
        key = (finish[target],) if head == len(order) else tuple(reached)
        if key not in ends:
            play(len(order))
            if len(ends) >= _KEPT:
                ends.clear()
            ends[key] = finish[target]
        return ends[key]

    return worth


def swaying(
    net: Arrays,
    clock: Clock,
    expected: tuple[list[Performance], Dates],
    reported: tuple[list[Performance], Dates],
    players: Sequence[int],
    target: int,
    *,
    pushed_after: int,
) -> set[int]:
    """The players that move the target's finish in some choice of performances; the others are null in every game.

    Two passes bound what every task can show: `low` takes of both performances the earlier dates after the earliest
    that may come before, `high` the later ones after the latest. A task waits for the last of its predecessors, so one
    that at its latest still changes nothing while all others are at their earliest never does; what is left of the
    network behind the target has the players that can.
    """
    relevant, after = upstream(net, target), successors(net)
    moved = downstream(after, [task for task in players if task in relevant]) & relevant
    low, high = (Dates(list(expected[1].start), list(expected[1].finish), [], []) for _ in range(2))

    def both(seen: Dates, task: int) -> list[tuple[int, ...]]:
        """All that a task may be and show after these dates: as either performance, and as it was when it was taken.

        One that has finished shows what it is pushed by only as long as it lies before the data date.
        """
        found = []
        for performances, shown in (expected, reported):
            then = performances[task].then
            start, finish, *shows = performed(net, clock, seen, task, performances[task], pushed_after)
            found.append((start, finish, *shows))
            found.append((then.start, then.finish, shown.start[task], shown.finish[task]))
            if then.ended:
                ended = then._replace(start=start, finish=min(finish, pushed_after))
                found.append((start, finish, *passed_on(net, clock, seen, task, ended, pushed_after)))
                found.append((start, finish, start, finish))
        return found

    for task in sorted(moved):
        for seen, choose in ((low, min), (high, max)):
            *_, start, finish = map(choose, zip(*both(seen, task), strict=True))
            seen.start[task], seen.finish[task] = start, finish

    def matters(before: int, task: int) -> bool:
        kept = low.start[before], low.finish[before]
        lowest = both(low, task)
        low.start[before], low.finish[before] = high.start[before], high.finish[before]
        raised = both(low, task)
        low.start[before], low.finish[before] = kept
        return raised != lowest

    found, stack = {target}, [target]
    while stack:
        task = stack.pop()
        for before in {net.pred[relation] for relation in range(net.incoming[task], net.incoming[task + 1])} - found:
            if before in moved and matters(before, task):
                found.add(before)
                stack.append(before)
    return found.intersection(players)


def successors(net: Arrays) -> list[list[int]]:
    """The tasks after each task."""
    after: list[list[int]] = [[] for _ in range(len(net.incoming) - 1)]
    for relation in range(len(net.pred)):
        after[net.pred[relation]].append(net.succ[relation])
    return after


def downstream(after: Sequence[Sequence[int]], tasks: Sequence[int]) -> set[int]:
    """Tasks and every task that depends on them, by the successors of each."""
    found, stack = set(tasks), list(tasks)
    while stack:
        for task in after[stack.pop()]:
            if task not in found:
                found.add(task)
                stack.append(task)
    return found


def upstream(net: Arrays, target: int) -> set[int]:
    """The target and every task that it depends on."""
    found = {target}
    for task in range(target, -1, -1):
        if task in found:
            found.update(net.pred[relation] for relation in range(net.incoming[task], net.incoming[task + 1]))
    return found
