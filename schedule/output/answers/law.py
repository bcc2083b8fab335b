"""`law` in words: the rules in force as a table, which of them a plan uses, and what its author has to confirm.

This module must never know how a period is counted, and judges no plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from schedule.analysis.views.statutes_used import Question, Use
from schedule.law.statutes import Statute, unit_of
from schedule.output.tables.contents import Column, Table
from schedule.output.words.phrases import Value, Voice
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


def law_table(statutes: Sequence[Statute], used: Sequence[Use], law: Law, voice: Voice) -> Table:
    """One row a rule: what it says, when it is in force, which tasks of the plan name it, how sure we are of it."""
    of: dict[str, list[str]] = {}
    for use in used:
        if use.statute is not None:
            of.setdefault(use.statute.line, []).append(voice.task(use.task))
    rows = [_row(one, of.get(one.line, ()), law, voice) for one in statutes]
    return Table(_COLUMNS, tuple(rows), tuple("green" if one.line in of else "" for one in statutes))


def period_words(one: Statute, law: Law, voice: Voice) -> str:
    """What a rule counts: 20个工作日."""
    unit = unit_of(one, law) or one.unit
    if one.value is None or unit is None:
        return ""
    return voice.counted(f"law.unit.{'percent' if unit == '%' else unit}", int(one.value))


def used_lines(used: Sequence[Use], law: Law, voice: Voice) -> list[str]:
    """A line for each task that names a rule: the version that holds for it, and what it asks."""
    return [
        voice.say(
            "law.use" if use.statute is not None else "law.use.none",
            task=voice.whose(use.task),
            rule=use.rule if use.statute is None else use.statute.code,
            day=voice.whole_day(use.event),
            period="" if use.statute is None else period_words(use.statute, law, voice),
            kind="" if use.statute is None else voice.say(f"law.kind.{use.statute.kind}"),
            article="" if use.statute is None else use.statute.article,
        )
        for use in used
    ]


def question_lines(questions: Sequence[Question], voice: Voice) -> list[str]:
    """What the author has to confirm, a line each."""
    return [_question(one, voice) for one in questions]


def _question(one: Question, voice: Voice) -> str:
    asked = ""
    if one.statute is not None:
        asked = (one.statute.ask_zh if voice.lang == "zh" else one.statute.ask_en) or ""
    day = one.facts.get("day")
    return voice.say(
        f"law.ask.{one.code}",
        rule=one.rule,
        tasks=voice.listed(voice.task(name) for name in one.tasks),
        asked=asked,
        article="" if one.statute is None else one.statute.article,
        day="" if day is None else voice.whole_day(date.fromisoformat(day)),
        reason=one.facts.get("reason", ""),
        amount=one.facts.get("amount", ""),
        text="" if one.statute is None else one.statute.text_zh if voice.lang == "zh" else one.statute.text_en,
        approved_by=one.facts.get("approved_by", ""),
    )


def _row(one: Statute, tasks: Sequence[str], law: Law, voice: Voice) -> tuple[Value, ...]:
    return (
        one.code,
        voice.say(f"law.kind.{one.kind}"),
        period_words(one, law, voice),
        one.article,
        one.text_zh if voice.lang == "zh" else one.text_en,
        one.since,
        one.until,
        voice.listed(tasks) or None,
        voice.say(f"law.confidence.{one.confidence}") if voice.knows(f"law.confidence.{one.confidence}") else None,
        one.checked_on,
    )
