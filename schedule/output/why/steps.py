"""One line of a ledger in words: what happened to a task, or what was decided, and why.

This module must never know how much a line moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from schedule.analysis.move.accounts import Account, PartKind
from schedule.analysis.move.ledger import Ledger, Part
from schedule.analysis.move.revisions import Change, Step, StepKind
from schedule.engine.schedule import Stage, TaskDates
from schedule.model import Minutes, Plan, Revision, RevisionKind
from schedule.output.words.accounts import account_name
from schedule.output.words.decisions import changes, decided
from schedule.output.words.languages import unstopped
from schedule.output.words.phrases import Voice, relation_words
from schedule.output.words.saying import Days

_WHOLE = {StepKind.ADD: RevisionKind.ADD, StepKind.REMOVE: RevisionKind.REMOVE}


def account_word(part: Part, voice: Voice) -> str:
    """To whom a part is booked: a body's name, a cause of its own, or what stands in its place.

    Of a file that several held, all are named, who lost most time first: none of them stands for the others.
    """
    if part.kind is PartKind.CALENDAR and part.step is not None and part.step.revision is None:
        return voice.say("why.kind.calendar-found")
    lost: dict[Account, Minutes] = {}
    for account, piece in part.booked:
        lost[account] = lost.get(account, 0) + piece.own
    order = sorted(lost, key=lambda account: -lost[account])
    return voice.say("comma").join(account_name(account, voice) for account in order)


def whose_words(part: Part, named: str | None, voice: Voice) -> str:
    """What a part is about, with to whom it is booked in brackets; without brackets within them."""
    who = account_word(part, voice)
    if not named:
        return who
    if part.kind is PartKind.REVISION and part.body is not None:
        return voice.say("why.asked", task=named, body=voice.body(part.body))
    return voice.say("task.body", task=named, body=who)


def subject(part: Part, found: Ledger | None, voice: Voice) -> str | None:
    """The task or the calendar that a part is about; None where it is about the whole plan."""
    if part.step is not None:
        return _decided(part, found, voice)[0]
    if part.task is None:
        return None
    return voice.task(part.task) if part.after is None else voice.task_name(part.after.task)


def what(part: Part, found: Ledger | None, voice: Voice) -> str:
    """What happened: to a task's progress, or to the plan."""
    if part.kind in (PartKind.EDITED, PartKind.SELF_TEST, PartKind.LAW):
        return voice.say(f"why.{part.kind}")
    if part.step is None:
        return voice.say("clause").join(_happened(part, found, voice))
    change = _decided(part, found, voice)[1]
    return voice.say("why.nobodys", what=change) if part.kind is PartKind.CALENDAR else change


def cause(part: Part, voice: Voice) -> str | None:
    """Why, in the words of the body that reported it, or of those who decided; None where nothing was said.

    A note is no cause, and is called a note.
    """
    if part.step is not None:
        revision = part.step.revision
        if revision is None:
            return None
        return voice.say("why.approved", reason=unstopped(revision.reason), approved_by=revision.approved_by)
    if part.after is None or not part.reported:
        return None
    reported, note = (unstopped(text or "") for text in (part.after.status.cause, part.after.status.note))
    if reported and note:
        return voice.say("problem.noted", cause=reported, note=note)
    return voice.say("remark.note", note=note) if note else reported or None


def _happened(part: Part, found: Ledger | None, voice: Voice) -> Iterator[str]:
    """How a task went otherwise than expected, in one or two clauses."""
    before, after = part.before, part.after
    assert before is not None and after is not None
    earlier = None if found is None else found.before.tasks.get(after.task.id)
    silent = "why.unreported" if found is None or found.has_reports else "why.silent"
    if found and earlier is not None and earlier.stage is Stage.FINISHED and after.stage is not Stage.FINISHED:
        # What has come all the same is no forecast: of it the day alone is open again.
        key = "why.withdrawn" if after.task.id in found.after.network.implied else "why.unfinished"
        yield voice.of(after.task.id, key, before=voice.day(earlier.last_day), now=voice.day(after.last_day))
        return
    if earlier is not None and earlier.stage is Stage.IN_PROGRESS and after.stage is Stage.NOT_STARTED:
        yield voice.say("why.unstarted", before=voice.day(earlier.first_day))
        return
    if earlier is not None and earlier.stage is Stage.FINISHED:
        was, now = voice.day(earlier.last_day), voice.day(after.last_day)
        yield voice.of(after.task.id, "why.corrected", before=was, now=now)
        return
    late = None if found is None or earlier is None else _told_late(earlier, after, found)
    if late is not None:
        day = after.first_day if late == "why.late-report.begun" else after.last_day
        yield voice.of(after.task.id, late, day=voice.day(day))
        if after.task.is_milestone and part.own <= 0:
            return  # what a report that comes late wins back
    if after.task.is_milestone and after.stage is Stage.NOT_STARTED and not part.reported and part.unreached >= 0:
        lost = Fraction(part.delay + part.longer, part.day_minutes) + part.unreached
        if lost > 0:
            days = voice.days(Days(lost)) if part.unreached else _days(part.delay + part.longer, part, after, voice)
            yield voice.of(after.task.id, f"{silent}.milestone", days=days)
            return
    if not (part.delay or part.longer):
        yield voice.say("why.changed")
    if not part.reported and part.delay >= 0 and part.longer >= 0 and part.own > 0:
        key = f"{silent}.start" if after.stage is Stage.NOT_STARTED else silent
        yield voice.say(key, days=_days(part.delay + part.longer, part, after, voice))
        return
    if after.task.is_milestone and part.longer:  # it takes no time: it came on another day
        moved = part.delay + part.longer
        key = "why.milestone.later" if moved > 0 else "why.milestone.earlier" if moved else "why.changed"
        yield voice.of(after.task.id, key, days=_days(moved, part, after, voice))
        return
    if part.delay and late is None:  # that a report comes late is no start that came early
        yield voice.of(after.task.id, _delay_key(part, after), days=_days(part.delay, part, after, voice))
    if part.longer:
        key = "took" if after.stage is Stage.FINISHED else "work"
        more = "more" if part.longer > 0 else "less"
        yield voice.say(f"why.{key}.{more}", days=_days(part.longer, part, after, voice))


