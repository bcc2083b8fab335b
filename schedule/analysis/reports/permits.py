"""Work that was begun before its permit: which legal preconditions are not issued though what follows them has begun.

A legal precondition (`schedule.law.preconditions`) is issued when it is finished and the document that it asks for was
given: a finish without the number proves nothing. A plan that asks for no document has to be content with the finish.

What must not begin before it is read from the plan's relations alone: everything whose start they hold, through however
many tasks, until the precondition has finished (a relation from its start, as of a task that runs beside the
application, holds nothing so; one that holds a finish forbids the finish). Neither a phase, a calendar nor a word of a
name could say so: plans name them as they like, and whoever drew a relation from the permit has said what waits for
it. Only approvals, which have an applicant, are no work on site: an application that runs ahead of the construction
permit is told, and not called building without a permit. A milestone that was reached before what it marks has happened
is a report to ask about (`schedule.analysis.reports.sequence`) and shows no work.

Once it is issued, work that was begun earlier is cured: it stays in the record (`cured`) and is no red line.
This module must never know a light, a deadline or a reader's words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from schedule.analysis.history import History
from schedule.analysis.reports.custody import is_approval
from schedule.analysis.reports.evidence import lacks_document
from schedule.analysis.reports.reporting import rests_since
from schedule.analysis.reports.sequence import finished_ahead_of
from schedule.engine.schedule import Figures, Schedule, Stage, TaskDates
from schedule.law.preconditions import is_construction_permit, is_precondition
from schedule.model import Instant, Relation


@dataclass(frozen=True, slots=True)
class Begun:
    """One task that had to wait for the precondition: its body, the day on which it began, whether it goes on.

    `rests` is the day on which it was suspended, None where it is not, or was resumed.
    """

    task: str
    body: str | None
    day: date
    underway: bool
    rests: date | None = None


@dataclass(frozen=True, slots=True)
class Breach:
    """One legal precondition that what follows did not wait for.

    `building`: it is the construction permit, and work on site is among what has begun. `finished` is the day on which
    it is reported finished, None where it is not. `begun` are in the order in which they ask to be stopped: what goes
    on before what has ended, work before the milestones that mark it, then the earlier first. `waiting` are the tasks
    that have not begun and must not before it is issued, in the schedule's order.
    """

    task: str
    building: bool
    finished: date | None
    begun: tuple[Begun, ...]
    waiting: tuple[str, ...] = ()

    @property
    def underway(self) -> tuple[Begun, ...]:
        """What of it goes on, and can still be stopped."""
        return tuple(one for one in self.begun if one.underway)

    @property
    def resting(self) -> tuple[Begun, ...]:
        """What of it was stopped, and must not go on before the precondition is issued."""
        return tuple(one for one in self.begun if one.rests is not None)


def is_issued(dates: Figures | TaskDates) -> bool:
    """Whether a precondition is finished, and evidenced where the plan asks for a document."""
    return dates.stage is Stage.FINISHED and not lacks_document(dates)


def breaches(schedule: Schedule) -> tuple[Breach, ...]:
    """The preconditions that are not issued and that something did not wait for, in the schedule's order.

    Of the construction permit's task and the milestone that marks it, the first stands for both.
    """
    found = _found(schedule, lambda dates: not is_issued(dates))
    first: dict[tuple[Begun, ...], str] = {}
    for one in found:
        if one.building:
            first.setdefault(one.begun, one.task)
    return tuple(one for one in found if not one.building or first[one.begun] == one.task)


def breaches_at(history: History, data_date: Instant) -> tuple[Breach, ...]:
    """The same at a data date of a project's history."""
    return breaches(history.schedule(data_date))


def cured(schedule: Schedule) -> tuple[Breach, ...]:
    """The preconditions that are issued by now, and what had begun before; not what began on the day of the issue."""
    found = []
    for one in _found(schedule, is_issued):
        earlier = tuple(begun for begun in one.begun if one.finished is not None and begun.day < one.finished)
        if earlier:
            found.append(Breach(one.task, one.building, one.finished, earlier))
    return tuple(found)


def _found(schedule: Schedule, asked: Callable[[Figures | TaskDates], bool]) -> list[Breach]:
    preconditions = [*schedule.where(lambda one: asked(one) and is_precondition(one.task))]
    if not preconditions:
        return []
    leaving = leaving_relations(schedule)
    found, place = [], {name: k for k, name in enumerate(schedule.tasks)}
    for dates in preconditions:
        starts, finishes = _held(dates.task.id, leaving, schedule)
        begun = _begun(schedule, place, starts, finishes)
        if begun:
            works = (schedule.tasks[one.task].task for one in begun)
            building = is_construction_permit(dates.task) and any(not is_approval(task) for task in works)
            finished = dates.last_day if dates.stage is Stage.FINISHED else None
            ahead = [name for name, one in schedule.tasks.items() if name in starts and one.stage is Stage.NOT_STARTED]
            found.append(Breach(dates.task.id, building, finished, begun, tuple(ahead)))
    return found


def leaving_relations(schedule: Schedule) -> Mapping[str, Sequence[Relation]]:
    """The relations of a plan by the task that they leave."""
    leaving: dict[str, list[Relation]] = {}
    for dates in schedule.figures_of(schedule.tasks):
        for relation in dates.task.relations:
            leaving.setdefault(relation.predecessor, []).append(relation)
    return leaving


def held_until(name: str, leaving: Mapping[str, Sequence[Relation]], schedule: Schedule) -> set[str]:
    """The tasks that the relations do not let begin before a task has finished, through however many others."""
    return _held(name, leaving, schedule)[0]


def _held(name: str, leaving: Mapping[str, Sequence[Relation]], schedule: Schedule) -> tuple[set[str], set[str]]:
    """The tasks whose start, and those whose finish, the relations hold until a task has finished."""
    starts: set[str] = set()
    finishes = {name}
    todo = [name]
    while todo:
        task = todo.pop()
        for relation in leaving.get(task, ()):
            held, after = finishes if relation.type.leaves_finish else starts, relation.successor
            if task not in held or schedule.tasks[after].task.spans:
                continue
            known = (after in starts, after in finishes)
            finishes.add(after)
            if not relation.type.enters_finish:
                starts.add(after)
            if known != (after in starts, after in finishes):
                todo.append(after)
    return starts, finishes - {name}


def _begun(schedule: Schedule, place: Mapping[str, int], starts: set[str], finishes: set[str]) -> tuple[Begun, ...]:
    """What has begun of these, the most urgent first; `place` is where each task stands in the plan."""
    found = []
    for name in finishes:
        dates = schedule.tasks[name]
        over = dates.stage is Stage.FINISHED
        if dates.task.is_milestone and not _marks_work(schedule, dates):
            continue
        if over or (name in starts and dates.stage is Stage.IN_PROGRESS):
            began = dates.first_day if name in starts and not dates.task.is_milestone else dates.last_day
            rests = None if over else rests_since(dates, schedule.state.data_date)
            found.append(Begun(name, dates.task.body, began, not over and rests is None, rests))

    def urgency(one: Begun) -> tuple[bool, bool, bool, date, int]:
        return not one.underway, one.rests is None, schedule.tasks[one.task].task.is_milestone, one.day, place[one.task]

    return tuple(sorted(found, key=urgency))


def _marks_work(schedule: Schedule, dates: TaskDates) -> bool:
    """Whether a milestone was reached after all that it waits for but preconditions."""
    ahead = (schedule.tasks[relation.predecessor].task for relation in finished_ahead_of(schedule, dates))
    return all(is_precondition(task) for task in ahead)
