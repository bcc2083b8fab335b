"""What a meeting whose deadline does not hold could decide: the cheapest menus of measures, looked for only so long.

A paper says the same whenever and wherever it is printed, so that what may be tried is counted in re-runs and never in
seconds: on a usual machine they take about a second. This module must never know a reader, nor the time of day.
"""

from __future__ import annotations

from dataclasses import dataclass

from schedule.analysis.meeting import Headline, Meeting
from schedule.analysis.recovery.menus import Recovery, recovery
from schedule.analysis.recovery.reach import bringing, measures_of
from schedule.model import Instant

TASK_RUNS = 400_000
"""How many tasks and measures a meeting may run through, a few millionths of a second each.

A re-run takes all tasks of the plan through, and all measures.
"""
_SCHEDULES = 40
"""As many re-runs the schedules cost that are computed whole: with the law's floors, with all measures, with a menu."""
_TRIED = 3
"""How many re-runs it takes at most, for each measure, to let go of what a menu does not need, once time is over."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """What measures do about a missed deadline: `found` is None where none was sought, of a plan too large for that.

    Papers tell the first of its menus; the certificate proves as many as the plan asks for.
    """

    target: str
    to: Instant
    found: Recovery | None


def remedy(meeting: Meeting) -> Remedy | None:
    """The menus for the deadline that speaks first of those that are missed, lie ahead, and have measures.

    None where there is no such deadline: so of every plan without levers.
    """
    if meeting.stored or not any(task.levers for task in meeting.schedule.state.plan.tasks.values()):
        return None
    tasks = [one.task for one in measures_of(meeting.schedule)]
    for head in meeting.headlines:
        if head.target is None or head.deadline is None or not _is_open(head, meeting):
            continue
        on_way = bringing(meeting.schedule, head.target)
        measures = sum(one in on_way for one in tasks)
        if measures:
            return Remedy(head.target, head.deadline, _found(meeting, head.target, head.deadline, measures))
    return None


def _is_open(head: Headline, meeting: Meeting) -> bool:
    """Whether a deadline is missed as things stand and lies ahead, and waits for more than a report."""
    ahead = head.deadline is not None and head.deadline > meeting.data_date
    spans = meeting.schedule.tasks[head.task].task.spans
    return head.missed and ahead and not head.reached and head.done is None and not spans


def _found(meeting: Meeting, target: str, to: Instant, measures: int) -> Recovery | None:
    each = len(meeting.schedule.network.tasks) + measures
    runs = TASK_RUNS // each - _SCHEDULES - _TRIED * measures
    wanted = meeting.schedule.state.plan.settings.recovery.max_menus
    return recovery(meeting.schedule, target, to, wanted, runs=runs) if runs > 0 else None
