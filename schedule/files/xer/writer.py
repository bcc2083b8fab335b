"""A state and its dates → the text of an `.xer`, as Primavera P6 and MPXJ read it.

What decides a date is written, and the dates: calendars day by day, activities, relations, constraints, actuals, the
scheduling options. A deadline becomes a constraint, as P6's planners write it. What an `.xer` has no place for is told,
or left to go beside it to MPXJ. This module must never know how a schedule is computed, nor a clock: the same state
gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from schedule.calendars.durations import (
    assigned_work,
    assignment_calendar_id,
    calendar_id,
    lag_calendar,
    lag_minutes,
    remaining_work,
    work_minutes,
)
from schedule.calendars.worktime import DAY, Calendar, moment, start_day
from schedule.diagnostics import Diagnostic, PlanError, Severity
from schedule.files.xer.calendar_rows import calendar_row
from schedule.files.xer.lags import lag_rule, pushed_on, written_lag
from schedule.files.xer.table import decoded
from schedule.files.xer.values import (
    FLOATS,
    KINDS,
    LAG_CALENDARS,
    OWN_FIELDS,
    PHYSICAL,
)
from schedule.law.terms import holding
from schedule.model import (
    CONSTRAINTS,
    NOT_STARTED,
    Constraint,
    ConstraintKind,
    Instant,
    Minutes,
    P6Types,
    State,
    StoredDates,
    Task,
    TaskKind,
    Unit,
)
from schedule.rules import (
    PROFILES,
    CriticalBy,
    LagCalendar,
    LateAsPossible,
    LateConstraints,
    Profile,
    ProgressRule,
    Settings,
    in_force,
)

_KINDS = {
    TaskKind.TASK: "TT_Task",
    TaskKind.START_MILESTONE: "TT_Mile",
    TaskKind.FINISH_MILESTONE: "TT_FinMile",
    TaskKind.LEVEL_OF_EFFORT: "TT_LOE",
    TaskKind.SUMMARY: "TT_WBS",
}
_CONSTRAINTS = {kind: does.p6 or "CS_MANDSTART" for kind, does in CONSTRAINTS.items() if not does.p6_field}
"""P6's types; a manual start, which it does not have, becomes a mandatory one."""
_FLOATS = {kind: code for code, kind in FLOATS.items()}
_LAG_CALENDARS = {kind: code for code, kind in LAG_CALENDARS.items()}
_LIMIT = ConstraintKind.FINISH_NO_LATER_THAN
_P6_ONLY = ("late_constraints", "floor_at_start", "milestones_snap")
"""The rules that P6 has no options for."""
ENCODINGS = ("cp1252", "gb18030", "utf-8")
"""In what P6 reads an `.xer`: the code page of a Western Windows, of a Chinese one; and what newer tools write."""

Row = Mapping[str, object]


def xer_bytes(text: str, encoding: str | None = None) -> bytes:
    """The text of an `.xer` as bytes.

    Args:
        text: of `xer_text`.
        encoding: one of `ENCODINGS`; None takes the first in which the text can be written and is read again as it is.

    Raises:
        PlanError: the encoding has not all the characters (`not-encodable`).
    """
    if encoding is None:
        for one in ENCODINGS:
            data = text.encode(one, errors="ignore")
            if decoded(data) == text:
                return data
        return text.encode()
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        facts = {"found": text[error.start], "encoding": encoding, "expected": "gb18030, utf-8"}
        raise PlanError([Diagnostic("not-encodable", None, facts)]) from None


def deadlines(state: State) -> dict[str, Instant]:
    """What Microsoft Project calls a deadline, by task: ours, and P6's finish-no-later-than, which moves nothing."""
    soft = in_force(state.plan.settings).late_constraints is LateConstraints.LATE_DATES
    found: dict[str, Instant] = {}
    for task in state.plan.tasks.values():
        dues = [one.instant for one in task.constraints if soft and one.kind is _LIMIT]
        if task.deadline is not None:
            dues.append(task.deadline)
        if dues:
            found[task.id] = min(dues)
    return found


def manual_starts(state: State) -> dict[str, Instant]:
    """The starts of the tasks that Microsoft Project schedules by hand, by task."""
    manual = ConstraintKind.MANUAL_START
    return {
        task.id: one.instant
        for task in state.plan.tasks.values()
        for one in task.constraints
        if one.kind is manual and state.status(task.id).started is None
    }


