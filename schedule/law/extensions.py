"""How far the law lets a period be made longer: what of an extension counts, and what of it goes beyond the article.

Works begin within three months of their permit, extended twice at most and by three months each (建筑法第9条); the head
of an authority adds ten working days, once (行政许可法第42条). Days are compared, not amounts: an extension until a day
counts as far as the periods that the article allows reach from the event. One that comes after the last that the
article knows counts for nothing, and the one before it holds; what was given beyond is told wherever the period is, and
never counted. Where a rule's text does not say that its period may be made longer, every extension counts as it was
given, and a person is asked. This module must never know a task, a plan or who is told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from schedule.calendars.periods import PeriodUnit, count
from schedule.calendars.worktime import Calendar
from schedule.law.statutes import Extendable
from schedule.law.terms import Term
from schedule.model import Duration, Extension, Unit


@dataclass(frozen=True, slots=True)
class Extended:
    """What of an extension counts, None where nothing does; and the whole of it where that is more than counts."""

    counts: Extension | None
    beyond: Extension | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """The last day of a period with what extended it, and the extension where it was given beyond the article."""

    last: date
    beyond: Extension | None = None


def lawful(term: Term, extended: Extension | None) -> Extended:
    """What counts of an authority's extension by so many days; the rest is compared where the days are (`reach`)."""
    rule = extendable(term)
    if extended is None or rule is None:
        return Extended(extended)
    counts = _within_times(extended, rule)
    most = None if counts is None else most_by(rule, counts.times)
    by = None if counts is None else counts.by
    if counts is not None and by is not None and most is not None and by.unit is most.unit and by.amount > most.amount:
        counts = replace(counts, by=most)
    return Extended(counts, None if counts == extended else extended)


def reach(event: date, term: Term, office: Calendar, extended: Extension | None) -> Reach:
    """The last day of a period within which an actor acts, with what extended it. Raises ValueError as `count`."""
    own = count(event, term.number, term.unit, office, term.roll)
    rule, more = extendable(term), extended
    if more is None:
        return Reach(own)
    if rule is None:
        return Reach(_until(own, more, term, office))
    counts = _within_times(more, rule)
    try:
        last = own if counts is None else _until(own, counts, term, office)
    except ValueError:  # past all days that the calendar states, and so past what the rule allows
        last = date.max
    most = furthest(event, term, rule, office, 0 if counts is None else counts.times)
    return Reach(min(last, most), more if counts != more or last > most else None)


def furthest(event: date, term: Term, rule: Extendable, office: Calendar, times: int) -> date:
    """The last day that so many extensions reach, counted from the event. Raises ValueError as `count`."""
    more = min(times, rule.times) * rule.number
    if rule.unit is term.unit:
        return count(event, term.number + more, term.unit, office, term.roll)
    return count(count(event, term.number, term.unit, office, term.roll), more, rule.unit, office, term.roll)


def extendable(term: Term) -> Extendable | None:
    """How the rule of a period lets it be made longer; None where it comes from no rule or the rule does not say."""
    return None if term.statute is None else term.statute.extend


def most_by(rule: Extendable, times: int) -> Duration | None:
    """How much longer so many extensions may make an authority's period in all; None of months and years."""
    unit = _UNITS.get(rule.unit)
    return None if unit is None else Duration(Fraction(min(times, rule.times) * rule.number), unit)


_UNITS = {PeriodUnit.CALENDAR_DAYS: Unit.CALENDAR_DAYS, PeriodUnit.WORKING_DAYS: Unit.WORKING_DAYS}


def _within_times(extended: Extension, rule: Extendable) -> Extension | None:
    """The last of an extension and those before it that the rule still knows; the one given where none is known."""
    one: Extension | None = extended
    while one is not None and one.times > rule.times:
        one = one.earlier
    return one if one is not None or extended.earlier is not None else replace(extended, times=rule.times)


def _until(own: date, extended: Extension, term: Term, office: Calendar) -> date:
    last = own
    if extended.by is not None:
        last = count(last, int(extended.by.amount), str(extended.by.unit), office, term.roll)
    return last if extended.until is None else max(last, extended.until)
