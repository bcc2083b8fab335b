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
from schedule.output.words.phrases import Voice, decimal, worked

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


def agreement_words(found: Agreement, rules: Sequence[Rule], stale: Sequence[Contradiction], voice: Voice) -> list[str]:
    """How far the file and the schedule agree; by column and by rule what differs; where the differences begin.

    And which of the file's values its own dates contradict, so that no rule could give them.
    """
    share = decimal(found.share * 100)
    lines = [voice.say("check.equal", equal=found.equal, compared=found.compared, share=share)]
    if found.differences:
        columns = Counter(voice.say(f"column.{one.column}") for one in found.differences)
        by = Counter(voice.say(f"check.rule.{rule}") for rule in rules)
        lines.append(voice.say("check.by-column", items=_counted(columns, voice)))
        lines.append(voice.say("check.by-rule", items=_counted(by, voice)))
    if found.roots:
        names = voice.listed(voice.task(name) for name in found.roots[:ROOTS])
        key = "check.roots" if len(found.roots) <= ROOTS else "check.roots-more"
        lines.append(voice.say(key, tasks=names, number=len(found.roots)))
    if stale:
        key = "check.stale" if len(stale) <= STALE else "check.stale-more"
        told = voice.say("paper.semicolon").join(_contradicted(one, voice) for one in stale[:STALE])
        lines.append(voice.say(key, items=told, number=len(stale)))
    return lines


def _counted(numbers: Counter[str], voice: Voice) -> str:
    return voice.say("comma").join(f"{name} {number}" for name, number in numbers.most_common())


def _contradicted(one: Contradiction, voice: Voice) -> str:
    relation = one.relation
    other = "" if relation is None else relation.predecessor if one.by is By.PREDECESSOR else relation.successor
    facts = {"task": voice.task(one.task), "column": voice.say(f"column.{one.column}"), "other": voice.task(other)}
    return voice.say(f"check.stale.{one.by}", **facts)


def difference_table(found: Agreement, rules: Sequence[Rule], schedule: Schedule, voice: Voice) -> Table:
    """A row for each date or float in which the file and the schedule differ, and by which rule ours came about."""
    return Table(
        COLUMNS,
        tuple(
            (
                one.task,
                voice.task(one.task),
                voice.say(f"column.{one.column}"),
                _value(one.column, one.stored, voice),
                _value(one.column, one.ours, voice),
                _because(one, rule, schedule, voice),
            )
            for one, rule in zip(found.differences, rules, strict=True)
        ),
    )


def _because(one: Difference, rule: Rule, schedule: Schedule, voice: Voice) -> str | None:
    if one.bound is None:
        return voice.say("check.free-float") if one.column == "free_float" and one.ours is not None else None
    dates, early = schedule.tasks[one.task], one.column.startswith("early")
    if rule is Rule.WORK:
        return voice.say("check.work", days=voice.days(worked(dates.remaining, dates)))
    return voice.tell(rule_words(one.bound, dates, schedule, early=early))


def _value(column: str, value: Instant | Minutes | None, voice: Voice) -> str:
    """An instant to the minute, or working time in hours and minutes."""
    if value is None:
        return voice.say("check.no-value")
    if column in FLOATS:
        return voice.working_time(value)
    return moment(value).isoformat(" ", "minutes")
