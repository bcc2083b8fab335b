"""`explain` in words: a task's reasons as numbered steps. This module must never find a reason, only tell it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from schedule.analysis.reasons import DateReason, FourDates, Gain, LateStep, Reasons, expected_finish
from schedule.engine.schedule import Bound, Reason, Schedule, Stage, TaskDates, shown_days
from schedule.model import ConstraintKind, Instant, Relation
from schedule.output.constraint_words import is_start
from schedule.output.phrases import Days, Voice, lagged, worked

Step = TypeVar("Step")

FIRST, LAST = 3, 7
"""Of a chain that is longer than both together and two more, so many steps are shown from its beginning and its end."""


def shown(steps: Sequence[Step], whole: bool) -> tuple[Sequence[Step], Sequence[Step]]:
    """The beginning and the end of a chain that a reader is shown; all of a short one, or if `whole`, is its end."""
    return ((), steps) if whole or len(steps) <= FIRST + LAST + 2 else (steps[:FIRST], steps[-LAST:])


def explanation(
    reasons: Reasons, schedule: Schedule, voice: Voice, gains: Sequence[Gain] = (), *, whole: bool = True
) -> list[str]:
    """Why a task stands where it stands, as lines; `whole` shows all steps of a long chain."""
    dates = reasons.early[-1]
    lines = [_step(voice.whose(dates.task.id), [_dates(dates, voice), *_room(reasons, dates, voice)], voice)]
    if dates.stage is Stage.FINISHED:
        return lines
    if reasons.ahead_of:
        points = voice.say("comma").join(_point(relation, schedule, voice) for relation in reasons.ahead_of)
        lines.append(voice.say("explain.ahead", points=points))
    early = [_step(voice.whose(step.task.id), _early(step, schedule, voice), voice) for step in reasons.early]
    lines += ["", voice.say("explain.early"), *_numbered(early, voice, whole)]
    if reasons.also:
        tasks = voice.say("comma").join(voice.task(name) for name in reasons.also)
        lines.append(voice.say("explain.also", tasks=tasks))
    late = [_step(voice.whose(step.task), [_latest(step, schedule, voice)], voice) for step in reasons.late]
    lines += ["", voice.say("explain.late"), *_numbered(late, voice, whole), *_end(reasons, schedule, voice)]
    if reasons.dates is not None:
        lines += [
            "",
            voice.say("explain.four"),
            *(f"- {line}" for line in _four(reasons.dates, dates, schedule, voice)),
        ]
    told = list(_gained(gains, reasons, schedule, voice))
    return [*lines, *(["", voice.say("gain.title")] if told else []), *(f"- {line}" for line in told)]


def _numbered(steps: Sequence[str], voice: Voice, whole: bool) -> list[str]:
    begin, end = shown([f"{number}. {step}" for number, step in enumerate(steps, start=1)], whole)
    count = voice.count(len(steps) - len(begin) - len(end), "task")
    return [*begin, *([voice.say("explain.skipped", count=count)] if begin else []), *end]


def _step(task: str, reason: list[str], voice: Voice) -> str:
    return task + voice.say("colon") + voice.say("clause").join(reason)


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
    told = [_dates(dates, voice)]
    if expected := expected_finish(schedule, dates):
        told = [reason_words(expected, dates, voice), *told]
    if bound.reason is Reason.ACTUAL or (dates.stage is Stage.IN_PROGRESS and bound.reason is Reason.DATA_DATE):
        return told
    return [_waits(bound, dates, schedule, voice), *told]


def _waits(bound: Bound, dates: TaskDates, schedule: Schedule, voice: Voice) -> str:
    """What an early date waits for."""
    if bound.relation is None:
        return reason_words(bound, dates, voice)
    key = "explain.waits-finish" if bound.relation.type.enters_finish else "explain.waits-start"
    return voice.say(key, point=_point(bound.relation, schedule, voice))


def reason_words(bound: Bound, dates: TaskDates, voice: Voice) -> str:
    """A reason in words, with the date that it names: a constraint's own, which need not be the one that came of it."""
    instant, starts = bound.instant, bound.reason in (Reason.ACTUAL, Reason.RESUMED, Reason.DATA_DATE)
    for constraint in dates.task.constraints:
        if constraint.kind.value == bound.reason.value:
            instant = constraint.instant
    if bound.reason.value in set(ConstraintKind):
        starts = is_start(ConstraintKind(bound.reason.value))
    if bound.reason is Reason.DEADLINE and dates.task.deadline is not None:
        instant = dates.task.deadline
    first, last = shown_days(dates.task.kind, instant, instant)
    return voice.say(f"explain.{bound.reason}", day=voice.day(first if starts else last))


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


def _end(reasons: Reasons, schedule: Schedule, voice: Voice) -> list[str]:
    """What decides in the end: a deadline, another bound of the last task, or the finish of the whole plan."""
    if reasons.row is not None:
        deadline = voice.say("explain.deadline", day=voice.finish(reasons.row.deadline_at))
        return [f"→ {_step(voice.task(reasons.row.deadline), [deadline], voice)}"]
    if reasons.end is None:
        return []
    task, bound = reasons.end
    if bound.reason is Reason.PROJECT_FINISH:
        return [f"→ {voice.say('explain.whole-plan', day=voice.finish(bound.instant))}"]
    return [f"→ {_step(voice.task(task), [reason_words(bound, schedule.tasks[task], voice)], voice)}"]


