"""`Plan` → the YAML of plan.yaml, and what an imported project needs so that a plan's folder can hold it.

`plan_text` is the inverse of `read_plan`: what it writes is read as an equal plan. What comes from another tool has ids
and texts that a plan file cannot say; `writable` gives it those that it can, and tells which it changed. This module
must never know which tool that was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar
from unicodedata import normalize

from schedule.files.plans.plan import FORMAT, PLAN
from schedule.files.yaml.scalars import MAX_TEXT, MAX_TITLE, can_name, is_id, is_task_id
from schedule.files.yaml.text import Document, yaml_text
from schedule.model import (
    BUILT_IN_CALENDARS,
    CalendarSpec,
    Plan,
    Progress,
    Project,
    Relation,
    Task,
    TaskKind,
)

ID_LENGTH = 100
"""How long an id can be."""

# What a file cannot hold, even escaped: `yaml_source` refuses it as a control character.
_INVISIBLE = re.compile(r"[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_REFUSED = re.compile(r"[^\w.-]+")
_NO_BEGINNING = re.compile(r"^[\W_]+")

V = TypeVar("V")


def plan_text(plan: Plan) -> str:
    """The YAML of a plan; the inverse of `read_plan`.

    Raises:
        ValueError: the plan has what a plan file cannot say: an id that is none, a task of no duration, an empty name,
            an invisible character, two constraints of one kind, a number without finite decimals.
    """
    return yaml_text(plan_document(plan))


def plan_document(plan: Plan) -> dict[str, Document]:
    """A plan as its author would write it; see `plan_text`."""
    _check(plan)
    stated = {
        "daopai": FORMAT,
        "project": plan,
        **{name: getattr(plan, name) for name in PLAN.attributes if name not in ("daopai", "project")},
    }
    return PLAN.document(stated)


def writable(project: Project) -> tuple[Project, Mapping[str, str]]:
    """An imported project as a plan's folder can hold it, and the ids that had to change.

    An id becomes what `id_of` makes of it, with `-2`, `-3` behind it where another has that; a task keeps its former id
    as `stated`, a calendar as its name. Invisible characters become spaces. A task of no duration becomes a start
    milestone, which has the same dates. Of a milestone's actual dates the one is kept that says when it was reached. An
    update that says nothing, dated no later than the project's start, is left out.

    Returns:
        The project, and the new ids of tasks by their former ones, where they differ.

    Raises:
        ValueError: the project has revisions; its folder holds it already.
    """
    if any(update.revisions for update in project.updates):
        raise ValueError("a project with revisions has a folder of its own")
    plan = project.plan
    ids = _ids(plan.tasks, allows=is_task_id)
    calendars = _ids(
        plan.calendars, {id_ for id_, spec in BUILT_IN_CALENDARS.items() if plan.calendars.get(id_) != spec}
    )
    tasks = [_renamed(task, ids, calendars) for task in plan.tasks.values()]
    plan = replace(
        plan,
        name=_clean(plan.name) or "-",
        calendar=calendars.get(plan.calendar, plan.calendar),
        tasks={task.id: task for task in tasks},
        calendars={calendars[spec.id]: _renamed_calendar(spec, calendars) for spec in plan.calendars.values()},
        target=None if plan.target is None else ids[plan.target],
    )
    updates = (
        replace(update, progress=tuple(_reached(progress, ids, plan) for progress in update.progress))
        for update in project.updates
        if update.progress or update.note or update.data_date > plan.start
    )
    baselines = {
        name: replace(baseline, dates=_by_id(baseline.dates, ids)) for name, baseline in project.baselines.items()
    }
    changed = {id_: new for id_, new in ids.items() if id_ != new}
    stored = _by_id(project.stored, ids)
    return replace(project, plan=plan, updates=tuple(updates), baselines=baselines, stored=stored), changed


def id_of(code: str) -> str:
    """The id nearest to a code of another tool: what an id cannot hold becomes a hyphen.

    >>> id_of("A1000"), id_of("MS 10/2"), id_of("土建（一期）")
    ('A1000', 'MS-10-2', '土建-一期')
    """
    id_ = _REFUSED.sub("-", _NO_BEGINNING.sub("", normalize("NFKC", code)))[:ID_LENGTH].rstrip("-")
    return id_ or "x"


def _ids(codes: Iterable[str], taken: Iterable[str] = (), allows: Callable[[str], bool] = is_id) -> dict[str, str]:
    """An id for each code, all different. Codes that are ids keep themselves, whatever comes before them."""
    listed = list(codes)
    reserved = set(taken)
    kept = {code for code in listed if allows(code) and normalize("NFKC", code) == code and code not in reserved}
    used = reserved | kept
    ids: dict[str, str] = {}
    for code in listed:
        id_ = code if code in kept else id_of(code)
        number, first = 1, id_
        while code not in kept and id_ in used:
            number += 1
            id_ = f"{first[: ID_LENGTH - 8]}-{number}"
        used.add(id_)
        ids[code] = id_
    return ids


def _by_id(values: Mapping[str, V], ids: Mapping[str, str]) -> dict[str, V]:
    return {ids.get(id_, id_): value for id_, value in values.items()}


def _renamed(task: Task, ids: Mapping[str, str], calendars: Mapping[str, str]) -> Task:
    calendar = None if task.calendar is None else calendars.get(task.calendar, task.calendar)
    assignments = tuple(
        replace(one, calendar=None if one.calendar is None else calendars.get(one.calendar, one.calendar))
        for one in task.assignments
    )
    empty = task.kind is TaskKind.TASK and task.duration is not None and not task.duration.amount
    stated = task.stated if ids[task.id] == task.id or task.stated is not None else _clean(task.id)[:MAX_TEXT]
    return replace(
        task,
        id=ids[task.id],
        name=_clean(task.name) or ids[task.id],
        kind=TaskKind.START_MILESTONE if empty else task.kind,
        duration=None if empty or (task.spans and task.duration and not task.duration.amount) else task.duration,
        group=tuple(_clean(level) or "-" for level in task.group),
        calendar=calendar,
        assignments=() if empty else assignments,
        relations=tuple(_renamed_relation(relation, ids) for relation in task.relations),
        stated=stated,
    )


def _renamed_relation(relation: Relation, ids: Mapping[str, str]) -> Relation:
    predecessor, successor = ids[relation.predecessor], ids[relation.successor]
    if (predecessor, successor) == (relation.predecessor, relation.successor):
        return relation
    return replace(relation, predecessor=predecessor, successor=successor)


def _renamed_calendar(spec: CalendarSpec, ids: Mapping[str, str]) -> CalendarSpec:
    name = spec.name if spec.name is not None or ids[spec.id] == spec.id else spec.id[:MAX_TITLE]
    base = None if spec.base is None else ids.get(spec.base, spec.base)
    return replace(spec, id=ids[spec.id], name=name and _clean(name), base=base)


def _reached(progress: Progress, ids: Mapping[str, str], plan: Plan) -> Progress:
    progress = replace(progress, task=ids[progress.task])
    task = plan.tasks[progress.task]
    if not task.is_milestone:
        return progress
    started, finished = progress.started, progress.finished
    if task.kind is TaskKind.START_MILESTONE:
        started, finished = finished if started is None else started, None
    else:
        started, finished = None, started if finished is None else finished
    return replace(
        progress,
        started=started,
        finished=finished,
        remaining=None,
        percent=None,
        suspended=None,
        resumed=None,
        assignments=(),
    )


def _clean(text: str) -> str:
    return _INVISIBLE.sub(" ", text).strip()


def _check(plan: Plan) -> None:
    """Raise ValueError at the first thing that a plan file cannot say."""
    named = (id_ for id_ in (*plan.calendars, *plan.bodies, *plan.phases) if not can_name(id_))
    bad = next((id_ for id_ in plan.tasks if not can_name(id_, is_task_id)), next(named, None))
    if bad is not None:
        raise ValueError(f"{bad!r} is no id")
    for task in plan.tasks.values():
        durations = [task.duration, *(assignment.duration for assignment in task.assignments)]
        if any(duration is not None and duration.amount <= 0 for duration in durations):
            raise ValueError(f"{task.id} has no duration")
        if not task.name or not all(task.group):
            raise ValueError(f"{task.id} has no name, or is in a group without one")
        if _INVISIBLE.search("".join((task.name, *task.group))):
            raise ValueError(f"the name of {task.id} has an invisible character")
