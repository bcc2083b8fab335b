"""Why a forecast moved, in sentences: the headline, who was late beside whom, and the meeting's few lines.

This module must never know a screen, nor compute a part: the ledger has them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
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
from schedule.output.why.steps import account_word, cause, subject, what, whose_words
from schedule.output.why.tables import counted, in_whole_days, parts_of, signed, within_words
from schedule.output.words.accounts import account_heading, account_name
from schedule.output.words.phrases import Voice, among
from schedule.output.words.saying import Days


def headline(found: Windows, voice: Voice) -> str:
    """By how much the forecast moved, between which days and which data dates."""
    last = found.ledgers[-1].after.tasks[found.milestone]
    days, key = found.days, "reached" if last.stage is Stage.FINISHED else "moved"
    later = days or found.moved
    direction = "later" if later > 0 else "earlier" if later < 0 else "same"
    return voice.of(
        found.milestone,
        f"why.{key}.{direction}{'-today' if found.moved and not days else ''}",
        task=voice.task(found.milestone),
        before=voice.day(last.last_day - timedelta(days)),
        now=voice.day(last.last_day),
        days=voice.apart(days, found.moved),
        since=start_day(found.ledgers[0].since).isoformat(),
        until=start_day(found.ledgers[-1].until).isoformat(),
    )


def view_words(found: Windows, voice: Voice) -> list[str]:
    """Whether the weeks are as they were reported or as they are known now, and which were not all reported.

    Of P6's files, which have no reports, nothing is said.
    """
    if not found.ledgers[0].has_reports:
        return []
    until = voice.day(start_day(found.ledgers[-1].until))
    lines = [voice.say("why.view.known" if found.as_known else "why.view.reported", until=until)]
    if not found.rectified:
        return [*lines, voice.say("why.view.all")] if found.as_known else []
    return [*lines, *rectified_words(found, voice)]


def rectified_words(found: Windows, voice: Voice) -> list[str]:
    """Which weeks were not all reported then, put right or not; nothing where all were."""
    if not found.rectified:
        return []
    weeks = (_rectified(one, found, voice) for one in found.rectified)
    key = "why.view.rectified" if found.as_known else "why.view.unreported"
    return [voice.say(key, weeks=voice.say("paper.semicolon").join(weeks))]


_UNREPORTED = 4
"""So many tasks that were not reported in a week are named."""


def _rectified(one: Rectified, found: Windows, voice: Voice) -> str:
    """One data date that was not all reported, and the tasks of which something is known now."""
    named = voice.say("comma").join(_task_name(name, found, voice) for name in one.tasks[:_UNREPORTED])
    if len(one.tasks) > _UNREPORTED:
        named = voice.say("paper.more", items=named, number=len(one.tasks))
    key = "why.view.silent" if one.silent else "why.view.week"
    return voice.say(key, day=voice.day(start_day(one.data_date)), tasks=named)


def _task_name(name: str, found: Windows, voice: Voice) -> str:
    """A task's name; of one that a decision has removed since, the one that it had."""
    plans = (schedule.state.plan for one in reversed(found.ledgers) for schedule in (one.after, one.before))
    return next((replace(voice, plan=plan).task(name) for plan in plans if name in plan.tasks), name)


_JOINTS = (
    ("concurrent", concurrent),
    ("used-up", used_up_together),
    ("enough", enough_alone),
    ("joint", won_together),
)
"""What several accounts did at once, by the words that tell it."""


def joint_words(one: Ledger, voice: Voice) -> list[str]:
    """Who was late at once, used up room together, or won days together; and that shares are estimates."""
    lines = []
    for key, joint in ((key, found(one.entries)) for key, found in _JOINTS):
        if joint.minutes:
            days, accounts = _elapsed(joint.minutes, voice), _accounts(joint, voice)
            lines.append(voice.say(f"why.{key}", days=days, accounts=accounts, tasks=_names(one, joint, voice)))
    if one.sampled:
        # Twice the standard error: 19 times in 20 the true share lies within.
        lines.append(voice.say("why.sampled", days=_elapsed(round(2 * one.error), voice)))
    return lines


def cause_lines(parts: Iterable[Part], one: Ledger, voice: Voice) -> list[str]:
    """Why, in the words of the bodies that reported it and of those who decided: a line for each that said anything."""
    lines = []
    for part in parts:
        why, named = cause(part, voice), subject(part, one, voice)
        if why:
            lines.append(voice.say("why.because", whose=whose_words(part, named, voice), cause=why))
    return lines


_PARTS = 3
"""So many parts a meeting is told one by one."""


