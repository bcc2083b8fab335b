"""One line of a ledger in words: what happened to a task, or what was decided, and why.

This module must never know how much a line moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from schedule.analysis.move.accounts import Account, PartKind
from schedule.analysis.move.ledger import Ledger, Part
from schedule.analysis.move.revisions import Change, Step, StepKind
from schedule.analysis.move.windows import Windows
from schedule.analysis.reports.causes import Cause
from schedule.analysis.reports.reporting import disputed, is_free, rests_since
from schedule.engine.schedule import Stage, TaskDates
from schedule.engine.state import with_removed
from schedule.model import Minutes, Plan, Revision, RevisionKind
from schedule.output.words.accounts import account_name
from schedule.output.words.causes import cause_text
from schedule.output.words.decisions import changes, decided
from schedule.output.words.languages import unstopped
from schedule.output.words.phrases import relation_words
from schedule.output.words.saying import (
    Days,
    InPlan,
    Phrase,
    apart,
    body_name,
    joined,
    say,
    say_of,
    task_name,
    task_name_in,
)

_WHOLE = {StepKind.ADD: RevisionKind.ADD, StepKind.REMOVE: RevisionKind.REMOVE}


def account_word(part: Part) -> Phrase:
    """To whom a part is booked: a body's name, a cause of its own, or what stands in its place.

    Of a file that several held, all are named, who lost or won most time first: none stands for the others.
    """
    if part.kind is PartKind.CALENDAR and part.step is not None and part.step.revision is None:
        return say("why.kind.calendar-found")
    lost: dict[Account, Minutes] = {}
    for account, piece in part.booked:
        lost[account] = lost.get(account, 0) + piece.own
    order = sorted(lost, key=lambda account: -abs(lost[account]))
    return joined((account_name(account) for account in order), "comma")


def whose_words(part: Part, named: Phrase | None) -> Phrase:
    """What a part is about, with to whom it is booked in brackets; without brackets within them."""
    who = account_word(part)
    if not named:
        return who
    if part.kind is PartKind.REVISION and part.body is not None:
        return say("why.asked", task=named, body=body_name(part.body))
    return say("task.body", task=named, body=who)


def subject(part: Part, found: Ledger | None) -> Phrase | None:
    """The task or the calendar that a part is about; None where it is about the whole plan."""
    if part.step is not None:
        return _decided(part, found)[0]
    if part.task is None:
        return None
    if part.after is None or found is None:
        return task_name(part.task)
    dated = found.after if part.kind is PartKind.LAW else found.reported
    return InPlan(task_name(part.task), dated.state.plan)  # it may have been removed since


def last_name(task: str, found: Windows) -> Phrase:
    """A task's name over several windows; of one that a decision has removed since, the one that it had."""
    plans = (schedule.state.plan for one in reversed(found.ledgers) for schedule in (one.after, one.before))
    return task_name_in(task, plans)


def what(part: Part, found: Ledger | None) -> Phrase:
    """What happened: to a task's progress, or to the plan."""
    if part.kind in (PartKind.EDITED, PartKind.SELF_TEST, PartKind.LAW):
        return say(f"why.{part.kind}")
    if part.step is None:
        return joined(_happened(part, found), "clause")
    change = _decided(part, found)[1]
    return say("why.nobodys", what=change) if part.kind is PartKind.CALENDAR else change


def cause(part: Part) -> Phrase | None:
    """Why, in the words of the body that reported it, or of those who decided; None where nothing was said.

    A note is no cause, and is called a note.
    """
    if part.step is not None:
        revision = part.step.revision
        if revision is None:
            return None
        return say("why.approved", reason=unstopped(revision.reason), approved_by=revision.approved_by)
    if part.after is None or not part.reported:
        return None
    reported, note = (unstopped(text or "") for text in (part.after.status.cause, part.after.status.note))
    if reported and note:
        return say("problem.noted", cause=cause_text(reported), note=note)
    return say("remark.note", note=note) if note else cause_text(reported) or None


