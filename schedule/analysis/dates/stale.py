"""Which dates and floats of a file its own other dates contradict, so that no rule could give them: stale ones.

A tool that wrote a file has computed its dates at some time; what was entered later, or was left over from an earlier
run, shows where they do not fit each other. Only values that differ from ours are asked about. This module must never
know which tool it was, nor a language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from schedule.analysis.dates.stored import INSTANTS, Agreement
from schedule.calendars.worktime import add, table_of, work_at
from schedule.engine import cpm
from schedule.engine.cpm import Dates
from schedule.engine.schedule import Schedule
from schedule.model import Minutes, Project, Relation


class By(StrEnum):
    """What contradicts a value of a file."""

    DATA_DATE = "data-date"
    WORK = "work"
    DATES = "dates"
    PREDECESSOR = "predecessor"
    SUCCESSOR = "successor"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A value of a file that the file's own dates contradict.

    `by` says what they are: the data date that an early date lies before; the work that is left, which is not what lies
    between a start and a finish; the dates that a float is not the distance of; or another task's, and the `relation`
    to it, which a date breaks.
    """

    task: str
    column: str
    by: By
    relation: Relation | None = None


def contradictions(schedule: Schedule, project: Project, found: Agreement) -> tuple[Contradiction, ...]:
    """What the file's own dates contradict among its values that differ from ours, in the order of the differences."""
    differing = {(one.task, one.column) for one in found.differences}
    network = schedule.network
    early, late = _stored(schedule, project, "early"), _stored(schedule, project, "late")
    told: dict[tuple[str, str], Contradiction] = {}
    for name in dict.fromkeys(one.task for one in found.differences):
        i = network.number.get(name)
        stored = project.stored[name]
        if i is None or any(getattr(stored, column) is None for column in INSTANTS):
            continue
        of_others = (*_of_others(schedule, early, late, i), *_too_free(schedule, early, stored.free_float, i))
        for one in (*_of_itself(schedule, project, early, late, i), *of_others):
            if (name, one.column) in differing:
                told.setdefault((name, one.column), one)
    places = [(one.task, one.column) for one in found.differences]
    return tuple(told[place] for place in places if place in told)


def _stored(schedule: Schedule, project: Project, side: str) -> Dates:
    """The file's early or late dates as a pass holds them; ours of what it does not date."""
    ours = schedule.passes.early if side == "early" else schedule.passes.late
    found = Dates(list(ours.start), list(ours.finish), list(ours.set_by), list(ours.other_by))
    for i, task in enumerate(schedule.network.tasks):
        stored = project.stored.get(task.id)
        if stored is not None and schedule.tasks[task.id].early_start is not None:
            start, finish = getattr(stored, f"{side}_start"), getattr(stored, f"{side}_finish")
            if start is not None and finish is not None:
                found.start[i], found.finish[i] = start, finish
    return found


def _of_itself(schedule: Schedule, project: Project, early: Dates, late: Dates, i: int) -> Iterator[Contradiction]:
    """What the task's own values say of each other."""
    network = schedule.network
    task, net, own = network.tasks[i], network.arrays, network.calendars[network.arrays.calendar[i]]
    stored = project.stored[task.id]
    if early.start[i] < net.now[i]:
        yield Contradiction(task.id, "early_start", By.DATA_DATE)
    if net.legs_first[i] == net.legs_first[i + 1] and net.expected[i] == -cpm.NEVER:
        for side, dates in (("early", early), ("late", late)):
            if own.work(dates.start[i], dates.finish[i]) != net.duration[i]:
                yield Contradiction(task.id, f"{side}_finish", By.WORK)
                yield Contradiction(task.id, f"{side}_start", By.WORK)
    floats = {own.work(early.start[i], late.start[i]), own.work(early.finish[i], late.finish[i])}
    if stored.total_float is not None and stored.total_float not in floats:
        yield Contradiction(task.id, "total_float", By.DATES)


def _of_others(schedule: Schedule, early: Dates, late: Dates, i: int) -> Iterator[Contradiction]:
    """What the dates of the tasks before and after say of the task's own."""
    network = schedule.network
    net, clock, name = network.arrays, network.clock, network.tasks[i].id
    own = table_of(clock, net.calendar[i])
    if net.cap[i] == cpm.NEVER:
        for r in range(net.incoming[i], net.incoming[i + 1]):
            side, stands = ("finish", early.finish[i]) if net.enters_finish[r] else ("start", early.start[i])
            if work_at(own, stands) < work_at(own, cpm.bound(net, clock, early, r)):
                yield Contradiction(name, f"early_{side}", By.PREDECESSOR, network.relations[r])
    if net.base[i] == -cpm.NEVER:
        for r in net.outgoing[net.outgoing_first[i] : net.outgoing_first[i + 1]]:
            after = net.succ[r]
            asked = late.finish[after] if net.enters_finish[r] else late.start[after]
            asked = add(table_of(clock, net.lag_calendar[r]), asked, -net.lag[r])
            side, stands = ("finish", late.finish[i]) if net.leaves_finish[r] else ("start", late.start[i])
            if work_at(own, stands) > work_at(own, asked):
                yield Contradiction(name, f"late_{side}", By.SUCCESSOR, network.relations[r])


def _too_free(schedule: Schedule, early: Dates, free: Minutes | None, i: int) -> Iterator[Contradiction]:
    """Whether the early dates of what follows leave the task less free float than the file says."""
    network, passes = schedule.network, schedule.passes
    net, clock = network.arrays, network.clock
    leaving = net.outgoing[net.outgoing_first[i] : net.outgoing_first[i + 1]]
    floats = [(max(0, cpm.relation_float(net, clock, early, passes.asked, r)), r) for r in leaving]
    if free is not None and floats and free > min(floats)[0]:
        yield Contradiction(network.tasks[i].id, "free_float", By.SUCCESSOR, network.relations[min(floats)[1]])
