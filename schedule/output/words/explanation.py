"""`explain` in words: a task's reasons as numbered steps. This module must never find a reason, only tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from schedule.analysis.dates.deadlines import room_left
from schedule.analysis.dates.drag import Drag
from schedule.analysis.dates.pauses import Pause
from schedule.analysis.dates.reasons import (
    DateReason,
    FourDates,
    Gain,
    LateStep,
    Reasons,
    SpanEnd,
    expected_finish,
    lag_passed,
    ran_out,
)
from schedule.analysis.reports.evidence import lacks_document
from schedule.analysis.reports.reporting import all_done
from schedule.calendars.durations import lag_calendar_id
from schedule.calendars.worktime import finish_day, start_day
from schedule.engine.schedule import Bound, Reason, Schedule, Stage, TaskDates, shown_days
from schedule.law.terms import article_on
from schedule.model import ConstraintKind, Instant, Relation
from schedule.output.words.money import wait_text
from schedule.output.words.phrases import Voice, lagged, worked
from schedule.output.words.saying import Days
from schedule.output.words.sentences import done_text, pause_room, pause_text
from schedule.rules import in_force

Step = TypeVar("Step")

FIRST, LAST = 3, 7
"""Of a chain that is longer than both together and two more, so many steps are shown from its beginning and its end."""


def shown(steps: Sequence[Step], whole: bool) -> tuple[Sequence[Step], Sequence[Step]]:
    """The beginning and the end of a chain that a reader is shown; all of a short one, or if `whole`, is its end."""
    return ((), steps) if whole or len(steps) <= FIRST + LAST + 2 else (steps[:FIRST], steps[-LAST:])


def explanation(
    reasons: Reasons,
    schedule: Schedule,
    voice: Voice,
    gains: Sequence[Gain] = (),
    drag: Drag | None = None,
    *,
    whole: bool = True,
) -> list[str]:
    """Why a task stands where it stands, as lines; `whole` shows all steps of a long chain."""
    dates = reasons.early[-1]
    said = [_dates(dates, voice), *_grey(dates, voice), *_float(reasons, dates, schedule, voice)]
    if dates.task.id in schedule.funding.undated:
        wait = schedule.funding.waits.get(dates.task.id)
        said += [*([] if wait is None else [voice.tell(wait_text(wait))]), voice.say("money.undated")]
    lines = [_step(voice.whose(dates.task.id), said, voice)]
    if dates.stage is Stage.FINISHED:
        return lines
    if reasons.span is not None:
        first, last = (_follows(end, dates, voice) for end in reasons.span)
        return [*lines, "", voice.say("explain.follows", first=first, last=last)]
    if reasons.ahead_of:
        points = voice.listed(_point(relation, schedule, voice) for relation in reasons.ahead_of)
        rule = voice.say(f"explain.rule.{in_force(schedule.state.plan.settings).progress}")
        lines.append(voice.say("explain.ahead", points=points, rule=rule))

    def early(step: TaskDates) -> str:
        interrupted = (
            voice.tell(pause_text(one, schedule, keyed=True)) for one in reasons.inside.get(step.task.id, ())
        )
        said = [*_early(step, reasons.pauses.get(step.task.id), schedule, voice), *interrupted]
        return _step(voice.whose(step.task.id), said, voice)

    def late(step: LateStep) -> str:
        return _step(voice.whose(step.task), [_latest(step, schedule, voice)], voice)

    lines += ["", voice.say("explain.early"), *_numbered(reasons.early, early, voice, whole)]
    if reasons.also:
        tasks = voice.listed(voice.task(name) for name in reasons.also)
        lines.append(voice.say("explain.also", tasks=tasks))
    key = "explain.late" if reasons.row is None else "explain.late-for"
    title = voice.say(key, goal=_asked_goal(reasons, schedule, voice))
    lines += ["", title, *_numbered(reasons.late, late, voice, whole), *_end(reasons, schedule, voice)]
    if reasons.dates is not None:
        goal = _counted_goal(reasons, schedule, voice)
        four = _four(reasons, reasons.dates, dates, schedule, voice)
        lines += ["", voice.say("explain.four", goal=goal), *(f"- {line}" for line in four)]
    if reasons.idle:
        idle = voice.say("clause").join(reason_words(bound, dates, voice) for bound in reasons.idle)
        lines += ["", voice.say("explain.idle", reasons=idle)]
    said = list(_gained(gains, reasons, schedule, voice))
    if not whole and (more := len(reasons.early) - sum(map(len, shown(reasons.early, whole)))):
        said.append(voice.say("gain.more", count=voice.count(more, "task")))
    lines += [*(["", voice.say("gain.title")] if said else []), *(f"- {line}" for line in said)]
    return lines if drag is None else [*lines, "", _drag(drag, schedule, voice)]


def _drag(drag: Drag, schedule: Schedule, voice: Voice) -> str:
    """By how much a task's own length puts a goal off: never more than it, also where a season comes in between."""
    dates, goal = schedule.tasks[drag.task], schedule.tasks[drag.goal]
    then = voice.day_reached(drag.goal, drag.finish)
    won, own = (goal.last_day - then).days, worked(dates.remaining, dates)
    values = {
        "drag": voice.days(own) if own.amount <= won else voice.apart(won, goal.finish - drag.finish),
        "task": voice.task(drag.task),
        "goal": voice.task(drag.goal),
        "day": voice.day(then),
        "now": voice.day(goal.last_day),
    }
    return voice.of(drag.goal, "explain.drag", **values)


