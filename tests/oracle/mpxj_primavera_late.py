"""One task's late dates, free float and place on the longest path, by our rules and in MPXJ's ways.

The other half of `oracle.mpxj_primavera`, which says what a way is. This module must never use the engine's passes.
"""

from __future__ import annotations

from oracle.comparison import Difference
from oracle.mpxj_primavera import Case, Way, early, forward_finish, is_working
from schedule.calendars.worktime import Calendar
from schedule.model import ConstraintKind, Instant, Minutes, Relation, RelationType, Status, TaskKind

K = ConstraintKind
_LATE = (K.START_ON, K.START_NO_LATER_THAN, K.FINISH_ON, K.FINISH_NO_LATER_THAN)


def value(one: Difference, ways: frozenset[str]) -> int | bool | None:
    """A field of a task by our rules, and in these ways of MPXJ's, from the oracle's dates of its neighbours."""
    of = Case(one, ways)
    if one.field in ("early_start", "early_finish"):
        return early(of)[one.field == "early_finish"]
    if one.field in ("late_start", "late_finish"):
        return late(of)[one.field == "late_finish"]
    if one.field == "free_float":
        return free_float(of)
    if one.field == "total_float":
        dates = one.oracle[one.task]
        return of.own.work(known(dates.early_finish), known(dates.late_finish))
    return None


def late(of: Case) -> tuple[Instant, Instant]:
    """The late start and finish."""
    own, task = of.own, of.task
    milestone = task.kind is TaskKind.START_MILESTONE
    limit = project_finish(of) if of.plan.must_finish_by is None else of.plan.must_finish_by
    terms = [_asked(of, relation) for relation in leaving(of)]
    finish, start = limit, None
    if terms:
        chosen = min(terms, key=lambda term: term[0])
        if chosen[0] <= limit:
            finish, start = chosen
        elif Way.LATE_SHIFT_END in of.ways:
            finish = own.previous_finish(limit)
    elif of.plan.must_finish_by is not None and Way.LATE_SHIFT_END in of.ways and not is_working(own, limit):
        finish = own.previous_finish(limit)
    for k, one in enumerate(task.constraints):
        at_start = one.kind in (K.START_ON, K.START_NO_LATER_THAN, K.MANDATORY_START)
        holds = of.status.started is None or (one.kind is K.START_NO_LATER_THAN and Way.LATE_STARTED in of.ways)
        if at_start and not holds:
            continue
        cut = own.add(one.instant, of.full if at_start else 0)
        if one.kind in (K.MANDATORY_START, K.MANDATORY_FINISH):
            finish = cut
        elif one.kind in _LATE and cut < finish:
            finish = cut
            reset = one.kind is K.FINISH_ON or (one.kind is K.FINISH_NO_LATER_THAN and k == 0)
            if one.kind is K.START_ON and Way.LATE_SHIFT_END in of.ways and not is_working(own, finish):
                finish = own.previous_finish(finish)
            if start is not None and (reset or Way.LATE_KEPT not in of.ways):
                start = None
            elif start is not None and (one.kind is K.START_ON or (one.kind is K.START_NO_LATER_THAN and k)):
                start = one.instant
    if not milestone:
        finish = own.previous_finish(finish)
    elif Way.LATE_SHIFT_END not in of.ways:
        finish = shift_before(own, finish)
    if start is not None and Way.LATE_KEPT in of.ways:
        return start, finish
    start = of.back(finish, of.rest)
    if task.kind is TaskKind.TASK and of.rest:
        start = own.next_start(start)
        mandatory = {one.kind for one in task.constraints} & {K.MANDATORY_START, K.MANDATORY_FINISH}
        if Way.LATE_KEPT not in of.ways and not mandatory:
            start = min([start, *(term[1] for term in terms if term[1] is not None)])
    return start, finish


def shift_before(calendar: Calendar, instant: Instant) -> Instant:
    """An instant, or where it falls in a gap of the working time, the end of the shift before."""
    return instant if calendar.next_start(instant) == instant else calendar.previous_finish(instant)


def project_finish(of: Case) -> Instant:
    """The last early finish as the forward pass left it; of MPXJ's, that of finished tasks too."""
    if Way.LATE_FINISHED in of.ways:
        return known(of.one.oracle[of.task.id].project_finish)
    return forward_finish(of)


def leaving(of: Case) -> list[Relation]:
    """The relations that leave the task."""
    tasks = of.plan.tasks.values()
    return [relation for task in tasks for relation in task.relations if relation.predecessor == of.task.id]


