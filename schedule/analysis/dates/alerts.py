"""Slippage alerts: which tasks need the meeting's eye, under which light, and what they cost the deadline.

An alert is a code with facts; its sentence is written by `schedule.output.words.sentences`. Thresholds come from the
plan's settings. This module must never know a language or a colour's RGB.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from schedule.analysis.dates.comparison import Comparison, shown_shift
from schedule.analysis.dates.deadlines import DeadlineRow, lateness_through
from schedule.analysis.reports.evidence import lacks_document
from schedule.analysis.reports.reporting import could_have_moved
from schedule.calendars.worktime import DAY, finish_day, start_day
from schedule.engine.schedule import Schedule, Stage, TaskDates, shown_days
from schedule.model import Instant, Minutes

Fact = str | int | float | None


class Light(StrEnum):
    """红、黄、灰、绿, from what must be settled today to what goes well. Grey: not reported, or no evidence."""

    RED = "red"
    YELLOW = "yellow"
    GREY = "grey"
    GREEN = "green"


@dataclass(frozen=True, slots=True)
class Alert:
    """One line of the alert list.

    Codes: `deadline-missed` (a deadline's own forecast is past it), `overdue` (a latest start or finish has passed),
    `negative-float`, `date-missed` (no deadline, but a date that a constraint fixes is lost), `ready-not-started` (free
    to begin, due, not begun), `low-float`, `behind-baseline`, `not-reported`, `no-evidence`. `cost` is what the
    deadline loses through this task: elapsed minutes at the deadline's end, 0 where it still holds. `facts` are plain
    values: dates as ISO text, days as numbers; `late_days` is the cost as a reader counts it, from the deadline's day
    to the day it is reached, absent within one day.
    """

    code: str
    light: Light
    task: str
    body: str | None
    cost: Minutes = 0
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What alerts are judged by: the schedule, its backward schedule by task, and how it moved.

    `expected` is the forecast of the meeting before, or the plan's own where there was none.
    """

    schedule: Schedule
    expected: Schedule
    rows: Mapping[str, DeadlineRow]
    unreported: Collection[str]
    since_baseline: Comparison | None
    since_previous: Comparison | None


def light_of(name: str, evidence: Evidence) -> Light:
    """The light of one task.

    Red: a deadline is already missed through it. Grey: not reported, or finished without the document that closes it.
    Yellow: free to begin and not begun, no more float than the plan's `low_float` towards a deadline, or a forecast
    behind the baseline. Green: none of these. A task that serves no deadline is judged by float only where that is
    below nothing: then a date that the plan fixes otherwise is lost, and that is red too.
    """
    dates, row = evidence.schedule.tasks[name], evidence.rows.get(name)
    if _is_lost(dates, row):
        return Light.RED
    if name in evidence.unreported or _lacks_evidence(dates):
        return Light.GREY
    if dates.stage is Stage.FINISHED:
        return Light.GREEN
    warned = _is_ready(name, dates, evidence) or _is_low(dates, row, evidence) or _is_behind(dates, evidence)
    return Light.YELLOW if warned else Light.GREEN


def alerts(evidence: Evidence) -> tuple[Alert, ...]:
    """The alerts of a schedule, the dearest to the deadline first, then red before yellow before grey, then by urgency.

    A line is about something that can be acted on now: a task under way, due to start or to be finished within the
    look-ahead, or a deadline's own task. A task gets one alert about its dates, and another if it was not reported.
    """
    tasks = evidence.schedule.tasks
    coded = [(code, light, name) for name in tasks for code, light in _codes(name, tasks[name], evidence)]
    missed = [row for row in (evidence.rows.get(name) for _, _, name in coded) if row is not None and row.impossible]
    costs = lateness_through(evidence.schedule, missed)
    place = {name: k for k, name in enumerate(tasks)}

    def urgency(alert: Alert) -> tuple[int, int, Instant, int]:
        row = evidence.rows.get(alert.task)
        due = row.latest_finish if row is not None else tasks[alert.task].finish
        return -alert.cost, list(Light).index(alert.light), due, place[alert.task]

    found = [_alert(code, light, tasks[name], costs.get(name, 0), evidence) for code, light, name in coded]
    return tuple(sorted(found, key=urgency))


def red_tasks(evidence: Evidence) -> tuple[str, ...]:
    """The tasks that have a red alert, in plan order."""
    tasks = evidence.schedule.tasks
    return tuple(name for name in tasks if any(light is Light.RED for _, light in _codes(name, tasks[name], evidence)))


def _codes(name: str, dates: TaskDates, evidence: Evidence) -> list[tuple[str, Light]]:
    if dates.stage is Stage.FINISHED:
        return [("no-evidence", Light.GREY)] if _lacks_evidence(dates) else []
    codes = [("not-reported", Light.GREY)] if name in evidence.unreported else []
    row, data_date = evidence.rows.get(name), evidence.schedule.state.data_date
    soon = data_date + evidence.schedule.state.plan.settings.look_ahead * DAY
    if dates.task.deadline is None and dates.start >= soon:
        return codes
    if row is not None and row.impossible:
        if dates.task.deadline is not None:
            codes.append(("deadline-missed", Light.RED))
        elif row.latest_finish < data_date or (dates.stage is Stage.NOT_STARTED and row.latest_start < data_date):
            codes.append(("overdue", Light.RED))
        else:
            codes.append(("negative-float", Light.RED))
    elif _is_lost(dates, row):
        codes.append(("date-missed", Light.RED))
    elif _is_ready(name, dates, evidence):
        codes.append(("ready-not-started", Light.YELLOW))
    elif _is_low(dates, row, evidence):
        codes.append(("low-float", Light.YELLOW))
    elif _is_behind(dates, evidence):
        codes.append(("behind-baseline", Light.YELLOW))
    return codes


def _alert(code: str, light: Light, dates: TaskDates, cost: Minutes, evidence: Evidence) -> Alert:
    name, status = dates.task.id, dates.status
    row = evidence.rows.get(name)
    baseline, previous = evidence.since_baseline, evidence.since_previous
    slip = baseline.movements.get(name) if baseline is not None else None
    moved = previous.movements.get(name) if previous is not None else None
    facts: dict[str, Fact] = {
        "stage": dates.stage.value,
        "start": dates.first_day.isoformat(),
        "finish": dates.last_day.isoformat(),
        "unit": "cd" if dates.calendar.counts_calendar_days else "wd",
        "slip_days": None if slip is None else shown_shift(slip, dates.task.kind),
        "slip_work_days": None if slip is None else _days(slip.finish_slip, dates.calendar.day_minutes),
        "moved_days": None if moved is None else shown_shift(moved, dates.task.kind),
        "last_report": None if status.reported is None else start_day(status.reported).isoformat(),
        "evidence": dates.task.evidence,
        "cause": status.cause,
        "note": status.note,
        "request": status.request,
    }
    if row is not None:
        latest_start, latest_finish = shown_days(dates.task.kind, row.latest_start, row.latest_finish)
        facts |= {
            "latest_start": latest_start.isoformat(),
            "latest_finish": latest_finish.isoformat(),
            "float_days": _days(row.float, dates.calendar.day_minutes),
            "deadline": finish_day(row.deadline_at).isoformat(),
            "deadline_task": row.deadline,
        }
        if cost:
            kind = evidence.schedule.tasks[row.deadline].task.kind
            _, reached = shown_days(kind, row.deadline_at + cost, row.deadline_at + cost)
            facts["late_days"] = (reached - finish_day(row.deadline_at)).days or None
    elif _is_lost(dates, row) and dates.late_start is not None and dates.late_finish is not None:
        latest_start, latest_finish = shown_days(dates.task.kind, dates.late_start, dates.late_finish)
        facts |= {
            "latest_start": latest_start.isoformat(),
            "latest_finish": latest_finish.isoformat(),
            "short_days": _days(-(dates.total_float or 0), dates.calendar.day_minutes),
        }
    return Alert(code, light, name, dates.task.body, cost, facts)


def _days(minutes: Minutes, day: Minutes) -> int | float:
    """Minutes as days: a whole number where it is one, else to a tenth."""
    days = Fraction(minutes, day)
    return days.numerator if days.denominator == 1 else round(float(days), 1)


def _is_lost(dates: TaskDates, row: DeadlineRow | None) -> bool:
    """Whether a deadline is missed through a task, or, where it serves none, another date that the plan fixes."""
    if row is not None:
        return row.impossible
    return dates.total_float is not None and dates.total_float < 0


def _lacks_evidence(dates: TaskDates) -> bool:
    return dates.stage is Stage.FINISHED and lacks_document(dates.task, dates.status)


def _is_ready(name: str, dates: TaskDates, evidence: Evidence) -> bool:
    expected = evidence.expected.tasks.get(name)
    return dates.stage is Stage.NOT_STARTED and could_have_moved(dates, evidence.schedule, expected)


def _is_low(dates: TaskDates, row: DeadlineRow | None, evidence: Evidence) -> bool:
    limit = evidence.schedule.state.plan.settings.low_float
    return row is not None and row.float <= limit * dates.calendar.day_minutes


def _is_behind(dates: TaskDates, evidence: Evidence) -> bool:
    if evidence.since_baseline is None:
        return False
    movement = evidence.since_baseline.movements.get(dates.task.id)
    limit = evidence.schedule.state.plan.settings.behind
    return movement is not None and movement.finish_slip > limit * dates.calendar.day_minutes