def _told_late(earlier: TaskDates, after: TaskDates, found: Ledger) -> str | None:
    """The words for what had happened by the meeting before, which did not know of it; None where it did.

    What follows from such a report is the gain of a report: its account is that of who owes it.
    """
    if after.stage is Stage.FINISHED and after.finish <= found.since:
        return None if earlier.stage is Stage.FINISHED else "why.late-report"
    begun = after.stage is not Stage.NOT_STARTED and not after.task.is_milestone
    return (
        "why.late-report.begun" if begun and earlier.stage is Stage.NOT_STARTED and after.start < found.since else None
    )


def _delay_key(part: Part, after: TaskDates) -> str:
    happened = "milestone" if after.task.is_milestone else "start"
    if part.delay > 0 and after.stage is Stage.NOT_STARTED:
        return "why.milestone.idle" if after.task.is_milestone else "why.idle"
    return f"why.{happened}.{'later' if part.delay > 0 else 'earlier'}"


def _days(amount: Minutes, part: Part, after: TaskDates, voice: Voice) -> str:
    """Working time in days; what is less than one and no simple part of it in hours or minutes."""
    amount = abs(amount)
    if amount < part.day_minutes and amount * 10 % part.day_minutes:
        return voice.apart(0, amount)
    return voice.days(Days(Fraction(amount, part.day_minutes), not after.calendar.counts_calendar_days))


def _decided(part: Part, found: Ledger | None, voice: Voice) -> tuple[str | None, str]:
    """What a step is about and what it changes, in the words of a decision; how much more where it is one event."""
    step = part.step
    assert step is not None and found is not None
    before = _plan_before(step, found)
    if not step.parts:
        return _changed(step, before, step.state.plan, voice)
    lead = next(
        one for one in step.parts if (one.kind, one.task, one.calendar) == (step.kind, step.task, step.calendar)
    )
    for one in step.parts[: step.parts.index(lead)]:
        before = one.state.plan
    subject_of, change = _changed(lead, before, lead.state.plan, voice)
    key = "why.decided.more" if step.revision is not None else "why.found.more"
    return subject_of, voice.say(key, what=change, number=len(step.parts) - 1)


def _changed(step: Step, before: Plan, after: Plan, voice: Voice) -> tuple[str | None, str]:
    """What one change is about and what it does."""
    if step.revision is not None:
        subject_of, change = decided(step.revision, before, after)
        return voice.tell(subject_of), voice.tell(change)
    if step.kind is StepKind.CALENDAR and step.calendar is not None:
        return _calendar(step, before, after, voice)
    if step.task is None:
        names = voice.say("comma").join(step.facts)
        return None, voice.say("why.settings", fields=names)
    if step.kind in _WHOLE:
        revision = Revision(_WHOLE[step.kind], step.task, "", "", added=after.tasks.get(step.task))
        subject_of, change = decided(revision, before, after)
        return voice.tell(subject_of), voice.tell(change)
    was, now = before.tasks[step.task], after.tasks[step.task]
    old, new = (replace(voice, plan=plan) for plan in (before, after))
    if step.kind is StepKind.LOGIC:
        return new.task(step.task), voice.say("clause").join(_logic(step.facts["relations"], old, new))
    return new.task(step.task), voice.tell(changes(_fields(step), was, now, before, after))


def _logic(change: Change, old: Voice, new: Voice) -> Iterator[str]:
    """The relations that went and those that came, not the many that stayed."""
    for key, relations, voice in (("gone", change.was, old), ("new", change.now, new)):
        if relations:
            listed = voice.say("comma").join(voice.tell(relation_words(relation, voice.plan)) for relation in relations)
            yield voice.say(f"why.logic.{key}", relations=listed)


def _fields(step: Step) -> Iterator[str]:
    """The fields that a step changes; of constraints, each kind whose date changes."""
    for name, change in step.facts.items():
        if name != "constraints":
            yield name
        else:
            yield from dict.fromkeys(one.kind.value for one in (*change.was, *change.now))


def _calendar(step: Step, before: Plan, after: Plan, voice: Voice) -> tuple[str, str]:
    """A calendar's days that are new and those that they stand for; or only that its hours changed."""
    change = step.facts.get("exceptions")
    decisions = []
    for days in () if change is None else (change.now, change.was):
        revision = Revision(RevisionKind.CALENDAR, "", "", "", calendar=step.calendar, exceptions=days)
        decisions.append(voice.told(decided(revision, before, after)))
    name = voice.told(decided(Revision(RevisionKind.CALENDAR, "", "", "", calendar=step.calendar), before, after))[0]
    if not decisions:
        return name, voice.say("why.hours")
    now, was = (text for _, text in decisions)
    return name, voice.say("why.instead", now=now or voice.say("why.hours"), was=was) if was else now


def _plan_before(step: Step, found: Ledger) -> Plan:
    plan = found.reported.state.plan
    for part in found.parts:
        if part.step is step:
            break
        plan = plan if part.step is None else part.step.state.plan
    return plan