def _four(four: FourDates, dates: TaskDates, schedule: Schedule, voice: Voice) -> Iterator[str]:
    """What set each of a task's dates; a milestone has one early and one late date."""
    kind = dates.task.kind
    early_start, early_finish = shown_days(kind, four.early_start.instant, four.early_finish.instant)
    late_start, late_finish = shown_days(kind, four.late_start.instant, four.late_finish.instant)
    if dates.task.is_milestone:
        early = four.early_start if four.early_start.bound is not None else four.early_finish
        late = four.late_finish if four.late_finish.bound is not None else four.late_start
        given = [("earliest", early, dates.last_day), ("latest-of", late, late_finish)]
    else:
        rest = "rest-" if dates.stage is Stage.IN_PROGRESS and not dates.task.spans else ""
        given = [
            (f"{rest}early-start", four.early_start, early_start),
            ("early-finish", four.early_finish, early_finish),
            (f"{rest}late-start", four.late_start, late_start),
            ("late-finish", four.late_finish, late_finish),
        ]
    for key, reason, day in given:
        label = voice.say(f"explain.{key}", day=voice.day(day))
        yield _step(label, [_set_by(key, reason, dates, schedule, voice)], voice)


def _set_by(key: str, reason: DateReason, dates: TaskDates, schedule: Schedule, voice: Voice) -> str:
    bound, early = reason.bound, "earl" in key
    if bound is None:
        on = key in ("early-finish", "late-finish")
        if dates.task.assignments:
            return voice.say("explain.resources-on" if on else "explain.resources-back")
        return voice.say("explain.on" if on else "explain.back", days=voice.days(worked(dates.remaining, dates)))
    return rule_words(bound, dates, schedule, voice, early=early)


def rule_words(bound: Bound, dates: TaskDates, schedule: Schedule, voice: Voice, *, early: bool) -> str:
    """What set an early or a late date of a task: "waits for the finish of A", "the deadline is 30 Jun"."""
    if bound.relation is None or early:
        return _waits(bound, dates, schedule, voice)
    return _holds(bound.relation, schedule, voice)


def _holds(relation: Relation, schedule: Schedule, voice: Voice) -> str:
    """What a late date must not miss: "no later than 2 days before the late start of B (9 Mar)"."""
    after = schedule.tasks[relation.successor]
    end = relation.type.enters_finish
    instant: Instant | None = after.late_finish if end else after.late_start
    first, last = shown_days(after.task.kind, instant or after.start, instant or after.finish)
    key = "explain.late-finish-of" if end else "explain.late-start-of"
    point = voice.say(key, task=voice.task(relation.successor), day=voice.day(last if end else first))
    back = None if relation.lag is None else replace(relation.lag, amount=-relation.lag.amount)
    return voice.say("explain.holds", point=lagged(point, replace(relation, lag=back), schedule, voice))


def _gained(gains: Sequence[Gain], reasons: Reasons, schedule: Schedule, voice: Voice) -> Iterator[str]:
    """What a day less would gain the task, and which drivers gain it that; then those that gain nothing or cannot."""
    now, fixed = reasons.early[-1], []
    by_gain: dict[str, list[str]] = {}
    for gain in gains:
        name = voice.task(gain.driver)
        if gain.lag is not None:
            name = voice.say("gain.lag", point=_point(gain.lag, schedule, voice))
        if gain.dates is None:
            fixed.append(name)
        else:
            by_gain.setdefault(voice.say("clause").join(_moved(now, gain.dates, voice)), []).append(name)
    nothing, comma = by_gain.pop("", []), voice.say("gain.comma")
    for gained, names in by_gain.items():
        yield _step(gained, [comma.join(names)], voice)
    if nothing:
        key = "gain.nothing-also" if reasons.also else "gain.nothing"
        yield _step(voice.say(key), [comma.join(nothing)], voice)
    if fixed:
        yield _step(voice.say("gain.fixed"), [comma.join(fixed)], voice)


def _moved(now: TaskDates, then: TaskDates, voice: Voice) -> list[str]:
    """By how many calendar days a task's start and finish would move; nothing where they stay."""
    start = 0 if now.stage is Stage.IN_PROGRESS else (now.first_day - then.first_day).days
    finish = (now.last_day - then.last_day).days
    if now.task.is_milestone:
        told = [("gain.reached", finish)]
    else:
        told = [("gain.both", start)] if start == finish else [("gain.start", start), ("gain.finish", finish)]
    return [_by(key, days, voice) for key, days in told if days]


def _by(key: str, days: int, voice: Voice) -> str:
    rest = voice.say("gain.rest") if days > 1 else ""
    amount = voice.days(Days(Fraction(abs(days))))
    return voice.say(key, moved=voice.say("earlier" if days > 0 else "later", days=amount)) + rest
