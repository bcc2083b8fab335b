"""What a decision changes and what it moves, before it is sealed: the plan's changes, then the dates of what is due.

This module must never judge whether a decision is right.
"""

from __future__ import annotations

from datetime import date

from schedule.analysis.meeting import Meeting
from schedule.analysis.views.proposals import Due, Proposed, Retarded, dues, retarded
from schedule.calendars.worktime import finish_day
from schedule.engine.schedule import Schedule, Stage, TaskDates
from schedule.engine.state import revised, with_removed
from schedule.model import State
from schedule.output.words.decisions import decision
from schedule.output.words.money import assumed_between
from schedule.output.words.phrases import relation_words, worked
from schedule.output.words.saying import Phrase, apart, joined, say, say_of, task_name
from schedule.output.words.sentences import before_permits, first_tasks, verdicts


def decision_lines(known: State, before: Meeting | None, found: Proposed) -> list[Phrase]:
    """Each change with its reason and approver, the verdicts before and after, what moves of what has a deadline.

    `known` is all that is recorded, also what no schedule follows from: the values that a change takes the place of.
    `before` is the meeting without the decision, from what can be computed; None where nothing of it can.
    """
    plan, lines, after = known.plan, list[Phrase](), found.meeting
    for revision in found.revisions:
        changed = revised(plan, [revision])
        earlier = with_removed(plan, known.plan, revision.task)
        lines.append(decision(revision, earlier, changed, found.revisions))
        plan = changed
    now = _verdict(after)
    if before is None:
        return [*lines, say("decide.before", headline=say("decide.none")), _after(now)]
    was = _verdict(before)
    if was == now:
        lines.append(say("decide.same", headline=now))
    else:
        lines += [say("decide.before", headline=was), _after(now)]
    moved = [one for one in dues(before.schedule, after.schedule) if one.is_moved]
    lines += assumed_between(before.schedule, after.schedule, (one.task for one in moved))
    lines += (moved_words(one) for one in moved)
    lines += (retarded_words(one, after.schedule) for one in retarded(before.schedule, after.schedule))
    return [*lines, *_to_store(before, after)]


def retarded_words(one: Retarded, schedule: Schedule) -> Phrase:
    """Why less time for a task makes it, and a deadline, later; and when that deadline would be reached otherwise."""
    dates = schedule.tasks[one.task]
    begun = dates.stage is Stage.IN_PROGRESS
    return say(
        "decide.retarded.begun" if begun else "decide.retarded",
        task=task_name(one.task),
        less=worked(one.less, dates),
        was=one.was,
        now=one.now,
        relation=relation_words(one.held, schedule.state.plan),
        goal=task_name(one.goal),
        late=one.late,
        kept=one.kept,
    )


def _to_store(before: Meeting, after: Meeting) -> list[Phrase]:
    """That bodies are still asked for the baseline's dates which it moves, and the command that stores the new ones."""
    one, was, now = after.outdated, before.schedule.tasks, after.schedule.tasks
    moved = [name for name in (one.tasks if one else ()) if name in was and _days(was[name]) != _days(now[name])]
    if one is None or not moved:
        return []
    return [say("decide.to-store", tasks=first_tasks(moved), baseline=one.baseline)]


def _days(dates: TaskDates) -> tuple[date, date]:
    return dates.first_day, dates.last_day


def _verdict(meeting: Meeting) -> Phrase:
    return joined((*before_permits(meeting, works=0), *verdicts(meeting, moves=False)), "sentence.gap")


def _after(headline: Phrase) -> Phrase:
    return say("decide.after", headline=headline)


def moved_words(one: Due) -> Phrase:
    """How a task with a deadline stands before and after."""
    assert one.was is not None
    assert one.now is not None
    kept = "same" if not one.days else "later" if one.days > 0 else "earlier"
    finish = say_of(
        one.task,
        f"decide.finish.{kept}",
        was=one.was.last_day,
        now=one.now.last_day,
        days=apart(abs(one.days), 0),
    )
    deadline = _deadline(one.was, one.now)
    return say("decide.moved", task=task_name(one.task), finish=finish, deadline=deadline)


def _deadline(was: TaskDates, now: TaskDates) -> Phrase:
    old, new = (one.task.deadline and finish_day(one.task.deadline) for one in (was, now))
    key = "same" if old == new else "new" if old is None else "gone" if new is None else "moved"
    return say(f"decide.deadline.{key}", was=old or "", now=new or "")
