"""The other tools, each given the same network in the form it asks for.

A contender takes a network and gives two steps: `build` makes the tool's own objects out of plain lists (ids, durations
and relations by name; that turning columns into lists is not timed), `run` schedules them. After that `dates` reads
early and late dates and floats back, as instants in the order of the ids, None where the tool does not have them.
Every import stays inside its contender, so that each runs, and is measured, without the others.
This module must never know a clock or our own engine.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from limit import FIELDS, Dates, Loop
from networks import DAY, START, TYPES, Network, WorkingTime, in_days, minutes

HOUR = 60


@dataclass(frozen=True, slots=True)
class Contender:
    """A tool with its network: `build` gives its own model, `run` schedules that, `dates` reads the answer."""

    build: Callable[[], Any]
    run: Callable[[Any], Any]
    dates: Callable[[Any], Dates]


@dataclass(frozen=True, slots=True)
class Lists:
    """A network as a caller holds it: names, numbers and relations as (predecessor, successor, type, lag)."""

    ids: list[str]
    durations: list[int]
    calendar_of: list[int]
    relations: list[tuple[str, str, str, int]]


def lists(network: Network) -> Lists:
    """The columns as lists of Python values, which is where every contender's clock starts."""
    ids = network.ids
    relations = [
        (ids[pred], ids[succ], TYPES[type_], lag)
        for pred, succ, type_, lag in zip(
            network.pred.tolist(), network.succ.tolist(), network.types.tolist(), network.lags.tolist(), strict=True
        )
    ]
    return Lists(ids, network.durations.tolist(), network.calendar_of.tolist(), relations)


def _columns(values: dict[str, list[int]]) -> Dates:
    return {name: np.array(column, dtype=np.int64) for name, column in values.items()}


def longpath(network: Network) -> Contender:
    """longpath: P6's rules in Python, to the minute, every task on its own calendar."""
    from longpath import cpm, model
    from longpath.calendars import WorkCalendar

    given = lists(network)
    start = datetime.combine(START, datetime.min.time())

    def calendar(number: int, one: WorkingTime) -> WorkCalendar:
        week = [list(one.hours) if day in one.weekdays else [] for day in range(7)]
        return WorkCalendar(str(number), one.name, week, {day: [] for day in one.days_off()}, one.day_minutes / HOUR)

    def build() -> Any:
        calendars = {str(number): calendar(number, one) for number, one in enumerate(network.calendars)}
        project = model.Project("p", "p", "p", data_date=start, planned_start=start, default_calendar="0")
        for id_, minutes_, number in zip(given.ids, given.durations, given.calendar_of, strict=True):
            hours = minutes_ / HOUR
            project.activities[id_] = model.Activity(
                id_, id_, id_, calendar_id=str(number), orig_dur_h=hours, rem_dur_h=hours
            )
        project.relationships = [
            model.Relationship(pred, succ, type_, lag / HOUR) for pred, succ, type_, lag in given.relations
        ]
        return project, calendars

    def dates(result: Any) -> Dates:
        instants = {
            name: [getattr(result, key)[id_] for id_ in given.ids]
            for name, key in zip(FIELDS, ("es", "ef", "ls", "lf"), strict=False)
        }
        for name, key in (("total_float", "tf_h"), ("free_float", "ff_h")):
            instants[name] = [round(getattr(result, key)[id_] * HOUR) for id_ in given.ids]
        return _columns(instants)

    return Contender(build, lambda built: cpm.run(*built, cpm.CpmOptions()), dates)


