"""`explain` in words: a task's reasons as numbered steps. This module must never find a reason, only tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
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
from schedule.model import ConstraintKind, Instant, Plan, Relation
from schedule.output.words.money import wait_text
from schedule.output.words.phrases import day_reached, lagged, worked
from schedule.output.words.saying import (
    Days,
    Length,
    Phrase,
    apart,
    crew_name,
    joined,
    listed,
    number_of,
    say,
    say_of,
    spaced,
    task_name,
    whose,
)
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
    gains: Sequence[Gain] = (),
    drag: Drag | None = None,
    *,
    whole: bool = True,
) -> list[Phrase]:
    """Why a task stands where it stands, as lines; `whole` shows all steps of a long chain."""
    dates = reasons.early[-1]
    said: list[Phrase] = [_dates(dates), *_grey(dates), *_float(reasons, dates, schedule)]
    if dates.task.id in schedule.funding.undated:
        wait = schedule.funding.waits.get(dates.task.id)
        said += [*([] if wait is None else [wait_text(wait)]), say("money.undated")]
    lines: list[Phrase] = [_step(whose(dates.task.id), said)]
    if dates.stage is Stage.FINISHED:
        return lines
    if reasons.span is not None:
        first, last = (_follows(end, dates) for end in reasons.span)
        return [*lines, "", say("explain.follows", first=first, last=last)]
    if reasons.ahead_of:
        points = listed(_point(relation, schedule) for relation in reasons.ahead_of)
        rule = say(f"explain.rule.{in_force(schedule.state.plan.settings).progress}")
        lines.append(say("explain.ahead", points=points, rule=rule))

    def early(step: TaskDates) -> Phrase:
        interrupted = (pause_text(one, schedule, keyed=True) for one in reasons.inside.get(step.task.id, ()))
        said = [*_early(step, reasons.pauses.get(step.task.id), schedule), *interrupted]
        return _step(whose(step.task.id), said)

    def late(step: LateStep) -> Phrase:
        return _step(whose(step.task), [_latest(step, schedule)])

    lines += ["", say("explain.early"), *_numbered(reasons.early, early, whole)]
    if reasons.also:
        tasks = listed(task_name(name) for name in reasons.also)
        lines.append(say("explain.also", tasks=tasks))
    key = "explain.late" if reasons.row is None else "explain.late-for"
    title = say(key, goal=_asked_goal(reasons, schedule))
    lines += ["", title, *_numbered(reasons.late, late, whole), *_end(reasons, schedule)]
    if reasons.dates is not None:
        goal = _counted_goal(reasons, schedule)
        four = _four(reasons, reasons.dates, dates, schedule)
        lines += ["", say("explain.four", goal=goal), *(spaced("-", line) for line in four)]
    if reasons.idle:
        idle = joined((reason_words(bound, dates) for bound in reasons.idle), "clause")
        lines += ["", say("explain.idle", reasons=idle)]
    said = list(_gained(gains, reasons, schedule))
    if not whole and (more := len(reasons.early) - sum(map(len, shown(reasons.early, whole)))):
        said.append(say("gain.more", count=number_of(more, "task")))
    lines += [*(["", say("gain.title")] if said else []), *(spaced("-", line) for line in said)]
    return lines if drag is None else [*lines, "", _drag(drag, schedule)]


def _drag(drag: Drag, schedule: Schedule) -> Phrase:
    """By how much a task's own length puts a goal off: never more than it, also where a season comes in between."""
    dates, goal = schedule.tasks[drag.task], schedule.tasks[drag.goal]
    then = day_reached(schedule.state.plan, drag.goal, drag.finish)
    won, own = (goal.last_day - then).days, worked(dates.remaining, dates)
    values = {
        "drag": own if own.amount <= won else apart(won, goal.finish - drag.finish),
        "task": task_name(drag.task),
        "goal": task_name(drag.goal),
        "day": then,
        "now": goal.last_day,
    }
    return say_of(drag.goal, "explain.drag", **values)


def _follows(end: SpanEnd | None, dates: TaskDates) -> Phrase:
    """An end that a level of effort goes with: "the start of A (19 Mar)"."""
    if end is None:
        return say("explain.follows-nothing", day=dates.first_day)
    point = say_of(end.task, "explain.start-of" if end.at_start else "explain.finish-of", task=task_name(end.task))
    day = start_day(end.instant) if end.at_start else finish_day(end.instant)
    return say("explain.follows-point", point=point, day=day)


