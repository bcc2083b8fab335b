"""What money does to dates, in words: what waits for it, by how much, what came, and what a tranche is worth.

This module must never know how a date is computed, nor which paper it speaks on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from schedule.analysis.funds.position import Held, Position
from schedule.analysis.funds.worth import Worth
from schedule.calendars.worktime import start_day
from schedule.engine.schedule import Schedule, Wait
from schedule.model import ANY_PURPOSE, Tranche
from schedule.output.words.phrases import Days, Voice


def tranche_name(name: str, voice: Voice) -> str:
    """What a tranche is called: its name, else where it comes from, else its id."""
    funds = voice.plan.funds
    if funds is None or name not in funds.tranches:
        return name
    one = funds.tranches[name]
    return voice.language.name(one.name or one.source or name, one.name_en) or name


def purpose_name(purpose: str, voice: Voice) -> str:
    """What money is for, as a reader knows it."""
    return voice.say("money.any") if purpose == ANY_PURPOSE else purpose


def wait_text(wait: Wait, voice: Voice) -> str:
    """What a task waits for: how much is missing, which tranche brings it, and when; or that it has no date."""
    return voice.say("money.waits.undated" if wait.until is None else "money.waits", what=_short(wait, voice))


def reason_text(wait: Wait, voice: Voice) -> str:
    """The same as the reason for which a task is late."""
    return voice.say("money.reason", what=_short(wait, voice))


def _short(wait: Wait, voice: Voice) -> str:
    short = voice.money(wait.short)
    if wait.until is None:
        return voice.say("money.short.undated", short=short)
    tranches = voice.listed(tranche_name(name, voice) for name in wait.tranches)
    return voice.say("money.short", short=short, tranches=tranches, day=voice.day(start_day(wait.until)))


def money_sentences(wait: Wait | None, voice: Voice, *, undated: bool) -> tuple[str, ...]:
    """What money does to a task, as sentences: what it waits for, or that what comes before it waits without a date."""
    if wait is not None:
        return (voice.say("sentence.end", text=wait_text(wait, voice)),)
    return (voice.say("sentence.end", text=voice.say("money.behind")),) if undated else ()


def assumed_texts(names: Sequence[str], voice: Voice) -> list[str]:
    """That the dates beside it are so only if money without a date comes when these tasks need it; none of no task."""
    return [voice.say("money.assumed", tasks=voice.listed(map(voice.whose, names)))] if names else []


def assumed_between(before: Schedule, after: Schedule, told: Iterable[str], voice: Voice) -> list[str]:
    """The same of two schedules, where money without a date holds one of the tasks whose dates are told of them."""
    both = (before.funding, after.funding)
    if not any(name in funding.undated for name in told for funding in both):
        return []
    waits = (wait for funding in both for wait in funding.waits.values())
    return assumed_texts([*dict.fromkeys(wait.task for wait in waits if wait.until is None)], voice)


def held_text(found: Position, voice: Voice) -> str:
    """By logic such a day, by money another, and which tasks wait for it: the first line of the money on any paper."""
    if not found.asked:
        return voice.say("money.unasked")
    text = voice.say("money.of-goal", goal=_goal(found, voice), said=_both_dates(found, voice))
    return voice.say("sentence.gap").join((voice.say("sentence.end", text=text), *_stuck(found, voice)))


def verdict_sentences(found: Position, voice: Voice) -> tuple[str, ...]:
    """What money does to the date that a verdict has just spoken of; nothing where it does nothing."""
    if not found.holds_goal:
        return ()
    dates = () if found.by_money is None else (voice.say("sentence.end", text=_both_dates(found, voice)),)
    return (*dates, *_stuck(found, voice))


def _both_dates(found: Position, voice: Voice) -> str:
    logic = voice.day(found.by_logic.last_day)
    if found.by_money is None:
        return voice.say("money.goal.undated", logic=logic)
    if not found.days:
        return voice.say("money.goal.same", logic=logic)
    days = voice.days(Days(Fraction(abs(found.days))))
    key = "money.goal.later" if found.days > 0 else "money.goal.earlier"
    return voice.say(key, logic=logic, money=voice.day(found.by_money.last_day), days=days)


def _stuck(found: Position, voice: Voice) -> tuple[str, ...]:
    if not found.through:
        return ()
    tasks = voice.listed((_held(one, voice) for one in found.through), "clause")
    return (voice.say("sentence.end", text=voice.say("money.stuck", tasks=tasks)),)


def _goal(found: Position, voice: Voice) -> str:
    deadline, task = found.by_logic.task.deadline, voice.task(found.goal)
    return task if deadline is None else voice.say("money.goal", task=task, day=voice.finish(deadline))


def _held(one: Held, voice: Voice) -> str:
    return voice.say("money.held", task=voice.task(one.wait.task), what=_short(one.wait, voice))


def position_text(found: Position, voice: Voice) -> str:
    """What was planned, what came, what is expected and what has no date."""
    parts = [voice.say("money.planned", amount=voice.money(found.planned))]
    parts.append(voice.say("money.in-place", amount=voice.money(found.in_place), percent=_percent(found)))
    if found.expected:
        parts.append(voice.say("money.expected", amount=voice.money(found.expected)))
    if found.undated:
        parts.append(voice.say("money.undated-sum", amount=voice.money(found.undated)))
    return voice.say("sentence.end", text=voice.say("money.position", parts=voice.say("comma").join(parts)))


def _percent(found: Position) -> str:
    if not found.planned:
        return "0"
    share = found.in_place / found.planned * 100
    return f"{float(share):.1f}".removesuffix(".0")


def overdraft_lines(found: Position, voice: Voice) -> Iterator[str]:
    """What has begun used more than there was, the first time and the worst."""
    shown = found.overdrafts[:1] + found.overdrafts[1:][-1:]
    for one in shown:
        text = voice.say(
            "money.overdrawn",
            day=voice.day(start_day(one.instant)),
            amount=voice.money(one.amount),
            tasks=voice.listed(voice.task(name) for name in one.tasks),
        )
        yield voice.say("sentence.end", text=text)


def worth_text(one: Worth, found: Position, voice: Voice) -> str:
    """What a tranche is worth: days for a week, and the last day on which it may come."""
    goal, said = voice.task(found.goal), []
    if one.week:
        days = voice.days(Days(Fraction(abs(one.week))))
        said.append(voice.say("money.week" if one.week > 0 else "money.week.worse", goal=goal, days=days))
    elif one.week is not None:
        said.append(voice.say("money.week.none", goal=goal))
    if one.spare or one.never:
        said.append(voice.say("money.latest.spare" if one.spare else "money.latest.never"))
    elif one.latest is not None:
        said.append(voice.say("money.latest", day=voice.day(start_day(one.latest))))
    if not said:
        return ""
    name, text = tranche_name(one.tranche, voice), voice.say("clause").join(said)
    return voice.say("sentence.end", text=voice.say("money.tranche", tranche=name, said=text))


def tranche_state(one: Tranche, voice: Voice) -> str:
    """How a tranche stands: when it came; for when the rest is or was expected, or that it has no date."""
    said = []
    if one.arrivals:
        days = voice.listed(voice.day(start_day(come.instant)) for come in one.arrivals)
        key = "money.state.in-place" if one.assumed is None else "money.state.in-place.assumed"
        said.append(voice.say(key, days=days))
    if one.missing:
        rest = "" if not one.arrivals else voice.say("money.state.rest", amount=voice.money(one.missing))
        if one.expected is not None:
            said.append(rest + voice.say("money.state.expected", day=voice.day(start_day(one.expected))))
        elif one.lapsed is not None:
            said.append(rest + voice.say("money.state.lapsed", day=voice.day(start_day(one.lapsed))))
        else:
            said.append(rest + voice.say("money.state.undated"))
    return voice.say("clause").join(said)


def first_day(one: Tranche) -> date | None:
    """The day on which it came whole, or what is missing is expected; None without one."""
    last = one.expected if one.missing else max((come.instant for come in one.arrivals), default=None)
    return None if last is None else start_day(last)