def _follows(end: SpanEnd | None, dates: TaskDates, voice: Voice) -> str:
    """An end that a level of effort goes with: "the start of A (19 Mar)"."""
    if end is None:
        return voice.say("explain.follows-nothing", day=voice.day(dates.first_day))
    point = voice.of(end.task, "explain.start-of" if end.at_start else "explain.finish-of", task=voice.task(end.task))
    day = start_day(end.instant) if end.at_start else finish_day(end.instant)
    return voice.say("explain.follows-point", point=point, day=voice.day(day))


def goal_words(end: tuple[str, Bound] | None, schedule: Schedule, voice: Voice) -> str:
    """What room is measured to: "the deadline of 30 Jun", "the finish of the whole plan on 24 Aug"."""
    if end is None:
        return voice.say("goal.own")
    name, bound = end
    dates = schedule.tasks[name]
    if bound.reason is Reason.DEADLINE and dates.task.deadline is not None:
        return voice.say("goal.deadline", day=voice.finish(dates.task.deadline))
    if bound.reason in (Reason.PROJECT_FINISH, Reason.MUST_FINISH_BY):
        return voice.say(f"goal.{bound.reason}", day=voice.finish(bound.instant))
    if isinstance(bound.reason, ConstraintKind):
        return voice.say("goal.task", task=voice.task(name), day=_named_day(bound, dates, voice))
    return voice.say("goal.own")


def _asked_goal(reasons: Reasons, schedule: Schedule, voice: Voice) -> str:
    """What the chain of a task's latest dates leads to: a deadline that somebody set, else what late dates do."""
    if reasons.row is None:
        return goal_words(reasons.end, schedule, voice)
    if reasons.row.soonest is not None:
        return voice.say("goal.soonest", day=voice.finish(reasons.row.soonest))
    return voice.say("goal.deadline", day=voice.finish(reasons.row.deadline_at))


def _counted_goal(reasons: Reasons, schedule: Schedule, voice: Voice) -> str:
    """What the late dates count back from: of a deadline that nobody could keep, the earliest day instead."""
    if reasons.eased is not None and reasons.end is not None:
        name, bound = reasons.end
        soonest = reasons.eased.tasks[name].task.deadline
        if bound.reason is Reason.DEADLINE and soonest is not None and soonest != schedule.tasks[name].task.deadline:
            return voice.say("goal.soonest", day=voice.finish(soonest))
    return goal_words(reasons.end, schedule, voice)


def _numbered(steps: Sequence[Step], tell: Callable[[Step], str], voice: Voice, whole: bool) -> list[str]:
    """The steps that a reader is shown, each with its number among all of them; no other is put into words."""
    parts = shown(range(len(steps)), whole)
    begin, end = ([f"{k + 1}. {tell(steps[k])}" for k in part] for part in parts)
    count = voice.count(len(steps) - len(begin) - len(end), "task")
    return [*begin, *([voice.say("explain.skipped", count=count)] if begin else []), *end]


