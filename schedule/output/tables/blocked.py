"""What holds a task up, in a cell: what it waits for and whose that is, a date, a desk, a report that did not come.

This module must never know a table, and computes no date.
"""

from __future__ import annotations

from schedule.analysis.meeting import Meeting
from schedule.analysis.reports.ceilings import is_near, is_passed
from schedule.analysis.reports.custody import Custody
from schedule.analysis.reports.reporting import is_free
from schedule.calendars.worktime import start_day
from schedule.engine.schedule import Reason, Stage, TaskDates
from schedule.model import Relation
from schedule.output.words.explanation import reason_words
from schedule.output.words.limits import standing_text
from schedule.output.words.phrases import Voice, lagged

_OPEN_ENDS = (Reason.ACTUAL, Reason.RESUMED, Reason.DATA_DATE, Reason.PROJECT_START, Reason.RELATION)


def blocked_by(name: str, meeting: Meeting, file: Custody | None, voice: Voice) -> str | None:
    """What an unfinished task waits for at the data date: its drivers and whose they are, a date, a desk, a report.

    None where nothing but its own work is between it and its finish.
    """
    dates, status = meeting.schedule.tasks[name], meeting.schedule.tasks[name].status
    said = [_waits(dates, meeting, voice)]
    if status.suspended is not None and status.resumed is None:
        said.append(voice.say("workbook.suspended", day=voice.day(start_day(status.suspended))))
    if file is not None and file.holder is not None:
        holder = voice.body(file.holder.body)
        if file.holder.cause is not None:
            holder = voice.say("custody.held", body=holder, cause=voice.say(f"cause.{file.holder.cause}"))
        said.append(voice.say("workbook.desk", holder=holder))
    limit = next((one.clock for one in meeting.ceilings if one.task == name), None)
    days = meeting.project.plan.settings.start_within
    if limit is not None and (is_passed(limit) or is_near(limit, meeting.data_date, days)):
        said.append(voice.tell(standing_text(limit)))
    if name in meeting.unreported:
        said.append(voice.say("workbook.silent"))
    return voice.say("workbook.and").join(text for text in said if text) or None


def _waits(dates: TaskDates, meeting: Meeting, voice: Voice) -> str | None:
    """What its early date waits for, as the task stands now."""
    waits = []
    for key, at_finish in (("workbook.waits", False), ("workbook.waits-finish", True)):
        held = [relation for relation in dates.driving if relation.type.enters_finish is at_finish]
        points = [_point(relation, dates, meeting, voice) for relation in held]
        if points:
            waits.append(voice.say(key, points=voice.listed(points)))
    if waits:
        return voice.say("workbook.and").join(waits)
    if dates.early_bound.reason not in _OPEN_ENDS:
        return voice.tell(reason_words(dates.early_bound, dates))
    if dates.stage is Stage.NOT_STARTED and dates.start <= meeting.data_date and is_free(dates, meeting.schedule):
        return voice.say("workbook.due" if dates.task.is_milestone else "workbook.free")
    return None


def _point(relation: Relation, dates: TaskDates, meeting: Meeting, voice: Voice) -> str:
    """The point in time that a relation waits for, with whose it is where that is another body."""
    point = voice.of(relation.predecessor, f"after.{relation.type}", task=voice.task(relation.predecessor))
    point = voice.tell(lagged(point, relation, meeting.schedule))
    before = voice.plan.tasks.get(relation.predecessor)
    desks = None if before is None or voice.acting(before) == voice.acting(dates.task) else voice.desks(before)
    return point if desks is None else voice.say("workbook.point", point=point, body=desks)
