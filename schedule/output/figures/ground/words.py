"""The words that only charts need: the keys under `chart.`, and dates as an axis says them.

Dates stand without their year here, because an axis beside them has it. This module must never know a shape or a
colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from schedule.calendars.worktime import DAY
from schedule.engine.schedule import TaskDates
from schedule.model import Minutes, Plan
from schedule.output.figures.ground.rows import Heading, Only
from schedule.output.words.phrases import Voice, decimal
from schedule.output.words.saying import Fact, Name, Named, Phrase, body_name, counted, joined, say

_NAMED = 3


def word(key: str, voice: Voice, /, **values: Fact) -> str:
    """The words of a chart's key, with its values filled in. Raises KeyError for an unknown key or a missing value."""
    return voice.say(f"chart.{key}", **values)


def _word(key: str, /, **facts: Fact) -> Phrase:
    """The same for whoever has no voice."""
    return say(f"chart.{key}", **facts)


def short_day(day: date, voice: Voice) -> str:
    """A day: "3-14" with two figures for the day, or "14 Mar"; with its year where that is not the data date's."""
    key = "day" if day.year == voice.year else "day.year"
    return word(key, voice, year=day.year, month=day.month, day=day.day, month_name=_month_name(day, voice))


def month(day: date, voice: Voice) -> tuple[str, str, str]:
    """The month of a day: with its year, the year alone, the month alone."""
    names: dict[str, Fact] = {"year": day.year, "month": day.month, "month_name": _month_name(day, voice)}
    return word("month.year", voice, **names), word("year", voice, **names), word("month", voice, **names)


def part_of_year(months: int, number: int, voice: Voice) -> str:
    """A quarter (3 months) or a half-year (6) by its number in the year, from 1."""
    return word("quarter", voice, number=number) if months == 3 else word(f"half.{number}", voice)


def slip(minutes: Minutes, voice: Voice) -> str:
    """Elapsed minutes as signed days, "+5天", and nothing for none."""
    if not minutes:
        return ""
    return word("slip", voice, days=("+" if minutes > 0 else "") + decimal(Fraction(minutes, DAY)))


def heading(row: Heading, plan: Plan) -> Phrase:
    """The name of a phase or a group; a phase without a name of its own has that of its id, or its id."""
    if row.summed and not plan.phases:
        name = body_name(row.body)
    elif row.group:
        first, *others = (Name(Named.GROUP, part) for part in row.group)
        name = joined((first, *(joined((" / ", other)) for other in others)))
    elif row.phase is None:
        name = _word("phase.none")
    else:
        name = Name(Named.PHASE, row.phase)
    return _word("continued", heading=name) if row.continued else name


def far(tasks: Sequence[TaskDates], voice: Voice) -> tuple[str, ...]:
    """Which tasks lie behind the end of a chart, the first three by name with their dates; nothing for none."""
    if not tasks:
        return ()
    named = [
        word("far.task", voice, task=voice.task_name(dates.task), day=short_day(dates.last_day, voice))
        for dates in tasks[:_NAMED]
    ]
    names = voice.say("comma").join(named)
    more = len(tasks) - len(named)
    return (word("far", voice, names=names) if not more else word("far.more", voice, names=names, count=more),)


def red_of(*, permits: bool, floors: bool, limits: bool, dates: bool) -> str:
    """The key of what is red: work before its permit, a period of the law that was not kept, lost dates, or several.

    `floors` are periods that ended too soon or that an actor let pass, `limits` those in which an authority has not
    decided.
    """
    if floors:
        return "late.law"
    if limits:
        return "late.ceiling-both" if permits else "late.ceiling-dates" if dates else "late.ceiling"
    return "late" if not permits else "late.both" if dates else "late.permit"


def subject(only: Only, plan: Plan, *, summed: bool = False, red: str = "late") -> Phrase:
    """What a chart shows, for its title: the whole plan, or what was asked for, and whether it is summed up.

    `red` is the key of what is red (`red_of`).
    """
    parts = [_word("critical")] if only.critical else []
    parts += [_word(red)] if only.late else []
    parts += map(body_name, only.bodies)
    parts += [Name(Named.PHASE, name) for name in only.phases]
    if only.weeks is not None:
        parts.append(counted("chart.weeks", only.weeks, weeks=only.weeks))
    if summed:
        parts = parts or [_word("chart")]
        parts.append(_word("by-phase" if plan.phases else "by-body"))
    return joined(parts, "paths.separator") or _word("chart")


def _month_name(day: date, voice: Voice) -> str:
    return voice.say("months").split()[day.month - 1]
