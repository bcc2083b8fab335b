"""Primavera P6's `.xer` → `Project`: one project of the file, as P6 schedules it.

What decides a date is read, and nothing else: the project and its scheduling options, calendars, activities, relations,
assignments of resource-dependent activities, actuals. The dates that P6 had computed become `Project.stored`. What of
other projects is obeyed is told in `schedule.files.xer.tasks`. This module must never know how a schedule is computed.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from schedule.diagnostics import Diagnostic, Location, PlanError, Severity, Source, nearest
from schedule.files.xer.calendars import read_calendars
from schedule.files.xer.table import (
    MAX_BYTES,
    Table,
    check_fields,
    check_filled,
    check_known,
    check_unique,
    empty_table,
    read_choices,
    read_tables,
)
from schedule.files.xer.tasks import Activities, dependent_rows, top_nodes
from schedule.files.xer.values import (
    CRITICAL,
    FLOATS,
    IF_PRESENT,
    LAG_CALENDARS,
    OUTER,
    REQUIRED,
    flags,
    hours,
    instants,
    whole_minutes,
    words,
)
from schedule.files.yaml.source import Faults
from schedule.model import (
    Against,
    CalendarSpec,
    Instant,
    Minutes,
    Plan,
    Project,
    StoredDates,
    Task,
    Unit,
    Update,
)
from schedule.rules import DEFAULTS, CriticalBy, LateAsPossible, ProgressRule, Settings


def read_xer(path: Path, project: str | None = None) -> Project:
    """Read one project of an `.xer`.

    Args:
        path: the file; faults show it as it is given.
        project: the `proj_short_name` or `proj_id` of the project, where several projects of the file have activities.

    Returns:
        The project: its plan, one update at P6's data date with the progress of every activity that has started, and
        the dates that P6 had computed.

    Raises:
        PlanError: every error that `xer_project` tells, at once; `file-missing`, `unreadable`.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise PlanError([Diagnostic("file-missing", None, {"found": str(path)})]) from None
    except OSError as error:
        facts = {"found": error.strerror or str(error)}
        raise PlanError([Diagnostic("unreadable", Location(Source(str(path)), 1), facts)]) from None
    found, faults = xer_project(data, str(path), project)
    if found is None:
        raise PlanError(fault for fault in faults if fault.severity is Severity.ERROR)
    return found


def xer_project(data: bytes, path: str, project: str | None = None) -> tuple[Project | None, tuple[Diagnostic, ...]]:
    """Read one project out of the bytes of an `.xer`, and tell every fault at once.

    Args:
        data: the file.
        path: the path to show in faults.
        project: as in `read_xer`.

    Returns:
        The project, None where there is any error, and the faults in the order of the file: those of `read_tables` and
        `read_calendars`; `missing-table`, `missing-field`, `empty-cell`, `bad-date`, `bad-number`, `bad-choice`,
        `duplicate-record`, `duplicate-activity` (task_code), `unknown-record`, `unknown-project`, `several-projects`,
        `empty-plan`, `self-relation`, `finish-before-start`, `contradicting-status`, `wbs-cycle`;
        `external-relation` (a warning).
    """
    faults = Faults()
    enabled = gc.isenabled()
    gc.disable()  # the cyclic collector would walk over millions of cells that live on
    try:
        found = _read_project(data, path, project, faults)
    finally:
        if enabled:
            gc.enable()
    return (None if faults.errors else found), faults.diagnostics


def _read_project(data: bytes, path: str, wanted: str | None, faults: Faults) -> Project | None:
    present = read_tables(data, path, (*REQUIRED, *IF_PRESENT), faults)
    tables = {name: present.get(name) or empty_table(name) for name in (*REQUIRED, *IF_PRESENT)}
    if faults.errors:
        return None  # records that could not be read would be missed by others, fault upon fault
    source = next((table.source for table in present.values()), Source(path))
    for name in REQUIRED:
        if name not in present:
            faults.add("missing-table", Location(source, 1), expected=name)
    complete = [check_fields(table, {**REQUIRED, **IF_PRESENT}[name], faults) for name, table in present.items()]
    if not all(complete) or not REQUIRED.keys() <= present.keys():
        return None
    for name, field in (("PROJECT", "proj_id"), ("CALENDAR", "clndr_id"), ("TASK", "task_id"), ("TASK", "proj_id")):
        check_filled(tables[name], field, faults)
        if (name, field) != ("TASK", "proj_id"):
            check_unique(tables[name], field, "duplicate-record", faults)
    chosen = _choose(tables["PROJECT"], tables["TASK"], wanted, faults)
    if chosen is None:
        return None
    return _build(tables, chosen, sha256(data).hexdigest(), str(Path(path).parent), faults)


