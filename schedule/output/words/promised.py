"""What a decision is worth, what was promised for it and what of that was delivered, in phrases.

This module must never judge: it says the figures of the decision ledger and the words of those who decided.
"""

from __future__ import annotations

from schedule.analysis.move.decided import DecisionLedger, Delivered, Entry, Event, Measure
from schedule.calendars.worktime import finish_day, start_day
from schedule.engine.schedule import Stage
from schedule.engine.state import with_removed
from schedule.output.words.decisions import decided
from schedule.output.words.saying import (
    Days,
    Narrow,
    Phrase,
    Written,
    apart,
    body_name,
    counted,
    fitting,
    joined,
    say,
    say_of,
    task_name,
)


def title(event: Event) -> Phrase:
    """What was decided: the change that names it, and how many more there are."""
    k = event.leading
    revision, (before, after) = event.revisions[k], event.plans[k]
    subject, change = decided(revision, with_removed(before, event.plans[0][0], revision.task), after)
    if len(event.revisions) == 1:
        return say("decided.title", task=subject, change=change)
    return say("decided.title.more", task=subject, change=change, number=len(event.revisions) - 1)


def entry_text(entry: Entry, found: DecisionLedger) -> Phrase:
    """One decision in a line or two: what, when and by whom, what it is worth, what became of what was promised."""
    event = entry.event
    said = [say("decided.approved", day=start_day(event.day), approved_by=event.approved_by)]
    if event.asked_by is not None:
        said.append(say("decision.asked", body=body_name(event.asked_by)))
    made = say("decided.made", title=title(event), said=joined(said, "clause"))
    parts = [made, worth_text(entry, found), *([promised_text(entry)] if event.is_promised else [])]
    return joined((say("sentence.end", text=text) for text in parts), "sentence.gap")


def worth_text(entry: Entry, found: DecisionLedger) -> Phrase:
    """What a decision is worth: the forecast with it and without it."""
    target, now = task_name(found.milestone), found.dates.last_day
    if entry.worth is None or entry.without is None or entry.days is None:
        return say("decided.worth.unknown", target=target)
    moved = entry.days or entry.worth
    key = "later" if moved > 0 else "earlier" if moved < 0 else "same"
    days = apart(entry.days, entry.worth)
    if key == "same" and found.dates.stage is Stage.FINISHED:  # what has come is no forecast
        return say_of(found.milestone, "decided.worth.reached", target=target, now=now)
    return say(f"decided.worth.{key}", target=target, without=entry.without.last_day, now=now, days=days)


def promised_text(entry: Entry) -> Phrase:
    """What was promised, what of it was delivered, by when it is due, and what that makes of it."""
    parts = [*(_promise(one) for one in entry.promises), *(_measure(one) for one in entry.measures)]
    if entry.event.due is not None:
        key = "decided.due.past" if entry.due_in is not None and entry.due_in <= 0 else "decided.due"
        parts.append(say(key, day=finish_day(entry.event.due)))
    return say("decided.promised", said=joined(parts, "paper.semicolon"), state=state_word(entry))


def state_word(entry: Entry) -> Phrase:
    """What has become of a decision, in a word or two."""
    if entry.is_late:
        return say("decided.state.late")
    return say(f"decided.state.{'none' if entry.state is None else entry.state}")


def due_text(entry: Entry, room: int | None = None) -> Phrase:
    """One promise that is due soon or overdue, for the few lines of a page: whose, what, how much of it, and when.

    Where it would be wider than `room`, in Chinese characters, names and words are cut, then what was promised counted.
    """
    whole = _due(entry)
    if room is None:
        return whole
    number = len(entry.promises) + len(entry.measures)
    return fitting([whole, *(Narrow(_due(entry, kept)) for kept in range(number, -1, -1))], room)


def _due(entry: Entry, kept: int | None = None) -> Phrase:
    event = entry.event
    named = Written(title(event))
    who = say("decided.who", title=named) if event.asked_by is None else body_name(event.asked_by)
    parts = [*(_promise(one) for one in entry.promises), *(_measure(one) for one in entry.measures)]
    assert event.due is not None, "what has no day is never due"
    said = joined(parts[:kept], "paper.semicolon")
    if kept is not None and kept < len(parts):
        key = "decided.said.more" if kept else "decided.said.only"
        said = counted(key, len(parts) - kept, said=said)
    return say(
        "decided.overdue" if entry.is_overdue else "decided.near",
        who=who,
        said=said,
        day=finish_day(event.due),
        state=state_word(entry),
    )


def _promise(one: Delivered) -> Phrase:
    task, promised = task_name(one.promise.task), Days(one.promise.days)
    if one.days is None:
        return say("decided.promise.unknown", task=task, promised=promised)
    key = "earlier" if one.days > 0 else "later" if one.days < 0 else "none"
    return say(f"decided.promise.{key}", task=task, promised=promised, days=apart(one.days, 0))


def _measure(one: Measure) -> Phrase:
    if one.reported is None:
        return say("decided.measure.silent", measure=Written(one.text, quoted=True))
    return say("decided.measure", measure=Written(one.text, quoted=True), day=start_day(one.reported))
