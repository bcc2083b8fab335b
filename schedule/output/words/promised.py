"""What a decision is worth, what was promised for it and what of that was delivered, in phrases.

This module must never judge: it says the figures of the decision ledger and the words of those who decided.
"""

from __future__ import annotations

from itertools import chain

from schedule.analysis.move.decided import DecisionLedger, Delivered, Entry, Event, Measure
from schedule.calendars.worktime import start_day
from schedule.output.words.decisions import decided
from schedule.output.words.phrases import Voice
from schedule.output.words.plain_text import fitting
from schedule.output.words.saying import Days


def title(event: Event, voice: Voice) -> str:
    """What was decided: the change that names it, and how many more there are."""
    k = event.leading
    subject, change = decided(event.revisions[k], *event.plans[k], voice)
    if len(event.revisions) == 1:
        return voice.say("decided.title", task=subject, change=change)
    return voice.say("decided.title.more", task=subject, change=change, number=len(event.revisions) - 1)


def entry_text(entry: Entry, found: DecisionLedger, voice: Voice) -> str:
    """One decision in a line or two: what, when and by whom, what it is worth, what became of what was promised."""
    event = entry.event
    said = [voice.say("decided.approved", day=voice.day(start_day(event.day)), approved_by=event.approved_by)]
    if event.asked_by is not None:
        said.append(voice.say("decision.asked", body=voice.body(event.asked_by)))
    made = voice.say("decided.made", title=title(event, voice), said=voice.say("clause").join(said))
    parts = [made, worth_text(entry, found, voice), *([promised_text(entry, voice)] if event.is_promised else [])]
    return voice.say("sentence.gap").join(voice.say("sentence.end", text=text) for text in parts)


def worth_text(entry: Entry, found: DecisionLedger, voice: Voice) -> str:
    """What a decision is worth: the forecast with it and without it."""
    target, now = voice.task(found.milestone), voice.day(found.dates.last_day)
    if entry.worth is None or entry.without is None or entry.days is None:
        return voice.say("decided.worth.unknown", target=target)
    moved = entry.days or entry.worth
    key = "later" if moved > 0 else "earlier" if moved < 0 else "same"
    days = voice.apart(entry.days, entry.worth)
    return voice.say(
        f"decided.worth.{key}", target=target, without=voice.day(entry.without.last_day), now=now, days=days
    )


def promised_text(entry: Entry, voice: Voice) -> str:
    """What was promised, what of it was delivered, by when it is due, and what that makes of it."""
    parts = [*(_promise(one, voice) for one in entry.promises), *(_measure(one, voice) for one in entry.measures)]
    if entry.event.due is not None:
        key = "decided.due.past" if entry.due_in is not None and entry.due_in <= 0 else "decided.due"
        parts.append(voice.say(key, day=voice.finish(entry.event.due)))
    return voice.say("decided.promised", said=voice.say("paper.semicolon").join(parts), state=state_word(entry, voice))


def state_word(entry: Entry, voice: Voice) -> str:
    """What has become of a decision, in a word or two."""
    if entry.is_late:
        return voice.say("decided.state.late")
    return voice.say(f"decided.state.{'none' if entry.state is None else entry.state}")


def due_text(entry: Entry, voice: Voice, room: int | None = None) -> str:
    """One promise that is due soon or overdue, for the few lines of a page: whose, what, how much of it, and when.

    Where it would be wider than `room`, in Chinese characters, names and words are cut, then what was promised counted.
    """
    if room is None:
        return _due(entry, voice)
    number = len(entry.promises) + len(entry.measures)
    shorter = (_due(entry, voice.narrow(), kept) for kept in range(number, -1, -1))
    return fitting(chain((_due(entry, voice),), shorter), room)


def _due(entry: Entry, voice: Voice, kept: int | None = None) -> str:
    event = entry.event
    named = voice.called(title(event, voice))
    who = voice.say("decided.who", title=named) if event.asked_by is None else voice.body(event.asked_by)
    parts = [*(_promise(one, voice) for one in entry.promises), *(_measure(one, voice) for one in entry.measures)]
    assert event.due is not None, "what has no day is never due"
    said = voice.say("paper.semicolon").join(parts[:kept])
    if kept is not None and kept < len(parts):
        key = "decided.said.more" if kept else "decided.said.only"
        said = voice.counted(key, len(parts) - kept, said=said)
    return voice.say(
        "decided.overdue" if entry.is_overdue else "decided.near",
        who=who,
        said=said,
        day=voice.finish(event.due),
        state=state_word(entry, voice),
    )


def _promise(one: Delivered, voice: Voice) -> str:
    task, promised = voice.task(one.promise.task), voice.days(Days(one.promise.days))
    if one.days is None:
        return voice.say("decided.promise.unknown", task=task, promised=promised)
    key = "earlier" if one.days > 0 else "later" if one.days < 0 else "none"
    return voice.say(f"decided.promise.{key}", task=task, promised=promised, days=voice.apart(one.days, 0))


def _measure(one: Measure, voice: Voice) -> str:
    if one.reported is None:
        return voice.say("decided.measure.silent", measure=voice.quoted(one.text))
    return voice.say("decided.measure", measure=voice.quoted(one.text), day=voice.day(start_day(one.reported)))