def _happened(part: Part, found: Ledger | None) -> Iterator[Phrase]:
    """How a task went otherwise than expected, in one or two clauses."""
    before, after = part.before, part.after
    assert before is not None and after is not None
    earlier = None if found is None else found.before.tasks.get(after.task.id)
    silent = "why.unreported" if found is None or found.has_reports else "why.silent"
    silent = "why.differ" if found is not None and _forms_differ(after.task.id, found) else silent
    if found and earlier is not None and earlier.stage is Stage.FINISHED and after.stage is not Stage.FINISHED:
        # What has come all the same is no forecast: of it the day alone is open again.
        key = "why.withdrawn" if after.task.id in found.after.network.implied else "why.unfinished"
        yield say_of(after.task.id, key, before=earlier.last_day, now=after.last_day)
        return
    if earlier is not None and earlier.stage is Stage.IN_PROGRESS and after.stage is Stage.NOT_STARTED:
        yield say("why.unstarted", before=earlier.first_day)
        return
    if earlier is not None and earlier.stage is Stage.FINISHED:
        was, now = earlier.last_day, after.last_day
        yield say_of(after.task.id, "why.corrected", before=was, now=now)
        return
    late = None if found is None or earlier is None else _told_late(earlier, after, found)
    if late is not None:
        day = after.first_day if late == "why.late-report.begun" else after.last_day
        yield say_of(after.task.id, late, day=day)
        if after.task.is_milestone and part.own <= 0:
            return  # what a report that comes late wins back
    if after.task.is_milestone and after.stage is Stage.NOT_STARTED and not part.reported and part.unreached >= 0:
        lost = Fraction(part.delay + part.longer, part.day_minutes) + part.unreached
        if lost > 0:
            days = Days(lost) if part.unreached else _days(part.delay + part.longer, part, after)
            yield say_of(after.task.id, f"{silent}.milestone", days=days)
            return
    if not (part.delay or part.longer):
        yield say("why.changed")
    elif after.stage is Stage.NOT_STARTED and {one.cause for one in part.held} == {Cause.MONEY}:
        # It is not that nobody reported it: it could not begin before its money was there.
        key = "why.funds.later" if part.own > 0 else "why.funds.earlier"
        yield say(key, days=_days(part.delay + part.longer, part, after))
        return
    if not part.reported and part.delay >= 0 and part.longer >= 0 and part.own > 0:
        key = f"{silent}.start" if after.stage is Stage.NOT_STARTED else silent
        key = "why.rests" if rests_since(after, None if found is None else found.until) is not None else key
        if key == "why.unreported.start" and found is not None and not is_free(after, found.reported):
            key = "why.not-begun"  # what others hold owes no report
        yield say(key, days=_days(part.delay + part.longer, part, after))
        return
    if after.stage is Stage.NOT_STARTED and not after.task.is_milestone and part.delay >= 0 and part.longer > 0:
        # It was to be under way by now: what it would have done is no more work than expected.
        yield say("why.not-begun", days=_days(part.delay + part.longer, part, after))
        return
    if after.task.is_milestone and part.longer:  # it takes no time: it came on another day
        moved = part.delay + part.longer
        key = "why.milestone.later" if moved > 0 else "why.milestone.earlier" if moved else "why.changed"
        yield say_of(after.task.id, key, days=_days(moved, part, after))
        return
    if part.delay and late is None:  # that a report comes late is no start that came early
        yield say_of(after.task.id, _delay_key(part, earlier, after), days=_days(part.delay, part, after))
    if part.longer:
        key = "took" if after.stage is Stage.FINISHED else "work"
        if key == "work":
            key = _longer_key(part, before, after)
        more = "more" if part.longer > 0 else "less"
        yield say(f"why.{key}.{more}", days=_days(part.longer, part, after))


def _forms_differ(task: str, found: Ledger) -> bool:
    """Whether forms say differently of a task since the meeting before: it was reported, and none of it is recorded.

    Of what they said before, and nobody has said again, nothing came.
    """
    one, known = disputed(found.after).get(task), found.before.state.disputes
    return one is not None and not any(one is earlier for earlier in known)


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


def _longer_key(part: Part, before: TaskDates, after: TaskDates) -> str:
    """What of work under way is another amount than expected: what is left, the time from start to finish, or its own.

    What began on another day or was to be done by now has another amount left; what others held has waited besides.
    """
    left = after.remaining - before.remaining
    whole = after.calendar.work(after.start, after.finish) - after.calendar.work(before.start, before.finish)
    fits = (key for key, amount in (("work", left), ("whole", whole)) if _is_about(amount, part.longer, part))
    return next(fits, "own")


def _is_about(amount: Minutes, told: Minutes, part: Part) -> bool:
    """Whether an amount is that which is told, to a tenth of a day."""
    return abs(amount - told) * 10 < part.day_minutes


