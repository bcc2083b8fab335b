"""Why a forecast moved, in sentences: the headline, who was late beside whom, and the meeting's few lines.

This module must never know a screen, nor compute a part: the ledger has them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from fractions import Fraction

from schedule.analysis.move.accounts import (
    Joint,
    concurrent,
    enough_alone,
    used_up_together,
    won_together,
)
from schedule.analysis.move.known import Rectified
from schedule.analysis.move.ledger import Ledger, Part
from schedule.analysis.move.totals import FloatAccount, joint_parts
from schedule.analysis.move.windows import Windows
from schedule.calendars.worktime import DAY, start_day
from schedule.engine.schedule import Stage
from schedule.model import Minutes
from schedule.output.why.steps import account_word, cause, last_name, subject, what, whose_words
from schedule.output.why.tables import in_whole_days, parted, parts_of, signed, within_words
from schedule.output.words.accounts import account_heading, account_name
from schedule.output.words.saying import (
    Days,
    Distinct,
    Phrase,
    apart,
    counted,
    joined,
    number_of,
    say,
    say_of,
    task_name,
)


def headline(found: Windows) -> Phrase:
    """By how much the forecast moved, between which days and which data dates."""
    last = found.ledgers[-1].after.tasks[found.milestone]
    days, key = found.days, "reached" if last.stage is Stage.FINISHED else "moved"
    later = days or found.moved
    direction = "later" if later > 0 else "earlier" if later < 0 else "same"
    return say_of(
        found.milestone,
        f"why.{key}.{direction}{'-today' if found.moved and not days else ''}",
        task=task_name(found.milestone),
        before=last.last_day - timedelta(days),
        now=last.last_day,
        days=apart(days, found.moved),
        since=start_day(found.ledgers[0].since).isoformat(),
        until=start_day(found.ledgers[-1].until).isoformat(),
    )


def view_words(found: Windows) -> list[Phrase]:
    """Whether the weeks are as they were reported or as they are known now, and which were not all reported.

    Of P6's files, which have no reports, nothing is said.
    """
    if not found.ledgers[0].has_reports:
        return []
    until = start_day(found.ledgers[-1].until)
    lines = [say("why.view.known" if found.as_known else "why.view.reported", until=until)]
    if not found.rectified:
        return [*lines, say("why.view.all")] if found.as_known else []
    return [*lines, *rectified_words(found)]


def rectified_words(found: Windows) -> list[Phrase]:
    """Which weeks were not all reported then, put right or not; nothing where all were."""
    if not found.rectified:
        return []
    weeks = (_rectified(one, found) for one in found.rectified)
    key = "why.view.rectified" if found.as_known else "why.view.unreported"
    return [say(key, weeks=joined(weeks, "paper.semicolon"))]


_UNREPORTED = 4
"""So many tasks that were not reported in a week are named."""


def _rectified(one: Rectified, found: Windows) -> Phrase:
    """One data date that was not all reported, and the tasks of which something is known now."""
    named = joined((last_name(name, found) for name in one.tasks[:_UNREPORTED]), "comma")
    if len(one.tasks) > _UNREPORTED:
        named = say("paper.more", items=named, number=len(one.tasks))
    key = "why.view.silent" if one.silent else "why.view.week"
    return say(key, day=start_day(one.data_date), tasks=named)


_JOINTS = (
    ("concurrent", concurrent),
    ("used-up", used_up_together),
    ("enough", enough_alone),
    ("joint", won_together),
)
"""What several accounts did at once, by the words that tell it."""


def joint_words(one: Ledger) -> list[Phrase]:
    """Who was late at once, used up room together, or won days together; and that shares are estimates."""
    lines: list[Phrase] = []
    for key, joint in ((key, found(one.entries)) for key, found in _JOINTS):
        if joint.minutes:
            days, accounts = _elapsed(joint.minutes), _accounts(joint)
            lines.append(say(f"why.{key}", days=days, accounts=accounts, tasks=_names(one, joint)))
    if one.sampled:
        # Twice the standard error: 19 times in 20 the true share lies within.
        lines.append(say("why.sampled", days=_elapsed(round(2 * one.error))))
    return lines


def cause_lines(parts: Iterable[Part], one: Ledger) -> list[Phrase]:
    """Why, in the words of the bodies that reported it and of those who decided: a line for each that said anything."""
    lines: list[Phrase] = []
    for part in parts:
        why, named = cause(part), subject(part, one)
        if why:
            lines.append(say("why.because", whose=whose_words(part, named), cause=why))
    return lines


_PARTS = 3
"""So many parts a meeting is told one by one."""


def meeting_heading(found: Windows) -> Phrase:
    """The meeting's heading, with the move itself, and of which task where the headline does not say it."""
    last, days = found.ledgers[-1].after.tasks[found.milestone].last_day, found.days
    later = days or found.moved
    move = say(
        f"why.move.{'later' if later > 0 else 'earlier' if later < 0 else 'same'}",
        before=last - timedelta(days),
        now=last,
        days=apart(days, found.moved),
    )
    tasks = found.ledgers[-1].after.state.plan.tasks.values()
    if sum(task.deadline is not None for task in tasks) != 1:
        return say("meeting.why.of", task=task_name(found.milestone), move=move)
    return say("meeting.why", move=move)


