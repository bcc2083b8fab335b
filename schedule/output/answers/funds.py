"""`funds` as sentences, tables and a record: what there is of the money, what waits for it, what is missing by when.

This module must never know how money becomes a date, and computes none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from schedule.analysis.funds.gaps import Gap
from schedule.analysis.funds.paying_order import Order
from schedule.analysis.funds.position import Held, Position
from schedule.analysis.funds.worth import Keeping, Worths
from schedule.analysis.reports.custody import Duty
from schedule.calendars.worktime import start_day
from schedule.engine.schedule import Wait
from schedule.output.tables.contents import Column, Table
from schedule.output.tables.terminal import Screen, table_text, wrapped
from schedule.output.words.money import (
    first_day,
    held_text,
    overdraft_lines,
    position_text,
    purpose_name,
    tranche_state,
    worth_texts,
)
from schedule.output.words.phrases import Voice, acting_on
from schedule.output.words.saying import Days, Money, Phrase, body_name, joined, listed, say, task_name, tranche_name

_TRANCHES = (
    Column("tranche", shrink=True),
    Column("amount", right=True),
    Column("in_place", right=True),
    Column("arrives", shrink=True),
    Column("chance", drop=4),
    Column("purposes", drop=3, shrink=True),
    Column("asks", drop=1, shrink=True),
    Column("funds_status", drop=5, shrink=True),
    Column("id", drop=6),
)
_HELD = (
    Column("task", shrink=True),
    Column("body", drop=3, shrink=True),
    Column("short", right=True),
    Column("tranche", drop=2, shrink=True),
    Column("arrives"),
    Column("by_logic"),
    Column("by_money"),
    Column("held_days"),
    Column("id", drop=4),
)
_GAPS = (
    Column("needed_by"),
    Column("gap_more", right=True),
    Column("gap_total", right=True),
    Column("needed_for", shrink=True),
    Column("asks", drop=1, shrink=True),
    Column("made_up", drop=2),
)

_SHORT_ORDER = 6
"""An order of so many tasks is read out whole."""


@dataclass(frozen=True, slots=True)
class Answer:
    """All that is known of a plan's money at a data date."""

    position: Position
    worths: Worths
    plain: tuple[Gap, ...]
    latest: tuple[Gap, ...]
    order: Order | None = None


def funds_lines(found: Answer, voice: Voice, show: Screen) -> list[str]:
    """The whole answer for people: what money does to the date, what there is, what waits, what is missing by when."""
    own = found.position
    said = [held_text(own), position_text(own), *overdraft_lines(own)]
    lines = [line for text in voice.told(said) for line in wrapped(text, show)]
    lines += _under("funds.tranches", tranche_table(own), voice, show)
    if own.held:
        lines += _under("funds.held", held_table(own, voice.duties), voice, show)
    worths = [*filter(None, voice.told(worth_texts(found.worths, own)))] if own.asked else []
    if worths:
        lines += ["", show.paint(voice.say("funds.worth"), "title")]
        lines += [line for text in worths for line in wrapped(text, show, first="- ", indent="  ")]
    if found.order is not None:
        lines += ["", *wrapped(voice.tell(order_text(found.order, own)), show)]
    if not own.asked:
        return lines
    if found.plain:
        lines += _under("funds.gaps.plain", gap_table(found.plain, own), voice, show)
    else:
        lines += ["", *wrapped(voice.say("funds.gaps.plain.none"), show)]
    if found.latest:
        lines += _under("funds.gaps.latest", gap_table(found.latest, own), voice, show)
    elif own.by_logic.task.deadline is not None:
        is_late = own.by_money is not None and own.by_money.misses_deadline
        key = "funds.gaps.latest.order" if is_late and found.order is not None else "funds.gaps.latest.none"
        lines += ["", *wrapped(voice.say(key), show)]
    return lines


def order_text(order: Order, own: Position) -> Phrase:
    """In which order the money would have to be paid for the goal to be reached earlier: a proposal.

    The whole order where it is short, else what differs from the rule's.
    """
    facts: dict[str, Phrase] = {
        "goal": task_name(own.goal),
        "day": order.finish,
        "days": Days(Fraction(order.days)),
        "proof": _proof_text(order),
    }
    if len(order.tasks) <= _SHORT_ORDER:
        return say("funds.order", tasks=joined(map(task_name, order.tasks), "comma"), **facts)
    turns = list[Phrase]()
    for turn in order.turns:
        tasks = joined(map(task_name, turn.tasks), "comma")
        if turn.before is None:
            turns.append(say("funds.order.last", tasks=tasks))
        else:
            turns.append(say("funds.order.before", tasks=tasks, other=task_name(turn.before)))
    return say("funds.order.turns", turns=joined(turns, "clause"), **facts)


def _proof_text(order: Order) -> Phrase:
    """Whether an order that nobody tried could be earlier."""
    if order.bound is None:
        return say("funds.order.unknown")
    return say("funds.order.best" if order.is_best else "funds.order.bound", day=order.bound)


def _under(key: str, table: Table, voice: Voice, show: Screen) -> list[str]:
    return ["", show.paint(voice.say(key), "title"), *table_text(table, voice, show)]