def _asked(of: Case, relation: Relation) -> tuple[Instant, Instant | None]:
    """What a relation asks of the late finish, and the late start beside it."""
    after = of.state.status(relation.successor)
    dates = of.dates(relation.successor)
    late_start, late_finish = known(dates.late_start), known(dates.late_finish)
    lag, left, type_ = of.lag(relation), of.left(relation), relation.type
    if type_ is RelationType.FF:
        return of.remove_lag(relation, late_finish, left), None
    if type_ is RelationType.FS:
        into_running = after.started is not None and after.finished is None and of.status.started is not None
        if into_running and lag < 0 and Way.LATE_DROPPED in of.ways and of.done(of.plan.tasks[relation.successor]):
            left = 0
        if after.finished is not None and Way.LATE_INTO_FINISHED in of.ways:
            left = 0
        instant = of.remove_lag(relation, late_start, left)
        unlagged = not lag and of.status.started is None and after.started is None
        if unlagged and Way.LATE_SHIFT_END in of.ways and not is_working(of.own, instant):
            instant = of.own.previous_finish(instant)
        return instant, None
    if type_ is RelationType.SF and Way.LATE_SF in of.ways:
        return _start_to_finish(of, relation, after, late_finish, lag)
    into_finished = type_ is RelationType.SS and after.finished is not None
    if into_finished and of.status.started is not None and Way.LATE_INTO_FINISHED in of.ways:
        left = 0
    instant = of.remove_lag(relation, late_finish if type_ is RelationType.SF else late_start, left)
    if Way.LATE_KEPT not in of.ways:
        begin = shift_before(of.own, instant)
        return of.own.add(begin, of.rest), begin
    begin = of.own.next_start(instant)
    kept = None
    if type_ is RelationType.SS and Way.LATE_KEPT in of.ways:
        kept = _kept_start(of, relation, after, late_start, lag)
        if kept is not None and not lag and of.status.started is None:
            begin = kept
    if type_ is RelationType.SS and Way.LATE_MILESTONE in of.ways and (of.status.started or after.started):
        begin = instant
    return of.own.add(begin, of.rest), kept


def _kept_start(of: Case, relation: Relation, after: Status, late_start: Instant, lag: Minutes) -> Instant | None:
    """The late start that MPXJ keeps of an SS."""
    if of.status.started is None and after.started is None:
        if lag > 0:
            return None
        if lag < 0:
            return of.remove_lag(relation, late_start, lag)
        if is_working(of.own, late_start):
            return late_start
        before, following = of.own.previous_finish(late_start), of.own.next_start(late_start)
        near = late_start - before < following - late_start
        return before if near and Way.LATE_NEAREST in of.ways else following
    if of.status.started is None or not of.rest:
        return None
    complete = not of.remaining(of.plan.tasks[relation.successor]) and after.started is not None
    if complete:
        return late_start if lag >= 0 else None
    if after.started is not None and lag > 0 and of.done(of.task) >= lag:
        return late_start
    return None


def _start_to_finish(
    of: Case, relation: Relation, after: Status, late_finish: Instant, lag: Minutes
) -> tuple[Instant, Instant | None]:
    """An SF backward in MPXJ's ways: the duration first, then the lag; from a running task no lag at all."""
    kept = None
    if of.status.started is None:
        if after.started is not None and after.finished is None and lag <= 0:
            kept = of.remove_lag(relation, late_finish, lag)
        return of.remove_lag(relation, of.own.add(late_finish, of.full), lag), kept
    if after.started is None:
        return of.own.add(late_finish, of.rest), late_finish if lag > 0 else None
    if after.finished is None:
        return of.remove_lag(relation, of.own.add(late_finish, of.full), lag), None
    left = lag - max(0, of.lag_on(relation).work(of.status.started, of.state.data_date)) if lag > 0 else 0
    if left > 0:
        return of.remove_lag(relation, of.own.add(late_finish, of.full), left), None
    return of.own.add(late_finish, of.rest), None


def free_float(of: Case) -> Minutes:
    """The free float: of several relations to one successor the smaller that is not negative; never negative."""
    dates, kinds = of.one.oracle[of.task.id], {one.kind for one in of.task.constraints}
    relations = leaving(of)
    if K.MANDATORY_FINISH in kinds or (not relations and K.MANDATORY_START in kinds):
        return 0
    if not relations:
        return max(0, of.own.work(known(dates.early_finish), project_finish(of)))
    least: dict[str, Minutes] = {}
    for relation in relations:
        slack = _slack(of, relation)
        other = least.get(relation.successor)
        if other is None:
            least[relation.successor] = slack
        else:
            least[relation.successor] = min(slack, other) if slack >= 0 and other >= 0 else max(slack, other)
    return max(0, min(least.values()))


def _slack(of: Case, relation: Relation) -> Minutes:
    dates, after = of.one.oracle[of.task.id], of.dates(relation.successor)
    begin = known(dates.early_finish if relation.type.leaves_finish else dates.early_start)
    end = known(after.early_finish if relation.type.enters_finish else after.early_start)
    begun = not relation.type.leaves_finish and of.status.started is not None
    lag = of.left(relation)
    if Way.FREE_LAG not in of.ways:
        return of.own.work(begin, of.lag_on(relation).add(end, -lag))
    if begun:
        if Way.FREE_RUNNING in of.ways and relation.type is RelationType.SF:
            lag = of.lag(relation)
    elif relation.type is RelationType.SS and lag < 0 and Way.FREE_LEAD in of.ways:
        lag = 0
    return of.own.work(of.add_lag(relation, begin, lag) if lag else begin, end)


def known(instant: Instant | None) -> Instant:
    assert instant is not None
    return instant