def goal_words(end: tuple[str, Bound] | None, schedule: Schedule) -> Phrase:
    """What room is measured to: "the deadline of 30 Jun", "the finish of the whole plan on 24 Aug"."""
    if end is None:
        return say("goal.own")
    name, bound = end
    dates = schedule.tasks[name]
    if bound.reason is Reason.DEADLINE and dates.task.deadline is not None:
        return say("goal.deadline", day=finish_day(dates.task.deadline))
    if bound.reason in (Reason.PROJECT_FINISH, Reason.MUST_FINISH_BY):
        return say(f"goal.{bound.reason}", day=finish_day(bound.instant))
    if isinstance(bound.reason, ConstraintKind):
        return say("goal.task", task=task_name(name), day=_named_day(bound, dates))
    return say("goal.own")


def _asked_goal(reasons: Reasons, schedule: Schedule) -> Phrase:
    """What the chain of a task's latest dates leads to: a deadline that somebody set, else what late dates do."""
    if reasons.row is None:
        return goal_words(reasons.end, schedule)
    if reasons.row.soonest is not None:
        return say("goal.soonest", day=finish_day(reasons.row.soonest))
    return say("goal.deadline", day=finish_day(reasons.row.deadline_at))


def _counted_goal(reasons: Reasons, schedule: Schedule) -> Phrase:
    """What the late dates count back from: of a deadline that nobody could keep, the earliest day instead."""
    if reasons.eased is not None and reasons.end is not None:
        name, bound = reasons.end
        soonest = reasons.eased.tasks[name].task.deadline
        if bound.reason is Reason.DEADLINE and soonest is not None and soonest != schedule.tasks[name].task.deadline:
            return say("goal.soonest", day=finish_day(soonest))
    return goal_words(reasons.end, schedule)


def _numbered(steps: Sequence[Step], tell: Callable[[Step], Phrase], whole: bool) -> list[Phrase]:
    """The steps that a reader is shown, each with its number among all of them; no other is put into words."""
    parts = shown(range(len(steps)), whole)
    begin, end = ([spaced(f"{k + 1}.", tell(steps[k])) for k in part] for part in parts)
    count = number_of(len(steps) - len(begin) - len(end), "task")
    return [*begin, *([say("explain.skipped", count=count)] if begin else []), *end]


def _step(task: Phrase, reason: Iterable[Phrase]) -> Phrase:
    return joined((task, joined(reason, "clause")), "colon")


def _dates(dates: TaskDates) -> Phrase:
    first, last = dates.first_day, dates.last_day
    if dates.stage is Stage.FINISHED:
        return say_of(dates.task.id, "explain.finished", finish=last)
    if dates.stage is Stage.IN_PROGRESS:
        return say("explain.running", start=first, finish=last, days=worked(dates.remaining, dates))
    return last if dates.task.is_milestone else say("explain.dates", start=first, finish=last)


def _grey(dates: TaskDates) -> list[Phrase]:
    """Why what is reported finished is grey: the document that closes it is missing."""
    if not lacks_document(dates):
        return []
    return [say("explain.grey", evidence=dates.task.evidence)]


def _float(reasons: Reasons, dates: TaskDates, schedule: Schedule) -> list[Phrase]:
    left = room_left(dates, reasons.row)
    if left is None or dates.task.spans:
        return []
    key = "explain.float" if left > 0 else "explain.short" if left < 0 else "explain.no-float"
    said = say(key, goal=_asked_goal(reasons, schedule), days=Days(abs(left)))
    done = all_done(schedule).get(dates.task.id) if _may_be_done(dates, schedule) else None
    if done is None:
        return [said]
    # Days to a deadline that has passed are nobody's any more.
    over = done_text(dates.task.id, done.at is not None, dates.last_day, late=left < 0)
    return [*([said] if left < 0 or not done.due else []), say_of(dates.task.id, "explain.done", done=over)]


def _may_be_done(dates: TaskDates, schedule: Schedule) -> bool:
    return dates.is_no_work and dates.finish <= schedule.state.data_date


def _early(dates: TaskDates, pause: Pause | None, schedule: Schedule) -> list[Phrase]:
    """What set a task's early start, what rest lay in between, and the dates that came of it."""
    bound = dates.early_bound
    said = [_dates(dates)]
    if pause is not None:
        between = [] if pause.float is None else [say("pause.between", days=pause_room(pause, schedule))]
        said = [_season_text(pause, schedule), *between, *said]
    if expected := expected_finish(schedule, dates):
        said = [reason_words(expected, dates), *said]
    if dates.is_set_by_law:
        said.append(_by_law(dates, schedule.state.plan))
    if bound.reason is Reason.ACTUAL or (dates.stage is Stage.IN_PROGRESS and bound.reason is Reason.DATA_DATE):
        return said
    return [_waits(bound, dates, schedule), *said]


