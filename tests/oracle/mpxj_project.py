"""One task's fields by our Microsoft Project profile, and as MPXJ's MicrosoftScheduler gives them in its known ways.

What `oracle.mpxj_primavera` is for P6; the plans have no progress. This module must never use the engine's passes.
"""

from __future__ import annotations

from enum import StrEnum

from oracle.comparison import Difference
from oracle.mpxj_primavera import Case
from oracle.mpxj_primavera_late import known, leaving
from schedule.model import ConstraintKind, Instant, Minutes, Relation, RelationType

K = ConstraintKind
_NEVER = 1 << 40
_STARTS = (K.START_ON, K.MANDATORY_START)
_FINISHES = (K.FINISH_ON, K.MANDATORY_FINISH)


class ProjectWay(StrEnum):
    """A way in which MPXJ goes its own; the reasons why we do not follow stand in the test."""

    MIDNIGHT_BACK = "counted back from midnight through hours off"
    DURATION_FIRST = "FF and SF take the duration off before the lag"
    KEPT_START = "a constraint's date between shifts"
    KEPT_FINISH = "finish kept from the constraint"
    LATE_SS = "SS late, the lag after the shift"
    LATE_SF = "SF late"
    FREE_LAG = "free float less the lag in the predecessor's hours"
    FREE_TWICE = "free float of two relations to one successor"
    FREE_END = "free float without successors is total float"


def value(one: Difference, ways: frozenset[str]) -> int | bool | None:
    """A field of a task by our rules, and in these ways of MPXJ's, from the oracle's dates of its neighbours."""
    of = Case(one, ways)
    if one.field in ("early_start", "early_finish"):
        return early(of)[one.field == "early_finish"]
    if one.field in ("late_start", "late_finish"):
        return late(of)[one.field == "late_finish"]
    if one.field == "free_float":
        return free_float(of)
    return total_float(of)


def early(of: Case) -> tuple[Instant, Instant]:
    """The early start and finish."""
    relations = of.task.relations
    terms = [_asked(of, relation) for relation in relations]
    pulled = relations and not any(relation.type is RelationType.FF for relation in relations)
    begin = max([-_NEVER if pulled else of.plan.start, *terms])
    finish: Instant | None = None
    if not relations and of.task.constraints:
        date = of.task.constraints[0].instant
        kind = of.task.constraints[0].kind
        if kind is K.START_NO_EARLIER_THAN:
            begin = date
        elif kind is K.FINISH_NO_EARLIER_THAN:
            begin, finish = of.back(date, of.rest), date if ProjectWay.KEPT_FINISH in of.ways else None
    begin = _next_start(of, begin)
    for one in of.task.constraints:
        held, back = begin, of.back(one.instant, of.rest)
        if one.kind is K.START_NO_EARLIER_THAN:
            held = max(begin, one.instant)
        elif one.kind is K.START_NO_LATER_THAN:
            held = min(begin, one.instant)
        elif one.kind is K.FINISH_NO_EARLIER_THAN:
            held = max(begin, back)
        elif one.kind is K.FINISH_NO_LATER_THAN:
            held = min(begin, back)
        elif one.kind in _STARTS:
            held = one.instant
        elif one.kind in _FINISHES:
            held, finish = back, one.instant if ProjectWay.KEPT_FINISH in of.ways else None
        begin = held if ProjectWay.KEPT_START in of.ways else _next_start(of, held)
    return begin, of.own.add(begin, of.rest) if finish is None else finish


def _next_start(of: Case, instant: Instant) -> Instant:
    """The next start; a milestone may stay at a shift's end."""
    at_end = of.task.is_milestone and of.own.previous_finish(instant) == instant
    return instant if at_end else of.own.next_start(instant)


