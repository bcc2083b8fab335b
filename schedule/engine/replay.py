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

from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from typing import NamedTuple, TypeAlias

from schedule.calendars.worktime import Clock, add, next_start, table_of, work_at
from schedule.engine.cpm import (
    NEVER,
    Arrays,
    Dates,
    bound,
    left_by,
    on_its_day,
    planned_finish,
    settled,
    stretched,
)

_KEPT = 4096
"""Ends of a stretch that are remembered at once: of many players each set has its own, and none comes again."""


class Happening(NamedTuple):
    """What one schedule says of a task: its start and finish, actual where there is one, else forecast.

    `fixed`: it had finished before the stretch began, whenever it was told, so nothing moves it. `begun`: it had
    started. `ended`: it has finished by the stretch's end. `length`: working minutes that a relation to its finish
    counts back, without those between what is done and what is left, where it `waits`. `put_off`: it may stand as late
    as its successors let it, which is no delay, and does not begin before this instant, to which it is put off, or the
    data date before that; else -NEVER. Where `start` is -NEVER it begins then, or with what reaches it. `stands`: it is
    no work, and this is where it stands on the clock, `start` and `finish` being P6's; else -NEVER.
    `pushed`: it has finished before what it should have waited for, and what follows waits for that too (`push_on`).
    `told_late`: it is said now to have started before the stretch began, when nobody had said so; `done` are the
    working minutes from then to the stretch's beginning. `left`: what work under way at its end has left then.
    `resumes`: its work rested, or rests, until this instant, after `worked` minutes since it started, and a lag from
    its start with it; else -NEVER.
    """

    start: int
    finish: int
    fixed: bool = False
    begun: bool = False
    ended: bool = False
    length: int = 0
    waits: bool = False
    put_off: int = -NEVER
    stands: int = -NEVER
    pushed: bool = False
    told_late: bool = False
    done: int = 0
    left: int | None = None
    resumes: int = -NEVER
    worked: int = 0


Shown: TypeAlias = tuple[int, int, int, int, int, int, int, int]
"""What is seen of one task: its start, its finish and what pushes it, by P6's dates and where it stands; its rest."""


class Seen(NamedTuple):
    """What the successors of each task see of it: its start, its finish, and what pushes it.

    Work sees P6's `dates`, and what is none sees where tasks stand on the clock (`cpm.stand`); `push` and `stood_push`
    are what a task that finished out of sequence should have waited for (`push_on`), else -NEVER. `resumes` is where
    work goes on that rested, else -NEVER, and `worked` the working minutes before, as negative ones, so that of each
    of these numbers the later holds others longer.
    """

    dates: Dates
    stood: Dates
    push: list[int]
    stood_push: list[int]
    resumes: list[int]
    worked: list[int]

    def of(self, task: int) -> Shown:
        """All of it of one task."""
        dates, stood, push, stood_push, resumes, worked = self
        return (
            dates.start[task],
            dates.finish[task],
            push[task],
            stood.start[task],
            stood.finish[task],
            stood_push[task],
            resumes[task],
            worked[task],
        )

    def put(self, task: int, found: Shown) -> None:
        """Let all of it of one task be these."""
        dates, stood, push, stood_push, resumes, worked = self
        dates.start[task], dates.finish[task], push[task] = found[:3]
        stood.start[task], stood.finish[task], stood_push[task] = found[3:6]
        resumes[task], worked[task] = found[6:]


def nothing_seen(count: int, instant: int = 0) -> Seen:
    """Room for what is seen of this many tasks."""
    dates, stood = (Dates([instant] * count, [instant] * count, [], []) for _ in range(2))
    push, stood_push, resumes, worked = ([-NEVER] * count for _ in range(4))
    return Seen(dates, stood, push, stood_push, resumes, worked)