def _choose(projects: Table, tasks: Table, wanted: str | None, faults: Faults) -> Table | None:
    """The one record of PROJECT that is asked for, else the one that was exported.

    Parents and empty baselines, which P6 exports too, do not count; nor, where exactly one project is marked as
    exported, do those that only stand at the other end of its relations.
    """
    check_known(tasks, "proj_id", set(projects.texts("proj_id")), "PROJECT", faults)
    filled = projects.where("proj_id", set(tasks.texts("proj_id")))
    names = dict(zip(filled.texts("proj_id"), filled.texts("proj_short_name"), strict=True))
    ids = list(names)
    exported = filled.where("export_flag", ("Y", "y")).texts("proj_id")
    if wanted is None and len(exported) == 1:
        ids = exported
    if wanted is not None:
        ids = [id_ for id_, name in names.items() if name == wanted] or [id_ for id_ in ids if id_ == wanted]
    shown = ", ".join(f"{name} ({id_})" for id_, name in names.items())
    place = Location(projects.source, projects.line, 1, 2)
    if not names:
        faults.add("empty-plan", place)
    elif wanted is not None and not ids:
        meant = nearest(wanted[:100], [*names.values(), *names])
        faults.add("unknown-project", place, found=wanted, expected=shown, **({"nearest": meant} if meant else {}))
    elif len(ids) > 1:
        faults.add("several-projects", place, found=str(len(ids)), expected=shown)
    return filled.select([filled.texts("proj_id").index(ids[0])]) if len(ids) == 1 else None


def _build(tables: Mapping[str, Table], row: Table, digest: str, folder: str, faults: Faults) -> Project | None:
    id_, name = row.texts("proj_id")[0], row.texts("proj_short_name")[0]
    check_filled(row, "plan_start_date", faults)
    check_filled(row, "clndr_id", faults)
    (start,), (must_finish_by,) = instants(row, "plan_start_date", faults), instants(row, "plan_end_date", faults)
    (data_date,) = instants(row, "last_recalc_date", faults)
    options = tables["SCHEDOPTIONS"].where("proj_id", [id_])
    check_unique(options, "proj_id", "duplicate-record", faults)
    settings = _read_settings(row, options, faults)
    external = next(iter(read_choices(options, "sched_outer_depend_type", OUTER, faults)), None) is not False
    calendars = _read_calendars(tables, row, faults)
    activities = Activities(tables, id_, calendars, external, faults)
    tasks = {task.id: task for task in activities.tasks()}
    progress, stored = tuple(activities.progress()), activities.stored()
    if faults.errors or start is None:
        return None
    target = None
    if must_finish_by is not None:
        tasks, target = _due(tasks, must_finish_by, stored)
    wbs = tables["PROJWBS"].where("proj_id", [id_])
    titles = [words(title) for title in wbs.where("wbs_id", top_nodes(wbs)[:1]).texts("wbs_name")]
    plan = Plan(
        name=" ".join(dict.fromkeys([name, *titles])),
        start=start,
        calendar=calendars[row.texts("clndr_id")[0]].id,
        tasks=tasks,
        calendars={spec.id: spec for spec in calendars.values()},
        settings=settings,
        target=target,
        must_finish_by=must_finish_by,
        digest=digest,
        location=row.at(0, "proj_short_name"),
    )
    update = Update(
        start if data_date is None else data_date, progress, digest=digest, location=row.at(0, "last_recalc_date")
    )
    listed = tables["CALENDAR"]
    names = zip(listed.texts("clndr_id"), listed.texts("clndr_name"), strict=True)
    unused = tuple(words(name) or id_ for id_, name in names if id_ not in calendars)
    return Project(plan, (update,), folder=folder, stored=stored, unused_calendars=unused)


def _due(
    tasks: Mapping[str, Task], must_finish_by: Instant, stored: Mapping[str, StoredDates]
) -> tuple[dict[str, Task], str | None]:
    """The project's must-finish-by as the deadline of every task that nothing follows, and which of them is the target.

    That is the one that P6 had finish last; where it had scheduled none of them, the one with the most work in a chain
    before it, for the meeting must not be about whichever task stands loose. No late date changes: all count back from
    the must-finish-by already, but for mandatory dates, which it does not move; such a task gets none.
    """
    followed = {relation.predecessor for task in tasks.values() if not task.spans for relation in task.relations}
    ends = [name for name, task in tasks.items() if name not in followed and not task.spans]
    due = {
        name: replace(task, deadline=min(must_finish_by, task.deadline or must_finish_by))
        for name, task in tasks.items()
        if name in ends and not any(one.kind.effect.against is Against.ALL for one in task.constraints)
    }
    dated: dict[str, int] = {name: finish for name in ends if (finish := stored[name].early_finish) is not None}
    if not dated:
        chains = _work_before(tasks)
        dated = {name: chains.get(name, 0) for name in ends}
    return {**tasks, **due}, max(dated, key=dated.__getitem__, default=None)


