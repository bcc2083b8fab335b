"""The file's own dates beside ours in words: how many are equal, and each that is not, with the rule behind ours.

This module must never compare a date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from schedule.analysis.dates.stale import By, Contradiction
from schedule.analysis.dates.stored import FLOATS, Agreement, Difference, Rule
from schedule.calendars.worktime import moment
from schedule.engine.schedule import Schedule
from schedule.model import Instant, Minutes
from schedule.output.tables.contents import Column, Table
from schedule.output.words.explanation import rule_words
from schedule.output.words.phrases import decimal, worked
from schedule.output.words.saying import Phrase, Work, joined, listed, say, spaced, task_name

COLUMNS = (
    Column("id"),
    Column("task", drop=1, shrink=True),
    Column("compared"),
    Column("stored"),
    Column("ours"),
    Column("rule", shrink=True),
)


ROOTS = 3
"""So many tasks are named as those where the differences begin."""


STALE = 5
"""So many values are named that the file's own dates contradict."""


def agreement_words(found: Agreement, rules: Sequence[Rule], stale: Sequence[Contradiction]) -> list[Phrase]:
    """How far the file and the schedule agree; by column and by rule what differs; where the differences begin.

    And which of the file's values its own dates contradict, so that no rule could give them.
    """
    share = decimal(found.share * 100)
    lines: list[Phrase] = [say("check.equal", equal=found.equal, compared=found.compared, share=share)]
    if found.differences:
        columns = Counter(say(f"column.{one.column}") for one in found.differences)
        by = Counter(say(f"check.rule.{rule}") for rule in rules)
        lines.append(say("check.by-column", items=_counted(columns)))
        lines.append(say("check.by-rule", items=_counted(by)))
    if found.roots:
        names = listed(task_name(name) for name in found.roots[:ROOTS])
        key = "check.roots" if len(found.roots) <= ROOTS else "check.roots-more"
        lines.append(say(key, tasks=names, number=len(found.roots)))
    if stale:
        key = "check.stale" if len(stale) <= STALE else "check.stale-more"
        told = joined((_contradicted(one) for one in stale[:STALE]), "paper.semicolon")
        lines.append(say(key, items=told, number=len(stale)))
    return lines


def _counted(numbers: Counter[Phrase]) -> Phrase:
    return joined((spaced(name, str(number)) for name, number in numbers.most_common()), "comma")


def _contradicted(one: Contradiction) -> Phrase:
    relation = one.relation
    other = "" if relation is None else relation.predecessor if one.by is By.PREDECESSOR else relation.successor
    facts = {"task": task_name(one.task), "column": say(f"column.{one.column}"), "other": task_name(other)}
    return say(f"check.stale.{one.by}", **facts)


def difference_table(found: Agreement, rules: Sequence[Rule], schedule: Schedule) -> Table:
    """A row for each date or float in which the file and the schedule differ, and by which rule ours came about."""
    return Table(
        COLUMNS,
        tuple(
            (
                one.task,
                task_name(one.task),
                say(f"column.{one.column}"),
                _value(one.column, one.stored),
                _value(one.column, one.ours),
                _because(one, rule, schedule),
            )
            for one, rule in zip(found.differences, rules, strict=True)
        ),
    )


def _because(one: Difference, rule: Rule, schedule: Schedule) -> Phrase | None:
    if one.bound is None:
        return say("check.free-float") if one.column == "free_float" and one.ours is not None else None
    dates, early = schedule.tasks[one.task], one.column.startswith("early")
    if rule is Rule.WORK:
        return say("check.work", days=worked(dates.remaining, dates))
    return rule_words(one.bound, dates, schedule, early=early)


def _value(column: str, value: Instant | Minutes | None) -> Phrase:
    """An instant to the minute, or working time in hours and minutes."""
    if value is None:
        return say("check.no-value")
    if column in FLOATS:
        return Work(value)
    return moment(value).isoformat(" ", "minutes")
