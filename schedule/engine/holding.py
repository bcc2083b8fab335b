"""What holds a date where it is forecast: the tasks that would move it if they moved by a day.

A path of drivers may have months of float in front of a closed season; it leads to a date and does not hold it. Here
the question is asked backward: how late may each task finish so that the date stays? This module must never know a
reader, nor why a date matters.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from schedule.engine import cpm
from schedule.engine.run import latest_dates
from schedule.engine.schedule import Schedule, TaskDates
from schedule.model import Instant


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
    waiting = {name: dates.finish for name, dates in schedule.tasks.items() if _waits(dates)}
    return latest_finishes(schedule, dict.fromkeys(waiting, max(waiting.values(), default=0)))


def holding(schedule: Schedule, target: str | None) -> tuple[TaskDates, ...]:
    """The unfinished tasks that hold a task, itself included, or the last finish of all; in the order of their starts.

    A task holds it exactly when the date would move if the task finished a working day of its own later, moved as a
    whole. A milestone has no day of its own: it holds what it drives where what drives it does. What only spans others,
    and what has happened, also where nobody said so (`implied`), holds nothing; nobody holds what has been reached.
    """
    return held_by(schedule, held_until(schedule, target))


def held_by(schedule: Schedule, until: Mapping[str, Instant]) -> tuple[TaskDates, ...]:
    """`holding` by the latest finishes that keep the date, where they are there already."""
    place = {name: k for k, name in enumerate(schedule.tasks)}
    names = {name for name in until if _moves(schedule.tasks[name], until[name])}
    names = names - schedule.network.implied.keys() or names  # asked about itself, what has come stands for itself
    held = [schedule.tasks[name] for name in names | _between(schedule, names)]
    return tuple(sorted(held, key=lambda dates: (dates.start, dates.finish, place[dates.task.id])))


def _between(schedule: Schedule, held: Collection[str]) -> set[str]:
    """The unfinished milestones that what holds a date drives, and that drive what holds it; through others too."""
    marks = (task.id for task in schedule.network.tasks if task.is_milestone and task.id not in held)
    passing = {name for name in marks if _waits(schedule.tasks[name])}
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


def _waits(dates: TaskDates) -> bool:
    return dates.early_finish is not None and not dates.task.spans


def _moves(dates: TaskDates, until: Instant) -> bool:
    """Whether a working day more takes an unfinished task past an instant."""
    finish = dates.early_finish
    return finish is not None and dates.calendar.add(finish, dates.calendar.day_minutes) > until
