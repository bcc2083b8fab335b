"""What a decision changes and what it moves, before it is sealed: the plan's changes, then the dates of what is due.

This module must never judge whether a decision is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from schedule.analysis.meeting import Meeting
from schedule.calendars.worktime import finish_day
from schedule.engine.schedule import TaskDates
from schedule.engine.state import revised
from schedule.model import Revision, State
from schedule.output.words.decisions import decision
from schedule.output.words.phrases import Voice
from schedule.output.words.sentences import before_permits, first_tasks, verdicts


def decision_lines(
    known: State, before: Meeting | None, after: Meeting, revisions: Sequence[Revision], voice: Voice
) -> list[str]:
    """Each change with its reason and approver, the verdicts before and after, what moves of what has a deadline.

    `known` is all that is recorded, also what no schedule follows from: the values that a change takes the place of.
    `before` is the meeting without the decision, from what can be computed; None where nothing of it can.
    """
    plan, lines = known.plan, list[str]()
    for revision in revisions:
        changed = revised(plan, [revision])
        lines.append(decision(revision, plan, changed, voice, revisions))
        plan = changed
    now = _verdict(after, voice)
    if before is None:
        return [*lines, voice.say("decide.before", headline=voice.say("decide.none")), _after(now, voice)]
    was = _verdict(before, voice)
    if was == now:
        lines.append(voice.say("decide.same", headline=now))
    else:
        lines += [voice.say("decide.before", headline=was), _after(now, voice)]
    names = [name for name, dates in after.schedule.tasks.items() if dates.task.deadline is not None]
    names += [name for name, dates in before.schedule.tasks.items() if dates.task.deadline is not None]
    moves = (_moved(name, before, after, voice) for name in dict.fromkeys(names))
    return [*lines, *(text for text in moves if text is not None), *_to_store(before, after, voice)]


def _to_store(before: Meeting, after: Meeting, voice: Voice) -> list[str]:
    """That bodies are still asked for the baseline's dates which it moves, and the command that stores the new ones."""
    one, was, now = after.outdated, before.schedule.tasks, after.schedule.tasks
    moved = [name for name in (one.tasks if one else ()) if name in was and _days(was[name]) != _days(now[name])]
    if one is None or not moved:
        return []
    return [voice.say("decide.to-store", tasks=first_tasks(moved, voice), baseline=one.baseline)]


def _days(dates: TaskDates) -> tuple[date, date]:
    return dates.first_day, dates.last_day


def _verdict(meeting: Meeting, voice: Voice) -> str:
    return voice.language.gap.join((*before_permits(meeting, voice, works=0), *verdicts(meeting, voice, moves=False)))


def _after(headline: str, voice: Voice) -> str:
    return voice.say("decide.after", headline=headline)


def _moved(name: str, before: Meeting, after: Meeting, voice: Voice) -> str | None:
    """How one task with a deadline stands before and after; None where neither its finish nor its deadline moves."""
    was, now = (one.schedule.tasks.get(name) for one in (before, after))
    if now is None or was is None:
        return None
    days = (now.last_day - was.last_day).days
    if not days and was.task.deadline == now.task.deadline:
        return None
    kept = "same" if not days else "later" if days > 0 else "earlier"
    finish = voice.of(
        name,
        f"decide.finish.{kept}",
        was=voice.day(was.last_day),
        now=voice.day(now.last_day),
        days=voice.apart(abs(days), 0),
    )
    return voice.say("decide.moved", task=voice.task(name), finish=finish, deadline=_deadline(was, now, voice))


def _deadline(was: TaskDates, now: TaskDates, voice: Voice) -> str:
    old, new = (one.task.deadline and voice.day(finish_day(one.task.deadline)) for one in (was, now))
    key = "same" if old == new else "new" if old is None else "gone" if new is None else "moved"
    return voice.say(f"decide.deadline.{key}", was=old or "", now=new or "")