def _work_before(tasks: Mapping[str, Task]) -> dict[str, Minutes]:
    """The most working minutes in a chain of relations up to each task's end, whatever calendars and lags say.

    A task on a circle, and what follows it, is left out: that is told when the project is scheduled.
    """
    after: dict[str, list[str]] = {name: [] for name in tasks}
    waiting = dict.fromkeys(tasks, 0)
    for name, task in tasks.items():
        for relation in task.relations:
            after[relation.predecessor].append(name)
            waiting[name] += 1
    before = dict.fromkeys(tasks, 0)
    found: dict[str, Minutes] = {}
    ready = [name for name, number in waiting.items() if not number]
    while ready:
        name = ready.pop()
        duration = tasks[name].duration
        found[name] = before[name] + (whole_minutes(duration.amount / _PER_HOUR[duration.unit]) if duration else 0)
        for follower in after[name]:
            before[follower] = max(before[follower], found[name])
            waiting[follower] -= 1
            if not waiting[follower]:
                ready.append(follower)
    return found


_PER_HOUR = {Unit.HOURS: 1, Unit.MINUTES: 60}
"""In what an `.xer` counts durations."""


def _read_settings(row: Table, options: Table, faults: Faults) -> Settings:
    """The project's scheduling options; what P6 installs with where the file says nothing."""

    def flag(field: str, silent: bool) -> bool:
        said = next(iter(flags(options, field, faults)), None)
        return silent if said is None else said

    floats = read_choices(options, "sched_float_type", FLOATS, faults)
    calendars = read_choices(options, "sched_calendar_on_relationship_lag", LAG_CALENDARS, faults)
    (critical,), (limit,) = read_choices(row, "critical_path_type", CRITICAL, faults), hours(row, _LIMIT, faults)
    retained, override = flag("sched_retained_logic", True), flag("sched_progress_override", False)
    return Settings(
        total_float=next(iter(floats), None),
        lag_calendar=next(iter(calendars), None),
        progress=_progress_rule(retained, override),
        critical_by=critical or CriticalBy.TOTAL_FLOAT,
        critical_float=limit or 0,
        ss_lag_from_actual=not flag("sched_lag_early_start_flag", not DEFAULTS.ss_lag_from_actual),
        open_ends_critical=flag("sched_open_critical_flag", DEFAULTS.open_ends_critical),
        as_late_as_possible=LateAsPossible.ALL_FREE_FLOAT,
        dates_without_time=True,  # P6 writes a date that was given without a time as that of midnight
        finishes_kept=True,
        allow_mandatory=True,  # whoever planned in P6 chose its mandatory dates
        use_expected_finish=flag("sched_use_expect_end_flag", DEFAULTS.use_expected_finish),
    )


def _progress_rule(retained: bool, override: bool) -> ProgressRule:
    """P6's three choices, of which it writes two."""
    if retained:
        return ProgressRule.RETAINED
    return ProgressRule.OVERRIDE if override else ProgressRule.ACTUAL_DATES


def _read_calendars(tables: Mapping[str, Table], row: Table, faults: Faults) -> dict[str, CalendarSpec]:
    """The calendars that the project, its activities or the resources of resource-dependent activities work on."""
    tasks = tables["TASK"].where("proj_id", row.texts("proj_id"))
    dependent = set(tasks.select(dependent_rows(tasks)).texts("task_id"))
    assigned = set(tables["TASKRSRC"].where("task_id", dependent).texts("rsrc_id"))
    known = set(tables["CALENDAR"].texts("clndr_id"))
    wanted: set[str] = set()
    for user in (row, tasks, tables["RSRC"].where("rsrc_id", assigned)):
        check_known(user, "clndr_id", known, "CALENDAR", faults)
        wanted.update(user.texts("clndr_id"))
    return read_calendars(tables["CALENDAR"], wanted - {""}, faults)


_LIMIT = "critical_drtn_hr_cnt"
"""The float in hours at or below which P6 calls an activity critical."""
