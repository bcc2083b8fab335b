"""Backward scheduling (倒排): from each deadline, the latest dates of every task before it.

Each deadline is taken alone: the latest dates that keep it, whatever the project's own finish. A task that serves
several deadlines must keep the one that asks earliest; that one decides. Taken all together the latest dates are
still feasible, to the minute and on any mix of calendars (`cpm.backward`, `safe`). This module must never know a
reader's language or a table's columns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from schedule.engine import cpm
from schedule.engine.network import compile_network
from schedule.engine.paths import everything_before
from schedule.engine.schedule import Schedule, Stage
from schedule.model import Instant, Minutes


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """What one unfinished task owes to the deadlines after it.

    `deadline` is the task whose deadline decides, `deadline_at` its instant, `serves` all deadline tasks that depend
    on this one. `float` is working minutes between the early and the latest finish, on the task's calendar: negative
    says by how much the deadline is already impossible. `body` is the responsible body's id. A task that serves no
    deadline has no row.
    """

    task: str
    body: str | None
    deadline: str
    deadline_at: Instant
    latest_start: Instant
    latest_finish: Instant
    float: Minutes
    serves: tuple[str, ...]

    @property
    def impossible(self) -> bool:
        """Whether the forecast already breaks the deadline through this task."""
        return self.float < 0


_Asked = tuple[Instant, Instant, str, Instant]
"""Latest finish, latest start, and the deadline that asks for them: its task and its instant."""


def deadline_rows(schedule: Schedule) -> tuple[DeadlineRow, ...]:
    """The backward schedule from every unfinished deadline, in the order of latest finish, then of the plan.

    One backward pass a deadline, in which nothing but that deadline limits a finish.
    """
    plan = schedule.state.plan
    network = compile_network(schedule.state, schedule.calendars)
    net, tables = network.arrays, [calendar.table for calendar in network.calendars]
    open_deadlines = {
        name: dates.task.deadline
        for name, dates in schedule.tasks.items()
        if dates.task.deadline is not None and dates.stage is not Stage.FINISHED
    }
    serving = everything_before(plan, open_deadlines)
    latest: dict[str, list[_Asked]] = {}
    for name, deadline in open_deadlines.items():
        ceiling = [_NEVER] * len(network.tasks)
        ceiling[network.number[name]] = deadline
        late_start, late_finish, _ = cpm.backward(net, tables, ceiling, safe=True)
        for served in {name, *serving[name]}:
            i = network.number[served]
            if net.kind[i] != cpm.FINISHED:
                latest.setdefault(served, []).append((late_finish[i], late_start[i], name, deadline))
    place = {name: k for k, name in enumerate(plan.tasks)}
    rows = [
        _row(schedule, name, sorted(asked, key=lambda one: (one[0], place[one[2]]))) for name, asked in latest.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.latest_finish, place[row.task])))


_NEVER: Instant = 1 << 40
"""An instant after every calendar's horizon, some two million years on: where what serves no deadline may finish."""


def _row(schedule: Schedule, name: str, asked: list[_Asked]) -> DeadlineRow:
    dates, plan = schedule.tasks[name], schedule.state.plan
    latest_finish, latest_start, decides, asked_by = asked[0]
    return DeadlineRow(
        task=name,
        body=plan.tasks[name].body,
        deadline=decides,
        deadline_at=asked_by,
        latest_start=latest_start,
        latest_finish=latest_finish,
        float=dates.calendar.work(dates.finish, latest_finish),
        serves=tuple(deadline for _, _, deadline, _ in asked),
    )


def lateness_through(schedule: Schedule, rows: Iterable[DeadlineRow]) -> dict[str, Minutes]:
    """By how much each row's deadline is missed through the row's task, in elapsed minutes; 0 where it is not.

    This is what the deadline itself would lose if only the chains from that task held it. It is not the task's own gap:
    three days over a weekend at one end can be one day at the other.
    """
    network = compile_network(schedule.state, schedule.calendars)
    net, tables = network.arrays, [calendar.table for calendar in network.calendars]
    early_start, early_finish, _ = cpm.forward(net, tables)
    late = {}
    for row in rows:
        begin, end = network.number[row.task], network.number[row.deadline]
        arrives = cpm.arrival(net, tables, early_start, early_finish, begin, end) if row.impossible else 0
        late[row.task] = max(0, arrives - row.deadline_at) if row.impossible else 0
    return late
