"""P6's activities → tasks, their progress and the dates that P6 had computed.

A relation to an activity of another project is not read, whether or not that project is in the file: only one project
is scheduled, and P6 keeps what the other one imposes in the activity itself (`external_early_start_date`,
`external_late_end_date`), which is read. Each such relation is told as a warning. A relation to an activity that its
own project does not have is an error.

P6 has no deadlines; its planners write them as constraints on the finish (`is_due`). Such a task gets that date as
its deadline too, so that backward schedules, alerts and the meeting have something to ask about. P6's late dates are
unaffected: the constraint holds them at that very date already.

This module must never know the project's settings or how a file is laid out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import islice, starmap
from operator import is_
from typing import Any, NamedTuple, cast

from schedule.files.xer.table import Table, check_filled, check_known, check_unique, read_choices
from schedule.files.xer.values import (
    KINDS,
    OWN_FIELDS,
    RELATIONS,
    RESOURCE_DEPENDENT,
    RESOURCES,
    STATUSES,
    TYPES,
    durations,
    flags,
    hours,
    instants,
    lags,
    numbers,
    whole_minutes,
    words,
    working,
)
from schedule.files.yaml.scalars import finish_text
from schedule.files.yaml.source import Faults
from schedule.model import (
    P6_TYPES,
    Assignment,
    CalendarSpec,
    Constraint,
    ConstraintKind,
    Duration,
    P6Types,
    Progress,
    Relation,
    StoredDates,
    Task,
    TaskKind,
)

_MILESTONES = (TaskKind.START_MILESTONE, TaskKind.FINISH_MILESTONE)
_SPANS = (TaskKind.LEVEL_OF_EFFORT, TaskKind.SUMMARY)


class Work(NamedTuple):
    """What one resource has to do on one activity: as planned, what is left of it, on which calendar."""

    planned: Duration | None
    left: Duration | None
    calendar: str | None
    resource: str | None


class Activities:
    """The activities of one project, read by columns; row by row they belong together.

    Args:
        tables: the tables of the file by name, empty ones where it has none.
        project: the project's `proj_id`.
        calendars: its calendars by `clndr_id`.
        external: whether what other projects impose is obeyed.
        faults: gets what is wrong.
    """

    def __init__(
        self,
        tables: Mapping[str, Table],
        project: str,
        calendars: Mapping[str, CalendarSpec],
        external: bool,
        faults: Faults,
    ) -> None:
        self._tables, self._project, self._faults = tables, project, faults
        self._calendars, self._external = calendars, external
        self._table = table = tables["TASK"].where("proj_id", [project])
        for field in ("task_code", "task_type"):
            check_filled(table, field, faults)
        check_unique(table, "task_code", "duplicate-activity", faults)
        self._codes = dict(zip(table.texts("task_id"), table.texts("task_code"), strict=True))
        self._started = instants(table, "act_start_date", faults)
        self._finished = instants(table, "act_end_date", faults)
        self._remaining = durations(table, "remain_drtn_hr_cnt", faults)
        self._check_statuses()
        self._check_data_date()
        self._work = self._read_work()

    def tasks(self) -> Iterator[Task]:
        """The tasks in the order of the file."""
        table = self._table
        kinds = read_choices(table, "task_type", KINDS, self._faults)
        planned = durations(table, "target_drtn_hr_cnt", self._faults)
        names, on = table.texts("task_name"), table.texts("clndr_id")
        types = self._types()
        constraints, late = self._read_constraints()
        relations, groups = self._read_relations(), self._read_groups()
        calendars = {text: spec.id for text, spec in self._calendars.items()}
        places, nothing = table.places("task_code"), working(0)
        codes, left, begun = table.texts("task_code"), self._remaining, list(map(self._begun, range(len(on))))
        columns = zip(codes, names, kinds, planned, left, begun, on, groups, relations, types, places, strict=True)
        for row, (code, name, kind, whole, rest, is_begun, clndr, group, held, type_, place) in enumerate(columns):
            # P6 schedules what remains, also of an activity that has not started: its remaining duration is then the
            # later word on its original one.
            duration = whole if is_begun else rest or whole
            due, stated = None, constraints.get(row)
            if stated is not None and kind not in _SPANS:
                due = min((one.instant for one in stated if one.kind.effect.is_due), default=None)
            yield Task(
                id=code,
                name=words(name) or code,
                kind=kind or TaskKind.TASK,
                duration=None if kind in _MILESTONES else duration or nothing,
                calendar=calendars.get(clndr),
                group=group,
                relations=held,
                constraints=() if stated is None else tuple(stated),
                as_late_as_possible=row in late,
                assignments=self._assignments(code, is_begun) if code in self._work else (),
                deadline=due,
                p6=type_,
                location=place,
            )

    def _types(self) -> list[P6Types | None]:
        """What an export could not know of each activity's types; a word that P6 does not have is passed over."""
        table, own = self._table, set(self._work)
        columns = (table.texts(field) for field in ("task_code", "task_type", "complete_pct_type", "duration_type"))
        made: dict[tuple[bool, str, str], P6Types | None] = {}
        found = []
        for code, kind, percent, duration in zip(*columns, strict=True):
            bare = kind.casefold() == RESOURCE_DEPENDENT and code not in own
            key = bare, percent, duration
            if key not in made:
                types = P6Types(
                    P6_TYPES["task"][0] if bare else None,
                    percent if percent in P6_TYPES["percent"] else None,
                    duration if duration in P6_TYPES["duration"] else None,
                )
                made[key] = None if types == P6Types() else types
            found.append(made[key])
        return found

    def progress(self) -> Iterator[Progress]:
        """What is reported of the activities that have started."""
        table = self._table
        suspended = instants(table, "suspend_date", self._faults)
        resumed = instants(table, "resume_date", self._faults)
        for row, code in enumerate(table.texts("task_code")):
            if self._begun(row):
                done = self._finished[row] is not None
                yield Progress(
                    task=code,
                    started=self._started[row],
                    finished=self._finished[row],
                    remaining=None if done else self._remaining[row],
                    suspended=suspended[row],
                    resumed=resumed[row],
                    assignments=() if done else tuple(w.left or working(0) for w in self._work.get(code, ())),
                    location=table.at(row, "act_start_date"),
                )

    def stored(self) -> dict[str, StoredDates]:
        """The dates that P6 had computed, by task."""
        table, faults = self._table, self._faults
        edges = ("early_start_date", "early_end_date", "late_start_date", "late_end_date")
        columns = (instants(table, field, faults) for field in edges)
        floats = (hours(table, field, faults) for field in ("total_float_hr_cnt", "free_float_hr_cnt"))
        rows = zip(*columns, *floats, flags(table, "driving_path_flag", faults), strict=True)
        nothing, silent = StoredDates(), (None,) * len(fields(StoredDates))
        dates = (nothing if row == silent else StoredDates(*row) for row in rows)
        return dict(zip(table.texts("task_code"), dates, strict=True))

    def _begun(self, row: int) -> bool:
        return self._started[row] is not None or self._finished[row] is not None

    def _assignments(self, code: str, begun: bool) -> tuple[Assignment, ...]:
        """What its resources do on a task, by the same rule as its duration."""
        spans = ((work.planned if begun else work.left or work.planned, work) for work in self._work[code])
        return tuple(Assignment(span or working(0), work.calendar, work.resource) for span, work in spans)

    def _check_statuses(self) -> None:
        """Actual dates decide what has started; the status may not contradict them."""
        table, names = self._table, list(STATUSES)
        said = read_choices(table, "status_code", STATUSES, self._faults)
        begins, ends = table.texts("act_start_date"), table.texts("act_end_date")
        dated = [2 if end else 1 if begin else 0 for begin, end in zip(begins, ends, strict=True)]
        columns = zip(self._started, self._finished, said, dated, strict=True)
        for row, (started, finished, status, by_dates) in enumerate(columns):
            if status is not None and status != by_dates:
                place = table.at(row, "status_code")
                self._faults.add("contradicting-status", place, found=names[status], expected=names[by_dates])
            elif started is not None and finished is not None and finished < started:
                place = table.at(row, "act_end_date")
                self._faults.add("finish-before-start", place, found=ends[row], expected=begins[row])

    def _check_data_date(self) -> None:
        """Actual dates after the data date are computed as they stand, but hardly meant."""
        row = self._tables["PROJECT"].where("proj_id", [self._project])
        data_date = next(iter(instants(row, "last_recalc_date", Faults())), None)  # what is wrong with it is told there
        if data_date is None:
            return
        for field, dates in (("act_start_date", self._started), ("act_end_date", self._finished)):
            for at, date in enumerate(dates):
                if date is not None and date > data_date:
                    facts = {"found": finish_text(date), "expected": finish_text(data_date)}
                    self._faults.warn("actual-in-future", self._table.at(at, field), **facts)

    def _read_constraints(self) -> tuple[dict[int, list[Constraint]], set[int]]:
        """The constraints by row, and the rows that are as late as possible."""
        table = self._table
        found: dict[int, list[Constraint]] = {}
        late: set[int] = set()
        for kind_field, field in (("cstr_type", "cstr_date"), ("cstr_type2", "cstr_date2")):
            kinds = read_choices(table, kind_field, TYPES, self._faults)
            dates = instants(table, field, self._faults)
            for row, stated in enumerate(kinds):
                date = dates[row]
                if stated is None:
                    continue
                if not isinstance(stated, ConstraintKind):
                    late.add(row)
                elif date is not None:
                    found.setdefault(row, []).append(Constraint(stated, date, table.at(row, field)))
                elif not table.texts(field)[row]:
                    self._faults.add("empty-cell", table.at(row, field), expected=field)
        for kind, field in OWN_FIELDS.items():
            if not self._external and (kind.effect.early or kind.effect.late):
                continue  # what other projects impose is not asked for
            for row, date in enumerate(instants(table, field, self._faults)):
                if date is not None and self._finished[row] is None:
                    found.setdefault(row, []).append(Constraint(kind, date, table.at(row, field)))
        return found, late

    def _read_relations(self) -> list[tuple[Relation, ...]]:
        """The relations within the project into each activity, in the order of the file."""
        whole, codes, faults = self._tables["TASKPRED"], self._codes, self._faults
        names = self._table.texts("task_code")
        # Each end is looked up once: among 100,000 tasks that is what takes the time.
        row_of = dict(zip(self._table.texts("task_id"), range(len(names)), strict=True))
        after = list(map(row_of.get, whole.texts("task_id")))
        before = list(map(codes.get, whole.texts("pred_task_id")))
        table = whole
        if None in after or None in before:
            rows = self._within(whole, after, before)
            table = whole.select(rows)
            after, before = [after[row] for row in rows], [before[row] for row in rows]
        for field, unknown in (("task_id", None in after), ("pred_task_id", None in before)):
            check_filled(table, field, faults)
            if unknown:
                check_known(table, field, codes, "TASK", faults)
        check_filled(table, "pred_type", faults)
        types = read_choices(table, "pred_type", RELATIONS, faults)
        followers = [None if row is None else names[row] for row in after]
        if any(map(is_, before, followers)):
            self._tell_self_relations(table, before, followers)
        waits = lags(table, "lag_hr_cnt", faults)
        counted = {id(lag): lag if lag is not None and lag.amount else None for lag in waits}  # each different one once
        if faults.errors:  # a cell that says nothing was told, and nothing is scheduled
            return [()] * len(names)
        # Made in the order of the activities, for so they are asked: what lies together in memory is found sooner.
        rows = cast("list[int]", after)
        order = sorted(range(len(rows)), key=rows.__getitem__)
        columns: Any = before, followers, types, [counted[id(wait)] for wait in waits], table.records()
        sorted_columns = [[column[k] for k in order] for column in columns]
        made = starmap(Relation, zip(*sorted_columns, strict=True))
        entering = [0] * len(names)
        for row in rows:
            entering[row] += 1
        return [tuple(islice(made, count)) for count in entering]

    def _tell_self_relations(self, table: Table, before: Sequence[str | None], after: Sequence[str | None]) -> None:
        """Tell which activities wait for themselves, not for another one of the same code. Fault: `self-relation`."""
        ids = zip(table.texts("task_id"), table.texts("pred_task_id"), strict=True)
        for row, (predecessor, successor, (own, other)) in enumerate(zip(before, after, ids, strict=True)):
            if successor is not None and successor == predecessor and own == other:
                self._faults.add("self-relation", table.at(row, "pred_task_id"), found=successor)

    def _within(self, table: Table, after: Sequence[int | None], before: Sequence[str | None]) -> list[int]:
        """The rows of the relations into this project's activities that do not come from another project."""
        ours = {self._project, ""}
        rows: list[int] = []
        columns = (table.texts(field) for field in ("proj_id", "pred_proj_id"))
        for row, (successor, predecessor, project, other) in enumerate(zip(after, before, *columns, strict=True)):
            if successor is not None or project in ours:
                if other in ours or predecessor is not None:
                    rows.append(row)
                else:
                    found = table.texts("pred_task_id")[row]
                    self._faults.warn("external-relation", table.at(row, "pred_task_id"), found=found, project=other)
        return rows

    def _read_work(self) -> dict[str, list[Work]]:
        """What the resources of resource-dependent activities do, by `task_code`; materials take no time."""
        rows = dependent_rows(self._table)
        own = set(self._table.select(rows).texts("task_id"))
        table, resources, faults = self._tables["TASKRSRC"], self._tables["RSRC"], self._faults
        check_known(table.where("proj_id", [self._project]), "task_id", self._codes, "TASK", faults)
        table = table.where("task_id", own)
        ids = resources.texts("rsrc_id")
        if resources.fields:
            check_known(table, "rsrc_id", set(ids), "RSRC", faults)
        on = dict(zip(ids, resources.texts("clndr_id"), strict=True))
        names = dict(zip(ids, resources.texts("rsrc_name"), strict=True))
        types = dict(zip(ids, read_choices(resources, "rsrc_type", RESOURCES, faults), strict=True))
        own_types = read_choices(table, "rsrc_type", RESOURCES, faults)
        planned = self._spans(table, "target_qty", "target_qty_per_hr", "target_lag_drtn_hr_cnt")
        left = self._spans(table, "remain_qty", "remain_qty_per_hr", "relag_drtn_hr_cnt")
        found: dict[str, list[Work]] = {}
        for row, (task, resource) in enumerate(zip(table.texts("task_id"), table.texts("rsrc_id"), strict=True)):
            timed = types.get(resource) if own_types[row] is None else own_types[row]
            if timed and (planned[row] or left[row]):
                spec = self._calendars.get(on.get(resource, ""))
                calendar, name = spec.id if spec else None, words(names.get(resource, "")) or None
                found.setdefault(self._codes[task], []).append(Work(planned[row], left[row], calendar, name))
        return found

    def _spans(self, table: Table, quantity: str, rate: str, delay: str) -> list[Duration | None]:
        """How long each assignment lasts from the activity's start: its own lag, then units by units per hour."""
        columns = (numbers(table, field, self._faults) for field in (quantity, rate, delay))
        return [
            working(whole_minutes(units / per_hour + (lag or 0))) if units and per_hour else None
            for units, per_hour, lag in zip(*columns, strict=True)
        ]

    def _read_groups(self) -> list[tuple[str, ...]]:
        """The names of each activity's WBS, from below the project's own node down."""
        wbs, table = self._tables["PROJWBS"].where("proj_id", [self._project]), self._table
        if not wbs.lines:
            return [()] * len(table.lines)
        check_unique(wbs, "wbs_id", "duplicate-record", self._faults)
        ids = wbs.texts("wbs_id")
        check_known(table, "wbs_id", set(ids), "PROJWBS", self._faults)
        nodes = dict(zip(ids, zip(wbs.texts("parent_wbs_id"), wbs.texts("wbs_name"), strict=True), strict=True))
        tops = set(top_nodes(wbs))
        paths: dict[str, tuple[str, ...]] = {}
        for id_ in dict.fromkeys(table.texts("wbs_id")):
            path: dict[str, str] = {}
            node = id_
            while node in nodes and node not in tops:
                if node in path:
                    row = ids.index(node)
                    self._faults.add("wbs-cycle", wbs.at(row, "parent_wbs_id"), found=words(nodes[node][1]))
                    break
                parent, name = nodes[node]
                path[node] = words(name)
                node = parent
            paths[id_] = tuple(reversed(path.values()))
        return [paths[id_] for id_ in table.texts("wbs_id")]


def dependent_rows(table: Table) -> list[int]:
    """The rows of TASK whose activity is resource dependent."""
    return [row for row, type_ in enumerate(table.texts("task_type")) if type_.casefold() == RESOURCE_DEPENDENT]


def top_nodes(wbs: Table) -> list[str]:
    """The `wbs_id` of the nodes that stand for the project itself: marked so, or without a parent in the file."""
    ids, known = wbs.texts("wbs_id"), set(wbs.texts("wbs_id"))
    columns = zip(ids, wbs.texts("parent_wbs_id"), wbs.texts("proj_node_flag"), strict=True)
    return [id_ for id_, parent, flag in columns if flag in ("Y", "y") or parent not in known]
