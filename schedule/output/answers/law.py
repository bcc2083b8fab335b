"""`law` in words: the rules in force as a table, which of them a plan uses, and what its author has to confirm.

This module must never know how a period is counted, and judges no plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from schedule.analysis.views.statutes_used import Question, Use
from schedule.law.statutes import Statute, unit_of
from schedule.output.tables.contents import Column, Table
from schedule.output.words.catalogue import knows
from schedule.output.words.phrases import Cell
from schedule.output.words.saying import Phrase, Translated, WholeDay, counted, listed, say, task_name, whose
from schedule.rules import Law

_COLUMNS = (
    Column("law_rule"),
    Column("law_kind", drop=5),
    Column("law_period"),
    Column("law_article", shrink=True),
    Column("law_text", drop=4, shrink=True),
    Column("law_since", drop=2),
    Column("law_until", drop=3),
    Column("law_used_by", drop=6, shrink=True),
    Column("law_confidence", drop=7),
    Column("law_checked", drop=8),
)


def law_table(statutes: Sequence[Statute], used: Sequence[Use], law: Law) -> Table:
    """One row a rule: what it says, when it is in force, which tasks of the plan name it, how sure we are of it."""
    of: dict[str, list[Phrase]] = {}
    for use in used:
        if use.statute is not None:
            of.setdefault(use.statute.line, []).append(task_name(use.task))
    rows = [_row(one, of.get(one.line, ()), law) for one in statutes]
    return Table(_COLUMNS, tuple(rows), tuple("green" if one.line in of else "" for one in statutes))


def period_words(one: Statute, law: Law) -> Phrase:
    """What a rule counts: 20个工作日."""
    unit = unit_of(one, law) or one.unit
    if one.value is None or unit is None:
        return ""
    return counted(f"law.unit.{'percent' if unit == '%' else unit}", int(one.value))


def used_lines(used: Sequence[Use], law: Law) -> list[Phrase]:
    """A line for each task that names a rule: the version that holds for it, and what it asks."""
    return [
        say(
            "law.use" if use.statute is not None else "law.use.none",
            task=whose(use.task),
            rule=use.rule if use.statute is None else use.statute.code,
            day=WholeDay(use.event),
            period="" if use.statute is None else period_words(use.statute, law),
            kind="" if use.statute is None else say(f"law.kind.{use.statute.kind}"),
            article="" if use.statute is None else use.statute.article,
        )
        for use in used
    ]


def question_lines(questions: Sequence[Question]) -> list[Phrase]:
    """What the author has to confirm, a line each."""
    return [_question(one) for one in questions]


def _question(one: Question) -> Phrase:
    asked = "" if one.statute is None else Translated(one.statute.ask_zh or "", one.statute.ask_en or "")
    day = one.facts.get("day")
    return say(
        f"law.ask.{one.code}",
        rule=one.rule,
        tasks=listed(task_name(name) for name in one.tasks),
        asked=asked,
        article="" if one.statute is None else one.statute.article,
        day="" if day is None else WholeDay(date.fromisoformat(day)),
        reason=one.facts.get("reason", ""),
        amount=one.facts.get("amount", ""),
        text="" if one.statute is None else Translated(one.statute.text_zh, one.statute.text_en),
        approved_by=one.facts.get("approved_by", ""),
    )


def _row(one: Statute, tasks: Sequence[Phrase], law: Law) -> tuple[Cell, ...]:
    return (
        one.code,
        say(f"law.kind.{one.kind}"),
        period_words(one, law),
        one.article,
        Translated(one.text_zh, one.text_en),
        one.since,
        one.until,
        listed(tasks) or None,
        say(f"law.confidence.{one.confidence}") if knows(f"law.confidence.{one.confidence}") else None,
        one.checked_on,
    )
