"""Which tasks a chart shows, under which headings, on which page.

A task must meet all that `Only` asks; of several bodies or phases, one. This module must never know a colour, a size
or a language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import ceil

from schedule.analysis.meeting import Meeting
from schedule.calendars.worktime import DAY
from schedule.engine.schedule import Stage

WEEK = 7 * DAY


@dataclass(frozen=True, slots=True)
class Only:
    """Which tasks, by ids. Empty tuples and None ask nothing. `weeks` counts from the data date."""

    critical: bool = False
    bodies: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    weeks: int | None = None


EVERYTHING = Only()


@dataclass(frozen=True, slots=True)
class Heading:
    """A row that opens a phase (`group` empty) or a group within it. `tasks` are all the shown tasks below it.

    `continued` marks a heading that is repeated at the top of a page.
    """

    phase: str | None
    group: tuple[str, ...]
    tasks: tuple[str, ...]
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row of one task; `depth` counts the headings it stands under."""

    task: str
    depth: int = 0


Row = Heading | Line


def select(meeting: Meeting, only: Only = EVERYTHING) -> tuple[Row, ...]:
    """The rows of a chart: the tasks that `only` asks for, by phase and group, in the order of the plan.

    `critical` are the unfinished tasks that hold the target; `weeks` those to be worked on from the data date to so
    many weeks later. A plan without phases has no phase headings.
    """
    shown = [task for task in meeting.schedule.tasks if _wanted(task, only, meeting)]
    plan = meeting.schedule.state.plan
    order = {phase: position for position, phase in enumerate(plan.phases)}
    phases = {task: meeting.schedule.tasks[task].task.phase for task in shown}
    shown.sort(key=lambda task: order.get(phases[task] or "", len(order)))
    rows: list[Row] = []
    for phase, members in groupby(shown, key=lambda task: phases[task]):
        tasks = tuple(members)
        if order:
            rows.append(Heading(phase, (), tasks))
        rows += _grouped(tasks, phase, meeting, depth=1 if order else 0)
    return tuple(rows)


def pages(rows: Sequence[Row], per_page: int) -> tuple[tuple[Row, ...], ...]:
    """The rows in pages of at most `per_page` rows and of about the same length.

    A heading stays with the row that follows it, and is repeated as `continued` where a page breaks below it, so that
    no row of any page is without its phase. Raises ValueError below 3: two headings and a task must have room.

    >>> [len(page) for page in pages([Line("a"), Line("b"), Line("c"), Line("d")], per_page=3)]
    [2, 2]
    """
    if per_page < 3:
        raise ValueError(f"a page of {per_page} rows has no room for two headings and a task")
    fewest = len(_filled(rows, per_page))
    sizes = range(ceil(len(rows) / fewest), per_page + 1)
    return next(filled for size in sizes if len(filled := _filled(rows, size)) == fewest)


def _filled(rows: Sequence[Row], size: int) -> tuple[tuple[Row, ...], ...]:
    """Pages of `size` rows, filled one after the other; a page has at least its headings and one task."""
    filled: list[list[Row]] = [[]]
    opened: tuple[Heading, ...] = ()
    block: list[Row] = []
    for row in rows:
        block.append(row)
        if isinstance(row, Heading):
            continue
        headings = [item for item in block if isinstance(item, Heading)]
        above = opened[: row.depth - len(headings)]
        if filled[-1] and len(filled[-1]) + len(block) > size:
            filled.append([replace(heading, continued=True) for heading in above])
        filled[-1] += block
        opened = (*above, *headings)
        block = []
    return tuple(tuple(page) for page in filled)


def _wanted(task: str, asked: Only, meeting: Meeting) -> bool:
    dates = meeting.schedule.tasks[task]
    if asked.critical and task not in meeting.critical_path:
        return False
    if asked.bodies and dates.task.body not in asked.bodies:
        return False
    if asked.phases and dates.task.phase not in asked.phases:
        return False
    if asked.weeks is None:
        return True
    return dates.stage is not Stage.FINISHED and dates.start < meeting.data_date + asked.weeks * WEEK


def _grouped(tasks: Sequence[str], phase: str | None, meeting: Meeting, depth: int) -> list[Row]:
    """The lines of one phase; the tasks of a group stand together where the plan has the first of them.

    A group of which only one task is shown needs no heading.
    """
    members: dict[tuple[str, ...], list[str]] = {}
    for task in tasks:
        members.setdefault(meeting.schedule.tasks[task].task.group, []).append(task)
    rows: list[Row] = []
    for task in tasks:
        group = meeting.schedule.tasks[task].task.group
        together = members[group]
        if not group or len(together) == 1:
            rows.append(Line(task, depth))
        elif task == together[0]:
            rows += [Heading(phase, group, tuple(together)), *(Line(member, depth + 1) for member in together)]
    return rows
