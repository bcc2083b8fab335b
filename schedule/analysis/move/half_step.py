"""Where the ledger's step of progress ends and that of decisions begins: the earlier plan with the later reports.

This module must never know what a report or a decision moves: it computes no schedule.
"""

from __future__ import annotations

from dataclasses import replace

from schedule.analysis.move.expectation import expected_at
from schedule.calendars.durations import in_minutes, remaining_work, work_minutes
from schedule.engine.schedule import Schedule
from schedule.engine.state import brought_to
from schedule.model import RevisionKind, State, Status
from schedule.rules import ProgressRule


def reported_state(before: Schedule, after: State) -> State:
    """The earlier plan with the later reports, at the later data date: where the progress half-step ends.

    Of a task that has been removed nobody owes a report any more: it goes as expected until its removal, also where a
    task of the same id was added again. What a decision gave to work under way, or took from it, is the decision's: the
    report, which counts it, is read as one of the earlier duration.
    """
    decided = after.revisions[len(before.state.revisions) :]
    gone = {one.task for one in decided if one.kind is RevisionKind.REMOVE} | before.tasks.keys() - after.plan.tasks
    lengthened = {one.task for one in decided if one.kind is RevisionKind.SET and "duration" in one.changes} - gone
    statuses = {name: after.status(name) for name in before.state.plan.tasks}
    if gone:
        expected = expected_at(before, after)
        statuses |= {name: expected.status(name) for name in statuses if name in gone}
    statuses |= {name: _before_decision(before, after, name) for name in statuses if name in lengthened}
    plan = before.state.plan
    if plan.funds != after.plan.funds:  # what came of the money, or is expected now, is reported and not decided
        plan = replace(plan, funds=after.plan.funds)
    homes = {key: replace(home, funds=after.homes[key].funds) for key, home in before.state.homes.items()}
    return brought_to(replace(before.state, plan=plan, homes=homes, statuses=statuses), after)


def _before_decision(before: Schedule, after: State, name: str) -> Status:
    """A report of work under way whose duration was decided anew, as it would be of the earlier duration."""
    status, task, earlier = after.status(name), after.plan.tasks[name], before.tasks[name]
    home = before.state.home(name)
    told = status.reported is not None and status.reported > home.data_date
    whole = home.rules.progress is ProgressRule.AS_PLANNED
    if not told or whole or status.started is None or status.finished is not None or task.assignments:
        return status
    calendar = earlier.calendar
    full = work_minutes(task.duration, calendar)
    left = remaining_work(full, status, calendar) - (full - work_minutes(earlier.task.duration, calendar))
    return replace(status, remaining=in_minutes(max(0, left)), percent=None)