def meeting_lines(found: Windows, floats: Sequence[FloatAccount]) -> list[Phrase]:
    """The same in at most five lines for a meeting: what made the move, who was late beside whom, float used.

    Where nothing moved the finish, those who lost most without moving it. The causes that bodies report stand with the
    alerts.
    """
    one = found.ledgers[0]
    moving, still = parted(parts_of(found))
    room = len(moving) if len(moving) <= _PARTS else _PARTS - 1
    largest = sorted(moving, key=lambda part: (-abs(part.days), part.name))
    # A decision stands as such, however small it is beside what bodies lost.
    shown = [part for k, part in enumerate(largest) if k < room or part.step is not None]
    rest = [part for k, part in enumerate(largest) if k >= room and part.step is None]
    lines = [_part(part, found) for part in shown]
    if rest:
        amount = sum((part.days for part in rest), Fraction(0))
        lines.append(say("why.more", count=number_of(len(rest), "change"), days=signed_days(amount)))
    if not moving:
        lost = sorted((part for part in still if part.own > 0), key=lambda part: (-part.own, part.name))
        lines += [_part(part, found) for part in lost[:_PARTS]]
        lines += [] if still else [say("why.as-forecast")]
    used = [_float_moved("used", floats), _float_moved("regained", floats)]
    joint = _first_joint(one)
    return [*lines, *joint, *([joined(filter(None, used), "clause")] if any(used) else [])]


def _first_joint(one: Ledger) -> list[Phrase]:
    """The first thing that several accounts did at once; whose tasks they were stands above."""
    for key, found in _JOINTS:
        joint = found(one.entries)
        if joint.minutes:
            days = _elapsed(joint.minutes)
            return [say(f"why.{key}.short", days=days, accounts=_accounts(joint))]
    return []


def signed_days(amount: Fraction) -> Phrase:
    """Days with their sign and unit: "+2.5 days", "+1 day"."""
    return counted("days", signed(amount))


def _float_moved(key: str, floats: Sequence[FloatAccount]) -> Phrase | None:
    """Which bodies used float, or gave it back, and how much."""
    bodies: list[Phrase] = []
    for one in floats:
        if days := one.used if key == "used" else one.regained:
            said = say("why.float.body", body=account_name(one.account), days=Days(days))
            within = within_words(one) if key == "used" else None
            bodies.append(said if within is None else say("why.float.within", used=said, within=within))
    return say(f"why.float.{key}", bodies=joined(bodies, "comma")) if bodies else None


def _part(part: Part, found: Windows) -> Phrase:
    """One part in a sentence: whose, what, why, and its days, or its hours where days do not say it."""
    one = found.ledgers[0]
    named, happened, why = subject(part, one), what(part, one), cause(part)
    key = "why.part" if part.moved or part.days else "why.part.none"
    days = signed_days(part.days)
    if not in_whole_days(part):
        days = counted("h", signed(Fraction(part.moved, 60)))
    if why and part.step is not None:
        happened = say("why.decided", what=happened, cause=why)
    return say(key, whose=whose_words(part, named), what=happened, days=days)


def _accounts(joint: Joint) -> Phrase:
    """The accounts that did something at once, the largest share first."""
    return joined((account_heading(one.account) for one in joint.entries), "comma")


def _names(one: Ledger, joint: Joint) -> Phrase:
    """What the accounts that did something at once did it with."""
    named = (subject(part, one) or account_word(part) for part in joint_parts(one, joint))
    return Distinct(tuple(named))


def _elapsed(minutes: Minutes) -> Phrase:
    """Elapsed minutes in days, within a day in hours or minutes."""
    if minutes >= DAY or not minutes:
        return Days(Fraction(round(Fraction(minutes * 10, DAY)), 10))
    return apart(0, minutes)
