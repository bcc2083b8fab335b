"""The file's own dates beside ours in words: how many are equal, and each that is not, with the rule behind ours.

This module must never compare a date.
"""

from __future__ import annotations

from fractions import Fraction

from schedule.analysis.stored import FLOATS, Agreement, Difference
from schedule.calendars.worktime import moment
from schedule.engine.schedule import Schedule
from schedule.model import Duration, Instant, Minutes, Unit
from schedule.output.explanation import rule_words
from schedule.output.phrases import Voice
from schedule.output.tables import Column, Table

COLUMNS = (
    Column("id"),
    Column("task", drop=1, shrink=True),
    Column("compared"),
    Column("stored"),
    Column("ours"),
    Column("rule", shrink=True),
)


def agreement_words(found: Agreement, voice: Voice) -> str:
    """How far the file and the schedule agree: one sentence."""
    return voice.say("check.equal", equal=found.equal, compared=found.compared)


def difference_table(found: Agreement, schedule: Schedule, voice: Voice) -> Table:
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
                _rule(one, schedule, voice),
            )
            for one in found.differences
        ),
    )


def _rule(one: Difference, schedule: Schedule, voice: Voice) -> str | None:
    if one.bound is None:
        return None
    early = one.column.startswith("early")
    return rule_words(one.bound, schedule.tasks[one.task], schedule, voice, early=early)


def _value(column: str, value: Instant | Minutes | None, voice: Voice) -> str:
    """An instant to the minute, or working time in hours, in minutes where it is no whole hour."""
    if value is None:
        return voice.say("check.no-value")
    if column in FLOATS:
        whole = value % 60 == 0
        return voice.duration(Duration(Fraction(value, 60 if whole else 1), Unit.HOURS if whole else Unit.MINUTES))
    return moment(value).isoformat(" ", "minutes")
