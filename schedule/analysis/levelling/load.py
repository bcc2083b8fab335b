"""How many units of a crew a schedule asks for, and how many there are: counted from the dates alone.

What places tasks (`serial`) is held to this count, which knows nothing of an order. This module must never know why a
task stands where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from schedule.calendars.worktime import DAY, Calendar, Table, minutes, start_day
from schedule.engine.cpm import NEVER
from schedule.engine.horizon import Calendars
from schedule.engine.schedule import Schedule, Stage
from schedule.frozen import dataclass
from schedule.model import Crew, Instant


class Step(NamedTuple):
    """From an instant to another so many units of a crew are at work, by these tasks."""

    begin: Instant
    end: Instant
    units: int
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a crew: the most units at work at one time, by the plan and levelled, and how many there are.

    `there` is the fewest that there are on any day of the week.
    """

    monday: date
    plain: int
    levelled: int
    there: int


def worked_pieces(table: Table | None, start: Instant, finish: Instant) -> Iterator[tuple[Instant, Instant]]:
    """The working time from one instant to another; all of it where there is no calendar."""
    if table is None:
        yield start, finish
        return
    starts, ends, _, low, high = table
    for k in range(low, high):
        begin, end = max(starts[k], start), min(ends[k], finish)
        if begin < end:
            yield begin, end
        if starts[k] >= finish:
            return


def absent(crew: Crew) -> list[tuple[Instant, Instant, int]]:
    """How many units of the most that there ever are, are not there, and from when until when."""
    found, at = list[tuple[Instant, Instant, int]](), -NEVER
    for days in sorted(crew.days, key=lambda one: one.first):
        begin, end = minutes(days.first), minutes(days.last) + DAY
        found += [(at, begin, crew.most - crew.units), (begin, end, crew.most - days.units)]
        at = end
    found.append((at, NEVER, crew.most - crew.units))
    return [one for one in found if one[2] and one[0] < one[1]]


def steps(schedule: Schedule, crew: Crew, rests: Calendar | None = None) -> tuple[Step, ...]:
    """How many units of a crew are at work, in order of time; `rests` is the crew's calendar where it has one."""
    events: dict[Instant, list[tuple[int, str]]] = {}
    for one in schedule.figures_of(schedule.tasks):
        units = dict(one.task.crew).get(crew.id, 0)
        if not units or one.stage is Stage.FINISHED or one.early_start is None or one.early_finish is None:
            continue
        table = None if one.task.holds_crew else one.calendar.table
        for begin, end in worked_pieces(table, one.early_start, one.early_finish):
            pieces = [(begin, end)] if rests is None else worked_pieces(rests.table, begin, end)
            for first, last in pieces:
                events.setdefault(first, []).append((units, one.task.id))
                events.setdefault(last, []).append((-units, one.task.id))
    found, here, at = list[Step](), dict[str, int](), None
    for instant in sorted(events):
        if at is not None and here:
            found.append(Step(at, instant, sum(here.values()), tuple(sorted(here))))
        for units, name in sorted(events[instant]):
            left = here.get(name, 0) + units
            if left:
                here[name] = left
            else:
                here.pop(name, None)
        at = instant
    return tuple(found)


def rests_of(schedule: Schedule, crews: Mapping[str, Crew]) -> dict[str, Calendar]:
    """The calendars of the crews that have one, over the days of a schedule."""
    wanted = {crew.calendar for crew in crews.values() if crew.calendar is not None}
    if not wanted:
        return {}
    first, last = start_day(schedule.start) - timedelta(days=40), start_day(schedule.finish) + timedelta(days=40)
    found = Calendars().covering(schedule.state, first, last, wanted)
    return {name: found[crew.calendar] for name, crew in crews.items() if crew.calendar is not None}


def by_days(found: Sequence[Step]) -> dict[date, int]:
    """The most units that are at work at one time on each day on which any is."""
    days: dict[date, int] = {}
    for step in found:
        day, last = start_day(step.begin), start_day(step.end - 1)
        while day <= last:
            days[day] = max(days.get(day, 0), step.units)
            day += timedelta(days=1)
    return days


def there(crew: Crew, instant: Instant) -> int:
    """How many units of a crew there are at an instant."""
    return there_on(crew, start_day(instant))


def there_on(crew: Crew, day: date) -> int:
    """How many units of a crew there are on a day."""
    return next((one.units for one in crew.days if one.first <= day <= one.last), crew.units)


def overloads(crew: Crew, found: Sequence[Step]) -> tuple[Step, ...]:
    """When more units are at work than there are, split where their number changes."""
    pieces = (
        (max(step.begin, begin), min(step.end, end), step)
        for step in found
        for begin, end in _spans_of(crew)
        if begin < step.end and step.begin < end
    )
    return tuple(step._replace(begin=a, end=b) for a, b, step in pieces if step.units > there(crew, a))


def _spans_of(crew: Crew) -> list[tuple[Instant, Instant]]:
    """Times in each of which there are equally many of a crew."""
    edges = {-NEVER, NEVER}
    for one in crew.days:
        edges |= {minutes(one.first), minutes(one.last) + DAY}
    return list(pairwise(sorted(edges)))


def weeks(crew: Crew, plain: Sequence[Step], levelled: Sequence[Step]) -> tuple[Week, ...]:
    """The weeks in which a crew is at work, by the plan or levelled, from the first to the last."""
    every = [*plain, *levelled]
    if not every:
        return ()
    first, last = start_day(min(one.begin for one in every)), start_day(max(one.end for one in every) - 1)
    monday, found = first - timedelta(days=first.weekday()), list[Week]()
    while monday <= last:
        begin, end = minutes(monday), minutes(monday) + 7 * DAY
        most = [
            max((one.units for one in of if one.begin < end and begin < one.end), default=0) for of in (plain, levelled)
        ]
        fewest = min(there(crew, begin + day * DAY) for day in range(7))
        found.append(Week(monday, most[0], most[1], fewest))
        monday += timedelta(days=7)
    return tuple(found)