def _by_law(dates: TaskDates, plan: Plan) -> Phrase:
    """That a statutory period sets a task's finish: until when, and by which article."""
    assert dates.statutory is not None
    article = article_on(dates.task.basis, plan.settings.law, start_day(dates.start)) or ""
    return say("explain.statutory", day=finish_day(dates.statutory), article=article)


def _waits(bound: Bound, dates: TaskDates, schedule: Schedule) -> Phrase:
    """What an early date waits for."""
    if ended := ran_out(schedule, dates):
        return say("explain.data-date-too", point=_point(ended, schedule))
    if bound.reason is Reason.DATA_DATE and dates.task.relations and _may_be_done(dates, schedule):
        return say_of(dates.task.id, "explain.ended")
    begun = schedule.network.implied.get(dates.task.id)
    if bound.reason is Reason.DATA_DATE and begun is not None:
        return say_of(dates.task.id, "explain.begun-after", day=start_day(begun))
    if bound.reason is Reason.FUNDS and (wait := schedule.funding.waits.get(dates.task.id)) is not None:
        return wait_text(wait)
    if bound.relation is None:
        return reason_words(bound, dates)
    key = "explain.waits-finish" if bound.relation.type.enters_finish else "explain.waits-start"
    return say(key, point=_point(bound.relation, schedule))


def reason_words(bound: Bound, dates: TaskDates) -> Phrase:
    """A reason in words, with the date that it names: a constraint's own, which need not be the one that came of it."""
    return say(f"explain.{bound.reason}", day=_named_day(bound, dates))


def _named_day(bound: Bound, dates: TaskDates) -> Phrase:
    """The date that a reason names."""
    if isinstance(bound.reason, ConstraintKind):
        given = (one.instant for one in dates.task.constraints if one.kind is bound.reason)
        instant = next(given, bound.instant)
        return start_day(instant) if bound.reason.effect.of_start else finish_day(instant)
    instant = bound.instant
    if bound.reason is Reason.DEADLINE and dates.task.deadline is not None:
        instant = dates.task.deadline
    first, last = shown_days(dates.task, instant, instant)
    return first if bound.reason in (Reason.ACTUAL, Reason.RESUMED, Reason.DATA_DATE, Reason.FUNDS) else last


def _point(relation: Relation, schedule: Schedule) -> Phrase:
    """The moment that a relation waits for: "the start of A", "15 days after the finish of A"."""
    key = "explain.finish-of" if relation.type.leaves_finish else "explain.start-of"
    begins = say_of(relation.predecessor, key, task=task_name(relation.predecessor))
    point = lagged(begins, relation, schedule)
    return point if relation.crew is None else say("explain.crew", point=point, crew=crew_name(relation.crew))


def _latest(step: LateStep, schedule: Schedule) -> Phrase:
    """The latest dates of a step; what has started has only a latest finish, or only one for the start of its rest."""
    dates = schedule.tasks[step.task]
    if step.latest_finish is None:
        first, _ = shown_days(dates.task, step.latest_start, step.latest_start)
        return say("explain.latest-rest", start=first)
    first, last = shown_days(dates.task, step.latest_start, step.latest_finish)
    if dates.task.is_milestone or dates.stage is Stage.IN_PROGRESS:
        return say_of(dates.task.id, "explain.latest-finish", finish=last)
    return say("explain.latest", start=first, finish=last)


def _end(reasons: Reasons, schedule: Schedule) -> list[Phrase]:
    """What decides in the end: a deadline, another bound of the last task, or the finish of the whole plan."""
    if reasons.row is not None:
        soonest, day = reasons.row.soonest, finish_day(reasons.row.deadline_at)
        deadline = say("explain.deadline", day=day)
        if soonest is not None:
            deadline = say("explain.deadline-soonest", day=day, soonest=finish_day(soonest))
        return [spaced("→", _step(task_name(reasons.row.deadline), [deadline]))]
    if reasons.end is None:
        return []
    task, bound = reasons.end
    if bound.reason is Reason.PROJECT_FINISH:
        return [spaced("→", say("explain.whole-plan", day=finish_day(bound.instant)))]
    return [spaced("→", _step(task_name(task), [reason_words(bound, schedule.tasks[task])]))]


def _four(reasons: Reasons, four: FourDates, dates: TaskDates, schedule: Schedule) -> Iterator[Phrase]:
    """What set each of a task's dates; a milestone has one early and one late date.

    A late date that is measured to something else than the latest dates above says so.
    """
    goal = _counted_goal(reasons, schedule)
    differs = goal != _asked_goal(reasons, schedule)
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
        label = say(f"explain.{key}", day=day)
        if differs and "late" in key:
            label = say("explain.for", late=label, goal=goal)
        asked = schedule if reasons.eased is None or "late" not in key else reasons.eased
        yield _step(label, [_set_by(key, reason, dates, asked)])


