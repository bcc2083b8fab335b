"""What holds a date where it is forecast: the tasks that would move it if they moved by a day.

A path of drivers may have months of float in front of a closed season; it leads to a date and does not hold it. Here
the question is asked backward: how late may each task finish so that the date stays? This module must never know a
reader, nor why a date matters.
"""

from __future__ import annotations

from collections.abc import Mapping

from schedule.engine import cpm
from schedule.engine.schedule import Schedule, TaskDates
from schedule.model import Instant
from schedule.rules import ProgressRule


def latest_finishes(schedule: Schedule, ends: Mapping[str, Instant]) -> dict[str, Instant]:
    """The last instant at which each task may finish so that no task of `ends` finishes after its instant.

    Taken all together they are feasible on any mix of calendars (`cpm.backward`, `safe`), whatever the plan's deadlines
    and constraints ask. A task that holds none of `ends` is not among them, nor is one of which only a start that has
    happened does.
    """
    network, passes = schedule.network, schedule.passes
    late = cpm.empty_dates(len(network.tasks))
    ceiling = [ends.get(task.id, cpm.NEVER) for task in network.tasks]
    planned = [home.rules.progress is ProgressRule.AS_PLANNED for home in network.homes]
    pairs = zip(network.home, passes.work, network.remaining, strict=True)
    work = [remaining if planned[home] else length for home, length, remaining in pairs]
    cpm.backward(network.arrays, network.clock, work, ceiling, True, late)
    named = zip(network.tasks, late.finish, strict=True)
    return {task.id: finish for task, finish in named if cpm.is_limited(finish)}


def held_until(schedule: Schedule, target: str | None) -> dict[str, Instant]:
    """`latest_finishes` that keep a task where it is forecast, or, where it is None, the finish of the last ones."""
    if target is not None:
        return latest_finishes(schedule, {target: schedule.tasks[target].finish})
    waiting = {name: dates.finish for name, dates in schedule.tasks.items() if _waits(dates)}
    return latest_finishes(schedule, dict.fromkeys(waiting, max(waiting.values(), default=0)))


def holding(schedule: Schedule, target: str | None) -> tuple[TaskDates, ...]:
    """The unfinished tasks that hold a task, itself included, or the last finish of all; in the order of their starts.

    A task holds it exactly when the date would move if the task finished a working day of its own later, moved as a
    whole. What only spans others, and what has happened, holds nothing; nobody holds what has been reached.
    """
    if target is not None and schedule.tasks[target].early_finish is None:
        return ()
    until = held_until(schedule, target)
    place = {name: k for k, name in enumerate(schedule.tasks)}
    held = [dates for name in until if _moves(dates := schedule.tasks[name], until[name])]
    return tuple(sorted(held, key=lambda dates: (dates.start, dates.finish, place[dates.task.id])))


def _waits(dates: TaskDates) -> bool:
    return dates.early_finish is not None and not dates.task.spans


def _moves(dates: TaskDates, until: Instant) -> bool:
    """Whether a working day more takes an unfinished task past an instant."""
    finish = dates.early_finish
    return finish is not None and dates.calendar.add(finish, dates.calendar.day_minutes) > until
