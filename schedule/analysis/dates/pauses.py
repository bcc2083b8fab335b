"""Where a season or a holiday lies before a task and swallows what comes before it, or interrupts it.

What stands before such a pause has float up to its end and does not hold the date; what waits behind it does. The
week's end is none: what ends before it holds the date (`engine.holding`). What a season interrupts holds the date all
the same, and the season makes it so late. What has to be done before a season has room up to its first day and not up
to the deadline behind it. Facts only: this module must never know a language.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from schedule.calendars.rest import Rest, RestKind, rest_of
from schedule.calendars.worktime import DAY, Calendar, finish_day, start_day
from schedule.engine import cpm
from schedule.engine.holding import held_by, held_until, latest_finishes, rests_shortly
from schedule.engine.paths import held_by_relation
from schedule.engine.schedule import Chain, DatedTasks, Figures, Schedule, TaskDates
from schedule.model import BUILT_IN_CALENDARS, Instant, Minutes

SHORTEST = 3 * DAY
"""A rest that nothing waits before is worth a word from so many elapsed minutes on: more than a week's end."""
LONG = 14
"""A holiday inside a task is worth a word from so many days on: sites close for weeks around the Spring Festival."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A rest after which a task begins, or goes on.

    `before` are the unfinished tasks that it would follow and that the rest swallows the float of, the one with the
    least first; `float` is what that one can lose, in working minutes of its calendar, before the date that was asked
    about moves, and `until` when it would finish then. Without any, `before` is empty and they are None: the rest alone
    puts the task off, or it lies `inside` the task, between what is done before it and what is left after it.
    """

    task: str
    rest: Rest
    before: tuple[str, ...] = ()
    float: Minutes | None = None
    until: Instant | None = None
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Brink:
    """A season before which a task has to be done for a deadline to hold: else it waits until the season is over.

    `last` is when the season's calendar stops working: the latest finish of the task. `room` is how many calendar days
    the task has up to it, as papers count them.
    """

    task: str
    last: Instant
    rest: Rest
    room: int


def brink(schedule: Schedule, target: str) -> Brink | None:
    """The season that leaves less room than a deadline which holds, as the deadline cannot be kept beyond it.

    Asked backward from the deadline (`engine.holding`): how late each task may finish so that it is kept. Where a
    closure, or a holiday of two weeks and more, begins by then and goes on after, a task that is not done before it is
    not done in time. Of several the one with the fewest calendar days, then the one that finishes first. None where the
    deadline is missed or reached, or has no more room than that.
    """
    due = schedule.tasks[target]
    if due.task.deadline is None or due.early_finish is None or due.misses_deadline:
        return None
    seasons = {one.name: _seasons(schedule, one, due.task.deadline) for one in schedule.network.calendars}
    if not any(seasons.values()):
        return None
    room, found = (finish_day(due.task.deadline) - due.last_day).days, []
    for name, until in latest_finishes(schedule, {target: due.task.deadline}).items():
        dates = schedule.tasks[name]
        between = seasons.get(dates.calendar.name, ())
        if not between or dates.early_finish is None or _works_otherwise(dates):
            continue
        k = bisect_left(between, dates.early_finish, key=lambda one: one.last)
        if k < len(between) and between[k].last <= until <= between[k].next_start:
            left = (finish_day(between[k].last) - dates.last_day).days
            if left < room:
                found.append((left, dates.finish, name, between[k]))
    if not found:
        return None
    left, _, name, season = min(found, key=lambda one: one[:3])
    return Brink(name, season.last, season.rest, left)


class _Season(NamedTuple):
    """When a calendar stops working for long and when it goes on, and what lies between."""

    last: Instant
    next_start: Instant
    rest: Rest


def _seasons(schedule: Schedule, calendar: Calendar, until: Instant) -> tuple[_Season, ...]:
    """The closures of a calendar, and its long holidays, that begin from the start on by an instant."""
    near = (gap for gap in _gaps(calendar) if schedule.start <= gap[0] <= until)
    rests = ((gap, _rest(schedule, calendar, *gap)) for gap in near)
    return tuple(_Season(*gap, rest) for gap, rest in rests if rest is not None and _interrupts(rest))


def _works_otherwise(dates: TaskDates) -> bool:
    """Whether a task does no work, or not by its own calendar alone."""
    return dates.is_no_work or dates.task.spans or bool(dates.task.assignments)


def pauses(schedule: Schedule, target: str | None) -> tuple[Pause, ...]:
    """The pauses before and inside what holds a task, or the last finish of all; in the order of the tasks' starts."""
    until = held_until(schedule, target)
    return pauses_of(schedule, held_by(schedule, until), until)