class Performance(NamedTuple):
    """How a task goes, whatever reaches it: `asked` is what did when it was taken, and `then` what came of it.

    `delay` (working minutes, negative: ahead of what it should have waited for) lies between what reaches the task and
    its start; a task that has begun does `work` from there, any other from its start. What is told late stands where
    it began, and does the sum of both, which is what it did since. `whole`: it does what the plan says, its resources
    each on its own calendar, or until its finish is expected, wherever it starts. `expects`: it had begun, and goes on
    until then.
    `stood_asked` is what reached it on the clock, where it is no work. It begins no earlier than `held`, however long
    it idles before that. `rest` are the working minutes until it has rested: since its start, or of
    what had begun since what reaches what remains of it.
    """

    then: Happening
    asked: int
    delay: int
    work: int
    whole: bool = False
    expects: bool = False
    stood_asked: int = -NEVER
    held: int = -NEVER
    rest: int = 0


def asked_by(
    net: Arrays, clock: Clock, seen: Seen, relation: int, pushed_after: Sequence[int], *, stands: bool = False
) -> int:
    """The instant before which a relation lets its successor's start or finish not come.

    A lag runs from when its predecessor has really finished, or started, though that was before its turn: what should
    have come before pushes on with what is left of the lag at the data date of its plan (`bounds.lag_left`). While work
    rests a lag from its start rests with it.
    `stands`: by where its predecessor stands, for a successor that is no work.
    """
    dates, pushes = (seen.stood, seen.stood_push) if stands else (seen.dates, seen.push)
    instant = left_by(net, clock, dates, relation) if stands else bound(net, clock, dates, relation)
    before = net.pred[relation]
    event: int = (dates.finish if net.leaves_finish[relation] else dates.start)[before]
    if net.only_late[relation]:
        return instant
    if seen.resumes[before] > -NEVER and not net.leaves_finish[relation]:
        rested = net.lag[relation] + seen.worked[before]
        if rested > 0:
            instant = max(instant, add(table_of(clock, net.lag_calendar[relation]), seen.resumes[before], rested))
    if pushes[before] == -NEVER:
        return instant
    table = table_of(clock, net.lag_calendar[relation])
    run = max(0, work_at(table, pushed_after[before]) - work_at(table, event))
    left = max(0, net.lag[relation] - run)
    return max(instant, add(table, pushes[before], left) if left else pushes[before])


def asked_of(
    net: Arrays,
    clock: Clock,
    seen: Seen,
    task: int,
    length: int | None,
    pushed_after: Sequence[int],
    *,
    stands: bool = False,
) -> int:
    """The instant from which a task could start: its own bounds, and what its predecessors' dates ask for.

    `length` None: without what they ask of its finish. `stands`: from which it stands, where it is no work.
    """
    table = table_of(clock, net.calendar[task])
    asked: int = net.floor[task]
    for relation in range(net.incoming[task], net.incoming[task + 1]):
        instant = asked_by(net, clock, seen, relation, pushed_after, stands=stands)
        if net.enters_finish[relation]:
            if length is None:
                continue
            instant = add(table, instant, -length)
        asked = max(asked, instant)
    if net.date_only[task] > -NEVER:
        asked = max(asked, on_its_day(table, net.date_only[task], asked))
    cap: int = net.cap[task]
    return min(asked, cap)


def played(
    net: Arrays, clock: Clock, seen: Seen, task: int, performance: Performance, pushed_after: Sequence[int]
) -> tuple[int, int]:
    """The start and finish of a task that performs so after what it sees of its predecessors."""
    then = performance.then
    if then.fixed:
        return then.start, then.finish
    asked = asked_of(net, clock, seen, task, then.length, pushed_after)
    if asked == performance.asked:
        return then.start, then.finish
    table = table_of(clock, net.calendar[task])
    start = settled(net, clock, task, table, max(asked, then.put_off))
    if performance.delay and not then.begun:
        start = settled(net, clock, task, table, add(table, start, performance.delay))
    if performance.held > start:
        start = settled(net, clock, task, table, performance.held)
    if performance.whole:
        return start, planned_finish(net, clock, task, table, start)
    if performance.expects and net.expected[task] >= start:
        return then.start, stretched(table, start, net.expected[task])
    work = performance.delay + performance.work if then.told_late else performance.work
    return (then.start if then.begun else start), add(table, start, work)


