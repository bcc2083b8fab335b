"""The file's own dates beside ours in words: how many are equal, and each that is not, with the rule behind ours.

This module must never compare a date.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from schedule.analysis.dates.stored import FLOATS, Agreement, Difference
from schedule.calendars.worktime import moment
from schedule.engine.schedule import Schedule
from schedule.model import Duration, Instant, Minutes, Unit
from schedule.output.tables.contents import Column, Table
from schedule.output.words.explanation import rule_words
from schedule.output.words.phrases import Voice, worked

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


def agreement_words(found: Agreement, voice: Voice) -> list[str]:
    """How far the file and the schedule agree, one sentence; and another on where the differences begin."""
    lines = [voice.say("check.equal", equal=found.equal, compared=found.compared)]
    if found.roots:
        names = voice.say("comma").join(voice.task(name) for name in found.roots[:ROOTS])
        key = "check.roots" if len(found.roots) <= ROOTS else "check.roots-more"
        lines.append(voice.say(key, tasks=names, number=len(found.roots)))
    return lines


def difference_table(found: Agreement, schedule: Schedule, voice: Voice) -> Table:
    """A row for each date or float in which the file and the schedule differ, and by which rule ours came about."""
    differing = {(one.task, one.column) for one in found.differences}
    return Table(
        COLUMNS,
        tuple(
            (
                one.task,
                voice.task(one.task),
                voice.say(f"column.{one.column}"),
                _value(one.column, one.stored, voice),
                _value(one.column, one.ours, voice),
                _rule(one, differing, schedule, voice),
            )
            for one in found.differences
        ),
    )


def _rule(one: Difference, differing: Collection[tuple[str, str]], schedule: Schedule, voice: Voice) -> str | None:
    if one.bound is None:
        return voice.say("check.free-float") if one.column == "free_float" and one.ours is not None else None
    dates, early = schedule.tasks[one.task], one.column.startswith("early")
    other = {"early_finish": "early_start", "late_start": "late_finish"}.get(one.column)
    if other is not None and (one.task, other) not in differing and dates.remaining and not dates.task.spans:
        # The two ends differ otherwise than what set one of them: it is the work between them.
        return voice.say("check.work", days=voice.days(worked(dates.remaining, dates)))
    return rule_words(one.bound, dates, schedule, voice, early=early)


def _value(column: str, value: Instant | Minutes | None, voice: Voice) -> str:
    """An instant to the minute, or working time in hours, in minutes where it is no whole hour."""
    if value is None:
        return voice.say("check.no-value")
    if column in FLOATS:
        whole = value % 60 == 0
        return voice.duration(Duration(Fraction(value, 60 if whole else 1), Unit.HOURS if whole else Unit.MINUTES))
    return moment(value).isoformat(" ", "minutes")
