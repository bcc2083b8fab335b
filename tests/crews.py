"""Random small plans with crews, and what a crew is asked for, counted hour by hour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st
from networks import states

from schedule.calendars.worktime import start_day
from schedule.engine.schedule import Schedule, Stage
from schedule.model import Crew, CrewDays, Instant, State, TaskKind

HOUR = 60


@st.composite
def crewed_states(draw: st.DrawFn, *, under_way: bool = True, most: int = 8, plain_crews: bool = False) -> State:
    """A random state some of whose tasks have crews, of few units, on three calendars."""
    state = draw(states(largest=most, lags="forward", types="FS SS FF"))
    if not under_way:
        state = replace(state, data_date=state.plan.start, statuses={}, homes={})
    crews = {}
    for name in ("gang", "crane"):
        units, days = draw(st.integers(1, 3)), ()
        if not plain_crews and draw(st.integers(0, 3)) == 0:
            first = start_day(state.plan.start) + timedelta(days=draw(st.integers(0, 20)))
            last = first + timedelta(days=draw(st.integers(0, 9)))
            days = (CrewDays(first, last, draw(st.integers(0, 3))),)
        crews[name] = Crew(name, units, days)
    tasks = {}
    for name, task in state.plan.tasks.items():
        asked = {crew: draw(st.integers(0, crews[crew].units)) for crew in crews}
        if task.kind is TaskKind.TASK and draw(st.integers(0, 3)):
            uses = tuple((crew, units) for crew, units in asked.items() if units)
            task = replace(task, crew=uses, holds_crew=bool(uses) and not plain_crews and draw(st.integers(0, 4)) == 0)
        tasks[name] = replace(task, as_late_as_possible=False)
    return replace(state, plan=replace(state.plan, tasks=tasks, crews=crews), homes={})


def asked_by_hour(schedule: Schedule, crew: Crew) -> Iterator[tuple[Instant, int, int]]:
    """Hour by hour how many units are at work, and how many of these on tasks that have begun."""
    taking = [
        one
        for one in schedule.tasks.values()
        if dict(one.task.crew).get(crew.id) and one.stage is not Stage.FINISHED and one.early_start is not None
    ]
    for hour in range(schedule.start // HOUR * HOUR, schedule.finish + HOUR, HOUR):
        units = begun = 0
        for one in taking:
            start, finish = one.early_start, one.early_finish
            assert start is not None
            assert finish is not None
            if start <= hour < finish and (one.task.holds_crew or one.calendar.work(hour, hour + HOUR)):
                units += dict(one.task.crew)[crew.id]
                begun += dict(one.task.crew)[crew.id] if one.stage is Stage.IN_PROGRESS else 0
        yield hour, units, begun


def there_at(crew: Crew, hour: Instant) -> int:
    """How many units there are in an hour."""
    day = start_day(hour)
    return next((one.units for one in crew.days if one.first <= day <= one.last), crew.units)
