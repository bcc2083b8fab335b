"""What a decision changes and what it moves, before it is sealed: the plan's changes, then the dates of what is due.

This module must never judge whether a decision is right.
"""

from __future__ import annotations

from datetime import date

from schedule.analysis.meeting import Meeting
from schedule.analysis.views.proposals import Due, Proposed, Retarded, dues, retarded
from schedule.calendars.worktime import finish_day
from schedule.engine.schedule import Schedule, Stage, TaskDates
from schedule.engine.state import revised
from schedule.model import State
from schedule.output.words.decisions import decision
from schedule.output.words.money import assumed_between
from schedule.output.words.phrases import Voice, relation_words, worked
from schedule.output.words.sentences import before_permits, first_tasks, verdicts


def decision_lines(known: State, before: Meeting | None, found: Proposed, voice: Voice) -> list[str]:
    """Each change with its reason and approver, the verdicts before and after, what moves of what has a deadline.

    `known` is all that is recorded, also what no schedule follows from: the values that a change takes the place of.
    `before` is the meeting without the decision, from what can be computed; None where nothing of it can.
    """
    plan, lines, after = known.plan, list[str](), found.meeting
    for revision in found.revisions:
        changed = revised(plan, [revision])
        lines.append(voice.tell(decision(revision, plan, changed, found.revisions)))
        plan = changed
    now = _verdict(after, voice)
    if before is None:
        return [*lines, voice.say("decide.before", headline=voice.say("decide.none")), _after(now, voice)]
    was = _verdict(before, voice)
    if was == now:
        lines.append(voice.say("decide.same", headline=now))
    else:
        lines += [voice.say("decide.before", headline=was), _after(now, voice)]
    moved = [one for one in dues(before.schedule, after.schedule) if one.is_moved]
    lines += voice.told(assumed_between(before.schedule, after.schedule, (one.task for one in moved)))
    lines += (moved_words(one, voice) for one in moved)
    lines += (retarded_words(one, after.schedule, voice) for one in retarded(before.schedule, after.schedule))
    return [*lines, *_to_store(before, after, voice)]


def retarded_words(one: Retarded, schedule: Schedule, voice: Voice) -> str:
    """Why less time for a task makes it, and a deadline, later; and when that deadline would be reached otherwise."""
    dates = schedule.tasks[one.task]
    begun = dates.stage is Stage.IN_PROGRESS
    return voice.say(
        "decide.retarded.begun" if begun else "decide.retarded",
        task=voice.task(one.task),
        less=voice.days(worked(one.less, dates)),
        was=voice.day(one.was),
        now=voice.day(one.now),
        relation=voice.tell(relation_words(one.held, voice.plan)),
        goal=voice.task(one.goal),
        late=voice.day(one.late),
        kept=voice.day(one.kept),
    )


def _to_store(before: Meeting, after: Meeting, voice: Voice) -> list[str]:
    """That bodies are still asked for the baseline's dates which it moves, and the command that stores the new ones."""
    one, was, now = after.outdated, before.schedule.tasks, after.schedule.tasks
    moved = [name for name in (one.tasks if one else ()) if name in was and _days(was[name]) != _days(now[name])]
    if one is None or not moved:
        return []
    return [voice.say("decide.to-store", tasks=voice.tell(first_tasks(moved)), baseline=one.baseline)]


def _days(dates: TaskDates) -> tuple[date, date]:
    return dates.first_day, dates.last_day


def _verdict(meeting: Meeting, voice: Voice) -> str:
    return voice.language.gap.join(
        (*voice.told(before_permits(meeting, works=0)), *voice.told(verdicts(meeting, moves=False)))
    )


def _after(headline: str, voice: Voice) -> str:
    return voice.say("decide.after", headline=headline)


def moved_words(one: Due, voice: Voice) -> str:
    """How a task with a deadline stands before and after."""
    assert one.was is not None
    assert one.now is not None
    kept = "same" if not one.days else "later" if one.days > 0 else "earlier"
    finish = voice.of(
        one.task,
        f"decide.finish.{kept}",
        was=voice.day(one.was.last_day),
        now=voice.day(one.now.last_day),
        days=voice.apart(abs(one.days), 0),
    )
    deadline = _deadline(one.was, one.now, voice)
    return voice.say("decide.moved", task=voice.task(one.task), finish=finish, deadline=deadline)


def _deadline(was: TaskDates, now: TaskDates, voice: Voice) -> str:
    old, new = (one.task.deadline and voice.day(finish_day(one.task.deadline)) for one in (was, now))
    key = "same" if old == new else "new" if old is None else "gone" if new is None else "moved"
    return voice.say(f"decide.deadline.{key}", was=old or "", now=new or "")