def performances(
    net: Arrays,
    clock: Clock,
    happened: Sequence[Happening],
    beside: Sequence[Performance] | None = None,
    *,
    pushed_after: Sequence[int],
) -> tuple[list[Performance], Seen]:
    """The performance of every task, in topological order, and what its successors see of it.

    `beside` is how each was expected to go, where these are as they were reported.
    `pushed_after` is for each task the data date of its plan: what has finished by it before what should have come
    first is pushed (`push_on`); NEVER where its plan's rules push nothing.
    """
    seen = nothing_seen(len(happened))
    found = []
    for task, then in enumerate(happened):
        table = table_of(clock, net.calendar[task])
        held = None
        if beside is not None:
            held = _held(net, clock, seen, task, then, beside[task], pushed_after)
            then = then if held is None else then._replace(length=held.length, waits=held.waited)
        asked = asked_of(net, clock, seen, task, then.length, pushed_after)
        put_off = _waits_until(then, asked, None if beside is None else beside[task].then)
        first = settled(net, clock, task, table, max(asked, put_off))
        if then.start == -NEVER:  # at the data date; what lies between that and an earlier `put_off` is its own delay
            start = settled(net, clock, task, table, max(asked, then.put_off))
            then = then._replace(start=start, finish=planned_finish(net, clock, task, table, start))
        then = then._replace(put_off=put_off)
        stood_asked = -NEVER
        if then.stands > -NEVER:
            stood_asked = asked_of(net, clock, seen, task, 0, pushed_after, stands=True)
        reached = work_at(table, first)
        begins = reached if then.begun and not then.told_late else work_at(table, then.start)
        ends = work_at(table, then.finish)
        if then.waits and ends - then.length == reached:
            begins = reached  # its finish is held by others: it goes on as if it had begun when they let it
        of_plan = then.start
        if held is not None and held.waited:
            begins, of_plan = reached - held.done, first if held.whole else of_plan
        delay, work = begins - reached, ends - begins
        whole = not then.begun and planned_finish(net, clock, task, table, of_plan) == then.finish
        expected = net.expected[task]
        expects = then.begun and expected >= first and then.finish == stretched(table, first, expected)
        if then.ended and pushed_after[task] < NEVER:
            unfinished = _is_pushed(net, clock, seen, task, happened, pushed_after)
            then = then._replace(pushed=then.fixed or unfinished)
        rest = 0
        if then.resumes > -NEVER:
            rest = work_at(table, then.resumes) - (reached if then.begun else work_at(table, then.start))
        found.append(Performance(then, asked, delay, work, whole, expects, stood_asked, rest=rest))
        seen.put(task, shown_to_others(net, clock, seen, task, then, pushed_after))
    return found, seen


class _Held(NamedTuple):
    """A task that has worked as long as was expected, or is over, and that others asked to end no earlier than it does.

    `length`: the working minutes that a relation to its finish counts back: those of work, without those for which it
    `waited`, as it had begun before that let it. `done`: so many of them lie before the stretch, where it is only told
    now that it had begun. `whole`: it was expected to do what the plan says.
    """

    length: int
    waited: bool
    done: int
    whole: bool