def xer_text(
    state: State, calendars: Mapping[str, Calendar], dates: Mapping[str, StoredDates], *, beside: bool = False
) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text of an `.xer` with one project.

    Args:
        state: what to write; the id of a task becomes its `task_code`.
        calendars: compiled calendars by id, of every task and of the project, wide enough for every date.
        dates: the computed dates by task; may be empty.
        beside: the text is on its way to Microsoft Project's format: `deadlines`, `manual_starts` and lags in calendar
            days go beside it and are not written, and lags count as Microsoft Project counts them, on the successor's
            calendar.

    Returns:
        The text, and what it does not say: warnings `xer-no-deadline`, `xer-lag-calendar` (the lag is written in the
        hours that it now takes), `xer-third-constraint`, `xer-manual-start` (it is written as a mandatory one),
        `xer-nothing-left` (P6 has it, or what starts with it, wait for another day), `xer-not-reported` (so has it a
        milestone that has come), `xer-statutory` (P6 knows no statutory period that holds a finish), `xer-funds` (nor
        money), `xer-crew` (what is written are the plan's dates, crews or not), each at the task or relation,
        `xer-physical-percent` (the percentages that P6 was told by hand), and `other-rules`.
    """
    warnings: list[Diagnostic] = []
    plan, settings = state.plan, in_force(state.plan.settings)
    left_out = _LIMIT if beside and settings.late_constraints is LateConstraints.LATE_DATES else None
    rule = LagCalendar.SUCCESSOR if beside else lag_rule(state, calendars)
    pushed = pushed_on(state, calendars)
    profile = Profile.MSP if beside else Profile.P6
    if not _obeys(settings, profile):
        facts = {"found": settings.profile.value, "expected": profile.value}
        warnings.append(Diagnostic("other-rules", None, facts, Severity.WARNING))
    dues = {} if beside else _dues(state)
    if physical := [one for one in plan.tasks.values() if one.p6 is not None and one.p6.percent == PHYSICAL]:
        facts = {"found": physical[0].id, "count": str(len(physical))}
        warnings.append(Diagnostic("xer-physical-percent", physical[0].location, facts, Severity.WARNING))
    # By the names that are written, so that the file, read and written again, is the same.
    listed = sorted(calendars, key=lambda name: (_title(name, state), name))
    clndr = {name: str(k) for k, name in enumerate(listed, start=1)}
    wbs = _wbs(state)
    ids = {name: str(k) for k, name in enumerate(plan.tasks, start=1)}
    resources = [(task, k) for task in plan.tasks.values() for k in range(len(task.assignments))]
    project: Row = {
        "proj_id": "1",
        "proj_short_name": _words(plan.name),
        "clndr_id": clndr[plan.calendar],
        "plan_start_date": _when(plan.start),
        "plan_end_date": _when(plan.must_finish_by),
        "last_recalc_date": _when(state.data_date),
        "scd_end_date": _when(
            max((d.early_finish for d in dates.values() if d.early_finish is not None), default=None)
        ),
        "critical_drtn_hr_cnt": _hours(settings.critical_float),
        "critical_path_type": "CT_DrivPath" if settings.critical_by is CriticalBy.LONGEST_PATH else "CT_TotFloat",
    }
    options: Row = {
        "schedoptions_id": "1",
        "proj_id": "1",
        "sched_outer_depend_type": "SD_Both",
        "sched_open_critical_flag": _flag(settings.open_ends_critical),
        "sched_lag_early_start_flag": _flag(not settings.ss_lag_from_actual),
        "sched_retained_logic": _flag(settings.progress in (ProgressRule.RETAINED, ProgressRule.AS_PLANNED)),
        "sched_progress_override": _flag(settings.progress is ProgressRule.OVERRIDE),
        "sched_float_type": _FLOATS[settings.total_float] if settings.total_float else "",
        "sched_calendar_on_relationship_lag": _LAG_CALENDARS[rule],
        "sched_use_expect_end_flag": _flag(settings.use_expected_finish),
    }
    waiting = () if beside else _wait_in_p6(state, calendars, dates)
    warnings += [Diagnostic("xer-nothing-left", one.location, {"task": one.id}, Severity.WARNING) for one in waiting]
    silent = () if beside else _passed_in_silence(state, calendars, dates)
    warnings += [Diagnostic("xer-not-reported", one.location, {"task": one.id}, Severity.WARNING) for one in silent]
    warnings += [
        Diagnostic("xer-manual-start", plan.tasks[name].location, {"found": name}, Severity.WARNING)
        for name in (() if beside else manual_starts(state))
    ]
    for task in plan.tasks.values():
        if state.status(task.id).finished is None and holding(task.basis, settings.law):
            warnings.append(Diagnostic("xer-statutory", task.location, {"task": task.id}, Severity.WARNING))
        asks = plan.funds is not None and (task.commits or task.needs_funds)
        if asks and state.status(task.id) is NOT_STARTED:
            warnings.append(Diagnostic("xer-funds", task.location, {"task": task.id}, Severity.WARNING))
        if task.crew and state.status(task.id).finished is None:
            warnings.append(Diagnostic("xer-crew", task.location, {"task": task.id}, Severity.WARNING))
    tables: Mapping[str, Sequence[Row]] = {
        "PROJECT": [project],
        "CALENDAR": [calendar_row(clndr[name], _title(name, state), calendars[name]) for name in listed],
        "SCHEDOPTIONS": [options],
        "PROJWBS": [
            {
                "wbs_id": id_,
                "proj_id": "1",
                "proj_node_flag": _flag(not path),
                "wbs_short_name": id_,
                "wbs_name": path[-1] if path else _words(plan.name),
                "parent_wbs_id": wbs[path[:-1]] if path else "",
                "seq_num": id_,
                "status_code": "WS_Open",
            }
            for path, id_ in wbs.items()
        ],
        "RSRC": [
            {
                "rsrc_id": str(number),
                "clndr_id": clndr[assignment_calendar_id(task.assignments[k], task, state)],
                "rsrc_name": _words(task.assignments[k].resource or f"{task.id} {k + 1}"),
                "rsrc_short_name": f"R{number}",
                "rsrc_type": "RT_Labor",
            }
            for number, (task, k) in enumerate(resources, start=1)
        ],
        "TASK": [
            {
                **_task(state, task, ids[task.id], clndr, wbs[task.group], calendars, dates.get(task.id)),
                **_constraints(one, settings, calendars[calendar_id(task, state)], dues.get(task.id), warnings),
            }
            for task in plan.tasks.values()
            for one in [replace(task, constraints=tuple(c for c in task.constraints if c.kind is not left_out))]
        ],
        "TASKRSRC": [
            _assignment(state, task, k, number, ids[task.id], calendars)
            for number, (task, k) in enumerate(resources, start=1)
        ],
        "TASKPRED": [
            {
                "task_pred_id": str(number),
                "task_id": ids[relation.successor],
                "pred_task_id": ids[relation.predecessor],
                "proj_id": "1",
                "pred_proj_id": "1",
                "pred_type": f"PR_{relation.type}",
                "lag_hr_cnt": _hours(
                    0
                    if beside and relation.lag is not None and relation.lag.unit is Unit.CALENDAR_DAYS
                    else written_lag(relation, rule, state, calendars, dates, pushed, warnings)
                ),
            }
            for number, relation in enumerate(
                (relation for task in plan.tasks.values() for relation in task.relations), start=1
            )
        ],
    }
    head = [
        "ERMHDR",
        "8.4",
        f"{start_day(state.data_date)}",
        "Project",
        "daopai",
        "daopai",
        "daopai",
        "Project Management",
    ]
    lines = ["\t".join([*head, "CNY"])]
    for name, rows in tables.items():
        lines += _table(name, rows)
    return "\r\n".join([*lines, "%E", ""]), tuple(warnings)


def _table(name: str, rows: Sequence[Row]) -> Iterable[str]:
    if not rows:
        return
    fields = list(dict.fromkeys(field for row in rows for field in row))
    yield f"%T\t{name}"
    yield "\t".join(["%F", *fields])
    for row in rows:
        yield "\t".join(["%R", *(str(row.get(field, "")) for field in fields)])


def _wbs(state: State) -> dict[tuple[str, ...], str]:
    """A number for the project's node and each group, parents first."""
    paths: dict[tuple[str, ...], str] = {(): "1"}
    for task in state.plan.tasks.values():
        for depth in range(1, len(task.group) + 1):
            paths.setdefault(task.group[:depth], str(len(paths) + 1))
    return paths


def _task(
    state: State,
    task: Task,
    id_: str,
    clndr: Mapping[str, str],
    wbs: str,
    calendars: Mapping[str, Calendar],
    dates: StoredDates | None,
) -> Row:
    status, calendar = state.status(task.id), calendars[calendar_id(task, state)]
    planned, dates = work_minutes(task.duration, calendar), dates or StoredDates()
    started = status.finished if status.started is None else status.started
    codes = ("TK_NotStart", "TK_Active", "TK_Complete")
    floats = (dates.total_float, dates.free_float)
    return {
        "task_id": id_,
        "proj_id": "1",
        "wbs_id": wbs,
        "clndr_id": clndr[calendar_id(task, state)],
        **_types(task),
        "status_code": codes[(started is not None) + (status.finished is not None)],
        "task_code": _words(task.id),
        "task_name": _words(task.name),
        "target_drtn_hr_cnt": _hours(planned),
        "remain_drtn_hr_cnt": _hours(remaining_work(planned, status, calendar)),
        "act_start_date": _when(started),
        "act_end_date": _when(status.finished),
        "suspend_date": _when(status.suspended),
        "resume_date": _when(status.resumed),
        "early_start_date": _when(dates.early_start),
        "early_end_date": _when(dates.early_finish),
        "late_start_date": _when(dates.late_start),
        "late_end_date": _when(dates.late_finish),
        "total_float_hr_cnt": "" if floats[0] is None else _hours(floats[0]),
        "free_float_hr_cnt": "" if floats[1] is None else _hours(floats[1]),
        "driving_path_flag": _flag(bool(dates.longest_path)),
    }


def _types(task: Task) -> Row:
    """P6's types of an activity: as its file had them, else those that schedule it as it is scheduled here."""
    known = task.p6 or P6Types()
    own = "TT_Rsrc" if task.assignments else _KINDS[task.kind]
    return {
        "complete_pct_type": known.percent or "CP_Drtn",
        "task_type": known.task if known.task is not None and KINDS[known.task] is task.kind else own,
        "duration_type": known.duration or "DT_FixedDUR2",
    }


def _dues(state: State) -> dict[str, Instant]:
    """The deadlines that must be written; those of the project's must-finish-by come back without that."""
    plan = state.plan
    followed = {one.predecessor for task in plan.tasks.values() if not task.spans for one in task.relations}
    return {
        task.id: task.deadline
        for task in plan.tasks.values()
        if task.deadline is not None and (task.deadline != plan.must_finish_by or task.id in followed)
    }


def _constraints(
    task: Task, settings: Settings, calendar: Calendar, due: Instant | None, warnings: list[Diagnostic]
) -> Row:
    """P6 has a primary and a secondary constraint; the secondary one is a late one. A deadline takes a free place."""
    row = dict.fromkeys(("cstr_type", "cstr_date", "cstr_type2", "cstr_date2", *OWN_FIELDS.values()), "")
    kept: list[Constraint] = []
    for one in task.constraints:
        if one.kind in OWN_FIELDS:
            row[OWN_FIELDS[one.kind]] = _when(one.instant)
        else:
            kept.append(replace(one, instant=_timed(one, task, settings, calendar)))
    stated = [one.instant for one in kept if one.kind.effect.is_due]
    if due is not None and due not in stated:
        free = not stated and len(kept) < 2 and all(one.kind.effect.is_early_limit for one in kept)
        if free and not task.as_late_as_possible and not task.spans:
            kept.append(Constraint(_LIMIT, due))
        else:
            warnings.append(Diagnostic("xer-no-deadline", task.location, {"found": task.id}, Severity.WARNING))
    kept.sort(key=lambda one: one.kind.effect.is_late_limit)
    places = ["", "2"]
    if task.as_late_as_possible:
        row[f"cstr_type{places.pop(0)}"] = "CS_ALAP"
    for place, one in zip(places, kept, strict=False):
        row[f"cstr_type{place}"], row[f"cstr_date{place}"] = _CONSTRAINTS[one.kind], _when(one.instant)
    for one in kept[len(places) :]:
        facts = {"found": one.kind.value, "task": task.id}
        warnings.append(Diagnostic("xer-third-constraint", one.location, facts, Severity.WARNING))
    return row


def _timed(one: Constraint, task: Task, settings: Settings, calendar: Calendar) -> Instant:
    """A start-no-earlier-than at midnight means the day's first working hour, and P6 would take it for any hour."""
    whole = one.kind is ConstraintKind.START_NO_EARLIER_THAN and one.instant % DAY == 0
    if not whole or settings.dates_without_time or task.kind is TaskKind.FINISH_MILESTONE:
        return one.instant
    return calendar.next_start(one.instant)


def _wait_in_p6(state: State, calendars: Mapping[str, Calendar], dates: Mapping[str, StoredDates]) -> tuple[Task, ...]:
    """The tasks with nothing left that P6 will have wait, or what starts with them, for a later day."""
    found, tasks = {}, state.plan.tasks
    for name, one in dates.items():
        task, instant = tasks[name], one.early_start
        if instant is None or instant != one.early_finish or task.is_milestone or task.spans:
            continue
        found[name] = task, instant, [calendars[calendar_id(task, state)]]
    for relation in (each for task in tasks.values() for each in task.relations):
        if relation.predecessor in found and relation.lag is None and not relation.type.leaves_finish:
            found[relation.predecessor][2].append(lag_calendar(relation, state, calendars))
    return tuple(
        task
        for task, instant, counted_on in found.values()
        if any(start_day(one.next_start(instant)) != start_day(instant) for one in counted_on)
    )


def _passed_in_silence(
    state: State, calendars: Mapping[str, Calendar], dates: Mapping[str, StoredDates]
) -> tuple[Task, ...]:
    """The milestones that have come without a report, and that P6 will have wait, or the lag after them.

    P6 puts one on its calendar's next working hour from the data date on, and counts lags from there; where nothing
    comes before it, it shows it there too, though what follows has begun. P6's own files are as P6 has them.
    """
    if state.plan.settings.dates_without_time:
        return ()
    silent = {
        name: one.early_start
        for name, one in dates.items()
        if state.plan.tasks[name].is_milestone and state.status(name).started is None and one.early_start is not None
    }
    found = {}
    for name, instant in silent.items():
        task = state.plan.tasks[name]
        calendar = calendars[calendar_id(task, state)]
        at_end = task.kind is TaskKind.FINISH_MILESTONE and calendar.previous_finish(instant) == instant
        if not at_end and calendar.next_start(instant) != instant:
            found[name] = task
    for name in silent:  # P6 has it wait for what remains of a task whose start alone it follows
        task = state.plan.tasks[name]
        followed = (state.status(one.predecessor) for one in task.relations if not one.type.leaves_finish)
        if any(one.started is not None and one.finished is None for one in followed):
            found[name] = task
    found |= {name: state.plan.tasks[name] for name in _must_have_come(state) if name in silent}
    for task in state.plan.tasks.values():
        early = dates.get(task.id)
        for relation in task.relations:
            milestone, before = state.plan.tasks[relation.predecessor], silent.get(relation.predecessor)
            if before is None or relation.lag is None or early is None or early.early_start is None:
                continue
            lag = lag_minutes(relation, state, calendars)
            if early.early_start < lag_calendar(relation, state, calendars).add(before, lag):
                found[milestone.id] = milestone
    return tuple(found.values())


def _must_have_come(state: State) -> list[str]:
    """The milestones that wait for nothing, and before which what is reported could not have begun, or ended."""
    tasks, found = state.plan.tasks, dict[str, None]()
    waiting: list[str] = []
    for task in tasks.values():
        status = state.status(task.id)
        ended = status.finished is not None
        begun = ended or status.started is not None
        waiting += [one.predecessor for one in task.relations if (ended if one.type.enters_finish else begun)]
    while waiting:
        if (name := waiting.pop()) not in found and tasks[name].is_milestone:
            found[name] = None
            waiting += [one.predecessor for one in tasks[name].relations]
    return [name for name in found if not tasks[name].relations]


def _obeys(settings: Settings, profile: Profile) -> bool:
    """Whether a plan is computed by the rules of the tool that will read it."""
    if profile is Profile.MSP:
        return settings.profile is profile
    own = all(getattr(settings, name) == PROFILES[profile][name] for name in _P6_ONLY)
    in_chains = settings.as_late_as_possible is LateAsPossible.TOTAL_FLOAT
    return own and not in_chains and settings.progress is not ProgressRule.AS_PLANNED


def _title(calendar: str, state: State) -> str:
    spec = state.plan.calendars.get(calendar)
    return calendar if spec is None or spec.name is None else spec.name


def _assignment(state: State, task: Task, k: int, number: int, task_id: str, calendars: Mapping[str, Calendar]) -> Row:
    one, status = task.assignments[k], state.status(task.id)
    own, calendar = calendars[calendar_id(task, state)], calendars[assignment_calendar_id(one, task, state)]
    full = work_minutes(task.duration, own)
    left = assigned_work(task, k, status, calendar, full=full, left=remaining_work(full, status, own))
    return {
        "taskrsrc_id": str(number),
        "task_id": task_id,
        "proj_id": "1",
        "rsrc_id": str(number),
        "rsrc_type": "RT_Labor",
        "target_qty": _hours(work_minutes(one.duration, calendar)),
        "target_qty_per_hr": "1",
        "remain_qty": _hours(left),
        "remain_qty_per_hr": "1",
    }


def _words(text: str) -> str:
    return " ".join(text.split())


def _hours(amount: Minutes) -> str:
    return f"{amount / 60:.6f}".rstrip("0").rstrip(".")


def _when(instant: Instant | None) -> str:
    return "" if instant is None else f"{moment(instant):%Y-%m-%d %H:%M}"


def _flag(yes: bool) -> str:
    return "Y" if yes else "N"