def _delay_key(part: Part, earlier: TaskDates | None, after: TaskDates) -> str:
    """The words for a start otherwise than what comes before let it: `earlier` is the forecast of it, or what it was.

    Where what comes before moved too, the start is that much late or early against when it could begin, and not against
    its forecast, which the tables beside it are told by.
    """
    happened = "milestone" if after.task.is_milestone else "start"
    if part.delay > 0 and after.stage is Stage.NOT_STARTED:
        return "why.milestone.idle" if after.task.is_milestone else "why.idle"
    key = f"why.{happened}.{'later' if part.delay > 0 else 'earlier'}"
    if happened == "milestone" or earlier is None:
        return key
    moved = after.calendar.work(earlier.start, after.start)
    return key if abs(moved - part.delay) * 2 < part.day_minutes else f"{key}.than-could"


def _days(amount: Minutes, part: Part, after: TaskDates) -> Phrase:
    """Working time in days; what is less than one and no simple part of it in hours or minutes."""
    amount = abs(amount)
    if amount < part.day_minutes and amount * 10 % part.day_minutes:
        return apart(0, amount)
    return Days(Fraction(amount, part.day_minutes), not after.calendar.counts_calendar_days)


def _decided(part: Part, found: Ledger | None) -> tuple[Phrase | None, Phrase]:
    """What a step is about and what it changes, in the words of a decision; how much more where it is one event."""
    step = part.step
    assert step is not None and found is not None
    before = _plan_before(step, found)
    if not step.parts:
        return _changed(step, with_removed(before, found.before.state.plan, step.task), step.state.plan)
    lead = next(
        one for one in step.parts if (one.kind, one.task, one.calendar) == (step.kind, step.task, step.calendar)
    )
    for one in step.parts[: step.parts.index(lead)]:
        before = one.state.plan
    subject_of, change = _changed(lead, with_removed(before, found.before.state.plan, lead.task), lead.state.plan)
    key = "why.decided.more" if step.revision is not None else "why.found.more"
    return subject_of, say(key, what=change, number=len(step.parts) - 1)


def _changed(step: Step, before: Plan, after: Plan) -> tuple[Phrase | None, Phrase]:
    """What one change is about and what it does."""
    if step.revision is not None:
        return decided(step.revision, before, after)
    if step.kind is StepKind.CALENDAR and step.calendar is not None:
        return _calendar(step, before, after)
    if step.task is None:
        names = joined(step.facts, "comma")
        return None, say("why.settings", fields=names)
    if step.kind in _WHOLE:
        revision = Revision(_WHOLE[step.kind], step.task, "", "", added=after.tasks.get(step.task))
        return decided(revision, before, after)
    was, now = before.tasks[step.task], after.tasks[step.task]
    subject_of = InPlan(task_name(step.task), after)
    if step.kind is StepKind.LOGIC:
        return subject_of, joined(_logic(step.facts["relations"], before, after), "clause")
    return subject_of, changes(_fields(step), was, now, before, after)


def _logic(change: Change, before: Plan, after: Plan) -> Iterator[Phrase]:
    """The relations that went and those that came, not the many that stayed."""
    for key, relations, plan in (("gone", change.was, before), ("new", change.now, after)):
        if relations:
            told = joined((relation_words(relation, plan) for relation in relations), "comma")
            yield InPlan(say(f"why.logic.{key}", relations=told), plan)


def _fields(step: Step) -> Iterator[str]:
    """The fields that a step changes; of constraints, each kind whose date changes."""
    for name, change in step.facts.items():
        if name != "constraints":
            yield name
        else:
            yield from dict.fromkeys(one.kind.value for one in (*change.was, *change.now))


def _calendar(step: Step, before: Plan, after: Plan) -> tuple[Phrase, Phrase]:
    """A calendar's days that are new and those that they stand for; or only that its hours changed."""
    change = step.facts.get("exceptions")
    decisions = []
    for days in () if change is None else (change.now, change.was):
        revision = Revision(RevisionKind.CALENDAR, "", "", "", calendar=step.calendar, exceptions=days)
        decisions.append(decided(revision, before, after))
    name = decided(Revision(RevisionKind.CALENDAR, "", "", "", calendar=step.calendar), before, after)[0]
    if not decisions:
        return name, say("why.hours")
    now, was = (text for _, text in decisions)
    return name, say("why.instead", now=now or say("why.hours"), was=was) if was else now


def _plan_before(step: Step, found: Ledger) -> Plan:
    plan = found.reported.state.plan
    for part in found.parts:
        if part.step is step:
            break
        plan = plan if part.step is None else part.step.state.plan
    return plan