def pauses_of(schedule: Schedule, held: Chain, until: Mapping[str, Instant]) -> tuple[Pause, ...]:
    """`pauses` by what holds the date and the latest finishes that keep it, where they are there already."""
    names, found = set(held.names), list[Pause]()
    for dates in schedule.figures_of(held.names):
        found += _before(schedule, dates, names, until)
        found += pauses_inside(schedule, dates)
    return tuple(found)


def pauses_between(schedule: Schedule, target: str, chain: Sequence[str]) -> dict[str, Pause]:
    """The `pauses` between neighbours of a chain towards a task, by the later one.

    Mostly all of them follow at once, or after a week's end, and what holds the date need not be asked.
    """
    put_off = [name for name in chain if any(True for _ in _rests_before(schedule, name))]
    if not put_off:
        return {}
    until = held_until(schedule, target)
    held = set(held_by(schedule, until).names)
    found = (
        one
        for dates in schedule.figures_of(name for name in put_off if name in held)
        for one in _before(schedule, dates, held, until)
    )
    apart = {(before, one.task): one for one in found for before in one.before}
    return {two[1]: apart[two] for two in pairwise(chain) if two in apart}


def _rests_before(schedule: Schedule, name: str, held: Collection[str] = ()) -> Iterator[tuple[int, Rest]]:
    """The drivers of a task, by their relations' numbers, after which it rests for longer than over a week's end.

    Those that are `held` are left out. Where the passes stand for what is shown, most tasks stand where their drivers
    ask, and no rest is looked for.
    """
    if isinstance(schedule.tasks, DatedTasks) and _stands_where_asked(schedule, name):
        return
    (dates,) = schedule.figures_of([name])
    for r in _driving(schedule, name):
        rest = None if schedule.network.relations[r].predecessor in held else _swallows(schedule, dates, r)
        if rest is not None and not rests_shortly(schedule, r):
            yield r, rest


def _stands_where_asked(schedule: Schedule, name: str) -> bool:
    """Whether no whole day lies between what any driver asks and where a task stands, nor a lag may wait in one."""
    net, passes, i = schedule.network.arrays, schedule.passes, schedule.network.number[name]
    for r in range(net.incoming[i], net.incoming[i + 1]):
        if passes.drives[r]:
            stands = (passes.early.finish if net.enters_finish[r] else passes.early.start)[i]
            if net.lag[r] or _has_a_day(passes.asked[r], stands):
                return False
    return True


def pauses_inside(schedule: Schedule, dates: Figures | TaskDates) -> tuple[Pause, ...]:
    """The closed seasons, and holidays of two weeks and more, that interrupt what a task has left to do.

    None of a task whose resources work by calendars of their own: they may go on meanwhile.
    """
    begin, end = dates.early_start, dates.early_finish
    if begin is None or end is None or dates.task.spans or dates.task.assignments:
        return ()
    between = _gaps(dates.calendar)
    k = bisect_left(between, (begin + 1,))  # something is done before it
    found = []
    while k < len(between) and between[k][1] < end:
        rest = _rest(schedule, dates.calendar, *between[k])
        if rest is not None and _interrupts(rest):
            found.append(Pause(dates.task.id, rest, inside=True))
        k += 1
    return tuple(found)


@lru_cache(maxsize=64)
def _gaps(calendar: Calendar) -> tuple[tuple[Instant, Instant], ...]:
    """Where a calendar rests for as long as is worth a word: from when work stops to when it goes on, in order.

    What lies before and after the days that a calendar states goes on for ever, and is no rest.
    """
    starts, ends, *_ = calendar.table
    rests = ((end, start) for end, start in zip(ends, starts[1:], strict=False) if start - end >= SHORTEST)
    return tuple((end, start) for end, start in rests if cpm.is_limited(end) and cpm.is_limited(start))


def _interrupts(rest: Rest) -> bool:
    days = (rest.last - rest.first).days + 1
    return rest.kind is RestKind.CLOSURE or (rest.kind is not RestKind.WEEKEND and days >= LONG)


def pauses_on_the_way(schedule: Schedule, chain: Iterable[str]) -> dict[str, Pause]:
    """The seasons and holidays along a chain of drivers (`driving_chain`), by the task that each puts off.

    `float` is what lies between the two: what the one before can lose until the other moves. A week's end is none.
    """
    found = {}
    for name in chain:
        apart = name in schedule.network.number and not _follows_at_once(schedule, name)
        pause = _in_between(schedule, name) if apart else None
        if pause is not None:
            found[name] = pause
    return found


