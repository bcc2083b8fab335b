"""Where the tasks of the time-scaled network stand: which are drawn, in which lanes, and how relations get around.

Lanes follow the float paths: the critical ones come first, then what has the least room. A task stands behind its
predecessor where that lane is free, so that chains read as lines. This module must never know a colour.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from schedule.analysis.meeting import Meeting
from schedule.analysis.speaking_order import open_milestone
from schedule.engine.paths import float_paths
from schedule.engine.schedule import Stage, TaskDates
from schedule.model import Instant, Relation
from schedule.output.figures.ground.dates_axis import Scale
from schedule.output.figures.ground.layout import GAP
from schedule.output.figures.ground.poster import in_two
from schedule.output.figures.ground.typeface import width

MOST = 60
"""More tasks cannot be read on one page."""
NODE = 4.0
NAME = 11.5
_WIDEST = 230.0
_APART = 2 * NODE + 4
"""Points between two stretches of a lane that do not follow from one another."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """One task: from `start` to `finish` solid, to `free` wavy, in a lane; its name in one line or two above."""

    dates: TaskDates
    start: Instant
    finish: Instant
    free: Instant
    lane: int
    lines: tuple[str, ...]
    critical: bool


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation between two arrows, as corners in (points across, lane); whether it drives, and is critical."""

    corners: tuple[tuple[float, float], ...]
    driving: bool
    critical: bool


def chosen(meeting: Meeting) -> tuple[list[str], int]:
    """The unfinished tasks to draw, in the order in which they get their lanes, and how many are left out."""
    schedule = meeting.schedule
    open_tasks = {
        name: dates
        for name, dates in schedule.tasks.items()
        if dates.stage is not Stage.FINISHED and not dates.task.spans
    }
    if not open_tasks:
        return [], 0
    critical = set(meeting.critical_path)
    order = [name for name in meeting.critical_path if name in open_tasks]
    for path in float_paths(schedule, open_milestone(schedule), limit=MOST):
        order += path.tasks
    rest = sorted(
        open_tasks.values(),
        key=lambda dates: (_room(dates), dates.start, dates.finish, dates.task.id),
    )
    order += [dates.task.id for dates in rest]
    names = [name for name in dict.fromkeys(order) if name in open_tasks]
    return names[: max(MOST, len(critical))], max(len(names) - max(MOST, len(critical)), 0)


def _room(dates: TaskDates) -> float:
    return (dates.float_told or 0) / dates.calendar.day_minutes


def arrows(meeting: Meeting, names: Sequence[str], scale: Scale, say: Callable[[str], str]) -> tuple[Arrow, ...]:
    """The tasks in their lanes; `say` gives a task's name. Instants are cut at the beginning of the scale."""
    critical, lanes, placed = set(meeting.critical_path), _Lanes(), dict[str, Arrow]()
    for name in names:
        dates = meeting.schedule.tasks[name]
        start, finish, free = span(dates, meeting.data_date)
        begin = scale.within(start)
        length = scale.within(free) - begin
        lines = in_two(say(name), NAME, max(length - 2 * GAP, 44.0), _WIDEST)
        words = max(width(line, NAME) for line in lines)
        left, right = min(begin, scale.high - words), max(scale.within(free), begin + NODE + words + GAP)
        before = [placed[r.predecessor] for r in dates.task.relations if r.predecessor in placed]
        drivers = {r.predecessor for r in dates.driving}
        joined = [
            one.lane for one in before if one.dates.task.id in drivers and abs(scale.within(one.free) - begin) < 1.0
        ]
        lane = lanes.put(left, right, joined, [one.lane for one in before])
        placed[name] = Arrow(dates, start, finish, free, lane, lines, name in critical)
    return tuple(placed.values())


def span(dates: TaskDates, data_date: Instant) -> tuple[Instant, Instant, Instant]:
    """What is left of a task: from the data date or its start to its finish, and to where its free float ends."""
    if dates.task.is_milestone:
        start = finish = dates.finish
    else:
        start, finish = max(dates.start, min(data_date, dates.finish)), dates.finish
    free = dates.free_float or 0
    return start, finish, max(dates.calendar.add(finish, free), finish) if free > 0 else finish


class _Lanes:
    """What is taken of each lane."""

    def __init__(self) -> None:
        self.taken: list[list[tuple[float, float]]] = []

    def put(self, left: float, right: float, joined: Sequence[int], wished: Sequence[int]) -> int:
        """The lane for a stretch: the first free one of those joined, of those wished, of all; else a new one.

        In a lane that it is joined to it begins where the stretch before it ends; from others it keeps its distance.
        """
        for lane, pad in [*((lane, 0.0) for lane in joined), *((lane, _APART) for lane in wished), *self._others()]:
            if all(right + _APART <= begin or end + pad <= left + 0.5 for begin, end in self.taken[lane]):
                self.taken[lane].append((left, right))
                return lane
        self.taken.append([(left, right)])
        return len(self.taken) - 1

    def _others(self) -> list[tuple[int, float]]:
        return [(lane, _APART) for lane in range(len(self.taken))]


def ties(found: Mapping[str, Arrow], scale: Scale) -> tuple[Tie, ...]:
    """The relations between the arrows, one for each pair and kind, those that drive last."""
    every = []
    for arrow in found.values():
        for relation in arrow.dates.task.relations:
            before = found.get(relation.predecessor)
            if before is None:
                continue
            driving = relation in arrow.dates.driving
            corners = _route(relation, before, arrow, scale)
            if corners:
                every.append(Tie(corners, driving, driving and before.critical and arrow.critical))
    return tuple(sorted(every, key=lambda tie: (tie.driving, tie.critical)))


def _route(relation: Relation, before: Arrow, after: Arrow, scale: Scale) -> tuple[tuple[float, float], ...]:
    """From the end that holds to the end that is held; along the boundary of the successor's lane where they lie apart.

    A start-to-start relation leaves the predecessor's arrow above or below the successor's start, a finish-to-finish
    one meets the successor's arrow there, as lags are read off the time axis.
    """
    kind, low, high = relation.type, float(before.lane), float(after.lane)
    if kind.leaves_finish and not kind.enters_finish:
        x, to_x = scale.within(before.free), scale.within(after.start)
        if to_x < x - 1:
            x = to_x if to_x >= scale.within(before.start) else scale.within(before.finish)
    elif kind.leaves_finish:
        x = scale.within(before.finish)
        to_x = min(max(x, scale.within(after.start)), scale.within(after.finish))
    else:
        to_x = scale.within(after.finish if kind.enters_finish else after.start)
        x = min(max(to_x, scale.within(before.start)), scale.within(before.finish))
    if low == high:
        return ((x, low), (to_x, high)) if to_x - x > 2 * NODE + 2 else ()
    if abs(to_x - x) < 1.0:
        return (to_x, low), (to_x, high)
    edge = high - 0.5 if low < high else high + 0.5
    return (x, low), (x, edge), (to_x, edge), (to_x, high)
