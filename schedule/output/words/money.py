"""What money does to dates, in words: what waits for it, by how much, what came, and what a tranche is worth.

This module must never know how a date is computed, nor which paper it speaks on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from schedule.analysis.dates.overdue import Overdue
from schedule.analysis.funds.position import Held, Position
from schedule.analysis.funds.worth import Keeping, Worth, Worths
from schedule.calendars.worktime import finish_day, start_day
from schedule.engine.schedule import Schedule, Wait
from schedule.model import ANY_PURPOSE, Tranche
from schedule.output.words.saying import (
    Days,
    Money,
    Phrase,
    body_name,
    joined,
    listed,
    say,
    task_name,
    tranche_name,
    whose,
)


def purpose_name(purpose: str) -> Phrase:
    """What money is for, as a reader knows it."""
    return say("money.any") if purpose == ANY_PURPOSE else purpose


def wait_text(wait: Wait) -> Phrase:
    """What a task waits for: how much is missing, which tranche brings it, and when; or that it has no date."""
    return say("money.waits.undated" if wait.until is None else "money.waits", what=_short(wait))


def reason_text(wait: Wait) -> Phrase:
    """The same as the reason for which a task is late."""
    return say("money.reason", what=_short(wait))


def _short(wait: Wait) -> Phrase:
    short, tranches = Money(wait.short), listed(tranche_name(name) for name in wait.tranches)
    if wait.until is not None:
        return say("money.short", short=short, tranches=tranches, day=start_day(wait.until))
    if wait.at_latest is not None:
        return say("money.short.at-latest", short=short, tranches=tranches, day=start_day(wait.at_latest))
    return say("money.short.undated", short=short)


def money_sentences(wait: Wait | None, *, undated: bool, late: Sequence[Overdue] = ()) -> tuple[Phrase, ...]:
    """What money does to a task, as sentences: what it waits for, or that what comes before it waits without a date.

    Who has to get what is `late` of that money is asked for it.
    """
    if wait is not None:
        return (say("sentence.end", text=wait_text(wait)), *map(overdue_sentence, late))
    return (say("sentence.end", text=say("money.behind")),) if undated else ()


def overdue_text(one: Overdue) -> Phrase:
    """What is asked of who has to get money whose day has passed: that it comes, or the day on which it will."""
    return say(
        "money.overdue.rest" if one.is_rest else "money.overdue",
        tranche=tranche_name(one.tranche),
        amount=Money(one.missing),
        day=start_day(one.lapsed),
        tasks=listed(map(task_name, one.tasks)),
    )


def overdue_sentence(one: Overdue) -> Phrase:
    """The same with the body that is asked, or that none is named."""
    who = say("money.overdue.nobody") if one.ask is None else body_name(one.ask)
    return say("sentence.end", text=say("money.overdue.of", body=who, asked=overdue_text(one)))


def assumed_texts(names: Sequence[str]) -> list[Phrase]:
    """That the dates beside it are so only if money without a date comes when these tasks need it; none of no task."""
    return [say("money.assumed", tasks=listed(map(whose, names)))] if names else []


def assumed_between(before: Schedule, after: Schedule, told: Iterable[str]) -> list[Phrase]:
    """The same of two schedules, where money without a date holds one of the tasks whose dates are told of them."""
    both = (before.funding, after.funding)
    if not any(name in funding.undated for name in told for funding in both):
        return []
    waits = (wait for funding in both for wait in funding.waits.values())
    return assumed_texts([*dict.fromkeys(wait.task for wait in waits if wait.until is None)])


def held_text(found: Position) -> Phrase:
    """By logic such a day, by money another, and which tasks wait for it: the first line of the money on any paper."""
    if not found.asked:
        return say("money.unasked")
    text = say("money.of-goal", goal=_goal(found), said=_both_dates(found))
    return joined((say("sentence.end", text=text), *_stuck(found)), "sentence.gap")


def verdict_sentences(found: Position) -> tuple[Phrase, ...]:
    """What money does to the date that a verdict has just spoken of; nothing where it does nothing."""
    if not found.holds_goal:
        return ()
    dates = () if found.by_money is None else (say("sentence.end", text=_both_dates(found)),)
    return (*dates, *_stuck(found))


def _both_dates(found: Position) -> Phrase:
    logic = found.by_logic.last_day
    if found.by_money is None:
        return say("money.goal.undated", logic=logic)
    if not found.days:
        return say("money.goal.same", logic=logic)
    days = Days(Fraction(abs(found.days)))
    key = "money.goal.later" if found.days > 0 else "money.goal.earlier"
    return say(key, logic=logic, money=found.by_money.last_day, days=days)


def _stuck(found: Position) -> tuple[Phrase, ...]:
    if not found.through:
        return ()
    tasks = listed((_held(one) for one in found.through), "paper.semicolon")
    return (say("sentence.end", text=say("money.stuck", tasks=tasks)),)


def _goal(found: Position) -> Phrase:
    deadline, task = found.by_logic.task.deadline, task_name(found.goal)
    return task if deadline is None else say("money.goal", task=task, day=finish_day(deadline))


def _held(one: Held) -> Phrase:
    return say("money.held", task=task_name(one.wait.task), what=_short(one.wait))


def position_text(found: Position) -> Phrase:
    """What was planned, what came, what is expected and what has no date."""
    parts = [say("money.planned", amount=Money(found.planned))]
    parts.append(say("money.in-place", amount=Money(found.in_place), percent=_percent(found)))
    if found.expected:
        parts.append(say("money.expected", amount=Money(found.expected)))
    if found.undated:
        parts.append(say("money.undated-sum", amount=Money(found.undated)))
    return say("sentence.end", text=say("money.position", parts=joined(parts, "comma")))


def _percent(found: Position) -> str:
    if not found.planned:
        return "0"
    share = found.in_place / found.planned * 100
    return f"{float(share):.1f}".removesuffix(".0")


def overdraft_lines(found: Position) -> Iterator[Phrase]:
    """What has begun used more than there was, the first time and the worst."""
    shown = found.overdrafts[:1] + found.overdrafts[1:][-1:]
    for one in shown:
        text = say(
            "money.overdrawn",
            day=start_day(one.instant),
            amount=Money(one.amount),
            tasks=listed(task_name(name) for name in one.tasks),
        )
        yield say("sentence.end", text=text)


def worth_texts(found: Worths, position: Position) -> list[Phrase]:
    """What each tranche is worth, and which deadlines no money can keep any more while it can keep others."""
    texts = [_worth_text(one, found, position) for one in found.tranches]
    if found.open and found.lost and any(texts):
        texts.append(say("sentence.end", text=say("money.latest.lost", tasks=listed(map(task_name, found.lost)))))
    return texts


def _worth_text(one: Worth, all_: Worths, found: Position) -> Phrase:
    """What a tranche is worth: days for a week, and the last day on which it may come."""
    goal, said = task_name(found.goal), []
    if one.week:
        days = Days(Fraction(abs(one.week)))
        said.append(say("money.week" if one.week > 0 else "money.week.worse", goal=goal, days=days))
    elif one.week is not None:
        said.append(say("money.week.none", goal=goal))
    every = {*all_.open, *all_.lost}  # of all of them nobody asks which
    if one.kept:
        last = (_latest_text(kept, named={*kept.deadlines} != every) for kept in one.kept)
        said.append(joined(last, "paper.semicolon"))
    if not said:
        return ""
    name, text = tranche_name(one.tranche), joined(said, "clause")
    return say("sentence.end", text=say("money.tranche", tranche=name, said=text))


def _latest_text(one: Keeping, *, named: bool) -> Phrase:
    """Until when a tranche may come for deadlines to hold, and what that supposes; which ones, where they are named."""
    kind = "never" if one.never else "untold" if one.untold else "spare" if one.spare else "day"
    facts: dict[str, Phrase] = {} if one.latest is None else {"day": start_day(one.latest)}
    of: dict[str, Phrase] = {"tasks": listed(map(task_name, one.deadlines))} if named else {}
    key = ".of" if named else ""
    if not one.supposed:
        return say(f"money.latest.{kind}{key}", **facts, **of)
    return say(f"money.latest.supposed{key}", said=say(f"money.latest.{kind}", **facts), **of)


def tranche_state(one: Tranche) -> Phrase:
    """How a tranche stands: when it came; for when the rest is or was expected, or that it has no date."""
    said: list[Phrase] = []
    if one.arrivals:
        days = listed(start_day(come.instant) for come in one.arrivals)
        key = "money.state.in-place" if one.assumed is None else "money.state.in-place.assumed"
        said.append(say(key, days=days))
    if one.missing:
        rest: Phrase = "" if not one.arrivals else say("money.state.rest", amount=Money(one.missing))
        if one.expected is not None:
            said.append(joined((rest, say("money.state.expected", day=start_day(one.expected)))))
        elif one.lapsed is not None:
            said.append(joined((rest, say("money.state.lapsed", day=start_day(one.lapsed)))))
        else:
            said.append(joined((rest, say("money.state.undated"))))
    return joined(said, "clause")


def first_day(one: Tranche) -> date | None:
    """The day on which it came whole, or what is missing is expected; None without one."""
    last = one.expected if one.missing else max((come.instant for come in one.arrivals), default=None)
    return None if last is None else start_day(last)