def _asked(of: Case, relation: Relation) -> Instant:
    dates, lag = of.one.oracle[relation.predecessor], of.lag(relation)
    instant = known(dates.early_finish if relation.type.leaves_finish else dates.early_start)
    if not relation.type.enters_finish:
        if lag == 0 and relation.type is RelationType.SS:
            return of.lag_on(relation).next_start(instant)
        return _lagged(of, instant, lag)
    if ProjectWay.DURATION_FIRST in of.ways:
        begin = _lagged(of, of.back(instant, of.rest), lag)
    else:
        begin = of.back(_lagged(of, instant, lag), of.rest)
    return max(begin, of.plan.start) if relation.type is RelationType.FF else begin


def _lagged(of: Case, instant: Instant, lag: Minutes) -> Instant:
    """A lag on the successor's calendar, which is the task's own."""
    return of.own.add(instant, lag) if lag >= 0 else of.back(instant, -lag)


def late(of: Case) -> tuple[Instant, Instant]:
    """The late start and finish."""
    limit = max(known(dates.early_finish) for dates in of.one.oracle.values())
    finish = min([limit, *(_late(of, relation) for relation in leaving(of))])
    for one in of.task.constraints:
        if one.kind in _STARTS:
            finish = of.own.add(one.instant, of.rest)
        elif one.kind in _FINISHES:
            finish = one.instant
        elif one.kind is K.START_NO_LATER_THAN:
            finish = min(finish, of.own.add(one.instant, of.rest))
        elif one.kind is K.FINISH_NO_LATER_THAN:
            finish = min(finish, one.instant)
    if of.task.deadline is not None:
        finish = min(finish, of.task.deadline)
    finish = of.own.previous_finish(finish)
    start = of.back(finish, of.rest)
    if not of.task.is_milestone:
        start = of.own.next_start(start)
    return start, finish


def _late(of: Case, relation: Relation) -> Instant:
    dates, lag = of.one.oracle[relation.successor], of.lag(relation)
    start, finish = known(dates.late_start), known(dates.late_finish)
    if relation.type.leaves_finish:
        return of.remove_lag(relation, finish if relation.type.enters_finish else start, lag)
    if relation.type is RelationType.SF and ProjectWay.LATE_SF in of.ways:
        return of.remove_lag(relation, of.own.add(finish, of.rest), lag)
    if relation.type is RelationType.SS and ProjectWay.LATE_SS in of.ways:
        return of.own.add(of.remove_lag(relation, of.own.next_start(start), lag), of.rest)
    instant = of.remove_lag(relation, finish if relation.type.enters_finish else start, lag)
    return of.own.add(of.own.next_start(instant), of.rest)


def total_float(of: Case) -> Minutes:
    """The smaller of start float and finish float."""
    dates = of.one.oracle[of.task.id]
    start = of.own.work(known(dates.early_start), known(dates.late_start))
    return min(start, of.own.work(known(dates.early_finish), known(dates.late_finish)))


def free_float(of: Case) -> Minutes:
    """The least float of its relations, never negative."""
    dates, relations = of.one.oracle[of.task.id], leaving(of)
    if not relations:
        if ProjectWay.FREE_END in of.ways:
            return max(0, total_float(of))
        return max(0, of.own.work(known(dates.early_finish), known(dates.late_finish)))
    if K.MANDATORY_FINISH in {one.kind for one in of.task.constraints} and ProjectWay.FREE_END not in of.ways:
        return 0
    least: dict[str, Minutes] = {}
    for k, relation in enumerate(relations):
        slack = _slack(of, relation)
        key = relation.successor if ProjectWay.FREE_TWICE not in of.ways else f"{k}"
        other = least.get(key, slack)
        least[key] = min(slack, other) if slack >= 0 and other >= 0 else max(slack, other)
    return max(0, min(least.values()))


def _slack(of: Case, relation: Relation) -> Minutes:
    dates, after, lag = of.one.oracle[of.task.id], of.one.oracle[relation.successor], of.lag(relation)
    begin = known(dates.early_finish if relation.type.leaves_finish else dates.early_start)
    end = known(after.early_finish if relation.type.enters_finish else after.early_start)
    if ProjectWay.FREE_LAG in of.ways:
        return of.own.work(begin, end) - lag
    return of.own.work(of.lag_on(relation).add(begin, lag), end)