def _step(task: str, reason: list[str], voice: Voice) -> str:
    return task + voice.say("colon") + voice.say("clause").join(reason)


def _dates(dates: TaskDates, voice: Voice) -> str:
    first, last = voice.day(dates.first_day), voice.day(dates.last_day)
    if dates.stage is Stage.FINISHED:
        return voice.of(dates.task.id, "explain.finished", finish=last)
    if dates.stage is Stage.IN_PROGRESS:
        return voice.say("explain.running", start=first, finish=last, days=voice.days(worked(dates.remaining, dates)))
    return last if dates.task.is_milestone else voice.say("explain.dates", start=first, finish=last)


def _grey(dates: TaskDates, voice: Voice) -> list[str]:
    """Why what is reported finished is grey: the document that closes it is missing."""
    if not lacks_document(dates):
        return []
    return [voice.say("explain.grey", evidence=dates.task.evidence)]


def _float(reasons: Reasons, dates: TaskDates, schedule: Schedule, voice: Voice) -> list[str]:
    left = room_left(dates, reasons.row)
    if left is None or dates.task.spans:
        return []
    key = "explain.float" if left > 0 else "explain.short" if left < 0 else "explain.no-float"
    said = voice.say(key, goal=_asked_goal(reasons, schedule, voice), days=voice.days(Days(abs(left))))
    done = all_done(schedule).get(dates.task.id) if _may_be_done(dates, schedule) else None
    if done is None:
        return [said]
    # Days to a deadline that has passed are nobody's any more.
    over = voice.tell(done_text(dates.task.id, done.at is not None, dates.last_day, late=left < 0))
    return [*([said] if left < 0 or not done.due else []), voice.of(dates.task.id, "explain.done", done=over)]


def _may_be_done(dates: TaskDates, schedule: Schedule) -> bool:
    return dates.is_no_work and dates.finish <= schedule.state.data_date


def _early(dates: TaskDates, pause: Pause | None, schedule: Schedule, voice: Voice) -> list[str]:
    """What set a task's early start, what rest lay in between, and the dates that came of it."""
    bound = dates.early_bound
    said = [_dates(dates, voice)]
    if pause is not None:
        between = (
            [] if pause.float is None else [voice.say("pause.between", days=voice.tell(pause_room(pause, schedule)))]
        )
        said = [_season_text(pause, schedule, voice), *between, *said]
    if expected := expected_finish(schedule, dates):
        said = [reason_words(expected, dates, voice), *said]
    if dates.is_set_by_law:
        said.append(_by_law(dates, voice))
    if bound.reason is Reason.ACTUAL or (dates.stage is Stage.IN_PROGRESS and bound.reason is Reason.DATA_DATE):
        return said
    return [_waits(bound, dates, schedule, voice), *said]


def _by_law(dates: TaskDates, voice: Voice) -> str:
    """That a statutory period sets a task's finish: until when, and by which article."""
    assert dates.statutory is not None
    article = article_on(dates.task.basis, voice.plan.settings.law, start_day(dates.start)) or ""
    return voice.say("explain.statutory", day=voice.day(finish_day(dates.statutory)), article=article)


def _waits(bound: Bound, dates: TaskDates, schedule: Schedule, voice: Voice) -> str:
    """What an early date waits for."""
    if ended := ran_out(schedule, dates):
        return voice.say("explain.data-date-too", point=_point(ended, schedule, voice))
    if bound.reason is Reason.DATA_DATE and dates.task.relations and _may_be_done(dates, schedule):
        return voice.of(dates.task.id, "explain.ended")
    begun = schedule.network.implied.get(dates.task.id)
    if bound.reason is Reason.DATA_DATE and begun is not None:
        return voice.of(dates.task.id, "explain.begun-after", day=voice.day(start_day(begun)))
    if bound.reason is Reason.FUNDS and (wait := schedule.funding.waits.get(dates.task.id)) is not None:
        return voice.tell(wait_text(wait))
    if bound.relation is None:
        return reason_words(bound, dates, voice)
    key = "explain.waits-finish" if bound.relation.type.enters_finish else "explain.waits-start"
    return voice.say(key, point=_point(bound.relation, schedule, voice))


