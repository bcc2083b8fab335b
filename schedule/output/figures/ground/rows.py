"""Which tasks a chart shows, under which headings, on which page.

A task must meet all that `Only` asks; of several bodies or phases, one. A plan too large for a wall is summed up
(`shown`), unless all of it is asked for. This module must never know a colour, a size or a language.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import ceil

from schedule.analysis.dates.alerts import Light
from schedule.analysis.meeting import Meeting
from schedule.calendars.worktime import DAY
from schedule.engine.schedule import Stage
from schedule.model import Instant

WEEK = 7 * DAY

CROWDED = 120
"""A chart of more tasks than these cannot be read from a chair: it is summed up, unless all of it is asked for."""
SHEET = 40
"""Rows on a sheet of a crowded plan, with its headings: one page of a screen in type that is read from a chair."""


@dataclass(frozen=True, slots=True)
class Only:
    """Which tasks, by ids. Empty tuples and None ask nothing. `weeks` counts from the data date, `late` asks for red.

    `whole`: every one of them has its row, however many they are.
    """

    critical: bool = False
    bodies: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    weeks: int | None = None
    late: bool = False
    whole: bool = False


EVERYTHING = Only()


@dataclass(frozen=True, slots=True)
class Heading:
    """A row that opens a phase (`group` empty) or a group within it. `tasks` are all the shown tasks below it.

    `continued` marks a heading that is repeated at the top of a page. Where it is `summed` it stands for its tasks, of
    which only those with a date of their own have rows; in a plan without phases it then stands for a `body`.
    """

    phase: str | None
    group: tuple[str, ...]
    tasks: tuple[str, ...]
    continued: bool = False
    summed: bool = False
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of one task; `depth` counts the headings it stands under."""

    task: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class More:
    """The last row of a sheet that has no room for all: so many tasks have no row."""

    count: int
    depth: int = 0


Row = Heading | Line | More


def shown(meeting: Meeting, only: Only = EVERYTHING) -> tuple[Row, ...]:
    """The rows of a chart that a room can read: all that `only` asks for, or of a crowded plan what matters of it.

    What is late is a list, the dearest to the deadline first. Of what is critical, late or to be done in the next
    weeks a crowded plan shows one sheet, and how many tasks are not on it; of any other question to which more than
    `CROWDED` tasks are the answer, a row for each phase and the tasks that have a date of their own (`summary`).
    """
    rows = select(meeting, only)
    tasks = [row.task for row in rows if isinstance(row, Line)]
    if only.late:
        chosen = _dearest(meeting, tasks)
        kept = chosen if only.whole else chosen[:SHEET]
        return (*map(Line, kept), *_rest(len(chosen) - len(kept)))
    if only.whole or not is_crowded(meeting) or len(tasks) <= SHEET:
        return rows
    if only.critical or only.weeks is not None:
        return _sheet(meeting, only, tasks)
    return rows if len(tasks) <= CROWDED else summary(meeting, tasks)


def is_crowded(meeting: Meeting) -> bool:
    """Whether a plan has more tasks than a wall has room for."""
    return len(meeting.schedule.tasks) > CROWDED


def summary(meeting: Meeting, tasks: Sequence[str]) -> tuple[Row, ...]:
    """A row for each phase, or each body where the plan has no phases; under it what has a date of its own.

    These are milestones and tasks with a deadline. Where they are more than a sheet has room for, the most urgent
    have rows.
    """
    plan = meeting.schedule.state.plan
    known = {name: meeting.schedule.tasks[name].task for name in tasks}
    phases: list[tuple[str | None, str | None]] = [(phase, None) for phase in plan.phases]
    by: dict[tuple[str | None, str | None], list[str]] = {}
    for key in phases or [(None, body) for body in plan.bodies]:
        by[key] = []
    for name, task in known.items():
        by.setdefault((task.phase, None) if plan.phases else (None, meeting.answers_for(name)), []).append(name)
    found = {key: members for key, members in by.items() if members}
    dated = [name for name, task in known.items() if task.is_milestone or task.deadline is not None]
    kept = set(_urgent(meeting, dated)[: max(SHEET - len(found), 1)])
    without = set(dated) - kept
    rows: list[Row] = []
    for (phase, body), members in found.items():
        rows.append(Heading(phase, (), tuple(members), summed=True, body=body))
        rows += [Line(name, 1) for name in members if name in kept]
        rows += _rest(sum(name in without for name in members), 1)
    return tuple(rows)