def meeting_heading(found: Windows, voice: Voice) -> str:
    """The meeting's heading, with the move itself, and of which task where the headline does not say it."""
    last, days = found.ledgers[-1].after.tasks[found.milestone].last_day, found.days
    later = days or found.moved
    move = voice.say(
        f"why.move.{'later' if later > 0 else 'earlier' if later < 0 else 'same'}",
        before=voice.day(last - timedelta(days)),
        now=voice.day(last),
        days=voice.apart(days, found.moved),
    )
    tasks = found.ledgers[-1].after.state.plan.tasks.values()
    if sum(task.deadline is not None for task in tasks) != 1:
        return voice.say("meeting.why.of", task=voice.task(found.milestone), move=move)
    return voice.say("meeting.why", move=move)


def meeting_lines(found: Windows, floats: Sequence[FloatAccount], voice: Voice) -> list[str]:
    """The same in at most five lines for a meeting: what made the move, who was late beside whom, float used.

    Where nothing moved the finish, those who lost most without moving it. The causes that bodies report stand with the
    alerts.
    """
    one = found.ledgers[0]
    moving, still = counted(parts_of(found))
    room = len(moving) if len(moving) <= _PARTS else _PARTS - 1
    largest = sorted(moving, key=lambda part: (-abs(part.days), part.name))
    # A decision stands as such, however small it is beside what bodies lost.
    shown = [part for k, part in enumerate(largest) if k < room or part.step is not None]
    rest = [part for k, part in enumerate(largest) if k >= room and part.step is None]
    lines = [_part(part, found, voice) for part in shown]
    if rest:
        amount = sum((part.days for part in rest), Fraction(0))
        lines.append(voice.say("why.more", count=voice.count(len(rest), "change"), days=signed_days(amount, voice)))
    if not moving:
        lost = sorted((part for part in still if part.own > 0), key=lambda part: (-part.own, part.name))
        lines += [_part(part, found, voice) for part in lost[:_PARTS]]
        lines += [] if still else [voice.say("why.as-forecast")]
    used = [_float_moved("used", floats, voice), _float_moved("regained", floats, voice)]
    joint = _first_joint(one, voice)
    return [*lines, *joint, *([voice.say("clause").join(filter(None, used))] if any(used) else [])]


def _first_joint(one: Ledger, voice: Voice) -> list[str]:
    """The first thing that several accounts did at once; whose tasks they were stands above."""
    for key, found in _JOINTS:
        joint = found(one.entries)
        if joint.minutes:
            days = _elapsed(joint.minutes, voice)
            return [voice.say(f"why.{key}.short", days=days, accounts=_accounts(joint, voice))]
    return []


def signed_days(amount: Fraction, voice: Voice) -> str:
    """Days with their sign and unit: "+2.5 days", "+1 day"."""
    return voice.counted("days", signed(amount))


def _float_moved(key: str, floats: Sequence[FloatAccount], voice: Voice) -> str | None:
    """Which bodies used float, or gave it back, and how much."""
    bodies = []
    for one in floats:
        if days := one.used if key == "used" else one.regained:
            said = voice.say("why.float.body", body=account_name(one.account, voice), days=voice.days(Days(days)))
            within = within_words(one, voice) if key == "used" else None
            bodies.append(said if within is None else voice.say("why.float.within", used=said, within=within))
    return voice.say(f"why.float.{key}", bodies=voice.say("comma").join(bodies)) if bodies else None


def _part(part: Part, found: Windows, voice: Voice) -> str:
    """One part in a sentence: whose, what, why, and its days, or its hours where days do not say it."""
    one = found.ledgers[0]
    named, happened, why = subject(part, one, voice), what(part, one, voice), cause(part, voice)
    key = "why.part" if part.moved or part.days else "why.part.none"
    days = signed_days(part.days, voice)
    if not in_whole_days(part):
        days = voice.counted("h", signed(Fraction(part.moved, 60)))
    if why and part.step is not None:
        happened = voice.say("why.decided", what=happened, cause=why)
    return voice.say(key, whose=whose_words(part, named, voice), what=happened, days=days)


def _accounts(joint: Joint, voice: Voice) -> str:
    """The accounts that did something at once, the largest share first."""
    return voice.say("comma").join(account_heading(one.account, voice) for one in joint.entries)


def _names(one: Ledger, joint: Joint, voice: Voice) -> str:
    """What the accounts that did something at once did it with."""
    named = (subject(part, one, voice) or account_word(part, voice) for part in joint_parts(one, joint))
    return voice.say("comma").join(dict.fromkeys(among(name, voice) for name in named))


def _elapsed(minutes: Minutes, voice: Voice) -> str:
    """Elapsed minutes in days, within a day in hours or minutes."""
    if minutes >= DAY or not minutes:
        return voice.days(Days(Fraction(round(Fraction(minutes * 10, DAY)), 10)))
    return voice.apart(0, minutes)