def _held(
    net: Arrays,
    clock: Clock,
    seen: Seen,
    task: int,
    then: Happening,
    expected: Performance,
    pushed_after: Sequence[int],
) -> _Held | None:
    """What of a task's time was work, where its finish was held by others; None where nothing held it.

    How much of the time until it ended it worked nobody knows: as much as was expected, where that and what is asked of
    its finish explain the time; what lies beyond both is its own. What ended before it was asked to has waited for
    nobody and took what it took. Work under way for which less time has passed has told how much it has left.
    """
    if then.fixed or then.stands > -NEVER or expected.then.fixed or expected.work <= 0:
        return None
    if not then.ended and (then.left is None or then.done + then.length - then.left < expected.work):
        return None
    table = table_of(clock, net.calendar[task])
    relations = (k for k in range(net.incoming[task], net.incoming[task + 1]) if net.enters_finish[k])
    until = max((asked_by(net, clock, seen, k, pushed_after) for k in relations), default=-NEVER)
    ends = work_at(table, then.finish)
    if until <= net.floor[task] or ends < work_at(table, until):
        return None
    done = min(then.done, expected.work)
    length = max(expected.work - done, then.left or 0)
    could, latest = (
        work_at(table, settled(net, clock, task, table, asked_of(net, clock, seen, task, amount, pushed_after)))
        for amount in (None, length)
    )
    begins = could if then.begun else work_at(table, then.start)
    if latest > could:
        return _Held(length, begins < latest, done, expected.whole)
    # Where its own work alone set its end it idles beside what it waits for, and not once more behind it.
    length = max(0, ends - could - expected.delay)
    return _Held(length, waited=False, done=done, whole=False) if then.ended else None


def _is_pushed(
    net: Arrays, clock: Clock, seen: Seen, task: int, happened: Sequence[Happening], pushed_after: Sequence[int]
) -> bool:
    """Whether what comes before a task asks for more than the data date does.

    Of what has finished, or stands there on the clock by then, only a lag does that still runs: the next shift, to
    which a start's relation steps, is none.
    """
    for relation in range(net.incoming[task], net.incoming[task + 1]):
        push = asked_by(net, clock, seen, relation, pushed_after)
        if push > pushed_after[task]:
            before, table = net.pred[relation], table_of(clock, net.lag_calendar[relation])
            is_there = happened[before].ended or -NEVER < happened[before].stands <= pushed_after[task]
            is_over = is_there and seen.push[before] == -NEVER
            if not is_over or work_at(table, push) > work_at(table, pushed_after[task]):
                return True
    return False


def _waits_until(then: Happening, asked: int, other: Happening | None) -> int:
    """Until when a task could not begin that may come as late as its successors let it, or -NEVER.

    One that was expected to be put off has lost nothing until then, whatever it waits for now. One that was not has
    waited of itself as far as it could have begun.
    """
    if other is not None and other.put_off > -NEVER:
        return other.put_off
    is_put_off = other is None or (then.start == -NEVER and asked <= then.put_off)
    return then.put_off if is_put_off else -NEVER


def shown_to_others(
    net: Arrays, clock: Clock, seen: Seen, task: int, then: Happening, pushed_after: Sequence[int]
) -> Shown:
    """What the successors of a task see of it (`Seen.of`)."""
    start, finish = then.start, then.finish
    push = push_on(net, clock, seen, task, then, pushed_after)
    stood, stood_push = (start, finish), -NEVER
    if then.stands > -NEVER:
        stood = then.stands, then.stands
    if then.stands == -NEVER or (then.ended and then.stands <= pushed_after[task]):
        stood_push = push_on(net, clock, seen, task, then, pushed_after, by_stood=True)
    worked = -NEVER if then.resumes == -NEVER else -then.worked
    return start, finish, push, *stood, stood_push, then.resumes, worked


def push_on(
    net: Arrays,
    clock: Clock,
    seen: Seen,
    task: int,
    then: Happening,
    pushed_after: Sequence[int],
    *,
    by_stood: bool = False,
) -> int:
    """What a task that finished out of sequence should have waited for; of any other -NEVER.

    Its successors wait for it too, so it is ahead of that once, and not again with each task that follows: one task
    written as two is ahead by as much. Once all before it has finished it is pushed no more, and is what others waited
    for. What it began after pushes nobody: a milestone is told to be reached where it stood, and nothing is otherwise.
    """
    if not then.pushed:
        return -NEVER
    latest = max(pushes(net, clock, seen, task, pushed_after, by_stood=by_stood), default=-NEVER)
    return latest if latest > then.start else -NEVER


