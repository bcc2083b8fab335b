"""What holds a task up, in a cell: what it waits for and whose that is, a date, a desk, a report that did not come.

This module must never know a table, and computes no date.
"""

from __future__ import annotations

from schedule.analysis.meeting import Meeting
from schedule.analysis.reports.ceilings import is_near, is_passed
from schedule.analysis.reports.custody import Custody
from schedule.analysis.reports.reporting import is_free, rests_since
from schedule.engine.schedule import Reason, Stage, TaskDates
from schedule.model import Relation
from schedule.output.words.explanation import reason_words
from schedule.output.words.limits import standing_text
from schedule.output.words.phrases import acting_on, desks_of, lagged
from schedule.output.words.saying import Phrase, body_name, joined, listed, say, say_of, task_name

_OPEN_ENDS = (Reason.ACTUAL, Reason.RESUMED, Reason.DATA_DATE, Reason.PROJECT_START, Reason.RELATION)


def blocked_by(name: str, meeting: Meeting, file: Custody | None) -> Phrase | None:
    """What an unfinished task waits for at the data date: its drivers and whose they are, a date, a desk, a report.

    None where nothing but its own work is between it and its finish.
    """
    dates = meeting.schedule.tasks[name]
    said = [_waits(dates, meeting)]
    since = rests_since(dates, meeting.schedule.state.data_date)
    if since is not None:
        said.append(say("workbook.suspended", day=since))
    if file is not None and file.holder is not None:
        holder = body_name(file.holder.body)
        if file.holder.cause is not None:
            holder = say("custody.held", body=holder, cause=say(f"cause.{file.holder.cause}"))
        said.append(say("workbook.desk", holder=holder))
    limit = next((one.clock for one in meeting.ceilings if one.task == name), None)
    days = meeting.project.plan.settings.start_within
    if limit is not None and (is_passed(limit) or is_near(limit, meeting.data_date, days)):
        said.append(standing_text(limit))
    if name in meeting.unreported:
        said.append(say("workbook.silent"))
    return joined((text for text in said if text), "workbook.and") or None


def _waits(dates: TaskDates, meeting: Meeting) -> Phrase | None:
    """What its early date waits for, as the task stands now."""
    waits = []
    for key, at_finish in (("workbook.waits", False), ("workbook.waits-finish", True)):
        held = [relation for relation in dates.driving if relation.type.enters_finish is at_finish]
        points = [_point(relation, dates, meeting) for relation in held]
        if points:
            waits.append(say(key, points=listed(points)))
    if waits:
        return joined(waits, "workbook.and")
    if dates.early_bound.reason not in _OPEN_ENDS:
        return reason_words(dates.early_bound, dates)
    if dates.stage is Stage.NOT_STARTED and dates.start <= meeting.data_date and is_free(dates, meeting.schedule):
        return say("workbook.due" if dates.task.is_milestone else "workbook.free")
    return None


def _point(relation: Relation, dates: TaskDates, meeting: Meeting) -> Phrase:
    """The point in time that a relation waits for, with whose it is where that is another body."""
    name = relation.predecessor
    point = say_of(name, f"after.{relation.type}", task=task_name(name))
    point = lagged(point, relation, meeting.schedule)
    before = meeting.schedule.state.plan.tasks.get(name)
    if before is None or acting_on(before, meeting.duties) == acting_on(dates.task, meeting.duties):
        return point
    desks = desks_of(before, meeting.duties)
    return point if desks is None else say("workbook.point", point=point, body=desks)
