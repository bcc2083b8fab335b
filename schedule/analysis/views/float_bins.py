"""How much each unfinished task can still lose, in days, and how many tasks have how much: a histogram of the float.

A task that serves a deadline is counted to that deadline, as the deadline table counts it; another one to the plan's
finish. Days are calendar days, from the day of the forecast to the latest one. This module must never know a
reader's words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from schedule.analysis.dates.deadlines import room_left
from schedule.analysis.meeting import Meeting
from schedule.engine.schedule import Stage

EDGES = (0, 5, 10, 20, 40)
"""The last day of each bin that has one, in calendar days; what has none of them left is too late."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Tasks with more than `over` days and at most `upto` days left to lose, least first; None is no limit."""

    over: int | None
    upto: int | None
    tasks: tuple[tuple[str, Fraction], ...]


def rooms(meeting: Meeting) -> dict[str, Fraction]:
    """The days that each unfinished task can still lose; below 0 it is too late already. Spans are left out."""
    found = {}
    for name, dates in meeting.schedule.tasks.items():
        left = room_left(dates, meeting.owed.get(name))
        if dates.stage is not Stage.FINISHED and not dates.task.spans and left is not None:
            found[name] = left
    return found


def bins(meeting: Meeting, edges: Sequence[int] = EDGES) -> tuple[Bin, ...]:
    """The unfinished tasks by what they can lose: less than nothing, nothing, then up to each further edge, and more.

    A milestone that is missed without working time between is too late too. The tasks of a bin stand in order of room,
    then of the plan.
    """
    late = {row.task for row in meeting.deadlines if row.impossible}
    found = sorted(rooms(meeting).items(), key=lambda one: one[1])
    too_late = tuple(one for one in found if one[1] < 0 or one[0] in late)
    rest = [one for one in found if one[1] >= 0 and one[0] not in late]
    limits = [(None, 0), *pairwise(edges), (edges[-1], None)]
    by_room = [
        Bin(
            over,
            upto,
            tuple(one for one in rest if (over is None or one[1] > over) and (upto is None or one[1] <= upto)),
        )
        for over, upto in limits
    ]
    return (Bin(None, None, too_late), *by_room)
