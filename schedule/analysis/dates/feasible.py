"""Deadlines that a plan cannot keep on its first day: that is the plan's own fault, and no body's.

What nobody has lost is no lateness of anybody: from there on bodies are judged by the earliest day that the plan could
reach, while the deadline itself stays as it was given, and missed. This module must never know a reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from schedule.analysis.dates.pauses import pauses_of
from schedule.analysis.history import History
from schedule.calendars.rest import Rest
from schedule.engine.holding import held_by, held_until
from schedule.engine.paths import driving_chain
from schedule.model import Instant, Minutes


@dataclass(frozen=True, slots=True)
class Unmeetable:
    """A deadline that the plan could not keep when it began, with nothing begun and nobody late.

    `start` is when the work that leads to the `deadline`'s task was to begin, `soonest` when it could have been reached
    at the earliest; `chain` are the tasks that held that date then (`engine.holding`), in time order. What lies before
    a season or a holiday led there and held nothing, so that `chain` can begin long after `start`: `rests` are what
    lies between.
    `lost` is what has been lost since in elapsed minutes, negative where some was won back; `stands` says whether the
    task stands at a beginning now (`TaskDates.at_beginning`), which its day depends on.
    """

    task: str
    deadline: Instant
    start: Instant
    soonest: Instant
    chain: tuple[str, ...]
    lost: Minutes
    rests: tuple[Rest, ...] = ()
    stands: bool = False

    @property
    def short(self) -> Minutes:
        """Elapsed minutes from the deadline to the earliest day."""
        return self.soonest - self.deadline

    @property
    def kept(self) -> Instant:
        """What bodies are judged by: the earliest day, less what was won back since, which is no room to lose again."""
        return self.soonest + min(0, self.lost)


def unmeetable(history: History, data_date: Instant) -> Mapping[str, Unmeetable]:
    """By task the deadlines that are missed at a data date and that the plan could not have kept from its start on.

    A deadline that was set or brought forward later is a decision that asks for more, and no fault of the plan's; nor
    is it the plan's that money holds it.
    """
    now, start = history.schedule(data_date), history.project.plan.start
    dated = (now.tasks[name] for name in now.tasks if now.state.plan.tasks[name].deadline is not None)
    missed = [
        (dates, dates.task.deadline)
        for dates in dated
        if dates.early_finish is not None and dates.task.deadline is not None and dates.misses_deadline
    ]
    first = history.planned(data_date, logic=True) if missed else None
    if first is None:
        return {}
    begun, found = min(start, data_date), {}
    for dates, deadline in missed:
        then = first.tasks.get(dates.task.id)
        due = then.task.deadline if then is not None else None
        if then is not None and due is not None and then.early_finish is not None and then.finish > max(due, deadline):
            way = history.once(_way, begun, dates.task.id)
            found[dates.task.id] = Unmeetable(
                dates.task.id,
                deadline,
                way.start,
                then.finish,
                way.chain,
                dates.finish - then.finish,
                way.rests,
                dates.at_beginning,
            )
    return found


@dataclass(frozen=True, slots=True)
class _Way:
    """What leads to a task: when its work begins, the tasks that hold its date, the rests in between (`Unmeetable`)."""

    start: Instant
    chain: tuple[str, ...]
    rests: tuple[Rest, ...]


def _way(history: History, data_date: Instant, task: str) -> _Way:
    """What led to a task at a data date. That of the first day is asked for at every later one, and is the same."""
    schedule = history.by_logic(data_date)
    until = held_until(schedule, task)
    held = held_by(schedule, until)
    return _Way(
        min(one.start for one in (*driving_chain(schedule, task), *held)),
        held.names,
        tuple(dict.fromkeys(pause.rest for pause in pauses_of(schedule, held, until))),
    )
