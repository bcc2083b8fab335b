"""Why a task is on the longest path for MPXJ and not for us, or the other way round: the relation that decides it.

A known reason must hold to the minute: what we leave out must have float left by our rules, or begin with what has
happened; what MPXJ leaves out must be hidden by a constraint. `oracle.mpxj_primavera` says what a way is. This module
must never use the engine's passes.
"""

from __future__ import annotations

from oracle.comparison import Difference
from oracle.mpxj_primavera import Case, Way, asked, latest, starts
from oracle.mpxj_primavera_late import known, leaving, project_finish
from schedule.model import ConstraintKind, Relation

K = ConstraintKind
_ALL = frozenset(Way)


def reasons(one: Difference) -> list[str] | None:
    """The ways that put a task on the longest path of one side alone; None where nothing known does."""
    of = Case(one, frozenset())
    ends = known(one.oracle[one.task].early_finish) == project_finish(of)
    with_finished = frozenset({Way.LATE_FINISHED})
    if project_finish(of) != project_finish(Case(one, with_finished)):
        return [Way.LATE_FINISHED]
    if ends:
        return None
    onward = [relation for relation in leaving(of) if _on_path(one, relation.successor)]
    if one.theirs:
        theirs = [relation for relation in onward if _drives(one, relation, doubtful=True)]
        found = [_left_out(one, relation) for relation in theirs]
        return sorted({why for why in found if why}) if theirs and all(found) else None
    through = [relation for relation in leaving(of) if one.state.status(relation.successor).finished is not None]
    if any(_left_out(one, relation) == Way.PUSHED and not _on_path(one, relation.successor) for relation in through):
        return [Way.PUSHED]
    hidden = [relation for relation in onward if _left_out(one, relation) in (None, Way.PATH_LATE)]
    if not hidden or any(_drives(one, relation, doubtful=False) for relation in hidden):
        return None
    tasks = one.state.plan.tasks
    late = any(
        tasks[end].as_late_as_possible for relation in hidden for end in (relation.predecessor, relation.successor)
    )
    return [Way.PATH_LATE if late else Way.PATH_CONSTRAINT]


def _on_path(one: Difference, task: str) -> bool:
    return one.oracle[task].longest_path


def _of(one: Difference, task: str, ways: frozenset[str]) -> Case:
    return Case(one.about(task), ways)


def _left_out(one: Difference, relation: Relation) -> str | None:
    """Why a relation does not drive by our rules; None where it does."""
    after = _of(one, relation.successor, frozenset())
    begun = one.state.status(relation.predecessor).started is not None and not relation.type.leaves_finish
    if begun:
        return Way.PATH_RUNNING
    if {K.MANDATORY_START, K.MANDATORY_FINISH} & {one_.kind for one_ in after.task.constraints}:
        return Way.PATH_FIXED
    term = asked(after, relation)
    start = one.raw[relation.successor].early_start
    if after.own.work(term.start, start) != 0:
        return Way.PATH_FLOAT
    if after.lag(relation) < 0:
        before = one.raw[relation.predecessor]
        instant = before.early_finish if relation.type.leaves_finish else before.early_start
        if after.add_lag(relation, instant, after.lag(relation)) == after.now:
            return Way.PATH_STOPPED
    if one.state.status(relation.successor).finished is not None:
        return Way.PUSHED
    if one.state.plan.tasks[relation.predecessor].as_late_as_possible:
        return Way.PATH_LATE
    return None


def _drives(one: Difference, relation: Relation, *, doubtful: bool) -> bool:
    """Whether MPXJ lets a relation drive: it asks for the latest start, and no constraint has moved that."""
    of = _of(one, relation.successor, _ALL)
    if one.state.plan.tasks[relation.predecessor].as_late_as_possible:
        before = _of(one, relation.predecessor, _ALL)
        tightest = min(leaving(before), key=lambda other: latest(before, other))
        if relation is tightest and (not of.task.as_late_as_possible or bool(leaving(of))):
            return True
        return doubtful  # MPXJ's forward pass had the predecessor elsewhere; where, cannot be read
    if of.task.as_late_as_possible and of.status.finished is None:
        return False
    first = of.own.next_start if of.status.finished is None else int
    terms = starts(of)
    late = {before.predecessor for before in of.task.relations if of.plan.tasks[before.predecessor].as_late_as_possible}
    last = max(
        first(term.start) for term, one_ in zip(terms, of.task.relations, strict=True) if one_.predecessor not in late
    )
    if first(asked(of, relation).start) < last:
        return False
    return of.status.started is not None or not _moved(of, last)


def _moved(of: Case, begin: int) -> bool:
    """Whether an early constraint sets the start, even one that asks for what the relation asks for too."""
    for one in of.task.constraints:
        back = of.back(one.instant, of.rest)
        if one.kind is K.START_NO_EARLIER_THAN and begin // 1440 <= one.instant // 1440:
            return True
        if one.kind in (K.FINISH_NO_EARLIER_THAN, K.FINISH_ON) and begin < back:
            return True
        if one.kind is K.START_ON and begin < one.instant:
            return True
        if one.kind is K.MANDATORY_FINISH:
            return True
    return False