def tranche_table(found: Position) -> Table:
    """One row a tranche, in the order of the file."""
    rows = [
        (
            tranche_name(one.id),
            Money(one.amount),
            Money(one.in_place),
            tranche_state(one),
            None if one.chance is None else f"{float(one.chance * 100):g}%",
            listed(purpose_name(purpose) for purpose in one.serves),
            None if one.ask is None else body_name(one.ask),
            one.status,
            one.id,
        )
        for one in found.funds.tranches.values()
    ]
    return Table(_TRANCHES, tuple(rows))


def held_table(found: Position, duties: Mapping[str, Duty]) -> Table:
    """One row a task that waits for money, with who has to act on it."""
    return Table(_HELD, tuple(_held_row(one, duties) for one in found.held))


def _held_row(one: Held, duties: Mapping[str, Duty]) -> tuple[Any, ...]:
    wait, task = one.wait, one.by_logic.task
    return (
        task_name(task.id),
        body_name(acting_on(task, duties)),
        Money(wait.short),
        listed(tranche_name(name) for name in wait.tranches) or None,
        _arrives(wait),
        one.by_logic.last_day,
        say("money.unknown") if one.by_money is None else one.by_money.last_day,
        None if one.days is None else Days(Fraction(one.days)),
        task.id,
    )


def _arrives(wait: Wait) -> Phrase:
    if wait.until is not None:
        return start_day(wait.until)
    return (
        say("money.no-date")
        if wait.at_latest is None
        else say("money.no-date.at-latest", day=start_day(wait.at_latest))
    )


def gap_table(gaps: Sequence[Gap], found: Position) -> Table:
    """One row a day by which more has to be there than is known to come (最迟到位表)."""
    rows = []
    for gap in gaps:
        bodies = dict.fromkeys(found.funds.tranches[name].ask for name in gap.tranches)
        rows.append(
            (
                start_day(gap.instant),
                Money(gap.more),
                Money(gap.total),
                listed(task_name(name) for name in gap.tasks),
                listed(body_name(body) for body in bodies if body is not None) or say("money.nobody"),
                None if gap.until is None else start_day(gap.until),
            )
        )
    return Table(_GAPS, tuple(rows))


def funds_record(found: Answer) -> dict[str, Any]:
    """The same for a program: days by ISO dates, amounts as numbers in the plan's unit."""
    own = found.position
    return {
        "unit": own.funds.unit,
        "planned": _number(own.planned),
        "in_place": _number(own.in_place),
        "expected": _number(own.expected),
        "without_date": _number(own.undated),
        "goal": own.goal,
        "by_logic": own.by_logic.last_day,
        "by_money": None if own.by_money is None else own.by_money.last_day,
        "held_days": own.days,
        "better_order": None if found.order is None else _order(found.order),
        "through": [one.wait.task for one in own.through],
        "overdrafts": [
            {"day": start_day(one.instant), "amount": _number(one.amount), "tasks": list(one.tasks)}
            for one in own.overdrafts
        ],
        "held": [
            {
                "task": one.wait.task,
                "short": _number(one.wait.short),
                "tranches": list(one.wait.tranches),
                "until": None if one.wait.until is None else start_day(one.wait.until),
                "at_latest": None if one.wait.at_latest is None else start_day(one.wait.at_latest),
                "by_logic": one.by_logic.last_day,
                "by_money": None if one.by_money is None else one.by_money.last_day,
                "held_days": one.days,
            }
            for one in own.held
        ],
        "tranches": [
            {
                "tranche": one.id,
                "amount": _number(one.amount),
                "in_place": _number(one.in_place),
                "day": first_day(one),
                "purposes": list(one.serves),
                "ask": one.ask,
            }
            for one in own.funds.tranches.values()
        ],
        "worth": [
            {"tranche": one.tranche, "days_for_a_week": one.week}
            | _keeping(next(iter(one.kept), Keeping(())))
            | {"by_deadline": [{"deadlines": list(kept.deadlines)} | _keeping(kept) for kept in one.kept]}
            for one in found.worths.tranches
        ],
        "lost_deadlines": list(found.worths.lost),
        "gaps": [_gap(gap) for gap in found.plain],
        "gaps_for_deadlines": [_gap(gap) for gap in found.latest],
    }


def _keeping(one: Keeping) -> dict[str, Any]:
    return {
        "latest": None if one.latest is None else start_day(one.latest),
        "holds_without": one.spare,
        "never_holds": one.never,
        "if_other_undated_comes": one.supposed,
        "nobody_can_tell": one.untold,
    }


def _order(order: Order) -> dict[str, Any]:
    return {
        "tasks": list(order.tasks),
        "finish": order.finish,
        "days": order.days,
        "moved": [{"tasks": list(turn.tasks), "before": turn.before} for turn in order.turns],
        "not_before": order.bound,
        "proved": order.is_best,
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "day": start_day(gap.instant),
        "more": _number(gap.more),
        "total": _number(gap.total),
        "tasks": list(gap.tasks),
        "tranches": list(gap.tranches),
        "until": None if gap.until is None else start_day(gap.until),
    }


def _number(amount: Fraction) -> int | float:
    return amount.numerator if amount.denominator == 1 else float(amount)