def reason_words(bound: Bound, dates: TaskDates, voice: Voice) -> str:
    """A reason in words, with the date that it names: a constraint's own, which need not be the one that came of it."""
    return voice.say(f"explain.{bound.reason}", day=_named_day(bound, dates, voice))


def _named_day(bound: Bound, dates: TaskDates, voice: Voice) -> str:
    """The date that a reason names."""
    if isinstance(bound.reason, ConstraintKind):
        given = (one.instant for one in dates.task.constraints if one.kind is bound.reason)
        instant = next(given, bound.instant)
        return voice.day(start_day(instant) if bound.reason.effect.of_start else finish_day(instant))
    instant = bound.instant
    if bound.reason is Reason.DEADLINE and dates.task.deadline is not None:
        instant = dates.task.deadline
    first, last = shown_days(dates.task, instant, instant)
    return voice.day(first if bound.reason in (Reason.ACTUAL, Reason.RESUMED, Reason.DATA_DATE, Reason.FUNDS) else last)


def _point(relation: Relation, schedule: Schedule, voice: Voice) -> str:
    """The moment that a relation waits for: "the start of A", "15 days after the finish of A"."""
    key = "explain.finish-of" if relation.type.leaves_finish else "explain.start-of"
    begins = voice.of(relation.predecessor, key, task=voice.task(relation.predecessor))
    point = voice.tell(lagged(begins, relation, schedule))
    return point if relation.crew is None else voice.say("explain.crew", point=point, crew=voice.crew(relation.crew))


def _latest(step: LateStep, schedule: Schedule, voice: Voice) -> str:
    """The latest dates of a step; what has started has only a latest finish, or only one for the start of its rest."""
    dates = schedule.tasks[step.task]
    if step.latest_finish is None:
        first, _ = shown_days(dates.task, step.latest_start, step.latest_start)
        return voice.say("explain.latest-rest", start=voice.day(first))
    first, last = shown_days(dates.task, step.latest_start, step.latest_finish)
    if dates.task.is_milestone or dates.stage is Stage.IN_PROGRESS:
        return voice.of(dates.task.id, "explain.latest-finish", finish=voice.day(last))
    return voice.say("explain.latest", start=voice.day(first), finish=voice.day(last))


def _end(reasons: Reasons, schedule: Schedule, voice: Voice) -> list[str]:
    """What decides in the end: a deadline, another bound of the last task, or the finish of the whole plan."""
    if reasons.row is not None:
        soonest, day = reasons.row.soonest, voice.finish(reasons.row.deadline_at)
        deadline = voice.say("explain.deadline", day=day)
        if soonest is not None:
            deadline = voice.say("explain.deadline-soonest", day=day, soonest=voice.finish(soonest))
        return [f"→ {_step(voice.task(reasons.row.deadline), [deadline], voice)}"]
    if reasons.end is None:
        return []
    task, bound = reasons.end
    if bound.reason is Reason.PROJECT_FINISH:
        return [f"→ {voice.say('explain.whole-plan', day=voice.finish(bound.instant))}"]
    return [f"→ {_step(voice.task(task), [reason_words(bound, schedule.tasks[task], voice)], voice)}"]


def _four(reasons: Reasons, four: FourDates, dates: TaskDates, schedule: Schedule, voice: Voice) -> Iterator[str]:
    """What set each of a task's dates; a milestone has one early and one late date.

    A late date that is measured to something else than the latest dates above says so.
    """
    goal = _counted_goal(reasons, schedule, voice)
    differs = goal != _asked_goal(reasons, schedule, voice)
    early_start, early_finish = shown_days(dates.task, four.early_start.instant, four.early_finish.instant)
    if dates.is_no_work:
        early_start = early_finish = dates.last_day
    late_start, late_finish = shown_days(dates.task, four.late_start.instant, four.late_finish.instant)
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
        if differs and "late" in key:
            label = voice.say("explain.for", late=label, goal=goal)
        asked = schedule if reasons.eased is None or "late" not in key else reasons.eased
        yield _step(label, [_set_by(key, reason, dates, asked, voice)], voice)