def pushes(
    net: Arrays, clock: Clock, seen: Seen, task: int, pushed_after: Sequence[int], *, by_stood: bool = False
) -> Iterator[int]:
    """The instants that the relations to a task ask for; `by_stood`: by where its predecessors stand."""
    if by_stood:
        seen = seen._replace(dates=seen.stood, push=seen.stood_push)
    return (
        asked_by(net, clock, seen, relation, pushed_after)
        for relation in range(net.incoming[task], net.incoming[task + 1])
    )


def performed(
    net: Arrays, clock: Clock, seen: Seen, task: int, performance: Performance, pushed_after: Sequence[int]
) -> tuple[int, int, Shown]:
    """The start and finish of a task that performs so, where it stands if it is no work, and what others see of it."""
    start, finish = played(net, clock, seen, task, performance, pushed_after)
    then = performance.then._replace(start=start, finish=finish)
    if then.resumes > -NEVER:
        then = then._replace(resumes=_goes_on(net, clock, seen, task, performance, start, pushed_after))
    if then.stands > -NEVER:
        asked = asked_of(net, clock, seen, task, 0, pushed_after, stands=True)
        if asked != performance.stood_asked or (start, finish) != performance.then[:2]:
            # A delay of P6's dates alone is that of its report: on the clock it stood where what it waits for let it.
            delayed = performance.delay and performance.then.stands > performance.stood_asked
            reached = max(asked, then.put_off, performance.held)
            start = finish = stands = finish if delayed else min(finish, reached)
            if then.ended and stands <= pushed_after[task]:  # a fact, which has one instant
                then = then._replace(start=stands, finish=stands)
            then = then._replace(stands=stands)
        else:
            start = finish = then.stands
    return start, finish, shown_to_others(net, clock, seen, task, then, pushed_after)


def _goes_on(
    net: Arrays,
    clock: Clock,
    seen: Seen,
    task: int,
    performance: Performance,
    start: int,
    pushed_after: Sequence[int],
) -> int:
    """Where work goes on that rested, and performs so: as long after what reaches what remains of it as it did."""
    then = performance.then
    asked = asked_of(net, clock, seen, task, then.length, pushed_after)
    if then.fixed or asked == performance.asked:
        return then.resumes
    table = table_of(clock, net.calendar[task])
    begins = settled(net, clock, task, table, max(asked, then.put_off)) if then.begun else start
    return next_start(table, add(table, begins, performance.rest))


def changed(
    net: Arrays,
    clock: Clock,
    expected: tuple[list[Performance], Seen],
    reported: tuple[list[Performance], Seen],
    *,
    pushed_after: Sequence[int],
    later: Arrays | None = None,
) -> list[int]:
    """The tasks that performed otherwise: either performance, played after the other's predecessors, gives other dates.

    So with all of these going as reported every task has its reported dates, however the others are said to perform.
    `later` is the network with the bounds after which the reported performances were taken, where they are others.
    """
    found = []
    later = net if later is None else later
    (before, seen_before), (after, seen_after) = expected, reported
    for task, (one, other) in enumerate(zip(before, after, strict=True)):
        if one == other:
            continue  # played where it was taken, either gives the dates that both have
        first = *ends_of(one.then), seen_before.of(task)
        last = *ends_of(other.then), seen_after.of(task)
        if (
            performed(later, clock, seen_after, task, one, pushed_after) != last
            or performed(net, clock, seen_before, task, other, pushed_after) != first
        ):
            found.append(task)
    return found


def portion(
    net: Arrays, clock: Clock, task: int, expected: Performance, reported: Performance, lost: int
) -> Performance:
    """How a task goes that lost only so much of the working time that it lost: in proportion before and after it began.

    It is no performance that was taken, so its dates follow from what reaches it, wherever that is.
    """
    delayed, longer = reported.delay - expected.delay, reported.work - expected.work
    if expected.then.fixed:
        finish = add(table_of(clock, net.calendar[task]), expected.then.finish, lost)
        return reported._replace(then=reported.then._replace(finish=finish))
    whole = delayed + longer
    before = round(delayed * lost / whole) if whole else 0
    work = expected.work + lost - before
    return reported._replace(
        asked=NEVER,
        delay=expected.delay + before,
        work=work,
        rest=max(0, reported.rest - (reported.work - work)),
        whole=False,
        expects=False,
        then=reported.then._replace(fixed=False),
    )


