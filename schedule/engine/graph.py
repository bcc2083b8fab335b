"""A schedule as a networkx graph: its tasks with their dates, its relations with their float, and which of them drive.

`Schedule.graph` gives it; whoever asks about paths asks networkx, and nobody walks relations by hand. Of a large
schedule `schedule.engine.paths` asks the arrays instead. This module must never know how a date is computed, a rule or
a reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from schedule.engine.schedule import DatedTasks, Schedule

if TYPE_CHECKING:
    import networkx as nx

DATES = (
    "early_start",
    "early_finish",
    "late_start",
    "late_finish",
    "total_float",
    "free_float",
    "critical",
    "longest_path",
    "start",
    "finish",
    "stage",
)
"""What a node has of its task: these attributes of `TaskDates`."""


def graph_of(schedule: Schedule) -> nx.MultiDiGraph[str]:
    """The schedule's tasks and the relations between them; see `Schedule.graph`. Nobody can add or take away anything.

    Tasks come in the schedule's order, relations in the network's, so that the same schedule gives the same graph. What
    moves its successor no more is not among them.
    """
    import networkx as nx

    network, lag, slack = schedule.network, schedule.network.arrays.lag, schedule.passes.slack
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    found.add_nodes_from(
        (name, {attribute: getattr(dates, attribute) for attribute in DATES}) for name, dates in schedule.tasks.items()
    )
    for r, (relation, drives) in enumerate(zip(network.relations, driving_marks(schedule), strict=True)):
        if network.arrays.only_late[r]:
            continue  # it moves its successor no more
        found.add_edge(
            relation.predecessor,
            relation.successor,
            r,
            relation=relation,
            lag=lag[r],
            slack=slack[r],
            driving=drives,
        )
    nx.freeze(found)
    return found


def driving_marks(schedule: Schedule) -> list[bool]:
    """For each relation of the network whether it drives, as the schedule's tasks say (`TaskDates.driving`)."""
    tasks = schedule.tasks
    if isinstance(tasks, DatedTasks):  # which say what the passes do, and need not be made for it
        return schedule.passes.drives
    return [relation in tasks[relation.successor].driving for relation in schedule.network.relations]
