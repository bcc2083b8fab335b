"""`explain` in words: a task's reasons as numbered steps. This module must never find a reason, only tell it."""

from __future__ import annotations

from schedule.analysis.reasons import LateStep, Reasons
from schedule.engine.schedule import Reason, Schedule, Stage, TaskDates, shown_days
from schedule.model import Relation
from schedule.output.phrases import Days, Voice, lagged, worked


def explanation(reasons: Reasons, schedule: Schedule, voice: Voice) -> list[str]:
    """Why a task stands where it stands, as lines."""
    dates = reasons.early[-1]
    lines = [_step(voice.whose(dates.task.id), [_dates(dates, voice), *_room(reasons, dates, voice)], voice)]
    if dates.stage is Stage.FINISHED:
        return lines
    lines += ["", voice.say("explain.early")]
    lines += [
        _step(voice.whose(step.task.id), _early(step, schedule, voice), voice, number)
        for number, step in enumerate(reasons.early, start=1)
    ]
    if reasons.also:
        tasks = voice.say("comma").join(voice.task(name) for name in reasons.also)
        lines.append(voice.say("explain.also", tasks=tasks))
    lines += ["", voice.say("explain.late")]
    lines += [
        _step(voice.whose(step.task), [_latest(step, schedule, voice)], voice, number)
        for number, step in enumerate(reasons.late, start=1)
    ]
    return [*lines, _end(reasons, schedule, voice)]


def _step(task: str, reason: list[str], voice: Voice, number: int | None = None) -> str:
    text = task + voice.say("colon") + voice.say("clause").join(reason)
    return text if number is None else f"{number}. {text}"


def _dates(dates: TaskDates, voice: Voice) -> str:
    first, last = voice.day(dates.first_day), voice.day(dates.last_day)
    if dates.stage is Stage.FINISHED:
        return voice.say("explain.finished", finish=last)
    if dates.stage is Stage.IN_PROGRESS:
        return voice.say("explain.running", start=first, finish=last, days=voice.days(worked(dates.remaining, dates)))
    return last if dates.task.is_milestone else voice.say("explain.dates", start=first, finish=last)


def _room(reasons: Reasons, dates: TaskDates, voice: Voice) -> list[str]:
    left = dates.total_float if reasons.row is None else reasons.row.float
    if left is None:
        return []
    days: Days = worked(abs(left), dates)
    key = "explain.room" if left > 0 else "explain.short" if left < 0 else "explain.no-room"
    return [voice.say(key, days=voice.days(days))]


def _early(dates: TaskDates, schedule: Schedule, voice: Voice) -> list[str]:
    """What set a task's early start, and the dates that came of it."""
    bound = dates.early_bound
    if bound.reason is Reason.ACTUAL:
        return [_dates(dates, voice)]
    if bound.relation is not None:
        key = "explain.waits-finish" if bound.relation.type.enters_finish else "explain.waits-start"
        return [voice.say(key, point=_point(bound.relation, schedule, voice)), _dates(dates, voice)]
    if dates.stage is Stage.IN_PROGRESS:
        return [_dates(dates, voice)]
    return [voice.say(f"explain.{bound.reason}"), _dates(dates, voice)]


def _point(relation: Relation, schedule: Schedule, voice: Voice) -> str:
    """The moment that a relation waits for: "the start of A", "15 days after the finish of A"."""
    key = "explain.finish-of" if relation.type.leaves_finish else "explain.start-of"
    return lagged(voice.say(key, task=voice.task(relation.predecessor)), relation, schedule, voice)


def _latest(step: LateStep, schedule: Schedule, voice: Voice) -> str:
    """The latest dates of a step; what has started has only a latest finish."""
    dates = schedule.tasks[step.task]
    first, last = shown_days(dates.task.kind, step.latest_start, step.latest_finish)
    if dates.task.is_milestone or dates.stage is Stage.IN_PROGRESS:
        return voice.say("explain.latest-finish", finish=voice.day(last))
    return voice.say("explain.latest", start=voice.day(first), finish=voice.day(last))


def _end(reasons: Reasons, schedule: Schedule, voice: Voice) -> str:
    """What decides in the end: a deadline, or the finish of the whole plan."""
    if reasons.row is None:
        text = voice.say("explain.project-finish", finish=voice.finish(schedule.finish))
    else:
        deadline = voice.finish(reasons.row.deadline_at)
        text = _step(voice.task(reasons.row.deadline), [voice.say("explain.deadline", deadline=deadline)], voice)
    return f"→ {text}"