def _follows_at_once(schedule: Schedule, name: str) -> bool:
    """Whether the passes say that no whole day lies between what a relation asks and where the task stands.

    So it is with nearly all of a chain, and no rest need be looked for. A lag may have waited in one by itself.
    """
    net, passes, i = schedule.network.arrays, schedule.passes, schedule.network.number[name]
    r = passes.stood.set_by[i]
    if r < 0 or net.lag[r] or net.kind[i] == cpm.FINISHED or not isinstance(schedule.tasks, DatedTasks):
        return False
    return not _has_a_day(passes.asked[r], (passes.early.finish if net.enters_finish[r] else passes.early.start)[i])


def _has_a_day(begin: Instant, end: Instant) -> bool:
    """Whether a whole day lies between two instants, from midnight to midnight."""
    return (begin - 1) // DAY + 1 < end // DAY


def _in_between(schedule: Schedule, name: str) -> Pause | None:
    """The rest between a task and what its early bound names, or between the two where it waits for no other."""
    relation, network = held_by_relation(schedule, name), schedule.network
    if relation is None:
        rest = _alone(schedule, schedule.tasks[name])
        return None if rest is None else Pause(name, rest)
    known = network.relations
    r = next((r for r in _driving(schedule, name) if known[r] is relation or known[r] == relation), None)
    (dates,) = schedule.figures_of([name])
    rest = None if r is None else _swallows(schedule, dates, r)
    if r is None or rest is None or rests_shortly(schedule, r):
        return None
    before = schedule.tasks[relation.predecessor]
    if before.early_finish is None:
        return None
    room = cpm.relation_float(network.arrays, network.clock, schedule.passes.early, schedule.passes.asked, r)
    if room < before.calendar.day_minutes:
        return None
    return Pause(name, rest, (before.task.id,), room, before.calendar.add(before.early_finish, room))


def _before(
    schedule: Schedule, dates: Figures | TaskDates, held: Collection[str], until: Mapping[str, Instant]
) -> Iterator[Pause]:
    name, swallowed = dates.task.id, dict[str, tuple[Minutes, Rest]]()
    for r, between in _rests_before(schedule, name, held):
        predecessor = schedule.network.relations[r].predecessor
        before = schedule.tasks[predecessor]
        if before.early_finish is not None:
            swallowed[predecessor] = before.calendar.work(before.early_finish, until[predecessor]), between
    if swallowed:
        names = sorted(swallowed, key=lambda name: (swallowed[name][0], name))
        room, rest = swallowed[names[0]]
        yield Pause(name, rest, tuple(names), room, until[names[0]])
    elif held_by_relation(schedule, name) is None and (alone := _alone(schedule, schedule.tasks[name])) is not None:
        yield Pause(name, alone)


def _alone(schedule: Schedule, dates: TaskDates) -> Rest | None:
    """The rest that puts a task off which waits for no other."""
    begin = max(dates.early_bound.instant, schedule.state.data_date)
    if dates.early_start is None or dates.early_start - begin < SHORTEST:
        return None
    return _rest(schedule, dates.calendar, begin, dates.early_start)


def _driving(schedule: Schedule, name: str) -> Iterator[int]:
    """The numbers of the relations that drive a task."""
    net, i = schedule.network.arrays, schedule.network.number[name]
    for r in range(net.incoming[i], net.incoming[i + 1]):
        if schedule.passes.drives[r]:
            yield r


def _swallows(schedule: Schedule, dates: Figures | TaskDates, r: int) -> Rest | None:
    """The rest between what a driving relation asks for and where the task stands, or in which its lag waits to run."""
    network = schedule.network
    relation, asked, lag = (
        network.relations[r],
        schedule.passes.asked[r],
        network.calendars[network.arrays.lag_calendar[r]],
    )
    stands = dates.early_finish if relation.type.enters_finish else dates.early_start
    found = None if stands is None else _rest(schedule, dates.calendar, asked, stands)
    if found is not None or not network.arrays.lag[r]:
        return found
    before = schedule.tasks[relation.predecessor]
    leaves = before.finish if relation.type.leaves_finish else before.start
    return _rest(schedule, lag, leaves, lag.next_start(leaves))


def _rest(schedule: Schedule, calendar: Calendar, begin: Instant, end: Instant) -> Rest | None:
    """Why a calendar does not work between two instants; None where no whole day lies between them."""
    if not _has_a_day(begin, end) or calendar.work(begin, end) > 0:
        return None
    first, last = start_day(begin + DAY - 1), start_day(end - DAY)
    specs = schedule.state.plan.calendars
    spec = specs.get(calendar.name) or BUILT_IN_CALENDARS[calendar.name]
    return rest_of(spec, specs, first, last)