def ends_of(then: Happening) -> tuple[int, int]:
    """The start and finish of a task, and where it stands if it is no work."""
    return (then.start, then.finish) if then.stands == -NEVER else (then.stands, then.stands)


def finisher(
    net: Arrays,
    clock: Clock,
    expected: Sequence[Performance],
    reported: Sequence[Performance],
    players: Sequence[int],
    target: int,
    *,
    pushed_after: Sequence[int],
    portions: Mapping[int, Sequence[Performance]] | None = None,
    starts: bool = False,
) -> Callable[[int], int]:
    """A function from a set of players (a bit mask: bit k is `players[k]`) that go as reported to the target's finish.

    Or, if `starts`, to where it begins.

    All others go as expected. A task that is several players performs by which of them are in the set: `portions` has
    its performance for every set of its own, from none, as expected, to all, as reported (`portion`).

    Only what a change of the set reaches is played again, so that asking for sets that differ little (Gray code) is
    quick, most of all where the players that change oftenest come late. What follows the last player is played once for
    all sets that end in the same dates for it.
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
    split = {} if portions is None else portions
    mine: dict[int, list[int]] = {}
    for k, task in enumerate(players):
        mine.setdefault(task, []).append(k)
    performance, level = list(expected), [0] * len(expected)
    seen = nothing_seen(len(performance), -NEVER)
    finish = [0] * len(performance)
    waiting = [task in relevant for task in range(len(performance))]
    known: list[dict[tuple[int, ...], tuple[int, Shown]]] = [{} for _ in performance]
    current = 0

    def settle(task: int) -> bool:
        """Play one task; whether its successors see other dates."""
        key = [level[task]]
        for relation in range(net.incoming[task], net.incoming[task + 1]):
            key += seen.of(net.pred[relation])
        found = known[task].get(tuple(key))
        if found is None:
            begin, end, shown = performed(net, clock, seen, task, performance[task], pushed_after)
            known[task][tuple(key)] = found = begin if starts else end, shown
        finish[task], shows = found
        same = seen.of(task) == shows
        seen.put(task, shows)
        return not same

    edged = {task: k for k, task in enumerate(edge)}
    versions: list[dict[tuple[int, ...], int]] = [{} for _ in edge]
    reached = [0] * len(edge)  # which of its dates each task of the edge has: small numbers make a small key

    def note(task: int) -> None:
        if task in edged:
            k = edged[task]
            reached[k] = versions[k].setdefault(seen.of(task), len(versions[k]) + 1)

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
                chosen = level[task] = sum((mask >> number & 1) << j for j, number in enumerate(mine[task]))
                if task in split:
                    performance[task] = split[task][chosen]
                else:
                    performance[task] = (reported if chosen else expected)[task]
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


def earliest(
    net: Arrays,
    clock: Clock,
    expected: tuple[list[Performance], Seen],
    reported: tuple[list[Performance], Seen],
    *,
    pushed_after: Sequence[int],
) -> list[int]:
    """Before which instant each task begins in no choice of performances, as far as a pass of the earlier dates tells.

    As of `swaying`, no bound is one of what takes the hour of what reaches it.
    """
    low, found = nothing_seen(len(expected[0])), []
    for task in range(len(expected[0])):
        both = [performed(net, clock, low, task, one[0][task], pushed_after) for one in (expected, reported)]
        found.append(min(start for start, _, _ in both))
        shows = [min(of) for of in zip(*(shown for _, _, shown in both), strict=True)]
        low.put(task, _shown(shows))
    return found


def swaying(
    net: Arrays,
    clock: Clock,
    expected: tuple[list[Performance], Seen],
    reported: tuple[list[Performance], Seen],
    players: Sequence[int],
    target: int,
    *,
    pushed_after: Sequence[int],
) -> set[int]:
    """The players that move the target's finish in some choice of performances; the others are null in every game.

    Two passes bound what every task can show: `low` takes of both performances the earlier dates after the earliest
    that may come before, `high` the later ones after the latest. A task waits for the last of its predecessors, so one
    that at its latest, or as it was expected or reported, still changes nothing while all others are at their earliest
    never does; what is left of the network behind the target has the players that can.

    No bound holds of what has a date without a time: it takes the hour of what reaches it (`cpm.on_its_day`), so that a
    later day may ask for an earlier hour. From there on whatever moves is taken to matter. Nor of what was taken at an
    instant at which its calendar does not work, at midnight or on a day off: it stands there after exactly what reached
    it then, and neither after less nor after more. What comes before it is taken to matter.
    """
    relevant, after = upstream(net, target), successors(net)
    moved = downstream(after, [task for task in players if task in relevant]) & relevant
    unbounded = downstream(
        after, [task for task in moved if net.date_only[task] > -NEVER and not expected[0][task].then.fixed]
    )
    low, high = (nothing_seen(len(expected[0])) for _ in range(2))
    for task in range(len(expected[0])):
        for seen in (low, high):
            seen.put(task, expected[1].of(task))

    def both(seen: Seen, task: int) -> list[tuple[int, ...]]:
        """All that a task may be and show after these dates: as either performance, and as it was when it was taken.

        One that has finished shows what it is pushed by only as long as it lies before the data date.
        """
        found: list[tuple[int, ...]] = []
        for performances, shown in (expected, reported):
            then = performances[task].then
            start, finish, shows = performed(net, clock, seen, task, performances[task], pushed_after)
            found.append((start, finish, *shows))
            found.append((*ends_of(then), *shown.of(task)))
            if then.ended:
                ended = then._replace(start=start, finish=min(finish, pushed_after[task]))
                found.append((start, finish, *shown_to_others(net, clock, seen, task, ended, pushed_after)))
                found.append((start, finish, *(start, finish, -NEVER) * 2, *shows[6:]))
        return found

    for task in sorted(moved):
        for seen, choose in ((low, min), (high, max)):
            _, _, *shows = map(choose, zip(*both(seen, task), strict=True))
            seen.put(task, _shown(shows))

    def matters(before: int, task: int) -> bool:
        kept, differs = low.of(before), False
        lowest = both(low, task)
        for shown in {high.of(before), expected[1].of(before), reported[1].of(before)} - {kept}:
            low.put(before, shown)
            differs = differs or both(low, task) != lowest
        low.put(before, kept)
        return differs

    unbounded |= {
        task
        for task in moved
        for performances, seen in (expected, reported)
        if not _follows(net, clock, seen, task, performances[task], pushed_after)
    }
    found, stack = {target}, [target]
    while stack:
        task = stack.pop()
        for before in {net.pred[relation] for relation in range(net.incoming[task], net.incoming[task + 1])} - found:
            if before in moved and (task in unbounded or matters(before, task)):
                found.add(before)
                stack.append(before)
    return found.intersection(players)


def _shown(bounds: Sequence[int]) -> Shown:
    """Bounds of what is seen of one task as what is seen of it."""
    start, finish, push, stood_start, stood_finish, stood_push, resumes, worked = bounds
    return start, finish, push, stood_start, stood_finish, stood_push, resumes, worked


def _follows(
    net: Arrays, clock: Clock, seen: Seen, task: int, performance: Performance, pushed_after: Sequence[int]
) -> bool:
    """Whether where a task stood when its performance was taken follows from what reached it then (`Performance`)."""
    if performance.then.fixed:
        return True
    follows = performance._replace(asked=NEVER, stood_asked=NEVER)
    found = performed(net, clock, seen, task, follows, pushed_after)
    return found == (*ends_of(performance.then), seen.of(task))


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
