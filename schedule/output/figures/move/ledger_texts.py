"""What the chart of a window says beside each part: what it is about, whose it is, what happened, what came of it.

What happened is told in the words of `schedule.output.why.steps`. This module must never know a shape, a colour or a
place.
"""

from __future__ import annotations

from fractions import Fraction

from schedule.analysis.move.accounts import PartKind
from schedule.analysis.move.ledger import Ledger, Part
from schedule.analysis.move.totals import in_tenths
from schedule.analysis.move.windows import booked_to
from schedule.calendars.worktime import DAY
from schedule.engine.schedule import Stage
from schedule.model import Minutes
from schedule.output.figures.ground.typeface import clean, fit
from schedule.output.figures.ground.words import word
from schedule.output.figures.move.waterfall import Bar, Bond, joints
from schedule.output.why.steps import account_word, cause, subject, what, whose_words
from schedule.output.words.accounts import account_name
from schedule.output.words.causes import cause_text
from schedule.output.words.languages import unstopped
from schedule.output.words.phrases import Voice, decimal
from schedule.output.words.saying import Days, Fact, Phrase, apart, body_name, joined, say, spaced

_LONGEST_NAME = 28.0
"""Of a milestone in a title, in Chinese characters."""


def title(ledger: Ledger, voice: Voice) -> str:
    """The whole move in a sentence."""
    first, last = ledger.before.tasks[ledger.milestone], ledger.after.tasks[ledger.milestone]
    facts = {"task": milestone_name(ledger.milestone, voice), "before": voice.day(first.last_day)}
    reached = ".reached" if last.stage is Stage.FINISHED else ""
    if not ledger.moved:
        return voice.of(ledger.milestone, f"chart.moved.not{reached}", **facts, after=voice.day(last.last_day))
    key = "moved.later" if ledger.moved > 0 else "moved.earlier"
    amount = word(key, voice, amount=voice.apart(ledger.days, ledger.moved))
    return voice.of(ledger.milestone, f"chart.moved{reached}", **facts, after=voice.day(last.last_day), amount=amount)


def milestone_name(milestone: str, voice: Voice) -> str:
    """A milestone's name as a title has it: cut where the dates after it would not fit on a line."""
    return fit(clean(voice.task(milestone)), 1.0, _LONGEST_NAME)


def signed(days: Fraction, moved: Minutes) -> Phrase:
    """What a part moved, with its sign: "+5 天", and hours where it is less than a day that its days do not say."""
    if moved == days * DAY or abs(days) >= 1:
        return joined((_sign(days or moved), Days(abs(days))))
    return joined((_sign(moved), apart(0, moved)))


def label(bar: Bar) -> Phrase:
    """What stands behind a bar: what it moved."""
    return signed(bar.part.days, bar.part.moved)


def name(part: Part, ledger: Ledger) -> Phrase:
    """A part's task or calendar; where it is about the whole plan, what its account is called."""
    return subject(part, ledger) or account_word(part)


def whose(part: Part, ledger: Ledger) -> Phrase:
    """To whom a part is booked, with the cause that was reported; to several, with the days of each."""
    booked = booked_to(part)
    if len(booked) > 1:
        each = (spaced(account_name(one), f"{_sign(days)}{decimal(abs(days))}") for one, days in booked.items())
        return joined(each, "comma")
    account = account_word(part)
    if any(one.cause is not None for one in booked) and part.body is not None:
        return say("task.body", task=account, body=body_name(part.body))
    if part.step is not None:
        return account if subject(part, ledger) else what(part, ledger)
    cause_said = part.after.status.cause if part.after is not None and part.reported else None
    return _word("body.cause", body=account, cause=cause_text(unstopped(cause_said))) if cause_said else account


def named(part: Part, ledger: Ledger) -> Phrase:
    """A part's task with its body, on one line."""
    about = subject(part, ledger)
    if about is None or (part.body is None and part.kind is PartKind.PROGRESS):
        return about or account_word(part)
    return whose_words(part, about)


def happened(bar: Bar, ledger: Ledger) -> tuple[Phrase, ...]:
    """What happened, and what days off, float or others made of it; of a decision, why. At most two lines."""
    part = bar.part
    second = cause(part) if part.step is not None else _consequence(bar)
    return tuple(line for line in (what(part, ledger), second) if line)


def _consequence(bar: Bar) -> Phrase:
    part = bar.part
    if bar.bond is not None:
        if not part.alone:
            return _word("alone.nothing")
        return _word("alone.earlier" if part.alone < 0 else "alone.later", amount=_days(part.alone))
    return _effect(part)


def _days(minutes: Minutes) -> Phrase:
    return Days(in_tenths(abs(minutes)))


def _effect(part: Part) -> Phrase:
    """What days off made of a part's own days, or what absorbed them; nothing where the two point apart."""
    if not part.effect or part.own * part.days <= 0:
        return ""
    amount = Days(abs(part.effect))
    if (part.effect > 0) is (part.moved > 0):
        return _word("effect.more" if part.moved > 0 else "effect.more.gained", amount=amount)
    return _word("effect.absorbed" if part.moved > 0 else "effect.kept", amount=amount)


def bracket(bond: Bond, ledger: Ledger) -> tuple[Phrase, ...]:
    """What accounts did at once: so many days, and why they are not one's alone."""
    joint = joints(ledger)[bond]
    key = "bond.why.partly" if any(one.sole for one in joint.entries) else f"bond.why.{bond}"
    return _word(f"bond.{bond}", amount=_days(joint.minutes)), _word(key)


def _word(key: str, /, **facts: Fact) -> Phrase:
    return say(f"chart.{key}", **facts)


def _sign(amount: Fraction | int) -> str:
    return "+" if amount > 0 else "-" if amount < 0 else ""
