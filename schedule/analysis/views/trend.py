"""How forecasts moved from meeting to meeting: each task's forecast at every report's data date.

A meeting of the past is computed again from what was known then, so that the trend of last week's paper is the
beginning of this week's. This module must never know a chart or a language.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from schedule.analysis.history import History
from schedule.analysis.meeting import Meeting
from schedule.analysis.move.windows import Windows, windows
from schedule.analysis.speaking_order import in_order
from schedule.engine.schedule import Schedule, Stage
from schedule.model import Instant, Project

Trend = tuple[tuple[Instant, Instant], ...]
"""Pairs of a data date and the finish that was forecast at it, in order of data date."""


def data_dates(project: Project, data_date: Instant) -> tuple[Instant, ...]:
    """The data dates of all reports up to a data date, and that itself, in order."""
    known = {update.data_date for update in project.updates if update.data_date <= data_date}
    return tuple(sorted(known | {data_date}))


def forecasts(history: History, data_date: Instant, tasks: Collection[str]) -> Mapping[str, Trend]:
    """The finish of each task as it was forecast at every report's data date up to `data_date`, and at that.

    A finish that had been reached by then is the actual one. A data date at which a task was not in the plan has no
    pair; a task that never was has none at all.
    """
    found: dict[str, list[tuple[Instant, Instant]]] = {name: [] for name in tasks}
    if found:
        for day in data_dates(history.project, data_date):
            dated = history.schedule(day).tasks
            for name in found:
                if name in dated:
                    found[name].append((day, dated[name].finish))
    return {name: tuple(pairs) for name, pairs in found.items()}


def movements(meeting: Meeting) -> Windows | None:
    """Why the headline's forecast moved from meeting to meeting, from the first report on; None with fewer than two.

    None, too, where the dates are those of a file, or the task was not in the plan at one of the meetings.
    """
    dates = data_dates(meeting.project, meeting.data_date)
    if meeting.ledger is None or len(dates) < 2:
        return None
    milestone = meeting.ledger.milestone
    plans = [meeting.history.state(day).plan.tasks for day in dates]
    if any(milestone not in tasks or tasks[milestone].spans for tasks in plans):
        return None
    return windows(meeting.history, dates, milestone, known=True)


def key_dates(schedule: Schedule, since: Instant, most: int) -> tuple[str, ...]:
    """The tasks whose forecasts a meeting follows (关键节点), in the order of their finishes, at most so many.

    Milestones, tasks with a deadline, and of each phase the task that finishes last; not those that had been reached at
    `since`. Where there are more than `most`, whose deadline speaks first comes first (`in_order`), then what has a
    deadline, then milestones, then the phases' ends, and of equal ones the unfinished before the finished and the
    earlier first.
    """
    first = next(iter(in_order(schedule)), None)
    phases: dict[str, str] = {}
    dated = {name: dates for name, dates in schedule.tasks.items() if not dates.task.spans}
    for name, dates in dated.items():
        phase = dates.task.phase
        if phase is not None and (phase not in phases or dates.finish >= dated[phases[phase]].finish):
            phases[phase] = name
    ends = set(phases.values())

    def rank(name: str) -> int:
        task = dated[name].task
        return 0 if name == first else 1 if task.deadline is not None else 2 if task.is_milestone else 3

    asked = [
        name
        for name, dates in dated.items()
        if (rank(name) < 3 or name in ends) and (dates.stage is not Stage.FINISHED or dates.finish > since)
    ]
    if not asked and dated:
        asked = [max(dated, key=lambda name: dated[name].finish)]
    place = {name: k for k, name in enumerate(dated)}
    asked.sort(key=lambda name: (rank(name), dated[name].stage is Stage.FINISHED, dated[name].finish, place[name]))
    return tuple(sorted(asked[:most], key=lambda name: (dated[name].finish, place[name])))