def _set_by(key: str, reason: DateReason, dates: TaskDates, schedule: Schedule, voice: Voice) -> str:
    bound, early = reason.bound, "earl" in key
    if bound is None and key == "early-finish" and dates.is_set_by_law:
        return _by_law(dates, voice)
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
    instant: Instant | None = None
    if after.late is not None:
        instant = after.late.finish if end else after.late.start
    first, last = shown_days(after.task, instant or after.start, instant or after.finish)
    key = "explain.late-finish-of" if end else "explain.late-start-of"
    name, day = relation.successor, voice.day(last if end else first)
    point = voice.of(name, key, task=voice.task(name), day=day)
    lag, passed = relation.lag, lag_passed(schedule, relation)
    back = None if lag is None else replace(lag, amount=-lag.amount * (1 - passed))
    held = voice.say("explain.holds", point=voice.tell(lagged(point, replace(relation, lag=back), schedule)))
    if lag is None or not passed:
        return held
    calendar = lag_calendar_id(relation, schedule.state)
    amounts = (voice.duration_on(part, calendar) for part in (lag, replace(lag, amount=lag.amount * passed)))
    return voice.say("explain.passed", held=held, lag=next(amounts), passed=next(amounts))


def _gained(gains: Sequence[Gain], reasons: Reasons, schedule: Schedule, voice: Voice) -> Iterator[str]:
    """What a day less would gain the task, and which drivers gain it that; then those that gain nothing or cannot."""
    now, fixed, expected = reasons.early[-1], [], []
    by_gain: dict[str, list[str]] = {}
    asleep: dict[str, list[str]] = {}
    season = _seasons(reasons)
    for gain in gains:
        name = voice.task(gain.driver)
        if gain.lag is not None:
            name = voice.say("gain.lag", point=_point(gain.lag, schedule, voice))
        if gain.dates is None:
            fixed.append(name)
            continue
        gained = voice.say("clause").join(_moved(now, gain.dates, voice))
        if not gained and gain.lag is None and expected_finish(schedule, schedule.tasks[gain.driver]):
            expected.append(name)
        elif not gained and gain.driver in season:
            asleep.setdefault(_season_text(season[gain.driver], schedule, voice), []).append(name)
        else:
            by_gain.setdefault(gained, []).append(name)
    nothing = by_gain.pop("", [])
    for gained, names in by_gain.items():
        yield _step(gained, [voice.listed(names, "gain.comma")], voice)
    for pause, names in asleep.items():
        yield _step(voice.say("gain.nothing-pause", pause=pause), [voice.listed(names, "gain.comma")], voice)
    if nothing:
        key = "gain.nothing-also" if reasons.also else "gain.nothing"
        yield _step(voice.say(key), [voice.listed(nothing, "gain.comma")], voice)
    if expected:
        yield _step(voice.say("gain.expected"), [voice.listed(expected, "gain.comma")], voice)
    if fixed:
        yield _step(voice.say("gain.fixed"), [voice.listed(fixed, "gain.comma")], voice)


def _seasons(reasons: Reasons) -> dict[str, Pause]:
    """The tasks of the early chain that stand before a pause, each with the first that comes after it."""
    found: dict[str, Pause] = {}
    if not reasons.pauses:
        return found
    after: Pause | None = None
    for step in reversed(reasons.early):
        if after is not None:
            found[step.task.id] = after
        after = reasons.pauses.get(step.task.id, after)
    return found


def _season_text(pause: Pause, schedule: Schedule, voice: Voice) -> str:
    """What a pause is and until when, without what lies before it."""
    return voice.tell(pause_text(replace(pause, before=(), float=None), schedule, keyed=True))


def _moved(now: TaskDates, then: TaskDates, voice: Voice) -> list[str]:
    """By how many calendar days a task's start and finish would move; nothing where they stay."""
    start = 0 if now.stage is Stage.IN_PROGRESS else (now.first_day - then.first_day).days
    finish = (now.last_day - then.last_day).days
    if now.task.is_milestone:
        said = [("gain.reached", finish)]
    else:
        said = [("gain.both", start)] if start == finish else [("gain.start", start), ("gain.finish", finish)]
    return [_by(key, days, voice) for key, days in said if days]


def _by(key: str, days: int, voice: Voice) -> str:
    rest = voice.say("gain.rest") if days > 1 else ""
    amount = voice.days(Days(Fraction(abs(days))))
    return voice.say(key, moved=voice.say("earlier" if days > 0 else "later", days=amount)) + rest