def foremost(meeting: Meeting, most: int) -> tuple[str, ...]:
    """The tasks that a paper of so many has room for, in the order of the plan: all, or what a meeting asks for.

    These are, in this order: what has an alert, holds the date, has a deadline or is a milestone, is to be done in the
    next two weeks; then the rest by urgency.
    """
    tasks = meeting.schedule.tasks
    listed = tuple(meeting.schedule.state.plan.tasks)
    if len(listed) <= most:
        return listed
    dated = [name for name, dates in tasks.items() if dates.task.is_milestone or dates.task.deadline is not None]
    first = [*(alert.task for alert in meeting.alerts), *meeting.critical_path, *dated]
    first += [name for names in meeting.upcoming.values() for name in names]
    chosen = set(list(dict.fromkeys([*first, *_urgent(meeting, list(tasks))]))[:most])
    return tuple(name for name in listed if name in chosen)


def drawn(rows: Sequence[Row]) -> tuple[Line, ...]:
    """A line for every task that the rows stand for, summed or not: what a time axis has to show."""
    found = [row.task for row in rows if isinstance(row, Line)]
    found += [task for row in rows if isinstance(row, Heading) and row.summed for task in row.tasks]
    return tuple(map(Line, dict.fromkeys(found)))


def _sheet(meeting: Meeting, only: Only, tasks: Sequence[str]) -> tuple[Row, ...]:
    """The most urgent tasks, as many as a sheet has room for with their headings, and how many have none."""
    urgent = _urgent(meeting, tasks)
    for count in range(min(SHEET, len(urgent)), 0, -1):
        rows = select(meeting, only, set(urgent[:count]))
        if len(rows) < SHEET or count == 1:
            return (*rows, *_rest(len(tasks) - count))
    return ()


def _rest(count: int, depth: int = 0) -> tuple[More, ...]:
    return (More(count, depth),) if count else ()


def _dearest(meeting: Meeting, tasks: Sequence[str]) -> list[str]:
    """Tasks as the alerts have them, by what they cost the deadline; then those that nobody can act on yet, by date."""
    alerted = [alert.task for alert in meeting.alerts if alert.light is Light.RED]
    asked = set(tasks)
    later = sorted(tasks, key=lambda name: meeting.schedule.tasks[name].finish)
    return list(dict.fromkeys([*(task for task in alerted if task in asked), *later]))


def _urgent(meeting: Meeting, tasks: Sequence[str]) -> list[str]:
    """Tasks by what needs eyes first: not finished, by light, what is critical, the earliest latest finish."""
    critical, lights = set(meeting.critical_path), list(Light)

    def key(name: str) -> tuple[bool, int, bool, Instant]:
        dates, row = meeting.schedule.tasks[name], meeting.owed.get(name)
        due = dates.finish if row is None else row.latest_finish
        finished = dates.stage is Stage.FINISHED
        return finished, lights.index(meeting.lights[name]), name not in critical, due

    return sorted(tasks, key=key)


def select(meeting: Meeting, only: Only = EVERYTHING, among: Collection[str] | None = None) -> tuple[Row, ...]:
    """Every task that `only` asks for, `among` those named, by phase and group, in the order of the plan.

    `critical` are the unfinished tasks that hold the target; `weeks` those to be worked on from the data date to so
    many weeks later; `late` those whose light is red. A plan without phases has no phase headings.
    """
    critical = frozenset(meeting.critical_path)
    wanted = [
        task
        for task in meeting.schedule.state.plan.tasks
        if (among is None or task in among) and _wanted(task, only, meeting, critical)
    ]
    plan = meeting.schedule.state.plan
    order = {phase: position for position, phase in enumerate(plan.phases)}
    phases = {task: meeting.schedule.tasks[task].task.phase for task in wanted}
    wanted.sort(key=lambda task: order.get(phases[task] or "", len(order)))
    rows: list[Row] = []
    for phase, members in groupby(wanted, key=lambda task: phases[task]):
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


def _wanted(task: str, asked: Only, meeting: Meeting, critical: Collection[str]) -> bool:
    dates = meeting.schedule.tasks[task]
    if asked.critical and task not in critical:
        return False
    if asked.late and meeting.lights[task] is not Light.RED:
        return False
    if asked.bodies and {dates.task.body, meeting.answers_for(task)}.isdisjoint(asked.bodies):
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