def trueppm(network: Network) -> Contender:
    """trueppm-scheduler: four types of relation, whole days, lags in calendar days, every task on its own calendar."""
    import trueppm_scheduler as tool

    given = lists(in_days(network))

    def calendar(one: WorkingTime) -> Any:
        ranges = [tool.DateRange(begin, end) for begin, end in one.off]
        return tool.Calendar(working_days=sum(1 << day for day in one.weekdays), exceptions=ranges)

    def build() -> Any:
        calendars = {str(number): calendar(one) for number, one in enumerate(network.calendars)}
        tasks = [
            tool.Task(id=id_, name=id_, duration=timedelta(days=amount // DAY), calendar_id=str(number))
            for id_, amount, number in zip(given.ids, given.durations, given.calendar_of, strict=True)
        ]
        types = {name: tool.DependencyType[name] for name in TYPES}
        relations = [
            tool.Dependency(pred, succ, types[type_], timedelta(days=lag // DAY))
            for pred, succ, type_, lag in given.relations
        ]
        return tool.Project(
            id="p",
            name="p",
            start_date=START,
            tasks=tasks,
            dependencies=relations,
            calendar=calendars["0"],
            calendars=calendars,
        )

    def dates(result: Any) -> Dates:
        found = {task.id: task for task in result.tasks}
        columns: dict[str, list[int]] = {}
        for name in FIELDS[:4]:
            shift = DAY if name.endswith("finish") else 0
            columns[name] = [minutes(getattr(found[id_], name)) + shift for id_ in given.ids]
        for name in FIELDS[4:]:
            columns[name] = [getattr(found[id_], name).days * DAY for id_ in given.ids]
        return _columns(columns)

    return Contender(build, tool.schedule, dates)


def pmcontrols(network: Network) -> Contender:
    """pmcontrols: finish-to-start without lags, numbers without a calendar."""
    import pmcontrols as tool

    given = lists(network)

    def build() -> Any:
        before: dict[str, list[str]] = {id_: [] for id_ in given.ids}
        for pred, succ, _, _ in given.relations:
            before[succ].append(pred)
        return [
            {"id": id_, "duration": amount, "predecessors": before[id_]}
            for id_, amount in zip(given.ids, given.durations, strict=True)
        ]

    def dates(result: Any) -> Dates:
        table = result.table.set_index("activity").loc[given.ids]
        begin = minutes(START)
        columns = {name: table[key].to_numpy() for name, key in zip(FIELDS, ("es", "ef", "ls", "lf"), strict=False)}
        placed = {name: np.rint(column).astype(np.int64) + begin for name, column in columns.items()}
        return placed | {"total_float": np.rint(table["slack"].to_numpy()).astype(np.int64)}

    return Contender(build, tool.cpm, dates)


def networkx(network: Network) -> Contender:
    """Plain networkx, as one writes it: finish-to-start without lags, numbers without a calendar."""
    import networkx as nx

    given = lists(network)

    def build() -> Any:
        graph: Any = nx.DiGraph()
        graph.add_nodes_from(given.ids)
        graph.add_edges_from((pred, succ) for pred, succ, _, _ in given.relations)
        return graph, dict(zip(given.ids, given.durations, strict=True))

    def run(built: Any) -> Any:
        graph, amount = built
        order = list(nx.topological_sort(graph))
        early: dict[str, int] = {}
        for task in order:
            early[task] = max((early[before] + amount[before] for before in graph.predecessors(task)), default=0)
        finish = max(early[task] + amount[task] for task in order)
        late: dict[str, int] = {}
        free: dict[str, int] = {}
        for task in reversed(order):
            late[task] = min((late[after] for after in graph.successors(task)), default=finish) - amount[task]
            next_ = min((early[after] for after in graph.successors(task)), default=finish)
            free[task] = next_ - early[task] - amount[task]
        return early, late, {task: late[task] - early[task] for task in order}, free, amount

    def dates(result: Any) -> Dates:
        early, late, total, free, amount = ([part[id_] for id_ in given.ids] for part in result)
        begin, lengths = minutes(START), np.array(amount)
        early_start, late_start = np.array(early) + begin, np.array(late) + begin
        return dict(
            zip(
                FIELDS,
                (early_start, early_start + lengths, late_start, late_start + lengths, np.array(total), np.array(free)),
                strict=True,
            )
        )

    return Contender(build, run, dates)


def c_loop(network: Network) -> Contender:
    """The limit: `build` lays out flat arrays in topological order, `run` is the loop alone."""
    library = Path(os.environ["LIMIT_LIBRARY"])
    return Contender(
        lambda: Loop(library, network, network.calendars), lambda loop: (loop(), loop)[1], lambda loop: loop.dates()
    )


PEERS: dict[str, Callable[[Network], Contender]] = {
    "longpath": longpath,
    "trueppm-scheduler": trueppm,
    "pmcontrols": pmcontrols,
    "networkx": networkx,
    "C loop": c_loop,
}