def _set_by(key: str, reason: DateReason, dates: TaskDates, schedule: Schedule) -> Phrase:
    bound, early = reason.bound, "earl" in key
    if bound is None and key == "early-finish" and dates.is_set_by_law:
        return _by_law(dates, schedule.state.plan)
    if bound is None:
        on = key in ("early-finish", "late-finish")
        if dates.task.assignments:
            return say("explain.resources-on" if on else "explain.resources-back")
        return say("explain.on" if on else "explain.back", days=worked(dates.remaining, dates))
    return rule_words(bound, dates, schedule, early=early)


def rule_words(bound: Bound, dates: TaskDates, schedule: Schedule, *, early: bool) -> Phrase:
    """What set an early or a late date of a task: "waits for the finish of A", "the deadline is 30 Jun"."""
    if bound.relation is None or early:
        return _waits(bound, dates, schedule)
    return _holds(bound.relation, schedule)


def _holds(relation: Relation, schedule: Schedule) -> Phrase:
    """What a late date must not miss: "no later than 2 days before the late start of B (9 Mar)"."""
    after = schedule.tasks[relation.successor]
    end = relation.type.enters_finish
    instant: Instant | None = None
    if after.late is not None:
        instant = after.late.finish if end else after.late.start
    first, last = shown_days(after.task, instant or after.start, instant or after.finish)
    key = "explain.late-finish-of" if end else "explain.late-start-of"
    name, day = relation.successor, (last if end else first)
    point = say_of(name, key, task=task_name(name), day=day)
    lag, passed = relation.lag, lag_passed(schedule, relation)
    back = None if lag is None else replace(lag, amount=-lag.amount * (1 - passed))
    held = say("explain.holds", point=lagged(point, replace(relation, lag=back), schedule))
    if lag is None or not passed:
        return held
    calendar = lag_calendar_id(relation, schedule.state)
    amounts = (Length(part, calendar) for part in (lag, replace(lag, amount=lag.amount * passed)))
    return say("explain.passed", held=held, lag=next(amounts), passed=next(amounts))


def _gained(gains: Sequence[Gain], reasons: Reasons, schedule: Schedule) -> Iterator[Phrase]:
    """What a day less would gain the task, and which drivers gain it that; then those that gain nothing or cannot."""
    now, fixed, expected = reasons.early[-1], list[Phrase](), list[Phrase]()
    by_gain: dict[Phrase, list[Phrase]] = {}
    asleep: dict[Phrase, list[Phrase]] = {}
    season = _seasons(reasons)
    for gain in gains:
        name = task_name(gain.driver)
        if gain.lag is not None:
            name = say("gain.lag", point=_point(gain.lag, schedule))
        if gain.dates is None:
            fixed.append(name)
            continue
        gained = joined(_moved(now, gain.dates), "clause")
        if not gained and gain.lag is None and expected_finish(schedule, schedule.tasks[gain.driver]):
            expected.append(name)
        elif not gained and gain.driver in season:
            asleep.setdefault(_season_text(season[gain.driver], schedule), []).append(name)
        else:
            by_gain.setdefault(gained, []).append(name)
    nothing = by_gain.pop("", [])
    for gained, names in by_gain.items():
        yield _step(gained, [listed(names, "gain.comma")])
    for pause, names in asleep.items():
        yield _step(say("gain.nothing-pause", pause=pause), [listed(names, "gain.comma")])
    if nothing:
        key = "gain.nothing-also" if reasons.also else "gain.nothing"
        yield _step(say(key), [listed(nothing, "gain.comma")])
    if expected:
        yield _step(say("gain.expected"), [listed(expected, "gain.comma")])
    if fixed:
        yield _step(say("gain.fixed"), [listed(fixed, "gain.comma")])


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


def _season_text(pause: Pause, schedule: Schedule) -> Phrase:
    """What a pause is and until when, without what lies before it."""
    return pause_text(replace(pause, before=(), float=None), schedule, keyed=True)


def _moved(now: TaskDates, then: TaskDates) -> list[Phrase]:
    """By how many calendar days a task's start and finish would move; nothing where they stay."""
    start = 0 if now.stage is Stage.IN_PROGRESS else (now.first_day - then.first_day).days
    finish = (now.last_day - then.last_day).days
    if now.task.is_milestone:
        said = [("gain.reached", finish)]
    else:
        said = [("gain.both", start)] if start == finish else [("gain.start", start), ("gain.finish", finish)]
    return [_by(key, days) for key, days in said if days]


def _by(key: str, days: int) -> Phrase:
    amount = Days(Fraction(abs(days)))
    moved = say(key, moved=say("earlier" if days > 0 else "later", days=amount))
    return joined((moved, say("gain.rest"))) if days > 1 else moved
